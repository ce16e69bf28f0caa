"""The talks, the agreement and what becomes of it: their pages, each step a form beside them."""

import logging
from functools import partial

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.access import granted, sees_masked
from cases.forms.papers import PrintForm
from cases.models import Paper, PaperPrint
from cases.papers.typesetting import TypesettingFailed, substituted
from cases.steps import step
from cases.views.case import agreed_parts, mask_free_text
from cases.views.edits import edited
from cases.views.papers import printed
from disputes import agreement_paper as agreement_paper_of
from disputes import confirmation_paper as confirmation_paper_of
from disputes import talk_paper
from disputes.forms import agreement as forms
from disputes.views.mediation import FORM, dispute_for, taken
from officials import audit

PRINTS_SHOWN = 50
log = logging.getLogger(__name__)


# ---------- 调解记录 ----------
@require_GET
def sessions(request, number):
    """What was said in the talks: for the mediators, and masked for who audits (3.4)."""
    dispute = dispute_for(request, number)
    case = dispute.case
    rows = dispute.sessions.select_related("recorded_by").prefetch_related("mediators", "parties", "corrections__by")
    rows = list(rows)
    if sees_masked(case, request.user):
        mask_free_text(*rows, *(one for row in rows for one in row.corrections.all()))
    audit.record(request.user, "disputes:sessions", "case", case.pk, request=request)
    may = granted(case, request.user, ["disputes:session", "disputes:session_correction", "disputes:session_paper"])
    context = {
        "case": case,
        "dispute": dispute,
        "rows": rows,
        "may": {name.partition(":")[2] for name in may},
        "back_url": case.get_absolute_url(),
        "today": timezone.localdate(),
    }
    return render(request, "disputes/sessions.html", context)


@step
@FORM
def session(request, number):
    dispute = dispute_for(request, number)
    return taken(request, dispute, forms.SessionForm, dispute, "session", done=_("调解记录已记下。"))


@step
@FORM
def session_correction(request, number, position):
    """A further entry to one record; what stands there stays."""
    dispute = dispute_for(request, number)
    record = get_object_or_404(dispute.sessions, position=position)
    record.dispute = dispute
    done = _("更正已记下，原来的记录照样留着。")
    return taken(request, dispute, forms.CorrectionForm, record, "session_correction", done=done)


@step
@FORM
def failure(request, number):
    dispute = dispute_for(request, number)
    done = _("已记调解不成，这件到此结束。")
    return taken(request, dispute, forms.FailureForm, dispute, "failure", done=done)


# ---------- 协议 ----------
@require_GET
def agreement(request, number):
    """The agreement that stands with its items, and those dropped before it."""
    dispute = dispute_for(request, number)
    case, found = dispute.case, dispute.agreement
    items = list(found.items.all()) if found else []
    prefetch_related_objects(items, "follow_ups")
    corrections = list(found.corrections.select_related("by", "confirmation")) if found else []
    dropped = list(dispute.agreements.filter(dropped_on__isnull=False).select_related("dropped_by"))
    if found is None and not dropped:
        raise Http404
    if sees_masked(case, request.user):
        mask_free_text(*agreed_parts(found), *dropped, *(row for item in items for row in item.follow_ups.all()))
        mask_free_text(*corrections)
    audit.record(request.user, "disputes:agreement", "case", case.pk, request=request)
    names = [f"disputes:{name}" for name in ("signing", "agreement_drop", "agreement_paper", "agreement_add")]
    names += [
        f"disputes:{name}" for name in ("follow_up", "follow_up_withdrawal", "confirmation", "confirmation_result")
    ]
    names += ["disputes:signing_correction", "disputes:confirmation_correction", "disputes:confirmation_paper"]
    context = {
        "case": case,
        "dispute": dispute,
        "agreement": found,
        "dropped": dropped,
        "corrections": corrections,
        "may_correct": not dispute.why_not("signing_correction"),
        "may": {name.partition(":")[2] for name in granted(case, request.user, names)},
        "back_url": case.get_absolute_url(),
        "today": timezone.localdate(),
    }
    return render(request, "disputes/agreement.html", context)


@step
@FORM
def agreement_add(request, number):
    dispute = dispute_for(request, number)
    return taken(request, dispute, forms.AgreementForm, dispute, "agreement_add", done=_("协议已记下。"))


@step
@FORM
def signing(request, number):
    dispute = dispute_for(request, number)
    return taken(request, dispute, forms.SigningForm, dispute, "signing", done=_("签字、盖章的日子已记下。"))


@step
@FORM
def agreement_drop(request, number):
    dispute = dispute_for(request, number)
    done = _("协议书已撤下，可以照着重新写。")
    return taken(request, dispute, forms.DropForm, dispute, "agreement_drop", done=done)


# ---------- 履行、司法确认 ----------
@step
@FORM
def follow_up(request, number, position):
    """What was found of one item of the agreement."""
    dispute = dispute_for(request, number)
    item = item_of(dispute, position)
    return taken(request, dispute, forms.FollowUpForm, item, "follow_up", done=_("履行的情况已记下。"))


