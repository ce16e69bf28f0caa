"""The way of a dispute from the desk to its mediator, walked in a real browser."""

import pytest
from django.urls import reverse

from disputes.models import Dispute
from tests.disputes import stories
from tests.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_other_side_is_asked_and_the_mediator_accepts(new_context, live_server, sign_in):
    mediator = stories.mediator(name="金凤英")
    dispute = stories.dispute(rights_told=True)
    other = dispute.case.parties.respondents().get()
    walker = Walker(new_context, live_server, mediator)
    walker.is_signed_in(sign_in(mediator))

    walker.go(reverse("disputes:answer", args=[dispute.case.number, other.pk]))
    walker.choose(answer="愿意调解")
    walker.page.check("[name=rights_told]")
    walker.press_alt("s")
    walker.go(reverse("disputes:acceptance", args=[dispute.case.number]))
    walker.press_alt("s")

    accepted = Dispute.objects.get()
    assert accepted.state == "ACCEPTED"
    walker.reads("金凤英")
