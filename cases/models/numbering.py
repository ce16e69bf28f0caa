"""Numbers without gap or double: one locked counter row a series and period (DB-06)."""

from django.db import connection, models
from django.utils.translation import gettext_lazy as _


class CounterManager(models.Manager):
    def take(self, series, period, count=1):
        """The first of `count` new numbers of `series` in `period`; the row stays locked until commit.

        A rolled-back transaction gives its numbers back, so no gap. Call it late in the transaction.
        """
        return self.take_each((series, period, count))[0]

    def take_each(self, *wanted):
        """The first new number of each (series, period, count), by one statement that locks them in this order."""
        rows = ", ".join(["(%s, %s, %s)"] * len(wanted))
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                INSERT INTO cases_counter AS counter (series, period, last) VALUES {rows}
                ON CONFLICT (series, period) DO UPDATE SET last = counter.last + EXCLUDED.last
                RETURNING series, period, last
                """,  # noqa: S608 - placeholders only
                [value for one in wanted for value in one],
            )
            last = {(series, period): value for series, period, value in cursor.fetchall()}
        return [last[series, period] - count + 1 for series, period, count in wanted]


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
