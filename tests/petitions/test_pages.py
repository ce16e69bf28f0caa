"""The pages of the steps: who gets them, what they ask, what they say, and how often they ask the database."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CauseCode, Investigation, Service
from cases.models.claim import Purpose
from officials.models import AuditEntry, Role
from petitions.actions import OF_CLAIM, STEPS
from petitions.models import Petition
from petitions.views.procedure import last_day_in_words
from tests import factories
from tests.petitions.stories import ACCUSATION, SUGGESTION, W1, W5, W6, Story, clock, head, registered

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def cause(code):
    return CauseCode.objects.get(code=code).pk


def address(petition, step, position=1):
    place = [petition.case.number] + ([position] if step in OF_CLAIM else [])
    return reverse(f"petitions:{step}", args=place)


def triage_of(petition, handler, /, **fields):
    claims = petition.case.claims.all()
    ways = {f"claim-{claim.pk}-purpose": claim.purpose for claim in claims}
    ways |= {f"claim-{claim.pk}-route": claim.route for claim in claims}
    return {
        "level": "GENERAL",
        "ground": "一个单位能办",
        "category": petition.case.category_id,
        "handling_unit": handler.unit.pk,
        "handler": handler.pk,
        "on": "今天",
        **ways,
        **fields,
    }


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def director():
    return factories.official(Role.OD, name="周建国")


@pytest.fixture
def handler():
    return factories.official(Role.HD, name="李静", at=factories.section())


@pytest.fixture
def today_is(monkeypatch):
    """`today_is(day)` sets the office's day, so that the dates of the handbook can stand in a test."""
    real = timezone.localdate

    def set_day(day):
        monkeypatch.setattr(timezone, "localdate", lambda value=None, zone=None: real(value, zone) if value else day)

    return set_day


def test_a_petition_walks_from_triage_to_closing_in_the_browser(sign_in, director, handler):
    petition = registered(W6, on=TODAY)
    at_director, at_handler = sign_in(director), sign_in(handler)

    def take(client, step, **fields):
        response = client.post(address(petition, step), fields)
        assert response.status_code == 302, response.content.decode()
        assert response["Location"] == petition.get_absolute_url()

    take(at_director, "triage", **triage_of(petition, handler))
    take(at_director, "acceptance", on="今天", with_notice="on", served_on="今天", method="HAND", signer="本人")
    take(at_handler, "investigation", kind="HEARD", on="今天", place="信访办", content="张先生说三幢地下车库漏水。")
    take(at_handler, "investigation", kind="SITE", on="今天", place="地下车库", content="看见六处渗点。")
    take(
        at_handler,
        "answer",
        finding="防水层破损",
        decision="SUPPORT",
        basis="物业管理条例",
        reply="十月底修好",
        on="今天",
        submits="on",
    )
    take(at_director, "approval", on="今天")
    take(sign_in(head()), "signature", on="今天")
    take(at_handler, "service", served_on="今天", method="HAND", signer="本人", stand="AGREE")
    take(at_handler, "rating", on="今天", channel="FACE")
    Story(petition, handler).performed(petition.case.claims.get(), TODAY)
    take(at_handler, "closure", on="今天", note="已修好", outcomes=["SOLVED"], cause=cause("J4"))

    case = Case.objects.get()
    assert (case.stage, case.closed_on, case.handler) == (Case.Stage.CLOSED, TODAY, handler)
    assert not case.deadlines.running().ours().exists()
    assert case.petition.stand == "AGREE"


# ---------- 谁能做 ----------
@pytest.mark.parametrize("step", STEPS)
def test_only_the_roles_of_the_table_reach_a_step(step, sign_in, director, handler):
    petition = registered(W6, on=TODAY)
    Story(petition, director).triage(TODAY, handler=handler)
    clerk = petition.case.first_receiver
    allowed = {
        "triage": {director},
        "acceptance": {director},
        "routing": {director},
        "notice": {director, handler, clerk},
        "investigation": {director, handler},
        "answer": {director, handler},
        "sorting": {director},
        "objection": {director},
        "objection_result": {director},
        "simple_acceptance": {director},
        "conversion": {director, handler},
        "submission": {director, handler},
        "approval": {director},
        "signature": set(),
        "return": {director, handler},
        "service": {director, handler, clerk},
        "rating": {director, handler, clerk},
        "closure": {director, handler},
        "reopening": {director},
    }[step]

    for person in (director, handler, clerk):
        answers = [
            sign_in(person).get(address(petition, step)).status_code,
            post_nothing(sign_in(person), petition, step),
        ]
        assert answers == ([200, 422] if person in allowed else [403, 403]), person.role_names


