"""Where claims go: disposals, changing the way, objecting to what a superior sent, handing on."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cases.models import Case, Claim, Service
from cases.models.claim import Disposal, Purpose
from petitions.models import ClaimState, Objection
from tests.petitions.stories import ACCUSATION, DAY, INQUIRY, SUGGESTION, W1, W2, W5, W6, Story, clock, registered

pytestmark = pytest.mark.django_db

START = date(2026, 8, 3)


def sorted_as(petition, *disposals, story=None):
    """Triaged, the claims disposed of in order."""
    story = story or Story(petition)
    claims = petition.case.claims.all()
    ways = {claim.pk: (claim.purpose, claim.route, way) for claim, way in zip(claims, disposals, strict=True)}
    story.triage(START, routes=ways)
    return story


def told(petition, claim, by, **fields):
    fields = {
        "organ": "区住房和城乡建设局",
        "served_on": START,
        "method": Service.Method.HAND,
        "signer": "本人",
    } | fields
    petition.tell_route(by=by, claim=claim, **fields)


# ---------- 三条诉求三条路 ----------
def test_three_claims_go_three_ways_at_once_and_the_case_stands_where_the_slowest_does():
    petition = registered(W6, W1, SUGGESTION, on=START)
    story = Story(petition).accepted(START)

    states = [petition.state_of(claim) for claim in petition.case.claims.all()]
    assert states == [ClaimState.ACCEPTED, ClaimState.TO_TELL, ClaimState.SUGGESTION_REVIEW]
    assert petition.case.stage == Case.Stage.TRIAGED

    story.take("routing", START, petition.case.claims.get(position=2)).take("investigation", START)
    assert petition.case.stage == Case.Stage.INVESTIGATING


def test_what_nobody_says_follows_from_the_way():
    petition = registered(W6, W1, SUGGESTION, ACCUSATION, on=START)
    Story(petition).take("triage", START)

    assert list(petition.case.claims.values_list("disposal", flat=True)) == [
        Disposal.HANDLE,
        Disposal.LEGAL_ROUTE,
        Disposal.HANDLE,
        Disposal.DISCIPLINE,
    ]


@pytest.mark.parametrize(
    ("way", "disposal"), [(W6, Disposal.DUTY), (W2, Disposal.HANDLE), (W1, Disposal.DUTY), (W6, Disposal.LITIGATION)]
)
def test_a_disposal_that_does_not_fit_the_way_is_refused(way, disposal):
    with pytest.raises(ValidationError, match="和它的目的、去向不合"):
        sorted_as(registered(way, on=START), disposal)


def test_the_database_too_refuses_a_disposal_that_does_not_fit():
    claim = registered(W2, on=START).case.claims.get()

    with pytest.raises(IntegrityError, match="disposal_fits_the_way"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(disposal=Disposal.HANDLE)


def test_only_a_superior_of_the_organ_that_handles_it_may_say_not_accepted(settings):
    petition = registered(W6, on=START)
    assert Disposal.PENDING_BELOW not in petition.disposals_of(Purpose.APPEAL, W6)

    settings.HAS_ORGANS_BELOW = True
    assert Disposal.PENDING_BELOW in petition.disposals_of(Purpose.APPEAL, W6)


# ---------- 告知的依据 ----------
@pytest.mark.parametrize("disposal", [Disposal.NOT_IN_POWERS, Disposal.ENDED_BY_SECOND_REVIEW])
def test_a_ground_is_never_blank(disposal):
    petition = registered(W6, on=START)
    story = sorted_as(petition, disposal)
    claim = petition.case.claims.get()

    with pytest.raises(ValidationError) as refusal:
        told(petition, claim, story.by)
    assert list(refusal.value.message_dict) == ["note"]

    told(petition, claim, story.by, note="房屋登记由区不动产登记中心办理。")
    assert petition.case.stage == Case.Stage.ROUTED


def test_what_is_handed_on_says_what_is_asked_and_by_when():
    petition = registered(W6, on=START)
    story = sorted_as(petition, Disposal.TRANSFERRED)
    claim = petition.case.claims.get()

    with pytest.raises(ValidationError) as refusal:
        told(petition, claim, story.by, organ="东河花园社区")
    assert list(refusal.value.message_dict) == ["asked"]

    told(petition, claim, story.by, organ="东河花园社区", asked="调解楼上楼下。", feedback_due_on=START + 10 * DAY)
    assert petition.state_of(claim) == ClaimState.TRANSFERRED
    assert claim.transfer.feedback_due_on == START + 10 * DAY
    assert clock(petition, "L03").ended_on == START


# ---------- 本街道自己的职责 ----------
def test_a_duty_of_the_office_is_answered_within_two_months_and_never_routed():
    petition = registered(W5, on=START)
    story = sorted_as(petition, Disposal.DUTY)
    claim = petition.case.claims.get()

    duty = clock(petition, "L16a")
    assert (duty.claim, duty.started_on, duty.nominal_on) == (claim, START, date(2026, 10, 3))
    assert not petition.case.deadlines.filter(rule="L17").exists()
    with pytest.raises(ValidationError, match="不用告知去向"):
        told(petition, claim, story.by)


def test_the_reply_on_a_duty_names_the_remedy_unless_it_was_performed():
    petition = registered(W5, on=START)
    story = sorted_as(petition, Disposal.DUTY)
    claim = petition.case.claims.get()
    reply = {"by": story.drafter, "claim": claim, "on": START, "reply": "依据不足。"}

    with pytest.raises(ValidationError) as refusal:
        petition.answer(**reply, decision=Claim.Decision.EXPLAIN)
    assert list(refusal.value.message_dict) == ["remedy"]

    petition.answer(**reply, decision=Claim.Decision.PERFORM)
    story.signed(START)
    assert petition.opinion().signed_by == story.head
    assert clock(petition, "L16a").ended_on == START
    petition.serve(by=story.by, served_on=START + DAY, method=Service.Method.HAND, signer="本人")
    assert clock(petition, "L16a").ended_on == START


# ---------- 改去向 ----------
def test_a_claim_that_turns_out_another_way_ends_the_sixty_days_it_started():
    petition = registered(W6, on=START)
    story = Story(petition).accepted(START)

    story.take("sorting", START + DAY, petition.case.claims.get())

    assert clock(petition, "L17").ended_on == START + DAY
    assert (petition.case.accepted_on, petition.case.stage) == (None, Case.Stage.TRIAGED)


def test_the_sixty_days_run_on_where_another_claim_stays_on_the_procedure():
    petition = registered(W6, W6, on=START)
    story = Story(petition).accepted(START)

    story.take("sorting", START, petition.case.claims.get(position=2))

    assert clock(petition, "L17").is_running
    assert petition.case.accepted_on == START


def test_a_claim_found_to_be_an_accusation_seals_the_case():
    petition = registered(W6, on=START)
    story = Story(petition).take("triage", START)

    claim = petition.case.claims.get()
    petition.sort_again(by=story.by, claim=claim, on=START, purpose=ACCUSATION, route="", reason="举报收钱")

    petition.case.refresh_from_db()
    assert petition.case.is_sealed


def test_an_answered_or_told_claim_keeps_its_way():
    petition = registered(W6, W1, on=START)
    story = Story(petition).accepted(START).take("investigation", START)
    first, second = petition.case.claims.all()
    story.take("answer", START, first).take("routing", START, second)

    assert "已有答复" in petition.why_not("sorting", first)
    assert "告知去向，不能再改" in petition.why_not("sorting", second)


def test_no_claim_joins_an_answer_that_is_on_its_way():
    petition = registered(W6, W1, on=START)
    story = Story(petition).accepted(START).take("investigation", START)
    first, second = petition.case.claims.all()
    story.take("answer", START, first).take("submission", START)

    with pytest.raises(ValidationError, match="先退回"):
        story.take("sorting", START, second, way=W6)

    story.take("approval", START).take("signature", START).take("service", START)
    with pytest.raises(ValidationError, match="请另行登记"):
        story.take("sorting", START, second, way=W6)


def test_what_needs_review_only_for_a_claim_that_left_is_answered_at_once():
    petition = registered(INQUIRY, SUGGESTION, on=START)
    story = Story(petition).take("triage", START)
    question, suggestion = petition.case.claims.all()
    story.take("answer", START, question)
    assert petition.case.answered_on is None

    story.take("sorting", START, suggestion, way=W2)

    assert petition.case.answered_on == START


# ---------- 异议 ----------
@pytest.fixture
def objected():
    petition = registered(W6, on=START, channel=Case.Channel.TRANSFERRED)
    return Story(petition, objects=True).take("triage", START).take("objection", START + 4 * DAY)


def test_an_objection_ends_its_five_days_and_the_notice_runs_on(objected):
    petition = objected.petition

    assert clock(petition, "L05").ended_on == START + 4 * DAY
    assert clock(petition, "L04").is_running
    assert petition.state_of(petition.case.claims.get()) == ClaimState.OBJECTED


def test_what_the_sender_takes_back_is_settled(objected):
    objected.take("objection_result", START + 6 * DAY)

    petition = objected.petition
    claim = petition.case.claims.get()
    assert (claim.competent_organ, petition.state_of(claim)) == ("区信访局", ClaimState.RETURNED)
    assert petition.case.stage == Case.Stage.ROUTED
    assert clock(petition, "L04").ended_on == START + 6 * DAY


def test_what_the_sender_does_not_take_back_is_this_offices_once_and_for_all(objected):
    objected.objection_result(START + 6 * DAY, Objection.Outcome.REFUSED)

    petition = objected.petition
    claim = petition.case.claims.get()
    assert petition.state_of(claim) == ClaimState.TO_ACCEPT
    assert Disposal.OBJECTED not in petition.disposals_of(claim.purpose, claim.route)


def test_the_other_claims_are_answered_once_the_sender_has_said_whose_this_one_is():
    petition = registered(W6, W6, on=START, channel=Case.Channel.TRANSFERRED)
    story = sorted_as(petition, Disposal.HANDLE, Disposal.OBJECTED)
    story.take("objection", START).take("acceptance", START).take("investigation", START)
    story.take("answer", START, petition.case.claims.get(position=1))
    assert "异议还没有答复" in petition.why_not("submission")

    story.objection_result(START, Objection.Outcome.REFUSED)
    assert "诉求 2 还没有拟好答复" in petition.why_not("submission")


def test_triage_that_sends_nothing_back_ends_the_days_to_object():
    petition = registered(W6, on=START, channel=Case.Channel.TRANSFERRED)
    Story(petition).take("triage", START + DAY)

    assert clock(petition, "L05").ended_on == START + DAY


def test_nobody_objects_to_what_the_petitioner_brought_himself():
    petition = registered(W6, on=START)

    with pytest.raises(ValidationError, match="和它的目的、去向不合"):
        sorted_as(petition, Disposal.OBJECTED)


def test_the_file_says_what_the_sender_was_told_and_what_was_asked_of_whom_it_went_to(sign_in):
    petition = registered(W6, W6, on=START, channel=Case.Channel.TRANSFERRED)
    story = sorted_as(petition, Disposal.OBJECTED, Disposal.TRANSFERRED)
    petition.object(by=story.by, sender="区信访局", reasons="产权登记归区里管。", sent_on=START)
    claim = petition.case.claims.get(position=2)
    told(petition, claim, story.by, organ="东河花园社区", asked="调解楼上楼下。", feedback_due_on=START + 10 * DAY)

    page = sign_in(story.by).get(petition.get_absolute_url()).content.decode()

    assert "产权登记归区里管。" in page
    assert "请东河花园社区：调解楼上楼下。" in page
    assert "以前反馈" in page
