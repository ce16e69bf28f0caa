"""What leaders and the director do on cases, walked in a real browser by keyboard alone (F20, F40, F49, F52)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Handover
from officials.models import Role
from tests import factories
from tests.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sits_down(new_context, live_server, sign_in):
    def sitting(official, path):
        walker = Walker(new_context, live_server, official)
        walker.is_signed_in(sign_in(official))
        walker.go(path)
        return walker

    return sitting


def test_the_director_ticks_cases_in_the_list_and_hands_them_on(sits_down):
    section = factories.section()
    giver, taker = (factories.official(Role.HD, at=section, name=name) for name in ("赵磊", "李静"))
    cases = [factories.triaged(handler=giver) for _one in range(2)]

    director = sits_down(factories.official(Role.OD, name="周建国"), reverse("cases:list"))
    director._tab_to("case")
    director.page.keyboard.press("Space")
    director.page.keyboard.press("Tab")
    director.press_alt("z")
    director.reads("移交给谁")
    director.key_in(post="李静")
    director.press_alt("s")
    director.reads("把 1 件移交给 城市建设科 李静")
    director.key_in(reason="分工调整")
    director.press_alt("s")
    director.reads("已把 1 件移交给李静")

    assert Handover.objects.waiting().get(receiver=taker).offered_on == timezone.localdate()
    assert Case.objects.filter(handler=giver).count() == len(cases) - 1
