"""The director's board: what nobody has in hand, who has how many, and several handed over at once (F36, F40)."""

import pytest
from django.utils import timezone

from cases.models import Case, Handover, Party
from officials.models import Role
from tests import factories

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
