"""Assisting units (协办): one unit leads the case, others are each asked for a part of it (F36).

The lead answers for the whole. What an assisting unit is asked has a day and a reply. Where the unit says that it is
not its business, somebody above decides; nothing stops the clock meanwhile (L08).
"""

import uuid
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.models.attachment import Attachment
from cases.models.case import Case
from cases.models.deadline import Deadline
from cases.models.event import Event
from cases.models.handover import Handover
from cases.models.ownership import Ownership
from cases.models.party import Party
from cases.models.plan import clock_of
from cases.models.recusal import Recusal
from cases.strays import strays_in
from officials.calendar import Calendar, UnknownYear
from officials.models import Official, Posting, Role, Unit

RULE = "F36"
DISPUTED = "L08"
ANSWERING = (Role.HD, Role.MD, Role.WC)  # who works on what a unit is asked
OBJECTIONS = 2  # the director decides the first, a leader the second and last
PUSHED_BACK_TOO_OFTEN = 2


def answering_posts(on):
    return Posting.objects.in_force(on).filter(role__in=ANSWERING, official__is_active=True)


class Hops(NamedTuple):
    """Through how many hands a case went, and how often one of them said that it was not his (F36, F38)."""

    hands: int
    pushed_back: int

    @property
    def is_too_often(self):
        return self.pushed_back >= PUSHED_BACK_TOO_OFTEN


def hops_of(case):
    returned = Handover.objects.filter(case=case, outcome=Handover.Outcome.RETURNED)
    objections = AssistObjection.objects.filter(task__case=case)
    return Hops(Handover.objects.filter(case=case).count(), returned.count() + objections.count())


class AssistTaskQuerySet(models.QuerySet):
    def visible_to(self, official):
        """The tasks of the units where `official` works on such; never of a sealed case, nor one that bars him.

        What names the unit itself is not its to assist in: it has its inquiry (R10).
        """
        units = {post.unit_id for post in official.posts if post.role in ANSWERING} if official.is_active else set()
        case = {"case": OuterRef("case")}
        named = Party.objects.respondents().filter(Q(official=official) | Q(unit=OuterRef("unit")), **case)
        out = Exists(named) | Exists(Recusal.objects.agreed().filter(official=official, **case))
        return self.filter(~out, unit__in=units, case__is_sealed=False)

    def open(self):
        """Whose day still runs: neither answered nor withdrawn, and the case not over."""
        return self.filter(deadline__ended_on__isnull=True)

    def whole(self):
        """With all that a page says of each."""
        related = ("case", "unit", "official", "asked_by", "withdrawn_by", "unwaited_by", "deadline")
        return self.select_related(*related).prefetch_related(
            "replies__by", "replies__files", "objections__by", "objections__decided_by"
        )

    @transaction.atomic
    def ask(self, case, *, unit, facts, asked, due_on, by, on, official=None):
        """Ask `unit` for its part by the day `due_on`; the case row is locked.

        Nothing that tells who somebody is goes out, and nothing of a sealed case.
        """
        from cases.recusal import why_barred

        why_not = why_no_assist(case) or self._why_not_unit(case, unit)
        if why_not:
            raise ValidationError({"unit": why_not})
        if official and not answering_posts(on).filter(official=official, unit=unit).exists():
            raise ValidationError({"official": _("%s 不在这个单位办事，请换人，或者不指定。") % official.name})
        if official and (barred := why_barred(case, official, on=on)):
            raise ValidationError({"official": barred})
        for name, words in (("facts", facts), ("asked", asked)):
            if not words.strip():
                raise ValidationError({name: _("请写清楚，协办单位只看得到这里写的。")})
            if strays := strays_in(case, words):
                raise ValidationError({name: strays})
        if due_on < on:
            raise ValidationError({"due_on": _("答复的日子不能早于今天。")})
        last = self.filter(case=case).aggregate(last=models.Max("position"))["last"] or 0
        task = self.model(
            case=case,
            position=last + 1,
            unit=unit,
            official=official,
            facts=facts,
            asked=asked,
            asked_on=on,
            asked_by=by,
        )
        task.full_clean(exclude=["case", "unit", "official", "asked_by", "deadline"])
        task.start_clock(on=on, until=due_on)
        task.save()
        task.tell(by, f"请{task.to_whom}协办，{due_on:%F} 以前答复")
        return task

    def _why_not_unit(self, case, unit):
        if unit.pk == case.handling_unit_id:
            return _("%s就是主办单位，不用再请它协办。") % unit.label
        if case.parties.respondents().filter(unit=unit).exists():
            return _("%s是被反映的单位，请它说明情况发核查任务，不作协办。") % unit.label
        if self.filter(case=case, unit=unit).open().exists():
            return _("%s已有一份协办没有答复，先等它答复或者撤回。") % unit.label
        return ""


