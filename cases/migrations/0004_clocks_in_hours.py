from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_submission_digest"),
    ]

    operations = [
        migrations.AddField(
            model_name="deadline",
            name="due_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="最后时刻"),
        ),
        migrations.AddField(
            model_name="deadline",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="结束时刻"),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False), ("ended_on__isnull", True)),
                fields=["rule", "due_at"],
                name="deadline_running_hours",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due_at__isnull", True), ("due_at__date", models.F("legal_end_on")), _connector="OR"
                ),
                name="last_instant_lies_on_the_last_day",
                violation_error_message="最后时刻要在最后一天之内。",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True),
                    models.Q(("due_at__isnull", False), ("ended_on__isnull", False)),
                    _connector="OR",
                ),
                name="only_clocks_in_hours_end_at_an_instant",
                violation_error_message="只有按小时计的期限才有结束时刻。",
            ),
        ),
    ]
