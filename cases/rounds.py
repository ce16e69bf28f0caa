"""What a round must find true (T10 to T14): each app registers its expectations at start-up, the pages read only this.

An expectation names what is still in the way of closing the period; an empty queryset means it is met.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.db.models import QuerySet

from cases.counting import capped_counts

DAY = "DAY"  # 日结


class Expectation(NamedTuple):
    """`lacking(official, day)` is what he may see of what is not done; its list stands at `page` + `query`."""

    cycle: str
    key: str
    label: str
    lacking: Callable[..., QuerySet]
    page: str  # the URL name of the list, which is also the permission asked for
    query: str = ""


EXPECTATIONS = {}


def expect(cycle, key, label, lacking, page, query=""):
    if (cycle, key) in EXPECTATIONS:
        raise ValueError(f"{cycle} {key} is expected twice")
    EXPECTATIONS[cycle, key] = Expectation(cycle, key, label, lacking, page, query)


def lacking(cycle, official, day):
    """(expectation, count up to the cap) of each that `official` may look at: one statement for all counts."""
    mine = [one for one in EXPECTATIONS.values() if one.cycle == cycle and official.may(one.page)]
    counts = capped_counts({one.key: one.lacking(official, day) for one in mine})
    return [(one, counts[one.key]) for one in mine]
