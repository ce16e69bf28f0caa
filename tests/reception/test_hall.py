"""The screen of the hall: number and room, nothing else, for whoever was given a link, until it is taken back."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from cases.models import Case
from officials.models import AuditEntry, Role
from reception.models import HallScreen, Occupation, Room, Ticket
from tests import factories
from tests.reception.test_desk import asked

pytestmark = pytest.mark.django_db

HALL, SCREENS, ADD = "/hall/", "/hall/screens/", "/hall/screens/add/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def director():
    return factories.official(Role.OD, name="周建国")


@pytest.fixture
def clerk():
    return factories.official(Role.RC)


@pytest.fixture
def rooms():
    kinds = Room.Kind
    made = [
        ("1 号接谈室", kinds.INDIVIDUAL),
        ("调解室", kinds.GROUP),
        ("领导接访室", kinds.LEADER),
        ("倾诉室", kinds.TALK),
    ]
    return {
        name: Room.objects.create(name=name, kind=kind, capacity=8, position=place)
        for place, (name, kind) in enumerate(made)
    }


@pytest.fixture
def link(sign_in, director):
    """The address that the director's page shows once."""
    page = sign_in(director).post(ADD, {"submission": str(uuid.uuid4()), "name": "一楼等候区"}, follow=True)
    return re.search(r'<span class="code">(http://testserver/hall/link/[^<]+)</span>', page.content.decode())[1]


@pytest.fixture
def screen(link):
    """The browser of a screen that has opened its link."""
    browser = Client()
    browser.get(link)
    return browser


def walk_in(clerk, **fields):
    return factories.visit(clerk, **fields).ticket


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode().split("<header", 1)[-1])).strip()


# ---------- 接屏 ----------


