"""What people type is made regular; what they mean is left alone."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from cases.text import CleanCharField, clean_typed, validate_typed


@pytest.mark.parametrize(
    "text",
    [
        "楼上漏水，物业不管。",
        "𠮷野家门口的𨋢坏了，㐂字也写不出",
        "谢谢👍🏽 👨‍👩‍👧 ❤️",
        "葛󠄀城",  # a variation of a character, as in some people's names
        "\U00031350",  # Han newer than the interpreter's tables
        "\ue000",  # a character of the office's own font
        "第一行\n\t第二行",
        "阿依古丽·买买提 café ﷺ",
    ],
)
def test_ordinary_rare_and_joined_characters_come_back_as_typed(text):
    assert clean_typed(text) == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("cafe\u0301", "caf\u00e9"),
        ("一\r\n二\r三\x0b四\u2028五", "一\n二\n三\n四\n五"),
        ("漏\x07水\x1b[31m", "漏水[31m"),
        ("fdp.\u202eexe\u202c", "fdp.exe"),
        ("\u2067漏水\u2069", "漏水"),
        ("\ufeff漏\u200b水\u00ad", "漏水"),
        ("\u3000 漏水 \n", "漏水"),
    ],
)
def test_unseen_characters_are_taken_out(typed, kept):
    assert clean_typed(typed) == kept


@pytest.mark.parametrize("typed", ["\u200b\u200d\ufe0f", " \u3000\n", "\u3164\u2800", "\u0301", "\u202e"])
def test_text_without_anything_to_see_is_empty(typed):
    assert clean_typed(typed) == ""


def test_nul_and_half_characters_are_refused_with_what_to_do():
    with pytest.raises(ValidationError, match="空字符"):
        clean_typed("漏\0水")
    with pytest.raises(ValidationError, match="残缺"):
        clean_typed("漏\ud840水")


def test_length_counts_characters_after_cleaning():
    assert clean_typed("\u200b" + "漏" * 60, max_length=60) == "漏" * 60
    with pytest.raises(ValidationError, match="最多 60 字，现在 61 字，请缩短。"):
        clean_typed("𠮷" * 61, max_length=60)


def test_a_form_says_the_same_and_keeps_what_was_typed():
    class TitleForm(forms.Form):
        title = CleanCharField(max_length=5)

    long = TitleForm({"title": "楼上一直漏水"})
    unseen = TitleForm({"title": "\u200b"})
    nul = TitleForm({"title": "漏\0水"})
    good = TitleForm({"title": " 漏\u202e水\r\n"})

    assert long.errors == {"title": ["最多 5 字，现在 6 字，请缩短。"]}
    assert long["title"].value() == "楼上一直漏水"
    assert "maxlength" not in str(long["title"])
    assert unseen.has_error("title", "required")
    assert nul.errors == {"title": ["文字里有不能保存的空字符，请删去后重新填写。"]}
    assert good.is_valid()
    assert good.cleaned_data == {"title": "漏水"}


def test_a_model_refuses_what_a_form_would_have_cleaned():
    validate_typed("楼上漏水👨‍👩‍👧\n")
    for text in ("漏\0水", "漏\u202e水", "漏\x07水"):
        with pytest.raises(ValidationError, match="控制字符"):
            validate_typed(text)
