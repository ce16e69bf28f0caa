"""Posts with their dates, and the three powers that one person never holds together."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from officials.models import Official, Posting, Role
from tests.factories import official, section, street, unit

DAY = date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def post(person, role, since=DAY, until=None, at=None):
    posting = Posting(official=person, unit=at or section(), role=role, since=since, until=until)
    posting.full_clean()
    posting.save()
    return posting


def refused(person, role, **facts):
    """The sentence with which the model refuses; the database must refuse the same row by itself."""
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        post(person, role, **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.bulk_create(
            [Posting(official=person, unit=facts.pop("at", None) or section(), role=role, **{"since": DAY} | facts)]
        )
    return refusal.value.messages


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2026, 8, 31), False),
        (date(2026, 9, 1), True),
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),
    ],
)
def test_a_post_is_held_from_its_first_day_to_the_day_before_it_ends(day, held):
    person = Official.objects.create_user("1", "x", name="甲")
    post(person, Role.HD, since=date(2026, 9, 1), until=date(2026, 10, 1))

    assert person.postings.in_force(day).exists() is held
    assert person.postings.get().is_held(day) is held
    assert Official.objects.holding(Role.HD, on=day).filter(pk=person.pk).exists() is held


@pytest.mark.parametrize("power", [Role.SA, Role.AU])
@pytest.mark.parametrize("other", [role for role in Role if role not in (Role.SA, Role.AU)])
def test_administration_audit_and_casework_are_never_in_one_hand(power, other):
    person = official(power, since=DAY)

    assert refused(person, other) == ["系统管理员、审计员和业务岗位不能由同一个人兼任。"]


def test_administration_and_audit_are_not_in_one_hand():
    assert refused(official(Role.SA, since=DAY), Role.AU)


def test_casework_posts_may_be_in_one_hand():
    leader = official(Role.LO, since=DAY)

    post(leader, Role.HO)

    assert Official.objects.get(pk=leader.pk).roles == {Role.LO, Role.HO}


def test_a_clerk_may_become_administrator_on_the_day_the_old_post_ends_and_not_before():
    clerk = official(Role.RC, since=DAY, until=DAY + timedelta(days=30))

    assert refused(clerk, Role.SA, since=DAY + timedelta(days=29))
    post(clerk, Role.SA, since=DAY + timedelta(days=30))


def test_the_same_post_is_not_held_twice_at_a_time():
    clerk = official(Role.RC, since=DAY, at=section("信访办"))

    assert refused(clerk, Role.RC, at=section("信访办")) == ["此人在这段时间已有这个岗位。"]
    post(clerk, Role.RC, at=section("别的科"))


def test_a_post_does_not_end_before_it_has_begun():
    clerk = official(Role.RC, since=DAY)

    assert refused(clerk, Role.HD, until=DAY) == ["离岗日期要晚于任职日期。"]
    post(clerk, Role.HD, until=DAY + timedelta(days=1))


def test_nobody_stands_in_for_oneself():
    clerk = official()
    posting = clerk.postings.get()
    posting.substitute = clerk

    with pytest.raises(ValidationError, match="代理人不能是本人"):
        posting.full_clean()


def test_only_the_administrator_is_staff_and_a_leaving_one_no_longer():
    today = date.today()  # noqa: DTZ011 - posts are held by local days
    assert official(Role.SA).is_staff is True
    assert official(Role.OD).is_staff is False
    assert official(Role.SA, until=today).is_staff is False
    assert official(Role.SA, is_active=False).is_staff is False


def test_the_reach_of_a_post_is_its_unit_and_all_below_it():
    community = unit("东河花园社区", "COMMUNITY")
    grid = unit("第1网格", "GRID", parent=community)
    clerk = official(Role.WC, at=community)

    assert clerk.unit_ids == {community.pk, grid.pk}
    assert official(Role.OD, at=street()).unit_ids >= {street().pk, community.pk, grid.pk}
