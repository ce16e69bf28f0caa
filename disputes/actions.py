"""The panel 下一步 of a dispute: which steps an official can take now, and why not the others."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import granted
from cases.actions import Action, in_order, who_may

STEPS = {
    "acceptance": gettext_lazy("受理调解，定调解员"),
    "refusal": gettext_lazy("不受理，告知法律途径"),
    "withdrawal": gettext_lazy("记申请人撤回"),
}

# Once it is accepted: the talks, what was agreed, or that nothing was.
TALKS = {
    "signing": gettext_lazy("记签字、盖章的日子"),
    "agreement_add": gettext_lazy("写调解协议"),
    "session": gettext_lazy("记一次调解"),
    "agreement_drop": gettext_lazy("撤下没有生效的协议书"),
    "failure": gettext_lazy("记调解不成，告知法律途径"),
}

# Once an agreement is in effect and the dispute is over.
AFTERWARDS = {
    "follow_up": gettext_lazy("回访履行"),
    "confirmation": gettext_lazy("记双方共同申请司法确认"),
    "confirmation_result": gettext_lazy("记法院的裁定，或者撤回申请"),
}
PUT_RIGHT = {"signing_correction", "confirmation_correction"}  # offered where what is wrong stands
AFTER_THE_END = {*AFTERWARDS, *PUT_RIGHT, "session_correction", "follow_up_withdrawal"}
WITH_ALL = ("session", "failure")
READS = ("disputes:sessions", "disputes:agreement", "disputes:agreement_paper")  # decide what the page shows

# Offered on each recusal that waits for it; that one may be asked for is a line on the page.
ASIDE = {
    "recusal_decision": gettext_lazy("决定是否回避"),
    "recusal_review": gettext_lazy("复核回避以前的工作"),
}

NAMES = ["disputes:answer", "disputes:recusal", *READS]
NAMES += [f"disputes:{step}" for step in (*STEPS, *TALKS, *AFTERWARDS, *ASIDE)]


def offered(dispute, official, rights=None):
    """Who still has to be asked comes first; then the steps. Of one that is over, what its agreement still needs."""
    if not dispute.is_open and dispute.state != dispute.State.AGREED:
        return []
    may = granted(dispute.case, official, NAMES) if rights is None else rights
    if not dispute.is_open:
        return in_order(*afterwards(dispute, official, may))
    stopped = dispute.why_stopped(official)
    allowed, refused = [], []
    for words, party in unasked(dispute):
        reason = stopped or ("" if "disputes:answer" in may else who_may("disputes:answer"))
        label = _("问%(side)s %(name)s愿不愿意调解") % {"side": words, "name": party.name_masked or _("不愿透露")}
        url = reverse("disputes:answer", args=[dispute.case.number, party.pk])
        (refused if reason else allowed).append(Action("answer", label, url, reason=reason))
    for step, label in STEPS.items():
        if step != "withdrawal" and not dispute.is_pending:
            continue
        reason = "" if f"disputes:{step}" in may else who_may(f"disputes:{step}")
        reason = stopped or reason or dispute.why_not(step)
        url = reverse(f"disputes:{step}", args=[dispute.case.number])
        action = Action(step, str(label), url, reason=reason, leads_on=step == "acceptance")
        (refused if reason else allowed).append(action)
    for step in () if dispute.is_pending else talks(dispute):
        reason = stopped or ("" if f"disputes:{step}" in may else who_may(f"disputes:{step}")) or dispute.why_not(step)
        url = reverse(f"disputes:{step}", args=[dispute.case.number])
        action = Action(step, str(TALKS[step]), url, reason=reason, leads_on=step not in ("agreement_drop", "failure"))
        (refused if reason else allowed).append(action)
    for action in on_recusals(dispute, official, may, stopped):
        (refused if action.reason else allowed).append(action)
    return in_order(allowed, refused)


def talks(dispute):
    """Of the steps of an accepted dispute those that fit what there is: one cannot sign what is not written."""
    drafted = {"signing", "agreement_drop"}
    return [
        step for step in TALKS if (step in drafted if dispute.agreement else step not in drafted) or step in WITH_ALL
    ]


def afterwards(dispute, official, may):
    """(allowed, refused): each item not yet performed, and the confirmation by the court."""
    agreement, stopped, allowed, refused = dispute.agreement, dispute.why_stopped(official), [], []
    number = dispute.case.number
    offers = [
        ("follow_up", f"{AFTERWARDS['follow_up']}：{_('第 %d 项') % item.position}", (number, item.position))
        for item in agreement.items.all()
        if not item.is_performed
    ]
    if agreement.pending_confirmation:
        offers.append(("confirmation_result", str(AFTERWARDS["confirmation_result"]), (number,)))
    elif not agreement.why_not_apply() and agreement.deadline.is_running:
        offers.append(("confirmation", str(AFTERWARDS["confirmation"]), (number,)))
    for step, label, place in offers:
        reason = stopped or ("" if f"disputes:{step}" in may else who_may(f"disputes:{step}"))
        url = reverse(f"disputes:{step}", args=place)
        (refused if reason else allowed).append(Action(step, label, url, reason=reason))
    return allowed, refused


def on_recusals(dispute, official, may, stopped):
    for row in dispute.case.recusals.all():
        step = "recusal_decision" if row.is_asked else "recusal_review" if row.awaits_review else ""
        if step:
            reason = stopped or ("" if f"disputes:{step}" in may else who_may(f"disputes:{step}"))
            reason = reason or dispute.why_not_his_recusal(step, row, official)
            label = _("%(step)s：%(about)s") % {"step": ASIDE[step], "about": row.official.name}
            url = reverse(f"disputes:{step}", args=[dispute.case.number, row.position])
            yield Action(step, label, url, reason=reason, leads_on=False)


def unasked(dispute):
    return [(words, party) for words, parties in dispute.sides for party in parties if party.answer is None]
