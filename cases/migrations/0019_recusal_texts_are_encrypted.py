from django.db import migrations, models

from cases.fields import EncryptedTextField

TEXTS = {"ground": "回避的理由", "reason": "决定的理由", "review": "复核的情况"}


def rewritten(of_field):
    """Write each text anew as `of_field(field)` makes it: today's rows are plain, an older release reads plain ones."""

    def rewrite(apps, editor):
        Recusal = apps.get_model("cases", "Recusal")
        rows = Recusal.objects.using(editor.connection.alias)
        for row in rows.values("pk", *TEXTS).iterator():
            changed = {}
            for name in TEXTS:
                field = EncryptedTextField()
                field.set_attributes_from_name(name)
                field.model = Recusal
                if row[name]:
                    changed[name] = of_field(field)(row[name])
            rows.filter(pk=row["pk"]).update(**changed)

    return rewrite


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0018_unusual_look_ups_are_told"),
    ]

    operations = [
        *(
            migrations.AlterField("recusal", name, models.TextField(verbose_name=label, blank=name != "ground"))
            for name, label in TEXTS.items()
        ),
        migrations.RunPython(rewritten(lambda field: field.encrypt), rewritten(lambda field: field.decrypt)),
        migrations.AlterField("recusal", "ground", EncryptedTextField(max_length=500, verbose_name="回避的理由")),
        migrations.AlterField(
            "recusal", "reason", EncryptedTextField(blank=True, max_length=300, verbose_name="决定的理由")
        ),
        migrations.AlterField(
            "recusal", "review", EncryptedTextField(blank=True, max_length=500, verbose_name="复核的情况")
        ),
    ]
