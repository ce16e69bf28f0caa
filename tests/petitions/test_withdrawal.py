"""A matter taken back ends only when somebody outside has asked its petitioner freely (L34, P20, T28)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from officials.models import Role
from petitions.models import Withdrawal
from tests import factories
from tests.petitions.stories import W6, Story, clock, handler, registered

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 3)
ENDED, KEPT, INTEREST = Withdrawal.Outcome.ENDED, Withdrawal.Outcome.KEPT, Withdrawal.Outcome.INTEREST


@pytest.fixture
def story():
    return Story(registered(W6, on=DAY)).accepted(DAY)


@pytest.fixture
def petition(story):
    story.petition.wish_to_withdraw(by=story.by, on=DAY, form="WRITTEN", words="邻居赔了，不用办了。")
    return story.petition


def outsider():
    return factories.official(Role.RC)


def test_a_wish_alone_ends_nothing_and_waits_three_working_days(petition):
    assert petition.case.is_open
    assert clock(petition, "L34").legal_end_on == date(2026, 8, 6)
    assert clock(petition, "L17").is_running


def test_confirmed_from_outside_the_matter_ends_with_every_clock(petition):
    petition.confirm_withdrawal(by=outsider(), on=DAY, outcome=ENDED, manner="电话")

    assert petition.case.stage == Case.Stage.CLOSED
    assert petition.case.closed_on == DAY
    assert not petition.case.deadlines.running().exists()


@pytest.mark.parametrize(("outcome", "reason"), [(KEPT, ""), (INTEREST, "全楼的水压")])
def test_who_stays_with_it_or_touches_others_is_handled_on(petition, outcome, reason):
    petition.confirm_withdrawal(by=outsider(), on=DAY, outcome=outcome, manner="当面", reason=reason)

    assert petition.case.stage == Case.Stage.ACCEPTED
    assert clock(petition, "L17").is_running
    assert not petition.why_not("withdrawal")


def test_an_interest_of_others_says_whose(petition):
    with pytest.raises(ValidationError, match="请写涉及谁的利益"):
        petition.confirm_withdrawal(by=outsider(), on=DAY, outcome=INTEREST, manner="当面")


def test_the_handling_unit_does_not_confirm(petition):
    with pytest.raises(ValidationError, match="T28"):
        petition.confirm_withdrawal(by=handler(), on=DAY, outcome=ENDED, manner="电话")
    assert petition.case.is_open


def test_the_database_keeps_the_handling_unit_from_confirming(petition):
    wish, inside = Withdrawal.objects.get(), handler()

    with pytest.raises(IntegrityError, match="withdrawal_is_confirmed_from_outside"), transaction.atomic():
        Withdrawal.objects.filter(pk=wish.pk).update(
            outcome=ENDED, asked_on=DAY, asked_by=inside, asked_unit=inside.unit, manner="电话"
        )


def test_nobody_confirms_before_the_wish_nor_twice(petition):
    with pytest.raises(ValidationError, match="不能早于提出日期"):
        petition.confirm_withdrawal(by=outsider(), on=DAY - timedelta(days=1), outcome=ENDED, manner="电话")
    petition.confirm_withdrawal(by=outsider(), on=DAY, outcome=KEPT, manner="电话")
    with pytest.raises(ValidationError, match="没有等确认的撤回申请"):
        petition.confirm_withdrawal(by=outsider(), on=DAY, outcome=ENDED, manner="电话")


def test_one_wish_at_a_time(story, petition):
    with pytest.raises(ValidationError, match="已经有一份撤回申请等确认"):
        petition.wish_to_withdraw(by=story.by, on=DAY, form="RECORDED", words="再说一次。")


def test_the_words_are_the_petitioners_own_and_encrypted(petition):
    with connection.cursor() as cursor:
        cursor.execute("select words from petitions_withdrawal")
        assert "邻居" not in cursor.fetchone()[0]
    assert not petition.case.events.filter(detail__contains="邻居").exists()


def test_the_pages_take_the_wish_and_the_confirmation(sign_in):
    today = timezone.localdate()
    story = Story(registered(W6, on=today)).take("triage", today)
    case = story.petition.case
    client = sign_in(story.by)

    wished = client.post(
        reverse("petitions:withdrawal", args=[case.number]), {"form": "WRITTEN", "words": "不办了。", "on": "今天"}
    )
    asked = sign_in(case.first_receiver).post(
        reverse("petitions:withdrawal_confirmation", args=[case.number]),
        {"manner": "电话", "outcome": "ENDED", "on": "今天"},
    )

    assert (wished.status_code, asked.status_code) == (302, 302)
    assert not Case.objects.get().is_open
    page = client.get(case.get_absolute_url()).content.decode()
    assert "本人确认撤回" in page
    assert "不办了。" in page
