"""The figures of a period (K01 to K25, 5.1, 5.2): each app registers its own at start-up, the pages read only this.

A figure rests on parts: rows of one table that belong to the period by one of their days. The cohort comes first:
every rate says which rows are its denominator; of nothing there is no rate. Fractions are kept, and rounded once, in
print. All parts of all periods are counted by one statement, and parts of the same rows by one scan of them.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Expression,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.clearing import NONE, share
from cases.models.case import day_starts
from officials.calendar import ONE_DAY, last_of, month_before
from officials.models import Official, Role

FEWEST_SEALED_IN_A_CELL = 5  # 5.1, proposal
WAY_LABELS = {
    "unit": gettext_lazy("承办单位"),
    "community": gettext_lazy("属地"),
    "category": gettext_lazy("内容分类"),
    "channel": gettext_lazy("信访形式"),
}
WAYS = {"unit": "handling_unit", "community": "community", "category": "category", "channel": "channel"}


class Scope(NamedTuple):
    """What a figure is narrowed to, by primary keys and a channel; a category covers those below it."""

    unit: int | None = None
    community: int | None = None
    category: int | None = None
    channel: str | None = None

    def active(self):
        return {name: value for name, value in self._asdict().items() if value}


WHOLE = Scope()


class Span(NamedTuple):
    """The days from `first` to `last`, both included; of what falls due those up to `due_last`."""

    first: date
    last: date
    due_last: date

    @classmethod
    def of(cls, first, last, today=None):
        """Of one that still runs on the day `today` the days up to it count; what fell due, up to the day before."""
        if today is None or today > last:
            return cls(first, last, last)
        return cls(first, today, today - ONE_DAY)

    def until(self, falls_due):
        return self.due_last if falls_due else self.last


class Part(NamedTuple):
    """Rows that count in a period: `rows(first, until)`, of these `only` some; `met` says which of them were kept.

    By the day or instant `dated` a row belongs to one period alone, so that one scan counts it for all; without it
    each period is asked for by itself. `adds` names a number that is added up where rows are not counted, `spread` one
    of which it is counted how often each value stands.

    Of a row, `case` leads to its case ("" where it is one, None where it has none), and through it to unit,
    community, category and channel; `ways` names another path, or None where it has no such thing. What
    `falls_due` counts only once its day is over. `sealed` are rows that `only` leaves out, told of by cells alone.
    `seen(rows, official)` narrows to what one may open; `shown(row)` gives its name and address. `day` and `ended`
    are the days of it that a list of them shows.
    """

    id: str
    rows: Callable[[date, date], QuerySet]
    met: Q | Callable[[], Q] | None = None
    only: Q | None = None
    dated: str | Expression = ""
    case: str | None = "case"
    ways: dict = {}
    falls_due: bool = False
    adds: str = ""
    spread: Expression | None = None
    sealed: Q | None = None
    seen: Callable | None = None
    shown: Callable | None = None
    day: str = ""
    ended: str = ""
    named_by: tuple = ()  # relations that `shown` reads

    @property
    def related(self):
        """What a list of its rows reads beside them, so that it asks once for all."""
        ways = [self.case or "", *(path.rpartition("__")[0] for path in (self.day, self.ended)), *self.named_by]
        return tuple(dict.fromkeys(filter(None, ways)))

    def way(self, dimension):
        """The path from a row to its `dimension`; None where it has none."""
        if dimension in self.ways:
            return self.ways[dimension]
        if self.case is None:
            return None
        return f"{self.case}__{WAYS[dimension]}" if self.case else WAYS[dimension]

    def ignores(self, scope):
        """Of what `scope` narrows to, that of which this part knows nothing."""
        return [dimension for dimension in scope.active() if self.way(dimension) is None]

    def within(self, rows, scope):
        """Of `rows` those in `scope`; None where the part knows nothing of it."""
        for dimension, value in scope.active().items():
            way = self.way(dimension)
            if way is None:
                return None
            wanted = Q(**{way: value})
            rows = rows.filter(wanted | Q(**{f"{way}__parent": value}) if dimension == "category" else wanted)
        return rows

    @property
    def is_kept(self):
        """The condition under which a row counts as kept; None where nothing is asked of it."""
        return self.met() if callable(self.met) else self.met

    def of(self, span, scope=WHOLE):
        rows = self.rows(span.first, span.until(self.falls_due))
        return self.within(rows.filter(self.only) if self.only else rows, scope)

    def scan(self, scope, by):
        """Parts with the same are counted by one scan; None where this one knows nothing of `scope` or `by`."""
        ways = [self.way(dimension) for dimension in (*scope.active(), *([by] if by else []))]
        return None if None in ways else (self.rows, self.dated, self.spread, self.falls_due, *ways)

    def counts(self):
        """The aggregates of a tally: `kept`, `whole`, `sealed`."""
        is_kept = self.is_kept
        whole = Coalesce(Sum(self.adds, filter=self.only), 0) if self.adds else Count("pk", filter=self.only)
        kept = Value(0) if is_kept is None else Count("pk", filter=(self.only or Q()) & is_kept)
        return kept, whole, Count("pk", filter=self.sealed) if self.sealed else Value(0)


class Tally(NamedTuple):
    """What was counted of one part: `whole` rows (or what is added up), of these `kept`, and beside them the sealed.

    Only a count has the sealed in it (`all`), no rate. Of a spread, how often each value stands.
    """

    kept: int
    whole: int
    sealed: int = 0
    spread: Counter = Counter()

    @property
    def all(self):
        return self.whole + self.sealed

    def plus(self, kept, whole, sealed=0, value=None):
        spread = self.spread if value is None else self.spread + Counter({value: whole})
        return Tally(self.kept + kept, self.whole + whole, self.sealed + sealed, spread)


class Kind:
    COUNT, RATE, RATIO, DAYS, PRODUCT = "COUNT", "RATE", "RATIO", "DAYS", "PRODUCT"


class Figure(NamedTuple):
    """One line of a report. `part` is what it rests on; a RATIO divides it by the part `over`.

    A PRODUCT multiplies the figures `part` and `over`; DAYS are the `middle` of a spread. `unit` is what is counted:
    件, 件次, 批次, 人次, 天, or %.
    """

    id: str
    label: str
    kind: str
    part: str
    over: str = ""
    unit: str = gettext_lazy("件")
    note: str = ""
    middle: Callable[[Counter], Fraction] | None = None

    @property
    def is_rate(self):
        return self.kind in (Kind.RATE, Kind.RATIO, Kind.PRODUCT)


PARTS, FIGURES = {}, {}


def count(part):
    if part.id in PARTS:
        raise ValueError(f"{part.id} is counted twice")
    PARTS[part.id] = part


def register(figure):
    if figure.id in FIGURES:
        raise ValueError(f"{figure.id} is registered twice")
    FIGURES[figure.id] = figure


def in_order():
    """The figures by their number, whichever app said them."""
    return sorted(FIGURES.values(), key=lambda figure: (figure.id.split(".")[0], list(FIGURES).index(figure.id)))


# ---------- 数 ----------
def counted(rows, case="case__"):
    """Of `rows` those on cases that figures count, as `Case.objects.counted` has it."""
    return rows.filter(**{f"{case}is_sealed": False, f"{case}is_historical": False, f"{case}voided_on__isnull": True})


def median(spread):
    """The middle value; of an even number the mean of the two in the middle."""
    values, count = sorted(spread.elements()), spread.total()
    return Fraction(values[(count - 1) // 2] + values[count // 2], 2)


def mean(spread):
    return Fraction(sum(value * count for value, count in spread.items()), spread.total())


def days_between(start, end):
    """Calendar days from the local day of an instant, or a day, to a day."""
    minus = "(%(expressions)s)"
    return Func(start, end, template=minus, arg_joiner=" - ", output_field=IntegerField())


def days_since_receipt(prefix, end):
    """Calendar days from the local day on which a case was received to the day `end` of it."""
    return days_between(F(f"{prefix}{end}"), TruncDate(f"{prefix}received_at"))


def measure(parts, spans, scope=WHOLE, by=None):
    """For each of `spans` {part id: {key: Tally}}, by one statement; `by` is a dimension, without it the key is "".

    A part that knows nothing of `scope` or of `by` is not there; one without a row is empty.
    """
    scans = {}
    for part in parts:
        if scan := part.scan(scope, by):
            scans.setdefault(scan, []).append(part)
    found = [{part.id: {} for of in scans.values() for part in of} for _span in spans]
    asked, statements, params = [], [], []
    for of in scans.values():
        for rows, place, places in (_cut if of[0].dated else _each)(of[0], spans, scope):
            try:
                sql, given = _counted(of, rows, place, len(asked), by).query.sql_with_params()
            except EmptyResultSet:
                continue
            asked.append((of, places))
            statements.append(f"({sql})")
            params.extend(given)
    if statements:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(statements), params)
            for number, place, key, value, counts in cursor.fetchall():
                of, places = asked[number]
                for part, *counted in zip(of, counts[::3], counts[1::3], counts[2::3], strict=True):
                    for span in places[place] if any(counted) else ():
                        cells = found[span][part.id]
                        cells[key or ""] = cells.get(key or "", EMPTY).plus(*counted, value)
    return found


def _each(part, spans, scope):
    """Each period by itself: (rows, place, {place: numbers of the spans})."""
    for number, span in enumerate(spans):
        rows = part.rows(span.first, span.until(part.falls_due))
        yield part.within(rows, scope), Value(number), {number: [number]}


def _cut(part, spans, scope):
    """All periods at once, cut where one begins or has ended: every row lies between two of the cuts."""
    days = [(span.first, span.until(part.falls_due)) for span in spans]
    cuts = sorted({day for first, until in days for day in (first, until + ONE_DAY)})
    places = {
        place: [number for number, (first, until) in enumerate(days) if first <= cut <= until]
        for place, cut in enumerate(cuts, 1)
    }
    rows = part.within(part.rows(cuts[0], cuts[-1] - ONE_DAY), scope)
    rows = rows.alias(counted_day=F(part.dated) if isinstance(part.dated, str) else part.dated)
    field = rows.query.annotations["counted_day"].output_field
    if isinstance(field, DateTimeField):
        field, cuts = DateTimeField(), [day_starts(cut) for cut in cuts]
    else:
        field = DateField()
    for place, after in enumerate(cuts[1:], 1):
        if not places[place]:
            rows = rows.exclude(counted_day__gte=cuts[place - 1], counted_day__lt=after)
    edges = Cast(Value(cuts, ArrayField(field)), ArrayField(field))
    place = Func(F("counted_day"), edges, function="width_bucket", output_field=IntegerField())
    return [(rows, place, places)]


def _counted(parts, rows, place, number, by):
    """(number of the scan, place, key, value of the spread, [kept, whole, sealed, kept...]) of `rows`."""
    key = parts[0].way(by) if by else ""
    counts = [count for part in parts for count in part.counts()]
    rows = rows.order_by().annotate(
        counted_scan=Value(number),
        counted_place=place,
        counted_key=Cast(F(key), CharField()) if key else Value("", CharField()),
        counted_value=Cast(parts[0].spread or Value(None), IntegerField()),
    )
    numbers = Func(*counts, template="ARRAY[%(expressions)s]::bigint[]", output_field=ArrayField(BigIntegerField()))
    return rows.values("counted_scan", "counted_place", "counted_key", "counted_value").annotate(counts=numbers)


# ---------- 封存 ----------
def disclosed(cells):
    """Of {key: how many sealed} what may be told: ({key: count}, how many together under another head).

    A cell of fewer than five is told of with the rest; where the rest would be so few, the smallest cell joins it.
    Fewer than five in all are not told of (5.1).
    """
    if sum(cells.values()) < FEWEST_SEALED_IN_A_CELL:
        return {}, 0
    told = {key: count for key, count in cells.items() if count >= FEWEST_SEALED_IN_A_CELL}
    rest = sum(count for key, count in cells.items() if key not in told)
    if 0 < rest < FEWEST_SEALED_IN_A_CELL:
        smallest = min(told, key=lambda key: (told[key], key))
        rest += told.pop(smallest)
    return told, rest


OTHER = "other"  # the key under which the sealed of small cells stand together


def told(parts, spans, scope=WHOLE, by=None):
    """`measure` with the sealed of every cell that is large enough, and of no other."""
    found = measure(parts, spans, scope, by)
    for tallies in found:
        for id, cells in tallies.items():
            counts, rest = disclosed({key: tally.sealed for key, tally in cells.items() if tally.sealed})
            counts |= {OTHER: rest} if rest else {}
            cells = {key: cells.get(key, EMPTY)._replace(sealed=counts.get(key, 0)) for key in {*cells, *counts}}
            tallies[id] = {key: tally for key, tally in cells.items() if tally.all}
    return found


# ---------- 读 ----------
EMPTY = Tally(0, 0)


class Reading(NamedTuple):
    """A figure of one period: its exact value (None: of nothing, or not known here) and what it was divided from."""

    value: Fraction | None
    kept: int = 0
    whole: int = 0


def read(figure, tallies, key=""):
    """The figure out of what `measure` counted; a part that is not there gives no value."""
    if figure.kind == Kind.PRODUCT:
        one, other = (read(FIGURES[id], tallies, key) for id in (figure.part, figure.over))
        if one.value is None or other.value is None:
            return Reading(None)
        return Reading(one.value * other.value, other.kept, one.whole)
    if figure.part not in tallies or (figure.over and figure.over not in tallies):
        return Reading(None)
    tally = tallies[figure.part].get(key, EMPTY)
    kept, whole = tally.kept, tally.whole
    match figure.kind:
        case Kind.COUNT:
            return Reading(Fraction(tally.all), kept, tally.all)
        case Kind.DAYS:
            return Reading(figure.middle(tally.spread) if whole else None, whole, whole)
        case Kind.RATIO:
            kept, whole = whole, tallies[figure.over].get(key, EMPTY).whole
    return Reading(Fraction(kept, whole) if whole else None, kept, whole)


def parts_of(figures):
    """The parts these figures rest on, each once."""
    ids = {}
    for figure in figures:
        of = (FIGURES[figure.part], FIGURES[figure.over]) if figure.kind == Kind.PRODUCT else (figure,)
        ids.update(dict.fromkeys(id for one in of for id in (one.part, one.over) if id))
    return [PARTS[id] for id in ids]


# ---------- 印 ----------
def rounded(value):
    """Half up to one decimal, as 5.1 asks of print."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def printed(figure, value):
    """Such as `128`, `85.7%`, `12.5`; `—` where there is none."""
    if value is None:
        return NONE
    if figure.is_rate:
        return share(value.numerator, value.denominator)
    return str(rounded(value)) if figure.kind == Kind.DAYS else str(int(value))


