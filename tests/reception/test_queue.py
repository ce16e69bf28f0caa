"""The queue: who is next, what each step does and refuses, what the day was like (F29)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.models import Counter
from officials.models import Role
from reception.models import Occupation, Room, Ticket, Voiding
from reception.models.queue import NO_ROOM
from reception.models.queue import STEPS as STEPS_OF
from reception.queue import outlook
from reception.tasks import close_queue
from tests import factories

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 9, 22)


def at(hour, minute=0, second=0, day=DAY):
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=SHANGHAI)


def read_anew(ticket):
    return Ticket.objects.get(pk=ticket.pk).prospect


@pytest.fixture
def clerk():
    return factories.official(Role.RC)


@pytest.fixture
def rooms():
    """Two rooms for few, one for a group, one of a leader's."""
    return {
        "one": Room.objects.create(name="矛调中心 1 号接谈室", kind=Room.Kind.INDIVIDUAL, capacity=4, position=1),
        "two": Room.objects.create(name="矛调中心 2 号接谈室", kind=Room.Kind.INDIVIDUAL, capacity=4, position=2),
        "group": Room.objects.create(name="调解室", kind=Room.Kind.GROUP, capacity=12, position=3),
        "leader": Room.objects.create(name="领导接访室", kind=Room.Kind.LEADER, capacity=6, position=4),
    }


def walk_in(clerk, when, people=1, **fields):
    """A visitor who comes at `when`, registered at once; gives the ticket."""
    visit = factories.visit(clerk, received_at=when, now=when, people_present=people, **fields)
    return Ticket.objects.get(visit=visit)


def heard(clerk, arrived, called, started, ended, people=1):
    """A visitor who has come, been called, heard and gone."""
    ticket = walk_in(clerk, arrived, people)
    ticket.call(by=clerk, now=called)
    ticket.start(by=clerk, now=started)
    ticket.end(by=clerk, now=ended)
    return ticket


# ---------- 取号 ----------


def test_whoever_comes_gets_a_number_by_kind_and_day(clerk, rooms):
    numbers = [
        walk_in(clerk, at(9, minute), people).number for minute, people in [(0, 1), (1, 4), (2, 5), (3, 1), (4, 60)]
    ]

    assert numbers == ["A001", "A002", "B001", "A003", "B002"]
    assert walk_in(clerk, at(9, day=DAY + timedelta(days=1))).number == "A001"


@pytest.mark.parametrize(("people", "number", "room"), [(4, "A001", "one"), (5, "B001", "group")])
def test_the_fifth_person_makes_it_a_group(clerk, rooms, people, number, room):
    ticket = walk_in(clerk, at(9), people)

    assert (ticket.number, ticket.room) == (number, rooms[room])


def test_the_number_of_a_group_follows_the_setting(clerk, rooms, settings):
    settings.GROUP_FROM = 3

    assert [walk_in(clerk, at(9), people).number for people in (2, 3)] == ["A001", "B001"]


@pytest.mark.parametrize(
    ("when", "day", "number"),
    [(at(23, 59, 59), DAY, "A002"), (at(0, day=DAY + timedelta(days=1)), DAY + timedelta(days=1), "A001")],
)
def test_the_numbers_begin_anew_at_midnight_in_shanghai(clerk, rooms, when, day, number):
    walk_in(clerk, at(9))

    ticket = walk_in(clerk, when.astimezone(ZoneInfo("UTC")))

    assert (ticket.day, ticket.number) == (day, number)


def test_numbers_have_no_gap_when_a_registration_is_refused(clerk, rooms):
    walk_in(clerk, at(9))
    with pytest.raises(ValidationError):
        factories.visit(clerk, received_at=at(9), now=at(9), people_present=3, people_affected=2)
    with pytest.raises(RuntimeError), transaction.atomic():
        walk_in(clerk, at(9))
        raise RuntimeError("停电")

    assert walk_in(clerk, at(9)).number == "A002"


def test_after_number_999_comes_1000(clerk, rooms):
    Counter.objects.create(series="ticket:A", period="20260922", last=999)

    assert walk_in(clerk, at(9)).number == "A1000"


@pytest.mark.parametrize("channel", ["LETTER", "CALL", "ONLINE"])
def test_a_letter_or_a_call_does_not_wait(clerk, rooms, channel):
    factories.visit(clerk, channel=channel)

    assert not Ticket.objects.exists()


