"""The rates that the monthly appraisal prints, and what stands beside them so that nobody gains by moving a matter."""

from datetime import date

import pytest
from django.db import connection

from cases import clearing
from cases.cycles import Cycle, containing
from cases.models import Case, Clearing, Deadline, LevelChange, Suspension
from officials.calendar import Calendar
from officials.models import Role
from tests import factories
from tests.petitions.stories import Story, director, handler, registered

pytestmark = pytest.mark.django_db
General, Complex = Case.Level.GENERAL, Case.Level.COMPLEX
SEPTEMBER = date(2026, 9, 1)


def D(month, day):
    return date(2026, month, day)


def month(first=SEPTEMBER):
    return containing(Cycle.MONTH, first, Calendar.load())


MID_SEPTEMBER = D(9, 15)


def triaged(on=MID_SEPTEMBER, level=General):
    story = Story(registered(on=on))
    story.triage(on, level=level)
    return story


def cleared(on, until=None):
    return Story(registered(on=on)).ready_to_close(until or on)


def printed(key, period, official=None, cycle=Cycle.MONTH):
    from cases.rounds import REPORTS

    words, behind = REPORTS[cycle, key].compute(period, official)
    return str(words), set(behind) if behind is not None else None


def test_the_rate_is_what_was_cleared_by_its_day_of_what_was_due_in_the_month():
    cleared(D(9, 1))
    cleared(D(9, 2))
    late, never = cleared(D(9, 3), D(10, 9)).petition.case, triaged().petition.case
    cleared(D(9, 30))  # counts in October

    words, behind = printed("k11", month())

    assert words == "50.0%（到期 4 件，按时清零 2 件）"
    assert behind == {late, never}
    assert clearing.cohort(General, D(10, 1)).rate == "100.0%"


def test_a_month_without_any_prints_a_dash_and_never_a_rate():
    assert printed("k11", month())[0].startswith("—")


@pytest.mark.parametrize(
    ("part", "whole", "words"), [(1, 3, "33.3%"), (2, 3, "66.7%"), (1, 16, "6.3%"), (0, 5, "0.0%")]
)
def test_rates_are_rounded_half_up_to_one_decimal(part, whole, words):
    assert clearing.share(part, whole) == words


def test_withdrawn_merged_and_voided_leave_both_sides_and_are_printed_beside():
    cleared(D(9, 1))
    for outcome in (Clearing.Outcome.WITHDRAWN, Clearing.Outcome.MERGED, Clearing.Outcome.VOIDED):
        Clearing.objects.end(triaged().petition.case, on=D(9, 20), outcome=outcome)

    assert printed("k11", month())[0] == "100.0%（到期 1 件，按时清零 1 件）"
    words, behind = printed("left", month())
    assert words == "撤回 1 件、并案 1 件、作废 1 件"
    assert len(behind) == 3


def change(case, on, *, needs_leader=False):
    row = LevelChange.objects.ask(case, after=Complex, ground="牵涉三个单位", by=handler(), on=on)
    assert row.needs_leader == needs_leader
    row.decide(by=factories.official(Role.HO), on=on, agreed=True)
    return row


def test_t25_raised_before_its_day_it_leaves_the_month_and_raised_after_it_the_miss_stays():
    change(triaged().petition.case, D(9, 16))
    assert clearing.cohort(General, SEPTEMBER).due == 0

    change(triaged().petition.case, D(10, 9), needs_leader=True)
    assert clearing.cohort(General, SEPTEMBER)[:2] == (1, 0)


def test_r28_upgrades_of_the_last_workdays_are_printed_with_their_share():
    change(triaged().petition.case, D(9, 16))
    late = triaged().petition.case
    change(late, D(9, 29), needs_leader=True)

    words, behind = printed("upgraded", month())

    assert words == "2 件，其中目标日前最后几个工作日才提出的 1 件（50.0%）"
    assert late in behind


def test_t27_what_stands_still_at_the_cut_off_is_outside_the_rate_and_named_by_its_ground():
    case = triaged().petition.case
    row = Suspension.objects.ask(
        case, ground=Suspension.Ground.FORCE_MAJEURE, evidence="通知", days=10, by=handler(), on=D(9, 28)
    )
    row.decide(by=director(), on=D(9, 28), agreed=True)

    assert clearing.cohort(General, SEPTEMBER).due == 0
    assert printed("suspended", month()) == ("不可抗力 1 件", {case})
    assert clearing.cohort(General, D(10, 1)).due == 1  # counted once, in the month it then belongs to
    assert printed("suspended", month(D(10, 1)))[0] == "没有"


