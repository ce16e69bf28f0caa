"""Two open petitions of one matter become one, and nobody waits longer for it (T28)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CaseLink, Deadline, Event
from officials.models import Role
from petitions.models import Merger, Petition
from tests import factories
from tests.petitions.stories import SUGGESTION, W5, W6, Story, director, handler, registered
from tests.petitions.test_two_at_once import address, at_once

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 3)
LATER = DAY + timedelta(days=7)
OTHER = {"name": "李秀英", "phone": "13900002222"}


def two(first=(W6,), second=(W6,), *, until="acceptance", by=None, **fields):
    """The stories of two petitions a week apart, each taken as far as `until`, the notice of the second served."""
    stories = []
    for ways, day, who in ((first, DAY, {}), (second, LATER, {**OTHER, **fields})):
        story = Story(registered(*ways, on=day, **who), by=by)
        by = by or story.by
        if until != "registration":
            story.take("triage", day)
        if until == "acceptance":
            story.take("acceptance", day)
        stories.append(story)
    stories[1].take("notice", LATER)
    return stories


def merged(first, second, on=LATER):
    first.petition.merge(second.petition, by=first.by, on=on, reason="同一个车库同一处渗水。")
    return [Petition.objects.select_related("case").get(pk=story.petition.pk) for story in (first, second)]


def test_the_one_registered_first_goes_on_whichever_page_it_is_done_from():
    first, second = two()

    went_on = second.petition.merge(first.petition, by=first.by, on=LATER, reason="同一处渗水。")

    assert went_on == first.petition
    ended = Case.objects.get(pk=second.petition.case_id)
    assert (ended.stage, ended.closed_on) == (Case.Stage.CLOSED, LATER)
    assert ended.closing_note == f"并入 {first.petition.case.number}"


def test_the_claims_go_on_behind_the_others_and_wait_no_longer():
    first, second = two(first=(W6,), second=(W6, SUGGESTION))
    survivor, ended = merged(first, second)

    assert list(survivor.case.claims.values_list("position", flat=True)) == [1, 2, 3]
    assert not ended.case.claims.exists()
    running = survivor.case.deadlines.running()
    assert running.get(rule="L17").started_on == DAY
    assert running.get(rule="L14").started_on == LATER
    assert survivor.case.next_legal_on == running.legal().order_by("legal_end_on").first().legal_end_on


def test_where_the_second_was_accepted_first_its_earlier_last_day_holds():
    first, second = two(until="triage")
    second.take("acceptance", LATER)
    first.take("acceptance", LATER + timedelta(days=3))

    survivor, _ended = merged(first, second, on=LATER + timedelta(days=3))

    kept = survivor.case.deadlines.running().get(rule="L17")
    assert kept.started_on == LATER
    assert survivor.case.deadlines.filter(rule="L17", end_reason="并案").count() == 1


def test_the_clock_of_a_duty_goes_with_its_claim():
    first, second = two(until="registration", second=(W5,))
    first.take("triage", DAY)
    claim = second.petition.case.claims.get()
    second.take("triage", LATER, routes={claim.pk: ("APPEAL", W5, "DUTY")})

    survivor, _ended = merged(first, second)

    assert survivor.case.deadlines.running().get(rule="L16a").claim == claim


def test_what_ended_keeps_its_number_papers_and_contacts_and_counts_nowhere():
    first, second = two()
    survivor, ended = merged(first, second)

    assert ended.case.number == second.petition.case.number
    assert (ended.case.visits.count(), survivor.case.visits.count()) == (1, 1)
    assert ended.case.services.filter(what="NOTICE").exists()
    assert not ended.case.deadlines.running().exists()
    assert not ended.case.closings.exists()
    clearing = Deadline.objects.filter(case=ended.case, kind="CLEARING")
    assert set(clearing.values_list("end_reason", flat=True)) == {"并案"}
    assert CaseLink.objects.get().kind == CaseLink.Kind.MERGED
    assert Event.objects.filter(kind=Event.Kind.MERGED).count() == 2


def test_everybody_comes_over_and_the_lead_stays_who_he_is():
    first, second = two(respondent="城东物业公司", respondent_is_ordinary=True)
    survivor, ended = merged(first, second)

    names = {(party.name, party.role, party.is_lead) for party in survivor.case.parties.all()}
    assert names == {
        ("张建国", "PETITIONER", True),
        ("李秀英", "PETITIONER", False),
        ("城东物业公司", "RESPONDENT", False),
    }
    assert ended.case.parties.count() == 2


def test_who_is_complained_about_in_the_other_stops_handling_this_one():
    handler = factories.official(Role.HD, name="何建", at=factories.section())
    first, second = two(until="registration", respondent="何建", respondent_is_ordinary=True)
    for story, day in ((first, DAY), (second, LATER)):
        story.take("triage", day, **({"handler": handler} if story is first else {}))
        story.take("acceptance", day)

    survivor, _ended = merged(first, second)

    assert survivor.case.handler is None


def test_each_petitioners_notice_is_served_before():
    first, second = two(until="registration")
    Deadline.objects.filter(case=second.petition.case, rule="L03").update(ended_on=None, end_reason="")
    second.petition = Petition.objects.select_related("case").get(pk=second.petition.pk)

    with pytest.raises(ValidationError, match="书面告知还没有送达"):
        merged(first, second)


def test_who_comes_twice_about_one_matter_is_told_once():
    first, second = (Story(registered(W6, on=day)) for day in (DAY, LATER))

    survivor, ended = merged(first, second)

    assert survivor.case.deadlines.running().filter(rule="L03").count() == 1
    assert ended.case.deadlines.get(rule="L03").end_reason == "并案"
    assert survivor.case.repeat_count == 1


@pytest.mark.parametrize(
    ("prepare", "sentence"),
    [
        (
            lambda first, second: Case.objects.filter(pk=second.case_id).update(confidentiality="SEALED"),
            "封存件不并案",
        ),
        (
            lambda first, second: first.wish_to_withdraw(by=director(), on=LATER, form="WRITTEN", words="不办了。"),
            "有撤回申请等确认",
        ),
        (
            lambda first, second: first.ask_extension(by=director(), on=LATER, days=30, reason="要鉴定。"),
            "的延期还没有定",
        ),
        (lambda first, second: Case.objects.filter(pk=second.case_id).update(round=2), "已经答复过、重新办理"),
        (
            lambda first, second: (
                Case.objects.update(sender_organ="区信访局")
                and Case.objects.filter(pk=second.case_id).update(sender_organ="市信访局")
            ),
            "不同的单位转送",
        ),
        (
            lambda first, second: Case.objects.filter(pk=second.case_id).update(
                is_historical=True, next_legal_on=None
            ),
            "历史来件只供查阅",
        ),
    ],
)
def test_different_matters_of_law_are_not_put_under_one_roof(prepare, sentence):
    first, second = two()
    prepare(first.petition, second.petition)
    for story in (first, second):
        story.petition = Petition.objects.select_related("case").get(pk=story.petition.pk)

    with pytest.raises(ValidationError, match=sentence):
        merged(first, second)
    assert not Merger.objects.exists()


def test_no_answer_on_its_way_is_joined():
    first, second = two(until="triage")
    second.take("acceptance", LATER).take("investigation", LATER)
    second.take("answer", LATER, second.petition.case.claims.get()).take("submission", LATER)
    first.take("acceptance", LATER)

    with pytest.raises(ValidationError, match="已经送审、签发或者送达，不能并案"):
        merged(first, second)


@pytest.mark.parametrize(
    ("behind", "step", "sentence"),
    [(0, "triage", "还没有分流"), (1, "triage", "还没有分流"), (1, "acceptance", "还没有受理")],
)
def test_both_are_as_far_on_their_way(behind, step, sentence):
    stories = two(until="registration" if step == "triage" else "triage")
    stories[1 - behind].take(step, LATER)

    with pytest.raises(ValidationError, match=sentence):
        merged(*stories)


def test_nothing_is_merged_into_itself_twice_or_once_closed():
    first, second = two()
    with pytest.raises(ValidationError, match="这就是本案"):
        first.petition.merge(first.petition, by=first.by, on=LATER, reason="同一处。")
    merged(first, second)
    second.petition = Petition.objects.select_related("case").get(pk=second.petition.pk)
    with pytest.raises(ValidationError, match="办结，不能再改"):
        merged(first, second)
    with pytest.raises(IntegrityError, match="nothing_is_merged_into_itself"), transaction.atomic():
        Merger.objects.update(merged=first.petition)


def test_what_was_merged_is_not_reopened():
    first, second = two()
    _survivor, ended = merged(first, second)

    assert "登记为新的一件" in ended.why_not("reopening")


# ---------- 页面 ----------
def today_two(by, **more):
    stories = []
    for who in ({}, OTHER):
        story = Story(registered(W6, on=timezone.localdate(), **who, **more), by=by)
        stories.append(story.take("notice", timezone.localdate()))
    return stories


def said(number):
    return {"number": number, "reason": "同一处渗水。", "is_sure": "on", "on": "今天"}


def test_the_page_shows_which_goes_on_and_leads_there(sign_in):
    by = director()
    first, second = today_two(by)
    numbers = [story.petition.case.number for story in (first, second)]
    url, client = address(second.petition, "merger"), sign_in(by)

    shown = client.get(f"{url}?with={numbers[0]}").context
    unsure = client.post(url, {**said(numbers[0]), "is_sure": ""})
    done = client.post(url, said(f" {numbers[0].lower()}"))

    assert [shown["first"].number, shown["second"].number] == numbers
    assert unsure.status_code == 422
    assert "并案不能撤销" in unsure.content.decode()
    assert (done.status_code, done["Location"]) == (302, first.petition.case.get_absolute_url())
    ended = client.get(second.petition.case.get_absolute_url()).content.decode()
    assert f"已并入 {numbers[0]}" in ended
    survivor = client.get(first.petition.case.get_absolute_url()).content.decode()
    assert "并入的案件" in survivor
    assert numbers[1] in survivor


def test_a_number_that_one_may_not_see_is_an_unknown_number(sign_in):
    by = director()
    first, _second = today_two(by)
    hidden = registered(W6, on=timezone.localdate(), respondent=by.name, respondent_is_ordinary=True)
    client, url = sign_in(by), address(first.petition, "merger")

    answers = [client.post(url, said(number)) for number in (hidden.case.number, "DH1999-00001")]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("没有找到这件信访" in answer.content.decode() for answer in answers)


def test_sent_twice_it_acts_once(sign_in):
    by = director()
    first, second = today_two(by)
    client, url = sign_in(by), address(first.petition, "merger")
    key = client.get(url).context["form"]["submission"].value()

    for _time in range(2):
        client.post(url, {**said(second.petition.case.number), "submission": key})

    assert Merger.objects.count() == 1


def test_the_petitioner_follows_his_matter_with_his_own_code(client):
    first, second = two()
    survivor, ended = merged(first, second)

    assert ended.goes_on_as() == survivor
    assert survivor.goes_on_as() == survivor


@pytest.mark.django_db(transaction=True)
def test_a_into_b_and_b_into_a_at_the_same_moment_end_in_one(sign_in):
    by, others = director(), director()
    first, second = today_two(by)
    numbers = [story.petition.case.number for story in (first, second)]

    answers = at_once(
        (sign_in(by), reverse("petitions:merger", args=[numbers[0]]), said(numbers[1])),
        (sign_in(others), reverse("petitions:merger", args=[numbers[1]]), said(numbers[0])),
    )

    assert sorted(answer.status_code for answer in answers) == [302, 422]
    assert Merger.objects.get().petition == first.petition


def test_what_is_merged_went_through_one_hand_more_and_waits_for_nobody():
    first, second = two(until="triage")
    other = handler()
    first.petition.case.handler = other
    first.petition.case.save()
    before = second.petition.case.handovers.count()

    merged(first, second)

    handover = second.petition.case.handovers.order_by("-position").first()
    assert (handover.position, handover.receiver, handover.outcome) == (before + 1, other, "TAKEN")
    assert not Deadline.objects.running().filter(case=second.petition.case).exists()
