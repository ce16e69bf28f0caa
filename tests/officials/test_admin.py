"""The system administrator's pages: accounts and posts, and nothing of any case."""

import re
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from officials.models import AuditEntry, Official, Posting, Role, Zone
from tests import factories
from tests.factories import PASSWORD, community, official, section

pytestmark = pytest.mark.django_db

ADD = reverse("admin:officials_official_add")


@pytest.fixture
def administrator():
    return official(Role.SA, name="孙管理")


@pytest.fixture
def client(administrator, sign_in):
    return sign_in(administrator)


def change(person):
    return reverse("admin:officials_official_change", args=[person.pk])


def act(person, name):
    return reverse("admin:officials_official_act", args=[person.pk, name])


def long_ago(client, minutes):
    """As if the administrator had given the password that long ago."""
    session = client.session
    session["password_at"] = (timezone.now() - timedelta(minutes=minutes)).timestamp()
    session.save()


def account(**typed):
    posts = {
        "postings-TOTAL_FORMS": 1,
        "postings-INITIAL_FORMS": 0,
        "postings-0-unit": section("信访办").pk,
        "postings-0-role": "RC",
        "postings-0-is_main": "on",
        "postings-0-since": "2026-01-01",
    }
    return {"username": "10027", "name": "王小明", "phone": "8015", "is_active": "on"} | posts | typed


def posting(person, **typed):
    facts = {"official": person.pk, "unit": section("信访办").pk, "role": "RC", "is_main": "on", "since": "2026-01-01"}
    return facts | typed


def entries(action):
    return AuditEntry.objects.filter(action=action)


# ---------- whose pages these are ----------


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SA])
def test_nobody_but_the_system_administrator_opens_them(role, sign_in):
    client = sign_in(official(role))

    for address in (reverse("admin:index"), ADD, reverse("admin:officials_posting_changelist")):
        assert client.get(address).status_code == 403


def test_only_people_units_posts_and_zones_are_there():
    names = {model._meta.label for model in admin.site._registry}

    assert names == {"officials.Official", "officials.Posting", "officials.Unit", "officials.Zone"}


def test_no_page_of_any_other_model_can_be_guessed(client):
    for model in apps.get_models():
        if model not in admin.site._registry:
            path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            assert client.get(path).status_code == 404, path


def test_the_administrator_sees_no_case(client):
    file = factories.case()

    assert client.get(reverse("cases:list")).status_code == 403
    assert client.get(reverse("cases:case", args=[file.number])).status_code == 403
    assert client.get(reverse("reception:desk")).status_code == 403


def test_there_is_one_way_in_and_out_and_one_page_for_the_own_password(client):
    assert Client().get("/admin/")["Location"] == f"{reverse('officials:login')}?next=/admin/"
    assert Client().get("/admin/login/")["Location"].startswith(reverse("officials:login"))
    assert client.get("/admin/password_change/")["Location"] == reverse("officials:password")

    out = client.post("/admin/logout/")

    assert out["Clear-Site-Data"]
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("name", ["officials_official", "officials_posting", "officials_unit", "officials_zone"])
def test_every_page_runs_under_the_strict_policy(name, client, administrator):
    person = official(Role.LO, at=community())
    Zone.objects.create(leader=person, community=community(), since=date(2026, 1, 1))
    model = apps.get_model(*name.split("_"))
    addresses = [reverse(f"admin:{name}_{page}") for page in ("changelist", "add")]
    addresses.append(reverse(f"admin:{name}_change", args=[model.objects.exclude(pk=administrator.pk).first().pk]))

    for address in addresses:
        response = client.get(address)
        page = response.content.decode()
        assert response.status_code == 200
        assert "default-src 'self'" in response["Content-Security-Policy"]
        assert not re.search(
            r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=|javascript:|https?://(?!www\.w3)", page
        ), address


# ---------- accounts ----------


def test_a_new_account_gets_a_first_password_that_is_shown_once_and_works(client, administrator):
    page = client.post(ADD, account())

    password = page.context["password"]
    assert password in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    clerk = Official.objects.get(username="10027")
    assert clerk.must_change_password
    assert password not in client.get(change(clerk)).content.decode()
    signed_in = Client().post(reverse("officials:login"), {"username": "10027", "password": password})
    assert signed_in.status_code == 302
    entry = entries("admin:add").get()
    assert (entry.actor_id, entry.subject, entry.subject_id) == (administrator.pk, "official", clerk.pk)
    assert password not in entry.reason


def test_an_account_carries_no_password_that_somebody_typed(client):
    client.post(ADD, account(password="typed-by-hand-123", must_change_password="", is_superuser="on"))

    clerk = Official.objects.get(username="10027")
    assert not clerk.check_password("typed-by-hand-123")
    assert clerk.must_change_password


def test_a_number_is_given_once(client):
    taken = official()

    response = client.post(ADD, account(username=taken.username))

    assert response.status_code == 200
    assert "username" in response.context["errors"][0][0] or response.context["adminform"].form.errors["username"]
    assert Official.objects.filter(username=taken.username).count() == 1


