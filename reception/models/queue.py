"""The waiting: who is next, who is called, who is being heard, and how long it took (F29).

From arrival to the end each station leaves its instant on the ticket; the day's figures are counted from these.

    step       from                          to        the room
    issue      -                             WAITING   proposed
    call       WAITING                       CALLED    taken
    recall     CALLED                        CALLED    kept
    start      CALLED                        TALKING   kept
    end        TALKING                       DONE      given back
    miss       CALLED                        NO_SHOW   given back
    leave      WAITING, CALLED               LEFT      given back
    requeue    CALLED, NO_SHOW, LEFT         WAITING   given back
    move       WAITING, CALLED, TALKING      the same  changed
"""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Avg, Count, Exists, F, Max, Min, OuterRef, Q
from django.db.models.functions import Coalesce, Least
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Counter
from officials.models import Official
from reception.models.rooms import Occupation, Room
from reception.queue import outlook, propose, seats_for

MOMENT = timedelta(microseconds=1)
KEPT_DAYS = 90  # R18：排队资料留九十天
NO_ROOM = gettext_lazy("没有空着的房间。先结束一间的接谈，或给等候的人换一间房。")
UNFINISHED_DAYS = 7  # 几天以前没叫到的还列出来


class Step(NamedTuple):
    """What can be done with a ticket: how the button says it, and from which states."""

    label: str
    states: str


STEPS = {
    "call": Step(gettext_lazy("叫这一位"), "WAITING"),
    "start": Step(gettext_lazy("开始接谈"), "CALLED"),
    "recall": Step(gettext_lazy("再叫一遍"), "CALLED"),
    "miss": Step(gettext_lazy("没来"), "CALLED"),
    "end": Step(gettext_lazy("结束接谈"), "TALKING"),
    "requeue": Step(gettext_lazy("放回队里"), "CALLED NO_SHOW LEFT"),
    "leave": Step(gettext_lazy("走了"), "WAITING CALLED"),
    "move": Step(gettext_lazy("换房间"), "WAITING CALLED TALKING"),
}


class Median(models.Aggregate):
    """The value in the middle; of an even number, the mean of the two."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


class Figures:
    """What one day was like, from the stamps; with each kind's own: issued, waiting, busy, median talk."""

    def __init__(self, counted):
        self.__dict__.update(counted)

    @property
    def mean_minutes(self):
        return in_minutes(self.mean_wait)

    @property
    def max_minutes(self):
        return in_minutes(self.max_wait)

    @property
    def talk_minutes(self):
        return in_minutes(self.talk)

    def minutes_waited_so_far(self, now):
        """Of whoever still waits and came first; nobody waiting is None."""
        return in_minutes(self.waiting_since and now - self.waiting_since)

    def outlook(self, kind, rooms, *, goes_first=False):
        """What a visitor of this kind who comes now would be told."""
        waiting = getattr(self, f"first_{kind}" if goes_first else f"waiting_{kind}")
        talk = getattr(self, f"talk_{kind}") or timedelta(minutes=settings.TALK_MINUTES)
        return outlook(waiting=waiting, busy=getattr(self, f"busy_{kind}"), rooms=rooms, talk=talk)


def in_minutes(span):
    """Whole minutes, rounded as people do; None stays None."""
    return None if span is None else int(span / timedelta(minutes=1) + 0.5)


