"""The five rounds (日结、周清、旬查、月评、年清): opened, cut off, carried over, signed (T10-T14, F41-F44)."""

import logging
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, models, transaction
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rounds
from cases.cycles import TAKES_LATE_ENTRIES, Cycle, Period, containing, starting
from cases.models.carrying import RoundCorrection, RoundException, RoundPart
from officials.calendar import ONE_DAY, Calendar, UnknownYear
from officials.models import Official, Role

LOCK = 0x526F756E64  # one process at a time turns the rounds
PATIENCE = "9min"  # below the longest task; a page's is too short for a round of a large register
SIGNERS = {  # T10-T14; of the ten days each leader signs his area, and the head what belongs to none
    Cycle.DAY: {Role.RC},
    Cycle.WEEK: {Role.OD},
    Cycle.TEN_DAYS: {Role.LO, Role.HO},
    Cycle.MONTH: {Role.LO},
    Cycle.YEAR: {Role.HO},
}
LATE_AFTER = timedelta(hours=1)  # closed later than that after the cut-off, a round says so
log = logging.getLogger(__name__)


class Turned(NamedTuple):
    """What one run did, in order."""

    opened: list
    closed: list


class RoundQuerySet(models.QuerySet):
    # ---------- 问 ----------
    def unclosed(self):
        return self.filter(closed_at__isnull=True)

    def unsigned(self):
        """Cut off, and not yet signed."""
        return self.filter(closed_at__isnull=False, signed_at__isnull=True)

    def newest_first(self):
        return self.order_by("-starts_on")

    def of_cycle(self, cycle):
        return self.filter(cycle=cycle)

    def current(self, cycle):
        """The round of `cycle` in which things happen now; None until the first is opened."""
        return self.of_cycle(cycle).newest_first().first()

    def newest_of_each_cycle(self, most):
        """The last `most` rounds of each cycle, the newest first: one statement, which walks the index five times."""
        newest = [self.of_cycle(cycle).newest_first().values("pk")[:most] for cycle in Cycle]
        found = self.filter(pk__in=newest[0].union(*newest[1:], all=True))
        return found.select_related("signed_by").newest_first()

    def for_change(self):
        return self.select_for_update(of=("self",))

    # ---------- 步 ----------
    def run(self, now):
        """Open and close whatever is due by `now`, the earliest first, each in a transaction of its own.

        Run twice, at once, late or after a kill it comes to one result: what is due is read from the rows. While
        another process is at it, this one leaves the work to it.
        """
        turned = Turned([], [])
        while found := self._turn(now):
            step, round = found
            getattr(turned, step).append(round)
        self.tell(now)
        return turned

    @transaction.atomic
    def _turn(self, now):
        """The one earliest step that is due: ("opened" or "closed", the round), or None."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_try_advisory_xact_lock(%s), set_config('statement_timeout', %s, true)", [LOCK, PATIENCE]
            )
            if not cursor.fetchone()[0]:
                return None
        calendar, due = Calendar.load(), []
        self._follow(calendar)
        for order, cycle in enumerate(Cycle):
            try:
                due += [(at, order, step, what) for at, step, what in self._steps(cycle, calendar, now) if at < now]
            except UnknownYear as unknown:
                log.error("no round of %s: %s", cycle, unknown)
        if not due:
            return None
        _at, _order, step, what = min(due, key=lambda one: one[:3])
        if step == "closed":
            what.close(now)
            return step, what
        return step, self.create(**what._asdict(), opened_at=now)

    def _steps(self, cycle, calendar, now):
        """What is next in `cycle`: (from when on, step, round or period)."""
        last = self.current(cycle)
        if last is None:
            period = containing(cycle, timezone.localdate(now), calendar)
            return [(period.begins_at, "opened", period)]
        first_unclosed = self.of_cycle(cycle).unclosed().order_by("starts_on").first()
        steps = [(first_unclosed.cutoff_at, "closed", first_unclosed)] if first_unclosed else []
        period = starting(cycle, last.ends_on + ONE_DAY, calendar)
        return [*steps, (period.opens_at, "opened", period)]

    def _follow(self, calendar):
        """Until it is closed a round follows the calendar; until it is signed it learns when late entries end."""
        for round in self.filter(signed_at__isnull=True).filter(
            Q(closed_at__isnull=True) | Q(late_until__isnull=True, cycle__in=TAKES_LATE_ENTRIES)
        ):
            try:
                period = starting(round.cycle, round.starts_on, calendar)
            except UnknownYear:
                continue
            fields = period._asdict() if round.closed_at is None else {"late_until": period.late_until}
            if any(getattr(round, name) != value for name, value in fields.items()):
                self.filter(pk=round.pk).update(**fields)

    @transaction.atomic
    def tell(self, now):
        """Tell whoever listens of what was closed and not yet told: once, and of all of it together."""
        closed = self.filter(closed_at__isnull=False, told_at__isnull=True)
        untold = list(closed.order_by("cutoff_at", "pk").select_for_update(skip_locked=True, of=("self",)))
        if untold:
            for tell in rounds.LISTENERS:
                tell(untold, now)
            self.filter(pk__in=[round.pk for round in untold]).update(told_at=now)


class Round(models.Model):
    """One period of one cycle. It reads live rows until it is signed and its snapshot after.

    A trigger of the database refuses any change to a signed round, to what it carried over, and to a correction.
    """

    cycle = models.CharField(gettext_lazy("轮次"), max_length=8, choices=Cycle)
    starts_on = models.DateField(gettext_lazy("从"))
    ends_on = models.DateField(gettext_lazy("到"))
    begins_at = models.DateTimeField(gettext_lazy("从什么时刻起"))
    cutoff_at = models.DateTimeField(gettext_lazy("收口"))
    late_until = models.DateTimeField(gettext_lazy("补录到"), null=True, blank=True)
    opened_at = models.DateTimeField(gettext_lazy("开始"))
    closed_at = models.DateTimeField(gettext_lazy("收口时间"), null=True, blank=True)
    lacking = models.PositiveIntegerField(gettext_lazy("收口时未清"), default=0)
    cleared = models.PositiveIntegerField(gettext_lazy("收口时已清"), default=0)
    is_late = models.BooleanField(gettext_lazy("收口晚了"), default=False)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    signed_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("签字人")
    )
    signed_at = models.DateTimeField(gettext_lazy("签字时间"), null=True, blank=True)
    snapshot = models.JSONField(gettext_lazy("签字时的名单和数字"), null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("轮次")
        verbose_name_plural = gettext_lazy("轮次")
        ordering = ["cycle", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                name="a_period_has_one_round",
                fields=["cycle", "starts_on"],
                violation_error_message=gettext_lazy("这一期已经有了。"),
            ),
            ExclusionConstraint(
                name="rounds_of_a_cycle_do_not_overlap",
                expressions=[
                    ("cycle", RangeOperators.EQUAL),
                    (
                        Func("starts_on", "ends_on", Value("[]"), function="DATERANGE", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=gettext_lazy("同一种轮次的两期不能重叠。"),
            ),
            models.CheckConstraint(
                name="a_round_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on"), cutoff_at__gt=F("begins_at")),
                violation_error_message=gettext_lazy("一期的止日不能早于起日。"),
            ),
            models.CheckConstraint(
                name="a_signed_round_is_closed_and_frozen",
                condition=Q(signed_at__isnull=True, signed_by__isnull=True, snapshot__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False, snapshot__isnull=False, closed_at__isnull=False),
                violation_error_message=gettext_lazy("签字的一期要先收口，名单和数字同时冻结。"),
            ),
        ]
        indexes = [
            models.Index(fields=["cutoff_at"], name="round_unsigned", condition=Q(signed_at__isnull=True)),
            models.Index(fields=["cutoff_at"], name="round_untold", condition=Q(told_at__isnull=True)),
        ]

    def __str__(self):
        return f"{self.cycle} {self.starts_on}"

    def get_absolute_url(self):
        return reverse("cases:round", args=self.address)

    # ---------- 问 ----------
    @property
    def address(self):
        """What its URLs are made of."""
        return [self.cycle.lower(), self.starts_on.isoformat()]

    @property
    def period(self):
        return Period(*(getattr(self, name) for name in Period._fields))

    @property
    def is_open(self):
        return self.closed_at is None

    @property
    def is_signed(self):
        return self.signed_at is not None

    @property
    def awaits_signature(self):
        return self.closed_at is not None and self.signed_at is None

    @property
    def whole(self):
        return self.lacking + self.cleared

    @property
    def signer_roles(self):
        return SIGNERS[self.cycle]

    @property
    def has_parts(self):
        return self.cycle == Cycle.TEN_DAYS

    def takes_late_entries(self, now):
        """Cut off, and what belongs to the period may still be entered, marked as late (T13, T14)."""
        if self.cycle not in TAKES_LATE_ENTRIES or self.closed_at is None or self.signed_at:
            return False
        return self.late_until is None or now <= self.late_until

    @property
    def before(self):
        """The round before this one; None for the first."""
        earlier = Round.objects.of_cycle(self.cycle).filter(starts_on__lt=self.starts_on)
        return earlier.newest_first().first()

    def parts_of(self, official):
        """The parts of these ten days that `official` signs: his area; as the head what has no leader in post."""
        mine = Q(leader=official)
        if Role.HO in official.roles:
            in_post = Official.objects.holding(Role.LO, on=timezone.localdate())
            mine |= Q(leader__isnull=True) | ~Q(leader__in=in_post)
        return self.parts.filter(mine)

    def is_signed_by(self, official):
        """Whether signing it, or a part of it, is his by his posts."""
        if not official.roles & self.signer_roles:
            return False
        return not self.has_parts or self.is_open or self.parts_of(official).exists()

    # ---------- 步 ----------
    def close(self, now):
        """Cut the round off: what is in the way now is written down. The caller holds the lock of all rounds.

        What the round before carried over and is still not done comes back as carried; until its new day it needs
        no further word.
        """
        for expectation in rounds.expectations(self.cycle):
            RoundException.objects.write(self, expectation)
        if before := self.before:
            RoundException.objects.bring_along(self, before)
        self.closed_at, self.is_late = now, now - self.cutoff_at > LATE_AFTER
        self.lacking = self.exceptions.count()
        self.cleared = sum(line.done for line in rounds.lines([self.period])[self.cycle])
        self.save(update_fields=["closed_at", "is_late", "lacking", "cleared"])
        if self.has_parts:
            RoundPart.objects.share_out(self)

    def carry(self, exceptions, *, by, reason, note, new_on, today, now):
        """Say of `exceptions` why they go into the next round, and by which day they will be done."""
        if not self.awaits_signature:
            raise ValidationError(self._why_not())
        if new_on < today:
            raise ValidationError({"new_on": _("新的日子不能早于今天。")})
        if reason == RoundException.Reason.OTHER and not note.strip():
            raise ValidationError({"note": _("选“其他”的，请写明是什么原因。")})
        return exceptions.filter(round=self, done_at__isnull=True).update(
            reason=reason, note=note.strip(), new_on=new_on, carried_by=by, carried_at=now
        )

    def sign(self, *, by, now):
        """Sign the round, or of ten days one's own area; with the last signature list and figures are frozen.

        Call with the row locked. Raises ValidationError while something is in the way without a word.
        """
        if not self.awaits_signature:
            raise ValidationError(self._why_not())
        if self.takes_late_entries(now):
            raise ValidationError(_("补录还没有结束，现在不能签字。"))
        if not by.roles & self.signer_roles:
            raise PermissionDenied(_("这一轮不归您签字。"))
        self.settle(now)
        mine = self.exceptions.all()
        if self.has_parts:
            parts = list(self.parts_of(by).filter(signed_at__isnull=True))
            if not parts:
                raise ValidationError(_("您的片已经签过，或者这一旬没有您的片。"))
            mine = mine.filter(part__in=parts)
        left = mine.unexplained().count()
        if left:
            raise ValidationError(_("还有 %d 件没有写原因和新的日子，写了才能签。") % left)
        if self.has_parts:
            self.parts.filter(pk__in=[part.pk for part in parts]).update(signed_by=by, signed_at=now)
            if self.parts.filter(signed_at__isnull=True).exists():
                return
        self.signed_by, self.signed_at, self.told_at = by, now, self.told_at or now
        self.snapshot = self.picture()
        self.save(update_fields=["signed_by", "signed_at", "told_at", "snapshot"])

    def settle(self, now):
        """What was in the way at the cut-off and is done meanwhile needs no carrying over."""
        for expectation in rounds.expectations(self.cycle):
            still = expectation.in_the_way(None, self.period).order_by().values("pk")
            undone = self.exceptions.filter(key=expectation.key, done_at__isnull=True)
            undone.exclude(subject_id__in=still).update(done_at=now)

    def correct(self, *, by, text, now):
        """What turned out wrong in this signed round; shown in the next one, which nobody has signed yet (R28)."""
        if not self.is_signed:
            raise ValidationError(_("还没有签字的，直接改案件就行，不用更正。"))
        after = Round.objects.of_cycle(self.cycle).filter(starts_on__gt=self.starts_on, signed_at__isnull=True)
        shown_in = after.order_by("starts_on").first()
        if shown_in is None:
            raise ValidationError(_("下一期还没有开始，更正没有地方写。后台任务可能停了，请告诉系统管理员。"))
        return RoundCorrection.objects.create(round=self, shown_in=shown_in, text=text, made_by=by, made_at=now)

    def picture(self):
        """What is frozen: the lines and figures of the whole office, the exceptions in figures, the corrections."""
        with translation.override(settings.LANGUAGE_CODE):  # what is signed is the office's Chinese
            lines = rounds.lines([self.period])[self.cycle]
            at_cutoff = self.exceptions.figures()
            return {
                "lines": [
                    {
                        "key": line.expectation.key,
                        "label": str(line.expectation.label),
                        "lacking": at_cutoff.get(line.expectation.key, {}).get("count", 0),
                        "done": line.done,
                        "late": at_cutoff.get(line.expectation.key, {}).get("late", 0),
                        "carried": at_cutoff.get(line.expectation.key, {}).get("carried", 0),
                    }
                    for line in lines
                ],
                "figures": [
                    {"key": one.key, "label": str(one.label), "value": _plain(value)}
                    for one, value, _behind in rounds.figures(self.period)
                ],
                "reasons": self.exceptions.reasons(),
                "corrections": [
                    {"of": str(one.round), "text": one.text, "by": one.made_by.name}
                    for one in self.corrections_shown.select_related("round", "made_by")
                ],
            }

    def _why_not(self):
        if self.is_signed:
            return _("%(name)s 已经签过字，名单和数字不再改；有错的写上期更正。") % {"name": self.signed_by.name}
        return _("还没有到收口的时间。")


def database_clock():
    """What time it is by the one clock that all processes share (DL-09)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def _plain(value):
    return value if value is None or isinstance(value, int | float) else str(value)
