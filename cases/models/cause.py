"""Why matters arise: the dictionary of causes, and the one cause that stands for a case (F3)."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models.case import Case
from cases.models.event import Event
from officials.models import Official


class CauseCodeQuerySet(models.QuerySet):
    def in_use(self, on):
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)

    @transaction.atomic
    def add(self, *, code, name, on):
        """A cause that the dictionary lacked, in use from the day `on`."""
        if self.filter(code=code).exists():
            raise ValidationError({"code": _("这个代码已经有了，请换一个。")})
        cause = self.model(code=code, name=name, valid_from=on)
        cause.full_clean()
        cause.save()
        return cause


class CauseCode(models.Model):
    """One wording of a cause; `valid_to` is the first day out. What was counted under the old one keeps it."""

    code = models.CharField(gettext_lazy("代码"), max_length=8)
    name = models.CharField(gettext_lazy("成因"), max_length=60)
    valid_from = models.DateField(gettext_lazy("启用"))
    valid_to = models.DateField(gettext_lazy("停用"), null=True, blank=True)

    objects = CauseCodeQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("成因")
        verbose_name_plural = gettext_lazy("成因")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(name="one_cause_wording_from_a_day_on", fields=["code", "valid_from"]),
            models.CheckConstraint(
                name="cause_ends_after_it_starts",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                violation_error_message=gettext_lazy("停用要晚于启用。"),
            ),
        ]

    def __str__(self):
        return self.name

    def is_in_use(self, on):
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)

    @transaction.atomic
    def reword(self, name, *, on, today):
        """From the day `on` it reads `name`, or is out of use without one. The row is locked and stays as it was."""
        if self.valid_to:
            raise ValidationError(_("这一行已经停用，请改现在用的那一行。"))
        if on < today or on <= self.valid_from:
            raise ValidationError({"on": _("从今天或者以后起；以前的照以前的文字。")})
        if name == self.name:
            raise ValidationError({"name": _("文字没有变。")})
        self.valid_to = on
        self.save()
        if name:
            CauseCode.objects.create(code=self.code, name=name, valid_from=on)


class CaseCauseQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_at__isnull=True)

    @transaction.atomic
    def settle(self, case, cause, *, reason, by, on, at=None):
        """Say why `case` arose; what was said before is withdrawn and kept. Lock the case first."""
        before = self.standing().filter(case=case).first()
        if before and before.cause_id == cause.pk:
            raise ValidationError({"cause": _("现在定的就是这一条。")})
        row = self.put(case, cause, before=before, reason=reason, by=by, on=on, at=at)
        case.touch(by)
        case.save()
        return row

    def put(self, case, cause, *, before, reason, by, on, at=None):
        """The same within a step that saves the case itself and knows which row stood `before`."""
        at = at or timezone.now()
        if not cause.is_in_use(on):
            raise ValidationError({"cause": _("这一条成因现在不用，请重新选。")})
        if not reason.strip():
            raise ValidationError({"reason": _("请写凭什么这样定。")})
        if before:
            self.filter(pk=before.pk).update(withdrawn_at=at, withdrawn_by=by)
        row = self.create(case=case, cause=cause, reason=reason, by=by, at=at)
        Event.objects.add(case, Event.Kind.ANALYSED, by=by, detail=f"定成因：{cause.name}", at=at)
        return row


class CaseCause(models.Model):
    """What `case` arose from, as somebody judged on the matter and never on a person (R1). One stands per case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="causes", verbose_name=gettext_lazy("案件"))
    cause = models.ForeignKey(CauseCode, models.PROTECT, related_name="found", verbose_name=gettext_lazy("成因"))
    reason = models.CharField(gettext_lazy("凭什么这样定"), max_length=300)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁定的"))
    at = models.DateTimeField(gettext_lazy("什么时候定的"), default=timezone.now)
    withdrawn_at = models.DateTimeField(gettext_lazy("改定时间"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CaseCauseQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("案件的成因")
        verbose_name_plural = gettext_lazy("案件的成因")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_cause_stands_for_a_case",
                fields=["case"],
                condition=Q(withdrawn_at__isnull=True),
                violation_error_message=gettext_lazy("这件已经定了成因。"),
            ),
            models.CheckConstraint(name="case_cause_has_its_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="case_cause_is_withdrawn_whole",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["cause", "case"], name="cause_standing", condition=Q(withdrawn_at__isnull=True)),
        ]

    def __str__(self):
        return f"{self.case} {self.cause}"
