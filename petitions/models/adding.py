"""The petitioner names a further claim when the others are on their ways: it goes one of its own, from its own day.

Its days stand on the claim (`named_on`, `triaged_on`, `accepted_on`), its clocks name it; nothing of the others moves
(0124).
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Claim, Event, SearchText, Service
from cases.models.claim import Disposal, Purpose
from officials.calendar import Calendar
from petitions.actions import Beside
from petitions.models.terms import NOTICE_RULES

MOST_CLAIMS = 30


class Addable:
    """A petition that takes in what its petitioner asks for besides, until its answer is on the way."""

    def adding_steps(self):
        """What a claim named later waits for; that one may be named is a line on the page."""
        if not self.case.is_open:
            return
        for claim in self._standing():
            if claim.named_on:
                about = _("诉求 %d") % claim.position
                for step in ("claim_triage", "claim_acceptance", "claim_notice"):
                    if not self.why_not(step, claim):
                        yield Beside(step, (claim.position,), about, leads_on=step != "claim_notice")

    # ---------- 问 ----------
    def accepted_on_of(self, claim):
        """The day a claim on W6 was accepted: that of the case, or its own where it was named later."""
        return claim.accepted_on if claim.named_on else self.case.accepted_on

    # ---------- 步 ----------
    @transaction.atomic
    def add_claim(self, *, by, on, text, purpose):
        """Take down what the petitioner asks for besides, on the day `on` that he said it; its notice counts from it.

        An accusation seals the case at once (R9).
        """
        case = self.case
        self._refuse("addition")
        self._not_before("on", on, case.triaged_on, _("提出日期不能早于分流日期 %s；更早的，补在登记里。"))
        claim = Claim(case=case, position=self._next_position(), text=text, purpose=purpose, named_on=on)
        self._save_claim(claim, by)
        self._forget("claims", of=case)
        if purpose == Purpose.ACCUSATION and not case.is_sealed:
            case.seal(by=by, reason="后来提出检举控告")
        elif not case.is_sealed:
            SearchText.objects.index_part(case, SearchText.Part.CLAIM, claim.pk, text)
        if self.notice_is_owed():
            self.start_clock("L03", on, claim=claim)
        self._forget("deadlines", of=case)
        self._date_the_answer()
        self._settle(by)
        words = gettext_lazy("%(day)s 本人又提出诉求 %(position)d")
        self._tell(Event.Kind.REGISTERED, by, words, is_public=True, day=on, position=claim.position)
        return claim

    @transaction.atomic
    def triage_claim(self, *, by, claim, on, purpose, route="", disposal=""):
        """Send a claim named later its own way; level, unit and handler of the case stand (2.4)."""
        case = self.case
        self._refuse("claim_triage", claim)
        self._not_before("on", on, claim.named_on, _("分流日期不能早于提出日期 %s。"))
        claims = self._classified({claim.pk: (purpose, route, disposal)})
        claim = next(one for one in claims if one.pk == claim.pk)
        self._check_not_too_late_for(claim)
        self._check_way_of_later(claim)
        claim.triaged_on = on
        self._save_claim(claim, by)
        self._forget("claims", of=case)
        if claim.purpose == Purpose.ACCUSATION and not case.is_sealed:
            case.seal(by=by, reason="分流为检举控告")
        self._start_clocks_of([claim], Calendar.load())
        self._forget("deadlines", of=case)
        self._date_the_answer()
        self._settle(by)
        self._tell(
            Event.Kind.TRIAGED,
            by,
            gettext_lazy("诉求 %(position)d：%(way)s"),
            position=claim.position,
            way=self._way_in_words(claim),
        )

    @transaction.atomic
    def accept_claim(self, *, by, claim, on, calendar=None):
        """Accept a claim named later: 60 days of its own, from acceptance or, too late, from the day it was named."""
        self._refuse("claim_acceptance", claim)
        self._not_before("on", on, claim.triaged_on, _("受理日期不能早于分流日期 %s。"))
        started_on = self._counts_from(claim, on)
        self._accept_later_claims([claim], by, on)
        self.start_clock("L17", started_on, calendar=calendar, claim=claim)
        self._forget("deadlines", of=self.case)
        self._settle(by)
        words = gettext_lazy("%(day)s 受理诉求 %(position)d")
        if started_on < on:
            words = gettext_lazy("%(day)s 受理诉求 %(position)d，晚于书面告知的最后一天，60 日从提出日起算")
        self._tell(Event.Kind.ACCEPTED, by, words, is_public=True, day=on, position=claim.position)

    @transaction.atomic
    def give_notice_of(self, *, by, claim, served_on, method, signer="", is_refused=False, witness="", papers=()):
        """Record that the written notice about a claim named later was served; its own clock ends on that day."""
        self._refuse("claim_notice", claim)
        self._not_before("served_on", served_on, claim.named_on, _("送达日期不能早于提出日期 %s。"))
        what = Service.What.NOTICE
        self._serve(what, by, served_on, method, signer, is_refused, witness, papers=papers, claim=claim)
        self._end_clocks(NOTICE_RULES, served_on, gettext_lazy("已送达"), claim=claim)
        self._forget("deadlines", of=self.case)
        self._settle(by)
        words = gettext_lazy("诉求 %(position)d，%(day)s 送达")
        self._tell(Event.Kind.NOTICED, by, words, is_public=True, day=served_on, position=claim.position)

    # ---------- 为什么不能 ----------
    def _why_not_addition(self):
        case = self.case
        if not case.triaged_on:
            return _("还没有分流，又提出的诉求直接补在登记里。")
        if case.served_on or self.opinion():
            return _("答复已经送审、签发或者送达；又提出的诉求请登记为新的一件，关联这一件。")
        if len(case.claims.all()) >= MOST_CLAIMS:
            return _("一件最多 %d 条诉求，请登记为新的一件，关联这一件。") % MOST_CLAIMS
        return ""

    def _why_not_claim_triage(self, claim):
        if not claim.awaits_triage:
            return _("诉求 %d 不是后来提出的，或者已经分流。") % claim.position
        return ""

    def _why_not_claim_acceptance(self, claim):
        if not claim.named_on:
            return _("诉求 %d 和登记一起提出，随案件受理。") % claim.position
        if claim.awaits_triage:
            return self._not_triaged(claim)
        if not claim.on_procedure:
            return _("诉求 %d 不走信访程序（W6），不用受理。") % claim.position
        if claim.accepted_on:
            words = _("诉求 %(position)d 已经在 %(day)s 受理。")
            return words % {"position": claim.position, "day": self._day(claim.accepted_on)}
        if not self.case.accepted_on:
            return _("案件还没有受理，一起受理。")
        if self.is_simple():
            return _("这一件是简易办理；又有要查的诉求，先转为普通程序。")
        return ""

    def _why_not_claim_notice(self, claim):
        notice = self._notice_clock(claim) if claim.named_on else None
        if notice is None:
            return _("诉求 %d 不用单独书面告知（条例第二十三条）。") % claim.position
        if not notice.is_running:
            words = _("诉求 %(position)d 已经在 %(day)s 书面告知（条例第二十三条）。")
            return words % {"position": claim.position, "day": self._day(notice.ended_on)}
        return ""

    # ---------- 私 ----------
    @staticmethod
    def _not_triaged(claim):
        return _("诉求 %d 是后来提出的，先给它分流。") % claim.position

    def _next_position(self):
        return max((claim.position for claim in self.case.claims.all()), default=0) + 1

    @staticmethod
    def _check_way_of_later(claim):
        """The petitioner himself named it here, so there is no sender to give it back to."""
        if claim.named_on and claim.disposal == Disposal.OBJECTED:
            raise ValidationError(
                {"disposal": _("本人后来向本街道提出的，没有可退回的单位；不属职权的，告知去向（条例第二十三条）。")}
            )

    def _pieces_of_later_claims(self, facts, solution):
        for claim in self._standing():
            if not claim.named_on:
                continue
            yield self._piece(facts, _("诉求 %d 的分流") % claim.position, claim.triaged_on, "claim_triage", claim)
            if notice := self._notice_clock(claim):
                words = _("诉求 %d 的书面告知") % claim.position
                yield self._piece(solution, words, notice.ended_on, "claim_notice", claim)
            if claim.on_procedure:
                words = _("诉求 %d 已受理") % claim.position
                yield self._piece(solution, words, claim.accepted_on, "claim_acceptance", claim)

    def _accepted_together(self, on):
        """The claims that acceptance of the case on the day `on` takes in; a later one only once it was triaged."""
        claims = [claim for claim in self._claims()[0] if claim.on_procedure]
        with_it = [claim for claim in claims if not claim.named_on or claim.triaged_on <= on]
        if not with_it:
            self._not_before("on", on, min(claim.triaged_on for claim in claims), _("受理日期不能早于分流日期 %s。"))
        return with_it

    def _accept_later_claims(self, claims, by, on):
        for claim in claims:
            if claim.named_on:
                claim.accepted_on = on
                self._save_claim(claim, by)

    def _counts_from(self, claim, on):
        """The day from which the 60 days of a claim accepted on `on` count (0011)."""
        notice = self._notice_clock(claim if claim.named_on else None)
        is_late = notice is not None and on > notice.legal_end_on
        return (claim.named_on or self.case.received_on) if is_late else on

    def _has_running(self, rule, claim):
        return any(clock.rule == rule and clock.is_running for clock in self._clocks_of(claim))

    def _counts_with_the_case(self, claim):
        """Whether the 60 days of the case are those of `claim`; a later one may have its own."""
        return not self._has_running("L17", claim)

    def _count_on_procedure(self, claim):
        """A claim sorted back onto W6, where only later ones were left, counts from the day the case was accepted."""
        case = self.case
        if not (claim.on_procedure and case.accepted_on) or claim.named_on or case.round > 1:
            return
        self._forget("deadlines", of=case)
        if not any(self._running(rule) for rule in ("L17", "L32", "L45")):
            self.start_clock("L17", case.accepted_on)
