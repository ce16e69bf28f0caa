"""The appraisal of one month (F53): each unit by its indicators, each figure by the records it rests on."""

from fractions import Fraction
from typing import NamedTuple

from cases.clearing import share
from cases.indicators import INDICATORS, by_unit
from cases.models.appraisal import aims_of
from officials.models import Unit


class Cell(NamedTuple):
    """One indicator of one unit; `kept` of `due` obligations, against `target` percent."""

    indicator: str
    kept: int
    due: int
    target: int

    @property
    def rate(self):
        return share(self.kept, self.due)

    @property
    def is_reached(self):
        return bool(self.due) and Fraction(self.kept * 100, self.due) >= self.target


class Line(NamedTuple):
    unit: Unit
    cells: list
    score: Fraction | None  # of a hundred; None where nothing was due

    @property
    def printed(self):
        return "—" if self.score is None else share(self.score.numerator, self.score.denominator * 100).rstrip("%")


def appraise(first, until, units=None):
    """The lines of the month from `first` to `until` in the office's own order of units; of `units` alone if given.

    A unit reaches at most the whole weight of an indicator; what it had nothing to do with does not count.
    """
    aims, own = aims_of(first)
    aims = {id: aim for id, aim in aims.items() if aim.weight and id in INDICATORS}
    figures = {id: by_unit(INDICATORS[id], first, until) for id in aims}
    known = {unit for found in figures.values() for unit in found}
    named = Unit.objects.in_bulk(known & set(units) if units is not None else known)
    lines = []
    for pk, unit in named.items():
        cells = [Cell(id, *figures[id].get(pk, (0, 0)), own.get((id, pk), aim.target)) for id, aim in aims.items()]
        lines.append(Line(unit, cells, score(cells, aims)))
    return list(aims), sorted(lines, key=lambda line: (line.unit.position, line.unit.pk))


def score(cells, aims):
    counted = [(cell, aims[cell.indicator].weight) for cell in cells if cell.due]
    whole = sum(weight for _cell, weight in counted)
    if not whole:
        return None
    reached = sum(weight * min(Fraction(cell.kept * 100, cell.due * cell.target), 1) for cell, weight in counted)
    return Fraction(reached) * 100 / whole
