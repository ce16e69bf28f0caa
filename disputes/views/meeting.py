"""The monthly meeting: the list, one meeting with its agenda and decisions, the room's screen, and the tasks."""

import logging
import re
from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.models import Case, Paper, PaperPrint
from cases.papers.typesetting import TypesettingFailed
from cases.steps import step
from cases.views.edits import FORM
from cases.views.inspection import shown_or_acted
from cases.views.papers import pdf_response, printed
from disputes import carried, papers, printing
from disputes.agenda import pack_of
from disputes.forms.meeting import (
    DecisionForm,
    ItemForm,
    MeetingPrintForm,
    NoFieldForm,
    ParticipantForm,
    PlanForm,
    TaskCheckForm,
    TaskDropForm,
    TaskPostponeForm,
    TaskReportForm,
    TaskTeamForm,
)
from disputes.models import Decision, Meeting, MeetingTask
from disputes.views.report import first_of
from officials import audit
from officials.calendar import month_before

SHOWN = 100
MONTH = re.compile("20[0-9]{2}-(?:0[1-9]|1[0-2])")
log = logging.getLogger(__name__)


@require_GET
def meetings(request):
    audit.record(request.user, "meetings:list", request=request)
    rows = Meeting.objects.select_related("chair").order_by("-month")[:36]
    return render(request, "disputes/meetings.html", {"rows": rows, "may_plan": request.user.may("meetings:plan")})


@step
@FORM
def plan(request):
    """The meeting of one of the last months that has none yet."""
    month = timezone.localdate().replace(day=1)
    months = [month, month_before(month), month_before(month_before(month))]
    held = set(Meeting.objects.filter(month__in=months).values_list("month", flat=True))
    options = {"months": [one for one in months if one not in held]}
    back = reverse("meetings:list")
    done = _("例会排好了；冻结以后再排一次议程。")
    return shown_or_acted(
        request, PlanForm, None, "disputes/meeting_plan_form.html", done, back_url=back, to=to_meeting, options=options
    )


def to_meeting(form):
    return reverse("meetings:meeting", args=[form.meeting.pk])


def meeting_for(pk):
    return get_object_or_404(Meeting.objects.select_related("chair", "recorder"), pk=pk)


@require_GET
def meeting(request, pk):
    """Agenda and decisions; a file opens only to who may see it himself."""
    one, today = meeting_for(pk), timezone.localdate()
    items = list(one.open_items().select_related("case", "task__decision", "task__deadline"))
    decisions = one.decisions.select_related("leader", "unit", "official", "task__deadline", "case").order_by(
        "position"
    )
    decisions = [row for row in decisions if not (row.case_id and row.case.is_sealed)]
    cases = {row.case_id for row in [*items, *decisions] if row.case_id}
    seen = set(Case.objects.visible_to(request.user).filter(pk__in=cases).values_list("pk", flat=True))
    audit.record(request.user, "meetings:meeting", request=request, field=str(one))
    records = carried.records_of(decisions)
    for row in decisions:
        row.record = records.get(row.pk)
    context = {
        "meeting": one,
        "items": items,
        "decisions": decisions,
        "participants": one.participants.select_related("unit"),
        "seen": seen,
        "today": today,
        "may_add": not one.is_closed and request.user.may("meetings:item"),
        "may_admit": not one.is_closed and request.user.may("meetings:participant"),
        "may_decide": one.is_running and request.user.may("meetings:decide"),
        "may_begin": one.is_planned and request.user.may("meetings:begin"),
        "may_draw": not one.is_closed and request.user.may("meetings:agenda"),
        "papers": [(kind.label, reverse("meetings:paper", args=[kind, papers.about(one)])) for kind in papers.WRITTEN]
        if one.is_closed and request.user.may("meetings:paper")
        else [],
        "may_close": one.is_running and request.user == one.chair,
    }
    return render(request, "disputes/meeting.html", context)


