"""Files at the counter: what is let in, what is turned away with which words, and where a file lies."""

import hashlib
import io
import stat
import struct
import zipfile
import zlib
from datetime import timedelta

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.utils import timezone

from cases import uploads
from cases.models import Attachment, Case
from cases.uploads import AttachmentStorage, Tampered, check_room, check_upload, shown_name
from tests import factories

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
FRAME = b"\xff\xfb\x90\x00" + bytes(413)  # MPEG 1 layer III, 128 kbit, 44.1 kHz
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x05" + bytes(5) + FRAME * 3
JPG = (
    b"\xff\xd8\xff\xe0\x00\x04JF\xff\xff\xc0\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00"  # 16 by 16
    b"\xff\xda\x00\x02picture\xff\xd9"
)


def chunk(kind, body=b""):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND")
)


def box(kind, body=b""):
    return struct.pack(">I4s", 8 + len(body), kind) + body


MP4 = box(b"ftyp", b"isom\0\0\0\0") + box(b"mdat", b"film") + box(b"moov", box(b"mvhd"))

RELATION = '<Relationship Id="r1" Type="http://x/%s" Target="%s" TargetMode="External"/>'


def office(main, parts=(), *, relation="", body="<w:p/>", packing=zipfile.ZIP_DEFLATED):
    """A docx or xlsx of the fewest parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", packing) as parcel:
        parcel.writestr("[Content_Types].xml", "<Types><Override PartName='/a' ContentType='text/xml'/></Types>")
        parcel.writestr("_rels/.rels", f"<Relationships>{relation}</Relationships>")
        parcel.writestr(main, f"<w:document xmlns:w='w'>{body}</w:document>")
        for name, content in parts:
            parcel.writestr(name, content)
    return held.getvalue()


def docx(*parts, **kwargs):
    return office("word/document.xml", parts, **kwargs)


def workbook():
    """A workbook as a real program writes it, with a link that one clicks."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet("来信")
        sheet.write_row(0, 0, ["编号", "主题"])
        sheet.write_url(1, 0, "https://example.org/1")
    return held.getvalue()


def upload(name, content):
    return SimpleUploadedFile(name, content)


def refusal(name, content):
    with pytest.raises(ValidationError) as refused:
        check_upload(upload(name, content))
    return refused.value.messages[0]


