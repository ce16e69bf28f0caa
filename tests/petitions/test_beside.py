"""The second table of docs/petition-states.md: each step beside the way, at every stage."""

from datetime import date
from itertools import dropwhile, takewhile

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from cases.models import Case, Evaluation
from officials import permissions
from officials.models import Role
from petitions.actions import BESIDE
from tests import factories
from tests.petitions.stories import W1, W6, Story, director, handler, registered
from tests.petitions.test_states import Undone

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 3)
Stage = Case.Stage
WALK = ["triage", "acceptance", "investigation", "answer", "service", "closure"]


def rows():
    """The table under the heading "Beside the way", as dicts by the heading of each column."""
    text = (settings.BASE_DIR / "docs" / "petition-states.md").read_text(encoding="utf-8")
    text = text[text.index("## Beside the way") :]
    lines = list(takewhile(lambda line: line[:1] == "|", dropwhile(lambda line: line[:1] != "|", text.splitlines())))
    heading, _rule, *cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(heading, row, strict=True)) for row in cells]


def step_of(row):
    return row["step"].split()[0]


def extension_asked(petition):
    petition.ask_extension(by=handler(), on=DAY, days=30, reason="要鉴定。")


def extension_proposed(petition):
    extension_asked(petition)
    petition.propose_extension(by=director(), on=DAY)


def extension_approved(petition):
    extension_proposed(petition)
    petition.approve_extension(by=factories.official(Role.HO), on=DAY)


def rating_asked(petition):
    if not petition.rating_asked_on:
        petition.ask_rating(by=director(), on=DAY, channel="FACE")


def rated_dissatisfied(petition):
    rating_asked(petition)
    said = {Evaluation.About.UNIT: (Evaluation.Grade.DISSATISFIED, [], "", False)}
    petition.evaluate(on=DAY, via=Evaluation.Via.ONLINE, given=said)


def made_hard(petition):
    rating_asked(petition)
    if not petition.why_not("notice"):
        petition.give_notice(by=director(), served_on=DAY, method="HAND", signer="本人")
    petition.case.level = Case.Level.HARD
    petition.case.save()


def settled(petition):
    made_hard(petition)
    petition.settle_matter(by=director(), on=DAY, note="修好了。")


def visited(petition):
    settled(petition)
    petition.visit_again(by=director(), on=DAY, outcome="DECLINED")


def review_asked(petition):
    return petition.request_review(
        by=director(), kind="FIRST", organ="区人民政府", asked_on=DAY, taker="STREET", received_on=DAY
    )


def review_decided(petition):
    opinion = {"number": "1", "dated_on": DAY, "received_on": DAY, "told_on": DAY, "result": "UPHELD"}
    petition.receive_review(by=director(), review=review_asked(petition), **opinion)


def second_review_passed_on(petition):
    review_decided(petition)
    return petition.request_review(
        by=director(), kind="SECOND", organ="市人民政府", asked_on=DAY, taker="ORGAN", received_on=DAY
    )


def wished_back(petition):
    petition.wish_to_withdraw(by=director(), on=DAY, form="WRITTEN", words="不办了。")


# What has to be there before the step can be taken at all.
PREPARED = {
    "extension": lambda petition: None,
    "extension_proposal": extension_asked,
    "extension_approval": extension_proposed,
    "extension_service": extension_approved,
    "evaluation": rating_asked,
    "effort": rated_dissatisfied,
    "settlement": made_hard,
    "return_visit": settled,
    "sign_off": visited,
    "review": lambda petition: None,
    "second_review": review_decided,
    "review_supply": review_asked,
    "review_hearing": second_review_passed_on,
    "review_opinion": review_asked,
    "withdrawal": lambda petition: None,
    "withdrawal_confirmation": wished_back,
}


def stages_reached():
    """A petition at each stage, one after the other, the last ones on the way to closing."""
    routed = Story(registered(W1, on=DAY)).take("triage", DAY)
    routed.take("routing", DAY, routed.petition.case.claims.get())
    yield routed.petition
    story = Story(registered(W6, on=DAY))
    yield story.petition
    for step in WALK:
        if step == "closure":
            story.take("notice", DAY).take("rating", DAY)
        story.take(step, DAY, story.petition.case.claims.get() if step == "answer" else None)
        if step == "answer":
            story.signed(DAY)
        yield story.petition


def test_the_table_says_at_which_stages_each_step_can_be_taken():
    possible = {step: set() for step in BESIDE}
    for petition in stages_reached():
        for step, prepare in PREPARED.items():
            with Undone():
                try:
                    about = prepare(petition)
                    if not petition.why_not(step, about):
                        possible[step].add(petition.case.stage)
                except ValidationError:
                    pass  # what cannot be prepared cannot be taken
            petition.refresh_from_db()
            petition.case.refresh_from_db()

    told = {step_of(row): set(row["from"].split()) for row in rows()}
    assert told == {step: set(map(str, stages)) for step, stages in possible.items()}


def test_every_step_beside_the_way_has_its_row_and_its_roles():
    assert [step_of(row) for row in rows()] == list(BESIDE)
    for row in rows():
        grants = permissions.table()[f"petitions:{step_of(row)}"]
        assert row["role"].split() == [role for role in Role if role in {grant.role for grant in grants}], row


def test_every_row_names_a_paper_a_rule_and_a_condition():
    assert all(row["paper"] and row["rule"] and row["when"] for row in rows())