@pytest.mark.parametrize(("received", "waits"), [(at(0), True), (at(23, 59, 59, DAY - timedelta(days=1)), False)])
def test_a_visit_of_an_earlier_day_written_down_today_does_not_wait(clerk, rooms, received, waits):
    factories.visit(clerk, received_at=received, now=at(9))

    assert Ticket.objects.exists() is waits


def test_at_a_communitys_window_nobody_waits_for_the_hall(rooms):
    factories.visit(factories.official(Role.WC, at=factories.community()))

    assert not Ticket.objects.exists()


def test_the_arrival_is_when_the_visitor_came_not_when_he_was_written_down(clerk, rooms):
    visit = factories.visit(clerk, received_at=at(9), now=at(9, 12))

    ticket = visit.ticket
    assert (ticket.arrived_at, ticket.registered_at) == (at(9), at(9, 12))


def test_clerks_registering_at_once_give_out_consecutive_tickets(transactional_db, clerk, rooms):
    def register(number):
        try:
            return walk_in(clerk, at(9), statement=f"第{number}件，楼道灯不亮。").number
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as clerks:
        drawn = list(clerks.map(register, range(12)))

    assert sorted(drawn) == [f"A{n:03d}" for n in range(1, 13)]


def test_a_sealed_contact_takes_its_turn_by_number_like_any_other(clerk, rooms):
    walk_in(clerk, at(9))
    sealed = walk_in(clerk, at(9, 1), purpose="ACCUSATION")
    after = walk_in(clerk, at(9, 2))

    assert [sealed.number, after.number] == ["A002", "A003"]


# ---------- 叫号 ----------


def test_the_first_to_come_is_called_first(clerk, rooms):
    walk_in(clerk, at(9, 5))
    earliest = walk_in(clerk, at(9, 1))

    called = Ticket.objects.call_next(by=clerk, now=at(9, 10))

    assert called == earliest
    assert (called.state, called.called_at, called.room) == ("CALLED", at(9, 10), rooms["two"])


def test_the_old_the_disabled_and_those_with_infants_go_first(clerk, rooms):
    walk_in(clerk, at(9, 1))
    second = walk_in(clerk, at(9, 3), goes_first=True)
    first = walk_in(clerk, at(9, 2), goes_first=True)

    called = [Ticket.objects.call_next(by=clerk, now=at(9, 10)) for _call in range(2)]

    assert called == [first, second]


def test_two_clerks_calling_at_once_never_call_the_same(transactional_db, clerk, rooms):
    waiting = [walk_in(clerk, at(9, minute)) for minute in range(2)]
    start = Barrier(2)

    def call(_clerk):
        try:
            start.wait()
            return Ticket.objects.call_next(by=clerk, now=at(9, 30))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as callers:
        called = list(callers.map(call, range(2)))

    assert sorted(ticket.number for ticket in called) == ["A001", "A002"]
    assert {ticket.room.name for ticket in called} == {"矛调中心 1 号接谈室", "矛调中心 2 号接谈室"}
    assert {ticket.pk for ticket in called} == {ticket.pk for ticket in waiting}


@pytest.mark.parametrize("attempt", range(3))
def test_many_callers_call_each_visitor_once_and_fill_each_room_once(transactional_db, clerk, rooms, attempt):
    for minute in range(6):
        walk_in(clerk, at(9, minute))
    start = Barrier(6)

    def call(_clerk):
        try:
            start.wait()
            return Ticket.objects.call_next(by=clerk, now=at(9, 30)).number
        except ValidationError as refusal:
            return refusal.message
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as callers:
        answers = list(callers.map(call, range(6)))

    called = [answer for answer in answers if answer.startswith("A")]
    assert sorted(called) == ["A001", "A002"]
    assert Ticket.objects.filter(state="CALLED").count() == 2
    assert Occupation.objects.in_use().values("room").distinct().count() == 2
    assert {answer for answer in answers if answer not in called} == {NO_ROOM}


def test_a_caller_passes_over_whom_another_is_calling_just_now(transactional_db, clerk, rooms):
    first, second = walk_in(clerk, at(9)), walk_in(clerk, at(9, 1))

    def call():
        try:
            return Ticket.objects.call_next(by=clerk, now=at(9, 30))
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as other:
        Ticket.objects.select_for_update().get(pk=first.pk)
        called = other.submit(call).result(timeout=10)

    assert called == second


