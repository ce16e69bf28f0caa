"""Who has an interest in a dispute stops at once, and is out once the head has decided so (L13, M05)."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Recusal
from disputes.models import Dispute
from officials.models import Role
from tests import factories
from tests.disputes import stories

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
SELF, PETITIONER = Recusal.Asker.SELF, Recusal.Asker.PETITIONER
WITHDRAWS, STAYS = Recusal.Decision.WITHDRAWS, Recusal.Decision.STAYS


@pytest.fixture
def mediator():
    return stories.mediator(name="金凤英")


@pytest.fixture
def dispute(mediator):
    return stories.accepted(stories.dispute(rights_told=True), by=mediator)


@pytest.fixture
def asked(dispute, mediator):
    return dispute.ask_recusal(by=mediator, on=TODAY, asker=SELF, ground="和对方是同学。")


@pytest.fixture
def chief():
    return factories.official(Role.HO)


def decide(dispute, row, by, decision=WITHDRAWS, **more):
    dispute.decide_recusal(by=by, on=TODAY, recusal=row, decision=decision, reason="属实。", **more)


def address(dispute, step, *place):
    return reverse(f"disputes:{step}", args=[dispute.case.number, *place])


def again(dispute):
    return Dispute.objects.get(pk=dispute.pk)


def test_a_mediator_with_an_interest_stops_until_it_is_decided(dispute, asked, mediator):
    with pytest.raises(ValidationError, match="决定以前先停手"):
        again(dispute).withdraw(by=mediator, on=TODAY, reason="不调了。")
    again(dispute).withdraw(by=factories.official(Role.OD), on=TODAY, reason="不调了。")


def test_another_mediator_of_the_committee_takes_his_place(dispute, asked, mediator, chief):
    other = stories.mediator(name="汪素梅")

    decide(dispute, asked, chief, replacement=other)

    dispute = again(dispute)
    assert [(one.official, one.is_lead) for one in dispute.mediators.all()] == [(other, True)]
    assert dispute.case.handler == other
    assert not Case.objects.visible_to(mediator).filter(pk=dispute.case_id).exists()
    assert not dispute.case.deadlines.running().filter(official=mediator).exists()


def test_the_lead_mediator_does_not_leave_the_sides_without_one(dispute, asked, chief):
    with pytest.raises(ValidationError, match="请选接替的调解员"):
        decide(dispute, asked, chief)


def test_who_is_no_mediator_does_not_take_his_place(dispute, asked, chief):
    with pytest.raises(ValidationError, match="不在调解员岗位"):
        decide(dispute, asked, chief, replacement=factories.official(Role.HD))


def test_who_stays_goes_on_mediating(dispute, asked, mediator, chief):
    decide(dispute, asked, chief, STAYS)

    again(dispute).withdraw(by=mediator, on=TODAY, reason="不调了。")
    assert again(dispute).state == "WITHDRAWN"


def test_a_dispute_that_is_over_asks_for_no_recusal(dispute, mediator):
    dispute.withdraw(by=mediator, on=TODAY, reason="不调了。")

    with pytest.raises(ValidationError, match="已经结束"):
        dispute.ask_recusal(by=mediator, on=TODAY, asker=SELF, ground="同学。")


def test_it_is_asked_decided_and_reviewed_on_its_pages(dispute, mediator, chief, sign_in):
    director, other = factories.official(Role.OD), stories.mediator(name="汪素梅")
    at_mediator, at_chief, at_director = sign_in(mediator), sign_in(chief), sign_in(director)

    assert "登记回避" in at_mediator.get(dispute.case.get_absolute_url()).content.decode()
    wrong = at_mediator.post(address(dispute, "recusal"), {"asker": "SELF", "ground": "", "on": "今天"})
    asked = at_mediator.post(address(dispute, "recusal"), {"asker": "SELF", "ground": "是同学。", "on": "今天"})
    stopped = at_mediator.post(address(dispute, "withdrawal"), {"reason": "不调了。", "on": "今天"})
    offered = {action.name: action.reason for action in again(dispute).actions_for(director)}
    decision = {"decision": "WITHDRAWS", "reason": "属实。", "replacement": other.pk, "on": "今天"}
    decided = at_chief.post(address(dispute, "recusal_decision", 1), decision)
    reviewed = at_director.post(
        address(dispute, "recusal_review", 1), {"outcome": "HOLDS", "review": "查过。", "on": "今天"}
    )

    assert (wrong.status_code, asked.status_code, stopped.status_code) == (422, 302, 403)
    assert "请写回避的理由" in wrong.content.decode()
    assert offered["recusal_decision"] == "由机关负责人决定（条例第二十八条第三款）。"
    assert (decided.status_code, reviewed.status_code) == (302, 302)
    assert "已回避，此前工作已复核" in at_director.get(dispute.case.get_absolute_url()).content.decode()
    assert at_mediator.get(dispute.case.get_absolute_url()).status_code == 404
    assert at_director.get(address(dispute, "recusal_review", 7)).status_code == 404
