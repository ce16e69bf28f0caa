"""Entering a matter in the backlog register, taking it out, and writing the rule anew (F59)."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.case import label
from cases.forms.dates import DayField
from cases.forms.edit import CarefulForm
from cases.forms.steps import StepForm
from cases.forms.widgets import Segments
from cases.models import BacklogEntry, BacklogRule
from cases.text import CleanCharField


class BacklogEntryForm(CarefulForm):
    source = forms.ChoiceField(
        label=label("source", BacklogEntry),
        choices=BacklogEntry.Source,
        widget=Segments,
        error_messages={"required": gettext_lazy("请选是上级交办的，还是自查的。")},
    )
    listed = CleanCharField(
        label=gettext_lazy("哪份清单"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("上级交办的写：哪个单位、哪份清单、第几号"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rule = BacklogRule.objects.in_force(self.today)
        ground = self.rule.ground_of(self.record, self.today)
        self.fields["source"].help_text = (
            _("自查的够得上标准：%s") % ground if ground else _("自查的现在够不上标准：%s") % self.rule.words
        )
        self.initial.setdefault("source", BacklogEntry.Source.FOUND if ground else BacklogEntry.Source.LISTED)

    def clean(self):
        self.warn_of_numbers("listed")
        return self.cleaned_data

    def take(self):
        BacklogEntry.objects.enter(
            self.record,
            source=self.cleaned_data["source"],
            listed=self.cleaned_data["listed"],
            by=self.by,
            on=self.today,
        )


class BacklogEndForm(CarefulForm):
    """`record`: the standing entry, whose case row is locked."""

    outcome = forms.ChoiceField(
        label=label("outcome", BacklogEntry),
        choices=BacklogEntry.Outcome,
        widget=Segments,
        help_text=gettext_lazy("实质化解：已经办结，事情解决了。程序终结：复查复核走完，或者本人没有在期限内提出"),
        error_messages={"required": gettext_lazy("请选怎么出册。")},
    )
    ground = CleanCharField(
        label=label("end_ground", BacklogEntry),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("例如 东街信复核〔2026〕3号；差价已退，12月1日回访"),
        error_messages={"required": gettext_lazy("请写凭什么出册。")},
    )

    def clean(self):
        self.warn_of_numbers("ground")
        return self.cleaned_data

    def take(self):
        self.record.end(self.cleaned_data["outcome"], ground=self.cleaned_data["ground"], by=self.by, on=self.today)


class BacklogRuleForm(StepForm):
    """The next version of the rule; `record` is the one in force."""

    open_months = forms.IntegerField(label=label("open_months", BacklogRule), min_value=1, max_value=120)
    repeats = forms.IntegerField(label=label("repeats", BacklogRule), min_value=1, max_value=50)
    words = CleanCharField(
        label=label("words", BacklogRule),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("请把标准写成一句话，列入时照这句话说明。")},
    )
    since = DayField(label=label("since", BacklogRule))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["since"].today = self.today
        self.initial.setdefault("since", self.today)
        for name in ("open_months", "repeats", "words"):
            self.initial.setdefault(name, getattr(self.record, name))

    def take(self):
        said = {name: self.cleaned_data[name] for name in ("open_months", "repeats", "words", "since")}
        BacklogRule.objects.write(by=self.by, **said)
