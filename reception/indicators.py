"""What the front door answers for in the month: contacts (K01, K06), the spot (K15), reception days (K18)."""

from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases import figures
from cases.figures import Figure, Kind, Part
from cases.models import Case
from cases.models.case import day_starts
from officials.calendar import ONE_DAY
from reception.models import ReceptionDay, Visit

WAYS = {"community": "community", "channel": "channel", "unit": "case__handling_unit", "category": "case__category"}
CHANNEL = Case.Channel
GROUP_FROM = 5  # L11


def register():
    of_contacts()
    of_the_spot()
    of_reception_days()


def received(contacts):
    """Contacts that reached the office from the one day to the other; not voided, not of earlier years' import."""

    def rows(first, until):
        mine = contacts().standing().received_between(day_starts(first), day_starts(until + ONE_DAY))
        return mine.filter(is_historical=False)

    return rows


def of_visits(id, contacts, met=None, **fields):
    figures.count(
        Part(
            id,
            received(contacts),
            met,
            ways=WAYS,
            day="received_at",
            seen=lambda rows, official: rows.filter(pk__in=Visit.objects.visible_to(official).values("pk")),
            shown=lambda visit: (visit.contact_no, reverse("reception:contact", args=[visit.contact_no])),
            **fields,
        )
    )


def of_contacts():
    contacts = Visit.objects.unsealed
    of_visits("K01", contacts, Q(tie=Visit.Tie.REPEAT), sealed=received(lambda: Visit.objects.filter(is_sealed=True)))
    figures.register(
        Figure("K01", _("信访总量"), Kind.COUNT, "K01", unit=_("件次"), note=_("一次来访、一封信、一个电话各算一件次"))
    )
    for channel in CHANNEL:
        part = f"K01.{channel}"
        of_visits(part, lambda channel=channel: Visit.objects.unsealed().filter(channel=channel))
        figures.register(Figure(part, channel.label, Kind.COUNT, part, unit=_("件次")))
    visits = Visit.objects.unsealed().filter(channel=CHANNEL.VISIT)
    of_visits("K01.people", visits.all, whole=Sum("people_present"))
    of_visits("K01.groups", lambda: visits.filter(people_present__gte=GROUP_FROM))
    of_visits("K01.group_people", lambda: visits.filter(people_present__gte=GROUP_FROM), whole=Sum("people_present"))
    for id, label, part, unit in [
        ("K01.batches", _("来访批次"), f"K01.{CHANNEL.VISIT}", _("批次")),
        ("K01.people", _("来访人次"), "K01.people", _("人次")),
        ("K01.groups", _("其中集体访"), "K01.groups", _("批次")),
        ("K01.group_people", _("集体访人次"), "K01.group_people", _("人次")),
    ]:
        figures.register(Figure(id, label, Kind.COUNT, part, unit=unit))
    figures.register(Figure("K06", _("重复信访率"), Kind.RATE, "K01", unit="%", note=_("并入原事项的件次比全部件次")))


def of_the_spot():
    """Of what could be answered at once: settled on the spot, or asked of the back office, opening no case."""
    suited = Q(settled_at__isnull=False) | Q(request__isnull=False)
    same_day = Q(settled_at__date=F("received_at__date")) | Q(request__told_at__date=F("received_at__date"))
    of_visits("K15", lambda: Visit.objects.unsealed().filter(suited, case__isnull=True), same_day)
    figures.register(
        Figure("K15", _("当场当日办结率"), Kind.RATE, "K15", unit="%", note=_("当天答复了的比咨询和窗口事项"))
    )


def of_reception_days():
    """Facts of sessions, never a mark of a leader (K18)."""

    def days(which):
        def rows(first, until):
            return which().filter(since__gte=day_starts(first), since__lt=day_starts(until + ONE_DAY))

        return rows

    nowhere = {"unit": None, "community": None, "category": None, "channel": None}
    of_days = {
        "case": None,
        "ways": nowhere,
        "day": "since",
        "seen": lambda rows, official: rows if official.may("reception:reception_days") else rows.none(),
        "shown": lambda day: (day.leader.name, reverse("reception:reception_days")),
    }
    figures.count(Part("K18.planned", days(ReceptionDay.objects.all), Q(cancelled_at__isnull=True), **of_days))
    figures.count(Part("K18.held", days(ReceptionDay.objects.held), falls_due=True, **of_days))
    figures.count(
        Part("K18.cancelled", days(lambda: ReceptionDay.objects.filter(cancelled_at__isnull=False)), **of_days)
    )
    for id, label in [("planned", _("安排的领导接访日")), ("held", _("其中接访了的")), ("cancelled", _("停接的"))]:
        figures.register(Figure(f"K18.{id}", label, Kind.COUNT, f"K18.{id}", unit=_("次")))
