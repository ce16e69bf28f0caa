"""The one Celery app, and the one way to send it work."""

import logging
from functools import partial

from celery import Celery
from django.conf import settings
from django.db import transaction
from kombu.transport import TRANSPORT_ALIASES

from config.timetable import TIMETABLE, beat_schedule

LONGEST_TASK = 10 * 60
logger = logging.getLogger(__name__)

TRANSPORT_ALIASES |= dict.fromkeys(("redis", "rediss"), "config.broker:Transport")
app = Celery("config")


@app.add_defaults
def configuration():
    return {
        "broker_url": settings.REDIS_URL,
        "broker_connection_retry_on_startup": True,
        # A message comes back when its worker has died; above the longest task, or it would run twice (DL-04).
        "broker_transport_options": {"visibility_timeout": 2 * LONGEST_TASK, "health_check_interval": 30},
        "accept_content": ["json"],
        "task_serializer": "json",
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_time_limit": LONGEST_TASK,
        "task_soft_time_limit": LONGEST_TASK - 30,
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "timezone": settings.TIME_ZONE,
        "beat_schedule": beat_schedule(TIMETABLE),
    }


app.autodiscover_tasks()


def enqueue(task, *args):
    """Send the task after commit. Plain values only: ids, days, never what people said.

    With the broker away the step stands and the page answers within a second: the failure is logged, the next
    sweep makes up (DL-06).
    """
    transaction.on_commit(partial(send, task, args), robust=True)


def send(task, args):
    fast = {"socket_timeout": 0.4, "socket_connect_timeout": 0.4, "max_retries": 0}
    try:
        with app.connection_for_write(transport_options=fast) as connection:
            task.apply_async(args=args, connection=connection, retry=False)
    except Exception:
        logger.warning("not sent, the next sweep makes up: %s", task.name, exc_info=True)
