"""Issuing an order of supervision: the order is the register's, its paper the procedure's (F48, P14)."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cases.access import case_for
from cases.steps import step
from cases.views.edits import FORM, shown_or_taken
from petitions.forms.supervision import SupervisionForm


@step
@FORM
def supervision(request, number, clock):
    """Also on a closed case, for what it promised."""
    case = case_for(request, number, lock=request.method == "POST")
    late = get_object_or_404(case.deadlines.running().ours().select_related("case__handler", "official"), pk=clock)
    template = "petitions/supervision_form.html"
    done = _("督办单已签发，反馈时间已经起算。文书起草好了，在案件的文书里送审、制发。")
    return shown_or_taken(request, case, SupervisionForm, late, template, done)
