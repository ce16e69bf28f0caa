"""What moves the clearing target of a case: its level, a suspension, the plan of a hard matter (T24-T27)."""

from django.utils.translation import gettext as _

from cases.forms.clearing import (
    ContactTryForm,
    LevelChangeForm,
    LevelDecisionForm,
    PlanExtensionForm,
    SuspensionDecisionForm,
    SuspensionEndForm,
    SuspensionForm,
)
from cases.steps import step
from cases.views.edits import FORM, changeable, taken


@step
@FORM
def level_change(request, number):
    case = changeable(request, number)
    return taken(request, case, LevelChangeForm, "cases/level_change_form.html", _("已提出，等别人决定。"))


@step
@FORM
def level_decision(request, number):
    case = changeable(request, number)
    return taken(request, case, LevelDecisionForm, "cases/level_decision_form.html", _("已决定。"))


@step
@FORM
def suspension(request, number):
    case = changeable(request, number)
    return taken(
        request, case, SuspensionForm, "cases/suspension_form.html", _("已提出，等别人决定；同意以前照常计算。")
    )


@step
@FORM
def suspension_decision(request, number):
    case = changeable(request, number)
    return taken(request, case, SuspensionDecisionForm, "cases/suspension_decision_form.html", _("已决定。"))


@step
@FORM
def suspension_end(request, number):
    case = changeable(request, number)
    return taken(request, case, SuspensionEndForm, "cases/suspension_end_form.html", _("清零目标从今天起接着计算。"))


@step
@FORM
def contact_try(request, number):
    case = changeable(request, number)
    return taken(request, case, ContactTryForm, "cases/contact_try_form.html", _("已记下。"))


@step
@FORM
def plan_extension(request, number):
    case = changeable(request, number)
    return taken(request, case, PlanExtensionForm, "cases/plan_extension_form.html", _("已按例会的决定延长。"))