@require_GET
def screen(request, pk):
    """What the room sees: numbers, titles without names, decisions; no link to any file, no sealed matter."""
    one = meeting_for(pk)
    decisions = one.decisions.select_related("leader", "unit", "case").order_by("position")
    audit.record(request.user, "meetings:screen", request=request, field=str(one))
    context = {
        "meeting": one,
        "pack": pack_of(one.month),
        "items": one.open_items(),
        "decisions": [row for row in decisions if not (row.case_id and row.case.is_sealed)],
    }
    return render(request, "disputes/meeting_screen.html", context)


@step
@FORM
def decide(request, pk):
    one = meeting_for(pk)
    back, done = reverse("meetings:meeting", args=[pk]), _("已写下，责任人当天就看得到这项任务。")
    return shown_or_acted(request, DecisionForm, one, "disputes/decision_form.html", done, back_url=back)


@step
@FORM
def participant(request, pk):
    one = meeting_for(pk)
    back, template = reverse("meetings:meeting", args=[pk]), "disputes/meeting_step_form.html"
    words = {"heading": _("加一位参会人员")}
    return shown_or_acted(request, ParticipantForm, one, template, _("已加进名单。"), back_url=back, **words)


@require_GET
def minutes(request, pk):
    """P12 with the list of what was ordered (P22), set from the rows; before the end it is marked as a draft."""
    one = meeting_for(pk)
    try:
        done = printing.set_minutes(one)
    except TypesettingFailed as failure:
        log.error("minutes of %s were not typeset: %s", one, failure)
        messages.error(request, _("没有排出来，请过一会儿再试；再不行请告诉系统管理员。"))
        return redirect("meetings:meeting", pk)
    audit.record(request.user, "meetings:minutes", request=request, field=str(one))
    return pdf_response(done.pdf, f"{one} {printing.MINUTES}.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request, kind, about):
    """Print P12 or P22 under its number; what was printed before comes back as the same bytes.

    Not a step: issuing is whole in itself, and no number is drawn where nothing was typeset.
    """
    if kind not in Paper.OF_A_MEETING or not MONTH.fullmatch(about):
        raise Http404
    one = get_object_or_404(Meeting.objects.select_related("chair"), month=first_of(about))
    kind, status = Paper.Kind(kind), 200
    asked = request.POST if request.method == "POST" else None
    form = MeetingPrintForm(asked, by=request.user, issue=lambda _reader: papers.issue_of(one, kind, by=request.user))
    if request.method == "POST":
        try:
            if form.save():
                return printed(request, form, "meetings:paper", "paper", form.printed.copy.paper_id)
            status = 422
        except TypesettingFailed as failure:
            log.error("%s of %s was not typeset: %s", kind, one, failure)
            messages.error(request, _("没有排出来，编号也没有用掉。请过一会儿再按一次；再不行请告诉系统管理员。"))
            status = 503
    rows = list(papers.of(one, kind))
    prints = PaperPrint.objects.filter(copy__paper__in=rows).select_related("copy__paper", "by")
    context = {
        "meeting": one,
        "name": kind.label,
        "form": form,
        "papers": rows,
        "prints": prints[:SHOWN],
        "own": prints.open_to(request.user, timezone.now()),
        "may_void": request.user.may("cases:paper_void"),
        "back_url": reverse("meetings:meeting", args=[one.pk]),
    }
    return render(request, "disputes/meeting_paper.html", context, status=status)


@step
@FORM
def agenda(request, pk):
    return on_meeting(request, pk, lambda one: one.draw_up(pack_of(one.month)), _("排议程"), _("议程排好了。"))


@step
@FORM
def item(request, pk):
    one = meeting_for(pk)
    back, template = reverse("meetings:meeting", args=[pk]), "disputes/meeting_step_form.html"
    words = {"heading": _("加一个议题")}
    return shown_or_acted(request, ItemForm, one, template, _("已加进议程。"), back_url=back, **words)


@step
@FORM
def begin(request, pk):
    return on_meeting(request, pk, lambda one: one.open(), _("开始开会"), _("会开始了，可以写决定。"))


@step
@FORM
def close(request, pk):
    end = partial(Meeting.close, by=request.user)
    return on_meeting(request, pk, end, _("结束例会"), _("例会已结束，决定不再改。"))


def on_meeting(request, pk, act, heading, done):
    one = meeting_for(pk)
    options = {"act": partial(act, one)}
    back, template = reverse("meetings:meeting", args=[pk]), "disputes/meeting_step_form.html"
    return shown_or_acted(request, NoFieldForm, one, template, done, back_url=back, options=options, heading=heading)


# ---------- 任务 ----------
@require_GET
def tasks(request):
    """Undone first, the oldest day first; the own ones alone for whoever is not of the meeting."""
    today = timezone.localdate()
    view = request.GET.get("view") if request.GET.get("view") in ("mine", "late", "all") else "open"
    rows = MeetingTask.objects.visible_to(request.user)
    rows = {
        "open": rows.undone(),
        "mine": rows.undone().filter(decision__official=request.user),
        "late": rows.late(today),
        "all": rows,
    }[view]
    rows = rows.select_related("decision__unit", "decision__official", "decision__meeting", "deadline")
    audit.record(request.user, "meetings:tasks", request=request)
    context = {"rows": rows.order_by("deadline__legal_end_on", "pk")[:SHOWN], "view": view, "today": today}
    return render(request, "disputes/meeting_tasks.html", context)


def task_for(request, pk):
    rows = MeetingTask.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related(
            "decision__official",
            "decision__unit",
            "decision__leader",
            "decision__case",
            "decision__item",
            "decision__meeting__chair",
            "deadline",
        ),
        pk=pk,
    )


