"""Screening: a plan, the report of a task, a clue, and what its community says of it (F9-F12)."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.case import NOT_CHOSEN, label
from cases.forms.dates import ClockField, DayField
from cases.forms.edit import CarefulForm
from cases.forms.inspection import today_in
from cases.forms.steps import StepForm
from cases.forms.widgets import Segments
from cases.strays import WATCHING
from cases.text import CleanCharField
from disputes.models import Clue, Frequency, ScreeningPlan, ScreeningTask
from disputes.models.screening import instant_on, units_of
from officials.models import Official, Role, Unit

MOST_TO_MERGE = 50


class PlaceField(forms.ModelMultipleChoiceField):
    """Communities and grids; a grid is called by its community too."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, unit):
        return f"{unit.parent.label} {unit.name}" if unit.kind == Unit.Kind.GRID else unit.name


def places():
    kinds = [Unit.Kind.COMMUNITY, Unit.Kind.GRID]
    return Unit.objects.active().filter(kind__in=kinds).select_related("parent").order_by("kind", "parent", "position")


class PlanForm(StepForm):
    """A plan of screening. `record` is None before, the plan after."""

    kind = forms.ChoiceField(
        label=label("kind", ScreeningPlan),
        choices=ScreeningPlan.Kind,
        widget=Segments,
        initial=ScreeningPlan.Kind.REGULAR,
    )
    name = CleanCharField(
        label=label("name", ScreeningPlan), max_length=60, error_messages={"required": gettext_lazy("请写名称。")}
    )
    units = PlaceField(
        None,
        label=label("units", ScreeningPlan),
        error_messages={"required": gettext_lazy("请选查哪里。")},
        help_text=gettext_lazy("选社区，由社区报；选网格，由网格员报。随机排查从选的社区里抽网格"),
    )
    frequency = forms.ChoiceField(
        label=label("frequency", ScreeningPlan),
        choices=Frequency,
        initial=Frequency.WEEKLY,
        widget=Segments,
        help_text=gettext_lazy("重要节点里自动改为每天，过后自动改回"),
    )
    first_on = DayField(label=label("first_on", ScreeningPlan))
    last_on = DayField(label=label("last_on", ScreeningPlan))
    checklist = CleanCharField(
        label=label("checklist", ScreeningPlan),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("一行一样，例如 有没有欠薪；专项排查必填"),
    )
    draw_count = forms.IntegerField(
        label=label("draw_count", ScreeningPlan),
        required=False,
        min_value=1,
        max_value=200,
        help_text=gettext_lazy("随机排查必填"),
    )
    start_time = ClockField(
        label=label("starts_at", ScreeningPlan),
        required=False,
        help_text=gettext_lazy("突击检查必填：第一天的几点；到点以前被查的社区看不到"),
    )
    inspector = forms.ModelChoiceField(
        None, label=label("inspector", ScreeningPlan), required=False, empty_label=NOT_CHOSEN[1]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.fields["units"].queryset = places()
        who = Official.objects.holding(Role.SV, Role.OD, on=self.today).order_by("username")
        self.fields["inspector"].queryset = who
        self.initial.setdefault("first_on", self.today)

    def clean(self):
        typed = self.cleaned_data
        kind = typed.get("kind")
        if kind == ScreeningPlan.Kind.RANDOM and not typed.get("draw_count"):
            self.add_error("draw_count", _("随机排查请写每次抽几个网格。"))
        if kind == ScreeningPlan.Kind.THEMATIC and not typed.get("checklist"):
            self.add_error("checklist", _("专项排查请写查哪几样，一行一样。"))
        return typed

    def take(self):
        typed, starts_at, inspector = self.cleaned_data, None, None
        if typed["kind"] == ScreeningPlan.Kind.SURPRISE:
            inspector = typed["inspector"]
            if typed["start_time"]:
                starts_at = timezone.make_aware(datetime.combine(typed["first_on"], typed["start_time"]))
        names = ("kind", "name", "frequency", "first_on", "last_on", "checklist", "units")
        try:
            self.record = ScreeningPlan.objects.plan(
                by=self.by,
                on=self.today,
                now=instant_on(self.today),
                starts_at=starts_at,
                inspector=inspector,
                draw_count=typed["draw_count"] if typed["kind"] == ScreeningPlan.Kind.RANDOM else None,
                **{name: typed[name] for name in names},
            )
        except forms.ValidationError as refusal:
            raise _at_time(refusal) from None
        ScreeningTask.objects.open_due(instant_on(self.today))


def _at_time(refusal):
    """What the model says of the start stands at the time typed."""
    if not hasattr(refusal, "error_dict") or "starts_at" not in refusal.error_dict:
        return refusal
    said = {**refusal.error_dict, "start_time": refusal.error_dict["starts_at"]}
    said.pop("starts_at")
    return forms.ValidationError(said)


class PlanStopForm(StepForm):
    """The plan `record` is stopped before its end."""

    reason = CleanCharField(
        label=label("end_reason", ScreeningPlan),
        max_length=200,
        error_messages={"required": gettext_lazy("请写为什么停。")},
    )

    def take(self):
        self.record.stop(reason=self.cleaned_data["reason"], by=self.by, on=self.today)


class ReportForm(StepForm):
    """The report of the task `record`: nothing, or what was found is raised already."""

    looked_at = forms.MultipleChoiceField(
        label=gettext_lazy("看过哪几样"), required=False, widget=forms.CheckboxSelectMultiple
    )
    result = forms.ChoiceField(
        label=label("result", ScreeningTask),
        choices=ScreeningTask.Result,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选看下来怎样。")},
    )
    words = CleanCharField(
        label=label("words", ScreeningTask),
        max_length=200,
        required=False,
        help_text=gettext_lazy("有没看到的，写为什么"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        items = self.record.plan.items if self.record.plan else []
        if items:
            self.fields["looked_at"].choices = [(item, item) for item in items]
        else:
            del self.fields["looked_at"]
        self.initial.setdefault("result", ScreeningTask.Result.FOUND if self.record.clues.exists() else None)

    def take(self):
        typed = self.cleaned_data
        self.record.report(
            typed["result"],
            by=self.by,
            now=instant_on(self.today),
            looked_at=typed.get("looked_at", ()),
            words=typed["words"],
        )


class ClueForm(CarefulForm):
    """A clue in eight fields (F9). `record` is the task it was found in, or None; the clue after."""

    facts = CleanCharField(
        label=label("facts", Clue),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("只写事情；检举控告不写在这里，请本人到信访窗口"),
        error_messages={"required": gettext_lazy("请写是什么事。")},
    )
    place = CleanCharField(
        label=label("place", Clue), max_length=100, error_messages={"required": gettext_lazy("请写在哪里。")}
    )
    community = forms.ModelChoiceField(
        Unit.objects.communities(),
        label=label("community", Clue),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选哪个社区。")},
    )
    kind = forms.ChoiceField(label=label("kind", Clue), choices=Clue.Kind, widget=Segments, initial=Clue.Kind.OTHER)
    people = forms.IntegerField(
        label=label("people", Clue),
        required=False,
        min_value=1,
        max_value=99_999,
        widget=forms.NumberInput({"class": "in-num"}),
    )
    urgency = forms.ChoiceField(
        label=label("urgency", Clue),
        choices=Clue.Urgency,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选急不急。")},
    )
    parties = CleanCharField(
        label=label("parties", Clue),
        max_length=200,
        required=False,
        help_text=gettext_lazy("照听说的写，例如 三栋的几户和施工方；不写号码"),
    )
    done = CleanCharField(label=label("done", Clue), max_length=300, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.record is not None:
            unit = self.record.unit
            self.initial.setdefault("community", unit.parent_id if unit.kind == Unit.Kind.GRID else unit.pk)
        elif self.by:
            own = Unit.objects.communities().filter(pk__in=_above(self.by)).first()
            self.initial.setdefault("community", own and own.pk)

    def clean(self):
        for name in ("facts", "place", "parties", "done"):
            if match := WATCHING.search(self.cleaned_data.get(name) or ""):
                self.add_error(name, _("写了“%s”：线索只写事和地方，不盯人。请改掉。") % match[0])
            self.warn_of_numbers(name)
        return self.cleaned_data

    def take(self):
        names = ("facts", "place", "community", "kind", "people", "urgency", "parties", "done")
        said = {name: self.cleaned_data[name] for name in names}
        self.record = Clue.objects.raise_clue(by=self.by, on=self.today, task=self.record, **said)


def _above(official):
    """His places, with the community of a grid."""
    own = units_of(official)
    return own | set(Unit.objects.filter(pk__in=own).values_list("parent", flat=True))


class ClueChoice(forms.ModelChoiceField):
    def label_from_instance(self, clue):
        return f"{clue.pk} {clue.place}（{clue.raised_on:%F}）"


class ClueAnswerForm(CarefulForm):
    """What its community says of the clue `record`."""

    answer = forms.ChoiceField(
        label=label("answer", Clue),
        choices=Clue.Answer,
        widget=Segments,
        error_messages={"required": gettext_lazy("请选属实不属实。")},
    )
    into = ClueChoice(
        None,
        label=gettext_lazy("和哪一条是一件事"),
        required=False,
        empty_label=NOT_CHOSEN[1],
    )
    unit = forms.ModelChoiceField(
        None,
        label=label("unit", Clue),
        required=False,
        empty_label=NOT_CHOSEN[1],
        help_text=gettext_lazy("属实的才算；社区自己能化解的，照本社区"),
    )
    words = CleanCharField(
        label=label("answer_words", Clue),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("不成立的写为什么"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = Clue.objects.filter(community=self.record.community_id, answer__in=["", Clue.Answer.CONFIRMED])
        newest = others.exclude(pk=self.record.pk).order_by("-pk").values("pk")[:MOST_TO_MERGE]
        self.fields["into"].queryset = Clue.objects.filter(pk__in=newest).order_by("-pk")
        self.fields["unit"].queryset = Unit.objects.handling()
        self.initial.setdefault("unit", self.record.community_id)

    def clean(self):
        self.warn_of_numbers("words")
        return self.cleaned_data

    def take(self):
        typed = self.cleaned_data
        about = {name: typed[name] for name in ("words", "into", "unit")}
        self.record.answer_with(typed["answer"], **about, by=self.by, on=self.today)


class ClueSettleForm(CarefulForm):
    """The clue `record` was settled where it was found."""

    evidence = CleanCharField(
        label=label("evidence", Clue),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("例如 施工方当场停了夜间打桩，三栋楼长都在"),
        error_messages={"required": gettext_lazy("请写凭什么说解决了。")},
    )

    def clean(self):
        self.warn_of_numbers("evidence")
        return self.cleaned_data

    def take(self):
        self.record.settle(self.cleaned_data["evidence"], by=self.by, on=self.today)
