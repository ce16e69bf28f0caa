"""Files on a case: let in, handed out as they came, taken out with a trace (UP-01 to UP-08)."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases.models import Attachment, Case, Event
from config.requests import BodyLimit
from officials.models import AuditEntry, Role
from tests import factories

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS_ROOT = tmp_path / "files"
    return settings.ATTACHMENTS_ROOT


@pytest.fixture
def file():
    return factories.triaged()


def url(file):
    return f"{file.get_absolute_url()}files/new/"


def brought(client, file, name="报修单.pdf", content=PDF, **more):
    sent = {"file": SimpleUploadedFile(name, content), "no_secret": "on", **more}
    return client.post(url(file), sent)


def stored(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def test_the_form_warns_of_state_secrets(sign_in, file):
    assert "国家秘密不能上传" in sign_in(file.handler).get(url(file)).content.decode()


def test_a_file_is_kept_under_a_random_name_with_its_hash(sign_in, file, folder):
    answer = brought(sign_in(file.handler), file, name="张三 报修单.pdf")

    assert answer.status_code == 302
    kept = file.attachments.get()
    assert (kept.name, kept.mime, kept.size, kept.uploaded_by) == (
        "张三 报修单.pdf",
        "application/pdf",
        len(PDF),
        file.handler,
    )
    (path,) = stored(folder)
    assert "报修单" not in str(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert file.events.filter(kind=Event.Kind.FILE).get().actor == file.handler


def test_it_comes_back_as_it_was_and_is_never_shown_in_the_page(sign_in, file):
    client = sign_in(file.handler)
    brought(client, file)
    Attachment.objects.update(name='报修"单;\r\nX: 1.pdf')
    kept = file.attachments.get()

    answer = client.get(f"{file.get_absolute_url()}files/{kept.pk}/")

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%8A%A5")
    assert "X" not in answer
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in answer["Cache-Control"]
    assert AuditEntry.objects.filter(action="cases:attachment", subject_id=file.pk).count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.svg", b"<svg/>"), ("a.html", b"<p>"), ("a.pdf", b"MZ not a pdf"), ("a.pdf", b""), ("a.docx", PDF)],
)
def test_what_is_not_let_in_is_said_at_the_field_and_leaves_nothing(sign_in, file, folder, name, content):
    answer = brought(sign_in(file.handler), file, name=name, content=content)

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not file.attachments.exists()
    assert not stored(folder)


def test_without_the_tick_about_secrets_nothing_is_kept(sign_in, file, folder):
    answer = sign_in(file.handler).post(url(file), {"file": SimpleUploadedFile("a.pdf", PDF)})
    assert answer.status_code == 422
    assert "no_secret" in answer.context["form"].errors
    assert not stored(folder)


def test_without_a_file_it_is_asked_for(sign_in, file):
    answer = sign_in(file.handler).post(url(file), {"no_secret": "on"})
    assert answer.status_code == 422
    assert "请先选一个文件" in answer.content.decode()


@pytest.mark.parametrize(("spare", "status"), [(0, 302), (-1, 413)])
def test_the_largest_size_is_let_in_and_one_byte_more_is_not(sign_in, file, settings, spare, status):
    settings.ATTACHMENT_MAX_BYTES = len(PDF) + spare
    assert brought(sign_in(file.handler), file).status_code == status
    assert file.attachments.exists() is (status == 302)


@pytest.mark.parametrize(("spare", "is_read"), [(0, True), (1, False)])
def test_a_body_larger_than_any_file_is_turned_away_unread(sign_in, file, settings, spare, is_read):
    settings.ATTACHMENT_MAX_BYTES = 1024
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'
    tail = b"\r\n--x--\r\n"
    filling = BodyLimit.WORKBOOK + BodyLimit.AROUND + spare - len(head) - len(tail)

    answer = sign_in(file.handler).generic(
        "POST", url(file), head + b"0" * filling + tail, "multipart/form-data; boundary=x"
    )

    assert answer.status_code == 413
    assert ("单个文件最大" in answer.content.decode()) is is_read  # said at the field, which needs the file
    assert ("内容太大，系统没有接收" in answer.content.decode()) is not is_read


@pytest.mark.parametrize(("limit", "status"), [(2, 302), (1, 422)])
def test_a_case_holds_so_many_files_and_no_more(sign_in, file, settings, limit, status):
    client = sign_in(file.handler)
    brought(client, file)
    settings.ATTACHMENT_MAX_COUNT = limit
    assert brought(client, file, name="二.pdf").status_code == status


def test_a_changed_file_is_not_handed_out_and_the_refusal_is_on_record(sign_in, file, folder):
    client = sign_in(file.handler)
    brought(client, file)
    kept = file.attachments.get()
    (path,) = stored(folder)
    path.write_bytes(PDF + b" ")

    answer = client.get(f"{file.get_absolute_url()}files/{kept.pk}/")

    assert answer.status_code == 403
    assert "和上传时的不一样了" in answer.content.decode()
    assert AuditEntry.objects.filter(action="cases:attachment", outcome="REFUSED").count() == 1


def test_who_may_not_see_the_case_gets_no_file_of_it(sign_in, file):
    brought(sign_in(file.handler), file)
    kept, other = file.attachments.get(), factories.triaged()
    stranger = sign_in(other.handler)

    assert stranger.get(f"{file.get_absolute_url()}files/{kept.pk}/").status_code == 404
    assert stranger.get(f"{other.get_absolute_url()}files/{kept.pk}/").status_code == 404
    supervisor = sign_in(factories.official(Role.SV))
    assert supervisor.get(f"{file.get_absolute_url()}files/{kept.pk}/").status_code == 403
    assert sign_in(factories.official(Role.HO)).get(f"{file.get_absolute_url()}files/{kept.pk}/").status_code == 200


# ---------- 移除 ----------
@pytest.fixture
def kept(sign_in, file):
    brought(sign_in(file.handler), file)
    return file.attachments.get()


def removal(file, kept):
    return f"{file.get_absolute_url()}files/{kept.pk}/removal/"


@pytest.mark.django_db(transaction=True)
def test_the_bytes_go_and_the_row_stays_with_its_hash(sign_in, file, kept, folder):
    client = sign_in(file.handler)

    assert client.post(removal(file, kept), {"reason": ""}).status_code == 302

    tombstone = Attachment.objects.get(pk=kept.pk)
    assert tombstone.sha256 == kept.sha256
    assert tombstone.removed_by == file.handler
    assert not stored(folder)
    assert client.get(f"{file.get_absolute_url()}files/{kept.pk}/").status_code == 404
    assert kept.name in client.get(file.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("minutes", "status"), [(9, 302), (11, 422)])
def test_the_uploader_may_take_it_back_within_ten_minutes(sign_in, file, kept, minutes, status):
    Attachment.objects.update(uploaded_at=timezone.now() - timedelta(minutes=minutes))
    answer = sign_in(file.handler).post(removal(file, kept), {"reason": "传错了"})
    assert answer.status_code == status


def test_somebody_elses_file_is_the_directors_to_remove_with_a_reason(sign_in, file, kept):
    director = sign_in(factories.official(Role.OD))

    assert director.post(removal(file, kept), {"reason": ""}).status_code == 422
    assert director.post(removal(file, kept), {"reason": "与本案无关"}).status_code == 302
    assert Attachment.objects.get(pk=kept.pk).removal_reason == "与本案无关"


def test_the_page_offers_removal_to_whom_it_is_open_and_not_to_others(sign_in, file, kept):
    assert removal(file, kept) in sign_in(file.handler).get(file.get_absolute_url()).content.decode()
    Attachment.objects.update(uploaded_at=timezone.now() - timedelta(minutes=11))
    assert removal(file, kept) not in sign_in(file.handler).get(file.get_absolute_url()).content.decode()
    director = sign_in(factories.official(Role.OD))
    assert removal(file, kept) in director.get(file.get_absolute_url()).content.decode()


def test_a_closed_case_takes_no_file_and_gives_none_up(sign_in, file, kept):
    Case.objects.filter(pk=file.pk).update(stage="CLOSED", closed_on=timezone.localdate())
    client = sign_in(file.handler)
    assert brought(client, file).status_code == 403
    assert client.post(removal(file, kept), {"reason": "传错了"}).status_code == 403
    assert client.get(f"{file.get_absolute_url()}files/{kept.pk}/").status_code == 200
