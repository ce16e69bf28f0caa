"""How a decision of the meeting on a matter takes effect: the step that does it, and the record it left (5.3)."""

from django.urls import reverse

from cases import rules
from cases.models import (
    Case,
    LevelChange,
    Measure,
    Ownership,
    SupervisionOrder,
    Suspension,
    UrgentReport,
)
from disputes.models import Decision

Kind = Decision.Kind
# What a step leaves: its rows, and the day on which it took effect.
RECORDS = {
    Kind.LEVEL: (LevelChange, {"outcome": "AGREED"}, "decided_on", "层级调整已批"),
    Kind.OWNERSHIP: (Ownership, {}, "since", "包案已定"),
    Kind.SUSPENSION: (Suspension, {"outcome": "AGREED"}, "decided_on", "中止清零已批"),
    Kind.SUPERVISION: (SupervisionOrder, {}, "issued_on", "督办单已签发"),
    Kind.RESOURCES: (Measure, {}, "taken_on", "化解措施已做"),
    Kind.UPWARD: (UrgentReport, {}, "at__date", "已报上级"),
}


def record_of(decision):
    """(words, day) of the first such record on the matter since the decision; None where there is none yet."""
    return records_of([decision]).get(decision.pk)


def records_of(decisions):
    """{key of a decision: its record} of those that left one: one query a kind, however many there are."""
    found = {}
    for kind, (model, kept, day, words) in RECORDS.items():
        asked = [one for one in decisions if one.kind == kind and one.case_id]
        if not asked:
            continue
        since = {f"{day}__gte": min(one.decided_on for one in asked)}
        rows = model.objects.filter(case__in={one.case_id for one in asked}, **kept, **since)
        rows = list(rows.order_by(day, "pk").values_list("case", day))
        for one in asked:
            on = next((on for case, on in rows if case == one.case_id and on >= one.decided_on), None)
            if on:
                found[one.pk] = (f"{words}（{on:%Y-%m-%d}）", on)
    return found


def step_for(decision, official, today):
    """The address at which `official` may carry it out now; empty where there is none or it is not his."""
    if decision.case_id:
        name, args = on_case(decision, today)
        if name and Case.objects.within(official, name).filter(pk=decision.case_id).exists():
            return reverse(name, args=args)
    name = Decision.ELSEWHERE.get(decision.kind)
    return reverse(name) if name and official.may(name) else ""


def on_case(decision, today):
    case = decision.case
    if decision.kind == Kind.SUPERVISION:
        clock = late_without_order(case, today)
        return ("petitions:supervision", [case.number, clock]) if clock else ("", [])
    if decision.kind == Kind.UPWARD and not case.is_urgent:
        return "", []  # only the urgent lane reports upward (L09)
    return Decision.ON_CASE.get(decision.kind, ""), [case.number]


def late_without_order(case, today):
    """The clock that has been late longest and was not ordered about for this day: an order names its fact (F48)."""
    late = case.deadlines.running().ours().filter(kind__in=rules.LADDER, legal_end_on__lt=today)
    ordered = set(SupervisionOrder.objects.filter(case=case).values_list("deadline", "due_on"))
    rows = late.order_by("legal_end_on", "pk").values_list("pk", "legal_end_on")
    return next((clock for clock, day in rows if (clock, day) not in ordered), None)
