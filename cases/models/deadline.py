"""Everything that falls due, in one narrow table (architecture, section 1)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Min, Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from cases import rules
from cases.models.case import Case
from cases.models.claim import Claim
from officials.models import Official, Unit

OUTLIVES = "F47"  # what a check found is put right whatever becomes of the case
IN_TIME = Q(ended_on__isnull=False, fell_away=False, ended_on__lte=F("legal_end_on"))
LET_GO = Q(fell_away=True, ended_on__lte=F("legal_end_on"))
OWED = Q(fell_away=False) | Q(ended_on__gt=F("legal_end_on"))  # what fell away only after its last day was missed


class DeadlineQuerySet(models.QuerySet):
    def running(self):
        return self.filter(ended_on__isnull=True)

    def ours(self):
        """What the office itself has to keep; not the petitioner's days nor another organ's."""
        return self.filter(whose=rules.Whose.OFFICE)

    def legal(self):
        """Of the law or set by a superior, and the office's own: these alone are ever 超期 (T29)."""
        return self.ours().filter(kind__in=[Deadline.Kind.STATUTORY, Deadline.Kind.ASSIGNED])

    def late(self, today, now=None):
        """The office's own, running and past their last day or instant; the last day itself is on time."""
        return self.running().ours().filter(Q(legal_end_on__lt=today) | Q(due_at__lt=now or timezone.now()))

    def let_go(self):
        """What fell away before its last day was over: it was never owed in the end, and no rate has it (T28)."""
        return self.filter(LET_GO)

    def tightest_first(self):
        return self.order_by("legal_end_on", "pk")

    def start(
        self, case, due, *, rule, kind, label, started_on, unit=None, official=None, claim=None, extended_days=0
    ):
        """Start a clock from the result of `cases.rules.due` and keep the case's tightest day true."""
        deadline = self.create(
            case=case,
            claim=claim,
            kind=kind,
            rule=rule,
            whose=due.rule.whose,
            label=label,
            started_on=started_on,
            nominal_on=due.nominal,
            legal_end_on=due.legal_end,
            target_on=due.target,
            extended_days=extended_days,
            is_provisional=due.provisional,
            unit=unit,
            official=official,
            due_at=due.at,
        )
        is_legal = case is not None and kind in (Deadline.Kind.STATUTORY, Deadline.Kind.ASSIGNED)
        if is_legal and deadline.is_ours and (case.next_legal_on is None or due.legal_end < case.next_legal_on):
            self._repeat_tightest(case, due.legal_end)
        return deadline

    def start_hours(self, case, *wanted, since, official, is_new=False):
        """Start the internal clocks in hours of the rules `wanted` from the instant `since`, each once a case.

        A case that `is_new` has none yet, so it is not asked.
        """
        had = set() if is_new else set(self.filter(case=case, rule__in=wanted).values_list("rule", flat=True))
        clocks = []
        for rule in wanted:
            if rule not in had:
                due = rules.due(rule, since, None)
                with translation.override(settings.LANGUAGE_CODE):
                    label = str(due.rule.title)
                clocks.append(
                    self.model(
                        case=case,
                        kind=due.rule.kind,
                        rule=rule,
                        label=label,
                        official=official,
                        started_on=due.started_on,
                        nominal_on=due.nominal,
                        legal_end_on=due.legal_end,
                        target_on=due.target,
                        due_at=due.at,
                    )
                )
        return self.bulk_create(clocks)

    def end(self, case, *rules, on, reason, at=None, fell_away=False, **about):
        """End the running clocks of `rules` on `case`; gives how many there were. Those in hours end at `at`.

        `about` narrows them, as `claim=None` to those of the case itself.
        """
        mine = self.running().filter(case=case, rule__in=rules, **about)
        count = mine.update(ended_on=on, ended_at=at, end_reason=reason, fell_away=fell_away)
        if count:
            self.refresh_tightest(case)
        return count

    def end_of_claims(self, case, rule, claims, *, on, reason):
        """End the running clocks of `rule` that these claims have each of its own."""
        if self.running().filter(case=case, rule=rule, claim__in=claims).update(ended_on=on, end_reason=reason):
            self.refresh_tightest(case)

    def run_again(self, case, rule, claims, *, ended_for):
        """Those that ended for that reason run on, as if they had never ended: what ended them does not stand."""
        ended = self.filter(case=case, rule=rule, claim__in=claims, end_reason=ended_for)
        if ended.update(ended_on=None, end_reason="", fell_away=False):
            self.refresh_tightest(case)

    def end_assigned(self, case, started_on, due_on, *, on, reason):
        """End the clock of one assignment among those of the case."""
        mine = self.running().filter(case=case, rule="L06", started_on=started_on, legal_end_on=due_on)
        mine.filter(pk__in=mine.order_by("-pk").values("pk")[:1]).update(ended_on=on, end_reason=reason)
        self.refresh_tightest(case)

    def extend_assigned(self, case, started_on, due_on, due):
        """Move the clock of one assignment among those of the case to the later day that its sender grants."""
        mine = self.running().filter(case=case, rule="L06", started_on=started_on, legal_end_on=due_on)
        mine.filter(pk__in=mine.order_by("-pk").values("pk")[:1]).update(
            nominal_on=due.nominal,
            legal_end_on=due.legal_end,
            target_on=due.target,
            is_provisional=due.provisional,
            extended_days=F("extended_days") + (due.legal_end - due_on).days,
        )
        self.refresh_tightest(case)

    def extend(self, case, clock, due, *, days):
        """Move a running clock of `case`, or of none, to the later day of `due`, so many `days` on; it warns anew."""
        self.filter(pk=clock.pk).update(
            nominal_on=due.nominal,
            legal_end_on=due.legal_end,
            target_on=due.target,
            is_provisional=due.provisional,
            extended_days=days,
        )
        if case is not None:
            self.refresh_tightest(case)

    def end_with_case(self, case, *, on, reason):
        """What closing ends: all of the office's own but what it promised (T21) and what a check found (0153).

        What still ran was not done, and nobody needs it any longer.
        """
        mine = self.running().ours().filter(case=case).exclude(kind=Deadline.Kind.PROMISE).exclude(rule=OUTLIVES)
        if mine.update(ended_on=on, end_reason=reason, fell_away=True):
            self.refresh_tightest(case)

    def end_all(self, case, *, on, reason, fell_away=False):
        mine = self.running().filter(case=case).exclude(rule=OUTLIVES)
        count = mine.update(ended_on=on, end_reason=reason, fell_away=fell_away)
        if count:
            self.refresh_tightest(case)
        return count

    def refresh_tightest(self, case):
        """Repeat the earliest running legal day on the case; no history is owed for it."""
        tightest = self.model.objects.running().legal().filter(case=case).aggregate(day=Min("legal_end_on"))["day"]
        if tightest != case.next_legal_on:
            self._repeat_tightest(case, tightest)

    def _repeat_tightest(self, case, day):
        case.next_legal_on = day
        Case.objects.filter(pk=case.pk).update(next_legal_on=day)


