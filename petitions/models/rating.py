"""The petitioner is asked, and rates the petition office and the responsible unit himself (P10, L33, F7, R23)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.models import Evaluation, Event, Invitation, ReturnVisit, SecondEffort
from cases.recusal import why_barred
from officials.calendar import Calendar, UnknownYear
from petitions.actions import Beside


class Ratable:
    """A petition that its petitioner rates. Silence is silence: it holds nothing up and counts for nothing."""

    # ---------- 问 ----------
    def invitation(self):
        """The invitation of the present round, with what was answered; None until it is sent."""
        if not self.rating_asked_on:
            return None
        invitations = Invitation.objects.filter(case=self.case, round=self.case.round)
        return invitations.prefetch_related("evaluations").first()

    def ratings(self, today=None):
        """What became of the invitation, object by object; empty before it."""
        if (invitation := self.invitation()) is None:
            return []
        given = {evaluation.about: evaluation for evaluation in invitation.evaluations.all()}
        is_open = invitation.is_open(today or timezone.localdate())
        silent = _("等本人评价") if is_open else _("超期未评价")
        return [
            {
                "label": about.label,
                "given": given.get(about),
                "state": _("已评价") if about in given else silent,
                "until": invitation.until,
            }
            for about in self.rated_objects()
        ]

    @staticmethod
    def rated_objects():
        return list(Evaluation.About)

    def open_objects(self, today):
        """What the petitioner may still rate."""
        invitation = self.invitation()
        if invitation is None or not invitation.is_open(today):
            return []
        given = {evaluation.about for evaluation in invitation.evaluations.all()}
        return [about for about in self.rated_objects() if about not in given]

    def who_handled(self):
        """Those who worked on the case: none of them takes a pen for the petitioner."""
        case = self.case
        who = {case.handler_id, *(claim.answered_by_id for claim in case.claims.all())}
        return (who | {record.recorded_by_id for record in case.investigations.all()}) - {None}

    def why_no_hand(self, official):
        """Why `official` may not copy in a form or help to fill it in; empty if he may."""
        return why_barred(self.case, official, on=timezone.localdate()) or self._why_no_own_hand(official)

    def _why_no_own_hand(self, official):
        if official.pk in self.who_handled():
            return _("您办过这一件，不能代录、协助评价，请由别的部门的人来。")
        unit = self.case.handling_unit
        if unit and unit.pk in {post.unit_id for post in official.posts}:
            return _("%s的人不能代录、协助评价，请由别的部门的人来。") % unit.label
        return ""

    def second_efforts(self):
        return SecondEffort.objects.filter(case=self.case, round=self.case.round).select_related("by")

    def unsatisfied_on(self):
        """The last day in this round on which the petitioner said that he is not satisfied; None if never.

        A return visit that finds him not at ease counts where every claim was supported: a lawful refusal need not
        please (F57).
        """
        if not self.rating_asked_on:
            return None
        days = list(Evaluation.objects.of_round(self.case).dissatisfied().values_list("on", flat=True))
        if self.closes_in_two_parts and all(
            claim.decision in ("", "SUPPORT", "PERFORM") for claim in self.case.claims.all()
        ):
            days += self.return_visits().filter(outcome=ReturnVisit.Outcome.NOT_YET).values_list("on", flat=True)
        return max(days, default=None)

    def owes_second_effort(self):
        """Whether he was not satisfied and nothing has been done about it since."""
        last = self.unsatisfied_on()
        return last is not None and not self.second_efforts().filter(on__gte=last).exists()

    def rating_steps(self, today):
        """The pen while there is something to rate; the second effort until it is made."""
        if self.rating_asked_on and not self.case.is_historical:
            if self.open_objects(today):
                yield Beside("evaluation")
            if self.owes_second_effort():
                yield Beside("effort", leads_on=True)

    # ---------- 步 ----------
    @transaction.atomic
    def evaluate(self, *, on, given, via, by=None, scan=None):
        """Keep what the petitioner said: `given` has (grade, reasons, words, words_for_handler) by object.

        `by` copied in his form or helped him; nobody, where he entered it himself with his code.
        """
        self._refuse("evaluation")
        invitation = self.invitation()
        self._not_before("on", on, invitation.asked_on, _("评价日期不能早于请评价的日期 %s。"))
        if on > invitation.until:
            words = _("评价到 %s 为止，已经过了，记为超期未评价。")
            raise ValidationError({"on": words % self._day(invitation.until)})
        if not given:
            raise ValidationError(_("请至少评价一个对象。"))
        if (via == Evaluation.Via.ONLINE) != (by is None):
            raise ValidationError(_("录入、协助填写的，要写明是谁。"))
        if by and (reason := self.why_no_hand(by)):
            raise ValidationError(reason)
        done = {evaluation.about for evaluation in invitation.evaluations.all()}
        case = self.case
        for about, (grade, reasons, words, words_for_handler) in given.items():
            if about in done:
                raise ValidationError(_("%s已经评价过，不能再改。") % Evaluation.About(about).label)
            evaluation = Evaluation(
                invitation=invitation,
                about=about,
                grade=grade,
                reasons=list(reasons),
                words=words,
                words_for_handler=words_for_handler,
                on=on,
                via=via,
                entered_by=by,
                entered_unit=by.unit if by else None,
                unit=case.handling_unit,
                handler=case.handler,
                scan=scan,
            )
            evaluation.full_clean(exclude=["invitation", "unit", "handler"], validate_unique=False)
            evaluation.save()
        self._settle(by)
        self._tell(
            Event.Kind.EVALUATED,
            by,
            gettext_lazy("%(objects)s，%(via)s"),
            objects="、".join(str(Evaluation.About(about).label) for about in given),
            via=Evaluation.Via(via).label,
        )

    @transaction.atomic
    def try_again(self, *, by, on, what):
        """Record the second effort that a dissatisfied petitioner is owed (F7); the answer may stay as it is."""
        self._refuse("effort")
        self._not_before("on", on, self.unsatisfied_on(), _("日期不能早于评价、回访的日期 %s。"))
        if not what.strip():
            raise ValidationError({"what": _("请写又做了什么。")})
        SecondEffort.objects.create(case=self.case, round=self.case.round, on=on, what=what, by=by)
        self._settle(by)
        self._tell(Event.Kind.EFFORT, by, gettext_lazy("%(day)s 再次工作"), day=on)

    def _invite(self, by, on, channel):
        """Open the rating; until when, is kept as the rule says today (L33)."""
        try:
            until = rules.due("L33", on, Calendar.load()).legal_end
        except UnknownYear as unknown:
            raise ValidationError(str(unknown)) from None
        case = self.case
        Invitation.objects.create(case=case, round=case.round, asked_on=on, until=until, channel=channel, asked_by=by)

    # ---------- 为什么不能 ----------
    def _why_not_evaluation(self):
        if not (invitation := self.invitation()):
            return _("还没有请过评价，先记已请群众评价。")
        if len(invitation.evaluations.all()) == len(self.rated_objects()):
            return _("两个对象都已经评价，作出以后不能再改。")
        return ""

    def _why_not_effort(self):
        if self.unsatisfied_on() is None:
            return _("没有评为不满意的，不用再次工作。")
        return ""

    # ---------- 关 ----------
    def _pieces_of_rating(self, gate):
        """The second effort, where the petitioner was dissatisfied; a lawful refusal closes all the same."""
        if self.unsatisfied_on():
            yield self._piece(gate, _("不满意后的再次工作"), not self.owes_second_effort(), "effort")
