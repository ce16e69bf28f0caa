"""The permission table, `docs/permissions.csv`: action, role, scope, condition.

An action is the name of a URL ("petitions:triage") or of an act without one ("cases:see_sealed"). A role is a code of
handbook section 9, ANY (whoever is signed in) or PUBLIC (anybody). The scope says over which cases ("office",
"assigned", …; `cases.models.access` turns it into a query); the condition narrows the view ("masked").
Code, tests and the office read the same file.
"""

import csv
from dataclasses import dataclass
from functools import cache

from django.conf import settings

ANY, PUBLIC = "ANY", "PUBLIC"


@dataclass(frozen=True)
class Grant:
    action: str
    role: str
    scope: str
    condition: str


@cache
def table():
    """All grants by action. Raises ValueError on a row told twice."""
    grants = {}
    with (settings.BASE_DIR / "docs" / "permissions.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            grant = Grant(row["action"], row["role"], row["scope"], row["condition"])
            rows = grants.setdefault(grant.action, [])
            if any(other.role == grant.role and other.scope == grant.scope for other in rows):
                raise ValueError(f"docs/permissions.csv: {grant.action} {grant.role} stands twice")
            rows.append(grant)
    return grants


def grants_for(action, roles):
    """The grants of `action` that someone signed in with `roles` holds."""
    held = {*roles, ANY, PUBLIC}
    return [grant for grant in table().get(action, ()) if grant.role in held]


def rows_for(action, role):
    """The grants of `action` that stand there for this very role."""
    return [grant for grant in table().get(action, ()) if grant.role == role]


def allows(action, roles):
    return bool(grants_for(action, roles))


def is_public(action):
    return any(grant.role == PUBLIC for grant in table().get(action, ()))
