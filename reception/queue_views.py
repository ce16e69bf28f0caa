"""The queue of the day: who waits, who is called, each step; and the line that proposes a room while typing.

Of a sealed contact, and of one the reader may not see, there stand the number and the room, nothing else.
"""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value, When
from django.forms import ChoiceField
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from cases.counting import capped_count
from cases.forms import StepForm
from cases.models import Case
from cases.steps import step
from officials import audit
from reception.models import Occupation, Room, Ticket, Visit, VisitParty
from reception.queue import propose, seats_for

SHOWN_ON_DESK, SHOWN_ON_PAGE = 14, 100
ON_DESK = "desk"
OFFERED_ON_DESK = defaultdict(  # the column is narrow: the rest is on the page
    set, {"CALLED": {"start", "recall", "miss"}, "TALKING": {"end"}, "NO_SHOW": {"requeue"}}
)


class NextForm(StepForm):
    """Call the next one. `take` leaves whom in `ticket`."""

    def take(self):
        self.ticket = Ticket.objects.call_next(by=self.by)


class TicketForm(StepForm):
    """Take the step `verb` on the ticket `record`."""

    verb = ""

    def take(self):
        getattr(self.record, self.verb)(by=self.by)


class MoveForm(StepForm):
    """Another room for a ticket."""

    room = ChoiceField(
        label=gettext_lazy("换到"), error_messages={"invalid_choice": gettext_lazy("没有这间房，请重新选。")}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rooms = {str(room.pk): room for room in Room.objects.active()}
        self.fields["room"].choices = [
            (pk, f"{room.name}（{room.get_kind_display()}，{room.capacity}）") for pk, room in self.rooms.items()
        ]
        self.fields["room"].initial = self.record.room_id
        self.fields["room"].widget.attrs["autofocus"] = True

    def take(self):
        self.record.move(room=self.rooms[self.cleaned_data["room"]], by=self.by)


# ---------- 今天的队 ----------


@require_GET
def queue(request):
    """The whole queue on a page of its own; for htmx the part that is asked for anew."""
    on_desk = request.GET.get("on") == ON_DESK
    if request.htmx:
        return render(request, "reception/_queue.html", queue_of(request, on_desk=on_desk))
    if on_desk:
        return redirect("reception:desk")
    return show_queue(request)


queue.is_background = True  # asked for by the page itself: no sign of somebody being there


def show_queue(request, form=None, status=200):
    context = queue_of(request, form=form)
    today = context["today"]
    context["rooms"] = rooms_now(timezone.now())
    context["earlier"] = told_to(Ticket.objects.left_open_before(today), request.user).order_by("-day", "number")[
        :SHOWN_ON_PAGE
    ]
    return render(request, "reception/queue.html", context, status=status)


def queue_of(request, *, on_desk=False, form=None):
    """What _queue.html expects: three statements, however many wait. The desk offers what is next, the page all."""
    now = timezone.now()
    today, limit = timezone.localdate(now), SHOWN_ON_DESK if on_desk else SHOWN_ON_PAGE
    tickets = list(in_order_of_work(told_to(Ticket.objects.of(today), request.user), now)[:limit])
    for ticket in tickets:
        ticket.minutes = ticket.waited_minutes(now)
        ticket.is_long = ticket.state == Ticket.State.WAITING and ticket.minutes > settings.WAIT_SOON_MINUTES
        ticket.is_linked = not on_desk or ticket.state == Ticket.State.TALKING  # where the talk is written down
        ticket.offered = [one for one in ticket.steps if not on_desk or one[0] in OFFERED_ON_DESK[ticket.state]]
    figures = Ticket.objects.figures(today)
    shown = sum(ticket.state == Ticket.State.WAITING for ticket in tickets)
    return {
        "today": today,
        "tickets": tickets,
        "figures": figures,
        "waited_so_far": figures.minutes_waited_so_far(now),
        "not_shown": figures.waiting - shown,
        "left_open": capped_count(Ticket.objects.left_open_before(today)),
        "next": next((ticket for ticket in tickets if ticket.can_be_called), None),
        "on_desk": on_desk,
        "queue_form": form or StepForm(auto_id="queue_%s"),
    }


def in_order_of_work(tickets, now):
    """The called, those being heard, those who wait in their order, and last who has gone, the latest first."""
    states = Ticket.State
    at = {states.CALLED: 0, states.TALKING: 1, states.WAITING: 2}
    return tickets.annotate(
        at=models.Case(*(When(state=state, then=Value(place)) for state, place in at.items()), default=Value(3)),
        can_be_called=ExpressionWrapper(
            Q(state=states.WAITING) & Ticket.has_a_free_room(now), output_field=models.BooleanField()
        ),
    ).order_by("at", F("ended_at").desc(nulls_last=True), "-goes_first", "queued_at", "pk")


def told_to(tickets, official):
    """Tickets with `is_told`: whether the reader may know more of the visit than number and room."""
    seen = Visit.objects.on_desk_of(official).unsealed()
    lead = VisitParty.objects.filter(visit=OuterRef("visit"), is_lead=True)
    return tickets.select_related("room", "visit__case__community").annotate(
        is_told=Exists(seen.filter(pk=OuterRef("visit"))), lead_name=Subquery(lead.values("name_masked")[:1])
    )


def rooms_now(now):
    """Each active room with the number inside, if any, and whether it is kept for others now."""
    inside = Ticket.objects.filter(room=OuterRef("pk"), state__in=[Ticket.State.CALLED, Ticket.State.TALKING])
    kept = Occupation.objects.filter(room=OuterRef("pk")).kept_between(now, now + timedelta(microseconds=1))
    return Room.objects.active().annotate(inside=Subquery(inside.values("number")[:1]), kept=Exists(kept))


def part_of_desk(request, form):
    """What the desk shows of the queue, and of the ticket this visit would get; nothing to who does not work it."""
    if not request.user.may("reception:queue"):
        return {}
    context = queue_of(request, on_desk=True)
    rooms = list(Room.objects.active().with_waiting(context["today"]))
    form.fields["room"].choices = [("", form.fields["room"].empty_label), *((room.pk, room.name) for room in rooms)]
    typed = {name: form[name].value() for name in ("people_present", "goes_first", "room", "channel")}
    return {**context, **proposed(typed, rooms, context["figures"])}


# ---------- 每一步 ----------


@step
def call_next(request):
    """Call the next one for whom a room is free."""
    return taken(request, NextForm(request.POST, by=request.user, auto_id="queue_%s"), "next")


@step
def take(request, pk, verb):
    """Take a step on one ticket."""
    form = TicketForm(request.POST, record=get_object_or_404(Ticket, pk=pk), by=request.user, auto_id="queue_%s")
    form.verb = verb
    return taken(request, form, verb)


def taken(request, form, verb):
    if request.method != "POST":
        return redirect("reception:queue")
    on_desk = request.POST.get("on") == ON_DESK
    if not form.save():
        if request.htmx:
            return render(request, "reception/_queue.html", queue_of(request, on_desk=on_desk, form=form), status=422)
        return show_queue(request, form, status=422)
    ticket = form.ticket if verb == "next" else form.record
    return told(request, ticket, verb, on_desk)


def told(request, ticket, verb, on_desk):
    audit.record(request.user, f"reception:queue_{verb}", "ticket", ticket.pk, request=request)
    words = _("%(number)s：%(state)s") if ticket.room is None else _("%(number)s：%(state)s，%(room)s")
    messages.success(
        request, words % {"number": ticket.number, "state": ticket.get_state_display(), "room": ticket.room}
    )
    on = {"on": ON_DESK} if on_desk else {}
    return redirect(f"{reverse('reception:queue')}?{urlencode({**on, 'after': 1})}")


@step
def move(request, pk):
    """Another room: at once for who is inside, for later for who waits."""
    ticket = get_object_or_404(Ticket.objects.select_related("room"), pk=pk)
    on_desk = request.GET.get("on") == ON_DESK
    form = MoveForm(request.POST or None, record=ticket, by=request.user)
    if request.method == "POST" and form.save():
        return told(request, form.record, "move", on_desk)
    back_url = reverse("reception:desk" if on_desk else "reception:queue")
    context = {"form": form, "ticket": ticket, "back_url": back_url}
    return render(request, "reception/ticket_move.html", context, status=422 if form.is_bound else 200)


# ---------- 房间一行 ----------


@require_GET
def proposal(request):
    """The line of the desk that says which room this visit would get: for htmx alone."""
    if not request.htmx:
        return redirect("reception:desk")
    today = timezone.localdate()
    rooms = list(Room.objects.active().with_waiting(today))
    return render(request, "reception/_proposal.html", proposed(request.GET, rooms, Ticket.objects.figures(today)))


def proposed(typed, rooms, figures):
    """What _proposal.html expects, for the form as it stands. Without a figure typed one visitor is meant."""
    people = number_in(typed.get("people_present")) or 1
    kind = Ticket.kind_for(people)
    chosen = next((room for room in rooms if str(room.pk) == str(typed.get("room") or "")), None)
    seats = seats_for(people, settings.GROUP_FROM)
    own = sum(room.kind == Ticket.ROOMS[kind] for room in rooms)
    return {
        "waits": (typed.get("channel") or Case.Channel.VISIT) == Case.Channel.VISIT,
        "number": Ticket.number_of(kind, getattr(figures, f"issued_{kind}") + 1),
        "people": people,
        "is_group": kind == Ticket.Kind.B,
        "group_from": settings.GROUP_FROM,
        "room": chosen or propose(rooms, Ticket.ROOMS[kind], people, seats),
        "is_chosen": chosen is not None,
        "outlook": figures.outlook(kind, own, goes_first=bool(typed.get("goes_first"))),
    }


def number_in(text):
    text = str(text or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
