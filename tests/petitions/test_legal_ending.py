"""What the political-legal organs ended is kept on record; nothing else changes, and help goes on (L27)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cases.models import Event
from petitions.models import LegalEnding
from tests import factories
from tests.petitions.stories import W1, W6, Story, director, registered

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 3)
TODAY = timezone.localdate()


def routed(on=DAY):
    story = Story(registered(W1, on=on)).take("triage", on)
    return story.take("routing", on, story.petition.case.claims.get())


def ended(petition, **given):
    given = {
        "organ": "市中级人民法院",
        "number": "〔2026〕终字第7号",
        "dated_on": DAY,
        "received_on": DAY,
        "guidance": "社区联系人每月上门一次，帮助申请司法救助。",
        **given,
    }
    return petition.record_legal_ending(by=director(), claim=petition.case.claims.get(), **given)


def test_the_notice_is_kept_and_the_claim_stands_where_it_was():
    petition = routed().petition
    clocks = list(petition.case.deadlines.values_list("rule", "ended_on"))

    row = ended(petition)

    petition.case.refresh_from_db()
    assert (petition.case.stage, row.claim.routed_on) == ("ROUTED", DAY)
    assert list(petition.case.deadlines.values_list("rule", "ended_on")) == clocks
    assert "依法终结" in Event.objects.filter(case=petition.case, is_public=True).first().detail


def test_it_is_kept_after_closing_too_and_only_once():
    story = routed()
    story.take("rating", DAY).take("closure", DAY)

    ended(story.petition)

    with pytest.raises(ValidationError, match="已经记下"):
        ended(story.petition)


def test_what_is_no_matter_of_the_courts_is_not_ended_so():
    petition = Story(registered(W6, on=DAY)).accepted(DAY).petition

    with pytest.raises(ValidationError, match="没有依法终结"):
        ended(petition)


def test_where_it_goes_is_told_first():
    petition = Story(registered(W1, on=DAY)).take("triage", DAY).petition

    with pytest.raises(ValidationError, match="先告知诉求 1 的去向"):
        ended(petition)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"organ": "本街道"}, "本街道只记录"),
        ({"received_on": DAY - timedelta(days=1)}, "收到日期不能早于终结日期"),
        ({"guidance": ""}, "."),
    ],
)
def test_the_street_ends_nothing_itself_and_says_what_it_goes_on_with(given, words):
    petition = routed().petition

    with pytest.raises(ValidationError, match=words):
        ended(petition, **given)
    assert not LegalEnding.objects.exists()


def test_it_is_recorded_on_its_page_and_stands_in_the_file(sign_in):
    story = routed(TODAY)
    case, client = story.petition.case, sign_in(story.by)
    page = reverse("petitions:legal_ending", args=[case.number, 1])
    typed = {
        "organ": "区人民法院",
        "number": "7号",
        "dated_on": "今天",
        "received_on": "今天",
        "guidance": "每月上门。",
    }

    assert page in client.get(case.get_absolute_url()).content.decode()
    assert client.post(page, typed | {"number": ""}).status_code == 422
    assert client.post(page, typed).status_code == 302
    assert "依法终结（7号" in client.get(case.get_absolute_url()).content.decode()
    assert sign_in(factories.official()).get(page).status_code in (403, 404)
