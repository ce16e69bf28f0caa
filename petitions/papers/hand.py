"""Forms that people fill in and sign by hand: what the record knows stands there, the rest is left blank."""

from cases.models import Paper, Service
from petitions.papers.writing import BLANK_DAY, Script, cell, claims_listed, document, form, numbered, on, text

BOX = "□"
NOTICE, RECORD = "notice", Paper.RECORD


def boxes(*labels, chosen=""):
    return "　".join(f"{'☑' if label == chosen else BOX} {label}" for label in labels)


# ---------- P08 ----------
METHODS = {
    Service.Method.HAND: "直接送达",
    Service.Method.POST: "邮寄送达",
    Service.Method.LEFT: "留置送达",
    Service.Method.ELECTRONIC: "电子送达",
    Service.Method.PUBLIC: "公告送达",
}
SERVED_OF = {
    Paper.Kind.ACCEPTANCE: Service.What.NOTICE,
    Paper.Kind.DECLINE: Service.What.NOTICE,
    Paper.Kind.ROUTING: Service.What.ROUTE,
    Paper.Kind.OPINION: Service.What.ANSWER,
}


def service_return(voice, typed, paper):
    """For one issued paper: filled from the record of its service, or with blanks to be signed (L35)."""
    served = voice.case.papers.filter(pk=typed.get("paper") or 0).first()
    record = None
    if served and served.kind in SERVED_OF:
        record = voice.case.services.filter(what=SERVED_OF[served.kind], claim=served.claim).last()
    return service_return_of(
        voice,
        document=served.get_kind_display() if served else "",
        number=served.number if served else "",
        record=record,
        place=typed.get("place", ""),
    )


def service_return_of(voice, *, document, number, record, place):
    method = METHODS.get(record.method, "") if record else ""
    day = on(record.served_on) if record else BLANK_DAY
    refused = record.witness if record and record.is_refused else ""
    rows = [
        (13, [cell("送达文书", document), cell("文　　号", number)]),
        (13, [cell("受送达人", voice.addressee()), cell("送达地点", place or voice.service_address())]),
        (13, [cell("送达方式", boxes(*METHODS.values(), chosen=method))]),
        (13, [cell("送达时间", day + ("" if record else "　　时　　分"))]),
        (26, [cell("受送达人\n签名或盖章", "", "签名")]),
        (26, [cell("代　　收", (record.signer if record else "") or "与受送达人的关系：", "代收人签名")]),
        (26, [cell("拒收的原因", refused, "见证人签名")]),
        (14, [cell("留　　证", boxes("照片", "录像", "邮寄凭证"))]),
        (20, [cell("送 达 人\n（二人）", record.server.name if record else "", "签名")]),
        (16, [cell("备　　注")]),
    ]
    foot = (
        "受送达人在送达回证上的签收日期为送达日期。拒绝签收的，写明原因和日期，由送达人、见证人签名，把文书留在受送达人的"
        "住所，或者用拍照、录像记录送达过程（参照民事诉讼法第八十七条至第九十五条）。"
    )
    return Script(
        form(voice, "送达回证", rows, foot=foot), {"受送达人": voice.addressee() or not voice.case.is_anonymous}
    )


# ---------- P10 ----------
REASONS = ("态度不好", "办理超期", "没有听取意见", "事实没有查清", "解释不清楚", "意见没有落实", "其他")


def rating(voice, typed, paper):
    """Two objects, no name (评价办法; R23): who handled the matter may not fill it in."""
    three, reasons = boxes("满意", "基本满意", "不满意"), "　".join(f"{BOX} {reason}" for reason in REASONS)
    unit = voice.case.handling_unit.label if voice.case.handling_unit else "责任单位"
    rows = [
        (16, [cell("对信访工作\n机构的评价", f"{voice.office}信访工作机构：\n{three}")]),
        (22, [cell("不满意的\n原　　因\n（可多选）", reasons)]),
        (16, [cell("对责任单位\n的评价", f"{unit}：\n{three}")]),
        (22, [cell("不满意的\n原　　因\n（可多选）", reasons)]),
        (50, [cell("意见和建议")]),
        (13, [cell("评价日期", BLANK_DAY), cell("填写方式", boxes("自己填", "他人协助"))]),
        (13, [cell("协助人", "姓名：　　　　　　　单位或者与本人的关系：")]),
    ]
    foot = (
        "不用写姓名。评价由信访人自己作出，满意不满意都不影响事项的办理；办理本事项的工作人员不能代填。"
        "自收到邀请之日起30日内交到来访接待窗口、寄回或者在网上评价，超过的记为未评价。"
    )
    return Script(form(voice, "信访事项群众满意度评价表", rows, foot=foot))


