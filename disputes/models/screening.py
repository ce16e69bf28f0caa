"""Screening (排查, F9-F12): plans with their rhythm, the tasks they open, and the clues that are found."""

import hashlib
import secrets
from calendar import monthrange
from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import Case as Choose
from django.db.models import Count, F, Q, When
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.fields import EncryptedTextField
from cases.models import Deadline
from cases.models.inspection import units_above
from disputes.models.key_period import KeyPeriod
from officials.models import Official, Posting, Role, Unit, Zone

RULE, DAILY_RULE = "F10", "F58"
LOCK = 5_310_010  # tasks are opened by one at a time; the number only has to be nobody else's
CAUGHT_UP = 14  # days that an outage may have lasted for its daily tasks to be opened afterwards
ONE_DAY = timedelta(days=1)
READS_ALL = {Role.OD, Role.HO, Role.LO, Role.SV, Role.AU}  # who reads plans and tasks of the whole office


class Frequency(models.TextChoices):
    DAILY = "DAILY", gettext_lazy("每天")
    WEEKLY = "WEEKLY", gettext_lazy("每周")
    HALF_MONTHLY = "HALF_MONTHLY", gettext_lazy("每半月")
    MONTHLY = "MONTHLY", gettext_lazy("每月")
    ONCE = "ONCE", gettext_lazy("一次")


def turn_of(frequency, on):
    """The first and the last day of the turn of this rhythm that holds the day `on`."""
    match frequency:
        case Frequency.WEEKLY:
            first = on - timedelta(days=on.weekday())
            return first, first + timedelta(days=6)
        case Frequency.HALF_MONTHLY:
            last = monthrange(on.year, on.month)[1]
            return (
                (on.replace(day=1), on.replace(day=15)) if on.day <= 15 else (on.replace(day=16), on.replace(day=last))
            )
        case Frequency.MONTHLY:
            return on.replace(day=1), on.replace(day=monthrange(on.year, on.month)[1])
        case _:
            return on, on


def instant_on(day):
    """Now, on this very day; of another one its noon."""
    now = timezone.now()
    return now if timezone.localdate(now) == day else timezone.make_aware(datetime.combine(day, time(12)))


def units_of(official):
    """Ids of the places he works for: those of his posts, what lies above them short of the street, and below."""
    street = Unit.objects.street()
    above = units_above(official) - {street.pk if street else None}
    if official.roles <= {Role.GW}:  # sees only his own grid's tasks (F26)
        above = {post.unit_id for post in official.posts} - {street.pk if street else None}
    return Unit.objects.below(above)


class ScreeningPlanQuerySet(models.QuerySet):
    def visible_to(self, official, now):
        """A surprise check is hidden before its start from who works in a checked unit, but not from who runs it."""
        own = Q(planned_by=official) | Q(inspector=official)
        known = ~Q(kind=ScreeningPlan.Kind.SURPRISE) | Q(starts_at__lte=now)
        mine = Q(
            pk__in=ScreeningPlan.units.through.objects.filter(unit__in=units_of(official)).values("screeningplan")
        )
        checked = Q(
            pk__in=ScreeningPlan.units.through.objects.filter(unit__in=_touched_by(official)).values("screeningplan")
        )
        if official.roles & READS_ALL:
            return self.filter(own | known | ~checked)
        return self.filter(own | (known & mine))

    def in_force(self, on):
        standing = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
        return self.filter(standing, first_on__lte=on, last_on__gte=on)

    @transaction.atomic
    def plan(self, *, units, by, on, now, **said):
        """Write down a plan; the seed of its draws is fixed with it."""
        kind, units = said["kind"], list(units)
        if said["first_on"] < on:
            raise ValidationError({"first_on": _("不能从今天以前开始。")})
        if said["last_on"] < said["first_on"]:
            raise ValidationError({"last_on": _("最后一天不能早于第一天。")})
        if not units:
            raise ValidationError({"units": _("请选查哪里。")})
        plan = self.model(planned_by=by, planned_on=on, **said)
        if kind == ScreeningPlan.Kind.SURPRISE:
            plan.frequency = Frequency.ONCE
            if not plan.inspector:
                raise ValidationError({"inspector": _("突击检查请选谁去查。")})
            if plan.starts_at is None or plan.starts_at <= now:
                raise ValidationError({"starts_at": _("请写几点开始，要在现在以后。")})
            if {unit.pk for unit in units} & units_above(plan.inspector):
                raise ValidationError({"inspector": _("%s 就在这个单位，不能检查自己的单位。") % plan.inspector.name})
        elif kind == ScreeningPlan.Kind.DAILY:
            plan.frequency = Frequency.DAILY
        if kind == ScreeningPlan.Kind.RANDOM:
            plan.seed = secrets.token_hex(8)
        plan.full_clean(exclude=["planned_by", "inspector"])
        plan.save()
        plan.units.set(units)
        return plan