def post_nothing(client, petition, step):
    return client.post(address(petition, step), {}).status_code


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("role", [Role.HD, Role.RC])
def test_a_case_of_others_is_not_found_like_an_unknown_number(step, role, sign_in):
    petition = registered(W6, on=TODAY - timedelta(days=3))
    client = sign_in(factories.official(role, at=factories.section("民政科")))
    unknown = address(petition, step).replace(petition.case.number, "DH2026-99999")

    hidden = client.get(address(petition, step)).status_code
    assert hidden == client.get(unknown).status_code
    assert hidden in (403, 404)  # 403 where the role takes no such step at all, whatever the case
    assert post_nothing(client, petition, step) == hidden


def test_a_refused_step_is_recorded_and_changes_nothing(sign_in, director, handler):
    petition = registered(W6, on=TODAY)
    Story(petition, director).triage(TODAY, handler=handler)

    sign_in(handler).post(address(petition, "acceptance"), {"on": "今天"})

    petition.case.refresh_from_db()
    assert petition.case.accepted_on is None
    entry = AuditEntry.objects.get(action="petitions:acceptance")
    assert (entry.actor_id, entry.outcome) == (handler.pk, AuditEntry.Outcome.REFUSED)


def test_a_step_taken_is_recorded(sign_in, director):
    petition = registered(W6, on=TODAY)

    sign_in(director).post(address(petition, "notice"), {"served_on": "今天", "method": "POST"})

    entry = AuditEntry.objects.get(action="petitions:notice")
    assert (entry.actor_id, entry.subject, entry.subject_id) == (director.pk, "case", petition.case.pk)


def test_a_claim_that_the_case_does_not_have_is_not_found(sign_in, director):
    petition = registered(W6, on=TODAY)

    assert sign_in(director).get(address(petition, "answer", position=2)).status_code == 404


