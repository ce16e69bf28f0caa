"""What the office concludes: the opinion (P07), the reply of simplified handling (P09), the closing report (P16)."""

from cases.models import Claim, Investigation, Performance, Service
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
    claims = [claim for claim in voice.claims if claim.on_procedure]
    clock = next((clock for clock in case.deadlines.all() if clock.rule == "L17"), None)
    blocks = [
        text(
            f"你{received(voice)}提出的信访事项，本机关于{on(case.received_on)}收到，"
            f"{on(case.accepted_on)}受理。{later_days(claims)}{heard_and_checked(case)}现答复如下："
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


# ---------- P28 ----------
def duty_reply(voice, typed, paper):
    """To one claim that the street itself has the duty for and did not perform: why, and where to go on (L16a)."""
    case, claim = voice.case, paper.claim
    decision = DECISIONS.get(claim.decision, "")
    blocks = [
        text(
            f"你{received(voice)}请求本机关履行保护、查处职责的事项，本机关于{on(case.received_on)}收到。"
            f"根据{REGULATION}第三十一条第五项的规定，现答复如下："
        ),
        *numbered(
            ("你的请求", [text(f"第{claim.position}项：{voice.free(claim.text)}")]),
            ("查明的情况", voice.free(claim.finding)),
            ("适用的依据", claim.basis),
            ("答复", [item(f"{decision}。", voice.free(claim.reply))]),
            ("救济途径", voice.free(claim.remedy)),
        ),
    ]
    content = document(
        voice,
        "履行职责请求答复书",
        blocks,
        to=voice.addressee(),
        closing=f"特此答复。联系人及电话：{contact_words(typed)}。",
    )
    must = {
        "主送人": voice.addressee(),
        "收到日期": case.received_on,
        "请求": claim.text,
        "答复": decision and claim.reply,
        "复议、诉讼的途径": claim.remedy,
        "机关负责人签发": signed_by(case),
        **contact_must(typed),
    }
    return Script(content, must)


def later_days(claims):
    """The days of the claims named later, which are their own (0124)."""
    return "".join(
        f"其中第{claim.position}项诉求你于{on(claim.named_on)}提出，{on(claim.accepted_on)}受理。"
        for claim in claims
        if claim.named_on
    )


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


def decided_by(case):
    """Who reviewed or signed the answer that stands now, whichever was the last word on it, and for whom."""
    opinion = case.petition.opinion()
    if not opinion or not opinion.final_on:
        return None, None
    is_signed = opinion.signed_by is not None
    return (opinion.signed_by, opinion.signed_for) if is_signed else (opinion.reviewed_by, opinion.reviewed_for)


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
    """From the simplified handling and its answer; once it was given, also when, how and by whom (2.5, L32).

    Where the answer was spoken this page is the log of it. Before it is given the page says what is so then: the day
    on which it was approved, and on paper only where the petitioner asked for that, since this page is what he gets.
    """
    case = voice.case
    handling = case.petition.simple_handling if case.petition.is_simple() else None
    claims = [claim for claim in voice.claims if not claim.is_routed_elsewhere]
    given = case.services.filter(what=Service.What.ANSWER).select_related("server").last() if case.served_on else None
    answerer = next((claim.answered_by for claim in claims if claim.answered_by), None)
    staff = given.server if given else answerer
    day, channel, accepted = "", "", ""
    if given:
        day, channel = on(given.served_on), str(given.get_method_display())
    elif case.answered_on:
        day = f"{on(case.answered_on)}审定"
        channel = "书面，交本人签收" if handling and handling.wants_paper else "还没有答复本人"
    if handling:
        told = f"{handling.get_told_by_display()}告知，{handling.decided_by.name}决定"
        accepted = f"{on(handling.accepted_on)}，{told}"
    return simple_reply_of(
        voice,
        claims=claims_listed(voice, claims),
        accepted=accepted,
        answer="\n".join(filter(None, (claim.reply for claim in claims))),
        day=day,
        channel=channel,
        staff=staff.name if staff else "",
        wants_paper=handling.wants_paper if handling else None,
    )


def simple_reply_of(voice, *, claims, accepted, answer, day, channel, staff, wants_paper):
    yes, no = ("■", "□") if wants_paper else ("□", "■") if wants_paper is not None else ("□", "□")
    rows = [
        (
            12,
            [
                cell("信 访 人", voice.addressee()),
                cell("收到时间", f"{on(voice.case.received_on)}，{voice.case.get_channel_display()}"),
            ],
        ),
        (40, [cell("诉　　求", claims)]),
        (12, [cell("简易受理", accepted)]),
        (55, [cell("答　　复", voice.free(answer or ""))]),
        (12, [cell("答复日期", day), cell("答复方式", channel)]),
        (12, [cell("答复人员", staff), cell("索要书面", f"{yes} 是　　{no} 否")]),
        (24, [cell("信 访 人\n签　　收", "", "签名")]),
        (26, [cell("答复单位\n（印　章）", voice.office)]),
    ]
    foot = (
        "按照《信访事项简易办理办法》答复。口头、电话、短信答复的，本页是记录；本人要书面答复的，交给本人。"
        "不同意简易办理或者对答复不服的，可以要求转为普通程序办理。"
    )
    must = {
        "诉求": claims,
        "简易办理受理的记录": accepted,
        "答复": answer,
        "答复日期（审定以后才有）": day,
        "答复人员": staff,
    }
    return Script(form(voice, "信访事项简易办理答复", rows, foot=foot), must)


# ---------- P16 ----------
def closing_report(voice, typed, paper):
    """To the organ that assigned the matter (L06): what was asked, found, done and said, as it is on record."""
    case = voice.case
    claims = voice.claims
    contact = assignment(case, typed.get("visit"))
    to = contact.sender_organ if contact else typed.get("to", "")
    number = contact.sender_no if contact else typed.get("assignment", "")
    approver = paper.approver or "（待批准）"
    findings = [item(f"第{claim.position}项", voice.free(claim.finding)) for claim in claims if claim.finding]
    results = results_of(voice, claims)
    evidence = "\n".join(filter(None, [evidence_of(voice), files_of(voice)]))
    stand = stand_of(case) or voice.free(typed.get("stand", ""))
    sent = f"{on(contact.sent_on)}以" if contact and contact.sent_on else ""
    blocks = [
        text(f"贵单位{sent}{number}交办的{voice.addressee()}信访事项，本机关已经办结，现将办理情况报告如下："),
        *numbered(
            ("信访事项", [text(claims_listed(voice, claims))]),
            ("查明的事实", findings or voice.free(typed.get("facts", ""))),
            ("办理过程", course_of(voice)),
            ("处理结果", results),
            ("证据材料", evidence or voice.free(typed.get("evidence", ""))),
            ("信访人的态度", stand),
            ("审批", f"本报告经本机关负责人{approver}审核。"),
        ),
    ]
    content = document(
        voice,
        "信访事项办结报告",
        blocks,
        to=to,
        closing=f"特此报告。联系人及电话：{contact_words(typed)}。",
    )
    must = {
        "报送机关": to,
        "交办文号": number,
        "诉求": claims,
        "查明的事实": findings or typed.get("facts"),
        "处理结果": results,
        "证据材料": evidence or typed.get("evidence"),
        "信访人的态度": stand,
        **contact_must(typed),
    }
    return Script(content, must)


def assignments(case):
    """The contacts by which a superior assigned the case and wants a report (L06), the newest last."""
    return case.visits.filter(due_on__isnull=False, voided_at__isnull=True).order_by("pk")


def assignment(case, pk=""):
    """The one chosen, or else the newest not reported yet; None where nobody assigned the case."""
    if pk:
        return assignments(case).filter(pk=pk).first()
    return assignments(case).filter(closing_report=None).last() or assignments(case).last()


def results_of(voice, claims):
    """Claim by claim what came of it, then what was performed."""
    results = []
    for claim in claims:
        if claim.is_routed_elsewhere:
            words = f"告知由{claim.competent_organ or '有权处理的机关'}处理。"
        else:
            words = "：".join(filter(None, [DECISIONS.get(claim.decision, ""), voice.free(claim.reply)]))
        if words:
            results.append(item(f"第{claim.position}项", words))
    done = [f"{on(row.performed_on)}办到：{voice.free(row.commitment.what)}。" for row in performed(voice.case)]
    return results + ([item("履行情况", "\n".join(done))] if done else [])


def performed(case):
    rows = Performance.objects.filter(commitment__case=case, holds=True).select_related("commitment")
    return rows.order_by("performed_on", "pk")


def course_of(voice):
    """The steps of the procedure with their days, as the records have them."""
    case, petition = voice.case, voice.case.petition
    lines = [(case.received_on, f"收到，{case.get_channel_display()}")]
    if case.triaged_on:
        unit = case.handling_unit.name if case.handling_unit else ""
        lines.append((case.triaged_on, f"分流，由{unit}承办"))
    if case.accepted_on:
        lines.append((case.accepted_on, "受理"))
    for record in case.investigations.all():
        lines.append((record.on, str(record.get_kind_display())))
    extension = petition.extension()
    if extension and extension.effective_on:
        lines.append((extension.effective_on, f"延长办理期限{extension.days}日，到{on(extension.due_after)}"))
    for review in petition.reviews.all():
        lines.append((review.asked_on, f"信访人请求{review.get_kind_display()}"))
        if review.decided:
            lines.append((review.decided.received_on, f"收到{review.get_kind_display()}意见：{review.decided}"))
    if case.answered_on:
        lines.append((case.answered_on, "答复签发"))
    for row in case.services.select_related("paper"):
        paper = row.paper.number if row.paper else ""
        lines.append((row.served_on, f"{row.get_what_display()}{paper}送达，{row.get_method_display()}"))
    if petition.rating_asked_on:
        lines.append((petition.rating_asked_on, "请信访人评价"))
    if case.closed_on:
        lines.append((case.closed_on, "办结"))
    lines.sort(key=lambda line: line[0])
    return "\n".join(dict.fromkeys(f"{on(day)}，{words}。" for day, words in lines))


def files_of(voice):
    """The material on the file by name."""
    names = voice.case.attachments.present().order_by("uploaded_at", "pk").values_list("name", flat=True)
    return f"案卷材料：{'、'.join(voice.free(name) for name in names)}。" if names else ""


def stand_of(case):
    petition = getattr(case, "petition", None)
    return f"信访人对处理意见{petition.get_stand_display()}。" if petition and petition.stand else ""
