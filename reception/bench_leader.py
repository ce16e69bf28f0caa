"""What `bench leader` measures: the desk of a leader who owns many cases, beside the same SQL on the smallest page.

On a register of any size, populated beforehand; the cases are given by rows, as the steps would write them.
"""

from datetime import timedelta

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Deadline, Milestone, Ownership
from cases.views.leader import LATE_SHOWN, WAITING_SHOWN
from config.memory import settle
from officials.models import Official, Role
from reception.bench import compare, signed_in

OWNED, MILESTONES = 100, 3
SIGNING_IN = ('SELECT "django_session"', 'SELECT "officials_official"."id", "officials_official"."password"')
CELLS = 8  # of each row that the floor's page shows


def give_cases(leader, director, handler, today):
    """A hundred hard cases, each with a plan of three milestones, one of them late."""
    begun = today - timedelta(days=40)
    cases = list(Case.objects.open().current().unsealed().filter(level=Case.Level.HARD).order_by("pk")[:OWNED])
    planned = {"since": begun, "planned_on": today + timedelta(days=60), "signed_on": begun, "decided_by": director}
    Ownership.objects.bulk_create(Ownership(case=case, leader=leader, **planned) for case in cases)
    days = [today + timedelta(days=10 * number - 5) for number in range(MILESTONES)]
    clocks = Deadline.objects.bulk_create(
        Deadline(
            case=case,
            kind=Deadline.Kind.TASK,
            rule="F52",
            label="包案节点",
            official=handler,
            started_on=begun,
            nominal_on=day,
            legal_end_on=day,
            target_on=day,
        )
        for case in cases
        for day in days
    )
    Milestone.objects.bulk_create(
        Milestone(
            case_id=clock.case_id,
            position=place % MILESTONES + 1,
            what="会勘，定办法",
            weight=30,
            planned_on=clock.legal_end_on,
            official=handler,
            deadline=clock,
            added_on=begun,
            added_by=director,
        )
        for place, clock in enumerate(clocks)
    )


def same_sql(ask):
    """What the page asks, to be asked again without being built; it gives as many rows as the page shows."""
    asked = []

    def listen(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    ask()  # what only a first time writes
    with connection.execute_wrapper(listen):
        ask()
    asked = [one for one in asked if one[0].startswith(("SELECT", "WITH")) and not one[0].startswith(SIGNING_IN)]

    def do(cursor):
        rows = []
        for sql, params in asked:
            cursor.execute(sql, params)
            rows += [row[:CELLS] for row in cursor.fetchall()]
        return rows[: OWNED + LATE_SHOWN + WAITING_SHOWN]

    return do


def measure(rounds):
    """The desk's figure, on the populated register of the connection, in a process settled as a web worker is."""
    today = timezone.localdate()
    leader, director, handler = (
        Official.objects.holding(role, on=today).order_by("username").first() for role in (Role.LO, Role.OD, Role.HD)
    )
    give_cases(leader, director, handler, today)
    settle()
    client = signed_in(leader)

    def ask():
        return client.get(reverse("cases:leader"))

    return compare("领导桌面，包案 100 件 leader", ask, rounds, same_sql(ask), client)
