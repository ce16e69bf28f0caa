import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import officials.models.people


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0021_who_acts_in_whose_place"),
        ("officials", "__first__"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="ownership",
            name="a_plan_ends_after_it_starts",
        ),
        migrations.AddField(
            model_name="ownership",
            name="plan_since",
            field=models.DateField(blank=True, null=True, verbose_name="计划从哪天起"),
        ),
        migrations.AddField(
            model_name="ownership",
            name="signed_on",
            field=models.DateField(blank=True, null=True, verbose_name="领导签责任书的日期"),
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
        migrations.AlterField(
            model_name="paper",
            name="kind",
            field=models.CharField(
                choices=[
                    ("P01", "登记表"),
                    ("P02", "受理告知书"),
                    ("P03", "告知书"),
                    ("P04", "分类处理告知书"),
                    ("P05", "延期办理告知书"),
                    ("P06", "转送函、交办函"),
                    ("P07", "处理意见书"),
                    ("P08", "送达回证"),
                    ("P09", "简易办理答复"),
                    ("P10", "满意度评价表"),
                    ("P14", "督办单"),
                    ("P15", "包案责任书"),
                    ("P16", "办结报告"),
                    ("P17", "回避登记"),
                    ("P18", "听证通知、笔录"),
                    ("P19", "推选代表书"),
                    ("P20", "撤回申请"),
                    ("P25", "权利义务告知书"),
                    ("P28", "履职答复书"),
                ],
                max_length=3,
                verbose_name="文书",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("planned_on__isnull", True),
                    models.Q(("plan_since__isnull", True), ("planned_on__gte", models.F("since"))),
                    ("planned_on__gte", models.F("plan_since")),
                    _connector="OR",
                ),
                name="a_plan_ends_after_it_starts",
                violation_error_message="完成日不能早于包案起日。",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownership",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("case", "="),
                    (
                        officials.models.people.DateRange(
                            "since",
                            "until",
                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                inclusive_lower=True, inclusive_upper=False
                            ),
                        ),
                        "&&",
                    ),
                ],
                name="one_owner_on_any_day",
                violation_error_message="这件在这段时间已有包案领导。",
            ),
        ),
        migrations.CreateModel(
            name="DispatchNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held_on", models.DateField(verbose_name="哪天调度")),
                ("present", models.CharField(max_length=200, verbose_name="参加的单位和人")),
                ("blocked", models.CharField(max_length=500, verbose_name="卡在哪里")),
                ("arranged", models.CharField(max_length=500, verbose_name="怎么安排")),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="记录时间")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatches",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
                (
                    "chair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="主持",
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
                "verbose_name": "调度记录",
                "verbose_name_plural": "调度记录",
                "ordering": ["-held_on", "-pk"],
                "indexes": [models.Index(fields=["case", "-held_on"], name="dispatch_by_case")],
            },
        ),
        migrations.CreateModel(
            name="Instruction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=500, verbose_name="批示")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="哪天以前回复")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="批示时间")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="落实情况")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="回复日期")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批示人",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instructions",
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
                        related_name="instruction",
                        to="cases.deadline",
                        verbose_name="期限",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="请谁落实",
                    ),
                ),
            ],
            options={
                "verbose_name": "批示",
                "verbose_name_plural": "批示",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["case", "-at"], name="instruction_by_case"),
                    models.Index(
                        condition=models.Q(("answered_on__isnull", True)), fields=["to"], name="instruction_unanswered"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to", models.F("by")), _negated=True),
                        name="nobody_instructs_himself",
                        violation_error_message="批示是给别人的。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deadline__isnull", True), ("due_on__isnull", True)),
                            models.Q(("deadline__isnull", False), ("due_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="instruction_with_a_day_has_its_clock",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_by__isnull", True), ("answered_on__isnull", True)),
                            models.Q(
                                ("answered_by__isnull", False),
                                ("answered_on__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="answered_instruction_says_what_was_done",
                        violation_error_message="回复要写落实的情况。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("what", models.CharField(max_length=120, verbose_name="做到什么")),
                ("weight", models.PositiveSmallIntegerField(default=10, verbose_name="分量")),
                ("planned_on", models.DateField(verbose_name="计划哪天以前")),
                ("added_on", models.DateField(verbose_name="写下日期")),
                ("reached_on", models.DateField(blank=True, null=True, verbose_name="做到的日期")),
                ("result", models.CharField(blank=True, max_length=300, verbose_name="结果")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤下日期")),
                ("withdrawal", models.CharField(blank=True, max_length=200, verbose_name="撤下的原因")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经手人",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
                (
                    "deadline",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestone",
                        to="cases.deadline",
                        verbose_name="期限",
                    ),
                ),
                (
                    "official",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁负责",
                    ),
                ),
                (
                    "reached_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "节点",
                "verbose_name_plural": "节点",
                "ordering": ["case", "planned_on", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "position"), name="milestones_are_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 1), ("weight__lte", 100)),
                        name="milestone_weighs_1_to_100",
                        violation_error_message="分量写 1 到 100。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("planned_on__gte", models.F("added_on"))),
                        name="milestone_is_planned_from_its_day_on",
                        violation_error_message="节点不能定在写下它以前。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reached_by__isnull", True), ("reached_on__isnull", True), ("result", "")),
                            models.Q(
                                ("reached_by__isnull", False),
                                ("reached_on__isnull", False),
                                models.Q(("result", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reached_milestone_says_what_came_of_it",
                        violation_error_message="做到了的节点要写结果。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawal", ""), ("withdrawn_by__isnull", True), ("withdrawn_on__isnull", True)
                            ),
                            models.Q(
                                ("reached_on__isnull", True),
                                ("withdrawn_by__isnull", False),
                                ("withdrawn_on__isnull", False),
                                models.Q(("withdrawal", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="withdrawn_milestone_says_why",
                        violation_error_message="撤下节点要写原因；做到了的不能撤。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnershipTransfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=200, verbose_name="换人的理由")),
                ("proposed_on", models.DateField(verbose_name="提出日期")),
                ("given_on", models.DateField(blank=True, null=True, verbose_name="移交日期")),
                ("taken_on", models.DateField(blank=True, null=True, verbose_name="接收日期")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("DONE", "已交接"), ("DECLINED", "不接"), ("WITHDRAWN", "已撤回")],
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="结果日期")),
                ("refusal", models.CharField(blank=True, max_length=200, verbose_name="不接、撤回的理由")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
                (
                    "current",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="cases.ownership",
                        verbose_name="现在的包案",
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
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="移交签字",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="接替的领导",
                    ),
                ),
            ],
            options={
                "verbose_name": "包案交接",
                "verbose_name_plural": "包案交接",
                "ordering": ["case", "-pk"],
                "indexes": [
                    models.Index(condition=models.Q(("outcome", "")), fields=["successor"], name="transfer_to")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("case",),
                        name="one_transfer_waits",
                        violation_error_message="已经有一次交接等签字（F46）。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_by__isnull", True), ("given_on__isnull", True)),
                            models.Q(("given_by__isnull", False), ("given_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="transfer_signed_by_whom_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given_by__isnull", True),
                            ("taken_on__isnull", True),
                            models.Q(("given_by", models.F("successor")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_signs_both_sides",
                        violation_error_message="移交和接收要两个人签字（F46）。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_by__isnull", True),
                                ("ended_on__isnull", True),
                                ("outcome", ""),
                                ("refusal", ""),
                            ),
                            models.Q(
                                ("ended_by__isnull", False),
                                ("ended_on__isnull", False),
                                ("given_on__isnull", False),
                                ("outcome", "DONE"),
                                ("refusal", ""),
                                ("taken_on__isnull", False),
                            ),
                            models.Q(
                                ("ended_by__isnull", False),
                                ("ended_on__isnull", False),
                                ("outcome__in", ["DECLINED", "WITHDRAWN"]),
                                models.Q(("refusal", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="transfer_ends_whole",
                        violation_error_message="两边都签字才算交接；不接、撤回的写理由。",
                    ),
                ],
            },
        ),
    ]
