"""What the five rounds hold (T10 to T14): each app says at start-up what a round must find true and what it reports.

An expectation names what is still in the way of closing the period; an empty queryset means it is met. What is told
here is read by `cases.models.round`, the board and the pages of rounds alone.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import QuerySet

from cases.counting import capped_counts
from cases.cycles import Cycle

DAY, WEEK, TEN_DAYS, MONTH, YEAR = Cycle.DAY, Cycle.WEEK, Cycle.TEN_DAYS, Cycle.MONTH, Cycle.YEAR


class Expectation(NamedTuple):
    """What `cycle` must find true.

    `seen(official)` are the rows that he sees in lists, never a sealed one; with None those of the whole office.
    Of these `lacking(rows, period)` are still in the way and `done(rows, period)` are what was to be done and is.
    `name` is the field by which people call a row, `community` the one that says whose area it is of. Their list
    stands at the URL name `page` + `query`, which is also the permission asked for.
    """

    cycle: str
    key: str
    label: str
    seen: Callable[..., QuerySet]
    lacking: Callable[..., QuerySet]
    page: str
    query: str = ""
    done: Callable[..., QuerySet] | None = None
    name: str = "number"
    community: str = ""

    @property
    def subject(self):
        return self.seen(None).model._meta.model_name

    @property
    def is_of_cases(self):
        return self.subject == "case"

    def in_the_way(self, official, period):
        return self.lacking(self.seen(official), period)


class Report(NamedTuple):
    """A figure printed in the rounds of `cycle`, which nothing has to be true of.

    `compute(period, official)` gives (what is printed, what stands behind it): a queryset of cases, the address of a
    list, or None. With None for the official it is the office's own figure, which is frozen when the round is signed.
    """

    cycle: str
    key: str
    label: str
    compute: Callable[..., tuple[Any, Any]]


EXPECTATIONS, REPORTS, LISTENERS = {}, {}, []


def expect(cycle, key, label, **words):
    if (cycle, key) in EXPECTATIONS:
        raise ValueError(f"{cycle} {key} is expected twice")
    EXPECTATIONS[cycle, key] = Expectation(cycle, key, label, **words)


def report(cycle, key, label, compute):
    if (cycle, key) in REPORTS:
        raise ValueError(f"{cycle} {key} is reported twice")
    REPORTS[cycle, key] = Report(cycle, key, label, compute)


def when_closed(tell):
    """`tell(rounds, now)` hears once of every round that was closed, of several at a time after an outage.

    It is called in the transaction that marks them as told: what it writes is written once.
    """
    LISTENERS.append(tell)


def expectations(cycle, official=None):
    """Those of `cycle` that `official` may look at; all, without one."""
    of_cycle = [one for one in EXPECTATIONS.values() if one.cycle == cycle]
    return of_cycle if official is None else [one for one in of_cycle if official.may(one.page)]


class Line(NamedTuple):
    """An expectation in figures: how many are in the way and how many are done, both up to the cap."""

    expectation: Expectation
    lacking: int
    done: int

    @property
    def whole(self):
        return self.lacking + self.done


def lines(periods, official=None):
    """{cycle: its lines} as `official` sees them now: one statement for all `periods`, one of a cycle each."""
    asked = [(one, period) for period in periods for one in expectations(period.cycle, official)]
    querysets = {}
    for one, period in asked:
        rows = one.seen(official)
        querysets[one.cycle, one.key, False] = one.lacking(rows, period)
        if one.done:
            querysets[one.cycle, one.key, True] = one.done(rows, period)
    counts = capped_counts(querysets)
    found = {period.cycle: [] for period in periods}
    for one, _period in asked:
        count, done = counts[one.cycle, one.key, False], counts.get((one.cycle, one.key, True), 0)
        found[one.cycle].append(Line(one, count, done))
    return found


def figures(period, official=None):
    """(report, what is printed, what stands behind it) of each figure of the period's cycle."""
    of_cycle = [one for one in REPORTS.values() if one.cycle == period.cycle]
    return [(one, *one.compute(period, official)) for one in of_cycle]
