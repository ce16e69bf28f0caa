"""The forms that come up seldom, filled in by keyboard alone at a real browser, and what the file says afterwards."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, SupervisionOrder
from cases.models.claim import Disposal, Purpose
from cases.sweep import sweep
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


def test_a_claim_named_later_is_taken_sorted_and_accepted(people, sits_down):
    story = told(people).take("acceptance", DAY)
    handler = sits_down(people.drafter, at("petitions:addition", story))
    handler.key_in(text="再赔一辆车的损失")
    handler.press_alt("s")

    director = sits_down(people.director, at("petitions:claim_triage", story, 2))
    director.key_in(route="W6")
    director.press_alt("s")
    director.go(at("petitions:claim_acceptance", story, 2))
    director.press_alt("s")

    claim = story.petition.case.claims.get(position=2)
    assert (claim.text, claim.accepted_on) == ("再赔一辆车的损失", TODAY)
    director.reads("再赔一辆车的损失")


def test_an_order_over_a_missed_day_is_issued_and_answered(people, sits_down):
    day = TODAY - timedelta(days=90)
    story = Story(registered(on=day), staff=people)
    story.triage(day, handler=people.drafter)
    story.take("acceptance", day)
    clock = story.petition.case.deadlines.get(rule="L17")
    sweep(timezone.now())
    supervisor = sits_down(factories.official(Role.SV), at("petitions:supervision", story, clock.pk))
    supervisor.key_in(facts="三次催办没有回音。", demand="五日内办完，书面说明原因。", answer_due_on="+5")
    supervisor.press_alt("s")
    order = SupervisionOrder.objects.get()
    assert order.paper.kind == "P14"

    handler = sits_down(people.drafter, at("cases:supervision_answer", story, order.pk))
    handler.key_in(answer="已约物业和开发商，周五前签意见。")
    handler.press_alt("s")

    order.refresh_from_db()
    assert order.answered_on == TODAY
    supervisor.go(file_of(story))
    supervisor.reads("已约物业和开发商，周五前签意见。")


def test_a_hearing_is_decided_announced_and_written_down(people, sits_down):
    story = told(people, level=Case.Level.COMPLEX).take("acceptance", DAY)
    director = sits_down(people.director, at("petitions:hearing", story))
    director.key_in(ground="双方争的是漏水的原因，牵涉四十六户。")
    director.press_alt("s")
    director.go(at("petitions:hearing_notice", story, 1))
    director.key_in(
        planned_on=f"{TODAY}", hour="上午9时", place="街道三楼会议室", chair="林晓峰", members="沈律师、居民代表"
    )
    director.press_alt("s")
    director.go(at("petitions:hearing_service", story, 1))
    director.key_in(signer="本人")
    director.press_alt("s")
    director.go(at("petitions:hearing_record", story, 1))
    director.key_in(
        has_come="到场",
        attendance="申请人、物业、开发商",
        statements="申请人说每逢下雨就漏；开发商说过了保修期。",
        conclusion="由开发商先修，费用另行协商。",
    )
    director.press_alt("s")

    assert story.petition.hearings.get().conclusion == "由开发商先修，费用另行协商。"
    director.reads("由开发商先修")


def test_a_unit_is_told_a_name_only_after_a_second_person_agreed(people, sits_down):
    story = told(people).take("acceptance", DAY)
    unit = factories.section("综合行政执法队")
    asked = {story.petition.case.claims.get(): "请求核实渗水"}
    inquiry = story.petition.inquire(by=people.drafter, on=TODAY, unit=unit, claims=asked, asked="哪天报修过")
    handler = sits_down(people.drafter, at("petitions:disclosure", story, inquiry.position))
    handler.key_in(
        party="张",
        what="",
        need="同一楼三户报过，要按户查。",
        ground="本人同意",
        ground_note="电话问过。",
        consented_on=f"{TODAY}",
    )
    handler.press_alt("s")

    director = sits_down(people.director, at("petitions:disclosure_review", story, inquiry.position))
    director.reads("同一楼三户报过，要按户查。")
    director.key_in(outcome="同意告知")
    director.press_alt("s")

    told_to_it = inquiry.disclosures.get()
    assert (told_to_it.asked_by, told_to_it.reviewed_by) == (people.drafter, people.director)
