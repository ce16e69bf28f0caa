"""The month as the meeting saw it (T13, 5.1): frozen once, the same bytes ever after."""

import hashlib
import json
from functools import cached_property

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.cycles import Cycle, starting
from cases.models import Case
from officials.calendar import Calendar, month_before
from officials.models import Official

LOCK = 0x5061636B  # one process at a time freezes


class PackQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-month")

    def of(self, month):
        """The pack of the month that begins on the day `month`; None while it is not frozen."""
        return self.filter(month=month).first()

    def due(self, now, calendar):
        """The months whose figures are to be frozen by the instant `now` and are not yet, in order.

        From the month after the last frozen one on; of an office without any, the last month that is due.
        """
        last = self.newest_first().values_list("month", flat=True).first()
        month, months = month_before(timezone.localdate(now).replace(day=1)), []
        while last is None or month > last:
            cut_off = frozen_at(month, calendar)
            if cut_off and cut_off <= now:
                months.append(month)
                if last is None:
                    break
            month = month_before(month)
            if len(months) > 12:
                break
        return months[::-1]

    @transaction.atomic
    def freeze(self, month, *, now, calendar=None, by=None):
        """The pack of `month`, made now if there is none. Raises ValidationError before its cut-off."""
        from disputes import report

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if known := self.of(month):
            return known
        cut_off = frozen_at(month, calendar or Calendar.load())
        if cut_off is None or now < cut_off:
            raise ValidationError(_("这个月要到次月第三个工作日中午才冻结，现在看的是实时的数。"))
        with translation.override(settings.LANGUAGE_CODE):
            content = written(report.content_of(month, now=now, before=self.of(month_before(month))))
        digest = hashlib.sha256(content.encode()).hexdigest()
        return self.create(month=month, cut_off=cut_off, frozen_at=now, frozen_by=by, content=content, digest=digest)


def frozen_at(month, calendar):
    """Until when late entries of the month are taken: noon of the third workday after it; None beyond the calendar."""
    return starting(Cycle.MONTH, month, calendar).late_until


def written(content):
    """Always the same text for the same content."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Pack(models.Model):
    """Figures, lists, risk levels and rule versions of one month. A row is written once and never changed."""

    month = models.DateField(gettext_lazy("月份"), unique=True)
    cut_off = models.DateTimeField(gettext_lazy("截止时间"))
    frozen_at = models.DateTimeField(gettext_lazy("冻结时间"))
    frozen_by = models.ForeignKey(Official, models.PROTECT, null=True, related_name="+")  # empty: by the timetable
    content = models.TextField(gettext_lazy("内容"))
    digest = models.CharField(gettext_lazy("摘要"), max_length=64)

    objects = PackQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("月度研判报告")
        verbose_name_plural = gettext_lazy("月度研判报告")
        constraints = [
            models.CheckConstraint(name="pack_is_of_a_month", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="pack_is_frozen_after_its_cut_off", condition=Q(frozen_at__gte=models.F("cut_off"))
            ),
        ]

    def __str__(self):
        return f"{self.month:%Y-%m}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("a frozen month does not change")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("reports:pack", args=[f"{self.month:%Y-%m}"])

    @cached_property
    def data(self):
        """What was frozen, without the matters that were sealed since: those are on no page and no paper (AZ-09)."""
        data = json.loads(self.content)
        decided = data.get("decisions", [])  # no month frozen before they were kept has them
        named = {row["number"] for row in data["risks"]} | {row[0] for row in data["due_next"]["rows"]}
        named |= {row["case"] for row in decided}
        sealed = set(Case.objects.filter(is_sealed=True, number__in=named).values_list("number", flat=True))
        data["risks"] = [row for row in data["risks"] if row["number"] not in sealed]
        data["due_next"]["rows"] = [row for row in data["due_next"]["rows"] if row[0] not in sealed]
        data["decisions"] = [row for row in decided if row["case"] not in sealed]
        return data

    @property
    def issue(self):
        """第几期: one a month, counted anew each year."""
        return self.month.month

    @property
    def risks(self):
        return self.data["risks"]

    @property
    def owners(self):
        return self.data["owners"]


class Paragraph(models.Model):
    """One paragraph of the report. The machine's draft stands in the pack; what a person wrote stands here.

    The newest of a section counts. A draft is marked as such until somebody has confirmed or rewritten it.
    """

    pack = models.ForeignKey(
        Pack, models.PROTECT, related_name="paragraphs", verbose_name=gettext_lazy("月度研判报告")
    )
    section = models.CharField(gettext_lazy("哪一节"), max_length=12)
    text = models.TextField(gettext_lazy("段落"), max_length=4000)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁定的"))
    at = models.DateTimeField(gettext_lazy("什么时候"), default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("报告段落")
        verbose_name_plural = gettext_lazy("报告段落")
        ordering = ["pk"]
        indexes = [models.Index(fields=["pack", "section"], name="paragraph_by_section")]

    def __str__(self):
        return f"{self.pack} {self.section}"
