"""Tags for what every page of the register shows: clocks, days, levels, amounts, and forms."""

from datetime import timedelta
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.forms import CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy

from cases.rules import Kind, Whose, how_often

register = template.Library()

COUNT_CAP = 1000
WEEKDAYS = [
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
]


register.simple_tag(how_often)  # how often each leader receives, reads, goes down, as this office sets it


@register.simple_tag(takes_context=True)
def sent_form(context):
    """The form that this page shows as it was posted, where it may be posted once more only to be shown; or None.

    Asks the classes alone: what is lazy in the context stays unasked.
    """
    if context["request"].method != "POST":
        return None
    forms = (value for value in context.flatten().values() if hasattr(type(value), "as_sent"))
    return next((form for form in forms if form.is_bound and hasattr(form.data, "lists")), None)


# ---------- days and amounts ----------


@register.filter
def day_label(day, today=None):
    """9月24日 周四; with the year only when it is not the year of `today`."""
    if not day:
        return "—"
    return f"{short_day(day, today)} {_weekday(day.weekday(), get_language())}"


@register.filter
def short_day(day, today=None):
    """9月24日; with the year only when it is not the year of `today`."""
    if not day:
        return "—"
    return _in_words(day, today is not None and day.year != today.year, get_language())


@lru_cache(maxsize=4096)
def _in_words(day, has_year, language):
    """Pages say the same few days over and over."""
    # Translators: a date format, month and day
    short = gettext("n月j日")
    # Translators: a date format with the year
    return date_format(day, gettext("Y年n月j日") if has_year else short)


@lru_cache
def _weekday(number, language):
    return str(WEEKDAYS[number])


@register.filter
def moment_label(instant, today=None):
    """9月24日 17:00, 今天 18:00; the end of a day is its 24:00, not the next day's 0:00."""
    if not instant:
        return "—"
    local = timezone.localtime(instant)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        day, clock = local.date() - timedelta(days=1), "24:00"
    else:
        day, clock = local.date(), f"{local:%H:%M}"
    return f"{gettext('今天') if day == today else short_day(day, today)} {clock}"


@register.filter
def period_label(round, today=None):
    """What people call the days of a round: 9月22日, 9月21日 至 27日, 2026年9月, 2026年."""
    first, last = round.starts_on, round.ends_on
    if round.cycle == "YEAR":
        # Translators: a date format, the year alone
        return date_format(first, gettext("Y年"))
    if round.cycle == "MONTH":
        # Translators: a date format, month and year
        return date_format(first, gettext("Y年n月"))
    if first == last:
        return short_day(first, today)
    # Translators: a date format, the day of a month named before it
    until = date_format(last, gettext("j日")) if first.month == last.month else short_day(last, today)
    return gettext("%(first)s 至 %(last)s") % {"first": short_day(first, today), "last": until}


@register.filter
def capped(count):
    """A count read up to a cap: 1000+ above one thousand, — where there is none to read."""
    if count is None:
        return "—"
    return f"{COUNT_CAP}+" if count > COUNT_CAP else str(count)


@register.filter
def amount(count, unit):
    """2 件, 46 人: a bare number and its unit."""
    return f"{capped(count)} {unit}"


# ---------- clocks ----------


CHIPS = {
    Kind.STATUTORY: "",
    Kind.ASSIGNED: "",
    Kind.TARGET: "due-in",
    Kind.CLEARING: "due-clear",
    Kind.PROMISE: "due-vow",
    Kind.TASK: "due-task",
}
INTERNAL = {Kind.TARGET, Kind.CLEARING}


@register.simple_tag
def due_chip(deadline, today, soon_until=None, legal_over=False, named=False):
    """The chip of one clock as of `today`.

    It turns to "soon" up to and with the day `soon_until` (three workdays on, counted by the view). `legal_over` says
    that the legal time of the same case is over, so that a missed clearing target must not claim the opposite.
    `named` puts what falls due before the day.
    """
    kind = Kind(deadline.kind)
    state, words = _state(deadline, kind, today, soon_until, legal_over)
    label = gettext(deadline.label) if named else ""
    return _chip(kind, state, deadline, deadline.legal_end_on, today, words, label, at=deadline.due_at)


