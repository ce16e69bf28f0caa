import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import cases.fields
import cases.recusable
from config.database.together import CreateTogether


class Migration(migrations.Migration):
    replaces = [
        ("disputes", "0001_initial"),
        ("disputes", "0003_the_month_is_frozen"),
        ("disputes", "0004_places_are_screened"),
        ("disputes", "0005_the_meeting_decides"),
        ("disputes", "0006_a_decision_stands_on_its_item"),
        ("disputes", "0008_mediation_is_recorded_and_kept"),
        ("disputes", "0010_what_was_made_names_its_decision"),
    ]

    initial = True

    dependencies = [
        ("cases", "0001_squashed_2026_11"),
        ("officials", "0001_squashed_2026_11"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name="DisputeKind",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=12, unique=True, verbose_name="代码")),
                        ("name", models.CharField(max_length=40, verbose_name="名称")),
                        ("official_code", models.CharField(blank=True, max_length=12, verbose_name="上报代码")),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="启用")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="停用")),
                    ],
                    options={
                        "verbose_name": "纠纷类别",
                        "verbose_name_plural": "纠纷类别",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "part",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "以前没办完的决定"), (2, "风险事项"), (3, "包案进展"), (4, "其他议题")],
                                verbose_name="部分",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("key", models.CharField(max_length=120)),
                        ("text", models.CharField(max_length=400, verbose_name="议题")),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.case",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "议题",
                        "verbose_name_plural": "议题",
                        "ordering": ["part", "position"],
                    },
                ),
                migrations.CreateModel(
                    name="Agreement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="第几份")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("WRITTEN", "书面协议"), ("ORAL", "口头协议")],
                                max_length=7,
                                verbose_name="书面还是口头",
                            ),
                        ),
                        ("facts", cases.fields.EncryptedTextField(max_length=3000, verbose_name="纠纷的主要事实")),
                        (
                            "issues",
                            cases.fields.EncryptedTextField(max_length=3000, verbose_name="争议事项和各方的责任"),
                        ),
                        ("terms", cases.fields.EncryptedTextField(max_length=3000, verbose_name="协议的内容")),
                        ("reached_on", models.DateField(verbose_name="哪天谈成的")),
                        (
                            "parties_signed_on",
                            models.DateField(blank=True, null=True, verbose_name="当事人都签了字的日子"),
                        ),
                        (
                            "mediator_signed_on",
                            models.DateField(blank=True, null=True, verbose_name="调解员签字的日子"),
                        ),
                        ("sealed_on", models.DateField(blank=True, null=True, verbose_name="盖调解委员会印章的日子")),
                        ("effective_on", models.DateField(blank=True, null=True, verbose_name="生效日期")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("dropped_on", models.DateField(blank=True, null=True, verbose_name="撤下日期")),
                        ("drop_reason", models.CharField(blank=True, max_length=200, verbose_name="撤下的原因")),
                        (
                            "deadline",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreement",
                                to="cases.deadline",
                            ),
                        ),
                        (
                            "dropped_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        "verbose_name": "调解协议",
                        "verbose_name_plural": "调解协议",
                        "ordering": ["position"],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("what", cases.fields.EncryptedTextField(max_length=500, verbose_name="履行什么")),
                        (
                            "manner",
                            cases.fields.EncryptedTextField(
                                blank=True, max_length=300, verbose_name="怎么履行、在哪里"
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="哪天以前")),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="disputes.agreement",
                            ),
                        ),
                        (
                            "deadline",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreement_item",
                                to="cases.deadline",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.party",
                                verbose_name="谁履行",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "协议的履行事项",
                        "verbose_name_plural": "协议的履行事项",
                        "ordering": ["position"],
                    },
                ),
                migrations.CreateModel(
                    name="Confirmation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("court", models.CharField(max_length=60, verbose_name="哪个法院")),
                        ("applied_on", models.DateField(verbose_name="共同申请的日子")),
                        ("last_on", models.DateField(verbose_name="申请的最后一天")),
                        ("is_joint", models.BooleanField(default=False, verbose_name="双方共同申请")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("CONFIRMED", "裁定确认有效"),
                                    ("REJECTED", "裁定驳回申请"),
                                    ("WITHDRAWN", "撤回申请"),
                                ],
                                max_length=9,
                                verbose_name="结果",
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=60, verbose_name="裁定书文号")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="裁定、撤回的日子")),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="confirmations",
                                to="disputes.agreement",
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
                        "verbose_name": "司法确认",
                        "verbose_name_plural": "司法确认",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Dispute",
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
                                choices=[
                                    ("APPLIED", "当事人申请"),
                                    ("INITIATED", "主动调解"),
                                    ("COMMISSIONED", "委托、移送"),
                                ],
                                default="APPLIED",
                                max_length=12,
                                verbose_name="来源",
                            ),
                        ),
                        ("source_organ", models.CharField(blank=True, max_length=60, verbose_name="委托、移送单位")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("PENDING", "待受理"),
                                    ("ACCEPTED", "已受理"),
                                    ("DECLINED", "不受理"),
                                    ("WITHDRAWN", "申请已撤回"),
                                    ("STOPPED", "一方不愿调解，已终止"),
                                    ("AGREED", "调解成功"),
                                    ("FAILED", "调解不成，已终止"),
                                    ("VOID", "登记作废"),
                                ],
                                default="PENDING",
                                max_length=9,
                                verbose_name="状态",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="结束的原因")),
                        ("routes_told", models.CharField(blank=True, max_length=300, verbose_name="告知的其他途径")),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="dispute",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="disputes.disputekind",
                                verbose_name="纠纷类别",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "矛盾纠纷",
                        "verbose_name_plural": "矛盾纠纷",
                    },
                    bases=(cases.recusable.Recusable, models.Model),
                ),
                migrations.CreateModel(
                    name="Consent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[("AGREED", "愿意调解"), ("REFUSED", "不愿意调解")],
                                max_length=8,
                                verbose_name="愿不愿意调解",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "way",
                            models.CharField(
                                choices=[("FACE", "当面"), ("PHONE", "电话"), ("WRITTEN", "书面")],
                                max_length=8,
                                verbose_name="怎么说的",
                            ),
                        ),
                        ("rights_told", models.BooleanField(default=False, verbose_name="已告知权利义务")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="原话或者原因")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
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
                            "dispute",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consents",
                                to="disputes.dispute",
                                verbose_name="矛盾纠纷",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "当事人意愿",
                        "verbose_name_plural": "当事人意愿",
                        "ordering": ["pk"],
                    },
                ),
                migrations.AddField(
                    model_name="agreement",
                    name="dispute",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="disputes.dispute",
                        verbose_name="矛盾纠纷",
                    ),
                ),
                migrations.CreateModel(
                    name="FollowUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("FULL", "履行了"), ("PARTLY", "履行了一部分"), ("NOT", "没有履行")],
                                max_length=6,
                                verbose_name="履行了没有",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="哪天回访的")),
                        ("performed_on", models.DateField(blank=True, null=True, verbose_name="哪天履行的")),
                        ("found", cases.fields.EncryptedTextField(max_length=500, verbose_name="看到、问到的情况")),
                        ("routes_told", models.CharField(blank=True, max_length=300, verbose_name="告知了怎么办")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤下日期")),
                        ("withdrawal", models.CharField(blank=True, max_length=200, verbose_name="撤下的原因")),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="follow_ups",
                                to="disputes.agreementitem",
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
                        "verbose_name": "履行回访",
                        "verbose_name_plural": "履行回访",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalDispute",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("APPLIED", "当事人申请"),
                                    ("INITIATED", "主动调解"),
                                    ("COMMISSIONED", "委托、移送"),
                                ],
                                default="APPLIED",
                                max_length=12,
                                verbose_name="来源",
                            ),
                        ),
                        ("source_organ", models.CharField(blank=True, max_length=60, verbose_name="委托、移送单位")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("PENDING", "待受理"),
                                    ("ACCEPTED", "已受理"),
                                    ("DECLINED", "不受理"),
                                    ("WITHDRAWN", "申请已撤回"),
                                    ("STOPPED", "一方不愿调解，已终止"),
                                    ("AGREED", "调解成功"),
                                    ("FAILED", "调解不成，已终止"),
                                    ("VOID", "登记作废"),
                                ],
                                default="PENDING",
                                max_length=9,
                                verbose_name="状态",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="结束的原因")),
                        ("routes_told", models.CharField(blank=True, max_length=300, verbose_name="告知的其他途径")),
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
                            "kind",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="disputes.disputekind",
                                verbose_name="纠纷类别",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 矛盾纠纷",
                        "verbose_name_plural": "historical 矛盾纠纷",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDisputeKind",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("code", models.CharField(db_index=True, max_length=12, verbose_name="代码")),
                        ("name", models.CharField(max_length=40, verbose_name="名称")),
                        ("official_code", models.CharField(blank=True, max_length=12, verbose_name="上报代码")),
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
                    ],
                    options={
                        "verbose_name": "historical 纠纷类别",
                        "verbose_name_plural": "historical 纠纷类别",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="KeyPeriod",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "level",
                            models.CharField(
                                choices=[("STREET", "街道"), ("DISTRICT", "区级"), ("CITY", "市级以上")],
                                max_length=8,
                                verbose_name="级别",
                            ),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="为什么")),
                        ("first_on", models.DateField(verbose_name="第一天")),
                        ("last_on", models.DateField(verbose_name="最后一天")),
                        ("measures", models.TextField(max_length=1000, verbose_name="措施")),
                        ("capacity", models.CharField(blank=True, max_length=300, verbose_name="接待力量怎么安排")),
                        ("made_on", models.DateField(verbose_name="哪天定的")),
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="从哪天起不再执行")),
                        (
                            "withdrawn_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="为什么提前结束"),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁定的",
                            ),
                        ),
                        (
                            "units",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="officials.unit", verbose_name="范围"
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
                        "verbose_name": "重要节点",
                        "verbose_name_plural": "重要节点",
                        "ordering": ["-first_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="DutyShift",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="哪天")),
                        (
                            "official",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="值班人",
                            ),
                        ),
                        (
                            "put_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁排的",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shifts",
                                to="disputes.keyperiod",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "值班",
                        "verbose_name_plural": "值班",
                        "ordering": ["on", "unit__position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Mediator",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "chosen_by",
                            models.CharField(
                                choices=[
                                    ("COMMITTEE", "调解组织指定"),
                                    ("FIRST", "申请人一方选的"),
                                    ("OTHER", "对方选的"),
                                    ("BOTH", "双方共同选的"),
                                ],
                                max_length=9,
                                verbose_name="怎么定的",
                            ),
                        ),
                        ("is_lead", models.BooleanField(default=False, verbose_name="主调解员")),
                        ("since", models.DateField(verbose_name="起")),
                        (
                            "dispute",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mediators",
                                to="disputes.dispute",
                                verbose_name="矛盾纠纷",
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
                        (
                            "official",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mediations",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="调解员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "调解员",
                        "verbose_name_plural": "调解员",
                        "ordering": ["-is_lead", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Meeting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.DateField(unique=True, verbose_name="月份")),
                        ("held_on", models.DateField(verbose_name="开会日期")),
                        ("place", models.CharField(max_length=60, verbose_name="地点")),
                        (
                            "state",
                            models.CharField(
                                choices=[("PLANNED", "已安排"), ("RUNNING", "正在开"), ("CLOSED", "已结束")],
                                default="PLANNED",
                                max_length=7,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "chair",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="主持人",
                            ),
                        ),
                        (
                            "recorder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="记录人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "例会",
                        "verbose_name_plural": "例会",
                        "ordering": ["-month"],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
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
                                    ("LEVEL", "调整层级"),
                                    ("OWNERSHIP", "包案"),
                                    ("TEAM", "成立专班"),
                                    ("SUSPENSION", "中止清零目标"),
                                    ("SUPERVISION", "督办"),
                                    ("RESOURCES", "资源保障"),
                                    ("UPWARD", "报上级"),
                                    ("POLICY", "政策建议"),
                                    ("KEY_PERIOD", "重要时段安排"),
                                    ("EXTENSION", "延长疑难案件清零期限"),
                                    ("OTHER", "其他"),
                                ],
                                max_length=11,
                                verbose_name="种类",
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="内容")),
                        ("assisting", models.CharField(blank=True, max_length=100, verbose_name="协助单位")),
                        ("due_on", models.DateField(verbose_name="完成时限")),
                        ("feedback", models.CharField(max_length=60, verbose_name="反馈形式")),
                        ("decided_on", models.DateField(verbose_name="决定日期")),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.case",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="disputes.agendaitem",
                            ),
                        ),
                        (
                            "leader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="责任领导",
                            ),
                        ),
                        (
                            "official",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="责任人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="责任单位",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="disputes.meeting",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会议决定",
                        "verbose_name_plural": "会议决定",
                        "ordering": ["meeting", "position"],
                    },
                ),
                migrations.AddField(
                    model_name="agendaitem",
                    name="meeting",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="disputes.meeting"
                    ),
                ),
                migrations.CreateModel(
                    name="MeetingTask",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("OPEN", "在办"),
                                    ("REPORTED", "已报，等核对"),
                                    ("DONE", "已办结"),
                                    ("DROPPED", "不再办"),
                                ],
                                default="OPEN",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="办成日期")),
                        ("evidence", models.CharField(blank=True, max_length=300, verbose_name="凭据")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="原因")),
                        (
                            "closed_by",
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.deadline"
                            ),
                        ),
                        (
                            "decision",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="task",
                                to="disputes.decision",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会议任务",
                        "verbose_name_plural": "会议任务",
                    },
                ),
                migrations.AddField(
                    model_name="agendaitem",
                    name="task",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="disputes.meetingtask",
                    ),
                ),
                migrations.CreateModel(
                    name="Pack",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.DateField(unique=True, verbose_name="月份")),
                        ("cut_off", models.DateTimeField(verbose_name="截止时间")),
                        ("frozen_at", models.DateTimeField(verbose_name="冻结时间")),
                        ("content", models.TextField(verbose_name="内容")),
                        ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                        (
                            "frozen_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "月度研判报告",
                        "verbose_name_plural": "月度研判报告",
                    },
                ),
                migrations.CreateModel(
                    name="Paragraph",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("section", models.CharField(max_length=12, verbose_name="哪一节")),
                        ("text", models.TextField(max_length=4000, verbose_name="段落")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="什么时候")),
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
                            "pack",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="paragraphs",
                                to="disputes.pack",
                                verbose_name="月度研判报告",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报告段落",
                        "verbose_name_plural": "报告段落",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Participant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("organ", models.CharField(blank=True, max_length=40, verbose_name="其他单位")),
                        ("name", models.CharField(max_length=20, verbose_name="姓名")),
                        (
                            "role",
                            models.CharField(
                                choices=[("ATTENDS", "出席"), ("SITS_IN", "列席"), ("EXCUSED", "请假")],
                                max_length=7,
                                verbose_name="出席、列席还是请假",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="participants",
                                to="disputes.meeting",
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
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "参会人员",
                        "verbose_name_plural": "参会人员",
                        "ordering": ["role", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Postponement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="原来的日子")),
                        ("until_on", models.DateField(verbose_name="延到哪天")),
                        ("reason", models.CharField(max_length=200, verbose_name="为什么延期")),
                        ("on", models.DateField(verbose_name="哪天定的")),
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
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="postponements",
                                to="disputes.meetingtask",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "任务延期",
                        "verbose_name_plural": "任务延期",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ScreeningPlan",
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
                                    ("REGULAR", "定期排查"),
                                    ("RANDOM", "随机排查"),
                                    ("THEMATIC", "专项排查"),
                                    ("SURPRISE", "突击检查"),
                                    ("DAILY", "日常排查"),
                                    ("KEY_DATE", "重要节点排查"),
                                ],
                                max_length=8,
                                verbose_name="种类",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "frequency",
                            models.CharField(
                                choices=[
                                    ("DAILY", "每天"),
                                    ("WEEKLY", "每周"),
                                    ("HALF_MONTHLY", "每半月"),
                                    ("MONTHLY", "每月"),
                                    ("ONCE", "一次"),
                                ],
                                max_length=12,
                                verbose_name="多久一次",
                            ),
                        ),
                        ("first_on", models.DateField(verbose_name="第一天")),
                        ("last_on", models.DateField(verbose_name="最后一天")),
                        ("checklist", models.TextField(blank=True, max_length=1000, verbose_name="查哪几样")),
                        (
                            "draw_count",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="每次抽几个网格"),
                        ),
                        ("seed", models.CharField(blank=True, max_length=32, verbose_name="抽签的种子")),
                        ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="几点开始")),
                        ("planned_on", models.DateField(verbose_name="安排日期")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="从哪天起不再查")),
                        ("end_reason", models.CharField(blank=True, max_length=200, verbose_name="为什么停")),
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
                                blank=True,
                                null=True,
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
                            "units",
                            models.ManyToManyField(related_name="+", to="officials.unit", verbose_name="查哪里"),
                        ),
                    ],
                    options={
                        "verbose_name": "排查计划",
                        "verbose_name_plural": "排查计划",
                        "ordering": ["-first_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ScreeningDraw",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("for_on", models.DateField(verbose_name="哪一次")),
                        (
                            "pool",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), size=None, verbose_name="从哪些网格里抽"
                            ),
                        ),
                        ("count", models.PositiveSmallIntegerField(verbose_name="抽几个")),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="draws",
                                to="disputes.screeningplan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "排查抽签",
                        "verbose_name_plural": "排查抽签",
                        "ordering": ["plan", "-for_on"],
                    },
                ),
                migrations.CreateModel(
                    name="ScreeningTask",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "rhythm",
                            models.CharField(
                                choices=[
                                    ("DAILY", "每天"),
                                    ("WEEKLY", "每周"),
                                    ("HALF_MONTHLY", "每半月"),
                                    ("MONTHLY", "每月"),
                                    ("ONCE", "一次"),
                                ],
                                max_length=12,
                                verbose_name="多久一次",
                            ),
                        ),
                        ("for_on", models.DateField(verbose_name="哪一次")),
                        ("due_on", models.DateField(verbose_name="哪天以前")),
                        ("opened_on", models.DateField(verbose_name="哪天开的")),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[("NOTHING", "没有发现矛盾线索"), ("FOUND", "有，已上报线索")],
                                max_length=7,
                                verbose_name="看下来",
                            ),
                        ),
                        (
                            "looked_at",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=100),
                                default=list,
                                size=None,
                                verbose_name="看过哪几样",
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=200, verbose_name="补充一句")),
                        ("reported_at", models.DateTimeField(blank=True, null=True, verbose_name="报告时间")),
                        ("reported_on", models.DateField(blank=True, null=True, verbose_name="报告日期")),
                        ("dropped_on", models.DateField(blank=True, null=True, verbose_name="不用报了")),
                        (
                            "deadline",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="screening_task",
                                to="cases.deadline",
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="disputes.keyperiod",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="disputes.screeningplan",
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "排查任务",
                        "verbose_name_plural": "排查任务",
                        "ordering": ["due_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Clue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("facts", cases.fields.EncryptedTextField(max_length=1000, verbose_name="什么事")),
                        ("place", models.CharField(max_length=100, verbose_name="在哪里")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("NOISE", "噪声环境"),
                                    ("HOUSING", "物业房屋"),
                                    ("WAGES", "工资"),
                                    ("NEIGHBOURS", "邻里"),
                                    ("OTHER", "其他"),
                                ],
                                max_length=10,
                                verbose_name="哪一类",
                            ),
                        ),
                        ("people", models.PositiveIntegerField(blank=True, null=True, verbose_name="涉及几人")),
                        (
                            "urgency",
                            models.CharField(
                                choices=[
                                    ("WEEK", "不急，本周看一下"),
                                    ("TODAY", "要快，今天来人"),
                                    ("NOW", "有人受伤或断水断气，马上"),
                                ],
                                max_length=5,
                                verbose_name="急不急",
                            ),
                        ),
                        (
                            "parties",
                            cases.fields.EncryptedTextField(
                                blank=True, max_length=200, verbose_name="涉及哪些人（听说的）"
                            ),
                        ),
                        (
                            "done",
                            cases.fields.EncryptedTextField(blank=True, max_length=300, verbose_name="我当场做了什么"),
                        ),
                        ("raised_on", models.DateField(verbose_name="哪天报的")),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("CONFIRMED", "属实，确认"),
                                    ("MERGED", "和别的线索是一件事"),
                                    ("REFUSED", "不成立"),
                                ],
                                max_length=9,
                                verbose_name="核实",
                            ),
                        ),
                        ("answer_words", models.CharField(blank=True, max_length=300, verbose_name="核实的情况")),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="核实日期")),
                        (
                            "evidence",
                            cases.fields.EncryptedTextField(blank=True, max_length=500, verbose_name="凭什么说解决了"),
                        ),
                        ("settled_on", models.DateField(blank=True, null=True, verbose_name="当场解决")),
                        ("registered_on", models.DateField(blank=True, null=True, verbose_name="已登记")),
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
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="哪个社区",
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
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="disputes.clue",
                            ),
                        ),
                        (
                            "raised_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁报的",
                            ),
                        ),
                        (
                            "settled_by",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clues",
                                to="disputes.screeningtask",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "矛盾线索",
                        "verbose_name_plural": "矛盾线索",
                        "ordering": ["-pk"],
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
                        ("position", models.PositiveSmallIntegerField(verbose_name="第几次")),
                        ("started_at", models.DateTimeField(verbose_name="什么时候谈的")),
                        ("place", models.CharField(max_length=100, verbose_name="在哪里")),
                        ("is_open", models.BooleanField(default=False, verbose_name="公开进行")),
                        (
                            "invitees",
                            cases.fields.EncryptedTextField(blank=True, max_length=300, verbose_name="请来参加的人"),
                        ),
                        ("invitees_agreed", models.BooleanField(default=False, verbose_name="双方同意请他们")),
                        ("rights_told", models.BooleanField(default=False, verbose_name="开始时告知了权利义务")),
                        (
                            "first_said",
                            cases.fields.EncryptedTextField(
                                blank=True, max_length=3000, verbose_name="申请一方怎么说"
                            ),
                        ),
                        (
                            "other_said",
                            cases.fields.EncryptedTextField(blank=True, max_length=3000, verbose_name="对方怎么说"),
                        ),
                        (
                            "course",
                            cases.fields.EncryptedTextField(blank=True, max_length=3000, verbose_name="怎么调解的"),
                        ),
                        ("result", cases.fields.EncryptedTextField(max_length=500, verbose_name="这次的结果")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "dispute",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sessions",
                                to="disputes.dispute",
                                verbose_name="矛盾纠纷",
                            ),
                        ),
                        (
                            "mediators",
                            models.ManyToManyField(
                                related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="到场的调解员"
                            ),
                        ),
                        (
                            "parties",
                            models.ManyToManyField(related_name="+", to="cases.party", verbose_name="到场的当事人"),
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
                        "verbose_name": "调解记录",
                        "verbose_name_plural": "调解记录",
                        "ordering": ["position"],
                    },
                ),
                migrations.CreateModel(
                    name="Correction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", cases.fields.EncryptedTextField(max_length=3000, verbose_name="更正")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
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
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="disputes.session",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "调解记录的更正",
                        "verbose_name_plural": "调解记录的更正",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Suggestion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=20, unique=True, verbose_name="编号")),
                        ("organ", models.CharField(blank=True, max_length=60, verbose_name="别的机关")),
                        ("text", models.TextField(max_length=1000, verbose_name="建议")),
                        ("asked_on", models.DateField(verbose_name="哪天提的")),
                        ("due_on", models.DateField(verbose_name="哪天以前反馈")),
                        (
                            "adoption",
                            models.CharField(
                                blank=True,
                                choices=[("ADOPTED", "采纳"), ("PARTLY", "部分采纳"), ("NOT", "没有采纳")],
                                max_length=7,
                                verbose_name="采纳情况",
                            ),
                        ),
                        ("feedback", models.TextField(blank=True, max_length=1000, verbose_name="书面反馈")),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="反馈日期")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁提的",
                            ),
                        ),
                        (
                            "cause",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="suggestions",
                                to="cases.causecode",
                                verbose_name="成因",
                            ),
                        ),
                        (
                            "deadline",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="suggestion",
                                to="cases.deadline",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                                verbose_name="给哪个单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "完善政策建议",
                        "verbose_name_plural": "完善政策建议",
                        "ordering": ["-asked_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Outcome",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="哪天办的")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁办的",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outcomes",
                                to="disputes.decision",
                                verbose_name="会议决定",
                            ),
                        ),
                        (
                            "period",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outcome",
                                to="disputes.keyperiod",
                            ),
                        ),
                        (
                            "team",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outcome",
                                to="cases.team",
                            ),
                        ),
                        (
                            "suggestion",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outcome",
                                to="disputes.suggestion",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "决定的落实",
                        "verbose_name_plural": "决定的落实",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Lesson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="哪一年")),
                        ("text", models.CharField(max_length=500, verbose_name="教训、经验")),
                        ("change", models.CharField(max_length=300, verbose_name="改了什么规矩")),
                        ("written_on", models.DateField(verbose_name="哪天写的")),
                        (
                            "finding",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.finding",
                                verbose_name="检查发现的问题",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁写的",
                            ),
                        ),
                        (
                            "suggestion",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="disputes.suggestion",
                                verbose_name="建议",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "经验教训",
                        "verbose_name_plural": "经验教训",
                        "ordering": ["-year", "-pk"],
                    },
                ),
                migrations.AddIndex(
                    model_name="agreementitem",
                    index=models.Index(fields=["due_on"], name="agreement_item_by_day"),
                ),
                migrations.AddConstraint(
                    model_name="agreementitem",
                    constraint=models.UniqueConstraint(fields=("agreement", "position"), name="items_are_numbered"),
                ),
                migrations.AddConstraint(
                    model_name="agreementitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="an_item_says_what"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="confirmation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("is_joint", True)),
                        name="both_sides_apply_together",
                        violation_error_message="司法确认要双方共同申请（人民调解法第三十三条）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="confirmation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("applied_on__lte", models.F("last_on"))),
                        name="confirmation_is_asked_for_in_time",
                        violation_error_message="已经过了共同申请的最后一天（人民调解法第三十三条）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="confirmation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("outcome__in", ["", "CONFIRMED"])),
                        fields=("agreement",),
                        name="one_confirmation_at_a_time",
                        violation_error_message="已经申请过司法确认。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="confirmation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_by__isnull", True),
                                ("decided_on__isnull", True),
                                ("number", ""),
                                ("outcome", ""),
                            ),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("decided_on__gte", models.F("applied_on")),
                                ("decided_on__isnull", False),
                                ("outcome__in", ["CONFIRMED", "REJECTED"]),
                                models.Q(("number", ""), _negated=True),
                            ),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("decided_on__gte", models.F("applied_on")),
                                ("decided_on__isnull", False),
                                ("outcome", "WITHDRAWN"),
                            ),
                            _connector="OR",
                        ),
                        name="the_court_rules_whole",
                        violation_error_message="裁定要写文号和日子，不能早于申请。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consent",
                    constraint=models.UniqueConstraint(
                        fields=("dispute", "party", "answer"),
                        name="a_party_says_the_same_once",
                        violation_error_message="刚才已经这样记过，没有再记。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "AGREED"), _negated=True), ("rights_told", True), _connector="OR"
                        ),
                        name="who_agrees_was_told_the_rights",
                        violation_error_message="先告知权利义务，再问愿不愿意（调解法第二十三条、第二十四条）。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="agreement",
                    index=models.Index(fields=["effective_on"], name="agreement_by_effect"),
                ),
                migrations.AddConstraint(
                    model_name="agreement",
                    constraint=models.UniqueConstraint(fields=("dispute", "position"), name="agreements_are_numbered"),
                ),
                migrations.AddConstraint(
                    model_name="agreement",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("dropped_on__isnull", True)),
                        fields=("dispute",),
                        name="one_agreement_stands",
                        violation_error_message="这件纠纷已经有一份协议。要改的，先撤下，再重新写。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agreement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "ORAL"), _negated=True),
                            models.Q(
                                ("effective_on", models.F("reached_on")),
                                ("effective_on__isnull", False),
                                ("mediator_signed_on__isnull", True),
                                ("parties_signed_on__isnull", True),
                                ("sealed_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="an_oral_agreement_is_in_effect_when_reached",
                        violation_error_message="口头协议自谈成那天生效，没有签字盖章的日子。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agreement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "WRITTEN"), _negated=True),
                            models.Q(
                                ("effective_on__isnull", True),
                                models.Q(
                                    ("parties_signed_on__isnull", True),
                                    ("mediator_signed_on__isnull", True),
                                    ("sealed_on__isnull", True),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                (
                                    "effective_on",
                                    django.db.models.functions.comparison.Greatest(
                                        "parties_signed_on", "mediator_signed_on", "sealed_on"
                                    ),
                                ),
                                ("effective_on__isnull", False),
                                ("mediator_signed_on__isnull", False),
                                ("parties_signed_on__isnull", False),
                                ("sealed_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_written_one_takes_effect_with_the_latest_of_three",
                        violation_error_message="书面协议自当事人、调解员都签了字并且盖了印章的那天生效。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agreement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("parties_signed_on__isnull", True),
                                ("parties_signed_on__gte", models.F("reached_on")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("mediator_signed_on__isnull", True),
                                ("mediator_signed_on__gte", models.F("reached_on")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("sealed_on__isnull", True),
                                ("sealed_on__gte", models.F("reached_on")),
                                _connector="OR",
                            ),
                        ),
                        name="nothing_is_signed_before_it_is_agreed",
                        violation_error_message="签字、盖章不能早于谈成的日子。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agreement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("drop_reason", ""), ("dropped_by__isnull", True), ("dropped_on__isnull", True)),
                            models.Q(
                                ("dropped_by__isnull", False),
                                ("dropped_on__isnull", False),
                                ("effective_on__isnull", True),
                                models.Q(("drop_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="only_what_is_not_in_effect_is_dropped",
                        violation_error_message="没有生效的协议才能撤下，要写原因。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agreement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("deadline__isnull", True), ("effective_on__isnull", False), _connector="OR"
                        ),
                        name="what_is_in_effect_has_its_time_to_be_confirmed",
                    ),
                ),
                migrations.AddIndex(
                    model_name="dispute",
                    index=models.Index(
                        condition=models.Q(("state", "PENDING")), fields=["state"], name="dispute_pending"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="dispute",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", "COMMISSIONED"), models.Q(("source_organ", ""), _negated=True)),
                            models.Q(models.Q(("source", "COMMISSIONED"), _negated=True), ("source_organ", "")),
                            _connector="OR",
                        ),
                        name="what_was_commissioned_names_its_sender",
                        violation_error_message="委托、移送的要写是哪个单位（调解法第十八条）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="dispute",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["DECLINED", "WITHDRAWN", "STOPPED", "FAILED"]),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            models.Q(("reason", ""), ("state__in", ["PENDING", "ACCEPTED", "AGREED", "VOID"])),
                            _connector="OR",
                        ),
                        name="dispute_ends_with_its_reason",
                        violation_error_message="结束要写原因。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="dispute",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["DECLINED", "STOPPED", "FAILED"]), _negated=True),
                            models.Q(("routes_told", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="who_is_not_mediated_is_told_the_legal_ways",
                        violation_error_message="请写告知了哪些法律途径（调解法第二十六条）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="followup",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("outcome", "FULL"), ("withdrawn_on__isnull", True)),
                        fields=("item",),
                        name="an_item_is_performed_once",
                        violation_error_message="这一项已经记了履行。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="followup",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("withdrawn_on__isnull", True)),
                        fields=("item", "on", "outcome"),
                        name="a_day_has_one_such_finding",
                        violation_error_message="刚才已经这样记过，没有再记。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="followup",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome", "FULL"),
                                ("performed_on__isnull", False),
                                ("performed_on__lte", models.F("on")),
                                ("routes_told", ""),
                            ),
                            models.Q(("outcome", "PARTLY"), ("performed_on__isnull", True)),
                            models.Q(
                                ("outcome", "NOT"),
                                ("performed_on__isnull", True),
                                models.Q(("routes_told", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="what_is_performed_has_its_day",
                        violation_error_message="履行了的写哪天，没有履行的写告知了怎么办。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="followup",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("found", ""), _negated=True), name="a_follow_up_says_what_was_found"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="followup",
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
                        name="a_finding_is_withdrawn_with_its_reason",
                        violation_error_message="撤下要写原因。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="keyperiod",
                    index=models.Index(fields=["last_on"], name="key_period_by_end"),
                ),
                migrations.AddConstraint(
                    model_name="keyperiod",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("first_on__gte", models.F("made_on")), ("last_on__gte", models.F("first_on"))
                        ),
                        name="key_period_ends_after_it_starts",
                        violation_error_message="最后一天不能早于第一天，第一天不能早于写下的那天。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="keyperiod",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_by__isnull", True),
                                ("withdrawn_on__isnull", True),
                                ("withdrawn_reason", ""),
                            ),
                            models.Q(
                                ("withdrawn_by__isnull", False),
                                ("withdrawn_on__isnull", False),
                                ("withdrawn_on__lte", models.F("last_on")),
                                models.Q(("withdrawn_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="key_period_is_withdrawn_with_its_reason",
                        violation_error_message="提前结束要写为什么。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="dutyshift",
                    constraint=models.UniqueConstraint(
                        fields=("period", "unit", "official", "on"),
                        name="on_duty_once_a_day",
                        violation_error_message="这一天已经排了他。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="mediator",
                    constraint=models.UniqueConstraint(
                        fields=("official", "dispute"),
                        name="one_mediates_once",
                        violation_error_message="这位调解员已经在这一件里。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="mediator",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("is_lead", True)),
                        fields=("dispute",),
                        name="one_lead_mediator",
                        violation_error_message="主调解员只能有一位。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="meeting",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="meeting_month_is_its_first_day",
                        violation_error_message="月份写当月的第一天。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="decision",
                    constraint=models.UniqueConstraint(fields=("meeting", "position"), name="one_decision_a_place"),
                ),
                migrations.AddConstraint(
                    model_name="decision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("due_on__gt", models.F("decided_on"))), name="decision_is_due_later"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="meetingtask",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["REPORTED", "DONE"]), _negated=True),
                            models.Q(("done_on__isnull", False), models.Q(("evidence", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="done_task_has_its_evidence",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="meetingtask",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "DROPPED"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="dropped_task_has_its_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agendaitem",
                    constraint=models.UniqueConstraint(fields=("meeting", "key"), name="one_item_a_thing"),
                ),
                migrations.AddConstraint(
                    model_name="pack",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="pack_is_of_a_month"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="pack",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("frozen_at__gte", models.F("cut_off"))),
                        name="pack_is_frozen_after_its_cut_off",
                    ),
                ),
                migrations.AddIndex(
                    model_name="paragraph",
                    index=models.Index(fields=["pack", "section"], name="paragraph_by_section"),
                ),
                migrations.AddConstraint(
                    model_name="participant",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("unit__isnull", True), models.Q(("organ", ""), _negated=True)),
                            models.Q(("organ", ""), ("unit__isnull", False)),
                            _connector="OR",
                        ),
                        name="participant_is_of_one_place",
                        violation_error_message="选一个本街道的单位，或者写别的单位，二选一。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="participant",
                    constraint=models.UniqueConstraint(
                        fields=("meeting", "unit", "organ", "name"),
                        name="one_participates_once",
                        nulls_distinct=False,
                        violation_error_message="这位已经在名单里。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="postponement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("until_on__gt", models.F("from_on"))), name="postponed_to_a_later_day"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="postponement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="postponement_has_its_reason"
                    ),
                ),
                migrations.AddIndex(
                    model_name="screeningplan",
                    index=models.Index(
                        condition=models.Q(("ended_on__isnull", True)), fields=["last_on"], name="screening_by_end"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="screeningplan",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("first_on__gte", models.F("planned_on")), ("last_on__gte", models.F("first_on"))
                        ),
                        name="screening_ends_after_it_starts",
                        violation_error_message="最后一天不能早于第一天，第一天不能早于安排的那天。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="screeningplan",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "RANDOM"), _negated=True),
                            models.Q(
                                ("draw_count__gte", 1),
                                ("draw_count__isnull", False),
                                models.Q(("seed", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="random_screening_has_its_seed",
                        violation_error_message="随机排查要写每次抽几个网格。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="screeningplan",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "SURPRISE"), _negated=True),
                            models.Q(("inspector__isnull", False), ("starts_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="surprise_has_its_start_and_inspector",
                        violation_error_message="突击检查要写几点开始、谁去查。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="screeningplan",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "THEMATIC"), _negated=True),
                            models.Q(("checklist", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="thematic_screening_has_its_checklist",
                        violation_error_message="专项排查要写查哪几样。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="screeningplan",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("ended_by__isnull", True), ("ended_on__isnull", True)),
                            models.Q(
                                ("ended_by__isnull", False),
                                ("ended_on__isnull", False),
                                models.Q(("end_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="screening_is_stopped_with_its_reason",
                        violation_error_message="停查要写为什么。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="screeningdraw",
                    constraint=models.UniqueConstraint(fields=("plan", "for_on"), name="one_draw_a_turn"),
                ),
                migrations.AddIndex(
                    model_name="screeningtask",
                    index=models.Index(
                        condition=models.Q(("dropped_on__isnull", True), ("result", "")),
                        fields=["due_on", "unit"],
                        name="screening_unreported",
                    ),
                ),
                migrations.AddIndex(
                    model_name="screeningtask",
                    index=models.Index(fields=["for_on"], name="screening_by_day"),
                ),
                migrations.AddIndex(
                    model_name="screeningtask",
                    index=models.Index(fields=["due_on", "unit"], name="screening_by_due"),
                ),
                migrations.AddConstraint(
                    model_name="screeningtask",
                    constraint=models.UniqueConstraint(
                        fields=("plan", "unit", "rhythm", "for_on"),
                        name="one_screening_task_a_place_and_turn",
                        nulls_distinct=False,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="screeningtask",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("plan__isnull", False), ("period__isnull", False), _connector="OR"),
                        name="screening_task_is_of_a_plan_or_a_period",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="screeningtask",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reported_at__isnull", True),
                                ("reported_by__isnull", True),
                                ("reported_on__isnull", True),
                                ("result", ""),
                            ),
                            models.Q(
                                models.Q(("result", ""), _negated=True),
                                ("reported_at__isnull", False),
                                ("reported_by__isnull", False),
                                ("reported_on__isnull", False),
                                ("dropped_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="screening_is_reported_whole",
                        violation_error_message="报告要写看下来怎样、谁报的。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="clue",
                    index=models.Index(fields=["community", "answered_on"], name="clue_by_community"),
                ),
                migrations.AddIndex(
                    model_name="clue",
                    index=models.Index(fields=["raised_by", "-id"], name="clue_by_raiser"),
                ),
                migrations.AddIndex(
                    model_name="clue",
                    index=models.Index(
                        condition=models.Q(("answer", "")), fields=["community"], name="clue_unanswered"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="clue",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_by__isnull", True),
                                ("answered_on__isnull", True),
                                ("merged_into__isnull", True),
                            ),
                            models.Q(
                                ("answer", "CONFIRMED"),
                                ("answered_by__isnull", False),
                                ("answered_on__isnull", False),
                                ("merged_into__isnull", True),
                            ),
                            models.Q(
                                ("answer", "MERGED"),
                                ("answered_by__isnull", False),
                                ("answered_on__isnull", False),
                                ("merged_into__isnull", False),
                            ),
                            models.Q(
                                ("answer", "REFUSED"),
                                ("answered_by__isnull", False),
                                ("answered_on__isnull", False),
                                ("merged_into__isnull", True),
                                models.Q(("answer_words", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="clue_is_answered_whole",
                        violation_error_message="并入的要写并到哪一条，不成立的要写为什么。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="clue",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("evidence", ""), ("settled_by__isnull", True), ("settled_on__isnull", True)),
                            models.Q(
                                ("answer", "CONFIRMED"),
                                ("settled_by__isnull", False),
                                ("settled_on__isnull", False),
                                ("registered_on__isnull", True),
                                models.Q(("evidence", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="clue_is_settled_or_registered",
                        violation_error_message="当场解决的要有凭据。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="clue",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("registered_on__isnull", True), ("answer", "CONFIRMED"), _connector="OR"),
                        name="only_a_confirmed_clue_is_registered",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="session",
                    constraint=models.UniqueConstraint(fields=("dispute", "position"), name="sessions_are_numbered"),
                ),
                migrations.AddConstraint(
                    model_name="session",
                    constraint=models.UniqueConstraint(
                        fields=("dispute", "started_at"),
                        name="a_talk_is_recorded_once",
                        violation_error_message="这个时间的调解已经记过。要补充、更正的，另写一条更正。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="session",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("invitees", ""), ("invitees_agreed", True), _connector="OR"),
                        name="who_is_invited_has_both_sides_consent",
                        violation_error_message="请别人参加，要双方同意（调解法第二十条）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="session",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", ""), _negated=True),
                            models.Q(
                                models.Q(("first_said", ""), _negated=True),
                                models.Q(("other_said", ""), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="a_talk_says_what_was_said_and_its_result",
                        violation_error_message="请写当事人怎么说的和这次的结果。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="suggestion",
                    index=models.Index(
                        condition=models.Q(("answered_on__isnull", True)),
                        fields=["due_on"],
                        name="suggestion_unanswered",
                    ),
                ),
                migrations.AddIndex(
                    model_name="suggestion",
                    index=models.Index(fields=["-asked_on"], name="suggestion_by_day"),
                ),
                migrations.AddConstraint(
                    model_name="suggestion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organ", ""), ("unit__isnull", False)),
                            models.Q(("unit__isnull", True), models.Q(("organ", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="suggestion_is_to_one",
                        violation_error_message="建议给一个单位或者一个机关。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="suggestion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("adoption", ""),
                                ("answered_on__isnull", True),
                                ("feedback", ""),
                                ("recorded_by__isnull", True),
                            ),
                            models.Q(
                                models.Q(("adoption", ""), _negated=True),
                                models.Q(("feedback", ""), _negated=True),
                                ("answered_on__isnull", False),
                                ("recorded_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="suggestion_is_answered_whole",
                        violation_error_message="反馈要写采纳没有、原话和日期。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="outcome",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("period__isnull", True), ("suggestion__isnull", True), ("team__isnull", False)),
                            models.Q(("period__isnull", True), ("suggestion__isnull", False), ("team__isnull", True)),
                            models.Q(("period__isnull", False), ("suggestion__isnull", True), ("team__isnull", True)),
                            _connector="OR",
                        ),
                        name="outcome_is_one_thing",
                        violation_error_message="一次记一样：队伍、建议或者重要节点。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lesson",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("finding__isnull", False), ("suggestion__isnull", False), _connector="OR"),
                        name="lesson_has_its_source",
                        violation_error_message="请选从哪个问题或者哪条建议来的。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lesson",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True), models.Q(("change", ""), _negated=True)
                        ),
                        name="lesson_changes_something",
                    ),
                ),
            ]
        ),
    ]
