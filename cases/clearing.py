"""What the rounds print of clearing (K11-K13, K16, R28): the rate, and beside it all that could make it look better.

A target counts in the month or year in which it falls, once. What was taken back, merged or voided leaves numerator
and denominator and is printed; so does what stood still at the cut-off, named by its ground (T27, T28).
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rounds, rules
from cases.cycles import Cycle
from cases.models import Case, Clearing, Deadline, LevelChange, Suspension
from officials.calendar import ONE_DAY

Level, Outcome = Case.Level, Clearing.Outcome
NONE = "—"
# A change of level before the day leaves the cohort; after it the miss stays (T25).
GONE = Q(outcome__in=[Outcome.WITHDRAWN, Outcome.MERGED, Outcome.VOIDED])
MOVED = Q(outcome=Outcome.LEVELLED, deadline__ended_on__lte=F("deadline__legal_end_on"))
COUNTED = ~GONE & ~MOVED
IN_TIME = Q(outcome=Outcome.CLEARED, deadline__ended_on__lte=F("deadline__legal_end_on"))
UPGRADES = Q(before=Level.GENERAL) | Q(before=Level.COMPLEX, after=Level.HARD)


class Cohort(NamedTuple):
    """The matters whose target lies in one period, in figures; `cases` are those that make `missed`."""

    due: int
    cleared: int
    withdrawn: int
    merged: int
    voided: int
    moved: int

    @property
    def missed(self):
        return self.due - self.cleared

    @property
    def rate(self):
        return share(self.cleared, self.due)


def share(part, whole):
    """Such as `85.7%`, half up to one decimal; never a rate of nothing (5.1)."""
    if not whole:
        return NONE
    return f"{(Decimal(100 * part) / whole).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


class Relapse(NamedTuple):
    """Of the matters cleared in a cohort, those that came back within the days of T26 (K16)."""

    first: date
    cleared: int
    back: int
    cleared_rate: Fraction

    @property
    def rate(self):
        return share(self.back, self.cleared)

    @property
    def net(self):
        """What stayed cleared: K11 × (1 − K16)."""
        if not self.cleared:
            return NONE
        stayed = self.cleared_rate * (1 - Fraction(self.back, self.cleared))
        return share(stayed.numerator, stayed.denominator)


def seen(official):
    """The cases that count for `official`; for the office's own figure every unsealed one."""
    visible = Case.objects.visible_to(official, "cases:list") if official else Case.objects
    return visible.unsealed()


def of_cohort(level, first, official=None):
    """The targets of `level` that count in the month or year beginning on `first`."""
    targets = Clearing.objects.of_cohort(level, first)
    return targets.filter(case__in=seen(official)) if official else targets.filter(case__is_sealed=False)


def cohort(level, first, official=None):
    """Its figures, in one statement."""
    return Cohort(
        **of_cohort(level, first, official).aggregate(
            due=Count("pk", filter=COUNTED),
            cleared=Count("pk", filter=COUNTED & IN_TIME),
            withdrawn=Count("pk", filter=Q(outcome=Outcome.WITHDRAWN)),
            merged=Count("pk", filter=Q(outcome=Outcome.MERGED)),
            voided=Count("pk", filter=Q(outcome=Outcome.VOIDED)),
            moved=Count("pk", filter=MOVED),
        )
    )


def missed(level, first, official=None):
    """The cases that count in the cohort and were not cleared by their day."""
    rows = of_cohort(level, first, official).filter(COUNTED).exclude(IN_TIME)
    return seen(official).filter(pk__in=rows.values("case"))


def watched(level, period):
    """The first day of the last cohort of which every clearing is as old as T26 watches by the end of the period."""
    return watched_by(level, period.ends_on)


def watched_by(level, day):
    if level != Level.GENERAL:
        return day.replace(month=1, day=1, year=day.year - 1)
    over_by = day - timedelta(days=rules.find("T26").length)
    return ((over_by + ONE_DAY).replace(day=1) - ONE_DAY).replace(day=1)


def relapsed(level, first, official=None):
    """Of that cohort the targets met in time whose case came back."""
    return of_cohort(level, first, official).filter(COUNTED & IN_TIME).filter(came_back())


def came_back():
    """Whether the case of a target was opened again, or a promise of it was broken, within its watch (T21, T26)."""
    until = OuterRef("deadline__ended_on") + timedelta(days=rules.find("T26").length)
    again = Clearing.objects.filter(
        case=OuterRef("case"),
        cause=Clearing.Cause.REOPENED,
        deadline__started_on__range=(OuterRef("deadline__ended_on"), until),
    )
    missed_day = Q(ended_on__isnull=True) | Q(ended_on__gt=F("legal_end_on"))
    broken = Deadline.objects.filter(
        missed_day,
        case=OuterRef("case"),
        kind=Deadline.Kind.PROMISE,
        rule="L37",
        legal_end_on__range=(OuterRef("deadline__ended_on"), until),
        legal_end_on__lt=timezone.localdate(),
    )
    return Q(Exists(again) | Exists(broken))


def relapse(level, first, official=None):
    figures = cohort(level, first, official)
    rate = Fraction(figures.cleared, figures.due) if figures.due else Fraction(0)
    return Relapse(first, figures.cleared, relapsed(level, first, official).count(), rate)


