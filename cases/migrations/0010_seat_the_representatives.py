from django.db import migrations

SEAT = """
    UPDATE cases_party party SET seat = numbered.seat
    FROM (
        SELECT id, row_number() OVER (PARTITION BY case_id ORDER BY id) AS seat
        FROM cases_party WHERE role = 'REPRESENTATIVE'
    ) numbered
    WHERE party.id = numbered.id
"""
NOTE = "UPDATE cases_party SET authority_note = '登记时未写' WHERE role = 'REPRESENTATIVE' AND authority_note = ''"


class Migration(migrations.Migration):
    """Representatives known so far take their seats in the order in which they were named."""

    dependencies = [("cases", "0009_representatives_have_seats")]

    operations = [
        migrations.RunSQL(SEAT, migrations.RunSQL.noop),
        migrations.RunSQL(NOTE, migrations.RunSQL.noop),
    ]
