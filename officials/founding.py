"""Founding a real office: the street, its communities and sections, the first accounts; all of it or nothing."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from pypinyin import Style, pinyin
from python_calamine import CalamineError, CalamineWorkbook

from officials import audit
from officials.models import Official, Posting, Profile, Role, Unit
from officials.passwords import give_first_password

PETITION_OFFICE = "信访办"
SECTIONS = ["党政办公室", "城市建设科", "民政和社会事务科", "平安建设科"]
STATIONS = ["司法所", "派出所", "市场监管所"]
PREFIX = re.compile(r"[A-Z]{2,6}")
USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{1,19}")
DIVISION_CODE = re.compile(r"\d{12}")
MAX_BYTES, MAX_ROWS, MAX_GRIDS = 2 * 1024 * 1024, 500, 200
COLUMNS = {"社区": "name", "统计区划码": "code", "网格数": "grids", "常住人口": "residents", "面积": "area_km2"}


class Refused(Exception):
    """Why the office cannot be founded: sentences for the person at the keyboard."""

    def __init__(self, *sentences):
        self.sentences = sentences
        super().__init__("\n".join(sentences))


@dataclass
class Community:
    name: str
    code: str = ""
    grids: int = 0
    residents: int | None = None
    area_km2: Decimal | None = None


@dataclass
class Person:
    username: str
    name: str
    phone: str = ""


@dataclass
class Office:
    name: str
    prefix: str
    administrator: Person
    short_name: str = ""
    address: str = ""
    phone: str = ""
    hours: str = ""
    communities: list[Community] = field(default_factory=list)
    as_of: date = field(default_factory=timezone.localdate)
    sections: list[str] = field(default_factory=lambda: [*SECTIONS])
    stations: list[str] = field(default_factory=lambda: [*STATIONS])
    director: Person | None = None


def refuse_second():
    """There is one office in one database."""
    if Unit.objects.street() or Official.objects.exists():
        raise Refused("这个数据库里已经有一个街道，或已有账号，不能再建。要从头来，请换一个空的数据库。")


@transaction.atomic
def found(office):
    """Write the office. Returns (official, role, first password) of each account. Raises Refused."""
    refuse_second()
    try:
        with transaction.atomic():
            street = _write_units(office)
            accounts = [_hire(office.administrator, street, Role.SA, "系统管理员")]
            if office.director:
                petition_office = Unit.objects.get(name=PETITION_OFFICE, parent=street)
                accounts.append(_hire(office.director, petition_office, Role.OD, "信访办主任"))
    except ValidationError as error:
        raise Refused(*error.messages) from None
    except IntegrityError:
        raise Refused("有重名的单位或重复的工号，什么都没有建立。请核对后重来。") from None
    audit.record(None, "setup_office", "unit", street.pk)
    return accounts


def _write_units(office):
    def add(kind, name, parent=None, **facts):
        unit = Unit(kind=kind, name=name, parent=parent, **facts)
        unit.full_clean()
        unit.save()
        return unit

    kinds = Unit.Kind
    contact = {"address": office.address, "phone": office.phone, "hours": office.hours}
    street = add(kinds.STREET, office.name, short_name=office.short_name, code=office.prefix, **contact)
    add(kinds.LEADERSHIP, "街道班子", street)
    names = dict.fromkeys([PETITION_OFFICE, *office.sections])
    for position, name in enumerate(names):
        add(kinds.SECTION, name, street, position=position)
    for position, name in enumerate(office.stations):
        add(kinds.STATION, name, street, position=position)
    for position, community in enumerate(office.communities):
        unit = add(kinds.COMMUNITY, community.name, street, code=community.code, position=position)
        for number in range(1, community.grids + 1):
            add(kinds.GRID, f"第{number}网格", unit, position=number)
        if community.residents is not None:
            figures = {"residents": community.residents, "area_km2": community.area_km2}
            Profile.objects.create(unit=unit, as_of=office.as_of, source="建立街道时填报", **figures)
    return street


def _hire(person, unit, role, title):
    official = Official(username=person.username, name=person.name, phone=person.phone)
    password = give_first_password(official)
    Posting.objects.create(official=official, unit=unit, role=role, title=title, since=timezone.localdate())
    return official, role, password


# ---------- what was typed ----------


def short_name_of(name):
    return name.removesuffix("办事处") or name


def prefix_of(name):
    """The initials of the street's name: 东河街道办事处 gives DH."""
    own = re.sub(r"(街道)?办事处$|街道$", "", name)
    return "".join(letters[0] for letters in pinyin(own, style=Style.FIRST_LETTER)).upper()[:6]


