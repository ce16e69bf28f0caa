"""The list of cases: what stands in it, in which order, for whom, and at what price."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.counting import Among, capped_counts
from cases.models import Case, Deadline, Ownership, SavedView
from cases.paging import Place, page_of_ids
from officials.models import Role
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "/cases/"


@pytest.fixture
def director():
    return factories.official(Role.OD, name="周建国")


@pytest.fixture
def clerk():
    return factories.official(Role.RC, name="王敏")


@pytest.fixture
def desk(sign_in, director):
    return sign_in(director)


def due_on(case, day, kind=Deadline.Kind.STATUTORY, rule="L17"):
    Deadline.objects.create(
        case=case,
        kind=kind,
        rule=rule,
        label="处理意见",
        started_on=day - timedelta(days=30),
        nominal_on=day,
        legal_end_on=day,
        target_on=day,
    )
    Deadline.objects.refresh_tightest(case)


def without_clock(clerk, **fields):
    case = factories.case(clerk, **fields)
    Deadline.objects.end_all(case, on=timezone.localdate(), reason="试")
    return case


def test_the_tightest_legal_day_stands_first_and_the_newest_follow(desk, clerk):
    quiet_old = without_clock(clerk, statement="路灯坏了一排。")
    quiet_new = without_clock(clerk, statement="垃圾桶太少。")
    later = without_clock(clerk, statement="棋牌室深夜吵。")
    late = without_clock(clerk, statement="油烟直排。")
    today = timezone.localdate()
    due_on(later, today + timedelta(days=9))
    due_on(late, today - timedelta(days=2))

    page = desk.get(LIST)

    assert [case.pk for case in page.context["cases"]] == [late.pk, later.pk, quiet_new.pk, quiet_old.pk]


def test_an_internal_target_never_moves_a_case_up(desk, clerk):
    target_only = without_clock(clerk, statement="停车难。")
    newest = without_clock(clerk, statement="树枝挡窗。")
    due_on(target_only, timezone.localdate() - timedelta(days=40), kind=Deadline.Kind.CLEARING, rule="T22")

    page = desk.get(LIST)

    assert [case.pk for case in page.context["cases"]] == [newest.pk, target_only.pk]
    assert [case.pk for case in desk.get(LIST, {"view": "target"}).context["cases"]] == [target_only.pk]


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)])
def test_a_case_is_late_the_day_after_its_last_day(clerk, director, days, late):
    case = without_clock(clerk)
    due_on(case, date(2026, 10, 8))

    found = Case.objects.visible_to(director).legally_late(date(2026, 10, 8) + timedelta(days=days))

    assert list(found) == ([case] if late else [])


def test_pages_by_key_meet_every_case_once_in_both_directions(clerk, director):
    today = timezone.localdate()
    for number in range(7):
        case = without_clock(clerk, statement=f"第{number}件。")
        if number % 2:
            due_on(case, today + timedelta(days=number // 3))
    cases = Case.objects.visible_to(director)
    expected = list(cases.tightest_first().values_list("pk", flat=True))

    forwards, place, places = [], None, []
    while True:
        ids, _previous, place = page_of_ids(cases, after=place, size=2)
        forwards.append(ids)
        if place is None:
            break
        places.append(place)
    assert [pk for ids in forwards for pk in ids] == expected

    first_of_last = forwards[-1][0]
    last = Case.objects.get(pk=first_of_last)
    back, _previous, _next = page_of_ids(cases, before=Place(last.next_legal_on, last.pk), size=2)
    assert back == forwards[-2]


@pytest.mark.parametrize("text", ["", "x", "2026-13-40_5", "_abc", "_-3", "_" + "9" * 30, "2026-01-01"])
def test_a_spoilt_place_in_the_address_is_page_one(desk, clerk, text):
    case = without_clock(clerk)

    page = desk.get(LIST, {"after": text, "before": ""})

    assert page.status_code == 200
    assert [row.pk for row in page.context["cases"]] == ([case.pk])


def test_counts_stop_at_the_cap(clerk, director):
    for number in range(4):
        without_clock(clerk, statement=f"第{number}件。")

    counts = capped_counts({"all": Case.objects.visible_to(director), "none": Case.objects.none()}, cap=2)

    assert counts == {"all": 3, "none": 0}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"channel": "LETTER"}, {"letter"}),
        ({"level": "GENERAL"}, set()),
        ({"age": "backlog"}, {"old"}),
        ({"age": "new"}, {"letter"}),
        ({"q": "油烟"}, {"letter"}),
        ({"q": "没有人写过"}, set()),
        ({"view": "mass"}, {"old"}),
        ({"view": "untriaged"}, {"letter", "old"}),
        ({"due": "late"}, {"old"}),
        ({"received_from": "+1"}, set()),
        ({"received_to": "今天"}, {"letter", "old"}),
    ],
)
def test_filters_narrow_the_list(desk, clerk, query, expected):
    letter = without_clock(clerk, statement="沿街餐饮油烟直排。", channel=Case.Channel.LETTER)
    old = without_clock(clerk, statement="产权登记历史遗留。", people_affected=64)
    Case.objects.filter(pk=old.pk).update(is_backlog=True, backlog_rule="一年未结")
    due_on(old, timezone.localdate() - timedelta(days=1))
    names = {letter.pk: "letter", old.pk: "old"}

    page = desk.get(LIST, query)

    assert {names[case.pk] for case in page.context["cases"]} == expected


def test_an_impossible_day_is_refused_in_words_and_kept(desk):
    page = desk.get(LIST, {"received_from": "2月30日"})

    assert page.status_code == 422
    assert "日历上没有" in page.content.decode()
    assert 'value="2月30日"' in page.content.decode()


def test_the_list_costs_the_same_with_three_and_with_thirty_rows(desk, clerk, queries_of):
    for number in range(3):
        without_clock(clerk, statement=f"第{number}件漏水。")
    desk.get(LIST)
    few = queries_of(lambda: desk.get(LIST, {"q": "漏水"}))
    for number in range(27):
        case = without_clock(clerk, statement=f"又{number}件漏水。")
        due_on(case, timezone.localdate())

    many = queries_of(lambda: desk.get(LIST, {"q": "漏水"}))

    assert len(many) == len(few)
    assert len(many) <= 12


def test_a_sealed_case_is_in_no_view_but_its_readers_own(desk, clerk, director):
    ordinary = without_clock(clerk, statement="路灯坏了。")
    sealed = factories.case(clerk, statement="举报工程发包。", purpose="ACCUSATION")

    for view in ["open", "all", "untriaged", "late"]:
        assert sealed.pk not in [case.pk for case in desk.get(LIST, {"view": view}).context["cases"]]
    page = desk.get(LIST)
    assert [case.pk for case in page.context["cases"]] == [ordinary.pk]
    assert [case.pk for case in desk.get(LIST, {"view": "sealed"}).context["cases"]] == [sealed.pk]


@pytest.mark.parametrize(("many", "shown"), [(2, None), (3, 3)])
def test_fewer_than_three_sealed_cases_are_told_of_without_a_number(desk, clerk, many, shown):
    for accusation in range(many):
        factories.case(clerk, statement=f"举报第{accusation}项工程。", purpose="ACCUSATION")

    tabs = {tab["address"]: tab["count"] for tab in desk.get(LIST).context["tabs"]}
    page = desk.get(LIST, {"view": "sealed"})

    assert tabs[f"{LIST}?view=sealed"] == shown
    assert page.context["count"] == shown
    assert ("不足 3 件" in page.content.decode()) is (shown is None)


def test_views_are_saved_under_a_name_and_only_known_filters_are_kept(desk, director):
    answer = desk.post("/cases/views/", {"name": "油烟", "query": "q=%E6%B2%B9%E7%83%9F&view=all&after=_3&evil=1"})

    assert answer.status_code == 302
    view = SavedView.objects.get(official=director)
    assert view.query == "view=all&q=%E6%B2%B9%E7%83%9F"
    again = desk.post("/cases/views/", {"name": "油烟", "query": "view=all"})
    assert again.status_code == 422
    assert "同名" in again.content.decode()


def test_nobody_deletes_the_view_of_another(desk, clerk):
    view = SavedView.objects.create(official=clerk, name="我的", query="view=all")

    assert desk.post(f"/cases/views/{view.pk}/delete/").status_code == 404
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_a_leader_sees_what_is_owned_the_late_first(sign_in, clerk, director):
    leader = factories.official(Role.LO, name="陈志远")
    today = timezone.localdate()
    on_time, late, other = (without_clock(clerk, statement=text) for text in ("甲。", "乙。", "丙。"))
    due_on(on_time, today + timedelta(days=10))
    due_on(late, today - timedelta(days=1))
    for case in (on_time, late):
        Ownership.objects.create(case=case, leader=leader, since=today - timedelta(days=20), decided_by=director)

    page = sign_in(leader).get("/cases/leader/")

    assert [case.pk for case, _own in page.context["cards"]] == [late.pk, on_time.pk]
    assert page.context["law_late"] == 1
    assert page.context["cards"][0][1].quiet_days == 20
    assert other.title not in page.content.decode()


def test_what_is_counted_among_some_cases_knows_no_others(clerk, director):
    """The counts say nothing of whose cases they are: these are asked once, and hold in whatever is asked of them."""
    kept, other = (without_clock(clerk, statement=words) for words in ("楼道堆物。", "路灯不亮。"))
    for case in (kept, other):
        due_on(case, timezone.localdate() - timedelta(days=1))
    late = Case.objects.legally_late(timezone.localdate())
    within = Case.objects.filter(pk__in=Case.objects.values("pk"))

    def counted(rows):
        counts = {"late": late, "within": within, "none": Case.objects.none()}
        return capped_counts({"whole": late}, among=Among(rows, counts, {"first": (late.tightest_first(), 5)}))

    found = counted(Case.objects.filter(pk=kept.pk))

    assert found == {"whole": 2, "late": 1, "within": 1, "none": 0, "first": [kept.pk]}
    assert counted(Case.objects.none()) == {"whole": 2, "late": 0, "within": 0, "none": 0, "first": []}
