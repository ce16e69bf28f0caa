"""Checks, supervision from above, specialists and the team, walked in a real browser (F47, L43, F56, F23)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Consultation, Finding, Inspection, SuperiorOrder
from officials.models import Certificate, Role, Specialist, TrainingSession
from tests import factories
from tests.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def walk(new_context, live_server, sign_in):
    """`walk(official)` gives that official at a browser of his own."""

    def walking(official):
        walker = Walker(new_context, live_server, official)
        walker.is_signed_in(sign_in(official))
        return walker

    return walking


@pytest.fixture
def office():
    return {
        "supervisor": factories.official(Role.SV, name="冯立新", at=factories.section("党政办公室")),
        "director": factories.official(Role.OD, name="周建国"),
        "head": factories.official(Role.HO, name="郑国强"),
        "handler": factories.official(Role.HD, name="李静", at=factories.section()),
        "lawyer": factories.official(Role.SP, name="高立群"),
        "counsellor": factories.official(Role.SP, name="白洁"),
    }


def test_a_check_finds_something_and_it_is_put_right(walk, office):
    case = factories.triaged(by=office["director"], handler=office["handler"])
    supervisor, handler = walk(office["supervisor"]), walk(office["handler"])

    supervisor.go(reverse("cases:inspections"))
    supervisor.press("安排检查")
    supervisor.choose(kind="动态巡查", unit="城市建设科", inspector="冯立新")
    supervisor.fill(scope="受理告知是否按期", held_on="今天", count="1")
    supervisor.press("安排 Alt S")
    supervisor.reads(case.number, "动态巡查")
    supervisor.press("记看下来")
    supervisor.fill(note="回证没有入卷。")
    supervisor.press("记下")
    check = Inspection.objects.get()
    supervisor.go(f"{reverse('cases:finding_add', args=[check.pk])}?case={case.number}")
    supervisor.choose(ground="44(3) 未在规定期限内书面告知信访人是否受理信访事项")
    supervisor.fill(facts="看不出哪天送到。", remedy="回证入卷。", due_on="+5")
    supervisor.press("写下，通知责任人")
    supervisor.press("结束检查")
    supervisor.fill(summary="一件，一个问题。")
    supervisor.press("结束检查")

    handler.go(reverse("cases:findings"))
    handler.reads("我的整改", "看不出哪天送到")
    handler.press(Finding.objects.get().number)
    handler.press("报整改")
    handler.fill(evidence="回证找到了，已经入卷。")
    handler.press("报整改 Alt S")
    handler.reads("等核对")

    supervisor.go(reverse("cases:findings"))
    supervisor.press(Finding.objects.get().number)
    supervisor.press("核对整改")
    supervisor.choose(holds="改好了，销号")
    supervisor.press("记下")
    supervisor.reads("核对属实", "销号")
    supervisor.go(reverse("cases:grounds"))
    supervisor.reads("46(6)")

    assert Finding.objects.get().closed_by == office["supervisor"]


def test_a_letter_from_above_is_answered_by_two(walk, office):
    director, head = walk(office["director"]), walk(office["head"])

    director.go(reverse("cases:superior_orders"))
    director.press("登记 Alt S")
    director.choose(form="约谈", owner="周建国（信访办）")
    director.fill(organ="区信访局", sender_no="东信函1号", asked="说明三件超期的原因。", due_on="+10")
    director.press("登记 Alt S")
    director.press("拟反馈")
    director.fill(text="三件都已送达，原因已逐件说明。")
    director.press("拟好，请另一个人看")
    director.reads("等另一个人同意")
    head.go(reverse("cases:superior_order", args=[SuperiorOrder.objects.get().pk]))
    head.press("同意或者退回")
    head.choose(agrees="同意，报出")
    head.press("记下")
    head.reads("同意报出")
    director.go(f"{reverse('cases:superior_orders')}?view=answered")
    director.reads("区信访局")

    assert not SuperiorOrder.objects.open().exists()


def test_specialists_are_asked_with_consent_and_say_their_word(walk, office):
    case = factories.triaged(by=office["director"], handler=office["handler"])
    for kind, who, licence in (("LAWYER", "lawyer", "14401"), ("COUNSELLOR", "counsellor", "")):
        Specialist.objects.create(
            kind=kind,
            name=office[who].name,
            speciality="物权",
            licence_no=licence,
            since=timezone.localdate(),
            official=office[who],
        )
    handler, lawyer, counsellor = walk(office["handler"]), walk(office["lawyer"]), walk(office["counsellor"])

    handler.go(case.get_absolute_url())
    handler.press("专家服务")
    for kind, who in (("法律意见咨询", "高立群（律师 · 物权）"), ("心理疏导", "白洁（心理咨询师 · 物权）")):
        handler.press("请专家")
        handler.choose(kind=kind, specialist=who)
        if kind == "法律意见咨询":
            handler.fill(what_for="能不能请求赔偿。")
        handler.press("提出 Alt S")
        handler.press("记本人愿不愿意")
        handler.choose(consent="同意", way="电话")
        handler.press("记下")
    handler.reads("法律意见咨询", "心理疏导", "同意")

    lawyer.go("/")
    lawyer.press("接不接")
    lawyer.choose(answer="接受")
    lawyer.press("答复")
    lawyer.press(case.number)
    lawyer.reads(case.title)
    lawyer.go(reverse("cases:list"))
    lawyer.go(reverse("cases:consultations"))
    lawyer.press("写结果")
    lawyer.fill(result="可以请求赔偿。")
    lawyer.press("写进案卷，结束")
    lawyer.reads("已结束")

    counsellor.go("/")
    counsellor.press("接不接")
    counsellor.choose(answer="接受")
    counsellor.press("答复")
    counsellor.press("咨询记录")
    counsellor.fill(text="约好下周再谈。")
    counsellor.press("记下")
    counsellor.reads("约好下周再谈")

    handler.go(reverse("cases:case_specialists", args=[case.number]))
    handler.reads("可以请求赔偿")
    handler.press("收回")
    handler.press("收回，从现在起看不到")
    assert not Consultation.objects.waiting().exists()


def test_the_director_keeps_the_team(walk, office):
    director = walk(office["director"])

    director.go(reverse("officials:me"))
    director.press("队伍：培训、证书、职责")
    director.press("记培训")
    director.fill(topic="条例", hours="4")
    director.page.get_by_label("李静").check()
    director.page.get_by_label("有测试").check()
    director.press("记下")
    director.press("记下")
    director.press("登记证书")
    director.choose(official="李静", kind="上岗证")
    soon = timezone.localdate() + timedelta(days=10)
    director.fill(number="X1", issued_on="2025-01-01", expires_on=f"{soon:%F}")
    director.press("登记 Alt S")
    director.reads("上岗证", "条例")
    director.press("写机构和职责")
    director.choose(unit="信访办")
    director.fill(duties="登记、转送、督办。")
    director.press("写下")
    director.press("写一段锻炼")
    director.choose(official="李静", unit="信访办")
    director.fill(home="党政办", until="+60")
    director.press("写下")
    director.reads("正在锻炼", "登记、转送、督办。")
    director.press("全部证书")
    director.press("注销")
    director.fill(reason="登记错了。")
    director.press("注销 Alt S")
    director.go(reverse("cases:specialists"))
    director.press("列入名册")
    director.choose(kind="专家学者")
    director.fill(name="秦学文", speciality="房屋结构")
    director.press("保存")
    director.reads("秦学文")

    assert TrainingSession.objects.get().attendances.get().official == office["handler"]
    assert not Certificate.objects.standing().exists()
