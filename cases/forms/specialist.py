"""Invited specialists: the roster, and what one of them is asked on a case (F24, F56)."""

from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.case import NOT_CHOSEN, label
from cases.forms.dates import ClockField, DayField
from cases.forms.edit import CarefulForm
from cases.forms.inspection import today_in
from cases.forms.steps import StepForm
from cases.forms.widgets import Segments
from cases.models import Conflict, Consultation, CounsellingNote, Party, Session
from cases.templatetags.register import day_label
from cases.text import CleanCharField
from officials.calendar import Calendar, UnknownYear
from officials.models import Official, Role, Shift, Specialist

USUAL = timedelta(days=30)


class SpecialistForm(StepForm):
    """A row of the roster: new, or changed where `record` is one."""

    kind = forms.ChoiceField(label=label("kind", Specialist), choices=Specialist.Kind.choices, widget=Segments)
    name = CleanCharField(
        label=label("name", Specialist), max_length=50, error_messages={"required": gettext_lazy("请写姓名。")}
    )
    speciality = CleanCharField(
        label=label("speciality", Specialist),
        max_length=100,
        help_text=gettext_lazy("例如 物权、劳动争议、婚姻家庭"),
        error_messages={"required": gettext_lazy("请写专长。")},
    )
    organ = CleanCharField(label=label("organ", Specialist), max_length=60, required=False)
    licence_no = CleanCharField(
        label=label("licence_no", Specialist),
        max_length=40,
        required=False,
        help_text=gettext_lazy("律师必写；有效期在证书里登记"),
    )
    phone = CleanCharField(label=label("phone", Specialist), max_length=30, required=False)
    since = DayField(label=label("since", Specialist))
    until = DayField(
        label=label("until", Specialist), required=False, help_text=gettext_lazy("这一天起不再请他；长期的不写")
    )
    official = forms.ModelChoiceField(
        None,
        label=label("official", Specialist),
        required=False,
        empty_label=gettext_lazy("没有账号，意见照书面记"),
        help_text=gettext_lazy("只列特邀专家岗位的账号；看得到的只有请他的、本人同意的那一件"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        taken = Specialist.objects.exclude(pk=self.record and self.record.pk).filter(official__isnull=False)
        accounts = Official.objects.holding(Role.SP, on=self.today).exclude(pk__in=taken.values("official"))
        self.fields["official"].queryset = accounts
        if self.record:
            for name in self.names:
                self.initial.setdefault(name, getattr(self.record, f"{name}_id" if name == "official" else name))
        else:
            self.initial.setdefault("since", self.today)

    @property
    def names(self):
        return [name for name in self.fields if name != "submission"]

    def take(self):
        specialist = self.record or Specialist()
        for name in self.names:
            setattr(specialist, name, self.cleaned_data[name])
        specialist._history_user = self.by
        specialist.full_clean()
        specialist.save()
        self.record = specialist


class SpecialistField(forms.ModelChoiceField):
    """Those who serve today; why one of them cannot be asked on the case is said when he is chosen."""

    def label_from_instance(self, person):
        words = {"name": person.name, "why": f"{person.get_kind_display()} · {person.speciality}"}
        return _("%(name)s（%(why)s）") % words


class ConsultationForm(CarefulForm):
    """Offer a specialist's service on the case `record`; nothing is shown before the petitioner agrees (F56)."""

    kind = forms.ChoiceField(label=label("kind", Consultation), choices=Consultation.Kind.choices, widget=Segments)
    specialist = SpecialistField(
        None,
        label=label("specialist", Consultation),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选请谁。")},
    )
    what_for = CleanCharField(
        label=label("what_for", Consultation),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("心理疏导不写。不写当事人的姓名、证件和电话"),
    )
    until = DayField(
        label=label("until", Consultation), help_text=gettext_lazy("接受以后看遮住身份的案卷，到这一天为止")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.fields["specialist"].queryset = Specialist.objects.serving(self.today)
        self.initial.setdefault("until", self.today + USUAL)

    def clean(self):
        self.warn_of_numbers("what_for")
        return self.cleaned_data

    def take(self):
        said = {name: self.cleaned_data[name] for name in ("kind", "specialist", "what_for", "until")}
        Consultation.objects.offer(self.record, by=self.by, on=self.today, **said)


class ConsentForm(StepForm):
    """What the petitioner says to the offered service `record`."""

    consent = forms.ChoiceField(
        label=label("consent", Consultation),
        choices=Consultation.Consent.choices,
        widget=Segments,
        help_text=gettext_lazy("照本人的意思记；谢绝不影响办理"),
        error_messages={"required": gettext_lazy("请选同意还是谢绝。")},
    )
    party = forms.ModelChoiceField(
        None, label=label("party", Consultation), required=False, empty_label=gettext_lazy("信访人本人")
    )
    consent_on = DayField(label=label("consent_on", Consultation), latest_today=True)
    way = forms.ChoiceField(
        label=label("consent_way", Consultation), choices=Consultation.Way.choices, widget=Segments, initial="FACE"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.initial.setdefault("consent_on", self.today)
        parties = self.record.case.parties.exclude(role=Party.Role.RESPONDENT).defer(*Party.MASKED)
        self.fields["party"].queryset = parties
        self.fields["party"].label_from_instance = lambda party: party.name_masked
        if self.record.consent == Consultation.Consent.AGREED:  # who agreed can only say no from now on
            self.fields["consent"].choices = [Consultation.Consent.choices[1]]
            self.initial["consent"] = Consultation.Consent.REFUSED

    def take(self):
        said = {name: self.cleaned_data[name] for name in ("consent", "party", "consent_on", "way")}
        self.record.hear(by=self.by, on=self.today, **said)


class ConsultationAnswerForm(CarefulForm):
    """The specialist takes it on, or says why not. `record`: the consultation."""

    answer = forms.ChoiceField(
        label=gettext_lazy("接不接"),
        choices=[
            ("ACCEPT", gettext_lazy("接受")),
            ("DECLINE", gettext_lazy("不接")),
            ("CONFLICT", gettext_lazy("有利益冲突")),
        ],
        widget=Segments,
        error_messages={"required": gettext_lazy("请选接不接。")},
    )
    reason = CleanCharField(
        label=gettext_lazy("不接的理由，或者有什么利益冲突"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("不接的才写；声明利益冲突以后，这一件不再请您"),
    )

    def clean(self):
        if self.cleaned_data.get("answer") in ("DECLINE", "CONFLICT") and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("请写为什么不接。"))
        self.warn_of_numbers("reason")
        return self.cleaned_data

    def take(self):
        answer = self.cleaned_data["answer"]
        if answer == "ACCEPT":
            self.record.accept(by=self.by, on=self.today)
        else:
            reason, is_conflict = self.cleaned_data["reason"], answer == "CONFLICT"
            self.record.decline(reason=reason, is_conflict=is_conflict, by=self.by, on=self.today)


class ConsultationResultForm(CarefulForm):
    """The opinion or result of `record`; psychological support says only that it took place."""

    result = CleanCharField(
        label=label("result", Consultation),
        max_length=3000,
        widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy("写依据和建议。不写当事人的姓名、证件和电话"),
        error_messages={"required": gettext_lazy("请写意见或者结果。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.record.is_counsel:
            del self.fields["result"]

    def clean(self):
        if "result" in self.fields:
            self.warn_of_numbers("result")
        return self.cleaned_data

    def take(self):
        self.record.finish(result=self.cleaned_data.get("result", ""), by=self.by, on=self.today)


class ConsultationStopForm(StepForm):
    """The office needs `record` no more."""

    def take(self):
        self.record.stop(by=self.by, on=self.today)


class ConflictForm(CarefulForm):
    """A specialist's conflict on the case `record`, written down for him."""

    specialist = forms.ModelChoiceField(
        None,
        label=label("specialist", Conflict),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选是哪一位。")},
    )
    ground = CleanCharField(
        label=label("ground", Conflict),
        max_length=300,
        help_text=gettext_lazy("例如 代理过对方的案件。不写亲属是谁"),
        error_messages={"required": gettext_lazy("请写有什么利益冲突。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["specialist"].queryset = Specialist.objects.serving(self.today)

    def clean(self):
        self.warn_of_numbers("ground")
        return self.cleaned_data

    def take(self):
        typed = self.cleaned_data
        if Conflict.objects.filter(case=self.record, specialist=typed["specialist"]).exists():
            raise ValidationError({"specialist": _("这位专家已经声明过。")})
        Conflict.objects.create(
            case=self.record,
            specialist=typed["specialist"],
            ground=typed["ground"],
            declared_on=self.today,
            recorded_by=self.by,
        )
        open_ones = Consultation.objects.select_for_update().waiting()
        for row in open_ones.filter(case=self.record, specialist=typed["specialist"]):
            row.stop(by=self.by, on=self.today)


class CounsellingNoteForm(StepForm):
    """The counsellor's own note. `record`: the consultation."""

    held_on = DayField(label=label("held_on", CounsellingNote), latest_today=True)
    text = CleanCharField(
        label=label("text", CounsellingNote),
        max_length=5000,
        widget=forms.Textarea({"rows": 10}),
        help_text=gettext_lazy("加密存放，只有您自己看得到，不进案卷、不打印、不导出"),
        error_messages={"required": gettext_lazy("请写咨询记录。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.initial.setdefault("held_on", self.today)

    def take(self):
        if self.record.state != Consultation.State.ACCEPTED:
            raise ValidationError(_("已经结束，不能再写；以前写的还看得到。"))
        held_on = self.cleaned_data["held_on"]
        if held_on < self.record.accepted_on:
            raise ValidationError({"held_on": _("不能早于接受的日子。")})
        CounsellingNote.objects.create(
            consultation=self.record, author=self.by, held_on=held_on, text=self.cleaned_data["text"]
        )


# ---------- 值班和约谈 ----------
WEEK = timedelta(days=7)
LONGEST_ROW = timedelta(days=366)
AHEAD = timedelta(days=60)  # so far the timetable is shown and booked from


class ShiftForm(StepForm):
    """When a specialist sits here; week by week until a day, rest days left out. `record` is None."""

    specialist = SpecialistField(
        None,
        label=label("specialist", Shift),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选哪一位。")},
    )
    on = DayField(label=gettext_lazy("哪一天"))
    starts = ClockField(label=label("starts_at", Shift))
    ends = ClockField(label=label("ends_at", Shift))
    minutes = forms.IntegerField(
        label=label("minutes", Shift),
        min_value=10,
        max_value=240,
        initial=30,
        widget=forms.NumberInput(attrs={"class": "w-s"}),
        error_messages={"required": gettext_lazy("请写每位几分钟，10 到 240。")},
    )
    place = CleanCharField(
        label=label("place", Shift),
        max_length=60,
        help_text=gettext_lazy("例如 街道公共法律服务站"),
        error_messages={"required": gettext_lazy("请写在哪里。")},
    )
    weekly_until = DayField(
        label=gettext_lazy("每周都来，到哪天"),
        required=False,
        help_text=gettext_lazy("只这一次的不写；碰上休息日的那一周不排"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.fields["specialist"].queryset = Specialist.objects.serving(self.today)

    def days(self):
        """The day, and where it repeats the same weekday of each week that is no rest day."""
        on, until = self.cleaned_data["on"], self.cleaned_data["weekly_until"] or self.cleaned_data["on"]
        if on < self.today:
            raise ValidationError({"on": _("值班不能排在今天以前。")})
        if not on <= until <= on + LONGEST_ROW:
            raise ValidationError({"weekly_until": _("要在第一天以后，最多排一年。")})
        later = [on + WEEK * week for week in range(1, (until - on) // WEEK + 1)]
        try:
            calendar = Calendar.load()
            return [on, *(day for day in later if calendar.is_workday(day))]
        except UnknownYear as unknown:
            raise ValidationError({"weekly_until": str(unknown)}) from None

    def take(self):
        typed = self.cleaned_data
        for day in self.days():
            starts, ends = (timezone.make_aware(datetime.combine(day, typed[name])) for name in ("starts", "ends"))
            shift = Shift(starts_at=starts, ends_at=ends, named_by=self.by)
            for name in ("specialist", "minutes", "place"):
                setattr(shift, name, typed[name])
            shift.full_clean(exclude=["named_by"])
            shift.save()


class ShiftEndForm(StepForm):
    """He does not sit then. `record`: the shift, whose row is locked."""

    reason = CleanCharField(
        label=label("withdrawal", Shift),
        max_length=200,
        help_text=gettext_lazy("约好的会写进各件的经过，请经办人告诉本人、另约"),
        error_messages={"required": gettext_lazy("请写为什么撤下，例如 律师出庭。")},
    )

    def take(self):
        reason = self.cleaned_data["reason"]
        self.told = Session.objects.withdraw_shift(self.record, reason=reason, by=self.by, now=timezone.now())


class SessionForm(StepForm):
    """A turn at his shifts for the petitioner of the consultation `record`; or none any more where one is booked."""

    slot = forms.ChoiceField(
        label=gettext_lazy("约哪个时间"),
        error_messages={
            "required": gettext_lazy("请选约哪个时间。"),
            "invalid_choice": gettext_lazy("这个时间刚刚被约走，或者不在值班表上了，请另选。"),
        },
    )
    reason = CleanCharField(
        label=gettext_lazy("不约了的原因"), max_length=200, required=False, help_text=gettext_lazy("不约了的才写")
    )

    NONE = "NONE"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        now = timezone.now()
        self.booked = self.record.sessions.ahead(now).select_related("shift").first()
        self.free = free_turns(self.record, now)
        offered = [(key, turn_label(shift, at)) for key, (shift, at) in self.free.items()]
        self.fields["slot"].choices = [NOT_CHOSEN, *offered]
        if self.booked:
            self.fields["slot"].choices += [(self.NONE, _("不约了"))]
        else:
            del self.fields["reason"]
        self.why_not = self.record.why_not_book()
        if not self.why_not and not offered and not self.booked:
            self.why_not = (
                _("%s 到能看案卷的那天为止没有空着的值班时间，请信访办主任排班。") % self.record.specialist.name
            )

    def take(self):
        slot, now = self.cleaned_data["slot"], timezone.now()
        if slot == self.NONE:
            reason = self.cleaned_data["reason"]
            if not reason:
                raise ValidationError({"reason": _("请写为什么不约了。")})
            Session.objects.cancel(self.record, reason=reason, by=self.by, now=now)
        else:
            shift, at = self.free[slot]
            Session.objects.book(self.record, shift, at, by=self.by, now=now)


def free_turns(consultation, now):
    """The turns of his that lie ahead and are free: {key: (shift, instant)}, two queries."""
    shifts = Shift.objects.standing().between(now, now + AHEAD).filter(specialist=consultation.specialist_id)
    shifts = list(shifts)
    taken = Session.objects.taken(shifts)
    return {
        f"{shift.pk}-{place}": (shift, at)
        for shift in shifts
        for place, at in enumerate(shift.slots)
        if at > now and at not in taken.get(shift.pk, ()) and timezone.localdate(at) <= consultation.until
    }


def turn_label(shift, at):
    words = {
        "day": day_label(timezone.localdate(at)),
        "clock": f"{timezone.localtime(at):%H:%M}",
        "place": shift.place,
    }
    return _("%(day)s %(clock)s，%(place)s") % words
