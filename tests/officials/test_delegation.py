"""Powers of a post are lent for a span of days: by whom, to whom, until when, and no further."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from officials.models import AuditEntry, Delegation, Official, Role
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=4)
SIGNING = "petitions:signature"


@pytest.fixture
def head():
    return factories.official(Role.HO, name="陈书记")


@pytest.fixture
def leader():
    return factories.official(Role.LO, name="李主任")


def lent(head, leader, first=TODAY, last=LATER, powers=(SIGNING,), on=TODAY, **fields):
    delegation = Delegation(
        posting=head.postings.first(), taker=leader, powers=list(powers), first_on=first, last_on=last, **fields
    )
    delegation.reason = delegation.reason or "外出学习"
    delegation.give(by=head, on=on)
    return delegation


def again(official):
    """As the next request sees the account."""
    return Official.objects.get(pk=official.pk)


@pytest.mark.parametrize(
    ("first", "last", "may"),
    [
        (1, 4, False),  # the day before
        (0, 4, True),  # the first day
        (-4, 0, True),  # the last day
        (-4, -1, False),  # the day after
    ],
)
def test_a_lent_power_begins_with_its_first_day_and_ends_with_its_last(head, leader, first, last, may):
    first, last = TODAY + timedelta(days=first), TODAY + timedelta(days=last)
    lent(head, leader, first=first, last=last, on=first)

    assert again(leader).may(SIGNING) is may
    assert Delegation.objects.in_force(TODAY).exists() is may


def test_only_the_named_powers_are_lent(head, leader):
    lent(head, leader)

    leader = again(leader)
    assert leader.may(SIGNING)
    assert not leader.may("petitions:extension_approval")
    assert not leader.may("petitions:recusal_decision")


def test_what_was_received_is_not_passed_on(head, leader):
    other = factories.official(Role.LO)
    lent(head, leader)

    onward = Delegation(
        posting=head.postings.first(), taker=other, powers=[SIGNING], first_on=TODAY, last_on=LATER, reason="不在"
    )
    with pytest.raises(ValidationError, match="不能再转授"):
        onward.give(by=leader, on=TODAY)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"taker": "self"}, "不能授权给自己"),
        ({"taker": Role.HD}, "只能授给在岗的"),
        ({"taker": Role.SV}, "只能授给在岗的"),
        ({"last": TODAY - timedelta(days=1)}, "最后一天不能早于第一天"),
        ({"first": TODAY - timedelta(days=1)}, "不能从过去的日子起"),
        ({"powers": ["petitions:recusal_decision"]}, "不能授权"),
        ({"powers": []}, "请选授权哪些事项"),
    ],
)
def test_what_may_not_be_lent_is_refused(head, leader, change, words):
    taker = change.pop("taker", None)
    taker = head if taker == "self" else factories.official(taker) if taker else leader

    with pytest.raises(ValidationError, match=words):
        lent(head, taker, **change)
    assert not Delegation.objects.exists()


def test_the_supervisor_takes_no_power_even_beside_a_leading_post(head, leader):
    leader.postings.create(unit=factories.street(), role=Role.SV, since=TODAY)

    with pytest.raises(ValidationError, match="只能授给在岗的"):
        lent(head, leader)


def test_nothing_is_lent_beyond_the_end_of_the_post(head, leader):
    head.postings.update(until=LATER)

    with pytest.raises(ValidationError, match="授权不能更晚"):
        lent(head, leader, last=LATER)
    lent(head, leader, last=LATER - timedelta(days=1))


def test_a_lent_power_ends_with_the_post_and_with_the_account(head, leader):
    lent(head, leader)
    Official.objects.filter(pk=head.pk).update(is_active=False)
    assert not again(leader).may(SIGNING)
    Official.objects.filter(pk=head.pk).update(is_active=True)
    assert again(leader).may(SIGNING)

    head.postings.update(until=TODAY)
    assert not again(leader).may(SIGNING)


def test_a_power_is_lent_to_one_person_once_for_a_day(head, leader):
    lent(head, leader)

    with pytest.raises(ValidationError, match="已经授权给他"):
        lent(head, leader, first=LATER, last=LATER)
    lent(head, leader, first=LATER + timedelta(days=1), last=LATER + timedelta(days=3))
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.create(
            posting=head.postings.first(),
            taker=leader,
            powers=[SIGNING],
            first_on=TODAY,
            last_on=TODAY,
            reason="绕过表单",
        )


def test_whoever_lent_or_took_ends_it_at_once_and_nobody_else(head, leader):
    delegation = lent(head, leader)
    with pytest.raises(ValidationError, match="只有授权的人和代行的人"):
        delegation.withdraw(by=factories.official(Role.OD))

    delegation.withdraw(by=head)
    assert not again(leader).may(SIGNING)
    with pytest.raises(ValidationError, match="已经结束"):
        delegation.withdraw(by=leader)


def test_who_has_nothing_lent_to_him_costs_no_further_query(head, leader, queries_of):
    def asked():
        official = Official.objects.get(pk=leader.pk)
        return official.may(SIGNING), official.may("cases:list")

    assert len(queries_of(asked)) == 2  # the account, its posts


def test_the_page_lends_lists_and_takes_back(sign_in, head, leader):
    client, post = sign_in(head), head.postings.get()
    page = client.get(reverse("officials:delegations")).content.decode()
    assert reverse("officials:delegation_new", args=[post.pk]) in page

    typed = {
        "taker": leader.pk,
        "powers": [SIGNING],
        "first_on": f"{TODAY:%Y-%m-%d}",
        "last_on": f"{LATER:%Y-%m-%d}",
        "reason": "外出学习",
    }
    address = reverse("officials:delegation_new", args=[post.pk])
    refused = client.post(address, typed | {"last_on": "2020-01-01"})
    assert refused.status_code == 422
    assert "最后一天不能早于第一天" in refused.content.decode()
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed).status_code == 422  # sent twice, lent once
    delegation = Delegation.objects.get()
    assert "李主任" in client.get(reverse("officials:delegations")).content.decode()
    assert "陈书记" in sign_in(leader).get(reverse("officials:delegations")).content.decode()

    stranger = sign_in(factories.official(Role.LO))
    assert stranger.post(reverse("officials:delegation_end", args=[delegation.pk])).status_code == 404
    client = sign_in(head)
    assert client.post(reverse("officials:delegation_end", args=[delegation.pk])).status_code == 302
    delegation.refresh_from_db()
    assert delegation.withdrawn_by == head
    entries = AuditEntry.objects.filter(action__startswith="officials:delegation").values_list("action", flat=True)
    assert set(entries) == {"officials:delegation_new", "officials:delegation_end"}


def test_nobody_lends_another_persons_post(sign_in, head, leader):
    client = sign_in(leader)

    assert client.get(reverse("officials:delegation_new", args=[head.postings.get().pk])).status_code == 404


def test_a_handler_has_no_post_to_lend(sign_in):
    handler = factories.official(Role.HD)

    assert sign_in(handler).get(reverse("officials:delegations")).status_code == 200
    post = handler.postings.get()
    assert sign_in(handler).get(reverse("officials:delegation_new", args=[post.pk])).status_code == 403
