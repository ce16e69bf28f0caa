"""The notices to the petitioner: acceptance (P02), declining (P03), the route of a claim (P04), extension (P05)."""

from cases.models.claim import Disposal, Purpose
from petitions.papers.writing import (
    REGULATION,
    Script,
    claims_listed,
    contact_words,
    document,
    item,
    numbered,
    on,
    query_words,
    received,
    text,
)
from petitions.routes import NOT_STOPPED, way_of

ACCEPTED, ROUTED, TRANSFERRED = "accepted", "routed", "transferred"
RECUSAL = (
    "认为办理本事项的工作人员与信访事项或者信访人有直接利害关系的，可以要求其回避"
    "（《信访工作条例》第二十八条第三款）。"
)


# ---------- P02 ----------
def acceptance(voice, typed, paper):
    """The written notice of L03 and L04, in the variant of `paper`: accepted, received and routed, or passed on."""
    write = {ACCEPTED: accepted, ROUTED: routed, TRANSFERRED: transferred}[paper.variant]
    return write(voice, typed, paper.claim)


def told_of(voice, claim):
    """The claims that this notice tells of: a later one alone, or those that have no notice of their own (0124)."""
    return [claim] if claim else [one for one in voice.claims if not one.named_on]


def brought(voice, claim):
    """When what the notice tells of was brought: with the registration, or the day a claim was named later."""
    if claim:
        return f"你{on(claim.named_on)}又提出的第{claim.position}项诉求"
    return f"你{received(voice)}提出的信访事项"


def accepted(voice, typed, claim=None):
    """With the acceptance and the last day of these very claims: one named later has its own (0124)."""
    case, petition = voice.case, voice.case.petition
    accepted_on = petition.accepted_on_of(claim) if claim else case.accepted_on
    later = [one for one in voice.claims if one.named_on and not claim and one.accepted_on == accepted_on]
    told = told_of(voice, claim) + (later if accepted_on else [])
    claims = [one for one in told if one.on_procedure]
    others = [one for one in told if not one.on_procedure]
    clocks = [clock for clock in case.deadlines.all() if clock.rule == "L17"]
    own = next((clock for clock in clocks if claim and clock.claim_id == claim.pk), None)
    clock = own or next((clock for clock in clocks if clock.claim_id is None), None)
    unit = case.handling_unit.name if case.handling_unit else ""
    until = on(clock.legal_end_on) if clock else ""
    blocks = [
        text(
            f"{brought(voice, claim)}，本机关已经收到并登记。经审查，下列诉求属于本机关"
            f"职权范围，根据{REGULATION}第二十三条、第三十一条第六项的规定，决定自{on(accepted_on)}起予以受理："
        ),
        text(claims_listed(voice, claims)),
    ]
    blocks += numbered(
        ("办理机关和承办单位", f"{voice.office}，由{unit}具体承办。"),
        (
            "办理程序和期限",
            f"按照信访程序听取陈述、调查核实，自{on(accepted_on)}起60日内办结，最迟{until}作出处理意见并送达你。"
            "情况复杂的，经本机关负责人批准可以延长，延长期限不超过30日，并书面告知你延长的理由（条例第三十四条）。",
        ),
        ("查询办法", query_words()),
        ("申请回避", RECUSAL),
        ("其他诉求", f"{rest_words(others)}" if others else ""),
    )
    content = document(voice, "信访事项受理告知书", blocks, to=voice.addressee(), closing=closing(typed))
    return Script(
        content,
        {
            "主送人": voice.addressee(),
            "收到日期": claim.named_on if claim else case.received_on,
            "受理的诉求（W6）": claims,
            "受理日期": accepted_on,
            "承办单位": unit,
            "办理期限": until,
            **contact_must(typed),
        },
    )


def routed(voice, typed, claim=None):
    """Received, and which way each claim goes (23(1): 接收情况、处理途径和程序)."""
    case, claims = voice.case, told_of(voice, claim)
    blocks = [
        text(
            f"{brought(voice, claim)}，本机关已经收到并登记。根据{REGULATION}第二十三条、"
            "第二十九条至第三十一条的规定，现将各项诉求的处理途径和程序告知如下："
        ),
        *(item(f"{claim.position}．{voice.free(claim.text)}", way_words(claim)) for claim in claims),
        *numbered(
            ("查询办法", query_words()),
            ("申请回避", RECUSAL),
        ),
    ]
    content = document(voice, "信访事项处理途径告知书", blocks, to=voice.addressee(), closing=closing(typed))
    undecided = [claim for claim in claims if not way_words(claim)]
    must = {
        "主送人": voice.addressee(),
        "收到日期": case.received_on,
        "诉求": claims,
        "每项诉求的处理途径": not undecided,
        **contact_must(typed),
    }
    return Script(content, must)


