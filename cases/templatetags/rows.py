"""Cases in rows, written by one join a table: a template for each row would cost more than all else on the page."""

from functools import cache, partial
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from cases.owned import MILESTONE
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
def owned_cards(cards, today, soon_until, may_instruct, may_go, may_pass_on):
    """A card for each of the first cases that a leader owns: the case dressed as for a list, and its OwnedCase."""
    acts = [
        (may_instruct, reverse("cases:instruction", args=["NUMBER"]), gettext("批示")),
        (True, f"{reverse('cases:leader_act')}?case=NUMBER", gettext("记行动")),
        (may_go, reverse("reception:home_visit_add", args=["NUMBER"]), gettext("走访")),
        (may_pass_on, reverse("cases:ownership", args=["NUMBER"]), gettext("交接")),
        (True, reverse("cases:plan", args=["NUMBER"]), gettext("台账")),
    ]
    links = "".join(f'<a href="{address}">{label}</a>' for may, address, label in acts if may)
    chip = partial(due_chip, today=today, soon_until=soon_until, named=True)
    address, promised, _ = reverse("cases:case", args=["NUMBER"]), gettext("下一个答应的事"), cache(gettext)
    lines = (
        f'<article class="own {own.css}"><div class="stack tight">'
        f'<h3><a href="{address.replace("NUMBER", number)}">{escape(case.title)}</a></h3>'
        f'<p class="rowx note"><span class="code">{number}</span>{level(case.level) if case.level else ""}'
        f'<span>{_weight(case)}</span></p><p class="due-list">{_clocks(case, chip)}</p></div>'
        f'<div><p class="note">{promised}</p><p>{_next_act(own, today, _)}</p><p class="note">{_hands(case)}</p>'
        f'<p class="rowx no-print">{links.replace("NUMBER", number)}</p></div>'
        f"<div>{_quiet(own, _)}</div><div>{pace(own.progress)}</div></article>"
        for case, own in cards
        for number in [escape(case.number)]
    )
    return mark_safe("\n".join(lines))  # noqa: S308 - each word of people is escaped


def _weight(case):
    """Where it is, how many people it is about, and whether it is of long standing."""
    place = escape(case.community.label) if case.community else ""
    people = gettext("%(count)s 人") % {"count": case.people_affected}
    return " · ".join(filter(None, [place, people, gettext("积案") if case.is_backlog else ""]))


def _clocks(case, chip):
    if not case.running_clocks:
        words = gettext("没有在计的期限")
        return f'<span class="note">{words}</span>'
    shown = (clock for clock in case.running_clocks if clock.rule != MILESTONE)  # these stand in the plan
    return " ".join(chip(clock, legal_over=case.legal_is_over) for clock in shown)


def _hands(case):
    unit = f" {escape(case.handling_unit.label)}" if case.handling_unit else ""
    return f"{case.stage_label} · {escape(case.handler.name) if case.handler else '—'}{unit}"


def _quiet(own, _):
    said, days = (_("您上次行动"), _("天前")) if own.has_acted else (_("没有您的行动"), _("天"))
    css = "days is-soon" if own.is_quiet else "days"
    return f'<p class="note">{said}</p><p class="{css}"><b>{own.quiet_days}</b>{days}</p>'


@register.simple_tag
def pace(progress):
    """Time against work, with both numbers (F52), or that there is no plan yet."""
    if not progress:
        words = gettext("还没有节点")
        return mark_safe(f'<p class="note">{words}</p>')  # noqa: S308 - our own words
    if progress.is_behind:
        words = gettext("落后 %(points)s 个百分点") % {"points": progress.behind}
        words = f'<p><span class="tag tag-soon">{words}</span></p>'
    else:
        words = gettext("按计划")
        words = f'<p class="note">{words}</p>'
    time = _share(gettext("时间"), gettext("时间过去了"), progress.elapsed_percent, "is-time")
    work = _share(gettext("进度"), gettext("节点做到了"), progress.completed_percent, progress.is_behind and "is-soon")
    return mark_safe(f'<dl class="pace">{time}{work}</dl>{words}')  # noqa: S308 - our own words and numbers


def _share(name, label, percent, css):
    css = f' class="{css}"' if css else ""
    return (
        f'<dt>{name}</dt><dd><progress{css} max="100" value="{percent}" aria-label="{label}"></progress></dd>'
        f'<dd class="num">{percent}%</dd>'
    )


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