def _touched_by(official):
    """Ids of the units in which, above or below which he works: a check of any of these is one of himself."""
    street = Unit.objects.street()
    return units_of(official) | (units_above(official) - {street.pk if street else None})


class ScreeningPlan(models.Model):
    """What is looked through, where, in which rhythm, from the first to the last day, both included."""

    class Kind(models.TextChoices):
        REGULAR = "REGULAR", gettext_lazy("定期排查")
        RANDOM = "RANDOM", gettext_lazy("随机排查")
        THEMATIC = "THEMATIC", gettext_lazy("专项排查")
        SURPRISE = "SURPRISE", gettext_lazy("突击检查")
        DAILY = "DAILY", gettext_lazy("日常排查")
        KEY_DATE = "KEY_DATE", gettext_lazy("重要节点排查")

    kind = models.CharField(gettext_lazy("种类"), max_length=8, choices=Kind)
    name = models.CharField(gettext_lazy("名称"), max_length=60)
    frequency = models.CharField(gettext_lazy("多久一次"), max_length=12, choices=Frequency)
    units = models.ManyToManyField(Unit, related_name="+", verbose_name=gettext_lazy("查哪里"))
    first_on = models.DateField(gettext_lazy("第一天"))
    last_on = models.DateField(gettext_lazy("最后一天"))
    checklist = models.TextField(gettext_lazy("查哪几样"), max_length=1000, blank=True)
    draw_count = models.PositiveSmallIntegerField(gettext_lazy("每次抽几个网格"), null=True, blank=True)
    seed = models.CharField(gettext_lazy("抽签的种子"), max_length=32, blank=True)
    starts_at = models.DateTimeField(gettext_lazy("几点开始"), null=True, blank=True)
    inspector = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("谁去查")
    )
    planned_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("安排人"))
    planned_on = models.DateField(gettext_lazy("安排日期"))
    ended_on = models.DateField(gettext_lazy("从哪天起不再查"), null=True, blank=True)
    ended_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.CharField(gettext_lazy("为什么停"), max_length=200, blank=True)

    objects = ScreeningPlanQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("排查计划")
        verbose_name_plural = gettext_lazy("排查计划")
        ordering = ["-first_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="screening_ends_after_it_starts",
                condition=Q(last_on__gte=F("first_on"), first_on__gte=F("planned_on")),
                violation_error_message=gettext_lazy("最后一天不能早于第一天，第一天不能早于安排的那天。"),
            ),
            models.CheckConstraint(
                name="random_screening_has_its_seed",
                condition=~Q(kind="RANDOM") | (Q(draw_count__isnull=False, draw_count__gte=1) & ~Q(seed="")),
                violation_error_message=gettext_lazy("随机排查要写每次抽几个网格。"),
            ),
            models.CheckConstraint(
                name="surprise_has_its_start_and_inspector",
                condition=~Q(kind="SURPRISE") | Q(starts_at__isnull=False, inspector__isnull=False),
                violation_error_message=gettext_lazy("突击检查要写几点开始、谁去查。"),
            ),
            models.CheckConstraint(
                name="thematic_screening_has_its_checklist",
                condition=~Q(kind="THEMATIC") | ~Q(checklist=""),
                violation_error_message=gettext_lazy("专项排查要写查哪几样。"),
            ),
            models.CheckConstraint(
                name="screening_is_stopped_with_its_reason",
                condition=Q(ended_on__isnull=True, ended_by__isnull=True, end_reason="")
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                violation_error_message=gettext_lazy("停查要写为什么。"),
            ),
        ]
        indexes = [models.Index(fields=["last_on"], name="screening_by_end", condition=Q(ended_on__isnull=True))]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("screening:plan", args=[self.pk])

    # ---------- 问 ----------
    @property
    def is_surprise(self):
        return self.kind == self.Kind.SURPRISE

    @property
    def items(self):
        return [line.strip() for line in self.checklist.splitlines() if line.strip()]

    def is_over(self, today):
        return self.last_on < today or (self.ended_on is not None and self.ended_on <= today)

    def pool(self):
        """Ids of the grids that may be drawn: those in and under its units, as they are now."""
        below = Unit.objects.below({unit.pk for unit in self.units.all()})
        return sorted(Unit.objects.active().filter(pk__in=below, kind=Unit.Kind.GRID).values_list("pk", flat=True))

    def turn(self, on):
        """The first and last day of the turn on the day `on`; one that is held once runs as long as the plan."""
        if self.frequency == Frequency.ONCE:
            return self.first_on, self.last_on
        first, last = turn_of(self.frequency, on)
        return first, min(last, self.last_on)

    # ---------- 步 ----------
    @transaction.atomic
    def stop(self, *, reason, by, on):
        """No further task is opened; those not reported yet are dropped. The row is locked."""
        if self.is_over(on):
            raise ValidationError(_("这个计划已经结束。"))
        if not reason.strip():
            raise ValidationError({"reason": _("请写为什么停。")})
        self.ended_on, self.ended_by, self.end_reason = on, by, reason
        self.clean_fields(exclude=["planned_by", "ended_by", "inspector"])
        self.save()
        left = self.tasks.unreported()
        clocks = Deadline.objects.running().filter(pk__in=left.values("deadline"))
        clocks.update(ended_on=on, end_reason="计划停止", fell_away=True)
        left.update(dropped_on=on)


