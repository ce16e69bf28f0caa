"""The risk of a matter (5.4, R1, R7): the written rule by versions, and what it comes to each month, set-based."""

from datetime import date, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import risk
from cases.models.case import Case
from cases.models.event import Event
from officials.calendar import month_before
from officials.models import Official

FIRST = {  # proposal (handbook 5.4); the office writes its own
    "since": date(2022, 5, 1),
    "reason": "手册 5.4 的分值",
    "points": {
        "statutory_late": 5,
        "statutory_near": 2,
        "commitment": 4,
        "people_5": 1,
        "people_30": 3,
        "people_100": 5,
        "repeats_1": 1,
        "repeats_3": 3,
        "urgent": 5,
        "support": 4,
        "owner": 3,
        "review_lost": 3,
        "same_cause": 2,
        "date": 1,
    },
    "yellow_from": 3,
    "orange_from": 6,
    "red_from": 10,
}


class RiskRuleQuerySet(models.QuerySet):
    def in_force(self, on):
        """The version that holds on the day `on`; the first is written when it is first asked for."""
        rule = self.filter(since__lte=on).order_by("-version").first()
        return rule or self.get_or_create(version=1, defaults=FIRST)[0]

    @transaction.atomic
    def write(self, *, points, yellow_from, orange_from, red_from, since, reason, by, on=None):
        """The next version, in force from the day `since` on, written on the day `on`. Months before keep theirs."""
        self.get_or_create(version=1, defaults=FIRST)
        if on and since < on:
            raise ValidationError({"since": _("从今天或者以后起用，以前算的照当时的分值。")})
        last = self.select_for_update().order_by("-version").first()
        if since < last.since:
            raise ValidationError({"since": _("新的一版不能早于上一版的 %s。") % f"{last.since:%F}"})
        rule = self.model(
            version=last.version + 1,
            since=since,
            points=points,
            yellow_from=yellow_from,
            orange_from=orange_from,
            red_from=red_from,
            reason=reason,
            written_by=by,
        )
        rule.full_clean()
        rule.save()
        return rule


class RiskRule(models.Model):
    """One version: how many points each fact is, and from how many a level starts. Points only ever add up."""

    version = models.PositiveSmallIntegerField(gettext_lazy("版本"), unique=True)
    since = models.DateField(gettext_lazy("从哪天起"))
    points = models.JSONField(gettext_lazy("分值"))
    yellow_from = models.PositiveSmallIntegerField(gettext_lazy("黄色从几分起"))
    orange_from = models.PositiveSmallIntegerField(gettext_lazy("橙色从几分起"))
    red_from = models.PositiveSmallIntegerField(gettext_lazy("红色从几分起"))
    reason = models.CharField(gettext_lazy("为什么这样定"), max_length=300)
    written_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("谁定的")
    )

    objects = RiskRuleQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("风险分值")
        verbose_name_plural = gettext_lazy("风险分值")
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(
                name="risk_levels_rise",
                condition=Q(yellow_from__gte=1, orange_from__gt=F("yellow_from"), red_from__gt=F("orange_from")),
                violation_error_message=gettext_lazy("黄、橙、红的分数要一级比一级高。"),
            ),
            models.CheckConstraint(
                name="risk_rule_has_its_reason",
                condition=~Q(reason=""),
                violation_error_message=gettext_lazy("请写为什么这样定。"),
            ),
        ]

    def __str__(self):
        return f"{self.version}"

    def clean(self):
        """Every fact that is counted has its points, none takes any away, and nothing else has any (5.4, R1)."""
        points = self.points if isinstance(self.points, dict) else {}
        if unknown := points.keys() - risk.weighed().keys():
            words = _("风险只看登记在册的事实，没有这一项：%s。")
            raise ValidationError({"points": words % "、".join(sorted(unknown))})
        known = risk.weighed().keys() <= points.keys()
        if not known or not all(type(n) is int and 0 <= n <= 100 for n in points.values()):
            raise ValidationError({"points": _("每一项都要写分值，0 到 100 的整数。")})

    @property
    def told(self):
        """What each fact is worth in this version: [(what it is for, points)]."""
        return [(words, self.points.get(key, 0)) for key, words in risk.weighed().items()]