class TicketQuerySet(models.QuerySet):
    # ---------- 问 ----------
    def of(self, day):
        return self.filter(day=day)

    def waiting(self):
        return self.filter(state=Ticket.State.WAITING)

    def of_visit_still_waiting(self, visit):
        """What the receipt says of the queue: the ticket of a visit not yet heard; None afterwards."""
        waits = self.filter(visit=visit, state__in=[Ticket.State.WAITING, Ticket.State.CALLED])
        return waits.select_related("room").first()

    def open(self):
        return self.filter(state__in=Ticket.OPEN)

    def in_order(self):
        """Who goes first first, then who has been in the queue longest."""
        return self.order_by("-goes_first", "queued_at", "pk")

    def left_open_before(self, day):
        """Of the last days, what the night had to close because nobody had: somebody may be waiting for a word."""
        return self.filter(day__gte=day - timedelta(days=UNFINISHED_DAYS), day__lt=day, is_closed_by_night=True)

    def figures(self, day):
        """The day in numbers, by one statement: waits from arrival to the beginning of the talk, talks to their end.

        A talk that the night closed has no known end, so it counts for the waits and not for the talks.
        """
        states = Ticket.State
        wait, talk = F("started_at") - F("arrived_at"), F("ended_at") - F("started_at")
        talked = Q(state=states.DONE, is_closed_by_night=False)
        span = models.DurationField()
        counted = {state.lower(): Count("pk", filter=Q(state=state)) for state in states.values}
        for kind in Ticket.Kind.values:
            own = Q(kind=kind)
            counted |= {
                f"issued_{kind}": Count("pk", filter=own),
                f"waiting_{kind}": Count("pk", filter=own & Q(state=states.WAITING)),
                f"first_{kind}": Count("pk", filter=own & Q(state=states.WAITING, goes_first=True)),
                f"busy_{kind}": Count("pk", filter=own & Q(state__in=[states.CALLED, states.TALKING])),
                f"talk_{kind}": Median(talk, filter=own & talked, output_field=span),
            }
        return Figures(
            self.of(day).aggregate(
                mean_wait=Avg(wait, filter=Q(started_at__isnull=False), output_field=span),
                max_wait=Max(wait, filter=Q(started_at__isnull=False), output_field=span),
                waiting_since=Min("arrived_at", filter=Q(state=states.WAITING)),
                talk=Median(talk, filter=talked, output_field=span),
                **counted,
            )
        )

    # ---------- 步 ----------
    def issue(self, visit, *, room=None, goes_first=False):
        """Give a visit its number and a room, the proposed one unless `room` is chosen: three statements."""
        day = timezone.localdate(visit.registered_at)
        kind = Ticket.kind_for(visit.people_present)
        seats = seats_for(visit.people_present, settings.GROUP_FROM)
        if room is None:
            proposed = propose(
                Room.objects.active().with_waiting(day), Ticket.ROOMS[kind], visit.people_present, seats
            )
        arrived_at = min(visit.received_at, visit.registered_at)
        serial = Counter.objects.take(f"ticket:{kind}", f"{day:%Y%m%d}")
        return self.create(
            visit=visit,
            day=day,
            kind=kind,
            number=Ticket.number_of(kind, serial),
            room=room or proposed,
            room_is_chosen=room is not None,
            seats=seats,
            goes_first=goes_first,
            arrived_at=arrived_at,
            registered_at=visit.registered_at,
            queued_at=arrived_at,
        )

    @transaction.atomic
    def call_next(self, *, by, now=None):
        """Call the first in order for whom a room is free. Two callers at once never call the same one.

        They take turns at the rooms, so nobody is called before his turn; a visitor on whom another step is being
        taken just now is passed over.
        """
        now = now or timezone.now()
        list(Room.objects.active().order_by("pk").select_for_update(no_key=True))
        today = self.of(timezone.localdate(now)).waiting()
        ticket = (
            today.filter(Ticket.has_a_free_room(now))
            .in_order()
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("visit", "room")
            .first()
        )
        if ticket is None:
            raise ValidationError(NO_ROOM if today.exists() else _("没有人在等候。"))
        ticket.call(by=by, now=now)
        return ticket

    @transaction.atomic
    def let_go(self, visit, *, by, now=None):
        """A visit that no longer counts does not wait; one that is being heard is over."""
        for ticket in self.filter(visit=visit).open():
            step = ticket.end if ticket.state == Ticket.State.TALKING else ticket.leave
            step(by=by, now=now)

    @transaction.atomic
    def close_before(self, day, *, now=None):
        """The night closes what earlier days left open, and lets go of what is kept for `KEPT_DAYS` only.

        Gives how many were closed. What was waiting has left; what was called did not come; of what was being heard
        the end is not known. A night that did not run is made up by the next.
        """
        now = now or timezone.now()
        states = Ticket.State
        left = self.filter(day__lt=day).open()
        closed = left.update(
            state=models.Case(
                models.When(state=states.WAITING, then=models.Value(states.LEFT)),
                models.When(state=states.CALLED, then=models.Value(states.NO_SHOW)),
                default=models.Value(states.DONE),
            ),
            ended_at=now,
            is_closed_by_night=True,
        )
        Occupation.objects.in_use().filter(ticket__day__lt=day).update(until=now)
        self.filter(day__lt=day - timedelta(days=KEPT_DAYS), goes_first=True).update(goes_first=False)
        return closed