def transferred(voice, typed, claim=None):
    """Passed on to the organ or subordinate unit that has the power (23(1))."""
    case, claims = voice.case, told_of(voice, claim)
    organ = typed.get("organ", "")
    blocks = [
        text(
            f"{brought(voice, claim)}，本机关已经收到并登记。经审查，下列诉求由{organ}负责办理，"
            f"根据{REGULATION}第二十三条的规定，已转{organ}："
        ),
        text(claims_listed(voice, claims)),
        *numbered(
            ("办理程序和期限", f"{organ}收到后，依照《信访工作条例》规定的程序和期限办理，并由其向你答复。"),
            ("查询办法", query_words()),
            ("申请回避", RECUSAL),
        ),
    ]
    content = document(voice, "信访事项转送告知书", blocks, to=voice.addressee(), closing=closing(typed))
    must = {
        "主送人": voice.addressee(),
        "收到日期": case.received_on,
        "诉求": claims,
        "转到的机关、单位": organ,
        **contact_must(typed),
    }
    return Script(content, must)


def rest_words(claims):
    positions = "、".join(f"第{claim.position}项" for claim in claims)
    return f"你提出的{positions}诉求不走本程序，处理途径另行书面告知。"


def way_words(claim):
    """In a sentence the way of one claim; empty while nobody has decided it."""
    if claim.purpose == Purpose.SUGGESTION:
        return "作为建议意见研究，采纳情况向你反馈（条例第二十九条）。"
    if claim.purpose in (Purpose.INQUIRY, Purpose.THANKS):
        return "由本机关答复。"
    if claim.on_procedure:
        return "属于本机关职权范围，按照信访程序办理，是否受理另行书面告知（条例第三十一条第六项）。"
    if claim.is_duty:
        return "由本机关依照有关法律、法规、规章的规定履行职责或者答复（条例第三十一条第五项）。"
    way = way_of(claim)
    if way is None:
        return ""
    organ = claim.competent_organ or str(way.organs)
    return f"由{organ}依照法定的程序处理（{way.article}），去哪里办、要带什么另行书面告知。"


def closing(typed):
    return f"特此告知。联系人及电话：{contact_words(typed)}。"


def contact_must(typed):
    return {"联系人": typed.get("contact"), "联系电话": typed.get("phone")}


# ---------- P03 ----------
PENDING_BELOW, ENDED, NOT_IN_POWERS, LITIGATION = "pending_below", "ended", "not_in_powers", "litigation"
GROUNDS = {  # 依据代码 -> （标题，依据，理由）；只有 19(3) 才叫不予受理（2.2）
    PENDING_BELOW: (
        "不予受理告知书",
        "第十九条第三款",
        "该信访事项已经由下级机关、单位受理或者正在办理，在规定期限内向本机关再提出同一信访事项",
    ),
    ENDED: (
        "不再受理告知书",
        "第三十六条第三款",
        "该信访事项已经复核，你以同一事实和理由再次提出投诉请求",
    ),
    NOT_IN_POWERS: ("告知书", "第二十三条第一款", "该信访事项不属于本机关及所属单位的职权范围"),
    LITIGATION: (
        "引导告知书",
        "第二十条第二款、第二十三条第一款、第二十八条第二款",
        "该信访事项涉及诉讼权利救济，应当依法向有关政法部门提出",
    ),
}
DISPOSED = {  # 分流时定的怎样处理
    PENDING_BELOW: Disposal.PENDING_BELOW,
    ENDED: Disposal.ENDED_BY_SECOND_REVIEW,
    NOT_IN_POWERS: Disposal.NOT_IN_POWERS,
    LITIGATION: Disposal.LITIGATION,
}
CONCLUSIONS = {
    PENDING_BELOW: "本机关不予受理，请等待正在办理的机关、单位答复。",
    ENDED: "本机关不再受理。你生活上有困难的，可以申请社会救助，本机关协助办理（条例第三十七条）。",
    NOT_IN_POWERS: "请向有权处理的机关、单位提出。",
    LITIGATION: "请依照法定程序向有关机关提出。",
}