# Of several facts of one factor the heaviest counts, once. What has not moved is not written again, and what a person
# said is in no column that is written here.
COMPUTE = """
WITH fact (case_id, key, words, record, factor) AS ({facts}),
counted AS (
    SELECT DISTINCT ON (case_id, factor) case_id, factor, (p.value)::int AS points, words, record
    FROM fact JOIN jsonb_each_text(%s::jsonb) p ON p.key = fact.key
    WHERE (p.value)::int > 0
    ORDER BY case_id, factor, (p.value)::int DESC, words, record
),
summed AS (
    SELECT case_id, sum(points) AS score, jsonb_agg(
        jsonb_build_object('factor', factor, 'points', points, 'words', words, 'record', record)
        ORDER BY points DESC, factor
    ) AS facts
    FROM counted GROUP BY case_id
),
open AS (
    SELECT c.id, coalesce(score, 0) AS score, coalesce(facts, '[]') AS facts
    FROM cases_case c LEFT JOIN summed ON summed.case_id = c.id
    WHERE c.closed_on IS NULL AND NOT c.is_historical AND NOT c.is_sealed
)
INSERT INTO cases_caserisk AS old
    (case_id, month, rule_id, score, level, facts, computed_at, confirmed_level, reason)
SELECT id, %s, %s, score,
    CASE WHEN score >= %s THEN 'RED' WHEN score >= %s THEN 'ORANGE' WHEN score >= %s THEN 'YELLOW' ELSE 'BLUE' END,
    facts, now(), '', ''
FROM open
ON CONFLICT (case_id, month) DO UPDATE SET rule_id = excluded.rule_id, score = excluded.score,
    level = excluded.level, facts = excluded.facts, computed_at = excluded.computed_at
WHERE (old.rule_id, old.score, old.level, old.facts)
    IS DISTINCT FROM (excluded.rule_id, excluded.score, excluded.level, excluded.facts)
"""


# What each open matter would be under two rules, by pairs of levels; nothing is written.
COMPARE = """
WITH fact (case_id, key, words, record, factor) AS MATERIALIZED ({facts}),
rule (is_new, points, yellow, orange, red) AS (
    VALUES (false, %s::jsonb, %s::int, %s::int, %s::int), (true, %s::jsonb, %s::int, %s::int, %s::int)
),
counted AS (
    SELECT DISTINCT ON (rule.is_new, case_id, factor) rule.is_new, case_id, (p.value)::int AS points
    FROM fact CROSS JOIN rule JOIN LATERAL jsonb_each_text(rule.points) p ON p.key = fact.key
    ORDER BY rule.is_new, case_id, factor, (p.value)::int DESC
),
summed AS (SELECT is_new, case_id, sum(points) AS score FROM counted GROUP BY is_new, case_id),
placed AS (
    SELECT c.id, rule.is_new, CASE WHEN coalesce(score, 0) >= red THEN 'RED'
        WHEN coalesce(score, 0) >= orange THEN 'ORANGE' WHEN coalesce(score, 0) >= yellow THEN 'YELLOW'
        ELSE 'BLUE' END AS level
    FROM cases_case c CROSS JOIN rule LEFT JOIN summed ON summed.case_id = c.id AND summed.is_new = rule.is_new
    WHERE c.closed_on IS NULL AND NOT c.is_historical AND NOT c.is_sealed
)
SELECT was.level, would.level, count(*), count(*) FILTER (WHERE said.confirmed_level <> '')
FROM placed was JOIN placed would ON would.id = was.id AND would.is_new
LEFT JOIN cases_caserisk said ON said.case_id = was.id AND said.month = %s
WHERE NOT was.is_new GROUP BY was.level, would.level
"""


class Preview(NamedTuple):
    """How many open matters there are, and which would change their level: [(before, after, how many, confirmed)].

    Those a person confirmed this month keep what he said.
    """

    whole: int
    moves: list

    @property
    def moved(self):
        return sum(count for _before, _after, count, _confirmed in self.moves)

    @property
    def kept(self):
        return sum(confirmed for _before, _after, _count, confirmed in self.moves)