def test_nobody_is_called_where_nobody_waits(clerk, rooms):
    heard(clerk, at(9), at(9, 1), at(9, 2), at(9, 3))

    with pytest.raises(ValidationError, match="没有人在等候"):
        Ticket.objects.call_next(by=clerk, now=at(9, 10))


def test_who_waited_yesterday_is_not_called_today(clerk, rooms):
    walk_in(clerk, at(16))

    with pytest.raises(ValidationError, match="没有人在等候"):
        Ticket.objects.call_next(by=clerk, now=at(9, day=DAY + timedelta(days=1)))


def test_with_every_room_taken_the_next_waits_and_the_clerk_is_told_why(clerk, rooms):
    for minute in range(3):
        walk_in(clerk, at(9, minute))
    for _room in range(2):
        Ticket.objects.call_next(by=clerk, now=at(9, 10))

    with pytest.raises(ValidationError, match="没有空着的房间"):
        Ticket.objects.call_next(by=clerk, now=at(9, 11))


def test_a_group_whose_room_is_free_is_called_before_the_one_whose_room_is_not(clerk, rooms):
    for minute in range(3):
        walk_in(clerk, at(9, minute))
    group = walk_in(clerk, at(9, 3), people=8)

    called = [Ticket.objects.call_next(by=clerk, now=at(9, 10)) for _call in range(3)]

    assert [ticket.number for ticket in called] == ["A001", "A002", "B001"]
    assert called[2] == group
    assert called[2].room == rooms["group"]


def test_who_was_given_a_room_by_hand_is_called_into_no_other(clerk, rooms):
    inside = walk_in(clerk, at(9), room=rooms["leader"])
    inside.call(by=clerk, now=at(9, 1))
    walk_in(clerk, at(9, 2), room=rooms["leader"])
    behind = walk_in(clerk, at(9, 3))

    assert Ticket.objects.call_next(by=clerk, now=at(9, 4)) == behind


def test_the_queue_is_the_same_after_a_restart(clerk, rooms):
    for minute in range(3):
        walk_in(clerk, at(9, minute), goes_first=minute == 2)
    Ticket.objects.call_next(by=clerk, now=at(9, 10))
    Ticket.objects.get(number="A003").start(by=clerk, now=at(9, 11))
    before = list(Ticket.objects.of(DAY).in_order().values())

    cache.clear()  # Redis is a wake-up only

    assert list(Ticket.objects.of(DAY).in_order().values()) == before
    assert Ticket.objects.call_next(by=clerk, now=at(9, 12)).number == "A001"


# ---------- 每一步 ----------

STEPS = {
    "recall": {"CALLED"},
    "start": {"CALLED"},
    "end": {"TALKING"},
    "miss": {"CALLED"},
    "leave": {"WAITING", "CALLED"},
    "requeue": {"CALLED", "NO_SHOW", "LEFT"},
    "call": {"WAITING"},
}
ROADS = {
    "WAITING": [],
    "CALLED": ["call"],
    "TALKING": ["call", "start"],
    "DONE": ["call", "start", "end"],
    "NO_SHOW": ["call", "miss"],
    "LEFT": ["leave"],
}


def brought_to(state, clerk):
    ticket = walk_in(clerk, at(9))
    for minute, step in enumerate(ROADS[state], 1):
        getattr(ticket, step)(by=clerk, now=at(9, minute))
    return ticket


@pytest.mark.parametrize("state", ROADS)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_is_taken_from_where_it_may_be_and_refused_in_words_from_elsewhere(clerk, rooms, state, step):
    ticket = brought_to(state, clerk)
    kept = Ticket.objects.filter(pk=ticket.pk).values().get()

    if state in STEPS[step]:
        getattr(ticket, step)(by=clerk, now=at(9, 30))
        return
    with pytest.raises(ValidationError) as refusal:
        getattr(ticket, step)(by=clerk, now=at(9, 30))

    assert f"A001 现在是“{ticket.get_state_display()}”，不能“{STEPS_OF[step].label}”。" == refusal.value.message
    assert Ticket.objects.filter(pk=ticket.pk).values().get() == kept


