"""Random steps, lawful and not, on random days: whatever is tried, what must always hold still holds."""

from collections import Counter
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase
from hypothesis import settings as walking
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cases.models import Case, Deadline, Paper
from cases.models.claim import Purpose, Route
from disputes.models import DisputeKind
from officials.calendar import Calendar
from officials.models import Role
from petitions.actions import OF_CLAIM, STEPS
from petitions.models import Referral, Withdrawal
from petitions.papers import issuing, letters
from tests import factories
from tests.petitions.stories import ACCUSATION, INQUIRY, SUGGESTION, W1, W5, W6, Staff, Story, registered

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Days around what is easily got wrong: a make-up Sunday, long holidays, the ends of a month and of a year, a leap day.
TURNS = [
    date(2026, 1, 4),
    date(2026, 2, 13),
    date(2026, 4, 30),
    date(2026, 9, 24),
    date(2026, 9, 30),
    date(2026, 12, 28),
    date(2028, 2, 27),
]
WAYS = [W6, W6, W1, W5, SUGGESTION, INQUIRY, ACCUSATION]
HANDS = ["director", "drafter", "head", "leader", "clerk", "outsider"]
LETTER = {
    "to": "区住建局",
    "basis": "《信访工作条例》第二十二条",
    "asked": "依法办理",
    "feedback_on": "2026-10-20",
    "attachments": "1",
    "contact": "李明",
    "phone": "0571-88880002",
}
LEGAL = {Deadline.Kind.STATUTORY, Deadline.Kind.ASSIGNED}


