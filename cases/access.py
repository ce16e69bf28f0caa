"""The one way from a number in a URL to a case (architecture, decision 6)."""

from collections import defaultdict

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, ExpressionWrapper
from django.http import Http404
from django.utils.translation import gettext as _

from cases.models import Case
from officials import permissions


def case_for(request, number, *, action=None, lock=False):
    """The case `number`, if the signed-in official may see it and do `action` (the URL's own name by default) on it.

    A hidden case raises Http404 like an unknown number; a seen one on which the act is not his, PermissionDenied.
    With `lock` the row stays locked until the transaction ends. Both refusals are audited with the case (PD-08).
    """
    action = action or request.resolver_match.view_name
    cases = Case.objects.visible_to(request.user)
    case = (cases.for_change() if lock else cases).filter(number=number).first()
    if case is None:
        hidden = Case.objects.filter(number=number).values_list("pk", flat=True).first()
        raise _of_case(Http404(), hidden)
    if action != "cases:case" and not Case.objects.within(request.user, action).filter(pk=case.pk).exists():
        refusal = PermissionDenied(_("这件案子的这一步不归您办（权限表：%s）。请找信访办主任。") % action)
        raise _of_case(refusal, case.pk)
    return case


def _of_case(refusal, pk):
    """`refusal`, saying for the audit log which case was asked for; nothing where there is none."""
    refusal.subject = ("case", pk) if pk else None
    return refusal


def granted(case, official, actions):
    """Those of `actions` that the permission table lets `official` take on `case`: one statement for all of them."""
    alike = defaultdict(set)  # what is granted by the same rows is asked once
    for action in filter(official.may, actions):
        grants = permissions.grants_for(action, official.roles)
        alike[frozenset((grant.role, grant.scope) for grant in grants)].add(action)
    if not alike:
        return set()
    may = {
        f"may_{number}": ExpressionWrapper(Case.objects.reach(official, min(together)), BooleanField())
        for number, together in enumerate(alike.values())
    }
    row = Case.objects.visible_to(official).filter(pk=case.pk).values(**may).first() or {}
    return set().union(*(together for name, together in zip(may, alike.values(), strict=True) if row.get(name)))


def sees_masked(case, official):
    """Whether `official` may read `case` only with everybody masked: no unmasked grant of his covers it."""
    grants = permissions.grants_for("cases:case", official.roles)
    if all(grant.condition != "masked" for grant in grants):
        return False
    unmasked = [grant for grant in grants if grant.condition != "masked"]
    return not (unmasked and Case.objects.filter(Case.objects.scope_of(unmasked, official), pk=case.pk).exists())
