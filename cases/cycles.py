"""The five rounds as dates (T10-T14): the period of a day, its cut-off, and until when late entries are taken.

Plain functions over a calendar given. The periods of a cycle follow each other without gap or overlap.
"""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from officials.calendar import ONE_DAY, UnknownYear

LATE_ENTRIES_UNTIL = time(12)  # on the last of the workdays that late entries have


class Cycle(TextChoices):
    DAY = "DAY", _("日结")
    WEEK = "WEEK", _("周清")
    TEN_DAYS = "TEN_DAYS", _("旬查")
    MONTH = "MONTH", _("月评")
    YEAR = "YEAR", _("年清")


TAKES_LATE_ENTRIES = {Cycle.MONTH, Cycle.YEAR}


class Period(NamedTuple):
    """One period. Its own days are those from `starts_on` to `ends_on`, both included.

    An instant is in it after `begins_at` and up to and with `until`; what comes later is the next one's. It is closed
    once `cutoff_at` has passed. `late_until` is None where no late entries are taken, or the calendar ends before.
    """

    cycle: str
    starts_on: date
    ends_on: date
    begins_at: datetime
    cutoff_at: datetime
    late_until: datetime | None = None

    @property
    def until(self):
        """The last instant still in the period: its cut-off, but for ten days, which are checked afterwards."""
        return midnight(self.ends_on + ONE_DAY) if self.cycle == Cycle.TEN_DAYS else self.cutoff_at

    @property
    def opens_at(self):
        """From when on there is something to see: a day begins with the cut-off of the one before."""
        return self.begins_at if self.cycle == Cycle.DAY else midnight(self.starts_on)


def containing(cycle, day, calendar):
    """The period of `cycle` to which `day` belongs. Raises UnknownYear where the calendar ends."""
    match cycle:
        case Cycle.DAY:
            starts_on = day
            while not calendar.is_workday(starts_on - ONE_DAY):
                starts_on -= ONE_DAY
        case Cycle.WEEK:
            starts_on = day - timedelta(days=day.weekday())
            while not _has_workday(calendar, starts_on - timedelta(days=7), starts_on - ONE_DAY):
                starts_on -= timedelta(days=7)
        case Cycle.TEN_DAYS:
            starts_on = day.replace(day=(1, 11, 21)[min((day.day - 1) // 10, 2)])
        case Cycle.MONTH:
            starts_on = day.replace(day=1)
        case _:
            starts_on = day.replace(month=1, day=1)
    return starting(cycle, starts_on, calendar)


def starting(cycle, starts_on, calendar):
    """The period that begins on `starts_on`, wherever that lies: also after the calendar has changed, none is lost."""
    build = {Cycle.DAY: _day, Cycle.WEEK: _week, Cycle.TEN_DAYS: _ten_days, Cycle.MONTH: _month, Cycle.YEAR: _year}
    return build[cycle](starts_on, calendar)


def following(period, calendar):
    return starting(period.cycle, period.ends_on + ONE_DAY, calendar)


def holding(cycle, instant, calendar):
    """The period that holds an instant: after the cut-off it is the next one, exactly at it still this one."""
    period = containing(cycle, timezone.localdate(instant), calendar)
    if instant <= period.begins_at:
        return containing(cycle, period.starts_on - ONE_DAY, calendar)
    return period if instant <= period.until else following(period, calendar)


def midnight(day):
    """The instant at which `day` begins: 24:00 of the day before."""
    return _at(day, time(0))


def _day(starts_on, calendar):
    """Contacts of rest days fall to the next workday; so do those after the cut-off (T10)."""
    ends_on = calendar.workday_on_or_after(starts_on)
    cutoff = settings.DAY_CUTOFF
    return Period(Cycle.DAY, starts_on, ends_on, _at(starts_on - ONE_DAY, cutoff), _at(ends_on, cutoff))


def _week(starts_on, calendar):
    """To the Sunday; a week without a workday merges into the next (T11)."""
    ends_on = starts_on + timedelta(days=6 - starts_on.weekday())
    while not _has_workday(calendar, starts_on, ends_on):
        ends_on += timedelta(days=7)
    before = calendar.workday_on_or_before(starts_on - ONE_DAY)
    cutoff_at = _at(calendar.workday_on_or_before(ends_on), settings.WEEK_CUTOFF)
    return Period(Cycle.WEEK, starts_on, ends_on, _at(before, settings.WEEK_CUTOFF), cutoff_at)


def _ten_days(starts_on, calendar):
    last = monthrange(starts_on.year, starts_on.month)[1]
    ends_on = starts_on.replace(day=next(day for day in (10, 20, last) if day >= starts_on.day))
    checked_on = calendar.workday_on_or_after(ends_on + ONE_DAY)
    return Period(Cycle.TEN_DAYS, starts_on, ends_on, midnight(starts_on), midnight(checked_on + ONE_DAY))


def _month(starts_on, calendar):
    ends_on = starts_on.replace(day=monthrange(starts_on.year, starts_on.month)[1])
    return _with_late_entries(Cycle.MONTH, starts_on, ends_on, calendar)


def _year(starts_on, calendar):
    return _with_late_entries(Cycle.YEAR, starts_on, starts_on.replace(month=12, day=31), calendar)


def _with_late_entries(cycle, starts_on, ends_on, calendar):
    try:
        late_until = _at(calendar.add_workdays(ends_on, settings.LATE_ENTRY_WORKDAYS), LATE_ENTRIES_UNTIL)
    except UnknownYear:
        late_until = None  # asked again until the period is closed; a guess would be a broken promise
    return Period(cycle, starts_on, ends_on, midnight(starts_on), midnight(ends_on + ONE_DAY), late_until)


def _has_workday(calendar, first, last):
    return any(calendar.is_workday(first + timedelta(days=n)) for n in range((last - first).days + 1))


def _at(day, moment):
    return timezone.make_aware(datetime.combine(day, moment))
