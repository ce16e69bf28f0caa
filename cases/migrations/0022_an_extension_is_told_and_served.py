from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0021_a_deadline_says_whose_term_it_is"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
                choices=[
                    ("REGISTERED", "登记"),
                    ("REPEATED", "再次来访"),
                    ("COMPLETED", "补全登记"),
                    ("EDITED", "修改"),
                    ("SEALED", "封存"),
                    ("LINKED", "关联"),
                    ("URGENT", "急办"),
                    ("MEASURE", "急办措施"),
                    ("REPORTED", "上报"),
                    ("INCIDENT", "生命安全"),
                    ("ESCALATED", "上行"),
                    ("READ", "阅信"),
                    ("INSTRUCTED", "批示"),
                    ("TRIAGED", "分流"),
                    ("OWNED", "包案"),
                    ("NOTICED", "书面告知"),
                    ("ROUTED", "告知去向"),
                    ("ACCEPTED", "受理"),
                    ("EXTENDED", "延期"),
                    ("INVESTIGATED", "调查核实"),
                    ("ANSWERED", "答复"),
                    ("SERVED", "送达"),
                    ("RATED", "请群众评价"),
                    ("CLOSED", "办结"),
                    ("CONSENTED", "当事人意愿"),
                    ("DECLINED", "不受理调解"),
                    ("WITHDRAWN", "撤回申请"),
                    ("STOPPED", "终止调解"),
                    ("VOIDED", "登记作废"),
                    ("OUTREACH", "下访家访"),
                    ("NOTE", "备注"),
                    ("FILE", "材料"),
                    ("DATE_MOVED", "期限重算"),
                    ("IMPORTED", "导入"),
                ],
                max_length=12,
                verbose_name="事情",
            ),
        ),
        migrations.AlterField(
            model_name="service",
            name="what",
            field=models.CharField(
                choices=[
                    ("NOTICE", "受理告知"),
                    ("ROUTE", "分类处理告知"),
                    ("ANSWER", "处理意见、答复"),
                    ("EXTEND", "延期办理告知"),
                ],
                max_length=8,
                verbose_name="送达什么",
            ),
        ),
    ]
