"""Which leader answers for which field of work, and who follows him (分管, F46)."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy

from cases.forms.case import NOT_CHOSEN, label
from cases.forms.dates import DayField
from cases.forms.inspection import today_in
from cases.forms.steps import StepForm
from cases.models import Category, Portfolio
from cases.text import CleanCharField
from officials.models import Official, Role


def fields_of_work(on):
    """The dictionary in use on the day `on`, both levels, a field before its parts."""
    rows = Category.objects.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on))
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on)).select_related("parent").order_by("code")


def leaders(on):
    return Official.objects.holding(Role.LO, Role.HO, on=on).order_by("username")


class PortfolioForm(StepForm):
    """A leader's field of work. `record` is None."""

    leader = forms.ModelChoiceField(
        None,
        label=label("leader", Portfolio),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选分管领导。")},
    )
    category = forms.ModelChoiceField(
        None,
        label=label("category", Portfolio),
        empty_label=NOT_CHOSEN[1],
        help_text=gettext_lazy("选大类就是整类；单独分给别人的小类照小类"),
        error_messages={
            "required": gettext_lazy("请选分管什么。"),
            "invalid_choice": gettext_lazy("请选在用的分类。"),
        },
    )
    document_no = CleanCharField(label=label("document_no", Portfolio), max_length=60, required=False)
    since = DayField(label=label("since", Portfolio))
    until = DayField(
        label=label("until", Portfolio), required=False, help_text=gettext_lazy("这一天起不再是；没有定的不写")
    )

    def __init__(self, *args, category="", **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.fields["leader"].queryset = leaders(self.today)
        self.fields["category"].queryset = fields_of_work(self.today)
        self.initial.setdefault("since", self.today)
        if category.isdecimal():
            self.initial.setdefault("category", int(category))

    def take(self):
        names = ("leader", "category", "document_no", "since", "until")
        portfolio = Portfolio(named_by=self.by, **{name: self.cleaned_data[name] for name in names})
        portfolio.full_clean(exclude=["named_by"])
        portfolio.save()
        self.record = portfolio


class PortfolioEndForm(StepForm):
    """`record`: the portfolio, whose row is locked."""

    until = DayField(label=label("until", Portfolio), help_text=gettext_lazy("这一天起不再是"))
    successor = forms.ModelChoiceField(
        None,
        label=gettext_lazy("由谁接着分管"),
        required=False,
        empty_label=gettext_lazy("还没有定"),
        help_text=gettext_lazy("从这一天起接着分管；在包的件不跟着变，换人走交接"),
    )
    document_no = CleanCharField(
        label=label("document_no", Portfolio),
        max_length=60,
        required=False,
        help_text=gettext_lazy("有人接着分管的写新的文号"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.initial.setdefault("until", self.today)
        self.fields["successor"].queryset = leaders(self.today).exclude(pk=self.record.leader_id)

    def take(self):
        said = {name: self.cleaned_data[name] for name in ("until", "successor", "document_no")}
        self.record.end(by=self.by, **said)
