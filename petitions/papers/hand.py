"""Forms that people fill in and sign by hand: what the record knows stands there, the rest is left blank."""

from cases.models import Evaluation, Paper, Recusal, Service
from petitions.papers.writing import BLANK_DAY, Script, cell, claims_listed, document, form, numbered, on, text

BOX, CHOSEN = "□", "■"  # both in the fonts that come along, as no ticked box is
NOTICE, RECORD = "notice", Paper.RECORD


def boxes(*labels, chosen=""):
    """A box before each; full before the one chosen, or before each of several."""
    chosen = {chosen} if isinstance(chosen, str) else set(chosen)
    return "　".join(f"{CHOSEN if label in chosen else BOX} {label}" for label in labels)


# ---------- P08 ----------
METHODS = {
    Service.Method.HAND: "直接送达",
    Service.Method.POST: "邮寄送达",
    Service.Method.LEFT: "留置送达",
    Service.Method.ELECTRONIC: "电子送达",
    Service.Method.PUBLIC: "公告送达",
}


def service_return(voice, typed, paper):
    """From one service on record; of a paper still to be served its name, and blanks to be signed (L35)."""
    row = voice.case.services.select_related("paper__claim", "server").filter(pk=typed.get("service") or 0).first()
    served = row.paper if row else voice.case.papers.filter(pk=typed.get("paper") or 0).first()
    if row is None and served:
        row = served.services.select_related("server").last()  # served since the form was drafted
    named = served.get_kind_display() if served else ""
    return service_return_of(
        voice,
        document=named or (row.get_what_display() if row else ""),
        number=served.number if served else "",
        record=row,
        place=typed.get("place", ""),
    )


def service_return_of(voice, *, document, number, record, place):
    method = METHODS.get(record.method, "") if record else ""
    day = on(record.served_on) if record else BLANK_DAY
    is_witnessed = record and (record.is_refused or record.method == Service.Method.LEFT)
    witness = voice.free(record.witness) if is_witnessed else ""
    signer = record.signer if record else ""
    rows = [
        (13, [cell("送达文书", document), cell("文　　号", number)]),
        (13, [cell("受送达人", voice.addressee()), cell("送达地点", place or voice.service_address())]),
        (13, [cell("送达方式", boxes(*METHODS.values(), chosen=method))]),
        (13, [cell("送达时间", day + ("" if record else "　　时　　分"))]),
        (26, [cell("受送达人\n签名或盖章", "", "签名")]),
        (26, [cell("签 收 人", voice.free(signer) or "与受送达人的关系：", "代收人签名")]),
        (26, [cell("拒收、留置\n的 原 因", witness, "见证人签名")]),
        (14, [cell("留　　证", boxes("照片", "录像", "邮寄凭证"))]),
        (20, [cell("送 达 人\n（二人）", record.server.name if record else "", "签名")]),
        (16, [cell("备　　注")]),
    ]
    foot = (
        "受送达人在送达回证上的签收日期为送达日期。拒绝签收的，写明原因和日期，由送达人、见证人签名，把文书留在受送达人的"
        "住所，或者用拍照、录像记录送达过程（参照民事诉讼法第八十七条至第九十五条）。"
    )
    must = {"受送达人": voice.addressee() or not voice.case.is_anonymous}
    if record:
        must |= {"送达文书": document, "送达方式": method, "原因和见证人": witness or not is_witnessed}
    return Script(form(voice, "送达回证", rows, foot=foot), must)


# ---------- P10 ----------
GIVEN = Paper.GIVEN


def rating(voice, typed, paper):
    """Two objects, no name (评价办法; R23): blank for the petitioner's own hand, or what he said, from the record."""
    case = voice.case
    invitation = case.petition.invitation()
    said = {one.about: one for one in invitation.evaluations.all()} if invitation and paper.variant == GIVEN else {}
    unit = case.handling_unit.label if case.handling_unit else "责任单位"
    asked = (
        (Evaluation.About.OFFICE, "对信访工作\n机构的评价", f"{voice.office}信访工作机构"),
        (Evaluation.About.UNIT, "对责任单位\n的评价", unit),
    )
    rows = []
    for about, label, name in asked:
        one = said.get(about)
        grades = boxes(*Evaluation.Grade.labels, chosen=one.get_grade_display() if one else "")
        said_why, labels = one.reason_words if one else "", Evaluation.Reason.labels
        reasons = "\n".join(boxes(*part, chosen=said_why) for part in (labels[:4], labels[4:]))  # no word over a line
        rows.append((16, [cell(label, f"{name}：\n{grades}")]))
        rows.append((22, [cell("原　　因\n（可多选）", reasons)]))
    last = max(said.values(), key=lambda one: one.pk) if said else None
    words = "\n".join(dict.fromkeys(voice.free(one.words) for one in said.values() if one.words))
    helper = "姓名：　　　　　　　单位或者与本人的关系："
    if last and last.entered_by:
        helper = f"{last.entered_by.name}，{last.entered_unit.name}"
    rows += [
        (50, [cell("意见和建议", words)]),
        (
            13,
            [
                cell("评价日期", on(last.on) if last else BLANK_DAY),
                cell("填写方式", last.get_via_display() if last else boxes("自己填", "他人协助")),
            ],
        ),
        (13, [cell("录入、协助\n的　　人", helper if not last or last.entered_by else "没有")]),
    ]
    until = f"到{on(invitation.until)}为止" if invitation else "自收到邀请之日起30日内"
    foot = (
        "不用写姓名。评价由信访人自己作出，满意不满意都不影响事项的办理；办理本事项的工作人员不能代填。"
        f"{until}，交到来访接待窗口、寄回或者在网上评价，超过的记为未评价。"
    )
    must = {"本人的评价": said} if paper.variant == GIVEN else {}
    return Script(form(voice, "信访事项群众满意度评价表", rows, foot=foot), must)


