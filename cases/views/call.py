"""Posting a hard problem on the file's side, and reading and answering it on the guest's (F49)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.access import case_for, granted, sees_masked
from cases.forms.call import CallEndForm, CallForm, CallPostForm, ProposalForm
from cases.models import OpenCall
from cases.steps import step
from cases.views.case import mask_free_text
from cases.views.edits import FORM, away, changeable, recorded, seen, shown_or_taken
from officials import audit

ACTIONS = {"cases:call_write", "cases:call_post", "cases:call_end"}
SHOWN = 50


@require_GET
def calls(request, number):
    """The calls on one case, the newest first, with what was proposed to each."""
    case = case_for(request, number)
    rights = granted(case, request.user, ACTIONS) if case.is_open and not case.is_historical else set()
    rows = list(
        case.calls.select_related("drafted_by", "posted_by", "ended_by", "chosen__by").prefetch_related(
            "proposals__by", "invited"
        )[:SHOWN]
    )
    if sees_masked(case, request.user):
        mask_free_text(case, *rows, *(proposal for call in rows for proposal in call.proposals.all()))
    audit.record(request.user, "cases:calls", "case", case.pk, request=request)
    context = {
        "case": case,
        "calls": rows,
        "may": {action.partition(":")[2] for action in rights},
        "may_draft": "cases:call_write" in rights and not any(call.ended_on is None for call in rows),
        "today": timezone.localdate(),
    }
    return render(request, "cases/calls.html", context)


@step
@FORM
def call_write(request, number):
    """Draft a call, or write the draft anew; one runs at a time."""
    case = changeable(request, number)
    call = case.calls.running().first()
    if call and not call.is_draft:
        raise PermissionDenied(_("已经挂出去的不再改；要改就结束这一次，另起草。"))
    if call:
        call.case = case
    form = CallForm(
        request.POST if request.method == "POST" else None,
        record=case,
        by=request.user,
        today=timezone.localdate(),
        call=call,
    )
    back_url = reverse("cases:calls", args=[case.number])
    if request.method == "POST" and form.save():
        recorded(request, case)
        messages.success(request, _("已拟好，等另一位批准挂出。"))
        return away(request, case, back_url)
    if request.method != "POST":
        seen(request, case)
    context = {"case": case, "form": form, "back_url": back_url}
    return render(request, "cases/call_form.html", context, status=422 if form.is_bound else 200)


@step
@FORM
def call_post(request, number, pk):
    return on_call(request, number, pk, CallPostForm, "cases/call_post_form.html", _("已挂出，请到的人看得到了。"))


@step
@FORM
def call_end(request, number, pk):
    return on_call(request, number, pk, CallEndForm, "cases/call_end_form.html", _("挂榜已结束。"))


def on_call(request, number, pk, form_class, template, done):
    case = changeable(request, number)
    call = get_object_or_404(case.calls.select_related("drafted_by"), pk=pk)
    call.case = case
    back_url = reverse("cases:calls", args=[case.number])
    return shown_or_taken(request, case, form_class, call, template, done, back_url=back_url)


# ---------- 请到的人 ----------
@require_GET
def invitations(request):
    """What one is invited to, the newest first: the briefs, and nothing of the files behind them."""
    rows = OpenCall.objects.for_guest(request.user)[:SHOWN]
    context = {"calls": rows, "today": timezone.localdate()}
    return render(request, "cases/invitations.html", context)


@step
@FORM
def invitation(request, pk):
    """One brief, with what one has proposed oneself; more may be proposed until its last day is over."""
    invited = OpenCall.objects.for_guest(request.user).select_related("case")
    call = get_object_or_404(invited.select_for_update(of=("self",)) if request.method == "POST" else invited, pk=pk)
    today = timezone.localdate()
    form = ProposalForm(request.POST if request.method == "POST" else None, record=call, by=request.user, today=today)
    if request.method == "POST" and form.save():
        audit.record(request.user, "calls:invitation", "case", call.case_id, request=request)
        messages.success(request, _("您的办法已经交上，谢谢。"))
        return redirect("calls:invitation", call.pk)
    audit.record(request.user, "calls:invitation", "case", call.case_id, request=request)
    context = {
        "call": call,
        "form": form,
        "is_open": call.is_open(today),
        "mine": call.proposals.filter(by=request.user),
        "today": today,
        "back_url": reverse("calls:list"),
    }
    return render(request, "cases/invitation.html", context, status=422 if form.is_bound else 200)
