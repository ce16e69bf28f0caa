"""The switch to the other language, also on the page of a refused form: nothing typed is lost, nothing is done."""

from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cases.models import Event
from officials.models import AuditEntry, Role
from reception.models import Visit
from tests import factories
from tests.browsing import fields_of, form_of
from tests.walking import Walker

pytestmark = pytest.mark.django_db

WORDS = "已电话联系物业，\n约定周五到场。"


@pytest.fixture
def director():
    return factories.official(Role.OD)


@pytest.fixture
def case():
    return factories.case()


def switch_on(page):
    """Where the button of the bar posts, and what."""
    form = next(part for part in page.content.decode().split("<form")[1:] if 'name="language"' in part)
    form = form.partition("</form>")[0]
    hidden = [part.partition(">")[0] for part in form.split("<input")[1:]]
    named = {attribute(part, "name"): attribute(part, "value") for part in hidden}
    named.pop("csrfmiddlewaretoken", None)
    return attribute(form, "action"), named | {"language": "en"}


def attribute(markup, name):
    return unescape(markup.split(f'{name}="')[1].split('"')[0])


def switched(client, page):
    address, posted = switch_on(page)
    return client.post(address, posted, follow=True)


def notes(case):
    return case.events.filter(kind=Event.Kind.NOTE)


# ---------- 没存上的表 ----------
def refused_promise(client, case):
    """A promise by a day that cannot be read, refused."""
    address = reverse("cases:commitment_add", args=[case.number])
    return client.post(address, form_of(client, address) | {"what": WORDS, "due_on": "哪天"})


def test_a_refused_form_is_shown_in_the_other_language_with_what_was_typed(director, sign_in):
    case = factories.triaged(by=director)
    client = sign_in(director)
    page = refused_promise(client, case)
    assert page.status_code == 422

    shown = switched(client, page)

    words = unescape(shown.content.decode())
    assert shown.status_code == 422 and '<html lang="en"' in words
    assert "The language is switched; this step has not been taken" in words
    sent = fields_of(shown)
    assert (sent["what"].replace("\r\n", "\n"), sent["due_on"]) == (WORDS, "哪天")
    director.refresh_from_db()
    assert director.language == "en" and client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_switching_carries_out_nothing_and_the_next_press_does(director, case, sign_in):
    """Also where what was typed has become right meanwhile."""
    client, address = sign_in(director), reverse("cases:note", args=[case.number])
    sent = form_of(client, address) | {"text": WORDS, "resumed": "language", "language": "en"}

    shown = client.post(address, sent)

    assert shown.status_code == 422 and not notes(case).exists()
    assert not AuditEntry.objects.filter(action="cases:note").exists()
    client.post(address, fields_of(shown))
    client.post(address, fields_of(shown))
    assert notes(case).count() == 1


def test_back_again_to_chinese(director, sign_in):
    case = factories.triaged(by=director)
    client = sign_in(director)
    page = switched(client, refused_promise(client, case))
    address, posted = switch_on(page)

    shown = client.post(address, posted | {"language": "zh-hans"})

    assert "语言换好了，这一步还没有做" in shown.content.decode()
    assert fields_of(shown)["due_on"] == "哪天"


@pytest.mark.parametrize("language", ["", "fr", "x" * 300])
def test_a_language_the_office_does_not_speak_shows_the_form_as_it_is(director, case, sign_in, language):
    client, address = sign_in(director), reverse("cases:note", args=[case.number])

    shown = client.post(address, {"text": WORDS, "resumed": "language", "language": language})

    assert shown.status_code == 422 and '<html lang="zh-CN"' in shown.content.decode()
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies and not notes(case).exists()


def test_a_form_sent_from_elsewhere_switches_nothing(director, case, sign_in):
    client = sign_in(director)
    client.handler.enforce_csrf_checks = True

    refused = client.post(
        reverse("cases:note", args=[case.number]), {"text": WORDS, "resumed": "language", "language": "en"}
    )

    assert refused.status_code == 403 and settings.LANGUAGE_COOKIE_NAME not in client.cookies
    director.refresh_from_db()
    assert director.language == ""


