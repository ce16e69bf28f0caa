"""What was promised at a contact that opened no case: the next step, by a day, with its clock (F8, F16).

step      from       to
make      -          OPEN     the clock runs to the day that was named
keep      OPEN       KEPT     with what was done, on time or late
let_go    OPEN       OVER     the contact was void

A contact that becomes a case keeps what was promised at it: the visitor was told a day.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import rules
from cases.models import Deadline
from officials.calendar import Calendar, UnknownYear
from officials.models import Official

RULE = "F8"


class PromiseQuerySet(models.QuerySet):
    def open(self):
        return self.filter(deadline__ended_on__isnull=True)

    def due_by(self, day):
        """What is to be kept on that day, or should have been."""
        return self.open().filter(deadline__legal_end_on__lte=day)

    def earliest_first(self):
        return self.select_related("deadline", "made_by", "kept_by").order_by("deadline__legal_end_on", "pk")

    def make(self, visit, *, what, due_on, by, now=None):
        """Promise one thing by the day `due_on`. Lock the contact first. Raises ValidationError."""
        now = now or timezone.now()
        today = timezone.localdate(now)
        if visit.voided_at:
            raise ValidationError(_("这次登记已经作废，不能再记。"))
        if visit.case_id:
            raise ValidationError(_("已经立件的，答应的事请记在案件上。"))
        if due_on < today:
            raise ValidationError({"due_on": _("答应的日期不能早于今天。")})
        try:
            due = rules.given(RULE, today, due_on, Calendar.load())
        except (rules.RuleRefuses, UnknownYear) as refusal:
            raise ValidationError({"due_on": str(refusal)}) from None
        with translation.override(settings.LANGUAGE_CODE):
            label = str(due.rule.title)
        deadline = Deadline.objects.start(
            None, due, rule=RULE, kind=due.rule.kind, label=label, started_on=today, official=by
        )
        return self.create(visit=visit, what=what, deadline=deadline, made_by=by, made_at=now)

    def for_change(self):
        return self.select_for_update(of=("self",))

    def let_go(self, visit, *, now):
        """The registration was void: nothing is owed for it."""
        clocks = self.open().filter(visit=visit).values("deadline")
        Deadline.objects.filter(pk__in=clocks).update(
            ended_on=timezone.localdate(now), end_reason="登记作废", fell_away=True
        )


class Promise(models.Model):
    """One next step promised to a visitor, kept or still owed."""

    visit = models.ForeignKey(
        "reception.Visit", models.PROTECT, related_name="promises", verbose_name=gettext_lazy("来访")
    )
    what = models.CharField(gettext_lazy("答应做什么"), max_length=200)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="+", verbose_name=gettext_lazy("承诺"))
    made_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("答应的人"))
    made_at = models.DateTimeField(gettext_lazy("答应的时间"), default=timezone.now)
    done = models.CharField(gettext_lazy("怎么做到的"), max_length=200, blank=True)
    kept_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("办的人")
    )
    kept_at = models.DateTimeField(gettext_lazy("做到的时间"), null=True, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("答应的下一步")
        verbose_name_plural = gettext_lazy("答应的下一步")
        constraints = [
            models.CheckConstraint(
                name="promise_says_what",
                condition=~Q(what=""),
                violation_error_message=gettext_lazy("请写答应做什么。"),
            ),
            models.CheckConstraint(
                name="promise_kept_says_how",
                condition=Q(kept_at__isnull=True, kept_by__isnull=True, done="")
                | Q(kept_at__gte=F("made_at"), kept_by__isnull=False) & ~Q(done=""),
                violation_error_message=gettext_lazy("做到了的要写谁、什么时候、怎么做到的。"),
            ),
        ]

    def __str__(self):
        return self.what

    @property
    def is_open(self):
        return self.deadline.ended_on is None

    def keep(self, done, *, by, now=None):
        """It was done; the clock ends on this day, on time or late. Lock the row first."""
        now = now or timezone.now()
        if not self.is_open:
            raise ValidationError(_("刚才已经记过，没有再记。"))
        self.done, self.kept_by, self.kept_at = done, by, now
        self.save(update_fields=["done", "kept_by", "kept_at"])
        running = Deadline.objects.running().filter(pk=self.deadline_id)
        running.update(ended_on=timezone.localdate(now), end_reason="已做到")
