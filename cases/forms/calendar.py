"""Changing the working-day calendar: one day by hand, or a year from the State Council's notice."""

import csv
import io
import zipfile
from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from python_calamine import CalamineError, load_workbook

from cases.calendar import CalendarChange
from cases.forms.dates import DayField, read_day
from cases.forms.steps import StepForm
from cases.text import CleanCharField, clean_typed
from officials.calendar import Day, DayKind

MOST_BYTES = 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
MOST_ROWS = 800
MOST_ERRORS = 200
NAME_LENGTH, SOURCE_LENGTH = 20, 100
FIRST_YEAR, YEARS_AHEAD = 2024, 5

COLUMNS = {
    "date": {"日期", "date", "day"},
    "kind": {"种类", "类别", "类型", "kind", "type"},
    "name": {"名称", "节日", "节假日", "name", "holiday"},
}
KINDS = {
    DayKind.HOLIDAY: {"放假", "休", "假", "节假日", "holiday"},
    DayKind.MAKEUP_WORK: {"调休上班", "上班", "班", "补班", "调休", "makeup_work"},
    DayKind.REST: {"休息日", "休息", "周末", "rest"},
    DayKind.WORK: {"工作日", "工作", "work"},
}
FIXED_HOLIDAYS = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]
MOVING_HOLIDAYS = {"春节": 4, "清明": 1, "端午": 1, "中秋": 1}  # words of a name, and days at least


def check_kind(day, kind, name):
    """Raise ValidationError if a day of the week cannot be what it is said to be."""
    weekend = day.weekday() >= 5
    if kind == DayKind.HOLIDAY and not name:
        raise ValidationError(_("%(day)s 放假，要写是什么节日。") % {"day": day})
    if kind == DayKind.MAKEUP_WORK and not weekend:
        raise ValidationError(_("%(day)s 不是周末，本来就上班，不用写调休上班。") % {"day": day})
    if kind == DayKind.WORK and weekend:
        raise ValidationError(_("%(day)s 是周末，要上班请写调休上班。") % {"day": day})
    if kind == DayKind.REST and not weekend:
        raise ValidationError(_("%(day)s 不是周末，要放假请写放假和节日名称。") % {"day": day})


class CalendarDayForm(StepForm):
    """One day by hand. `save` changes nothing yet: `change` is what the preview shows."""

    date = DayField(label=gettext_lazy("哪一天"), help_text=gettext_lazy("可以写 2026-10-08、10月8日、10-8"))
    kind = forms.ChoiceField(label=gettext_lazy("改成"), choices=DayKind.choices)
    name = CleanCharField(
        label=gettext_lazy("名称"),
        max_length=NAME_LENGTH,
        required=False,
        help_text=gettext_lazy("放假时写是什么节日"),
    )
    source = CleanCharField(
        label=gettext_lazy("依据"), max_length=SOURCE_LENGTH, help_text=gettext_lazy("哪个通知、文号或者谁决定的")
    )

    def __init__(self, *args, calendar, **kwargs):
        self.calendar = calendar
        super().__init__(*args, **kwargs)
        self.fields["date"].today = self.today

    def clean_date(self):
        day = self.cleaned_data["date"]
        if day not in self.calendar:
            raise ValidationError(_("%(year)d 年的日历还没有录入，请先导入这一年。") % {"year": day.year})
        return day

    def clean(self):
        facts = super().clean()
        if {"date", "kind", "name"} <= facts.keys():
            try:
                check_kind(facts["date"], facts["kind"], facts["name"])
            except ValidationError as refusal:
                self.add_error("name" if facts["kind"] == DayKind.HOLIDAY else "kind", refusal)
        return facts

    def change(self):
        facts = self.cleaned_data
        official = self.calendar[facts["date"]].official
        name = "" if facts["kind"] in (DayKind.WORK, DayKind.REST) else facts["name"]
        return CalendarChange([Day(facts["date"], facts["kind"], name, official)], source=facts["source"])


