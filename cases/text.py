"""Text as typed by people: made regular once, at the form (IN-03). Imported originals are never cleaned."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LINE_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Controls but tab and newline; marks and overrides of writing direction; blanks of no width; noncharacters. The
# joiner of emoji (200D) and the variation selectors stay: rare Han and emoji are made of them.
UNSEEN = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
BLANK_LETTERS = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")  # letters by their class, blank to the eye

NUL = _("文字里有不能保存的空字符，请删去后重新填写。")
BROKEN = _("文字里有残缺的字符，请删去后重新填写。")
TOO_LONG = _("最多 %(limit)d 字，现在 %(count)d 字，请缩短。")
UNCLEAN = _("文字里有看不见的控制字符，请删去后重新填写。")


def clean_typed(text, max_length=None):
    """NFC, one kind of line break, nothing unseen, no blanks at the ends; "" if nothing visible is left.

    Raises ValidationError for NUL, half characters and excess length, each with what to do.
    """
    if "\0" in text:
        raise ValidationError(NUL, code="null_characters_not_allowed")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise ValidationError(BROKEN, code="invalid")
    text = unicodedata.normalize("NFC", UNSEEN.sub("", LINE_BREAKS.sub("\n", text))).strip()
    if not any(_is_visible(char) for char in text):
        return ""
    if max_length is not None and len(text) > max_length:
        raise ValidationError(TOO_LONG, code="max_length", params={"limit": max_length, "count": len(text)})
    return text


def _is_visible(char):
    """Whether it leaves a mark. Unassigned and private characters may: Han newer than this Python knows."""
    kind = unicodedata.category(char)
    return kind[0] not in "ZM" and kind not in {"Cc", "Cf"} and not BLANK_LETTERS.match(char)


def validate_typed(text):
    """Refuse what `clean_typed` would have removed; for model fields that no import ever fills."""
    if "\0" in text or UNSEEN.search(text):
        raise ValidationError(UNCLEAN, code="invalid")


class CleanCharField(forms.CharField):
    """A text field whose value is clean. The browser gets no maxlength: it would cut a pasted text without a word."""

    def __init__(self, *, max_length=None, **kwargs):
        super().__init__(**kwargs)
        self.limit = max_length
        self.validators = [
            validator
            for validator in self.validators
            if getattr(validator, "code", "") != "null_characters_not_allowed"
        ]

    def to_python(self, value):
        value = super().to_python(value)
        return value if value == self.empty_value else clean_typed(value, self.limit) or self.empty_value
