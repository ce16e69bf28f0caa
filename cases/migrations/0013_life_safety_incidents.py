import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import cases.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_urgent_lane"),
    ]

    operations = [
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="什么时候")),
                ("facts", cases.fields.EncryptedTextField(max_length=2000, verbose_name="事实")),
                ("help_given", cases.fields.EncryptedTextField(max_length=1000, verbose_name="当场给了什么帮助")),
                (
                    "emergency",
                    models.CharField(
                        blank=True,
                        choices=[("POLICE", "110 公安"), ("FIRE", "119 消防"), ("AMBULANCE", "120 急救")],
                        max_length=10,
                        verbose_name="叫了谁来",
                    ),
                ),
                ("emergency_at", models.DateTimeField(blank=True, null=True, verbose_name="什么时候叫的")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                ("closing_note", models.CharField(blank=True, max_length=200, verbose_name="怎么结束的")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="结束人",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="记录人",
                    ),
                ),
            ],
            options={
                "verbose_name": "生命安全事项",
                "verbose_name_plural": "生命安全事项",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)), fields=["case", "-at"], name="incident_open"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("facts", ""), _negated=True), models.Q(("help_given", ""), _negated=True)
                        ),
                        name="incident_has_facts_and_help",
                        violation_error_message="请写事实和当场给的帮助。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("emergency", ""), ("emergency_at__isnull", True)),
                            models.Q(models.Q(("emergency", ""), _negated=True), ("emergency_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="emergency_has_its_time",
                        violation_error_message="叫了谁来、什么时候叫的，要一起写。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True), ("closing_note", "")),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                models.Q(("closing_note", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="incident_ends_whole",
                        violation_error_message="结束要写时间、经手人和怎么结束的。",
                    ),
                ],
            },
        ),
    ]
