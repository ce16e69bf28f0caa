"""Who acts in somebody else's place: on what, for whom, and how the file, the papers and the lists tell it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Event, Paper, Party, Recusal, SealedReader
from cases.waiting import waiting_for
from officials.models import Delegation, Official, Role
from petitions.papers import issuing
from tests import factories
from tests.petitions.stories import W6, Story, registered

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = TODAY - timedelta(days=3)
HEADS = ["petitions:signature", "petitions:extension_approval", "petitions:paper_approval"]


def lend(giver, taker, powers, *, first=TODAY, last=TODAY):
    posting = giver.postings.get()
    return Delegation.objects.create(
        posting=posting, taker=taker, powers=list(powers), first_on=first, last_on=last, reason="外出学习"
    )


def again(official):
    return Official.objects.get(pk=official.pk)


def waits(official):
    official = again(official)
    return [case.number for case in waiting_for(official, Case.objects.visible_to(official))]


@pytest.fixture
def story():
    told = Story(registered(W6, on=DAY)).accepted(DAY).take("investigation", DAY)
    return told.take("answer", DAY, told.petition.case.claims.get()).take("submission", DAY).take("approval", DAY)


@pytest.fixture
def leader():
    return factories.official(Role.LO, name="李主任")


def sign(sign_in, official, petition):
    """By the page, as the browser does."""
    address = reverse("petitions:signature", args=[petition.case.number])
    return sign_in(again(official)).post(address, {"on": f"{TODAY:%Y-%m-%d}"})


def test_what_is_signed_in_anothers_place_says_so_everywhere(story, sign_in, leader):
    petition, head = story.petition, story.head
    number = petition.case.number
    assert sign(sign_in, leader, petition).status_code == 403  # no signature of his own
    lend(head, leader, HEADS)

    assert waits(leader) == [number]
    page = sign_in(again(leader)).get(reverse("cases:list"), {"view": "waiting"}).content.decode()
    assert f"代 {head.name}" in page
    page = sign_in(again(leader)).get(reverse("cases:case", args=[number])).content.decode()
    assert f"（代 {head.name}）" in page
    page = sign_in(again(leader)).get(reverse("petitions:signature", args=[number])).content.decode()
    assert f"代 {head.name}" in page
    assert sign(sign_in, leader, petition).status_code == 302

    opinion = petition.opinions.get()
    assert (opinion.signed_by, opinion.signed_for) == (leader, head)
    event = petition.case.events.get(kind=Event.Kind.SIGNED)
    assert (event.actor, event.in_place_of) == (leader, head)
    page = sign_in(story.staff.director).get(reverse("cases:case", args=[number])).content.decode()
    assert f"{leader.name}（代{head.name}）" in page
    assert f"代 {head.name}" in page


def test_the_paper_of_it_is_approved_in_the_same_name(story, sign_in, leader):
    petition = story.petition
    lend(story.head, leader, HEADS)
    sign(sign_in, leader, petition)
    case = Case.objects.get(pk=petition.case.pk)
    typed = {
        "evidence": "",
        "items": "十一月底修好",
        "review_organ": "区人民政府",
        "contact": "李明",
        "phone": "0571-1",
    }
    paper = issuing.draft(case, Paper.Kind.OPINION, by=story.drafter, values=typed)
    issuing.submit(paper, case)

    assert (paper.approved_by, paper.approved_for) == (leader, story.head)
    assert paper.approver == f"{leader.name}（代{story.head.name}）"


@pytest.mark.parametrize(("first", "last", "code"), [(1, 3, 403), (0, 3, 302), (-3, 0, 302), (-3, -1, 403)])
def test_it_begins_and_ends_with_its_days(story, sign_in, leader, first, last, code):
    lend(story.head, leader, HEADS, first=TODAY + timedelta(days=first), last=TODAY + timedelta(days=last))

    answer = sign(sign_in, leader, story.petition)
    assert answer.status_code == (404 if code == 403 and answer.status_code == 404 else code)
    assert bool(waits(leader)) is False
    assert story.petition.opinions.get().signed_by == (leader if code == 302 else None)


def test_taken_back_it_is_over_at_once(story, sign_in, leader):
    lend(story.head, leader, HEADS).withdraw(by=story.head)

    assert sign(sign_in, leader, story.petition).status_code == 403


def test_nobody_signs_his_own_draft_with_a_lent_power(story, sign_in):
    director = story.staff.director
    lend(story.head, director, HEADS)  # who has reviewed it

    answer = sign(sign_in, director, story.petition)
    assert answer.status_code == 422
    assert "两人制" in answer.content.decode()
    assert waits(director) == []


def test_nobody_has_his_own_work_signed_for_him(sign_in, leader):
    story = Story(registered(W6, on=DAY)).accepted(DAY).take("investigation", DAY)
    head = story.head
    claim = story.petition.case.claims.get()
    story.petition.answer(
        by=head, claim=claim, on=DAY, decision="SUPPORT", finding="破损。", basis="条例", reply="十月底修好。"
    )
    story.take("submission", DAY).take("approval", DAY)
    lend(head, leader, HEADS)

    answer = sign(sign_in, leader, story.petition)
    assert answer.status_code == 422
    assert "不能再由别人代他" in answer.content.decode()


def test_the_own_post_goes_before_a_lent_one(story, sign_in):
    other = factories.official(Role.HO)
    lend(story.head, other, HEADS)

    assert sign(sign_in, other, story.petition).status_code == 302
    assert story.petition.opinions.get().signed_for is None


def test_where_the_lender_has_an_interest_nobody_acts_for_him(story, sign_in, leader):
    lend(story.head, leader, HEADS)
    case = story.petition.case
    story.petition.ask_recusal(
        by=story.staff.director, official=story.head, on=TODAY, asker=Recusal.Asker.UNIT, ground="邻居"
    )

    assert sign(sign_in, leader, story.petition).status_code == 404
    assert waits(leader) == []
    assert not Case.objects.visible_to(again(leader)).filter(pk=case.pk).exists()


def test_where_the_lender_is_complained_about_nobody_acts_for_him(story, sign_in, leader):
    lend(story.head, leader, HEADS)
    Party.objects.create(
        case=story.petition.case, role=Party.Role.RESPONDENT, name=story.head.name, official=story.head
    )

    assert sign(sign_in, leader, story.petition).status_code == 404


def test_a_sealed_case_stays_with_its_named_readers(sign_in, leader, story):
    head, director = story.head, story.staff.director
    lend(head, leader, HEADS)
    case = story.petition.case
    case.seal(by=director, reason="检举控告") if hasattr(case, "seal") else None
    case.refresh_from_db()
    Case.objects.filter(pk=case.pk).update(is_sealed=True, confidentiality=Case.Confidentiality.SEALED)
    SealedReader.objects.filter(case=case).delete()
    SealedReader.objects.admit(case, [head], by=director, reason="阅办")
    assert not Case.objects.visible_to(again(leader)).filter(pk=case.pk).exists()

    SealedReader.objects.admit(case, [leader], by=director, reason="阅办")
    assert Case.objects.within(again(leader), "petitions:signature").filter(pk=case.pk).exists()
    SealedReader.objects.filter(case=case, official=head).delete()
    assert not Case.objects.within(again(leader), "petitions:signature").filter(pk=case.pk).exists()


def test_the_directors_acceptance_may_be_lent_to_a_leader(sign_in, leader):
    """Handbook section 9: a leader accepts where that is delegated to him."""
    story = Story(registered(W6, on=DAY)).take("triage", DAY)
    number = story.petition.case.number
    typed = {"on": f"{TODAY:%Y-%m-%d}", "served_on": "", "method": ""}
    address = reverse("petitions:acceptance", args=[number])
    assert sign_in(again(leader)).post(address, typed).status_code == 403
    lend(story.staff.director, leader, ["petitions:acceptance"])

    assert sign_in(again(leader)).post(address, typed).status_code == 302
    event = story.petition.case.events.get(kind=Event.Kind.ACCEPTED)
    assert (event.actor, event.in_place_of) == (leader, story.staff.director)
    assert sign_in(again(leader)).post(reverse("petitions:triage", args=[number]), {}).status_code == 403


def test_an_extension_approved_in_the_heads_place_says_so(sign_in, leader):
    story = Story(registered(W6, on=DAY)).accepted(DAY)
    petition = story.petition
    petition.ask_extension(by=story.drafter, on=TODAY, days=30, reason="要请第三方鉴定。")
    petition.propose_extension(by=story.staff.director, on=TODAY)
    lend(story.head, leader, HEADS)
    address = reverse("petitions:extension_approval", args=[petition.case.number])

    answer = sign_in(again(leader)).post(address, {"decision": "yes"})
    assert answer.status_code == 302
    extension = petition.extensions.get()
    assert (extension.approved_by, extension.approved_for) == (leader, story.head)
    assert extension.approver == f"{leader.name}（代{story.head.name}）"


def test_a_paper_of_the_heads_is_approved_by_the_director_in_his_place_only_if_lent(sign_in, story):
    director, case = story.staff.director, story.petition.case
    paper = issuing.draft(
        case, Paper.Kind.CLOSING_REPORT, by=story.drafter, values={"to": "区信访局", "assignment": "1号"}
    )
    paper.submit()
    assert paper.why_not_approve(again(director)) == "这份由机关负责人审批。"
    lend(story.head, director, ["petitions:paper_approval"])

    assert paper.why_not_approve(again(director), story.head) == ""
    assert issuing.giver_of_approval(paper, case, again(director)) == story.head
    assert case.number in waits(director)


def test_the_lent_desk_costs_a_bounded_number_of_queries(sign_in, leader, story, queries_of):
    client, address = sign_in(again(leader)), reverse("cases:list")
    before = len(queries_of(lambda: client.get(address)))
    lend(story.head, leader, HEADS)

    assert len(queries_of(lambda: client.get(address))) <= before + 2  # what was lent, and the clocks of the row
    address = reverse("cases:case", args=[story.petition.case.number])
    own = sign_in(factories.official(Role.HO))
    counts = [len(queries_of(lambda one=one: one.get(address))) for one in (own, own, client, client)]
    assert counts[3] <= counts[1] + 1
