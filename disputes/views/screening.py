"""Screening: the tasks of one's places, the plans, the clues, and the figures of K19 (F9-F12)."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from cases.clearing import share
from cases.counting import capped_counts
from cases.identity import mask_stray
from cases.steps import step
from cases.views.edits import FORM
from cases.views.inspection import reads_masked, shown_or_acted
from disputes.forms import screening as forms
from disputes.models import Clue, KeyPeriod, ScreeningPlan, ScreeningTask
from disputes.models.screening import figures as figures_of
from disputes.views.days import span
from officials import audit
from officials.models import Unit

SHOWN = 50


# ---------- 任务 ----------
@require_GET
def tasks(request):
    """What is to be reported, the earliest day first; what was reported, the latest first."""
    official, today = request.user, timezone.localdate()
    seen = ScreeningTask.objects.visible_to(official)
    views = {
        "open": (gettext_lazy("要报的"), seen.unreported(), ""),
        "zero": (gettext_lazy("今天的零报告"), seen.zero_reports().unreported().filter(for_on__lte=today), ""),
        "late": (gettext_lazy("过了日子没报"), seen.late(today), "is-late"),
        "done": (gettext_lazy("报过的"), seen.exclude(result=""), ""),
    }
    name = request.GET.get("view") if request.GET.get("view") in views else "open"
    counts = capped_counts({key: rows for key, (_label, rows, _css) in views.items()})
    rows = views[name][1].select_related("plan", "period", "unit__parent", "reported_by", "deadline")
    rows = list(rows.order_by("-reported_at" if name == "done" else "due_on", "pk")[: SHOWN + 1])
    for row in rows:
        row.late = row.is_late(today)
    context = {
        "today": today,
        "name": name,
        "views": [(key, label, counts[key], css) for key, (label, _rows, css) in views.items()],
        "rows": rows[:SHOWN],
        "has_more": len(rows) > SHOWN,
        "shown": SHOWN,
        "periods": KeyPeriod.objects.in_force(today),
        "may": rights(official),
    }
    return render(request, "disputes/tasks.html", context)


@step
@FORM
def task(request, pk):
    """One task and its report, on a phone."""
    tasks = ScreeningTask.objects.visible_to(request.user)
    record = get_object_or_404(tasks.select_related("plan__inspector", "period", "unit__parent", "reported_by"), pk=pk)
    if request.method == "POST":
        ScreeningTask.objects.select_for_update().get(pk=record.pk)
        record = get_object_or_404(tasks.select_related("plan__inspector", "unit"), pk=pk)
    why_not = record.why_not_report(request.user)
    if why_not and request.method == "POST":
        raise PermissionDenied(why_not)
    more = {
        "clues": record.clues.visible_to(request.user).order_by("pk"),
        "is_late": record.is_late(timezone.localdate()),
        "may_clue": record.is_open and request.user.may("screening:clue_add"),
        "why_not": why_not,
    }
    back, done = reverse("screening:tasks"), _("报告收到了。")
    return shown_or_acted(request, forms.ReportForm, record, "disputes/task.html", done, back_url=back, **more)


# ---------- 计划 ----------
@require_GET
def plans(request):
    official, today = request.user, timezone.localdate()
    rows = ScreeningPlan.objects.visible_to(official, timezone.now()).select_related("inspector")
    rows = list(rows.prefetch_related("units__parent")[: SHOWN + 1])
    for row in rows:
        row.over = row.is_over(today)
    context = {"rows": rows[:SHOWN], "has_more": len(rows) > SHOWN, "shown": SHOWN, "may": rights(official)}
    return render(request, "disputes/plans.html", {**context, "today": today})


@require_GET
def plan(request, pk):
    """One plan: where, in which rhythm, what was drawn, and its tasks."""
    official, today = request.user, timezone.localdate()
    record = plan_for(request, pk)
    rows = record.tasks.visible_to(official).select_related("unit__parent", "reported_by", "period", "plan")
    rows = list(rows.order_by("-for_on", "unit__position", "pk")[: SHOWN + 1])
    for row in rows:
        row.late = row.is_late(today)
    draws = list(record.draws.all()[:5])
    drawn = {pk for one in draws for pk in one.drawn}
    names = {unit.pk: unit for unit in Unit.objects.filter(pk__in=drawn).select_related("parent")}
    for one in draws:
        one.plan = record
        one.grids = [names[pk] for pk in one.drawn if pk in names]
    is_running = not record.is_over(today)
    context = {
        "record": record,
        "today": today,
        "rows": rows[:SHOWN],
        "has_more": len(rows) > SHOWN,
        "shown": SHOWN,
        "draws": draws,
        "may_stop": is_running and official.may("screening:plan_stop"),
    }
    audit.record(official, "screening:plan", request=request, field=str(record.pk))
    return render(request, "disputes/plan.html", context)


@step
@FORM
def plan_add(request):
    back = reverse("screening:plans")
    done = _("计划排好了，任务到日子自己开出来。")
    return shown_or_acted(
        request,
        forms.PlanForm,
        None,
        "disputes/plan_form.html",
        done,
        back_url=back,
        to=lambda form: form.record.get_absolute_url(),
    )


@step
@FORM
def plan_stop(request, pk):
    record = plan_for(request, pk)
    back, done = record.get_absolute_url(), _("不再查了，没报的任务也撤了。")
    return shown_or_acted(request, forms.PlanStopForm, record, "disputes/plan_stop_form.html", done, back_url=back)


def plan_for(request, pk):
    """The plan, if it may be seen by now; hidden and unknown answer alike. Locked where something is written."""
    rows = ScreeningPlan.objects.visible_to(request.user, timezone.now())
    if request.method == "POST":
        return get_object_or_404(ScreeningPlan.objects.select_for_update(), pk__in=rows.filter(pk=pk).values("pk"))
    return get_object_or_404(rows.select_related("inspector", "planned_by", "ended_by"), pk=pk)


# ---------- 线索 ----------
@require_GET
def clues(request):
    """The clues that he sees: what waits for the community first, the most urgent on top."""
    official, today = request.user, timezone.localdate()
    seen = Clue.objects.visible_to(official)
    views = {
        "new": (gettext_lazy("等核实"), seen.unanswered()),
        "todo": (gettext_lazy("已确认，等解决"), seen.to_do()),
        "mine": (gettext_lazy("我报的"), seen.filter(raised_by=official)),
        "all": (gettext_lazy("全部"), seen),
    }
    name = request.GET.get("view") if request.GET.get("view") in views else "new"
    counts = capped_counts({key: rows for key, (_label, rows) in views.items()})
    rows = views[name][1].select_related("community", "grid", "raised_by")
    rows = rows.most_urgent_first() if name in ("new", "todo") else rows.order_by("-pk")
    rows = list(rows[: SHOWN + 1])
    masked(official, rows)
    context = {
        "today": today,
        "name": name,
        "views": [(key, label, counts[key]) for key, (label, _rows) in views.items()],
        "rows": rows[:SHOWN],
        "has_more": len(rows) > SHOWN,
        "shown": SHOWN,
        "may": rights(official),
    }
    return render(request, "disputes/clues.html", context)


@require_GET
def clue(request, pk):
    official = request.user
    record = clue_for(request, pk)
    masked(official, [record])
    context = {
        "record": record,
        "today": timezone.localdate(),
        "may_answer": not record.answer and record.is_answered_by(official) and official.may("screening:clue_answer"),
        "may_settle": record.is_to_do and record.is_answered_by(official) and official.may("screening:clue_settle"),
        "may_register": record.is_to_do and official.may("reception:clue_bring"),
        "merged": record.merged.visible_to(official),
        "back_url": reverse("screening:clues"),
    }
    audit.record(official, "screening:clue", request=request, field=str(record.pk))
    return render(request, "disputes/clue.html", context)


@step
@FORM
def clue_add(request):
    """On a phone, in eight fields; from a task with ?task=."""
    found, asked = None, request.GET.get("task", "")
    if asked.isdecimal() and len(asked) < 19:
        found = get_object_or_404(ScreeningTask.objects.visible_to(request.user).select_related("unit"), pk=asked)
    back = found.get_absolute_url() if found else reverse("screening:clues") + "?view=mine"
    return shown_or_acted(
        request, forms.ClueForm, found, "disputes/clue_form.html", _("线索报上去了，社区会核实。"), back_url=back
    )


@step
@FORM
def clue_answer(request, pk):
    record = answered_here(request, pk)
    if record.answer:
        raise PermissionDenied(_("这条线索已经核实过。"))
    back, done = record.get_absolute_url(), _("核实的结果记下了。")
    return shown_or_acted(request, forms.ClueAnswerForm, record, "disputes/clue_answer_form.html", done, back_url=back)


@step
@FORM
def clue_settle(request, pk):
    record = answered_here(request, pk)
    if not record.is_to_do:
        raise PermissionDenied(_("确认了、还没有登记的线索，才能记当场解决。"))
    back, done = record.get_absolute_url(), _("当场解决记下了。")
    return shown_or_acted(request, forms.ClueSettleForm, record, "disputes/clue_settle_form.html", done, back_url=back)


def clue_for(request, pk):
    rows = Clue.objects.visible_to(request.user)
    if request.method == "POST":
        return get_object_or_404(Clue.objects.select_for_update(), pk__in=rows.filter(pk=pk).values("pk"))
    whole = rows.select_related("community", "grid", "raised_by", "answered_by", "settled_by", "merged_into", "unit")
    return get_object_or_404(whole, pk=pk)


def answered_here(request, pk):
    record = clue_for(request, pk)
    if not record.is_answered_by(request.user):
        raise PermissionDenied(_("由 %s 的窗口或者信访办主任来核实。") % record.community.label)
    return record


def masked(official, rows):
    """Numbers in free text are masked for those whose post reads masked (R15)."""
    if reads_masked(official):
        for row in rows:
            for name in ("facts", "place", "parties", "done", "answer_words", "evidence"):
                setattr(row, name, mask_stray(getattr(row, name)))


# ---------- 数字 ----------
@require_GET
def figures(request):
    """K19 by community: settled of what was confirmed, zero reports on time, in a span of days."""
    today = timezone.localdate()
    first, last, wrong = span(request, today)
    rows, whole = figures_of(first, last, request.user)
    for row in (*rows, whole):
        row["settled_share"] = share(row["settled"], row["confirmed"])
        row["kept_share"] = share(row["kept"], row["due"])
    context = {"rows": rows, "whole": whole, "first": first, "last": last, "wrong": wrong, "may": rights(request.user)}
    return render(request, "disputes/figures.html", context)


def rights(official):
    """The pages of screening that he may open."""
    names = ("tasks", "plans", "clues", "clue_add", "plan_add", "figures")
    return {name for name in names if official.may(f"screening:{name}")} | (
        {"periods"} if official.may("periods:list") else set()
    )
