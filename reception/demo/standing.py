"""What stands in the demo office beside its cases: which leader answers for what (F46)."""

from datetime import timedelta

from cases.forms.portfolio import PortfolioEndForm, PortfolioForm
from cases.models import Category, Portfolio
from reception.demo.filling import fill

DOCUMENT = "东党工〔2025〕3号"
FIELDS = {  # 分管
    "陈志远": ("政法", "邻里家庭", "民政和社会事务"),
    "林晓峰": ("城乡建设", "交通", "生态环境"),
    "沈丽华": ("教育", "卫生健康", "文体旅"),
}
CHANGED = ("劳动和社会保障", "沈丽华", "陈志远", 120)  # what, from whom, to whom, so many days ago


def tell_standing(office, days, moments):
    director = office.people["周建国"]
    _deal_out_fields(office.people, director, moments.today)


def _deal_out_fields(people, director, today):
    for leader, names in FIELDS.items():
        for name in names:
            _give(people, director, today, leader, name)
    name, giver, taker, ago = CHANGED
    _give(people, director, today, giver, name)
    record = Portfolio.objects.get(category__name=name)
    changed_on = (today - timedelta(days=ago)).isoformat()
    fill(PortfolioEndForm, record, director, today, {"until": changed_on, "successor": people[taker].pk})


def _give(people, director, today, leader, name):
    data = {
        "leader": people[leader].pk,
        "category": Category.objects.get(name=name, parent__isnull=True).pk,
        "document_no": DOCUMENT,
        "since": (today - timedelta(days=500)).isoformat(),
    }
    fill(PortfolioForm, None, director, today, data)
