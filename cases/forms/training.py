"""The team: trainings and who was there, certificates, duties, and young staff posted for a time (F23, L40)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.case import NOT_CHOSEN, label
from cases.forms.dates import DayField
from cases.forms.inspection import today_in
from cases.forms.steps import StepForm
from cases.forms.widgets import Segments
from cases.models import CertificateClock, HoursClock
from cases.models.hours import OUTSIDE
from cases.text import CleanCharField
from officials.models import (
    Attendance,
    Certificate,
    Duty,
    Official,
    Role,
    Secondment,
    Specialist,
    TrainingRequirement,
    TrainingSession,
    Unit,
)


def staff(on):
    """Who is trained: everybody in post but the administrator and those invited from outside."""
    return Official.objects.holding(*(set(Role) - OUTSIDE), on=on).order_by("username")


class TrainingForm(StepForm):
    """A training with who was there. `record` is None."""

    kind = forms.ChoiceField(
        label=label("kind", TrainingSession),
        choices=TrainingSession.Kind.choices,
        widget=Segments,
        initial=TrainingSession.Kind.PROFESSIONAL,
    )
    topic = CleanCharField(
        label=label("topic", TrainingSession),
        max_length=100,
        error_messages={"required": gettext_lazy("请写题目。")},
    )
    held_on = DayField(label=label("held_on", TrainingSession), latest_today=True)
    hours = forms.DecimalField(
        label=label("hours", TrainingSession),
        min_value=0.5,
        max_value=40,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"class": "w-s", "step": "0.5"}),
        error_messages={"required": gettext_lazy("请写几个学时。")},
    )
    lecturer = CleanCharField(label=label("lecturer", TrainingSession), max_length=60, required=False)
    has_test = forms.BooleanField(
        label=label("has_test", TrainingSession),
        required=False,
        help_text=gettext_lazy("有的，存好再记各人合格没有"),
    )
    people = forms.ModelMultipleChoiceField(
        None,
        label=gettext_lazy("谁到了"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请选谁到了。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.fields["people"].queryset = staff(self.today)
        self.initial.setdefault("held_on", self.today)

    def take(self):
        typed = self.cleaned_data
        names = ("kind", "topic", "held_on", "hours", "lecturer", "has_test")
        session = TrainingSession(recorded_by=self.by, **{name: typed[name] for name in names})
        session.full_clean(exclude=["recorded_by"])
        session.save()
        Attendance.objects.bulk_create(Attendance(session=session, official=one) for one in typed["people"])
        self.record = session
        HoursClock.objects.bring_up(self.today)


class ResultsForm(StepForm):
    """How the test of the training `record` went, of each who was there."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = list(self.record.attendances.select_related("official"))
        for row in self.rows:
            self.fields[f"row{row.pk}"] = forms.ChoiceField(
                label=row.official.name,
                choices=[("", _("没有记")), *Attendance.Result.choices, ("ABSENT", _("其实没到"))],
                widget=Segments,
                required=False,
                initial="" if row.was_there else "ABSENT",
            )
            if row.result:
                self.initial[f"row{row.pk}"] = row.result
        if not self.record.has_test:
            for row in self.rows:
                field = self.fields[f"row{row.pk}"]
                field.choices = [("", _("到了")), ("ABSENT", _("其实没到"))]
        self.order_fields([*(f"row{row.pk}" for row in self.rows), "submission"])

    def take(self):
        for row in self.rows:
            said = self.cleaned_data[f"row{row.pk}"]
            row.was_there, row.result = said != "ABSENT", "" if said == "ABSENT" else said
            row.full_clean(exclude=["official", "session"])
            row.save()
        HoursClock.objects.bring_up(self.today)


