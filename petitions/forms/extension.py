"""Forms of the extension (L18): asked, decided by the director and by the head, served."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.edit import CarefulForm
from cases.forms.widgets import Segments
from cases.models import Service
from cases.text import CleanCharField
from officials import permissions
from petitions.forms.base import PetitionForm, ServedForm, area
from petitions.models.extension import MOST_DAYS

DIRECTOR = "petitions:extension_proposal"


class ExtensionForm(PetitionForm, CarefulForm):
    """What the director asks for himself he has agreed to; it goes straight to the head."""

    days = forms.IntegerField(
        label=gettext_lazy("延期天数"),
        min_value=1,
        max_value=MOST_DAYS,
        widget=forms.NumberInput({"class": "w-s", "inputmode": "numeric"}),
        help_text=gettext_lazy("1 到 30 日，只能延期一次（条例第三十四条）。"),
        error_messages={
            "min_value": gettext_lazy("延期天数写 1 到 30（条例第三十四条）。"),
            "max_value": gettext_lazy("延期最多 30 日（条例第三十四条）。"),
            "invalid": gettext_lazy("延期天数写整数，例如 30。"),
        },
    )
    reason = CleanCharField(
        label=gettext_lazy("延期理由"),
        max_length=1000,
        widget=area(4),
        help_text=gettext_lazy("为什么情况复杂、还要做什么。要写进延期办理告知书，不写当事人的证件和电话。"),
    )

    def clean(self):
        self.warn_of_numbers("reason")
        return self.cleaned_data

    def take(self):
        typed = self.cleaned_data
        self.record.ask_extension(by=self.by, on=self.today, days=typed["days"], reason=typed["reason"])
        if permissions.allows(DIRECTOR, self.by.roles):  # by his own post: what is lent takes a second person
            self.record.propose_extension(by=self.by, on=self.today)


class ExtensionDecisionForm(PetitionForm):
    """Agree, or say why not. Subclasses say which of the two approvals it is."""

    decision = forms.ChoiceField(
        label=gettext_lazy("意见"),
        choices=[("yes", gettext_lazy("同意")), ("no", gettext_lazy("不同意"))],
        widget=Segments,
    )
    reason = CleanCharField(
        label=gettext_lazy("不同意的理由"),
        max_length=300,
        required=False,
        widget=area(2),
        help_text=gettext_lazy("同意的不用写。"),
    )

    def clean(self):
        typed = self.cleaned_data
        if typed.get("decision") == "no" and not typed.get("reason"):
            self.add_error("reason", _("不同意延期要写理由。"))
        return typed

    def take(self):
        if self.cleaned_data["decision"] == "no":
            self.record.refuse_extension(by=self.by, on=self.today, reason=self.cleaned_data["reason"])
        else:
            self.agree()

    def agree(self):
        raise NotImplementedError


class ExtensionProposalForm(ExtensionDecisionForm):
    def agree(self):
        self.record.propose_extension(by=self.by, on=self.today)


class ExtensionApprovalForm(ExtensionDecisionForm):
    def agree(self):
        self.record.approve_extension(by=self.by, on=self.today)


class ExtensionServiceForm(ServedForm):
    what = Service.What.EXTEND

    def take(self):
        self.record.serve_extension(by=self.by, **self.service())
