from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_seat_the_representatives"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "REPRESENTATIVE"), ("seat__gte", 1), ("seat__lte", 5)),
                    models.Q(models.Q(("role", "REPRESENTATIVE"), _negated=True), ("seat__isnull", True)),
                    _connector="OR",
                ),
                name="representatives_have_one_of_five_seats",
                violation_error_message="代表最多 5 人（L11）。",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.UniqueConstraint(
                condition=models.Q(("seat__isnull", False)),
                fields=("case", "seat"),
                name="one_representative_a_seat",
                violation_error_message="代表最多 5 人（L11）。",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "REPRESENTATIVE"), _negated=True),
                    models.Q(("authority_note", ""), _negated=True),
                    _connector="OR",
                ),
                name="representative_has_authority",
                violation_error_message="请写代表是怎么推选、授权的（L11）。",
            ),
        ),
    ]
