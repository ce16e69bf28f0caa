"""A next step promised at a contact has a day, a clock and somebody who says that it was kept (F8, F16)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cases import rounds
from cases.cycles import containing
from cases.models import Deadline
from officials.calendar import Calendar
from officials.models import AuditEntry, Role
from reception.models import Promise, Visit, Voiding
from tests import factories
from tests.reception.test_settled import settled

pytestmark = pytest.mark.django_db

SAID = {"what": "问清停车费的标准，打电话告诉他"}


@pytest.fixture
def clerk():
    return factories.official(Role.RC)


@pytest.fixture
def visit(clerk):
    return settled(clerk)


def address(name, visit, *more):
    return reverse(f"reception:{name}", args=[visit.contact_no, *more])


def test_a_promised_step_runs_to_its_day_and_stands_on_the_contact(sign_in, clerk, visit):
    client = sign_in(clerk)

    page = client.post(address("promise", visit), {**SAID, "due_on": "+3"}, follow=True)

    promise = Promise.objects.get()
    assert promise.deadline.legal_end_on == timezone.localdate() + timedelta(days=3)
    assert (promise.deadline.kind, promise.deadline.case) == (Deadline.Kind.PROMISE, None)
    assert (promise.visit, promise.made_by) == (visit, clerk)
    assert SAID["what"] in page.text
    assert "due-vow" in page.text
    assert AuditEntry.objects.filter(action="reception:promise", subject_id=visit.pk).exists()


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"what": "", "due_on": "明天"}, "what", "请写答应做什么。"),
        ({**SAID, "due_on": ""}, "due_on", "请写哪天以前做到。"),
        ({**SAID, "due_on": "昨天"}, "due_on", "答应的日期不能早于今天。"),
    ],
)
def test_a_promise_says_what_and_by_when(sign_in, clerk, visit, said, field, words):
    page = sign_in(clerk).post(address("promise", visit), said)

    assert page.status_code == 422
    assert page.context["form"].errors[field] == [words]
    assert not Deadline.objects.exists()


def test_it_is_due_on_its_day_late_the_day_after_and_asked_for_by_the_closing(sign_in, clerk, visit):
    today = timezone.localdate()
    Promise.objects.make(visit, **SAID, due_on=today, by=clerk)
    calendar = Calendar.load()

    def asked_on(day):
        found = rounds.lines([containing(rounds.DAY, day, calendar)], clerk)[rounds.DAY]
        return {line.expectation.key: line.lacking for line in found}["promised"]

    assert asked_on(calendar.workday_on_or_before(today - timedelta(days=1))) == 0
    assert asked_on(calendar.add_workdays(today, 1)) == 1
    part = sign_in(clerk).get("/closing/", headers={"HX-Request": "true"})
    assert SAID["what"] in part.text
    assert Deadline.objects.late(today).count() == 0
    assert Deadline.objects.late(today + timedelta(days=1)).count() == 1


def test_kept_it_says_how_and_is_asked_for_no_more(sign_in, clerk, visit):
    client = sign_in(clerk)
    promise = Promise.objects.make(visit, **SAID, due_on=timezone.localdate(), by=clerk)

    refused = client.post(address("promise_keep", visit, promise.pk), {"done": ""})
    page = client.post(address("promise_keep", visit, promise.pk), {"done": "打电话告诉他了"}, follow=True)
    again = client.post(address("promise_keep", visit, promise.pk), {"done": "又打了"})

    promise.refresh_from_db()
    assert refused.status_code == again.status_code == 422
    assert (promise.done, promise.kept_by, promise.is_open) == ("打电话告诉他了", clerk, False)
    assert "打电话告诉他了" in page.text
    assert not Visit.objects.promised().exists()


def test_what_is_void_owes_nothing(clerk, visit):
    Promise.objects.make(visit, **SAID, due_on=timezone.localdate(), by=clerk)
    voiding = Voiding.objects.ask(visit, reason="登记了两遍", by=clerk)
    voiding.decide(by=factories.official(Role.OD), is_approved=True)

    assert not Promise.objects.open().exists()
    with pytest.raises(ValidationError, match="已经作废"):
        Promise.objects.make(visit, **SAID, due_on=timezone.localdate(), by=clerk)


def test_on_a_case_it_is_promised_on_the_case(clerk):
    visit = factories.visit(clerk)

    with pytest.raises(ValidationError, match="记在案件上"):
        Promise.objects.make(visit, **SAID, due_on=timezone.localdate(), by=clerk)


def test_a_stranger_finds_nothing(sign_in, clerk, visit):
    promise = Promise.objects.make(visit, **SAID, due_on=timezone.localdate(), by=clerk)
    client = sign_in(factories.official(Role.WC, at=factories.community("别的社区")))

    assert client.get(address("promise", visit)).status_code == 404
    assert client.get(address("promise_keep", visit, promise.pk)).status_code == 404
