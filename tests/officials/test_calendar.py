"""The working-day calendar: T01-T06, DL-10."""

from datetime import date, timedelta

import holidays
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from officials.calendar import Calendar, Day, DayKind, UnknownYear, days_in_file, days_of, usual_kind
from officials.models import CalendarDay
from officials.models.calendar import load_years


@pytest.fixture(scope="module")
def calendar():
    return Calendar(days_in_file())


def plain_year(year, *, official=True):
    return [Day(day, usual_kind(day), official=official) for day in days_of(year)]


# ---------- the file ----------


def test_2026_has_the_make_up_days_and_holidays_of_the_notice(calendar):
    days = [calendar[day] for day in days_of(2026)]

    assert [f"{day.date:%m-%d}" for day in days if day.kind == DayKind.MAKEUP_WORK] == [
        "01-04",
        "02-14",
        "02-28",
        "05-09",
        "09-20",
        "10-10",
    ]
    assert {f"{day.date:%m-%d}" for day in days if day.kind == DayKind.HOLIDAY} == {
        *("01-01", "01-02", "01-03"),
        *(f"02-{n}" for n in range(15, 24)),
        *("04-04", "04-05", "04-06"),
        *("05-01", "05-02", "05-03", "05-04", "05-05"),
        *("06-19", "06-20", "06-21"),
        *("09-25", "09-26", "09-27"),
        *(f"10-0{n}" for n in range(1, 8)),
    }


@pytest.mark.parametrize(("year", "workdays"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_published_year_has_as_many_workdays_as_its_notice_leaves(calendar, year, workdays):
    assert sum(calendar.is_workday(day) for day in days_of(year)) == workdays


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_day_of_a_published_year_agrees_with_another_source(calendar, year):
    other = holidays.country_holidays("CN", years=year, language="en_US")  # whatever the machine speaks

    assert [day for day in days_of(year) if calendar.is_workday(day) != other.is_working_day(day)] == []


@pytest.mark.parametrize("year", [2027, 2028, 2029, 2030])
def test_a_year_without_a_notice_is_provisional_and_has_the_statutory_days_alone(calendar, year):
    off = {day for day in days_of(year) if calendar.kind_of(day) == DayKind.HOLIDAY}
    made_up = [day for day in days_of(year) if calendar.kind_of(day) == DayKind.MAKEUP_WORK]
    other = holidays.country_holidays("CN", years=year, language="en_US")  # whatever the machine speaks
    statutory = {day for day, name in other.items() if "observed" not in name}

    assert off == statutory
    assert made_up == []
    assert all(calendar.is_provisional(day) for day in days_of(year))
    assert not calendar.is_official_year(year)


def test_a_published_year_is_official(calendar):
    assert calendar.is_official_year(2026)
    assert not calendar.is_provisional(date(2026, 12, 31))


# ---------- counting ----------


@pytest.mark.parametrize(
    ("day", "kind", "name", "is_workday"),
    [
        (date(2026, 9, 18), DayKind.WORK, "", True),
        (date(2026, 9, 19), DayKind.REST, "", False),
        (date(2026, 9, 20), DayKind.MAKEUP_WORK, "国庆节", True),
        (date(2026, 9, 25), DayKind.HOLIDAY, "中秋节", False),
    ],
)
def test_each_day_has_its_kind_and_its_name(calendar, day, kind, name, is_workday):
    assert calendar.kind_of(day) == kind
    assert calendar.name_of(day) == name
    assert calendar.is_workday(day) is is_workday


@pytest.mark.parametrize(
    ("day", "after", "before"),
    [
        (date(2026, 9, 30), date(2026, 9, 30), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 10, 8), date(2026, 9, 30)),
        (date(2026, 10, 7), date(2026, 10, 8), date(2026, 9, 30)),
        (date(2026, 10, 8), date(2026, 10, 8), date(2026, 10, 8)),
        (date(2026, 2, 15), date(2026, 2, 24), date(2026, 2, 14)),
    ],
)
def test_a_day_off_lies_between_two_workdays(calendar, day, after, before):
    assert calendar.workday_on_or_after(day) == after
    assert calendar.workday_on_or_before(day) == before


def test_the_day_itself_is_not_among_the_workdays_after_it(calendar):
    assert calendar.add_workdays(date(2026, 9, 30), 0) == date(2026, 9, 30)
    assert calendar.add_workdays(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert calendar.add_workdays(date(2026, 10, 3), 1) == date(2026, 10, 8)


def test_make_up_days_count_as_workdays(calendar):
    assert calendar.add_workdays(date(2026, 10, 9), 1) == date(2026, 10, 10)
    assert calendar.workdays_between(date(2026, 10, 9), date(2026, 10, 12)) == 2


def test_workdays_between_runs_backwards_too(calendar):
    assert calendar.workdays_between(date(2026, 9, 30), date(2026, 9, 30)) == 0
    assert calendar.workdays_between(date(2026, 10, 8), date(2026, 9, 29)) == -2


def test_workdays_are_not_taken_away(calendar):
    with pytest.raises(ValueError):
        calendar.add_workdays(date(2026, 9, 30), -1)


def test_a_count_goes_on_over_new_year(calendar):
    assert calendar.add_workdays(date(2025, 12, 31), 1) == date(2026, 1, 4)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 10, 2), date(2026, 10, 1), date(2026, 10, 7)),
        (date(2026, 2, 23), date(2026, 2, 15), date(2026, 2, 23)),
        (date(2024, 6, 10), date(2024, 6, 10), date(2024, 6, 10)),
    ],
)
def test_a_holiday_reaches_from_its_first_to_its_last_day_off(calendar, day, first, last):
    assert calendar.holiday_around(day) == (first, last)


# ---------- years that are not there ----------