def decline(voice, typed, paper):
    """Told by its ground that the matter goes elsewhere or has ended; a ground always stands there."""
    title, article, reason = GROUNDS[paper.variant]
    fitting = [claim for claim in voice.claims if claim.disposal == DISPOSED[paper.variant]]
    claims = fitting or voice.claims
    facts = typed.get("facts") or "\n".join(filter(None, (claim.routing_note for claim in fitting)))
    blocks = [
        text(f"你{received(voice)}提出的信访事项，本机关已经收到并登记。你的诉求是："),
        text(claims_listed(voice, claims)),
        *numbered(
            ("查明的情况", voice.free(facts)),
            ("依据和结论", f"{reason}。根据{REGULATION}{article}的规定，{CONCLUSIONS[paper.variant]}"),
            ("去哪里办、怎样办", voice.free(typed.get("where", ""))),
        ),
    ]
    content = document(voice, title, blocks, to=voice.addressee(), closing=closing(typed))
    must = {
        "主送人": voice.addressee(),
        "依据": article,
        "诉求": claims,
        "查明的情况": facts,
        "去哪里办、怎样办": typed.get("where"),
        **contact_must(typed),
    }
    return Script(content, must)


# ---------- P04 ----------
def routing(voice, typed, paper):
    """Where one claim has to go, and within which limits of its own (2.4)."""
    claim = paper.claim
    way = way_of(claim)
    organ = claim.competent_organ or typed.get("organ", "")
    limits = [str(limit) for limit in way.limits] if way else []
    blocks = [
        text(f"你{received(voice)}提出的信访事项中，下列诉求应当依照法定的程序处理："),
        text(f"第{claim.position}项：{voice.free(claim.text)}"),
        *numbered(
            (
                "处理途径和依据",
                f"根据{REGULATION}{str(way.article).removeprefix('条例')}的规定，该项诉求由{organ}按照有关法律、法规、"
                "规定和程序处理，请向其提出。"
                if way
                else "",
            ),
            ("有权处理的机关", f"{organ}，地址：{typed.get('address', '')}。"),
            ("可能适用的期限", "\n".join(limits)),
            ("要带的材料", voice.free(typed.get("materials", ""))),
            ("请注意", f"{NOT_STOPPED}以上期限供你参考，以有权处理的机关的认定为准；期限已过的，也可以向其咨询。"),
        ),
    ]
    content = document(voice, "信访事项分类处理告知书", blocks, to=voice.addressee(), closing=closing(typed))
    must = {
        "主送人": voice.addressee(),
        "诉求": claim.text,
        "处理途径": way,
        "有权处理的机关": organ,
        "机关地址": typed.get("address"),
        "办理的期限": limits,
        "要带的材料": typed.get("materials"),
        **contact_must(typed),
    }
    return Script(content, must)


# ---------- P05 ----------
MOST_EXTENDED = 30  # L18


def extension(voice, typed, paper):
    """From the extension on record, where there is one; else from what the drafter typed."""
    case = voice.case
    asked = case.petition.extension()
    approver = (asked and asked.approver) or paper.approver
    clock = next((clock for clock in case.deadlines.all() if clock.rule == "L17" and clock.claim_id is None), None)
    original = asked.due_before if asked else typed.get("original_on") or (clock and clock.legal_end_on)
    return extension_of(
        voice,
        original=on(original),
        until=on(asked.due_after if asked else typed.get("until")),
        reasons=asked.reason if asked else typed.get("reasons"),
        approver=approver,
        typed=typed,
    )


def extension_of(voice, *, original, until, reasons, approver, typed):
    case = voice.case
    claims = [claim for claim in voice.claims if claim.on_procedure]
    blocks = [
        text(f"你{received(voice)}提出的信访事项，本机关已于{on(case.accepted_on)}受理，应当在{original}前办结。"),
        text(claims_listed(voice, claims)),
        *numbered(
            ("延期的理由", voice.free(reasons or "")),
            (
                "延长后的期限",
                f"根据{REGULATION}第三十四条的规定，经本机关负责人{approver or '（待批准）'}批准，"
                f"办理期限延长至{until}。",
            ),
            ("查询办法", query_words()),
        ),
    ]
    content = document(voice, "信访事项延期办理告知书", blocks, to=voice.addressee(), closing=closing(typed))
    must = {
        "主送人": voice.addressee(),
        "受理日期": case.accepted_on,
        "原办结期限": original,
        "延长后的期限": until,
        "延期的理由": reasons,
        **contact_must(typed),
    }
    return Script(content, must)