# ---------- 收 ----------
@pytest.mark.parametrize(
    ("name", "content", "kind", "mime"),
    [
        ("材料.pdf", PDF, "pdf", "application/pdf"),
        ("照片.JPG", JPG, "jpg", "image/jpeg"),
        ("照片.jpeg", JPG, "jpg", "image/jpeg"),
        ("照片.png", PNG, "png", "image/png"),
        ("录音.mp3", MP3, "mp3", "audio/mpeg"),
        ("录音.mp3", FRAME * 3, "mp3", "audio/mpeg"),
        ("录像.mp4", MP4, "mp4", "video/mp4"),
        ("信.docx", docx(), "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("表.xlsx", workbook(), "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_the_seven_kinds_are_let_in(name, content, kind, mime):
    file = upload(name, content)

    accepted = check_upload(file)

    assert (accepted.kind, accepted.mime, accepted.size) == (kind, mime, len(content))
    assert accepted.sha256 == hashlib.sha256(content).hexdigest()
    assert file.read() == content


# ---------- 不收 ----------
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("a.exe", "只收 pdf、jpg、png、docx、xlsx、mp3、mp4，请换一种格式再上传。"),
        ("a.pdf.html", "只收 pdf、jpg、png、docx、xlsx、mp3、mp4，请换一种格式再上传。"),
        ("a.svg", "只收 pdf、jpg、png、docx、xlsx、mp3、mp4，请换一种格式再上传。"),
        ("a", "只收 pdf、jpg、png、docx、xlsx、mp3、mp4，请换一种格式再上传。"),
        ("a.doc", "请把文件另存为 docx 或 xlsx 再上传；旧格式和带宏的文件不收。"),
        ("a.docm", "请把文件另存为 docx 或 xlsx 再上传；旧格式和带宏的文件不收。"),
        ("a.heic", "请把图片另存为 jpg 或 png 再上传。"),
        ("a.zip", "压缩包不收，请解开后逐份上传。"),
    ],
)
def test_other_kinds_are_turned_away_with_what_to_do(name, sentence):
    assert refusal(name, PDF) == sentence


@pytest.mark.parametrize("kind", ["pdf", "jpg", "png", "docx", "xlsx", "mp3", "mp4"])
@pytest.mark.parametrize(
    "content",
    [b"<html><script>alert(1)</script>", b"MZ\x90\x00" + bytes(100), b"\0", b"\xff" * 50, b"PK\x03\x04" + bytes(60)],
)
def test_a_name_does_not_make_a_kind(kind, content):
    assert refusal(f"材料.{kind}", content) == (
        f"文件内容不是完整的 {kind}，请用原来的程序打开检查，重新保存后再上传。"
    )


@pytest.mark.parametrize(
    ("kind", "content"), [("pdf", PDF), ("jpg", JPG), ("png", PNG), ("mp3", MP3), ("mp4", MP4), ("docx", docx())]
)
def test_a_file_cut_short_is_not_whole(kind, content):
    cut = len(content) * 2 // 3 if kind == "mp3" else len(content) - 8

    assert refusal(f"材料.{kind}", content[:cut]).startswith(f"文件内容不是完整的 {kind}")


@pytest.mark.parametrize(("name", "content"), [("a.pdf", PNG), ("a.png", JPG), ("a.docx", workbook()), ("a.mp4", MP3)])
def test_one_kind_under_the_name_of_another_is_turned_away(name, content):
    assert refusal(name, content).startswith("文件内容不是完整的")


def test_a_png_with_a_wrong_sum_or_something_behind_is_turned_away():
    assert refusal("a.png", PNG[:-1] + b"\0").startswith("文件内容不是完整的")
    assert refusal("a.png", PNG + b"PK").startswith("文件内容不是完整的")


def test_an_empty_file_is_told():
    assert refusal("a.pdf", b"") == "这个文件是空的，请重新选择。"


@pytest.mark.parametrize(("limit", "let_in"), [(len(PDF), True), (len(PDF) - 1, False)])
def test_a_file_has_a_greatest_size(settings, limit, let_in):
    settings.ATTACHMENT_MAX_BYTES = limit
    if let_in:
        assert check_upload(upload("a.pdf", PDF)).size == limit
    else:
        assert refusal("a.pdf", PDF).startswith("单个文件最大")


# ---------- Office 文件 ----------
ACTIVE = "文件里有宏、嵌入对象、外部链接或自动取数，请去掉后另存再上传；也可以存成 pdf。"
SPLIT = "<w:r><w:instrText>%s</w:instrText></w:r><w:r><w:instrText>%s</w:instrText></w:r>"


@pytest.mark.parametrize(
    "content",
    [
        docx(("word/vbaProject.bin", b"x")),
        docx(("word/embeddings/oleObject1.bin", b"x")),
        docx(("word/activeX/activeX1.xml", "<a/>")),
        docx(("customUI/customUI.xml", "<a/>")),
        docx(("x.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")),
        docx(("x.xml", "<!DOCTYPE a><a/>".encode("utf-16"))),
        docx(relation=RELATION % ("attachedTemplate", "https://example.org/t.dotm")),
        docx(relation=RELATION % ("image", "https://example.org/i.png")),
        docx(relation=RELATION % ("hyperlink", "file://server/share")),
        docx(body="<w:fldSimple w:instr=' DDEAUTO c:\\\\cmd.exe '/>"),
        docx(body=SPLIT % ("D", "DE cmd")),
        docx(body=SPLIT % ("INCLUDE", "PICTURE x")),
        docx(("y.xml", "<Override ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/>")),
        office("xl/workbook.xml", [("xl/externalLinks/externalLink1.xml", "<a/>")]),
        office("xl/workbook.xml", [("xl/macrosheets/sheet1.xml", "<a/>")]),
        office("xl/workbook.xml", [("xl/x.xml", "<ddeLink/>")]),
    ],
)
def test_office_files_that_act_by_themselves_are_turned_away(content):
    assert refusal("a.xlsx" if b"xl/workbook" in content else "a.docx", content) == ACTIVE


@pytest.mark.parametrize(
    "content",
    [
        docx(relation=RELATION % ("hyperlink", "https://example.org/")),
        docx(relation=RELATION % ("hyperlink", "mailto:a@example.org")),
        docx(body=f"<w:fldChar/>{SPLIT % ('PA', 'GE')}<w:fldChar/><w:t>DDE LINK</w:t>"),
        docx(body="<w:fldSimple w:instr=' HYPERLINK x '/>"),
        docx(("xl/printerSettings/printerSettings1.bin", b"x")),
    ],
)
def test_ordinary_links_and_fields_do_no_harm(content):
    assert check_upload(upload("a.docx", content)).kind == "docx"


def test_a_bomb_is_turned_away_before_it_is_unpacked(monkeypatch):
    bomb = docx(("word/media/a.xml", b" " * 3_000_000))
    monkeypatch.setattr(zipfile.ZipFile, "open", None)

    assert refusal("a.docx", bomb) == "文件解开后太大，请拆成几份再上传。"


@pytest.mark.parametrize(("more", "let_in"), [(uploads.ENTRIES - 3, True), (uploads.ENTRIES - 2, False)])
def test_a_parcel_has_a_greatest_number_of_parts(more, let_in):
    content = docx(*((f"word/media/{serial}", b"") for serial in range(more)))
    if let_in:
        assert check_upload(upload("a.docx", content)).kind == "docx"
    else:
        assert refusal("a.docx", content) == "文件解开后太大，请拆成几份再上传。"


def test_broken_xml_inside_is_not_a_whole_file():
    assert refusal("a.docx", docx(body="<w:p>")).startswith("文件内容不是完整的 docx")


def test_a_locked_or_old_office_file_is_told_apart():
    assert refusal("a.docx", uploads.OLE + bytes(100)) == (
        "文件加了密码或是旧格式，请去掉密码，另存为 docx 或 xlsx 再上传。"
    )


def test_parts_that_climb_out_are_turned_away():
    assert refusal("a.docx", docx(("../x.xml", "<a/>"))) == "文件结构不正常，请用原来的程序重新保存后再上传。"


# ---------- 文件名 ----------
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("照片 1.jpg", "照片 1.jpg"),
        ("C:\\桌面\\照片.jpg", "照片.jpg"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("报价\u202egpj.exe.pdf", "报价gpj.exe.pdf"),
        ("一\r\n二.pdf", "一 二.pdf"),
        ("", "未命名"),
        ("长" * 200 + ".docx", "长" * 115 + ".docx"),
    ],
)
def test_a_shown_name_is_plain_and_short(name, shown):
    assert shown_name(name) == shown
    assert len(shown_name(name)) <= 120


