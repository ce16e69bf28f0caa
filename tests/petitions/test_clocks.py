"""The clocks of the procedure: on which day each starts and ends, and which day is still on time."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cases.models import Case, Deadline, Service
from tests.petitions.stories import ACCUSATION, DAY, INQUIRY, SUGGESTION, W1, W2, W6, Story, clock, noon, registered

pytestmark = pytest.mark.django_db

AUGUST_3 = date(2026, 8, 3)


# ---------- 书面告知 ----------
def test_what_is_brought_to_the_street_is_owed_a_notice_within_15_days_of_receipt():
    notice = clock(registered(on=date(2026, 9, 17)), "L03")

    assert (notice.kind, notice.started_on) == (Deadline.Kind.STATUTORY, date(2026, 9, 17))
    assert (notice.nominal_on, notice.legal_end_on) == (date(2026, 10, 2), date(2026, 10, 8))  # 国庆后第一天


@pytest.mark.parametrize("channel", [Case.Channel.TRANSFERRED, Case.Channel.ASSIGNED])
def test_what_a_superior_sends_is_owed_the_notice_of_l04(channel):
    petition = registered(on=AUGUST_3, channel=channel)

    clocks = petition.case.deadlines.filter(kind="STATUTORY").order_by("rule")
    assert [(one.rule, one.legal_end_on) for one in clocks] == [
        ("L04", date(2026, 8, 18)),
        ("L05", date(2026, 8, 10)),
    ]


def test_what_the_hotline_passes_on_counts_as_received_directly():
    assert clock(registered(on=AUGUST_3, channel=Case.Channel.HOTLINE), "L03")


@pytest.mark.parametrize("who", [{"name": "", "phone": ""}, {"name": "", "phone": "13800004471"}])
def test_no_notice_is_owed_to_somebody_who_gives_no_name(who):
    petition = registered(on=AUGUST_3, **who)

    assert not petition.case.deadlines.exists()
    with pytest.raises(ValidationError, match="不用书面告知"):
        Story(petition).take("notice", AUGUST_3)


@pytest.mark.parametrize(("day", "is_met"), [(date(2026, 8, 18), True), (date(2026, 8, 19), False)])
def test_a_notice_is_late_the_day_after_its_last_day_and_still_recorded(day, is_met):
    petition = registered(on=AUGUST_3)

    Story(petition).take("notice", day)

    notice = clock(petition, "L03")
    assert (notice.ended_on, notice.was_met) == (day, is_met)
    assert petition.case.next_legal_on is None


def test_a_notice_is_served_once():
    story = Story(registered(on=AUGUST_3)).take("notice", AUGUST_3)

    with pytest.raises(ValidationError, match="已经在 2026年8月3日 送达"):
        story.take("notice", AUGUST_3)


def test_the_notice_ends_with_the_last_claim_told_where_it_has_to_go():
    petition = registered(W1, W2, on=AUGUST_3)
    story = Story(petition).take("triage", AUGUST_3)
    first, second = petition.case.claims.all()

    story.take("routing", AUGUST_3 + 4 * DAY, second)
    assert clock(petition, "L03").is_running

    story.take("routing", AUGUST_3 + 2 * DAY, first)
    assert clock(petition, "L03").ended_on == AUGUST_3 + 4 * DAY


def test_telling_one_claim_away_leaves_the_notice_owed_for_the_claim_that_stays():
    petition = registered(W6, W1, on=AUGUST_3)
    story = Story(petition).take("triage", AUGUST_3)

    story.take("routing", AUGUST_3, petition.case.claims.get(position=2))

    assert clock(petition, "L03").is_running


# ---------- 60 日 ----------
def test_the_60_days_count_from_acceptance_and_roll_over_the_national_day():
    petition = registered(on=AUGUST_3)
    Story(petition).accepted(AUGUST_3)

    answer = clock(petition, "L17")
    assert (answer.nominal_on, answer.legal_end_on, answer.target_on) == (
        date(2026, 10, 2),
        date(2026, 10, 8),
        date(2026, 9, 30),
    )


def test_the_60_days_count_from_the_day_of_acceptance_not_of_receipt():
    petition = registered(on=AUGUST_3)

    Story(petition).take("triage", AUGUST_3).take("acceptance", AUGUST_3 + 10 * DAY)

    assert clock(petition, "L17").started_on == AUGUST_3 + 10 * DAY


@pytest.mark.parametrize(("day", "started_on"), [(18, date(2026, 8, 18)), (19, AUGUST_3)])
def test_accepted_after_the_last_day_of_the_notice_the_60_days_count_from_receipt(day, started_on):
    petition = registered(on=AUGUST_3)

    Story(petition).take("triage", AUGUST_3).take("acceptance", date(2026, 8, day))

    assert clock(petition, "L17").started_on == started_on
    assert petition.case.accepted_on == date(2026, 8, day)


@pytest.mark.parametrize("way", [W1, SUGGESTION, ACCUSATION, INQUIRY])
def test_only_a_claim_on_w6_can_be_accepted(way):
    petition = registered(way, on=AUGUST_3)
    story = Story(petition).take("triage", AUGUST_3)

    with pytest.raises(ValidationError, match="没有走信访程序（W6）的诉求"):
        story.take("acceptance", AUGUST_3)
    assert not petition.case.deadlines.filter(rule="L17").exists()


@pytest.mark.parametrize(("day", "is_met"), [(date(2026, 10, 8), True), (date(2026, 10, 9), False)])
def test_an_answer_served_on_the_last_day_is_on_time_and_a_day_later_is_not(day, is_met):
    petition = registered(on=AUGUST_3)

    Story(petition).answered(AUGUST_3).take("service", day)

    answer = clock(petition, "L17")
    assert (answer.ended_on, answer.was_met) == (day, is_met)


# ---------- 意见建议 ----------
def test_a_suggestion_is_answered_within_30_days_of_receipt_by_the_offices_own_rule():
    petition = registered(SUGGESTION, on=AUGUST_3)
    story = Story(petition).take("triage", AUGUST_3 + DAY)

    reply = clock(petition, "L14")
    assert (reply.kind, reply.started_on, reply.nominal_on) == (
        Deadline.Kind.TARGET,
        AUGUST_3,
        date(2026, 9, 2),
    )

    story.take("answer", date(2026, 9, 1), petition.case.claims.get()).signed(date(2026, 9, 1))
    story.take("service", date(2026, 9, 2))
    assert clock(petition, "L14").ended_on == date(2026, 9, 2)


def test_a_suggestion_may_be_answered_by_word_of_mouth_but_an_opinion_may_not():
    spoken = {"served_on": AUGUST_3, "method": Service.Method.ORAL}
    suggestion = registered(SUGGESTION, on=AUGUST_3)
    story = Story(suggestion).take("triage", AUGUST_3).take("answer", AUGUST_3, suggestion.case.claims.get())
    story.signed(AUGUST_3)
    suggestion.serve(by=story.by, **spoken)

    opinion = registered(on=AUGUST_3)
    Story(opinion, story.by).answered(AUGUST_3)
    with pytest.raises(ValidationError) as refusal:
        opinion.serve(by=story.by, **spoken)

    assert suggestion.case.stage == Case.Stage.SERVED
    assert list(refusal.value.message_dict) == ["method"]


# ---------- 清零目标 ----------
@pytest.mark.parametrize(
    ("registered_on", "target"),
    [(date(2026, 9, 15), date(2026, 9, 30)), (date(2026, 9, 30), date(2026, 10, 13))],
)
def test_a_general_matter_is_cleared_in_the_month_or_five_working_days_on(registered_on, target):
    petition = registered(on=registered_on)

    Story(petition).take("triage", registered_on)

    clearing = clock(petition, "T22")
    assert (clearing.kind, clearing.legal_end_on) == (Deadline.Kind.CLEARING, target)


@pytest.mark.parametrize(
    ("registered_on", "target"),
    [(date(2026, 9, 15), date(2026, 12, 31)), (date(2026, 12, 1), date(2027, 1, 30))],
)
def test_a_complex_matter_is_cleared_in_the_year_or_sixty_days_on(registered_on, target):
    petition = registered(on=registered_on)

    Story(petition).triage(registered_on, level=Case.Level.COMPLEX)

    assert clock(petition, "T23").nominal_on == target


def test_a_hard_matter_waits_for_its_responsibility_letter():
    petition = registered(on=AUGUST_3)

    Story(petition).triage(AUGUST_3, level=Case.Level.HARD)

    assert not petition.case.deadlines.filter(kind=Deadline.Kind.CLEARING).exists()


def test_the_clearing_target_counts_from_registration_whenever_it_was_received_or_triaged():
    petition = registered(on=date(2026, 9, 1), received_at=noon(date(2026, 8, 31)))

    Story(petition).take("triage", date(2026, 9, 30))

    assert clock(petition, "T22").started_on == date(2026, 9, 1)


def test_the_clearing_target_never_counts_as_the_case_s_legal_day():
    petition = registered(on=AUGUST_3)

    story = Story(petition).answered(AUGUST_3).take("notice", AUGUST_3)
    assert petition.case.next_legal_on == date(2026, 10, 8)

    story.take("service", AUGUST_3)
    assert petition.case.next_legal_on is None
    assert clock(petition, "T22").is_running


def test_closing_ends_every_clock_of_the_office_and_leaves_the_petitioners():
    petition = registered(on=AUGUST_3)

    Story(petition).ready_to_close(AUGUST_3).take("closure", AUGUST_3 + DAY)

    assert [row.rule for row in petition.case.deadlines.running()] == ["L22"]


def test_a_matter_is_cleared_on_the_day_of_the_last_fact_however_late_it_is_closed():
    petition = registered(on=AUGUST_3)

    Story(petition).ready_to_close(AUGUST_3).take("closure", date(2026, 9, 1))

    assert clock(petition, "T22").ended_on == AUGUST_3


def test_a_day_beyond_the_calendar_is_refused_in_words_not_by_a_fault():
    petition = registered(on=date(2026, 11, 2), name="", phone="")
    story = Story(petition).take("triage", date(2026, 11, 2))

    with pytest.raises(ValidationError, match="工作日历"):
        story.take("acceptance", date(2030, 12, 1))

    petition.case.refresh_from_db()
    assert petition.case.accepted_on is None
