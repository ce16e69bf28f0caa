"""Closing: four outcomes, a cause; what is complex or hard in two parts, what is hard with two signatures."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.models import Case, CaseCause, Claim, Clearing, Closing, Event, Ownership, ReturnVisit, Settlement, SignOff
from officials.models import Role
from petitions.actions import Beside

Outcome, Mind = Closing.Outcome, Closing.Mind
TWO_PARTS = (Case.Level.COMPLEX, Case.Level.HARD)


class Closable:
    """A petition that ends a round: at once where it is general, else 事了 first and 心了 after a return visit."""

    # ---------- 问 ----------
    @property
    def closes_in_two_parts(self):
        return self.case.level in TWO_PARTS and not self.case.is_anonymous

    def settlement(self):
        return Settlement.objects.filter(case=self.case, round=self.case.round).first()

    def return_visits(self):
        return ReturnVisit.objects.filter(case=self.case, round=self.case.round).select_related("by")

    def sign_offs(self):
        return SignOff.objects.filter(case=self.case, round=self.case.round).select_related("by")

    def return_visit_from(self):
        """The first day on which a return visit counts: so many days after the petitioner had his answer (F57)."""
        return self._told_on() + timedelta(days=rules.find("F57").length)

    def likely_outcomes(self):
        """What the decisions on the claims say of the four outcomes; whoever closes may tick others."""
        own, _away = self._claims()
        decisions = {claim.decision for claim in own}
        outcomes = [Outcome.SOLVED] if decisions & {Claim.Decision.SUPPORT, Claim.Decision.PERFORM, ""} else []
        return outcomes + ([Outcome.EXPLAINED] if decisions & {Claim.Decision.EXPLAIN, Claim.Decision.REFUSE} else [])

    def days_of_parts(self):
        """The days of what went before the closing, where it takes two parts."""
        if not self.closes_in_two_parts:
            return []
        return [row.on for rows in (self.return_visits(), self.sign_offs()) for row in rows]

    def post_of(self, official, on):
        """As what `official` signs off: the leader who owns the case that day, or a supervisor; else None."""
        if Ownership.objects.in_force(on).filter(case=self.case, leader=official).exists():
            return SignOff.Post.OWNER
        if official.postings.in_force(on).filter(role=Role.SV).exists():
            return SignOff.Post.SUPERVISOR
        return None

    def why_not_his_sign_off(self, official, on):
        """Why `official` may not sign that this hard matter ends: his is neither of the two posts, or he signed."""
        post, signed = self.post_of(official, on), list(self.sign_offs())
        if post is None:
            return _("疑难案件由这一件的包案领导和督查员签字，您都不是。")
        if any(row.post == post for row in signed):
            return _("%s已经签过。") % SignOff.Post(post).label
        if any(row.by_id == official.pk for row in signed):
            return _("包案领导和督查员要是两个人。")
        return ""

    def closing_steps(self):
        """What is left of the two parts, in their order."""
        if not (self.closes_in_two_parts and self.rating_asked_on and self.case.is_open):
            return
        if not self.why_not("settlement"):
            yield Beside("settlement", leads_on=True)
        elif not self.why_not("return_visit") and not self.return_visits().exists():
            yield Beside("return_visit", leads_on=True)
        elif not self.why_not("sign_off"):
            yield Beside("sign_off", leads_on=True)

    # ---------- 步 ----------
    @transaction.atomic
    def settle_matter(self, *, by, on, note):
        """事了: what is complex is cleared (T21), and the time until the return visit begins to run (F57)."""
        self._refuse("settlement")
        earliest = max(self._told_on(), self.rating_asked_on)
        self._not_before("on", on, earliest, _("日期不能早于送达、请评价的日期 %s。"))
        if not note.strip():
            raise ValidationError({"note": _("请写怎样了结的。")})
        Settlement.objects.create(case=self.case, round=self.case.round, on=on, note=note, by=by)
        if self.case.level == Case.Level.COMPLEX:
            Clearing.objects.end(self.case, on=on, outcome=Clearing.Outcome.CLEARED)
        self.start_clock("F57", self._told_on())
        self._settle(by)
        self._tell(Event.Kind.SETTLED, by, gettext_lazy("%(day)s 事了，待回访"), day=on)

    @transaction.atomic
    def visit_again(self, *, by, on, outcome, words=""):
        """Record the return visit in the petitioner's own words; or that he wants none, which nobody argues with."""
        self._refuse("return_visit")
        declined = outcome == ReturnVisit.Outcome.DECLINED
        self._not_before("on", on, self._told_on(), _("回访不能早于答复送达的日期 %s。"))
        if not declined:
            words_of_rule = _("满 30 日的回访才算，从 %s 起。提前去过的记在备注里。")
            self._not_before("on", on, self.return_visit_from(), words_of_rule)
            if not words.strip():
                raise ValidationError({"words": _("请写本人怎么说，用本人的话。")})
        ReturnVisit.objects.create(case=self.case, round=self.case.round, on=on, outcome=outcome, words=words, by=by)
        self._end_clocks(("F57",), on, gettext_lazy("本人不愿回访") if declined else gettext_lazy("已回访"))
        self._settle(by)
        self._tell(
            Event.Kind.REVISITED,
            by,
            gettext_lazy("%(day)s %(outcome)s"),
            day=on,
            outcome=ReturnVisit.Outcome(outcome).label,
        )

    @transaction.atomic
    def sign_off(self, *, by, on, opinion=""):
        """The leader who owns the hard matter, or the supervisor, agrees that it closes; both clear it (T24)."""
        self._refuse("sign_off")
        if reason := self.why_not_his_sign_off(by, on):
            raise ValidationError(reason)
        post, earlier = self.post_of(by, on), list(self.sign_offs())
        last = max(self.settlement().on, *(visit.on for visit in self.return_visits()))
        self._not_before("on", on, last, _("签字不能早于事了和回访的日期 %s。"))
        SignOff.objects.create(case=self.case, round=self.case.round, post=post, by=by, on=on, opinion=opinion)
        if earlier:
            cleared_on = max(on, *(row.on for row in earlier))
            Clearing.objects.end(self.case, on=cleared_on, outcome=Clearing.Outcome.CLEARED)
        self._settle(by)
        self._tell(Event.Kind.SIGNED_OFF, by, gettext_lazy("%(post)s %(day)s"), post=SignOff.Post(post).label, day=on)

    def keep_clearing_true(self):
        """End the target of what is cleared at once with the day of the last fact; run it on where a fact fell away.

        What closes in two parts is cleared by its own steps instead (T21, T24).
        """
        case = self.case
        if self.closes_in_two_parts or not case.is_open or not (self.rating_asked_on or case.is_anonymous):
            return
        satisfaction, promised = _("群众满意"), self._promised()
        facts = [piece for piece in self.pieces(waits=False) if piece.gate != satisfaction and not piece.is_promise]
        if all(piece.is_done for piece in facts) and all(row.cleared_on for row in promised):
            Clearing.objects.end(case, on=self._cleared_on(promised), outcome=Clearing.Outcome.CLEARED)
        else:
            Clearing.objects.take_back(case)

    def _promised(self):
        rows = [row for row in self.case.commitments.all() if row.withdrawn_on is None]
        prefetch_related_objects(rows, "performances", "acceptances")
        return self._standing_since_reopening(rows)

    def _cleared_on(self, promised):
        """The day of the last fact that clears the matter: told, performed or planned, asked to rate (T21)."""
        case = self.case
        days = [case.triaged_on, case.accepted_on, case.answered_on, case.served_on, self.rating_asked_on]
        days += [day for claim in case.claims.all() for day in (claim.routed_on, claim.withdrawn_on)]
        days += [row.cleared_on for row in promised]
        return max(filter(None, days))

    def _write_closing(self, *, by, on, note="", outcomes=None, cause=None, cause_reason="", **facts):
        """The row of this round. Raises ValidationError at the field that lacks.

        `cause` is one of the dictionary: where another stands for the case, this one stands from now on (0184).
        """
        case = self.case
        own, _away = self._claims()
        outcomes = self.likely_outcomes() if outcomes is None else list(outcomes)
        if own and not outcomes:
            raise ValidationError({"outcomes": _("三到位一处理至少选一项（条例第二十七条）。")})
        decisions = {claim.decision for claim in own}
        if Outcome.SOLVED in outcomes and decisions == {Claim.Decision.REFUSE}:
            raise ValidationError({"outcomes": _("诉求都没有支持，不能记解决问题到位。")})
        visits = list(self.return_visits()) if self.closes_in_two_parts else []
        closing = Closing(
            case=case,
            round=case.round,
            on=on,
            by=by,
            note=note,
            outcomes=outcomes,
            mind=self._mind(visits),
            answered_on=case.answered_on,
            served_on=case.served_on,
            rating_asked_on=self.rating_asked_on,
            **facts,
        )
        closing.clean_fields(exclude=["case", "by"])
        needed = {
            Outcome.HELPED: {"help_given": _("请写怎样帮扶救助的。")},
            Outcome.LAWFULLY_DEALT: {
                "organ": _("请写是哪个机关依法处理的；街道自己没有处罚权。"),
                "measure": _("请写机关怎样处理的，照它的文书写。"),
            },
        }
        lacking = {
            field: words
            for outcome in outcomes
            for field, words in needed.get(outcome, {}).items()
            if not getattr(closing, field).strip()
        }
        if closing.suggestion and not closing.addressee:
            lacking["addressee"] = _("建议提给谁，请写单位。")
        if closing.addressee and not closing.suggestion:
            lacking["suggestion"] = _("写了提给谁，请写建议；没有建议的都不写。")
        if lacking:
            raise ValidationError(lacking)
        closing.cause = self._cause_of(cause, cause_reason or note, by=by, on=on)
        closing.save()

    def _cause_of(self, cause, reason, *, by, on):
        """The row that stands for the case: the one there is, or what is settled with the closing."""
        standing = CaseCause.objects.standing().filter(case=self.case).first()
        if cause is None or (standing and standing.cause_id == cause.pk):
            return standing
        reason = reason.strip()[:300] or "办结时按案卷定"
        return CaseCause.objects.put(self.case, cause, before=standing, reason=reason, by=by, on=on)

    @staticmethod
    def _mind(visits):
        if not visits:
            return ""
        outcome = {
            ReturnVisit.Outcome.AT_EASE: Mind.AT_EASE,
            ReturnVisit.Outcome.NOT_YET: Mind.NOT_YET,
            ReturnVisit.Outcome.DECLINED: Mind.UNKNOWN,
        }
        return outcome[visits[-1].outcome]

    # ---------- 为什么不能 ----------
    def _why_not_settlement(self):
        if not self.closes_in_two_parts:
            return _("一般矛盾、匿名来件一次办结，不分事了、心了。")
        if not self._told_on():
            return _("答复送达或者去向告知以后，再记事了。")
        if not self.rating_asked_on:
            return _("先请群众评价，再记事了。")
        if settlement := self.settlement():
            return _("已经在 %s 记过事了。") % self._day(settlement.on)
        last = _("群众满意")
        if lacking := [
            piece.words for piece in self.pieces() if not (piece.is_done or piece.gate == last or piece.is_settlement)
        ]:
            return _("还不能记事了，还缺：%s。") % _("、").join(lacking)
        return ""

    def _why_not_return_visit(self):
        if not self.closes_in_two_parts:
            return _("一般矛盾、匿名来件不要求回访。")
        if not self.rating_asked_on or self.settlement() is None:
            return _("先记事了，再回访。")
        return ""

    def _why_not_sign_off(self):
        if self.case.level != Case.Level.HARD:
            return _("只有疑难案件要包案领导和督查员签字。")
        if not self.rating_asked_on or self.settlement() is None:
            return _("先记事了、回访，再签字。")
        if not self.return_visits().exists():
            return _("还没有回访，本人不愿回访的也要记下，再签字。")
        if len(self.sign_offs()) == len(SignOff.Post):
            return _("包案领导和督查员都已经签字。")
        return ""

    # ---------- 关 ----------
    def _settled_piece(self, gate):
        """事了, of what is complex or hard."""
        if self.closes_in_two_parts:
            done = self.rating_asked_on and self.settlement()
            yield self._piece(gate, _("事了"), done, "settlement")._replace(is_settlement=True)

    def _mind_pieces(self, gate):
        """The return visit, and the two signatures of what is hard."""
        if not self.closes_in_two_parts:
            return
        is_asked = bool(self.rating_asked_on)
        visited = is_asked and self.return_visits().exists()
        yield self._piece(gate, _("满 30 日的回访，或者本人不愿回访"), visited, "return_visit")
        if self.case.level == Case.Level.HARD:
            signed = {row.post for row in self.sign_offs()} if visited else set()
            yield self._piece(gate, _("包案领导签字"), SignOff.Post.OWNER in signed, "sign_off")
            yield self._piece(gate, _("督查员签字"), SignOff.Post.SUPERVISOR in signed, "sign_off")
