"""Numbers without gap or double: one locked counter row a series and period (DB-06)."""

from django.db import connection, models
from django.utils.translation import gettext_lazy as _


class CounterManager(models.Manager):
    def take(self, series, period, count=1):
        """The first of `count` new numbers of `series` in `period`; the row stays locked until commit.

        A rolled-back transaction gives its numbers back, so no gap. Call it late in the transaction.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO cases_counter AS counter (series, period, last) VALUES (%s, %s, %s)
                ON CONFLICT (series, period) DO UPDATE SET last = counter.last + EXCLUDED.last
                RETURNING last
                """,
                [series, period, count],
            )
            return cursor.fetchone()[0] - count + 1


class Counter(models.Model):
    """The last number given out in a series (案号、登记编号、文号) and a period (a year or a day)."""

    series = models.CharField(_("序列"), max_length=20)
    period = models.CharField(_("周期"), max_length=10)
    last = models.PositiveIntegerField(_("最后一号"), default=0)

    objects = CounterManager()

    class Meta:
        verbose_name = _("编号")
        verbose_name_plural = _("编号")
        constraints = [models.UniqueConstraint(fields=["series", "period"], name="one_counter_a_series_and_period")]

    def __str__(self):
        return f"{self.series} {self.period}: {self.last}"
