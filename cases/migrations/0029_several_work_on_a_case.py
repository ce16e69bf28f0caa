import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import cases.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0028_a_specialist_is_asked"),
        ("officials", "0005_powers_of_a_post_are_lent"),
        ("officials", "__first__"),
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
                    ("HANDED", "移交"),
                    ("OWNED", "包案"),
                    ("PLANNED", "包案计划"),
                    ("ANALYSED", "研判化解"),
                    ("BACKLOG", "积案"),
                    ("CALLED", "挂榜"),
                    ("JOINT", "协同联动"),
                    ("TEAMED", "专班突击队"),
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
                    ("INSPECTED", "检查"),
                    ("CONSULTED", "专家服务"),
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
        migrations.CreateModel(
            name="AssistTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("facts", models.TextField(max_length=1000, verbose_name="给协办单位看的情况")),
                ("asked", models.TextField(max_length=1000, verbose_name="请它办什么")),
                ("asked_on", models.DateField(verbose_name="提出日期")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤回日期")),
                ("withdrawal", models.CharField(blank=True, max_length=200, verbose_name="撤回的原因")),
                ("unwaited_on", models.DateField(blank=True, null=True, verbose_name="哪天决定不等")),
                ("unwaited", models.CharField(blank=True, max_length=300, verbose_name="不等协办答复的理由")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assists",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
                (
                    "deadline",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assist",
                        to="cases.deadline",
                        verbose_name="期限",
                    ),
                ),
                (
                    "official",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="由谁办",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="officials.unit",
                        verbose_name="协办单位",
                    ),
                ),
                (
                    "unwaited_by",
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
                "verbose_name": "协办",
                "verbose_name_plural": "协办",
                "ordering": ["case", "position"],
                "indexes": [models.Index(fields=["unit", "-id"], name="assist_by_unit")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "position"), name="assists_are_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked", ""), _negated=True), models.Q(("facts", ""), _negated=True)
                        ),
                        name="assist_says_what_is_asked",
                        violation_error_message="请写情况和请它办什么。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawal", ""), ("withdrawn_by__isnull", True), ("withdrawn_on__isnull", True)
                            ),
                            models.Q(
                                ("withdrawn_by__isnull", False),
                                ("withdrawn_on__isnull", False),
                                models.Q(("withdrawal", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="withdrawn_assist_says_why",
                        violation_error_message="撤回协办要写原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("unwaited", ""), ("unwaited_by__isnull", True), ("unwaited_on__isnull", True)),
                            models.Q(
                                ("unwaited_by__isnull", False),
                                ("unwaited_on__isnull", False),
                                models.Q(("unwaited", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="going_without_an_assist_says_why",
                        violation_error_message="不等协办答复要写理由（F36）。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssistReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.TextField(max_length=5000, verbose_name="办理情况")),
                ("on", models.DateField(verbose_name="答复日期")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="采用日期")),
                ("returned_on", models.DateField(blank=True, null=True, verbose_name="退回日期")),
                ("returned_for", models.CharField(blank=True, max_length=300, verbose_name="退回原因")),
                (
                    "accepted_by",
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
                        verbose_name="答复人",
                    ),
                ),
                (
                    "files",
                    models.ManyToManyField(
                        related_name="assist_replies", to="cases.attachment", verbose_name="证据材料"
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="replies", to="cases.assisttask"
                    ),
                ),
            ],
            options={
                "verbose_name": "协办答复",
                "verbose_name_plural": "协办答复",
                "ordering": ["task", "position"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("accepted_on__isnull", True), ("returned_on__isnull", True)),
                        fields=["task"],
                        name="assist_reply_unweighed",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("task", "position"), name="assist_replies_are_numbered"),
                    models.UniqueConstraint(
                        condition=models.Q(("returned_on__isnull", True)),
                        fields=("task",),
                        name="one_assist_reply_stands",
                        violation_error_message="已经答复过，等主办看。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("returned_by__isnull", True), ("returned_for", ""), ("returned_on__isnull", True)
                            ),
                            models.Q(
                                ("accepted_on__isnull", True),
                                ("returned_by__isnull", False),
                                ("returned_on__isnull", False),
                                models.Q(("returned_for", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="returned_assist_reply_says_why",
                        violation_error_message="退回要写原因；采用了的不能退。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_by__isnull", True), ("accepted_on__isnull", True)),
                            models.Q(("accepted_by__isnull", False), ("accepted_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="assist_reply_is_accepted_by_whom_and_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssistObjection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="第几次")),
                ("reason", models.CharField(max_length=300, verbose_name="为什么不归本单位")),
                ("on", models.DateField(verbose_name="提出日期")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("UPHELD", "不归它办"), ("KEPT", "仍由它办")],
                        max_length=6,
                        verbose_name="决定",
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="决定的理由")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
                (
                    "deadline",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.deadline",
                        verbose_name="期限",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="cases.assisttask"
                    ),
                ),
            ],
            options={
                "verbose_name": "协办异议",
                "verbose_name_plural": "协办异议",
                "ordering": ["task", "position"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("decision", "")), fields=["task"], name="assist_objection_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("task", "position"), name="assist_objections_are_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(("position__gte", 1), ("position__lte", 2)),
                        name="a_unit_objects_twice_at_most",
                        violation_error_message="领导已经决定，不能再推（L08）。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="assist_objection_gives_its_reason",
                        violation_error_message="请写为什么不归本单位。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_decides_his_own_objection",
                        violation_error_message="自己提的异议由别人决定（L08）。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_by__isnull", True),
                                ("decided_on__isnull", True),
                                ("decision", ""),
                                ("words", ""),
                            ),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("decided_on__isnull", False),
                                ("decision__in", ["UPHELD", "KEPT"]),
                                models.Q(("words", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decided_assist_objection_is_whole",
                        violation_error_message="决定要写理由（L08）。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AlsoIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=200, verbose_name="涉及什么")),
                ("added_on", models.DateField(verbose_name="从哪天起")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="到哪天")),
                ("ending", models.CharField(blank=True, max_length=200, verbose_name="不再涉及的原因")),
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
                        related_name="also_in",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="officials.unit",
                        verbose_name="还涉及的社区",
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
            ],
            options={
                "verbose_name": "还涉及的社区",
                "verbose_name_plural": "还涉及的社区",
                "ordering": ["case", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=["community", "case"],
                        name="also_in_community",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("case", "community"),
                        name="a_further_community_stands_once",
                        violation_error_message="已经写过这个社区。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_by__isnull", True), ("ended_on__isnull", True), ("ending", "")),
                            models.Q(
                                ("ended_by__isnull", False),
                                ("ended_on__gte", models.F("added_on")),
                                models.Q(("ending", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ended_community_says_why",
                        violation_error_message="不再涉及的要写原因。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JointAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("SOLVE", "联解"), ("MEDIATE", "联调"), ("ACT", "联动")],
                        max_length=8,
                        verbose_name="哪一种",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="哪一天")),
                ("others", models.CharField(blank=True, max_length=200, verbose_name="街道以外参加的单位")),
                ("is_reception", models.BooleanField(default=False, verbose_name="是一次联合接访，当面听群众说")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("DONE", "办成了"), ("PARTLY", "办成一部分"), ("NOT_YET", "还没办成")],
                        max_length=8,
                        verbose_name="结果怎样",
                    ),
                ),
                ("result", models.CharField(max_length=1000, verbose_name="做了什么、定下什么")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="记录时间")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joint_actions",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="记录人",
                    ),
                ),
                ("units", models.ManyToManyField(related_name="+", to="officials.unit", verbose_name="参加的单位")),
            ],
            options={
                "verbose_name": "联合行动",
                "verbose_name_plural": "联合行动",
                "ordering": ["-held_on", "-pk"],
                "indexes": [
                    models.Index(fields=["case", "-held_on"], name="joint_action_by_case"),
                    models.Index(fields=["kind", "held_on"], name="joint_action_by_kind"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("result", ""), _negated=True),
                        name="joint_action_says_its_result",
                        violation_error_message="请写做了什么、定下什么。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PoliceRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("DANGER", "有人身危险，请到场救助"),
                            ("ESCALATING", "纠纷有可能引起治安、刑事案件，按规定报告"),
                            ("HELP", "请民警一起来调解、劝解"),
                            ("OFFENCE", "现场有违法行为，劝阻、批评、教育无效"),
                        ],
                        max_length=10,
                        verbose_name="法定事由",
                    ),
                ),
                ("station", models.CharField(max_length=40, verbose_name="请哪个派出所、警务站")),
                ("happened_at", models.DateTimeField(verbose_name="什么时候的事")),
                ("facts", cases.fields.EncryptedTextField(max_length=500, verbose_name="这件事的事实")),
                ("asked", models.CharField(max_length=200, verbose_name="请做什么")),
                ("asked_on", models.DateField(verbose_name="请求日期")),
                ("result", cases.fields.EncryptedTextField(blank=True, max_length=500, verbose_name="结果")),
                ("result_on", models.DateField(blank=True, null=True, verbose_name="结果日期")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="请求人",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="police_requests",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
                (
                    "result_by",
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
                "verbose_name": "公安联动请求",
                "verbose_name_plural": "公安联动请求",
                "ordering": ["-happened_at", "-pk"],
                "indexes": [models.Index(fields=["case", "-happened_at"], name="police_request_by_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["DANGER", "ESCALATING", "HELP", "OFFENCE"])),
                        name="police_request_has_a_legal_reason",
                        violation_error_message="事由只能从法律写明的里面选（F27）。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", ""), ("result_by__isnull", True), ("result_on__isnull", True)),
                            models.Q(
                                ("result_by__isnull", False),
                                ("result_on__gte", models.F("asked_on")),
                                models.Q(("result", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="police_request_result_is_whole",
                        violation_error_message="结果要写内容和日期，不早于请求的日子。",
                    ),
                ],
            },
        ),
    ]
