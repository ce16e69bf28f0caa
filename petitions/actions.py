"""The panel 下一步: which steps of a petition an official can take now, and why not the others."""

from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.access import granted
from cases.actions import Action, in_order, who_may

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
}
# The petitioner may go on after the case is closed; the result may open it again.
ON_CLOSED = frozenset(
    {"evaluation", "effort", "review", "second_review", "review_supply", "review_hearing", "review_opinion"}
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
    allowed, refused = [], {}
    for step, claim in _open_steps(petition):
        reason = "" if f"petitions:{step}" in may else who_may(f"petitions:{step}")
        action = _action(petition, step, claim, reason or petition.why_not(step, claim))
        if action.is_allowed:
            allowed.append(action)
        else:
            refused.setdefault((step, action.reason), action)
    for offer in petition.beside(timezone.localdate()):
        action = _beside(petition, offer, may)
        if action.is_allowed:
            allowed.append(action)
        else:
            refused.setdefault((offer.step, action.reason), action)
    return in_order(allowed, list(refused.values()))


def _open_steps(petition):
    """Each step not yet done, as (step, claim): what belongs to a claim once for each claim."""
    case = petition.case
    if case.is_historical or case.closed_on:
        return
    claims = list(case.claims.all()) if case.triaged_on else []
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
    place = [case.number, claim.position] if claim else [case.number]
    return Action(step, label, reverse(f"petitions:{step}", args=place), KEYS.get(step, ""), reason, leads_on)


def _beside(petition, offer, may):
    name = f"petitions:{offer.step}"
    label = str(LABELS[offer.step])
    if offer.about:
        label = _("%(step)s：%(about)s") % {"step": label, "about": offer.about}
    url = reverse(name, args=[petition.case.number, *offer.place])
    return Action(offer.step, label, url, "", "" if name in may else who_may(name), offer.leads_on)
