"""The joint application to confirm an agreement (司法确认申请书, P26): the parties' own, printed from the record."""

from functools import partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.models import Paper
from cases.papers.issuing import day_in_words, issue
from disputes.agreement_paper import items_of
from disputes.agreement_paper import papers_of as agreements_of
from disputes.paper_words import Voice, document

TITLE = "司法确认申请书"
BLANK = "＿＿＿＿＿＿＿＿人民法院"  # nobody has asked a court yet: to be written by hand
# [proposal] What both sides undertake; the court may have a form of its own.
UNDERTAKINGS = (
    "双方出于解决纠纷的目的自愿达成协议，没有恶意串通、规避法律的行为；",
    "协议不损害国家利益、社会公共利益和他人的合法权益，不违背公序良俗；",
    "所附的材料真实、合法；因协议的内容给他人造成损害的，愿意依法承担责任。",
)
OTHERWISE = "（承诺为建议文本，人民法院另有格式的，照人民法院的。）"
WRITTEN_ONE, ORAL_ONE = "调解协议书", "口头调解协议的登记记录"
ENCLOSED = (
    "调解组织主持调解的证明",
    "与调解协议相关的财产权利证明（有财产权利的）",
    "双方身份、住所、联系方式的证明材料",
)  # 民诉法解释 354


def papers_of(agreement):
    """Its papers, the newest first; at most one is in force."""
    return Paper.objects.of(Paper.Kind.CONFIRMATION, agreement.about)


def why_not(agreement, today):
    """Why there is nothing to print; empty where both can still apply, or have applied."""
    if not agreement.is_in_effect:
        return _("协议还没有生效，生效以后才能共同申请司法确认。")
    if not agreement.confirmations.all() and today > agreement.apply_by:
        words = _("共同申请的最后一天是 %(day)s（协议生效后 30 日，人民调解法第三十三条），已经过了。%(route)s")
        return words % {"day": day_in_words(agreement.apply_by), "route": agreement.next_route}
    return ""


def issue_of(agreement, reader, *, by, today):
    """The copy for `reader`, as it was kept or newly set. The case is locked by the caller."""
    if reason := why_not(agreement, today):
        raise ValidationError(reason)
    return issue(
        Paper.Kind.CONFIRMATION,
        "confirmation",
        about=agreement.about,
        write=partial(content_of, agreement),
        reader=reader,
        by=by,
        case=agreement.dispute.case,
        is_sealed=agreement.dispute.case.is_sealed,
    )


def content_of(agreement, *, in_full):
    """Both sides, the agreement and its effect, what they ask for, until when, what they enclose (6.2), who signs."""
    voice = Voice(agreement.dispute, in_full=in_full)
    listed = []
    for party in voice.people:
        said = [f"申请人：{voice.of(party, 'name')}", voice.named(party, id_number="证件号码"), _code(party)]
        said.append(voice.named(party, phone="电话", address="住址"))
        listed.append("\n".join(filter(None, said)))
    issued = next((paper.number for paper in agreements_of(agreement) if paper.is_in_force), "")
    number = f"（{issued}）" if issued else ""
    reached, effect = day_in_words(agreement.reached_on), day_in_words(agreement.effective_on)
    kind = "人民调解协议" if agreement.is_written else "口头人民调解协议"
    parts = [
        ("申请人（双方共同申请）", "\n".join(listed)),
        ("请求", f"共同请求依法确认申请人于{reached}达成的{kind}{number}有效。"),
        ("纠纷的事实和协议的内容", "\n".join(filter(None, _agreed(agreement, voice)))),
        (
            "生效和申请的期限",
            f"协议自{effect}起生效。双方应当自生效之日起三十日内共同申请，最后一天是{day_in_words(agreement.apply_by)}"
            "（人民调解法第三十三条、民事诉讼法第二百零五条）。",
        ),
        (
            "双方的承诺",
            "\n".join([*(f"{place}．{line}" for place, line in enumerate(UNDERTAKINGS, 1)), OTHERWISE]),
        ),
    ]
    asked = list(agreement.confirmations.all())
    return document(
        agreement.dispute,
        TITLE,
        parts,
        office=False,
        closing=f"此致　{asked[-1].court if asked else BLANK}",
        enclosures=[WRITTEN_ONE if agreement.is_written else ORAL_ONE, *ENCLOSED],
        signatures=[f"申请人 {voice.of(party, 'name')}（签名、盖章或者按指印）" for party in voice.people],
    )


def _agreed(agreement, voice):
    yield voice.free(agreement.facts)
    yield f"经人民调解委员会调解，双方自愿达成协议：{voice.free(agreement.terms)}"
    yield items_of(agreement, voice)


def _code(party):
    return f"统一社会信用代码：{party.uscc}" if party.is_organisation and party.uscc else ""
