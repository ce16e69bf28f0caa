"""Taking note of a level, and answering an order of supervision (T31, F48)."""

from django import forms
from django.utils.translation import gettext_lazy

from cases.forms.edit import CarefulForm
from cases.models import Acknowledgement, DueWarning, Event
from cases.text import CleanCharField


class AcknowledgementForm(CarefulForm):
    """`record`: the warning."""

    note = CleanCharField(
        label=gettext_lazy("怎么办"),
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("写下一步谁做什么，例如 本周五前送签答复。不写当事人的证件和电话"),
        error_messages={"required": gettext_lazy("请写怎么办，例如 本周五前送签答复。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.record.level == DueWarning.Level.MEETING:
            self.fields["note"].label = gettext_lazy("会议怎么定的")

    def clean(self):
        self.warn_of_numbers("note")
        return self.cleaned_data

    def take(self):
        warning, note = self.record, self.cleaned_data["note"]
        row = Acknowledgement(
            deadline_id=warning.deadline_id, due_on=warning.due_on, level=warning.level, by=self.by, note=note
        )
        row.full_clean()
        row.save()
        detail = f"{warning.deadline.label}，{DueWarning.Level(warning.level).label}，已知悉：{note}"
        Event.objects.add(warning.deadline.case, Event.Kind.SUPERVISED, by=self.by, detail=detail)


class SupervisionAnswerForm(CarefulForm):
    """`record`: the order."""

    answer = CleanCharField(
        label=gettext_lazy("整改和办理情况"),
        max_length=1000,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("写办了什么、还差什么、哪天办完。不写当事人的证件和电话"),
        error_messages={"required": gettext_lazy("请写整改和办理情况。")},
    )

    def clean(self):
        self.warn_of_numbers("answer")
        return self.cleaned_data

    def take(self):
        self.record.reply(self.cleaned_data["answer"], by=self.by, on=self.today)
