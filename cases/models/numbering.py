"""Numbers without gap or double: one locked counter row a series and period (DB-06)."""

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

OFFICE = "{office}"  # in a series, the letters before every number of this office

# From the street's unit row: the office itself is the root of the tree.
PREFIX = """
    SELECT coalesce((
        SELECT nullif(code, '') FROM officials_unit
        WHERE parent_id IS NULL AND kind = 'STREET' ORDER BY position, id LIMIT 1
    ), 'JD') AS prefix
"""


def office_prefix():
    """The letters before every number of this office."""
    with connection.cursor() as cursor:
        cursor.execute(PREFIX)
        return cursor.fetchone()[0]


class CounterManager(models.Manager):
    def take(self, series, period, count=1):
        """The first of `count` new numbers of `series` in `period`; the row stays locked until commit.

        A rolled-back transaction gives its numbers back, so no gap. Call it late in the transaction.
        """
        return self.take_each((series, period, count))[0]

    def take_each(self, *wanted):
        """The first new number of each (series, period, count), by one statement that locks them in this order."""
        return self.take_for_office(*wanted)[1]

    def take_for_office(self, *wanted):
        """The office's letters, and what `take_each` gives; the same statement puts them where a series has OFFICE."""
        rows = ", ".join(["(%s, %s, %s)"] * len(wanted))
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                WITH office AS ({PREFIX})
                INSERT INTO cases_counter AS counter (series, period, last)
                SELECT replace(series, '{OFFICE}', prefix), period, last
                FROM office, (VALUES {rows}) AS wanted (series, period, last)
                ON CONFLICT (series, period) DO UPDATE SET last = counter.last + EXCLUDED.last
                RETURNING (SELECT prefix FROM office), series, period, last
                """,  # noqa: S608 - placeholders only
                [value for one in wanted for value in one],
            )
            taken = cursor.fetchall()
        prefix = taken[0][0]
        last = {(series, period): value for _prefix, series, period, value in taken}
        return prefix, [last[series.replace(OFFICE, prefix), period] - count + 1 for series, period, count in wanted]


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
