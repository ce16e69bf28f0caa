"""How the list of cases is narrowed; the whole state stands in the address."""

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.dates import DayField
from cases.models import Case, Category, SearchText
from cases.models.case import day_starts
from officials.models import Official, Role, Unit

DUE_CHOICES = [("late", _("法定超期")), ("soon", _("三个工作日内")), ("week", _("七天内"))]
AGE_CHOICES = [("new", _("新件")), ("backlog", _("积案"))]


class DayFilter(django_filters.Filter):
    field_class = DayField


class CaseFilter(django_filters.FilterSet):
    """Filters of the case list. `today` and `soon_until` are days; officials and units are those of the office."""

    q = django_filters.CharFilter(label=_("案号、标题、诉求、答复"), method="search", max_length=100)
    community = django_filters.ModelChoiceFilter(label=_("社区"), queryset=Unit.objects.communities())
    level = django_filters.ChoiceFilter(label=_("层级"), choices=Case.Level.choices)
    stage = django_filters.ChoiceFilter(label=_("阶段"), choices=Case.Stage.choices)
    handling_unit = django_filters.ModelChoiceFilter(label=_("承办单位"), queryset=Unit.objects.handling())
    due = django_filters.ChoiceFilter(label=_("到期"), choices=DUE_CHOICES, method="by_due")
    channel = django_filters.ChoiceFilter(label=_("信访形式"), choices=Case.Channel.choices)
    category = django_filters.ModelChoiceFilter(
        label=_("内容分类"), queryset=Category.objects.select_related("parent"), method="by_category"
    )
    handler = django_filters.ModelChoiceFilter(label=_("承办人"), queryset=Official.objects.none())
    owner = django_filters.ModelChoiceFilter(label=_("包案领导"), queryset=Official.objects.none(), method="by_owner")
    received_from = DayFilter(label=_("收到：从"), method="from_day")
    received_to = DayFilter(label=_("收到：到"), method="to_day")
    age = django_filters.ChoiceFilter(label=_("新件或积案"), choices=AGE_CHOICES, method="by_age")

    class Meta:
        model = Case
        fields = []

    FIRST = ["q", "community", "level", "stage", "handling_unit", "due"]

    def __init__(self, *args, today=None, soon_until=None, **kwargs):
        self.today = today or timezone.localdate()
        self.soon_until = soon_until or self.today
        super().__init__(*args, **kwargs)
        self.filters["handler"].queryset = Official.objects.holding(Role.HD, Role.OD, on=self.today)
        self.filters["owner"].queryset = Official.objects.holding(Role.LO, on=self.today)
        for filter_ in self.filters.values():
            widget = filter_.field.widget
            if isinstance(widget, forms.Select):
                filter_.field.empty_label = _("全部")

    @property
    def first_fields(self):
        return [self.form[name] for name in self.FIRST]

    @property
    def more_fields(self):
        return [field for field in self.form if field.name not in self.FIRST]

    def applied(self):
        """(name, label, value in words) of every filter in use, to show beside the count."""
        chosen = []
        for name, value in self.form.cleaned_data.items() if self.form.is_valid() else ():
            if value in (None, ""):
                continue
            field = self.form.fields[name]
            words = dict(getattr(field, "choices", ())).get(value, value) if isinstance(value, str) else value
            chosen.append((name, field.label, words))
        return chosen

    def search(self, cases, name, value):
        return cases.filter(matching(value))

    def by_due(self, cases, name, value):
        match value:
            case "late":
                return cases.legally_late(self.today)
            case "soon":
                return cases.legally_due(self.today, self.soon_until)
            case _:
                return cases.legally_due(self.today, self.today + timezone.timedelta(days=7))

    def by_category(self, cases, name, value):
        return cases.filter(category__in=[value.pk, *value.children.values_list("pk", flat=True)])

    def by_owner(self, cases, name, value):
        return cases.owned_by(value, self.today)

    def from_day(self, cases, name, value):
        return cases.filter(received_at__gte=day_starts(value))

    def to_day(self, cases, name, value):
        return cases.filter(received_at__lt=day_starts(value + timezone.timedelta(days=1)))

    def by_age(self, cases, name, value):
        return cases.backlog() if value == "backlog" else cases.filter(is_backlog=False)