def check_name(text):
    text = " ".join(text.split())
    if not 2 <= len(text) <= 60:
        raise Refused("名称要 2 到 60 个字。")
    return text


def check_prefix(text):
    text = text.strip().upper()
    if not PREFIX.fullmatch(text):
        raise Refused("案号字头要 2 到 6 个英文字母，如 DH。")
    return text


def check_person(person):
    if not USERNAME.fullmatch(person.username):
        raise Refused(f"工号“{person.username}”不行：要 2 到 20 个字母或数字。")
    if not 1 <= len(person.name.strip()) <= 50:
        raise Refused("请写姓名，最多 50 个字。")
    return person


def check_community(row, fields):
    """A community out of typed text. Raises Refused with a sentence for each wrong column."""
    wrong = []

    def number(column, most, convert):
        text = str(fields.get(column) or "").strip().removesuffix(".0").replace(",", "")
        if not text:
            return None
        try:
            value = convert(text)
            if 0 <= value <= most:
                return value
        except (ValueError, InvalidOperation):
            pass
        wrong.append(f"第 {row} 行，{column}：“{text[:20]}”不行，要 0 到 {most} 的数。")
        return None

    name = str(fields.get("社区") or "").strip()
    if not 2 <= len(name) <= 60:
        wrong.append(f"第 {row} 行，社区：请写名称，2 到 60 个字。")
    code = str(fields.get("统计区划码") or "").strip().removesuffix(".0")
    if code and not DIVISION_CODE.fullmatch(code):
        wrong.append(f"第 {row} 行，统计区划码：要 12 位数字，现在是“{code[:20]}”。")
    community = Community(
        name,
        code,
        grids=number("网格数", MAX_GRIDS, int) or 0,
        residents=number("常住人口", 10_000_000, int),
        area_km2=number("面积", 999_999, Decimal),
    )
    if wrong:
        raise Refused(*wrong)
    return community


def communities_of(path):
    """Communities from a workbook (xlsx) or csv with the columns of COLUMNS, of which only 社区 must be there.

    Raises Refused with the errors by row and column.
    """
    rows = _rows_of(path)
    if not rows:
        raise Refused(f"{path} 里没有内容。第一行要写列名：{'、'.join(COLUMNS)}。")
    head = [str(cell).strip() for cell in rows[0]]
    if "社区" not in head:
        raise Refused(f"{path} 第 1 行没有“社区”这一列。列名要写：{'、'.join(COLUMNS)}。")
    if len(rows) - 1 > MAX_ROWS:
        raise Refused(f"{path} 有 {len(rows) - 1} 行，最多 {MAX_ROWS} 行，请核对是不是选错了文件。")
    communities, wrong, first_seen = [], [], {}
    for number, cells in enumerate(rows[1:], 2):
        fields = dict(zip(head, cells, strict=False))
        if not any(str(cell).strip() for cell in cells):
            continue
        try:
            community = check_community(number, fields)
        except Refused as refusal:
            wrong += refusal.sentences
            continue
        if community.name in first_seen:
            wrong.append(f"第 {number} 行，社区：“{community.name}”和第 {first_seen[community.name]} 行重复。")
        first_seen.setdefault(community.name, number)
        communities.append(community)
    if wrong:
        raise Refused(*wrong)
    if not communities:
        raise Refused(f"{path} 里只有列名，没有社区。")
    return communities


def _rows_of(path):
    try:
        with open(path, "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refused(f"打不开 {path}：{error.strerror}。") from None
    if len(content) > MAX_BYTES:
        raise Refused(f"{path} 超过 2 MB，请核对是不是选错了文件。")
    if content[:4] == b"PK\x03\x04":
        return _workbook_rows(path, content)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(io.StringIO(content.decode(encoding)), strict=True))
        except UnicodeDecodeError:
            continue
        except csv.Error:
            break
    raise Refused(f"看不懂 {path}，请另存为 xlsx 或 csv 再试。")


def _workbook_rows(path, content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > 50 * MAX_BYTES:
                raise Refused(f"{path} 解开后太大，请核对是不是选错了文件。")
        return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    except (zipfile.BadZipFile, CalamineError):
        raise Refused(f"打不开 {path}：文件坏了，或加了密码。请另存为没有密码的 xlsx 再试。") from None
