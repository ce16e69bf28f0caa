"""Every access key of a template or a form stands on the page of all keys, and no template gives one twice."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LISTED = (ROOT / "templates/officials/keys.html").read_text(encoding="utf-8").lower()
LITERAL = re.compile(r'accesskey="([^"{])"')
IN_A_FORM = re.compile(r'"accesskey": "(.)"')


def listed():
    return {key for said in re.findall(r"<kbd>(?:alt )?(.)</kbd>", LISTED) for key in said} | set("1234")


def test_every_key_that_a_template_gives_is_on_the_page_of_keys():
    given = {key for path in TEMPLATES for key in LITERAL.findall(path.read_text(encoding="utf-8"))}

    assert {key.lower() for key in given} - listed() == set()


def test_every_key_that_a_form_gives_is_on_the_page_of_keys():
    sources = [path for app in ("cases", "petitions", "reception") for path in (ROOT / app).rglob("*.py")]
    given = {key for path in sources for key in IN_A_FORM.findall(path.read_text(encoding="utf-8"))}

    assert given - listed() == set()


@pytest.mark.parametrize("name", ["desk.html", "receipt.html", "_queue.html", "talk.html"])
def test_no_page_of_the_front_door_gives_a_key_twice(name):
    keys = LITERAL.findall((ROOT / "templates/reception" / name).read_text(encoding="utf-8"))

    assert len(keys) == len(set(keys))
