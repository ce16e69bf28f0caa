"""What may not be done by this very person is not offered: neither on the file nor on the page of the step."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import LevelChange
from cases.models.clearing import Level
from officials.models import Role
from tests import factories
from tests.petitions.stories import W6, Story, registered

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = TODAY - timedelta(days=3)
FORM = 'class="card is-main" method="post"'


@pytest.fixture
def story():
    return Story(registered(W6, on=DAY)).accepted(DAY).take("investigation", DAY)


def page(client, name, case):
    return client.get(reverse(name, args=[case.number])).content.decode()


def drafted_by(story, official):
    claim = story.petition.case.claims.get()
    story.petition.answer(
        by=official, claim=claim, on=DAY, decision="SUPPORT", finding="破损。", basis="条例", reply="十月底修好。"
    )
    return story.take("submission", DAY)


def test_who_drafted_the_answer_is_not_offered_its_signature(story, sign_in):
    head, case = story.head, story.petition.case
    drafted_by(story, head).take("approval", DAY)

    client = sign_in(head)
    step = page(client, "petitions:signature", case)
    assert FORM not in step
    assert "这份答复您经手过" in step
    file = page(client, "cases:case", case)
    assert f'href="{reverse("petitions:signature", args=[case.number])}"' not in file
    assert "这份答复您经手过" in file

    other = sign_in(factories.official(Role.HO))
    assert FORM in page(other, "petitions:signature", case)


def test_who_asked_for_an_extension_is_not_offered_its_approval(story, sign_in):
    head, case = story.head, story.petition.case
    story.petition.ask_extension(by=head, on=DAY, days=30, reason="要请第三方鉴定。")
    story.petition.propose_extension(by=story.staff.director, on=DAY)

    step = page(sign_in(head), "petitions:extension_approval", case)
    assert FORM not in step
    assert "自己提出的延期不能自己批准" in step
    assert FORM in page(sign_in(factories.official(Role.HO)), "petitions:extension_approval", case)


def test_who_asked_for_a_level_is_not_offered_the_decision(story, sign_in):
    director, case = story.staff.director, story.petition.case
    assert "没有等决定的请求" in page(sign_in(director), "cases:level_decision", case)
    LevelChange.objects.ask(case, after=Level.COMPLEX, ground="牵涉三个单位", by=director, on=TODAY)

    step = page(sign_in(director), "cases:level_decision", case)
    assert FORM not in step
    assert "您提出的，要由别人决定" in step
    assert "牵涉三个单位" in step
    assert FORM not in page(sign_in(director), "cases:level_change", case)
    assert FORM in page(sign_in(factories.official(Role.HO)), "cases:level_decision", case)


def test_what_does_not_stand_still_is_not_offered_to_run_on(story, sign_in):
    step = page(sign_in(story.staff.director), "cases:suspension_end", story.petition.case)

    assert FORM not in step
    assert "没有在中止" in step
