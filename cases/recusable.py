"""The steps of a recusal (L13), shared by the procedures that a case may go: the petition and the dispute."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import recusal as aside
from cases.models import Deadline, Event, Handover, Ownership, Recusal
from officials.models import Official, Role

RULE = "L13"


class Recusable:
    """Until it is decided whom it concerns does nothing but what is urgent. Expects a procedure with a `case`."""

    HANDLED_BY = Role.HD  # who holds what the case's handler holds

    # ---------- 问 ----------
    def why_stopped(self, official):
        """Why `official` takes no step on this case for now; empty if he may."""
        is_asked = any(row.is_asked and row.official_id == official.pk for row in self.case.recusals.all())
        return aside.why_stopped() if is_asked else ""

    def recusal_at(self, position):
        """The recusal of this case with that number; None where there is none."""
        return next((row for row in self.case.recusals.all() if row.position == position), None)

    def why_not_his_recusal(self, step, row, official):
        """Nobody decides on himself; the director only writes down what the superior decided on a head (L13)."""
        if row.official_id == official.pk:
            return _("本人不能决定、复核自己的回避（条例第二十八条第三款）。")
        if step == "recusal_review" or Role.HO in official.roles or self._is_of_head(row):
            return ""
        return _("由机关负责人决定（条例第二十八条第三款）。")

    # ---------- 步 ----------
    @transaction.atomic
    def ask_recusal(self, *, by, on, asker, ground, official=None):
        """Somebody has an interest, as he says himself, or as the petitioner or the unit says (L13). He stops at once.

        The clock counts from the day it became known.
        """
        self._refuse_recusal("recusal")
        official = official or by
        if asker == Recusal.Asker.SELF and official != by:
            raise ValidationError({"asker": _("本人申请的，由本人登记；替别人登记的，选信访人或者单位。")})
        self._no_recusal_before(on, self.case.received_on, _("提出日期不能早于收到日期 %s。"))
        if not ground.strip():
            raise ValidationError({"ground": _("请写回避的理由。")})
        if reason := aside.why_barred(self.case, official, on=on):
            raise ValidationError({"official": reason})
        last = self.case.recusals.aggregate(last=models.Max("position"))["last"] or 0
        row = Recusal(
            case=self.case,
            position=last + 1,
            official=official,
            post=official.role_names[:100] or _("（不在岗）"),
            asker=asker,
            asked_on=on,
            ground=ground,
            recorded_by=by,
            deadline=self._clock_of_the_head(on, official),
        )
        row.full_clean(exclude=["case", "official", "recorded_by", "deadline"])
        row.save()
        self._keep_recusal(by)
        words = gettext_lazy("%(asker)s提出：%(name)s 与这件可能有利害关系，决定以前停手")
        self._tell(Event.Kind.RECUSED, by, words, asker=row.get_asker_display(), name=official.name)
        return row

    @transaction.atomic
    def decide_recusal(self, *, by, on, recusal, decision, reason, superior="", replacement=None):
        """The head of the organ decides; on the head himself the superior, or who stands in for him (L13).

        Who stays in spite of an interest stays by a second person's reason, and only so (AZ-10).
        """
        self._refuse_recusal("recusal_decision", recusal)
        self._no_recusal_before(on, recusal.asked_on, _("决定日期不能早于提出日期 %s。"))
        self._check_decider(recusal, by, superior, decision, on)
        if not reason.strip():
            raise ValidationError({"reason": _("请写决定的理由。")})
        recusal.decision, recusal.reason, recusal.superior = decision, reason, superior
        recusal.decided_on, recusal.decided_by = on, by
        withdraws = decision == Recusal.Decision.WITHDRAWS
        recusal.replacement = replacement if withdraws else None
        recusal.validate_constraints()
        if withdraws:
            self._replace(recusal, by, on)
        recusal.save()
        Deadline.objects.running().filter(pk=recusal.deadline_id).update(ended_on=on, end_reason="已决定")
        if withdraws:
            aside.stand_aside(self.case, by=by, on=on, reason="回避")
        self._keep_recusal(by)
        words = gettext_lazy("%(name)s %(decision)s")
        if recusal.replacement:
            words = gettext_lazy("%(name)s %(decision)s，由 %(replacement)s 接替")
        self._tell(
            Event.Kind.RECUSED,
            by,
            words,
            name=recusal.official.name,
            decision=recusal.get_decision_display(),
            replacement=replacement and replacement.name,
        )

    @transaction.atomic
    def review_recusal(self, *, by, on, recusal, outcome, review):
        """What was done before he withdrew is looked through by somebody else (L13)."""
        self._refuse_recusal("recusal_review", recusal)
        self._no_recusal_before(on, recusal.decided_on, _("复核日期不能早于决定日期 %s。"))
        if not review.strip():
            raise ValidationError({"review": _("请写复核的情况。")})
        if reason := aside.why_barred(self.case, by, on=on):
            raise ValidationError(reason)
        recusal.outcome, recusal.review, recusal.reviewed_on, recusal.reviewed_by = outcome, review, on, by
        recusal.validate_constraints()
        recusal.save()
        self._keep_recusal(by)
        words = gettext_lazy("%(name)s 回避以前的工作已复核：%(outcome)s")
        outcome = recusal.get_outcome_display()
        self._tell(Event.Kind.RECUSED, by, words, name=recusal.official.name, outcome=outcome)

    # ---------- 为什么不能 ----------
    def _why_not_recusal(self):
        return ""

    def _why_not_recusal_decision(self, recusal=None):
        if recusal is None:
            return _("没有等决定的回避（条例第二十八条第三款）。")
        if not recusal.is_asked:
            return _("已经在 %s 决定（条例第二十八条第三款）。") % _day(recusal.decided_on)
        return ""

    def _why_not_recusal_review(self, recusal=None):
        if recusal is None or not recusal.is_agreed:
            return _("没有决定回避的，不用复核此前的工作。")
        if recusal.reviewed_on:
            return _("此前的工作已经在 %s 复核。") % _day(recusal.reviewed_on)
        return ""

    # ---------- 私 ----------
    def _check_decider(self, recusal, by, superior, decision, on):
        """By the head; where the head is concerned, by another who holds his post, or by the superior organ."""
        if by == recusal.official:
            raise ValidationError(_("本人不能决定自己的回避（条例第二十八条第三款）。"))
        if reason := aside.why_barred(self.case, by, on=on):
            raise ValidationError(reason)
        if superior:
            if not self._is_head(recusal.official, on):
                words = _("只有机关负责人的回避由上级机关决定，%s 的由本机关负责人决定（条例第二十八条第三款）。")
                raise ValidationError({"superior": words % recusal.official.name})
        elif not self._is_head(by, on):
            raise ValidationError(
                _("回避由机关负责人决定（条例第二十八条第三款）；负责人自己的，写明作决定的上级机关。")
            )
        elif decision == Recusal.Decision.STAYS and by == recusal.recorded_by:
            raise ValidationError(_("不回避要由登记人以外的人决定，并写理由（AZ-10）。"))

    def _clock_of_the_head(self, on, official):
        """Who decides answers for the term, never whom it concerns."""
        clock = self.start_clock(RULE, on)
        clock.official = Official.objects.holding(Role.HO, on=on).exclude(pk=official.pk).first()
        clock.save(update_fields=["official"])
        return clock

    def _is_of_head(self, recusal):
        """Known already where the page of the case read it along."""
        known = getattr(recusal, "is_of_head", None)
        return self._is_head(recusal.official, timezone.localdate()) if known is None else known

    @staticmethod
    def _is_head(official, on):
        return official.postings.in_force(on).filter(role=Role.HO).exists()

    def _replace(self, recusal, by, on):
        """Who takes over what he held, in the same unit; nobody barred does."""
        person, case = recusal.replacement, self.case
        if person is None:
            return
        if reason := aside.why_barred(case, person, on=on):
            raise ValidationError({"replacement": reason})
        if recusal.official_id == case.handler_id:
            if not person.postings.in_force(on).filter(unit=case.handling_unit, role=self.HANDLED_BY).exists():
                words = _("%(name)s 不是%(unit)s的%(post)s，请换人，或者不写，由主任另行分派。")
                words %= {"name": person.name, "unit": case.handling_unit.label, "post": self.HANDLED_BY.label}
                raise ValidationError({"replacement": words})
            if case.is_sealed and not case.sealed_readers.filter(official=person).exists():
                raise ValidationError({"replacement": _("封存件只能由列名的阅办人承办，先列名。")})
            self._hand_over(recusal, by, on)
        owned = Ownership.objects.in_force(on).filter(case=case, leader=recusal.official, until__isnull=True).first()
        if owned:
            if not person.postings.in_force(on).filter(role__in=[Role.LO, Role.HO]).exists():
                raise ValidationError({"replacement": _("%s 不是领导，不能接替包案。") % person.name})
            owned.pass_to(person, on=on, by=by)
        Deadline.objects.running().filter(case=case, official=recusal.official).update(official=person)

    def _hand_over(self, recusal, by, on):
        """Until it is taken the first receiver answers for it (F40); where it is he who is out, the head."""
        case, first = self.case, self.case.first_receiver
        Handover.objects.offer(
            case,
            unit=case.handling_unit,
            receiver=recusal.replacement,
            giver=by if aside.why_barred(case, first, on=on) or first == recusal.official else first,
            by=by,
            on=on,
            reason=f"{recusal.official.name} 回避，由他接替（条例第二十八条第三款）",
        )
        case.handler = recusal.replacement

    def _keep_recusal(self, by):
        """For whom it stops too: he may always say that he has an interest."""
        getattr(self.case, "_prefetched_objects_cache", {}).pop("recusals", None)
        self.case.touch(by)
        self.case.save()

    def _refuse_recusal(self, step, about=None):
        if reason := self.why_not(step, about):
            raise ValidationError(reason)

    @staticmethod
    def _no_recusal_before(on, earliest, words):
        if on < earliest:
            raise ValidationError({"on": words % _day(earliest)})


def _day(day):
    return date_format(day, _("Y年n月j日"))
