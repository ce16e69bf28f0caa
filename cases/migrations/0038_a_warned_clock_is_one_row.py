"""Levels that were rows become columns of one row a clock and last day; what read the rows reads a view of them."""

import django.db.models.deletion
from django.db import migrations, models

LEVELS = [(1, "快到期"), (2, "到内控日、到期"), (3, "超期"), (4, "报领导"), (5, "上会")]

KEEP = """
    INSERT INTO cases_clockwarning (deadline_id, due_on, level, found_late,
        soon_at, due_at, late_at, leader_at, meeting_at)
    SELECT deadline_id, due_on, max(level), bit_or(CASE WHEN is_found_late THEN 1 << level ELSE 0 END),
        min(found_at) FILTER (WHERE level = 1), min(found_at) FILTER (WHERE level = 2),
        min(found_at) FILTER (WHERE level = 3), min(found_at) FILTER (WHERE level = 4),
        min(found_at) FILTER (WHERE level = 5)
    FROM cases_duewarning GROUP BY deadline_id, due_on
"""
VIEW = """
    CREATE VIEW cases_duewarning AS
    SELECT w.deadline_id, w.due_on, l.level, l.found_at, (w.found_late & (1 << l.level)) <> 0 AS is_found_late
    FROM cases_clockwarning w CROSS JOIN LATERAL (VALUES
        (1::smallint, w.soon_at), (2::smallint, w.due_at), (3::smallint, w.late_at), (4::smallint, w.leader_at),
        (5::smallint, w.meeting_at)
    ) l (level, found_at)
    WHERE l.found_at IS NOT NULL
"""
# Room on each page: a raised level stays on the page of its row and changes no index.
ROOM = "ALTER TABLE cases_clockwarning SET (fillfactor = 70)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0037_figures_are_read_off_the_index")]

    operations = [
        migrations.CreateModel(
            name="ClockWarning",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "deadline_id", "due_on", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "deadline",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.deadline",
                        verbose_name="期限",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="最后一天")),
                ("level", models.PositiveSmallIntegerField(verbose_name="最高级别")),
                ("found_late", models.PositiveSmallIntegerField(default=0, verbose_name="补发现")),
                ("soon_at", models.DateTimeField(null=True, verbose_name="快到期")),
                ("due_at", models.DateTimeField(null=True, verbose_name="到内控日、到期")),
                ("late_at", models.DateTimeField(null=True, verbose_name="超期")),
                ("leader_at", models.DateTimeField(null=True, verbose_name="报领导")),
                ("meeting_at", models.DateTimeField(null=True, verbose_name="上会")),
            ],
            options={
                "verbose_name": "期限的提醒",
                "verbose_name_plural": "期限的提醒",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 5)), name="warned_level_is_known"
                    )
                ],
            },
        ),
        migrations.RunSQL(ROOM, migrations.RunSQL.noop),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.DeleteModel(name="DueWarning"),
        migrations.CreateModel(
            name="DueWarning",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "deadline_id", "due_on", "level", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "deadline",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="warnings",
                        to="cases.deadline",
                        verbose_name="期限",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="最后一天")),
                ("level", models.PositiveSmallIntegerField(choices=LEVELS, verbose_name="级别")),
                ("found_at", models.DateTimeField(verbose_name="发现时间")),
                ("is_found_late", models.BooleanField(verbose_name="补发现")),
            ],
            options={
                "verbose_name": "到期提醒",
                "verbose_name_plural": "到期提醒",
                "ordering": ["-found_at", "-level"],
                "managed": False,
            },
        ),
        migrations.RunSQL(VIEW, "DROP VIEW cases_duewarning"),
        migrations.RemoveIndex(model_name="deadline", name="deadline_running"),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("ended_on__isnull", True)),
                fields=["legal_end_on", "kind"],
                include=("id", "case", "target_on", "started_on", "due_at", "whose"),
                name="deadline_running",
            ),
        ),
    ]
