"""Key dates and events (重要节点, F58): a time in which the office itself works otherwise, and that ends by itself.

Nothing here hangs on a case or on a person (T30, R3): what a period does is read from the periods of the day, by who
opens tasks and by who shows pages. When its last day is over there is nothing to undo.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Deadline
from officials.models import Official, Unit

MOST_DAYS = 92  # a quarter: what lasts longer is the office's ordinary work
ONE_DAY = timedelta(days=1)


class KeyPeriodQuerySet(models.QuerySet):
    def in_force(self, on):
        """Those that the day `on` lies in; withdrawn ones up to the day before they were withdrawn."""
        standing = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on)
        return self.filter(standing, first_on__lte=on, last_on__gte=on)

    def ahead(self, on):
        return self.filter(withdrawn_on__isnull=True, first_on__gt=on)

    @transaction.atomic
    def set_out(self, *, units=(), by, on, **said):
        """Write down a period; without `units` it is of all communities. Its tasks are opened from its first day."""
        check_days(said["first_on"], said["last_on"], on)
        period = self.model(made_by=by, made_on=on, **said)
        period.full_clean(exclude=["made_by"])
        period.save()
        period.units.set(units)
        return period


def check_days(first_on, last_on, on):
    """Refuse days on which no period can be set out on the day `on`."""
    if first_on < on:
        raise ValidationError({"first_on": _("不能从今天以前开始。")})
    if last_on < first_on:
        raise ValidationError({"last_on": _("最后一天不能早于第一天。")})
    if (last_on - first_on).days >= MOST_DAYS:
        raise ValidationError({"last_on": _("一个重要节点最长 %d 天。") % MOST_DAYS})


class KeyPeriod(models.Model):
    """One period, from its first to its last day, both included."""

    class Level(models.TextChoices):
        STREET = "STREET", gettext_lazy("街道")
        DISTRICT = "DISTRICT", gettext_lazy("区级")
        CITY = "CITY", gettext_lazy("市级以上")

    name = models.CharField(gettext_lazy("名称"), max_length=60)
    level = models.CharField(gettext_lazy("级别"), max_length=8, choices=Level)
    reason = models.CharField(gettext_lazy("为什么"), max_length=200)
    first_on = models.DateField(gettext_lazy("第一天"))
    last_on = models.DateField(gettext_lazy("最后一天"))
    measures = models.TextField(gettext_lazy("措施"), max_length=1000)
    capacity = models.CharField(gettext_lazy("接待力量怎么安排"), max_length=300, blank=True)
    units = models.ManyToManyField(Unit, related_name="+", verbose_name=gettext_lazy("范围"), blank=True)
    made_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁定的"))
    made_on = models.DateField(gettext_lazy("哪天定的"))
    withdrawn_on = models.DateField(gettext_lazy("从哪天起不再执行"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField(gettext_lazy("为什么提前结束"), max_length=200, blank=True)

    objects = KeyPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("重要节点")
        verbose_name_plural = gettext_lazy("重要节点")
        ordering = ["-first_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="key_period_ends_after_it_starts",
                condition=Q(last_on__gte=F("first_on"), first_on__gte=F("made_on")),
                violation_error_message=gettext_lazy("最后一天不能早于第一天，第一天不能早于写下的那天。"),
            ),
            models.CheckConstraint(
                name="key_period_is_withdrawn_with_its_reason",
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | (
                    Q(withdrawn_on__isnull=False, withdrawn_on__lte=F("last_on"), withdrawn_by__isnull=False)
                    & ~Q(withdrawn_reason="")
                ),
                violation_error_message=gettext_lazy("提前结束要写为什么。"),
            ),
        ]
        indexes = [models.Index(fields=["last_on"], name="key_period_by_end")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("periods:period", args=[self.pk])

    # ---------- 问 ----------
    def is_in_force(self, on):
        return self.first_on <= on <= self.last_on and (self.withdrawn_on is None or on < self.withdrawn_on)

    def is_over(self, on):
        return on > self.last_on or (self.withdrawn_on is not None and on >= self.withdrawn_on)

    def is_ahead(self, on):
        return self.first_on > on and self.withdrawn_on is None

    def state(self, today):
        if self.withdrawn_on and self.withdrawn_on <= today:
            return _("提前结束")
        if self.last_on < today:
            return _("已结束")
        return _("进行中") if self.first_on <= today else _("还没开始")

    @property
    def measure_lines(self):
        return [line for line in self.measures.splitlines() if line.strip()]

    def scope(self):
        """The units that it is of."""
        chosen = list(self.units.all())
        return chosen or list(Unit.objects.communities())

    def days(self):
        """Its days up to the last one it was in force."""
        end = self.withdrawn_on - ONE_DAY if self.withdrawn_on else self.last_on
        return [self.first_on + n * ONE_DAY for n in range((end - self.first_on).days + 1)]

    def urgent_matters(self, official):
        """Open urgent cases of its places that he sees in lists: looked through again, none is moved."""
        seen = Case.objects.visible_to(official, "cases:list", sealed=False).open().current().exclude(urgency="")
        communities = [unit.pk for unit in self.scope() if unit.kind == Unit.Kind.COMMUNITY]
        of_all = not self.units.all()
        return (seen if of_all else seen.filter(community__in=communities)).tightest_first()

    # ---------- 步 ----------
    @transaction.atomic
    def change(self, *, units=(), on, **said):
        """Write it anew before its first day: nothing was opened for it yet. Duties outside its days fall away."""
        if not self.is_ahead(on):
            raise ValidationError(_("已经开始的重要节点不能再改，可以提前结束，再定一个。"))
        check_days(said["first_on"], said["last_on"], on)
        for name, value in said.items():
            setattr(self, name, value)
        self.full_clean(exclude=["made_by", "withdrawn_by"])
        self.save()
        self.units.set(units)
        self.shifts.exclude(on__range=(self.first_on, self.last_on)).delete()

    @transaction.atomic
    def withdraw(self, *, reason, by, on):
        """It ends before its last day: from `on` no task of it is opened, and what ran for it ends. Row locked."""
        if self.is_over(on):
            raise ValidationError(_("这个重要节点已经结束。"))
        if not reason.strip():
            raise ValidationError({"reason": _("请写为什么提前结束。")})
        self.withdrawn_on, self.withdrawn_by, self.withdrawn_reason = on, by, reason
        self.clean_fields(exclude=["made_by", "withdrawn_by"])
        self.save()
        open_tasks = self.tasks.unreported().filter(for_on__gte=on)
        for other in KeyPeriod.objects.in_force(on).exclude(pk=self.pk):  # what another still wants stays owed
            below = Unit.objects.below({unit.pk for unit in other.scope()})
            open_tasks.filter(unit__in=below).update(period=other)
        Deadline.objects.running().filter(pk__in=open_tasks.values("deadline")).update(
            ended_on=on, end_reason="重要节点提前结束", fell_away=True
        )
        open_tasks.update(dropped_on=on)
        self.shifts.filter(on__gt=on).delete()

    @transaction.atomic
    def put_on_duty(self, *, unit, official, first_on, last_on, by):
        """He is on duty for `unit` on each of these days of the period; days he has already are left as they are."""
        if not self.first_on <= first_on <= last_on <= self.last_on:
            raise ValidationError({"last_on": _("值班的日子要在 %s 到 %s 里。") % (self.first_on, self.last_on)})
        if self.withdrawn_on:
            raise ValidationError(_("这个重要节点已经提前结束。"))
        days = [first_on + n * ONE_DAY for n in range((last_on - first_on).days + 1)]
        if not official.postings.in_force(first_on).filter(Q(until__isnull=True) | Q(until__gt=last_on)).exists():
            raise ValidationError({"person": _("%s 这些天里要离岗，请换人或者换日子。") % official.name})
        rows = [DutyShift(period=self, unit=unit, official=official, on=day, put_by=by) for day in days]
        return DutyShift.objects.bulk_create(rows, ignore_conflicts=True)


class DutyShift(models.Model):
    """Who is on duty for a unit on a day of a period. A day to come may be taken off again; what was, stands."""

    period = models.ForeignKey(KeyPeriod, models.PROTECT, related_name="shifts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("单位"))
    official = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("值班人"))
    on = models.DateField(gettext_lazy("哪天"))
    put_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁排的"))

    class Meta:
        verbose_name = gettext_lazy("值班")
        verbose_name_plural = gettext_lazy("值班")
        ordering = ["on", "unit__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="on_duty_once_a_day",
                fields=["period", "unit", "official", "on"],
                violation_error_message=gettext_lazy("这一天已经排了他。"),
            ),
        ]

    def __str__(self):
        return f"{self.on} {self.official}"

    @transaction.atomic
    def take_off(self, *, today):
        if self.on < today:
            raise ValidationError(_("已经过去的班不能撤。"))
        self.delete()