def change(figure, now, base):
    """This period against another: of counts in percent of the base, of rates in points, never in percent (5.1)."""
    if now is None or base is None:
        return NONE
    if figure.is_rate:
        return _("%(points)s 个百分点") % {"points": signed(100 * (now - base))}
    if figure.kind == Kind.DAYS:
        return _("%(days)s 天") % {"days": signed(now - base)}
    if not base:
        return _("新增 %d") % int(now) if now else NONE
    return f"{signed(Fraction(100 * (now - base)) / Fraction(base))}%"


def signed(value):
    number = rounded(Fraction(value))
    return f"+{number}" if number > 0 else str(abs(number)) if not number else str(number)


# ---------- 五个时段 ----------
class Comparison(NamedTuple):
    """A month and what it is held against: the month before, the same of last year, and both years so far."""

    now: Span
    before: Span
    year_before: Span
    so_far: Span
    so_far_before: Span

    @classmethod
    def of(cls, first, today=None):
        """Of a month that still runs on `today` the others are cut to as many days (同期)."""
        last = last_of(first)
        runs = today is not None and today <= last
        before, year_before = month_before(first), first.replace(year=first.year - 1)
        january, january_before = first.replace(month=1), year_before.replace(month=1)

        def span(since, month):
            """From `since` to the end of `month`, or to its day that is as far as today is."""
            end = last_of(month)
            if not runs:
                return Span(since, end, end)
            day = min(month.replace(day=1) + (today - first), end)
            return Span(since, day, day - ONE_DAY)

        return cls(
            span(first, first),
            span(before, before),
            span(year_before, year_before),
            span(january, first),
            span(january_before, year_before),
        )