# ---------- 填错 ----------
def test_a_refused_form_keeps_what_was_typed_and_says_what_to_do(sign_in, director, handler):
    petition = registered(W6, on=TODAY)
    tomorrow = TODAY + timedelta(days=1)

    response = sign_in(director).post(
        address(petition, "triage"), triage_of(petition, handler, on=tomorrow.isoformat(), ground="一个单位能办得了")
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert f"不能晚于今天 {TODAY.isoformat()}" in page
    assert "一个单位能办得了" in page
    assert petition.case.events.filter(kind="TRIAGED").count() == 0


@pytest.mark.parametrize("step", ["notice", "acceptance", "routing", "investigation", "answer", "service", "rating"])
def test_nothing_can_have_happened_tomorrow(step, sign_in, director):
    petition = registered(W1 if step == "routing" else W6, on=TODAY)
    story = Story(petition, director)
    if step != "notice":
        story.take("triage", TODAY)
    fields = dict.fromkeys(("on", "served_on"), "明天")

    response = sign_in(director).post(address(petition, step), fields)

    assert response.status_code == 422
    assert "不能晚于今天" in response.content.decode()


def test_a_handler_of_another_unit_cannot_be_given_the_case(sign_in, director, handler):
    petition = registered(W6, on=TODAY)
    other = factories.section("民政科")

    response = sign_in(director).post(
        address(petition, "triage"), triage_of(petition, handler, handling_unit=other.pk)
    )

    assert response.status_code == 422
    assert response.context["form"].errors["handler"] == ["李静 不是民政科的承办人，请换承办人或者换承办单位。"]


@pytest.mark.parametrize("who", ["clerk", "gone", "locked"])
def test_only_somebody_in_post_as_handler_can_be_chosen(who, sign_in, director, handler):
    petition = registered(W6, on=TODAY)
    section = factories.section()
    chosen = {
        "clerk": lambda: factories.official(Role.RC, at=section),
        "gone": lambda: factories.official(Role.HD, at=section, until=TODAY),
        "locked": lambda: factories.official(Role.HD, at=section, is_active=False),
    }[who]()

    response = sign_in(director).post(address(petition, "triage"), triage_of(petition, handler, handler=chosen.pk))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["handler"]


def test_who_is_complained_about_does_not_handle_the_complaint(sign_in, director, handler):
    petition = registered(W6, on=TODAY, respondent="李静", respondent_is_ordinary=True)

    response = sign_in(director).post(address(petition, "triage"), triage_of(petition, handler))

    assert response.context["form"].errors["handler"] == ["李静 是被反映人，要回避（条例第二十八条第三款）。"]
    assert sign_in(handler).get(address(petition, "investigation")).status_code == 404


def test_the_unit_complained_about_handles_it_only_with_a_reason_on_file(sign_in, director, handler):
    petition = registered(W6, on=TODAY, respondent="城市建设科", respondent_is_ordinary=True)
    client = sign_in(director)

    refused = client.post(address(petition, "triage"), triage_of(petition, handler))
    taken = client.post(address(petition, "triage"), triage_of(petition, handler, unit_reason="只有它有图纸"))

    assert "是被反映的单位" in refused.context["form"].errors["handling_unit"][0]
    assert taken.status_code == 302
    assert "只有它有图纸" in petition.case.events.get(kind="TRIAGED").detail


def test_an_appeal_without_a_way_is_refused_at_its_field(sign_in, director, handler):
    petition = registered(W6, on=TODAY)
    name = f"claim-{petition.case.claims.get().pk}-route"

    response = sign_in(director).post(address(petition, "triage"), triage_of(petition, handler, **{name: ""}))

    assert list(response.context["form"].errors) == [name]


def test_what_registration_lacks_is_named_with_the_way_to_fill_it(sign_in, director):
    petition = factories.case().petition

    page = sign_in(director).get(address(petition, "triage")).content.decode()

    for label in ("事实和理由", "问题属地", "是否涉法涉诉、复议、仲裁", "诉求"):
        assert label in page
    assert "内容分类" not in page
    assert reverse("cases:complete", args=[petition.case.number]) in page


def test_the_category_can_be_given_at_triage(sign_in, director, handler):
    petition = registered(W6, on=TODAY)
    category = petition.case.category
    Case.objects.update(category=None)

    response = sign_in(director).post(address(petition, "triage"), triage_of(petition, handler, category=category.pk))

    petition.case.refresh_from_db()
    assert (response.status_code, petition.case.category) == (302, category)


def test_a_number_in_a_record_is_asked_about_once(sign_in, director):
    petition = registered(W6, on=TODAY)
    Story(petition, director).take("triage", TODAY)
    record = {"kind": "HEARD", "on": "今天", "content": "他的电话是 13800004471。"}
    client = sign_in(director)

    asked = client.post(address(petition, "investigation"), record)
    taken = client.post(address(petition, "investigation"), {**record, "sure": "on"})

    assert asked.status_code == 422
    assert "138****4471" in asked.content.decode()
    assert taken.status_code == 302


# ---------- 说什么 ----------
def test_acceptance_says_the_last_day_and_why_it_moved(sign_in, director, today_is):
    today_is(date(2026, 9, 22))
    petition = registered(W6, on=date(2026, 9, 22))
    Story(petition, director).take("triage", date(2026, 9, 22))

    response = sign_in(director).post(address(petition, "acceptance"), {"on": "9-22"})

    assert said(response) == ["已受理。法定答复最后一天 11月23日 周一（60 日满在周六，顺延）。"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 8, 3), "法定答复最后一天 10月8日 周四（60 日满在10月2日 国庆节，顺延）。"),
        (date(2026, 9, 21), "法定答复最后一天 11月20日 周五。"),
    ],
)
def test_the_sentence_about_the_last_day(day, words):
    petition = registered(W6, on=day)
    Story(petition).accepted(day)

    assert last_day_in_words(clock(petition, "L17"), day) == words


def test_a_notice_handed_over_with_acceptance_ends_its_clock_by_the_day_of_service(sign_in, director):
    petition = registered(W6, on=TODAY - timedelta(days=4))
    Story(petition, director).take("triage", TODAY - timedelta(days=4))
    yesterday = TODAY - timedelta(days=1)

    sign_in(director).post(
        address(petition, "acceptance"),
        {"on": yesterday.isoformat(), "with_notice": "on", "served_on": "今天", "method": "POST"},
    )

    assert clock(petition, "L03").ended_on == TODAY
    assert clock(petition, "L17").started_on == yesterday


