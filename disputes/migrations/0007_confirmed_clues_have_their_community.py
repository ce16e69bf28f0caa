"""Who settles a clue that was confirmed before is its community: nobody else was ever named."""

from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    clues = apps.get_model("disputes", "Clue").objects.filter(answer="CONFIRMED", unit=None)
    clues.update(unit=F("community"))  # no history is kept of clues


class Migration(migrations.Migration):
    dependencies = [("disputes", "0006_a_clue_has_the_unit_that_settles_it")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
