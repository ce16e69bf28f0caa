"""What the windows are judged by (K24, K15): each figure is (met, of), from `first` to `until` included.

The cohort comes first, as everywhere (5.1): what was asked, promised, answered or received in the period, once.
Denominator 0 is no rate: the community is not there.
"""

import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Count, DateField, Exists, F, OuterRef, Q
from django.db.models.functions import TruncMonth

from cases.models.case import day_starts
from cases.models.claim import Purpose
from reception.models import Errand, Visit, WindowRating, WindowReply, WindowRequest
from reception.models.catalogue import pairs_of

SUITED = [Purpose.INQUIRY, Purpose.SUGGESTION, Purpose.THANKS]  # what may be settled on the spot (K15)
AGAIN = Exists(Errand.objects.filter(follows=OuterRef("pk")))
ONCE = Q(~AGAIN, missing=[])  # without a second way, nothing missing
IN_TIME = Q(deadline__ended_on__isnull=False, deadline__ended_on__lte=F("deadline__legal_end_on"))
RIGHT = Q(returned_at__isnull=True)  # an answer sent back counts as wrong (F33)
SAME_DAY = Q(
    Q(settled_at__date=F("received_at__date")) | Q(request__told_at__date=F("received_at__date")), case__isnull=True
)
LIKE = 0.35  # of the pairs of the shorter of two questions
ASKING = re.compile(
    "请问|怎么办|怎么|在哪里|到哪里|在哪|能不能|可不可以|可以|行不行|要不要|什么时候|什么|多少|需要|我的|我家|办理?"
)
GROUPED = 500  # the latest questions that are compared


class Rate(NamedTuple):
    """A figure of the windows: its cohort by the period, the paths to whose window and to the day, what counts."""

    rows: Callable
    community: str
    on: str
    met: Q

    def __call__(self, first, until):
        """{community: (met, of)} of one period."""
        return self._counted(self.rows(first, until).order_by().values(self.community), self.community)

    def by_month(self, community, first, until):
        """{the first of a month: (met, of)} of one window."""
        mine = self.rows(first, until).filter(**{self.community: community}).order_by()
        months = mine.annotate(month=TruncMonth(self.on, output_field=DateField())).values("month")
        return self._counted(months, "month")

    def _counted(self, groups, name):
        counted = groups.annotate(of=Count("pk"), kept=Count("pk", filter=self.met))
        return {row[name]: (row["kept"], row["of"]) for row in counted if row[name]}


def asked_once(first, until):
    """Errands asked in the period and over, each with what came before it left out: one matter, one count."""
    return Errand.objects.between(first, until).over().filter(follows__isnull=True)


# 一次办结率: over without a second way, nothing missing and nothing that followed.
once_done = Rate(asked_once, "community", "at", ONCE)


def promised(first, until):
    """Requests whose promised day lies in the period; what became a matter or void owes no answer."""
    due = WindowRequest.objects.filter(deadline__legal_end_on__gte=first, deadline__legal_end_on__lte=until)
    gone = [WindowRequest.State.TAKEN_UP, WindowRequest.State.VOID]
    return due.exclude(state__in=gone).filter(visit__is_sealed=False)


# 回复及时率: told by the promised day.
on_time = Rate(promised, "visit__community", "deadline__legal_end_on", IN_TIME)


def replies(first, until):
    end = day_starts(until + timedelta(days=1))
    return WindowReply.objects.filter(at__gte=day_starts(first), at__lt=end, request__visit__is_sealed=False)


# 回复准确率: answers that were not sent back; one sent back counts as wrong (F33).
right = Rate(replies, "request__visit__community", "at", RIGHT)


def ratings(first, until):
    end = day_starts(until + timedelta(days=1))
    return WindowRating.objects.filter(at__gte=day_starts(first), at__lt=end, errand__visit__is_sealed=False)


# Rated satisfied or fair, and 投诉量, of those rated.
satisfied = Rate(ratings, "errand__community", "at", ~Q(grade=WindowRating.Grade.DISSATISFIED))
complaints = Rate(ratings, "errand__community", "at", Q(is_complaint=True))


def complaints_by_item(community, first, until):
    """[(item name or "", how many)] of the complaints about one window, most first (F34)."""
    found = ratings(first, until).filter(errand__community=community, is_complaint=True).order_by()
    counted = found.values("errand__item__name").annotate(of=Count("pk")).order_by("-of", "errand__item__name")
    return [(row["errand__item__name"] or "", row["of"]) for row in counted]


def over(first, until):
    return Errand.objects.between(first, until).over()


# Answered by a rating, of what was over: the response rate (F28).
rated = Rate(over, "community", "at", Q(rating__isnull=False))


def suited(first, until):
    """Contacts of the kinds that may be settled on the spot (K15)."""
    mine = Visit.objects.standing().unsealed().filter(is_historical=False, purpose__in=SUITED)
    return mine.received_between(day_starts(first), day_starts(until + timedelta(days=1)))


# 当场/当日办结率 (K15): settled, or told, on the day it came, of the contacts of kinds suited.
settled_same_day = Rate(suited, "community", "received_at", SAME_DAY)


FIGURES = {
    "once_done": once_done,
    "on_time": on_time,
    "right": right,
    "rated": rated,
    "satisfied": satisfied,
    "complaints": complaints,
    "settled_same_day": settled_same_day,
}


def gaps(community, first, until):
    """What was asked again and again in words the catalogue has no item for: [(a question, how often)], most first."""
    asked = Errand.objects.of(community).between(first, until).standing().described().filter(visit__is_sealed=False)
    texts = asked.order_by("-at").values_list("visit__statement", flat=True)[:GROUPED]
    return grouped(list(texts))


def grouped(texts):
    """Texts that say much the same, as (the first of them, how many); only what came more than once, most first."""
    groups = []
    for text in texts:
        pairs = set(pairs_of(ASKING.sub(" ", text)))
        for group in groups:
            if pairs and is_alike(pairs, group[1]):
                group[2] += 1
                break
        else:
            groups.append([text, pairs, 1])
    found = Counter({group[0]: group[2] for group in groups if group[2] > 1})
    return found.most_common()


def is_alike(pairs, others):
    """Whether two sets of pairs are of one question: the same, or two pairs and a third of the shorter in common."""
    both = len(pairs & others)
    return pairs == others or (both >= 2 and both >= LIKE * min(len(pairs), len(others)))
