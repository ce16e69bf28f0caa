"""Who stands in for whom: posts without a substitute, and sealed cases that nobody in post can read (R9, AZ-09)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.models import Case, SealedReader
from cases.steps import step
from officials import audit
from officials.models import Posting

SHOWN = 100


@require_GET
def standins(request):
    """The director sees the posts; the administrator also the numbers of the unread, and of them nothing else."""
    today = timezone.localdate()
    posts = Posting.objects.without_substitute(today).select_related("official", "unit")
    may_assign = request.user.may("cases:unread")
    numbers = Case.objects.unread(today).order_by("pk").values_list("number", flat=True) if may_assign else ()
    context = {
        "posts": posts.order_by("role", "unit", "pk")[:SHOWN],
        "numbers": numbers[:SHOWN],
        "may_assign": may_assign,
    }
    return render(request, "cases/standins.html", context)


@step
@require_POST
def unread(request):
    """Once posts have changed the unread go to those who hold them; nobody is chosen here."""
    given = 0
    for case in Case.objects.unread(timezone.localdate()).order_by("pk").for_change()[:SHOWN]:
        given += SealedReader.objects.assign_again(case, by=request.user)
        audit.record(request.user, "cases:unread", "case", case.pk, request=request)
    if given:
        messages.success(request, _("%d 件已按现在的岗位定了阅办人。") % given)
    else:
        messages.warning(request, _("现在的主任、代理人、负责人还是都要回避，没有可定的人。"))
    return redirect("cases:standins")
