"""What stands on the papers of the front door: the registration form (P01), the notice of rights (P27), the leaders'
reception days (P23). Content only, as plain text; `cases.papers` sets it.
"""

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.identity import IdType, mask_stray
from cases.models import Case, PaperText, Party
from cases.papers.issuing import day_in_words
from officials.models import Unit
from reception.models import Visit

MOST_PERSONS = 6  # the lead and five representatives (L11)

TITLES = {Case.Channel.VISIT: "来访登记表", Case.Channel.LETTER: "来信登记表", Case.Channel.CALL: "来电登记表"}
CONFIRMATION = (
    "以上内容已念给我听（我已阅看），与我反映的一致。所述应当真实（条例第十九条、第二十六条）和背面的"
    "《权利与个人信息告知》已告知我。不签名的由登记人注明，不影响登记和办理。"
)


# ---------- P01 登记表 ----------
def registration_form(visit, *, in_full):
    """The registration form of one contact; identity in full only on the copies that may have it."""
    case = visit.case
    free = (lambda text: text) if in_full else mask_stray
    is_visit = visit.channel == Case.Channel.VISIT
    affected = case.people_affected if case else visit.people_affected or visit.people_present
    return {
        "office": office_name(),
        "title": TITLES.get(visit.channel, "信访登记表"),
        "when": "来访时间" if is_visit else "收到时间",
        "contact_no": visit.contact_no,
        "received_at": in_words(visit.received_at, "\n"),
        "channel": channel_of(visit, case),
        "people": f"{'来访' if is_visit else '信访'} {visit.people_present} 人\n涉及 {affected} 人",
        "persons": [person(party, in_full) for party in people_of(visit, case)],
        "statement": free(visit.statement) + ("（已念给本人听，本人确认）" if visit.is_read_back else ""),
        "registrar": f"{visit.registrar.name}，{in_words(visit.registered_at)}",
        "confirmation": CONFIRMATION,
        "notice": notice_of_rights(),
        **(facts_of_case(visit, case, free) if case else facts_of_contact(visit, free)),
    }


def facts_of_case(visit, case, free):
    return {
        "case_no": case.number,
        "first": times_of(visit, case),
        "place": free(place_of(case)),
        "category": str(case.category or "").replace(" / ", "\n"),
        "claims": "\n".join(f"{claim.position}. {free(claim.text)}" for claim in case.claims.all()),
        "grounds": free(case.grounds),
        "history": free(case.history_note),
        "legal": "：".join(filter(None, [case.legal_state and case.get_legal_state_display(), free(case.legal_note)])),
        "receiver": (visit.registrar if visit.tie == Visit.Tie.REPEAT else case.first_receiver).name,
        "result": result_of(visit, case),
    }


def facts_of_contact(visit, free):
    """Of a contact that opened no case: it was answered on the spot, handed over, or still waits for its talk."""
    if visit.settled_at:
        result = f"当场答复：{free(visit.answer.told)}（来访人{visit.answer.get_taken_display()}）"
    elif visit.request:
        request = visit.request
        result = f"交{request.unit.label}答复，最迟 {day_in_words(request.deadline.legal_end_on)}由本窗口告知。"
    else:
        result = "已登记，等接谈。"
    blank = dict.fromkeys(("case_no", "first", "category", "claims", "grounds", "history", "legal"), "")
    place = visit.community.label if visit.community else ""
    return blank | {"place": place, "receiver": visit.registrar.name, "result": result}


def people_of(visit, case):
    """The lead first, then the representatives: of the case this contact opened, of a repeat its own.

    Of a dispute the other side too.
    """
    if case is None or visit.tie == Visit.Tie.REPEAT:
        return list(visit.parties.order_by("-is_lead", "pk")[:MOST_PERSONS])
    wanted = Q(is_lead=True) | Q(role=Party.Role.REPRESENTATIVE)
    if case.is_dispute:
        wanted |= Q(role=Party.Role.RESPONDENT)
    return list(case.parties.filter(wanted)[:MOST_PERSONS])


def person(party, in_full):
    role = "信访人" if party.is_lead else "代表"
    if getattr(party, "role", "") == Party.Role.RESPONDENT:
        role = "对方"
    if not in_full:
        fields = party.name_masked, party.phone_masked, party.id_masked, party.address_masked
    else:
        fields = party.name, party.phone, party.id_number, party.address
    name, phone, number, address = fields
    elsewhere = getattr(party, "service_address" if in_full else "service_address_masked", "")
    document = str(IdType(party.id_type).label) if party.id_type and number else ""
    return {
        "role": role,
        "name": name,
        "phone": phone,
        "id": "\n".join(filter(None, [document, number])),
        "address": address + (f"\n送达：{elsewhere}" if elsewhere else ""),
    }


