"""The leaders' reception days (F17, L42): planned by the month, published, held, or called off with a reason."""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models.case import day_starts
from officials import permissions
from officials.calendar import month_after
from officials.models import Official, Role
from reception.models.queue import Ticket
from reception.models.rooms import PERIOD, Occupation, Room

LEADERS = [Role.LO, Role.HO]
LONGEST = timedelta(hours=10)
SHORTEST_SLOT, LONGEST_SLOT = 5, 240


class ReceptionDayQuerySet(models.QuerySet):
    def visible_to(self, official):
        """By the permission table: all of them, or those on which one receives oneself."""
        condition = Q(pk__in=[])
        for grant in permissions.grants_for("reception:reception_days", official.roles) if official.is_active else []:
            condition |= Q(leader=official) if grant.scope == "own" else ~Q(pk__in=[])
        return self.filter(condition)

    def in_month(self, first):
        """Days that begin in the month whose first day is `first`."""
        return self.filter(since__gte=day_starts(first), since__lt=day_starts(month_after(first)))

    def standing(self):
        """Not called off."""
        return self.filter(cancelled_at__isnull=True)

    def published(self):
        return self.filter(published_at__isnull=False)

    def unpublished(self):
        return self.standing().filter(published_at__isnull=True)

    def ahead(self, now):
        """Still to be held, or being held."""
        return self.standing().filter(until__gt=now).order_by("since", "pk")

    def held(self):
        """Somebody was received, or it is on record that the leader sat there and nobody came (K18)."""
        received = Ticket.objects.filter(
            receiver=OuterRef("leader"), started_at__gte=OuterRef("since"), started_at__lt=OuterRef("until")
        )
        return self.standing().filter(Q(held_at__isnull=False) | Exists(received))

    def with_numbers(self):
        """Each with `booked`, how many have a slot, and `asked`, how many wait for an answer."""
        return self.annotate(
            booked=Count("appointments", filter=Q(appointments__state__in=HOLDING)),
            asked=Count("appointments", filter=Q(appointments__state="REQUESTED")),
        )

    def left(self):
        """Not called off, and nothing says that it was held."""
        return self.standing().exclude(pk__in=self.model.objects.held().values("pk"))

    def unaccounted(self, now):
        """Over, and nobody has said whether it was held."""
        return self.left().filter(until__lte=now)

    def for_change(self):
        """Lock the day, and only it; what is booked on it changes with the day locked."""
        return self.select_for_update(of=("self",), no_key=True)

    @transaction.atomic
    def plan(self, *, leader, room, since, until, slot_minutes, by, fields="", note="", now=None):
        """A day on which `leader` receives in `room`, which is kept for it. Raises ValidationError, keyed by field."""
        now = now or timezone.now()
        day = self.model(
            leader=leader,
            room=room,
            since=since,
            until=until,
            slot_minutes=slot_minutes,
            fields=fields,
            note=note,
            planned_by=by,
            planned_at=now,
        )
        day.take_place(by=by, now=now)
        day.save()
        return day

    @transaction.atomic
    def publish(self, *, by, now=None):
        """Make every day here public that stands and is not yet. Gives how many."""
        now = now or timezone.now()
        pks = list(self.unpublished().order_by("pk").for_change().values_list("pk", flat=True))
        return self.model.objects.filter(pk__in=pks).update(published_at=now, published_by=by)


HOLDING = ["CONFIRMED", "ARRIVED", "DONE", "NO_SHOW", "UNRECORDED"]  # appointments that have their slot


