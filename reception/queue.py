"""Which room for whom, how many are before, about how long: pure answers from what is told (F29, F30).

The figures of the wait are estimates for people who sit in a hall; what the day was like is counted from stamps
(`reception.models.Ticket`), never from these.
"""

import math
from datetime import timedelta
from typing import NamedTuple

REPRESENTATIVES = 5  # 条例第二十条第三款（L11）：最多几人代表大家进屋


def seats_for(people, group_from):
    """How many go into the room: everybody, but of a group at most its representatives.

    More people never block a registration or a talk: the others wait in the hall.
    """
    return people if people < group_from else min(people, REPRESENTATIVES)


def propose(rooms, wanted, people, seats):
    """The room for `people` visitors who need `seats` chairs; None where the office has no room at all.

    `rooms` are active rooms with `waiting`, the visitors assigned and not done. The wanted kind comes first and a
    room with chairs enough; then the shortest line; then the smallest room that holds everybody, or where none does
    the largest; then the office's own order.
    """
    usable = [room for room in rooms if room.takes_turns]
    return min(
        usable,
        key=lambda room: (
            room.kind != wanted,
            room.capacity < seats,
            room.waiting,
            room.capacity < people,
            -room.capacity if room.capacity < people else room.capacity,
            room.position,
            room.pk,
        ),
        default=None,
    )


class Outlook(NamedTuple):
    """What a visitor is told: how many are before, and about how many minutes it will take."""

    before: int
    minutes: int


def outlook(*, waiting, busy, rooms, talk):
    """`waiting` visitors before this one, `busy` of `rooms` in use, a talk takes `talk` (a timedelta).

    With every room in use, one comes free each `talk / rooms`; the visitor goes in after as many as are before,
    and one more if all are busy now.
    """
    rooms = max(rooms, 1)
    turns = max(0, waiting + min(busy, rooms) - rooms + 1)
    return Outlook(waiting, math.ceil(turns * talk / rooms / timedelta(minutes=1)))
