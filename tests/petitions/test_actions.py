"""The panel 下一步: what is offered to whom, in which order, and why not."""

from datetime import date

import pytest
from django.db.models import prefetch_related_objects

from officials.models import Role
from petitions.models import Petition
from tests import factories
from tests.petitions.stories import INQUIRY, W1, W6, Story, registered

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 3)


def offered(petition, official):
    return [action.label for action in petition.actions_for(official) if action.is_allowed]


def refused(petition, official):
    return {action.label: action.reason for action in petition.actions_for(official) if not action.is_allowed}


@pytest.fixture
def director():
    return factories.official(Role.OD)


@pytest.fixture
def handler():
    return factories.official(Role.HD, at=factories.section())


def test_the_first_thing_offered_is_the_next_step_of_the_procedure(director, handler):
    petition = registered(W6, on=DAY)
    story = Story(petition, director)
    offers = []

    to_the_answer = ["triage", "acceptance", "notice", "investigation", "answer"]
    way = [*to_the_answer, "submission", "approval", "signature", "service", "rating", "closure"]
    for step in way:
        first = petition.actions_for(story.head if step == "signature" else director)[0]
        offers.append(first.name)
        assert first.is_primary
        assert first.key == "s"
        story.take(step, DAY, petition.case.claims.get() if step == "answer" else None)

    assert offers == way
    assert [action.name for action in petition.actions_for(director)] == ["review"]


def test_each_claim_has_its_own_step(director):
    petition = registered(W6, W1, W1, on=DAY)
    Story(petition, director).take("triage", DAY)

    assert offered(petition, director) == [
        "受理",
        "告知去向：诉求 2",
        "告知去向：诉求 3",
        "记书面告知送达",
        "记一次调查",
        "改去向：诉求 1",
        "改去向：诉求 2",
        "改去向：诉求 3",
    ]


def test_only_one_action_is_primary_and_no_key_stands_twice(director):
    petition = registered(W6, W1, on=DAY)
    Story(petition, director).answered(DAY)

    actions = petition.actions_for(director)

    assert sum(action.is_primary for action in actions) == 1
    keys = [action.key for action in actions if action.is_allowed and action.key]
    assert sorted(keys) == sorted(set(keys))


def test_what_cannot_be_done_yet_says_why(director):
    petition = registered(W6, on=DAY)
    Story(petition, director).take("triage", DAY)

    reasons = refused(petition, director)

    assert reasons["写答复"] == "先受理，再答复。"
    assert reasons["记答复送达"] == "诉求 1 还没有答复，不能记送达。"
    assert reasons["办结"].startswith("不能办结，还缺：听取信访人陈述、")
    assert all(reasons.values())


def test_what_another_post_does_names_that_post(director, handler):
    petition = registered(W6, on=DAY)
    Story(petition, director).triage(DAY, handler=handler)

    assert "受理" not in offered(petition, handler)
    assert refused(petition, handler)["受理"] == "由信访办主任办理（权限表）。"


def test_an_answer_can_be_drafted_anew_until_it_is_sent_for_review(director):
    petition = registered(W6, on=DAY)
    story = Story(petition, director).accepted(DAY).take("notice", DAY).take("investigation", DAY)
    story.take("answer", DAY, petition.case.claims.get())

    assert offered(petition, director) == ["送审", "记一次调查", "改答复：诉求 1"]

    story.take("submission", DAY)

    assert offered(petition, director) == ["审核", "记一次调查", "退回重拟"]


def test_a_signed_answer_waits_for_service_and_may_still_be_returned(director):
    petition = registered(W6, on=DAY)
    Story(petition, director).answered(DAY).take("notice", DAY)

    assert offered(petition, director) == ["记答复送达", "记一次调查", "退回重拟"]


def test_an_inquiry_is_answered_without_acceptance_or_investigation(director):
    petition = registered(INQUIRY, on=DAY)
    Story(petition, director).take("triage", DAY).take("notice", DAY)

    assert petition.actions_for(director)[0].label == "写答复：诉求 1"


def test_who_does_not_see_the_case_is_offered_nothing(director):
    petition = registered(W6, on=DAY)
    stranger = factories.official(Role.HD, at=factories.section("民政科"))

    assert offered(petition, stranger) == []


def test_the_panel_asks_the_database_once_for_all_rights(director, queries_of):
    petition = registered(W6, W6, W1, on=DAY)
    Story(petition, director).take("triage", DAY)
    petition = Petition.objects.select_related("case", "simple_handling").get()
    prefetch_related_objects([petition], "opinions", "inquiries", "hearings", "case__recusals")
    prefetch_related_objects([petition], "case__claims", "case__investigations", "case__deadlines")
    assert director.posts

    assert len(queries_of(lambda: petition.actions_for(director))) == 1
