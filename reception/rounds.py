"""What the rounds must find true of contacts, queue and window (T10, T11)."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.cycles import Cycle
from cases.rounds import expect
from reception.models import Appointment, Outreach, PaperSlip, Ticket, Visit, WindowRequest

CONTACTS, REQUESTS, APPOINTMENTS = "reception:contacts", "reception:requests", "reception:appointments"


def contacts(official):
    visible = Visit.objects.on_desk_of(official) if official else Visit.objects
    return visible.unsealed().filter(is_historical=False)


def requests(official):
    return (
        WindowRequest.objects.visible_to(official)
        if official
        else WindowRequest.objects.filter(visit__is_sealed=False)
    )


def outreaches(official):
    return (Outreach.objects.visible_to(official) if official else Outreach.objects).unsealed()


def appointments(official):
    """One for a sealed matter is told to its readers alone, and is in no round."""
    if official:
        return Appointment.objects.for_desk_of(official)
    return Appointment.objects.exclude(case__is_sealed=True)


def tickets(_official):
    return Ticket.objects.all()


def slips(_official):
    return PaperSlip.objects.all()


def of_period(rows, period):
    """Contacts registered after the cut-off before, up to and with this one."""
    return rows.filter(registered_at__gt=period.begins_at, registered_at__lte=period.until)


def taken_down(rows, period):
    """Contacts of the period of which it is known what they are about: a matter, an answer, a request."""
    mine = of_period(rows.standing(), period)
    return mine.exclude(case__isnull=True, settled_at__isnull=True, request__isnull=True)


def register():
    of_contacts()
    of_the_queue()
    of_the_window()
    of_appointments()


def of_contacts():
    day, place = Cycle.DAY, {"page": CONTACTS, "name": "contact_no", "community": "community_id"}
    expect(
        day,
        "talk",
        _("等接谈补全"),
        seen=contacts,
        lacking=lambda rows, period: rows.awaiting_talk().filter(registered_at__lte=period.until),
        done=taken_down,
        query="?view=talk",
        **place,
    )
    expect(
        day,
        "unread",
        _("来信未阅"),
        seen=contacts,
        lacking=lambda rows, period: rows.unread().filter(registered_at__lte=period.until),
        query="?view=unread",
        **place,
    )
    expect(
        day,
        "promised",
        _("答应群众的下一步，到期还没做"),
        seen=contacts,
        lacking=lambda rows, period: rows.standing().promised_by(period.ends_on),
        query="?view=promised",
        **place,
    )
    expect(
        day,
        "void_asked",
        _("申请作废，等另一位决定"),
        seen=contacts,
        lacking=lambda rows, _period: rows.void_asked(),
        query="?view=void_asked",
        **place,
    )
    expect(
        day,
        "outreach",
        _("下访家访到时间了，还没记"),
        seen=outreaches,
        lacking=lambda rows, period: rows.unrecorded(min(timezone.now(), period.until)),
        page="reception:outreaches",
        query="?view=unrecorded",
        name="pk",
        community="community_id",
    )


def of_the_queue():
    expect(
        Cycle.DAY,
        "queue",
        _("队里还有人"),
        seen=tickets,
        lacking=lambda rows, period: rows.open().filter(
            day__gte=timezone.localdate(period.begins_at), day__lte=period.ends_on
        ),
        page="reception:queue",
    )
    expect(
        Cycle.DAY,
        "slips",
        _("应急登记单没有录完"),
        seen=slips,
        lacking=lambda rows, _period: rows.of_begun_batches(),
        page="reception:slips",
    )


def of_the_window():
    place = {"seen": requests, "page": REQUESTS, "name": "visit__contact_no"}
    expect(
        Cycle.DAY,
        "to_tell",
        _("后台已答复，还没告诉群众"),
        lacking=lambda rows, _period: rows.to_tell(),
        query="?view=to_tell",
        **place,
    )
    expect(
        Cycle.DAY,
        "asked_back",
        _("后台问回，窗口还没回"),
        lacking=lambda rows, _period: rows.asked_back(),
        query="?view=asked",
        **place,
    )
    expect(
        Cycle.WEEK,
        "requests",
        _("本周到期的窗口转办没有答复"),
        lacking=lambda rows, period: rows.open().filter(deadline__legal_end_on__lte=period.ends_on),
        done=lambda rows, period: rows.over().filter(deadline__legal_end_on__range=(period.starts_on, period.ends_on)),
        **place,
    )


def of_appointments():
    day, place = Cycle.DAY, {"seen": appointments, "page": APPOINTMENTS, "name": "pk"}
    expect(
        day,
        "appointment_asked",
        _("接访预约，等答复"),
        lacking=lambda rows, _period: rows.waiting_for_answer(),
        query="?view=asked",
        **place,
    )
    expect(
        day,
        "appointment_calls",
        _("接访预约，要告诉、要提醒"),
        lacking=lambda rows, period: rows.to_call(period.ends_on),
        query="?view=calls",
        **place,
    )
    expect(
        day,
        "appointment_unrecorded",
        _("接访预约，没有记录"),
        lacking=lambda rows, _period: rows.unrecorded(),
        query="?view=unrecorded",
        **place,
    )
