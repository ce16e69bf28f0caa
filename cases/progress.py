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
        return self.elapsed - self.completed > Fraction(settings.PLAN_BEHIND_POINTS, 100)

    @property
    def elapsed_percent(self):
        return percent(self.elapsed)

    @property
    def completed_percent(self):
        return percent(self.completed)


def percent(share):
    """Half a point goes up."""
    return int(share * 100 + Fraction(1, 2)) if share >= 0 else -percent(-share)


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
