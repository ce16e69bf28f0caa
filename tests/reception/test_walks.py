"""What else the front door does, walked in a real browser: appointments, going out, slips after a power cut."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from officials.models import Role
from reception.models import Appointment, HallScreen, Outreach, PaperSlip, ReceptionDay, Room, TalkNote, Ticket, Visit
from tests import factories
from tests.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clerk():
    factories.community()
    return factories.official(Role.RC, name="王敏", phone="8001")


@pytest.fixture
def walk(new_context, live_server, sign_in):
    """`walk(official)` gives that official at a browser of his own; without one, somebody of the street."""

    def walking(official=None):
        walker = Walker(new_context, live_server, official)
        if official:
            walker.is_signed_in(sign_in(official))
        return walker

    return walking


def test_a_petitioner_asks_for_a_slot_and_the_office_agrees(walk, clerk):
    since = timezone.localtime(timezone.now() + timedelta(days=3)).replace(hour=9, minute=0, second=0, microsecond=0)
    room = Room.objects.create(name="领导接访室", kind=Room.Kind.LEADER, capacity=6)
    director = factories.official(Role.OD)
    leader = factories.official(Role.LO, name="陈志远")
    plan = {"room": room, "since": since, "until": since + timedelta(hours=1), "slot_minutes": 30}
    ReceptionDay.objects.plan(leader=leader, by=director, **plan)
    ReceptionDay.objects.publish(by=director)
    petitioner, desk = walk(), walk(clerk)

    petitioner.go(reverse("reception:appointment_ask"))
    petitioner.page.select_option("[name=slot]", index=1)
    petitioner.fill(name="张先生", phone="13800004471", people="2", topic="楼道漏水")
    petitioner.press("提出预约")
    code = petitioner.page.locator(".p-next b").inner_text().replace(" ", "")
    desk.go(reverse("reception:appointment", args=[Appointment.objects.get().pk]))
    desk.press_alt("s")
    petitioner.go(reverse("reception:appointment_mine"))
    petitioner.fill(code=code)
    petitioner.press("查")

    assert Appointment.objects.get().confirmed_by == clerk
    petitioner.reads("已约好", "陈志远")


def test_a_slot_is_booked_at_the_desk_by_keyboard_and_kept(walk, clerk):
    since = timezone.localtime(timezone.now() + timedelta(days=3)).replace(hour=9, minute=0, second=0, microsecond=0)
    room = Room.objects.create(name="领导接访室", kind=Room.Kind.LEADER, capacity=6)
    plan = {"room": room, "since": since, "until": since + timedelta(hours=1), "slot_minutes": 30}
    day = ReceptionDay.objects.plan(
        leader=factories.official(Role.LO, name="陈志远"), by=factories.official(Role.OD), **plan
    )
    ReceptionDay.objects.publish(by=clerk)
    walker = walk(clerk)

    walker.go(reverse("reception:appointment_book", args=[day.pk]))
    walker.key_in(slot="9:30–", people="2", name="张先生", phone="13800004471", topic="楼道漏水")
    walker.press_keys("Enter")
    booked = Appointment.objects.get()
    walker.go(reverse("reception:reception_day", args=[day.pk]))

    assert (booked.confirmed_by, timezone.localtime(booked.since).minute) == (clerk, 30)
    walker.reads("张**", "9:00–9:30", "楼道漏水")


def test_two_clerks_who_press_at_once_call_two_visitors(walk, clerk):
    for name in ("1 号接谈室", "2 号接谈室"):
        Room.objects.create(name=name, kind=Room.Kind.INDIVIDUAL, capacity=4)
    for _visitor in range(2):
        factories.visit(clerk)
    desks = [walk(clerk), walk(factories.official(Role.RC, name="吴婷"))]
    for desk in desks:
        desk.go(reverse("reception:desk"))

    for desk in desks:
        desk.page.evaluate("document.getElementById('queue-next').click()")  # neither waits for the other's answer
    for desk in desks:
        desk.page.get_by_role("status").filter(has_text="已叫").wait_for()

    said = [desk.page.get_by_role("status").filter(has_text="已叫").inner_text() for desk in desks]
    assert sorted(words.strip()[:4] for words in said) == ["A001", "A002"]
    assert set(Ticket.objects.values_list("state", "room__name")) == {
        ("CALLED", "1 号接谈室"),
        ("CALLED", "2 号接谈室"),
    }


def test_a_contact_registered_by_mistake_is_voided_by_two_and_keeps_its_number(walk, clerk):
    visit = factories.visit(clerk)
    desk, director = walk(clerk), walk(factories.official(Role.OD, name="周建国"))

    desk.go(reverse("reception:void", args=[visit.contact_no]))
    desk.key_in(reason="同一个人登记了两遍。")
    desk.press_keys("Enter")
    visit.refresh_from_db()
    assert visit.voided_at is None
    director.go(reverse("reception:void_decision", args=[visit.contact_no]))
    director.reads("王敏：同一个人登记了两遍。")
    director.choose(verdict="同意作废")
    director.press_alt("s")

    visit.refresh_from_db()
    assert visit.voided_at is not None
    desk.go(reverse("reception:contact", args=[visit.contact_no]))
    desk.reads(visit.contact_no, "作废")


def test_somebody_sits_and_talks_without_a_name_and_his_suggestion_is_answered(walk, clerk):
    desk, director = walk(clerk), walk(factories.official(Role.OD))

    desk.go(reverse("reception:talk_note_add"))
    desk.key_in(kind="建议", words="建议在菜场门口划两个电动车位。")
    desk.press_alt("s")
    note = TalkNote.objects.get()
    director.go(reverse("reception:talk_note", args=[note.pk]))
    director.key_in(text="采纳，城建科本月划线。", is_adopted="")
    director.press_alt("s")

    note.refresh_from_db()
    assert (note.answer.is_adopted, Visit.objects.count()) == (True, 0)
    director.reads("采纳，城建科本月划线。")


def test_a_community_is_visited_and_what_was_heard_there_is_registered(walk, clerk):
    lead = factories.official(Role.OD, name="周建国")
    visit = Outreach.objects.plan(
        by=lead,
        kind=Outreach.Kind.COMMUNITY,
        lead=lead,
        starts_at=timezone.now() - timedelta(hours=1),
        community=factories.community(),
        purpose="物业费",
    )
    walker = walk(lead)

    walker.go(reverse("reception:outreach", args=[visit.pk]))
    walker.fill(outcome="来了十几位，物业答应公开账目。", next_step="贴出账目", next_on="+7")
    walker.press_alt("s")
    walker.press("登记在那里新反映的事")
    walker.fill(name="李桂兰", phone="13900004472", statement="3幢电梯一停就是两天。")
    walker.press("登记并打印回执")
    walker.go(reverse("reception:outreach", args=[visit.pk]))

    heard = Visit.objects.get()
    assert heard.outreach == visit
    walker.reads("物业答应公开账目", heard.contact_no)


def test_a_home_is_asked_before_it_is_visited(walk):
    handler, companion = factories.official(Role.HD, at=factories.section()), factories.official(Role.OD)
    case = factories.triaged(handler=handler)
    start = timezone.now() + timedelta(hours=1)
    plan = {"lead": handler, "companion": companion, "starts_at": start, "purpose": "谈车库漏水怎么修"}
    visit = Outreach.objects.plan(by=handler, kind=Outreach.Kind.HOME, case=case, **plan)
    walker = walk(handler)

    walker.go(reverse("reception:outreach", args=[visit.pk]))
    walker.choose(answer="同意", channel="电话")
    walker.fill(asked_at=f"{timezone.localtime():%H:%M}")
    walker.press_alt("s")

    visit.refresh_from_db()
    assert (visit.consent, visit.consent_by) == ("PHONE", handler)
    walker.reads("群众同意")


def test_slips_written_by_hand_are_entered_with_their_true_hour(walk, clerk):
    first, second = PaperSlip.objects.print_batch(2, by=clerk, now=timezone.now() - timedelta(days=1))
    walker = walk(clerk)
    arrived = timezone.localtime(timezone.now() - timedelta(hours=2))

    walker.go(f"{reverse('reception:slips_enter')}?rows=2")
    for place, (slip, name) in enumerate([(first, "张建国"), (second, "李桂兰")]):
        typed = {"number": slip.number, "arrived_on": f"{arrived:%m-%d}", "arrived_at": f"{arrived:%H:%M}"}
        typed |= {"name": name, "phone": "13800004471", "statement": "停电时来的，说楼道灯不亮。"}
        walker.fill(**{f"row-{place}-{field}": text for field, text in typed.items()})
    walker.press_alt("s")

    assert [slip.visit.received_at for slip in PaperSlip.objects.order_by("pk")] == [
        arrived.replace(second=0, microsecond=0)
    ] * 2
    walker.reads(*Visit.objects.values_list("contact_no", flat=True))


def test_a_link_opens_one_screen_once_and_leaves_a_clean_address(walk, live_server):
    screen = HallScreen.admit(name="一楼", has_sound=False, by=factories.official(Role.OD))
    link = reverse("reception:hall_link", args=[screen.secret])
    television, other = walk(), walk()

    television.page.goto(live_server.url + link)
    other.page.goto(live_server.url + link)

    assert television.page.url == live_server.url + reverse("reception:hall")
    assert screen.secret not in television.page.content()
    assert "这个链接打不开" in other.page.content()
