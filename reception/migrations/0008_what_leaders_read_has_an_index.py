from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("reception", "0007_a_contact_comes_from_a_clue")]

    operations = [
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(condition=Q(("as_leader", True)), fields=["at"], name="reading_by_leader"),
        ),
    ]
