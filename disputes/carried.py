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
}


def record_of(decision):
    """(words, day) of the first such record on the matter since the decision; None where there is none yet."""
    if not decision.case_id or decision.kind not in RECORDS:
        return None
    model, kept, day, words = RECORDS[decision.kind]
    since = {f"{day}__gte": decision.decided_on}
    rows = model.objects.filter(case=decision.case_id, **kept, **since)
    on = rows.order_by(day, "pk").values_list(day, flat=True).first()
    return (f"{words}（{on:%Y-%m-%d}）", on) if on else None


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
