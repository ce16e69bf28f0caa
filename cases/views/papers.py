"""Papers after they were issued: fetched by who printed them, agreed to by a second reader, voided."""

import logging

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.access import case_for
from cases.forms.papers import VoidForm
from cases.models import Paper, PaperPrint
from cases.papers.issuing import read
from cases.steps import step
from cases.uploads import Tampered
from officials import audit

log = logging.getLogger(__name__)


@require_GET
def paper(request, key):
    """The PDF of a print, for who printed it and only for some minutes; the case must still be his to see."""
    own = PaperPrint.objects.open_to(request.user, timezone.now()).whole()
    fetched = get_object_or_404(own, key=key)
    printed = fetched.printed
    within_reach(request, printed.case, action=printed.action)
    if not printed.is_ready:
        return redirect(printed)
    try:
        pdf = read(printed)
    except Tampered as tampered:
        log.error("%s", tampered)
        raise PermissionDenied(_("这份文书和排版时的不一样了，已停止取用并记入审计。请告诉系统管理员。")) from None
    recorded(request, printed, field=printed.in_audit, reason=fetched.purpose)
    return pdf_response(pdf, printed.file_name, as_attachment="download" in request.GET)


@step
@require_http_methods(["POST"])
def approve(request, key):
    """A second reader of a sealed case agrees to a print; the one who asked fetches it (R9)."""
    waiting = PaperPrint.objects.awaiting_approval().whole()
    asked = get_object_or_404(waiting.select_for_update(of=("self",)), key=key)
    within_reach(request, asked.printed.case)
    if asked.by_id == request.user.pk:
        raise PermissionDenied(_("自己打印的，要由另一位阅办人同意。"))
    asked.approved_by, asked.approved_at = request.user, timezone.now()
    asked.save(update_fields=["approved_by", "approved_at"])
    recorded(request, asked.printed, field=asked.printed.in_audit, reason=asked.purpose)
    messages.success(request, _("已同意，%s 现在可以取这份打印件。") % asked.by.name)
    return redirect(asked.printed)


@step
@require_http_methods(["GET", "HEAD", "POST"])
def void(request, pk):
    papers = Paper.objects.select_related("case")
    record = get_object_or_404(papers.select_for_update(of=("self",)) if request.method == "POST" else papers, pk=pk)
    case = within_reach(request, record.case)
    form = VoidForm(request.POST if request.method == "POST" else None, record=record, by=request.user)
    if request.method == "POST" and form.save():
        recorded(request, record, field=record.number[:40], reason=record.void_reason)
        messages.success(request, _("已作废 %s，编号和原因留着。") % record.number)
        return redirect(record)
    return render(
        request,
        "cases/paper_void.html",
        {"case": case, "paper": record, "form": form, "back_url": record.get_absolute_url()},
        status=422 if request.method == "POST" else 200,
    )


def printed(request, form, action, *subject):
    """After `form` printed a copy: recorded under `action` on its subject, and back to the paper to fetch it.

    Sent twice, it is the same print.
    """
    copy = form.printed.copy
    if form.is_again:
        messages.info(request, _("这一步刚才已经做过，没有重复。"))
        return redirect(copy.paper)
    audit.record(request.user, action, *subject, request=request, field=copy.in_audit, reason=form.printed.purpose)
    if form.printed.needs_approval:
        messages.warning(request, _("封存件要由另一位阅办人在这一页同意后才能取。"))
    if copy.lacking:
        messages.warning(request, _("字库里没有“%s”，纸上留了空格，请用笔补上。") % copy.lacking)
    return redirect(copy.paper)


def within_reach(request, case, *, action=None):
    """The case, if the act asked for (or `action`) is this official's on it; what is of no case goes by role alone."""
    return case_for(request, case.number, action=action) if case else None


def recorded(request, of, *, field, reason):
    """`of`: a paper, a copy of one, or a book."""
    subject = ("case", of.case.pk) if of.case else ("paper", getattr(of, "paper", of).pk)
    audit.record(request.user, request.resolver_match.view_name, *subject, request=request, field=field, reason=reason)


def pdf_response(pdf, name, *, as_attachment=False):
    """Shown in the browser's own viewer, in a sandbox: our own typesetting, without script or link (UP-06)."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_attachment, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
