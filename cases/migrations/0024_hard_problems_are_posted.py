import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0023_what_a_matter_turns_on"),
        ("officials", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="OpenCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=60, verbose_name="题目")),
                ("brief", models.TextField(max_length=2000, verbose_name="难在哪里")),
                ("wanted", models.CharField(max_length=500, verbose_name="想要什么样的办法")),
                ("until", models.DateField(verbose_name="哪天以前提")),
                ("drafted_on", models.DateField(verbose_name="起草日期")),
                ("posted_on", models.DateField(blank=True, null=True, verbose_name="挂榜日期")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="为什么这样选")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
                (
                    "deadline",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.deadline",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="起草人",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited",
                    models.ManyToManyField(related_name="calls", to=settings.AUTH_USER_MODEL, verbose_name="请哪些人"),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批准人",
                    ),
                ),
            ],
            options={
                "verbose_name": "挂榜",
                "verbose_name_plural": "挂榜",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("case",),
                        name="one_call_runs",
                        violation_error_message="这件已经有一次挂榜没有结束。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("deadline__isnull", True), ("posted_by__isnull", True), ("posted_on__isnull", True)
                            ),
                            models.Q(
                                ("posted_by__isnull", False),
                                ("posted_on__isnull", False),
                                models.Q(("posted_by", models.F("drafted_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_second_person_posts_the_call",
                        violation_error_message="起草的人不能自己批准挂榜（F49）。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=2000, verbose_name="您的办法")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁提的",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="cases.opencall",
                        verbose_name="挂榜",
                    ),
                ),
            ],
            options={
                "verbose_name": "提的办法",
                "verbose_name_plural": "提的办法",
                "ordering": ["at", "pk"],
            },
        ),
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
                    ("HANDED", "移交"),
                    ("OWNED", "包案"),
                    ("PLANNED", "包案计划"),
                    ("ANALYSED", "研判化解"),
                    ("BACKLOG", "积案"),
                    ("CALLED", "挂榜"),
                    ("NOTICED", "书面告知"),
                    ("SORTED", "改去向"),
                    ("OBJECTED", "异议"),
                    ("ROUTED", "告知去向"),
                    ("ACCEPTED", "受理"),
                    ("EXTENDED", "延期"),
                    ("INVESTIGATED", "调查核实"),
                    ("ANSWERED", "答复"),
                    ("REVIEWED", "审核"),
                    ("SIGNED", "签发"),
                    ("SERVED", "送达"),
                    ("REVIEW", "复查复核"),
                    ("PROMISED", "履行"),
                    ("RATED", "请群众评价"),
                    ("EVALUATED", "群众已评价"),
                    ("EFFORT", "再次工作"),
                    ("SETTLED", "事了"),
                    ("REVISITED", "回访"),
                    ("SIGNED_OFF", "办结签字"),
                    ("LEVELLED", "调整层级"),
                    ("SUSPENDED", "清零目标中止"),
                    ("TRIED", "联系本人"),
                    ("CLOSED", "办结"),
                    ("CONSENTED", "当事人意愿"),
                    ("DECLINED", "不受理调解"),
                    ("WITHDRAWN", "撤回申请"),
                    ("RECUSED", "回避"),
                    ("INQUIRED", "核查任务"),
                    ("SUPERVISED", "督办"),
                    ("HEARING", "听证"),
                    ("STOPPED", "终止调解"),
                    ("REOPENED", "重新办理"),
                    ("MERGED", "并案"),
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
        migrations.AddField(
            model_name="opencall",
            name="chosen",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.proposal",
                verbose_name="选用的办法",
            ),
        ),
        migrations.AddConstraint(
            model_name="opencall",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("chosen__isnull", True),
                        ("ended_by__isnull", True),
                        ("ended_on__isnull", True),
                        ("reason", ""),
                    ),
                    models.Q(
                        ("ended_by__isnull", False),
                        ("ended_on__isnull", False),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_call_ends_with_its_reason",
                violation_error_message="选用哪个办法、不选用，都要写理由。",
            ),
        ),
    ]