def test_the_three_powers_are_kept_apart_by_the_page_of_a_post(client):
    client.post(ADD, account())
    clerk = Official.objects.get(username="10027")

    response = client.post(reverse("admin:officials_posting_add"), posting(clerk, role="AU"))

    assert "系统管理员、审计员和业务岗位不能由同一个人兼任。" in response.content.decode()
    assert clerk.postings.count() == 1


def two_posts(role, since, unit="信访办"):
    second = {"unit": section(unit).pk, "role": role, "since": since}
    typed = {f"postings-1-{field}": value for field, value in second.items()}
    return account(**{"postings-TOTAL_FORMS": 2, "postings-0-until": "2026-06-01"}, **typed)


@pytest.mark.parametrize(
    ("role", "since", "unit", "says"),
    [
        ("AU", "2026-05-31", "信访办", "不能由同一个人兼任"),
        ("AU", "2026-06-01", "信访办", ""),
        ("RC", "2026-05-31", "信访办", "已有这个岗位"),
        ("RC", "2026-06-01", "信访办", ""),
        ("RC", "2026-05-31", "别的科", ""),
        ("HD", "2026-05-31", "信访办", ""),
    ],
)
def test_two_posts_given_on_one_page_are_checked_against_each_other(client, role, since, unit, says):
    response = client.post(ADD, two_posts(role, since, unit))

    assert says in response.content.decode()
    assert Official.objects.filter(username="10027").exists() is (not says)


def test_a_disabled_account_is_out_at_once(client, sign_in):
    clerk = official()
    elsewhere = sign_in(clerk)
    row = clerk.postings.get()

    client.post(
        change(clerk),
        {
            "username": clerk.username,
            "name": clerk.name,
            "postings-TOTAL_FORMS": 1,
            "postings-INITIAL_FORMS": 1,
            "postings-0-id": row.pk,
            "postings-0-official": clerk.pk,
            "postings-0-unit": row.unit_id,
            "postings-0-role": row.role,
            "postings-0-is_main": "on",
            "postings-0-since": row.since.isoformat(),
        },
    )

    clerk.refresh_from_db()
    assert clerk.is_active is False
    assert elsewhere.get(reverse("officials:me")).status_code == 302
    assert "可登录" in entries("admin:change").get().reason


@pytest.mark.parametrize("name", ["official", "posting", "unit", "zone"])
def test_nothing_is_deleted(name, client):
    leader = official(Role.LO, at=community())
    Zone.objects.create(leader=leader, community=community(), since=date(2026, 1, 1))
    record = apps.get_model("officials", name).objects.first()

    response = client.post(reverse(f"admin:officials_{name}_delete", args=[record.pk]), {"post": "yes"})

    assert response.status_code == 403
    assert type(record).objects.filter(pk=record.pk).exists()


# ---------- nobody grants himself anything ----------


def test_the_administrator_gives_himself_no_post(client, administrator):
    administrator.postings.update(until=timezone.localdate() + timedelta(days=1))

    response = client.post(
        reverse("admin:officials_posting_add"),
        posting(administrator, role="OD", since=(timezone.localdate() + timedelta(days=1)).isoformat()),
    )

    assert "不能给自己任职" in response.content.decode()
    assert administrator.postings.count() == 1


def test_the_administrator_becomes_nobodys_substitute(client, administrator):
    director = official(Role.OD)
    other = official(Role.HD)

    client.post(reverse("admin:officials_posting_add"), posting(other, substitute=administrator.pk))
    client.post(ADD, account(**{"postings-0-substitute": administrator.pk}))

    assert not Posting.objects.filter(substitute=administrator).exists()
    client.post(reverse("admin:officials_posting_add"), posting(other, substitute=director.pk))
    assert Posting.objects.filter(substitute=director).count() == 1


def test_the_administrator_does_not_change_the_own_account_or_post(client, administrator):
    row = administrator.postings.get()
    assert client.post(change(administrator), account(username="10099")).status_code == 403
    assert (
        client.post(
            reverse("admin:officials_posting_change", args=[row.pk]), posting(administrator, role="OD")
        ).status_code
        == 403
    )
    for name in ("reset-password", "unlock", "end-sessions"):
        assert client.post(act(administrator, name)).status_code == 403

    administrator.refresh_from_db()
    assert (administrator.username, administrator.postings.get().role) != ("10099", "OD")
    assert client.get(change(administrator)).status_code == 200


# ---------- posts and zones ----------


def test_a_given_post_is_an_entry_about_the_person_and_ends_the_session(client, sign_in, administrator):
    clerk = official(Role.HD)
    elsewhere = sign_in(clerk)

    response = client.post(reverse("admin:officials_posting_add"), posting(clerk))

    assert response.status_code == 302
    assert Official.objects.get(pk=clerk.pk).roles == {"HD", "RC"}
    assert elsewhere.get(reverse("officials:me")).status_code == 302
    entry = entries("admin:add").get()
    assert (entry.actor_id, entry.subject, entry.subject_id) == (administrator.pk, "official", clerk.pk)
    assert clerk.postings.get(role="RC").history.get().history_user == administrator


