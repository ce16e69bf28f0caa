"""The rooms where people are received, and who has which of them when (F30)."""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, Func, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from cases.templatetags.register import short_day
from officials.models import Official

MARGIN = timedelta(minutes=15)  # a room booked within this time is not given to the next in the queue
LONGEST_AHEAD = timedelta(days=366)
PERIOD = Func(F("since"), F("until"), RangeBoundary(inclusive_lower=True, inclusive_upper=False), function="TSTZRANGE")


class RoomQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def free_at(self, now):
        """Active rooms with nobody inside, and not kept for others now or within a quarter of an hour."""
        uses = Occupation.objects.filter(room=OuterRef("pk"))
        return self.active().exclude(Exists(uses.in_use())).exclude(Exists(uses.kept_between(now, now + MARGIN)))

    def with_waiting(self, day):
        """Each room with `waiting`: how many of the day's visitors are assigned to it and not done."""
        here = Q(tickets__day=day, tickets__state__in=["WAITING", "CALLED", "TALKING"])
        # The order of Meta is lost in a statement that groups.
        return self.annotate(waiting=models.Count("tickets", filter=here)).order_by("position", "pk")


class Room(models.Model):
    """A room of the office. Its name is what stands on the slip and on the hall screen."""

    class Kind(models.TextChoices):
        INDIVIDUAL = "INDIVIDUAL", gettext_lazy("个访接待室")
        GROUP = "GROUP", gettext_lazy("调解室（群访接待室）")
        LEADER = "LEADER", gettext_lazy("领导接访室")
        TALK = "TALK", gettext_lazy("倾诉、分享、议政室")

    name = models.CharField(
        gettext_lazy("名称"),
        max_length=20,
        unique=True,
        help_text=gettext_lazy("小票和叫号屏上就是这个名字，例如 矛调中心 2 号接谈室。"),
        error_messages={"unique": gettext_lazy("已经有一个房间叫这个名字，请换一个。")},
    )
    kind = models.CharField(gettext_lazy("用途"), max_length=12, choices=Kind)
    capacity = models.PositiveSmallIntegerField(gettext_lazy("能坐几人"))
    position = models.PositiveSmallIntegerField(gettext_lazy("次序"), default=0)
    is_active = models.BooleanField(gettext_lazy("在用"), default=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("房间")
        verbose_name_plural = gettext_lazy("房间")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="room_holds_somebody",
                condition=Q(capacity__gte=1),
                violation_error_message=gettext_lazy("房间至少坐 1 人。"),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("reception:room_edit", args=[self.pk])

    # ---------- 问 ----------
    @property
    def takes_turns(self):
        """Whether the queue sends people here by itself: a leader's room and a room to sit are chosen by hand."""
        return self.kind in (self.Kind.INDIVIDUAL, self.Kind.GROUP)

    def refuse_unless_open_to(self, ticket, now):
        """Say why `ticket` cannot be in this room at `now`; lock the room first. Nothing to say: it can."""
        self.refuse_unless_fit_for(ticket.seats)
        inside = self.occupations.in_use().exclude(ticket=ticket).select_related("ticket").first()
        if inside:
            values = {"room": self.name, "number": inside.ticket.number}
            raise ValidationError(
                _("%(room)s 里现在是 %(number)s，一间房不同时接两批。请换一间，或等它结束。") % values
            )
        kept = self.occupations.kept_between(
            now, now + timedelta(microseconds=1), but_for=ticket.visit.case_id
        ).first()
        if kept:
            raise ValidationError(_("%(room)s %(when)s 已有预约，请换一间。") % {"room": self.name, "when": kept.when})

    def refuse_unless_fit_for(self, seats):
        """Say why `seats` people cannot be sent here, whoever is inside now.

        A room is too small only where another holds the visitors: nobody goes unheard for want of chairs (R3).
        """
        if not self.is_active:
            raise ValidationError(_("%s 已停用，请换一间。") % self.name)
        if self.capacity < seats and Room.objects.active().filter(capacity__gte=seats).exists():
            values = {"room": self.name, "capacity": self.capacity, "seats": seats}
            raise ValidationError(_("%(room)s 只坐 %(capacity)d 人，要进去 %(seats)d 人，请换一间大的。") % values)

    def refuse_to_close(self, now):
        """Say why the room cannot go out of use: somebody is inside, sent here, or has it for later."""
        inside = self.occupations.in_use().select_related("ticket").first()
        if inside:
            raise ValidationError({"is_active": _("%s 还在里面，等接谈结束再停用。") % inside.ticket.number})
        sent = self.tickets.waiting().filter(room_is_chosen=True).first()
        if sent:
            raise ValidationError({"is_active": _("%s 在等这间房，先给它换一间再停用。") % sent.number})
        ahead = self.occupations.ahead(now).first()
        if ahead:
            raise ValidationError({"is_active": _("%s 还有预约，先取消或换一间再停用。") % ahead.when})

    # ---------- 步 ----------
    @transaction.atomic
    def book(self, *, since, until, purpose, people, by, case=None, now=None):
        """Keep the room for a purpose from `since` up to `until`. Raises ValidationError, keyed by what is wrong."""
        now = now or timezone.now()
        room = Room.objects.select_for_update(no_key=True).get(pk=self.pk)
        if until <= since:
            raise ValidationError({"until": _("结束要晚于开始。")})
        if since < now - timedelta(minutes=1):
            raise ValidationError({"since": _("开始时间已经过了，请往后约。")})
        if since > now + LONGEST_AHEAD:
            raise ValidationError({"since": _("最多提前一年预约，请核对日期。")})
        if not room.is_active:
            raise ValidationError({"room": _("%s 已停用，请换一间。") % room.name})
        if people > room.capacity:
            words = _("%(room)s 只坐 %(capacity)d 人。请换一间，或只请代表进屋。")
            raise ValidationError({"people": words % {"room": room.name, "capacity": room.capacity}})
        inside = room.occupations.in_use().select_related("ticket").first() if since <= now else None
        if inside:
            values = {"room": room.name, "number": inside.ticket.number}
            raise ValidationError({"since": _("%(room)s 里现在是 %(number)s，请约晚一点。") % values})
        other = room.occupations.booked().overlapping(since, until).first()
        if other:
            words = _("%(room)s %(when)s 已有预约，请换时间或换一间。")
            raise ValidationError({"since": words % {"room": room.name, "when": other.when}})
        return room.occupations.create(
            kind=Occupation.Kind.BOOKED,
            since=since,
            until=until,
            purpose=purpose,
            people=people,
            case=case,
            by=by,
            made_at=now,
        )


class OccupationQuerySet(models.QuerySet):
    def in_use(self):
        """Somebody is inside, or has been called in."""
        return self.filter(kind=Occupation.Kind.IN_USE, until__isnull=True)

    def booked(self):
        return self.filter(kind=Occupation.Kind.BOOKED, cancelled_at__isnull=True)

    def overlapping(self, since, until):
        return self.filter(since__lt=until, until__gt=since).order_by("since")

    def kept_between(self, since, until, but_for=None):
        """Bookings that keep others out; not those of the case `but_for`, nor a reception day, which is for all."""
        kept = self.booked().overlapping(since, until).exclude(purpose=Occupation.Purpose.RECEPTION_DAY)
        return kept.exclude(case__isnull=False, case=but_for) if but_for else kept

    def ahead(self, now):
        return self.booked().filter(until__gt=now).order_by("since", "pk")


class Occupation(models.Model):
    """A room booked for a time, or in use by a visitor from the call to the end.

    Two bookings of a room never overlap, nor do two uses: the database says so. That nobody is called into a room
    kept for others, and that no booking begins over somebody's head, is asked with the room locked.
    """

    class Kind(models.TextChoices):
        BOOKED = "BOOKED", gettext_lazy("预约")
        IN_USE = "IN_USE", gettext_lazy("使用")

    class Purpose(models.TextChoices):
        RECEPTION_DAY = "RECEPTION_DAY", gettext_lazy("领导接访")
        INDIVIDUAL = "INDIVIDUAL", gettext_lazy("个访")
        GROUP = "GROUP", gettext_lazy("群访")
        MEDIATION = "MEDIATION", gettext_lazy("调解")
        MEETING = "MEETING", gettext_lazy("会商")

    room = models.ForeignKey(Room, models.PROTECT, related_name="occupations", verbose_name=gettext_lazy("房间"))
    kind = models.CharField(max_length=8, choices=Kind)
    since = models.DateTimeField(gettext_lazy("开始"))
    until = models.DateTimeField(gettext_lazy("结束"), null=True, blank=True)
    purpose = models.CharField(gettext_lazy("做什么用"), max_length=16, choices=Purpose, blank=True)
    people = models.PositiveSmallIntegerField(gettext_lazy("几人"), default=1)
    ticket = models.ForeignKey("reception.Ticket", models.PROTECT, null=True, blank=True, related_name="occupations")
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("案件")
    )
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("经手人"))
    made_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(gettext_lazy("取消时间"), null=True, blank=True)
    cancelled_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")

    objects = OccupationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("房间使用")
        verbose_name_plural = gettext_lazy("房间使用")
        ordering = ["since", "pk"]
        constraints = [
            ExclusionConstraint(
                name="room_never_double",
                expressions=[
                    ("room", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at__isnull=True),
                violation_error_message=gettext_lazy("这间房在这段时间已经有人，请换时间或换一间。"),
            ),
            models.CheckConstraint(
                name="occupation_ends_after_it_starts",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                violation_error_message=gettext_lazy("结束要晚于开始。"),
            ),
            models.CheckConstraint(
                name="booking_has_end_and_purpose_use_a_ticket",
                condition=Q(kind="BOOKED", until__isnull=False, ticket__isnull=True) & ~Q(purpose="")
                | Q(kind="IN_USE", ticket__isnull=False, case__isnull=True, cancelled_at__isnull=True, purpose=""),
                violation_error_message=gettext_lazy("预约要写到几点、做什么用；使用要有票。"),
            ),
        ]
        indexes = [
            models.Index(fields=["room", "since"], name="booking_by_room", condition=Q(kind="BOOKED")),
            models.Index(
                fields=["until"], name="booking_by_end", condition=Q(kind="BOOKED", cancelled_at__isnull=True)
            ),
        ]

    def __str__(self):
        return f"{self.room} {self.when}"

    # ---------- 问 ----------
    @property
    def when(self):
        """From when to when, in words: 11月26日 14:00–15:00."""
        since, until = timezone.localtime(self.since), self.until and timezone.localtime(self.until)
        return f"{short_day(since.date(), timezone.localdate())} {since:%H:%M}–{f'{until:%H:%M}' if until else ''}"

    # ---------- 步 ----------
    @transaction.atomic
    def cancel(self, *, by, now=None):
        """Give the time back. The row stays: who had it, who gave it back."""
        now = now or timezone.now()
        own = Occupation.objects.select_for_update().get(pk=self.pk)
        if own.kind != self.Kind.BOOKED or own.cancelled_at:
            raise ValidationError(_("这个预约已经取消。"))
        if own.until <= now:
            raise ValidationError(_("这个预约已经过去，不用取消。"))
        if (
            Occupation.objects.filter(pk=own.pk, reception_day__cancelled_at__isnull=True)
            .exclude(reception_day=None)
            .exists()
        ):
            raise ValidationError(_("这是领导接访日，请在“接访日”里停接或者改期。"))
        own.cancelled_at, own.cancelled_by = now, by
        own.save(update_fields=["cancelled_at", "cancelled_by"])
