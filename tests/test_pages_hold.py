"""Pages hold at the sizes people use: 1366x768, the same at 200 %, a phone; without script; under the policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from officials.models import Role
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = [(1366, 768), (683, 768), (390, 844)]


@pytest.fixture
def clerk():
    factories.community()
    return factories.official(Role.RC, name="王敏", must_change_password=False)


@pytest.fixture
def complaints(page):
    """What the browser complained of: refused by the policy, missing files, errors of script."""
    heard = []
    page.on("console", lambda message: heard.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def sign_in(page, live_server, official):
    page.goto(live_server.url + reverse("officials:login"))
    page.fill("#id_username", official.username)
    page.fill("#id_password", factories.PASSWORD)
    page.click("button.btn-main")
    page.wait_for_url(lambda url: "login" not in url)


def assert_holds(page, complaints):
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"左右会滚动：宽 {width}"
    page.set_viewport_size({"width": 1366, "height": 768})
    violations = [(found["id"], found["nodes"][0]["html"]) for found in Axe().run(page).response["violations"]]
    assert violations == []
    assert complaints == []


def test_the_sign_in_page_holds(page, live_server, clerk, complaints):
    page.goto(live_server.url + reverse("officials:login"))

    assert_holds(page, complaints)
    assert page.evaluate("document.activeElement.id") == "id_username"


def test_a_clerks_pages_hold(page, live_server, clerk, complaints):
    sign_in(page, live_server, clerk)
    for name in ["officials:keys", "officials:password", "officials:me", "cases:list", "reception:desk"]:
        page.goto(live_server.url + reverse(name))

        assert_holds(page, complaints)
    box = page.locator(".btn-main").bounding_box()
    assert box["y"] + box["height"] <= 768, "接访台的主按钮要不滚动就看得见"
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_the_receipt_prints_one_page_of_its_own_size_each(page, live_server, clerk):
    visit = factories.visit(clerk)
    sign_in(page, live_server, clerk)
    page.goto(live_server.url + visit.get_absolute_url())

    pages = {}
    for paper in ("slip", "a5"):
        page.evaluate("paper => { document.body.dataset.paper = paper }", paper)
        pdf = page.pdf(prefer_css_page_size=True)
        pages[paper] = (pdf.count(b"/Type /Page\n"), b"[0 0 227" in pdf, b"[0 0 420" in pdf)
    assert pages == {"slip": (1, True, False), "a5": (1, False, True)}


def test_what_is_not_there_has_a_page_that_holds(page, live_server, clerk, complaints):
    sign_in(page, live_server, clerk)
    complaints.clear()
    page.goto(live_server.url + "/cases/XX2026-99999/")
    complaints[:] = [said for said in complaints if "404" not in said]

    assert_holds(page, complaints)
    assert page.get_by_role("alert").get_by_text("没有找到").is_visible()
