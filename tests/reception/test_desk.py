"""The desk: one page, three required things, nothing typed lost."""

import re
import uuid
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Case, Submission
from officials.models import AuditEntry, Role
from reception.models import Visit
from tests import factories

pytestmark = pytest.mark.django_db

DESK, REGISTER = "/desk/", "/desk/register/"
RARE = "𠮷𬺰👨‍👩‍👧"  # Han beyond the first plane, and an emoji made of several


def typed(**fields):
    """What a clerk posts for a walk-in."""
    return {
        "submission": str(uuid.uuid4()),
        "channel": "VISIT",
        "name": "张建国",
        "phone": "138 0000 4471",
        "statement": "3幢地下车库下雨就漏水，没人管。",
        "people_present": "1",
        "purpose": "APPEAL",
        "register": "print",
        **fields,
    }


def sentences(response):
    """The sentences that stand at fields or above the form."""
    html = response.content.decode()
    return re.findall(r'<p class="wrong">(.*?)</p>', html) + re.findall(r"<strong>(.*?)</strong>", html)


@pytest.fixture
def clerk():
    return factories.official(Role.RC)


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


# ---------- 三项 ----------


def test_a_walk_in_is_registered_with_three_fields(client, clerk):
    response = client.post(REGISTER, typed())

    visit = Visit.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/receipts/{visit.contact_no}/")
    assert (visit.registrar, visit.case.first_receiver, visit.people_present) == (clerk, clerk, 1)
    assert visit.lead.phone == "13800004471"
    assert AuditEntry.objects.filter(action="reception:register", subject_id=visit.pk).count() == 1


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("name", "请写姓名；来访人不愿透露的，请勾“不愿透露姓名”。"),
        ("phone", "请写联系电话；没有电话的，请在下面写住址。"),
        ("statement", "请写下来访人反映的事，照原话写。"),
    ],
)
def test_each_required_thing_is_asked_for_at_its_field_and_the_rest_is_kept(client, missing, sentence):
    sent = typed(**{missing: ""}, access_needs="轮椅")
    response = client.post(REGISTER, sent)

    assert response.status_code == 422
    assert sentence in sentences(response)
    html = response.content.decode()
    kept = {"name", "phone", "statement", "access_needs"} - {missing}
    assert all(sent[name] in html for name in kept)
    assert not Visit.objects.exists()
    assert not Submission.objects.exists()


def test_an_address_will_do_for_a_phone(client):
    assert client.post(REGISTER, typed(phone="", address="东河路 8 号")).status_code == 302
    assert Visit.objects.get().lead.address == "东河路 8 号"


def test_whoever_does_not_want_to_be_named_is_asked_for_nothing_but_the_matter(client):
    response = client.post(REGISTER, typed(name="", phone="", anonymous="on"))

    assert response.status_code == 302
    assert Case.objects.get().is_anonymous


def test_a_name_and_the_wish_not_to_be_named_do_not_go_together(client):
    response = client.post(REGISTER, typed(anonymous="on"))

    assert response.status_code == 422
    assert "写了姓名又勾了不愿透露，请去掉一样。" in sentences(response)
    assert "张建国" in response.content.decode()


