import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_consent_to_electronic_service"),
        ("reception", "0009_letters_are_read"),
    ]

    operations = [
        migrations.CreateModel(
            name="Voiding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=200, verbose_name="作废的原因")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="申请时间")),
                ("is_approved", models.BooleanField(blank=True, null=True, verbose_name="同意")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="决定时间")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="决定说明")),
            ],
            options={
                "verbose_name": "作废",
                "verbose_name_plural": "作废",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="visit",
            name="voided_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="作废时间"),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("case__isnull", True), ("settled_at__isnull", True), ("voided_at__isnull", True)),
                fields=["received_at"],
                name="visit_awaiting_talk",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("voided_at__isnull", False)), fields=["-voided_at"], name="visit_voided"
            ),
        ),
        migrations.AddField(
            model_name="voiding",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="申请人",
            ),
        ),
        migrations.AddField(
            model_name="voiding",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="决定人",
            ),
        ),
        migrations.AddField(
            model_name="voiding",
            name="visit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="voidings",
                to="reception.visit",
                verbose_name="来访",
            ),
        ),
        migrations.AddConstraint(
            model_name="voiding",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="voiding_has_its_reason",
                violation_error_message="请写作废的原因。",
            ),
        ),
        migrations.AddConstraint(
            model_name="voiding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", True), ("decided_by__isnull", True), ("is_approved__isnull", True)
                    ),
                    models.Q(
                        ("decided_at__isnull", False), ("decided_by__isnull", False), ("is_approved__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="voiding_is_decided_whole",
                violation_error_message="决定要写同意与否、谁、什么时候。",
            ),
        ),
        migrations.AddConstraint(
            model_name="voiding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="voiding_takes_two_people",
                violation_error_message="申请作废的人不能自己批（R28）。",
            ),
        ),
        migrations.AddConstraint(
            model_name="voiding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at__isnull", True)),
                fields=("visit",),
                name="one_open_voiding_a_contact",
                violation_error_message="已经有人申请作废，等信访办主任决定。",
            ),
        ),
        migrations.AddConstraint(
            model_name="voiding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_approved", True)),
                fields=("visit",),
                name="a_contact_is_voided_once",
                violation_error_message="这次登记已经作废。",
            ),
        ),
    ]
