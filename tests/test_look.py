"""The look, held by reading: templates and scripts keep to the stylesheet, the policy and the office's words."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLESHEET = (ROOT / "static/css/design.css").read_text(encoding="utf-8")
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))

COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", re.S)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)
TRANSLATED = re.compile(
    r"\{%\s*blocktranslate\b.*?\{%\s*endblocktranslate\s*%\}|\{%\s*translate\b.*?%\}|[:=,|]_\(\"[^\"]*\"\)", re.S
)
# What is Chinese in either language says so: papers (the whole partial), and samples of what a file must hold.
MEANT_CHINESE = re.compile(
    r'<(\w+)[^>]*\bclass="paper\b[^>]*\blang="zh-CN".*|<(\w+)[^>]*\blang="zh-CN"[^>]*>.*?</\2>', re.S
)
CHINESE = re.compile(r"[\u3400-\u9fff]+")
# R29 and design section 5: words that judge people, or that speak like a machine.
FORBIDDEN = ["缠访", "老户", "重点人", "非访", "稳控", "操作成功", "非法输入", "系统异常", "！"]
SEAL = "访"


def source(path):
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def each_of(templates):
    return pytest.mark.parametrize("template", templates, ids=lambda path: str(path.relative_to(ROOT)))


every_template = each_of(TEMPLATES)
# The admin's pages wear Django's own stylesheet.
every_template_of_ours = each_of([path for path in TEMPLATES if '{% extends "admin/' not in source(path)])


def classes_of(html):
    """Every class a template may put out, whichever way its tags turn; a word glued to a variable is left out."""
    for value in re.findall(r'\bclass="((?:[^"{]|\{%.*?%\}|\{\{.*?\}\})*)"', html, re.S):
        for word in TAG.sub(lambda tag: "\0" if tag[0][1] == "{" else " ", value).split():
            if "\0" not in word:
                yield word


@every_template
def test_a_template_has_no_inline_style_script_or_handler(template):
    html = source(template)

    assert not re.search(r"<style\b|\sstyle\s*=", html)
    assert not re.search(r"<script\b(?![^>]*\bsrc=)", html)
    assert not re.search(r"\son[a-z]+\s*=|\bhx-on\b|javascript:", html)


@every_template
def test_a_template_asks_no_other_host_for_anything(template):
    assert not re.findall(r'(?:src|href|action|srcset)="(?:https?:)?//[^"]*"', source(template))


@every_template_of_ours
def test_a_template_uses_only_classes_the_stylesheet_has(template):
    known = set(re.findall(r"\.(-?[a-zA-Z_][\w-]*)", re.sub(r"/\*.*?\*/", "", STYLESHEET, flags=re.S)))

    assert set(classes_of(source(template))) - known == set()


@every_template
def test_a_template_speaks_of_people_with_respect(template):
    words = TAG.sub(lambda tag: tag[0] if "translate" in tag[0] else "", source(template))

    assert [word for word in FORBIDDEN if word in words] == []


@every_template
def test_every_visible_word_can_be_translated(template):
    html = MEANT_CHINESE.sub("", TRANSLATED.sub("", source(template)))

    assert set(CHINESE.findall(html)) - {SEAL} == set()


@every_template
def test_a_partial_says_first_what_it_expects(template):
    if template.name.startswith("_"):
        assert template.read_text(encoding="utf-8").lstrip().startswith("{# ")


@every_template
def test_a_form_that_changes_something_is_posted_with_a_token(template):
    for form in re.findall(r"<form\b.*?</form>", source(template), re.S):
        assert ('method="post"' not in form) or "{% csrf_token %}" in form


@every_template
def test_a_page_has_at_most_one_primary_action(template):
    assert source(template).count("btn-main") <= 1


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_builds_no_code_and_keeps_nothing_in_the_browser(script):
    text = script.read_text(encoding="utf-8")

    assert not re.search(
        r"\beval\(|new Function|innerHTML|localStorage|sessionStorage|document\.cookie|\.style\b", text
    )
    assert not re.search(r"https?://", text)


def test_the_stylesheet_asks_no_other_host_and_moves_nothing():
    assert not re.search(r"url\(|@import|https?://|@keyframes", STYLESHEET)


def test_internal_targets_are_never_red():
    rules = re.findall(r"([^{}]*\.due-(?:in|clear|task)[^{}]*)\{([^}]*)\}", STYLESHEET)

    assert rules
    assert [selector.strip() for selector, body in rules if "--late" in body] == []
