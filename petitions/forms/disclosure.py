"""Who somebody is, told to a unit for one inquiry: the asking and the review (R10)."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.dates import DayField
from cases.forms.widgets import Segments
from cases.text import CleanCharField
from petitions.forms.base import PetitionForm, area, past_day
from petitions.models import Disclosure


class DisclosureForm(PetitionForm):
    party = forms.ChoiceField(label=gettext_lazy("告知谁的身份"))
    what = forms.MultipleChoiceField(
        label=gettext_lazy("告知哪几项"),
        choices=Disclosure.What.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("只勾核实非要不可的。"),
    )
    need = CleanCharField(
        label=gettext_lazy("为什么没有它就核实不了"),
        max_length=500,
        widget=area(2),
        help_text=gettext_lazy("例如 同一楼有三户报过，要按户查报修记录。"),
    )
    ground = forms.ChoiceField(label=gettext_lazy("凭什么"), choices=Disclosure.Ground.choices, widget=Segments)
    ground_note = CleanCharField(
        label=gettext_lazy("怎样同意的，或者依据哪一条"),
        max_length=500,
        widget=area(2),
        help_text=gettext_lazy("同意的写怎样问的、本人怎么说；不同意也照样办理。法律要求的写明法律名称和条款。"),
    )
    consented_on = DayField(label=gettext_lazy("本人同意的日期"), latest_today=True, required=False)
    on = past_day(gettext_lazy("提出日期"))

    def __init__(self, *args, inquiry, **kwargs):
        self.inquiry = inquiry
        super().__init__(*args, **kwargs)
        self.initial.pop("consented_on", None)
        self.parties = self.record.tellable()
        self.fields["party"].choices = [
            (str(party.pk), f"{party.name_masked}（{party.get_role_display()}）") for party in self.parties
        ]

    def clean(self):
        typed = self.cleaned_data
        lacks_day = typed.get("ground") == Disclosure.Ground.CONSENT and not typed.get("consented_on")
        if lacks_day and "consented_on" not in self.errors:
            self.add_error("consented_on", _("请写本人哪天同意的。"))
        return typed

    def take(self):
        typed = self.cleaned_data
        names = ("need", "ground", "ground_note", "consented_on", "on")
        self.record.ask_disclosure(
            by=self.by,
            inquiry=self.inquiry,
            party=next(party for party in self.parties if str(party.pk) == typed["party"]),
            fields=typed["what"],
            **{name: typed[name] for name in names},
        )


class DisclosureReviewForm(PetitionForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("审核结果"),
        choices=Disclosure.Outcome.choices,
        widget=Segments,
        help_text=gettext_lazy("同意的，那个单位在这份核查任务里看得到，任务结束就看不到；每次看都有记录。"),
    )
    review = CleanCharField(
        label=gettext_lazy("审核意见"),
        max_length=500,
        required=False,
        widget=area(2),
        help_text=gettext_lazy("不告知的写原因。"),
    )
    on = past_day(gettext_lazy("审核日期"))

    def __init__(self, *args, inquiry, **kwargs):
        self.inquiry = inquiry
        super().__init__(*args, **kwargs)

    def take(self):
        names = ("outcome", "review", "on")
        self.record.review_disclosure(
            by=self.by, inquiry=self.inquiry, **{name: self.cleaned_data[name] for name in names}
        )
