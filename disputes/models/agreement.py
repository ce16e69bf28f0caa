"""What was agreed on (调解协议): how it takes effect, how it is kept, and its confirmation by the court (M12-M19)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Greatest
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.fields import EncryptedTextField
from cases.models import Deadline, Event, Paper, Party
from disputes.models.dispute import Dispute
from officials.calendar import Calendar, UnknownYear
from officials.models import Official

LONG = 3000
APPLY_RULE, KEEP_RULE = "M18", "M16"
ENFORCED = gettext_lazy("可以向作出确认裁定的人民法院申请强制执行（调解法第三十三条）。")
NOT_ENFORCED = gettext_lazy("可以再次申请调解，也可以就协议的履行向人民法院起诉（调解法第三十二条）。")
ASKED = gettext_lazy("双方已共同申请")
ONE_SET = ("parties_signed_on", "mediator_signed_on", "sealed_on")


def _day(day):
    return date_format(day, _("Y年n月j日"))


class AgreementQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(dropped_on__isnull=True)

    def in_effect(self):
        return self.filter(effective_on__isnull=False)

    def summed(self):
        """With what the page of a case says of each: three queries whatever the number."""
        items = models.Prefetch("items", AgreementItem.objects.summed())
        return self.select_related("deadline", "recorded_by").prefetch_related(items, "confirmations")

    def to_confirm_in(self, first, last):
        """Written ones whose last day to ask the court for confirmation lies in the period (K20)."""
        days = {"deadline__legal_end_on__gte": first, "deadline__legal_end_on__lte": last}
        return self.in_effect().filter(kind=Agreement.Kind.WRITTEN, **days)

    @staticmethod
    def confirmed():
        """The condition under which the court has confirmed one (K20)."""
        done = Confirmation.objects.filter(agreement=OuterRef("pk"), outcome=Confirmation.Outcome.CONFIRMED)
        return Q(Exists(done))

    @transaction.atomic
    def write(self, dispute, *, by, on, kind, reached_on, items, **said):
        """Write down what both sides agreed on `reached_on`; `items` are (party, what, manner, last day).

        An oral one is in effect from that day (M15). A written one waits for its signatures and the seal (M14).
        """
        dispute._refuse("agreement_add", by)
        talked = timezone.localdate(dispute.talks.first_at)
        _between(reached_on, talked, on, "reached_on", _("谈成的日子不能早于第一次调解 %s。"))
        calendar, sides = Calendar.load(), {party.pk for party in dispute.speakers}
        for party, _what, _manner, due_on in items:
            if party.pk not in sides:
                raise ValidationError(_("履行的人要是这件纠纷的当事人。"))
            if due_on < reached_on:
                raise ValidationError(_("履行的最后一天 %s 早于谈成的日子。") % _day(due_on))
            _kept_by(due_on, calendar)
        last = self.filter(dispute=dispute).aggregate(last=Max("position"))["last"]
        effective_on = reached_on if kind == Agreement.Kind.ORAL else None
        agreement = self.model(
            dispute=dispute,
            position=(last or 0) + 1,
            kind=kind,
            reached_on=reached_on,
            effective_on=effective_on,
            recorded_by=by,
            **said,
        )
        agreement.full_clean(exclude=["dispute", "deadline", "recorded_by", "dropped_by"])
        agreement.save()
        for position, (party, what, manner, due_on) in enumerate(items, 1):
            item = AgreementItem(
                agreement=agreement, position=position, party=party, what=what, manner=manner, due_on=due_on
            )
            item.full_clean(exclude=["agreement", "party", "deadline"])
            item.save()
        dispute.__dict__.pop("agreement", None)
        if effective_on:
            agreement._take_effect(by=by)
        else:
            agreement._tell(by, gettext_lazy("写了调解协议书，等签字盖章"))
        return agreement


class Agreement(models.Model):
    """What the parties agreed on, in writing or by word of mouth. At most one of a dispute stands.

    A written one is effective on the latest of three days: all parties have signed, a mediator has, the committee's
    seal was put. `deadline` is the parties' own time to ask the court for confirmation together (M18).
    """

    class Kind(models.TextChoices):
        WRITTEN = "WRITTEN", gettext_lazy("书面协议")
        ORAL = "ORAL", gettext_lazy("口头协议")

    dispute = models.ForeignKey(
        Dispute, models.PROTECT, related_name="agreements", verbose_name=gettext_lazy("矛盾纠纷")
    )
    position = models.PositiveSmallIntegerField(gettext_lazy("第几份"))
    kind = models.CharField(gettext_lazy("书面还是口头"), max_length=7, choices=Kind)
    facts = EncryptedTextField(gettext_lazy("纠纷的主要事实"), max_length=LONG)
    issues = EncryptedTextField(gettext_lazy("争议事项和各方的责任"), max_length=LONG)
    terms = EncryptedTextField(gettext_lazy("协议的内容"), max_length=LONG)
    reached_on = models.DateField(gettext_lazy("哪天谈成的"))
    parties_signed_on = models.DateField(gettext_lazy("当事人都签了字的日子"), null=True, blank=True)
    mediator_signed_on = models.DateField(gettext_lazy("调解员签字的日子"), null=True, blank=True)
    sealed_on = models.DateField(gettext_lazy("盖调解委员会印章的日子"), null=True, blank=True)
    effective_on = models.DateField(gettext_lazy("生效日期"), null=True, blank=True)
    deadline = models.OneToOneField(Deadline, models.PROTECT, null=True, blank=True, related_name="agreement")
    recorded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("记录人"))
    recorded_at = models.DateTimeField(default=timezone.now)
    dropped_on = models.DateField(gettext_lazy("撤下日期"), null=True, blank=True)
    dropped_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    drop_reason = models.CharField(gettext_lazy("撤下的原因"), max_length=200, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("调解协议")
        verbose_name_plural = gettext_lazy("调解协议")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="agreements_are_numbered", fields=["dispute", "position"]),
            models.UniqueConstraint(
                name="one_agreement_stands",
                fields=["dispute"],
                condition=Q(dropped_on__isnull=True),
                violation_error_message=gettext_lazy("这件纠纷已经有一份协议。要改的，先撤下，再重新写。"),
            ),
            models.CheckConstraint(
                name="an_oral_agreement_is_in_effect_when_reached",
                condition=~Q(kind="ORAL")
                | Q(
                    effective_on__isnull=False,
                    effective_on=F("reached_on"),
                    parties_signed_on__isnull=True,
                    mediator_signed_on__isnull=True,
                    sealed_on__isnull=True,
                ),
                violation_error_message=gettext_lazy("口头协议自谈成那天生效，没有签字盖章的日子。"),
            ),
            models.CheckConstraint(
                name="a_written_one_takes_effect_with_the_latest_of_three",
                condition=~Q(kind="WRITTEN")
                | Q(effective_on__isnull=True)
                & (Q(parties_signed_on__isnull=True) | Q(mediator_signed_on__isnull=True) | Q(sealed_on__isnull=True))
                | Q(
                    parties_signed_on__isnull=False,
                    mediator_signed_on__isnull=False,
                    sealed_on__isnull=False,
                    effective_on__isnull=False,
                    effective_on=Greatest("parties_signed_on", "mediator_signed_on", "sealed_on"),
                ),
                violation_error_message=gettext_lazy("书面协议自当事人、调解员都签了字并且盖了印章的那天生效。"),
            ),
            models.CheckConstraint(
                name="nothing_is_signed_before_it_is_agreed",
                condition=(Q(parties_signed_on__isnull=True) | Q(parties_signed_on__gte=F("reached_on")))
                & (Q(mediator_signed_on__isnull=True) | Q(mediator_signed_on__gte=F("reached_on")))
                & (Q(sealed_on__isnull=True) | Q(sealed_on__gte=F("reached_on"))),
                violation_error_message=gettext_lazy("签字、盖章不能早于谈成的日子。"),
            ),
            models.CheckConstraint(
                name="only_what_is_not_in_effect_is_dropped",
                condition=Q(dropped_on__isnull=True, dropped_by__isnull=True, drop_reason="")
                | Q(dropped_on__isnull=False, dropped_by__isnull=False, effective_on__isnull=True)
                & ~Q(drop_reason=""),
                violation_error_message=gettext_lazy("没有生效的协议才能撤下，要写原因。"),
            ),
            models.CheckConstraint(
                name="what_is_in_effect_has_its_time_to_be_confirmed",
                condition=Q(deadline__isnull=True) | Q(effective_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["effective_on"], name="agreement_by_effect")]

    def __str__(self):
        return f"{self.dispute} {self.position}"

    # ---------- 问 ----------
    @property
    def is_written(self):
        return self.kind == self.Kind.WRITTEN

    @property
    def is_in_effect(self):
        return self.effective_on is not None

    @property
    def about(self):
        """What its paper is about."""
        return f"{self.dispute.case.number}/{self.position}"

    @property
    def copies(self):
        """One for each party and one that is kept (M14)."""
        return len(self.dispute.speakers) + 1

    @property
    def lacking(self):
        """What a written one still waits for, in the office's words."""
        names = [name for name in ONE_SET if getattr(self, name) is None] if self.is_written else []
        return [self._meta.get_field(name).verbose_name for name in names]

    @property
    def apply_by(self):
        """The last day on which both sides may ask the court for confirmation (M18)."""
        return self.deadline and self.deadline.legal_end_on

    @property
    def pending_confirmation(self):
        return next((row for row in self.confirmations.all() if row.is_pending), None)

    @property
    def is_confirmed(self):
        return any(row.outcome == Confirmation.Outcome.CONFIRMED for row in self.confirmations.all())

    @property
    def next_route(self):
        """Where a party goes if it is not performed (M17, M19)."""
        return ENFORCED if self.is_confirmed else NOT_ENFORCED

    def why_not_apply(self):
        """Why confirmation cannot be asked for (again); the last day is asked of the day of the application."""
        for row in self.confirmations.all():
            if row.is_pending:
                return _("%(day)s 已经向%(court)s申请，等法院决定。") % {
                    "day": _day(row.applied_on),
                    "court": row.court,
                }
            if row.outcome == Confirmation.Outcome.CONFIRMED:
                return _("法院已经确认，不用再申请。")
            if row.outcome == Confirmation.Outcome.REJECTED:
                return _("法院已经裁定驳回：可以再次调解，或者向人民法院起诉。")
        return ""

    # ---------- 步 ----------
    @transaction.atomic
    def sign(self, *, by, on, **days):
        """Write down what was signed or sealed; with the last of the three it is in effect. The case is locked.

        A day that stands is not written over.
        """
        self.dispute._refuse("signing", by)
        given = {name: day for name, day in days.items() if day and getattr(self, name) is None}
        if not self.is_written or not given:
            raise ValidationError(_("请至少写一个还没有记过的签字、盖章的日子。"))
        for name, day in given.items():
            _between(day, self.reached_on, on, name, _("签字、盖章不能早于谈成的日子 %s。"))
            setattr(self, name, day)
        if not self.lacking:
            self.effective_on = max(getattr(self, name) for name in ONE_SET)
        self.full_clean(exclude=["dispute", "deadline", "recorded_by", "dropped_by"])
        self.save()
        if self.is_in_effect:
            self._take_effect(by=by)
            return
        with translation.override(settings.LANGUAGE_CODE):
            lacking = "、".join(str(name) for name in self.lacking)
        self._tell(by, gettext_lazy("调解协议书签字盖章，还缺：%(lacking)s"), lacking=lacking)

    @transaction.atomic
    def drop(self, *, by, on, reason):
        """It will not be signed as it stands; the talks go on, and another may be written."""
        self.dispute._refuse("agreement_drop", by)
        if not reason.strip():
            raise ValidationError({"reason": _("请写为什么撤下。")})
        self._fall(by=by, on=on, reason=reason)
        self._tell(by, gettext_lazy("撤下没有生效的调解协议书"))

    def fall_with(self, reason, *, by):
        """The dispute ended otherwise while it waited for its signatures."""
        self._fall(by=by, on=timezone.localdate(), reason=reason)

    @transaction.atomic
    def apply(self, *, by, on, court, applied_on, is_joint):
        """Both sides have asked the court together to confirm it, on a day within their time (M18)."""
        self.dispute._refuse("confirmation", by)
        if not is_joint:
            words = _("司法确认要双方共同申请，一方不能单独申请（调解法第三十三条）。")
            raise ValidationError({"is_joint": words})
        _between(applied_on, self.effective_on, on, "applied_on", _("申请不能早于协议生效的日子 %s。"))
        if applied_on > self.apply_by:
            words = _("共同申请的最后一天是 %(day)s（协议生效后 30 日，人民调解法第三十三条），已经过了。%(route)s")
            raise ValidationError({"applied_on": words % {"day": _day(self.apply_by), "route": self.next_route}})
        row = Confirmation(
            agreement=self,
            court=court,
            applied_on=applied_on,
            last_on=self.apply_by,
            is_joint=is_joint,
            recorded_by=by,
        )
        row.full_clean(exclude=["agreement", "recorded_by", "decided_by"])
        row.save()
        with translation.override(settings.LANGUAGE_CODE):
            reason = str(ASKED)
        Deadline.objects.running().filter(pk=self.deadline_id).update(ended_on=applied_on, end_reason=reason)
        self._tell(by, gettext_lazy("%(day)s 双方共同申请司法确认：%(court)s"), day=applied_on, court=court)
        return row

    # ---------- 内部 ----------
    def _take_effect(self, *, by):
        """The dispute ends with it; each item is looked after (M16), the parties' time for the court runs (M18)."""
        dispute, day = self.dispute, self.effective_on
        dispute.succeed(by=by, on=day)
        self.deadline = dispute.start_clock(APPLY_RULE, day)
        self.save(update_fields=["deadline"])
        calendar = Calendar.load()
        for item in self.items.all():
            item.start_clock(calendar)
        if self.is_written:
            self._tell(by, gettext_lazy("调解协议书 %(day)s 生效"), day=day)
        else:
            self._tell(by, gettext_lazy("口头协议 %(day)s 达成、生效"), day=day)

    def _fall(self, *, by, on, reason):
        self.dropped_on, self.dropped_by, self.drop_reason = on, by, reason
        self.full_clean(exclude=["dispute", "deadline", "recorded_by", "dropped_by"])
        self.save()
        for paper in Paper.objects.in_force().of(Paper.Kind.AGREEMENT, self.about):
            paper.void(by=by, reason=reason)
        self.dispute.__dict__.pop("agreement", None)

    def _tell(self, by, words, **values):
        case = self.dispute.case
        case.touch(by)
        case.save()
        self.dispute._tell(Event.Kind.MEDIATED, by, words, **values)


