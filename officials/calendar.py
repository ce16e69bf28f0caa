"""The working-day calendar (handbook T01-T06): which day is a workday, and counting along it.

Everything but `Calendar.load` is plain Python over days given; nothing here guesses a year that is not loaded.
"""

import csv
from bisect import bisect_left, bisect_right
from calendar import isleap, monthrange
from collections import Counter
from datetime import MAXYEAR, date, timedelta
from pathlib import Path
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

CALENDAR_FILE = Path(__file__).resolve().parent / "data" / "calendar.csv"
WARNING_STARTS = (11, 1)  # month and day from which a next year that is not official is warned of
ONE_DAY = timedelta(days=1)


class DayKind(TextChoices):
    WORK = "WORK", _("工作日")
    REST = "REST", _("休息日")
    HOLIDAY = "HOLIDAY", _("放假")
    MAKEUP_WORK = "MAKEUP_WORK", _("调休上班")


WORKDAYS = frozenset({DayKind.WORK, DayKind.MAKEUP_WORK})


class Day(NamedTuple):
    date: date
    kind: str
    name: str = ""
    official: bool = True

    @property
    def label(self):
        return f"{DayKind(self.kind).label} {self.name}".strip()


def month_before(day):
    """The first day of the month before that of `day`."""
    return (day.replace(day=1) - ONE_DAY).replace(day=1)


def month_after(day):
    return last_of(day) + ONE_DAY


def last_of(day):
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


class UnknownYear(ValueError):
    """The calendar ends before the count does. Its text can be shown to the user."""

    def __init__(self, year):
        self.year = year
        super().__init__(year)

    def __str__(self):
        return gettext("%(year)d 年的工作日历还没有录入，不能推算期限。请先在“工作日历”里导入这一年的安排。") % {
            "year": self.year
        }


def usual_kind(day):
    """What a day is when no notice says otherwise."""
    return DayKind.REST if day.weekday() >= 5 else DayKind.WORK


def days_of(year):
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range(366 if isleap(year) else 365)]


def days_in_file():
    """Every day of the years in the project's own calendar file, which names only days unlike a plain week."""
    with CALENDAR_FILE.open(encoding="utf-8", newline="") as file:
        named = {
            day: Day(day, row["kind"], row["name"], row["status"] == "OFFICIAL")
            for row in csv.DictReader(file)
            for day in [date.fromisoformat(row["date"])]
        }
    is_official = {day.date.year: day.official for day in named.values()}
    return [
        named.get(day) or Day(day, usual_kind(day), official=is_official[year])
        for year in sorted(is_official)
        for day in days_of(year)
    ]


class Calendar:
    """Days of whole years. A year with a day missing counts as not loaded; asking for it raises UnknownYear."""

    _newest = (None, None)  # what this process read last: its version, the calendar

    def __init__(self, days):
        days = {day.date: day for day in days}
        sizes = Counter(day.year for day in days)
        self.years = frozenset(year for year, size in sizes.items() if size == 365 + isleap(year))
        self._days = {key: day for key, day in days.items() if key.year in self.years}
        self._workdays = sorted(key for key, day in self._days.items() if day.kind in WORKDAYS)

    @classmethod
    def load(cls):
        """The stored calendar, at the price of one indexed query (when was it last changed?).

        The days themselves are read again only after a change, by whichever process made it. Whoever changes them
        waits for every transaction that asked, so a date counted in a transaction is never behind the calendar.
        """
        from officials.models.calendar import CalendarDay

        version = CalendarDay.objects.version()
        known_version, calendar = Calendar._newest
        if calendar is None or version != known_version:
            calendar = cls(CalendarDay.objects.days())
            Calendar._newest = (version, calendar)
        return calendar

    def __iter__(self):
        return iter(sorted(self._days))

    def __contains__(self, day):
        return day in self._days

    def __len__(self):
        return len(self._days)

    def __getitem__(self, day):
        try:
            return self._days[day]
        except KeyError:
            raise UnknownYear(day.year) from None

    def get(self, day):
        """The day, or None where its year is not loaded."""
        return self._days.get(day)

    def changed(self, days):
        """A copy with these days in place of those it has."""
        return Calendar((self._days | {day.date: day for day in days}).values())

    def kind_of(self, day):
        return DayKind(self[day].kind)

    def name_of(self, day):
        """The holiday a day belongs to; empty for a plain day."""
        return self[day].name

    def is_workday(self, day):
        return self[day].kind in WORKDAYS

    def is_provisional(self, day):
        return not self[day].official

    def is_official_year(self, year):
        return year in self.years and all(self._days[day].official for day in days_of(year))

    def workday_on_or_after(self, day):
        return self._nth_workday(bisect_left(self._workdays, day), since=day)

    def workday_on_or_before(self, day):
        while not self.is_workday(day):
            day -= ONE_DAY
        return day

    def add_workdays(self, day, count):
        """The `count`-th workday after `day`, adjusted weekends included; `day` itself if `count` is 0."""
        if count < 0:
            raise ValueError(count)
        if count == 0:
            return day
        return self._nth_workday(bisect_right(self._workdays, day) + count - 1, since=day + ONE_DAY)

    def workdays_between(self, day, other):
        """Workdays after `day`, up to and with `other`; negative when `other` is earlier."""
        if other < day:
            return -self.workdays_between(other, day)
        if other > day:
            self._require_years(day + ONE_DAY, other)
        return bisect_right(self._workdays, other) - bisect_right(self._workdays, day)

    def holiday_around(self, day):
        """First and last day of the run of free days of the same name that holds `day`."""
        first = last = day
        name = self.name_of(day)
        while self._same_holiday(first - ONE_DAY, name):
            first -= ONE_DAY
        while self._same_holiday(last + ONE_DAY, name):
            last += ONE_DAY
        return first, last

    def next_year_warning(self, today):
        """What to tell the office when next year is not official yet; empty before 1 November."""
        year = today.year + 1
        if (today.month, today.day) < WARNING_STARTS or self.is_official_year(year):
            return ""
        if year in self.years:
            sentence = gettext(
                "%(year)d 年的放假安排还没有按国务院通知确认，落在这一年的期限都标“暂定”。通知公布后请导入。"
            )
        else:
            sentence = gettext("%(year)d 年的工作日历还没有录入，落在这一年的期限算不出来。请导入。")
        return sentence % {"year": year}

    def _nth_workday(self, index, since):
        if index >= len(self._workdays):
            self._require_years(since, date(MAXYEAR, 12, 31))
        found = self._workdays[index]
        self._require_years(since, found)
        return found

    def _require_years(self, first, last):
        for year in range(first.year, last.year + 1):
            if year not in self.years:
                raise UnknownYear(year)

    def _same_holiday(self, day, name):
        found = self.get(day)
        return found is not None and found.name == name and found.kind not in WORKDAYS
