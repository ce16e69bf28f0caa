from datetime import timedelta

from django.db import migrations
from django.db.models import DateTimeField, F
from django.db.models.functions import Cast, Least, Now

DAY_IS_OVER = timedelta(hours=16)  # midnight of the next day in Shanghai, after midnight UTC


def by_the_end_of_their_days(apps, schema_editor):
    """What was written before has its day alone: its end, so that an addendum rather says it twice than never."""
    for model, day, instant in (
        ("Milestone", "added_on", "added_at"),
        ("Milestone", "withdrawn_on", "withdrawn_at"),
        ("Ownership", "since", "recorded_at"),
    ):
        rows = apps.get_model("cases", model).objects.filter(**{f"{day}__isnull": False})
        rows.update(**{instant: Least(Now(), Cast(F(day), DateTimeField()) + DAY_IS_OVER)})


class Migration(migrations.Migration):
    dependencies = [("cases", "0050_a_plan_knows_the_instant")]

    operations = [migrations.RunPython(by_the_end_of_their_days, migrations.RunPython.noop)]
