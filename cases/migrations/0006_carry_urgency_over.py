from django.db import migrations

OLD_TO_NEW = """
    UPDATE {table} SET urgency = 'LIVELIHOOD' WHERE is_urgent
"""
NEW_TO_OLD = """
    UPDATE {table} SET is_urgent = (urgency <> '')
"""
TABLES = ["cases_case", "cases_historicalcase"]


class Migration(migrations.Migration):
    """What was ticked as urgent becomes an urgent need of livelihood: of no case was it known that it was more."""

    dependencies = [("cases", "0005_urgency_has_a_kind")]

    operations = [
        migrations.RunSQL(OLD_TO_NEW.format(table=table), NEW_TO_OLD.format(table=table)) for table in TABLES
    ]
