import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reception", "0010_voiding_takes_two"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AssignmentReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sent_on", models.DateField(verbose_name="报结日期")),
                ("number", models.CharField(max_length=40, verbose_name="报告文号")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="报告要点")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="报结人",
                    ),
                ),
                (
                    "visit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closing_report",
                        to="reception.visit",
                        verbose_name="交办",
                    ),
                ),
            ],
            options={
                "verbose_name": "交办报结",
                "verbose_name_plural": "交办报结",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        name="closing_report_has_its_number",
                        violation_error_message="请写报告文号；没有文号的，写“无号”。",
                    )
                ],
            },
        ),
    ]
