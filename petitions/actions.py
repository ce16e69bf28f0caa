"""The panel 下一步: which steps of a petition an official can take now, and why not the others."""

from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.access import granted
from cases.actions import Action, in_order, in_place, who_may

# In the order in which a petition goes; the first that can be taken and leads on is the primary one.
STEPS = {
    "triage": gettext_lazy("分流"),
    "objection": gettext_lazy("提异议"),
    "objection_result": gettext_lazy("记异议的答复"),
    "acceptance": pgettext_lazy("a step", "受理"),
    "simple_acceptance": gettext_lazy("简易办理"),
    "routing": pgettext_lazy("a step", "告知去向"),
    "notice": gettext_lazy("记书面告知送达"),
    "investigation": gettext_lazy("记一次调查"),
    "answer": gettext_lazy("写答复"),
    "submission": gettext_lazy("送审"),
    "approval": pgettext_lazy("a step", "审核"),
    "signature": gettext_lazy("签发"),
    "return": gettext_lazy("退回重拟"),
    "service": gettext_lazy("记答复送达"),
    "rating": gettext_lazy("记已请群众评价"),
    "conversion": gettext_lazy("转为普通程序"),
    "sorting": gettext_lazy("改去向"),
    "closure": pgettext_lazy("a step", "办结"),
    "reopening": gettext_lazy("重新办理"),
}
# Beside the way: offered only while it can be taken; docs/petition-states.md has a table of its own for these.
BESIDE = {
    "extension": gettext_lazy("请求延期"),
    "extension_proposal": gettext_lazy("延期：主任意见"),
    "extension_approval": gettext_lazy("延期：负责人批准"),
    "extension_service": gettext_lazy("记延期告知送达"),
    "evaluation": gettext_lazy("录入本人的评价"),
    "effort": gettext_lazy("记不满意后的再次工作"),
    "settlement": gettext_lazy("记事了"),
    "return_visit": gettext_lazy("记回访"),
    "sign_off": gettext_lazy("办结签字"),
    "review": gettext_lazy("记复查申请"),
    "second_review": gettext_lazy("记复核申请"),
    "review_supply": gettext_lazy("记转交案卷"),
    "review_hearing": gettext_lazy("记复核听证"),
    "review_opinion": gettext_lazy("记收到的意见"),
    "withdrawal": gettext_lazy("记本人提出撤回"),
    "withdrawal_confirmation": gettext_lazy("向本人确认撤回"),
    "reopening_proposal": gettext_lazy("提出重新办理"),
    "merger": pgettext_lazy("a step", "并案"),
    "mediation": gettext_lazy("转调解"),
    "mediation_result": gettext_lazy("记调解的结果"),
    "inquiry": gettext_lazy("发核查任务"),
    "inquiry_outcome": gettext_lazy("处理核查答复"),
    "hearing": gettext_lazy("决定听证"),
    "hearing_notice": gettext_lazy("定听证的时间和人"),
    "hearing_service": gettext_lazy("记听证通知送达"),
    "hearing_record": gettext_lazy("记听证"),
    "hearing_end": gettext_lazy("取消听证"),
    "disclosure": gettext_lazy("请求告知单位身份"),
    "disclosure_review": gettext_lazy("审核身份告知"),
    "recusal": gettext_lazy("登记回避"),
    "recusal_decision": gettext_lazy("决定是否回避"),
    "recusal_review": gettext_lazy("复核回避以前的工作"),
    "addition": gettext_lazy("补记后来提出的诉求"),
    "claim_triage": gettext_lazy("分流后来的诉求"),
    "claim_acceptance": gettext_lazy("受理后来的诉求"),
    "claim_notice": gettext_lazy("记后来诉求的告知送达"),
    "legal_ending": gettext_lazy("记依法终结"),
}
# The petitioner may go on after the case is closed; the result may open it again, and so may the director (T26).
ON_CLOSED = frozenset(
    {
        "evaluation",
        "effort",
        "review",
        "second_review",
        "review_supply",
        "review_hearing",
        "review_opinion",
        "reopening",
        "reopening_proposal",
        "legal_ending",
    }
)
LABELS = STEPS | BESIDE
NAMES = [f"petitions:{step}" for step in LABELS]
OF_CLAIM = {"routing", "answer", "sorting"}
ASIDE = {"sorting", "return", "conversion", "simple_acceptance"}  # never the primary one
KEYS = {"investigation": "j"}


