"""What the five rounds must find true of matters (T10 to T14). Sealed ones are outside of every round."""

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.counting import capped_count
from cases.cycles import Cycle
from cases.models import Case, Clearing, Deadline, Event, Ownership, SupervisionOrder, Suspension
from cases.rounds import expect, report
from cases.templatetags.register import capped

CLOCKS = [Deadline.Kind.STATUTORY, Deadline.Kind.ASSIGNED, Deadline.Kind.PROMISE, Deadline.Kind.TASK]


def cases(official):
    """What `official` sees in lists; without one, every unsealed case."""
    visible = Case.objects.visible_to(official, "cases:list") if official else Case.objects
    return visible.unsealed()


def expect_of_cases(cycle, key, label, lacking, query="", done=None):
    expect(
        cycle,
        key,
        label,
        seen=cases,
        lacking=lacking,
        done=done,
        page="cases:list",
        query=query,
        community="community_id",
    )


def begun(period):
    """The first day of `period`, or today while that is still to come: the evening after a cut-off is no day late."""
    return min(period.starts_on, timezone.localdate())


def register():
    of_the_day()
    of_the_week()
    of_ten_days()
    of_month_and_year()


def of_the_day():
    """Urgent ones acted on; an owner named; what the law wants today done (T10)."""
    day = Cycle.DAY
    expect_of_cases(
        day, "urgent", _("急办，还没行动"), in_time(lambda rows, _period: rows.urgent_unacted()), "?view=urgent"
    )
    expect_of_cases(day, "late", _("法定超期"), lambda rows, period: rows.legally_late(begun(period)), "?view=late")
    expect_of_cases(
        day,
        "today",
        _("法定今天到期"),
        lambda rows, period: rows.legally_due(period.starts_on, period.ends_on),
        "?due=today",
        done=lambda rows, period: rows.filter(pk__in=met(period).legal().values("case")),
    )
    expect_of_cases(day, "handed", _("移交了没有签收"), handed, "?view=handed")
    expect_of_cases(
        day,
        "untriaged",
        _("登记了，还没分流"),
        in_time(lambda rows, _period: rows.untriaged()),
        "?view=untriaged",
    )
    expect_of_cases(
        day,
        "promises",
        _("承诺到期没办"),
        lambda rows, period: rows.promise_broken(begun(period)),
        "?view=promises",
    )


def of_the_week():
    """Every step due this week done, general matters cleared (T11)."""
    expect_of_cases(
        Cycle.WEEK,
        "steps",
        _("本周到期的环节没有做完"),
        lambda rows, period: rows.filter(pk__in=unmet(period).filter(kind__in=CLOCKS).values("case")),
        done=lambda rows, period: rows.filter(pk__in=met(period).filter(kind__in=CLOCKS).values("case")),
    )
    expect_of_cases(
        Cycle.WEEK,
        "general",
        _("一般矛盾到了清零日，还没清"),
        lambda rows, period: uncleared(rows, period, Case.Level.GENERAL),
        done=lambda rows, period: cleared(rows, period, Case.Level.GENERAL),
    )


def of_ten_days():
    """What leaders own was looked into by themselves, and no hard matter is without a leader (T12, F46)."""
    expect_of_cases(
        Cycle.TEN_DAYS,
        "owned",
        _("包案领导这一旬没有本人行动"),
        lambda rows, period: owned(rows, period).filter(~Exists(own_acts(period))),
        done=lambda rows, period: owned(rows, period).filter(Exists(own_acts(period))),
    )
    expect_of_cases(Cycle.TEN_DAYS, "handed", _("移交了没有签收"), handed, "?view=handed")
    expect_of_cases(Cycle.TEN_DAYS, "unowned", _("疑难案件没有包案领导"), unowned)
    expect_of_cases(
        Cycle.TEN_DAYS,
        "late",
        _("法定超期，还没有督办"),
        lambda rows, period: rows.legally_late(period.ends_on).exclude(pk__in=supervised()),
        done=lambda rows, period: rows.legally_late(period.ends_on).filter(pk__in=supervised()),
    )


