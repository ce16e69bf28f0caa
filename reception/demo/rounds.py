"""The rounds of the running month: cut off on time, signed but for the newest, with what was carried over."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from cases.cycles import Cycle
from cases.models import Round, RoundException
from officials.calendar import Calendar
from officials.models import Official, Role

Reason = RoundException.Reason
REASONS = [
    (Reason.WORKING, "", 6),
    (Reason.OTHERS, "已发函，对方说下周回复", 8),
    (Reason.TEST, "", 10),
    (Reason.FUNDS, "区里在走程序", 13),
    (Reason.PERSON, "等本人补合同复印件", 5),
]
UNSIGNED = {Cycle.DAY: 1, Cycle.WEEK: 1, Cycle.TEN_DAYS: 1}  # of each so many, the newest, still wait
LOOKED_AT, MORNING = [time(0, 1), time(17, 1), time(18, 1)], time(9, 20)


def tell_rounds(office, _days, moments):
    """What was closed is signed the next morning; the newest of each cycle waits for its signature."""
    day = (moments.today - timedelta(days=10)).replace(day=1)
    while day < moments.today:
        for moment in LOOKED_AT:
            Round.objects.run(at(day, moment))
        day += timedelta(days=1)
    Round.objects.run(moments.now)
    calendar = Calendar.load()
    for cycle, waiting in UNSIGNED.items():
        closed = Round.objects.of_cycle(cycle).unsigned().order_by("starts_on")
        for round in list(closed)[:-waiting]:
            sign(round, office, calendar.workday_on_or_after(timezone.localdate(round.closed_at) + timedelta(days=1)))


def sign(round, office, day):
    """Reasons for what nobody has explained yet, then the signature of whoever signs it."""
    now, director = at(day, MORNING), office.people["周建国"]
    round.settle(now)
    for exception in round.exceptions.unexplained():
        reason, note, days = REASONS[exception.subject_id % len(REASONS)]
        mine = RoundException.objects.filter(pk=exception.pk)
        new_on = day + timedelta(days=days)
        round.carry(mine, by=director, reason=reason, note=note, new_on=new_on, today=day, now=now)
    for person in signers(round, day):
        round.sign(by=person, now=now)


def signers(round, day):
    if round.has_parts:
        head = Official.objects.holding(Role.HO, on=day).first()
        return list(dict.fromkeys(part.leader or head for part in round.parts.select_related("leader")))
    role = next(iter(round.signer_roles))
    return [Official.objects.holding(role, on=day).first()]


def at(day, moment):
    return timezone.make_aware(datetime.combine(day, moment))