@require_GET
def task(request, pk):
    one = task_for(request, pk)
    audit.record(request.user, "meetings:task", request=request, field=str(one.pk))
    context = {
        "task": one,
        "step_url": carried.step_for(one.decision, request.user, timezone.localdate()) if one.is_undone else "",
        "today": timezone.localdate(),
        "may_report": one.state == one.State.OPEN and request.user == one.decision.official,
        "may_check": one.state == one.State.REPORTED and one.may_be_checked_by(request.user),
        "record": carried.record_of(one.decision) if one.is_undone else None,
        "postponements": one.postponements.select_related("by"),
        "may_postpone": one.state == one.State.OPEN and request.user == one.decision.meeting.chair,
        "may_drop": one.is_undone and request.user == one.decision.meeting.chair,
    }
    return render(request, "disputes/meeting_task.html", context)


@step
@FORM
def task_report(request, pk):
    return on_task(request, pk, TaskReportForm, _("报完成"), _("已报，等主持人或者主任核对。"))


@step
@FORM
def task_check(request, pk):
    return on_task(request, pk, TaskCheckForm, _("核对"), _("已核对。"))


@step
@FORM
def task_drop(request, pk):
    return on_task(request, pk, TaskDropForm, _("不再办"), _("已记下，这项任务不再办。"))


@step
@FORM
def task_postpone(request, pk):
    return on_task(request, pk, TaskPostponeForm, _("延期"), _("已延期，照新的日子提醒。"))


@step
@FORM
def task_team(request, pk):
    """The team that the meeting decided on: proposed as any other and decided by another; it names the decision."""
    one = task_for(request, pk)
    if one.decision.kind != Decision.Kind.TEAM or not one.is_undone:
        raise Http404
    back = reverse("meetings:task", args=[pk])
    return shown_or_acted(
        request,
        TaskTeamForm,
        one,
        "cases/team_form.html",
        _("已提出。决定以后队员才看得到案卷，例会的任务上也看得到这支队伍。"),
        back_url=back,
        to=lambda form: form.team.get_absolute_url(),
    )


def on_task(request, pk, form_class, heading, done):
    one = task_for(request, pk)
    if form_class in (TaskDropForm, TaskPostponeForm) and request.user != one.decision.meeting.chair:
        raise Http404
    back, template = reverse("meetings:task", args=[pk]), "disputes/meeting_step_form.html"
    return shown_or_acted(request, form_class, one, template, done, back_url=back, heading=heading)
