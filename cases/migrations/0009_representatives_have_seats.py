from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_registration_says_more"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalparty",
            name="seat",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name="第几位代表"),
        ),
        migrations.AddField(
            model_name="party",
            name="seat",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name="第几位代表"),
        ),
    ]