class Ticket(models.Model):
    """A place in the queue: one for each visit that comes to the hall. It says nothing about a person.

    On the hall screen stand `number` and the room; of a sealed contact that is all anybody is shown.
    """

    class Kind(models.TextChoices):
        A = "A", gettext_lazy("个访")
        B = "B", gettext_lazy("集体访")

    class State(models.TextChoices):
        WAITING = "WAITING", gettext_lazy("等候")
        CALLED = "CALLED", gettext_lazy("已叫")
        TALKING = "TALKING", gettext_lazy("接谈中")
        DONE = "DONE", gettext_lazy("已接谈")
        NO_SHOW = "NO_SHOW", gettext_lazy("叫了没来")
        LEFT = "LEFT", gettext_lazy("走了")

    OPEN = [State.WAITING, State.CALLED, State.TALKING]
    ROOMS = {Kind.A: Room.Kind.INDIVIDUAL, Kind.B: Room.Kind.GROUP}

    visit = models.OneToOneField(
        "reception.Visit", models.PROTECT, related_name="ticket", verbose_name=gettext_lazy("来访")
    )
    day = models.DateField(gettext_lazy("日期"))
    kind = models.CharField(gettext_lazy("种类"), max_length=1, choices=Kind)
    number = models.CharField(gettext_lazy("票号"), max_length=8)
    state = models.CharField(gettext_lazy("状态"), max_length=8, choices=State, default=State.WAITING)
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="tickets", verbose_name=gettext_lazy("房间")
    )
    room_is_chosen = models.BooleanField(gettext_lazy("房间是人选的"), default=False)
    seats = models.PositiveSmallIntegerField(gettext_lazy("几人进屋"))
    goes_first = models.BooleanField(gettext_lazy("优先"), default=False)
    arrived_at = models.DateTimeField(gettext_lazy("到达"))
    registered_at = models.DateTimeField(gettext_lazy("登记"))
    queued_at = models.DateTimeField(gettext_lazy("排队"))
    called_at = models.DateTimeField(gettext_lazy("叫号"), null=True, blank=True)
    recalled_at = models.DateTimeField(gettext_lazy("再叫"), null=True, blank=True)
    started_at = models.DateTimeField(gettext_lazy("开始接谈"), null=True, blank=True)
    ended_at = models.DateTimeField(gettext_lazy("结束"), null=True, blank=True)
    receiver = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("接谈人")
    )
    is_closed_by_night = models.BooleanField(gettext_lazy("夜里收的"), default=False)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("票")
        verbose_name_plural = gettext_lazy("票")
        ordering = ["day", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "number"],
                name="ticket_number_once_a_day",
                violation_error_message=gettext_lazy("这个票号今天已经发出。"),
            ),
            models.CheckConstraint(
                name="ticket_stamps_fit_its_state",
                condition=Q(state="WAITING", called_at__isnull=True, started_at__isnull=True, ended_at__isnull=True)
                | Q(state="CALLED", called_at__isnull=False, started_at__isnull=True, ended_at__isnull=True)
                | Q(state="TALKING", called_at__isnull=False, started_at__isnull=False, ended_at__isnull=True)
                | Q(state="DONE", called_at__isnull=False, started_at__isnull=False, ended_at__isnull=False)
                | Q(state="NO_SHOW", called_at__isnull=False, started_at__isnull=True, ended_at__isnull=False)
                | Q(state="LEFT", started_at__isnull=True, ended_at__isnull=False),
                violation_error_message=gettext_lazy("票的时间和状态对不上。"),
            ),
            models.CheckConstraint(
                name="ticket_stamps_follow_each_other",
                condition=Q(arrived_at__lte=F("registered_at"))
                & (Q(called_at__isnull=True) | Q(called_at__gte=F("arrived_at")))
                & (Q(started_at__isnull=True) | Q(started_at__gte=F("called_at")))
                & (Q(ended_at__isnull=True) | Q(ended_at__gte=Coalesce("started_at", "called_at", "arrived_at"))),
                violation_error_message=gettext_lazy("到达、叫号、接谈、结束要一个接一个。"),
            ),
            models.CheckConstraint(
                name="called_into_a_room",
                condition=~Q(state__in=["CALLED", "TALKING"]) | Q(room__isnull=False),
                violation_error_message=gettext_lazy("叫号要有房间。"),
            ),
        ]
        indexes = [
            models.Index(fields=["day", "state"], name="ticket_by_day"),
            models.Index(fields=["day"], name="ticket_unfinished", condition=Q(is_closed_by_night=True)),
        ]

    def __str__(self):
        return self.number

    # ---------- 问 ----------
    @classmethod
    def kind_for(cls, people):
        return cls.Kind.B if people >= settings.GROUP_FROM else cls.Kind.A

    @staticmethod
    def number_of(kind, serial):
        return f"{kind}{serial:03d}"

    @staticmethod
    def is_owed(visit):
        """Whoever is in the hall today waits for a talk; a letter does not, nor a visit of an earlier day written
        down later, nor one at a community's window, where nobody works this queue."""
        is_today = timezone.localdate(visit.received_at) == timezone.localdate(visit.registered_at)
        return visit.channel == Case.Channel.VISIT and is_today and visit.registrar.may("reception:queue_next")

    @staticmethod
    def has_a_free_room(now):
        """Those for whom a room is free: the chosen one, or one of the proposed one's kind that is no worse."""
        free = Room.objects.free_at(now)
        alike = free.filter(
            kind=OuterRef("room__kind"), capacity__gte=Least(OuterRef("seats"), OuterRef("room__capacity"))
        )
        return (
            Q(Exists(free.filter(pk=OuterRef("room"))))
            | Q(room_is_chosen=False) & Q(Exists(alike))
            | Q(room__isnull=True) & Q(Exists(free))
        )

    @property
    def is_open(self):
        return self.state in Ticket.OPEN

    @property
    def is_inside(self):
        """Called into a room, or heard there."""
        return self.state in (self.State.CALLED, self.State.TALKING)

    @property
    def steps(self):
        """What can be done now but moving, which asks where to: (name, label) in the order of the buttons."""
        return [
            (name, step.label) for name, step in STEPS.items() if self.state in step.states.split() and name != "move"
        ]

    @property
    def can_move(self):
        return self.state in STEPS["move"].states.split()

    def waited_minutes(self, now):
        """From arrival to the talk, or to now."""
        return in_minutes((self.started_at or self.ended_at or now) - self.arrived_at)

    @cached_property
    def prospect(self):
        """How many of the same kind go in before, and about how long that takes; None for who is not waiting."""
        if self.state != self.State.WAITING:
            return None
        earlier = Q(queued_at__lt=self.queued_at) | Q(queued_at=self.queued_at, pk__lt=self.pk)
        before = Q(goes_first=True) & earlier if self.goes_first else Q(goes_first=True) | earlier
        states = Ticket.State
        counted = (
            Ticket.objects.of(self.day)
            .filter(kind=self.kind)
            .aggregate(
                waiting=Count("pk", filter=Q(state=states.WAITING) & before),
                busy=Count("pk", filter=Q(state__in=[states.CALLED, states.TALKING])),
                talk=Median(
                    F("ended_at") - F("started_at"),
                    filter=Q(state=states.DONE, is_closed_by_night=False),
                    output_field=models.DurationField(),
                ),
            )
        )
        counted["talk"] = counted["talk"] or timedelta(minutes=settings.TALK_MINUTES)
        return outlook(rooms=Room.objects.active().filter(kind=Ticket.ROOMS[self.kind]).count(), **counted)

    # ---------- 步 ----------
    @transaction.atomic
    def call(self, *, by, room=None, now=None):
        """Call the visitor into `room`, or into his own, or where that is taken into another of its kind.

        Raises ValidationError, saying why, if he does not wait or no such room is free.
        """
        now = self._begin("call", now)
        if room is not None or self.room_is_chosen:
            self._enter(room or self.room, by, now)
        else:
            self._enter_a_free_room(by, now)
        self.state = self.State.CALLED
        self.called_at = max(now, self.arrived_at)
        self.save(update_fields=["state", "room", "called_at"])

    @transaction.atomic
    def recall(self, *, by, now=None):
        """Call once more: the hall screen shows the number anew."""
        self.recalled_at = self._begin("recall", now)
        self.save(update_fields=["recalled_at"])

    @transaction.atomic
    def start(self, *, by, now=None):
        """The visitor is in the room and the talk begins; `by` receives him, or the leader of his appointment."""
        now = self._begin("start", now)
        self.state, self.started_at = self.State.TALKING, max(now, self.called_at)
        leader = Official.objects.filter(reception_days__appointments__visit=self.visit_id).first()
        self.receiver = leader or by
        self.save(update_fields=["state", "started_at", "receiver"])

    @transaction.atomic
    def end(self, *, by, now=None):
        """The talk is over and the room free; an appointment that led to it is kept."""
        from reception.models.appointment import Appointment

        now = self._begin("end", now)
        self._close(self.State.DONE, max(now, self.started_at))
        Appointment.objects.talked(self.visit_id)

    @transaction.atomic
    def miss(self, *, by, now=None):
        """Called and did not come. He can be put back into the queue all day."""
        now = self._begin("miss", now)
        self._close(self.State.NO_SHOW, max(now, self.called_at))

    @transaction.atomic
    def leave(self, *, by, now=None):
        """Went away without a talk. The registration stands; only the waiting is over."""
        now = self._begin("leave", now)
        self._close(self.State.LEFT, max(now, self.called_at or self.arrived_at))

    @transaction.atomic
    def requeue(self, *, by, now=None):
        """Back to the queue, behind those who wait now; the wait still counts from arrival."""
        now = self._begin("requeue", now)
        if timezone.localdate(now) != self.day:
            raise ValidationError(_("%s 是前几天的票，不能放回今天的队。请今天重新登记。") % self.number)
        self._give_back_the_room(now)
        self.state, self.queued_at = self.State.WAITING, max(now, self.arrived_at)
        self.called_at = self.recalled_at = self.ended_at = None
        self.save(update_fields=["state", "queued_at", "called_at", "recalled_at", "ended_at"])

    @transaction.atomic
    def move(self, *, room, by, now=None):
        """To another room: for who waits, the one he will be called into; for who is inside, at once."""
        now = self._begin("move", now)
        if room.pk == self.room_id:
            raise ValidationError(
                {"room": _("%(number)s 已经在 %(room)s。") % {"number": self.number, "room": room.name}}
            )
        try:
            if self.state == self.State.WAITING:
                self._keep_for_later(room)
            else:
                self._give_back_the_room(now)
                self._enter(room, by, now)
        except ValidationError as refusal:
            raise ValidationError({"room": refusal.messages}) from None
        if self.state == self.State.CALLED:
            self.recalled_at = now
        self.save(update_fields=["room", "room_is_chosen", "recalled_at"])

    # ---------- 内部 ----------
    def _begin(self, step, now):
        """Lock the row and read it anew; refuse `step` from a state it is not taken from. Gives the instant."""
        self.refresh_from_db(from_queryset=Ticket.objects.select_for_update())
        if self.state not in STEPS[step].states.split():
            words = _("%(number)s 现在是“%(state)s”，不能“%(step)s”。")
            values = {"number": self.number, "state": self.get_state_display(), "step": STEPS[step].label}
            raise ValidationError(words % values)
        return now or timezone.now()

    def _enter(self, room, by, now):
        room = Room.objects.select_for_update(no_key=True).get(pk=room.pk)
        room.refuse_unless_open_to(self, now)
        self.room = room
        self.occupations.create(
            room=room, kind=Occupation.Kind.IN_USE, since=now, people=self.seats, by=by, made_at=now
        )

    def _enter_a_free_room(self, by, now):
        """The proposed room first, then its like, all locked in one order: callers wait, they do not block each other.

        A room that somebody took a moment ago says so once it is locked.
        """
        rooms = Room.objects.free_at(now)
        if self.room:
            rooms = rooms.filter(kind=self.room.kind, capacity__gte=min(self.seats, self.room.capacity))
        locked = rooms.order_by("pk").select_for_update(no_key=True)
        for room in sorted(locked, key=lambda room: (room.pk != self.room_id, room.capacity, room.position, room.pk)):
            try:
                return self._enter(room, by, now)
            except ValidationError:
                continue
        raise ValidationError(NO_ROOM)

    def _keep_for_later(self, room):
        """Remember the room he is to be called into; whether it is free is asked when he is called."""
        room.refuse_unless_fit_for(self.seats)
        self.room, self.room_is_chosen = room, True

    def _give_back_the_room(self, now):
        for use in self.occupations.in_use():
            use.until = max(now, use.since + MOMENT)
            use.save(update_fields=["until"])

    def _close(self, state, at):
        self._give_back_the_room(at)
        self.state, self.ended_at = state, at
        self.save(update_fields=["state", "ended_at"])
