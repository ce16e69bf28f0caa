"""What a window cannot answer itself and hands to the back office (F33): the answer comes back through the window."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.models import Deadline
from officials import permissions
from officials.calendar import Calendar
from officials.models import Official, Unit
from reception.models.answer import SpotAnswer

PROMISE = "F33"


class WindowRequestQuerySet(models.QuerySet):
    def visible_to(self, official):
        """By the permission table: those one took down, of one's community, for one's section, or all.

        One that became a sealed accusation is nobody's here.
        """
        condition = Q(pk__in=[])
        for grant in permissions.grants_for("reception:request", official.roles) if official.is_active else []:
            condition |= self._scope(grant, official)
        return self.filter(condition, visit__is_sealed=False)

    @staticmethod
    def _scope(grant, official):
        match grant.scope:
            case "office":
                return ~Q(pk__in=[])
            case "unit":
                return Q(unit__in=official.unit_ids_of(grant.role))
            case "community":
                return Q(visit__community__in=official.unit_ids_of(grant.role))
            case _:
                return Q(handed_by=official)

    def waiting(self):
        """The back office owes an answer."""
        return self.filter(state=WindowRequest.State.HANDED)

    def to_tell(self):
        """Answered; the window has yet to tell who asked."""
        return self.filter(state=WindowRequest.State.ANSWERED)

    def open(self):
        return self.filter(state__in=WindowRequest.OPEN)

    def over(self):
        return self.exclude(state__in=WindowRequest.OPEN)

    def late(self, today):
        """Nobody has been told by the day promised; that day itself is on time."""
        return self.open().filter(deadline__ended_on__isnull=True, deadline__legal_end_on__lt=today)

    def earliest_promise_first(self):
        return self.order_by("deadline__legal_end_on", "pk")

    def for_change(self):
        return self.select_for_update(of=("self",))

    def hand_over(self, *, unit, by, now):
        """A request to `unit`, promised for the day that rule F33 counts from `now`. Its contact names it."""
        today = timezone.localdate(now)
        due = rules.due(PROMISE, today, Calendar.load())
        with translation.override(settings.LANGUAGE_CODE):
            label = str(due.rule.title)
        deadline = Deadline.objects.start(
            None, due, rule=PROMISE, kind=due.rule.kind, label=label, started_on=today, unit=unit
        )
        return self.create(unit=unit, deadline=deadline, handed_by=by, handed_at=now)


class WindowRequest(models.Model):
    """One question or errand of one contact, until who asked has been told. What was asked stands on the contact.

    The first receiver stays named (F40). It ends told, taken up as a matter (a petition or a dispute), or void.
    """

    class State(models.TextChoices):
        HANDED = "HANDED", gettext_lazy("等后台答复")
        ANSWERED = "ANSWERED", gettext_lazy("已答复，待告诉")
        TOLD = "TOLD", gettext_lazy("已告诉群众")
        TAKEN_UP = "TAKEN_UP", gettext_lazy("转为立件办理")
        VOID = "VOID", gettext_lazy("已作废")

    OPEN = [State.HANDED, State.ANSWERED]
    Way = SpotAnswer.Way

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("后台科室"))
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="+", verbose_name=gettext_lazy("承诺"))
    state = models.CharField(gettext_lazy("状态"), max_length=8, choices=State, default=State.HANDED)
    handed_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("收件人"))
    handed_at = models.DateTimeField(gettext_lazy("转交时间"), default=timezone.now)
    taken_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("后台经办人")
    )
    taken_at = models.DateTimeField(gettext_lazy("接手时间"), null=True, blank=True)
    told_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("告诉群众的人")
    )
    told_at = models.DateTimeField(gettext_lazy("告诉时间"), null=True, blank=True)
    told_way = models.CharField(gettext_lazy("怎么告诉的"), max_length=8, choices=Way, blank=True)

    objects = WindowRequestQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("窗口转办")
        verbose_name_plural = gettext_lazy("窗口转办")
        constraints = [
            models.CheckConstraint(
                name="told_by_somebody_in_some_way",
                condition=Q(state="TOLD", told_by__isnull=False, told_at__gte=F("handed_at")) & ~Q(told_way="")
                | ~Q(state="TOLD") & Q(told_by__isnull=True, told_at__isnull=True, told_way=""),
                violation_error_message=gettext_lazy("告诉群众要写谁、什么时候、怎么告诉的。"),
            ),
            models.CheckConstraint(
                name="taken_by_somebody_at_some_time",
                condition=Q(taken_by__isnull=True, taken_at__isnull=True)
                | Q(taken_by__isnull=False, taken_at__isnull=False),
                violation_error_message=gettext_lazy("接手要写谁、什么时候。"),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-id"], name="request_by_unit"),
            models.Index(fields=["handed_by", "-id"], name="request_by_window"),
            models.Index(fields=["state"], name="request_open", condition=Q(state__in=["HANDED", "ANSWERED"])),
        ]

    def __str__(self):
        return self.get_state_display()

    # ---------- 问 ----------
    @property
    def is_open(self):
        return self.state in self.OPEN

    @property
    def awaits_answer(self):
        return self.state == self.State.HANDED

    @property
    def awaits_telling(self):
        return self.state == self.State.ANSWERED

    @property
    def answer(self):
        """The answer that stands; None while there is none. Reads the prefetched replies."""
        return next((reply for reply in self.replies.all() if not reply.returned_at), None)

    # ---------- 步 ----------
    def take(self, *, by, now=None):
        """`by` of the back office answers for it from now on; another may take it over."""
        self._refuse_unless(self.State.HANDED, _("已经不等后台答复，不用再接手。"))
        if self.taken_by == by:
            raise ValidationError(_("您已经接手，不用再接。"))
        self.taken_by, self.taken_at = by, now or timezone.now()
        self.save(update_fields=["taken_by", "taken_at"])

    def reply(self, text, *, by, now=None):
        """The back office answers; whoever answers has taken it."""
        self._refuse_unless(self.State.HANDED, _("刚才已经答复过，没有再记。要改的，请窗口退回后再答。"))
        if not text.strip():
            raise ValidationError({"text": _("请写答复，写到群众一听就明白。")})
        now = now or timezone.now()
        if self.taken_by is None:
            self.taken_by, self.taken_at = by, now
        self.state = self.State.ANSWERED
        self.save(update_fields=["taken_by", "taken_at", "state"])
        return self.replies.create(text=text, by=by, at=now)

    def send_back(self, reason, *, by, now=None):
        """The answer is wrong or incomplete: it counts as such, and the back office owes another (F33)."""
        self._refuse_unless(self.State.ANSWERED, _("现在没有要退回的答复。"))
        if not reason.strip():
            raise ValidationError({"reason": _("请写哪里答得不对、还差什么。")})
        self.replies.standing().update(returned_at=now or timezone.now(), returned_by=by, return_reason=reason)
        self.state = self.State.HANDED
        self.save(update_fields=["state"])

    def tell(self, way, *, by, now=None):
        """Who asked has been told the answer; the promise is kept on this day, or late."""
        self._refuse_unless(self.State.ANSWERED, _("后台还没有答复，或者刚才已经记过告诉群众。"))
        now = now or timezone.now()
        self.state, self.told_by, self.told_at, self.told_way = self.State.TOLD, by, now, way
        self._end(now, "已告诉群众")

    def be_taken_up(self, *, now):
        """It turned out to be a grievance: its contact goes on as a matter, the promise ends with it."""
        self.state = self.State.TAKEN_UP
        self._end(now, "转为立件办理")

    def be_void(self, *, now):
        self.state = self.State.VOID
        self._end(now, "登记作废")

    # ---------- 内部 ----------
    def _refuse_unless(self, state, words):
        if self.state != state:
            raise ValidationError(words)

    def _end(self, now, reason):
        self.save(update_fields=["state", "told_by", "told_at", "told_way"])
        running = Deadline.objects.running().filter(pk=self.deadline_id)
        running.update(ended_on=timezone.localdate(now), end_reason=reason)


class WindowReplyQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(returned_at__isnull=True)


class WindowReply(models.Model):
    """One answer of the back office. A wrong one is sent back with the reason and stays, for the accuracy (K24)."""

    request = models.ForeignKey(
        WindowRequest, models.PROTECT, related_name="replies", verbose_name=gettext_lazy("窗口转办")
    )
    text = models.TextField(gettext_lazy("答复"), max_length=2000)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("答复人"))
    at = models.DateTimeField(gettext_lazy("答复时间"), default=timezone.now)
    returned_at = models.DateTimeField(gettext_lazy("退回时间"), null=True, blank=True)
    returned_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("退回人")
    )
    return_reason = models.CharField(gettext_lazy("退回的原因"), max_length=200, blank=True)

    objects = WindowReplyQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("后台答复")
        verbose_name_plural = gettext_lazy("后台答复")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(returned_at__isnull=True),
                name="one_answer_stands",
                violation_error_message=gettext_lazy("已经有一个答复；要改，先退回。"),
            ),
            models.CheckConstraint(
                name="answer_is_sent_back_with_its_reason",
                condition=Q(returned_at__isnull=True, returned_by__isnull=True, return_reason="")
                | Q(returned_at__gte=F("at"), returned_by__isnull=False) & ~Q(return_reason=""),
                violation_error_message=gettext_lazy("退回要写谁、什么时候、为什么。"),
            ),
        ]

    def __str__(self):
        return self.text[:30]
