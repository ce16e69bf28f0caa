"""Who may open what: denied unless the permission table says otherwise."""

import csv
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver, path, reverse
from django.urls.converters import get_converters

from config.urls import urlpatterns as office_urls
from officials import permissions
from officials.context import office
from officials.models import Role
from tests.factories import official, street

pytestmark = pytest.mark.django_db

PUBLIC = {
    "healthz",
    "readyz",
    "officials:login",
    "officials:language",
    "reception:hall",
    "reception:hall_link",
    "reception:channels",
    "reception:timetable",
    "reception:appointment_ask",
    "reception:appointment_asked",
    "reception:appointment_mine",
    "reception:rate",
    "window:tablet",
    "window:tablet_link",
}
ACTS_WITHOUT_A_PAGE = {"cases:see_sealed", "cases:see_grades", "admin:*"}
SAMPLES = {
    "int": 1,
    "str": "DH2026-00001",
    "slug": "cases",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "path": "x",
    "month": "2026-10",
}


def rows():
    with (settings.BASE_DIR / "docs" / "permissions.csv").open(encoding="utf-8", newline="") as file:
        return [SimpleNamespace(**row) for row in csv.DictReader(file)]


def addresses(resolver=None, namespaces=()):
    """(name, sample arguments) of every URL of the project."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern, (*namespaces, *filter(None, [pattern.namespace])))
        else:
            name = ":".join([*namespaces, pattern.name or ""])
            kinds = {type(converter): kind for kind, converter in get_converters().items()}
            arguments = {key: SAMPLES[kinds[type(converter)]] for key, converter in pattern.pattern.converters.items()}
            yield name, arguments


PLACES = sorted({(name, *sorted(arguments.items())) for name, arguments in addresses() if not name.endswith(":")})


def address_of(place):
    name, *arguments = place
    return reverse(name, kwargs=dict(arguments)) if name != "admin:app_list" else "/admin/officials/"


def test_every_address_stands_in_the_table():
    names = {name for name, *_arguments in PLACES if not name.startswith("admin:")}

    assert names - set(permissions.table()) == set()


def test_every_row_of_the_table_is_an_address_or_a_named_act():
    names = {name for name, *_arguments in PLACES}

    assert set(permissions.table()) - names == ACTS_WITHOUT_A_PAGE


def test_every_role_of_the_table_exists():
    assert {row.role for row in rows()} - {permissions.ANY, permissions.PUBLIC} <= set(Role.values)


def test_no_row_stands_twice():
    said = [(row.action, row.role, row.scope) for row in rows()]

    assert len(said) == len(set(said))


def test_a_page_for_all_has_no_further_rows():
    for action, grants in permissions.table().items():
        roles = {grant.role for grant in grants}
        assert not roles & {permissions.ANY, permissions.PUBLIC} or len(roles) == 1, action


def test_the_public_pages_are_these_and_no_other():
    assert {action for action in permissions.table() if permissions.is_public(action)} == PUBLIC


def test_nobody_holds_the_system_and_a_case_together():
    """Posts without a substitute, the bare number of a sealed case nobody can read, and the server's clock are his."""
    assert {
        row.action for row in rows() if row.role == Role.SA and row.action.startswith(("cases:", "petitions:"))
    } == {"cases:calendar", "cases:standins", "cases:unread", "cases:clock_jump"}


def test_the_auditor_and_the_supervisor_change_nothing():
    changes = ("edit", "register", "triage", "closure", "upload", "party", "note", "link", "import", "confirm", "seal")
    for row in rows():
        if row.role in (Role.AU, Role.SV):
            assert not row.action.endswith(changes), row.action


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place[0])
def test_a_stranger_is_led_to_the_sign_in_page_from_every_page_but_the_public_ones(place, client):
    if place[0] in PUBLIC:
        return
    address = address_of(place)

    got, sent = client.get(address), client.post(address)

    assert got.status_code == sent.status_code == 302
    assert got["Location"].startswith(reverse("officials:login"))
    assert sent["Location"] == reverse("officials:login")


@pytest.mark.parametrize("role", Role)
def test_whoever_holds_no_row_finds_no_page_and_posts_to_none(role, sign_in):
    client = sign_in(official(role))
    opened = []
    for place in PLACES:
        action = "admin:*" if place[0].startswith("admin:") else place[0]
        if permissions.allows(action, {role}):
            continue
        address = address_of(place)
        if {client.get(address).status_code, client.post(address).status_code} != {403}:
            opened.append(place[0])

    assert opened == []


