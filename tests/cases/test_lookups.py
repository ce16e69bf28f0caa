"""Unusual look-ups of a file reach the auditor: by the unit complained about, or far from one's task (R11)."""

from datetime import datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Event, LookupAlert, Party
from cases.tasks import find_lookups
from officials.models import AuditEntry, Role
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)
Why = LookupAlert.Why


@pytest.fixture
def case():
    return factories.triaged()


@pytest.fixture
def section():
    return factories.section("综合行政执法队")


@pytest.fixture
def respondent(case, section):
    """Somebody of the unit that the case complains about."""
    Party.objects.create(case=case, role=Party.Role.RESPONDENT, name=section.name, unit=section, is_organisation=True)
    return factories.official(Role.HD, name="何平", at=section)


def looked(official, case, action="cases:case", day=YESTERDAY, at=time(10), times=1, refused=False):
    for minute in range(times):
        AuditEntry.objects.create(
            at=timezone.make_aware(datetime.combine(day, at)) + timedelta(minutes=minute),
            actor_id=official.pk,
            actor_name=official.name,
            action=action,
            subject="case",
            subject_id=case.pk,
            outcome="REFUSED" if refused else "DONE",
        )


def found():
    LookupAlert.objects.find(TODAY)
    return [(alert.official, alert.why) for alert in LookupAlert.objects.order_by("pk")]


def test_who_works_in_the_unit_complained_about_and_looks_raises_an_alert(case, respondent):
    looked(respondent, case, refused=True, times=2)

    assert found() == [(respondent, Why.RESPONDENT)]
    alert = LookupAlert.objects.get()
    assert (alert.on, alert.times, alert.refusals, alert.reveals) == (YESTERDAY, 2, 2, 0)


def test_the_task_it_was_asked_is_no_look_at_the_file(case, respondent):
    looked(respondent, case, action="inquiries:task")

    assert found() == []


def test_who_left_that_unit_before_the_day_is_not_of_it(case, respondent):
    respondent.postings.update(until=YESTERDAY)
    looked(respondent, case)

    assert found() == []


def test_the_last_day_in_the_unit_still_counts(case, respondent):
    respondent.postings.update(until=TODAY)
    looked(respondent, case)

    assert found() == [(respondent, Why.RESPONDENT)]


def test_the_official_named_himself_is_found_whatever_his_unit(case):
    named = factories.official(Role.OD)
    Party.objects.create(case=case, role=Party.Role.RESPONDENT, name=named.name, official=named)
    looked(named, case)

    assert found() == [(named, Why.RESPONDENT)]


def test_where_the_unit_complained_about_handles_it_by_the_directors_word_it_works_on_it(case, respondent, section):
    case.handling_unit = section
    case.save()
    looked(respondent, case, times=20)

    assert found() == []


def test_an_identity_shown_by_somebody_with_no_task_in_it_is_unusual(case):
    far = factories.official(Role.SV)
    looked(far, case)
    assert found() == []

    looked(far, case, action="cases:reveal", day=YESTERDAY - timedelta(days=1))

    assert found() == [(far, Why.REVEALED)]


@pytest.mark.parametrize(("days", "is_unusual"), [(30, False), (31, True)])
def test_who_did_something_in_it_within_thirty_days_had_a_task(case, days, is_unusual):
    clerk = factories.official(Role.SV)
    at = timezone.make_aware(datetime.combine(YESTERDAY, time(10))) - timedelta(days=days)
    Event.objects.add(case, Event.Kind.NOTE, by=clerk, at=at)
    looked(clerk, case, action="cases:reveal")

    assert bool(found()) is is_unusual


@pytest.mark.parametrize(("times", "is_unusual"), [(7, False), (8, True)])
def test_opened_again_and_again_by_somebody_whose_task_is_elsewhere(case, times, is_unusual):
    window = factories.official(Role.WC)
    looked(window, case, times=times)

    assert found() == ([(window, Why.OFTEN)] if is_unusual else [])


