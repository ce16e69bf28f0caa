"""The kinds of paper of the procedure: who writes the words, on which sheet, and what the drafter fills in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Paper
from petitions.models import Transfer
from petitions.papers import hand, letters, notices, opinions, owning
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
    of_claim: Callable | None = None  # one for each claim of which this is true
    of_later: Callable | None = None  # besides the one on the case, one for each claim of which this is true
    is_many: bool = False  # several may be in force on one case
    editable: bool = False  # offered as .docx too

    @property
    def label(self):
        return Kind(self.kind).label

    def asked_of(self, variant, case=None):
        """Without what this variant does not need, or what the record of `case` says already."""
        left_out = NOT_ASKED.get((self.kind, variant), ())
        left_out += known_of(self.kind, case) if case else ()
        return [asked for asked in self.asked if asked.name not in left_out]


def known_of(kind, case):
    """What of its questions the rows of `case` answer."""
    match kind:
        case Kind.EXTENSION if case.petition.extension():
            return ("original_on", "until", "reasons")
        case Kind.WITHDRAWAL if case.petition.withdrawals.exists():
            return ("words",)
        case Kind.HEARING if case.petition.hearings.count() < 2:
            return ("hearing",)
        case Kind.CLOSING_REPORT:
            said = {
                ("to", "assignment"): opinions.assignments(case).exists(),
                ("visit",): opinions.assignments(case).count() < 2,
                ("facts",): any(claim.finding for claim in case.claims.all()),
                ("evidence",): case.investigations.exists() or case.attachments.present().exists(),
                ("stand",): bool(case.petition.stand),
            }
            return tuple(name for names, is_known in said.items() if is_known for name in names)
    return ()


NOT_ASKED = {
    (Kind.ACCEPTANCE, notices.ACCEPTED): ("organ",),
    (Kind.ACCEPTANCE, notices.ROUTED): ("organ",),
    (Kind.OWNERSHIP_LETTER, ""): ("why",),
    (Kind.OWNERSHIP_LETTER, owning.ADDENDUM): ("standard", "team", "rhythm", "supervision"),
    (Kind.TRANSFER, letters.INQUIRE): ("attachments",),
    (Kind.TRANSFER, letters.TRANSFER): ("inquiry",),
    (Kind.TRANSFER, letters.ASSIGN): ("inquiry",),
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
            of_later=lambda claim: bool(claim.named_on and claim.triaged_on),
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
            of_claim=lambda claim: claim.is_routed_elsewhere,
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
                Asked(
                    "inquiry",
                    gettext_lazy("哪一份核查任务"),
                    20,
                    help=gettext_lazy("选了，收函单位、诉求、要求、时间都从那里来；写给街道以外的单位不选"),
                ),
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
            Kind.DUTY_REPLY,
            "duty_reply",
            opinions.duty_reply,
            CONTACT,
            of_claim=lambda claim: claim.needs_duty_reply,
            editable=True,
        ),
        Sort(
            Kind.SERVICE,
            "service",
            hand.service_return,
            (
                Asked(
                    "service",
                    gettext_lazy("哪一次送达"),
                    20,
                    help=gettext_lazy("已经记下的；选了，文书、方式、日期、签收都从那里来"),
                ),
                Asked(
                    "paper",
                    gettext_lazy("还没有送达的文书"),
                    20,
                    help=gettext_lazy("要带去送的；印好文书名和文号，其余由送达人手写"),
                ),
                Asked("place", gettext_lazy("送达地点"), 100, help=gettext_lazy("不填，用送达地址、住址")),
            ),
            is_many=True,
        ),
        Sort(
            Kind.SIMPLE_REPLY,
            "simple_reply",
            opinions.simple_reply,
        ),
        Sort(
            Kind.RATING,
            "rating",
            hand.rating,
            variants={"": gettext_lazy("空白，由本人填"), hand.GIVEN: gettext_lazy("本人评价的记录")},
            is_many=True,
        ),
        Sort(
            Kind.SUPERVISION,
            "supervision",
            letters.supervision,
            (
                Asked(
                    "clock",
                    gettext_lazy("哪一项晚了"),
                    20,
                    help=gettext_lazy("选了，单位、情形、依据都从那里来；不是期限的事不选，自己写"),
                ),
                Asked("to", gettext_lazy("发往单位"), 60, help=gettext_lazy("选了期限的，发往它的责任单位，不用写")),
                Asked("facts", gettext_lazy("督办的情形"), LONG, 3, gettext_lazy("选了期限的，只写期限以外的")),
                Asked("basis", gettext_lazy("依据条款"), help=gettext_lazy("选了期限的，条款印在前面")),
                Asked("demand", gettext_lazy("要求"), LONG, 3),
                Asked("due_on", gettext_lazy("反馈时间"), day=True),
                *CONTACT,
            ),
            is_many=True,
        ),
        Sort(
            Kind.OWNERSHIP_LETTER,
            "ownership_letter",
            owning.ownership_letter,
            (
                Asked("standard", gettext_lazy("清零的标准"), 500, 2, gettext_lazy("做到什么程度算清零")),
                Asked("team", gettext_lazy("工作班子"), 300, 2),
                Asked("rhythm", gettext_lazy("多久报告一次"), 200),
                Asked("supervision", gettext_lazy("由谁怎样督查"), 300, 2),
                Asked("why", gettext_lazy("补充的理由"), 500, 2),
            ),
            {"": gettext_lazy("包案责任书"), owning.ADDENDUM: gettext_lazy("补充书：换人、改节点")},
            is_many=True,
        ),
        Sort(
            Kind.CLOSING_REPORT,
            "closing_report",
            opinions.closing_report,
            (
                Asked("visit", gettext_lazy("哪一次交办"), 20, help=gettext_lazy("不选，报还没有报结的最近一次")),
                Asked("to", gettext_lazy("报送机关"), 60),
                Asked("assignment", gettext_lazy("交办文号"), 60),
                Asked("facts", gettext_lazy("查明的事实"), LONG, 3),
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
            (Asked("recusal", gettext_lazy("哪一次回避"), 20, help=gettext_lazy("不选，打印空白表，由本人手写")),),
            is_many=True,
        ),
        Sort(
            Kind.HEARING,
            "hearing",
            hand.hearing,
            (Asked("hearing", gettext_lazy("哪一次听证"), 20, help=gettext_lazy("不选，写最近一次")),),
            {hand.NOTICE: gettext_lazy("听证通知"), hand.RECORD: gettext_lazy("听证笔录")},
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
    if sort.kind in (Kind.ACCEPTANCE, Kind.RATING):
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
        "rhythm": "每旬报告一次进展，节点做到、没做到当天报告。",
        "supervision": "督查员按节点检查，没做到的按期督办。",
    }
    clock = clock_of_case(case)
    if sort.kind == Kind.EXTENSION and clock:
        filled["original_on"] = clock.legal_end_on.isoformat()
    if sort.kind == Kind.TRANSFER:
        filled["basis"] = letters.DEFAULT_BASIS
        if variant == letters.INQUIRE and (task := case.petition.inquiries.standing().last()):
            filled["inquiry"] = f"{task.pk}"
        handed_on = Transfer.objects.filter(claim__case=case).order_by("-pk").first()
        if handed_on and variant != letters.INQUIRE:
            filled |= {"to": handed_on.organ, "asked": handed_on.asked}
            filled["feedback_on"] = handed_on.feedback_due_on.isoformat() if handed_on.feedback_due_on else ""
    return {asked.name: filled.get(asked.name, "") for asked in sort.asked_of(variant, case)}


def clock_of_case(case):
    """The sixty days of the case itself, which alone an extension moves (0124)."""
    return next((clock for clock in case.deadlines.all() if clock.rule == "L17" and clock.claim_id is None), None)


def script_of(paper, case, *, in_full):
    """The content of one copy as the records and the drafter say it now."""
    return sort_of(paper).write(Voice(case, in_full=in_full), paper.values(), paper)
