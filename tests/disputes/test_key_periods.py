"""Key periods: what they ask of the office, that they end by themselves, and what they never touch (F58, T30, R3)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cases import rounds
from cases.cycles import Cycle, holding
from cases.models import Case, Deadline, Party
from disputes.models import Clue, DutyShift, KeyPeriod, ScreeningPlan, ScreeningTask
from officials.calendar import Calendar
from reception.models import VisitParty
from tests import factories
from tests.browsing import form_of
from tests.disputes.screened import DAY, GARDEN, LANE, MONDAY, at, grid, opened, people, period, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(db):
    return people()


def owed(day):
    return {task.unit.name for task in ScreeningTask.objects.zero_reports().filter(for_on=day)}


@pytest.mark.parametrize(
    ("day", "owes"), [(MONDAY, True), (MONDAY + 6 * DAY, True), (MONDAY + 7 * DAY, False)], ids=str
)
def test_each_community_owes_a_zero_report_on_every_day_of_it_and_on_no_other(who, day, owes):
    period(who)

    opened(day)

    assert owed(day) == ({GARDEN, LANE} if owes else set())


def test_inside_it_a_weekly_plan_is_screened_daily_and_afterwards_weekly_again_without_an_edit(who):
    plan = planned(who)
    period(who, first=MONDAY + 8 * DAY, last=MONDAY + 9 * DAY, on=MONDAY)

    for day in range(22):
        opened(MONDAY + day * DAY)

    turns = list(plan.tasks.order_by("opened_on").values_list("rhythm", "for_on", "due_on"))
    week = MONDAY + 7 * DAY
    assert turns == [
        ("WEEKLY", MONDAY, MONDAY + 6 * DAY),
        ("WEEKLY", week, week + 6 * DAY),
        ("DAILY", week + DAY, week + DAY),
        ("DAILY", week + 2 * DAY, week + 2 * DAY),
        ("WEEKLY", week + 7 * DAY, week + 13 * DAY),
        ("WEEKLY", week + 14 * DAY, week + 20 * DAY),
    ]
    plan.refresh_from_db()
    assert plan.frequency == "WEEKLY"


def test_a_plan_outside_its_scope_keeps_its_rhythm(who):
    elsewhere = planned(who, units=[factories.community(LANE)])
    period(who, units=[factories.community(GARDEN)])

    opened(MONDAY)

    assert list(elsewhere.tasks.values_list("rhythm", flat=True)) == ["WEEKLY"]
    assert owed(MONDAY) == {GARDEN}


def test_run_twice_it_asks_once_and_two_periods_ask_for_one_report(who):
    period(who)
    period(who, name="大会")

    first, second = opened(MONDAY), opened(MONDAY, hour=10)

    assert (first, second) == (2, 0)
    assert Deadline.objects.filter(rule="F58").count() == 2


def test_days_on_which_the_server_was_off_are_asked_for_on_the_day_it_is_back(who):
    period(who, units=[factories.community(GARDEN)])
    opened(MONDAY)

    opened(MONDAY + 3 * DAY)

    days = ScreeningTask.objects.order_by("for_on").values_list("for_on", "due_on")
    back = MONDAY + 3 * DAY
    assert list(days) == [(MONDAY, MONDAY), (MONDAY + DAY, back), (MONDAY + 2 * DAY, back), (back, back)]


def test_withdrawn_early_with_its_reason_it_asks_for_nothing_more(who):
    plan, one = planned(who), period(who)
    opened(MONDAY)
    opened(MONDAY + DAY)

    with pytest.raises(ValidationError):
        one.withdraw(reason=" ", by=who["director"], on=MONDAY + DAY)
    one.withdraw(reason="活动取消", by=who["director"], on=MONDAY + DAY)
    opened(MONDAY + DAY)
    opened(MONDAY + 2 * DAY)

    assert owed(MONDAY + 2 * DAY) == set()
    assert not ScreeningTask.objects.unreported().filter(period=one, for_on__gt=MONDAY).exists()
    assert Deadline.objects.running().filter(rule="F58").count() == 2  # of Monday, which stays owed
    assert plan.tasks.standing().filter(rhythm="WEEKLY").count() == 1
    assert one.state(MONDAY + DAY) == "提前结束"


def test_what_another_period_wants_stays_owed_when_one_is_withdrawn(who):
    one, other = period(who), period(who, name="大会")
    opened(MONDAY)

    one.withdraw(reason="活动取消", by=who["director"], on=MONDAY)

    assert ScreeningTask.objects.unreported().filter(period=other, for_on=MONDAY).count() == 2


# ---------- 不动的（T30、R3） ----------
def test_no_clock_of_a_case_moves_by_it(who):
    case = factories.triaged(by=who["director"], handler=who["handler"], community=factories.community(GARDEN))
    before = list(Deadline.objects.filter(case=case).order_by("pk").values())
    today = timezone.localdate()

    one = period(who, first=today)
    ScreeningTask.objects.open_due(timezone.now())
    one.withdraw(reason="活动取消", by=who["director"], on=today)

    assert list(Deadline.objects.filter(case=case).order_by("pk").values()) == before
    assert not Deadline.objects.filter(rule__in=["F10", "F58"], case__isnull=False).exists()


@pytest.mark.parametrize("model", [KeyPeriod, ScreeningPlan, ScreeningTask, DutyShift, Clue])
def test_nothing_of_it_hangs_on_a_person_or_a_case(model):
    targets = {field.related_model for field in model._meta.get_fields() if field.is_relation and field.concrete}

    assert not targets & {Party, VisitParty, Case}
    names = " ".join(field.name for field in model._meta.get_fields() if field.concrete)
    assert not [word for word in ("party", "name_hash", "phone", "id_number", "address") if word in names]


# ---------- 日结 ----------
def test_the_day_lacks_the_zero_reports_that_are_not_in_and_then_has_them(who):
    today = timezone.localdate()
    period(who, first=today, last=today + 9 * DAY, units=[factories.community(GARDEN)])
    ScreeningTask.objects.open_due(timezone.now())
    task = ScreeningTask.objects.get()
    ending = holding(Cycle.DAY, at(task.due_on, 8), Calendar.load())

    def line():
        found = rounds.lines([ending], who["director"])[Cycle.DAY]
        return next((row.lacking, row.done) for row in found if row.expectation.key == "zero_reports")

    assert line() == (1, 0)
    task.report("NOTHING", by=who["window"], now=timezone.now())
    assert line() == (0, 1)


# ---------- 值班 ----------
def test_the_roster_has_each_day_once_and_only_days_of_the_period(who):
    one = period(who)
    duty = {"unit": who["window"].unit, "official": who["window"], "by": who["director"]}

    one.put_on_duty(first_on=MONDAY, last_on=MONDAY + 2 * DAY, **duty)
    one.put_on_duty(first_on=MONDAY + DAY, last_on=MONDAY + 3 * DAY, **duty)
    with pytest.raises(ValidationError):
        one.put_on_duty(first_on=MONDAY, last_on=MONDAY + 7 * DAY, **duty)

    assert list(one.shifts.values_list("on", flat=True)) == [MONDAY + n * DAY for n in range(4)]
    with pytest.raises(ValidationError):
        one.shifts.first().take_off(today=MONDAY + DAY)


# ---------- 页面 ----------
def test_the_director_sets_out_a_period_and_sees_whose_report_is_missing(who, sign_in):
    today, client = timezone.localdate(), sign_in(who["director"])
    urgent = factories.case(
        who["director"], community=factories.community(GARDEN), urgency="LIVELIHOOD", urgency_basis="停水"
    )
    address = reverse("periods:new")
    given = {
        "name": "国庆",
        "level": "CITY",
        "first_on": f"{today:%F}",
        "last_on": f"{today + 3 * DAY:%F}",
        "reason": "节日人多",
        "measures": "窗口加一人",
    }

    answer = client.post(address, {**form_of(client, address), **given})
    page = client.get(answer["Location"]).content.decode()

    assert KeyPeriod.objects.get().get_absolute_url() == answer["Location"]
    assert GARDEN in page and "还没报" in page and urgent.number in page
    assert sign_in(who["window"]).get(reverse("periods:new")).status_code == 403


def test_a_period_cannot_begin_in_the_past_or_last_longer_than_a_quarter(who):
    for first, last in [(MONDAY - DAY, MONDAY), (MONDAY, MONDAY - DAY), (MONDAY, MONDAY + 92 * DAY)]:
        with pytest.raises(ValidationError):
            period(who, first=first, last=last, on=MONDAY)
    assert period(who, first=MONDAY, last=MONDAY + 91 * DAY).pk


def test_opening_asks_the_same_number_of_statements_for_one_place_and_for_many(who, queries_of):
    period(who)
    planned(who)
    few = len(queries_of(lambda: opened(MONDAY)))
    for number in range(12):
        planned(who, name=f"计划{number}", on=MONDAY + DAY, units=[grid(f"第{number + 10}网格")])

    many = len(queries_of(lambda: opened(MONDAY + DAY)))

    assert many <= few + 1


def test_the_page_of_a_period_asks_no_more_for_many_reports_than_for_one(who, sign_in, queries_of):
    today, client = timezone.localdate(), sign_in(who["director"])
    one = period(who, first=today, last=today + timedelta(days=5), units=[factories.community(GARDEN)])
    ScreeningTask.objects.open_due(timezone.now())
    client.get(one.get_absolute_url())
    few = len(queries_of(lambda: client.get(one.get_absolute_url())))
    for number in range(4):
        one.units.add(factories.community(f"新{number}社区"))
    ScreeningTask.objects.open_due(timezone.now())

    assert len(queries_of(lambda: client.get(one.get_absolute_url()))) <= few


def test_it_is_over_on_the_day_after_its_last(who):
    one = period(who, first=date(2026, 10, 1), last=date(2026, 10, 7), on=date(2026, 9, 20))

    days = (date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 7), date(2026, 10, 8))
    assert [one.state(day) for day in days] == ["还没开始", "进行中", "进行中", "已结束"]


# ---------- 改 ----------
def said_anew(**fields):
    said = {"name": "国庆、中秋", "level": "CITY", "reason": "连着放假", "measures": "窗口加二人", "capacity": ""}
    return said | {"first_on": MONDAY + 3 * DAY, "last_on": MONDAY + 5 * DAY, "units": []} | fields


def test_it_is_changed_before_its_first_day_and_duties_outside_its_days_fall_away(who):
    record = period(who, first=MONDAY + 2 * DAY, last=MONDAY + 4 * DAY, on=MONDAY)
    window = who["window"]
    record.put_on_duty(
        unit=window.posts[0].unit,
        official=window,
        first_on=record.first_on,
        last_on=record.last_on,
        by=who["director"],
    )
    record.change(on=MONDAY + DAY, **said_anew())
    record.refresh_from_db()
    assert (record.name, record.days()[0], len(record.days())) == ("国庆、中秋", MONDAY + 3 * DAY, 3)
    assert [shift.on for shift in record.shifts.all()] == [MONDAY + 3 * DAY, MONDAY + 4 * DAY]


@pytest.mark.parametrize("on", [0, 1])
def test_once_it_has_begun_it_is_not_changed(who, on):
    record = period(who, first=MONDAY, on=MONDAY)
    with pytest.raises(ValidationError, match="不能再改"):
        record.change(on=MONDAY + on * DAY, **said_anew())


def test_it_is_not_moved_to_before_today(who):
    record = period(who, first=MONDAY + 5 * DAY, on=MONDAY)
    with pytest.raises(ValidationError) as refusal:
        record.change(on=MONDAY + 4 * DAY, **said_anew())
    assert "first_on" in refusal.value.message_dict


def test_the_director_changes_it_on_its_page(who, sign_in):
    today = timezone.localdate()
    record = period(who, first=today + 5 * DAY, on=today)
    client, url = sign_in(who["director"]), reverse("periods:change", args=[record.pk])
    assert url in client.get(record.get_absolute_url()).content.decode()
    assert record.measures.splitlines()[0] in client.get(url).content.decode()
    days = {"first_on": (today + 6 * DAY).isoformat(), "last_on": (today + 7 * DAY).isoformat()}
    assert client.post(url, said_anew(**days)).status_code == 302
    record.refresh_from_db()
    assert (record.name, record.first_on) == ("国庆、中秋", today + 6 * DAY)
    begun = period(who, first=today, on=today, name="已经开始")
    assert client.get(reverse("periods:change", args=[begun.pk])).status_code == 403
