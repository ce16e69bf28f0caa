"""Appointments with a leader: asked for, booked, moved, kept, missed, and what everybody is told (F17)."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from officials.models import AuditEntry, Role
from reception.models import Appointment, Brake, ReceptionDay, Room, Ticket
from reception.models.brake import HOUR
from tests import factories

pytestmark = pytest.mark.django_db

HALF = timedelta(minutes=30)


@pytest.fixture
def clerk():
    factories.street()
    return factories.official(Role.RC)


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
def day(leader, room, since):
    """Public, 9:00 to 11:00 in four slots."""
    by = factories.official(Role.OD)
    until = since + timedelta(hours=2)
    day = ReceptionDay.objects.plan(leader=leader, room=room, since=since, until=until, slot_minutes=30, by=by)
    ReceptionDay.objects.publish(by=by)
    day.refresh_from_db()
    return day


def slot(day, since):
    return f"{day.pk}-{int(since.timestamp())}"


def said(day, since, **fields):
    """What is typed for a slot."""
    typed = {"slot": slot(day, since), "name": "张建国", "phone": "13800004471", "people": "1", "topic": "楼道漏水"}
    return typed | fields


def booked(day, since, by):
    return Appointment.objects.book(day, since, by=by, name="张建国", phone="13800004471", topic="楼道漏水")


def requested(day, since, code=""):
    """Asked for by a petitioner."""
    given = {"code": code or uuid.uuid4().hex, "submission": uuid.uuid4()}
    return Appointment.objects.request(day, since, name="张建国", phone="13800004471", topic="楼道漏水", **given)


def fresh(*appointments):
    """The same read anew, in the order given."""
    found = Appointment.objects.in_bulk([one.pk for one in appointments])
    return [found[one.pk] for one in appointments]


def move_to_today(one):
    """As if its day had come: a slot of today, not long from now."""
    now = timezone.now()
    Appointment.objects.filter(pk=one.pk).update(since=now, until=now + HALF)


# ---------- 到了 ----------
def test_who_has_an_appointment_is_received_by_its_leader_whoever_calls(day, since, leader, clerk):
    one = Appointment.objects.book(day, since, by=clerk, name="张建国")
    one.arrive(by=clerk, now=since)
    ticket = Ticket.objects.get(visit=one.visit)

    ticket.call(by=clerk, now=since + timedelta(minutes=1))
    ticket.start(by=clerk, now=since + timedelta(minutes=2))

    assert ticket.room == day.room
    assert ticket.receiver == leader


def test_who_is_put_back_is_received_by_the_one_who_hears_him(room, clerk):
    now = timezone.now()
    ticket = Ticket.objects.get(visit=factories.visit(clerk, received_at=now, now=now))
    other = factories.official(Role.RC)

    ticket.call(by=clerk, room=room, now=now)
    ticket.requeue(by=clerk, now=now + timedelta(seconds=1))
    ticket.call(by=other, room=room, now=now + timedelta(seconds=2))
    ticket.start(by=other, now=now + timedelta(seconds=3))

    assert ticket.receiver == other


def test_who_arrives_is_registered_with_a_ticket_and_the_topic_waits_in_the_talk(day, since, clerk, sign_in):
    one = booked(day, since, clerk)
    move_to_today(one)
    pages = sign_in(clerk)

    answer = pages.post(f"/appointments/{one.pk}/arrive/")
    again = pages.post(f"/appointments/{one.pk}/arrive/")

    one.refresh_from_db()
    assert one.state == "ARRIVED"
    assert answer["Location"] == one.visit.get_absolute_url()
    assert again.status_code == 422
    assert one.visit.lead.name == "张建国"
    assert one.visit.ticket.room == day.room
    assert "楼道漏水" in pages.get(reverse("reception:talk", args=[one.visit.contact_no])).content.decode()


def test_the_talk_over_the_appointment_is_kept(day, since, clerk):
    one = booked(day, since, clerk)
    one.arrive(by=clerk, now=since)
    ticket = Ticket.objects.get(visit=one.visit)

    ticket.call(by=clerk, now=since)
    ticket.start(by=clerk, now=since)
    ticket.end(by=clerk, now=since + timedelta(minutes=20))

    one.refresh_from_db()
    assert one.state == "DONE"


def test_nobody_arrives_on_another_day(day, since, clerk):
    with pytest.raises(ValidationError, match="约的不是今天"):
        booked(day, since, clerk).arrive(by=clerk, now=since - timedelta(days=1))


# ---------- 在窗口约 ----------
def test_a_slot_is_booked_at_the_desk_and_stands_on_the_page_of_the_day(day, since, clerk, sign_in):
    pages = sign_in(clerk)

    answer = pages.post(f"/reception-days/{day.pk}/booking/", said(day, since))

    page = pages.get(f"/reception-days/{day.pk}/").content.decode()
    assert answer.status_code == 302
    assert Appointment.objects.get().name == "张建国"
    assert "张**" in page and "楼道漏水" in page
    assert "张建国" not in page and "13800004471" not in page


def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(day, since, clerk, sign_in):
    wrong = said(day, since, slot="", phone="12", people="0", number="DH2026-99999")

    answer = sign_in(clerk).post(f"/reception-days/{day.pk}/booking/", wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    for sentence in ("请选一个时段。", "人数至少是 1。", "没有这个案号"):
        assert sentence in page
    assert "楼道漏水" in page
    assert not Appointment.objects.exists()


def test_a_slot_that_went_meanwhile_is_refused_at_the_field(day, since, clerk, sign_in):
    booked(day, since, clerk)

    answer = sign_in(clerk).post(f"/reception-days/{day.pk}/booking/", said(day, since))

    assert answer.status_code == 422
    assert "这个时段刚才已经约出去了" in answer.content.decode()


def test_a_form_sent_twice_books_once(day, since, clerk, sign_in):
    pages, sent = sign_in(clerk), said(day, since) | {"submission": str(uuid.uuid4())}

    first = pages.post(f"/reception-days/{day.pk}/booking/", sent)
    second = pages.post(f"/reception-days/{day.pk}/booking/", sent)

    assert first["Location"] == second["Location"]
    assert Appointment.objects.count() == 1


def test_a_slot_that_has_begun_is_not_booked(day, since, clerk):
    with pytest.raises(ValidationError, match="已经开始"):
        Appointment.objects.book(day, since, by=clerk, now=since)

    assert Appointment.objects.book(day, since, by=clerk, now=since - timedelta(seconds=1)).is_confirmed


def test_five_sit_in_the_leaders_room_as_their_representatives(day, since, clerk):
    assert Appointment.objects.book(day, since, by=clerk, people=30).seats == 5


# ---------- 谁看得到 ----------
def test_an_appointment_for_a_file_one_may_not_see_says_only_that_the_slot_is_taken(day, since, sign_in):
    registrar, other = factories.official(Role.RC), factories.official(Role.HD, at=factories.section("社会事务科"))
    one = Appointment.objects.book(
        day, since, by=registrar, case=factories.case(registrar), name="张建国", topic="楼道漏水"
    )
    pages = sign_in(other)

    page = pages.get(f"/reception-days/{day.pk}/").content.decode()

    assert pages.get(f"/appointments/{one.pk}/").status_code == 404
    assert "已约" in page
    assert not any(word in page for word in ("张**", "楼道漏水", one.case.number))


def test_an_appointment_for_a_sealed_file_leaves_every_list_but_its_readers(day, since, clerk, leader, sign_in):
    director, case = factories.official(Role.OD), factories.case(clerk)
    one = Appointment.objects.book(day, since, by=clerk, case=case, name="张建国", topic="楼道漏水")
    Appointment.objects.filter(pk=one.pk).update(owed="CHANGED")
    case.seal(by=director, reason="检举", readers=[director])

    for official in (clerk, leader):
        assert not Appointment.objects.for_desk_of(official).exists()
        assert sign_in(official).get(f"/appointments/{one.pk}/").status_code == 404
        assert "楼道漏水" not in sign_in(official).get(f"/reception-days/{day.pk}/").content.decode()
    assert "张**" not in sign_in(clerk).get("/appointments/?view=calls").content.decode()
    assert Appointment.objects.for_desk_of(director).get() == one


def test_a_leader_reads_the_own_appointments_and_no_others(day, since, clerk, leader, sign_in):
    one = booked(day, since, clerk)

    assert "张**" in sign_in(leader).get(f"/appointments/{one.pk}/").content.decode()
    assert sign_in(factories.official(Role.LO, name="林桂兰")).get(f"/appointments/{one.pk}/").status_code == 404


def test_name_and_number_are_shown_once_for_a_purpose_that_is_on_record(day, since, clerk, sign_in):
    one, pages = booked(day, since, clerk), sign_in(clerk)
    address = f"/appointments/{one.pk}/"

    refused = pages.post(address + "phone/", {})
    pages.post(address + "phone/", {"purpose": "REMIND"})
    shown, after = pages.get(address).content.decode(), pages.get(address).content.decode()

    assert refused.status_code == 422
    assert "13800004471" in shown and "张建国" in shown
    assert "13800004471" not in after and "张建国" not in after
    entry = AuditEntry.objects.get(action="reception:appointment_phone")
    assert (entry.subject_id, entry.reason) == (one.pk, "打电话提醒")


# ---------- 答复 ----------
def test_a_request_is_answered_and_then_told(day, since, clerk, sign_in):
    one, pages = requested(day, since), sign_in(clerk)

    pages.post(f"/appointments/{one.pk}/confirm/", {"slot": slot(day, since)})
    one.refresh_from_db()
    assert (one.state, one.owed) == ("CONFIRMED", "CONFIRMED")
    assert "张**" in pages.get("/appointments/?view=calls").content.decode()

    pages.post(f"/appointments/{one.pk}/tell/", {"way": "NOT_REACHED"})
    assert "1 次没有打通" in pages.get("/appointments/?view=calls").content.decode()

    pages.post(f"/appointments/{one.pk}/tell/", {"way": "PHONE"})
    one.refresh_from_db()
    assert one.owed == ""
    assert "张**" not in pages.get("/appointments/?view=calls").content.decode()


def test_a_request_is_answered_with_another_slot(day, since, clerk, sign_in):
    one = requested(day, since)
    booked(day, since, clerk)

    page = sign_in(clerk).get(f"/appointments/{one.pk}/").content.decode()
    assert "想要的那个时段已经没有了" in page
    refused = sign_in(clerk).post(f"/appointments/{one.pk}/confirm/", {"slot": slot(day, since)})
    sign_in(clerk).post(f"/appointments/{one.pk}/confirm/", {"slot": slot(day, since + HALF)})

    one.refresh_from_db()
    assert refused.status_code == 422
    assert (one.state, one.since) == ("CONFIRMED", since + HALF)


def test_no_is_said_with_a_reason(day, since, clerk, sign_in):
    one, pages = requested(day, since), sign_in(clerk)

    refused = pages.post(f"/appointments/{one.pk}/decline/", {"reason": " "})
    pages.post(f"/appointments/{one.pk}/decline/", {"reason": "归民政科，可以直接去 2 号窗口。"})

    one.refresh_from_db()
    assert refused.status_code == 422
    assert (one.state, one.owed) == ("DECLINED", "DECLINED")


def test_a_day_called_off_cancels_what_was_asked_and_each_is_to_be_told(day, since, clerk):
    one, other = requested(day, since), booked(day, since + HALF, clerk)

    day.cancel("参加防汛会议", by=clerk)

    assert [(kept.state, kept.owed) for kept in fresh(one, other)] == [("CANCELLED", "CANCELLED")] * 2
    assert set(Appointment.objects.to_call(timezone.localdate())) == {one, other}
    with pytest.raises(ValidationError, match="现在是“已取消”"):
        one.confirm(by=clerk)


def test_a_day_changed_moves_its_appointments_and_each_is_to_be_told(day, since, clerk):
    one = booked(day, since, clerk)
    fields = {name: getattr(day, name) for name in ("leader", "room", "slot_minutes", "fields", "note")}

    day.change(**fields, since=day.since + HALF, until=day.until + HALF, reason="参加区里的会议", by=clerk)

    (one,) = fresh(one)
    assert (one.since, one.owed) == (since + HALF, "CHANGED")


# ---------- 改约、取消 ----------
def test_an_appointment_moves_and_its_slot_is_free(day, since, clerk, sign_in):
    one = booked(day, since, clerk)

    sign_in(clerk).post(f"/appointments/{one.pk}/move/", {"slot": slot(day, since + HALF), "is_told": "on"})

    (one,) = fresh(one)
    assert (one.since, one.owed) == (since + HALF, "")
    assert since in [begin for begin, _end in day.free_slots(timezone.now())]


def test_the_office_cancels_before_it_begins_and_no_later(day, since, clerk):
    one = booked(day, since, clerk)

    with pytest.raises(ValidationError, match="已经到了约好的时间"):
        one.cancel("来不了", by=clerk, now=since)
    (one,) = fresh(one)
    one.cancel("来不了", by=clerk, now=since - timedelta(seconds=1))

    assert one.state == "CANCELLED"


def test_the_office_cancels_with_a_reason(day, since, clerk, sign_in):
    one = booked(day, since, clerk)

    refused = sign_in(clerk).post(f"/appointments/{one.pk}/cancel/", {"reason": ""})

    assert refused.status_code == 422
    assert "请写为什么取消。" in refused.content.decode()
    assert fresh(one)[0].is_confirmed


# ---------- 没有来、没有记录 ----------
@pytest.mark.parametrize(("late", "may"), [(timedelta(0), True), (-timedelta(seconds=1), False)])
def test_nobody_is_missed_before_the_slot_is_over(day, since, clerk, late, may):
    one = booked(day, since, clerk)

    if may:
        one.miss(by=clerk, now=since + HALF + late)
    else:
        with pytest.raises(ValidationError, match="还没有过约好的时间"):
            one.miss(by=clerk, now=since + HALF + late)

    assert (fresh(one)[0].state == "NO_SHOW") is may


def test_who_did_not_come_books_again_like_anybody(day, since, clerk):
    one = booked(day, since, clerk)
    one.miss(by=clerk, now=since + HALF)

    assert booked(day, since + HALF, clerk).is_confirmed


def test_the_night_judges_nobody_and_asks_what_became_of_it(day, since, clerk):
    asked, kept = requested(day, since + HALF), booked(day, since, clerk)
    after = timezone.localdate(since) + timedelta(days=1)

    assert Appointment.objects.close_before(timezone.localdate(since)) == 0
    assert Appointment.objects.close_before(after) == 2
    assert Appointment.objects.close_before(after) == 0

    asked, kept = fresh(asked, kept)
    assert (asked.state, asked.owed) == ("UNANSWERED", "UNANSWERED")
    assert kept.state == "UNRECORDED"
    kept.attend(by=clerk)
    assert kept.state == "DONE"


def test_the_night_closes_several_requests_for_one_slot(day, since, clerk):
    requested(day, since), requested(day, since), booked(day, since, clerk)

    assert Appointment.objects.close_before(timezone.localdate(since) + timedelta(days=1)) == 3


@pytest.mark.parametrize(("days", "known"), [(90, True), (91, False)])
def test_names_are_let_go_after_ninety_days(day, since, clerk, days, known):
    one = booked(day, since, clerk)

    Appointment.objects.close_before(timezone.localdate(since) + timedelta(days=days))

    (one,) = fresh(one)
    assert bool(one.name or one.phone or one.name_masked or one.topic) is known


def test_the_reminder_is_due_on_the_workday_before(room, leader, clerk):
    monday = datetime(2026, 10, 12, 9, tzinfo=timezone.get_default_timezone())
    now = monday - timedelta(days=6)
    day = ReceptionDay.objects.plan(
        leader=leader, room=room, since=monday, until=monday + 4 * HALF, slot_minutes=30, by=clerk, now=now
    )
    one = Appointment.objects.book(day, monday, by=clerk, now=now)
    eve = monday.date() - timedelta(days=2)  # Saturday the 10th, made a working day

    assert not Appointment.objects.to_call(eve - timedelta(days=1)).exists()
    assert Appointment.objects.to_call(eve).get() == one


def test_the_day_is_closed_when_requests_are_answered(day, since, clerk):
    requested(day, since)

    counts = factories.lacking_today(clerk)

    assert [counts[f"appointment_{key}"] for key in ("asked", "calls", "unrecorded")] == [1, 0, 0]


# ---------- 列表 ----------
@pytest.mark.parametrize("view", ["today", "asked", "calls", "unrecorded", "ahead"])
def test_the_list_is_read_in_as_many_statements_with_many_rows(day, since, clerk, sign_in, queries_of, view):
    pages, address = sign_in(clerk), f"/appointments/?view={view}"

    def add(number):
        requested(day, since)
        one = booked(day, since + number * HALF, clerk)
        Appointment.objects.filter(pk=one.pk).update(owed="CHANGED")
        earlier = booked(day, since + 2 * HALF, clerk)
        long_ago = since - timedelta(days=10 + number)
        Appointment.objects.filter(pk=earlier.pk).update(state="UNRECORDED", since=long_ago, until=long_ago + HALF)

    add(0)
    pages.get(address)
    few = len(queries_of(lambda: pages.get(address)))
    for number in (1, 3):
        add(number)

    assert len(queries_of(lambda: pages.get(address))) == few


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_for_one_slot_at_once_leave_one(day, since, clerk):
    asked, barrier = [requested(day, since), requested(day, since)], Barrier(2)

    def confirm(one):
        try:
            barrier.wait()
            one.confirm(by=clerk)
        except ValidationError as refusal:
            return refusal.messages
        finally:
            connection.close()
        return []

    with ThreadPoolExecutor(2) as both:
        told = sorted(both.map(confirm, asked))

    assert told == [[], ["这个时段刚才已经约出去了，请换一个。"]]
    assert Appointment.objects.confirmed().count() == 1


# ---------- 群众自己提出 ----------
def asks(client, day, since, address="127.0.0.1", **fields):
    sent = said(day, since) | {"submission": str(uuid.uuid4())} | fields
    return client.post("/timetable/request/", sent, REMOTE_ADDR=address)


def code_of(client):
    """The code as it stands on the page that shows it once."""
    return re.search(r"<b class=\"num\">([A-Z2-9 ]{14})</b>", client.get("/timetable/request/done/").content.decode())[
        1
    ]


def test_a_petitioner_asks_gets_a_code_once_and_reads_the_answer(day, since, clerk, client):
    answer = asks(client, day, since)
    assert answer["Location"] == "/timetable/request/done/"
    code = code_of(client)

    again = client.get("/timetable/request/done/")
    waiting = client.post("/timetable/mine/", {"code": code.lower()}).content.decode()
    Appointment.objects.get().confirm(by=clerk)
    agreed = client.post("/timetable/mine/", {"code": code}).content.decode()

    assert again["Location"] == "/timetable/mine/"
    assert "等答复" in waiting and "已约好" in agreed
    assert not any(word in agreed for word in ("张", "4471", "楼道漏水"))


def test_the_public_page_asks_nobody_to_sign_in_and_keeps_no_plain_code(day, since, client):
    asks(client, day, since)
    code = code_of(client).replace(" ", "")

    one = Appointment.objects.get()
    assert (one.source, one.made_by, one.state) == ("PETITIONER", None, "REQUESTED")
    assert code not in one.code_hash and len(one.code_hash) == 64


def test_a_request_holds_no_slot(day, since, clerk, client):
    asks(client, day, since)
    asks(client, day, since)

    assert Appointment.objects.requested().count() == 2
    assert booked(day, since, clerk).is_confirmed


def test_a_request_sent_twice_is_one_and_its_last_code_opens_it(day, since, client):
    key = str(uuid.uuid4())

    asks(client, day, since, submission=key)
    asks(client, day, since, submission=key)

    assert Appointment.objects.count() == 1
    assert client.post("/timetable/mine/", {"code": code_of(client)}).status_code == 200


def test_what_a_petitioner_typed_wrong_is_said_at_the_field_and_stays(day, since, client):
    wrong = {"slot": "", "name": "", "phone": "12", "topic": "我的身份证号 11010519491231002X"}

    page = asks(client, day, since, **wrong)

    text = page.content.decode()
    assert page.status_code == 422
    for sentence in ("请选一个时段。", "请写怎么称呼", "身份证号"):
        assert sentence in text
    assert not Appointment.objects.exists()


def test_a_day_called_off_meanwhile_takes_no_request(day, since, clerk, client):
    day.cancel("参加防汛会议", by=clerk)

    answer = asks(client, day, since)

    assert answer.status_code == 422
    assert not Appointment.objects.exists()


def test_a_day_that_is_not_public_takes_no_request(day, since, client):
    ReceptionDay.objects.update(published_at=None, published_by=None)

    assert asks(client, day, since).status_code == 422


def test_a_request_is_taken_back_by_its_code_until_it_begins(day, since, clerk, client):
    asks(client, day, since)
    code = code_of(client)
    one = Appointment.objects.get()
    one.confirm(by=clerk)

    with pytest.raises(ValidationError, match="已经到了约好的时间"):
        fresh(one)[0].cancel(now=since)
    client.post("/timetable/mine/", {"code": code, "act": "cancel"})
    again = client.post("/timetable/mine/", {"code": code, "act": "cancel"})

    (one,) = fresh(one)
    assert (one.state, one.ended_by, one.owed) == ("CANCELLED", None, "")
    assert again.status_code == 422
    assert booked(day, since, clerk).is_confirmed


def test_a_called_off_day_says_why_to_who_had_asked(day, since, clerk, client):
    asks(client, day, since)
    code = code_of(client)

    day.cancel("参加防汛会议", by=clerk)

    assert "这一天停接" in client.post("/timetable/mine/", {"code": code}).content.decode()


def test_a_wrong_code_says_so_and_too_many_are_braked(day, since, client, settings):
    settings.WRONG_CODES_AN_HOUR = 2
    asks(client, day, since)
    code = code_of(client)

    wrong = client.post("/timetable/mine/", {"code": "2222 2222 2222"})
    client.post("/timetable/mine/", {"code": "3333 3333 3333"})
    braked = client.post("/timetable/mine/", {"code": code})

    assert wrong.status_code == braked.status_code == 422
    assert "没有这个查询码" in wrong.content.decode()
    assert "填错太多次" in braked.content.decode()
    elsewhere = client.post("/timetable/mine/", {"code": code}, REMOTE_ADDR="10.9.8.7")
    assert elsewhere.status_code == 200


def test_requests_are_braked_by_address_and_for_all(day, since, client, settings):
    settings.APPOINTMENTS_AN_HOUR, settings.APPOINTMENTS_AN_HOUR_OF_ALL = 1, 2

    taken, refused = asks(client, day, since), asks(client, day, since)
    elsewhere = asks(client, day, since, "10.9.8.7")
    of_all = asks(client, day, since, "10.9.8.6")

    assert [answer.status_code for answer in (taken, refused, elsewhere, of_all)] == [302, 422, 302, 422]
    assert "没有收下" in refused.content.decode() and "楼道漏水" in refused.content.decode()
    assert Appointment.objects.count() == 2


def test_a_brake_lets_go_after_an_hour():
    now = timezone.now()
    taken = [Brake.objects.take("try", "10.0.0.1", 2, now=now) for _number in range(3)]

    assert taken == [True, True, False]
    assert not Brake.objects.within("try", "10.0.0.1", 2, now=now + HOUR - timedelta(seconds=1))
    assert Brake.objects.take("try", "10.0.0.1", 2, now=now + HOUR)


@pytest.mark.django_db(transaction=True)
def test_brakes_count_parallel_tries_one_by_one(db):
    barrier = Barrier(4)

    def take(_number):
        try:
            barrier.wait()
            return Brake.objects.take("try", "10.0.0.1", 2)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as many:
        assert sorted(many.map(take, range(4))) == [False, False, True, True]


def test_no_code_stands_in_any_address(day, since, client):
    asks(client, day, since)
    code = code_of(client)

    assert client.get("/timetable/mine/", {"code": code}).content.decode().count(code) == 0
