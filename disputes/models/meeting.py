"""The monthly meeting: what lies before it, what it decides, and the task each decision is at once (F14, 5.3, K23)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.models import Case, Deadline
from disputes import agenda
from officials import permissions
from officials.calendar import Calendar, UnknownYear
from officials.models import Official, Role, Unit

RULE = "K23"
CHAIRS = {Role.LO, Role.HO}


class MeetingQuerySet(models.QuerySet):
    @transaction.atomic
    def plan(self, *, month, held_on, place, chair, recorder):
        """Plan the meeting of the month; there is one a month."""
        if not chair.roles & CHAIRS:
            raise ValidationError({"chair": _("例会由领导或者负责人主持，请另选一位。")})
        meeting = self.model(month=month, held_on=held_on, place=place, chair=chair, recorder=recorder)
        meeting.full_clean(exclude=["chair", "recorder"])
        meeting.save()
        return meeting


class Meeting(models.Model):
    """The meeting of one month. Once it is closed nothing it decided changes; a correction is decided anew."""

    class State(models.TextChoices):
        PLANNED = "PLANNED", gettext_lazy("已安排")
        RUNNING = "RUNNING", gettext_lazy("正在开")
        CLOSED = "CLOSED", gettext_lazy("已结束")

    month = models.DateField(gettext_lazy("月份"), unique=True)
    held_on = models.DateField(gettext_lazy("开会日期"))
    place = models.CharField(gettext_lazy("地点"), max_length=60)
    chair = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("主持人"))
    recorder = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("记录人"))
    state = models.CharField(gettext_lazy("状态"), max_length=7, choices=State, default=State.PLANNED)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("例会")
        verbose_name_plural = gettext_lazy("例会")
        ordering = ["-month"]
        constraints = [
            models.CheckConstraint(
                name="meeting_month_is_its_first_day",
                condition=Q(month__day=1),
                violation_error_message=gettext_lazy("月份写当月的第一天。"),
            )
        ]

    def __str__(self):
        return f"{self.month:%Y-%m}"

    # ---------- 问 ----------
    @property
    def is_planned(self):
        return self.state == self.State.PLANNED

    @property
    def is_running(self):
        return self.state == self.State.RUNNING

    @property
    def is_closed(self):
        return self.state == self.State.CLOSED

    def open_items(self):
        """The agenda in its order, without what was sealed since."""
        sealed = Case.objects.filter(is_sealed=True).values("pk")
        return self.items.exclude(case__in=sealed).exclude(task__decision__case__in=sealed)

    # ---------- 步 ----------
    @transaction.atomic
    def draw_up(self, pack):
        """Draw up the agenda: the undone of earlier months, matters red to blue, what the ladder sent, owners.

        What stands keeps its place; once the meeting runs nothing is taken off. A sealed matter never lies before a
        meeting, whatever the pack says.
        """
        self._lock()
        if self.state == self.State.CLOSED:
            raise ValidationError(_("例会已经结束，议程不再变。"))
        wanted = {}
        for task in MeetingTask.objects.undone().filter(decision__meeting__month__lt=self.month).oldest_first():
            wanted[f"task:{task.pk}"] = {"part": AgendaItem.Part.UNDONE, "task": task, "text": task.decision.text}
        risks = agenda.risks_in_order(pack)
        open_to_all = set(
            Case.objects.unsealed().filter(pk__in=[row["case"] for row in risks]).values_list("pk", flat=True)
        )
        for row in risks:
            if row["case"] in open_to_all:
                text = agenda.risk_in_words(row)
                wanted[f"case:{row['case']}"] = {"part": AgendaItem.Part.RISK, "case_id": row["case"], "text": text}
        sent, beyond = agenda.sent_by_ladder(besides=open_to_all)
        for case, rows in sent.items():
            text = agenda.sent_in_words(case, rows)
            wanted[f"case:{case.pk}"] = {"part": AgendaItem.Part.RISK, "case": case, "text": text}
        if beyond > 0:
            text = f"另有 {beyond} 件超期上会的，见督办页"
            wanted["ladder"] = {"part": AgendaItem.Part.RISK, "text": text}
        for row in agenda.owners_in_order(pack):
            wanted[f"owner:{row['leader']}"] = {"part": AgendaItem.Part.OWNER, "text": agenda.owner_in_words(row)}
        if self.state == self.State.PLANNED:
            self.items.exclude(part=AgendaItem.Part.FREE).exclude(key__in=wanted).filter(decisions=None).delete()
        standing = set(self.items.values_list("key", flat=True))
        place = self.items.aggregate(last=Max("position"))["last"] or 0
        new = [(key, row) for key, row in wanted.items() if key not in standing]
        AgendaItem.objects.bulk_create(
            AgendaItem(meeting=self, key=key, position=position, **row)
            for position, (key, row) in enumerate(new, place + 1)
        )

    @transaction.atomic
    def add_item(self, text):
        """Put one more thing on the agenda, after all that is drawn up by itself."""
        self._lock()
        if self.state == self.State.CLOSED:
            raise ValidationError(_("例会已经结束，议程不再变。"))
        last = self.items.aggregate(last=Max("position"))["last"] or 0
        key = f"free:{last + 1}"
        item = AgendaItem(meeting=self, part=AgendaItem.Part.FREE, position=last + 1, key=key, text=text)
        item.full_clean(exclude=["meeting"])
        item.save()
        return item

    @transaction.atomic
    def admit(self, *, name, role, unit=None, organ=""):
        """Put somebody on the list, for a unit of the street or for another organ (派出所、司法所……)."""
        self._lock()
        if self.state == self.State.CLOSED:
            raise ValidationError(_("例会已经结束，名单不再变。"))
        row = Participant(meeting=self, name=name, role=role, unit=unit, organ=organ)
        row.full_clean()
        row.save()
        return row

    @transaction.atomic
    def open(self):
        self._lock()
        if self.state != self.State.PLANNED:
            raise ValidationError(_("只有安排好的例会才能开始。"))
        self.state = self.State.RUNNING
        self.save()

    @transaction.atomic
    def decide(self, *, kind, text, leader, unit, official, due_on, feedback, on, item=None, case=None, assisting=""):
        """Write down one decision; it is a task of its official with a clock at once (5.3).

        What is decided on an item is of the matter that the item is of, of an undone decision's matter too.
        """
        self._lock()
        if self.state != self.State.RUNNING:
            raise ValidationError(_("例会正在开的时候才能写决定。"))
        if item and item.meeting_id != self.pk:
            raise ValidationError({"item": _("这个议题不是这次例会的，请另选。")})
        case = case or (item and item.matter)
        if case and Case.objects.filter(pk=case.pk, is_sealed=True).exists():
            raise ValidationError({"case": _("封存的案件不上例会。")})
        if due_on <= on:
            raise ValidationError({"due_on": _("完成的日子要在今天以后。")})
        below = Unit.objects.below({unit.pk})
        if not (official.is_active and official.postings.in_force(on).filter(unit__in=below).exists()):
            raise ValidationError({"official": _("%s 现在不在这个单位。") % official.name})
        decision = Decision(
            meeting=self,
            position=(self.decisions.aggregate(last=Max("position"))["last"] or 0) + 1,
            kind=kind,
            text=text,
            item=item,
            case=case,
            leader=leader,
            unit=unit,
            assisting=assisting,
            official=official,
            due_on=due_on,
            feedback=feedback,
            decided_on=on,
        )
        decision.full_clean(exclude=["meeting", "item", "case", "leader", "unit", "official"])
        decision.save()
        return MeetingTask.objects.create(decision=decision, deadline=decision.start_clock())

    @transaction.atomic
    def close(self, *, by):
        """The chair confirms what was decided; from then on it stands, and it approves minutes and task list."""
        from disputes import papers

        self._lock()
        if self.state != self.State.RUNNING:
            raise ValidationError(_("只有正在开的例会才能结束。"))
        if by != self.chair:
            raise ValidationError(_("由主持人 %s 确认结束。") % self.chair.name)
        self.state = self.State.CLOSED
        self.save()
        papers.approve(self, by=by)

    def _lock(self):
        self.state = Meeting.objects.select_for_update().values_list("state", flat=True).get(pk=self.pk)


class Participant(models.Model):
    """Who was at a meeting, for which unit or organ, and whether he came (F14)."""

    class Role(models.TextChoices):
        ATTENDS = "ATTENDS", gettext_lazy("出席")
        SITS_IN = "SITS_IN", gettext_lazy("列席")
        EXCUSED = "EXCUSED", gettext_lazy("请假")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="participants")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    organ = models.CharField(gettext_lazy("其他单位"), max_length=40, blank=True)
    name = models.CharField(gettext_lazy("姓名"), max_length=20)
    role = models.CharField(gettext_lazy("出席、列席还是请假"), max_length=7, choices=Role)

    class Meta:
        verbose_name = gettext_lazy("参会人员")
        verbose_name_plural = gettext_lazy("参会人员")
        ordering = ["role", "pk"]
        constraints = [
            models.CheckConstraint(
                name="participant_is_of_one_place",
                condition=Q(unit__isnull=True) & ~Q(organ="") | Q(unit__isnull=False, organ=""),
                violation_error_message=gettext_lazy("选一个本街道的单位，或者写别的单位，二选一。"),
            ),
            models.UniqueConstraint(
                fields=["meeting", "unit", "organ", "name"],
                nulls_distinct=False,
                name="one_participates_once",
                violation_error_message=gettext_lazy("这位已经在名单里。"),
            ),
        ]

    def __str__(self):
        return f"{self.name}（{self.of}）"

    @property
    def of(self):
        return self.unit.label if self.unit else self.organ


class DecisionQuerySet(models.QuerySet):
    def awaiting(self, kind, official):
        """Of this kind and not done yet, as far as `official` sees the task of it."""
        undone = MeetingTask.objects.visible_to(official).undone()
        return self.filter(kind=kind, task__in=undone).order_by("-meeting__month", "position")


class Decision(models.Model):
    """One thing decided: what, whose, by when, and how it is reported. Rows are only added."""

    class Kind(models.TextChoices):
        LEVEL = "LEVEL", gettext_lazy("调整层级")
        OWNERSHIP = "OWNERSHIP", gettext_lazy("包案")
        TEAM = "TEAM", gettext_lazy("成立专班")
        SUSPENSION = "SUSPENSION", gettext_lazy("中止清零目标")
        SUPERVISION = "SUPERVISION", gettext_lazy("督办")
        RESOURCES = "RESOURCES", gettext_lazy("资源保障")
        UPWARD = "UPWARD", gettext_lazy("报上级")
        POLICY = "POLICY", gettext_lazy("政策建议")
        KEY_PERIOD = "KEY_PERIOD", gettext_lazy("重要时段安排")
        EXTENSION = "EXTENSION", gettext_lazy("延长疑难案件清零期限")
        OTHER = "OTHER", gettext_lazy("其他")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    position = models.PositiveSmallIntegerField(gettext_lazy("序号"))
    kind = models.CharField(gettext_lazy("种类"), max_length=11, choices=Kind)
    text = models.CharField(gettext_lazy("内容"), max_length=300)
    item = models.ForeignKey("AgendaItem", models.PROTECT, null=True, blank=True, related_name="decisions")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    leader = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("责任领导"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=gettext_lazy("责任单位"))
    official = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("责任人"))
    assisting = models.CharField(gettext_lazy("协助单位"), max_length=100, blank=True)
    due_on = models.DateField(gettext_lazy("完成时限"))
    feedback = models.CharField(gettext_lazy("反馈形式"), max_length=60)
    decided_on = models.DateField(gettext_lazy("决定日期"))

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("会议决定")
        verbose_name_plural = gettext_lazy("会议决定")
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(name="one_decision_a_place", fields=["meeting", "position"]),
            models.CheckConstraint(name="decision_is_due_later", condition=Q(due_on__gt=F("decided_on"))),
        ]

    def __str__(self):
        return self.text

    # What carries a decision out: the step's own page, with its own rights and checks. Of a case, or of none.
    ON_CASE = {
        Kind.LEVEL: "cases:level_change",
        Kind.OWNERSHIP: "cases:ownership",
        Kind.SUSPENSION: "cases:suspension",
        Kind.EXTENSION: "cases:plan_extension",
        Kind.RESOURCES: "cases:measure_add",
        Kind.UPWARD: "cases:report",
    }
    ELSEWHERE = {Kind.TEAM: "teams:new", Kind.POLICY: "causes:suggestion_add", Kind.KEY_PERIOD: "periods:new"}

    @transaction.atomic
    def lead_to(self, *, by, on, **made):
        """Keep that `team`, `suggestion` or `period` was made because of this; it must still be to be done."""
        from disputes.models.outcome import ONE_OF, Outcome

        [(name, _thing)] = made.items()
        if dict(ONE_OF)[name] != self.kind:
            raise ValidationError({"decision": _("这项决定不是定这个的。")})
        if not MeetingTask.objects.visible_to(by).undone().filter(decision=self).exists():
            raise ValidationError({"decision": _("这项决定已经办结，或者不再办。")})
        return Outcome.objects.create(decision=self, by=by, on=on, **made)

    def due_by(self, day, *, at):
        try:
            return rules.given(RULE, self.decided_on, day, Calendar.load())
        except (rules.RuleRefuses, UnknownYear) as refusal:
            raise ValidationError({at: str(refusal)}) from None

    def start_clock(self):
        """Its clock is of the meeting, not of the case: closing the case does not do what was decided."""
        due = self.due_by(self.due_on, at="due_on")
        with translation.override(settings.LANGUAGE_CODE):
            label = str(due.rule.title)
        return Deadline.objects.start(
            None,
            due,
            rule=RULE,
            kind=due.rule.kind,
            label=label,
            started_on=self.decided_on,
            unit=self.unit,
            official=self.official,
        )


class MeetingTaskQuerySet(models.QuerySet):
    def visible_to(self, official):
        """By the permission table: all of them, or the own ones; nothing of a matter that is sealed now."""
        condition = Q(pk__in=[])
        for grant in permissions.grants_for("meetings:task", official.roles) if official.is_active else []:
            condition |= Q(decision__official=official) if grant.scope == "own" else ~Q(pk__in=[])
        unsealed = Q(decision__case__isnull=True) | Q(decision__case__is_sealed=False)
        return self.filter(condition, unsealed)

    met = Q(state="DONE", done_on__lte=F("decision__due_on"))

    def undone(self):
        return self.filter(state__in=[MeetingTask.State.OPEN, MeetingTask.State.REPORTED])

    def late(self, today):
        return self.filter(state=MeetingTask.State.OPEN, deadline__legal_end_on__lt=today)

    def oldest_first(self):
        return self.select_related("decision").order_by("deadline__legal_end_on", "pk")

    def due_between(self, first, until):
        """What K23 counts: due from `first` to `until` by the day decided on, dropped left out; `met` are in time.

        A task that was postponed counts by its first day (0163).
        """
        due = Q(decision__due_on__gte=first, decision__due_on__lte=until)
        return self.filter(due).exclude(state=MeetingTask.State.DROPPED)


class MeetingTask(models.Model):
    """What becomes of a decision: it comes back to every meeting until it is done or dropped with a reason."""

    class State(models.TextChoices):
        OPEN = "OPEN", gettext_lazy("在办")
        REPORTED = "REPORTED", gettext_lazy("已报，等核对")
        DONE = "DONE", gettext_lazy("已办结")
        DROPPED = "DROPPED", gettext_lazy("不再办")

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="task")
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="+")
    state = models.CharField(gettext_lazy("状态"), max_length=8, choices=State, default=State.OPEN)
    done_on = models.DateField(gettext_lazy("办成日期"), null=True, blank=True)
    evidence = models.CharField(gettext_lazy("凭据"), max_length=300, blank=True)
    reason = models.CharField(gettext_lazy("原因"), max_length=200, blank=True)
    closed_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MeetingTaskQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("会议任务")
        verbose_name_plural = gettext_lazy("会议任务")
        constraints = [
            models.CheckConstraint(
                name="done_task_has_its_evidence",
                condition=~Q(state__in=["REPORTED", "DONE"]) | (Q(done_on__isnull=False) & ~Q(evidence="")),
            ),
            models.CheckConstraint(name="dropped_task_has_its_reason", condition=~Q(state="DROPPED") | ~Q(reason="")),
        ]

    def __str__(self):
        return str(self.decision)

    def get_absolute_url(self):
        return reverse("meetings:task", args=[self.pk])

    @property
    def due_on(self):
        """The day that counts now; the decision keeps the first one."""
        return self.deadline.legal_end_on

    @property
    def was_postponed(self):
        return self.due_on != self.decision.due_on

    @property
    def is_undone(self):
        return self.state in (self.State.OPEN, self.State.REPORTED)

    def may_be_checked_by(self, official):
        """The chair or the director, and never whose task it is."""
        is_other = official != self.decision.official
        return is_other and (official == self.decision.meeting.chair or Role.OD in official.roles)

    @transaction.atomic
    def report(self, *, done_on, evidence, by, on):
        """Whose it is says that it is done, and by what one sees it."""
        self._must_be(self.State.OPEN)
        if by != self.decision.official:
            raise ValidationError(_("由责任人 %s 报完成。") % self.decision.official.name)
        if not self.decision.decided_on <= done_on <= on:
            raise ValidationError({"done_on": _("办成的日子要在决定以后、今天以前。")})
        if not evidence.strip():
            raise ValidationError({"evidence": _("请写凭什么说办成了。")})
        self.state, self.done_on, self.evidence, self.reason = self.State.REPORTED, done_on, evidence, ""
        self.save()

    @transaction.atomic
    def check_done(self, *, passed, by, reason=""):
        """The chair or the director takes it as done, on the day it was, or sends it back with a reason."""
        self._must_be(self.State.REPORTED)
        if not self.may_be_checked_by(by):
            raise ValidationError(_("由主持人或者主任核对，责任人不能自己核对。"))
        if passed:
            self.state, self.closed_by = self.State.DONE, by
            self._end_clock(self.done_on, "办结")
        else:
            if not reason.strip():
                raise ValidationError({"reason": _("退回要写原因。")})
            self.state, self.reason = self.State.OPEN, reason
        self.save()

    @transaction.atomic
    def drop(self, *, reason, by, on):
        """The chair decides that it is no longer to be done, and why."""
        self._must_be(self.State.OPEN, self.State.REPORTED)
        if by != self.decision.meeting.chair:
            raise ValidationError(_("由主持人决定不再办。"))
        if not reason.strip():
            raise ValidationError({"reason": _("不再办要写原因。")})
        self.state, self.reason, self.closed_by = self.State.DROPPED, reason, by
        self._end_clock(on, "不再办", fell_away=True)
        self.save()

    @transaction.atomic
    def postpone(self, *, until_on, reason, by, on):
        """The chair gives a later day and says why. The first day stays on the decision, each later one here."""
        self._must_be(self.State.OPEN)
        if by != self.decision.meeting.chair:
            raise ValidationError(_("由主持人决定延期。"))
        if not reason.strip():
            raise ValidationError({"reason": _("延期要写原因。")})
        clock = Deadline.objects.get(pk=self.deadline_id)
        if until_on <= max(clock.legal_end_on, on):
            raise ValidationError({"until_on": _("要晚于今天，也晚于现在的 %s。") % clock.legal_end_on})
        due = self.decision.due_by(until_on, at="until_on")
        first = self.decision.due_on
        Postponement.objects.create(
            task=self, from_on=clock.legal_end_on, until_on=until_on, reason=reason, by=by, on=on
        )
        Deadline.objects.extend(None, clock, due, days=(until_on - first).days)

    def _end_clock(self, on, reason, fell_away=False):
        mine = Deadline.objects.running().filter(pk=self.deadline_id)
        mine.update(ended_on=on, end_reason=reason, fell_away=fell_away)

    def _must_be(self, *states):
        self.state = MeetingTask.objects.select_for_update().values_list("state", flat=True).get(pk=self.pk)
        if self.state not in states:
            raise ValidationError(_("这项任务现在是“%s”，不能这样办。") % self.get_state_display())


class Postponement(models.Model):
    """A later day that the chair gave a task, and why. Rows are only added."""

    task = models.ForeignKey(MeetingTask, models.PROTECT, related_name="postponements")
    from_on = models.DateField(gettext_lazy("原来的日子"))
    until_on = models.DateField(gettext_lazy("延到哪天"))
    reason = models.CharField(gettext_lazy("为什么延期"), max_length=200)
    by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁定的"))
    on = models.DateField(gettext_lazy("哪天定的"))

    class Meta:
        verbose_name = gettext_lazy("任务延期")
        verbose_name_plural = gettext_lazy("任务延期")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="postponed_to_a_later_day", condition=Q(until_on__gt=F("from_on"))),
            models.CheckConstraint(name="postponement_has_its_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.from_on} → {self.until_on}"


class AgendaItem(models.Model):
    """One thing before the meeting. `key` says what it is of, so that drawing up again adds nothing twice."""

    class Part(models.IntegerChoices):
        UNDONE = 1, gettext_lazy("以前没办完的决定")
        RISK = 2, gettext_lazy("风险事项")
        OWNER = 3, gettext_lazy("包案进展")
        FREE = 4, gettext_lazy("其他议题")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    part = models.PositiveSmallIntegerField(gettext_lazy("部分"), choices=Part)
    position = models.PositiveSmallIntegerField(gettext_lazy("序号"))
    key = models.CharField(max_length=120)
    text = models.CharField(gettext_lazy("议题"), max_length=400)
    task = models.ForeignKey(MeetingTask, models.PROTECT, null=True, blank=True, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = gettext_lazy("议题")
        verbose_name_plural = gettext_lazy("议题")
        ordering = ["part", "position"]
        constraints = [models.UniqueConstraint(name="one_item_a_thing", fields=["meeting", "key"])]

    def __str__(self):
        return self.text

    @property
    def matter(self):
        """The case it is about, of an undone decision that decision's; None where it is about none."""
        return self.task.decision.case if self.task_id else self.case