def test_acceptance_without_the_notice_leaves_its_clock_running(sign_in, director):
    petition = registered(W6, on=TODAY)
    Story(petition, director).take("triage", TODAY)

    sign_in(director).post(address(petition, "acceptance"), {"on": "今天", "served_on": "今天", "method": "HAND"})

    assert clock(petition, "L03").is_running
    assert not petition.case.services.exists()


def test_how_a_notice_was_received_is_never_dropped_for_want_of_a_tick(sign_in, director):
    petition = registered(W6, on=TODAY)
    Story(petition, director).take("triage", TODAY)

    response = sign_in(director).post(address(petition, "acceptance"), {"on": "今天", "signer": "本人"})

    assert response.status_code == 422
    assert "请勾上这一项" in response.content.decode()
    petition.case.refresh_from_db()
    assert petition.case.accepted_on is None


def test_a_late_service_is_recorded_and_told_as_late(sign_in, director, today_is):
    today_is(date(2026, 10, 9))
    petition = registered(W6, on=date(2026, 8, 3))
    Story(petition, director).answered(date(2026, 8, 3))

    response = sign_in(director).post(
        address(petition, "service"), {"served_on": "今天", "method": "HAND", "signer": "本人"}
    )

    assert said(response) == [
        "答复已记送达。",
        "信访程序办结晚了 1 天，最后一天是 10月8日 周四（条例第三十四条），已如实记下。",
    ]
    assert clock(petition, "L17").ended_on == date(2026, 10, 9)


def test_a_late_acceptance_says_from_when_the_60_days_count(sign_in, director, today_is):
    today_is(date(2026, 8, 19))
    petition = registered(W6, on=date(2026, 8, 3))
    Story(petition, director).take("triage", date(2026, 8, 3))

    response = sign_in(director).post(address(petition, "acceptance"), {"on": "今天"})

    assert said(response)[1] == "受理晚于书面告知的最后一天，60 日从收到那天 8月3日 起算。"


def test_the_route_page_tells_the_limits_of_that_way(sign_in, director):
    petition = registered(W1, on=TODAY)
    Story(petition, director).take("triage", TODAY)

    page = sign_in(director).get(address(petition, "routing")).content.decode()

    assert "条例第三十一条第一项" in page
    assert "民法典第一百八十八条" in page
    assert "信访不中断、不中止申请复议和起诉的期限" in page
    assert "劳动争议调解仲裁法" not in page


def test_the_street_cannot_send_a_claim_to_itself(sign_in, director):
    petition = registered(W5, on=TODAY)
    Story(petition, director).take("triage", TODAY)

    response = sign_in(director).post(
        address(petition, "routing"), {"organ": "东河街道办事处", "served_on": "今天", "method": "HAND"}
    )

    assert "条例第三十一条第五项" in response.context["form"].errors["organ"][0]


def test_a_notice_cannot_be_oral(sign_in, director):
    petition = registered(W6, on=TODAY)

    response = sign_in(director).post(
        address(petition, "notice"), {"served_on": "今天", "method": Service.Method.ORAL}
    )

    assert list(response.context["form"].errors) == ["method"]


@pytest.mark.parametrize("how", [{"method": "LEFT"}, {"method": "HAND", "is_refused": "on"}])
def test_refusal_and_leaving_need_a_witness(how, sign_in, director):
    petition = registered(W6, on=TODAY)
    client = sign_in(director)

    refused = client.post(address(petition, "notice"), {"served_on": "今天", **how})
    taken = client.post(address(petition, "notice"), {"served_on": "今天", "witness": "社区干部在场", **how})

    assert list(refused.context["form"].errors) == ["witness"]
    assert taken.status_code == 302


