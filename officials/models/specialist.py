"""Invited specialists (特邀专家): who they are, for how long they serve, and whether with an account (F24, F56)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from officials.models.people import Official


class SpecialistQuerySet(models.QuerySet):
    def serving(self, on):
        """`until` is the first day without the service, as of a post."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=on), since__lte=on)


class Specialist(models.Model):
    """Somebody from outside whom the office may ask. What he sees of a case hangs on what he was asked alone."""

    class Kind(models.TextChoices):
        LAWYER = "LAWYER", _("律师")
        MEDIATOR = "MEDIATOR", _("金牌调解员")
        COUNSELLOR = "COUNSELLOR", _("心理咨询师")
        RETIRED = "RETIRED", _("退休老干部")
        EXPERT = "EXPERT", _("专家学者")
        OTHER = "OTHER", _("其他")

    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    name = models.CharField(_("姓名"), max_length=50)
    speciality = models.CharField(_("专长"), max_length=100)
    organ = models.CharField(_("所在单位"), max_length=60, blank=True)
    licence_no = models.CharField(_("执业证号"), max_length=40, blank=True)
    phone = models.CharField(_("工作电话"), max_length=30, blank=True)
    since = models.DateField(_("聘请起"))
    until = models.DateField(_("聘请止"), null=True, blank=True, help_text=_("这一天起不再请他"))
    official = models.OneToOneField(
        Official,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="specialist",
        verbose_name=_("账号"),
        help_text=_("没有账号的，意见由承办人照书面记"),
    )

    history = HistoricalRecords()
    objects = SpecialistQuerySet.as_manager()

    class Meta:
        verbose_name = _("特邀专家")
        verbose_name_plural = _("特邀专家")
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(
                name="service_ends_after_it_starts",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                violation_error_message=_("聘请的止要晚于起。"),
            ),
            models.CheckConstraint(
                name="a_lawyer_has_his_licence",
                condition=~Q(kind="LAWYER") | ~Q(licence_no=""),
                violation_error_message=_("律师要写执业证号。"),
            ),
        ]

    def __str__(self):
        return f"{self.name}（{self.get_kind_display()}）"

    def is_serving(self, on):
        return self.since <= on and (self.until is None or self.until > on)
