from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_clocks_in_hours"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="urgency",
            field=models.CharField(
                blank=True,
                choices=[("LIVELIHOOD", "民生急难"), ("MAJOR", "重大紧急")],
                max_length=12,
                verbose_name="紧急程度",
            ),
        ),
        migrations.AddField(
            model_name="historicalcase",
            name="urgency",
            field=models.CharField(
                blank=True,
                choices=[("LIVELIHOOD", "民生急难"), ("MAJOR", "重大紧急")],
                max_length=12,
                verbose_name="紧急程度",
            ),
        ),
    ]
