"""Clearing targets (清零): by when a matter is to be cleared, in which month or year it counts, and what moves that.

T20 to T29. A target is a row of its own beside its clock in `Deadline`; neither ever moves a day of the law.
"""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.models.attachment import Attachment
from cases.models.case import Case
from cases.models.deadline import Deadline
from cases.models.event import Event
from cases.models.ownership import Ownership
from officials.calendar import ONE_DAY, Calendar, UnknownYear
from officials.models import Official, Role

Level = Case.Level
RULES = {Level.GENERAL: "T22", Level.COMPLEX: "T23", Level.HARD: "T24"}
STEPS_UP = [Level.GENERAL, Level.COMPLEX, Level.HARD]
LEADERS = {Role.LO, Role.HO}


def is_upgrade(before, after):
    return STEPS_UP.index(after) > STEPS_UP.index(before)


def last_workdays_from(target, calendar, count):
    """The first of the last `count` workdays up to and with the day `target`; from it on a leader decides (T25)."""
    day = calendar.workday_on_or_before(target)
    for _step in range(count - 1):
        day = calendar.workday_on_or_before(day - ONE_DAY)
    return day


def said(day):
    return date_format(day, _("Y年n月j日"))


def tell(case, kind, by, words, **values):
    """On the timeline, in the office's Chinese; the case is touched with it."""
    case.touch(by)
    case.save()
    with translation.override(settings.LANGUAGE_CODE):
        values = {name: said(value) if isinstance(value, date) else str(value) for name, value in values.items()}
        Event.objects.add(case, kind, by=by, detail=str(words) % values)


class ClearingQuerySet(models.QuerySet):
    def running(self):
        return self.filter(outcome="")

    def of_cohort(self, level, first):
        """Those of `level` whose target lies in the month (hard, complex: in the year) that begins on `first`."""
        return self.filter(level=level, cohort_on=first)

    def lacks(self, case):
        """Whether `case` is hard and its target waits for the responsibility letter (T24)."""
        standing = Q(outcome="") | Q(outcome=self.model.Outcome.CLEARED, round=case.round)
        return case.level == Level.HARD and not self.filter(standing, case=case).exists()

    def begin(self, case, on, *, cause, calendar=None, rule=None):
        """Start the target of the level that `case` has, counted from the day `on`; None where there is none yet.

        What is hard has its target in the responsibility letter of the leader who owns it, so without one it has none
        (T24). Refused beyond the years of the calendar.
        """
        calendar = calendar or Calendar.load()
        started_on, planned_on = on, None
        if case.level == Level.HARD:
            letter = Ownership.objects.in_force(on).filter(case=case, planned_on__gte=on).first()
            if letter is None:
                return None
            started_on, planned_on = letter.since, letter.planned_on
        clearing = self.model(case=case, level=case.level, round=case.round, cause=cause)
        due = clearing.count(rule or RULES[case.level], started_on, planned_on, calendar)
        with translation.override(settings.LANGUAGE_CODE):
            label = str(due.rule.title)
        clearing.deadline = Deadline.objects.start(
            case,
            due,
            rule=due.rule.id,
            kind=due.rule.kind,
            label=label,
            started_on=due.started_on,
            unit=case.handling_unit,
            official=case.handler or case.first_receiver,
        )
        clearing.first_due_on, clearing.cohort_on = due.legal_end, clearing.cohort_of(due)
        clearing.save()
        return clearing

    def end(self, case, *, on, outcome):
        """End the running target of `case`, if any, and what was asked or suspended of it."""
        clearing = self.running().filter(case=case).first()
        if clearing is None:
            return
        with translation.override(settings.LANGUAGE_CODE):
            reason = str(self.model.Outcome(outcome).label)
        clearing.outcome = outcome
        clearing.save()
        gone = outcome != self.model.Outcome.CLEARED
        mine = Deadline.objects.running().filter(pk=clearing.deadline_id)
        mine.update(ended_on=on, end_reason=reason, fell_away=gone)
        clearing.suspensions.in_force(on).update(ended_on=on, end_note=reason)
        clearing.suspensions.waiting().delete()

    def take_back(self, case):
        """What was cleared is not after all: its target runs on as it was."""
        cleared = self.filter(case=case, round=case.round, outcome=self.model.Outcome.CLEARED)
        for clearing in cleared.order_by("-pk")[:1]:
            clearing.outcome = ""
            clearing.save()
            Deadline.objects.filter(pk=clearing.deadline_id).update(ended_on=None, end_reason="")