def test_a_link_is_opened_once_sets_a_cookie_and_leads_to_a_clean_address(link):
    browser = Client()

    opened = browser.get(link)

    assert (opened.status_code, opened["Location"]) == (302, HALL)
    cookie = opened.cookies["hall"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert browser.get(HALL).status_code == 200
    assert cookie.value not in link
    assert Client().get(link).status_code == 404
    assert browser.get(HALL).status_code == 200


def test_of_two_browsers_opening_one_link_at_once_only_one_becomes_a_screen(transactional_db, director):
    secret = HallScreen.admit(name="一楼", has_sound=False, by=director).secret
    start = Barrier(2)

    def open_link(_browser):
        try:
            start.wait()
            return HallScreen.objects.open_link(secret)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as browsers:
        opened = list(browsers.map(open_link, range(2)))

    assert sorted(screen is None for screen in opened) == [False, True]


def test_looking_at_a_link_without_opening_it_does_not_use_it_up(link):
    assert Client().head(link).status_code == 405

    assert Client().get(link).status_code == 302


@pytest.mark.parametrize(("hours", "opens"), [(23.9, True), (24.1, False)])
def test_a_link_is_good_for_a_day(director, hours, opens):
    made = timezone.now() - timedelta(hours=hours)
    screen = HallScreen.admit(name="一楼", has_sound=False, by=director, now=made)

    assert (HallScreen.objects.open_link(screen.secret) is not None) is opens


def test_neither_link_nor_cookie_is_kept_in_the_clear(link, screen):
    secret, cookie = link.rstrip("/").rsplit("/", 1)[1], screen.cookies["hall"].value

    kept = str(HallScreen.objects.values().get())

    assert secret not in kept
    assert cookie not in kept


def test_the_link_stands_on_the_list_once(sign_in, director):
    client = sign_in(director)
    page = client.post(ADD, {"submission": str(uuid.uuid4()), "name": "一楼"}, follow=True)

    assert "/hall/link/" in page.content.decode()
    assert "/hall/link/" not in client.get(SCREENS).content.decode()


@pytest.mark.parametrize("cookie", ["", "x", "é", "a" * 5000])
def test_a_browser_that_is_no_screen_sees_no_number(clerk, rooms, cookie):
    walk_in(clerk)
    browser = Client()
    if cookie:
        browser.cookies["hall"] = cookie

    page = browser.get(HALL)
    part = browser.get(HALL, headers=HTMX)

    assert (page.status_code, part.status_code) == (403, 403)
    assert "这块屏没有接上" in words(page)
    assert "A001" not in words(page)
    assert part["HX-Refresh"] == "true"


@pytest.mark.parametrize("secret", ["x", "一", "%00", "a" * 3000])
def test_a_made_up_link_opens_nothing(secret):
    assert Client().get(f"/hall/link/{secret}/").status_code in {400, 404}


def test_the_director_sees_the_screens_and_takes_one_back(sign_in, director, screen):
    client = sign_in(director)
    found = HallScreen.objects.get()
    assert "在用" in words(client.get(SCREENS))

    done = client.post(f"{SCREENS}{found.pk}/withdrawal/", {"submission": str(uuid.uuid4())}, follow=True)
    again = client.post(f"{SCREENS}{found.pk}/withdrawal/", {})

    assert "一楼等候区 已停用，屏上几秒内就看不到号了。" in words(done)
    assert screen.get(HALL, headers=HTMX).status_code == 403
    assert (again.status_code, "一楼等候区 已经停用。" in words(again)) == (422, True)
    actions = AuditEntry.objects.filter(subject="screen", subject_id=found.pk).order_by("pk")
    assert [entry.action.removeprefix("reception:hall_") for entry in actions] == [
        "screen_add",
        "link",
        "screen_withdraw",
    ]


def test_a_link_taken_back_before_it_was_opened_is_void(director):
    screen = HallScreen.admit(name="一楼", has_sound=False, by=director)
    screen.withdraw(by=director)

    assert HallScreen.objects.open_link(screen.secret) is None


@pytest.mark.parametrize("role", [Role.RC, Role.HD, Role.WC, Role.SA, Role.AU])
def test_screens_are_the_directors_alone(sign_in, role, director):
    screen = HallScreen.admit(name="一楼", has_sound=False, by=director)
    client = sign_in(factories.official(role))

    answers = [client.get(SCREENS), client.post(ADD, {"name": "x"}), client.post(f"{SCREENS}{screen.pk}/withdrawal/")]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert HallScreen.objects.in_force().count() == 1


def test_a_screen_without_a_name_is_refused_at_its_field(sign_in, director):
    response = sign_in(director).post(ADD, {"name": " "})

    assert response.status_code == 422
    assert not HallScreen.objects.exists()


def test_two_screens_never_share_a_cookie(director):
    one, other = (HallScreen.admit(name=name, has_sound=False, by=director) for name in "甲乙")
    HallScreen.objects.filter(pk=one.pk).update(opened_at=timezone.now(), cookie_hash="a")

    with pytest.raises(IntegrityError), transaction.atomic():
        HallScreen.objects.filter(pk=other.pk).update(opened_at=timezone.now(), cookie_hash="a")


# ---------- 屏上 ----------


def test_the_screen_shows_who_is_called_where_who_is_inside_and_who_is_next(screen, clerk, rooms):
    tickets = [walk_in(clerk) for _visitor in range(3)]
    group = walk_in(clerk, people_present=9)
    tickets[0].call(by=clerk)
    tickets[0].start(by=clerk)
    group.call(by=clerk)

    shown = words(screen.get(HALL))

    assert "现在请 B001 调解室" in shown
    assert "1 号接谈室 A001 调解室 B001 领导接访室 空" in shown
    assert "接下来 A002 A003" in shown
    assert "倾诉室" not in shown  # nobody is called there


def test_the_one_called_last_is_the_one_in_large(screen, clerk, rooms):
    first, group = walk_in(clerk), walk_in(clerk, people_present=9)
    group.call(by=clerk)
    first.call(by=clerk)
    assert "现在请 A001" in words(screen.get(HALL))

    group.recall(by=clerk)

    assert "现在请 B001" in words(screen.get(HALL))


def test_with_nobody_called_people_are_asked_to_wait(screen, clerk, rooms):
    ticket = walk_in(clerk)
    ticket.call(by=clerk)
    ticket.start(by=clerk)

    shown = words(screen.get(HALL))

    assert "现在请 请在等候区稍候" in shown
    assert "没有人在等" in shown


def test_yesterdays_numbers_are_gone(screen, clerk, rooms):
    yesterday = timezone.now() - timedelta(days=1)
    factories.visit(clerk, received_at=yesterday, now=yesterday).ticket.call(by=clerk, now=yesterday)

    assert "A001" not in words(screen.get(HALL))


def test_the_leaders_room_says_when_it_opens(screen, clerk, rooms):
    now = timezone.now()
    since = timezone.localtime(now) + timedelta(days=2)
    rooms["领导接访室"].book(
        since=since, until=since + timedelta(hours=2), purpose=Occupation.Purpose.RECEPTION_DAY, people=4, by=clerk
    )

    assert f"领导接访室 {since.month}月{since.day}日开放" in words(screen.get(HALL))


def test_no_name_in_any_form_stands_on_the_screen_sealed_or_not(screen, clerk, rooms):
    walk_in(clerk, name="欧阳春梅", statement="三幢漏水", goes_first=True)
    sealed = walk_in(clerk, name="周正", statement="科长收红包", purpose="ACCUSATION")
    sealed.call(by=clerk)

    page = screen.get(HALL).content.decode()

    words_of_people = ["欧阳", "春梅", "周*", "周正", "张", clerk.name, "漏水", "红包", "封存", "优先", "集体"]
    assert [word for word in words_of_people if word in page] == []
    assert not re.search(r"DHJ|DH\d{4}-", page)
    assert {"A001", "A002"} == set(re.findall(r"[AB]\d{3}", page))


def test_the_screen_is_chinese_whatever_the_browser_asks_for(screen, rooms):
    assert "现在请" in words(screen.get(HALL, headers={"Accept-Language": "en"}))


# ---------- 自己更新 ----------


def seen(response):
    return re.search(r"\?seen=([0-9a-f-]+)", response.content.decode())[1]


def test_only_what_has_changed_is_sent_again(screen, clerk, rooms):
    ticket = walk_in(clerk)
    before = seen(screen.get(HALL))
    same = screen.get(HALL, {"seen": before}, headers=HTMX).content.decode()
    walk_in(clerk)
    rest = screen.get(HALL, {"seen": before}, headers=HTMX).content.decode()
    ticket.call(by=clerk)
    both = screen.get(HALL, {"seen": before}, headers=HTMX).content.decode()
    before = seen(screen.get(HALL))
    ticket.recall(by=clerk)
    again = screen.get(HALL, {"seen": before}, headers=HTMX).content.decode()

    parts = [re.findall(r'id="(hall-now|hall-rest)"', sent) for sent in (same, rest, both, again)]
    assert parts == [[], ["hall-rest"], ["hall-now", "hall-rest"], ["hall-now"]]
    assert all('id="hall-clock"' in sent for sent in (same, rest, both, again))


def test_a_refresh_asks_the_database_one_thing_however_many_wait(screen, clerk, rooms, queries_of):
    for _visitor in range(3):
        walk_in(clerk)
    few = asked(queries_of(lambda: screen.get(HALL, headers=HTMX)))
    for _visitor in range(60):
        walk_in(clerk)
    many = asked(queries_of(lambda: screen.get(HALL, headers=HTMX)))

    assert (len(few), len(many)) == (1, 1)


@pytest.mark.parametrize(("minutes", "written"), [(4.9, False), (5, True)])
def test_once_in_five_minutes_it_is_written_down_that_a_screen_lives(screen, queries_of, minutes, written):
    seen_at = timezone.now() - timedelta(minutes=minutes)
    HallScreen.objects.update(seen_at=seen_at)

    screen.get(HALL, headers=HTMX)

    assert (HallScreen.objects.get().seen_at != seen_at) is written


def test_the_screen_needs_no_session_and_leaves_none(screen):
    assert "sessionid" not in screen.cookies
    screen.get(HALL)
    assert "sessionid" not in screen.cookies


def test_a_screen_can_only_look(screen, clerk, rooms):
    ticket = walk_in(clerk)

    assert screen.post(HALL).status_code == 405
    assert screen.post(f"/queue/{ticket.pk}/call/", {}).status_code == 302  # to the sign-in page
    assert Ticket.objects.get().state == "WAITING"
    assert Case.objects.count() == 1


def test_sound_is_off_unless_the_director_wants_it(screen, director):
    assert "打开声音" not in words(screen.get(HALL))
    HallScreen.objects.update(has_sound=True)

    assert "打开声音" in words(screen.get(HALL))