# ---------- 放得下 ----------
@pytest.fixture
def official(db):
    return factories.official()


@pytest.fixture
def case(official):
    return Case.objects.create(
        number="DH2026-00001",
        channel=Case.Channel.VISIT,
        title="漏水",
        statement="漏水",
        received_at=timezone.now(),
        registrar=official,
        first_receiver=official,
    )


def bring(case, official, size, **fields):
    serial = Attachment.objects.count()
    return Attachment.objects.create(
        case=case, name="a.pdf", path=f"{serial}", mime="application/pdf", size=size, uploaded_by=official, **fields
    )


def test_a_case_holds_so_many_files_and_removed_ones_do_not_count(settings, case, official):
    settings.ATTACHMENT_MAX_COUNT = 2
    today = timezone.localdate()
    bring(case, official, 1)
    gone = bring(case, official, 1, removed_at=timezone.now(), removal_reason="重复")
    check_room(case, official, 1, today=today)
    bring(case, official, 1)

    with pytest.raises(ValidationError, match="一件最多放 2 份材料"):
        check_room(case, official, 1, today=today)
    assert gone.removed_at


def test_a_case_holds_so_many_bytes(settings, case, official):
    settings.ATTACHMENT_CASE_BYTES = 100
    bring(case, official, 60)
    check_room(case, official, 40, today=timezone.localdate())

    with pytest.raises(ValidationError, match="一件的材料合计最大"):
        check_room(case, official, 41, today=timezone.localdate())


def test_a_person_brings_so_much_a_day_and_again_tomorrow(settings, case, official):
    settings.ATTACHMENT_DAY_BYTES = 100
    today = timezone.localdate()
    bring(case, official, 60, removed_at=timezone.now(), removal_reason="重复")
    bring(case, factories.official(), 60)
    check_room(case, official, 40, today=today)
    check_room(case, official, 100, today=today + timedelta(days=1))

    with pytest.raises(ValidationError, match="每人每天最多上传"):
        check_room(case, official, 41, today=today)


# ---------- 放在哪里 ----------
@pytest.fixture
def storage(settings, tmp_path):
    settings.ATTACHMENTS_ROOT = tmp_path / "attachments"
    return AttachmentStorage()


@pytest.mark.parametrize("large", [False, True])
def test_a_file_lies_under_a_random_name_that_only_the_server_reads(storage, tmp_path, large):
    file = upload("张三的举报信.pdf", PDF)
    if large:
        file = TemporaryUploadedFile("张三的举报信.pdf", "application/pdf", len(PDF), None)
        file.write(PDF)

    path, again = storage.keep(file), storage.keep(upload("张三的举报信.pdf", PDF))
    file.close()

    lies = tmp_path / "attachments" / path
    assert lies.read_bytes() == PDF
    assert stat.S_IMODE(lies.stat().st_mode) == 0o600
    assert stat.S_IMODE(lies.parent.stat().st_mode) == 0o700
    assert "张三" not in path
    assert path != again


def test_a_file_changed_on_disk_is_not_given_out(storage, tmp_path, case, official):
    path = storage.keep(upload("a.pdf", PDF))
    kept = Attachment(pk=7, case=case, path=path, sha256=check_upload(upload("a.pdf", PDF)).sha256)
    with storage.open_unchanged(kept) as file:
        assert file.read() == PDF
    (tmp_path / "attachments" / path).write_bytes(PDF + b" ")
    with pytest.raises(Tampered):
        storage.open_unchanged(kept)
    storage.delete(path)
    with pytest.raises(Tampered):
        storage.open_unchanged(kept)


def test_no_address_leads_past_the_view(storage):
    with pytest.raises(NotImplementedError):
        storage.url(storage.keep(upload("a.pdf", PDF)))
