"""What K18 counts: sessions of leaders, who did not sit there, what was brought, what they read, where they went."""

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate

from cases.indicators import SETTLED
from cases.models import Closing
from cases.models.case import day_starts
from officials.calendar import ONE_DAY
from officials.models import Posting
from reception.models import Outreach, Reading, ReceptionDay, ReceptionDayChange, Visit
from reception.models.outreach import OutreachMatter
from reception.models.reception_day import LEADERS


def at(path, first, until):
    return Q(**{f"{path}__gte": day_starts(first), f"{path}__lt": day_starts(until + ONE_DAY)})


def days(which):
    """Reception days of `which()` that begin between the two days."""
    return lambda first, until: which().filter(at("since", first, until))


def replaced(first, until):
    """Sessions that were public under one leader and taken by another."""
    changed = ReceptionDayChange.objects.filter(at("was_since", first, until), kind=ReceptionDayChange.Kind.REPLACED)
    return changed.exclude(was_leader=F("day__leader"))


def talks(first, until):
    """Contacts that a leader talked to on a reception day of his; of sealed ones nothing is told."""
    session = ReceptionDay.objects.standing().filter(
        leader=OuterRef("ticket__receiver"),
        since__lte=OuterRef("ticket__started_at"),
        until__gt=OuterRef("ticket__started_at"),
    )
    mine = Visit.objects.unsealed().standing().filter(at("ticket__started_at", first, until), Exists(session))
    return mine.filter(is_historical=False)


def talks_settled(first, until):
    on_the_spot = Q(settled_at__lt=day_starts(until + ONE_DAY))
    return talks(first, until).filter(on_the_spot | Q(closed(until, "case")))


def closed(until, case):
    """Whether the case at this path had been settled by the end of the period, and not opened again since."""
    return Exists(
        Closing.objects.filter(SETTLED, case=OuterRef(case), round=OuterRef(f"{case}__round"), on__lte=until)
    )


def letters_read(first, until):
    """Letters, faxes and messages that a leader signed as read, each once for him; of sealed ones nothing is told."""
    his = Reading.objects.filter(visit=OuterRef("visit"), reader=OuterRef("reader"), as_leader=True)
    before = Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk"))
    mine = Reading.objects.filter(at("at", first, until), ~Exists(his.filter(before)), as_leader=True)
    return mine.filter(visit__is_sealed=False, visit__is_historical=False, visit__voided_at__isnull=True)


def gone(kind, first, until):
    """Visits by a leader that statistics may count (F18)."""
    post = Posting.objects.filter(official=OuterRef("lead"), role__in=LEADERS, since__lte=OuterRef("went_on"))
    post = post.filter(Q(until__isnull=True) | Q(until__gt=OuterRef("went_on")))
    visits = Outreach.objects.counted().unsealed().filter(at("started_at", first, until), kind=kind)
    return visits.alias(went_on=TruncDate("started_at")).filter(Exists(post))


def outreach(first, until):
    return gone(Outreach.Kind.COMMUNITY, first, until)


def homes(first, until):
    return gone(Outreach.Kind.HOME, first, until)


def taken(first, until):
    """Matters that a leader took along to a community; a matter that went twice counts twice."""
    matters = OutreachMatter.objects.filter(outreach__in=outreach(first, until).values("pk"))
    return matters.filter(case__is_sealed=False, case__is_historical=False, case__voided_on__isnull=True)


def taken_settled(first, until):
    return taken(first, until).filter(closed(until, "case"))
