"""Recusal (回避): who has an interest in a case stops at once and is out once that is decided (L13, AZ-10, P17)."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.fields import EncryptedTextField
from cases.models.case import Case
from cases.models.deadline import Deadline
from officials.models import Official, Posting, Role


class RecusalQuerySet(models.QuerySet):
    def asked(self):
        """Not decided yet: whom it concerns does nothing more until it is."""
        return self.filter(decision="")

    def to_decide_by(self, official):
        """What the head decides, never his own (L13); nothing for anybody else."""
        return self.asked().exclude(official=official) if Role.HO in official.roles else self.none()

    def knowing_heads(self, on):
        """Each with `is_of_head`: whether it concerns who heads the organ that day, so that the superior decides."""
        heads = Posting.objects.in_force(on).filter(role=Role.HO, official=OuterRef("official"))
        return self.annotate(is_of_head=Exists(heads))

    def agreed(self):
        return self.filter(decision=Recusal.Decision.WITHDRAWS)


class Recusal(models.Model):
    """One official, one case, one ground, from the day it was known to the review of what he did before.

    The ground is the words of whoever asks; which relatives somebody has is not registered (P17). What is said about
    somebody is encrypted at rest. `superior` is the organ that decided where the head himself is concerned;
    `decided_by` then wrote its decision down.
    """

    class Asker(models.TextChoices):
        SELF = "SELF", _("本人")
        PETITIONER = "PETITIONER", _("信访人")
        UNIT = "UNIT", _("单位")

    class Decision(models.TextChoices):
        WITHDRAWS = "WITHDRAWS", _("回避")
        STAYS = "STAYS", _("不回避")

    class Outcome(models.TextChoices):
        HOLDS = "HOLDS", _("不影响，照旧")
        REDO = "REDO", _("有影响，重新做")

    case = models.ForeignKey(Case, models.PROTECT, related_name="recusals", verbose_name=_("案件"))
    position = models.PositiveSmallIntegerField(_("序号"))
    official = models.ForeignKey(Official, models.PROTECT, related_name="recusals", verbose_name=_("工作人员"))
    post = models.CharField(_("职务"), max_length=100)
    asker = models.CharField(_("谁提出的"), max_length=10, choices=Asker)
    asked_on = models.DateField(_("提出日期"))
    ground = EncryptedTextField(_("回避的理由"), max_length=500)
    recorded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    recorded_at = models.DateTimeField(default=timezone.now)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="recusal")
    decision = models.CharField(_("决定"), max_length=9, choices=Decision, blank=True)
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("决定人")
    )
    superior = models.CharField(_("作决定的上级机关"), max_length=60, blank=True)
    reason = EncryptedTextField(_("决定的理由"), max_length=300, blank=True)
    replacement = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("接替人员")
    )
    outcome = models.CharField(_("此前工作"), max_length=5, choices=Outcome, blank=True)
    review = EncryptedTextField(_("复核的情况"), max_length=500, blank=True)
    reviewed_on = models.DateField(_("复核日期"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("复核人")
    )

    objects = RecusalQuerySet.as_manager()

    class Meta:
        verbose_name = _("回避")
        verbose_name_plural = _("回避")
        ordering = ["case", "position"]
        constraints = [
            models.UniqueConstraint(name="recusals_are_numbered", fields=["case", "position"]),
            models.UniqueConstraint(
                name="asked_once_at_a_time",
                fields=["case", "official"],
                condition=Q(decision=""),
                violation_error_message=_("这位的回避已经提出，等决定（条例第二十八条第三款）。"),
            ),
            models.UniqueConstraint(
                name="out_of_a_case_once",
                fields=["official", "case"],
                condition=Q(decision="WITHDRAWS"),
                violation_error_message=_("这位已经回避（条例第二十八条第三款）。"),
            ),
            models.CheckConstraint(
                name="recusal_has_its_ground",
                condition=~Q(ground=""),
                violation_error_message=_("请写回避的理由。"),
            ),
            models.CheckConstraint(
                name="only_oneself_declares",
                condition=~Q(asker="SELF") | Q(recorded_by=F("official")),
                violation_error_message=_("本人申请的，由本人登记。"),
            ),
            models.CheckConstraint(
                name="recusal_is_decided_whole",
                condition=Q(decision="", decided_on__isnull=True, decided_by__isnull=True, reason="", superior="")
                | (
                    ~Q(decision="")
                    & ~Q(reason="")
                    & Q(decided_on__gte=F("asked_on"), decided_on__isnull=False, decided_by__isnull=False)
                ),
                violation_error_message=_("决定要写谁、哪天、什么理由。"),
            ),
            models.CheckConstraint(
                name="nobody_decides_on_himself",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("official")),
                violation_error_message=_("本人不能决定自己的回避（条例第二十八条第三款）。"),
            ),
            models.CheckConstraint(
                name="staying_takes_a_second_person",
                condition=~Q(decision="STAYS") | ~Q(superior="") | ~Q(decided_by=F("recorded_by")),
                violation_error_message=_("不回避要由登记人以外的人决定（AZ-10）。"),
            ),
            models.CheckConstraint(
                name="another_replaces",
                condition=Q(replacement__isnull=True) | (Q(decision="WITHDRAWS") & ~Q(replacement=F("official"))),
                violation_error_message=_("接替的要是另一个人。"),
            ),
            models.CheckConstraint(
                name="acts_before_are_reviewed_whole",
                condition=Q(outcome="", review="", reviewed_on__isnull=True, reviewed_by__isnull=True)
                | (
                    Q(decision="WITHDRAWS", reviewed_on__gte=F("decided_on"), reviewed_by__isnull=False)
                    & ~Q(outcome="")
                    & ~Q(review="")
                    & ~Q(reviewed_by=F("official"))
                ),
                violation_error_message=_("此前工作由另一个人在决定以后复核，写明情况。"),
            ),
        ]

    def __str__(self):
        return f"{self.official} {self.case}"

    @property
    def is_asked(self):
        return not self.decision

    @property
    def is_agreed(self):
        return self.decision == self.Decision.WITHDRAWS

    @property
    def awaits_review(self):
        return self.is_agreed and self.reviewed_on is None
