import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_life_safety_incidents"),
    ]

    operations = [
        migrations.CreateModel(
            name="Escalation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[("DISTRICT", "区级"), ("CITY", "市级"), ("PROVINCE", "省级"), ("NATIONAL", "国家级")],
                        max_length=8,
                        verbose_name="到了哪一级",
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("VISIT", "来访"),
                            ("LETTER", "来信"),
                            ("CALL", "来电"),
                            ("ONLINE", "网上"),
                            ("FAX", "传真"),
                            ("TRANSFERRED", "上级转送"),
                            ("ASSIGNED", "上级交办"),
                            ("HOTLINE", "12345 热线"),
                            ("SCREENED", "排查发现"),
                            ("WINDOW", "综合窗口转入"),
                        ],
                        max_length=12,
                        verbose_name="形式",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("LATE", "我们晚了"),
                            ("DISSATISFIED", "对答复不满意"),
                            ("REFUSED", "诉求没有得到支持"),
                            ("UNAWARE", "不了解程序"),
                        ],
                        max_length=12,
                        verbose_name="为什么",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="情况")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
                (
                    "missed",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.deadline",
                        verbose_name="哪一步晚了",
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
                "verbose_name": "上行经过",
                "verbose_name_plural": "上行经过",
                "ordering": ["-on", "-pk"],
                "indexes": [models.Index(fields=["case", "-on"], name="escalation_by_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", "LATE"), _negated=True), ("missed__isnull", False), _connector="OR"
                        ),
                        name="being_late_names_the_step",
                        violation_error_message="因为我们晚了的，要指明哪一步晚了（F13）。",
                    )
                ],
            },
        ),
    ]
