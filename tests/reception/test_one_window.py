"""One window for everything (F32-F35): the catalogue, what is done at the window, how it spreads, how it is judged."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Deadline
from cases.models.case import day_starts
from cases.models.claim import Purpose
from cases.sweep import sweep
from disputes.models import DisputeKind
from officials.models import Role, Unit
from reception import materials, window_figures
from reception.models import (
    Errand,
    FormerCounter,
    Improvement,
    RatingTablet,
    Rollout,
    RolloutStep,
    ServiceItem,
    Suggestion,
    Visit,
    WindowModel,
    WindowRating,
    WindowText,
)
from reception.models.catalogue import initials_of
from reception.models.errand import Way
from reception.models.rollout import differences
from tests import factories

pytestmark = pytest.mark.django_db

CARD = [{"name": "身份证", "form": "ORIGINAL", "note": "本人的"}, {"name": "一寸照片", "form": "ORIGINAL", "note": ""}]
DAY = date(2026, 9, 21)  # a Monday; the National Day lies ten days ahead
NOON = day_starts(DAY) + timedelta(hours=12)


@pytest.fixture
def east():
    return factories.community("东河花园社区")


@pytest.fixture
def lane():
    return factories.community("汤巷社区")


@pytest.fixture
def affairs():
    return factories.section("社会事务科")


@pytest.fixture
def clerk(east):
    return factories.official(Role.WC, name="杨丽", at=east)


@pytest.fixture
def director():
    return factories.official(Role.OD, name="周建国")


@pytest.fixture
def handler(affairs):
    return factories.official(Role.HD, name="何琳", at=affairs)


def item(community, by, name="老年优待证补办", **facts):
    facts = {
        "words": "老年证 老人卡 优待证丢了",
        "counter": FormerCounter.objects.get(code="CIVIL"),
        "materials": CARD,
        "answer": "凭身份证当场补办，不收费。",
        "valid_from": date(2020, 1, 1),
        **facts,
    }
    return ServiceItem.objects.add(community, by=by, **facts, name=name)


def allowance(community, by, unit, **facts):
    return item(
        community,
        by,
        "高龄津贴申领",
        words="八十岁 高龄 津贴",
        handling=ServiceItem.Handling.BACK_OFFICE,
        unit=unit,
        promise_days=3,
        answer="",
        **facts,
    )


def serve(client, community, way, found=None, **typed):
    typed = {"community": community.pk, "do": way, "item": found.pk if found else "", **typed}
    return client.post(reverse("window:serve"), typed)


# ---------- 目录 ----------
@pytest.mark.parametrize("typed", ["优待证", "老人卡", "lnydz", "lrk", "老年证 丢了", "我的老年证丢了怎么补啊"])
def test_an_item_is_found_by_everyday_words_initials_and_whole_sentences(east, clerk, typed):
    wanted = item(east, clerk)
    item(east, clerk, "流动人口居住登记", words="居住证 暂住证")

    assert ServiceItem.objects.of(east).latest().find(typed) == [wanted]


def test_initials_are_those_of_an_input_method():
    assert initials_of("老年优待证 A4") == "lnydza4"


def test_every_one_of_the_seven_counters_is_reachable_from_the_one_window(east, clerk, sign_in):
    counters = list(FormerCounter.objects.all())
    for counter in counters:
        item(east, clerk, f"{counter.name}证明", words="", counter=counter)
    client = sign_in(clerk)

    found = [client.get(reverse("window:counter"), {"q": counter.name}).context["items"] for counter in counters]

    assert len(counters) == 7
    assert [[one.counter for one in items] for items in found] == [[counter] for counter in counters]


def test_a_change_is_a_new_version_and_an_errand_keeps_the_one_it_was_made_under(east, clerk):
    first = item(east, clerk)
    errand = Errand.objects.serve(Way.ANSWER, by=clerk, community=east, item=first)

    second = first.change(by=clerk, answer="到窗口当场补办，照片也不要了。")

    errand.refresh_from_db()
    assert (second.version, second.line) == (2, first.line)
    assert errand.item.answer == "凭身份证当场补办，不收费。"
    assert ServiceItem.objects.of(east).latest().get() == second


def test_an_item_changed_by_two_is_changed_once(east, clerk):
    seen = item(east, clerk)
    ServiceItem.objects.get(pk=seen.pk).change(by=clerk, who_may="六十岁以上")
    seen.refresh_from_db()

    with pytest.raises(ValidationError, match="刚才有人改过"):
        seen.change(by=clerk, who_may="七十岁以上")


@pytest.mark.parametrize(("day", "offered"), [(date(2026, 9, 30), True), (date(2026, 10, 1), False)])
def test_an_item_is_offered_on_its_last_day_and_not_after(east, clerk, day, offered):
    item(east, clerk, valid_to=date(2026, 9, 30))

    assert ServiceItem.objects.of(east).in_force(day).exists() is offered


def test_a_back_office_item_names_its_unit_and_days_and_an_instant_one_its_answer(east, clerk, affairs):
    with pytest.raises(ValidationError) as back:
        item(east, clerk, handling="BACK_OFFICE")
    with pytest.raises(ValidationError) as front:
        item(east, clerk, answer="")

    assert set(back.value.message_dict) == {"unit", "promise_days"}
    assert set(front.value.message_dict) == {"answer"}


def test_materials_are_read_as_they_are_written():
    text = "身份证 | 原件 | 本人的\n户口本 | 原件和复印件"

    assert materials.written(materials.read(text)) == text
    with pytest.raises(ValidationError, match="第 1 样材料"):
        materials.read("身份证 | 传真件")


def workbook(*rows, head=("事项名称", "原来的窗口", "怎么办", "后台科室", "承诺几个工作日", "怎么答复群众", "材料")):
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    for at, row in enumerate([head, *rows]):
        sheet.write_row(at, 0, row)
    book.close()
    return SimpleUploadedFile("目录.xlsx", content.getvalue())


GOOD = ("老年优待证补办", "民政", "当场办", "", "", "带身份证来。", "身份证 | 原件")


def test_a_workbook_is_imported_whole_and_again_changes_nothing(east, clerk, affairs, sign_in):
    rows = [GOOD, ("高龄津贴申领", "民政", "后台办", "社会事务科", 5, "", "")]
    client, address = sign_in(clerk), reverse("window:catalogue_import")

    client.post(address, {"community": east.pk, "file": workbook(*rows)})
    client.post(address, {"community": east.pk, "file": workbook(*rows)})

    items = ServiceItem.objects.of(east)
    assert sorted(items.values_list("name", "version", "promise_days")) == [
        ("老年优待证补办", 1, None),
        ("高龄津贴申领", 1, 5),
    ]


def test_each_wrong_row_is_named_and_then_nothing_is_imported(east, clerk, affairs, sign_in):
    wrong = [("", "民政", "当场办", "", "", "好", ""), ("甲", "税务", "后台办", "社会事务科", 90, "", "")]

    answer = sign_in(clerk).post(
        reverse("window:catalogue_import"), {"community": east.pk, "file": workbook(GOOD, *wrong)}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "第 3 行“事项名称”：没有名称" in page
    assert "第 4 行“原来的窗口”" in page and "第 4 行“承诺几个工作日”" in page
    assert not ServiceItem.objects.exists()


def test_a_clerk_changes_and_imports_only_the_own_catalogue(east, lane, clerk, sign_in):
    foreign = item(lane, factories.official(Role.WC, at=lane))
    client = sign_in(clerk)

    assert client.get(reverse("window:item", args=[foreign.pk])).status_code == 404
    assert client.get(reverse("window:item_change", args=[foreign.pk])).status_code == 404
    assert client.get(reverse("window:catalogue"), {"community": lane.pk}).status_code == 404
    assert serve(client, lane, "answer", foreign).status_code == 404


# ---------- 窗口 ----------
def test_an_errand_answered_on_the_spot_is_settled_with_its_item(east, clerk, sign_in):
    found = item(east, clerk)

    answer = serve(sign_in(clerk), east, "answer", found, told="凭身份证当场补办。")

    errand = Errand.objects.get()
    assert answer.url == reverse("reception:receipt", args=[errand.visit.contact_no])
    assert (errand.item, errand.by, errand.visit.channel) == (found, clerk, Case.Channel.WINDOW)
    assert errand.visit.settled_at and errand.visit.answer.told == "凭身份证当场补办。"
    assert not Case.objects.exists()


def test_the_receipt_bears_a_code_and_asks_for_a_rating(east, clerk, sign_in):
    client = sign_in(clerk)
    receipt = client.get(serve(client, east, "answer", item(east, clerk)).url).content.decode()

    assert "查询码（请妥善保管）" in receipt and "办完请您评价" in receipt
    assert f"{reverse('window:counter')}?community={east.pk}" in receipt


def test_all_that_is_missing_is_told_at_once_on_one_sheet(east, clerk, sign_in):
    client, found = sign_in(clerk), item(east, clerk)

    sheet = client.get(serve(client, east, "notice", found, missing=["身份证", "一寸照片"]).url).content.decode()

    errand = Errand.objects.get()
    assert errand.missing == ["身份证", "一寸照片"]
    assert "还缺身份证、一寸照片" in errand.visit.answer.told
    assert "一次性告知单" in sheet and "一寸照片" in sheet and errand.visit.contact_no in sheet


@pytest.mark.parametrize("missing", [[], ["户口本"]])
def test_a_notice_names_materials_of_the_item(east, clerk, sign_in, missing):
    answer = serve(sign_in(clerk), east, "notice", item(east, clerk), missing=missing)

    assert answer.status_code == 422
    assert not Visit.objects.exists()


def test_the_promise_is_the_items_working_days(east, clerk, affairs):
    found = allowance(east, clerk, affairs)

    errand = Errand.objects.serve(Way.HAND, by=clerk, community=east, item=found, phone="13800000001", now=NOON)

    clock = errand.visit.request.deadline
    assert (clock.rule, clock.unit, clock.legal_end_on) == ("F33", affairs, date(2026, 9, 24))


def test_what_is_handed_over_asks_for_a_phone_or_for_the_code(east, clerk, affairs, sign_in):
    client, found = sign_in(clerk), allowance(east, clerk, affairs)

    refused = serve(client, east, "hand", found, name="龚秀兰")
    serve(client, east, "hand", found, by_code="on")

    assert refused.status_code == 422 and "请留电话" in refused.content.decode()
    assert Errand.objects.get().visit.request.unit == affairs


def test_what_the_item_asks_for_is_kept_sealed(east, clerk, sign_in):
    found = item(east, clerk, asks=["家里几口人"])
    client = sign_in(clerk)

    serve(client, east, "answer", found, ask_0="三口人")

    errand = Errand.objects.get()
    assert errand.answers == [("家里几口人", "三口人")]
    assert "三口人" in client.get(errand.get_absolute_url()).content.decode()


def test_a_waiting_ticket_is_served_by_the_window_and_leaves_the_queue(east, affairs, sign_in):
    desk = factories.official(Role.RC)
    found = allowance(east, desk, affairs)
    visit = factories.visit(desk, waits=True, statement="", channel=Case.Channel.VISIT)
    ticket = visit.ticket
    client = sign_in(desk)

    shown = client.get(reverse("window:counter"), {"contact": visit.contact_no, "item": found.pk})
    serve(client, east, "hand", found, contact=visit.contact_no)

    visit.refresh_from_db()
    ticket.refresh_from_db()
    assert ticket.number in shown.content.decode()
    assert (visit.errand.item, visit.request.unit) == (found, affairs)
    assert not ticket.is_open


def test_who_comes_back_with_everything_is_no_new_matter(east, clerk, sign_in):
    found = item(east, clerk)
    first = Errand.objects.serve(Way.NOTICE, by=clerk, community=east, item=found, missing=["身份证"])
    client = sign_in(clerk)

    form = client.get(reverse("window:counter"), {"follows": first.visit.contact_no}).context["form"]
    serve(client, east, "answer", found, follows=first.visit.contact_no)

    today = timezone.localdate()
    assert form.item == found
    assert Errand.objects.latest("pk").follows == first
    assert window_figures.once_done(today, today) == {east.pk: (0, 1)}


# ---------- 诉求 ----------
@pytest.mark.parametrize(("to", "more"), [("PETITION", {}), ("DISPUTE", {"other_side": "李四", "wanted": "退押金"})])
def test_a_grievance_becomes_a_matter_in_one_action_from_its_true_arrival(east, clerk, sign_in, to, more):
    earlier = timezone.now() - timedelta(days=3)
    errand = Errand.objects.serve(
        Way.ANSWER,
        by=clerk,
        community=east,
        statement="房东不退押金",
        told="先问房东。",
        name="张建国",
        phone="13800000002",
        now=earlier,
    )
    if to == "DISPUTE":
        more = {**more, "dispute_kind": DisputeKind.objects.first().pk}

    sign_in(clerk).post(reverse("window:errand_take_up", args=[errand.visit.contact_no]), {"to": to, **more})

    case = Case.objects.get()
    assert (case.statement, case.received_at, case.first_receiver) == ("房东不退押金", earlier, clerk)
    assert case.is_dispute is (to == "DISPUTE")
    assert case.parties.get(is_lead=True).phone == "13800000002"


def test_a_grievance_told_at_the_window_is_a_petition_at_once(east, clerk, sign_in):
    serve(sign_in(clerk), east, "petition", statement="补贴停发三个月没人管", name="龚秀兰", phone="13800000003")

    errand = Errand.objects.get()
    assert errand.visit.case.channel == Case.Channel.WINDOW
    assert (errand.visit.purpose, errand.visit.case.is_dispute) == (Purpose.APPEAL, False)


# ---------- 后台 ----------
@pytest.fixture
def asked(east, clerk):
    unit = factories.section("社会事务科")
    errand = Errand.objects.serve(
        Way.HAND,
        by=clerk,
        community=east,
        statement="残疾人护理补贴怎么停了？",
        back_office=unit,
        phone="13800000004",
        now=NOON,
    )
    return errand.visit.request


def step_of(request, verb):
    return reverse(f"reception:request_{verb}", args=[request.visit.contact_no])


def test_the_back_office_asks_the_window_and_the_promise_goes_on(asked, clerk, sign_in):
    handler = factories.official(Role.HD, at=asked.unit)
    promised = asked.deadline.legal_end_on

    sign_in(handler).post(step_of(asked, "ask"), {"text": "哪个月起没到账？"})
    asked.refresh_from_db()
    owed = asked.owes
    sign_in(clerk).post(step_of(asked, "fill_in"), {"answer": "八月起。"})

    asked.refresh_from_db()
    question = asked.questions.get()
    assert owed == "窗口欠回话"
    assert (question.answer, question.answered_by, asked.state) == ("八月起。", clerk, "HANDED")
    assert (asked.deadline.legal_end_on, asked.deadline.ended_on) == (promised, None)


def test_a_request_handed_on_keeps_its_receiver_and_day_and_counts_the_hop(asked, clerk, sign_in):
    first, other = factories.official(Role.HD, at=asked.unit), factories.section("城市建设科")
    second = factories.official(Role.HD, at=other)
    promised = asked.deadline.legal_end_on

    sign_in(first).post(step_of(asked, "hand_on"), {"unit": other.pk, "reason": "是无障碍改造的补贴"})

    asked.refresh_from_db()
    assert (asked.unit, asked.handed_by, asked.hops.count()) == (other, clerk, 1)
    assert (asked.deadline.unit, asked.deadline.legal_end_on) == (other, promised)
    page = reverse("reception:request", args=[asked.visit.contact_no])
    assert sign_in(second).get(page).status_code == 200
    assert sign_in(first).get(page).status_code == 200
    assert sign_in(first).post(step_of(asked, "reply"), {"text": "我来答"}).status_code == 403


def test_a_section_sees_only_what_was_sent_to_it(asked, sign_in):
    other = factories.official(Role.HD, at=factories.section("城市建设科"))
    page = reverse("reception:request", args=[asked.visit.contact_no])

    assert sign_in(other).get(page).status_code == 404


def test_an_overdue_request_climbs_the_ladder_of_every_clock(asked):
    late = asked.deadline.legal_end_on + timedelta(days=1)

    sweep(day_starts(late) + timedelta(hours=9))

    assert Deadline.objects.filter(pk=asked.deadline_id, warnings__isnull=False).exists()


# ---------- 评价 ----------
def done(east, clerk, **fields):
    return Errand.objects.serve(Way.ANSWER, by=clerk, community=east, statement="问停车", told="照告示。", **fields)


def test_the_resident_rates_by_the_code_of_the_receipt(east, clerk, client):
    errand = done(east, clerk)
    code = {"code": errand.visit.query_code}

    page = client.post(reverse("reception:rate"), code).content.decode()
    client.post(reverse("reception:rate"), {**code, "act": "rate", "grade": "DISSATISFIED", "words": "等了半个钟头"})
    again = client.post(reverse("reception:rate"), {**code, "act": "rate", "grade": "SATISFIED"})

    rating = WindowRating.objects.get()
    assert "这次办得怎么样" in page
    assert (rating.grade, rating.via, rating.words) == ("DISSATISFIED", "CODE", "等了半个钟头")
    assert rating.improvement.source == Improvement.Source.REMARK
    assert again.status_code == 422


def test_nobody_of_the_office_enters_a_rating(east, clerk, director, sign_in):
    errand = done(east, clerk)

    for official in (clerk, director):
        answer = sign_in(official).post(
            reverse("reception:rate"), {"code": errand.visit.query_code, "act": "rate", "grade": "SATISFIED"}
        )
        assert answer.status_code == 422

    assert not WindowRating.objects.exists()


def test_what_is_not_done_yet_cannot_be_rated(asked):
    with pytest.raises(ValidationError, match="还没有办完"):
        WindowRating.objects.give(asked.visit.errand, grade="SATISFIED", via="CODE")


def test_the_tablet_shows_the_errand_just_done_and_takes_one_rating(east, clerk, client, sign_in):
    secret = RatingTablet.objects.admit(east, by=clerk).secret
    client.get(reverse("window:tablet_link", args=[secret]))
    errand = done(east, clerk)
    idle = client.get(reverse("window:tablet")).content.decode()

    sign_in(clerk).post(reverse("window:errand_tablet", args=[errand.visit.contact_no]))
    client.post(reverse("window:tablet"), {"errand": errand.visit.contact_no, "grade": "SATISFIED"})

    assert "这次办得怎么样" not in idle
    assert WindowRating.objects.get().via == "TABLET"
    assert client.get(reverse("window:tablet_link", args=[secret])).status_code == 404


def test_the_tablet_is_closed_to_whoever_is_signed_in(east, clerk, sign_in):
    client = sign_in(clerk)
    client.get(reverse("window:tablet_link", args=[RatingTablet.objects.admit(east, by=clerk).secret]))

    assert client.get(reverse("window:tablet")).status_code == 403


def test_a_complaint_is_given_to_somebody_with_a_day_and_ends_with_what_was_done(east, clerk, director, sign_in):
    rating = WindowRating.objects.give(
        done(east, clerk), grade="DISSATISFIED", via="CODE", words="叫号机坏了", is_complaint=True
    )
    found, due_on = rating.improvement, timezone.localdate() + timedelta(days=3)
    assign, finish = (reverse(f"window:improvement_{verb}", args=[found.pk]) for verb in ("assign", "finish"))

    sign_in(director).post(assign, {"owner": clerk.pk, "action": "报修", "due_on": due_on.isoformat()})
    sign_in(clerk).post(finish, {"done": "换了新的"})

    found.refresh_from_db()
    assert (found.source, found.owner, found.done_by) == (Improvement.Source.COMPLAINT, clerk, clerk)
    assert (found.deadline.rule, found.deadline.legal_end_on) == ("F28", due_on)
    assert found.deadline.ended_on == timezone.localdate()


# ---------- 指标 ----------
def test_the_figures_of_a_month_come_from_the_records(east, clerk, affairs, handler):
    found = allowance(east, clerk, affairs)
    late = Errand.objects.serve(Way.HAND, by=clerk, community=east, item=found, phone="13800000005", now=NOON)
    prompt = Errand.objects.serve(Way.HAND, by=clerk, community=east, item=found, phone="13800000006", now=NOON)
    done(east, clerk, now=NOON)
    for errand, day in ((late, date(2026, 9, 25)), (prompt, date(2026, 9, 24))):
        errand.visit.request.reply("按规定。", by=handler, now=NOON + timedelta(hours=1))
        if errand is late:
            errand.visit.request.send_back("没有说几天", by=clerk, now=NOON + timedelta(hours=2))
            errand.visit.request.reply("十天内到账。", by=handler, now=NOON + timedelta(hours=3))
        errand.visit.request.tell("PHONE", by=clerk, now=day_starts(day) + timedelta(hours=9))
    WindowRating.objects.give(prompt, grade="SATISFIED", via="CODE", now=day_starts(date(2026, 9, 26)))
    month = date(2026, 9, 1), date(2026, 9, 30)

    assert window_figures.once_done(*month) == {east.pk: (3, 3)}
    assert window_figures.on_time(*month) == {east.pk: (1, 2)}
    assert window_figures.right(*month) == {east.pk: (2, 3)}
    assert window_figures.complaints(*month) == {east.pk: (0, 1)}
    assert window_figures.rated(*month) == {east.pk: (1, 3)}
    assert window_figures.settled_same_day(*month) == {east.pk: (1, 3)}
    assert window_figures.on_time(date(2026, 10, 1), date(2026, 10, 31)) == {}


def test_complaints_are_drawn_month_by_month_with_the_day_it_went_live(model, east, clerk, director, sign_in):
    for day, complains in ((date(2026, 8, 12), True), (date(2026, 9, 2), True), (date(2026, 9, 2), False)):
        errand = done(east, clerk, now=day_starts(day) + timedelta(hours=10))
        then = day_starts(day) + timedelta(hours=11)
        WindowRating.objects.give(
            errand, grade="DISSATISFIED", words="等了很久", is_complaint=complains, via="CODE", now=then
        )
    Rollout.objects.filter(community=east).update(live_on=date(2026, 9, 14))

    page = sign_in(director).get(reverse("window:quality"), {"community": east.pk, "month": "2026-10"})

    months = {f"{month['first']:%Y-%m}": month for month in page.context["months"]}
    assert len(months) == 12 and next(iter(months)) == "2026-10"
    assert [months[name]["complaints"].met for name in ("2026-08", "2026-09", "2026-10")] == [1, 1, 0]
    assert (months["2026-09"]["goes_live"], months["2026-08"]["goes_live"]) == (date(2026, 9, 14), None)
    assert "09-14 开通" in page.context["chart"] and page.context["chart"].count("<rect") == 12


def test_one_question_asked_in_several_ways_is_a_gap_of_the_catalogue():
    texts = ["养狗证在哪里办？", "养狗证到哪里办", "低保怎么办", "请问养狗证在哪办", "残疾证怎么办", "路灯坏了报给谁"]

    assert window_figures.grouped(texts) == [("养狗证在哪里办？", 3)]


# ---------- 收进目录 ----------
def test_an_answered_question_becomes_an_entry_with_an_owner_and_a_day(asked, east, clerk, sign_in):
    handler = factories.official(Role.HD, name="何琳", at=asked.unit)
    asked.reply("八月起改由区里发，每月十五日到账。", by=handler, now=NOON + timedelta(days=1))
    asked.tell("PHONE", by=clerk, now=NOON + timedelta(days=1))
    suggestion, review_on = Suggestion.objects.get(), timezone.localdate() + timedelta(days=90)
    client = sign_in(clerk)
    form = client.get(reverse("window:suggestion", args=[suggestion.pk])).context["form"]

    client.post(
        reverse("window:suggestion_accept", args=[suggestion.pk]),
        {
            **{name: form.initial.get(name) or "" for name in ("name", "answer", "owner")},
            "counter": FormerCounter.objects.get(code="VETERANS").pk,
            "handling": "INSTANT",
            "review_on": review_on.isoformat(),
        },
    )

    entry = ServiceItem.objects.get()
    assert (entry.community, entry.owner, entry.review_on) == (east, handler, review_on)
    assert entry.answer == "八月起改由区里发，每月十五日到账。"
    assert not ServiceItem.objects.to_review(review_on).exists()
    assert ServiceItem.objects.to_review(review_on + timedelta(days=1)).get() == entry


def test_a_refused_suggestion_says_why(asked, clerk):
    asked.reply("按规定。", by=factories.official(Role.HD, at=asked.unit), now=NOON + timedelta(days=1))
    asked.tell("PHONE", by=clerk, now=NOON + timedelta(days=1))

    with pytest.raises(ValidationError, match="为什么不收"):
        Suggestion.objects.get().refuse(" ", by=clerk)


# ---------- 推广 ----------
@pytest.fixture
def model(east, clerk, director, affairs):
    item(east, clerk)
    allowance(east, clerk, affairs)
    factories.unit("党群服务中心窗口", Unit.Kind.WINDOW, east)
    WindowText.objects.write(east, "PLEDGE", "只跑一次。", by=clerk)
    return WindowModel.objects.declare(east, by=director, live_on=date(2026, 3, 1))


def opened(model, lane, director):
    lines = [one.key for one in differences(model, lane, timezone.localdate())]
    return Rollout.objects.open(model, lane, by=director, lines=lines)


def test_a_window_is_opened_with_one_press_after_the_preview(model, lane, director, sign_in):
    client, page = sign_in(director), reverse("window:rollout", args=[lane.pk])
    form = client.get(page).context["form"]

    client.post(reverse("window:rollout_open", args=[lane.pk]), {"lines": form["lines"].value()})

    copies = ServiceItem.objects.of(lane).latest()
    assert sorted(copies.values_list("name", flat=True)) == ["老年优待证补办", "高龄津贴申领"]
    assert Unit.objects.filter(parent=lane, kind=Unit.Kind.WINDOW).get().name == "党群服务中心窗口"
    assert WindowText.objects.of(lane) == {"PLEDGE": "只跑一次。"}
    assert Rollout.objects.get(community=lane).opened_version == model.version
    assert differences(model, lane, timezone.localdate()) == []


def test_what_the_model_changes_later_is_taken_over_item_by_item(model, lane, director, clerk):
    rollout = opened(model, lane, director)
    for name in ("老年优待证补办", "高龄津贴申领"):
        ServiceItem.objects.of(model.community).latest().get(name=name).change(by=clerk, who_may="六十岁以上")
    today = timezone.localdate()
    behind = differences(model, lane, today)

    rollout.take([behind[0].key], by=director)
    half = rollout.version
    rollout.take([behind[1].key], by=director)

    model.refresh_from_db()
    assert [one.kind for one in behind] == ["CHANGED", "CHANGED"]
    assert (half, rollout.version) == (rollout.opened_version, model.version)
    assert differences(model, lane, today) == []


def test_a_community_may_have_it_its_own_way_and_is_not_overruled(model, lane, director):
    rollout = opened(model, lane, director)
    own = ServiceItem.objects.of(lane).latest().get(name="老年优待证补办")
    own.change(by=director, answer="到汤巷窗口，下午办。")

    [one] = differences(model, lane, timezone.localdate())

    assert (one.kind, one.is_due, one.fields) == ("OVERRIDDEN", False, ("answer",))
    assert rollout.version == model.version


def test_it_serves_residents_only_after_every_step(model, lane, director):
    rollout = opened(model, lane, director)
    with pytest.raises(ValidationError, match="还没有综合窗口人员"):
        rollout.tick(RolloutStep.Kind.POSTS, by=director)
    factories.official(Role.WC, at=lane)
    with pytest.raises(ValidationError, match="还有没做的"):
        rollout.go_live(timezone.localdate(), by=director)

    for kind in RolloutStep.Kind:
        if kind not in rollout.done_kinds:
            rollout.tick(kind, by=director)
    rollout.go_live(timezone.localdate(), by=director)

    assert rollout.live_on == timezone.localdate()


def test_the_page_of_all_communities_says_who_is_at_which_step(model, lane, director, sign_in):
    opened(model, lane, director)

    rows = sign_in(director).get(reverse("window:progress")).context["rows"]

    assert [(row["community"], row["is_model"], row["done"]) for row in rows] == [
        (model.community, True, 7),
        (lane, False, 3),
    ]


def test_a_clerk_looks_at_the_own_spread_and_opens_nothing(model, lane, clerk, sign_in):
    client = sign_in(clerk)

    assert client.get(reverse("window:rollout", args=[lane.pk])).status_code == 404
    assert client.post(reverse("window:rollout_open", args=[lane.pk])).status_code == 403


# ---------- 快 ----------
def test_the_window_takes_at_most_twelve_statements_however_much_there_is(east, clerk, sign_in, queries_of):
    found = item(east, clerk, asks=["家里几口人"])
    for number in range(30):
        item(east, clerk, f"证明{number}", words="老年")
        done(east, clerk)
    client = sign_in(clerk)

    for query in ({}, {"q": "老年"}, {"item": found.pk}, {"own": 1}):
        assert len(queries_of(lambda query=query: client.get(reverse("window:counter"), query))) <= 12


@pytest.mark.parametrize("name", ["catalogue", "suggestions", "improvements", "progress", "quality", "tablets"])
def test_a_list_asks_the_same_with_one_row_and_with_many(east, clerk, director, sign_in, queries_of, name):
    client = sign_in(director)

    def more():
        unit = factories.section(f"科室{ServiceItem.objects.count()}")
        item(east, clerk, f"证明{ServiceItem.objects.count()}")
        Improvement.objects.create(community=east, source="OWN", what="椅子", raised_by=clerk)
        errand = Errand.objects.serve(
            Way.HAND, by=clerk, community=east, statement="问", back_office=unit, phone="13800000007"
        )
        errand.visit.request.reply("答", by=director)
        errand.visit.request.tell("PHONE", by=clerk)

    more()
    address = reverse(f"window:{name}")
    client.get(address)
    few = len(queries_of(lambda: client.get(address)))
    more()
    more()

    assert len(queries_of(lambda: client.get(address))) == few


# ---------- 谁看得到 ----------
def test_each_page_opens_to_whom_the_table_says(east, lane, affairs, director, clerk, handler, sign_in, asked):
    found = item(east, clerk)
    own = allowance(east, clerk, affairs)
    errand = done(east, clerk)
    remark = WindowRating.objects.give(errand, grade="FAIR", via="CODE", words="椅子硬").improvement
    asked.reply("八月起。", by=handler, now=NOON + timedelta(hours=1))
    asked.tell("PHONE", by=clerk, now=NOON + timedelta(hours=2))
    suggestion = Suggestion.objects.get()
    WindowModel.objects.declare(east, by=director, live_on=date(2026, 3, 1))
    people = {
        "here": clerk,
        "elsewhere": factories.official(Role.WC, at=lane),
        "desk": factories.official(Role.RC),
        "section": handler,
        "other section": factories.official(Role.HD, at=factories.section("城市建设科")),
        "director": director,
        "head": factories.official(Role.HO),
        "leader": factories.official(Role.LO),
        "supervisor": factories.official(Role.SV),
        "auditor": factories.official(Role.AU),
        "grid": factories.official(Role.GW, at=factories.unit("第4网格", Unit.Kind.GRID, east)),
        "grid elsewhere": factories.official(Role.GW, at=factories.unit("第1网格", Unit.Kind.GRID, lane)),
    }
    expected = {
        ("item", found.pk): "200 404 200 200 200 200 200 200 200 403 200 404",
        ("item", own.pk): "200 404 200 200 200 200 200 200 200 403 200 404",
        ("item_change", found.pk): "200 404 403 403 403 200 403 403 403 403 403 403",
        ("errand", errand.visit.contact_no): "200 404 404 403 403 200 200 403 403 403 403 403",
        ("suggestion", suggestion.pk): "200 404 403 200 404 200 200 403 200 403 403 403",
        ("improvement", remark.pk): "200 404 403 404 404 200 200 403 200 403 403 403",
        ("rollout", east.pk): "200 404 403 403 403 200 200 200 200 403 403 403",
        ("texts", east.pk): "200 404 403 403 403 200 403 403 403 403 403 403",
        ("counter",): "200 200 200 403 403 200 403 403 403 403 403 403",
        ("quality",): "200 200 403 403 403 200 200 200 200 200 403 403",
    }

    answered = {
        place: " ".join(
            str(sign_in(person).get(reverse(f"window:{place[0]}", args=place[1:])).status_code)
            for person in people.values()
        )
        for place in expected
    }

    assert answered == expected


@pytest.mark.parametrize("query", ["q=%25%27%22_", "community=999", "item=99999999999999999999", "month=0001-01"])
def test_odd_addresses_are_answered_and_never_a_fault(east, clerk, sign_in, query):
    item(east, clerk)
    client = sign_in(clerk)

    for name in ("counter", "find", "catalogue", "quality"):
        answer = client.get(
            f"{reverse(f'window:{name}')}?{query}", headers={"HX-Request": "true"} if name == "find" else {}
        )
        assert answer.status_code in (200, 404)


def test_two_reports_of_one_complaint_name_the_item(east, clerk):
    errand = Errand.objects.serve(Way.ANSWER, by=clerk, community=east, item=item(east, clerk))
    WindowRating.objects.give(errand, grade="DISSATISFIED", via="CODE", words="态度不好", is_complaint=True)
    today = timezone.localdate()

    assert window_figures.complaints_by_item(east, today, today) == [("老年优待证补办", 1)]


def test_a_whole_catalogue_is_imported_and_copied_by_few_statements(east, lane, clerk, director, sign_in, queries_of):
    rows = [(f"证明{number}", "民政", "当场办", "", "", "带身份证来。", "身份证 | 原件") for number in range(200)]
    client, file = sign_in(clerk), workbook(*rows)

    imported = queries_of(
        lambda: client.post(reverse("window:catalogue_import"), {"community": east.pk, "file": file})
    )
    model = WindowModel.objects.declare(east, by=director, live_on=date(2026, 3, 1))
    copied = queries_of(lambda: opened(model, lane, director))

    assert ServiceItem.objects.of(east).count() == ServiceItem.objects.of(lane).count() == 200
    assert len(imported) <= 30
    assert len(copied) <= 40


def test_the_form_says_until_which_day_the_resident_is_told(east, clerk, affairs, sign_in):
    found = allowance(east, clerk, affairs)

    page = sign_in(clerk).get(reverse("window:counter"), {"item": found.pk})

    assert page.context["promised_on"] > timezone.localdate()
    assert "最迟告诉本人" in page.content.decode()


def test_who_changes_an_item_second_is_told_and_loses_nothing_typed(east, clerk, sign_in):
    seen = item(east, clerk)
    seen.change(by=clerk, who_may="六十岁以上")
    client, address = sign_in(clerk), reverse("window:item_change", args=[seen.pk])

    answer = client.post(
        address, {"name": seen.name, "counter": seen.counter_id, "handling": "INSTANT", "answer": "改成下午办。"}
    )

    assert answer.status_code == 422
    assert "刚才有人改过" in answer.content.decode() and "改成下午办。" in answer.content.decode()
    assert client.get(address).url == reverse("window:item_change", args=[ServiceItem.objects.latest().get().pk])


def test_the_preview_says_what_stands_here_and_what_at_the_model(model, lane, director, sign_in):
    opened(model, lane, director)
    own = ServiceItem.objects.of(lane).latest().get(name="老年优待证补办")
    own.change(by=director, answer="到汤巷窗口，下午办。")

    page = sign_in(director).get(reverse("window:rollout", args=[lane.pk])).content.decode()

    assert "到汤巷窗口，下午办。" in page and "凭身份证当场补办，不收费。" in page


def test_a_request_takes_at_most_twelve_statements_with_all_its_history(asked, clerk, sign_in, queries_of):
    handler, other = factories.official(Role.HD, at=asked.unit), factories.section("城市建设科")
    for number in range(3):
        asked.ask(f"问{number}", by=handler)
        asked.fill_in(f"回{number}", by=clerk)
    asked.hand_on(other, "归城建", by=handler)
    asked.reply("答", by=handler)
    client = sign_in(clerk)
    errand, request = (reverse(name, args=[asked.visit.contact_no]) for name in ("window:errand", "reception:request"))

    assert len(queries_of(lambda: client.get(errand))) <= 12
    assert len(queries_of(lambda: client.get(request))) <= 12


def test_what_turned_out_to_be_an_accusation_is_nobodys_at_the_window(asked, east, clerk, director, sign_in):
    asked.reply("八月起。", by=factories.official(Role.HD, at=asked.unit), now=NOON + timedelta(hours=1))
    asked.tell("PHONE", by=clerk, now=NOON + timedelta(hours=2))
    WindowRating.objects.give(
        asked.visit.errand, grade="DISSATISFIED", via="CODE", words="他收了钱", now=NOON + timedelta(hours=3)
    )
    visit = Visit.objects.get(pk=asked.visit.pk)
    visit.take_up(by=clerk, reopens=True, statement="窗口的人收了钱", purpose=Purpose.ACCUSATION)

    client = sign_in(director)
    pages = [
        client.get(reverse(f"window:{name}")).content.decode() for name in ("suggestions", "improvements", "counter")
    ]

    assert visit.is_sealed
    assert not [page for page in pages if "收了钱" in page or "护理补贴" in page]
    assert not Suggestion.objects.visible_to(director).exists()
    assert not Improvement.objects.visible_to(director).exists()
    assert client.get(reverse("window:errand", args=[visit.contact_no])).status_code == 404
    assert window_figures.complaints(DAY, DAY + timedelta(days=30)) == {}
