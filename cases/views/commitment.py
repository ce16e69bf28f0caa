"""What was promised on a case: also of a closed one it is performed, put off and checked (L37, T21)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from cases.access import case_for
from cases.forms.commitment import (
    AcceptanceForm,
    CheckForm,
    CommitmentForm,
    CommitmentWithdrawalForm,
    PerformanceForm,
    PostponementForm,
)
from cases.steps import step
from cases.views.edits import FORM, changeable, shown_or_taken, taken


def about(request, number, position, form_class, template, done):
    """Show or carry out a step on one commitment of the case."""
    case = case_for(request, number, lock=request.method == "POST")
    commitment = case.commitments.filter(position=position).first()
    if commitment is None:
        raise Http404
    if case.is_historical:
        raise PermissionDenied(_("历史来件只供查阅，照原样保存。"))
    return shown_or_taken(request, case, form_class, commitment, f"cases/{template}.html", done)


@step
@FORM
def add(request, number):
    case = changeable(request, number)
    return taken(request, case, CommitmentForm, "cases/commitment_form.html", _("履行事项已写下。"))


@step
@FORM
def performance(request, number, position):
    done = _("已记办好，请另一位同事核对。")
    return about(request, number, position, PerformanceForm, "commitment_performance_form", done)


@step
@FORM
def check(request, number, position):
    return about(request, number, position, CheckForm, "commitment_check_form", _("核对已记下。"))


@step
@FORM
def acceptance(request, number, position):
    return about(request, number, position, AcceptanceForm, "commitment_acceptance_form", _("本人接受，已记下。"))


@step
@FORM
def postponement(request, number, position):
    done = _("改期已记下，原来的日期留着。")
    return about(request, number, position, PostponementForm, "commitment_postponement_form", done)


@step
@FORM
def withdrawal(request, number, position):
    return about(
        request, number, position, CommitmentWithdrawalForm, "commitment_withdrawal_form", _("已撤下，记录还在。")
    )
