"""How far a plan is: the share of its time that has gone against the weight of what is done (F52)."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from django.conf import settings


class Progress(NamedTuple):
    """Both shares from 0 to 1, exact; the pages show whole percents of each."""

    elapsed: Fraction
    completed: Fraction

    @property
    def behind(self):
        """By how many points the work lags behind the time, rounded; 0 where it does not."""
        return max(percent(self.elapsed - self.completed), 0)

    @property
    def is_behind(self):
        """More than the office's own number of points (F52, proposal): exactly that many is not behind yet."""
        (gone, days), (done, whole) = (share.as_integer_ratio() for share in self)
        return (gone * whole - done * days) * 100 > settings.PLAN_BEHIND_POINTS * days * whole

    @property
    def elapsed_percent(self):
        return percent(self.elapsed)

    @property
    def completed_percent(self):
        return percent(self.completed)


class Reached(NamedTuple):
    """A milestone as the chart needs it; `reached_on` is None where it is still to come."""

    weight: int
    planned_on: date
    reached_on: date | None


class Chart(NamedTuple):
    """Work over time, both from 0 to 100: a step for each milestone as planned and as reached, and where today is."""

    planned: str  # the path of an SVG, y downwards
    reached: str
    today: int  # from 0 to 100; outside the plan at its edge
    since: date
    until: date


def chart(since, until, today, milestones):
    """The chart of a plan from `since` to `until`; None without milestones. What was reached is drawn up to today."""
    whole = sum(one.weight for one in milestones)
    if not whole:
        return None
    days = max((until - since).days, 1)

    def across(day):
        return round(min(max(Fraction((day - since).days, days), 0), 1) * 100)

    def stairs(steps, last):
        height, path = 0, "M0 100"
        for day, weight in sorted(steps):
            height += weight
            path += f"H{across(day)}V{100 - round(Fraction(height, whole) * 100)}"
        return f"{path}H{across(last)}"

    planned = stairs([(one.planned_on, one.weight) for one in milestones], until)
    reached = stairs([(one.reached_on, one.weight) for one in milestones if one.reached_on], today)
    return Chart(planned, reached, across(today), since, until)


def percent(share):
    """Half a point goes up, away from nothing."""
    part, whole = share.as_integer_ratio()
    points = (200 * abs(part) + whole) // (2 * whole)
    return points if part >= 0 else -points


def progress(since: date, until: date, today: date, weights):
    """Of a plan from `since` to `until`, its last day; `weights` are pairs (weight, whether done). None without any.

    On the day `since` nothing has gone, at the end of `until` all has: `today` counts as gone only when it is over.
    """
    weights = list(weights)
    whole = sum(weight for weight, _done in weights)
    if not whole:
        return None
    days = max((until - since).days + 1, 1)
    gone = min(max((today - since).days, 0), days)
    done = sum(weight for weight, is_done in weights if is_done)
    return Progress(Fraction(gone, days), Fraction(done, whole))
