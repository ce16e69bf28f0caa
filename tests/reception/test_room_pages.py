"""The director's rooms, and keeping one for a time, from the pages."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from officials.models import AuditEntry, Role
from reception.models import Occupation, Room
from tests import factories
from tests.reception.test_desk import asked, sentences

pytestmark = pytest.mark.django_db

ROOMS, ADD, BOOKING = "/rooms/", "/rooms/add/", "/rooms/booking/"


@pytest.fixture
def director(sign_in):
    return sign_in(factories.official(Role.OD, name="周建国"))


@pytest.fixture
def clerk():
    return factories.official(Role.RC, name="王敏")


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def room():
    return Room.objects.create(name="1 号接谈室", kind=Room.Kind.INDIVIDUAL, capacity=4)


def typed(place, **fields):
    return {
        "submission": str(uuid.uuid4()),
        "room": place.pk,
        "day": "明天",
        "since": "9:30",
        "until": "10点",
        "purpose": "MEDIATION",
        "people": "3",
        "number": "",
        **fields,
    }


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# ---------- 房间 ----------


def test_the_director_adds_and_changes_a_room(director):
    director.post(ADD, {"name": "2 号接谈室", "kind": "INDIVIDUAL", "capacity": "4", "position": ""})
    room = Room.objects.get()
    director.post(
        f"/rooms/{room.pk}/edit/",
        {"name": "综治中心 2 号接谈室", "kind": "GROUP", "capacity": "9", "position": "3", "is_active": "on"},
    )

    room.refresh_from_db()
    assert (room.name, room.kind, room.capacity, room.position, room.is_active) == (
        "综治中心 2 号接谈室",
        "GROUP",
        9,
        3,
        True,
    )
    actions = AuditEntry.objects.filter(subject="room").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["reception:room_add", "reception:room_edit"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "1 号接谈室"}, "已经有一个房间叫这个名字，请换一个。"),
        ({"capacity": "0"}, "房间至少坐 1 人。"),
        ({"capacity": "501"}, "最多填 500，请核对。"),
        ({"capacity": "四"}, "请填整数，例如 6。"),
        ({"position": "1000"}, "次序从 0 到 999。"),
        ({"name": "一" * 21}, "最多 20 字，现在 21 字，请缩短。"),
        ({"kind": "KITCHEN"}, "KITCHEN"),
    ],
)
def test_what_is_wrong_with_a_room_is_said_at_its_field(director, room, fields, sentence):
    sent = {"name": "2 号接谈室", "kind": "INDIVIDUAL", "capacity": "4", "position": "1", **fields}
    response = director.post(ADD, sent)

    assert response.status_code == 422
    assert any(sentence in said for said in sentences(response))
    assert Room.objects.count() == 1


def close(director, room):
    return director.post(
        f"/rooms/{room.pk}/edit/", {"name": room.name, "kind": room.kind, "capacity": room.capacity, "position": "0"}
    )


def test_a_room_out_of_use_stays_in_the_books_and_can_come_back(director, room):
    close(director, room)

    room.refresh_from_db()
    assert not room.is_active
    assert "已停用： 1 号接谈室" in words(director.get(ROOMS))


def test_a_room_with_somebody_inside_sent_there_or_booked_is_not_closed(director, room, clerk):
    ticket = factories.visit(clerk, room=room).ticket
    assert "A001 在等这间房，先给它换一间再停用。" in sentences(close(director, room))
    ticket.call(by=clerk)
    assert "A001 还在里面，等接谈结束再停用。" in sentences(close(director, room))
    ticket.miss(by=clerk)
    since = timezone.now() + timedelta(hours=30)
    booking = room.book(since=since, until=since + timedelta(hours=1), purpose="GROUP", people=2, by=clerk)
    assert any("还有预约，先取消或换一间再停用。" in said for said in sentences(close(director, room)))
    booking.cancel(by=clerk)

    assert close(director, room).status_code == 302


@pytest.mark.parametrize("role", [Role.RC, Role.HD])
def test_who_works_in_the_hall_sees_the_rooms_and_changes_none(sign_in, room, role):
    client = sign_in(factories.official(role))

    assert client.get(ROOMS).status_code == 200
    assert "修改" not in words(client.get(ROOMS))
    assert client.get(f"/rooms/{room.pk}/edit/").status_code == 403
    assert client.post(ADD, {}).status_code == 403


# ---------- 预约 ----------


def test_a_room_is_booked_in_the_words_people_use(client, room, clerk):
    response = client.post(BOOKING, typed(room), follow=True)

    booking = Occupation.objects.get()
    day = timezone.localdate() + timedelta(days=1)
    since, until = timezone.localtime(booking.since), timezone.localtime(booking.until)
    assert (since.date(), f"{since:%H:%M}", f"{until:%H:%M}") == (day, "09:30", "10:00")
    assert (booking.purpose, booking.people, booking.by) == ("MEDIATION", 3, clerk)
    assert "已留 1 号接谈室：" in words(response)
    assert "3 人，王敏 约" in words(response)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"since": "25:00"}, "看不懂“25:00”是几点，请写成 9:30 或 14:00。"),
        ({"since": "九点"}, "看不懂“九点”是几点，请写成 9:30 或 14:00。"),
        ({"until": "9:30"}, "结束要晚于开始。"),
        ({"day": "昨天"}, "开始时间已经过了，请往后约。"),
        ({"day": "2月30日"}, "日历上没有“2月30日”这一天，请核对。"),
        ({"day": ""}, "请写哪一天。"),
        ({"people": "5"}, "1 号接谈室 只坐 4 人。请换一间，或只请代表进屋。"),
        ({"people": "0"}, "人数至少是 1。"),
        ({"room": "999999"}, "没有这间房，请重新选。"),
        ({"room": ""}, "请选一间房。"),
        ({"number": "DH2026-99999"}, "没有找到这个案号，或者不归您查看。"),
    ],
)
def test_what_is_wrong_with_a_booking_is_said_at_its_field_and_the_rest_is_kept(client, room, fields, sentence):
    response = client.post(BOOKING, typed(room, **fields))

    assert response.status_code == 422
    assert any(sentence in said for said in sentences(response)), sentences(response)
    assert not Occupation.objects.exists()


@pytest.mark.parametrize(
    ("written", "meant"), [("9", "09:00"), ("930", "09:30"), ("14点05分", "14:05"), ("14：30", "14:30")]
)
def test_a_time_of_day_is_read_as_people_write_it(client, room, written, meant):
    client.post(BOOKING, typed(room, since=written, until="18:00"))

    assert f"{timezone.localtime(Occupation.objects.get().since):%H:%M}" == meant


def test_a_booking_names_its_matter_to_whom_may_see_it(sign_in, client, room, clerk):
    case = factories.case(clerk)
    client.post(BOOKING, typed(room, number=case.number))
    other = sign_in(factories.official(Role.HD, at=factories.section()))

    assert Occupation.objects.get().case == case
    assert case.number in words(client.get(ROOMS))
    assert case.number not in words(other.get(ROOMS))


def test_a_sealed_matter_is_not_named_by_a_booking(sign_in, room):
    director = factories.official(Role.OD)
    sealed = factories.case(purpose="ACCUSATION")

    response = sign_in(director).post(BOOKING, typed(room, number=sealed.number))

    assert response.status_code == 422
    assert "封存件不写案号，只留时间和房间。" in sentences(response)


def test_a_booking_is_cancelled_once(client, room):
    client.post(BOOKING, typed(room))
    booking = Occupation.objects.get()
    address = f"/rooms/bookings/{booking.pk}/cancellation/"

    first = client.post(address, {"submission": str(uuid.uuid4())}, follow=True)
    second = client.post(address, {"submission": str(uuid.uuid4())})

    assert "已取消 1 号接谈室：" in words(first)
    assert (second.status_code, sentences(second)) == (422, ["这个预约已经取消。"])
    assert "没有预约。" in words(client.get(ROOMS))


def test_the_page_asks_no_more_with_many_bookings_than_with_few(client, room, clerk, queries_of):
    case = factories.case(clerk)

    def book(hours):
        for hour in hours:
            since = timezone.now() + timedelta(hours=hour)
            room.book(since=since, until=since + timedelta(minutes=30), purpose="GROUP", people=2, by=clerk, case=case)

    book(range(1, 4))
    client.get(ROOMS)
    few = asked(queries_of(lambda: client.get(ROOMS)))
    book(range(4, 40))
    many = asked(queries_of(lambda: client.get(ROOMS)))

    assert len(few) == len(many) <= 12
