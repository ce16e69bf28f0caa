"""What a superior assigned: the closing report by the day it set, and a later day that it grants (L06, P16)."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.models import Case, Deadline, Event
from officials.calendar import Calendar, UnknownYear
from officials.models import Official


class AssignmentReportManager(models.Manager):
    @transaction.atomic
    def send(self, visit, *, by, sent_on, number, note=""):
        """Record that the closing report on the assignment `visit` went to its sender; its clock ends on that day.

        Lock the contact's row first; its case's is locked here.
        """
        if not visit.due_on or visit.voided_at:
            raise ValidationError(_("只有上级交办、没有作废的才报结（条例第二十二条第一款第三项）。"))
        if self.filter(visit=visit).exists():
            raise ValidationError(_("这份交办已经报结，没有再记一遍。"))
        if sent_on < visit.sent_on:
            raise ValidationError({"sent_on": _("报结日期早于来文日期，请核对。")})
        case = visit.case = Case.objects.for_change().get(pk=visit.case_id)
        report = self.create(visit=visit, by=by, sent_on=sent_on, number=number, note=note)
        Deadline.objects.end_assigned(case, visit.sent_on, visit.assigned_until, on=sent_on, reason="已报结")
        case.touch(by)
        case.save()
        words = f"向{visit.sender_organ}报结，{number}"
        Event.objects.add(case, Event.Kind.REPORTED, by=by, detail=words)
        return report


class AssignmentReport(models.Model):
    """One closing report (办结报告) to the organ that assigned the matter. Rows are only added."""

    visit = models.OneToOneField(
        "reception.Visit", models.PROTECT, related_name="closing_report", verbose_name=gettext_lazy("交办")
    )
    sent_on = models.DateField(gettext_lazy("报结日期"))
    number = models.CharField(gettext_lazy("报告文号"), max_length=40)
    note = models.CharField(gettext_lazy("报告要点"), max_length=200, blank=True)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("报结人"))
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = AssignmentReportManager()

    class Meta:
        verbose_name = gettext_lazy("交办报结")
        verbose_name_plural = gettext_lazy("交办报结")
        constraints = [
            models.CheckConstraint(
                name="closing_report_has_its_number",
                condition=~Q(number=""),
                violation_error_message=gettext_lazy("请写报告文号；没有文号的，写“无号”。"),
            )
        ]

    def __str__(self):
        return f"{self.visit} {self.number}"


class AssignmentExtensionManager(models.Manager):
    @transaction.atomic
    def grant(self, visit, *, by, granted_on, due_on, number):
        """Record that the sender of the assignment `visit` now wants its report by the later day `due_on`.

        Only the assigner extends, and its day never lengthens the 60 days of L17. Lock the contact's row first; its
        case's is locked here.
        """
        if not visit.due_on or visit.voided_at:
            raise ValidationError(_("只有上级交办、没有作废的才有报结的期限（条例第二十二条第一款第三项）。"))
        if AssignmentReport.objects.filter(visit=visit).exists():
            raise ValidationError(_("这份交办已经报结，不用再延期。"))
        if granted_on < visit.sent_on:
            raise ValidationError({"granted_on": _("同意延期的日期早于来文日期，请核对。")})
        until = visit.assigned_until
        if due_on <= until:
            raise ValidationError({"due_on": _("现在要求 %s 报结，延期要晚于这一天。") % until})
        try:
            due = rules.given("L06", visit.sent_on, due_on, Calendar.load())
        except (rules.RuleRefuses, UnknownYear) as refusal:
            raise ValidationError({"due_on": str(refusal)}) from None
        case = visit.case = Case.objects.for_change().get(pk=visit.case_id)
        Deadline.objects.extend_assigned(case, visit.sent_on, until, due)
        extension = self.create(visit=visit, by=by, granted_on=granted_on, due_on=due_on, number=number)
        case.touch(by)
        case.save()
        words = f"{visit.sender_organ}同意延到 {due_on} 报结，{number}"
        Event.objects.add(case, Event.Kind.DATE_MOVED, by=by, detail=words)
        return extension


class AssignmentExtension(models.Model):
    """A later day for the closing report, granted by the organ that assigned the matter. Rows are only added."""

    visit = models.ForeignKey(
        "reception.Visit", models.PROTECT, related_name="extensions", verbose_name=gettext_lazy("交办")
    )
    granted_on = models.DateField(gettext_lazy("同意延期的日期"))
    due_on = models.DateField(gettext_lazy("延到哪天报结"))
    number = models.CharField(gettext_lazy("同意延期的文号"), max_length=40)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("记录人"))
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = AssignmentExtensionManager()

    class Meta:
        verbose_name = gettext_lazy("交办延期")
        verbose_name_plural = gettext_lazy("交办延期")
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "due_on"],
                name="an_assignment_is_extended_to_a_day_once",
                violation_error_message=gettext_lazy("已经记过延到这一天。"),
            ),
            models.CheckConstraint(
                name="extension_of_an_assignment_has_its_number",
                condition=~Q(number=""),
                violation_error_message=gettext_lazy("请写同意延期的文号；没有文号的，写“无号”。"),
            ),
        ]

    def __str__(self):
        return f"{self.visit} {self.due_on}"
