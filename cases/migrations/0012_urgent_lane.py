import datetime

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_at_most_five_representatives"),
    ]

    operations = [
        migrations.CreateModel(
            name="UrgentMeasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="什么时候")),
                ("what", models.TextField(max_length=1000, verbose_name="做了什么")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办的人",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="urgent_measures",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
            ],
            options={
                "verbose_name": "急办措施",
                "verbose_name_plural": "急办措施",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["case", "-at"], name="urgent_measure_by_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True),
                        name="urgent_measure_says_what",
                        violation_error_message="请写做了什么。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("recorded_at"), "+", models.Value(datetime.timedelta(seconds=300))
                                ),
                            )
                        ),
                        name="urgent_measure_not_ahead",
                        violation_error_message="时刻不能在现在之后，请核对。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UrgentReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[("PHONE", "电话"), ("WRITTEN", "书面")], max_length=8, verbose_name="怎么报的"
                    ),
                ),
                ("to_whom", models.CharField(max_length=60, verbose_name="报给谁")),
                ("at", models.DateTimeField(verbose_name="什么时候")),
                ("content", models.TextField(max_length=2000, verbose_name="报告内容")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="报告人",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="urgent_reports",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
            ],
            options={
                "verbose_name": "重大紧急情况报告",
                "verbose_name_plural": "重大紧急情况报告",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["case", "-at"], name="urgent_report_by_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("to_whom", ""), _negated=True), models.Q(("content", ""), _negated=True)
                        ),
                        name="urgent_report_is_whole",
                        violation_error_message="报告要写报给谁、报了什么。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("recorded_at"), "+", models.Value(datetime.timedelta(seconds=300))
                                ),
                            )
                        ),
                        name="urgent_report_not_ahead",
                        violation_error_message="时刻不能在现在之后，请核对。",
                    ),
                ],
            },
        ),
    ]
