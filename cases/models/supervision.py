"""The ladder (T31, F48): each rung is acknowledged by a person; an order of supervision must be answered."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from cases import rules
from cases.models.case import Case
from cases.models.deadline import Deadline
from cases.models.event import Event
from cases.models.paper import Paper
from cases.models.warning import DueWarning
from officials.calendar import Calendar, UnknownYear
from officials.models import Official, Role, Unit

MEETING = "MEETING"
# Whose word counts for whom on the ladder: the head stands above the leaders; the director writes down the meeting's.
SPEAKS = {
    "HD": {Role.HD, Role.MD},
    "OD": {Role.OD},
    "SV": {Role.SV},
    "LO": {Role.LO, Role.HO},
    MEETING: {Role.OD, Role.HO},
}
LEVELS = [level.value for level in DueWarning.Level]


def turn(kind, level):
    """Whose turn a clock of `kind` is at `level`; nobody's where the ladder has none (clearing, staff targets)."""
    rungs = rules.LADDER.get(kind, ())
    if rungs and len(rungs) < len(LEVELS):
        rungs = (rungs[0], *rungs)  # promises and tasks: due soon is told to whom the day itself is told
    return rungs[level - 1].who if level <= len(rungs) else ""


def levels_of(roles):
    """The pairs (kind, level) at which somebody with `roles` is to say that he knows."""
    return [(kind, level) for kind in rules.LADDER for level in LEVELS if SPEAKS.get(turn(kind, level), set()) & roles]


class AcknowledgementQuerySet(models.QuerySet):
    def of(self, warning):
        return self.filter(deadline=warning.deadline_id, due_on=warning.due_on, level=warning.level)