class CaseRiskQuerySet(models.QuerySet):
    def of_month(self, day):
        """Of the month that contains `day`."""
        return self.filter(month=day.replace(day=1))

    def visible_to(self, official, action="cases:case"):
        return self.filter(case__in=Case.objects.visible_to(official, action, sealed=False))

    def of(self, community=None, unit=None):
        """Of one community, handled by one unit; None: of any."""
        rows = self.filter(case__community=community) if community else self
        return rows.filter(case__handling_unit=unit) if unit else rows

    def gone(self, day):
        """Of the month before that of `day`: what has no row in the month of `day`, closed or withdrawn meanwhile."""
        here = self.model.objects.of_month(day).filter(case=OuterRef("case"))
        return self.of_month(month_before(day)).filter(~Exists(here))

    def with_last_month(self):
        """With `last_score`, of the month before each row's own; None where there was none."""
        before = self.model.objects.filter(case=OuterRef("case"), month__lt=OuterRef("month")).order_by("-month")
        near = before.filter(month__gte=OuterRef("month") - timedelta(days=31))
        return self.annotate(last_score=Subquery(near.values("score")[:1]))

    def behind(self, score, case):
        return self.filter(Q(score__lt=score) | Q(score=score, case_id__gt=case))

    @transaction.atomic
    def compute(self, month, today):
        """The risk of every open unsealed matter as of `today`, into `month`; gives how many rows moved.

        A bounded number of statements whatever there is. Safe to run twice; what a person confirmed stays.
        """
        month = month.replace(day=1)
        rule = RiskRule.objects.in_force(today)
        facts, params = self._facts(today)
        with connection.cursor() as cursor:
            cursor.execute(
                COMPUTE.format(facts=facts),
                [
                    *params,
                    models.JSONField().get_db_prep_value(rule.points, connection),
                    month,
                    rule.pk,
                    rule.red_from,
                    rule.orange_from,
                    rule.yellow_from,
                ],
            )
            moved = cursor.rowcount
        counted = risk.counted().values("pk")
        self.filter(month=month).exclude(case__in=counted).delete()
        return moved

    def preview(self, points, *, yellow_from, orange_from, red_from, today):
        """What a rule would make of the open matters as they stand, against the rule in force: one statement."""
        now = RiskRule.objects.in_force(today)
        bounds = [now.yellow_from, now.orange_from, now.red_from], [yellow_from, orange_from, red_from]
        facts, params = self._facts(today)
        for given, levels in zip((now.points, points), bounds, strict=True):
            params += [models.JSONField().get_db_prep_value(given, connection), *levels]
        with connection.cursor() as cursor:
            cursor.execute(COMPARE.format(facts=facts), [*params, today.replace(day=1)])
            rows = cursor.fetchall()
        levels = self.model.Level
        order = {level: place for place, level in enumerate(levels.values)}
        rows.sort(key=lambda row: (order[row[0]], order[row[1]]))
        moves = [(levels(was).label, levels(after).label, *rest) for was, after, *rest in rows if was != after]
        return Preview(sum(row[2] for row in rows), moves)

    @staticmethod
    def _facts(today):
        parts, params = [], []
        for factor in risk.FACTORS.values():
            for rows in factor.rows(today):
                sql, said = rows.query.sql_with_params()
                parts.append(f"SELECT one.*, %s FROM ({sql}) one")  # noqa: S608
                params += [factor.id, *said]
        return " UNION ALL ".join(parts), params


RECORDS = {
    "case": gettext_lazy("案卷"),
    "deadline": gettext_lazy("期限"),
    "incident": gettext_lazy("生命安全事项"),
    "commitment": gettext_lazy("承诺"),
    "handover": gettext_lazy("移交"),
    "cause": gettext_lazy("成因"),
    "review": gettext_lazy("复查、复核"),
    "hearing": gettext_lazy("听证"),
}


