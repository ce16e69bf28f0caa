"""Recusal (P17): who asks and why, the decision, the review of what was done before."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.dates import DayField
from cases.forms.edit import CarefulForm
from cases.forms.steps import StepForm
from cases.forms.widgets import Segments
from cases.models import Recusal
from cases.recusal import barred_from
from cases.text import CleanCharField
from officials.models import Official, Role

AT_WORK = [role for role in Role if role not in (Role.SA, Role.AU)]


def area(rows):
    return forms.Textarea({"rows": rows})


def past_day(label):
    return DayField(label=label, latest_today=True)


class AsideForm(StepForm):
    """A step on `record`, the procedure of the case. Its day is past or today, and today stands there already."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].today = self.today
        self.initial.setdefault("on", self.today)
        for name, field in self.fields.items():
            words = _("请选%s。") if isinstance(field, forms.ChoiceField) else _("请写%s。")
            if name != "on":  # it has its own
                field.error_messages["required"] = words % field.label


class PositionForm(AsideForm):
    """A step on one recusal of the case."""

    def __init__(self, *args, recusal, **kwargs):
        self.recusal = recusal
        super().__init__(*args, **kwargs)


class RecusalForm(AsideForm, CarefulForm):
    asker = forms.ChoiceField(
        label=gettext_lazy("谁提出的"),
        choices=Recusal.Asker.choices,
        widget=Segments,
        help_text=gettext_lazy("自己的，选本人。信访人口头要求的也登记。"),
    )
    official = forms.ModelChoiceField(
        None, label=gettext_lazy("工作人员"), required=False, empty_label=gettext_lazy("我自己")
    )
    ground = CleanCharField(
        label=gettext_lazy("回避的理由"),
        max_length=500,
        widget=area(3),
        help_text=gettext_lazy("写有什么利害关系就够了，不登记亲属是谁。"),
    )
    on = past_day(gettext_lazy("提出日期"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["official"].queryset = Official.objects.holding(*AT_WORK, on=self.today)

    def clean(self):
        is_of_another = self.cleaned_data.get("asker", Recusal.Asker.SELF) != Recusal.Asker.SELF
        if is_of_another and "official" not in self.errors and not self.cleaned_data.get("official"):
            self.add_error("official", _("请选是哪一位工作人员。"))
        self.warn_of_numbers("ground")
        return self.cleaned_data

    def take(self):
        names = ("asker", "official", "ground", "on")
        self.record.ask_recusal(by=self.by, **{name: self.cleaned_data[name] for name in names})


class RecusalDecisionForm(PositionForm):
    decision = forms.ChoiceField(label=gettext_lazy("决定"), choices=Recusal.Decision.choices, widget=Segments)
    reason = CleanCharField(label=gettext_lazy("决定的理由"), max_length=300, widget=area(2))
    superior = CleanCharField(
        label=gettext_lazy("作决定的上级机关"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("只在负责人自己要回避、没有人代行他的职务时写。"),
    )
    replacement = forms.ModelChoiceField(
        None,
        label=gettext_lazy("接替人员"),
        required=False,
        empty_label=gettext_lazy("不写，由主任另行分派"),
        help_text=gettext_lazy("回避的才写。"),
    )
    on = past_day(gettext_lazy("决定日期"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        out = barred_from(self.record.case, on=self.today)
        people = Official.objects.holding(self.record.HANDLED_BY, Role.LO, Role.HO, on=self.today)
        self.fields["replacement"].queryset = people.exclude(pk__in=out)
        if self.recusal is None or not self.recusal.official.postings.in_force(self.today).filter(role="HO").exists():
            del self.fields["superior"]

    def take(self):
        names = ("decision", "reason", "replacement", "on")
        given = {name: self.cleaned_data[name] for name in names} | {"superior": self.cleaned_data.get("superior", "")}
        self.record.decide_recusal(by=self.by, recusal=self.recusal, **given)


class RecusalReviewForm(PositionForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("此前工作"),
        choices=Recusal.Outcome.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("调查记录、答复、送达、答应过的事，都看一遍。要重新做的，用退回重拟、再记调查。"),
    )
    review = CleanCharField(label=gettext_lazy("复核的情况"), max_length=500, widget=area(3))
    on = past_day(gettext_lazy("复核日期"))

    def take(self):
        names = ("outcome", "review", "on")
        self.record.review_recusal(
            by=self.by, recusal=self.recusal, **{name: self.cleaned_data[name] for name in names}
        )
