"""The queue on the desk and on its page: every step by its button, names only for who may see them."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from officials.models import AuditEntry, Role
from reception.models import Occupation, Room, Ticket, Visit
from tests import factories
from tests.reception.test_desk import DESK, REGISTER, asked, typed

pytestmark = pytest.mark.django_db

QUEUE, NEXT, PROPOSAL = "/queue/", "/queue/next/", "/desk/proposal/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def clerk():
    return factories.official(Role.RC)


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture(autouse=True)
def rooms():
    return {
        "one": Room.objects.create(name="1 号接谈室", kind=Room.Kind.INDIVIDUAL, capacity=4, position=1),
        "group": Room.objects.create(name="调解室", kind=Room.Kind.GROUP, capacity=12, position=2),
        "leader": Room.objects.create(name="领导接访室", kind=Room.Kind.LEADER, capacity=6, position=3),
    }


def walk_in(clerk, minutes_ago=0, people=1, **fields):
    """A visitor of today who has been here for so long, also just after midnight."""
    ticket = factories.visit(clerk, people_present=people, **fields).ticket
    when = timezone.now() - timedelta(minutes=minutes_ago)
    Ticket.objects.filter(pk=ticket.pk).update(arrived_at=when, registered_at=when, queued_at=when)
    return ticket


def press(client, ticket, verb, **fields):
    return client.post(f"/queue/{ticket.pk}/{verb}/", {"submission": str(uuid.uuid4()), **fields}, follow=True)


def call(client, **fields):
    return client.post(NEXT, {"submission": str(uuid.uuid4()), **fields}, follow=True)


def shown(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# ---------- 接访台上 ----------


def test_the_desk_shows_who_waits_how_long_and_who_is_next(client, clerk):
    walk_in(clerk, 21, community=factories.community())
    walk_in(clerk, 4, people=3)
    html = client.get(DESK).content.decode()

    assert "叫下一位：A001" in html
    assert '<tr class="is-soon">' in html
    assert "已等 21 分" in html
    assert "等候 4 分" in html
    assert "等候 2" in html
    assert "张** · 1 人" in shown(client.get(DESK))
    assert "张建国" not in html


@pytest.mark.parametrize(("minutes", "marked"), [(20, False), (21, True)])
def test_who_waits_longer_than_twenty_minutes_is_marked(client, clerk, minutes, marked):
    walk_in(clerk, minutes)

    assert ('class="is-soon"' in client.get(DESK).content.decode()) is marked


def test_one_visitor_goes_through_every_button(client, clerk):
    ticket = walk_in(clerk, 5)

    assert "A001：已叫，1 号接谈室" in shown(call(client))
    assert "A001：已叫" in shown(press(client, ticket, "recall"))
    assert "A001：接谈中" in shown(press(client, ticket, "start"))
    assert "A001：接谈中，领导接访室" in shown(
        client.post(f"/queue/{ticket.pk}/move/", {"room": Room.objects.get(name="领导接访室").pk}, follow=True)
    )
    assert "A001：已接谈" in shown(press(client, ticket, "end"))
    ticket.refresh_from_db()
    assert (ticket.state, ticket.receiver) == ("DONE", clerk)
    verbs = AuditEntry.objects.filter(subject="ticket", subject_id=ticket.pk).order_by("pk")
    assert [entry.action.removeprefix("reception:queue_") for entry in verbs] == [
        "next",
        "recall",
        "start",
        "move",
        "end",
    ]


def test_who_did_not_come_can_be_put_back_or_sent_home(client, clerk):
    ticket = walk_in(clerk, 5)
    call(client)

    press(client, ticket, "miss")
    assert "A001：等候" in shown(press(client, ticket, "requeue"))
    assert "A001：走了" in shown(press(client, ticket, "leave"))


def test_a_step_sent_twice_is_taken_once(client, clerk):
    walk_in(clerk, 5)
    walk_in(clerk, 4, people=9)
    key = str(uuid.uuid4())

    for _sending in range(2):
        client.post(NEXT, {"submission": key})

    assert Ticket.objects.filter(state="CALLED").count() == 1


def test_what_cannot_be_done_is_said_with_its_reason_and_changes_nothing(client, clerk):
    ticket = walk_in(clerk, 5)
    response = client.post(f"/queue/{ticket.pk}/end/", {})

    assert response.status_code == 422
    assert "A001 现在是“等候”，不能“结束接谈”。" in shown(response)
    assert not AuditEntry.objects.filter(subject="ticket").exists()


def test_with_nobody_waiting_the_button_says_so(client):
    response = client.post(NEXT, {}, headers=HTMX)

    assert response.status_code == 422
    assert "没有人在等候。" in shown(response)
    assert "<html" not in response.content.decode()


def test_a_room_that_cannot_be_is_refused_at_its_field(client, clerk):
    first, second = walk_in(clerk, 5), walk_in(clerk, 4)
    call(client)
    Room.objects.create(name="2 号接谈室", kind=Room.Kind.INDIVIDUAL, capacity=4, position=2)
    call(client)
    taken = Room.objects.get(name="1 号接谈室")

    response = client.post(f"/queue/{second.pk}/move/", {"room": taken.pk})
    unknown = client.post(f"/queue/{second.pk}/move/", {"room": "999999"})

    assert (response.status_code, unknown.status_code) == (422, 422)
    assert f"1 号接谈室 里现在是 {first.number}" in shown(response)
    assert "没有这间房，请重新选。" in shown(unknown)


def test_a_step_from_the_desk_comes_back_to_the_desk(client, clerk):
    walk_in(clerk, 5)

    response = client.post(NEXT, {"on": "desk"}, follow=True)

    assert [url for url, _status in response.redirect_chain] == ["/queue/?on=desk&after=1", DESK]
    assert "A001：已叫，1 号接谈室" in shown(response)


def test_htmx_gets_the_part_with_what_was_done(client, clerk):
    walk_in(clerk, 5)

    response = client.post(NEXT, {"on": "desk"}, headers=HTMX, follow=True)
    again = client.get(f"{QUEUE}?on=desk", headers=HTMX)

    assert "<html" not in response.content.decode()
    assert 'id="queue"' in response.content.decode()
    assert "A001：已叫，1 号接谈室" in shown(response)
    assert "A001：已叫，1 号接谈室" not in shown(again)


def test_a_page_that_asks_by_itself_keeps_no_session_alive(client, clerk):
    session = client.session
    session["seen_at"] = 1.0
    session.save()

    client.get(f"{QUEUE}?on=desk", headers=HTMX)
    assert client.session["seen_at"] == 1.0
    client.get(QUEUE)

    assert client.session["seen_at"] > 1.0


@pytest.mark.parametrize("address", [NEXT, "/queue/1/start/", PROPOSAL])
def test_an_address_opened_by_hand_leads_back(client, clerk, address):
    ticket = walk_in(clerk)
    address = address.replace("/1/", f"/{ticket.pk}/")

    assert client.get(address)["Location"] in {QUEUE, DESK}


@pytest.mark.parametrize("verb", ["call", "start", "recall", "miss", "end", "requeue", "leave", "move"])
def test_a_ticket_that_is_not_there_is_not_found(client, verb):
    assert client.post(f"/queue/{2**40}/{verb}/", {}).status_code == 404
    assert client.post(f"/queue/{10**30}/{verb}/", {}).status_code == 404


# ---------- 谁看得到什么 ----------


def test_of_a_sealed_contact_there_stand_number_and_room_and_nothing_else(sign_in, clerk):
    sealed = walk_in(clerk, 9, purpose="ACCUSATION", statement="科长收红包。", name="周正", people=2)
    other = factories.official(Role.RC)

    for reader in (clerk, other, factories.official(Role.OD)):
        client = sign_in(reader)
        for address in (QUEUE, f"{QUEUE}?on=desk"):
            page = client.get(address, headers=HTMX).content.decode()
            cells = re.findall(r"<t[hd].*?</t[hd]>", page[page.index(">A001<") - 40 :], re.S)[:3]
            words = re.sub(r"<[^>]+>", " ", " ".join(cells)).split()
            assert words == ["A001", "—", "等候", "9", "分", "1", "号接谈室"]
    assert sealed.room.name == "1 号接谈室"


def test_a_handler_works_the_queue_and_knows_only_whom_he_may(sign_in, clerk):
    handler = factories.official(Role.HD, at=factories.section())
    walk_in(clerk, 9, name="王一")
    walk_in(handler, 5, name="李二")
    client = sign_in(handler)

    page = shown(client.get(QUEUE))

    assert "李*" in page
    assert "王*" not in page
    assert "A001" in page
    assert call(client).status_code == 200


@pytest.mark.parametrize("role", [Role.WC, Role.GW, Role.LO, Role.HO, Role.SV, Role.AU, Role.SA, Role.MD, Role.SP])
def test_whoever_does_not_work_in_the_hall_neither_sees_nor_calls(sign_in, clerk, role):
    walk_in(clerk, 5)
    client = sign_in(factories.official(role))

    assert client.get(QUEUE).status_code == 403
    assert client.post(NEXT, {}).status_code == 403
    assert Ticket.objects.get().state == "WAITING"


def test_at_a_communitys_window_the_desk_has_no_queue_and_no_rooms(sign_in):
    client = sign_in(factories.official(Role.WC, at=factories.community()))
    html = client.get(DESK).content.decode()

    assert "今天的队" not in html
    assert "id_room" not in html
    assert client.post(REGISTER, typed()).status_code == 302
    assert not Ticket.objects.exists()


# ---------- 登记时的房间一行 ----------


def line(client, **fields):
    return shown(client.get(PROPOSAL, {"people_present": "1", "channel": "VISIT", **fields}, headers=HTMX))


def test_the_line_says_number_room_and_about_how_long(client, clerk):
    assert "1 号接谈室 前面没有人 1 人按个访；满 5 人改调解室 A001" in line(client)
    walk_in(clerk)
    call(client)
    walk_in(clerk)

    assert "前面 1 位，约 30 分钟 1 人按个访；满 5 人改调解室 A003" in line(client)


@pytest.mark.parametrize(
    ("people", "words"),
    [("4", "4 人按个访"), ("5", "调解室 前面没有人 5 人按集体访，请推选代表（最多 5 人）")],
)
def test_at_the_fifth_person_the_line_turns_to_the_group_room(client, people, words):
    assert words in line(client, people_present=people)


@pytest.mark.parametrize("people", ["", "0", "-1", "三", "９", "9" * 30])
def test_the_line_is_not_brought_down_by_what_is_half_typed(client, people):
    assert "1 号接谈室" in line(client, people_present=people)


def test_a_letter_takes_no_number(client):
    assert "不是来访，不取号" in line(client, channel="LETTER")


def test_the_room_can_be_chosen_at_the_desk(client, rooms):
    assert "领导接访室" in line(client, room=str(rooms["leader"].pk))
    client.post(REGISTER, typed(room=str(rooms["leader"].pk), goes_first="on"))

    ticket = Ticket.objects.get()
    assert (ticket.room, ticket.room_is_chosen, ticket.goes_first) == (rooms["leader"], True, True)


def test_a_room_that_is_not_there_is_refused_at_the_desk_and_nothing_typed_is_lost(client):
    response = client.post(REGISTER, typed(room="999999"))

    assert response.status_code == 422
    assert "没有这间房，请重新选。" in response.content.decode()
    assert "张建国" in response.content.decode()
    assert not Visit.objects.exists()


def test_the_receipt_says_number_room_and_how_many_are_before(client, clerk):
    walk_in(clerk, 3)
    page = client.post(REGISTER, typed(), follow=True)
    slip = re.search(r'<div class="paper slip".*?</div>\s*</section>', page.content.decode(), re.S)[0]

    words = re.sub(r"<[^>]+>", " ", slip)
    assert "A002" in words
    assert "1 号接谈室" in words
    assert "前面还有 1 位，约 15 分钟，请在等候区听叫号" in words
    assert "张建国" not in words
    assert "今天由1 号接谈室接谈，票号 A002" in page.content.decode()


def test_the_receipt_of_a_sealed_contact_bears_the_number_too(client):
    page = client.post(REGISTER, typed(purpose="ACCUSATION"), follow=True).content.decode()

    assert '<p class="no">A001</p>' in page
    assert "没人管" not in page


def test_a_receipt_printed_again_after_the_talk_calls_nobody(client, clerk):
    ticket = walk_in(clerk, 5)
    address = ticket.visit.get_absolute_url()
    assert '<p class="no">A001</p>' in client.get(address).content.decode()
    for verb in ("call", "start", "end"):
        press(client, ticket, verb)

    assert '<p class="no">A001</p>' not in client.get(address).content.decode()


def test_who_gave_only_a_name_waits_for_the_talk_in_the_queue(client, clerk):
    client.post(REGISTER, typed(register="fast", statement="", phone="", name="何秀英"))

    page = shown(client.get(QUEUE))
    assert "A001 何** · 1 人 等接谈" in page


def test_the_page_of_a_contact_says_when_it_was_called_heard_and_by_whom(client, clerk):
    ticket = walk_in(clerk, 5)
    for verb in ("call", "start", "end"):
        press(client, ticket, verb)

    page = shown(client.get(f"/contacts/{ticket.visit.contact_no}/"))

    ticket.refresh_from_db()
    assert f"开始接谈 {timezone.localtime(ticket.started_at):%H:%M} {clerk.name}" in page
    assert "票号 A001 房间 1 号接谈室" in page


# ---------- 前几天的 ----------


def test_what_yesterday_left_open_is_counted_on_the_desk_and_listed_on_the_page(client, clerk):
    day_before = timezone.now() - timedelta(days=1)
    visit = factories.visit(clerk, received_at=day_before, now=day_before)
    Ticket.objects.close_before(timezone.localdate())

    assert "前几天有 1 张票没办完。" in client.get(DESK).content.decode()
    assert visit.contact_no in client.get(QUEUE).content.decode()


# ---------- 几句问几次 ----------


@pytest.mark.parametrize(("address", "most"), [(DESK, 14), (QUEUE, 12)])
def test_no_more_is_asked_of_the_database_with_three_hundred_waiting_than_with_three(
    client, clerk, queries_of, address, most
):
    community = factories.community()
    for number in range(3):
        walk_in(clerk, number, community=community)
    call(client)
    client.get(address)
    few = asked(queries_of(lambda: client.get(address)))
    for number in range(297):
        walk_in(clerk, number % 60, people=number % 7 + 1, community=community)
    many = asked(queries_of(lambda: client.get(address)))

    assert len(few) == len(many) <= most, "\n".join(one[:90] for one in many)


def test_calling_takes_few_statements(client, clerk, queries_of):
    for number in range(20):
        walk_in(clerk, number)
    client.get(QUEUE)

    sent = asked(queries_of(lambda: client.post(NEXT, {"submission": str(uuid.uuid4())})))

    assert len(sent) <= 20, "\n".join(one[:90] for one in sent)
    assert Occupation.objects.in_use().count() == 1


def test_registering_a_visit_takes_at_most_three_statements_more_than_a_letter(client, queries_of):
    counts = {}
    for channel in ("VISIT", "LETTER", "VISIT", "LETTER"):
        counts[channel] = len(asked(queries_of(lambda channel=channel: client.post(REGISTER, typed(channel=channel)))))

    assert counts["LETTER"] <= 20
    assert counts["VISIT"] - counts["LETTER"] <= 3
