"""Simplified handling: what suits, the days, and the way back to the ordinary procedure (2.5, L31, L32)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cases.models import Case, Claim, Service
from tests.petitions.stories import DAY, W1, W6, Story, clock, registered

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 8, 3)


def story_of(*ways, **fields):
    return Story(registered(*(ways or (W6,)), on=MONDAY, **fields)).take("triage", MONDAY)


@pytest.mark.parametrize(("day", "refused"), [(date(2026, 8, 6), False), (date(2026, 8, 7), True)])
def test_it_is_decided_within_three_working_days_of_receipt(day, refused):
    story = story_of()

    if refused:
        with pytest.raises(ValidationError, match="已经过了，按普通程序受理"):
            story.take("simple_acceptance", day)
    else:
        story.take("simple_acceptance", day)
        assert story.petition.is_simple()


def test_ten_working_days_run_in_place_of_the_sixty_and_the_notice_is_given_by_word():
    story = story_of().take("simple_acceptance", MONDAY)
    petition = story.petition

    assert clock(petition, "L32").legal_end_on == date(2026, 8, 17)
    assert not petition.case.deadlines.filter(rule="L17").exists()
    assert clock(petition, "L03").ended_on == MONDAY
    assert petition.case.stage == Case.Stage.ACCEPTED


def test_a_short_reply_needs_no_inquiry_and_no_signature_and_may_be_oral():
    story = story_of().take("simple_acceptance", MONDAY)
    petition = story.petition
    claim = petition.case.claims.get()
    petition.answer(by=story.drafter, claim=claim, on=MONDAY, decision=Claim.Decision.SUPPORT, reply="明天上门修。")
    story.take("submission", MONDAY).take("approval", MONDAY)

    petition.serve(by=story.by, served_on=MONDAY + DAY, method=Service.Method.ORAL)

    assert petition.case.stage == Case.Stage.SERVED
    assert clock(petition, "L32").ended_on == MONDAY + DAY


def test_what_is_not_supported_is_not_handled_simply():
    story = story_of().take("simple_acceptance", MONDAY)
    claim = story.petition.case.claims.get()

    with pytest.raises(ValidationError, match="先转为普通程序"):
        story.petition.answer(
            by=story.drafter, claim=claim, on=MONDAY, decision=Claim.Decision.REFUSE, reply="没有依据。"
        )


def test_converted_the_sixty_days_count_from_the_simplified_acceptance():
    story = story_of().take("simple_acceptance", MONDAY).take("conversion", MONDAY + 5 * DAY)

    assert clock(story.petition, "L32").ended_on == MONDAY + 5 * DAY
    assert clock(story.petition, "L17").started_on == MONDAY
    assert story.petition.answers_in_writing()


@pytest.mark.parametrize(
    ("ways", "fields"),
    [
        ((W6, W1), {}),
        ((W6,), {"channel": Case.Channel.ASSIGNED}),
        ((W6,), {"people_present": 5, "people_affected": 5}),
    ],
)
def test_what_does_not_suit_is_refused_with_the_rule(ways, fields):
    story = story_of(*ways, **fields)

    assert "不适用简易办理" in story.petition.why_not("simple_acceptance")


def test_a_complex_matter_or_a_repeat_does_not_suit():
    hard = Story(registered(W6, on=MONDAY))
    hard.triage(MONDAY, level=Case.Level.COMPLEX)
    again = story_of()
    again.petition.case.repeat_count = 1

    assert "重大复杂疑难" in hard.petition.why_not("simple_acceptance")
    assert "不是初次信访" in again.petition.why_not("simple_acceptance")
