import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0030_a_team_works_for_a_time"),
        ("officials", "0006_the_team_and_its_certificates"),
        ("officials", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="AppraisalScheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(unique=True, verbose_name="版本")),
                ("since", models.DateField(verbose_name="从哪个月起")),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁定的",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核办法",
                "verbose_name_plural": "考核办法",
                "ordering": ["-version"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("since__day", 1)),
                        name="appraisal_begins_with_a_month",
                        violation_error_message="从一个月的第一天起。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AppraisalTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("indicator", models.CharField(max_length=8, verbose_name="指标")),
                ("target", models.PositiveSmallIntegerField(verbose_name="目标（%）")),
                ("weight", models.PositiveSmallIntegerField(verbose_name="权重")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="targets", to="cases.appraisalscheme"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="officials.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核目标",
                "verbose_name_plural": "考核目标",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "indicator", "unit"), name="one_target_of_an_indicator", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("target__gte", 1), ("target__lte", 100), ("weight__lte", 100)),
                        name="targets_are_percents",
                        violation_error_message="目标写 1 到 100，权重写 0 到 100。",
                    ),
                ],
            },
        ),
    ]
