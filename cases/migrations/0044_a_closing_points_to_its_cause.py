import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0043_a_matter_is_reported_upward_in_writing")]

    operations = [
        migrations.AddField(
            model_name="closing",
            name="found",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="closings",
                to="cases.casecause",
                verbose_name="成因",
            ),
        ),
    ]
