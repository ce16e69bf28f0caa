"""What hangs on a round: what was in its way and is carried over, whose part is whose, what was corrected since."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Count, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from officials.models import Official, Zone

WRITE = """
    INSERT INTO cases_roundexception (
        round_id, key, label, subject, since, reason, note, subject_id, name, community_id
    )
    SELECT %s, %s, %s, %s, %s, '', '', found.id, left(found.name::text, 60), {community}
    FROM ({found}) AS found ({names}) ORDER BY found.id
"""

# A reason given with a new day holds until that day; a carried exception keeps since when it is in the way.
BRING_ALONG = """
    UPDATE cases_roundexception later
    SET carried_from_id = earlier.id, since = earlier.since,
        reason = CASE WHEN earlier.holds THEN earlier.reason ELSE '' END,
        note = CASE WHEN earlier.holds THEN earlier.note ELSE '' END,
        new_on = CASE WHEN earlier.holds THEN earlier.new_on END,
        carried_by_id = CASE WHEN earlier.holds THEN earlier.carried_by_id END,
        carried_at = CASE WHEN earlier.holds THEN earlier.carried_at END
    FROM (
        SELECT DISTINCT ON (subject, subject_id) *, coalesce(new_on > %s, false) AS holds
        FROM cases_roundexception WHERE round_id = %s AND done_at IS NULL
        ORDER BY subject, subject_id, since, id
    ) earlier
    WHERE later.round_id = %s AND later.subject = earlier.subject AND later.subject_id = earlier.subject_id
