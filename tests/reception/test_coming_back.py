"""Somebody comes again about what was closed: reopened by the director, or registered anew and linked (T26)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CaseLink
from officials.models import Role
from petitions.models import Reopening
from reception.models import Visit
from tests import factories
from tests.petitions.stories import W6, Story, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return factories.official(Role.RC)


def closed(by, days_ago=0):
    on = timezone.localdate() - timedelta(days=days_ago)
    return Story(registered(W6, on=on, by=by)).ready_to_close(on).take("closure", on).petition.case


def post(client, **typed):
    fields = {"channel": "VISIT", "name": "张建国", "phone": "13800004471", "statement": "车库又渗水了。"}
    return client.post(reverse("reception:register"), {**fields, **typed}, follow=True)


def test_the_button_of_a_match_asks_the_director_to_reopen(sign_in, clerk):
    earlier = closed(clerk)

    page = post(sign_in(clerk), comes_back=earlier.number).content.decode()

    wish = Reopening.objects.get()
    visit = Visit.objects.latest("pk")
    assert (wish.petition.case, wish.asked_by, wish.is_waiting) == (earlier, clerk, True)
    assert visit.contact_no in wish.reason
    assert visit.case.deadlines.running().filter(rule="L03").exists()  # a matter of its own until they are merged
    assert "等主任决定" in page


def test_after_ninety_days_it_is_registered_all_the_same_and_told(sign_in, clerk):
    earlier = closed(clerk, days_ago=91)

    page = post(sign_in(clerk), comes_back=earlier.number).content.decode()

    assert not Reopening.objects.exists()
    assert Visit.objects.latest("pk").case != earlier
    assert "登记为新的一件，关联这一件" in page


@pytest.mark.parametrize(("days_ago", "is_offered"), [(90, True), (91, False)])
def test_a_match_offers_it_up_to_the_ninetieth_day(sign_in, clerk, days_ago, is_offered):
    earlier = closed(clerk, days_ago=days_ago)
    client = sign_in(clerk)
    opened = client.get(reverse("reception:desk")).context["form"]["opened"].value()

    found = client.post(
        reverse("reception:matches"),
        {"opened": opened, "name": "张建国", "phone": "13800004471", "statement": earlier.statement},
    ).content.decode()

    assert earlier.number in found
    assert ("同一事实，请主任重新办理" in found) is is_offered


def test_from_the_page_of_the_closed_case_nothing_is_typed_again(sign_in, clerk):
    earlier = closed(clerk, days_ago=91)
    client = sign_in(clerk)
    link = f"{reverse('reception:desk')}?follows={earlier.number}"

    assert link in client.get(earlier.get_absolute_url()).content.decode()
    shown = client.get(link)
    assert earlier.statement in shown.content.decode()
    assert "张建国" not in shown.content.decode()
    answer = post(client, name="", phone="", follows=earlier.number, is_same_person="on", statement=earlier.statement)

    again = Case.objects.latest("pk")
    assert answer.status_code == 200
    assert again.parties.get(is_lead=True).name == "张建国"
    assert CaseLink.objects.get(earlier=earlier, later=again).kind == CaseLink.Kind.RELAPSE


def test_a_case_one_may_not_see_is_followed_by_nobody(sign_in, clerk):
    earlier = closed(factories.official(Role.RC), days_ago=91)
    other = factories.official(Role.RC)

    shown = sign_in(other).get(f"{reverse('reception:desk')}?follows={earlier.number}")

    assert shown.context["earlier"] is None
    assert earlier.statement not in shown.content.decode()
