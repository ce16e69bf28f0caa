"""A step sent again after Back is one act; another act on the same page is another."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Event, Submission
from officials.models import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def director():
    return factories.official(Role.OD)


@pytest.fixture
def notes(director, sign_in):
    """`notes(words)` writes a note on one case as a fresh form would; gives how many notes there are."""
    case = factories.case()
    client = sign_in(director)

    def write(words):
        answer = client.post(
            reverse("cases:note", args=[case.number]), {"text": words, "submission": str(uuid.uuid4())}, follow=True
        )
        assert answer.status_code == 200
        return case.events.filter(kind=Event.Kind.NOTE).count(), answer.content.decode()

    return write


def test_the_same_words_under_a_new_key_are_the_same_act(notes):
    assert notes("已电话联系物业。")[0] == 1

    count, page = notes("已电话联系物业。")

    assert count == 1
    assert "这一步刚才已经做过" in page


def test_corrected_words_are_another_act(notes):
    notes("已电话联系物业。")

    assert notes("已电话联系物业和社区。")[0] == 2


def test_the_same_words_after_others_are_another_act(notes):
    notes("已催办。")
    notes("物业答应明天来。")

    assert notes("已催办。")[0] == 3


def test_the_same_words_a_quarter_of_an_hour_later_are_another_act(notes):
    notes("已催办。")
    Submission.objects.update(at=timezone.now() - timedelta(minutes=15, seconds=1))

    assert notes("已催办。")[0] == 2


def test_what_was_typed_is_not_readable_in_the_key_table(notes):
    notes("已电话联系物业。")

    digest = Submission.objects.latest("pk").digest
    assert len(digest) == 64
    assert "物业" not in digest
