"""Days as people at a desk write them: 9-24, 9月24日, 明天, +3."""

import re
import unicodedata
from datetime import date, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1949, 2099  # IN-02
WORDS = {
    "前天": -2,
    "昨天": -1,
    "昨日": -1,
    "今天": 0,
    "今日": 0,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
}
SHIFT = re.compile(r"([+-])(\d{1,4})天?")
WHOLE = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?|(\d{2})(\d{2}))")
SHORT = re.compile(r"(\d{1,2})(?:[-/.](\d{1,2})|月(\d{1,2})[日号]?)")

UNREADABLE = _("看不懂“%(typed)s”是哪一天，请写成 9-24、9月24日、2026-09-24、明天或 +3。")
NO_SUCH_DAY = _("日历上没有“%(typed)s”这一天，请核对。")
HINT = _("可以写 9-24、9月24日、昨天、明天、+3")
OUT_OF_RANGE = _("年份要在 %(first)s 到 %(last)s 之间，请核对。")


def read_day(typed, today):
    """The day that `typed` names, seen from `today`.

    A day without a year is the one nearest to today: 12-28 written on 5 January lies in the year before.
    Raises ValidationError with a sentence for the person who typed it.
    """
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", typed)).lower()
    if text in WORDS:
        return today + timedelta(days=WORDS[text])
    if shift := SHIFT.fullmatch(text):
        sign, days = shift.groups()
        return _within_range(today + timedelta(days=int(sign + days)))
    if whole := WHOLE.fullmatch(text):
        year, _separator, *parts = whole.groups()
        month, day = (int(part) for part in parts if part is not None)
        return _within_range(_day(int(year), month, day, typed))
    if short := SHORT.fullmatch(text):
        month, day = (int(part) for part in short.groups() if part is not None)
        return _nearest(month, day, today, typed)
    raise ValidationError(UNREADABLE, code="invalid", params={"typed": typed})


def _day(year, month, day, typed):
    try:
        return date(year, month, day)
    except ValueError:
        raise ValidationError(NO_SUCH_DAY, code="invalid", params={"typed": typed}) from None


def _nearest(month, day, today, typed):
    _day(2000, month, day, typed)  # a leap year: refuses what no year has
    found = []
    for year in (today.year, today.year - 1, today.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    if not found:
        raise ValidationError(NO_SUCH_DAY, code="invalid", params={"typed": typed})
    return min(found, key=lambda candidate: abs(candidate - today))


def _within_range(day):
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            OUT_OF_RANGE, code="out_of_range", params={"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        )
    return day


class DayField(forms.DateField):
    """A date in a plain text field. The form sets `today`, taken at the edge; `latest_today` refuses later days."""

    widget = forms.DateInput(
        format="%Y-%m-%d", attrs={"class": "w-m", "autocomplete": "off", "maxlength": "20", "spellcheck": "false"}
    )
    default_error_messages = {
        "required": _("请写明是哪一天。"),
        "future": _("不能晚于今天 %(today)s，请核对。"),
    }

    def __init__(self, *, today=None, latest_today=False, **kwargs):
        self.today = today
        self.latest_today = latest_today
        super().__init__(**{"help_text": HINT, **kwargs})

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return super().to_python(value)
        return read_day(str(value), self._today())

    def validate(self, value):
        super().validate(value)
        if value and self.latest_today and value > self._today():
            raise ValidationError(
                self.error_messages["future"], code="future", params={"today": self._today().isoformat()}
            )

    def _today(self):
        return self.today or timezone.localdate()


CLOCK = re.compile(r"(\d{1,2})(?:[:点时](\d{1,2})?分?)|(\d{2})(\d{2})")
CLOCK_UNREADABLE = _("看不懂“%(typed)s”是几点几分，请写成 14:20。")


class ClockField(forms.Field):
    """A time of day as people write it: 14:20, 1420, 14点20."""

    widget = forms.TextInput(attrs={"class": "w-m", "autocomplete": "off", "maxlength": "20", "spellcheck": "false"})
    default_error_messages = {"required": _("请写几点几分，例如 14:20。")}

    def to_python(self, value):
        text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value or "")))
        if not text:
            return None
        found = CLOCK.fullmatch(text)
        hour, minute = (found[1] or found[3], found[2] or found[4] or 0) if found else (99, 0)
        try:
            return time(int(hour), int(minute))
        except ValueError:
            raise ValidationError(CLOCK_UNREADABLE, code="invalid", params={"typed": str(value)[:20]}) from None

    def prepare_value(self, value):
        return f"{value:%H:%M}" if isinstance(value, time) else value
