"""Settled on the spot, the fast lane, and the talk that takes up what waited (F16, 2.5, L07b, F40)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.models import Case, Party, SearchText
from cases.models.claim import Purpose
from officials.models import AuditEntry, Role
from reception.models import Occupation, Room, SpotAnswer, Ticket, Visit, VisitParty
from tests import factories
from tests.reception.test_desk import DESK, REGISTER, sentences, typed

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
TOLD = "带身份证和户口本到区民政局二楼 3 号窗口办，周一到周五。"


@pytest.fixture
def clerk():
    return factories.official(Role.RC)


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


def settled(by=None, **fields):
    fields = {"purpose": Purpose.INQUIRY, "told": TOLD, "taken": "ACCEPTED", "settles": True, **fields}
    return factories.visit(by, **fields)


def waiting(by=None, **fields):
    return factories.visit(by, **{"phone": "", "statement": "", "waits": True, **fields})


# ---------- 当场办结 ----------
@pytest.mark.parametrize("purpose", ["INQUIRY", "THANKS", "SUGGESTION", "APPEAL"])
def test_what_was_answered_at_once_opens_no_case_and_keeps_its_number(client, clerk, purpose):
    response = client.post(
        REGISTER, typed(register="settle", purpose=purpose, told=TOLD, taken="ACCEPTED", phone=""), follow=True
    )

    visit = Visit.objects.get()
    assert response.redirect_chain == [(DESK, 302)]
    assert (visit.case, visit.state, visit.contact_no[:4]) == (None, "当场办结", "DHJ-")
    assert (visit.answer.told, visit.answer.by, visit.answer.taken, visit.answer.way) == (
        TOLD,
        clerk,
        "ACCEPTED",
        "FACE",
    )
    assert not Case.objects.exists()
    assert list(Visit.objects.settled()) == [visit]


def test_a_caller_is_answered_by_phone(client):
    client.post(REGISTER, typed(channel="CALL", register="settle", purpose="INQUIRY", told=TOLD))

    assert SpotAnswer.objects.get().way == "PHONE"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"told": ""}, "请写当场告诉了什么。"),
        ({"statement": ""}, "请写下来访人反映的事，照原话写。"),
        ({"purpose": "ACCUSATION"}, "检举控告要封存立件，不能当场办结。"),
        ({"purpose": "APPEAL", "taken": "SILENT"}, "申诉求决只有来访人认可了才算当场办结"),
        ({"purpose": "APPEAL", "taken": "REJECTED"}, "申诉求决只有来访人认可了才算当场办结"),
        ({"purpose": "APPEAL", "people_present": "5"}, "集体访的申诉求决要立件办理"),
        ({"urgency_basis": "整幢停水"}, "急事要立件"),
        ({"respondent": "某物业公司"}, "写了被反映人的，要立件办理"),
        ({"other_channel": "TRANSFERRED", "sender_organ": "区信访局", "sender_no": "1号"}, "上级转送、交办的要办理"),
    ],
)
def test_what_needs_more_than_an_answer_is_refused_in_words_and_nothing_is_lost(client, fields, sentence):
    sent = typed(register="settle", **{"purpose": "INQUIRY", "told": TOLD, "taken": "ACCEPTED", **fields})

    response = client.post(REGISTER, sent)

    assert response.status_code == 422
    assert any(sentence in said for said in sentences(response))
    assert "张建国" in response.content.decode()
    assert not Visit.objects.exists()
    assert not SpotAnswer.objects.exists()


def test_four_may_be_answered_at_once_where_five_are_a_group(client):
    sent = typed(register="settle", purpose="APPEAL", told=TOLD, taken="ACCEPTED", people_present="4")

    assert client.post(REGISTER, sent).status_code == 302


def test_against_somebody_of_this_office_nothing_is_settled_at_the_desk(client):
    factories.section("城市建设科")

    response = client.post(REGISTER, typed(register="settle", purpose="INQUIRY", told=TOLD, respondent="城市建设科"))

    assert response.status_code == 422
    assert not Visit.objects.exists()


def test_the_database_knows_nothing_settled_without_its_evidence():
    visit = settled()
    for values in ({"answer": None}, {"case": factories.case()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Visit.objects.filter(pk=visit.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        SpotAnswer.objects.update(told="")


def test_the_receipt_says_what_was_answered_and_promises_no_notice(client, clerk):
    visit = settled(clerk)

    html = client.get(visit.get_absolute_url()).content.decode()

    assert TOLD in html
    assert "书面告知　已当场答复" in html
    assert "没有留全" not in html


def test_what_was_told_at_an_ordinary_registration_stays_with_the_contact(client):
    client.post(REGISTER, typed(told="告诉他可以先向法院起诉，诉讼费可申请缓交。"))

    visit = Visit.objects.get()
    assert visit.case is not None
    assert visit.answer.told.startswith("告诉他可以先向法院起诉")
    assert not Visit.objects.settled().exists()


# ---------- 后来还要办 ----------
def test_a_settled_contact_becomes_a_petition_with_its_true_time_of_arrival(clerk):
    arrived = datetime(2026, 9, 2, 9, 0, tzinfo=SHANGHAI)
    visit = settled(clerk, received_at=arrived, now=arrived, purpose=Purpose.APPEAL)
    other = factories.official(Role.RC)

    visit.take_up(
        by=other, statement="三幢地下车库还是漏。", phone="13800004471", reopens=True, now=arrived + timedelta(days=6)
    )

    visit.refresh_from_db()
    case = visit.case
    assert (visit.settled_at, visit.received_at, visit.contact_no) == (None, arrived, "DHJ-20260902-0001")
    assert (case.received_at, case.first_receiver, case.registrar) == (arrived, clerk, other)
    assert (visit.notice().started_on, visit.notice().legal_end_on) == (date(2026, 9, 2), date(2026, 9, 17))
    assert visit.answer.told == TOLD
    assert not Visit.objects.settled().exists()


def test_the_case_of_a_later_year_takes_the_number_of_the_year_in_which_it_is_opened(clerk):
    arrived = datetime(2026, 12, 31, 16, 0, tzinfo=SHANGHAI)
    visit = waiting(clerk, received_at=arrived, now=arrived)

    visit.take_up(by=clerk, statement="漏水", now=datetime(2027, 1, 1, 9, 0, tzinfo=SHANGHAI))

    assert (visit.contact_no, visit.case.number) == ("DHJ-20261231-0001", "DH2027-00001")


# ---------- 只记姓名 ----------
def test_the_fast_lane_asks_for_the_name_alone(client, clerk):
    response = client.post(REGISTER, typed(register="fast", phone="", statement=""), follow=True)

    visit = Visit.objects.get()
    assert (visit.case, visit.state, visit.lead.name) == (None, "等接谈", "张建国")
    assert f"已登记 {visit.contact_no}，接谈时补全。" in response.content.decode()
    assert visit.query_code_hash
    assert list(Visit.objects.awaiting_talk()) == [visit]


def test_the_fast_lane_takes_who_does_not_want_to_be_named(client):
    client.post(REGISTER, typed(register="fast", name="", phone="", statement="", anonymous="on"))

    assert Visit.objects.get().state == "等接谈"
    assert not VisitParty.objects.exists()


def test_the_fast_lane_still_asks_who(client):
    response = client.post(REGISTER, typed(register="fast", name="", phone="", statement=""))

    assert sentences(response)[-1:] != []
    assert response.status_code == 422


def test_the_fast_lane_with_the_matter_opens_the_case_and_the_notice_waits_for_the_address(client, clerk):
    client.post(REGISTER, typed(register="fast", phone=""))
    visit = Visit.objects.get()
    assert visit.case is not None
    assert visit.notice() is None

    lead = visit.case.parties.get(is_lead=True)
    lead.phone = "13800004471"
    lead.save()
    visit.case.petition.owe_notice()

    assert visit.notice().started_on == timezone.localdate(visit.received_at)


@pytest.mark.parametrize("fields", [{"urgency_basis": "整幢停水"}, {"respondent": "某物业公司"}])
def test_what_is_urgent_or_against_somebody_is_written_down_at_once(client, fields):
    response = client.post(REGISTER, typed(register="fast", statement="", **fields))

    assert response.status_code == 422
    assert "请写下是什么事" in response.content.decode()
    assert not Visit.objects.exists()


def test_only_a_waiting_contact_may_say_nothing():
    visit = factories.visit()

    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(statement="")


# ---------- 接谈 ----------
def talk(client, visit, **fields):
    page = client.get(f"/contacts/{visit.contact_no}/talk/")
    sent = {
        "submission": str(page.context["form"]["submission"].value()),
        "opened": page.context["form"]["opened"].value(),
        "contact": visit.contact_no,
        "people_present": "1",
        "purpose": "APPEAL",
        "register": "only",
        **fields,
    }
    return client.post(f"/contacts/{visit.contact_no}/talk/", sent, follow=True)


def test_the_talk_asks_for_the_phone_and_opens_the_case(client, clerk):
    visit = waiting(clerk)

    response = talk(client, visit, statement="三幢地下车库漏水", phone="13800004471")

    visit.refresh_from_db()
    assert response.redirect_chain[-1] == (visit.case.get_absolute_url(), 302)
    assert (visit.case.statement, visit.case.parties.get().name) == ("三幢地下车库漏水", "张建国")
    assert visit.lead.phone == "13800004471"
    assert visit.notice() is not None
    assert SearchText.objects.filter(case=visit.case).exists()
    assert AuditEntry.objects.filter(action="reception:talk", subject_id=visit.pk).count() == 1


def test_the_talk_shows_the_name_masked_and_asks_for_what_is_missing(client, clerk):
    visit = waiting(clerk)
    html = client.get(f"/contacts/{visit.contact_no}/talk/").content.decode()
    assert "张**" in html
    assert "张建国" not in html

    response = talk(client, visit, statement="漏水")

    assert response.status_code == 422
    assert "请写联系电话；没有电话的，请在下面写住址。" in sentences(response)


def test_somebody_unnamed_at_the_desk_may_give_the_name_in_the_talk(client, clerk):
    visit = waiting(clerk, name="")

    talk(client, visit, statement="漏水", name="李四海", phone="13800004471")

    visit.refresh_from_db()
    assert not visit.case.is_anonymous
    assert visit.lead.name == visit.case.parties.get().name == "李四海"


def test_somebody_who_stays_unnamed_leaves_no_row_about_a_person(client, clerk):
    visit = waiting(clerk, name="")

    talk(client, visit, statement="漏水", anonymous="on")

    visit.refresh_from_db()
    assert visit.case.is_anonymous
    assert not Party.objects.exists()


def test_the_talk_may_join_an_open_matter(client, clerk):
    case = factories.case(clerk)
    visit = waiting(clerk)

    talk(client, visit, statement="又漏了", phone="13800004471", join=case.number)

    visit.refresh_from_db()
    case.refresh_from_db()
    assert (visit.case, visit.tie, case.repeat_count) == (case, Visit.Tie.REPEAT, 1)


def test_the_talk_may_end_in_an_answer(client, clerk):
    visit = waiting(clerk)

    talk(client, visit, statement="低保怎么办", purpose="INQUIRY", told=TOLD, taken="ACCEPTED", register="settle")

    visit.refresh_from_db()
    assert (visit.state, visit.answer.told, visit.case) == ("当场办结", TOLD, None)


def test_a_talk_that_ends_in_an_answer_leaves_the_queue_and_the_room(clerk):
    called, waits = waiting(clerk, name="马春梅"), waiting(clerk, name="丁志华")
    Room.objects.create(name="矛调中心 1 号接谈室", kind=Room.Kind.INDIVIDUAL, capacity=4)
    called.ticket.call(by=clerk)
    called.ticket.start(by=clerk)

    for visit in (called, waits):
        visit.take_up(by=clerk, settles=True, statement="问补贴", purpose=Purpose.INQUIRY, told=TOLD)

    states = dict(Ticket.objects.values_list("visit", "state"))
    assert states == {called.pk: "DONE", waits.pk: "LEFT"}
    assert not Occupation.objects.in_use().exists()


def test_an_accusation_that_comes_out_in_the_talk_is_sealed_in_its_transaction(client, clerk):
    director = factories.official(Role.OD)
    visit = waiting(clerk)

    response = talk(client, visit, statement="科长收红包", phone="13800004471", purpose="ACCUSATION")

    visit.refresh_from_db()
    assert visit.is_sealed
    assert visit.case.is_sealed
    assert visit.case.number.startswith("DHM")
    assert not SearchText.objects.filter(case=visit.case).exists()
    assert "红包" not in response.content.decode()
    assert client.get(f"/contacts/{visit.contact_no}/").status_code == 404
    assert not Visit.objects.on_desk_of(director).filter(pk=visit.pk).exists()


def test_what_is_taken_up_once_is_not_taken_up_again_and_what_was_typed_stays(client, clerk):
    visit = waiting(clerk)
    page = client.get(f"/contacts/{visit.contact_no}/talk/")
    visit.take_up(by=clerk, statement="漏水", phone="13800004471")

    opened = page.context["form"]["opened"].value()
    response = client.post(
        f"/contacts/{visit.contact_no}/talk/",
        {"opened": opened, "statement": "我写的", "phone": "13900001234", "register": "only"},
    )

    assert response.status_code == 422
    assert f"这次来访刚才已经记入 {visit.case.number}" in response.content.decode()
    assert "我写的" in response.content.decode()
    assert Case.objects.count() == 1


def test_a_talk_typed_when_the_session_ended_is_there_again(client, clerk):
    visit = waiting(clerk)
    address = f"/contacts/{visit.contact_no}/talk/"
    opened = client.get(address).context["form"]["opened"].value()
    client.cookies.pop("sessionid")

    refused = client.post(address, {"opened": opened, "contact": visit.contact_no, "statement": "地下室返水"})
    client.post("/login/", {"username": clerk.username, "password": factories.PASSWORD, "next": address})

    assert refused.status_code == 302
    assert "地下室返水" in client.get(address).content.decode()
    assert "地下室返水" not in client.get(DESK).content.decode()


def test_the_look_for_earlier_matters_works_in_a_talk_without_script(client, clerk):
    earlier = factories.case(clerk)
    visit = waiting(clerk)
    opened = client.get(f"/contacts/{visit.contact_no}/talk/").context["form"]["opened"].value()

    html = client.post(
        "/desk/matches/",
        {"opened": opened, "contact": visit.contact_no, "statement": "三幢地下车库下雨就漏水，没人管。"},
    ).content.decode()

    assert earlier.number in html
    assert "接谈补全" in html


# ---------- 谁能看 ----------
def test_who_sees_a_contact_without_a_case_is_who_would_see_the_case(sign_in, clerk):
    here, there = factories.community("东河花园社区"), factories.community("汤巷社区")
    visit = settled(clerk, community=here, received_at=timezone.now() - timedelta(days=1))
    sees = {
        "own clerk": clerk,
        "director": factories.official(Role.OD),
        "head": factories.official(Role.HO),
        "window here": factories.official(Role.WC, at=here),
    }
    sees_not = {
        "other clerk, yesterday's": factories.official(Role.RC),
        "window elsewhere": factories.official(Role.WC, at=there),
        "handler": factories.official(Role.HD, at=factories.section()),
        "leader": factories.official(Role.LO),
    }

    for name, official in sees.items():
        assert sign_in(official).get(f"/contacts/{visit.contact_no}/").status_code == 200, name
    for name, official in sees_not.items():
        assert sign_in(official).get(f"/contacts/{visit.contact_no}/").status_code == 404, name


def test_contacts_without_a_case_are_in_no_list_of_cases_and_raise_no_match(client, clerk):
    settled(clerk, statement="三幢地下车库下雨就漏水，没人管。")

    assert not Case.objects.exists()
    assert not SearchText.objects.exists()


def test_the_register_of_contacts_asks_no_more_with_many_than_with_few(client, clerk, queries_of):
    settled(clerk)
    client.get("/contacts/")
    few = queries_of(lambda: client.get("/contacts/"))
    for number in range(30):
        (settled if number % 2 else waiting)(clerk)
        factories.visit(clerk)
    many = queries_of(lambda: client.get("/contacts/"))

    assert len(few) == len(many) <= 12
    html = client.get("/contacts/").content.decode()
    assert html.count('class="code nowrap"') == 25
    assert 'rel="next"' in html


def test_the_next_page_of_the_register_goes_on_where_the_first_ended(client, clerk):
    visits = [settled(clerk) for _number in range(26)]

    page = client.get("/contacts/?view=settled")
    following = client.get(f"/contacts/?view=settled&before={page.context['following']}")

    assert [visit.pk for visit in following.context["visits"]] == [visits[0].pk]


# ---------- 两人同时 ----------
@pytest.mark.django_db(transaction=True)
def test_of_one_who_settles_and_one_who_joins_at_the_same_time_one_is_told(clerk):
    case = factories.case(clerk)
    visit = waiting(clerk)

    def at_once(step):
        try:
            with transaction.atomic():
                mine = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
                fields = {"by": clerk, "statement": "漏水", "phone": "13800004471", "purpose": "INQUIRY"}
                if step == "settle":
                    mine.take_up(settles=True, told=TOLD, taken="ACCEPTED", **fields)
                else:
                    mine.take_up(join=Case.objects.for_change().get(pk=case.pk), **fields)
            return step
        except ValidationError as refusal:
            return refusal.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as clerks:
        answers = list(clerks.map(at_once, ["settle", "join"]))

    visit.refresh_from_db()
    case.refresh_from_db()
    done = [answer for answer in answers if answer in ("settle", "join")]
    told = [answer for answer in answers if "这次来访刚才已经" in answer]
    assert len(done) == len(told) == 1
    assert (visit.case, case.repeat_count) == ((case, 1) if done == ["join"] else (None, 0))
    assert (visit.settled_at is not None) == (done == ["settle"])


def test_a_settled_contact_is_taken_up_from_its_own_page(client, clerk):
    visit = settled(clerk)

    response = talk(client, visit, statement="还是没办成", phone="13800004471", reopens="True")

    visit.refresh_from_db()
    assert response.status_code == 200
    assert (visit.settled_at, visit.case.statement) == (None, "还是没办成")
    assert visit.answer.told == TOLD
