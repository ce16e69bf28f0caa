"""What the windows are judged by (K24, K15): each figure is (met, of) by community, from `first` to `until` included.

The cohort comes first, as everywhere (5.1): what was asked, promised, answered or received in the period, once.
Denominator 0 is no rate: the community is not there.
"""

import re
from collections import Counter
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q

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


def _by(rows, community, met):
    counted = rows.order_by().values(community).annotate(of=Count("pk"), kept=Count("pk", filter=met))
    return {row[community]: (row["kept"], row["of"]) for row in counted if row[community]}


def asked_once(first, until):
    """Errands asked in the period and over, each with what came before it left out: one matter, one count."""
    return Errand.objects.between(first, until).over().filter(follows__isnull=True)


def once_done(first, until):
    """一次办结率: over without a second way, nothing missing and nothing that followed."""
    return _by(asked_once(first, until), "community", ONCE)


def promised(first, until):
    """Requests whose promised day lies in the period; what became a matter or void owes no answer."""
    due = WindowRequest.objects.filter(deadline__legal_end_on__gte=first, deadline__legal_end_on__lte=until)
    gone = [WindowRequest.State.TAKEN_UP, WindowRequest.State.VOID]
    return due.exclude(state__in=gone).filter(visit__is_sealed=False)


def on_time(first, until):
    """回复及时率: told by the promised day."""
    return _by(promised(first, until), "visit__community", IN_TIME)


def replies(first, until):
    end = day_starts(until + timedelta(days=1))
    return WindowReply.objects.filter(at__gte=day_starts(first), at__lt=end, request__visit__is_sealed=False)


def right(first, until):
    """回复准确率: answers that were not sent back; one sent back counts as wrong (F33)."""
    return _by(replies(first, until), "request__visit__community", RIGHT)


def ratings(first, until):
    end = day_starts(until + timedelta(days=1))
    return WindowRating.objects.filter(at__gte=day_starts(first), at__lt=end, errand__visit__is_sealed=False)


def satisfied(first, until):
    """Rated satisfied or fair, of those rated."""
    return _by(ratings(first, until), "errand__community", ~Q(grade=WindowRating.Grade.DISSATISFIED))


def complaints(first, until):
    """投诉量, of those rated."""
    return _by(ratings(first, until), "errand__community", Q(is_complaint=True))


def complaints_by_item(community, first, until):
    """[(item name or "", how many)] of the complaints about one window, most first (F34)."""
    found = ratings(first, until).filter(errand__community=community, is_complaint=True).order_by()
    counted = found.values("errand__item__name").annotate(of=Count("pk")).order_by("-of", "errand__item__name")
    return [(row["errand__item__name"] or "", row["of"]) for row in counted]


def rated(first, until):
    """Answered by a rating, of what was over: the response rate (F28)."""
    over = Errand.objects.between(first, until).over()
    return _by(over, "community", Q(rating__isnull=False))


def suited(first, until):
    """Contacts of the kinds that may be settled on the spot (K15)."""
    mine = Visit.objects.standing().unsealed().filter(is_historical=False, purpose__in=SUITED)
    return mine.received_between(day_starts(first), day_starts(until + timedelta(days=1)))


def settled_same_day(first, until):
    """当场/当日办结率 (K15): settled, or told, on the day it came, of the contacts of kinds suited."""
    return _by(suited(first, until), "community", SAME_DAY)


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
