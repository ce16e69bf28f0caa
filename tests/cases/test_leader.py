"""The leader's desk: what he owns, what he promised, what is late, and what waits for his word alone (F46, F52)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Deadline, Event, Instruction, Milestone, Ownership, OwnershipTransfer
from officials.models import Role
from tests import factories

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
DESK = "/cases/leader/"


def today():
    return timezone.localdate()


@pytest.fixture
def leader(db):
    return factories.official(Role.LO, name="陈志远")


@pytest.fixture
def handler(db):
    return factories.official(Role.HD)


def owned(leader, handler, since=None, **fields):
    case = factories.triaged(handler=handler)
    Ownership.objects.create(
        case=case, leader=leader, since=since or today(), planned_on=today() + 50 * DAY, decided_by=handler, **fields
    )
    return case


def planned(case, who, what="到场会勘", weight=10, days=10):
    return Milestone.objects.plan(
        case, what=what, weight=weight, planned_on=today() + days * DAY, official=who, by=who, on=today()
    )


def cards(page):
    return {own.number: own for _case, own in page.context["cards"]}


def test_time_and_work_stand_side_by_side_and_behind_is_said(sign_in, leader, handler):
    case = owned(leader, handler, since=today() - 49 * DAY)
    planned(case, handler, weight=40).reach(by=handler, on=today(), reached_on=today(), result="会勘了")
    planned(case, handler, what="出方案", weight=60)

    page = sign_in(leader).get(DESK)

    where = cards(page)[case.number].progress
    assert (where.elapsed_percent, where.completed_percent) == (49, 40)
    assert not where.is_behind
    case.ownerships.update(since=today() - 60 * DAY)
    page = sign_in(leader).get(DESK)
    assert cards(page)[case.number].progress.is_behind
    assert page.context["behind"] == 1
    assert "落后 14 个百分点" in page.content.decode()


def test_the_next_promised_act_is_the_first_milestone_or_promise_ahead(sign_in, leader, handler):
    case = owned(leader, handler)
    planned(case, handler, what="出方案", days=5)
    assert cards(sign_in(leader).get(DESK))[case.number].next_act.what == "出方案"

    Instruction.objects.give(case, words="快办", to=handler, due_on=today() + DAY, by=leader, on=today())

    act = cards(sign_in(leader).get(DESK))[case.number].next_act
    assert (act.on, act.label, act.what) == (today() + DAY, "批示的落实", "")


def test_a_missed_promise_comes_before_what_is_on_time(sign_in, leader, handler):
    first, late = owned(leader, handler), owned(leader, handler)
    milestone = planned(late, handler, days=0)
    Deadline.objects.filter(pk=milestone.deadline_id).update(started_on=today() - 9 * DAY, legal_end_on=today() - DAY)

    page = sign_in(leader).get(DESK)

    assert list(cards(page)) == [late.number, first.number]
    assert page.context["broken"] == 1


def test_days_since_his_own_last_act_and_one_of_another_does_not_count(sign_in, leader, handler):
    case = owned(leader, handler, since=today() - 20 * DAY)
    Event.objects.add(case, Event.Kind.NOTE, by=handler, detail="承办人去过")
    card = cards(sign_in(leader).get(DESK))[case.number]
    assert (card.quiet_days, card.has_acted, card.is_quiet) == (20, False, True)

    sign_in(leader).post(reverse("cases:leader_act"), {"case": case.number, "words": "到现场看了渗水的位置"})

    card = cards(sign_in(leader).get(DESK))[case.number]
    assert (card.quiet_days, card.has_acted, card.is_quiet) == (0, True, False)


def test_his_own_act_is_noted_on_what_he_owns_and_nothing_else(sign_in, leader, handler):
    other = factories.triaged(handler=handler)
    client, url = sign_in(leader), reverse("cases:leader_act")
    case = owned(leader, handler)

    assert client.post(url, {"case": other.number, "words": "看了"}).status_code == 422
    assert client.post(url, {"case": case.number, "words": ""}).status_code == 422
    assert client.post(url, {"case": case.number, "words": "打 13800138000"}).status_code == 422
    assert not Event.objects.filter(actor=leader).exists()


def test_what_waits_for_his_signature_is_named_one_by_one(sign_in, leader, handler):
    letter, transfer = owned(leader, handler), owned(factories.official(Role.LO), handler)
    planned(letter, handler)
    OwnershipTransfer.objects.propose(transfer, successor=leader, reason="分工", by=handler, on=today())

    page = sign_in(leader).get(DESK)

    asked = {(case.number, str(what)) for case, what in page.context["asked"]}
    assert asked == {(letter.number, "签包案责任书"), (transfer.number, "签包案交接")}
    assert page.context["counts"]["waiting"] == 2


def test_a_sealed_case_stands_on_no_desk(sign_in, leader, handler):
    case = owned(leader, handler)
    planned(case, handler)
    case.seal(by=factories.official(Role.OD), readers=[leader], reason="检举控告")

    page = sign_in(leader).get(DESK)

    assert not cards(page) and not page.context["asked"]
    assert case.title not in page.content.decode()


def test_a_hundred_owned_cases_ask_no_more_than_one(sign_in, leader, handler, queries_of):
    client = sign_in(leader)
    planned(owned(leader, handler), handler)
    client.get(DESK)  # the calendar is in memory from here on
    few = queries_of(lambda: client.get(DESK))
    for _number in range(8):
        case = owned(leader, handler)
        planned(case, handler)
        planned(case, handler, what="出方案")
        Event.objects.add(case, Event.Kind.NOTE, by=leader, detail="看过")
    many = queries_of(lambda: client.get(DESK))

    assert len(many) == len(few) <= 15, "\n".join(many)


def test_no_more_than_a_hundred_stand_there_and_the_rest_is_said(sign_in, leader, handler, monkeypatch):
    monkeypatch.setattr("cases.views.leader.OWNED_SHOWN", 2)
    for _number in range(3):
        owned(leader, handler)

    page = sign_in(leader).get(DESK)

    assert len(cards(page)) == 2
    assert "只列最紧的 2 件" in page.content.decode()


def test_what_is_most_pressing_stands_on_cards_and_the_rest_in_a_row_each(sign_in, leader, handler, monkeypatch):
    monkeypatch.setattr("cases.views.leader.CARDS_SHOWN", 1)
    on_time, late = owned(leader, handler), owned(leader, handler)
    planned(on_time, handler, what="出<方案>", days=3)
    planned(late, handler, days=0)
    Deadline.objects.filter(case=late, rule="F52").update(
        started_on=today() - 9 * DAY, nominal_on=today() - DAY, legal_end_on=today() - DAY
    )

    page = sign_in(leader).get(DESK)

    assert list(cards(page)) == [late.number]
    assert [own.number for own in page.context["rest"]] == [on_time.number]
    text = page.content.decode()
    assert f'href="{reverse("cases:plan", args=[on_time.number])}">{on_time.number}' in text
    assert "出&lt;方案&gt;" in text and "出<方案>" not in text


def test_what_people_wrote_is_text_in_cards_and_rows(sign_in, leader, handler):
    case = owned(leader, handler)
    Case.objects.filter(pk=case.pk).update(title="<b>漏水</b>")
    for who, name in ((case.handling_unit, "<i>科</i>"), (case.community, "<s>社区</s>"), (handler, "<u>李</u>")):
        if who:
            type(who).objects.filter(pk=who.pk).update(name=name)
    director = factories.official(Role.OD)

    for page in (sign_in(leader).get(DESK), sign_in(director).get("/cases/")):
        text = page.content.decode()
        assert "&lt;b&gt;漏水&lt;/b&gt;" in text and "&lt;u&gt;李&lt;/u&gt;" in text
        assert not any(tag in text for tag in ("<b>漏水", "<i>科", "<s>社区", "<u>李"))


def test_his_days_are_those_of_the_front_door(sign_in, leader, handler):
    from reception.models import Outreach

    soon = timezone.now() + 2 * DAY
    Outreach.objects.create(
        kind=Outreach.Kind.COMMUNITY,
        community=factories.community(),
        starts_at=soon,
        lead=leader,
        purpose="听住户意见",
        planned_by=handler,
    )
    past = Outreach.objects.create(
        kind=Outreach.Kind.COMMUNITY,
        community=factories.community(),
        starts_at=timezone.now() - DAY,
        lead=leader,
        purpose="看积水",
        planned_by=handler,
    )

    days = sign_in(leader).get(DESK).context["days"]

    assert [(day.what, day.is_late) for day in days] == [("下访", True), ("下访", False)]
    assert days[0].url == reverse("reception:outreach", args=[past.pk])


def test_a_closed_case_is_on_the_desk_no_more(sign_in, leader, handler):
    case = owned(leader, handler)
    Case.objects.filter(pk=case.pk).update(closed_on=today(), stage=Case.Stage.CLOSED)

    assert not cards(sign_in(leader).get(DESK))


# ---------- 包案情况（K17） ----------
def month_row(client, leader, query=""):
    rows = client.get(reverse("cases:owners") + query).context["rows"]
    return next((row for row in rows if row["leader"] == leader.pk), None)


def test_of_what_he_owned_it_counts_plan_own_act_and_progress(sign_in, leader, handler):
    director = sign_in(factories.official(Role.OD))
    whole, bare = owned(leader, handler), owned(leader, handler)
    planned(whole, handler)
    Event.objects.add(whole, Event.Kind.NOTE, by=leader, detail="到场看过")
    Event.objects.add(bare, Event.Kind.NOTE, by=handler, detail="承办人去过")

    row = month_row(director, leader)

    assert [row[name] for name in ("owned", "planned", "acted", "went_on", "whole", "closed")] == [2, 1, 1, 2, 1, 0]
    assert row["share"] == "50.0%"


def test_a_month_before_he_owned_anything_has_no_row_of_his(sign_in, leader, handler):
    owned(leader, handler)
    assert month_row(sign_in(factories.official(Role.OD)), leader, "?month=2024-02") is None


def test_a_case_that_changed_hands_counts_for_each_owner(sign_in, leader, handler):
    other, director = factories.official(Role.LO), factories.official(Role.OD)
    case = owned(leader, handler, since=today().replace(day=1))
    case.ownerships.get().pass_to(other, on=today() + DAY, by=director)

    client = sign_in(director)

    assert month_row(client, leader)["owned"] == 1


def test_a_leader_reads_his_own_row_alone(sign_in, leader, handler):
    other = factories.official(Role.LO)
    owned(leader, handler), owned(other, handler)
    assert month_row(sign_in(leader), other) is None and month_row(sign_in(leader), leader)["owned"] == 1
