"""Files that people bring: what is let in, how much of it, and where it lies (UP-01, 02, 03, 05, 08).

A file must be of one kind by its extension, by its first bytes and by its structure. The checks read headers, boxes
and XML only; nothing is rendered or decoded here.
"""

import hashlib
import re
import secrets
import struct
import unicodedata
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import NamedTuple
from xml.parsers import expat

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from django.db.models import Count, Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from cases.models.attachment import StoredFile
from cases.models.case import day_starts
from cases.text import UNSEEN

UNPACKED_BYTES = 100 * 1024 * 1024
UNPACKED_RATIO = 100
ENTRIES = 2000


class Kind(NamedTuple):
    mime: str
    reads_as: object  # reads the file, says whether it is of this kind, raises ValidationError with a better reason


class Accepted(NamedTuple):
    kind: str
    mime: str
    sha256: str
    size: int


class Tampered(Exception):
    """A stored file is not the one that was uploaded."""


# ---------- 收不收 ----------
def check_upload(file):
    """Accept an uploaded file or raise ValidationError with what to do; the file is left at its beginning."""
    extension = PurePosixPath(file.name).suffix.lower().removeprefix(".")
    extension = {"jpeg": "jpg"}.get(extension, extension)
    if extension not in KINDS:
        raise ValidationError(_refused_kind(extension), code="kind")
    if not file.size:
        raise ValidationError(_("这个文件是空的，请重新选择。"), code="empty")
    if file.size > settings.ATTACHMENT_MAX_BYTES:
        raise ValidationError(
            _("单个文件最大 %(limit)s，这个文件 %(size)s，请压缩或分成几份。"),
            code="size",
            params={"limit": filesizeformat(settings.ATTACHMENT_MAX_BYTES), "size": filesizeformat(file.size)},
        )
    file.seek(0)
    try:
        is_of_kind = KINDS[extension].reads_as(file)
    except (struct.error, zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError, ValueError):
        is_of_kind = False
    if not is_of_kind:
        raise ValidationError(
            _("文件内容不是完整的 %(kind)s，请用原来的程序打开检查，重新保存后再上传。"),
            code="content",
            params={"kind": extension},
        )
    return Accepted(extension, KINDS[extension].mime, sha256(file), file.size)


def check_room(holder, official, size, *, today):
    """Refuse a file that exceeds what one case or contact may hold, or what one person may bring a day anywhere."""
    held = holder.attachments.present().aggregate(count=Count("pk"), size=Sum("size", default=0))
    if held["count"] >= settings.ATTACHMENT_MAX_COUNT:
        raise ValidationError(
            _("一件最多放 %(limit)d 份材料，请先移除不用的。"),
            code="count",
            params={"limit": settings.ATTACHMENT_MAX_COUNT},
        )
    if held["size"] + size > settings.ATTACHMENT_CASE_BYTES:
        raise ValidationError(
            _("一件的材料合计最大 %(limit)s，已有 %(held)s，请先移除不用的。"),
            code="case_size",
            params={"limit": filesizeformat(settings.ATTACHMENT_CASE_BYTES), "held": filesizeformat(held["size"])},
        )
    brought = [
        kind.objects.filter(uploaded_by=official, uploaded_at__gte=day_starts(today)).aggregate(
            size=Sum("size", default=0)
        )
        for kind in StoredFile.__subclasses__()
    ]
    if sum(kind["size"] for kind in brought) + size > settings.ATTACHMENT_DAY_BYTES:
        raise ValidationError(
            _("每人每天最多上传 %(limit)s，请明天再传，或请同事代传。"),
            code="day_size",
            params={"limit": filesizeformat(settings.ATTACHMENT_DAY_BYTES)},
        )


def shown_name(name):
    """The name under which a file is shown and downloaded: no folders, nothing unseen, at most 120 characters."""
    name = unicodedata.normalize("NFC", UNSEEN.sub("", name.replace("\\", "/").replace("\0", "")))
    path = PurePosixPath(re.sub(r"[\t\r\n]+", " ", name)).name.strip() or _("未命名")
    stem, dot, extension = path.rpartition(".")
    return f"{stem[: 119 - len(extension)]}{dot}{extension}" if stem and len(extension) <= 10 else path[:120]