class Clearing(models.Model):
    """One target of one case. A change of level, a reopening begins another; the rows before stay in their cohort.

    The last day stands in `deadline`. `first_due_on` is where it lay before any suspension or extension;
    `cohort_on` is the first day of the month (general) or year (complex, hard) in which it counts, once.
    """

    class Cause(models.TextChoices):
        TRIAGED = "TRIAGED", gettext_lazy("分流")
        LEVELLED = "LEVELLED", gettext_lazy("调整层级")
        OWNED = "OWNED", gettext_lazy("包案责任书")
        REOPENED = "REOPENED", gettext_lazy("重新办理")

    class Outcome(models.TextChoices):
        CLEARED = "CLEARED", gettext_lazy("清零")
        LEVELLED = "LEVELLED", gettext_lazy("调整层级")
        WITHDRAWN = "WITHDRAWN", gettext_lazy("本人撤回")
        MERGED = "MERGED", gettext_lazy("并案")
        VOIDED = "VOIDED", gettext_lazy("登记作废")

    case = models.ForeignKey(Case, models.PROTECT, related_name="clearings", verbose_name=gettext_lazy("案件"))
    deadline = models.OneToOneField(
        Deadline, models.PROTECT, related_name="clearing", verbose_name=gettext_lazy("期限")
    )
    level = models.CharField(gettext_lazy("层级"), max_length=8, choices=Level)
    round = models.PositiveSmallIntegerField(gettext_lazy("第几轮"))
    cause = models.CharField(gettext_lazy("因为什么起算"), max_length=8, choices=Cause)
    first_due_on = models.DateField(gettext_lazy("最初的目标日"))
    cohort_on = models.DateField(gettext_lazy("算在哪个月、哪一年"))
    outcome = models.CharField(gettext_lazy("结果"), max_length=9, choices=Outcome, blank=True)
    extended_to = models.DateField(gettext_lazy("延长到"), null=True, blank=True)
    met_on = models.DateField(gettext_lazy("例会日期"), null=True, blank=True)
    extension_ground = models.CharField(gettext_lazy("延长的理由"), max_length=300, blank=True)

    objects = ClearingQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("清零目标")
        verbose_name_plural = gettext_lazy("清零目标")
        constraints = [
            models.UniqueConstraint(
                name="one_running_target_a_case",
                fields=["case"],
                condition=Q(outcome=""),
                violation_error_message=gettext_lazy("这件已有一个清零目标。"),
            ),
            models.CheckConstraint(
                name="cohort_begins_a_month_or_a_year",
                condition=Q(cohort_on__day=1) & (Q(level=Level.GENERAL) | Q(cohort_on__month=1)),
                violation_error_message=gettext_lazy("一般矛盾算在一个月里，复杂、疑难的算在一年里。"),
            ),
            models.CheckConstraint(
                name="only_a_plan_is_extended_and_once",
                condition=Q(extended_to__isnull=True, met_on__isnull=True, extension_ground="")
                | (Q(level=Level.HARD, extended_to__isnull=False, met_on__isnull=False) & ~Q(extension_ground="")),
                violation_error_message=gettext_lazy("只有疑难案件的包案计划由例会延长，写明例会日期和理由。"),
            ),
        ]
        indexes = [
            models.Index(fields=["level", "cohort_on", "outcome"], name="clearing_by_cohort"),
            models.Index(fields=["case", "-id"], name="clearing_by_case"),
        ]

    def __str__(self):
        return f"{self.case} {self.get_level_display()}"

    def count(self, rule, started_on, planned_on, calendar, pauses=()):
        """The `Due` of this target: by the rule, or the day that the responsibility letter names."""
        try:
            if planned_on is None:
                return rules.due(rule, started_on, calendar, pauses=pauses)
            latest = rules.add_months(started_on, rules.find(rule).length)
            if self.extended_to is None and planned_on > latest:
                raise ValidationError({"planned_on": _("计划完成日最晚 %s，包案后 12 个月内。") % said(latest)})
            paused = {first + timedelta(days=n) for first, last in pauses for n in range((last - first).days + 1)}
            return rules.given(rule, started_on, planned_on + timedelta(days=len(paused)), calendar)
        except (rules.RuleRefuses, UnknownYear) as refusal:
            raise ValidationError(str(refusal)) from None

    def cohort_of(self, due):
        return due.cohort or due.legal_end.replace(month=1, day=1)

    def move(self, *, calendar=None, to=None):
        """Count the last day anew: with the suspensions that were agreed, and for a plan from the day `to`."""
        clock = self.deadline
        planned_on = (to or self.extended_to or self.first_due_on) if self.level == Level.HARD else None
        pauses = [(row.from_on, row.last_on) for row in self.suspensions.agreed() if row.last_on >= row.from_on]
        due = self.count(clock.rule, clock.started_on, planned_on, calendar or Calendar.load(), pauses)
        self.cohort_on = self.cohort_of(due)
        self.save()
        Deadline.objects.filter(pk=clock.pk).update(
            nominal_on=due.nominal,
            legal_end_on=due.legal_end,
            target_on=due.target,
            is_provisional=due.provisional,
        )
        clock.refresh_from_db()

    @transaction.atomic
    def extend(self, *, by, until_on, met_on, ground):
        """The monthly meeting gives a hard matter up to six months more, once (T24)."""
        if self.level != Level.HARD or self.outcome:
            raise ValidationError(_("只有正在办的疑难案件由例会延长包案计划。"))
        if self.extended_to:
            raise ValidationError(_("已经延长到 %s，只能延长一次。") % said(self.extended_to))
        if not ground.strip():
            raise ValidationError({"ground": _("请写例会决定延长的理由。")})
        latest = rules.add_months(self.first_due_on, settings.HARD_EXTENDED_UP_TO_MONTHS)
        if not self.first_due_on < until_on <= latest:
            words = _("延长到的日期在 %(first)s 以后，最晚 %(latest)s。")
            raise ValidationError({"until_on": words % {"first": said(self.first_due_on), "latest": said(latest)}})
        if self.deadline.legal_end_on < met_on:
            raise ValidationError({"met_on": _("目标日 %s 已过，例会不能再延长。") % said(self.deadline.legal_end_on)})
        self.extended_to, self.met_on, self.extension_ground = until_on, met_on, ground
        self.move(to=until_on)
        words = gettext_lazy("例会 %(met)s 决定，包案计划延长到 %(day)s")
        tell(self.case, Event.Kind.LEVELLED, by, words, met=met_on, day=until_on)


class LevelChangeQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(outcome="")

    def waiting_for(self, official):
        """Those on which `official` may decide, as far as these rows say: `why_not_by` in the database."""
        mine = self.waiting().exclude(asked_by=official)
        return mine if official.roles_for("cases:level_decision") & LEADERS else mine.filter(needs_leader=False)

    def agreed(self):
        return self.filter(outcome=LevelChange.Outcome.AGREED)

    def why_not(self, case):
        """Why nobody can ask for another level of `case` now; empty if one can."""
        if not case.triaged_on or not case.level:
            return _("还没有分流，层级在分流时定。")
        if self.waiting().filter(case=case).exists():
            return _("已经有一个调整层级的请求等决定。")
        is_cleared = case.clearings.filter(round=case.round, outcome=Clearing.Outcome.CLEARED)
        if not case.clearings.running().exists() and is_cleared.exists():
            return _("这件已经清零，不用再调整层级。")
        return ""

    @transaction.atomic
    def ask(self, case, *, after, ground, by, on, calendar=None):
        """Ask for another level. Asked in the last workdays of a running target, an upgrade needs a leader (T25)."""
        if reason := self.why_not(case):
            raise ValidationError(reason)
        if after == case.level:
            raise ValidationError({"after": _("现在就是%s。") % case.get_level_display()})
        if not ground.strip():
            raise ValidationError({"ground": _("请写定级依据。")})
        clearing = case.clearings.running().select_related("deadline").first()
        needs_leader = False
        if clearing and is_upgrade(case.level, after):
            calendar = calendar or Calendar.load()
            last = last_workdays_from(clearing.deadline.legal_end_on, calendar, settings.UPGRADE_BY_LEADER_WORKDAYS)
            needs_leader = on >= last
        change = self.model(
            case=case,
            clearing=clearing,
            before=case.level,
            after=after,
            ground=ground,
            asked_on=on,
            asked_by=by,
            needs_leader=needs_leader,
        )
        change.clean_fields(exclude=["case", "clearing", "asked_by"])
        change.save()
        tell(case, Event.Kind.LEVELLED, by, gettext_lazy("请求调整为%(after)s"), after=Level(after).label)
        return change


