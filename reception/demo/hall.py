"""The hall of the demo office: its rooms, what is kept ahead, how each day's queue went, by the steps of the pages."""

import random
from datetime import datetime, time, timedelta
from itertools import groupby

from django.utils import timezone

from reception.models import Occupation, Room, Ticket

Kind = Room.Kind

ROOMS = [
    ("矛调中心 1 号接谈室", Kind.INDIVIDUAL, 4),
    ("矛调中心 2 号接谈室", Kind.INDIVIDUAL, 4),
    ("调解室", Kind.GROUP, 12),
    ("领导接访室", Kind.LEADER, 6),
    ("倾诉室", Kind.TALK, 4),
]
MINUTE = timedelta(minutes=1)
NIGHT = time(2, 30)


def set_up_rooms():
    for position, (name, kind, capacity) in enumerate(ROOMS, 1):
        Room.objects.create(name=name, kind=kind, capacity=capacity, position=position)


def tell_the_queue(office, days, now, seed):
    """Hear everybody of earlier days but the very last, whom the night finds; leave today's queue in the middle."""
    rng = random.Random(seed)  # noqa: S311 - waits and talks of an invented office
    today = timezone.localdate(now)
    tickets = Ticket.objects.select_related("visit__registrar", "room").order_by("day", "arrived_at", "pk")
    earlier = list(tickets.filter(day__lt=today))
    for _day, of_day in groupby(earlier[:-1], key=lambda ticket: ticket.day):
        hear(list(of_day), rng)
    Ticket.objects.close_before(today, now=timezone.make_aware(datetime.combine(today, NIGHT)))
    hear(tickets.filter(day=today), rng, now=now)
    keep_ahead(office, days, now)


def hear(tickets, rng, now=None):
    """Call, hear and dismiss the visitors of a day in turn. Up to `now` only: then the day is not over."""
    free_from = {}
    for ticket in tickets:
        by, room = ticket.visit.registrar, ticket.room_id
        called = max(ticket.arrived_at + rng.randint(1, 12) * MINUTE, free_from.get(room, ticket.arrived_at))
        started, ended = called + rng.randint(1, 3) * MINUTE, called + rng.randint(12, 40) * MINUTE
        if now and (called > now or (ticket.kind == Ticket.Kind.A and room in free_from)):
            continue
        ticket.call(by=by, room=ticket.room, now=called)
        free_from[room] = ended
        if now is None and rng.random() < 0.04:
            ticket.miss(by=by, now=started)
        elif now is None or started <= now:
            ticket.start(by=by, now=started)
        if ticket.state == Ticket.State.TALKING and (now is None or (ticket.kind == Ticket.Kind.B and ended <= now)):
            ticket.end(by=by, now=ended)


def keep_ahead(office, days, now):
    """A mediation the day after tomorrow."""
    by = office.people["周建国"]
    today = timezone.localdate(now)
    day = days.calendar.add_workdays(today, 1)
    Room.objects.get(name="调解室").book(
        since=timezone.make_aware(datetime.combine(day, time(14, 30))),
        until=timezone.make_aware(datetime.combine(day, time(16))),
        purpose=Occupation.Purpose.MEDIATION,
        people=8,
        by=by,
        now=now,
    )
