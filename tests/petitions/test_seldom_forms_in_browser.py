"""The forms that come up seldom, filled in by keyboard alone at a real browser, and what the file says afterwards."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.models.claim import Disposal, Purpose
from officials.models import Delegation, Role
from petitions.models import Petition
from tests import factories
from tests.petitions.stories import W1, W5, W6, Story, registered
from tests.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TODAY = timezone.localdate()
DAY = TODAY - timedelta(days=3)


@pytest.fixture
def people():
    at = factories.section()
    return SimpleNamespace(
        director=factories.official(Role.OD, name="周建国"),
        drafter=factories.official(Role.HD, name="李静", at=at),
        head=factories.official(Role.HO, name="郑国强"),
        leader=factories.official(Role.LO, name="林晓峰"),
    )


@pytest.fixture
def sits_down(new_context, live_server, sign_in):
    def sitting(official, path):
        walker = Walker(new_context, live_server, official)
        walker.is_signed_in(sign_in(official))
        walker.go(path)
        return walker

    return sitting


def told(people, *ways, level=Case.Level.GENERAL, **fields):
    story = Story(registered(*(ways or (W6,)), on=DAY, **fields), staff=people)
    story.triage(DAY, level=level, handler=people.drafter)
    return story


def file_of(story):
    return reverse("cases:case", args=[story.petition.case.number])


def at(name, story, *place):
    return reverse(name, args=[story.petition.case.number, *place])


def test_a_head_lends_his_signature_for_a_week_and_the_leader_signs(people, sits_down):
    story = told(people).take("acceptance", DAY).take("investigation", DAY)
    story.take("answer", DAY, story.petition.case.claims.get()).take("submission", DAY).take("approval", DAY)
    head = sits_down(people.head, reverse("officials:me"))
    head.press("授权别人代行、看谁代谁")
    head.press("授权：机关负责人")
    head.key_in(taker="林晓峰", last_on=f"{TODAY + timedelta(days=6)}", reason="区委党校学习")
    head.press_alt("s")
    head.reads("林晓峰", "有效", "区委党校学习")

    leader = sits_down(people.leader, reverse("cases:list") + "?view=waiting")
    leader.reads("代 郑国强")
    leader.page.get_by_role("link", name=story.petition.case.title).click()
    leader.press("签发（代 郑国强）")
    leader.reads("代 郑国强")
    leader.press_alt("s")
    leader.reads("林晓峰（代郑国强）")

    head.go(reverse("officials:delegations"))
    head.press("收回")
    head.reads("已收回")
    assert Delegation.objects.get().withdrawn_by == people.head


def test_a_lawful_ending_is_recorded(people, sits_down):
    story = told(people, W1)
    story.take("routing", DAY, story.petition.case.claims.get())
    handler = sits_down(people.drafter, at("petitions:legal_ending", story, 1))
    handler.key_in(organ="区委政法委", number="区政法终〔2026〕3号", guidance="已当面说明，帮扶照常。")
    handler.press_alt("s")
    handler.reads("区委政法委", "区政法终〔2026〕3号")


def test_the_reply_on_a_duty_is_drafted_and_signed(people, sits_down):
    story = told(people, W5)
    claim = story.petition.case.claims.get()
    claim.disposal = Disposal.DUTY
    claim.purpose = Purpose.APPEAL
    claim.save()
    story.petition = Petition.objects.get(pk=story.petition.pk)
    handler = sits_down(people.drafter, at("petitions:answer", story, 1))
    handler.key_in(
        decision="解释说明", finding="租客已经搬离。", basis="租赁管理办法第八条", reply="已发限期改正通知。"
    )
    handler.press_alt("s")
    petition = Petition.objects.get(pk=story.petition.pk)
    petition.approve(by=people.director, on=TODAY)
    petition.sign(by=people.head, on=TODAY)
    handler.go(at("petitions:paper_new", story))
    handler.press("诉求 1")
    handler.press_alt("s")
    handler.reads("履职答复书")
