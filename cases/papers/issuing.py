"""Issuing a paper: a number without gap, one version for what it says now, and each copy kept as it was typeset."""

import base64
import hashlib
import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import OperationalError, transaction
from django.utils import timezone, translation

from cases.fields import NONCE_BYTES, keyed_hash
from cases.models import Counter, Event, Paper, PaperCopy
from cases.models.numbering import office_prefix
from cases.papers.typesetting import TypesettingFailed, typeset
from cases.uploads import AttachmentStorage, Tampered
from officials.models import Unit

Kind = Paper.Kind
SERIES = {  # 机关代字之后，每种文书的字
    Kind.REGISTRATION: "登",
    Kind.ACCEPTANCE: "受告",
    Kind.DECLINE: "告",
    Kind.ROUTING: "分告",
    Kind.EXTENSION: "延告",
    Kind.TRANSFER: "转",
    Kind.OPINION: "意见",
    Kind.SERVICE: "证",
    Kind.SIMPLE_REPLY: "简",
    Kind.RATING: "评",
    Kind.AGREEMENT: "调",
    Kind.TALK: "调笔",
    Kind.MINUTES: "纪",
    Kind.SUPERVISION: "督",
    Kind.OWNERSHIP_LETTER: "责",
    Kind.CLOSING_REPORT: "结",
    Kind.RECUSAL: "避",
    Kind.HEARING: "听",
    Kind.REPRESENTATIVES: "推",
    Kind.WITHDRAWAL: "撤",
    Kind.TASK_LIST: "交",
    Kind.RIGHTS: "权",
    Kind.CONFIRMATION: "司确",
    Kind.DUTY_REPLY: "履",
}
SEALED = "密"  # a series of its own, so that no gap shows
WAITED_TOO_LONG = "55P03"  # lock_timeout


@transaction.atomic
def issue(kind, sheet, *, about, write, reader, by, case=None, is_sealed=False, draft=None, now=None):
    """The copy of the paper `kind` about `about` for `reader`, as it was kept or newly set.

    `write(in_full)` gives its content as plain text; `draft` is the row of one drafted before, which gets its number
    now. What has not changed since the last version comes back as the same bytes; what has is a marked new version
    under the same number. Lock what the paper is about first. The number's counter stays locked while the page is
    set, so that no number is lost or shown twice.
    Raises TypesettingFailed, and then no number is drawn.
    """
    now = now or timezone.now()
    with translation.override(settings.LANGUAGE_CODE):  # paper is Chinese, whoever prints it
        digest = digest_of(write(in_full=True))
        paper = draft or Paper.objects.in_force().of(kind, about).first() or Paper(kind=kind, about=about, case=case)
        if not paper.is_issued:
            number(paper, is_sealed, by, now)
        newest = paper.copies.first()
        is_same = newest is not None and newest.digest == digest
        version, set_at = (newest.version, newest.set_at) if is_same else (newest.version + 1 if newest else 1, now)
        kept = paper.copies.filter(version=version, reader=reader).first()
        if kept:
            return kept
        content = write(in_full=reader in PaperCopy.IN_FULL) | {
            "paper": {
                "number": paper.number,
                "version": version,
                "copy": words_for(reader, kind),
                "set_on": day_in_words(timezone.localdate(set_at)),
            }
        }
        done = typeset(sheet, content, timestamp=int(set_at.timestamp()))
        copy = keep(done, PaperCopy(paper=paper, version=version, reader=reader, digest=digest, set_at=now, set_by=by))
        if case and not is_same:
            words = f"{paper.number}（第 {version} 版）" if version > 1 else paper.number
            Event.objects.add(case, Event.Kind.FILE, by=by, detail=f"{paper.get_kind_display()} {words}", at=now)
        return copy


def number(paper, is_sealed, by, now):
    """Draw its number; from now on it is issued."""
    series, year = series_of(paper.kind, is_sealed), timezone.localdate(now).year
    try:
        value = Counter.objects.take(f"paper:{series}", f"{year}")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != WAITED_TOO_LONG:
            raise
        raise TypesettingFailed("others are printing") from None
    paper.series, paper.year, paper.value, paper.issued_at, paper.issued_by = series, year, value, now, by
    paper.save()


def series_of(kind, is_sealed):
    """What stands before the year: 东河街信登, from the street's short name unless the office says another."""
    street = Unit.objects.street()
    prefix = settings.PAPER_PREFIX or (f"{street.label.removesuffix('道')}信" if street else f"{office_prefix()}信")
    return f"{prefix}{SERIES[kind]}{SEALED if is_sealed else ''}"


def digest_of(content):
    """Equal for papers that say the same; keyed, since what they say is personal."""
    return keyed_hash("paper", json.dumps(content, ensure_ascii=False, sort_keys=True))


def words_for(reader, kind=""):
    label = str(PaperCopy.Reader.named(kind)[reader])
    return label if reader in PaperCopy.IN_FULL or kind in Paper.OF_A_MEETING else f"{label}（姓名、号码已遮蔽）"


def day_in_words(day):
    return f"{day.year}年{day.month}月{day.day}日"


# ---------- 存放 ----------
def keep(done, copy):
    """Store the bytes under a key of their own; if the row does not come about, the file goes again."""
    key, nonce = AESGCM.generate_key(256), secrets.token_bytes(NONCE_BYTES)
    copy.key = base64.b64encode(key).decode()
    copy.sha256, copy.size = hashlib.sha256(done.pdf).hexdigest(), len(done.pdf)
    copy.lacking = "".join(done.lacking)
    storage = AttachmentStorage()
    copy.path = storage.keep(ContentFile(nonce + AESGCM(key).encrypt(nonce, done.pdf, None)))
    try:
        with transaction.atomic():
            copy.save()
    except BaseException:
        storage.delete(copy.path)
        raise
    return copy


def read(copy):
    """The bytes as they were typeset. Raises Tampered where they are gone or not those."""
    try:
        with AttachmentStorage().open(copy.path) as file:
            stored = file.read()
        pdf = AESGCM(base64.b64decode(copy.key)).decrypt(stored[:NONCE_BYTES], stored[NONCE_BYTES:], None)
    except (FileNotFoundError, InvalidTag, ValueError):
        raise Tampered(f"copy {copy.pk} of a paper is gone or changed") from None
    if not secrets.compare_digest(hashlib.sha256(pdf).hexdigest(), copy.sha256):
        raise Tampered(f"copy {copy.pk} of a paper is not what was typeset")
    return pdf