def channel_of(visit, case):
    facts = []
    if visit.channel == Case.Channel.VISIT and visit.people_present >= settings.GROUP_FROM:
        facts.append("集体访")
    if case and case.is_joint_signed:
        facts.append("联名")
    return visit.get_channel_display() + (f"（{'、'.join(facts)}）" if facts else "")


def times_of(visit, case):
    """First or repeated here and nationwide (D13 to D15)."""
    if visit.tie == Visit.Tie.REPEAT:
        times = case.visits.filter(pk__lte=visit.pk).count()
        here = f"重复，第 {times} 次\n首次 {day_in_words(case.received_on)}"
    elif visit.tie == Visit.Tie.FOLLOW_UP:
        here = "原事项办结后再次信访"
    else:
        here = "本机构初次"
    return f"{here}\n全国初次：{case.get_first_national_display()}"


def place_of(case):
    unit = " ".join(part.label for part in (case.community, case.grid) if part)
    return "\n".join(filter(None, [unit, case.place_note]))


def result_of(visit, case):
    if visit.tie == Visit.Tie.REPEAT:
        return f"并入在办事项 {case.number}，由承办人一并办理。"
    notice = visit.notice()
    if case.is_dispute:
        until = f"；最迟 {day_in_words(notice.legal_end_on)}告知是否受理" if notice else ""
        return f"已登记为矛盾纠纷，先问双方愿不愿意调解{until}。"
    if notice is None:
        return "已登记，转信访办分流；没有可告知的姓名、地址，不另书面告知。"
    return f"已登记，转信访办分流；最迟 {day_in_words(notice.legal_end_on)}书面告知。"


# ---------- P27 权利与个人信息告知 ----------
P27 = "P27"
HEADING = "权利与个人信息告知"
NOTICE = {  # 键 -> （标题，本产品自带的文字）；单位可以改文字，不能少一项（个保法第十七条）
    "handler": (_("谁在处理您的信息"), "以上单位是个人信息处理者，由信访办具体负责。"),
    "purpose": (
        _("为什么处理"),
        "为登记、办理、答复您的信访事项和矛盾纠纷，履行《信访工作条例》规定的法定职责（个人信息保护法第十三条第一款"
        "第三项、第三十四条），不用于其他目的。法定职责所需的，不另要您同意；电子送达、专家服务等另外征求您同意的，"
        "可以不同意，也可以随时撤回，不影响登记和办理。",
    ),
    "kinds": (
        _("处理哪些信息、怎样处理"),
        "姓名、联系电话、住址，您陈述的内容和交来的材料；需要送达文书或代表他人时，还有证件类型和号码。由工作人员登记，"
        "加密保存，页面上默认遮蔽，查看要写明用途并留下记录。证件号码、健康状况、不满十四周岁未成年人的信息等敏感个人信息，"
        "只在办理确有必要时处理，泄露会损害您的人格尊严或人身、财产安全，因此另行加密、限定人员。不采集人脸、指纹、行踪。",
    ),
    "retention": (
        _("保存多久"),
        "登记和处理意见 30 年，一般材料 10 年，接谈记录 1 年，排队信息 90 天，查看记录不少于 3 年；"
        "到期按档案管理的规定删除或者匿名化。",
    ),
    "sharing": (
        _("会提供给谁"),
        "您的事项由其他机关、单位办理的，只提供办理所必需的内容，并告诉您提供给了谁。检举、揭发的材料和检举人的情况，"
        "不透露、不转给被检举、揭发的人和单位（条例第三十条）。不向境外提供。",
    ),
    "rights": (
        _("您对个人信息的权利"),
        "可以查阅、复制您的个人信息，要求更正、补充；有法律规定的情形时可以要求删除；可以要求说明处理的规则，"
        "可以问有谁查看过（个人信息保护法第四十四条至第四十八条）。",
    ),
    "channel": (
        _("怎样行使、向谁投诉"),
        "到以上地址或者拨打以上电话提出，不收费用；不能照办的，书面说明理由（个人信息保护法第五十条）。"
        "也可以向履行个人信息保护职责的部门投诉、举报（第六十五条）。",
    ),
    "petition": (
        _("您在信访中的权利和义务"),
        "凭回执上的查询码可以随时查询办理情况；认为工作人员与信访事项或者信访人有直接利害关系的，可以要求"
        "回避（条例第二十八条）；对处理意见不服的，可以自收到书面答复之日起 30 日内请求上一级机关、单位"
        "复查（第三十五条）。"
        "办理不收费。所述应当客观真实，不得捏造、歪曲事实，不得诬告、陷害他人（第十九条、第二十六条）。",
    ),
}
NUMERALS = "一二三四五六七八九十"


