"""Two open petitions of one matter become one (T28)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.edit import CarefulForm
from cases.models import Case
from cases.text import CleanCharField
from petitions.forms.base import PetitionForm, area, past_day

ACTION = "petitions:merger"


def other_case(number, by):
    """The other case by its number, of those on which `by` may merge; None where there is none for him."""
    number = number.upper().replace(" ", "")
    cases = Case.objects.within(by, ACTION).filter(procedure=Case.Procedure.PETITION, is_historical=False)
    return cases.filter(number=number).select_related("petition").first()


class MergerForm(PetitionForm, CarefulForm):
    number = CleanCharField(
        label=gettext_lazy("另一件的案号"), max_length=30, help_text=gettext_lazy("如 DH2026-00317")
    )
    reason = CleanCharField(
        label=gettext_lazy("为什么是同一事项"),
        max_length=500,
        widget=area(3),
        help_text=gettext_lazy("写事，不写人：同一处、同一件、同一个要求。"),
    )
    is_sure = forms.BooleanField(
        label=gettext_lazy("并案不能撤销，两件我都看过了"),
        error_messages={"required": gettext_lazy("并案不能撤销：看过两件以后，请勾上这一项。")},
    )
    on = past_day(gettext_lazy("并案日期"))

    def clean(self):
        self.warn_of_numbers("reason")
        return self.cleaned_data

    def take(self):
        typed = self.cleaned_data
        other = other_case(typed["number"], self.by)
        if other is None:
            raise ValidationError({"number": _("没有找到这件信访：案号写错了，或者不归您并案。")})
        self.survivor = self.record.merge(other.petition, by=self.by, on=typed["on"], reason=typed["reason"])
