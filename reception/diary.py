"""What of the front door stands in somebody's diary: reception days, and going down to communities and homes."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.diary import Appointed, keep_diary
from reception.models import Appointment, Outreach, ReceptionDay

MOST = 10


def reception_days(official, now, until):
    held = ReceptionDay.objects.standing().filter(leader=official, held_at__isnull=True, since__lt=until)
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    booked = Count("appointments", filter=Q(appointments__state__in=Appointment.HOLDING))
    days = held.filter(until__gt=start).select_related("room").only("since", "until", "room__name")
    for day in days.annotate(booked=booked).order_by("since")[:MOST]:
        more = _("%(hours)s，%(room)s，已约 %(count)d 批") % {
            "hours": day.hours,
            "room": day.room.name,
            "count": day.booked,
        }
        yield Appointed(day.since, _("接访"), more, day.get_absolute_url())


def outreaches(official, now, until):
    """Also those whose time is over and of which nothing is written down."""
    said = ("starts_at", "kind", "purpose", "community__name", "community__short_name")
    trips = Outreach.objects.planned().of(official).unsealed().filter(starts_at__lt=until)
    for trip in trips.select_related("community").only(*said).order_by("starts_at")[:MOST]:
        where = trip.community.label if trip.community else ""
        more = " ".join(filter(None, [where, trip.purpose]))
        url = reverse("reception:outreach", args=[trip.pk])
        yield Appointed(trip.starts_at, trip.get_kind_display(), more, url, is_late=trip.starts_at <= now)


def register():
    keep_diary(reception_days)
    keep_diary(outreaches)
