"""The closing report on what a superior assigned: sent within the day it set (L06, P16)."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Deadline, Event
from officials.models import Official


class AssignmentReportManager(models.Manager):
    @transaction.atomic
    def send(self, visit, *, by, sent_on, number, note=""):
        """Record that the closing report on the assignment `visit` went to its sender; its clock ends on that day.

        Lock the contact's row first; its case's is locked here.
        """
        if not visit.due_on or visit.voided_at:
            raise ValidationError(_("只有上级交办、没有作废的才报结（L06）。"))
        if self.filter(visit=visit).exists():
            raise ValidationError(_("这份交办已经报结，没有再记一遍。"))
        if sent_on < visit.sent_on:
            raise ValidationError({"sent_on": _("报结日期早于来文日期，请核对。")})
        case = visit.case = Case.objects.for_change().get(pk=visit.case_id)
        report = self.create(visit=visit, by=by, sent_on=sent_on, number=number, note=note)
        Deadline.objects.end_assigned(case, visit.sent_on, visit.due_on, on=sent_on, reason="已报结")
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
