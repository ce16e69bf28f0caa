"""What stands in the demo office beside its cases: who of the leaders answers for what, when the lawyer sits,
whom of the police a community calls, how many hours of training a post asks for (F23, F24, F27, F46)."""

from datetime import date, timedelta

from django.utils import timezone

from cases.forms.portfolio import PortfolioEndForm, PortfolioForm
from cases.forms.specialist import SessionForm, ShiftForm, free_turns
from cases.forms.together import PoliceContactForm
from cases.forms.training import RequirementForm
from cases.models import Category, Consultation, Portfolio
from officials.models import Specialist
from reception.demo.filling import fill

DOCUMENT, CHANGE = "东党工〔2025〕3号", "东党工〔2026〕5号"
FIELDS = {  # 分管
    "陈志远": ("政法", "邻里家庭", "民政和社会事务"),
    "林晓峰": ("城乡建设", "交通", "生态环境"),
    "沈丽华": ("教育", "卫生健康", "文体旅"),
}
CHANGED = ("劳动和社会保障", "沈丽华", "陈志远", 120)  # what, from whom, to whom, so many days ago


HOURS = {"HD": "10", "RC": "9", "WC": "6", "MD": "10"}  # what a year in the post asks for


def tell_standing(office, days, moments):
    director = office.people["周建国"]
    _deal_out_fields(office.people, director, moments.today)
    _set_hours(director, days)
    _list_police(office, director, moments.today)
    for role, hours in HOURS.items():
        fill(
            RequirementForm,
            None,
            director,
            moments.today,
            {"role": role, "since_year": moments.today.year, "hours": hours},
        )


def _deal_out_fields(people, director, today):
    for leader, names in FIELDS.items():
        for name in names:
            _give(people, director, today, leader, name)
    name, giver, taker, ago = CHANGED
    _give(people, director, today, giver, name)
    record = Portfolio.objects.get(category__name=name)
    changed_on = (today - timedelta(days=ago)).isoformat()
    fill(
        PortfolioEndForm,
        record,
        director,
        today,
        {"until": changed_on, "successor": people[taker].pk, "document_no": CHANGE},
    )


def _give(people, director, today, leader, name):
    data = {
        "leader": people[leader].pk,
        "category": Category.objects.get(name=name, parent__isnull=True).pk,
        "document_no": DOCUMENT,
        "since": (today - timedelta(days=500)).isoformat(),
    }
    fill(PortfolioForm, None, director, today, data)


SHIFTS = [  # who, after so many workdays, from, to, minutes each, weeks
    ("高立群", 1, "14:00", "17:00", 30, 4),
    ("顾明德", 3, "9:00", "11:00", 40, 0),
]


def _set_hours(director, days):
    """Weekly within the year whose calendar is known; the lawyer's first turn is booked for whoever agreed to one."""
    for name, ahead, starts, ends, minutes, weeks in SHIFTS:
        on = days.calendar.add_workdays(days.today, ahead)
        until = min(on + timedelta(days=7 * weeks), date(on.year, 12, 31))
        data = {
            "specialist": Specialist.objects.get(name=name).pk,
            "on": on.isoformat(),
            "starts": starts,
            "ends": ends,
            "minutes": minutes,
            "place": "街道公共法律服务站",
            "weekly_until": until.isoformat() if weeks else "",
        }
        fill(ShiftForm, None, director, days.today, data)
    asked = Consultation.objects.filter(kind="LEGAL", state="ACCEPTED").select_related("specialist", "case").first()
    for slot in list(free_turns(asked, timezone.now()) if asked else ())[:1]:
        fill(SessionForm, asked, asked.case.handler, days.today, {"slot": slot})


POLICE = {  # community: station, officer, the number of the post
    "东河花园社区": ("东河派出所", "宋强", "0990-8880110"),
    "汤巷社区": ("东河派出所", "宋强", "0990-8880110"),
    "柳营社区": ("柳营警务站", "丁一鸣", "0990-8880120"),
    "桥西社区": ("柳营警务站", "丁一鸣", "0990-8880120"),
}


def _list_police(office, director, today):
    """One community has none yet: the list says so."""
    for community, (station, name, phone) in POLICE.items():
        data = {
            "community": office.units[community].pk,
            "station": station,
            "name": name,
            "phone": phone,
            "since": (today - timedelta(days=300)).isoformat(),
        }
        fill(PoliceContactForm, None, director, today, data)
