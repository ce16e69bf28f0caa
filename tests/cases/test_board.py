"""The director's board: what nobody has in hand, who has how many, and several handed over at once (F36, F40)."""

import pytest
from django.utils import timezone

from cases.models import Case, Handover, Party
from officials.models import Role
from tests import factories
from tests.browsing import form_of
from tests.disputes import stories

pytestmark = pytest.mark.django_db

BOARD, HAND = "/cases/board/", "/cases/board/handover/"


@pytest.fixture
def director(db):
    return factories.official(Role.OD)


@pytest.fixture
def section(db):
    return factories.section()


def post_of(official):
    return official.postings.get(role=Role.HD).pk


def groups(page):
    return {group["name"]: [case.number for case in group["cases"]] for group in page.context["groups"]}


def unassigned(handler):
    case = factories.triaged(handler=handler)
    Case.objects.filter(pk=case.pk).update(handler=None)
    return Case.objects.get(pk=case.pk)


def test_each_case_stands_in_the_column_that_says_what_it_lacks(sign_in, director, section):
    handler = factories.official(Role.HD, at=section)
    fresh = factories.case()
    nobody = unassigned(handler)
    hard = factories.triaged(handler=handler, level=Case.Level.HARD)

    shown = groups(sign_in(director).get(BOARD))

    assert (shown["untriaged"], shown["unassigned"], shown["unowned"]) == (
        [fresh.number],
        [nobody.number],
        [hard.number],
    )
    assert (shown["urgent"], shown["objected"]) == ([], [])


def test_who_has_how_many_and_how_late(sign_in, director, section):
    handler, other = (factories.official(Role.HD, at=section, name=name) for name in ("李强", "何静"))
    for _number in range(2):
        factories.triaged(handler=handler)
    late = factories.triaged(handler=other)
    Case.objects.filter(pk=late.pk).update(next_legal_on=timezone.localdate() - timezone.timedelta(days=1))

    (row,) = sign_in(director).get(BOARD).context["workload"]

    assert {one["who"]: one["numbers"][:2] for one in row["people"]} == {"李强": [2, 0], "何静": [1, 1]}
    assert row["numbers"][:2] == [3, 1]


def test_several_go_to_one_handler_after_a_look_at_the_list(sign_in, director, section):
    giver, taker = (factories.official(Role.HD, at=section) for _one in range(2))
    cases = [unassigned(giver) for _number in range(2)]
    client, asked = sign_in(director), {"case": [case.number for case in cases], "post": post_of(taker)}

    page = client.get(HAND, asked)
    assert [case.number for case, _why in page.context["form"].going] == asked["case"]
    assert not Handover.objects.filter(receiver=taker).exists()
    answer = client.post(HAND, asked | {"reason": "分工调整"})

    assert answer.status_code == 302
    assert Handover.objects.waiting().filter(receiver=taker).count() == 2
    assert set(Case.objects.values_list("handler", flat=True)) == {taker.pk}


def test_what_cannot_go_to_him_stays_and_says_why(sign_in, director, section):
    giver, taker = factories.official(Role.HD, at=section), factories.official(Role.HD, at=section)
    good, accused, raw, his = unassigned(giver), unassigned(giver), factories.case(), factories.triaged(handler=taker)
    Party.objects.create(case=accused, role=Party.Role.RESPONDENT, name="某人", official=taker)
    numbers = [case.number for case in (good, accused, raw, his)]
    client, asked = sign_in(director), {"case": numbers, "post": post_of(taker)}

    page = client.get(HAND, asked)
    client.post(HAND, asked | {"reason": "分工调整"})

    assert {case.number for case, _why in page.context["form"].staying} == {accused.number, raw.number, his.number}
    assert list(Handover.objects.waiting().filter(receiver=taker, case=good)) != []
    assert not Handover.objects.filter(receiver=taker, case__in=[accused, raw]).exists()


def test_nothing_is_handed_on_without_a_reason(sign_in, director, section):
    giver, taker = (factories.official(Role.HD, at=section) for _one in range(2))
    case = unassigned(giver)

    page = sign_in(director).post(HAND, {"case": case.number, "post": post_of(taker), "reason": ""})

    assert page.status_code == 422 and "请写移交的理由" in page.content.decode()
    assert not Handover.objects.filter(receiver=taker).exists()


@pytest.mark.parametrize("asked", [{}, {"case": "x"}, {"post": "1"}, {"case": "x", "post": "9" * 30}], ids=str)
def test_who_chose_nothing_is_sent_back_to_the_board(sign_in, director, asked):
    answer = sign_in(director).get(HAND, asked)
    assert answer.status_code == 302 and answer["Location"] == BOARD


def test_sealed_cases_are_neither_on_the_board_nor_handed_on_from_it(sign_in, director, section):
    giver, taker = (factories.official(Role.HD, at=section) for _one in range(2))
    case = unassigned(giver)
    case.seal(by=director, readers=[director, taker], reason="检举控告")
    client = sign_in(director)

    assert case.number not in client.get(BOARD).content.decode()
    assert client.get(HAND, {"case": case.number, "post": post_of(taker)}).status_code == 302


def test_the_board_asks_no_more_with_many_cases(sign_in, director, section, queries_of):
    client, handler = sign_in(director), factories.official(Role.HD, at=section)
    unassigned(handler)
    client.get(BOARD)
    few = queries_of(lambda: client.get(BOARD))
    for _number in range(5):
        unassigned(handler), factories.case(), factories.triaged(handler=handler, level=Case.Level.HARD)
    many = queries_of(lambda: client.get(BOARD))
    assert len(many) <= len(few) + 1 and len(many) <= 15, "\n".join(many)


