"""The team on one page: who has how many hours this year, what expires, duties, young staff (F23, L40)."""

from datetime import timedelta

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.forms.training import (
    CertificateEndForm,
    CertificateForm,
    DutyEndForm,
    DutyForm,
    RequirementForm,
    ResultsForm,
    SecondmentForm,
    TrainingForm,
)
from cases.models.certificate import AHEAD
from cases.models.hours import last_day, with_hours
from cases.steps import step
from cases.views.edits import FORM
from cases.views.inspection import shown_or_acted
from officials.models import Attendance, Certificate, Duty, Role, Secondment, TrainingRequirement, TrainingSession

SHOWN = 100
RECENT = timedelta(days=365)


@require_GET
def training(request):
    """One page for the director; a fixed number of queries."""
    today = timezone.localdate()
    people = with_hours(today)
    people.sort(key=lambda person: (-person.lacks, person.hours, person.username))
    papers = Certificate.objects.newest().select_related("official", "specialist")
    soon = Certificate.objects.filter(pk__in=papers.values("pk"), expires_on__lt=today + AHEAD)
    soon = list(soon.select_related("official", "specialist").order_by("expires_on")[:SHOWN])
    for paper in soon:
        paper.valid = paper.is_valid(today)
        paper.days = (paper.expires_on - today).days
    sessions = TrainingSession.objects.filter(held_on__gt=today - RECENT)
    there, again = Q(attendances__was_there=True), Q(attendances__result=Attendance.Result.AGAIN)
    sessions = sessions.annotate(there=Count("attendances", filter=there), again=Count("attendances", filter=again))
    context = {
        "today": today,
        "people": people[: SHOWN * 3],
        "idle": sum(not person.hours for person in people),
        "lacking": sum(bool(person.lacks) for person in people),
        "hours_due": last_day(today),
        "requirements": requirements(today),
        "soon": soon,
        "sessions": list(sessions[:SHOWN]),
        "duties": list(Duty.objects.select_related("unit", "official")[:SHOWN]),
        "secondments": list(Secondment.objects.select_related("official", "unit", "guide")[:SHOWN]),
        "may_write": request.user.may("cases:training_add"),
    }
    for duty in context["duties"]:
        duty.holds = duty.since <= today and (duty.until is None or duty.until > today)
    for row in context["secondments"]:
        row.is_on = row.since <= today < row.until
    return render(request, "cases/training.html", context)


def requirements(today):
    """[(post, hours)] that this year asks for, in the order of the posts."""
    by_role = TrainingRequirement.objects.hours_of(today.year)
    return [(role.label, by_role[role]) for role in Role if by_role.get(role)]


@require_GET
def certificates(request):
    """Every certificate, the earliest end first."""
    today = timezone.localdate()
    rows = Certificate.objects.select_related("official", "specialist").order_by("expires_on", "pk")
    rows = list(rows[: SHOWN * 3])
    for row in rows:
        row.valid = row.is_valid(today)
    return render(
        request,
        "cases/certificates.html",
        {"today": today, "rows": rows, "may_write": request.user.may("cases:certificate_add")},
    )


@step
@FORM
def training_add(request):
    return on_team(request, TrainingForm, None, "cases/training_form.html", _("培训已记。"), to=page_of_session)


@step
@FORM
def training_results(request, pk):
    record = get_object_or_404(TrainingSession, pk=pk)
    return on_team(request, ResultsForm, record, "cases/training_results_form.html", _("已记下。"))


@step
@FORM
def requirement_add(request):
    return on_team(request, RequirementForm, None, "cases/requirement_form.html", _("学时要求已写下。"))


@step
@FORM
def certificate_add(request):
    options = {"specialist": request.GET.get("specialist", "")}
    done = _("证书已登记，到期 30 日以前提醒。")
    return on_team(request, CertificateForm, None, "cases/certificate_form.html", done, options=options)


@step
@FORM
def certificate_end(request, pk):
    rows = Certificate.objects.select_for_update() if request.method == "POST" else Certificate.objects
    record = get_object_or_404(rows, pk=pk)
    return on_team(request, CertificateEndForm, record, "cases/certificate_end_form.html", _("已注销。"))


@step
@FORM
def duty_add(request):
    return on_team(request, DutyForm, None, "cases/duty_form.html", _("已记下。"))


@step
@FORM
def duty_end(request, pk):
    rows = Duty.objects.select_for_update() if request.method == "POST" else Duty.objects
    record = get_object_or_404(rows, pk=pk)
    return on_team(request, DutyEndForm, record, "cases/duty_end_form.html", _("已记下。"))


@step
@FORM
def secondment_add(request):
    return on_team(request, SecondmentForm, None, "cases/secondment_form.html", _("已记下。"))


def on_team(request, form_class, record, template, done, **more):
    back = reverse("cases:training")
    return shown_or_acted(request, form_class, record, template, done, back_url=back, **more)


def page_of_session(form):
    """Where there was a test, on to the results."""
    if form.record.has_test:
        return reverse("cases:training_results", args=[form.record.pk])
    return reverse("cases:training")
