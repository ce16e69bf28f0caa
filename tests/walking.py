"""People of the office, each at a browser of his own, and what must hold on every page they meet."""

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe

from tests import factories

SIZES = [(683, 768), (390, 844), (1366, 768)]  # 1366 at 200 %, a phone, the desk
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
axe = Axe()


class Walker:
    """One official at one browser. `go`, `press` and `press_keys` lead to a page, which is looked at on arrival."""

    def __init__(self, new_context, live_server, official, *, has_script=True):
        self.has_script = has_script
        context = new_context(java_script_enabled=has_script)
        self.server, self.official = live_server.url, official
        self.page = context.new_page()
        self.page.set_default_timeout(30_000)
        self.status, self.heard = None, []
        self.page.on("request", self._hear_request)
        self.page.on("response", self._hear_response)
        self.page.on("console", self._hear_console)
        self.page.on("pageerror", lambda error: self.heard.append(str(error)))

    def _hear_request(self, request):
        if urlsplit(request.url).netloc != urlsplit(self.server).netloc and not request.url.startswith("data:"):
            self.heard.append(f"请求了别处：{request.url}")

    def _hear_response(self, response):
        if response.request.is_navigation_request():
            self.status = response.status
            if "default-src 'self'" not in response.headers.get("content-security-policy", ""):
                self.heard.append("没有内容安全策略")

    def _hear_console(self, message):
        is_refusal = "Failed to load resource" in message.text and self.status in (404, 409, 422)
        if message.type in ("error", "warning") and not is_refusal:
            self.heard.append(message.text)

    # ---------- 走 ----------
    def is_signed_in(self, client):
        """From here on with the session of a test client."""
        self.page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.server}]
        )

    def sign_in(self):
        """By keyboard, on the page where somebody not signed in is sent."""
        self.go("/")
        assert self.page.evaluate("document.activeElement.id") == "id_username"
        self.page.keyboard.type(self.official.username)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(factories.PASSWORD)
        self.press_keys("Enter")

    def go(self, path):
        self.page.goto(self.server + path)
        self.look()

    def press(self, name):
        """The button or link of this name, which leads to another page."""
        control = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name))
        with self.page.expect_navigation():
            control.first.click()
        self.look()

    def press_keys(self, keys):
        with self.page.expect_navigation():
            self.page.keyboard.press(keys)
        self.look()

    def press_alt(self, key):
        """An access key. `keyboard.press` sends no letter with Alt, so the key is sent as a keyboard would."""
        event = {"modifiers": 1, "key": key, "code": f"Key{key.upper()}", "windowsVirtualKeyCode": ord(key.upper())}
        devtools = self.page.context.new_cdp_session(self.page)
        with self.page.expect_navigation():
            devtools.send("Input.dispatchKeyEvent", {"type": "keyDown", "unmodifiedText": key, **event})
            devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})
        self.look()

    # ---------- 填 ----------
    def fill(self, **typed):
        for name, text in typed.items():
            self.page.fill(f"[name={name}]:not([type=hidden])", text)

    def choose(self, **chosen):
        """By the words of the choice, in a list (where its value will do) or in a bar."""
        for name, words in chosen.items():
            if self.page.locator(f"select[name='{name}']").count():
                self.page.select_option(f"select[name='{name}']", words)
            else:
                radio = self.page.get_by_role("radio", name=words, exact=True)
                self.page.locator(f"label:has([name='{name}'])").filter(has=radio).click()

    def key_in(self, **typed):
        """By keyboard alone, in the order told: Tab to the field, then its words, its choice, or Space for a tick."""
        for name, words in typed.items():
            self._tab_to(name)
            kind = self.page.evaluate("document.activeElement.type")
            if kind == "checkbox":
                self.page.keyboard.press("Space")
            elif kind == "radio":
                self._arrow_to(words)
            elif kind == "select-one":
                self._down_to(words)
            else:
                self.page.keyboard.press("Control+a")
                self.page.keyboard.type(words)

    def _tab_to(self, name):
        for _step in range(80):
            if self.page.evaluate("document.activeElement.name") == name:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"按 Tab 到不了 {name}")

    def _down_to(self, words):
        said = "document.activeElement.selectedOptions[0]?.text ?? ''"
        for _step in range(60):
            if words in self.page.evaluate(said):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"没有 {words}")

    def _arrow_to(self, words):
        said = "document.activeElement.closest('label')?.innerText.trim()"
        for _step in range(12):
            if (self.page.evaluate(said) or "").startswith(words):  # its key may stand behind
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowRight")
        raise AssertionError(f"没有 {words}")

    # ---------- 看 ----------
    def look(self):
        """One heading, nothing an accessibility check finds, no sideways scroll, no complaint of the browser's."""
        page, where = self.page, urlsplit(self.page.url).path
        assert page.locator("h1").count() == 1, where
        is_paper = page.locator(".paper").count()  # its size is that of the sheet
        for width, height in [] if is_paper else SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{where} 左右会滚动：宽 {width}"
        if self.has_script:
            page.evaluate("scrollTo(0, 0)")  # what has half gone under the bar is not too small
            found = axe.run(page, options=RULES).response["violations"]
            assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], where
        assert self.heard == [], where

    def reads(self, *words):
        shown = self.page.locator("main").inner_text()
        assert [said for said in words if said not in shown] == [], shown
