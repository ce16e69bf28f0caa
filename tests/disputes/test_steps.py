"""Both sides are asked, one no ends it, and whoever accepts names who mediates."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from disputes.models import Consent, Dispute
from officials.models import Role
from tests import factories
from tests.disputes import stories

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def mediator():
    return stories.mediator(name="金凤英")


@pytest.fixture
def dispute(mediator):
    return stories.dispute(rights_told=True)


def address(dispute, step, *place):
    return reverse(f"disputes:{step}", args=[dispute.case.number, *place])


def other(dispute):
    return dispute.case.parties.respondents().get()


def refusing(**changes):
    return {"answer": "REFUSED", "on": "今天", "way": "PHONE", "routes_told": stories.WAYS} | changes


def accepting(mediator, **changes):
    return {"mediator": mediator.pk, "chosen_by": "COMMITTEE", "on": "今天"} | changes


def test_who_was_told_the_rights_at_the_desk_need_not_be_asked_again(dispute):
    assert dispute.unheard() == [other(dispute)]


def test_one_party_that_says_no_ends_it_and_the_legal_ways_are_told(dispute, mediator, sign_in):
    at_mediator = sign_in(mediator)
    unsaid = at_mediator.post(address(dispute, "answer", other(dispute).pk), refusing(routes_told=""))
    done = at_mediator.post(address(dispute, "answer", other(dispute).pk), refusing(reason="要打官司"))

    case = Case.objects.get()
    assert unsaid.status_code == 422 and "请写告知了哪些法律途径" in unsaid.content.decode()
    assert done.status_code == 302
    assert (case.dispute.state, case.stage, case.closed_on) == ("STOPPED", "CLOSED", TODAY)
    assert (case.dispute.reason, case.dispute.routes_told) == ("一方不愿意调解：要打官司", stories.WAYS)
    assert not case.deadlines.running().exists()
    assert stories.WAYS in at_mediator.get(case.get_absolute_url()).content.decode()


def test_either_side_may_stop_after_acceptance(dispute, mediator, sign_in):
    dispute = stories.accepted(dispute, by=mediator)
    lead = dispute.case.parties.get(is_lead=True)

    page = sign_in(mediator).get(address(dispute, "answer", lead.pk)).content.decode()
    sign_in(mediator).post(address(dispute, "answer", lead.pk), refusing())

    assert 'value="AGREED"' not in page
    assert Dispute.objects.get().state == "STOPPED"


def test_nobody_agrees_before_the_rights_are_told(dispute, mediator, sign_in):
    answer = sign_in(mediator).post(
        address(dispute, "answer", other(dispute).pk), {"answer": "AGREED", "on": "今天", "way": "FACE"}
    )

    assert answer.status_code == 422 and "先告知权利义务" in answer.content.decode()


def test_it_is_not_accepted_before_both_sides_agreed(dispute, mediator):
    with pytest.raises(ValidationError, match="还没有问过愿不愿意调解：李"):
        dispute.accept(by=mediator, on=TODAY, mediator=mediator, chosen_by="COMMITTEE")


def test_acceptance_ends_the_promise_and_starts_the_time_to_mediate(dispute, mediator):
    dispute = stories.accepted(dispute, by=mediator)

    clocks = {clock.rule: clock for clock in dispute.case.deadlines.all()}
    assert clocks["M03"].ended_on == TODAY
    assert clocks["MED"].is_running and clocks["MED"].nominal_on == TODAY + timedelta(days=30)


def test_it_is_not_accepted_on_a_day_before_the_parties_agreed(mediator):
    dispute = stories.agreed(stories.dispute(received_at=timezone.now() - timedelta(days=5)), by=mediator)

    with pytest.raises(ValidationError) as refusal:
        dispute.accept(by=mediator, on=TODAY - timedelta(days=1), mediator=mediator, chosen_by="COMMITTEE")
    assert "受理日期不能早于当事人同意的日期" in refusal.value.message_dict["on"][0]


def test_several_may_mediate_and_one_of_them_leads(dispute, mediator):
    second = stories.mediator()

    dispute = stories.accepted(dispute, by=mediator, helpers=[mediator, second])

    assert [(one.official, one.is_lead) for one in dispute.mediators.all()] == [(mediator, True), (second, False)]
    assert Case.objects.visible_to(second).get() == dispute.case


def test_who_is_no_mediator_or_called_like_a_party_does_not_mediate(dispute, mediator):
    stories.agreed(dispute, by=mediator)
    namesake = stories.mediator(name="赵秀英")
    handler = factories.official(Role.HD)

    for person, words in ((namesake, "请换一位调解员"), (handler, "不在调解员岗位上")):
        with pytest.raises(ValidationError) as refusal:
            dispute.accept(by=mediator, on=TODAY, mediator=person, chosen_by="BOTH")
        assert words in refusal.value.message_dict["mediator"][0]


def test_what_is_not_accepted_says_why_and_which_ways_there_are(dispute, mediator, sign_in):
    at_mediator = sign_in(mediator)
    unsaid = at_mediator.post(address(dispute, "refusal"), {"reason": "", "routes_told": "", "on": "今天"})
    done = at_mediator.post(
        address(dispute, "refusal"), {"reason": "法院已经受理。", "routes_told": stories.WAYS, "on": "今天"}
    )

    assert unsaid.status_code == 422 and unsaid.content.decode().count("这一项要写。") >= 2
    assert done.status_code == 302
    assert (Dispute.objects.get().state, Case.objects.get().closing_note) == ("DECLINED", "法院已经受理。")


def test_the_applicant_takes_the_application_back(dispute, sign_in):
    clerk = Case.objects.get().registrar

    sign_in(clerk).post(address(dispute, "withdrawal"), {"reason": "自己谈好了", "on": "今天"})

    assert Dispute.objects.get().state == "WITHDRAWN"


def test_what_nobody_applied_for_is_not_withdrawn(mediator, sign_in):
    dispute = stories.dispute(source="INITIATED")

    answer = sign_in(mediator).post(address(dispute, "withdrawal"), {"reason": "不要了", "on": "今天"})

    assert answer.status_code == 422 and "没有申请可撤" in answer.content.decode()


@pytest.mark.parametrize("step", ["acceptance", "refusal", "withdrawal"])
def test_nothing_more_is_done_on_a_dispute_that_is_over(dispute, mediator, step):
    dispute.withdraw(by=mediator, on=TODAY, reason="自己谈好了")

    assert "已经结束：申请已撤回" in dispute.why_not(step)
    assert dispute.actions_for(mediator) == []


def test_a_step_sent_twice_acts_once(dispute, mediator, sign_in):
    at_mediator, key = sign_in(mediator), str(uuid4())

    for _time in range(2):
        at_mediator.post(address(dispute, "answer", other(dispute).pk), refusing(submission=key))

    assert Consent.objects.filter(answer="REFUSED").count() == 1
    assert Case.objects.get().events.filter(kind="STOPPED").count() == 1


def test_the_panel_offers_first_who_has_to_be_asked_then_acceptance(dispute, mediator):
    before = dispute.actions_for(mediator)
    stories.agreed(dispute, by=mediator)
    after = Dispute.objects.get().actions_for(mediator)

    assert before[0].label.startswith("问被申请人 李") and before[0].is_primary
    assert (after[0].name, after[0].key) == ("acceptance", "s")


def test_the_mediator_keeps_what_he_may_see_and_no_petition(mediator, sign_in):
    pending, mine = stories.dispute(), stories.accepted(stories.dispute(), by=mediator)
    theirs = stories.accepted(stories.dispute(), by=stories.mediator())
    elsewhere = stories.dispute(community=stories.mediator(at=factories.community("汤巷社区")).unit)
    petition = factories.triaged(handler=factories.official(Role.HD, at=stories.justice()))
    petition.handler = None
    petition.save()

    seen = set(Case.objects.visible_to(mediator))
    page = sign_in(mediator).get("/cases/").content.decode()

    assert seen == {pending.case, mine.case}
    assert pending.case.number in page
    for hidden in (theirs.case, elsewhere.case, petition):
        assert hidden.number not in page
        assert sign_in(mediator).get(hidden.get_absolute_url()).status_code == 404


def test_a_handler_of_the_mediators_unit_does_not_get_its_disputes(dispute):
    handler = factories.official(Role.HD, at=stories.justice())

    assert not Case.objects.visible_to(handler).exists()


def test_only_mediator_and_director_take_the_steps(dispute, mediator, sign_in):
    people = {
        mediator: 200,
        factories.official(Role.OD): 200,
        factories.official(Role.SV): 403,
        factories.official(Role.HD): 403,
        dispute.case.registrar: 403,
        stories.mediator(at=factories.community("汤巷社区")): 404,
    }
    for person, status in people.items():
        client = sign_in(person)
        for place in (["acceptance"], ["refusal"], ["answer", other(dispute).pk]):
            assert client.get(address(dispute, *place)).status_code == status, (person.posts, place)


def test_the_list_filters_disputes_at_a_price_that_does_not_grow(mediator, sign_in, queries_of):
    at_director = sign_in(factories.official(Role.OD))
    petition, first = factories.case(), stories.dispute()
    at_director.get("/cases/")  # what is asked once a process
    few = queries_of(lambda: at_director.get("/cases/?procedure=MEDIATION"))
    more = [stories.dispute() for _each in range(3)]
    many = queries_of(lambda: at_director.get("/cases/?procedure=MEDIATION"))

    page = at_director.get("/cases/?procedure=MEDIATION").content.decode()
    assert len(few) == len(many)
    assert all(dispute.case.number in page for dispute in [first, *more])
    assert petition.number not in page
    assert first.case.number in at_director.get("/cases/?view=disputes").content.decode()


def test_the_page_of_a_dispute_costs_the_same_with_few_and_many_parties(dispute, mediator, sign_in, queries_of):
    client = sign_in(mediator)
    client.get(dispute.case.get_absolute_url())  # what is asked once a process
    few = queries_of(lambda: client.get(dispute.case.get_absolute_url()))
    for number in range(4):
        dispute.case.parties.create(role="RESPONDENT", name=f"李春{number}号")
    many = queries_of(lambda: client.get(dispute.case.get_absolute_url()))

    assert len(many) == len(few)


def at_once(*posts):
    ready = Barrier(len(posts))

    def send(client, url, fields):
        try:
            ready.wait(timeout=10)
            return client.post(url, fields)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(posts)) as threads:
        return [sent.result() for sent in [threads.submit(send, *post) for post in posts]]


@pytest.mark.django_db(transaction=True)
def test_two_accept_at_once_and_one_is_told(dispute, mediator, sign_in):
    second = stories.mediator()
    stories.agreed(dispute, by=mediator)

    answers = at_once(
        *((sign_in(person), address(dispute, "acceptance"), accepting(person)) for person in (mediator, second))
    )

    assert sorted(answer.status_code for answer in answers) in (
        [302, 404],
        [302, 422],
    )  # to the other it is hidden now
    assert Dispute.objects.get().mediators.count() == 1
    assert Case.objects.get().deadlines.filter(rule="MED").count() == 1


@pytest.mark.django_db(transaction=True)
def test_acceptance_and_a_no_at_once_leave_no_mediation_against_the_will(dispute, mediator, sign_in):
    director = factories.official(Role.OD)
    stories.agreed(dispute, by=mediator)

    at_once(
        (sign_in(mediator), address(dispute, "acceptance"), accepting(mediator)),
        (sign_in(director), address(dispute, "answer", other(dispute).pk), refusing()),
    )

    case = Case.objects.get()
    assert (case.dispute.state, case.stage) == ("STOPPED", "CLOSED")
    assert not case.deadlines.running().exists()


def test_the_file_stays_chinese_whatever_language_its_writer_reads(dispute, mediator, sign_in):
    mediator.language = "en"
    mediator.save()
    client = sign_in(mediator)

    client.post(
        address(dispute, "answer", other(dispute).pk),
        {"answer": "AGREED", "rights_told": "on", "on": TODAY.isoformat(), "way": "PHONE"},
    )
    client.post(
        address(dispute, "answer", other(dispute).pk), refusing(on=TODAY.isoformat(), routes_told=stories.WAYS)
    )

    case = Case.objects.get()
    assert case.events.get(kind="CONSENTED").detail == "被申请人同意调解，已告知权利义务"
    assert case.deadlines.get(rule="M03").end_reason == "一方不愿调解，已终止"
    assert case.dispute.reason == "一方不愿意调解"