def draw(seed, on, pool, count):
    """`count` of the unit ids `pool`, ordered by a digest of the seed, the day and the id: nobody picks."""
    return sorted(sorted(pool, key=lambda pk: hashlib.sha256(f"{seed}|{on:%F}|{pk}".encode()).hexdigest())[:count])


class ScreeningDraw(models.Model):
    """One draw of a random plan: the grids there were on that day, so that it can be made again."""

    plan = models.ForeignKey(ScreeningPlan, models.PROTECT, related_name="draws")
    for_on = models.DateField(gettext_lazy("哪一次"))
    pool = ArrayField(models.BigIntegerField(), verbose_name=gettext_lazy("从哪些网格里抽"))
    count = models.PositiveSmallIntegerField(gettext_lazy("抽几个"))

    class Meta:
        verbose_name = gettext_lazy("排查抽签")
        verbose_name_plural = gettext_lazy("排查抽签")
        ordering = ["plan", "-for_on"]
        constraints = [models.UniqueConstraint(name="one_draw_a_turn", fields=["plan", "for_on"])]

    def __str__(self):
        return f"{self.plan} {self.for_on}"

    @property
    def drawn(self):
        return draw(self.plan.seed, self.for_on, self.pool, self.count)


class ScreeningTaskQuerySet(models.QuerySet):
    def visible_to(self, official):
        """Whoever reads of the whole office by post; else those of the places he works for, and what he inspects."""
        if official.roles & READS_ALL:
            return self
        return self.filter(Q(unit__in=units_of(official)) | Q(plan__inspector=official))

    def standing(self):
        return self.filter(dropped_on__isnull=True)

    def unreported(self):
        return self.standing().filter(result="")

    def zero_reports(self):
        """What a unit owes for a day of a key period, whatever the plans (F58)."""
        return self.filter(plan__isnull=True)

    def late(self, today):
        return self.unreported().filter(due_on__lt=today)

    def on_time(self):
        return self.filter(Q(reported_on__lte=F("due_on")))

    def due_in(self, first, last):
        return self.standing().filter(due_on__range=(first, last))

    @transaction.atomic
    def open_due(self, now):
        """Open what is due by `now` and not open yet; gives how many. Run twice it opens nothing the second time.

        The same number of statements whatever the number of plans and places. Where the server was off, the daily
        tasks of the days missed are opened now and due today; nothing is owed for the time before any was opened.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        today = timezone.localdate(now)
        last = self.aggregate(last=models.Max("for_on", filter=Q(opened_on__isnull=False)))["last"]
        first = max(min(last + ONE_DAY, today), today - timedelta(days=CAUGHT_UP)) if last else today
        days = [first + n * ONE_DAY for n in range((today - first).days + 1)]
        wanted = self._wanted(days, now)
        if not wanted:
            return 0
        had = set(
            self.filter(for_on__gte=min(key[3] for key in wanted)).values_list("plan", "unit", "rhythm", "for_on")
        )
        fresh = [task for key, task in wanted.items() if key not in had]
        return len(self._open(fresh, today))

    def _wanted(self, days, now):
        """{key: task} of all that these days want."""
        today = days[-1]
        plans = list(ScreeningPlan.objects.filter(first_on__lte=today, last_on__gte=days[0]).prefetch_related("units"))
        periods = list(
            KeyPeriod.objects.filter(first_on__lte=today, last_on__gte=days[0])
            .prefetch_related("units")
            .order_by("pk")
        )
        communities = list(Unit.objects.communities()) if periods else []
        scopes = {period: list(period.units.all()) or communities for period in periods}
        covered = {period: Unit.objects.below({unit.pk for unit in units}) for period, units in scopes.items()}
        wanted = {}

        def want(unit, rhythm, for_on, due_on, plan=None, period=None):
            key = (plan and plan.pk, unit, rhythm, for_on)
            wanted.setdefault(
                key,
                ScreeningTask(
                    plan=plan, period=period, unit_id=unit, rhythm=rhythm, for_on=for_on, due_on=max(due_on, today)
                ),
            )

        for day in days:
            running = [period for period in periods if period.is_in_force(day)]
            for period in running:
                for unit in scopes[period]:
                    want(unit.pk, Frequency.DAILY, day, day, period=period)
            for plan in plans:
                if not plan.first_on <= day <= plan.last_on or (plan.ended_on and plan.ended_on <= day):
                    continue
                if plan.is_surprise and plan.starts_at > now:
                    continue
                for unit in self._places(plan, day):
                    period = next((one for one in running if unit in covered[one]), None)
                    if period and plan.frequency not in (Frequency.DAILY, Frequency.ONCE):
                        want(unit, Frequency.DAILY, day, day, plan, period)
                    elif plan.frequency == Frequency.DAILY or day == today:
                        first, last = plan.turn(day)
                        want(unit, plan.frequency, first, last, plan, period)
        return wanted

    @staticmethod
    def _places(plan, day):
        if plan.kind != ScreeningPlan.Kind.RANDOM:
            return [unit.pk for unit in plan.units.all()]
        first, _last = plan.turn(day)
        pool = {"pool": plan.pool(), "count": plan.draw_count}
        return ScreeningDraw.objects.get_or_create(plan=plan, for_on=first, defaults=pool)[0].drawn

    def _open(self, tasks, today):
        doers = _doers({task.unit_id for task in tasks}, today)
        with translation.override(settings.LANGUAGE_CODE):
            labels = {rule: str(rules.find(rule).title) for rule in (RULE, DAILY_RULE)}
        clocks = []
        for task in tasks:
            rule = RULE if task.plan else DAILY_RULE
            task.opened_on = today
            doer = task.plan.inspector_id if task.plan and task.plan.inspector_id else doers.get(task.unit_id)
            clocks.append(
                Deadline(
                    kind=Deadline.Kind.TASK,
                    rule=rule,
                    label=labels[rule],
                    unit_id=task.unit_id,
                    official_id=doer,
                    started_on=min(task.for_on, today),
                    nominal_on=task.due_on,
                    legal_end_on=task.due_on,
                    target_on=task.due_on,
                )
            )
        for task, clock in zip(tasks, Deadline.objects.bulk_create(clocks), strict=True):
            task.deadline = clock
        return self.bulk_create(tasks)


def _doers(units, on):
    """{unit id: official id} of who is told of a place's tasks: its grid worker, or who sits at its window."""
    posts = Posting.objects.in_force(on).filter(unit__in=units, role__in=[Role.GW, Role.WC], official__is_active=True)
    return dict(posts.order_by("-is_main", "-pk").values_list("unit", "official"))