def of_month_and_year():
    """The matters of the month, and of the year, cleared or named (T13, T14)."""
    expect_of_cases(
        Cycle.MONTH,
        "general",
        _("一般矛盾当月没有清零"),
        lambda rows, period: uncleared(rows, period, Case.Level.GENERAL),
        done=lambda rows, period: cleared(rows, period, Case.Level.GENERAL),
    )
    expect_of_cases(
        Cycle.MONTH,
        "promises",
        _("承诺到期没办"),
        lambda rows, period: rows.promise_broken(period.ends_on),
        "?view=promises",
    )
    expect_of_cases(
        Cycle.YEAR,
        "complex",
        _("复杂问题当年没有清零"),
        lambda rows, period: uncleared(rows, period, Case.Level.COMPLEX),
        done=lambda rows, period: cleared(rows, period, Case.Level.COMPLEX),
    )
    expect_of_cases(Cycle.YEAR, "unowned", _("疑难案件没有包案领导"), unowned)
    expect_of_cases(
        Cycle.YEAR,
        "backlog",
        _("积案没有包案领导"),
        lambda rows, period: rows.open().backlog().exclude(pk__in=owned(rows, period).values("pk")),
        "?view=backlog",
    )

    for cycle in (Cycle.MONTH, Cycle.YEAR):
        report(cycle, "late_entries", _("收口后补录的，标晚"), late_entries)


def late_entries(period, official):
    """What came in the period and was entered after its cut-off, while late entries were taken (T13, T14)."""
    rows = cases(official).current().filter(received_at__gt=period.begins_at, received_at__lte=period.until)
    rows = rows.filter(registered_at__gt=period.cutoff_at)
    if period.late_until:
        rows = rows.filter(registered_at__lte=period.late_until)
    return capped(capped_count(rows)), rows


# ---------- 说法 ----------
def in_time(lacking):
    """Only of what was registered by the end of the period: what comes after it is the next one's."""
    return lambda rows, period: lacking(rows, period).filter(registered_at__lte=period.until)


def handed(rows, period):
    """Handed on, and not taken by the end of the period (F40)."""
    return rows.not_taken(period.ends_on)


def unmet(period):
    """Clocks of the office that run on past the period or end with it."""
    return Deadline.objects.running().ours().filter(legal_end_on__lte=period.ends_on)


def met(period):
    """Clocks of the office whose last day lies in the period, and that have ended."""
    within = Deadline.objects.ours().filter(legal_end_on__range=(period.starts_on, period.ends_on))
    return within.filter(ended_on__isnull=False)


def uncleared(rows, period, level):
    """Past their target; what is suspended at the cut-off stands beside the rate, not in it (T27)."""
    clocks = unmet(period).filter(kind=Deadline.Kind.CLEARING)
    still = Suspension.objects.in_force(period.ends_on)
    found = rows.open().filter(level=level, pk__in=clocks.values("case"))
    return found.exclude(pk__in=still.values("case"))


def cleared(rows, period, level):
    """Cleared, by the target or after it; what was taken back or merged is neither (T28)."""
    within = (period.starts_on, period.ends_on)
    targets = Clearing.objects.filter(outcome=Clearing.Outcome.CLEARED, deadline__legal_end_on__range=within)
    return rows.filter(level=level, pk__in=targets.values("case"))


def owned(rows, period):
    return rows.open().filter(pk__in=Ownership.objects.in_force(period.ends_on).values("case"))


def unowned(rows, period):
    hard = rows.open().filter(level=Case.Level.HARD)
    return hard.exclude(pk__in=Ownership.objects.in_force(period.ends_on).values("case"))


def supervised():
    """Cases on which a supervision order was issued (P14)."""
    return SupervisionOrder.objects.values("case")


def own_acts(period):
    """What the leader who owns a case did on it himself from the start of the period to its cut-off."""
    leader = Ownership.objects.in_force(period.ends_on).filter(case=OuterRef("case"))
    acts = Event.objects.filter(case=OuterRef("pk"), at__gt=period.begins_at, at__lte=period.cutoff_at)
    return acts.filter(actor__in=leader.values("leader"))