def _chip(kind, state, deadline, day, today, words, label, at=None):
    """The chip as text: a list shows fifty, and a template for each would cost more than their rows."""
    css = " ".join(filter(None, ["due", CHIPS[kind], state]))
    said = [label] if label else []
    if not at or day != today:
        said.append(short_day(day, today))
    if at:
        said.append(f"{timezone.localtime(at):%H:%M}")
    provisional = gettext("（暂定）") if deadline.is_provisional and not deadline.ended_on else ""
    more = f"<i>{escape(words)}</i>" if words else ""
    return mark_safe(  # noqa: S308 - what is not ours is escaped
        f'<span class="{css}"><b aria-hidden="true">{kind.mark}</b><span class="hide">{kind.label}</span>'
        f'<time datetime="{day.isoformat()}">{escape(" ".join(said))}{provisional}</time>{more}</span>'
    )


@register.simple_tag
def target_chip(deadline, today, named=False):
    """The staff's own earlier day of a legal clock (内控): never red, never called 超期."""
    left = (deadline.target_on - today).days
    if deadline.ended_on:
        is_met = deadline.ended_on <= deadline.target_on and not deadline.fell_away
        state, words = "is-met" if is_met else "", ""
    elif left < 0:
        state, words = "is-late", gettext("已过")
    else:
        state, words = "", _days_left(left)
    return _chip(Kind.TARGET, state, deadline, deadline.target_on, today, words, gettext("内控") if named else "")


def _state(deadline, kind, today, soon_until, legal_over):
    """The CSS state and the words that say it."""
    if deadline.due_at:
        return _state_in_hours(deadline)
    due_on = deadline.legal_end_on
    if deadline.ended_on and deadline.whose != Whose.OFFICE:
        return "", ""
    if deadline.ended_on:
        if deadline.was_let_go:
            return "", gettext("不再需要")
        days_late = (deadline.ended_on - due_on).days
        return ("", gettext("晚%(days)d天") % {"days": days_late}) if days_late > 0 else ("is-met", gettext("如期"))
    if kind == Kind.CLEARING and getattr(deadline, "is_paused", False):
        return "is-paused", gettext("暂停")
    left = (due_on - today).days
    if deadline.whose != Whose.OFFICE:
        words = {"who": Whose(deadline.whose).label, "words": _days_left(left) if left >= 0 else gettext("已满")}
        return "", gettext("%(who)s %(words)s") % words
    if left < 0:
        return "is-late", _late_words(kind, -left, legal_over)
    soon = kind not in INTERNAL and soon_until is not None and due_on <= soon_until
    return "is-soon" if soon else "", _days_left(left)


