"""Letters to other organs and units: passing on and assigning (P06), asking for facts (R10), supervision (P14)."""

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
    claims = [paper.claim] if paper.claim else list(case.claims.all())
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
def supervision(voice, typed, paper):
    """What was found lacking, by which article, what is demanded until when; with room for the reply."""
    case = voice.case
    masked = type(voice)(case, in_full=False)  # the matter is named, nobody's identity
    blocks = [
        text(f"关于“{masked.free(case.title)}”信访事项（{case.number}），经督查发现下列情形，现予督办："),
        *numbered(
            ("督办的情形", masked.free(typed.get("facts", ""))),
            ("依据", typed.get("basis", "")),
            ("要求", masked.free(typed.get("demand", ""))),
            ("反馈时间", f"请于{on(typed.get('due_on'))}前书面反馈整改和办理情况。" if typed.get("due_on") else ""),
        ),
    ]
    content = document(
        voice,
        "信访事项督办单",
        blocks,
        to=typed.get("to", ""),
        closing=f"督办人及电话：{contact_words(typed)}。",
        reply_area="承办单位反馈（可另附页）",
    )
    must = {
        "发往单位": typed.get("to"),
        "督办的情形": typed.get("facts"),
        "依据条款": typed.get("basis"),
        "要求": typed.get("demand"),
        "反馈时间": typed.get("due_on"),
        "督办人": typed.get("contact"),
        "联系电话": typed.get("phone"),
    }
    return Script(content, must)


DEFAULT_BASIS = f"{REGULATION}第二十二条、第二十三条的规定"
