"""The categories of the published monthly figures (handbook 3.3), so that no office starts without any."""

from django.db import migrations

NAMES = (
    "婚姻家庭 邻里 房屋宅基地 合同 生产经营 损害赔偿 山林土地 征地拆迁 环境污染 劳动争议 消费 医疗 道路交通事故 物业"
)
OTHER = "其他"


def load(apps, schema_editor):
    DisputeKind = apps.get_model("disputes", "DisputeKind")
    named = [(f"{number:02d}", name) for number, name in enumerate(NAMES.split(), 1)] + [("99", OTHER)]
    for code, name in named:
        DisputeKind.objects.get_or_create(code=code, defaults={"name": name})


class Migration(migrations.Migration):
    dependencies = [("disputes", "0001_squashed_2026_11")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
