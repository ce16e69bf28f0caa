"""The house itself: settings, addresses, the two commands, the office's timetable."""

import os
from importlib.util import find_spec

# The launcher reads this package before anything is installed; every Django process knows the one Celery app.
if "DJANGO_SETTINGS_MODULE" in os.environ and find_spec("celery"):
    from config.celery import app as celery_app

    __all__ = ["celery_app"]
