"""What a leader owns, read by columns in two statements: a hundred cases and what is next on each (F46, F52)."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from cases.models import Deadline, Event, Milestone, Ownership
from cases.models.case import day_starts
from cases.progress import Progress, progress
from cases.rules import Kind

QUIET_DAYS = 15  # 包案领导多久没有本人行动算久
PROMISED = {Kind.PROMISE, Kind.TASK}
LEGAL = {Kind.STATUTORY, Kind.ASSIGNED}
NO_ACT = [Event.Kind.RISK]  # said of the matter at the desk; nothing was done on it
MILESTONE, TARGET, URGENT = "F52", "T24", "F22"
ORDER = {"is-late": 0, "is-soon": 1, "is-goal": 2, "": 3}


class Clock(NamedTuple):
    """A running clock of the office's own; in hours where it has its instant."""

    last_day: date
    kind: str
    rule: str
    label: str
    at: datetime | None

    def is_late(self, today, now):
        return self.at < now if self.at else self.last_day < today


class Step(NamedTuple):
    """A milestone that stands."""

    planned_on: date
    what: str
    weight: int
    is_done: bool
    who: str


class NextAct(NamedTuple):
    """What comes next on a case, of what was promised if anything was; `label` is said in the reader's language."""

    on: date
    label: str = ""
    what: str = ""
    who: str = ""


@dataclass(slots=True)
class OwnedCase:
    """One owned case as its leader's desk tells it, as of the moment it was read."""

    pk: int
    number: str
    title: str
    level: str
    community: str
    planned_from: date
    planned_on: date | None
    has_acted: bool
    quiet_days: int  # since his own last act, or since he owns it
    clocks: list[Clock] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    progress: Progress | None = None
    next_act: NextAct | None = None
    promise_is_late: bool = False
    law_is_late: bool = False
    law_is_near: bool = False
    css: str = ""

    @property
    def is_quiet(self):
        return self.quiet_days > QUIET_DAYS

    def judge(self, today, now, soon_until):
        """Say from the clocks and the plan what is next, how the work goes against its time, and what is wrong."""
        legal = [clock for clock in self.clocks if clock.kind in LEGAL]
        promised = [clock for clock in self.clocks if clock.kind in PROMISED]
        self.law_is_late = any(clock.is_late(today, now) for clock in legal)
        self.law_is_near = any(today <= clock.last_day <= soon_until for clock in legal)
        self.promise_is_late = any(clock.is_late(today, now) for clock in promised)
        self.next_act = self._next(promised, today, now)
        target = next((clock.last_day for clock in self.clocks if clock.rule == TARGET), self.planned_on)
        until = target or max((step.planned_on for step in self.steps), default=None)
        weights = [(step.weight, step.is_done) for step in self.steps]
        self.progress = until and progress(self.planned_from, until, today, weights)
        self.css = self._css(promised, today, now, soon_until)

    def _next(self, promised, today, now):
        open_steps = [NextAct(step.planned_on, "", step.what, step.who) for step in self.steps if not step.is_done]
        vows = [NextAct(clock.last_day, clock.label) for clock in promised if clock.rule != MILESTONE]
        if first := min(vows + open_steps, key=attrgetter("on"), default=None):
            return first
        ahead = (clock for clock in self.clocks if not clock.is_late(today, now))
        return next((NextAct(clock.last_day, clock.label) for clock in ahead), None)

    def _css(self, promised, today, now, soon_until):
        if self.law_is_late or self.promise_is_late:
            return "is-late"
        if self.law_is_near or self.is_quiet or any(clock.rule == URGENT for clock in self.clocks):
            return "is-soon"
        if any(clock.last_day <= soon_until for clock in promised):
            return "is-soon"
        missed = any(clock.kind == Kind.CLEARING and clock.is_late(today, now) for clock in self.clocks)
        return "is-goal" if missed else ""


def owned_by(leader, cases, most, *, now, soon_until):
    """Of the open `cases` those that `leader` owns, at most `most` with the tightest days: what is wrong first."""
    today = timezone.localdate(now)
    found = {row.pk: row for row in _rows(leader, cases, most, today)}
    _add_clocks_and_steps(found)
    for row in found.values():
        row.judge(today, now, soon_until)
    return sorted(found.values(), key=lambda row: (ORDER[row.css], -row.quiet_days))


