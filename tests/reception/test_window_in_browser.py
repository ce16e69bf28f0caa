"""The one window in a browser: a question from the asking to the rating by keyboard, and a second community opened."""

from datetime import date

import pytest
from django.urls import reverse

from officials.models import Role
from reception.models import (
    Errand,
    FormerCounter,
    RatingTablet,
    Rollout,
    ServiceItem,
    Suggestion,
    WindowModel,
    WindowRating,
    WindowText,
)
from tests import factories
from tests.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def walk(new_context, live_server, sign_in):
    def walking(official=None, **how):
        walker = Walker(new_context, live_server, official, **how)
        if official:
            walker.is_signed_in(sign_in(official))
        return walker

    return walking


@pytest.fixture
def east():
    factories.street()
    return factories.community("东河花园社区")


@pytest.fixture
def clerk(east):
    return factories.official(Role.WC, name="杨丽", at=east)


def item(community, by, name="老年优待证补办", **facts):
    facts = {
        "words": "老年证 老人卡",
        "counter": FormerCounter.objects.get(code="CIVIL"),
        "materials": [{"name": "身份证", "form": "ORIGINAL", "note": ""}],
        "answer": "凭身份证当场补办，不收费。",
        "valid_from": date(2020, 1, 1),
        **facts,
    }
    return ServiceItem.objects.add(community, by=by, name=name, **facts)


def code_on(walker):
    """The query code as the resident reads it off the slip."""
    return walker.page.locator(".slip .key").inner_text().replace(" ", "")


def test_a_question_goes_from_the_window_to_the_rating_by_keyboard(walk, east, clerk):
    affairs = factories.section("社会事务科")
    handler = factories.official(Role.HD, name="何琳", at=affairs)
    item(east, clerk)
    window, back_office, resident = walk(clerk), walk(handler), walk()

    window.go(reverse("window:counter"))
    window.page.keyboard.type("护理补贴怎么停了")
    window.page.get_by_text("目录里没有").wait_for()  # while typing, before Enter
    window.press_alt("u")
    assert window.page.evaluate("document.activeElement.name") == "statement"
    window.key_in(back_office="社会事务科", name="龚秀兰", phone="138 0000 4471")
    window.press_alt("b")
    code = code_on(window)
    visit = Errand.objects.get().visit

    back_office.go(reverse("reception:request", args=[visit.contact_no]))
    back_office.key_in(text="八月起改由区里发，每月十五日到账。")
    back_office.press_alt("s")
    window.go(reverse("reception:request", args=[visit.contact_no]))
    window.reads("八月起改由区里发")
    window.press_alt("s")

    resident.go(reverse("reception:rate"))
    resident.key_in(code=code)
    resident.press_keys("Enter")
    resident.key_in(grade="满意", words="说得明白")
    resident._tab_to("is_complaint")
    resident.page.keyboard.press("Tab")
    resident.press_keys("Enter")

    rating = WindowRating.objects.get()
    assert (rating.errand.visit, rating.grade, rating.words, rating.via) == (visit, "SATISFIED", "说得明白", "CODE")
    resident.reads("谢谢")
    assert Suggestion.objects.get().owner == handler


def test_an_item_is_found_while_typing_and_what_is_missing_printed(walk, east, clerk):
    item(east, clerk)
    window = walk(clerk)

    window.go(reverse("window:counter"))
    window.page.keyboard.type("lrk")
    window.page.get_by_role("link", name="老年优待证补办").wait_for()
    window.page.keyboard.press("Tab")  # past the button
    window.page.keyboard.press("Tab")
    window.press_keys("Enter")
    window.key_in(missing="")
    window.press_alt("k")

    window.reads("一次性告知单", "身份证")
    assert Errand.objects.get().missing == ["身份证"]


def test_the_window_works_without_script(walk, east, clerk):
    item(east, clerk)
    window = walk(clerk, has_script=False)

    window.go(f"{reverse('window:counter')}?q=lrk")
    window.press("老年优待证补办")
    window.press("当场答复，打回执")

    assert Errand.objects.get().visit.settled_at


def test_the_resident_rates_on_the_tablet_that_stands_before_him(walk, east, clerk):
    secret = RatingTablet.objects.admit(east, by=clerk).secret
    errand = Errand.objects.serve("answer", by=clerk, community=east, item=item(east, clerk))
    tablet, window = walk(), walk(clerk)
    tablet.go(reverse("window:tablet_link", args=[secret]))

    window.go(errand.get_absolute_url())
    window.press("请本人在平板上评价")
    tablet.page.get_by_text("这次办得怎么样").first.wait_for(timeout=15_000)  # it asks by itself
    tablet.choose(grade="基本满意")
    tablet.press("提交评价")

    assert WindowRating.objects.get().via == "TABLET"


def test_a_second_community_opens_its_window_in_three_clicks(walk, east, clerk):
    director, lane = factories.official(Role.OD, name="周建国"), factories.community("汤巷社区")
    factories.official(Role.WC, name="徐静", at=lane)
    for number in range(25):
        item(east, clerk, f"证明{number}")
    WindowText.objects.write(east, "PLEDGE", "只跑一次。", by=clerk)
    WindowModel.objects.declare(east, by=director, live_on=date(2026, 3, 1))
    walker, clicks = walk(director), []
    walker.go(reverse("window:counter"))

    for name in ("推广", "开通 汤巷社区", "在汤巷社区开通"):
        walker.press(name)
        clicks.append(name)

    rollout = Rollout.objects.get(community=lane)
    assert len(clicks) == 3
    assert ServiceItem.objects.of(lane).latest().count() == 25
    assert WindowText.objects.of(lane) == {"PLEDGE": "只跑一次。"}
    assert len(rollout.done_kinds) == 4
    walker.reads("和示范一样", "窗口人员到岗")


def test_the_rooms_of_the_window_hold_at_every_size(walk, east, clerk):
    director = factories.official(Role.OD, name="周建国")
    found = item(east, clerk)
    WindowModel.objects.declare(east, by=director, live_on=date(2026, 3, 1))
    walker = walk(director)

    for name in ("catalogue", "catalogue_import", "item_add", "suggestions", "progress", "quality", "improvements"):
        walker.go(reverse(f"window:{name}"))
    walker.go(reverse("window:tablets"))
    walker.go(reverse("window:item", args=[found.pk]))
    walker.go(reverse("window:item_change", args=[found.pk]))
    walker.go(reverse("window:texts", args=[east.pk]))
    walker.go(reverse("window:rollout", args=[east.pk]))