class Deadline(models.Model):
    """One thing that falls due. `legal_end_on` is the last day that is still on time, of any kind of clock.

    `nominal_on` is where the count itself ended, `target_on` the staff's own earlier day. A clock in hours (F22, L09)
    has its instant in `due_at`, and its days are those of that instant. `whose` is copied from the rule: the days that
    the petitioner or another organ has are shown beside the office's own and never late of the office. Statutory and
    internal clocks are different rows and never move each other (T27, T29). One that ended without what it asked for,
    by a withdrawal, a merger, another way, `fell_away` (0181).
    """

    class Kind(models.TextChoices):
        STATUTORY = "STATUTORY", _("法定")
        ASSIGNED = "ASSIGNED", _("交办")
        TARGET = "TARGET", _("内控")
        CLEARING = "CLEARING", _("清零")
        PROMISE = "PROMISE", _("承诺")
        TASK = "TASK", _("任务")

    LETTERS = {"STATUTORY": "法", "ASSIGNED": "交", "TARGET": "内", "CLEARING": "清", "PROMISE": "诺", "TASK": "事"}

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="deadlines")
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, related_name="deadlines")
    kind = models.CharField(_("种类"), max_length=9, choices=Kind)
    rule = models.CharField(_("规则"), max_length=12, blank=True)  # cases/rules.py 的编号
    whose = models.CharField(
        _("谁的期限"), max_length=10, choices=rules.Whose, default=rules.Whose.OFFICE, db_default=rules.Whose.OFFICE
    )
    label = models.CharField(_("环节"), max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    official = models.ForeignKey(Official, models.PROTECT, null=True, related_name="+")
    started_on = models.DateField(_("起算日"))
    nominal_on = models.DateField(_("名义到期日"))
    legal_end_on = models.DateField(_("最后一天"))
    target_on = models.DateField(_("内控日"))
    due_at = models.DateTimeField(_("最后时刻"), null=True, blank=True)
    extended_days = models.PositiveSmallIntegerField(_("延期天数"), default=0)
    is_provisional = models.BooleanField(_("暂定"), default=False)
    ended_on = models.DateField(_("结束日"), null=True, blank=True)
    ended_at = models.DateTimeField(_("结束时刻"), null=True, blank=True)
    end_reason = models.CharField(_("结束原因"), max_length=60, blank=True)
    fell_away = models.BooleanField(_("不再需要"), default=False, db_default=False)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("期限")
        verbose_name_plural = _("期限")
        constraints = [
            models.CheckConstraint(
                name="deadline_ends_on_or_after_start",
                condition=Q(legal_end_on__gte=F("started_on")),
                violation_error_message=_("期限不能早于起算日。"),
            ),
            models.UniqueConstraint(
                name="one_running_clock_per_rule",
                fields=["case", "claim", "rule"],
                condition=Q(ended_on__isnull=True, kind="STATUTORY"),
                nulls_distinct=False,
                violation_error_message=_("该环节已有一个正在计时的期限。"),
            ),
            models.CheckConstraint(
                name="end_has_its_reason",
                condition=Q(ended_on__isnull=True) | ~Q(end_reason=""),
                violation_error_message=_("结束期限要写原因。"),
            ),
            models.CheckConstraint(
                name="only_what_ended_fell_away",
                condition=Q(fell_away=False) | Q(ended_on__isnull=False),
                violation_error_message=_("结束了的期限才能记为不再需要。"),
            ),
            models.CheckConstraint(
                name="last_instant_lies_on_the_last_day",
                condition=Q(due_at__isnull=True) | Q(due_at__date=F("legal_end_on")),
                violation_error_message=_("最后时刻要在最后一天之内。"),
            ),
            models.CheckConstraint(
                name="only_clocks_in_hours_end_at_an_instant",
                condition=Q(ended_at__isnull=True) | Q(due_at__isnull=False, ended_on__isnull=False),
                violation_error_message=_("只有按小时计的期限才有结束时刻。"),
            ),
        ]
        indexes = [
            # Whatever the sweep asks of a clock is read off this index alone (G7).
            models.Index(
                fields=["legal_end_on", "kind"],
                include=["id", "case", "target_on", "started_on", "due_at", "whose"],
                name="deadline_running",
                condition=Q(ended_on__isnull=True),
            ),
            models.Index(fields=["legal_end_on", "kind"], name="deadline_ended", condition=Q(ended_on__isnull=False)),
            models.Index(fields=["case", "legal_end_on"], name="deadline_by_case"),
            models.Index(
                fields=["official", "legal_end_on"], name="deadline_by_official", condition=Q(ended_on__isnull=True)
            ),
            models.Index(
                fields=["rule", "due_at"],
                name="deadline_running_hours",
                condition=Q(ended_on__isnull=True, due_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.label} {self.legal_end_on}"

    @property
    def letter(self):
        return self.LETTERS[self.kind]

    @property
    def is_ours(self):
        return self.whose == rules.Whose.OFFICE

    @property
    def has_target(self):
        """Whether the staff have an earlier day of their own for it (内控)."""
        return self.is_ours and self.kind == self.Kind.STATUTORY

    @property
    def is_running(self):
        return self.ended_on is None

    @property
    def was_let_go(self):
        """It fell away before its last day was over; after that it stays missed."""
        return self.fell_away and self.ended_on <= self.legal_end_on

    @property
    def was_met(self):
        if self.fell_away:
            return False
        if self.ended_at:
            return self.ended_at <= self.due_at
        return self.ended_on is not None and self.ended_on <= self.legal_end_on

    def is_late(self, today, now=None):
        if not (self.is_ours and self.is_running):
            return False
        return self.due_at < (now or timezone.now()) if self.due_at else self.legal_end_on < today
