"""What a matter turns on, written in versions, and the measures taken on it by resource (F20, F51)."""

from datetime import timedelta

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.access import case_for, granted, sees_masked
from cases.forms.analysis import AnalysisForm, MeasureForm, MeasureOutcomeForm
from cases.models import Case, Measure
from cases.steps import step
from cases.views.case import mask_free_text
from cases.views.edits import FORM, changeable, shown_or_taken
from officials import audit

ACTIONS = {"cases:analysis_write", "cases:measure_add", "cases:measure_outcome"}
SHOWN = 50


@require_GET
def analysis(request, number):
    """The analysis as it stands, its earlier versions, and what was done with which resource."""
    case = case_for(request, number)
    rights = granted(case, request.user, ACTIONS) if case.is_open and not case.is_historical else set()
    versions = list(case.analyses.select_related("written_by")[:SHOWN])
    measures = list(case.measures.select_related("written_by", "outcome_by")[:SHOWN])
    if sees_masked(case, request.user):
        mask_free_text(case, *versions, *measures)
    audit.record(request.user, "cases:analysis", "case", case.pk, request=request)
    context = {
        "case": case,
        "may": {action.partition(":")[2] for action in rights},
        "latest": versions[0] if versions else None,
        "earlier": versions[1:],
        "measures": measures,
        "is_needed": case.needs_analysis and not versions,
    }
    return render(request, "cases/analysis.html", context)


@step
@FORM
def analysis_write(request, number):
    case = changeable(request, number)
    return on_analysis(request, case, case, AnalysisForm, "cases/analysis_form.html", _("研判已写。"))


@step
@FORM
def measure_add(request, number):
    case = changeable(request, number)
    return on_analysis(request, case, case, MeasureForm, "cases/measure_form.html", _("措施已记。"))


@step
@FORM
def measure_outcome(request, number, pk):
    case = changeable(request, number)
    measure = get_object_or_404(case.measures, pk=pk)
    measure.case = case
    return on_analysis(request, case, measure, MeasureOutcomeForm, "cases/measure_outcome_form.html", _("效果已记。"))


def on_analysis(request, case, record, form_class, template, done):
    back_url = reverse("cases:analysis", args=[case.number])
    return shown_or_taken(request, case, form_class, record, template, done, back_url=back_url)


@require_GET
def measures(request):
    """Of one month: how many measures by resource and outcome, on the unsealed cases he sees, and the last of them."""
    today = timezone.localdate()
    first, last = month_of(request.GET.get("month", ""), today)
    seen = Case.objects.visible_to(request.user, "cases:measures", sealed=False)
    taken = Measure.objects.taken_between(first, last).filter(case__in=seen)
    counted = taken.by_resource()
    rows = [
        {
            "label": label,
            "counts": [counted[value].get(outcome, 0) for outcome in [*Measure.Outcome.values, ""]],
            "all": sum(counted[value].values()),
        }
        for value, label in Measure.Resource.choices
    ]
    context = {
        "first": first,
        "earlier": first - timedelta(days=1),
        "later": last + timedelta(days=1) if last < today else None,
        "rows": rows,
        "outcomes": [*Measure.Outcome.labels, _("还没看")],
        "measures": taken.select_related("case")[:SHOWN],
    }
    audit.record(request.user, "cases:measures", request=request)
    return render(request, "cases/measures.html", context)


def month_of(text, today):
    """The first and the last day of the month written as 2026-10; of the present one for anything else."""
    year, _dash, month = text.partition("-")
    first = today.replace(day=1)
    if year.isdecimal() and month.isdecimal() and 2000 <= int(year[:5]) <= today.year and 1 <= int(month[:3]) <= 12:
        first = min(first.replace(year=int(year), month=int(month)), first)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
