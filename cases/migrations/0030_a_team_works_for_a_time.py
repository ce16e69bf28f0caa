import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import officials.models.people


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0029_several_work_on_a_case"),
        ("officials", "0005_powers_of_a_post_are_lent"),
        ("officials", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("FORCE", "专班"), ("ASSAULT", "突击队")], max_length=8, verbose_name="哪一种"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("mandate", models.TextField(max_length=500, verbose_name="任务")),
                ("plan", models.TextField(max_length=2000, verbose_name="怎么办、分几步")),
                ("since", models.DateField(verbose_name="从哪天起")),
                ("until", models.DateField(verbose_name="到哪天为止")),
                ("proposed_on", models.DateField(verbose_name="提出日期")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("AGREED", "同意"), ("REFUSED", "不同意")],
                        max_length=8,
                        verbose_name="决定",
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                ("opinion", models.CharField(blank=True, max_length=200, verbose_name="意见")),
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
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_teams",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="带队领导",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
            ],
            options={
                "verbose_name": "专班、突击队",
                "verbose_name_plural": "专班、突击队",
                "ordering": ["-since", "-pk"],
                "indexes": [
                    models.Index(fields=["leader"], name="team_by_leader"),
                    models.Index(condition=models.Q(("decision", "")), fields=["-since"], name="team_undecided"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))),
                        name="team_ends_after_it_starts",
                        violation_error_message="结束要晚于开始。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_decides_on_the_team_he_proposed",
                        violation_error_message="自己提出的由别人决定（F50）。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_by__isnull", True),
                                ("decided_on__isnull", True),
                                ("decision", ""),
                                ("opinion", ""),
                            ),
                            models.Q(
                                ("decided_by__isnull", False), ("decided_on__isnull", False), ("decision", "AGREED")
                            ),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("decided_on__isnull", False),
                                ("decision", "REFUSED"),
                                models.Q(("opinion", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="team_is_decided_by_whom_and_when",
                        violation_error_message="决定要写谁、哪天；不同意的写理由。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalTeam",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("FORCE", "专班"), ("ASSAULT", "突击队")], max_length=8, verbose_name="哪一种"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("mandate", models.TextField(max_length=500, verbose_name="任务")),
                ("plan", models.TextField(max_length=2000, verbose_name="怎么办、分几步")),
                ("since", models.DateField(verbose_name="从哪天起")),
                ("until", models.DateField(verbose_name="到哪天为止")),
                ("proposed_on", models.DateField(verbose_name="提出日期")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("AGREED", "同意"), ("REFUSED", "不同意")],
                        max_length=8,
                        verbose_name="决定",
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                ("opinion", models.CharField(blank=True, max_length=200, verbose_name="意见")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="决定人",
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
                        verbose_name="带队领导",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 专班、突击队",
                "verbose_name_plural": "historical 专班、突击队",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("duty", models.CharField(blank=True, max_length=60, verbose_name="做什么")),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(blank=True, null=True, verbose_name="止")),
                ("leaving", models.CharField(blank=True, max_length=200, verbose_name="离队的原因")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "left_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "official",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="成员",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="cases.team",
                        verbose_name="队伍",
                    ),
                ),
            ],
            options={
                "verbose_name": "成员",
                "verbose_name_plural": "成员",
                "ordering": ["team", "pk"],
                "indexes": [models.Index(fields=["official", "team"], name="team_member_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("leaving", ""), ("left_by__isnull", True), ("until__isnull", True)),
                            models.Q(
                                ("left_by__isnull", False),
                                ("until__gte", models.F("since")),
                                models.Q(("leaving", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="team_member_leaves_after_he_came",
                        violation_error_message="离队要写原因，不早于入队。",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("team", "="),
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
                        name="a_team_member_stands_once",
                        violation_error_message="这个人已经在队里。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamMatter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(blank=True, null=True, verbose_name="止")),
                ("leaving", models.CharField(blank=True, max_length=200, verbose_name="移出的原因")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team_matters",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
                (
                    "left_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matters",
                        to="cases.team",
                        verbose_name="队伍",
                    ),
                ),
            ],
            options={
                "verbose_name": "队伍的案件",
                "verbose_name_plural": "队伍的案件",
                "ordering": ["team", "pk"],
                "indexes": [models.Index(fields=["case", "team"], name="team_matter_of_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("leaving", ""), ("left_by__isnull", True), ("until__isnull", True)),
                            models.Q(
                                ("left_by__isnull", False),
                                ("until__gte", models.F("since")),
                                models.Q(("leaving", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="team_matter_leaves_after_it_came",
                        violation_error_message="移出要写原因，不早于列入。",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("team", "="),
                            ("case", "="),
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
                        name="a_team_matter_stands_once",
                        violation_error_message="这件已经在队里。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.DateField(verbose_name="原来到哪天")),
                ("after", models.DateField(verbose_name="改到哪天")),
                ("reason", models.CharField(max_length=200, verbose_name="为什么改")),
                ("on", models.DateField(verbose_name="哪天改的")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="cases.team"
                    ),
                ),
            ],
            options={
                "verbose_name": "队伍改期",
                "verbose_name_plural": "队伍改期",
                "ordering": ["team", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(("before", models.F("after")), _negated=True),
                        ),
                        name="a_changed_term_says_why",
                    )
                ],
            },
        ),
    ]
