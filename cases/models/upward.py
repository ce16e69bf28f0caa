"""A matter reported upward in writing (报告上级), and what came back (条例 13(3), 24(1); 0183).

The urgent lane reports within hours, by phone first (`cases.models.urgency`, L09); what comes from above unasked is
`cases.models.superior`. No clock of the matter moves by a report (T29).
"""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models.attachment import Attachment
from cases.models.case import Case
from cases.models.event import Event
from officials.models import Official


class UpwardReportQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(answered_on__isnull=True)

    @transaction.atomic
    def send(self, case, *, organ, number, sent_on, content, papers, by, on):
        """Record that the report went out, with its paper. Lock the case first."""
        if case.confidentiality == Case.Confidentiality.SEALED:
            raise ValidationError(_("封存的按检举控告的规定移送，不写书面报告。"))
        if not case.received_on <= sent_on <= on:
            raise ValidationError({"sent_on": _("报出的日子要在收到以后、今天以前。")})
        if not papers:
            raise ValidationError({"file1": _("请附上报出去的那份报告。")})
        report = self.model(
            case=case, organ=organ, number=number, sent_on=sent_on, content=content, by=by, recorded_on=on
        )
        report.full_clean(exclude=["case", "by", "answered_by"])
        report.save()
        report.papers.set(papers)
        report.tell(by, f"书面报告{organ}，{number}，{sent_on:%F} 报出")
        return report


class UpwardReport(models.Model):
    """One written report on a case to an organ above, and its answer once it is there."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="upward_reports", verbose_name=gettext_lazy("案件"))
    organ = models.CharField(gettext_lazy("报给哪个机关"), max_length=60)
    number = models.CharField(gettext_lazy("报告文号"), max_length=40)
    sent_on = models.DateField(gettext_lazy("报出日期"))
    content = models.TextField(gettext_lazy("报告什么、请上级定什么"), max_length=2000)
    papers = models.ManyToManyField(Attachment, related_name="+", verbose_name=gettext_lazy("报告"))
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁报的"))
    recorded_on = models.DateField(gettext_lazy("记下的日期"), default=timezone.localdate)
    answered_on = models.DateField(gettext_lazy("收到答复的日期"), null=True, blank=True)
    answer = models.TextField(gettext_lazy("上级怎么答复的"), max_length=2000, blank=True)
    answer_number = models.CharField(gettext_lazy("答复文号"), max_length=40, blank=True)
    answer_papers = models.ManyToManyField(Attachment, related_name="+", verbose_name=gettext_lazy("答复"), blank=True)
    answered_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("谁记的答复")
    )

    objects = UpwardReportQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("报告上级")
        verbose_name_plural = gettext_lazy("报告上级")
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="upward_report_is_whole",
                condition=~Q(organ="") & ~Q(number="") & ~Q(content=""),
                violation_error_message=gettext_lazy("报告要写报给谁、文号、报了什么。"),
            ),
            models.UniqueConstraint(
                name="an_upward_report_once",
                fields=["case", "organ", "number"],
                violation_error_message=gettext_lazy("这份报告已经记过。"),
            ),
            models.CheckConstraint(
                name="upward_report_is_answered_whole",
                condition=Q(answered_on__isnull=True, answered_by__isnull=True, answer="", answer_number="")
                | (
                    Q(answered_on__isnull=False, answered_by__isnull=False, answered_on__gte=F("sent_on"))
                    & ~Q(answer="")
                ),
                violation_error_message=gettext_lazy("答复要写哪天收到、怎么答复的。"),
            ),
        ]
        indexes = [models.Index(fields=["case", "-sent_on"], name="upward_report_by_case")]

    def __str__(self):
        return f"{self.organ} {self.number}"

    # ---------- 步 ----------
    @transaction.atomic
    def take_answer(self, *, answered_on, answer, number, papers, by, on):
        """Record what the organ above answered, once. The case is locked."""
        if self.answered_on:
            raise ValidationError(_("这份报告的答复已经记过。"))
        if not self.sent_on <= answered_on <= on:
            raise ValidationError({"answered_on": _("收到答复的日子要在报出以后、今天以前。")})
        if not answer.strip():
            raise ValidationError({"answer": _("请写上级怎么答复的。")})
        self.answered_on, self.answer, self.answer_number, self.answered_by = answered_on, answer, number, by
        self.full_clean(exclude=["case", "by", "answered_by"])
        self.save()
        self.answer_papers.set(papers)
        self.tell(by, f"{self.organ}答复{number and '，'}{number}，{answered_on:%F} 收到")

    def tell(self, by, detail):
        self.case.touch(by)
        self.case.save()
        Event.objects.add(self.case, Event.Kind.REPORTED, by=by, detail=detail)