class ScreeningTask(models.Model):
    """One place to be looked through by a day; without a plan it is the zero report that a key period wants.

    `rhythm` and `for_on` say which turn it is of; a plan inside a key period has daily ones, with the period named.
    """

    class Result(models.TextChoices):
        NOTHING = "NOTHING", gettext_lazy("没有发现矛盾线索")
        FOUND = "FOUND", gettext_lazy("有，已上报线索")

    plan = models.ForeignKey(ScreeningPlan, models.PROTECT, null=True, blank=True, related_name="tasks")
    period = models.ForeignKey(KeyPeriod, models.PROTECT, null=True, blank=True, related_name="tasks")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("单位"))
    rhythm = models.CharField(gettext_lazy("多久一次"), max_length=12, choices=Frequency)
    for_on = models.DateField(gettext_lazy("哪一次"))
    due_on = models.DateField(gettext_lazy("哪天以前"))
    opened_on = models.DateField(gettext_lazy("哪天开的"))
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="screening_task")
    result = models.CharField(gettext_lazy("看下来"), max_length=7, choices=Result, blank=True)
    looked_at = ArrayField(models.CharField(max_length=100), verbose_name=gettext_lazy("看过哪几样"), default=list)
    words = models.CharField(gettext_lazy("补充一句"), max_length=200, blank=True)
    reported_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    reported_at = models.DateTimeField(gettext_lazy("报告时间"), null=True, blank=True)
    reported_on = models.DateField(gettext_lazy("报告日期"), null=True, blank=True)
    dropped_on = models.DateField(gettext_lazy("不用报了"), null=True, blank=True)

    objects = ScreeningTaskQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("排查任务")
        verbose_name_plural = gettext_lazy("排查任务")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_screening_task_a_place_and_turn",
                fields=["plan", "unit", "rhythm", "for_on"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="screening_task_is_of_a_plan_or_a_period",
                condition=Q(plan__isnull=False) | Q(period__isnull=False),
            ),
            models.CheckConstraint(
                name="screening_is_reported_whole",
                condition=Q(result="", reported_by__isnull=True, reported_at__isnull=True, reported_on__isnull=True)
                | (
                    ~Q(result="")
                    & Q(reported_by__isnull=False, reported_at__isnull=False, reported_on__isnull=False)
                    & Q(dropped_on__isnull=True)
                ),
                violation_error_message=gettext_lazy("报告要写看下来怎样、谁报的。"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "unit"],
                name="screening_unreported",
                condition=Q(result="", dropped_on__isnull=True),
            ),
            models.Index(fields=["for_on"], name="screening_by_day"),
            models.Index(fields=["due_on", "unit"], name="screening_by_due"),
        ]

    def __str__(self):
        return f"{self.title} {self.for_on}"

    def get_absolute_url(self):
        return reverse("screening:task", args=[self.pk])

    # ---------- 问 ----------
    @property
    def title(self):
        return self.plan.name if self.plan else _("每日零报告")

    @property
    def is_open(self):
        return not self.result and self.dropped_on is None

    @property
    def was_on_time(self):
        return self.reported_on is not None and self.reported_on <= self.due_on

    def is_late(self, today):
        return self.is_open and self.due_on < today

    def why_not_report(self, official):
        """Why `official` does not report it; empty where he does."""
        if not self.is_open:
            return _("这项任务已经报过，或者不用报了。")
        if self.plan and self.plan.inspector_id:
            if self.plan.inspector_id == official.pk:
                return ""
            return _("突击检查由去查的 %s 报。") % self.plan.inspector.name
        if official.roles & {Role.OD} or self.unit_id in units_of(official):
            return ""
        return _("由 %s 的人报。") % self.unit.label

    # ---------- 步 ----------
    @transaction.atomic
    def report(self, result, *, by, now, looked_at=(), words=""):
        """Nothing was found (零报告), or what was found is raised as clues of this task. The row is locked."""
        if why_not := self.why_not_report(by):
            raise ValidationError(why_not)
        items = self.plan.items if self.plan else []
        if [item for item in items if item not in looked_at] and not words.strip():
            raise ValidationError({"words": _("有没看到的，请写一句为什么。")})
        if result == self.Result.FOUND and not self.clues.exists():
            raise ValidationError({"result": _("请先从这项任务上报线索，再报“有”。")})
        if result == self.Result.NOTHING and self.clues.exists():
            raise ValidationError({"result": _("这项任务已经上报了线索，不是零报告。")})
        self.result, self.words = result, words
        self.looked_at = [item for item in items if item in looked_at]
        self.reported_by, self.reported_at, self.reported_on = by, now, timezone.localdate(now)
        self.clean_fields(exclude=["plan", "period", "unit", "deadline", "reported_by", "looked_at"])
        self.save()
        clock = Deadline.objects.running().filter(pk=self.deadline_id)
        clock.update(ended_on=self.reported_on, end_reason="已报告")


