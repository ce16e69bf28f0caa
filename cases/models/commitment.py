"""What was promised: each thing with its day, who performs it, and the proof that it was performed (L37, T21)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.models.attachment import Attachment
from cases.models.case import Case
from cases.models.claim import Claim
from cases.models.deadline import Deadline
from cases.models.event import Event
from officials.calendar import Calendar, UnknownYear
from officials.models import Official, Unit

RULE = "L37"


def _day(day):
    return date_format(day, _("Y年n月j日"))


class CommitmentQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_on__isnull=True)

    def whole(self):
        """With all that a page says of each: three queries whatever the number."""
        related = ("claim", "unit", "deadline", "made_by")
        return self.select_related(*related).prefetch_related("performances__checked_by", "acceptances")

    @transaction.atomic
    def promise(self, case, *, claim, by, on, what, due_on, unit=None, organ=""):
        """Write down one thing to be performed by `due_on`. Its clock starts when the answer is served (L37)."""
        if claim and claim.decision != Claim.Decision.SUPPORT:
            raise ValidationError(
                {"claim": _("诉求 %d 的意见不是支持，没有履行事项（条例第三十二条第二款）。") % claim.position}
            )
        if due_on < on:
            raise ValidationError({"due_on": _("履行日期不能早于今天；已经办好的，选“已经办好”，写哪天办好的。")})
        commitment = self._write(case, claim=claim, by=by, on=on, what=what, due_on=due_on, unit=unit, organ=organ)
        if case.served_on or case.closed_on:
            commitment.start_clock(on)
        commitment.tell(by, gettext_lazy("承诺：%(what)s，%(who)s，%(day)s 以前"), day=due_on)
        return commitment

    @transaction.atomic
    def state_performed(
        self, case, *, claim, by, on, what, performed_on, evidence, unit=None, organ="", attachment=None
    ):
        """What had been performed already when the answer was written; somebody else still checks it."""
        if claim and claim.decision != Claim.Decision.SUPPORT:
            raise ValidationError(
                {"claim": _("诉求 %d 的意见不是支持，没有履行事项（条例第三十二条第二款）。") % claim.position}
            )
        commitment = self._write(
            case, claim=claim, by=by, on=on, what=what, due_on=performed_on, unit=unit, organ=organ
        )
        commitment.perform(by=by, on=on, performed_on=performed_on, evidence=evidence, attachment=attachment)
        return commitment

    def start_clocks(self, case, served_on):
        """With the answer served, what it promises falls due on the day it says."""
        done = Performance.objects.exclude(holds=False).values("commitment")
        for commitment in self.standing().filter(case=case, deadline__isnull=True).exclude(pk__in=done):
            commitment.start_clock(served_on)

    def withdraw(self, commitments, *, by, on, reason):
        """What was not promised after all, or hung on an answer that did not stand. The rows are kept."""
        for commitment in commitments.standing():
            commitment.withdraw(by=by, on=on, reason=reason)

    def _write(self, case, *, claim, by, on, what, due_on, unit, organ):
        last = self.filter(case=case).aggregate(last=models.Max("position"))["last"]
        commitment = self.model(
            case=case,
            claim=claim,
            position=(last or 0) + 1,
            what=what,
            unit=unit,
            organ=organ,
            due_on=due_on,
            made_on=on,
            made_by=by,
        )
        commitment.full_clean(exclude=["case", "claim", "made_by", "deadline"])
        commitment.save()
        return commitment


class Commitment(models.Model):
    """One thing to be performed, by a unit of the office or another organ, on or before `due_on`."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="commitments", verbose_name=gettext_lazy("案件"))
    claim = models.ForeignKey(
        Claim, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=gettext_lazy("诉求")
    )
    position = models.PositiveSmallIntegerField(gettext_lazy("序号"))
    what = models.CharField(gettext_lazy("办什么"), max_length=300)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("责任单位")
    )
    organ = models.CharField(gettext_lazy("其他机关、单位"), max_length=60, blank=True)
    due_on = models.DateField(gettext_lazy("哪天以前"))
    made_on = models.DateField(gettext_lazy("写下日期"))
    made_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("经手人"))
    deadline = models.OneToOneField(Deadline, models.PROTECT, null=True, blank=True, related_name="commitment")
    withdrawn_on = models.DateField(gettext_lazy("撤下日期"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawal = models.CharField(gettext_lazy("撤下原因"), max_length=200, blank=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("履行事项")
        verbose_name_plural = gettext_lazy("履行事项")
        ordering = ["case", "position"]
        constraints = [
            models.UniqueConstraint(name="commitments_are_numbered", fields=["case", "position"]),
            models.CheckConstraint(
                name="commitment_names_who_performs",
                condition=Q(unit__isnull=False, organ="") | (Q(unit__isnull=True) & ~Q(organ="")),
                violation_error_message=gettext_lazy("写明由谁办：选本街道的单位，或者写其他机关，二者只写一个。"),
            ),
            models.CheckConstraint(
                name="withdrawn_commitment_says_why",
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True, withdrawal="")
                | (Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawal="")),
                violation_error_message=gettext_lazy("撤下履行事项要写原因。"),
            ),
        ]

    def __str__(self):
        return f"{self.what[:30]} {self.due_on}"

    # ---------- 问 ----------
    @property
    def who(self):
        return self.unit.label if self.unit else self.organ

    @property
    def performance(self):
        """The one that holds or waits for its check, the newest; None where nothing was performed."""
        return next((row for row in reversed(list(self.performances.all())) if row.holds is not False), None)

    @property
    def is_performed(self):
        return bool(self.performance and self.performance.holds)

    @property
    def awaits_check(self):
        return bool(self.performance and self.performance.holds is None)

    @property
    def is_accepted(self):
        """Whether the petitioner accepted the day it has now (T21)."""
        return any(row.due_on == self.due_on for row in self.acceptances.all())

    def is_late(self, today):
        return self.performance is None and self.withdrawn_on is None and self.due_on < today

    def is_settled(self, today):
        """Cleared: performed and checked, or planned for a day to come that the petitioner accepted (T21)."""
        return self.is_performed or (self.is_accepted and self.performance is None and not self.is_late(today))

    @property
    def cleared_on(self):
        """The day on which it stopped holding up the clearing; a plan broken later comes back as 回流 (T21)."""
        if self.is_performed:
            return self.performance.performed_on
        accepted = [row.accepted_on for row in self.acceptances.all() if row.due_on == self.due_on]
        return min(accepted, default=None)

    def told_to(self, today, calendar):
        """Whom its lateness has reached (T31)."""
        if self.performance:
            return []
        try:
            return rules.reached(rules.Kind.PROMISE, self.due_on, today, calendar)
        except UnknownYear:
            return []

    # ---------- 步 ----------
    @transaction.atomic
    def accept(self, *, by, on, accepted_on, how):
        """The petitioner accepted the plan: this thing on its day (T21)."""
        self._must_stand()
        if self.performance:
            raise ValidationError(_("已经记了办好，不用再接受计划。"))
        if self.is_accepted:
            raise ValidationError(_("本人已经接受过这个日期。"))
        self._not_in_future(accepted_on, on)
        Acceptance.objects.create(
            commitment=self, due_on=self.due_on, accepted_on=accepted_on, how=how, recorded_by=by
        )
        self.tell(by, gettext_lazy("本人 %(day)s 接受履行计划：%(what)s"), day=accepted_on)

    @transaction.atomic
    def postpone(self, *, by, on, due_on, reason, accepted_on, how):
        """To a later day, with a reason and the petitioner's acceptance; the old day is kept."""
        self._must_stand()
        if self.performance:
            raise ValidationError(_("已经记了办好，不用改期。"))
        if due_on <= self.due_on:
            raise ValidationError({"due_on": _("新的日期要晚于原来的 %s。") % _day(self.due_on)})
        if not reason.strip():
            raise ValidationError({"reason": _("请写改期的理由。")})
        self._not_in_future(accepted_on, on)
        old, self.due_on = self.due_on, due_on
        Acceptance.objects.create(
            commitment=self,
            due_on=due_on,
            old_due_on=old,
            reason=reason,
            accepted_on=accepted_on,
            how=how,
            recorded_by=by,
        )
        self.save(update_fields=["due_on"])
        if self.deadline:
            due = self._due(self.deadline.started_on)
            days = self.deadline.extended_days + (due_on - old).days
            Deadline.objects.extend(self.case, self.deadline, due, days=days)
        self.tell(
            by,
            gettext_lazy("%(what)s：经本人同意改到 %(day)s，原为 %(old)s。%(reason)s"),
            day=due_on,
            old=old,
            reason=reason,
        )

    @transaction.atomic
    def perform(self, *, by, on, performed_on, evidence, attachment=None):
        """Record that it was performed, with the proof; somebody else checks it."""
        self._must_stand()
        if self.performance:
            raise ValidationError(_("已经记了 %s 办好。") % _day(self.performance.performed_on))
        self._not_in_future(performed_on, on, "performed_on")
        if performed_on < self.case.received_on:
            raise ValidationError({"performed_on": _("办好的日期不能早于收到日期。")})
        if not evidence.strip():
            raise ValidationError({"evidence": _("请写凭什么说办好了，例如验收单、照片、本人签收。")})
        Performance.objects.create(
            commitment=self,
            performed_on=performed_on,
            evidence=evidence,
            attachment=attachment,
            recorded_on=on,
            recorded_by=by,
        )
        self._end_clock(performed_on, gettext_lazy("已办好"))
        self.tell(by, gettext_lazy("办好：%(what)s，%(day)s"), is_public=True, day=performed_on)

    @transaction.atomic
    def verify(self, *, by, on, holds, note=""):
        """Somebody other than who recorded it looks whether it was performed; if not, it is owed as before."""
        if not self.awaits_check:
            raise ValidationError(_("没有等核对的履行记录。"))
        performance = self.performance
        if performance.recorded_by_id == by.pk:
            raise ValidationError(_("自己记的履行，要由别人核对。"))
        if not holds and not note.strip():
            raise ValidationError({"note": _("没有办到的，请写差在哪里。")})
        performance.holds, performance.checked_on, performance.checked_by = holds, on, by
        performance.check_note = note
        performance.save()
        if holds:
            self.tell(by, gettext_lazy("核对属实：%(what)s"))
            return
        if self.deadline:
            Deadline.objects.filter(pk=self.deadline_id).update(ended_on=None, end_reason="")
        elif self.case.served_on or self.case.closed_on:
            self.start_clock(on)
        self.tell(by, gettext_lazy("核对没有办到：%(what)s。%(note)s"), note=note)

    def withdraw(self, *, by, on, reason):
        self._must_stand()
        if not reason.strip():
            raise ValidationError({"reason": _("撤下履行事项要写原因。")})
        self.withdrawn_on, self.withdrawn_by, self.withdrawal = on, by, reason
        self.save()
        self._end_clock(on, gettext_lazy("已撤下"), fell_away=True)
        self.tell(by, gettext_lazy("撤下：%(what)s。%(reason)s"), reason=reason)

    def start_clock(self, started_on):
        """Its day falls due, as it was written (L37); an internal calendar never moves it."""
        case = self.case
        with translation.override(settings.LANGUAGE_CODE):
            label = str(rules.RULES[RULE].title)
        started_on = min(started_on, self.due_on)
        self.deadline = Deadline.objects.start(
            case,
            self._due(started_on),
            rule=RULE,
            kind=Deadline.Kind.PROMISE,
            label=label,
            started_on=started_on,
            claim=self.claim,
            unit=self.unit or case.handling_unit,
            official=case.handler or case.first_receiver,
        )
        self.save(update_fields=["deadline"])

    def tell(self, by, words, *, is_public=False, **values):
        """On the timeline, in the office's Chinese; what was performed or planned may clear the matter (T21)."""
        with translation.override(settings.LANGUAGE_CODE):
            values = {name: _day(value) if name in ("day", "old") else value for name, value in values.items()}
            detail = str(words) % {"what": self.what, "who": self.who, **values}
        Event.objects.add(self.case, Event.Kind.PROMISED, by=by, detail=detail, is_public=is_public)
        case = Case.objects.select_related("petition").get(pk=self.case_id)
        case.petition.keep_clearing_true()

    # ---------- 私 ----------
    def _due(self, started_on):
        try:
            return rules.given(RULE, started_on, self.due_on, Calendar.load())
        except (rules.RuleRefuses, UnknownYear) as refusal:
            raise ValidationError({"due_on": str(refusal)}) from None

    def _must_stand(self):
        if self.withdrawn_on:
            raise ValidationError(_("这一项已经撤下。"))

    @staticmethod
    def _not_in_future(day, today, field="accepted_on"):
        if day > today:
            raise ValidationError({field: _("不能晚于今天，请核对。")})

    def _end_clock(self, on, reason, fell_away=False):
        if self.deadline_id:
            with translation.override(settings.LANGUAGE_CODE):
                reason = str(reason)
            mine = Deadline.objects.running().filter(pk=self.deadline_id)
            mine.update(ended_on=on, end_reason=reason, fell_away=fell_away)


class Acceptance(models.Model):
    """The petitioner accepted a day: of the plan (no `old_due_on`), or the later one it was put off to."""

    class How(models.TextChoices):
        SIGNED = "SIGNED", gettext_lazy("本人签字")
        FACE = "FACE", gettext_lazy("当面，记录在案")
        PHONE = "PHONE", gettext_lazy("电话，记录在案")
        MESSAGE = "MESSAGE", gettext_lazy("短信、网上回复")

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="acceptances")
    due_on = models.DateField(gettext_lazy("接受的日期"))
    old_due_on = models.DateField(gettext_lazy("原来的日期"), null=True, blank=True)
    reason = models.CharField(gettext_lazy("改期理由"), max_length=300, blank=True)
    accepted_on = models.DateField(gettext_lazy("本人接受日期"))
    how = models.CharField(gettext_lazy("怎样接受的"), max_length=8, choices=How)
    recorded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("经手人"))
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("本人接受")
        verbose_name_plural = gettext_lazy("本人接受")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="postponed_to_a_later_day_with_a_reason",
                condition=Q(old_due_on__isnull=True, reason="")
                | (Q(old_due_on__isnull=False, due_on__gt=F("old_due_on")) & ~Q(reason="")),
                violation_error_message=gettext_lazy("改期要写理由，新的日期要更晚。"),
            )
        ]

    def __str__(self):
        return f"{self.commitment} {self.accepted_on}"


