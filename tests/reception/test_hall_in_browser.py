"""The queue worked by keyboard from the desk, and the screen of the hall, in a real browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from officials.models import Role
from reception.models import HallScreen, Room, Ticket
from tests import factories
from tests.reception.test_desk_in_browser import assert_accessible, press_alt

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clerk():
    kinds = Room.Kind
    for place, (name, kind) in enumerate([("1 号接谈室", kinds.INDIVIDUAL), ("调解室", kinds.GROUP)]):
        Room.objects.create(name=name, kind=kind, capacity=8, position=place)
    factories.community()
    return factories.official(Role.RC, name="王敏", phone="8001")


@pytest.fixture
def desk(page, live_server, sign_in, clerk):
    session = sign_in(clerk).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.add_init_script("window.print = () => {};")
    page.goto(f"{live_server.url}/desk/")
    return page


@pytest.fixture
def complaints(page):
    heard = []
    page.on("console", lambda message: heard.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def state_of(number):
    return Ticket.objects.get(number=number).state


def test_a_visitor_is_called_heard_and_dismissed_without_leaving_what_is_being_typed(complaints, desk, clerk):
    factories.visit(clerk)
    desk.reload()
    desk.locator("#id_statement").fill("楼道灯不亮")

    press_alt(desk, "q")
    expect(desk.locator("#queue [role=status]")).to_have_text("A001：已叫，1 号接谈室")
    assert_accessible(desk)
    for button, tabs, state in [("开始接谈", 1, "接谈中"), ("结束接谈", 2, "已接谈")]:
        desk.locator("#queue-next").focus()
        for _tab in range(tabs):
            desk.keyboard.press("Tab")
        assert desk.evaluate("document.activeElement.textContent").startswith(button)
        desk.keyboard.press("Enter")
        expect(desk.locator("#queue tbody")).to_contain_text(state)

    assert state_of("A001") == "DONE"
    assert desk.locator("#id_statement").input_value() == "楼道灯不亮"
    assert desk.url.endswith("/desk/")
    assert complaints == []


def test_with_nobody_to_call_the_reason_is_said_beside_the_button(desk):
    press_alt(desk, "q")

    expect(desk.locator("#queue").get_by_role("alert")).to_contain_text("没有人在等候。")
    assert_accessible(desk)


def test_a_press_that_does_not_come_through_says_so(desk, clerk):
    factories.visit(clerk)
    desk.route("**/queue/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    desk.reload()

    press_alt(desk, "q")
    expect(desk.locator("#queue [data-lost]")).to_be_visible()

    with desk.expect_response("**/closing/"):
        desk.evaluate("htmx.ajax('GET', '/closing/', '[aria-labelledby=c-h] > div')")
    expect(desk.locator("[aria-labelledby=c-h] > div")).not_to_have_class(re.compile("htmx-request"))
    expect(desk.locator("#queue [data-lost]")).to_be_visible()  # another part came through, this one did not
    assert state_of("A001") == "WAITING"


def test_the_line_follows_the_number_of_people_and_the_room_has_its_key(desk, clerk):
    expect(desk.locator(".ticket")).to_contain_text("A001")
    desk.locator("#id_people_present").fill("5")
    desk.keyboard.press("Tab")

    expect(desk.locator("#proposal")).to_contain_text("调解室")
    expect(desk.locator("#proposal-no")).to_have_text("B001")
    press_alt(desk, "r")
    assert desk.evaluate("document.activeElement.id") == "id_room"
    desk.keyboard.press("ArrowDown")
    expect(desk.locator("#proposal")).to_contain_text("1 号接谈室")
    assert_accessible(desk)


def test_the_button_to_register_stands_above_the_fold(desk, clerk):
    box = desk.locator(".btn-main").bounding_box()

    assert box["y"] + box["height"] <= 768


def test_the_queue_works_without_script(browser, live_server, sign_in, clerk):
    factories.visit(clerk)
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    session = sign_in(clerk).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/queue/")

    for button in ("叫下一位：A001", "开始接谈 A001"):
        page.get_by_role("button", name=button).click()
    page.get_by_role("link", name="换房间 A001").click()
    page.select_option("#id_room", label="调解室（调解室（群访接待室），8）")
    page.get_by_role("button", name="换").click()
    page.get_by_role("button", name="结束接谈 A001").click()

    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.room.name) == ("DONE", "调解室")
    context.close()


def test_the_pages_of_queue_and_rooms_hold(desk, complaints, live_server, sign_in, clerk):
    director = factories.official(Role.OD, name="周建国")
    ticket = factories.visit(clerk)
    session = sign_in(director).cookies["sessionid"].value
    desk.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    room = Room.objects.first()
    HallScreen.admit(name="一楼", has_sound=False, by=director)
    for address in [
        "/queue/",
        f"/queue/{ticket.ticket.pk}/move/",
        "/rooms/",
        "/rooms/add/",
        f"/rooms/{room.pk}/edit/",
        "/rooms/booking/",
        "/hall/screens/",
        "/hall/screens/add/",
    ]:
        desk.goto(live_server.url + address)
        for width, height in [(390, 844), (683, 768), (1366, 768)]:
            desk.set_viewport_size({"width": width, "height": height})
            assert desk.evaluate("document.documentElement.scrollWidth") <= width, f"{address} 左右会滚动：宽 {width}"
        assert_accessible(desk)
    assert complaints == []


# ---------- 大厅屏 ----------


@pytest.fixture
def screen(browser, live_server, clerk):
    """A screen that has opened its link."""
    admitted = HallScreen.admit(name="一楼", has_sound=False, by=clerk)
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.goto(f"{live_server.url}/hall/link/{admitted.secret}/")
    yield page
    context.close()


def test_the_screen_of_the_hall_updates_itself_and_fits(screen, clerk):
    assert screen.url.endswith("/hall/")
    expect(screen.locator("#hall-now")).to_have_text("请在等候区稍候")
    visit = factories.visit(clerk, name="欧阳春梅")
    expect(screen.locator("#hall-rest .hall-q")).to_have_text("A001", timeout=10_000)

    visit.ticket.call(by=clerk)

    expect(screen.locator("#hall-now b")).to_have_text("A001", timeout=10_000)
    expect(screen.locator("#hall-now span")).to_have_text("1 号接谈室")
    assert "欧阳" not in screen.content()
    assert screen.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    ) == [1920, 1080]  # fmt: skip
    violations = [(found["id"], found["nodes"][0]["html"]) for found in Axe().run(screen).response["violations"]]
    assert violations == []


def test_the_screen_reconnects_by_itself(screen, clerk):
    screen.route("**/hall/**", lambda route: route.abort())
    expect(screen.get_by_text("正在重新连接")).to_be_visible(timeout=10_000)
    factories.visit(clerk).ticket.call(by=clerk)

    screen.unroute("**/hall/**")

    expect(screen.locator("#hall-now b")).to_have_text("A001", timeout=10_000)
    expect(screen.get_by_text("正在重新连接")).to_be_hidden()


def test_a_screen_taken_back_goes_dark_by_itself(screen, clerk):
    factories.visit(clerk).ticket.call(by=clerk)
    expect(screen.locator("#hall-now b")).to_have_text("A001", timeout=10_000)

    HallScreen.objects.get().withdraw(by=clerk)

    expect(screen.get_by_role("heading", name="这块屏没有接上")).to_be_visible(timeout=10_000)
    assert not re.search(r"A001", screen.content())


def test_the_screen_sounds_only_once_somebody_has_pressed_its_button(browser, live_server, clerk):
    admitted = HallScreen.admit(name="一楼", has_sound=True, by=clerk)
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.add_init_script(
        "const start = OscillatorNode.prototype.start;"
        "OscillatorNode.prototype.start = function (at) {"
        " document.body.dataset.tones = Number(document.body.dataset.tones || 0) + 1; return start.call(this, at); };"
    )
    page.goto(f"{live_server.url}/hall/link/{admitted.secret}/")
    first = factories.visit(clerk).ticket
    first.call(by=clerk)
    expect(page.locator("#hall-now b")).to_have_text("A001", timeout=10_000)
    assert page.locator("body").get_attribute("data-tones") is None

    page.get_by_role("button", name="打开声音").click()
    expect(page.get_by_role("button", name="打开声音")).to_be_hidden()
    first.recall(by=clerk)

    expect(page.locator("body")).to_have_attribute("data-tones", "2", timeout=10_000)
    context.close()


def test_the_screen_works_without_script(browser, live_server, clerk):
    admitted = HallScreen.admit(name="一楼", has_sound=False, by=clerk)
    factories.visit(clerk).ticket.call(by=clerk)
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{live_server.url}/hall/link/{admitted.secret}/")

    assert page.locator("#hall-now b").inner_text() == "A001"
    assert page.locator("meta[http-equiv=refresh]").get_attribute("content") == "5"
    context.close()
