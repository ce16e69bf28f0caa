"""Pages by key, never by offset: page 500 costs what page 1 costs (G3)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

PAGE = 25


@dataclass(frozen=True)
class Place:
    """Where a row stands in the default order: its tightest legal day (None: none runs), then its id downwards."""

    day: date | None
    pk: int

    @classmethod
    def parse(cls, text):
        """The place written in an address, None for anything else."""
        day, _, pk = text.partition("_")
        try:
            return cls(date.fromisoformat(day) if day else None, int(pk)) if pk.isdecimal() and len(pk) < 19 else None
        except ValueError:
            return None

    def __str__(self):
        return f"{self.day or ''}_{self.pk}"


def page_of_ids(cases, *, after=None, before=None, size=PAGE):
    """The ids of one page of `cases` in the default order, and the places of its neighbours.

    Gives (ids, previous, next); `previous` and `next` are None at the ends. Rows with a running legal day and rows
    without one are read one after the other, so that each read is one walk along one index.
    """
    backwards = before is not None
    start = before if backwards else after
    rows = _walk(cases, start, size + 1, backwards)
    has_more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    if not rows:
        return [], None, None
    first, last = Place(rows[0][1], rows[0][0]), Place(rows[-1][1], rows[-1][0])
    previous = first if (has_more if backwards else start is not None) else None
    following = last if (True if backwards else has_more) else None
    return [pk for pk, _day in rows], previous, following


def _walk(cases, start, wanted, backwards):
    dated = cases.filter(next_legal_on__isnull=False)
    undated = cases.filter(next_legal_on__isnull=True)
    if backwards:
        halves = [(undated, ["pk"]), (dated, [F("next_legal_on").desc(), "pk"])]
    else:
        halves = [(dated, [F("next_legal_on").asc(), "-pk"]), (undated, ["-pk"])]
    reads = []
    for half, order in halves:
        is_dated = half is dated
        if start and is_dated and start.day is None:
            if not backwards:
                continue
        elif start and is_dated:
            half = half.filter(_beyond(start, backwards))
        elif start and start.day is None:
            half = half.filter(pk__gt=start.pk) if backwards else half.filter(pk__lt=start.pk)
        elif start and backwards:
            continue
        reads.append(half.order_by(*order).values_list("pk", "next_legal_on")[:wanted])
    rows = reads[0].union(*reads[1:], all=True) if len(reads) > 1 else reads[0]
    return sorted(rows, key=_place_key, reverse=backwards)[:wanted]


def _place_key(row):
    pk, day = row
    return day is None, day or date.max, -pk


def _beyond(place, backwards):
    """Strictly behind (or before) `place` among rows with a day; the first bound lets the index start there."""
    if backwards:
        return Q(next_legal_on__lte=place.day) & (Q(next_legal_on__lt=place.day) | Q(pk__gt=place.pk))
    return Q(next_legal_on__gte=place.day) & (Q(next_legal_on__gt=place.day) | Q(pk__lt=place.pk))
