"""The figures of the month (5.1, 5.2): cohorts, comparisons, print, the sealed, the pages.

That each is right is said by `test_second_computation.py`.
"""

import re
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import timezone

from cases import figures
from cases.figures import FIGURES, PARTS, Comparison, Scope, Span, change, disclosed, lines, measure, printed
from cases.models import Case, Deadline
from disputes.models import Clue, ScreeningPlan, ScreeningTask
from officials.calendar import last_of
from officials.models import Role, Unit
from tests import factories

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
OCTOBER = date(2026, 10, 1)
COUNT, RATE, DAYS = FIGURES["K01"], FIGURES["K02"], FIGURES["K21.served.median"]


# ---------- 印 ----------
@pytest.mark.parametrize(
    ("figure", "value", "words"),
    [
        (COUNT, Fraction(128), "128"),
        (COUNT, Fraction(0), "0"),
        (RATE, Fraction(6, 7), "85.7%"),
        (RATE, Fraction(8565, 10000), "85.7%"),  # half up
        (RATE, Fraction(1), "100.0%"),
        (RATE, None, "—"),
        (DAYS, Fraction(25, 2), "12.5"),
    ],
)
def test_a_figure_is_rounded_once_half_up_and_of_nothing_there_is_none(figure, value, words):
    assert printed(figure, value) == words


@pytest.mark.parametrize(
    ("figure", "now", "base", "words"),
    [
        (COUNT, 9, 8, "+12.5%"),
        (COUNT, 7, 8, "-12.5%"),
        (COUNT, 8, 8, "0.0%"),
        (COUNT, 3, 0, "新增 3"),
        (COUNT, 0, 0, "—"),
        (RATE, Fraction(9, 10), Fraction(8, 10), "+10.0 个百分点"),
        (RATE, Fraction(8, 10), Fraction(9, 10), "-10.0 个百分点"),
        (RATE, None, Fraction(9, 10), "—"),
        (RATE, Fraction(9, 10), None, "—"),
        (DAYS, Fraction(10), Fraction(12), "-2.0 天"),
    ],
)
def test_counts_are_compared_in_percent_and_rates_in_points(figure, now, base, words):
    as_fraction = [None if value is None else Fraction(value) for value in (now, base)]
    assert change(figure, *as_fraction) == words


# ---------- 时段 ----------
def test_a_month_that_is_over_is_held_against_whole_months():
    spans = Comparison.of(OCTOBER, today=date(2026, 11, 1))
    assert spans.now == Span(OCTOBER, date(2026, 10, 31), date(2026, 10, 31))
    assert spans.before[:2] == (date(2026, 9, 1), date(2026, 9, 30))
    assert spans.year_before[:2] == (date(2025, 10, 1), date(2025, 10, 31))
    assert spans.so_far[:2] == (date(2026, 1, 1), date(2026, 10, 31))
    assert spans.so_far_before[:2] == (date(2025, 1, 1), date(2025, 10, 31))


def test_a_running_month_is_held_against_as_many_days_and_owes_nothing_of_today():
    spans = Comparison.of(OCTOBER, today=date(2026, 10, 12))
    assert spans.now == Span(OCTOBER, date(2026, 10, 12), date(2026, 10, 11))
    assert spans.before == Span(date(2026, 9, 1), date(2026, 9, 12), date(2026, 9, 11))
    assert spans.so_far_before[:2] == (date(2025, 1, 1), date(2025, 10, 12))


def test_the_31st_is_held_against_the_whole_of_a_shorter_month():
    assert Comparison.of(OCTOBER, today=date(2026, 10, 31)).before.last == date(2026, 9, 30)


def test_in_january_the_month_before_lies_in_the_last_year():
    spans = Comparison.of(date(2026, 1, 1))
    assert spans.before[:2] == (date(2025, 12, 1), date(2025, 12, 31))


# ---------- 封存 ----------
@pytest.mark.parametrize(
    ("cells", "told", "rest"),
    [
        ({"a": 4}, {}, 0),  # fewer than five in all are not told of
        ({"a": 5}, {"a": 5}, 0),
        ({"a": 2, "b": 2}, {}, 0),
        ({"a": 3, "b": 2}, {}, 5),  # small cells stand together
        ({"a": 9, "b": 3, "c": 2}, {"a": 9}, 5),
        ({"a": 9, "b": 6, "c": 1}, {"a": 9}, 7),  # the rest would be one: the smallest cell joins it
    ],
)
def test_sealed_matters_enter_a_cell_only_where_there_are_five(cells, told, rest):
    assert disclosed(cells) == (told, rest)


