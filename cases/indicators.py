"""Figures of obligations by unit (5.1, 5.2): each app registers its own at start-up, the pages read only this.

The cohort comes first: an obligation counts in the period in which its last day lies, once, and is met or not. Of a
month that still runs only what was due by today counts. Sealed cases are outside; denominator 0 is no rate.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.db.models import BooleanField, Count, F, Q, QuerySet, Value, When
from django.db.models import Case as Choose
from django.utils.translation import gettext_lazy as _

from cases import clearing
from cases.models import Case, Deadline


class Indicator(NamedTuple):
    """`rows(first, until)` are the obligations due from the one day to the other; `met` says which were kept.

    `unit` and `case` lead from a row to whom it counts for and to its case (nothing where it has none), `due` and
    `ended` to its days.
    """

    id: str
    label: str
    rows: Callable[..., QuerySet]
    met: Q
    unit: str
    due: str = "legal_end_on"
    ended: str = "ended_on"


INDICATORS = {}


def register(indicator):
    if indicator.id in INDICATORS:
        raise ValueError(f"{indicator.id} is registered twice")
    INDICATORS[indicator.id] = indicator


def by_unit(indicator, first, until):
    """{unit id: (met, due)} of the period, one statement; a unit without an obligation is not there."""
    rows = indicator.rows(first, until).filter(**{f"{indicator.unit}__isnull": False}).order_by()
    counted = rows.values(indicator.unit).annotate(due=Count("pk"), kept=Count("pk", filter=indicator.met))
    return {row[indicator.unit]: (row["kept"], row["due"]) for row in counted}


def records(indicator, unit, first, until):
    """The rows behind one figure, what was missed first; each with `is_met`, `due_day` and `ended_day`."""
    rows = indicator.rows(first, until).filter(**{indicator.unit: unit})
    days = {"due_day": F(indicator.due), "ended_day": F(indicator.ended)}
    is_met = Choose(When(indicator.met, then=Value(True)), default=Value(False), output_field=BooleanField())
    return rows.annotate(is_met=is_met, **days).order_by("is_met", indicator.due, "pk")


IN_TIME = Q(ended_on__isnull=False, ended_on__lte=F("legal_end_on"))


def clocks(*rules):
    """The office's own clocks of these rules, on unsealed cases or on none."""

    def rows(first, until):
        due = Deadline.objects.ours().filter(rule__in=rules, legal_end_on__gte=first, legal_end_on__lte=until)
        return due.exclude(case__is_sealed=True).exclude(case__is_historical=True)

    return rows


def targets(level):
    def rows(first, until):
        """General ones of the month; complex ones of the year up to the end of the period (K11, K12)."""
        cohort = first if level == Case.Level.GENERAL else first.replace(month=1)
        due = clearing.of_cohort(level, cohort).filter(clearing.COUNTED, deadline__legal_end_on__lte=until)
        return due.select_related("case")

    return rows


def start():
    of_case = "case__handling_unit"
    for id, label, rules, unit in [
        ("K02", _("及时告知率"), ("L03", "L04"), of_case),
        ("K03", _("按期答复率"), ("L17",), of_case),
        ("L37", _("承诺按期兑现率"), ("L37",), of_case),
        ("F40", _("移交及时签收率"), ("F40",), "unit"),
        ("F36", _("协办按期答复率"), ("F36",), "unit"),
        ("R10", _("核查按期答复率"), ("R10",), "unit"),
        ("F47", _("整改按期率"), ("F47",), "unit"),
        ("F48", _("督办按期反馈率"), ("F48",), of_case),
    ]:
        register(Indicator(id, label, clocks(*rules), IN_TIME, unit))
    days = {"due": "deadline__legal_end_on", "ended": "deadline__ended_on"}
    for id, label, level in [
        ("K11", _("一般矛盾当月清零率"), Case.Level.GENERAL),
        ("K12", _("复杂问题当年清零率"), Case.Level.COMPLEX),
    ]:
        register(Indicator(id, label, targets(level), clearing.IN_TIME, of_case, **days))
