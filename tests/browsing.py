"""What a browser would send back of the form on a page, for tests without one."""

from html.parser import HTMLParser


def form_of(client, url):
    """The fields of the page's main form, untouched."""
    return fields_of(client.get(url))


def fields_of(page):
    reader = _FormReader()
    reader.feed(page.content.decode())
    assert reader.sent, "no form on this page"
    return reader.sent


class _FormReader(HTMLParser):
    """Reads the form marked `novalidate`, as every form of the office's own pages is."""

    def __init__(self):
        super().__init__()
        self.sent, self.is_inside, self.area, self.select = {}, False, None, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.is_inside = "novalidate" in given
        name = given.get("name")
        if not self.is_inside:
            return
        if tag == "textarea" and name:
            self.area, self.sent[name] = name, ""
        elif tag == "select" and name:
            self.select, self.sent[name] = name, None
        elif tag == "option" and self.select:
            if "selected" in given or self.sent[self.select] is None:
                self.sent[self.select] = given.get("value", "")
        elif tag == "input" and name and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.sent[name] = given.get("value", "on" if "checked" in given else "")

    def handle_data(self, data):
        if self.area:
            self.sent[self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.sent[self.area] = self.sent[self.area].removeprefix("\r\n").removeprefix("\n")
            self.area = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.is_inside = False
