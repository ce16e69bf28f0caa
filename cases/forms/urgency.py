"""What cannot wait: urgent, what was done, whom it was reported to, life-safety incidents; and how far up it went."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.case import NOT_CHOSEN, label
from cases.forms.dates import ClockField, DayField
from cases.forms.steps import StepForm
from cases.forms.widgets import Segments
from cases.models import Case, Deadline, Escalation, Event, Handover, Incident, UrgentMeasure, UrgentReport
from cases.models.escalation import missed_by
from cases.recusal import barred_from
from cases.templatetags.register import short_day
from cases.text import CleanCharField
from officials.models import Posting, Role


def lines(rows):
    return forms.Textarea({"rows": rows})


class MomentForm(StepForm):
    """A step that happened at an instant: a day and a time, both standing there as now."""

    on = DayField(label=gettext_lazy("哪一天"), latest_today=True)
    clock = ClockField(label=gettext_lazy("几点"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].today = self.today
        self.initial.setdefault("on", self.today)
        self.initial.setdefault("clock", timezone.localtime().time())

    @property
    def at(self):
        return timezone.make_aware(datetime.combine(self.cleaned_data["on"], self.cleaned_data["clock"]))

    def add_refusal(self, refusal):
        if "at" in getattr(refusal, "error_dict", {}):
            refusal = ValidationError({"clock": refusal.error_dict["at"]})
        super().add_refusal(refusal)


class UrgentForm(StepForm):
    """Put the case into the urgent lane (F22, L09)."""

    urgency = forms.ChoiceField(
        label=label("urgency"),
        choices=Case.Urgency.choices,
        widget=Segments,
        help_text=gettext_lazy(
            "民生急难：停水停电、受伤、无处住；重大紧急：可能影响社会，还要逐级上报（条例第二十五条）"
        ),
        error_messages={"required": gettext_lazy("请选紧急程度。")},
    )
    urgency_basis = CleanCharField(
        label=label("urgency_basis"),
        max_length=200,
        error_messages={"required": gettext_lazy("请写紧急依据，例如停水停电、有人受伤。")},
    )

    def take(self):
        kind, case = self.cleaned_data["urgency"], self.record
        if case.urgency and (case.urgency == kind or kind == Case.Urgency.LIVELIHOOD):
            raise ValidationError(_("这件已经是急办（%s）。") % case.get_urgency_display())
        case.become_urgent(kind, self.cleaned_data["urgency_basis"], by=self.by)
        case.touch(self.by)
        case.save()


class PostField(forms.ModelChoiceField):
    def label_from_instance(self, post):
        return _("%(name)s（%(more)s）") % {"name": post.official.name, "more": post.unit.label}


class UrgentOwnerForm(StepForm):
    """Name who goes to an urgent case the same day, before it is triaged (F22)."""

    post = PostField(
        None,
        label=gettext_lazy("今天由谁负责"),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选由谁负责。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        posts = Posting.objects.in_force(self.today).filter(role=Role.HD, official__is_active=True)
        posts = posts.exclude(official__in=barred_from(self.record, on=self.today)).select_related("official", "unit")
        if self.record.is_sealed:
            posts = posts.filter(official__in=self.record.sealed_readers.values("official"))
        self.fields["post"].queryset = posts.order_by("unit", "official__username")

    def take(self):
        case, post = self.record, self.cleaned_data["post"]
        if not case.urgency:
            raise ValidationError(_("这件没有列为急办，先列为急办再指定。"))
        if case.triaged_on and case.handler_id:
            raise ValidationError(_("已经分流给 %s 承办，急办也由他负责。") % case.handler.name)
        if case.parties.respondents().filter(unit=post.unit).exists():
            raise ValidationError({"post": _("%s是被反映的单位，请另选。") % post.unit.label})
        Handover.objects.offer(
            case,
            unit=post.unit,
            receiver=post.official,
            giver=case.handler or case.first_receiver,
            by=self.by,
            on=self.today,
            reason="急办，今天由他负责",
        )
        case.handler, case.handling_unit = post.official, post.unit
        case.touch(self.by)
        case.save()
        Deadline.objects.running().filter(case=case, due_at__isnull=False).update(
            official=post.official, unit=post.unit
        )
        Event.objects.add(case, Event.Kind.URGENT, by=self.by, detail=f"由 {post.official.name} 负责")


class MeasureForm(MomentForm):
    """What was done about it; the first one is the first action (F22)."""

    what = CleanCharField(
        label=label("what", UrgentMeasure),
        max_length=1000,
        widget=lines(3),
        help_text=gettext_lazy("谁到了现场、做了什么、还差什么；不写当事人的证件和电话"),
    )
    field_order = ("what", "on", "clock")

    def take(self):
        UrgentMeasure.objects.take(self.record, what=self.cleaned_data["what"], at=self.at, by=self.by)


class ReportForm(MomentForm):
    """A report upward (L09)."""

    way = forms.ChoiceField(label=label("way", UrgentReport), choices=UrgentReport.Way.choices, widget=Segments)
    to_whom = CleanCharField(
        label=label("to_whom", UrgentReport),
        max_length=60,
        help_text=gettext_lazy("党工委、办事处，区委、区政府，并告知主管部门、区信访联席办（条例第二十五条）"),
    )
    content = CleanCharField(label=label("content", UrgentReport), max_length=2000, widget=lines(4))
    field_order = ("way", "to_whom", "on", "clock", "content")

    def take(self):
        typed = self.cleaned_data
        UrgentReport.objects.send(
            self.record,
            way=typed["way"],
            to_whom=typed["to_whom"],
            content=typed["content"],
            at=self.at,
            by=self.by,
        )


class IncidentForm(MomentForm):
    """Something that touches a life: the facts, the help given, whom was called (R4, D31)."""

    facts = CleanCharField(
        label=label("facts", Incident),
        max_length=2000,
        widget=lines(3),
        help_text=gettext_lazy("说了什么、看到什么，照实写；不给人下结论"),
    )
    help_given = CleanCharField(
        label=label("help_given", Incident),
        max_length=1000,
        widget=lines(2),
        help_text=gettext_lazy("陪着、送医、联系家人；还没有的写“还没有”"),
    )
    emergency = forms.ChoiceField(
        label=label("emergency", Incident),
        required=False,
        choices=[("", gettext_lazy("没有叫")), *Incident.Emergency.choices],
        widget=Segments,
    )
    emergency_clock = ClockField(label=gettext_lazy("几点叫的"), required=False)
    field_order = ("facts", "on", "clock", "help_given", "emergency", "emergency_clock")

    def clean(self):
        typed = super().clean()
        if typed.get("emergency") and "emergency_clock" in typed and not typed["emergency_clock"]:
            self.add_error("emergency_clock", _("叫了谁来，请写几点叫的。"))
        if typed.get("emergency_clock") and typed.get("emergency") == "":
            self.add_error("emergency", _("写了几点叫的，请选叫了谁来。"))
        return typed

    def take(self):
        typed, case = self.cleaned_data, self.record
        clock = typed["emergency_clock"]
        if self.at > timezone.now():
            raise ValidationError({"at": _("时刻不能在现在之后，请核对。")})
        Incident.objects.create(
            case=case,
            at=self.at,
            facts=typed["facts"],
            help_given=typed["help_given"],
            emergency=typed["emergency"],
            emergency_at=timezone.make_aware(datetime.combine(typed["on"], clock)) if clock else None,
            recorded_by=self.by,
        )
        Event.objects.add(case, Event.Kind.INCIDENT, by=self.by, detail="已记录")  # its words stand nowhere else


class IncidentClosingForm(StepForm):
    """The incident is over: it leaves every screen."""

    note = CleanCharField(
        label=label("closing_note", Incident),
        max_length=200,
        help_text=gettext_lazy("例如 本人已平安，家人接回"),
        error_messages={"required": gettext_lazy("请写怎么结束的，例如 本人已平安，家人接回。")},
    )

    def take(self):
        self.record.close(by=self.by, note=self.cleaned_data["note"])


class ClockChoice(forms.ModelChoiceField):
    def label_from_instance(self, clock):
        words = _("%(label)s，最后一天 %(day)s")
        return words % {"label": _(clock.label), "day": short_day(clock.legal_end_on)}


class EscalationForm(StepForm):
    """The matter went up: to which level, when, how, why; and which step of ours was late by then (F13)."""

    level = forms.ChoiceField(label=label("level", Escalation), choices=Escalation.Level.choices, widget=Segments)
    on = DayField(label=label("on", Escalation), latest_today=True)
    channel = forms.ChoiceField(
        label=label("channel", Escalation),
        choices=[NOT_CHOSEN, *Case.Channel.choices],
        error_messages={"required": gettext_lazy("请选形式。")},
    )
    reason = forms.ChoiceField(label=label("reason", Escalation), choices=Escalation.Reason.choices, widget=Segments)
    missed = ClockChoice(None, label=label("missed", Escalation), required=False, empty_label=gettext_lazy("没有晚的"))
    note = CleanCharField(label=label("note", Escalation), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].today = self.today
        self.fields["missed"].queryset = missed_by(self.record, self.today)
        if first := self.fields["missed"].queryset.first():
            self.initial.setdefault("missed", first.pk)

    def clean(self):
        typed = super().clean()
        on, missed = typed.get("on"), typed.get("missed")
        if on is None or "missed" not in typed:
            return typed
        were_late = missed_by(self.record, on)
        if missed and not were_late.filter(pk=missed.pk).exists():
            self.add_error("missed", _("到那一天这一步还没有晚，请另选。"))
        elif not missed and were_late.exists():
            self.add_error("missed", _("到那一天已经有晚了的步骤，请指明是哪一步。"))
        elif not missed and typed.get("reason") == Escalation.Reason.LATE:
            self.add_error("reason", _("到那一天没有晚了的步骤，请另选原因。"))
        return typed

    def take(self):
        case, typed = self.record, self.cleaned_data
        if typed["on"] < case.received_on:
            raise ValidationError({"on": _("不能早于收到日期。")})
        fields = ("level", "on", "channel", "reason", "missed", "note")
        step = Escalation.objects.create(case=case, recorded_by=self.by, **{name: typed[name] for name in fields})
        words = f"{Escalation.Level(step.level).label}，{Escalation.Reason(step.reason).label}"
        Event.objects.add(case, Event.Kind.ESCALATED, by=self.by, detail=words)