# ---------- P17 ----------
def recusal(voice, typed, paper):
    rows = [
        (13, [cell("信访事项", voice.free(voice.case.title))]),
        (13, [cell("工作人员", typed.get("official", "")), cell("职　　务", typed.get("post", ""))]),
        (45, [cell("回避的理由\n和 申 明", voice.free(typed.get("ground", "")))]),
        (13, [cell("提出人", boxes("本人", "信访人", "单位")), cell("提出日期", on(typed.get("on")) or BLANK_DAY)]),
        (40, [cell("负责人决定", boxes("回避", "不回避") + "\n理由：", "签名")]),
        (20, [cell("接替人员", typed.get("replacement", ""), "")]),
        (25, [cell("此前工作\n的 复 核", "", "签名")]),
    ]
    foot = "根据《信访工作条例》第二十八条第三款。亲属关系的具体情况不登记。"
    return Script(form(voice, "信访工作人员回避登记表", rows, foot=foot))


# ---------- P18 ----------
HEARING_RIGHTS = (
    "你可以申请听证人员回避，可以委托一至二名代理人参加，可以陈述事实和理由、出示证据、质证和辩论，"
    "可以核对听证笔录并提出补正。无正当理由不到场或者中途退出的，按放弃听证处理，不影响信访事项的办理。"
)


def hearing(voice, typed, paper):
    return hearing_record(voice, typed) if paper.variant == RECORD else hearing_notice(voice, typed)


def hearing_notice(voice, typed):
    case = voice.case
    claims = list(case.claims.all())
    blocks = [
        text(
            "关于你提出的信访事项，根据《信访工作条例》第三十一条第六项的规定，本机关决定举行听证，"
            "现将有关事项通知如下："
        ),
        *numbered(
            ("听证的诉求", [text(claims_listed(voice, claims))]),
            ("时间和地点", f"{on(typed.get('on'))}{typed.get('hour', '')}，{typed.get('place', '')}。"),
            ("主持人", typed.get("chair", "")),
            ("听证员", typed.get("members", "")),
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
        "诉求": claims,
        "听证日期": typed.get("on"),
        "听证时间": typed.get("hour"),
        "听证地点": typed.get("place"),
        "主持人": typed.get("chair"),
        "听证员": typed.get("members"),
    }
    return Script(content, must)


def hearing_record(voice, typed):
    rows = [
        (12, [cell("时　　间", on(typed.get("on")) or BLANK_DAY), cell("地　　点", typed.get("place", ""))]),
        (12, [cell("主 持 人", typed.get("chair", "")), cell("记 录 人")]),
        (14, [cell("听 证 员", typed.get("members", ""))]),
        (22, [cell("参 加 人", voice.addressee())]),
        (22, [cell("诉　　求", claims_listed(voice, voice.case.claims.all()))]),
        (46, [cell("陈述、质证\n和 辩 论")]),
        (18, [cell("证　　据")]),
        (20, [cell("听证结论")]),
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
        (28, [cell("诉　　求", claims_listed(voice, voice.case.claims.all()))]),
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
    rows = [
        (13, [cell("申 请 人", voice.addressee()), cell("联系电话", voice.of(voice.lead, "phone"))]),
        (13, [cell("信访事项", voice.free(voice.case.title))]),
        (32, [cell("撤回的诉求", claims_listed(voice, voice.case.claims.all()) + "\n（撤回其中几项的，请圈出序号）")]),
        (50, [cell("本人的话", voice.free(typed.get("words", "")), "")]),
        (26, [cell("申请人签名\n（捺印）", "", "签名")]),
        (
            40,
            [
                cell(
                    "确　　认\n(承办单位\n以外的人)",
                    "确认方式：" + boxes("当面", "电话", "视频") + "\n确认的情况：",
                    "确认人签名",
                )
            ],
        ),
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
