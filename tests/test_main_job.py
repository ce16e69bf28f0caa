"""The main job walked in a real browser: from the visitor at the door to the closed file (architecture, section 3)."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cases import rules
from cases.dictionary import load_categories
from cases.models import Case, Ownership, Reveal
from cases.templatetags.register import day_label, short_day
from officials.calendar import Calendar
from officials.models import AuditEntry, Role, Zone
from reception.models import Visit
from tests import factories
from tests.petitions.stories import W1, W6, Story, registered
from tests.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LEAK = "3幢地下车库下雨就漏水，车位泡了两个月，物业说该开发商修。"


@pytest.fixture
def office():
    """Who takes part, by name."""
    load_categories()
    factories.community()
    return {
        "clerk": factories.official(Role.RC, name="王敏", phone="8001"),
        "director": factories.official(Role.OD, name="周建国", phone="8003"),
        "handler": factories.official(Role.HD, name="李静", at=factories.section()),
        "head": factories.official(Role.HO, name="郑国强"),
    }


@pytest.fixture
def sits_down(new_context, live_server, sign_in, office):
    """`sits_down("clerk")` is that official signing in at a browser of his own; with a `path` he has, and opens it."""

    def sitting(name, path="", *, has_script=True):
        walker = Walker(new_context, live_server, office[name], has_script=has_script)
        if path:
            walker.is_signed_in(sign_in(office[name]))
            walker.go(path)
        else:
            walker.sign_in()
        return walker

    return sitting


def earlier_matters(clerk):
    """Three alike: one the clerk may see, one of yesterday by somebody else, one sealed."""
    visible = factories.case(clerk, statement=LEAK, name="李四海", phone="13800005555")
    before = {"received_at": timezone.now() - timedelta(days=1)}
    other = factories.case(factories.official(Role.RC), statement=LEAK, name="赵六", phone="13800006666", **before)
    sealed = factories.case(factories.official(Role.RC), statement=LEAK, purpose="ACCUSATION")
    return visible, other, sealed


def papers_of(page):
    """How many sheets each paper prints, and their width and height in millimetres."""
    papers = {}
    for paper in ("slip", "a5"):
        page.evaluate("paper => { document.body.dataset.paper = paper }", paper)
        pdf = page.pdf(prefer_css_page_size=True)
        boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
        papers[paper] = [tuple(round(float(side) * 25.4 / 72) for side in box) for box in boxes]
    return papers


def test_a_walk_in_goes_from_the_door_to_the_closed_file(sits_down, office):
    visible, other, sealed = earlier_matters(office["clerk"])
    today = timezone.localdate()

    # ---------- 登记：三项、两次 Tab、一次回车 ----------
    clerk = sits_down("clerk")
    assert clerk.page.url.endswith("/desk/")
    clerk.page.keyboard.type("张建国")
    clerk.page.keyboard.press("Tab")
    clerk.page.keyboard.type("138 0000 4471")
    clerk.page.keyboard.press("Tab")
    clerk.page.keyboard.type(LEAK)
    expect(clerk.page.locator("#live")).to_have_text("边填边找，找到 1 件")
    clerk.reads(visible.number, "另有 1 件不在您的查看范围，请问 周建国（内线 8003）。")
    assert not any(hidden.number in clerk.page.content() for hidden in (other, sealed))
    clerk.look()
    clerk.page.add_init_script("window.print = () => { window.printed = document.body.dataset.paper; };")
    clerk.press_keys("Enter")

    visit = Visit.objects.latest("pk")
    case = visit.case
    assert (visit.statement, visit.lead.phone, case.first_receiver) == (LEAK, "13800004471", office["clerk"])
    slip = clerk.page.locator(".slip").inner_text()
    assert visit.contact_no in slip
    assert re.search(r"[2-9A-HJ-NP-Z]{4} [2-9A-HJ-NP-Z]{4} [2-9A-HJ-NP-Z]{4}", slip)
    assert clerk.page.evaluate("window.printed") == "slip"
    assert papers_of(clerk.page) == {"slip": [(80, 190)], "a5": [(148, 210)]}

    # ---------- 补全：分流前的必填 ----------
    clerk.go(case.get_absolute_url())
    clerk.reads("分流前还缺", "诉求")
    clerk.press("去补全登记")
    clerk.fill(title="3幢地下车库渗水", grounds="物业报修单两份。", new0_text="修好地下车库", new1_text="赔偿泡水的车")
    clerk.choose(community="东河花园社区", category="物业管理", legal_state="没有")
    clerk.press("保存 Alt S")
    assert "分流前还缺" not in clerk.page.content()
    case.refresh_from_db()

    # ---------- 分流、告知去向、受理 ----------
    director = sits_down("director")
    director.press("待分流")
    director.page.set_viewport_size({"width": 390, "height": 844})
    title = director.page.get_by_role("link", name=case.title)
    assert title.bounding_box()["height"] < 30  # one line, also on a phone
    director.press(case.title)
    director.press_alt("s")
    first, second = case.claims.all()
    director.fill(ground="一个单位能办，事实清楚")
    director.press("分流 Alt S")
    director.reads("有 4 处要改，其他内容都还在", "一个单位能办，事实清楚")
    director.choose(level="一般矛盾", handling_unit="城市建设科", handler="李静")
    director.choose(**{f"claim-{first.pk}-route": "W6", f"claim-{second.pk}-route": "W1"})
    director.press("分流 Alt S")
    director.reads("已分流：一般矛盾，城市建设科承办。")
    director.press("受理")
    director.page.get_by_label("受理告知书同时送达").check()
    director.fill(signer="本人")
    director.press("受理 Alt S")
    due = rules.due("L17", today, Calendar.load())
    director.reads(
        f"已受理。法定答复最后一天 {day_label(due.legal_end, today)}", f"为什么是 {short_day(due.legal_end, today)}"
    )
    expect(director.page.locator(".why svg.ruler")).to_be_visible()
    director.press("告知去向：诉求 2")
    director.fill(organ="区人民法院", signer="本人")
    director.press("记已告知 Alt S")

    # ---------- 调查、答复、送达、请评价、办结 ----------
    handler = sits_down("handler")
    handler.press(case.title)
    for kind, content in (("听取信访人陈述", "张先生说三幢地下车库漏水。"), ("现场查看", "看见六处渗点。")):
        handler.press("记一次调查")
        handler.choose(kind=kind)
        handler.fill(place="地下车库", content=content)
        handler.press("记下 Alt S")
    handler.press("写答复：诉求 1")
    handler.choose(decision="支持")
    handler.fill(finding="防水层破损。", basis="物业管理条例第五十条", reply="十月底前修好。")
    handler.press("存答复 Alt S")
    handler.reads("诉求 1 的答复已存，一起送审。", "待审核")
    handler.page.get_by_text(re.compile("还有 . 项现在不能做")).click()
    handler.reads(
        "办结：不能办结，还缺：处理意见已签发、答复已送达、"
        "诉求 1 的履行事项：谁、哪天以前、办什么、已请群众评价（三个不放过"
    )
    handler.press("写一项")
    handler.choose(is_done="已经办好")
    handler.fill(what="修好六处渗点", due_on="今天", evidence="物业验收单")
    handler.press("写下 Alt S")
    handler.reads("办好，等核对")
    director.go(case.get_absolute_url())
    director.press("核对 1")
    director.choose(holds="办到了")
    director.press("记下 Alt S")
    director.reads("办好，核对属实")

    # ---------- 审核、签发：另外两个人 ----------
    director.go(case.get_absolute_url())
    director.press("审核")
    director.reads("防水层破损。", "十月底前修好。", "李静 送审")
    director.press("同意 Alt S")
    director.reads("已审核，送负责人签发。")
    head = sits_down("head", case.get_absolute_url())
    head.press("签发")
    head.press("签发 Alt S")
    head.reads("已签发，可以制发、送达。")
    handler.go(f"{case.get_absolute_url()}closure/")
    handler.press("答复已送达")
    handler.fill(signer="本人")
    handler.press("记送达 Alt S")
    handler.press("记已请群众评价")
    handler.choose(channel="当面邀请")
    handler.press("记下 Alt S")
    handler.press("办结")
    handler.choose(cause="规划、建设、施工")
    handler.fill(note="防水层已修好。")
    handler.press("办结 Alt S")

    case.refresh_from_db()
    assert (case.stage, case.closed_on, case.handler) == (Case.Stage.CLOSED, today, office["handler"])
    handler.reads("已办结。", "都过了")
    assert not case.deadlines.running().ours().exists()


def test_a_registration_sent_again_after_the_answer_was_lost_is_one_and_back_shows_an_empty_desk(sits_down):
    clerk = sits_down("clerk", "/desk/")
    clerk.page.route("**/desk/register/", lambda route: (route.fetch(max_redirects=0), route.abort()), times=1)
    clerk.page.check("[name=anonymous]")
    clerk.fill(statement=LEAK)
    clerk.page.focus("[name=statement]")
    with clerk.page.expect_event("requestfailed"):
        clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_function("location.protocol === 'chrome-error:'")
    clerk.page.reload()
    clerk.look()

    visit = Visit.objects.get()
    clerk.reads(visit.contact_no, "这一步刚才已经做过，没有重复。")
    expect(clerk.page.locator(".slip .key")).to_be_visible()  # the query code was shown to nobody yet

    clerk.page.go_back()
    clerk.page.wait_for_url("**/desk/")
    assert clerk.page.locator("[name=statement]").input_value() == ""
    assert not clerk.page.is_checked("[name=anonymous]")


def test_without_a_claim_on_w6_nothing_is_accepted(sits_down, office):
    petition = registered(W1, on=timezone.localdate())
    Story(petition, office["director"]).triage(timezone.localdate(), handler=office["handler"])
    refusal = "没有走信访程序（W6）的诉求，不能受理：只有条例第三十一条第六项的诉求起算 60 日。"

    director = sits_down("director", petition.get_absolute_url())
    director.page.get_by_text(re.compile("还有 . 项现在不能做")).click()
    director.reads(f"受理：{refusal}")
    director.go(f"{petition.get_absolute_url()}acceptance/")
    director.reads("这一步现在不能做", refusal)
    assert not director.page.get_by_role("button", name="受理").count()


def test_a_leader_sees_what_is_owned_and_late_on_one_desk(sits_down, office):
    today = timezone.localdate()
    office["leader"] = factories.official(Role.LO, name="陈志远", at=factories.street())
    Zone.objects.create(community=factories.community(), leader=office["leader"], since=today - timedelta(days=400))
    for statement, days, is_owned in [
        ("楼道堆物没人清。", 10, True),
        ("征收安置过渡费停发，要求补发。", 100, True),
        ("沿街餐饮油烟直排，夜间噪声。", 90, False),
    ]:
        on = today - timedelta(days=days)
        petition = registered(W6, on=on, statement=statement)
        Story(petition, office["director"]).triage(on, handler=office["handler"])
        petition.accept(by=office["director"], on=on)
        if is_owned:
            Ownership.objects.create(
                case=petition.case, leader=office["leader"], since=on, decided_by=office["director"]
            )

    leader = sits_down("leader", "/")

    leader.reads("您包 2 件：1 件法定超期", "片区里法定超期的", "沿街餐饮油烟直排，夜间噪声")
    owned = leader.page.locator("article.own")
    assert [title.partition("，")[0] for title in owned.locator("h3").all_inner_texts()] == [
        "征收安置过渡费停发",
        "楼道堆物没人清",
    ]
    expect(owned.first.locator(".due.is-late", has_text="信访程序办结")).to_contain_text("超期")
    expect(owned.first).to_contain_text("都已过期")
    expect(owned.first.locator(".days")).to_have_text("100天")
    leader.press("征收安置过渡费停发，要求补发")


def test_two_who_edit_one_case_see_opened_theirs_and_yours_and_lose_nothing(sits_down, office):
    case = factories.triaged(factories.complete(factories.case(statement=LEAK)), handler=office["handler"])
    first, second = (sits_down(name, f"{case.get_absolute_url()}edit/") for name in ("director", "handler"))
    first.fill(title="车库渗水", place_note="3幢地下")
    first.press("保存")

    second.fill(title="车库漏水", grounds="新写的理由\n第二行")
    second.press("保存")

    assert second.status == 409
    second.reads("您填写时，周建国", "您写的一个字都没丢。")
    rows = {
        row.locator("th").inner_text(): [cell.inner_text() for cell in row.locator("td").all()][:3]
        for row in second.page.locator("tbody tr").all()
    }
    assert rows == {
        "标题": [LEAK.rstrip("。"), "车库渗水", "车库漏水"],
        "事实和理由": ["物业报修单两份。", "没动", "新写的理由\n第二行"],
        "具体地点": ["—", "3幢地下", "没动"],
    }
    second.press("按选好的保存")
    case.refresh_from_db()
    assert (case.title, case.grounds, case.place_note) == ("车库漏水", "新写的理由\n第二行", "3幢地下")


def test_a_phone_is_shown_for_a_reason_and_masks_itself_again(sits_down, office):
    case = factories.triaged(handler=office["handler"])
    handler = sits_down("handler", case.get_absolute_url())
    handler.reads("138****4471")

    handler.press("显示 联系电话")
    handler.press("显示 15 分钟")
    assert handler.status == 422
    handler.choose(purpose="送达文书")
    handler.press("显示 15 分钟")
    handler.reads("13800004471", "还显示 15 分钟")
    assert AuditEntry.objects.get(action="cases:reveal").reason == "送达文书"

    Reveal.objects.update(until=timezone.now() + timedelta(seconds=4))
    shown = handler.page.goto(handler.server + case.get_absolute_url())
    assert "13800004471" in shown.text()
    expect(handler.page.locator("#parties")).to_contain_text("138****4471", timeout=15_000)  # nobody touched it
    assert "13800004471" not in handler.page.content()


def test_without_script_a_matter_is_registered_triaged_and_answered(sits_down, office):
    today = timezone.localdate()
    clerk = sits_down("clerk", has_script=False)
    clerk.fill(name="张建国", phone="138 0000 4471", statement=LEAK)
    clerk.press("登记并打印回执")
    clerk.press("回到接访台")
    case = factories.complete(Case.objects.get())
    claim = case.claims.get()

    director = sits_down("director", f"{case.get_absolute_url()}triage/", has_script=False)
    director.fill(ground="一个单位能办")
    director.choose(level="一般矛盾", handling_unit="城市建设科", handler="李静")
    director.press("分流 Alt S")
    Story(Case.objects.get().petition, office["director"]).take("acceptance", today).take("investigation", today)

    handler = sits_down("handler", case.get_absolute_url(), has_script=False)
    handler.press("写答复：诉求 1")
    handler.press("存答复")
    handler.reads("有 4 处要改")
    handler.choose(decision="解释说明")
    handler.fill(finding="防水层破损。", basis="物业管理条例第五十条", reply="十月底前修好。")
    handler.press("存答复")
    claim.refresh_from_db()
    assert (claim.decision, claim.reply, claim.answered_by) == ("EXPLAIN", "十月底前修好。", office["handler"])