class Beside(NamedTuple):
    """A step beside the way that can be taken now; `place` is what its address says besides the case's number."""

    step: str
    place: tuple = ()
    about: str = ""
    leads_on: bool = False


def offered(petition, official, rights=None):
    """Actions for `official`: the primary one, the others allowed, then those refused. What is done is left out."""
    may = granted(petition.case, official, NAMES) if rights is None else rights
    stopped = petition.why_stopped(official)
    allowed, refused = [], {}
    for step, claim in _open_steps(petition):
        reason = stopped if stopped else "" if f"petitions:{step}" in may else who_may(f"petitions:{step}")
        reason = reason or petition.why_not(step, claim) or petition.why_not_him(step, official)
        action = _action(petition, step, claim, reason)
        if action.is_allowed:
            allowed.append(action)
        else:
            refused.setdefault((step, action.reason), action)
    for offer in petition.beside(timezone.localdate()):
        not_his = stopped or petition.why_not_his(offer, official)
        if f"petitions:{offer.step}" in may:
            not_his = not_his or petition.why_not_him(offer.step, official)
        action = _beside(petition, offer, may, not_his)
        if action.is_allowed:
            allowed.append(action)
        else:
            refused.setdefault((offer.step, action.reason), action)
    for action in allowed:
        action.label += in_place(f"petitions:{action.name}", official)
    return in_order(allowed, list(refused.values()))


def _open_steps(petition):
    """Each step not yet done, as (step, claim): what belongs to a claim once for each claim."""
    case = petition.case
    if case.is_historical:
        return
    if case.closed_on:
        if petition.may_be_reopened(timezone.localdate()):
            yield "reopening", None
        return
    claims = [claim for claim in case.claims.all() if claim.withdrawn_on is None] if case.triaged_on else []
    opinion = petition.opinion() if case.triaged_on else None
    of_claim = {
        "routing": [claim for claim in claims if claim.is_routed_elsewhere and not claim.routed_on],
        "answer": [claim for claim in claims if not (claim.is_routed_elsewhere or opinion or case.served_on)],
        "sorting": [claim for claim in claims if not petition.why_not("sorting", claim)],
    }
    own = [claim for claim in claims if not claim.is_routed_elsewhere]
    is_over = {
        "triage": case.triaged_on,
        "objection": petition.why_not("objection"),
        "objection_result": petition.why_not("objection_result"),
        "acceptance": case.accepted_on,
        "simple_acceptance": petition.why_not("simple_acceptance"),
        "notice": petition.why_not("notice"),
        "submission": opinion or case.answered_on or not claims or not petition.needs_opinion(),
        "approval": petition.why_not("approval"),
        "signature": petition.why_not("signature"),
        "return": petition.why_not("return"),
        "service": case.served_on or (case.triaged_on and not own),
        "rating": petition.rating_asked_on or case.is_anonymous,
        "conversion": petition.why_not("conversion"),
        "reopening": case.is_open,
    }
    for step in STEPS:
        if step in OF_CLAIM:
            yield from ((step, claim) for claim in of_claim[step])
        elif not is_over.get(step):
            yield step, None


def _action(petition, step, claim, reason):
    case = petition.case
    label, leads_on = str(STEPS[step]), step not in ASIDE
    if claim and not reason:
        label = _("%(step)s：诉求 %(position)d") % {"step": label, "position": claim.position}
    if step == "answer" and claim.answered_on:
        label, leads_on = _("改答复：诉求 %d") % claim.position, False
    if step == "investigation":
        leads_on = petition.lacks_facts()
    if step == "reopening":
        leads_on = petition.waiting_reopening() is not None
    place = [case.number, claim.position] if claim else [case.number]
    return Action(step, label, reverse(f"petitions:{step}", args=place), KEYS.get(step, ""), reason, leads_on)


def _beside(petition, offer, may, stopped):
    name = f"petitions:{offer.step}"
    label = str(LABELS[offer.step])
    if offer.about:
        label = _("%(step)s：%(about)s") % {"step": label, "about": offer.about}
    url = reverse(name, args=[petition.case.number, *offer.place])
    return Action(offer.step, label, url, "", stopped or ("" if name in may else who_may(name)), offer.leads_on)
