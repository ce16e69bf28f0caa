"""The standing views of a list (常用视图): a few named ways to narrow it, each with its count, one of them shown."""

from typing import NamedTuple

from cases.counting import capped_counts

SHOWN = 25


class Standing(NamedTuple):
    """The view that is shown. `tabs` are all of them; `context()` is what every such page says of it."""

    name: str
    label: str
    found: object
    count: int
    tabs: list

    def context(self):
        return {"view_name": self.name, "view_label": self.label, "count": self.count, "tabs": self.tabs}


def standing_view(request, views, default):
    """The view of `views` (name -> (label, rows)) that the address asks for; one statement counts them all."""
    name = request.GET.get("view", default)
    if name not in views:
        name = default
    counts = capped_counts({key: found for key, (_label, found) in views.items()})
    tabs = [
        {"label": label, "count": counts[key], "name": key, "is_current": key == name}
        for key, (label, _found) in views.items()
    ]
    label, found = views[name]
    return Standing(name, label, found, counts[name], tabs)


def newest_first(request, found):
    """A page of `found` by key, the newest first, and the key from which the next page goes on, if there is one."""
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        found = found.filter(pk__lt=before)
    page = list(found.order_by("-pk")[: SHOWN + 1])
    return page[:SHOWN], page[SHOWN - 1].pk if len(page) > SHOWN else None


def in_order(request, found):
    """A page of `found` as it is ordered, and the number of the next page, if there is one."""
    asked = request.GET.get("page", "")
    page = max(int(asked), 1) if asked.isdecimal() and len(asked) < 4 else 1
    shown = list(found[(page - 1) * SHOWN : page * SHOWN + 1])
    return shown[:SHOWN], page + 1 if len(shown) > SHOWN else None