class ClueQuerySet(models.QuerySet):
    def visible_to(self, official):
        """His own; those of the places he works or answers for, or of his unit; all, for who directs or takes in."""
        if official.roles & {Role.OD, Role.HO, Role.SV, Role.RC}:
            return self
        zones = Zone.objects.in_force(timezone.localdate()).filter(leader=official).values("community")
        mine = Q(raised_by=official) | Q(community__in=zones)
        if official.roles & {Role.WC, Role.HD}:
            mine |= Q(community__in=units_of(official)) | Q(unit__in=units_of(official))
        if Role.GW in official.roles:
            mine |= Q(grid__in=units_of(official))
        return self.filter(mine)

    def unanswered(self):
        return self.filter(answer="")

    def confirmed(self):
        return self.filter(answer=Clue.Answer.CONFIRMED)

    def to_do(self):
        """Confirmed, and neither settled on the spot nor registered."""
        return self.confirmed().filter(settled_on__isnull=True, registered_on__isnull=True)

    def settled(self):
        """Settled on the spot, or by the case that its visit became."""
        by_case = Q(visits__case__closed_on__isnull=False, visits__case__voided_on__isnull=True)
        ids = self.model.objects.filter(by_case).values("pk")
        return self.confirmed().filter(Q(settled_on__isnull=False) | Q(pk__in=ids))

    def most_urgent_first(self):
        """What is most urgent, however many came before it; within that the oldest."""
        whens = [When(urgency=urgency, then=place) for place, urgency in enumerate(reversed(Clue.Urgency))]
        return self.order_by(Choose(*whens, output_field=models.IntegerField()), "pk")

    def confirmed_in(self, first, last):
        return self.confirmed().filter(answered_on__range=(first, last))

    @transaction.atomic
    def raise_clue(self, *, community, by, on, task=None, **said):
        """Write down what somebody of the office saw or heard; his grid is written down with it."""
        if task is not None and not task.is_open:
            raise ValidationError(_("这项排查任务已经报过，线索请另外上报。"))
        grid = next((post.unit for post in by.posts if post.unit.kind == Unit.Kind.GRID), None)
        grid = grid if grid and grid.parent_id == community.pk else None
        clue = self.model(community=community, grid=grid, task=task, raised_by=by, raised_on=on, **said)
        clue.full_clean(exclude=["community", "grid", "task", "raised_by"])
        clue.save()
        return clue


