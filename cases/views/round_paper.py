"""A round on paper: numbers of matters, so that the sheet names nobody; what one may not see is counted alone."""

import logging
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.papers.typesetting import TypesettingFailed, typeset
from cases.templatetags.register import capped, moment_label, period_label, short_day
from cases.views.papers import pdf_response
from cases.views.round import (
    dressed,
    frozen_figures,
    frozen_lines,
    hidden_exceptions,
    live_figures,
    live_lines,
    round_for,
    seen_exceptions,
)
from cases.views.rounds import signers
from officials import audit
from officials.context import office_name

MOST_ROWS = 300
ANOTHER_YEAR = date.min  # a sheet that lies in a folder says its year
log = logging.getLogger(__name__)


@require_GET
def paper(request, cycle, starts_on):
    """Set anew each time; of a signed round it says what was signed."""
    one = round_for(request, cycle, starts_on)
    with translation.override(settings.LANGUAGE_CODE):  # paper is Chinese, whoever prints it
        content = content_of(one, request.user, timezone.now())
    try:
        done = typeset("round", content)
    except TypesettingFailed as failure:
        log.error("round %s was not typeset: %s", one, failure)
        messages.error(request, _("没有排出来，请过一会儿再试；再不行请告诉系统管理员。"))
        return redirect(one)
    audit.record(request.user, "cases:round_paper", "round", one.pk, request=request, field=str(one))
    return pdf_response(done.pdf, f"{content['title']} {content['period']}.pdf")


def content_of(one, official, now):
    lines = frozen_lines(one) if one.is_signed else live_lines(one, official)
    figures = frozen_figures(one) if one.is_signed else live_figures(one, official)
    listed = seen_exceptions(one, official).select_related("carried_by").order_by("pk")[: MOST_ROWS + 1]
    rows = dressed(listed, one)
    hidden = hidden_exceptions(one, official)
    beside = [f"只列前 {MOST_ROWS} 件。"] if len(rows) > MOST_ROWS else []
    beside += [f"另有 {capped(hidden)} 件不在打印人能看的范围。"] if hidden else []
    return {
        "title": f"{office_name()}{one.get_cycle_display()}表",
        "period": f"{period_label(one, ANOTHER_YEAR)}，{moment_label(one.cutoff_at, ANOTHER_YEAR)} 收口",
        "state": state_of(one),
        "corrections": [
            f"{period_label(correction.round)}：{correction.text}（{correction.made_by.name}）"
            for correction in one.corrections_shown.select_related("round", "made_by")
        ],
        "lines": [
            [str(line.label), *(capped(value) for value in (line.lacking, line.done, line.late, line.carried))]
            for line in lines
        ],
        "figures": [[str(figure["label"]), str(figure["value"])] for figure in figures],
        "rows": [row_of(row) for row in rows[:MOST_ROWS]],
        "none": "没收口，名单还没有定；上面是打印时的数。" if one.is_open else "没有。",
        "beside": "".join(beside),
        "signatures": signatures_of(one),
        "printed": f"{official.name} {moment_label(now, ANOTHER_YEAR)} 打印",
    }


def state_of(one):
    if one.is_signed:
        return "已签字"
    return "未收口" if one.is_open else "已收口，待签"


def row_of(row):
    if row.is_done:
        why = "收口后已办"
    else:
        why = "".join(filter(None, [row.get_reason_display(), row.note and f"（{row.note}）"])) or "没写"
    new_on = short_day(row.new_on) if row.new_on and not row.is_done else "—"
    return [row.name, str(row.label_now), short_day(row.since), why, new_on]


def signatures_of(one):
    parts = one.parts.select_related("leader", "signed_by") if one.has_parts else []
    written = [
        f"{part.signed_by.name if part.signed_at else part.leader or '机关负责人'}（{part}）："
        + (moment_label(part.signed_at) if part.signed_at else "待签")
        for part in parts
    ]
    if written:
        return written
    return [f"{one.signed_by.name} {moment_label(one.signed_at)}" if one.is_signed else f"{signers(one, [])}：待签"]
