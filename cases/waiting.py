"""What waits for the word of one official: each app says at start-up for which step, the pages read only this."""

from collections.abc import Callable
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from cases.models import Case
from officials import permissions


class Wait(NamedTuple):
    """`cases(official)` are the ids of cases on which he could take the step `action` now."""

    action: str
    cases: Callable[..., QuerySet]


WAITS = {}


def wait_for(action, cases):
    if action in WAITS:
        raise ValueError(f"{action} is waited for twice")
    WAITS[action] = Wait(action, cases)


def asks_anything(official):
    """Whether any of these steps is of his roles at all."""
    return any(official.may(action) for action in WAITS)


def waiting_for(official, cases):
    """Of `cases` those that wait for him: one subquery whatever the number of steps, off the rows that wait.

    What waits for whoever lent him a power is among them.
    """
    own = [wait.cases(official) for wait in WAITS.values() if permissions.allows(wait.action, official.roles)]
    if not own and not official.lent:
        return cases.none()
    first, *others = own or [Case.objects.none().values("pk")]
    mine = Q(pk__in=first.union(*others) if others else first)
    for lent in official.lent:
        mine |= lent_wait(official, lent)
    return cases.filter(mine)


def lent_wait(official, lent):
    """What waits for the giver of `lent`, and what neither of the two has had in his hands already."""
    condition = Q(pk__in=[])
    for action in set(lent.powers) & set(WAITS):
        condition |= waits_for_both(official, lent, action)
    return condition


def waits_for_both(official, lent, action):
    own, givers = (Q(pk__in=WAITS[action].cases(who)) for who in (official, lent.giver))
    return own & givers & Case.objects.lent_reach(official, lent, action)


def givers_of(official, ids):
    """For which of the cases `ids` it is somebody else's word that waits: case id -> his name. No query for most."""
    givers = {}
    for lent in official.lent:
        waiting = Case.objects.filter(lent_wait(official, lent), pk__in=ids).values_list("pk", flat=True)
        givers |= dict.fromkeys(waiting, lent.giver.name)
    return givers


def waiting_acts(official, cases, most):
    """([(case id, action)], how many cases): what waits for him on `cases`, up to `most` with the tightest day first.

    One statement for both.
    """
    parts, params = [], []
    held = {action for action in WAITS if permissions.allows(action, official.roles)}
    own = [(wait.action, wait.cases(official)) for wait in WAITS.values() if wait.action in held]
    for lent in official.lent:
        for action in sorted(set(lent.powers) & set(WAITS)):
            own.append((action, Case.objects.filter(waits_for_both(official, lent, action)).values("pk")))
    for action, found in own:
        try:
            sql, asked = found.order_by().query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT w.case_id, %s AS action FROM ({sql}) AS w(case_id)")  # noqa: S608 - Django's own SQL
        params += [action, *asked]
    try:
        seen, seen_params = cases.order_by().values("pk", "next_legal_on").query.sql_with_params()
    except EmptyResultSet:
        parts = []
    if not parts:
        return [], 0
    union = " UNION ".join(parts)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH waiting AS MATERIALIZED (SELECT waits.case_id, waits.action, seen.due_on FROM ({union}) AS waits "  # noqa: S608
            f"JOIN ({seen}) AS seen(case_id, due_on) ON seen.case_id = waits.case_id) "
            "SELECT case_id, action, (SELECT count(DISTINCT case_id) FROM waiting) FROM waiting "
            "ORDER BY due_on NULLS LAST, case_id, action LIMIT %s",
            [*params, *seen_params, most],
        )
        rows = cursor.fetchall()
    return [(pk, action) for pk, action, _count in rows], rows[0][2] if rows else 0
