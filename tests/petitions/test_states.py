"""The table of docs/petition-states.md against the procedure: every step tried from every state."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from cases.models import Case
from officials import permissions
from officials.models import Role
from petitions.actions import OF_CLAIM, STEPS
from petitions.models import Petition
from petitions.states_picture import drawn, rows_of
from tests.petitions.stories import SUGGESTION, W1, W6, Staff, Story, registered

pytestmark = pytest.mark.django_db

START = date(2026, 8, 3)
# What the petition asks for, and whether its notice is served before the walk begins (half as many states).
WALKS = [((W6,), False), ((W1,), False), ((SUGGESTION,), True), ((W6, W1), True), ((W6, SUGGESTION), True)]
UNCHANGED = "same"


PAGE = settings.BASE_DIR / "docs" / "petition-states.md"


def rows():
    return rows_of(PAGE.read_text(encoding="utf-8"))


def step_of(row):
    return row["step"].split()[0]


def transitions_told():
    return {
        (step_of(row), before, after)
        for row in rows()
        for before in row["from"].split()
        for after in ([before] if row["to"] == UNCHANGED else row["to"].split())
    }


class Explorer:
    """Goes everywhere a petition can get, trying every step in every state, and notes what led where."""

    def __init__(self):
        self.seen, self.led = set(), set()
        self.staff = Staff().hired()

    def explore(self, petition, on=START, *, objects=False):
        petition = Petition.objects.select_related("case").get(pk=petition.pk)
        if (state := self.state_of(petition)) in self.seen:
            return
        self.seen.add(state)
        for step, claim in self.steps(petition):
            before = petition.case.stage
            with Undone():
                taken = Petition.objects.select_related("case").get(pk=petition.pk)
                claim = claim and taken.case.claims.get(pk=claim.pk)
                try:
                    with transaction.atomic():
                        Story(taken, staff=self.staff, objects=objects).take(step, on, claim)
                except ValidationError:
                    continue
                after = Case.objects.get(pk=taken.case_id).stage
                assert after == taken.stage_now()
                self.led.add((step, before, after))
                self.explore(taken, on + timedelta(days=1), objects=objects)

    @staticmethod
    def steps(petition):
        claims = list(petition.case.claims.all())
        for step in STEPS:
            yield from ((step, claim) for claim in claims) if step in OF_CLAIM else [(step, None)]

    @staticmethod
    def state_of(petition):
        case = petition.case
        return (
            case.stage,
            case.channel,
            case.is_anonymous,
            tuple((claim.route or claim.purpose, claim.disposal, claim.is_settled) for claim in case.claims.all()),
            [one.state_in_words for one in petition.opinions.filter(returned_at__isnull=True)].__repr__(),
            petition.is_simple(),
            petition.objections.values_list("outcome", flat=True).first(),
            bool(case.accepted_on),
            case.investigations.exists(),
            bool(case.served_on),
            bool(petition.rating_asked_on),
            case.deadlines.running().filter(rule="L03").exists(),
        )


class Undone:
    """A block whose writes are taken back."""

    def __enter__(self):
        self.block = transaction.atomic()
        self.block.__enter__()

    def __exit__(self, kind, error, trace):
        if kind is None:
            transaction.set_rollback(True)
        return self.block.__exit__(kind, error, trace)


def test_the_table_says_exactly_what_can_happen():
    explorer = Explorer()
    for ways, is_noticed in WALKS:
        story = Story(registered(*ways, on=START))
        if is_noticed:
            story.take("notice", START)
        explorer.explore(story.petition)
    explorer.explore(registered(W6, on=START, name="", phone=""))
    explorer.explore(registered(W6, on=START, channel=Case.Channel.TRANSFERRED), objects=True)

    assert explorer.led == transitions_told()
    assert {step for step, _before, _after in explorer.led} == set(STEPS)


def test_the_picture_shows_the_table_as_it_stands():
    picture = settings.BASE_DIR / "docs" / "pictures" / "petition-states.svg"

    assert picture.read_text(encoding="utf-8") == drawn(PAGE.read_text(encoding="utf-8"))


def test_every_row_names_the_roles_of_the_permission_table():
    for row in rows():
        grants = permissions.table()[f"petitions:{step_of(row)}"]
        assert row["role"].split() == [role for role in Role if role in {grant.role for grant in grants}], row


def test_every_row_names_a_paper_a_rule_and_a_condition():
    assert all(row["paper"] and row["rule"] and row["when"] for row in rows())


@pytest.mark.parametrize("step", [step for step in STEPS if step != "reopening"])
def test_a_closed_case_takes_no_step_but_its_reopening(step):
    petition = registered(W6, on=START)
    story = Story(petition).ready_to_close(START).take("closure", START)
    claim = petition.case.claims.get() if step in OF_CLAIM else None

    with pytest.raises(ValidationError, match="已经在 2026年8月3日 办结"):
        story.take(step, START, claim)


@pytest.mark.parametrize("step", STEPS)
def test_imported_history_takes_no_step(step):
    petition = registered(W6, on=START)
    Case.objects.filter(pk=petition.case_id).update(is_historical=True, next_legal_on=None)
    petition.case.refresh_from_db()
    claim = petition.case.claims.get() if step in OF_CLAIM else None

    with pytest.raises(ValidationError, match="历史来件只供查阅"):
        Story(petition).take(step, START, claim)