def _state_in_hours(deadline):
    """A clock in hours is read off the wall, not off the calendar."""
    if deadline.ended_on:
        if deadline.was_let_go:
            return "", gettext("不再需要")
        return ("is-met", gettext("如期")) if deadline.was_met else ("", gettext("晚了"))
    minutes = int((deadline.due_at - timezone.now()).total_seconds() // 60)
    if minutes < 0:
        return "is-late", gettext("已过")
    if minutes < 60:
        return "", gettext("还有%(minutes)d分") % {"minutes": minutes}
    return "", gettext("还有%(hours)d小时") % {"hours": minutes // 60}


def _days_left(days):
    return gettext("还有%(days)d天") % {"days": days} if days else gettext("今天")


def _late_words(kind, days, legal_over):
    if kind == Kind.TARGET:
        return gettext("已过")
    if kind == Kind.CLEARING:
        return gettext("未清零") if legal_over else gettext("未清零（法定期限内）")
    if kind == Kind.PROMISE:
        return gettext("逾期%(days)d天") % {"days": days}
    if kind == Kind.TASK:
        return gettext("晚%(days)d天") % {"days": days}
    return gettext("超期%(days)d天") % {"days": days}


# ---------- the ruler of days ----------

CELL = 40  # units of the drawing, as is everything below
ROW = 17
LONGEST = 21  # days; beyond that the figures would be too small to read


class Mark(NamedTuple):
    at: int
    text: str
    css: str = ""

    @property
    def width(self):
        return sum(12 if ord(letter) > 0x2E7F else 7 for letter in self.text)


@register.inclusion_tag("_ruler.html")
def day_ruler(deadline, calendar, today):
    """The days around a due date, with the free ones, today, the staff target, the nominal day and the last day."""
    target_on, nominal_on, legal_end_on = deadline.target_on, deadline.nominal_on, deadline.legal_end_on
    shown = [day for day in (target_on, nominal_on, legal_end_on) if day]
    first = min(*shown, today) - timedelta(days=1)
    last = max(*shown, today) + timedelta(days=2)
    if (last - first).days >= LONGEST and today < min(shown):
        first = last - timedelta(days=LONGEST - 1)
    if (last - first).days >= LONGEST:
        first = max(first, min(shown) - timedelta(days=2))
        last = first + timedelta(days=LONGEST - 1)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    width = CELL * len(days)

    def at(day):
        return (day - first).days * CELL + CELL // 2

    legal_text = f"{Kind(deadline.kind).mark} {gettext('最后一天')}"
    above = [Mark(at(legal_end_on), legal_text, "b")]
    if target_on and target_on not in (legal_end_on, today):
        above.append(Mark(at(target_on), f"{Kind.TARGET.mark} {gettext('内控')}", "g"))
    if first <= today <= last:
        above.append(Mark(at(today), gettext("今天"), "b"))
    elif today < first:
        above.append(Mark(0, f"← {gettext('今天')} {short_day(today, legal_end_on)}", "b"))
    below = [Mark(at(nominal_on), gettext("期满"))] if nominal_on and nominal_on != legal_end_on else []
    below += [Mark(at(middle), text) for middle, text in _holidays(days, calendar)]

    rows_above, rows_below = _rows(above, width), _rows(below, width)
    top = ROW * len(rows_above) + 14
    bottom = top + 28
    return {
        "width": width,
        "height": bottom + ROW * len(rows_below) + (14 if rows_below else 2),
        "top": top,
        "cells": [
            {
                "x": n * CELL,
                "middle": n * CELL + CELL // 2,
                "text": f"{day.month}/{day.day}" if n == 0 or day.day == 1 else str(day.day),
                "css": _cell_css(day, today, legal_end_on, calendar),
                "is_light": day in (today, legal_end_on),
            }
            for n, day in enumerate(days)
        ],
        "target_x": at(target_on) - CELL // 2 if target_on and first <= target_on <= last else None,
        "marks": [
            {
                "text": mark.text,
                "css": mark.css,
                "x": x,
                "y": top - 14 - ROW * level,
                "tick": f"M{mark.at} {top - 11 - ROW * level}V{top - 2}" if mark.at else "",
            }
            for level, row in enumerate(rows_above)
            for x, mark in row
        ]
        + [
            {
                "text": mark.text,
                "css": mark.css,
                "x": x,
                "y": bottom + 22 + ROW * level,
                "tick": f"M{mark.at} {bottom + 2}V{bottom + 10 + ROW * level}",
            }
            for level, row in enumerate(rows_below)
            for x, mark in row
        ],
        "first": first,
        "last": last,
        "today": today,
        "deadline": deadline,
    }


def _cell_css(day, today, legal_end_on, calendar):
    if day == today:
        return "c c-now"
    if day == legal_end_on:
        return "c c-end"
    return "c" if day not in calendar or calendar.is_workday(day) else "c c-off"


def _holidays(days, calendar):
    """Middle and name of each run of free days with a name; the days of the run are said where they fit."""
    runs = []
    for day in days:
        name = calendar.name_of(day) if day in calendar and not calendar.is_workday(day) else ""
        if name and runs and runs[-1][0] == name and runs[-1][2] == day - timedelta(days=1):
            runs[-1][2] = day
        elif name:
            runs.append([name, day, day])
    for name, start, end in runs:
        if start == end:
            text = f"{name} {short_day(start)}"
        else:
            text = gettext("%(name)s %(start)s至%(end)s") % {
                "name": name,
                "start": short_day(start),
                "end": short_day(end),
            }
        yield start + (end - start) // 2, text


def _rows(marks, width):
    """The marks in as few rows as do not overlap, each with the middle of its text kept inside the drawing."""
    rows = []
    for mark in sorted(marks, key=lambda mark: mark.at):
        half = mark.width / 2
        x = round(min(max(mark.at, half), width - half))
        for row in rows:
            before_x, before = row[-1]
            if before_x + before.width / 2 + 8 <= x - half:
                row.append((x, mark))
                break
        else:
            rows.append([(x, mark)])
    return rows


# ---------- words of the register ----------

LEVELS = {
    "": ("tag", gettext_lazy("未定级"), gettext_lazy("未定级")),
    "GENERAL": ("lv", gettext_lazy("一般"), gettext_lazy("一般 · 小事就地")),
    "COMPLEX": ("lv lv-2", gettext_lazy("复杂"), gettext_lazy("复杂 · 大事闭环")),
    "HARD": ("lv lv-3", gettext_lazy("疑难"), gettext_lazy("疑难 · 难事聚力")),
}


@register.simple_tag
def level(value, with_motto=False):
    """A level as a word and a box filled by thirds; before triage there is none."""
    css, name, motto = LEVELS[str(value or "")]
    return mark_safe(f'<span class="{css}">{motto if with_motto else name}</span>')  # noqa: S308 - our own words


@register.simple_tag
def mark_hits(segments):
    """Text cut into (piece, whether it was searched for)."""
    pieces = (f"<mark>{escape(piece)}</mark>" if is_hit else escape(piece) for piece, is_hit in segments)
    return mark_safe("".join(pieces))  # noqa: S308 - escaped here


# ---------- forms ----------


@register.simple_tag
def control(field):
    """The control of a bound field, dressed for the page."""
    own = field.field.widget.attrs.get("class", "")
    ticked = isinstance(field.field.widget, (CheckboxInput, RadioSelect, CheckboxSelectMultiple))
    html = field.as_widget(attrs={} if ticked else {"class": f"in {own}".strip()})
    if field.field.show_hidden_initial:
        html += field.as_hidden(only_initial=True)
    return html


@register.simple_tag
def options(groups):
    """The options of a list to choose from: a template for each would cost more than all else on a page of lists."""
    written = []
    for group, choices, _index in groups:
        lines = [
            format_html('<option value="{}"{}>{}</option>', choice["value"], flatatt(choice["attrs"]), choice["label"])
            for choice in choices
        ]
        written += [format_html('<optgroup label="{}">', group), *lines, "</optgroup>"] if group else lines
    return mark_safe("\n".join(written))  # noqa: S308 - written by format_html


class Wrong(NamedTuple):
    text: str
    href: str = ""


@register.inclusion_tag("_errors.html")
def error_summary(form):
    """What is wrong with a form. With no field at fault it is a rule that said no, and reads so."""
    fields = [field for field in form.visible_fields() if field.errors]
    wrongs = [
        Wrong(_with_label(field, error), f"#{field.auto_id}{'_0' if field.use_fieldset else ''}")
        for field in fields
        for error in field.errors
    ]
    wrongs += [Wrong(error) for error in form.non_field_errors()]
    wrongs += [Wrong(error) for field in form.hidden_fields() for error in field.errors]
    return {"wrongs": wrongs, "refused": bool(wrongs) and not fields}


def _with_label(field, error):
    return gettext("%(label)s：%(error)s") % {"label": field.label, "error": error}
