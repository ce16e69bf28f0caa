"""The one way from a number in a URL to a case (architecture, decision 6)."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cases.models import Case


def case_for(request, number, *, action=None, lock=False):
    """The case `number`, if the signed-in official may see it and do `action` (the URL's own name by default) on it.

    A hidden case raises Http404 like an unknown number; a seen one on which the act is not his, PermissionDenied.
    With `lock` the row stays locked until the transaction ends.
    """
    action = action or request.resolver_match.view_name
    cases = Case.objects.visible_to(request.user)
    case = get_object_or_404(cases.for_change() if lock else cases, number=number)
    if action != "cases:case" and not Case.objects.within(request.user, action).filter(pk=case.pk).exists():
        raise PermissionDenied(_("这件案子的这一步不归您办（权限表：%s）。请找信访办主任。") % action)
    return case
