"""What the worker does for the register."""

from datetime import timedelta

from celery import shared_task
from celery.signals import worker_ready
from django.db.models.functions import Now
from django.utils import timezone

from cases.models import CaseRisk, ClockReading, HoursClock, LookupAlert, Round, Submission
from cases.models.round import database_clock
from cases.models.warning import age_of_this_run, this_run
from cases.sweep import sweep
from cases.telling import send_mails, tell
from officials.models import Heartbeat

SUBMISSIONS_LIVE = timedelta(days=7)


def believed_clock():
    """What time it is, or None while a jump of the clock waits for somebody's word (DL-09)."""
    now, boot = database_clock(), this_run()
    is_believed = not boot or ClockReading.is_believed(now, boot=boot, elapsed=age_of_this_run())
    return now if is_believed else None


@shared_task
def sweep_deadlines():
    """Warn of what fell due by the database's clock; not while a jump of that clock waits for somebody's word."""
    if now := believed_clock():
        sweep(now)
        tell()
        Heartbeat.beat("sweep")


@worker_ready.connect
def sweep_what_fell_due_meanwhile(**_kwargs):
    """What fell due while no worker was there waits no five minutes more."""
    sweep_deadlines.delay()


@shared_task
def send_notices():
    """The mails of the outbox; none in the quiet hours, and each by one worker."""
    send_mails(database_clock())


@shared_task
def find_lookups():
    """The unusual look-ups of the days that are over, once each (R11)."""
    LookupAlert.objects.find(timezone.localdate())


@shared_task
def compute_risks():
    """The risk of every open matter into the running month; nothing while the clock is in doubt (5.4, DL-09)."""
    if now := believed_clock():
        today = timezone.localdate(now)
        CaseRisk.objects.compute(today, today)


@shared_task
def count_hours():
    """Who lacks hours of training this year has a clock, whoever has them has none (F23)."""
    if now := believed_clock():
        HoursClock.objects.bring_up(timezone.localdate(now))


@shared_task
def forget_submissions():
    """A form left open for longer than a week is asked for anew anyway: its session is long over."""
    Submission.objects.filter(at__lt=Now() - SUBMISSIONS_LIVE).delete()


@shared_task
def turn_rounds():
    """Open and close what is due by the database's clock; nothing where it is done already (DL-01, DL-09)."""
    if now := believed_clock():
        Round.objects.run(now)
