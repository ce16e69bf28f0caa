"""Who has an interest in a case stops at once, and is out once that is decided (L13, AZ-10, P17)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Investigation, Ownership, Paper, Recusal
from cases.recusal import barred_from
from officials.models import Role
from petitions.papers import issuing
from petitions.papers.kinds import script_of
from tests import factories
from tests.petitions.stories import W6, Story, clock, handler, head, registered

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 3)
TODAY = timezone.localdate()
SELF, PETITIONER, UNIT = Recusal.Asker.SELF, Recusal.Asker.PETITIONER, Recusal.Asker.UNIT
WITHDRAWS, STAYS = Recusal.Decision.WITHDRAWS, Recusal.Decision.STAYS


@pytest.fixture
def person():
    return handler()


@pytest.fixture
def story(person):
    return Story(registered(W6, on=DAY)).take("triage", DAY, handler=person)


@pytest.fixture
def petition(story):
    return story.petition


@pytest.fixture
def asked(petition, person):
    return petition.ask_recusal(by=person, on=DAY, asker=SELF, ground="和被反映的物业有业务往来。")


def decide(petition, recusal, decision=WITHDRAWS, *, by=None, **more):
    petition.decide_recusal(by=by or head(), on=DAY, recusal=recusal, decision=decision, reason="属实。", **more)


def address(petition, step, *place):
    return reverse(f"petitions:{step}", args=[petition.case.number, *place])


# ---------- 提出 ----------
def test_who_declares_an_interest_stops_at_once(petition, asked, person):
    with pytest.raises(ValidationError, match="条例第二十八条第三款"):
        petition.investigate(by=person, kind=Investigation.Kind.SITE, on=DAY, place="", content="看过。")
    petition.investigate(by=handler(), kind=Investigation.Kind.SITE, on=DAY, place="", content="看过。")


def test_the_term_to_decide_is_the_heads_and_counts_from_the_day_it_was_known(petition, person):
    chief = head()
    petition.ask_recusal(by=person, on=DAY, asker=SELF, ground="同学。")

    assert (clock(petition, "L13").legal_end_on, clock(petition, "L13").official) == (date(2026, 8, 4), chief)


def test_nobody_declares_for_another(petition, person):
    with pytest.raises(ValidationError, match="由本人登记"):
        petition.ask_recusal(by=head(), on=DAY, asker=SELF, official=person, ground="同学。")


def test_asked_once_until_it_is_decided(petition, asked, person):
    with pytest.raises(ValidationError, match="还没有决定"):
        petition.ask_recusal(by=head(), on=DAY, asker=PETITIONER, official=person, ground="再说一次。")


@pytest.mark.parametrize("asker", [PETITIONER, UNIT])
def test_the_petitioner_or_the_unit_may_ask_too(petition, person, asker):
    row = petition.ask_recusal(by=head(), on=DAY, asker=asker, official=person, ground="信访人说是亲戚。")

    assert petition.why_stopped(person)
    assert (row.post, row.recorded_by == person) == ("承办人", False)


def test_the_timeline_says_who_and_not_why(petition, asked, person):
    event = petition.case.events.filter(kind="RECUSED").get()

    assert person.name in event.detail
    assert "业务往来" not in event.detail


def test_what_is_urgent_is_done_all_the_same(sign_in):
    story = Story(registered(W6, on=TODAY)).take("triage", TODAY, handler=handler())
    person = story.petition.case.handler
    story.petition.ask_recusal(by=person, on=TODAY, asker=SELF, ground="同学。")
    client, number = sign_in(person), story.petition.case.number

    note = client.post(reverse("cases:note", args=[number]), {"text": "记一条。"})
    incident = client.post(reverse("cases:incident", args=[number]), {})

    assert note.status_code == 403
    assert "停手" in note.content.decode()
    assert incident.status_code == 422  # its own form answers


def test_his_page_offers_nothing_and_says_why(sign_in):
    story = Story(registered(W6, on=TODAY)).take("triage", TODAY, handler=handler())
    person = story.petition.case.handler
    story.petition.ask_recusal(by=person, on=TODAY, asker=SELF, ground="同学。")

    page = sign_in(person).get(story.petition.get_absolute_url())

    assert page.context["allowed"] == []
    assert all("条例第二十八条第三款" in action.reason for action in page.context["refused"])
    assert "等负责人决定，决定以前停手" in page.content.decode()
    step = sign_in(person).get(address(story.petition, "investigation"))
    assert "停手" in step.content.decode()


# ---------- 决定 ----------
def test_who_withdraws_is_out_as_the_accused_are(petition, asked, person):
    decide(petition, asked)

    case = Case.objects.get()
    assert case.handler is None
    assert not Case.objects.visible_to(person).exists()
    assert person.pk in barred_from(case, on=DAY)
    assert not case.deadlines.running().filter(official=person).exists()
    assert clock(petition, "L13").ended_on == DAY


def test_the_replacement_takes_over_with_every_term(petition, asked, person):
    other = handler()
    petition.case.deadlines.running().update(official=person)

    decide(petition, asked, replacement=other)

    case = Case.objects.get()
    assert case.handler == other
    assert set(case.deadlines.running().values_list("official", flat=True)) == {other.pk}


def test_a_replacement_of_another_unit_is_refused(petition, asked):
    outside = factories.official(Role.HD, at=factories.section("民政科"))

    with pytest.raises(ValidationError, match="不是"):
        decide(petition, asked, replacement=outside)


def test_an_owner_who_withdraws_hands_over_to_a_leader(petition):
    leader, other = factories.official(Role.LO), factories.official(Role.LO)
    Ownership.objects.create(case=petition.case, leader=leader, since=DAY, decided_by=leader)
    row = petition.ask_recusal(by=leader, on=DAY, asker=SELF, ground="同学。")

    decide(petition, row, replacement=other)

    assert Ownership.objects.get(until__isnull=True).leader == other


def test_nobody_decides_on_himself(petition):
    chief = head()
    row = petition.ask_recusal(by=chief, on=DAY, asker=SELF, ground="同学。")

    with pytest.raises(ValidationError, match="本人不能决定"):
        decide(petition, row, by=chief)
    with pytest.raises(IntegrityError, match="nobody_decides_on_himself"), transaction.atomic():
        Recusal.objects.update(decision=WITHDRAWS, decided_by=chief, decided_on=DAY, reason="是。")


def test_on_the_head_another_in_his_post_decides(petition):
    row = petition.ask_recusal(by=head(), on=DAY, asker=SELF, ground="同学。")

    decide(petition, row, by=head())

    assert row.is_agreed


def test_on_the_head_the_superior_decides_and_the_director_writes_it_down(petition, story):
    row = petition.ask_recusal(by=head(), on=DAY, asker=SELF, ground="同学。")

    with pytest.raises(ValidationError, match="上级机关"):
        decide(petition, row, by=story.by)
    decide(petition, row, by=story.by, superior="区人民政府")

    assert (row.superior, row.decided_by) == ("区人民政府", story.by)


def test_the_superior_is_asked_about_the_head_alone(petition, asked, story):
    with pytest.raises(ValidationError, match="只有机关负责人的回避"):
        decide(petition, asked, by=story.by, superior="区人民政府")


def test_the_director_does_not_decide(petition, asked, story):
    with pytest.raises(ValidationError, match="由机关负责人决定"):
        decide(petition, asked, by=story.by)


def test_staying_takes_a_second_person(petition, person):
    chief = head()
    row = petition.ask_recusal(by=chief, on=DAY, asker=UNIT, official=person, ground="像是亲戚。")

    with pytest.raises(ValidationError, match="AZ-10"):
        decide(petition, row, STAYS, by=chief)
    decide(petition, row, STAYS)

    assert not petition.why_stopped(person)
    assert person.pk not in barred_from(petition.case, on=DAY)
    assert Case.objects.get().handler == person


def test_a_decision_says_why(petition, asked):
    with pytest.raises(ValidationError, match="请写决定的理由"):
        petition.decide_recusal(by=head(), on=DAY, recusal=asked, decision=WITHDRAWS, reason=" ")


def test_a_decision_is_not_older_than_the_asking_nor_made_twice(petition, asked):
    with pytest.raises(ValidationError, match="不能早于提出日期"):
        petition.decide_recusal(
            by=head(), on=DAY - timedelta(days=1), recusal=asked, decision=WITHDRAWS, reason="是。"
        )
    decide(petition, asked)
    with pytest.raises(ValidationError, match="已经在"):
        decide(petition, Recusal.objects.get(), STAYS)


# ---------- 不再交给他 ----------
@pytest.mark.parametrize("decided", [False, True])
def test_nothing_of_the_case_is_given_to_who_has_an_interest(decided):
    story, person = Story(registered(W6, on=DAY)), handler()
    row = story.petition.ask_recusal(by=story.by, on=DAY, asker=UNIT, official=person, ground="亲戚。")
    if decided:
        decide(story.petition, row)

    with pytest.raises(ValidationError, match="条例第二十八条第三款"):
        story.take("triage", DAY, handler=person)
    assert "条例第二十八条第三款" in story.petition.why_no_hand(person)


def test_an_override_lets_him_be_assigned(story):
    story, person = Story(registered(W6, on=DAY)), handler()
    row = story.petition.ask_recusal(by=story.by, on=DAY, asker=UNIT, official=person, ground="亲戚。")
    decide(story.petition, row, STAYS)

    story.take("triage", DAY, handler=person)

    assert Case.objects.get(pk=story.petition.case.pk).handler == person


def test_he_neither_reviews_nor_signs(story, petition):
    story.take("acceptance", DAY).take("investigation", DAY).take("answer", DAY, petition.case.claims.get())
    story.take("submission", DAY)
    petition.ask_recusal(by=story.by, on=DAY, asker=SELF, ground="亲戚。")

    with pytest.raises(ValidationError, match="条例第二十八条第三款"):
        story.take("approval", DAY)


# ---------- 此前的工作 ----------
def test_the_case_does_not_close_before_it_is_decided_and_the_acts_are_reviewed(story, petition, person):
    story.take("acceptance", DAY).take("investigation", DAY).take("answer", DAY, petition.case.claims.get())
    story.signed(DAY).take("notice", DAY).take("service", DAY).take("rating", DAY)
    row = petition.ask_recusal(by=person, on=DAY, asker=SELF, ground="亲戚。")
    assert petition.missing_before_closing() == [f"{person.name} 的回避有决定"]
    decide(petition, row)
    assert petition.missing_before_closing() == [f"{person.name} 回避以前的工作已复核"]

    petition.review_recusal(by=story.by, on=DAY, recusal=row, outcome=Recusal.Outcome.HOLDS, review="查过，没有偏向。")

    story.take("closure", DAY)
    assert Case.objects.get().closed_on == DAY


def test_he_does_not_review_his_own_acts(petition, asked, person):
    decide(petition, asked)

    with pytest.raises(ValidationError, match="条例第二十八条第三款"):
        petition.review_recusal(by=person, on=DAY, recusal=asked, outcome="HOLDS", review="没事。")


# ---------- 页面 ----------
def test_the_pages_take_the_asking_the_decision_and_the_review(sign_in):
    story = Story(registered(W6, on=TODAY)).take("triage", TODAY, handler=handler())
    petition, person, chief = story.petition, story.petition.case.handler, head()

    asking = sign_in(person).post(address(petition, "recusal"), {"asker": "SELF", "ground": "是亲戚。", "on": "今天"})
    deciding = sign_in(chief).post(
        address(petition, "recusal_decision", 1), {"decision": "WITHDRAWS", "reason": "属实。", "on": "今天"}
    )
    reviewing = sign_in(story.by).post(
        address(petition, "recusal_review", 1), {"outcome": "HOLDS", "review": "查过。", "on": "今天"}
    )

    assert [answer.status_code for answer in (asking, deciding, reviewing)] == [302, 302, 302]
    assert "已回避，此前工作已复核" in sign_in(story.by).get(petition.get_absolute_url()).content.decode()
    assert sign_in(person).get(petition.get_absolute_url()).status_code == 404


def test_the_director_is_offered_the_decision_only_where_it_concerns_the_head(petition, person, story):
    petition.ask_recusal(by=story.by, on=TODAY, asker=UNIT, official=person, ground="是亲戚。")
    chief = head()

    assert offered(petition, story.by)["recusal_decision"] == "由机关负责人决定（条例第二十八条第三款）。"
    assert offered(petition, chief)["recusal_decision"] == ""
    petition.ask_recusal(by=story.by, on=TODAY, asker=UNIT, official=chief, ground="是亲戚。")
    petition._forget("recusals", of=petition.case)
    reasons = [action.reason for action in petition.actions_for(story.by) if action.name == "recusal_decision"]
    assert sorted(reasons) == ["", "由机关负责人决定（条例第二十八条第三款）。"]
    reasons = [action.reason for action in petition.actions_for(chief) if action.name == "recusal_decision"]
    assert all(reasons)  # he stops himself until his own is decided


def offered(petition, official):
    return {action.name: action.reason for action in petition.actions_for(official)}


def test_what_is_said_about_a_person_is_encrypted_at_rest(petition, asked):
    decide(petition, asked)

    with connection.cursor() as cursor:
        cursor.execute("SELECT ground, reason FROM cases_recusal WHERE id = %s", [asked.pk])
        stored = cursor.fetchone()

    assert "业务往来" not in stored[0]
    assert "属实" not in stored[1]
    assert Recusal.objects.get(pk=asked.pk).ground == asked.ground


def test_bad_words_are_told_at_the_field_and_kept(sign_in, petition, story):
    answer = sign_in(story.by).post(
        address(petition, "recusal"), {"asker": "UNIT", "ground": "是亲戚。", "on": "今天"}
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors["official"] == ["请选是哪一位工作人员。"]
    assert "是亲戚。" in answer.content.decode()


def test_an_unknown_recusal_is_not_found(sign_in, petition, story):
    assert sign_in(story.by).get(address(petition, "recusal_decision", 7)).status_code == 404


def test_a_case_without_any_asks_nothing_more(sign_in, queries_of):
    first, second = (Story(registered(W6, on=TODAY)).take("triage", TODAY) for _ in range(2))
    second.petition.ask_recusal(by=first.by, on=TODAY, asker=UNIT, official=handler(), ground="亲戚。")
    client = sign_in(first.by)
    addresses = [story.petition.get_absolute_url() for story in (first, second)]

    without, with_one = (queries_of(lambda url=url: client.get(url)) for url in addresses)

    assert len(with_one) - len(without) <= 1


# ---------- P17 ----------
def test_the_form_is_filled_from_the_record(petition, asked, person, story):
    decide(petition, asked)
    paper = issuing.draft(petition.case, Paper.Kind.RECUSAL, by=story.by, values={"recusal": f"{asked.pk}"})

    words = str(script_of(paper, petition.case, in_full=True).content)

    for part in (person.name, "业务往来", "■ 本人", "■ 回避", "属实。", "2026年8月3日"):
        assert part in words


def test_without_one_the_form_is_blank(petition, asked, person, story):
    paper = issuing.draft(petition.case, Paper.Kind.RECUSAL, by=story.by, values={})

    assert person.name not in str(script_of(paper, petition.case, in_full=True).content)


def test_the_replacement_is_handed_the_case_and_the_first_receiver_answers_until_he_takes_it(petition, asked):
    other = handler()

    decide(petition, asked, replacement=other)

    handover = petition.case.handovers.get(position=2)
    assert (handover.giver, handover.receiver, handover.outcome) == (petition.case.first_receiver, other, "")
    assert petition.case.handovers.get(position=1).outcome == "CHANGED"
