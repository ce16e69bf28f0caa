"""The desk worked by keyboard alone, in a real browser, with an accessibility check of each page it meets."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from cases.models import Case
from officials.models import AuditEntry, Role
from reception.models import Visit
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LEAK = "3幢地下车库下雨就漏水，车位泡了两个月，物业说该开发商修。"


@pytest.fixture
def clerk():
    factories.official(Role.OD, name="周建国", phone="8003")
    factories.community()
    return factories.official(Role.RC, name="王敏", phone="8001")


@pytest.fixture
def desk(page, live_server, sign_in, clerk):
    """The desk of a signed-in clerk; what would print is counted."""
    session = sign_in(clerk).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.add_init_script("window.printed = []; window.print = () => window.printed.push(document.body.dataset.paper);")
    page.goto(f"{live_server.url}/desk/")
    return page


def type_walk_in(desk, statement=LEAK):
    """Three things and two Tabs: the first field has the focus on arrival."""
    desk.keyboard.type("张建国")
    desk.keyboard.press("Tab")
    desk.keyboard.type("138 0000 4471")
    desk.keyboard.press("Tab")
    desk.keyboard.type(statement)


def wait_for_receipt(desk):
    desk.wait_for_url(re.compile(r"/receipts/"))


def compose(page, text):
    """Let an input method compose, without a word chosen yet."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})


def press_alt(page, key):
    """Use an access key. `keyboard.press` sends no letter with Alt, so the key is sent as a keyboard would."""
    code = f"Digit{key}" if key.isdigit() else f"Key{key.upper()}"
    event = {"modifiers": 1, "key": key, "code": code, "windowsVirtualKeyCode": ord(key.upper())}
    devtools = page.context.new_cdp_session(page)
    devtools.send("Input.dispatchKeyEvent", {"type": "keyDown", "unmodifiedText": key, **event})
    devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})


def assert_accessible(page):
    violations = [(found["id"], found["nodes"][0]["html"]) for found in Axe().run(page).response["violations"]]
    assert violations == []


def test_a_walk_in_is_registered_with_three_fields_and_three_keys(desk, clerk):
    type_walk_in(desk)
    desk.keyboard.press("Enter")
    wait_for_receipt(desk)

    visit = Visit.objects.get()
    assert (visit.registrar, visit.statement, visit.lead.phone) == (clerk, LEAK, "13800004471")
    slip = desk.locator(".slip").inner_text()
    assert visit.contact_no in slip
    assert re.search(r"[2-9A-HJ-NP-Z]{4} [2-9A-HJ-NP-Z]{4} [2-9A-HJ-NP-Z]{4}", slip)
    assert desk.evaluate("window.printed") == ["slip"]
    assert_accessible(desk)

    desk.keyboard.press("Escape")
    desk.wait_for_url(re.compile(r"/desk/$"))
    expect(desk.locator(".list .t", has_text=visit.contact_no)).to_be_visible()


def test_the_desk_is_accessible_empty_filled_and_refused(desk):
    assert_accessible(desk)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("alert")).to_contain_text("处要改")
    assert_accessible(desk)
    desk.set_viewport_size({"width": 390, "height": 844})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390


def test_enter_chooses_a_word_while_an_input_method_is_composing_and_never_registers(desk):
    asked = []
    desk.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    for _field in ("name", "phone", "statement"):
        compose(desk, "zhang")
        desk.keyboard.press("Enter")
        desk.wait_for_timeout(600)  # longer than the live look waits
        desk.context.new_cdp_session(desk).send("Input.insertText", {"text": "张建国"})
        desk.keyboard.press("Tab")
        desk.wait_for_timeout(50)

    assert not [url for url in asked if url.endswith("/register/")]
    assert desk.url.endswith("/desk/")
    assert desk.locator("#id_name").input_value() == "张建国"
    assert not Visit.objects.exists()


def test_shift_enter_makes_a_new_line_and_enter_registers(desk):
    type_walk_in(desk, "楼道灯不亮")
    desk.keyboard.press("Shift+Enter")
    desk.keyboard.type("报修三次")
    desk.keyboard.press("Enter")
    wait_for_receipt(desk)

    assert Visit.objects.get().statement == "楼道灯不亮\n报修三次"


def test_each_channel_has_its_key(desk):
    for key, channel in [("4", "ONLINE"), ("2", "LETTER"), ("3", "CALL"), ("1", "VISIT")]:
        press_alt(desk, key)

        assert desk.locator("input[name=channel]:checked").get_attribute("value") == channel


def test_an_unnamed_visitor_takes_one_key_more(desk):
    press_alt(desk, "0")
    desk.locator("#id_statement").focus()
    desk.keyboard.type("楼道灯不亮")
    desk.keyboard.press("Enter")
    wait_for_receipt(desk)

    assert Case.objects.get().is_anonymous


def test_an_earlier_matter_shows_while_typing_and_one_key_joins_it(desk, clerk):
    earlier = factories.case(clerk, statement=LEAK, name="")
    type_walk_in(desk, "地下车库一下雨就漏水，车位泡着")
    expect(desk.locator("#live")).to_have_text("边填边找，找到 1 件")
    expect(desk.locator("#matches")).to_contain_text(earlier.number)
    assert desk.evaluate("document.activeElement.id") == "id_statement"
    assert_accessible(desk)

    press_alt(desk, "a")
    wait_for_receipt(desk)

    visit = Visit.objects.latest("pk")
    assert (visit.case, visit.tie, visit.statement) == (earlier, "REPEAT", "地下车库一下雨就漏水，车位泡着")
    assert AuditEntry.objects.filter(action="reception:matches").count() == 1


def test_a_press_that_comes_after_the_session_ended_loses_nothing(desk, clerk):
    type_walk_in(desk)
    Session.objects.all().delete()
    desk.keyboard.press("Enter")
    desk.wait_for_url(re.compile(r"/login/"))
    assert_accessible(desk)
    assert "张建国" not in desk.content()

    desk.keyboard.type(clerk.username)
    desk.keyboard.press("Tab")
    desk.keyboard.type(factories.PASSWORD)
    desk.keyboard.press("Enter")
    desk.wait_for_url(re.compile(r"/desk/$"))

    assert desk.locator("#id_name").input_value() == "张建国"
    assert desk.locator("#id_statement").input_value() == LEAK
    desk.locator("#id_statement").focus()
    desk.keyboard.press("Enter")
    wait_for_receipt(desk)
    assert Visit.objects.get().statement == LEAK


def test_the_desk_works_without_script(browser, live_server, sign_in, clerk):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    session = sign_in(clerk).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    earlier = factories.case(clerk, statement=LEAK, name="")
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/")
    page.fill("#id_name", "张建国")
    page.fill("#id_phone", "13800004471")
    page.fill("#id_statement", LEAK)

    page.get_by_role("button", name="比对").click()
    assert page.locator("#id_name").input_value() == "张建国"
    page.get_by_role("button", name="并入这一件").click()

    assert "/receipts/" in page.url
    assert Visit.objects.latest("pk").case == earlier
    context.close()
