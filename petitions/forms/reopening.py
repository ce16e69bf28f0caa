"""A closed petition comes back: asked for by whoever hears it, decided by the director (T26)."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.edit import CarefulForm
from cases.forms.widgets import Segments
from cases.models import Case
from cases.text import CleanCharField
from petitions.forms.base import PetitionForm, area, past_day


def reason_field():
    return CleanCharField(
        label=gettext_lazy("哪里没有解决好"),
        max_length=500,
        widget=area(3),
        help_text=gettext_lazy("同一事实才重新办理。有新的事实，登记为新的一件，关联这一件。"),
    )


class ReopeningProposalForm(PetitionForm, CarefulForm):
    reason = reason_field()
    on = past_day(gettext_lazy("提出日期"), help_text=gettext_lazy("本人再提出来的那天。"))

    def clean(self):
        self.warn_of_numbers("reason")
        return self.cleaned_data

    def take(self):
        self.record.propose_reopening(by=self.by, on=self.cleaned_data["on"], reason=self.cleaned_data["reason"])


class ReopeningForm(PetitionForm, CarefulForm):
    """Decide what waits, or open it again without having been asked; the level is proposed, the director sets it."""

    decision = forms.ChoiceField(
        label=gettext_lazy("决定"),
        choices=[("yes", gettext_lazy("重新办理")), ("no", gettext_lazy("不重新办理"))],
        widget=Segments,
        initial="yes",
    )
    reason = reason_field()
    claims = forms.MultipleChoiceField(
        label=gettext_lazy("哪几条诉求重新办"), widget=forms.CheckboxSelectMultiple, required=False
    )
    level = forms.ChoiceField(label=gettext_lazy("层级"), choices=Case.Level.choices, widget=Segments)
    ground = CleanCharField(
        label=gettext_lazy("定级依据"),
        max_length=300,
        required=False,
        widget=area(2),
        help_text=gettext_lazy("层级变了才写。清零目标从重新办理那天按新的层级算。"),
    )
    refusal = CleanCharField(
        label=gettext_lazy("不重新办理的理由"),
        max_length=500,
        required=False,
        widget=area(2),
        help_text=gettext_lazy("重新办理的不用写。"),
    )
    on = past_day(gettext_lazy("决定日期"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.claims = self.record.claims_to_reopen()
        self.fields["claims"].choices = [
            (str(claim.position), f"{claim.position}. {claim.text}") for claim in self.claims
        ]
        self.initial.setdefault("claims", [str(claim.position) for claim in self.claims])
        self.initial.setdefault("level", self.record.level_proposed())
        unneeded = ("reason",) if self.record.waiting_reopening() else ("decision", "refusal")
        for name in unneeded:
            del self.fields[name]

    def clean(self):
        for name in ("reason", "refusal"):
            if name in self.fields:
                self.warn_of_numbers(name)
        if self.cleaned_data.get("decision") == "no" and not self.cleaned_data.get("refusal"):
            self.add_error("refusal", _("请写为什么不重新办理。"))
        return self.cleaned_data

    def take(self):
        typed = self.cleaned_data
        if typed.get("decision") == "no":
            self.record.refuse_reopening(by=self.by, on=typed["on"], reason=typed["refusal"])
            return
        self.record.reopen(
            by=self.by,
            on=typed["on"],
            claims=[claim for claim in self.claims if str(claim.position) in typed["claims"]],
            level=typed["level"],
            ground=typed["ground"],
            reason=typed.get("reason", ""),
        )
