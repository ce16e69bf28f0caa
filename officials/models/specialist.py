"""Invited specialists (特邀专家): who they are, for how long they serve, when they sit here (F24, F56)."""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext
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


SITTING = Func(
    F("starts_at"),
    F("ends_at"),
    RangeBoundary(inclusive_lower=True, inclusive_upper=False),
    function="TSTZRANGE",
    output_field=DateTimeRangeField(),
)


class ShiftQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_on__isnull=True)

    def between(self, since, until):
        """Those that are not over at the instant `since` and begin before `until`, the next first."""
        return self.filter(ends_at__gt=since, starts_at__lt=until).order_by("starts_at", "pk")


class Shift(models.Model):
    """A specialist sits at a place from one hour to another (值班), each petitioner for so many minutes (F24).

    What is written is not changed: a shift is withdrawn with its reason and another written.
    """

    specialist = models.ForeignKey(Specialist, models.PROTECT, related_name="shifts", verbose_name=_("特邀专家"))
    starts_at = models.DateTimeField(_("从几点"))
    ends_at = models.DateTimeField(_("到几点"))
    minutes = models.PositiveSmallIntegerField(_("每位几分钟"), default=30)
    place = models.CharField(_("在哪里"), max_length=60)
    named_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    withdrawn_on = models.DateField(_("撤下日期"), null=True, blank=True)
    withdrawal = models.CharField(_("撤下的原因"), max_length=200, blank=True)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("专家值班")
        verbose_name_plural = _("专家值班")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="shift_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("到几点要晚于从几点。"),
            ),
            models.CheckConstraint(
                name="shift_gives_each_10_to_240_minutes",
                condition=Q(minutes__gte=10, minutes__lte=240),
                violation_error_message=_("每位 10 到 240 分钟。"),
            ),
            models.CheckConstraint(
                name="withdrawn_shift_says_why",
                condition=Q(withdrawn_on__isnull=True, withdrawal="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawal="")),
                violation_error_message=_("撤下值班要写原因。"),
            ),
            ExclusionConstraint(
                name="a_specialist_sits_at_one_place",
                expressions=[("specialist", RangeOperators.EQUAL), (SITTING, RangeOperators.OVERLAPS)],
                condition=Q(withdrawn_on__isnull=True),
                violation_error_message=_("这位专家在这段时间已经排了班。"),
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="shift_by_start", condition=Q(withdrawn_on__isnull=True))]

    def __str__(self):
        return f"{self.specialist.name} {timezone.localtime(self.starts_at):%F %H:%M}"

    def clean(self):
        if not self.specialist_id:
            return
        if not self.specialist.is_serving(timezone.localdate(self.starts_at)):
            raise ValidationError({"on": gettext("%s 那天不在聘请期内。") % self.specialist.name})

    @property
    def slots(self):
        """The instants at which somebody's turn begins; a rest too short for one is left over."""
        each = timedelta(minutes=self.minutes)
        return [self.starts_at + each * turn for turn in range((self.ends_at - self.starts_at) // each)]
