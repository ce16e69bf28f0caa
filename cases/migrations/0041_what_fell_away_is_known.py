"""Of the clocks that had ended before, those that did not end by what they asked for, told by the words of the step."""

from django.db import migrations
from django.db.models import Q

WORDS = [
    "不按急办",
    "登记作废",
    "本人撤回",
    "并案",
    "调整层级",
    "改派",
    "已撤下",
    "已撤回",
    "不归本单位",
    "诉求改了去向",
    "诉求不再走信访程序",
    "转为普通程序",
    "另有新的日期",
    "交办、转送单位同意退回",
    "证书注销",
    "计划停止",
    "重要节点提前结束",
    "不再办",
]


def tell(apps, schema_editor):
    closed = Q(end_reason="办结", case__isnull=False)  # a task of the meeting ends with the same word and was done
    fell = apps.get_model("cases", "Deadline").objects.filter(Q(end_reason__in=WORDS) | closed, ended_on__isnull=False)
    fell.update(fell_away=True)


class Migration(migrations.Migration):
    dependencies = [("cases", "0040_a_clock_may_fall_away")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
