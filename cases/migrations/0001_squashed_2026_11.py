import datetime
import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import cases.fields
import cases.models.search
import officials.models.people
from config.database.together import CreateTogether

VIEW = """
    CREATE VIEW cases_duewarning AS
    SELECT w.deadline_id, w.due_on, l.level, l.found_at, (w.found_late & (1 << l.level)) <> 0 AS is_found_late
    FROM cases_clockwarning w CROSS JOIN LATERAL (VALUES
        (1::smallint, w.soon_at), (2::smallint, w.due_at), (3::smallint, w.late_at), (4::smallint, w.leader_at),
        (5::smallint, w.meeting_at)
    ) l (level, found_at)
    WHERE l.found_at IS NOT NULL
"""
# Room on each page: a raised level stays on the page of its row and changes no index.
ROOM = "ALTER TABLE cases_clockwarning SET (fillfactor = 70)"


class Migration(migrations.Migration):
    replaces = [
        ("cases", "0001_squashed"),
        ("cases", "0002_hold_the_rounds"),
        ("cases", "0004_what_fell_due_is_warned_of_once"),
        ("cases", "0005_a_service_names_its_paper"),
        ("cases", "0006_a_warning_has_one_index"),
        ("cases", "0007_a_clock_keeps_no_level"),
        ("cases", "0008_cases_underway_are_known_by_an_index"),
        ("cases", "0009_a_duty_is_replied_to_in_writing"),
        ("cases", "0010_clearing_targets"),
        ("cases", "0011_who_hands_on_answers_until_it_is_taken"),
        ("cases", "0012_count_what_a_round_cleared"),
        ("cases", "0013_what_was_met_is_known_by_an_index"),
        ("cases", "0014_a_late_clock_is_supervised"),
        ("cases", "0015_people_are_told_once_a_day"),
        ("cases", "0016_a_hearing_is_told_of"),
        ("cases", "0017_a_claim_named_later_has_its_own_days"),
        ("cases", "0018_unusual_look_ups_are_told"),
        ("cases", "0019_recusal_texts_are_encrypted"),
        ("cases", "0020_who_signs_a_round_is_told"),
        ("cases", "0021_who_acts_in_whose_place"),
        ("cases", "0022_a_leader_owns_by_a_plan"),
        ("cases", "0023_what_a_matter_turns_on"),
        ("cases", "0024_hard_problems_are_posted"),
        ("cases", "0025_a_check_finds_and_is_put_right"),
        ("cases", "0027_supervision_comes_from_above"),
        ("cases", "0028_a_specialist_is_asked"),
        ("cases", "0029_several_work_on_a_case"),
        ("cases", "0030_a_team_works_for_a_time"),
        ("cases", "0031_units_are_appraised"),
        ("cases", "0032_causes_are_counted"),
        ("cases", "0034_the_risk_of_a_matter"),
        ("cases", "0035_the_month_counts_by_these_days"),
        ("cases", "0036_minutes_are_papers"),
        ("cases", "0037_figures_are_read_off_the_index"),
        ("cases", "0038_a_warned_clock_is_one_row"),
        ("cases", "0039_an_agreement_is_a_paper"),
        ("cases", "0040_a_clock_may_fall_away"),
        ("cases", "0041_what_fell_away_is_known"),
        ("cases", "0042_confirmed_risk_is_an_event"),
        ("cases", "0043_a_matter_is_reported_upward_in_writing"),
        ("cases", "0044_a_closing_points_to_its_cause"),
        ("cases", "0045_causes_of_closings_are_causes_of_cases"),
        ("cases", "0046_a_closing_keeps_no_cause_of_its_own"),
        ("cases", "0047_leaders_answer_for_fields_of_work"),
        ("cases", "0048_a_turn_at_a_shift_is_booked"),
        ("cases", "0049_missing_hours_are_warned_of"),
        ("cases", "0050_a_plan_knows_the_instant"),
        ("cases", "0051_what_was_planned_before_has_its_day"),
        ("cases", "0052_what_mediators_ended_has_an_index"),
    ]

    initial = True

    dependencies = [
        ("officials", "0001_squashed_2026_11"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name="DueWarning",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "deadline_id",
                                "due_on",
                                "level",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="最后一天")),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "快到期"),
                                    (2, "到内控日、到期"),
                                    (3, "超期"),
                                    (4, "报领导"),
                                    (5, "上会"),
                                ],
                                verbose_name="级别",
                            ),
                        ),
                        ("found_at", models.DateTimeField(verbose_name="发现时间")),
                        ("is_found_late", models.BooleanField(verbose_name="补发现")),
                    ],
                    options={
                        "verbose_name": "到期提醒",
                        "verbose_name_plural": "到期提醒",
                        "ordering": ["-found_at", "-level"],
                        "managed": False,
                    },
                ),
                migrations.CreateModel(
                    name="ClockReading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("boot", models.CharField(max_length=36, unique=True)),
                        ("at", models.DateTimeField()),
                        ("elapsed", models.DurationField()),
                    ],
                    options={
                        "verbose_name": "时钟读数",
                        "verbose_name_plural": "时钟读数",
                    },
                ),
                migrations.CreateModel(
                    name="AccountabilityGround",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=8, verbose_name="代码")),
                        ("article", models.PositiveSmallIntegerField(verbose_name="条")),
                        ("item", models.PositiveSmallIntegerField(verbose_name="项")),
                        ("text", models.CharField(max_length=200, verbose_name="情形")),
                        ("source", models.CharField(max_length=60, verbose_name="出处")),
                        ("valid_from", models.DateField(verbose_name="启用")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="停用")),
                    ],
                    options={
                        "verbose_name": "责任情形",
                        "verbose_name_plural": "责任情形",
                        "ordering": ["article", "item", "valid_from"],
                        "constraints": [
                            models.UniqueConstraint(fields=("code", "valid_from"), name="one_wording_from_a_day_on"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to__isnull", True),
                                    ("valid_to__gt", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="ground_ends_after_it_starts",
                                violation_error_message="停用要晚于启用。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AppraisalScheme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField(unique=True, verbose_name="版本")),
                        ("since", models.DateField(verbose_name="从哪个月起")),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁定的",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "考核办法",
                        "verbose_name_plural": "考核办法",
                        "ordering": ["-version"],
                    },
                ),
                migrations.CreateModel(
                    name="AppraisalTarget",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("indicator", models.CharField(max_length=8, verbose_name="指标")),
                        ("target", models.PositiveSmallIntegerField(verbose_name="目标（%）")),
                        ("weight", models.PositiveSmallIntegerField(verbose_name="权重")),
                        (
                            "scheme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="targets",
                                to="cases.appraisalscheme",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "考核目标",
                        "verbose_name_plural": "考核目标",
                    },
                ),
                migrations.CreateModel(
                    name="AssistTask",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="文件名")),
                        ("path", models.CharField(editable=False, max_length=80, unique=True)),
                        ("mime", models.CharField(editable=False, max_length=100)),
                        ("size", models.PositiveBigIntegerField(editable=False, verbose_name="大小")),
                        ("sha256", models.CharField(editable=False, max_length=64)),
                        ("is_original", models.BooleanField(default=False, verbose_name="原件")),
                        (
                            "uploaded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="上传时间"),
                        ),
                        ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="移除时间")),
                        ("removal_reason", models.CharField(blank=True, max_length=200, verbose_name="移除原因")),
                        (
                            "removed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "材料",
                        "verbose_name_plural": "材料",
                        "ordering": ["-uploaded_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AssistReply",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replies",
                                to="cases.assisttask",
                            ),
                        ),
                        (
                            "files",
                            models.ManyToManyField(
                                related_name="assist_replies", to="cases.attachment", verbose_name="证据材料"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "协办答复",
                        "verbose_name_plural": "协办答复",
                        "ordering": ["task", "position"],
                    },
                ),
                migrations.CreateModel(
                    name="BacklogRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                    },
                ),
                migrations.CreateModel(
                    name="Case",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(editable=False, max_length=20, unique=True, verbose_name="案号")),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("VISIT", "来访"),
                                    ("LETTER", "来信"),
                                    ("CALL", "来电"),
                                    ("ONLINE", "网上"),
                                    ("FAX", "传真"),
                                    ("TRANSFERRED", "上级转送"),
                                    ("ASSIGNED", "上级交办"),
                                    ("HOTLINE", "12345 热线"),
                                    ("SCREENED", "排查发现"),
                                    ("WINDOW", "综合窗口转入"),
                                ],
                                max_length=12,
                                verbose_name="信访形式",
                            ),
                        ),
                        ("title", models.TextField(max_length=60, verbose_name="标题")),
                        ("statement", models.TextField(max_length=20000, verbose_name="反映内容")),
                        ("statement_read_back", models.BooleanField(default=False, verbose_name="已念给本人听")),
                        ("grounds", models.TextField(blank=True, max_length=20000, verbose_name="事实和理由")),
                        (
                            "history_note",
                            models.TextField(blank=True, max_length=2000, verbose_name="以往信访及办理情况"),
                        ),
                        (
                            "legal_state",
                            models.CharField(
                                blank=True,
                                choices=[("NONE", "没有"), ("PENDING", "正在进行"), ("DECIDED", "已有结论")],
                                default="",
                                max_length=8,
                                verbose_name="是否涉法涉诉、复议、仲裁",
                            ),
                        ),
                        ("legal_note", models.CharField(blank=True, max_length=200, verbose_name="案号、机关、日期")),
                        ("people_present", models.PositiveIntegerField(default=1, verbose_name="来了几人")),
                        ("people_affected", models.PositiveIntegerField(default=1, verbose_name="涉及几人")),
                        (
                            "affected_note",
                            models.CharField(blank=True, max_length=200, verbose_name="涉及人数少于来访人数的原因"),
                        ),
                        ("is_anonymous", models.BooleanField(default=False, verbose_name="匿名")),
                        ("is_joint_signed", models.BooleanField(default=False, verbose_name="联名")),
                        (
                            "cross_flags",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("AREA", "跨地区"),
                                        ("DEPARTMENT", "跨部门"),
                                        ("INDUSTRY", "跨行业"),
                                        ("PERSON_MATTER", "人事分离"),
                                        ("PERSON_HOUSEHOLD", "人户分离"),
                                        ("ALL_APART", "人事户分离"),
                                    ],
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="三跨三分离",
                            ),
                        ),
                        (
                            "first_national",
                            models.CharField(
                                choices=[("UNKNOWN", "不清楚"), ("YES", "是"), ("NO", "否")],
                                default="UNKNOWN",
                                max_length=8,
                                verbose_name="全国初次",
                            ),
                        ),
                        ("place_note", models.CharField(blank=True, max_length=120, verbose_name="具体地点")),
                        ("received_at", models.DateTimeField(verbose_name="收到时间")),
                        (
                            "registered_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
                        ),
                        ("sender_organ", models.CharField(blank=True, max_length=60, verbose_name="转送、交办单位")),
                        ("sender_no", models.CharField(blank=True, max_length=40, verbose_name="来文编号")),
                        (
                            "urgency",
                            models.CharField(
                                blank=True,
                                choices=[("LIVELIHOOD", "民生急难"), ("MAJOR", "重大紧急")],
                                max_length=12,
                                verbose_name="紧急程度",
                            ),
                        ),
                        ("urgency_basis", models.CharField(blank=True, max_length=200, verbose_name="紧急依据")),
                        ("origin_on", models.DateField(blank=True, null=True, verbose_name="问题发生日期")),
                        ("is_backlog", models.BooleanField(default=False, verbose_name="积案")),
                        ("backlog_rule", models.CharField(blank=True, max_length=100, verbose_name="列入积案的依据")),
                        (
                            "confidentiality",
                            models.CharField(
                                choices=[("NORMAL", "一般"), ("IDENTITY_HIDDEN", "不公开身份"), ("SEALED", "封存")],
                                default="NORMAL",
                                max_length=16,
                                verbose_name="保密要求",
                            ),
                        ),
                        (
                            "is_sealed",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Q(("confidentiality", "SEALED")),
                                output_field=models.BooleanField(),
                            ),
                        ),
                        ("is_historical", models.BooleanField(default=False, verbose_name="历史来件")),
                        ("source", models.CharField(blank=True, max_length=40, verbose_name="来源")),
                        ("external_no", models.CharField(blank=True, max_length=60, verbose_name="外部编号")),
                        (
                            "procedure",
                            models.CharField(
                                choices=[("PETITION", "信访"), ("MEDIATION", "矛盾纠纷")],
                                default="PETITION",
                                max_length=9,
                                verbose_name="办理程序",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("REGISTERED", "登记"),
                                    ("TRIAGED", "分流"),
                                    ("ROUTED", "告知去向"),
                                    ("ACCEPTED", "受理"),
                                    ("INVESTIGATING", "调查核实"),
                                    ("ANSWERED", "作出答复"),
                                    ("SERVED", "送达"),
                                    ("CLOSED", "办结"),
                                ],
                                default="REGISTERED",
                                max_length=14,
                                verbose_name="阶段",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                blank=True,
                                choices=[("GENERAL", "一般矛盾"), ("COMPLEX", "复杂问题"), ("HARD", "疑难案件")],
                                max_length=8,
                                verbose_name="层级",
                            ),
                        ),
                        ("level_ground", models.CharField(blank=True, max_length=300, verbose_name="定级依据")),
                        ("triaged_on", models.DateField(blank=True, null=True, verbose_name="分流日期")),
                        ("analysed_on", models.DateField(blank=True, null=True, verbose_name="研判日期")),
                        ("accepted_on", models.DateField(blank=True, null=True, verbose_name="受理日期")),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                        ("served_on", models.DateField(blank=True, null=True, verbose_name="送达日期")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                        ("closing_note", models.TextField(blank=True, max_length=2000, verbose_name="办结说明")),
                        ("voided_on", models.DateField(blank=True, null=True, verbose_name="作废日期")),
                        ("round", models.PositiveSmallIntegerField(default=1, verbose_name="第几轮办理")),
                        ("repeat_count", models.PositiveIntegerField(default=0, verbose_name="重复次数")),
                        (
                            "next_legal_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="最紧的法定期限"),
                        ),
                        (
                            "touched_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="最近动静"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "community",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="问题属地",
                            ),
                        ),
                        (
                            "first_receiver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="first_received_cases",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="首接人",
                            ),
                        ),
                        (
                            "grid",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="网格",
                            ),
                        ),
                        (
                            "handler",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="承办人",
                            ),
                        ),
                        (
                            "handling_unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="officials.unit",
                                verbose_name="承办单位",
                            ),
                        ),
                        (
                            "registrar",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "案件",
                        "verbose_name_plural": "案件",
                    },
                ),
                migrations.CreateModel(
                    name="BacklogEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="backlog_entries",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "积案台账",
                        "verbose_name_plural": "积案台账",
                        "ordering": ["entered_on", "pk"],
                    },
                ),
                migrations.AddField(
                    model_name="attachment",
                    name="case",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
                migrations.AddField(
                    model_name="assisttask",
                    name="case",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assists",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
                migrations.CreateModel(
                    name="AlsoIn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="also_in",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "还涉及的社区",
                        "verbose_name_plural": "还涉及的社区",
                        "ordering": ["case", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CaseAnalysis",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                    },
                ),
                migrations.CreateModel(
                    name="CaseLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("SAME_MATTER", "同一事项"),
                                    ("FOLLOW_UP", "后续"),
                                    ("RELATED", "相关"),
                                    ("RELAPSE", "复发"),
                                    ("MERGED", "并案"),
                                ],
                                max_length=12,
                                verbose_name="关系",
                            ),
                        ),
                        ("linked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "earlier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="later_links",
                                to="cases.case",
                                verbose_name="在先",
                            ),
                        ),
                        (
                            "later",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="earlier_links",
                                to="cases.case",
                                verbose_name="在后",
                            ),
                        ),
                        (
                            "linked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "关联",
                        "verbose_name_plural": "关联",
                    },
                ),
                migrations.CreateModel(
                    name="Category",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=12, unique=True, verbose_name="代码")),
                        ("name", models.CharField(max_length=40, verbose_name="名称")),
                        ("national_code", models.CharField(blank=True, max_length=12, verbose_name="国家代码")),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="启用")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="停用")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="cases.category",
                                verbose_name="上级",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "内容分类",
                        "verbose_name_plural": "内容分类",
                        "ordering": ["code"],
                    },
                ),
                migrations.AddField(
                    model_name="case",
                    name="category",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="cases.category",
                        verbose_name="内容分类",
                    ),
                ),
                migrations.CreateModel(
                    name="CauseCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=8, verbose_name="代码")),
                        ("name", models.CharField(max_length=60, verbose_name="成因")),
                        ("valid_from", models.DateField(verbose_name="启用")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="停用")),
                    ],
                    options={
                        "verbose_name": "成因",
                        "verbose_name_plural": "成因",
                        "ordering": ["code", "valid_from"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("code", "valid_from"), name="one_cause_wording_from_a_day_on"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to__isnull", True),
                                    ("valid_to__gt", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="cause_ends_after_it_starts",
                                violation_error_message="停用要晚于启用。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseCause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="凭什么这样定")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="什么时候定的")),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="改定时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁定的",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="causes",
                                to="cases.case",
                                verbose_name="案件",
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
                        (
                            "cause",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="found",
                                to="cases.causecode",
                                verbose_name="成因",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "案件的成因",
                        "verbose_name_plural": "案件的成因",
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Claim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("text", models.TextField(max_length=1000, verbose_name="诉求")),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("APPEAL", "申诉求决"),
                                    ("SUGGESTION", "建议意见"),
                                    ("ACCUSATION", "检举控告"),
                                    ("INQUIRY", "咨询"),
                                    ("THANKS", "感谢"),
                                ],
                                default="APPEAL",
                                max_length=12,
                                verbose_name="信访目的",
                            ),
                        ),
                        (
                            "route",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("W1", "W1 诉讼、检察、公安程序"),
                                    ("W2", "W2 仲裁"),
                                    ("W3", "W3 党内申诉"),
                                    ("W4", "W4 行政复议、裁决、确认等"),
                                    ("W5", "W5 履行法定职责"),
                                    ("W6", "W6 信访程序"),
                                ],
                                max_length=2,
                                verbose_name="去向",
                            ),
                        ),
                        (
                            "disposal",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("HANDLE", "本街道办理"),
                                    ("DUTY", "本街道履行法定职责"),
                                    ("LEGAL_ROUTE", "依法分类处理"),
                                    ("LITIGATION", "引导诉讼"),
                                    ("NOT_IN_POWERS", "不属本街道职权"),
                                    ("TRANSFERRED", "转送系统内单位"),
                                    ("OBJECTED", "提异议退回"),
                                    ("ENDED_BY_SECOND_REVIEW", "不再受理"),
                                    ("PENDING_BELOW", "不予受理"),
                                    ("DISCIPLINE", "移送纪检监察"),
                                ],
                                max_length=24,
                                verbose_name="怎样处理",
                            ),
                        ),
                        ("competent_organ", models.CharField(blank=True, max_length=60, verbose_name="有权处理机关")),
                        (
                            "routing_note",
                            models.TextField(blank=True, max_length=2000, verbose_name="告知的事实和理由"),
                        ),
                        ("routed_on", models.DateField(blank=True, null=True, verbose_name="去向告知日期")),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("SUPPORT", "支持"),
                                    ("EXPLAIN", "解释说明"),
                                    ("REFUSE", "不予支持"),
                                    ("PERFORM", "已履行职责"),
                                ],
                                max_length=8,
                                verbose_name="意见",
                            ),
                        ),
                        ("finding", models.TextField(blank=True, max_length=5000, verbose_name="查明的事实")),
                        ("basis", models.TextField(blank=True, max_length=2000, verbose_name="依据")),
                        ("reply", models.TextField(blank=True, max_length=20000, verbose_name="答复")),
                        ("remedy", models.TextField(blank=True, max_length=500, verbose_name="救济途径")),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤回日期")),
                        ("named_on", models.DateField(blank=True, null=True, verbose_name="后来提出的日期")),
                        ("triaged_on", models.DateField(blank=True, null=True, verbose_name="分流日期")),
                        ("accepted_on", models.DateField(blank=True, null=True, verbose_name="受理日期")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答复人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "诉求",
                        "verbose_name_plural": "诉求",
                        "ordering": ["case", "position"],
                    },
                ),
                migrations.CreateModel(
                    name="ClockJump",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("seen_at", models.DateTimeField(verbose_name="发现时")),
                        ("by", models.DurationField(verbose_name="跳了多少")),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="确认时间")),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="确认人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "时钟跳变",
                        "verbose_name_plural": "时钟跳变",
                    },
                ),
                migrations.CreateModel(
                    name="Closing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(verbose_name="第几轮")),
                        ("on", models.DateField(verbose_name="办结日期")),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="办结说明")),
                        (
                            "outcomes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("SOLVED", "诉求合理的解决问题到位"),
                                        ("EXPLAINED", "诉求无理的思想教育到位"),
                                        ("HELPED", "生活困难的帮扶救助到位"),
                                        ("LAW", "行为违法的依法处理"),
                                    ],
                                    max_length=9,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="三到位一处理",
                            ),
                        ),
                        ("help_given", models.CharField(blank=True, max_length=300, verbose_name="怎样帮扶救助的")),
                        ("organ", models.CharField(blank=True, max_length=60, verbose_name="依法处理的机关")),
                        ("measure", models.CharField(blank=True, max_length=300, verbose_name="机关怎样处理的")),
                        (
                            "suggestion",
                            models.TextField(blank=True, max_length=1000, verbose_name="完善政策、改进工作的建议"),
                        ),
                        ("addressee", models.CharField(blank=True, max_length=60, verbose_name="建议提给谁")),
                        (
                            "mind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("AT_EASE", "心了"),
                                    ("NOT_YET", "本人仍有意见"),
                                    ("UNKNOWN", "本人不愿回访"),
                                ],
                                max_length=7,
                                verbose_name="心了没有",
                            ),
                        ),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                        ("served_on", models.DateField(blank=True, null=True, verbose_name="送达日期")),
                        ("rating_asked_on", models.DateField(blank=True, null=True, verbose_name="请评价日期")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁办结的",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="closings",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "cause",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="closings",
                                to="cases.casecause",
                                verbose_name="成因",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "办结",
                        "verbose_name_plural": "办结",
                        "ordering": ["case", "round"],
                    },
                ),
                migrations.CreateModel(
                    name="Commitment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("what", models.CharField(max_length=300, verbose_name="办什么")),
                        ("organ", models.CharField(blank=True, max_length=60, verbose_name="其他机关、单位")),
                        ("due_on", models.DateField(verbose_name="哪天以前")),
                        ("made_on", models.DateField(verbose_name="写下日期")),
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤下日期")),
                        ("withdrawal", models.CharField(blank=True, max_length=200, verbose_name="撤下原因")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commitments",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commitments",
                                to="cases.claim",
                                verbose_name="诉求",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="责任单位",
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
                        "verbose_name": "履行事项",
                        "verbose_name_plural": "履行事项",
                        "ordering": ["case", "position"],
                    },
                ),
                migrations.CreateModel(
                    name="Acceptance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="接受的日期")),
                        ("old_due_on", models.DateField(blank=True, null=True, verbose_name="原来的日期")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="改期理由")),
                        ("accepted_on", models.DateField(verbose_name="本人接受日期")),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("SIGNED", "本人签字"),
                                    ("FACE", "当面，记录在案"),
                                    ("PHONE", "电话，记录在案"),
                                    ("MESSAGE", "短信、网上回复"),
                                ],
                                max_length=8,
                                verbose_name="怎样接受的",
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                        (
                            "commitment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acceptances",
                                to="cases.commitment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "本人接受",
                        "verbose_name_plural": "本人接受",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Conflict",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ground", cases.fields.EncryptedTextField(max_length=300, verbose_name="利益冲突")),
                        ("declared_on", models.DateField(verbose_name="声明日期")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conflicts",
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
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "specialist",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conflicts",
                                to="officials.specialist",
                                verbose_name="特邀专家",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "利益冲突声明",
                        "verbose_name_plural": "利益冲突声明",
                        "ordering": ["-declared_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Consultation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("LEGAL", "法律意见咨询"),
                                    ("COUNSEL", "心理疏导"),
                                    ("ADVICE", "专家意见"),
                                    ("MEDIATION", "协助调解"),
                                ],
                                max_length=9,
                                verbose_name="哪一种",
                            ),
                        ),
                        (
                            "what_for",
                            cases.fields.EncryptedTextField(blank=True, max_length=500, verbose_name="请他看什么"),
                        ),
                        ("until", models.DateField(verbose_name="案卷看到哪天")),
                        ("offered_on", models.DateField(verbose_name="提出日期")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("OFFERED", "已提出"),
                                    ("ACCEPTED", "已接受"),
                                    ("REFUSED", "谢绝"),
                                    ("FINISHED", "已结束"),
                                ],
                                default="OFFERED",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "consent",
                            models.CharField(
                                blank=True,
                                choices=[("AGREED", "同意"), ("REFUSED", "谢绝")],
                                max_length=7,
                                verbose_name="本人愿不愿意",
                            ),
                        ),
                        ("consent_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                        (
                            "consent_way",
                            models.CharField(
                                blank=True,
                                choices=[("FACE", "当面"), ("PHONE", "电话"), ("WRITTEN", "书面")],
                                max_length=7,
                                verbose_name="怎么答复的",
                            ),
                        ),
                        ("accepted_on", models.DateField(blank=True, null=True, verbose_name="专家接受日期")),
                        (
                            "declined_for",
                            cases.fields.EncryptedTextField(blank=True, max_length=200, verbose_name="专家不接的理由"),
                        ),
                        (
                            "result",
                            cases.fields.EncryptedTextField(blank=True, max_length=3000, verbose_name="意见、结果"),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consultations",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "consent_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="记录人",
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
                            "offered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "specialist",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consultations",
                                to="officials.specialist",
                                verbose_name="请谁",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "专家服务",
                        "verbose_name_plural": "专家服务",
                        "ordering": ["case", "position"],
                    },
                ),
                migrations.CreateModel(
                    name="ContactTry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="哪一天")),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("PHONE", "打电话"),
                                    ("VISIT", "上门"),
                                    ("LETTER", "寄信"),
                                    ("MESSAGE", "发短信、微信"),
                                ],
                                max_length=7,
                                verbose_name="怎么联系的",
                            ),
                        ),
                        ("note", models.CharField(max_length=200, verbose_name="情况")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="联系人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contact_tries",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "联系记录",
                        "verbose_name_plural": "联系记录",
                        "ordering": ["on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CounsellingNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="哪天谈的")),
                        ("text", cases.fields.EncryptedTextField(max_length=5000, verbose_name="咨询记录")),
                        (
                            "written_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="记录时间"),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="咨询师",
                            ),
                        ),
                        (
                            "consultation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.consultation"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "咨询记录",
                        "verbose_name_plural": "咨询记录",
                        "ordering": ["-held_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Counter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("series", models.CharField(max_length=20, verbose_name="序列")),
                        ("period", models.CharField(max_length=10, verbose_name="周期")),
                        ("last", models.PositiveIntegerField(default=0, verbose_name="最后一号")),
                    ],
                    options={
                        "verbose_name": "编号",
                        "verbose_name_plural": "编号",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("series", "period"), name="one_counter_a_series_and_period"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Deadline",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("STATUTORY", "法定"),
                                    ("ASSIGNED", "交办"),
                                    ("TARGET", "内控"),
                                    ("CLEARING", "清零"),
                                    ("PROMISE", "承诺"),
                                    ("TASK", "任务"),
                                ],
                                max_length=9,
                                verbose_name="种类",
                            ),
                        ),
                        ("rule", models.CharField(blank=True, max_length=12, verbose_name="规则")),
                        (
                            "whose",
                            models.CharField(
                                choices=[("OFFICE", "本街道"), ("PETITIONER", "信访人"), ("OTHER", "其他机关")],
                                db_default="OFFICE",
                                default="OFFICE",
                                max_length=10,
                                verbose_name="谁的期限",
                            ),
                        ),
                        ("label", models.CharField(max_length=60, verbose_name="环节")),
                        ("started_on", models.DateField(verbose_name="起算日")),
                        ("nominal_on", models.DateField(verbose_name="名义到期日")),
                        ("legal_end_on", models.DateField(verbose_name="最后一天")),
                        ("target_on", models.DateField(verbose_name="内控日")),
                        ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="最后时刻")),
                        ("extended_days", models.PositiveSmallIntegerField(default=0, verbose_name="延期天数")),
                        ("is_provisional", models.BooleanField(default=False, verbose_name="暂定")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="结束日")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时刻")),
                        ("end_reason", models.CharField(blank=True, max_length=60, verbose_name="结束原因")),
                        ("fell_away", models.BooleanField(db_default=False, default=False, verbose_name="不再需要")),
                        (
                            "case",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deadlines",
                                to="cases.case",
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deadlines",
                                to="cases.claim",
                            ),
                        ),
                        (
                            "official",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "期限",
                        "verbose_name_plural": "期限",
                    },
                ),
                migrations.AddField(
                    model_name="commitment",
                    name="deadline",
                    field=models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitment",
                        to="cases.deadline",
                    ),
                ),
                migrations.CreateModel(
                    name="ClockWarning",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "deadline_id", "due_on", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="最后一天")),
                        ("level", models.PositiveSmallIntegerField(verbose_name="最高级别")),
                        ("found_late", models.PositiveSmallIntegerField(default=0, verbose_name="补发现")),
                        ("soon_at", models.DateTimeField(null=True, verbose_name="快到期")),
                        ("due_at", models.DateTimeField(null=True, verbose_name="到内控日、到期")),
                        ("late_at", models.DateTimeField(null=True, verbose_name="超期")),
                        ("leader_at", models.DateTimeField(null=True, verbose_name="报领导")),
                        ("meeting_at", models.DateTimeField(null=True, verbose_name="上会")),
                        (
                            "deadline",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.deadline",
                                verbose_name="期限",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "期限的提醒",
                        "verbose_name_plural": "期限的提醒",
                    },
                ),
                migrations.CreateModel(
                    name="Clearing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("GENERAL", "一般矛盾"), ("COMPLEX", "复杂问题"), ("HARD", "疑难案件")],
                                max_length=8,
                                verbose_name="层级",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(verbose_name="第几轮")),
                        (
                            "cause",
                            models.CharField(
                                choices=[
                                    ("TRIAGED", "分流"),
                                    ("LEVELLED", "调整层级"),
                                    ("OWNED", "包案责任书"),
                                    ("REOPENED", "重新办理"),
                                ],
                                max_length=8,
                                verbose_name="因为什么起算",
                            ),
                        ),
                        ("first_due_on", models.DateField(verbose_name="最初的目标日")),
                        ("cohort_on", models.DateField(verbose_name="算在哪个月、哪一年")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("CLEARED", "清零"),
                                    ("LEVELLED", "调整层级"),
                                    ("WITHDRAWN", "本人撤回"),
                                    ("MERGED", "并案"),
                                    ("VOIDED", "登记作废"),
                                ],
                                max_length=9,
                                verbose_name="结果",
                            ),
                        ),
                        ("extended_to", models.DateField(blank=True, null=True, verbose_name="延长到")),
                        ("met_on", models.DateField(blank=True, null=True, verbose_name="例会日期")),
                        ("extension_ground", models.CharField(blank=True, max_length=300, verbose_name="延长的理由")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clearings",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "deadline",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clearing",
                                to="cases.deadline",
                                verbose_name="期限",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "清零目标",
                        "verbose_name_plural": "清零目标",
                    },
                ),
                migrations.CreateModel(
                    name="CertificateClock",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "certificate",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clock",
                                to="officials.certificate",
                            ),
                        ),
                        (
                            "deadline",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificate_clock",
                                to="cases.deadline",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "换证提醒",
                        "verbose_name_plural": "换证提醒",
                    },
                ),
                migrations.AddField(
                    model_name="assisttask",
                    name="deadline",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assist",
                        to="cases.deadline",
                        verbose_name="期限",
                    ),
                ),
                migrations.CreateModel(
                    name="AssistObjection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objections",
                                to="cases.assisttask",
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
                    ],
                    options={
                        "verbose_name": "协办异议",
                        "verbose_name_plural": "协办异议",
                        "ordering": ["task", "position"],
                    },
                ),
                migrations.CreateModel(
                    name="Acknowledgement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="最后一天")),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "快到期"),
                                    (2, "到内控日、到期"),
                                    (3, "超期"),
                                    (4, "报领导"),
                                    (5, "上会"),
                                ],
                                verbose_name="级别",
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                        ("note", models.CharField(max_length=200, verbose_name="怎么办")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁知悉",
                            ),
                        ),
                        (
                            "deadline",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acknowledgements",
                                to="cases.deadline",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "知悉",
                        "verbose_name_plural": "知悉",
                    },
                ),
                migrations.CreateModel(
                    name="DispatchNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="哪天调度")),
                        ("present", models.CharField(max_length=200, verbose_name="参加的单位和人")),
                        ("blocked", models.CharField(max_length=500, verbose_name="卡在哪里")),
                        ("arranged", models.CharField(max_length=500, verbose_name="怎么安排")),
                        (
                            "written_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="记录时间"),
                        ),
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
                    },
                ),
                migrations.CreateModel(
                    name="Dossier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "reader",
                            models.CharField(
                                choices=[("WORK", "工作联"), ("PERSON", "本人联"), ("ARCHIVE", "归档联")],
                                max_length=8,
                                verbose_name="哪一联",
                            ),
                        ),
                        ("sees", models.CharField(blank=True, editable=False, max_length=8)),
                        ("on_file", models.CharField(editable=False, max_length=64)),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="要的时间")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("WAITING", "等待"),
                                    ("READING", "整理案卷"),
                                    ("PAPERS", "取文书"),
                                    ("SETTING", "排版"),
                                    ("DONE", "排好了"),
                                    ("FAILED", "没有排出来"),
                                ],
                                default="WAITING",
                                max_length=8,
                                verbose_name="到哪一步",
                            ),
                        ),
                        ("done", models.PositiveSmallIntegerField(default=0)),
                        ("total", models.PositiveSmallIntegerField(default=0)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("taken_at", models.DateTimeField(blank=True, null=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="排好的时间")),
                        ("path", models.CharField(blank=True, editable=False, max_length=80)),
                        ("key", cases.fields.EncryptedTextField(blank=True, editable=False)),
                        ("sha256", models.CharField(blank=True, editable=False, max_length=64, verbose_name="指纹")),
                        ("size", models.PositiveIntegerField(default=0, editable=False, verbose_name="大小")),
                        ("pages", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="页数")),
                        ("lacking", cases.fields.EncryptedTextField(blank=True, editable=False)),
                        (
                            "asked_by",
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
                                related_name="dossiers",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "案卷合订本",
                        "verbose_name_plural": "案卷合订本",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Escalation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("DISTRICT", "区级"),
                                    ("CITY", "市级"),
                                    ("PROVINCE", "省级"),
                                    ("NATIONAL", "国家级"),
                                ],
                                max_length=8,
                                verbose_name="到了哪一级",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("VISIT", "来访"),
                                    ("LETTER", "来信"),
                                    ("CALL", "来电"),
                                    ("ONLINE", "网上"),
                                    ("FAX", "传真"),
                                    ("TRANSFERRED", "上级转送"),
                                    ("ASSIGNED", "上级交办"),
                                    ("HOTLINE", "12345 热线"),
                                    ("SCREENED", "排查发现"),
                                    ("WINDOW", "综合窗口转入"),
                                ],
                                max_length=12,
                                verbose_name="形式",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("LATE", "我们晚了"),
                                    ("DISSATISFIED", "对答复不满意"),
                                    ("REFUSED", "诉求没有得到支持"),
                                    ("UNAWARE", "不了解程序"),
                                ],
                                max_length=12,
                                verbose_name="为什么",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="情况")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="escalations",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "missed",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.deadline",
                                verbose_name="哪一步晚了",
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
                    ],
                    options={
                        "verbose_name": "上行经过",
                        "verbose_name_plural": "上行经过",
                        "ordering": ["-on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                        (
                            "kind",
                            models.CharField(
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
                                    ("RISK", "风险等级"),
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
                                    ("MEDIATED", "调解"),
                                    ("AGREED", "调解成功"),
                                    ("FAILED", "调解不成"),
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
                        ("detail", models.TextField(blank=True, verbose_name="情况")),
                        ("is_public", models.BooleanField(default=False, verbose_name="对外可见")),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
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
                                related_name="events",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "in_place_of",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="代谁",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "经过",
                        "verbose_name_plural": "经过",
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Finding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=26, unique=True, verbose_name="编号")),
                        ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("facts", cases.fields.EncryptedTextField(max_length=1000, verbose_name="发现了什么")),
                        ("remedy", cases.fields.EncryptedTextField(max_length=500, verbose_name="要改成怎样")),
                        (
                            "due_on",
                            models.DateField(
                                error_messages={"null": "请写哪天以前整改。"}, verbose_name="哪天以前整改"
                            ),
                        ),
                        ("found_on", models.DateField(verbose_name="发现日期")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="销号日期")),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="findings",
                                to="cases.case",
                                verbose_name="哪一件",
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁销号",
                            ),
                        ),
                        (
                            "commitment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.commitment",
                                verbose_name="哪项承诺",
                            ),
                        ),
                        (
                            "deadline",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="finding",
                                to="cases.deadline",
                                verbose_name="期限",
                            ),
                        ),
                        (
                            "found_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="检查人",
                            ),
                        ),
                        (
                            "ground",
                            models.ForeignKey(
                                error_messages={"null": "请选责任情形。"},
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.accountabilityground",
                                verbose_name="责任情形",
                            ),
                        ),
                        (
                            "official",
                            models.ForeignKey(
                                error_messages={"null": "请选责任人。"},
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="findings",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="责任人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                error_messages={"null": "请选责任单位。"},
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="责任单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "检查发现的问题",
                        "verbose_name_plural": "检查发现的问题",
                        "ordering": ["due_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="FindingFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="文件名")),
                        ("path", models.CharField(editable=False, max_length=80, unique=True)),
                        ("mime", models.CharField(editable=False, max_length=100)),
                        ("size", models.PositiveBigIntegerField(editable=False, verbose_name="大小")),
                        ("sha256", models.CharField(editable=False, max_length=64)),
                        ("is_original", models.BooleanField(default=False, verbose_name="原件")),
                        (
                            "uploaded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="上传时间"),
                        ),
                        ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="移除时间")),
                        ("removal_reason", models.CharField(blank=True, max_length=200, verbose_name="移除原因")),
                        (
                            "finding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="cases.finding",
                            ),
                        ),
                        (
                            "removed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "整改的材料",
                        "verbose_name_plural": "整改的材料",
                        "ordering": ["-uploaded_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Handover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="第几手")),
                        ("offered_on", models.DateField(verbose_name="移交日期")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="移交的理由")),
                        ("due_on", models.DateField(verbose_name="最后一天")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("TAKEN", "已签收"), ("RETURNED", "退回"), ("CHANGED", "改派")],
                                max_length=8,
                                verbose_name="结果",
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="结果日期")),
                        ("refusal", models.CharField(blank=True, max_length=200, verbose_name="退回的理由")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handovers",
                                to="cases.case",
                                verbose_name="案件",
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
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁",
                            ),
                        ),
                        (
                            "giver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="移交人",
                            ),
                        ),
                        (
                            "offered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                        (
                            "receiver",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="接手人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="接手单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "移交",
                        "verbose_name_plural": "移交",
                        "ordering": ["case", "position"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCase",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "number",
                            models.CharField(db_index=True, editable=False, max_length=20, verbose_name="案号"),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("VISIT", "来访"),
                                    ("LETTER", "来信"),
                                    ("CALL", "来电"),
                                    ("ONLINE", "网上"),
                                    ("FAX", "传真"),
                                    ("TRANSFERRED", "上级转送"),
                                    ("ASSIGNED", "上级交办"),
                                    ("HOTLINE", "12345 热线"),
                                    ("SCREENED", "排查发现"),
                                    ("WINDOW", "综合窗口转入"),
                                ],
                                max_length=12,
                                verbose_name="信访形式",
                            ),
                        ),
                        ("title", models.TextField(max_length=60, verbose_name="标题")),
                        ("statement", models.TextField(max_length=20000, verbose_name="反映内容")),
                        ("statement_read_back", models.BooleanField(default=False, verbose_name="已念给本人听")),
                        ("grounds", models.TextField(blank=True, max_length=20000, verbose_name="事实和理由")),
                        (
                            "history_note",
                            models.TextField(blank=True, max_length=2000, verbose_name="以往信访及办理情况"),
                        ),
                        (
                            "legal_state",
                            models.CharField(
                                blank=True,
                                choices=[("NONE", "没有"), ("PENDING", "正在进行"), ("DECIDED", "已有结论")],
                                default="",
                                max_length=8,
                                verbose_name="是否涉法涉诉、复议、仲裁",
                            ),
                        ),
                        ("legal_note", models.CharField(blank=True, max_length=200, verbose_name="案号、机关、日期")),
                        ("people_present", models.PositiveIntegerField(default=1, verbose_name="来了几人")),
                        ("people_affected", models.PositiveIntegerField(default=1, verbose_name="涉及几人")),
                        (
                            "affected_note",
                            models.CharField(blank=True, max_length=200, verbose_name="涉及人数少于来访人数的原因"),
                        ),
                        ("is_anonymous", models.BooleanField(default=False, verbose_name="匿名")),
                        ("is_joint_signed", models.BooleanField(default=False, verbose_name="联名")),
                        (
                            "cross_flags",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("AREA", "跨地区"),
                                        ("DEPARTMENT", "跨部门"),
                                        ("INDUSTRY", "跨行业"),
                                        ("PERSON_MATTER", "人事分离"),
                                        ("PERSON_HOUSEHOLD", "人户分离"),
                                        ("ALL_APART", "人事户分离"),
                                    ],
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="三跨三分离",
                            ),
                        ),
                        (
                            "first_national",
                            models.CharField(
                                choices=[("UNKNOWN", "不清楚"), ("YES", "是"), ("NO", "否")],
                                default="UNKNOWN",
                                max_length=8,
                                verbose_name="全国初次",
                            ),
                        ),
                        ("place_note", models.CharField(blank=True, max_length=120, verbose_name="具体地点")),
                        ("received_at", models.DateTimeField(verbose_name="收到时间")),
                        (
                            "registered_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
                        ),
                        ("sender_organ", models.CharField(blank=True, max_length=60, verbose_name="转送、交办单位")),
                        ("sender_no", models.CharField(blank=True, max_length=40, verbose_name="来文编号")),
                        (
                            "urgency",
                            models.CharField(
                                blank=True,
                                choices=[("LIVELIHOOD", "民生急难"), ("MAJOR", "重大紧急")],
                                max_length=12,
                                verbose_name="紧急程度",
                            ),
                        ),
                        ("urgency_basis", models.CharField(blank=True, max_length=200, verbose_name="紧急依据")),
                        ("origin_on", models.DateField(blank=True, null=True, verbose_name="问题发生日期")),
                        ("is_backlog", models.BooleanField(default=False, verbose_name="积案")),
                        ("backlog_rule", models.CharField(blank=True, max_length=100, verbose_name="列入积案的依据")),
                        (
                            "confidentiality",
                            models.CharField(
                                choices=[("NORMAL", "一般"), ("IDENTITY_HIDDEN", "不公开身份"), ("SEALED", "封存")],
                                default="NORMAL",
                                max_length=16,
                                verbose_name="保密要求",
                            ),
                        ),
                        ("is_historical", models.BooleanField(default=False, verbose_name="历史来件")),
                        ("source", models.CharField(blank=True, max_length=40, verbose_name="来源")),
                        ("external_no", models.CharField(blank=True, max_length=60, verbose_name="外部编号")),
                        (
                            "procedure",
                            models.CharField(
                                choices=[("PETITION", "信访"), ("MEDIATION", "矛盾纠纷")],
                                default="PETITION",
                                max_length=9,
                                verbose_name="办理程序",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("REGISTERED", "登记"),
                                    ("TRIAGED", "分流"),
                                    ("ROUTED", "告知去向"),
                                    ("ACCEPTED", "受理"),
                                    ("INVESTIGATING", "调查核实"),
                                    ("ANSWERED", "作出答复"),
                                    ("SERVED", "送达"),
                                    ("CLOSED", "办结"),
                                ],
                                default="REGISTERED",
                                max_length=14,
                                verbose_name="阶段",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                blank=True,
                                choices=[("GENERAL", "一般矛盾"), ("COMPLEX", "复杂问题"), ("HARD", "疑难案件")],
                                max_length=8,
                                verbose_name="层级",
                            ),
                        ),
                        ("level_ground", models.CharField(blank=True, max_length=300, verbose_name="定级依据")),
                        ("triaged_on", models.DateField(blank=True, null=True, verbose_name="分流日期")),
                        ("analysed_on", models.DateField(blank=True, null=True, verbose_name="研判日期")),
                        ("accepted_on", models.DateField(blank=True, null=True, verbose_name="受理日期")),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                        ("served_on", models.DateField(blank=True, null=True, verbose_name="送达日期")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                        ("closing_note", models.TextField(blank=True, max_length=2000, verbose_name="办结说明")),
                        ("voided_on", models.DateField(blank=True, null=True, verbose_name="作废日期")),
                        ("round", models.PositiveSmallIntegerField(default=1, verbose_name="第几轮办理")),
                        ("repeat_count", models.PositiveIntegerField(default=0, verbose_name="重复次数")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cases.category",
                                verbose_name="内容分类",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="问题属地",
                            ),
                        ),
                        (
                            "first_receiver",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="首接人",
                            ),
                        ),
                        (
                            "grid",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="网格",
                            ),
                        ),
                        (
                            "handler",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="承办人",
                            ),
                        ),
                        (
                            "handling_unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="承办单位",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "registrar",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 案件",
                        "verbose_name_plural": "historical 案件",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalCategory",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("code", models.CharField(db_index=True, max_length=12, verbose_name="代码")),
                        ("name", models.CharField(max_length=40, verbose_name="名称")),
                        ("national_code", models.CharField(blank=True, max_length=12, verbose_name="国家代码")),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="启用")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="停用")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cases.category",
                                verbose_name="上级",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 内容分类",
                        "verbose_name_plural": "historical 内容分类",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalClaim",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("text", models.TextField(max_length=1000, verbose_name="诉求")),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("APPEAL", "申诉求决"),
                                    ("SUGGESTION", "建议意见"),
                                    ("ACCUSATION", "检举控告"),
                                    ("INQUIRY", "咨询"),
                                    ("THANKS", "感谢"),
                                ],
                                default="APPEAL",
                                max_length=12,
                                verbose_name="信访目的",
                            ),
                        ),
                        (
                            "route",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("W1", "W1 诉讼、检察、公安程序"),
                                    ("W2", "W2 仲裁"),
                                    ("W3", "W3 党内申诉"),
                                    ("W4", "W4 行政复议、裁决、确认等"),
                                    ("W5", "W5 履行法定职责"),
                                    ("W6", "W6 信访程序"),
                                ],
                                max_length=2,
                                verbose_name="去向",
                            ),
                        ),
                        (
                            "disposal",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("HANDLE", "本街道办理"),
                                    ("DUTY", "本街道履行法定职责"),
                                    ("LEGAL_ROUTE", "依法分类处理"),
                                    ("LITIGATION", "引导诉讼"),
                                    ("NOT_IN_POWERS", "不属本街道职权"),
                                    ("TRANSFERRED", "转送系统内单位"),
                                    ("OBJECTED", "提异议退回"),
                                    ("ENDED_BY_SECOND_REVIEW", "不再受理"),
                                    ("PENDING_BELOW", "不予受理"),
                                    ("DISCIPLINE", "移送纪检监察"),
                                ],
                                max_length=24,
                                verbose_name="怎样处理",
                            ),
                        ),
                        ("competent_organ", models.CharField(blank=True, max_length=60, verbose_name="有权处理机关")),
                        (
                            "routing_note",
                            models.TextField(blank=True, max_length=2000, verbose_name="告知的事实和理由"),
                        ),
                        ("routed_on", models.DateField(blank=True, null=True, verbose_name="去向告知日期")),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("SUPPORT", "支持"),
                                    ("EXPLAIN", "解释说明"),
                                    ("REFUSE", "不予支持"),
                                    ("PERFORM", "已履行职责"),
                                ],
                                max_length=8,
                                verbose_name="意见",
                            ),
                        ),
                        ("finding", models.TextField(blank=True, max_length=5000, verbose_name="查明的事实")),
                        ("basis", models.TextField(blank=True, max_length=2000, verbose_name="依据")),
                        ("reply", models.TextField(blank=True, max_length=20000, verbose_name="答复")),
                        ("remedy", models.TextField(blank=True, max_length=500, verbose_name="救济途径")),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤回日期")),
                        ("named_on", models.DateField(blank=True, null=True, verbose_name="后来提出的日期")),
                        ("triaged_on", models.DateField(blank=True, null=True, verbose_name="分流日期")),
                        ("accepted_on", models.DateField(blank=True, null=True, verbose_name="受理日期")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答复人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 诉求",
                        "verbose_name_plural": "historical 诉求",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalInvestigation",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("HEARD", "听取信访人陈述"),
                                    ("UNREACHABLE", "联系不上信访人"),
                                    ("SITE", "现场查看"),
                                    ("CHECKED", "调查核实"),
                                    ("REPLY", "单位的核查答复"),
                                ],
                                max_length=12,
                                verbose_name="做了什么",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        ("place", models.CharField(blank=True, max_length=100, verbose_name="地点")),
                        ("content", models.TextField(max_length=10000, verbose_name="情况")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="记录人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 调查记录",
                        "verbose_name_plural": "historical 调查记录",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalParty",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "name",
                            cases.fields.EncryptedTextField(blank=True, max_length=50, verbose_name="姓名或单位名称"),
                        ),
                        ("name_masked", models.CharField(blank=True, editable=False, max_length=60)),
                        ("name_hash", models.CharField(blank=True, editable=False, max_length=64)),
                        ("phone", cases.fields.EncryptedTextField(blank=True, max_length=30, verbose_name="联系电话")),
                        ("phone_masked", models.CharField(blank=True, editable=False, max_length=30)),
                        ("phone_hash", models.CharField(blank=True, editable=False, max_length=64)),
                        (
                            "id_type",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("RESIDENT", "居民身份证"),
                                    ("HK_MACAU_RESIDENCE", "港澳居民居住证"),
                                    ("TAIWAN_RESIDENCE", "台湾居民居住证"),
                                    ("FOREIGN_RESIDENCE", "外国人永久居留身份证"),
                                    ("HK_MACAU_PERMIT", "港澳居民来往内地通行证"),
                                    ("TAIWAN_PERMIT", "台湾居民来往大陆通行证"),
                                    ("EXIT_PERMIT", "往来港澳通行证"),
                                    ("PASSPORT", "中国护照"),
                                    ("FOREIGN_PASSPORT", "外国护照"),
                                    ("USCC", "统一社会信用代码"),
                                    ("OTHER", "其他证件"),
                                ],
                                max_length=20,
                                verbose_name="证件类型",
                            ),
                        ),
                        (
                            "id_number",
                            cases.fields.EncryptedTextField(blank=True, max_length=30, verbose_name="证件号码"),
                        ),
                        ("id_masked", models.CharField(blank=True, editable=False, max_length=30)),
                        ("id_hash", models.CharField(blank=True, editable=False, max_length=64)),
                        ("address", cases.fields.EncryptedTextField(blank=True, max_length=200, verbose_name="住址")),
                        ("address_masked", models.CharField(blank=True, editable=False, max_length=60)),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("PETITIONER", "信访人"),
                                    ("REPRESENTATIVE", "信访代表"),
                                    ("JOINT", "同来的人"),
                                    ("RESPONDENT", "被反映人或单位"),
                                ],
                                max_length=14,
                                verbose_name="身份",
                            ),
                        ),
                        ("is_organisation", models.BooleanField(default=False, verbose_name="单位")),
                        ("is_lead", models.BooleanField(default=False, verbose_name="主信访人")),
                        ("uscc", models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码")),
                        (
                            "seat",
                            models.PositiveSmallIntegerField(
                                blank=True, editable=False, null=True, verbose_name="第几位代表"
                            ),
                        ),
                        (
                            "service_address",
                            cases.fields.EncryptedTextField(blank=True, max_length=200, verbose_name="送达地址"),
                        ),
                        ("service_address_masked", models.CharField(blank=True, editable=False, max_length=60)),
                        (
                            "authority_note",
                            models.CharField(blank=True, max_length=200, verbose_name="推选、授权情况"),
                        ),
                        (
                            "post",
                            models.CharField(
                                blank=True, help_text="按干部管理权限移送时要用", max_length=60, verbose_name="职务"
                            ),
                        ),
                        (
                            "access_needs",
                            models.CharField(
                                blank=True, help_text="只为服务得更好", max_length=100, verbose_name="特殊需要"
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "official",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="本单位人员",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="本单位科室、社区",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 当事人",
                        "verbose_name_plural": "historical 当事人",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalTeam",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("FORCE", "专班"), ("ASSAULT", "突击队")], max_length=8, verbose_name="哪一种"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="名称")),
                        ("mandate", models.TextField(max_length=500, verbose_name="任务")),
                        ("plan", models.TextField(max_length=2000, verbose_name="怎么办、分几步")),
                        ("since", models.DateField(verbose_name="从哪天起")),
                        ("until", models.DateField(verbose_name="到哪天为止")),
                        ("proposed_on", models.DateField(verbose_name="提出日期")),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[("AGREED", "同意"), ("REFUSED", "不同意")],
                                max_length=8,
                                verbose_name="决定",
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                        ("opinion", models.CharField(blank=True, max_length=200, verbose_name="意见")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="决定人",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "leader",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="带队领导",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 专班、突击队",
                        "verbose_name_plural": "historical 专班、突击队",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HoursClock",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        (
                            "deadline",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hours_clock",
                                to="cases.deadline",
                            ),
                        ),
                        (
                            "official",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "学时提醒",
                        "verbose_name_plural": "学时提醒",
                    },
                ),
                migrations.CreateModel(
                    name="Incident",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="什么时候")),
                        ("facts", cases.fields.EncryptedTextField(max_length=2000, verbose_name="事实")),
                        (
                            "help_given",
                            cases.fields.EncryptedTextField(max_length=1000, verbose_name="当场给了什么帮助"),
                        ),
                        (
                            "emergency",
                            models.CharField(
                                blank=True,
                                choices=[("POLICE", "110 公安"), ("FIRE", "119 消防"), ("AMBULANCE", "120 急救")],
                                max_length=10,
                                verbose_name="叫了谁来",
                            ),
                        ),
                        ("emergency_at", models.DateTimeField(blank=True, null=True, verbose_name="什么时候叫的")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                        ("closing_note", models.CharField(blank=True, max_length=200, verbose_name="怎么结束的")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incidents",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="结束人",
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
                    ],
                    options={
                        "verbose_name": "生命安全事项",
                        "verbose_name_plural": "生命安全事项",
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Inspection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=20, unique=True, verbose_name="编号")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("REGULAR", "定期检查"), ("SURPRISE", "动态巡查")],
                                max_length=8,
                                verbose_name="种类",
                            ),
                        ),
                        (
                            "subject",
                            models.CharField(
                                choices=[("FILES", "案卷"), ("PROMISES", "承诺现场")],
                                max_length=8,
                                verbose_name="查案卷还是承诺",
                            ),
                        ),
                        ("scope", models.CharField(max_length=200, verbose_name="查什么")),
                        ("since", models.DateField(blank=True, null=True, verbose_name="哪天以后登记的")),
                        ("held_on", models.DateField(verbose_name="哪天查")),
                        ("planned_on", models.DateField(verbose_name="安排日期")),
                        ("seed", models.CharField(max_length=32, verbose_name="抽签的种子")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("HELD", "查完了"), ("CALLED_OFF", "不查了")],
                                max_length=10,
                                verbose_name="结果",
                            ),
                        ),
                        ("summary", models.CharField(blank=True, max_length=500, verbose_name="小结")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="结束日期")),
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
                            "inspector",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁去查",
                            ),
                        ),
                        (
                            "planned_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="安排人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="查哪个单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "检查",
                        "verbose_name_plural": "检查",
                        "ordering": ["-held_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="InspectedFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[("DRAWN", "抽的"), ("CHOSEN", "点的")], max_length=6, verbose_name="怎么定的"
                            ),
                        ),
                        ("looked_on", models.DateField(blank=True, null=True, verbose_name="哪天看的")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="看下来")),
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
                                related_name="inspected",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="cases.inspection",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "抽查的案卷",
                        "verbose_name_plural": "抽查的案卷",
                        "ordering": ["pk"],
                    },
                ),
                migrations.AddField(
                    model_name="finding",
                    name="inspection",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="cases.inspection",
                        verbose_name="检查",
                    ),
                ),
                migrations.CreateModel(
                    name="Instruction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                    },
                ),
                migrations.CreateModel(
                    name="Investigation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("HEARD", "听取信访人陈述"),
                                    ("UNREACHABLE", "联系不上信访人"),
                                    ("SITE", "现场查看"),
                                    ("CHECKED", "调查核实"),
                                    ("REPLY", "单位的核查答复"),
                                ],
                                max_length=12,
                                verbose_name="做了什么",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        ("place", models.CharField(blank=True, max_length=100, verbose_name="地点")),
                        ("content", models.TextField(max_length=10000, verbose_name="情况")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="investigations",
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
                    ],
                    options={
                        "verbose_name": "调查记录",
                        "verbose_name_plural": "调查记录",
                        "ordering": ["-on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(verbose_name="第几轮")),
                        ("asked_on", models.DateField(verbose_name="请评价日期")),
                        ("until", models.DateField(verbose_name="最后一天")),
                        ("channel", models.CharField(max_length=8, verbose_name="请评价方式")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="请评价的人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "请评价",
                        "verbose_name_plural": "请评价",
                    },
                ),
                migrations.CreateModel(
                    name="Evaluation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "about",
                            models.CharField(
                                choices=[("OFFICE", "信访工作机构"), ("UNIT", "责任单位")],
                                max_length=6,
                                verbose_name="评价对象",
                            ),
                        ),
                        (
                            "grade",
                            models.CharField(
                                choices=[("SATISFIED", "满意"), ("FAIR", "基本满意"), ("DISSATISFIED", "不满意")],
                                max_length=12,
                                verbose_name="评价",
                            ),
                        ),
                        (
                            "reasons",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("ATTITUDE", "服务态度"),
                                        ("SPEED", "办理快慢"),
                                        ("RESULT", "处理结果"),
                                        ("EXPLAINED", "解释说明"),
                                        ("PROMISE", "承诺兑现"),
                                        ("OTHER", "其他"),
                                    ],
                                    max_length=9,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="原因",
                            ),
                        ),
                        (
                            "words",
                            cases.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name="想说的话"),
                        ),
                        ("words_for_handler", models.BooleanField(default=False, verbose_name="同意让承办人看到")),
                        ("on", models.DateField(verbose_name="评价日期")),
                        (
                            "via",
                            models.CharField(
                                choices=[
                                    ("ONLINE", "本人凭查询码"),
                                    ("PAPER", "本人填的评价表"),
                                    ("ASSISTED", "本人说、工作人员协助填写"),
                                ],
                                max_length=8,
                                verbose_name="怎样评的",
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "entered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="录入、协助的人",
                            ),
                        ),
                        (
                            "entered_unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                            ),
                        ),
                        (
                            "handler",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="承办人",
                            ),
                        ),
                        (
                            "scan",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.attachment",
                                verbose_name="扫描件",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="责任单位",
                            ),
                        ),
                        (
                            "invitation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evaluations",
                                to="cases.invitation",
                                verbose_name="请评价",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "满意度评价",
                        "verbose_name_plural": "满意度评价",
                        "ordering": ["invitation", "about"],
                    },
                ),
                migrations.CreateModel(
                    name="JointAction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "is_reception",
                            models.BooleanField(default=False, verbose_name="是一次联合接访，当面听群众说"),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("DONE", "办成了"), ("PARTLY", "办成一部分"), ("NOT_YET", "还没办成")],
                                max_length=8,
                                verbose_name="结果怎样",
                            ),
                        ),
                        ("result", models.CharField(max_length=1000, verbose_name="做了什么、定下什么")),
                        (
                            "recorded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="记录时间"),
                        ),
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
                        (
                            "units",
                            models.ManyToManyField(related_name="+", to="officials.unit", verbose_name="参加的单位"),
                        ),
                    ],
                    options={
                        "verbose_name": "联合行动",
                        "verbose_name_plural": "联合行动",
                        "ordering": ["-held_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="LevelChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "before",
                            models.CharField(
                                choices=[("GENERAL", "一般矛盾"), ("COMPLEX", "复杂问题"), ("HARD", "疑难案件")],
                                max_length=8,
                                verbose_name="原层级",
                            ),
                        ),
                        (
                            "after",
                            models.CharField(
                                choices=[("GENERAL", "一般矛盾"), ("COMPLEX", "复杂问题"), ("HARD", "疑难案件")],
                                max_length=8,
                                verbose_name="新层级",
                            ),
                        ),
                        ("ground", models.CharField(max_length=300, verbose_name="定级依据")),
                        ("asked_on", models.DateField(verbose_name="提出日期")),
                        ("needs_leader", models.BooleanField(default=False, verbose_name="要领导决定")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("AGREED", "同意"), ("REFUSED", "不同意")],
                                max_length=7,
                                verbose_name="决定",
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                        ("refusal", models.CharField(blank=True, max_length=300, verbose_name="不同意的理由")),
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
                                related_name="level_changes",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "clearing",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="level_changes",
                                to="cases.clearing",
                                verbose_name="原目标",
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
                                verbose_name="决定人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "层级调整",
                        "verbose_name_plural": "层级调整",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="LookupAlert",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="哪天")),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("RESPONDENT", "本人或者所在单位被这一件反映"),
                                    ("REVEALED", "没有办过这件，显示了当事人的身份"),
                                    ("OFTEN", "没有办过这件，一天里反复打开"),
                                ],
                                max_length=10,
                                verbose_name="为什么异常",
                            ),
                        ),
                        ("times", models.PositiveIntegerField(verbose_name="几次")),
                        ("reveals", models.PositiveIntegerField(verbose_name="显示身份几次")),
                        ("refusals", models.PositiveIntegerField(verbose_name="被拒几次")),
                        ("first_at", models.DateTimeField(verbose_name="第一次")),
                        ("last_at", models.DateTimeField(verbose_name="最后一次")),
                        ("acknowledged_at", models.DateTimeField(blank=True, null=True, verbose_name="处理时间")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="处理情况")),
                        (
                            "acknowledged_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "official",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "异常查看",
                        "verbose_name_plural": "异常查看",
                        "ordering": ["-on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Measure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "written_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="记录时间"),
                        ),
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
                    },
                ),
                migrations.CreateModel(
                    name="Milestone",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("what", models.CharField(max_length=120, verbose_name="做到什么")),
                        ("weight", models.PositiveSmallIntegerField(default=10, verbose_name="分量")),
                        ("planned_on", models.DateField(verbose_name="计划哪天以前")),
                        ("added_on", models.DateField(verbose_name="写下日期")),
                        ("added_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("reached_on", models.DateField(blank=True, null=True, verbose_name="做到的日期")),
                        ("result", models.CharField(blank=True, max_length=300, verbose_name="结果")),
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤下日期")),
                        ("withdrawal", models.CharField(blank=True, max_length=200, verbose_name="撤下的原因")),
                        ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        ("count", models.PositiveIntegerField(verbose_name="几项")),
                        ("made_at", models.DateTimeField(verbose_name="最近一项")),
                        ("read_at", models.DateTimeField(null=True, verbose_name="看过")),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "消息",
                        "verbose_name_plural": "消息",
                    },
                ),
                migrations.CreateModel(
                    name="Mail",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("address", models.EmailField(max_length=254)),
                        ("not_before", models.DateTimeField()),
                        ("leased_until", models.DateTimeField(null=True)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("error", models.CharField(blank=True, max_length=200)),
                        (
                            "notice",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="mail", to="cases.notice"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "待发邮件",
                        "verbose_name_plural": "待发邮件",
                    },
                ),
                migrations.CreateModel(
                    name="NoticeLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="最后一天")),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "快到期"),
                                    (2, "到内控日、到期"),
                                    (3, "超期"),
                                    (4, "报领导"),
                                    (5, "上会"),
                                ],
                                verbose_name="级别",
                            ),
                        ),
                        ("is_found_late", models.BooleanField(default=False, verbose_name="补发现")),
                        (
                            "case",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.case",
                            ),
                        ),
                        (
                            "deadline",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.deadline"
                            ),
                        ),
                        (
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="cases.notice"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "消息的一行",
                        "verbose_name_plural": "消息的各行",
                        "ordering": ["-level", "due_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="OpenCall",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                            models.ManyToManyField(
                                related_name="calls", to=settings.AUTH_USER_MODEL, verbose_name="请哪些人"
                            ),
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
                    },
                ),
                migrations.CreateModel(
                    name="Ownership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateField(verbose_name="起")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="止")),
                        ("planned_on", models.DateField(blank=True, null=True, verbose_name="责任书写明的完成日")),
                        ("plan_since", models.DateField(blank=True, null=True, verbose_name="计划从哪天起")),
                        ("signed_on", models.DateField(blank=True, null=True, verbose_name="领导签责任书的日期")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ownerships",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="决定人",
                            ),
                        ),
                        (
                            "leader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ownerships",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="包案领导",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "包案",
                        "verbose_name_plural": "包案",
                    },
                ),
                migrations.CreateModel(
                    name="OwnershipTransfer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                    },
                ),
                migrations.CreateModel(
                    name="Paper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
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
                                    ("P11", "人民调解协议书"),
                                    ("P12", "例会纪要"),
                                    ("P14", "督办单"),
                                    ("P15", "包案责任书"),
                                    ("P16", "办结报告"),
                                    ("P17", "回避登记"),
                                    ("P18", "听证通知、笔录"),
                                    ("P19", "推选代表书"),
                                    ("P20", "撤回申请"),
                                    ("P22", "交办事项清单"),
                                    ("P25", "权利义务告知书"),
                                    ("P28", "履职答复书"),
                                ],
                                max_length=3,
                                verbose_name="文书",
                            ),
                        ),
                        ("variant", models.CharField(blank=True, max_length=24, verbose_name="哪一种")),
                        ("series", models.CharField(blank=True, max_length=20, verbose_name="机关代字")),
                        ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="年份")),
                        ("value", models.PositiveIntegerField(blank=True, null=True, verbose_name="序号")),
                        ("about", models.CharField(max_length=40, verbose_name="关于")),
                        ("typed", cases.fields.EncryptedTextField(blank=True, editable=False)),
                        ("content", cases.fields.EncryptedTextField(blank=True, editable=False)),
                        ("drafted_at", models.DateTimeField(blank=True, null=True, verbose_name="起草时间")),
                        (
                            "writers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, editable=False, size=None
                            ),
                        ),
                        ("needs_head", models.BooleanField(default=False, editable=False)),
                        ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="送审时间")),
                        ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="审批时间")),
                        ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="制发时间")),
                        ("voided_at", models.DateTimeField(blank=True, null=True, verbose_name="作废时间")),
                        ("void_reason", models.CharField(blank=True, max_length=200, verbose_name="作废原因")),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审批人",
                            ),
                        ),
                        (
                            "approved_for",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="代谁审批",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="papers",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="papers",
                                to="cases.claim",
                            ),
                        ),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="起草人",
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="制发人",
                            ),
                        ),
                        (
                            "voided_by",
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
                        "verbose_name": "文书",
                        "verbose_name_plural": "文书",
                    },
                ),
                migrations.CreateModel(
                    name="PaperCopy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField(verbose_name="版次")),
                        (
                            "reader",
                            models.CharField(
                                choices=[("WORK", "工作联"), ("PERSON", "本人联"), ("ARCHIVE", "归档联")],
                                max_length=8,
                                verbose_name="哪一联",
                            ),
                        ),
                        ("digest", models.CharField(editable=False, max_length=64)),
                        ("path", models.CharField(editable=False, max_length=80, unique=True)),
                        ("key", cases.fields.EncryptedTextField(editable=False)),
                        ("sha256", models.CharField(editable=False, max_length=64, verbose_name="指纹")),
                        ("size", models.PositiveIntegerField(editable=False, verbose_name="大小")),
                        ("lacking", cases.fields.EncryptedTextField(blank=True, editable=False)),
                        ("set_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="排版时间")),
                        (
                            "paper",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="copies",
                                to="cases.paper",
                                verbose_name="文书",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "文书的一联",
                        "verbose_name_plural": "文书的各联",
                        "ordering": ["-version", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="PaperPrint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(editable=False, unique=True)),
                        ("purpose", models.CharField(max_length=100, verbose_name="用途")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="打印时间")),
                        ("needs_approval", models.BooleanField(default=False)),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "approved_by",
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
                                verbose_name="打印人",
                            ),
                        ),
                        (
                            "copy",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="prints",
                                to="cases.papercopy",
                            ),
                        ),
                        (
                            "dossier",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="prints",
                                to="cases.dossier",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "打印记录",
                        "verbose_name_plural": "打印记录",
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="PaperText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=3)),
                        ("version", models.PositiveSmallIntegerField(verbose_name="版次")),
                        ("items", models.JSONField(verbose_name="各项")),
                        (
                            "adopted_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="启用时间"),
                        ),
                        (
                            "adopted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "文书用语",
                        "verbose_name_plural": "文书用语",
                        "ordering": ["kind", "-version"],
                    },
                ),
                migrations.CreateModel(
                    name="Party",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "name",
                            cases.fields.EncryptedTextField(blank=True, max_length=50, verbose_name="姓名或单位名称"),
                        ),
                        ("name_masked", models.CharField(blank=True, editable=False, max_length=60)),
                        ("name_hash", models.CharField(blank=True, editable=False, max_length=64)),
                        ("phone", cases.fields.EncryptedTextField(blank=True, max_length=30, verbose_name="联系电话")),
                        ("phone_masked", models.CharField(blank=True, editable=False, max_length=30)),
                        ("phone_hash", models.CharField(blank=True, editable=False, max_length=64)),
                        (
                            "id_type",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("RESIDENT", "居民身份证"),
                                    ("HK_MACAU_RESIDENCE", "港澳居民居住证"),
                                    ("TAIWAN_RESIDENCE", "台湾居民居住证"),
                                    ("FOREIGN_RESIDENCE", "外国人永久居留身份证"),
                                    ("HK_MACAU_PERMIT", "港澳居民来往内地通行证"),
                                    ("TAIWAN_PERMIT", "台湾居民来往大陆通行证"),
                                    ("EXIT_PERMIT", "往来港澳通行证"),
                                    ("PASSPORT", "中国护照"),
                                    ("FOREIGN_PASSPORT", "外国护照"),
                                    ("USCC", "统一社会信用代码"),
                                    ("OTHER", "其他证件"),
                                ],
                                max_length=20,
                                verbose_name="证件类型",
                            ),
                        ),
                        (
                            "id_number",
                            cases.fields.EncryptedTextField(blank=True, max_length=30, verbose_name="证件号码"),
                        ),
                        ("id_masked", models.CharField(blank=True, editable=False, max_length=30)),
                        ("id_hash", models.CharField(blank=True, editable=False, max_length=64)),
                        ("address", cases.fields.EncryptedTextField(blank=True, max_length=200, verbose_name="住址")),
                        ("address_masked", models.CharField(blank=True, editable=False, max_length=60)),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("PETITIONER", "信访人"),
                                    ("REPRESENTATIVE", "信访代表"),
                                    ("JOINT", "同来的人"),
                                    ("RESPONDENT", "被反映人或单位"),
                                ],
                                max_length=14,
                                verbose_name="身份",
                            ),
                        ),
                        ("is_organisation", models.BooleanField(default=False, verbose_name="单位")),
                        ("is_lead", models.BooleanField(default=False, verbose_name="主信访人")),
                        ("uscc", models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码")),
                        (
                            "seat",
                            models.PositiveSmallIntegerField(
                                blank=True, editable=False, null=True, verbose_name="第几位代表"
                            ),
                        ),
                        (
                            "service_address",
                            cases.fields.EncryptedTextField(blank=True, max_length=200, verbose_name="送达地址"),
                        ),
                        ("service_address_masked", models.CharField(blank=True, editable=False, max_length=60)),
                        (
                            "authority_note",
                            models.CharField(blank=True, max_length=200, verbose_name="推选、授权情况"),
                        ),
                        (
                            "post",
                            models.CharField(
                                blank=True, help_text="按干部管理权限移送时要用", max_length=60, verbose_name="职务"
                            ),
                        ),
                        (
                            "access_needs",
                            models.CharField(
                                blank=True, help_text="只为服务得更好", max_length=100, verbose_name="特殊需要"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parties",
                                to="cases.case",
                                verbose_name="案件",
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
                                verbose_name="本单位人员",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="本单位科室、社区",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "当事人",
                        "verbose_name_plural": "当事人",
                        "ordering": ["-is_lead", "pk"],
                    },
                ),
                migrations.AddField(
                    model_name="consultation",
                    name="party",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.party",
                        verbose_name="谁答复的",
                    ),
                ),
                migrations.CreateModel(
                    name="Performance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("performed_on", models.DateField(verbose_name="哪天办好的")),
                        ("evidence", models.TextField(max_length=1000, verbose_name="凭什么")),
                        ("recorded_on", models.DateField(verbose_name="记录日期")),
                        ("holds", models.BooleanField(blank=True, null=True, verbose_name="属实")),
                        ("checked_on", models.DateField(blank=True, null=True, verbose_name="核对日期")),
                        ("check_note", models.CharField(blank=True, max_length=300, verbose_name="核对情况")),
                        (
                            "attachment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.attachment",
                                verbose_name="材料",
                            ),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核对人",
                            ),
                        ),
                        (
                            "commitment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="performances",
                                to="cases.commitment",
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
                    ],
                    options={
                        "verbose_name": "履行记录",
                        "verbose_name_plural": "履行记录",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="PoliceRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                    },
                ),
                migrations.CreateModel(
                    name="Portfolio",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("document_no", models.CharField(blank=True, max_length=60, verbose_name="定分工的文号")),
                        ("since", models.DateField(verbose_name="起")),
                        (
                            "until",
                            models.DateField(blank=True, help_text="这一天起不再是", null=True, verbose_name="止"),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="portfolios",
                                to="cases.category",
                                verbose_name="分管什么",
                            ),
                        ),
                        (
                            "leader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="portfolios",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="分管领导",
                            ),
                        ),
                        (
                            "named_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "领导分管",
                        "verbose_name_plural": "领导分管",
                        "ordering": ["category__code", "-since", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Proposal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                migrations.CreateModel(
                    name="Rectification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("done_on", models.DateField(verbose_name="哪天改好的")),
                        ("evidence", cases.fields.EncryptedTextField(max_length=1000, verbose_name="凭什么说改好了")),
                        ("reported_on", models.DateField(verbose_name="哪天报的")),
                        ("holds", models.BooleanField(null=True, verbose_name="核对属实")),
                        ("checked_on", models.DateField(blank=True, null=True, verbose_name="核对日期")),
                        (
                            "check_note",
                            cases.fields.EncryptedTextField(blank=True, max_length=300, verbose_name="核对的情况"),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核对人",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.findingfile",
                                verbose_name="材料",
                            ),
                        ),
                        (
                            "finding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rectifications",
                                to="cases.finding",
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁报的",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "整改",
                        "verbose_name_plural": "整改",
                        "ordering": ["pk"],
                    },
                ),
                migrations.AddField(
                    model_name="finding",
                    name="closed_with",
                    field=models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.rectification",
                        verbose_name="凭什么",
                    ),
                ),
                migrations.CreateModel(
                    name="Recusal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("post", models.CharField(max_length=100, verbose_name="职务")),
                        (
                            "asker",
                            models.CharField(
                                choices=[("SELF", "本人"), ("PETITIONER", "信访人"), ("UNIT", "单位")],
                                max_length=10,
                                verbose_name="谁提出的",
                            ),
                        ),
                        ("asked_on", models.DateField(verbose_name="提出日期")),
                        ("ground", cases.fields.EncryptedTextField(max_length=500, verbose_name="回避的理由")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[("WITHDRAWS", "回避"), ("STAYS", "不回避")],
                                max_length=9,
                                verbose_name="决定",
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                        ("superior", models.CharField(blank=True, max_length=60, verbose_name="作决定的上级机关")),
                        (
                            "reason",
                            cases.fields.EncryptedTextField(blank=True, max_length=300, verbose_name="决定的理由"),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("HOLDS", "不影响，照旧"), ("REDO", "有影响，重新做")],
                                max_length=5,
                                verbose_name="此前工作",
                            ),
                        ),
                        (
                            "review",
                            cases.fields.EncryptedTextField(blank=True, max_length=500, verbose_name="复核的情况"),
                        ),
                        ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="复核日期")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recusals",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "deadline",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recusal",
                                to="cases.deadline",
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
                                verbose_name="决定人",
                            ),
                        ),
                        (
                            "official",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recusals",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="工作人员",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "replacement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="接替人员",
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="复核人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "回避",
                        "verbose_name_plural": "回避",
                        "ordering": ["case", "position"],
                    },
                ),
                migrations.CreateModel(
                    name="ReturnVisit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(verbose_name="第几轮")),
                        ("on", models.DateField(verbose_name="回访日期")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("AT_EASE", "回访了，心了"),
                                    ("NOT_YET", "回访了，仍有意见"),
                                    ("DECLINED", "本人不愿回访"),
                                ],
                                max_length=8,
                                verbose_name="结果",
                            ),
                        ),
                        (
                            "words",
                            cases.fields.EncryptedTextField(blank=True, max_length=2000, verbose_name="本人怎么说"),
                        ),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="回访人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="return_visits",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "回访",
                        "verbose_name_plural": "回访",
                        "ordering": ["on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Reveal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "field",
                            models.CharField(
                                choices=[
                                    ("name", "name"),
                                    ("phone", "phone"),
                                    ("id_number", "id_number"),
                                    ("address", "address"),
                                    ("service_address", "service_address"),
                                ],
                                max_length=16,
                                verbose_name="显示哪一项",
                            ),
                        ),
                        ("reason", models.CharField(max_length=100, verbose_name="用途")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("until", models.DateTimeField()),
                        (
                            "official",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="reveals", to="cases.party"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "显示记录",
                        "verbose_name_plural": "显示记录",
                    },
                ),
                migrations.CreateModel(
                    name="RiskRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField(unique=True, verbose_name="版本")),
                        ("since", models.DateField(verbose_name="从哪天起")),
                        ("points", models.JSONField(verbose_name="分值")),
                        ("yellow_from", models.PositiveSmallIntegerField(verbose_name="黄色从几分起")),
                        ("orange_from", models.PositiveSmallIntegerField(verbose_name="橙色从几分起")),
                        ("red_from", models.PositiveSmallIntegerField(verbose_name="红色从几分起")),
                        ("reason", models.CharField(max_length=300, verbose_name="为什么这样定")),
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
                        "verbose_name": "风险分值",
                        "verbose_name_plural": "风险分值",
                        "ordering": ["-version"],
                    },
                ),
                migrations.CreateModel(
                    name="CaseRisk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.DateField(verbose_name="月份")),
                        ("score", models.PositiveIntegerField(verbose_name="分数")),
                        (
                            "level",
                            models.CharField(
                                choices=[("RED", "红"), ("ORANGE", "橙"), ("YELLOW", "黄"), ("BLUE", "蓝")],
                                max_length=6,
                                verbose_name="算出的等级",
                            ),
                        ),
                        ("facts", models.JSONField(default=list, verbose_name="凭什么")),
                        ("computed_at", models.DateTimeField(verbose_name="什么时候算的")),
                        (
                            "confirmed_level",
                            models.CharField(
                                blank=True,
                                choices=[("RED", "红"), ("ORANGE", "橙"), ("YELLOW", "黄"), ("BLUE", "蓝")],
                                max_length=6,
                                verbose_name="确认的等级",
                            ),
                        ),
                        ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="确认日期")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                        (
                            "stands_as",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.comparison.Coalesce(
                                    django.db.models.functions.comparison.NullIf("confirmed_level", models.Value("")),
                                    "level",
                                ),
                                output_field=models.CharField(
                                    choices=[("RED", "红"), ("ORANGE", "橙"), ("YELLOW", "黄"), ("BLUE", "蓝")],
                                    max_length=6,
                                ),
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="risks",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="确认人",
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.riskrule",
                                verbose_name="分值",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "事项风险",
                        "verbose_name_plural": "事项风险",
                        "ordering": ["-score", "case"],
                    },
                ),
                migrations.CreateModel(
                    name="Round",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "cycle",
                            models.CharField(
                                choices=[
                                    ("DAY", "日结"),
                                    ("WEEK", "周清"),
                                    ("TEN_DAYS", "旬查"),
                                    ("MONTH", "月评"),
                                    ("YEAR", "年清"),
                                ],
                                max_length=8,
                                verbose_name="轮次",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="从")),
                        ("ends_on", models.DateField(verbose_name="到")),
                        ("begins_at", models.DateTimeField(verbose_name="从什么时刻起")),
                        ("cutoff_at", models.DateTimeField(verbose_name="收口")),
                        ("late_until", models.DateTimeField(blank=True, null=True, verbose_name="补录到")),
                        ("opened_at", models.DateTimeField(verbose_name="开始")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="收口时间")),
                        ("lacking", models.PositiveIntegerField(default=0, verbose_name="收口时未清")),
                        ("cleared", models.PositiveIntegerField(default=0, verbose_name="收口时已清")),
                        ("is_late", models.BooleanField(default=False, verbose_name="收口晚了")),
                        ("told_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="签字时间")),
                        ("snapshot", models.JSONField(blank=True, null=True, verbose_name="签字时的名单和数字")),
                        (
                            "signed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签字人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "轮次",
                        "verbose_name_plural": "轮次",
                        "ordering": ["cycle", "-starts_on"],
                    },
                ),
                migrations.CreateModel(
                    name="NoticeRound",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="rounds", to="cases.notice"
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.round"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "消息里的一轮",
                        "verbose_name_plural": "消息里的各轮",
                        "ordering": ["round__cutoff_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="RoundCorrection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="更正")),
                        ("made_at", models.DateTimeField(verbose_name="时间")),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="cases.round",
                                verbose_name="更正哪一期",
                            ),
                        ),
                        (
                            "shown_in",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections_shown",
                                to="cases.round",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "上期更正",
                        "verbose_name_plural": "上期更正",
                        "ordering": ["made_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="RoundPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "communities",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None, verbose_name="社区"
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=200, verbose_name="片")),
                        ("signed_at", models.DateTimeField(null=True, verbose_name="签字时间")),
                        (
                            "leader",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="挂钩领导",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="cases.round",
                                verbose_name="轮次",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签字人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "旬查的片",
                        "verbose_name_plural": "旬查的片",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="RoundException",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=24, verbose_name="没清的是")),
                        ("label", models.CharField(max_length=60, verbose_name="没清的是")),
                        ("subject", models.CharField(max_length=20, verbose_name="对象")),
                        ("subject_id", models.BigIntegerField(verbose_name="对象编号")),
                        ("name", models.CharField(max_length=60, verbose_name="编号")),
                        ("community_id", models.BigIntegerField(null=True, verbose_name="社区")),
                        ("since", models.DateField(verbose_name="从哪一期起")),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("FUNDS", "等上级批复、资金"),
                                    ("OTHERS", "等其他单位答复"),
                                    ("TEST", "等检测、鉴定"),
                                    ("PERSON", "等本人补材料、答复"),
                                    ("ABSENT", "联系不上本人"),
                                    ("LEGAL", "等诉讼、复议、仲裁的结果"),
                                    ("WORKING", "正在办，还要时间"),
                                    ("OTHER", "其他"),
                                ],
                                max_length=8,
                                verbose_name="原因",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        ("new_on", models.DateField(blank=True, null=True, verbose_name="新的日子")),
                        ("carried_at", models.DateTimeField(null=True, verbose_name="写原因的时间")),
                        ("done_at", models.DateTimeField(null=True, verbose_name="收口后办了")),
                        (
                            "carried_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "carried_from",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.roundexception",
                                verbose_name="上期带来",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exceptions",
                                to="cases.round",
                                verbose_name="轮次",
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exceptions",
                                to="cases.roundpart",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "轮次未清",
                        "verbose_name_plural": "轮次未清",
                        "ordering": ["since", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SavedView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=20, verbose_name="名称")),
                        ("query", models.CharField(max_length=500)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "official",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="saved_views",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "常用视图",
                        "verbose_name_plural": "常用视图",
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="SealedReader",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("named_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("reason", models.CharField(max_length=100, verbose_name="理由")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sealed_readers",
                                to="cases.case",
                            ),
                        ),
                        (
                            "named_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "official",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sealed_readings",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "封存件阅办人",
                        "verbose_name_plural": "封存件阅办人",
                    },
                ),
                migrations.CreateModel(
                    name="SearchText",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "case_id", "part", "ref", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "part",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "编号"),
                                    (2, "标题"),
                                    (3, "反映内容"),
                                    (4, "诉求"),
                                    (5, "查明的事实"),
                                    (6, "答复"),
                                ]
                            ),
                        ),
                        ("ref", models.PositiveBigIntegerField(default=0)),
                        ("text_vector", cases.models.search.BigramField()),
                        (
                            "case",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="cases.case",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "检索",
                        "verbose_name_plural": "检索",
                    },
                ),
                migrations.CreateModel(
                    name="SecondEffort",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(verbose_name="第几轮")),
                        ("on", models.DateField(verbose_name="日期")),
                        ("what", models.TextField(max_length=2000, verbose_name="又做了什么")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁做的",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="second_efforts",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "不满意后的再次工作",
                        "verbose_name_plural": "不满意后的再次工作",
                        "ordering": ["on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Service",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("NOTICE", "受理告知"),
                                    ("ROUTE", "分类处理告知"),
                                    ("ANSWER", "处理意见、答复"),
                                    ("EXTEND", "延期办理告知"),
                                    ("HEARING", "听证通知"),
                                ],
                                max_length=8,
                                verbose_name="送达什么",
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("HAND", "当面"),
                                    ("POST", "邮寄"),
                                    ("LEFT", "留置"),
                                    ("ELECTRONIC", "电子"),
                                    ("PUBLIC", "公告"),
                                    ("ORAL", "口头、电话（留有记录）"),
                                ],
                                max_length=12,
                                verbose_name="方式",
                            ),
                        ),
                        ("served_on", models.DateField(verbose_name="送达日期")),
                        ("signer", models.CharField(blank=True, max_length=40, verbose_name="签收人与本人的关系")),
                        ("is_refused", models.BooleanField(default=False, verbose_name="拒收")),
                        ("witness", models.CharField(blank=True, max_length=100, verbose_name="见证人、拒收原因")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="services",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="services",
                                to="cases.claim",
                            ),
                        ),
                        (
                            "paper",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="services",
                                to="cases.paper",
                                verbose_name="送达的文书",
                            ),
                        ),
                        (
                            "server",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="送达人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "送达",
                        "verbose_name_plural": "送达",
                        "ordering": ["served_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ServiceConsent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("MESSAGE", "短信"),
                                    ("EMAIL", "电子邮件"),
                                    ("WECHAT", "微信"),
                                    ("PLATFORM", "网上信访平台"),
                                ],
                                max_length=8,
                                verbose_name="电子送达方式",
                            ),
                        ),
                        (
                            "agreed_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="同意时间"),
                        ),
                        ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="撤回时间")),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consents",
                                to="cases.party",
                                verbose_name="当事人",
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
                        (
                            "revoked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="记撤回的人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "电子送达同意",
                        "verbose_name_plural": "电子送达同意",
                    },
                ),
                migrations.CreateModel(
                    name="Session",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="几点")),
                        ("booked_on", models.DateField(verbose_name="约的日期")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="取消日期")),
                        ("ending", models.CharField(blank=True, max_length=200, verbose_name="取消的原因")),
                        (
                            "booked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁约的",
                            ),
                        ),
                        (
                            "consultation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sessions",
                                to="cases.consultation",
                                verbose_name="专家服务",
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
                            "shift",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sessions",
                                to="officials.shift",
                                verbose_name="值班",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "专家约谈",
                        "verbose_name_plural": "专家约谈",
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Settlement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(verbose_name="第几轮")),
                        ("on", models.DateField(verbose_name="事了日期")),
                        ("note", models.TextField(max_length=2000, verbose_name="怎样了结的")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="记录人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="settlements",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "事了",
                        "verbose_name_plural": "事了",
                    },
                ),
                migrations.CreateModel(
                    name="SignOff",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(verbose_name="第几轮")),
                        (
                            "post",
                            models.CharField(
                                choices=[("OWNER", "包案领导"), ("SUPERVISOR", "督查员")],
                                max_length=10,
                                verbose_name="以什么身份",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="签字日期")),
                        ("opinion", models.CharField(blank=True, max_length=300, verbose_name="意见")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签字人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sign_offs",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "办结签字",
                        "verbose_name_plural": "办结签字",
                        "ordering": ["post"],
                    },
                ),
                migrations.CreateModel(
                    name="Submission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(unique=True)),
                        ("path", models.CharField(max_length=200)),
                        ("location", models.CharField(max_length=300)),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "official",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "已交表单",
                        "verbose_name_plural": "已交表单",
                    },
                ),
                migrations.CreateModel(
                    name="SuperiorOrder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=20, unique=True, verbose_name="编号")),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("SUPERVISION", "督办"),
                                    ("TALK", "约谈"),
                                    ("CIRCULAR", "通报"),
                                    ("LISTED", "挂牌督办"),
                                    ("RECTIFY", "限期整改"),
                                    ("SUGGESTION", "改进建议"),
                                ],
                                max_length=11,
                                verbose_name="哪一种",
                            ),
                        ),
                        ("organ", models.CharField(max_length=60, verbose_name="发文单位")),
                        ("sender_no", models.CharField(max_length=40, verbose_name="文号")),
                        ("issued_on", models.DateField(blank=True, null=True, verbose_name="来文日期")),
                        ("received_on", models.DateField(verbose_name="收到日期")),
                        ("asked", cases.fields.EncryptedTextField(max_length=1000, verbose_name="要求什么")),
                        ("due_on", models.DateField(verbose_name="哪天以前反馈")),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="反馈日期")),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superior_orders",
                                to="cases.case",
                                verbose_name="关于哪一件",
                            ),
                        ),
                        (
                            "deadline",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superior_order",
                                to="cases.deadline",
                            ),
                        ),
                        (
                            "official",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁拟反馈",
                            ),
                        ),
                        (
                            "received_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="承办单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "上级督办",
                        "verbose_name_plural": "上级督办",
                        "ordering": ["due_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SuperiorFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="文件名")),
                        ("path", models.CharField(editable=False, max_length=80, unique=True)),
                        ("mime", models.CharField(editable=False, max_length=100)),
                        ("size", models.PositiveBigIntegerField(editable=False, verbose_name="大小")),
                        ("sha256", models.CharField(editable=False, max_length=64)),
                        ("is_original", models.BooleanField(default=False, verbose_name="原件")),
                        (
                            "uploaded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="上传时间"),
                        ),
                        ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="移除时间")),
                        ("removal_reason", models.CharField(blank=True, max_length=200, verbose_name="移除原因")),
                        (
                            "removed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="cases.superiororder",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "上级督办的材料",
                        "verbose_name_plural": "上级督办的材料",
                        "ordering": ["-uploaded_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SuperiorAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", cases.fields.EncryptedTextField(max_length=2000, verbose_name="反馈的内容")),
                        ("drafted_on", models.DateField(verbose_name="拟稿日期")),
                        ("agrees", models.BooleanField(null=True, verbose_name="同意报出")),
                        ("approved_on", models.DateField(blank=True, null=True, verbose_name="同意日期")),
                        (
                            "note",
                            cases.fields.EncryptedTextField(blank=True, max_length=300, verbose_name="退回的理由"),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁同意",
                            ),
                        ),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="拟稿人",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.superiorfile",
                                verbose_name="附件",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="cases.superiororder",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "对上级督办的反馈",
                        "verbose_name_plural": "对上级督办的反馈",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SupervisionOrder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="最后一天")),
                        ("facts", models.CharField(max_length=500, verbose_name="督办的情形")),
                        ("basis", models.CharField(max_length=200, verbose_name="依据条款")),
                        ("demand", models.CharField(max_length=500, verbose_name="要求")),
                        ("issued_on", models.DateField(verbose_name="签发日期")),
                        ("answer", models.CharField(blank=True, max_length=1000, verbose_name="反馈")),
                        ("answered_on", models.DateField(null=True, verbose_name="反馈日期")),
                        (
                            "answer_clock",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="order",
                                to="cases.deadline",
                                verbose_name="反馈时间",
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="反馈人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supervision_orders",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "deadline",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supervision_orders",
                                to="cases.deadline",
                                verbose_name="触发的期限",
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签发人",
                            ),
                        ),
                        (
                            "paper",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supervision_order",
                                to="cases.paper",
                                verbose_name="督办单",
                            ),
                        ),
                        (
                            "to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="由谁反馈",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="发往单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "督办",
                        "verbose_name_plural": "督办",
                        "ordering": ["-issued_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Suspension",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("DECISION", "等法院、仲裁、复议的结果"),
                                    ("APPRAISAL", "等第三方鉴定、检测"),
                                    ("ASKED", "本人书面请求等一等"),
                                    ("FORCE", "不可抗力"),
                                    ("UNREACHED", "联系不上本人"),
                                ],
                                max_length=9,
                                verbose_name="理由",
                            ),
                        ),
                        ("evidence", models.CharField(max_length=300, verbose_name="凭什么")),
                        ("days", models.PositiveSmallIntegerField(verbose_name="几日")),
                        ("asked_on", models.DateField(verbose_name="提出日期")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("AGREED", "同意"), ("REFUSED", "不同意")],
                                max_length=7,
                                verbose_name="决定",
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                        ("refusal", models.CharField(blank=True, max_length=300, verbose_name="不同意的理由")),
                        ("from_on", models.DateField(blank=True, null=True, verbose_name="起")),
                        ("until_on", models.DateField(blank=True, null=True, verbose_name="止")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="恢复日期")),
                        ("end_note", models.CharField(blank=True, max_length=100, verbose_name="为什么恢复")),
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
                                related_name="suspensions",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "clearing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="suspensions",
                                to="cases.clearing",
                                verbose_name="清零目标",
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
                                verbose_name="决定人",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.attachment",
                                verbose_name="证明材料",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "清零目标中止",
                        "verbose_name_plural": "清零目标中止",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SweepRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(unique=True)),
                        ("found", models.PositiveIntegerField()),
                        ("told_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "到期清扫",
                        "verbose_name_plural": "到期清扫",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("told_at__isnull", True)), fields=["at"], name="sweep_untold"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Team",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("FORCE", "专班"), ("ASSAULT", "突击队")], max_length=8, verbose_name="哪一种"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="名称")),
                        ("mandate", models.TextField(max_length=500, verbose_name="任务")),
                        ("plan", models.TextField(max_length=2000, verbose_name="怎么办、分几步")),
                        ("since", models.DateField(verbose_name="从哪天起")),
                        ("until", models.DateField(verbose_name="到哪天为止")),
                        ("proposed_on", models.DateField(verbose_name="提出日期")),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[("AGREED", "同意"), ("REFUSED", "不同意")],
                                max_length=8,
                                verbose_name="决定",
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                        ("opinion", models.CharField(blank=True, max_length=200, verbose_name="意见")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="决定人",
                            ),
                        ),
                        (
                            "leader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="led_teams",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="带队领导",
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
                    ],
                    options={
                        "verbose_name": "专班、突击队",
                        "verbose_name_plural": "专班、突击队",
                        "ordering": ["-since", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="TeamMatter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateField(verbose_name="起")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="止")),
                        ("leaving", models.CharField(blank=True, max_length=200, verbose_name="移出的原因")),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="team_matters",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "left_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="matters",
                                to="cases.team",
                                verbose_name="队伍",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "队伍的案件",
                        "verbose_name_plural": "队伍的案件",
                        "ordering": ["team", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="TeamMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("duty", models.CharField(blank=True, max_length=60, verbose_name="做什么")),
                        ("since", models.DateField(verbose_name="起")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="止")),
                        ("leaving", models.CharField(blank=True, max_length=200, verbose_name="离队的原因")),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "left_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "official",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="成员",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="cases.team",
                                verbose_name="队伍",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "成员",
                        "verbose_name_plural": "成员",
                        "ordering": ["team", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="TeamTerm",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("before", models.DateField(verbose_name="原来到哪天")),
                        ("after", models.DateField(verbose_name="改到哪天")),
                        ("reason", models.CharField(max_length=200, verbose_name="为什么改")),
                        ("on", models.DateField(verbose_name="哪天改的")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="cases.team"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "队伍改期",
                        "verbose_name_plural": "队伍改期",
                        "ordering": ["team", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="UpwardReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("organ", models.CharField(max_length=60, verbose_name="报给哪个机关")),
                        ("number", models.CharField(max_length=40, verbose_name="报告文号")),
                        ("sent_on", models.DateField(verbose_name="报出日期")),
                        ("content", models.TextField(max_length=2000, verbose_name="报告什么、请上级定什么")),
                        (
                            "recorded_on",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="记下的日期"),
                        ),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="收到答复的日期")),
                        ("answer", models.TextField(blank=True, max_length=2000, verbose_name="上级怎么答复的")),
                        ("answer_number", models.CharField(blank=True, max_length=40, verbose_name="答复文号")),
                        (
                            "answer_papers",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="cases.attachment", verbose_name="答复"
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁记的答复",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁报的",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="upward_reports",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "papers",
                            models.ManyToManyField(related_name="+", to="cases.attachment", verbose_name="报告"),
                        ),
                    ],
                    options={
                        "verbose_name": "报告上级",
                        "verbose_name_plural": "报告上级",
                        "ordering": ["-sent_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="UrgentMeasure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="什么时候")),
                        ("what", models.TextField(max_length=1000, verbose_name="做了什么")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办的人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="urgent_measures",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "急办措施",
                        "verbose_name_plural": "急办措施",
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="UrgentReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[("PHONE", "电话"), ("WRITTEN", "书面")], max_length=8, verbose_name="怎么报的"
                            ),
                        ),
                        ("to_whom", models.CharField(max_length=60, verbose_name="报给谁")),
                        ("at", models.DateTimeField(verbose_name="什么时候")),
                        ("content", models.TextField(max_length=2000, verbose_name="报告内容")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="报告人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="urgent_reports",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "重大紧急情况报告",
                        "verbose_name_plural": "重大紧急情况报告",
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.AddConstraint(
                    model_name="appraisalscheme",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("since__day", 1)),
                        name="appraisal_begins_with_a_month",
                        violation_error_message="从一个月的第一天起。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appraisaltarget",
                    constraint=models.UniqueConstraint(
                        fields=("scheme", "indicator", "unit"), name="one_target_of_an_indicator", nulls_distinct=False
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appraisaltarget",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("target__gte", 1), ("target__lte", 100), ("weight__lte", 100)),
                        name="targets_are_percents",
                        violation_error_message="目标写 1 到 100，权重写 0 到 100。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="assistreply",
                    index=models.Index(
                        condition=models.Q(("accepted_on__isnull", True), ("returned_on__isnull", True)),
                        fields=["task"],
                        name="assist_reply_unweighed",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assistreply",
                    constraint=models.UniqueConstraint(
                        fields=("task", "position"), name="assist_replies_are_numbered"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assistreply",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("returned_on__isnull", True)),
                        fields=("task",),
                        name="one_assist_reply_stands",
                        violation_error_message="已经答复过，等主办看。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assistreply",
                    constraint=models.CheckConstraint(
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
                ),
                migrations.AddConstraint(
                    model_name="assistreply",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_by__isnull", True), ("accepted_on__isnull", True)),
                            models.Q(("accepted_by__isnull", False), ("accepted_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="assist_reply_is_accepted_by_whom_and_when",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="backlogrule",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("open_months__gte", 1),
                            ("open_months__lte", 120),
                            ("repeats__gte", 1),
                            ("repeats__lte", 50),
                        ),
                        name="backlog_rule_has_its_bounds",
                        violation_error_message="月数写 1 到 120，次数写 1 到 50。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="backlogentry",
                    index=models.Index(
                        condition=models.Q(("ended_on__isnull", True)), fields=["entered_on"], name="backlog_standing"
                    ),
                ),
                migrations.AddIndex(
                    model_name="backlogentry",
                    index=models.Index(
                        condition=models.Q(("ended_on__isnull", False)), fields=["-ended_on"], name="backlog_ended"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="backlogentry",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("case",),
                        name="in_the_backlog_once",
                        violation_error_message="这件已经在积案台账里。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="backlogentry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rule__isnull", False), ("source", "FOUND")),
                            models.Q(("rule__isnull", True), ("source", "LISTED")),
                            _connector="OR",
                        ),
                        name="what_was_found_has_its_rule",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="backlogentry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ground", ""), _negated=True), name="backlog_entry_has_its_ground"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="backlogentry",
                    constraint=models.CheckConstraint(
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
                ),
                migrations.AddIndex(
                    model_name="attachment",
                    index=models.Index(fields=["case", "-uploaded_at"], name="attachment_by_case"),
                ),
                migrations.AddConstraint(
                    model_name="attachment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("removed_at__isnull", True),
                            models.Q(("removal_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="removal_has_its_reason",
                        violation_error_message="移除材料要写原因。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="alsoin",
                    index=models.Index(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=["community", "case"],
                        name="also_in_community",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="alsoin",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("case", "community"),
                        name="a_further_community_stands_once",
                        violation_error_message="已经写过这个社区。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="alsoin",
                    constraint=models.CheckConstraint(
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
                ),
                migrations.AddConstraint(
                    model_name="caseanalysis",
                    constraint=models.UniqueConstraint(
                        fields=("case", "version"),
                        name="analyses_are_numbered",
                        violation_error_message="刚有人写了这一版，请看过再改。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="caseanalysis",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("version", 1)),
                            models.Q(("version__gt", 1), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="analysis_written_anew_says_why",
                        violation_error_message="重写研判要写为什么。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="caselink",
                    constraint=models.UniqueConstraint(
                        fields=("earlier", "later"),
                        name="two_cases_linked_once",
                        violation_error_message="这两件已经关联。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="caselink",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("earlier", models.F("later")), _negated=True),
                        name="no_link_to_itself",
                        violation_error_message="不能和自己关联。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(
                        models.OrderBy(models.F("next_legal_on"), nulls_last=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="case_tightest_first",
                    ),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(
                        models.OrderBy(models.F("next_legal_on"), nulls_last=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("closed_on__isnull", True)),
                        name="case_open_tightest_first",
                    ),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(
                        models.OrderBy(models.F("next_legal_on"), nulls_last=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("procedure", "MEDIATION")),
                        name="case_disputes_tightest_first",
                    ),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(
                        condition=models.Q(("closed_on__isnull", False), ("procedure", "MEDIATION")),
                        fields=["closed_on"],
                        name="case_disputes_ended",
                    ),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(fields=["stage", "-id"], name="case_by_stage"),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(fields=["handler", "-id"], name="case_by_handler"),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(fields=["handling_unit", "-id"], name="case_by_unit"),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(fields=["community", "-id"], name="case_by_community"),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(fields=["category", "-id"], name="case_by_category"),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(fields=["channel", "-id"], name="case_by_channel"),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(fields=["level", "-id"], name="case_by_level"),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(fields=["first_receiver", "-id"], name="case_by_first_receiver"),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(fields=["-received_at"], name="case_by_receipt"),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(
                        condition=models.Q(("confidentiality", "SEALED")), fields=["-id"], name="case_sealed"
                    ),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(
                        condition=models.Q(("is_historical", True)), fields=["-id"], name="case_historical"
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
                        condition=models.Q(("is_historical", False), ("voided_on__isnull", True)),
                        fields=["received_at"],
                        include=(
                            "id",
                            "is_sealed",
                            "people_affected",
                            "repeat_count",
                            "community",
                            "category",
                            "handling_unit",
                        ),
                        name="case_counted_by_receipt",
                    ),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(
                        condition=models.Q(
                            ("is_historical", False),
                            ("is_sealed", False),
                            ("voided_on__isnull", True),
                            ("accepted_on__isnull", False),
                        ),
                        fields=["accepted_on"],
                        include=("id", "received_at"),
                        name="case_counted_by_acceptance",
                    ),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(
                        condition=models.Q(
                            ("is_historical", False),
                            ("is_sealed", False),
                            ("voided_on__isnull", True),
                            ("served_on__isnull", False),
                        ),
                        fields=["served_on"],
                        include=("id", "received_at", "procedure"),
                        name="case_counted_by_service",
                    ),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=["received_at"],
                        name="case_open_by_receipt",
                    ),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(
                        condition=models.Q(
                            ("closed_on__isnull", True), ("is_historical", False), ("is_sealed", False)
                        ),
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
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(
                        condition=models.Q(("closed_on__isnull", True), ("is_historical", False)),
                        fields=["id"],
                        name="case_underway",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("external_no", ""), _negated=True),
                        fields=("source", "external_no"),
                        name="external_number_once_a_source",
                        violation_error_message="这个来源的编号已经登记过。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("people_affected__gte", 1), ("people_present__gte", 1)),
                        name="somebody_present",
                        violation_error_message="人数至少是 1。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("people_affected__gte", models.F("people_present")),
                            models.Q(("affected_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="fewer_affected_than_present_needs_a_note",
                        violation_error_message="涉及人数比来访人数还少，请写明原因。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("level", ""), models.Q(("level_ground", ""), _negated=True), _connector="OR"
                        ),
                        name="level_has_its_ground",
                        violation_error_message="请写定级依据。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("urgency", ""), models.Q(("urgency_basis", ""), _negated=True), _connector="OR"
                        ),
                        name="urgency_has_its_basis",
                        violation_error_message="请写紧急依据。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("is_joint_signed", False), ("people_present__gte", 2), _connector="OR"),
                        name="joint_letter_is_signed_by_several",
                        violation_error_message="联名的至少有两人署名，请核对人数。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cross_flags__contained_by",
                                ["AREA", "DEPARTMENT", "INDUSTRY", "PERSON_MATTER", "PERSON_HOUSEHOLD", "ALL_APART"],
                            )
                        ),
                        name="cross_flags_are_known",
                        violation_error_message="三跨三分离只能从列出的里面选。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("voided_on__isnull", True),
                            models.Q(("closed_on", models.F("voided_on")), ("stage", "CLOSED")),
                            _connector="OR",
                        ),
                        name="voided_case_is_over",
                        violation_error_message="作废的案件要同时办结。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on__isnull", False), ("stage", "CLOSED")),
                            models.Q(models.Q(("stage", "CLOSED"), _negated=True), ("closed_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="closed_stage_has_its_day",
                        violation_error_message="办结的案件要有办结日期。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("stage", "REGISTERED"),
                            ("is_historical", True),
                            ("voided_on__isnull", False),
                            ("procedure", "MEDIATION"),
                            models.Q(("stage", "CLOSED"), ("triaged_on__isnull", True)),
                            models.Q(
                                models.Q(("level", ""), _negated=True),
                                ("handling_unit__isnull", False),
                                ("triaged_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="triaged_case_has_level_and_unit",
                        violation_error_message="分流后的案件要有层级、承办单位和分流日期。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("procedure", "PETITION"),
                            models.Q(("confidentiality", "SEALED"), _negated=True),
                            _connector="OR",
                        ),
                        name="a_dispute_is_no_accusation",
                        violation_error_message="检举控告要封存立件，不走调解。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("stage", "ACCEPTED"), _negated=True),
                                ("accepted_on__isnull", False),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("stage", "ANSWERED"), _negated=True),
                                ("answered_on__isnull", False),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("stage", "SERVED"), _negated=True),
                                ("served_on__isnull", False),
                                _connector="OR",
                            ),
                        ),
                        name="stage_has_its_day",
                        violation_error_message="阶段和日期对不上。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("is_historical", False), ("next_legal_on__isnull", True), _connector="OR"),
                        name="historical_case_has_no_clock",
                        violation_error_message="历史来件不计时。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("received_at__gte", "1949-10-01T00:00:00+08:00")),
                        name="received_after_1949",
                        violation_error_message="收到时间太早，请核对年份。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="casecause",
                    index=models.Index(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=["cause", "case"],
                        name="cause_standing",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="casecause",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("case",),
                        name="one_cause_stands_for_a_case",
                        violation_error_message="这件已经定了成因。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="casecause",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="case_cause_has_its_reason"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="casecause",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="case_cause_is_withdrawn_whole",
                    ),
                ),
                migrations.AddIndex(
                    model_name="claim",
                    index=models.Index(
                        condition=models.Q(("answered_on__isnull", True)), fields=["case"], name="claim_unanswered"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claim",
                    constraint=models.UniqueConstraint(fields=("case", "position"), name="claims_are_numbered"),
                ),
                migrations.AddConstraint(
                    model_name="claim",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("route", ""), ("purpose", "APPEAL"), _connector="OR"),
                        name="route_only_for_appeals",
                        violation_error_message="只有申诉求决的诉求才分去向。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claim",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("answered_on__isnull", True),
                            models.Q(
                                models.Q(("reply", ""), _negated=True),
                                models.Q(
                                    models.Q(("purpose", "APPEAL"), _negated=True),
                                    models.Q(("decision", ""), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="answer_is_whole",
                        violation_error_message="答复要有内容；申诉求决还要有意见。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claim",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("disposal", ""),
                            models.Q(
                                ("disposal__in", ("LEGAL_ROUTE", "LITIGATION", "OBJECTED")),
                                ("purpose", "APPEAL"),
                                ("route", "W1"),
                            ),
                            models.Q(
                                ("disposal__in", ("LEGAL_ROUTE", "OBJECTED")), ("purpose", "APPEAL"), ("route", "W2")
                            ),
                            models.Q(
                                ("disposal__in", ("LEGAL_ROUTE", "OBJECTED")), ("purpose", "APPEAL"), ("route", "W3")
                            ),
                            models.Q(
                                ("disposal__in", ("LEGAL_ROUTE", "DUTY", "OBJECTED")),
                                ("purpose", "APPEAL"),
                                ("route", "W4"),
                            ),
                            models.Q(
                                ("disposal__in", ("LEGAL_ROUTE", "DUTY", "OBJECTED")),
                                ("purpose", "APPEAL"),
                                ("route", "W5"),
                            ),
                            models.Q(
                                (
                                    "disposal__in",
                                    (
                                        "HANDLE",
                                        "NOT_IN_POWERS",
                                        "TRANSFERRED",
                                        "OBJECTED",
                                        "ENDED_BY_SECOND_REVIEW",
                                        "PENDING_BELOW",
                                    ),
                                ),
                                ("purpose", "APPEAL"),
                                ("route", "W6"),
                            ),
                            models.Q(
                                ("disposal__in", ("HANDLE", "NOT_IN_POWERS", "TRANSFERRED", "OBJECTED")),
                                ("purpose", "SUGGESTION"),
                            ),
                            models.Q(
                                ("disposal__in", ("HANDLE", "NOT_IN_POWERS", "TRANSFERRED", "OBJECTED")),
                                ("purpose", "INQUIRY"),
                            ),
                            models.Q(
                                ("disposal__in", ("HANDLE", "NOT_IN_POWERS", "TRANSFERRED", "OBJECTED")),
                                ("purpose", "THANKS"),
                            ),
                            models.Q(("disposal__in", ("DISCIPLINE",)), ("purpose", "ACCUSATION")),
                            _connector="OR",
                        ),
                        name="disposal_fits_the_way",
                        violation_error_message="这样处理和诉求的目的、去向不合（条例第二十三条、第三十一条）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claim",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("routed_on__isnull", True),
                            models.Q(
                                ("disposal__in", ("NOT_IN_POWERS", "ENDED_BY_SECOND_REVIEW", "PENDING_BELOW")),
                                _negated=True,
                            ),
                            models.Q(("routing_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="told_with_its_ground",
                        violation_error_message="告知要写明事实和理由。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claim",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("answered_on__isnull", True),
                            models.Q(("disposal", "DUTY"), _negated=True),
                            ("decision", "PERFORM"),
                            models.Q(("remedy", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="duty_reply_names_the_remedy",
                        violation_error_message="履行职责的答复要写明复议、诉讼的途径（条例第三十一条第五项）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claim",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_on__isnull", True),
                            models.Q(("answered_on__isnull", True), ("routed_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="what_is_withdrawn_is_neither_answered_nor_told",
                        violation_error_message="已经答复、告知的诉求不能撤回。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claim",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("routed_on__isnull", True),
                            models.Q(("competent_organ", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="route_notice_names_the_organ",
                        violation_error_message="告知去向要写明该去哪个机关。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claim",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_on__isnull", True), ("triaged_on__isnull", True)),
                            ("named_on__isnull", False),
                            _connector="OR",
                        ),
                        name="days_of_its_own_only_when_named_later",
                        violation_error_message="和登记一起提出的诉求，用案件的分流、受理日期。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claim",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_on__isnull", True), ("triaged_on__isnull", True)),
                            models.Q(("accepted_on__isnull", True), ("triaged_on__gte", models.F("named_on"))),
                            models.Q(
                                ("accepted_on__gte", models.F("triaged_on")), ("triaged_on__gte", models.F("named_on"))
                            ),
                            _connector="OR",
                        ),
                        name="days_of_a_later_claim_follow_each_other",
                        violation_error_message="后来提出的诉求，先提出、再分流、再受理。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claim",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("named_on__isnull", True),
                            models.Q(("disposal", ""), ("triaged_on__isnull", True)),
                            models.Q(("disposal", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_later_claim_is_triaged_with_its_way",
                        violation_error_message="分流要定去向。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="clockjump",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("confirmed_at__isnull", True)),
                        fields=("confirmed_at",),
                        name="one_jump_waits_for_a_word",
                        nulls_distinct=False,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="clockjump",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_confirmed_jump_names_who_confirmed",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="closing",
                    constraint=models.UniqueConstraint(
                        fields=("case", "round"),
                        name="a_round_is_closed_once",
                        violation_error_message="这一轮已经办结。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="closing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("outcomes__contained_by", ["SOLVED", "EXPLAINED", "HELPED", "LAW"])),
                        name="outcomes_are_known",
                        violation_error_message="三到位一处理只能从列出的里面选。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="closing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcomes__contains", ["HELPED"]), _negated=True),
                            models.Q(("help_given", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="help_says_what",
                        violation_error_message="请写怎样帮扶救助的。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="closing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcomes__contains", ["LAW"]), _negated=True),
                            models.Q(models.Q(("organ", ""), _negated=True), models.Q(("measure", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="what_was_dealt_with_names_the_organ",
                        violation_error_message="依法处理的，请写是哪个机关、怎样处理的；街道自己没有处罚权。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="closing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("addressee", ""), ("suggestion", "")),
                            models.Q(
                                models.Q(("suggestion", ""), _negated=True), models.Q(("addressee", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="suggestion_has_its_addressee",
                        violation_error_message="建议要写内容，也要写提给谁。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="acceptance",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("old_due_on__isnull", True), ("reason", "")),
                            models.Q(
                                ("due_on__gt", models.F("old_due_on")),
                                ("old_due_on__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="postponed_to_a_later_day_with_a_reason",
                        violation_error_message="改期要写理由，新的日期要更晚。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="conflict",
                    constraint=models.UniqueConstraint(
                        fields=("specialist", "case"),
                        name="one_conflict_a_specialist_and_case",
                        violation_error_message="这位专家已经声明过。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="conflict",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ground", ""), _negated=True),
                        name="conflict_says_what",
                        violation_error_message="请写有什么利益冲突。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contacttry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("note", ""), _negated=True),
                        name="contact_try_says_how_it_went",
                        violation_error_message="请写情况，例如 无人接听。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="counsellingnote",
                    index=models.Index(fields=["author", "consultation"], name="note_by_author"),
                ),
                migrations.AddConstraint(
                    model_name="counsellingnote",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="counselling_note_is_no_empty_one",
                        violation_error_message="请写咨询记录。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="deadline",
                    index=models.Index(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=["legal_end_on", "kind"],
                        include=("id", "case", "target_on", "started_on", "due_at", "whose"),
                        name="deadline_running",
                    ),
                ),
                migrations.AddIndex(
                    model_name="deadline",
                    index=models.Index(
                        condition=models.Q(("ended_on__isnull", False)),
                        fields=["legal_end_on", "kind"],
                        name="deadline_ended",
                    ),
                ),
                migrations.AddIndex(
                    model_name="deadline",
                    index=models.Index(fields=["case", "legal_end_on"], name="deadline_by_case"),
                ),
                migrations.AddIndex(
                    model_name="deadline",
                    index=models.Index(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=["official", "legal_end_on"],
                        name="deadline_by_official",
                    ),
                ),
                migrations.AddIndex(
                    model_name="deadline",
                    index=models.Index(
                        condition=models.Q(("due_at__isnull", False), ("ended_on__isnull", True)),
                        fields=["rule", "due_at"],
                        name="deadline_running_hours",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="deadline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("legal_end_on__gte", models.F("started_on"))),
                        name="deadline_ends_on_or_after_start",
                        violation_error_message="期限不能早于起算日。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="deadline",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True), ("kind", "STATUTORY")),
                        fields=("case", "claim", "rule"),
                        name="one_running_clock_per_rule",
                        nulls_distinct=False,
                        violation_error_message="该环节已有一个正在计时的期限。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="deadline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True), models.Q(("end_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="end_has_its_reason",
                        violation_error_message="结束期限要写原因。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="deadline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("fell_away", False), ("ended_on__isnull", False), _connector="OR"),
                        name="only_what_ended_fell_away",
                        violation_error_message="结束了的期限才能记为不再需要。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="deadline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("due_at__isnull", True), ("due_at__date", models.F("legal_end_on")), _connector="OR"
                        ),
                        name="last_instant_lies_on_the_last_day",
                        violation_error_message="最后时刻要在最后一天之内。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="deadline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            models.Q(("due_at__isnull", False), ("ended_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="only_clocks_in_hours_end_at_an_instant",
                        violation_error_message="只有按小时计的期限才有结束时刻。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="commitment",
                    constraint=models.UniqueConstraint(fields=("case", "position"), name="commitments_are_numbered"),
                ),
                migrations.AddConstraint(
                    model_name="commitment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organ", ""), ("unit__isnull", False)),
                            models.Q(("unit__isnull", True), models.Q(("organ", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="commitment_names_who_performs",
                        violation_error_message="写明由谁办：选本街道的单位，或者写其他机关，二者只写一个。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="commitment",
                    constraint=models.CheckConstraint(
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
                        name="withdrawn_commitment_says_why",
                        violation_error_message="撤下履行事项要写原因。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="clockwarning",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 5)), name="warned_level_is_known"
                    ),
                ),
                migrations.AddIndex(
                    model_name="clearing",
                    index=models.Index(fields=["level", "cohort_on", "outcome"], name="clearing_by_cohort"),
                ),
                migrations.AddIndex(
                    model_name="clearing",
                    index=models.Index(fields=["case", "-id"], name="clearing_by_case"),
                ),
                migrations.AddConstraint(
                    model_name="clearing",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("case",),
                        name="one_running_target_a_case",
                        violation_error_message="这件已有一个清零目标。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="clearing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("cohort_on__day", 1),
                            models.Q(("level", "GENERAL"), ("cohort_on__month", 1), _connector="OR"),
                        ),
                        name="cohort_begins_a_month_or_a_year",
                        violation_error_message="一般矛盾算在一个月里，复杂、疑难的算在一年里。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="clearing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("extended_to__isnull", True), ("extension_ground", ""), ("met_on__isnull", True)
                            ),
                            models.Q(
                                ("extended_to__isnull", False),
                                ("level", "HARD"),
                                ("met_on__isnull", False),
                                models.Q(("extension_ground", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="only_a_plan_is_extended_and_once",
                        violation_error_message="只有疑难案件的包案计划由例会延长，写明例会日期和理由。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="assisttask",
                    index=models.Index(fields=["unit", "-id"], name="assist_by_unit"),
                ),
                migrations.AddConstraint(
                    model_name="assisttask",
                    constraint=models.UniqueConstraint(fields=("case", "position"), name="assists_are_numbered"),
                ),
                migrations.AddConstraint(
                    model_name="assisttask",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked", ""), _negated=True), models.Q(("facts", ""), _negated=True)
                        ),
                        name="assist_says_what_is_asked",
                        violation_error_message="请写情况和请它办什么。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assisttask",
                    constraint=models.CheckConstraint(
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
                ),
                migrations.AddConstraint(
                    model_name="assisttask",
                    constraint=models.CheckConstraint(
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
                        violation_error_message="不等协办答复要写理由。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="assistobjection",
                    index=models.Index(
                        condition=models.Q(("decision", "")), fields=["task"], name="assist_objection_waiting"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assistobjection",
                    constraint=models.UniqueConstraint(
                        fields=("task", "position"), name="assist_objections_are_numbered"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assistobjection",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("position__gte", 1), ("position__lte", 2)),
                        name="a_unit_objects_twice_at_most",
                        violation_error_message="领导已经决定，不能再推。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assistobjection",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="assist_objection_gives_its_reason",
                        violation_error_message="请写为什么不归本单位。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assistobjection",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_decides_his_own_objection",
                        violation_error_message="自己提的异议由别人决定。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assistobjection",
                    constraint=models.CheckConstraint(
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
                        violation_error_message="决定要写理由。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="acknowledgement",
                    constraint=models.UniqueConstraint(
                        fields=("deadline", "due_on", "level"),
                        name="acknowledged_once_a_level",
                        violation_error_message="这一级已经有人知悉。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="dispatchnote",
                    index=models.Index(fields=["case", "-held_on"], name="dispatch_by_case"),
                ),
                migrations.AddIndex(
                    model_name="dossier",
                    index=models.Index(
                        condition=models.Q(("finished_at__isnull", True)), fields=["id"], name="dossier_unfinished"
                    ),
                ),
                migrations.AddIndex(
                    model_name="dossier",
                    index=models.Index(
                        condition=models.Q(("path", ""), _negated=True),
                        fields=["finished_at"],
                        name="dossier_with_file",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="dossier",
                    constraint=models.UniqueConstraint(
                        fields=("case", "reader", "sees", "on_file"), name="one_dossier_of_what_is_on_file"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="dossier",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("finished_at__isnull", True),
                                ("path", ""),
                                ("state__in", ["WAITING", "READING", "PAPERS", "SETTING"]),
                            ),
                            models.Q(("finished_at__isnull", True), ("path", ""), ("state", "FAILED")),
                            models.Q(
                                ("finished_at__isnull", False),
                                ("pages__gte", 1),
                                ("state", "DONE"),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="dossier_is_finished_whole",
                    ),
                ),
                migrations.AddIndex(
                    model_name="escalation",
                    index=models.Index(fields=["case", "-on"], name="escalation_by_case"),
                ),
                migrations.AddConstraint(
                    model_name="escalation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", "LATE"), _negated=True), ("missed__isnull", False), _connector="OR"
                        ),
                        name="being_late_names_the_step",
                        violation_error_message="因为我们晚了的，要指明哪一步晚了。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="event",
                    index=models.Index(fields=["case", "-at", "-id"], name="event_by_case"),
                ),
                migrations.AddIndex(
                    model_name="handover",
                    index=models.Index(
                        condition=models.Q(("outcome", "")), fields=["giver", "due_on"], name="handover_given"
                    ),
                ),
                migrations.AddIndex(
                    model_name="handover",
                    index=models.Index(condition=models.Q(("outcome", "")), fields=["receiver"], name="handover_to"),
                ),
                migrations.AddIndex(
                    model_name="handover",
                    index=models.Index(condition=models.Q(("outcome", "")), fields=["due_on"], name="handover_fallen"),
                ),
                migrations.AddConstraint(
                    model_name="handover",
                    constraint=models.UniqueConstraint(fields=("case", "position"), name="handovers_are_numbered"),
                ),
                migrations.AddConstraint(
                    model_name="handover",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("case",),
                        name="one_handover_waits",
                        violation_error_message="已经有一次移交等签收。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="handover",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("receiver__isnull", True),
                            models.Q(("receiver", models.F("giver")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_hands_to_himself",
                        violation_error_message="不用移交给自己。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="handover",
                    constraint=models.CheckConstraint(
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
                                ("outcome__in", ["TAKEN", "CHANGED"]),
                                ("refusal", ""),
                            ),
                            models.Q(
                                ("ended_by__isnull", False),
                                ("ended_on__isnull", False),
                                ("outcome", "RETURNED"),
                                models.Q(("refusal", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="handover_ends_whole",
                        violation_error_message="签收、退回要写谁、哪天；退回的写理由。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="hoursclock",
                    constraint=models.UniqueConstraint(fields=("official", "year"), name="one_hours_clock_a_year"),
                ),
                migrations.AddIndex(
                    model_name="incident",
                    index=models.Index(
                        condition=models.Q(("closed_at__isnull", True)), fields=["case", "-at"], name="incident_open"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("facts", ""), _negated=True), models.Q(("help_given", ""), _negated=True)
                        ),
                        name="incident_has_facts_and_help",
                        violation_error_message="请写事实和当场给的帮助。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("emergency", ""), ("emergency_at__isnull", True)),
                            models.Q(models.Q(("emergency", ""), _negated=True), ("emergency_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="emergency_has_its_time",
                        violation_error_message="叫了谁来、什么时候叫的，要一起写。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True), ("closing_note", "")),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                models.Q(("closing_note", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="incident_ends_whole",
                        violation_error_message="结束要写时间、经手人和怎么结束的。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="inspection",
                    index=models.Index(fields=["-held_on", "-id"], name="inspection_by_day"),
                ),
                migrations.AddConstraint(
                    model_name="inspection",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("held_on__gte", models.F("planned_on"))),
                        name="inspection_is_planned_ahead",
                        violation_error_message="检查不能定在安排以前。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inspection",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_by__isnull", True),
                                ("ended_on__isnull", True),
                                ("outcome", ""),
                                ("summary", ""),
                            ),
                            models.Q(
                                ("ended_by__isnull", False),
                                ("ended_on__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                                models.Q(("summary", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="inspection_ends_whole",
                        violation_error_message="结束检查要写小结或者原因。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inspection",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "HELD"), _negated=True),
                            ("ended_on__gte", models.F("held_on")),
                            _connector="OR",
                        ),
                        name="inspection_is_held_from_its_day_on",
                        violation_error_message="没到检查的日子，不能说查完了。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inspectedfile",
                    constraint=models.UniqueConstraint(
                        fields=("inspection", "case"),
                        name="a_file_once_a_check",
                        violation_error_message="这一件已经在里面。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inspectedfile",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("looked_on__isnull", True), ("note", "")),
                            models.Q(("looked_on__isnull", False), models.Q(("note", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_look_says_what_it_came_to",
                        violation_error_message="看过的要写看下来怎么样。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="instruction",
                    index=models.Index(fields=["case", "-at"], name="instruction_by_case"),
                ),
                migrations.AddIndex(
                    model_name="instruction",
                    index=models.Index(
                        condition=models.Q(("answered_on__isnull", True)), fields=["to"], name="instruction_unanswered"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="instruction",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("to", models.F("by")), _negated=True),
                        name="nobody_instructs_himself",
                        violation_error_message="批示是给别人的。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="instruction",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deadline__isnull", True), ("due_on__isnull", True)),
                            models.Q(("deadline__isnull", False), ("due_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="instruction_with_a_day_has_its_clock",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="instruction",
                    constraint=models.CheckConstraint(
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
                ),
                migrations.AddIndex(
                    model_name="investigation",
                    index=models.Index(fields=["case", "-on"], name="investigation_by_case"),
                ),
                migrations.AddConstraint(
                    model_name="invitation",
                    constraint=models.UniqueConstraint(
                        fields=("case", "round"),
                        name="asked_to_rate_once_a_round",
                        violation_error_message="这一轮已经请过评价。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="invitation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("asked_on"))),
                        name="rating_has_time",
                        violation_error_message="评价的最后一天要在请评价之后。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="evaluation",
                    constraint=models.UniqueConstraint(
                        fields=("invitation", "about"),
                        name="one_evaluation_an_object",
                        violation_error_message="这个对象已经评价过，不能再改。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="evaluation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entered_by__isnull", True), ("entered_unit__isnull", True), ("via", "ONLINE")),
                            models.Q(
                                models.Q(("via", "ONLINE"), _negated=True),
                                ("entered_by__isnull", False),
                                ("entered_unit__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="online_is_rated_by_nobody_of_the_office",
                        violation_error_message="录入、协助填写的，要写明是谁。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="evaluation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("entered_by__isnull", True),
                            models.Q(
                                models.Q(
                                    ("handler__isnull", True),
                                    models.Q(("entered_by", models.F("handler")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("unit__isnull", True),
                                    models.Q(("entered_unit", models.F("unit")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="who_handled_rates_for_nobody",
                        violation_error_message="承办人、承办单位的人不能代录、协助评价。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="evaluation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("reasons__contained_by", ["ATTITUDE", "SPEED", "RESULT", "EXPLAINED", "PROMISE", "OTHER"])
                        ),
                        name="reasons_are_known",
                        violation_error_message="原因只能从列出的里面选。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="jointaction",
                    index=models.Index(fields=["case", "-held_on"], name="joint_action_by_case"),
                ),
                migrations.AddIndex(
                    model_name="jointaction",
                    index=models.Index(fields=["kind", "held_on"], name="joint_action_by_kind"),
                ),
                migrations.AddConstraint(
                    model_name="jointaction",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("result", ""), _negated=True),
                        name="joint_action_says_its_result",
                        violation_error_message="请写做了什么、定下什么。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="levelchange",
                    index=models.Index(
                        condition=models.Q(("outcome", "AGREED")), fields=["decided_on"], name="level_change_by_day"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="levelchange",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("case",),
                        name="one_level_change_waits",
                        violation_error_message="已经有一个调整层级的请求等决定。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="levelchange",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("before", models.F("after")), _negated=True),
                        name="level_changes_to_another",
                        violation_error_message="层级没有变。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="levelchange",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_by__isnull", True),
                                ("decided_on__isnull", True),
                                ("outcome", ""),
                                ("refusal", ""),
                            ),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("decided_on__gte", models.F("asked_on")),
                                ("outcome", "AGREED"),
                                ("refusal", ""),
                            ),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("decided_on__gte", models.F("asked_on")),
                                ("outcome", "REFUSED"),
                                models.Q(("refusal", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="level_change_is_decided_whole",
                        violation_error_message="决定要写谁、哪天；不同意的写理由。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="levelchange",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="another_decides_on_the_level",
                        violation_error_message="提出的人不能自己决定。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="lookupalert",
                    index=models.Index(fields=["-on", "-id"], name="lookup_by_day"),
                ),
                migrations.AddIndex(
                    model_name="lookupalert",
                    index=models.Index(
                        condition=models.Q(("acknowledged_at__isnull", True)),
                        fields=["-on", "-id"],
                        name="lookup_waiting",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lookupalert",
                    constraint=models.UniqueConstraint(fields=("official", "case", "on"), name="one_alert_a_day"),
                ),
                migrations.AddConstraint(
                    model_name="lookupalert",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("acknowledged_at__isnull", True), ("acknowledged_by__isnull", True), ("note", "")
                            ),
                            models.Q(
                                ("acknowledged_at__isnull", False),
                                ("acknowledged_by__isnull", False),
                                models.Q(("note", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="alert_is_acknowledged_whole",
                        violation_error_message="处理要写情况。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lookupalert",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("acknowledged_by__isnull", True),
                            models.Q(("acknowledged_by", models.F("official")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_acknowledges_his_own_look",
                        violation_error_message="本人的查看由别人处理。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="measure",
                    index=models.Index(fields=["case", "-taken_on"], name="measure_by_case"),
                ),
                migrations.AddIndex(
                    model_name="measure",
                    index=models.Index(fields=["taken_on", "resource", "outcome"], name="measure_by_day"),
                ),
                migrations.AddConstraint(
                    model_name="measure",
                    constraint=models.CheckConstraint(
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
                ),
                migrations.AddConstraint(
                    model_name="measure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("outcome_on__isnull", True), ("outcome_on__gte", models.F("taken_on")), _connector="OR"
                        ),
                        name="outcome_comes_after_the_measure",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="milestone",
                    constraint=models.UniqueConstraint(fields=("case", "position"), name="milestones_are_numbered"),
                ),
                migrations.AddConstraint(
                    model_name="milestone",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("weight__gte", 1), ("weight__lte", 100)),
                        name="milestone_weighs_1_to_100",
                        violation_error_message="分量写 1 到 100。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="milestone",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("planned_on__gte", models.F("added_on"))),
                        name="milestone_is_planned_from_its_day_on",
                        violation_error_message="节点不能定在写下它以前。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="milestone",
                    constraint=models.CheckConstraint(
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
                ),
                migrations.AddConstraint(
                    model_name="milestone",
                    constraint=models.CheckConstraint(
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
                ),
                migrations.AddIndex(
                    model_name="notice",
                    index=models.Index(
                        condition=models.Q(("read_at__isnull", True)), fields=["recipient"], name="notice_unread"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="notice",
                    constraint=models.UniqueConstraint(fields=("recipient", "on"), name="one_message_a_day"),
                ),
                migrations.AddIndex(
                    model_name="mail",
                    index=models.Index(
                        condition=models.Q(("sent_at__isnull", True)), fields=["not_before"], name="mail_unsent"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="noticeline",
                    constraint=models.UniqueConstraint(
                        fields=("notice", "deadline", "due_on"), name="a_clock_once_a_message"
                    ),
                ),
                migrations.AddIndex(
                    model_name="ownership",
                    index=models.Index(
                        condition=models.Q(("until__isnull", True)),
                        fields=["leader", "case"],
                        name="ownership_running",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="ownership",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("case",),
                        name="one_owner_at_a_time",
                        violation_error_message="这件已有包案领导。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="ownership",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="ownership_ends_after_it_starts",
                        violation_error_message="包案止日不能早于起日。",
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
                migrations.AddIndex(
                    model_name="ownershiptransfer",
                    index=models.Index(condition=models.Q(("outcome", "")), fields=["successor"], name="transfer_to"),
                ),
                migrations.AddConstraint(
                    model_name="ownershiptransfer",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("case",),
                        name="one_transfer_waits",
                        violation_error_message="已经有一次交接等签字。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="ownershiptransfer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_by__isnull", True), ("given_on__isnull", True)),
                            models.Q(("given_by__isnull", False), ("given_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="transfer_signed_by_whom_and_when",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="ownershiptransfer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("given_by__isnull", True),
                            ("taken_on__isnull", True),
                            models.Q(("given_by", models.F("successor")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_signs_both_sides",
                        violation_error_message="移交和接收要两个人签字。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="ownershiptransfer",
                    constraint=models.CheckConstraint(
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
                ),
                migrations.AddIndex(
                    model_name="paper",
                    index=models.Index(fields=["kind", "about", "-id"], name="paper_by_what_it_is_about"),
                ),
                migrations.AddIndex(
                    model_name="paper",
                    index=models.Index(fields=["case", "-id"], name="paper_by_case"),
                ),
                migrations.AddIndex(
                    model_name="paper",
                    index=models.Index(
                        condition=models.Q(
                            ("approved_at__isnull", True),
                            ("submitted_at__isnull", False),
                            ("value__isnull", True),
                            ("voided_at__isnull", True),
                        ),
                        fields=["case"],
                        name="paper_awaiting_approval",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paper",
                    constraint=models.UniqueConstraint(fields=("series", "year", "value"), name="paper_number_once"),
                ),
                migrations.AddConstraint(
                    model_name="paper",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("voided_at__isnull", True)),
                        fields=("kind", "about"),
                        name="one_paper_in_force_of_a_kind",
                        violation_error_message="这份文书已经制发。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paper",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at__isnull", True), ("voided_by__isnull", True)),
                            models.Q(
                                ("voided_at__isnull", False),
                                ("voided_by__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="voided_paper_says_by_whom_and_why",
                        violation_error_message="作废要写原因和经手人。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paper",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("issued_at__isnull", True),
                                ("issued_by__isnull", True),
                                ("value__isnull", True),
                                ("year__isnull", True),
                            ),
                            models.Q(
                                ("issued_at__isnull", False),
                                ("issued_by__isnull", False),
                                ("value__isnull", False),
                                ("year__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="paper_is_numbered_when_issued",
                        violation_error_message="文号在制发时取，草稿没有文号。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paper",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("value__isnull", True),
                            ("approved_by__isnull", False),
                            ("kind__in", ["P01", "P08", "P10", "P11", "P17", "P19", "P20", "P25"]),
                            models.Q(("kind", "P18"), ("variant", "record")),
                            _connector="OR",
                        ),
                        name="paper_is_approved_before_it_is_issued",
                        violation_error_message="没有审批的文书不能制发。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paper",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                models.Q(("content", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="approval_of_a_paper_is_whole",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paper",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("writers__contains", [models.F("approved_by")]), _negated=True),
                            models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                            models.Q(
                                ("approved_for__isnull", True),
                                models.Q(
                                    models.Q(("writers__contains", [models.F("approved_for")]), _negated=True),
                                    models.Q(("approved_for", models.F("drafted_by")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="nobody_approves_what_he_drafted",
                        violation_error_message="自己起草、改过的文书，要由别人审批。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="papercopy",
                    constraint=models.UniqueConstraint(
                        fields=("paper", "version", "reader"), name="one_copy_a_version_and_reader"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="papercopy",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)), name="versions_count_from_one"
                    ),
                ),
                migrations.AddIndex(
                    model_name="paperprint",
                    index=models.Index(fields=["copy", "-at"], name="print_by_copy"),
                ),
                migrations.AddIndex(
                    model_name="paperprint",
                    index=models.Index(
                        condition=models.Q(("dossier__isnull", False)),
                        fields=["dossier", "-at"],
                        name="print_by_dossier",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paperprint",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("by")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_second_person_agrees_to_a_print",
                        violation_error_message="自己打印的，要由另一位阅办人同意。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paperprint",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("needs_approval", True),
                            ),
                            _connector="OR",
                        ),
                        name="agreement_has_person_and_time",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paperprint",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("purpose", ""), _negated=True), name="print_has_its_purpose"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paperprint",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("copy__isnull", False), ("dossier__isnull", True)),
                            models.Q(("copy__isnull", True), ("dossier__isnull", False)),
                            _connector="OR",
                        ),
                        name="print_is_of_one_thing",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="papertext",
                    constraint=models.UniqueConstraint(
                        fields=("kind", "version"),
                        name="text_version_once",
                        violation_error_message="刚有人启用了新的一版，请重新打开再改。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="party",
                    index=models.Index(
                        condition=models.Q(("phone_hash", ""), _negated=True),
                        fields=["phone_hash"],
                        name="party_by_phone",
                    ),
                ),
                migrations.AddIndex(
                    model_name="party",
                    index=models.Index(
                        condition=models.Q(("id_hash", ""), _negated=True), fields=["id_hash"], name="party_by_id"
                    ),
                ),
                migrations.AddIndex(
                    model_name="party",
                    index=models.Index(
                        condition=models.Q(("name_hash", ""), _negated=True),
                        fields=["name_hash"],
                        name="party_by_name",
                    ),
                ),
                migrations.AddIndex(
                    model_name="party",
                    index=models.Index(
                        condition=models.Q(("role", "RESPONDENT")), fields=["official"], name="party_barred_official"
                    ),
                ),
                migrations.AddIndex(
                    model_name="party",
                    index=models.Index(
                        condition=models.Q(("role", "RESPONDENT")), fields=["unit"], name="party_barred_unit"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="party",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("is_lead", True)),
                        fields=("case",),
                        name="one_lead_petitioner",
                        violation_error_message="主信访人只能有一个。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="party",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("is_lead", False), models.Q(("role", "RESPONDENT"), _negated=True), _connector="OR"
                        ),
                        name="respondent_is_not_lead",
                        violation_error_message="被反映人不能是主信访人。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="party",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("role", "REPRESENTATIVE"), ("seat__gte", 1), ("seat__isnull", False), ("seat__lte", 5)
                            ),
                            models.Q(models.Q(("role", "REPRESENTATIVE"), _negated=True), ("seat__isnull", True)),
                            _connector="OR",
                        ),
                        name="representatives_have_one_of_five_seats",
                        violation_error_message="代表最多 5 人（条例第二十条第三款）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="party",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("seat__isnull", False)),
                        fields=("case", "seat"),
                        name="one_representative_a_seat",
                        violation_error_message="代表最多 5 人（条例第二十条第三款）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="party",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "REPRESENTATIVE"), _negated=True),
                            models.Q(("authority_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="representative_has_authority",
                        violation_error_message="请写代表是怎么推选、授权的（条例第二十条第三款）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="party",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("post", ""), ("role", "RESPONDENT"), _connector="OR"),
                        name="only_respondents_have_a_post",
                        violation_error_message="只记被反映人的职务。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="consultation",
                    index=models.Index(
                        condition=models.Q(("state", "ACCEPTED")),
                        fields=["specialist", "case"],
                        name="consultation_open",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consultation",
                    constraint=models.UniqueConstraint(fields=("case", "position"), name="consultations_are_numbered"),
                ),
                migrations.AddConstraint(
                    model_name="consultation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("consent", ""),
                                ("consent_by__isnull", True),
                                ("consent_on__isnull", True),
                                ("consent_way", ""),
                                ("party__isnull", True),
                            ),
                            models.Q(
                                models.Q(("consent", ""), _negated=True),
                                ("consent_by__isnull", False),
                                ("consent_on__isnull", False),
                                models.Q(("consent_way", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="consent_says_when_and_how",
                        violation_error_message="愿不愿意要写哪天、怎么答复的。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consultation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_on__isnull", True),
                            models.Q(("accepted_on__gte", models.F("consent_on")), ("consent", "AGREED")),
                            models.Q(("consent", "REFUSED"), ("state", "REFUSED")),
                            _connector="OR",
                        ),
                        name="nothing_begins_without_consent",
                        violation_error_message="本人同意以后，专家才能接。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consultation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_on__isnull", True), ("ended_on__isnull", True), ("state", "OFFERED")),
                            models.Q(
                                ("accepted_on__isnull", False),
                                ("consent", "AGREED"),
                                ("ended_on__isnull", True),
                                ("state", "ACCEPTED"),
                            ),
                            models.Q(
                                ("ended_by__isnull", False),
                                ("ended_on__isnull", False),
                                ("state__in", ["REFUSED", "FINISHED"]),
                            ),
                            _connector="OR",
                        ),
                        name="consultation_state_agrees_with_its_days",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consultation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "COUNSEL"), _negated=True),
                            models.Q(("declined_for", ""), ("result", ""), ("what_for", "")),
                            _connector="OR",
                        ),
                        name="the_file_tells_nothing_of_psychological_support",
                        violation_error_message="心理疏导的内容不写进案卷。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="performance",
                    index=models.Index(
                        condition=models.Q(("holds__isnull", True)),
                        fields=["commitment"],
                        name="performance_unchecked",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="performance",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("checked_by__isnull", True), ("checked_on__isnull", True), ("holds__isnull", True)
                            ),
                            models.Q(
                                ("checked_by__isnull", False),
                                ("checked_on__isnull", False),
                                ("holds__isnull", False),
                                models.Q(("checked_by", models.F("recorded_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="performance_is_checked_by_somebody_else",
                        violation_error_message="自己记的履行，要由别人核对。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="performance",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("holds__isnull", True), ("holds", True), _connector="OR"),
                        fields=("commitment",),
                        name="one_performance_at_a_time",
                        violation_error_message="已经记了办好。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="policerequest",
                    index=models.Index(fields=["case", "-happened_at"], name="police_request_by_case"),
                ),
                migrations.AddConstraint(
                    model_name="policerequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason__in", ["DANGER", "ESCALATING", "HELP", "OFFENCE"])),
                        name="police_request_has_a_legal_reason",
                        violation_error_message="事由只能从法律写明的里面选。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="policerequest",
                    constraint=models.CheckConstraint(
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
                ),
                migrations.AddConstraint(
                    model_name="portfolio",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"),
                        name="portfolio_ends_after_it_starts",
                        violation_error_message="止要晚于起。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="portfolio",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("category", "="),
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
                        name="one_leader_a_field_at_a_time",
                        violation_error_message="这一项在这段时间已有分管领导，先写明到哪天。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="opencall",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("case",),
                        name="one_call_runs",
                        violation_error_message="这件已经有一次挂榜没有结束。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="opencall",
                    constraint=models.CheckConstraint(
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
                        violation_error_message="起草的人不能自己批准挂榜。",
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
                migrations.AddConstraint(
                    model_name="rectification",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("evidence", ""), _negated=True),
                        name="rectification_has_its_evidence",
                        violation_error_message="请写凭什么说改好了。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rectification",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("holds__isnull", True)),
                        fields=("finding",),
                        name="one_rectification_waits",
                        violation_error_message="已经报了，等督查员核对。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rectification",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("check_note", ""),
                                ("checked_by__isnull", True),
                                ("checked_on__isnull", True),
                                ("holds__isnull", True),
                            ),
                            models.Q(("checked_by__isnull", False), ("checked_on__isnull", False), ("holds", True)),
                            models.Q(
                                ("checked_by__isnull", False),
                                ("checked_on__isnull", False),
                                ("holds", False),
                                models.Q(("check_note", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="rectification_is_checked_whole",
                        violation_error_message="核对要写谁、哪天；退回的写差在哪里。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rectification",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by__isnull", True),
                            models.Q(("checked_by", models.F("reported_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="another_checks_the_rectification",
                        violation_error_message="自己报的整改，要由别人核对。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="finding",
                    index=models.Index(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=["official", "due_on"],
                        name="finding_open",
                    ),
                ),
                migrations.AddIndex(
                    model_name="finding",
                    index=models.Index(fields=["case"], name="finding_by_case"),
                ),
                migrations.AddConstraint(
                    model_name="finding",
                    constraint=models.UniqueConstraint(
                        fields=("inspection", "position"), name="findings_are_numbered"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="finding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("facts", ""), _negated=True), models.Q(("remedy", ""), _negated=True)
                        ),
                        name="finding_says_what_and_how_it_is_put_right",
                        violation_error_message="请写发现了什么，要改成怎样。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="finding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("due_on__gt", models.F("found_on"))),
                        name="finding_is_due_after_it_was_found",
                        violation_error_message="整改的日子要在发现以后。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="finding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("found_by", models.F("official")), _negated=True),
                        name="nobody_finds_against_himself",
                        violation_error_message="检查人不能查自己。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="finding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_by__isnull", True), ("closed_on__isnull", True), ("closed_with__isnull", True)
                            ),
                            models.Q(
                                ("closed_by__isnull", False),
                                ("closed_on__isnull", False),
                                ("closed_with__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="finding_closes_with_its_evidence",
                        violation_error_message="没有整改的凭据，不能销号。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="finding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("closed_by__isnull", True),
                            models.Q(("closed_by", models.F("official")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_closes_a_finding_against_himself",
                        violation_error_message="责任人不能给自己的问题销号。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recusal",
                    constraint=models.UniqueConstraint(fields=("case", "position"), name="recusals_are_numbered"),
                ),
                migrations.AddConstraint(
                    model_name="recusal",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("decision", "")),
                        fields=("case", "official"),
                        name="asked_once_at_a_time",
                        violation_error_message="这位的回避已经提出，等决定（条例第二十八条第三款）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recusal",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("decision", "WITHDRAWS")),
                        fields=("official", "case"),
                        name="out_of_a_case_once",
                        violation_error_message="这位已经回避（条例第二十八条第三款）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recusal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ground", ""), _negated=True),
                        name="recusal_has_its_ground",
                        violation_error_message="请写回避的理由。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recusal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asker", "SELF"), _negated=True),
                            ("recorded_by", models.F("official")),
                            _connector="OR",
                        ),
                        name="only_oneself_declares",
                        violation_error_message="本人申请的，由本人登记。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recusal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_by__isnull", True),
                                ("decided_on__isnull", True),
                                ("decision", ""),
                                ("reason", ""),
                                ("superior", ""),
                            ),
                            models.Q(
                                models.Q(("decision", ""), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                                ("decided_by__isnull", False),
                                ("decided_on__gte", models.F("asked_on")),
                                ("decided_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="recusal_is_decided_whole",
                        violation_error_message="决定要写谁、哪天、什么理由。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recusal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("official")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_decides_on_himself",
                        violation_error_message="本人不能决定自己的回避（条例第二十八条第三款）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recusal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "STAYS"), _negated=True),
                            models.Q(("superior", ""), _negated=True),
                            models.Q(("decided_by", models.F("recorded_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="staying_takes_a_second_person",
                        violation_error_message="不回避要由登记人以外的人决定（AZ-10）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recusal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("replacement__isnull", True),
                            models.Q(
                                ("decision", "WITHDRAWS"),
                                models.Q(("replacement", models.F("official")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="another_replaces",
                        violation_error_message="接替的要是另一个人。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recusal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome", ""),
                                ("review", ""),
                                ("reviewed_by__isnull", True),
                                ("reviewed_on__isnull", True),
                            ),
                            models.Q(
                                ("decision", "WITHDRAWS"),
                                ("reviewed_by__isnull", False),
                                ("reviewed_on__gte", models.F("decided_on")),
                                models.Q(("outcome", ""), _negated=True),
                                models.Q(("review", ""), _negated=True),
                                models.Q(("reviewed_by", models.F("official")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="acts_before_are_reviewed_whole",
                        violation_error_message="此前工作由另一个人在决定以后复核，写明情况。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="returnvisit",
                    index=models.Index(fields=["case", "round"], name="return_visit_by_case"),
                ),
                migrations.AddConstraint(
                    model_name="returnvisit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "DECLINED"), models.Q(("words", ""), _negated=True), _connector="OR"
                        ),
                        name="return_visit_keeps_the_words",
                        violation_error_message="请写本人怎么说，用本人的话。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="reveal",
                    index=models.Index(fields=["official", "until"], name="reveal_running"),
                ),
                migrations.AddConstraint(
                    model_name="riskrule",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("orange_from__gt", models.F("yellow_from")),
                            ("red_from__gt", models.F("orange_from")),
                            ("yellow_from__gte", 1),
                        ),
                        name="risk_levels_rise",
                        violation_error_message="黄、橙、红的分数要一级比一级高。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="riskrule",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="risk_rule_has_its_reason",
                        violation_error_message="请写为什么这样定。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="caserisk",
                    index=models.Index(fields=["month", "stands_as", "-score", "case"], name="risk_of_a_month"),
                ),
                migrations.AddConstraint(
                    model_name="caserisk",
                    constraint=models.UniqueConstraint(fields=("case", "month"), name="one_risk_a_month"),
                ),
                migrations.AddConstraint(
                    model_name="caserisk",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="risk_month_is_its_first_day"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="caserisk",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_by__isnull", True),
                                ("confirmed_level", ""),
                                ("confirmed_on__isnull", True),
                                ("reason", ""),
                            ),
                            models.Q(
                                ("confirmed_by__isnull", False),
                                ("confirmed_on__isnull", False),
                                models.Q(("confirmed_level", ""), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="risk_is_confirmed_whole",
                        violation_error_message="确认要写等级、谁、哪天和理由。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="round",
                    index=models.Index(
                        condition=models.Q(("signed_at__isnull", True)), fields=["cutoff_at"], name="round_unsigned"
                    ),
                ),
                migrations.AddIndex(
                    model_name="round",
                    index=models.Index(
                        condition=models.Q(("told_at__isnull", True)), fields=["cutoff_at"], name="round_untold"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="round",
                    constraint=models.UniqueConstraint(
                        fields=("cycle", "starts_on"),
                        name="a_period_has_one_round",
                        violation_error_message="这一期已经有了。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="round",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("cycle", "="),
                            (
                                models.Func(
                                    "starts_on",
                                    "ends_on",
                                    models.Value("[]"),
                                    function="DATERANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="rounds_of_a_cycle_do_not_overlap",
                        violation_error_message="同一种轮次的两期不能重叠。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="round",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("cutoff_at__gt", models.F("begins_at")), ("ends_on__gte", models.F("starts_on"))
                        ),
                        name="a_round_ends_after_it_starts",
                        violation_error_message="一期的止日不能早于起日。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="round",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("signed_at__isnull", True), ("signed_by__isnull", True), ("snapshot__isnull", True)
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                ("snapshot__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_signed_round_is_closed_and_frozen",
                        violation_error_message="签字的一期要先收口，名单和数字同时冻结。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="noticeround",
                    constraint=models.UniqueConstraint(fields=("notice", "round"), name="a_round_once_a_message"),
                ),
                migrations.AddConstraint(
                    model_name="roundpart",
                    constraint=models.UniqueConstraint(
                        fields=("round", "leader"), name="one_part_a_leader", nulls_distinct=False
                    ),
                ),
                migrations.AddConstraint(
                    model_name="roundpart",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at__isnull", True), ("signed_by__isnull", True)),
                            models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_signed_part_names_who",
                    ),
                ),
                migrations.AddIndex(
                    model_name="roundexception",
                    index=models.Index(fields=["round", "since", "id"], name="exception_of_round"),
                ),
                migrations.AddConstraint(
                    model_name="roundexception",
                    constraint=models.UniqueConstraint(fields=("round", "key", "subject_id"), name="in_the_way_once"),
                ),
                migrations.AddConstraint(
                    model_name="roundexception",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("carried_at__isnull", True),
                                ("carried_by__isnull", True),
                                ("new_on__isnull", True),
                                ("reason", ""),
                            ),
                            models.Q(
                                ("carried_at__isnull", False),
                                ("carried_by__isnull", False),
                                ("new_on__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="carried_over_with_reason_and_day",
                        violation_error_message="带到下一期的，要写原因和新的日子。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="roundexception",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", "OTHER"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="another_reason_is_said",
                        violation_error_message="选“其他”的，请写明是什么原因。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="savedview",
                    constraint=models.UniqueConstraint(
                        fields=("official", "name"),
                        name="view_name_once",
                        violation_error_message="已有同名的视图，请换个名字。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sealedreader",
                    constraint=models.UniqueConstraint(fields=("official", "case"), name="reader_named_once"),
                ),
                migrations.AddIndex(
                    model_name="searchtext",
                    index=django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["text_vector"], name="search_bigrams"
                    ),
                ),
                migrations.AddIndex(
                    model_name="secondeffort",
                    index=models.Index(fields=["case", "round"], name="second_effort_by_case"),
                ),
                migrations.AddConstraint(
                    model_name="secondeffort",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True),
                        name="second_effort_says_what",
                        violation_error_message="请写又做了什么。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="service",
                    index=models.Index(fields=["case", "what"], name="service_by_case"),
                ),
                migrations.AddConstraint(
                    model_name="service",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_refused", False), models.Q(("method", "LEFT"), _negated=True)),
                            models.Q(("witness", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="refusal_and_leaving_need_a_witness",
                        violation_error_message="拒收或留置要写明原因和见证人。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="service",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("paper__isnull", False)),
                        fields=("paper", "claim"),
                        name="a_paper_is_served_once",
                        nulls_distinct=False,
                        violation_error_message="这份文书已经记过送达。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="service",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("paper__isnull", True), models.Q(("method", "ORAL"), _negated=True), _connector="OR"
                        ),
                        name="what_is_said_is_no_paper",
                        violation_error_message="口头、电话的没有交付文书。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="serviceconsent",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("party",),
                        name="one_consent_in_force",
                        violation_error_message="已经同意过一种电子送达方式；要换，先撤回。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="serviceconsent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                            models.Q(
                                ("revoked_at__gte", models.F("agreed_at")),
                                ("revoked_at__isnull", False),
                                ("revoked_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="consent_revoked_after_it_was_given",
                        violation_error_message="撤回要写经手人，不能早于同意。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="session",
                    index=models.Index(fields=["consultation", "-at"], name="session_by_consultation"),
                ),
                migrations.AddConstraint(
                    model_name="session",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("shift", "at"),
                        name="one_petitioner_a_turn",
                        violation_error_message="这个时间刚刚被约走，请另选。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="session",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_by__isnull", True), ("ended_on__isnull", True), ("ending", "")),
                            models.Q(
                                ("ended_by__isnull", False),
                                ("ended_on__isnull", False),
                                models.Q(("ending", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="cancelled_session_says_why",
                        violation_error_message="取消约谈要写原因。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="settlement",
                    constraint=models.UniqueConstraint(
                        fields=("case", "round"),
                        name="a_round_is_settled_once",
                        violation_error_message="这一轮已经记过事了。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="signoff",
                    constraint=models.UniqueConstraint(
                        fields=("case", "round", "post"),
                        name="signed_off_once_a_post",
                        violation_error_message="这一轮已经签过。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="signoff",
                    constraint=models.UniqueConstraint(
                        fields=("case", "round", "by"),
                        name="two_people_sign_off",
                        violation_error_message="包案领导和督查员要是两个人。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="submission",
                    index=models.Index(fields=["at"], name="submission_by_time"),
                ),
                migrations.AddIndex(
                    model_name="submission",
                    index=models.Index(fields=["official", "path", "-id"], name="submission_by_path"),
                ),
                migrations.AddIndex(
                    model_name="superiororder",
                    index=models.Index(
                        condition=models.Q(("answered_on__isnull", True)),
                        fields=["official", "due_on"],
                        name="superior_order_open",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="superiororder",
                    constraint=models.UniqueConstraint(
                        fields=("organ", "sender_no"),
                        name="a_superior_letter_once",
                        violation_error_message="这份来文已经登记过。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="superiororder",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("asked", ""), _negated=True),
                        name="superior_order_says_what_is_asked",
                        violation_error_message="请写要求什么。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="superiororder",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("received_on"))),
                        name="superior_order_is_due_after_receipt",
                        violation_error_message="反馈的日子不能早于收到。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="superioranswer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="superior_answer_says_something",
                        violation_error_message="请写反馈的内容。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="superioranswer",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("agrees__isnull", True)),
                        fields=("order",),
                        name="one_superior_answer_waits",
                        violation_error_message="已经拟了一稿，等另一个人同意。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="superioranswer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agrees__isnull", True),
                                ("approved_by__isnull", True),
                                ("approved_on__isnull", True),
                                ("note", ""),
                            ),
                            models.Q(("agrees", True), ("approved_by__isnull", False), ("approved_on__isnull", False)),
                            models.Q(
                                ("agrees", False),
                                ("approved_by__isnull", False),
                                ("approved_on__isnull", False),
                                models.Q(("note", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="superior_answer_is_decided_whole",
                        violation_error_message="写明谁、哪天同意；退回的写理由。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="superioranswer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="two_stand_for_a_superior_answer",
                        violation_error_message="自己拟的反馈，要由另一个人同意（条例第三十九条第三款）。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="supervisionorder",
                    index=models.Index(fields=["case"], name="order_by_case"),
                ),
                migrations.AddIndex(
                    model_name="supervisionorder",
                    index=models.Index(
                        condition=models.Q(("answered_on__isnull", True)),
                        fields=["issued_on"],
                        name="order_unanswered",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="supervisionorder",
                    constraint=models.UniqueConstraint(
                        fields=("deadline", "due_on"),
                        name="one_order_for_a_missed_day",
                        violation_error_message="这一次超期已经签发过督办单。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="supervisionorder",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_by__isnull", True), ("answered_on__isnull", True)),
                            models.Q(
                                ("answered_by__isnull", False),
                                ("answered_on__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_answered_order_says_what_by_whom",
                        violation_error_message="反馈要有内容、反馈人和日期。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="supervisionorder",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("answered_on__isnull", True), ("answered_on__gte", models.F("issued_on")), _connector="OR"
                        ),
                        name="order_is_answered_after_it_was_issued",
                        violation_error_message="反馈不能早于签发。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="suspension",
                    index=models.Index(
                        condition=models.Q(("outcome", "AGREED")),
                        fields=["from_on", "until_on"],
                        name="suspension_by_day",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="suspension",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("clearing",),
                        name="one_suspension_waits",
                        violation_error_message="已经有一个中止请求等决定。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="suspension",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("evidence", ""), _negated=True),
                        name="suspension_has_its_evidence",
                        violation_error_message="请写凭什么中止。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="suspension",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_by__isnull", True),
                                ("decided_on__isnull", True),
                                ("from_on__isnull", True),
                                ("outcome", ""),
                                ("refusal", ""),
                            ),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("decided_on__gte", models.F("asked_on")),
                                ("from_on__gte", models.F("decided_on")),
                                ("outcome", "AGREED"),
                                ("refusal", ""),
                                ("until_on__gte", models.F("from_on")),
                            ),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("decided_on__gte", models.F("asked_on")),
                                ("from_on__isnull", True),
                                ("outcome", "REFUSED"),
                                models.Q(("refusal", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="suspension_is_decided_whole",
                        violation_error_message="决定要写谁、哪天、从哪天到哪天；不同意的写理由。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="suspension",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="another_decides_on_the_suspension",
                        violation_error_message="提出的人不能自己决定。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="suspension",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_note", ""), ("ended_on__isnull", True)),
                            models.Q(
                                ("ended_on__gte", models.F("from_on")),
                                ("ended_on__lte", models.F("until_on")),
                                models.Q(("end_note", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="only_what_was_suspended_goes_on",
                        violation_error_message="恢复日期在中止期间里，写明为什么。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="suspension",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("outcome", "AGREED")),
                        expressions=[
                            ("clearing", "="),
                            (
                                models.Func(
                                    models.F("from_on"),
                                    django.db.models.functions.comparison.Coalesce(
                                        models.F("ended_on"),
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("until_on"), "+", models.Value(1)
                                        ),
                                    ),
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="suspensions_do_not_overlap",
                        violation_error_message="和上一次中止重叠。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="team",
                    index=models.Index(fields=["leader"], name="team_by_leader"),
                ),
                migrations.AddIndex(
                    model_name="team",
                    index=models.Index(condition=models.Q(("decision", "")), fields=["-since"], name="team_undecided"),
                ),
                migrations.AddConstraint(
                    model_name="team",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))),
                        name="team_ends_after_it_starts",
                        violation_error_message="结束要晚于开始。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="team",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_decides_on_the_team_he_proposed",
                        violation_error_message="自己提出的由别人决定。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="team",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_by__isnull", True),
                                ("decided_on__isnull", True),
                                ("decision", ""),
                                ("opinion", ""),
                            ),
                            models.Q(
                                ("decided_by__isnull", False), ("decided_on__isnull", False), ("decision", "AGREED")
                            ),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("decided_on__isnull", False),
                                ("decision", "REFUSED"),
                                models.Q(("opinion", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="team_is_decided_by_whom_and_when",
                        violation_error_message="决定要写谁、哪天；不同意的写理由。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="teammatter",
                    index=models.Index(fields=["case", "team"], name="team_matter_of_case"),
                ),
                migrations.AddConstraint(
                    model_name="teammatter",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("leaving", ""), ("left_by__isnull", True), ("until__isnull", True)),
                            models.Q(
                                ("left_by__isnull", False),
                                ("until__gte", models.F("since")),
                                models.Q(("leaving", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="team_matter_leaves_after_it_came",
                        violation_error_message="移出要写原因，不早于列入。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="teammatter",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("team", "="),
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
                        name="a_team_matter_stands_once",
                        violation_error_message="这件已经在队里。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="teammember",
                    index=models.Index(fields=["official", "team"], name="team_member_of"),
                ),
                migrations.AddConstraint(
                    model_name="teammember",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("leaving", ""), ("left_by__isnull", True), ("until__isnull", True)),
                            models.Q(
                                ("left_by__isnull", False),
                                ("until__gte", models.F("since")),
                                models.Q(("leaving", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="team_member_leaves_after_he_came",
                        violation_error_message="离队要写原因，不早于入队。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="teammember",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("team", "="),
                            ("official", "="),
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
                        name="a_team_member_stands_once",
                        violation_error_message="这个人已经在队里。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="teamterm",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(("before", models.F("after")), _negated=True),
                        ),
                        name="a_changed_term_says_why",
                    ),
                ),
                migrations.AddIndex(
                    model_name="upwardreport",
                    index=models.Index(fields=["case", "-sent_on"], name="upward_report_by_case"),
                ),
                migrations.AddConstraint(
                    model_name="upwardreport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organ", ""), _negated=True),
                            models.Q(("number", ""), _negated=True),
                            models.Q(("content", ""), _negated=True),
                        ),
                        name="upward_report_is_whole",
                        violation_error_message="报告要写报给谁、文号、报了什么。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="upwardreport",
                    constraint=models.UniqueConstraint(
                        fields=("case", "organ", "number"),
                        name="an_upward_report_once",
                        violation_error_message="这份报告已经记过。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="upwardreport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answer_number", ""),
                                ("answered_by__isnull", True),
                                ("answered_on__isnull", True),
                            ),
                            models.Q(
                                ("answered_by__isnull", False),
                                ("answered_on__gte", models.F("sent_on")),
                                ("answered_on__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="upward_report_is_answered_whole",
                        violation_error_message="答复要写哪天收到、怎么答复的。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="urgentmeasure",
                    index=models.Index(fields=["case", "-at"], name="urgent_measure_by_case"),
                ),
                migrations.AddConstraint(
                    model_name="urgentmeasure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True),
                        name="urgent_measure_says_what",
                        violation_error_message="请写做了什么。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="urgentmeasure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("recorded_at"), "+", models.Value(datetime.timedelta(seconds=300))
                                ),
                            )
                        ),
                        name="urgent_measure_not_ahead",
                        violation_error_message="时刻不能在现在之后，请核对。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="urgentreport",
                    index=models.Index(fields=["case", "-at"], name="urgent_report_by_case"),
                ),
                migrations.AddConstraint(
                    model_name="urgentreport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("to_whom", ""), _negated=True), models.Q(("content", ""), _negated=True)
                        ),
                        name="urgent_report_is_whole",
                        violation_error_message="报告要写报给谁、报了什么。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="urgentreport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("recorded_at"), "+", models.Value(datetime.timedelta(seconds=300))
                                ),
                            )
                        ),
                        name="urgent_report_not_ahead",
                        violation_error_message="时刻不能在现在之后，请核对。",
                    ),
                ),
            ]
        ),
        migrations.RunSQL(ROOM, migrations.RunSQL.noop),
        migrations.RunSQL(VIEW, "DROP VIEW cases_duewarning"),
    ]