class CalendarImportForm(StepForm):
    """The notice of a year as a table: date, kind, name, one row for each day unlike a plain week."""

    year = forms.IntegerField(label=gettext_lazy("哪一年"), widget=forms.NumberInput(attrs={"class": "in-num"}))
    source = CleanCharField(
        label=gettext_lazy("依据"), max_length=SOURCE_LENGTH, help_text=gettext_lazy("通知的名称、文号")
    )
    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("csv 或者 xlsx，至多 1 MB"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def __init__(self, *args, calendar, **kwargs):
        self.calendar = calendar
        super().__init__(*args, **kwargs)

    def clean_year(self):
        year, last = self.cleaned_data["year"], self.today.year + YEARS_AHEAD
        if not FIRST_YEAR <= year <= last:
            raise ValidationError(_("年份要在 %(first)d 到 %(last)d 之间。") % {"first": FIRST_YEAR, "last": last})
        return year

    def clean(self):
        facts = super().clean()
        if {"year", "file"} <= facts.keys():
            try:
                self.named = read_notice(facts["file"], facts["year"], self.calendar)
            except ValidationError as refusal:
                self.add_error("file", refusal)
        return facts

    def change(self):
        return CalendarChange.of_year(self.cleaned_data["year"], self.named, source=self.cleaned_data["source"])


def read_notice(file, year, calendar):
    """The days of a year's notice. Raises ValidationError with a sentence for each row and column to be put right."""
    header, *rows = read_table(file)
    places = find_columns(header)
    days, wrong = {}, []
    for number, row in enumerate(rows, start=2):
        cells = {column: cell_of(row, place) for column, place in places.items()}
        if not any(cells.values()):
            continue
        try:
            day = read_day_row(cells, year, calendar)
            if day.date in days:
                raise ValidationError(_("“日期”：%(day)s 写了两次。") % {"day": day.date})
            days[day.date] = day
        except ValidationError as refusal:
            wrong += [_("第 %(row)d 行%(what)s") % {"row": number, "what": text} for text in refusal.messages]
    if not wrong:
        wrong = what_is_missing(days.values(), year)
    if wrong:
        raise ValidationError(wrong[:MOST_ERRORS])
    return list(days.values())


def read_day_row(cells, year, calendar):
    day = read_date(cells["date"], year)
    if day.year != year and (day.year, day.month) != (year - 1, 12):
        raise ValidationError(
            _("“日期”：%(day)s 不在 %(year)d 年里，这次只收这一年和上年12月的日子。") % {"day": day, "year": year}
        )
    if day.year != year and day not in calendar:
        raise ValidationError(_("“日期”：%(year)d 年的日历还没有录入。") % {"year": day.year})
    kind = read_kind(cells["kind"])
    try:
        name = clean_typed(cells["name"], NAME_LENGTH)
    except ValidationError as refusal:
        raise ValidationError([_("“名称”：%(what)s") % {"what": text} for text in refusal.messages]) from None
    try:
        check_kind(day, kind, name)
    except ValidationError as refusal:
        raise ValidationError([_("“种类”：%(what)s") % {"what": text} for text in refusal.messages]) from None
    return Day(day, kind, "" if kind in (DayKind.WORK, DayKind.REST) else name)


def read_date(cell, year):
    if isinstance(cell, date):
        return cell
    if not cell:
        raise ValidationError(_("“日期”：没有写。"))
    if not cell[0].isdigit():  # 手填时认的“明天”“+3”，文件里不认
        raise ValidationError(_("“日期”：看不懂“%(cell)s”，请写成 2027-01-01。") % {"cell": cell[:20]})
    try:
        return read_day(cell, date(year, 7, 1))  # 没写年份的，取这一年的
    except ValidationError as refusal:
        raise ValidationError([_("“日期”：%(what)s") % {"what": text} for text in refusal.messages]) from None


def read_kind(cell):
    for kind, words in KINDS.items():
        if cell.lower() in words:
            return kind
    if not cell:
        raise ValidationError(_("“种类”：没有写，请写 放假、调休上班、休息日、工作日 之一。"))
    raise ValidationError(
        _("“种类”：看不懂“%(cell)s”，请写 放假、调休上班、休息日、工作日 之一。") % {"cell": cell[:20]}
    )


def what_is_missing(days, year):
    """Sentences for the statutory days that a whole year's notice cannot lack."""
    off = {day.date for day in days if day.kind == DayKind.HOLIDAY}
    missing = [
        _("%(day)s 是法定节假日，文件里没有写放假。") % {"day": date(year, month, day)}
        for month, day in FIXED_HOLIDAYS
        if date(year, month, day) not in off
    ]
    for word, least in MOVING_HOLIDAYS.items():
        found = sum(day.kind == DayKind.HOLIDAY and word in day.name for day in days)
        if found < least:
            missing.append(
                _("文件里名称带“%(word)s”的放假有 %(found)d 天，至少要有 %(least)d 天。")
                % {"word": word, "found": found, "least": least}
            )
    return missing


def find_columns(header):
    words = [str(cell).strip().lower() for cell in header]
    places = {}
    for column, names in COLUMNS.items():
        found = [place for place, word in enumerate(words) if word in names]
        if not found:
            raise ValidationError(_("第一行要有“日期”“种类”“名称”三列的表头，现在找不全。"))
        places[column] = found[0]
    return places


def cell_of(row, place):
    """A date, or text without blanks at its ends; "" where the row is too short."""
    cell = row[place] if place < len(row) else ""
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else str(cell).strip()


def read_table(file):
    """The rows of a csv or xlsx file, the header first. Raises ValidationError with what to do about any other."""
    if file.size > MOST_BYTES:
        raise ValidationError(_("文件超过 1 MB，这不像一年的放假安排，请核对。"))
    content = file.read()
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValidationError(_("这是加了密码或者老格式（xls）的表格，请去掉密码、另存为 xlsx 再传。"))
    rows = read_workbook(content) if content.startswith(b"PK") else read_csv(content)
    if len(rows) > MOST_ROWS:
        raise ValidationError(
            _("文件有 %(rows)d 行，一年的放假安排不会超过 %(most)d 行，请核对。")
            % {"rows": len(rows), "most": MOST_ROWS}
        )
    if len(rows) < 2:
        raise ValidationError(_("文件里没有内容。第一行写表头，从第二行起一天一行。"))
    return rows


def read_workbook(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise ValidationError(_("文件解开后太大，这不像一年的放假安排，请核对。"))
        workbook = load_workbook(io.BytesIO(content))
        return workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, IndexError, ValueError):
        raise ValidationError(_("打不开这个文件，它不是完好的 xlsx。请用表格软件另存为 xlsx 或 csv 再传。")) from None


def read_csv(content):
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ValidationError(_("认不出文件里的文字，请存成 UTF-8 的 csv 或者 xlsx 再传。"))
    if "\0" in text:
        raise ValidationError(_("这不是 csv 或者 xlsx 文件，请核对后再传。"))
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        raise ValidationError(_("这个 csv 文件的格式坏了，请用表格软件另存一次再传。")) from None
