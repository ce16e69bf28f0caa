import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import cases.fields
import petitions.models.adding
import petitions.models.answering
import petitions.models.assisting
import petitions.models.closing
import petitions.models.disclosure
import petitions.models.extension
import petitions.models.hearing
import petitions.models.inquiry
import petitions.models.legal_ending
import petitions.models.mediation
import petitions.models.merging
import petitions.models.rating
import petitions.models.recusal
import petitions.models.reopening
import petitions.models.review
import petitions.models.simple
import petitions.models.sorting
import petitions.models.states
import petitions.models.withdrawal
from config.database.together import CreateTogether


class Migration(migrations.Migration):
    replaces = [
        ("petitions", "0001_squashed"),
        ("petitions", "0002_hearing"),
        ("petitions", "0003_a_name_is_told_for_one_inquiry"),
        ("petitions", "0004_a_claim_may_be_ended_in_law"),
        ("petitions", "0005_who_decides_in_whose_place"),
    ]

    initial = True

    dependencies = [
        ("cases", "0001_squashed_2026_11"),
        ("disputes", "0001_squashed_2026_11"),
        ("officials", "0001_squashed_2026_11"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name="HistoricalPetition",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "stand",
                            models.CharField(
                                blank=True,
                                choices=[("AGREE", "同意"), ("DISAGREE", "不同意"), ("UNCLEAR", "无明确意见")],
                                max_length=8,
                                verbose_name="对答复的态度",
                            ),
                        ),
                        ("rating_asked_on", models.DateField(blank=True, null=True, verbose_name="请评价日期")),
                        (
                            "rating_asked_by",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PAPER", "评价表"),
                                    ("PHONE", "电话邀请"),
                                    ("MESSAGE", "短信邀请"),
                                    ("FACE", "当面邀请"),
                                ],
                                max_length=8,
                                verbose_name="请评价方式",
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
                    ],
                    options={
                        "verbose_name": "historical 信访",
                        "verbose_name_plural": "historical 信访",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Petition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "stand",
                            models.CharField(
                                blank=True,
                                choices=[("AGREE", "同意"), ("DISAGREE", "不同意"), ("UNCLEAR", "无明确意见")],
                                max_length=8,
                                verbose_name="对答复的态度",
                            ),
                        ),
                        ("rating_asked_on", models.DateField(blank=True, null=True, verbose_name="请评价日期")),
                        (
                            "rating_asked_by",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PAPER", "评价表"),
                                    ("PHONE", "电话邀请"),
                                    ("MESSAGE", "短信邀请"),
                                    ("FACE", "当面邀请"),
                                ],
                                max_length=8,
                                verbose_name="请评价方式",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="petition",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "信访",
                        "verbose_name_plural": "信访",
                    },
                    bases=(
                        petitions.models.states.Staged,
                        petitions.models.sorting.Sortable,
                        petitions.models.adding.Addable,
                        petitions.models.simple.Simplifiable,
                        petitions.models.answering.Answerable,
                        petitions.models.assisting.Assisted,
                        petitions.models.closing.Closable,
                        petitions.models.disclosure.Disclosing,
                        petitions.models.extension.Extendable,
                        petitions.models.hearing.Hearable,
                        petitions.models.inquiry.Inquirable,
                        petitions.models.legal_ending.LegallyEndable,
                        petitions.models.mediation.Mediable,
                        petitions.models.merging.Mergeable,
                        petitions.models.rating.Ratable,
                        petitions.models.recusal.Recusable,
                        petitions.models.reopening.Reopenable,
                        petitions.models.review.Reviewable,
                        petitions.models.withdrawal.Withdrawable,
                        models.Model,
                    ),
                ),
                migrations.CreateModel(
                    name="Opinion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("needs_review", models.BooleanField(verbose_name="要审核")),
                        ("needs_signature", models.BooleanField(verbose_name="要签发")),
                        (
                            "submitted_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="送审时间"),
                        ),
                        ("reviewed_at", models.DateTimeField(blank=True, null=True, verbose_name="审核时间")),
                        ("final_on", models.DateField(blank=True, null=True, verbose_name="成文日期")),
                        ("returned_at", models.DateTimeField(blank=True, null=True, verbose_name="退回时间")),
                        ("return_reason", models.CharField(blank=True, max_length=500, verbose_name="退回原因")),
                        (
                            "returned_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="退回人",
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
                                verbose_name="审核人",
                            ),
                        ),
                        (
                            "reviewed_for",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="代谁审核",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签发人",
                            ),
                        ),
                        (
                            "signed_for",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="代谁签发",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="送审人",
                            ),
                        ),
                        (
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opinions",
                                to="petitions.petition",
                                verbose_name="信访",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "处理意见",
                        "verbose_name_plural": "处理意见",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Objection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sender", models.CharField(max_length=60, verbose_name="交办、转送单位")),
                        ("reasons", models.TextField(max_length=2000, verbose_name="理由")),
                        ("sent_on", models.DateField(verbose_name="提出日期")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("AGREED", "核实同意，退回"), ("REFUSED", "不同意，由本街道办理")],
                                max_length=8,
                                verbose_name="答复",
                            ),
                        ),
                        ("heard_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                        (
                            "heard_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                        (
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objections",
                                to="petitions.petition",
                                verbose_name="信访",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "异议",
                        "verbose_name_plural": "异议",
                        "ordering": ["sent_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Merger",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="并案日期")),
                        ("reason", models.CharField(max_length=500, verbose_name="为什么是同一事项")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="决定人",
                            ),
                        ),
                        (
                            "merged",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merger",
                                to="petitions.petition",
                                verbose_name="并入的",
                            ),
                        ),
                        (
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mergers",
                                to="petitions.petition",
                                verbose_name="继续办的",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "并案",
                        "verbose_name_plural": "并案",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Inquiry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.CharField(max_length=20, unique=True, verbose_name="核查编号")),
                        ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("asked", models.TextField(max_length=1000, verbose_name="要核实什么")),
                        ("sent_on", models.DateField(verbose_name="发出日期")),
                        ("taken_on", models.DateField(blank=True, null=True, verbose_name="采用日期")),
                        ("recalled_on", models.DateField(blank=True, null=True, verbose_name="撤回日期")),
                        ("recall", models.CharField(blank=True, max_length=300, verbose_name="撤回原因")),
                        (
                            "deadline",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.deadline"
                            ),
                        ),
                        (
                            "recalled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inquiry",
                                to="cases.investigation",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发出人",
                            ),
                        ),
                        (
                            "taken_by",
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
                                verbose_name="核查单位",
                            ),
                        ),
                        (
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inquiries",
                                to="petitions.petition",
                                verbose_name="信访",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "核查任务",
                        "verbose_name_plural": "核查任务",
                        "ordering": ["petition", "position"],
                    },
                ),
                migrations.CreateModel(
                    name="Hearing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("ground", models.TextField(max_length=500, verbose_name="为什么听证")),
                        ("decided_on", models.DateField(verbose_name="决定日期")),
                        ("planned_on", models.DateField(blank=True, null=True, verbose_name="听证日期")),
                        ("hour", models.CharField(blank=True, max_length=40, verbose_name="听证时间")),
                        ("place", models.CharField(blank=True, max_length=100, verbose_name="听证地点")),
                        ("members", models.CharField(blank=True, max_length=200, verbose_name="听证员")),
                        ("told_on", models.DateField(blank=True, null=True, verbose_name="通知送达日期")),
                        ("first_on", models.DateField(blank=True, null=True, verbose_name="听证第一天")),
                        ("last_on", models.DateField(blank=True, null=True, verbose_name="听证最后一天")),
                        ("has_come", models.BooleanField(blank=True, null=True, verbose_name="信访人到场")),
                        ("attendance", models.TextField(blank=True, max_length=1000, verbose_name="参加人")),
                        (
                            "statements",
                            models.TextField(blank=True, max_length=10000, verbose_name="陈述、质证和辩论"),
                        ),
                        ("evidence", models.TextField(blank=True, max_length=3000, verbose_name="证据")),
                        ("conclusion", models.TextField(blank=True, max_length=3000, verbose_name="听证结论")),
                        ("dropped_on", models.DateField(blank=True, null=True, verbose_name="取消日期")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="为什么取消")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "announced_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="安排人",
                            ),
                        ),
                        (
                            "chair",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="主持人",
                            ),
                        ),
                        (
                            "claims",
                            models.ManyToManyField(
                                related_name="hearings", to="cases.claim", verbose_name="听证的诉求"
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
                            "held_by",
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
                            "minutes",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.attachment",
                                verbose_name="签了名的笔录",
                            ),
                        ),
                        (
                            "record",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hearing",
                                to="cases.investigation",
                            ),
                        ),
                        (
                            "recorder",
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
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hearings",
                                to="petitions.petition",
                                verbose_name="信访",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "听证",
                        "verbose_name_plural": "听证",
                        "ordering": ["petition", "position"],
                    },
                ),
                migrations.CreateModel(
                    name="Extension",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "days",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(30),
                                ],
                                verbose_name="延期天数",
                            ),
                        ),
                        ("reason", models.TextField(max_length=1000, verbose_name="延期理由")),
                        ("due_before", models.DateField(verbose_name="原到期日")),
                        ("due_after", models.DateField(verbose_name="延期后到期日")),
                        ("is_provisional", models.BooleanField(default=False, verbose_name="暂定")),
                        ("asked_on", models.DateField(verbose_name="提出日期")),
                        ("proposed_on", models.DateField(blank=True, null=True, verbose_name="主任同意日期")),
                        ("approved_on", models.DateField(blank=True, null=True, verbose_name="批准日期")),
                        ("refused_on", models.DateField(blank=True, null=True, verbose_name="不同意日期")),
                        ("refusal", models.CharField(blank=True, max_length=300, verbose_name="不同意的理由")),
                        ("effective_on", models.DateField(blank=True, null=True, verbose_name="生效日期")),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="批准人",
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
                                verbose_name="代谁批准",
                            ),
                        ),
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
                            "proposed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="主任",
                            ),
                        ),
                        (
                            "proposed_for",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="代哪位主任",
                            ),
                        ),
                        (
                            "refused_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="不同意的人",
                            ),
                        ),
                        (
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="extensions",
                                to="petitions.petition",
                                verbose_name="信访",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "延期",
                        "verbose_name_plural": "延期",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Referral",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ground", models.CharField(max_length=300, verbose_name="为什么可以调解")),
                        ("on", models.DateField(verbose_name="移交日期")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("AGREED", "达成协议"), ("ENDED", "没有达成，终止")],
                                max_length=6,
                                verbose_name="结果",
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="结果日期")),
                        (
                            "may_be_copied",
                            models.BooleanField(default=False, verbose_name="双方同意把协议附入信访案卷"),
                        ),
                        (
                            "agreement",
                            cases.fields.EncryptedTextField(blank=True, max_length=2000, verbose_name="协议内容"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="referrals",
                                to="cases.claim",
                                verbose_name="诉求",
                            ),
                        ),
                        (
                            "dispute",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="referral",
                                to="disputes.dispute",
                                verbose_name="矛盾纠纷",
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
                                verbose_name="记录人",
                            ),
                        ),
                        (
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="referrals",
                                to="petitions.petition",
                                verbose_name="信访",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "转调解",
                        "verbose_name_plural": "转调解",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Reopening",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(verbose_name="第几轮办理")),
                        ("closed_on", models.DateField(verbose_name="原办结日期")),
                        ("reason", models.CharField(max_length=500, verbose_name="为什么重新办理")),
                        ("asked_on", models.DateField(verbose_name="提出日期")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("REOPENED", "重新办理"), ("REFUSED", "不重新办理")],
                                max_length=8,
                                verbose_name="决定",
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                        ("refusal", models.CharField(blank=True, max_length=500, verbose_name="为什么不重新办理")),
                        (
                            "level_before",
                            models.CharField(
                                choices=[("GENERAL", "一般矛盾"), ("COMPLEX", "复杂问题"), ("HARD", "疑难案件")],
                                max_length=8,
                                verbose_name="原层级",
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
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reopenings",
                                to="petitions.petition",
                                verbose_name="信访",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "重新办理",
                        "verbose_name_plural": "重新办理",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Review",
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
                                choices=[("FIRST", "复查"), ("SECOND", "复核")],
                                max_length=6,
                                verbose_name="复查还是复核",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(verbose_name="第几次答复")),
                        ("organ", models.CharField(max_length=60, verbose_name="向哪个机关")),
                        ("asked_on", models.DateField(verbose_name="提出日期")),
                        ("is_posted", models.BooleanField(default=False, verbose_name="邮寄")),
                        ("last_on", models.DateField(verbose_name="当时的最后一天")),
                        (
                            "taker",
                            models.CharField(
                                choices=[("STREET", "交到本街道，由我们转交"), ("ORGAN", "本人直接交给那个机关")],
                                max_length=6,
                                verbose_name="交到哪里",
                            ),
                        ),
                        ("received_on", models.DateField(verbose_name="收到日期")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="petitions.petition",
                                verbose_name="信访",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "复查复核",
                        "verbose_name_plural": "复查复核",
                        "ordering": ["petition", "position"],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewHearing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("first_on", models.DateField(verbose_name="听证第一天")),
                        ("last_on", models.DateField(verbose_name="听证最后一天")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                        (
                            "review",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hearing",
                                to="petitions.review",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "复核听证",
                        "verbose_name_plural": "复核听证",
                    },
                ),
                migrations.CreateModel(
                    name="ReviewOpinion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=60, verbose_name="文号")),
                        ("dated_on", models.DateField(verbose_name="落款日期")),
                        ("received_on", models.DateField(verbose_name="本街道收到日期")),
                        ("told_on", models.DateField(verbose_name="本人收到日期")),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("UPHELD", "维持"),
                                    ("REVOKED", "撤销，责令重新办理"),
                                    ("CHANGED", "变更"),
                                    ("TERMINATED", "终止（撤回、不受理等）"),
                                ],
                                max_length=10,
                                verbose_name="结果",
                            ),
                        ),
                        ("summary", models.TextField(blank=True, max_length=2000, verbose_name="要点")),
                        ("redo_by", models.DateField(blank=True, null=True, verbose_name="要求办结日期")),
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
                            "review",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opinion",
                                to="petitions.review",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "复查复核意见",
                        "verbose_name_plural": "复查复核意见",
                    },
                ),
                migrations.CreateModel(
                    name="PastAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(verbose_name="第几次答复")),
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
                        ("finding", models.TextField(blank=True, verbose_name="查明的事实")),
                        ("basis", models.TextField(blank=True, verbose_name="依据")),
                        ("reply", models.TextField(verbose_name="答复")),
                        ("answered_on", models.DateField(verbose_name="答复日期")),
                        ("served_on", models.DateField(null=True, verbose_name="送达日期")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="past_answers",
                                to="cases.claim",
                                verbose_name="诉求",
                            ),
                        ),
                        (
                            "reopening",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="past_answers",
                                to="petitions.reopening",
                            ),
                        ),
                        (
                            "undone_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="past_answers",
                                to="petitions.reviewopinion",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "以前的答复",
                        "verbose_name_plural": "以前的答复",
                        "ordering": ["claim", "round"],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewSupply",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="交出日期")),
                        ("what", models.CharField(max_length=300, verbose_name="交了什么")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                        (
                            "review",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supply",
                                to="petitions.review",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "复查复核交卷",
                        "verbose_name_plural": "复查复核交卷",
                    },
                ),
                migrations.CreateModel(
                    name="SimpleHandling",
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
                                    ("PLAIN", "事实清楚、责任明确、争议不大、易于解决"),
                                    ("AT_ONCE", "咨询、建议、感谢，可以即时答复"),
                                    ("DAILY_LIFE", "涉及日常生活，时效性强，应当即时处理"),
                                    ("PROMISED", "有关机关已经承诺解决或者有明确结论"),
                                    ("OTHER", "其他适合简易办理的"),
                                ],
                                max_length=12,
                                verbose_name="为什么适合",
                            ),
                        ),
                        ("ground_note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                        ("accepted_on", models.DateField(verbose_name="受理日期")),
                        (
                            "told_by",
                            models.CharField(
                                choices=[
                                    ("FACE", "当面"),
                                    ("PHONE", "电话"),
                                    ("MESSAGE", "短信、网上"),
                                    ("PAPER", "书面"),
                                ],
                                max_length=8,
                                verbose_name="怎样告知受理",
                            ),
                        ),
                        ("wants_paper", models.BooleanField(default=False, verbose_name="本人要书面答复")),
                        ("converted_on", models.DateField(blank=True, null=True, verbose_name="转为普通程序")),
                        ("conversion_reason", models.CharField(blank=True, max_length=300, verbose_name="为什么转")),
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
                            "petition",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="simple_handling",
                                to="petitions.petition",
                                verbose_name="信访",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "简易办理",
                        "verbose_name_plural": "简易办理",
                    },
                ),
                migrations.CreateModel(
                    name="Transfer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("organ", models.CharField(max_length=60, verbose_name="转送给")),
                        ("asked", models.CharField(max_length=500, verbose_name="要求")),
                        ("feedback_due_on", models.DateField(blank=True, null=True, verbose_name="反馈日期")),
                        ("sent_on", models.DateField(verbose_name="转送日期")),
                        (
                            "claim",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transfer",
                                to="cases.claim",
                                verbose_name="诉求",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "转送",
                        "verbose_name_plural": "转送",
                    },
                ),
                migrations.CreateModel(
                    name="Withdrawal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[("WRITTEN", "书面申请"), ("RECORDED", "口头提出，已记录")],
                                max_length=8,
                                verbose_name="怎样提出的",
                            ),
                        ),
                        ("words", cases.fields.EncryptedTextField(max_length=2000, verbose_name="本人的话")),
                        ("wished_on", models.DateField(verbose_name="提出日期")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("ENDED", "本人确认撤回"),
                                    ("KEPT", "本人不撤回了"),
                                    ("INTEREST", "涉及公共、第三人利益，继续办"),
                                ],
                                max_length=8,
                                verbose_name="确认结果",
                            ),
                        ),
                        ("asked_on", models.DateField(blank=True, null=True, verbose_name="确认日期")),
                        ("manner", models.CharField(blank=True, max_length=200, verbose_name="怎样确认的")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="涉及谁的利益")),
                        (
                            "asked_by",
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
                            "asked_unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                            ),
                        ),
                        (
                            "claims",
                            models.ManyToManyField(
                                related_name="withdrawals", to="cases.claim", verbose_name="撤回的诉求"
                            ),
                        ),
                        (
                            "handler",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="withdrawals",
                                to="petitions.petition",
                                verbose_name="信访",
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
                        "verbose_name": "撤回申请",
                        "verbose_name_plural": "撤回申请",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Disclosure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "fields",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("name", "姓名"),
                                        ("phone", "联系电话"),
                                        ("id_number", "证件号码"),
                                        ("address", "住址"),
                                    ],
                                    max_length=10,
                                ),
                                size=None,
                                verbose_name="告知哪几项",
                            ),
                        ),
                        (
                            "need",
                            cases.fields.EncryptedTextField(max_length=500, verbose_name="为什么没有它就核实不了"),
                        ),
                        (
                            "ground",
                            models.CharField(
                                choices=[("CONSENT", "本人同意"), ("LAW", "法律要求")],
                                max_length=7,
                                verbose_name="凭什么",
                            ),
                        ),
                        (
                            "ground_note",
                            cases.fields.EncryptedTextField(max_length=500, verbose_name="怎样同意的，或者依据哪一条"),
                        ),
                        ("consented_on", models.DateField(blank=True, null=True, verbose_name="本人同意的日期")),
                        ("asked_on", models.DateField(verbose_name="提出日期")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("AGREED", "同意告知"), ("REFUSED", "不告知")],
                                max_length=7,
                                verbose_name="审核结果",
                            ),
                        ),
                        ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="审核日期")),
                        (
                            "review",
                            cases.fields.EncryptedTextField(blank=True, max_length=500, verbose_name="审核意见"),
                        ),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.party",
                                verbose_name="谁的",
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
                                verbose_name="审核人",
                            ),
                        ),
                        (
                            "inquiry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disclosures",
                                to="petitions.inquiry",
                                verbose_name="核查任务",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "身份告知",
                        "verbose_name_plural": "身份告知",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "")),
                                fields=("inquiry",),
                                name="one_open_disclosure_an_inquiry",
                                violation_error_message="这份核查任务已有一份身份告知等审核。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("fields__len__gt", 0),
                                    models.Q(("need", ""), _negated=True),
                                    models.Q(("ground_note", ""), _negated=True),
                                ),
                                name="disclosure_names_what_and_why",
                                violation_error_message="要写告知哪几项、为什么、凭什么。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("consented_on__isnull", True), ("ground", "LAW")),
                                    models.Q(
                                        ("consented_on__isnull", False),
                                        ("consented_on__lte", models.F("asked_on")),
                                        ("ground", "CONSENT"),
                                    ),
                                    _connector="OR",
                                ),
                                name="consent_has_its_day",
                                violation_error_message="本人同意的要写哪天同意的，不能晚于提出那天。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("outcome", ""), ("reviewed_by__isnull", True), ("reviewed_on__isnull", True)
                                    ),
                                    models.Q(
                                        models.Q(("outcome", ""), _negated=True),
                                        ("reviewed_by__isnull", False),
                                        ("reviewed_on__gte", models.F("asked_on")),
                                    ),
                                    _connector="OR",
                                ),
                                name="disclosure_is_reviewed_whole",
                                violation_error_message="审核要写谁、哪天。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewed_by__isnull", True),
                                    models.Q(("reviewed_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="disclosure_takes_a_second_person",
                                violation_error_message="提出的人不能自己审核。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "REFUSED"), _negated=True),
                                    models.Q(("review", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="refused_disclosure_says_why",
                                violation_error_message="不告知要写原因。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InquiryAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("text", models.TextField(max_length=5000, verbose_name="核实的情况")),
                        ("on", models.DateField(verbose_name="答复日期")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("returned_on", models.DateField(blank=True, null=True, verbose_name="退回日期")),
                        ("returned_for", models.CharField(blank=True, max_length=300, verbose_name="退回原因")),
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
                                related_name="inquiry_answers", to="cases.attachment", verbose_name="证据材料"
                            ),
                        ),
                        (
                            "inquiry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="petitions.inquiry",
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
                    ],
                    options={
                        "verbose_name": "核查答复",
                        "verbose_name_plural": "核查答复",
                        "ordering": ["inquiry", "position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("inquiry", "position"), name="answers_are_numbered"),
                            models.UniqueConstraint(
                                condition=models.Q(("returned_on__isnull", True)),
                                fields=("inquiry",),
                                name="one_inquiry_answer_stands",
                                violation_error_message="已经答复过，等信访办看。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("returned_by__isnull", True),
                                        ("returned_for", ""),
                                        ("returned_on__isnull", True),
                                    ),
                                    models.Q(
                                        ("returned_by__isnull", False),
                                        ("returned_on__isnull", False),
                                        models.Q(("returned_for", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="returned_answer_says_why",
                                violation_error_message="退回要写原因。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InquiryClaim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("words", models.TextField(max_length=1000, verbose_name="给单位看的诉求")),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.claim"
                            ),
                        ),
                        (
                            "inquiry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="petitions.inquiry",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "核查的诉求",
                        "verbose_name_plural": "核查的诉求",
                        "ordering": ["inquiry", "claim__position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("inquiry", "claim"), name="a_claim_is_asked_once_an_inquiry"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LegalEnding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("organ", models.CharField(max_length=60, verbose_name="终结的机关")),
                        ("number", models.CharField(max_length=60, verbose_name="文号")),
                        ("dated_on", models.DateField(verbose_name="终结日期")),
                        ("received_on", models.DateField(verbose_name="收到日期")),
                        ("guidance", models.CharField(max_length=300, verbose_name="本街道接着做什么")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "claim",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="legal_ending",
                                to="cases.claim",
                                verbose_name="诉求",
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
                        "verbose_name": "依法终结",
                        "verbose_name_plural": "依法终结",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("received_on__gte", models.F("dated_on"))),
                                name="ending_is_received_after_it_is_dated",
                                violation_error_message="收到日期不能早于终结日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("organ", ""), _negated=True),
                                    models.Q(("number", ""), _negated=True),
                                    models.Q(("guidance", ""), _negated=True),
                                ),
                                name="ending_names_its_paper_and_what_goes_on",
                                violation_error_message="要写机关、文号，和本街道接着做什么（条例第三十七条）。",
                            ),
                        ],
                    },
                ),
                migrations.AddConstraint(
                    model_name="petition",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rating_asked_by", ""), ("rating_asked_on__isnull", True)),
                            models.Q(
                                ("rating_asked_on__isnull", False), models.Q(("rating_asked_by", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="rating_asked_whole",
                        violation_error_message="请评价要写日期和方式。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="opinion",
                    index=models.Index(
                        condition=models.Q(("final_on__isnull", True), ("returned_at__isnull", True)),
                        fields=["petition"],
                        name="opinion_in_work",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="opinion",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("final_on__isnull", True), ("returned_at__isnull", True)),
                        fields=("petition",),
                        name="one_opinion_in_work",
                        violation_error_message="答复已经送审。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="opinion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_by__isnull", True),
                            models.Q(("reviewed_by", models.F("submitted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_reviews_his_own_draft",
                        violation_error_message="不能审核自己起草、送审的答复。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="opinion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("signed_by__isnull", True),
                            models.Q(
                                models.Q(("signed_by", models.F("submitted_by")), _negated=True),
                                models.Q(
                                    ("reviewed_by__isnull", True),
                                    models.Q(("signed_by", models.F("reviewed_by")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="nobody_signs_his_own_draft",
                        violation_error_message="起草、审核、签发要由不同的人。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="opinion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reviewed_for__isnull", True),
                                models.Q(("reviewed_for", models.F("submitted_by")), _negated=True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("signed_for__isnull", True),
                                models.Q(("signed_for", models.F("submitted_by")), _negated=True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("signed_for__isnull", True),
                                ("reviewed_by__isnull", True),
                                models.Q(("signed_for", models.F("reviewed_by")), _negated=True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("reviewed_for__isnull", True),
                                ("signed_by__isnull", True),
                                models.Q(("reviewed_for", models.F("signed_by")), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="nobody_has_his_own_draft_signed_for_him",
                        violation_error_message="起草、审核、签发要由不同的人，也不能由别人代自己审核、签发。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="opinion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("final_on__isnull", True),
                            models.Q(
                                models.Q(("needs_review", False), ("reviewed_by__isnull", False), _connector="OR"),
                                models.Q(("needs_signature", False), ("signed_by__isnull", False), _connector="OR"),
                            ),
                            _connector="OR",
                        ),
                        name="opinion_is_final_when_all_have_seen_it",
                        violation_error_message="还没有审核、签发的，不能成文。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="opinion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("needs_review", True), ("needs_signature", True), _connector="OR"),
                        name="somebody_besides_the_drafter_sees_it",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="opinion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("return_reason", ""), ("returned_at__isnull", True), ("returned_by__isnull", True)
                            ),
                            models.Q(
                                ("returned_at__isnull", False),
                                ("returned_by__isnull", False),
                                models.Q(("return_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="return_says_by_whom_and_why",
                        violation_error_message="退回要写原因。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="objection",
                    constraint=models.UniqueConstraint(
                        fields=("petition",),
                        name="one_objection_a_petition",
                        violation_error_message="已经提过异议，交办单位的答复为准（条例第二十三条第三款）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="objection",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("heard_by__isnull", True), ("heard_on__isnull", True), ("outcome", "")),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("heard_by__isnull", False),
                                ("heard_on__gte", models.F("sent_on")),
                            ),
                            _connector="OR",
                        ),
                        name="objection_is_heard_whole",
                        violation_error_message="异议的答复要写结果和日期，不能早于提出那天。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="merger",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("merged", models.F("petition")), _negated=True),
                        name="nothing_is_merged_into_itself",
                        violation_error_message="不能和自己并案。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="merger",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="merger_says_why",
                        violation_error_message="请写为什么是同一事项。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="inquiry",
                    index=models.Index(fields=["unit", "-id"], name="inquiry_by_unit"),
                ),
                migrations.AddConstraint(
                    model_name="inquiry",
                    constraint=models.UniqueConstraint(fields=("petition", "position"), name="inquiries_are_numbered"),
                ),
                migrations.AddConstraint(
                    model_name="inquiry",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("recalled_on__isnull", True), ("taken_on__isnull", True)),
                        fields=("petition", "unit"),
                        name="a_unit_is_asked_once_at_a_time",
                        violation_error_message="这个单位已有一份核查任务没有结束。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inquiry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("asked", ""), _negated=True),
                        name="inquiry_says_what_is_asked",
                        violation_error_message="请写要核实什么。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inquiry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("record__isnull", True), ("taken_by__isnull", True), ("taken_on__isnull", True)),
                            models.Q(
                                ("recalled_on__isnull", True),
                                ("record__isnull", False),
                                ("taken_by__isnull", False),
                                ("taken_on__gte", models.F("sent_on")),
                            ),
                            _connector="OR",
                        ),
                        name="inquiry_is_taken_with_its_record",
                        violation_error_message="采用核查答复要有调查记录。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inquiry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recall", ""), ("recalled_by__isnull", True), ("recalled_on__isnull", True)),
                            models.Q(
                                ("recalled_by__isnull", False),
                                ("recalled_on__isnull", False),
                                models.Q(("recall", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="recalled_inquiry_says_why",
                        violation_error_message="撤回要写原因。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="hearing",
                    constraint=models.UniqueConstraint(fields=("petition", "position"), name="hearings_are_numbered"),
                ),
                migrations.AddConstraint(
                    model_name="hearing",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("dropped_on__isnull", True), ("first_on__isnull", True)),
                        fields=("petition",),
                        name="one_hearing_at_a_time",
                        violation_error_message="已经决定听证，还没有结束。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="hearing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ground", ""), _negated=True),
                        name="hearing_says_why",
                        violation_error_message="请写为什么听证。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="hearing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("announced_by__isnull", True),
                                ("chair__isnull", True),
                                ("hour", ""),
                                ("members", ""),
                                ("place", ""),
                                ("planned_on__isnull", True),
                                ("told_on__isnull", True),
                            ),
                            models.Q(
                                ("announced_by__isnull", False),
                                ("chair__isnull", False),
                                ("planned_on__gte", models.F("decided_on")),
                                ("planned_on__isnull", False),
                                models.Q(("hour", ""), _negated=True),
                                models.Q(("place", ""), _negated=True),
                                models.Q(("members", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="hearing_is_announced_whole",
                        violation_error_message="听证的日期、时间、地点、主持人、听证员都要写。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="hearing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("told_on__isnull", True), ("told_on__lte", models.F("planned_on")), _connector="OR"
                        ),
                        name="hearing_is_told_before_it_is_held",
                        violation_error_message="听证通知要在听证以前送达。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="hearing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("attendance", ""),
                                ("conclusion", ""),
                                ("first_on__isnull", True),
                                ("has_come__isnull", True),
                                ("held_by__isnull", True),
                                ("last_on__isnull", True),
                                ("statements", ""),
                            ),
                            models.Q(
                                ("dropped_on__isnull", True),
                                ("first_on__gte", models.F("told_on")),
                                ("has_come__isnull", False),
                                ("held_by__isnull", False),
                                ("last_on__gte", models.F("first_on")),
                                ("told_on__isnull", False),
                                models.Q(("attendance", ""), _negated=True),
                                models.Q(("statements", ""), _negated=True),
                                models.Q(("conclusion", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="hearing_is_held_whole",
                        violation_error_message="听证笔录要写哪几天、谁参加、说了什么、结论是什么。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="hearing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dropped_by__isnull", True), ("dropped_on__isnull", True), ("reason", "")),
                            models.Q(
                                ("dropped_by__isnull", False),
                                ("dropped_on__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="dropped_hearing_says_why",
                        violation_error_message="取消听证要写原因。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="extension",
                    index=models.Index(
                        condition=models.Q(("approved_on__isnull", True), ("refused_on__isnull", True)),
                        fields=["petition"],
                        name="extension_undecided",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="extension",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("days__lte", 30)),
                        name="extension_of_one_to_thirty_days",
                        violation_error_message="延期最多 30 日（条例第三十四条）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="extension",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("refused_on__isnull", True)),
                        fields=("petition",),
                        name="extended_once",
                        violation_error_message="只能延期一次，已经提出过（条例第三十四条）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="extension",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(
                                models.Q(("approved_by", models.F("asked_by")), _negated=True),
                                models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="extension_is_approved_by_somebody_else",
                        violation_error_message="自己提出的延期不能自己批准（条例第三十四条）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="extension",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_for__isnull", True),
                                models.Q(
                                    models.Q(("approved_for", models.F("asked_by")), _negated=True),
                                    models.Q(("approved_for", models.F("proposed_by")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("proposed_for__isnull", True),
                                ("approved_by__isnull", True),
                                models.Q(("proposed_for", models.F("approved_by")), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="nobody_has_his_own_extension_approved_for_him",
                        violation_error_message="自己提出的延期不能由别人代自己批准（条例第三十四条）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="extension",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_by__isnull", True), ("approved_on__isnull", True)),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("approved_on__gte", models.F("proposed_on")),
                                ("proposed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="extension_proposed_before_approved",
                        violation_error_message="先由主任同意，再由负责人批准（条例第三十四条）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="extension",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("refusal", ""), ("refused_by__isnull", True), ("refused_on__isnull", True)),
                            models.Q(
                                ("approved_on__isnull", True),
                                ("refused_by__isnull", False),
                                ("refused_on__isnull", False),
                                models.Q(("refusal", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="refused_extension_says_why",
                        violation_error_message="不同意延期要写理由。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="extension",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("effective_on__isnull", True),
                            models.Q(
                                ("approved_on__isnull", False),
                                ("effective_on__gte", models.F("approved_on")),
                                ("effective_on__lte", models.F("due_before")),
                            ),
                            _connector="OR",
                        ),
                        name="extension_takes_effect_before_the_end",
                        violation_error_message="延期告知要在原到期日以前送达（条例第三十四条）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="referral",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("claim",),
                        name="a_claim_is_mediated_once_at_a_time",
                        violation_error_message="这条诉求正在调解。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="referral",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_by__isnull", True), ("ended_on__isnull", True), ("outcome", "")),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("ended_by__isnull", False),
                                ("ended_on__gte", models.F("on")),
                            ),
                            _connector="OR",
                        ),
                        name="mediation_comes_back_whole",
                        violation_error_message="调解的结果要写哪天、谁记的。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="referral",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("agreement", ""),
                            models.Q(("may_be_copied", True), ("outcome", "AGREED")),
                            _connector="OR",
                        ),
                        name="an_agreement_is_copied_with_consent",
                        violation_error_message="双方同意了，协议才能附入信访案卷。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="reopening",
                    index=models.Index(
                        condition=models.Q(("outcome", "REOPENED")), fields=["closed_on"], name="reopened_by_closing"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reopening",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("petition",),
                        name="one_reopening_waits",
                        violation_error_message="已经有人提出重新办理，等主任决定。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reopening",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("outcome", "REOPENED")),
                        fields=("petition", "round"),
                        name="a_round_is_reopened_once",
                        violation_error_message="这一轮已经重新办理。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reopening",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_by__isnull", True),
                                ("decided_on__isnull", True),
                                ("level", ""),
                                ("outcome", ""),
                            ),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("decided_on__gte", models.F("asked_on")),
                                ("outcome", "REOPENED"),
                                ("refusal", ""),
                                models.Q(("level", ""), _negated=True),
                            ),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("decided_on__gte", models.F("asked_on")),
                                ("outcome", "REFUSED"),
                                models.Q(("refusal", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reopening_is_decided_whole",
                        violation_error_message="重新办理的决定要写谁、哪天；不重新办理的要写原因。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reopening",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("asked_on__gte", models.F("closed_on")), ("round__gte", 2)),
                        name="what_is_reopened_was_closed",
                        violation_error_message="办结以后才能重新办理。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="review",
                    constraint=models.UniqueConstraint(
                        fields=("petition", "kind", "round"),
                        name="reviewed_once_a_round",
                        violation_error_message="对这一次答复已经请求过，一次答复只复查、复核各一次。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="review",
                    constraint=models.UniqueConstraint(fields=("petition", "position"), name="reviews_are_numbered"),
                ),
                migrations.AddConstraint(
                    model_name="review",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("received_on__gte", models.F("asked_on"))),
                        name="review_received_after_it_was_asked_for",
                        violation_error_message="收到日期不能早于提出日期。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reviewhearing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))),
                        name="hearing_ends_after_it_begins",
                        violation_error_message="听证最后一天不能早于第一天。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reviewopinion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("redo_by__gte", models.F("received_on")), ("result__in", ["REVOKED", "CHANGED"])
                            ),
                            models.Q(
                                models.Q(("result__in", ["REVOKED", "CHANGED"]), _negated=True),
                                ("redo_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="handled_again_by_the_reviewers_day",
                        violation_error_message="撤销、变更的要写那个机关定的办结日期，不早于收到日期。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reviewopinion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("received_on__gte", models.F("dated_on")), ("told_on__gte", models.F("dated_on"))
                        ),
                        name="review_opinion_received_after_its_date",
                        violation_error_message="收到日期不能早于落款日期。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="pastanswer",
                    constraint=models.UniqueConstraint(fields=("claim", "round"), name="one_past_answer_a_round"),
                ),
                migrations.AddConstraint(
                    model_name="pastanswer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reopening__isnull", True), ("undone_by__isnull", False)),
                            models.Q(("reopening__isnull", False), ("undone_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="past_answer_says_why_it_is_past",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="simplehandling",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ground", "OTHER"), _negated=True),
                            models.Q(("ground_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="other_ground_is_explained",
                        violation_error_message="选“其他”的，请写明为什么适合。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="simplehandling",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("conversion_reason", ""), ("converted_on__isnull", True)),
                            models.Q(
                                ("converted_on__gte", models.F("accepted_on")),
                                models.Q(("conversion_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="conversion_says_why",
                        violation_error_message="转为普通程序要写日期和原因，不能早于受理那天。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="transfer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("feedback_due_on__isnull", True),
                            ("feedback_due_on__gte", models.F("sent_on")),
                            _connector="OR",
                        ),
                        name="feedback_is_due_after_sending",
                        violation_error_message="反馈日期不能早于转送日期。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="withdrawal",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("petition",),
                        name="one_open_withdrawal",
                        violation_error_message="已经有一份撤回申请等确认。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="withdrawal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="withdrawal_keeps_the_words",
                        violation_error_message="请写本人的话。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="withdrawal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("asked_by__isnull", True),
                                ("asked_on__isnull", True),
                                ("asked_unit__isnull", True),
                                ("outcome", ""),
                            ),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                models.Q(("manner", ""), _negated=True),
                                ("asked_by__isnull", False),
                                ("asked_on__gte", models.F("wished_on")),
                                ("asked_unit__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="withdrawal_is_confirmed_whole",
                        violation_error_message="确认要写谁、哪天、怎样确认的。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="withdrawal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("asked_by__isnull", True),
                            models.Q(
                                models.Q(
                                    ("handler__isnull", True),
                                    models.Q(("asked_by", models.F("handler")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("unit__isnull", True),
                                    models.Q(("asked_unit", models.F("unit")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="withdrawal_is_confirmed_from_outside",
                        violation_error_message="要由承办单位以外的人确认。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="withdrawal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "INTEREST"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="kept_for_an_interest_says_whose",
                        violation_error_message="请写涉及谁的利益。",
                    ),
                ),
            ]
        ),
    ]
