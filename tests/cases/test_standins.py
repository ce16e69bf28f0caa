"""Every post has somebody who stands in, and no sealed case is left where nobody can read it (R9, AZ-09)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Party, SealedReader
from cases.recusal import stand_aside
from officials.models import Posting, Role
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def administrator():
    return factories.official(Role.SA)


@pytest.fixture
def leaders():
    """The director, who stands in for him, and the head: nobody else may read by his post."""
    director, substitute, head = (factories.official(role) for role in (Role.OD, Role.LO, Role.HO))
    director.postings.update(substitute=substitute)
    return [director, substitute, head]


def sealed_about(*accused):
    case = factories.case()
    for person in accused:
        Party.objects.create(case=case, role=Party.Role.RESPONDENT, name=person.name, official=person)
    case.seal(by=case.registrar, reason="检举控告")
    return case


def test_with_all_who_would_read_it_accused_it_has_no_reader(leaders):
    case = sealed_about(*leaders)

    assert not case.sealed_readers.exists()
    assert list(Case.objects.unread(TODAY)) == [case]


def test_one_named_later_leaves_it_to_the_administrators_list(leaders):
    director, substitute, head = leaders
    case = sealed_about(director, substitute)
    assert [reader.official for reader in case.sealed_readers.all()] == [head]
    assert not Case.objects.unread(TODAY).exists()

    Party.objects.create(case=case, role=Party.Role.RESPONDENT, name=head.name, official=head)
    stand_aside(case, by=case.registrar, on=TODAY, reason="被反映人回避")

    assert list(Case.objects.unread(TODAY)) == [case]


def test_a_reader_who_has_left_reads_no_more(leaders):
    case = sealed_about()
    assert not Case.objects.unread(TODAY).exists()

    Posting.objects.filter(official=leaders[0]).update(until=TODAY)

    assert list(Case.objects.unread(TODAY)) == [case]
    assert not Case.objects.unread(TODAY - timedelta(days=1)).exists()


def test_the_administrator_sees_its_number_and_what_to_do_and_nothing_else(leaders, administrator, sign_in):
    case = sealed_about(*leaders)
    client = sign_in(administrator)

    page = client.get(reverse("cases:standins")).content.decode()

    assert case.number in page and "上一级信访部门或者纪检监察联系人" in page
    assert case.title not in page
    assert client.get(case.get_absolute_url()).status_code in (403, 404)


def test_the_director_is_told_of_posts_and_not_of_sealed_cases(leaders, sign_in):
    case = sealed_about(*leaders)

    page = sign_in(leaders[0]).get(reverse("cases:standins")).content.decode()

    assert case.number not in page
    assert leaders[2].name in page  # the head has nobody who stands in
    assert sign_in(leaders[0]).post(reverse("cases:unread")).status_code == 403


def test_whom_the_superior_sends_reads_it_by_his_post(leaders, administrator, sign_in):
    case, client = sealed_about(*leaders), sign_in(administrator)
    told = client.post(reverse("cases:unread"), follow=True).content.decode()
    assert "没有可定的人" in told
    sent = factories.official(Role.HO, until=TODAY + timedelta(days=30))

    told = client.post(reverse("cases:unread"), follow=True).content.decode()

    assert "1 件已按现在的岗位定了阅办人" in told
    assert SealedReader.objects.get(case=case).official == sent
    assert sign_in(sent).get(case.get_absolute_url()).status_code == 200


def test_a_post_whose_substitute_has_left_counts_as_having_none(leaders):
    director, substitute, _head = leaders
    assert not Posting.objects.without_substitute(TODAY).filter(official=director).exists()

    Posting.objects.filter(official=substitute).update(until=TODAY)

    assert Posting.objects.without_substitute(TODAY).filter(official=director).exists()


def test_nobody_else_opens_it(sign_in):
    assert sign_in(factories.official(Role.HO)).get(reverse("cases:standins")).status_code == 403


def test_the_page_asks_the_same_with_one_and_with_three(leaders, administrator, sign_in, queries_of):
    sealed_about(*leaders)
    client = sign_in(administrator)
    client.get(reverse("cases:standins"))
    one = queries_of(lambda: client.get(reverse("cases:standins")))
    for _more in range(2):
        sealed_about(*leaders)

    assert len(queries_of(lambda: client.get(reverse("cases:standins")))) == len(one)
