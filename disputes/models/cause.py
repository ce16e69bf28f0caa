"""What is suggested so that matters of one cause do not arise again, and what the year taught (F3, F60, L30)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.models import CaseCause, CauseCode, Counter, Deadline, Finding
from cases.models.case import day_starts
from disputes.models.key_period import ONE_DAY
from officials.calendar import Calendar, UnknownYear
from officials.models import Official, Unit

RULE = "F3"
STRUCTURAL = 3  # so many matters of one cause in one place, and it is no chance (F3)


def causes_of(cases, first, last):
    """Standing causes of those of `cases` that came from the day `first` to `last`, both included."""
    came = Q(case__received_at__gte=day_starts(first), case__received_at__lt=day_starts(last + ONE_DAY))
    return CaseCause.objects.standing().filter(came, case__in=cases.unsealed().current())


def common_causes(cases, first, last):
    """(community, cause) with at least three matters, the most first, each with its number: one statement."""
    found = causes_of(cases, first, last).values("cause", "cause__name", "case__community", "case__community__name")
    found = found.annotate(matters=Count("pk")).filter(matters__gte=STRUCTURAL)
    return found.order_by("-matters", "cause__name", "case__community__name")


class SuggestionQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(answered_on__isnull=True)

    @transaction.atomic
    def make(self, *, cause, unit, organ, text, due_on, by, on):
        """Ask a unit of the office or another organ to improve what matters of `cause` arise from (完善政策建议)."""
        if bool(unit) == bool(organ.strip()):
            raise ValidationError({"organ": _("写给本街道的单位就选单位，写给别的机关就写名称，只要一样。")})
        if due_on <= on:
            raise ValidationError({"due_on": _("反馈的日子要在今天以后。")})
        number = Counter.objects.take("建议", str(on.year))
        suggestion = self.model(
            number=f"建{on.year}-{number:03d}",
            cause=cause,
            unit=unit,
            organ=organ.strip(),
            text=text,
            asked_on=on,
            asked_by=by,
            due_on=due_on,
        )
        suggestion.full_clean(exclude=["cause", "unit", "asked_by", "deadline"])
        suggestion.deadline = suggestion.start_clock()
        suggestion.save()
        return suggestion


class Suggestion(models.Model):
    """One suggestion with its written feedback (条例第四十条第四款)."""

    class Adoption(models.TextChoices):
        ADOPTED = "ADOPTED", gettext_lazy("采纳")
        PARTLY = "PARTLY", gettext_lazy("部分采纳")
        NOT = "NOT", gettext_lazy("没有采纳")

    number = models.CharField(gettext_lazy("编号"), max_length=20, unique=True)
    cause = models.ForeignKey(CauseCode, models.PROTECT, related_name="suggestions", verbose_name=gettext_lazy("成因"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("给哪个单位")
    )
    organ = models.CharField(gettext_lazy("别的机关"), max_length=60, blank=True)
    text = models.TextField(gettext_lazy("建议"), max_length=1000)
    asked_on = models.DateField(gettext_lazy("哪天提的"))
    asked_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁提的"))
    due_on = models.DateField(gettext_lazy("哪天以前反馈"))
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="suggestion")
    adoption = models.CharField(gettext_lazy("采纳情况"), max_length=7, choices=Adoption, blank=True)
    feedback = models.TextField(gettext_lazy("书面反馈"), max_length=1000, blank=True)
    answered_on = models.DateField(gettext_lazy("反馈日期"), null=True, blank=True)
    recorded_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("完善政策建议")
        verbose_name_plural = gettext_lazy("完善政策建议")
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="suggestion_is_to_one",
                condition=Q(unit__isnull=False, organ="") | (Q(unit__isnull=True) & ~Q(organ="")),
                violation_error_message=gettext_lazy("建议给一个单位或者一个机关。"),
            ),
            models.CheckConstraint(
                name="suggestion_is_answered_whole",
                condition=Q(adoption="", feedback="", answered_on__isnull=True, recorded_by__isnull=True)
                | (~Q(adoption="") & ~Q(feedback="") & Q(answered_on__isnull=False, recorded_by__isnull=False)),
                violation_error_message=gettext_lazy("反馈要写采纳没有、原话和日期。"),
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="suggestion_unanswered", condition=Q(answered_on__isnull=True)),
            models.Index(fields=["-asked_on"], name="suggestion_by_day"),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("causes:suggestion", args=[self.pk])

    @property
    def addressee(self):
        return self.unit.name if self.unit else self.organ

    def is_late(self, today):
        return self.answered_on is None and self.due_on < today

    def start_clock(self):
        try:
            due = rules.given(RULE, self.asked_on, self.due_on, Calendar.load())
        except (rules.RuleRefuses, UnknownYear) as refusal:
            raise ValidationError({"due_on": str(refusal)}) from None
        with translation.override(settings.LANGUAGE_CODE):
            label = str(due.rule.title)
        return Deadline.objects.start(
            None,
            due,
            rule=RULE,
            kind=due.rule.kind,
            label=label,
            started_on=self.asked_on,
            unit=self.unit,
            official=self.asked_by,
        )

    @transaction.atomic
    def answer(self, adoption, *, feedback, answered_on, by, on):
        """What was written back; its clock ends with the day of the paper. The row is locked."""
        if self.answered_on:
            raise ValidationError(_("已经记了反馈。"))
        if not self.asked_on <= answered_on <= on:
            raise ValidationError({"answered_on": _("反馈的日子要在提出以后、今天以前。")})
        self.adoption, self.feedback, self.answered_on, self.recorded_by = adoption, feedback, answered_on, by
        self.full_clean(exclude=["cause", "unit", "asked_by", "deadline", "recorded_by"])
        self.save()
        Deadline.objects.running().filter(pk=self.deadline_id).update(ended_on=answered_on, end_reason="已书面反馈")


class Lesson(models.Model):
    """What the year taught (F60): from which finding or suggestion, and which rule of work was changed for it."""

    year = models.PositiveSmallIntegerField(gettext_lazy("哪一年"))
    text = models.CharField(gettext_lazy("教训、经验"), max_length=500)
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("检查发现的问题")
    )
    suggestion = models.ForeignKey(
        Suggestion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("建议")
    )
    change = models.CharField(gettext_lazy("改了什么规矩"), max_length=300)
    written_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁写的"))
    written_on = models.DateField(gettext_lazy("哪天写的"))

    class Meta:
        verbose_name = gettext_lazy("经验教训")
        verbose_name_plural = gettext_lazy("经验教训")
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="lesson_has_its_source",
                condition=Q(finding__isnull=False) | Q(suggestion__isnull=False),
                violation_error_message=gettext_lazy("请选从哪个问题或者哪条建议来的。"),
            ),
            models.CheckConstraint(name="lesson_changes_something", condition=~Q(text="") & ~Q(change="")),
        ]

    def __str__(self):
        return f"{self.year} {self.pk}"
