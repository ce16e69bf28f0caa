"""Looking at one masked field: for a purpose, for some minutes, and on record (R15, PD-04)."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.utils import timezone

from cases.models import Case, Reveal
from cases.models.claim import Purpose
from officials.models import AuditEntry, Role
from tests import factories

pytestmark = pytest.mark.django_db

PHONE = "13800004471"


@pytest.fixture
def file():
    return factories.triaged(factories.complete(factories.case(name="张建国", phone=PHONE, address="东河花园3幢")))


def url(file, field="phone"):
    return f"{file.get_absolute_url()}parties/{file.parties.get(is_lead=True).pk}/{field}/"


def page(client, file):
    return client.get(file.get_absolute_url())


def passed_since_password(client, seconds):
    session = client.session
    session["password_at"] = timezone.now().timestamp() - seconds
    session.save()


def test_looking_at_the_form_shows_nothing(sign_in, file):
    answer = sign_in(file.handler).get(url(file))
    assert answer.status_code == 200
    assert "为什么要看 张** 的联系电话" in answer.content.decode()
    assert PHONE not in answer.content.decode()
    assert not Reveal.objects.exists()


def test_one_field_is_shown_to_one_official_with_the_time_left(sign_in, file):
    client = sign_in(file.handler)

    answer = client.post(url(file), {"purpose": "1", "note": "周四会勘"})

    assert answer.status_code == 302
    shown = page(client, file).content.decode()
    assert PHONE in shown
    assert "还显示 15 分钟" in shown
    assert "张建国" not in shown
    assert "3幢" not in shown
    assert PHONE not in page(sign_in(factories.official(Role.OD)), file).content.decode()


def test_the_field_masks_itself_again(sign_in, file, settings):
    client = sign_in(file.handler)
    client.post(url(file), {"purpose": "1"})
    refreshed_in = int(page(client, file)["Refresh"])
    assert 0 < refreshed_in <= settings.REVEAL_MINUTES * 60 + 1

    Reveal.objects.update(until=timezone.now() + timedelta(seconds=2))
    assert PHONE in page(client, file).content.decode()
    Reveal.objects.update(until=timezone.now())
    over = page(client, file)
    assert PHONE not in over.content.decode()
    assert "Refresh" not in over


def test_why_and_which_field_stand_in_the_audit_and_the_value_does_not(sign_in, file):
    sign_in(file.handler).post(url(file), {"purpose": "2", "note": "告知书"})

    entry = AuditEntry.objects.get(action="cases:reveal")
    assert (entry.actor_id, entry.subject, entry.subject_id) == (file.handler.pk, "case", file.pk)
    assert entry.field == f"phone {file.parties.get().pk}"
    assert entry.reason == "送达文书：告知书"
    assert PHONE not in f"{entry.reason}{entry.field}"


@pytest.mark.parametrize(
    ("sent", "field"), [({}, "purpose"), ({"purpose": "9"}, "purpose"), ({"purpose": "6"}, "note")]
)
def test_without_a_purpose_nothing_is_shown(sign_in, file, sent, field):
    client = sign_in(file.handler)
    answer = client.post(url(file), sent)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Reveal.objects.exists()
    assert not AuditEntry.objects.filter(action="cases:reveal", outcome="DONE").exists()


@pytest.mark.parametrize(("seconds", "is_asked"), [(299, False), (301, True)])
def test_the_password_is_asked_again_after_five_minutes(sign_in, file, seconds, is_asked):
    client = sign_in(file.handler)
    passed_since_password(client, seconds)
    answer = client.post(url(file), {"purpose": "1"})
    assert answer.status_code == (422 if is_asked else 302)
    assert Reveal.objects.exists() is not is_asked


def test_the_right_password_opens_and_counts_for_the_next_five_minutes(sign_in, file):
    client = sign_in(file.handler)
    passed_since_password(client, 3600)

    assert client.post(url(file), {"purpose": "1", "own_password": factories.PASSWORD}).status_code == 302
    assert client.post(url(file, "name"), {"purpose": "1"}).status_code == 302
    assert Reveal.objects.count() == 2


def test_wrong_passwords_count_towards_the_lock(sign_in, file):
    client = sign_in(file.handler)
    passed_since_password(client, 3600)

    for wrong in ("猜一个", "再猜一个"):
        answer = client.post(url(file), {"purpose": "1", "own_password": wrong})
        assert answer.status_code == 422

    assert AccessAttempt.objects.get(username=file.handler.username).failures_since_start == 2
    assert not Reveal.objects.exists()


@pytest.mark.parametrize("field", ["id_number", "uscc", "name_hash", "role"])
def test_an_empty_or_unknown_field_is_not_found(sign_in, file, field):
    assert sign_in(file.handler).post(url(file, field), {"purpose": "1"}).status_code == 404


def test_the_auditor_and_a_stranger_get_nothing(sign_in, file):
    stranger = factories.official(Role.HD, at=factories.section("民政科"))
    assert sign_in(factories.official(Role.AU)).post(url(file), {"purpose": "1"}).status_code == 403
    assert sign_in(stranger).post(url(file), {"purpose": "1"}).status_code == 404
    assert not Reveal.objects.exists()


def test_a_party_of_another_case_cannot_be_reached_through_this_one(sign_in, file):
    other = factories.case()
    crossed = f"{file.get_absolute_url()}parties/{other.parties.get().pk}/phone/"
    assert sign_in(file.handler).post(crossed, {"purpose": "1"}).status_code == 404
    assert sign_in(file.handler).post(url(file), {"purpose": "1"}).status_code == 302


def test_in_a_sealed_case_a_named_reader_has_to_ask_as_well(sign_in):
    director = factories.official(Role.OD)
    sealed = factories.case(purpose=Purpose.ACCUSATION, name="张建国", phone=PHONE)
    client = sign_in(director)
    assert PHONE not in page(client, sealed).content.decode()
    assert client.post(url(sealed), {"purpose": "4"}).status_code == 302
    assert PHONE in page(client, sealed).content.decode()
    assert sign_in(factories.official(Role.OD)).post(url(sealed), {"purpose": "4"}).status_code == 404


def test_on_a_closed_case_looking_stays_possible(sign_in, file):
    Case.objects.filter(pk=file.pk).update(stage="CLOSED", closed_on=timezone.localdate())
    assert sign_in(file.handler).post(url(file), {"purpose": "3"}).status_code == 302


def test_the_director_reads_that_something_was_shown_today(sign_in, file):
    sign_in(file.handler).post(url(file), {"purpose": "1"})
    shown = page(sign_in(factories.official(Role.OD)), file).content.decode()
    assert "显示过 1 次被遮住的内容" in shown
