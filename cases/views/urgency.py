"""The urgent lane of a case, its life-safety incidents, and how far up it went (F13, F22, L09, R4)."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cases.access import case_for
from cases.forms.urgency import (
    EscalationForm,
    IncidentClosingForm,
    IncidentForm,
    MeasureForm,
    ReportForm,
    UrgentForm,
    UrgentOwnerForm,
)
from cases.steps import step
from cases.views.edits import FORM, changeable, shown_or_taken, taken


@step
@FORM
def urgent(request, number):
    case = changeable(request, number)
    return taken(request, case, UrgentForm, "cases/urgent_form.html", _("已列为急办，期限从现在起算。"))


@step
@FORM
def urgent_owner(request, number):
    case = changeable(request, number)
    return taken(request, case, UrgentOwnerForm, "cases/urgent_owner_form.html", _("已指定，今天由他负责。"))


@step
@FORM
def measure(request, number):
    case = changeable(request, number)
    return taken(request, case, MeasureForm, "cases/measure_form.html", _("已记下。"))


@step
@FORM
def report(request, number):
    case = changeable(request, number)
    return taken(request, case, ReportForm, "cases/report_form.html", _("已记上报。"))


@step
@FORM
def incident(request, number):
    case = changeable(request, number)
    return taken(request, case, IncidentForm, "cases/incident_form.html", _("已记下。先救人，再写字。"))


@step
@FORM
def incident_close(request, number, pk):
    """Also on a closed case: nothing that is over stays on a screen (R4)."""
    case = case_for(request, number, lock=request.method == "POST")
    found = get_object_or_404(case.incidents.on_screen(), pk=pk)
    template = "cases/incident_closing_form.html"
    return shown_or_taken(request, case, IncidentClosingForm, found, template, _("已结束，不再显示。"))


@step
@FORM
def escalation(request, number):
    case = changeable(request, number)
    return taken(request, case, EscalationForm, "cases/escalation_form.html", _("已记入上行经过。"))
