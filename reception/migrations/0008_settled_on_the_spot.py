import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_consent_to_electronic_service"),
        ("reception", "0007_what_a_channel_must_say"),
    ]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="settled_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="当场办结时间"),
        ),
        migrations.CreateModel(
            name="SpotAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("told", models.TextField(max_length=2000, verbose_name="告诉了什么")),
                (
                    "way",
                    models.CharField(
                        choices=[("FACE", "当面"), ("PHONE", "电话"), ("MESSAGE", "短信"), ("ONLINE", "网上回复")],
                        default="FACE",
                        max_length=8,
                        verbose_name="怎么告诉的",
                    ),
                ),
                (
                    "taken",
                    models.CharField(
                        choices=[
                            ("ACCEPTED", "认可"),
                            ("DOUBTFUL", "还有疑问"),
                            ("REJECTED", "不认可"),
                            ("SILENT", "没有表态"),
                        ],
                        default="SILENT",
                        max_length=8,
                        verbose_name="来访人怎么看",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="答复时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
                    ),
                ),
            ],
            options={
                "verbose_name": "当场答复",
                "verbose_name_plural": "当场答复",
            },
        ),
        migrations.AddField(
            model_name="visit",
            name="answer",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="visit",
                to="reception.spotanswer",
                verbose_name="当场答复",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("settled_at__isnull", False)), fields=["-settled_at"], name="visit_settled"
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("statement", ""), _negated=True),
                    ("is_historical", True),
                    models.Q(("case__isnull", True), ("settled_at__isnull", True)),
                    _connector="OR",
                ),
                name="only_a_waiting_contact_says_nothing_yet",
                violation_error_message="请写下来访人反映的事，照原话写。",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("settled_at__isnull", True),
                    models.Q(("answer__isnull", False), ("case__isnull", True)),
                    _connector="OR",
                ),
                name="settled_with_its_evidence_and_no_case",
                violation_error_message="当场办结要有答复的记录，不另立件（F16）。",
            ),
        ),
        migrations.AddConstraint(
            model_name="spotanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("told", ""), _negated=True),
                name="spot_answer_says_what",
                violation_error_message="请写当场告诉了什么。",
            ),
        ),
    ]
