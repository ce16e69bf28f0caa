"""The first steps of a dispute, each a page: GET shows its form, POST takes it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access import case_for
from cases.forms import recusal as aside
from cases.models import Party
from cases.steps import step
from cases.views.edits import away, recorded, seen
from disputes.forms import mediation as forms
from disputes.models import Consent

FORM = require_http_methods(["GET", "HEAD", "POST"])


@step
@FORM
def answer(request, number, pk):
    """What one party says to being mediated."""
    dispute = dispute_for(request, number)
    spoken = dispute.case.parties.exclude(role=Party.Role.JOINT)
    party = get_object_or_404(spoken.defer(*Party.MASKED), pk=pk)
    party.answer = dispute.consents.filter(party=party).last()
    record = Consent(dispute=dispute, party=party)
    return taken(request, dispute, forms.AnswerForm, record, "answer")


@step
@FORM
def acceptance(request, number):
    dispute = dispute_for(request, number)
    return taken(request, dispute, forms.AcceptanceForm, dispute, "acceptance")


@step
@FORM
def refusal(request, number):
    dispute = dispute_for(request, number)
    return taken(request, dispute, forms.RefusalForm, dispute, "refusal")


@step
@FORM
def withdrawal(request, number):
    dispute = dispute_for(request, number)
    return taken(request, dispute, forms.WithdrawalForm, dispute, "withdrawal")


# ---------- 回避 ----------
@step
@FORM
def recusal(request, number):
    """Somebody has an interest in it, as he says himself or as a party says (L13)."""
    dispute = dispute_for(request, number)
    return taken(request, dispute, aside.RecusalForm, dispute, "recusal", done=_("已登记，报机关负责人决定。"))


@step
@FORM
def recusal_decision(request, number, position):
    return on_recusal(request, number, position, aside.RecusalDecisionForm, "recusal_decision")


@step
@FORM
def recusal_review(request, number, position):
    return on_recusal(request, number, position, aside.RecusalReviewForm, "recusal_review")


def on_recusal(request, number, position, form_class, name):
    """A step on one recusal, which the address names by its position."""
    dispute = dispute_for(request, number)
    row = dispute.recusal_at(position)
    if row is None:
        raise Http404
    return taken(request, dispute, form_class, dispute, name, done=_("已记下。"), recusal=row)


# ---------- 共同的 ----------
def dispute_for(request, number):
    """The dispute of the case `number`, its case locked for a POST; a petition has none."""
    case = case_for(request, number, lock=request.method == "POST")
    if not case.is_dispute:
        raise Http404
    case.dispute.case = case
    return case.dispute


def taken(request, dispute, form_class, record, name, *, done="", **about):
    """Show or carry out one step; `about` is the recusal that it concerns."""
    case = dispute.case
    sent = request.POST if request.method == "POST" else None
    form = form_class(sent, record=record, by=request.user, today=timezone.localdate(), **about)
    if sent is not None and form.save():
        recorded(request, case)
        messages.success(request, done or forms.done_words(dispute))
        return away(request, case)
    if sent is None:
        seen(request, case)
    context = {
        "case": case,
        "dispute": dispute,
        "record": record,
        "form": form,
        "why_not": "" if form.is_bound else dispute.why_not(name, about.get("recusal")),
        "back_url": case.get_absolute_url(),
        "today": timezone.localdate(),
        **about,
    }
    return render(request, f"disputes/{name}.html", context, status=422 if form.is_bound else 200)
