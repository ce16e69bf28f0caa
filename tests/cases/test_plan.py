"""Who owns a case and by which plan: proposals, the letter, both signatures, milestones, instructions (F46, F52)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction
from django.urls import reverse
from django.utils import timezone

from cases.forms.ownership import leaders_for, reasons_for
from cases.models import Case, Clearing, DueWarning, Instruction, Milestone, Ownership, OwnershipTransfer
from cases.sweep import sweep
from officials.models import Role, Zone
from tests import factories

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def today():
    return timezone.localdate()


@pytest.fixture
def people(db):
    names = {"director": Role.OD, "leader": Role.LO, "next": Role.LO, "head": Role.HO, "handler": Role.HD}
    return {name: factories.official(role, name=name) for name, role in names.items()}


@pytest.fixture
def owned(people):
    """A hard case that a leader owns since a fortnight, planned for a hundred days."""
    case = factories.triaged(level=Case.Level.HARD, by=people["director"], handler=people["handler"])
    since = case.received_on
    Ownership.objects.create(
        case=case, leader=people["leader"], since=since, planned_on=today() + 100 * DAY, decided_by=people["director"]
    )
    Clearing.objects.begin(case, today(), cause=Clearing.Cause.OWNED)
    return case


def planned(case, people, days=10, weight=10, **fields):
    said = {"what": "三方到场会勘", "weight": weight, "official": people["handler"]} | fields
    return Milestone.objects.plan(case, planned_on=today() + days * DAY, by=people["director"], on=today(), **said)


def proposed(case, people, to="next"):
    return OwnershipTransfer.objects.propose(
        case, successor=people[to], reason="分工调整", by=people["director"], on=today()
    )


def address(name, case, *more):
    return reverse(f"cases:{name}", args=[case.number, *more])


# ---------- 定人 ----------
def test_whoever_answers_for_the_community_is_proposed_first_then_who_owns_the_fewest(people):
    community = factories.community()
    case = factories.triaged(community=community)
    Zone.objects.create(leader=people["next"], community=community, since=today())
    Ownership.objects.create(
        case=factories.triaged(), leader=people["leader"], since=today(), decided_by=people["director"]
    )

    leaders = leaders_for(case, today())

    assert [leader.name for leader in leaders] == ["next", "head", "leader"]
    assert reasons_for(leaders[0], case) == f"挂钩{community.label}，在包 0 件"
    assert reasons_for(leaders[2], case) == "在包 1 件"


def test_a_closed_case_is_no_load(people):
    case = factories.triaged()
    Ownership.objects.create(case=case, leader=people["leader"], since=today(), decided_by=people["director"])
    Case.objects.filter(pk=case.pk).update(closed_on=today(), stage=Case.Stage.CLOSED)

    leader = next(one for one in leaders_for(factories.triaged(), today()) if one == people["leader"])

    assert leader.owned == 0


def test_the_database_knows_one_owner_on_any_day(owned, people):
    row = owned.ownerships.get()
    row.until = today() - DAY
    row.since = today() - 5 * DAY
    row.save()

    with pytest.raises(IntegrityError, match="one_owner_on_any_day"), transaction.atomic():
        Ownership.objects.create(
            case=owned,
            leader=people["next"],
            since=today() - 3 * DAY,
            until=today(),
            decided_by=people["director"],
        )
    Ownership.objects.create(
        case=owned, leader=people["next"], since=today() - DAY, decided_by=people["director"]
    )  # from the day on which the other ended


def test_a_hard_case_is_not_left_without_an_owner(owned, people, sign_in):
    answer = sign_in(people["director"]).post(address("ownership", owned), {"leader": "", "reason": "不再需要"})

    assert answer.status_code == 422
    assert "疑难案件不能没有包案领导" in answer.content.decode()
    assert owned.ownerships.in_force(today()).exists()


def test_a_hard_case_without_an_owner_is_an_error_on_the_directors_screen(people, sign_in):
    case = factories.triaged(level=Case.Level.HARD, handler=people["handler"])
    factories.triaged(handler=people["handler"])
    client = sign_in(people["director"])
    assert [row.number for row in client.get("/cases/?view=unowned").context["cases"]] == [case.number]

    client.post(
        address("ownership", case),
        {"leader": people["leader"].pk, "on": "今天", "planned_on": f"{today() + 90 * DAY:%F}"},
    )

    assert not client.get("/cases/?view=unowned").context["cases"]


def test_the_owner_may_propose_who_takes_over_but_not_drop_it(people, sign_in):
    case = factories.triaged(handler=people["handler"])
    Ownership.objects.create(case=case, leader=people["leader"], since=today(), decided_by=people["director"])
    client, url = sign_in(people["leader"]), address("ownership", case)

    assert client.post(url, {"leader": "", "reason": "不想包了"}).status_code == 422
    assert client.post(url, {"leader": people["next"].pk, "reason": "我要去党校"}).status_code == 302
    assert OwnershipTransfer.objects.waiting().get().proposed_by == people["leader"]


# ---------- 交接 ----------
@pytest.mark.parametrize("order", [("leader", "next"), ("next", "leader")])
def test_the_owner_stays_until_both_have_signed(owned, people, order):
    first, second = order
    transfer = proposed(owned, people)

    transfer.sign(by=people[first], on=today())
    assert owned.ownerships.get(until=None).leader == people["leader"]
    transfer.sign(by=people[second], on=today())

    now = owned.ownerships.get(until=None)
    assert (now.leader, now.since, now.signed_on) == (people["next"], today(), today())
    assert now.planned_on == today() + 100 * DAY  # a change of owner moves no day
    assert now.planned_from == owned.received_on
    assert transfer.outcome == OwnershipTransfer.Outcome.DONE


def test_nobody_signs_for_the_other_or_twice(owned, people):
    transfer = proposed(owned, people)
    transfer.sign(by=people["next"], on=today())

    for name in ("next", "director", "head", "handler"):
        with pytest.raises(ValidationError, match="不等您签字"):
            transfer.sign(by=people[name], on=today())


def test_for_a_leader_who_left_the_head_signs(owned, people):
    people["leader"].postings.update(until=today())
    transfer = proposed(owned, people)

    transfer.sign(by=people["head"], on=today())
    transfer.sign(by=people["next"], on=today())

    assert (transfer.given_by, owned.ownerships.get(until=None).leader) == (people["head"], people["next"])


def test_for_a_leader_who_left_the_head_cannot_sign_both_sides(owned, people):
    people["leader"].postings.update(until=today())
    transfer = proposed(owned, people, to="head")
    transfer.sign(by=people["head"], on=today())  # as who takes it

    with pytest.raises(ValidationError, match="不等您签字"):
        transfer.sign(by=people["head"], on=today())

    assert owned.ownerships.get(until=None).leader == people["leader"]


def test_who_declines_says_why_and_nothing_changes(owned, people, sign_in):
    transfer, client = proposed(owned, people), sign_in(people["next"])
    url = address("transfer_answer", owned)

    assert client.post(url, {"answer": "DECLINE", "reason": ""}).status_code == 422
    assert client.post(url, {"answer": "DECLINE", "reason": "和我分管的没有关系"}).status_code == 302

    transfer.refresh_from_db()
    assert transfer.outcome == OwnershipTransfer.Outcome.DECLINED
    assert owned.ownerships.get(until=None).leader == people["leader"]


def test_whoever_is_to_take_it_over_sees_it_while_he_is_asked(owned, people):
    seen = Case.objects.visible_to(people["next"])
    assert not seen.filter(pk=owned.pk).exists()
    transfer = proposed(owned, people)
    assert Case.objects.visible_to(people["next"]).filter(pk=owned.pk).exists()
    assert not Case.objects.within(people["next"], "cases:instruction").filter(pk=owned.pk).exists()

    transfer.decline(by=people["next"], on=today(), reason="不接")

    assert not Case.objects.visible_to(people["next"]).filter(pk=owned.pk).exists()


def test_a_new_proposal_withdraws_the_one_before(owned, people):
    earlier = proposed(owned, people)
    proposed(owned, people, to="head")

    earlier.refresh_from_db()
    assert earlier.outcome == OwnershipTransfer.Outcome.WITHDRAWN
    assert OwnershipTransfer.objects.waiting().count() == 1


def test_a_transfer_signed_meanwhile_is_told(owned, people, sign_in):
    proposed(owned, people)
    stranger = factories.official(Role.LO)
    Zone.objects.create(leader=stranger, community=owned.community or factories.community(), since=today())

    assert sign_in(people["head"]).get(address("transfer_answer", owned)).status_code == 403


def test_what_was_proposed_is_void_once_the_owner_went_in_another_way(owned, people):
    proposed(owned, people)
    owned.ownerships.get().pass_to(people["head"], on=today(), by=people["director"])  # as a recusal does

    assert not OwnershipTransfer.objects.waiting().exists()
    assert not Case.objects.visible_to(people["next"]).filter(pk=owned.pk).exists()
    proposed(owned, people)
    assert OwnershipTransfer.objects.waiting().get().current.leader == people["head"]


@pytest.mark.django_db(transaction=True)
def test_both_may_sign_at_once_and_the_case_passes_once(owned, people):
    transfer = proposed(owned, people)

    def sign(official):
        try:
            with transaction.atomic():
                Case.objects.for_change().get(pk=owned.pk)
                row = OwnershipTransfer.objects.select_related("current__leader", "successor", "case").get(
                    pk=transfer.pk
                )
                row.sign(by=official, on=today())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(sign, [people["leader"], people["next"]]))

    assert owned.ownerships.get(until=None).leader == people["next"]
    assert owned.ownerships.count() == 2


# ---------- 责任书 ----------
def test_the_letter_is_signed_by_the_owner_alone_and_once_it_is_whole(owned, people, sign_in):
    url = address("ownership_signature", owned)
    assert sign_in(people["leader"]).post(url).status_code == 403  # no milestone yet
    planned(owned, people)
    assert sign_in(people["head"]).post(url).status_code == 403

    assert sign_in(people["leader"]).post(url).status_code == 302

    assert owned.ownerships.get().signed_on == today()
    assert sign_in(people["leader"]).post(url).status_code == 403


def test_an_unsigned_letter_waits_for_its_leader(owned, people):
    assert not Ownership.objects.unsigned().exists()
    planned(owned, people)
    assert Ownership.objects.unsigned().get().leader == people["leader"]
    owned.ownerships.update(signed_on=today())
    assert not Ownership.objects.unsigned().exists()


# ---------- 节点 ----------
def test_a_milestone_needs_an_owner_of_the_case(people):
    with pytest.raises(ValidationError, match="先定包案领导"):
        planned(factories.triaged(handler=people["handler"]), people)


@pytest.mark.parametrize(("days", "words"), [(-1, "今天以前"), (0, ""), (100, ""), (101, "不能晚于计划的完成日")])
def test_a_milestone_lies_between_today_and_the_end_of_the_plan(owned, people, days, words):
    if words:
        with pytest.raises(ValidationError, match=words):
            planned(owned, people, days=days)
    else:
        assert planned(owned, people, days=days).deadline.legal_end_on == today() + days * DAY


def test_a_day_beyond_the_calendar_is_refused_at_its_field(people, sign_in):
    case = factories.triaged(handler=people["handler"])
    Ownership.objects.create(case=case, leader=people["leader"], since=today(), decided_by=people["director"])
    client, day = sign_in(people["leader"]), "2099-01-05"
    said = {"what": "会勘", "weight": "10", "planned_on": day, "official": people["handler"].pk}

    for name, data in (
        ("milestone_add", said),
        ("instruction", {"words": "快办", "to": people["handler"].pk, "due_on": day}),
    ):
        answer = client.post(address(name, case), data)
        assert answer.status_code == 422
        assert "2099 年的工作日历还没有录入" in answer.content.decode()


def test_a_plan_the_meeting_extended_takes_later_milestones(owned, people):
    clearing = owned.clearings.get()
    clearing.extend(by=people["director"], until_on=today() + 130 * DAY, met_on=today(), ground="等规划批复")

    assert planned(owned, people, days=130)
    with pytest.raises(ValidationError):
        planned(owned, people, days=131)


def test_a_missed_milestone_climbs_like_any_task(owned, people):
    milestone = planned(owned, people, days=0)
    sweep(timezone.now() + 2 * DAY)

    assert DueWarning.objects.filter(deadline=milestone.deadline).exists()


def test_reached_it_stops_its_clock_and_counts(owned, people, sign_in):
    milestone = planned(owned, people)
    client, url = sign_in(people["handler"]), address("milestone_reached", owned, milestone.pk)

    assert client.post(url, {"reached_on": "明天", "result": "会勘完"}).status_code == 422
    assert client.post(url, {"reached_on": "今天", "result": ""}).status_code == 422
    assert client.post(url, {"reached_on": "今天", "result": "三方签了会勘记录"}).status_code == 302

    milestone.refresh_from_db()
    assert (milestone.reached_on, milestone.deadline.ended_on) == (today(), today())
    assert client.post(url, {"reached_on": "今天", "result": "再来一次"}).status_code == 422


def test_withdrawn_it_stays_on_the_page_and_weighs_nothing(owned, people, sign_in):
    milestone = planned(owned, people)
    kept = planned(owned, people, what="出修缮方案", weight=30)
    kept.reach(by=people["handler"], on=today(), reached_on=today(), result="方案已出")
    milestone.withdraw(by=people["director"], on=today(), reason="不用会勘")

    page = sign_in(people["director"]).get(address("plan", owned))

    assert page.context["progress"].completed == 1
    assert "不用会勘" in page.content.decode()
    with pytest.raises(ValidationError):
        kept.withdraw(by=people["director"], on=today(), reason="做到了的")


def test_only_some_milestones_fit_on_a_plan(owned, people, monkeypatch):
    monkeypatch.setattr("cases.models.plan.MOST_MILESTONES", 2)
    planned(owned, people)
    planned(owned, people).withdraw(by=people["director"], on=today(), reason="写错")
    planned(owned, people)
    with pytest.raises(ValidationError, match="最多 2 个"):
        planned(owned, people)


# ---------- 批示 ----------
def test_an_instruction_with_a_day_is_a_task_of_whom_it_names(owned, people, sign_in):
    data = {"words": "三日内拿出方案", "to": people["handler"].pk, "due_on": "+3"}
    assert sign_in(people["leader"]).post(address("instruction", owned), data).status_code == 302

    given = Instruction.objects.get()
    clock = given.deadline
    assert (clock.official, clock.legal_end_on, clock.rule) == (people["handler"], today() + 3 * DAY, "F46")

    url = address("instruction_answer", owned, given.pk)
    assert sign_in(people["director"]).post(url, {"answer": "代他答"}).status_code == 403
    assert sign_in(people["handler"]).post(url, {"answer": ""}).status_code == 422
    assert sign_in(people["handler"]).post(url, {"answer": "方案已报"}).status_code == 302
    clock.refresh_from_db()
    assert clock.ended_on == today()


def test_without_a_day_he_is_told_and_no_clock_runs(owned, people):
    given = Instruction.objects.give(
        owned, words="多走动", to=people["handler"], due_on=None, by=people["leader"], on=today()
    )
    assert given.deadline is None


def test_whoever_handles_it_by_now_may_answer(owned, people):
    given = Instruction.objects.give(
        owned, words="多走动", to=people["director"], due_on=None, by=people["leader"], on=today()
    )
    given.reply("已走访", by=people["handler"], on=today())
    with pytest.raises(ValidationError, match="已经回复过"):
        given.reply("再答", by=people["handler"], on=today())


def test_after_each_step_the_plan_is_there_again(owned, people, sign_in):
    client, data = sign_in(people["director"]), {"what": "会勘", "weight": "10", "planned_on": "+5"}
    page = client.get(address("milestone_add", owned))
    answer = client.post(address("milestone_add", owned), data | {"official": people["handler"].pk})

    assert page.context["back_url"] == answer["Location"] == address("plan", owned)


def test_a_number_in_an_instruction_is_asked_about_once(owned, people, sign_in):
    data = {"words": "打 13800138000 问清", "to": people["handler"].pk, "due_on": ""}
    client, url = sign_in(people["leader"]), address("instruction", owned)
    assert client.post(url, data).status_code == 422
    assert client.post(url, data | {"sure": "on"}).status_code == 302


# ---------- 调度 ----------
def test_a_dispatch_stands_on_the_plan(owned, people, sign_in):
    data = {
        "held_on": "今天",
        "chair": people["leader"].pk,
        "present": "城市建设科、物业公司",
        "blocked": "维修基金没有表决",
        "arranged": "社区一周内组织表决",
    }
    client = sign_in(people["director"])
    assert client.post(address("dispatch", owned), data | {"blocked": ""}).status_code == 422
    assert client.post(address("dispatch", owned), data | {"held_on": "明天"}).status_code == 422
    assert client.post(address("dispatch", owned), data).status_code == 302

    page = client.get(address("plan", owned)).content.decode()
    assert "维修基金没有表决" in page and "社区一周内组织表决" in page


# ---------- 台账 ----------
def test_the_page_offers_to_each_what_the_table_grants(owned, people, sign_in):
    planned(owned, people)
    offered = {
        name: sign_in(people[name]).get(address("plan", owned)).context["may"]
        for name in ("director", "leader", "handler")
    }

    assert "milestone_add" in offered["director"] & offered["leader"]
    assert "milestone_add" not in offered["handler"] and "milestone_reached" in offered["handler"]
    assert "instruction" in offered["leader"] and "instruction" not in offered["director"]


def test_the_page_asks_the_same_with_one_row_and_with_many(owned, people, sign_in, queries_of):
    client = sign_in(people["director"])
    planned(owned, people)
    few = queries_of(lambda: client.get(address("plan", owned)))
    for number in range(20):
        planned(owned, people, what=f"第{number}步")
        Instruction.objects.give(
            owned, words="快办", to=people["handler"], due_on=today(), by=people["leader"], on=today()
        )
    many = queries_of(lambda: client.get(address("plan", owned)))

    assert len(many) == len(few) <= 20, "\n".join(many)


def test_a_masked_reader_sees_no_number_in_the_plan(owned, people, sign_in):
    planned(owned, people, what="打 13800138000 约见面")

    assert "13800138000" in sign_in(people["director"]).get(address("plan", owned)).content.decode()
    assert "13800138000" not in sign_in(factories.official(Role.SV)).get(address("plan", owned)).content.decode()
