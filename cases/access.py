"""The one way from a number in a URL to a case (architecture, decision 6)."""

from collections import defaultdict

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef
from django.http import Http404
from django.utils.translation import gettext as _

from cases.models import Case, Recusal
from cases.recusal import URGENT, why_stopped
from officials import permissions


def case_for(request, number, *, action=None, lock=False):
    """The case `number`, if the signed-in official may see it and do `action` (the URL's own name by default) on it.

    A hidden case raises Http404 like an unknown number; a seen one on which the act is not his, PermissionDenied.
    With `lock` the row stays locked until the transaction ends. Both refusals are audited with the case (PD-08).
    """
    action = action or request.resolver_match.view_name
    cases = Case.objects.visible_to(request.user)
    cases = cases.for_change() if lock else cases.annotate(**may_and_stops(request.user, action))
    case = cases.filter(number=number).first()
    if case is None:
        hidden = Case.objects.filter(number=number).values_list("pk", flat=True).first()
        raise _of_case(Http404(), hidden)
    if action != "cases:case" and (refusal := _refusal(request, case, action, asks_again=lock)):
        raise _of_case(PermissionDenied(refusal), case.pk)
    return case


def may_and_stops(official, action):
    """For annotate(): whether `official` may do `action` on a visible case, and whether a recusal of his is asked."""
    asked = Recusal.objects.asked().filter(case=OuterRef("pk"), official=official)
    reach = ExpressionWrapper(Case.objects.reach(official, action), BooleanField())
    return {"is_his": reach, "stops_him": Exists(asked)}


def _refusal(request, case, action, *, asks_again):
    """Why the official may not do this on `case`: not his by the table, or stopped until a recusal is decided (L13).

    Asked again after the row is locked, so that what was decided while he waited counts.
    """
    row = case
    if asks_again:
        visible = Case.objects.visible_to(request.user).filter(pk=case.pk).only("pk")
        row = visible.annotate(**may_and_stops(request.user, action)).first()
    if row is None or not row.is_his:
        return _("这件案子的这一步不归您办（权限表：%s）。请找信访办主任。") % action
    if row.stops_him and request.method == "POST" and action not in URGENT:
        return why_stopped()
    case.goes_on_with = None if row.stops_him else request.user.pk  # so that no step asks again
    case.lend(request.user, giver_of(case, request.user, action))
    return ""


def giver_of(case, official, action, roles=None):
    """In whose place `official` may take `action` on `case`, which he may take: None where his own posts give it.

    Where only some `roles` may take it here, his own posts and those lent to him count only with these.
    """
    lent = [one for one in official.lent_for(action) if roles is None or one.role in roles]
    if not lent or (roles is not None and official.roles & roles):
        return None
    conditions = {f"lent_{one.pk}": Case.objects.lent_reach(official, one, action) for one in lent}
    if roles is None:
        conditions["own"] = Case.objects.own_reach(official, action)
    reach = {name: ExpressionWrapper(condition, BooleanField()) for name, condition in conditions.items()}
    row = Case.objects.filter(pk=case.pk).values(**reach).first()
    if row is None or row.get("own"):
        return None
    return next((one.giver for one in lent if row[f"lent_{one.pk}"]), None)


def goes_on(case, official, rights):
    """Those of `rights` that `official` keeps while a recusal of his is undecided; all, where there is none."""
    is_stopped = any(row.is_asked and row.official_id == official.pk for row in case.recusals.all())
    return rights & URGENT if is_stopped else rights


def _of_case(refusal, pk):
    """`refusal`, saying for the audit log which case was asked for; nothing where there is none."""
    refusal.subject = ("case", pk) if pk else None
    return refusal


def rights_of(official, actions):
    """For annotate(): {name: condition} on a visible case, one for all `actions` granted by the same rows.

    What a row then says is read by `rights_on`.
    """
    conditions = {name: Case.objects.reach(official, min(alike)) for name, alike in _alike(official, actions).items()}
    return {name: ExpressionWrapper(reach, BooleanField()) for name, reach in conditions.items()}


def rights_on(case, official, actions):
    """Those of `actions` that `official` may take on `case`, which was read with `rights_of` the same actions."""
    return set().union(*(alike for name, alike in _alike(official, actions).items() if getattr(case, name)))


def granted(case, official, actions):
    """Those of `actions` that the permission table lets `official` take on `case`: one statement for all of them."""
    rights = rights_of(official, actions)
    row = rights and Case.objects.visible_to(official).filter(pk=case.pk).only("pk").annotate(**rights).first()
    return rights_on(row, official, actions) if row else set()


def _alike(official, actions):
    alike = defaultdict(set)  # what is granted by the same rows is asked once
    for action in sorted(filter(official.may, actions)):
        grants = {(grant.role, grant.scope) for grant in permissions.grants_for(action, official.roles)}
        for lent in official.lent_for(action):
            grants |= {(lent.pk, grant.scope) for grant in permissions.rows_for(action, lent.role)}
        alike[frozenset(grants)].add(action)
    return {f"may_{number}": together for number, together in enumerate(alike.values())}


def sees_masked(case, official):
    """Whether `official` may read `case` only with everybody masked: no unmasked grant of his covers it."""
    grants = permissions.grants_for("cases:case", official.roles)
    if all(grant.condition != "masked" for grant in grants):
        return False
    unmasked = [grant for grant in grants if grant.condition != "masked"]
    return not (unmasked and Case.objects.filter(Case.objects.scope_of(unmasked, official), pk=case.pk).exists())
