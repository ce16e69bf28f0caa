"""The monthly meeting: planned, its decisions typed while it runs, and what becomes of each."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import StepForm
from cases.forms.dates import DayField
from cases.forms.edit import CarefulForm
from cases.forms.inspection import OwnerField
from cases.forms.papers import OTHER, PrintForm
from cases.forms.teams import TeamForm, matters_for
from cases.models import Case, PaperCopy, TeamMatter
from cases.text import CleanCharField
from disputes import carried
from disputes.models import Decision, Meeting, Participant
from officials.models import Official, Role, Unit

NOT_CHOSEN = _("请选")


class PlanForm(StepForm):
    month = forms.ChoiceField(label=_("看哪个月"))
    held_on = DayField(label=_("哪天开"))
    place = CleanCharField(label=_("地点"), max_length=60)
    chair = forms.ModelChoiceField(None, label=_("主持人"), empty_label=NOT_CHOSEN)

    def __init__(self, *args, months, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(f"{month:%Y-%m-%d}", f"{month:%Y-%m}") for month in months]
        chairs = Official.objects.filter(pk__in=leaders(self.today).values("pk"))
        self.fields["chair"].queryset = chairs.order_by("username")

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day < self.today:
            raise forms.ValidationError(_("开会的日子不能在今天以前。"))
        return day

    def take(self):
        said = {name: self.cleaned_data[name] for name in ("held_on", "place", "chair")}
        month = date.fromisoformat(self.cleaned_data["month"])
        self.meeting = Meeting.objects.plan(month=month, recorder=self.by, **said)


def leaders(today):
    return Official.objects.holding(Role.LO, on=today) | Official.objects.holding(Role.HO, on=today)


class DecisionForm(CarefulForm):
    kind = forms.ChoiceField(label=_("决定什么"), choices=Decision.Kind)
    item = forms.ModelChoiceField(
        None,
        label=_("哪个议题"),
        required=False,
        empty_label=_("不是哪一件的"),
        help_text=_("选了事项，决定就写在那一件上"),
    )
    text = CleanCharField(label=_("内容"), max_length=300, widget=forms.Textarea({"rows": 3}))
    leader = forms.ModelChoiceField(None, label=_("责任领导"), empty_label=NOT_CHOSEN)
    owner = OwnerField(None, label=_("责任单位和责任人"), empty_label=NOT_CHOSEN)
    assisting = CleanCharField(label=_("协助单位"), max_length=100, required=False)
    due_on = DayField(label=_("哪天以前"))
    feedback = CleanCharField(label=_("怎么反馈"), max_length=60, initial=_("书面"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = self.record.open_items().select_related("case", "task__decision__case")
        self.fields["leader"].queryset = Official.objects.filter(pk__in=leaders(self.today).values("pk"))
        self.fields["owner"].offer(self.today)

    def clean(self):
        self.warn_of_numbers("text")
        return self.cleaned_data

    def take(self):
        said = self.cleaned_data
        self.task = self.record.decide(
            kind=said["kind"],
            text=said["text"],
            leader=said["leader"],
            unit=said["owner"].unit,
            official=said["owner"].official,
            due_on=said["due_on"],
            feedback=said["feedback"],
            on=self.today,
            item=said["item"],
            assisting=said["assisting"],
        )


class ItemForm(CarefulForm):
    text = CleanCharField(
        label=_("议题"), max_length=400, help_text=_("会场大屏和纪要都看得到，不写当事人的姓名、证件和电话")
    )

    def clean(self):
        self.warn_of_numbers("text")
        return self.cleaned_data

    def take(self):
        self.record.add_item(self.cleaned_data["text"])


class ParticipantForm(StepForm):
    unit = forms.ModelChoiceField(None, label=_("本街道的单位"), required=False, empty_label=_("不是本街道的单位"))
    organ = CleanCharField(label=_("其他单位"), max_length=40, required=False)
    name = CleanCharField(label=_("姓名"), max_length=20)
    role = forms.ChoiceField(label=_("出席、列席还是请假"), choices=Participant.Role)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.exclude(kind=Unit.Kind.GRID)

    def take(self):
        names = ("unit", "organ", "name", "role")
        self.record.admit(**{name: self.cleaned_data[name] for name in names})


class NoFieldForm(StepForm):
    """A step that needs no more than the word of who takes it."""

    def __init__(self, *args, act, **kwargs):
        super().__init__(*args, **kwargs)
        self.act = act

    def take(self):
        self.act()


class TaskReportForm(CarefulForm):
    done_on = DayField(label=_("哪天办成的"), latest_today=True)
    evidence = CleanCharField(label=_("凭什么说办成了"), max_length=300, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if record := carried.record_of(self.record.decision):
            self.fields["evidence"].initial, self.fields["done_on"].initial = record

    def clean(self):
        self.warn_of_numbers("evidence")
        return self.cleaned_data

    def take(self):
        self.record.report(
            by=self.by, on=self.today, **{name: self.cleaned_data[name] for name in ("done_on", "evidence")}
        )


class TaskCheckForm(StepForm):
    passed = forms.ChoiceField(
        label=_("核对下来"), choices=[("yes", _("办成了")), ("no", _("退回再办"))], widget=forms.RadioSelect
    )
    reason = CleanCharField(label=_("退回的原因"), max_length=200, required=False)

    def take(self):
        said = self.cleaned_data
        self.record.check_done(passed=said["passed"] == "yes", by=self.by, reason=said["reason"])


class TaskDropForm(StepForm):
    reason = CleanCharField(label=_("为什么不再办"), max_length=200)

    def take(self):
        self.record.drop(reason=self.cleaned_data["reason"], by=self.by, on=self.today)


class TaskPostponeForm(StepForm):
    until_on = DayField(label=_("延到哪天"), help_text=_("第一次定的日子还在，落实率照那一天算"))
    reason = CleanCharField(label=_("为什么延期"), max_length=200)

    def take(self):
        said = self.cleaned_data
        self.record.postpone(until_on=said["until_on"], reason=said["reason"], by=self.by, on=self.today)


class MeetingPrintForm(PrintForm):
    """What the minutes or the list are printed for; there is one copy, without names of parties."""

    PURPOSES = {
        "1": _("发给责任单位"),
        "2": _("送领导阅"),
        "3": _("归档"),
        OTHER: _("其他"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, may_in_full=False, **kwargs)
        del self.fields["reader"]

    def clean(self):
        return super().clean() | {"reader": PaperCopy.Reader.WORK}


class TaskTeamForm(TeamForm):
    """The team that the meeting decided on, by the form of any team; `record`: the task, whose matter joins it."""

    def take(self):
        decision = self.record.decision
        super().take()
        decision.lead_to(by=self.by, on=self.today, team=self.team)
        if decision.case_id and (case := matters_for(self.by).filter(pk=decision.case_id).first()):
            TeamMatter.take_in(self.team, Case.objects.for_change().get(pk=case.pk), by=self.by, on=self.today)