def _add_clocks_and_steps(found):
    """What runs on the cases `found`, and every milestone that stands: each is a clock too, ended where it is done."""
    running, standing = Q(ended_on__isnull=True), Q(milestone__isnull=False, milestone__withdrawn_on__isnull=True)
    clocks = Deadline.objects.ours().filter(running | standing, case__any_of=found).order_by("legal_end_on", "pk")
    for pk, ended_on, day, kind, rule, label, at, planned_on, *step in clocks.values_list(
        "case",
        "ended_on",
        "legal_end_on",
        "kind",
        "rule",
        "label",
        "due_at",
        "milestone__planned_on",
        "milestone__what",
        "milestone__weight",
        "milestone__reached_on",
        "milestone__official__name",
    ):
        if ended_on is None:
            found[pk].clocks.append(Clock(day, kind, rule, label, at))
        if planned_on:
            what, weight, reached_on, who = step
            found[pk].steps.append(Step(planned_on, what, weight, reached_on is not None, who))


def _rows(leader, cases, most, today):
    own_acts = Event.objects.filter(case=OuterRef("case"), actor=leader).exclude(kind__in=NO_ACT)
    own_acts = own_acts.order_by("-at", "-id")
    letters = Ownership.objects.in_force(today).filter(leader=leader, case__in=cases)
    letters = letters.annotate(last_act=Subquery(own_acts.values("at")[:1]))
    tightest = letters.order_by(F("case__next_legal_on").asc(nulls_last=True), "-case").values_list(
        "case",
        "case__number",
        "case__title",
        "case__level",
        "case__community__short_name",
        "case__community__name",
        "since",
        "plan_since",
        "planned_on",
        "last_act",
    )
    here = timezone.get_current_timezone()
    for pk, number, title, level, short, name, since, plan_since, planned_on, last_act in tightest[:most]:
        quiet_since = last_act.astimezone(here).date() if last_act else since
        yield OwnedCase(
            pk=pk,
            number=number,
            title=title,
            level=level,
            community=short or name or "",
            planned_from=plan_since or since,
            planned_on=planned_on,
            has_acted=last_act is not None,
            quiet_days=(today - quiet_since).days,
        )


# What shows that a case went on in a month, whoever did it (K17).
WENT_ON = [
    Event.Kind.NOTE,
    Event.Kind.PLANNED,
    Event.Kind.ANALYSED,
    Event.Kind.JOINT,
    Event.Kind.INVESTIGATED,
    Event.Kind.ANSWERED,
    Event.Kind.PROMISED,
    Event.Kind.OUTREACH,
]


WHOLE = Q(is_planned=True, is_acted=True, is_on=True)


def letters_of(cases, first, last):
    """The letters by which `cases` were owned between the days `first` and `last`, each with what K17 asks of it.

    `is_planned` (milestones stand), `is_acted` (the leader himself did something on it then), `is_on` (somebody did).
    A case that changed hands counts for each of its owners.
    """
    since, until = day_starts(first), day_starts(last + timedelta(days=1))
    done = Event.objects.filter(case=OuterRef("case"), at__gte=since, at__lt=until)
    letters = Ownership.objects.filter(Q(until__isnull=True) | Q(until__gt=first), since__lte=last, case__in=cases)
    return letters.annotate(
        is_planned=Exists(Milestone.objects.standing().filter(case=OuterRef("case"))),
        is_acted=Exists(done.filter(actor=OuterRef("leader")).exclude(kind__in=NO_ACT)),
        is_on=Exists(done.filter(kind__in=WENT_ON)),
    )


def by_leader(cases, first, last, *, leader=None):
    """The letters of the period counted by leader: K17 by its parts, one statement.

    Rows with `owned`, of these `planned`, `acted`, `went_on`, `whole` (all three) and `closed` in that time.
    """
    letters = letters_of(cases, first, last)
    if leader:
        letters = letters.filter(leader=leader)
    return (
        letters.values("leader", "leader__name")
        .annotate(
            owned=Count("pk"),
            planned=Count("pk", filter=Q(is_planned=True)),
            acted=Count("pk", filter=Q(is_acted=True)),
            went_on=Count("pk", filter=Q(is_on=True)),
            whole=Count("pk", filter=WHOLE),
            closed=Count("pk", filter=Q(case__closed_on__gte=first, case__closed_on__lte=last)),
        )
        .order_by("-owned", "leader")
    )
