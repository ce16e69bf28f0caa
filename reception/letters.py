"""Letters from a workbook or csv: reading, checking row by row, and writing them as history (IN-05..07, T32).

Reading knows nothing of the database; `check` turns rows into letters or errors by row and column; `write` puts all
of them into the register in one transaction.
"""

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 100
SHOWN_ERRORS = 200
EARLIEST = date(1949, 10, 1)

# 列名的各种写法，按本表次序认
COLUMNS = {
    "external_no": ("留言编号", "来信编号", "信件编号", "编号"),
    "sender": ("留言用户", "来信人", "姓名", "用户"),
    "title": ("留言主题", "来信标题", "主题", "标题"),
    "received_at": ("留言时间", "来信时间", "收到时间", "时间"),
    "body": ("留言详情", "来信内容", "内容", "正文"),
    "reply": ("答复意见", "答复内容", "回复内容", "答复", "回复"),
    "replied_at": ("答复时间", "回复时间"),
    "category": ("一级分类", "一级标签", "内容分类", "分类"),
}
REQUIRED = ("external_no", "received_at", "body")
STAMP = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Letter:
    """One letter of a file; `row` is its line there, counted from 1 with the head. Texts are as given."""

    row: int
    external_no: str
    title: str
    body: str
    received_at: datetime
    sender: str = ""
    reply: str = ""
    replied_at: datetime | None = None
    category: str = ""

    @property
    def likeness(self):
        """What two identical bodies have in common: punctuation and blanks left out."""
        return hashlib.sha256(NOISE.sub("", self.body).encode()).hexdigest()


@dataclass
class Checked:
    """What a file holds: the letters to write, the errors in words, and pairs of rows with the same body."""

    rows: int = 0
    letters: list[Letter] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    refused_rows: set[int] = field(default_factory=set)
    identical: list[tuple[int, int]] = field(default_factory=list)

    def refuse(self, row, words):
        self.refused_rows.add(row)
        self.errors.append(words)


# ---------- 读 ----------
def read(content, name, head=None, missing=None):
    """The table in a file, as rows of cells with their line number. Raises ValidationError in plain words.

    `head` knows the first row of another kind of table, `missing` says what it lacks.
    """
    head, missing = head or _head, missing or _missing_columns
    if len(content) > MAX_BYTES:
        raise ValidationError(_("文件有 %(size)d MB，最多 10 MB。请拆成几份再导入。") % {"size": len(content) >> 20})
    if not content.strip():
        raise ValidationError(_("文件是空的。"))
    is_workbook = name.lower().endswith((".xlsx", ".xlsm"))
    if content.startswith(OLE):
        raise ValidationError(_("文件加了密码，或是旧的 xls 格式。请去掉密码，另存为 xlsx 再导入。"))
    if content.startswith(b"PK"):
        return _workbook_rows(content, head, missing)
    if is_workbook:
        raise ValidationError(_("这不是真正的 xlsx 文件，可能是改了名的 csv。请用原来的扩展名，或另存为 xlsx。"))
    if not name.lower().endswith((".csv", ".txt")):
        raise ValidationError(_("只收 xlsx 和 csv。请另存为其中一种再导入。"))
    return _csv_rows(content, head, missing)


def _workbook_rows(content, head, missing):
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sizes = [entry.file_size for entry in archive.infolist()]
            if sum(sizes) > MAX_UNPACKED or len(sizes) > 2000:
                raise ValidationError(_("文件展开后太大，不能导入。请拆成几份。"))
            sheets = [entry for entry in archive.namelist() if entry.startswith("xl/worksheets/sheet")]
            if any(b"<f>" in archive.read(entry) or b"<f " in archive.read(entry) for entry in sheets):
                raise ValidationError(_("表里有公式。请把公式列复制、选择性粘贴为数值，再导入。"))
            if any(b"<mergeCell " in archive.read(entry) for entry in sheets):
                raise ValidationError(_("表里有合并的单元格。请取消合并、补满每一格，再导入。"))
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (zipfile.BadZipFile, CalamineError, KeyError, OSError, ValueError):
        raise ValidationError(_("文件打不开，可能已损坏。请用表格软件打开后另存为 xlsx 再导入。")) from None
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.total_height and sheet.total_height > MAX_ROWS + 1:
            raise ValidationError(_("表里有 %(rows)d 行，最多 2 万行。请拆成几份。") % {"rows": sheet.total_height})
        rows = sheet.to_python(skip_empty_area=False)
        if rows and head(rows[0]):
            return rows
    raise ValidationError(missing(rows[0] if workbook.sheet_names and rows else []))


def _csv_rows(content, head, missing):
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ValidationError(_("看不懂文件的文字编码。请另存为 UTF-8 的 csv 再导入。"))
    if "\x00" in text:
        raise ValidationError(_("这不是文字文件。请另存为 UTF-8 的 csv 再导入。"))
    csv.field_size_limit(MAX_BYTES)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise ValidationError(_("csv 的引号对不上，读不下去。请用表格软件打开后另存再导入。")) from None
    if len(rows) > MAX_ROWS + 1:
        raise ValidationError(_("表里有 %(rows)d 行，最多 2 万行。请拆成几份。") % {"rows": len(rows)})
    if not rows or not head(rows[0]):
        raise ValidationError(missing(rows[0] if rows else []))
    return rows


