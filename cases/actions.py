"""One step as the panel 下一步 of a case offers it. Which there are, the procedures to the left say."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from officials import permissions
from officials.models import Role


@dataclass
class Action:
    """One step offered, or refused with its `reason`."""

    name: str
    label: str
    url: str
    key: str = ""
    reason: str = ""
    leads_on: bool = True
    is_primary: bool = False

    @property
    def is_allowed(self):
        return not self.reason


def who_may(action):
    """In a sentence, whose step it is by the permission table."""
    roles = dict.fromkeys(grant.role for grant in permissions.table().get(action, ()))
    return _("由%s办理（权限表）。") % _("、").join(str(Role(role).label) for role in roles)


def in_place(action, official):
    """In whose place `official` takes a step that none of his own posts gives him, to stand behind its name."""
    if not official.lent or permissions.allows(action, official.roles):
        return ""
    return _("（代 %s）") % _("、").join(dict.fromkeys(one.giver.name for one in official.lent_for(action)))


def in_order(allowed, refused):
    """The primary one first, the one that leads on; then the others allowed, then those refused."""
    primary = next((action for action in allowed if action.leads_on), None)
    if primary:
        primary.is_primary, primary.key = True, "s"
        allowed.remove(primary)
        allowed.insert(0, primary)
    return allowed + refused
