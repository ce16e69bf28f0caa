"""A person's word on the risk of a matter (R7), and the points that each fact is worth (5.4)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import risk
from cases.forms.case import label
from cases.forms.dates import DayField
from cases.forms.edit import CarefulForm
from cases.forms.steps import StepForm
from cases.forms.widgets import Segments
from cases.models import CaseRisk, RiskRule
from cases.text import CleanCharField


class RiskConfirmForm(CarefulForm):
    """`record`: the row of the running month, whose case row is locked."""

    level = forms.ChoiceField(
        label=label("confirmed_level", CaseRisk),
        choices=CaseRisk.Level,
        widget=Segments,
        error_messages={"required": gettext_lazy("请选等级。")},
    )
    reason = CleanCharField(
        label=label("reason", CaseRisk),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("请写为什么定这一级。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("level", self.record.stands_as)

    def clean(self):
        self.warn_of_numbers("reason")
        return self.cleaned_data

    def take(self):
        self.record.confirm(self.cleaned_data["level"], reason=self.cleaned_data["reason"], by=self.by, on=self.today)


LEVELS = ("yellow_from", "orange_from", "red_from")


class RiskRuleForm(StepForm):
    """The next version: points of the facts that are counted, and of nothing else. `preview` asks without writing."""

    since = DayField(label=label("since", RiskRule))
    reason = CleanCharField(
        label=label("reason", RiskRule),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("写凭什么，例如 例会议定、哪几件说明分值不合适"),
        error_messages={"required": gettext_lazy("请写为什么这样定。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["since"].today = self.today
        self.initial.setdefault("since", self.today)
        now = RiskRule.objects.in_force(self.today)
        for key, words in risk.weighed().items():
            self.fields[f"points_{key}"] = forms.IntegerField(
                label=words, min_value=0, max_value=100, initial=now.points.get(key, 0)
            )
        for name in LEVELS:
            self.fields[name] = forms.IntegerField(
                label=label(name, RiskRule), min_value=1, max_value=1000, initial=getattr(now, name)
            )
        points = [name for name in self.fields if name.startswith("points_")]
        self.order_fields([*points, *LEVELS, "since", "reason", "submission"])

    def clean(self):
        levels = [self.cleaned_data.get(name) for name in LEVELS]
        if None not in levels and not levels[0] < levels[1] < levels[2]:
            raise ValidationError({"red_from": _("黄、橙、红的分数要一级比一级高。")})
        return self.cleaned_data

    @property
    def said(self):
        """The points and bounds as typed, where they are whole."""
        points = {key: self.cleaned_data[f"points_{key}"] for key in risk.weighed()}
        return {"points": points, **{name: self.cleaned_data[name] for name in LEVELS}}

    def preview(self):
        """How many open matters these points would move; None while some are missing."""
        if self.errors.keys() - {"since", "reason"}:
            return None
        self.errors.pop("reason", None)
        self.errors.pop("since", None)
        said = self.said
        return CaseRisk.objects.preview(said.pop("points"), today=self.today, **said)

    def take(self):
        more = {name: self.cleaned_data[name] for name in ("since", "reason")}
        RiskRule.objects.write(by=self.by, on=self.today, **self.said, **more)