def _head(cells):
    """Which column holds what: field -> index; None unless every required one is there."""
    names = [str(cell).strip() for cell in cells]
    if len(names) > MAX_COLUMNS:
        raise ValidationError(_("表有 %(columns)d 列，最多 100 列。请删去无关的列。") % {"columns": len(names)})
    found = {}
    for key, aliases in COLUMNS.items():
        for alias in aliases:
            if alias in names:
                found[key] = names.index(alias)
                break
    return found if all(key in found for key in REQUIRED) else None


def _missing_columns(cells):
    names = {str(cell).strip() for cell in cells}
    missing = [COLUMNS[key][0] for key in REQUIRED if not names & set(COLUMNS[key])]
    return _("第一行里没有这些列：%(columns)s。请核对表头，或换到放数据的那张表。") % {"columns": "、".join(missing)}


# ---------- 查 ----------
def check(rows, *, now, progress=lambda done: None):
    """Check every row of a table read by `read`; empty rows are passed over. `progress` hears the rows done."""
    head = _head(rows[0])
    result = Checked()
    seen, bodies = {}, {}
    for line, cells in enumerate(rows[1:], 2):
        if line % 500 == 0:
            progress(line)
        if not any(str(cell).strip() for cell in cells):
            continue
        result.rows += 1
        letter = _letter(line, cells, head, result, now)
        if letter is None:
            continue
        if letter.external_no in seen:
            words = _("第 %(row)d 行“%(column)s”：和第 %(first)d 行重复（%(value)s）。")
            values = {"row": line, "column": rows[0][head["external_no"]], "first": seen[letter.external_no]}
            result.refuse(line, words % {**values, "value": letter.external_no})
            continue
        seen[letter.external_no] = line
        if letter.likeness in bodies:
            result.identical.append((line, bodies[letter.likeness]))
        bodies.setdefault(letter.likeness, line)
        result.letters.append(letter)
    return result


def _letter(line, cells, head, result, now):
    def cell(key):
        index = head.get(key)
        return cells[index] if index is not None and index < len(cells) else ""

    def wrong(key, words):
        column = COLUMNS[key][0]
        result.refuse(
            line, _("第 %(row)d 行“%(column)s”：%(words)s") % {"row": line, "column": column, "words": words}
        )

    number, body = _text(cell("external_no")).strip(), _text(cell("body"))
    received_at, replied_at = stamp(cell("received_at")), stamp(cell("replied_at"))
    reply = _text(cell("reply"))
    before = len(result.errors)
    if not number:
        wrong("external_no", _("没有编号。"))
    elif len(number) > 60:
        wrong("external_no", _("编号超过 60 个字。"))
    if not body.strip():
        wrong("body", _("没有内容。"))
    for key, text in (("body", body), ("reply", reply), ("title", _text(cell("title")))):
        if "\x00" in text:
            wrong(key, _("有不能保存的字符（NUL）。"))
    if received_at is None:
        wrong("received_at", _("看不懂“%s”是什么时间，请写成 2019/2/28 11:25:05。") % str(cell("received_at"))[:40])
    elif received_at > now:
        wrong("received_at", _("时间在将来，请核对。"))
    elif timezone.localdate(received_at) < EARLIEST:
        wrong("received_at", _("时间太早，请核对年份。"))
    if replied_at is None and str(cell("replied_at")).strip():
        wrong("replied_at", _("看不懂“%s”是什么时间，请写成 2019/2/28 11:25:05。") % str(cell("replied_at"))[:40])
    elif replied_at and replied_at > now:
        wrong("replied_at", _("时间在将来，请核对。"))
    elif replied_at and received_at and timezone.localdate(replied_at) < timezone.localdate(received_at):
        wrong("replied_at", _("答复早于来信，请核对。"))
    if replied_at and not reply.strip():
        wrong("reply", _("有答复时间，没有答复内容。"))
    if len(result.errors) > before:
        return None
    return Letter(
        row=line,
        external_no=number,
        title=_text(cell("title")),
        body=body,
        received_at=received_at,
        sender=_text(cell("sender")).strip()[:50],
        reply=reply,
        replied_at=replied_at,
        category=_text(cell("category")).strip(),
    )


def _text(cell):
    """A cell as text: whole numbers without a decimal point, everything else as it stands."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def stamp(cell):
    """A local instant from a date cell or from text such as 2019/2/28 11:25:05; None if it is neither."""
    if isinstance(cell, datetime):
        return timezone.make_aware(cell) if timezone.is_naive(cell) else cell
    if isinstance(cell, date):
        return timezone.make_aware(datetime.combine(cell, time.min))
    match = STAMP.fullmatch(str(cell).strip())
    if not match:
        return None
    try:
        year, month, day, *clock = (int(part or 0) for part in match.groups())
        return datetime(year, month, day, *clock, tzinfo=timezone.get_default_timezone())
    except (ValueError, OverflowError):
        return None


def in_batches(items: list, size: int) -> Iterator[list]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