def test_the_page_of_differences_is_shown_in_the_other_language_too(sign_in):
    first, second = factories.official(Role.OD), factories.official(Role.OD)
    file = factories.triaged(by=first)
    address = reverse("cases:edit", args=[file.number])
    mine, theirs = sign_in(first), sign_in(second)
    typed, before = form_of(mine, address), form_of(theirs, address)
    theirs.post(address, before | {"title": "地下车库渗水"})
    page = mine.post(address, typed | {"title": "车库又渗水"})
    assert page.status_code == 409

    shown = switched(mine, page)

    assert shown.status_code == 409 and '<html lang="en"' in shown.content.decode()
    assert "车库又渗水" in shown.content.decode() and "地下车库渗水" in shown.content.decode()


def test_what_the_desk_typed_is_shown_in_the_other_language_and_nobody_is_registered(sign_in):
    clerk = factories.official(Role.RC)
    client = sign_in(clerk)
    typed = form_of(client, reverse("reception:desk")) | {"name": "张建国", "phone": "138", "statement": "车库漏水。"}
    page = client.post(reverse("reception:register"), typed)
    assert page.status_code == 422

    shown = switched(client, page)

    assert shown.status_code == 422 and '<html lang="en"' in shown.content.decode()
    sent = fields_of(shown)
    assert (sent["name"], sent["phone"], sent["statement"]) == ("张建国", "138", "车库漏水。")
    assert not Visit.objects.exists()


def test_what_a_petitioner_asked_with_his_code_is_shown_again_with_it():
    visit = factories.visit()
    client = Client()
    page = client.post(reverse("reception:rate"), {"code": visit.query_code})
    assert page.status_code == 200

    shown = switched(client, page)

    assert '<html lang="en"' in shown.content.decode()
    assert shown.context["form"].found == visit


def test_the_password_is_never_on_the_page_of_a_refused_sign_in():
    client = Client()
    page = client.post(reverse("officials:login"), {"username": "1001", "password": "wrong-wrong-wrong"})
    assert page.status_code == 422 and "wrong-wrong-wrong" not in page.content.decode()

    shown = switched(client, page)

    assert shown.redirect_chain == [(reverse("officials:login"), 302)]
    assert "Nothing you filled in was kept" in shown.content.decode()


# ---------- 不能做、没有的页 ----------
@pytest.mark.parametrize("name", ["cases:case", "cases:note"])
def test_a_page_that_is_not_there_is_asked_for_again(director, sign_in, name):
    client, address = sign_in(director), reverse(name, args=["DH2026-99999"])

    shown = switched(client, client.get(address))

    assert shown.status_code == 404 and '<html lang="en"' in shown.content.decode()


@pytest.mark.parametrize("name", ["cases:note", "cases:seal"])
def test_after_a_refused_post_one_goes_home(sign_in, name):
    clerk = factories.official(Role.AU)
    client = sign_in(clerk)
    page = client.post(reverse(name, args=[factories.case().number]), {"text": WORDS})
    assert page.status_code == 403

    address, posted = switch_on(page)

    assert posted["next"] == reverse("officials:home") and "text" not in posted
    assert '<html lang="en"' in client.post(address, posted, follow=True).content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_clerk_switches_a_refused_form_and_goes_on_writing(new_context, live_server, sign_in):
    director = factories.official(Role.OD)
    case = factories.triaged(by=director)
    walker = Walker(new_context, live_server, director)
    walker.is_signed_in(sign_in(director))
    walker.go(reverse("cases:commitment_add", args=[case.number]))
    walker.fill(what="楼道灯十天内修好", due_on="哪天")
    walker.press_alt("s")
    assert walker.status == 422

    walker.press("English")

    walker.reads("The language is switched")
    assert walker.page.input_value("[name=what]") == "楼道灯十天内修好"
    assert walker.page.input_value("[name=due_on]") == "哪天"
    walker.press("中文")
    walker.reads("语言换好了")
    assert walker.page.input_value("[name=what]") == "楼道灯十天内修好"
    walker.go(f"{case.get_absolute_url()}nowhere/")
    walker.press("English")
    walker.reads("Not found")