class Clue(models.Model):
    """What may become a conflict (矛盾线索): a matter and a place. Who is in it stands there as told, in words alone.

    The community confirms it, finds it told before, or refuses it. What is confirmed is settled on the spot, or goes
    to the reception desk: the contact that is registered there names it (`clue.visits`).
    """

    class Kind(models.TextChoices):
        NOISE = "NOISE", gettext_lazy("噪声环境")
        HOUSING = "HOUSING", gettext_lazy("物业房屋")
        WAGES = "WAGES", gettext_lazy("工资")
        NEIGHBOURS = "NEIGHBOURS", gettext_lazy("邻里")
        OTHER = "OTHER", gettext_lazy("其他")

    class Urgency(models.TextChoices):
        WEEK = "WEEK", gettext_lazy("不急，本周看一下")
        TODAY = "TODAY", gettext_lazy("要快，今天来人")
        NOW = "NOW", gettext_lazy("有人受伤或断水断气，马上")

    class Answer(models.TextChoices):
        CONFIRMED = "CONFIRMED", gettext_lazy("属实，确认")
        MERGED = "MERGED", gettext_lazy("和别的线索是一件事")
        REFUSED = "REFUSED", gettext_lazy("不成立")

    facts = EncryptedTextField(gettext_lazy("什么事"), max_length=1000)
    place = models.CharField(gettext_lazy("在哪里"), max_length=100)
    community = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("哪个社区"))
    grid = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(gettext_lazy("哪一类"), max_length=10, choices=Kind)
    people = models.PositiveIntegerField(gettext_lazy("涉及几人"), null=True, blank=True)
    urgency = models.CharField(gettext_lazy("急不急"), max_length=5, choices=Urgency)
    parties = EncryptedTextField(gettext_lazy("涉及哪些人（听说的）"), max_length=200, blank=True)
    done = EncryptedTextField(gettext_lazy("我当场做了什么"), max_length=300, blank=True)
    task = models.ForeignKey(ScreeningTask, models.PROTECT, null=True, blank=True, related_name="clues")
    raised_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁报的"))
    raised_on = models.DateField(gettext_lazy("哪天报的"))
    answer = models.CharField(gettext_lazy("核实"), max_length=9, choices=Answer, blank=True)
    answer_words = models.CharField(gettext_lazy("核实的情况"), max_length=300, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("由哪个单位化解")
    )
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    answered_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    answered_on = models.DateField(gettext_lazy("核实日期"), null=True, blank=True)
    evidence = EncryptedTextField(gettext_lazy("凭什么说解决了"), max_length=500, blank=True)
    settled_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    settled_on = models.DateField(gettext_lazy("当场解决"), null=True, blank=True)
    registered_on = models.DateField(gettext_lazy("已登记"), null=True, blank=True)

    objects = ClueQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("矛盾线索")
        verbose_name_plural = gettext_lazy("矛盾线索")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="clue_is_answered_whole",
                condition=Q(answer="", answered_by__isnull=True, answered_on__isnull=True, merged_into__isnull=True)
                | Q(answer="CONFIRMED", answered_by__isnull=False, answered_on__isnull=False, merged_into__isnull=True)
                | Q(answer="MERGED", answered_by__isnull=False, answered_on__isnull=False, merged_into__isnull=False)
                | (
                    Q(answer="REFUSED", answered_by__isnull=False, answered_on__isnull=False)
                    & Q(merged_into__isnull=True)
                    & ~Q(answer_words="")
                ),
                violation_error_message=gettext_lazy("并入的要写并到哪一条，不成立的要写为什么。"),
            ),
            models.CheckConstraint(
                name="clue_is_settled_or_registered",
                condition=Q(settled_on__isnull=True, settled_by__isnull=True, evidence="")
                | (
                    Q(answer="CONFIRMED", settled_on__isnull=False, settled_by__isnull=False)
                    & Q(registered_on__isnull=True)
                    & ~Q(evidence="")
                ),
                violation_error_message=gettext_lazy("当场解决的要有凭据。"),
            ),
            models.CheckConstraint(
                name="only_a_confirmed_clue_has_a_unit",
                condition=Q(unit__isnull=True) | Q(answer="CONFIRMED"),
                violation_error_message=gettext_lazy("属实的线索才有化解的单位。"),
            ),
            models.CheckConstraint(
                name="only_a_confirmed_clue_is_registered",
                condition=Q(registered_on__isnull=True) | Q(answer="CONFIRMED"),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "answered_on"], name="clue_by_community"),
            models.Index(fields=["raised_by", "-id"], name="clue_by_raiser"),
            models.Index(fields=["community"], name="clue_unanswered", condition=Q(answer="")),
        ]

    def __str__(self):
        return f"线索 {self.pk}"

    def get_absolute_url(self):
        return reverse("screening:clue", args=[self.pk])

    # ---------- 问 ----------
    @property
    def state(self):
        if self.registered_on:
            return _("已登记")
        if self.settled_on:
            return _("当场解决")
        return {
            "": _("等社区核实"),
            self.Answer.CONFIRMED: _("已确认，等解决"),
            self.Answer.MERGED: _("已并入"),
            self.Answer.REFUSED: _("不成立"),
        }[self.answer]

    @property
    def is_to_do(self):
        return self.answer == self.Answer.CONFIRMED and not (self.settled_on or self.registered_on)

    def is_answered_by(self, official):
        """Who confirms it: those of its community, and the director. Nobody his own but where he sits there alone."""
        return Role.OD in official.roles or (Role.WC in official.roles and self.community_id in units_of(official))

    # ---------- 步 ----------
    @transaction.atomic
    def answer_with(self, answer, *, words="", into=None, unit=None, by, on):
        """The community has looked: it is so, it was told before, or it is not so. The row is locked.

        What is so has a `unit` that settles it, the community itself where none is named; whoever settles it, the
        community writes down by what one sees that.
        """
        if self.answer:
            raise ValidationError(_("这条线索已经核实过。"))
        if answer == self.Answer.REFUSED and not words.strip():
            raise ValidationError({"words": _("不成立的请写为什么。")})
        if answer == self.Answer.MERGED:
            self._check_merger(into)
        self.answer, self.answer_words, self.answered_by, self.answered_on = answer, words, by, on
        self.merged_into = into if answer == self.Answer.MERGED else None
        self.unit = (unit or self.community) if answer == self.Answer.CONFIRMED else None
        self.clean_fields(exclude=["community", "grid", "task", "raised_by", "answered_by", "merged_into", "unit"])
        self.save()

    def _check_merger(self, into):
        if into is None:
            raise ValidationError({"into": _("请选和哪一条是一件事。")})
        if into.pk == self.pk or into.community_id != self.community_id:
            raise ValidationError({"into": _("只能并到本社区的另一条线索。")})
        if into.answer in (self.Answer.MERGED, self.Answer.REFUSED):
            raise ValidationError({"into": _("那一条已经并入别的，或者不成立。")})

    @transaction.atomic
    def settle(self, evidence, *, by, on):
        """Settled where it was found, by what one sees it. The row is locked."""
        if not self.is_to_do:
            raise ValidationError(_("确认了、还没有登记的线索，才能记当场解决。"))
        if not evidence.strip():
            raise ValidationError({"evidence": _("请写凭什么说解决了。")})
        self.evidence, self.settled_by, self.settled_on = evidence, by, on
        self.clean_fields(exclude=["community", "grid", "task", "raised_by", "answered_by", "settled_by"])
        self.save()

    def be_registered(self, *, on):
        """A contact was registered from it: the desk's step. Raises ValidationError where it was before."""
        changed = Clue.objects.to_do().filter(pk=self.pk).update(registered_on=on)
        if not changed:
            raise ValidationError(_("这条线索已经登记过，或者已经当场解决。"))


