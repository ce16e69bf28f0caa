"""A claim named after triage: what it is, its way, its acceptance and its notice (0124)."""

from django import forms
from django.utils.translation import gettext_lazy

from cases.forms.case import CLAIM_LENGTH
from cases.forms.edit import CarefulForm
from cases.forms.widgets import Segments
from cases.models import Service
from cases.models.claim import Purpose
from cases.text import CleanCharField
from petitions.forms.base import PetitionForm, ServedForm, area, past_day
from petitions.forms.procedure import WAY, SortingForm


class AdditionForm(PetitionForm, CarefulForm):
    text = CleanCharField(
        label=gettext_lazy("本人又要求什么"),
        max_length=CLAIM_LENGTH,
        widget=area(3),
        help_text=gettext_lazy("一次记一条，照本人的话。书面告知从提出那天起 15 日。"),
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("信访目的"), choices=Purpose.choices, initial=Purpose.APPEAL, widget=Segments
    )
    on = past_day(gettext_lazy("提出日期"))

    def clean(self):
        self.warn_of_numbers("text")
        return self.cleaned_data

    def take(self):
        self.record.add_claim(by=self.by, **{name: self.cleaned_data[name] for name in ("text", "purpose", "on")})


class ClaimTriageForm(SortingForm):
    on = past_day(gettext_lazy("分流日期"))
    reason = None

    def take(self):
        typed = {name: self.cleaned_data[name] for name in (*WAY, "on")}
        self.record.triage_claim(by=self.by, claim=self.claim, **typed)


class ClaimAcceptanceForm(PetitionForm):
    on = past_day(gettext_lazy("受理日期"), help_text=gettext_lazy("这条诉求的 60 日从这一天的次日数起，其他的不动。"))

    def __init__(self, *args, claim, **kwargs):
        self.claim = claim
        super().__init__(*args, **kwargs)

    def take(self):
        self.record.accept_claim(by=self.by, claim=self.claim, on=self.cleaned_data["on"])


class ClaimNoticeForm(ServedForm):
    what = Service.What.NOTICE

    def __init__(self, *args, claim, **kwargs):
        self.claim = claim
        super().__init__(*args, **kwargs)

    def take(self):
        self.record.give_notice_of(by=self.by, claim=self.claim, **self.service())