"""


class RoundExceptionQuerySet(models.QuerySet):
    def undone(self):
        """Still in the way, as far as is known."""
        return self.filter(done_at__isnull=True)

    def unexplained(self):
        """Still in the way, and nobody has said why."""
        return self.undone().filter(carried_at__isnull=True)

    def figures(self):
        """{key: how many at the cut-off, how many done after it, how many carried over}."""
        rows = (
            self.order_by()
            .values("key")
            .annotate(
                count=Count("pk"),
                late=Count("pk", filter=Q(done_at__isnull=False)),
                carried=Count("pk", filter=Q(carried_at__isnull=False, done_at__isnull=True)),
            )
        )
        return {row.pop("key"): row for row in rows}

    def reasons(self):
        """[reason, how many were carried for it], the most frequent first."""
        carried = self.undone().filter(carried_at__isnull=False)
        rows = carried.order_by().values_list("reason").annotate(count=Count("pk")).order_by("-count", "reason")
        return [list(row) for row in rows]

    # ---------- 步 ----------
    def write(self, round, expectation):
        """Write down what is in the way of `expectation` now: one statement, whatever the number of rows."""
        fields = [expectation.name, *filter(None, [expectation.community])]
        found = expectation.in_the_way(None, round.period).order_by().values_list("pk", *fields)
        sql, params = found.query.sql_with_params()
        community, names = (
            ("found.community", "id, name, community") if expectation.community else ("NULL", "id, name")
        )
        with connection.cursor() as cursor, translation.override(settings.LANGUAGE_CODE):
            label = str(expectation.label)[:60]
            cursor.execute(
                WRITE.format(found=sql, community=community, names=names),
                [round.pk, expectation.key, label, expectation.subject, round.ends_on, *params],
            )

    def bring_along(self, round, before):
        """Mark those of `round` that were in the way of the round `before` already."""
        with connection.cursor() as cursor:
            # What was just written is in no statistics yet: for a few rows each would be looked up among all others.
            cursor.execute("SET LOCAL enable_nestloop = off")
            cursor.execute(BRING_ALONG, [round.ends_on, before.pk, round.pk])
            cursor.execute("SET LOCAL enable_nestloop = on")


class RoundException(models.Model):
    """What was in the way of a round at its cut-off, by plain reference: the row itself goes on, or is sealed.

    `name` is how people call it (a number, never a title). It goes into the next round with a reason and the day by
    which it will be done; what is done between cut-off and signature is marked so, and needs no word.
    """

    class Reason(models.TextChoices):
        FUNDS = "FUNDS", _("等上级批复、资金")
        OTHERS = "OTHERS", _("等其他单位答复")
        TEST = "TEST", _("等检测、鉴定")
        PERSON = "PERSON", _("等本人补材料、答复")
        ABSENT = "ABSENT", _("联系不上本人")
        LEGAL = "LEGAL", _("等诉讼、复议、仲裁的结果")
        WORKING = "WORKING", _("正在办，还要时间")
        OTHER = "OTHER", _("其他")

    round = models.ForeignKey("cases.Round", models.PROTECT, related_name="exceptions", verbose_name=_("轮次"))
    part = models.ForeignKey("cases.RoundPart", models.PROTECT, null=True, related_name="exceptions")
    key = models.CharField(_("没清的是"), max_length=24)
    label = models.CharField(_("没清的是"), max_length=60)
    subject = models.CharField(_("对象"), max_length=20)
    subject_id = models.BigIntegerField(_("对象编号"))
    name = models.CharField(_("编号"), max_length=60)
    community_id = models.BigIntegerField(_("社区"), null=True)
    since = models.DateField(_("从哪一期起"))
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name=_("上期带来"))
    reason = models.CharField(_("原因"), max_length=8, choices=Reason, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    new_on = models.DateField(_("新的日子"), null=True, blank=True)
    carried_by = models.ForeignKey(Official, models.PROTECT, null=True, related_name="+")
    carried_at = models.DateTimeField(_("写原因的时间"), null=True)
    done_at = models.DateTimeField(_("收口后办了"), null=True)

    objects = RoundExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("轮次未清")
        verbose_name_plural = _("轮次未清")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(name="in_the_way_once", fields=["round", "key", "subject_id"]),
            models.CheckConstraint(
                name="carried_over_with_reason_and_day",
                condition=Q(carried_at__isnull=True, carried_by__isnull=True, new_on__isnull=True, reason="")
                | (Q(carried_at__isnull=False, carried_by__isnull=False, new_on__isnull=False) & ~Q(reason="")),
                violation_error_message=_("带到下一期的，要写原因和新的日子。"),
            ),
            models.CheckConstraint(
                name="another_reason_is_said",
                condition=~Q(reason="OTHER") | ~Q(note=""),
                violation_error_message=_("选“其他”的，请写明是什么原因。"),
            ),
        ]
        indexes = [models.Index(fields=["round", "since", "id"], name="exception_of_round")]

    def __str__(self):
        return f"{self.name} {self.label}"

    @property
    def is_carried(self):
        return self.carried_at is not None

    @property
    def comes_again(self):
        return self.carried_from_id is not None


class RoundPartQuerySet(models.QuerySet):
    def share_out(self, round):
        """One part for each leader of an area; one more for what is of none (T12). Each exception is of one part."""
        areas = {}
        for zone in Zone.objects.in_force(round.ends_on).select_related("leader", "community").order_by("community"):
            areas.setdefault(zone.leader, []).append(zone.community)
        for leader, communities in areas.items():
            ids = [community.pk for community in communities]
            part = self.create(
                round=round, leader=leader, communities=ids, name="、".join(map(str, communities))[:200]
            )
            round.exceptions.filter(part__isnull=True, community_id__in=ids).update(part=part)
        rest = round.exceptions.filter(part__isnull=True)
        if not areas or rest.exists():
            rest.update(part=self.create(round=round))


class RoundPart(models.Model):
    """The area for which one leader signs the ten days; without a leader it is the head's."""

    round = models.ForeignKey("cases.Round", models.PROTECT, related_name="parts", verbose_name=_("轮次"))
    leader = models.ForeignKey(Official, models.PROTECT, null=True, related_name="+", verbose_name=_("挂钩领导"))
    communities = ArrayField(models.BigIntegerField(), verbose_name=_("社区"), default=list)
    name = models.CharField(_("片"), max_length=200, blank=True)
    signed_by = models.ForeignKey(Official, models.PROTECT, null=True, related_name="+", verbose_name=_("签字人"))
    signed_at = models.DateTimeField(_("签字时间"), null=True)

    objects = RoundPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("旬查的片")
        verbose_name_plural = _("旬查的片")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="one_part_a_leader", fields=["round", "leader"], nulls_distinct=False),
            models.CheckConstraint(
                name="a_signed_part_names_who",
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name or str(_("没有挂钩领导的"))


class RoundCorrection(models.Model):
    """What turned out wrong in a signed round (上期更正): a row of its own, shown in the next. Rows are only added."""

    round = models.ForeignKey("cases.Round", models.PROTECT, related_name="corrections", verbose_name=_("更正哪一期"))
    shown_in = models.ForeignKey("cases.Round", models.PROTECT, related_name="corrections_shown")
    text = models.CharField(_("更正"), max_length=300)
    made_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    made_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("上期更正")
        verbose_name_plural = _("上期更正")
        ordering = ["made_at", "pk"]

    def __str__(self):
        return f"{self.round} {self.text[:30]}"