class ReceptionDay(models.Model):
    """One leader in one room, from `since` up to `until` of one day, in slots of `slot_minutes`."""

    leader = models.ForeignKey(
        Official, models.PROTECT, related_name="reception_days", verbose_name=gettext_lazy("接访领导")
    )
    room = models.ForeignKey(
        Room, models.PROTECT, related_name="reception_days", verbose_name=gettext_lazy("接访地点")
    )
    since = models.DateTimeField(gettext_lazy("开始"))
    until = models.DateTimeField(gettext_lazy("结束"))
    slot_minutes = models.PositiveSmallIntegerField(gettext_lazy("每位几分钟"))
    fields = models.CharField(gettext_lazy("分管领域"), max_length=60, blank=True)
    note = models.CharField(gettext_lazy("说明"), max_length=100, blank=True)
    booking = models.OneToOneField(
        Occupation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reception_day",
        verbose_name=gettext_lazy("房间预约"),
    )
    planned_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("安排人"))
    planned_at = models.DateTimeField(gettext_lazy("安排时间"), default=timezone.now)
    published_at = models.DateTimeField(gettext_lazy("公示时间"), null=True, blank=True)
    published_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    held_at = models.DateTimeField(gettext_lazy("记已接访的时间"), null=True, blank=True)
    held_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(gettext_lazy("停接时间"), null=True, blank=True)

    objects = ReceptionDayQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("领导接访日")
        verbose_name_plural = gettext_lazy("领导接访日")
        ordering = ["since", "pk"]
        constraints = [
            ExclusionConstraint(
                name="leader_in_one_place_at_a_time",
                expressions=[("leader", RangeOperators.EQUAL), (PERIOD, RangeOperators.OVERLAPS)],
                condition=Q(cancelled_at__isnull=True),
                violation_error_message=gettext_lazy("这位领导在这段时间已有接访安排。"),
            ),
            models.CheckConstraint(
                name="reception_day_ends_after_it_starts",
                condition=Q(until__gt=F("since")),
                violation_error_message=gettext_lazy("结束要晚于开始。"),
            ),
            models.CheckConstraint(
                name="slot_is_some_minutes",
                condition=Q(slot_minutes__gte=SHORTEST_SLOT, slot_minutes__lte=LONGEST_SLOT),
                violation_error_message=gettext_lazy("每位 5 到 240 分钟。"),
            ),
            models.CheckConstraint(
                name="standing_reception_day_has_its_room",
                condition=Q(cancelled_at__isnull=False) | Q(booking__isnull=False),
                violation_error_message=gettext_lazy("接访日要留着房间。"),
            ),
            models.CheckConstraint(
                name="called_off_was_not_held",
                condition=Q(cancelled_at__isnull=True) | Q(held_at__isnull=True),
                violation_error_message=gettext_lazy("停接的日子没有接访。"),
            ),
        ]
        indexes = [
            models.Index(fields=["since"], name="reception_day_by_time"),
            models.Index(fields=["leader", "since"], name="reception_day_by_leader"),
        ]

    def __str__(self):
        return f"{self.leader} {self.since:%F}"

    def get_absolute_url(self):
        return reverse("reception:reception_day", args=[self.pk])

    # ---------- 问 ----------
    @property
    def on(self):
        return timezone.localdate(self.since)

    @property
    def hours(self):
        """9:00–11:30."""
        return f"{timezone.localtime(self.since):%-H:%M}–{timezone.localtime(self.until):%-H:%M}"

    @property
    def state(self):
        """What a list says of it, in a word."""
        if self.cancelled_at:
            return _("停接")
        return _("已公示") if self.published_at else _("未公示")

    @property
    def is_standing(self):
        return self.cancelled_at is None

    @property
    def is_public_and_standing(self):
        return self.is_standing and self.published_at is not None

    def is_over(self, now):
        return self.until <= now

    @property
    def slots(self):
        """Each (since, until) that fits into the day; what is left at its end is nobody's."""
        length = timedelta(minutes=self.slot_minutes)
        count = (self.until - self.since) // length
        return [(self.since + number * length, self.since + (number + 1) * length) for number in range(count)]

    def free_slots(self, now):
        """Slots nobody has and that have not begun; none of a day called off."""
        return self.free_among(list(self.appointments.holding().values_list("since", "until")), now)

    def free_among(self, taken, now):
        """The same, where it is known which (since, until) are taken."""
        if not self.is_standing:
            return []
        return [
            (since, until)
            for since, until in self.slots
            if since > now and not any(begun < until and ended > since for begun, ended in taken)
        ]

    @property
    def public_changes(self):
        """What changed after it was published, the newest first. Reads the prefetched rows."""
        return sorted(self.changes.all(), key=lambda change: change.pk, reverse=True)

    # ---------- 步 ----------
    def take_place(self, *, by, now):
        """Book the room for this time, once nobody else has the leader then. Not yet saved."""
        if self.until <= self.since:
            raise ValidationError({"until": _("结束要晚于开始。")})
        if timezone.localdate(self.until - timedelta(microseconds=1)) != self.on or self.until - self.since > LONGEST:
            raise ValidationError({"until": _("一次接访在一天以内，最多 10 小时。")})
        if not SHORTEST_SLOT <= self.slot_minutes <= LONGEST_SLOT:
            raise ValidationError({"slot_minutes": _("每位 5 到 240 分钟。")})
        if not self.slots:
            raise ValidationError({"slot_minutes": _("每位的时间比整段还长，请改短。")})
        leader = Official.objects.select_for_update(no_key=True).get(pk=self.leader_id)
        if not Official.objects.holding(*LEADERS, on=self.on).filter(pk=leader.pk).exists():
            words = _("%(name)s 那一天没有领导岗位，请换一位。")
            raise ValidationError({"leader": words % {"name": leader.name}})
        elsewhere = (
            ReceptionDay.objects.standing()
            .filter(leader=leader, since__lt=self.until, until__gt=self.since)
            .exclude(pk=self.pk)
            .select_related("room")
            .first()
        )
        if elsewhere:
            values = {"name": leader.name, "when": elsewhere.booking.when, "room": elsewhere.room.name}
            raise ValidationError({"leader": _("%(name)s %(when)s 已在%(room)s接访，不能同时在两处。") % values})
        self.booking = self.room.book(
            since=self.since,
            until=self.until,
            purpose=Occupation.Purpose.RECEPTION_DAY,
            people=self.room.capacity,
            by=by,
            now=now,
        )

    @transaction.atomic
    def change(self, *, leader, room, since, until, slot_minutes, fields, note, reason, by, now=None):
        """Another time, room or leader (改期, 换地点, 代接). Once published the reason is told to the public.

        Appointments keep their distance from the beginning; each has to be told. Refused where one no longer fits.
        Lock the day first.
        """
        now = now or timezone.now()
        self._refuse_unless_ahead(now)
        before = {"since": self.since, "until": self.until, "leader": self.leader, "room": self.room}
        after = {"since": since, "until": until, "leader": leader, "room": room}
        is_moved = before != after
        if is_moved and self.published_at and not reason:
            raise ValidationError({"reason": _("已经公示，请写为什么改，公示上照这句话说明。")})
        booked = list(self.appointments.holding().order_by("pk").select_for_update(of=("self",)))
        shift, self.slot_minutes, self.fields, self.note = since - self.since, slot_minutes, fields, note
        self.leader, self.room, self.since, self.until = leader, room, since, until
        self._refuse_if_unfit(booked, shift)
        if is_moved:
            old, self.booking = self.booking, None
            ReceptionDay.objects.filter(pk=self.pk).update(booking=None, cancelled_at=now)  # out of its own way
            old.cancel(by=by, now=now)
        if is_moved or not self.booking:
            self.take_place(by=by, now=now)
        self.save()
        if is_moved:
            self.appointments.filter(pk__in=[one.pk for one in booked]).shift(shift, self, now)
        if is_moved and self.published_at:
            kind = ReceptionDayChange.Kind.of(before, after)
            self.changes.create(kind=kind, reason=reason, by=by, at=now, **{f"was_{k}": v for k, v in before.items()})

    @transaction.atomic
    def cancel(self, reason, *, by, now=None):
        """Call the day off (停接). Whoever has or asked for an appointment loses it and has to be told."""
        now = now or timezone.now()
        self._refuse_unless_ahead(now)
        if not reason:
            raise ValidationError({"reason": _("请写为什么停接，公示上照这句话说明。")})
        arrived = self.appointments.filter(state="ARRIVED").first()
        if arrived:
            raise ValidationError(_("已经有人到了，这一天不能再停接。"))
        booking = self.booking
        self.cancelled_at = now
        self.save(update_fields=["cancelled_at"])
        booking.cancel(by=by, now=now)
        self.appointments.call_off(by=by, now=now)
        self.changes.create(
            kind=ReceptionDayChange.Kind.CANCELLED,
            reason=reason,
            by=by,
            at=now,
            was_since=self.since,
            was_until=self.until,
            was_leader=self.leader,
            was_room=self.room,
        )

    def hold(self, *, by, now=None):
        """On record that the leader sat there, whether or not anybody came (K18)."""
        now = now or timezone.now()
        if not self.is_standing:
            raise ValidationError(_("这一天停接了。"))
        if self.since > now:
            raise ValidationError(_("还没有到接访的时间。"))
        if self.held_at:
            raise ValidationError(_("刚才已经记过，没有再记。"))
        self.held_at, self.held_by = now, by
        self.save(update_fields=["held_at", "held_by"])

    # ---------- 内部 ----------
    def _refuse_unless_ahead(self, now):
        if not self.is_standing:
            raise ValidationError(_("这一天刚才已经停接，没有再改。"))
        if self.is_over(now):
            raise ValidationError(_("这一天已经过去，不能再改。"))

    def _refuse_if_unfit(self, booked, shift):
        slots = set(self.slots)
        unfit = [one for one in booked if (one.since + shift, one.until + shift) not in slots]
        if unfit:
            words = _("有 %d 个约好的放不进新的时间，请先给他们改约，或者把时间排够。")
            raise ValidationError({"until": words % len(unfit)})
        if shift and any(one.state != "CONFIRMED" for one in booked):
            raise ValidationError({"since": _("已经有人到了，这一天的时间不能再改。")})


