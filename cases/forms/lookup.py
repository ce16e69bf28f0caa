"""What came of an unusual look-up (R11)."""

from django import forms
from django.utils.translation import gettext_lazy

from cases.forms.steps import StepForm
from cases.text import CleanCharField


class LookupForm(StepForm):
    note = CleanCharField(
        label=gettext_lazy("处理情况"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("问了谁、是怎么回事、要不要报上去。不写信访人的姓名、电话。"),
    )

    def take(self):
        self.record.acknowledge(by=self.by, note=self.cleaned_data["note"])
