"""What the sweep found due: each level of each clock at most once (DL-02), and whether its clock may be believed."""

import time
from datetime import timedelta
from pathlib import Path

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.deadline import Deadline
from officials.models import Official


class ClockWarning(models.Model):
    """What a clock with the last day `due_on` was warned of: the highest level, and when each was reached.

    The sweep alone writes it, by raising: a level is reached once, as its column is filled once and the row is found
    by its key alone. A clock that is extended has another last day and warns anew, in a row of its own. `found_late`
    has bit n set where level n had been reached before the day on which it was found, so that nobody was told in time.
    The row is made from the clock's own in one statement, and no clock is ever deleted: so no key to the clock is
    checked, and a level raised changes no index (0140).
    """

    pk = models.CompositePrimaryKey("deadline_id", "due_on")
    deadline = models.ForeignKey(
        Deadline, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name=_("期限")
    )
    due_on = models.DateField(_("最后一天"))
    level = models.PositiveSmallIntegerField(_("最高级别"))
    found_late = models.PositiveSmallIntegerField(_("补发现"), default=0)
    soon_at = models.DateTimeField(_("快到期"), null=True)
    due_at = models.DateTimeField(_("到内控日、到期"), null=True)
    late_at = models.DateTimeField(_("超期"), null=True)
    leader_at = models.DateTimeField(_("报领导"), null=True)
    meeting_at = models.DateTimeField(_("上会"), null=True)

    class Meta:
        verbose_name = _("期限的提醒")
        verbose_name_plural = _("期限的提醒")
        constraints = [
            models.CheckConstraint(name="warned_level_is_known", condition=Q(level__gte=1, level__lte=5)),
        ]

    def __str__(self):
        return f"{self.level} {self.due_on}"


class DueWarning(models.Model):
    """One level that a clock has reached, as a row: a view over `ClockWarning`, to be read only."""

    class Level(models.IntegerChoices):
        SOON = 1, _("快到期")
        DUE = 2, _("到内控日、到期")
        LATE = 3, _("超期")
        LEADER = 4, _("报领导")
        MEETING = 5, _("上会")

    COLUMNS = {
        Level.SOON: "soon_at",
        Level.DUE: "due_at",
        Level.LATE: "late_at",
        Level.LEADER: "leader_at",
        Level.MEETING: "meeting_at",
    }

    pk = models.CompositePrimaryKey("deadline_id", "due_on", "level")
    deadline = models.ForeignKey(
        Deadline, models.DO_NOTHING, related_name="warnings", db_constraint=False, verbose_name=_("期限")
    )
    due_on = models.DateField(_("最后一天"))
    level = models.PositiveSmallIntegerField(_("级别"), choices=Level)
    found_at = models.DateTimeField(_("发现时间"))
    is_found_late = models.BooleanField(_("补发现"))

    class Meta:
        managed = False
        verbose_name = _("到期提醒")
        verbose_name_plural = _("到期提醒")
        ordering = ["-found_at", "-level"]

    def __str__(self):
        return f"{self.get_level_display()} {self.due_on}"


def level_words(kind, level):
    """What a level is called on a clock of `kind`: only what is owed by law or word is ever 超期 (T29)."""
    missed = {Deadline.Kind.CLEARING: _("未清零"), Deadline.Kind.TARGET: _("过了内控日")}
    if level == DueWarning.Level.LATE and kind in missed:
        return missed[kind]
    return DueWarning.Level(level).label


class ClockJump(models.Model):
    """The clock moved by more than a day while the machine ran on: nothing escalates until somebody confirms it."""

    seen_at = models.DateTimeField(_("发现时"))
    by = models.DurationField(_("跳了多少"))
    confirmed_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("确认人")
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("时钟跳变")
        verbose_name_plural = _("时钟跳变")
        constraints = [
            models.UniqueConstraint(
                fields=["confirmed_at"],
                condition=Q(confirmed_at__isnull=True),
                nulls_distinct=False,
                name="one_jump_waits_for_a_word",
            ),
            models.CheckConstraint(
                name="a_confirmed_jump_names_who_confirmed",
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.seen_at:%F %T}"

    def confirm(self, *, by):
        self.confirmed_by, self.confirmed_at = by, timezone.now()
        self.save()


class ClockReading(models.Model):
    """What the database's clock said when this run of the machine, named by `boot`, was `elapsed` old (DL-09).

    The age of a machine's run goes on through sleep and minds no setting of the clock. Another run, or none for days,
    is an outage and is caught up.
    """

    boot = models.CharField(max_length=36, unique=True)
    at = models.DateTimeField()
    elapsed = models.DurationField()

    MOST = timedelta(days=1)

    class Meta:
        verbose_name = _("时钟读数")
        verbose_name_plural = _("时钟读数")

    def __str__(self):
        return f"{self.boot} {self.at:%F %T}"

    @classmethod
    def is_believed(cls, now, *, boot, elapsed):
        """Compare `now` with the last reading of the same run of the machine, and keep it as the new one."""
        last = cls.objects.filter(boot=boot).first()
        jump = (now - last.at) - (elapsed - last.elapsed) if last else timedelta()
        cls.objects.update_or_create(boot=boot, defaults={"at": now, "elapsed": elapsed})
        if abs(jump) > cls.MOST:
            ClockJump.objects.bulk_create([ClockJump(seen_at=now, by=jump)], ignore_conflicts=True)
        cls.objects.filter(at__lt=Now() - timedelta(days=90)).exclude(boot=boot).delete()
        return not ClockJump.objects.filter(confirmed_at__isnull=True).exists()


BOOT = Path("/proc/sys/kernel/random/boot_id")


def this_run():
    """How this run of the machine is called; empty where the system gives it no name, and no jump is seen there."""
    return BOOT.read_text(encoding="ascii").strip() if BOOT.exists() else ""


def age_of_this_run():
    return timedelta(seconds=time.clock_gettime(time.CLOCK_BOOTTIME))
