"""Visits to people: one to a community that took place, one ahead, and a home that was asked first."""

from datetime import timedelta

from cases.models import Case
from reception.models import Outreach

MORNING, AFTERNOON = 60, 330  # minutes of office time
Kind = Outreach.Kind


def tell_outreach(office, days, moments):
    people, units = office.people, office.units
    director = people["周建国"]
    community = units["东河花园社区"]
    last = moments.at(days.ago(6), AFTERNOON)
    cases = list(Case.objects.unsealed().open().filter(community=community, handler__isnull=False).order_by("pk")[:2])
    held = Outreach.objects.plan(
        by=director,
        kind=Kind.COMMUNITY,
        starts_at=last,
        community=community,
        place="社区议事厅",
        purpose="老旧小区加装电梯，一楼住户的顾虑",
        lead=director,
        companion=people["王敏"],
        company="区住建部门、物业公司",
        cases=cases,
        now=last - timedelta(days=3),
    )
    held.hold(
        "来了二十多位居民，一楼三户说了采光和噪音。说好先出日照分析，再开一次会。",
        by=people["王敏"],
        started_at=last,
        told={matter.pk: "当场说明了进度，住户没有新的意见。" for matter in held.matters.all()},
        now=last + timedelta(hours=2),
    )
    Outreach.objects.plan(
        by=director,
        kind=Kind.COMMUNITY,
        starts_at=moments.at(days.ago(-3), MORNING),
        community=units["汤巷社区"],
        place="汤巷居委会二楼",
        purpose="菜场夜间卸货的噪音",
        lead=director,
    )
    if not cases:
        return
    case = cases[-1]
    home = Outreach.objects.plan(
        by=case.handler,
        kind=Kind.HOME,
        case=case,
        starts_at=moments.at(days.ago(-1), AFTERNOON),
        purpose="当面说明维修方案，听听您还有什么要求",
        lead=case.handler,
        companion=director,
    )
    home.agree(Outreach.Consent.PHONE, by=case.handler, at=moments.at(days.ago(1), MORNING))
