import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cases.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0033_load_causes"),
        ("disputes", "0003_the_month_is_frozen"),
        ("officials", "0006_the_team_and_its_certificates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KeyPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("withdrawn_reason", models.CharField(blank=True, max_length=200, verbose_name="为什么提前结束")),
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
                    models.ManyToManyField(blank=True, related_name="+", to="officials.unit", verbose_name="范围"),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="shifts", to="disputes.keyperiod"
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
            name="ScreeningPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("draw_count", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="每次抽几个网格")),
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
                ("units", models.ManyToManyField(related_name="+", to="officials.unit", verbose_name="查哪里")),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="draws", to="disputes.screeningplan"
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        base_field=models.CharField(max_length=100), default=list, size=None, verbose_name="看过哪几样"
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="补充一句")),
                ("reported_at", models.DateTimeField(blank=True, null=True, verbose_name="报告时间")),
                ("reported_on", models.DateField(blank=True, null=True, verbose_name="报告日期")),
                ("dropped_on", models.DateField(blank=True, null=True, verbose_name="不用报了")),
                (
                    "deadline",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="screening_task", to="cases.deadline"
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    cases.fields.EncryptedTextField(blank=True, max_length=200, verbose_name="涉及哪些人（听说的）"),
                ),
                ("done", cases.fields.EncryptedTextField(blank=True, max_length=300, verbose_name="我当场做了什么")),
                ("raised_on", models.DateField(verbose_name="哪天报的")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("CONFIRMED", "属实，确认"), ("MERGED", "和别的线索是一件事"), ("REFUSED", "不成立")],
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
            name="Suggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="suggestion", to="cases.deadline"
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
            name="Lesson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            model_name="keyperiod",
            index=models.Index(fields=["last_on"], name="key_period_by_end"),
        ),
        migrations.AddConstraint(
            model_name="keyperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_on__gte", models.F("made_on")), ("last_on__gte", models.F("first_on"))),
                name="key_period_ends_after_it_starts",
                violation_error_message="最后一天不能早于第一天，第一天不能早于写下的那天。",
            ),
        ),
        migrations.AddConstraint(
            model_name="keyperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_by__isnull", True), ("withdrawn_on__isnull", True), ("withdrawn_reason", "")),
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
        migrations.AddIndex(
            model_name="screeningplan",
            index=models.Index(
                condition=models.Q(("ended_on__isnull", True)), fields=["last_on"], name="screening_by_end"
            ),
        ),
        migrations.AddConstraint(
            model_name="screeningplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_on__gte", models.F("planned_on")), ("last_on__gte", models.F("first_on"))),
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
                        ("draw_count__gte", 1), ("draw_count__isnull", False), models.Q(("seed", ""), _negated=True)
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
            index=models.Index(condition=models.Q(("answer", "")), fields=["community"], name="clue_unanswered"),
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
                violation_error_message="当场解决的要有凭据（F9）。",
            ),
        ),
        migrations.AddConstraint(
            model_name="clue",
            constraint=models.CheckConstraint(
                condition=models.Q(("registered_on__isnull", True), ("answer", "CONFIRMED"), _connector="OR"),
                name="only_a_confirmed_clue_is_registered",
            ),
        ),
        migrations.AddIndex(
            model_name="suggestion",
            index=models.Index(
                condition=models.Q(("answered_on__isnull", True)), fields=["due_on"], name="suggestion_unanswered"
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
            model_name="lesson",
            constraint=models.CheckConstraint(
                condition=models.Q(("finding__isnull", False), ("suggestion__isnull", False), _connector="OR"),
                name="lesson_has_its_source",
                violation_error_message="请选从哪个问题或者哪条建议来的（F60）。",
            ),
        ),
        migrations.AddConstraint(
            model_name="lesson",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("text", ""), _negated=True), models.Q(("change", ""), _negated=True)),
                name="lesson_changes_something",
            ),
        ),
    ]
