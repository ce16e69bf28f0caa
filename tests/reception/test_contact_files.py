"""What was brought to a contact without a case lies there by the rules of the house (F16, UP-01 to UP-08)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from officials.models import AuditEntry, Role
from reception.models import ContactFile
from tests import factories
from tests.reception.test_settled import settled
from tests.test_object_access import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return factories.official(Role.RC)


@pytest.fixture
def visit(clerk):
    return settled(clerk)


@pytest.fixture(autouse=True)
def files_lie_apart(settings, tmp_path):
    settings.ATTACHMENTS_ROOT = tmp_path


def address(name, visit, *more):
    return reverse(f"reception:{name}", args=[visit.contact_no, *more])


def brought(client, visit, name="缴费单.pdf", content=PDF, **more):
    given = {"file": SimpleUploadedFile(name, content), "no_secret": "on", **more}
    return client.post(address("contact_upload", visit), given, follow=True)


def test_what_shows_how_it_was_settled_lies_on_the_contact_and_is_fetched_as_it_was(sign_in, clerk, visit):
    client = sign_in(clerk)

    page = brought(client, visit)
    kept = ContactFile.objects.get()
    fetched = client.get(address("contact_file", visit, kept.pk))

    assert "缴费单.pdf" in page.text
    assert b"".join(fetched.streaming_content) == PDF
    assert fetched["Content-Disposition"].startswith("attachment")
    assert {"reception:contact_upload", "reception:contact_file"} <= set(
        AuditEntry.objects.filter(subject_id=visit.pk).values_list("action", flat=True)
    )


@pytest.mark.parametrize(
    ("name", "content", "more"),
    [("a.svg", b"<svg/>", {}), ("a.pdf", b"MZ", {}), ("a.pdf", PDF, {"no_secret": ""})],
)
def test_what_the_house_does_not_take_is_not_taken_here(sign_in, clerk, visit, name, content, more):
    page = brought(sign_in(clerk), visit, name, content, **more)

    assert page.status_code == 422
    assert not ContactFile.objects.exists()


def test_one_day_holds_so_much_of_one_person_wherever_it_is_put(sign_in, clerk, visit, settings):
    settings.ATTACHMENT_DAY_BYTES = len(PDF) + 1
    client = sign_in(clerk)

    assert brought(client, visit).status_code == 200
    assert brought(client, settled(clerk)).status_code == 422


def test_taken_back_it_leaves_its_name_and_hash(sign_in, clerk, visit):
    client = sign_in(clerk)
    brought(client, visit)
    kept = ContactFile.objects.get()

    page = client.post(address("contact_file_remove", visit, kept.pk), {"reason": ""}, follow=True)

    kept.refresh_from_db()
    assert (kept.removed_by, bool(kept.sha256)) == (clerk, True)
    assert "已移除" in page.text
    assert client.get(address("contact_file", visit, kept.pk)).status_code == 404


def test_a_stranger_finds_no_file(sign_in, clerk, visit):
    brought(sign_in(clerk), visit)
    kept = ContactFile.objects.get()
    client = sign_in(factories.official(Role.WC, at=factories.community("别的社区")))

    assert client.get(address("contact_file", visit, kept.pk)).status_code == 404
    assert client.get(address("contact_upload", visit)).status_code == 404
