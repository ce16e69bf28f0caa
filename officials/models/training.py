"""The team (队伍): duties with their days, young staff posted for a time, training, certificates (F23, L40)."""

from decimal import ROUND_CEILING, Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Max, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from officials.models.people import PERIOD, Official, PostingQuerySet, Role
from officials.models.specialist import Specialist
from officials.models.units import Unit


class Duty(models.Model):
    """Which body, or who, does the petition work, with the duties in writing and their days (条例 14(2), L40)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties", verbose_name=_("机构"))
    official = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="duties", verbose_name=_("负责人员")
    )
    duties = models.CharField(_("职责"), max_length=500)
    document_no = models.CharField(_("定职责的文号"), max_length=60, blank=True)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True, help_text=_("这一天起不再是"))
    named_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("经手人"))

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("信访工作机构和职责")
        verbose_name_plural = _("信访工作机构和职责")
        ordering = ["unit__position", "unit", "-since"]
        constraints = [
            models.CheckConstraint(
                name="duty_ends_after_it_starts",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                violation_error_message=_("止要晚于起。"),
            )
        ]

    def __str__(self):
        return f"{self.unit} {self.since}"


class Secondment(models.Model):
    """Young or new staff posted to petition work for a time (条例 16(3), L40)."""

    official = models.ForeignKey(Official, models.PROTECT, related_name="secondments", verbose_name=_("谁"))
    home = models.CharField(_("从哪里来"), max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("到哪里锻炼"))
    guide = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("带教人")
    )
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), help_text=_("这一天起回原单位"))
    named_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("经手人"))

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("到信访岗位锻炼")
        verbose_name_plural = _("到信访岗位锻炼")
        ordering = ["-since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="secondment_ends_after_it_starts",
                condition=Q(until__gt=F("since")),
                violation_error_message=_("止要晚于起。"),
            ),
            models.CheckConstraint(
                name="nobody_guides_himself",
                condition=Q(guide__isnull=True) | ~Q(guide=F("official")),
                violation_error_message=_("带教人要是另一个人。"),
            ),
            ExclusionConstraint(
                name="one_secondment_at_a_time",
                expressions=[("official", RangeOperators.EQUAL), (PERIOD, RangeOperators.OVERLAPS)],
                violation_error_message=_("这个人在这段时间已经在锻炼。"),
            ),
        ]

    def __str__(self):
        return f"{self.official} {self.since}"


class TrainingSession(models.Model):
    """One training (学习培训), with its hours; who was there stands in its attendances."""

    class Kind(models.TextChoices):
        POLITICAL = "POLITICAL", _("政治")
        PROFESSIONAL = "PROFESSIONAL", _("业务")
        QUALITY = "QUALITY", _("素质")

    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    topic = models.CharField(_("题目"), max_length=100)
    held_on = models.DateField(_("哪天"))
    hours = models.DecimalField(_("学时"), max_digits=4, decimal_places=1)
    lecturer = models.CharField(_("谁讲"), max_length=60, blank=True)
    has_test = models.BooleanField(_("有测试"), default=False)
    recorded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    recorded_at = models.DateTimeField(_("记录时间"), default=timezone.now)

    class Meta:
        verbose_name = _("培训")
        verbose_name_plural = _("培训")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_training_of_a_topic_a_day",
                fields=["held_on", "topic"],
                violation_error_message=_("这一天这个题目的培训已经记过。"),
            ),
            models.CheckConstraint(
                name="training_has_hours",
                condition=Q(hours__gt=0, hours__lte=40),
                violation_error_message=_("学时写 0.5 到 40。"),
            ),
        ]

    def __str__(self):
        return f"{self.topic} {self.held_on}"


class AttendanceQuerySet(models.QuerySet):
    def hours_in(self, year):
        """{official id: hours} of those who were there in the year."""
        rows = self.filter(session__held_on__year=year, was_there=True).order_by()
        return dict(rows.values_list("official").annotate(hours=Sum("session__hours")))


class RequirementQuerySet(models.QuerySet):
    def hours_of(self, year):
        """{role: hours} that a whole year in the post asks for: the latest word up to that year."""
        return dict(self.filter(since_year__lte=year).order_by("since_year").values_list("role", "hours"))


class TrainingRequirement(models.Model):
    """How many hours of training a year in a post asks for, from a year on until a later row says otherwise (F23)."""

    role = models.CharField(_("岗位"), max_length=2, choices=Role)
    since_year = models.PositiveSmallIntegerField(_("从哪一年起"))
    hours = models.DecimalField(_("每年学时"), max_digits=4, decimal_places=1, help_text=_("不再要求的写 0"))
    named_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    recorded_on = models.DateField(_("登记日期"))

    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("学时要求")
        verbose_name_plural = _("学时要求")
        ordering = ["role", "-since_year"]
        constraints = [
            models.UniqueConstraint(
                name="one_requirement_a_post_and_year",
                fields=["role", "since_year"],
                violation_error_message=_("这个岗位这一年的要求已经写过。"),
            ),
            models.CheckConstraint(
                name="required_hours_are_0_to_200",
                condition=Q(hours__gte=0, hours__lte=200),
                violation_error_message=_("学时写 0 到 200。"),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.since_year}"


def required_hours(posts, year, by_role):
    """What the posts held on the last day that is looked at ask of their holder in `year`: the most of them (0188).

    Whoever came within the year owes the months that were left, the one he came in included; full half hours.
    """
    asked = Decimal(0)
    for post in posts:
        months = 13 - post.since.month if post.since.year == year else 12
        share = Decimal(by_role.get(post.role, 0)) * 2 * months / 12
        asked = max(asked, share.to_integral_value(ROUND_CEILING) / 2)
    return asked


class Attendance(models.Model):
    """One official at one training: there or not, and how the test went."""

    class Result(models.TextChoices):
        PASSED = "PASSED", _("合格")
        AGAIN = "AGAIN", _("要补测")

    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="attendances", verbose_name=_("培训"))
    official = models.ForeignKey(Official, models.PROTECT, related_name="attendances", verbose_name=_("谁"))
    was_there = models.BooleanField(_("到了"), default=True)
    result = models.CharField(_("测试"), max_length=6, choices=Result, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("参加培训")
        verbose_name_plural = _("参加培训")
        ordering = ["session", "official"]
        constraints = [
            models.UniqueConstraint(name="at_a_training_once", fields=["official", "session"]),
            models.CheckConstraint(
                name="who_was_not_there_has_no_result",
                condition=Q(was_there=True) | Q(result=""),
                violation_error_message=_("没到的没有测试结果。"),
            ),
        ]

    def __str__(self):
        return f"{self.official} {self.session}"


class CertificateQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_on__isnull=True)

    def newest(self):
        """Of each holder and kind the one that runs longest."""
        order = ["official_id", "specialist_id", "kind", F("expires_on").desc(nulls_first=True), "-pk"]
        return self.standing().order_by(*order).distinct("official_id", "specialist_id", "kind")

    def expired(self, on, **holder):
        """The kinds of certificate of `holder` of which none is valid on the day `on`: {kind: its last day}.

        The last day of a certificate is still one with it.
        """
        rows = self.standing().filter(**holder)
        unlimited = rows.filter(expires_on__isnull=True).values("kind")
        rows = rows.exclude(kind__in=unlimited).order_by().values_list("kind").annotate(last=Max("expires_on"))
        return {kind: last for kind, last in rows if last < on}


class Certificate(models.Model):
    """A certificate of one official or one specialist; `expires_on` is its last day, none where it has no end."""

    class Kind(models.TextChoices):
        MEDIATOR = "MEDIATOR", _("人民调解员证")
        LAWYER = "LAWYER", _("律师执业证")
        COUNSELLOR = "COUNSELLOR", _("心理咨询师证")
        POST = "POST", _("上岗证")
        OTHER = "OTHER", _("其他证书")

    official = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="certificates", verbose_name=_("人员")
    )
    specialist = models.ForeignKey(
        Specialist, models.PROTECT, null=True, blank=True, related_name="certificates", verbose_name=_("特邀专家")
    )
    kind = models.CharField(_("证书"), max_length=10, choices=Kind)
    number = models.CharField(_("证号"), max_length=40)
    issued_on = models.DateField(_("发证日期"))
    expires_on = models.DateField(_("有效期到"), null=True, blank=True, help_text=_("这一天还有效；长期有效的不写"))
    recorded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    recorded_on = models.DateField(_("登记日期"))
    withdrawn_on = models.DateField(_("注销日期"), null=True, blank=True)
    withdrawal = models.CharField(_("注销的原因"), max_length=200, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("证书")
        verbose_name_plural = _("证书")
        ordering = ["kind", "-expires_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="certificate_has_one_holder",
                condition=Q(official__isnull=False, specialist__isnull=True)
                | Q(official__isnull=True, specialist__isnull=False),
                violation_error_message=_("证书是一个人的：选人员或者特邀专家。"),
            ),
            models.UniqueConstraint(
                name="a_certificate_once",
                fields=["kind", "number", "issued_on"],
                violation_error_message=_("这张证书已经登记过。"),
            ),
            models.CheckConstraint(
                name="certificate_ends_after_it_was_issued",
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
                violation_error_message=_("有效期不能早于发证。"),
            ),
            models.CheckConstraint(
                name="withdrawn_certificate_says_why",
                condition=Q(withdrawn_on__isnull=True, withdrawal="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawal="")),
                violation_error_message=_("注销证书要写原因。"),
            ),
        ]
        indexes = [
            models.Index(fields=["expires_on"], name="certificate_by_end", condition=Q(withdrawn_on__isnull=True))
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"

    @property
    def holder(self):
        return self.official or self.specialist

    def is_valid(self, on):
        return self.withdrawn_on is None and (self.expires_on is None or self.expires_on >= on)


def why_expired(on, kinds=None, **holder):
    """Which certificate of `holder` is over, in a sentence; empty where none is. Of `kinds` alone, where given."""
    for kind, last in sorted(Certificate.objects.expired(on, **holder).items()):
        if kinds is None or kind in kinds:
            words = _("%(kind)s %(day)s 到期，换证以后才能请。")
            return words % {"kind": Certificate.Kind(kind).label, "day": f"{last:%F}"}
    return ""