@step
@FORM
def follow_up_withdrawal(request, number, position, pk):
    """One finding was written by mistake."""
    dispute = dispute_for(request, number)
    record = get_object_or_404(item_of(dispute, position).follow_ups.standing(), pk=pk)
    done = _("已撤下，不再算数；原来写的照样看得到。")
    return taken(request, dispute, forms.FindingWithdrawalForm, record, "follow_up_withdrawal", done=done)


def item_of(dispute, position):
    items = dispute.agreement.items.all() if dispute.agreement else ()
    item = next((one for one in items if one.position == position), None)
    if item is None:
        raise Http404
    return item


@step
@FORM
def confirmation(request, number):
    dispute = dispute_for(request, number)
    return taken(request, dispute, forms.ConfirmationForm, dispute, "confirmation", done=_("司法确认的申请已记下。"))


@step
@FORM
def confirmation_result(request, number):
    dispute = dispute_for(request, number)
    done = _("司法确认的结果已记下。")
    return taken(request, dispute, forms.ConfirmationResultForm, dispute, "confirmation_result", done=done)


# ---------- 更正 ----------
@step
@FORM
def signing_correction(request, number):
    """A day of the signatures or the seal was recorded wrongly: what was counted from it moves."""
    dispute = dispute_for(request, number)
    return put_right(request, dispute, forms.SigningCorrectionForm, "signing_correction")


@step
@FORM
def confirmation_correction(request, number, pk):
    """An application to the court, or what came of it, was recorded wrongly."""
    dispute = dispute_for(request, number)
    rows = dispute.agreement.confirmations.all() if dispute.agreement else ()
    row = next((one for one in rows if one.pk == pk), None)
    if row is None:
        raise Http404
    row.agreement = dispute.agreement
    return put_right(request, dispute, forms.ConfirmationCorrectionForm, "confirmation_correction", confirmation=row)


def put_right(request, dispute, form_class, name, **about):
    why_not = "" if request.method == "POST" else dispute.why_not(name)
    context = {"dispute": dispute, "why_not": why_not, "today": timezone.localdate()}
    return edited(request, dispute.case, form_class, f"disputes/{name}.html", context, **about)


# ---------- P11、P13、P26 ----------
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_paper(request, number):
    dispute = dispute_for(request, number)
    found = dispute.agreement
    if found is None or not found.is_written:
        raise Http404
    return print_page(
        request,
        dispute,
        found,
        Paper.Kind.AGREEMENT,
        partial(agreement_paper_of.issue_of, found, by=request.user),
        agreement_paper_of.papers_of(found),
        back_url=reverse("disputes:agreement", args=[number]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def session_paper(request, number, position):
    """What was said, on paper: for the mediators alone (3.4)."""
    dispute = dispute_for(request, number)
    record = get_object_or_404(dispute.sessions.select_related("recorded_by"), position=position)
    record.dispute = dispute
    return print_page(
        request,
        dispute,
        record,
        Paper.Kind.TALK,
        partial(talk_paper.issue_of, record, by=request.user),
        talk_paper.papers_of(record),
        back_url=reverse("disputes:sessions", args=[number]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def confirmation_paper(request, number):
    dispute, today = dispute_for(request, number), timezone.localdate()
    found = dispute.agreement
    if found is None:
        raise Http404
    return print_page(
        request,
        dispute,
        found,
        Paper.Kind.CONFIRMATION,
        partial(confirmation_paper_of.issue_of, found, by=request.user, today=today),
        confirmation_paper_of.papers_of(found),
        why_not=confirmation_paper_of.why_not(found, today),
        today=today,
        back_url=reverse("disputes:agreement", args=[number]),
    )


def print_page(request, dispute, record, kind, issue, papers, *, why_not="", **context):
    """Not a step: a wrong password must count although the form is refused (AU-05), and issuing is whole in itself."""
    case = dispute.case
    form = PrintForm(
        request.POST if request.method == "POST" else None,
        record=record,
        by=request.user,
        issue=issue,
        may_in_full="cases:reveal" in granted(case, request.user, ["cases:reveal"]),
        needs_approval=case.is_sealed,
        kind=kind,
    )
    form.why_not = why_not
    form.ask_own_password(request)
    status = 200
    if request.method == "POST":
        try:
            if form.save():
                return printed(request, form, request.resolver_match.view_name, "case", case.pk)
            status = 422
        except TypesettingFailed as failure:
            log.error("%s of %s was not typeset: %s", kind, case.number, failure)
            messages.error(request, _("没有排出来，编号也没有用掉。请过一会儿再按一次；再不行请告诉系统管理员。"))
            status = 503
    rows = list(papers)
    prints = PaperPrint.objects.filter(copy__paper__in=rows).select_related("copy__paper", "by", "approved_by")
    context |= {
        "case": case,
        "record": record,
        "form": form,
        "papers": rows,
        "prints": prints[:PRINTS_SHOWN],
        "own": prints.open_to(request.user, timezone.now()),
        "substituted": substituted(),
    }
    template = f"disputes/{request.resolver_match.url_name}.html"
    return render(request, template, context, status=status)