class ItemQuerySet(models.QuerySet):
    def summed(self):
        """With what was found of each, in one query."""
        rows = FollowUp.objects.standing().filter(item=OuterRef("pk"))
        full = rows.filter(outcome=FollowUp.Outcome.FULL).values("performed_on")
        names = [f"party__{name}" for name in Party.MASKED]
        found = self.annotate(
            performed_on=Subquery(full), found_last=Subquery(rows.order_by("-pk").values("outcome")[:1])
        )
        return found.select_related("deadline", "party").defer(*names)

    def due_between(self, first, last):
        """What was to be performed by a day of the period, of agreements in effect (K20)."""
        return self.filter(agreement__effective_on__isnull=False, due_on__gte=first, due_on__lte=last)

    @staticmethod
    def kept():
        """The condition under which an item was performed whole and on time (K20)."""
        done = FollowUp.objects.standing().filter(item=OuterRef("pk"), outcome=FollowUp.Outcome.FULL)
        return Q(Exists(done.filter(performed_on__lte=OuterRef("due_on"))))


class AgreementItem(models.Model):
    """One thing that a party performs on or before `due_on`; the committee looks whether it did (M16)."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(gettext_lazy("序号"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁履行"))
    what = EncryptedTextField(gettext_lazy("履行什么"), max_length=500)
    manner = EncryptedTextField(gettext_lazy("怎么履行、在哪里"), max_length=300, blank=True)
    due_on = models.DateField(gettext_lazy("哪天以前"))
    deadline = models.OneToOneField(Deadline, models.PROTECT, null=True, blank=True, related_name="agreement_item")

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("协议的履行事项")
        verbose_name_plural = gettext_lazy("协议的履行事项")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="items_are_numbered", fields=["agreement", "position"]),
            models.CheckConstraint(name="an_item_says_what", condition=~Q(what="")),
        ]
        indexes = [models.Index(fields=["due_on"], name="agreement_item_by_day")]

    def __str__(self):
        return f"{self.agreement} {self.position}"

    # ---------- 问 ----------
    @property
    def is_performed(self):
        """Of one read by `summed()`, like what follows."""
        return self.performed_on is not None

    @property
    def is_kept(self):
        """Performed whole, on or before its last day."""
        return self.is_performed and self.performed_on <= self.due_on

    @property
    def latest(self):
        """What was found last, in words; empty before anybody looked."""
        return FollowUp.Outcome(self.found_last).label if self.found_last else ""

    # ---------- 步 ----------
    @transaction.atomic
    def follow_up(self, outcome, *, by, on, found, today, performed_on=None, routes_told=""):
        """What was found on the day `on` (M16). Before the last day is over nobody has failed to perform.

        Past it, what lacks ends the looking after: the parties are told where they go now (M17, M19).
        """
        dispute = self.agreement.dispute
        dispute._refuse("follow_up", by)
        before = list(self.follow_ups.standing())
        if any(row.is_full for row in before):
            raise ValidationError(_("这一项已经记了履行。"))
        _between(on, self.agreement.reached_on, today, "on", _("回访不能早于谈成的日子 %s。"))
        if any(row.on == on and row.outcome == outcome for row in before):
            raise ValidationError({"outcome": _("刚才已经这样记过，没有再记。")})
        is_over = on > self.due_on
        if outcome == FollowUp.Outcome.FULL:
            if performed_on is None:
                raise ValidationError({"performed_on": _("请写哪天履行的。")})
            words = _("履行的日子不能早于谈成的日子 %s。")
            _between(performed_on, self.agreement.reached_on, on, "performed_on", words)
            routes_told = ""
        else:
            performed_on = None
            if outcome == FollowUp.Outcome.NOT and not is_over:
                words = _("约定的最后一天是 %s，当天还可以履行。过了这一天再记没有履行。")
                raise ValidationError({"outcome": words % _day(self.due_on)})
            if is_over and not routes_told.strip():
                raise ValidationError({"routes_told": _("没有履行完的，请写告知了当事人怎么办。")})
        row = FollowUp(
            item=self,
            outcome=outcome,
            on=on,
            performed_on=performed_on,
            found=found,
            routes_told=routes_told,
            recorded_by=by,
        )
        row.full_clean(exclude=["item", "recorded_by"])
        row.save()
        if row.ends_the_clock:
            with translation.override(settings.LANGUAGE_CODE):
                reason = str(row.get_outcome_display())
            Deadline.objects.running().filter(pk=self.deadline_id).update(ended_on=on, end_reason=reason)
        with translation.override(settings.LANGUAGE_CODE):
            label = str(row.get_outcome_display())
        words = gettext_lazy("调解协议第 %(position)d 项：%(outcome)s")
        self.agreement._tell(by, words, position=self.position, outcome=label)
        return row

    def start_clock(self, calendar):
        """The committee looks after it within days of its last day; the clock is the office's own."""
        due, case = _kept_by(self.due_on, calendar), self.agreement.dispute.case
        with translation.override(settings.LANGUAGE_CODE):
            label = str(due.rule.title)
        self.deadline = Deadline.objects.start(
            case,
            due,
            rule=KEEP_RULE,
            kind=due.rule.kind,
            label=label,
            started_on=self.due_on,
            unit=case.handling_unit,
            official=case.handler or case.first_receiver,
        )
        self.save(update_fields=["deadline"])


class FollowUpQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_on__isnull=True)


class FollowUp(models.Model):
    """What the committee found of one item (履行回访, M16). Rows are only added; a mistaken one is withdrawn."""

    class Outcome(models.TextChoices):
        FULL = "FULL", gettext_lazy("履行了")
        PARTLY = "PARTLY", gettext_lazy("履行了一部分")
        NOT = "NOT", gettext_lazy("没有履行")

    item = models.ForeignKey(AgreementItem, models.PROTECT, related_name="follow_ups")
    outcome = models.CharField(gettext_lazy("履行了没有"), max_length=6, choices=Outcome)
    on = models.DateField(gettext_lazy("哪天回访的"))
    performed_on = models.DateField(gettext_lazy("哪天履行的"), null=True, blank=True)
    found = EncryptedTextField(gettext_lazy("看到、问到的情况"), max_length=500)
    routes_told = models.CharField(gettext_lazy("告知了怎么办"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("记录人"))
    recorded_at = models.DateTimeField(default=timezone.now)
    withdrawn_on = models.DateField(gettext_lazy("撤下日期"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawal = models.CharField(gettext_lazy("撤下的原因"), max_length=200, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("履行回访")
        verbose_name_plural = gettext_lazy("履行回访")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="an_item_is_performed_once",
                fields=["item"],
                condition=Q(outcome="FULL", withdrawn_on__isnull=True),
                violation_error_message=gettext_lazy("这一项已经记了履行。"),
            ),
            models.UniqueConstraint(
                name="a_day_has_one_such_finding",
                fields=["item", "on", "outcome"],
                condition=Q(withdrawn_on__isnull=True),
                violation_error_message=gettext_lazy("刚才已经这样记过，没有再记。"),
            ),
            models.CheckConstraint(
                name="what_is_performed_has_its_day",
                condition=Q(outcome="FULL", performed_on__isnull=False, performed_on__lte=F("on"), routes_told="")
                | Q(outcome="PARTLY", performed_on__isnull=True)
                | Q(outcome="NOT", performed_on__isnull=True) & ~Q(routes_told=""),
                violation_error_message=gettext_lazy("履行了的写哪天，没有履行的写告知了怎么办。"),
            ),
            models.CheckConstraint(name="a_follow_up_says_what_was_found", condition=~Q(found="")),
            models.CheckConstraint(
                name="a_finding_is_withdrawn_with_its_reason",
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True, withdrawal="")
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawal=""),
                violation_error_message=gettext_lazy("撤下要写原因。"),
            ),
        ]

    def __str__(self):
        return f"{self.item} {self.on}"

    @property
    def is_full(self):
        return self.outcome == self.Outcome.FULL

    @property
    def ends_the_clock(self):
        """Performed, or its last day was over: nothing more is to be looked after."""
        return self.is_full or self.on > self.item.due_on

    @transaction.atomic
    def withdraw(self, *, by, on, reason):
        """It was written by mistake: it stays to be read and counts no more; the item is looked after as before."""
        agreement = self.item.agreement
        agreement.dispute._refuse("follow_up_withdrawal", by)
        if self.withdrawn_on:
            raise ValidationError(_("这一条已经撤下。"))
        if not reason.strip():
            raise ValidationError({"reason": _("请写为什么撤下。")})
        self.withdrawn_on, self.withdrawn_by, self.withdrawal = on, by, reason
        self.full_clean(exclude=["item", "recorded_by", "withdrawn_by"])
        self.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawal"])
        if not any(row.ends_the_clock for row in self.item.follow_ups.standing()):
            Deadline.objects.filter(pk=self.item.deadline_id).update(ended_on=None, end_reason="")
        agreement._tell(by, gettext_lazy("撤下调解协议第 %(position)d 项的一条回访"), position=self.item.position)


