import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import officials.models.people


class Migration(migrations.Migration):
    dependencies = [
        ("officials", "0005_powers_of_a_post_are_lent"),
    ]

    operations = [
        migrations.CreateModel(
            name="Specialist",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("LAWYER", "律师"),
                            ("MEDIATOR", "金牌调解员"),
                            ("COUNSELLOR", "心理咨询师"),
                            ("RETIRED", "退休老干部"),
                            ("EXPERT", "专家学者"),
                            ("OTHER", "其他"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="姓名")),
                ("speciality", models.CharField(max_length=100, verbose_name="专长")),
                ("organ", models.CharField(blank=True, max_length=60, verbose_name="所在单位")),
                ("licence_no", models.CharField(blank=True, max_length=40, verbose_name="执业证号")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="工作电话")),
                ("since", models.DateField(verbose_name="聘请起")),
                (
                    "until",
                    models.DateField(blank=True, help_text="这一天起不再请他", null=True, verbose_name="聘请止"),
                ),
                (
                    "official",
                    models.OneToOneField(
                        blank=True,
                        help_text="没有账号的，意见由承办人照书面记",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="specialist",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
            ],
            options={
                "verbose_name": "特邀专家",
                "verbose_name_plural": "特邀专家",
                "ordering": ["kind", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"),
                        name="service_ends_after_it_starts",
                        violation_error_message="聘请的止要晚于起。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "LAWYER"), _negated=True),
                            models.Q(("licence_no", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_lawyer_has_his_licence",
                        violation_error_message="律师要写执业证号。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSpecialist",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("LAWYER", "律师"),
                            ("MEDIATOR", "金牌调解员"),
                            ("COUNSELLOR", "心理咨询师"),
                            ("RETIRED", "退休老干部"),
                            ("EXPERT", "专家学者"),
                            ("OTHER", "其他"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="姓名")),
                ("speciality", models.CharField(max_length=100, verbose_name="专长")),
                ("organ", models.CharField(blank=True, max_length=60, verbose_name="所在单位")),
                ("licence_no", models.CharField(blank=True, max_length=40, verbose_name="执业证号")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="工作电话")),
                ("since", models.DateField(verbose_name="聘请起")),
                (
                    "until",
                    models.DateField(blank=True, help_text="这一天起不再请他", null=True, verbose_name="聘请止"),
                ),
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
                    "official",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="没有账号的，意见由承办人照书面记",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 特邀专家",
                "verbose_name_plural": "historical 特邀专家",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("duties", models.CharField(max_length=500, verbose_name="职责")),
                ("document_no", models.CharField(blank=True, max_length=60, verbose_name="定职责的文号")),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(blank=True, help_text="这一天起不再是", null=True, verbose_name="止")),
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="负责人员",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="officials.unit",
                        verbose_name="机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "信访工作机构和职责",
                "verbose_name_plural": "信访工作机构和职责",
                "ordering": ["unit__position", "unit", "-since"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"),
                        name="duty_ends_after_it_starts",
                        violation_error_message="止要晚于起。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Secondment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("home", models.CharField(max_length=60, verbose_name="从哪里来")),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(help_text="这一天起回原单位", verbose_name="止")),
                (
                    "guide",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="带教人",
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
                        related_name="secondments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="officials.unit",
                        verbose_name="到哪里锻炼",
                    ),
                ),
            ],
            options={
                "verbose_name": "到信访岗位锻炼",
                "verbose_name_plural": "到信访岗位锻炼",
                "ordering": ["-since", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("since"))),
                        name="secondment_ends_after_it_starts",
                        violation_error_message="止要晚于起。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("guide__isnull", True),
                            models.Q(("guide", models.F("official")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_guides_himself",
                        violation_error_message="带教人要是另一个人。",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
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
                        name="one_secondment_at_a_time",
                        violation_error_message="这个人在这段时间已经在锻炼。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("POLITICAL", "政治"), ("PROFESSIONAL", "业务"), ("QUALITY", "素质")],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("topic", models.CharField(max_length=100, verbose_name="题目")),
                ("held_on", models.DateField(verbose_name="哪天")),
                ("hours", models.DecimalField(decimal_places=1, max_digits=4, verbose_name="学时")),
                ("lecturer", models.CharField(blank=True, max_length=60, verbose_name="谁讲")),
                ("has_test", models.BooleanField(default=False, verbose_name="有测试")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="记录时间")),
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
                "verbose_name": "培训",
                "verbose_name_plural": "培训",
                "ordering": ["-held_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("held_on", "topic"),
                        name="one_training_of_a_topic_a_day",
                        violation_error_message="这一天这个题目的培训已经记过。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours__gt", 0), ("hours__lte", 40)),
                        name="training_has_hours",
                        violation_error_message="学时写 0.5 到 40。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("was_there", models.BooleanField(default=True, verbose_name="到了")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("PASSED", "合格"), ("AGAIN", "要补测")],
                        max_length=6,
                        verbose_name="测试",
                    ),
                ),
                (
                    "official",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="officials.trainingsession",
                        verbose_name="培训",
                    ),
                ),
            ],
            options={
                "verbose_name": "参加培训",
                "verbose_name_plural": "参加培训",
                "ordering": ["session", "official"],
                "constraints": [
                    models.UniqueConstraint(fields=("official", "session"), name="at_a_training_once"),
                    models.CheckConstraint(
                        condition=models.Q(("was_there", True), ("result", ""), _connector="OR"),
                        name="who_was_not_there_has_no_result",
                        violation_error_message="没到的没有测试结果。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("MEDIATOR", "人民调解员证"),
                            ("LAWYER", "律师执业证"),
                            ("COUNSELLOR", "心理咨询师证"),
                            ("POST", "上岗证"),
                            ("OTHER", "其他证书"),
                        ],
                        max_length=10,
                        verbose_name="证书",
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="证号")),
                ("issued_on", models.DateField(verbose_name="发证日期")),
                (
                    "expires_on",
                    models.DateField(
                        blank=True, help_text="这一天还有效；长期有效的不写", null=True, verbose_name="有效期到"
                    ),
                ),
                ("recorded_on", models.DateField(verbose_name="登记日期")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="注销日期")),
                ("withdrawal", models.CharField(blank=True, max_length=200, verbose_name="注销的原因")),
                (
                    "official",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
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
                (
                    "specialist",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="officials.specialist",
                        verbose_name="特邀专家",
                    ),
                ),
            ],
            options={
                "verbose_name": "证书",
                "verbose_name_plural": "证书",
                "ordering": ["kind", "-expires_on", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("withdrawn_on__isnull", True)),
                        fields=["expires_on"],
                        name="certificate_by_end",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("official__isnull", False), ("specialist__isnull", True)),
                            models.Q(("official__isnull", True), ("specialist__isnull", False)),
                            _connector="OR",
                        ),
                        name="certificate_has_one_holder",
                        violation_error_message="证书是一个人的：选人员或者特邀专家。",
                    ),
                    models.UniqueConstraint(
                        fields=("kind", "number", "issued_on"),
                        name="a_certificate_once",
                        violation_error_message="这张证书已经登记过。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_on__isnull", True), ("expires_on__gte", models.F("issued_on")), _connector="OR"
                        ),
                        name="certificate_ends_after_it_was_issued",
                        violation_error_message="有效期不能早于发证。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawal", ""), ("withdrawn_on__isnull", True)),
                            models.Q(("withdrawn_on__isnull", False), models.Q(("withdrawal", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="withdrawn_certificate_says_why",
                        violation_error_message="注销证书要写原因。",
                    ),
                ],
            },
        ),
    ]
