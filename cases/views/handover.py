"""Handing a case on, and taking it (F40)."""

from django.utils.translation import gettext as _

from cases.forms.handover import HandoverAnswerForm, HandoverForm
from cases.steps import step
from cases.views.edits import FORM, changeable, taken


@step
@FORM
def handover(request, number):
    case = changeable(request, number)
    return taken(
        request, case, HandoverForm, "cases/handover_form.html", _("已移交，等对方签收；签收以前仍由您负责。")
    )


@step
@FORM
def handover_answer(request, number):
    case = changeable(request, number)
    return taken(request, case, HandoverAnswerForm, "cases/handover_answer_form.html", _("已记下。"))
