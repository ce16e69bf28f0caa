"""Linking matters that belong together, without telling of a case that one may not see (F8, AZ-03)."""

import pytest

from cases.models import Case, CaseLink, Event
from cases.models.claim import Purpose
from officials.models import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def director():
    return factories.official(Role.OD)


def url(file):
    return f"{file.get_absolute_url()}links/"


def test_two_cases_are_linked_the_earlier_first(sign_in, director):
    earlier, later = factories.case(), factories.case()

    answer = sign_in(director).post(url(later), {"number": f" {earlier.number.lower()} ", "kind": "SAME_MATTER"})

    assert answer.status_code == 302
    link = CaseLink.objects.get()
    assert (link.earlier, link.later, link.linked_by) == (earlier, later, director)


def test_a_hidden_case_and_an_unknown_number_get_the_same_sentence(sign_in):
    file, hidden = factories.triaged(), factories.triaged()
    sealed = factories.case(purpose=Purpose.ACCUSATION)
    client = sign_in(file.handler)

    pages = []
    for number in (hidden.number, sealed.number, "DH2026-99999"):
        answer = client.post(url(file), {"number": number, "kind": "RELATED"})
        assert answer.status_code == 422
        pages.append(answer.context["form"].errors["number"])

    assert pages[0] == pages[1] == pages[2]
    assert not CaseLink.objects.exists()


def test_the_timeline_tells_of_the_link_without_the_other_number(sign_in, director):
    file, other = factories.case(), factories.case()
    sign_in(director).post(url(file), {"number": other.number, "kind": "RELATED"})

    for event in Event.objects.filter(kind=Event.Kind.LINKED):
        assert event.detail == "相关"
    assert Event.objects.filter(kind=Event.Kind.LINKED).count() == 2


def test_a_sealed_case_is_linked_with_sealed_ones_alone(sign_in, director):
    sealed, other = factories.case(purpose=Purpose.ACCUSATION), factories.case(purpose=Purpose.ACCUSATION)
    ordinary = factories.case()
    client = sign_in(director)

    assert client.post(url(sealed), {"number": ordinary.number, "kind": "RELATED"}).status_code == 422
    assert client.post(url(ordinary), {"number": sealed.number, "kind": "RELATED"}).status_code == 422
    assert client.post(url(sealed), {"number": other.number, "kind": "RELATED"}).status_code == 302


def test_a_case_is_not_linked_with_itself_or_twice(sign_in, director):
    file, other = factories.case(), factories.case()
    client = sign_in(director)
    assert client.post(url(file), {"number": file.number, "kind": "RELATED"}).status_code == 422
    assert client.post(url(file), {"number": other.number, "kind": "RELATED"}).status_code == 302
    assert client.post(url(other), {"number": file.number, "kind": "FOLLOW_UP"}).status_code == 422
    assert CaseLink.objects.count() == 1


def test_a_linked_case_that_is_sealed_later_disappears_from_the_other(sign_in, director):
    file, other = factories.triaged(), factories.triaged()
    CaseLink.objects.create(earlier=file, later=other, kind=CaseLink.Kind.RELATED, linked_by=director)
    Case.objects.filter(pk=other.pk).update(handler=file.handler)
    client = sign_in(file.handler)
    assert other.number in client.get(file.get_absolute_url()).content.decode()

    Case.objects.get(pk=other.pk).seal(by=director, reason="检举")

    assert other.number not in client.get(file.get_absolute_url()).content.decode()
