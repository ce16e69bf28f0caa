"""Earlier matters like the one being registered (handbook 4.4): a help for the clerk, who decides.

A matter is listed when its text is alike, or when category and place are the same; equal identity raises its rank
and lists nothing by itself (R6). Likeness is the cosine of weighted character pairs. Nothing is learnt or stored:
how rare a pair is comes out of the search index with the matters that have it.
"""

import math
import re
from collections import Counter
from statistics import fmean
from typing import NamedTuple

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, Party
from cases.search import bigrams

YEARS = 2
PAIRS = 150  # of the text's pairs, from its beginning, are looked up; all of them are compared
RARE = 40  # a pair in more texts than this tells little and brings no candidate
MANY = 320  # how many texts such a pair is taken to stand in: counting them would cost more than it tells
TEXTS = 30_000  # the register's size for weighing; a fixed one keeps the score of a pair of texts from drifting
CANDIDATES = 300  # the matters sharing most rare pairs, before access and age are asked
COMPARED = 50  # of which so many are compared in full
IN_PLACE = 50  # the newest of the same category and place
HEADING = 0.3  # of the score is how the first sentence is like the title: who tells it again often names it again
LIKE = 0.1  # the nearest of unrelated letters is about as like; the same matter told again nearly always more

SAME_PLACE_AND_CATEGORY = 0.15
SAME_NUMBER, SAME_NAME = 0.2, 0.05

# Which of the pairs the planner knows to stand in more texts than RARE. Without statistics no pair is known as common,
# and the answer is the same and slower.
ASK_COMMON = """
    SELECT token
      FROM pg_class
      JOIN pg_stats ON tablename = relname AND schemaname = current_schema() AND attname = 'text_vector',
           unnest(most_common_elems::text::text[], most_common_elem_freqs) AS known (token, share)
     WHERE pg_class.oid = 'cases_searchtext'::regclass AND token = ANY(%s) AND share * reltuples > %s
"""
ASK_INDEX = """
    SELECT pair.place, found.case_id
      FROM unnest(%s::text[]) WITH ORDINALITY AS pair(token, place)
     CROSS JOIN LATERAL (
           SELECT case_id FROM cases_searchtext WHERE text_vector @@ pair.token::tsquery LIMIT %s
     ) AS found
"""


class Match(NamedTuple):
    case: Case
    score: float  # 0 to 1, two decimals
    reasons: list


def similar(text, *, cases_queryset, community=None, category=None, before=None, hashes=(), limit=5):
    """The earlier matters of `cases_queryset` most like `text`, best first.

    `before` is the instant up to which matters were received (now if absent); none is older than two years before it.
    `hashes` are keyed hashes of the phone, document and name at hand. Sealed matters never appear.
    """
    before = before or timezone.now()
    since = _years_before(before)
    earlier = cases_queryset.order_by().filter(
        is_sealed=False, voided_on__isnull=True, received_at__gt=since, received_at__lte=before
    )
    pairs = Counter(bigrams(text))
    shared, rarity = _sharing_rare_pairs(list(pairs)[:PAIRS])
    identity = _identity(hashes)
    wanted = Q(pk__in=[pk for pk, _count in shared.most_common(CANDIDATES)]) | Q(pk__in=list(identity))
    found = {row["pk"]: row for row in _rows(earlier.filter(wanted))}
    if community and category:
        in_place = earlier.filter(community=community, category=category).order_by("-received_at")
        found |= {row["pk"]: row for row in _rows(in_place[:IN_PLACE])}

    whole, heading = _Weighing(pairs, rarity), _Weighing(Counter(bigrams(_first_sentence(text))), rarity)
    compared = sorted(found, key=lambda pk: (pk in identity, shared[pk]), reverse=True)[:COMPARED]
    likeness = {
        pk: (whole.likeness(f"{found[pk]['title']}\n{found[pk]['statement']}"), heading.likeness(found[pk]["title"]))
        for pk in compared
    }
    ranked = []
    for pk, row in found.items():
        score, reasons = _judge(row, *likeness.get(pk, (0, 0)), identity.get(pk, ()), community, category)
        if reasons:
            ranked.append((score, row["received_at"], -pk, reasons))
    ranked = sorted(ranked, reverse=True)[:limit]  # of equal ones the newest, then the first entered
    cases = cases_queryset.in_bulk([-pk for _score, _at, pk, _reasons in ranked])
    return [Match(cases[-pk], round(min(score, 1), 2), reasons) for score, _at, pk, reasons in ranked]


