"""The pages of the steps: who gets them, what they ask, what they say, and how often they ask the database."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Investigation, Service
from cases.models.claim import Purpose, Route
from officials.models import AuditEntry, Role
from petitions.actions import STEPS
from tests import factories
from tests.petitions.stories import ACCUSATION, SUGGESTION, W1, W6, Story, clock, registered

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
OF_CLAIM = ("routing", "answer")


def address(petition, step, position=1):
    place = [petition.case.number] + ([position] if step in OF_CLAIM else [])
    return reverse(f"petitions:{step}", args=place)


def triage_of(petition, handler, **fields):
    claims = petition.case.claims.all()
    ways = {f"claim-{claim.pk}-purpose": claim.purpose for claim in claims}
    ways |= {f"claim-{claim.pk}-route": claim.route for claim in claims}
    return {
        "level": "GENERAL",
        "ground": "一个单位能办",
        "category": petition.case.category_id,
        "handling_unit": handler.unit.pk,
        "handler": handler.pk,
        "on": "今天",
        **ways,
        **fields,
    }


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def director():
    return factories.official(Role.OD, name="周建国")


@pytest.fixture
def handler():
    return factories.official(Role.HD, name="李静", at=factories.section())


def test_a_petition_walks_from_triage_to_closing_in_the_browser(sign_in, director, handler):
    petition = registered(W6, on=TODAY)
    at_director, at_handler = sign_in(director), sign_in(handler)

    def take(client, step, **fields):
        response = client.post(address(petition, step), fields)
        assert response.status_code == 302, response.content.decode()
        assert response["Location"] == petition.get_absolute_url()

    take(at_director, "triage", **triage_of(petition, handler))
    take(at_director, "acceptance", on="今天", with_notice="on", served_on="今天", method="HAND", signer="本人")
    take(at_handler, "investigation", kind="HEARD", on="今天", place="信访办", content="张先生说三幢地下车库漏水。")
    take(at_handler, "investigation", kind="SITE", on="今天", place="地下车库", content="看见六处渗点。")
    take(at_handler, "answer", finding="防水层破损", decision="SUPPORT", basis="物业管理条例", reply="十月底修好", on="今天")
    take(at_handler, "service", served_on="今天", method="HAND", signer="本人", stand="AGREE")
    take(at_handler, "rating", on="今天", channel="FACE")
    take(at_handler, "closure", on="今天", note="已修好")

    case = Case.objects.get()
    assert (case.stage, case.closed_on, case.handler) == (Case.Stage.CLOSED, TODAY, handler)
    assert not case.deadlines.running().exists()
    assert case.petition.stand == "AGREE"
