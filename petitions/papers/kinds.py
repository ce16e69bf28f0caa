"""The kinds of paper of the procedure: who writes the words, on which sheet, and what the drafter fills in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Paper
from petitions.models import Transfer
from petitions.papers import hand, letters, notices, opinions
from petitions.papers.writing import Voice

Kind = Paper.Kind
SHORT, LONG = 100, 3000


class Asked(NamedTuple):
    """One thing the drafter fills in; `day` asks for a date."""

    name: str
    label: str
    limit: int = SHORT
    rows: int = 1
    help: str = ""
    day: bool = False


CONTACT = (
    Asked("contact", gettext_lazy("联系人")),
    Asked("phone", gettext_lazy("联系电话"), 40),
)


@dataclass(frozen=True)
class Sort:
    """One kind: `sheet` in cases/papers/sheets, `write(voice, typed, paper)`, variants with their names."""

    kind: str
    sheet: str
    write: Callable
    asked: tuple = ()
    variants: dict | None = None
    of_claim: bool = False  # one for each claim that goes elsewhere
    is_many: bool = False  # several may be in force on one case
    editable: bool = False  # offered as .docx too

    @property
    def label(self):
        return Kind(self.kind).label

    def asked_of(self, variant, case=None):
        """Without what this variant does not need, or what the record of `case` says already."""
        left_out = NOT_ASKED.get((self.kind, variant), ())
        if case and self.kind == Kind.EXTENSION and case.petition.extension():
            left_out = ("original_on", "until", "reasons")
        return [asked for asked in self.asked if asked.name not in left_out]


NOT_ASKED = {
    (Kind.ACCEPTANCE, notices.ACCEPTED): ("organ",),
    (Kind.ACCEPTANCE, notices.ROUTED): ("organ",),
    (Kind.TRANSFER, letters.INQUIRE): ("attachments",),
    (Kind.HEARING, hand.RECORD): ("hour",),
}

SORTS = {
    sort.kind: sort
    for sort in (
        Sort(
            Kind.ACCEPTANCE,
            "acceptance",
            notices.acceptance,
            (Asked("organ", gettext_lazy("转到的机关、单位"), 60), *CONTACT),
            {
                notices.ACCEPTED: gettext_lazy("受理"),
                notices.ROUTED: gettext_lazy("已收到，告知途径"),
                notices.TRANSFERRED: gettext_lazy("已转送"),
            },
            editable=True,
        ),
        Sort(
            Kind.DECLINE,
            "decline",
            notices.decline,
            (
                Asked("facts", gettext_lazy("查明的情况"), LONG, 4),
                Asked(
                    "where", gettext_lazy("去哪里办、怎样办"), LONG, 3, gettext_lazy("机关名称、地址、电话、要带什么")
                ),
                *CONTACT,
            ),
            {
                notices.NOT_IN_POWERS: gettext_lazy("告知书：不属于职权范围（第二十三条）"),
                notices.LITIGATION: gettext_lazy("引导告知书：涉法涉诉（第二十八条）"),
                notices.ENDED: gettext_lazy("不再受理告知书：已经复核（第三十六条）"),
                notices.PENDING_BELOW: gettext_lazy("不予受理告知书：下级正在办理（第十九条）"),
            },
        ),
        Sort(
            Kind.ROUTING,
            "routing",
            notices.routing,
            (
                Asked("organ", gettext_lazy("有权处理的机关"), 60),
                Asked("address", gettext_lazy("机关地址")),
                Asked("materials", gettext_lazy("要带的材料"), 500, 2),
                *CONTACT,
            ),
            of_claim=True,
            editable=True,
        ),
        Sort(
            Kind.EXTENSION,
            "extension",
            notices.extension,
            (
                Asked("original_on", gettext_lazy("原办结期限"), day=True),
                Asked("until", gettext_lazy("延长后的期限"), day=True),
                Asked("reasons", gettext_lazy("延期的理由"), LONG, 3),
                *CONTACT,
            ),
        ),
        Sort(
            Kind.TRANSFER,
            "letter",
            letters.letter,
            (
                Asked("to", gettext_lazy("发往机关、单位"), 60),
                Asked("basis", gettext_lazy("依据条款")),
                Asked("asked", gettext_lazy("要求"), LONG, 3),
                Asked("feedback_on", gettext_lazy("反馈时间"), day=True),
                Asked("attachments", gettext_lazy("附送材料份数"), 10),
                *CONTACT,
            ),
            {
                letters.TRANSFER: gettext_lazy("转送函"),
                letters.ASSIGN: gettext_lazy("交办函"),
                letters.INQUIRE: gettext_lazy("情况核实函（只列诉求）"),
            },
            is_many=True,
        ),
        Sort(
            Kind.OPINION,
            "opinion",
            opinions.opinion,
            (
                Asked("evidence", gettext_lazy("证据"), LONG, 3, gettext_lazy("不填，列出调查记录")),
                Asked(
                    "items",
                    gettext_lazy("要落实的事项和时间"),
                    LONG,
                    3,
                    gettext_lazy("不填，列出案卷里的承诺事项"),
                ),
                Asked("review_organ", gettext_lazy("复查机关"), 60),
                *CONTACT,
            ),
            editable=True,
        ),
        Sort(
            Kind.SERVICE,
            "service",
            hand.service_return,
            (
                Asked("paper", gettext_lazy("送达哪一份文书"), 20),
                Asked("place", gettext_lazy("送达地点"), 100, help=gettext_lazy("不填，用送达地址、住址")),
            ),
            is_many=True,
        ),
        Sort(
            Kind.SIMPLE_REPLY,
            "simple_reply",
            opinions.simple_reply,
            (
                Asked("answer", gettext_lazy("答复"), LONG, 4, gettext_lazy("不填，用案卷里的答复")),
                Asked("on", gettext_lazy("答复日期"), day=True),
                Asked("channel", gettext_lazy("答复方式"), 40, help=gettext_lazy("当面、电话、短信、网上、书面")),
                Asked("staff", gettext_lazy("答复人员"), 40),
            ),
        ),
        Sort(Kind.RATING, "rating", hand.rating),
        Sort(
            Kind.SUPERVISION,
            "supervision",
            letters.supervision,
            (
                Asked("to", gettext_lazy("发往单位"), 60),
                Asked("facts", gettext_lazy("督办的情形"), LONG, 3),
                Asked("basis", gettext_lazy("依据条款")),
                Asked("demand", gettext_lazy("要求"), LONG, 3),
                Asked("due_on", gettext_lazy("反馈时间"), day=True),
                *CONTACT,
            ),
            is_many=True,
        ),
        Sort(
            Kind.CLOSING_REPORT,
            "closing_report",
            opinions.closing_report,
            (
                Asked("to", gettext_lazy("报送机关"), 60),
                Asked("assignment", gettext_lazy("交办文号"), 60),
                Asked("facts", gettext_lazy("查明的事实"), LONG, 3, gettext_lazy("案卷里每项诉求写了的，不用填")),
                Asked("handling", gettext_lazy("办理过程"), LONG, 3, gettext_lazy("不填，列出调查记录")),
                Asked("evidence", gettext_lazy("证据材料"), LONG, 2),
                Asked("stand", gettext_lazy("信访人的态度"), 300, 2, gettext_lazy("照本人说的写")),
                *CONTACT,
            ),
            editable=True,
        ),
        Sort(
            Kind.RECUSAL,
            "recusal",
            hand.recusal,
            (
                Asked("official", gettext_lazy("工作人员"), 40),
                Asked("post", gettext_lazy("职务"), 40),
                Asked("ground", gettext_lazy("回避的理由"), 500, 2),
                Asked("on", gettext_lazy("提出日期"), day=True),
                Asked("replacement", gettext_lazy("接替人员"), 40),
            ),
            is_many=True,
        ),
        Sort(
            Kind.HEARING,
            "hearing",
            hand.hearing,
            (
                Asked("on", gettext_lazy("听证日期"), day=True),
                Asked("hour", gettext_lazy("听证时间"), 40),
                Asked("place", gettext_lazy("听证地点")),
                Asked("chair", gettext_lazy("主持人"), 40),
                Asked("members", gettext_lazy("听证员"), 200),
            ),
            {hand.NOTICE: gettext_lazy("听证通知"), hand.RECORD: gettext_lazy("听证笔录（空白表）")},
            is_many=True,
        ),
        Sort(Kind.REPRESENTATIVES, "representatives", hand.representatives),
        Sort(
            Kind.WITHDRAWAL,
            "withdrawal",
            hand.withdrawal,
            (Asked("words", gettext_lazy("本人的话"), 1000, 3, gettext_lazy("不填，留空由本人手写")),),
            is_many=True,
        ),
        Sort(Kind.RIGHTS, "rights", hand.rights),
    )
}


def sort_of(paper):
    return SORTS[paper.kind]


def title_of(paper):
    """What the lists call it: the kind, or the title that its variant or claim gives it."""
    sort = sort_of(paper)
    words = str(sort.variants[paper.variant]) if sort.variants and paper.variant in sort.variants else str(sort.label)
    if sort.kind in (Kind.ACCEPTANCE,):
        words = f"{sort.label}（{words}）"
    if paper.claim_id:
        words = _("%(paper)s：诉求 %(position)d") % {"paper": words, "position": paper.claim.position}
    return words


def variants_of(sort):
    """Those this office may use: a street is the superior of no organ that handles petitions (2.2)."""
    if not sort.variants:
        return {}
    off = set() if settings.HAS_ORGANS_BELOW else {notices.PENDING_BELOW}
    return {variant: label for variant, label in sort.variants.items() if variant not in off}


def initial_of(sort, case, variant=""):
    """What stands in the fields before anybody typed: from the record, so that it needs no typing."""
    unit, voice = case.handling_unit, Voice(case, in_full=False)
    street = voice.street
    filled = {
        "contact": case.handler.name if case.handler else "信访办",
        "phone": (unit.phone if unit else "") or (street.phone if street else ""),
        "review_organ": settings.REVIEW_ORGAN,
    }
    clock = next((clock for clock in case.deadlines.all() if clock.rule == "L17"), None)
    if sort.kind == Kind.EXTENSION and clock:
        filled["original_on"] = clock.legal_end_on.isoformat()
    if sort.kind == Kind.TRANSFER:
        filled["basis"] = letters.DEFAULT_BASIS
        handed_on = Transfer.objects.filter(claim__case=case).order_by("-pk").first()
        if handed_on and variant != letters.INQUIRE:
            filled |= {"to": handed_on.organ, "asked": handed_on.asked}
            filled["feedback_on"] = handed_on.feedback_due_on.isoformat() if handed_on.feedback_due_on else ""
    if sort.kind == Kind.SIMPLE_REPLY and case.answered_on:
        filled["on"] = case.answered_on.isoformat()
    return {asked.name: filled.get(asked.name, "") for asked in sort.asked_of(variant, case)}


def script_of(paper, case, *, in_full):
    """The content of one copy as the records and the drafter say it now."""
    return sort_of(paper).write(Voice(case, in_full=in_full), paper.values(), paper)
