"""The office itself: units, people and their posts, the leaders' areas, figures of the communities. All invented."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from officials.models import Delegation, Official, Posting, Profile, Role, Unit, Zone
from officials.models.delegation import POWERS
from officials.passwords import random_password

Kind = Unit.Kind

STREET = {
    "name": "东河街道办事处",
    "short_name": "东河街道",
    "code": "DH",
    "address": "东河路 88 号",
    "phone": "0990-8888000",
    "hours": "工作日 8:30 至 12:00，14:00 至 17:30",
}
LEADERSHIP, PETITION_OFFICE, PARTY_OFFICE = "街道班子", "信访办", "党政办公室"
CITY, SOCIAL, ENFORCEMENT = "城市建设科", "社会事务科", "综合行政执法队"
JUSTICE, POLICE = "司法所", "派出所"

SECTIONS = [  # 名称、类别、内线
    (LEADERSHIP, Kind.LEADERSHIP, ""),
    (PETITION_OFFICE, Kind.SECTION, "8003"),
    (PARTY_OFFICE, Kind.SECTION, "8001"),
    (CITY, Kind.SECTION, "8010"),
    (SOCIAL, Kind.SECTION, "8012"),
    (ENFORCEMENT, Kind.SECTION, "8015"),
    (JUSTICE, Kind.STATION, "8020"),
    (POLICE, Kind.STATION, "8030"),
]


class Community(NamedTuple):
    """A community with its estates and roads; `residents` are of the two latest half-years, older first."""

    name: str
    code: str
    grids: int
    residents: tuple
    area_km2: str
    estates: tuple
    roads: tuple


# 区划码以 99 开头，不是任何真实地方。
COMMUNITIES = [
    Community("东河花园社区", "990100001001", 4, (8420, 8516), "0.62", ("东河花园", "东河名苑"), ("东河路", "花园路")),
    Community("汤巷社区", "990100001002", 4, (6980, 6934), "0.48", ("汤巷小区", "华丰厂宿舍"), ("汤巷", "染坊弄")),
    Community("柳营社区", "990100001003", 3, (7310, 7388), "0.71", ("柳营新村", "柳营里"), ("柳营路", "校场街")),
    Community("桥西社区", "990100001004", 3, (5460, 5502), "0.39", ("桥西里", "桥西新苑"), ("桥西大街", "石桥路")),
    Community("北苑社区", "990100001005", 4, (9150, 9347), "0.95", ("北苑家园", "北苑公寓"), ("北苑路", "仓前街")),
]


class Person(NamedTuple):
    """An account with one post; `years` ago it began, `substitute` stands in."""

    username: str
    name: str
    role: Role
    unit: str
    title: str
    years: int = 3
    substitute: str = ""
    phone: str = ""


PEOPLE = [
    Person("10001", "郑国强", Role.HO, LEADERSHIP, "街道办事处主任", 4, "林晓峰", "8100"),
    Person("10002", "陈志远", Role.LO, LEADERSHIP, "街道党工委副书记", 3, "林晓峰", "8102"),
    Person("10003", "林晓峰", Role.LO, LEADERSHIP, "街道办事处副主任", 5, "沈丽华", "8103"),
    Person("10004", "沈丽华", Role.LO, LEADERSHIP, "街道党工委委员", 2, "陈志远", "8104"),
    Person("10010", "周建国", Role.OD, PETITION_OFFICE, "信访办主任", 6, "许文娟", "8003"),
    Person("10011", "许文娟", Role.HD, PETITION_OFFICE, "信访办副主任", 4, "李静", "8004"),
    Person("10012", "王敏", Role.RC, PETITION_OFFICE, "接访登记员", 5, "吴婷", "8005"),
    Person("10013", "吴婷", Role.RC, PETITION_OFFICE, "接访登记员", 2, "王敏", "8006"),
    Person("10021", "李静", Role.HD, CITY, "城市建设科科员", 4, "赵磊", "8010"),
    Person("10022", "赵磊", Role.HD, CITY, "城市建设科科员", 3, "李静", "8011"),
    Person("10031", "何琳", Role.HD, SOCIAL, "社会事务科科员", 6, "许文娟", "8012"),
    Person("10041", "刘芳", Role.HD, ENFORCEMENT, "执法队内勤", 3, "李静", "8015"),
    Person("10051", "马超", Role.HD, JUSTICE, "司法所司法助理员", 5, "许文娟", "8020"),
    Person("10052", "金凤英", Role.MD, JUSTICE, "专职人民调解员", 8, "马超", "8021"),
    Person("10054", "汪素梅", Role.MD, JUSTICE, "兼职人民调解员", 2, "金凤英", "8022"),
    Person("10053", "高立群", Role.SP, JUSTICE, "特邀律师", 2),
    Person("10055", "白洁", Role.SP, JUSTICE, "特邀心理咨询师", 2),
    Person("10061", "宋强", Role.HD, POLICE, "社区民警", 4, "马超", "8030"),
    Person("10071", "孙伟", Role.HD, "汤巷社区", "社区工作者", 3, "徐静", "8202"),
    Person("10101", "杨丽", Role.WC, "东河花园社区", "综合窗口", 3, "徐静", "8201"),
    Person("10102", "徐静", Role.WC, "汤巷社区", "综合窗口", 4, "杨丽", "8212"),
    Person("10103", "朱琴", Role.WC, "柳营社区", "综合窗口", 2, "胡燕", "8203"),
    Person("10104", "胡燕", Role.WC, "桥西社区", "综合窗口", 5, "朱琴", "8204"),
    Person("10105", "郭梅", Role.WC, "北苑社区", "综合窗口", 2, "胡燕", "8205"),
    Person("10201", "钱小兵", Role.GW, "东河花园社区 第4网格", "网格员", 3, "韩霞"),
    Person("10202", "韩霞", Role.GW, "汤巷社区 第1网格", "网格员", 2, "钱小兵"),
    Person("10203", "曹军", Role.GW, "柳营社区 第2网格", "网格员", 4, "邓红"),
    Person("10204", "邓红", Role.GW, "北苑社区 第3网格", "网格员", 2, "曹军"),
    Person("10301", "冯立新", Role.SV, PARTY_OFFICE, "督查专员", 4, "", "8001"),
    Person("10302", "蒋文", Role.AU, PARTY_OFFICE, "审计员", 3, "", "8002"),
    Person("10303", "陆明", Role.SA, PARTY_OFFICE, "系统管理员", 3, "", "8008"),
]

ZONES = {  # 分片挂钩
    "陈志远": ("东河花园社区", "柳营社区"),
    "林晓峰": ("汤巷社区", "桥西社区"),
    "沈丽华": ("北苑社区",),
}


class Office:
    """Who and what there is, by name; a grid is called by its community and its own name."""

    def __init__(self):
        self.units, self.people, self.accounts = {}, {}, []

    def handler_of(self, unit):
        """Somebody who handles cases in the unit called so, by turns; None where nobody does."""
        names = [person.name for person in PEOPLE if (person.role, person.unit) == (Role.HD, unit)]
        if not names:
            return None
        self._turns = getattr(self, "_turns", 0) + 1
        return self.people[names[self._turns % len(names)]]

    def clerk_of(self, community):
        """The clerk at the window of a community."""
        return next(
            self.people[person.name] for person in PEOPLE if (person.role, person.unit) == (Role.WC, community)
        )


def found(today):
    """Write the office as of `today`. Its `accounts` are (person, password), the only time they are known."""
    office = Office()
    _build_units(office)
    _hire(office, today)
    for leader, communities in ZONES.items():
        for name in communities:
            Zone.objects.create(
                leader=office.people[leader], community=office.units[name], since=_years_before(today, 2)
            )
    _count_residents(office, today)
    _lend(office, today)
    return office


def _build_units(office):
    def add(key, kind, name, parent=None, **facts):
        office.units[key] = Unit.objects.create(kind=kind, name=name, parent=parent, **facts)
        return office.units[key]

    street = add("", Kind.STREET, **STREET)
    for position, (name, kind, phone) in enumerate(SECTIONS):
        add(name, kind, name, street, position=position, phone=phone)
    for position, row in enumerate(COMMUNITIES):
        community = add(row.name, Kind.COMMUNITY, row.name, street, code=row.code, position=position)
        for number in range(1, row.grids + 1):
            add(f"{row.name} 第{number}网格", Kind.GRID, f"第{number}网格", community, position=number)
        window = {"address": f"{row.roads[0]} 20 号", "hours": STREET["hours"], "position": row.grids + 1}
        add(f"{row.name} 窗口", Kind.WINDOW, "党群服务中心窗口", community, **window)


def _hire(office, today):
    """An account counts as one whose first password has been changed (AU-12)."""
    for person in PEOPLE:
        password = random_password()
        official = Official.objects.create_user(person.username, password, name=person.name, phone=person.phone)
        office.people[person.name] = official
        office.accounts.append((person, password))
    for person in PEOPLE:
        Posting.objects.create(
            official=office.people[person.name],
            unit=office.units[person.unit],
            role=person.role,
            title=person.title,
            since=_years_before(today, person.years),
            substitute=office.people.get(person.substitute),
        )


def _lend(office, today):
    """What the head lent: once last month, which is over, and now for a week of training."""
    powers = POWERS[Role.HO]
    for first, last in ((today - timedelta(days=40), today - timedelta(days=36)), (today, today + timedelta(days=6))):
        Delegation.objects.create(
            posting=office.people["郑国强"].postings.get(),
            taker=office.people["林晓峰"],
            powers=list(powers),
            first_on=first,
            last_on=last,
            reason="区委党校学习",
        )


def _count_residents(office, today):
    """Figures of the two half-years that ended last (F1)."""
    ends = [date(year, *end) for year in range(today.year - 2, today.year + 1) for end in ((6, 30), (12, 31))]
    as_of = [end for end in ends if end < today][-2:]
    by = office.people["周建国"]
    for period, end in enumerate(as_of):
        for row in COMMUNITIES:
            _count(office.units[row.name], end, row.residents[period], row.area_km2, by)
            for number in range(1, row.grids + 1):
                share = row.residents[period] // row.grids + (row.residents[period] % row.grids if number == 1 else 0)
                _count(office.units[f"{row.name} 第{number}网格"], end, share, None, by)
        whole = sum(Decimal(row.area_km2) for row in COMMUNITIES)
        _count(office.units[""], end, sum(row.residents[period] for row in COMMUNITIES), whole, by)


def _count(unit, as_of, residents, area_km2, by):
    area = Decimal(area_km2) if area_km2 is not None else None
    Profile.objects.create(
        unit=unit, as_of=as_of, residents=residents, area_km2=area, source="演示数字", entered_by=by
    )


def _years_before(today, years):
    return date(today.year - years, 3, 1)
