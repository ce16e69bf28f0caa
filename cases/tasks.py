"""What the worker does for the register."""

from datetime import timedelta

from celery import shared_task
from django.db.models.functions import Now

from cases.models import Submission

SUBMISSIONS_LIVE = timedelta(days=7)


@shared_task
def forget_submissions():
    """A form left open for longer than a week is asked for anew anyway: its session is long over."""
    Submission.objects.filter(at__lt=Now() - SUBMISSIONS_LIVE).delete()
