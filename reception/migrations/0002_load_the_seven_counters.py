"""The seven counters that became one window (F32). The report does not name them; the office may rename them."""

from django.db import migrations

COUNTERS = {
    "CIVIL": "民政",
    "HEALTH": "卫生健康、计划生育",
    "SOCIAL": "社会保障",
    "HOUSING": "住房和城市管理",
    "PARTY": "党群",
    "SAFETY": "综合治理、治安",
    "VETERANS": "残疾人和退役军人",
}


def load(apps, schema_editor):
    counter = apps.get_model("reception", "FormerCounter")
    for position, (code, name) in enumerate(COUNTERS.items(), 1):
        counter.objects.get_or_create(code=code, defaults={"name": name, "position": position})


class Migration(migrations.Migration):
    replaces = [("reception", "0006_load_the_seven_counters")]

    dependencies = [("reception", "0001_squashed_2026_11")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
