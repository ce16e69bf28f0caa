"""What was recorded wrongly of an agreement or of the court's ruling is put right, with a reason (更正; 0190)."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Min, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Deadline, Event
from disputes.models.agreement import APPLY_RULE, ASKED, ONE_SET, Agreement, Confirmation, FollowUp, _between, _day
from officials.models import Official

MOVED = gettext_lazy("日子更正，另起期限")
UNCHANGED = gettext_lazy("没有改动：和记着的一样。")
OF_THE_COURT = ("court", "applied_on", "outcome", "decided_on", "number")


def correctable(agreement):
    """Which days of it stand and can be put right: an oral one has only that on which it was reached (M15)."""
    if agreement is None:
        return ()
    names = ONE_SET if agreement.is_written else ("reached_on",)
    return tuple(name for name in names if getattr(agreement, name))


class AgreementCorrectionQuerySet(models.QuerySet):
    @transaction.atomic
    def put_days_right(self, dispute, *, by, on, reason, **days):
        """Put right on which days the agreement was signed and sealed, or reached by word of mouth.

        If it is in effect, its day of effect follows, and with it the end of the dispute and both sides' time to ask
        the court (M18), whose clock ends and begins anew. What is looked after counts from its own last day (M16)
        and stays. The case is locked.
        """
        dispute._refuse("signing_correction", by)
        _say_why(reason)
        agreement = dispute.agreement
        changed = {name: day for name, day in days.items() if day != getattr(agreement, name)}
        if not changed:
            raise ValidationError(UNCHANGED)
        for name, day in changed.items():
            if name not in correctable(agreement) or day is None:
                raise ValidationError({name: _("更正要写对的那一天，不能去掉，也不能补记没有记过的。")})
        self._check_days(agreement, changed, on)
        before = {name: getattr(agreement, name) for name in (*changed, "effective_on")}
        for name, day in changed.items():
            setattr(agreement, name, day)
        if agreement.is_in_effect:
            signed = max(getattr(agreement, name) for name in correctable(agreement))
            self._move_effect(agreement, signed, by=by, on=on, field=max(changed, key=changed.get))
        agreement.full_clean(exclude=["dispute", "deadline", "recorded_by", "dropped_by"])
        agreement.save()
        row = self._keep(agreement, None, before, by=by, on=on, reason=reason)
        if before["effective_on"] != agreement.effective_on:
            day = agreement.effective_on
            dispute._tell(Event.Kind.AGREED, by, gettext_lazy("更正为 %(day)s"), is_public=True, day=day)
        return row

    @transaction.atomic
    def put_court_right(self, confirmation, *, by, on, reason, court, applied_on, outcome, decided_on=None, number=""):
        """Put right what stands of an application to the court and of what came of it; "" is no result yet.

        The time of both sides stands still from the application on and runs again only if they took it back (M18).
        The case is locked.
        """
        agreement = confirmation.agreement
        agreement.dispute._refuse("confirmation_correction", by)
        _say_why(reason)
        if not outcome:
            decided_on, number = None, ""
        given = dict(zip(OF_THE_COURT, (court, applied_on, outcome, decided_on, number), strict=True))
        before = {name: getattr(confirmation, name) for name in OF_THE_COURT}
        if given == before:
            raise ValidationError(UNCHANGED)
        if confirmation.is_pending and outcome:
            raise ValidationError({"outcome": _("还没有记过结果，在“记法院的裁定”里记，不用更正。")})
        _between(applied_on, agreement.effective_on, on, "applied_on", _("申请不能早于协议生效的日子 %s。"))
        if applied_on > agreement.apply_by:
            words = _("共同申请的最后一天是 %s（人民调解法第三十三条），申请不能更晚。")
            raise ValidationError({"applied_on": words % _day(agreement.apply_by)})
        if outcome:
            if decided_on is None:
                raise ValidationError({"decided_on": _("请写明是哪一天。")})
            _between(decided_on, applied_on, on, "decided_on", _("结果不能早于申请的日子 %s。"))
            if outcome != Confirmation.Outcome.WITHDRAWN and not number.strip():
                raise ValidationError({"number": _("请照裁定书写文号。")})
        later = agreement.confirmations.filter(pk__gt=confirmation.pk).order_by("pk").first()
        self._check_later(later, outcome, decided_on)
        for name, value in given.items():
            setattr(confirmation, name, value)
        confirmation.last_on = agreement.apply_by
        confirmation.decided_by = (confirmation.decided_by or by) if outcome else None
        confirmation.full_clean(exclude=["agreement", "recorded_by", "decided_by"])
        confirmation.save()
        if later is None:
            self._stand_still(agreement, confirmation)
        return self._keep(agreement, confirmation, before, by=by, on=on, reason=reason)

    # ---------- 内部 ----------
    @staticmethod
    def _check_days(agreement, changed, on):
        if agreement.is_written:
            for name, day in changed.items():
                _between(day, agreement.reached_on, on, name, _("签字、盖章不能早于谈成的日子 %s。"))
            return
        day, talked = changed["reached_on"], timezone.localdate(agreement.dispute.talks.first_at)
        _between(day, talked, on, "reached_on", _("谈成的日子不能早于第一次调解 %s。"))
        found = FollowUp.objects.standing().filter(item__agreement=agreement)
        known = [
            (agreement.items.aggregate(day=Min("due_on"))["day"], _("有一项的最后一天是 %s，谈成的日子不能更晚。")),
            (found.aggregate(day=Min("performed_on"))["day"], _("有一项 %s 已经履行，谈成的日子不能更晚。")),
            (found.aggregate(day=Min("on"))["day"], _("%s 已经回访过，谈成的日子不能更晚。")),
        ]
        for latest, words in known:
            if latest and day > latest:
                raise ValidationError({"reached_on": words % _day(latest)})

    def _move_effect(self, agreement, day, *, by, on, field):
        """Its day of effect and what was counted from it. Refused where the court was asked outside the new days."""
        before, dispute = agreement.effective_on, agreement.dispute
        agreement.effective_on = day
        if day == before:
            return
        old, case = agreement.deadline, dispute.case
        Deadline.objects.filter(pk=old.pk).update(
            ended_on=old.ended_on or on, end_reason=_in_chinese(MOVED), fell_away=True
        )
        agreement.deadline = dispute.start_clock(APPLY_RULE, day)
        for row in agreement.confirmations.all():
            words = {"day": _day(day), "applied": _day(row.applied_on), "last": _day(agreement.apply_by)}
            if row.applied_on < day:
                sentence = _("双方 %(applied)s 已经申请司法确认，协议不能到 %(day)s 才生效。")
                raise ValidationError({field: sentence % words})
            if row.applied_on > agreement.apply_by:
                sentence = _("协议 %(day)s 生效，共同申请的最后一天就是 %(last)s，可是 %(applied)s 才申请。请先核对。")
                raise ValidationError({field: sentence % words})
            row.last_on = agreement.apply_by
            row.save(update_fields=["last_on"])
        if old.ended_on:
            agreement.deadline.ended_on, agreement.deadline.end_reason = old.ended_on, old.end_reason
            agreement.deadline.save(update_fields=["ended_on", "end_reason"])
        closed_for = _in_chinese(dispute.State(dispute.state).label)
        Deadline.objects.filter(case=case, ended_on=before, end_reason=closed_for).update(ended_on=day)
        case.closed_on = day  # saved with what is told

    @staticmethod
    def _check_later(later, outcome, decided_on):
        if later is None:
            return
        if outcome != Confirmation.Outcome.WITHDRAWN:
            words = _("%s 又申请过一次，前一次的结果只能是撤回申请。")
            raise ValidationError({"outcome": words % _day(later.applied_on)})
        if decided_on > later.applied_on:
            words = _("%s 又申请过一次，撤回前一次不能更晚。")
            raise ValidationError({"decided_on": words % _day(later.applied_on)})

    @staticmethod
    def _stand_still(agreement, confirmation):
        """The clock as the last application leaves it."""
        if confirmation.outcome == Confirmation.Outcome.WITHDRAWN:
            ended = {"ended_on": None, "end_reason": ""}
        else:
            ended = {"ended_on": confirmation.applied_on, "end_reason": _in_chinese(ASKED)}
        Deadline.objects.filter(pk=agreement.deadline_id).update(**ended)

    def _keep(self, agreement, confirmation, before, *, by, on, reason):
        """The row of what stood and what stands, and the timeline with both."""
        about = confirmation or agreement
        changes = {
            name: [_stored(value), _stored(getattr(about, name))]
            for name, value in before.items()
            if value != getattr(about, name)
        }
        row = self.create(
            agreement=agreement, confirmation=confirmation, changes=changes, reason=reason.strip(), by=by, on=on
        )
        with translation.override(settings.LANGUAGE_CODE):
            told = "；".join(f"{label} {old} 改为 {new}" for label, old, new in row.lines)
        if confirmation:
            words = gettext_lazy("更正司法确认：%(told)s。原因：%(reason)s")
        else:
            words = gettext_lazy("更正调解协议的日子：%(told)s。原因：%(reason)s")
        agreement._tell(by, words, told=told, reason=row.reason)
        return row


class AgreementCorrection(models.Model):
    """One correction of what stands of an agreement, or of its `confirmation`. Rows are only added (the database
    holds that); `changes` has for each field what stood and what stands since."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="corrections")
    confirmation = models.ForeignKey(Confirmation, models.PROTECT, null=True, blank=True, related_name="corrections")
    changes = models.JSONField(gettext_lazy("改了什么"))
    reason = models.CharField(gettext_lazy("为什么更正"), max_length=200)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁更正的"))
    on = models.DateField(gettext_lazy("哪天更正的"))

    objects = AgreementCorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("调解协议的更正")
        verbose_name_plural = gettext_lazy("调解协议的更正")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="a_correction_says_what_and_why",
                condition=~Q(reason="") & ~Q(changes={}),
                violation_error_message=gettext_lazy("请写为什么更正。"),
            )
        ]

    def __str__(self):
        return f"{self.agreement} {self.on}"

    @property
    def lines(self):
        """[(what, as it stood, as it stands)] in words."""
        model = Confirmation if self.confirmation_id else Agreement
        return [
            (str(model._meta.get_field(name).verbose_name), *(_said(name, value) for value in pair))
            for name, pair in self.changes.items()
        ]


def _say_why(reason):
    if not reason.strip():
        raise ValidationError({"reason": _("请写为什么更正。")})


def _stored(value):
    return value.isoformat() if isinstance(value, date) else value or ""


def _said(name, value):
    if not value:
        return "—"
    if name.endswith("_on"):
        return _day(date.fromisoformat(value))
    return str(Confirmation.Outcome(value).label) if name == "outcome" else value


def _in_chinese(words):
    with translation.override(settings.LANGUAGE_CODE):
        return str(words)