def _refused_kind(extension):
    if extension in {"doc", "docm", "wps", "xls", "xlsm", "et"}:
        return _("请把文件另存为 docx 或 xlsx 再上传；旧格式和带宏的文件不收。")
    if extension in {"heic", "heif", "webp", "bmp", "tif", "tiff", "gif"}:
        return _("请把图片另存为 jpg 或 png 再上传。")
    if extension in {"zip", "rar", "7z", "tar", "gz"}:
        return _("压缩包不收，请解开后逐份上传。")
    return _("只收 %(kinds)s，请换一种格式再上传。") % {"kinds": _("、").join(KINDS)}


def sha256(file):
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(1024 * 1024):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


# ---------- 各种文件 ----------
def _is_pdf(file):
    if not re.match(rb"%PDF-[12]\.\d", file.read(8)):
        return False
    file.seek(max(0, file.size - 2048))
    tail = file.read()
    return b"startxref" in tail and b"%%EOF" in tail


JPG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def _is_jpg(file):
    """Segments up to the picture, which has a size, and an end."""
    if file.read(2) != b"\xff\xd8":
        return False
    has_size = False
    while file.read(1) == b"\xff":
        while (kind := file.read(1)) == b"\xff":  # fill bytes
            pass
        (length,) = struct.unpack(">H", file.read(2))
        body = file.read(length - 2)
        if kind and kind[0] in JPG_FRAMES:
            height, width = struct.unpack(">HH", body[1:5])
            has_size = height > 0 and width > 0
        if kind == b"\xda":  # the picture itself
            return has_size and b"\xff\xd9" in file.read()
    return False


def _is_png(file):
    """Chunks with right sums from IHDR to IEND, nothing behind."""
    if file.read(8) != b"\x89PNG\r\n\x1a\n":
        return False
    kinds = []
    while not kinds or kinds[-1] != b"IEND":
        length, kind = struct.unpack(">I4s", file.read(8))
        if length > file.size:
            return False
        body = file.read(length)
        if zlib.crc32(kind + body) != struct.unpack(">I", file.read(4))[0]:
            return False
        if not kinds and (kind != b"IHDR" or 0 in struct.unpack(">II", body[:8])):
            return False
        kinds.append(kind)
    return b"IDAT" in kinds and not file.read(1)


MP3_KBITS = {  # by whether it is MPEG 1, layer III
    True: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
MP3_HERTZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def _is_mp3(file):
    """Behind an ID3 tag, if there is one, three frames in a row."""
    start = file.read(10)
    offset = 0
    if start[:3] == b"ID3":
        size = 0
        for byte in start[6:10]:
            size = size << 7 | byte & 0x7F
        offset = 10 + size
    for _frame in range(3):
        file.seek(offset)
        (head,) = struct.unpack(">I", file.read(4))
        version, layer = head >> 19 & 3, head >> 17 & 3
        rate, hertz = head >> 12 & 15, head >> 10 & 3
        if head >> 21 != 0x7FF or version == 1 or layer != 1 or rate in (0, 15) or hertz == 3:
            return False
        bits = 144 if version == 3 else 72
        offset += bits * 1000 * MP3_KBITS[version == 3][rate - 1] // MP3_HERTZ[version][hertz] + (head >> 9 & 1)
    return True


def _is_mp4(file):
    """Boxes end to end, the first one ftyp, with moov among them."""
    kinds, offset = [], 0
    while offset < file.size:
        file.seek(offset)
        length, kind = struct.unpack(">I4s", file.read(8))
        if length == 1:
            (length,) = struct.unpack(">Q", file.read(8))
        elif length == 0:
            length = file.size - offset
        if length < 8 or len(kinds) > 10_000:
            return False
        kinds.append(kind)
        offset += length
    return kinds[0] == b"ftyp" and b"moov" in kinds and offset == file.size


# ---------- Office 文件 ----------
OFFICE_MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ACTIVE = re.compile(
    r"vbaproject|vbadata|macrosheets|/activex/|/embeddings/|oleobject|externallinks|customui|\.bin$", re.I
)
HARMLESS_BIN = re.compile(r"/printersettings[^/]*\.bin$", re.I)
MACRO_TYPE = re.compile(r"macro|vba|oleobject|activex", re.I)
FETCHING_FIELD = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK)\b", re.I)


def _is_docx(file):
    return _is_office(file, OFFICE_MAIN["docx"])


def _is_xlsx(file):
    return _is_office(file, OFFICE_MAIN["xlsx"])


