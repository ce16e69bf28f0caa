"""A claim goes to mediation, and what comes back (L20)."""

from django import forms
from django.utils.translation import gettext_lazy

from cases.forms.edit import CarefulForm
from cases.forms.widgets import Segments
from cases.text import CleanCharField
from disputes.forms.mediation import RIGHTS
from disputes.models import Consent, DisputeKind
from petitions.forms.base import PetitionForm, area, past_day
from petitions.models import Referral


class ReferralForm(PetitionForm, CarefulForm):
    claim = forms.ChoiceField(label=gettext_lazy("哪一条诉求"), widget=forms.RadioSelect)
    kind = forms.ModelChoiceField(
        label=gettext_lazy("哪一类纠纷"), queryset=DisputeKind.objects.none(), empty_label=gettext_lazy("请选")
    )
    other_side = CleanCharField(label=gettext_lazy("对方"), max_length=50, help_text=gettext_lazy("姓名或者单位。"))
    other_phone = CleanCharField(label=gettext_lazy("对方电话"), max_length=40, required=False)
    ground = CleanCharField(
        label=gettext_lazy("为什么可以调解"),
        max_length=300,
        widget=area(2),
        help_text=gettext_lazy("双方可以自己商量着办的事；街道依法要作决定、要处罚的不行。"),
    )
    is_free = forms.BooleanField(
        label=gettext_lazy("在双方可以处分的范围内，不违反强制规定（条例第三十三条）"), required=False
    )
    rights_told = forms.BooleanField(
        label=gettext_lazy("已向双方告知权利义务，双方都同意调解"), required=False, help_text=RIGHTS
    )
    way = forms.ChoiceField(
        label=gettext_lazy("怎么同意的"), choices=Consent.Way.choices, initial=Consent.Way.FACE, widget=Segments
    )
    on = past_day(gettext_lazy("同意、移交日期"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.claims = {str(claim.position): claim for claim in self.record.claims_to_mediate()}
        choices = [(place, f"{place}. {claim.text}") for place, claim in self.claims.items()]
        self.fields["claim"].choices = choices
        if len(choices) == 1:
            self.initial.setdefault("claim", choices[0][0])
        self.fields["kind"].queryset = DisputeKind.objects.in_use(self.today)

    def clean(self):
        self.warn_of_numbers("ground")
        return self.cleaned_data

    def take(self):
        names = ("kind", "other_side", "other_phone", "ground", "is_free", "rights_told", "way", "on")
        typed = {name: self.cleaned_data[name] for name in names}
        typed["claim"] = self.claims[self.cleaned_data["claim"]]
        self.record.refer_to_mediation(by=self.by, **typed)


class ResultForm(PetitionForm, CarefulForm):
    outcome = forms.ChoiceField(label=gettext_lazy("结果"), choices=Referral.Outcome.choices, widget=Segments)
    may_be_copied = forms.BooleanField(label=gettext_lazy("双方同意把协议附入信访案卷"), required=False)
    agreement = CleanCharField(
        label=gettext_lazy("协议内容"),
        max_length=2000,
        required=False,
        widget=area(5),
        help_text=gettext_lazy("照协议写谁、哪天以前、办什么。双方没有同意的不写；调解中说的话一律不写。"),
    )
    on = past_day(gettext_lazy("结果日期"))

    def __init__(self, *args, referral=None, **kwargs):
        self.referral = referral
        super().__init__(*args, **kwargs)

    def clean(self):
        self.warn_of_numbers("agreement")
        return self.cleaned_data

    def take(self):
        names = ("outcome", "may_be_copied", "agreement", "on")
        typed = {name: self.cleaned_data[name] for name in names}
        self.record.hear_of_mediation(by=self.by, referral=self.referral, **typed)
