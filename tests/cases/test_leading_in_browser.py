"""What leaders and the director do on cases, walked in a real browser by keyboard alone (F20, F40, F49, F52)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CaseAnalysis, DispatchNote, Handover, Measure, Milestone, OpenCall, Ownership
from officials.models import Role
from tests import factories
from tests.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sits_down(new_context, live_server, sign_in):
    def sitting(official, path):
        walker = Walker(new_context, live_server, official)
        walker.is_signed_in(sign_in(official))
        walker.go(path)
        return walker

    return sitting


def follow(walker, words):
    """By keyboard alone: Tab to the link or button that says so, and Enter."""
    said = "document.activeElement.matches('a, button') ? document.activeElement.innerText : ''"
    for _step in range(120):
        if words in walker.page.evaluate(said):
            return walker.press_keys("Enter")
        walker.page.keyboard.press("Tab")
    raise AssertionError(f"按 Tab 到不了 {words}")


def test_the_director_ticks_cases_in_the_list_and_hands_them_on(sits_down):
    section = factories.section()
    giver, taker = (factories.official(Role.HD, at=section, name=name) for name in ("赵磊", "李静"))
    cases = [factories.triaged(handler=giver) for _one in range(2)]

    director = sits_down(factories.official(Role.OD, name="周建国"), reverse("cases:list"))
    director._tab_to("case")
    director.page.keyboard.press("Space")
    director.page.keyboard.press("Tab")
    director.press_alt("z")
    director.reads("移交给谁")
    director.key_in(post="李静")
    director.press_alt("s")
    director.reads("把 1 件移交给 城市建设科 李静")
    director.key_in(reason="分工调整")
    director.press_alt("s")
    director.reads("已把 1 件移交给李静")

    assert Handover.objects.waiting().get(receiver=taker).offered_on == timezone.localdate()
    assert Case.objects.filter(handler=giver).count() == len(cases) - 1


def test_an_analysis_is_written_with_its_measures_milestones_and_a_dispatch(sits_down):
    director, leader = factories.official(Role.OD, name="周建国"), factories.official(Role.LO, name="陈志远")
    handler = factories.official(Role.HD, name="李静", at=factories.section())
    case = factories.triaged(by=director, handler=handler, level=Case.Level.HARD)
    today = timezone.localdate()
    Ownership.objects.create(case=case, leader=leader, since=today, decided_by=director)
    parts = {
        "core": "防水由谁修",
        "legal": "保修期内由开发商修，保修期满由维修资金修",
        "blocked": "哪天报修的说法不一",
        "who": "开发商的工程部",
        "entry": "先一起看现场",
        "key_point": "定下报修的日子",
        "plan": "看现场，查报修记录，三方签意见",
    }

    writer = sits_down(handler, reverse("cases:case", args=[case.number]))
    writer.go(reverse("cases:analysis", args=[case.number]))
    writer.press_alt("s")
    writer.key_in(**parts)
    writer.press_alt("s")
    writer.reads(*parts.values())
    follow(writer, "记一条措施")
    writer.key_in(what="请物业和开发商到场", resource="部门联动", who="城市建设科、物业")
    writer.press_alt("s")
    follow(writer, "记效果")
    writer.key_in(outcome="见效", result="三方到了场，定了位置")
    writer.press_alt("s")
    writer.reads("部门联动", "见效", "三方到了场")

    owner = sits_down(leader, reverse("cases:plan", args=[case.number]))
    owner.press_alt("s")
    owner.key_in(what="三方到场会勘", weight="30", planned_on="+10", official="李静")
    owner.press_alt("s")
    owner.reads("三方到场会勘", "李静")
    follow(owner, "记一次调度")
    owner.key_in(present="城市建设科、物业", blocked="报修的日子说法不一", arranged="周五前查报修记录")
    owner.press_alt("s")
    owner.reads("周五前查报修记录")
    follow(owner, "做到了")
    owner.key_in(result="会勘做了，记录三方签字")
    owner.press_alt("s")
    owner.reads("会勘做了")

    assert CaseAnalysis.objects.get().key_point == "定下报修的日子"
    measure = Measure.objects.get()
    assert (measure.resource, measure.outcome) == (Measure.Resource.DEPARTMENT, Measure.Outcome.WORKED)
    assert Milestone.objects.get().reached_on == today
    assert DispatchNote.objects.get().chair == leader


def test_a_hard_problem_is_posted_answered_and_one_answer_chosen(sits_down):
    director, head = factories.official(Role.OD, name="周建国"), factories.official(Role.HO, name="郑国强")
    guest = factories.official(Role.MD, name="金凤英", at=factories.section("司法所"))
    handler = factories.official(Role.HD, name="李静", at=factories.section())
    case = factories.triaged(by=director, handler=handler, level=Case.Level.HARD)
    page = reverse("cases:calls", args=[case.number])

    drafter = sits_down(director, page)
    drafter.press_alt("s")
    drafter.key_in(
        title="老宿舍档案不全，怎样补证", brief="厂子早已破产，收据散在各处。", wanted="还缺哪几样材料", until="+10"
    )
    tick(drafter, "金凤英")
    drafter.press_alt("s")
    drafter.reads("等批准")

    second = sits_down(head, page)
    follow(second, "批准挂出")
    second.press_alt("s")
    second.reads("挂着")

    able = sits_down(guest, reverse("calls:list"))
    able.reads("老宿舍档案不全，怎样补证")
    follow(able, "老宿舍档案不全")
    able.key_in(text="先向档案馆调批复，再按单位补一份证明。")
    able.press_alt("s")
    able.reads("先向档案馆调批复")

    drafter.go(page)
    drafter.reads("先向档案馆调批复")
    follow(drafter, "选定、结束")
    drafter.key_in(chosen="金凤英", reason="材料的去处说得清楚")
    drafter.press_alt("s")
    drafter.reads("选用", "材料的去处说得清楚")

    call = OpenCall.objects.get()
    assert (call.posted_by, call.chosen.by) == (head, guest)


def tick(walker, words):
    """Tab to the tick box beside these words, and Space."""
    said = "(document.activeElement.closest('label')?.innerText || '')"
    for _step in range(80):
        if words in walker.page.evaluate(said):
            return walker.page.keyboard.press("Space")
        walker.page.keyboard.press("Tab")
    raise AssertionError(f"没有 {words}")