def test_t26_what_is_handled_again_is_printed_and_the_old_month_stays_as_it_was():
    story = cleared(D(9, 1)).take("closure", D(9, 2))
    story.take("reopening", D(10, 12))

    assert clearing.cohort(General, SEPTEMBER).rate == "100.0%"
    assert printed("reopened", month(D(10, 1))) == ("1 件", {story.petition.case})


def test_sealed_matters_are_in_no_rate_and_everybody_counts_what_he_sees():
    story = triaged()
    sealed = triaged().petition.case
    Case.objects.get(pk=sealed.pk).seal(by=director(), reason="检举")
    chief, stranger = director(), factories.official(Role.HD, at=factories.section("财政科"))

    assert clearing.cohort(General, SEPTEMBER).due == 1
    assert clearing.cohort(General, SEPTEMBER, chief).due == 1
    assert clearing.cohort(General, SEPTEMBER, stranger).due == 0
    assert printed("k11", month(), chief)[1] == {story.petition.case}


def test_the_figures_of_a_cohort_are_one_statement(queries_of):
    cleared(D(9, 1))

    assert len(queries_of(lambda: clearing.cohort(General, SEPTEMBER))) == 1


def test_a_second_computation_in_plain_sql_agrees():
    cleared(D(9, 1))
    cleared(D(9, 3), D(10, 9))
    change(triaged().petition.case, D(9, 16))
    change(triaged().petition.case, D(10, 9), needs_leader=True)
    Clearing.objects.end(triaged().petition.case, on=D(9, 20), outcome=Clearing.Outcome.WITHDRAWN)
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT count(*), count(*) FILTER (WHERE outcome = 'CLEARED' AND ended_on <= legal_end_on)
            FROM cases_clearing JOIN cases_deadline clock ON clock.id = deadline_id
            WHERE level = 'GENERAL' AND legal_end_on BETWEEN '2026-09-01' AND '2026-09-30'
              AND outcome NOT IN ('WITHDRAWN', 'MERGED', 'VOIDED')
              AND NOT (outcome = 'LEVELLED' AND ended_on <= legal_end_on)
        """)
        plain = cursor.fetchone()

    assert clearing.cohort(General, SEPTEMBER)[:2] == plain == (3, 1)


@pytest.mark.parametrize(
    ("first", "watched"),
    [(D(10, 1), D(7, 1)), (D(4, 1), date(2025, 12, 1)), (D(3, 1), date(2025, 12, 1)), (D(2, 1), date(2025, 11, 1))],
)
def test_k16_is_printed_of_the_last_month_whose_watch_of_ninety_days_is_over(first, watched):
    assert clearing.watched(General, month(first)) == watched


def test_k16_counts_what_came_back_within_ninety_days_of_what_was_cleared_and_the_net_rate_beside():
    back = cleared(D(7, 1)).take("closure", D(7, 2))
    back.take("reopening", D(9, 28))
    cleared(D(7, 1)), cleared(D(7, 3)), triaged(D(7, 6))
    tardy = cleared(D(7, 1)).take("closure", D(7, 2))
    tardy.take("reopening", D(9, 28))
    Clearing.objects.filter(case=tardy.petition.case, cause=Clearing.Cause.REOPENED).update(cause="TRIAGED")

    words, behind = printed("k16", month(D(10, 1)))

    assert words == "2026年7月 25.0%（清零 4 件，90 日内回流 1 件；净清零率 60.0%）"
    assert behind == {back.petition.case}


def test_k16_a_broken_promise_comes_back_too_and_a_month_without_clearings_prints_a_dash():
    assert printed("k16", month(D(10, 1)))[0].startswith("2026年7月 —（清零 0 件")
    case = cleared(D(7, 1)).petition.case
    day = D(8, 3)
    promise = {"kind": "PROMISE", "rule": "L37", "label": "承诺", "started_on": D(7, 1)}
    Deadline.objects.create(case=case, nominal_on=day, legal_end_on=day, target_on=day, **promise)

    assert printed("k16", month(D(10, 1)))[0].startswith("2026年7月 100.0%")