def assists_of(case):
    """The tasks of `case` with what says whether the lead waits for each; nothing is asked where none has a clock."""
    if all(clock.rule != RULE for clock in case.deadlines.all()):  # few, and mostly read already
        return AssistTask.objects.none()
    return AssistTask.objects.filter(case=case).select_related("unit", "deadline")


def why_no_assist(case):
    """Why no unit can be asked to assist on `case`; empty if one can."""
    if case.confidentiality == Case.Confidentiality.SEALED:
        return _("检举控告封存，不请任何单位协办。")
    if not case.handling_unit_id:
        return _("还没有主办单位，先分流，定了主办再加协办。")
    return ""


class AssistTask(models.Model):
    """What one assisting unit is asked on a case. Its address is the random `key`: it does not open the file.

    It is open exactly as long as its clock runs: a reply, a withdrawal or the end of the case ends both. `official` is
    whoever was named in the unit, or took it up.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="assists", verbose_name=gettext_lazy("案件"))
    position = models.PositiveSmallIntegerField(gettext_lazy("序号"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("协办单位"))
    official = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("由谁办")
    )
    facts = models.TextField(gettext_lazy("给协办单位看的情况"), max_length=1000)
    asked = models.TextField(gettext_lazy("请它办什么"), max_length=1000)
    asked_on = models.DateField(gettext_lazy("提出日期"))
    asked_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("提出人"))
    deadline = models.OneToOneField(
        Deadline, models.PROTECT, related_name="assist", verbose_name=gettext_lazy("期限")
    )  # the present one: what was given back has a new one
    withdrawn_on = models.DateField(gettext_lazy("撤回日期"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawal = models.CharField(gettext_lazy("撤回的原因"), max_length=200, blank=True)
    unwaited_on = models.DateField(gettext_lazy("哪天决定不等"), null=True, blank=True)
    unwaited_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    unwaited = models.CharField(gettext_lazy("不等协办答复的理由"), max_length=300, blank=True)

    objects = AssistTaskQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("协办")
        verbose_name_plural = gettext_lazy("协办")
        ordering = ["case", "position"]
        constraints = [
            models.UniqueConstraint(name="assists_are_numbered", fields=["case", "position"]),
            models.CheckConstraint(
                name="assist_says_what_is_asked",
                condition=~Q(asked="") & ~Q(facts=""),
                violation_error_message=gettext_lazy("请写情况和请它办什么。"),
            ),
            models.CheckConstraint(
                name="withdrawn_assist_says_why",
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True, withdrawal="")
                | (Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawal="")),
                violation_error_message=gettext_lazy("撤回协办要写原因。"),
            ),
            models.CheckConstraint(
                name="going_without_an_assist_says_why",
                condition=Q(unwaited_on__isnull=True, unwaited_by__isnull=True, unwaited="")
                | (Q(unwaited_on__isnull=False, unwaited_by__isnull=False) & ~Q(unwaited="")),
                violation_error_message=gettext_lazy("不等协办答复要写理由。"),
            ),
        ]
        indexes = [models.Index(fields=["unit", "-id"], name="assist_by_unit")]

    def __str__(self):
        return f"{self.case} {self.unit.label}"

    def get_absolute_url(self):
        return reverse("assists:task", args=[self.key])

    # ---------- 问 ----------
    @property
    def to_whom(self):
        return f"{self.unit.label} {self.official.name}" if self.official else self.unit.label

    @property
    def reply_given(self):
        """The reply that was not given back; None while one is waited for."""
        return next((row for row in self.replies.all() if row.returned_on is None), None)

    @property
    def objection(self):
        """The objection that waits for a decision, or None."""
        return next((row for row in self.objections.all() if not row.decision), None)

    @property
    def is_open(self):
        return self.deadline.is_running

    @property
    def holds_up(self):
        """Without this answer the lead does not close, unless it said why it goes without (F36)."""
        return self.is_open and self.unwaited_on is None

    @property
    def state(self):
        if self.withdrawn_on:
            return _("已撤回")
        if given := self.reply_given:
            return _("主办已采用") if given.accepted_on else _("已答复，待主办看")
        if not self.is_open:
            return _("没有答复，案件已办结")
        if self.objection:
            return _("提出不归本单位，待决定")
        return _("退回补充") if self.replies.all() else _("待答复")

    def works_for(self, official):
        """Whether `official` works on such tasks in this unit today."""
        return any(post.unit_id == self.unit_id and post.role in ANSWERING for post in official.posts)

    # ---------- 协办单位的步 ----------
    @transaction.atomic
    def take_up(self, *, by, on):
        """Whoever of the unit takes it answers for it from now on, also in the place of who was named."""
        self._must_be_open_to(by)
        if self.official_id == by.pk:
            raise ValidationError(_("这一份已经由您办。"))
        self.official = by
        self.save()
        Deadline.objects.running().filter(pk=self.deadline_id).update(official=by)
        self.tell(by, f"{self.unit.label} {by.name} 接手协办")

    @transaction.atomic
    def reply(self, *, by, on, text, attachments=()):
        self._must_be_open_to(by)
        if self.objection:
            raise ValidationError(_("已经提出不归本单位，等决定以后再答复。"))
        if not text.strip():
            raise ValidationError({"text": _("请写办了什么、结果怎样。")})
        last = self.replies.aggregate(last=models.Max("position"))["last"] or 0
        given = AssistReply(task=self, position=last + 1, text=text, on=on, by=by)
        given.clean_fields(exclude=["task", "by"])
        given.save()
        given.files.set(attachments)
        self.official = by
        self.save()
        self.end_clock(on, "已答复")
        self.tell(by, f"{self.unit.label}答复协办")
        return given

    @transaction.atomic
    def object(self, *, by, on, reason):
        """Not the unit's business, it says; the clock runs on until somebody has decided (L08)."""
        self._must_be_open_to(by)
        if self.objection:
            raise ValidationError(_("已经提过，等决定。"))
        if self.replies.exists():
            raise ValidationError(_("已经答复过一次，不能再说不归本单位。"))
        earlier = self.objections.count()
        if earlier >= OBJECTIONS:
            raise ValidationError(_("领导已经决定由你单位办，不能再推。"))
        if not reason.strip():
            raise ValidationError({"reason": _("请写为什么不归你单位，归谁。")})
        if strays := strays_in(self.case, reason):
            raise ValidationError({"reason": strays})
        objection = AssistObjection(task=self, position=earlier + 1, reason=reason, on=on, by=by)
        objection.clean_fields(exclude=["task", "by", "deadline"])
        objection.deadline = self._clock_of_dispute(on)
        objection.save()
        self.tell(by, f"{self.unit.label}提出协办不归本单位：{reason}")
        return objection

    # ---------- 主办和主任的步 ----------
    @transaction.atomic
    def accept(self, *, by, on):
        given = self._reply_to_weigh()
        given.accepted_on, given.accepted_by = on, by
        given.save()
        self.tell(by, f"采用{self.unit.label}的协办答复")

    @transaction.atomic
    def give_back(self, *, by, on, reason, due_on):
        """Not enough: the unit answers again by a new day, and the lead waits for it again."""
        given = self._reply_to_weigh()
        if not reason.strip():
            raise ValidationError({"reason": _("退回要写还缺什么。")})
        if strays := strays_in(self.case, reason):
            raise ValidationError({"reason": strays})
        if due_on is None or due_on < on:
            raise ValidationError({"due_on": _("请写哪天以前补好，不早于今天。")})
        given.returned_on, given.returned_by, given.returned_for = on, by, reason
        given.save()
        self.unwaited_on = self.unwaited_by = None
        self.unwaited = ""
        self.start_clock(on=on, until=due_on)
        self.save()
        self.tell(by, f"退回{self.unit.label}的协办答复，{due_on:%F} 以前补")

    @transaction.atomic
    def withdraw(self, *, by, on, reason):
        self._must_be_open()
        if not reason.strip():
            raise ValidationError({"reason": _("撤回协办要写原因。")})
        if waiting := self.objection:
            if waiting.by_id == by.pk:
                raise ValidationError(_("自己提的异议由别人决定。"))
            waiting.end(AssistObjection.Decision.UPHELD, by=by, on=on, words=reason)
        self.withdrawn_on, self.withdrawn_by, self.withdrawal = on, by, reason
        self.save()
        self.end_clock(on, "已撤回", fell_away=True)
        self.tell(by, f"撤回{self.unit.label}的协办：{reason}")

    @transaction.atomic
    def go_without(self, *, by, on, reason):
        """The lead closes without this answer, and says why; it is asked for until the case is closed (F36)."""
        self._must_be_open()
        if self.unwaited_on:
            raise ValidationError(_("已经写过不等它的理由。"))
        if not reason.strip():
            raise ValidationError({"reason": _("请写为什么不等它的答复就办结。")})
        self.unwaited_on, self.unwaited_by, self.unwaited = on, by, reason
        self.save()
        self.tell(by, f"不等{self.unit.label}的协办答复：{reason}")

    @transaction.atomic
    def decide(self, decision, *, by, on, words, unit=None, due_on=None):
        """Whose it is. Upheld, the unit is out and `unit` may be asked in its place; else it does it (L08).

        The director decides the first objection, the second and last one whoever is above: the head, or the leader
        who owns the case.
        """
        self._must_be_open()
        objection = self.objection
        if objection is None:
            raise ValidationError(_("没有等决定的异议，可能已经决定过。"))
        if why_not := objection.why_not_by(by, on):
            raise ValidationError(why_not)
        if not words.strip():
            raise ValidationError({"words": _("请写决定的理由。")})
        objection.end(decision, by=by, on=on, words=words)
        if decision == AssistObjection.Decision.KEPT:
            self.tell(by, f"协办仍由{self.unit.label}办：{words}")
            return None
        self.withdrawn_on, self.withdrawn_by, self.withdrawal = on, by, words
        self.save()
        until = due_on or max(self.deadline.legal_end_on, on)
        self.end_clock(on, "不归本单位", fell_away=True)
        self.tell(by, f"协办不归{self.unit.label}：{words}")
        if unit is None:
            return None
        return AssistTask.objects.ask(
            self.case, unit=unit, facts=self.facts, asked=self.asked, due_on=until, by=by, on=on
        )

    # ---------- 私 ----------
    def start_clock(self, *, on, until):
        """The day runs for the unit asked, not for the lead."""
        clock = clock_of(self.case, RULE, on=on, until=until, who=self.official, field="due_on")
        clock.unit = self.unit
        clock.save(update_fields=["unit"])
        self.deadline = clock
        getattr(self.case, "_prefetched_objects_cache", {}).pop("deadlines", None)

    def end_clock(self, on, reason, fell_away=False):
        mine = Deadline.objects.running().filter(pk=self.deadline_id)
        mine.update(ended_on=on, end_reason=reason, fell_away=fell_away)
        self.deadline.ended_on, self.deadline.end_reason, self.deadline.fell_away = on, reason, fell_away
        for name in ("replies", "objections"):
            getattr(self, "_prefetched_objects_cache", {}).pop(name, None)

    def tell(self, by, words):
        self.case.touch(by)
        self.case.save()
        Event.objects.add(self.case, Event.Kind.JOINT, by=by, detail=words)

    def _clock_of_dispute(self, on):
        try:
            due = rules.due(DISPUTED, on, Calendar.load())
        except UnknownYear as unknown:
            raise ValidationError(str(unknown)) from None
        return Deadline.objects.start(
            self.case, due, rule=DISPUTED, kind=due.rule.kind, label="协办归谁，商定", started_on=on
        )

    def _must_be_open(self):
        if not (self.is_open and self.case.is_open):
            raise ValidationError(_("这份协办已经结束：%s。") % self.state)

    def _must_be_open_to(self, official):
        from cases.recusal import why_stopped

        self._must_be_open()
        if not self.works_for(official):
            raise ValidationError(_("这份协办是请%s办的。") % self.unit.label)
        if Recusal.objects.asked().filter(case=self.case, official=official).exists():
            raise ValidationError(why_stopped())

    def _reply_to_weigh(self):
        given = self.reply_given
        if given is None:
            raise ValidationError(_("协办单位还没有答复；不用它办了的，撤回。"))
        if given.accepted_on:
            raise ValidationError(_("这份答复已经采用。"))
        return given


