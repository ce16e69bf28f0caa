"""Unusual look-ups of a file, found in the audit log each night and read by the auditor (R11)."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models.case import Case
from cases.models.event import Event
from cases.models.ownership import Ownership
from cases.models.party import Party
from officials.models import AuditEntry, Official, Posting, Role
from officials.models.audit import start_of

DAYS_BACK = 31  # a server that was off for a month misses none
TASK_AROUND = timedelta(days=30)  # who did something in the case as near as this had a task in it
LOOKS = [
    "cases:case",
    "cases:events",
    "cases:reveal",
    "cases:attachment",
    "cases:attachment_preview",
    "cases:paper",
    "petitions:paper",
    "petitions:paper_word",
    "petitions:paper_print",
    "petitions:dossier",
]
WHOLE_OFFICE = [Role.OD, Role.HO, Role.SV, Role.AU]  # whose task is every case: only a reveal of theirs is far from it


class LookupAlertQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(acknowledged_at__isnull=True)

    def find(self, today):
        """Write an alert for each unusual look-up of the days before `today`, once; gives how many were new.

        One statement over the log: by whom, which case, which day. Who handles the case is never unusual. Somebody
        who is complained about, or whose unit is, always; anybody else who had nothing to do in it and had somebody's
        identity shown, or opened it again and again.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                FIND,
                {
                    "zone": settings.TIME_ZONE,
                    "since": start_of(today - timedelta(days=DAYS_BACK)),
                    "until": start_of(today),
                    "looks": LOOKS,
                    "often": settings.LOOKUPS_OFTEN,
                    "around": TASK_AROUND,
                    "whole_office": list(map(str, WHOLE_OFFICE)),
                },
            )
            return cursor.rowcount


class LookupAlert(models.Model):
    """One official's look-ups of one case on one day, and why they are unusual. It accuses nobody; it asks."""

    class Why(models.TextChoices):
        RESPONDENT = "RESPONDENT", gettext_lazy("本人或者所在单位被这一件反映")
        REVEALED = "REVEALED", gettext_lazy("没有办过这件，显示了当事人的身份")
        OFTEN = "OFTEN", gettext_lazy("没有办过这件，一天里反复打开")

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name=gettext_lazy("案件"))
    official = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name=gettext_lazy("谁"))
    on = models.DateField(gettext_lazy("哪天"))
    why = models.CharField(gettext_lazy("为什么异常"), max_length=10, choices=Why)
    times = models.PositiveIntegerField(gettext_lazy("几次"))
    reveals = models.PositiveIntegerField(gettext_lazy("显示身份几次"))
    refusals = models.PositiveIntegerField(gettext_lazy("被拒几次"))
    first_at = models.DateTimeField(gettext_lazy("第一次"))
    last_at = models.DateTimeField(gettext_lazy("最后一次"))
    acknowledged_at = models.DateTimeField(gettext_lazy("处理时间"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(Official, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(gettext_lazy("处理情况"), max_length=500, blank=True)

    objects = LookupAlertQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("异常查看")
        verbose_name_plural = gettext_lazy("异常查看")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["official", "case", "on"], name="one_alert_a_day"),
            models.CheckConstraint(
                name="alert_is_acknowledged_whole",
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True, note="")
                | (Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False) & ~Q(note="")),
                violation_error_message=gettext_lazy("处理要写情况。"),
            ),
            models.CheckConstraint(
                name="nobody_acknowledges_his_own_look",
                condition=Q(acknowledged_by__isnull=True) | ~Q(acknowledged_by=F("official")),
                violation_error_message=gettext_lazy("本人的查看由别人处理。"),
            ),
        ]
        indexes = [
            models.Index(fields=["-on", "-id"], name="lookup_by_day"),
            models.Index(fields=["-on", "-id"], name="lookup_waiting", condition=Q(acknowledged_at__isnull=True)),
        ]

    def __str__(self):
        return f"{self.official} {self.case} {self.on}"

    def acknowledge(self, *, by, note):
        """The auditor asked about it, and writes down what came of it; once. Lock the row first."""
        if self.acknowledged_at:
            raise ValidationError(_("这一条已经处理过。"))
        if by == self.official:
            raise ValidationError(_("本人的查看由别人处理。"))
        if not note.strip():
            raise ValidationError({"note": _("请写问了谁、是怎么回事。")})
        self.acknowledged_at, self.acknowledged_by, self.note = timezone.now(), by, note
        self.full_clean(exclude=["case", "official", "acknowledged_by"])
        self.save()


