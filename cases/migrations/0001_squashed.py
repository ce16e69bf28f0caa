import datetime

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import cases.fields
import cases.models.search


class Migration(migrations.Migration):
    replaces = [
        ("cases", "0001_initial"),
        ("cases", "0002_papers"),
        ("cases", "0003_submission_digest"),
        ("cases", "0004_clocks_in_hours"),
        ("cases", "0005_urgency_has_a_kind"),
        ("cases", "0006_carry_urgency_over"),
        ("cases", "0007_urgency_replaces_the_tick"),
        ("cases", "0008_registration_says_more"),
        ("cases", "0009_representatives_have_seats"),
        ("cases", "0010_seat_the_representatives"),
        ("cases", "0011_at_most_five_representatives"),
        ("cases", "0012_urgent_lane"),
        ("cases", "0013_life_safety_incidents"),
        ("cases", "0014_escalations"),
        ("cases", "0015_consent_to_electronic_service"),
        ("cases", "0016_null_is_no_seat_and_no_day"),
        ("cases", "0017_papers_may_go_elsewhere"),
        ("cases", "0018_disputes_are_cases_too"),
        ("cases", "0019_outreach"),
        ("cases", "0020_history_is_counted_by_an_index"),
        ("cases", "0021_a_deadline_says_whose_term_it_is"),
        ("cases", "0022_an_extension_is_told_and_served"),
        ("cases", "0023_evaluations"),
        ("cases", "0024_a_claim_says_what_is_done_with_it"),
        ("cases", "0025_triaged_claims_are_disposed_of"),
        ("cases", "0026_the_timeline_knows_more"),
        ("cases", "0027_papers_are_drafted_and_approved"),
        ("cases", "0028_closings"),
        ("cases", "0029_commitment"),
        ("cases", "0030_reviews_and_promises_are_told"),
        ("cases", "0031_the_whole_file_is_printed_as_one_book"),
        ("cases", "0032_relapse_and_merger_are_links"),
        ("cases", "0033_a_claim_may_be_withdrawn"),
        ("cases", "0034_what_ends_before_triage_has_no_level"),
        ("cases", "0035_what_waits_for_a_check_is_found_by_an_index"),
        ("cases", "0036_recusal"),
        ("cases", "0037_inquiries_are_told"),
    ]

    initial = True

    dependencies = [
        ("officials", "0001_initial"),
        ("officials", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Category",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("history_note", models.TextField(blank=True, max_length=2000, verbose_name="以往信访及办理情况")),
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
                ("registered_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间")),
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
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="最近动静"),
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
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="cases.category",
                        verbose_name="内容分类",
                    ),
                ),
            ],
            options={
                "verbose_name": "案件",
                "verbose_name_plural": "案件",
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("next_legal_on"), nulls_last=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="case_tightest_first",
                    ),
                    models.Index(
                        models.OrderBy(models.F("next_legal_on"), nulls_last=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("closed_on__isnull", True)),
                        name="case_open_tightest_first",
                    ),
                    models.Index(
                        models.OrderBy(models.F("next_legal_on"), nulls_last=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("procedure", "MEDIATION")),
                        name="case_disputes_tightest_first",
                    ),
                    models.Index(fields=["stage", "-id"], name="case_by_stage"),
                    models.Index(fields=["handler", "-id"], name="case_by_handler"),
                    models.Index(fields=["handling_unit", "-id"], name="case_by_unit"),
                    models.Index(fields=["community", "-id"], name="case_by_community"),
                    models.Index(fields=["category", "-id"], name="case_by_category"),
                    models.Index(fields=["channel", "-id"], name="case_by_channel"),
                    models.Index(fields=["level", "-id"], name="case_by_level"),
                    models.Index(fields=["first_receiver", "-id"], name="case_by_first_receiver"),
                    models.Index(fields=["-received_at"], name="case_by_receipt"),
                    models.Index(
                        condition=models.Q(("confidentiality", "SEALED")), fields=["-id"], name="case_sealed"
                    ),
                    models.Index(condition=models.Q(("is_historical", True)), fields=["-id"], name="case_historical"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("external_no", ""), _negated=True),
                        fields=("source", "external_no"),
                        name="external_number_once_a_source",
                        violation_error_message="这个来源的编号已经登记过。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("people_affected__gte", 1), ("people_present__gte", 1)),
                        name="somebody_present",
                        violation_error_message="人数至少是 1。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("people_affected__gte", models.F("people_present")),
                            models.Q(("affected_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="fewer_affected_than_present_needs_a_note",
                        violation_error_message="涉及人数比来访人数还少，请写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level", ""), models.Q(("level_ground", ""), _negated=True), _connector="OR"
                        ),
                        name="level_has_its_ground",
                        violation_error_message="请写定级依据。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("urgency", ""), models.Q(("urgency_basis", ""), _negated=True), _connector="OR"
                        ),
                        name="urgency_has_its_basis",
                        violation_error_message="请写紧急依据。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_joint_signed", False), ("people_present__gte", 2), _connector="OR"),
                        name="joint_letter_is_signed_by_several",
                        violation_error_message="联名的至少有两人署名，请核对人数。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cross_flags__contained_by",
                                ["AREA", "DEPARTMENT", "INDUSTRY", "PERSON_MATTER", "PERSON_HOUSEHOLD", "ALL_APART"],
                            )
                        ),
                        name="cross_flags_are_known",
                        violation_error_message="三跨三分离只能从列出的里面选。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_on__isnull", True),
                            models.Q(("closed_on", models.F("voided_on")), ("stage", "CLOSED")),
                            _connector="OR",
                        ),
                        name="voided_case_is_over",
                        violation_error_message="作废的案件要同时办结。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on__isnull", False), ("stage", "CLOSED")),
                            models.Q(models.Q(("stage", "CLOSED"), _negated=True), ("closed_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="closed_stage_has_its_day",
                        violation_error_message="办结的案件要有办结日期。",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("procedure", "PETITION"),
                            models.Q(("confidentiality", "SEALED"), _negated=True),
                            _connector="OR",
                        ),
                        name="a_dispute_is_no_accusation",
                        violation_error_message="检举控告要封存立件，不走调解（R9）。",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(("is_historical", False), ("next_legal_on__isnull", True), _connector="OR"),
                        name="historical_case_has_no_clock",
                        violation_error_message="历史来件不计时。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("received_at__gte", "1949-10-01T00:00:00+08:00")),
                        name="received_after_1949",
                        violation_error_message="收到时间太早，请核对年份。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="文件名")),
                ("path", models.CharField(editable=False, max_length=80, unique=True)),
                ("mime", models.CharField(editable=False, max_length=100)),
                ("size", models.PositiveBigIntegerField(editable=False, verbose_name="大小")),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("is_original", models.BooleanField(default=False, verbose_name="原件")),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="上传时间")),
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
            ],
            options={
                "verbose_name": "材料",
                "verbose_name_plural": "材料",
                "ordering": ["-uploaded_at", "-pk"],
                "indexes": [models.Index(fields=["case", "-uploaded_at"], name="attachment_by_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_at__isnull", True),
                            models.Q(("removal_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="removal_has_its_reason",
                        violation_error_message="移除材料要写原因。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "关联",
                "verbose_name_plural": "关联",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("earlier", "later"),
                        name="two_cases_linked_once",
                        violation_error_message="这两件已经关联。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("earlier", models.F("later")), _negated=True),
                        name="no_link_to_itself",
                        violation_error_message="不能和自己关联。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("routing_note", models.TextField(blank=True, max_length=2000, verbose_name="告知的事实和理由")),
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_on__isnull", True)), fields=["case"], name="claim_unanswered"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "position"), name="claims_are_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(("route", ""), ("purpose", "APPEAL"), _connector="OR"),
                        name="route_only_for_appeals",
                        violation_error_message="只有申诉求决的诉求才分去向。",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
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
                    models.CheckConstraint(
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
                        violation_error_message="告知要写明事实和理由（P03）。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_on__isnull", True),
                            models.Q(("disposal", "DUTY"), _negated=True),
                            ("decision", "PERFORM"),
                            models.Q(("remedy", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="duty_reply_names_the_remedy",
                        violation_error_message="履行职责的答复要写明复议、诉讼的途径（L16a）。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_on__isnull", True),
                            models.Q(("answered_on__isnull", True), ("routed_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="what_is_withdrawn_is_neither_answered_nor_told",
                        violation_error_message="已经答复、告知的诉求不能撤回。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("routed_on__isnull", True),
                            models.Q(("competent_organ", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="route_notice_names_the_organ",
                        violation_error_message="告知去向要写明该去哪个机关。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("POLICY", "政策规定不完善"),
                            ("EXECUTION", "政策执行、履职不到位"),
                            ("SERVICE", "服务、告知不及时"),
                            ("CONDUCT", "工作作风"),
                            ("WORKS", "规划、建设、施工"),
                            ("LEGACY", "历史遗留"),
                            ("PRIVATE", "民间、合同纠纷"),
                            ("EXPLAINING", "政策宣传解释不够"),
                            ("OTHER", "其他"),
                        ],
                        max_length=10,
                        verbose_name="起因",
                    ),
                ),
                ("suggestion", models.TextField(blank=True, max_length=1000, verbose_name="完善政策、改进工作的建议")),
                ("addressee", models.CharField(blank=True, max_length=60, verbose_name="建议提给谁")),
                (
                    "mind",
                    models.CharField(
                        blank=True,
                        choices=[("AT_EASE", "心了"), ("NOT_YET", "本人仍有意见"), ("UNKNOWN", "本人不愿回访")],
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
            ],
            options={
                "verbose_name": "办结",
                "verbose_name_plural": "办结",
                "ordering": ["case", "round"],
                "indexes": [models.Index(fields=["cause", "on"], name="closing_by_cause")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "round"),
                        name="a_round_is_closed_once",
                        violation_error_message="这一轮已经办结。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcomes__contained_by", ["SOLVED", "EXPLAINED", "HELPED", "LAW"])),
                        name="outcomes_are_known",
                        violation_error_message="三到位一处理只能从列出的里面选。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcomes__contains", ["HELPED"]), _negated=True),
                            models.Q(("help_given", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="help_says_what",
                        violation_error_message="请写怎样帮扶救助的（L28）。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcomes__contains", ["LAW"]), _negated=True),
                            models.Q(models.Q(("organ", ""), _negated=True), models.Q(("measure", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="what_was_dealt_with_names_the_organ",
                        violation_error_message="依法处理的，请写是哪个机关、怎样处理的；街道自己没有处罚权。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("addressee", ""), ("suggestion", "")),
                            models.Q(
                                models.Q(("suggestion", ""), _negated=True), models.Q(("addressee", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="suggestion_has_its_addressee",
                        violation_error_message="建议要写内容，也要写提给谁（F3）。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("series", models.CharField(max_length=20, verbose_name="序列")),
                ("period", models.CharField(max_length=10, verbose_name="周期")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="最后一号")),
            ],
            options={
                "verbose_name": "编号",
                "verbose_name_plural": "编号",
                "constraints": [
                    models.UniqueConstraint(fields=("series", "period"), name="one_counter_a_series_and_period")
                ],
            },
        ),
        migrations.CreateModel(
            name="Deadline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("warning_level", models.PositiveSmallIntegerField(default=0, verbose_name="提醒级别")),
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
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="officials.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "期限",
                "verbose_name_plural": "期限",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=["legal_end_on", "kind"],
                        name="deadline_running",
                    ),
                    models.Index(fields=["case", "legal_end_on"], name="deadline_by_case"),
                    models.Index(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=["official", "legal_end_on"],
                        name="deadline_by_official",
                    ),
                    models.Index(
                        condition=models.Q(("due_at__isnull", False), ("ended_on__isnull", True)),
                        fields=["rule", "due_at"],
                        name="deadline_running_hours",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("legal_end_on__gte", models.F("started_on"))),
                        name="deadline_ends_on_or_after_start",
                        violation_error_message="期限不能早于起算日。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True), ("kind", "STATUTORY")),
                        fields=("case", "claim", "rule"),
                        name="one_running_clock_per_rule",
                        nulls_distinct=False,
                        violation_error_message="该环节已有一个正在计时的期限。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True), models.Q(("end_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="end_has_its_reason",
                        violation_error_message="结束期限要写原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_at__isnull", True), ("due_at__date", models.F("legal_end_on")), _connector="OR"
                        ),
                        name="last_instant_lies_on_the_last_day",
                        violation_error_message="最后时刻要在最后一天之内。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            models.Q(("due_at__isnull", False), ("ended_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="only_clocks_in_hours_end_at_an_instant",
                        violation_error_message="只有按小时计的期限才有结束时刻。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "deadline",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitment",
                        to="cases.deadline",
                    ),
                ),
            ],
            options={
                "verbose_name": "履行事项",
                "verbose_name_plural": "履行事项",
                "ordering": ["case", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "position"), name="commitments_are_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organ", ""), ("unit__isnull", False)),
                            models.Q(("unit__isnull", True), models.Q(("organ", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="commitment_names_who_performs",
                        violation_error_message="写明由谁办：选本街道的单位，或者写其他机关，二者只写一个。",
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
                        name="withdrawn_commitment_says_why",
                        violation_error_message="撤下履行事项要写原因。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="acceptances", to="cases.commitment"
                    ),
                ),
            ],
            options={
                "verbose_name": "本人接受",
                "verbose_name_plural": "本人接受",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
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
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Dossier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("finished_at__isnull", True)), fields=["id"], name="dossier_unfinished"
                    ),
                    models.Index(
                        condition=models.Q(("path", ""), _negated=True),
                        fields=["finished_at"],
                        name="dossier_with_file",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "reader", "sees", "on_file"), name="one_dossier_of_what_is_on_file"
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[("DISTRICT", "区级"), ("CITY", "市级"), ("PROVINCE", "省级"), ("NATIONAL", "国家级")],
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
                "indexes": [models.Index(fields=["case", "-on"], name="escalation_by_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", "LATE"), _negated=True), ("missed__isnull", False), _connector="OR"
                        ),
                        name="being_late_names_the_step",
                        violation_error_message="因为我们晚了的，要指明哪一步晚了（F13）。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                            ("OWNED", "包案"),
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
                            ("CLOSED", "办结"),
                            ("CONSENTED", "当事人意愿"),
                            ("DECLINED", "不受理调解"),
                            ("WITHDRAWN", "撤回申请"),
                            ("RECUSED", "回避"),
                            ("INQUIRED", "核查任务"),
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
            ],
            options={
                "verbose_name": "经过",
                "verbose_name_plural": "经过",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["case", "-at", "-id"], name="event_by_case")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCase",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("number", models.CharField(db_index=True, editable=False, max_length=20, verbose_name="案号")),
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
                ("history_note", models.TextField(blank=True, max_length=2000, verbose_name="以往信访及办理情况")),
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
                ("registered_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间")),
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
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
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
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
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
                ("routing_note", models.TextField(blank=True, max_length=2000, verbose_name="告知的事实和理由")),
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
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
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
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("name", cases.fields.EncryptedTextField(blank=True, max_length=50, verbose_name="姓名或单位名称")),
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
                ("id_number", cases.fields.EncryptedTextField(blank=True, max_length=30, verbose_name="证件号码")),
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
                    models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name="第几位代表"),
                ),
                (
                    "service_address",
                    cases.fields.EncryptedTextField(blank=True, max_length=200, verbose_name="送达地址"),
                ),
                ("service_address_masked", models.CharField(blank=True, editable=False, max_length=60)),
                ("authority_note", models.CharField(blank=True, max_length=200, verbose_name="推选、授权情况")),
                (
                    "post",
                    models.CharField(
                        blank=True, help_text="按干部管理权限移送时要用", max_length=60, verbose_name="职务"
                    ),
                ),
                (
                    "access_needs",
                    models.CharField(blank=True, help_text="只为服务得更好", max_length=100, verbose_name="特殊需要"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="什么时候")),
                ("facts", cases.fields.EncryptedTextField(max_length=2000, verbose_name="事实")),
                ("help_given", cases.fields.EncryptedTextField(max_length=1000, verbose_name="当场给了什么帮助")),
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)), fields=["case", "-at"], name="incident_open"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("facts", ""), _negated=True), models.Q(("help_given", ""), _negated=True)
                        ),
                        name="incident_has_facts_and_help",
                        violation_error_message="请写事实和当场给的帮助。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("emergency", ""), ("emergency_at__isnull", True)),
                            models.Q(models.Q(("emergency", ""), _negated=True), ("emergency_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="emergency_has_its_time",
                        violation_error_message="叫了谁来、什么时候叫的，要一起写。",
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="Investigation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "indexes": [models.Index(fields=["case", "-on"], name="investigation_by_case")],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "round"),
                        name="asked_to_rate_once_a_round",
                        violation_error_message="这一轮已经请过评价。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("asked_on"))),
                        name="rating_has_time",
                        violation_error_message="评价的最后一天要在请评价之后。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("words", cases.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name="想说的话")),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("invitation", "about"),
                        name="one_evaluation_an_object",
                        violation_error_message="这个对象已经评价过，不能再改（L33）。",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
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
                        violation_error_message="承办人、承办单位的人不能代录、协助评价（R23）。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reasons__contained_by", ["ATTITUDE", "SPEED", "RESULT", "EXPLAINED", "PROMISE", "OTHER"])
                        ),
                        name="reasons_are_known",
                        violation_error_message="原因只能从列出的里面选。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ownership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(blank=True, null=True, verbose_name="止")),
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("until__isnull", True)),
                        fields=["leader", "case"],
                        name="ownership_running",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("case",),
                        name="one_owner_at_a_time",
                        violation_error_message="这件已有包案领导。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="ownership_ends_after_it_starts",
                        violation_error_message="包案止日不能早于起日。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                            ("P14", "督办单"),
                            ("P16", "办结报告"),
                            ("P17", "回避登记"),
                            ("P18", "听证通知、笔录"),
                            ("P19", "推选代表书"),
                            ("P20", "撤回申请"),
                            ("P25", "权利义务告知书"),
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
                "indexes": [
                    models.Index(fields=["kind", "about", "-id"], name="paper_by_what_it_is_about"),
                    models.Index(fields=["case", "-id"], name="paper_by_case"),
                    models.Index(
                        condition=models.Q(
                            ("approved_at__isnull", True),
                            ("submitted_at__isnull", False),
                            ("value__isnull", True),
                            ("voided_at__isnull", True),
                        ),
                        fields=["case"],
                        name="paper_awaiting_approval",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("series", "year", "value"), name="paper_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at__isnull", True)),
                        fields=("kind", "about"),
                        name="one_paper_in_force_of_a_kind",
                        violation_error_message="这份文书已经制发。",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__isnull", True),
                            ("approved_by__isnull", False),
                            ("kind__in", ["P01", "P08", "P10", "P17", "P19", "P20", "P25"]),
                            models.Q(("kind", "P18"), ("variant", "record")),
                            _connector="OR",
                        ),
                        name="paper_is_approved_before_it_is_issued",
                        violation_error_message="没有审批的文书不能制发。",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("writers__contains", [models.F("approved_by")]), _negated=True),
                            models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                        ),
                        name="nobody_approves_what_he_drafted",
                        violation_error_message="自己起草、改过的文书，要由别人审批。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("paper", "version", "reader"), name="one_copy_a_version_and_reader"
                    ),
                    models.CheckConstraint(condition=models.Q(("version__gte", 1)), name="versions_count_from_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperPrint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "indexes": [
                    models.Index(fields=["copy", "-at"], name="print_by_copy"),
                    models.Index(
                        condition=models.Q(("dossier__isnull", False)),
                        fields=["dossier", "-at"],
                        name="print_by_dossier",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("by")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_second_person_agrees_to_a_print",
                        violation_error_message="自己打印的，要由另一位阅办人同意（R9）。",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(("purpose", ""), _negated=True), name="print_has_its_purpose"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("copy__isnull", False), ("dossier__isnull", True)),
                            models.Q(("copy__isnull", True), ("dossier__isnull", False)),
                            _connector="OR",
                        ),
                        name="print_is_of_one_thing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=3)),
                ("version", models.PositiveSmallIntegerField(verbose_name="版次")),
                ("items", models.JSONField(verbose_name="各项")),
                ("adopted_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="启用时间")),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "version"),
                        name="text_version_once",
                        violation_error_message="刚有人启用了新的一版，请重新打开再改。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", cases.fields.EncryptedTextField(blank=True, max_length=50, verbose_name="姓名或单位名称")),
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
                ("id_number", cases.fields.EncryptedTextField(blank=True, max_length=30, verbose_name="证件号码")),
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
                    models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name="第几位代表"),
                ),
                (
                    "service_address",
                    cases.fields.EncryptedTextField(blank=True, max_length=200, verbose_name="送达地址"),
                ),
                ("service_address_masked", models.CharField(blank=True, editable=False, max_length=60)),
                ("authority_note", models.CharField(blank=True, max_length=200, verbose_name="推选、授权情况")),
                (
                    "post",
                    models.CharField(
                        blank=True, help_text="按干部管理权限移送时要用", max_length=60, verbose_name="职务"
                    ),
                ),
                (
                    "access_needs",
                    models.CharField(blank=True, help_text="只为服务得更好", max_length=100, verbose_name="特殊需要"),
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("phone_hash", ""), _negated=True),
                        fields=["phone_hash"],
                        name="party_by_phone",
                    ),
                    models.Index(
                        condition=models.Q(("id_hash", ""), _negated=True), fields=["id_hash"], name="party_by_id"
                    ),
                    models.Index(
                        condition=models.Q(("name_hash", ""), _negated=True),
                        fields=["name_hash"],
                        name="party_by_name",
                    ),
                    models.Index(
                        condition=models.Q(("role", "RESPONDENT")), fields=["official"], name="party_barred_official"
                    ),
                    models.Index(
                        condition=models.Q(("role", "RESPONDENT")), fields=["unit"], name="party_barred_unit"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_lead", True)),
                        fields=("case",),
                        name="one_lead_petitioner",
                        violation_error_message="主信访人只能有一个。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_lead", False), models.Q(("role", "RESPONDENT"), _negated=True), _connector="OR"
                        ),
                        name="respondent_is_not_lead",
                        violation_error_message="被反映人不能是主信访人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("role", "REPRESENTATIVE"), ("seat__gte", 1), ("seat__isnull", False), ("seat__lte", 5)
                            ),
                            models.Q(models.Q(("role", "REPRESENTATIVE"), _negated=True), ("seat__isnull", True)),
                            _connector="OR",
                        ),
                        name="representatives_have_one_of_five_seats",
                        violation_error_message="代表最多 5 人（L11）。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("seat__isnull", False)),
                        fields=("case", "seat"),
                        name="one_representative_a_seat",
                        violation_error_message="代表最多 5 人（L11）。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "REPRESENTATIVE"), _negated=True),
                            models.Q(("authority_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="representative_has_authority",
                        violation_error_message="请写代表是怎么推选、授权的（L11）。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("post", ""), ("role", "RESPONDENT"), _connector="OR"),
                        name="only_respondents_have_a_post",
                        violation_error_message="只记被反映人的职务。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Performance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="performances", to="cases.commitment"
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("holds__isnull", True)),
                        fields=["commitment"],
                        name="performance_unchecked",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
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
                        violation_error_message="自己记的履行，要由别人核对（F7）。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("holds__isnull", True), ("holds", True), _connector="OR"),
                        fields=("commitment",),
                        name="one_performance_at_a_time",
                        violation_error_message="已经记了办好。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("ground", models.TextField(max_length=500, verbose_name="回避的理由")),
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
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="决定的理由")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("HOLDS", "不影响，照旧"), ("REDO", "有影响，重新做")],
                        max_length=5,
                        verbose_name="此前工作",
                    ),
                ),
                ("review", models.CharField(blank=True, max_length=500, verbose_name="复核的情况")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="recusal", to="cases.deadline"
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
                "constraints": [
                    models.UniqueConstraint(fields=("case", "position"), name="recusals_are_numbered"),
                    models.UniqueConstraint(
                        condition=models.Q(("decision", "")),
                        fields=("case", "official"),
                        name="asked_once_at_a_time",
                        violation_error_message="这位的回避已经提出，等决定（L13）。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("decision", "WITHDRAWS")),
                        fields=("official", "case"),
                        name="out_of_a_case_once",
                        violation_error_message="这位已经回避（L13）。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ground", ""), _negated=True),
                        name="recusal_has_its_ground",
                        violation_error_message="请写回避的理由。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asker", "SELF"), _negated=True),
                            ("recorded_by", models.F("official")),
                            _connector="OR",
                        ),
                        name="only_oneself_declares",
                        violation_error_message="本人申请的，由本人登记。",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("official")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_decides_on_himself",
                        violation_error_message="本人不能决定自己的回避（L13）。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "STAYS"), _negated=True),
                            models.Q(("superior", ""), _negated=True),
                            models.Q(("decided_by", models.F("recorded_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="staying_takes_a_second_person",
                        violation_error_message="不回避要由登记人以外的人决定（AZ-10）。",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
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
                        violation_error_message="此前工作由另一个人在决定以后复核，写明情况（L13）。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("words", cases.fields.EncryptedTextField(blank=True, max_length=2000, verbose_name="本人怎么说")),
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
                "indexes": [models.Index(fields=["case", "round"], name="return_visit_by_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "DECLINED"), models.Q(("words", ""), _negated=True), _connector="OR"
                        ),
                        name="return_visit_keeps_the_words",
                        violation_error_message="请写本人怎么说，用本人的话。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reveal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                "indexes": [models.Index(fields=["official", "until"], name="reveal_running")],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("official", "name"),
                        name="view_name_once",
                        violation_error_message="已有同名的视图，请换个名字。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("named_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.CharField(max_length=100, verbose_name="理由")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sealed_readers", to="cases.case"
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
                "constraints": [models.UniqueConstraint(fields=("official", "case"), name="reader_named_once")],
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
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "检索",
                "verbose_name_plural": "检索",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["text_vector"], name="search_bigrams"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SecondEffort",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "indexes": [models.Index(fields=["case", "round"], name="second_effort_by_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True),
                        name="second_effort_says_what",
                        violation_error_message="请写又做了什么。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
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
                "indexes": [models.Index(fields=["case", "what"], name="service_by_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_refused", False), models.Q(("method", "LEFT"), _negated=True)),
                            models.Q(("witness", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="refusal_and_leaving_need_a_witness",
                        violation_error_message="拒收或留置要写明原因和见证人。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("agreed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="同意时间")),
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("party",),
                        name="one_consent_in_force",
                        violation_error_message="已经同意过一种电子送达方式；要换，先撤回。",
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "round"),
                        name="a_round_is_settled_once",
                        violation_error_message="这一轮已经记过事了。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "round", "post"),
                        name="signed_off_once_a_post",
                        violation_error_message="这一轮已经签过。",
                    ),
                    models.UniqueConstraint(
                        fields=("case", "round", "by"),
                        name="two_people_sign_off",
                        violation_error_message="包案领导和督查员要是两个人（T24）。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                ("path", models.CharField(max_length=200)),
                ("location", models.CharField(max_length=300)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "official",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "已交表单",
                "verbose_name_plural": "已交表单",
                "indexes": [
                    models.Index(fields=["at"], name="submission_by_time"),
                    models.Index(fields=["official", "path", "-id"], name="submission_by_path"),
                ],
            },
        ),
        migrations.CreateModel(
            name="UrgentMeasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "indexes": [models.Index(fields=["case", "-at"], name="urgent_measure_by_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True),
                        name="urgent_measure_says_what",
                        violation_error_message="请写做了什么。",
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="UrgentReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "indexes": [models.Index(fields=["case", "-at"], name="urgent_report_by_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("to_whom", ""), _negated=True), models.Q(("content", ""), _negated=True)
                        ),
                        name="urgent_report_is_whole",
                        violation_error_message="报告要写报给谁、报了什么。",
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
    ]
