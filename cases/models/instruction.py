"""What a leader instructs on a case (批示, F46), by when, and what came of it."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models.case import Case
from cases.models.deadline import Deadline
from cases.models.event import Event
from cases.models.plan import clock_of
from officials.models import Official

RULE = "F46"


class InstructionQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(answered_on__isnull=True, case__closed_on__isnull=True)

    @transaction.atomic
    def give(self, case, *, words, to, due_on, by, on):
        """Instruct `to`, who answers by the day `due_on`; without a day he is only told. The case row is locked."""
        if to == by:
            raise ValidationError({"to": _("批示是给别人的；自己要做的，写成节点或者承诺。")})
        if due_on and due_on < on:
            raise ValidationError({"due_on": _("要求的日子不能早于今天。")})
        clock = clock_of(case, RULE, on=on, until=due_on, who=to, field="due_on") if due_on else None
        instruction = self.create(case=case, words=words, to=to, due_on=due_on, deadline=clock, by=by)
        until = f"，{due_on:%F} 以前回复" if due_on else ""
        Event.objects.add(case, Event.Kind.INSTRUCTED, by=by, detail=f"{words}（请{to.name}落实{until}）")
        return instruction


class Instruction(models.Model):
    """A leader's instruction to one person of the office, and the answer to it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="instructions", verbose_name=gettext_lazy("案件"))
    words = models.CharField(gettext_lazy("批示"), max_length=500)
    to = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("请谁落实"))
    due_on = models.DateField(gettext_lazy("哪天以前回复"), null=True, blank=True)
    deadline = models.OneToOneField(
        Deadline, models.PROTECT, null=True, blank=True, related_name="instruction", verbose_name=gettext_lazy("期限")
    )
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("批示人"))
    at = models.DateTimeField(gettext_lazy("批示时间"), default=timezone.now)
    answer = models.CharField(gettext_lazy("落实情况"), max_length=500, blank=True)
    answered_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    answered_on = models.DateField(gettext_lazy("回复日期"), null=True, blank=True)

    objects = InstructionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("批示")
        verbose_name_plural = gettext_lazy("批示")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="nobody_instructs_himself",
                condition=~Q(to=F("by")),
                violation_error_message=gettext_lazy("批示是给别人的。"),
            ),
            models.CheckConstraint(
                name="instruction_with_a_day_has_its_clock",
                condition=Q(due_on__isnull=True, deadline__isnull=True)
                | Q(due_on__isnull=False, deadline__isnull=False),
            ),
            models.CheckConstraint(
                name="answered_instruction_says_what_was_done",
                condition=Q(answered_on__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_on__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                violation_error_message=gettext_lazy("回复要写落实的情况。"),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-at"], name="instruction_by_case"),
            models.Index(fields=["to"], name="instruction_unanswered", condition=Q(answered_on__isnull=True)),
        ]

    def __str__(self):
        return f"{self.by} → {self.to}"

    @transaction.atomic
    def reply(self, answer, *, by, on):
        """Whoever was instructed, or handles the case by now, says what was done; its clock stops."""
        if self.answered_on:
            raise ValidationError(_("这条批示已经回复过。"))
        if by.pk not in (self.to_id, self.case.handler_id):
            raise ValidationError(_("由被批示的人，或者现在的承办人回复。"))
        self.answer, self.answered_by, self.answered_on = answer, by, on
        self.save()
        Deadline.objects.running().filter(pk=self.deadline_id).update(ended_on=on, end_reason="已回复")
        Event.objects.add(self.case, Event.Kind.INSTRUCTED, by=by, detail=f"回复{self.by.name}的批示：{answer}")