def _is_office(file, main):
    start = file.read(8)
    if start == OLE:
        raise ValidationError(_("文件加了密码或是旧格式，请去掉密码，另存为 docx 或 xlsx 再上传。"), code="encrypted")
    if start[:4] != b"PK\x03\x04":
        return False
    with zipfile.ZipFile(file) as parcel:
        parts = parcel.infolist()
        names = {part.filename for part in parts}
        if not {"[Content_Types].xml", main} <= names or len(names) != len(parts):
            return False
        _check_parcel(parts, file.size)
        if any(ACTIVE.search(name) and not HARMLESS_BIN.search(name) for name in names):
            raise _active_content()
        for part in parts:
            if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                with parcel.open(part) as content:
                    _OfficeXml(part.filename).read(content)
    return True


def _check_parcel(parts, size):
    """Refuse bombs by what the parcel says of itself; reading stops at what it says."""
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if (
        len(parts) > ENTRIES
        or unpacked > UNPACKED_BYTES
        or unpacked > UNPACKED_RATIO * size
        or packed > size  # parts lying over each other
    ):
        raise ValidationError(_("文件解开后太大，请拆成几份再上传。"), code="bomb")
    if any(part.flag_bits & 1 for part in parts):
        raise ValidationError(_("文件加了密码，请去掉密码再上传。"), code="encrypted")
    if any(part.filename.startswith("/") or ".." in part.filename.split("/") for part in parts):
        raise ValidationError(_("文件结构不正常，请用原来的程序重新保存后再上传。"), code="content")


def _active_content():
    return ValidationError(
        _("文件里有宏、嵌入对象、外部链接或自动取数，请去掉后另存再上传；也可以存成 pdf。"), code="active"
    )


class _OfficeXml:
    """Reads one XML part: no DTD, no macro type, no link to the outside but those one clicks, no DDE field."""

    def __init__(self, name):
        self.name = name
        self.is_field = False
        self.field = ""
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text

    def read(self, content):
        self.parser.ParseFile(content)
        self.check_field(self.field)

    def doctype(self, *_declaration):
        raise _active_content()

    def start(self, element, attributes):
        tag = element.rpartition(":")[2]
        if tag == "Relationship" and attributes.get("TargetMode", "").lower() == "external":
            clicked = attributes.get("Type", "").endswith("/hyperlink")
            if not clicked or not re.match(r"https?:|mailto:|#", attributes.get("Target", ""), re.IGNORECASE):
                raise _active_content()
        elif tag in {"ddeLink", "oleLink", "oleObject"} or MACRO_TYPE.search(attributes.get("ContentType", "")):
            raise _active_content()
        elif tag == "fldSimple":
            self.check_field(next((value for name, value in attributes.items() if name.endswith("instr")), ""))
        elif tag == "fldChar":  # a field begins or ends; its code may be cut over many runs
            self.check_field(self.field)
            self.field = ""
        self.is_field = tag in {"instrText", "delInstrText"}

    def end(self, _element):
        self.is_field = False

    def text(self, text):
        if self.is_field:
            self.field += text

    def check_field(self, code):
        if FETCHING_FIELD.search(code):
            raise _active_content()


KINDS = {
    "pdf": Kind("application/pdf", _is_pdf),
    "jpg": Kind("image/jpeg", _is_jpg),
    "png": Kind("image/png", _is_png),
    "docx": Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _is_docx),
    "xlsx": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _is_xlsx),
    "mp3": Kind("audio/mpeg", _is_mp3),
    "mp4": Kind("video/mp4", _is_mp4),
}


# ---------- 放在哪里 ----------
class AttachmentStorage(FileSystemStorage):
    """Files under random names in a private folder outside the web root."""

    def __init__(self):
        super().__init__(
            location=settings.ATTACHMENTS_ROOT, file_permissions_mode=0o600, directory_permissions_mode=0o700
        )

    def keep(self, file):
        """Store the file; the path to note in its row. The name that people gave it takes no part."""
        file.seek(0)
        token = secrets.token_hex(16)
        return self.save(f"{token[:2]}/{token[2:]}", file)

    def open_unchanged(self, attachment):
        """The stored file, if it is still the one that was uploaded.

        Raises Tampered if its bytes differ or are gone.
        """
        try:
            file = self.open(attachment.path)
        except FileNotFoundError:
            raise Tampered(f"attachment {attachment.pk} is gone") from None
        if not secrets.compare_digest(sha256(file), attachment.sha256):
            file.close()
            raise Tampered(f"attachment {attachment.pk} is not what was uploaded")
        return file

    def url(self, name):
        raise NotImplementedError("attachments are served by a view that checks access (UP-06)")
