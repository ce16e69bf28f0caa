"""The petition: the statutory procedure on a case, from receipt to the closing of the loop."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from cases import rules
from cases.models import (
    Case,
    Claim,
    Clearing,
    Consultation,
    Deadline,
    Event,
    Handover,
    Investigation,
    Ownership,
    ReturnVisit,
    Service,
    ServiceConsent,
    SignOff,
)
from cases.models.claim import Disposal
from officials.calendar import Calendar, UnknownYear
from officials.models import Role
from petitions import actions
from petitions.models.adding import Addable
from petitions.models.answering import Answerable
from petitions.models.assisting import Assisted
from petitions.models.closing import Closable
from petitions.models.disclosure import Disclosing
from petitions.models.extension import Extendable
from petitions.models.hearing import Hearable
from petitions.models.inquiry import Inquirable
from petitions.models.legal_ending import LegallyEndable
from petitions.models.mediation import Mediable
from petitions.models.merging import Mergeable
from petitions.models.rating import Ratable
from petitions.models.recusal import Recusable
from petitions.models.reopening import Reopenable
from petitions.models.review import Review, Reviewable, ReviewOpinion
from petitions.models.simple import Simplifiable
from petitions.models.sorting import SENT_BY_SUPERIOR, Sortable
from petitions.models.states import Staged
from petitions.models.terms import NOTICE_RULES, notice_rule
from petitions.models.withdrawal import Withdrawable


class PetitionQuerySet(models.QuerySet):
    def visible_to(self, official):
        return self.filter(case__in=Case.objects.visible_to(official))

    def awaiting_sign_off_of(self, official):
        """Hard, settled and visited again, and the signature of a post of his lacks (T24)."""
        of_round = {"case": OuterRef("case"), "round": OuterRef("case__round")}

        def lacks(post):  # nor has he signed for another post
            return ~Exists(SignOff.objects.filter(Q(post=post) | Q(by=official), **of_round))

        owned = Ownership.objects.in_force(timezone.localdate()).filter(leader=official).values("case")
        lacking = Q(lacks(SignOff.Post.OWNER), case__in=owned)
        if Role.SV in official.roles:
            lacking |= Q(lacks(SignOff.Post.SUPERVISOR))
        hard = self.filter(case__closed_on__isnull=True, case__level=Case.Level.HARD)
        return hard.filter(lacking, Exists(ReturnVisit.objects.filter(**of_round)))

    def ended(self):
        """Upheld by the review and again by the second one: the same facts are not accepted again (L26)."""
        upheld = Review.objects.filter(opinion__result=ReviewOpinion.Result.UPHELD)
        first = upheld.filter(kind=Review.Kind.FIRST, petition=OuterRef("petition"), round=OuterRef("round"))
        return self.filter(pk__in=upheld.filter(Exists(first), kind=Review.Kind.SECOND).values("petition"))

    def begin(self, case, *, notice):
        """Open the procedure on a freshly registered case and start the clock of the `notice` that is due, if any."""
        petition = self.model(case=case)
        petition.save_without_historical_record()  # blank as yet: its history begins with its first step
        if notice:
            petition.start_due(notice)
        if case.channel in SENT_BY_SUPERIOR and not case.is_historical:
            petition.start_clock("L05", case.received_on)
        return petition

    def notice_due(self, case, lead, calendar):
        """When the notice is due, counted from receipt, for a case about to be registered (L03, L04); None where none
        is owed: where name or address of `lead` is unclear (条例 23(1)), or to imported history (T32)."""
        if not self.model(case=case).notice_is_owed(lead):
            return None
        try:
            return rules.due(notice_rule(case), case.received_on, calendar)
        except UnknownYear as unknown:
            raise ValidationError(str(unknown)) from None


class Piece(NamedTuple):
    """One thing that must be there before the case closes, and the step that brings it."""

    gate: str
    words: str
    is_done: bool
    url: str
    is_settlement: bool = False
    is_promise: bool = False


class Petition(
    Staged,
    Sortable,
    Addable,
    Simplifiable,
    Answerable,
    Assisted,
    Closable,
    Disclosing,
    Extendable,
    Hearable,
    Inquirable,
    LegallyEndable,
    Mediable,
    Mergeable,
    Ratable,
    Recusable,
    Reopenable,
    Reviewable,
    Withdrawable,
    models.Model,
):
    """The procedure of one case. The case's stage follows from its claims: `stage_now`.

    A step checks, writes, moves the clocks and the timeline, and refuses with ValidationError. It locks nothing
    itself: fetch the case through `Case.objects.for_change()`. `why_not` and docs/permissions.csv name a step by the
    noun of its URL; docs/petition-states.md is the table of what leads where.
    """

    ASKED_OF_RIGHTS = frozenset(actions.NAMES)  # what `actions_for` wants to know of who opens the page

    class Stand(models.TextChoices):
        AGREE = "AGREE", gettext_lazy("同意")
        DISAGREE = "DISAGREE", gettext_lazy("不同意")
        UNCLEAR = "UNCLEAR", gettext_lazy("无明确意见")

    class RatingChannel(models.TextChoices):
        PAPER = "PAPER", gettext_lazy("评价表")
        PHONE = "PHONE", gettext_lazy("电话邀请")
        MESSAGE = "MESSAGE", gettext_lazy("短信邀请")
        FACE = "FACE", gettext_lazy("当面邀请")

    case = models.OneToOneField(Case, models.PROTECT, related_name="petition", verbose_name=gettext_lazy("案件"))
    stand = models.CharField(gettext_lazy("对答复的态度"), max_length=8, choices=Stand, blank=True)
    rating_asked_on = models.DateField(gettext_lazy("请评价日期"), null=True, blank=True)
    rating_asked_by = models.CharField(gettext_lazy("请评价方式"), max_length=8, choices=RatingChannel, blank=True)

    history = HistoricalRecords()
    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("信访")
        verbose_name_plural = gettext_lazy("信访")
        constraints = [
            models.CheckConstraint(
                name="rating_asked_whole",
                condition=models.Q(rating_asked_on__isnull=True, rating_asked_by="")
                | (models.Q(rating_asked_on__isnull=False) & ~models.Q(rating_asked_by="")),
                violation_error_message=gettext_lazy("请评价要写日期和方式。"),
            )
        ]

    def __str__(self):
        return str(self.case)

    def get_absolute_url(self):
        return reverse("cases:case", args=[self.case.number])

    # ---------- 问 ----------
    def notice_is_owed(self, lead=None):
        """Whether a written notice is owed: there is somebody with a name and a phone or address (L03, D12)."""
        if self.case.is_anonymous or self.case.is_historical:
            return False
        lead = lead or self.case.parties.petitioners().filter(is_lead=True).first()
        return bool(lead and lead.name and (lead.phone or lead.address or lead.service_address))

    def pieces(self, *, waits=True):
        """What the case must have before it closes, by the three gates (F7, F45), in order.

        Without `waits`, only what clears it: not what other units still owe the lead (F36).
        """
        case = self.case
        own, away = self._claims()
        on_w6, duties = self._on_procedure(), [claim for claim in own if claim.is_duty]
        facts, solution, satisfaction = _("事情清楚"), _("问题解决"), _("群众满意")
        pieces = [self._piece(facts, _("分流"), case.triaged_on, "triage")]
        if on_w6:
            kinds = {record.kind for record in case.investigations.all()}
            pieces += [
                self._piece(facts, _("听取信访人陈述"), kinds & Investigation.HEARING, "investigation"),
                self._piece(facts, _("现场查看或调查核实"), kinds & Investigation.CHECKING, "investigation"),
            ]
        for claim in on_w6:
            pieces.append(self._piece(facts, _("诉求 %d 的事实结论") % claim.position, claim.finding, "answer", claim))
        if notice := self._notice_clock():
            pieces.append(self._piece(solution, _("书面告知已送达"), notice.ended_on, "notice"))
        if any(claim.on_procedure for claim in own):
            pieces.append(self._piece(solution, _("已受理"), case.accepted_on, "acceptance"))
        pieces += self._pieces_of_later_claims(facts, solution)
        for claim in sorted(own + away, key=lambda claim: claim.position):
            if claim.disposal == Disposal.OBJECTED:
                words = _("诉求 %d 的异议得到答复") % claim.position
                pieces.append(self._piece(solution, words, claim.is_settled, "objection"))
                continue
            if claim in away:
                words, step = _("诉求 %d 的去向告知") % claim.position, "routing"
            else:
                words, step = _("诉求 %d 的答复") % claim.position, "answer"
            pieces.append(self._piece(solution, words, claim.is_settled, step, claim))
        if self.needs_opinion():
            words = _("处理意见已签发") if on_w6 or duties else _("答复已审定")
            pieces.append(self._piece(solution, words, case.answered_on, "submission"))
        if own and not case.is_anonymous:
            pieces.append(self._piece(solution, _("答复已送达"), case.served_on, "service"))
        pieces += self._pieces_of_performing(solution, on_w6)
        if waits:
            pieces += self._pieces_of_assisting(solution)
        pieces += [
            self._piece(solution, _("%s意见已收到") % review.get_kind_display(), False, "review_opinion", review)
            for review in (self.pending_reviews() if self.was_answered() else [])
        ]
        pieces += [*self._pieces_of_recusal(facts), *self._pieces_of_hearing(facts), *self._settled_piece(solution)]
        if case.is_anonymous:
            pieces.append(self._piece(satisfaction, _("匿名来访，不用请评价"), True, "rating"))
        else:
            pieces.append(self._piece(satisfaction, _("已请群众评价"), self.rating_asked_on, "rating"))
        pieces += self._pieces_of_rating(satisfaction)
        pieces += self._mind_pieces(satisfaction)
        return pieces

    def gates(self):
        """The three gates as [{"title", "items": [(done, words)]}], in order; none of what ended in another."""
        gates = {}
        if self.ended_in:
            return []
        for piece in self.pieces():
            gates.setdefault(piece.gate, []).append((piece.is_done, piece.words))
        return [{"title": title, "items": items} for title, items in gates.items()]

    def missing_before_closing(self):
        return [piece.words for piece in self.pieces() if not piece.is_done]

    def beside(self, today):
        """The steps beside the way that can be taken today, as `petitions.actions.Beside`."""
        steps = self.extension_steps, self.rating_steps, self.reopening_steps
        undated = [*self.closing_steps(), *self.review_steps(), *self.withdrawal_steps(), *self.mediation_steps()]
        undated += [*self.inquiry_steps(), *self.recusal_steps(), *self.adding_steps()]
        undated += self.disclosure_steps()
        undated += self.hearing_steps()
        return [*(offer for of in steps for offer in of(today)), *undated]

    def why_not_his(self, offer, official):
        """Why a step beside the way, which his post may take, is not for `official` on this very row; else empty."""
        if offer.step in ("recusal_decision", "recusal_review"):
            return self.why_not_his_recusal(offer.step, self.recusal_at(offer.place[0]), official)
        if offer.step == "disclosure_review":
            return self.why_not_his_disclosure(offer, official)
        return ""

    def why_not_him(self, step, official):
        """Why a step that his post may take, and that can be taken, is not for `official`: it was his own work.

        Asks nothing that the page of the case has not read.
        """
        match step:
            case "approval" | "signature":
                return self._why_no_second_person(official)
            case "extension_approval":
                return self._why_not_his_extension(official)
            case "evaluation" | "withdrawal_confirmation":
                return self._why_no_own_hand(official)
        return ""

    def actions_for(self, official, rights=None):
        """The panel 下一步 for `official`, as `petitions.actions.Action`: what can be done now comes first."""
        return actions.offered(self, official, rights)

    def why_not(self, step, claim=None):
        """Why `step` cannot be taken now, in a sentence that names the rule; empty if it can."""
        if self.case.is_historical:
            return _("历史来件只供查阅，不走程序。")
        if self.case.closed_on and step not in actions.ON_CLOSED:
            return _("已经在 %s 办结，不能再改。") % self._day(self.case.closed_on)
        if isinstance(claim, Claim) and claim.withdrawn_on:
            words = _("诉求 %(position)d 已经在 %(day)s 撤回，不再办理。")
            return words % {"position": claim.position, "day": self._day(claim.withdrawn_on)}
        ask = getattr(self, f"_why_not_{step}")
        return ask(claim) if claim else ask()

    # ---------- 步 ----------
    @transaction.atomic
    def give_notice(self, *, by, served_on, method, signer="", is_refused=False, witness="", papers=()):
        """Record that the written notice of L03 or L04 was served; its clock ends on that day."""
        self._refuse("notice")
        self._serve(Service.What.NOTICE, by, served_on, method, signer, is_refused, witness, papers=papers)
        self._end_clocks(NOTICE_RULES, served_on, gettext_lazy("已送达"), claim=None)
        self._settle(by)
        self._tell(Event.Kind.NOTICED, by, gettext_lazy("%(day)s 送达"), is_public=True, day=served_on)

    @transaction.atomic
    def accept(self, *, by, on, calendar=None):
        """Accept the claims on W6 and start the 60 days (L17). Refused where no claim is on W6.

        The law leaves the day to P02 but not beyond the last day of the notice: accepted later than that, the 60 days
        count from receipt. Claims named later and triaged by then are accepted with the others.
        """
        case = self.case
        self._refuse("acceptance")
        self._not_before("on", on, case.received_on, _("受理日期不能早于收到日期 %s。"))
        self._not_before("on", on, case.triaged_on, _("受理日期不能早于分流日期 %s。"))
        with_it = self._accepted_together(on)
        started_on = min(self._counts_from(claim, on) for claim in with_it)
        is_late = started_on < on
        case.accepted_on = on
        self._accept_later_claims(with_it, by, on)
        self._settle(by)
        self.start_clock("L17", started_on, calendar=calendar)
        words = gettext_lazy("%(day)s 受理")
        if is_late:
            words = gettext_lazy("%(day)s 受理，晚于书面告知的最后一天，60 日从收到日起算")
        self._tell(Event.Kind.ACCEPTED, by, words, is_public=True, day=on)

    @transaction.atomic
    def ask_rating(self, *, by, on, channel):
        """Record that the petitioner was asked to rate. Nobody of the office rates for him (R23)."""
        self._refuse("rating")
        self._not_before("on", on, self._told_on(), _("请评价的日期不能早于送达日期 %s。"))
        self.rating_asked_on, self.rating_asked_by = on, channel
        self._save(by)
        self._invite(by, on, channel)
        self._settle(by)
        self._tell(
            Event.Kind.RATED,
            by,
            gettext_lazy("%(channel)s，%(day)s"),
            channel=self.RatingChannel(channel).label,
            day=on,
        )

    @transaction.atomic
    def close(self, *, by, on, note="", **facts):
        """Close the case when nothing lacks; a lawful refusal may close (F7). Every clock ends.

        `facts` are the outcomes and the cause, as `_write_closing` takes them.
        """
        case = self.case
        self._refuse("closure")
        days = [case.triaged_on, case.accepted_on, case.answered_on, case.served_on, self.rating_asked_on]
        for claim in case.claims.all():
            days += [claim.named_on, claim.triaged_on, claim.accepted_on, claim.routed_on, claim.withdrawn_on]
        days += self.days_of_parts()
        self._not_before("on", on, max(filter(None, days)), _("办结日期不能早于前面各步的日期 %s。"))
        self._write_closing(by=by, on=on, note=note, **facts)
        case.closed_on, case.closing_note = on, note
        Clearing.objects.end(case, on=on, outcome=Clearing.Outcome.CLEARED)
        with self._in_chinese():
            Deadline.objects.end_with_case(case, on=on, reason=_("办结"))
        Consultation.objects.free_turns(case, reason="办结", by=by)
        self._settle(by)
        self._tell(Event.Kind.CLOSED, by, gettext_lazy("%(day)s 办结"), is_public=True, day=on)

    def start_clock(self, rule, started_on, *, calendar=None, claim=None):
        """Start the clock of `rule` on this case, or on one claim of it; `started_on` is day 0.

        Refused beyond the years of the calendar.
        """
        try:
            due = rules.due(rule, started_on, calendar or Calendar.load())
        except UnknownYear as unknown:
            raise ValidationError(str(unknown)) from None
        return self.start_due(due, claim=claim)

    def start_due(self, due, *, claim=None):
        """Start the clock that `due` was counted for, on the case or one claim of it."""
        case = self.case
        with self._in_chinese():
            label = str(due.rule.title)
        return Deadline.objects.start(
            case,
            due,
            rule=due.rule.id,
            kind=due.rule.kind,
            label=label,
            started_on=due.started_on,
            unit=case.handling_unit,
            official=case.handler or case.first_receiver,
            claim=claim,
        )

    def owe_notice(self):
        """Start the notice clock of a case whose petitioner became known later; it counts from receipt too."""
        if not self.notice_is_owed() or self.case.served_on:
            return
        if self._notice_clock() is None:
            self.start_clock(notice_rule(self.case), self.case.received_on)
        for claim in self._standing():
            if claim.named_on and not claim.is_settled and self._notice_clock(claim) is None:
                self.start_clock("L03", claim.named_on, claim=claim)

    # ---------- 为什么不能 ----------
    def _why_not_notice(self):
        notice = self._notice_clock()
        if not notice:
            return _("匿名，或者姓名、联系方式不清，不用书面告知（条例第二十三条）。")
        if not notice.is_running:
            return _("书面告知已经在 %s 送达（条例第二十三条）。") % self._day(notice.ended_on)
        return ""

    def _why_not_acceptance(self):
        case = self.case
        if not case.triaged_on:
            return _("先分流，再受理。")
        if case.accepted_on:
            return _("已经在 %s 受理。") % self._day(case.accepted_on)
        if not any(claim.on_procedure for claim in self._standing()):
            return _("没有走信访程序（W6）的诉求，不能受理：只有条例第三十一条第六项的诉求起算 60 日。")
        return ""

    def _why_not_rating(self):
        if self.case.is_anonymous:
            return _("匿名来访，没有可请的人。")
        if self.rating_asked_on:
            return _("已经在 %s 请过评价。") % self._day(self.rating_asked_on)
        if not self._told_on():
            return _("答复送达或者去向告知以后，再请群众评价。")
        return ""

    def _why_not_closure(self):
        if missing := self.missing_before_closing():
            return _("不能办结，还缺：%s（三个不放过）。") % _("、").join(missing)
        return ""

    # ---------- 私 ----------
    def _refuse(self, step, claim=None):
        if reason := self.why_not(step, claim):
            raise ValidationError(reason)

    def _not_before(self, field, day, earliest, words):
        if day < earliest:
            raise ValidationError({field: words % self._day(earliest)})

    @staticmethod
    def _day(day):
        return date_format(day, _("Y年n月j日"))

    def _standing(self):
        return [claim for claim in self.case.claims.all() if claim.withdrawn_on is None]

    def _claims(self):
        """The claims this office answers, and those that belong elsewhere; without what was taken back."""
        claims = self._standing()
        own = [claim for claim in claims if not claim.is_routed_elsewhere]
        return own, [claim for claim in claims if claim.is_routed_elsewhere]

    def _forget(self, rows, of=None):
        """What was read of `rows` before a step changed them is read again."""
        getattr(of or self, "_prefetched_objects_cache", {}).pop(rows, None)

    def _is_running(self, rule):
        return self._running(rule) is not None

    def _running(self, rule):
        """The running clock of `rule` on the case itself, or None."""
        return next((clock for clock in self._clocks_of() if clock.rule == rule and clock.is_running), None)

    def _notice_clock(self, claim=None):
        """The clock of the notice that the case owes, or the one of its own that a claim named later owes."""
        return next((clock for clock in self._clocks_of(claim) if clock.rule in NOTICE_RULES), None)

    def _clocks_of(self, claim=None):
        """The clocks of the case itself, or of one claim."""
        return [clock for clock in self.case.deadlines.all() if clock.claim_id == (claim and claim.pk)]

    def _told_on(self):
        """The day the petitioner had all he was owed in writing: the answer, or where every claim goes. Else None."""
        own, away = self._claims()
        days = [claim.routed_on for claim in away] + ([self.case.served_on] if own else [])
        return max(days) if days and all(days) else None

    def _piece(self, gate, words, is_done, step, claim=None):
        place = [self.case.number] + ([claim.position] if claim else [])
        return Piece(gate, words, bool(is_done), reverse(f"petitions:{step}", args=place))

    def _pieces_of_performing(self, gate, claims):
        """What is supported is performed and checked, or planned for a day that the petitioner accepted (L37, T21)."""
        case, today = self.case, timezone.localdate()
        supported = [claim for claim in claims if claim.decision == Claim.Decision.SUPPORT and claim.answered_on]
        if not supported:
            return
        promised = [row for row in case.commitments.all() if row.withdrawn_on is None]
        prefetch_related_objects(promised, "performances", "acceptances")
        for claim in supported:
            mine = self._standing_since_reopening([row for row in promised if row.claim_id == claim.pk])
            if not mine:
                url = reverse("cases:commitment_add", args=[case.number])
                yield Piece(gate, _("诉求 %d 的履行事项：谁、哪天以前、办什么") % claim.position, False, url)
            for row in mine:
                step = "commitment_check" if row.awaits_check else "commitment_performance"
                url = reverse(f"cases:{step}", args=[case.number, row.position])
                yield Piece(gate, _("履行：%s") % row.what[:30], row.is_settled(today), url, is_promise=True)

    def _save(self, by):
        self._history_user = by
        self.clean_fields(exclude=["case"])
        self.save()

    def _settle(self, by):
        """After any step: the stage follows from the claims, and the version rises. Not by who has to stop (L13)."""
        case = self.case
        is_known = getattr(case, "goes_on_with", None)  # asked under the lock by `case_for`
        if by and by.pk != is_known and (reason := self.why_stopped(by)):
            raise ValidationError(reason)
        case.stage = self.stage_now()
        if by and by.pk == case.handler_id:
            Handover.objects.take_by_acting(case, by=by, on=timezone.localdate())
        self.keep_clearing_true()
        case.touch(by)
        case.save()

    @staticmethod
    def _save_claim(claim, by):
        claim._history_user = by
        claim.clean_fields(exclude=["case", "answered_by"])
        claim.save()

    def _serve(
        self,
        what,
        by,
        served_on,
        method,
        signer,
        is_refused,
        witness,
        *,
        papers=(),
        claim=None,
        must_be_written=True,
    ):
        """One row for each of `papers`, the issued ones handed over; one without a paper where none was made here."""
        self._not_before("served_on", served_on, self.case.received_on, _("送达日期不能早于收到日期 %s。"))
        if method == Service.Method.ELECTRONIC and not ServiceConsent.objects.in_force(self.case).exists():
            raise ValidationError({"method": _("没有本人同意电子送达的记录，请先记下同意，或者换一种方式。")})
        if must_be_written and method == Service.Method.ORAL:
            raise ValidationError({"method": _("要书面送达，不能只是口头、电话（条例第二十三条）。")})
        if (is_refused or method == Service.Method.LEFT) and not witness.strip():
            raise ValidationError({"witness": _("拒收或者留置的，请写明原因和见证人。")})
        self._check_papers(papers, what, claim, served_on, method)
        for paper in papers or [None]:
            service = Service(
                case=self.case,
                claim=claim or (paper.claim if paper else None),
                paper=paper,
                what=what,
                method=method,
                served_on=served_on,
                signer=signer,
                is_refused=is_refused,
                witness=witness,
                server=by,
            )
            service.clean_fields(exclude=["case", "claim", "paper", "server"])
            service.save()

    def _check_papers(self, papers, what, claim, served_on, method):
        """Only what was issued for it, by that day, and not served before is served (L35)."""
        if papers and method == Service.Method.ORAL:
            raise ValidationError({"papers": _("口头、电话的没有交付文书：换一种方式，或者不选文书。")})
        to_serve = {paper.pk for paper in Service.objects.papers_to_serve(self.case, what, claim)} if papers else ()
        for paper in papers:
            if paper.pk not in to_serve:
                words = _("%s 不能送达：没有制发、已经作废、已经送达，或者不是这一步的文书。")
                raise ValidationError({"papers": words % paper})
            issued_on = timezone.localdate(paper.issued_at)
            self._not_before("served_on", served_on, issued_on, _("送达日期不能早于文书的制发日期 %s。"))

    def _end_clocks(self, rule_ids, on, reason, **about):
        """`about` narrows them, as `claim=None`; with `fell_away` they end without what they asked for."""
        with self._in_chinese():
            Deadline.objects.end(self.case, *rule_ids, on=on, reason=str(reason), **about)

    def _tell(self, event, by, words, *, is_public=False, **values):
        """Write the timeline, which is the office's Chinese whatever language its writer reads the pages in."""
        with self._in_chinese():
            detail = str(words) % {
                name: self._day(value) if isinstance(value, date) else value for name, value in values.items()
            }
        Event.objects.add(self.case, event, by=by, detail=detail.strip(), is_public=is_public)

    @staticmethod
    def _in_chinese():
        return translation.override(settings.LANGUAGE_CODE)
