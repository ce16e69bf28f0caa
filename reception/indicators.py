"""What the front door answers for in the month: contacts (K01, K06), the spot (K15), reception days (K18)."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases import figures
from cases.figures import Figure, Kind, Part
from cases.models import Case
from cases.models.case import day_starts
from officials.calendar import ONE_DAY
from reception import window_figures as window
from reception.models import ReceptionDay, Visit

WAYS = {"community": "community", "channel": "channel", "unit": "case__handling_unit", "category": "case__category"}
CHANNEL = Case.Channel
GROUP_FROM = 5  # L11


def register():
    of_contacts()
    of_the_spot()
    of_the_window()
    of_reception_days()


def received(contacts):
    """Contacts that reached the office from the one day to the other; not voided, not of earlier years' import."""

    def rows(first, until):
        mine = contacts().standing().received_between(day_starts(first), day_starts(until + ONE_DAY))
        return mine.filter(is_historical=False)

    return rows


def of_visits(id, rows, met=None, **fields):
    figures.count(
        Part(
            id,
            rows,
            met,
            dated="received_at",
            ways=WAYS,
            day="received_at",
            seen=lambda rows, official: rows.filter(pk__in=Visit.objects.visible_to(official).values("pk")),
            shown=lambda visit: (visit.contact_no, reverse("reception:contact", args=[visit.contact_no])),
            **fields,
        )
    )


def of_contacts():
    contacts, unsealed = received(Visit.objects.all), Q(is_sealed=False)
    of_visits("K01", contacts, Q(tie=Visit.Tie.REPEAT), only=unsealed, sealed=~unsealed)
    figures.register(
        Figure("K01", _("信访总量"), Kind.COUNT, "K01", unit=_("件次"), note=_("一次来访、一封信、一个电话各算一件次"))
    )
    for channel in CHANNEL:
        part = f"K01.{channel}"
        of_visits(part, contacts, only=unsealed & Q(channel=channel))
        figures.register(Figure(part, channel.label, Kind.COUNT, part, unit=_("件次")))
    visits = unsealed & Q(channel=CHANNEL.VISIT)
    groups = visits & Q(people_present__gte=GROUP_FROM)
    of_visits("K01.people", contacts, only=visits, adds="people_present")
    of_visits("K01.groups", contacts, only=groups)
    of_visits("K01.group_people", contacts, only=groups, adds="people_present")
    for id, label, part, unit in [
        ("K01.batches", _("来访批次"), f"K01.{CHANNEL.VISIT}", _("批次")),
        ("K01.people", _("来访人次"), "K01.people", _("人次")),
        ("K01.groups", _("其中集体访"), "K01.groups", _("批次")),
        ("K01.group_people", _("集体访人次"), "K01.group_people", _("人次")),
    ]:
        figures.register(Figure(id, label, Kind.COUNT, part, unit=unit))
    figures.register(Figure("K06", _("重复信访率"), Kind.RATE, "K01", unit="%", note=_("并入原事项的件次比全部件次")))


def of_the_spot():
    """Of the kinds that suit it, what was settled, or told by the back office, on the day it came (K15)."""
    suited = Visit.objects.unsealed().filter(purpose__in=window.SUITED)
    of_visits("K15", received(suited.all), window.SAME_DAY)
    note = _("当天答复了的比咨询、建议、感谢")
    figures.register(Figure("K15", _("当场当日办结率"), Kind.RATE, "K15", unit="%", note=note))


def of_the_window():
    """By community: done at once, told by the promised day, answered right, and complaints (K24)."""

    def once(first, until):
        return window.asked_once(first, until).filter(visit__is_sealed=False)

    def complaints(first, until):
        return window.ratings(first, until).filter(is_complaint=True)

    def of(way, case):
        nowhere = {"unit": None, "category": None, "channel": None}
        return {
            "case": None,
            "ways": {"community": way} | nowhere,
            "seen": seen_errands(case),
            "shown": shown_errand(case),
            "named_by": (case,),
        }

    at = {"dated": "at", "day": "at"}
    due = {"dated": "deadline__legal_end_on", "day": "deadline__legal_end_on", "falls_due": True}
    figures.count(Part("K24.once", once, window.ONCE, **at, **of("community", "visit")))
    figures.count(Part("K24.time", window.promised, window.IN_TIME, **due, **of("visit__community", "visit")))
    figures.count(
        Part(
            "K24.right",
            window.replies,
            window.RIGHT,
            **at,
            **of("request__visit__community", "request__visit"),
        )
    )
    figures.count(Part("K24.complaints", complaints, **at, **of("errand__community", "errand__visit")))
    for id, label, kind, unit, note in [
        ("K24.once", _("窗口一次办结率"), Kind.RATE, "%", _("没跑第二趟、没缺材料的比办完的")),
        ("K24.time", _("窗口回复及时率"), Kind.RATE, "%", _("按承诺日告诉群众的比到期的")),
        ("K24.right", _("窗口回复准确率"), Kind.RATE, "%", _("没有退回重答的比后台的答复")),
        ("K24.complaints", _("窗口投诉"), Kind.COUNT, _("件"), ""),
    ]:
        figures.register(Figure(id, label, kind, id, unit=unit, note=note))


def seen_errands(visit):
    return lambda rows, official: rows.filter(**{f"{visit}__in": Visit.objects.visible_to(official).values("pk")})


def shown_errand(path):
    def shown(row):
        for name in path.split("__"):
            row = getattr(row, name)
        return row.contact_no, reverse("reception:contact", args=[row.contact_no])

    return shown


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
        "dated": "since",
        "day": "since",
        "named_by": ("leader",),
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
