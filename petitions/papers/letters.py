"""Letters to other organs and units: passing on and assigning (P06), asking for facts (R10), supervision (P14)."""

from django.utils import timezone

from cases.rules import RULES
from petitions.papers.notices import contact_must
from petitions.papers.writing import (
    REGULATION,
    Script,
    claims_listed,
    contact_words,
    document,
    numbered,
    on,
    received,
    text,
)

TRANSFER, ASSIGN, INQUIRE = "transfer", "assign", "inquire"
TITLES = {TRANSFER: "关于转送信访事项的函", ASSIGN: "关于交办信访事项的函", INQUIRE: "关于核实信访事项情况的函"}
SECRECY = (
    "请妥善保管来信来访材料和信访人的信息，不得将检举、揭发材料和有关情况透露或者转给被检举、揭发的人员和单位"
    "（条例第三十条第三款）。"
)


# ---------- P06 ----------
def letter(voice, typed, paper):
    """To whom the matter is passed on or assigned; an inquiry carries the claims and nobody's identity (R10)."""
    case, is_inquiry = voice.case, paper.variant == INQUIRE
    if is_inquiry and (task := case.petition.inquiries.filter(pk=typed.get("inquiry") or 0).first()):
        return inquiry_letter(voice, typed, task)
    claims = [paper.claim] if paper.claim else voice.claims
    to, basis = typed.get("to", ""), typed.get("basis", "")
    who = "" if is_inquiry else voice.addressee()
    opening = f"本机关收到{who}{received(voice)}提出的信访事项（{case.number}）。根据{basis}，现将下列事项"
    verbs = {TRANSFER: "转送你单位依法处理：", ASSIGN: "交你单位办理：", INQUIRE: "函请你单位核实有关情况："}
    words = claims_listed(voice, claims)
    if is_inquiry:
        words = claims_only(voice, claims)
    until, files = typed.get("feedback_on"), typed.get("attachments")
    until = f"请于{on(until)}前书面反馈办理情况。" if until else ""
    files = f"附送材料共{files}份。" if files and not is_inquiry else ""
    blocks = [
        text(opening + verbs[paper.variant]),
        text(words),
        *numbered(
            ("要求和反馈时间", "\n".join(filter(None, [voice.free(typed.get("asked", "")), until, files]))),
            ("保密要求", SECRECY),
        ),
    ]
    content = document(
        voice, TITLES[paper.variant], blocks, to=to, closing=f"特此函告。联系人及电话：{contact_words(typed)}。"
    )
    must = {
        "发往机关、单位": to,
        "事项": claims,
        "依据条款": basis,
        "要求": typed.get("asked"),
        "反馈时间": typed.get("feedback_on") or paper.variant == TRANSFER,
        "附送材料份数": typed.get("attachments") or is_inquiry,
        **contact_must(typed),
    }
    return Script(content, must)


def inquiry_letter(voice, typed, task):
    """From the task as it was sent: its own number, its claims as worded, and nothing else of the case."""
    listed = "\n".join(f"{place}．{one.words}" for place, one in enumerate(task.claims.all(), 1))
    basis = typed.get("basis", "")
    until = f"请于{on(task.deadline.legal_end_on)}前书面反馈核实的情况。"
    blocks = [
        text(f"根据{basis}，现就下列信访诉求（{task.number}）函请你单位核实有关情况："),
        text(listed),
        *numbered(("要求和反馈时间", f"{task.asked}\n{until}"), ("保密要求", SECRECY)),
    ]
    closing = f"特此函告。联系人及电话：{contact_words(typed)}。"
    content = document(voice, TITLES[INQUIRE], blocks, to=task.unit.name, closing=closing, case_no=task.number)
    must = {"事项": listed, "依据条款": basis, **contact_must(typed)}
    return Script(content, must)


def claims_only(voice, claims):
    """The claims without a name or number, on whichever copy (R10)."""
    masked = type(voice)(voice.case, in_full=False)
    masked.parties = [party for party in voice.parties if party.role != "RESPONDENT"]
    lines = claims_listed(masked, claims)
    for party in masked.parties:
        if len(party.name or "") > 1:
            lines = lines.replace(party.name_masked, "信访人")
    return lines


# ---------- P14 ----------
SUPERVISED_BY = f"{REGULATION}第三十八条、第四十条"


def supervision(voice, typed, paper):
    """What was found lacking, by which article, what is demanded until when; with room for the reply.

    From the clock that was missed, where it is one; else as whoever supervises wrote it (L29, L37).
    """
    case = voice.case
    masked = type(voice)(case, in_full=False)  # the matter is named, nobody's identity
    clock = late_clock(case, typed.get("clock"))
    to = (clock.unit.name if clock and clock.unit else "") or typed.get("to", "")
    facts = "\n".join(filter(None, [clock and missed(clock, paper), typed.get("facts")]))
    basis = "；".join(filter(None, [clock and article_of(clock), typed.get("basis")]))
    blocks = [
        text(f"关于“{masked.free(case.title)}”信访事项（{case.number}），经督查发现下列情形，现予督办："),
        *numbered(
            ("督办的情形", masked.free(facts)),
            ("依据", basis),
            ("要求", masked.free(typed.get("demand", ""))),
            ("反馈时间", f"请于{on(typed.get('due_on'))}前书面反馈整改和办理情况。" if typed.get("due_on") else ""),
            ("签发人", paper.approver or "（待签发）"),
        ),
    ]
    content = document(
        voice,
        "信访事项督办单",
        blocks,
        to=to,
        closing=f"督办人及电话：{contact_words(typed)}。",
        reply_area="承办单位反馈（可另附页）",
    )
    must = {
        "发往单位": to,
        "督办的情形": facts,
        "依据条款": basis,
        "要求": typed.get("demand"),
        "反馈时间": typed.get("due_on"),
        "督办人": typed.get("contact"),
        "联系电话": typed.get("phone"),
    }
    return Script(content, must)


def late_clock(case, pk):
    """The clock of `case` that is supervised; None where it is no clock."""
    related = ("unit", "claim", "commitment__unit")
    return case.deadlines.ours().select_related(*related).filter(pk=pk or 0).first()


def missed(clock, paper):
    """What should have been done by when, and what became of it by the day the paper was drafted."""
    promise = getattr(clock, "commitment", None)
    what = f"承诺的“{promise.what}”" if promise else clock.label
    claim = f"第{clock.claim.position}项诉求，" if clock.claim else ""
    words = f"{claim}{what}自{on(clock.started_on)}起算，最后一天是{on(clock.legal_end_on)}；"
    if clock.ended_on and clock.ended_on > clock.legal_end_on:
        return f"{words}{on(clock.ended_on)}才完成，晚了{(clock.ended_on - clock.legal_end_on).days}天。"
    drafted_on = timezone.localdate(paper.drafted_at)
    if clock.ended_on or drafted_on <= clock.legal_end_on:
        return words.removesuffix("；") + "。"
    return f"{words}到{on(drafted_on)}还没有完成，晚了{(drafted_on - clock.legal_end_on).days}天。"


def article_of(clock):
    """The article whose day was missed, and the one to supervise by."""
    rule = RULES.get(clock.rule)
    return "；".join(filter(None, [rule and str(rule.source), SUPERVISED_BY]))


DEFAULT_BASIS = f"{REGULATION}第二十二条、第二十三条的规定"
