"""A claim named after triage goes a way of its own, from its own day, and moves nothing of the others (0124)."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Claim, Deadline, Paper
from cases.models.claim import Purpose, Route
from officials.models import Role
from petitions.models import ClaimState, Petition
from petitions.papers.kinds import script_of
from petitions.papers.writing import on
from tests import factories
from tests.petitions.stories import ACCUSATION, SUGGESTION, W1, W6, Story, registered

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 3)
LATER = date(2026, 8, 20)
APPEAL = Purpose.APPEAL
Stage = Case.Stage


@pytest.fixture
def story():
    return Story(registered(W6, on=DAY)).accepted(DAY)


@pytest.fixture
def petition(story):
    return story.petition


def added(story, on=LATER, purpose=APPEAL, text="还要修好楼道的灯"):
    claim = story.petition.add_claim(by=story.by, on=on, text=text, purpose=purpose)
    return again(story.petition, claim)


def again(petition, claim):
    """The claim as the case has it now, after what was read is forgotten."""
    for rows in ("claims", "deadlines"):
        petition._forget(rows, of=petition.case)
    return petition.case.claims.get(pk=claim.pk)


def clock_of(petition, rule, claim=None):
    return petition.case.deadlines.get(rule=rule, claim=claim)


def triaged(story, claim, on=LATER, purpose=APPEAL, route=Route.W6):
    story.petition.triage_claim(by=story.by, claim=claim, on=on, purpose=purpose, route=route)
    return again(story.petition, claim)


def test_its_fifteen_days_count_from_its_own_day_and_no_other_clock_moves(story):
    before = {clock.pk: clock.legal_end_on for clock in story.petition.case.deadlines.all()}

    claim = added(story)

    assert clock_of(story.petition, "L03", claim).legal_end_on == LATER + timedelta(days=15)
    assert {row.pk: row.legal_end_on for row in story.petition.case.deadlines.exclude(claim=claim)} == before


def test_it_waits_for_triage_and_puts_the_case_back_among_what_waits(story):
    claim = added(story)

    assert (claim.position, story.petition.state_of(claim)) == (2, ClaimState.REGISTERED)
    assert story.petition.case.stage == Stage.REGISTERED
    assert story.petition.case in Case.objects.untriaged()
    assert not story.petition.case.awaits_triage  # the registration itself is done with


def test_it_is_triaged_and_accepted_with_sixty_days_of_its_own(story):
    claim = triaged(story, added(story))
    assert story.petition.case.stage == Stage.TRIAGED

    story.petition.accept_claim(by=story.by, claim=claim, on=LATER)

    assert story.petition.case.stage == Stage.ACCEPTED
    assert clock_of(story.petition, "L17").started_on == DAY
    assert clock_of(story.petition, "L17", claim).started_on == LATER


@pytest.mark.parametrize(("shift", "counts_from"), [(15, LATER + timedelta(days=15)), (16, LATER)])
def test_accepted_after_its_last_day_of_notice_it_counts_from_the_day_it_was_named(story, shift, counts_from):
    claim = triaged(story, added(story))

    story.petition.accept_claim(by=story.by, claim=claim, on=LATER + timedelta(days=shift))

    assert clock_of(story.petition, "L17", claim).started_on == counts_from


def test_a_claim_triaged_before_acceptance_is_accepted_with_the_others():
    story = Story(registered(W6, on=DAY)).take("triage", DAY)
    claim = triaged(story, added(story, on=DAY + timedelta(days=2)), on=DAY + timedelta(days=2))

    story.take("acceptance", DAY + timedelta(days=3))

    claim = again(story.petition, claim)
    assert claim.accepted_on == DAY + timedelta(days=3)
    assert [clock.claim for clock in story.petition.case.deadlines.filter(rule="L17")] == [None]


def test_the_first_claims_are_accepted_without_waiting_for_it():
    story = Story(registered(W6, on=DAY)).take("triage", DAY)
    claim = added(story, on=DAY)

    story.take("acceptance", DAY)

    assert story.petition.case.accepted_on == DAY
    assert story.petition.case.stage == Stage.REGISTERED
    claim = triaged(story, again(story.petition, claim))
    assert story.petition.state_of(claim) == ClaimState.TO_ACCEPT


def test_only_the_later_claim_on_w6_counts_from_its_own_day():
    story = Story(registered(W1, on=DAY)).take("triage", DAY)
    triaged(story, added(story))

    story.petition.accept(by=story.by, on=LATER + timedelta(days=16))

    assert clock_of(story.petition, "L17").started_on == LATER


def test_told_where_it_goes_ends_its_own_notice_alone():
    story = Story(registered(W6, on=DAY)).take("triage", DAY)
    claim = triaged(story, added(story), route=Route.W1)

    story.take("routing", LATER, claim)

    assert clock_of(story.petition, "L03", claim).ended_on == LATER
    assert clock_of(story.petition, "L03").is_running


def test_its_notice_is_served_on_its_own(story):
    claim = added(story)

    story.petition.give_notice_of(by=story.by, claim=claim, served_on=LATER, method="HAND", signer="本人")

    assert clock_of(story.petition, "L03", claim).ended_on == LATER
    assert clock_of(story.petition, "L03").is_running
    assert story.petition.case.services.get().claim == claim
    with pytest.raises(ValidationError, match="已经在 2026年8月20日 书面告知"):
        story.petition.give_notice_of(by=story.by, claim=claim, served_on=LATER, method="HAND", signer="本人")


def test_a_suggestion_named_later_has_its_thirty_days_from_its_own_day():
    story = Story(registered(SUGGESTION, on=DAY)).take("triage", DAY)

    claim = triaged(story, added(story, purpose=SUGGESTION), purpose=SUGGESTION, route="")

    assert clock_of(story.petition, "L14").started_on == DAY
    assert clock_of(story.petition, "L14", claim).started_on == LATER


def test_sorted_elsewhere_it_takes_its_sixty_days_with_it_and_leaves_the_others(story):
    claim = triaged(story, added(story))
    story.petition.accept_claim(by=story.by, claim=claim, on=LATER)

    claim = again(story.petition, claim)
    story.take("sorting", LATER, claim)

    assert not clock_of(story.petition, "L17", claim).is_running
    assert clock_of(story.petition, "L17").is_running
    assert again(story.petition, claim).accepted_on is None


def test_when_the_first_claims_leave_w6_their_sixty_days_end_and_its_own_go_on(story):
    claim = triaged(story, added(story))
    story.petition.accept_claim(by=story.by, claim=claim, on=LATER)
    first = again(story.petition, story.petition.case.claims.get(position=1))

    story.take("sorting", LATER, first)

    assert not clock_of(story.petition, "L17").is_running
    assert clock_of(story.petition, "L17", claim).is_running
    assert story.petition.case.accepted_on == DAY
    story.take("sorting", LATER, again(story.petition, first), way=W6)
    assert story.petition.case.deadlines.running().get(rule="L17", claim=None).started_on == DAY


def test_taken_back_alone_it_takes_its_clocks_with_it(story):
    claim = triaged(story, added(story))
    story.petition.accept_claim(by=story.by, claim=claim, on=LATER)
    claim = again(story.petition, claim)
    story.petition.wish_to_withdraw(by=story.by, on=LATER, form="WRITTEN", words="不要了。", claims=[claim])
    outside = factories.official(Role.RC)

    story.petition.confirm_withdrawal(by=outside, on=LATER, outcome="ENDED", manner="电话")

    assert not story.petition.case.deadlines.running().filter(claim=claim).exists()
    assert clock_of(story.petition, "L17").is_running


def test_an_accusation_named_later_seals_the_case_at_once(story):
    added(story, purpose=ACCUSATION, text="科长收了钱")

    story.petition.case.refresh_from_db()
    assert story.petition.case.is_sealed


def test_the_whole_is_answered_together_and_lacks_what_the_later_claim_lacks(story):
    claim = added(story)
    lacking = story.petition.missing_before_closing()

    assert {"诉求 2 的分流", "诉求 2 的书面告知"} <= set(lacking)
    claim = triaged(story, claim)
    assert "诉求 2 已受理" in story.petition.missing_before_closing()
    with pytest.raises(ValidationError, match="先受理，再答复"):
        story.take("answer", LATER, claim)


@pytest.mark.parametrize("step", ["sorting", "routing", "answer"])
def test_nothing_else_is_done_with_it_before_it_is_triaged(story, step):
    claim = added(story)

    with pytest.raises(ValidationError, match=r"后来提出的，先给它分流|不用告知去向"):
        story.take(step, LATER, claim)


def test_once_the_answer_is_on_its_way_a_further_claim_is_a_matter_of_its_own(story):
    story.take("investigation", LATER).take("answer", LATER, story.petition.case.claims.get()).take(
        "submission", LATER
    )

    with pytest.raises(ValidationError, match="请登记为新的一件"):
        added(story)


def test_before_triage_it_stands_in_the_registration():
    story = Story(registered(W6, on=DAY))

    with pytest.raises(ValidationError, match="直接补在登记里"):
        added(story)


def test_it_is_named_no_earlier_than_the_case_was_triaged(story):
    with pytest.raises(ValidationError, match="提出日期不能早于分流日期"):
        added(story, on=DAY - timedelta(days=1))


def test_what_goes_simply_goes_over_before_a_later_claim_is_accepted():
    story = Story(registered(W6, on=DAY)).take("triage", DAY).take("simple_acceptance", DAY)
    claim = triaged(story, added(story))

    with pytest.raises(ValidationError, match="先转为普通程序"):
        story.petition.accept_claim(by=story.by, claim=claim, on=LATER)


@pytest.mark.parametrize(
    "days",
    [
        {"accepted_on": DAY},
        {"named_on": LATER, "triaged_on": DAY, "disposal": "HANDLE", "route": "W6"},
        {"named_on": DAY, "triaged_on": LATER, "accepted_on": DAY, "disposal": "HANDLE", "route": "W6"},
        {"named_on": DAY, "triaged_on": DAY},
    ],
)
def test_the_database_keeps_the_days_in_order(petition, days):
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(case=petition.case, position=2, text="修灯", **days)


def test_the_director_notes_it_sends_it_on_its_way_and_accepts_it(sign_in):
    today = timezone.localdate()
    story = Story(registered(W6, on=today)).accepted(today)
    number = story.petition.case.number
    client = sign_in(story.by)

    noted = client.post(
        reverse("petitions:addition", args=[number]), {"text": "还要修灯", "purpose": "APPEAL", "on": f"{today:%F}"}
    )
    sent = client.post(
        reverse("petitions:claim_triage", args=[number, 2]), {"purpose": "APPEAL", "route": "W6", "on": f"{today:%F}"}
    )
    accepted = client.post(reverse("petitions:claim_acceptance", args=[number, 2]), {"on": f"{today:%F}"})

    assert (noted.status_code, sent.status_code, accepted.status_code) == (302, 302, 302)
    petition = Petition.objects.get(pk=story.petition.pk)
    assert petition.case.stage == Stage.ACCEPTED
    assert Deadline.objects.running().filter(case=petition.case, rule="L17").count() == 2


def said(petition, claim=None, variant="accepted", kind=Paper.Kind.ACCEPTANCE):
    case = Case.objects.get(pk=petition.case.pk)
    paper = Paper(kind=kind, variant=variant, case=case, claim=claim)
    return json.dumps(script_of(paper, case, in_full=True).content, ensure_ascii=False)


def test_its_notice_of_acceptance_prints_its_own_days_and_the_others_notice_theirs(story):
    claim = triaged(story, added(story))
    accepted_on = LATER + timedelta(days=5)
    story.petition.accept_claim(by=story.by, claim=claim, on=accepted_on)
    claim = again(story.petition, claim)
    own, case = (clock_of(story.petition, "L17", one).legal_end_on for one in (claim, None))

    notice = said(story.petition, claim)
    assert f"你{on(LATER)}又提出的第2项诉求" in notice
    assert f"自{on(accepted_on)}起予以受理" in notice
    assert f"最迟{on(own)}" in notice
    assert claim.text in notice
    assert on(case) not in notice

    of_case = said(story.petition)
    assert f"自{on(DAY)}起予以受理" in of_case
    assert f"最迟{on(case)}" in of_case
    assert claim.text not in of_case


def test_accepted_with_the_others_it_stands_on_their_notice(story):
    told = Story(registered(W6, on=DAY)).take("triage", DAY)
    claim = triaged(told, added(told, on=DAY + timedelta(days=1)), on=DAY + timedelta(days=1))
    told.take("acceptance", DAY + timedelta(days=2))

    assert claim.text in said(told.petition)


def test_the_opinion_tells_the_days_of_a_later_claim(story):
    claim = triaged(story, added(story))
    story.petition.accept_claim(by=story.by, claim=claim, on=LATER)

    words = f"其中第2项诉求你于{on(LATER)}提出，{on(LATER)}受理。"
    assert words in said(story.petition, variant="", kind=Paper.Kind.OPINION)


def test_only_a_triaged_later_claim_is_offered_a_notice_of_its_own(story, sign_in):
    claim, client = added(story), sign_in(story.staff.drafter)
    Case.objects.filter(pk=story.petition.case.pk).update(handler=story.staff.drafter)
    offered = reverse("petitions:paper_new", args=[story.petition.case.number])
    address = reverse("petitions:paper_new", args=[story.petition.case.number, "P02"]) + "?variant=accepted&claim=2"
    assert client.get(address).status_code == 404
    claim = triaged(story, claim)

    assert "受理：诉求 2" in client.get(offered).content.decode()
    assert client.get(address).status_code == 200
    assert client.get(address.replace("claim=2", "claim=1")).status_code == 404
