"""Changing the working-day calendar: which running clocks would move, and moving them (T03, DL-10)."""

import hashlib
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from cases.models import Case, Deadline, Event
from cases.rules import RULES, Unit, find, recount
from officials.calendar import Calendar, Day, days_of, usual_kind
from officials.models import CalendarDay


class Clock(NamedTuple):
    """What clocks that run alike have in common: all of these move alike."""

    rule: str
    started_on: date
    nominal_on: date
    legal_end_on: date
    target_on: date
    is_provisional: bool


class Dates(NamedTuple):
    nominal_on: date
    legal_end_on: date
    target_on: date
    is_provisional: bool


CLOCKS = """
    unnest(%s::text[], %s::date[], %s::date[], %s::date[], %s::date[], %s::boolean[])
    AS clock(rule, started_on, nominal_on, legal_end_on, target_on, is_provisional)
"""
SAME_CLOCK = """
    deadline.ended_on IS NULL
    AND (deadline.rule, deadline.started_on, deadline.nominal_on, deadline.legal_end_on, deadline.target_on,
         deadline.is_provisional)
      = (clock.rule, clock.started_on, clock.nominal_on, clock.legal_end_on, clock.target_on, clock.is_provisional)
"""
FIND = f"SELECT deadline.id FROM cases_deadline deadline JOIN {CLOCKS} ON {SAME_CLOCK}"  # noqa: S608 (own constants)

# One statement, however many clocks there are: the dates, and on each case's timeline the old beside the new.
MOVE = f"""
    WITH moved AS (
        UPDATE cases_deadline deadline
        SET nominal_on = clock.new_nominal_on, legal_end_on = clock.new_legal_end_on,
            target_on = clock.new_target_on, is_provisional = clock.new_is_provisional
        FROM unnest(
            %s::text[], %s::date[], %s::date[], %s::date[], %s::date[], %s::boolean[],
            %s::date[], %s::date[], %s::date[], %s::boolean[]
        ) AS clock(
            rule, started_on, nominal_on, legal_end_on, target_on, is_provisional,
            new_nominal_on, new_legal_end_on, new_target_on, new_is_provisional
        )
        WHERE {SAME_CLOCK}
        RETURNING deadline.case_id, deadline.label, clock.legal_end_on, clock.new_legal_end_on, clock.target_on,
            clock.new_target_on
    ), told AS (
        INSERT INTO cases_event (case_id, at, actor_id, kind, detail, is_public)
        SELECT case_id, %s, %s, %s,
            format('%%s：最后一天 %%s → %%s，内控日 %%s → %%s。依据：%%s', label, legal_end_on, new_legal_end_on,
                   target_on, new_target_on, %s::text),
            false
        FROM moved
        WHERE case_id IS NOT NULL AND (legal_end_on, target_on) <> (new_legal_end_on, new_target_on)
    )
    SELECT DISTINCT case_id FROM moved WHERE case_id IS NOT NULL
"""  # noqa: S608 (own constants)

# A clearing target that moves over the end of a month or year counts where it then lies (T22, T23).
FOLLOW_COHORT = """
    UPDATE cases_clearing target
    SET cohort_on = date_trunc(CASE target.level WHEN 'GENERAL' THEN 'month' ELSE 'year' END, clock.legal_end_on)::date
    FROM cases_deadline clock
    WHERE clock.id = target.deadline_id AND target.outcome = '' AND target.case_id = ANY(%s)
"""
# `next_legal_on` repeats the earliest running legal day of a case (Deadline.refresh_tightest, for many cases at once).
REFRESH_TIGHTEST = """
    UPDATE cases_case changed SET next_legal_on = tightest.day
    FROM (
        SELECT case_id, min(legal_end_on) FILTER (WHERE kind = ANY(%s)) AS day
        FROM cases_deadline WHERE ended_on IS NULL AND whose = 'OFFICE' AND case_id = ANY(%s) GROUP BY case_id
    ) tightest
    WHERE changed.id = tightest.case_id AND changed.next_legal_on IS DISTINCT FROM tightest.day
"""


class Move(NamedTuple):
    """A running clock before and after."""

    deadline: Deadline
    legal_end_on: date
    target_on: date

    @property
    def is_earlier(self):
        return self.legal_end_on < self.deadline.legal_end_on

    def will_be_late(self, today):
        """On time by its old day, late by its new one."""
        return self.legal_end_on < today <= self.deadline.legal_end_on


