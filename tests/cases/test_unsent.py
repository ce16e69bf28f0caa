"""The session ends between writing and saving: nothing typed is lost, nothing is done unasked, nobody else sees it."""

import re
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from cases.models import Event
from officials.models import Role
from reception.models import PaperSlip
from tests import factories

pytestmark = pytest.mark.django_db

UNSENT = "/cases/unsent/"
WORDS = "已电话联系物业，\n约定周五到场。"


@pytest.fixture
def director():
    return factories.official(Role.OD)


@pytest.fixture
def case():
    return factories.case()


def typed_on(client, address):
    """The hidden fields of the page's main part, as a browser would send them."""
    page = client.get(address).content.decode().partition('id="main"')[2].partition("</main>")[0]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', page)
    return {name: unescape(value) for name, value in hidden if name != "csrfmiddlewaretoken"}


def end_session(client):
    client.cookies.pop("sessionid")


def notes(case):
    return [event.detail for event in case.events.filter(kind=Event.Kind.NOTE)]


def kept_note(client, case, **more):
    """A note written and sent after the session is over; gives the answer."""
    address = reverse("cases:note", args=[case.number])
    typed = {**typed_on(client, address), "text": WORDS, **more}
    end_session(client)
    return client.post(address, typed)


def sign_in_again(client, official):
    """Gives the page on which one arrives."""
    typed = {"username": official.username, "password": factories.PASSWORD, "next": UNSENT}
    return client.post("/login/", typed, follow=True).content.decode()


def test_what_was_typed_comes_back_to_its_form_and_is_saved_by_a_second_press(director, case, sign_in):
    client = sign_in(director)

    answer = kept_note(client, case)
    assert answer.status_code == 302 and UNSENT in answer["Location"]
    assert "您写的还没有存，都还在" in client.get(answer["Location"]).content.decode()

    page = sign_in_again(client, director)
    assert reverse("cases:note", args=[case.number]) in page
    shown = client.post(reverse("cases:note", args=[case.number]), typed_on(client, UNSENT))
    assert shown.status_code == 422
    assert "登录断开过，这一步还没有做" in shown.content.decode()
    assert unescape(shown.content.decode()).partition('id="main"')[2].count("约定周五到场") == 1
    assert notes(case) == []

    again = {"text": WORDS, "submission": str(shown.context["form"]["submission"].value())}
    client.post(reverse("cases:note", args=[case.number]), again)
    client.post(reverse("cases:note", args=[case.number]), again)
    assert [words.replace("\r\n", "\n") for words in notes(case)] == [WORDS]
    assert client.get(UNSENT).status_code == 302  # nothing is kept any longer


def test_somebody_else_who_signs_in_there_sees_nothing_of_it(director, case, sign_in):
    client = sign_in(director)
    kept_note(client, case)

    page = sign_in_again(client, factories.official(Role.OD, name="别人"))

    assert "约定周五到场" not in page
    assert "没有留着没存上的内容" in page


def test_what_waits_is_sealed_in_the_session(director, case, sign_in):
    client = sign_in(director)
    kept_note(client, case)

    kept = Session.objects.order_by("expire_date").last().get_decoded()

    assert "unsent" in kept
    assert "物业" not in str(kept) and case.number not in str(kept)


@pytest.mark.parametrize("key", ["", "rubbish", "6f1c3a52-0d5b-4c1e-9a37-1f2b8c6d7e90"])
def test_a_form_that_was_given_to_nobody_keeps_nothing(key, director, case, sign_in):
    client = sign_in(director)

    answer = kept_note(client, case, submission=key)

    assert UNSENT not in answer["Location"]


def test_a_press_without_words_is_not_kept(director, case, sign_in):
    client = sign_in(director)

    answer = kept_note(client, case, text="")

    assert UNSENT not in answer["Location"]


def test_a_stale_key_of_the_page_is_no_dead_end(director, case, sign_in):
    client = sign_in(director)
    client.handler.enforce_csrf_checks = True
    address = reverse("cases:note", args=[case.number])
    typed = {**typed_on(client, address), "text": WORDS, "csrfmiddlewaretoken": "x" * 64}

    answer = client.post(address, typed)

    assert answer.status_code == 302 and answer["Location"] == UNSENT


def test_a_batch_of_slips_is_not_typed_twice(sign_in):
    clerk = factories.official(Role.RC)
    slip = PaperSlip.objects.print_batch(1, by=clerk)[0]
    client, address = sign_in(clerk), reverse("reception:slips_enter")
    typed = typed_on(client, address) | {"row-0-number": slip.number, "row-0-statement": "楼道灯不亮。"}
    end_session(client)
    client.post(address, typed)

    sign_in_again(client, clerk)
    shown = client.post(address, typed_on(client, UNSENT))

    assert shown.status_code == 422
    assert "楼道灯不亮。" in shown.content.decode() and slip.number in shown.content.decode()
