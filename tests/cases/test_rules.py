"""Every clock rule, and the one function that counts: handbook 2.2, 7.1 and 7.3."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.conf import settings as project
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone, translation
from hypothesis import given as for_all
from hypothesis import strategies as st

from cases.rules import (
    FREQUENCIES,
    RULES,
    Kind,
    RuleRefuses,
    StepKind,
    Unit,
    add_months,
    check_overrides,
    due,
    find,
    given,
    how_often,
    recount,
)
from officials.calendar import Calendar, Day, DayKind, UnknownYear, days_in_file

CALENDAR = Calendar(days_in_file())
PROPOSALS = [rule.id for rule in RULES.values() if rule.proposal]
COUNTED_IN_DAYS = [rule.id for rule in RULES.values() if rule.unit not in (Unit.GIVEN, Unit.HOURS)]
PERIODS = [rule_id for rule_id in COUNTED_IN_DAYS if RULES[rule_id].kind != Kind.CLEARING]


@pytest.fixture
def calendar():
    return CALENDAR


def at(text):
    return timezone.make_aware(datetime.fromisoformat(text))


def kinds(answer):
    return [step.kind for step in answer.steps]


# ---------- the test values of handbook 7.1 ----------

D = date


@pytest.mark.parametrize(
    ("rule", "start", "extension", "nominal", "legal_end", "target"),
    [
        ("L05", D(2026, 2, 12), 0, D(2026, 2, 26), D(2026, 2, 26), D(2026, 2, 26)),
        ("L32", D(2026, 2, 12), 0, D(2026, 3, 4), D(2026, 3, 4), D(2026, 3, 4)),
        ("L31", D(2026, 9, 24), 0, D(2026, 9, 30), D(2026, 9, 30), D(2026, 9, 30)),
        ("L05", D(2026, 9, 30), 0, D(2026, 10, 13), D(2026, 10, 13), D(2026, 10, 13)),
        ("L32", D(2026, 9, 30), 0, D(2026, 10, 20), D(2026, 10, 20), D(2026, 10, 20)),
        ("L32", D(2026, 4, 30), 0, D(2026, 5, 18), D(2026, 5, 18), D(2026, 5, 18)),
        ("L03", D(2026, 2, 1), 0, D(2026, 2, 16), D(2026, 2, 24), D(2026, 2, 14)),
        ("L03", D(2026, 9, 17), 0, D(2026, 10, 2), D(2026, 10, 8), D(2026, 9, 30)),
        ("L17", D(2026, 8, 3), 0, D(2026, 10, 2), D(2026, 10, 8), D(2026, 9, 30)),
        ("L17", D(2026, 8, 3), 30, D(2026, 11, 1), D(2026, 11, 2), D(2026, 10, 30)),
        # the prototype's own clock: a make-up Sunday counts
        ("L05", D(2026, 9, 16), 0, D(2026, 9, 22), D(2026, 9, 22), D(2026, 9, 22)),
    ],
)
def test_a_term_ends_where_the_handbook_says(calendar, rule, start, extension, nominal, legal_end, target):
    answer = due(rule, start, calendar, extended_by=extension)

    assert (answer.nominal, answer.legal_end, answer.target) == (nominal, legal_end, target)
    assert answer.provisional is False


# ---------- months, leap days, ends of months ----------


@pytest.mark.parametrize(
    ("start", "nominal"),
    [
        (D(2026, 8, 3), D(2026, 10, 3)),
        (D(2026, 12, 31), D(2027, 2, 28)),
        (D(2027, 12, 31), D(2028, 2, 29)),
        (D(2027, 12, 29), D(2028, 2, 29)),
        (D(2026, 6, 30), D(2026, 8, 30)),
        (D(2026, 7, 31), D(2026, 9, 30)),
    ],
)
def test_months_end_on_the_same_day_or_on_the_last_of_the_month(calendar, start, nominal):
    assert due("L16a", start, calendar).nominal == nominal


def test_a_term_in_months_rolls_over_a_holiday(calendar):
    answer = due("L16a", D(2026, 8, 3), calendar)

    assert (answer.nominal, answer.legal_end, answer.target) == (D(2026, 10, 3), D(2026, 10, 8), D(2026, 9, 30))


def test_adding_months_passes_the_year():
    assert add_months(D(2026, 11, 15), 2) == D(2027, 1, 15)
    assert add_months(D(2026, 12, 31), 12) == D(2027, 12, 31)


@pytest.mark.parametrize(
    ("start", "nominal"),
    [(D(2024, 2, 14), D(2024, 2, 29)), (D(2024, 2, 29), D(2024, 3, 15)), (D(2026, 2, 14), D(2026, 3, 1))],
)
def test_29_february_is_a_day_like_others(calendar, start, nominal):
    assert due("L03", start, calendar).nominal == nominal


def test_a_term_may_end_on_a_make_up_weekend(calendar):
    answer = due("L03", D(2026, 9, 5), calendar)  # the 15th day is Sunday 20 September, a workday

    assert (answer.nominal, answer.legal_end, answer.target) == (D(2026, 9, 20),) * 3


def test_a_term_that_ends_on_a_weekend_ends_on_monday(calendar):
    answer = due("L03", D(2026, 7, 4), calendar)

    assert (answer.nominal, answer.legal_end, answer.target) == (D(2026, 7, 19), D(2026, 7, 20), D(2026, 7, 17))


def test_registration_is_due_the_same_day_also_on_a_day_off(calendar):
    monday, saturday = due("L01", D(2026, 7, 20), calendar), due("L01", D(2026, 7, 18), calendar)

    assert (monday.nominal, monday.legal_end, monday.target) == (D(2026, 7, 20),) * 3
    assert (saturday.nominal, saturday.legal_end, saturday.target) == (
        D(2026, 7, 18),
        D(2026, 7, 20),
        D(2026, 7, 18),
    )


# ---------- years without a notice ----------


@pytest.mark.parametrize(
    ("start", "legal_end", "provisional"),
    [(D(2026, 12, 24), D(2026, 12, 31), False), (D(2026, 12, 25), D(2027, 1, 4), True)],
)
def test_a_term_that_reaches_a_year_without_a_notice_is_provisional(calendar, start, legal_end, provisional):
    answer = due("L05", start, calendar)

    assert (answer.legal_end, answer.provisional) == (legal_end, provisional)
    assert (StepKind.PROVISIONAL in kinds(answer)) is provisional


def test_a_term_rolled_into_a_year_without_a_notice_is_provisional():
    calendar = CALENDAR.changed([Day(D(2026, 12, 31), DayKind.HOLIDAY, "元旦")])

    answer = due("L03", D(2026, 12, 16), calendar)

    assert (answer.nominal, answer.legal_end) == (D(2026, 12, 31), D(2027, 1, 4))
    assert answer.provisional


def test_a_term_beyond_the_calendar_is_not_guessed(calendar):
    with pytest.raises(UnknownYear) as refusal:
        due("L17", D(2030, 12, 1), calendar)

    assert refusal.value.year == 2031


def test_a_term_from_far_outside_the_calendar_is_not_guessed(calendar):
    for start in (D(2031, 1, 1), D(9999, 12, 31), D(1, 1, 1)):
        with pytest.raises(UnknownYear):
            due("L03", start, calendar)


# ---------- extension ----------


@pytest.mark.parametrize("rule_id", [rule_id for rule_id in RULES if rule_id != "L17" and RULES[rule_id].length])
def test_no_rule_but_the_sixty_days_may_be_extended(calendar, rule_id):
    start = at("2026-08-03T09:00") if RULES[rule_id].unit == Unit.HOURS else D(2026, 8, 3)

    with pytest.raises(RuleRefuses) as refusal:
        due(rule_id, start, calendar, extended_by=1)

    assert f"“{RULES[rule_id].title}”不能延期" in str(refusal.value)
    assert str(RULES[rule_id].source) in str(refusal.value)


@pytest.mark.parametrize("days", [1, 30])
def test_the_sixty_days_may_be_extended_by_up_to_thirty(calendar, days):
    assert due("L17", D(2026, 8, 3), calendar, extended_by=days).nominal == D(2026, 10, 2) + timedelta(days=days)


@pytest.mark.parametrize("days", [31, 60, -1])
def test_the_sixty_days_are_not_extended_by_more_or_less(calendar, days):
    with pytest.raises(RuleRefuses) as refusal:
        due("L17", D(2026, 8, 3), calendar, extended_by=days)

    assert str(days) in str(refusal.value)


def test_the_refusal_of_a_long_extension_names_the_article(calendar):
    with pytest.raises(RuleRefuses, match=r"“信访程序办结”最多延期 30 日，只能延期 1 次（条例第三十四条）"):
        due("L17", D(2026, 8, 3), calendar, extended_by=31)


# ---------- pauses ----------


def test_hearing_days_are_left_out_of_the_second_review(calendar):
    answer = due("L25", D(2026, 7, 1), calendar, pauses=[(D(2026, 7, 10), D(2026, 7, 13))])

    assert (answer.nominal, answer.legal_end) == (D(2026, 8, 4), D(2026, 8, 4))


def test_hearings_that_overlap_are_left_out_once(calendar):
    pauses = [(D(2026, 7, 12), D(2026, 7, 15)), (D(2026, 7, 10), D(2026, 7, 13))]

    assert due("L25", D(2026, 7, 1), calendar, pauses=pauses).nominal == D(2026, 8, 6)


def test_a_hearing_on_the_starting_day_changes_nothing_as_that_day_does_not_count(calendar):
    assert due("L25", D(2026, 7, 1), calendar, pauses=[(D(2026, 7, 1), D(2026, 7, 1))]).nominal == D(2026, 7, 31)


@pytest.mark.parametrize(("first", "nominal"), [(D(2026, 7, 31), D(2026, 8, 1)), (D(2026, 8, 1), None)])
def test_a_hearing_on_the_last_day_counts_and_one_after_it_is_refused(calendar, first, nominal):
    if nominal:
        assert due("L25", D(2026, 7, 1), calendar, pauses=[(first, first)]).nominal == nominal
    else:
        with pytest.raises(RuleRefuses, match="已经期满"):
            due("L25", D(2026, 7, 1), calendar, pauses=[(first, first)])


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [(D(2026, 7, 9), D(2026, 7, 8), "写反了"), (D(2026, 6, 30), D(2026, 7, 2), "不能早于这一天")],
)
def test_a_pause_that_cannot_be_is_refused(calendar, first, last, said):
    with pytest.raises(RuleRefuses, match=said):
        due("L25", D(2026, 7, 1), calendar, pauses=[(first, last)])


@pytest.mark.parametrize("rule_id", [i for i in RULES if not RULES[i].pause and RULES[i].length is not None])
def test_nothing_else_pauses_a_term(calendar, rule_id):
    start = at("2026-08-03T09:00") if RULES[rule_id].unit == Unit.HOURS else D(2026, 8, 3)

    with pytest.raises(RuleRefuses) as refusal:
        due(rule_id, start, calendar, pauses=[(D(2026, 8, 4), D(2026, 8, 4))])

    assert f"“{RULES[rule_id].title}”不能暂停" in str(refusal.value)


def test_only_the_second_review_and_clearing_targets_may_pause():
    assert {rule.id for rule in RULES.values() if rule.pause} == {"L25", "T22", "T23", "T24", "T25"}


@pytest.mark.parametrize(("last", "allowed"), [(D(2026, 9, 14), True), (D(2026, 9, 15), False)])
def test_one_pause_of_a_clearing_target_lasts_thirty_days_at_most(calendar, last, allowed):
    pauses = [(D(2026, 8, 16), last)]
    if allowed:
        assert due("T22", D(2026, 8, 10), calendar, pauses=pauses).nominal == D(2026, 9, 30)
    else:
        with pytest.raises(RuleRefuses, match="每次最多暂停 30 日"):
            due("T22", D(2026, 8, 10), calendar, pauses=pauses)


# ---------- clearing targets ----------


@pytest.mark.parametrize(
    ("rule", "start", "nominal", "cohort"),
    [
        ("T22", D(2026, 9, 15), D(2026, 9, 30), D(2026, 9, 1)),
        ("T22", D(2026, 9, 30), D(2026, 10, 13), D(2026, 10, 1)),
        ("T22", D(2026, 9, 22), D(2026, 9, 30), D(2026, 9, 1)),
        ("T22", D(2026, 9, 23), D(2026, 10, 8), D(2026, 10, 1)),
        ("T22", D(2028, 2, 1), D(2028, 2, 29), D(2028, 2, 1)),
        ("T23", D(2026, 8, 3), D(2026, 12, 31), D(2026, 1, 1)),
        ("T23", D(2026, 11, 1), D(2026, 12, 31), D(2026, 1, 1)),
        ("T23", D(2026, 11, 2), D(2027, 1, 1), D(2027, 1, 1)),
        ("T23", D(2026, 12, 1), D(2027, 1, 30), D(2027, 1, 1)),
        ("T24", D(2026, 3, 2), D(2027, 3, 2), None),
        # a downgrade counts from the day of the change (T25)
        ("T25", D(2026, 9, 15), D(2026, 9, 30), D(2026, 9, 1)),
        ("T25", D(2026, 9, 30), D(2026, 10, 13), D(2026, 10, 1)),
    ],
)
def test_a_clearing_target_is_the_later_day_and_belongs_to_one_month_or_year(calendar, rule, start, nominal, cohort):
    answer = due(rule, start, calendar)

    assert (answer.nominal, answer.cohort) == (nominal, cohort)


def test_a_clearing_target_on_a_day_off_does_not_roll_into_the_next_month(calendar):
    answer = due("T22", D(2026, 10, 12), calendar)

    assert (answer.nominal, answer.legal_end, answer.target) == (D(2026, 10, 31), D(2026, 10, 31), D(2026, 10, 30))


# ---------- hours ----------


@pytest.mark.parametrize(
    ("rule", "start", "end"),
    [
        ("L09", "2026-09-30T23:30", "2026-10-01T00:30"),
        ("L09b", "2026-08-03T09:15", "2026-08-03T13:15"),
        ("F22", "2026-09-30T17:00", "2026-10-01T17:00"),
    ],
)
def test_hours_run_by_the_clock_also_on_days_off(calendar, rule, start, end):
    answer = due(rule, at(start), calendar)

    assert answer.at == at(end)
    assert (answer.nominal, answer.legal_end, answer.target) == (at(end).date(),) * 3


def test_hours_are_counted_in_local_time(calendar):
    answer = due("L09", datetime.fromisoformat("2026-08-03T16:30+00:00"), calendar)

    assert answer.started_on == D(2026, 8, 4)
    assert answer.legal_end == D(2026, 8, 4)


@pytest.mark.parametrize("start", [D(2026, 8, 3), datetime(2026, 8, 3, 9)])  # noqa: DTZ001
def test_hours_need_an_instant(calendar, start):
    with pytest.raises(RuleRefuses, match="要写明起算的时刻"):
        due("F22", start, calendar)


def test_days_are_not_counted_from_an_instant(calendar):
    with pytest.raises(TypeError):
        due("L17", at("2026-08-03T09:00"), calendar)


# ---------- a day that a paper names ----------


def test_a_day_that_a_paper_names_stays_as_written(calendar):
    answer = given("L06", D(2026, 9, 14), D(2026, 10, 2), calendar)

    assert (answer.nominal, answer.legal_end, answer.target) == (D(2026, 10, 2), D(2026, 10, 2), D(2026, 9, 30))


def test_a_day_that_a_paper_names_is_not_before_its_start(calendar):
    with pytest.raises(RuleRefuses, match="早于起算日"):
        given("L06", D(2026, 9, 14), D(2026, 9, 13), calendar)


@pytest.mark.parametrize("rule_id", ["L06", "L37", "L43", "L45"])
def test_such_a_day_cannot_be_counted(calendar, rule_id):
    with pytest.raises(RuleRefuses, match=f"“{RULES[rule_id].title}”的日期由来文写明，不能推算"):
        due(rule_id, D(2026, 9, 14), calendar)


# ---------- settings ----------


def test_the_office_may_set_its_own_numbers(calendar, settings):
    settings.RULE_OVERRIDES = {"L14": 20, "T22": 10}

    assert due("L14", D(2026, 7, 1), calendar).nominal == D(2026, 7, 21)
    assert due("T22", D(2026, 9, 30), calendar).nominal == D(2026, 10, 20)


def test_the_office_may_set_how_often_a_leader_receives(settings):
    settings.RULE_OVERRIDES = {"L42a": 2}

    assert (how_often("L42a").times, how_often("L42b").times) == (2, 1)


@pytest.mark.parametrize("times", [0, -1])
def test_how_often_is_positive(settings, times):
    settings.RULE_OVERRIDES = {"L42c": times}

    with pytest.raises(ImproperlyConfigured, match="要写正整数"):
        how_often("L42a")


@pytest.mark.parametrize("rule_id", [rule_id for rule_id in RULES if rule_id not in PROPOSALS] + ["L99"])
def test_the_office_may_not_set_the_law_s_numbers(settings, rule_id):
    settings.RULE_OVERRIDES = {rule_id: 20}

    with pytest.raises(ImproperlyConfigured, match=f"RULE_OVERRIDES 不能改 {rule_id}"):
        check_overrides()


def test_an_office_that_sets_a_number_of_the_law_does_not_start(settings):
    settings.RULE_OVERRIDES = {"L17": 90}

    with pytest.raises(ImproperlyConfigured):
        apps.get_app_config("cases").ready()


@pytest.mark.parametrize("length", [0, -3])
def test_a_set_number_is_positive(settings, length):
    settings.RULE_OVERRIDES = {"L14": length}

    with pytest.raises(ImproperlyConfigured, match="要写正整数"):
        find("L14")


def test_the_roll_to_the_next_workday_is_a_setting(calendar, settings):
    settings.ROLL_LEGAL_END = False

    answer = due("L17", D(2026, 8, 3), calendar)

    assert (answer.nominal, answer.legal_end, answer.target) == (D(2026, 10, 2), D(2026, 10, 2), D(2026, 9, 30))


def test_judicial_confirmation_rolls_by_law_whatever_the_setting(calendar, settings):
    settings.ROLL_LEGAL_END = False

    assert due("M18", D(2026, 9, 2), calendar).legal_end == D(2026, 10, 8)


def test_a_rule_that_is_none_is_refused_with_those_that_are():
    with pytest.raises(RuleRefuses) as refusal:
        find("L99")

    assert str(refusal.value).startswith("没有“L99”这条规则。现有：L01、L02、L03、")


# ---------- what explains the day ----------


def test_the_steps_say_why_it_is_8_october(calendar):
    answer = due("L17", D(2026, 8, 3), calendar)

    assert [(step.day, step.title, step.explanation, step.kind) for step in answer.steps] == [
        (D(2026, 8, 3), "8月3日 受理", "当天不算，从 8月4日起数", StepKind.START),
        (D(2026, 10, 2), "加 60 日", "按自然日，条例第三十四条，数到 10月2日", StepKind.COUNT),
        (
            D(2026, 10, 2),
            "10月2日 放假",
            "国庆节，10月1日至10月7日。最后一天逢假，顺延到节后第一个工作日",
            StepKind.ROLL,
        ),
        (D(2026, 10, 8), "10月8日 周四", "法定最后一天，当天 24:00 前都算如期", StepKind.LEGAL_END),
        (
            D(2026, 9, 30),
            "9月30日 周三",
            "内控日：放假前最后一个工作日。这是本单位自定的，不改变法定期限",
            StepKind.TARGET,
        ),
    ]


def test_an_extension_is_a_step_of_its_own_from_the_nominal_day(calendar):
    answer = due("L17", D(2026, 8, 3), calendar, extended_by=30)

    assert kinds(answer) == [
        StepKind.START,
        StepKind.COUNT,
        StepKind.EXTENSION,
        StepKind.ROLL,
        StepKind.LEGAL_END,
        StepKind.TARGET,
    ]
    assert answer.steps[2].explanation == "条例第三十四条，从 10月2日接着数，到 11月1日"
    assert answer.steps[3].explanation.startswith("休息日")


def test_another_year_is_named(calendar):
    assert due("L05", D(2026, 12, 25), calendar).steps[1].explanation.endswith("数到 2027年1月4日")


@pytest.mark.parametrize("rule_id", COUNTED_IN_DAYS)
def test_every_rule_explains_itself_from_its_start_to_its_end(calendar, rule_id):
    answer = due(rule_id, D(2026, 8, 3), calendar)

    assert answer.steps[0].day == D(2026, 8, 3)
    assert str(RULES[rule_id].starts) in answer.steps[0].title
    assert [step.day for step in answer.steps if step.kind == StepKind.LEGAL_END] == [answer.legal_end]
    assert [step.day for step in answer.steps if step.kind == StepKind.TARGET] == [answer.target]
    assert all("%(" not in step.explanation + step.title for step in answer.steps)


def test_the_steps_can_be_said_in_english(calendar):
    with translation.override("en"):
        for rule_id in COUNTED_IN_DAYS:
            due(rule_id, D(2026, 8, 3), calendar)


# ---------- a calendar that changes ----------


def test_a_running_term_in_workdays_is_counted_again_when_the_calendar_changes(calendar):
    new = calendar.changed([Day(D(2026, 10, 9), DayKind.HOLIDAY, "国庆节")])

    answer = recount(RULES["L05"], D(2026, 9, 30), D(2026, 10, 13), calendar, new)

    assert answer.legal_end == D(2026, 10, 14)


def test_a_running_term_in_days_keeps_its_nominal_day_when_the_calendar_changes(calendar):
    new = calendar.changed([Day(D(2026, 10, 8), DayKind.HOLIDAY, "国庆节")])

    answer = recount(RULES["L17"], D(2026, 8, 3), D(2026, 10, 2), calendar, new)

    assert (answer.nominal, answer.legal_end, answer.target) == (D(2026, 10, 2), D(2026, 10, 9), D(2026, 9, 30))


def test_a_running_term_keeps_the_length_it_started_with(calendar, settings):
    started_with_five = due("T22", D(2026, 9, 30), calendar).nominal
    settings.RULE_OVERRIDES = {"T22": 10}

    assert recount(find("T22"), D(2026, 9, 30), started_with_five, calendar, calendar).nominal == started_with_five


def test_a_clearing_target_at_the_end_of_the_month_stays_there_when_a_day_is_lost(calendar):
    new = calendar.changed([Day(D(2026, 9, 21), DayKind.HOLIDAY, "本地假日")])

    assert recount(RULES["T22"], D(2026, 9, 15), D(2026, 9, 30), calendar, new).nominal == D(2026, 9, 30)


@pytest.mark.parametrize("rule_id", COUNTED_IN_DAYS)
@pytest.mark.parametrize("start", [D(2026, 2, 12), D(2026, 8, 3), D(2026, 9, 30), D(2026, 10, 17)])
def test_nothing_moves_when_the_calendar_stays(calendar, rule_id, start):
    answer = due(rule_id, start, calendar)

    again = recount(RULES[rule_id], start, answer.nominal, calendar, calendar)

    assert (again.nominal, again.legal_end, again.target) == (answer.nominal, answer.legal_end, answer.target)


# ---------- properties ----------

starts = st.dates(min_value=D(2024, 3, 1), max_value=D(2029, 6, 30))


@for_all(st.sampled_from(PERIODS), starts)
def test_a_term_ends_on_a_workday_not_before_its_count_and_is_aimed_at_not_after_it(rule_id, start):
    answer = due(rule_id, start, CALENDAR)

    assert CALENDAR.is_workday(answer.legal_end)
    assert start <= answer.target <= answer.nominal <= answer.legal_end
    assert CALENDAR.is_workday(answer.target) or answer.target == start
    off = (answer.nominal + timedelta(days=n) for n in range((answer.legal_end - answer.nominal).days))
    assert not any(CALENDAR.is_workday(day) for day in off)


@for_all(starts, st.integers(min_value=1, max_value=60))
def test_working_days_are_counted_as_by_hand(start, count):
    day, left = start, count
    while left:
        day += timedelta(days=1)
        left -= CALENDAR[day].kind in ("WORK", "MAKEUP_WORK")

    assert CALENDAR.add_workdays(start, count) == day
    assert CALENDAR.workdays_between(start, day) == count


@for_all(st.sampled_from(["T22", "T23", "T25"]), starts)
def test_a_clearing_target_is_never_before_its_mark_and_lies_in_its_cohort(rule_id, start):
    answer = due(rule_id, start, CALENDAR)

    mark = D(start.year, 12, 31) if rule_id == "T23" else add_months(start.replace(day=1), 1) - timedelta(days=1)
    assert answer.nominal == answer.legal_end >= mark
    assert answer.cohort <= answer.nominal
    assert answer.cohort.year == answer.nominal.year
    assert rule_id == "T23" or answer.cohort.month == answer.nominal.month


@for_all(starts, st.integers(min_value=0, max_value=30))
def test_a_longer_extension_never_ends_earlier(start, days):
    shorter = due("L17", start, CALENDAR, extended_by=max(days - 1, 0))

    assert shorter.legal_end <= due("L17", start, CALENDAR, extended_by=days).legal_end


# ---------- the table itself ----------


def test_every_row_is_found_under_its_own_id():
    assert all(rule.id == rule_id for rule_id, rule in RULES.items())


def test_the_rows_of_the_handbook_that_have_a_number_are_all_here():
    law = {"L02": 15, "L03": 15, "L04": 15, "L05": 5, "L16a": 2, "L17": 60, "L22": 30, "L23": 30, "L24": 30, "L25": 30}
    law |= {"L35": 30, "M18": 30}
    own = {"L01": 0, "L07a": 15, "L07c": 15, "L08": 5, "L09": 1, "L09b": 4, "L14": 30, "L33": 30, "M03": 3, "MED": 30}
    own |= {"M16": 3}
    own |= {"L13": 1, "R10": 5, "F46": None, "F48": None, "F49": None, "F52": None, "F8": None}
    own |= {"F23": None, "F23b": None, "F36": None, "F47": None, "F28": None}
    own |= {"F10": None, "F58": None, "K23": None, "F3": None}
    own |= {"L31": 3, "L32": 10, "L34": 3, "F22": 24, "F33": 5, "F40": 1, "F57": 30, "K22": 3}
    own |= {"T22": 5, "T23": 60, "T24": 12, "T25": 5, "T26": 90}

    assert {rule.id: rule.length for rule in RULES.values() if rule.length is not None and not rule.proposal} == law
    assert {rule.id: rule.length for rule in RULES.values() if rule.proposal} == own


def test_working_days_are_where_the_law_or_the_office_says_so():
    assert {rule.id for rule in RULES.values() if rule.unit == Unit.WORKING} == {
        *("L13", "R10", "L05", "L31", "L32", "L34", "L08", "M03", "M16", "F33", "F40", "K22", "T22", "T25"),
    }


def test_the_page_of_rules_says_what_the_code_does_and_nothing_else():
    page = (project.BASE_DIR / "docs" / "rules.md").read_text(encoding="utf-8")
    tables = re.findall(r"\| 编号 \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", page)
    written = {
        tuple(cell.strip() for cell in line.strip("|\n").split("|")) for table in tables for line in table.splitlines()
    }

    assert written == {as_written(rule) for rule in RULES.values()}


def test_the_page_of_rules_says_of_every_row_of_the_handbook_whether_it_is_a_setting_and_why():
    page = (project.BASE_DIR / "docs" / "rules.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (L\d\d\w?) \| (law|paper|setting|record) \| (.+) \|$", page, re.MULTILINE)
    told = {row: what for row, what, _why in rows}
    wanted = {f"L{number:02}" for number in range(1, 47)} - {"L07"} | {"L07a", "L07b", "L07c", "L16a"}

    assert set(told) == wanted and len(rows) == len(wanted)
    counted = {
        rule.id: "setting" if rule.proposal else "paper" if rule.length is None else "law"
        for rule in RULES.values()
        if rule.id in wanted
    }
    assert {row: what for row, what in told.items() if what != "record"} == counted | {"L18": "law", "L42": "setting"}


def test_the_page_of_rules_says_how_often_a_leader_receives_reads_and_goes_down():
    page = (project.BASE_DIR / "docs" / "rules.md").read_text(encoding="utf-8")
    written = re.findall(r"^\| (L42\w) \| (.+?) \| (.+?) \| .+ \| (.+?) \|$", page, re.MULTILINE)

    assert written == [
        (one.id, str(one.title), f"{one.times} {one.unit}", str(one.source)) for one in FREQUENCIES.values()
    ]


def as_written(rule):
    allowed = []
    if rule.extend_up_to:
        allowed.append(f"可延 {rule.extend_up_to} 日，{rule.extend_times} 次")
    if rule.pause:
        most = f"，每次至多 {rule.pause_up_to} 日" if rule.pause_up_to else ""
        allowed.append(f"扣除{rule.pause}{most}")
    if rule.not_before:
        allowed.append(f"不早于{rule.not_before.label}")
    whose = "自定" if rule.proposal else "来文" if rule.length is None else "法定"
    return (
        rule.id,
        str(rule.title),
        rule.length_text,
        str(rule.starts),
        str(rule.who),
        str(rule.document) or "—",
        whose,
        "；".join(allowed) or "—",
        str(rule.source),
    )
