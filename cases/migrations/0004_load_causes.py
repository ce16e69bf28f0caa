from datetime import date

from django.db import migrations

SINCE = date(2022, 5, 1)
CAUSES = [  # proposal (F3); the office writes its own
    ("A1", "政策有空白或者前后不一"),
    ("A2", "政策没有讲清楚"),
    ("B1", "办理拖延"),
    ("B2", "程序没有走到位"),
    ("B3", "答应了没有做到"),
    ("C1", "工程施工管理不到位"),
    ("C2", "物业管理和维修责任不清"),
    ("C3", "用工欠薪"),
    ("C4", "公共设施老旧"),
    ("D1", "邻里、家庭纠纷"),
    ("D2", "历史遗留问题"),
    ("J1", "政策执行、履职不到位"),
    ("J2", "服务、告知不及时"),
    ("J3", "工作作风"),
    ("J4", "规划、建设、施工"),
    ("J5", "民间、合同纠纷"),
    ("Z9", "其他"),
]


def load(apps, editor):
    Cause = apps.get_model("cases", "CauseCode")
    Cause.objects.bulk_create(Cause(code=code, name=name, valid_from=SINCE) for code, name in CAUSES)


class Migration(migrations.Migration):
    replaces = [("cases", "0033_load_causes")]

    dependencies = [("cases", "0003_load_grounds")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
