"""What closing the day still wants (T10, F41): counted by what one may see, each line with its list."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases import rounds


@require_GET
def closing(request):
    """The page; for htmx the part that the desk shows."""
    found = rounds.lacking(rounds.DAY, request.user, timezone.localdate())
    lines = [{"label": one.label, "count": count, "url": reverse(one.page) + one.query} for one, count in found]
    context = {"open": [line for line in lines if line["count"]], "met": [line for line in lines if not line["count"]]}
    return render(request, "reception/_closing.html" if request.htmx else "reception/closing.html", context)


closing.is_background = True
