"""Two checks of the demo office, what the first found, and what came from above (F47, L43)."""

from contextlib import contextmanager
from datetime import timedelta

from django.db.models import Max

from cases.forms.inspection import (
    FindingForm,
    InspectionEndForm,
    InspectionForm,
    LookForm,
    RectificationCheckForm,
    RectificationForm,
)
from cases.forms.superior import SuperiorAnswerForm, SuperiorApprovalForm, SuperiorOrderForm
from cases.models import AccountabilityGround, Event, Finding, Inspection, SuperiorOrder
from cases.recusal import barred_from
from reception.demo.filling import fill

AFTERNOON = 300  # minutes of office time
FOUND = [  # ground, what, what is to be done, due after how many days
    ("44(3)", "受理告知书做了，回证没有入卷，看不出哪天送到。", "找到回证入卷；没有送到的补送。", 6),
    ("45(1)", "承办以后十天没有记录，本人来问过两次。", "三天内联系本人，把进展写进案卷。", 5),
]

PUT_RIGHT = ["回证找到了，已经扫描入卷。", "昨天电话联系了本人，记录已写。"]


@contextmanager
def written(at):
    """What is written to the timeline meanwhile was written then, or after what its case had seen by then."""
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    yield
    for event in Event.objects.filter(pk__gt=last).order_by("pk"):
        before = Event.objects.filter(case=event.case_id, pk__lt=event.pk).aggregate(at=Max("at"))["at"]
        Event.objects.filter(pk=event.pk).update(at=max(at, before or at))


def tell_checks(office, days, moments):
    people, units = office.people, office.units
    supervisor = people["冯立新"]
    check = _held(office, days, moments, supervisor)
    findings = list(check.findings.order_by("position"))
    reported_on = days.ago(3)
    with written(moments.at(reported_on, AFTERNOON)):
        for finding, evidence in zip(findings, PUT_RIGHT, strict=False):
            data = {"done_on": reported_on.isoformat(), "evidence": evidence}
            fill(RectificationForm, finding, finding.official, reported_on, data, {})
    with written(moments.at(days.ago(2), AFTERNOON)):
        data = {"holds": "yes", "note": "看了回证，日期和签名都在。"}
        fill(RectificationCheckForm, Finding.objects.get(pk=findings[0].pk), supervisor, days.ago(2), data)
    end = {"outcome": "HELD", "summary": "总的按期；告知的回证入卷慢，已要求随办随归。"}
    fill(InspectionEndForm, check, supervisor, days.ago(2), end)
    surprise = {
        "kind": Inspection.Kind.SURPRISE,
        "subject": Inspection.Subject.FILES,
        "scope": "答应群众的事有没有记、有没有做",
        "unit": units["社会事务科"].pk,
        "held_on": (moments.today + timedelta(days=2)).isoformat(),
        "inspector": supervisor.pk,
        "count": "2",
    }
    fill(InspectionForm, None, supervisor, moments.today, surprise)
    _from_above(office, days, moments, [row.case for row in check.files.all()])


def _held(office, days, moments, supervisor):
    """Planned a fortnight ago, held a week ago, two findings of two files."""
    planned_on, held_on = days.ago(14), days.ago(8)
    data = {
        "kind": Inspection.Kind.REGULAR,
        "subject": Inspection.Subject.FILES,
        "scope": "受理告知、联系本人的记录",
        "unit": office.units["城市建设科"].pk,
        "held_on": held_on.isoformat(),
        "inspector": supervisor.pk,
        "count": "3",
    }
    fill(InspectionForm, None, supervisor, planned_on, data)
    check = Inspection.objects.get()
    with written(moments.at(held_on, AFTERNOON)):
        files = list(check.files.select_related("case").order_by("pk"))
        for row in files:
            row.inspection = check
            fill(LookForm, row, supervisor, held_on, {"note": "登记完整，期限算得对。"})
        # Which files the lot draws is chance: one whose handler has an interest not yet decided on takes no finding.
        clear = [row for row in files if not barred_from(row.case, on=held_on)]
        for row, (code, facts, remedy, after) in zip(clear, FOUND, strict=False):
            owner = row.case.handler.postings.in_force(held_on).filter(unit=row.case.handling_unit).first()
            data = {
                "case": row.case_id,
                "ground": AccountabilityGround.objects.get(code=code).pk,
                "facts": facts,
                "remedy": remedy,
                "owner": owner.pk,
                "due_on": (held_on + timedelta(days=after)).isoformat(),
            }
            fill(FindingForm, check, supervisor, held_on, data)
    return check


def _from_above(office, days, moments, cases):
    """One answered, one with a draft that waits, one that nobody has drafted."""
    people = office.people
    director, handler = people["周建国"], people["许文娟"]
    owner, number = handler.postings.get().pk, cases[0].number if cases else ""
    letters = [
        (
            "SUPERVISION",
            "东信督〔2026〕12号",
            "说明办理进度，按期书面答复本人。",
            20,
            10,
            number,
        ),
        ("SUGGESTION", "东信函〔2026〕31号", "物业类信访事项增多，建议会同住建部门研究源头办法。", 6, 24, ""),
        ("LISTED", "东联席〔2026〕5号", "挂牌督办老旧小区停车矛盾，一个月内拿出办法。", 3, 27, ""),
    ]
    orders = []
    for form, sender_no, asked, ago, after, case in letters:
        received_on = days.ago(ago)
        data = {
            "form": form,
            "organ": "区信访局",
            "sender_no": sender_no,
            "issued_on": days.ago(ago + 1).isoformat(),
            "received_on": received_on.isoformat(),
            "asked": asked,
            "due_on": (received_on + timedelta(days=after)).isoformat(),
            "number": case,
            "owner": owner,
        }
        with written(moments.at(received_on, AFTERNOON)):
            fill(SuperiorOrderForm, None, director, received_on, data, {})
        orders.append(SuperiorOrder.objects.latest("pk"))
    with written(moments.at(days.ago(13), AFTERNOON)):
        text = {"text": "已经会同物业看过现场，本周送达答复意见书。"}
        fill(SuperiorAnswerForm, orders[0], handler, days.ago(14), text, {})
        fill(SuperiorApprovalForm, orders[0], people["郑国强"], days.ago(13), {"agrees": "yes", "note": ""})
    text = {"text": "建议采纳：已约住建部门下周会商，办法月底前报。"}
    fill(SuperiorAnswerForm, orders[1], handler, moments.today, text, {})
