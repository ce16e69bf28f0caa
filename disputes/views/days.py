"""A span of days in the address of a page: ?since= and ?until=, as people write days."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.forms.dates import read_day

MOST = timedelta(days=366)


def span(request, today, first=None):
    """(first, last, why not): this month up to today where nothing, or nothing readable, is asked for."""
    first, last = first or today.replace(day=1), today
    since, until = request.GET.get("since", "").strip(), request.GET.get("until", "").strip()
    try:
        asked = (read_day(since, today) if since else first), (read_day(until, today) if until else last)
    except ValidationError as refusal:
        return first, last, " ".join(refusal.messages)
    if asked[1] < asked[0] or asked[1] - asked[0] > MOST:
        return first, last, _("结束的日子要在开始以后，最长一年。")
    return *asked, ""
