"""What everybody may see unsigned: when which leader receives, where, how to book (AU-01, 条例 18(1))."""

from itertools import groupby

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases.models.case import day_starts
from officials.models import Unit
from reception.day_views import with_titles
from reception.models import ReceptionDay

SHOWN = 100


def published_days(today):
    """The published days from `today` on, those called off too, with what has changed."""
    days = ReceptionDay.objects.published().filter(since__gte=day_starts(today)).order_by("since", "pk")
    return days.select_related("leader", "room").prefetch_related("changes__was_leader", "changes__was_room")[:SHOWN]


@require_GET
def timetable(request):
    """The leaders' reception days as everybody reads them; no name but the leaders', no appointment."""
    now = timezone.now()
    today = timezone.localdate(now)
    days = with_titles(list(published_days(today)))
    months = [(first, list(of_month)) for first, of_month in groupby(days, key=lambda day: day.on.replace(day=1))]
    context = {
        "today": today,
        "months": months,
        "street": Unit.objects.street(),
        "may_ask": any(day.is_standing and day.until > now for day in days),
    }
    return render(request, "reception/timetable.html", context)
