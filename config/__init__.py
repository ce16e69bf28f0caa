"""The house itself: settings, addresses, the two commands, the office's timetable."""

from importlib.util import find_spec

# manage.py reads this package before anything is installed; afterwards every process knows the one Celery app.
if find_spec("celery") and find_spec("django"):
    from config.celery import app as celery_app

    __all__ = ["celery_app"]