class Confirmation(models.Model):
    """One joint application to a court to confirm an agreement, and what the court ruled (司法确认, M18)."""

    class Outcome(models.TextChoices):
        CONFIRMED = "CONFIRMED", gettext_lazy("裁定确认有效")
        REJECTED = "REJECTED", gettext_lazy("裁定驳回申请")
        WITHDRAWN = "WITHDRAWN", gettext_lazy("撤回申请")

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="confirmations")
    court = models.CharField(gettext_lazy("哪个法院"), max_length=60)
    applied_on = models.DateField(gettext_lazy("共同申请的日子"))
    last_on = models.DateField(gettext_lazy("申请的最后一天"))
    is_joint = models.BooleanField(gettext_lazy("双方共同申请"), default=False)
    recorded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("记录人"))
    outcome = models.CharField(gettext_lazy("结果"), max_length=9, choices=Outcome, blank=True)
    number = models.CharField(gettext_lazy("裁定书文号"), max_length=60, blank=True)
    decided_on = models.DateField(gettext_lazy("裁定、撤回的日子"), null=True, blank=True)
    decided_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = gettext_lazy("司法确认")
        verbose_name_plural = gettext_lazy("司法确认")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="both_sides_apply_together",
                condition=Q(is_joint=True),
                violation_error_message=gettext_lazy("司法确认要双方共同申请（人民调解法第三十三条）。"),
            ),
            models.CheckConstraint(
                name="confirmation_is_asked_for_in_time",
                condition=Q(applied_on__lte=F("last_on")),
                violation_error_message=gettext_lazy("已经过了共同申请的最后一天（人民调解法第三十三条）。"),
            ),
            models.UniqueConstraint(
                name="one_confirmation_at_a_time",
                fields=["agreement"],
                condition=Q(outcome__in=["", "CONFIRMED"]),
                violation_error_message=gettext_lazy("已经申请过司法确认。"),
            ),
            models.CheckConstraint(
                name="the_court_rules_whole",
                condition=Q(outcome="", number="", decided_on__isnull=True, decided_by__isnull=True)
                | Q(
                    outcome__in=["CONFIRMED", "REJECTED"],
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                    decided_on__gte=F("applied_on"),
                )
                & ~Q(number="")
                | Q(
                    outcome="WITHDRAWN",
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                    decided_on__gte=F("applied_on"),
                ),
                violation_error_message=gettext_lazy("裁定要写文号和日子，不能早于申请。"),
            ),
        ]

    def __str__(self):
        return f"{self.agreement} {self.applied_on}"

    @property
    def is_pending(self):
        return not self.outcome

    @transaction.atomic
    def decide(self, outcome, *, by, on, decided_on, number=""):
        """What the court ruled, or that both took the application back: then what is left of their time runs on."""
        agreement = self.agreement
        agreement.dispute._refuse("confirmation_result", by)
        if not self.is_pending:
            raise ValidationError(_("这次申请的结果已经记下。"))
        _between(decided_on, self.applied_on, on, "decided_on", _("结果不能早于申请的日子 %s。"))
        if outcome != self.Outcome.WITHDRAWN and not number.strip():
            raise ValidationError({"number": _("请照裁定书写文号。")})
        self.outcome, self.number, self.decided_on, self.decided_by = outcome, number, decided_on, by
        self.full_clean(exclude=["agreement", "recorded_by", "decided_by"])
        self.save()
        if outcome == self.Outcome.WITHDRAWN:
            Deadline.objects.filter(pk=agreement.deadline_id).update(ended_on=None, end_reason="")
        with translation.override(settings.LANGUAGE_CODE):
            label = str(self.get_outcome_display())
        agreement._tell(by, gettext_lazy("%(day)s 司法确认：%(outcome)s"), day=decided_on, outcome=label)


def _between(day, earliest, today, field, words):
    """Refuse a day before `earliest`, with `words`, or after `today`."""
    if day < earliest:
        raise ValidationError({field: words % _day(earliest)})
    if day > today:
        raise ValidationError({field: _("不能晚于今天，请核对。")})


def _kept_by(due_on, calendar):
    """When what is performed by `due_on` is looked after, as a `Due`; refused beyond the years of the calendar."""
    try:
        return rules.due(KEEP_RULE, due_on, calendar)
    except UnknownYear as unknown:
        raise ValidationError(str(unknown)) from None