class ReceptionDayChange(models.Model):
    """What the public had been told and what became of it: the old time, room and leader, and the reason."""

    class Kind(models.TextChoices):
        MOVED = "MOVED", gettext_lazy("改期")
        REPLACED = "REPLACED", gettext_lazy("代接")
        ELSEWHERE = "ELSEWHERE", gettext_lazy("换地点")
        CANCELLED = "CANCELLED", gettext_lazy("停接")

        @classmethod
        def of(cls, before, after):
            if (before["since"], before["until"]) != (after["since"], after["until"]):
                return cls.MOVED
            return cls.REPLACED if before["leader"] != after["leader"] else cls.ELSEWHERE

    day = models.ForeignKey(
        ReceptionDay, models.PROTECT, related_name="changes", verbose_name=gettext_lazy("领导接访日")
    )
    kind = models.CharField(gettext_lazy("变动"), max_length=10, choices=Kind)
    was_since = models.DateTimeField(gettext_lazy("原定开始"))
    was_until = models.DateTimeField(gettext_lazy("原定结束"))
    was_leader = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("原定领导"))
    was_room = models.ForeignKey(Room, models.PROTECT, related_name="+", verbose_name=gettext_lazy("原定地点"))
    reason = models.CharField(gettext_lazy("原因"), max_length=60)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("经手人"))
    at = models.DateTimeField(gettext_lazy("时间"), default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("接访日的变动")
        verbose_name_plural = gettext_lazy("接访日的变动")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="change_of_reception_day_says_why",
                condition=~Q(reason=""),
                violation_error_message=gettext_lazy("请写为什么改。"),
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def was_when(self):
        """The time it had: 12月8日 9:00–11:30."""
        since, until = timezone.localtime(self.was_since), timezone.localtime(self.was_until)
        return f"{since.month}月{since.day}日 {since:%-H:%M}–{until:%-H:%M}"
