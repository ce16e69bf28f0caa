"""What nobody owes any longer is in no rate; what was served counts, and what was missed first stays missed (0181)."""

from datetime import date, timedelta

import pytest

from cases.figures import FIGURES, Span, measure, parts_of, read
from cases.indicators import INDICATORS, by_unit
from cases.models import Deadline
from cases.models.deadline import IN_TIME, LET_GO
from officials.calendar import last_of
from officials.models import Role
from petitions.models import Withdrawal
from tests import factories
from tests.petitions.stories import W1, W6, Story, clock, registered

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 3)  # L03 until 18 August, L17 until 8 October
NOTICES, ANSWERS = date(2026, 8, 1), date(2026, 10, 1)


def figures_of(month, *ids):
    """(kept, whole) of each figure of the month."""
    wanted = [FIGURES[id] for id in ids]
    [found] = measure(parts_of(wanted), [Span.of(month, last_of(month))])
    return [tuple(read(figure, found)[1:]) for figure in wanted]


def rate(id, month):
    """What was kept, of how many, and how many fell away beside it."""
    [kept, (_none, gone)] = figures_of(month, id, f"{id}.gone")
    return *kept, gone


def accepted():
    return Story(registered(W6, on=DAY)).accepted(DAY)


def withdrawn(story, on):
    story.petition.wish_to_withdraw(by=story.by, on=on, form="WRITTEN", words="邻居赔了，不用办了。")
    who = factories.official(Role.RC)
    story.petition.confirm_withdrawal(by=who, on=on, outcome=Withdrawal.Outcome.ENDED, manner="电话")


def test_a_notice_that_was_served_counts():
    accepted().take("notice", DAY)

    assert rate("K02", NOTICES) == (1, 1, 0)


def test_what_is_taken_back_is_neither_kept_nor_owed_but_stands_beside():
    story = accepted()
    assert rate("K03", ANSWERS) == (0, 1, 0)

    withdrawn(story, DAY + timedelta(days=2))

    assert rate("K03", ANSWERS) == (0, 0, 1)
    assert not clock(story.petition, "L17").was_met


@pytest.mark.parametrize(("days", "counted"), [(0, (0, 0, 1)), (1, (0, 1, 0))])
def test_what_is_taken_back_after_its_last_day_was_missed_already(days, counted):
    story = accepted()
    last = clock(story.petition, "L17").legal_end_on

    withdrawn(story, last + timedelta(days=days))

    assert rate("K03", ANSWERS) == counted


def test_of_two_merged_one_answer_is_owed():
    first, second = accepted(), accepted()
    first.petition.merge(second.petition, by=first.by, on=DAY + timedelta(days=7), reason="同一处渗水。")

    assert rate("K03", ANSWERS) == (0, 1, 1)


def test_a_void_registration_is_in_no_figure():
    story = accepted()
    story.petition.case.void(by=story.by, on=DAY + timedelta(days=1), reason="登记了两遍")

    assert (rate("K02", NOTICES), rate("K03", ANSWERS)) == ((0, 0, 0), (0, 0, 0))


def test_a_claim_that_goes_another_way_after_all_needs_no_answer_and_was_told_of():
    story = accepted().take("notice", DAY)
    claim = story.petition.case.claims.get()
    on = DAY + timedelta(days=5)
    given = {"purpose": "APPEAL", "route": W1, "disposal": "LEGAL_ROUTE", "reason": "已经起诉"}
    story.petition.sort_again(by=story.by, claim=claim, on=on, **given)

    assert rate("K03", ANSWERS) == (0, 0, 1)
    assert rate("K02", NOTICES) == (1, 1, 0)


def test_the_appraisal_of_a_unit_counts_the_same():
    story, other = accepted(), accepted()
    unit = story.petition.case.handling_unit_id
    withdrawn(story, DAY + timedelta(days=2))

    due = by_unit(INDICATORS["K03"], ANSWERS, last_of(ANSWERS))

    assert due == ({unit: (0, 1)} if other.petition.case.handling_unit_id == unit else due)
    assert sum(whole for _kept, whole in due.values()) == 1


def test_what_closing_ends_was_not_done():
    story = accepted()
    case = story.petition.case
    Deadline.objects.end_with_case(case, on=DAY + timedelta(days=9), reason="办结")

    ended = Deadline.objects.filter(case=case, rule="L17")
    assert (ended.filter(IN_TIME).count(), ended.filter(LET_GO).count()) == (0, 1)