class LevelChange(models.Model):
    """A change of level that one person asks for and another decides (T25). Rows are kept; each month prints them."""

    class Outcome(models.TextChoices):
        AGREED = "AGREED", gettext_lazy("同意")
        REFUSED = "REFUSED", gettext_lazy("不同意")

    case = models.ForeignKey(Case, models.PROTECT, related_name="level_changes", verbose_name=gettext_lazy("案件"))
    clearing = models.ForeignKey(
        Clearing, models.PROTECT, null=True, related_name="level_changes", verbose_name=gettext_lazy("原目标")
    )
    before = models.CharField(gettext_lazy("原层级"), max_length=8, choices=Level)
    after = models.CharField(gettext_lazy("新层级"), max_length=8, choices=Level)
    ground = models.CharField(gettext_lazy("定级依据"), max_length=300)
    asked_on = models.DateField(gettext_lazy("提出日期"))
    asked_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("提出人"))
    needs_leader = models.BooleanField(gettext_lazy("要领导决定"), default=False)
    outcome = models.CharField(gettext_lazy("决定"), max_length=7, choices=Outcome, blank=True)
    decided_on = models.DateField(gettext_lazy("决定日期"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("决定人")
    )
    refusal = models.CharField(gettext_lazy("不同意的理由"), max_length=300, blank=True)

    objects = LevelChangeQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("层级调整")
        verbose_name_plural = gettext_lazy("层级调整")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_level_change_waits",
                fields=["case"],
                condition=Q(outcome=""),
                violation_error_message=gettext_lazy("已经有一个调整层级的请求等决定。"),
            ),
            models.CheckConstraint(
                name="level_changes_to_another",
                condition=~Q(before=F("after")),
                violation_error_message=gettext_lazy("层级没有变。"),
            ),
            models.CheckConstraint(
                name="level_change_is_decided_whole",
                condition=Q(outcome="", decided_on__isnull=True, decided_by__isnull=True, refusal="")
                | Q(outcome="AGREED", decided_on__gte=F("asked_on"), decided_by__isnull=False, refusal="")
                | (Q(outcome="REFUSED", decided_on__gte=F("asked_on"), decided_by__isnull=False) & ~Q(refusal="")),
                violation_error_message=gettext_lazy("决定要写谁、哪天；不同意的写理由。"),
            ),
            models.CheckConstraint(
                name="another_decides_on_the_level",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                violation_error_message=gettext_lazy("提出的人不能自己决定。"),
            ),
        ]
        indexes = [models.Index(fields=["decided_on"], name="level_change_by_day", condition=Q(outcome="AGREED"))]

    def __str__(self):
        return f"{self.case} {self.get_before_display()} → {self.get_after_display()}"

    def why_not_by(self, official, giver=None):
        """Why `official` may not decide on this, himself or in the place of `giver`; empty if he may."""
        if official.pk == self.asked_by_id:
            return _("您提出的，要由别人决定。")
        if giver and giver.pk == self.asked_by_id:
            return _("%s 提出的，不能由别人代他决定。") % giver.name
        if self.needs_leader and not official.roles_for("cases:level_decision") & LEADERS:
            words = _("在目标日前最后 %d 个工作日里才提出的，要由包案领导或者机关负责人决定。")
            return words % settings.UPGRADE_BY_LEADER_WORKDAYS
        return ""

    @transaction.atomic
    def decide(self, *, by, on, agreed, refusal="", calendar=None):
        """Agree or refuse. Agreed, the old target ends that day and one of the new level begins (T25).

        A target that had passed stays missed in its cohort; one that had not leaves it.
        """
        case = self.case
        if self.outcome:
            raise ValidationError(_("已经在 %s 决定过了。") % said(self.decided_on))
        if reason := self.why_not_by(by, case.acts_for(by)):
            raise ValidationError(reason)
        if on < self.asked_on:
            raise ValidationError({"on": _("决定日期不能早于提出日期 %s。") % said(self.asked_on)})
        if not agreed and not refusal.strip():
            raise ValidationError({"refusal": _("请写为什么不同意。")})
        if agreed and case.level != self.before:
            raise ValidationError(_("层级已经是%s，请重新提出。") % case.get_level_display())
        self.outcome = self.Outcome.AGREED if agreed else self.Outcome.REFUSED
        self.decided_on, self.decided_by, self.refusal = on, by, "" if agreed else refusal
        self.save()
        if agreed:
            is_cleared = self.clearing_id and self.clearing.outcome == Clearing.Outcome.CLEARED
            Clearing.objects.end(case, on=on, outcome=Clearing.Outcome.LEVELLED)
            case.level, case.level_ground = self.after, self.ground
            is_general = self.after == Level.GENERAL
            if not is_cleared:
                Clearing.objects.begin(
                    case, on, cause=Clearing.Cause.LEVELLED, calendar=calendar, rule="T25" if is_general else None
                )
        words = gettext_lazy("不同意由%(before)s调整为%(after)s")
        if agreed:
            words = gettext_lazy("由%(before)s调整为%(after)s")
        before, after = Level(self.before).label, Level(self.after).label
        tell(case, Event.Kind.LEVELLED, by, words, before=before, after=after)


class SuspensionQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(outcome="")

    def agreed(self):
        return self.filter(outcome=Suspension.Outcome.AGREED)

    def in_force(self, on):
        """Agreed and not over on the day `on`; the first day that counts again is not of it."""
        not_over = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
        return self.agreed().filter(not_over, from_on__lte=on, until_on__gte=on)

    def why_not(self, case, on):
        """Why nobody can ask on the day `on` to suspend the target of `case`; empty if one can."""
        clearing = case.clearings.running().select_related("deadline").first()
        if clearing is None:
            return _("这件现在没有清零目标，不用中止。")
        if clearing.deadline.legal_end_on < on:
            return _("目标日 %s 已过，不能再中止。") % said(clearing.deadline.legal_end_on)
        if clearing.suspensions.waiting().exists():
            return _("已经有一个中止请求等决定。")
        return ""

    @transaction.atomic
    def ask(self, case, *, ground, evidence, days, by, on, file=None):
        """Ask to suspend the running target; a statutory day never moves with it (T27)."""
        if reason := self.why_not(case, on):
            raise ValidationError(reason)
        clearing = case.clearings.running().select_related("deadline").first()
        if not evidence.strip():
            raise ValidationError({"evidence": _("请写凭什么中止：材料名称、文号、日期。")})
        if not 1 <= days <= settings.SUSPENDED_UP_TO_DAYS:
            raise ValidationError({"days": _("每次 1 到 %d 日，到期可以再请求。") % settings.SUSPENDED_UP_TO_DAYS})
        if ground == Suspension.Ground.UNREACHABLE:
            self._check_tries(case, on)
        elif ground != Suspension.Ground.FORCE_MAJEURE and file is None:
            raise ValidationError({"file": _("请选证明材料；还没有的，先在案卷里上传。")})
        row = self.model(
            case=case,
            clearing=clearing,
            ground=ground,
            evidence=evidence,
            file=file,
            days=days,
            asked_on=on,
            asked_by=by,
        )
        row.clean_fields(exclude=["case", "clearing", "file", "asked_by"])
        row.save()
        words = gettext_lazy("请求中止清零目标 %(days)s 日：%(ground)s")
        tell(case, Event.Kind.SUSPENDED, by, words, days=days, ground=Suspension.Ground(ground).label)
        return row

    @staticmethod
    def _check_tries(case, on):
        tries = sorted(set(case.contact_tries.filter(on__lte=on).values_list("on", flat=True)))
        wanted, apart = settings.UNREACHABLE_TRIES, timedelta(days=settings.UNREACHABLE_DAYS)
        if len(tries) < wanted or tries[-1] - tries[0] < apart:
            words = _("联系不上的，要有 %(tries)d 次联系记录，前后隔 %(days)d 日以上；现在有 %(had)d 次。")
            raise ValidationError(
                {"ground": words % {"tries": wanted, "days": settings.UNREACHABLE_DAYS, "had": len(tries)}}
            )


