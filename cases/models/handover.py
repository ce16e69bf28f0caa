"""Handing a case on: who gave it answers for it until the other has taken it (F40, 首接首办负责制)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.models.case import Case
from cases.models.deadline import Deadline
from cases.models.event import Event
from officials.calendar import Calendar, UnknownYear
from officials.models import Official, Role, Unit

RULE = "F40"


class HandoverQuerySet(models.QuerySet):
    def waiting(self):
        """Of open cases: what ended meanwhile waits for nobody."""
        return self.filter(outcome="", case__closed_on__isnull=True)

    def fallen(self, today):
        """Not taken within the workday: whoever gave it answers for it again, and both see so (F40)."""
        return self.waiting().filter(due_on__lt=today)

    def back_with(self, official, today):
        """Back with `official`, who gave them, of the cases that he may see."""
        return self.fallen(today).filter(giver=official, case__in=Case.objects.visible_to(official, "cases:case"))

    def for_hand_of(self, official):
        """Those that `official` may take: meant for him, or for nobody in particular of a unit where he handles."""
        units = {post.unit_id for post in official.posts if post.role == Role.HD}
        return self.waiting().filter(Q(receiver=official) | Q(receiver__isnull=True, unit__in=units))

    @transaction.atomic
    def offer(self, case, *, unit, receiver, giver, by, on, reason="", calendar=None, is_first=False):
        """Hand `case` to the unit, and in it to `receiver` if one is named; the next workday is the last to take it.

        An earlier one that still waits is over with it. Whoever hands a case to himself has it at once, and who was
        given it last is not given it again. Of a case just triaged it `is_first`, and nothing earlier is asked for.
        """
        if receiver and receiver.pk == giver.pk:
            return None
        try:
            due = rules.due(RULE, on, calendar or Calendar.load())
        except UnknownYear as unknown:
            raise ValidationError(str(unknown)) from None
        earlier = [] if is_first else list(self.filter(case=case).select_related("receiver"))
        if receiver and earlier and earlier[-1].is_with(receiver):
            return None
        for handover in earlier:
            if not handover.outcome:
                handover.end(self.model.Outcome.CHANGED, on=on, by=by)
        with translation.override(settings.LANGUAGE_CODE):
            label = str(due.rule.title)
        clock = Deadline.objects.start(
            case,
            due,
            rule=RULE,
            kind=due.rule.kind,
            label=label,
            started_on=on,
            unit=unit,
            official=receiver or giver,
        )
        return self.create(
            case=case,
            position=len(earlier) + 1,
            giver=giver,
            unit=unit,
            receiver=receiver,
            offered_on=on,
            offered_by=by,
            reason=reason,
            deadline=clock,
            due_on=due.legal_end,
        )

    def pass_on(self, case, *, by, on, **words):
        """Hand `case` to where it is answered for already: nothing is left to take, the hand is counted."""
        if handover := self.offer(case, by=by, on=on, **words):
            handover.end(self.model.Outcome.TAKEN, on=on, by=by)

    def hand_on(self, case, post, *, by, on, reason):
        """Hand a triaged `case` to whoever holds `post`; who gives it answers for it until it is taken. Row locked."""
        if not case.triaged_on:
            raise ValidationError(_("还没有分流，先分流。"))
        giver = case.handler or case.first_receiver
        self.offer(case, unit=post.unit, receiver=post.official, giver=giver, by=by, on=on, reason=reason)
        case.handler, case.handling_unit = post.official, post.unit
        case.touch(by)
        case.save()
        words = f"移交给{post.unit.label} {post.official.name}：{reason}"
        Event.objects.add(case, Event.Kind.HANDED, by=by, detail=words)

    def take_by_acting(self, case, *, by, on):
        """Who was meant and takes a step on the case has taken it with that."""
        for handover in self.waiting().filter(case=case, receiver=by):
            handover.end(self.model.Outcome.TAKEN, on=on, by=by)


class Handover(models.Model):
    """One hand the case went through: from whom, to which unit and whom, and whether it was taken.

    Until then `giver` answers for tracking it and telling the petitioner. `due_on` repeats the last day of its clock.
    """

    class Outcome(models.TextChoices):
        TAKEN = "TAKEN", gettext_lazy("已签收")
        RETURNED = "RETURNED", gettext_lazy("退回")
        CHANGED = "CHANGED", gettext_lazy("改派")

    case = models.ForeignKey(Case, models.PROTECT, related_name="handovers", verbose_name=gettext_lazy("案件"))
    position = models.PositiveSmallIntegerField(gettext_lazy("第几手"))
    giver = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("移交人"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("接手单位"))
    receiver = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("接手人")
    )
    offered_on = models.DateField(gettext_lazy("移交日期"))
    offered_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("经手人"))
    reason = models.CharField(gettext_lazy("移交的理由"), max_length=200, blank=True)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="+", verbose_name=gettext_lazy("期限"))
    due_on = models.DateField(gettext_lazy("最后一天"))
    outcome = models.CharField(gettext_lazy("结果"), max_length=8, choices=Outcome, blank=True)
    ended_on = models.DateField(gettext_lazy("结果日期"), null=True, blank=True)
    ended_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("谁")
    )
    refusal = models.CharField(gettext_lazy("退回的理由"), max_length=200, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("移交")
        verbose_name_plural = gettext_lazy("移交")
        ordering = ["case", "position"]
        constraints = [
            models.UniqueConstraint(name="handovers_are_numbered", fields=["case", "position"]),
            models.UniqueConstraint(
                name="one_handover_waits",
                fields=["case"],
                condition=Q(outcome=""),
                violation_error_message=gettext_lazy("已经有一次移交等签收。"),
            ),
            models.CheckConstraint(
                name="nobody_hands_to_himself",
                condition=Q(receiver__isnull=True) | ~Q(receiver=F("giver")),
                violation_error_message=gettext_lazy("不用移交给自己。"),
            ),
            models.CheckConstraint(
                name="handover_ends_whole",
                condition=Q(outcome="", ended_on__isnull=True, ended_by__isnull=True, refusal="")
                | Q(outcome__in=["TAKEN", "CHANGED"], ended_on__isnull=False, ended_by__isnull=False, refusal="")
                | (Q(outcome="RETURNED", ended_on__isnull=False, ended_by__isnull=False) & ~Q(refusal="")),
                violation_error_message=gettext_lazy("签收、退回要写谁、哪天；退回的写理由。"),
            ),
        ]
        indexes = [
            models.Index(fields=["giver", "due_on"], name="handover_given", condition=Q(outcome="")),
            models.Index(fields=["receiver"], name="handover_to", condition=Q(outcome="")),
            models.Index(fields=["due_on"], name="handover_fallen", condition=Q(outcome="")),
        ]

    def __str__(self):
        return f"{self.case} {self.giver} → {self.receiver or self.unit}"

    @property
    def to_whom(self):
        return f"{self.unit.label} {self.receiver.name}" if self.receiver else self.unit.label

    def is_for(self, official):
        """`for_hand_of`, of one row."""
        units = {post.unit_id for post in official.posts if post.role == Role.HD}
        return self.receiver_id == official.pk if self.receiver_id else self.unit_id in units

    def is_with(self, official):
        """Offered to him or taken by him, and not given back."""
        return self.receiver_id == official.pk and self.outcome in ("", self.Outcome.TAKEN)

    def has_fallen(self, today):
        return not self.outcome and self.due_on < today

    @transaction.atomic
    def take(self, *, by, on):
        """Taken: from now on the receiver answers for the case. Meant for a unit, whoever takes it handles it."""
        self._must_be_for(by)
        case = self.case
        if self.receiver_id is None:
            case.handler = by
        self.end(self.Outcome.TAKEN, on=on, by=by)
        self._tell(by, f"{by.name} 签收")

    @transaction.atomic
    def give_back(self, *, by, on, reason):
        """Not his: it goes back to who gave it, who answers for it all the while; not to one who is barred by now."""
        from cases.recusal import why_barred

        self._must_be_for(by)
        if not reason.strip():
            raise ValidationError({"reason": _("请写为什么退回。")})
        case, giver = self.case, self.giver
        self.end(self.Outcome.RETURNED, on=on, by=by, refusal=reason)
        holds = giver.postings.in_force(on).filter(role=Role.HD).select_related("unit").first()
        holds = None if why_barred(case, giver, on=on) else holds
        case.handler = giver if holds else None
        if holds:
            case.handling_unit = holds.unit
        self._tell(by, f"{by.name} 退回：{reason}")

    def end(self, outcome, *, on, by, refusal=""):
        with translation.override(settings.LANGUAGE_CODE):
            words = str(self.Outcome(outcome).label)
        self.outcome, self.ended_on, self.ended_by, self.refusal = outcome, on, by, refusal
        self.save()
        mine = Deadline.objects.running().filter(pk=self.deadline_id)
        mine.update(ended_on=on, end_reason=words, fell_away=outcome == self.Outcome.CHANGED)

    def _must_be_for(self, official):
        if self.outcome:
            raise ValidationError(_("已经在别处处理过：%s。") % self.get_outcome_display())
        if not self.is_for(official):
            raise ValidationError(_("这件没有移交给您。"))

    def _tell(self, by, words):
        self.case.touch(by)
        self.case.save()
        Event.objects.add(self.case, Event.Kind.HANDED, by=by, detail=words)