class Acknowledgement(models.Model):
    """A person took note of one level of one clock, and says what is done; of a meeting, what it decided."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="acknowledgements")
    due_on = models.DateField(_("最后一天"))
    level = models.PositiveSmallIntegerField(_("级别"), choices=DueWarning.Level)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("谁知悉"))
    at = models.DateTimeField(_("时间"), default=timezone.now)
    note = models.CharField(_("怎么办"), max_length=200)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("知悉")
        verbose_name_plural = _("知悉")
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "due_on", "level"],
                name="acknowledged_once_a_level",
                violation_error_message=_("这一级已经有人知悉。"),
            )
        ]

    def __str__(self):
        return f"{self.get_level_display()} {self.by}"


class SupervisionOrderManager(models.Manager):
    @transaction.atomic
    def issue(self, clock, *, by, on, facts, demand, answer_due_on):
        """Order whoever answers for a late `clock` to say by `answer_due_on` what is done; the case row is locked.

        Raises ValidationError where nothing is late, or one was issued for this day already.
        """
        if not clock.is_running or not clock.is_late(on) or clock.kind not in rules.LADDER:
            raise ValidationError(_("这个期限没有晚，不能督办。督办要写明触发的事实。"))
        if answer_due_on <= on:
            raise ValidationError({"answer_due_on": _("反馈时间要在签发以后。")})
        if self.filter(deadline=clock, due_on=clock.legal_end_on).exists():
            raise ValidationError(_("这一次超期已经签发过督办单。"))
        case = clock.case
        try:
            due = rules.given("F48", on, answer_due_on, Calendar.load())
        except UnknownYear as unknown:
            raise ValidationError({"answer_due_on": str(unknown)}) from None
        who = case.handler or clock.official or case.first_receiver
        with translation.override(settings.LANGUAGE_CODE):
            label = str(due.rule.title)
        answer = Deadline.objects.start(
            case,
            due,
            rule="F48",
            kind=due.rule.kind,
            label=label,
            started_on=on,
            unit=case.handling_unit,
            official=who,
        )
        order = self.create(
            case=case,
            deadline=clock,
            due_on=clock.legal_end_on,
            facts=facts,
            basis=basis_of(clock),
            demand=demand,
            to=who,
            unit=case.handling_unit,
            issued_by=by,
            issued_on=on,
            answer_clock=answer,
        )
        Acknowledgement.objects.get_or_create(
            deadline=clock,
            due_on=clock.legal_end_on,
            level=DueWarning.Level.LATE,
            defaults={"by": by, "note": "签发督办单"},
        )
        detail = f"督办：{clock.label}最后一天{clock.legal_end_on:%F}，要求{answer_due_on:%F}前反馈"
        Event.objects.add(case, Event.Kind.SUPERVISED, by=by, detail=detail)
        return order

    def unanswered(self):
        """Those whose answer is owed still; what ended with its case is owed no more."""
        return self.filter(answered_on__isnull=True, answer_clock__ended_on__isnull=True)


def basis_of(clock):
    """The article whose day was missed, and the one to supervise by."""
    rule = rules.RULES.get(clock.rule)
    with translation.override(settings.LANGUAGE_CODE):
        return "；".join(filter(None, [rule and str(rule.source), "《信访工作条例》第四十条"]))


class SupervisionOrder(models.Model):
    """督办单 (P14): the missed day that triggered it, what is demanded by when, and the answer."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="supervision_orders", verbose_name=_("案件"))
    deadline = models.ForeignKey(
        Deadline, models.PROTECT, related_name="supervision_orders", verbose_name=_("触发的期限")
    )
    due_on = models.DateField(_("最后一天"))
    facts = models.CharField(_("督办的情形"), max_length=500)
    basis = models.CharField(_("依据条款"), max_length=200)
    demand = models.CharField(_("要求"), max_length=500)
    to = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("由谁反馈"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("发往单位"))
    issued_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("签发人"))
    issued_on = models.DateField(_("签发日期"))
    answer_clock = models.OneToOneField(Deadline, models.PROTECT, related_name="order", verbose_name=_("反馈时间"))
    paper = models.OneToOneField(
        Paper, models.PROTECT, null=True, related_name="supervision_order", verbose_name=_("督办单")
    )
    answer = models.CharField(_("反馈"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(Official, models.PROTECT, null=True, related_name="+", verbose_name=_("反馈人"))
    answered_on = models.DateField(_("反馈日期"), null=True)

    objects = SupervisionOrderManager()

    class Meta:
        verbose_name = _("督办")
        verbose_name_plural = _("督办")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "due_on"],
                name="one_order_for_a_missed_day",
                violation_error_message=_("这一次超期已经签发过督办单。"),
            ),
            models.CheckConstraint(
                name="an_answered_order_says_what_by_whom",
                condition=Q(answered_on__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_on__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                violation_error_message=_("反馈要有内容、反馈人和日期。"),
            ),
            models.CheckConstraint(
                name="order_is_answered_after_it_was_issued",
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("issued_on")),
                violation_error_message=_("反馈不能早于签发。"),
            ),
        ]
        indexes = [
            models.Index(fields=["case"], name="order_by_case"),
            models.Index(fields=["issued_on"], name="order_unanswered", condition=Q(answered_on__isnull=True)),
        ]

    def __str__(self):
        return f"{self.case} {self.issued_on}"

    @property
    def answer_due_on(self):
        return self.answer_clock.legal_end_on

    @transaction.atomic
    def reply(self, text, *, by, on):
        """Answer the order and stop its clock. Who issued it does not answer it."""
        if self.answered_on:
            raise ValidationError(_("这份督办单已经反馈过。"))
        if by == self.issued_by:
            raise ValidationError(_("签发督办单的人不能自己反馈。"))
        self.answer, self.answered_by, self.answered_on = text, by, on
        self.save()
        clock = Deadline.objects.filter(pk=self.answer_clock_id, ended_on__isnull=True)
        clock.update(ended_on=on, end_reason="已反馈")
        Event.objects.add(self.case, Event.Kind.SUPERVISED, by=by, detail="反馈督办")


def standing():
    """Warnings whose clock still runs towards the same day, and of which nobody has taken note."""
    noted = Acknowledgement.objects.filter(
        deadline=OuterRef("deadline_id"), due_on=OuterRef("due_on"), level=OuterRef("level")
    )
    running = DueWarning.objects.filter(deadline__ended_on__isnull=True, due_on=F("deadline__legal_end_on"))
    return running.filter(~Exists(noted))


def waiting_for(official, cases):
    """Of the standing warnings on `cases` those at which it is the turn of `official`, the oldest day first."""
    mine = Q()
    for kind, level in levels_of(official.roles):
        mine |= Q(deadline__kind=kind, level=level)
    if not mine:
        return DueWarning.objects.none()
    return standing().filter(mine, deadline__case__in=cases).order_by("deadline__legal_end_on", "deadline_id")
