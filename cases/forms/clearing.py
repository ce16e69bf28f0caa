"""Forms of the clearing target: another level, a suspension and its end, tries to reach the petitioner (T24-T27)."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import giver_of
from cases.forms.case import NOT_CHOSEN, label
from cases.forms.dates import DayField
from cases.forms.steps import StepForm
from cases.forms.widgets import Segments
from cases.models import Attachment, Case, Clearing, ContactTry, Event, LevelChange, Suspension
from cases.models.clearing import LEADERS, tell
from cases.text import CleanCharField

NO_TARGET = gettext_lazy("这件现在没有清零目标。")
NOT_SUSPENDED = gettext_lazy("清零目标没有在中止。")
NOTHING_WAITS = gettext_lazy("没有等决定的请求，可能别人刚刚决定了。")
DECISIONS = [("AGREED", gettext_lazy("同意")), ("REFUSED", gettext_lazy("不同意"))]


def lines(rows):
    return forms.Textarea({"rows": rows})


class DecisionForm(StepForm):
    """Yes or no to what somebody else asked for, today; no needs its reason."""

    decision = forms.ChoiceField(
        label=gettext_lazy("决定"),
        choices=DECISIONS,
        widget=Segments,
        error_messages={"required": gettext_lazy("请选同意还是不同意。")},
    )
    refusal = CleanCharField(
        label=gettext_lazy("不同意的理由"), max_length=300, required=False, help_text=gettext_lazy("不同意的才写")
    )
    asked = None  # the queryset of what waits, by the reverse name on the case

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.waiting = getattr(self.record, self.asked).waiting().select_related("asked_by").first()
        if self.waiting is None:
            self.why_not = NOTHING_WAITS
        elif self.by:
            self.know_giver()
            self.why_not = self.waiting.why_not_by(self.by, self.record.acts_for(self.by))

    def know_giver(self):
        """In whose place he would decide, where not everybody who decides on such cases may decide on this."""

    def take(self):
        if self.waiting is None:
            raise ValidationError(NOTHING_WAITS)
        self.waiting.case = self.record
        agreed = self.cleaned_data["decision"] == "AGREED"
        self.waiting.decide(by=self.by, on=self.today, agreed=agreed, refusal=self.cleaned_data["refusal"])


class LevelChangeForm(StepForm):
    """Ask for another level, with its ground (T20, T25)."""

    after = forms.ChoiceField(
        label=label("after", LevelChange),
        choices=Case.Level.choices,
        widget=Segments,
        error_messages={"required": gettext_lazy("请选新的层级。")},
    )
    ground = CleanCharField(
        label=label("ground", LevelChange),
        max_length=300,
        widget=lines(3),
        help_text=gettext_lazy(
            "复杂：牵涉几个单位、涉及 30 人以上、有政策问题、办过一次没成；疑难：积案、历史长、没有直接政策"
        ),
        error_messages={"required": gettext_lazy("请写定级依据。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.why_not = "" if self.is_bound else LevelChange.objects.why_not(self.record)
        self.fields["after"].choices = [choice for choice in Case.Level.choices if choice[0] != self.record.level]

    def take(self):
        LevelChange.objects.ask(self.record, by=self.by, on=self.today, **self._typed())

    def _typed(self):
        return {name: self.cleaned_data[name] for name in ("after", "ground")}


class LevelDecisionForm(DecisionForm):
    asked = "level_changes"

    def know_giver(self):
        if self.waiting.needs_leader and not self.by.roles & LEADERS:
            self.record.lend(self.by, giver_of(self.record, self.by, "cases:level_decision", LEADERS))


class SuspensionForm(StepForm):
    """Ask to suspend the clearing target; the law's days run on (T27)."""

    ground = forms.ChoiceField(
        label=label("ground", Suspension),
        choices=Suspension.Ground.choices,
        widget=Segments,
        error_messages={"required": gettext_lazy("请选中止的理由。")},
    )
    evidence = CleanCharField(
        label=label("evidence", Suspension),
        max_length=300,
        widget=lines(2),
        help_text=gettext_lazy("材料名称、文号、日期，例如 区法院受理通知书 2026 民初 120 号"),
        error_messages={"required": gettext_lazy("请写凭什么中止：材料名称、文号、日期。")},
    )
    file = forms.ModelChoiceField(
        None,
        label=label("file", Suspension),
        required=False,
        empty_label=NOT_CHOSEN[1],
        help_text=gettext_lazy("案卷里的材料；联系不上、不可抗力的可以不选"),
    )
    days = forms.IntegerField(
        label=label("days", Suspension),
        widget=forms.NumberInput({"class": "w-s"}),
        error_messages={"required": gettext_lazy("请写中止几日。"), "invalid": gettext_lazy("请写整数。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.why_not = "" if self.is_bound else Suspension.objects.why_not(self.record, self.today)
        self.fields["file"].queryset = Attachment.objects.filter(case=self.record, removed_at__isnull=True)
        self.fields["days"].help_text = (
            _("每次最多 %d 日，从同意那天起；到期可以再请求") % settings.SUSPENDED_UP_TO_DAYS
        )

    def take(self):
        Suspension.objects.ask(self.record, by=self.by, on=self.today, **self._typed())

    def _typed(self):
        return {name: self.cleaned_data[name] for name in ("ground", "evidence", "file", "days")}


class SuspensionDecisionForm(DecisionForm):
    asked = "suspensions"


class SuspensionEndForm(StepForm):
    """The reason is gone: the target counts again from today."""

    note = CleanCharField(
        label=label("end_note", Suspension),
        max_length=100,
        help_text=gettext_lazy("例如 判决已送达"),
        error_messages={"required": gettext_lazy("请写为什么恢复，例如 判决已送达。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound and not Suspension.objects.in_force(self.today).filter(case=self.record).exists():
            self.why_not = NOT_SUSPENDED

    def take(self):
        running = Suspension.objects.in_force(self.today).filter(case=self.record).select_related("clearing__deadline")
        if (row := running.first()) is None:
            raise ValidationError(NOT_SUSPENDED)
        row.case = self.record
        row.end(by=self.by, on=self.today, note=self.cleaned_data["note"])


class ContactTryForm(StepForm):
    """One try to reach the petitioner that failed (T27)."""

    on = DayField(label=label("on", ContactTry), latest_today=True)
    way = forms.ChoiceField(
        label=label("way", ContactTry),
        choices=ContactTry.Way.choices,
        widget=Segments,
        error_messages={"required": gettext_lazy("请选怎么联系的。")},
    )
    note = CleanCharField(
        label=label("note", ContactTry),
        max_length=200,
        help_text=gettext_lazy("例如 无人接听；不写电话号码"),
        error_messages={"required": gettext_lazy("请写情况，例如 无人接听。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].today = self.today
        self.initial.setdefault("on", self.today)

    def take(self):
        typed, case = self.cleaned_data, self.record
        if typed["on"] < case.received_on:
            raise ValidationError({"on": _("不能早于收到日期。")})
        row = ContactTry.objects.create(case=case, by=self.by, **{name: typed[name] for name in ("on", "way", "note")})
        tell(case, Event.Kind.TRIED, self.by, "%(way)s，%(note)s", way=ContactTry.Way(row.way).label, note=row.note)


class PlanExtensionForm(StepForm):
    """The monthly meeting gave the plan of a hard matter more time (T24)."""

    until_on = DayField(label=label("extended_to", Clearing))
    met_on = DayField(label=label("met_on", Clearing), latest_today=True)
    ground = CleanCharField(
        label=label("extension_ground", Clearing),
        max_length=300,
        widget=lines(2),
        error_messages={"required": gettext_lazy("请写例会决定延长的理由。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("until_on", "met_on"):
            self.fields[name].today = self.today
        if not self.is_bound and not self.record.clearings.running().exists():
            self.why_not = NO_TARGET

    def take(self):
        clearing = self.record.clearings.running().select_related("deadline").first()
        if clearing is None:
            raise ValidationError(NO_TARGET)
        clearing.case = self.record
        clearing.extend(by=self.by, **{name: self.cleaned_data[name] for name in ("until_on", "met_on", "ground")})
