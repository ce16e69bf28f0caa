"""Screening of the demo office, the key period that runs now, causes, suggestions, a lesson (F9-F12, F58, F3, F60)."""

from datetime import timedelta

from cases.models import Case, CauseCode
from disputes.forms.cause import CaseCauseForm, FeedbackForm, LessonForm, SuggestionForm
from disputes.forms.key_period import DutyForm, PeriodForm
from disputes.forms.screening import ClueAnswerForm, ClueForm, ClueSettleForm, PlanForm, ReportForm
from disputes.models import Clue, KeyPeriod, ScreeningTask, Suggestion
from disputes.models.screening import instant_on
from reception.demo.filling import fill

GRIDS = {
    "东河花园社区 第4网格": "钱小兵",
    "汤巷社区 第1网格": "韩霞",
    "柳营社区 第2网格": "曹军",
    "北苑社区 第3网格": "邓红",
}
STILL_OUT = "北苑社区"  # whose zero report of today is not in yet
CLUES = [  # raised by, days ago, what, where, kind, urgency, and what the community said
    ("韩霞", 6, "工地夜里打桩，沿街三栋居民准备一起去街道反映。", "汤巷 18 号工地北门", "NOISE", "TODAY", "settled"),
    ("钱小兵", 5, "地下车库又积水，几户说物业只抽水不修。", "东河花园 3 幢车库", "HOUSING", "WEEK", "CONFIRMED"),
    ("曹军", 4, "听说有家饭店要关门，去看了，是换招牌。", "柳营路 7 号", "OTHER", "WEEK", "REFUSED"),
    ("邓红", 0, "菜场二楼漏水，下面两个摊位吵起来了。", "北苑菜场", "NEIGHBOURS", "TODAY", ""),
]
CAUSES = [("东河花园社区", "C2", 3, "物业和业主都说不归自己修。"), ("汤巷社区", "C1", 2, "施工时间没有人管。")]


def tell_screening(office, days, moments):
    _plans(office, days, moments)
    _open_and_report(office, days, moments)
    for row in CLUES:
        _clue(office, days, row)
    _causes(office, moments)
    _suggestions(office, days, moments)


def _plans(office, days, moments):
    director, until = office.people["周建国"], (moments.today + timedelta(days=60)).isoformat()
    begun, units = days.ago(21), office.units
    weekly = {
        "kind": "REGULAR",
        "name": "每周网格排查",
        "units": [units[name].pk for name in GRIDS],
        "frequency": "WEEKLY",
        "first_on": begun.isoformat(),
        "last_on": until,
    }
    drawn = {
        **weekly,
        "kind": "RANDOM",
        "name": "随机抽查",
        "units": [unit.pk for unit in units.values() if unit.kind == "COMMUNITY"],
        "frequency": "MONTHLY",
        "draw_count": "2",
    }
    wages = {
        **weekly,
        "kind": "THEMATIC",
        "name": "欠薪专项排查",
        "units": [units["汤巷社区"].pk, units["柳营社区"].pk],
        "frequency": "ONCE",
        "first_on": days.ago(10).isoformat(),
        "last_on": (moments.today + timedelta(days=4)).isoformat(),
        "checklist": "有没有拖欠工资\n有没有停工\n工资公示栏在不在",
    }
    for data in (weekly, drawn):
        fill(PlanForm, None, director, begun, data)
    fill(PlanForm, None, director, days.ago(10), wages)
    period = {
        "name": "岁末平安月",
        "level": "DISTRICT",
        "first_on": days.ago(3).isoformat(),
        "last_on": (moments.today + timedelta(days=6)).isoformat(),
        "reason": "年底工程款、工资结算集中",
        "measures": "每个社区每天一报\n窗口加一人\n在办的急事逐件看一遍",
        "capacity": "接访室早开半小时，调解室留一间给集体来访",
    }
    fill(PeriodForm, None, director, days.ago(5), period)
    record = KeyPeriod.objects.get()
    for name in ("杨丽", "徐静", "朱琴"):
        person = office.people[name].postings.get().pk
        span = {"first_on": moments.today.isoformat(), "last_on": (moments.today + timedelta(days=2)).isoformat()}
        fill(DutyForm, record, director, moments.today, {"person": person, **span})


