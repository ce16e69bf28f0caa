"""Writing the targets and weights anew (F53)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.case import NOT_CHOSEN
from cases.forms.dates import DayField
from cases.forms.steps import StepForm
from cases.indicators import INDICATORS
from cases.models import AppraisalScheme
from cases.models.appraisal import Aim, aims_of
from officials.models import Unit


class AppraisalForm(StepForm):
    """A target and a weight for each indicator; weight 0 leaves it out. One unit may get a target of its own."""

    since = DayField(label=gettext_lazy("从哪个月起"), help_text=gettext_lazy("写那个月的任何一天，从一号算起"))
    own_indicator = forms.ChoiceField(label=gettext_lazy("单独定目标的指标"), required=False)
    own_unit = forms.ModelChoiceField(None, label=gettext_lazy("哪个单位"), required=False, empty_label=NOT_CHOSEN[1])
    own_target = forms.IntegerField(
        label=gettext_lazy("它的目标（%）"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=gettext_lazy("空着就照大家的"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.aims, self.own = aims_of(self.today.replace(day=1))
        self.fields["since"].today = self.today
        self.initial.setdefault("since", self.today.replace(day=1))
        self.fields["own_unit"].queryset = Unit.objects.filter(
            kind__in=[Unit.Kind.SECTION, Unit.Kind.STATION, Unit.Kind.COMMUNITY]
        )
        self.fields["own_indicator"].choices = [NOT_CHOSEN, *((id, one.label) for id, one in INDICATORS.items())]
        for id, indicator in INDICATORS.items():
            aim = self.aims.get(id, Aim(90, 0))
            self.fields[f"target_{id}"] = forms.IntegerField(
                label=_("%s：目标（%%）") % indicator.label, min_value=1, max_value=100, initial=aim.target
            )
            self.fields[f"weight_{id}"] = forms.IntegerField(
                label=_("%s：权重") % indicator.label, min_value=0, max_value=100, initial=aim.weight
            )
        self.order_fields(["since", *(name for name in self.fields if name.startswith(("target_", "weight_")))])

    def clean(self):
        said = self.cleaned_data
        if bool(said.get("own_indicator")) != bool(said.get("own_unit")):
            raise ValidationError({"own_unit": _("指标和单位一起选。")})
        return said

    def take(self):
        said, own = self.cleaned_data, dict(self.own)
        since = said["since"].replace(day=1)
        if since < self.today.replace(day=1):
            raise ValidationError({"since": _("过去的月份照当时的办法，从这个月或者以后起。")})
        if said["own_unit"]:
            key = (said["own_indicator"], said["own_unit"].pk)
            own.pop(key, None)
            if said["own_target"]:
                own[key] = said["own_target"]
        units = Unit.objects.in_bulk({unit for _indicator, unit in own})
        own = {(id, units[unit]): target for (id, unit), target in own.items() if id in INDICATORS}
        aims = {id: Aim(said[f"target_{id}"], said[f"weight_{id}"]) for id in INDICATORS}
        AppraisalScheme.objects.write(since=since, aims=aims, own=own, by=self.by)
