"""What the worker and the beat do for people and units; the first of it is to be seen alive."""

from celery import shared_task
from celery.signals import after_task_publish, beat_init, worker_ready
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models.functions import Now

from officials.models import Heartbeat


@shared_task
def record_heartbeat():
    """The worker lives: it took a message and could write to the database."""
    Heartbeat.beat("worker")


@worker_ready.connect
def worker_started(**_kwargs):
    record_heartbeat.delay()


@beat_init.connect
def beat_started(**_kwargs):
    """The beat lives, and is seen again whenever it has sent the minute's message."""
    after_task_publish.connect(beat_sent, sender=record_heartbeat.name)
    beat_sent()


def beat_sent(**_kwargs):
    Heartbeat.beat("beat")
    connection.close()  # the beat never ends a request: a connection the database dropped would stay in its hands


@shared_task
def forget_sessions():
    """Sessions that are over; nobody can come back with one."""
    Session.objects.filter(expire_date__lt=Now()).delete()