class AssistReplyQuerySet(models.QuerySet):
    def to_weigh(self):
        """Neither taken nor given back by the lead, of cases that go on."""
        return self.filter(accepted_on__isnull=True, returned_on__isnull=True, task__case__closed_on__isnull=True)


class AssistReply(models.Model):
    """What the unit did and says of it; where it was given back, why."""

    task = models.ForeignKey(AssistTask, models.PROTECT, related_name="replies")
    position = models.PositiveSmallIntegerField()
    text = models.TextField(gettext_lazy("办理情况"), max_length=5000)
    on = models.DateField(gettext_lazy("答复日期"))
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("答复人"))
    at = models.DateTimeField(default=timezone.now)
    files = models.ManyToManyField(Attachment, related_name="assist_replies", verbose_name=gettext_lazy("证据材料"))
    accepted_on = models.DateField(gettext_lazy("采用日期"), null=True, blank=True)
    accepted_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    returned_on = models.DateField(gettext_lazy("退回日期"), null=True, blank=True)
    returned_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    returned_for = models.CharField(gettext_lazy("退回原因"), max_length=300, blank=True)

    objects = AssistReplyQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("协办答复")
        verbose_name_plural = gettext_lazy("协办答复")
        ordering = ["task", "position"]
        constraints = [
            models.UniqueConstraint(name="assist_replies_are_numbered", fields=["task", "position"]),
            models.UniqueConstraint(
                name="one_assist_reply_stands",
                fields=["task"],
                condition=Q(returned_on__isnull=True),
                violation_error_message=gettext_lazy("已经答复过，等主办看。"),
            ),
            models.CheckConstraint(
                name="returned_assist_reply_says_why",
                condition=Q(returned_on__isnull=True, returned_by__isnull=True, returned_for="")
                | (
                    Q(returned_on__isnull=False, returned_by__isnull=False, accepted_on__isnull=True)
                    & ~Q(returned_for="")
                ),
                violation_error_message=gettext_lazy("退回要写原因；采用了的不能退。"),
            ),
            models.CheckConstraint(
                name="assist_reply_is_accepted_by_whom_and_when",
                condition=Q(accepted_on__isnull=True, accepted_by__isnull=True)
                | Q(accepted_on__isnull=False, accepted_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["task"],
                name="assist_reply_unweighed",
                condition=Q(accepted_on__isnull=True, returned_on__isnull=True),
            )
        ]

    def __str__(self):
        return f"{self.task} {self.position}"


class AssistObjectionQuerySet(models.QuerySet):
    def waiting(self):
        """Not decided yet, of a task that still runs."""
        return self.filter(decision="", task__deadline__ended_on__isnull=True)

    def waiting_for(self, official, today):
        """Those that `official` may decide: the director the first, the head or the owning leader the second."""
        mine = Q(pk__in=[])
        if Role.OD in official.roles:
            mine |= Q(position=1)
        if Role.HO in official.roles:
            mine |= Q(position=OBJECTIONS)
        if Role.LO in official.roles:
            owned = Ownership.objects.in_force(today).filter(leader=official)
            mine |= Q(position=OBJECTIONS, task__case__in=owned.values("case"))
        return self.waiting().filter(mine)


class AssistObjection(models.Model):
    """An assisting unit says that it is not its business, why, and what was decided (L08). Counted as a hop."""

    class Decision(models.TextChoices):
        UPHELD = "UPHELD", gettext_lazy("不归它办")
        KEPT = "KEPT", gettext_lazy("仍由它办")

    task = models.ForeignKey(AssistTask, models.PROTECT, related_name="objections")
    position = models.PositiveSmallIntegerField(gettext_lazy("第几次"))
    reason = models.CharField(gettext_lazy("为什么不归本单位"), max_length=300)
    on = models.DateField(gettext_lazy("提出日期"))
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("提出人"))
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="+", verbose_name=gettext_lazy("期限"))
    decision = models.CharField(gettext_lazy("决定"), max_length=6, choices=Decision, blank=True)
    decided_on = models.DateField(gettext_lazy("决定日期"), null=True, blank=True)
    decided_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(gettext_lazy("决定的理由"), max_length=300, blank=True)

    objects = AssistObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("协办异议")
        verbose_name_plural = gettext_lazy("协办异议")
        ordering = ["task", "position"]
        constraints = [
            models.UniqueConstraint(name="assist_objections_are_numbered", fields=["task", "position"]),
            models.CheckConstraint(
                name="a_unit_objects_twice_at_most",
                condition=Q(position__gte=1, position__lte=OBJECTIONS),
                violation_error_message=gettext_lazy("领导已经决定，不能再推。"),
            ),
            models.CheckConstraint(
                name="assist_objection_gives_its_reason",
                condition=~Q(reason=""),
                violation_error_message=gettext_lazy("请写为什么不归本单位。"),
            ),
            models.CheckConstraint(
                name="nobody_decides_his_own_objection",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("by")),
                violation_error_message=gettext_lazy("自己提的异议由别人决定。"),
            ),
            models.CheckConstraint(
                name="decided_assist_objection_is_whole",
                condition=Q(decision="", decided_on__isnull=True, decided_by__isnull=True, words="")
                | (
                    Q(decision__in=["UPHELD", "KEPT"], decided_on__isnull=False, decided_by__isnull=False)
                    & ~Q(words="")
                ),
                violation_error_message=gettext_lazy("决定要写理由。"),
            ),
        ]
        indexes = [models.Index(fields=["task"], name="assist_objection_waiting", condition=Q(decision=""))]

    def __str__(self):
        return f"{self.task} {self.position}"

    @property
    def goes_up(self):
        """Whether the director has had his word already."""
        return self.position == OBJECTIONS

    def why_not_by(self, official, on):
        """Why `official` does not decide this one; empty if he does."""
        if official.pk == self.by_id:
            return _("自己提的异议由别人决定。")
        if AssistObjection.objects.waiting_for(official, on).filter(pk=self.pk).exists():
            return ""
        if self.goes_up:
            return _("主任已经定过一次，这次由机关负责人或者包案领导定。")
        return _("第一次由信访办主任定。")

    def end(self, decision, *, by, on, words):
        self.decision, self.decided_by, self.decided_on, self.words = decision, by, on, words
        self.save()
        Deadline.objects.running().filter(pk=self.deadline_id).update(ended_on=on, end_reason="已决定")
