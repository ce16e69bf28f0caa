"""What is done about a matter that cannot wait: measures, reports upward, life-safety incidents (F22, L09, R4)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields import EncryptedTextField
from cases.models.case import Case
from cases.models.deadline import Deadline
from cases.models.event import Event
from officials.models import Official

CLOCKS_APART = timedelta(minutes=5)  # IN-02


def check_moment(case, at, now):
    """Nothing is done before the office knew, nor later than now."""
    if at > now + CLOCKS_APART:
        raise ValidationError({"at": _("时刻不能在现在之后，请核对。")})
    if at < case.received_at - CLOCKS_APART:
        raise ValidationError({"at": _("时刻不能早于收到的时候，请核对。")})


def check_urgent(case):
    if not case.urgency:
        raise ValidationError(_("这件没有列为急办，先列为急办再记。"))


class UrgentMeasureManager(models.Manager):
    def take(self, case, *, what, at, by, now=None):
        """Record what was done about an urgent case; the first one ends the clock of the first action (F22)."""
        now = now or timezone.now()
        check_urgent(case)
        check_moment(case, at, now)
        measure = self.create(case=case, what=what, at=at, by=by, recorded_at=now)
        Deadline.objects.end(case, "F22", on=timezone.localdate(at), at=at, reason="首次行动")
        Event.objects.add(case, Event.Kind.MEASURE, by=by, detail=what, at=now)
        return measure


class UrgentMeasure(models.Model):
    """One thing done about an urgent case, with its time (条例 25(1)). Rows are only added."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="urgent_measures", verbose_name=gettext_lazy("案件"))
    at = models.DateTimeField(gettext_lazy("什么时候"))
    what = models.TextField(gettext_lazy("做了什么"), max_length=1000)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("办的人"))
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = UrgentMeasureManager()

    class Meta:
        verbose_name = gettext_lazy("急办措施")
        verbose_name_plural = gettext_lazy("急办措施")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="urgent_measure_says_what",
                condition=~Q(what=""),
                violation_error_message=gettext_lazy("请写做了什么。"),
            ),
            models.CheckConstraint(
                name="urgent_measure_not_ahead",
                condition=Q(at__lte=F("recorded_at") + CLOCKS_APART),
                violation_error_message=gettext_lazy("时刻不能在现在之后，请核对。"),
            ),
        ]
        indexes = [models.Index(fields=["case", "-at"], name="urgent_measure_by_case")]

    def __str__(self):
        return self.what[:30]


class UrgentReportManager(models.Manager):
    def send(self, case, *, way, to_whom, content, at, by, now=None):
        """Record a report upward. By phone it ends the clock of one hour; in writing, that of four hours as well."""
        now = now or timezone.now()
        check_urgent(case)
        check_moment(case, at, now)
        report = self.create(case=case, way=way, to_whom=to_whom, content=content, at=at, by=by, recorded_at=now)
        ended = ("L09",) if way == UrgentReport.Way.PHONE else ("L09", "L09b")
        Deadline.objects.end(case, *ended, on=timezone.localdate(at), at=at, reason="已上报")
        words = f"{UrgentReport.Way(way).label}报告{to_whom}"
        Event.objects.add(case, Event.Kind.REPORTED, by=by, detail=words, at=now)
        return report


