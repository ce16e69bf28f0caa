import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_consent_to_electronic_service"),
        ("reception", "0004_hall_screens"),
    ]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="community",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="officials.unit",
                verbose_name="问题属地",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="due_on",
            field=models.DateField(blank=True, null=True, verbose_name="要求报结的日期"),
        ),
        migrations.AddField(
            model_name="visit",
            name="kept_apart",
            field=models.BooleanField(default=False, verbose_name="看过相近事项，单独登记"),
        ),
        migrations.AddField(
            model_name="visit",
            name="level_note",
            field=models.CharField(
                blank=True,
                help_text="该去哪一级、去哪里；只是说明，照样登记",
                max_length=200,
                verbose_name="向其说明的受理层级",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="people_affected",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="涉及几人"),
        ),
        migrations.AddField(
            model_name="visit",
            name="postmarked_on",
            field=models.DateField(blank=True, null=True, verbose_name="邮戳日期"),
        ),
        migrations.AddField(
            model_name="visit",
            name="sender_no",
            field=models.CharField(blank=True, max_length=40, verbose_name="来文、来件编号"),
        ),
        migrations.AddField(
            model_name="visit",
            name="sender_organ",
            field=models.CharField(blank=True, max_length=60, verbose_name="转送、交办单位"),
        ),
        migrations.AddField(
            model_name="visit",
            name="sent_on",
            field=models.DateField(blank=True, null=True, verbose_name="来文日期"),
        ),
        migrations.AddField(
            model_name="visitparty",
            name="access_needs",
            field=models.CharField(blank=True, max_length=100, verbose_name="特殊需要"),
        ),
        migrations.AlterField(
            model_name="visit",
            name="statement",
            field=models.TextField(blank=True, max_length=20000, verbose_name="反映内容"),
        ),
    ]
