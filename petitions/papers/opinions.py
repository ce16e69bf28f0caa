"""What the office concludes: the opinion (P07), the reply of simplified handling (P09), the closing report (P16)."""

from cases.models import Claim, Investigation
from petitions.papers.notices import contact_must
from petitions.papers.writing import (
    REGULATION,
    REVIEW_DAYS,
    Script,
    cell,
    claims_listed,
    contact_words,
    document,
    form,
    item,
    numbered,
    on,
    received,
    text,
)

DECISIONS = {
    Claim.Decision.SUPPORT: "支持",
    Claim.Decision.EXPLAIN: "解释说明",
    Claim.Decision.REFUSE: "不予支持",
    Claim.Decision.PERFORM: "已履行职责",
}


# ---------- P07 ----------
def opinion(voice, typed, paper):
    """Claim by claim: facts, basis, opinion (32); then what will be done by when, and the way to a review (35)."""
    case = voice.case
    claims = [claim for claim in case.claims.all() if claim.on_procedure]
    clock = next((clock for clock in case.deadlines.all() if clock.rule == "L17"), None)
    blocks = [
        text(
            f"你{received(voice)}提出的信访事项，本机关于{on(case.received_on)}收到，"
            f"{on(case.accepted_on)}受理。{heard_and_checked(case)}现答复如下："
        ),
    ]
    parts = [("你的诉求", [text(claims_listed(voice, claims))])]
    facts = []
    for claim in claims:
        facts.append(item(f"（{numeral(claim)}）关于第{claim.position}项诉求", voice.free(claim.finding)))
    parts.append(("查明的事实", facts))
    parts.append(("证据和调查情况", voice.free(typed.get("evidence", "")) or evidence_of(voice)))
    basis = [item(f"第{claim.position}项", claim.basis) for claim in claims]
    parts.append(("适用的依据", basis))
    opinions = [
        item(
            f"第{claim.position}项：{DECISIONS.get(claim.decision, '')}。",
            voice.free(claim.reply),
        )
        for claim in claims
    ]
    parts.append(("处理意见", opinions))
    items = voice.free(typed.get("items", "")) or promised(voice)
    parts.append(("要落实的事项和时间", items))
    organ = typed.get("review_organ", "")
    parts.append(
        (
            "不服的救济途径",
            f"你对本处理意见不服的，可以自收到本处理意见书之日起{REVIEW_DAYS}日内，请求{organ}复查"
            f"（{REGULATION}第三十五条）。",
        )
    )
    blocks += numbered(*parts)
    content = document(
        voice,
        "信访事项处理意见书",
        blocks,
        to=voice.addressee(),
        closing=f"联系人及电话：{contact_words(typed)}。",
    )
    supported = [claim for claim in claims if claim.decision == Claim.Decision.SUPPORT]
    must = {
        "主送人": voice.addressee(),
        "收到日期": case.received_on,
        "受理日期": case.accepted_on,
        "诉求": claims,
        "每项诉求查明的事实": claims and all(claim.finding for claim in claims),
        "证据": typed.get("evidence") or evidence_of(voice),
        "每项诉求的依据": claims and all(claim.basis for claim in claims),
        "每项诉求的意见": claims and all(claim.decision and claim.reply for claim in claims),
        "要落实的事项和时间": items or not supported,
        "复查机关": organ,
        "办理期限": clock,
        "机关负责人签发": signed_by(case),
        **contact_must(typed),
    }
    return Script(content, must)


def promised(voice):
    """What the office wrote down to be performed (L37), one a line: who, what, by which day."""
    rows = voice.case.commitments.standing().select_related("unit").order_by("position")
    lines = [
        f"{row.unit.name if row.unit else row.organ}：{voice.free(row.what)}，{on(row.due_on)}前。" for row in rows
    ]
    return "\n".join(lines)


def signed_by(case):
    """The head who signed what stands now: that is the approval of the paper (L19). None before."""
    opinion = case.petition.opinion()
    return opinion.signed_by if opinion and opinion.final_on else None


def numeral(claim):
    return "一二三四五六七八九十"[(claim.position - 1) % 10]


