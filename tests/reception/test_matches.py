"""Same matter? Earlier matters within an open registration, and nothing about anybody (handbook 4.4, R6, AZ-09)."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from cases.models import Case, Deadline
from officials.models import AuditEntry, Role
from reception.matches import Opening
from reception.models import Visit
from tests import factories
from tests.reception.test_desk import DESK, REGISTER, asked, opened_desk, typed

pytestmark = pytest.mark.django_db

MATCHES = "/desk/matches/"
LEAK = "3幢地下车库下雨就漏水，车位泡了两个月，物业说该开发商修，没人管。"
LIFT = "12号楼电梯夜里停运，老人上不去楼，物业说等维修基金批下来再换。"


@pytest.fixture
def director():
    return factories.official(Role.OD, name="周建国", phone="8003")


@pytest.fixture
def clerk(director):
    return factories.official(Role.RC)


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def look(client):
    """`look(statement=…)` asks as the page does while one types, within one registration."""
    opened = opened_desk(client)

    def asking(**fields):
        return client.post(MATCHES, typed(opened=opened, **fields), headers={"HX-Request": "true"})

    return asking


def numbers(response):
    return re.findall(r'name="join" value="([^"]+)"', response.content.decode())


def closed(case):
    today = timezone.localdate()
    Case.objects.filter(pk=case.pk).update(
        stage="CLOSED",
        closed_on=today,
        level="GENERAL",
        level_ground="一个单位能办",
        handling_unit=factories.section(),
        triaged_on=today,
    )
    case.refresh_from_db()
    return case


def test_a_matter_alike_in_text_is_listed_with_its_reason_stage_handler_and_visits(look, clerk):
    handler = factories.official(Role.HD, name="李静", at=factories.section())
    case = factories.triaged(factories.complete(factories.case(clerk, statement=LEAK)), handler=handler)
    factories.visit(clerk, join=case)
    factories.case(clerk, statement=LIFT)

    response = look(statement="地下车库一下雨就漏水，车位泡着没人管")
    html = response.content.decode()

    assert numbers(response) == [case.number]
    assert all(words in html for words in ("内容相近", "电话相同", "分流", "李静", "城市建设科", "来过 2 次"))
    assert "边填边找，找到 1 件" in html


def test_equal_identity_alone_lists_nothing(look, clerk):
    factories.case(clerk, statement=LIFT)

    response = look(statement="孩子入学片区划分不合理。")

    assert numbers(response) == []
    assert "没有找到您能看的相近事项" in response.content.decode()


def test_nothing_is_looked_for_before_the_visitors_words_are_there(look, clerk):
    factories.case(clerk, statement=LEAK)

    response = look(statement="  ")

    assert numbers(response) == []
    assert not AuditEntry.objects.filter(action="reception:matches").exists()


def test_equal_identity_puts_a_matter_first(look, clerk):
    factories.case(clerk, statement=LEAK, name="王强", phone="13900000000")
    own = factories.case(clerk, statement=LEAK)

    assert numbers(look(statement=LEAK))[0] == own.number


def test_what_is_late_stands_with_the_match(look, clerk):
    case = factories.case(clerk, statement=LEAK)
    Deadline.objects.filter(case=case).update(
        started_on=timezone.localdate() - timedelta(days=20), legal_end_on=timezone.localdate() - timedelta(days=4)
    )

    html = look(statement=LEAK).content.decode()

    assert 'class="is-late"' in html
    assert "超期4天" in html


def test_a_clock_that_has_time_left_is_not_spoken_of(look, clerk):
    factories.case(clerk, statement=LEAK)

    assert 'class="due' not in look(statement=LEAK).content.decode()


def test_the_first_match_has_key_a_and_the_second_key_b(look, clerk):
    for _case in range(3):
        factories.case(clerk, statement=LEAK)

    assert re.findall(r'accesskey="(\w)"', look(statement=LEAK).content.decode()) == ["a", "b"]


def test_an_open_matter_is_joined_and_a_closed_one_followed_up(look, client, clerk):
    open_case = factories.case(clerk, statement=LEAK)
    html = look(statement=LEAK).content.decode()
    assert "并入这一件" in html
    client.post(REGISTER, typed(join=open_case.number, statement="又漏了。"))

    closed(open_case)
    assert "作为续访关联" in look(statement=LEAK).content.decode()
    client.post(REGISTER, typed(join=open_case.number, statement="修好又漏。"))

    ties = list(Visit.objects.order_by("pk").values_list("tie", flat=True))
    assert ties == ["NEW", "REPEAT", "FOLLOW_UP"]


def test_a_matter_outside_the_clerks_view_is_only_counted_and_says_whom_to_ask(look):
    yesterday = timezone.now() - timedelta(days=1)
    hidden = factories.case(statement=LEAK, received_at=yesterday, now=yesterday)

    response = look(statement=LEAK)
    html = response.content.decode()

    assert numbers(response) == []
    assert "另有 1 件不在您的查看范围，请问 周建国（内线 8003）。" in html
    assert hidden.number not in html
    assert hidden.title not in html


def test_the_director_sees_what_the_clerk_may_not(sign_in, director):
    yesterday = timezone.now() - timedelta(days=1)
    hidden = factories.case(statement=LEAK, received_at=yesterday, now=yesterday)
    client = sign_in(director)

    response = client.post(MATCHES, typed(opened=opened_desk(client), statement=LEAK), headers={"HX-Request": "true"})

    assert numbers(response) == [hidden.number]
    assert "另有" not in response.content.decode()


def test_of_a_sealed_matter_there_is_no_sign(look, clerk, queries_of):
    nothing, asked_before = look(statement=LEAK).content, len(asked(queries_of(lambda: look(statement=LEAK))))
    factories.case(clerk, statement=LEAK, purpose="ACCUSATION")

    assert look(statement=LEAK).content == nothing
    assert len(asked(queries_of(lambda: look(statement=LEAK)))) == asked_before


def test_a_matter_that_names_the_asker_is_not_even_counted_to_him(sign_in):
    handler = factories.official(Role.HD, name="李静", at=factories.section())
    factories.case(statement=LEAK, respondent="李静", respondent_is_ordinary=True)
    client = sign_in(handler)

    response = client.post(MATCHES, typed(opened=opened_desk(client), statement=LEAK), headers={"HX-Request": "true"})

    assert "另有" not in response.content.decode()


@pytest.mark.parametrize(
    "fields", [{"purpose": "ACCUSATION"}, {"respondent": "城市建设科"}], ids=["accusation", "own unit"]
)
def test_nothing_is_looked_for_on_behalf_of_what_will_be_sealed(look, clerk, fields):
    factories.section("城市建设科")
    factories.case(clerk, statement=LEAK)

    response = look(statement=LEAK, **fields)

    assert numbers(response) == []
    assert "检举控告另立封存件，不比对。" in response.content.decode()


def test_a_claim_about_an_own_unit_is_compared(look, clerk):
    factories.section("城市建设科")
    case = factories.case(clerk, statement=LEAK)

    response = look(statement=LEAK, respondent="城市建设科", respondent_is_ordinary="on")

    assert numbers(response) == [case.number]


@pytest.mark.parametrize(("age", "listed"), [(729, True), (732, False)])
def test_a_matter_older_than_two_years_is_left_alone(look, clerk, age, listed):
    then = timezone.now() - timedelta(days=age)
    case = factories.case(clerk, statement=LEAK, name="", received_at=then, now=then)

    assert (case.number in numbers(look(statement=LEAK))) is listed


# ---------- 只在登记当中 ----------


def test_one_registration_leaves_one_audit_entry_however_often_one_looks(look, clerk):
    for words in ("地下车库", "地下车库漏水", LEAK):
        look(statement=words)

    entry = AuditEntry.objects.get(action="reception:matches")
    assert (entry.actor_id, entry.reason, entry.field) == (clerk.pk, "", "")


def test_two_registrations_leave_two_entries(client):
    for _time in range(2):
        client.post(MATCHES, typed(opened=opened_desk(client)), headers={"HX-Request": "true"})

    assert AuditEntry.objects.filter(action="reception:matches").count() == 2


def test_without_an_open_registration_there_is_no_look(client):
    for token in ("", "forged", signing.dumps([1, "not-a-key"], salt="another")):
        assert client.post(MATCHES, typed(opened=token)).status_code == 403


def test_a_registration_opened_by_another_does_not_serve(client):
    other = factories.official(Role.RC)

    assert client.post(MATCHES, typed(opened=Opening.begin(other).token)).status_code == 403


def test_a_registration_carried_out_is_no_longer_open(client, clerk):
    opening = Opening.begin(clerk)
    client.post(REGISTER, typed(submission=str(opening.key)))

    assert client.post(MATCHES, typed(opened=opening.token)).status_code == 403


@pytest.mark.parametrize(("hours", "serves"), [(11, True), (13, False)])
def test_a_registration_is_open_for_a_working_day(monkeypatch, clerk, hours, serves):
    import time

    token = Opening.begin(clerk).token
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + hours * 3600)

    assert (Opening.read(token) is not None) is serves


def test_whoever_is_signed_out_gets_nothing_into_the_page(client):
    opened = opened_desk(client)
    client.cookies.pop("sessionid")

    response = client.post(MATCHES, typed(opened=opened), headers={"HX-Request": "true"})

    assert (response.status_code, response.content) == (401, b"")


# ---------- 没有脚本 ----------


def test_without_script_the_button_shows_the_matches_and_keeps_what_is_typed(client, clerk):
    case = factories.case(clerk, statement=LEAK)
    sent = typed(
        opened=opened_desk(client), statement=LEAK, people_affected="46", anonymous="on", purpose="SUGGESTION"
    )

    response = client.post(MATCHES, sent)
    html = response.content.decode()

    assert (response.status_code, numbers(response)) == (200, [case.number])
    assert all(sent[name] in html for name in ("name", "phone", "statement", "opened", "submission"))
    assert re.search(r'name="people_affected" value="46"', html)
    assert re.search(r'name="anonymous"[^>]*checked', html)
    assert re.search(r'value="SUGGESTION"[^>]*checked', html)
    assert 'class="wrong"' not in html


@pytest.mark.parametrize("name", ["name", "phone", "statement", "respondent", "community", "opened", "purpose"])
@pytest.mark.parametrize("text", ["a\0b", "一" * 300_000, "\u202e", "'; DROP TABLE--", "9" * 40, "²"])
def test_no_input_brings_the_look_down(client, name, text):
    sent = typed(opened=opened_desk(client), **{name: text}) if name != "opened" else typed(opened=text)

    assert client.post(MATCHES, sent, headers={"HX-Request": "true"}).status_code in {200, 403}
    assert client.post(MATCHES, sent).status_code in {200, 403}


def test_a_look_asks_the_database_no_more_for_many_matches_than_for_one(look, client, clerk, queries_of):
    community = factories.community()
    fields = {"statement": LEAK, "community": str(community.pk)}
    look(**fields)
    factories.case(clerk, statement=LEAK)
    few = asked(queries_of(lambda: look(**fields)))
    for _case in range(20):
        factories.case(clerk, statement=LEAK)
    many = asked(queries_of(lambda: look(**fields)))

    assert len(few) == len(many) <= 20
    assert client.get(DESK).status_code == 200
