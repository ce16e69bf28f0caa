from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("reception", "0002_load_the_seven_counters")]

    operations = [
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(condition=Q(("as_leader", True)), fields=["at"], name="reading_by_leader"),
        ),
    ]
