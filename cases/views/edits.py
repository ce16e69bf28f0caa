"""Writing on the file outside the procedure: completing and correcting it, parties, notes, links, owners, the seal."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access import case_for
from cases.forms.case import LinkForm, NoteForm, ReaderForm, RegistrationForm, SealForm
from cases.forms.party import PetitionerForm, RespondentForm
from cases.models import Case, Party
from cases.steps import step
from officials import audit
from officials.models import Role

FORM = require_http_methods(["GET", "HEAD", "POST"])


@step
@FORM
def complete(request, number):
    """The must-fields of handbook 4.2 that bind before triage; part of them may be saved first."""
    case = changeable(request, number)
    if case.is_dispute:
        raise PermissionDenied(_("矛盾纠纷不用分流，登记内容在“修改”里更正。"))
    if not case.awaits_triage:
        raise PermissionDenied(_("已经分流，登记内容由承办人或信访办主任在“修改”里更正。"))
    return edited(request, case, RegistrationForm, "cases/registration_form.html", {"is_completing": True})


@step
@FORM
def edit(request, number):
    """Corrections by the director or the handler."""
    case = changeable(request, number)
    return edited(request, case, RegistrationForm, "cases/registration_form.html", {}, may_correct=True)


@step
@FORM
def party(request, number, pk=None):
    """One party: somebody on the petitioners' side, or with ?as=respondent somebody complained about."""
    case = changeable(request, number)
    record = get_object_or_404(case.parties, pk=pk) if pk else Party(case=case)
    is_respondent = record.role == Party.Role.RESPONDENT if pk else request.GET.get("as") == "respondent"
    context = {"party": record, "is_respondent": is_respondent}
    if not is_respondent:
        return edited(request, case, PetitionerForm, "cases/party_form.html", context, party=record)
    may_decide = bool(request.user.roles & {Role.OD, Role.HO})
    return edited(request, case, RespondentForm, "cases/party_form.html", context, party=record, may_decide=may_decide)


@step
@FORM
def note(request, number):
    case = changeable(request, number)
    return taken(request, case, NoteForm, "cases/note_form.html", _("已记入经过。"))


@step
@FORM
def link(request, number):
    case = changeable(request, number)
    return taken(request, case, LinkForm, "cases/link_form.html", _("已关联。"))


@step
@FORM
def seal(request, number):
    """Seal a case whose accusation came to light later."""
    case = changeable(request, number)
    if case.is_sealed:
        raise PermissionDenied(_("这件已经封存。"))
    return taken(request, case, SealForm, "cases/seal_form.html", _("已封存，只有指定的阅办人能看。"))


@step
@FORM
def readers(request, number):
    case = case_for(request, number, lock=request.method == "POST")
    if not case.is_sealed:
        raise PermissionDenied(_("这件没有封存，按岗位就能看，不用指定阅办人。"))
    return taken(request, case, ReaderForm, "cases/readers_form.html", _("已增加阅办人。"))


# ---------- 共同的 ----------
def changeable(request, number):
    """The case for an act that writes on it: closed ones and imported history stay as they are (AZ-06, T32)."""
    case = case_for(request, number, lock=request.method == "POST")
    if not case.is_open:
        raise PermissionDenied(_("这件已经办结，不能再改。"))
    if case.is_historical:
        raise PermissionDenied(_("历史来件只供查阅，照原样保存。"))
    return case


def edited(request, case, form_class, template, context, **kwargs):
    """Show or save an EditForm; who comes second gets the page of differences (DB-04)."""
    form = form_class(
        request.POST if request.method == "POST" else None,
        record=case,
        by=request.user,
        today=timezone.localdate(),
        **kwargs,
    )
    context = {"case": case, "form": form, "back_url": case.get_absolute_url(), **context}
    if request.method != "POST":
        seen(request, case)
        return render(request, template, context)
    if form.save():
        if form.changed:
            recorded(request, case)
            messages.success(request, _("已保存。"))
        else:
            messages.info(request, _("没有改动，什么都没变。"))
        if "again" in request.POST:
            return redirect(request.get_full_path()) if is_still_mine(request, case) else away(request, case)
        return away(request, case)
    if form.is_valid() and form.conflict:
        return render(request, "409.html", {"case": case, "form": form, **form.conflict_page()}, status=409)
    return render(request, template, context, status=422)


def taken(request, case, form_class, template, done, **more):
    """Show or carry out a StepForm on the case."""
    return shown_or_taken(request, case, form_class, case, template, done, **more)


def shown_or_taken(request, case, form_class, record, template, done, back_url=""):
    """Show or carry out a StepForm on `record`, a part of the case; then back to the case, or to `back_url`."""
    back_url = back_url or case.get_absolute_url()
    form = form_class(
        request.POST if request.method == "POST" else None, record=record, by=request.user, today=timezone.localdate()
    )
    if request.method == "POST" and form.save():
        recorded(request, case)
        messages.success(request, done)
        return away(request, case, back_url)
    if request.method != "POST":
        seen(request, case)
    context = {"case": case, "form": form, "record": record, "back_url": back_url}
    return render(request, template, context, status=422 if form.is_bound else 200)


def seen(request, case):
    """A form shows what is on file, so opening it is a look at the case (PD-08)."""
    audit.record(request.user, "cases:case", "case", case.pk, request=request)


def recorded(request, case):
    audit.record(request.user, request.resolver_match.view_name, "case", case.pk, request=request)


def is_still_mine(request, case):
    return Case.objects.visible_to(request.user).filter(pk=case.pk).exists()


def away(request, case, back_url=""):
    """Back to the case, or home where the act itself took the case out of one's sight."""
    if is_still_mine(request, case):
        return redirect(back_url or case)
    messages.warning(request, _("这件现在由指定的人办理，您不再能看到。"))
    return redirect("officials:home")
