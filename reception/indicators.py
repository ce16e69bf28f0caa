"""What the front door answers for in the month: contacts (K01, K06), the spot (K15), reception days (K18)."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases import figures
from cases.figures import Figure, Kind, Part
from cases.models import Case
from cases.models.case import day_starts
from officials.calendar import ONE_DAY
from reception import leader_figures as leaders
from reception import window_figures as window
from reception.models import Outreach, ReceptionDay, Visit

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
            seen=seen_visits,
            shown=shown_visit,
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
    """Facts of sessions and of going down, by leader where that is asked; never a mark of a leader (K18)."""
    nowhere = {"unit": None, "community": None, "category": None, "channel": None}
    of_days = {
        "case": None,
        "ways": nowhere | {"leader": "leader"},
        "dated": "since",
        "day": "since",
        "named_by": ("leader",),
        "seen": lambda rows, official: rows.filter(pk__in=ReceptionDay.objects.visible_to(official).values("pk")),
        "shown": lambda day: (day.leader.name, reverse("reception:reception_days")),
    }
    of_changes = {
        "case": None,
        "ways": nowhere | {"leader": "was_leader"},
        "dated": "was_since",
        "day": "was_since",
        "named_by": ("was_leader",),
        "seen": lambda rows, official: rows.filter(day__in=ReceptionDay.objects.visible_to(official)),
        "shown": lambda change: (change.was_leader.name, reverse("reception:reception_days")),
    }
    days = leaders.days
    figures.count(Part("K18.planned", days(ReceptionDay.objects.all), Q(cancelled_at__isnull=True), **of_days))
    figures.count(Part("K18.held", days(ReceptionDay.objects.held), falls_due=True, **of_days))
    figures.count(Part("K18.absent", days(ReceptionDay.objects.left), falls_due=True, **of_days))
    figures.count(Part("K18.replaced", leaders.replaced, **of_changes))
    figures.count(
        Part("K18.cancelled", days(lambda: ReceptionDay.objects.filter(cancelled_at__isnull=False)), **of_days)
    )
    of_talks = {"ways": WAYS | {"leader": "ticket__receiver"}, "dated": "ticket__started_at", "case": "case"}
    of_talks |= {"day": "ticket__started_at", "seen": seen_visits, "shown": shown_visit}
    figures.count(Part("K18.received", leaders.talks, **of_talks))
    figures.count(Part("K18.settled", leaders.talks_settled, **of_talks))
    figures.count(
        Part(
            "K18.read",
            leaders.letters_read,
            case=None,
            ways=nowhere | {"community": "visit__community", "channel": "visit__channel", "leader": "reader"},
            dated="at",
            day="at",
            named_by=("visit",),
            seen=lambda rows, official: rows.filter(visit__in=Visit.objects.visible_to(official).values("pk")),
            shown=lambda reading: shown_visit(reading.visit),
        )
    )
    gone = {"dated": "started_at", "day": "started_at", "seen": seen_outreach, "shown": shown_outreach, "case": None}
    figures.count(
        Part("K18.outreach", leaders.outreach, ways=nowhere | {"community": "community", "leader": "lead"}, **gone)
    )
    figures.count(
        Part("K18.homes", leaders.homes, ways=nowhere | {"community": "case__community", "leader": "lead"}, **gone)
    )
    taken = {"ways": {"leader": "outreach__lead"}, "dated": "outreach__started_at", "day": "outreach__started_at"}
    figures.count(Part("K18.taken", leaders.taken, **taken))
    figures.count(Part("K18.taken_settled", leaders.taken_settled, **taken))
    times, contacts, matters = _("次"), _("件次"), _("件")
    settled = _("到期末已经当场答复，或者已经办结、化解的")
    for id, label, unit, note in [
        ("planned", _("安排的领导接访日"), times, ""),
        ("held", _("其中接访了的"), times, _("接待了人，或者记了到岗没有人来")),
        ("absent", _("没有接访、也没有停接的"), times, _("过了点没有接待人，也没有记到岗")),
        ("replaced", _("由别人代接的"), times, _("公示以后换了领导，记在原来那位名下")),
        ("cancelled", _("停接的"), times, ""),
        ("received", _("领导接访接到的"), contacts, _("接访时间里由这位领导接谈的来访")),
        ("settled", _("其中化解了的"), contacts, settled),
        ("read", _("领导阅信"), matters, _("领导签过阅的来信、网上信访，一件算一次（条例第十八条第二款）")),
        ("outreach", _("领导下访"), times, _("去过、有事项或者有主题的才算")),
        ("homes", _("领导家访"), times, ""),
        ("taken", _("领导下访带去的事项"), matters, ""),
        ("taken_settled", _("带去的事项里化解了的"), matters, settled),
    ]:
        figures.register(Figure(f"K18.{id}", label, Kind.COUNT, f"K18.{id}", unit=unit, note=note))


def seen_visits(rows, official):
    return rows.filter(pk__in=Visit.objects.visible_to(official).values("pk"))


def shown_visit(visit):
    return visit.contact_no, reverse("reception:contact", args=[visit.contact_no])


def seen_outreach(rows, official):
    return rows.filter(pk__in=Outreach.objects.visible_to(official).values("pk"))


def shown_outreach(visit):
    return str(visit), reverse("reception:outreach", args=[visit.pk])