class UrgentReport(models.Model):
    """One report of a major urgent matter: to whom, how, when, what (L09, 条例 25(1)). Rows are only added."""

    class Way(models.TextChoices):
        PHONE = "PHONE", gettext_lazy("电话")
        WRITTEN = "WRITTEN", gettext_lazy("书面")

    case = models.ForeignKey(Case, models.PROTECT, related_name="urgent_reports", verbose_name=gettext_lazy("案件"))
    way = models.CharField(gettext_lazy("怎么报的"), max_length=8, choices=Way)
    to_whom = models.CharField(gettext_lazy("报给谁"), max_length=60)
    at = models.DateTimeField(gettext_lazy("什么时候"))
    content = models.TextField(gettext_lazy("报告内容"), max_length=2000)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("报告人"))
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = UrgentReportManager()

    class Meta:
        verbose_name = gettext_lazy("重大紧急情况报告")
        verbose_name_plural = gettext_lazy("重大紧急情况报告")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="urgent_report_is_whole",
                condition=~Q(to_whom="") & ~Q(content=""),
                violation_error_message=gettext_lazy("报告要写报给谁、报了什么。"),
            ),
            models.CheckConstraint(
                name="urgent_report_not_ahead",
                condition=Q(at__lte=F("recorded_at") + CLOCKS_APART),
                violation_error_message=gettext_lazy("时刻不能在现在之后，请核对。"),
            ),
        ]
        indexes = [models.Index(fields=["case", "-at"], name="urgent_report_by_case")]

    def __str__(self):
        return f"{self.get_way_display()} {self.to_whom}"


class IncidentQuerySet(models.QuerySet):
    def on_screen(self):
        """What still shows: a closed incident has left every screen (R4)."""
        return self.filter(closed_at__isnull=True)


class Incident(models.Model):
    """Something said or seen that touches a life: an event on the matter, never a mark on a person (R4, D31).

    Its words are kept encrypted and stand nowhere else: not on the timeline, not in search, not in a count.
    """

    class Emergency(models.TextChoices):
        POLICE = "POLICE", gettext_lazy("110 公安")
        FIRE = "FIRE", gettext_lazy("119 消防")
        AMBULANCE = "AMBULANCE", gettext_lazy("120 急救")

    case = models.ForeignKey(Case, models.PROTECT, related_name="incidents", verbose_name=gettext_lazy("案件"))
    at = models.DateTimeField(gettext_lazy("什么时候"))
    facts = EncryptedTextField(gettext_lazy("事实"), max_length=2000)
    help_given = EncryptedTextField(gettext_lazy("当场给了什么帮助"), max_length=1000)
    emergency = models.CharField(gettext_lazy("叫了谁来"), max_length=10, choices=Emergency, blank=True)
    emergency_at = models.DateTimeField(gettext_lazy("什么时候叫的"), null=True, blank=True)
    recorded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("记录人"))
    recorded_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(gettext_lazy("结束时间"), null=True, blank=True)
    closed_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("结束人")
    )
    closing_note = models.CharField(gettext_lazy("怎么结束的"), max_length=200, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("生命安全事项")
        verbose_name_plural = gettext_lazy("生命安全事项")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="incident_has_facts_and_help",
                condition=~Q(facts="") & ~Q(help_given=""),
                violation_error_message=gettext_lazy("请写事实和当场给的帮助。"),
            ),
            models.CheckConstraint(
                name="emergency_has_its_time",
                condition=Q(emergency="", emergency_at__isnull=True)
                | (~Q(emergency="") & Q(emergency_at__isnull=False)),
                violation_error_message=gettext_lazy("叫了谁来、什么时候叫的，要一起写。"),
            ),
            models.CheckConstraint(
                name="incident_ends_whole",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, closing_note="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closing_note="")),
                violation_error_message=gettext_lazy("结束要写时间、经手人和怎么结束的。"),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-at"], name="incident_open", condition=Q(closed_at__isnull=True)),
        ]

    def __str__(self):
        return f"{self.at:%F %H:%M}"

    def close(self, *, by, note, now=None):
        """It is over and leaves every screen; the row stays for whoever has to answer for it."""
        if self.closed_at:
            raise ValidationError(_("这一条已经结束，不再显示。"))
        if not note.strip():
            raise ValidationError({"note": _("请写怎么结束的，例如 本人已平安，家人接回。")})
        self.closed_at, self.closed_by, self.closing_note = now or timezone.now(), by, note
        self.save()
        Event.objects.add(self.case, Event.Kind.INCIDENT, by=by, detail="已结束")
