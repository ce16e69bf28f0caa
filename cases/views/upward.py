"""A matter reported upward in writing, and its answer (0183)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.access import case_for
from cases.forms.upward import UpwardAnswerForm, UpwardForm
from cases.steps import step
from cases.views.edits import FORM, away, changeable, recorded, seen


@step
@FORM
def report(request, number):
    """Whatever the matter is: the urgent lane, which reports within hours, has its own page (L09)."""
    case = changeable(request, number)
    if case.is_sealed:
        raise PermissionDenied(_("封存的按检举控告的规定移送，不写书面报告。"))
    template, done = "cases/upward_form.html", _("已记下，答复来了在案卷里记。")
    return sent(request, case, UpwardForm, case, template, done)


@step
@FORM
def answer(request, number, pk):
    """On a closed case too: an answer comes when it comes."""
    case = case_for(request, number, lock=request.method == "POST")
    found = get_object_or_404(case.upward_reports.select_for_update(), pk=pk)
    found.case = case
    if found.answered_on:
        return stands_already(request, case, found)
    return sent(request, case, UpwardAnswerForm, found, "cases/upward_answer_form.html", _("答复已记入案卷。"))


def stands_already(request, case, report):
    """Somebody recorded the answer first: what stands, and what was typed now so that nothing of it is lost."""
    typed = [
        (UpwardAnswerForm.base_fields[name].label, request.POST[name])
        for name in ("answered_on", "answer_number", "text")
        if request.POST.get(name, "").strip()
    ]
    context = {
        "case": case,
        "report": report,
        "typed": typed,
        "today": timezone.localdate(),
        "back_url": case.get_absolute_url(),
    }
    return render(request, "cases/upward_answered.html", context, status=409)


def sent(request, case, form_class, record, template, done):
    """Show or take a step whose form brings files; then back to the case."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = form_class(*given, record=record, by=request.user, today=timezone.localdate())
    if request.method == "POST" and form.save():
        recorded(request, case)
        messages.success(request, done)
        return away(request, case)
    if request.method != "POST":
        seen(request, case)
    too_large = form.is_bound and any(form.has_error(name, "size") for name in ("file1", "file2", "file3"))
    context = {"case": case, "form": form, "record": record, "back_url": case.get_absolute_url()}
    return render(request, template, context, status=413 if too_large else 422 if form.is_bound else 200)