def notice_text():
    """The wording in force: (items by key, version, since when or None). The product's own text is version 1."""
    adopted = PaperText.objects.current(P27)
    items = {key: text for key, (_heading, text) in NOTICE.items()}
    if adopted is None:
        return items, 1, None
    return items | adopted.items, adopted.version, adopted.adopted_at


def notice_of_rights(wording=None):
    """P27 as the back of a form and the poster show it, with the wording in force or another that is tried.

    Who handles the data comes from the street's own row.
    """
    items, version, since = notice_text()
    items = wording or items
    street = Unit.objects.street()
    where = [office_name()]
    if street:
        labels = ("地址", street.address), ("电话", street.phone), ("接待时间", street.hours)
        where += [f"{label}：{value}" for label, value in labels if value]
    if len(where) == 1:
        where.append("地址和电话见来访接待窗口的公示")  # what follows speaks of both (个保法第十七条)
    items = items | {"handler": "；".join(where) + "。\n" + items["handler"]}
    foot = f"告知文本第 {version} 版" + (f"，{day_in_words(timezone.localdate(since))}起用" if since else "")
    return {
        "heading": HEADING,
        "items": [
            {"heading": f"{numeral}、{heading}", "text": items[key]}
            for numeral, (key, (heading, _text)) in zip(NUMERALS, NOTICE.items(), strict=False)
        ],
        "foot": foot,
    }


def poster(wording=None):
    """P27 for the wall: no personal data."""
    return {"office": office_name(), "notice": notice_of_rights(wording)}


# ---------- P23 领导接访公示 ----------
def reception_days(month, days, *, booking, place=""):
    """The public notice of the leaders' reception days in the month that contains the date `month`.

    `days` are dicts of plain text: day, hours, place, leader (name and post), fields. `booking` says how to book.
    """
    street = Unit.objects.street()
    return {
        "office": office_name(),
        "title": f"{month.year}年{month.month}月领导接访公示",
        "days": [{key: str(day[key]) for key in ("day", "hours", "place", "leader", "fields")} for day in days],
        "booking": booking,
        "phone": street.phone if street else "",
        "place": place or (street.address if street else ""),
        "dated": day_in_words(timezone.localdate()),
    }


# ---------- 信访渠道公示 ----------
NOT_PUBLISHED = "本项暂未公布，请到窗口或致电询问。"


def channels_poster(told, size, qr):
    """The list of channels for the wall (条例第十八条第一款); what is missing says so."""
    street = Unit.objects.street()
    return {
        "size": size,
        "office": office_name(),
        "heading": "信访渠道公示",
        "items": [{"label": str(one.label), "text": one.text, "is_missing": one.is_missing} for one in told],
        "not_published": NOT_PUBLISHED,
        "phone": street.phone if street else "",
        "address": settings.QUERY_ADDRESS,
        "qr": qr,
        "dated": day_in_words(timezone.localdate()),
    }


# ---------- 应急登记单 ----------
def paper_slips(numbers):
    """Slips to be filled by hand while the power is out; nothing on them is known yet but the number."""
    street = Unit.objects.street()
    return {
        "title": "应急登记单",
        "office": office_name(),
        "phone": street.phone if street else "",
        "numbers": list(numbers),
        "fields": [
            ["到访日期", "时间（几点几分）"],
            ["来访、来电（圈一个）", "来了几人"],
            ["姓名（或写“不愿透露”）"],
            ["联系电话"],
            ["住址"],
        ],
        "about": "反映什么（照原话写）",
        "receiver": "接待人",
        "stub": "来访人留存",
        "arrived": "到访时间",
        "follows": [
            "停电期间先用纸登记。来电后补录，登记编号随后告诉您；到访时间按今天算，不会耽误期限。",
            "查登记编号、问进展，请带这一联或打电话报单号。",
        ],
        "truth": "所述应当真实，不得捏造、歪曲事实，不得诬告、陷害他人（条例第十九条、第二十六条）。",
    }


# ---------- 共同的 ----------
def office_name():
    street = Unit.objects.street()
    return street.name if street else ""


def in_words(instant, between=" "):
    local = timezone.localtime(instant)
    return f"{day_in_words(local.date())}{between}{local.hour}:{local.minute:02d}"
