import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """No row is lost: nothing was warned of before the first release, and the sweep finds again what is due."""

    dependencies = [("cases", "0005_a_service_names_its_paper")]

    operations = [
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
                ("due_on", models.DateField(verbose_name="最后一天")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "快到期"), (2, "到内控日、到期"), (3, "超期"), (4, "报领导"), (5, "上会")],
                        verbose_name="级别",
                    ),
                ),
                ("found_at", models.DateTimeField(verbose_name="发现时间")),
                ("is_found_late", models.BooleanField(default=False, verbose_name="补发现")),
                (
                    "deadline",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="warnings",
                        to="cases.deadline",
                        verbose_name="期限",
                    ),
                ),
            ],
            options={
                "verbose_name": "到期提醒",
                "verbose_name_plural": "到期提醒",
                "ordering": ["-found_at", "-level"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 5)), name="warning_level_is_known"
                    )
                ],
            },
        ),
    ]