# ---------- P17 ----------
def recusal(voice, typed, paper):
    """One recusal as it is on record, or blank to be filled in by hand."""
    row = voice.case.recusals.filter(pk=typed.get("recusal") or 0).first() or Recusal()
    decision, decided = row.get_decision_display(), ""
    if row.decision:
        decided = "　".join(filter(None, [row.superior, row.decided_by.name, on(row.decided_on)]))
    reviewed = ""
    if row.reviewed_on:
        reviewed = (
            f"{row.get_outcome_display()}：{voice.free(row.review)}（{row.reviewed_by.name}，{on(row.reviewed_on)}）"
        )
    asked_by = boxes(*Recusal.Asker.labels, chosen=row.get_asker_display())
    decision = boxes(*Recusal.Decision.labels, chosen=decision)
    rows = [
        (13, [cell("信访事项", voice.free(voice.case.title))]),
        (13, [cell("工作人员", row.official.name if row.pk else ""), cell("职　　务", row.post)]),
        (45, [cell("回避的理由\n和 申 明", voice.free(row.ground))]),
        (13, [cell("提出人", asked_by), cell("提出日期", on(row.asked_on) or BLANK_DAY)]),
        (40, [cell("负责人决定", f"{decision}\n理由：{voice.free(row.reason)}\n{decided}", "签名")]),
        (20, [cell("接替人员", row.replacement.name if row.replacement else "", "")]),
        (25, [cell("此前工作\n的 复 核", reviewed, "签名")]),
    ]
    foot = "根据《信访工作条例》第二十八条第三款。亲属关系的具体情况不登记。"
    return Script(form(voice, "信访工作人员回避登记表", rows, foot=foot))


# ---------- P18 ----------
HEARING_RIGHTS = (
    "你可以申请听证人员回避，可以委托一至二名代理人参加，可以陈述事实和理由、出示证据、质证和辩论，"
    "可以核对听证笔录并提出补正。无正当理由不到场或者中途退出的，按放弃听证处理，不影响信访事项的办理。"
)


def hearing(voice, typed, paper):
    """From one hearing on record, the newest where none is chosen (L21)."""
    rows = voice.case.petition.hearings.select_related("chair", "recorder").prefetch_related("claims")
    row = rows.filter(pk=typed.get("hearing") or 0).first() or rows.last()
    return hearing_record(voice, row) if paper.variant == RECORD else hearing_notice(voice, row)


def hearing_notice(voice, row):
    claims = list(row.claims.all()) if row else []
    is_set = row is not None and row.planned_on is not None
    chair, members = (row.chair.name, voice.free(row.members)) if is_set else ("", "")
    blocks = [
        text(
            "关于你提出的信访事项，根据《信访工作条例》第三十一条第六项的规定，本机关决定举行听证，"
            "现将有关事项通知如下："
        ),
        *numbered(
            ("听证的诉求", [text(claims_listed(voice, claims))]),
            ("时间和地点", f"{on(row.planned_on)}{row.hour}，{row.place}。" if is_set else ""),
            ("主持人", chair),
            ("听证员", members),
            ("你的权利", HEARING_RIGHTS),
        ),
    ]
    content = document(
        voice,
        "信访事项听证通知书",
        blocks,
        to=voice.addressee(),
        closing="请携带身份证件和有关证据材料按时参加。",
    )
    must = {
        "主送人": voice.addressee(),
        "听证的决定": row,
        "诉求": claims,
        "听证的时间和地点": is_set,
        "主持人": chair,
        "听证员": members,
    }
    return Script(content, must)


def hearing_record(voice, row):
    """As it was held; before that, what was arranged, and room for the pen."""
    claims = list(row.claims.all()) if row else voice.claims
    days, place, people = BLANK_DAY, "", {"chair": "", "members": "", "recorder": ""}
    if row and row.planned_on:
        place = row.place
        days = " 至 ".join(dict.fromkeys([on(row.first_on), on(row.last_on)])) if row.is_held else on(row.planned_on)
        people = {"chair": row.chair.name, "members": voice.free(row.members)}
        people["recorder"] = row.recorder.name if row.recorder else ""
    said = {name: "" for name in ("attendance", "statements", "evidence", "conclusion")}
    if row and row.is_held:
        said = {name: voice.free(getattr(row, name)) for name in said}
    rows = [
        (12, [cell("时　　间", days), cell("地　　点", place)]),
        (12, [cell("主 持 人", people["chair"]), cell("记 录 人", people["recorder"])]),
        (14, [cell("听 证 员", people["members"])]),
        (22, [cell("参 加 人", said["attendance"] or voice.addressee())]),
        (22, [cell("诉　　求", claims_listed(voice, claims))]),
        (46, [cell("陈述、质证\n和 辩 论", said["statements"])]),
        (18, [cell("证　　据", said["evidence"])]),
        (20, [cell("听证结论", said["conclusion"])]),
        (20, [cell("参 加 人\n核对签名", "", "签名")]),
        (16, [cell("主持人、\n听证员签名", "", "签名")]),
    ]
    return Script(form(voice, "信访事项听证笔录", rows, foot="笔录逐页签名，更正处由更正人捺印；不够写的另附页。"))


