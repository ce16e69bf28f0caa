"""The stored calendar: one row for each day of each known year (T03)."""

from datetime import date

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_update_with_history

from officials.calendar import Day, DayKind, days_in_file

OFFICIAL_SOURCE = "国务院办公厅关于{}年部分节假日安排的通知"
PROVISIONAL_SOURCE = "全国年节及纪念日放假办法（{}年安排未公布）"


class CalendarDayQuerySet(models.QuerySet):
    def days(self):
        """Every stored day, as the calendar counts with it."""
        rows = self.values_list("date", "kind", "name", "status")
        return [Day(*row, status == CalendarDay.Status.OFFICIAL) for *row, status in rows]

    def version(self):
        """Differs as soon as any day has changed; None while there is no day."""
        with connection.cursor() as cursor:  # asked with every clock that starts: building the query cost more
            cursor.execute("SELECT max(changed_at) FROM officials_calendarday")
            return cursor.fetchone()[0]

    def of_year(self, year):
        return self.filter(date__gte=date(year, 1, 1), date__lte=date(year, 12, 31)).order_by("date")

    def wait_for_readers(self):
        """Hold the calendar for this transaction, once all that read it have ended; later readers wait.

        So nobody stores a date counted along days that are being replaced, and `changed_at` grows with each commit.
        """
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {connection.ops.quote_name(self.model._meta.db_table)}")

    def replace(self, days, *, source, by=None):
        """Store these days in place of those known, with history. Call within a transaction.

        Days that are already so stay untouched. Returns how many were written. What fell due by the old days is
        not recounted here: `cases` does that, and calls this.
        """
        self.wait_for_readers()
        now = timezone.now()
        stored = self.in_bulk([day.date for day in days])
        new, changed = [], []
        for day in days:
            status = CalendarDay.Status.OFFICIAL if day.official else CalendarDay.Status.PROVISIONAL
            facts = {"kind": day.kind, "name": day.name, "status": status}
            row = stored.get(day.date)
            if row is None:
                new.append(CalendarDay(date=day.date, source=source, changed_at=now, **facts))
            elif any(getattr(row, field) != value for field, value in facts.items()):
                for field, value in (facts | {"source": source, "changed_at": now}).items():
                    setattr(row, field, value)
                changed.append(row)
        self.bulk_create(new)
        if changed:
            bulk_update_with_history(
                changed, CalendarDay, ["kind", "name", "status", "source", "changed_at"], default_user=by
            )
        return len(new) + len(changed)


class CalendarDay(models.Model):
    class Status(models.TextChoices):
        OFFICIAL = "OFFICIAL", _("正式")
        PROVISIONAL = "PROVISIONAL", _("暂定")

    date = models.DateField(_("日期"), primary_key=True)
    kind = models.CharField(_("种类"), max_length=12, choices=DayKind)
    name = models.CharField(_("名称"), max_length=20, blank=True)
    source = models.CharField(_("依据"), max_length=100)
    status = models.CharField(_("状态"), max_length=12, choices=Status)
    changed_at = models.DateTimeField(_("更新时间"), default=timezone.now, db_index=True)

    history = HistoricalRecords()
    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("日历日")
        verbose_name_plural = _("工作日历")
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(
                name="calendar_day_kind_known",
                condition=Q(kind__in=DayKind.values),
                violation_error_message=_("日期的种类只有工作日、休息日、放假、调休上班四种。"),
            ),
            models.CheckConstraint(
                name="calendar_holiday_has_a_name",
                condition=~Q(kind=DayKind.HOLIDAY, name=""),
                violation_error_message=_("放假的日子要写是什么节日。"),
            ),
        ]

    def __str__(self):
        return f"{self.date} {self.get_kind_display()}{self.name}"


def load_years(model=CalendarDay):
    """Store each year of the project's calendar file that the table does not have; leave known years alone.

    Called by the migration (with its own model) and by tests after a flush. Returns the years stored.
    """
    stored = set(model.objects.order_by().values_list("date__year", flat=True).distinct())
    missing = [day for day in days_in_file() if day.date.year not in stored]
    model.objects.bulk_create(
        model(
            date=day.date,
            kind=day.kind,
            name=day.name,
            status="OFFICIAL" if day.official else "PROVISIONAL",
            source=(OFFICIAL_SOURCE if day.official else PROVISIONAL_SOURCE).format(day.date.year),
        )
        for day in missing
    )
    return sorted({day.date.year for day in missing})
