"""Sealed from the first line: an accusation is sealed in the transaction that registers it (R9, AZ-09)."""

import pytest

from cases.models import Case, Claim, SealedReader, SearchText
from cases.models.claim import Purpose
from officials.models import Role
from reception.models import Visit
from tests import factories
from tests.reception.test_desk import DESK, REGISTER, sentences, typed
from tests.reception.test_receipt import codes, papers

pytestmark = pytest.mark.django_db

CANARY = "鹦鹉螺红包"


@pytest.fixture
def director():
    return factories.official(Role.OD, name="周建国", phone="8003")


@pytest.fixture
def clerk(director):
    return factories.official(Role.RC)


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


def accuse(client, **fields):
    return client.post(REGISTER, typed(purpose="ACCUSATION", statement=f"科长收了{CANARY}。", **fields), follow=True)


def test_an_accusation_is_sealed_out_of_every_index_and_readable_by_the_director_alone(client, director, clerk):
    accuse(client)

    case = Case.objects.get()
    assert (case.is_sealed, Visit.objects.get().is_sealed) == (True, True)
    assert not SearchText.objects.filter(case=case).exists()
    assert [reader.official for reader in SealedReader.objects.all()] == [director]
    assert Case.objects.visible_to(director).get() == case
    assert not Case.objects.visible_to(clerk).exists()
    assert Claim.objects.get().purpose == Purpose.ACCUSATION


def test_the_clerk_keeps_the_own_receipt_without_a_word_of_it(client):
    response = accuse(client)

    slip, sheet = papers(response)
    assert codes(response)
    for hidden in (CANARY, "张建国", "张**", "科长"):
        assert hidden not in response.content.decode()
    assert Visit.objects.get().contact_no in slip
    assert "内容和您的身份保密" in sheet
    assert "以后您只能看到这张回执" in response.content.decode()


def test_the_case_itself_is_not_found_by_the_clerk_who_registered_it(client):
    accuse(client)

    assert client.get(Case.objects.get().get_absolute_url()).status_code == 404
    assert CANARY not in client.get(DESK).content.decode()


def test_another_clerk_does_not_even_find_the_receipt(sign_in, client):
    accuse(client)
    other = sign_in(factories.official(Role.RC))

    assert other.get(Visit.objects.get().get_absolute_url()).status_code == 404


@pytest.mark.parametrize("named", ["李静", " 李静 "])
def test_a_contact_against_somebody_of_this_office_is_sealed_and_bars_that_person(client, named, director):
    accused = factories.official(Role.HD, name="李静", at=factories.section())

    client.post(REGISTER, typed(respondent=named))

    case = Case.objects.get()
    assert case.is_sealed
    assert case.parties.respondents().get().official == accused
    assert not Case.objects.visible_to(accused).exists()


def test_a_contact_against_a_unit_of_this_office_is_sealed_from_all_of_that_unit(client):
    section = factories.section("城市建设科")
    member = factories.official(Role.HD, at=section)

    client.post(REGISTER, typed(respondent="城市建设科"))

    assert Case.objects.get().is_sealed
    assert not Case.objects.visible_to(member).exists()


def test_an_accusation_of_the_director_goes_to_the_head(client, director):
    head = factories.official(Role.HO)

    accuse(client, respondent="周建国")

    assert [reader.official for reader in SealedReader.objects.all()] == [head]
    assert not Case.objects.visible_to(director).exists()


def test_a_claim_about_what_a_unit_did_is_no_accusation_if_the_clerk_says_so(client):
    factories.section("城市建设科")

    client.post(REGISTER, typed(respondent="城市建设科", respondent_is_ordinary="on"))

    assert not Case.objects.get().is_sealed
    assert SearchText.objects.filter(case=Case.objects.get()).exists()


def test_saying_so_does_not_open_what_is_meant_as_an_accusation(client):
    factories.section("城市建设科")

    accuse(client, respondent="城市建设科", respondent_is_ordinary="on")

    assert Case.objects.get().is_sealed


def test_a_respondent_from_outside_seals_nothing(client):
    client.post(REGISTER, typed(respondent="某物业公司"))

    assert not Case.objects.get().is_sealed


def test_an_accusation_cannot_be_joined_to_an_ordinary_matter(client, clerk):
    open_case = factories.case(clerk)

    response = client.post(REGISTER, typed(purpose="ACCUSATION", join=open_case.number))

    assert response.status_code == 422
    assert "检举控告另立封存件，不能并入普通案件。请直接登记为新事项。" in sentences(response)
    assert Visit.objects.count() == 1


def test_a_sealed_matter_can_be_joined_by_nobody_who_may_not_read_it(client, clerk):
    accuse(client)
    sealed = Case.objects.get()

    hidden = client.post(REGISTER, typed(join=sealed.number))
    unknown = client.post(REGISTER, typed(join="DHM2026-99999"))

    assert (hidden.status_code, sentences(hidden)) == (unknown.status_code, sentences(unknown))
    assert Visit.objects.count() == 1


def test_a_refused_accusation_leaves_nothing_behind(client):
    response = client.post(REGISTER, typed(purpose="ACCUSATION", phone="1"))

    assert response.status_code == 422
    assert not Case.objects.exists()
    assert not SearchText.objects.exists()
