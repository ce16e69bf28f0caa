"""The monthly meeting by keyboard in a real browser: planned, run, decided, closed, reported, and back next month."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from disputes.models import Meeting, MeetingTask
from officials.models import Role, Unit
from tests import factories
from tests.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def walk(new_context, live_server, sign_in):
    def walking(official):
        walker = Walker(new_context, live_server, official)
        walker.is_signed_in(sign_in(official))
        return walker

    return walking


def test_a_meeting_decides_and_what_it_decided_is_done_and_checked(walk):
    today = timezone.localdate()
    chair = factories.official(Role.HO, name="负责人", at=factories.unit("街道班子", Unit.Kind.LEADERSHIP))
    handler = factories.official(Role.HD, name="承办", at=factories.section())
    director = walk(factories.official(Role.OD, name="主任"))

    director.go(reverse("meetings:list"))
    director.press_alt("s")
    director.key_in(held_on=today.isoformat(), place="三楼会议室", chair="负责人")
    director.press_alt("s")
    director.reads("已安排", "三楼会议室，负责人 主持")
    for name in ("agenda", "begin"):
        director.go(reverse(f"meetings:{name}", args=[Meeting.objects.get().pk]))
        director.press_alt("s")
    director.press_alt("s")
    due = (today + timedelta(days=9)).isoformat()
    director.key_in(text="联系人 13800004471，落实排水改造资金", leader="负责人", owner="承办", due_on=due)
    director.press_alt("s")
    director.reads("电话")  # a number has no place on the room's screen
    director.key_in(text="落实排水改造资金")
    director.press_alt("s")
    director.reads("落实排水改造资金", "承办", due)
    director.go(reverse("meetings:screen", args=[Meeting.objects.get().pk]))
    director.reads("落实排水改造资金")

    leader = walk(chair)
    leader.go(reverse("meetings:close", args=[Meeting.objects.get().pk]))
    leader.press_alt("s")
    leader.reads("已结束")

    owner = walk(handler)
    owner.go(reverse("meetings:tasks"))
    owner.press("落实排水改造资金")
    owner.press_alt("s")
    owner.key_in(done_on=today.isoformat(), evidence="拨款通知书已到，存入卷内。")
    owner.press_alt("s")
    owner.reads("已报，等核对")
    director.go(MeetingTask.objects.get().get_absolute_url())
    director.press("核对")
    director.key_in(passed="办成了")
    director.press_alt("s")
    director.reads("已办结")


def test_the_pages_of_the_month_hold_at_every_size(walk):
    factories.triaged()
    director = walk(factories.official(Role.OD))
    for url in (
        reverse("reports:dashboard"),
        reverse("reports:table"),
        reverse("reports:records", args=["K01.cases"]),
        reverse("cases:risk"),
        reverse("meetings:list"),
        reverse("meetings:tasks"),
    ):
        director.go(url)
