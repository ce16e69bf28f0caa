"""The petitioner takes the matter, or single claims, back (L34, P20, T28): his wish, and somebody outside who asks."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields import EncryptedTextField
from cases.models import Claim, Clearing, Commitment, Consultation, Deadline, Event
from cases.models.claim import Disposal
from officials.models import Official, Unit
from petitions.actions import Beside


class Withdrawal(models.Model):
    """One wish to withdraw, in the petitioner's own words, and what came of it when he was asked.

    `claims` are those it is about; none named, it is the whole matter. `unit` and `handler` stand here as they were,
    so that the database itself keeps them from confirming.
    """

    class Form(models.TextChoices):
        WRITTEN = "WRITTEN", gettext_lazy("书面申请")
        RECORDED = "RECORDED", gettext_lazy("口头提出，已记录")

    class Outcome(models.TextChoices):
        ENDED = "ENDED", gettext_lazy("本人确认撤回")
        KEPT = "KEPT", gettext_lazy("本人不撤回了")
        INTEREST = "INTEREST", gettext_lazy("涉及公共、第三人利益，继续办")

    petition = models.ForeignKey(
        "petitions.Petition", models.PROTECT, related_name="withdrawals", verbose_name=gettext_lazy("信访")
    )
    form = models.CharField(gettext_lazy("怎样提出的"), max_length=8, choices=Form)
    claims = models.ManyToManyField(Claim, related_name="withdrawals", verbose_name=gettext_lazy("撤回的诉求"))
    words = EncryptedTextField(gettext_lazy("本人的话"), max_length=2000)
    wished_on = models.DateField(gettext_lazy("提出日期"))
    recorded_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("记录人"))
    recorded_at = models.DateTimeField(default=timezone.now)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    handler = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(gettext_lazy("确认结果"), max_length=8, choices=Outcome, blank=True)
    asked_on = models.DateField(gettext_lazy("确认日期"), null=True, blank=True)
    asked_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("确认人")
    )
    asked_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    manner = models.CharField(gettext_lazy("怎样确认的"), max_length=200, blank=True)
    reason = models.CharField(gettext_lazy("涉及谁的利益"), max_length=300, blank=True)

    class Meta:
        verbose_name = gettext_lazy("撤回申请")
        verbose_name_plural = gettext_lazy("撤回申请")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition"],
                condition=Q(outcome=""),
                name="one_open_withdrawal",
                violation_error_message=gettext_lazy("已经有一份撤回申请等确认。"),
            ),
            models.CheckConstraint(
                name="withdrawal_keeps_the_words",
                condition=~Q(words=""),
                violation_error_message=gettext_lazy("请写本人的话。"),
            ),
            models.CheckConstraint(
                name="withdrawal_is_confirmed_whole",
                condition=Q(outcome="", asked_on__isnull=True, asked_by__isnull=True, asked_unit__isnull=True)
                | (
                    ~Q(outcome="")
                    & ~Q(manner="")
                    & Q(asked_on__gte=F("wished_on"), asked_by__isnull=False, asked_unit__isnull=False)
                ),
                violation_error_message=gettext_lazy("确认要写谁、哪天、怎样确认的。"),
            ),
            models.CheckConstraint(
                name="withdrawal_is_confirmed_from_outside",
                condition=Q(asked_by__isnull=True)
                | (
                    (Q(handler__isnull=True) | ~Q(asked_by=F("handler")))
                    & (Q(unit__isnull=True) | ~Q(asked_unit=F("unit")))
                ),
                violation_error_message=gettext_lazy("要由承办单位以外的人确认。"),
            ),
            models.CheckConstraint(
                name="kept_for_an_interest_says_whose",
                condition=~Q(outcome="INTEREST") | ~Q(reason=""),
                violation_error_message=gettext_lazy("请写涉及谁的利益。"),
            ),
        ]

    def __str__(self):
        return f"{self.petition} {self.wished_on}"

    @property
    def positions(self):
        """Which claims, in words; empty where it is the whole matter."""
        return "、".join(str(claim.position) for claim in self.claims.all())


class Withdrawable:
    """A petition that its petitioner may take back, never because somebody pressed him."""

    def withdrawal_steps(self):
        """The asking, once there is a wish. That one may be recorded is a line on the page, no button to press for."""
        if self.case.is_open and self._is_running("L34"):
            yield Beside("withdrawal_confirmation")

    # ---------- 问 ----------
    def claims_to_withdraw(self):
        """What is neither told where to go nor answered and served; of what the sender is asked about, nothing."""
        served = self.case.served_on
        return [
            claim
            for claim in self._standing()
            if not (claim.routed_on or (served and claim.answered_on))
            and not (claim.disposal == Disposal.OBJECTED and self._objection())
        ]

    def waiting_wish(self):
        return self.withdrawals.prefetch_related("claims").filter(outcome="").first()

    # ---------- 步 ----------
    @transaction.atomic
    def wish_to_withdraw(self, *, by, on, form, words, claims=()):
        """Record the wish; nothing ends until somebody outside the handling unit has asked (T28).

        `claims` are those taken back; none or all that stand, and it is the whole matter.
        """
        case = self.case
        self._refuse("withdrawal")
        some = [claim for claim in self.claims_to_withdraw() if claim in claims]
        if len(some) < len(claims):
            raise ValidationError({"claims": _("已经答复送达、告知去向或者等异议答复的诉求，不能单独撤回。")})
        self._not_before("on", on, case.received_on, _("提出日期不能早于收到日期 %s。"))
        if not words.strip():
            raise ValidationError({"words": _("请写本人的话。")})
        wish = Withdrawal.objects.create(
            petition=self,
            form=form,
            words=words,
            wished_on=on,
            recorded_by=by,
            unit=case.handling_unit,
            handler=case.handler,
        )
        if len(some) < len(self._standing()):
            wish.claims.set(some)
        self.start_clock("L34", on)
        self._forget("deadlines", of=case)
        self._settle(by)
        said = gettext_lazy("%(day)s 本人提出撤回，待承办单位以外的人确认")
        if wish.positions:
            said = gettext_lazy("%(day)s 本人提出撤回诉求 %(claims)s，待承办单位以外的人确认")
        self._tell(Event.Kind.WITHDRAWN, by, said, day=on, claims=wish.positions)

    @transaction.atomic
    def confirm_withdrawal(self, *, by, on, outcome, manner, reason=""):
        """What the petitioner said when asked; the matter ends only if he meant it and nobody else is concerned."""
        case = self.case
        self._refuse("withdrawal_confirmation")
        wish = self.waiting_wish()
        self._not_before("on", on, wish.wished_on, _("确认日期不能早于提出日期 %s。"))
        if refusal := self.why_no_hand(by):
            raise ValidationError(_("要由承办单位以外、没有办过这一件的人向本人确认。%s") % refusal)
        if not manner.strip():
            raise ValidationError({"manner": _("请写怎样确认的，例如 当面、电话。")})
        if outcome == Withdrawal.Outcome.INTEREST and not reason.strip():
            raise ValidationError({"reason": _("请写涉及谁的利益。")})
        wish.outcome, wish.asked_on, wish.asked_by, wish.asked_unit = outcome, on, by, by.unit
        wish.manner, wish.reason = manner, reason
        wish.clean_fields(exclude=["petition", "unit", "handler"])
        wish.save()
        self._end_clocks(("L34",), on, gettext_lazy("已确认"))
        some = list(wish.claims.all())
        if outcome == Withdrawal.Outcome.ENDED and some and len(some) < len(self._standing()):
            self._end_claims(some, by, on)
        elif outcome == Withdrawal.Outcome.ENDED:
            case.closed_on, case.closing_note = on, "本人撤回"
            Clearing.objects.end(case, on=on, outcome=Clearing.Outcome.WITHDRAWN)
            with self._in_chinese():
                Deadline.objects.end_all(case, on=on, reason=_("本人撤回"), fell_away=True)
            Consultation.objects.free_turns(case, reason="本人撤回", by=by)
        self._forget("deadlines", of=case)
        self._settle(by)
        self._tell(
            Event.Kind.WITHDRAWN,
            by,
            gettext_lazy("%(day)s %(outcome)s，诉求 %(claims)s") if some else gettext_lazy("%(day)s %(outcome)s"),
            is_public=outcome == Withdrawal.Outcome.ENDED,
            day=on,
            outcome=Withdrawal.Outcome(outcome).label,
            claims=wish.positions,
        )

    # ---------- 为什么不能 ----------
    def _why_not_withdrawal(self):
        if self.case.is_anonymous:
            return _("匿名来访，没有人可以撤回。")
        if self._is_running("L34"):
            return _("已经有一份撤回申请等确认。")
        return ""

    def _why_not_withdrawal_confirmation(self):
        if not self._is_running("L34"):
            return _("没有等确认的撤回申请。")
        return ""

    # ---------- 私 ----------
    def _end_claims(self, claims, by, on):
        """End `claims` alone: what they needed goes with them, the rest goes on (L34)."""
        open_still = self.claims_to_withdraw()
        if late := [claim for claim in claims if claim not in open_still]:
            words = _("诉求 %s 提出撤回以后已经答复送达、告知去向，没有可以撤回的了；本人同意的，记不撤回了。")
            raise ValidationError({"outcome": words % "、".join(str(claim.position) for claim in late)})
        self._take_back_opinion(by, "有诉求撤回，答复重新送审")
        for claim in open_still:
            if claim in claims:
                claim.decision = claim.finding = claim.basis = claim.reply = claim.remedy = ""
                claim.answered_on = claim.answered_by = None
                claim.withdrawn_on = on
                self._save_claim(claim, by)
                Commitment.objects.withdraw(claim.commitments, by=by, on=on, reason="本人撤回诉求")
        with self._in_chinese():
            ended = Deadline.objects.running().filter(claim__in=claims)
            ended.update(ended_on=on, end_reason=_("本人撤回"), fell_away=True)
        self._end_clocks_of_nothing(on, "诉求撤回", gettext_lazy("本人撤回"))
        self._end_notice_if_all_told(gettext_lazy("已告知去向"))
        self._date_the_answer()
        Deadline.objects.refresh_tightest(self.case)
