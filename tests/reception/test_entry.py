"""An entry of our own does not replace the one in the national petition information system (L01)."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cases.models.claim import Purpose
from officials.models import Role
from reception.models import Visit
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return factories.official(Role.RC)


def test_a_petition_is_listed_until_its_number_there_is_known(clerk, sign_in):
    visit = factories.visit(clerk)
    listed = list(Visit.objects.unentered())

    answer = sign_in(clerk).post(reverse("reception:entry", args=[visit.contact_no]), {"number": "A20261126001"})

    visit.refresh_from_db()
    assert answer.status_code == 302
    assert listed == [visit] and not Visit.objects.unentered().exists()
    assert (visit.entry.number, visit.entry.entered_by) == ("A20261126001", clerk)


def test_what_was_answered_on_the_spot_is_not_asked_for(clerk):
    factories.visit(clerk, purpose=Purpose.INQUIRY, settles=True, told="带身份证来补办。")

    assert not Visit.objects.unentered().exists()


def test_a_number_copied_wrongly_is_written_anew(clerk):
    visit = factories.visit(clerk)
    visit.enter("A1", by=clerk)
    visit.enter("A2", by=clerk)

    assert Visit.objects.get().entry.number == "A2"


def test_two_matters_do_not_share_a_number_but_two_contacts_of_one_may(clerk):
    first, other = factories.visit(clerk), factories.visit(clerk)
    again = factories.visit(clerk, join=first.case)
    first.enter("A1", by=clerk)

    again.enter("A1", by=clerk)
    with pytest.raises(ValidationError, match="另一件事"):
        other.enter("A1", by=clerk)


def test_a_void_registration_is_entered_nowhere(clerk):
    visit = factories.visit(clerk)
    visit.voidings.model.objects.ask(visit, reason="登记了两遍", by=clerk).decide(
        by=factories.official(Role.OD), is_approved=True
    )

    with pytest.raises(ValidationError, match="作废"):
        visit.enter("A1", by=clerk)


@pytest.mark.parametrize("typed", ["", "   "])
def test_a_missing_number_is_asked_for_at_its_field(clerk, sign_in, typed):
    visit = factories.visit(clerk)

    answer = sign_in(clerk).post(reverse("reception:entry", args=[visit.contact_no]), {"number": typed})

    assert answer.status_code == 422
    assert answer.context["form"].errors["number"] == ["请写信访信息系统里的编号。"]
