"""A person's word on the risk of a matter (R7)."""

from django import forms
from django.utils.translation import gettext_lazy

from cases.forms.case import label
from cases.forms.edit import CarefulForm
from cases.forms.widgets import Segments
from cases.models import CaseRisk
from cases.text import CleanCharField


class RiskConfirmForm(CarefulForm):
    """`record`: the row of the running month, whose case row is locked."""

    level = forms.ChoiceField(
        label=label("confirmed_level", CaseRisk),
        choices=CaseRisk.Level,
        widget=Segments,
        error_messages={"required": gettext_lazy("请选等级。")},
    )
    reason = CleanCharField(
        label=label("reason", CaseRisk),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("请写为什么定这一级。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("level", self.record.stands_as)

    def clean(self):
        self.warn_of_numbers("reason")
        return self.cleaned_data

    def take(self):
        self.record.confirm(self.cleaned_data["level"], reason=self.cleaned_data["reason"], by=self.by, on=self.today)
