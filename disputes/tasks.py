"""What the worker does for screening."""

from celery import shared_task
from django.utils import timezone

from disputes.models import ScreeningTask


@shared_task
def open_screening():
    """Open the tasks that are due and not open yet; a second run opens nothing."""
    ScreeningTask.objects.open_due(timezone.now())