class PerformanceQuerySet(models.QuerySet):
    def unchecked(self):
        """Of what still stands."""
        return self.filter(holds__isnull=True, commitment__withdrawn_on__isnull=True)


class Performance(models.Model):
    """What was done about it, with the proof; `holds` once somebody else has checked, None until then."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="performances")
    performed_on = models.DateField(gettext_lazy("哪天办好的"))
    evidence = models.TextField(gettext_lazy("凭什么"), max_length=1000)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("材料")
    )
    recorded_on = models.DateField(gettext_lazy("记录日期"))
    recorded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("记录人"))
    holds = models.BooleanField(gettext_lazy("属实"), null=True, blank=True)
    checked_on = models.DateField(gettext_lazy("核对日期"), null=True, blank=True)
    checked_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("核对人")
    )
    check_note = models.CharField(gettext_lazy("核对情况"), max_length=300, blank=True)

    objects = PerformanceQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("履行记录")
        verbose_name_plural = gettext_lazy("履行记录")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="performance_is_checked_by_somebody_else",
                condition=Q(holds__isnull=True, checked_by__isnull=True, checked_on__isnull=True)
                | (
                    Q(holds__isnull=False, checked_by__isnull=False, checked_on__isnull=False)
                    & ~Q(checked_by=F("recorded_by"))
                ),
                violation_error_message=gettext_lazy("自己记的履行，要由别人核对。"),
            ),
            models.UniqueConstraint(
                name="one_performance_at_a_time",
                fields=["commitment"],
                condition=Q(holds__isnull=True) | Q(holds=True),
                violation_error_message=gettext_lazy("已经记了办好。"),
            ),
        ]
        indexes = [models.Index(fields=["commitment"], name="performance_unchecked", condition=Q(holds__isnull=True))]

    def __str__(self):
        return f"{self.commitment} {self.performed_on}"
