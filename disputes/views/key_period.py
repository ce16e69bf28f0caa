"""Key periods: what there are, what one asks of the office today, who is on duty (F58)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.steps import step
from cases.views.edits import FORM
from cases.views.inspection import shown_or_acted
from disputes.forms import key_period as forms
from disputes.forms.deciding import asked_decision
from disputes.models import KeyPeriod, ScreeningTask
from disputes.views.screening import rights
from officials import audit

SHOWN = 50
URGENT_SHOWN = 20


@require_GET
def periods(request):
    today = timezone.localdate()
    rows = list(KeyPeriod.objects.select_related("made_by").prefetch_related("units")[: SHOWN + 1])
    for row in rows:
        row.word, row.is_now = row.state(today), row.is_in_force(today)
    context = {
        "rows": rows[:SHOWN],
        "has_more": len(rows) > SHOWN,
        "shown": SHOWN,
        "today": today,
        "may_add": request.user.may("periods:new"),
        "may": rights(request.user),
    }
    return render(request, "disputes/periods.html", context)


@require_GET
def period(request, pk):
    """One period: what it asks for, whose zero report of today is in, urgent matters, and who is on duty today."""
    official, today = request.user, timezone.localdate()
    record = period_for(request, pk)
    reports = ScreeningTask.objects.visible_to(official).standing().zero_reports().filter(period=record)
    todays = list(
        reports.filter(for_on=today).select_related("unit", "plan", "reported_by").order_by("unit__position")
    )
    late = list(reports.late(today).select_related("unit", "plan").order_by("due_on", "pk")[:SHOWN])
    may_cases = official.may("cases:list") and record.is_in_force(today)
    urgent = list(record.urgent_matters(official)[: URGENT_SHOWN + 1]) if may_cases else []
    raised = ScreeningTask.objects.visible_to(official).standing().filter(period=record, plan__isnull=False)
    context = {
        "record": record,
        "today": today,
        "word": record.state(today),
        "is_now": record.is_in_force(today),
        "units": list(record.units.all()),
        "reports": todays,
        "reported": sum(1 for row in todays if row.result),
        "late": late,
        "urgent": urgent[:URGENT_SHOWN],
        "has_more_urgent": len(urgent) > URGENT_SHOWN,
        "raised": raised.filter(for_on=today).count(),
        "on_duty": list(record.shifts.filter(on=today).select_related("unit", "official")),
        "may_withdraw": not record.is_over(today) and official.may("periods:withdrawal"),
        "may_change": record.is_ahead(today) and official.may("periods:change"),
        "may_duty": not record.is_over(today) and official.may("periods:duty"),
        "may_cases": may_cases,
    }
    audit.record(official, "periods:period", request=request, field=str(record.pk))
    return render(request, "disputes/period.html", context)


@step
@FORM
def new(request):
    back, done = reverse("periods:list"), _("重要节点写下了，到日子自己开始、自己结束。")
    return shown_or_acted(
        request,
        forms.PeriodForm,
        None,
        "disputes/period_form.html",
        done,
        back_url=back,
        to=lambda form: form.record.get_absolute_url(),
        options={"initial": asked_decision(request)},
    )


@step
@FORM
def change(request, pk):
    record = period_for(request, pk)
    if not record.is_ahead(timezone.localdate()):
        raise PermissionDenied(_("已经开始的重要节点不能再改，可以提前结束，再定一个。"))
    back, done = record.get_absolute_url(), _("重要节点改好了。")
    return shown_or_acted(request, forms.PeriodChangeForm, record, "disputes/period_form.html", done, back_url=back)


@step
@FORM
def withdrawal(request, pk):
    record = period_for(request, pk)
    if record.is_over(timezone.localdate()):
        raise PermissionDenied(_("这个重要节点已经结束。"))
    back, done = record.get_absolute_url(), _("提前结束了，排查改回平常。")
    return shown_or_acted(
        request, forms.PeriodWithdrawalForm, record, "disputes/period_withdrawal_form.html", done, back_url=back
    )


# ---------- 值班 ----------
@require_GET
def roster(request, pk):
    """Who is on duty each day of the period; as it is printed."""
    record = period_for(request, pk)
    today = timezone.localdate()
    shifts = {}
    for shift in record.shifts.select_related("unit", "official"):
        shifts.setdefault(shift.on, []).append(shift)
    context = {
        "record": record,
        "days": [(day, shifts.get(day, [])) for day in record.days()],
        "today": today,
        "may_duty": not record.is_over(today) and request.user.may("periods:duty"),
        "may_drop": request.user.may("periods:duty_drop"),
    }
    return render(request, "disputes/roster.html", context)


@step
@FORM
def duty(request, pk):
    record = period_for(request, pk)
    back, done = reverse("periods:roster", args=[record.pk]), _("班排上了。")
    return shown_or_acted(request, forms.DutyForm, record, "disputes/duty_form.html", done, back_url=back)


@step
@require_POST
def duty_drop(request, pk, shift):
    """Take one day off the roster."""
    record = period_for(request, pk)
    row = get_object_or_404(record.shifts.select_related("official"), pk=shift)
    try:
        row.take_off(today=timezone.localdate())
    except ValidationError as refusal:
        raise PermissionDenied(refusal.messages[0]) from None
    audit.record(request.user, "periods:duty_drop", request=request, field=f"{row.on} {row.official.username}")
    messages.success(request, _("这一天的班撤了。"))
    return redirect("periods:roster", record.pk)


def period_for(request, pk):
    if request.method == "POST":
        return get_object_or_404(KeyPeriod.objects.select_for_update(), pk=pk)
    return get_object_or_404(KeyPeriod.objects.select_related("made_by", "withdrawn_by"), pk=pk)
