"""What the pages of the one window share."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy

register = template.Library()

ROOMS = [
    ("window:counter", gettext_lazy("窗口"), "window:errand"),
    ("window:catalogue", gettext_lazy("目录"), "window:item"),
    ("reception:requests", gettext_lazy("窗口转办"), "reception:request"),
    ("window:suggestions", gettext_lazy("目录建议"), "window:suggestion"),
    ("window:quality", gettext_lazy("指标"), "window:quality"),
    ("window:improvements", gettext_lazy("改进"), "window:improvement"),
    ("window:progress", gettext_lazy("推广"), "window:rollout"),
    ("window:tablets", gettext_lazy("评价平板"), "window:tablets"),
]
ABOUT_ONE = {"window:counter", "window:catalogue", "window:quality"}


@register.inclusion_tag("window/_tabs.html", takes_context=True)
def window_tabs(context, community=None):
    """The rooms the reader may enter, the present one marked; those about one community keep it."""
    request = context["request"]
    here = request.resolver_match.view_name
    rooms = []
    for name, label, prefix in ROOMS:
        if request.user.may(name):
            query = f"?community={community.pk}" if community and name in ABOUT_ONE else ""
            current = here == name or here.startswith(prefix)
            rooms.append({"label": label, "url": reverse(name) + query, "is_current": current})
    return {"rooms": rooms}
