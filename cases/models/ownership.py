"""Who owns a case (包案): a leader, from one day to another, and how the next takes over (F46)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models.case import Case
from cases.models.event import Event
from officials.models import Official, Role
from officials.models.people import PERIOD


class OwnershipQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(held(on))

    def unsigned(self):
        """Letters of responsibility that are whole and wait for the leader's signature."""
        from cases.models.plan import Milestone

        running = self.filter(until__isnull=True, case__closed_on__isnull=True)
        unsigned = running.filter(planned_on__isnull=False, signed_on__isnull=True)
        return unsigned.filter(case__in=Milestone.objects.standing().values("case"))


def held(on, of=""):
    """The condition that an ownership is in force; `of` leads to it from another model, as "ownerships__"."""
    open_end = Q(**{f"{of}until__isnull": True}) | Q(**{f"{of}until__gt": on})
    return Q(open_end, **{f"{of}since__lte": on})


class Ownership(models.Model):
    """A leader owns a case (包案, F46) from `since` until the day `until` on which it ends. Rows are kept."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="ownerships", verbose_name=gettext_lazy("案件"))
    leader = models.ForeignKey(
        Official, models.PROTECT, related_name="ownerships", verbose_name=gettext_lazy("包案领导")
    )
    since = models.DateField(gettext_lazy("起"))
    until = models.DateField(gettext_lazy("止"), null=True, blank=True)
    planned_on = models.DateField(gettext_lazy("责任书写明的完成日"), null=True, blank=True)
    plan_since = models.DateField(gettext_lazy("计划从哪天起"), null=True, blank=True)  # 接替的照前任；空的从起日算
    signed_on = models.DateField(gettext_lazy("领导签责任书的日期"), null=True, blank=True)
    decided_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("决定人"))
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)  # 补充书照时刻算：一天可以有几份

    objects = OwnershipQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("包案")
        verbose_name_plural = gettext_lazy("包案")
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(until__isnull=True),
                name="one_owner_at_a_time",
                violation_error_message=gettext_lazy("这件已有包案领导。"),
            ),
            models.CheckConstraint(
                name="ownership_ends_after_it_starts",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=gettext_lazy("包案止日不能早于起日。"),
            ),
            models.CheckConstraint(
                name="a_plan_ends_after_it_starts",
                condition=Q(planned_on__isnull=True)
                | Q(plan_since__isnull=True, planned_on__gte=F("since"))
                | Q(planned_on__gte=F("plan_since")),
                violation_error_message=gettext_lazy("完成日不能早于包案起日。"),
            ),
            ExclusionConstraint(
                name="one_owner_on_any_day",
                expressions=[("case", RangeOperators.EQUAL), (PERIOD, RangeOperators.OVERLAPS)],
                violation_error_message=gettext_lazy("这件在这段时间已有包案领导。"),
            ),
        ]
        indexes = [models.Index(fields=["leader", "case"], name="ownership_running", condition=Q(until__isnull=True))]

    def __str__(self):
        return f"{self.leader} {self.case}"

    @property
    def planned_from(self):
        """The first day of the plan: whoever takes over goes on under that of the one before."""
        return self.plan_since or self.since

    def pass_to(self, leader, *, on, by, signed_on=None):
        """`leader` owns the case from the day `on`, under the same plan and to the same day."""
        self.until = on
        self.save()
        return Ownership.objects.create(
            case=self.case,
            leader=leader,
            since=on,
            planned_on=self.planned_on,
            plan_since=self.planned_from,
            signed_on=signed_on,
            decided_by=by,
        )

    def why_not_sign(self, official):
        """Why `official` cannot sign the letter of responsibility now; empty if he can."""
        if official.pk != self.leader_id:
            return _("责任书由包案领导本人签。")
        if self.signed_on:
            return _("您已经签过责任书。")
        if not self.planned_on:
            return _("责任书还没有完成日，请信访办主任写上。")
        if not self.case.milestones.standing().exists():
            return _("责任书还没有节点，先写节点再签。")
        return ""


class OwnershipTransferQuerySet(models.QuerySet):
    def waiting(self):
        """Of an open case whose owner is still the one who is to hand it over."""
        return self.filter(outcome="", case__closed_on__isnull=True, current__until__isnull=True)

    def withdraw(self, case, *, by, on, reason):
        """What was proposed for `case` and has no end yet, also where its owner went in another way meanwhile."""
        for transfer in self.filter(case=case, outcome=""):
            transfer.end(self.model.Outcome.WITHDRAWN, by=by, on=on, refusal=reason)

    def for_signature_of(self, official, today):
        """Those `official` is to sign now: what he hands over, what he takes, and for who is a leader no more."""
        mine = Q(successor=official, taken_on__isnull=True) | Q(current__leader=official, given_on__isnull=True)
        if Role.HO in official.roles:
            leaders = Official.objects.holding(Role.LO, Role.HO, on=today)
            mine |= Q(given_on__isnull=True) & ~Q(current__leader__in=leaders) & ~Q(successor=official)
        return self.waiting().filter(mine)

    @transaction.atomic
    def propose(self, case, *, successor, reason, by, on):
        """Propose that `successor` takes the case over; the owner stays until both have signed. Case row locked."""
        from cases.recusal import why_barred

        current = case.ownerships.in_force(on).filter(until__isnull=True).first()
        if current is None:
            raise ValidationError(_("这件没有包案领导，直接定一位。"))
        if current.leader_id == successor.pk:
            raise ValidationError({"leader": _("包案领导没有变。")})
        if why := why_barred(case, successor, on=on):
            raise ValidationError({"leader": why})
        if case.is_sealed and not case.sealed_readers.filter(official=successor).exists():
            raise ValidationError({"leader": _("封存件只能由列名的阅办人包案，先列名。")})
        self.withdraw(case, by=by, on=on, reason="另提了人选")
        transfer = self.create(
            case=case, current=current, successor=successor, reason=reason, proposed_by=by, proposed_on=on
        )
        words = f"提出由{successor.name}接替{current.leader.name}包案：{reason}"
        Event.objects.add(case, Event.Kind.OWNED, by=by, detail=words)
        return transfer


class OwnershipTransfer(models.Model):
    """One handing over of an owned case. Until both have signed, `current` owns it; from the second signature on
    `successor` does, under the same plan: a change of owner moves no day.
    """

    class Outcome(models.TextChoices):
        DONE = "DONE", gettext_lazy("已交接")
        DECLINED = "DECLINED", gettext_lazy("不接")
        WITHDRAWN = "WITHDRAWN", gettext_lazy("已撤回")

    case = models.ForeignKey(Case, models.PROTECT, related_name="transfers", verbose_name=gettext_lazy("案件"))
    current = models.ForeignKey(
        Ownership, models.PROTECT, related_name="transfers", verbose_name=gettext_lazy("现在的包案")
    )
    successor = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("接替的领导"))
    reason = models.CharField(gettext_lazy("换人的理由"), max_length=200)
    proposed_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("提出人"))
    proposed_on = models.DateField(gettext_lazy("提出日期"))
    given_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("移交签字")
    )
    given_on = models.DateField(gettext_lazy("移交日期"), null=True, blank=True)
    taken_on = models.DateField(gettext_lazy("接收日期"), null=True, blank=True)
    outcome = models.CharField(gettext_lazy("结果"), max_length=10, choices=Outcome, blank=True)
    ended_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(gettext_lazy("结果日期"), null=True, blank=True)
    refusal = models.CharField(gettext_lazy("不接、撤回的理由"), max_length=200, blank=True)

    objects = OwnershipTransferQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("包案交接")
        verbose_name_plural = gettext_lazy("包案交接")
        ordering = ["case", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_transfer_waits",
                fields=["case"],
                condition=Q(outcome=""),
                violation_error_message=gettext_lazy("已经有一次交接等签字。"),
            ),
            models.CheckConstraint(
                name="transfer_signed_by_whom_and_when",
                condition=Q(given_by__isnull=True, given_on__isnull=True)
                | Q(given_by__isnull=False, given_on__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_signs_both_sides",
                condition=Q(given_by__isnull=True) | Q(taken_on__isnull=True) | ~Q(given_by=F("successor")),
                violation_error_message=gettext_lazy("移交和接收要两个人签字。"),
            ),
            models.CheckConstraint(
                name="transfer_ends_whole",
                condition=Q(outcome="", ended_on__isnull=True, ended_by__isnull=True, refusal="")
                | Q(
                    outcome="DONE",
                    ended_on__isnull=False,
                    ended_by__isnull=False,
                    refusal="",
                    given_on__isnull=False,
                    taken_on__isnull=False,
                )
                | (
                    Q(outcome__in=["DECLINED", "WITHDRAWN"], ended_on__isnull=False, ended_by__isnull=False)
                    & ~Q(refusal="")
                ),
                violation_error_message=gettext_lazy("两边都签字才算交接；不接、撤回的写理由。"),
            ),
        ]
        indexes = [models.Index(fields=["successor"], name="transfer_to", condition=Q(outcome=""))]

    def __str__(self):
        return f"{self.case} {self.current.leader} → {self.successor}"

    def awaits(self, official, today):
        """`for_signature_of`, of one row."""
        return type(self).objects.for_signature_of(official, today).filter(pk=self.pk).exists()

    @transaction.atomic
    def sign(self, *, by, on):
        """One of the two signs; with the second signature the case is the successor's. The case row is locked."""
        self._must_await(by, on)
        if by.pk == self.successor_id:
            self.taken_on = on
        else:
            self.given_by, self.given_on = by, on
        if self.given_on is None or self.taken_on is None:
            self.save()
            Event.objects.add(self.case, Event.Kind.OWNED, by=by, detail=f"{by.name}签字，等另一方签字")
            return
        self._hand_over(by, on)

    @transaction.atomic
    def decline(self, *, by, on, reason):
        self._must_await(by, on)
        if not reason.strip():
            raise ValidationError({"reason": _("请写为什么不接、不交。")})
        self.end(self.Outcome.DECLINED, by=by, on=on, refusal=reason)
        Event.objects.add(self.case, Event.Kind.OWNED, by=by, detail=f"{by.name}没有签字：{reason}")

    def end(self, outcome, *, by, on, refusal=""):
        self.outcome, self.ended_by, self.ended_on, self.refusal = outcome, by, on, refusal
        self.save()

    def _must_await(self, official, today):
        if self.outcome:
            raise ValidationError(_("这次交接已经有了结果：%s。") % self.get_outcome_display())
        if not self.awaits(official, today):
            raise ValidationError(_("这次交接不等您签字，或者您已经签过。"))

    def _hand_over(self, by, on):
        from cases.recusal import why_barred

        case, current = self.case, self.current
        if why := why_barred(case, self.successor, on=on):
            raise ValidationError(why)
        if current.until is not None:
            raise ValidationError(_("包案在这期间已经另有变动，请信访办主任重新提出。"))
        current.case = case
        current.pass_to(self.successor, on=on, by=self.proposed_by, signed_on=on)
        self.end(self.Outcome.DONE, by=by, on=on)
        case.touch(by)
        case.save()
        words = f"{current.leader.name}交接给{self.successor.name}包案，双方已签字"
        Event.objects.add(case, Event.Kind.OWNED, by=by, detail=words)
