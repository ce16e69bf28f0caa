"""What script adds at the desk, tried in a real browser: composing, Enter, double sending, printing, leaving."""

from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "static/js/register.js"

DESK = """<!DOCTYPE html><html lang="zh-CN"><title>desk</title><body>
<a data-esc href="#left">返回</a>
<form id="desk" method="post" action="/registered" data-enter data-keep>
  <input id="number" name="number" data-next><input type="hidden" name="mark"><input id="name" name="name">
  <textarea id="statement" name="statement"></textarea>
  <button class="btn-main" name="register" value="print">登记</button>
  <button id="other" name="register" value="only">只登记</button>
</form>
<button data-print="slip" hidden>打印</button>
<script src="/register.js" defer></script></body></html>"""

COUNT_SENT = """
  window.sent = []; window.typed = 0; window.printed = [];
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) window.sent.push(event.submitter && event.submitter.value);
  });
  document.getElementById("desk").addEventListener("typed", () => { window.typed += 1; });
  window.print = () => window.printed.push(document.body.dataset.paper);
  null;
"""


@pytest.fixture
def desk(page):
    """A page with the desk's form; its posts are counted and never answered, so that the page stays."""
    page.route(
        "**/*",
        lambda route: (
            route.fulfill(body=SCRIPT.read_text(encoding="utf-8"), content_type="text/javascript")
            if route.request.url.endswith("/register.js")
            else route.fulfill(status=204)
            if route.request.method == "POST"
            else route.fulfill(body=DESK, content_type="text/html; charset=utf-8")
        ),
    )
    page.goto("http://desk.test/")
    page.evaluate(COUNT_SENT)
    return page


def compose(page, text):
    """Type into an input method without choosing a word yet."""
    page.context.new_cdp_session(page).send(
        "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
    )


@pytest.mark.parametrize("field", ["#name", "#statement"])
def test_enter_does_not_register_while_a_word_is_being_composed(desk, field):
    desk.focus(field)
    compose(desk, "zhang")
    desk.dispatch_event(field, "keydown", {"key": "Enter", "keyCode": 229, "isComposing": True, "bubbles": True})
    desk.evaluate("document.getElementById('desk').requestSubmit()")

    assert desk.evaluate("sent") == []


def test_composing_is_not_yet_something_typed(desk):
    desk.focus("#name")
    compose(desk, "zhang")
    assert desk.evaluate("typed") == 0

    desk.context.new_cdp_session(desk).send("Input.insertText", {"text": "张"})
    assert desk.evaluate("typed") >= 1


@pytest.mark.parametrize("field", ["#name", "#statement"])
def test_enter_registers_with_the_primary_button(desk, field):
    desk.fill(field, "三幢漏水")
    desk.press(field, "Enter")

    assert desk.evaluate("sent") == ["print"]


def test_shift_enter_makes_a_new_line(desk):
    desk.fill("#statement", "第一行")
    desk.press("#statement", "Shift+Enter")

    assert desk.evaluate("sent") == []
    assert desk.input_value("#statement") == "第一行\n"


def test_a_second_press_is_not_a_second_post(desk):
    desk.evaluate("document.getElementById('other').click(); document.getElementById('other').click()")

    assert desk.evaluate("sent") == ["only"]
    assert desk.is_disabled("#other")


def test_coming_back_to_the_page_gives_the_button_back(desk):
    desk.click("#other")
    desk.evaluate("window.dispatchEvent(new Event('pageshow'))")

    assert desk.is_enabled("#other")


def test_escape_goes_back_but_not_out_of_a_field(desk):
    desk.press("#name", "Escape")
    assert "#left" not in desk.url

    desk.evaluate("document.activeElement.blur()")
    desk.keyboard.press("Escape")
    desk.wait_for_url("**/#left")


def test_the_print_button_names_its_paper(desk):
    desk.click("[data-print]")

    assert desk.evaluate("printed") == ["slip"]


@pytest.mark.parametrize(("typed", "asked"), [("张", 1), ("", 0)])
def test_leaving_asks_only_when_something_was_typed(desk, typed, asked):
    questions = []
    desk.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    if typed:
        desk.click("#name")
        desk.keyboard.type(typed)
    desk.reload()

    assert questions == ["beforeunload"] * asked


def test_enter_from_a_card_reader_moves_on_and_sends_nothing(desk):
    desk.focus("#number")
    desk.keyboard.type("11010519491231002X")
    desk.keyboard.press("Enter")

    assert desk.evaluate("document.activeElement.id") == "name"
    assert desk.evaluate("window.sent") == []