def test_a_phone_with_a_digit_too_few_is_said_at_the_phone_and_kept(client):
    response = client.post(REGISTER, typed(phone="138 0000 447"))

    assert response.status_code == 422
    assert "手机号是 11 位，现在 10 位。没有手机可填住址。" in sentences(response)
    assert 'value="138 0000 447"' in response.content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"people_present": "3", "people_affected": "2"}, "涉及人数比来访人数还少，请写明原因。"),
        ({"people_present": "0"}, "人数至少是 1。"),
        ({"people_present": "三"}, "请填整数，例如 3。"),
        ({"people_present": "99999999999999999999"}, "人数最多填 99999，请核对。"),
        ({"community": "999999"}, "没有这个社区，请重新选。"),
        ({"received_on": "2月30日"}, "日历上没有“2月30日”这一天，请核对。"),
        ({"received_on": "+1"}, "不能晚于今天"),
        ({"statement": "一" * 20_001}, "最多 20000 字，现在 20001 字，请缩短。"),
        ({"join": "DH2026-99999"}, "没有找到要并入的那一件，或者不归您查看。请直接登记为新事项。"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_and_nothing_is_registered(client, fields, sentence):
    response = client.post(REGISTER, typed(**fields))

    assert response.status_code == 422
    assert any(sentence in said for said in sentences(response))
    assert not Visit.objects.exists()


def test_fewer_affected_than_present_is_registered_with_its_reason(client):
    client.post(REGISTER, typed(people_present="3", people_affected="2", affected_note="一人陪同"))

    assert (Case.objects.get().people_affected, Case.objects.get().affected_note) == (2, "一人陪同")


def test_a_visit_by_one_for_three_hundred_is_in_the_list_of_the_mass_affecting(client):
    client.post(REGISTER, typed(people_affected="300"))

    assert Case.objects.mass_affecting().count() == 1


def test_urgency_is_what_is_urgent(client):
    client.post(REGISTER, typed(urgency_basis="整幢停水"))

    assert (Case.objects.get().is_urgent, Case.objects.get().urgency_basis) == (True, "整幢停水")


def test_a_letter_received_earlier_starts_its_clock_on_the_day_of_receipt(client):
    day = timezone.localdate() - timedelta(days=3)
    client.post(REGISTER, typed(channel="LETTER", received_on=day.isoformat()))

    visit = Visit.objects.get()
    assert (visit.channel, timezone.localdate(visit.received_at)) == ("LETTER", day)
    assert visit.notice().started_on == day
    assert timezone.localdate(visit.registered_at) == timezone.localdate()


def test_numbers_in_the_visitors_words_are_told_and_never_hold_up_a_registration(client):
    response = client.post(REGISTER, typed(statement="楼上漏水，打 13900001234 找物业，没人管。"), follow=True)

    assert response.status_code == 200
    assert "文字里像有电话 139****1234，请移到电话栏或删去。" in response.content.decode()
    assert Visit.objects.get().statement == "楼上漏水，打 13900001234 找物业，没人管。"
    assert "1234" not in Case.objects.get().title


def test_the_page_tells_the_duty_of_truth_and_what_becomes_of_personal_data(client):
    html = client.get(DESK).content.decode()

    assert "告知不是登记的条件" in html
    assert "个人信息保护法第十三条" in html


def test_registering_without_printing_comes_back_to_an_empty_desk_with_a_way_to_the_receipt(client):
    response = client.post(REGISTER, typed(register="only"), follow=True)

    visit = Visit.objects.get()
    html = response.content.decode()
    assert response.redirect_chain == [(DESK, 302)]
    assert f'已登记 <a href="/receipts/{visit.contact_no}/">{visit.contact_no}</a>' in html
    assert 'value="张建国"' not in html


def test_the_same_form_sent_twice_registers_once(client):
    sent = typed()
    first, second = client.post(REGISTER, sent), client.post(REGISTER, sent)

    assert first["Location"] == second["Location"]
    assert Visit.objects.count() == 1


def test_a_refused_form_can_be_sent_again_corrected(client):
    sent = typed(phone="1")
    client.post(REGISTER, sent)

    assert client.post(REGISTER, {**sent, "phone": "13800004471"}).status_code == 302


def test_whoever_may_not_register_is_refused(sign_in):
    leader = factories.official(Role.LO)

    assert sign_in(leader).post(REGISTER, typed()).status_code == 403
    assert not Visit.objects.exists()


def test_an_address_opened_by_hand_leads_to_the_desk(client):
    assert client.get(REGISTER)["Location"] == DESK
    assert client.get("/desk/matches/")["Location"] == DESK


# ---------- 恶意和古怪的输入 ----------


@pytest.mark.parametrize(
    "name", ["name", "phone", "statement", "address", "respondent", "join", "opened", "submission"]
)
@pytest.mark.parametrize(
    "text", ["a\0b", "一" * 350_000, "\u202etxt.exe", "\u200b", "'; DROP TABLE--", "\ud800", "{{7*7}}"]
)
def test_no_input_brings_the_desk_down(client, name, text):
    response = client.post(REGISTER, typed(**{name: text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")}))

    assert response.status_code in {302, 422}


def test_more_than_a_form_may_hold_is_refused_in_words(client):
    response = client.post(REGISTER, typed(statement="漏" * 800_000))

    assert response.status_code == 413


@pytest.mark.parametrize("channel", ["FAX", "", "\0", "x" * 50])
def test_a_channel_that_is_no_choice_is_refused(client, channel):
    assert client.post(REGISTER, typed(channel=channel)).status_code == 422


def test_rare_han_and_emoji_survive_the_round_trip(client):
    response = client.post(REGISTER, typed(name=f"张{RARE[0]}", statement=RARE), follow=True)

    assert Visit.objects.get().statement == RARE
    assert Case.objects.get().statement == RARE
    assert RARE in response.content.decode()


def test_marks_that_turn_the_direction_of_text_are_taken_out(client):
    client.post(REGISTER, typed(statement="楼道\u202e灯不亮"))

    assert Visit.objects.get().statement == "楼道灯不亮"


def test_what_is_typed_is_shown_as_text_never_as_markup(client):
    response = client.post(REGISTER, typed(name="<b>张</b>", phone="", statement="<script>x</script>"))

    assert "<script>x" not in response.content.decode()
    assert "&lt;script&gt;x" in response.content.decode()


# ---------- 登录过期 ----------


def opened_desk(client):
    """The hidden field by which the desk knows its own form."""
    return re.search(r'name="opened" value="([^"]+)"', client.get(DESK).content.decode())[1]


def sign_in_again(client, clerk):
    return client.post("/login/", {"username": clerk.username, "password": factories.PASSWORD, "next": DESK})


def test_what_was_typed_when_the_session_ended_is_there_after_the_sign_in(client, clerk):
    sent = typed(opened=opened_desk(client), people_affected="46", urgency_basis="停水")
    client.cookies.pop("sessionid")

    refused = client.post(REGISTER, sent)
    login = client.get(refused["Location"])
    sign_in_again(client, clerk)
    html = client.get(DESK).content.decode()

    assert refused.status_code == 302
    assert not Visit.objects.exists()
    assert "您在接访台写的还没有登记，都还在" in login.content.decode()
    assert all(value in html for value in ("张建国", "138 0000 4471", "没人管", 'value="46"', "停水"))
    assert "张建国" not in client.get(DESK).content.decode()  # shown once


def test_nothing_typed_stands_in_an_address_a_cookie_or_the_session_in_the_clear(client, clerk):
    sent = typed(opened=opened_desk(client))
    client.cookies.pop("sessionid")

    refused = client.post(REGISTER, sent)

    clear = unquote(refused["Location"]) + str(refused.cookies) + str(dict(client.session))
    assert "desk_typed" in client.session
    assert not any(word in clear for word in ("张建国", "4471", "漏水"))


def test_what_one_clerk_typed_is_not_shown_to_the_next(client):
    sent = typed(opened=opened_desk(client))
    client.cookies.pop("sessionid")
    client.post(REGISTER, sent)

    sign_in_again(client, factories.official(Role.RC))

    assert "张建国" not in client.get(DESK).content.decode()


def test_a_form_this_desk_never_gave_out_is_not_kept(clerk):
    stranger = Client()

    response = stranger.post(REGISTER, typed(opened="forged"))

    assert response.status_code == 302
    assert response["Location"].startswith("/login/")
    assert "desk_typed" not in stranger.session


def test_a_form_whose_key_went_stale_in_another_tab_is_given_back_filled(sign_in, clerk):
    client = sign_in(clerk)
    sent = typed(opened=opened_desk(client))
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies

    response = strict.post(REGISTER, sent, follow=True)

    assert response.redirect_chain == [(DESK, 302)]
    assert "张建国" in response.content.decode()
    assert not Visit.objects.exists()


# ---------- 今天登记的 ----------


def listed(client):
    html = client.get(DESK).content.decode()
    return re.findall(r'<a class="t num" href="[^"]*">([^<]*)</a>', html)


def test_the_desk_lists_todays_contacts_newest_first_with_masked_names(client, clerk):
    first = factories.visit(clerk, community=factories.community())
    second = factories.visit(clerk, name="", phone="")
    html = client.get(DESK).content.decode()

    assert listed(client) == [second.contact_no, first.contact_no]
    assert "张**" in html
    assert "张建国" not in html
    assert "不愿透露 · 1 人" in html


def test_the_desk_lists_what_is_registered_today_not_what_was_yesterday(client, clerk):
    yesterday = timezone.now() - timedelta(days=1)
    factories.visit(clerk, received_at=yesterday, now=yesterday)

    assert listed(client) == []
    assert "今天还没有登记" in client.get(DESK).content.decode()


def test_a_handler_sees_on_the_desk_only_what_is_his(sign_in, clerk):
    handler = factories.official(Role.HD, at=factories.section())
    factories.visit(clerk)
    own = factories.visit(handler)

    assert listed(sign_in(handler)) == [own.contact_no]


def test_a_sealed_contact_is_a_bare_number_to_its_clerk_and_nothing_to_the_next(sign_in, client, clerk):
    sealed = factories.visit(clerk, purpose="ACCUSATION", statement="科长收红包。", name="周正")
    html = client.get(DESK).content.decode()

    assert listed(client) == [sealed.contact_no]
    assert "红包" not in html
    assert "周*" not in html
    assert listed(sign_in(factories.official(Role.RC))) == []
    assert listed(sign_in(factories.official(Role.OD))) == []


# ---------- 几句问几次 ----------


def asked(statements):
    """Without savepoints, which open and close within the one transaction."""
    return [one for one in statements if not re.match(r"(RELEASE )?SAVEPOINT|ROLLBACK", one)]


def test_the_desk_asks_the_database_no_more_with_three_hundred_contacts_than_with_three(client, clerk, queries_of):
    community = factories.community()
    client.get(DESK)
    for _visit in range(3):
        factories.visit(clerk, community=community)
    few = asked(queries_of(lambda: client.get(DESK)))
    for _visit in range(297):
        factories.visit(clerk, community=community)
    many = asked(queries_of(lambda: client.get(DESK)))

    assert len(few) == len(many) <= 14
    assert len(listed(client)) == 30
    assert "300 件次" in client.get(DESK).content.decode()


def test_registering_takes_at_most_twenty_statements_and_three_for_the_ticket(client, queries_of):
    client.post(REGISTER, typed())  # the calendar is read once a process

    sent = asked(queries_of(lambda: client.post(REGISTER, typed())))

    assert len(sent) <= 23, "\n".join(one[:90] for one in sent)
    assert Visit.objects.count() == 2