class AnyOrder(RuleBasedStateMachine):
    """One petition; each rule tries one step, on a day that may lie before what was done already."""

    clerk = staff = outsider = leader = None  # made once, before the first walk

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize(
        ways=st.lists(st.sampled_from(WAYS), min_size=1, max_size=3),
        on=st.sampled_from(TURNS),
        shift=st.integers(-3, 3),
        is_known=st.booleans(),
    )
    def register(self, ways, on, shift, is_known):
        self.day = on + timedelta(days=shift)
        who = {} if is_known else {"name": "", "phone": ""}
        self.pk = registered(*ways, on=self.day, by=self.clerk, **who).case_id
        self.version = self.case().version
        self.told = []  # the events so far
        self.counted_from = set()  # days of what was merged into it, from which its 60 days may count

    def case(self):
        return Case.objects.select_related("petition").prefetch_related("deadlines", "claims").get(pk=self.pk)

    @rule(days=st.integers(1, 40))
    def days_pass(self, days):
        self.day += timedelta(days=days)

    @rule(step=st.sampled_from(list(STEPS)), back=st.sampled_from([0, 0, 5]), at=st.integers(0, 2))
    def try_anything(self, step, back, at):
        self.take(step, self.day - timedelta(days=back), at)

    @rule(at=st.integers(0, 2), way=st.sampled_from(WAYS))
    def sort_again(self, at, way):
        self.take("sorting", self.day, at, way=way)

    @rule(at=st.integers(0, 2))
    def take_what_is_offered(self, at):
        """The lawful way on, so that a walk gets somewhere."""
        for person in (self.staff.director, self.staff.head):
            offered = self.case().petition.actions_for(person)
            if offered and offered[0].is_primary and offered[0].name in STEPS:  # what is beside has rules of its own
                self.take(offered[0].name, self.day, at)
                return

    @rule(days=st.sampled_from([0, 89, 90, 91]))
    def reopen_it(self, days):
        if self.case().closed_on:
            self.day = max(self.day, self.case().closed_on + timedelta(days=days))
            self.take("reopening", self.day, 0)

    @rule(way=st.sampled_from(WAYS), back=st.sampled_from([0, 0, 5]))
    def name_another(self, way, back):
        purpose, _route = way_of(way)
        on = self.day - timedelta(days=back)
        self.attempt(lambda one, _claim: one.add_claim(by=self.clerk, on=on, text="还要修灯", purpose=purpose))

    @rule(at=st.integers(0, 5), way=st.sampled_from(WAYS), takes=st.integers(1, 3))
    def go_on_with_what_was_named_later(self, at, way, takes):
        """Triage, acceptance and notice of one claim, as far as `takes` says; refused where it was not named later."""
        purpose, route = way_of(way)
        by, on = self.staff.director, self.day
        acts = [
            lambda one, claim: one.triage_claim(by=by, claim=claim, on=on, purpose=purpose, route=route),
            lambda one, claim: one.accept_claim(by=by, claim=claim, on=on),
            lambda one, claim: one.give_notice_of(by=by, claim=claim, served_on=on, method="HAND", signer="本人"),
        ]
        for act in acts[:takes]:
            self.attempt(act, at)

    @rule(at=st.integers(0, 5))
    def wish_one_claim_back(self, at):
        wish = {"by": self.clerk, "on": self.day, "form": Withdrawal.Form.RECORDED, "words": "这一条不用办了。"}
        self.attempt(lambda one, claim: one.wish_to_withdraw(claims=[claim], **wish), at)

    @rule(outcome=st.sampled_from(Withdrawal.Outcome.values))
    def ask_whether_it_is_meant(self, outcome):
        said = {"on": self.day, "outcome": outcome, "manner": "电话", "reason": "全楼的水压"}
        self.attempt(lambda one, _claim: one.confirm_withdrawal(by=self.outsider, **said))

    @rule(at=st.integers(0, 5), is_free=st.booleans())
    def mediate(self, at, is_free):
        about = {
            "kind": DisputeKind.objects.first(),
            "other_side": "王海波",
            "ground": "邻里之间的赔偿",
            "way": "FACE",
        }
        self.attempt(
            lambda one, claim: one.refer_to_mediation(
                by=self.staff.drafter, claim=claim, on=self.day, is_free=is_free, rights_told=True, **about
            ),
            at,
        )

    @rule(outcome=st.sampled_from(Referral.Outcome.values))
    def hear_of_the_mediation(self, outcome):
        self.attempt(
            lambda one, _claim: one.hear_of_mediation(
                by=self.staff.drafter, referral=one.referrals.last(), on=self.day, outcome=outcome
            )
        )

    @rule(step=st.sampled_from(["approve", "sign"]), giver=st.sampled_from(["director", "head", "drafter"]))
    def decide_in_anothers_place(self, step, giver):
        """As somebody to whom it is lent for these days: by nobody whose own the answer is, and for nobody such."""

        def act(one, _claim):
            one.case.lend(self.leader, getattr(self.staff, giver))
            getattr(one, step)(by=self.leader, on=self.day)

        self.attempt(act)

    @rule(who=st.sampled_from(HANDS), step=st.sampled_from(["answer", "submission", "approval", "signature"]))
    def one_person_tries_alone(self, who, step):
        """Whoever he is: what takes several hands is never done by his alone, which check_two_pairs_of_eyes holds."""
        claim = next(iter(self.case().claims.all()), None)
        one_hand = SimpleNamespace(**dict.fromkeys(("director", "drafter", "head"), self.person(who)))
        self.attempt(
            lambda one, _claim: Story(one, staff=one_hand).take(step, self.day, claim if step in OF_CLAIM else None)
        )

    @rule(drafter=st.sampled_from(HANDS), approver=st.sampled_from(HANDS), voided=st.booleans())
    def print_a_letter(self, drafter, approver, voided):
        """Refused where one person is both; each number follows the last one, a voided one stays."""
        case = self.case()
        drafter, approver = self.person(drafter), self.person(approver)
        try:
            with transaction.atomic():
                paper = issuing.draft(case, Paper.Kind.TRANSFER, by=drafter, values=LETTER, variant=letters.ASSIGN)
                issuing.submit(paper, case)
                issuing.approve(paper, case, by=approver)
                assert approver != drafter
                issuing.issue(paper, case, reader="WORK", by=drafter)
                if voided:
                    paper.void(by=approver, reason="写错了单位")
        except ValidationError as refusal:
            assert all(refusal.messages)
        self.version = self.case().version

    def person(self, who):
        return getattr(self.staff, who, None) or getattr(self, who)

    @rule(way=st.sampled_from(WAYS), steps=st.integers(0, 3))
    def merge_another(self, way, steps):
        """A later petition of somebody else, as far on its way as `steps` says, ends in this one or is refused."""
        with transaction.atomic():
            other = registered(way, on=self.day, by=self.clerk, name="孙红梅", phone="13900005582")
            story = Story(other, staff=self.staff)
            for step in ["notice", "triage", "acceptance"][:steps]:
                if not other.why_not(step):
                    story.take(step, self.day)
            other = Case.objects.get(pk=other.case_id).petition  # as the page reads it: sealed, if triage sealed it
            given = {"by": self.staff.director, "on": self.day, "reason": "同一处夜里的噪声"}
            self.attempt(lambda one, _claim: one.merge(other, **given))
            case = Case.objects.get(pk=other.case_id)
            if case.closed_on:
                assert self.case().petition.mergers.filter(merged=other).exists()
                assert not case.claims.exists() and not case.deadlines.running().exists()
                self.counted_from |= {case.accepted_on, case.received_on}

    def attempt(self, act, at=0):
        """Whatever is refused changes nothing; whatever is done is told and raises the version."""
        petition = Case.objects.get(pk=self.pk).petition
        claims = list(petition.case.claims.all())
        events = petition.case.events.count()
        try:
            with transaction.atomic():
                act(petition, claims[at % len(claims)])
        except ValidationError as refusal:
            assert all(refusal.messages)
            assert self.case().version == self.version
        else:
            assert self.case().version > self.version
            assert petition.case.events.count() > events
        self.version = self.case().version

    def take(self, step, on, at, **more):
        petition = Case.objects.get(pk=self.pk).petition
        claims = list(petition.case.claims.all())
        claim = claims[at % len(claims)] if step in OF_CLAIM else None
        why_not = petition.why_not(step, claim)
        events, was_closed_on = petition.case.events.count(), petition.case.closed_on
        try:
            with transaction.atomic():
                Story(petition, staff=self.staff).take(step, on, claim, **more)
        except ValidationError as refusal:
            assert all(refusal.messages)
            assert self.case().version == self.version
        else:
            assert not why_not
            assert step != "reopening" or on <= was_closed_on + timedelta(days=90)
            assert self.case().version > self.version
            assert petition.case.events.count() > events
        self.version = self.case().version

    @invariant()
    def what_must_hold(self):
        case = self.case()
        clocks = list(case.deadlines.all())
        self.check_stage(case)
        self.check_clocks(case, clocks)
        self.check_two_pairs_of_eyes(case.petition)
        self.check_the_60_days(case, [clock for clock in clocks if clock.rule == "L17"])
        self.check_days_of_their_own(case, clocks)
        self.check_who_sees_it(case)
        self.check_numbers()
        self.check_history(case)

    def check_history(self, case):
        """The newest row of the history is the case as it stands; what was told before stands as it was told."""
        newest = case.history.first()
        assert (newest.stage, newest.closed_on, newest.served_on) == (case.stage, case.closed_on, case.served_on)
        told = list(case.events.order_by("pk").values_list("pk", "kind", "detail"))
        assert told[: len(self.told)] == self.told
        self.told = told

    def check_who_sees_it(self, case):
        """A sealed case only its named readers; an ordinary one the office's director and head."""
        people = {*vars(self.staff).values(), self.clerk, self.outsider, self.leader} - {None}
        visible = {one for one in people if Case.objects.visible_to(one).filter(pk=case.pk).exists()}
        if case.is_sealed:
            assert {one.pk for one in visible} <= set(case.sealed_readers.values_list("official", flat=True))
        else:
            assert {self.staff.director, self.staff.head} <= visible

    def check_numbers(self):
        """Every series of case numbers counts from one without a gap."""
        series = {}
        for number in Case.objects.values_list("number", flat=True):
            name, _dash, value = number.rpartition("-")
            series.setdefault(name, []).append(int(value))
        for kind, name, year, value in Paper.objects.filter(issued_at__isnull=False).values_list(
            "kind", "series", "year", "value"
        ):
            series.setdefault((kind, name, year), []).append(value)
        assert all(sorted(values) == list(range(1, len(values) + 1)) for values in series.values())

    def check_stage(self, case):
        assert case.stage == case.petition.stage_now()
        assert (case.stage == Case.Stage.CLOSED) == bool(case.closed_on)
        is_taken_back = case.closing_note == "本人撤回"
        if case.closed_on and not is_taken_back:
            assert not case.petition.missing_before_closing()
        if case.triaged_on and any(claim.purpose == ACCUSATION for claim in case.claims.all()):
            assert case.is_sealed
        assert case.round == 1 + case.petition.reopenings.carried_out().count()
        assert case.closings.count() == case.round - (not case.closed_on or is_taken_back)
        days = [case.received_on, case.triaged_on, case.accepted_on, case.answered_on, case.served_on, case.closed_on]
        days = [day for day in days if day]
        assert days == sorted(days)

    def check_clocks(self, case, clocks):
        running = [clock for clock in clocks if clock.is_running]
        assert not (case.closed_on and any(clock.is_ours for clock in running))
        legal = [clock.legal_end_on for clock in running if clock.is_ours and clock.kind in LEGAL]
        assert case.next_legal_on == min(legal, default=None)
        statutory = Counter((clock.claim_id, clock.rule) for clock in running if clock.kind == "STATUTORY")
        assert all(times == 1 for times in statutory.values())
        calendar = Calendar.load()
        assert all(calendar.is_workday(clock.legal_end_on) for clock in clocks if clock.kind in LEGAL)

    def check_the_60_days(self, case, answers):
        is_due = case.accepted_on and not case.petition.is_simple() and not case.served_on and not case.closed_on
        is_due = is_due and case.round == 1  # a reopening starts no second sixty days (0116)
        of_a_claim = {answer.claim_id for answer in answers if answer.is_running} - {None}
        standing = [claim for claim in case.claims.all() if claim.on_procedure and claim.withdrawn_on is None]
        accepted = [claim for claim in standing if case.petition.accepted_on_of(claim)]
        is_due = is_due and any(claim.pk not in of_a_claim for claim in accepted)
        running = [answer for answer in answers if answer.is_running and answer.claim_id is None]
        assert len(running) == bool(is_due)
        days = {case.accepted_on, case.received_on} | {claim.named_on for claim in standing} | self.counted_from
        assert all(answer.started_on in days for answer in running)
        assert of_a_claim <= {claim.pk for claim in accepted}
        assert all(answer.nominal_on == answer.started_on + timedelta(days=60) for answer in answers)

    def check_days_of_their_own(self, case, clocks):
        """A claim named later counts from its own days, whatever those of the case are (0124)."""
        for claim in case.claims.all():
            own = [clock for clock in clocks if clock.claim_id == claim.pk and clock.rule in ("L03", "L17", "L14")]
            assert claim.named_on or not own
            for clock in own:
                assert clock.started_on in (claim.named_on, claim.accepted_on) or not clock.is_running
            if claim.withdrawn_on or claim.awaits_triage:
                assert not any(clock.is_running for clock in own if clock.rule != "L03" or claim.withdrawn_on)

    def check_two_pairs_of_eyes(self, petition):
        """No opinion stands that its drafter reviewed or signed, and none goes out that nobody else has seen."""
        for opinion in petition.opinions.filter(final_on__isnull=False):
            hands = (opinion.reviewed_by, opinion.reviewed_for, opinion.signed_by, opinion.signed_for)
            assert opinion.submitted_by not in hands
            assert not opinion.signed_for or opinion.signed_for not in hands[:2]
            assert opinion.reviewed_by or opinion.signed_by
        if petition.case.served_on and petition.needs_opinion():
            assert petition.opinions.in_force().count() == 1


def way_of(way):
    return (Purpose.APPEAL, way) if way in Route else (way, "")


def test_no_order_of_steps_breaks_what_must_hold(settings, tmp_path):
    settings.ATTACHMENTS_ROOT = tmp_path / "files"
    AnyOrder.clerk, AnyOrder.staff = factories.official(Role.RC), Staff().hired()
    AnyOrder.leader = factories.official(Role.LO)
    AnyOrder.outsider = factories.official(Role.WC, at=factories.community("北苑社区"))
    run_state_machine_as_test(
        AnyOrder,
        settings=walking(
            max_examples=25,
            stateful_step_count=22,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # a walk that fails is told as it was: making it shorter takes many minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
