"""Causes of matters, suggestions, their feedback, and the lessons of a year (F3, F60)."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.case import NOT_CHOSEN, label
from cases.forms.dates import DayField
from cases.forms.edit import CarefulForm
from cases.forms.inspection import today_in
from cases.forms.steps import StepForm
from cases.forms.widgets import Segments
from cases.models import CaseCause, CauseCode, Finding
from cases.text import CleanCharField
from disputes.forms.deciding import ForDecision
from disputes.models import Decision, Lesson, Suggestion
from officials.models import Unit

SHOWN = 50


class CaseCauseForm(CarefulForm):
    """What the case `record` arose from."""

    cause = forms.ModelChoiceField(
        None,
        label=label("cause", CaseCause),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选成因。")},
    )
    reason = CleanCharField(
        label=label("reason", CaseCause),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("写事，例如 三份报修单都停在物业；不评价人"),
        error_messages={"required": gettext_lazy("请写凭什么这样定。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cause"].queryset = CauseCode.objects.in_use(self.today)

    def clean(self):
        self.warn_of_numbers("reason")
        return self.cleaned_data

    def take(self):
        CaseCause.objects.settle(
            self.record,
            self.cleaned_data["cause"],
            reason=self.cleaned_data["reason"],
            by=self.by,
            on=self.today,
        )


class CauseAddForm(StepForm):
    """A cause that the dictionary lacks."""

    code = CleanCharField(label=label("code", CauseCode), max_length=8)
    name = CleanCharField(label=label("name", CauseCode), max_length=60)

    def take(self):
        CauseCode.objects.add(code=self.cleaned_data["code"], name=self.cleaned_data["name"], on=self.today)


class CauseChangeForm(StepForm):
    """Another wording of the cause `record` from a day on, or its end."""

    name = CleanCharField(
        label=label("name", CauseCode),
        max_length=60,
        required=False,
        help_text=gettext_lazy("不写，从那天起停用"),
    )
    on = DayField(label=gettext_lazy("从哪天起"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.initial.setdefault("name", self.record.name)

    def take(self):
        self.record.reword(self.cleaned_data["name"], on=self.cleaned_data["on"], today=self.today)


class SuggestionForm(ForDecision, CarefulForm):
    """What is suggested because of a cause. `record` is None before, the suggestion after."""

    decides, makes = Decision.Kind.POLICY, "suggestion"

    cause = forms.ModelChoiceField(
        None,
        label=label("cause", Suggestion),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选成因。")},
    )
    unit = forms.ModelChoiceField(
        None, label=label("unit", Suggestion), required=False, empty_label=gettext_lazy("不是本街道的单位")
    )
    organ = CleanCharField(
        label=label("organ", Suggestion),
        max_length=60,
        required=False,
        help_text=gettext_lazy("给区里部门、别的机关的写这里，例如 区住建局"),
    )
    text = CleanCharField(
        label=label("text", Suggestion),
        max_length=1000,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("建议改什么政策、改什么工作；写事，不写人"),
        error_messages={"required": gettext_lazy("请写建议什么。")},
    )
    due_on = DayField(label=label("due_on", Suggestion))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.fields["cause"].queryset = CauseCode.objects.in_use(self.today)
        self.fields["unit"].queryset = Unit.objects.handling()
        self.offer_decisions()

    def clean(self):
        self.warn_of_numbers("text")
        return self.cleaned_data

    def take(self):
        names = ("cause", "unit", "organ", "text", "due_on")
        said = {name: self.cleaned_data[name] for name in names}
        self.record = Suggestion.objects.make(by=self.by, on=self.today, **said)
        self.note_outcome(self.record)


class FeedbackForm(CarefulForm):
    """What was written back to the suggestion `record`."""

    adoption = forms.ChoiceField(
        label=label("adoption", Suggestion),
        choices=Suggestion.Adoption,
        widget=Segments,
        error_messages={"required": gettext_lazy("请选采纳没有。")},
    )
    feedback = CleanCharField(
        label=label("feedback", Suggestion),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("照来文写；没有采纳的写理由"),
        error_messages={"required": gettext_lazy("请写反馈的原话。")},
    )
    answered_on = DayField(label=label("answered_on", Suggestion), latest_today=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.initial.setdefault("answered_on", self.today)

    def clean(self):
        self.warn_of_numbers("feedback")
        return self.cleaned_data

    def take(self):
        typed = self.cleaned_data
        self.record.answer(
            typed["adoption"], feedback=typed["feedback"], answered_on=typed["answered_on"], by=self.by, on=self.today
        )


class SourceChoice(forms.ModelChoiceField):
    def label_from_instance(self, row):
        return f"{row.number} {(row.facts if isinstance(row, Finding) else row.text)[:30]}"


class LessonForm(StepForm):
    """What a year taught, and what was changed for it."""

    year = forms.IntegerField(label=label("year", Lesson), min_value=2000, max_value=2100)
    suggestion = SourceChoice(None, label=label("suggestion", Lesson), required=False, empty_label=NOT_CHOSEN[1])
    finding = SourceChoice(None, label=label("finding", Lesson), required=False, empty_label=NOT_CHOSEN[1])
    text = CleanCharField(
        label=label("text", Lesson),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("请写教训或者经验。")},
    )
    change = CleanCharField(
        label=label("change", Lesson),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("请写改了什么规矩。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("year", self.today.year)
        self.fields["suggestion"].queryset = newest(Suggestion.objects.all())
        self.fields["finding"].queryset = newest(Finding.objects.visible_to(self.by))

    def clean(self):
        if not (self.cleaned_data.get("suggestion") or self.cleaned_data.get("finding")):
            self.add_error("suggestion", _("请选从哪条建议或者哪个问题来的。"))
        return self.cleaned_data

    def take(self):
        names = ("year", "suggestion", "finding", "text", "change")
        lesson = Lesson(written_by=self.by, written_on=self.today, **{name: self.cleaned_data[name] for name in names})
        lesson.full_clean(exclude=["written_by", "suggestion", "finding"])
        lesson.save()


def newest(rows):
    return rows.model.objects.filter(pk__in=rows.order_by("-pk").values("pk")[:SHOWN]).order_by("-pk")
