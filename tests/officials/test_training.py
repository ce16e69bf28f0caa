"""The team: hours of the year, certificates that end, duties and young staff with their days (F23, L40)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import CertificateClock, Deadline, DueWarning, NoticeLine
from cases.sweep import sweep
from cases.telling import tell
from officials.models import Attendance, Certificate, Duty, Role, Secondment, TrainingSession
from tests import factories
from tests.browsing import form_of
from tests.disputes import stories

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def today():
    return timezone.localdate()


@pytest.fixture
def director():
    return factories.official(Role.OD, name="主任")


def held(person, director, *, days, kind=Certificate.Kind.MEDIATOR, number="T1"):
    certificate = Certificate(
        official=person,
        kind=kind,
        number=number,
        issued_on=today() - 700 * DAY,
        expires_on=None if days is None else today() + days * DAY,
        recorded_by=director,
    )
    return CertificateClock.objects.record(certificate, on=today())


def trained(director, *people, on=None, hours="4", **fields):
    session = TrainingSession.objects.create(
        kind="PROFESSIONAL", topic="条例", held_on=on or today(), hours=Decimal(hours), recorded_by=director, **fields
    )
    for person in people:
        Attendance.objects.create(session=session, official=person)
    return session


# ---------- 学时 ----------
def test_the_director_sees_who_has_which_hours_this_year_the_fewest_first(director, sign_in):
    busy, idle = factories.official(Role.HD, name="甲"), factories.official(Role.RC, name="乙")
    trained(director, busy, director, hours="4.5")
    trained(director, busy, on=today().replace(year=today().year - 1), hours="30")

    page = sign_in(director).get(reverse("cases:training"))

    hours = {person.name: person.hours for person in page.context["people"]}
    assert hours == {"乙": 0, "甲": Decimal("4.5"), "主任": Decimal("4.5")}
    assert page.context["people"][0] == idle
    assert page.context["idle"] == 1


def test_who_was_not_there_has_no_hours_and_no_result(director, sign_in):
    person, other = factories.official(Role.HD, name="甲"), factories.official(Role.HD, name="乙")
    client, url = sign_in(director), reverse("cases:training_add")
    typed = form_of(client, url) | {"topic": "法治化", "hours": "3", "has_test": "on"}
    answer = client.post(url, typed | {"people": [person.pk, other.pk]})
    session = TrainingSession.objects.get()
    results = reverse("cases:training_results", args=[session.pk])
    assert answer["Location"] == results
    rows = {row.official: f"row{row.pk}" for row in session.attendances.all()}

    client.post(results, {rows[person]: "PASSED", rows[other]: "ABSENT"})

    assert Attendance.objects.hours_in(today().year) == {person.pk: Decimal("3")}
    assert Attendance.objects.get(official=person).result == "PASSED"
    with pytest.raises(IntegrityError, match="who_was_not_there"), transaction.atomic():
        Attendance.objects.filter(official=other).update(result="PASSED")


def test_the_page_of_the_team_costs_the_same_for_one_and_for_many(director, sign_in, queries_of):
    person = factories.official(Role.HD)
    held(person, director, days=5)
    trained(director, person)
    client, url = sign_in(director), reverse("cases:training")
    client.get(url)
    few = len(queries_of(lambda: client.get(url)))
    for number in range(3):
        other = factories.official(Role.MD)
        held(other, director, days=5, number=f"N{number}")
        trained(director, other, on=today() - DAY * (number + 1))
        Duty.objects.create(unit=other.unit, duties="接访", since=today(), named_by=director)

    assert len(queries_of(lambda: client.get(url))) == few


# ---------- 证书 ----------
@pytest.mark.parametrize(("left", "may"), [(0, True), (-1, False)])
def test_an_expired_certificate_blocks_a_mediators_new_assignment(director, left, may):
    mediator = stories.mediator(name="证书调解员")
    held(mediator, director, days=left)
    dispute = stories.dispute(rights_told=True)

    if may:
        assert stories.accepted(dispute, by=mediator).mediators.get().official == mediator
    else:
        with pytest.raises(ValidationError, match=r"人民调解员证 .* 到期") as refusal:
            stories.accepted(dispute, by=mediator)
        assert "mediator" in refusal.value.message_dict


def test_another_certificate_of_a_mediator_does_not_block_him(director):
    mediator = stories.mediator(name="证书调解员")
    held(mediator, director, days=-1, kind=Certificate.Kind.OTHER)

    assert stories.accepted(stories.dispute(rights_told=True), by=mediator).mediators.exists()


@pytest.mark.parametrize(("left", "is_told"), [(31, False), (30, True)])
def test_an_end_is_told_thirty_days_ahead(director, left, is_told):
    mediator = factories.official(Role.MD)
    clock = held(mediator, director, days=left).clock.deadline

    assert (clock.rule, clock.official, clock.legal_end_on) == ("F23", mediator, today() + (left - 30) * DAY)
    sweep(timezone.now())
    tell()
    told = DueWarning.objects.filter(deadline=clock, level__gte=DueWarning.Level.DUE)
    assert told.exists() is is_told
    assert NoticeLine.objects.filter(deadline=clock, notice__recipient=mediator).exists() is (is_told or left < 35)


def test_a_certificate_far_beyond_the_calendar_has_its_clock_too(director):
    clock = held(factories.official(Role.MD), director, days=1500).clock.deadline

    assert clock.legal_end_on == today() + 1470 * DAY


def test_what_was_renewed_is_warned_of_no_more(director):
    mediator = factories.official(Role.MD)
    old = held(mediator, director, days=10)
    new = held(mediator, director, days=700, number="T2")

    assert not Deadline.objects.running().filter(pk=old.clock.deadline_id).exists()
    assert Deadline.objects.running().get(rule="F23") == new.clock.deadline
    assert Certificate.objects.expired(today() + 20 * DAY, official=mediator) == {}


def test_an_older_certificate_registered_later_starts_no_clock(director):
    mediator = factories.official(Role.MD)
    held(mediator, director, days=None)

    held(mediator, director, days=10, number="T0")

    assert not Deadline.objects.filter(rule="F23").exists()
    assert Certificate.objects.expired(today() + 20 * DAY, official=mediator) == {}


def test_a_withdrawn_certificate_counts_no_more(director, sign_in):
    certificate = held(factories.official(Role.MD), director, days=10)

    sign_in(director).post(reverse("cases:certificate_end", args=[certificate.pk]), {"reason": "登记错了。"})

    assert not Deadline.objects.running().filter(rule="F23").exists()
    certificate.refresh_from_db()
    assert not certificate.is_valid(today())


def test_a_certificate_has_one_holder(director, sign_in):
    client, url = sign_in(director), reverse("cases:certificate_add")
    typed = form_of(client, url) | {"kind": "MEDIATOR", "number": "X1", "issued_on": "2025-01-01"}

    refused = client.post(url, typed)

    assert refused.status_code == 422 and "official" in refused.context["form"].errors
    assert client.post(url, typed | {"official": director.pk}).status_code == 302


def test_what_ends_within_thirty_days_stands_on_the_directors_page(director, sign_in):
    for days in (-3, 29, 30):
        held(factories.official(Role.MD), director, days=days, number=f"D{days}")

    soon = sign_in(director).get(reverse("cases:training")).context["soon"]

    assert [paper.number for paper in soon] == ["D-3", "D29"]


# ---------- 职责和锻炼 ----------
def test_the_body_and_its_duties_are_named_with_their_days(director, sign_in):
    client, url = sign_in(director), reverse("cases:duty_add")
    typed = form_of(client, url) | {
        "unit": director.unit.pk,
        "duties": "登记、转送、督办。",
        "document_no": "东办〔2026〕3号",
    }
    assert client.post(url, typed).status_code == 302
    duty = Duty.objects.in_force(today()).get()

    refused = client.post(reverse("cases:duty_end", args=[duty.pk]), {"until": f"{today():%F}"})
    assert refused.status_code == 422
    client.post(reverse("cases:duty_end", args=[duty.pk]), {"until": "明天"})

    assert Duty.objects.in_force(today()).exists() and not Duty.objects.in_force(today() + DAY).exists()


def test_young_staff_are_posted_with_their_period_and_once_at_a_time(director, sign_in):
    young = factories.official(Role.RC, name="新来的")
    client, url = sign_in(director), reverse("cases:secondment_add")
    typed = form_of(client, url) | {"official": young.pk, "home": "党政办", "unit": director.unit.pk, "until": "+90"}
    assert client.post(url, typed).status_code == 302

    again = client.post(url, typed | {"since": "+30", "until": "+120", "submission": ""})

    assert again.status_code == 422 and "已经在锻炼" in again.content.decode()
    assert client.post(url, typed | {"since": "+90", "until": "+120", "submission": ""}).status_code == 302
    assert Secondment.objects.in_force(today()).count() == 1


def test_nobody_but_the_director_writes(sign_in):
    for role in (Role.HO, Role.LO, Role.SV):
        client = sign_in(factories.official(role))
        assert client.get(reverse("cases:training")).status_code == 200
        assert client.get(reverse("cases:training_add")).status_code == 403
