"""What the petitioner thinks of how he was served (满意度评价, L33, P10): asked by the office, said by him alone."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.fields import EncryptedTextField
from cases.models.attachment import Attachment
from cases.models.case import Case
from officials.models import Official, Unit


class Invitation(models.Model):
    """The petitioner was asked to rate one round of a case. `until` is the last day on which he may."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="invitations", verbose_name=_("案件"))
    round = models.PositiveSmallIntegerField(_("第几轮"))
    asked_on = models.DateField(_("请评价日期"))
    until = models.DateField(_("最后一天"))
    channel = models.CharField(_("请评价方式"), max_length=8)
    asked_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("请评价的人"))

    class Meta:
        verbose_name = _("请评价")
        verbose_name_plural = _("请评价")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round"],
                name="asked_to_rate_once_a_round",
                violation_error_message=_("这一轮已经请过评价。"),
            ),
            models.CheckConstraint(
                name="rating_has_time",
                condition=Q(until__gt=F("asked_on")),
                violation_error_message=_("评价的最后一天要在请评价之后。"),
            ),
        ]

    def __str__(self):
        return f"{self.case} {self.asked_on}"

    def is_open(self, today):
        """Whether the petitioner may still rate; the last day is in time."""
        return today <= self.until


class EvaluationQuerySet(models.QuerySet):
    def of_round(self, case):
        """Those of the case's present round."""
        return self.filter(invitation__case=case, invitation__round=case.round)

    def dissatisfied(self):
        return self.filter(grade=Evaluation.Grade.DISSATISFIED)


class Evaluation(models.Model):
    """The petitioner's word on one object. It is never changed.

    By query code nobody of the office has a hand in it. A paper form is copied in, and who cannot write is helped, by
    somebody who did not handle the case and is not of the unit that did (R23): `unit` and `handler` stand here as they
    were, so that the database itself refuses.
    """

    class About(models.TextChoices):
        OFFICE = "OFFICE", _("信访工作机构")
        UNIT = "UNIT", _("责任单位")

    class Grade(models.TextChoices):
        SATISFIED = "SATISFIED", _("满意")
        FAIR = "FAIR", _("基本满意")
        DISSATISFIED = "DISSATISFIED", _("不满意")

    class Reason(models.TextChoices):
        ATTITUDE = "ATTITUDE", _("服务态度")
        SPEED = "SPEED", _("办理快慢")
        RESULT = "RESULT", _("处理结果")
        EXPLAINED = "EXPLAINED", _("解释说明")
        PROMISE = "PROMISE", _("承诺兑现")
        OTHER = "OTHER", _("其他")

    class Via(models.TextChoices):
        ONLINE = "ONLINE", _("本人凭查询码")
        PAPER = "PAPER", _("本人填的评价表")
        ASSISTED = "ASSISTED", _("本人说、工作人员协助填写")

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="evaluations", verbose_name=_("请评价"))
    about = models.CharField(_("评价对象"), max_length=6, choices=About)
    grade = models.CharField(_("评价"), max_length=12, choices=Grade)
    reasons = ArrayField(
        models.CharField(max_length=9, choices=Reason), verbose_name=_("原因"), default=list, blank=True
    )
    words = EncryptedTextField(_("想说的话"), max_length=1000, blank=True)
    words_for_handler = models.BooleanField(_("同意让承办人看到"), default=False)
    on = models.DateField(_("评价日期"))
    via = models.CharField(_("怎样评的"), max_length=8, choices=Via)
    entered_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("录入、协助的人")
    )
    entered_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("责任单位"))
    handler = models.ForeignKey(Official, models.PROTECT, null=True, related_name="+", verbose_name=_("承办人"))
    scan = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("扫描件")
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("满意度评价")
        verbose_name_plural = _("满意度评价")
        ordering = ["invitation", "about"]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "about"],
                name="one_evaluation_an_object",
                violation_error_message=_("这个对象已经评价过，不能再改。"),
            ),
            models.CheckConstraint(
                name="online_is_rated_by_nobody_of_the_office",
                condition=Q(via="ONLINE", entered_by__isnull=True, entered_unit__isnull=True)
                | (~Q(via="ONLINE") & Q(entered_by__isnull=False, entered_unit__isnull=False)),
                violation_error_message=_("录入、协助填写的，要写明是谁。"),
            ),
            models.CheckConstraint(
                name="who_handled_rates_for_nobody",
                condition=Q(entered_by__isnull=True)
                | (
                    (Q(handler__isnull=True) | ~Q(entered_by=F("handler")))
                    & (Q(unit__isnull=True) | ~Q(entered_unit=F("unit")))
                ),
                violation_error_message=_("承办人、承办单位的人不能代录、协助评价。"),
            ),
            models.CheckConstraint(
                name="reasons_are_known",
                condition=Q(reasons__contained_by=["ATTITUDE", "SPEED", "RESULT", "EXPLAINED", "PROMISE", "OTHER"]),
                violation_error_message=_("原因只能从列出的里面选。"),
            ),
        ]

    def __str__(self):
        return f"{self.get_about_display()} {self.get_grade_display()}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise ValidationError(_("评价作出以后不能再改。"))
        super().save(*args, **kwargs)

    @property
    def is_dissatisfied(self):
        return self.grade == self.Grade.DISSATISFIED

    @property
    def reason_words(self):
        return [self.Reason(reason).label for reason in self.reasons]


class SecondEffort(models.Model):
    """What was done once more because the petitioner was not satisfied (F7)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="second_efforts", verbose_name=_("案件"))
    round = models.PositiveSmallIntegerField(_("第几轮"))
    on = models.DateField(_("日期"))
    what = models.TextField(_("又做了什么"), max_length=2000)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("谁做的"))
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("不满意后的再次工作")
        verbose_name_plural = _("不满意后的再次工作")
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["case", "round"], name="second_effort_by_case")]
        constraints = [
            models.CheckConstraint(
                name="second_effort_says_what",
                condition=~Q(what=""),
                violation_error_message=_("请写又做了什么。"),
            )
        ]

    def __str__(self):
        return f"{self.case} {self.on}"
