from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_carry_urgency_over"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="case",
            name="urgency_has_its_basis",
        ),
        migrations.RemoveField(
            model_name="case",
            name="is_urgent",
        ),
        migrations.RemoveField(
            model_name="historicalcase",
            name="is_urgent",
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("urgency", ""), models.Q(("urgency_basis", ""), _negated=True), _connector="OR"),
                name="urgency_has_its_basis",
                violation_error_message="请写紧急依据。",
            ),
        ),
    ]
