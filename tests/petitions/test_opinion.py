"""Two pairs of eyes: who drafts, who reviews, who signs, and what returns."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import Case
from officials.models import Role
from petitions.models import Opinion
from tests import factories
from tests.petitions.stories import DAY, INQUIRY, SUGGESTION, W6, Story, registered

pytestmark = pytest.mark.django_db

START = date(2026, 8, 3)


@pytest.fixture
def drafted():
    story = Story(registered(W6, on=START)).accepted(START).take("investigation", START)
    return story.take("answer", START, story.petition.case.claims.get())


def test_a_draft_is_no_answer_until_the_head_has_signed_it(drafted):
    petition = drafted.petition
    stages = [petition.case.stage]
    for step in ("submission", "approval", "signature"):
        with pytest.raises(ValidationError, match="签发以后才能送达"):
            drafted.take("service", START)
        drafted.take(step, START + DAY)
        stages.append(petition.case.stage)

    assert stages == ["INVESTIGATING", "INVESTIGATING", "INVESTIGATING", "ANSWERED"]
    assert petition.case.answered_on == START + DAY


def test_nobody_reviews_what_he_drafted(drafted):
    drafted.take("submission", START)

    with pytest.raises(ValidationError, match="两人制"):
        drafted.petition.approve(by=drafted.drafter, on=START)


def test_nobody_signs_what_he_reviewed(drafted):
    drafted.take("submission", START).take("approval", START)

    with pytest.raises(ValidationError, match="两人制"):
        drafted.petition.sign(by=drafted.by, on=START)


def test_what_the_director_drafts_the_head_signs_at_once():
    story = Story(registered(SUGGESTION, on=START)).take("triage", START)
    claim = story.petition.case.claims.get()
    story.petition.answer(by=story.by, claim=claim, on=START, reply="已采纳。")
    story.petition.submit(by=story.by)

    assert story.petition.opinion().awaits_signature
    assert "待签发" in story.petition.why_not("approval")
    story.take("signature", START)
    assert story.petition.case.stage == Case.Stage.ANSWERED


def test_the_reply_to_a_suggestion_is_final_with_the_directors_review():
    story = Story(registered(SUGGESTION, on=START)).take("triage", START)
    story.take("answer", START, story.petition.case.claims.get()).take("submission", START).take("approval", START)

    assert story.petition.case.answered_on == START
    assert story.petition.opinion().state_in_words == "已审定"


def test_a_question_is_answered_at_once():
    story = Story(registered(INQUIRY, on=START)).take("triage", START)
    story.take("answer", START, story.petition.case.claims.get())

    assert story.petition.case.stage == Case.Stage.ANSWERED
    assert "不用送审" in story.petition.why_not("submission")


def test_what_was_sent_is_not_changed_until_it_is_returned(drafted):
    claim = drafted.petition.case.claims.get()
    drafted.take("submission", START)
    with pytest.raises(ValidationError, match="要改先退回"):
        drafted.take("answer", START, claim)

    drafted.take("return", START).take("answer", START, claim).signed(START)

    opinions = drafted.petition.opinions.all()
    assert [one.state_in_words for one in opinions] == ["已退回", "已签发"]
    assert opinions[0].return_reason == "依据写到条款。"


def test_a_signed_one_may_be_returned_until_it_is_served(drafted):
    drafted.signed(START).take("return", START)
    assert (drafted.petition.case.stage, drafted.petition.case.answered_on) == (Case.Stage.INVESTIGATING, None)

    drafted.signed(START).take("service", START)
    with pytest.raises(ValidationError, match="不能退回"):
        drafted.take("return", START)


def test_an_opinion_is_not_dated_before_the_answer(drafted):
    drafted.take("submission", START).take("approval", START)

    with pytest.raises(ValidationError, match="成文日期不能早于"):
        drafted.take("signature", START - DAY)


def test_who_is_complained_about_does_not_sign(drafted):
    case = drafted.petition.case
    case.parties.create(role="RESPONDENT", name=drafted.head.name, official=drafted.head)
    drafted.take("submission", START).take("approval", START)

    with pytest.raises(ValidationError, match="被反映人"):
        drafted.take("signature", START)


@pytest.mark.parametrize("field", ["reviewed_by", "signed_by"])
def test_the_database_too_wants_another_pair_of_eyes(drafted, field):
    drafted.take("submission", START)
    now = {"reviewed_at": timezone.now()} if field == "reviewed_by" else {}

    with pytest.raises(IntegrityError, match="his_own_draft"), transaction.atomic():
        Opinion.objects.update(**{field: drafted.drafter}, **now)


def test_the_database_too_knows_no_final_opinion_that_nobody_signed(drafted):
    drafted.take("submission", START)

    with pytest.raises(IntegrityError, match="opinion_is_final_when"), transaction.atomic():
        Opinion.objects.update(final_on=START)


def test_a_second_director_reviews_what_the_first_one_did_not_draft(drafted):
    drafted.take("submission", START)
    other = factories.official(Role.OD)

    drafted.petition.approve(by=other, on=START)

    assert drafted.petition.opinion().reviewed_by == other
