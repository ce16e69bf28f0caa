"""What the units of an official are asked to assist in: each sees its part and nothing else of the file (F36)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.forms.together import AssistObjectionForm, AssistReplyForm, AssistTakingForm
from cases.models import AssistTask, Case
from cases.steps import step
from cases.views.edits import FORM
from cases.views.files import handed_out
from officials import audit

SHOWN = 50


@require_GET
def tasks(request):
    """The tasks of his units, those to be answered first."""
    mine = AssistTask.objects.visible_to(request.user).whole()
    waiting = list(mine.open().order_by("deadline__legal_end_on", "pk")[:SHOWN])
    others = mine.exclude(pk__in=[row.pk for row in waiting]).order_by("-pk")[:SHOWN]
    audit.record(request.user, "assists:list", request=request)
    context = {"waiting": waiting, "others": others, "today": timezone.localdate()}
    return render(request, "cases/assists.html", context)


@step
@FORM
def task(request, key):
    """One task as the unit sees it; what it writes and adds is its answer."""
    asked = _mine(request, key)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AssistReplyForm(*sent, record=asked, by=request.user, today=timezone.localdate())
    return _shown_or_taken(request, asked, form, "cases/assist_task.html", _("已答复，等主办看。"))


@step
@FORM
def taking(request, key):
    """Whoever of the unit takes it answers for it."""
    asked = _mine(request, key)
    sent = (request.POST,) if request.method == "POST" else ()
    form = AssistTakingForm(*sent, record=asked, by=request.user, today=timezone.localdate())
    return _shown_or_taken(request, asked, form, "cases/assist_taking_form.html", _("由您办了。"))


@step
@FORM
def objection(request, key):
    """Not the unit's business: somebody above decides, and the clock runs on meanwhile."""
    asked = _mine(request, key)
    sent = (request.POST,) if request.method == "POST" else ()
    form = AssistObjectionForm(*sent, record=asked, by=request.user, today=timezone.localdate())
    return _shown_or_taken(request, asked, form, "cases/assist_objection_form.html", _("已提出，等决定；期限照走。"))


def _mine(request, key):
    """The task, if it is his unit's; with its case locked for an act, and as it stands once nobody else changes it."""
    mine = AssistTask.objects.visible_to(request.user).whole().select_related("case__handling_unit", "case__handler")
    asked = get_object_or_404(mine, key=key)
    if request.method == "POST":
        case = Case.objects.for_change().get(pk=asked.case_id)
        asked = get_object_or_404(mine, key=key)
        asked.case = case
    if asked.case.is_historical:
        raise PermissionDenied(_("历史来件只供查阅，照原样保存。"))
    return asked


def _shown_or_taken(request, asked, form, template, done):
    case_id, field = asked.case_id, f"assist {asked.position}"
    action = request.resolver_match.view_name
    audit.record(request.user, action, "case", case_id, request=request, field=field)
    if request.method == "POST" and form.save():
        messages.success(request, done)
        return redirect(asked)
    may_act = asked.is_open and asked.case.is_open and not asked.objection
    context = {
        "task": asked,
        "case": asked.case,
        "form": form,
        "today": timezone.localdate(),
        "may_answer": may_act or form.is_bound,
        "may_object": may_act and not asked.replies.all(),
        "is_mine": asked.official_id == request.user.pk,
        "back_url": asked.get_absolute_url(),
    }
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_GET
def file(request, key, pk):
    """What the unit itself added to its answers; no other file of the case."""
    asked = get_object_or_404(AssistTask.objects.visible_to(request.user), key=key)
    found = asked.case.attachments.present().filter(pk__in=asked.replies.values("files"))
    found = get_object_or_404(found, pk=pk)
    response = handed_out(found)
    audit.record(request.user, "assists:file", "case", asked.case_id, request=request, field=f"file {found.pk}")
    return response
