"""The list that Art. 18(1) wants published: what lacks is seen by everybody, what stood once is kept (F21)."""

import io
import uuid
from datetime import date, timedelta

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from officials.models import AuditEntry, Role
from reception.models import ChannelNotice
from tests import factories

pytestmark = pytest.mark.django_db

PUBLIC, STAFF = "/channels/", "/channels/notices/"
MISSING = "本项暂未公布，请到窗口或致电询问。"
TODAY = date(2026, 11, 26)
Item = ChannelNotice.Item


@pytest.fixture
def director():
    return factories.official(Role.OD, name="周建国")


@pytest.fixture
def street():
    street = factories.street()
    street.address, street.phone, street.hours = "东河路 88 号", "0990-8888000", "工作日 8:30 至 17:30"
    street.save()
    return street


def publish(by, item=Item.LAWS, text="《信访工作条例》", *, since=TODAY, until=None, today=TODAY, **more):
    newest = ChannelNotice.objects.filter(item=item).order_by("-pk").first()
    more.setdefault("seen", newest and newest.pk)
    return ChannelNotice.objects.publish(item, text, valid_from=since, valid_to=until, by=by, today=today, **more)


def told(item, day=TODAY):
    return next(one for one in ChannelNotice.objects.list_on(day) if one.item == item)


def typed(client, slug="laws", **fields):
    form = client.get(f"{STAFF}{slug}/").context["form"]
    given = {name: form[name].value() for name in ("text", "valid_from", "valid_to", "seen")}
    given = {name: "" if value is None else str(value) for name, value in given.items()}
    return {**given, "submission": str(uuid.uuid4()), **fields}


# ---------- 哪天公布什么 ----------
def test_a_text_stands_from_its_first_to_its_last_day_and_not_a_day_longer(director):
    publish(director, since=TODAY, until=date(2026, 12, 1))

    assert [told(Item.LAWS, TODAY + timedelta(days=n)).is_missing for n in (-1, 0, 5, 6)] == [True, False, False, True]


def test_a_new_text_supersedes_the_old_one_and_both_are_kept(director):
    old = publish(director, text="旧电话 8001", item=Item.PHONE)
    publish(director, text="新电话 8002", item=Item.PHONE, since=date(2026, 12, 1))

    assert (told(Item.PHONE, date(2026, 11, 30)).text, told(Item.PHONE, date(2026, 12, 1)).text) == (
        "旧电话 8001",
        "新电话 8002",
    )
    old.refresh_from_db()
    assert (old.text, old.valid_to, old.last_day) == ("旧电话 8001", None, date(2026, 11, 30))


def test_a_text_of_the_same_first_day_replaces_one_that_never_came_to_stand(director):
    first = publish(director, text="写错了", since=date(2026, 12, 1))
    publish(director, text="写对了", since=date(2026, 12, 1))

    first.refresh_from_db()
    assert first.never_stood
    assert told(Item.LAWS, date(2026, 12, 1)).text == "写对了"


def test_the_database_refuses_two_texts_of_one_item_on_one_day(director):
    publish(director)

    with pytest.raises(IntegrityError), transaction.atomic():
        ChannelNotice.objects.create(item=Item.LAWS, text="又一份", valid_from=TODAY, published_by=director)


def test_the_past_cannot_be_published_anew(director):
    with pytest.raises(ValidationError, match="不能早于今天"):
        publish(director, since=TODAY - timedelta(days=1))


def test_who_did_not_see_the_latest_text_is_told_so(director):
    publish(director, text="第一份")

    with pytest.raises(ValidationError, match="有人公布了"):
        publish(director, text="第二份", seen=None)
    assert told(Item.LAWS).text == "第一份"


# ---------- 缺什么、快到期 ----------
def test_what_the_office_already_knows_stands_in_until_it_is_published(street, settings):
    settings.QUERY_ADDRESS = "https://dh.example/q"
    known = {one.item for one in ChannelNotice.objects.list_on(TODAY) if one.is_from_the_office}

    assert known == {Item.POSTAL, Item.PHONE, Item.HOURS, Item.PLACE, Item.PROGRESS}
    assert "东河路 88 号" in told(Item.POSTAL).text


@pytest.mark.parametrize(("ahead", "warned"), [(14, True), (15, False)])
def test_it_is_said_fourteen_days_before_an_item_lapses(director, ahead, warned):
    last = TODAY + timedelta(days=ahead)
    publish(director, until=last)

    assert told(Item.LAWS).lapses_on == (last if warned else None)


def test_an_item_with_a_text_to_follow_does_not_lapse(director):
    publish(director, until=date(2026, 11, 30))
    publish(director, text="接着的", since=date(2026, 12, 1))

    assert told(Item.LAWS).lapses_on is None


