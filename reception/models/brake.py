"""Brakes on public pages: how often something may be done in a time, counted in the database (PB-03, PB-09)."""

import logging
from datetime import timedelta

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cases.fields import keyed_hash

HOUR = timedelta(hours=1)
EVERYBODY = "everybody"
log = logging.getLogger(__name__)

# One statement, so that parallel tries in any number of workers are counted one by one.
TAKE = """
    INSERT INTO reception_brake (name, who, since, count) VALUES (%(name)s, %(who)s, %(now)s, 1)
    ON CONFLICT (name, who) DO UPDATE SET
        count = CASE WHEN reception_brake.since <= %(over)s THEN 1 ELSE reception_brake.count + 1 END,
        since = CASE WHEN reception_brake.since <= %(over)s THEN EXCLUDED.since ELSE reception_brake.since END
    RETURNING count
"""


class BrakeManager(models.Manager):
    def take(self, name, who, limit, *, now=None):
        """Count one more of `name` by `who`; whether it is still within `limit` an hour.

        Call it outside the transaction that may be rolled back. `who` is kept as a keyed hash.
        """
        now = now or timezone.now()
        hashed = who if who == EVERYBODY else keyed_hash("address", who)
        with connection.cursor() as cursor:
            cursor.execute(TAKE, {"name": name, "who": hashed, "now": now, "over": now - HOUR})
            (count,) = cursor.fetchone()
        if who == EVERYBODY and count == limit + 1:
            log.error("%s: more than %d an hour from all addresses together", name, limit)
        return count <= limit

    def within(self, name, who, limit, *, now=None):
        """Whether `who` has not yet used up `limit`; counts nothing."""
        since = (now or timezone.now()) - HOUR
        hashed = who if who == EVERYBODY else keyed_hash("address", who)
        return not self.filter(name=name, who=hashed, since__gt=since, count__gte=limit).exists()

    def forget(self, now=None):
        """Of what is over nothing is kept."""
        return self.filter(since__lte=(now or timezone.now()) - HOUR).delete()[0]


class Brake(models.Model):
    """How often `name` was done by `who` since `since`."""

    name = models.CharField(max_length=20)
    who = models.CharField(max_length=64)
    since = models.DateTimeField()
    count = models.PositiveIntegerField()

    objects = BrakeManager()

    class Meta:
        verbose_name = gettext_lazy("限次")
        verbose_name_plural = gettext_lazy("限次")
        constraints = [models.UniqueConstraint(fields=["name", "who"], name="one_brake_each")]
        indexes = [models.Index(fields=["since"], name="brake_by_time")]

    def __str__(self):
        return self.name
