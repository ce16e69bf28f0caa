"""The entry of a contact into the national petition information system, which ours does not replace (L01)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from officials.models import Official


class SystemEntry(models.Model):
    """The number a contact has in the national system, and who entered it there when (条例第二十一条第二款).

    A wrong number is corrected by a new row; the contact holds the one in force.
    """

    number = models.CharField(gettext_lazy("信访信息系统编号"), max_length=60)
    entered_at = models.DateTimeField(gettext_lazy("录入时间"), default=timezone.now)
    entered_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("录入人"))

    class Meta:
        verbose_name = gettext_lazy("信访信息系统登记")
        verbose_name_plural = gettext_lazy("信访信息系统登记")
        constraints = [
            models.CheckConstraint(
                name="system_entry_has_its_number",
                condition=~Q(number=""),
                violation_error_message=gettext_lazy("请写信访信息系统里的编号。"),
            )
        ]
        indexes = [models.Index(fields=["number"], name="system_entry_by_number")]

    def __str__(self):
        return self.number
