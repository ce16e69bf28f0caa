"""A sentence names the article of the law, never a row of this office's own tables."""

import ast
import re

from django.conf import settings

from config import translations

APPS = ["officials", "cases", "disputes", "petitions", "reception", "config"]
CHINESE = re.compile(r"[\u3001-\u303f\u4e00-\u9fff\uff00-\uffef]")
# L17, L16a, T31, M18, K18, D18, P03, R9, or a section alone in brackets; the ways W1 to W6 are names on the page.
ROW = re.compile(r"(?<![A-Za-z0-9_./'-])[DFKLMPRT]\d{1,2}[a-z]?(?![A-Za-z0-9_=-])|[(（]\d\.\d{1,2}[)）]")

ALLOWED = {
    "规则编号，如 L17，见 docs/rules.md",  # the command `due` counts by the page of rules
}


def test_no_sentence_of_the_interface_names_a_row_of_our_tables():
    written = [
        words
        for message in translations.sentences(translations.extract())
        for words in translations.forms(message.id)
        if ROW.search(words) and words not in ALLOWED
    ]

    assert written == []


def test_no_english_sentence_names_a_row_of_our_tables():
    written = [
        words
        for message in translations.sentences(translations.read(translations.ENGLISH))
        for words in translations.forms(message.string)
        if ROW.search(words) and words not in ALLOWED
    ]

    assert written == []


def test_what_a_step_writes_into_the_file_names_no_row_of_our_tables():
    """Every Chinese string of the code: timelines, reasons and papers are not translated."""
    written = {
        f"{path.relative_to(settings.BASE_DIR)}: {words}"
        for app in APPS
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if "migrations" not in path.parts
        for words in strings_of(ast.parse(path.read_text(encoding="utf-8")))
        if CHINESE.search(words) and ROW.search(words) and words not in ALLOWED
    }

    assert written == set()


def strings_of(tree):
    """The strings of a file without its docstrings."""
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value
