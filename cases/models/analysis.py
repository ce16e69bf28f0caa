"""What a matter turns on and how to get at it (综合研判, F20), and the measures taken, by resource (F51)."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models.case import Case
from cases.models.event import Event
from officials.models import Official


class CaseAnalysisQuerySet(models.QuerySet):
    def latest_of(self, case):
        return self.filter(case=case).select_related("written_by").first()

    @transaction.atomic
    def write(self, case, *, by, on, reason="", **parts):
        """Write the analysis of `case`, or its next version with the `reason` it is written anew. Case row locked.

        `parts` are the fields of `PARTS`. What was written before stays readable.
        """
        last = self.latest_of(case)
        if last and all(getattr(last, name) == text for name, text in parts.items()):
            raise ValidationError(_("和现在的研判一字不差，没有改动。"))
        if last and not reason.strip():
            raise ValidationError({"reason": _("请写为什么重写研判。")})
        version = last.version + 1 if last else 1
        analysis = self.model(
            case=case, version=version, reason=reason if last else "", written_by=by, written_on=on, **parts
        )
        analysis.full_clean(exclude=["case", "written_by"])
        analysis.save()
        case.analysed_on = on
        case.touch(by)
        case.save()
        words = f"研判（第 {version} 版）：{analysis.core}"
        Event.objects.add(case, Event.Kind.ANALYSED, by=by, detail=words)
        return analysis


class CaseAnalysis(models.Model):
    """One version of the analysis of a case; rows are only added. Complex and hard matters do not go for review
    without one (F20). It is about the matter: of the persons on it nothing but what they ask.
    """

    PARTS = ("core", "legal", "blocked", "who", "entry", "key_point", "plan")

    case = models.ForeignKey(Case, models.PROTECT, related_name="analyses", verbose_name=gettext_lazy("案件"))
    version = models.PositiveSmallIntegerField(gettext_lazy("版本"))
    core = models.CharField(gettext_lazy("争议焦点"), max_length=300)
    legal = models.CharField(gettext_lazy("法律政策怎么说"), max_length=1000)
    blocked = models.CharField(gettext_lazy("卡在哪里"), max_length=500)
    who = models.CharField(gettext_lazy("谁能解开"), max_length=300)
    entry = models.CharField(gettext_lazy("切入点"), max_length=300)
    key_point = models.CharField(gettext_lazy("关键点"), max_length=300)
    plan = models.CharField(gettext_lazy("怎么办"), max_length=1000)
    reason = models.CharField(gettext_lazy("为什么重写"), max_length=200, blank=True)
    written_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("执笔"))
    written_on = models.DateField(gettext_lazy("日期"))

    objects = CaseAnalysisQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("综合研判")
        verbose_name_plural = gettext_lazy("综合研判")
        ordering = ["case", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="analyses_are_numbered",
                fields=["case", "version"],
                violation_error_message=gettext_lazy("刚有人写了这一版，请看过再改。"),
            ),
            models.CheckConstraint(
                name="analysis_written_anew_says_why",
                condition=Q(version=1, reason="") | (Q(version__gt=1) & ~Q(reason="")),
                violation_error_message=gettext_lazy("重写研判要写为什么。"),
            ),
        ]

    def __str__(self):
        return f"{self.case} {self.version}"

    def parts(self):
        """The parts in the order they are asked, each as (label, text)."""
        return [(self._meta.get_field(name).verbose_name, getattr(self, name)) for name in self.PARTS]


class MeasureQuerySet(models.QuerySet):
    def taken_between(self, first, last):
        """From the day `first` to the day `last`, both included."""
        return self.filter(taken_on__gte=first, taken_on__lte=last)

    def by_resource(self):
        """{resource: {outcome: how many}}; an outcome that is not known yet is ""."""
        found = {resource: {} for resource in Measure.Resource.values}
        for resource, outcome, count in self.order_by().values_list("resource", "outcome").annotate(n=Count("pk")):
            found[resource][outcome] = count
        return found

    @transaction.atomic
    def take(self, case, *, what, resource, who, taken_on, by, on):
        """Record a measure taken on the day `taken_on`, not after today `on`. The case row is locked."""
        if taken_on > on:
            raise ValidationError({"taken_on": _("只记已经做了的；以后要做的写成节点、承诺或者批示。")})
        if taken_on < case.received_on:
            raise ValidationError({"taken_on": _("日期不能早于收到这件的 %s。") % f"{case.received_on:%F}"})
        measure = self.create(case=case, what=what, resource=resource, who=who, taken_on=taken_on, written_by=by)
        detail = f"{Measure.WORDS[resource]}：{what}"
        Event.objects.add(case, Event.Kind.ANALYSED, by=by, detail=detail)
        return measure


class Measure(models.Model):
    """One thing done to resolve a matter, by which of the three resources, and what came of it (F51)."""

    class Resource(models.TextChoices):
        LEADER = "LEADER", gettext_lazy("领导包案")
        DEPARTMENT = "DEPARTMENT", gettext_lazy("部门联动")
        SOCIETY = "SOCIETY", gettext_lazy("社会多方")

    class Outcome(models.TextChoices):
        WORKED = "WORKED", gettext_lazy("见效")
        PARTLY = "PARTLY", gettext_lazy("部分见效")
        FAILED = "FAILED", gettext_lazy("没有见效")

    WORDS = {"LEADER": "领导包案", "DEPARTMENT": "部门联动", "SOCIETY": "社会多方"}  # as the history has it

    case = models.ForeignKey(Case, models.PROTECT, related_name="measures", verbose_name=gettext_lazy("案件"))
    taken_on = models.DateField(gettext_lazy("哪天做的"))
    what = models.CharField(gettext_lazy("做了什么"), max_length=300)
    resource = models.CharField(gettext_lazy("用的力量"), max_length=10, choices=Resource)
    who = models.CharField(gettext_lazy("哪些单位、什么人参与"), max_length=120)
    outcome = models.CharField(gettext_lazy("效果"), max_length=7, choices=Outcome, blank=True)
    result = models.CharField(gettext_lazy("看到了什么"), max_length=300, blank=True)
    outcome_on = models.DateField(gettext_lazy("看效果的日期"), null=True, blank=True)
    outcome_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    written_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("记录人"))
    written_at = models.DateTimeField(gettext_lazy("记录时间"), default=timezone.now)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("化解措施")
        verbose_name_plural = gettext_lazy("化解措施")
        ordering = ["-taken_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="outcome_of_a_measure_is_told_whole",
                condition=Q(outcome="", result="", outcome_on__isnull=True, outcome_by__isnull=True)
                | (Q(outcome_on__isnull=False, outcome_by__isnull=False) & ~Q(outcome="") & ~Q(result="")),
                violation_error_message=gettext_lazy("效果要写看到了什么。"),
            ),
            models.CheckConstraint(
                name="outcome_comes_after_the_measure",
                condition=Q(outcome_on__isnull=True) | Q(outcome_on__gte=F("taken_on")),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-taken_on"], name="measure_by_case"),
            models.Index(fields=["taken_on", "resource", "outcome"], name="measure_by_day"),
        ]

    def __str__(self):
        return f"{self.get_resource_display()} {self.what[:30]}"

    @transaction.atomic
    def judge(self, outcome, *, result, by, on):
        """Say what came of it, once, as of the day `on`."""
        if self.outcome:
            raise ValidationError(_("这条措施的效果已经记过。"))
        self.outcome, self.result, self.outcome_on, self.outcome_by = outcome, result, on, by
        self.full_clean(exclude=["case", "outcome_by", "written_by"])
        self.save()
        Event.objects.add(self.case, Event.Kind.ANALYSED, by=by, detail=f"{self.what}：{result}")
