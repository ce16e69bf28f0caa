"""The wish to withdraw all or some claims, and the asking (P20)."""

from django import forms
from django.utils.translation import gettext_lazy

from cases.forms.widgets import Segments
from cases.text import CleanCharField
from petitions.forms.base import PetitionForm, area, past_day
from petitions.models import Withdrawal


class WithdrawalForm(PetitionForm):
    form = forms.ChoiceField(
        label=gettext_lazy("怎样提出的"),
        choices=Withdrawal.Form.choices,
        widget=Segments,
        help_text=gettext_lazy("只记本人自己提出的，不劝撤、不拿别的事交换。"),
    )
    claims = forms.MultipleChoiceField(
        label=gettext_lazy("撤回哪几条"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("整件都撤回的不用勾。只撤回几条的，其余的照常办理。"),
    )
    words = CleanCharField(label=gettext_lazy("本人的话"), max_length=2000, widget=area(4))
    on = past_day(gettext_lazy("提出日期"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.claims = self.record.claims_to_withdraw()
        choices = [(str(claim.position), f"{claim.position}. {claim.text}") for claim in self.claims]
        self.fields["claims"].choices = choices
        if len(self.record.case.claims.all()) < 2:
            del self.fields["claims"]

    def take(self):
        names, ticked = ("form", "words", "on"), self.cleaned_data.get("claims", ())
        claims = [claim for claim in self.claims if str(claim.position) in ticked]
        typed = {name: self.cleaned_data[name] for name in names}
        self.record.wish_to_withdraw(by=self.by, claims=claims, **typed)


class ConfirmationForm(PetitionForm):
    manner = CleanCharField(
        label=gettext_lazy("怎样确认的"),
        max_length=200,
        help_text=gettext_lazy("当面、电话都可以。请这样问：您还要不要办下去？撤不撤都行，不撤的照样办。"),
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("确认结果"), choices=Withdrawal.Outcome.choices, widget=forms.RadioSelect
    )
    reason = CleanCharField(label=gettext_lazy("涉及谁的利益"), max_length=300, required=False, widget=area(2))
    on = past_day(gettext_lazy("确认日期"))

    def take(self):
        names = ("manner", "outcome", "reason", "on")
        self.record.confirm_withdrawal(by=self.by, **{name: self.cleaned_data[name] for name in names})
