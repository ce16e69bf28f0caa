"""From the street to the desk in a real browser: a clue raised on a phone, confirmed, registered (F9, F58)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from disputes.models import Clue, ScreeningTask
from reception.models import Visit
from tests.disputes.screened import DAY, GARDEN, people, period
from tests.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class OnPhone(Walker):
    """Walks in a window of the size of a phone."""

    def look(self):
        super().look()
        self.page.set_viewport_size({"width": 390, "height": 844})


@pytest.fixture
def walk(new_context, live_server, sign_in):
    def walking(official, kind=Walker):
        walker = kind(new_context, live_server, official)
        walker.is_signed_in(sign_in(official))
        return walker

    return walking


def test_a_clue_goes_from_the_grid_by_the_community_to_the_desk(walk):
    who = people()
    worker, window = walk(who["grid"], OnPhone), walk(who["window"], OnPhone)

    worker.go(reverse("screening:tasks"))
    worker.press("上报线索")
    worker.fill(facts="工地夜里打桩，三栋居民准备去反映。", place="18 号工地北门", people="60")
    worker.choose(kind="噪声环境", urgency="要快，今天来人")
    worker.press("上报给社区")
    worker.reads("等社区核实", "18 号工地北门")

    window.go(reverse("screening:clues"))
    window.press("18 号工地北门")
    window.press("核实")
    window.choose(answer="属实，确认")
    window.press("记下")
    window.press("到接访台登记")
    assert window.page.input_value("[name=statement]") == "18 号工地北门：工地夜里打桩，三栋居民准备去反映。"
    window.page.locator("button[accesskey=s]").first.click()
    window.page.wait_for_url("**/receipts/**")

    visit = Visit.objects.get()
    assert visit.clue == Clue.objects.get()
    assert visit.case.community.name == GARDEN
    worker.go(Clue.objects.get().get_absolute_url())
    worker.reads("已登记")


def test_the_zero_report_of_a_key_period_comes_from_a_phone(walk):
    who, today = people(), timezone.localdate()
    one = period(who, first=today, last=today + 5 * DAY)
    ScreeningTask.objects.open_due(timezone.now())
    window, director = walk(who["window"], OnPhone), walk(who["director"])

    window.go(reverse("screening:tasks"))
    window.press(GARDEN)
    window.choose(result="没有发现矛盾线索")
    window.press("交报告")

    director.go(one.get_absolute_url())
    director.reads("1 / 2 已报", "还没报")
    director.press("排值班")
    director.choose(person="窗口（东河花园社区）")
    director.press("排上")
    director.reads("窗口", "撤下")
    for name in ("screening:plans", "screening:plan_add", "screening:figures", "periods:list", "periods:new"):
        director.go(reverse(name))
    for name in ("list", "suggestions", "suggestion_add", "lessons", "lesson_add", "annual", "codes", "code_add"):
        director.go(reverse(f"causes:{name}"))
