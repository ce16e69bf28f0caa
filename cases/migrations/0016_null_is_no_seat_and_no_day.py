from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_consent_to_electronic_service"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="party",
            name="representatives_have_one_of_five_seats",
        ),
        migrations.RemoveConstraint(
            model_name="serviceconsent",
            name="consent_revoked_after_it_was_given",
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "REPRESENTATIVE"), ("seat__gte", 1), ("seat__isnull", False), ("seat__lte", 5)),
                    models.Q(models.Q(("role", "REPRESENTATIVE"), _negated=True), ("seat__isnull", True)),
                    _connector="OR",
                ),
                name="representatives_have_one_of_five_seats",
                violation_error_message="代表最多 5 人（L11）。",
            ),
        ),
        migrations.AddConstraint(
            model_name="serviceconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                    models.Q(
                        ("revoked_at__gte", models.F("agreed_at")),
                        ("revoked_at__isnull", False),
                        ("revoked_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="consent_revoked_after_it_was_given",
                violation_error_message="撤回要写经手人，不能早于同意。",
            ),
        ),
    ]
