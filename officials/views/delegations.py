"""Powers lent for a span of days: who may act in whose place, set and withdrawn by those concerned."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from officials import audit
from officials.forms import DelegationForm
from officials.models import Delegation, Posting
from officials.models.delegation import POWERS

SHOWN = 50


@require_safe
def delegations(request):
    """What one lent and what was lent to one, the newest first; and what is in force in the office today."""
    today = timezone.localdate()
    own = dressed(Delegation.objects.of(request.user).whole()[:SHOWN], request.user, today)
    office = Delegation.objects.in_force(today).whole().order_by("posting__official__name", "pk")
    context = {
        "own": own,
        "office": dressed(office[:SHOWN], request.user, today),
        "posts": [post for post in request.user.posts if post.role in POWERS] if may_lend(request.user) else [],
    }
    return render(request, "officials/delegations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def delegation_new(request, post):
    """Lend some powers of one's own post; of what somebody else lent there is no page."""
    with transaction.atomic():
        posts = Posting.objects.select_related("unit", "substitute").filter(official=request.user)
        if request.method == "POST":
            posts = posts.select_for_update(of=("self",))  # sent twice at once, it is lent once
        post, today = get_object_or_404(posts, pk=post), timezone.localdate()
        if post.role not in POWERS or not post.is_held(today):
            raise Http404
        form = DelegationForm(request.POST if request.method == "POST" else None, post=post, by=request.user)
        if request.method == "POST" and form.save():
            given = form.given
            audit.record(
                request.user,
                "officials:delegation_new",
                "official",
                given.taker_id,
                request=request,
                field=f"{given.first_on} {given.last_on}",
                reason=given.reason,
            )
            done = _("已授权 %(name)s，从 %(first)s 到 %(last)s，到期自动结束。")
            messages.success(request, done % {"name": given.taker, "first": given.first_on, "last": given.last_on})
            return redirect("officials:delegations")
    return render(request, "officials/delegation_form.html", {"form": form, "post": post}, status=form.status)


@require_POST
def delegation_end(request, pk):
    """Take back what one lent, or lay down what was lent to one; at once."""
    with transaction.atomic():
        found = Delegation.objects.of(request.user).filter(pk=pk).values("pk")
        delegation = get_object_or_404(Delegation.objects.select_for_update(), pk__in=found)
        try:
            delegation.withdraw(by=request.user)
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
            return redirect("officials:delegations")
        audit.record(request.user, "officials:delegation_end", "official", delegation.taker_id, request=request)
    messages.success(request, _("已收回，从现在起不再有效；以前代行的照旧有效。"))
    return redirect("officials:delegations")


def may_lend(official):
    return official.may("officials:delegation_new")


def dressed(rows, official, today):
    """Each with its powers in words, whether it is over, and whether it is this official's to end."""
    rows = list(rows)
    for row in rows:
        row.in_words = [str(audit.ACTIONS[power]) for power in row.powers]
        row.is_past, row.is_ahead = row.is_over(today), row.first_on > today
        row.is_void = not row.is_past and not row.posting.is_held(today)
        row.may_end = not row.is_past and official.pk in (row.giver.pk, row.taker_id)
    return rows
