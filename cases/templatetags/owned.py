"""Tags of the leader's desk: what comes next on an owned case, and a hundred of them in a row each."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, gettext_lazy

from cases.templatetags.register import day_label

register = template.Library()
PAST = gettext_lazy("过了")


@register.simple_tag
def next_act(own, today):
    """The day in words, whether it is over, what, and who does it."""
    act = own.next_act
    if act is None:
        return gettext("都已过期") if own.clocks else "—"
    tag = format_html(' <span class="tag tag-late">{}</span>', PAST) if act.on < today else ""
    what = act.what or gettext(act.label)
    if act.who:
        what = gettext("%(what)s，%(who)s") % {"what": what, "who": act.who}
    return format_html("<strong>{}</strong>{} {}", day_label(act.on, today), tag, what)


@register.simple_tag
def owned_rows(rows, today):
    """A table row for each: written by one join, since a template for each would cost more than all else here."""
    address = reverse("cases:plan", args=["NUMBER"])
    none = "—"
    return format_html_join(
        "\n",
        '<tr class="{}"><td class="code nowrap"><a href="{}">{}</a></td><td>{}<span class="note"> {}</span></td>'
        '<td>{}</td><td class="num{}">{}</td><td class="num">{}</td><td class="num{}">{}</td></tr>',
        (
            (
                own.css,
                address.replace("NUMBER", own.number),
                own.number,
                own.title,
                own.community,
                next_act(own, today),
                " is-soon" if own.is_quiet else "",
                gettext("%(days)d天") % {"days": own.quiet_days},
                f"{own.progress.elapsed_percent}%" if own.progress else none,
                " is-soon" if own.progress and own.progress.is_behind else "",
                f"{own.progress.completed_percent}%" if own.progress else none,
            )
            for own in rows
        ),
    )
