"""A street that is screened: its people, a plan, a clue, a key period."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from disputes.models import Clue, KeyPeriod, ScreeningPlan, ScreeningTask
from officials.models import Role, Unit
from tests import factories

DAY = timedelta(days=1)
MONDAY = date(2026, 3, 2)
GARDEN, LANE = "东河花园社区", "汤巷社区"


def at(day, hour=9):
    return timezone.make_aware(datetime.combine(day, time(hour)))


def grid(name="第4网格", community=GARDEN):
    return factories.unit(f"{name}", Unit.Kind.GRID, factories.community(community))


def people():
    garden = factories.community(GARDEN)
    return {
        "director": factories.official(Role.OD, name="主任"),
        "grid": factories.official(Role.GW, name="网格员", at=grid()),
        "window": factories.official(Role.WC, name="窗口", at=garden),
        "elsewhere": factories.official(Role.WC, name="别处窗口", at=factories.community(LANE)),
        "supervisor": factories.official(Role.SV, name="督查", at=factories.section("党政办公室")),
        "handler": factories.official(Role.HD, name="承办", at=factories.section()),
    }


def planned(who, *, units=None, on=MONDAY, now=None, **fields):
    said = {
        "kind": ScreeningPlan.Kind.REGULAR,
        "name": "每周排查",
        "frequency": "WEEKLY",
        "first_on": on,
        "last_on": on + 60 * DAY,
        "units": units or [grid()],
        "by": who["director"],
        "on": on,
        "now": now or at(on),
    }
    return ScreeningPlan.objects.plan(**said | fields)


def opened(day, hour=9):
    return ScreeningTask.objects.open_due(at(day, hour))


def period(who, *, first=MONDAY, last=None, on=None, units=(), **fields):
    said = {
        "name": "国庆",
        "level": KeyPeriod.Level.CITY,
        "reason": "节日人多",
        "first_on": first,
        "last_on": last or first + 6 * DAY,
        "measures": "窗口加一人\n零报告每天一报",
        "units": units,
        "by": who["director"],
        "on": on or first,
    }
    return KeyPeriod.objects.set_out(**said | fields)


def clue(who, *, by="grid", on=MONDAY, **fields):
    said = {
        "facts": "工地夜里打桩，三栋居民准备去反映。",
        "place": "18 号工地北门",
        "community": factories.community(GARDEN),
        "kind": Clue.Kind.NOISE,
        "urgency": Clue.Urgency.TODAY,
    }
    return Clue.objects.raise_clue(by=who[by], on=on, **said | fields)


def confirmed(who, **fields):
    found = clue(who, **fields)
    found.answer_with("CONFIRMED", by=who["window"], on=found.raised_on)
    return found