def _open_and_report(office, days, moments):
    """Each day its tasks; all but one community, and the ones due later, are reported on the day."""
    day = days.ago(21)
    while day <= moments.today:
        ScreeningTask.objects.open_due(instant_on(day))
        for task in ScreeningTask.objects.unreported().filter(for_on=day).select_related("unit", "plan"):
            _report(office, task, day, moments.today)
        day += timedelta(days=1)


def _report(office, task, day, today):
    is_community = task.unit.kind == "COMMUNITY"
    if (task.unit.name == STILL_OUT and day == today) or (task.plan and task.plan.items):
        return
    if is_community:
        person = office.clerk_of(task.unit.name)
    else:
        name = GRIDS.get(f"{task.unit.parent.name} {task.unit.name}")
        if name is None:
            return  # a drawn grid without a worker: its community reports when it has looked
        person = office.people[name]
    fill(ReportForm, task, person, day, {"result": "NOTHING", "words": ""})


def _clue(office, days, row):
    name, ago, facts, place, kind, urgency, said = row
    worker = office.people[name]
    on = days.ago(ago) if ago else days.today
    community = next(key for key, person in GRIDS.items() if person == name).split(" ")[0]
    data = {"facts": facts, "place": place, "community": office.units[community].pk, "kind": kind, "urgency": urgency}
    fill(ClueForm, None, worker, on, data)
    if not said:
        return
    clue, clerk = Clue.objects.latest("pk"), office.clerk_of(community)
    answer = "CONFIRMED" if said == "settled" else said
    words = "去看过，没有这回事。" if answer == "REFUSED" else ""
    fill(ClueAnswerForm, clue, clerk, on, {"answer": answer, "words": words})
    if said == "settled":
        evidence = {"evidence": "施工方当场停了夜间打桩，三栋楼长都在场。"}
        fill(ClueSettleForm, Clue.objects.get(pk=clue.pk), clerk, on, evidence)


def _causes(office, moments):
    director = office.people["周建国"]
    for community, code, count, reason in CAUSES:
        cases = Case.objects.unsealed().current().filter(community=office.units[community], voided_on__isnull=True)
        for case in cases.order_by("-received_at", "-pk")[:count]:
            cause = CauseCode.objects.in_use(moments.today).get(code=code)
            fill(CaseCauseForm, case, director, moments.today, {"cause": cause.pk, "reason": reason})


def _suggestions(office, days, moments):
    director, cause = office.people["周建国"], CauseCode.objects.get(code="C2")
    rows = [
        (21, 14, "区住建局", "", "老旧小区的公共防水列入维修资金应急使用的目录，先修后补手续。"),
        (6, 24, "", "城市建设科", "每季度把报修三次以上的小区列出来，会同物业逐个看现场。"),
    ]
    for ago, after, organ, unit, text in rows:
        on = days.ago(ago)
        data = {"cause": cause.pk, "organ": organ, "unit": office.units[unit].pk if unit else "", "text": text}
        fill(SuggestionForm, None, director, on, {**data, "due_on": (on + timedelta(days=after)).isoformat()})
    first = Suggestion.objects.order_by("pk").first()
    back = {"adoption": "PARTLY", "feedback": "应急目录已修订，防水列入；先修后补手续待市里同意。"}
    fill(FeedbackForm, first, director, days.ago(8), {**back, "answered_on": days.ago(8).isoformat()})
    lesson = {
        "year": str(moments.today.year),
        "suggestion": first.pk,
        "text": "车库漏水先查漏点再谈谁出钱，谈了半年的两周就清了。",
        "change": "报修三次以上的先勘查，后分责任",
    }
    fill(LessonForm, None, director, moments.today, lesson)