class RequirementForm(StepForm):
    """How many hours a year in a post asks for; what was written for the same year is replaced. `record` is None."""

    role = forms.ChoiceField(
        label=label("role", TrainingRequirement),
        choices=[NOT_CHOSEN, *((role.value, role.label) for role in Role if role not in OUTSIDE)],
        error_messages={"required": gettext_lazy("请选岗位。")},
    )
    since_year = forms.IntegerField(
        label=label("since_year", TrainingRequirement),
        widget=forms.NumberInput(attrs={"class": "w-s"}),
        help_text=gettext_lazy("以后各年照此，到另写为止"),
        error_messages={"required": gettext_lazy("请写从哪一年起。")},
    )
    hours = forms.DecimalField(
        label=label("hours", TrainingRequirement),
        min_value=0,
        max_value=200,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"class": "w-s", "step": "0.5"}),
        help_text=gettext_lazy("不再要求的写 0；年中到岗的按剩下的月份算"),
        error_messages={"required": gettext_lazy("请写几个学时。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("since_year", self.today.year)

    def clean_since_year(self):
        year = self.cleaned_data["since_year"]
        if not self.today.year <= year <= self.today.year + 5:
            raise ValidationError(_("写今年或者以后五年以内的年份；过去的年不改。"))
        return year

    def take(self):
        typed = self.cleaned_data
        row = TrainingRequirement.objects.filter(role=typed["role"], since_year=typed["since_year"]).first()
        row = row or TrainingRequirement(role=typed["role"], since_year=typed["since_year"])
        row.hours, row.named_by, row.recorded_on = typed["hours"], self.by, self.today
        row.full_clean(exclude=["named_by"])
        row.save()
        self.record = row
        HoursClock.objects.bring_up(self.today)


class CertificateForm(StepForm):
    """A certificate of an official or of a specialist. `record` is None."""

    official = forms.ModelChoiceField(
        None, label=label("official", Certificate), required=False, empty_label=gettext_lazy("不是本单位的人")
    )
    specialist = forms.ModelChoiceField(
        None, label=label("specialist", Certificate), required=False, empty_label=gettext_lazy("不是特邀专家")
    )
    kind = forms.ChoiceField(label=label("kind", Certificate), choices=Certificate.Kind.choices, widget=Segments)
    number = CleanCharField(
        label=label("number", Certificate), max_length=40, error_messages={"required": gettext_lazy("请写证号。")}
    )
    issued_on = DayField(label=label("issued_on", Certificate), latest_today=True)
    expires_on = DayField(
        label=label("expires_on", Certificate),
        required=False,
        help_text=gettext_lazy("这一天还有效；长期有效的不写。到期 30 日以前提醒"),
    )

    def __init__(self, *args, specialist="", **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.fields["official"].queryset = staff(self.today)
        self.fields["specialist"].queryset = Specialist.objects.serving(self.today)
        if specialist.isdecimal():
            self.initial.setdefault("specialist", int(specialist))

    def take(self):
        typed = self.cleaned_data
        if bool(typed["official"]) == bool(typed["specialist"]):
            raise ValidationError({"official": _("证书是一个人的：选人员或者特邀专家，只选一个。")})
        names = ("official", "specialist", "kind", "number", "issued_on", "expires_on")
        certificate = Certificate(recorded_by=self.by, **{name: typed[name] for name in names})
        self.record = CertificateClock.objects.record(certificate, on=self.today)


class CertificateEndForm(StepForm):
    """The certificate `record` does not count any more."""

    reason = CleanCharField(
        label=label("withdrawal", Certificate),
        max_length=200,
        error_messages={"required": gettext_lazy("请写为什么注销，例如 登记错了。")},
    )

    def take(self):
        CertificateClock.objects.withdraw(self.record, reason=self.cleaned_data["reason"], on=self.today)


class DutyForm(StepForm):
    """The body or the person that does the petition work, with the duties (L40). `record` is None."""

    unit = forms.ModelChoiceField(
        None,
        label=label("unit", Duty),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选机构。")},
    )
    official = forms.ModelChoiceField(
        None, label=label("official", Duty), required=False, empty_label=gettext_lazy("整个机构")
    )
    duties = CleanCharField(
        label=label("duties", Duty),
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("请写职责。")},
    )
    document_no = CleanCharField(label=label("document_no", Duty), max_length=60, required=False)
    since = DayField(label=label("since", Duty))
    until = DayField(label=label("until", Duty), required=False, help_text=gettext_lazy("这一天起不再是"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.fields["unit"].queryset = Unit.objects.handling()
        self.fields["official"].queryset = staff(self.today)
        self.initial.setdefault("since", self.today)

    def take(self):
        names = ("unit", "official", "duties", "document_no", "since", "until")
        duty = Duty(named_by=self.by, **{name: self.cleaned_data[name] for name in names})
        duty.full_clean(exclude=["named_by"])
        duty.save()
        self.record = duty


class DutyEndForm(StepForm):
    until = DayField(label=label("until", Duty), help_text=gettext_lazy("这一天起不再是"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.initial.setdefault("until", self.today)

    def take(self):
        if self.record.until:
            raise ValidationError(_("已经写了止。"))
        self.record.until = self.cleaned_data["until"]
        self.record.full_clean(exclude=["named_by", "unit", "official"])
        self.record.save()


class SecondmentForm(StepForm):
    """Somebody young or new is posted to petition work for a time (条例 16(3)). `record` is None."""

    official = forms.ModelChoiceField(
        None,
        label=label("official", Secondment),
        empty_label=NOT_CHOSEN[1],
        help_text=gettext_lazy("账号和岗位由系统管理员开；这里记锻炼的起止"),
        error_messages={"required": gettext_lazy("请选谁。")},
    )
    home = CleanCharField(
        label=label("home", Secondment),
        max_length=60,
        error_messages={"required": gettext_lazy("请写从哪里来。")},
    )
    unit = forms.ModelChoiceField(
        None,
        label=label("unit", Secondment),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选到哪里。")},
    )
    guide = forms.ModelChoiceField(
        None, label=label("guide", Secondment), required=False, empty_label=gettext_lazy("没有定")
    )
    since = DayField(label=label("since", Secondment))
    until = DayField(label=label("until", Secondment), help_text=gettext_lazy("这一天起回原单位"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.fields["official"].queryset = self.fields["guide"].queryset = staff(self.today)
        self.fields["unit"].queryset = Unit.objects.handling()
        self.initial.setdefault("since", self.today)

    def take(self):
        names = ("official", "home", "unit", "guide", "since", "until")
        secondment = Secondment(named_by=self.by, **{name: self.cleaned_data[name] for name in names})
        secondment.full_clean(exclude=["named_by"])
        secondment.save()
        self.record = secondment
