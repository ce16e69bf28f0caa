"""An assisting task by keyboard alone at a real browser: asked, taken up, answered, weighed; and a team decided."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import AssistTask, Team
from officials.models import Role
from tests import factories
from tests.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TODAY = timezone.localdate()


@pytest.fixture
def sits_down(new_context, live_server, sign_in):
    def sitting(official, path):
        walker = Walker(new_context, live_server, official)
        walker.is_signed_in(sign_in(official))
        walker.go(path)
        return walker

    return sitting


def test_a_unit_is_asked_answers_and_is_weighed_by_keyboard(sits_down):
    director = factories.official(Role.OD, name="周建国")
    handler = factories.official(Role.HD, name="李静", at=factories.section())
    assistant = factories.official(Role.HD, name="何琳", at=factories.section("社会事务科"))
    case = factories.triaged(by=director, handler=handler)
    case.handovers.get().take(by=handler, on=TODAY)
    together = reverse("cases:together", args=[case.number])

    desk = sits_down(director, case.get_absolute_url())
    desk.press("协同联动")
    desk.reads("没有请单位协办")
    desk.press_alt("s")
    desk.key_in(unit="社会事务科", facts="地下车库渗水，责任没有定。", asked="认定渗水从哪里来。", due_on="+5")
    desk.press_alt("s")
    desk.reads("社会事务科", "待答复", "1 家没有答复，办结要等")

    unit = sits_down(assistant, reverse("cases:list"))
    unit.press("协办任务")
    unit.reads("1 件等您单位答复")
    unit.press("认定渗水从哪里来。")
    unit.reads("主办：城市建设科 李静")
    unit.press("我来办")
    unit.press_alt("s")
    unit.reads("何琳")
    unit.key_in(text="到场看过，渗水来自屋面雨水管。")
    unit.press_alt("s")
    unit.reads("已答复，待主办看")

    desk = sits_down(handler, reverse("cases:list") + "?view=waiting")
    desk.reads(case.title)
    desk.go(together)
    desk.press("采用或者退回")
    desk.press_alt("s")
    desk.reads("主办已采用", "渗水来自屋面雨水管")
    assert AssistTask.objects.get().reply_given.accepted_by == handler


def test_a_team_is_proposed_and_decided_by_keyboard(sits_down):
    director = factories.official(Role.OD, name="周建国")
    leader = factories.official(Role.LO, name="林晓峰")
    factories.official(Role.HD, name="李静", at=factories.section())

    desk = sits_down(director, reverse("teams:list"))
    desk.press_alt("s")
    desk.key_in(kind="专班", name="渗水专班", leader="林晓峰", mandate="把渗水修好。", plan="先认定，再修。")
    desk.key_in(until=f"{TODAY + timedelta(days=30)}", members="")
    desk.press_alt("s")
    desk.reads("渗水专班", "待决定")

    chair = sits_down(leader, Team.objects.get().get_absolute_url())
    chair.press_alt("s")
    chair.key_in(decision="同意")
    chair.press_alt("s")
    chair.reads("在办")
    assert Team.objects.get().is_at_work(TODAY)
