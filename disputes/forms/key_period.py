"""Key periods: written down, ended early, and who is on duty (F58)."""

from django import forms
from django.utils.translation import gettext_lazy

from cases.forms.case import NOT_CHOSEN, label
from cases.forms.dates import DayField
from cases.forms.inspection import today_in
from cases.forms.steps import StepForm
from cases.forms.widgets import Segments
from cases.text import CleanCharField
from disputes.forms.deciding import ForDecision
from disputes.forms.screening import PlaceField, places
from disputes.models import Decision, DutyShift, KeyPeriod, ScreeningTask
from disputes.models.screening import instant_on
from officials.models import Posting, Role


class PeriodForm(ForDecision, StepForm):
    """A key period. `record` is None before, the period after."""

    decides, makes = Decision.Kind.KEY_PERIOD, "period"

    name = CleanCharField(
        label=label("name", KeyPeriod), max_length=60, error_messages={"required": gettext_lazy("请写名称。")}
    )
    level = forms.ChoiceField(
        label=label("level", KeyPeriod), choices=KeyPeriod.Level, widget=Segments, initial=KeyPeriod.Level.STREET
    )
    first_on = DayField(label=label("first_on", KeyPeriod))
    last_on = DayField(
        label=label("last_on", KeyPeriod), help_text=gettext_lazy("过了这一天，排查和零报告自己改回平常，不用撤")
    )
    reason = CleanCharField(
        label=label("reason", KeyPeriod),
        max_length=200,
        error_messages={"required": gettext_lazy("请写为什么定这个重要节点。")},
    )
    units = PlaceField(
        None,
        label=label("units", KeyPeriod),
        required=False,
        help_text=gettext_lazy("每个选的单位每天报一次零报告；不选就是所有社区"),
    )
    measures = CleanCharField(
        label=label("measures", KeyPeriod),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("一行一条，只写办公的安排；不限制谁，也不盯着谁"),
        error_messages={"required": gettext_lazy("请写有哪些措施。")},
    )
    capacity = CleanCharField(
        label=label("capacity", KeyPeriod),
        max_length=300,
        required=False,
        help_text=gettext_lazy("例如 窗口加一人，接访室早开半小时"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.fields["units"].queryset = places()
        if self.record is None:
            self.offer_decisions()

    def take(self):
        self.record = KeyPeriod.objects.set_out(by=self.by, on=self.today, **self._said())
        self.note_outcome(self.record)
        ScreeningTask.objects.open_due(instant_on(self.today))

    def _said(self):
        names = ("name", "level", "first_on", "last_on", "reason", "units", "measures", "capacity")
        return {name: self.cleaned_data[name] for name in names}


class PeriodChangeForm(PeriodForm):
    """The same, of a period (`record`) that has not begun."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("name", "level", "first_on", "last_on", "reason", "measures", "capacity"):
            self.fields[name].initial = getattr(self.record, name)
        self.fields["units"].initial = list(self.record.units.all())

    def take(self):
        self.record.change(on=self.today, **self._said())
        ScreeningTask.objects.open_due(instant_on(self.today))


class PeriodWithdrawalForm(StepForm):
    """The period `record` ends today."""

    reason = CleanCharField(
        label=label("withdrawn_reason", KeyPeriod),
        max_length=200,
        error_messages={"required": gettext_lazy("请写为什么提前结束。")},
    )

    def take(self):
        self.record.withdraw(reason=self.cleaned_data["reason"], by=self.by, on=self.today)
        ScreeningTask.objects.open_due(instant_on(self.today))


class PostChoice(forms.ModelChoiceField):
    def label_from_instance(self, post):
        return f"{post.official.name}（{post.unit.name}）"


class DutyForm(StepForm):
    """Who is on duty on which days of the period `record`."""

    person = PostChoice(
        None,
        label=label("official", DutyShift),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选谁值班。")},
    )
    first_on = DayField(label=gettext_lazy("从哪天"))
    last_on = DayField(label=gettext_lazy("到哪天"), help_text=gettext_lazy("当天也值"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        posts = Posting.objects.in_force(self.today).filter(official__is_active=True)
        posts = posts.exclude(role__in=[Role.SA, Role.AU, Role.SP]).select_related("official", "unit")
        self.fields["person"].queryset = posts.order_by("unit__position", "official__username")
        first = max(self.record.first_on, self.today)
        self.initial.setdefault("first_on", first)
        self.initial.setdefault("last_on", first)

    def take(self):
        typed = self.cleaned_data
        post = typed["person"]
        self.record.put_on_duty(
            unit=post.unit,
            official=post.official,
            first_on=typed["first_on"],
            last_on=typed["last_on"],
            by=self.by,
        )