class CalendarChange:
    """Days to be put in place of those known, and what they do to the clocks that run now.

    Looking changes nothing. `token` names exactly what was seen, days and dates: `apply` it, or look again.
    """

    def __init__(self, days, *, source):
        self.source = source
        self.old = Calendar.load()
        self.new = self.old.changed(days)
        self.days = [day for day in sorted(days) if self.old.get(day.date) != day]
        self._dates = self._recount()

    @classmethod
    def of_year(cls, year, named, *, source):
        """The whole `year` as its official notice has it: `named` are the days unlike a plain week.

        A notice may reach into the end of the year before; those days come along.
        """
        named = {day.date: day for day in named}
        plain = [Day(day, usual_kind(day)) for day in days_of(year) if day not in named]
        return cls([*plain, *named.values()], source=source)

    @property
    def renamed_days(self):
        """The days whose kind or name changes, as pairs of before (None in a year not known) and after."""
        pairs = [(self.old.get(day.date), day) for day in self.days]
        return [(old, new) for old, new in pairs if old is None or (old.kind, old.name) != (new.kind, new.name)]

    @property
    def confirmed_days(self):
        """How many days become official."""
        known = [(self.old.get(day.date), day) for day in self.days]
        return sum(new.official and not (old and old.official) for old, new in known)

    @property
    def token(self):
        seen = repr((self.days, self.source, sorted(self._dates.items()), self.deadlines().count()))
        return hashlib.sha256(seen.encode()).hexdigest()

    def deadlines(self):
        """The running deadlines whose last day or staff target moves."""
        return self._find([clock for clock, dates in self._dates.items() if clock[3:5] != dates[1:3]])

    def seen_by(self, official):
        """The moving deadlines of cases that `official` sees in lists, and how many move besides."""
        moving = self.deadlines()
        visible = Case.objects.visible_to(official, "cases:calendar_preview", sealed=False)
        seen = moving.filter(Q(case__isnull=True) | Q(case__in=visible))
        return seen, moving.count() - seen.count()

    def moves(self, deadlines):
        """`deadlines`, of those that move, each with its new days."""
        for deadline in deadlines:
            dates = self._dates[Clock(*(getattr(deadline, field) for field in Clock._fields))]
            yield Move(deadline, dates.legal_end_on, dates.target_on)

    def apply(self, *, by):
        """Store the days and move the clocks, all or nothing. Call within a transaction, the calendar locked."""
        CalendarDay.objects.replace(self.days, source=self.source, by=by)
        if not self._dates:
            return
        columns = list(zip(*(clock + dates for clock, dates in self._dates.items()), strict=True))
        with connection.cursor() as cursor:
            told = [timezone.now(), by.pk, Event.Kind.DATE_MOVED, self.source]
            cursor.execute(MOVE, [*map(list, columns), *told])
            cases = [case_id for (case_id,) in cursor.fetchall()]
            legal = [Deadline.Kind.STATUTORY, Deadline.Kind.ASSIGNED]
            cursor.execute(REFRESH_TIGHTEST, [legal, cases])
            cursor.execute(FOLLOW_COHORT, [cases])

    def _recount(self):
        """Clock -> new dates, for the running clocks that do not stay as they are."""
        if not self.days:
            return {}
        counted = [rule_id for rule_id, rule in RULES.items() if rule.unit != Unit.HOURS]
        rules = {rule_id: find(rule_id) for rule_id in counted}
        # A clock whose last day lies before the first changed day, or that starts after the last, cannot move; nor
        # can one that ends beyond the years known (a certificate).
        clocks = (
            Deadline.objects.running()
            .filter(legal_end_on__year__lte=max(self.new.years))
            .filter(rule__in=counted, legal_end_on__gte=self.days[0].date, started_on__lte=self.days[-1].date)
            .order_by()
            .values_list(*Clock._fields)
            .distinct()
        )
        changed = {}
        for clock in map(Clock._make, clocks):
            due = recount(rules[clock.rule], clock.started_on, clock.nominal_on, self.old, self.new)
            dates = Dates(due.nominal, due.legal_end, due.target, due.provisional)
            if dates != clock[2:]:
                changed[clock] = dates
        return changed

    def _find(self, clocks):
        if not clocks:
            return Deadline.objects.none()
        columns = [list(column) for column in zip(*clocks, strict=True)]
        return Deadline.objects.filter(pk__in=RawSQL(FIND, columns))  # noqa: S611 (bound parameters)


def apply_seen(build, token, *, by):
    """Carry out the change that `build` makes, if it still is the one that `token` names; else change nothing.

    Waits for every transaction that has read the calendar, so no clock is started by the old days meanwhile.
    Returns the change, or None if something has moved since it was seen.
    """
    with transaction.atomic():
        CalendarDay.objects.wait_for_readers()
        change = build()
        if change.token != token:
            return None
        change.apply(by=by)
        return change
