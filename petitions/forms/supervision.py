"""An order of supervision over a missed day, with its paper (F48, P14)."""

from django import forms
from django.utils.translation import gettext_lazy

from cases.forms.dates import DayField
from cases.forms.edit import CarefulForm
from cases.models import Paper, SupervisionOrder
from cases.text import CleanCharField
from petitions.papers import issuing
from petitions.papers.kinds import SORTS, initial_of


class SupervisionForm(CarefulForm):
    """`record`: the late clock, whose case row is locked."""

    facts = CleanCharField(
        label=gettext_lazy("督办的情形"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("期限、晚了几天由系统写；这里写期限以外的，例如 三次催办没有回音"),
        error_messages={"required": gettext_lazy("请写督办的情形，例如 到期没有答复，也没有说明原因。")},
    )
    demand = CleanCharField(
        label=gettext_lazy("要求"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("请写要求做什么，例如 五日内作出答复并书面说明原因。")},
    )
    answer_due_on = DayField(label=gettext_lazy("反馈时间"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer_due_on"].today = self.today

    def clean(self):
        for name in ("facts", "demand"):
            self.warn_of_numbers(name)
        return self.cleaned_data

    def take(self):
        """The order stands whether or not its paper is printed; a dispute has no petition's paper."""
        clock, typed = self.record, self.cleaned_data
        order = SupervisionOrder.objects.issue(clock, by=self.by, on=self.today, **self.said())
        if getattr(clock.case, "petition", None) is None:
            return
        sort = SORTS[Paper.Kind.SUPERVISION]
        values = initial_of(sort, clock.case) | {
            "clock": str(clock.pk),
            "to": order.unit.name if order.unit else "",
            "facts": typed["facts"],
            "demand": typed["demand"],
            "due_on": typed["answer_due_on"].isoformat(),
            "contact": self.by.name,
        }
        if self.by.phone:
            values["phone"] = self.by.phone
        order.paper = issuing.draft(clock.case, sort.kind, by=self.by, values=values)
        order.save()

    def said(self):
        return {name: self.cleaned_data[name] for name in ("facts", "demand", "answer_due_on")}
