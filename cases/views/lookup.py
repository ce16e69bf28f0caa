"""Unusual look-ups, for the auditor: who, when, which case by its number alone, and why (R11)."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.counting import capped_count
from cases.forms.lookup import LookupForm
from cases.models import LookupAlert
from cases.steps import step
from officials import audit

PAGE = 50


@require_safe
def lookups(request):
    """Those not acknowledged, or all with `?all=1`; the newest day first, in pages by key."""
    shows_all = "all" in request.GET
    alerts = LookupAlert.objects.all() if shows_all else LookupAlert.objects.waiting()
    after = request.GET.get("after", "")
    last = alerts.filter(pk=after).first() if after.isdecimal() and len(after) < 19 else None
    if last:
        alerts = alerts.filter(Q(on__lt=last.on) | Q(pk__lt=last.pk), on__lte=last.on)
    rows = list(alerts.select_related("official", "case", "acknowledged_by")[: PAGE + 1])
    audit.record(request.user, "cases:lookups", request=request)
    context = {
        "alerts": rows[:PAGE],
        "following": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "shows_all": shows_all,
        "waiting": capped_count(LookupAlert.objects.waiting()),
    }
    return render(request, "cases/lookups.html", context)


@step
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request, pk):
    """One of them, to be acknowledged with a note."""
    alerts = LookupAlert.objects.select_related("official", "case", "acknowledged_by")
    if request.method == "POST":
        alerts = alerts.select_for_update(of=("self",))
    alert = get_object_or_404(alerts, pk=pk)
    form = LookupForm(request.POST if request.method == "POST" else None, record=alert, by=request.user)
    if request.method == "POST" and form.save():
        audit.record(request.user, "cases:lookup", "case", alert.case_id, request=request)
        messages.success(request, _("已记下处理情况。"))
        return redirect("cases:lookups")
    context = {"alert": alert, "form": form}
    return render(request, "cases/lookup.html", context, status=422 if request.method == "POST" else 200)