def test_closing_is_refused_with_each_missing_piece_and_the_way_to_it(sign_in, director):
    petition = registered(W6, on=TODAY)
    Story(petition, director).accepted(TODAY)
    client = sign_in(director)

    shown = client.get(address(petition, "closure")).content.decode()
    refused = client.post(
        address(petition, "closure"),
        {"on": "今天", "outcomes": ["SOLVED"], "cause": cause("Z9")},
    )

    pieces = {
        "听取信访人陈述": "investigation",
        "现场查看或调查核实": "investigation",
        "诉求 1 的事实结论": "answer",
        "书面告知已送达": "notice",
        "诉求 1 的答复": "answer",
        "处理意见已签发": "submission",
        "答复已送达": "service",
        "已请群众评价": "rating",
    }
    assert refused.status_code == 422
    for page in (shown, refused.content.decode()):
        for words, step in pieces.items():
            assert f'<a href="{address(petition, step)}">{words}</a>' in page
    assert petition.missing_before_closing() == list(pieces)


def test_a_step_that_cannot_be_taken_says_why_and_shows_no_form(sign_in, director):
    petition = registered(W6, on=TODAY)

    page = sign_in(director).get(address(petition, "acceptance")).content.decode()

    assert "先分流，再受理。" in page
    assert "csrfmiddlewaretoken" not in page.split("<main")[1]


# ---------- 匿名与封存 ----------
def test_a_claim_of_somebody_anonymous_is_passed_on_without_service(sign_in, director):
    petition = registered(W1, on=TODAY, name="", phone="")
    Story(petition, director).take("triage", TODAY)
    client = sign_in(director)

    client.post(address(petition, "routing"), {"organ": "区人民法院", "served_on": "今天"})
    client.post(
        address(petition, "closure"),
        {"on": "今天", "outcomes": ["SOLVED"], "cause": cause("Z9")},
    )

    petition.case.refresh_from_db()
    assert petition.case.stage == Case.Stage.CLOSED
    assert not petition.case.services.exists()


def test_the_director_named_as_reader_triages_an_accusation_and_tells_where_it_goes(sign_in, director):
    petition = registered(ACCUSATION, on=TODAY, purpose=Purpose.ACCUSATION)
    client = sign_in(director)
    unit = factories.section("信访办")

    taken = client.post(
        address(petition, "triage"),
        {
            "level": "GENERAL",
            "ground": "转纪检监察",
            "category": petition.case.category_id,
            "handling_unit": unit.pk,
            "on": "今天",
            f"claim-{petition.case.claims.get().pk}-purpose": "ACCUSATION",
        },
    )
    told = client.post(
        address(petition, "routing"), {"organ": "区纪委监委", "served_on": "今天", "method": "HAND", "signer": "本人"}
    )

    petition.case.refresh_from_db()
    assert (taken.status_code, told.status_code) == (302, 302)
    assert petition.case.stage == Case.Stage.ROUTED


@pytest.mark.parametrize("step", STEPS)
def test_nobody_but_its_readers_finds_a_sealed_case(step, sign_in, director, handler):
    petition = registered(ACCUSATION, on=TODAY, purpose=Purpose.ACCUSATION)
    second_director = factories.official(Role.OD)
    Story(petition, director).triage(TODAY)
    Case.objects.update(handling_unit=handler.unit)

    for person in (second_director, handler, petition.case.first_receiver):
        answer = sign_in(person).get(address(petition, step)).status_code
        assert answer == (404 if person.may(f"petitions:{step}") else 403), person.role_names


def test_a_handler_who_is_no_reader_cannot_be_given_a_sealed_case(director, handler):
    petition = registered(ACCUSATION, on=TODAY, purpose=Purpose.ACCUSATION)

    with pytest.raises(ValidationError, match="阅办人"):
        Story(petition, director).triage(TODAY, handler=handler)


def test_a_claim_that_turns_out_an_accusation_seals_the_case_at_triage(sign_in, director, handler):
    petition = registered(W6, on=TODAY)
    claim = petition.case.claims.get()
    clerk = petition.case.first_receiver

    sign_in(director).post(
        address(petition, "triage"),
        triage_of(petition, handler, handler="", **{f"claim-{claim.pk}-purpose": "ACCUSATION"}),
    )

    assert Case.objects.get().is_sealed
    assert not petition.case.visits.filter(is_sealed=False).exists()
    assert sign_in(director).get(address(petition, "routing")).status_code == 200
    assert sign_in(clerk).get(address(petition, "notice")).status_code == 404