def test_a_year_that_is_not_loaded_is_refused_and_named(calendar):
    with pytest.raises(UnknownYear) as refusal:
        calendar.is_workday(date(2031, 1, 1))

    assert refusal.value.year == 2031
    assert "2031 年的工作日历还没有录入" in str(refusal.value)


def test_the_last_workday_of_the_calendar_can_be_reached_and_no_further(calendar):
    assert calendar.add_workdays(date(2030, 12, 30), 1) == date(2030, 12, 31)
    with pytest.raises(UnknownYear):
        calendar.add_workdays(date(2030, 12, 31), 1)
    with pytest.raises(UnknownYear):
        calendar.workday_on_or_before(date(2023, 12, 31))


def test_a_year_missing_in_between_is_not_jumped_over():
    calendar = Calendar([*plain_year(2025), *plain_year(2027)])

    with pytest.raises(UnknownYear) as refusal:
        calendar.add_workdays(date(2025, 12, 31), 1)

    assert refusal.value.year == 2026


@pytest.mark.parametrize("year", [2025, 2028])
def test_a_year_with_one_day_missing_is_not_loaded(year):
    calendar = Calendar(plain_year(year)[:-1])

    assert len(calendar) == 0
    with pytest.raises(UnknownYear):
        calendar.is_workday(date(year, 3, 3))


def test_only_the_days_counted_have_to_be_known(calendar):
    assert calendar.add_workdays(date(2023, 12, 31), 1) == date(2024, 1, 2)


def test_an_empty_calendar_knows_nothing():
    with pytest.raises(UnknownYear):
        Calendar([]).add_workdays(date(2026, 3, 2), 5)


# ---------- the warning ----------


@pytest.mark.parametrize(("today", "warned"), [(date(2026, 10, 31), False), (date(2026, 11, 1), True)])
def test_a_provisional_next_year_is_warned_of_from_1_november(calendar, today, warned):
    assert ("2027 年的放假安排还没有按国务院通知确认" in calendar.next_year_warning(today)) is warned


def test_an_official_next_year_is_not_warned_of(calendar):
    assert calendar.next_year_warning(date(2025, 12, 31)) == ""


def test_a_missing_next_year_is_warned_of_as_missing(calendar):
    assert "2031 年的工作日历还没有录入" in calendar.next_year_warning(date(2030, 11, 1))


# ---------- the table ----------


@pytest.fixture
def stored_calendar(db):
    load_years()


@pytest.mark.django_db
def test_a_fresh_database_has_the_calendar():
    assert Calendar.load().is_official_year(2026)


def test_loading_the_years_again_changes_nothing(stored_calendar):
    CalendarDay.objects.filter(date="2026-03-02").update(kind=DayKind.HOLIDAY, name="本地假日")

    assert load_years() == []
    assert CalendarDay.objects.get(date="2026-03-02").name == "本地假日"


def test_an_emptied_table_is_filled_from_the_file(stored_calendar):
    CalendarDay.objects.all().delete()

    assert load_years() == [2024, 2025, 2026, 2027, 2028, 2029, 2030]
    assert [Calendar.load()[day] for day in days_of(2026)] == [day for day in days_in_file() if day.date.year == 2026]


def test_asking_for_the_calendar_costs_one_query(stored_calendar, django_assert_num_queries):
    Calendar.load()

    with django_assert_num_queries(1):
        Calendar.load()


def test_a_changed_day_is_seen_by_the_next_who_asks(stored_calendar):
    day = date(2026, 3, 2)
    assert Calendar.load().is_workday(day)

    with transaction.atomic():
        written = CalendarDay.objects.replace([Day(day, DayKind.HOLIDAY, "本地假日")], source="区政府通知")

    assert written == 1
    assert not Calendar.load().is_workday(day)
    row = CalendarDay.objects.get(date=day)
    assert (row.source, row.status) == ("区政府通知", CalendarDay.Status.OFFICIAL)
    assert row.history.count() == 1


def test_a_change_taken_back_is_not_remembered(stored_calendar):
    day = date(2026, 3, 2)
    with transaction.atomic():
        CalendarDay.objects.replace([Day(day, DayKind.HOLIDAY, "本地假日")], source="区政府通知")
        assert not Calendar.load().is_workday(day)
        transaction.set_rollback(True)

    assert Calendar.load().is_workday(day)


def test_days_that_are_already_so_stay_untouched(stored_calendar):
    version = CalendarDay.objects.version()

    with transaction.atomic():
        assert CalendarDay.objects.replace([Calendar.load()[date(2026, 10, 1)]], source="再次导入") == 0

    assert CalendarDay.objects.version() == version


def test_replacing_days_adds_a_year_that_was_not_there(stored_calendar):
    with transaction.atomic():
        CalendarDay.objects.replace(plain_year(2031), source="手工录入")

    assert Calendar.load().is_official_year(2031)


def test_no_one_reads_the_calendar_while_it_is_being_replaced(stored_calendar):
    with transaction.atomic():
        CalendarDay.objects.wait_for_readers()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT mode FROM pg_locks JOIN pg_class ON pg_class.oid = relation"
                " WHERE relname = %s AND pid = pg_backend_pid() AND granted",
                [CalendarDay._meta.db_table],
            )
            assert ("AccessExclusiveLock",) in cursor.fetchall()


@pytest.mark.parametrize(
    ("kind", "name"),
    [("FEAST", "节"), (DayKind.HOLIDAY, "")],
)
def test_the_database_refuses_a_day_that_cannot_be(stored_calendar, kind, name):
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(
            date=date(2035, 1, 1) + timedelta(days=1),
            kind=kind,
            name=name,
            source="",
            status="OFFICIAL",
            changed_at=timezone.now(),
        )
