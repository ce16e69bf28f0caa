"""What the register's tags say and show: clocks, days, levels, amounts and forms."""

from datetime import date
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from cases.forms.widgets import Segments
from cases.templatetags.register import amount, capped, day_label, day_ruler, error_summary, level, mark_hits
from officials.calendar import Calendar, days_in_file

TODAY = date(2026, 9, 22)
SOON_UNTIL = date(2026, 9, 28)  # three workdays on: 23, 24, and 28 after the Mid-Autumn days
CALENDAR = Calendar(days_in_file())


def clock(kind="STATUTORY", legal_end_on=date(2026, 10, 8), **fields):
    fields = {
        "label": "书面答复",
        "nominal_on": date(2026, 10, 2),
        "target_on": date(2026, 9, 30),
        "ended_on": None,
        "is_provisional": False,
        "due_at": None,
        **fields,
    }
    told = {"whose": "OFFICE", "was_let_go": False, "fell_away": False, **fields}
    return SimpleNamespace(kind=kind, legal_end_on=legal_end_on, **told)


def render(source, **context):
    return Template("{% load register %}" + source).render(Context(context))


def chip(deadline, options=""):
    """The classes of a chip, and its words."""
    html = render(
        "{% due_chip clock today soon_until=soon_until " + options + " %}",
        clock=deadline,
        today=TODAY,
        soon_until=SOON_UNTIL,
    )
    css = html.split('class="', 1)[1].split('"', 1)[0]
    words = "".join(part.split(">", 1)[-1] for part in html.split("<") if not part.startswith('span class="hide"'))
    return css, words.strip()


# ---------- clocks ----------


@pytest.mark.parametrize(
    ("last_day", "css", "words"),
    [
        (date(2026, 10, 8), "due", "法10月8日还有16天"),
        (date(2026, 9, 29), "due", "法9月29日还有7天"),
        (date(2026, 9, 28), "due is-soon", "法9月28日还有6天"),
        (date(2026, 9, 22), "due is-soon", "法9月22日今天"),
        (date(2026, 9, 21), "due is-late", "法9月21日超期1天"),
    ],
)
def test_a_legal_clock_is_late_the_day_after_its_last_day(last_day, css, words):
    assert chip(clock(legal_end_on=last_day)) == (css, words)


@pytest.mark.parametrize("kind", ["TARGET", "CLEARING"])
@pytest.mark.parametrize("last_day", [date(2026, 9, 22), date(2026, 9, 21)])
def test_an_internal_clock_is_never_called_overdue_nor_turns_to_soon(kind, last_day):
    css, words = chip(clock(kind, last_day))

    assert "超期" not in words and "逾期" not in words
    assert "is-soon" not in css
    assert css.split()[1] in {"due-in", "due-clear"}


def test_a_missed_clearing_target_says_that_the_law_still_has_time():
    assert chip(clock("CLEARING", date(2026, 8, 31))) == (
        "due due-clear is-late",
        "清8月31日未清零（法定期限内）",
    )


def test_a_missed_clearing_target_does_not_claim_legal_time_that_is_over():
    assert chip(clock("CLEARING", date(2026, 8, 31)), "legal_over=True")[1] == "清8月31日未清零"


@pytest.mark.parametrize(
    ("kind", "css", "words"),
    [
        ("PROMISE", "due due-vow is-late", "诺9月20日逾期2天"),
        ("ASSIGNED", "due is-late", "交9月20日超期2天"),
        ("TASK", "due due-task is-late", "事9月20日晚2天"),
    ],
)
def test_each_kind_of_clock_has_its_own_word_for_late(kind, css, words):
    assert chip(clock(kind, date(2026, 9, 20))) == (css, words)


@pytest.mark.parametrize(
    ("ended_on", "css", "words"),
    [
        (date(2026, 10, 8), "due is-met", "法10月8日如期"),
        (date(2026, 10, 9), "due", "法10月8日晚1天"),
    ],
)
def test_an_ended_clock_says_whether_it_was_met(ended_on, css, words):
    assert chip(clock(ended_on=ended_on)) == (css, words)


def test_a_clock_that_fell_away_says_that_it_is_needed_no_longer():
    assert chip(clock(ended_on=date(2026, 9, 30), was_let_go=True)) == ("due", "法10月8日不再需要")


def test_a_day_in_a_year_without_an_official_calendar_is_provisional():
    assert chip(clock(legal_end_on=date(2027, 1, 4), is_provisional=True))[1] == "法2027年1月4日（暂定）还有104天"


def test_only_a_clearing_clock_shows_a_pause():
    paused = {"is_paused": True}

    assert chip(clock("CLEARING", **paused)) == ("due due-clear is-paused", "清10月8日暂停")
    assert chip(clock("STATUTORY", **paused)) == ("due", "法10月8日还有16天")


def test_a_chip_names_what_falls_due_where_asked():
    assert chip(clock(), "named=True")[1] == "法书面答复 10月8日还有16天"


@pytest.mark.parametrize(("today", "words"), [(date(2026, 9, 30), "今天"), (date(2026, 10, 1), "已过")])
def test_the_staff_target_has_a_chip_of_its_own(today, words):
    html = render("{% target_chip clock today %}", clock=clock(), today=today)

    assert "due due-in" in html
    assert f"<i>{words}</i>" in html


# ---------- days and amounts ----------


def test_a_day_shows_its_year_only_when_it_is_another():
    assert day_label(date(2026, 9, 24), TODAY) == "9月24日 周四"
    assert day_label(date(2027, 1, 4), TODAY) == "2027年1月4日 周一"
    assert day_label(None, TODAY) == "—"