def test_a_sealed_matter_is_in_no_figure_and_five_are_in_the_total():
    by = factories.official(Role.RC)
    for _number in range(2):
        factories.case(by)
    accused = [factories.case(by, respondent="某科员", purpose="ACCUSATION") for _number in range(4)]
    assert all(case.is_sealed for case in Case.objects.filter(pk__in=[case.pk for case in accused]))
    assert of_this_month("K01.cases") == 2
    factories.case(by, respondent="某科员", purpose="ACCUSATION")
    assert of_this_month("K01.cases") == 7


def of_this_month(part, **scope):
    today = timezone.localdate()
    span = Span.of(today.replace(day=1), last_of(today.replace(day=1)), today)
    [tallies] = figures.told([PARTS[part]], [span], Scope(**scope))
    return tallies[part].get("", figures.EMPTY).all


# ---------- 范围 ----------
def test_a_figure_is_narrowed_by_unit_community_category_and_channel():
    handler = factories.official(Role.HD, at=factories.section())
    garden, lane = factories.community(), factories.community("汤巷社区")
    one = factories.triaged(factories.complete(factories.case(channel="LETTER"), at=garden), handler=handler)
    other = factories.complete(factories.case(), at=lane)
    category = one.category
    assert of_this_month("K01.cases") == 2
    assert of_this_month("K01.cases", unit=handler.unit.pk) == 1
    assert of_this_month("K01.cases", community=lane.pk) == 1
    assert of_this_month("K01.cases", channel="LETTER") == 1
    assert of_this_month("K01.cases", category=category.pk) == 2
    assert of_this_month("K01.cases", category=category.parent_id) == 2, "a category covers those below it"
    assert other.community == lane


def test_what_knows_nothing_of_a_scope_has_no_figure_there():
    span = Span.of(OCTOBER, last_of(OCTOBER))
    assert measure([PARTS["K18.planned"]], [span], Scope(community=1)) == [{}]


def screened(unit, reported):
    day = OCTOBER.replace(day=9)
    plan = ScreeningPlan.objects.create(
        kind="DAILY",
        name="汛期",
        frequency="DAILY",
        first_on=day,
        last_on=day,
        planned_on=day,
        planned_by=factories.official(Role.OD),
    )
    clock = Deadline.objects.create(
        kind="TASK", rule="F10", label="排查", started_on=day, nominal_on=day, legal_end_on=day, target_on=day
    )
    given = {"result": "NOTHING", "reported_on": day, "reported_at": timezone.now()} if reported else {}
    given |= {"reported_by": factories.official(Role.GW)} if reported else {}
    ScreeningTask.objects.create(
        plan=plan, unit=unit, rhythm="DAILY", for_on=day, due_on=day, opened_on=day, deadline=clock, **given
    )


def test_reports_of_screening_are_of_the_community_and_of_its_grids():
    garden, lane = factories.community(), factories.community("汤巷社区")
    grid = factories.unit("第一网格", Unit.Kind.GRID, garden)
    screened(garden, True), screened(grid, False), screened(lane, True)

    def rate(**scope):
        [line] = lines([FIGURES["K19.reports"]], Comparison.of(OCTOBER), Scope(**scope))
        return line.now.kept, line.now.whole

    assert rate() == (2, 3)
    assert (rate(community=garden.pk), rate(community=lane.pk)) == ((1, 2), (1, 1))
    assert rate(unit=grid.pk) == (0, 1)


def test_clues_are_of_their_community_and_of_the_unit_that_settles_them():
    garden, section = factories.community(), factories.section()
    director, day = factories.official(Role.OD), OCTOBER
    said = {
        "facts": "噪声",
        "place": "三幢",
        "kind": "NOISE",
        "urgency": "WEEK",
        "raised_by": director,
        "raised_on": day,
    }
    for unit in (garden, section, section):
        clue = Clue.objects.create(community=garden, **said)
        clue.answer_with("CONFIRMED", unit=unit, by=director, on=day)
    clue.settle("停了", by=director, on=day)

    def rate(**scope):
        [line] = lines([FIGURES["K19"]], Comparison.of(OCTOBER), Scope(**scope))
        return line.now.kept, line.now.whole

    assert (rate(), rate(community=garden.pk), rate(unit=section.pk)) == ((1, 3), (1, 3), (1, 2))
    assert rate(unit=garden.pk) == (0, 1)


def test_what_cannot_be_narrowed_says_why_it_has_no_number(sign_in):
    unit, garden = factories.section(), factories.community()
    client = sign_in(factories.official(Role.OD))

    def why(**scope):
        page = client.get(reverse("reports:dashboard"), scope)
        told = {line.figure.id: line.why_none for _heading, of in page.context["groups"] for line in of}
        return page.content.decode(), told

    page, told = why(unit=unit.pk)
    assert told["K18.planned"] == "这一项不分承办单位，去掉这个条件再看"
    assert told["K18.planned"] in page
    assert told["K19"] == told["K19.reports"] == told["K23"] == told["K01.cases"] == ""
    _page, told = why(unit=unit.pk, community=garden.pk, channel="LETTER")
    assert told["K18.planned"] == "这一项不分承办单位、属地、信访形式，去掉这个条件再看"
    assert told["K19"] == "这一项不分信访形式，去掉这个条件再看"
    assert not any(why()[1].values())


