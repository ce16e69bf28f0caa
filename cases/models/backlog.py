"""The register of backlog matters (信访积案, F59): by which written rule each was entered, and how it ended."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models.case import Case, day_starts
from cases.models.event import Event
from cases.rules import add_months
from officials.models import Official

FIRST = {  # proposal (F59); the office writes its own
    "since": date(2022, 5, 1),
    "open_months": 12,
    "repeats": 3,
    "words": "登记满一年没有办结，或者同一事项重复三次以上；上级清单列名的，凭清单列入。",
}


class BacklogRuleQuerySet(models.QuerySet):
    def in_force(self, on):
        """The version that holds on the day `on`; before the office wrote any, the first one, unsaved."""
        return self.filter(since__lte=on).order_by("-version").first() or self.model(version=1, **FIRST)

    @transaction.atomic
    def write(self, *, open_months, repeats, words, since, by):
        """The next version, in force from the day `since` on. What was entered keeps the version it was entered by."""
        self.get_or_create(version=1, defaults=FIRST)
        last = self.select_for_update().order_by("-version").first()
        if since < last.since:
            raise ValidationError({"since": _("新的一版不能早于上一版的 %s。") % f"{last.since:%F}"})
        rule = self.model(
            version=last.version + 1, since=since, open_months=open_months, repeats=repeats, words=words, written_by=by
        )
        rule.full_clean()
        rule.save()
        return rule


class BacklogRule(models.Model):
    """One version of what makes a matter a backlog one: open for so many months since it was first registered, or
    brought again so many times on the same facts. What a superior lists is one by his list alone.
    """

    version = models.PositiveSmallIntegerField(gettext_lazy("版本"), unique=True)
    since = models.DateField(gettext_lazy("从哪天起"))
    open_months = models.PositiveSmallIntegerField(gettext_lazy("登记满几个月没有办结"))
    repeats = models.PositiveSmallIntegerField(gettext_lazy("同一事项重复几次"))
    words = models.CharField(gettext_lazy("列入标准"), max_length=300)
    written_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("谁定的")
    )

    objects = BacklogRuleQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("积案列入标准")
        verbose_name_plural = gettext_lazy("积案列入标准")
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(
                name="backlog_rule_has_its_bounds",
                condition=Q(open_months__gte=1, open_months__lte=120, repeats__gte=1, repeats__lte=50),
                violation_error_message=gettext_lazy("月数写 1 到 120，次数写 1 到 50。"),
            ),
        ]

    def __str__(self):
        return f"{self.version}"

    def registered_before(self, today):
        """Whatever was registered before this day has been open for more than the months of the rule."""
        return add_months(today, -self.open_months)

    def ground_of(self, case, today):
        """By what of the rule `case` may be entered, in words; empty where it may not."""
        grounds = []
        if case.received_on < self.registered_before(today):
            grounds.append(f"{case.received_on:%F} 收到，满 {self.open_months} 个月没有办结")
        if case.repeat_count >= self.repeats:
            grounds.append(f"同一事项重复 {case.repeat_count} 次")
        return "；".join(grounds)


class BacklogEntryQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(ended_on__isnull=True)

    @transaction.atomic
    def enter(self, case, *, source, listed="", by, on):
        """Enter an open case: listed by a superior as `listed` says, or found by the rule of the day `on`."""
        rule, ground = None, listed
        if self.standing().filter(case=case).exists():
            raise ValidationError(_("这件已经在积案台账里。"))
        if source == BacklogEntry.Source.FOUND:
            rule = BacklogRule.objects.in_force(on)
            ground = rule.ground_of(case, on)
            if rule.pk is None:
                rule, _new = BacklogRule.objects.get_or_create(version=1, defaults=FIRST)
            if not ground:
                raise ValidationError({"source": _("够不上列入标准（第 %d 版）：%s") % (rule.version, rule.words)})
        elif not listed.strip():
            raise ValidationError({"listed": _("请写哪个单位、哪份清单、第几号。")})
        entry = self.create(case=case, source=source, rule=rule, ground=ground, entered_on=on, entered_by=by)
        case.is_backlog, case.backlog_rule = True, ground[:100]
        case.touch(by)
        case.save()
        Event.objects.add(case, Event.Kind.BACKLOG, by=by, detail=f"列入积案：{ground}")
        return entry


class BacklogEntry(models.Model):
    """One case in the register, from its entry to its end in substance (实质化解) or by procedure (程序终结)."""

    class Source(models.TextChoices):
        LISTED = "LISTED", gettext_lazy("上级交办")
        FOUND = "FOUND", gettext_lazy("自查")

    class Outcome(models.TextChoices):
        SUBSTANTIVE = "SUBSTANTIVE", gettext_lazy("实质化解")
        PROCEDURAL = "PROCEDURAL", gettext_lazy("程序终结")

    WORDS = {"SUBSTANTIVE": "实质化解", "PROCEDURAL": "程序终结"}  # as the history has it

    case = models.ForeignKey(Case, models.PROTECT, related_name="backlog_entries", verbose_name=gettext_lazy("案件"))
    source = models.CharField(gettext_lazy("来源"), max_length=6, choices=Source)
    rule = models.ForeignKey(
        BacklogRule, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("标准")
    )
    ground = models.CharField(gettext_lazy("依据"), max_length=200)
    entered_on = models.DateField(gettext_lazy("列入日期"))
    entered_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("经手人"))
    outcome = models.CharField(gettext_lazy("怎么出册"), max_length=11, choices=Outcome, blank=True)
    end_ground = models.CharField(gettext_lazy("出册依据"), max_length=300, blank=True)
    ended_on = models.DateField(gettext_lazy("出册日期"), null=True, blank=True)
    ended_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")

    objects = BacklogEntryQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("积案台账")
        verbose_name_plural = gettext_lazy("积案台账")
        ordering = ["entered_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="in_the_backlog_once",
                fields=["case"],
                condition=Q(ended_on__isnull=True),
                violation_error_message=gettext_lazy("这件已经在积案台账里。"),
            ),
            models.CheckConstraint(
                name="what_was_found_has_its_rule",
                condition=Q(source="FOUND", rule__isnull=False) | Q(source="LISTED", rule__isnull=True),
            ),
            models.CheckConstraint(name="backlog_entry_has_its_ground", condition=~Q(ground="")),
            models.CheckConstraint(
                name="backlog_entry_ends_whole",
                condition=Q(outcome="", end_ground="", ended_on__isnull=True, ended_by__isnull=True)
                | (Q(ended_on__gte=F("entered_on"), ended_by__isnull=False) & ~Q(outcome="") & ~Q(end_ground="")),
                violation_error_message=gettext_lazy("出册要写怎么出、凭什么。"),
            ),
        ]
        indexes = [
            models.Index(fields=["entered_on"], name="backlog_standing", condition=Q(ended_on__isnull=True)),
            models.Index(fields=["-ended_on"], name="backlog_ended", condition=Q(ended_on__isnull=False)),
        ]

    def __str__(self):
        return f"{self.case}"

    @transaction.atomic
    def end(self, outcome, *, ground, by, on):
        """Take the case out of the register. In substance only what is closed by its procedure. Case row locked.

        By procedure: every way of review has been gone to its end, or been left unused; `ground` names the papers.
        """
        case = self.case
        if self.ended_on:
            raise ValidationError(_("这件已经出册。"))
        if outcome == self.Outcome.SUBSTANTIVE and (case.closed_on is None or case.voided_on):
            raise ValidationError({"outcome": _("没有办结的不算实质化解；先办结，再出册。")})
        if not ground.strip():
            raise ValidationError({"ground": _("请写凭什么出册。")})
        self.outcome, self.end_ground, self.ended_on, self.ended_by = outcome, ground, on, by
        self.clean_fields(exclude=["case", "entered_by", "ended_by", "rule"])
        self.save()
        case.is_backlog = False
        case.touch(by)
        case.save()
        Event.objects.add(case, Event.Kind.BACKLOG, by=by, detail=f"积案出册，{self.WORDS[outcome]}：{ground}")


def candidates(cases, rule, today):
    """Of `cases` those that the rule would enter and the register does not have yet, the oldest first."""
    long_open = Q(received_at__lt=day_starts(rule.registered_before(today)))
    again = Q(repeat_count__gte=rule.repeats)
    return cases.open().current().unsealed().filter(long_open | again, is_backlog=False).order_by("received_at", "pk")