def heard_and_checked(case):
    """When the petitioner was heard and the facts were checked: a must before an opinion (31(6))."""
    records = list(case.investigations.all())
    heard = sorted({record.on for record in records if record.kind == Investigation.Kind.HEARD})
    checked = sorted({record.on for record in records if record.kind in Investigation.CHECKING})
    words = ""
    if heard:
        words += f"{on(heard[0])}听取了你的陈述，"
    if checked:
        words += f"{on(checked[0])}{'起' if len(checked) > 1 else ''}进行了调查核实。"
    return words if words.endswith("。") or not words else words[:-1] + "。"


def evidence_of(voice):
    """The records of the investigation, by day and kind."""
    records = sorted(voice.case.investigations.all(), key=lambda record: (record.on, record.pk))
    lines = []
    for record in records:
        place = f"（{voice.free(record.place)}）" if record.place else ""
        lines.append(f"{on(record.on)}{record.get_kind_display()}{place}的记录。")
    return "\n".join(lines)


# ---------- P09 ----------
def simple_reply(voice, typed, paper):
    claims = list(voice.case.claims.all())
    return simple_reply_of(
        voice,
        claims=claims_listed(voice, claims),
        answer=typed.get("answer") or "\n".join(filter(None, (claim.reply for claim in claims))),
        on_day=typed.get("on"),
        channel=typed.get("channel", ""),
        staff=typed.get("staff", ""),
    )


def simple_reply_of(voice, *, claims, answer, on_day, channel, staff):
    rows = [
        (
            12,
            [
                cell("信 访 人", voice.addressee()),
                cell("收到时间", f"{on(voice.case.received_on)}，{voice.case.get_channel_display()}"),
            ],
        ),
        (40, [cell("诉　　求", claims)]),
        (75, [cell("答　　复", voice.free(answer or ""))]),
        (12, [cell("答复日期", on(on_day)), cell("答复方式", channel)]),
        (12, [cell("答复人员", staff), cell("索要书面", "□ 是　　□ 否")]),
        (24, [cell("信 访 人\n签　　收", "", "签名")]),
    ]
    foot = (
        "按照《信访事项简易办理办法》答复。口头、电话、短信答复的，本页是记录；本人要书面答复的，交给本人。"
        "不同意简易办理或者对答复不服的，可以要求转为普通程序办理。"
    )
    must = {"诉求": claims, "答复": answer, "答复日期": on_day, "答复方式": channel, "答复人员": staff}
    return Script(form(voice, "信访事项简易办理答复", rows, foot=foot), must)


# ---------- P16 ----------
def closing_report(voice, typed, paper):
    """To the organ that assigned the matter (L06)."""
    case = voice.case
    claims = list(case.claims.all())
    approver = paper.approved_by.name if paper.approved_by else "（待批准）"
    findings = [item(f"第{claim.position}项", voice.free(claim.finding)) for claim in claims if claim.finding]
    results = []
    for claim in claims:
        if claim.is_routed_elsewhere:
            words = f"告知由{claim.competent_organ or '有权处理的机关'}处理。"
        else:
            words = "：".join(filter(None, [DECISIONS.get(claim.decision, ""), voice.free(claim.reply)]))
        if words:
            results.append(item(f"第{claim.position}项", words))
    blocks = [
        text(
            f"贵单位{typed.get('assignment', '')}交办的{voice.addressee()}信访事项，本机关已经办结，"
            "现将办理情况报告如下："
        ),
        *numbered(
            ("信访事项", [text(claims_listed(voice, claims))]),
            ("查明的事实", findings or voice.free(typed.get("facts", ""))),
            ("办理过程", voice.free(typed.get("handling", "")) or evidence_of(voice)),
            ("处理结果", results),
            ("证据材料", voice.free(typed.get("evidence", ""))),
            ("信访人的态度", voice.free(typed.get("stand", "")) or stand_of(case)),
            ("审批", f"本报告经本机关负责人{approver}审核。"),
        ),
    ]
    content = document(
        voice,
        "信访事项办结报告",
        blocks,
        to=typed.get("to", ""),
        closing=f"特此报告。联系人及电话：{contact_words(typed)}。",
    )
    must = {
        "报送机关": typed.get("to"),
        "交办文号": typed.get("assignment"),
        "诉求": claims,
        "查明的事实": findings or typed.get("facts"),
        "处理结果": results,
        "证据材料": typed.get("evidence"),
        "信访人的态度": typed.get("stand") or stand_of(case),
        **contact_must(typed),
    }
    return Script(content, must)


def stand_of(case):
    petition = getattr(case, "petition", None)
    return f"信访人对处理意见{petition.get_stand_display()}。" if petition and petition.stand else ""
