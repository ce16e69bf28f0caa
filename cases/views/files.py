"""Files on a case: brought, fetched and taken out (UP-01 to UP-08)."""

import logging

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.access import case_for
from cases.forms.files import RemovalForm, UploadForm
from cases.papers.typesetting import TypesettingFailed, leaf
from cases.steps import step
from cases.uploads import AttachmentStorage, Tampered
from cases.views.edits import FORM, changeable, recorded
from officials import audit
from officials.models import Role

log = logging.getLogger(__name__)


@step
@FORM
def upload(request, number):
    case = changeable(request, number)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent, record=case, by=request.user)
    if request.method == "POST" and form.save():
        recorded(request, case)
        messages.success(request, _("材料已上传。"))
        return redirect(f"{case.get_absolute_url()}#files")
    too_large = form.is_bound and form.has_error("file", "size")
    return render(
        request,
        "cases/upload_form.html",
        {"case": case, "back_url": case.get_absolute_url(), "form": form, "most": settings.ATTACHMENT_MAX_BYTES},
        status=413 if too_large else 422 if request.method == "POST" else 200,
    )


@require_GET
def attachment(request, number, pk):
    """A file as it was uploaded, never shown in the page; one that has changed is not handed out (UP-06, UP-08)."""
    case = case_for(request, number)
    found = get_object_or_404(case.attachments.present(), pk=pk)
    response = handed_out(found)
    audit.record(request.user, "cases:attachment", "case", case.pk, request=request, field=f"file {found.pk}")
    return response


def handed_out(found):
    try:
        file = AttachmentStorage().open_unchanged(found)
    except Tampered as tampered:
        log.error("%s", tampered)
        raise PermissionDenied(_("这份材料和上传时的不一样了，已停止下载并记入审计。请告诉系统管理员。")) from None
    response = FileResponse(file, as_attachment=True, filename=found.name, content_type=found.mime)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


PREVIEW_PAGES = 50


@require_GET
def attachment_preview(request, number, pk):
    """The pages of a picture or a PDF as pictures; a part of the case's page for htmx, else a page of its own."""
    case, found = shown(request, number, pk)
    audit.record(request.user, "cases:attachment_preview", "case", case.pk, request=request, field=f"file {found.pk}")
    pages = 1
    if found.drawn_as == "pdf":
        try:
            pages = leaf(bytes_of(found), "pdf", 1, ppi=5)[1]
        except TypesettingFailed:
            pages = 0
    context = {
        "case": case,
        "file": found,
        "pages": range(1, min(pages, PREVIEW_PAGES) + 1),
        "more": max(0, pages - PREVIEW_PAGES),
        "back_url": f"{case.get_absolute_url()}#files",
    }
    template = "cases/_attachment_preview.html" if request.htmx else "cases/attachment_preview.html"
    return render(request, template, context)


@require_GET
def attachment_picture(request, number, pk, page):
    """One page drawn anew: nothing of the file itself reaches the browser (UP-06). 415 where it cannot be drawn."""
    _case, found = shown(request, number, pk)
    try:
        png = leaf(bytes_of(found), found.drawn_as, page)[0] if page <= PREVIEW_PAGES else b""
    except TypesettingFailed:
        png = b""
    if not png:
        return HttpResponse(status=415)
    response = HttpResponse(png, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def shown(request, number, pk):
    case = case_for(request, number)
    found = get_object_or_404(case.attachments.present(), pk=pk)
    if not found.drawn_as:
        raise Http404
    return case, found


def bytes_of(found):
    try:
        with AttachmentStorage().open_unchanged(found) as file:
            return file.read()
    except Tampered as tampered:
        log.error("%s", tampered)
        raise PermissionDenied(_("这份材料和上传时的不一样了，已停止下载并记入审计。请告诉系统管理员。")) from None


@step
@FORM
def attachment_remove(request, number, pk):
    """The row stays with its hash, the bytes go."""
    case = changeable(request, number)
    found = get_object_or_404(case.attachments.present().select_related("uploaded_by"), pk=pk)
    form = RemovalForm(
        request.POST if request.method == "POST" else None,
        record=case,
        by=request.user,
        today=timezone.localdate(),
        attachment=found,
        may_always=Role.OD in request.user.roles,
    )
    if request.method == "POST" and form.save():
        recorded(request, case)
        messages.success(request, _("已移除，记录和指纹还在。"))
        return redirect(f"{case.get_absolute_url()}#files")
    return render(
        request,
        "cases/removal_form.html",
        {"case": case, "back_url": case.get_absolute_url(), "attachment": found, "form": form},
        status=422 if request.method == "POST" else 200,
    )
