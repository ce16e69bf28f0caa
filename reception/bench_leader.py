"""What `bench leader` measures: the desk of a leader who owns many cases, beside one statement with the same facts.

On a register of any size, populated beforehand; the cases are given by rows, as the steps would write them.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Deadline, Milestone, Ownership
from config.memory import settle
from officials.models import Official, Role
from reception.bench import compare, rows_of, signed_in

OWNED, MILESTONES = 100, 3
# Number, title, stage, community, since when, the own last act, what runs, and the plan's weight.
BEST = """
    SELECT c.number, c.title, c.stage, u.name, o.since,
        (SELECT max(at) FROM cases_event e WHERE e.case_id = c.id AND e.actor_id = o.leader_id),
        (SELECT array_agg(ARRAY[d.label, d.legal_end_on::text] ORDER BY d.legal_end_on)
            FROM cases_deadline d WHERE d.case_id = c.id AND d.ended_on IS NULL),
        (SELECT sum(m.weight) FROM cases_milestone m WHERE m.case_id = c.id)
    FROM cases_ownership o JOIN cases_case c ON c.id = o.case_id LEFT JOIN officials_unit u ON u.id = c.community_id
    WHERE o.leader_id = %s AND o.until IS NULL AND c.closed_on IS NULL
    ORDER BY c.next_legal_on NULLS LAST LIMIT 100
"""


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


def measure(rounds):
    """The desk's figure, on the populated register of the connection, in a process settled as a web worker is."""
    today = timezone.localdate()
    leader, director, handler = (
        Official.objects.holding(role, on=today).order_by("username").first() for role in (Role.LO, Role.OD, Role.HD)
    )
    give_cases(leader, director, handler, today)
    settle()
    client = signed_in(leader)
    return compare(
        "领导桌面，包案 100 件 leader",
        lambda: client.get(reverse("cases:leader")),
        rounds,
        rows_of(BEST, leader.pk),
        client,
    )