# ---------- 数字（K19） ----------
def figures(first, last, official):
    """Rows of K19 by community: clues confirmed and settled, zero reports due and in on time; and their totals.

    A clue counts where it was confirmed in the period, whenever it was settled; a report where it was due in it. What
    is due after `last` is not asked for yet. Denominator 0 is no rate.
    """
    clues = Clue.objects.confirmed_in(first, last)
    settled = dict(clues.settled().order_by().values_list("community").annotate(n=Count("pk", distinct=True)))
    confirmed = dict(clues.order_by().values_list("community").annotate(n=Count("pk")))
    tasks = ScreeningTask.objects.due_in(first, last)
    of_place = tasks.order_by().values_list("unit", "unit__kind", "unit__parent")
    due = of_place.annotate(n=Count("pk"), kept=Count("pk", filter=Q(reported_on__lte=F("due_on"))))
    reports = {}
    for unit, kind, parent, n, kept in due:
        place = parent if kind == Unit.Kind.GRID else unit
        before = reports.get(place, (0, 0))
        reports[place] = before[0] + n, before[1] + kept
    rows = []
    communities = Unit.objects.filter(kind=Unit.Kind.COMMUNITY)
    if not official.roles & READS_ALL:
        communities = communities.filter(pk__in=units_of(official))
    for unit in communities:
        n, kept = reports.get(unit.pk, (0, 0))
        rows.append(
            {
                "unit": unit,
                "confirmed": confirmed.get(unit.pk, 0),
                "settled": settled.get(unit.pk, 0),
                "due": n,
                "kept": kept,
            }
        )
    names = ("confirmed", "settled", "due", "kept")
    return rows, {name: sum(row[name] for row in rows) for name in names}