class Line(NamedTuple):
    """One figure of a month with what it is held against; all are readings."""

    figure: Figure
    now: Reading
    before: Reading
    year_before: Reading
    so_far: Reading
    so_far_before: Reading
    ignored: tuple = ()  # what it was to be narrowed to and cannot be: it has no value then

    @property
    def why_none(self):
        """Why it has no value under what was chosen; empty where it has, or where there is nothing to count."""
        names = _("、").join(str(WAY_LABELS[dimension]) for dimension in self.ignored)
        return _("这一项不分%(ways)s，去掉这个条件再看") % {"ways": names} if names else ""

    @property
    def printed(self):
        return printed(self.figure, self.now.value)

    @property
    def month_on_month(self):
        return change(self.figure, self.now.value, self.before.value)

    @property
    def year_on_year(self):
        return change(self.figure, self.now.value, self.year_before.value)

    @property
    def printed_so_far(self):
        return printed(self.figure, self.so_far.value)

    @property
    def so_far_on_year(self):
        return change(self.figure, self.so_far.value, self.so_far_before.value)


def lines(figures, comparison, scope=WHOLE):
    """Each figure of the month with its comparisons: one statement for all periods."""
    tallies = told(parts_of(figures), comparison, scope)
    return [Line(figure, *(read(figure, found) for found in tallies), ignored_by(figure, scope)) for figure in figures]