def test_tasks_of_the_meeting_are_of_the_unit_that_answers_for_them():
    parts = [PARTS["K23"]]
    span = Span.of(OCTOBER, last_of(OCTOBER))
    assert measure(parts, [span], Scope(unit=factories.section().pk)) == [{"K23": {}}]


def test_periods_that_lie_in_each_other_are_counted_by_one_scan_each_with_its_first_and_last_day():
    for day in (1, 1, 15, 31):
        factories.case(received_at=timezone.make_aware(timezone.datetime(2026, 10, day, 23, 30)))
    days = [(1, 1), (1, 31), (2, 31), (15, 15), (16, 30)]
    spans = [Span.of(OCTOBER.replace(day=first), OCTOBER.replace(day=last)) for first, last in days]
    counts = [found["K01.cases"].get("", figures.EMPTY).whole for found in measure([PARTS["K01.cases"]], spans)]
    assert counts == [2, 4, 2, 1, 0]


def test_all_figures_of_a_month_cost_one_statement_however_many_rows(django_assert_num_queries):
    for _number in range(3):
        factories.triaged()
    with django_assert_num_queries(1):
        found = lines(figures.in_order(), Comparison.of(OCTOBER))
    assert len(found) == len(FIGURES)


# ---------- 页面 ----------
def test_every_number_opens_its_records_and_names_only_what_one_may_see(sign_in):
    director = factories.official(Role.OD)
    case = factories.triaged()
    client = sign_in(director)
    page = client.get(reverse("reports:dashboard"))
    assert page.status_code == 200
    url = reverse("reports:records", args=["K01.cases"])
    assert url in page.content.decode()
    assert case.number in client.get(url).content.decode()
    for part in PARTS:
        assert client.get(reverse("reports:records", args=[part])).status_code == 200, part
    assert client.get(reverse("reports:records", args=["K99"])).status_code == 404


def test_what_was_missed_stands_first_however_many_were_kept(sign_in, monkeypatch):
    monkeypatch.setattr("disputes.views.report.SHOWN", 2)
    first, last = date(2026, 9, 1), date(2026, 9, 28)
    late = None
    for day in (first, first + DAY, last):
        case = factories.triaged()
        Deadline.objects.filter(case=case, rule="L17").delete()
        ended = None if day == last else day
        late = Deadline.objects.create(
            case=case,
            kind="STATUTORY",
            rule="L17",
            label="环节",
            started_on=date(2026, 7, 1),
            nominal_on=day,
            legal_end_on=day,
            target_on=day,
            ended_on=ended,
            end_reason="已办" if ended else "",
        )
    url = reverse("reports:records", args=["K03"])
    rows = sign_in(factories.official(Role.OD)).get(url, {"month": "2026-09"}).context["rows"]
    assert [row["is_kept"] for row in rows] == [False, True]
    assert rows[0]["name"] == late.case.number


def test_a_handler_reads_the_figures_of_his_own_unit_alone(sign_in):
    other = factories.official(Role.HD, at=factories.section(name="社会事务科"))
    handler = factories.official(Role.HD, at=factories.section())
    case = factories.triaged(handler=other)
    client = sign_in(handler)
    shown = client.get(reverse("reports:dashboard"), {"unit": other.unit.pk}).context["scope"]
    assert shown.unit == handler.unit.pk
    page = client.get(reverse("reports:records", args=["K01.cases"]), {"unit": other.unit.pk})
    assert case.number not in page.content.decode()


@pytest.mark.parametrize("role", [Role.RC, Role.HD, Role.MD, Role.SV])
def test_no_figure_and_no_record_offers_a_page_that_would_be_refused(role, sign_in):
    factories.triaged()
    client = sign_in(factories.official(role))
    addresses = [reverse("reports:dashboard"), reverse("reports:records", args=["K01"])]
    offered = {
        url for address in addresses for url in re.findall(r'href="(/[^"?#]+)', client.get(address).content.decode())
    }

    assert {url: status for url in offered if (status := client.get(url).status_code) == 403} == {}


def test_the_table_counts_each_matter_once_with_both_comparisons():
    case = factories.triaged()
    today = timezone.localdate()
    rows = figures.cube(Comparison.of(today.replace(day=1), today))
    assert [(row["stage"], row["now"], row["before"]) for row in rows] == [(case.stage, 1, 0)]
    assert rows[0]["month_on_month"] == "新增 1"
