import datetime

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import cases.fields
from config.database.together import CreateTogether


class Migration(migrations.Migration):
    replaces = [
        ("reception", "0001_squashed"),
        ("reception", "0002_a_contact_is_heard_on_a_visit"),
        ("reception", "0003_a_next_step_is_promised"),
        ("reception", "0004_a_contact_holds_files"),
        ("reception", "0005_the_window_has_a_catalogue"),
        ("reception", "0007_a_contact_comes_from_a_clue"),
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
                    name="FormerCounter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=12, unique=True, verbose_name="代码")),
                        ("name", models.CharField(max_length=30, unique=True, verbose_name="原来的窗口")),
                        ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                    ],
                    options={
                        "verbose_name": "原来的窗口",
                        "verbose_name_plural": "原来的窗口",
                        "ordering": ["position"],
                    },
                ),
                migrations.CreateModel(
                    name="Brake",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=20)),
                        ("who", models.CharField(max_length=64)),
                        ("since", models.DateTimeField()),
                        ("count", models.PositiveIntegerField()),
                    ],
                    options={
                        "verbose_name": "限次",
                        "verbose_name_plural": "限次",
                        "indexes": [models.Index(fields=["since"], name="brake_by_time")],
                        "constraints": [models.UniqueConstraint(fields=("name", "who"), name="one_brake_each")],
                    },
                ),
                migrations.CreateModel(
                    name="LetterImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("filename", models.CharField(max_length=120, verbose_name="文件名")),
                        ("sha256", models.CharField(max_length=64)),
                        ("content", models.BinaryField(null=True)),
                        ("source", models.CharField(max_length=40, verbose_name="来源")),
                        ("is_trial", models.BooleanField(default=False, verbose_name="只检查")),
                        ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("finished_at", models.DateTimeField(null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("WAITING", "等待"),
                                    ("READING", "逐行检查"),
                                    ("WRITING", "写入"),
                                    ("DONE", "完成"),
                                    ("REFUSED", "有错，没有导入"),
                                ],
                                default="WAITING",
                                max_length=8,
                            ),
                        ),
                        ("done", models.PositiveIntegerField(default=0)),
                        ("rows", models.PositiveIntegerField(default=0)),
                        ("created", models.PositiveIntegerField(default=0)),
                        ("existing", models.PositiveIntegerField(default=0)),
                        ("refused", models.PositiveIntegerField(default=0)),
                        ("identical_bodies", models.PositiveIntegerField(default=0)),
                        ("errors", models.JSONField(default=list)),
                        ("identical", models.JSONField(default=list)),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "来信导入",
                        "verbose_name_plural": "来信导入",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Occupation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(choices=[("BOOKED", "预约"), ("IN_USE", "使用")], max_length=8)),
                        ("since", models.DateTimeField(verbose_name="开始")),
                        ("until", models.DateTimeField(blank=True, null=True, verbose_name="结束")),
                        (
                            "purpose",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("RECEPTION_DAY", "领导接访"),
                                    ("INDIVIDUAL", "个访"),
                                    ("GROUP", "群访"),
                                    ("MEDIATION", "调解"),
                                    ("MEETING", "会商"),
                                ],
                                max_length=16,
                                verbose_name="做什么用",
                            ),
                        ),
                        ("people", models.PositiveSmallIntegerField(default=1, verbose_name="几人")),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="取消时间")),
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
                            "cancelled_by",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "房间使用",
                        "verbose_name_plural": "房间使用",
                        "ordering": ["since", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Outreach",
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
                                choices=[("COMMUNITY", "下访"), ("HOME", "家访")], max_length=9, verbose_name="去哪"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("PLANNED", "待去"),
                                    ("DONE", "去过了"),
                                    ("DECLINED", "群众没有同意"),
                                    ("DROPPED", "没有去"),
                                ],
                                default="PLANNED",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="什么时候去")),
                        ("place", models.CharField(blank=True, max_length=60, verbose_name="在哪见面")),
                        ("purpose", models.CharField(blank=True, max_length=200, verbose_name="去做什么")),
                        ("company", models.CharField(blank=True, max_length=100, verbose_name="同去的单位")),
                        (
                            "consent",
                            models.CharField(
                                blank=True,
                                choices=[("PHONE", "电话"), ("FACE", "当面"), ("WRITTEN", "书面")],
                                max_length=8,
                                verbose_name="怎样问的",
                            ),
                        ),
                        ("consent_at", models.DateTimeField(blank=True, null=True, verbose_name="同意的时间")),
                        ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="去的时间")),
                        ("outcome", models.TextField(blank=True, max_length=4000, verbose_name="说了什么、定了什么")),
                        ("next_step", models.CharField(blank=True, max_length=100, verbose_name="下一步")),
                        ("next_on", models.DateField(blank=True, null=True, verbose_name="哪天前")),
                        ("reason", models.CharField(blank=True, max_length=100, verbose_name="为什么没有去")),
                        (
                            "planned_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="安排时间"),
                        ),
                        ("recorded_at", models.DateTimeField(blank=True, null=True, verbose_name="记录时间")),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="home_visits",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="哪个社区",
                            ),
                        ),
                        (
                            "companion",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="和谁一起去",
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
                                verbose_name="谁问的",
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁去",
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
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="记录人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "下访家访",
                        "verbose_name_plural": "下访家访",
                        "ordering": ["starts_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="OutreachMatter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("told", models.CharField(blank=True, max_length=200, verbose_name="这件说了什么")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outreach_matters",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "outreach",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="matters",
                                to="reception.outreach",
                                verbose_name="下访家访",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "带去的事项",
                        "verbose_name_plural": "带去的事项",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="RatingTablet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("link_hash", models.CharField(max_length=64, unique=True)),
                        ("link_made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("opened_at", models.DateTimeField(blank=True, null=True)),
                        ("cookie_hash", models.CharField(blank=True, max_length=64)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁设的",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "评价平板",
                        "verbose_name_plural": "评价平板",
                    },
                ),
                migrations.CreateModel(
                    name="ReceptionDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateTimeField(verbose_name="开始")),
                        ("until", models.DateTimeField(verbose_name="结束")),
                        ("slot_minutes", models.PositiveSmallIntegerField(verbose_name="每位几分钟")),
                        ("fields", models.CharField(blank=True, max_length=60, verbose_name="分管领域")),
                        ("note", models.CharField(blank=True, max_length=100, verbose_name="说明")),
                        (
                            "planned_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="安排时间"),
                        ),
                        ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="公示时间")),
                        ("held_at", models.DateTimeField(blank=True, null=True, verbose_name="记已接访的时间")),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="停接时间")),
                        (
                            "booking",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reception_day",
                                to="reception.occupation",
                                verbose_name="房间预约",
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
                            ),
                        ),
                        (
                            "leader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reception_days",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="接访领导",
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
                            "published_by",
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
                        "verbose_name": "领导接访日",
                        "verbose_name_plural": "领导接访日",
                        "ordering": ["since", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Appointment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateTimeField(verbose_name="开始")),
                        ("until", models.DateTimeField(verbose_name="结束")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("REQUESTED", "等答复"),
                                    ("CONFIRMED", "已约好"),
                                    ("ARRIVED", "到了"),
                                    ("DONE", "已接谈"),
                                    ("NO_SHOW", "没有来"),
                                    ("UNRECORDED", "没有记录"),
                                    ("UNANSWERED", "没有答复"),
                                    ("DECLINED", "没有约成"),
                                    ("CANCELLED", "已取消"),
                                ],
                                default="REQUESTED",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[("STAFF", "窗口预约"), ("PETITIONER", "群众网上提出")],
                                max_length=10,
                                verbose_name="怎样约的",
                            ),
                        ),
                        ("people", models.PositiveSmallIntegerField(default=1, verbose_name="几人")),
                        ("topic", models.CharField(blank=True, max_length=60, verbose_name="想谈的事")),
                        ("name", cases.fields.EncryptedTextField(blank=True, max_length=50, verbose_name="姓名")),
                        ("name_masked", models.CharField(blank=True, editable=False, max_length=60)),
                        ("phone", cases.fields.EncryptedTextField(blank=True, max_length=30, verbose_name="联系电话")),
                        ("phone_masked", models.CharField(blank=True, editable=False, max_length=30)),
                        ("code_hash", models.CharField(blank=True, max_length=64)),
                        ("submission", models.UUIDField(blank=True, null=True, unique=True)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="预约时间")),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="确认时间")),
                        ("remind_on", models.DateField(blank=True, null=True, verbose_name="提醒日")),
                        (
                            "owed",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("CONFIRMED", "约好了"),
                                    ("DECLINED", "没有约成"),
                                    ("CHANGED", "改了时间或领导"),
                                    ("CANCELLED", "取消了"),
                                    ("UNANSWERED", "没有及时答复，道歉"),
                                ],
                                max_length=10,
                                verbose_name="还要告诉",
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="记结果的时间")),
                        ("end_reason", models.CharField(blank=True, max_length=100, verbose_name="原因")),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
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
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="记结果的人",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="预约人",
                            ),
                        ),
                        (
                            "day",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="reception.receptionday",
                                verbose_name="领导接访日",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "接访预约",
                        "verbose_name_plural": "接访预约",
                        "ordering": ["since", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Rollout",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("opened_version", models.PositiveIntegerField(verbose_name="开通时的版次")),
                        ("version", models.PositiveIntegerField(verbose_name="跟到第几版")),
                        (
                            "opened_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="什么时候开的"),
                        ),
                        ("live_on", models.DateField(blank=True, null=True, verbose_name="对外服务从哪天起")),
                        (
                            "community",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁开的",
                            ),
                        ),
                        (
                            "went_live_by",
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
                        "verbose_name": "窗口推广",
                        "verbose_name_plural": "窗口推广",
                    },
                ),
                migrations.CreateModel(
                    name="RolloutStep",
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
                                    ("CATALOGUE", "目录照示范抄好"),
                                    ("ROOM", "窗口设好"),
                                    ("TEXTS", "承诺和告知单写好"),
                                    ("POSTS", "窗口人员到岗"),
                                    ("TRAINING", "窗口人员学过目录和答复"),
                                    ("TRIAL", "试办过一件，前台后台走通"),
                                    ("NOTICE", "门口公示贴好"),
                                ],
                                max_length=10,
                                verbose_name="哪一步",
                            ),
                        ),
                        (
                            "done_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="什么时候做到"),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁记的",
                            ),
                        ),
                        (
                            "rollout",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="reception.rollout",
                                verbose_name="窗口推广",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "推广的一步",
                        "verbose_name_plural": "推广的步骤",
                    },
                ),
                migrations.CreateModel(
                    name="Room",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                error_messages={"unique": "已经有一个房间叫这个名字，请换一个。"},
                                help_text="小票和叫号屏上就是这个名字，例如 矛调中心 2 号接谈室。",
                                max_length=20,
                                unique=True,
                                verbose_name="名称",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("INDIVIDUAL", "个访接待室"),
                                    ("GROUP", "调解室（群访接待室）"),
                                    ("LEADER", "领导接访室"),
                                    ("TALK", "倾诉、分享、议政室"),
                                ],
                                max_length=12,
                                verbose_name="用途",
                            ),
                        ),
                        ("capacity", models.PositiveSmallIntegerField(verbose_name="能坐几人")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="次序")),
                        ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                    ],
                    options={
                        "verbose_name": "房间",
                        "verbose_name_plural": "房间",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("capacity__gte", 1)),
                                name="room_holds_somebody",
                                violation_error_message="房间至少坐 1 人。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReceptionDayChange",
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
                                    ("MOVED", "改期"),
                                    ("REPLACED", "代接"),
                                    ("ELSEWHERE", "换地点"),
                                    ("CANCELLED", "停接"),
                                ],
                                max_length=10,
                                verbose_name="变动",
                            ),
                        ),
                        ("was_since", models.DateTimeField(verbose_name="原定开始")),
                        ("was_until", models.DateTimeField(verbose_name="原定结束")),
                        ("reason", models.CharField(max_length=60, verbose_name="原因")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
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
                            "day",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="reception.receptionday",
                                verbose_name="领导接访日",
                            ),
                        ),
                        (
                            "was_leader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="原定领导",
                            ),
                        ),
                        (
                            "was_room",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reception.room",
                                verbose_name="原定地点",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "接访日的变动",
                        "verbose_name_plural": "接访日的变动",
                        "ordering": ["pk"],
                    },
                ),
                migrations.AddField(
                    model_name="receptionday",
                    name="room",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reception_days",
                        to="reception.room",
                        verbose_name="接访地点",
                    ),
                ),
                migrations.AddField(
                    model_name="occupation",
                    name="room",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="occupations",
                        to="reception.room",
                        verbose_name="房间",
                    ),
                ),
                migrations.CreateModel(
                    name="ServiceItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("line", models.UUIDField(editable=False, verbose_name="事项")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版次")),
                        ("is_latest", models.BooleanField(default=True, verbose_name="现在的一版")),
                        ("name", models.CharField(max_length=60, verbose_name="事项名称")),
                        (
                            "words",
                            models.CharField(
                                blank=True,
                                help_text="群众平常的说法，用空格隔开，例如 老年证 老人卡 优待证丢了",
                                max_length=200,
                                verbose_name="群众怎么说",
                            ),
                        ),
                        ("who_may", models.CharField(blank=True, max_length=200, verbose_name="谁能办")),
                        ("materials", models.JSONField(blank=True, default=list, verbose_name="材料")),
                        (
                            "handling",
                            models.CharField(
                                choices=[("INSTANT", "当场办"), ("BACK_OFFICE", "后台办")],
                                default="INSTANT",
                                max_length=12,
                                verbose_name="怎么办",
                            ),
                        ),
                        (
                            "promise_days",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="承诺几个工作日"),
                        ),
                        ("answer", models.TextField(blank=True, max_length=2000, verbose_name="怎么答复群众")),
                        ("asks", models.JSONField(blank=True, default=list, verbose_name="要填的内容")),
                        ("valid_from", models.DateField(verbose_name="从哪天起")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="到哪天为止")),
                        ("review_on", models.DateField(blank=True, null=True, verbose_name="哪天以前复核")),
                        ("model_line", models.UUIDField(editable=False, null=True)),
                        ("initials", models.CharField(editable=False, max_length=60)),
                        ("haystack", models.TextField(editable=False)),
                        (
                            "grams",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.IntegerField(), default=list, editable=False, size=None
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="改了什么、为什么")),
                        (
                            "changed_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="什么时候写的"),
                        ),
                        (
                            "changed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁写的",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "counter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="reception.formercounter",
                                verbose_name="原来的窗口",
                            ),
                        ),
                        (
                            "model_item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="copies",
                                to="reception.serviceitem",
                                verbose_name="示范的一版",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁维护",
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
                                verbose_name="后台科室",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "服务事项",
                        "verbose_name_plural": "服务事项",
                    },
                ),
                migrations.CreateModel(
                    name="SpotAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("told", models.TextField(max_length=2000, verbose_name="告诉了什么")),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("FACE", "当面"),
                                    ("PHONE", "电话"),
                                    ("MESSAGE", "短信"),
                                    ("ONLINE", "网上回复"),
                                ],
                                default="FACE",
                                max_length=8,
                                verbose_name="怎么告诉的",
                            ),
                        ),
                        (
                            "taken",
                            models.CharField(
                                choices=[
                                    ("ACCEPTED", "认可"),
                                    ("DOUBTFUL", "还有疑问"),
                                    ("REJECTED", "不认可"),
                                    ("SILENT", "没有表态"),
                                ],
                                default="SILENT",
                                max_length=8,
                                verbose_name="来访人怎么看",
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="答复时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答复人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "当场答复",
                        "verbose_name_plural": "当场答复",
                    },
                ),
                migrations.CreateModel(
                    name="SuggestionAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(max_length=2000, verbose_name="答复")),
                        ("is_adopted", models.BooleanField(default=False, verbose_name="采纳")),
                        ("reward", models.CharField(blank=True, max_length=100, verbose_name="奖励")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="答复时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答复人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "建议答复",
                        "verbose_name_plural": "建议答复",
                    },
                ),
                migrations.CreateModel(
                    name="SystemEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=60, verbose_name="信访信息系统编号")),
                        (
                            "entered_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="录入时间"),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="录入人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "信访信息系统登记",
                        "verbose_name_plural": "信访信息系统登记",
                    },
                ),
                migrations.CreateModel(
                    name="TalkNote",
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
                                choices=[("LISTEN", "倾诉"), ("SHARE", "分享"), ("SUGGEST", "建议")],
                                default="LISTEN",
                                max_length=8,
                                verbose_name="来做什么",
                            ),
                        ),
                        ("words", models.TextField(max_length=4000, verbose_name="说了什么")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                        ("taken_up_at", models.DateTimeField(blank=True, null=True, verbose_name="转去登记的时间")),
                        (
                            "answer",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="note",
                                to="reception.suggestionanswer",
                                verbose_name="答复",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="接待人",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="哪个社区",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "来坐坐",
                        "verbose_name_plural": "来坐坐",
                    },
                ),
                migrations.CreateModel(
                    name="Telling",
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
                                choices=[
                                    ("CONFIRMED", "约好了"),
                                    ("DECLINED", "没有约成"),
                                    ("CHANGED", "改了时间或领导"),
                                    ("CANCELLED", "取消了"),
                                    ("UNANSWERED", "没有及时答复，道歉"),
                                    ("REMINDER", "提醒"),
                                ],
                                max_length=10,
                                verbose_name="告诉什么",
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[("PHONE", "电话"), ("FACE", "当面"), ("NOT_REACHED", "没有打通")],
                                max_length=12,
                                verbose_name="怎么告诉的",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=60, verbose_name="备注")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                        (
                            "appointment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tellings",
                                to="reception.appointment",
                                verbose_name="接访预约",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="告诉的人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "预约的告知",
                        "verbose_name_plural": "预约的告知",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Ticket",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField(verbose_name="日期")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("A", "个访"), ("B", "集体访")], max_length=1, verbose_name="种类"
                            ),
                        ),
                        ("number", models.CharField(max_length=8, verbose_name="票号")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("WAITING", "等候"),
                                    ("CALLED", "已叫"),
                                    ("TALKING", "接谈中"),
                                    ("DONE", "已接谈"),
                                    ("NO_SHOW", "叫了没来"),
                                    ("LEFT", "走了"),
                                ],
                                default="WAITING",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        ("room_is_chosen", models.BooleanField(default=False, verbose_name="房间是人选的")),
                        ("seats", models.PositiveSmallIntegerField(verbose_name="几人进屋")),
                        ("goes_first", models.BooleanField(default=False, verbose_name="优先")),
                        ("arrived_at", models.DateTimeField(verbose_name="到达")),
                        ("registered_at", models.DateTimeField(verbose_name="登记")),
                        ("queued_at", models.DateTimeField(verbose_name="排队")),
                        ("called_at", models.DateTimeField(blank=True, null=True, verbose_name="叫号")),
                        ("recalled_at", models.DateTimeField(blank=True, null=True, verbose_name="再叫")),
                        ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="开始接谈")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="结束")),
                        ("is_closed_by_night", models.BooleanField(default=False, verbose_name="夜里收的")),
                        (
                            "receiver",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="接谈人",
                            ),
                        ),
                        (
                            "room",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tickets",
                                to="reception.room",
                                verbose_name="房间",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "票",
                        "verbose_name_plural": "票",
                        "ordering": ["day", "number"],
                    },
                ),
                migrations.AddField(
                    model_name="occupation",
                    name="ticket",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="occupations",
                        to="reception.ticket",
                    ),
                ),
                migrations.CreateModel(
                    name="Visit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("contact_no", models.CharField(max_length=30, unique=True, verbose_name="登记编号")),
                        ("query_code_hash", models.CharField(blank=True, max_length=64)),
                        ("query_code_at", models.DateTimeField(blank=True, null=True)),
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
                        ("received_at", models.DateTimeField(verbose_name="收到时间")),
                        (
                            "registered_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
                        ),
                        ("is_sealed", models.BooleanField(default=False, verbose_name="封存")),
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
                        ("statement", models.TextField(blank=True, max_length=20000, verbose_name="反映内容")),
                        ("is_read_back", models.BooleanField(default=False, verbose_name="已念给本人听")),
                        ("people_present", models.PositiveIntegerField(default=1, verbose_name="来了几人")),
                        (
                            "people_affected",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="涉及几人"),
                        ),
                        (
                            "level_note",
                            models.CharField(
                                blank=True,
                                help_text="该去哪一级、去哪里；只是说明，照样登记",
                                max_length=200,
                                verbose_name="向其说明的受理层级",
                            ),
                        ),
                        (
                            "tie",
                            models.CharField(
                                choices=[("NEW", "新事项"), ("REPEAT", "并入原事项"), ("FOLLOW_UP", "续访关联")],
                                default="NEW",
                                max_length=10,
                                verbose_name="与原事项的关系",
                            ),
                        ),
                        ("kept_apart", models.BooleanField(default=False, verbose_name="看过相近事项，单独登记")),
                        ("postmarked_on", models.DateField(blank=True, null=True, verbose_name="邮戳日期")),
                        ("sender_organ", models.CharField(blank=True, max_length=60, verbose_name="转送、交办单位")),
                        ("sender_no", models.CharField(blank=True, max_length=40, verbose_name="来文、来件编号")),
                        ("sent_on", models.DateField(blank=True, null=True, verbose_name="来文日期")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="要求报结的日期")),
                        ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="当场办结时间")),
                        ("voided_at", models.DateTimeField(blank=True, null=True, verbose_name="作废时间")),
                        ("is_historical", models.BooleanField(default=False, verbose_name="历史来件")),
                        ("source", models.CharField(blank=True, max_length=40, verbose_name="来源")),
                        ("external_no", models.CharField(blank=True, max_length=60, verbose_name="外部编号")),
                        (
                            "answer",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visit",
                                to="reception.spotanswer",
                                verbose_name="当场答复",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="cases.case",
                                verbose_name="案件",
                            ),
                        ),
                        (
                            "clue",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="disputes.clue",
                                verbose_name="从哪条线索来的",
                            ),
                        ),
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
                            "entry",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visit",
                                to="reception.systementry",
                                verbose_name="信访信息系统登记",
                            ),
                        ),
                        (
                            "outreach",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="heard",
                                to="reception.outreach",
                                verbose_name="在哪次下访家访听到的",
                            ),
                        ),
                        (
                            "registrar",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="registered_visits",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "来访、来信",
                        "verbose_name_plural": "来访、来信",
                    },
                ),
                migrations.AddField(
                    model_name="ticket",
                    name="visit",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ticket",
                        to="reception.visit",
                        verbose_name="来访",
                    ),
                ),
                migrations.CreateModel(
                    name="Reading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="阅信时间")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="摘要")),
                        ("as_leader", models.BooleanField(default=False, verbose_name="领导阅信")),
                        ("instruction", models.TextField(blank=True, max_length=1000, verbose_name="批示")),
                        (
                            "reader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="阅信人",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="reception.visit",
                                verbose_name="来信",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "阅信",
                        "verbose_name_plural": "阅信",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Promise",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("what", models.CharField(max_length=200, verbose_name="答应做什么")),
                        (
                            "made_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="答应的时间"),
                        ),
                        ("done", models.CharField(blank=True, max_length=200, verbose_name="怎么做到的")),
                        ("kept_at", models.DateTimeField(blank=True, null=True, verbose_name="做到的时间")),
                        (
                            "deadline",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.deadline",
                                verbose_name="承诺",
                            ),
                        ),
                        (
                            "kept_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办的人",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答应的人",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promises",
                                to="reception.visit",
                                verbose_name="来访",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "答应的下一步",
                        "verbose_name_plural": "答应的下一步",
                    },
                ),
                migrations.CreateModel(
                    name="PaperSlip",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=20, unique=True, verbose_name="单号")),
                        ("batch", models.PositiveIntegerField(verbose_name="批次")),
                        (
                            "printed_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="印的时间"),
                        ),
                        ("spoiled_at", models.DateTimeField(blank=True, null=True, verbose_name="作废时间")),
                        (
                            "spoiled_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("AT_DESK", "已在接访台登记"),
                                    ("DAMAGED", "写坏、污损"),
                                    ("UNUSED", "没有用，收回销毁"),
                                    ("LOST", "遗失"),
                                ],
                                max_length=10,
                                verbose_name="作废原因",
                            ),
                        ),
                        (
                            "printed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="印的人",
                            ),
                        ),
                        (
                            "spoiled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="作废人",
                            ),
                        ),
                        (
                            "visit",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="slip",
                                to="reception.visit",
                                verbose_name="补录的登记",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "应急登记单",
                        "verbose_name_plural": "应急登记单",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Errand",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("missing", models.JSONField(blank=True, default=list, verbose_name="缺的材料")),
                        (
                            "filled",
                            cases.fields.EncryptedTextField(blank=True, max_length=8000, verbose_name="填的内容"),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="什么时候")),
                        (
                            "on_tablet_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="请本人在平板上评价"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="窗口人员",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="哪个社区的窗口",
                            ),
                        ),
                        (
                            "follows",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followed_by",
                                to="reception.errand",
                                verbose_name="上一次",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="errands",
                                to="reception.serviceitem",
                                verbose_name="办什么事项",
                            ),
                        ),
                        (
                            "visit",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="errand",
                                to="reception.visit",
                                verbose_name="登记",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "窗口办事",
                        "verbose_name_plural": "窗口办事",
                    },
                ),
                migrations.CreateModel(
                    name="ContactFile",
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
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="reception.visit",
                                verbose_name="来访",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "来访材料",
                        "verbose_name_plural": "来访材料",
                        "ordering": ["-uploaded_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AssignmentReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sent_on", models.DateField(verbose_name="报结日期")),
                        ("number", models.CharField(max_length=40, verbose_name="报告文号")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="报告要点")),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="报结人",
                            ),
                        ),
                        (
                            "visit",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="closing_report",
                                to="reception.visit",
                                verbose_name="交办",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "交办报结",
                        "verbose_name_plural": "交办报结",
                    },
                ),
                migrations.CreateModel(
                    name="AssignmentExtension",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("granted_on", models.DateField(verbose_name="同意延期的日期")),
                        ("due_on", models.DateField(verbose_name="延到哪天报结")),
                        ("number", models.CharField(max_length=40, verbose_name="同意延期的文号")),
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
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="extensions",
                                to="reception.visit",
                                verbose_name="交办",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "交办延期",
                        "verbose_name_plural": "交办延期",
                        "ordering": ["due_on"],
                    },
                ),
                migrations.AddField(
                    model_name="appointment",
                    name="visit",
                    field=models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointment",
                        to="reception.visit",
                        verbose_name="来访",
                    ),
                ),
                migrations.CreateModel(
                    name="VisitParty",
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
                        ("is_lead", models.BooleanField(default=False, verbose_name="主信访人")),
                        ("access_needs", models.CharField(blank=True, max_length=100, verbose_name="特殊需要")),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parties",
                                to="reception.visit",
                                verbose_name="来访",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "来访人",
                        "verbose_name_plural": "来访人",
                    },
                ),
                migrations.CreateModel(
                    name="Voiding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="作废的原因")),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="申请时间")),
                        ("is_approved", models.BooleanField(blank=True, null=True, verbose_name="同意")),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="决定时间")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="决定说明")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申请人",
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
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="voidings",
                                to="reception.visit",
                                verbose_name="来访",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "作废",
                        "verbose_name_plural": "作废",
                        "ordering": ["-asked_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="WindowModel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="第几版")),
                        ("is_current", models.BooleanField(default=True)),
                        (
                            "declared_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="什么时候定的"),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="示范社区",
                            ),
                        ),
                        (
                            "declared_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁定的",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "示范窗口",
                        "verbose_name_plural": "示范窗口",
                    },
                ),
                migrations.AddField(
                    model_name="rollout",
                    name="model",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rollouts",
                        to="reception.windowmodel",
                        verbose_name="示范窗口",
                    ),
                ),
                migrations.CreateModel(
                    name="WindowRating",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "words",
                            cases.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name="想说的话"),
                        ),
                        ("is_complaint", models.BooleanField(default=False, verbose_name="是投诉")),
                        (
                            "via",
                            models.CharField(
                                choices=[("CODE", "本人凭查询码"), ("TABLET", "本人在窗口平板上")],
                                max_length=8,
                                verbose_name="怎样评的",
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="什么时候")),
                        (
                            "errand",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rating",
                                to="reception.errand",
                                verbose_name="办的事",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "窗口评价",
                        "verbose_name_plural": "窗口评价",
                    },
                ),
                migrations.CreateModel(
                    name="Improvement",
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
                                    ("COMPLAINT", "投诉"),
                                    ("REMARK", "评价里说的"),
                                    ("GAP", "反复问、目录里没有"),
                                    ("OWN", "自己发现的"),
                                ],
                                max_length=10,
                                verbose_name="从哪里来",
                            ),
                        ),
                        ("what", models.CharField(blank=True, max_length=200, verbose_name="哪里要改")),
                        (
                            "raised_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="什么时候提的"),
                        ),
                        ("action", models.CharField(blank=True, max_length=200, verbose_name="怎么改")),
                        ("done", models.CharField(blank=True, max_length=200, verbose_name="改成什么样")),
                        ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="什么时候改好")),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="哪个社区的窗口",
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
                                verbose_name="哪天以前",
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁改好的",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁来改",
                            ),
                        ),
                        (
                            "raised_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁提的",
                            ),
                        ),
                        (
                            "rating",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="improvement",
                                to="reception.windowrating",
                                verbose_name="评价",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "改进事项",
                        "verbose_name_plural": "改进事项",
                    },
                ),
                migrations.CreateModel(
                    name="WindowRequest",
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
                                    ("HANDED", "等后台答复"),
                                    ("ASKED", "后台问回，等窗口回"),
                                    ("ANSWERED", "已答复，待告诉"),
                                    ("TOLD", "已告诉群众"),
                                    ("TAKEN_UP", "转为立件办理"),
                                    ("VOID", "已作废"),
                                ],
                                default="HANDED",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "handed_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="转交时间"),
                        ),
                        ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="接手时间")),
                        ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="告诉时间")),
                        (
                            "told_way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("FACE", "当面"),
                                    ("PHONE", "电话"),
                                    ("MESSAGE", "短信"),
                                    ("ONLINE", "网上回复"),
                                ],
                                max_length=8,
                                verbose_name="怎么告诉的",
                            ),
                        ),
                        (
                            "deadline",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.deadline",
                                verbose_name="承诺",
                            ),
                        ),
                        (
                            "handed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="收件人",
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
                                verbose_name="后台经办人",
                            ),
                        ),
                        (
                            "told_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="告诉群众的人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="后台科室",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "窗口转办",
                        "verbose_name_plural": "窗口转办",
                    },
                ),
                migrations.CreateModel(
                    name="WindowReply",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(max_length=2000, verbose_name="答复")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="答复时间")),
                        ("returned_at", models.DateTimeField(blank=True, null=True, verbose_name="退回时间")),
                        ("return_reason", models.CharField(blank=True, max_length=200, verbose_name="退回的原因")),
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
                                verbose_name="退回人",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replies",
                                to="reception.windowrequest",
                                verbose_name="窗口转办",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "后台答复",
                        "verbose_name_plural": "后台答复",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="WindowQuestion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=500, verbose_name="问什么")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="什么时候问的")),
                        ("answer", models.CharField(blank=True, max_length=1000, verbose_name="回什么")),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="什么时候回的")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁回的",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁问的",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="reception.windowrequest",
                                verbose_name="窗口转办",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "后台问回",
                        "verbose_name_plural": "后台问回",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="WindowHop",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="为什么")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="什么时候")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁转的",
                            ),
                        ),
                        (
                            "from_unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="从哪个科室",
                            ),
                        ),
                        (
                            "to_unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="转到哪个科室",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hops",
                                to="reception.windowrequest",
                                verbose_name="窗口转办",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "科室之间转办",
                        "verbose_name_plural": "科室之间转办",
                        "ordering": ["pk"],
                    },
                ),
                migrations.AddField(
                    model_name="visit",
                    name="request",
                    field=models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visit",
                        to="reception.windowrequest",
                        verbose_name="窗口转办",
                    ),
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
                        (
                            "state",
                            models.CharField(
                                choices=[("OPEN", "待定"), ("ACCEPTED", "已收进目录"), ("REFUSED", "不收")],
                                default="OPEN",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "drawn_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="什么时候提出"),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="什么时候定的")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="不收的原因")),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="社区",
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
                                verbose_name="谁定的",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reception.serviceitem",
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁维护",
                            ),
                        ),
                        (
                            "request",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="suggestion",
                                to="reception.windowrequest",
                                verbose_name="窗口转办",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "目录建议",
                        "verbose_name_plural": "目录建议",
                    },
                ),
                migrations.CreateModel(
                    name="WindowText",
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
                                choices=[("PLEDGE", "服务承诺"), ("NOTICE", "一次性告知单上的话")],
                                max_length=8,
                                verbose_name="哪一段",
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="怎么写")),
                        (
                            "changed_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="什么时候写的"),
                        ),
                        (
                            "changed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁写的",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="officials.unit",
                                verbose_name="社区",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "窗口用语",
                        "verbose_name_plural": "窗口用语",
                    },
                ),
                migrations.CreateModel(
                    name="ChannelNotice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "item",
                            models.CharField(
                                choices=[
                                    ("ONLINE", "网络信访渠道"),
                                    ("POSTAL", "通信地址"),
                                    ("PHONE", "咨询投诉电话"),
                                    ("HOURS", "信访接待时间"),
                                    ("PLACE", "信访接待地点"),
                                    ("PROGRESS", "怎样查询处理进展和结果"),
                                    ("LAWS", "与信访工作有关的党内法规和法律、法规、规章"),
                                    ("PROCEDURE", "信访事项的处理程序"),
                                    ("CONVENIENCE", "其他便利事项"),
                                ],
                                max_length=12,
                                verbose_name="哪一项",
                            ),
                        ),
                        ("text", models.TextField(max_length=600, verbose_name="内容")),
                        ("valid_from", models.DateField(verbose_name="起用日期")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="最后一天")),
                        ("superseded_on", models.DateField(blank=True, null=True, verbose_name="改用新内容的日期")),
                        (
                            "published_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="公布时间"),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="公布人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "渠道公示",
                        "verbose_name_plural": "渠道公示",
                        "ordering": ["item", "-pk"],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("item", "="),
                                    (
                                        models.Func(
                                            models.F("valid_from"),
                                            django.db.models.functions.comparison.Least(
                                                models.F("superseded_on"),
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("valid_to"), "+", models.Value(1)
                                                ),
                                            ),
                                            function="DATERANGE",
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="one_channel_text_an_item_and_day",
                                violation_error_message="这一项在这些天已经有内容。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="channel_notice_says_something",
                                violation_error_message="请写这一项的内容。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to__isnull", True),
                                    ("valid_to__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="channel_notice_ends_after_it_starts",
                                violation_error_message="最后一天早于起用日期，请核对。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_on__isnull", True),
                                    ("superseded_on__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="channel_notice_superseded_after_it_starts",
                                violation_error_message="改用新内容不能早于起用日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HallScreen",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=30, verbose_name="放在哪里")),
                        (
                            "has_sound",
                            models.BooleanField(
                                default=False,
                                help_text="不响也看得清。响之前，屏上要先按一次“打开声音”。",
                                verbose_name="叫号时响一声",
                            ),
                        ),
                        ("link_hash", models.CharField(max_length=64, unique=True)),
                        (
                            "link_made_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="给链接的时间"),
                        ),
                        ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="接上的时间")),
                        ("cookie_hash", models.CharField(blank=True, max_length=64)),
                        ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="最近在线")),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="停用时间")),
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
                        "verbose_name": "大厅屏",
                        "verbose_name_plural": "大厅屏",
                        "ordering": ["withdrawn_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("cookie_hash", ""), _negated=True),
                                fields=("cookie_hash",),
                                name="one_screen_a_cookie",
                                violation_error_message="这块屏已经接上。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cookie_hash", ""), ("opened_at__isnull", True)),
                                    models.Q(
                                        ("opened_at__isnull", False), models.Q(("cookie_hash", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="screen_opened_has_a_cookie",
                                violation_error_message="接上的屏要有自己的凭据。",
                            ),
                        ],
                    },
                ),
                migrations.AddIndex(
                    model_name="outreach",
                    index=models.Index(
                        condition=models.Q(("state", "PLANNED")), fields=["starts_at", "id"], name="outreach_planned"
                    ),
                ),
                migrations.AddIndex(
                    model_name="outreach",
                    index=models.Index(fields=["-starts_at", "-id"], name="outreach_by_time"),
                ),
                migrations.AddConstraint(
                    model_name="outreach",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case__isnull", False), ("kind", "HOME")),
                            models.Q(("case__isnull", True), ("community__isnull", False), ("kind", "COMMUNITY")),
                            _connector="OR",
                        ),
                        name="home_visit_is_on_a_case",
                        violation_error_message="家访要有案件，下访要有社区。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="outreach",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "COMMUNITY"),
                            models.Q(models.Q(("purpose", ""), _negated=True), ("companion__isnull", False)),
                            _connector="OR",
                        ),
                        name="home_visit_says_why_and_takes_two",
                        violation_error_message="家访要说明来意，至少两人同去。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="outreach",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("companion__isnull", True),
                            models.Q(("companion", models.F("lead")), _negated=True),
                            _connector="OR",
                        ),
                        name="outreach_takes_two_people_not_one_twice",
                        violation_error_message="同去的要是另一个人。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="outreach",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "HOME"), ("state", "DONE"), _negated=True),
                            models.Q(("consent_at__isnull", False), ("consent_at__lt", models.F("started_at"))),
                            _connector="OR",
                        ),
                        name="home_visited_only_after_it_agreed",
                        violation_error_message="群众同意以后才能家访。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="outreach",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "DONE"), _negated=True),
                            models.Q(("started_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="outreach_done_says_what_came_of_it",
                        violation_error_message="去过了的要写说了什么、定了什么。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="outreach",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "DROPPED"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="outreach_dropped_says_why",
                        violation_error_message="没有去的要写原因。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="outreach",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind", "COMMUNITY"), ("place", ""), _connector="OR"),
                        name="home_visit_keeps_no_address",
                        violation_error_message="家访不另记地址，按案件上登记的去。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="outreachmatter",
                    constraint=models.UniqueConstraint(fields=("outreach", "case"), name="one_matter_once_a_visit"),
                ),
                migrations.AddConstraint(
                    model_name="ratingtablet",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("community",),
                        name="one_tablet_a_window",
                        violation_error_message="这个窗口已经有一块评价平板。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="ratingtablet",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("cookie_hash", ""), _negated=True),
                        fields=("cookie_hash",),
                        name="tablet_cookie_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rolloutstep",
                    constraint=models.UniqueConstraint(fields=("rollout", "kind"), name="rollout_step_once"),
                ),
                migrations.AddConstraint(
                    model_name="receptiondaychange",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="change_of_reception_day_says_why",
                        violation_error_message="请写为什么改。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="receptionday",
                    index=models.Index(fields=["since"], name="reception_day_by_time"),
                ),
                migrations.AddIndex(
                    model_name="receptionday",
                    index=models.Index(fields=["leader", "since"], name="reception_day_by_leader"),
                ),
                migrations.AddConstraint(
                    model_name="receptionday",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("cancelled_at__isnull", True)),
                        expressions=[
                            ("leader", "="),
                            (
                                models.Func(
                                    models.F("since"),
                                    models.F("until"),
                                    django.contrib.postgres.fields.ranges.RangeBoundary(
                                        inclusive_lower=True, inclusive_upper=False
                                    ),
                                    function="TSTZRANGE",
                                ),
                                "&&",
                            ),
                        ],
                        name="leader_in_one_place_at_a_time",
                        violation_error_message="这位领导在这段时间已有接访安排。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="receptionday",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("since"))),
                        name="reception_day_ends_after_it_starts",
                        violation_error_message="结束要晚于开始。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="receptionday",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("slot_minutes__gte", 5), ("slot_minutes__lte", 240)),
                        name="slot_is_some_minutes",
                        violation_error_message="每位 5 到 240 分钟。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="receptionday",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("cancelled_at__isnull", False), ("booking__isnull", False), _connector="OR"
                        ),
                        name="standing_reception_day_has_its_room",
                        violation_error_message="接访日要留着房间。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="receptionday",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("cancelled_at__isnull", True), ("held_at__isnull", True), _connector="OR"),
                        name="called_off_was_not_held",
                        violation_error_message="停接的日子没有接访。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="serviceitem",
                    index=models.Index(
                        condition=models.Q(("is_latest", True)), fields=["community", "name"], name="item_latest"
                    ),
                ),
                migrations.AddIndex(
                    model_name="serviceitem",
                    index=models.Index(
                        condition=models.Q(("is_latest", True)), fields=["review_on"], name="item_to_review"
                    ),
                ),
                migrations.AddIndex(
                    model_name="serviceitem",
                    index=models.Index(
                        condition=models.Q(("is_latest", True)),
                        fields=["community", "model_line"],
                        name="item_by_model",
                    ),
                ),
                migrations.AddIndex(
                    model_name="serviceitem",
                    index=django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("is_latest", True)), fields=["grams"], name="item_by_grams"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="serviceitem",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("is_latest", True)),
                        fields=("community", "line"),
                        name="one_latest_version_of_an_item",
                        violation_error_message="这个事项刚才有人改过，请重新打开再改。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="serviceitem",
                    constraint=models.UniqueConstraint(
                        fields=("community", "line", "version"), name="version_of_an_item_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="serviceitem",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("is_latest", True)),
                        fields=("community", "name"),
                        name="item_name_once_in_a_community",
                        violation_error_message="这个社区已经有一个事项叫这个名称。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="serviceitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("handling", "INSTANT"), ("promise_days__isnull", True), ("unit__isnull", True)),
                            models.Q(("handling", "BACK_OFFICE"), ("promise_days__gte", 1), ("unit__isnull", False)),
                            _connector="OR",
                        ),
                        name="back_office_item_names_unit_and_days",
                        violation_error_message="后台办的要写科室和承诺几个工作日；当场办的都不写。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="serviceitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="item_valid_to_after_from",
                        violation_error_message="到哪天为止不能早于从哪天起。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="spotanswer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("told", ""), _negated=True),
                        name="spot_answer_says_what",
                        violation_error_message="请写当场告诉了什么。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="suggestionanswer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="suggestion_answer_says_what",
                        violation_error_message="请写答复。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="suggestionanswer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reward", ""), ("is_adopted", True), _connector="OR"),
                        name="only_what_is_adopted_is_rewarded",
                        violation_error_message="采纳了的建议才写奖励（条例第二十九条）。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="systementry",
                    index=models.Index(fields=["number"], name="system_entry_by_number"),
                ),
                migrations.AddConstraint(
                    model_name="systementry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        name="system_entry_has_its_number",
                        violation_error_message="请写信访信息系统里的编号。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="talknote",
                    index=models.Index(fields=["by", "-id"], name="talk_note_by_writer"),
                ),
                migrations.AddIndex(
                    model_name="talknote",
                    index=models.Index(fields=["community", "-id"], name="talk_note_by_community"),
                ),
                migrations.AddIndex(
                    model_name="talknote",
                    index=models.Index(
                        condition=models.Q(
                            ("answer__isnull", True), ("kind", "SUGGEST"), ("taken_up_at__isnull", True)
                        ),
                        fields=["-id"],
                        name="talk_note_unanswered",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="talknote",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="talk_note_says_something",
                        violation_error_message="请写几句说了什么。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="talknote",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("answer__isnull", True), ("kind", "SUGGEST"), _connector="OR"),
                        name="only_suggestions_are_answered",
                        violation_error_message="只有建议要答复。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="talknote",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("answer__isnull", True), ("taken_up_at__isnull", True), _connector="OR"),
                        name="answered_or_taken_to_the_desk",
                        violation_error_message="答复了的不再登记，登记了的不在这里答复。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="occupation",
                    index=models.Index(
                        condition=models.Q(("kind", "BOOKED")), fields=["room", "since"], name="booking_by_room"
                    ),
                ),
                migrations.AddIndex(
                    model_name="occupation",
                    index=models.Index(
                        condition=models.Q(("cancelled_at__isnull", True), ("kind", "BOOKED")),
                        fields=["until"],
                        name="booking_by_end",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="occupation",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("cancelled_at__isnull", True)),
                        expressions=[
                            ("room", "="),
                            ("kind", "="),
                            (
                                models.Func(
                                    models.F("since"),
                                    models.F("until"),
                                    django.contrib.postgres.fields.ranges.RangeBoundary(
                                        inclusive_lower=True, inclusive_upper=False
                                    ),
                                    function="TSTZRANGE",
                                ),
                                "&&",
                            ),
                        ],
                        name="room_never_double",
                        violation_error_message="这间房在这段时间已经有人，请换时间或换一间。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="occupation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"),
                        name="occupation_ends_after_it_starts",
                        violation_error_message="结束要晚于开始。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="occupation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "BOOKED"),
                                ("ticket__isnull", True),
                                ("until__isnull", False),
                                models.Q(("purpose", ""), _negated=True),
                            ),
                            models.Q(
                                ("cancelled_at__isnull", True),
                                ("case__isnull", True),
                                ("kind", "IN_USE"),
                                ("purpose", ""),
                                ("ticket__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="booking_has_end_and_purpose_use_a_ticket",
                        violation_error_message="预约要写到几点、做什么用；使用要有票。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="ticket",
                    index=models.Index(fields=["day", "state"], name="ticket_by_day"),
                ),
                migrations.AddIndex(
                    model_name="ticket",
                    index=models.Index(
                        condition=models.Q(("is_closed_by_night", True)), fields=["day"], name="ticket_unfinished"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="ticket",
                    constraint=models.UniqueConstraint(
                        fields=("day", "number"),
                        name="ticket_number_once_a_day",
                        violation_error_message="这个票号今天已经发出。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="ticket",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("called_at__isnull", True),
                                ("ended_at__isnull", True),
                                ("started_at__isnull", True),
                                ("state", "WAITING"),
                            ),
                            models.Q(
                                ("called_at__isnull", False),
                                ("ended_at__isnull", True),
                                ("started_at__isnull", True),
                                ("state", "CALLED"),
                            ),
                            models.Q(
                                ("called_at__isnull", False),
                                ("ended_at__isnull", True),
                                ("started_at__isnull", False),
                                ("state", "TALKING"),
                            ),
                            models.Q(
                                ("called_at__isnull", False),
                                ("ended_at__isnull", False),
                                ("started_at__isnull", False),
                                ("state", "DONE"),
                            ),
                            models.Q(
                                ("called_at__isnull", False),
                                ("ended_at__isnull", False),
                                ("started_at__isnull", True),
                                ("state", "NO_SHOW"),
                            ),
                            models.Q(("ended_at__isnull", False), ("started_at__isnull", True), ("state", "LEFT")),
                            _connector="OR",
                        ),
                        name="ticket_stamps_fit_its_state",
                        violation_error_message="票的时间和状态对不上。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="ticket",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("arrived_at__lte", models.F("registered_at")),
                            models.Q(
                                ("called_at__isnull", True),
                                ("called_at__gte", models.F("arrived_at")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("started_at__isnull", True),
                                ("started_at__gte", models.F("called_at")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("ended_at__isnull", True),
                                (
                                    "ended_at__gte",
                                    django.db.models.functions.comparison.Coalesce(
                                        "started_at", "called_at", "arrived_at"
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="ticket_stamps_follow_each_other",
                        violation_error_message="到达、叫号、接谈、结束要一个接一个。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="ticket",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["CALLED", "TALKING"]), _negated=True),
                            ("room__isnull", False),
                            _connector="OR",
                        ),
                        name="called_into_a_room",
                        violation_error_message="叫号要有房间。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reading",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("instruction", ""), ("as_leader", True), _connector="OR"),
                        name="only_leaders_instruct",
                        violation_error_message="批示由包案领导、机关负责人写（条例第十八条）。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reading",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("instruction", "")),
                        fields=("visit", "reader"),
                        name="a_letter_is_signed_once_a_reader",
                        violation_error_message="您已经签过阅，不用再签。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="promise",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True),
                        name="promise_says_what",
                        violation_error_message="请写答应做什么。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="promise",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done", ""), ("kept_at__isnull", True), ("kept_by__isnull", True)),
                            models.Q(
                                ("kept_at__gte", models.F("made_at")),
                                ("kept_by__isnull", False),
                                models.Q(("done", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="promise_kept_says_how",
                        violation_error_message="做到了的要写谁、什么时候、怎么做到的。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="paperslip",
                    index=models.Index(fields=["batch", "number"], name="slips_of_a_batch"),
                ),
                migrations.AddIndex(
                    model_name="paperslip",
                    index=models.Index(
                        condition=models.Q(("spoiled_at__isnull", False)), fields=["-spoiled_at"], name="slips_spoiled"
                    ),
                ),
                migrations.AddIndex(
                    model_name="paperslip",
                    index=models.Index(
                        condition=models.Q(("spoiled_at__isnull", True), ("visit__isnull", True)),
                        fields=["id"],
                        name="slips_open",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paperslip",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("visit__isnull", True), ("spoiled_at__isnull", True), _connector="OR"),
                        name="slip_is_entered_or_spoiled",
                        violation_error_message="补录了的单子不能又作废。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paperslip",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("spoiled_at__isnull", True), ("spoiled_by__isnull", True), ("spoiled_reason", "")
                            ),
                            models.Q(
                                ("spoiled_at__isnull", False),
                                ("spoiled_by__isnull", False),
                                models.Q(("spoiled_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="slip_spoiled_by_somebody_for_a_reason",
                        violation_error_message="作废要有原因和经手人。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="errand",
                    index=models.Index(fields=["community", "-at"], name="errand_by_window"),
                ),
                migrations.AddIndex(
                    model_name="errand",
                    index=models.Index(fields=["by", "-at"], name="errand_by_clerk"),
                ),
                migrations.AddIndex(
                    model_name="errand",
                    index=models.Index(
                        condition=models.Q(("on_tablet_at__isnull", False)),
                        fields=["community", "on_tablet_at"],
                        name="errand_on_tablet",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contactfile",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("removed_at__isnull", True),
                            models.Q(("removal_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="removal_of_contact_file_has_its_reason",
                        violation_error_message="移除材料要写原因。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assignmentreport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        name="closing_report_has_its_number",
                        violation_error_message="请写报告文号；没有文号的，写“无号”。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assignmentextension",
                    constraint=models.UniqueConstraint(
                        fields=("visit", "due_on"),
                        name="an_assignment_is_extended_to_a_day_once",
                        violation_error_message="已经记过延到这一天。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assignmentextension",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        name="extension_of_an_assignment_has_its_number",
                        violation_error_message="请写同意延期的文号；没有文号的，写“无号”。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="appointment",
                    index=models.Index(
                        condition=models.Q(("state", "REQUESTED")), fields=["since"], name="appointment_asked"
                    ),
                ),
                migrations.AddIndex(
                    model_name="appointment",
                    index=models.Index(
                        condition=models.Q(("state", "CONFIRMED")), fields=["remind_on"], name="appointment_to_remind"
                    ),
                ),
                migrations.AddIndex(
                    model_name="appointment",
                    index=models.Index(
                        condition=models.Q(("owed", ""), _negated=True), fields=["since"], name="appointment_to_tell"
                    ),
                ),
                migrations.AddIndex(
                    model_name="appointment",
                    index=models.Index(
                        condition=models.Q(("state", "UNRECORDED")), fields=["-since"], name="appointment_unrecorded"
                    ),
                ),
                migrations.AddIndex(
                    model_name="appointment",
                    index=models.Index(
                        condition=models.Q(("code_hash", ""), _negated=True),
                        fields=["code_hash"],
                        name="appointment_by_code",
                    ),
                ),
                migrations.AddIndex(
                    model_name="appointment",
                    index=models.Index(fields=["since"], name="appointment_by_time"),
                ),
                migrations.AddConstraint(
                    model_name="appointment",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("state__in", ["CONFIRMED", "ARRIVED", "DONE", "NO_SHOW", "UNRECORDED"])),
                        deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                        expressions=[
                            ("day", "="),
                            (
                                models.Func(
                                    models.F("since"),
                                    models.F("until"),
                                    django.contrib.postgres.fields.ranges.RangeBoundary(
                                        inclusive_lower=True, inclusive_upper=False
                                    ),
                                    function="TSTZRANGE",
                                ),
                                "&&",
                            ),
                        ],
                        name="slot_never_double",
                        violation_error_message="这个时段刚才已经约出去了，请换一个。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appointment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("since"))),
                        name="slot_ends_after_it_starts",
                        violation_error_message="结束要晚于开始。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appointment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("people__gte", 1)),
                        name="somebody_has_the_appointment",
                        violation_error_message="人数至少是 1。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appointment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["CONFIRMED", "ARRIVED", "DONE", "NO_SHOW"]), _negated=True),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="confirmed_by_somebody_of_the_office",
                        violation_error_message="约好要有确认人。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appointment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ARRIVED"), _negated=True), ("visit__isnull", False), _connector="OR"
                        ),
                        name="arrived_with_a_visit",
                        violation_error_message="到了要登记来访。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appointment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["NO_SHOW", "DECLINED", "CANCELLED", "REQUESTED", "CONFIRMED"]),
                                _negated=True,
                            ),
                            ("visit__isnull", True),
                            _connector="OR",
                        ),
                        name="who_came_is_no_absentee",
                        violation_error_message="已经到过的，不能记没来。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appointment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "DECLINED"), _negated=True),
                            models.Q(("end_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="declined_with_a_reason",
                        violation_error_message="没有约成要写原因。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="visitparty",
                    index=models.Index(
                        condition=models.Q(("phone_hash", ""), _negated=True),
                        fields=["phone_hash"],
                        name="visitor_by_phone",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="visitparty",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("is_lead", True)),
                        fields=("visit",),
                        name="one_lead_visitor",
                        violation_error_message="主信访人只能有一个。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="voiding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="voiding_has_its_reason",
                        violation_error_message="请写作废的原因。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="voiding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("is_approved__isnull", True),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("is_approved__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="voiding_is_decided_whole",
                        violation_error_message="决定要写同意与否、谁、什么时候。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="voiding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="voiding_takes_two_people",
                        violation_error_message="申请作废的人不能自己批。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="voiding",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=("visit",),
                        name="one_open_voiding_a_contact",
                        violation_error_message="已经有人申请作废，等信访办主任决定。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="voiding",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("is_approved", True)),
                        fields=("visit",),
                        name="a_contact_is_voided_once",
                        violation_error_message="这次登记已经作废。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="windowmodel",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("is_current",),
                        name="one_model_window",
                        violation_error_message="示范窗口只有一个。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rollout",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("live_on__isnull", True), ("went_live_by__isnull", True)),
                            models.Q(("live_on__isnull", False), ("went_live_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="live_by_somebody_on_some_day",
                        violation_error_message="对外服务要写谁定的、从哪天起。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rollout",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("version__gte", models.F("opened_version"))),
                        name="follows_the_model_forward",
                        violation_error_message="跟到的版次不能早于开通时的版次。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="windowrating",
                    index=models.Index(fields=["-at"], name="window_rating_by_time"),
                ),
                migrations.AddIndex(
                    model_name="improvement",
                    index=models.Index(fields=["community", "-id"], name="improvement_by_window"),
                ),
                migrations.AddIndex(
                    model_name="improvement",
                    index=models.Index(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=["owner", "-id"],
                        name="improvement_by_owner",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="improvement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("rating__isnull", False), models.Q(("what", ""), _negated=True), _connector="OR"
                        ),
                        name="improvement_says_what_or_whose_word",
                        violation_error_message="请写哪里要改。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="improvement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action", ""), ("deadline__isnull", True), ("owner__isnull", True)),
                            models.Q(
                                ("deadline__isnull", False),
                                ("owner__isnull", False),
                                models.Q(("action", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="improvement_given_with_action_and_day",
                        violation_error_message="交给谁、怎么改、哪天以前，三样都要写。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="improvement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done", ""), ("done_at__isnull", True), ("done_by__isnull", True)),
                            models.Q(
                                ("done_at__gte", models.F("raised_at")),
                                ("done_by__isnull", False),
                                ("owner__isnull", False),
                                models.Q(("done", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="improvement_done_says_how",
                        violation_error_message="改好了的要写改成什么样。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="windowrequest",
                    index=models.Index(fields=["unit", "-id"], name="request_by_unit"),
                ),
                migrations.AddIndex(
                    model_name="windowrequest",
                    index=models.Index(fields=["handed_by", "-id"], name="request_by_window"),
                ),
                migrations.AddIndex(
                    model_name="windowrequest",
                    index=models.Index(
                        condition=models.Q(("state__in", ["HANDED", "ASKED", "ANSWERED"])),
                        fields=["state"],
                        name="request_open",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="windowrequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "TOLD"),
                                ("told_at__gte", models.F("handed_at")),
                                ("told_by__isnull", False),
                                models.Q(("told_way", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "TOLD"), _negated=True),
                                ("told_at__isnull", True),
                                ("told_by__isnull", True),
                                ("told_way", ""),
                            ),
                            _connector="OR",
                        ),
                        name="told_by_somebody_in_some_way",
                        violation_error_message="告诉群众要写谁、什么时候、怎么告诉的。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="windowrequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_at__isnull", True), ("taken_by__isnull", True)),
                            models.Q(("taken_at__isnull", False), ("taken_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="taken_by_somebody_at_some_time",
                        violation_error_message="接手要写谁、什么时候。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="windowreply",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("returned_at__isnull", True)),
                        fields=("request",),
                        name="one_answer_stands",
                        violation_error_message="已经有一个答复；要改，先退回。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="windowreply",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("return_reason", ""), ("returned_at__isnull", True), ("returned_by__isnull", True)
                            ),
                            models.Q(
                                ("returned_at__gte", models.F("at")),
                                ("returned_by__isnull", False),
                                models.Q(("return_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="answer_is_sent_back_with_its_reason",
                        violation_error_message="退回要写谁、什么时候、为什么。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="windowquestion",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=("request",),
                        name="one_question_open",
                        violation_error_message="上一个问题还没有回，请等回了再问。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="windowquestion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(
                                ("answered_at__gte", models.F("at")),
                                ("answered_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="question_answered_by_somebody",
                        violation_error_message="回话要写谁、什么时候、回什么。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="windowhop",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("from_unit", models.F("to_unit")), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="hop_leads_elsewhere",
                        violation_error_message="要转到另一个科室，并写为什么。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="visit",
                    index=models.Index(fields=["-received_at"], name="visit_by_receipt"),
                ),
                migrations.AddIndex(
                    model_name="visit",
                    index=models.Index(fields=["-registered_at"], name="visit_by_registration"),
                ),
                migrations.AddIndex(
                    model_name="visit",
                    index=models.Index(fields=["registrar", "-registered_at"], name="visit_by_registrar"),
                ),
                migrations.AddIndex(
                    model_name="visit",
                    index=models.Index(
                        condition=models.Q(("query_code_hash", ""), _negated=True),
                        fields=["query_code_hash"],
                        name="visit_by_code",
                    ),
                ),
                migrations.AddIndex(
                    model_name="visit",
                    index=models.Index(
                        condition=models.Q(
                            ("case__isnull", True),
                            ("request__isnull", True),
                            ("settled_at__isnull", True),
                            ("voided_at__isnull", True),
                        ),
                        fields=["received_at"],
                        name="visit_awaiting_talk",
                    ),
                ),
                migrations.AddIndex(
                    model_name="visit",
                    index=models.Index(
                        condition=models.Q(("channel", "LETTER"), ("is_historical", False)),
                        fields=["-received_at"],
                        name="visit_letters",
                    ),
                ),
                migrations.AddIndex(
                    model_name="visit",
                    index=models.Index(
                        condition=models.Q(
                            ("case__isnull", False),
                            ("entry__isnull", True),
                            ("is_historical", False),
                            ("voided_at__isnull", True),
                        ),
                        fields=["-id"],
                        name="visit_unentered",
                    ),
                ),
                migrations.AddIndex(
                    model_name="visit",
                    index=models.Index(
                        condition=models.Q(("settled_at__isnull", False)), fields=["-settled_at"], name="visit_settled"
                    ),
                ),
                migrations.AddIndex(
                    model_name="visit",
                    index=models.Index(
                        condition=models.Q(("voided_at__isnull", False)), fields=["-voided_at"], name="visit_voided"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="visit",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("external_no", ""), _negated=True),
                        fields=("source", "external_no"),
                        name="contact_external_number_once_a_source",
                        violation_error_message="这个来源的编号已经登记过。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="visit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("people_present__gte", 1)),
                        name="visitor_present",
                        violation_error_message="人数至少是 1。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="visit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "received_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("registered_at"), "+", models.Value(datetime.timedelta(seconds=300))
                                ),
                            )
                        ),
                        name="received_before_registered",
                        violation_error_message="收到日期不能在登记之后，请核对。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="visit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("statement", ""), _negated=True),
                            ("is_historical", True),
                            models.Q(("case__isnull", True), ("settled_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="only_a_waiting_contact_says_nothing_yet",
                        violation_error_message="请写下来访人反映的事，照原话写。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="visit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("settled_at__isnull", True),
                            models.Q(("answer__isnull", False), ("case__isnull", True)),
                            _connector="OR",
                        ),
                        name="settled_with_its_evidence_and_no_case",
                        violation_error_message="当场办结要有答复的记录，不另立件。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="visit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("request__isnull", True), ("settled_at__isnull", True), _connector="OR"),
                        name="handed_over_is_not_settled",
                        violation_error_message="转给后台的由后台答复，不再记当场办结。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="visit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("kept_apart", False), models.Q(("tie", "REPEAT"), _negated=True), _connector="OR"
                        ),
                        name="kept_apart_is_no_repeat",
                        violation_error_message="单独登记的不能又并入原事项。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="visit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("postmarked_on__isnull", True),
                            models.Q(("channel", "LETTER"), ("received_at__date__gte", models.F("postmarked_on"))),
                            _connector="OR",
                        ),
                        name="postmark_on_a_letter_received_later",
                        violation_error_message="邮戳日期不能晚于收到日期，请核对。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="visit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel__in", ["TRANSFERRED", "ASSIGNED"]), _negated=True),
                            ("is_historical", True),
                            models.Q(
                                models.Q(("sender_organ", ""), _negated=True),
                                models.Q(("sender_no", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="what_comes_from_above_names_its_sender",
                        violation_error_message="上级转送、交办的要写单位和来文编号。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="visit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("sent_on__isnull", True), ("received_at__date__gte", models.F("sent_on")), _connector="OR"
                        ),
                        name="paper_was_sent_before_it_came",
                        violation_error_message="来文日期不能晚于收到日期，请核对。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="visit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("due_on__isnull", True),
                            models.Q(
                                ("channel", "ASSIGNED"),
                                ("due_on__gte", models.F("sent_on")),
                                ("sent_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="only_an_assignment_sets_a_day",
                        violation_error_message="要求报结的日期早于来文日期，请核对。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="suggestion",
                    index=models.Index(
                        condition=models.Q(("state", "OPEN")), fields=["community"], name="suggestion_open"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="suggestion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "OPEN")),
                            models.Q(
                                models.Q(("state", "OPEN"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="suggestion_decided_by_somebody",
                        violation_error_message="收不收要写谁定的、什么时候。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="suggestion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "REFUSED"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="refused_suggestion_says_why",
                        violation_error_message="不收的请写原因。",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="windowtext",
                    constraint=models.UniqueConstraint(fields=("community", "kind"), name="window_text_once"),
                ),
            ]
        ),
    ]