class Suspension(models.Model):
    """A clearing target stands still for a reason of T27, agreed by the director; the law's days run on.

    `from_on` and `until_on` are both left out of the count; ended early, `ended_on` is the first that counts again.
    """

    class Ground(models.TextChoices):
        DECISION = "DECISION", gettext_lazy("等法院、仲裁、复议的结果")
        APPRAISAL = "APPRAISAL", gettext_lazy("等第三方鉴定、检测")
        ASKED = "ASKED", gettext_lazy("本人书面请求等一等")
        FORCE_MAJEURE = "FORCE", gettext_lazy("不可抗力")
        UNREACHABLE = "UNREACHED", gettext_lazy("联系不上本人")

    class Outcome(models.TextChoices):
        AGREED = "AGREED", gettext_lazy("同意")
        REFUSED = "REFUSED", gettext_lazy("不同意")

    case = models.ForeignKey(Case, models.PROTECT, related_name="suspensions", verbose_name=gettext_lazy("案件"))
    clearing = models.ForeignKey(
        Clearing, models.PROTECT, related_name="suspensions", verbose_name=gettext_lazy("清零目标")
    )
    ground = models.CharField(gettext_lazy("理由"), max_length=9, choices=Ground)
    evidence = models.CharField(gettext_lazy("凭什么"), max_length=300)
    file = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("证明材料")
    )
    days = models.PositiveSmallIntegerField(gettext_lazy("几日"))
    asked_on = models.DateField(gettext_lazy("提出日期"))
    asked_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("提出人"))
    outcome = models.CharField(gettext_lazy("决定"), max_length=7, choices=Outcome, blank=True)
    decided_on = models.DateField(gettext_lazy("决定日期"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("决定人")
    )
    refusal = models.CharField(gettext_lazy("不同意的理由"), max_length=300, blank=True)
    from_on = models.DateField(gettext_lazy("起"), null=True, blank=True)
    until_on = models.DateField(gettext_lazy("止"), null=True, blank=True)
    ended_on = models.DateField(gettext_lazy("恢复日期"), null=True, blank=True)
    end_note = models.CharField(gettext_lazy("为什么恢复"), max_length=100, blank=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("清零目标中止")
        verbose_name_plural = gettext_lazy("清零目标中止")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_suspension_waits",
                fields=["clearing"],
                condition=Q(outcome=""),
                violation_error_message=gettext_lazy("已经有一个中止请求等决定。"),
            ),
            models.CheckConstraint(
                name="suspension_has_its_evidence",
                condition=~Q(evidence=""),
                violation_error_message=gettext_lazy("请写凭什么中止。"),
            ),
            models.CheckConstraint(
                name="suspension_is_decided_whole",
                condition=Q(
                    outcome="", decided_by__isnull=True, decided_on__isnull=True, from_on__isnull=True, refusal=""
                )
                | Q(
                    outcome="AGREED",
                    decided_by__isnull=False,
                    decided_on__gte=F("asked_on"),
                    from_on__gte=F("decided_on"),
                    until_on__gte=F("from_on"),
                    refusal="",
                )
                | (
                    Q(outcome="REFUSED", decided_by__isnull=False, decided_on__gte=F("asked_on"), from_on__isnull=True)
                    & ~Q(refusal="")
                ),
                violation_error_message=gettext_lazy("决定要写谁、哪天、从哪天到哪天；不同意的写理由。"),
            ),
            models.CheckConstraint(
                name="another_decides_on_the_suspension",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                violation_error_message=gettext_lazy("提出的人不能自己决定。"),
            ),
            models.CheckConstraint(
                name="only_what_was_suspended_goes_on",
                condition=Q(ended_on__isnull=True, end_note="")
                | (Q(ended_on__gte=F("from_on"), ended_on__lte=F("until_on")) & ~Q(end_note="")),
                violation_error_message=gettext_lazy("恢复日期在中止期间里，写明为什么。"),
            ),
            ExclusionConstraint(
                name="suspensions_do_not_overlap",
                expressions=[
                    ("clearing", RangeOperators.EQUAL),
                    (
                        Func(
                            F("from_on"),
                            Coalesce(F("ended_on"), F("until_on") + 1),
                            RangeBoundary(),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(outcome="AGREED"),
                violation_error_message=gettext_lazy("和上一次中止重叠。"),
            ),
        ]
        indexes = [
            models.Index(fields=["from_on", "until_on"], name="suspension_by_day", condition=Q(outcome="AGREED")),
        ]

    def __str__(self):
        return f"{self.case} {self.get_ground_display()}"

    @property
    def last_on(self):
        """The last day left out of the count."""
        return self.ended_on - ONE_DAY if self.ended_on else self.until_on

    def why_not_by(self, official, giver=None):
        """Why `official` may not decide on this, himself or in the place of `giver`; empty if he may."""
        if official.pk == self.asked_by_id:
            return _("您提出的，要由别人决定。")
        if giver and giver.pk == self.asked_by_id:
            return _("%s 提出的，不能由别人代他决定。") % giver.name
        return ""

    def is_in_force(self, on):
        return self.outcome == self.Outcome.AGREED and self.from_on <= on <= self.last_on

    @transaction.atomic
    def decide(self, *, by, on, agreed, refusal="", calendar=None):
        """Agree or refuse. It never begins before it is agreed; a renewal begins when the last one is over (T27)."""
        case, clearing = self.case, self.clearing
        if self.outcome:
            raise ValidationError(_("已经在 %s 决定过了。") % said(self.decided_on))
        if reason := self.why_not_by(by, case.acts_for(by)):
            raise ValidationError(reason)
        if on < self.asked_on:
            raise ValidationError({"on": _("决定日期不能早于提出日期 %s。") % said(self.asked_on)})
        if not agreed and not refusal.strip():
            raise ValidationError({"refusal": _("请写为什么不同意。")})
        self.outcome = self.Outcome.AGREED if agreed else self.Outcome.REFUSED
        self.decided_on, self.decided_by, self.refusal = on, by, "" if agreed else refusal
        if agreed:
            running = clearing.suspensions.agreed().order_by("-until_on").first()
            self.from_on = max(on, running.last_on + ONE_DAY) if running else on
            if clearing.deadline.legal_end_on < self.from_on:
                raise ValidationError(_("目标日 %s 已过，不能再中止。") % said(clearing.deadline.legal_end_on))
            self.until_on = self.from_on + timedelta(days=self.days - 1)
        self.save()
        if agreed:
            clearing.move(calendar=calendar)
        words = gettext_lazy("不同意中止清零目标")
        if agreed:
            words = gettext_lazy("清零目标中止，%(first)s 至 %(last)s，法定期限照走")
        tell(case, Event.Kind.SUSPENDED, by, words, first=self.from_on, last=self.until_on)

    @transaction.atomic
    def end(self, *, by, on, note, calendar=None):
        """The reason is gone: the target counts again from the day `on`."""
        if not self.is_in_force(on):
            raise ValidationError({"on": _("这一天没有在中止。")})
        if not note.strip():
            raise ValidationError({"note": _("请写为什么恢复，例如 判决已送达。")})
        self.ended_on, self.end_note = on, note
        self.save()
        self.clearing.move(calendar=calendar)
        tell(self.case, Event.Kind.SUSPENDED, by, gettext_lazy("清零目标 %(day)s 恢复计算"), day=on)


class ContactTry(models.Model):
    """One try to reach the petitioner that failed, on which a suspension may rest (T27). Rows are only added."""

    class Way(models.TextChoices):
        PHONE = "PHONE", gettext_lazy("打电话")
        VISIT = "VISIT", gettext_lazy("上门")
        LETTER = "LETTER", gettext_lazy("寄信")
        MESSAGE = "MESSAGE", gettext_lazy("发短信、微信")

    case = models.ForeignKey(Case, models.PROTECT, related_name="contact_tries", verbose_name=gettext_lazy("案件"))
    on = models.DateField(gettext_lazy("哪一天"))
    way = models.CharField(gettext_lazy("怎么联系的"), max_length=7, choices=Way)
    note = models.CharField(gettext_lazy("情况"), max_length=200)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("联系人"))
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("联系记录")
        verbose_name_plural = gettext_lazy("联系记录")
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="contact_try_says_how_it_went",
                condition=~Q(note=""),
                violation_error_message=gettext_lazy("请写情况，例如 无人接听。"),
            )
        ]

    def __str__(self):
        return f"{self.on} {self.get_way_display()}"
