"""Personal data at rest: an encrypted text column, and the keyed hash that finds equals (PD-01, PD-02)."""

import base64
import binascii
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core import checks
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.lookups import Exact

NONCE_BYTES = 12
HASH_KINDS = frozenset({"phone", "id", "name", "query_code", "paper", "submission", "appointment", "address"})


class Undecipherable(Exception):
    """A stored value that no key of this installation opens. The message names the column, never the value."""


def field_keys():
    """The keys by id, newest first: the first one writes, the others only read."""
    keys = settings.FIELD_KEYS
    if not keys or any(":" in key_id or len(key) != 32 for key_id, key in keys.items()):
        raise ImproperlyConfigured("FIELD_KEYS 要有至少一把 32 字节的钥匙，编号不含冒号。")
    return keys


class EncryptedTextField(models.TextField):
    """Text kept as `key id:base64(nonce, ciphertext)` by AES-256-GCM; "" and NULL stay as they are.

    The name of model and column is part of the seal, so a value copied by SQL into another column does not open.
    Renaming either needs a data migration that reads under the old name. The database cannot compare the plain
    text: keep a `keyed_hash` beside it. Only "is it empty" may be asked.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators = [*self.validators, MaxLengthValidator(self.max_length)]

    @property
    def seal(self):
        return f"{self.model._meta.label}.{self.name}".lower()

    def encrypt(self, text):
        key_id, key = next(iter(field_keys().items()))
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(key).encrypt(nonce, text.encode(), self.seal.encode())
        return f"{key_id}:{base64.b64encode(nonce + sealed).decode()}"

    def decrypt(self, stored):
        key_id, _separator, body = stored.partition(":")
        try:
            key, raw = field_keys()[key_id], base64.b64decode(body, validate=True)
            return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], self.seal.encode()).decode()
        except (KeyError, InvalidTag, ValueError, binascii.Error):
            raise Undecipherable(f"{self.seal}: 没有一把钥匙能打开这个值。") from None

    def get_db_prep_value(self, value, connection, prepared=False):
        value = super().get_db_prep_value(value, connection, prepared)
        return self.encrypt(value) if value else value

    def from_db_value(self, value, expression, connection):
        return self.decrypt(value) if value else value

    def get_lookup(self, lookup_name):
        return {"exact": IsEmpty, "isnull": super().get_lookup("isnull")}.get(lookup_name)

    def check(self, **kwargs):
        try:
            field_keys()
            hash_key()
        except ImproperlyConfigured as missing:
            return [*super().check(**kwargs), checks.Error(str(missing), obj=self, id="cases.E001")]
        return super().check(**kwargs)


class IsEmpty(Exact):
    """`=""` and nothing else: an encrypted column never equals a typed text."""

    def get_prep_lookup(self):
        if self.rhs != "":
            raise FieldError("加密字段不能按内容查找，请用旁边的散列字段。")
        return super().get_prep_lookup()


def hash_key():
    if len(settings.FIELD_HASH_KEY or b"") != 32:
        raise ImproperlyConfigured("FIELD_HASH_KEY 要是 32 字节。")
    return settings.FIELD_HASH_KEY


def keyed_hash(kind, normalised):
    """HMAC-SHA256 in hex of a value that `identity.comparable` has made regular. "" stays "": blank equals nobody.

    The kind is part of what is hashed, so equal digits in two kinds of column do not look equal.
    """
    if kind not in HASH_KINDS:
        raise ValueError(f"unknown kind of hash {kind!r}")
    if not normalised:
        return ""
    return hmac.new(hash_key(), f"{kind}\0{normalised}".encode(), hashlib.sha256).hexdigest()
