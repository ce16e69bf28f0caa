import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_consent_to_electronic_service"),
        ("reception", "0008_settled_on_the_spot"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="阅信时间")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="摘要")),
                ("as_leader", models.BooleanField(default=False, verbose_name="领导阅信")),
                ("instruction", models.TextField(blank=True, max_length=1000, verbose_name="批示")),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="阅信人",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="reception.visit",
                        verbose_name="来信",
                    ),
                ),
            ],
            options={
                "verbose_name": "阅信",
                "verbose_name_plural": "阅信",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("instruction", ""), ("as_leader", True), _connector="OR"),
                        name="only_leaders_instruct",
                        violation_error_message="批示由包案领导、机关负责人写（条例第十八条）。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("instruction", "")),
                        fields=("visit", "reader"),
                        name="a_letter_is_signed_once_a_reader",
                        violation_error_message="您已经签过阅，不用再签。",
                    ),
                ],
            },
        ),
    ]
