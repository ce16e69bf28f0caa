"""The clearing board: the five rounds at a glance, where each stands, who has to sign, and how the last ones went."""

from math import pi
from typing import NamedTuple

from django.db.models import Count, Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases import rounds
from cases.cycles import Cycle
from cases.models import Round, RoundException, RoundPart
from officials.models import Role

SHOWN_BEFORE = 8  # rounds of a cycle that the board looks back on
WAITING_SHOWN = 2  # unsigned ones of a cycle in the board's first table; the rest is a number
RINGS = {Cycle.DAY: 118, Cycle.WEEK: 98, Cycle.TEN_DAYS: 78, Cycle.MONTH: 58, Cycle.YEAR: 38}  # radius in the drawing
MIDDLE, TIME_RING = 131, 9


class Standing(NamedTuple):
    """One round on the board: what is cleared and what is not, and who has to sign."""

    round: Round
    lacking: int
    cleared: int
    unexplained: int
    signers: str
    waiting_days: int
    is_mine: bool

    @property
    def whole(self):
        return self.lacking + self.cleared

    @property
    def share(self):
        """Cleared of all, in whole per cent; None where nothing was to be cleared."""
        return round(100 * self.cleared / self.whole) if self.whole else None

    @property
    def css(self):
        return "is-soon" if self.waiting_days else "is-on" if self.is_mine else ""


@require_GET
def board(request):
    """At most a dozen statements, however many rounds and cases there are. Open rounds count what the reader sees."""
    now, official = timezone.now(), request.user
    found = list(Round.objects.newest_of_each_cycle(SHOWN_BEFORE))
    open_rounds = [one for one in found if one.is_open]
    lines = rounds.lines([one.period for one in open_rounds], official)
    waiting = waiting_rounds(found)
    unsigned = dict(Round.objects.unsigned().order_by().values_list("cycle").annotate(Count("pk")))
    standings = []
    for cycle in Cycle:
        standings += [standing_of(one, waiting, lines, official, now) for one in rounds_of(cycle, found)]
    chosen = chosen_cycle(request)
    return render(
        request,
        "cases/rounds.html",
        {
            "now": now,
            "today": timezone.localdate(now),
            "standings": standings,
            "mine": [one for one in standings if one.is_mine],
            "unsigned": sum(unsigned.values()),
            "rings": drawn(standings, now),
            "cycles": Cycle,
            "chosen": chosen,
            "past": past_rounds(chosen, found, waiting),
            "more_unsigned": [
                (Cycle(cycle), count - WAITING_SHOWN) for cycle, count in unsigned.items() if count > WAITING_SHOWN
            ],
        },
    )


def chosen_cycle(request):
    """The cycle whose past is shown: the one asked for, or the one that the reader signs."""
    asked = request.GET.get("cycle", "").upper()
    if asked in Cycle:
        return Cycle(asked)
    signed = {Role.RC: Cycle.DAY, Role.OD: Cycle.WEEK, Role.LO: Cycle.TEN_DAYS, Role.HO: Cycle.YEAR}
    return next((cycle for role, cycle in signed.items() if role in request.user.roles), Cycle.WEEK)


def rounds_of(cycle, found):
    """Of a cycle the oldest that nobody has signed, then the one that is open."""
    own = sorted((one for one in found if one.cycle == cycle), key=lambda one: one.starts_on)
    return [one for one in own if one.awaits_signature][:WAITING_SHOWN] + [one for one in own if one.is_open][-1:]


class Waiting(NamedTuple):
    unexplained: dict
    carried: dict
    parts: dict


def waiting_rounds(found):
    """What the unsigned of `found` wait for: two statements for all of them."""
    unsigned = [one.pk for one in found if one.awaits_signature]
    figures = (
        RoundException.objects.filter(round__in=unsigned, done_at__isnull=True)
        .order_by()
        .values_list("round")
        .annotate(
            unexplained=Count("pk", filter=Q(carried_at__isnull=True)),
            carried=Count("pk", filter=Q(carried_at__isnull=False)),
        )
    )
    unexplained, carried, parts = {}, {}, {}
    for pk, without, with_reason in figures:
        unexplained[pk], carried[pk] = without, with_reason
    for part in RoundPart.objects.filter(round__in=unsigned, signed_at__isnull=True).select_related("leader"):
        parts.setdefault(part.round_id, []).append(part)
    return Waiting(unexplained, carried, parts)


def standing_of(one, waiting, lines, official, now):
    if one.is_open:
        own = lines[one.cycle]
        lacking, cleared = sum(line.lacking for line in own), sum(line.done for line in own)
    else:
        lacking, cleared = one.lacking, one.cleared
    parts = waiting.parts.get(one.pk, [])
    is_mine = one.awaits_signature and not one.takes_late_entries(now) and bool(official.roles & one.signer_roles)
    if is_mine and one.has_parts:
        is_head = Role.HO in official.roles
        is_mine = any(part.leader_id == official.pk or (is_head and part.leader_id is None) for part in parts)
    return Standing(
        one,
        lacking,
        cleared,
        waiting.unexplained.get(one.pk, 0),
        signers(one, parts),
        (timezone.localdate(now) - timezone.localdate(one.closed_at)).days if one.awaits_signature else 0,
        is_mine,
    )


def signers(one, parts):
    """Who has to sign: of ten days the leaders by name, else by post."""
    if parts:
        return _("、").join(part.leader.name if part.leader else str(Role.HO.label) for part in parts)
    words = {Cycle.TEN_DAYS: _("各片领导"), Cycle.MONTH: _("主持例会的领导")}
    return words.get(one.cycle) or str(Role(*one.signer_roles).label)


def drawn(standings, now):
    """The five rings: how much is cleared, and how much of the time is over; the outermost is the shortest cycle."""
    first = {}
    for one in standings:
        first.setdefault(one.round.cycle, one)
    rings = []
    for place, (cycle, one) in enumerate(first.items()):
        length, time_length = (2 * pi * (RINGS[cycle] + more) for more in (0, TIME_RING))
        period = one.round.period
        spent = (now - period.begins_at) / (period.cutoff_at - period.begins_at)
        rings.append(
            {
                "label": Cycle(cycle).label,
                "share": one.share,
                "is_over": one.round.awaits_signature,
                "radius": RINGS[cycle],
                "dash": f"{length * (one.share or 0) / 100:.1f} {length:.1f}",
                "time_radius": RINGS[cycle] + TIME_RING,
                "time_dash": f"{time_length * min(max(spent, 0), 1):.1f} {time_length:.1f}",
                "key_y": 16 + 28 * place,
                "text_y": 26 + 28 * place,
            }
        )
    return rings


def past_rounds(cycle, found, waiting):
    """The closed rounds of `cycle`, the newest first, each with how many it carried and mostly why."""
    past = [one for one in found if one.cycle == cycle and not one.is_open]
    most = max((one.lacking for one in past), default=0)
    words = dict(RoundException.Reason.choices)
    for one in past:
        reasons = one.snapshot["reasons"] if one.is_signed else []
        one.carried = sum(count for _reason, count in reasons) if one.is_signed else waiting.carried.get(one.pk, 0)
        one.reason = words.get(reasons[0][0]) if reasons else None
        one.reason_count = reasons[0][1] if reasons else 0
        one.most = max(most, 1)
    return past
