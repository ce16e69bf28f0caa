from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_consent_to_electronic_service"),
        ("reception", "0006_senders_of_what_came_from_above"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("channel", "LETTER"), ("is_historical", False)),
                fields=["-received_at"],
                name="visit_letters",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept_apart", False), models.Q(("tie", "REPEAT"), _negated=True), _connector="OR"),
                name="kept_apart_is_no_repeat",
                violation_error_message="单独登记的不能又并入原事项。",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("postmarked_on__isnull", True),
                    models.Q(("channel", "LETTER"), ("received_at__date__gte", models.F("postmarked_on"))),
                    _connector="OR",
                ),
                name="postmark_on_a_letter_received_later",
                violation_error_message="邮戳日期不能晚于收到日期，请核对。",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel__in", ["TRANSFERRED", "ASSIGNED"]), _negated=True),
                    ("is_historical", True),
                    models.Q(
                        models.Q(("sender_organ", ""), _negated=True), models.Q(("sender_no", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="what_comes_from_above_names_its_sender",
                violation_error_message="上级转送、交办的要写单位和来文编号。",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sent_on__isnull", True), ("received_at__date__gte", models.F("sent_on")), _connector="OR"
                ),
                name="paper_was_sent_before_it_came",
                violation_error_message="来文日期不能晚于收到日期，请核对。",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due_on__isnull", True),
                    models.Q(
                        ("channel", "ASSIGNED"), ("due_on__gte", models.F("sent_on")), ("sent_on__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="only_an_assignment_sets_a_day",
                violation_error_message="要求报结的日期早于来文日期，请核对。",
            ),
        ),
    ]
