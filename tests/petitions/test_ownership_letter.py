"""P15, the letter of responsibility, and its addenda: written from who owns the case by which plan (F46, F52)."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models import Case, Clearing, Milestone, Ownership, OwnershipTransfer, Paper
from officials.models import Role
from petitions.papers import issuing
from petitions.papers.owning import ADDENDUM
from tests import factories

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TYPED = {
    "standard": "三方签字认可。",
    "team": "城市建设科、社区。",
    "rhythm": "每旬报告。",
    "supervision": "督查员按节点查。",
}


def today():
    return timezone.localdate()


@pytest.fixture
def people(db):
    names = {"director": Role.OD, "leader": Role.LO, "next": Role.LO, "head": Role.HO, "handler": Role.HD}
    return {name: factories.official(role, name=name) for name, role in names.items()}


@pytest.fixture
def case(people):
    case = factories.triaged(level=Case.Level.HARD, by=people["director"], handler=people["handler"])
    Ownership.objects.create(
        case=case,
        leader=people["leader"],
        since=today(),
        planned_on=today() + 100 * DAY,
        signed_on=today(),
        decided_by=people["director"],
    )
    Clearing.objects.begin(case, today(), cause=Clearing.Cause.OWNED)
    planned(case, people, "三方到场会勘")
    return case


def planned(case, people, what):
    said = {"weight": 10, "planned_on": today() + 10 * DAY, "official": people["handler"]}
    return Milestone.objects.plan(case, what=what, by=people["director"], on=today(), **said)


def drafted(case, people, variant="", **typed):
    values = typed or TYPED
    return issuing.draft(case, Paper.Kind.OWNERSHIP_LETTER, by=people["director"], values=values, variant=variant)


def said(paper, case):
    return json.dumps(issuing.said(paper, case)["full"], ensure_ascii=False)


def issued(case, people):
    paper = drafted(case, people)
    issuing.submit(paper, case)
    issuing.approve(paper, case, by=people["head"])
    return issuing.issue(paper, case, reader="WORK", by=people["director"]).paper


def test_it_says_who_owns_what_by_which_plan_and_who_signed(case, people):
    paper = issued(case, people)
    printed = said(paper, case)

    for wanted in ("leader", "疑难", "三方到场会勘", "三方签字认可", "每旬报告", "分量10", "机关负责人 head"):
        assert wanted in printed, wanted
    assert paper.number.endswith(f"责〔{today():%Y}〕1号")


def test_it_is_the_heads_to_approve(case, people):
    paper = drafted(case, people)
    issuing.submit(paper, case)

    assert "机关负责人" in paper.why_not_approve(factories.official(Role.OD))
    assert paper.why_not_approve(people["head"]) == ""


def test_unsigned_by_its_leader_it_does_not_go_up(case, people):
    case.ownerships.update(signed_on=None)
    with pytest.raises(ValidationError, match="包案领导签字"):
        issuing.submit(drafted(case, people), case)


def test_without_a_plan_it_does_not_go_up(case, people):
    case.milestones.get().withdraw(by=people["director"], on=today(), reason="写错了")
    with pytest.raises(ValidationError, match="节点"):
        issuing.submit(drafted(case, people), case)


def test_one_letter_a_case_and_many_addenda(case, people):
    issued(case, people)
    with pytest.raises(ValidationError, match="已经有了"):
        drafted(case, people)

    for what in ("出修缮方案", "施工"):
        planned(case, people, what)
        issuing.submit(drafted(case, people, ADDENDUM, why="方案变了。"), case)


def test_an_addendum_lists_what_changed_since(case, people):
    issued(case, people)
    planned(case, people, "出修缮方案")
    case.milestones.first().withdraw(by=people["director"], on=today(), reason="会勘改期")
    transfer = OwnershipTransfer.objects.propose(
        case, successor=people["next"], reason="分工调整", by=people["director"], on=today()
    )
    for name in ("leader", "next"):
        transfer.sign(by=people[name], on=today())

    printed = said(drafted(case, people, ADDENDUM, why="分工调整。"), case)

    for wanted in ("由next包案", "撤下节点：三方到场会勘（会勘改期）", "增加节点：出修缮方案"):
        assert wanted in printed, wanted


def test_before_a_letter_there_is_nothing_to_add_to(case, people):
    with pytest.raises(ValidationError, match="已制发的包案责任书"):
        issuing.submit(drafted(case, people, ADDENDUM, why="方案变了。"), case)


def test_each_change_stands_in_exactly_one_addendum_be_they_of_one_day(case, people):
    issued(case, people)
    planned(case, people, "出修缮方案")
    first = added_to(case, people)
    case.milestones.get(what="出修缮方案").withdraw(by=people["director"], on=today(), reason="改了办法")
    planned(case, people, "签协议")

    second = added_to(case, people)

    assert "增加节点：出修缮方案" in first and "签协议" not in first
    assert "撤下节点：出修缮方案（改了办法）" in second and "增加节点：签协议" in second
    assert "增加节点：出修缮方案" not in second and "三方到场会勘" not in first + second


def test_an_addendum_that_changes_nothing_does_not_go_up(case, people):
    issued(case, people)
    planned(case, people, "出修缮方案")
    added_to(case, people)

    with pytest.raises(ValidationError, match="变动"):
        issuing.submit(drafted(case, people, ADDENDUM, why="再说一遍。"), case)


def test_what_was_written_and_withdrawn_between_two_papers_was_never_part_of_the_letter(case, people):
    issued(case, people)
    planned(case, people, "写错的").withdraw(by=people["director"], on=today(), reason="写错了")
    planned(case, people, "出修缮方案")

    assert "写错的" not in added_to(case, people)


def test_a_second_draft_of_what_stands_in_the_first_by_now_is_not_issued_as_it_was_approved(case, people):
    issued(case, people)
    planned(case, people, "出修缮方案")
    first, second = (drafted(case, people, ADDENDUM, why="方案变了。") for _one in range(2))
    for paper in (first, second):
        issuing.submit(paper, case)
        issuing.approve(paper, case, by=people["head"])
    issuing.issue(first, case, reader="WORK", by=people["director"])

    with pytest.raises(ValidationError):
        issuing.issue(second, case, reader="WORK", by=people["director"])


def test_what_a_voided_addendum_said_stands_in_the_next(case, people):
    issued(case, people)
    planned(case, people, "出修缮方案")
    added_to(case, people)
    case.papers.get(variant=ADDENDUM).void(by=people["director"], reason="盖错章")

    assert "增加节点：出修缮方案" in added_to(case, people)


def added_to(case, people):
    """The addendum of by now, issued; gives what it says."""
    paper = drafted(case, people, ADDENDUM, why="方案变了。")
    issuing.submit(paper, case)
    issuing.approve(paper, case, by=people["head"])
    return paper_of(issuing.issue(paper, case, reader="WORK", by=people["director"]).paper)


def paper_of(paper):
    return json.dumps(json.loads(paper.content)["full"], ensure_ascii=False)
