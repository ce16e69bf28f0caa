"""What screening found goes on to the desk: one step of this app, since the clue does not know of contacts (F9)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import keeping
from cases.models import Case
from cases.steps import step
from disputes.models import Clue
from officials import audit


@step
@require_POST
def clue_bring(request, pk):
    """On to the desk with a confirmed clue; nothing is registered before the clerk says so."""
    clue = get_object_or_404(Clue.objects.visible_to(request.user), pk=pk)
    if not clue.is_to_do:
        raise PermissionDenied(_("确认了、还没有解决的线索，才从这里登记。"))
    typed = {
        "other_channel": Case.Channel.SCREENED,
        "community": clue.community_id,
        "clue": str(clue.pk),
        "statement": _("%(place)s：%(facts)s") % {"place": clue.place, "facts": clue.facts},
        "people_affected": clue.people,
        "anonymous": True,
    }
    if clue.urgency == Clue.Urgency.NOW:
        typed["urgency_basis"] = str(clue.get_urgency_display())
    if clue.raised_on < timezone.localdate():
        typed["received_on"] = clue.raised_on.isoformat()
    keeping.put(request.session, keeping.TYPED, {**typed, "official": request.user.pk})
    audit.record(request.user, "reception:clue_bring", request=request, field=str(clue.pk))
    messages.info(request, _("线索的内容已经填好：问到是谁的，写姓名、电话；没有人出面的，照匿名登记。"))
    return redirect("reception:desk")
