"""What a window cannot answer itself and hands to the back office (F33): the answer comes back through the window.

step         from       to         who owes the next
hand_over    -          HANDED     the back office
ask          HANDED     ASKED      the window, of whom something is wanted
fill_in      ASKED      HANDED     the back office
hand_on      HANDED     HANDED     another section; the promise goes on
reply        HANDED     ANSWERED   the window, which tells
send_back    ANSWERED   HANDED     the back office
tell         ANSWERED   TOLD       nobody
"""

from dataclasses import replace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
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


def promised(today, days=None):
    """What is promised on `today`: so many working `days`, or as many as the rule has."""
    rule = rules.find(PROMISE)
    return rules.due(replace(rule, length=days) if days else rule, today, Calendar.load())


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
                own = official.unit_ids_of(grant.role)
                passed = WindowHop.objects.filter(request=OuterRef("pk"), from_unit__in=own)
                return Q(unit__in=own) | Q(Exists(passed))
            case "community":
                return Q(visit__community__in=official.unit_ids_of(grant.role))
            case _:
                return Q(handed_by=official)

    def waiting(self):
        """The back office owes an answer."""
        return self.filter(state=WindowRequest.State.HANDED)

    def asked_back(self):
        """The back office wants to know something first: the window owes."""
        return self.filter(state=WindowRequest.State.ASKED)

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

    def hand_over(self, *, unit, by, now, days=None):
        """A request to `unit`, promised for the day that rule F33 counts from `now`. Its contact names it.

        `days` are the working days that an item of the catalogue promises; without them the rule's own.
        """
        today = timezone.localdate(now)
        due = promised(today, days)
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
        ASKED = "ASKED", gettext_lazy("后台问回，等窗口回")
        ANSWERED = "ANSWERED", gettext_lazy("已答复，待告诉")
        TOLD = "TOLD", gettext_lazy("已告诉群众")
        TAKEN_UP = "TAKEN_UP", gettext_lazy("转为立件办理")
        VOID = "VOID", gettext_lazy("已作废")

    OPEN = [State.HANDED, State.ASKED, State.ANSWERED]
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
            models.Index(
                fields=["state"], name="request_open", condition=Q(state__in=["HANDED", "ASKED", "ANSWERED"])
            ),
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
    def awaits_window(self):
        return self.state == self.State.ASKED

    @property
    def owes(self):
        """Who owes the next step, for the page; empty once it is over."""
        if self.state == self.State.HANDED:
            return _("%s欠答复") % self.unit.label
        if self.state == self.State.ASKED:
            return _("窗口欠回话")
        return _("窗口欠告诉群众") if self.state == self.State.ANSWERED else ""

    @property
    def question(self):
        """What the back office asked and nobody answered yet. Reads the prefetched questions."""
        return next((question for question in self.questions.all() if question.answered_at is None), None)

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

    @transaction.atomic
    def ask(self, text, *, by, now=None):
        """The back office wants something of the window or of who asked; the promise goes on (F33)."""
        self._refuse_unless(self.State.HANDED, _("现在不等后台，不能问回。"))
        if not text.strip():
            raise ValidationError({"text": _("请写要问什么、要补什么。")})
        now = now or timezone.now()
        if self.taken_by is None:
            self.taken_by, self.taken_at = by, now
        self.state = self.State.ASKED
        self.save(update_fields=["taken_by", "taken_at", "state"])
        return self.questions.create(text=text, by=by, at=now)

    @transaction.atomic
    def fill_in(self, answer, *, by, now=None):
        """The window says what the back office asked for; the back office owes again."""
        self._refuse_unless(self.State.ASKED, _("后台没有问，或者刚才已经回过。"))
        if not answer.strip():
            raise ValidationError({"answer": _("请写回什么。")})
        self.questions.filter(answered_at__isnull=True).update(
            answer=answer, answered_by=by, answered_at=now or timezone.now()
        )
        self.state = self.State.HANDED
        self.save(update_fields=["state"])

    @transaction.atomic
    def hand_on(self, unit, reason, *, by, now=None):
        """Another section answers; who received it first stays named (F40), and the promise is not moved."""
        self._refuse_unless(self.State.HANDED, _("现在不等后台答复，不能转给别的科室。"))
        if unit == self.unit:
            raise ValidationError({"unit": _("已经在这个科室，请选另一个。")})
        if not reason.strip():
            raise ValidationError({"reason": _("请写为什么归那个科室。")})
        now = now or timezone.now()
        self.hops.create(from_unit=self.unit, to_unit=unit, reason=reason, by=by, at=now)
        self.unit, self.taken_by, self.taken_at = unit, None, None
        self.save(update_fields=["unit", "taken_by", "taken_at"])
        Deadline.objects.filter(pk=self.deadline_id).update(unit=unit)

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
        self._suggest(now)

    def be_taken_up(self, *, now):
        """It turned out to be a grievance: its contact goes on as a matter, the promise ends with it."""
        self.state = self.State.TAKEN_UP
        self._end(now, "转为立件办理")

    def be_void(self, *, now):
        self.state = self.State.VOID
        self._end(now, "登记作废")

    # ---------- 内部 ----------
    def _suggest(self, now):
        from reception.models.suggestion import Suggestion  # it points here

        Suggestion.objects.draw(self, now=now)

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


class WindowQuestion(models.Model):
    """What the back office asked back, and what the window said."""

    request = models.ForeignKey(
        WindowRequest, models.PROTECT, related_name="questions", verbose_name=gettext_lazy("窗口转办")
    )
    text = models.CharField(gettext_lazy("问什么"), max_length=500)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁问的"))
    at = models.DateTimeField(gettext_lazy("什么时候问的"), default=timezone.now)
    answer = models.CharField(gettext_lazy("回什么"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("谁回的")
    )
    answered_at = models.DateTimeField(gettext_lazy("什么时候回的"), null=True, blank=True)

    class Meta:
        verbose_name = gettext_lazy("后台问回")
        verbose_name_plural = gettext_lazy("后台问回")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(answered_at__isnull=True),
                name="one_question_open",
                violation_error_message=gettext_lazy("上一个问题还没有回，请等回了再问。"),
            ),
            models.CheckConstraint(
                name="question_answered_by_somebody",
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | Q(answered_at__gte=F("at"), answered_by__isnull=False) & ~Q(answer=""),
                violation_error_message=gettext_lazy("回话要写谁、什么时候、回什么。"),
            ),
        ]

    def __str__(self):
        return self.text[:30]


class WindowHop(models.Model):
    """From one section to another, and why. The number of hops is counted, not hidden."""

    request = models.ForeignKey(
        WindowRequest, models.PROTECT, related_name="hops", verbose_name=gettext_lazy("窗口转办")
    )
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("从哪个科室"))
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("转到哪个科室"))
    reason = models.CharField(gettext_lazy("为什么"), max_length=200)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁转的"))
    at = models.DateTimeField(gettext_lazy("什么时候"), default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("科室之间转办")
        verbose_name_plural = gettext_lazy("科室之间转办")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="hop_leads_elsewhere",
                condition=~Q(from_unit=F("to_unit")) & ~Q(reason=""),
                violation_error_message=gettext_lazy("要转到另一个科室，并写为什么。"),
            )
        ]

    def __str__(self):
        return f"{self.from_unit} → {self.to_unit}"
