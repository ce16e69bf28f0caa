import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disputes", "0004_places_are_screened"),
        ("reception", "0006_load_the_seven_counters"),
    ]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="clue",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="visits",
                to="disputes.clue",
                verbose_name="从哪条线索来的",
            ),
        ),
    ]
