"""Identity at rest: unreadable without the key, equal only by its hash, and no key is needed twice."""

import base64
from io import StringIO

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured, ValidationError
from django.core.management import call_command
from django.db import connection

from cases.fields import EncryptedTextField, Undecipherable, keyed_hash
from cases.management.commands.rotate_field_keys import encrypted_columns
from cases.models import Case, Party
from tests import factories

pytestmark = pytest.mark.django_db

OLD, NEW = b"o" * 32, b"n" * 32
PHONE = "13800004471"


@pytest.fixture
def keys(settings):
    settings.FIELD_KEYS = {"old": OLD}


@pytest.fixture
def party(keys):
    registrar = factories.official()
    case = Case.objects.create(
        number="DH2026-00001",
        channel=Case.Channel.VISIT,
        title="漏水",
        statement="漏水",
        received_at="2026-11-25T08:00:00+08:00",
        registrar=registrar,
        first_receiver=registrar,
    )
    return Party.objects.create(case=case, role=Party.Role.PETITIONER, name="张建国", phone=PHONE)


def stored(party, column="phone", table="cases_party"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [party.pk])  # noqa: S608
        return cursor.fetchone()[0]


def put(party, value, column="phone"):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE cases_party SET {column} = %s WHERE id = %s", [value, party.pk])  # noqa: S608


def test_a_phone_is_read_back_and_never_stored_in_plain(party):
    assert Party.objects.get().phone == PHONE
    assert stored(party).startswith("old:")
    assert PHONE not in stored(party)
    assert PHONE.encode() not in base64.b64decode(stored(party).partition(":")[2])


def test_the_same_phone_is_stored_differently_each_time(party):
    first = stored(party)
    party.save()

    assert stored(party) != first
    assert Party.objects.get().phone == PHONE


def test_nothing_stays_nothing(party):
    assert stored(party, "address") == ""
    assert Party.objects.filter(address="").exists()
    assert not Party.objects.filter(phone="").exists()


def test_history_holds_ciphertext_and_reads_back(party):
    party.phone = "13900000000"
    party.save()

    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM cases_historicalparty")
        kept = [row[0] for row in cursor.fetchall()]
    assert len(kept) == 2
    assert all(value.startswith("old:") for value in kept)
    assert sorted(party.history.values_list("phone", flat=True)) == [PHONE, "13900000000"]


def test_bulk_writes_encrypt_too(party):
    Party.objects.update(phone="13900000001")
    assert stored(party).startswith("old:")
    party.phone = "13900000002"
    Party.objects.bulk_update([party], ["phone"])

    assert stored(party).startswith("old:")
    assert Party.objects.get().phone == "13900000002"


def test_a_value_copied_into_another_column_does_not_open(party):
    put(party, stored(party, "name"))

    with pytest.raises(Undecipherable):
        Party.objects.get()


@pytest.mark.parametrize("broken", ["lost:AAAA", "old:AAAA", "old:不是密文", PHONE])
def test_what_no_key_opens_is_a_fault_that_tells_no_value(party, broken):
    put(party, broken)

    with pytest.raises(Undecipherable) as fault:
        Party.objects.get()
    assert str(fault.value) == "cases.party.phone: 没有一把钥匙能打开这个值。"
    assert fault.value.__suppress_context__


@pytest.mark.parametrize("lookup", ["phone", "phone__contains", "phone__in", "phone__startswith", "phone__gt"])
def test_nobody_can_ask_the_database_for_the_plain_value(party, lookup):
    with pytest.raises(FieldError):
        list(Party.objects.filter(**{lookup: PHONE}))


def test_length_is_that_of_the_plain_text(party):
    party.name = "张" * 50
    party.full_clean()
    party.name = "张" * 51
    with pytest.raises(ValidationError) as refusal:
        party.full_clean()

    assert list(refusal.value.error_dict) == ["name"]


# ---------- 钥匙 ----------
def test_an_old_key_still_opens_and_the_newest_writes(party, settings):
    settings.FIELD_KEYS = {"new": NEW, "old": OLD}
    assert Party.objects.get().phone == PHONE
    party.save()

    assert stored(party).startswith("new:")


def test_rotation_moves_every_value_of_every_table_to_the_newest_key(party, settings):
    party.phone = "13900000000"
    party.save()
    settings.FIELD_KEYS = {"new": NEW, "old": OLD}

    call_command("rotate_field_keys", batch=1, stdout=StringIO())
    settings.FIELD_KEYS = {"new": NEW}

    assert Party.objects.get().phone == "13900000000"
    assert stored(party, "address") == ""
    assert sorted(party.history.values_list("phone", flat=True)) == [PHONE, "13900000000"]
    assert party.history.count() == 2


def test_a_rotation_broken_off_is_taken_up_again(party, settings):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_historicalparty SET phone = 'lost:AAAA'")
    settings.FIELD_KEYS = {"new": NEW, "old": OLD}
    with pytest.raises(Undecipherable):
        call_command("rotate_field_keys", stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_historicalparty SET phone = ''")

    out = StringIO()
    call_command("rotate_field_keys", stdout=out)

    assert stored(party, "name", "cases_historicalparty").startswith("new:")
    again = StringIO()
    call_command("rotate_field_keys", stdout=again)
    assert "cases.Party: 0\n" in again.getvalue()


def test_rotation_knows_the_historical_tables():
    models = {model._meta.label for model, _fields in encrypted_columns()}

    assert {"cases.Party", "cases.HistoricalParty"} <= models


@pytest.mark.parametrize("bad", [{}, {"k1": b"short"}, {"a:b": OLD}])
def test_without_good_keys_the_check_refuses(settings, bad):
    assert Party._meta.get_field("phone").check() == []
    settings.FIELD_KEYS = bad

    assert [error.id for error in Party._meta.get_field("phone").check()] == ["cases.E001"]


def test_a_migration_can_rebuild_the_field():
    _name, path, args, kwargs = EncryptedTextField(max_length=50, blank=True).deconstruct()

    assert (path, kwargs) == ("cases.fields.EncryptedTextField", {"max_length": 50, "blank": True})
    assert len(EncryptedTextField(*args, **kwargs).validators) == len(EncryptedTextField(max_length=50).validators)


# ---------- 散列 ----------
def test_equal_values_have_equal_hashes_of_their_kind_only():
    assert keyed_hash("phone", "+8613800004471") == keyed_hash("phone", "+8613800004471")
    assert keyed_hash("phone", "12345678") != keyed_hash("id", "12345678")
    assert keyed_hash("phone", "1") != keyed_hash("phone", "2")
    assert len(keyed_hash("name", "张建国")) == 64


def test_blank_equals_nobody():
    assert keyed_hash("phone", "") == ""


def test_the_hash_hangs_on_its_key(settings):
    before = keyed_hash("phone", PHONE)
    settings.FIELD_HASH_KEY = NEW

    assert keyed_hash("phone", PHONE) != before


def test_an_unknown_kind_or_a_bad_key_is_a_fault(settings):
    with pytest.raises(ValueError, match="unknown kind"):
        keyed_hash("mail", "x")
    settings.FIELD_HASH_KEY = b"short"
    with pytest.raises(ImproperlyConfigured):
        keyed_hash("phone", PHONE)
