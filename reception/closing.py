"""What the day still wants (T10, F41): the open round of the day, for the desk; its page is the round's own."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases import rounds
from cases.cycles import Cycle, holding
from cases.models import Round
from officials.calendar import Calendar
from reception.models import Promise, Visit

SHOWN = 5  # of what was promised for today or before


@require_GET
def closing(request):
    """For htmx the part that the desk shows; else the way to the round."""
    if not request.htmx:
        return redirect(Round.objects.current(Cycle.DAY) or "cases:rounds")
    period = holding(Cycle.DAY, timezone.now(), Calendar.load())
    lines = [line for line in rounds.lines([period], request.user)[Cycle.DAY] if line.lacking]
    found = [
        {"label": one.label, "count": count, "url": reverse(one.page) + one.query}
        for one, count in ((line.expectation, line.lacking) for line in lines)
    ]
    today = timezone.localdate()
    seen = Visit.objects.on_desk_of(request.user).unsealed().standing()
    promises = (
        Promise.objects.due_by(today).filter(visit__in=seen).earliest_first().select_related("visit", "deadline")
    )
    context = {"open": found, "promises": promises[:SHOWN], "today": today}
    return render(request, "reception/_closing.html", context)


closing.is_background = True
