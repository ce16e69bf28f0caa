"""Cases in rows, written by one join a table: a template for each row would cost more than all else on the page."""

from functools import cache, partial
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from cases.templatetags.register import day_label, due_chip, level, mark_hits, short_day

register = template.Library()


# ---------- a list ----------


@register.simple_tag
def case_rows(cases, today, soon_until, may_hand=False, is_picked=False):
    """A row for each case dressed by cases.views.lists.rows, with a box to tick where it may be handed on."""
    address = reverse("cases:case", args=["NUMBER"])
    chip = partial(due_chip, today=today, soon_until=soon_until)
    lines = (
        f'<tr class="{case.row_css}">{_tick(number, is_picked) if may_hand else ""}'
        f'<td class="code nowrap">{number}{_giver(case)}</td>'
        f'<td><a class="t" href="{address.replace("NUMBER", number)}">{mark_hits(case.title_segments)}</a>'
        f'<span class="sub">{_what(case)}</span></td>'
        f"<td>{level(case.level) if case.level else '—'}</td>"
        f'<td class="nowrap">{case.stage_label}</td><td>{_who(case)}</td><td>{_legal(case, chip, today)}</td>'
        f"<td>{chip(case.inner_clock, legal_over=case.legal_is_over) if case.inner_clock else '—'}</td>"
        f'<td class="nowrap">{short_day(case.received_on, today)}</td></tr>'
        for case in cases
        for number in [escape(case.number)]
    )
    return mark_safe("\n".join(lines))  # noqa: S308 - each word of people is escaped


def _tick(number, is_picked):
    checked = " checked" if is_picked else ""
    words = gettext("选中 %(number)s") % {"number": number}
    return (
        f'<td><label class="tick"><input type="checkbox" name="case" value="{number}"{checked}>'
        f'<span class="hide">{words}</span></label></td>'
    )


def _giver(case):
    """Whose word it is that waits, where it is not the reader's own."""
    giver = getattr(case, "in_place_of", None)
    return _sub(gettext("代 %(name)s") % {"name": escape(giver)}) if giver else ""


def _sub(words):
    return f'<span class="sub">{words}</span>'


def _what(case):
    """Where it is, and what kind of matter; of these only the place on a narrow screen."""
    people = case.people_affected
    words = [
        case.Procedure(case.procedure).label if case.is_dispute else "",
        case.category.name if case.category else "",
        case.channel_label,
        gettext("涉及 %(count)s 人") % {"count": people} if people > 1 else "",
        case.Urgency(case.urgency).label if case.urgency else "",
        gettext("登记作废") if case.is_voided else "",
        gettext("历史来件") if case.is_historical else "",
        gettext("积案") if case.is_backlog else "",
    ]
    more = escape(" · ".join(map(str, filter(None, words))))
    place = escape(str(case.community)) if case.community else ""
    return f'{place}<span class="sub-more">{" · " if place else ""}{more}</span>'


def _who(case):
    unit = escape(case.handling_unit.label) if case.handling_unit else ""
    if case.handler:
        return f'{escape(case.handler.name)}<span class="sub sub-more">{unit}</span>'
    return unit or "—"


def _legal(case, chip, today):
    clock = case.legal_clock
    if clock:
        return chip(clock) + (_sub(gettext("已延期一次")) if clock.extended_days else "")
    return gettext("%(day)s 办结") % {"day": short_day(case.closed_on, today)} if case.closed_on else "—"


# ---------- the leader's desk ----------


@register.simple_tag
def next_act(own, today):
    """The day in words, whether it is over, what, and who does it."""
    return mark_safe(_next_act(own, today, gettext))  # noqa: S308 - escaped there


@register.simple_tag
def owned_rows(rows, today):
    """A row for each case that a leader owns: the day of what comes next, how long he did nothing, and how it goes."""
    _ = cache(gettext)  # a hundred rows say the same few words
    address, quiet = reverse("cases:plan", args=["NUMBER"]), _("%(days)d天")
    lines = (
        f'<tr class="{own.css}">'
        f'<td class="code nowrap"><a href="{address.replace("NUMBER", number)}">{number}</a></td>'
        f'<td>{escape(own.title)}<span class="note"> {escape(own.community)}</span></td>'
        f'<td>{_next_act(own, today, _)}</td><td class="num{" is-soon" if own.is_quiet else ""}">'
        f"{quiet % {'days': own.quiet_days}}</td>{_shares(own.progress)}</tr>"
        for own in rows
        for number in [escape(own.number)]
    )
    return mark_safe("\n".join(lines))  # noqa: S308 - each word of people is escaped


def _next_act(own, today, _):
    act = own.next_act
    if act is None:
        return _("都已过期") if own.clocks else "—"
    over = _("过了")
    past = f' <span class="tag tag-late">{over}</span>' if act.on < today else ""
    what = act.what or _(act.label)
    if act.who:
        what = _("%(what)s，%(who)s") % {"what": what, "who": act.who}
    return f"<strong>{day_label(act.on, today)}</strong>{past} {escape(what)}"


def _shares(progress):
    """How much of the time has gone and of the work is done, a cell each."""
    if not progress:
        return '<td class="num">—</td><td class="num">—</td>'
    css = " is-soon" if progress.is_behind else ""
    return f'<td class="num">{progress.elapsed_percent}%</td><td class="num{css}">{progress.completed_percent}%</td>'
