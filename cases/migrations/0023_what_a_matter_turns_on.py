import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0022_a_leader_owns_by_a_plan"),
        ("officials", "0005_powers_of_a_post_are_lent"),
        ("officials", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="BacklogRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(unique=True, verbose_name="版本")),
                ("since", models.DateField(verbose_name="从哪天起")),
                ("open_months", models.PositiveSmallIntegerField(verbose_name="登记满几个月没有办结")),
                ("repeats", models.PositiveSmallIntegerField(verbose_name="同一事项重复几次")),
                ("words", models.CharField(max_length=300, verbose_name="列入标准")),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁定的",
                    ),
                ),
            ],
            options={
                "verbose_name": "积案列入标准",
                "verbose_name_plural": "积案列入标准",
                "ordering": ["-version"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("open_months__gte", 1),
                            ("open_months__lte", 120),
                            ("repeats__gte", 1),
                            ("repeats__lte", 50),
                        ),
                        name="backlog_rule_has_its_bounds",
                        violation_error_message="月数写 1 到 120，次数写 1 到 50。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BacklogEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[("LISTED", "上级交办"), ("FOUND", "自查")], max_length=6, verbose_name="来源"
                    ),
                ),
                ("ground", models.CharField(max_length=200, verbose_name="依据")),
                ("entered_on", models.DateField(verbose_name="列入日期")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("SUBSTANTIVE", "实质化解"), ("PROCEDURAL", "程序终结")],
                        max_length=11,
                        verbose_name="怎么出册",
                    ),
                ),
                ("end_ground", models.CharField(blank=True, max_length=300, verbose_name="出册依据")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="出册日期")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="backlog_entries",
                        to="cases.case",
                        verbose_name="案件",
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
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经手人",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.backlogrule",
                        verbose_name="标准",
                    ),
                ),
            ],
            options={
                "verbose_name": "积案台账",
                "verbose_name_plural": "积案台账",
                "ordering": ["entered_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_on__isnull", True)), fields=["entered_on"], name="backlog_standing"
                    ),
                    models.Index(
                        condition=models.Q(("ended_on__isnull", False)), fields=["-ended_on"], name="backlog_ended"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("case",),
                        name="in_the_backlog_once",
                        violation_error_message="这件已经在积案台账里（F59）。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rule__isnull", False), ("source", "FOUND")),
                            models.Q(("rule__isnull", True), ("source", "LISTED")),
                            _connector="OR",
                        ),
                        name="what_was_found_has_its_rule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ground", ""), _negated=True), name="backlog_entry_has_its_ground"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("end_ground", ""),
                                ("ended_by__isnull", True),
                                ("ended_on__isnull", True),
                                ("outcome", ""),
                            ),
                            models.Q(
                                ("ended_by__isnull", False),
                                ("ended_on__gte", models.F("entered_on")),
                                models.Q(("outcome", ""), _negated=True),
                                models.Q(("end_ground", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="backlog_entry_ends_whole",
                        violation_error_message="出册要写怎么出、凭什么。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseAnalysis",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(verbose_name="版本")),
                ("core", models.CharField(max_length=300, verbose_name="争议焦点")),
                ("legal", models.CharField(max_length=1000, verbose_name="法律政策怎么说")),
                ("blocked", models.CharField(max_length=500, verbose_name="卡在哪里")),
                ("who", models.CharField(max_length=300, verbose_name="谁能解开")),
                ("entry", models.CharField(max_length=300, verbose_name="切入点")),
                ("key_point", models.CharField(max_length=300, verbose_name="关键点")),
                ("plan", models.CharField(max_length=1000, verbose_name="怎么办")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="为什么重写")),
                ("written_on", models.DateField(verbose_name="日期")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="analyses",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="执笔",
                    ),
                ),
            ],
            options={
                "verbose_name": "综合研判",
                "verbose_name_plural": "综合研判",
                "ordering": ["case", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "version"),
                        name="analyses_are_numbered",
                        violation_error_message="刚有人写了这一版，请看过再改。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("version", 1)),
                            models.Q(("version__gt", 1), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="analysis_written_anew_says_why",
                        violation_error_message="重写研判要写为什么。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("taken_on", models.DateField(verbose_name="哪天做的")),
                ("what", models.CharField(max_length=300, verbose_name="做了什么")),
                (
                    "resource",
                    models.CharField(
                        choices=[("LEADER", "领导包案"), ("DEPARTMENT", "部门联动"), ("SOCIETY", "社会多方")],
                        max_length=10,
                        verbose_name="用的力量",
                    ),
                ),
                ("who", models.CharField(max_length=120, verbose_name="哪些单位、什么人参与")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("WORKED", "见效"), ("PARTLY", "部分见效"), ("FAILED", "没有见效")],
                        max_length=7,
                        verbose_name="效果",
                    ),
                ),
                ("result", models.CharField(blank=True, max_length=300, verbose_name="看到了什么")),
                ("outcome_on", models.DateField(blank=True, null=True, verbose_name="看效果的日期")),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="记录时间")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
                (
                    "outcome_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="记录人",
                    ),
                ),
            ],
            options={
                "verbose_name": "化解措施",
                "verbose_name_plural": "化解措施",
                "ordering": ["-taken_on", "-pk"],
                "indexes": [
                    models.Index(fields=["case", "-taken_on"], name="measure_by_case"),
                    models.Index(fields=["taken_on", "resource", "outcome"], name="measure_by_day"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome", ""),
                                ("outcome_by__isnull", True),
                                ("outcome_on__isnull", True),
                                ("result", ""),
                            ),
                            models.Q(
                                ("outcome_by__isnull", False),
                                ("outcome_on__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                                models.Q(("result", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="outcome_of_a_measure_is_told_whole",
                        violation_error_message="效果要写看到了什么。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome_on__isnull", True), ("outcome_on__gte", models.F("taken_on")), _connector="OR"
                        ),
                        name="outcome_comes_after_the_measure",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="analysed_on",
            field=models.DateField(blank=True, null=True, verbose_name="研判日期"),
        ),
        migrations.AddField(
            model_name="historicalcase",
            name="analysed_on",
            field=models.DateField(blank=True, null=True, verbose_name="研判日期"),
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
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_on__isnull", True)),
                fields=["community", "next_legal_on"],
                name="case_open_by_community",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_on__isnull", True)), fields=["received_at"], name="case_open_by_receipt"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_on__isnull", True), ("is_historical", False), ("is_sealed", False)),
                fields=["handling_unit", "handler"],
                include=("next_legal_on", "id"),
                name="case_workload",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_on__isnull", True), ("repeat_count__gte", 1)),
                fields=["repeat_count"],
                name="case_open_repeated",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_on__isnull", True), ("level", "HARD")),
                fields=["id"],
                name="case_hard_open",
            ),
        ),
    ]