def ignored_by(figure, scope):
    """Of what `scope` narrows to, that of which some part of the figure knows nothing."""
    found = {dimension for part in parts_of([figure]) for dimension in part.ignores(scope)}
    return tuple(dimension for dimension in WAYS if dimension in found)


# ---------- 按领导 ----------
def by_leader(span, *, with_idle=True):
    """Of the parts that know a leader (K18), {his key as text: {part id: how many}}: one statement.

    `with_idle` are those in post on the last day of whom nothing is counted: one statement more.
    """
    parts = [part for part in PARTS.values() if "leader" in part.ways]
    [found] = measure(parts, [span], by="leader")
    idle = Official.objects.holding(Role.LO, Role.HO, on=span.last).values_list("pk", flat=True) if with_idle else ()
    rows = {str(pk): dict.fromkeys((part.id for part in parts), 0) for pk in idle}
    for id, cells in found.items():
        for key, tally in cells.items():
            if key and tally.whole:
                rows.setdefault(key, dict.fromkeys((part.id for part in parts), 0))[id] = tally.whole
    return rows


# ---------- 阶段 x 分类 x 单位 ----------
def cube(comparison):
    """Matters of the month by stage, category and unit with both comparisons, the most first: one statement."""
    figure, part = FIGURES["K01.cases"], PARTS["K01.cases"]
    spans = {"now": comparison.now, "before": comparison.before, "year_before": comparison.year_before}

    def within(span):
        since, until = day_starts(span.first), day_starts(span.last + ONE_DAY)
        return Q(received_at__gte=since, received_at__lt=until)

    months = [within(span) for span in spans.values()]
    rows = part.of(Span.of(comparison.year_before.first, comparison.now.last)).filter(
        months[0] | months[1] | months[2]
    )
    counts = {name: Count("pk", filter=month) for name, month in zip(spans, months, strict=True)}
    keys = ("stage", "category__name", "handling_unit__name")
    found = rows.order_by().values(*keys).annotate(**counts).order_by("-now", "-before", *keys)
    return [
        row
        | {
            "month_on_month": change(figure, row["now"], row["before"]),
            "year_on_year": change(figure, row["now"], row["year_before"]),
        }
        for row in found
    ]