def test_a_gap_before_the_text_to_follow_is_still_a_lapse(director):
    publish(director, until=date(2026, 11, 30))
    publish(director, text="以后的", since=date(2026, 12, 10))

    assert told(Item.LAWS).lapses_on == date(2026, 11, 30)


# ---------- 群众看的 ----------
def test_everybody_sees_what_is_published_and_what_is_not(client, director, street):
    publish(
        director,
        text="每周一上午领导接访",
        item=Item.CONVENIENCE,
        today=timezone.localdate(),
        since=timezone.localdate(),
    )

    page = client.get(PUBLIC).content.decode()

    assert "每周一上午领导接访" in page and "东河路 88 号" in page
    assert page.count(MISSING) == 4  # 网上渠道、查询方式、法规、程序
    assert director.name not in page


def test_the_sign_in_page_leads_to_the_public_list(client):
    assert f'href="{PUBLIC}"' in client.get("/login/").content.decode()


def test_the_public_page_asks_the_database_as_often_with_one_text_as_with_many(client, director, street, queries_of):
    few = len(queries_of(lambda: client.get(PUBLIC)))
    for item in Item:
        publish(director, item=item, today=timezone.localdate(), since=timezone.localdate())
        publish(director, item=item, today=timezone.localdate(), since=timezone.localdate() + timedelta(days=9))

    assert len(queries_of(lambda: client.get(PUBLIC))) == few <= 4


# ---------- 单位看的、改的 ----------
def test_the_staff_page_lists_in_red_what_lacks(sign_in, street):
    page = sign_in(factories.official(Role.RC)).get(STAFF).content.decode()

    assert "还缺 5 项" in page and "say-late" in page
    assert f'href="{STAFF}laws/"' not in page  # a clerk reads, the director publishes


def test_the_director_publishes_an_item_and_it_is_recorded(sign_in, director):
    client = sign_in(director)
    response = client.post(f"{STAFF}laws/", typed(client, text="《信访工作条例》", valid_to="+10"))

    row = ChannelNotice.objects.get()
    assert (response.status_code, row.published_by, row.valid_from) == (302, director, timezone.localdate())
    assert row.valid_to == timezone.localdate() + timedelta(days=10)
    assert AuditEntry.objects.filter(action="reception:channel_notice", field="LAWS").count() == 1


def test_a_refused_text_stays_typed_and_the_sentence_stands_at_its_field(sign_in, director):
    client = sign_in(director)
    response = client.post(f"{STAFF}laws/", typed(client, text="还没写完", valid_from="昨天"))

    assert response.status_code == 422
    assert "还没写完" in response.content.decode()
    assert "不能早于今天" in response.context["form"].errors["valid_from"][0]
    assert not ChannelNotice.objects.exists()


def test_the_form_sent_twice_publishes_once(sign_in, director):
    client = sign_in(director)
    data = typed(client, text="《信访工作条例》")

    assert [client.post(f"{STAFF}laws/", data).status_code for _again in range(2)] == [302, 302]
    assert ChannelNotice.objects.count() == 1


def test_two_who_write_the_same_item_do_not_write_over_each_other(sign_in, director):
    client = sign_in(director)
    data = typed(client, text="晚到的")
    publish(director, text="先到的", today=timezone.localdate(), since=timezone.localdate())

    response = client.post(f"{STAFF}laws/", data)

    assert response.status_code == 422 and "晚到的" in response.content.decode()
    assert ChannelNotice.objects.get().text == "先到的"


def test_an_item_that_does_not_exist_is_not_found(sign_in, director):
    assert sign_in(director).get(f"{STAFF}nothing/").status_code == 404


# ---------- 海报 ----------
@pytest.mark.parametrize(("size", "width"), [("a4", 210), ("a3", 297)])
def test_the_poster_is_one_page_and_says_what_is_not_published(sign_in, director, street, settings, size, width):
    settings.QUERY_ADDRESS = "https://dh.example/q"
    answer = sign_in(director).get(f"{PUBLIC}poster/?size={size}")
    document = pypdf.PdfReader(io.BytesIO(answer.content))
    text = document.pages[0].extract_text().replace("\n", "").replace("\u200b", "")

    assert len(document.pages) == 1
    assert round(float(document.pages[0].mediabox.width) / 72 * 25.4) == width
    assert text.count("本项暂未公布") == 4
    assert "东河路 88 号" in text and "https://dh.example/q" in text
    assert AuditEntry.objects.filter(action="reception:channels_poster", field=size.upper()).count() == 1


def test_a_full_poster_still_fits_one_page(sign_in, director, street):
    for item in Item:
        publish(director, item=item, text="很长的说明。" * 16, today=timezone.localdate(), since=timezone.localdate())
    answer = sign_in(director).get(f"{PUBLIC}poster/")

    assert len(pypdf.PdfReader(io.BytesIO(answer.content)).pages) == 1
