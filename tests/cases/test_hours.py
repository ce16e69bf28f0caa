"""How many hours of training a post asks for, who lacks some, and being told while a month is left (F23, 0188)."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.forms.training import RequirementForm
from cases.models import Deadline, HoursClock
from cases.models.hours import last_day, with_hours
from officials.models import Attendance, Role, TrainingRequirement, TrainingSession, required_hours
from tests import factories
from tests.browsing import form_of

pytestmark = pytest.mark.django_db

ON = date(2026, 9, 1)


@pytest.fixture
def director():
    return factories.official(Role.OD, name="主任")


def asks(director, role, hours, year=2026):
    return TrainingRequirement.objects.create(
        role=role, since_year=year, hours=Decimal(hours), named_by=director, recorded_on=ON
    )


def trained(director, person, hours, on=date(2026, 3, 2)):
    session = TrainingSession.objects.create(
        kind="PROFESSIONAL", topic=f"条例{hours}", held_on=on, hours=Decimal(hours), recorded_by=director
    )
    return Attendance.objects.create(session=session, official=person)


def post(role=Role.HD, since=date(2020, 1, 1)):
    return SimpleNamespace(role=role, since=since)


def clock_of(person):
    return Deadline.objects.running().filter(rule="F23b", official=person).first()


# ---------- 要求 ----------
@pytest.mark.parametrize(
    ("since", "hours"),
    [
        (date(2025, 12, 31), "24"),
        (date(2026, 1, 1), "24"),
        (date(2026, 2, 28), "22"),
        (date(2026, 7, 15), "12"),
        (date(2026, 12, 31), "2"),
    ],
)
def test_whoever_came_within_the_year_owes_the_months_that_were_left(since, hours):
    assert required_hours([post(since=since)], 2026, {"HD": Decimal(24)}) == Decimal(hours)


def test_a_part_of_an_hour_is_a_full_half_hour():
    assert required_hours([post(since=date(2026, 12, 1))], 2026, {"HD": Decimal(20)}) == Decimal(2)
    assert required_hours([post(since=date(2026, 12, 1))], 2026, {"HD": Decimal(16)}) == Decimal("1.5")


def test_of_several_posts_the_most_counts_and_not_the_sum():
    posts = [post(Role.HD), post(Role.MD)]

    assert required_hours(posts, 2026, {"HD": Decimal(16), "MD": Decimal(24)}) == 24
    assert required_hours([post(Role.LO)], 2026, {"HD": Decimal(16)}) == 0


def test_a_requirement_holds_until_a_later_year_says_otherwise(director):
    asks(director, Role.HD, "16", 2025)
    asks(director, Role.HD, "20", 2027)

    found = {year: TrainingRequirement.objects.hours_of(year).get("HD") for year in (2024, 2025, 2026, 2027, 2030)}

    assert found == {2024: None, 2025: 16, 2026: 16, 2027: 20, 2030: 20}


@pytest.mark.parametrize(("year", "is_taken"), [(2025, False), (2026, True), (2031, True), (2032, False)])
def test_a_year_that_is_over_is_not_written_anew(director, year, is_taken):
    form = RequirementForm({"role": "HD", "since_year": year, "hours": "16"}, by=director, today=ON)

    assert form.save() is is_taken


def test_written_again_for_the_same_year_the_later_word_counts(director):
    for hours in ("16", "20"):
        assert RequirementForm({"role": "HD", "since_year": 2026, "hours": hours}, by=director, today=ON).save()

    assert TrainingRequirement.objects.get().hours == 20


# ---------- 提醒 ----------
@pytest.mark.parametrize(
    ("on", "due_on"),
    [
        (date(2026, 1, 2), date(2026, 11, 30)),
        (date(2026, 11, 30), date(2026, 11, 30)),
        (date(2026, 12, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2026, 12, 31)),
    ],
)
def test_it_is_due_while_a_month_is_left(on, due_on):
    assert last_day(on) == due_on


def test_who_lacks_hours_has_one_clock_and_who_has_them_none(director):
    short, enough, free = (factories.official(role) for role in (Role.HD, Role.HD, Role.LO))
    asks(director, Role.HD, "16")
    trained(director, short, "15.5")
    trained(director, enough, "16")

    for _time in range(2):
        HoursClock.objects.bring_up(ON)

    assert (clock_of(short).legal_end_on, clock_of(short).kind) == (date(2026, 11, 30), Deadline.Kind.TASK)
    assert clock_of(enough) is None and clock_of(free) is None
    assert Deadline.objects.filter(rule="F23b").count() == 1


def test_the_training_that_fills_the_gap_ends_it_and_who_was_not_there_after_all_has_it_again(director):
    person = factories.official(Role.HD)
    asks(director, Role.HD, "16")
    HoursClock.objects.bring_up(ON)
    there = trained(director, person, "16", on=ON)
    HoursClock.objects.bring_up(ON)
    assert clock_of(person) is None
    Attendance.objects.filter(pk=there.pk).update(was_there=False)

    HoursClock.objects.bring_up(ON)

    assert clock_of(person).legal_end_on == date(2026, 11, 30)
    assert HoursClock.objects.get(official=person).deadline == clock_of(person)


def test_it_ends_with_the_post_and_with_the_year(director):
    gone, stays = factories.official(Role.HD, until=date(2026, 10, 1)), factories.official(Role.HD)
    asks(director, Role.HD, "16")
    HoursClock.objects.bring_up(ON)

    HoursClock.objects.bring_up(date(2026, 10, 1))
    assert clock_of(gone) is None and clock_of(stays)
    HoursClock.objects.bring_up(date(2027, 1, 1))

    assert clock_of(stays).legal_end_on == date(2027, 11, 30)
    assert Deadline.objects.running().filter(rule="F23b", official=stays).count() == 1


# ---------- 页面 ----------
def test_the_page_shows_required_against_done_the_widest_gap_first(director, sign_in):
    today = timezone.localdate()
    short, enough = factories.official(Role.HD, name="甲"), factories.official(Role.HD, name="乙")
    client, url = sign_in(director), reverse("cases:requirement_add")
    assert client.post(url, form_of(client, url) | {"role": "HD", "hours": "16"}).status_code == 302
    trained(director, short, "4", on=today)
    trained(director, enough, "16", on=today)

    page = client.get(reverse("cases:training"))

    rows = {person.name: (person.hours, person.asked, person.lacks) for person in page.context["people"]}
    assert rows["甲"] == (4, 16, 12) and rows["乙"] == (16, 16, 0) and rows["主任"] == (0, 0, 0)
    assert page.context["people"][0] == short and page.context["lacking"] == 1
    assert clock_of(short)


def test_a_training_recorded_on_the_page_ends_the_clock_at_once(director, sign_in):
    person = factories.official(Role.HD, name="甲")
    asks(director, Role.HD, "2", timezone.localdate().year)
    HoursClock.objects.bring_up(timezone.localdate())
    client, url = sign_in(director), reverse("cases:training_add")

    client.post(url, form_of(client, url) | {"topic": "条例", "hours": "2", "people": [person.pk]})

    assert clock_of(person) is None


def test_asking_who_lacks_hours_costs_the_same_for_few_and_many(director, queries_of):
    asks(director, Role.HD, "16")
    few = len(queries_of(lambda: with_hours(ON)))
    for _one in range(4):
        factories.official(Role.HD)

    assert len(queries_of(lambda: with_hours(ON))) == few


def test_only_the_director_says_how_many(sign_in):
    assert sign_in(factories.official(Role.HO)).get(reverse("cases:requirement_add")).status_code == 403
