"""The two languages of the interface: its Chinese sentences stand in the source, their English in locale/en.

Babel does what the programs of gettext would do, so no machine needs them. locale/zh_Hans holds the few sentences
that Django itself says, in this office's words.
"""

import ast
import io
import os
import re
import tempfile

from babel.messages import Catalog
from babel.messages.extract import extract as extract_with
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from config.environment import ROOT, say

LOCALE = ROOT / "locale"
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "django.po"
SOURCES = ("config", "officials", "cases", "disputes", "petitions", "reception", "templates")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|</?\w+[^>]*>|&\w+;")
HEADER = r"""# The English of the interface. `python3 manage.py catalogue` brings it to the sentences of the source.
msgid ""
msgstr ""
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""


def catalogue(*, check):
    """The command `catalogue`: bring the English catalogue up to date, or only look; say what is still missing."""
    if not check and update_catalogue():
        say(f"已更新 {ENGLISH}。Updated.")
    found = list(faults())
    for fault in found:
        print(fault)
    if not found:
        compile_catalogues()
        say("英文译文齐全。The English is complete.")
    return 1 if found else 0


def extract():
    """Every sentence of the source that is wrapped for translation, as a catalogue without translations."""
    found = Catalog(locale="en", fuzzy=False)
    for top in SOURCES:
        for path in sorted((ROOT / top).rglob("*.*")):
            if path.suffix == ".py":
                code = path.read_bytes()
                code += said_inside(code)
            elif path.suffix == ".html":
                code = as_python(path)
            else:
                continue
            for _line, message, _comments, context in extract_with("python", io.BytesIO(code), keywords=KEYWORDS):
                found.add(message, context=context)
    return found


def said_inside(code):
    """The calls of gettext inside f-strings, which are one token to Babel before Python 3.12."""
    strings = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.JoinedStr))
    calls = (node for string in strings for node in ast.walk(string) if isinstance(node, ast.Call))
    said = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id in KEYWORDS)
    return "\n".join(["", *map(ast.unparse, said)]).encode()


def as_python(template):
    """The calls of gettext that a template amounts to. In brackets, so that its indentation means nothing."""
    from django.utils.translation.template import templatize

    return f"(\n{templatize(template.read_text(), origin=template)}\n)".encode()


def update_catalogue():
    """New sentences are added without a translation, unused ones go, the order is that of the sentences.

    Returns whether the file has changed.
    """
    kept, wanted = read(ENGLISH), extract()
    for message in sentences(wanted):
        known = kept.get(message.id, message.context)
        if known and known.pluralizable == message.pluralizable:
            message.string = known.string
    text = io.BytesIO()
    write_po(text, wanted, omit_header=True, no_location=True, sort_output=True, width=0)
    new = HEADER.encode() + text.getvalue()
    if ENGLISH.exists() and ENGLISH.read_bytes() == new:
        return False
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    ENGLISH.write_bytes(new)
    return True


def faults():
    """What is wrong with the English catalogue, a line for each sentence."""
    kept, wanted = read(ENGLISH), extract()
    for message in sentences(wanted):
        known = kept.get(message.id, message.context)
        if known is None or known.pluralizable != message.pluralizable or not all(forms(known.string)):
            yield f"没有译文 Not translated: {message.id}"
        elif any(placeholders(form) != placeholders(forms(message.id)[-1]) for form in forms(known.string)):
            yield f"占位符不一致 Placeholders differ: {message.id}"
    for message in sentences(kept):
        if wanted.get(message.id, message.context) is None:
            yield f"已不再使用 No longer used: {message.id}"


def sentences(catalogue):
    """Its messages without the header."""
    return [message for message in catalogue if message.id]


def forms(string):
    return string if isinstance(string, tuple | list) else (string,)


def placeholders(string):
    return sorted(PLACEHOLDER.findall(string))


def read(path):
    if not path.exists():
        return Catalog(locale="en", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], ignore_obsolete=True, abort_invalid=True)


def compile_catalogues():
    """Make each .mo that is missing or older than its .po, whole or not at all: two commands may come at once."""
    for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        try:
            with tempfile.NamedTemporaryFile(dir=source.parent, suffix=".mo", delete=False) as file:
                write_mo(file, read(source))
            os.chmod(file.name, 0o644)
            os.replace(file.name, compiled)
        except PermissionError:
            say(f"不能写入 {source.parent}，译文不是最新的。Cannot write there: the translations are not up to date.")
