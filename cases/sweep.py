"""The sweep (architecture, decision 5): what fell due, warned of by one statement a group of clocks.

All counting of workdays is done here once, into the last day that has reached each rung by today; a row is then only
compared with days. Nothing but `now` says what time it is. One transaction: killed in the middle nothing was done, run
again or twice at once nothing is done twice: the lock lets one sweep in at a time, the key of a warning is the net.
"""

from bisect import bisect_left
from datetime import timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from cases.models.notice import SweepRun
from cases.models.warning import DueWarning
from cases.rules import LADDER, Kind, Rung
from officials.calendar import ONE_DAY, Calendar, UnknownYear

LOCK = 5_310_001  # one sweep at a time; the number only has to be nobody else's
PATIENCE = "9min"  # below the longest task
FURTHEST = timedelta(days=60)  # no rung lies further from its last day, the longest holiday included
HOURS_GRACE = timedelta(minutes=30)  # what was over for longer when found, was found late
SOON = Rung("HD", workdays=-3)
LEGAL = (Kind.STATUTORY, Kind.ASSIGNED)
VOWED = (Kind.PROMISE, Kind.TASK)
INNER = (Kind.TARGET, Kind.CLEARING)
Level = DueWarning.Level


class Mark(NamedTuple):
    """Level `level` is reached by clocks whose `day` is not after `until`; those not after `before` had it before."""

    level: int
    day: str  # the column
    until: object
    before: object


class Group(NamedTuple):
    kinds: tuple
    in_hours: bool
    marks: list


def sweep(now):
    """Warn of all that fell due by the instant `now`; gives how many clocks reached a new level."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({LOCK}), set_config('statement_timeout', '{PATIENCE}', true)")
        # The first sweep of all finds no warnings and writes many: what is read whole then grows while it is read.
        # Sorted in memory and read off the indexes alone, it takes half as long.
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL work_mem = '64MB'"
        )
        found = sum(warn(cursor, group, now) for group in groups(now, Calendar.load()))
        if found:
            SweepRun.objects.owe(now, found)
    return found


def groups(now, calendar):
    """The clocks by what their levels hang on, each level with its boundary."""
    today = timezone.localdate(now)

    def marks(rungs):
        found = []
        for level, rung in enumerate(rungs, Level.SOON):
            until, before = reached_until(rung, today, calendar), reached_until(rung, today - ONE_DAY, calendar)
            found.append(Mark(level, "target_on" if rung.from_target else "legal_end_on", until, before))
        return found

    legal = marks(LADDER[Kind.STATUTORY])
    # Still open when a month is cut off: the next meeting takes it up, however few days it is late (T31).
    meeting, month = legal[-1], today.replace(day=1) - ONE_DAY
    before = max(meeting.before, (today - ONE_DAY).replace(day=1) - ONE_DAY)
    legal[-1] = meeting._replace(until=max(meeting.until, month), before=before)
    late_at = Mark(Level.LATE, "due_at", now, now - HOURS_GRACE)
    return [
        Group(LEGAL, False, legal),
        Group(VOWED, False, marks((SOON, *LADDER[Kind.PROMISE]))),
        Group(INNER, False, marks((SOON, Rung("HD"), Rung("HD", days=1)))),
        Group(LEGAL, True, [late_at, *legal[Level.LATE :]]),
        Group(VOWED, True, [late_at]),
        Group(INNER, True, [late_at]),
    ]


def reached_until(rung, today, calendar):
    """The latest day whose `rung` has come by `today`: all days up to it have, none after it has."""

    def is_to_come(day):
        try:
            return rung.on(day, day, calendar) > today
        except UnknownYear:
            return True  # the calendar ends before the rung does

    days = [today + ONE_DAY * ahead for ahead in range(-FURTHEST.days, FURTHEST.days + 1)]
    return days[max(bisect_left(days, True, key=is_to_come) - 1, 0)]


def warn(cursor, group, now):
    """One statement: every clock of the group that has reached a level it was not warned of is raised to it.

    What it was warned of is found by its key, in the order of the key. Sealed cases warn like all; who may read them
    is asked where somebody is told.
    """
    marks = sorted(group.marks, key=lambda one: -one.level)
    level = " ".join(f"WHEN d.{one.day} {'<' if one.day == 'due_at' else '<='} %s THEN {one.level:d}" for one in marks)
    late = " | ".join(f"CASE WHEN d.{one.day} <= %s THEN {1 << one.level} ELSE 0 END" for one in marks)
    columns = [(one.level, DueWarning.COLUMNS[one.level]) for one in marks]
    raised = ", ".join(
        f"{column} = CASE WHEN {level:d} BETWEEN w.level + 1 AND due.level THEN due.now ELSE w.{column} END"
        for level, column in columns
    )
    first = ", ".join(f"CASE WHEN due.level >= {level:d} THEN due.now END" for level, _column in columns)
    widest = marks[-1]
    # What was promised is owed after the case has closed too (T21); imported history never (T32).
    # Both are read off a partial index alone.
    underway, owed = "", "NOT EXISTS (SELECT FROM cases_case c WHERE c.id = d.case_id AND c.is_historical)"
    if group.kinds != VOWED:
        underway = (
            "LEFT JOIN cases_case underway ON underway.id = d.case_id"
            " AND underway.closed_on IS NULL AND NOT underway.is_historical"
        )
        owed = "(d.case_id IS NULL OR underway.id IS NOT NULL)"
    # OFFSET 0: found and sorted first, off the indexes; else each row is read whole, in case it changes meanwhile.
    sql = f"""
        MERGE INTO cases_clockwarning w USING (
            SELECT d.id, d.legal_end_on AS due_on, %s::timestamptz AS now, CASE {level} END AS level,
                CASE WHEN d.started_on <= %s THEN {late} ELSE 0 END AS found_late
            FROM cases_deadline d {underway}
            WHERE d.ended_on IS NULL AND d.kind = ANY(%s) AND d.whose = 'OFFICE'
                AND d.due_at IS {"NOT NULL" if group.in_hours else "NULL"} AND d.{widest.day} <= %s AND {owed}
            ORDER BY d.id OFFSET 0
        ) due ON w.deadline_id = due.id AND w.due_on = due.due_on
        WHEN MATCHED AND w.level < due.level THEN UPDATE SET level = due.level, {raised},
            found_late = w.found_late | (due.found_late & ((2 << due.level) - (2 << w.level)))
        WHEN NOT MATCHED AND due.level IS NOT NULL THEN
            INSERT (deadline_id, due_on, level, found_late, {", ".join(column for _level, column in columns)})
            VALUES (due.id, due.due_on, due.level, due.found_late & ((2 << due.level) - 1), {first})
    """  # noqa: S608 - column names of this file alone
    days = [one.until for one in marks]
    today = timezone.localdate(now)
    begun = today if group.in_hours else today - ONE_DAY  # what began only today could not be told before
    before = [one.before for one in marks]
    cursor.execute(sql, [now, *days, begun, *before, list(group.kinds), widest.until])
    return cursor.rowcount
