"""Forms of a dispute's first steps; `record` is the dispute, or what one party is about to say."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import StepForm
from cases.forms.dates import DayField
from cases.forms.widgets import Segments
from cases.recusal import barred_from
from cases.text import CleanCharField
from disputes.models import Consent, Mediator
from officials.models import Official, Role

ROUTES = gettext_lazy("可以依法申请仲裁、请求有关行政机关处理，或者向人民法院起诉；这些途径的期限照常计算。")
RIGHTS = gettext_lazy(
    "可以选调解员，接受、拒绝或者随时要求终止调解，要求公开或者不公开；如实说明，遵守秩序，尊重对方。"
)


def past_day(label, **kwargs):
    return DayField(label=label, latest_today=True, **kwargs)


def told(name, *, required=True, help_text=""):
    return CleanCharField(
        label=name,
        max_length=300,
        required=required,
        widget=forms.Textarea({"rows": 2}),
        help_text=help_text,
        error_messages={"required": gettext_lazy("这一项要写。")},
    )


class DisputeForm(StepForm):
    """Its days are past or today, and today stands there already."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].today = self.today
        self.initial.setdefault("on", self.today)
        if "routes_told" in self.fields:
            self.initial.setdefault("routes_told", ROUTES)


class AnswerForm(DisputeForm):
    """Whether one party wants to be mediated. A no ends the matter at once, before acceptance and after."""

    answer = forms.ChoiceField(
        label=gettext_lazy("愿不愿意调解"),
        choices=Consent.Answer.choices,
        widget=Segments,
        error_messages={"required": gettext_lazy("请选愿意还是不愿意。")},
    )
    rights_told = forms.BooleanField(
        label=gettext_lazy("已告知权利义务，仲裁、行政、诉讼途径照样能走"), required=False, help_text=RIGHTS
    )
    on = past_day(gettext_lazy("哪天说的"))
    way = forms.ChoiceField(
        label=gettext_lazy("怎么说的"), choices=Consent.Way.choices, initial=Consent.Way.FACE, widget=Segments
    )
    reason = CleanCharField(label=gettext_lazy("不愿意的原因（照原话，可以不写）"), max_length=200, required=False)
    routes_told = told(
        gettext_lazy("不愿意的：告知了哪些法律途径"),
        required=False,
        help_text=gettext_lazy("一方不愿意，调解到此终止（调解法第十七条、第二十六条）。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.record.party.answer:  # who agreed can only say no from now on
            self.fields["answer"].choices = [Consent.Answer.choices[1]]
            self.initial["answer"] = Consent.Answer.REFUSED
            del self.fields["rights_told"]

    def take(self):
        typed = {name: value for name, value in self.cleaned_data.items() if name != "submission"}
        self.record.dispute.hear(self.record.party, by=self.by, **typed)


class AcceptanceForm(DisputeForm):
    """Acceptance, and who mediates (M05)."""

    mediator = forms.ModelChoiceField(
        None,
        label=gettext_lazy("主调解员"),
        empty_label=gettext_lazy("请选择"),
        error_messages={
            "required": gettext_lazy("请选主调解员。"),
            "invalid_choice": gettext_lazy("这位不在调解员岗位上，请重新选。"),
        },
    )
    chosen_by = forms.ChoiceField(
        label=gettext_lazy("怎么定的"),
        choices=Mediator.ChosenBy.choices,
        initial=Mediator.ChosenBy.COMMITTEE,
        widget=Segments,
        help_text=gettext_lazy("可以指定，也可以由当事人选（调解法第十九条）。"),
    )
    helpers = forms.ModelMultipleChoiceField(
        None,
        label=gettext_lazy("一起调解的"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("这位不在调解员岗位上，请重新选。")},
    )
    on = past_day(gettext_lazy("受理日期"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        free = Official.objects.holding(Role.MD, on=self.today).exclude(
            pk__in=barred_from(self.record.case, on=self.today)
        )
        self.fields["mediator"].queryset = self.fields["helpers"].queryset = free
        if self.by and Role.MD in self.by.roles:
            self.initial.setdefault("mediator", self.by.pk)
        if free.count() < 2:
            del self.fields["helpers"]

    def take(self):
        typed = self.cleaned_data
        self.record.accept(
            by=self.by,
            on=typed["on"],
            mediator=typed["mediator"],
            chosen_by=typed["chosen_by"],
            helpers=typed.get("helpers", ()),
        )


class RefusalForm(DisputeForm):
    reason = told(
        gettext_lazy("为什么不受理"),
        help_text=gettext_lazy("例如 法院已经受理；依法只能由有关机关处理；不是民间纠纷。"),
    )
    routes_told = told(gettext_lazy("告知了哪些法律途径"))
    on = past_day(gettext_lazy("告知日期"))

    def take(self):
        typed = self.cleaned_data
        self.record.decline(by=self.by, on=typed["on"], reason=typed["reason"], routes_told=typed["routes_told"])


class WithdrawalForm(DisputeForm):
    reason = told(gettext_lazy("申请人怎么说的"), help_text=gettext_lazy("撤回不影响以后再申请，也不影响起诉。"))
    on = past_day(gettext_lazy("撤回日期"))

    def take(self):
        self.record.withdraw(by=self.by, on=self.cleaned_data["on"], reason=self.cleaned_data["reason"])


def done_words(dispute):
    """The sentence after a step, by what the dispute has come to."""
    State = type(dispute).State
    return {
        State.PENDING: _("已记下。"),
        State.ACCEPTED: _("已受理，开始调解。"),
        State.DECLINED: _("已记不受理，这件到此结束。"),
        State.WITHDRAWN: _("已记撤回，这件到此结束。"),
        State.STOPPED: _("一方不愿意，调解已终止，这件到此结束。"),
    }[dispute.state]
