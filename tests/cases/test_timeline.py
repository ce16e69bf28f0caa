"""The timeline: the newest on the case page, the rest in pages by key; notes are added, never changed."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from cases.models import Case, Event
from cases.views.case import EVENTS_A_PAGE, EVENTS_SHOWN
from officials.models import AuditEntry, Role
from tests import factories

pytestmark = pytest.mark.django_db


def noted(file, count):
    """So many notes, two at every instant."""
    start = timezone.now() - timedelta(days=1)
    Event.objects.bulk_create(
        Event(case=file, kind=Event.Kind.NOTE, detail=f"〔{n}〕", at=start + timedelta(seconds=n // 2))
        for n in range(count)
    )


def test_the_page_shows_the_newest_and_says_how_many_are_earlier(sign_in):
    file = factories.case()
    noted(file, 30)
    total = file.events.count()

    page = sign_in(factories.official(Role.OD)).get(file.get_absolute_url()).content.decode()

    assert f"再看 {total - EVENTS_SHOWN} 条更早的" in page
    assert "〔29〕" in page
    assert "〔0〕" not in page


def test_a_short_timeline_has_no_way_to_more(sign_in):
    file = factories.case()
    page = sign_in(factories.official(Role.OD)).get(file.get_absolute_url()).content.decode()
    assert "条更早的" not in page


def test_the_pages_of_the_timeline_show_every_entry_once(sign_in):
    file = factories.case()
    noted(file, EVENTS_A_PAGE * 2 + 5)
    client, url, seen = sign_in(factories.official(Role.OD)), f"{file.get_absolute_url()}events/", []
    before = ""
    while before is not None:
        page = client.get(url, {"before": before} if before else {})
        seen += [event.pk for event in page.context["events"]]
        before = page.context["following"]

    assert seen == list(file.events.values_list("pk", flat=True))
    assert AuditEntry.objects.filter(action="cases:events", subject_id=file.pk).count() == 3


@pytest.mark.parametrize("before", ["rubbish", "99999999999999999999", "-1", "0"])
def test_a_place_that_is_none_is_not_found(sign_in, before):
    file = factories.case()
    client = sign_in(factories.official(Role.OD))
    assert client.get(f"{file.get_absolute_url()}events/", {"before": before}).status_code == 404


def test_an_entry_of_another_case_is_no_place_on_this_one(sign_in):
    file, other = factories.case(), factories.case()
    client = sign_in(factories.official(Role.OD))
    url = f"{file.get_absolute_url()}events/"
    assert client.get(url, {"before": other.events.get().pk}).status_code == 404
    assert client.get(url, {"before": file.events.get().pk}).status_code == 200


def test_the_small_hours_belong_to_their_own_day(sign_in):
    file = factories.case()
    early = datetime(2026, 9, 21, 0, 5, tzinfo=timezone.get_default_timezone())
    Event.objects.add(file, Event.Kind.NOTE, by=None, detail="半夜来电", at=early)

    page = sign_in(factories.official(Role.OD)).get(f"{file.get_absolute_url()}events/").content.decode()

    assert "9月21日 00:05" in page


def test_a_note_stands_on_the_timeline_with_its_writer(sign_in):
    file = factories.triaged()
    client = sign_in(file.handler)

    answer = client.post(f"{file.get_absolute_url()}note/", {"text": "约了物业周四到场。"})

    assert answer.status_code == 302
    event = file.events.filter(kind=Event.Kind.NOTE).get()
    assert (event.actor, event.detail) == (file.handler, "约了物业周四到场。")


def test_a_phone_in_a_note_is_asked_about_once_and_kept_when_confirmed(sign_in):
    file = factories.triaged()
    client, url = sign_in(file.handler), f"{file.get_absolute_url()}note/"

    asked = client.post(url, {"text": "物业电话13912345678"})
    assert asked.status_code == 422
    assert "文字里像有电话 139****5678" in asked.content.decode()
    assert not file.events.filter(kind=Event.Kind.NOTE).exists()

    assert client.post(url, {"text": "物业电话13912345678", "sure": "on"}).status_code == 302
    assert file.events.filter(kind=Event.Kind.NOTE).count() == 1


def test_an_empty_note_is_refused_at_its_field(sign_in):
    file = factories.triaged()
    answer = sign_in(file.handler).post(f"{file.get_absolute_url()}note/", {"text": " \u200b "})
    assert answer.status_code == 422
    assert answer.context["form"].errors["text"]


def test_a_note_sent_twice_is_written_once(sign_in):
    file = factories.triaged()
    client = sign_in(file.handler)
    form = client.get(f"{file.get_absolute_url()}note/").context["form"]
    sent = {"text": "约了物业。", "submission": str(form["submission"].value())}

    answers = [client.post(f"{file.get_absolute_url()}note/", sent) for _again in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert file.events.filter(kind=Event.Kind.NOTE).count() == 1


def test_a_closed_case_takes_no_note(sign_in):
    file = factories.triaged()
    client = sign_in(file.handler)
    Case.objects.filter(pk=file.pk).update(stage="CLOSED", closed_on=timezone.localdate())

    answer = client.post(f"{file.get_absolute_url()}note/", {"text": "补一句。"})

    assert answer.status_code == 403
    assert "已经办结，不能再改" in answer.content.decode()
    assert not file.events.filter(kind=Event.Kind.NOTE).exists()