def test_a_talk_leaves_its_stamps_its_receiver_and_its_room(clerk, rooms):
    receiver = factories.official(Role.HD)
    ticket = walk_in(clerk, at(9))
    ticket.call(by=clerk, now=at(9, 10))
    ticket.start(by=receiver, now=at(9, 12))
    ticket.end(by=receiver, now=at(9, 40))

    ticket.refresh_from_db()
    assert (ticket.arrived_at, ticket.called_at, ticket.started_at, ticket.ended_at) == (
        at(9),
        at(9, 10),
        at(9, 12),
        at(9, 40),
    )
    assert (ticket.receiver, ticket.state) == (receiver, "DONE")
    use = Occupation.objects.get()
    assert (use.room, use.since, use.until) == (rooms["one"], at(9, 10), at(9, 40))


def test_who_is_called_again_keeps_the_room_and_the_first_call(clerk, rooms):
    ticket = brought_to("CALLED", clerk)

    ticket.recall(by=clerk, now=at(9, 5))

    ticket.refresh_from_db()
    assert (ticket.called_at, ticket.recalled_at, ticket.state) == (at(9, 1), at(9, 5), "CALLED")


@pytest.mark.parametrize("step", ["miss", "leave", "requeue"])
def test_whoever_does_not_come_gives_the_room_back(clerk, rooms, step):
    ticket = brought_to("CALLED", clerk)

    getattr(ticket, step)(by=clerk, now=at(9, 5))

    assert not Occupation.objects.in_use().exists()
    assert set(Room.objects.free_at(at(9, 5))) == set(rooms.values())


def test_who_comes_back_stands_behind_those_who_wait_and_the_wait_still_counts_from_arrival(clerk, rooms):
    missed = brought_to("NO_SHOW", clerk)
    other = walk_in(clerk, at(9, 10))

    missed.requeue(by=clerk, now=at(9, 20))

    assert list(Ticket.objects.of(DAY).waiting().in_order()) == [other, missed]
    assert missed.waited_minutes(at(9, 30)) == 30


@pytest.mark.parametrize(("now", "allowed"), [(at(23, 59, 59), True), (at(0, day=DAY + timedelta(days=1)), False)])
def test_nobody_is_put_back_into_the_queue_of_another_day(clerk, rooms, now, allowed):
    ticket = brought_to("NO_SHOW", clerk)

    if allowed:
        ticket.requeue(by=clerk, now=now)
        assert ticket.state == "WAITING"
    else:
        with pytest.raises(ValidationError, match="前几天的票"):
            ticket.requeue(by=clerk, now=now)


def test_a_talk_that_runs_past_midnight_can_be_ended(clerk, rooms):
    ticket = walk_in(clerk, at(23, 50))
    ticket.call(by=clerk, now=at(23, 52))
    ticket.start(by=clerk, now=at(23, 55))

    ticket.end(by=clerk, now=at(0, 20, day=DAY + timedelta(days=1)))

    assert ticket.state == "DONE"


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "CALLED"},
        {"state": "DONE", "called_at": at(9, 1)},
        {"state": "TALKING", "called_at": at(9, 2), "started_at": at(9, 1)},
        {"state": "LEFT", "ended_at": at(8)},
        {"arrived_at": at(9, 1)},
        {"state": "CALLED", "called_at": at(9, 1), "room": None},
    ],
)
def test_the_database_refuses_a_ticket_whose_stamps_do_not_fit(clerk, rooms, wrong):
    ticket = walk_in(clerk, at(9))

    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=ticket.pk).update(**wrong)


@pytest.mark.parametrize(
    ("state", "then"), [("WAITING", "LEFT"), ("CALLED", "LEFT"), ("TALKING", "DONE"), ("DONE", "DONE")]
)
def test_a_visit_that_is_void_waits_no_longer(clerk, rooms, state, then):
    ticket = brought_to(state, clerk)
    voiding = Voiding.objects.ask(ticket.visit, reason="登记了两遍", by=clerk)

    voiding.decide(by=factories.official(Role.OD), is_approved=True, now=at(10))

    ticket.refresh_from_db()
    assert ticket.state == then
    assert not Occupation.objects.in_use().exists()


# ---------- 换房间 ----------


