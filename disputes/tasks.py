"""What the timetable asks of this app."""

from celery import shared_task
from django.utils import timezone

from cases.tasks import believed_clock
from disputes.models import Pack, ScreeningTask
from officials.calendar import Calendar


@shared_task
def freeze_months():
    """Freeze every month that is due and not frozen, in order; run twice it does nothing the second time."""
    now, calendar = believed_clock(), Calendar.load()
    if now is None:  # a jump of the clock waits for somebody's word
        return
    for month in Pack.objects.due(now, calendar):
        Pack.objects.freeze(month, now=now, calendar=calendar)


@shared_task
def open_screening():
    """Open the tasks that are due and not open yet; a second run opens nothing."""
    ScreeningTask.objects.open_due(timezone.now())
