"""Pictures and PDFs on a case are seen in its page, drawn anew; nothing of the file itself reaches the browser."""

import io
import struct
import zlib

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.papers.typesetting import TypesettingFailed, leaf, typeset
from cases.uploads import AttachmentStorage
from officials.models import AuditEntry, Role
from reception.demo import papers as drawn
from tests import factories

pytestmark = pytest.mark.django_db

POSTER = {
    "office": "东河",
    "notice": {"heading": "告知", "items": [{"heading": "一", "text": "话"}], "foot": "尾"},
}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS_ROOT = tmp_path / "files"


@pytest.fixture
def director():
    return factories.official(Role.OD)


@pytest.fixture
def brought(director, sign_in):
    """`brought(name, content)` gives the file as it lies on a case."""
    case = factories.complete(factories.case())

    def bring(name, content):
        sign_in(director).post(
            reverse("cases:upload", args=[case.number]),
            {"file": SimpleUploadedFile(name, content), "no_secret": "on"},
        )
        return case.attachments.get(name=name)

    return bring


def address(file, page=None):
    name, more = ("attachment_preview", []) if page is None else ("attachment_picture", [page])
    return reverse(f"cases:{name}", args=[file.case.number, file.pk, *more])


def test_a_picture_is_drawn_anew_without_what_else_the_file_held(brought, director, sign_in):
    whole, place = drawn.png("墙"), b"tEXtGPS\x0031.2,121.5"
    chunk = struct.pack(">I", len(place) - 4) + place + struct.pack(">I", zlib.crc32(place))
    file = brought("墙.png", whole[:-12] + chunk + whole[-12:])
    client = sign_in(director)

    page, picture = client.get(address(file)), client.get(address(file, 1))

    assert address(file, 1) in page.content.decode()
    assert picture["Content-Type"] == "image/png" and picture.content.startswith(b"\x89PNG")
    assert b"121.5" not in picture.content
    assert "no-store" in picture["Cache-Control"] and picture["X-Content-Type-Options"] == "nosniff"
    assert AuditEntry.objects.get(action="cases:attachment_preview").field == f"file {file.pk}"


def test_a_pdf_is_shown_page_by_page(brought, director, sign_in):
    whole, pdf = pypdf.PdfWriter(), io.BytesIO(typeset("poster", POSTER).pdf)
    for _time in range(3):
        whole.append(pdf)
    whole.write(written := io.BytesIO())
    file = brought("告知.pdf", written.getvalue())
    client = sign_in(director)

    page = client.get(address(file)).content.decode()

    assert page.count("<img") == 3
    assert [client.get(address(file, place)).status_code for place in (1, 3, 4)] == [200, 200, 415]


def test_htmx_gets_the_part_and_everybody_else_a_page(brought, director, sign_in):
    file, client = brought("墙.png", drawn.png("墙")), sign_in(director)

    part = client.get(address(file), headers={"HX-Request": "true"}).content.decode()
    whole = client.get(address(file)).content.decode()
    case = client.get(file.case.get_absolute_url()).content.decode()

    assert "<html" not in part and "<img" in part
    assert "<html" in whole and "<img" in whole
    assert f'href="{address(file)}" hx-get="{address(file)}"' in case


def test_a_file_that_does_not_open_is_offered_for_download(brought, director, sign_in):
    broken = b"%PDF-1.4\nnonsense\nstartxref\n0\n%%EOF"
    file, client = brought("坏.pdf", broken), sign_in(director)

    answer = client.get(address(file))

    assert answer.status_code == 200 and "请下载" in answer.content.decode()
    assert client.get(address(file, 1)).status_code == 415
    with pytest.raises(TypesettingFailed):
        leaf(broken, "pdf", 1)


def test_a_pdf_whose_letters_are_not_in_it_is_not_shown_blank(brought, director, sign_in):
    file = brought("报修单.pdf", drawn.pdf("报修"))

    assert "请下载" in sign_in(director).get(address(file)).content.decode()


def test_what_is_no_picture_is_not_previewed(brought, director, sign_in):
    file, client = brought("墙.png", drawn.png("墙")), sign_in(director)
    type(file).objects.filter(pk=file.pk).update(size=9 * 1024 * 1024)

    assert client.get(address(file)).status_code == 404
    assert "file-preview" in client.get(file.case.get_absolute_url()).content.decode()


def test_a_changed_file_is_not_shown(brought, director, sign_in):
    file = brought("墙.png", drawn.png("墙"))
    with AttachmentStorage().open(file.path, "wb") as stored:
        stored.write(drawn.png("别的"))

    assert sign_in(director).get(address(file, 1)).status_code == 403


def test_a_sealed_case_shows_its_files_to_its_readers_alone(brought, director, sign_in):
    file = brought("墙.png", drawn.png("墙"))
    file.case.seal(by=director, reason="检举控告", readers=[director])

    assert sign_in(director).get(address(file, 1)).status_code == 200
    for official in (factories.official(Role.OD), factories.official(Role.HO)):
        assert sign_in(official).get(address(file, 1)).status_code == 404
        assert sign_in(official).get(address(file)).status_code == 404
