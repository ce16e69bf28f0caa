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

# Offered on each recusal that waits for it; that one may be asked for is a line on the page.
ASIDE = {
    "recusal_decision": gettext_lazy("决定是否回避"),
    "recusal_review": gettext_lazy("复核回避以前的工作"),
}

NAMES = ["disputes:answer", "disputes:recusal", *(f"disputes:{step}" for step in (*STEPS, *ASIDE))]


def offered(dispute, official, rights=None):
    """Who still has to be asked comes first; then the steps. Of a dispute that is over, nothing."""
    if not dispute.is_open:
        return []
    may = granted(dispute.case, official, NAMES) if rights is None else rights
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
    for action in on_recusals(dispute, official, may, stopped):
        (refused if action.reason else allowed).append(action)
    return in_order(allowed, refused)


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
