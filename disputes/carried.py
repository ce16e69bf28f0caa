"""How a decision of the meeting on a matter takes effect: the step that does it, and the record it left (5.3)."""

from operator import itemgetter
from typing import NamedTuple

from django.db.models import Value
from django.urls import reverse

from cases import rules
from cases.models import (
    Case,
    Clearing,
    LevelChange,
    Measure,
    Ownership,
    SupervisionOrder,
    Suspension,
    UpwardReport,
    UrgentReport,
)
from disputes.models import Decision, Outcome

Kind = Decision.Kind
MADE = "decision"  # what was made names the decision itself (Outcome)


class Left(NamedTuple):
    """The rows that a step leaves, and the day on which it took effect; `of` is what they share with the decision."""

    model: type
    kept: dict
    day: str
    words: str
    of: str = "case"

    def rows(self, asked, since):
        """(what it shares, day, words) of those of the decisions `asked` since that day."""
        rows = self.model.objects.filter(**{f"{self.of}__in": asked, f"{self.day}__gte": since}, **self.kept)
        return rows.order_by().annotate(left_words=Value(self.words)).values_list(self.of, self.day, "left_words")


RECORDS = {
    Kind.LEVEL: [Left(LevelChange, {"outcome": "AGREED"}, "decided_on", "层级调整已批")],
    Kind.OWNERSHIP: [Left(Ownership, {}, "since", "包案已定")],
    Kind.SUSPENSION: [Left(Suspension, {"outcome": "AGREED"}, "decided_on", "中止清零已批")],
    Kind.EXTENSION: [Left(Clearing, {"extended_to__isnull": False}, "met_on", "清零期限已延长")],
    Kind.SUPERVISION: [Left(SupervisionOrder, {}, "issued_on", "督办单已签发")],
    Kind.RESOURCES: [Left(Measure, {}, "taken_on", "化解措施已做")],
    Kind.UPWARD: [
        Left(UrgentReport, {}, "at__date", "已报上级"),
        Left(UpwardReport, {}, "sent_on", "已书面报告上级"),
    ],
    Kind.TEAM: [Left(Outcome, {"team__decision": "AGREED"}, "team__decided_on", "队伍已成立", MADE)],
    Kind.POLICY: [Left(Outcome, {"suggestion__isnull": False}, "suggestion__asked_on", "建议已提出", MADE)],
    Kind.KEY_PERIOD: [Left(Outcome, {"period__isnull": False}, "period__made_on", "重要节点已定", MADE)],
}


def record_of(decision):
    """(words, day) of the first such record since the decision; None where there is none yet."""
    return records_of([decision]).get(decision.pk)


def records_of(decisions):
    """{key of a decision: its record} of those that left one: one query a kind, however many there are."""
    found = {}
    for kind, steps in RECORDS.items():
        asked = {}
        for one in decisions:
            if one.kind == kind and (key := one.case_id if steps[0].of == "case" else one.pk):
                asked.setdefault(key, []).append(one)
        if not asked:
            continue
        since = min(one.decided_on for rows in asked.values() for one in rows)
        first, *others = (step.rows(list(asked), since) for step in steps)
        for key, on, words in sorted(first.union(*others, all=True) if others else first, key=itemgetter(1)):
            for one in asked[key]:
                if one.pk not in found and on >= one.decided_on:
                    found[one.pk] = (f"{words}（{on:%Y-%m-%d}）", on)
    return found


def step_for(decision, official, today):
    """The address at which `official` may carry it out now; empty where there is none or it is not his."""
    if decision.case_id:
        name, args = on_case(decision, today)
        if name and Case.objects.within(official, name).filter(pk=decision.case_id).exists():
            return reverse(name, args=args)
    name = Decision.ELSEWHERE.get(decision.kind)
    if not (name and official.may(name)):
        return ""
    if decision.kind == Kind.TEAM:  # its form lies to the right and knows of no meeting
        if made := decision.outcomes.exclude(team__decision="REFUSED").select_related("team").last():
            return made.team.get_absolute_url()
        return reverse("meetings:task_team", args=[decision.task.pk]) if official.may("meetings:task_team") else ""
    return f"{reverse(name)}?decision={decision.pk}"


def on_case(decision, today):
    case = decision.case
    if decision.kind == Kind.SUPERVISION:
        clock = late_without_order(case, today)
        return ("petitions:supervision", [case.number, clock]) if clock else ("", [])
    if decision.kind == Kind.UPWARD and not case.is_urgent:
        return "cases:report_up", [case.number]  # in writing; the urgent lane has its own page and hours (L09)
    return Decision.ON_CASE.get(decision.kind, ""), [case.number]


def late_without_order(case, today):
    """The clock that has been late longest and was not ordered about for this day: an order names its fact (F48)."""
    late = case.deadlines.running().ours().filter(kind__in=rules.LADDER, legal_end_on__lt=today)
    ordered = set(SupervisionOrder.objects.filter(case=case).values_list("deadline", "due_on"))
    rows = late.order_by("legal_end_on", "pk").values_list("pk", "legal_end_on")
    return next((clock for clock, day in rows if (clock, day) not in ordered), None)
