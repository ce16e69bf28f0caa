import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import cases.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0024_hard_problems_are_posted"),
        ("officials", "0005_powers_of_a_post_are_lent"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountabilityGround",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                            ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="ground_ends_after_it_starts",
                        violation_error_message="停用要晚于启用。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[("REGULAR", "定期检查"), ("SURPRISE", "动态巡查")], max_length=8, verbose_name="种类"
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
                "indexes": [models.Index(fields=["-held_on", "-id"], name="inspection_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("held_on__gte", models.F("planned_on"))),
                        name="inspection_is_planned_ahead",
                        violation_error_message="检查不能定在安排以前。",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "HELD"), _negated=True),
                            ("ended_on__gte", models.F("held_on")),
                            _connector="OR",
                        ),
                        name="inspection_is_held_from_its_day_on",
                        violation_error_message="没到检查的日子，不能说查完了。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InspectedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="cases.inspection"
                    ),
                ),
            ],
            options={
                "verbose_name": "抽查的案卷",
                "verbose_name_plural": "抽查的案卷",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inspection", "case"),
                        name="a_file_once_a_check",
                        violation_error_message="这一件已经在里面。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("looked_on__isnull", True), ("note", "")),
                            models.Q(("looked_on__isnull", False), models.Q(("note", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_look_says_what_it_came_to",
                        violation_error_message="看过的要写看下来怎么样。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=26, unique=True, verbose_name="编号")),
                ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("facts", cases.fields.EncryptedTextField(max_length=1000, verbose_name="发现了什么")),
                ("remedy", cases.fields.EncryptedTextField(max_length=500, verbose_name="要改成怎样")),
                (
                    "due_on",
                    models.DateField(
                        error_messages={"null": "请写哪天以前整改（F47）。"}, verbose_name="哪天以前整改"
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
                        error_messages={"null": "请选责任情形（F53a）。"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.accountabilityground",
                        verbose_name="责任情形",
                    ),
                ),
                (
                    "official",
                    models.ForeignKey(
                        error_messages={"null": "请选责任人（F47）。"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="责任人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        error_messages={"null": "请选责任单位（F47）。"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="officials.unit",
                        verbose_name="责任单位",
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="cases.inspection",
                        verbose_name="检查",
                    ),
                ),
            ],
            options={
                "verbose_name": "检查发现的问题",
                "verbose_name_plural": "检查发现的问题",
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=["official", "due_on"],
                        name="finding_open",
                    ),
                    models.Index(fields=["case"], name="finding_by_case"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("inspection", "position"), name="findings_are_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("facts", ""), _negated=True), models.Q(("remedy", ""), _negated=True)
                        ),
                        name="finding_says_what_and_how_it_is_put_right",
                        violation_error_message="请写发现了什么，要改成怎样。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gt", models.F("found_on"))),
                        name="finding_is_due_after_it_was_found",
                        violation_error_message="整改的日子要在发现以后。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("found_by", models.F("official")), _negated=True),
                        name="nobody_finds_against_himself",
                        violation_error_message="检查人不能查自己（F47）。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_by__isnull", True),
                            models.Q(("closed_by", models.F("official")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_closes_a_finding_against_himself",
                        violation_error_message="责任人不能给自己的问题销号（F47）。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FindingFile",
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
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to="cases.finding"
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
            name="Rectification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("done_on", models.DateField(verbose_name="哪天改好的")),
                ("evidence", cases.fields.EncryptedTextField(max_length=1000, verbose_name="凭什么说改好了")),
                ("reported_on", models.DateField(verbose_name="哪天报的")),
                ("holds", models.BooleanField(null=True, verbose_name="核对属实")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="核对日期")),
                ("check_note", cases.fields.EncryptedTextField(blank=True, max_length=300, verbose_name="核对的情况")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="rectifications", to="cases.finding"
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("evidence", ""), _negated=True),
                        name="rectification_has_its_evidence",
                        violation_error_message="请写凭什么说改好了（F47）。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("holds__isnull", True)),
                        fields=("finding",),
                        name="one_rectification_waits",
                        violation_error_message="已经报了，等督查员核对。",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by__isnull", True),
                            models.Q(("checked_by", models.F("reported_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="another_checks_the_rectification",
                        violation_error_message="自己报的整改，要由别人核对（F47）。",
                    ),
                ],
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
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_by__isnull", True), ("closed_on__isnull", True), ("closed_with__isnull", True)),
                    models.Q(
                        ("closed_by__isnull", False), ("closed_on__isnull", False), ("closed_with__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="finding_closes_with_its_evidence",
                violation_error_message="没有整改的凭据，不能销号（F47）。",
            ),
        ),
    ]
