"""One's own page, the keys, and the jurisdiction with its figures."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from officials import audit
from officials.models import AuditEntry, Profile, Role, Unit
from tests.factories import community, official, section, street, unit

pytestmark = pytest.mark.django_db


def figures(at, as_of, residents, area=None):
    return Profile.objects.create(unit=at, as_of=as_of, residents=residents, area_km2=area)


# ---------- one's own page ----------


def test_my_page_shows_my_posts_of_all_times_with_who_stands_in(sign_in):
    today = timezone.localdate()
    clerk = official(Role.RC, at=section("信访办"), title="接访员")
    clerk.postings.update(substitute=official(name="王代理"))
    clerk.postings.create(unit=section("旧科"), role=Role.HD, since=date(2019, 1, 1), until=today)
    clerk.postings.create(unit=section("新科"), role=Role.HD, since=today + timedelta(days=1))

    page = sign_in(clerk).get(reverse("officials:me"))

    shown = {posting.unit.name: (posting.is_over, posting.is_ahead) for posting in page.context["postings"]}
    assert shown == {"信访办": (False, False), "旧科": (True, False), "新科": (False, True)}
    text = page.content.decode()
    assert "接访员" in text and "王代理" in text


def test_my_page_shows_my_sign_ins_the_failed_ones_too_and_nobody_elses(sign_in):
    clerk, other = official(), official()
    audit.record(clerk, "officials:login", "official", clerk.pk)
    audit.record(clerk, "officials:login", "official", clerk.pk, refused=True, reason="密码不对")
    audit.record(clerk, "officials:logout", "official", clerk.pk)
    audit.record(other, "officials:login", "official", other.pk)

    page = sign_in(clerk).get(reverse("officials:me"))

    assert [entry.outcome for entry in page.context["sign_ins"]] == ["REFUSED", "DONE"]
    assert "密码不对" in page.content.decode()


def test_my_page_takes_the_same_statements_for_one_post_and_for_many(sign_in, queries_of):
    clerk = official()
    client = sign_in(clerk)
    few = queries_of(lambda: client.get(reverse("officials:me")))
    for number in range(8):
        clerk.postings.create(unit=section(f"科{number}"), role=Role.HD, since=date(2020, 1, 1))
        audit.record(clerk, "officials:login", "official", clerk.pk)
    client = sign_in(clerk)
    many = queries_of(lambda: client.get(reverse("officials:me")))

    assert len(few) == len(many) <= 12


def test_the_keys_are_shown_to_everybody_who_is_signed_in(sign_in):
    for role in Role:
        assert "Alt S" in sign_in(official(role)).get(reverse("officials:keys")).content.decode()


# ---------- the jurisdiction ----------


def test_the_profile_shows_the_newest_figures_and_sums_the_communities(sign_in):
    garden, lane = community("东河花园社区"), community("汤巷社区")
    for number in (1, 2):
        unit(f"第{number}网格", "GRID", parent=garden)
    figures(garden, date(2023, 12, 31), 5000, "0.60")
    figures(garden, date(2024, 12, 31), 5210, "0.62")
    figures(lane, date(2025, 6, 30), 3000, "0.40")
    figures(lane, timezone.localdate() + timedelta(days=1), 9999)

    page = sign_in(official(Role.RC)).get(reverse("officials:profile"))

    shown = {row["unit"].name: (row["unit"].grid_count, row["figures"].residents) for row in page.context["rows"]}
    assert shown == {"东河花园社区": (2, 5210), "汤巷社区": (0, 3000)}
    total = page.context["total"]
    assert (total["residents"], str(total["area_km2"]), total["missing"]) == (8210, "1.02", 0)
    assert (total["first_as_of"], total["last_as_of"]) == (date(2024, 12, 31), date(2025, 6, 30))


def test_a_community_without_figures_is_said_to_be_missing_from_the_sum(sign_in):
    figures(community("东河花园社区"), date(2024, 12, 31), 5210)
    community("汤巷社区")

    page = sign_in(official(Role.RC)).get(reverse("officials:profile"))

    assert page.context["total"]["missing"] == 1
    assert page.context["total"]["area_km2"] is None
    assert "1 个社区还没有数字，不在合计里" in page.content.decode()


def test_an_office_that_has_only_begun_has_a_profile_page(sign_in):
    clerk = official(Role.RC)
    Unit.objects.filter(kind="COMMUNITY").delete()

    page = sign_in(clerk).get(reverse("officials:profile"))

    assert page.status_code == 200
    assert page.context["total"] is None


def test_the_profile_page_takes_the_same_statements_for_one_community_and_for_many(sign_in, queries_of):
    figures(community("东河花园社区"), date(2024, 12, 31), 1)
    client = sign_in(official(Role.RC))
    client.get(reverse("officials:profile"))  # the first click of a minute also renews the session
    few = queries_of(lambda: client.get(reverse("officials:profile")))
    for number in range(12):
        for year in (2023, 2024):
            figures(community(f"社区{number}"), date(year, 12, 31), 1)
    many = queries_of(lambda: client.get(reverse("officials:profile")))

    assert len(few) == len(many) <= 12


def note(client, at, **typed):
    typed = {"as_of": "2025-12-31", "residents": "6000", "area_km2": "0.7", "source": "年报"} | typed
    return client.post(reverse("officials:profile_edit", args=[at.pk]), typed)


def test_a_new_figure_is_a_new_row_and_the_frozen_one_stays(sign_in):
    director, garden = official(Role.OD), community("东河花园社区")
    old = figures(garden, date(2024, 12, 31), 5210, "0.62")

    response = note(sign_in(director), garden)

    assert response["Location"] == reverse("officials:profile")
    old.refresh_from_db()
    assert (old.as_of, old.residents) == (date(2024, 12, 31), 5210)
    new = Profile.objects.get(as_of=date(2025, 12, 31))
    assert (new.residents, str(new.area_km2), new.source, new.entered_by) == (6000, "0.70", "年报", director)
    assert Profile.objects.at(date(2025, 12, 30)).get() == old
    assert Profile.objects.at(date(2025, 12, 31)).get() == new
    entry = AuditEntry.objects.get(action="officials:profile_edit")
    assert (entry.actor_id, entry.subject, entry.subject_id) == (director.pk, "unit", garden.pk)


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"as_of": "2024-12-31"}, "__all__", "这个单位这一天已经有一份数字"),
        ({"as_of": "2099-01-01"}, "as_of", "不能晚于今天"),
        ({"as_of": "1948-12-31"}, "as_of", "1949"),
        ({"as_of": "去年底"}, "as_of", "看不懂是哪一天"),
        ({"as_of": "2025-02-30"}, "as_of", "看不懂是哪一天"),
        ({"as_of": ""}, "as_of", "请写明是哪一天"),
        ({"residents": "-1"}, "residents", "0"),
        ({"residents": "99999999999"}, "residents", "2147483647"),
        ({"residents": "许多"}, "residents", "整数"),
        ({"area_km2": "-0.1"}, "area_km2", "不能是负数"),
        ({"area_km2": "NaN"}, "area_km2", "数字"),
        ({"source": "年" * 61}, "source", "60"),
    ],
)
def test_a_wrong_figure_is_refused_at_its_field_and_what_was_typed_is_kept(sign_in, typed, field, says):
    garden = community("东河花园社区")
    figures(garden, date(2024, 12, 31), 5210)

    response = note(sign_in(official(Role.OD)), garden, **typed)

    assert response.status_code == 422
    assert says in str(response.context["form"].errors[field])
    assert response.context["form"].data["residents"] == typed.get("residents", "6000")
    assert Profile.objects.count() == 1


def test_todays_figure_is_taken(sign_in):
    today = timezone.localdate()

    assert note(sign_in(official(Role.OD)), community(), as_of=today.strftime("%Y年%m月%d日")).status_code == 302
    assert Profile.objects.get().as_of == today


def test_a_section_has_no_population(sign_in):
    client = sign_in(official(Role.OD))

    assert note(client, section()).status_code == 404
    assert note(client, street()).status_code == 302
    assert client.get(reverse("officials:profile_edit", args=[10**30])).status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_the_director_and_the_administrator_keep_the_figures(role, sign_in):
    client, garden = sign_in(official(role)), community()

    response = note(client, garden)

    keeps = role in (Role.OD, Role.SA)
    assert response.status_code == (302 if keeps else 403)
    assert Profile.objects.exists() is keeps
    page = client.get(reverse("officials:profile"))
    assert (reverse("officials:profile_edit", args=[garden.pk]) in page.content.decode()) is keeps


def test_a_figure_cannot_be_put_under_another_unit_or_person(sign_in):
    director, garden, lane = official(Role.OD), community(), community("汤巷社区")

    note(sign_in(director), garden, unit=lane.pk, entered_by=official().pk, id="77")

    assert (Profile.objects.get().unit, Profile.objects.get().entered_by) == (garden, director)


# ---------- the sign-in page ----------


def test_the_sign_in_page_says_the_day_and_whom_to_ask(client):
    official(Role.SA, phone="8012")

    page = client.get(reverse("officials:login")).content.decode()

    today = timezone.localdate()
    assert f"{today.year}年{today.month}月{today.day}日" in page
    assert "内线 8012" in page