# ---------- P19 ----------
MOST_REPRESENTATIVES = 5


def representatives(voice, typed, paper):
    """One to five (L11)."""
    chosen = [voice.of(party) for party in voice.representatives[:MOST_REPRESENTATIVES]]
    chosen += [""] * (MOST_REPRESENTATIVES - len(chosen))
    rows = [
        (13, [cell("共同事项", voice.free(voice.case.title))]),
        (28, [cell("诉　　求", claims_listed(voice, voice.claims))]),
        *((11, [cell(f"代 表 {place}", name), cell("联系电话")]) for place, name in enumerate(chosen, 1)),
        (
            20,
            [
                cell(
                    "代表的权限",
                    boxes("提出诉求、陈述事实", "提交材料", "接收文书", "参加听证")
                    + "\n"
                    + boxes("同意调解、和解、撤回（须另有特别授权）"),
                )
            ],
        ),
        (66, [cell("推选人签名\n（捺印）\n共　　　人")]),
        (13, [cell("推选日期", BLANK_DAY), cell("接收人")]),
    ]
    foot = (
        "多人采用走访形式提出共同的信访事项的，应当推选代表，代表人数不得超过5人（《信访工作条例》第二十条第三款）。"
    )
    return Script(form(voice, "推选代表书", rows, foot=foot))


# ---------- P20 ----------
def withdrawal(voice, typed, paper):
    """From the newest wish on record, with what was said when he was asked; blank where none was recorded."""
    wish = voice.case.petition.withdrawals.prefetch_related("claims").last()
    claims = (list(wish.claims.all()) or voice.claims) if wish else voice.claims
    some = claims_listed(voice, claims) + ("" if wish else "\n（撤回其中几项的，请圈出序号）")
    words = wish.words if wish else typed.get("words", "")
    confirmed = boxes("当面", "电话", "视频") + "\n确认的情况："
    if wish and wish.outcome:
        said = "。".join(filter(None, [str(wish.get_outcome_display()), wish.reason]))
        confirmed = f"{wish.manner}，{on(wish.asked_on)}\n确认的情况：{said}"
    rows = [
        (13, [cell("申 请 人", voice.addressee()), cell("联系电话", voice.of(voice.lead, "phone"))]),
        (13, [cell("信访事项", voice.free(voice.case.title))]),
        (32, [cell("撤回的诉求", some)]),
        (13, [cell("提出日期", on(wish.wished_on) if wish else BLANK_DAY)]),
        (50, [cell("本人的话", voice.free(words), "")]),
        (26, [cell("申请人签名\n（捺印）", "", "签名")]),
        (40, [cell("确　　认\n(承办单位\n以外的人)", "确认方式：" + confirmed, "确认人签名")]),
    ]
    foot = "撤回是本人的自愿，任何单位和个人不得强迫、劝诱。撤回以后有新的事实和理由的，可以再次提出。"
    return Script(form(voice, "信访事项撤回申请书", rows, foot=foot))


# ---------- P25 ----------
RIGHTS = (
    "选择或者接受人民调解员；",
    "接受调解、拒绝调解或者要求终止调解；",
    "要求调解公开进行或者不公开进行；",
    "自主表达意愿、自愿达成调解协议。",
)
DUTIES = (
    "如实陈述纠纷事实；",
    "遵守调解现场秩序，尊重人民调解员；",
    "尊重对方当事人行使权利。",
)


def rights(voice, typed, paper):
    """The words of 人民调解法 23 and 24, signed before mediation."""

    def listed(lines):
        return [text("\n".join(f"（{numeral}）{line}" for numeral, line in zip("一二三四", lines, strict=False)))]

    blocks = [
        text(
            "根据《中华人民共和国人民调解法》第二十三条、第二十四条的规定，现将当事人在人民调解活动中的权利和义务告知如下："
        ),
        *numbered(
            ("当事人享有的权利", listed(RIGHTS)),
            ("当事人应当履行的义务", listed(DUTIES)),
        ),
        text("人民调解不收取任何费用。不愿意调解、调解不成的，可以依法通过仲裁、行政、司法等途径维护自己的权利。"),
    ]
    content = document(
        voice,
        "人民调解当事人权利义务告知书",
        blocks,
        closing="以上内容已经向我告知，我已清楚。",
        signatures=["当事人签名", "当事人签名", "告知人"],
    )
    return Script(content)
