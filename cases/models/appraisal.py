"""What units are appraised by (目标化考核, F53): indicators with targets and weights, written in versions."""

from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from officials.models import Official, Unit

FIRST = {
    "K02": (95, 15),
    "K03": (95, 20),
    "K11": (85, 20),
    "K12": (85, 15),
    "L37": (95, 15),
    "F36": (90, 15),
}  # proposal


class Aim(NamedTuple):
    """What is to be reached, in percent, and how much it weighs."""

    target: int
    weight: int


class AppraisalSchemeQuerySet(models.QuerySet):
    def in_force(self, month):
        """The version for the month that begins on the day `month`; none before the office wrote one."""
        return self.filter(since__lte=month).order_by("-version").first()

    @transaction.atomic
    def write(self, *, since, aims, own, by):
        """The next version from the month `since` on: `aims` {indicator: Aim}, `own` {(indicator, unit): target}.

        A month that is over keeps the version it was appraised by.
        """
        last = self.select_for_update().order_by("-version").first()
        if last and since < last.since:
            raise ValidationError({"since": _("新的一版不能早于上一版的 %s。") % f"{last.since:%F}"})
        if not any(aim.weight for aim in aims.values()):
            raise ValidationError(_("至少一个指标要有权重。"))
        scheme = self.create(version=last.version + 1 if last else 1, since=since, written_by=by)
        rows = [AppraisalTarget(scheme=scheme, indicator=id, **aim._asdict()) for id, aim in aims.items()]
        rows += [
            AppraisalTarget(scheme=scheme, indicator=id, unit=unit, target=target, weight=aims[id].weight)
            for (id, unit), target in own.items()
        ]
        AppraisalTarget.objects.bulk_create(rows)
        return scheme


class AppraisalScheme(models.Model):
    """One version, in force from a month on."""

    version = models.PositiveSmallIntegerField(gettext_lazy("版本"), unique=True)
    since = models.DateField(gettext_lazy("从哪个月起"))
    written_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁定的"))

    objects = AppraisalSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("考核办法")
        verbose_name_plural = gettext_lazy("考核办法")
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(
                name="appraisal_begins_with_a_month",
                condition=Q(since__day=1),
                violation_error_message=gettext_lazy("从一个月的第一天起。"),
            ),
        ]

    def __str__(self):
        return f"{self.version}"


class AppraisalTarget(models.Model):
    """The target and the weight of one indicator, for all units or for one of its own."""

    scheme = models.ForeignKey(AppraisalScheme, models.PROTECT, related_name="targets")
    indicator = models.CharField(gettext_lazy("指标"), max_length=8)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("单位")
    )
    target = models.PositiveSmallIntegerField(gettext_lazy("目标（%）"))
    weight = models.PositiveSmallIntegerField(gettext_lazy("权重"))

    class Meta:
        verbose_name = gettext_lazy("考核目标")
        verbose_name_plural = gettext_lazy("考核目标")
        constraints = [
            models.UniqueConstraint(
                name="one_target_of_an_indicator", fields=["scheme", "indicator", "unit"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="targets_are_percents",
                condition=Q(target__gte=1, target__lte=100, weight__lte=100),
                violation_error_message=gettext_lazy("目标写 1 到 100，权重写 0 到 100。"),
            ),
        ]

    def __str__(self):
        return f"{self.indicator} {self.target}"


def aims_of(month: date):
    """({indicator: Aim} for all units, {(indicator, unit id): target} of single ones) in force for `month`."""
    scheme = AppraisalScheme.objects.in_force(month)
    if scheme is None:
        return {id: Aim(*aim) for id, aim in FIRST.items()}, {}
    rows = list(scheme.targets.all())
    aims = {row.indicator: Aim(row.target, row.weight) for row in rows if row.unit_id is None}
    return aims, {(row.indicator, row.unit_id): row.target for row in rows if row.unit_id}
