"""Which period a day and an instant fall into, by the calendar of 2026 (T10-T14)."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cases.cycles import Cycle, containing, following, holding, starting
from officials.calendar import Calendar, Day, DayKind, days_in_file

CALENDAR = Calendar(days_in_file())


def at(text):
    return timezone.make_aware(datetime.fromisoformat(text))


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("cycle", "on", "starts", "ends", "cutoff", "late_until"),
    [
        # 日结：休息日的算到下一个工作日
        ("DAY", "2026-10-29", "2026-10-29", "2026-10-29", "2026-10-29T18:00", None),
        ("DAY", "2026-10-31", "2026-10-31", "2026-11-02", "2026-11-02T18:00", None),
        ("DAY", "2026-10-03", "2026-10-01", "2026-10-08", "2026-10-08T18:00", None),  # 国庆
        ("DAY", "2026-10-10", "2026-10-10", "2026-10-10", "2026-10-10T18:00", None),  # 调休上班的周六
        ("DAY", "2026-10-11", "2026-10-11", "2026-10-12", "2026-10-12T18:00", None),
        ("DAY", "2026-02-20", "2026-02-15", "2026-02-24", "2026-02-24T18:00", None),  # 春节
        # 周清：最后一个工作日 17:00
        ("WEEK", "2026-10-30", "2026-10-26", "2026-11-01", "2026-10-30T17:00", None),
        ("WEEK", "2026-09-20", "2026-09-14", "2026-09-20", "2026-09-20T17:00", None),  # 调休上班的周日
        ("WEEK", "2026-09-22", "2026-09-21", "2026-09-27", "2026-09-24T17:00", None),  # 25 日起中秋
        ("WEEK", "2026-10-01", "2026-09-28", "2026-10-04", "2026-09-30T17:00", None),
        ("WEEK", "2026-10-06", "2026-10-05", "2026-10-11", "2026-10-10T17:00", None),
        # 春节那一周没有工作日，并到下一周
        ("WEEK", "2026-02-15", "2026-02-09", "2026-02-15", "2026-02-14T17:00", None),
        ("WEEK", "2026-02-18", "2026-02-16", "2026-03-01", "2026-02-28T17:00", None),
        ("WEEK", "2026-02-25", "2026-02-16", "2026-03-01", "2026-02-28T17:00", None),
        ("WEEK", "2026-03-02", "2026-03-02", "2026-03-08", "2026-03-06T17:00", None),
        # 旬查：期满后第一个工作日结束时
        ("TEN_DAYS", "2026-09-10", "2026-09-01", "2026-09-10", "2026-09-12T00:00", None),
        ("TEN_DAYS", "2026-09-11", "2026-09-11", "2026-09-20", "2026-09-22T00:00", None),
        ("TEN_DAYS", "2026-09-21", "2026-09-21", "2026-09-30", "2026-10-09T00:00", None),
        ("TEN_DAYS", "2026-02-28", "2026-02-21", "2026-02-28", "2026-03-03T00:00", None),  # 八天
        ("TEN_DAYS", "2026-10-31", "2026-10-21", "2026-10-31", "2026-11-03T00:00", None),  # 十一天
        ("TEN_DAYS", "2026-12-31", "2026-12-21", "2026-12-31", None, None),
        # 月评：月底 24:00，补录到第三个工作日 12:00
        ("MONTH", "2026-09-22", "2026-09-01", "2026-09-30", "2026-10-01T00:00", "2026-10-10T12:00"),
        ("MONTH", "2026-01-01", "2026-01-01", "2026-01-31", "2026-02-01T00:00", "2026-02-04T12:00"),
        ("MONTH", "2028-02-29", "2028-02-01", "2028-02-29", "2028-03-01T00:00", "2028-03-03T12:00"),
        # 年清
        ("YEAR", "2026-12-31", "2026-01-01", "2026-12-31", "2027-01-01T00:00", None),
    ],
)
def test_the_period_of_a_day(cycle, on, starts, ends, cutoff, late_until):
    period = containing(cycle, day(on), CALENDAR)

    assert (period.starts_on, period.ends_on) == (day(starts), day(ends))
    if cutoff:
        assert period.cutoff_at == at(cutoff)
    if late_until or cycle not in ("MONTH", "YEAR"):
        assert period.late_until == (late_until and at(late_until))


def test_late_entries_of_the_year_end_at_noon_of_the_third_workday_of_the_next():
    late_until = timezone.localtime(containing(Cycle.YEAR, day("2026-06-01"), CALENDAR).late_until)

    assert late_until.time() == time(12)
    assert CALENDAR.workdays_between(day("2026-12-31"), late_until.date()) == 3


@pytest.mark.parametrize(
    ("cycle", "instant", "starts"),
    [
        ("DAY", "2026-10-30T18:00", "2026-10-30"),
        ("DAY", "2026-10-30T18:00:01", "2026-10-31"),
        ("DAY", "2026-10-31T09:00", "2026-10-31"),
        ("DAY", "2026-09-30T18:30", "2026-10-01"),
        ("WEEK", "2026-10-30T17:00", "2026-10-26"),
        ("WEEK", "2026-10-30T17:00:01", "2026-11-02"),
        ("TEN_DAYS", "2026-09-11T00:00", "2026-09-01"),
        ("TEN_DAYS", "2026-09-11T00:00:01", "2026-09-11"),
        ("MONTH", "2026-10-01T00:00", "2026-09-01"),
        ("MONTH", "2026-10-01T00:00:01", "2026-10-01"),
        ("YEAR", "2027-01-01T00:00", "2026-01-01"),
    ],
)
def test_what_comes_exactly_at_the_cut_off_is_in_the_period(cycle, instant, starts):
    assert holding(cycle, at(instant), CALENDAR).starts_on == day(starts)


def test_the_office_may_close_its_day_at_another_hour(settings):
    settings.DAY_CUTOFF = time(17, 30)

    assert containing(Cycle.DAY, day("2026-10-30"), CALENDAR).cutoff_at == at("2026-10-30T17:30")
    assert holding(Cycle.DAY, at("2026-10-30T17:31"), CALENDAR).ends_on == day("2026-11-02")


@pytest.mark.parametrize("cycle", Cycle.values)
def test_the_periods_of_two_years_follow_each_other_without_gap_or_overlap(cycle):
    period = containing(cycle, day("2026-01-01"), CALENDAR)
    while period.ends_on < day("2027-12-31"):
        after = following(period, CALENDAR)
        assert after.starts_on == period.ends_on + timedelta(days=1)
        assert after.begins_at >= period.begins_at and after.cutoff_at > period.cutoff_at
        if cycle != Cycle.TEN_DAYS:
            assert after.begins_at == period.cutoff_at
        period = after


@given(st.sampled_from(Cycle.values), st.timedeltas(timedelta(seconds=1), timedelta(days=700)))
def test_every_instant_is_in_exactly_one_period(cycle, since):
    instant = at("2026-01-05") + since
    period = holding(cycle, instant, CALENDAR)

    assert period.begins_at < instant <= period.until
    assert not (following(period, CALENDAR).begins_at < instant)


def test_a_calendar_that_changed_meanwhile_loses_no_day():
    """Monday 2 November becomes a rest day after the round of Saturday to Monday was closed."""
    changed = CALENDAR.changed([Day(day("2026-11-02"), DayKind.REST)])
    closed = containing(Cycle.DAY, day("2026-11-02"), CALENDAR)

    after = starting(Cycle.DAY, closed.ends_on + timedelta(days=1), changed)

    assert (after.starts_on, after.ends_on) == (day("2026-11-03"), day("2026-11-03"))
