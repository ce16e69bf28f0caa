"""The plan of a case that a leader owns: milestones with their weight, and the notes of its dispatch (F52)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.models.case import Case
from cases.models.deadline import Deadline
from cases.models.event import Event
from officials.calendar import Calendar, UnknownYear
from officials.models import Official

RULE = "F52"
MOST_MILESTONES = 30


def clock_of(case, rule, *, on, until, who, field):
    """A task of `who` on `case` that falls due on the day `until` and climbs the ladder like any (T31).

    Raises ValidationError at `field`, the name of the day, where the calendar does not reach it.
    """
    try:
        due = rules.given(rule, on, until, Calendar.load())
    except (rules.RuleRefuses, UnknownYear) as refusal:
        raise ValidationError({field: str(refusal)}) from None
    with translation.override(settings.LANGUAGE_CODE):
        label = str(due.rule.title)
    return Deadline.objects.start(
        case,
        due,
        rule=rule,
        kind=due.rule.kind,
        label=label,
        started_on=on,
        unit=case.handling_unit,
        official=who,
    )


def last_day(case, owner):
    """The day on which the plan ends: the running target of what is hard (T24), else the day of the letter."""
    clock = case.deadlines.running().filter(rule="T24").first()
    return clock.legal_end_on if clock else owner.planned_on


class MilestoneQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_on__isnull=True)

    @transaction.atomic
    def plan(self, case, *, what, weight, planned_on, official, by, on):
        """Write one more milestone into the plan of `case`, whose row is locked; its clock starts at once."""
        owner = case.ownerships.in_force(on).first()
        if owner is None:
            raise ValidationError(_("先定包案领导，再写节点。"))
        if planned_on < on:
            raise ValidationError({"planned_on": _("节点不能定在今天以前。")})
        last = last_day(case, owner)
        if last and planned_on > last:
            raise ValidationError({"planned_on": _("节点不能晚于计划的完成日 %s。") % f"{last:%F}"})
        earlier = list(self.filter(case=case).values_list("withdrawn_on", flat=True))
        if sum(withdrawn is None for withdrawn in earlier) >= MOST_MILESTONES:
            raise ValidationError(_("一件最多 %d 个节点，请并成大的。") % MOST_MILESTONES)
        milestone = self.model(
            case=case,
            position=len(earlier) + 1,
            what=what,
            weight=weight,
            planned_on=planned_on,
            official=official,
            added_on=on,
            added_by=by,
        )
        milestone.full_clean(exclude=["case", "official", "added_by", "deadline"])
        milestone.deadline = clock_of(case, RULE, on=on, until=planned_on, who=official, field="planned_on")
        milestone.save()
        milestone.tell(by, gettext_lazy("节点：%(what)s，%(who)s，%(day)s 以前"))
        return milestone


class Milestone(models.Model):
    """One step of the plan: what is to be reached by when, by whom, and how much of the whole it weighs.

    What is written is not changed: a milestone that no longer fits is withdrawn with its reason and another written.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="milestones", verbose_name=gettext_lazy("案件"))
    position = models.PositiveSmallIntegerField(gettext_lazy("序号"))
    what = models.CharField(gettext_lazy("做到什么"), max_length=120)
    weight = models.PositiveSmallIntegerField(gettext_lazy("分量"), default=10)
    planned_on = models.DateField(gettext_lazy("计划哪天以前"))
    official = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁负责"))
    deadline = models.OneToOneField(
        Deadline, models.PROTECT, related_name="milestone", verbose_name=gettext_lazy("期限")
    )
    added_on = models.DateField(gettext_lazy("写下日期"))
    added_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("经手人"))
    added_at = models.DateTimeField(default=timezone.now, editable=False)  # 补充书照时刻算：一天可以有几份
    reached_on = models.DateField(gettext_lazy("做到的日期"), null=True, blank=True)
    reached_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField(gettext_lazy("结果"), max_length=300, blank=True)
    withdrawn_on = models.DateField(gettext_lazy("撤下日期"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawal = models.CharField(gettext_lazy("撤下的原因"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("节点")
        verbose_name_plural = gettext_lazy("节点")
        ordering = ["case", "planned_on", "position"]
        constraints = [
            models.UniqueConstraint(name="milestones_are_numbered", fields=["case", "position"]),
            models.CheckConstraint(
                name="milestone_weighs_1_to_100",
                condition=Q(weight__gte=1, weight__lte=100),
                violation_error_message=gettext_lazy("分量写 1 到 100。"),
            ),
            models.CheckConstraint(
                name="milestone_is_planned_from_its_day_on",
                condition=Q(planned_on__gte=F("added_on")),
                violation_error_message=gettext_lazy("节点不能定在写下它以前。"),
            ),
            models.CheckConstraint(
                name="reached_milestone_says_what_came_of_it",
                condition=Q(reached_on__isnull=True, reached_by__isnull=True, result="")
                | (Q(reached_on__isnull=False, reached_by__isnull=False) & ~Q(result="")),
                violation_error_message=gettext_lazy("做到了的节点要写结果。"),
            ),
            models.CheckConstraint(
                name="withdrawn_milestone_says_why",
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True, withdrawal="")
                | (
                    Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False, reached_on__isnull=True)
                    & ~Q(withdrawal="")
                ),
                violation_error_message=gettext_lazy("撤下节点要写原因；做到了的不能撤。"),
            ),
        ]

    def __str__(self):
        return f"{self.what[:30]} {self.planned_on}"

    @property
    def is_open(self):
        return self.reached_on is None and self.withdrawn_on is None

    def is_late(self, today):
        """Its day is over, or it was reached after it."""
        return self.withdrawn_on is None and (self.reached_on or today) > self.planned_on

    @transaction.atomic
    def reach(self, *, by, on, reached_on, result):
        """Reached on the day `reached_on`, not after today; the share of the work counts from then."""
        self._must_be_open()
        if not self.added_on <= reached_on <= on:
            raise ValidationError({"reached_on": _("做到的日期要在写下节点以后、今天以前。")})
        self.reached_on, self.reached_by, self.result = reached_on, by, result
        self._end(on=reached_on, reason="已做到")
        self.tell(by, gettext_lazy("节点做到：%(what)s"))

    @transaction.atomic
    def withdraw(self, *, by, on, reason):
        self._must_be_open()
        self.withdrawn_on, self.withdrawn_by, self.withdrawal = on, by, reason
        self.withdrawn_at = timezone.now()
        self._end(on=on, reason="已撤下")
        self.tell(by, gettext_lazy("撤下节点：%(what)s（%(why)s）"))

    def _must_be_open(self):
        if not self.is_open:
            raise ValidationError(_("这个节点已经做到，或者已经撤下。"))

    def _end(self, *, on, reason):
        self.full_clean(exclude=["case", "official", "added_by", "deadline", "reached_by", "withdrawn_by"])
        self.save()
        mine = Deadline.objects.running().filter(pk=self.deadline_id)
        mine.update(ended_on=on, end_reason=reason, fell_away=self.reached_on is None)

    def tell(self, by, words):
        with translation.override(settings.LANGUAGE_CODE):
            said = {"what": self.what, "who": self.official.name, "day": f"{self.planned_on:%F}"}
            detail = str(words) % (said | {"why": self.withdrawal})
        Event.objects.add(self.case, Event.Kind.PLANNED, by=by, detail=detail)


class DispatchNote(models.Model):
    """What a dispatch meeting on the case found and arranged (调度, F52). Rows are only added."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="dispatches", verbose_name=gettext_lazy("案件"))
    held_on = models.DateField(gettext_lazy("哪天调度"))
    chair = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("主持"))
    present = models.CharField(gettext_lazy("参加的单位和人"), max_length=200)
    blocked = models.CharField(gettext_lazy("卡在哪里"), max_length=500)
    arranged = models.CharField(gettext_lazy("怎么安排"), max_length=500)
    written_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("记录人"))
    written_at = models.DateTimeField(gettext_lazy("记录时间"), default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("调度记录")
        verbose_name_plural = gettext_lazy("调度记录")
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["case", "-held_on"], name="dispatch_by_case")]

    def __str__(self):
        return f"{self.case} {self.held_on}"
