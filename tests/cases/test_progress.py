"""Time against work (F52): both shares exact, and behind only beyond the office's points."""

from datetime import date
from fractions import Fraction

import pytest

from cases.progress import Reached, chart, percent, progress

SINCE, UNTIL = date(2026, 9, 1), date(2026, 9, 10)  # ten days


@pytest.mark.parametrize(
    ("today", "gone"),
    [
        (date(2026, 8, 20), 0),
        (date(2026, 9, 1), 0),
        (date(2026, 9, 2), 10),
        (date(2026, 9, 10), 90),
        (date(2026, 9, 11), 100),
        (date(2026, 12, 1), 100),
    ],
)
def test_a_day_counts_as_gone_when_it_is_over(today, gone):
    assert progress(SINCE, UNTIL, today, [(1, False)]).elapsed_percent == gone


def test_what_is_done_counts_by_its_weight():
    assert progress(SINCE, UNTIL, SINCE, [(30, True), (10, False), (20, False)]).completed == Fraction(1, 2)


def test_without_a_milestone_there_is_no_progress_to_show():
    assert progress(SINCE, UNTIL, UNTIL, []) is None


@pytest.mark.parametrize(("done", "is_behind"), [(40, False), (39, True), (50, False), (100, False)])
def test_ten_points_are_not_behind_and_more_are(done, is_behind):
    """On 6 September half of the ten days is gone."""
    where = progress(SINCE, UNTIL, date(2026, 9, 6), [(done, True), (100 - done, False)])

    assert (where.elapsed_percent, where.completed_percent) == (50, done)
    assert where.is_behind == is_behind
    assert where.behind == max(50 - done, 0)


def test_the_office_may_set_its_own_points(settings):
    settings.PLAN_BEHIND_POINTS = 5
    assert progress(SINCE, UNTIL, date(2026, 9, 6), [(44, True), (56, False)]).is_behind


def test_a_plan_of_a_single_day_is_gone_the_day_after():
    assert progress(SINCE, SINCE, SINCE, [(1, False)]).elapsed == 0
    assert progress(SINCE, SINCE, date(2026, 9, 2), [(1, False)]).elapsed == 1


@pytest.mark.parametrize(("share", "words"), [("0.125", 13), ("0.124", 12), ("-0.125", -13), ("1", 100)])
def test_half_a_point_goes_up(share, words):
    assert percent(Fraction(share)) == words


# ---------- 图 ----------
def test_the_chart_steps_up_on_the_day_planned_and_on_the_day_reached():
    first, second = date(2026, 9, 4), date(2026, 9, 10)
    drawn = chart(SINCE, UNTIL, date(2026, 9, 7), [Reached(40, first, date(2026, 9, 7)), Reached(60, second, None)])

    assert drawn.planned == "M0 100H33V60H100V0H100"
    assert drawn.reached == "M0 100H67V60H67"
    assert drawn.today == 67


@pytest.mark.parametrize(("today", "at"), [(date(2026, 8, 1), 0), (date(2026, 12, 1), 100)], ids=["before", "after"])
def test_outside_the_plan_today_stands_at_its_edge(today, at):
    assert chart(SINCE, UNTIL, today, [Reached(1, UNTIL, None)]).today == at


def test_a_plan_of_one_day_and_one_without_milestones_can_be_drawn_or_not():
    assert chart(SINCE, SINCE, SINCE, [Reached(1, SINCE, SINCE)]).reached == "M0 100H0V0H0"
    assert chart(SINCE, UNTIL, SINCE, []) is None