# ---------- 两个人、两次 ----------
def test_the_same_form_sent_twice_acts_once(sign_in, director):
    petition = registered(W6, on=TODAY)
    Story(petition, director).take("triage", TODAY)
    client = sign_in(director)
    record = {"kind": "HEARD", "on": "今天", "content": "听了陈述。", "submission": str(uuid4())}

    first, second = (client.post(address(petition, "investigation"), record) for _time in range(2))

    assert first["Location"] == second["Location"]
    assert Investigation.objects.count() == 1


def test_who_writes_an_answer_second_sees_both_and_loses_nothing(sign_in, director, handler):
    petition = registered(W6, on=TODAY)
    story = Story(petition, director)
    story.triage(TODAY, handler=handler)
    story.take("acceptance", TODAY).take("investigation", TODAY)
    mine, theirs = sign_in(handler), sign_in(director)
    opened = {
        field.html_initial_name: field.value() or ""
        for field in mine.get(address(petition, "answer")).context["form"].visible_fields()
    }
    version = petition.case.version
    answer = {"finding": "防水层破损", "decision": "SUPPORT", "basis": "物业管理条例", "on": "今天", **opened}

    theirs.post(address(petition, "answer"), {**answer, "reply": "十月底修好", "version": version})
    collided = mine.post(address(petition, "answer"), {**answer, "reply": "九月底修好", "version": version})

    page = collided.content.decode()
    assert collided.status_code == 409
    assert "十月底修好" in page
    assert "九月底修好" in page
    assert petition.case.claims.get().reply == "十月底修好"

    chosen = dict(collided.context["hidden"]) | {"reply": "九月底修好"}
    assert mine.post(address(petition, "answer"), chosen).status_code == 302
    assert petition.case.claims.get().reply == "九月底修好"


# ---------- 问几次数据库 ----------
TRANSACTION = ("SAVEPOINT", "RELEASE", "ROLLBACK")
# Triage checks five choices, hands the case on and sets its target; acceptance with its notice is two steps; service
# starts the petitioner's days; asked to rate, the matter is cleared if every fact of T21 stands; closing settles the
# cause of the case, with its row and its line on the file.
MOST = {"triage": 38, "acceptance": 35, "service": 32, "rating": 38, "closure": 35}
ASKED = {"closure": 25}  # what was promised, the reviews and recusals stand among the gates


@pytest.mark.parametrize("ways", [(W6,), (W6, W6, W6, SUGGESTION, W1, W1)])
def test_a_step_sends_few_statements_however_many_claims(ways, sign_in, director, handler, queries_of):
    petition = registered(*ways, on=TODAY)
    story = Story(petition, director)
    client = sign_in(director)
    answered = {
        "finding": "防水层破损",
        "decision": "SUPPORT",
        "basis": "物业管理条例",
        "reply": "十月底修好",
        "on": "今天",
    }
    served = {"served_on": "今天", "method": "HAND", "signer": "本人"}
    posts = [
        ("triage", triage_of(petition, handler)),
        ("acceptance", {"on": "今天", "with_notice": "on", **served}),
        ("investigation", {"kind": "HEARD", "on": "今天", "content": "听了本人的陈述。"}),
        ("investigation", {"kind": "SITE", "on": "今天", "content": "看见六处渗点。"}),
        ("answer", answered),
        ("service", {**served, "stand": "AGREE"}),
        ("rating", {"on": "今天", "channel": "FACE"}),
        ("closure", {"on": "今天", "outcomes": ["SOLVED"], "cause": cause("Z9")}),
    ]
    for step, fields in posts:
        if step == "service":
            for claim in petition.case.claims.unanswered():
                story.take("answer", TODAY, claim)
            for claim in petition.case.claims.routed():
                story.take("routing", TODAY, claim)
            Story(Petition.objects.get(), staff=story.staff).signed(TODAY)
            for claim in petition.case.claims.filter(commitments=None, decision="SUPPORT"):
                story.performed(claim, TODAY)
        asked = queries_of(lambda step=step: client.get(address(petition, step)))
        sent = queries_of(lambda step=step, fields=fields: client.post(address(petition, step), fields))
        sent = [sql for sql in sent if not sql.startswith(TRANSACTION)]

        assert len(asked) <= ASKED.get(step, 20), step
        assert len(sent) <= MOST.get(step, 23), (step, sent)
        petition.case.refresh_from_db()
    assert petition.case.stage == Case.Stage.CLOSED
