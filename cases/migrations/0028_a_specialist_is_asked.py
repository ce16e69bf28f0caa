import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import cases.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0027_supervision_comes_from_above"),
        ("officials", "0006_the_team_and_its_certificates"),
    ]

    operations = [
        migrations.CreateModel(
            name="Conflict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("specialist", "case"),
                        name="one_conflict_a_specialist_and_case",
                        violation_error_message="这位专家已经声明过（F24）。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ground", ""), _negated=True),
                        name="conflict_says_what",
                        violation_error_message="请写有什么利益冲突。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("what_for", cases.fields.EncryptedTextField(blank=True, max_length=500, verbose_name="请他看什么")),
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
                ("result", cases.fields.EncryptedTextField(blank=True, max_length=3000, verbose_name="意见、结果")),
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
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.party",
                        verbose_name="谁答复的",
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "ACCEPTED")),
                        fields=["specialist", "case"],
                        name="consultation_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "position"), name="consultations_are_numbered"),
                    models.CheckConstraint(
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
                        violation_error_message="愿不愿意要写哪天、怎么答复的（F56）。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_on__isnull", True),
                            models.Q(("accepted_on__gte", models.F("consent_on")), ("consent", "AGREED")),
                            models.Q(("consent", "REFUSED"), ("state", "REFUSED")),
                            _connector="OR",
                        ),
                        name="nothing_begins_without_consent",
                        violation_error_message="本人同意以后，专家才能接（F56）。",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "COUNSEL"), _negated=True),
                            models.Q(("declined_for", ""), ("result", ""), ("what_for", "")),
                            _connector="OR",
                        ),
                        name="the_file_tells_nothing_of_psychological_support",
                        violation_error_message="心理疏导的内容不写进案卷（F56）。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CounsellingNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held_on", models.DateField(verbose_name="哪天谈的")),
                ("text", cases.fields.EncryptedTextField(max_length=5000, verbose_name="咨询记录")),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="记录时间")),
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
                "indexes": [models.Index(fields=["author", "consultation"], name="note_by_author")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="counselling_note_is_no_empty_one",
                        violation_error_message="请写咨询记录。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CertificateClock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "certificate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clock", to="officials.certificate"
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
    ]