def _table(model):
    return f'"{model._meta.db_table}"'


FIND = f"""
WITH looks AS (
    SELECT actor_id, subject_id AS case_id, (at AT TIME ZONE %(zone)s)::date AS day,
           count(*) AS times,
           count(*) FILTER (WHERE action = 'cases:reveal' AND outcome = 'DONE') AS reveals,
           count(*) FILTER (WHERE outcome = 'REFUSED') AS refusals,
           min(at) AS first_at, max(at) AS last_at
      FROM {_table(AuditEntry)}
     WHERE at >= %(since)s AND at < %(until)s AND subject = 'case' AND action = ANY(%(looks)s) AND actor_id IS NOT NULL
     GROUP BY 1, 2, 3
), weighed AS (
    SELECT looks.*,
           EXISTS (SELECT 1 FROM {_table(Party)} party
                    WHERE party.case_id = looks.case_id AND party.role = 'RESPONDENT'
                      AND (party.official_id = looks.actor_id OR EXISTS (
                           SELECT 1 FROM {_table(Posting)} post
                            WHERE post.official_id = looks.actor_id AND post.unit_id = party.unit_id
                              AND post.since <= looks.day AND (post.until IS NULL OR post.until > looks.day)))
           ) AS is_respondent,
           file.handler_id IS NOT DISTINCT FROM looks.actor_id OR EXISTS (
               SELECT 1 FROM {_table(Posting)} post
                WHERE post.official_id = looks.actor_id AND post.unit_id = file.handling_unit_id
                  AND post.since <= looks.day AND (post.until IS NULL OR post.until > looks.day)
           ) AS handles,
           looks.actor_id IN (file.registrar_id, file.first_receiver_id) OR EXISTS (
               SELECT 1 FROM {_table(Event)} event
                WHERE event.case_id = looks.case_id AND event.actor_id = looks.actor_id
                  AND event.at BETWEEN looks.first_at - %(around)s AND looks.last_at + %(around)s
           ) OR EXISTS (
               SELECT 1 FROM {_table(Ownership)} own
                WHERE own.case_id = looks.case_id AND own.leader_id = looks.actor_id
                  AND own.since <= looks.day AND (own.until IS NULL OR own.until > looks.day)
           ) AS has_task,
           EXISTS (SELECT 1 FROM {_table(Posting)} post
                    WHERE post.official_id = looks.actor_id AND post.role = ANY(%(whole_office)s)
                      AND post.since <= looks.day AND (post.until IS NULL OR post.until > looks.day)
           ) AS is_of_whole_office
      FROM looks JOIN {_table(Case)} file ON file.id = looks.case_id
      JOIN {_table(Official)} person ON person.id = looks.actor_id
), unusual AS (
    SELECT *, CASE WHEN is_respondent THEN 'RESPONDENT'
                   WHEN has_task THEN ''
                   WHEN reveals > 0 THEN 'REVEALED'
                   WHEN times >= %(often)s AND NOT is_of_whole_office THEN 'OFTEN'
                   ELSE '' END AS why
      FROM weighed WHERE NOT handles
)
INSERT INTO cases_lookupalert
       (case_id, official_id, "on", why, times, reveals, refusals, first_at, last_at, note)
SELECT case_id, actor_id, day, why, times, reveals, refusals, first_at, last_at, ''
  FROM unusual WHERE why <> ''
    ON CONFLICT (official_id, case_id, "on") DO NOTHING
"""  # noqa: S608 - table names of our own models
