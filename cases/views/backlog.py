"""The register of backlog matters, what might be entered, and the rule for it (F59)."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.access import case_for
from cases.counting import capped_counts
from cases.forms.backlog import BacklogEndForm, BacklogEntryForm, BacklogRuleForm
from cases.models import BacklogEntry, BacklogRule, Case, Ownership
from cases.models.backlog import candidates
from cases.models.ownership import held
from cases.steps import step
from cases.views.case import mask_free_text
from cases.views.edits import FORM, changeable, shown_or_taken
from officials import audit, permissions

PAGE = 50
VIEWS = ("standing", "found", "ended")


@require_GET
def register(request):
    """What stands in the register, what the rule would enter, and what has left it; in pages by key."""
    today = timezone.localdate()
    view = request.GET.get("view") if request.GET.get("view") in VIEWS else "standing"
    seen = Case.objects.visible_to(request.user, "cases:backlog", sealed=False)
    rule = BacklogRule.objects.in_force(today)
    entries = BacklogEntry.objects.filter(case__in=seen)
    found = candidates(seen, rule, today)
    querysets = {"standing": entries.standing(), "found": found, "ended": entries.exclude(ended_on=None)}
    counts = capped_counts(querysets)
    owners = Ownership.objects.filter(held(today)).select_related("leader")
    with_owner = Prefetch("ownerships", queryset=owners, to_attr="owned_now")
    if view == "found":
        rows, following = list(found.select_related("community", "handler").prefetch_related(with_owner)[:PAGE]), None
        for case in rows:
            case.ground = rule.ground_of(case, today)
    else:
        rows, following = page_of_entries(querysets[view], view == "standing", request.GET.get("after", ""), owners)
    if all(grant.condition == "masked" for grant in permissions.grants_for("cases:backlog", request.user.roles)):
        mask_free_text(*rows, *(row.case for row in rows if view != "found"))
    audit.record(request.user, "cases:backlog", request=request)
    context = {
        "view": view,
        "rows": rows,
        "following": following,
        "counts": counts,
        "rule": rule,
        "today": today,
        "may_enter": request.user.may("cases:backlog_entry"),
        "may_end": request.user.may("cases:backlog_end"),
        "may_rule": request.user.may("cases:backlog_rule"),
    }
    return render(request, "cases/backlog.html", context)


def page_of_entries(entries, oldest_first, after, owners):
    """The rows of one page from behind the key `after`, and the key of its last row where more follow."""
    entries = entries.order_by("pk" if oldest_first else "-pk")
    if after.isdecimal() and len(after) < 19:
        entries = entries.filter(pk__gt=after) if oldest_first else entries.filter(pk__lt=after)
    with_owner = Prefetch("case__ownerships", queryset=owners, to_attr="owned_now")
    entries = entries.select_related("case__community", "case__handler", "rule", "ended_by")
    rows = list(entries.prefetch_related(with_owner)[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None


@step
@FORM
def backlog_entry(request, number):
    case = changeable(request, number)
    back = reverse("cases:backlog")
    return shown_or_taken(
        request, case, BacklogEntryForm, case, "cases/backlog_entry_form.html", _("已列入积案台账。"), back_url=back
    )


@step
@FORM
def backlog_end(request, number):
    """Also on a closed case: it is settled in substance only then."""
    case = case_for(request, number, lock=request.method == "POST")
    entry = get_object_or_404(BacklogEntry.objects.standing().filter(case=case))
    entry.case = case
    back = reverse("cases:backlog")
    return shown_or_taken(
        request, case, BacklogEndForm, entry, "cases/backlog_end_form.html", _("已出册。"), back_url=back
    )


@step
@FORM
def backlog_rule(request):
    """Write the next version of the rule; what is in the register keeps the version it was entered by."""
    today = timezone.localdate()
    rule = BacklogRule.objects.order_by("-version").first() or BacklogRule.objects.in_force(today)
    form = BacklogRuleForm(
        request.POST if request.method == "POST" else None, record=rule, by=request.user, today=today
    )
    if request.method == "POST" and form.save():
        audit.record(request.user, "cases:backlog_rule", request=request)
        messages.success(request, _("新的列入标准已写，台账里原有的照列入时的标准。"))
        return redirect("cases:backlog")
    context = {
        "form": form,
        "back_url": reverse("cases:backlog"),
        "versions": BacklogRule.objects.select_related("written_by")[:20],
    }
    return render(request, "cases/backlog_rule_form.html", context, status=422 if form.is_bound else 200)
