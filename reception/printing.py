"""Printing at the front door: the registration form (P01), the notice of rights and its poster (P27)."""

import logging
from functools import partial

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.access import case_for
from cases.forms import StepForm
from cases.forms.papers import PrintForm
from cases.models import Case, Paper, PaperPrint, PaperText
from cases.papers.issuing import issue
from cases.papers.typesetting import TypesettingFailed, substituted, typeset
from cases.steps import step
from cases.text import CleanCharField
from cases.views.papers import pdf_response, printed
from officials import audit
from reception.models import Visit
from reception.papers import NOTICE, P27, notice_text, poster, registration_form

PRINTS_SHOWN = 50
ITEM_LENGTH = 600
log = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def form_p01(request, contact_no):
    """Not a step: a wrong password must count although the form is refused (AU-05), and issuing is whole in itself."""
    visit = visit_for(request, contact_no)
    case, now = visit.case, timezone.now()
    is_at_registration = visit.registrar_id == request.user.pk and was_today(visit.registered_at)
    form = PrintForm(
        request.POST if request.method == "POST" else None,
        record=visit,
        by=request.user,
        issue=partial(issue_form, visit, request.user),
        may_in_full=is_at_registration or may(request, case, "cases:reveal"),
        needs_approval=visit.is_sealed,
    )
    if not is_at_registration:  # whoever has just written it all down need not prove who he is again
        form.ask_own_password(request)
    status = 200
    if request.method == "POST":
        try:
            if form.save():
                subject = ("case", visit.case_id) if visit.case_id else ("visit", visit.pk)
                return printed(request, form, "reception:form_p01", *subject)
            status = 422
        except TypesettingFailed as failure:
            log.error("P01 of %s was not typeset: %s", visit.contact_no, failure)
            messages.error(request, _("没有排出来，编号也没有用掉。请过一会儿再按一次；再不行请告诉系统管理员。"))
            status = 503
    papers = list(Paper.objects.of(Paper.Kind.REGISTRATION, visit.contact_no))
    prints = PaperPrint.objects.filter(copy__paper__in=papers).select_related("copy__paper", "by", "approved_by")
    context = {
        "visit": visit,
        "case": case,
        "form": form,
        "papers": papers,
        "prints": prints[:PRINTS_SHOWN],
        "own": prints.open_to(request.user, now),
        "waiting": prints.awaiting_approval(),
        "may_approve": may(request, case, "cases:paper_approval"),
        "may_void": may(request, case, "cases:paper_void"),
        "missing": case.missing_before_triage() if case and case.awaits_triage else [],
        "substituted": substituted(),
        "back_url": case.get_absolute_url() if case else reverse("reception:contact", args=[visit.contact_no]),
    }
    return render(request, "reception/form_p01.html", context, status=status)


def visit_for(request, contact_no):
    """The contact and its case, if printing its form is this official's; the case stays locked for a POST.

    One that opened no case is printed by who may see it; its own row is locked then.
    """
    visits = Visit.objects.select_related("registrar", "community", "answer", "request__unit", "request__deadline")
    visit = get_object_or_404(visits, contact_no=contact_no)
    if visit.case_id is None:
        seen = visits.visible_to(request.user).filter(pk=visit.pk, is_sealed=False)
        if request.method == "POST":
            seen = seen.select_for_update(of=("self",))
        return get_object_or_404(seen)
    number = Case.objects.values_list("number", flat=True).get(pk=visit.case_id)
    visit.case = case_for(request, number, lock=request.method == "POST")
    if visit.case.is_historical:
        raise PermissionDenied(_("历史来件没有登记表，只供查阅。"))
    return visit


def issue_form(visit, by, reader):
    return issue(
        Paper.Kind.REGISTRATION,
        "registration",
        about=visit.contact_no,
        write=partial(registration_form, visit),
        reader=reader,
        by=by,
        case=visit.case,
        is_sealed=visit.is_sealed,
    )


def may(request, case, action):
    if case is None:
        return request.user.may(action)
    return request.user.may(action) and Case.objects.within(request.user, action).filter(pk=case.pk).exists()


def was_today(instant):
    return timezone.localdate(instant) == timezone.localdate()


# ---------- P27 ----------
@require_GET
def privacy(request):
    """The notice of rights in force, and the versions before."""
    items, version, since = notice_text()
    return render(
        request,
        "reception/privacy.html",
        {
            "items": [(heading, items[key]) for key, (heading, _text) in NOTICE.items()],
            "version": version,
            "since": since,
            "earlier": PaperText.objects.filter(kind=P27).select_related("adopted_by")[:PRINTS_SHOWN],
            "may_edit": request.user.may("reception:privacy_edit"),
            "substituted": substituted(),
        },
    )


@step
@require_http_methods(["GET", "HEAD", "POST"])
def privacy_edit(request):
    """A new version of the wording; the one before stays, on the papers that bear it too."""
    form = NoticeForm(request.POST if request.method == "POST" else None, by=request.user)
    if request.method == "POST" and form.save():
        audit.record(request.user, "reception:privacy_edit", request=request, field=f"{P27} {form.adopted.version}")
        messages.success(request, _("第 %d 版已启用，以后打印的登记表和海报用这一版。") % form.adopted.version)
        return redirect("reception:privacy")
    return render(
        request,
        "reception/privacy_edit.html",
        {"form": form, "back_url": reverse("reception:privacy")},
        status=422 if request.method == "POST" else 200,
    )


@require_GET
def poster_p27(request):
    """The poster, set anew each time: the same text gives the same bytes."""
    try:
        done, heading = set_poster()
    except TypesettingFailed as failure:
        log.error("P27 was not typeset: %s", failure)
        messages.error(request, _("海报没有排出来，请过一会儿再试；再不行请告诉系统管理员。"))
        return redirect("reception:privacy")
    audit.record(request.user, "reception:poster_p27", request=request)
    return pdf_response(done.pdf, f"{heading}.pdf")


def set_poster(items=None):
    """The poster with the wording in force, or with that of `items`, and its heading."""
    with translation.override(settings.LANGUAGE_CODE):
        content = poster(items)
    return typeset("poster", content), content["notice"]["heading"]


class NoticeForm(StepForm):
    """The wording of P27, item by item: none may be left out (个保法第十七条), and all must fit one page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        items, self.version, _since = notice_text()
        for key, (heading, _text) in NOTICE.items():
            self.fields[key] = CleanCharField(
                label=heading,
                max_length=ITEM_LENGTH,
                initial=items[key],
                widget=forms.Textarea({"rows": 4}),
                error_messages={"required": _("这一项不能空（个人信息保护法第十七条）。")},
            )
        self.fields["handler"].help_text = _("单位名称、地址、电话、接待时间由单位资料自动写在前面")
        self.order_fields([*NOTICE, "submission"])

    def clean(self):
        typed = self.cleaned_data
        if all(key in typed for key in NOTICE):
            self.items = {key: typed[key] for key in NOTICE}
            if self.items == notice_text()[0]:
                raise ValidationError(_("没有改动，还是第 %d 版。") % self.version)
            try:
                set_poster(self.items)
            except TypesettingFailed:
                raise ValidationError(_("文字太长，一页放不下，请缩短后再启用。")) from None
        return typed

    def take(self):
        self.adopted = PaperText.objects.create(
            kind=P27, version=self.version + 1, items=self.items, adopted_by=self.by
        )
