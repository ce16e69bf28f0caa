import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import cases.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0026_load_grounds"),
    ]

    operations = [
        migrations.CreateModel(
            name="SuperiorOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="superior_order", to="cases.deadline"
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_on__isnull", True)),
                        fields=["official", "due_on"],
                        name="superior_order_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organ", "sender_no"),
                        name="a_superior_letter_once",
                        violation_error_message="这份来文已经登记过。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked", ""), _negated=True),
                        name="superior_order_says_what_is_asked",
                        violation_error_message="请写要求什么。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("received_on"))),
                        name="superior_order_is_due_after_receipt",
                        violation_error_message="反馈的日子不能早于收到。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SuperiorFile",
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", cases.fields.EncryptedTextField(max_length=2000, verbose_name="反馈的内容")),
                ("drafted_on", models.DateField(verbose_name="拟稿日期")),
                ("agrees", models.BooleanField(null=True, verbose_name="同意报出")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="同意日期")),
                ("note", cases.fields.EncryptedTextField(blank=True, max_length=300, verbose_name="退回的理由")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="cases.superiororder"
                    ),
                ),
            ],
            options={
                "verbose_name": "对上级督办的反馈",
                "verbose_name_plural": "对上级督办的反馈",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="superior_answer_says_something",
                        violation_error_message="请写反馈的内容。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("agrees__isnull", True)),
                        fields=("order",),
                        name="one_superior_answer_waits",
                        violation_error_message="已经拟了一稿，等另一个人同意。",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="two_stand_for_a_superior_answer",
                        violation_error_message="自己拟的反馈，要由另一个人同意（L43）。",
                    ),
                ],
            },
        ),
    ]
