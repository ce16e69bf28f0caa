import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_escalations"),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("MESSAGE", "短信"),
                            ("EMAIL", "电子邮件"),
                            ("WECHAT", "微信"),
                            ("PLATFORM", "网上信访平台"),
                        ],
                        max_length=8,
                        verbose_name="电子送达方式",
                    ),
                ),
                ("agreed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="同意时间")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="撤回时间")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="cases.party",
                        verbose_name="当事人",
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
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="记撤回的人",
                    ),
                ),
            ],
            options={
                "verbose_name": "电子送达同意",
                "verbose_name_plural": "电子送达同意",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("party",),
                        name="one_consent_in_force",
                        violation_error_message="已经同意过一种电子送达方式；要换，先撤回。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                            models.Q(("revoked_at__gte", models.F("agreed_at")), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="consent_revoked_after_it_was_given",
                        violation_error_message="撤回要写经手人，不能早于同意。",
                    ),
                ],
            },
        ),
    ]
