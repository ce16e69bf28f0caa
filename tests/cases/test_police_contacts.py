"""Whom of the police a community calls, and the request that is filled from it (F27)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import PoliceRequest
from officials.models import PoliceContact, Role
from tests import factories
from tests.browsing import form_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LIST = "/cases/police/"


def today():
    return timezone.localdate()


@pytest.fixture
def director():
    return factories.official(Role.OD, name="主任")


def contact(director, community, *, station="柳营警务站", name="丁一鸣", since=-10, until=None):
    return PoliceContact.objects.create(
        community=community,
        station=station,
        name=name,
        phone="8120",
        since=today() + since * DAY,
        until=None if until is None else today() + until * DAY,
        named_by=director,
    )


def test_the_request_is_filled_with_the_station_of_the_place_and_shows_whom_to_call(director, sign_in):
    here, elsewhere = factories.community(), factories.community("汤巷社区")
    contact(director, elsewhere, station="东河派出所", name="宋强")
    contact(director, here)
    case = factories.triaged(community=here)
    client, url = sign_in(director), reverse("cases:police_request", args=[case.number])

    page = client.get(url)

    assert form_of(client, url)["station"] == "柳营警务站"
    assert "丁一鸣" in page.content.decode() and "宋强" not in page.content.decode()


@pytest.mark.parametrize(
    ("since", "until", "counts"), [(0, None, True), (1, None, False), (-9, 1, True), (-9, 0, False)]
)
def test_a_contact_counts_from_its_first_day_until_the_day_before_its_end(director, sign_in, since, until, counts):
    here = factories.community()
    contact(director, here, since=since, until=until)
    url = reverse("cases:police_request", args=[factories.triaged(community=here).number])

    assert bool(sign_in(director).get(url).context["form"].contacts) is counts


def test_the_request_still_names_nobody_and_takes_no_officers_name(director, sign_in):
    """The officer is on the page to be called; the request is facts of an incident alone (R3)."""
    here = factories.community()
    contact(director, here)
    case = factories.triaged(community=here, received_at=timezone.now() - DAY)
    client, url = sign_in(director), reverse("cases:police_request", args=[case.number])
    typed = form_of(client, url) | {"reason": "HELP", "asked": "请到场劝解。", "facts": "两户在楼道里争吵。"}

    answer = client.post(url, typed)

    assert answer.status_code == 302, answer.content.decode()
    kept = PoliceRequest.objects.get()
    assert (kept.station, "丁一鸣" in f"{kept.facts}{kept.asked}{kept.station}") == ("柳营警务站", False)
    refused = client.post(url, form_of(client, url) | typed | {"facts": "请盯住这几户", "submission": ""})
    assert refused.status_code == 422


def test_the_director_writes_and_ends_a_contact_and_a_community_without_one_says_so(director, sign_in):
    here, other = factories.community(), factories.community("汤巷社区")
    client = sign_in(director)
    url = reverse("cases:police_contact_add") + f"?community={here.pk}"
    typed = form_of(client, url) | {"station": "柳营警务站", "name": "丁一鸣", "phone": "8120"}
    assert typed["community"] == str(here.pk)

    assert client.post(url, typed).status_code == 302
    assert client.post(url, typed | {"submission": ""}).status_code == 422  # once at a time

    listed = {row.pk: [one.name for one in row.contacts] for row in client.get(LIST).context["communities"]}
    assert listed == {here.pk: ["丁一鸣"], other.pk: []}
    assert "还没有联络人" in client.get(LIST).content.decode()
    end = reverse("cases:police_contact_end", args=[PoliceContact.objects.get().pk])
    assert client.post(end, form_of(client, end) | {"until": "明天"}).status_code == 302
    assert PoliceContact.objects.get().until == today() + DAY


def test_the_same_officer_stands_once_a_community_at_a_time(director):
    here = factories.community()
    contact(director, here, until=5)

    with pytest.raises(IntegrityError, match="one_contact_once"), transaction.atomic():
        contact(director, here, since=4)
    contact(director, here, since=5)


def test_the_list_costs_the_same_for_few_and_many_and_who_reads_it_writes_not(director, sign_in, queries_of):
    contact(director, factories.community())
    client = sign_in(factories.official(Role.RC))
    client.get(LIST)
    few = len(queries_of(lambda: client.get(LIST)))
    for name in ("汤巷社区", "柳营社区", "桥西社区"):
        contact(director, factories.community(name))

    assert len(queries_of(lambda: client.get(LIST))) == few
    assert client.get(reverse("cases:police_contact_add")).status_code == 403
    assert sign_in(factories.official(Role.SP)).get(LIST).status_code == 403