@pytest.mark.parametrize("role", [None, *Role])
def test_an_address_that_is_none_is_the_same_page_for_everybody(role, sign_in):
    client = sign_in(official(role)) if role else Client()

    response = client.get("/nowhere/at/all/")

    assert response.status_code == 404
    assert "没有找到" in response.content.decode()


# ---------- an address without a row ----------


def hello(request):
    return HttpResponse("hello")


urlpatterns = [path("forgotten/", hello, name="forgotten"), path("nameless/", hello), *office_urls]


@pytest.mark.parametrize("address", ["/forgotten/", "/nameless/"])
def test_a_page_that_nobody_put_into_the_table_is_refused_to_everybody(address, sign_in, settings):
    settings.ROOT_URLCONF = "tests.officials.test_access"

    assert Client().get(address).status_code == 302
    for role in Role:
        assert sign_in(official(role)).get(address).status_code == 403, role


def test_part_of_a_page_is_left_as_it_stands_when_the_session_is_over(client):
    response = client.get(reverse("officials:home"), headers={"HX-Request": "true"})

    assert (response.status_code, response.content) == (401, b"")


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("http://testserver/keys/?a=1", "/login/?next=/keys/%3Fa%3D1"),
        ("https://evil.example/keys/", "/login/"),
        ("//evil.example/", "/login/"),
        ("", "/login/"),
    ],
)
def test_who_sends_a_form_too_late_comes_back_to_its_page(client, referrer, back):
    response = client.post(reverse("officials:logout"), headers={"Referer": referrer})

    assert response["Location"] == back


# ---------- where the day begins, and the menu ----------


@pytest.mark.parametrize(
    ("role", "first"),
    [
        (Role.RC, "reception:desk"),
        (Role.WC, "window:counter"),
        (Role.OD, "cases:list"),
        (Role.HD, "cases:list"),
        (Role.SV, "cases:list"),
        (Role.LO, "cases:leader"),
        (Role.HO, "cases:leader"),
        (Role.AU, "officials:audit"),
        (Role.SA, "admin:index"),
        (Role.GW, "screening:tasks"),
        (Role.MD, "cases:list"),
        (Role.SP, "cases:consultations"),
    ],
)
def test_each_role_begins_the_day_at_its_page(role, first, sign_in):
    client = sign_in(official(role))

    home = client.get(reverse("officials:home"))

    assert home["Location"] == reverse(first)
    assert client.get(home["Location"]).status_code == 200


def test_the_main_post_decides_where_the_day_begins(sign_in):
    leader = official(Role.LO)
    leader.postings.create(unit=leader.unit, role=Role.RC, is_main=False, since=leader.posts[0].since)

    assert sign_in(leader).get(reverse("officials:home"))["Location"] == reverse("cases:leader")


@pytest.mark.parametrize("role", list(Role))
def test_the_menu_offers_at_most_six_pages_and_each_opens(role, sign_in):
    client = sign_in(official(role))

    menu = client.get(reverse("officials:me")).context["menu"]

    assert len(menu) <= 6
    for entry in menu:
        page = client.get(entry["url"])
        assert page.status_code == 200, entry
        if not entry["url"].startswith("/admin/"):
            assert [other["url"] for other in page.context["menu"] if other["current"]] == [entry["url"]]


def test_somebody_with_every_working_role_has_seven_entries_and_no_more(sign_in):
    busy = official(Role.OD)
    for role in (Role.RC, Role.WC, Role.HD, Role.LO, Role.HO, Role.MD, Role.SV):
        busy.postings.create(unit=busy.unit, role=role, since=busy.posts[0].since)

    assert len(sign_in(busy).get(reverse("officials:me")).context["menu"]) == 7


def test_a_page_that_is_not_there_asks_the_database_for_the_name_of_the_office_alone(client, queries_of):
    street()

    asked = queries_of(lambda: client.get("/nowhere/"))

    assert len(asked) == 1
    assert "officials_unit" in asked[0]


def test_the_name_of_the_office_is_left_out_when_the_database_does_not_answer():
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        try:
            cursor.execute("SELECT 1/0")
        finally:
            shown = office(RequestFactory().get("/"))
            assert (str(shown["office_name"]), list(shown["menu"]), str(shown["search_url"])) == ("", [], "")