def _first_sentence(text):
    """What a case would be titled that began with this text."""
    return next((part for part in map(str.strip, re.split(r"[。！？；!?;\n]", text)) if part), "")[:30]


def _years_before(instant):
    try:
        return instant.replace(year=instant.year - YEARS)
    except ValueError:  # 29 February
        return instant.replace(year=instant.year - YEARS, day=28)


def _rows(cases):
    return cases.values("pk", "title", "statement", "received_at", "community_id", "category_id")


def _sharing_rare_pairs(pairs):
    """How many rare pairs each case shares, and how rare each pair is, as the logarithm of a frequency."""
    holders = {}
    with connection.cursor() as cursor:
        cursor.execute(ASK_COMMON, [pairs, RARE])
        common = {token for (token,) in cursor.fetchall()}
        asked = [pair for pair in pairs if pair not in common]
        cursor.execute(ASK_INDEX, [[f"'{pair}'" for pair in asked], RARE + 1])
        for place, case in cursor.fetchall():
            holders.setdefault(asked[place - 1], []).append(case)
    shared = Counter()
    for cases in holders.values():
        if len(cases) <= RARE:
            shared.update(set(cases))
    rarity = dict.fromkeys(pairs, math.log(TEXTS / MANY))
    for pair in asked:
        if (count := len(holders.get(pair, ()))) <= RARE:
            rarity[pair] = math.log(TEXTS / max(count, 0.5))
    return shared, rarity


def _identity(hashes):
    """The reasons by which cases are of the same person: equal phone, document, name."""
    hashes = {value for value in hashes if value}
    if not hashes:
        return {}
    named = Party.objects.petitioners().filter(
        # A sealed matter must cost no more time than none.
        Q(case__is_sealed=False),
        Q(phone_hash__in=hashes) | Q(id_hash__in=hashes) | Q(name_hash__in=hashes),
    )
    reasons = {}
    for case, *values in named.values_list("case", "phone_hash", "id_hash", "name_hash")[:CANDIDATES]:
        said = reasons.setdefault(case, {})
        for value, reason in zip(values, (_("电话相同"), _("证件相同"), _("姓名相同")), strict=True):
            if value in hashes:
                said[reason] = SAME_NAME if value == values[2] else SAME_NUMBER
    return reasons


class _Weighing:
    """Cosine of pairs, each weighed by how rare it is in the register and, damped, how often it stands in the text."""

    def __init__(self, pairs, rarity):
        self.rarity = rarity
        self.unknown = fmean(rarity.values()) if rarity else 1  # a pair that was not looked up
        self.pairs = self._weights(pairs)
        self.length = math.hypot(*self.pairs.values())

    def _weights(self, pairs):
        rarity, unknown = self.rarity, self.unknown
        return {pair: (1 + math.log(count)) * rarity.get(pair, unknown) for pair, count in pairs.items()}

    def likeness(self, text):
        other = self._weights(Counter(bigrams(text)))
        length = self.length * math.hypot(*other.values())
        return sum(weight * other.get(pair, 0) for pair, weight in self.pairs.items()) / length if length else 0


def _judge(row, likeness, heading, identity, community, category):
    """The score and the reasons to list a matter; no reason, not listed."""
    reasons = [_("内容相近")] if likeness >= LIKE else []
    score = (1 - HEADING) * likeness + HEADING * heading
    same_community = community is not None and row["community_id"] == community.pk
    same_category = category is not None and row["category_id"] == category.pk
    if same_community and same_category:
        score += SAME_PLACE_AND_CATEGORY
    elif not reasons:
        return 0, []
    if same_community:
        reasons.append(_("同一社区"))
    if same_category:
        reasons.append(_("同类问题"))
    return score + sum(identity.values() if identity else ()), [*identity, *reasons]
