"""The calendar from the project's file, so that no office starts without one."""

from django.db import migrations

from officials.models.calendar import load_years


def load(apps, schema_editor):
    load_years(apps.get_model("officials", "CalendarDay"))


class Migration(migrations.Migration):
    dependencies = [("officials", "0001_squashed_2026_11")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
