"""How the list of cases is narrowed; the whole state stands in the address."""

from collections import defaultdict

import django_filters
from django.db import models
from django.db.models import CharField, Value, When
from django.db.models.functions import Cast, Concat, LPad
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.dates import DayField
from cases.models import Case, Category, SearchText
from cases.models.case import day_starts
from officials.models import Posting, Role, Unit

DUE_CHOICES = [("late", _("法定超期")), ("today", _("今天")), ("soon", _("三个工作日内")), ("week", _("七天内"))]
AGE_CHOICES = [("new", _("新件")), ("backlog", _("积案"))]
ALL = _("全部")


class DayFilter(django_filters.Filter):
    field_class = DayField


class PickFilter(django_filters.ChoiceFilter):
    """One of the office's units, people or categories; `choices` are (id, name), read for all at once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, empty_label=ALL, choices=(), **kwargs)


class CaseFilter(django_filters.FilterSet):
    """Filters of the case list. `today` and `soon_until` are days; officials and units are those of the office."""

    q = django_filters.CharFilter(label=_("案号、标题、诉求、答复"), method="search", max_length=100)
    community = PickFilter(label=_("社区"), method="by_community")
    level = django_filters.ChoiceFilter(label=_("层级"), choices=Case.Level.choices, empty_label=ALL)
    stage = django_filters.ChoiceFilter(label=_("阶段"), choices=Case.Stage.choices, empty_label=ALL)
    handling_unit = PickFilter(label=_("承办单位"))
    due = django_filters.ChoiceFilter(label=_("到期"), choices=DUE_CHOICES, method="by_due", empty_label=_("不限"))
    procedure = django_filters.ChoiceFilter(
        label=_("信访还是矛盾纠纷"), choices=Case.Procedure.choices, empty_label=ALL
    )
    channel = django_filters.ChoiceFilter(label=_("信访形式"), choices=Case.Channel.choices, empty_label=ALL)
    category = PickFilter(label=_("内容分类"), method="by_category")
    handler = PickFilter(label=_("承办人"))
    owner = PickFilter(label=_("包案领导"), method="by_owner")
    received_from = DayFilter(label=_("收到：从"), method="from_day")
    received_to = DayFilter(label=_("收到：到"), method="to_day")
    age = django_filters.ChoiceFilter(
        label=_("新件或积案"), choices=AGE_CHOICES, method="by_age", empty_label=_("不限")
    )

    class Meta:
        model = Case
        fields = []

    FIRST = ["q", "community", "level", "stage", "handling_unit", "due"]

    def __init__(self, *args, today=None, soon_until=None, **kwargs):
        self.today = today or timezone.localdate()
        self.soon_until = soon_until or self.today
        super().__init__(*args, **kwargs)
        for name, choices in picks(self.today).items():
            self.filters[name].extra["choices"] = choices

    def found(self):
        """The cases that pass every filter and hold every word searched for; none if a filter is wrong."""
        if not self.form.is_valid():
            return self.queryset.none()
        words = self.form.cleaned_data["q"]
        return SearchText.objects.narrow(self.qs.tightest_first(), words) if words else self.qs

    def counted(self):
        """The same cases in the form that a count up to a cap takes the shortest way through."""
        words = self.form.is_valid() and self.form.cleaned_data["q"]
        return self.qs.filter(SearchText.objects.matching(words)) if words else self.found()

    @property
    def first_fields(self):
        return [self.form[name] for name in self.FIRST]

    @property
    def more_fields(self):
        return [field for field in self.form if field.name not in self.FIRST]

    @property
    def more_in_use(self):
        return any(self.form.data.get(field.name) for field in self.more_fields)

    def applied(self):
        """(name, label, value in words) of every filter in use, to show beside the count."""
        values = self.form.cleaned_data if self.form.is_valid() else {}
        for name, value in values.items():
            if value not in (None, ""):
                field = self.form.fields[name]
                yield name, field.label, dict(getattr(field, "choices", ())).get(value, value)

    def search(self, cases, name, value):
        return cases  # searching comes last, over what all other filters leave: see `found`

    def by_due(self, cases, name, value):
        match value:
            case "late":
                return cases.legally_late(self.today)
            case "today":
                return cases.legally_due(self.today, self.today)
            case "soon":
                return cases.legally_due(self.today, self.soon_until)
            case _:
                return cases.legally_due(self.today, self.today + timezone.timedelta(days=7))

    def by_community(self, cases, name, value):
        return cases.touching(value)

    def by_category(self, cases, name, value):
        return cases.filter(category__in=Category.objects.filter(pk=value) | Category.objects.filter(parent=value))

    def by_owner(self, cases, name, value):
        return cases.owned_by(value, self.today)

    def from_day(self, cases, name, value):
        return cases.filter(received_at__gte=day_starts(value))

    def to_day(self, cases, name, value):
        return cases.filter(received_at__lt=day_starts(value + timezone.timedelta(days=1)))

    def by_age(self, cases, name, value):
        return cases.backlog() if value == "backlog" else cases.filter(is_backlog=False)


def picks(today):
    """What the five pick filters offer, by filter name, as (id, name): one query for all."""

    def rows(queryset, kind, pk, name, order):
        return queryset.order_by().values_list(*(Cast(column, CharField()) for column in (kind, pk, name, order)))

    indented = models.Case(When(parent__isnull=False, then=Concat(Value("　"), "name")), default="name")
    posts = Posting.objects.in_force(today).filter(role__in=[Role.HD, Role.OD, Role.LO], official__is_active=True)
    found = rows(
        Unit.objects.active(), "kind", "pk", "name", LPad(Cast("position", CharField()), 8, Value("0"))
    ).union(
        rows(Category.objects.filter(valid_to__isnull=True), Value("CATEGORY"), "pk", indented, "code"),
        rows(posts, "role", "official", "official__name", "official__username"),
        all=True,
    )
    by_kind = defaultdict(dict)
    for kind, pk, name, _order in sorted(found, key=lambda row: (row[3], int(row[1]))):
        by_kind[kind][pk] = name
    handling = [kind for kind in Unit.Kind if kind not in (Unit.Kind.STREET, Unit.Kind.GRID)]
    offered = {
        "community": by_kind[Unit.Kind.COMMUNITY],
        "handling_unit": {pk: name for kind in handling for pk, name in by_kind[kind].items()},
        "category": by_kind["CATEGORY"],
        "handler": by_kind[Role.HD] | by_kind[Role.OD],
        "owner": by_kind[Role.LO],
    }
    return {name: list(choices.items()) for name, choices in offered.items()}
