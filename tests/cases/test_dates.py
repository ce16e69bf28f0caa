"""Days as people at a desk write them."""

from datetime import date, timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cases.forms.dates import DayField, read_day

TODAY = date(2026, 9, 22)


class Served(forms.Form):
    on = DayField(label="送达日期", today=TODAY, latest_today=True)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("9-24", date(2026, 9, 24)),
        ("9/24", date(2026, 9, 24)),
        ("9.24", date(2026, 9, 24)),
        ("9月24日", date(2026, 9, 24)),
        ("9 月 24 号", date(2026, 9, 24)),
        ("９－２４", date(2026, 9, 24)),
        ("2026-09-24", date(2026, 9, 24)),
        ("2026/9/24", date(2026, 9, 24)),
        ("2025年12月1日", date(2025, 12, 1)),
        ("20260924", date(2026, 9, 24)),
        ("今天", TODAY),
        ("明天", date(2026, 9, 23)),
        ("昨天", date(2026, 9, 21)),
        ("+3", date(2026, 9, 25)),
        ("-1", date(2026, 9, 21)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_a_day_can_be_written_as_one_says_it(typed, day):
    assert read_day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("today", "typed", "day"),
    [
        (date(2026, 1, 5), "12-28", date(2025, 12, 28)),
        (date(2026, 12, 28), "1-5", date(2027, 1, 5)),
        (date(2026, 12, 31), "12-31", date(2026, 12, 31)),
        (date(2024, 1, 31), "2-29", date(2024, 2, 29)),
    ],
)
def test_a_day_without_a_year_is_the_nearest_one(today, typed, day):
    assert read_day(typed, today) == day


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2月30日", "日历上没有“2月30日”这一天，请核对。"),
        ("2026-13-01", "日历上没有“2026-13-01”这一天，请核对。"),
        ("2-29", "日历上没有“2-29”这一天，请核对。"),
        ("下周", "看不懂“下周”是哪一天，请写成 9-24、9月24日、2026-09-24、明天或 +3。"),
        ("+99999", "看不懂“+99999”是哪一天，请写成 9-24、9月24日、2026-09-24、明天或 +3。"),
        ("2026-9/24", "看不懂“2026-9/24”是哪一天，请写成 9-24、9月24日、2026-09-24、明天或 +3。"),
        ("1948-12-31", "年份要在 1949 到 2099 之间，请核对。"),
        ("2100-01-01", "年份要在 1949 到 2099 之间，请核对。"),
        ("0000-01-01", "日历上没有“0000-01-01”这一天，请核对。"),
    ],
)
def test_a_day_that_cannot_be_read_is_refused_with_a_sentence(typed, sentence):
    with pytest.raises(ValidationError) as refusal:
        read_day(typed, TODAY)

    assert refusal.value.messages == [sentence]


@given(st.text(max_size=30))
def test_whatever_is_typed_gives_a_day_or_a_sentence(typed):
    try:
        assert isinstance(read_day(typed, TODAY), date)
    except ValidationError as refusal:
        assert refusal.messages


@given(st.dates(date(1949, 1, 1), date(2099, 12, 31)))
def test_the_day_a_form_shows_can_be_read_back(day):
    shown = Served(initial={"on": day})["on"].value()

    assert read_day(str(shown), TODAY) == day


@pytest.mark.parametrize(("typed", "accepted"), [("今天", True), ("明天", False)])
def test_what_has_happened_cannot_lie_in_the_future(typed, accepted):
    form = Served({"on": typed})

    assert form.is_valid() is accepted
    assert form.errors.get("on", []) == ([] if accepted else ["不能晚于今天 2026-09-22，请核对。"])


def test_an_empty_day_asks_for_one():
    assert Served({"on": ""}).errors["on"] == ["请写明是哪一天。"]


def test_what_was_typed_stays_in_the_field():
    assert 'value="2月30日"' in str(Served({"on": "2月30日"})["on"])


def test_the_same_day_written_differently_is_not_a_change():
    assert not Served({"on": "9月21日"}, initial={"on": TODAY - timedelta(days=1)}).has_changed()
