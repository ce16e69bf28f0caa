"""What `bench sweep` measures: the sweep beside one bare statement that marks as many clocks of a narrow table (G7).

Both raise the same clocks by one level, in turns, on the same server: the sweep with its rules, keys, exclusions and
whom to tell; the bare statement with none of these. What a turn wrote is taken back before the next, unmeasured.
"""

import resource
import statistics
import time
from datetime import timedelta
from typing import NamedTuple

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import DueWarning, Notice
from cases.sweep import sweep
from cases.telling import tell
from reception.bench import TRANSACTION

BARE = """
    WITH raised AS (
        UPDATE bare_clock SET level = level + 1 WHERE ended_on IS NULL AND due_on <= %s AND level < goal
        RETURNING id, level
    )
    INSERT INTO bare_event (clock_id, level, at) SELECT id, level, %s FROM raised
"""


class SweepFigures(NamedTuple):
    clocks: int  # running
    warned: int  # of these, what one turn raises by a level
    swept: list  # milliseconds
    bare: list
    first: float  # the first sweep of all, which makes up every level missed before it
    statements: int
    told: float  # telling everybody of all that was found, in one message each
    messages: int
    memory: int  # MB that the process grew by while sweeping, at most

    @property
    def ratio(self):
        return statistics.median(self.swept) / statistics.median(self.bare)

    @property
    def best_ratio(self):
        return min(self.swept) / min(self.bare)


def measure(rounds, *, settle=True):
    """In turns, on the populated register of the connection."""
    now = timezone.now()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        first, _found = timed(lambda: sweep(now))
        lay_bare(cursor)
        swept, bare, warned = [], [], 0
        for _round in range(rounds):
            take_back(cursor, settle)
            took, warned = timed(lambda: sweep(now))
            swept.append(took)
            took, marked = timed(lambda: mark_bare(cursor, now))
            bare.append(took)
            if marked != warned:
                raise RuntimeError(f"the bare statement marked {marked}, the sweep {warned}")
        take_back(cursor, settle)
        with CaptureQueriesContext(connection) as asked:
            sweep(now)
        told, _runs = timed(tell)
        cursor.execute("SELECT count(*) FROM cases_deadline WHERE ended_on IS NULL")
        clocks = cursor.fetchone()[0]
    statements = sum(not query["sql"].startswith(TRANSACTION) for query in asked)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    return SweepFigures(clocks, warned, swept, bare, first, statements, told, Notice.objects.count(), grown)


def timed(act):
    started = time.perf_counter()
    found = act()
    return (time.perf_counter() - started) * 1000, found


def lay_bare(cursor):
    """The same clocks with nothing else: what the best statement could stand on."""
    cursor.execute(
        "CREATE TABLE bare_clock (id bigint PRIMARY KEY, due_on date, level smallint, goal smallint, ended_on date)"
        " WITH (fillfactor = 70)"
    )
    cursor.execute(
        "INSERT INTO bare_clock SELECT d.id, d.legal_end_on, w.level, w.level, d.ended_on FROM cases_deadline d"
        " LEFT JOIN cases_clockwarning w ON w.deadline_id = d.id"
    )
    cursor.execute("CREATE INDEX bare_running ON bare_clock (due_on) WHERE ended_on IS NULL")
    cursor.execute(
        "CREATE TABLE bare_event (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, clock_id bigint,"
        " level smallint, at timestamptz)"
    )


def mark_bare(cursor, now):
    cursor.execute(BARE, [timezone.localdate(now) + timedelta(days=60), now])
    return cursor.rowcount


def take_back(cursor, settle):
    """Every clock one level lower than it stands, on both sides; then both tables as if they had rested."""
    levels = DueWarning.COLUMNS.items()
    lower = ", ".join(f"{column} = CASE WHEN level > {level:d} THEN {column} END" for level, column in levels)
    cursor.execute("DELETE FROM cases_clockwarning WHERE level = 1")
    cursor.execute(f"UPDATE cases_clockwarning SET level = level - 1, {lower}")  # noqa: S608 - the model's columns
    cursor.execute("UPDATE bare_clock SET level = level - 1 WHERE level = goal")
    cursor.execute("TRUNCATE bare_event")
    if settle:  # no transaction around it
        cursor.execute("VACUUM (ANALYZE) cases_clockwarning, bare_clock, bare_event")
