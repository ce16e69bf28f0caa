"""The second table of docs/petition-states.md: each step beside the way, at every stage."""

from datetime import date
from itertools import dropwhile, takewhile

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from cases.models import Case, Evaluation
from disputes.models import DisputeKind
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


def sent_to_mediation(petition):
    return petition.refer_to_mediation(
        by=director(),
        claim=petition.case.claims.get(),
        on=DAY,
        kind=DisputeKind.objects.first(),
        other_side="王海波",
        ground="邻里之间的赔偿",
        way="FACE",
        is_free=True,
        rights_told=True,
    )


def recusal_asked(petition):
    return petition.ask_recusal(by=director(), on=DAY, asker="UNIT", official=handler(), ground="是亲戚。")


def recusal_agreed(petition):
    row = recusal_asked(petition)
    by = factories.official(Role.HO)
    petition.decide_recusal(by=by, on=DAY, recusal=row, decision="WITHDRAWS", reason="属实。")
    return row


def inquired(petition):
    unit = factories.section("社会事务科")
    claims = {petition.case.claims.first(): "修好地下车库"}
    return petition.inquire(by=director(), on=DAY, unit=unit, claims=claims, asked="说明情况。")


def made_complex(petition):
    petition.case.level, petition.case.level_ground = Case.Level.COMPLEX, "几个单位"
    petition.case.save()


def hearing_decided(petition):
    made_complex(petition)
    claims = petition.case.claims.all()
    return petition.decide_hearing(by=director(), on=DAY, claims=claims, ground="双方说法不一。")


def hearing_announced(petition):
    row, more = hearing_decided(petition), {"hour": "上午9时", "place": "三楼会议室", "members": "赵强"}
    petition.announce_hearing(by=director(), hearing=row, planned_on=DAY, chair=factories.official(Role.HO), **more)
    return row


def hearing_told(petition):
    row = hearing_announced(petition)
    petition.serve_hearing(by=director(), hearing=row, served_on=DAY, method="HAND", signer="本人")
    return row


def disclosure_asked(petition):
    inquiry = inquired(petition)
    petition.ask_disclosure(
        by=handler(),
        on=DAY,
        inquiry=inquiry,
        party=petition.tellable()[0],
        fields=["name"],
        need="同楼三户报过。",
        ground="CONSENT",
        ground_note="电话问过，同意。",
        consented_on=DAY,
    )
    return inquiry


def named_later(petition):
    return petition.add_claim(by=director(), on=DAY, text="还要修灯", purpose="APPEAL")


def triaged_later(petition):
    claim = named_later(petition)
    petition.triage_claim(by=director(), claim=claim, on=DAY, purpose="APPEAL", route=W6)
    return petition.case.claims.get(pk=claim.pk)


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
    "reopening_proposal": lambda petition: None,
    "merger": lambda petition: None,
    "mediation": lambda petition: None,
    "mediation_result": sent_to_mediation,
    "inquiry": lambda petition: None,
    "inquiry_outcome": inquired,
    "hearing": made_complex,
    "hearing_notice": hearing_decided,
    "hearing_service": hearing_announced,
    "hearing_record": hearing_told,
    "hearing_end": hearing_decided,
    "disclosure": inquired,
    "disclosure_review": disclosure_asked,
    "recusal": lambda petition: None,
    "recusal_decision": recusal_asked,
    "recusal_review": recusal_agreed,
    "addition": lambda petition: None,
    "claim_triage": named_later,
    "claim_acceptance": triaged_later,
    "claim_notice": named_later,
    "legal_ending": lambda petition: petition.case.claims.get(),
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