def test_the_director_may_open_any_case_as_often_as_he_needs(case):
    looked(factories.official(Role.OD), case, times=20)

    assert found() == []


def test_today_waits_for_the_night_and_a_month_is_caught_up(case, respondent):
    looked(respondent, case, day=TODAY)
    looked(respondent, case, day=TODAY - timedelta(days=31))
    looked(respondent, case, day=TODAY - timedelta(days=32))

    found()

    assert [alert.on for alert in LookupAlert.objects.all()] == [TODAY - timedelta(days=31)]


def test_run_twice_it_finds_nothing_new_and_keeps_what_was_written(case, respondent):
    looked(respondent, case)
    find_lookups()
    LookupAlert.objects.get().acknowledge(by=factories.official(Role.AU), note="问过，路过看错了案号。")

    find_lookups()

    assert LookupAlert.objects.get().note == "问过，路过看错了案号。"


def test_however_much_was_looked_at_it_is_one_statement(case, respondent, django_assert_num_queries):
    looked(respondent, case, times=3)
    looked(factories.official(Role.SV), case, action="cases:reveal")

    with django_assert_num_queries(1):
        assert LookupAlert.objects.find(TODAY) == 2


def test_nobody_acknowledges_his_own_look_nor_twice_nor_without_a_word(case, respondent):
    looked(respondent, case)
    found()
    alert, auditor = LookupAlert.objects.get(), factories.official(Role.AU)

    with pytest.raises(ValidationError, match="由别人处理"):
        alert.acknowledge(by=respondent, note="是我。")
    with pytest.raises(ValidationError, match="请写问了谁"):
        alert.acknowledge(by=auditor, note=" ")
    alert.acknowledge(by=auditor, note="问过本人。")
    with pytest.raises(ValidationError, match="已经处理过"):
        alert.acknowledge(by=auditor, note="再问。")
    with pytest.raises(IntegrityError), transaction.atomic():
        LookupAlert.objects.update(acknowledged_by=respondent)


def test_the_auditor_alone_reads_them_the_case_by_its_number_and_nothing_of_it(case, respondent, sign_in):
    case.seal(by=factories.official(Role.OD), reason="检举控告")
    looked(respondent, case, refused=True)
    found()
    at_auditor = sign_in(factories.official(Role.AU))

    page = at_auditor.get(reverse("cases:lookups")).content.decode()

    assert case.number in page
    assert "何平" in page
    assert case.title not in page
    assert case.get_absolute_url() not in page
    for role in (Role.OD, Role.SV, Role.SA, Role.HD):
        assert sign_in(factories.official(role)).get(reverse("cases:lookups")).status_code == 403


def test_it_is_acknowledged_on_its_page_with_a_note(case, respondent, sign_in):
    looked(respondent, case)
    found()
    alert, at_auditor = LookupAlert.objects.get(), sign_in(factories.official(Role.AU))
    address = reverse("cases:lookup", args=[alert.pk])

    assert at_auditor.post(address, {"note": ""}).status_code == 422
    assert at_auditor.post(address, {"note": "问过本人，是路过。"}).status_code == 302
    assert "何平" not in at_auditor.get(reverse("cases:lookups")).content.decode()
    assert "问过本人，是路过。" in at_auditor.get(reverse("cases:lookups") + "?all=1").content.decode()


def test_many_alerts_cost_as_few_queries_as_one(case, respondent, sign_in, queries_of):
    looked(respondent, case)
    found()
    at_auditor = sign_in(factories.official(Role.AU))
    at_auditor.get(reverse("cases:lookups"))  # the first look of a session writes it
    one = len(queries_of(lambda: at_auditor.get(reverse("cases:lookups"))))
    for days in (2, 3, 4):
        looked(respondent, case, day=TODAY - timedelta(days=days))
    found()

    assert len(queries_of(lambda: at_auditor.get(reverse("cases:lookups")))) == one
