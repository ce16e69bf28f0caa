"""What leaders received and where they went, as facts of sessions (K18): counted, by leader, each his own row."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.figures import FIGURES, Span, by_leader, measure, parts_of, read
from cases.models import Case, Closing
from disputes.report import session_words, sessions
from officials.models import Role
from reception.models import Occupation, Outreach, Reading, ReceptionDay, ReceptionDayChange, Room, Ticket
from tests import factories

pytestmark = pytest.mark.django_db

MONTH = Span.of(date(2026, 9, 1), date(2026, 9, 30))
DAY = timedelta(days=1)


def at(day, hour=9, month=9):
    return timezone.make_aware(timezone.datetime(2026, month, day, hour))


@pytest.fixture
def leader():
    return factories.official(Role.LO, name="陈志远")


@pytest.fixture
def other():
    return factories.official(Role.LO, name="林桂兰")


@pytest.fixture
def room():
    return Room.objects.create(name="领导接访室", kind=Room.Kind.LEADER, capacity=6)


def session(leader, room, day):
    when = {"since": at(day), "until": at(day, 11)}
    booking = Occupation.objects.create(room=room, purpose="RECEPTION_DAY", by=leader, kind="BOOKED", **when)
    return ReceptionDay.objects.create(
        leader=leader, room=room, slot_minutes=30, planned_by=leader, booking=booking, **when
    )


def talked(leader, day, hour=10, **fields):
    """A visitor whom `leader` received then."""
    case = factories.case(**fields)
    visit = case.visits.get()
    stamps = {name: at(day, hour) for name in ("arrived_at", "registered_at", "queued_at", "called_at", "started_at")}
    Ticket.objects.filter(visit=visit).delete()
    Ticket.objects.create(
        visit=visit,
        day=at(day).date(),
        kind="A",
        number=f"A{Ticket.objects.count():03}",
        seats=1,
        state="DONE",
        ended_at=at(day, hour),
        receiver=leader,
        **stamps,
    )
    return case


def went(leader, day, *cases, kind=Outreach.Kind.COMMUNITY, **fields):
    place = {"community": factories.community()} if kind == Outreach.Kind.COMMUNITY else {}
    given = {"kind": kind, "lead": leader, "purpose": "物业费", **place, **fields}
    visit = Outreach.objects.plan(by=leader, starts_at=at(day), cases=cases, **given)
    consent = {"consent_at": at(day, 8), "consent": "PHONE"} if kind == Outreach.Kind.HOME else {}
    Outreach.objects.filter(pk=visit.pk).update(state="DONE", started_at=at(day), outcome="说清了", **consent)
    return visit


def settled(case, day, outcomes=("SOLVED",), **fields):
    Closing.objects.create(
        case=case, round=case.round, on=day, by=case.first_receiver, outcomes=list(outcomes), **fields
    )


def counts(*names):
    wanted = [FIGURES[f"K18.{name}"] for name in names]
    [found] = measure(parts_of(wanted), [MONTH])
    return [read(figure, found).whole for figure in wanted]


def test_sessions_are_planned_held_left_replaced_or_called_off(leader, other, room):
    _held, _left, taken_over, off = (session(leader, room, day) for day in (2, 3, 4, 5))
    talked(leader, 2)
    ReceptionDay.objects.filter(pk=taken_over.pk).update(leader=other, held_at=at(4, 12), held_by=other)
    given = {"was_since": at(4), "was_until": at(4, 11), "was_leader": leader, "was_room": room}
    ReceptionDayChange.objects.create(day=taken_over, kind="REPLACED", reason="出差", by=leader, **given)
    ReceptionDay.objects.filter(pk=off.pk).update(cancelled_at=at(5, 8), booking=None)

    assert counts("planned", "held", "absent", "replaced", "cancelled") == [4, 2, 1, 1, 1]
    rows = by_leader(MONTH)
    assert [rows[str(leader.pk)][f"K18.{name}"] for name in ("held", "absent", "replaced", "cancelled")] == [
        1,
        1,
        1,
        1,
    ]
    assert [rows[str(other.pk)][f"K18.{name}"] for name in ("held", "absent", "replaced")] == [1, 0, 0]


def test_what_was_brought_to_a_session_counts_and_what_of_it_was_settled_by_the_end_of_the_month(leader, room):
    session(leader, room, 2)
    done, late, lawful = talked(leader, 2), talked(leader, 2), talked(leader, 2)
    settled(done, date(2026, 9, 30))
    settled(late, date(2026, 10, 1))
    settled(lawful, date(2026, 9, 9), ["LAW"], organ="区住建局", measure="处罚")

    assert counts("received", "settled") == [3, 1]


def test_what_was_opened_again_is_not_settled(leader, room):
    session(leader, room, 2)
    case = talked(leader, 2)
    settled(case, date(2026, 9, 9))
    Case.objects.filter(pk=case.pk).update(round=2)

    assert counts("received", "settled") == [1, 0]


def test_a_talk_outside_the_session_or_with_somebody_else_is_not_brought_to_it(leader, other, room):
    session(leader, room, 2)
    talked(leader, 2, hour=15), talked(other, 2), talked(leader, 3)

    assert counts("received") == [0]


def test_of_a_sealed_contact_nothing_is_told(leader, room):
    session(leader, room, 2)
    case = talked(leader, 2)
    case.visits.update(is_sealed=True)

    assert counts("received") == [0]


def test_going_down_counts_with_what_was_taken_along(leader):
    handler = factories.official(Role.HD)
    first, second = factories.triaged(handler=handler), factories.triaged(handler=handler)
    went(leader, 7, first, second)
    went(handler, 9, first)
    settled(first, date(2026, 9, 20))

    assert counts("outreach", "homes", "taken", "taken_settled") == [1, 0, 2, 1]


def test_a_leader_at_a_home_counts_as_a_home_visit(leader):
    handler = factories.official(Role.HD)
    went(leader, 7, kind=Outreach.Kind.HOME, case=factories.triaged(handler=handler), companion=handler)

    assert counts("outreach", "homes") == [0, 1]


def test_who_had_no_post_of_a_leader_that_day_went_as_something_else(leader):
    leader.postings.update(until=date(2026, 9, 7))
    went(leader, 6), went(leader, 7)

    assert counts("outreach") == [1]


# ---------- 报告和页面 ----------
def test_the_report_has_a_row_a_leader_and_says_what_it_counts(leader, other, room):
    session(leader, room, 2), session(other, room, 3)
    talked(leader, 2)

    rows = sessions(date(2026, 9, 1))

    assert [(row["leader"], row["planned"], row["held"], row["received"]) for row in rows] == [
        ("陈志远", 1, 1, 1),
        ("林桂兰", 1, 0, 0),
    ]
    assert session_words(rows)[0][0] == "领导接访日 2 次，接访了 1 次，停接 0 次。"
    assert session_words([]) == []


def page(client):
    return client.get(reverse("cases:owners"), {"month": "2026-09"}).context["sessions"]


def test_a_leader_reads_his_own_sessions_alone_and_the_director_all(leader, other, room, sign_in):
    session(leader, room, 2), session(other, room, 3)

    assert [row["leader"].name for row in page(sign_in(leader))] == ["陈志远"]
    assert [row["leader"].name for row in page(sign_in(factories.official(Role.OD)))] == ["陈志远", "林桂兰"]


# ---------- 定的和做的 ----------
def signed(leader, day, instruction="", visit=None, **fields):
    visit = visit or factories.visit(channel=Case.Channel.LETTER, **fields)
    by = {"by": leader, "as_leader": True, "instruction": instruction, "at": at(day)}
    return Reading.objects.sign(visit, **by).visit


def test_a_letter_counts_once_for_who_read_it_however_often_he_writes_on_it(leader, other):
    visit = signed(leader, 2)
    signed(leader, 9, "请城建科三天内回话。", visit)
    signed(other, 10, "我也看了。", visit)
    Reading.objects.sign(visit, by=factories.official(Role.RC), at=at(11))
    signed(leader, 30)

    assert counts("read") == [3]


def test_a_letter_read_in_the_month_before_is_not_read_again(leader):
    visit = factories.visit(channel=Case.Channel.LETTER)
    Reading.objects.sign(visit, by=leader, as_leader=True, at=at(31, month=8))
    signed(leader, 1, "请回话。", visit)

    assert counts("read") == [0]


def test_of_a_sealed_letter_nothing_is_told(leader):
    visit = signed(leader, 2)
    type(visit).objects.filter(pk=visit.pk).update(is_sealed=True)

    assert counts("read") == [0]


def test_the_page_says_of_each_leader_in_post_how_often_was_set_and_how_often_done(
    leader, other, room, sign_in, settings
):
    settings.RULE_OVERRIDES = {"L42a": 2}
    session(leader, room, 2), talked(leader, 2), signed(leader, 3)

    client = sign_in(factories.official(Role.OD))
    answer = client.get(reverse("cases:owners"), {"month": "2026-09"})
    rows = re.findall(
        r'<th scope="row">(陈志远|林桂兰)</th>((?:<td class="r num">定.+?</td>)+)', answer.content.decode()
    )

    assert [(name, re.findall(r"定 (\d+)，做 (\d+)", cells)) for name, cells in rows] == [
        ("陈志远", [("2", "1"), ("1", "1"), ("1", "0")]),
        ("林桂兰", [("2", "0"), ("1", "0"), ("1", "0")]),
    ]


@pytest.mark.parametrize(("until", "is_there"), [(date(2026, 10, 1), True), (date(2026, 9, 30), False)])
def test_who_has_left_his_post_by_the_end_of_the_month_and_did_nothing_is_not_listed(leader, sign_in, until, is_there):
    leader.postings.update(until=until)

    rows = page(sign_in(factories.official(Role.OD)))

    assert (leader in [row["leader"] for row in rows]) is is_there


def test_the_frozen_report_lists_who_did_something_alone(leader, other, room):
    session(leader, room, 2)

    assert [row["leader"] for row in sessions(date(2026, 9, 1))] == ["陈志远"]


def test_the_page_asks_as_much_for_one_leader_as_for_three(leader, room, sign_in, queries_of):
    client = sign_in(factories.official(Role.OD))
    session(leader, room, 2)
    page(client)
    once = len(queries_of(lambda: page(client)))
    for day in (3, 4):
        session(factories.official(Role.LO), room, day)

    assert len(queries_of(lambda: page(client))) == once
