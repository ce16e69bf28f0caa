"""The appraisal of units, the records behind each figure, and the targets and weights (F53)."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.appraisal import appraise
from cases.figures import Span
from cases.forms.appraisal import AppraisalForm
from cases.indicators import INDICATORS, records
from cases.models import AppraisalScheme, Case
from cases.steps import step
from cases.views.analysis import month_of
from cases.views.edits import FORM
from officials import audit
from officials.models import Role, Unit

SHOWN = 100
WHOLE = {Role.OD, Role.HO, Role.LO, Role.SV, Role.AU}


def units_of(official):
    """None for whoever reads all units; a handler reads his own."""
    return None if official.roles & WHOLE else official.unit_ids


@require_GET
def appraisal(request):
    """Units, never people: each figure leads to its records."""
    today = timezone.localdate()
    first, last = month_of(request.GET.get("month", ""), today)
    indicators, lines = appraise(first, Span.of(first, last, today).due_last, units_of(request.user))
    audit.record(request.user, "cases:appraisal", request=request)
    context = {
        "first": first,
        "earlier": first - timedelta(days=1),
        "later": last + timedelta(days=1) if last < today else None,
        "runs": last >= today,
        "indicators": [INDICATORS[id] for id in indicators],
        "lines": lines,
        "scheme": AppraisalScheme.objects.in_force(first),
        "may_write": request.user.may("cases:appraisal_scheme"),
    }
    return render(request, "cases/appraisal.html", context)


@require_GET
def appraisal_records(request, indicator, unit):
    """The obligations behind one figure, what was missed first; their cases only where one sees them."""
    today = timezone.localdate()
    first, last = month_of(request.GET.get("month", ""), today)
    if indicator not in INDICATORS:
        raise Http404
    allowed = units_of(request.user)
    unit = get_object_or_404(Unit.objects.all() if allowed is None else Unit.objects.filter(pk__in=allowed), pk=unit)
    until = Span.of(first, last, today).due_last
    rows = list(records(INDICATORS[indicator], unit, first, until).select_related("case")[: SHOWN + 1])
    ids = {row.case_id for row in rows if row.case_id}
    seen = set(Case.objects.visible_to(request.user, sealed=False).filter(pk__in=ids).values_list("pk", flat=True))
    for row in rows:
        row.is_seen = row.case_id in seen
    audit.record(request.user, "cases:appraisal_records", "unit", unit.pk, request=request)
    context = {
        "indicator": INDICATORS[indicator],
        "unit": unit,
        "rows": rows[:SHOWN],
        "has_more": len(rows) > SHOWN,
        "first": first,
        "back_url": f"{reverse('cases:appraisal')}?month={first:%Y-%m}",
    }
    return render(request, "cases/appraisal_records.html", context)


@step
@FORM
def appraisal_scheme(request):
    """Write the next version of targets and weights."""
    form = AppraisalForm(
        request.POST if request.method == "POST" else None, by=request.user, today=timezone.localdate()
    )
    if request.method == "POST" and form.save():
        audit.record(request.user, "cases:appraisal_scheme", request=request)
        messages.success(request, _("新的考核办法已写，过去的月份照当时的。"))
        return redirect("cases:appraisal")
    context = {"form": form, "back_url": reverse("cases:appraisal"), "own": form.own}
    return render(request, "cases/appraisal_form.html", context, status=422 if form.is_bound else 200)
