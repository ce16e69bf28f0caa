import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import officials.models.people
from config.database.together import CreateTogether


class Migration(migrations.Migration):
    replaces = [
        ("officials", "0001_initial"),
        ("officials", "0004_an_official_has_an_address_for_mail"),
        ("officials", "0005_powers_of_a_post_are_lent"),
        ("officials", "0006_the_team_and_its_certificates"),
        ("officials", "0007_specialists_sit_at_set_hours"),
        ("officials", "0008_each_community_calls_its_police"),
        ("officials", "0009_posts_ask_for_hours"),
    ]

    initial = True

    dependencies = []

    operations = [
        BtreeGistExtension(),
        CreateTogether(
            [
                migrations.CreateModel(
                    name="Heartbeat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=20, unique=True)),
                        ("beat_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "心跳",
                        "verbose_name_plural": "心跳",
                    },
                ),
                migrations.CreateModel(
                    name="Official",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        ("username", models.CharField(max_length=20, unique=True, verbose_name="工号")),
                        ("name", models.CharField(max_length=50, verbose_name="姓名")),
                        ("phone", models.CharField(blank=True, max_length=30, verbose_name="内线")),
                        (
                            "email",
                            models.EmailField(
                                blank=True,
                                help_text="到期提醒发到这里，只写案号；不填就只在站内看",
                                max_length=254,
                                verbose_name="工作邮箱",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="可登录")),
                        ("must_change_password", models.BooleanField(default=False, verbose_name="下次登录须改密码")),
                        (
                            "password_set_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="密码设定时间"),
                        ),
                        ("session_key", models.CharField(blank=True, editable=False, max_length=40)),
                        ("sessions_ended_at", models.DateTimeField(editable=False, null=True)),
                        ("language", models.CharField(blank=True, max_length=8, verbose_name="界面语言")),
                    ],
                    options={
                        "verbose_name": "人员",
                        "verbose_name_plural": "人员",
                        "ordering": ["username"],
                        "indexes": [models.Index(fields=["name"], name="official_by_name")],
                    },
                ),
                migrations.CreateModel(
                    name="AuditEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                        ("actor_id", models.BigIntegerField(null=True, verbose_name="人员编号")),
                        ("actor_name", models.CharField(blank=True, max_length=50, verbose_name="人员")),
                        ("action", models.CharField(max_length=60, verbose_name="动作")),
                        ("subject", models.CharField(blank=True, max_length=20, verbose_name="对象")),
                        ("subject_id", models.BigIntegerField(null=True, verbose_name="对象编号")),
                        ("field", models.CharField(blank=True, max_length=40, verbose_name="字段")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("DONE", "已做"), ("REFUSED", "被拒")],
                                default="DONE",
                                max_length=8,
                                verbose_name="结果",
                            ),
                        ),
                        ("address", models.GenericIPAddressField(null=True, verbose_name="来自")),
                        ("request_id", models.CharField(blank=True, max_length=12, verbose_name="请求编号")),
                    ],
                    options={
                        "verbose_name": "审计记录",
                        "verbose_name_plural": "审计记录",
                        "ordering": ["-at", "-id"],
                        "indexes": [
                            models.Index(fields=["at", "id"], name="audit_by_time"),
                            models.Index(fields=["actor_id", "at", "id"], name="audit_by_actor"),
                            models.Index(fields=["action", "at", "id"], name="audit_by_action"),
                            models.Index(fields=["subject", "subject_id", "at", "id"], name="audit_by_subject"),
                            models.Index(
                                condition=models.Q(("outcome", "REFUSED")), fields=["at", "id"], name="audit_refused"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarDay",
                    fields=[
                        ("date", models.DateField(primary_key=True, serialize=False, verbose_name="日期")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("WORK", "工作日"),
                                    ("REST", "休息日"),
                                    ("HOLIDAY", "放假"),
                                    ("MAKEUP_WORK", "调休上班"),
                                ],
                                max_length=12,
                                verbose_name="种类",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=20, verbose_name="名称")),
                        ("source", models.CharField(max_length=100, verbose_name="依据")),
                        (
                            "status",
                            models.CharField(
                                choices=[("OFFICIAL", "正式"), ("PROVISIONAL", "暂定")],
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "changed_at",
                            models.DateTimeField(
                                db_index=True, default=django.utils.timezone.now, verbose_name="更新时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "日历日",
                        "verbose_name_plural": "工作日历",
                        "ordering": ["date"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["WORK", "REST", "HOLIDAY", "MAKEUP_WORK"])),
                                name="calendar_day_kind_known",
                                violation_error_message="日期的种类只有工作日、休息日、放假、调休上班四种。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind", "HOLIDAY"), ("name", ""), _negated=True),
                                name="calendar_holiday_has_a_name",
                                violation_error_message="放假的日子要写是什么节日。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCalendarDay",
                    fields=[
                        ("date", models.DateField(db_index=True, verbose_name="日期")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("WORK", "工作日"),
                                    ("REST", "休息日"),
                                    ("HOLIDAY", "放假"),
                                    ("MAKEUP_WORK", "调休上班"),
                                ],
                                max_length=12,
                                verbose_name="种类",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=20, verbose_name="名称")),
                        ("source", models.CharField(max_length=100, verbose_name="依据")),
                        (
                            "status",
                            models.CharField(
                                choices=[("OFFICIAL", "正式"), ("PROVISIONAL", "暂定")],
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "changed_at",
                            models.DateTimeField(
                                db_index=True, default=django.utils.timezone.now, verbose_name="更新时间"
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
                        "verbose_name": "historical 日历日",
                        "verbose_name_plural": "historical 工作日历",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalOfficial",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("username", models.CharField(db_index=True, max_length=20, verbose_name="工号")),
                        ("name", models.CharField(max_length=50, verbose_name="姓名")),
                        ("phone", models.CharField(blank=True, max_length=30, verbose_name="内线")),
                        (
                            "email",
                            models.EmailField(
                                blank=True,
                                help_text="到期提醒发到这里，只写案号；不填就只在站内看",
                                max_length=254,
                                verbose_name="工作邮箱",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="可登录")),
                        ("must_change_password", models.BooleanField(default=False, verbose_name="下次登录须改密码")),
                        (
                            "password_set_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="密码设定时间"),
                        ),
                        ("language", models.CharField(blank=True, max_length=8, verbose_name="界面语言")),
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
                        "verbose_name": "historical 人员",
                        "verbose_name_plural": "historical 人员",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSpecialist",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
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
                            models.DateField(
                                blank=True, help_text="这一天起不再请他", null=True, verbose_name="聘请止"
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
                    name="Specialist",
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
                            models.DateField(
                                blank=True, help_text="这一天起不再请他", null=True, verbose_name="聘请止"
                            ),
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
                    },
                ),
                migrations.CreateModel(
                    name="Shift",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="从几点")),
                        ("ends_at", models.DateTimeField(verbose_name="到几点")),
                        ("minutes", models.PositiveSmallIntegerField(default=30, verbose_name="每位几分钟")),
                        ("place", models.CharField(max_length=60, verbose_name="在哪里")),
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤下日期")),
                        ("withdrawal", models.CharField(blank=True, max_length=200, verbose_name="撤下的原因")),
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
                            "specialist",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shifts",
                                to="officials.specialist",
                                verbose_name="特邀专家",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "专家值班",
                        "verbose_name_plural": "专家值班",
                        "ordering": ["starts_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Certificate",
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
                                blank=True,
                                help_text="这一天还有效；长期有效的不写",
                                null=True,
                                verbose_name="有效期到",
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
                    },
                ),
                migrations.CreateModel(
                    name="TrainingRequirement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("RC", "接访登记员"),
                                    ("WC", "综合窗口人员"),
                                    ("GW", "网格员"),
                                    ("HD", "承办人"),
                                    ("OD", "信访办主任"),
                                    ("LO", "包案领导"),
                                    ("HO", "机关负责人"),
                                    ("MD", "调解员"),
                                    ("SP", "特邀专家"),
                                    ("SV", "督查员"),
                                    ("AU", "审计员"),
                                    ("SA", "系统管理员"),
                                ],
                                max_length=2,
                                verbose_name="岗位",
                            ),
                        ),
                        ("since_year", models.PositiveSmallIntegerField(verbose_name="从哪一年起")),
                        (
                            "hours",
                            models.DecimalField(
                                decimal_places=1, help_text="不再要求的写 0", max_digits=4, verbose_name="每年学时"
                            ),
                        ),
                        ("recorded_on", models.DateField(verbose_name="登记日期")),
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
                        "verbose_name": "学时要求",
                        "verbose_name_plural": "学时要求",
                        "ordering": ["role", "-since_year"],
                    },
                ),
                migrations.CreateModel(
                    name="TrainingSession",
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
                        (
                            "recorded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="记录时间"),
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
                        "verbose_name": "培训",
                        "verbose_name_plural": "培训",
                        "ordering": ["-held_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Attendance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                    },
                ),
                migrations.CreateModel(
                    name="Unit",
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
                                    ("STREET", "街道办事处"),
                                    ("LEADERSHIP", "班子"),
                                    ("SECTION", "科室"),
                                    ("STATION", "所队"),
                                    ("COMMUNITY", "社区"),
                                    ("GRID", "网格"),
                                    ("WINDOW", "窗口"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        ("short_name", models.CharField(blank=True, max_length=20, verbose_name="简称")),
                        (
                            "code",
                            models.CharField(
                                blank=True,
                                help_text="社区填统计区划码；街道填案号字头，如 DH",
                                max_length=12,
                                verbose_name="编号",
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=120, verbose_name="地址")),
                        ("phone", models.CharField(blank=True, max_length=30, verbose_name="电话")),
                        ("hours", models.CharField(blank=True, max_length=60, verbose_name="开放时间")),
                        ("position", models.PositiveIntegerField(default=0, verbose_name="次序")),
                        ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="children",
                                to="officials.unit",
                                verbose_name="parent",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "单位",
                        "verbose_name_plural": "单位",
                        "ordering": ["position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Secondment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                    },
                ),
                migrations.CreateModel(
                    name="Profile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("as_of", models.DateField(verbose_name="截至日期")),
                        ("residents", models.PositiveIntegerField(verbose_name="常住人口")),
                        (
                            "area_km2",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="面积（平方公里）"
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=60, verbose_name="来源")),
                        ("entered_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "entered_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="profiles",
                                to="officials.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "辖区情况",
                        "verbose_name_plural": "辖区情况",
                        "ordering": ["unit", "-as_of"],
                    },
                ),
                migrations.CreateModel(
                    name="Posting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("RC", "接访登记员"),
                                    ("WC", "综合窗口人员"),
                                    ("GW", "网格员"),
                                    ("HD", "承办人"),
                                    ("OD", "信访办主任"),
                                    ("LO", "包案领导"),
                                    ("HO", "机关负责人"),
                                    ("MD", "调解员"),
                                    ("SP", "特邀专家"),
                                    ("SV", "督查员"),
                                    ("AU", "审计员"),
                                    ("SA", "系统管理员"),
                                ],
                                max_length=2,
                                verbose_name="角色",
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=30, verbose_name="职务")),
                        ("is_main", models.BooleanField(default=True, verbose_name="主要岗位")),
                        ("since", models.DateField(verbose_name="任职日期")),
                        (
                            "until",
                            models.DateField(
                                blank=True, help_text="离岗当日起不再有权限", null=True, verbose_name="离岗日期"
                            ),
                        ),
                        (
                            "official",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="postings",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="人员",
                            ),
                        ),
                        (
                            "substitute",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="substitutes_for",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="代理人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="postings",
                                to="officials.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "任职",
                        "verbose_name_plural": "任职",
                        "ordering": ["official", "since"],
                    },
                ),
                migrations.CreateModel(
                    name="PoliceContact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("station", models.CharField(max_length=40, verbose_name="派出所、警务站")),
                        ("name", models.CharField(max_length=50, verbose_name="联络人")),
                        ("phone", models.CharField(max_length=30, verbose_name="值班电话")),
                        ("since", models.DateField(verbose_name="起")),
                        (
                            "until",
                            models.DateField(blank=True, help_text="这一天起不再找他", null=True, verbose_name="止"),
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
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="police_contacts",
                                to="officials.unit",
                                verbose_name="社区",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "公安联络人",
                        "verbose_name_plural": "公安联络人",
                        "ordering": ["community__position", "community", "station", "since"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalZone",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        ("since", models.DateField(verbose_name="起")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="止")),
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
                            "leader",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="挂钩领导",
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
                                verbose_name="社区",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 分片挂钩",
                        "verbose_name_plural": "historical 分片挂钩",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalUnit",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("STREET", "街道办事处"),
                                    ("LEADERSHIP", "班子"),
                                    ("SECTION", "科室"),
                                    ("STATION", "所队"),
                                    ("COMMUNITY", "社区"),
                                    ("GRID", "网格"),
                                    ("WINDOW", "窗口"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        ("short_name", models.CharField(blank=True, max_length=20, verbose_name="简称")),
                        (
                            "code",
                            models.CharField(
                                blank=True,
                                help_text="社区填统计区划码；街道填案号字头，如 DH",
                                max_length=12,
                                verbose_name="编号",
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=120, verbose_name="地址")),
                        ("phone", models.CharField(blank=True, max_length=30, verbose_name="电话")),
                        ("hours", models.CharField(blank=True, max_length=60, verbose_name="开放时间")),
                        ("position", models.PositiveIntegerField(default=0, verbose_name="次序")),
                        ("is_active", models.BooleanField(default=True, verbose_name="在用")),
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
                                to="officials.unit",
                                verbose_name="parent",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 单位",
                        "verbose_name_plural": "historical 单位",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPosting",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("RC", "接访登记员"),
                                    ("WC", "综合窗口人员"),
                                    ("GW", "网格员"),
                                    ("HD", "承办人"),
                                    ("OD", "信访办主任"),
                                    ("LO", "包案领导"),
                                    ("HO", "机关负责人"),
                                    ("MD", "调解员"),
                                    ("SP", "特邀专家"),
                                    ("SV", "督查员"),
                                    ("AU", "审计员"),
                                    ("SA", "系统管理员"),
                                ],
                                max_length=2,
                                verbose_name="角色",
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=30, verbose_name="职务")),
                        ("is_main", models.BooleanField(default=True, verbose_name="主要岗位")),
                        ("since", models.DateField(verbose_name="任职日期")),
                        (
                            "until",
                            models.DateField(
                                blank=True, help_text="离岗当日起不再有权限", null=True, verbose_name="离岗日期"
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
                                verbose_name="人员",
                            ),
                        ),
                        (
                            "substitute",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="代理人",
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
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 任职",
                        "verbose_name_plural": "historical 任职",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Duty",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("duties", models.CharField(max_length=500, verbose_name="职责")),
                        ("document_no", models.CharField(blank=True, max_length=60, verbose_name="定职责的文号")),
                        ("since", models.DateField(verbose_name="起")),
                        (
                            "until",
                            models.DateField(blank=True, help_text="这一天起不再是", null=True, verbose_name="止"),
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
                    },
                ),
                migrations.CreateModel(
                    name="Zone",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateField(verbose_name="起")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="止")),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="zones",
                                to="officials.unit",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "leader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="zones",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="挂钩领导",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "分片挂钩",
                        "verbose_name_plural": "分片挂钩",
                        "ordering": ["community", "since"],
                    },
                ),
                migrations.CreateModel(
                    name="Delegation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "powers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), size=None, verbose_name="授权事项"
                            ),
                        ),
                        ("first_on", models.DateField(verbose_name="从哪天")),
                        ("last_on", models.DateField(verbose_name="到哪天")),
                        ("reason", models.CharField(max_length=200, verbose_name="原因")),
                        ("given_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="授权时间")),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="收回时间")),
                        (
                            "taker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations_taken",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="代行的人",
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
                                verbose_name="收回的人",
                            ),
                        ),
                        (
                            "posting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations",
                                to="officials.posting",
                                verbose_name="岗位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "授权代行",
                        "verbose_name_plural": "授权代行",
                        "ordering": ["-first_on", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                fields=["taker", "last_on"],
                                name="delegation_running",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last_on__gte", models.F("first_on"))),
                                name="delegation_ends_on_or_after_its_first_day",
                                violation_error_message="最后一天不能早于第一天。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("powers__len__gt", 0)),
                                name="delegation_names_powers",
                                violation_error_message="请选授权哪些事项。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="delegation_says_why"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="withdrawn_delegation_says_by_whom",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                expressions=[
                                    ("posting", "="),
                                    ("taker", "="),
                                    (
                                        officials.models.people.DateRange(
                                            "first_on",
                                            "last_on",
                                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                                inclusive_lower=True, inclusive_upper=True
                                            ),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="lent_once_to_one_person_at_a_time",
                                violation_error_message="这几天里已经授权给他；要改的，先收回原来的。",
                            ),
                        ],
                    },
                ),
                migrations.AddConstraint(
                    model_name="specialist",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"),
                        name="service_ends_after_it_starts",
                        violation_error_message="聘请的止要晚于起。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="specialist",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "LAWYER"), _negated=True),
                            models.Q(("licence_no", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_lawyer_has_his_licence",
                        violation_error_message="律师要写执业证号。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="shift",
                    index=models.Index(
                        condition=models.Q(("withdrawn_on__isnull", True)), fields=["starts_at"], name="shift_by_start"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="shift",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="shift_ends_after_it_starts",
                        violation_error_message="到几点要晚于从几点。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="shift",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 10), ("minutes__lte", 240)),
                        name="shift_gives_each_10_to_240_minutes",
                        violation_error_message="每位 10 到 240 分钟。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="shift",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawal", ""), ("withdrawn_on__isnull", True)),
                            models.Q(("withdrawn_on__isnull", False), models.Q(("withdrawal", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="withdrawn_shift_says_why",
                        violation_error_message="撤下值班要写原因。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="shift",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("withdrawn_on__isnull", True)),
                        expressions=[
                            ("specialist", "="),
                            (
                                models.Func(
                                    models.F("starts_at"),
                                    models.F("ends_at"),
                                    django.contrib.postgres.fields.ranges.RangeBoundary(
                                        inclusive_lower=True, inclusive_upper=False
                                    ),
                                    function="TSTZRANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="a_specialist_sits_at_one_place",
                        violation_error_message="这位专家在这段时间已经排了班。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="certificate",
                    index=models.Index(
                        condition=models.Q(("withdrawn_on__isnull", True)),
                        fields=["expires_on"],
                        name="certificate_by_end",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="certificate",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("official__isnull", False), ("specialist__isnull", True)),
                            models.Q(("official__isnull", True), ("specialist__isnull", False)),
                            _connector="OR",
                        ),
                        name="certificate_has_one_holder",
                        violation_error_message="证书是一个人的：选人员或者特邀专家。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="certificate",
                    constraint=models.UniqueConstraint(
                        fields=("kind", "number", "issued_on"),
                        name="a_certificate_once",
                        violation_error_message="这张证书已经登记过。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="certificate",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("expires_on__isnull", True), ("expires_on__gte", models.F("issued_on")), _connector="OR"
                        ),
                        name="certificate_ends_after_it_was_issued",
                        violation_error_message="有效期不能早于发证。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="certificate",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawal", ""), ("withdrawn_on__isnull", True)),
                            models.Q(("withdrawn_on__isnull", False), models.Q(("withdrawal", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="withdrawn_certificate_says_why",
                        violation_error_message="注销证书要写原因。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="trainingrequirement",
                    constraint=models.UniqueConstraint(
                        fields=("role", "since_year"),
                        name="one_requirement_a_post_and_year",
                        violation_error_message="这个岗位这一年的要求已经写过。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="trainingrequirement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("hours__gte", 0), ("hours__lte", 200)),
                        name="required_hours_are_0_to_200",
                        violation_error_message="学时写 0 到 200。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="trainingsession",
                    constraint=models.UniqueConstraint(
                        fields=("held_on", "topic"),
                        name="one_training_of_a_topic_a_day",
                        violation_error_message="这一天这个题目的培训已经记过。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="trainingsession",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("hours__gt", 0), ("hours__lte", 40)),
                        name="training_has_hours",
                        violation_error_message="学时写 0.5 到 40。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="attendance",
                    constraint=models.UniqueConstraint(fields=("official", "session"), name="at_a_training_once"),
                ),
                migrations.AddConstraint(
                    model_name="attendance",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("was_there", True), ("result", ""), _connector="OR"),
                        name="who_was_not_there_has_no_result",
                        violation_error_message="没到的没有测试结果。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="unit",
                    index=models.Index(fields=["kind", "position"], name="unit_by_kind"),
                ),
                migrations.AddConstraint(
                    model_name="unit",
                    constraint=models.UniqueConstraint(
                        fields=("parent", "name"),
                        name="unit_name_once_under_its_parent",
                        nulls_distinct=False,
                        violation_error_message="上级单位下已有同名单位。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="unit",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("kind", "STREET")),
                        fields=("kind",),
                        name="one_street_office",
                        violation_error_message="街道办事处只能有一个。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="unit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("parent__isnull", False), ("kind", "STREET"), _connector="OR"),
                        name="only_the_street_has_no_parent",
                        violation_error_message="请选上级单位；只有街道办事处没有上级。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="secondment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("since"))),
                        name="secondment_ends_after_it_starts",
                        violation_error_message="止要晚于起。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="secondment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("guide__isnull", True),
                            models.Q(("guide", models.F("official")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_guides_himself",
                        violation_error_message="带教人要是另一个人。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="secondment",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
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
                ),
                migrations.AddConstraint(
                    model_name="profile",
                    constraint=models.UniqueConstraint(
                        fields=("unit", "as_of"),
                        name="one_profile_a_day",
                        violation_error_message="这个单位这一天已经有一份数字，请换日期。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="posting",
                    index=models.Index(fields=["role", "unit"], name="posting_by_role"),
                ),
                migrations.AddConstraint(
                    model_name="posting",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"),
                        name="posting_ends_after_it_starts",
                        violation_error_message="离岗日期要晚于任职日期。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="posting",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("substitute__isnull", True),
                            models.Q(("substitute", models.F("official")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_stands_in_for_oneself",
                        violation_error_message="代理人不能是本人。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="posting",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("official", "="),
                            ("unit", "="),
                            ("role", "="),
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
                        name="same_post_once_at_a_time",
                        violation_error_message="此人在这段时间已有这个岗位。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="posting",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("official", "="),
                            (
                                models.Case(
                                    models.When(role="SA", then=models.Value(1)),
                                    models.When(role="AU", then=models.Value(2)),
                                    default=models.Value(0),
                                    output_field=models.IntegerField(),
                                ),
                                "<>",
                            ),
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
                        name="three_powers_apart",
                        violation_error_message="系统管理员、审计员和业务岗位不能由同一个人兼任。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="policecontact",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"),
                        name="police_contact_ends_after_it_starts",
                        violation_error_message="止要晚于起。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="policecontact",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("community", "="),
                            ("station", "="),
                            ("name", "="),
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
                        name="one_contact_once_a_community",
                        violation_error_message="这个社区在这段时间已经有这位联络人。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="duty",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"),
                        name="duty_ends_after_it_starts",
                        violation_error_message="止要晚于起。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="zone",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("community", "="),
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
                        name="one_leader_a_zone_at_a_time",
                        violation_error_message="这个社区在这段时间已有挂钩领导。",
                    ),
                ),
            ]
        ),
    ]
