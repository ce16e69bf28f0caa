"""The working-day calendar: a year at a glance, a day or a year changed, and first of all what would move."""

import uuid
from calendar import monthcalendar
from datetime import date
from itertools import groupby

from django.contrib import messages
from django.db import OperationalError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.calendar import CalendarChange, apply_seen
from cases.forms.calendar import CalendarDayForm, CalendarImportForm
from cases.steps import step
from officials import audit
from officials.calendar import Calendar, Day, DayKind, days_of

DRAFT = "calendar_draft"  # in the session: the days to be changed and why, until confirmed
MOST_SHOWN = 200
FEWEST_NAMED = 5  # a smaller number of clocks out of sight would tell of single sealed cases (handbook 5.1)
LOCK_NOT_AVAILABLE = "55P03"


@require_GET
def year(request):
    """Twelve months with the kind of each day in a word, and the named days below each month."""
    today = timezone.localdate()
    calendar = Calendar.load()
    shown = asked_year(request, calendar, today)
    return render(
        request,
        "cases/calendar.html",
        {
            "today": today,
            "year": shown,
            "years": sorted(calendar.years),
            "is_official": calendar.is_official_year(shown),
            "months": [month_of(calendar, shown, month) for month in range(1, 13)] if shown in calendar.years else [],
            "workdays": sum(calendar.is_workday(day) for day in days_of(shown)) if shown in calendar.years else 0,
            "warning": calendar.next_year_warning(today),
            "may_edit": request.user.may("cases:calendar_edit"),
        },
    )


def asked_year(request, calendar, today):
    asked = request.GET.get("year", "")
    known = {str(year): year for year in calendar.years}
    return known.get(asked, today.year)


def month_of(calendar, year, month):
    weeks = [
        [calendar[date(year, month, number)] if number else None for number in week]
        for week in monthcalendar(year, month)
    ]
    days = [day for week in weeks for day in week if day]
    return {"first": days[0].date, "weeks": weeks, "runs": list(runs_of(days))}


def runs_of(days):
    """The named days of a month in runs: kind, name, first and last day."""
    for (kind, name), run in groupby(days, key=lambda day: (day.kind, day.name)):
        run = list(run)
        if name or kind == DayKind.MAKEUP_WORK:
            yield {"kind": DayKind(kind), "name": name, "first": run[0].date, "last": run[-1].date}


def edit(request):
    """Change one day by hand; the next page shows what would move."""
    calendar = Calendar.load()
    form = CalendarDayForm(request.POST or None, calendar=calendar, by=request.user, today=timezone.localdate())
    return draft_from(request, form, "cases/calendar_edit.html")


def import_year(request):
    """Read a year's notice from a file; the next page shows what would move."""
    today = timezone.localdate()
    form = CalendarImportForm(
        request.POST or None,
        request.FILES or None,
        calendar=Calendar.load(),
        by=request.user,
        today=today,
        initial={"year": today.year + 1},
    )
    return draft_from(request, form, "cases/calendar_import.html")


def draft_from(request, form, template):
    if request.method == "POST" and form.is_valid():
        change = form.change()
        request.session[DRAFT] = {
            "days": [[day.date.isoformat(), day.kind, day.name, day.official] for day in change.days],
            "source": change.source,
        }
        return redirect("cases:calendar_preview")
    context = {"form": form, "back_url": reverse("cases:calendar")}
    return render(request, template, context, status=422 if form.is_bound else 200)


def drafted_change(request):
    """The change waiting in the session, seen against the calendar of now; None if there is none."""
    draft = request.session.get(DRAFT)
    if draft is None:
        return None
    days = [Day(date.fromisoformat(day), kind, name, official) for day, kind, name, official in draft["days"]]
    return CalendarChange(days, source=draft["source"])


@require_GET
def preview(request):
    """The days that would change and the running dates that would move, before anything does."""
    today = timezone.localdate()
    change = drafted_change(request)
    if change is None:
        messages.info(request, _("没有等待确认的日历改动。"))
        return redirect("cases:calendar")
    seen, besides = change.seen_by(request.user)
    shown = seen.select_related("case").order_by("legal_end_on", "pk")[: MOST_SHOWN + 1]
    moves = [
        {"move": move, "will_be_late": move.will_be_late(today)} for move in change.moves(list(shown)[:MOST_SHOWN])
    ]
    return render(
        request,
        "cases/calendar_preview.html",
        {
            "today": today,
            "change": change,
            "submission": uuid.uuid4(),
            "moves": moves,
            "count": len(moves) if len(moves) < MOST_SHOWN else seen.count(),
            "late": sum(row["will_be_late"] for row in moves),
            "besides": besides if besides >= FEWEST_NAMED else 0,
        },
    )


@require_POST
@step
def confirm(request):
    """Put the days in force and move the running dates, if both are still as the preview showed them."""
    if request.session.get(DRAFT) is None:
        messages.info(request, _("没有等待确认的日历改动。"))
        return redirect("cases:calendar")
    try:
        change = apply_seen(lambda: drafted_change(request), request.POST.get("token", ""), by=request.user)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != LOCK_NOT_AVAILABLE:
            raise
        messages.warning(request, _("有人正在登记或办理，日历一时改不了。什么都没有改，请过一分钟再确认。"))
        return redirect("cases:calendar_preview")
    if change is None:
        messages.warning(request, _("您看过之后又有变动，所以没有改。请看过新的结果再确认。"))
        return redirect("cases:calendar_preview")
    del request.session[DRAFT]
    audit.record(request.user, "cases:calendar_confirm", "calendar", reason=change.source, request=request)
    messages.success(
        request, _("日历已改 %(days)d 天，期限已按新的日历重算，经过里都有记录。") % {"days": len(change.days)}
    )
    shown = change.days[-1].date.year if change.days else timezone.localdate().year
    return redirect(f"{reverse('cases:calendar')}?year={shown}")
