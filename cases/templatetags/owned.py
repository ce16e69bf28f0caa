"""Tags of the leader's desk: what comes next on an owned case, and a hundred of them in a row each."""

from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from cases.templatetags.register import day_label

register = template.Library()


@register.simple_tag
def next_act(own, today):
    """The day in words, whether it is over, what, and who does it."""
    return mark_safe(_next_act(own, today))  # noqa: S308 - escaped there


@register.simple_tag
def owned_rows(rows, today):
    """A table row for each: written by one join, since a template for each would cost more than all else here."""
    address, days = reverse("cases:plan", args=["NUMBER"]), gettext("%(days)d天")
    lines = (
        f'<tr class="{own.css}"><td class="code nowrap"><a href="{address.replace("NUMBER", escape(own.number))}">'
        f'{escape(own.number)}</a></td><td>{escape(own.title)}<span class="note"> {escape(own.community)}</span></td>'
        f'<td>{_next_act(own, today)}</td><td class="num{" is-soon" if own.is_quiet else ""}">'
        f"{days % {'days': own.quiet_days}}</td>{_shares(own.progress)}</tr>"
        for own in rows
    )
    return mark_safe("\n".join(lines))  # noqa: S308 - each word of people is escaped


def _next_act(own, today):
    act = own.next_act
    if act is None:
        return gettext("都已过期") if own.clocks else "—"
    past = f' <span class="tag tag-late">{gettext("过了")}</span>' if act.on < today else ""
    what = act.what or gettext(act.label)
    if act.who:
        what = gettext("%(what)s，%(who)s") % {"what": what, "who": act.who}
    return f"<strong>{day_label(act.on, today)}</strong>{past} {escape(what)}"


def _shares(progress):
    """How much of the time has gone and of the work is done, a cell each."""
    if not progress:
        return '<td class="num">—</td><td class="num">—</td>'
    css = " is-soon" if progress.is_behind else ""
    return f'<td class="num">{progress.elapsed_percent}%</td><td class="num{css}">{progress.completed_percent}%</td>'