def test_a_talk_that_moves_frees_one_room_and_takes_the_other(clerk, rooms):
    ticket = brought_to("TALKING", clerk)

    ticket.move(room=rooms["leader"], by=clerk, now=at(9, 20))

    uses = Occupation.objects.order_by("since").values_list("room__name", "since", "until")
    assert list(uses) == [("矛调中心 1 号接谈室", at(9, 1), at(9, 20)), ("领导接访室", at(9, 20), None)]
    assert (ticket.state, ticket.started_at) == ("TALKING", at(9, 2))


def test_who_is_called_and_moved_is_called_anew(clerk, rooms):
    ticket = brought_to("CALLED", clerk)

    ticket.move(room=rooms["two"], by=clerk, now=at(9, 20))

    assert ticket.recalled_at == at(9, 20)


def test_nobody_moves_into_a_room_with_somebody_inside(clerk, rooms):
    brought_to("TALKING", clerk)
    other = walk_in(clerk, at(9, 10))
    other.call(by=clerk, now=at(9, 11))

    with pytest.raises(ValidationError) as refusal:
        other.move(room=rooms["one"], by=clerk, now=at(9, 12))

    assert refusal.value.message_dict == {
        "room": ["矛调中心 1 号接谈室 里现在是 A001，一间房不同时接两批。请换一间，或等它结束。"]
    }
    assert Occupation.objects.in_use().get(ticket=other).room == rooms["two"]


def test_who_waits_can_be_sent_to_a_room_that_is_still_taken(clerk, rooms):
    brought_to("TALKING", clerk)
    other = walk_in(clerk, at(9, 10))

    other.move(room=rooms["one"], by=clerk, now=at(9, 12))

    assert (other.room, other.room_is_chosen) == (rooms["one"], True)
    with pytest.raises(ValidationError, match="没有空着的房间"):
        Ticket.objects.call_next(by=clerk, now=at(9, 13))


def test_a_move_to_where_one_is_already_says_so(clerk, rooms):
    with pytest.raises(ValidationError) as refusal:
        brought_to("TALKING", clerk).move(room=rooms["one"], by=clerk, now=at(9, 12))

    assert refusal.value.message_dict == {"room": ["A001 已经在 矛调中心 1 号接谈室。"]}


# ---------- 夜里 ----------


def test_the_night_closes_what_earlier_days_left_open_and_lists_it(clerk, rooms):
    today = timezone.localdate()
    yesterday = timezone.now() - timedelta(days=1)
    waiting, called, talking = (walk_in(clerk, yesterday) for _visitor in range(3))
    called.call(by=clerk, now=yesterday)
    talking.call(by=clerk, now=yesterday)
    talking.start(by=clerk, now=yesterday)
    now_here = walk_in(clerk, timezone.now())

    close_queue()
    close_queue()

    states = {ticket.pk: ticket.state for ticket in Ticket.objects.all()}
    assert states == {
        waiting.pk: "LEFT",
        called.pk: "NO_SHOW",
        talking.pk: "DONE",
        now_here.pk: "WAITING",
    }
    assert set(Ticket.objects.left_open_before(today)) == {waiting, called, talking}
    assert not Occupation.objects.in_use().exists()


def test_a_night_that_did_not_run_is_made_up_by_the_next(clerk, rooms):
    old = walk_in(clerk, timezone.now() - timedelta(days=4))

    close_queue()

    assert set(Ticket.objects.left_open_before(timezone.localdate())) == {old}


@pytest.mark.parametrize(("days", "listed"), [(7, True), (8, False)])
def test_what_was_left_open_is_listed_for_a_week(clerk, rooms, days, listed):
    walk_in(clerk, timezone.now() - timedelta(days=days))

    close_queue()

    assert Ticket.objects.left_open_before(timezone.localdate()).exists() is listed


@pytest.mark.parametrize(("days", "kept"), [(90, True), (91, False)])
def test_that_somebody_went_first_is_forgotten_after_ninety_days(clerk, rooms, days, kept):
    ticket = walk_in(clerk, timezone.now() - timedelta(days=days), goes_first=True)

    close_queue()

    ticket.refresh_from_db()
    assert ticket.goes_first is kept


# ---------- 一天的数 ----------