def test_a_zone_goes_to_a_leader_and_a_community(client):
    leader, clerk = official(Role.LO), official(Role.RC)
    add = reverse("admin:officials_zone_add")

    client.post(add, {"leader": clerk.pk, "community": community().pk, "since": "2026-01-01"})
    client.post(add, {"leader": leader.pk, "community": section().pk, "since": "2026-01-01"})
    assert not Zone.objects.exists()

    client.post(add, {"leader": leader.pk, "community": community().pk, "since": "2026-01-01"})
    assert Zone.objects.get().leader == leader


# ---------- the own password once more ----------


@pytest.mark.parametrize(("minutes", "asked"), [(4, False), (6, True)])
def test_the_own_password_is_asked_again_after_five_minutes(client, minutes, asked):
    clerk = official(Role.HD)
    long_ago(client, minutes)
    add = reverse("admin:officials_posting_add")

    assert ("own_password" in client.get(add).content.decode()) is asked
    assert client.post(add, posting(clerk)).status_code == (200 if asked else 302)
    assert clerk.postings.filter(role="RC").exists() is not asked


def test_the_wrong_own_password_is_refused_and_the_right_one_is_enough_for_five_minutes(client):
    clerk = official(Role.HD)
    long_ago(client, 6)
    add = reverse("admin:officials_posting_add")

    refused = client.post(add, posting(clerk, own_password="wrong"))
    assert "密码不对" in refused.content.decode()
    assert not clerk.postings.filter(role="RC").exists()

    assert client.post(add, posting(clerk, own_password=PASSWORD)).status_code == 302
    assert client.post(ADD, account()).status_code == 200
    assert Official.objects.filter(username="10027").exists()


def test_guessing_the_own_password_locks(client):
    clerk = official(Role.HD)
    long_ago(client, 6)

    answers = [
        client.post(reverse("admin:officials_posting_add"), posting(clerk, own_password="wrong")).status_code
        for _try in range(5)
    ]

    assert answers == [200, 200, 200, 200, 429]


def test_an_account_is_not_made_without_the_own_password(client):
    long_ago(client, 6)

    client.post(ADD, account())

    assert not Official.objects.filter(username="10027").exists()


# ---------- acts on an account ----------


def lock(person):
    for _try in range(5):
        response = Client().post(reverse("officials:login"), {"username": person.username, "password": "wrong"})
    return response.status_code


def login(person, password=PASSWORD):
    return Client().post(reverse("officials:login"), {"username": person.username, "password": password}).status_code


def test_a_locked_account_is_unlocked_and_that_is_an_entry(client, administrator):
    clerk = official()
    assert lock(clerk) == 429
    assert "输错密码 5 次" in client.get(change(clerk)).content.decode()
    assert client.get(act(clerk, "unlock")).status_code == 200
    assert login(clerk) == 429

    assert client.post(act(clerk, "unlock"))["Location"] == change(clerk)

    assert login(clerk) == 302
    entry = entries("admin:unlock").get()
    assert (entry.actor_id, entry.subject_id) == (administrator.pk, clerk.pk)


def test_a_reset_password_is_shown_once_and_ends_the_session(client, sign_in):
    clerk = official()
    elsewhere = sign_in(clerk)

    page = client.post(act(clerk, "reset-password"))

    assert elsewhere.get(reverse("officials:me")).status_code == 302
    assert login(clerk) == 422
    assert login(clerk, page.context["password"]) == 302
    assert Official.objects.get(pk=clerk.pk).must_change_password
    assert entries("admin:reset_password").get().subject_id == clerk.pk


def test_sessions_are_ended(client, sign_in):
    clerk = official()
    elsewhere = sign_in(clerk)

    client.post(act(clerk, "end-sessions"))

    assert elsewhere.get(reverse("officials:me")).status_code == 302
    assert login(clerk) == 302
    assert entries("admin:end_sessions").get().subject_id == clerk.pk


@pytest.mark.parametrize("name", ["reset-password", "unlock", "end-sessions"])
def test_an_act_needs_a_post_the_own_password_and_an_account(client, name):
    clerk = official()
    before = Official.objects.get(pk=clerk.pk).password

    client.get(act(clerk, name))
    long_ago(client, 6)
    assert client.post(act(clerk, name)).status_code == 422

    assert Official.objects.get(pk=clerk.pk).password == before
    assert not AuditEntry.objects.filter(action__startswith="admin:").exists()
    assert client.post(reverse("admin:officials_official_act", args=[10**6, name])).status_code == 404
    assert client.post(act(clerk, "erase")).status_code == 404


def test_the_list_of_accounts_says_who_is_signed_in_in_a_fixed_number_of_statements(client, sign_in, queries_of):
    sign_in(official())
    away = official()
    address = reverse("admin:officials_official_changelist")
    page = client.get(address)
    online = {person.pk: person.has_session for person in page.context["cl"].result_list}
    assert online[away.pk] is False
    assert sum(online.values()) == 2

    few = queries_of(lambda: client.get(address))
    for _n in range(10):
        official()
    many = queries_of(lambda: client.get(address))
    assert len(few) == len(many) <= 12