@pytest.mark.parametrize(("count", "words"), [(0, "0"), (1000, "1000"), (1001, "1000+"), (None, "—")])
def test_counts_are_read_up_to_a_cap(count, words):
    assert capped(count) == words
    assert amount(count, "件") == f"{words} 件"


# ---------- the ruler ----------


def ruler(deadline, today=TODAY):
    drawn = day_ruler(deadline, CALENDAR, today)
    return drawn, {mark["text"] for mark in drawn["marks"]}


def test_the_ruler_explains_a_last_day_moved_by_a_holiday():
    drawn, marks = ruler(clock())
    cells = {cell["text"]: cell["css"] for cell in drawn["cells"]}

    assert marks >= {"今天", "内 内控", "期满", "法 最后一天"}
    assert any(mark.startswith("国庆") and mark.endswith("10月1日至10月7日") for mark in marks)
    assert (cells["22"], cells["24"], cells["25"], cells["7"], cells["8"]) == (
        "c c-now",
        "c",
        "c c-off",
        "c c-off",
        "c c-end",
    )


def test_the_ruler_stays_short_enough_to_read_when_today_is_far_away():
    drawn, marks = ruler(clock(), today=date(2026, 8, 4))

    assert len(drawn["cells"]) == 21
    assert "← 今天 8月4日" in marks
    assert "法 最后一天" in marks


def test_the_ruler_keeps_the_last_day_in_sight_long_after_it():
    drawn, marks = ruler(clock(), today=date(2026, 12, 1))

    assert len(drawn["cells"]) == 21
    assert {"内 内控", "期满", "法 最后一天"} <= marks
    assert not any("今天" in mark for mark in marks)


def test_words_on_the_ruler_never_lie_over_each_other():
    drawn, _marks = ruler(
        clock(legal_end_on=date(2026, 9, 24), nominal_on=date(2026, 9, 24), target_on=date(2026, 9, 23))
    )
    by_row = {}
    for mark in drawn["marks"]:
        by_row.setdefault(mark["y"], []).append(mark["x"])

    above = [row for y, row in by_row.items() if y < drawn["top"]]
    assert sum(len(row) for row in above) == 3
    assert len(above) > 1


def test_the_ruler_is_drawn_without_inline_style():
    html = render("{% day_ruler clock calendar today %}", clock=clock(), calendar=CALENDAR, today=TODAY)

    assert "style=" not in html
    assert 'role="img"' in html


# ---------- words ----------


def test_a_level_is_a_word_and_a_shape():
    assert str(level("COMPLEX")) == '<span class="lv lv-2">复杂</span>'
    assert str(level("")) == '<span class="tag">未定级</span>'


def test_marked_hits_stay_text():
    assert str(mark_hits([("<b>地下</b>", False), ("<渗水>", True)])) == (
        "&lt;b&gt;地下&lt;/b&gt;<mark>&lt;渗水&gt;</mark>"
    )


def test_the_letters_of_the_clocks_follow_the_language():
    with translation.override("zh-hans"):
        assert chip(clock())[1].startswith("法")


# ---------- forms ----------


class Registration(forms.Form):
    phone = forms.CharField(label="联系电话", help_text="手机或座机")
    channel = forms.ChoiceField(label="形式", choices=[("a", "来访"), ("b", "来信")], widget=Segments(keys="12"))
    title = forms.CharField(label="标题", required=False, initial="旧", show_hidden_initial=True)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


class Refusing(forms.Form):
    title = forms.CharField(required=False)

    def clean(self):
        raise forms.ValidationError("不能办结：诉求 1 还没有结论。")


def test_a_wrong_field_is_tied_to_its_sentence_and_its_hint():
    html = Registration({"channel": "a"}).as_div()

    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in html
    assert 'id="id_phone_error"><p class="wrong">' in html
    assert 'href="#id_phone"' in html


def test_a_required_field_says_so_in_a_word():
    html = Registration().as_div()

    assert html.count('<span class="must">必填</span>') == 2


def test_what_was_typed_and_what_was_there_both_come_back():
    html = Registration({"phone": "<138>", "title": "新", "initial-title": "旧"}).as_div()

    assert 'value="&lt;138&gt;"' in html
    assert 'value="新"' in html
    assert '<input type="hidden" name="initial-title" value="旧"' in html


def test_segments_carry_their_keys():
    html = Registration().as_div()

    assert 'accesskey="1"' in html
    assert "<kbd>Alt 1</kbd>" in html
    assert "<kbd>2</kbd>" in html


def test_the_summary_counts_what_is_wrong_and_leads_to_each_field():
    summary = error_summary(Registration({}))

    assert [wrong.href for wrong in summary["wrongs"]] == ["#id_phone", "#id_channel_0"]
    assert summary["refused"] is False


def test_a_rule_that_says_no_is_not_called_a_typing_error():
    html = Refusing({}).as_div()

    assert "say-soon" in html
    assert "不能办结：诉求 1 还没有结论。" in html
    assert "处要改" not in html


def test_hidden_fields_are_rendered_once():
    assert Registration().as_div().count('name="key"') == 1


def test_a_list_marks_what_is_chosen_and_says_nothing_unescaped():
    widget = forms.Select(choices=[("", "不限"), ("a&b", "<甲>"), ("在街道", [("1", "东河")])])

    html = widget.render("unit", "1", {"id": "id_unit"})

    assert '<select name="unit" id="id_unit">' in html
    assert '<option value="">不限</option>' in html
    assert '<option value="a&amp;b">&lt;甲&gt;</option>' in html
    assert '<optgroup label="在街道">\n<option value="1" selected>东河</option>\n</optgroup>' in html