class CaseRisk(models.Model):
    """What the rule made of one matter in a month, by its facts, and what somebody says it is; never of a person."""

    class Level(models.TextChoices):
        RED = "RED", gettext_lazy("红")
        ORANGE = "ORANGE", gettext_lazy("橙")
        YELLOW = "YELLOW", gettext_lazy("黄")
        BLUE = "BLUE", gettext_lazy("蓝")

    case = models.ForeignKey(Case, models.PROTECT, related_name="risks", verbose_name=gettext_lazy("案件"))
    month = models.DateField(gettext_lazy("月份"))
    rule = models.ForeignKey(RiskRule, models.PROTECT, related_name="+", verbose_name=gettext_lazy("分值"))
    score = models.PositiveIntegerField(gettext_lazy("分数"))
    level = models.CharField(gettext_lazy("算出的等级"), max_length=6, choices=Level)
    facts = models.JSONField(gettext_lazy("凭什么"), default=list)
    computed_at = models.DateTimeField(gettext_lazy("什么时候算的"))
    confirmed_level = models.CharField(gettext_lazy("确认的等级"), max_length=6, choices=Level, blank=True)
    confirmed_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("确认人")
    )
    confirmed_on = models.DateField(gettext_lazy("确认日期"), null=True, blank=True)
    reason = models.CharField(gettext_lazy("理由"), max_length=300, blank=True)
    stands_as = models.GeneratedField(
        expression=Coalesce(NullIf("confirmed_level", models.Value("")), "level"),
        output_field=models.CharField(max_length=6, choices=Level),
        db_persist=True,
    )

    objects = CaseRiskQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("事项风险")
        verbose_name_plural = gettext_lazy("事项风险")
        ordering = ["-score", "case"]
        constraints = [
            models.UniqueConstraint(name="one_risk_a_month", fields=["case", "month"]),
            models.CheckConstraint(name="risk_month_is_its_first_day", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="risk_is_confirmed_whole",
                condition=Q(confirmed_level="", confirmed_by__isnull=True, confirmed_on__isnull=True, reason="")
                | (Q(confirmed_by__isnull=False, confirmed_on__isnull=False) & ~Q(confirmed_level="") & ~Q(reason="")),
                violation_error_message=gettext_lazy("确认要写等级、谁、哪天和理由。"),
            ),
        ]
        indexes = [models.Index(fields=["month", "stands_as", "-score", "case"], name="risk_of_a_month")]

    def __str__(self):
        return f"{self.case} {self.month:%Y-%m}"

    @property
    def told(self):
        """The facts for a page: each with its points, its words and the record it rests on."""
        for fact in self.facts:
            name, _colon, number = fact["record"].partition(":")
            kept = RECORDS.get(name, name)
            yield {**fact, "record_label": str(kept) if name == "case" else f"{kept} {number}"}

    @property
    def change_label(self):
        """Against the month before; of a row from `with_last_month`."""
        if self.last_score is None:
            return _("新增")
        return _("不变") if self.score == self.last_score else _("升高") if self.score > self.last_score else _("降低")

    @transaction.atomic
    def confirm(self, level, *, reason, by, on):
        """A person's word on it: the level as computed, or another; either way with its reason (R7).

        The file says that it was given; which level and why is for those who read the risk of matters.
        """
        if level not in self.Level.values:
            raise ValidationError({"level": _("请选等级。")})
        if not reason.strip():
            raise ValidationError({"reason": _("请写为什么定这一级。")})
        mine = CaseRisk.objects.select_for_update().get(pk=self.pk)
        if mine.case.is_sealed or mine.case.closed_on:
            raise ValidationError(_("这件已经办结或者封存，不再定风险等级。"))
        mine.confirmed_level, mine.confirmed_by, mine.confirmed_on, mine.reason = level, by, on, reason.strip()
        mine.clean_fields(exclude=["case", "rule", "facts", "confirmed_by"])
        mine.save(update_fields=["confirmed_level", "confirmed_by", "confirmed_on", "reason"])
        detail = "确认了算出的等级" if level == mine.level else "改了算出的等级"
        Event.objects.add(mine.case, Event.Kind.RISK, by=by, detail=detail)
        return mine
