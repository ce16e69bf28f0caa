"""`python3 manage.py due`: the day, and why, for people and for programs."""

import json

import pytest
from django.core.management import call_command

from officials.models import CalendarDay
from officials.models.calendar import load_years


@pytest.fixture(autouse=True)
def stored_calendar(db):
    load_years()


@pytest.fixture
def due(capsys):
    """Run the command; gives its exit code, standard output and standard error."""

    def run(*arguments):
        code = 0
        try:
            call_command("due", *arguments)
        except SystemExit as stop:
            code = stop.code
        return (code, *capsys.readouterr())

    return run


@pytest.mark.parametrize(
    ("arguments", "nominal", "legal_end", "target"),
    [
        (["L05", "2026-02-12"], "2026-02-26", "2026-02-26", "2026-02-26"),
        (["L03", "2026-02-01"], "2026-02-16", "2026-02-24", "2026-02-14"),
        (["L17", "2026-08-03"], "2026-10-02", "2026-10-08", "2026-09-30"),
        (["L17", "2026-08-03", "--extend", "30"], "2026-11-01", "2026-11-02", "2026-10-30"),
        (["L25", "2026-07-01", "--pause", "2026-07-10..2026-07-13"], "2026-08-04", "2026-08-04", "2026-08-04"),
        (
            ["L25", "2026-07-01", "--pause", "2026-07-10..2026-07-10", "--pause", "2026-07-13..2026-07-13"],
            "2026-08-02",
            "2026-08-03",
            "2026-07-31",
        ),
    ],
)
def test_json_holds_the_three_days_and_nothing_but_json_is_printed(due, arguments, nominal, legal_end, target):
    code, out, err = due(*arguments, "--json")
    answer = json.loads(out)

    assert (code, err) == (0, "")
    assert list(answer) == ["nominal", "legal_end", "staff_target", "provisional", "steps"]
    assert (answer["nominal"], answer["legal_end"], answer["staff_target"]) == (nominal, legal_end, target)
    assert answer["provisional"] is False


def test_json_steps_are_objects_with_day_title_explanation_and_kind(due):
    _code, out, _err = due("L17", "2026-08-03", "--json")

    assert json.loads(out)["steps"][2] == {
        "day": "2026-10-02",
        "title": "10月2日 放假",
        "explanation": "国庆节，10月1日至10月7日。最后一天逢假，顺延到节后第一个工作日",
        "kind": "ROLL",
    }


def test_a_day_in_a_year_without_a_notice_is_marked(due):
    _code, out, _err = due("L05", "2026-12-25", "--json")

    assert json.loads(out)["provisional"] is True


def test_hours_are_given_as_instants(due):
    code, out, _err = due("L09b", "2026-08-03T22:30", "--json")

    assert code == 0
    assert json.loads(out)["legal_end"] == "2026-08-04T02:30:00+08:00"


def test_people_read_the_steps_one_a_line(due):
    code, out, err = due("L17", "2026-08-03")

    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "L17（信访程序办结）"
    assert out.splitlines()[4] == "4. 10月8日 周四  法定最后一天，当天 24:00 前都算如期"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["L99", "2026-08-03"], "没有“L99”这条规则。"),
        (["L17", "2026-02-30"], "日期“2026-02-30”不对，要写成 2026-08-03 这样。"),
        (["L17", "8月3日"], "日期“8月3日”不对"),
        (["L17", ""], "日期“”不对"),
        (["L17", "2031-08-03"], "2031 年的工作日历还没有录入"),
        (["L17", "9999-12-31"], "9999 年的工作日历还没有录入"),
        (["L17", "2026-08-03", "--extend", "31"], "“信访程序办结”最多延期 30 日"),
        (["L17", "2026-08-03", "--extend=-5"], "延期天数要写正整数"),
        (["L17", "2026-08-03", "--extend", "三十"], "延期天数“三十”不对"),
        (["L03", "2026-08-03", "--extend", "5"], "“直接收到的事项书面告知”不能延期"),
        (["L17", "2026-08-03", "--pause", "2026-08-05..2026-08-06"], "“信访程序办结”不能暂停"),
        (["L25", "2026-08-03", "--pause", "2026-08-05"], "暂停“2026-08-05”不对"),
        (["L25", "2026-08-03", "--pause", "2026-08-05..x"], "日期“x”不对"),
        (["L25", "2026-08-03", "--pause", "2026-08-06..2026-08-05"], "暂停写反了"),
        (["L25", "2026-08-03", "--pause", "2026-08-05..9999-12-31"], "9999 年的工作日历还没有录入"),
        (["L06", "2026-08-03"], "“交办事项报结”的日期由来文写明"),
        (["L09", "2026-08-03"], "“重大紧急情况电话报告”按小时计算"),
        (["L09", "2026-08-03T25:00"], "时刻“2026-08-03T25:00”不对"),
        (["L09", "0001-01-01T00:00"], "1 年的工作日历还没有录入"),
    ],
)
@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_what_cannot_be_counted_is_one_chinese_sentence_and_exit_code_2(due, arguments, sentence, flags):
    code, out, err = due(*arguments, *flags)

    assert (code, out) == (2, "")
    assert sentence in err
    assert len(err.splitlines()) == 1


def test_an_office_without_a_calendar_is_told_so(due):
    CalendarDay.objects.all().delete()

    code, out, err = due("L17", "2026-08-03", "--json")

    assert (code, out) == (2, "")
    assert "2026 年的工作日历还没有录入" in err
