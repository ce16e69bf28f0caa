"""The one form of the desk."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import identity
from cases.forms import StepForm
from cases.forms.dates import DayField
from cases.forms.widgets import Segments
from cases.models import Case
from cases.models.case import day_starts
from cases.models.claim import Purpose
from cases.text import CleanCharField
from officials.models import Unit
from reception.models import Room, Visit

CHANNELS = [Case.Channel.VISIT, Case.Channel.LETTER, Case.Channel.CALL, Case.Channel.ONLINE]
MOST_PEOPLE = 99_999
PEOPLE = {
    "invalid": gettext_lazy("请填整数，例如 3。"),
    "min_value": gettext_lazy("人数至少是 1。"),
    "max_value": gettext_lazy("人数最多填 99999，请核对。"),
}


class DeskForm(StepForm):
    """One contact. Three things are required: who (or 不愿透露), how to reach him, what it is about.

    What is odd but not wrong stands in `warnings` after `save()`: it is told, it never holds up a registration.
    """

    opened = forms.CharField(widget=forms.HiddenInput, required=False)  # reception/matches.py
    join = CleanCharField(widget=forms.HiddenInput, required=False, max_length=20)  # sent by the button of a match
    channel = forms.ChoiceField(
        label=gettext_lazy("信访形式"),
        choices=[(channel.value, channel.label) for channel in CHANNELS],
        initial=Case.Channel.VISIT,
        widget=Segments(keys="1234"),
    )
    name = CleanCharField(
        label=gettext_lazy("姓名"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = CleanCharField(
        label=gettext_lazy("联系电话"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "class": "num"}),
    )
    statement = CleanCharField(
        label=gettext_lazy("反映什么"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("请写下来访人反映的事，照原话写。")},
    )
    anonymous = forms.BooleanField(
        label=gettext_lazy("不愿透露姓名"), required=False, widget=forms.CheckboxInput(attrs={"accesskey": "0"})
    )
    address = CleanCharField(
        label=gettext_lazy("住址"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    people_present = forms.IntegerField(
        label=gettext_lazy("来了几人"),
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        required=False,
        error_messages=PEOPLE,
        widget=forms.NumberInput(attrs={"class": "in-num"}),
    )
    people_affected = forms.IntegerField(
        label=gettext_lazy("涉及几人"),
        min_value=1,
        max_value=MOST_PEOPLE,
        required=False,
        error_messages=PEOPLE,
        widget=forms.NumberInput(attrs={"class": "in-num"}),
    )
    community = forms.ModelChoiceField(
        label=gettext_lazy("问题在哪"),
        queryset=Unit.objects.communities(),
        required=False,
        empty_label=gettext_lazy("还不清楚"),
        error_messages={"invalid_choice": gettext_lazy("没有这个社区，请重新选。")},
    )
    room = forms.ModelChoiceField(
        label=gettext_lazy("换房间"),
        queryset=Room.objects.active(),
        required=False,
        empty_label=gettext_lazy("按人数安排"),
        error_messages={"invalid_choice": gettext_lazy("没有这间房，请重新选。")},
        widget=forms.Select(attrs={"accesskey": "r"}),
    )
    goes_first = forms.BooleanField(label=gettext_lazy("优先（老、残、孕幼）"), required=False)
    purpose = forms.ChoiceField(
        label=gettext_lazy("为了什么"), choices=Purpose, initial=Purpose.APPEAL, widget=Segments, required=False
    )
    read_back = forms.BooleanField(label=gettext_lazy("已念给本人听"), required=False)
    respondent = CleanCharField(label=gettext_lazy("被反映人或单位"), required=False, max_length=50)
    respondent_is_ordinary = forms.BooleanField(
        label=gettext_lazy("不是检举，是对其经办的事有诉求"),
        required=False,
        help_text=gettext_lazy("被反映的是本街道的人或单位时，不勾这一项就按检举控告封存。"),
    )
    urgency_basis = CleanCharField(
        label=gettext_lazy("急事"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("停水停电停气、有人受伤等，写明急在哪里；不急不填。"),
    )
    access_needs = CleanCharField(
        label=gettext_lazy("特殊需要（代写、大字、轮椅、方言等）"), required=False, max_length=100
    )
    received_on = DayField(
        label=gettext_lazy("收到日期"),
        required=False,
        latest_today=True,
        help_text=gettext_lazy("以前收到的才填，可以写 昨天、9-24、9月24日。"),
    )
    affected_note = CleanCharField(label=gettext_lazy("涉及人数比来访人数少的原因"), required=False, max_length=200)

    DETAILS = (
        "urgency_basis",
        "respondent",
        "respondent_is_ordinary",
        "access_needs",
        "received_on",
        "affected_note",
    )

    MUST = {
        "name": gettext_lazy("必填，或勾不愿透露"),
        "phone": gettext_lazy("必填，或填住址"),
        "statement": gettext_lazy("必填，照来访人原话，念给本人听一遍"),
        "address": gettext_lazy("没有电话时必填"),
        "people_affected": gettext_lazy("不填同左"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in self.MUST.items():
            self.fields[name].must = words
        if not self.is_bound:
            self.fields["name"].widget.attrs["autofocus"] = True
        self.fields["received_on"].today = self.today
        if self.by and not self.by.may("reception:queue"):
            del self.fields["room"], self.fields["goes_first"]
        self.warnings = []
        self.visit = None

    # ---------- 问 ----------
    @property
    def details(self):
        return [self[name] for name in self.DETAILS]

    @property
    def details_are_open(self):
        return any(field.errors or field.value() for field in self.details)

    # ---------- 填 ----------
    def clean_name(self):
        return self._checked(identity.check_name(self.cleaned_data["name"]))

    def clean_phone(self):
        return self._checked(identity.check_phone(self.cleaned_data["phone"]))

    def clean_people_present(self):
        return self.cleaned_data["people_present"] or 1

    def clean_purpose(self):
        return self.cleaned_data["purpose"] or Purpose.APPEAL

    def _checked(self, checked):
        if checked.errors:
            raise ValidationError(list(checked.errors))
        self.warnings += checked.warnings
        return checked.display

    def clean(self):
        typed = super().clean()
        name, anonymous = typed.get("name"), typed.get("anonymous")
        if name and anonymous:
            self.add_error("anonymous", _("写了姓名又勾了不愿透露，请去掉一样。"))
        elif not anonymous and "name" in typed:
            if not name:
                self.add_error("name", _("请写姓名；来访人不愿透露的，请勾“不愿透露姓名”。"))
            elif "phone" in typed and "address" in typed and not (typed["phone"] or typed["address"]):
                self.add_error("phone", _("请写联系电话；没有电话的，请在下面写住址。"))
        self.warnings += identity.stray_numbers(typed.get("statement") or "")
        return typed

    # ---------- 登记 ----------
    def take(self):
        typed = {**self.cleaned_data}
        for name in ("submission", "opened", "anonymous"):
            del typed[name]
        received_on, now = typed.pop("received_on"), timezone.now()
        is_earlier = received_on and received_on < self.today
        typed["join"] = self._joined(typed["join"])
        self.visit = Visit.objects.register(
            by=self.by,
            received_at=day_starts(received_on) if is_earlier else now,
            now=now,
            is_urgent=bool(typed["urgency_basis"]),
            **typed,
        )

    def _joined(self, number):
        """The case a match's button named, locked; only one that the clerk may see (AZ-08)."""
        if not number:
            return None
        found = Case.objects.visible_to(self.by).for_change().filter(number=number).first()
        if found is None:
            raise ValidationError({"join": _("没有找到要并入的那一件，或者不归您查看。请直接登记为新事项。")})
        return found
