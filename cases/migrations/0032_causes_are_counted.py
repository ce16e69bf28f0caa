import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0031_units_are_appraised"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CauseCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=8, verbose_name="代码")),
                ("name", models.CharField(max_length=60, verbose_name="成因")),
                ("valid_from", models.DateField(verbose_name="启用")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="停用")),
            ],
            options={
                "verbose_name": "成因",
                "verbose_name_plural": "成因",
                "ordering": ["code", "valid_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "valid_from"), name="one_cause_wording_from_a_day_on"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="cause_ends_after_it_starts",
                        violation_error_message="停用要晚于启用。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseCause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300, verbose_name="凭什么这样定")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="什么时候定的")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="改定时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁定的",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="causes",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="found",
                        to="cases.causecode",
                        verbose_name="成因",
                    ),
                ),
            ],
            options={
                "verbose_name": "案件的成因",
                "verbose_name_plural": "案件的成因",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=["cause", "case"],
                        name="cause_standing",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("case",),
                        name="one_cause_stands_for_a_case",
                        violation_error_message="这件已经定了成因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="case_cause_has_its_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="case_cause_is_withdrawn_whole",
                    ),
                ],
            },
        ),
    ]
