"""The days ahead of one official that lie outside the file: each app says its own at start-up, the desk shows them."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple


class Appointed(NamedTuple):
    """Something at a time: what, a word more, where it is read; `is_late` where it should have been recorded.

    What is only due, `is_due`, has a day and no hour.
    """

    at: datetime
    what: str
    more: str
    url: str
    is_late: bool = False
    is_due: bool = False


DIARIES: list[Callable] = []


def keep_diary(days):
    """`days(official, now, until)` gives what he has from what is unrecorded by `now` up to `until`."""
    DIARIES.append(days)


def days_of(official, now, until):
    return sorted(day for days in DIARIES for day in days(official, now, until))
