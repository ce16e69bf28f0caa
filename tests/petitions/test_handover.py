"""Who hands a case on answers for it until the other has taken it (F40)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Event, Handover, Party
from cases.waiting import waiting_for
from officials.models import Role
from tests import factories
from tests.petitions.stories import Story, director, handler, registered

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FRIDAY, MONDAY, TUESDAY = date(2026, 8, 7), date(2026, 8, 10), date(2026, 8, 11)


@pytest.fixture
def person():
    return handler()


def given(person=None, on=TODAY):
    return Story(registered(on=on)).take("triage", on, handler=person)


def address(case, step):
    return reverse(f"cases:{step}", args=[case.number])


def case_page(client, case):
    return client.get(reverse("cases:case", args=[case.number])).content.decode()


def test_triage_hands_the_case_from_the_first_receiver_to_the_handler(person):
    case = given(person, FRIDAY).petition.case

    handover = case.handovers.get()
    assert (handover.giver, handover.receiver, handover.position) == (case.first_receiver, person, 1)
    assert handover.due_on == MONDAY  # one working day, the weekend aside


@pytest.mark.parametrize(("today", "fell"), [(MONDAY, False), (TUESDAY, True)])
def test_not_taken_by_the_next_workday_it_is_back_with_who_gave_it(person, today, fell):
    case = given(person, FRIDAY).petition.case

    assert Handover.objects.fallen(today).exists() == fell
    assert Case.objects.not_taken(today).filter(pk=case.pk).exists() == fell


def test_taken_in_time_its_clock_ends_and_nothing_is_back(person):
    case = given(person, FRIDAY).petition.case

    case.handovers.get().take(by=person, on=MONDAY)

    assert not Handover.objects.fallen(TUESDAY).exists()
    assert case.deadlines.get(rule="F40").ended_on == MONDAY


def test_a_step_on_the_case_takes_it_without_another_click(person):
    story = given(person)
    story.petition.investigate(by=person, kind="HEARD", on=TODAY, place="", content="听取本人陈述。")

    assert story.petition.case.handovers.get().outcome == Handover.Outcome.TAKEN


def test_a_step_of_somebody_else_takes_nothing(person):
    story = given(person).take("acceptance", TODAY)

    assert story.petition.case.handovers.get().outcome == ""


def test_meant_for_a_unit_whoever_takes_it_there_handles_it():
    story = given()
    case, person = story.petition.case, handler()
    stranger = factories.official(Role.HD, at=factories.section("财政科"))

    with pytest.raises(ValidationError, match="没有移交给您"):
        case.handovers.get().take(by=stranger, on=TODAY)
    handover = case.handovers.get()
    handover.take(by=person, on=TODAY)

    assert handover.case.handler == person


def test_given_back_with_a_reason_the_case_is_without_a_handler_and_says_why(person):
    case = given(person).petition.case

    with pytest.raises(ValidationError, match="为什么退回"):
        case.handovers.get().give_back(by=person, on=TODAY, reason=" ")
    case.handovers.get().give_back(by=person, on=TODAY, reason="归规划科管")

    assert Case.objects.get(pk=case.pk).handler is None
    assert Event.objects.filter(kind=Event.Kind.HANDED, detail__contains="归规划科管").exists()


def test_handed_on_by_a_handler_and_given_back_he_handles_it_again(person, sign_in):
    case, other = given(person).petition.case, handler()
    case.handovers.get().take(by=person, on=TODAY)
    post = other.postings.get()
    sent = sign_in(person).post(address(case, "handover"), {"post": post.pk, "reason": "他管这一片"})
    assert sent.status_code == 302
    assert Case.objects.get(pk=case.pk).handler == other

    sign_in(other).post(address(case, "handover_answer"), {"answer": "RETURNED", "reason": "我也不管"})

    assert Case.objects.get(pk=case.pk).handler == person


def test_given_back_it_never_returns_to_who_is_complained_about_by_now(person, sign_in):
    case, other = given(person).petition.case, handler()
    case.handovers.get().take(by=person, on=TODAY)
    sign_in(person).post(address(case, "handover"), {"post": other.postings.get().pk, "reason": "他管这一片"})
    Party.objects.create(case=case, role=Party.Role.RESPONDENT, name=person.name, official=person)

    sign_in(other).post(address(case, "handover_answer"), {"answer": "RETURNED", "reason": "我也不管"})

    assert Case.objects.get(pk=case.pk).handler is None


def test_who_gave_it_sees_the_case_until_it_is_taken_and_then_no_more(person, sign_in):
    case, other = given(person).petition.case, handler()
    case.handovers.get().take(by=person, on=TODAY)
    sign_in(person).post(address(case, "handover"), {"post": other.postings.get().pk, "reason": "他管这一片"})

    assert Case.objects.visible_to(person).filter(pk=case.pk).exists()
    assert "签收以前由" in case_page(sign_in(other), case)
    sign_in(other).post(address(case, "handover_answer"), {"answer": "TAKEN"})

    assert not Case.objects.visible_to(person).filter(pk=case.pk).exists()
    assert "第 2 手" in case_page(sign_in(other), case)


def test_the_receiver_finds_it_among_what_waits_for_him(person, sign_in):
    case = given(person).petition.case

    assert list(waiting_for(person, Case.objects.visible_to(person))) == [case]
    answer = sign_in(person).post(address(case, "handover_answer"), {"answer": "TAKEN"})

    assert answer.status_code == 302
    assert not waiting_for(person, Case.objects.visible_to(person)).exists()


def test_the_director_sends_it_elsewhere_and_the_first_hand_is_over(person, sign_in):
    case, other = given(person).petition.case, handler()

    sign_in(director()).post(address(case, "handover"), {"post": other.postings.get().pk, "reason": "换人"})

    first, second = case.handovers.all()
    assert (first.outcome, second.outcome, second.receiver) == (Handover.Outcome.CHANGED, "", other)


@pytest.mark.parametrize("typed", [{"post": "", "reason": "换人"}, {"post": "9999999", "reason": "换人"}])
def test_a_handover_to_nobody_is_refused_at_its_field(person, sign_in, typed):
    case = given(person).petition.case

    answer = sign_in(director()).post(address(case, "handover"), typed)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["post"]


def test_answered_twice_the_second_is_told_that_it_was_taken(person, sign_in):
    case = given(person).petition.case
    client = sign_in(person)
    client.post(address(case, "handover_answer"), {"answer": "TAKEN"})

    again = client.post(address(case, "handover_answer"), {"answer": "RETURNED", "reason": "不归我"})

    assert again.status_code == 422
    assert "没有等签收的移交" in again.content.decode()


def test_what_is_closed_waits_for_nobody(person):
    story = given(person, TODAY - timedelta(days=3))
    Case.objects.filter(pk=story.petition.case.pk).update(closed_on=TODAY, stage=Case.Stage.CLOSED)

    assert not Handover.objects.waiting().exists()
    assert not Case.objects.visible_to(handler()).filter(pk=story.petition.case.pk).exists()


def urgent(petition, owner, browser):
    """Somebody is named for an urgent case before it is triaged (F22)."""
    case = petition.case
    case.become_urgent(Case.Urgency.LIVELIHOOD, "停水两天", by=case.first_receiver)
    case.save()
    browser.post(f"{case.get_absolute_url()}urgent/owner/", {"post": owner.postings.get().pk})
    return Story(type(petition).objects.get(pk=petition.pk))


def test_named_for_an_urgent_case_he_is_handed_it_and_triage_to_him_asks_nothing_again(person, sign_in):
    story = urgent(registered(on=TODAY), person, sign_in(director()))
    case = story.petition.case
    handover = case.handovers.get()
    assert (handover.giver, handover.receiver, handover.outcome) == (case.first_receiver, person, "")

    story.take("triage", TODAY, handler=person)

    assert case.handovers.get() == handover


def test_triaged_to_another_the_urgent_case_goes_through_a_second_hand(person, sign_in):
    other = handler()
    story = urgent(registered(on=TODAY), person, sign_in(director()))

    story.take("triage", TODAY, handler=other)

    first, second = story.petition.case.handovers.order_by("position")
    assert (first.outcome, second.giver, second.receiver) == (Handover.Outcome.CHANGED, person, other)


def test_what_nobody_took_stands_on_the_desk_of_who_gave_it(person, sign_in, queries_of):
    clerk = factories.official(Role.RC)
    cases = [given(person, FRIDAY).petition.case for _n in range(3)]
    Handover.objects.update(giver=clerk)
    Case.objects.update(first_receiver=clerk)
    browser, desk = sign_in(clerk), reverse("reception:desk")
    browser.get(desk)
    many = len(queries_of(lambda: browser.get(desk)))

    page = browser.get(desk).content.decode()
    assert "没人签收，回到您这里" in page and all(case.number in page for case in cases)
    for case in cases[:2]:
        case.handovers.get().take(by=person, on=TODAY)
    assert len(queries_of(lambda: browser.get(desk))) == many
    cases[2].handovers.get().take(by=person, on=TODAY)

    assert "没人签收" not in browser.get(desk).content.decode()
