"""The leaders' reception days: planned, published, changed, and what everybody may see (F17, P23)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from officials.models import Role
from reception.models import Appointment, ReceptionDay, Room
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def director():
    factories.street()
    return factories.official(Role.OD)


@pytest.fixture
def leader():
    return factories.official(Role.LO, name="陈志远")


@pytest.fixture
def room():
    return Room.objects.create(name="领导接访室", kind=Room.Kind.LEADER, capacity=6)


@pytest.fixture
def since():
    ahead = timezone.localtime(timezone.now() + timedelta(days=3))
    return ahead.replace(hour=9, minute=0, second=0, microsecond=0)


@pytest.fixture
def day(director, leader, room, since):
    return planned(leader, room, since, director)


def planned(leader, room, since, by, hours=2):
    until = since + timedelta(hours=hours)
    return ReceptionDay.objects.plan(leader=leader, room=room, since=since, until=until, slot_minutes=30, by=by)


def public(client):
    return client.get("/timetable/").content.decode()


def changed(day, **fields):
    said = {
        name: getattr(day, name) for name in ("leader", "room", "since", "until", "slot_minutes", "fields", "note")
    }
    return said | fields


def test_everybody_reads_a_day_once_it_is_published(day, director, sign_in, client):
    assert "陈志远" not in public(client)

    answer = sign_in(director).post(f"/reception-days/publication/?month={day.on:%Y-%m}")

    assert answer.status_code == 302
    assert "陈志远" in public(client)


def test_the_public_page_names_nobody_but_the_leaders(day, director, since, client):
    ReceptionDay.objects.publish(by=director)
    Appointment.objects.book(day, since, by=director, name="张建国", phone="13800004471", topic="楼道漏水")

    page = public(client)

    assert "陈志远" in page
    assert not any(word in page for word in ("张", "4471", "楼道"))


def test_a_leader_is_in_one_place_at_a_time(day, director, leader, since):
    other = Room.objects.create(name="调解室", kind=Room.Kind.GROUP, capacity=8, position=2)

    with pytest.raises(ValidationError, match="不能同时在两处"):
        planned(leader, other, since + timedelta(hours=1), director)

    assert planned(leader, other, day.until, director).since == day.until


def test_the_room_is_kept_for_the_day(day, director, room, since):
    with pytest.raises(ValidationError):
        planned(factories.official(Role.LO, name="林桂兰"), room, since + timedelta(hours=1), director)


def test_a_published_day_is_changed_with_a_reason_that_the_public_reads(day, director, client):
    ReceptionDay.objects.publish(by=director)
    day.refresh_from_db()
    later = {"since": day.since + timedelta(hours=1), "until": day.until + timedelta(hours=1)}

    with pytest.raises(ValidationError, match="请写为什么改"):
        day.change(**changed(day, **later), reason="", by=director)
    day = ReceptionDay.objects.get(pk=day.pk)
    day.change(**changed(day, **later), reason="参加区里的会议", by=director)

    assert "参加区里的会议" in public(client)


def test_a_day_called_off_gives_its_room_back_and_says_why(day, director, leader, room, since, sign_in, client):
    ReceptionDay.objects.publish(by=director)
    address = f"/reception-days/{day.pk}/cancellation/"
    pages = sign_in(director)

    refused = pages.post(address, {"reason": ""})
    pages.post(address, {"reason": "参加防汛会议"})

    assert refused.status_code == 422
    assert "请写为什么停接" in refused.content.decode()
    assert "停接：参加防汛会议" in public(client)
    assert planned(leader, room, since, director).is_standing


def test_a_month_is_planned_after_it_was_looked_at(director, leader, room, since, sign_in):
    address = f"/reception-days/plan/?month={since:%Y-%m}"
    said = {"leader": leader.pk, "room": room.pk, "since": "9:00", "until": "11:00", "slot_minutes": "30"}
    said |= {"numbers": str(since.day)}
    pages = sign_in(director)

    seen = pages.post(address, said)
    assert seen.status_code == 200
    assert not ReceptionDay.objects.exists()
    empty = pages.post(address, said | {"act": "plan"})
    done = pages.post(address, said | {"act": "plan", "dates": f"{since:%Y-%m-%d}"})

    assert empty.status_code == 422
    assert done.status_code == 302
    assert [day.since for day in ReceptionDay.objects.all()] == [since]


def test_bad_input_is_said_at_the_field_and_what_was_typed_stays(director, sign_in):
    answer = sign_in(director).post("/reception-days/plan/", {"numbers": "45", "note": "带上材料"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请选接访领导。" in page and "请写这个月的几号" in page
    assert "带上材料" in page


def test_a_leader_sees_the_own_days_alone(day, leader, sign_in):
    assert sign_in(leader).get(f"/reception-days/{day.pk}/").status_code == 200
    other = sign_in(factories.official(Role.LO, name="林桂兰"))
    assert other.get(f"/reception-days/{day.pk}/").status_code == 404


def test_a_day_is_not_held_before_it_begins(day, director):
    with pytest.raises(ValidationError, match="还没有到"):
        day.hold(by=director, now=day.since - timedelta(seconds=1))
    day.hold(by=director, now=day.since)

    assert ReceptionDay.objects.held().get() == day


def test_the_month_is_read_in_as_many_statements_with_many_days(
    day, director, leader, room, since, sign_in, queries_of
):
    pages, address = sign_in(director), f"/reception-days/?month={since:%Y-%m}"
    pages.get(address)
    few = len(queries_of(lambda: pages.get(address)))
    for hours in (3, 5, 7):
        planned(leader, room, since + timedelta(hours=hours), director, hours=1)

    assert len(queries_of(lambda: pages.get(address))) == few


def test_the_notice_is_printed_from_what_is_published(day, director, sign_in):
    pages, address = sign_in(director), f"/reception-days/poster/?month={day.on:%Y-%m}"
    assert pages.get(address).status_code == 302

    ReceptionDay.objects.publish(by=director)
    notice = pages.get(address)

    assert notice["Content-Type"] == "application/pdf"


# ---------- 时段 ----------
def test_one_ends_when_the_next_begins(day, director, since):
    Appointment.objects.book(day, since, by=director)
    Appointment.objects.book(day, since + timedelta(minutes=30), by=director)

    with pytest.raises(ValidationError, match="已经约出去"):
        Appointment.objects.book(day, since, by=director)


def test_a_cancelled_slot_is_free_again(day, director, since):
    one = Appointment.objects.book(day, since, by=director)
    assert len(day.free_slots(timezone.now())) == 3

    one.cancel("改日再来", by=director)

    assert len(day.free_slots(timezone.now())) == 4
    assert Appointment.objects.book(day, since, by=director).is_confirmed


@pytest.mark.django_db(transaction=True)
def test_two_who_book_one_slot_at_once_leave_one(day, director, since):
    barrier = Barrier(2)

    def book(_number):
        try:
            barrier.wait()
            Appointment.objects.book(day, since, by=director)
        except ValidationError as refusal:
            return refusal.messages
        finally:
            connection.close()
        return []

    with ThreadPoolExecutor(2) as both:
        told = sorted(both.map(book, range(2)))

    assert told == [[], ["这个时段刚才已经约出去了，请换一个。"]]
    assert Appointment.objects.holding().count() == 1
