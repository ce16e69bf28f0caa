"""Appointments with a leader: asked for, booked, moved, kept, missed, and what everybody is told (F17)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from officials.models import Role
from reception.models import Appointment, ReceptionDay, Room, Ticket
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    factories.street()
    return factories.official(Role.RC)


@pytest.fixture
def leader():
    return factories.official(Role.LO, name="陈志远")


@pytest.fixture
def room():
    return Room.objects.create(name="领导接访室", kind=Room.Kind.LEADER, capacity=6)


@pytest.fixture
def since():
    ahead = timezone.localtime(timezone.now() + timedelta(days=3))
    return ahead.replace(hour=9, minute=0, second=0, microsecond=0)


@pytest.fixture
def day(leader, room, since):
    """Public, 9:00 to 11:00 in four slots."""
    by = factories.official(Role.OD)
    until = since + timedelta(hours=2)
    day = ReceptionDay.objects.plan(leader=leader, room=room, since=since, until=until, slot_minutes=30, by=by)
    ReceptionDay.objects.publish(by=by)
    day.refresh_from_db()
    return day


# ---------- 到了 ----------
def test_who_has_an_appointment_is_received_by_its_leader_whoever_calls(day, since, leader, clerk):
    one = Appointment.objects.book(day, since, by=clerk, name="张建国")
    one.arrive(by=clerk, now=since)
    ticket = Ticket.objects.get(visit=one.visit)

    ticket.call(by=clerk, now=since + timedelta(minutes=1))
    ticket.start(by=clerk, now=since + timedelta(minutes=2))

    assert ticket.room == day.room
    assert ticket.receiver == leader


def test_who_is_put_back_is_received_by_the_one_who_hears_him(room, clerk):
    now = timezone.now()
    ticket = Ticket.objects.get(visit=factories.visit(clerk, received_at=now, now=now))
    other = factories.official(Role.RC)

    ticket.call(by=clerk, room=room, now=now)
    ticket.requeue(by=clerk, now=now + timedelta(seconds=1))
    ticket.call(by=other, room=room, now=now + timedelta(seconds=2))
    ticket.start(by=other, now=now + timedelta(seconds=3))

    assert ticket.receiver == other