# ---------- 从任何一处勾选 ----------
def test_the_list_lets_the_director_tick_and_nobody_else(sign_in, director, section):
    case = unassigned(factories.official(Role.HD, at=section))
    tick = f'type="checkbox" name="case" value="{case.number}"'

    assert tick in sign_in(director).get("/cases/?view=open").content.decode()
    whole = sign_in(director).get("/cases/?view=open&pick=1").content.decode()
    assert f"{tick} checked" in whole
    for role in (Role.SV, Role.HO):
        assert tick not in sign_in(factories.official(role)).get("/cases/?view=open").content.decode()


def test_ticked_in_the_list_they_are_given_to_whom_is_asked_next_with_how_many_each_has(sign_in, director, section):
    giver, taker = factories.official(Role.HD, at=section), factories.official(Role.HD, at=section, name="李强")
    case, _his = unassigned(giver), factories.triaged(handler=taker)
    client, asked = sign_in(director), {"case": case.number, "back": "?view=unassigned"}

    page = client.get(HAND, asked)

    assert {post.official: post.in_hand for post in page.context["posts"]} == {giver: 0, taker: 1}
    assert "在办 1 件" in page.content.decode()
    done = client.post(f"{HAND}?back=%3Fview%3Dunassigned", asked | {"post": post_of(taker), "reason": "分工调整"})
    assert done["Location"] == "/cases/?view=unassigned"
    assert Handover.objects.waiting().filter(receiver=taker, case=case).exists()


def test_the_way_back_is_never_another_page(sign_in, director, section):
    case = unassigned(factories.official(Role.HD, at=section))

    page = sign_in(director).get(HAND, {"case": case.number, "back": "https://example.org/"})

    assert page.context["back_url"] == BOARD


def test_what_was_closed_or_hidden_meanwhile_is_named_and_what_is_too_many_counted(sign_in, director, section):
    giver = factories.official(Role.HD, at=section)
    cases = [unassigned(giver) for _one in range(2)]
    Case.objects.filter(pk=cases[1].pk).update(closed_on=timezone.localdate(), stage=Case.Stage.CLOSED)
    numbers = [case.number for case in cases]

    page = sign_in(director).get(HAND, {"case": [*numbers, *(f"X{number}" for number in range(60))]})

    assert numbers[1] in page.context["missing"] and page.context["too_many"] == 12


@pytest.mark.parametrize("is_moved", [True, False])
def test_where_a_case_went_on_since_the_list_nothing_is_handed_on_and_the_list_is_shown_anew(
    sign_in, director, section, is_moved
):
    giver, taker, other = (factories.official(Role.HD, at=section, name=name) for name in ("甲", "乙", "丙"))
    cases = [unassigned(giver) for _number in range(2)]
    client, asked = sign_in(director), {"case": [case.number for case in cases], "post": post_of(taker)}
    page = client.get(HAND, asked)
    seen = asked | {"was": [case.stamp for case, _why in page.context["form"].going], "reason": "分工调整"}
    if is_moved:
        Case.objects.filter(pk=cases[0].pk).update(handler=other)

    answer = client.post(HAND, seen)

    if is_moved:
        assert answer.status_code == 422 and "一件也没有移交" in answer.content.decode()
        assert not Handover.objects.filter(receiver=taker).exists()
        seen["was"] = [case.stamp for case, _why in answer.context["form"].going]
        assert client.post(HAND, seen).status_code == 302
    assert Handover.objects.waiting().filter(receiver=taker).count() == 2


def test_pressed_twice_they_are_handed_on_once(sign_in, director, section):
    giver, taker = (factories.official(Role.HD, at=section) for _one in range(2))
    case = unassigned(giver)
    client, asked = sign_in(director), {"case": case.number, "post": post_of(taker)}
    sent = form_of(client, f"{HAND}?case={case.number}&post={post_of(taker)}") | asked | {"reason": "分工调整"}

    assert {client.post(HAND, sent).status_code for _press in range(2)} == {302}
    assert Handover.objects.filter(receiver=taker).count() == 1


def test_looking_at_many_costs_as_much_as_at_one(sign_in, director, section, queries_of):
    giver, taker = (factories.official(Role.HD, at=section) for _one in range(2))
    client, numbers = sign_in(director), [unassigned(giver).number for _one in range(4)]
    client.get(HAND, {"case": numbers[:1], "post": post_of(taker)})
    one = len(queries_of(lambda: client.get(HAND, {"case": numbers[:1], "post": post_of(taker)})))

    assert len(queries_of(lambda: client.get(HAND, {"case": numbers, "post": post_of(taker)}))) == one


# ---------- 调解员 ----------
def test_each_mediator_with_how_many_are_open_and_how_many_ended_this_month(sign_in, director):
    busy, beside, idle = (stories.mediator(name=name) for name in ("甲", "乙", "丙"))
    files = [stories.accepted(stories.dispute(rights_told=True), by=busy) for _one in range(3)]
    files[0].mediators.create(official=beside, chosen_by="BOTH", since=timezone.localdate(), named_by=director)
    month = timezone.localdate().replace(day=1)
    for file, closed_on in ((files[1], month), (files[2], month - timezone.timedelta(days=1))):
        Case.objects.filter(pk=file.case_id).update(closed_on=closed_on, stage=Case.Stage.CLOSED)

    rows = {row["who"]: row for row in sign_in(director).get(BOARD).context["mediators"]}

    counted = {who: (row["open"], row["lead"], row["ended"]) for who, row in rows.items()}
    assert counted == {"甲": (1, 1, 1), "乙": (1, 0, 0), idle.name: (0, 0, 0)}