def upgrades(period, official=None):
    """Agreed in the period; those asked for in the last workdays of a target stand out (T25, R28)."""
    agreed = LevelChange.objects.agreed().filter(UPGRADES, decided_on__range=(period.starts_on, period.ends_on))
    return agreed.filter(case__in=seen(official))


def standing_still(period, official=None):
    """Suspended on the last day of the period, though the first target lay in it or before (T27)."""
    rows = Suspension.objects.in_force(period.ends_on).filter(clearing__first_due_on__lte=period.ends_on)
    return rows.filter(case__in=seen(official))


def reopened(period, official=None):
    began = Clearing.objects.filter(
        cause=Clearing.Cause.REOPENED, deadline__started_on__range=(period.starts_on, period.ends_on)
    )
    return began.filter(case__in=seen(official))


# ---------- 印在各轮里 ----------
def register():
    """The rates with what stands beside them, in the monthly appraisal and in that of the year."""
    rounds.report(Cycle.MONTH, "k11", gettext_lazy("一般矛盾当月清零率"), rate_of(Level.GENERAL))
    rounds.report(Cycle.MONTH, "k16", gettext_lazy("一般矛盾回流率，观察期满的月份"), relapse_of(Level.GENERAL))
    rounds.report(Cycle.YEAR, "k16", gettext_lazy("复杂问题回流率，上一年的"), relapse_of(Level.COMPLEX))
    for cycle in (Cycle.MONTH, Cycle.YEAR):
        rounds.report(cycle, "k12", gettext_lazy("复杂问题当年清零率，全年累计"), rate_of(Level.COMPLEX))
        rounds.report(cycle, "k13", gettext_lazy("疑难案件清零率，计划在今年完成的"), rate_of(Level.HARD))
        rounds.report(cycle, "upgraded", gettext_lazy("调高层级的"), printed_upgrades)
        rounds.report(cycle, "suspended", gettext_lazy("收口时清零目标中止的"), printed_suspensions)
        rounds.report(cycle, "left", gettext_lazy("撤回、并案、作废的，不在清零率里"), printed_leavers)
        rounds.report(cycle, "reopened", gettext_lazy("办结后又重新办理的"), printed_reopened)


def first_of(level, period):
    return period.starts_on.replace(day=1) if level == Level.GENERAL else period.starts_on.replace(month=1, day=1)


def rate_of(level):
    def printed(period, official):
        first = first_of(level, period)
        figures = cohort(level, first, official)
        words = _("%(rate)s（到期 %(due)d 件，按时清零 %(cleared)d 件）")
        return words % {"rate": figures.rate, "due": figures.due, "cleared": figures.cleared}, missed(
            level, first, official
        )

    return printed


def relapse_of(level):
    def printed(period, official):
        found = relapse(level, watched(level, period), official)
        name = date_format(found.first, _("Y年n月") if level == Level.GENERAL else _("Y年"))
        words = _("%(name)s %(rate)s（清零 %(cleared)d 件，90 日内回流 %(back)d 件；净清零率 %(net)s）")
        values = {"name": name, "rate": found.rate, "cleared": found.cleared, "back": found.back, "net": found.net}
        rows = relapsed(level, found.first, official)
        return words % values, seen(official).filter(pk__in=rows.values("case"))

    return printed


def printed_upgrades(period, official):
    rows = upgrades(period, official)
    counts = rows.aggregate(all=Count("pk"), late=Count("pk", filter=Q(needs_leader=True)))
    words = _("%(all)d 件，其中目标日前最后几个工作日才提出的 %(late)d 件（%(share)s）")
    values = {**counts, "share": share(counts["late"], counts["all"])}
    return words % values, seen(official).filter(pk__in=rows.values("case"))


def printed_suspensions(period, official):
    rows = standing_still(period, official)
    by_ground = rows.values("ground").annotate(count=Count("pk")).order_by("ground")
    said = [
        _("%(ground)s %(count)d 件") % {"ground": Suspension.Ground(row["ground"]).label, "count": row["count"]}
        for row in by_ground
    ]
    return _("、").join(said) or _("没有"), seen(official).filter(pk__in=rows.values("case"))


def printed_leavers(period, official):
    """Of the cohort of the month; in a round of the year, of the complex and hard ones of that year."""
    levels = [Level.GENERAL] if period.cycle == Cycle.MONTH else [Level.COMPLEX, Level.HARD]
    cohorts = [cohort(level, first_of(level, period), official) for level in levels]
    words = _("撤回 %(withdrawn)d 件、并案 %(merged)d 件、作废 %(voided)d 件")
    values = {name: sum(getattr(one, name) for one in cohorts) for name in ("withdrawn", "merged", "voided")}
    gone = Q(pk__in=[])
    for level in levels:
        rows = of_cohort(level, first_of(level, period), official).filter(GONE)
        gone |= Q(pk__in=rows.values("case"))
    return words % values, seen(official).filter(gone)


def printed_reopened(period, official):
    rows = reopened(period, official)
    return _("%d 件") % rows.count(), seen(official).filter(pk__in=rows.values("case"))
