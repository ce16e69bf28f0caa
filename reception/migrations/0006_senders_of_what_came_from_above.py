from django.db import migrations

FILL = """
    UPDATE reception_visit visit
    SET sender_organ = COALESCE(NULLIF(filed.sender_organ, ''), '登记时未写'),
        sender_no = COALESCE(NULLIF(filed.sender_no, ''), '无号')
    FROM cases_case filed
    WHERE filed.id = visit.case_id AND visit.channel IN ('TRANSFERRED', 'ASSIGNED')
"""


class Migration(migrations.Migration):
    """What came from above before contacts named their sender takes over what its case knows of it."""

    dependencies = [("reception", "0005_where_a_contact_came_from")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
