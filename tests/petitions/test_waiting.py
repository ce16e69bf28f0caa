"""What waits for another hand stands in one list of whoever may give it, and never in his who wrote it."""

from datetime import date

import pytest
from django.urls import reverse

from cases.models import Case, Commitment, Paper, Recusal
from cases.waiting import waiting_for
from officials.models import Role
from petitions.papers import issuing
from tests import factories
from tests.petitions.stories import W6, Story, handler, registered
from tests.petitions.test_closing import THIRTIETH, Level, owner_of, visited

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 3)


def waits(official):
    return [case.number for case in waiting_for(official, Case.objects.visible_to(official))]


@pytest.fixture
def story():
    told = Story(registered(W6, on=DAY)).accepted(DAY).take("investigation", DAY)
    return told.take("answer", DAY, told.petition.case.claims.get())


def test_an_answer_waits_for_the_director_then_for_the_head_then_for_nobody(story):
    director, head, number = story.staff.director, story.head, story.petition.case.number
    assert waits(director) == waits(head) == []

    story.take("submission", DAY)
    assert (waits(director), waits(head)) == ([number], [])
    story.take("approval", DAY)
    assert (waits(director), waits(head)) == ([], [number])
    story.take("signature", DAY)
    assert waits(director) == waits(head) == []


def test_what_was_returned_waits_for_nobody(story):
    story.take("submission", DAY).take("return", DAY)

    assert waits(story.staff.director) == []


def test_who_drafted_and_who_reviewed_is_not_told_of_his_own(story):
    both = factories.official(Role.OD)
    both.postings.create(role=Role.HO, unit=factories.street(), since=DAY)
    story.petition.submit(by=both)

    assert waits(both) == []
    assert waits(story.head) == [story.petition.case.number]


def test_an_extension_waits_for_the_director_then_for_the_head(story):
    petition, number = story.petition, story.petition.case.number
    petition.ask_extension(by=handler(), on=DAY, days=30, reason="要请第三方鉴定渗漏原因。")
    assert (waits(story.staff.director), waits(story.head)) == ([number], [])

    petition.propose_extension(by=story.staff.director, on=DAY)
    assert (waits(story.staff.director), waits(story.head)) == ([], [number])
    petition.approve_extension(by=story.head, on=DAY)
    assert waits(story.head) == []


def test_a_paper_waits_for_who_may_approve_it(story):
    director, head, case = story.staff.director, story.head, story.petition.case
    typed = {"organ": "", "contact": "李明", "phone": "0571-88880002"}
    paper = issuing.draft(case, Paper.Kind.ACCEPTANCE, by=story.drafter, values=typed, variant="")
    assert waits(director) == []

    paper.submit()
    assert waits(director) == [case.number]
    paper.void(by=director, reason="写错了")
    assert waits(director) == waits(head) == []


def test_what_was_performed_waits_for_somebody_else_to_check(story):
    case, supervisor = story.petition.case, factories.official(Role.SV)
    commitment = Commitment.objects.promise(
        case, claim=case.claims.get(), by=story.by, on=DAY, what="装好路灯", due_on=DAY, unit=story.unit
    )
    commitment.perform(by=story.by, on=DAY, performed_on=DAY, evidence="照片")

    assert waits(supervisor) == [case.number]
    assert waits(story.by) == []  # he wrote it down
    commitment.verify(by=supervisor, on=DAY, holds=True)
    assert waits(supervisor) == []


def test_a_hard_matter_waits_for_the_leader_who_owns_it_and_for_a_supervisor():
    petition = visited(Level.HARD).petition
    leader, another, supervisor = owner_of(petition), factories.official(Role.LO), factories.official(Role.SV)
    assert waits(leader) == waits(supervisor) == [petition.case.number]
    assert waits(another) == []

    petition.sign_off(by=leader, on=THIRTIETH)
    assert (waits(leader), waits(supervisor)) == ([], [petition.case.number])
    petition.sign_off(by=supervisor, on=THIRTIETH)
    assert waits(supervisor) == []


def test_a_recusal_waits_for_the_head_and_never_his_own(story):
    concerned = factories.official(Role.HO)
    story.petition.ask_recusal(
        by=story.drafter, on=DAY, asker=Recusal.Asker.UNIT, ground="和被反映的物业有业务往来。", official=concerned
    )

    assert waits(story.head) == [story.petition.case.number]
    assert waits(concerned) == waits(story.staff.director) == []


def test_a_reopening_waits_for_the_director():
    told = Story(registered(W6, on=DAY)).ready_to_close(DAY).take("closure", DAY)
    told.petition.propose_reopening(by=told.drafter, on=DAY, reason="又漏了")

    assert waits(told.by) == [told.petition.case.number]
    assert waits(told.head) == []


def test_nothing_waits_for_who_signs_nothing(story, sign_in):
    auditor = factories.official(Role.AU)
    story.take("submission", DAY)

    assert waits(auditor) == []
    assert "view=waiting" not in sign_in(auditor).get(reverse("cases:list")).content.decode()


def test_the_list_and_the_leaders_desk_count_what_waits(story, sign_in):
    story.take("submission", DAY).take("approval", DAY)
    client = sign_in(story.head)

    page = client.get(reverse("cases:list"), {"view": "waiting"})
    assert [case.number for case in page.context["cases"]] == [story.petition.case.number]
    assert client.get(reverse("cases:leader")).context["counts"]["waiting"] == 1
