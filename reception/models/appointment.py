"""Appointments with a leader (F17): asked for or made at the desk, a slot for one at a time, until it is over.

step      from                              to
request   -                                 REQUESTED   holds no slot
book      -                                 CONFIRMED   the slot is taken
confirm   REQUESTED                         CONFIRMED
decline   REQUESTED                         DECLINED
move      CONFIRMED                         the same    another slot
cancel    REQUESTED, CONFIRMED              CANCELLED   the slot is free again
arrive    CONFIRMED                         ARRIVED     a visit with a ticket for the leader's room
(talk)    ARRIVED                           DONE        when its ticket ends
miss      CONFIRMED, UNRECORDED             NO_SHOW     by a person, after the slot
attend    UNRECORDED                        DONE        on record later
(night)   CONFIRMED, ARRIVED                UNRECORDED  nobody wrote down what became of it
(night)   REQUESTED                         UNANSWERED  nobody answered in time, which has to be told
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Deferrable, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields import EncryptedTextField, keyed_hash
from cases.identity import mask_name, mask_phone
from cases.models import Case
from cases.models.case import day_starts
from officials.calendar import Calendar, UnknownYear
from officials.models import Official
from reception.models.queue import KEPT_DAYS, Ticket
from reception.models.reception_day import HOLDING, ReceptionDay
from reception.models.rooms import PERIOD
from reception.models.visit import Visit
from reception.queue import REPRESENTATIVES, seats_for


class AppointmentQuerySet(models.QuerySet):
    # ---------- 问 ----------
    def holding(self):
        """Those that have their slot: nobody else gets it."""
        return self.filter(state__in=HOLDING)

    def requested(self):
        return self.filter(state=Appointment.State.REQUESTED)

    def confirmed(self):
        return self.filter(state=Appointment.State.CONFIRMED)

    def visible_to(self, official):
        """On days one may see. Of whom and what, `told_to` says more."""
        return self.filter(day__in=ReceptionDay.objects.visible_to(official))

    def told_to(self, official):
        """Each with `is_told`: whether the reader may know who and what; else only that the slot is taken.

        One for a matter is told to whoever may see the matter, so a sealed one to its readers alone; one for none to
        those who answer requests, to who made it, and to the leader.
        """
        seen = Case.objects.visible_to(official).filter(pk=OuterRef("case"))
        own = Q(made_by=official) | Q(day__leader=official)
        free = Q(case__isnull=True) if official.may("reception:appointment_confirm") else Q(case__isnull=True) & own
        return self.annotate(
            is_told=models.Case(
                models.When(Exists(seen) | free, then=models.Value(True)),
                default=models.Value(False),
                output_field=models.BooleanField(),
            )
        )

    def for_desk_of(self, official):
        """Those the official may act on: seen, and told."""
        return self.visible_to(official).told_to(official).filter(is_told=True)

    def waiting_for_answer(self):
        return self.requested().order_by("since", "pk")

    def to_call(self, today):
        """Whom somebody has to call: something is owed, or the day to remind has come."""
        due = Q(state=Appointment.State.CONFIRMED, remind_on__lte=today, since__gte=day_starts(today))
        return self.filter(~Q(owed="") | due).order_by("since", "pk")

    def on_day(self, day):
        """Those that have a slot of the day."""
        return self.holding().filter(since__gte=day_starts(day), since__lt=day_starts(day + timedelta(days=1)))

    def ahead(self, now):
        return self.confirmed().filter(until__gt=now).order_by("since", "pk")

    def unrecorded(self):
        return self.filter(state=Appointment.State.UNRECORDED).order_by("-since", "pk")

    def of_code(self, code):
        """The one whose plain code this is; none for an empty one."""
        return self.filter(code_hash=keyed_hash("appointment", code)) if code else self.none()

    # ---------- 步 ----------
    @transaction.atomic
    def book(self, day, since, *, by, people=1, topic="", name="", phone="", case=None, now=None):
        """Made at the desk for who stands there or calls: confirmed at once, and told. Raises ValidationError."""
        now = now or timezone.now()
        day = ReceptionDay.objects.for_change().select_related("room").get(pk=day.pk)
        one = self.model(
            day=day,
            people=people,
            topic=topic,
            name=name,
            phone=phone,
            case=case,
            made_by=by,
            made_at=now,
            source=Appointment.Source.STAFF,
            state=Appointment.State.CONFIRMED,
            confirmed_by=by,
            confirmed_at=now,
        )
        if case and not case.is_open:
            raise ValidationError({"case": _("%s 已经办结，不再预约。要再反映的，请登记来访。") % case.number})
        one.take_slot(since, now)
        one.save()
        return one

    @transaction.atomic
    def request(self, day, since, *, code, submission, people=1, topic="", name="", phone="", now=None):
        """Asked for by the petitioner: a wish that holds no slot until somebody of the office has confirmed it.

        The same form sent again gives the same request, under the code of the later sending: only that is shown.
        """
        now = now or timezone.now()
        day = ReceptionDay.objects.for_change().select_related("room").get(pk=day.pk)
        known = self.filter(submission=submission).first()
        if known:
            known.code_hash = keyed_hash("appointment", code)
            known.save(update_fields=["code_hash"])
            return known
        one = self.model(
            day=day,
            people=people,
            topic=topic,
            name=name,
            phone=phone,
            made_at=now,
            source=Appointment.Source.PETITIONER,
            code_hash=keyed_hash("appointment", code),
            submission=submission,
        )
        if not day.is_public_and_standing:
            raise ValidationError({"slot": _("这一天刚才停接了，请另选一个时间。")})
        one.set_slot(since, now)
        one.save()
        return one

    def shift(self, by, day, now):
        """Move with their day; each has to be told anew. One statement: they never meet each other on the way."""
        return self.update(
            since=F("since") + by, until=F("until") + by, owed=Appointment.Owed.CHANGED, remind_on=remind_on(day.on)
        )

    def call_off(self, *, by, now):
        """Their day is called off."""
        standing = self.filter(state__in=[Appointment.State.REQUESTED, Appointment.State.CONFIRMED])
        return standing.update(
            state=Appointment.State.CANCELLED,
            ended_by=by,
            ended_at=now,
            end_reason=Appointment.DAY_OFF,
            owed=Appointment.Owed.CANCELLED,
            remind_on=None,
        )

    def talked(self, visit):
        """The talk of the visit it led to is over."""
        return self.filter(visit=visit, state=Appointment.State.ARRIVED).update(state=Appointment.State.DONE)

    def close_before(self, day):
        """The night leaves nothing open, judges nobody, and lets go of names and phones after `KEPT_DAYS`."""
        states = Appointment.State
        past = self.filter(since__lt=day_starts(day))
        heard = Ticket.objects.filter(visit=OuterRef("visit"), state=Ticket.State.DONE)
        past.filter(Exists(heard), state=states.ARRIVED).update(state=states.DONE)
        open_ones = past.filter(state__in=[states.CONFIRMED, states.ARRIVED])
        closed = open_ones.update(state=states.UNRECORDED, remind_on=None)
        asked = past.filter(state=states.REQUESTED)  # several may have asked for one slot: none of them holds it
        closed += asked.update(state=states.UNANSWERED, owed=Appointment.Owed.UNANSWERED)
        past.filter(owed__in=[Appointment.Owed.CONFIRMED, Appointment.Owed.CHANGED]).update(owed="")  # of no use now
        old = self.filter(since__lt=day_starts(day - timedelta(days=KEPT_DAYS)))
        old.exclude(name_masked="", phone_masked="", topic="", code_hash="").update(
            name="", name_masked="", phone="", phone_masked="", topic="", code_hash="", owed=""
        )
        return closed


def open_slots(days, now):
    """(day, its free slots) of each of `days` that has one left; one statement for what is taken."""
    taken = {}
    for day, since, until in Appointment.objects.holding().filter(day__in=days).values_list("day", "since", "until"):
        taken.setdefault(day, []).append((since, until))
    free = [(day, day.free_among(taken.get(day.pk, []), now)) for day in days]
    return [(day, slots) for day, slots in free if slots]


def remind_on(day):
    """The workday before `day`; where the calendar does not know it, the day before."""
    before = day - timedelta(days=1)
    try:
        return Calendar.load().workday_on_or_before(before)
    except UnknownYear:
        return before


class Appointment(models.Model):
    """One slot with a leader, asked for or taken. That somebody did not come is a fact of this row, never of a person.

    There is no way from a person to the appointments: name and phone are encrypted and have no hash (R1, R6).
    """

    class Source(models.TextChoices):
        STAFF = "STAFF", gettext_lazy("窗口预约")
        PETITIONER = "PETITIONER", gettext_lazy("群众网上提出")

    class State(models.TextChoices):
        REQUESTED = "REQUESTED", gettext_lazy("等答复")
        CONFIRMED = "CONFIRMED", gettext_lazy("已约好")
        ARRIVED = "ARRIVED", gettext_lazy("到了")
        DONE = "DONE", gettext_lazy("已接谈")
        NO_SHOW = "NO_SHOW", gettext_lazy("没有来")
        UNRECORDED = "UNRECORDED", gettext_lazy("没有记录")
        UNANSWERED = "UNANSWERED", gettext_lazy("没有答复")
        DECLINED = "DECLINED", gettext_lazy("没有约成")
        CANCELLED = "CANCELLED", gettext_lazy("已取消")

    class Owed(models.TextChoices):
        """What the petitioner has yet to be told."""

        CONFIRMED = "CONFIRMED", gettext_lazy("约好了")
        DECLINED = "DECLINED", gettext_lazy("没有约成")
        CHANGED = "CHANGED", gettext_lazy("改了时间或领导")
        CANCELLED = "CANCELLED", gettext_lazy("取消了")
        UNANSWERED = "UNANSWERED", gettext_lazy("没有及时答复，道歉")

    DAY_OFF = "这一天停接"
    HOLDING = HOLDING

    day = models.ForeignKey(
        ReceptionDay, models.PROTECT, related_name="appointments", verbose_name=gettext_lazy("领导接访日")
    )
    since = models.DateTimeField(gettext_lazy("开始"))
    until = models.DateTimeField(gettext_lazy("结束"))
    state = models.CharField(gettext_lazy("状态"), max_length=10, choices=State, default=State.REQUESTED)
    source = models.CharField(gettext_lazy("怎样约的"), max_length=10, choices=Source)
    people = models.PositiveSmallIntegerField(gettext_lazy("几人"), default=1)
    topic = models.CharField(gettext_lazy("想谈的事"), max_length=60, blank=True)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name=gettext_lazy("案件")
    )
    name = EncryptedTextField(gettext_lazy("姓名"), max_length=50, blank=True)
    name_masked = models.CharField(max_length=60, blank=True, editable=False)
    phone = EncryptedTextField(gettext_lazy("联系电话"), max_length=30, blank=True)
    phone_masked = models.CharField(max_length=30, blank=True, editable=False)
    code_hash = models.CharField(max_length=64, blank=True)
    submission = models.UUIDField(null=True, blank=True, unique=True)
    made_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("预约人")
    )
    made_at = models.DateTimeField(gettext_lazy("预约时间"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("确认人")
    )
    confirmed_at = models.DateTimeField(gettext_lazy("确认时间"), null=True, blank=True)
    remind_on = models.DateField(gettext_lazy("提醒日"), null=True, blank=True)
    owed = models.CharField(gettext_lazy("还要告诉"), max_length=10, choices=Owed, blank=True)
    visit = models.OneToOneField(
        Visit, models.PROTECT, null=True, blank=True, related_name="appointment", verbose_name=gettext_lazy("来访")
    )
    ended_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("记结果的人")
    )
    ended_at = models.DateTimeField(gettext_lazy("记结果的时间"), null=True, blank=True)
    end_reason = models.CharField(gettext_lazy("原因"), max_length=100, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("接访预约")
        verbose_name_plural = gettext_lazy("接访预约")
        ordering = ["since", "pk"]
        constraints = [
            # Checked at the end of a statement, so that those of one day can move together.
            ExclusionConstraint(
                name="slot_never_double",
                expressions=[("day", RangeOperators.EQUAL), (PERIOD, RangeOperators.OVERLAPS)],
                condition=Q(state__in=HOLDING),
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=gettext_lazy("这个时段刚才已经约出去了，请换一个。"),
            ),
            models.CheckConstraint(
                name="slot_ends_after_it_starts",
                condition=Q(until__gt=F("since")),
                violation_error_message=gettext_lazy("结束要晚于开始。"),
            ),
            models.CheckConstraint(
                name="somebody_has_the_appointment",
                condition=Q(people__gte=1),
                violation_error_message=gettext_lazy("人数至少是 1。"),
            ),
            models.CheckConstraint(
                name="confirmed_by_somebody_of_the_office",
                condition=~Q(state__in=["CONFIRMED", "ARRIVED", "DONE", "NO_SHOW"])
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                violation_error_message=gettext_lazy("约好要有确认人。"),
            ),
            models.CheckConstraint(
                name="arrived_with_a_visit",
                condition=~Q(state="ARRIVED") | Q(visit__isnull=False),
                violation_error_message=gettext_lazy("到了要登记来访。"),
            ),
            models.CheckConstraint(
                name="who_came_is_no_absentee",
                condition=~Q(state__in=["NO_SHOW", "DECLINED", "CANCELLED", "REQUESTED", "CONFIRMED"])
                | Q(visit__isnull=True),
                violation_error_message=gettext_lazy("已经到过的，不能记没来。"),
            ),
            models.CheckConstraint(
                name="declined_with_a_reason",
                condition=~Q(state="DECLINED") | ~Q(end_reason=""),
                violation_error_message=gettext_lazy("没有约成要写原因。"),
            ),
        ]
        indexes = [
            models.Index(fields=["since"], name="appointment_asked", condition=Q(state="REQUESTED")),
            models.Index(fields=["remind_on"], name="appointment_to_remind", condition=Q(state="CONFIRMED")),
            models.Index(fields=["since"], name="appointment_to_tell", condition=~Q(owed="")),
            models.Index(fields=["-since"], name="appointment_unrecorded", condition=Q(state="UNRECORDED")),
            models.Index(fields=["code_hash"], name="appointment_by_code", condition=~Q(code_hash="")),
            models.Index(fields=["since"], name="appointment_by_time"),
        ]

    def __str__(self):
        return f"{timezone.localtime(self.since):%F %H:%M}"

    def save(self, *args, **kwargs):
        self.name_masked, self.phone_masked = mask_name(self.name), mask_phone(self.phone)
        super().save(*args, **kwargs)

    # ---------- 问 ----------
    @property
    def hours(self):
        return f"{timezone.localtime(self.since):%-H:%M}–{timezone.localtime(self.until):%-H:%M}"

    @property
    def on(self):
        return timezone.localdate(self.since)

    @property
    def seats(self):
        return seats_for(self.people, settings.GROUP_FROM)

    @property
    def needs_representatives(self):
        return self.people >= settings.GROUP_FROM

    @property
    def tag(self):
        """The class that goes with its state beside `tag`."""
        states = self.State
        urgent = {states.REQUESTED: " tag-soon", states.UNRECORDED: " tag-soon"}
        return urgent.get(self.state) or (" tag-ok" if self.state in (states.ARRIVED, states.DONE) else "")

    @property
    def is_requested(self):
        return self.state == self.State.REQUESTED

    @property
    def is_confirmed(self):
        return self.state == self.State.CONFIRMED

    @property
    def is_unrecorded(self):
        return self.state == self.State.UNRECORDED

    def is_to_be_told(self, today):
        return bool(self.owed) or (self.is_confirmed and self.remind_on is not None and self.remind_on <= today)

    def may_be_missed(self, now):
        return self.state in (self.State.CONFIRMED, self.State.UNRECORDED) and self.until <= now and not self.visit_id

    def may_be_cancelled(self, now):
        return self.state in (self.State.REQUESTED, self.State.CONFIRMED) and self.since > now

    # ---------- 步 ----------
    @transaction.atomic
    def confirm(self, *, by, day=None, since=None, now=None):
        """Take the slot asked for, or another one, for good; the petitioner has to be told."""
        now = self._begin("confirm", now, day)
        self.take_slot(since or self.since, now)
        self.state, self.confirmed_by, self.confirmed_at = self.State.CONFIRMED, by, now
        self.owed = self.Owed.CONFIRMED
        self.save()

    @transaction.atomic
    def decline(self, reason, *, by, now=None):
        now = self._begin("decline", now)
        if not reason:
            raise ValidationError({"reason": _("请写为什么约不成、可以怎么办，照这句话告诉群众。")})
        self._end(self.State.DECLINED, by, now, reason)
        self.owed = self.Owed.DECLINED
        self.save()

    @transaction.atomic
    def move(self, *, by, day, since, is_told=False, now=None):
        """To another slot. Who asked for it knows; who did not has to be told."""
        now = self._begin("move", now, day)
        self.take_slot(since, now)
        self.owed = "" if is_told else self.Owed.CHANGED
        self.save()

    @transaction.atomic
    def cancel(self, reason="", *, by=None, is_told=False, now=None):
        """Give the slot back: by the office with a reason, or by the petitioner (`by` None) before it begins."""
        now = self._begin("cancel", now)
        if by and not reason:
            raise ValidationError({"reason": _("请写为什么取消。")})
        if by is None and self.since <= now:
            raise ValidationError(_("已经到了约好的时间，不能再从这里取消。请打电话告诉我们。"))
        if by and self.is_confirmed and self.since <= now:
            raise ValidationError(_("已经到了约好的时间，不再取消。来了请记到了，没来的过后再记。"))
        self._end(self.State.CANCELLED, by, now, reason)
        self.owed = self.Owed.CANCELLED if by and not is_told else ""
        self.save()

    @transaction.atomic
    def arrive(self, *, by, now=None):
        """Registered as a visit, on the matter if there is one, with a ticket for the leader's room."""
        now = self._begin("arrive", now)
        if self.on != timezone.localdate(now):
            raise ValidationError(_("约的不是今天。今天来的，请在接访台登记。"))
        case = Case.objects.for_change().filter(pk=self.case_id).first() if self.case_id else None
        with_topic = {"statement": self.topic or "按预约来见接访领导。"} if case else {"waits": True}
        self.visit = Visit.objects.register(
            by=by,
            channel=Case.Channel.VISIT,
            received_at=now,
            now=now,
            name=self.name,
            phone=self.phone,
            people_present=self.people,
            join=case,
            room=self.day.room,
            **with_topic,
        )
        self.state, self.remind_on, self.owed = self.State.ARRIVED, None, ""
        self.save()

    @transaction.atomic
    def miss(self, *, by, now=None):
        """Did not come: said by a person, after the slot is over."""
        now = self._begin("miss", now)
        if self.until > now:
            raise ValidationError(_("还没有过约好的时间，不能记没来。"))
        if self.visit_id:
            raise ValidationError(_("已经到过的，不能记没来。"))
        self._end(self.State.NO_SHOW, by, now, "")
        self.save()

    @transaction.atomic
    def attend(self, *, by, now=None):
        """Did come, and nobody had written it down."""
        now = self._begin("attend", now)
        self._end(self.State.DONE, by, now, "")
        self.save()

    @transaction.atomic
    def tell(self, way, *, by, note="", now=None):
        """What was owed, or the reminder, has been told; not reached is on record too, and stays owed."""
        now = now or timezone.now()
        self.refresh_from_db(from_queryset=Appointment.objects.select_for_update(of=("self",)))
        is_reminder = not self.owed
        if is_reminder and not (self.is_confirmed and self.remind_on):
            raise ValidationError(_("刚才已经告诉过，没有再记。"))
        about = self.owed or Telling.REMINDER
        telling = self.tellings.create(about=about, way=way, note=note, by=by, at=now)
        if telling.reached:
            if is_reminder or (self.remind_on and self.remind_on <= timezone.localdate(now)):
                self.remind_on = None
            self.owed = ""
            self.save(update_fields=["owed", "remind_on"])
        return telling

    # ---------- 内部 ----------
    STEPS = {
        "confirm": (State.REQUESTED,),
        "decline": (State.REQUESTED,),
        "move": (State.CONFIRMED,),
        "cancel": (State.REQUESTED, State.CONFIRMED),
        "arrive": (State.CONFIRMED,),
        "miss": (State.CONFIRMED, State.UNRECORDED),
        "attend": (State.UNRECORDED,),
    }

    def _begin(self, step, now, other=None):
        """Lock the day, or both days in their order, then the row, and read it anew; refuse what is not its turn."""
        pks = {self.day_id, other.pk if other else self.day_id}
        days = ReceptionDay.objects.filter(pk__in=pks).order_by("pk").select_related("room", "leader").for_change()
        locked = {day.pk: day for day in days}
        self.refresh_from_db(from_queryset=Appointment.objects.select_for_update(of=("self",)))
        if self.state not in self.STEPS[step]:
            words = _("这个预约现在是“%s”，刚才可能有人已经处理，没有再改。")
            raise ValidationError(words % self.get_state_display())
        if self.day_id not in locked:
            raise ValidationError(_("这个预约刚才换了日子，请刷新后再看。"))
        self.day = locked[other.pk if other else self.day_id]
        return now or timezone.now()

    def set_slot(self, since, now):
        """One of the day's own slots, ahead, in a room that holds them."""
        slot = next(((begin, end) for begin, end in self.day.slots if begin == since), None)
        if slot is None or not self.day.is_standing:
            raise ValidationError({"slot": _("这一天没有这个时段，请重新选。")})
        if slot[0] <= now:
            raise ValidationError({"slot": _("这个时段已经开始，请选往后的。")})
        if self.people < 1:
            raise ValidationError({"people": _("人数至少是 1。")})
        if self.seats > self.day.room.capacity:
            words = _("%(room)s 只坐 %(capacity)d 人，请推选代表，最多 %(most)d 名。")
            values = {"room": self.day.room.name, "capacity": self.day.room.capacity, "most": REPRESENTATIVES}
            raise ValidationError({"people": words % values})
        self.since, self.until = slot

    def take_slot(self, since, now):
        """`set_slot`, and nobody else has it. The day is locked, so whoever asks next sees it taken."""
        self.set_slot(since, now)
        others = Appointment.objects.holding().filter(day=self.day, since__lt=self.until, until__gt=self.since)
        if others.exclude(pk=self.pk).exists():
            raise ValidationError({"slot": _("这个时段刚才已经约出去了，请换一个。")})
        self.remind_on = remind_on(self.day.on)
        if self.remind_on < timezone.localdate(now) or self.day.on == timezone.localdate(now):
            self.remind_on = None  # made on the eve or later: who made it knows

    def _end(self, state, by, now, reason):
        self.state, self.ended_by, self.ended_at, self.end_reason = state, by, now, reason
        self.remind_on, self.owed = None, ""


class Telling(models.Model):
    """One try to tell somebody something about an appointment: what, who, when, how."""

    REMINDER = "REMINDER"
    ABOUT = [*Appointment.Owed.choices, (REMINDER, gettext_lazy("提醒"))]

    class Way(models.TextChoices):
        PHONE = "PHONE", gettext_lazy("电话")
        FACE = "FACE", gettext_lazy("当面")
        NOT_REACHED = "NOT_REACHED", gettext_lazy("没有打通")

    appointment = models.ForeignKey(
        Appointment, models.PROTECT, related_name="tellings", verbose_name=gettext_lazy("接访预约")
    )
    about = models.CharField(gettext_lazy("告诉什么"), max_length=10, choices=ABOUT)
    way = models.CharField(gettext_lazy("怎么告诉的"), max_length=12, choices=Way)
    note = models.CharField(gettext_lazy("备注"), max_length=60, blank=True)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("告诉的人"))
    at = models.DateTimeField(gettext_lazy("时间"), default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("预约的告知")
        verbose_name_plural = gettext_lazy("预约的告知")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.get_about_display()} {self.get_way_display()}"

    @property
    def reached(self):
        return self.way != self.Way.NOT_REACHED
