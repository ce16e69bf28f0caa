"""What every page shows: the office's name, the day, and the entries of the menu its reader may open."""

from typing import NamedTuple

from django.db import Error
from django.db.models import Count, IntegerField, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from officials import permissions
from officials.models import Unit


class Entry(NamedTuple):
    label: str
    action: str
    prefixes: tuple = ()  # of the names of further pages that belong here


# No role may open more than six of these, and all the working roles together seven.
ENTRIES = [
    Entry(_("接访台"), "reception:desk", ("reception:", "window:")),
    Entry(_("包案"), "cases:leader"),
    Entry(_("案件"), "cases:list", ("cases:", "petitions:", "disputes:", "inquiries:", "assists:", "teams:")),
    Entry(_("清零"), "cases:rounds", ("cases:round",)),
    Entry(
        _("研判"), "reports:dashboard", ("reports:", "meetings:", "periods:", "screening:", "causes:", "cases:risk")
    ),
    Entry(_("辖区"), "officials:profile"),
    Entry(_("工作日历"), "cases:calendar"),
    Entry(_("审计日志"), "officials:audit", ("cases:lookup",)),
    Entry(_("系统管理"), "admin:index", ("admin:",)),
]

# Where somebody of this role begins the day; whoever has none of these begins at the own page.
FIRST_PAGES = {
    "RC": "reception:desk",
    "WC": "window:counter",
    "OD": "cases:list",
    "HD": "cases:list",
    "SV": "cases:list",
    "MD": "cases:list",
    "LO": "cases:leader",
    "HO": "cases:leader",
    "GW": "screening:tasks",
    "SP": "cases:consultations",
    "AU": "officials:audit",
    "SA": "admin:index",
}


def office(request):
    """Never fails, also on an error page: what cannot be known is left empty. One query, made when first shown."""
    return {
        "office_name": SimpleLazyObject(lambda: street_for(request)[0]),
        "unread": SimpleLazyObject(lambda: street_for(request)[1]),
        "product_name": _("信访与矛盾纠纷登记"),
        "today": timezone.localdate(),
        "menu": SimpleLazyObject(lambda: menu(request)),
        "search_url": SimpleLazyObject(lambda: search_url(request)),
    }


def office_name():
    return _street_for(None)[0]


def street_for(request):
    """The office's name, and how many messages its reader has not read: one query a request for both."""
    if not hasattr(request, "street_said"):
        request.street_said = _street_for(getattr(request, "user", None))
    return request.street_said


def _street_for(user):
    streets = Unit.objects.filter(parent__isnull=True, kind=Unit.Kind.STREET)
    try:
        if user is not None and user.is_authenticated:
            unread = user.notices.unread().order_by().values("recipient").annotate(count=Count("pk")).values("count")
            streets = streets.annotate(unread=Subquery(unread, output_field=IntegerField()))
        street = streets.first()
    except Error:
        return "", 0
    return (street.name, getattr(street, "unread", 0) or 0) if street else ("", 0)


def menu(request):
    current = belongs_to(request)
    return [
        {"label": entry.label, "url": reverse(entry.action), "current": entry is current}
        for entry in ENTRIES
        if may_open(request, entry.action)
    ]


def search_url(request):
    return reverse("cases:list") if may_open(request, "cases:list") else ""


def first_page(official):
    """The name of the page at which `official` begins, by the main post first."""
    for post in official.posts:
        name = FIRST_PAGES.get(post.role)
        if name and official.may(in_table(name)):
            return name
    return "officials:me"


def belongs_to(request):
    """The entry under which the page of this request stands: the one that says most of its name."""
    match = getattr(request, "resolver_match", None)
    name = match.view_name if match else ""
    said = [
        (len(prefix), entry)
        for entry in ENTRIES
        for prefix in (entry.action, *entry.prefixes)
        if name.startswith(prefix)
    ]
    return max(said, key=lambda pair: pair[0])[1] if said else None


def may_open(request, name):
    try:
        user = getattr(request, "user", None)
        return user is not None and user.is_authenticated and permissions.allows(in_table(name), user.roles)
    except Error:
        return False


def in_table(name):
    """Django's own admin is one line of the permission table."""
    return "admin:*" if name.startswith("admin:") else name
