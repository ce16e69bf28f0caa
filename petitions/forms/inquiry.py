"""Inquiry (R10): the claims worded for a unit, what the office does with its answer, and the answer itself."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.evidence import EvidenceForm
from cases.strays import without_names
from cases.text import CleanCharField
from officials.models import Posting, Role, Unit
from petitions.forms.base import PetitionForm, area, past_day, say_what_lacks


class InquiryForm(PetitionForm):
    """One tick and one wording a claim; the wording stands there already without names and numbers."""

    unit = forms.ModelChoiceField(
        None,
        label=gettext_lazy("核查单位"),
        empty_label=gettext_lazy("请选择"),
        help_text=gettext_lazy("只列有承办人的单位。它只看到下面写的，看不到案件、信访人和材料。"),
    )
    asked = CleanCharField(
        label=gettext_lazy("要核实什么"),
        max_length=1000,
        widget=area(4),
        help_text=gettext_lazy("要它说明的事、要它附的材料。不写姓名、电话、住址。"),
    )
    on = past_day(gettext_lazy("发出日期"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        claims = self.record.case.claims.all()
        self.claims = [claim for claim in claims if not (claim.is_routed_elsewhere or claim.withdrawn_on)]
        posts = Posting.objects.in_force(self.today).filter(role=Role.HD, official__is_active=True)
        units = Unit.objects.filter(pk__in=posts.values("unit"))
        self.fields["unit"].queryset = units.exclude(pk=self.record.case.handling_unit_id)
        self.initial.setdefault("unit", next(iter(self.record.units_complained_about()), None))
        for claim in self.claims:
            tick, words = self._names(claim)
            label = _("诉求 %d 要核实") % claim.position
            self.fields[tick] = forms.BooleanField(label=label, required=False, initial=True)
            label = _("诉求 %d 给单位看的话") % claim.position
            self.fields[words] = CleanCharField(
                label=label,
                max_length=1000,
                required=False,
                widget=area(2),
                initial=without_names(self.record.case, claim.text),
            )
        named = [name for claim in self.claims for name in self._names(claim)]
        self.order_fields(["unit", *named, "asked", "on"])

    def take(self):
        typed = self.cleaned_data
        wanted = {claim: typed[words] for claim in self.claims for tick, words in [self._names(claim)] if typed[tick]}
        self.inquiry = self.record.inquire(
            by=self.by, on=typed["on"], unit=typed["unit"], claims=wanted, asked=typed["asked"]
        )

    @staticmethod
    def _names(claim):
        return f"claim-{claim.position}", f"claim-{claim.position}-words"


class InquiryOutcomeForm(PetitionForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("怎么办"),
        choices=[
            ("take", gettext_lazy("采用，记入调查核实")),
            ("return", gettext_lazy("退回，请它补充")),
            ("recall", gettext_lazy("撤回，不用核实了")),
        ],
        widget=forms.RadioSelect,
    )
    reason = CleanCharField(
        label=gettext_lazy("说明"),
        max_length=300,
        required=False,
        widget=area(2),
        help_text=gettext_lazy("退回、撤回的写原因，退回的原因单位看得到；采用的可以写核对的情况。"),
    )
    on = past_day(gettext_lazy("日期"))

    def __init__(self, *args, inquiry, **kwargs):
        self.inquiry = inquiry
        super().__init__(*args, **kwargs)

    def take(self):
        typed = self.cleaned_data
        given = {"by": self.by, "on": typed["on"], "inquiry": self.inquiry}
        match typed["outcome"]:
            case "take":
                self.record.take_inquiry(note=typed["reason"], **given)
            case "return":
                self.record.return_inquiry(reason=typed["reason"], **given)
            case "recall":
                self.record.recall_inquiry(reason=typed["reason"], **given)


class InquiryReplyForm(EvidenceForm):
    """The unit's answer to the inquiry `record`, with up to three files."""

    text = CleanCharField(
        label=gettext_lazy("核实的情况"),
        max_length=5000,
        widget=area(8),
        help_text=gettext_lazy("一条一条对着诉求写：事实、依据、已经做了什么、准备怎么办。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_lacks(self)

    @property
    def case(self):
        return self.record.petition.case

    def answer(self, files):
        self.record.reply(by=self.by, on=self.today, text=self.cleaned_data["text"], attachments=files)
