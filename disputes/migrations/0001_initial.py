import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("disputes", "0001_a_visit_becomes_a_dispute")]

    initial = True

    dependencies = [
        ("cases", "0001_squashed"),
        ("officials", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="DisputeKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="Dispute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[("APPLIED", "当事人申请"), ("INITIATED", "主动调解"), ("COMMISSIONED", "委托、移送")],
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
                "indexes": [
                    models.Index(condition=models.Q(("state", "PENDING")), fields=["state"], name="dispute_pending")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", "COMMISSIONED"), models.Q(("source_organ", ""), _negated=True)),
                            models.Q(models.Q(("source", "COMMISSIONED"), _negated=True), ("source_organ", "")),
                            _connector="OR",
                        ),
                        name="what_was_commissioned_names_its_sender",
                        violation_error_message="委托、移送的要写是哪个单位（调解法第十八条）。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["DECLINED", "WITHDRAWN", "STOPPED"]),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            models.Q(("reason", ""), ("state__in", ["PENDING", "ACCEPTED", "VOID"])),
                            _connector="OR",
                        ),
                        name="dispute_ends_with_its_reason",
                        violation_error_message="结束要写原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["DECLINED", "STOPPED"]), _negated=True),
                            models.Q(("routes_told", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="who_is_not_mediated_is_told_the_legal_ways",
                        violation_error_message="请写告知了哪些法律途径（调解法第二十六条）。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalDispute",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[("APPLIED", "当事人申请"), ("INITIATED", "主动调解"), ("COMMISSIONED", "委托、移送")],
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
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
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
            name="Mediator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("official", "dispute"),
                        name="one_mediates_once",
                        violation_error_message="这位调解员已经在这一件里。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_lead", True)),
                        fields=("dispute",),
                        name="one_lead_mediator",
                        violation_error_message="主调解员只能有一位。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dispute", "party", "answer"),
                        name="a_party_says_the_same_once",
                        violation_error_message="刚才已经这样记过，没有再记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "AGREED"), _negated=True), ("rights_told", True), _connector="OR"
                        ),
                        name="who_agrees_was_told_the_rights",
                        violation_error_message="先告知权利义务，再问愿不愿意（调解法第二十三条、第二十四条）。",
                    ),
                ],
            },
        ),
    ]
