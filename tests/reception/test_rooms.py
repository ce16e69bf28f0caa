"""Rooms: proposed by kind and size, booked and in use, never double (F30)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from officials.models import Role
from reception.models import Occupation, Room, Ticket
from reception.queue import propose, seats_for
from tests import factories

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 9, 22)
Purpose = Occupation.Purpose


def at(hour, minute=0):
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=SHANGHAI)


def room(name="1 号接谈室", kind=Room.Kind.INDIVIDUAL, capacity=4, position=1, waiting=0):
    made = Room(pk=position, name=name, kind=kind, capacity=capacity, position=position)
    made.waiting = waiting
    return made


@pytest.fixture
def clerk():
    return factories.official(Role.RC)


@pytest.fixture
def small():
    return Room.objects.create(name="1 号接谈室", kind=Room.Kind.INDIVIDUAL, capacity=4, position=1)


@pytest.fixture
def large():
    return Room.objects.create(name="调解室", kind=Room.Kind.GROUP, capacity=8, position=2)


def walk_in(clerk, when, people=1, **fields):
    visit = factories.visit(clerk, received_at=when, now=when, people_present=people, **fields)
    return Ticket.objects.get(visit=visit)


def book(room, by, since, until, purpose=Purpose.MEDIATION, people=2, now=None, **fields):
    return room.book(since=since, until=until, purpose=purpose, people=people, by=by, now=now or at(8), **fields)


# ---------- 建议哪一间 ----------


@pytest.mark.parametrize(("people", "seats"), [(1, 1), (4, 4), (5, 5), (6, 5), (300, 5)])
def test_of_a_group_at_most_five_go_in(people, seats):
    assert seats_for(people, group_from=5) == seats


@pytest.mark.parametrize(
    ("people", "kind", "chosen"),
    [
        (1, "INDIVIDUAL", "一号"),  # the smallest that fits, of two that wait for nobody
        (3, "INDIVIDUAL", "二号"),
        (4, "INDIVIDUAL", "二号"),
        (5, "GROUP", "调解室"),
        (300, "GROUP", "大调解室"),
    ],
)
def test_the_room_is_proposed_by_kind_and_size(people, kind, chosen):
    rooms = [
        room("一号", capacity=2, position=1),
        room("二号", capacity=4, position=2),
        room("调解室", Room.Kind.GROUP, 8, 3),
        room("大调解室", Room.Kind.GROUP, 20, 4),
        room("领导接访室", Room.Kind.LEADER, 50, 5),
        room("倾诉室", Room.Kind.TALK, 50, 6),
    ]

    assert propose(rooms, kind, people, seats_for(people, 5)).name == chosen


def test_of_two_alike_the_one_with_fewer_waiting_is_proposed():
    rooms = [room("一号", position=1, waiting=2), room("二号", position=2, waiting=1)]

    assert propose(rooms, "INDIVIDUAL", 1, 1).name == "二号"


def test_rooms_stand_in_the_offices_order(clerk):
    for place, name in ((2, "甲"), (3, "乙"), (1, "丙")):
        Room.objects.create(name=name, kind=Room.Kind.INDIVIDUAL, capacity=4, position=place)
    walk_in(clerk, at(9))

    assert [room.name for room in Room.objects.active().with_waiting(DAY)] == ["丙", "甲", "乙"]


def test_an_office_without_the_kind_of_room_proposes_another_that_fits():
    assert propose([room("一号")], "GROUP", 9, 5).name == "一号"


def test_an_office_without_rooms_still_registers_and_gives_a_number(clerk):
    ticket = walk_in(clerk, at(9))

    assert (ticket.number, ticket.room) == ("A001", None)


def test_a_room_no_longer_used_is_not_proposed(clerk, small):
    Room.objects.create(name="旧接谈室", kind=Room.Kind.INDIVIDUAL, capacity=2, is_active=False)

    assert walk_in(clerk, at(9)).room == small


# ---------- 坐得下 ----------


def test_a_room_too_small_is_refused_where_another_holds_them(clerk, small, large):
    ticket = walk_in(clerk, at(9), people=6)

    with pytest.raises(ValidationError) as refusal:
        ticket.move(room=small, by=clerk, now=at(9, 1))

    assert refusal.value.message_dict == {"room": ["1 号接谈室 只坐 4 人，要进去 5 人，请换一间大的。"]}


def test_nobody_goes_unheard_because_no_room_is_large_enough(clerk, small):
    ticket = walk_in(clerk, at(9), people=40)

    ticket.call(by=clerk, now=at(9, 1))

    assert ticket.room == small


def test_a_room_that_is_just_full_is_not_too_small(clerk, small, large):
    ticket = walk_in(clerk, at(9), people=4)

    ticket.call(by=clerk, room=small, now=at(9, 1))

    assert Occupation.objects.in_use().get().people == 4


# ---------- 预约 ----------


@pytest.mark.parametrize(
    ("since", "until", "refused"),
    [
        (at(9), at(10), False),  # up to the beginning of the other
        (at(11), at(12), False),
        (at(9), at(10, 1), True),
        (at(10, 59), at(12), True),
        (at(10), at(11), True),
        (at(10, 15), at(10, 30), True),
        (at(9), at(12), True),
    ],
)
def test_two_bookings_of_a_room_never_overlap(clerk, small, since, until, refused):
    book(small, clerk, at(10), at(11))

    if refused:
        with pytest.raises(ValidationError) as refusal:
            book(small, clerk, since, until)
        assert refusal.value.message_dict == {"since": ["1 号接谈室 9月22日 10:00–11:00 已有预约，请换时间或换一间。"]}
    else:
        book(small, clerk, since, until)


def test_another_room_and_a_time_given_back_are_free(clerk, small, large):
    given_back = book(small, clerk, at(10), at(11))
    book(large, clerk, at(10), at(11))
    given_back.cancel(by=clerk, now=at(9))

    book(small, clerk, at(10), at(11))

    given_back.refresh_from_db()
    assert (given_back.cancelled_at, given_back.cancelled_by) == (at(9), clerk)


@pytest.mark.parametrize("kind", ["BOOKED", "IN_USE"])
def test_the_database_itself_refuses_a_room_twice_at_one_time(clerk, small, kind):
    tickets = [walk_in(clerk, at(9)), walk_in(clerk, at(9, 1))]
    fields = {"BOOKED": {"purpose": Purpose.GROUP, "until": at(11)}, "IN_USE": {}}[kind]
    rows = [
        Occupation(
            room=small,
            kind=kind,
            since=at(10, minute),
            by=clerk,
            ticket=ticket if kind == "IN_USE" else None,
            **fields,
        )
        for minute, ticket in enumerate(tickets)
    ]
    rows[0].save()

    with pytest.raises(IntegrityError, match="room_never_double"), transaction.atomic():
        rows[1].save()


def test_two_clerks_booking_one_hour_at_once_do_not_both_get_it(transactional_db, clerk, small):
    start = Barrier(2)

    def try_to_book(_clerk):
        try:
            start.wait()
            return book(small, clerk, at(10), at(11)).pk
        except ValidationError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as clerks:
        booked = list(clerks.map(try_to_book, range(2)))

    assert sorted(pk is None for pk in booked) == [False, True]
    assert Occupation.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"since": at(10), "until": at(10)}, {"until": ["结束要晚于开始。"]}),
        ({"since": at(7, 58), "until": at(9)}, {"since": ["开始时间已经过了，请往后约。"]}),
        ({"since": at(10) + timedelta(days=367), "until": at(11) + timedelta(days=367)},
         {"since": ["最多提前一年预约，请核对日期。"]}),
        ({"since": at(10), "until": at(11), "people": 5},
         {"people": ["1 号接谈室 只坐 4 人。请换一间，或只请代表进屋。"]}),
    ],
)  # fmt: skip
def test_a_booking_that_cannot_be_is_refused_at_its_field(clerk, small, fields, wrong):
    with pytest.raises(ValidationError) as refusal:
        book(small, clerk, **fields)

    assert refusal.value.message_dict == wrong


def test_a_booking_begins_when_the_room_is_empty(clerk, small):
    ticket = walk_in(clerk, at(9))
    ticket.call(by=clerk, now=at(9, 1))

    with pytest.raises(ValidationError) as refusal:
        book(small, clerk, at(9, 2), at(10), now=at(9, 2))
    book(small, clerk, at(9, 30), at(10), now=at(9, 2))

    assert refusal.value.message_dict == {"since": ["1 号接谈室 里现在是 A001，请约晚一点。"]}


@pytest.mark.parametrize(("now", "refused"), [(at(9, 59), False), (at(10), True), (at(10, 59), True), (at(11), False)])
def test_nobody_is_called_into_a_room_kept_for_others(clerk, small, now, refused):
    book(small, clerk, at(10), at(11))
    ticket = walk_in(clerk, at(9))

    if refused:
        with pytest.raises(ValidationError, match="1 号接谈室 9月22日 10:00–11:00 已有预约，请换一间"):
            ticket.call(by=clerk, room=small, now=now)
    else:
        ticket.call(by=clerk, room=small, now=now)


@pytest.mark.parametrize(("now", "called"), [(at(9, 44), True), (at(9, 45), True), (at(9, 46), False)])
def test_the_next_in_the_queue_is_not_sent_into_a_room_booked_within_a_quarter_of_an_hour(clerk, small, now, called):
    book(small, clerk, at(10), at(11))
    walk_in(clerk, at(9))

    if called:
        assert Ticket.objects.call_next(by=clerk, now=now).room == small
    else:
        with pytest.raises(ValidationError, match="没有空着的房间"):
            Ticket.objects.call_next(by=clerk, now=now)


def test_the_matter_for_which_a_room_is_kept_may_go_in(clerk, small):
    ticket = walk_in(clerk, at(9))
    book(small, clerk, at(10), at(11), case=ticket.visit.case)

    ticket.call(by=clerk, room=small, now=at(10, 5))

    assert ticket.state == "CALLED"


def test_on_a_reception_day_one_visitor_after_another_goes_into_the_leaders_room(clerk, small):
    leaders = Room.objects.create(name="领导接访室", kind=Room.Kind.LEADER, capacity=6)
    book(leaders, clerk, at(9), at(12), purpose=Purpose.RECEPTION_DAY)
    first, second = walk_in(clerk, at(9), room=leaders), walk_in(clerk, at(9, 1), room=leaders)

    called = Ticket.objects.call_next(by=clerk, now=at(9, 5))
    called.start(by=clerk, now=at(9, 6))
    called.end(by=clerk, now=at(9, 20))

    assert called == first
    assert Ticket.objects.call_next(by=clerk, now=at(9, 21)) == second


def test_a_booking_is_given_back_once_and_not_after_its_time(clerk, small):
    booking = book(small, clerk, at(10), at(11))
    with pytest.raises(ValidationError, match="已经过去"):
        booking.cancel(by=clerk, now=at(11))
    booking.cancel(by=clerk, now=at(10, 59))

    with pytest.raises(ValidationError, match="已经取消"):
        booking.cancel(by=clerk, now=at(10, 59))


def test_a_room_no_longer_used_is_neither_booked_nor_entered(clerk, small, large):
    Room.objects.filter(pk=small.pk).update(is_active=False)
    ticket = walk_in(clerk, at(9))

    with pytest.raises(ValidationError, match="已停用"):
        book(small, clerk, at(10), at(11))
    with pytest.raises(ValidationError, match="已停用"):
        ticket.call(by=clerk, room=small, now=at(9, 1))