def test_waits_and_talks_are_those_counted_by_hand(clerk, rooms):
    # 到达 → 接谈：12、0、31 分；平均 43/3 = 14 分 20 秒，最长 31 分。接谈：20、5、10 分，居中 10 分。
    heard(clerk, at(9), at(9, 10), at(9, 12), at(9, 32))
    heard(clerk, at(10), at(10), at(10), at(10, 5))
    heard(clerk, at(10, 9), at(10, 39), at(10, 40), at(10, 50), people=8)
    walk_in(clerk, at(11))
    brought = walk_in(clerk, at(11, 1))
    brought.leave(by=clerk, now=at(11, 30))

    figures = Ticket.objects.figures(DAY)

    assert (figures.mean_wait, figures.max_wait) == (timedelta(minutes=14, seconds=20), timedelta(minutes=31))
    assert (figures.mean_minutes, figures.max_minutes) == (14, 31)
    assert (figures.talk, figures.talk_A, figures.talk_B) == (
        timedelta(minutes=10),
        timedelta(minutes=12, seconds=30),
        timedelta(minutes=10),
    )
    assert (figures.done, figures.waiting, figures.left) == (3, 1, 1)
    assert figures.minutes_waited_so_far(at(13, 47)) == 167


def test_a_day_without_a_talk_has_no_mean(clerk, rooms):
    walk_in(clerk, at(9))

    figures = Ticket.objects.figures(DAY)

    assert (figures.mean_minutes, figures.max_minutes, figures.talk) == (None, None, None)


def test_a_queue_nobody_stands_in_has_no_longest_wait(clerk, rooms):
    walk_in(clerk, at(9)).leave(by=clerk, now=at(9, 30))

    assert Ticket.objects.figures(DAY).minutes_waited_so_far(at(10)) is None


def test_the_figures_of_a_day_leave_out_the_day_before_and_the_day_after(clerk, rooms):
    for shift in (-1, 0, 1):
        day = DAY + timedelta(days=shift)
        heard(clerk, at(9, day=day), at(9, 1, day=day), at(9, 5 + shift, day=day), at(9, 20, day=day))

    assert Ticket.objects.figures(DAY).mean_minutes == 5


def test_a_talk_whose_end_nobody_saw_counts_for_the_waits_and_not_for_the_talks(clerk, rooms):
    ticket = walk_in(clerk, at(9))
    ticket.call(by=clerk, now=at(9, 4))
    ticket.start(by=clerk, now=at(9, 6))
    Ticket.objects.close_before(DAY + timedelta(days=1), now=at(3, 30, day=DAY + timedelta(days=1)))

    figures = Ticket.objects.figures(DAY)

    assert (figures.mean_minutes, figures.talk) == (6, None)


@pytest.mark.parametrize(
    ("waiting", "busy", "minutes"),
    [(0, 0, 0), (0, 1, 0), (0, 2, 5), (1, 2, 10), (3, 2, 20), (1, 1, 5), (1, 0, 0), (2, 0, 5)],
)
def test_about_how_long_it_takes_with_two_rooms_and_talks_of_ten_minutes(waiting, busy, minutes):
    assert outlook(waiting=waiting, busy=busy, rooms=2, talk=timedelta(minutes=10)) == (waiting, minutes)


def test_a_visitor_is_told_how_many_are_before_and_about_how_long(clerk, rooms, settings):
    settings.TALK_MINUTES = 15
    first, second = walk_in(clerk, at(9)), walk_in(clerk, at(9, 1))
    assert (first.prospect, second.prospect) == ((0, 0), (1, 0))
    third = walk_in(clerk, at(9, 2))
    assert third.prospect == (2, 8)  # one of two rooms comes free each seven and a half minutes
    ahead = walk_in(clerk, at(9, 3), goes_first=True)

    assert (ahead.prospect, read_anew(third).before) == ((0, 0), 3)
    walk_in(clerk, at(9, 4), people=9)
    assert read_anew(third).before == 3  # a group waits for another room


def test_the_estimate_follows_todays_talks(clerk, rooms):
    heard(clerk, at(8), at(8), at(8), at(8, 40))
    for minute in range(2):
        walk_in(clerk, at(9, minute)).call(by=clerk, now=at(9, minute))

    assert walk_in(clerk, at(9, 5)).prospect == (0, 20)


def test_nobody_called_is_told_to_wait(clerk, rooms):
    assert brought_to("CALLED", clerk).prospect is None
