"""How far up a matter went, and which step of ours was missed before (F13)."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.deadline import Deadline
from officials.models import Official


class Escalation(models.Model):
    """The matter was brought to a higher level: on which day, how, why. A fact of the matter, no fault of a person.

    Where a step of ours was late by that day, `missed` is its clock. Rows are only added.
    """

    class Level(models.TextChoices):
        DISTRICT = "DISTRICT", _("区级")
        CITY = "CITY", _("市级")
        PROVINCE = "PROVINCE", _("省级")
        NATIONAL = "NATIONAL", _("国家级")

    class Reason(models.TextChoices):
        LATE = "LATE", _("我们晚了")
        DISSATISFIED = "DISSATISFIED", _("对答复不满意")
        REFUSED = "REFUSED", _("诉求没有得到支持")
        UNAWARE = "UNAWARE", _("不了解程序")

    case = models.ForeignKey(Case, models.PROTECT, related_name="escalations", verbose_name=_("案件"))
    level = models.CharField(_("到了哪一级"), max_length=8, choices=Level)
    on = models.DateField(_("日期"))
    channel = models.CharField(_("形式"), max_length=12, choices=Case.Channel)
    reason = models.CharField(_("为什么"), max_length=12, choices=Reason)
    missed = models.ForeignKey(
        Deadline, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("哪一步晚了")
    )
    note = models.CharField(_("情况"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("记录人"))
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("上行经过")
        verbose_name_plural = _("上行经过")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="being_late_names_the_step",
                condition=~Q(reason="LATE") | Q(missed__isnull=False),
                violation_error_message=_("因为我们晚了的，要指明哪一步晚了。"),
            )
        ]
        indexes = [models.Index(fields=["case", "-on"], name="escalation_by_case")]

    def __str__(self):
        return f"{self.get_level_display()} {self.on}"


def missed_by(case, day):
    """The clocks of `case` that were late when `day` began: not met by their last day, which lay before it."""
    unmet = Q(ended_on__isnull=True) | Q(ended_on__gt=F("legal_end_on")) | Q(ended_at__gt=F("due_at"))
    return case.deadlines.ours().filter(unmet, legal_end_on__lt=day).order_by("legal_end_on", "pk")
