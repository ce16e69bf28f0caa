import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_urgency_replaces_the_tick"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="cross_flags",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("AREA", "跨地区"),
                        ("DEPARTMENT", "跨部门"),
                        ("INDUSTRY", "跨行业"),
                        ("PERSON_MATTER", "人事分离"),
                        ("PERSON_HOUSEHOLD", "人户分离"),
                        ("ALL_APART", "人事户分离"),
                    ],
                    max_length=16,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="三跨三分离",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="voided_on",
            field=models.DateField(blank=True, null=True, verbose_name="作废日期"),
        ),
        migrations.AddField(
            model_name="historicalcase",
            name="cross_flags",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("AREA", "跨地区"),
                        ("DEPARTMENT", "跨部门"),
                        ("INDUSTRY", "跨行业"),
                        ("PERSON_MATTER", "人事分离"),
                        ("PERSON_HOUSEHOLD", "人户分离"),
                        ("ALL_APART", "人事户分离"),
                    ],
                    max_length=16,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="三跨三分离",
            ),
        ),
        migrations.AddField(
            model_name="historicalcase",
            name="voided_on",
            field=models.DateField(blank=True, null=True, verbose_name="作废日期"),
        ),
        migrations.AddField(
            model_name="historicalparty",
            name="post",
            field=models.CharField(
                blank=True, help_text="按干部管理权限移送时要用", max_length=60, verbose_name="职务"
            ),
        ),
        migrations.AddField(
            model_name="party",
            name="post",
            field=models.CharField(
                blank=True, help_text="按干部管理权限移送时要用", max_length=60, verbose_name="职务"
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
                choices=[
                    ("REGISTERED", "登记"),
                    ("REPEATED", "再次来访"),
                    ("COMPLETED", "补全登记"),
                    ("EDITED", "修改"),
                    ("SEALED", "封存"),
                    ("LINKED", "关联"),
                    ("URGENT", "急办"),
                    ("MEASURE", "急办措施"),
                    ("REPORTED", "上报"),
                    ("INCIDENT", "生命安全"),
                    ("ESCALATED", "上行"),
                    ("READ", "阅信"),
                    ("INSTRUCTED", "批示"),
                    ("TRIAGED", "分流"),
                    ("OWNED", "包案"),
                    ("NOTICED", "书面告知"),
                    ("ROUTED", "告知去向"),
                    ("ACCEPTED", "受理"),
                    ("INVESTIGATED", "调查核实"),
                    ("ANSWERED", "答复"),
                    ("SERVED", "送达"),
                    ("RATED", "请群众评价"),
                    ("CLOSED", "办结"),
                    ("VOIDED", "登记作废"),
                    ("NOTE", "备注"),
                    ("FILE", "材料"),
                    ("DATE_MOVED", "期限重算"),
                    ("IMPORTED", "导入"),
                ],
                max_length=12,
                verbose_name="事情",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_joint_signed", False), ("people_present__gte", 2), _connector="OR"),
                name="joint_letter_is_signed_by_several",
                violation_error_message="联名的至少有两人署名，请核对人数。",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "cross_flags__contained_by",
                        ["AREA", "DEPARTMENT", "INDUSTRY", "PERSON_MATTER", "PERSON_HOUSEHOLD", "ALL_APART"],
                    )
                ),
                name="cross_flags_are_known",
                violation_error_message="三跨三分离只能从列出的里面选。",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("voided_on__isnull", True),
                    models.Q(("closed_on", models.F("voided_on")), ("stage", "CLOSED")),
                    _connector="OR",
                ),
                name="voided_case_is_over",
                violation_error_message="作废的案件要同时办结。",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(("post", ""), ("role", "RESPONDENT"), _connector="OR"),
                name="only_respondents_have_a_post",
                violation_error_message="只记被反映人的职务。",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="case",
            name="triaged_case_has_level_and_unit",
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage", "REGISTERED"),
                    ("is_historical", True),
                    ("voided_on__isnull", False),
                    models.Q(
                        models.Q(("level", ""), _negated=True),
                        ("handling_unit__isnull", False),
                        ("triaged_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="triaged_case_has_level_and_unit",
                violation_error_message="分流后的案件要有层级、承办单位和分流日期。",
            ),
        ),
    ]
