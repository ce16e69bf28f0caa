"""A closed petition comes back on the same facts (T26): within so many days it is opened again, in a new round."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.models import Case, Claim, Event
from officials.models import Official
from petitions.actions import Beside

NEXT_LEVEL = {Case.Level.GENERAL: Case.Level.COMPLEX, Case.Level.COMPLEX: Case.Level.HARD}


class ReopeningQuerySet(models.QuerySet):
    def waiting(self):
        """Not decided; nothing waits for a case that is open again by another way (L45)."""
        return self.filter(outcome="", petition__case__closed_on__isnull=False)

    def carried_out(self):
        return self.filter(outcome=Reopening.Outcome.REOPENED)

    def of_cohort(self, first, last):
        """What had been closed from `first` to `last`, both included, and came back: what K16 counts."""
        return self.carried_out().filter(closed_on__gte=first, closed_on__lte=last)


class Reopening(models.Model):
    """A wish to open a closed petition again, and what the director decided. The day of the wish is what counts.

    `closed_on` is the closing that did not last; its row and the figure of its month stay (T26).
    """

    class Outcome(models.TextChoices):
        REOPENED = "REOPENED", gettext_lazy("重新办理")
        REFUSED = "REFUSED", gettext_lazy("不重新办理")

    petition = models.ForeignKey(
        "petitions.Petition", models.PROTECT, related_name="reopenings", verbose_name=gettext_lazy("信访")
    )
    round = models.PositiveSmallIntegerField(gettext_lazy("第几轮办理"))
    closed_on = models.DateField(gettext_lazy("原办结日期"))
    reason = models.CharField(gettext_lazy("为什么重新办理"), max_length=500)
    asked_on = models.DateField(gettext_lazy("提出日期"))
    asked_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("提出人"))
    outcome = models.CharField(gettext_lazy("决定"), max_length=8, choices=Outcome, blank=True)
    decided_on = models.DateField(gettext_lazy("决定日期"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("决定人")
    )
    refusal = models.CharField(gettext_lazy("为什么不重新办理"), max_length=500, blank=True)
    level_before = models.CharField(gettext_lazy("原层级"), max_length=8, choices=Case.Level)
    level = models.CharField(gettext_lazy("层级"), max_length=8, choices=Case.Level, blank=True)

    objects = ReopeningQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("重新办理")
        verbose_name_plural = gettext_lazy("重新办理")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition"],
                condition=Q(outcome=""),
                name="one_reopening_waits",
                violation_error_message=gettext_lazy("已经有人提出重新办理，等主任决定。"),
            ),
            models.UniqueConstraint(
                fields=["petition", "round"],
                condition=Q(outcome="REOPENED"),
                name="a_round_is_reopened_once",
                violation_error_message=gettext_lazy("这一轮已经重新办理。"),
            ),
            models.CheckConstraint(
                name="reopening_is_decided_whole",
                condition=Q(outcome="", decided_on__isnull=True, decided_by__isnull=True, level="")
                | (
                    Q(outcome="REOPENED", decided_on__gte=F("asked_on"), decided_by__isnull=False, refusal="")
                    & ~Q(level="")
                )
                | (Q(outcome="REFUSED", decided_on__gte=F("asked_on"), decided_by__isnull=False) & ~Q(refusal="")),
                violation_error_message=gettext_lazy("重新办理的决定要写谁、哪天；不重新办理的要写原因。"),
            ),
            models.CheckConstraint(
                name="what_is_reopened_was_closed",
                condition=Q(asked_on__gte=F("closed_on"), round__gte=2),
                violation_error_message=gettext_lazy("办结以后才能重新办理。"),
            ),
        ]
        indexes = [models.Index(fields=["closed_on"], name="reopened_by_closing", condition=Q(outcome="REOPENED"))]

    def __str__(self):
        return f"{self.petition} {self.asked_on}"

    @property
    def is_waiting(self):
        return not self.outcome


class Reopenable:
    """A petition whose closing need not last: T26."""

    # ---------- 问 ----------
    def last_day_to_reopen(self):
        """The last day on which it may be asked for; None while the petition is open."""
        closed_on = self.case.closed_on
        return closed_on and closed_on + timedelta(days=rules.find("T26").length)

    def waiting_reopening(self):
        """What waits for the director; None where nobody asked. Of an open case nothing can wait."""
        return None if self.case.is_open else next((row for row in self.reopenings.all() if row.is_waiting), None)

    def was_reopened(self):
        return any(row.outcome == Reopening.Outcome.REOPENED for row in self.reopenings.all())

    def level_proposed(self):
        """One level up where it comes back a second time (T26); the director decides."""
        level = self.case.level
        return NEXT_LEVEL.get(level, level) if self.was_reopened() else level

    @property
    def may_come_again(self):
        """Whether what is brought again may be registered as a new matter that follows this one (T26)."""
        case = self.case
        return not (case.is_open or case.is_sealed or case.is_voided or self.ended_in)

    def claims_to_reopen(self):
        """What the office answered and can answer again; a duty asked for anew is a new application (L16a)."""
        own, _away = self._claims()
        return [claim for claim in own if claim.answered_on and not claim.is_duty]

    def reopened_on(self):
        """The day this round began by a reopening; None in any other round."""
        if self.case.round == 1:
            return None
        mine = (row for row in self.reopenings.all() if row.outcome and row.round == self.case.round)
        return next((row.decided_on for row in mine if row.outcome == Reopening.Outcome.REOPENED), None)

    def reopening_steps(self, today):
        if self.case.closed_on and not self.why_not("reopening_proposal") and today <= self.last_day_to_reopen():
            yield Beside("reopening_proposal")

    def may_be_reopened(self, today):
        """Whether the director can do it today: in time, or asked for in time."""
        if self.case.is_open or self.why_not("reopening"):
            return False
        return today <= self.last_day_to_reopen() or self.waiting_reopening() is not None

    def why_too_late(self, on):
        """Why it is not to be reopened on the wish of the day `on`; empty if it is."""
        last = self.last_day_to_reopen()
        if last is None or on <= last:
            return ""
        words = _("办结满 %(days)d 日、到 %(day)s 为止可以重新办理，已经过了；请登记为新的一件，关联这一件。")
        return words % {"days": rules.find("T26").length, "day": self._day(last)}

    # ---------- 步 ----------
    @transaction.atomic
    def propose_reopening(self, *, by, on, reason):
        """Ask the director to open it again; the day of the wish is what counts, not that of the decision."""
        self._refuse("reopening_proposal")
        self._write_wish(by, on, reason)
        self._settle(by)
        self._tell(Event.Kind.REOPENED, by, gettext_lazy("%(day)s 提出重新办理，等主任决定"), day=on)

    @transaction.atomic
    def reopen(self, *, by, on, claims, level, ground="", reason=""):
        """Handle `claims` again: a new round with a new clearing target by level; no statutory clock starts (0116).

        Raises ValidationError after the last day, unless it was asked for in time.
        """
        case = self.case
        self._refuse("reopening")
        wish = self.waiting_reopening() or self._write_wish(by, on, reason)
        self._not_before("on", on, wish.asked_on, _("决定日期不能早于提出日期 %s。"))
        claims = [claim for claim in self.claims_to_reopen() if claim in claims]
        if not claims:
            raise ValidationError({"claims": _("请选哪几条诉求重新办。")})
        if level not in Case.Level:
            raise ValidationError({"level": _("请定层级：一般、复杂或者疑难。")})
        if level != case.level and not ground.strip():
            raise ValidationError({"ground": _("层级变了，请写定级依据。")})
        wish.outcome, wish.decided_on, wish.decided_by, wish.level = Reopening.Outcome.REOPENED, on, by, level
        wish.save()
        self._undo_answers(claims, by=by, reopening=wish, reason="重新办理")
        self._end_simple(on, "重新办理")
        case.level, case.level_ground = level, ground or case.level_ground
        self._begin_round(on, by)
        self._forget("reopenings")
        self._settle(by)
        self._tell(
            Event.Kind.REOPENED,
            by,
            gettext_lazy("%(day)s 重新办理诉求 %(claims)s，%(level)s"),
            is_public=True,
            day=on,
            claims="、".join(str(claim.position) for claim in claims),
            level=Case.Level(level).label,
        )

    @transaction.atomic
    def refuse_reopening(self, *, by, on, reason):
        """The director does not agree, and says why; it can still come as a new matter."""
        self._refuse("reopening")
        if (wish := self.waiting_reopening()) is None:
            raise ValidationError(_("没有人提出重新办理，没有要决定的。"))
        self._not_before("on", on, wish.asked_on, _("决定日期不能早于提出日期 %s。"))
        if not reason.strip():
            raise ValidationError({"refusal": _("请写为什么不重新办理。")})
        wish.outcome, wish.decided_on, wish.decided_by, wish.refusal = Reopening.Outcome.REFUSED, on, by, reason
        wish.save()
        self._forget("reopenings")
        self._settle(by)
        self._tell(Event.Kind.REOPENED, by, gettext_lazy("%(day)s 不重新办理：%(reason)s"), day=on, reason=reason)

    # ---------- 为什么不能 ----------
    def _why_not_reopening_proposal(self):
        if self.waiting_reopening():
            return _("已经有人提出重新办理，等主任决定。")
        return self._why_not_reopening()

    def _why_not_reopening(self):
        case = self.case
        if case.is_open:
            return _("还没有办结，照常办理，不用重新办理。")
        if case.is_voided:
            return _("登记已经作废，不能重新办理；请重新登记。")
        if not case.closings.filter(round=case.round).exists():
            return _("这一件不是答复以后办结的；又提出来的，请登记为新的一件，期限从收到起算。")
        if ended := self.ended_by():
            words = _("复核已经在 %s 维持，同一事实和理由不再受理（条例第三十六条第三款）；有新的事实，另行登记。")
            return words % self._day(ended.decided.dated_on)
        if pending := self.pending_reviews():
            words = _("正在%s，等它的结果；撤销、变更的按它定的日子重新办理。")
            return words % pending[-1].get_kind_display()
        if (first := self.first_review()) and first.decided and first.decided.result == "UPHELD":
            return _("复查已经维持这个答复：本人不服的请求复核；有新的事实，另行登记（条例第三十六条）。")
        if not self.claims_to_reopen():
            return _(
                "没有本街道答复过、可以重新办的诉求：去其他机关的、又要求履行职责的，另行登记（条例第三十一条第五项）。"
            )
        return ""

    # ---------- 私 ----------
    def _write_wish(self, by, on, reason):
        if not reason.strip():
            raise ValidationError({"reason": _("请写哪里没有解决好，为什么是同一事实。")})
        self._not_before("on", on, self.case.closed_on, _("不能早于办结日期 %s。"))
        if late := self.why_too_late(on):
            raise ValidationError({"on": late})
        wish = Reopening(
            petition=self,
            round=self.case.round + 1,
            closed_on=self.case.closed_on,
            reason=reason,
            asked_on=on,
            asked_by=by,
            level_before=self.case.level,
        )
        wish.clean_fields(exclude=["petition", "asked_by"])
        wish.save()
        self._forget("reopenings")
        return wish

    def _standing_since_reopening(self, rows):
        """Of the promises `rows` those that count in this round: made in it, or not yet performed when it began."""
        began_on = self.reopened_on()
        if began_on is None:
            return rows
        return [row for row in rows if row.made_on >= began_on or not row.is_performed]

    def _past_answer_standing(self):
        """(round, day of service) of the opinion that stands until the round begun by a reopening has its own."""
        if self.reopened_on() is None:
            return None
        past = self.past_answers_of_round(self.case.round - 1)
        return (
            past.filter(claim__purpose="APPEAL", claim__route="W6", served_on__isnull=False)
            .values_list("round", "served_on")
            .first()
        )

    def past_answers_of_round(self, round):
        return Claim._meta.get_field("past_answers").related_model.objects.filter(claim__case=self.case, round=round)
