"""Which matters there are and how far each has come by today: the special ones row by row, the ordinary ones drawn.

What shall be late or nearly due is found from the calendar, so it is so on whatever day the demo office is loaded.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from cases import rules
from cases.models import Case, CaseLink
from cases.models.claim import Purpose
from reception.demo.matters import BY_NAME, HARD, MATTERS, Matter
from reception.demo.office import CITY, COMMUNITIES, ENFORCEMENT, SOCIAL
from reception.demo.visitors import DOCUMENTS, Visitor, visitors

VISIT, LETTER, CALL, ONLINE = Case.Channel.VISIT, Case.Channel.LETTER, Case.Channel.CALL, Case.Channel.ONLINE
HOTLINE, WINDOW, TRANSFERRED = Case.Channel.HOTLINE, Case.Channel.WINDOW, Case.Channel.TRANSFERRED
ASSIGNED, SCREENED = Case.Channel.ASSIGNED, Case.Channel.SCREENED

CLOSED_CASES = 78
CLOSED_LATE = {"违建雨棚", "车位划线", "餐馆油烟", "业委会选举"}
MONTHS = 14


class Stop(IntEnum):
    """How far a matter has come; of one whose claims all belong elsewhere ACCEPTED means that it was told so."""

    DESK, COMPLETE, TRIAGED, ACCEPTED, INVESTIGATING, DRAFTED, REVIEWED, ANSWERED, SERVED, CLOSED = range(10)


@dataclass(kw_only=True)
class Plan:
    matter: Matter
    estate: str
    stop: Stop
    received: date
    accepted: date | None = None  # where the day matters
    building: int = 0
    number: int = 0
    road: str = ""
    grid: int = 0
    channel: str = VISIT
    clerk: str = ""
    unit: str = ""
    handler: str = ""
    unit_reason: str = ""
    owner: str = ""
    passes_to: str = ""
    respondent: str = ""
    backlog: str = ""
    urgency: str = ""
    legal_note: str = ""
    history_note: str = ""
    access_needs: str = ""
    sender: tuple = ("", "")
    people: int = 1
    repeats: int = 0
    files: tuple = ()
    document: tuple = ()
    notice: bool = True
    extension: str = ""  # why more time was asked for
    extension_stops: str = ""  # at which step the extension stands: "asked", "proposed", "approved"; served if empty
    promised: str = (
        ""  # what became of what was promised: "late", "accepted", "postponed", "unchecked"; else as it goes
    )
    review: tuple = ()  # the results of the review, and of the second one; "" for one still under way
    mediated: str = ""  # the other side, where the claim went to mediation
    taken_back: str = ""  # the petitioner's wish to withdraw, in his words, still to be confirmed: all, or a claim
    names_besides: str = ""  # what the petitioner asks for besides, once the rest is on its way
    ended_in_law: str = ""  # which court ended what belongs to it
    besides_stops: str = ""  # "named", waiting for the director; else triaged and accepted
    comes_back: str = ""  # after closing: "asked", waiting for the director, or "again", handled a second time
    inquiry: str = ""  # which unit is asked for facts
    inquiry_answer: str = ""  # what it answered; empty while it is waited for
    tells_who: str = ""  # why the unit asked has to know who it is; reviewed where it has answered
    recusal: str = ""  # why somebody is thought to have an interest
    recusal_stops: str = ""  # "asked", or decided that he stays if empty
    raised: str = ""  # why a higher level is asked for; a leader or the director has to decide
    suspended: str = ""  # why the clearing target stands still
    is_untaken: bool = False  # whether the handler has not taken it over yet
    has_note: bool = False
    has_no_address: bool = False
    is_anonymous: bool = False
    is_quick: bool = False
    is_late: bool = False
    visitor: Visitor | None = None
    representative: Visitor | None = None
    follows: "Plan | None" = None
    merges: "Plan | None" = None  # the same matter, registered before by somebody else
    related: "tuple[Plan, str] | tuple[()]" = ()
    script: str = "compose"  # the method of Story that puts its steps in order
    story: object = None  # set once there is one


class Days:
    """Workdays around today, and the starts from which a clock ends on a wanted day."""

    def __init__(self, today, calendar):
        self.today, self.calendar = today, calendar

    def ago(self, days):
        """The workday so many calendar days ago, or the last one before it."""
        return self.calendar.workday_on_or_before(self.today - timedelta(days=days))

    def starts(self, rule, first, last):
        """Starts of `rule`, on workdays if there are any, whose last day lies from `first` to `last`; latest first."""
        length = rules.find(rule).length
        days = (last - timedelta(days=back) for back in range(length, length + 40))
        fitting = [day for day in days if first <= rules.due(rule, day, self.calendar).legal_end <= last]
        return [day for day in fitting if self.calendar.is_workday(day)] or fitting

    def late(self, rule, place=0):
        """A start of `rule` whose last day has passed; the latest such, or `place` further back within two weeks."""
        found = self.starts(rule, self.today - timedelta(days=14), self.today - timedelta(days=1))
        return found[min(place, len(found) - 1)]

    def soon(self, rule, place=0):
        """A start of `rule` whose last day falls within three workdays; `place` picks among them."""
        found = self.starts(rule, self.today, self.calendar.add_workdays(self.today, 3))
        return found[place % len(found)]


def plan(name, estate, stop, received, **facts):
    return Plan(matter=BY_NAME[name], estate=estate, stop=stop, received=received, **facts)


def near(days, day):
    """A workday or so before `day`: received then, accepted on `day`."""
    return days.calendar.workday_on_or_before(day - timedelta(days=1))


def with_clock(name, estate, stop, days, accepted, **facts):
    """A plan whose 60 days run from `accepted`."""
    return plan(name, estate, stop, near(days, accepted), accepted=accepted, **facts)


def late_cases(days):
    """Legally late, and nothing else is."""
    yield with_clock(
        "征收过渡费",
        "柳营新村",
        Stop.INVESTIGATING,
        days,
        days.late("L17", 3),
        people=6,
        repeats=1,
        owner="陈志远",
        handler="赵磊",
        history_note="去年向区征收部门反映过，答复等资金。",
    )
    yield with_clock("餐馆油烟", "柳营里", Stop.ANSWERED, days, days.late("L17"), channel=LETTER, has_note=True)
    yield plan(
        "垃圾房",
        "北苑家园",
        Stop.TRIAGED,
        days.late("L04", 1),
        channel=TRANSFERRED,
        sender=("区信访局", f"东信转〔{days.today.year}〕118号"),
    )


def nearly_due_cases(days):
    """The last legal day falls within three workdays; two of them have missed the internal target besides."""
    soon = days.soon
    yield with_clock(
        "物业费公示", "东河花园", Stop.ANSWERED, days, soon("L17", 2), owner="陈志远", handler="李静", people=3
    )
    yield with_clock(
        "车棚占道",
        "汤巷小区",
        Stop.INVESTIGATING,
        days,
        soon("L17", 1),
        unit="汤巷社区",
        channel=WINDOW,
        has_note=True,
    )
    yield with_clock("棋牌室", "柳营里", Stop.INVESTIGATING, days, soon("L17"), repeats=2, history_note="报过三次警。")
    yield with_clock("电梯故障", "桥西新苑", Stop.INVESTIGATING, days, soon("L17", 3), channel=ONLINE)
    yield plan("树木遮光", "桥西里", Stop.TRIAGED, soon("L03", 1), channel=CALL)
    yield plan("群租", "北苑公寓", Stop.ACCEPTED, soon("L03"), notice=False)


def missed_targets(days):
    """Not cleared by the end of their month, and well within the law (T29)."""
    rows = [
        (
            "顶楼漏水",
            "桥西里",
            Stop.INVESTIGATING,
            52,
            {
                "has_note": True,
                "repeats": 1,
                "extension": "要等天晴做闭水试验，还要请第三方鉴定渗漏原因。",
                "extension_stops": "proposed",
            },
        ),
        ("违建雨棚", "北苑家园", Stop.ANSWERED, 49, {}),
        (
            "车位划线",
            "柳营新村",
            Stop.INVESTIGATING,
            47,
            {"channel": ONLINE, "extension": "涉及规划、交警和业主大会三方，业主大会要先公示再表决。"},
        ),
        ("基站辐射", "东河名苑", Stop.ANSWERED, 44, {"people": 4}),
        ("充电桩", "桥西新苑", Stop.DRAFTED, 42, {"channel": HOTLINE}),
        ("广场舞", "北苑家园", Stop.REVIEWED, 40, {"channel": CALL, "has_note": True}),
    ]
    for name, estate, stop, ago, facts in rows:
        yield plan(name, estate, stop, days.ago(ago), **facts)


def hard_cases(days):
    """Two with a leader who owns them and on the backlog, two that lack an owner."""
    yield plan(
        "产权办证",
        "华丰厂宿舍",
        Stop.INVESTIGATING,
        days.ago(40),
        owner="陈志远",
        people=5,
        backlog="区信访局 2026 年积案清单第 3 号",
        history_note="三年前向区不动产登记中心申请过，因档案不全退回。",
        has_note=True,
    )
    yield plan(
        "集体资产",
        "北苑家园",
        Stop.INVESTIGATING,
        days.ago(36),
        owner="郑国强",
        passes_to="沈丽华",
        people=12,
        repeats=3,
        backlog="区信访局 2026 年积案清单第 7 号",
        history_note="五年间向街道和区农业农村局反映过四次。",
    )
    yield plan(
        "加装电梯",
        "汤巷小区",
        Stop.INVESTIGATING,
        days.ago(29),
        people=3,
        legal_note="二楼一户已向区人民法院起诉，未开庭。",
    )
    yield plan("养老公寓会费", "北苑公寓", Stop.ACCEPTED, days.ago(12), people=9, channel=VISIT)


def running_cases(days):
    """In hand and on time, at every stage."""
    S = Stop
    yield plan("出入口改道", "东河名苑", S.INVESTIGATING, days.ago(21), owner="陈志远", people=4)
    yield plan(
        "业委会选举",
        "汤巷小区",
        S.INVESTIGATING,
        days.ago(25),
        owner="林晓峰",
        people=8,
        recusal="本人住在汤巷小区，是这次业委会选举的候选人。",
        recusal_stops="asked",
        inquiry=SOCIAL,
        tells_who="要核对她当时交的候选人推荐表，按姓名存档，不知道是谁查不到。",
    )
    yield plan("预付卡", "北苑家园", S.ACCEPTED, days.ago(14), people=9, owner="沈丽华")
    yield plan("关店三条", "桥西里", S.INVESTIGATING, days.ago(18), owner="林晓峰", files=("工资记录.png",))
    yield plan(
        "高空抛物",
        "柳营新村",
        S.INVESTIGATING,
        days.ago(14),
        channel=CALL,
        files=("车窗照片.png",),
        recusal="信访人说承办人和物业经理认识。",
        inquiry=CITY,
        tells_who="同一幢楼有四户报过修，要按户查物业的报修记录。",
        inquiry_answer="八月以来接到三次报修，其中两次派人到场，没有找到抛物的住户；监控探头角度不够，已列入下月加装。",
    )
    yield plan(
        "工地扬尘",
        "北苑家园",
        S.ACCEPTED,
        days.ago(9),
        channel=ONLINE,
        names_besides="要求公布工地每天洒水的时间，让住户知道什么时候关窗。",
    )
    yield plan(
        "燃气管锈蚀",
        "汤巷小区",
        S.INVESTIGATING,
        days.ago(5),
        channel=CALL,
        urgency="楼道有燃气味，燃气公司尚未到场。",
        is_quick=True,
    )
    yield plan(
        "路面塌陷",
        "桥西里",
        S.ACCEPTED,
        days.ago(6),
        channel=CALL,
        suspended="区防汛办通知：连日降雨，开挖抢修暂停，雨停复工。",
        names_besides="要求赔偿陷进坑里的电动车的修理费。",
        besides_stops="named",
    )
    yield plan("楼上漏水", "东河花园", S.INVESTIGATING, days.ago(10), document=DOCUMENTS[0], has_note=True)
    yield plan("老人赡养", "桥西里", S.ACCEPTED, days.ago(5), channel=SCREENED, access_needs="大字文书")
    yield plan("养犬", "北苑公寓", S.INVESTIGATING, days.ago(12), channel=ONLINE, is_anonymous=True)
    yield plan(
        "装修欠薪",
        "汤巷小区",
        S.ACCEPTED,
        days.ago(8),
        people=6,
        raised="牵涉两家装修公司和一家劳务公司，要和区人社局一起办。",
    )
    yield plan(
        "卫生站",
        "柳营新村",
        S.ACCEPTED,
        days.ago(12),
        ended_in_law="市中级人民法院",
    )
    yield plan("工伤认定", "东河花园", S.ACCEPTED, days.ago(20), access_needs="轮椅")
    yield plan("入学划片", "北苑家园", S.ACCEPTED, days.ago(15), people=5, channel=LETTER)
    yield plan("户口分户", "桥西新苑", S.ACCEPTED, days.ago(6), document=DOCUMENTS[3])
    yield plan(
        "无障碍坡道",
        "桥西里",
        S.SERVED,
        days.ago(33),
        access_needs="轮椅",
        files=("改造公示.png",),
        promised="late",
        is_quick=True,
    )
    yield plan("路灯", "东河花园", S.SERVED, days.ago(28), channel=HOTLINE, promised="postponed", is_quick=True)
    yield plan("老年食堂", "柳营里", S.SERVED, days.ago(36), channel=WINDOW, promised="unchecked")
    yield plan("退役优待", "东河花园", S.SERVED, days.ago(30), document=DOCUMENTS[1], review=("",))
    yield plan("停车涨价", "东河名苑", S.SERVED, days.ago(43), is_quick=True, review=("UPHELD", ""))
    yield plan("培训退费", "柳营新村", S.SERVED, days.ago(41), people=5, is_quick=True, review=("REVOKED",))
    yield plan("低保停发", "汤巷小区", S.ANSWERED, days.ago(27), document=DOCUMENTS[2])
    yield plan("执法不通知", "柳营新村", S.ANSWERED, days.ago(24), respondent=ENFORCEMENT)
    yield plan(
        "树木遮光",
        "东河花园",
        S.ACCEPTED,
        days.ago(11),
        channel=ASSIGNED,
        sender=("区信访局", f"东信交〔{days.today.year}〕23号"),
        respondent=CITY,
        unit_reason="修剪只有城市建设科能安排，答复由分管领导审核。",
    )
    yield plan("公交站建议", "桥西新苑", S.ANSWERED, days.ago(15), channel=ONLINE)
    yield plan("口袋公园建议", "柳营新村", S.TRIAGED, days.ago(8))
    yield plan("群租", "柳营新村", S.TRIAGED, days.ago(3), channel=HOTLINE)
    yield plan("公租房咨询", "桥西里", S.TRIAGED, days.ago(6), channel=WINDOW, is_untaken=True)


def returned_cases(days):
    """Closed, and brought again on the same facts: one waits for the director, one is handled again (T26)."""
    yield plan("路灯", "北苑公寓", Stop.CLOSED, days.ago(52), is_quick=True, comes_back="asked")
    yield plan("广场舞", "柳营里", Stop.CLOSED, days.ago(58), is_quick=True, comes_back="again")


def cleared_cases(days):
    """Small things that came in this month and are cleared in it already, once it is old enough for that (T22)."""
    small = [
        ("生育补贴咨询", "汤巷小区"),
        ("公交站建议", "柳营里"),
        ("垃圾房", "桥西里"),
        ("养犬", "东河名苑"),
        ("车棚占道", "柳营新村"),
        ("户口分户", "汤巷小区"),
    ]
    for place, (name, estate) in enumerate(small):
        received = days.ago(11 + 2 * place)
        if received.month == days.today.month:
            yield plan(name, estate, Stop.CLOSED, received, is_quick=True)


def withdrawn_cases(days):
    """Taken back by the petitioner, and somebody outside the handling unit has to ask him (L34)."""
    words = "房东已经把隔断拆了，楼道里也不充电了，这件不用再办了，谢谢你们。"
    yield plan("群租", "桥西新苑", Stop.ACCEPTED, days.ago(7), taken_back=words)


def mediated_cases(days):
    """Between neighbours, and both want to talk: with the mediators while the sixty days run (L20)."""
    yield plan("楼上漏水", "柳营里", Stop.ACCEPTED, days.ago(10), mediated="贺强")


def merged_cases(days):
    """Two neighbours about one hall; the later one ends in the other (T28)."""
    first = plan("棋牌室", "北苑家园", Stop.ACCEPTED, days.ago(12))
    yield first
    yield plan("广场舞", "北苑家园", Stop.ACCEPTED, days.ago(9), merges=first)


def new_cases(days):
    """Complete and waiting for triage, and those of today that are not complete yet."""
    yield plan("顶楼漏水", "汤巷小区", Stop.COMPLETE, days.ago(2), files=("屋顶照片.png",))
    yield plan("餐馆油烟", "东河花园", Stop.COMPLETE, days.ago(1), channel=HOTLINE)
    yield plan("过期食品", "桥西新苑", Stop.COMPLETE, days.ago(1), channel=CALL, is_anonymous=True)
    yield plan("充电桩", "柳营里", Stop.COMPLETE, days.today, channel=LETTER)
    yield plan("垃圾房", "东河名苑", Stop.COMPLETE, days.today, clerk="王敏")
    today = [
        ("停水", "柳营新村", {"channel": CALL, "clerk": "王敏", "urgency": "整幢停水第三天，有高龄老人。"}),
        ("楼上漏水", "桥西里", {"clerk": "王敏"}),
        ("加装电梯", "柳营里", {"clerk": "吴婷", "people": 8}),
        ("装修欠薪", "北苑公寓", {"clerk": "王敏", "has_no_address": True, "people": 2}),
        ("生育补贴咨询", "东河花园", {"clerk": "吴婷", "channel": CALL}),
        ("棋牌室", "汤巷小区", {"clerk": "王敏", "channel": LETTER, "is_anonymous": True}),
        ("老年食堂", "桥西新苑", {"channel": WINDOW}),
        ("检举社区", "北苑家园", {"clerk": "吴婷"}),
    ]
    for name, estate, facts in today:
        yield plan(name, estate, Stop.DESK, days.today, **facts)


def sealed_cases(days):
    """Accusations passed on: one against somebody of the office by name, one against a unit."""
    yield plan("检举个人", "汤巷小区", Stop.CLOSED, days.ago(65), clerk="王敏")
    yield plan("检举单位", "柳营里", Stop.ACCEPTED, days.ago(13), channel=LETTER, clerk="吴婷")


def garage_case(days, related):
    """The matter that the case page was designed with."""
    return plan(
        "车库渗水",
        "东河花园",
        Stop.INVESTIGATING,
        days.ago(44),
        script="compose_garage",
        building=3,
        grid=4,
        clerk="王敏",
        handler="李静",
        owner="陈志远",
        people=3,
        visitor=Visitor("张建国", "13800004471", "2单元402室"),
        access_needs="大字文书",
        files=("地下车库照片.png", "物业报修单.pdf"),
        related=(related, CaseLink.Kind.RELATED),
    )


def closed_cases(days, rng):
    """The ordinary run of the last months: every matter by turns, somewhere else each time, mostly on time."""
    ordinary = [matter for matter in MATTERS if matter.purpose != Purpose.ACCUSATION and matter.level != HARD]
    estates = [estate for community in COMMUNITIES for estate in community.estates]
    channels = [VISIT] * 9 + [CALL] * 3 + [ONLINE] * 3 + [LETTER] * 2 + [WINDOW] * 2 + [HOTLINE, TRANSFERRED]
    first, last = MONTHS * 30.4, 35
    for place in range(CLOSED_CASES):
        matter = ordinary[place % len(ordinary)]
        channel = rng.choice(channels)
        is_recent = place > CLOSED_CASES * 0.75
        is_late = matter.name in CLOSED_LATE and place < CLOSED_CASES / 2
        yield Plan(
            matter=matter,
            estate=estates[(place * 3 + place // len(ordinary)) % len(estates)],
            stop=Stop.CLOSED,
            received=days.ago(round(first - (first - last) * place / CLOSED_CASES)),
            channel=channel,
            sender=("区信访局", f"东信转〔{days.today.year - 1}〕{100 + place}号")
            if channel == TRANSFERRED
            else ("", ""),
            people=rng.choice([1, 1, 1, 1, 2, 3, 6]) if channel == VISIT else 1,
            repeats=0 if is_recent else 2 if is_late else rng.choice([0, 0, 0, 1]),
            is_quick=is_recent or place % 3 != 0,
            is_late=is_late,
            is_anonymous=channel in (CALL, LETTER) and place % 4 == 0,
            has_note=place % 5 == 0,
            files=("现场照片.png", "报修记录.pdf") if place % 11 == 3 else (),
        )


def all_plans(days, rng):
    """Every plan with its place and people filled in, no title twice."""
    leak = plan("地下室返水", "东河花园", Stop.CLOSED, days.ago(135), building=5, is_quick=True)
    plans = [
        leak,
        plan("又返水", "东河花园", Stop.INVESTIGATING, days.ago(16), building=5, follows=leak, has_note=True),
        garage_case(days, leak),
        *merged_cases(days),  # before the others, so that the two stay where they are
        *late_cases(days),
        *nearly_due_cases(days),
        *missed_targets(days),
        *hard_cases(days),
        *running_cases(days),
        *returned_cases(days),
        *withdrawn_cases(days),
        *mediated_cases(days),
        *new_cases(days),
        *sealed_cases(days),
        *closed_cases(days, rng),
        *cleared_cases(days),
    ]
    _set_apart(plans)
    people = visitors(rng)
    for one in plans:
        one.building = one.building or rng.randint(1, 28)
        one.number = rng.randint(3, 198)
        one.road = rng.choice(_community_of(one).roads)
        one.grid = min(one.grid or rng.randint(1, 4), _community_of(one).grids)
        one.visitor = one.visitor or next(people)
        one.representative = next(people) if one.people > 1 else None
    return plans


def _community_of(one):
    return next(community for community in COMMUNITIES if one.estate in community.estates)


def _set_apart(plans):
    """Move what would happen twice in one community to the next one, so that no title comes back."""
    taken = set()
    for one in plans:
        while (one.matter.name, _community_of(one).name) in taken:
            following = COMMUNITIES[(COMMUNITIES.index(_community_of(one)) + 1) % len(COMMUNITIES)]
            one.estate = following.estates[one.received.day % 2]
        taken.add((one.matter.name, _community_of(one).name))
