"""Random steps, lawful and not, on random days: whatever is tried, what must always hold still holds."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cases.models import Case, Deadline
from officials.calendar import Calendar
from officials.models import Role
from petitions.actions import OF_CLAIM, STEPS
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
LEGAL = {Deadline.Kind.STATUTORY, Deadline.Kind.ASSIGNED}


class AnyOrder(RuleBasedStateMachine):
    """One petition; each rule tries one step, on a day that may lie before what was done already."""

    clerk = staff = None  # made once, before the first walk

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
            if offered and offered[0].is_primary:
                self.take(offered[0].name, self.day, at)
                return

    def take(self, step, on, at, **more):
        petition = Case.objects.get(pk=self.pk).petition
        claims = list(petition.case.claims.all())
        claim = claims[at % len(claims)] if step in OF_CLAIM else None
        why_not = petition.why_not(step, claim)
        events = petition.case.events.count()
        try:
            with transaction.atomic():
                Story(petition, staff=self.staff).take(step, on, claim, **more)
        except ValidationError as refusal:
            assert all(refusal.messages)
            assert self.case().version == self.version
        else:
            assert not why_not
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

    def check_stage(self, case):
        assert case.stage == case.petition.stage_now()
        assert (case.stage == Case.Stage.CLOSED) == bool(case.closed_on)
        if case.closed_on:
            assert not case.petition.missing_before_closing()
        if case.triaged_on and any(claim.purpose == ACCUSATION for claim in case.claims.all()):
            assert case.is_sealed
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
        running = [answer for answer in answers if answer.is_running]
        assert len(running) == bool(is_due)
        for answer in running:
            assert any(claim.on_procedure for claim in case.claims.all())
            assert answer.started_on in (case.accepted_on, case.received_on)
        assert all(answer.nominal_on == answer.started_on + timedelta(days=60) for answer in answers)

    def check_two_pairs_of_eyes(self, petition):
        """No opinion stands that its drafter reviewed or signed, and none goes out that nobody else has seen."""
        for opinion in petition.opinions.filter(final_on__isnull=False):
            assert opinion.submitted_by not in (opinion.reviewed_by, opinion.signed_by)
            assert opinion.reviewed_by or opinion.signed_by
        if petition.case.served_on and petition.needs_opinion():
            assert petition.opinions.in_force().count() == 1


def test_no_order_of_steps_breaks_what_must_hold():
    AnyOrder.clerk, AnyOrder.staff = factories.official(Role.RC), Staff().hired()
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=25,
            stateful_step_count=22,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # a walk that fails is told as it was: making it shorter takes many minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
