"""The month in figures as it runs, the frozen report, and the records behind each number."""

import logging
from datetime import date

from django.contrib import messages
from django.db.models import BooleanField, Value, When
from django.db.models import Case as Choose
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases import figures
from cases.counting import CAP, capped_counts
from cases.figures import FIGURES, PARTS, Comparison, Scope, Span
from cases.models import Case, Category
from cases.papers.typesetting import TypesettingFailed
from cases.papers.word import MIME
from cases.steps import step
from cases.views.analysis import month_of
from cases.views.edits import FORM
from cases.views.papers import pdf_response
from disputes import printing
from disputes.forms.report import ParagraphForm
from disputes.models import Pack
from disputes.report import SECTIONS
from officials import audit
from officials.calendar import month_after, month_before
from officials.models import Role, Unit

SHOWN = 100
MOST_ROWS = 2000  # of the table by stage, category and unit
WHOLE = {Role.OD, Role.HO, Role.LO, Role.SV, Role.AU}
log = logging.getLogger(__name__)


def first_of(text):
    year, _dash, month = text.partition("-")
    return date(int(year), int(month), 1)


# ---------- 看板 ----------
@require_GET
def dashboard(request):
    """The month so far against as many days of the last one and of last year, by the definitions of the report."""
    today, may_pack = timezone.localdate(), request.user.may("reports:pack")
    first, last = month_of(request.GET.get("month", ""), today)
    scope, choices = scope_of(request)
    lines = figures.lines(figures.in_order(), Comparison.of(first, today), scope)
    audit.record(request.user, "reports:dashboard", request=request)
    context = {
        "first": first,
        "earlier": month_before(first),
        "later": month_after(first) if last < today else None,
        "runs": last >= today,
        "until": min(last, today),
        "groups": grouped(lines),
        "pack": may_pack and Pack.objects.filter(month=first).only("month", "frozen_at").first(),
        "packs": Pack.objects.newest_first().only("month", "frozen_at")[:13] if may_pack else (),
        "may_table": request.user.may("reports:table"),
        "query": query_of(first, scope),
        "scope": scope,
        "links": [(label(), reverse(name)) for name, label in BESIDE if request.user.may(name)],
        **choices,
    }
    return render(request, "disputes/dashboard.html", context)


BESIDE = [
    ("cases:risk", lambda: _("事项风险")),
    ("meetings:list", lambda: _("月度例会")),
    ("meetings:tasks", lambda: _("会议任务")),
    ("screening:plans", lambda: _("排查")),
    ("periods:list", lambda: _("重要节点")),
    ("causes:list", lambda: _("成因和建议")),
]


GROUPS = [
    (lambda: _("来了多少"), ("K01",)),
    (lambda: _("办得及不及时"), ("K02", "K03", "K04", "K21", "K22")),
    (lambda: _("清零和化解"), ("K05", "K06", "K10", "K11", "K12", "K13", "K14", "K15", "K16", "L37")),
    (lambda: _("群众怎么看"), ("K07", "K08", "K09", "K25")),
    (lambda: _("领导接访、排查、调解、例会和窗口"), ("K17", "K18", "K19", "K20", "K23", "K24")),
]


def grouped(lines):
    """[(heading, its lines)]; what no heading names stands under the last."""
    named = {id: place for place, (_heading, ids) in enumerate(GROUPS) for id in ids}
    found = [(heading(), []) for heading, _ids in GROUPS]
    for line in lines:
        found[named.get(line.figure.id.split(".")[0], len(GROUPS) - 1)][1].append(line)
    return [(heading, of) for heading, of in found if of]


def scope_of(request):
    """What the figures are narrowed to, and what may be chosen; who reads his own units alone is held to them."""
    own = None if request.user.roles & WHOLE else request.user.unit_ids
    units = Unit.objects.filter(pk__in=own) if own is not None else Unit.objects.exclude(kind=Unit.Kind.GRID)
    units = list(units.order_by("kind", "position", "pk"))
    sections = [unit for unit in units if unit.kind != Unit.Kind.COMMUNITY]
    communities = [unit for unit in units if unit.kind == Unit.Kind.COMMUNITY]
    categories = list(Category.objects.filter(parent__isnull=True))
    unit, community = chosen(request, "unit", sections), chosen(request, "community", communities)
    if own is not None and unit is None and community is None:
        unit = sections[0].pk if sections else None
        community = communities[0].pk if communities and unit is None else None
        if unit is None and community is None:
            raise Http404
    channel = request.GET.get("channel", "")
    scope = Scope(
        unit, community, chosen(request, "category", categories), channel if channel in Case.Channel else None
    )
    return scope, {
        "sections": sections,
        "communities": communities,
        "categories": categories,
        "channels": Case.Channel.choices,
        "may_all": own is None,
    }


def chosen(request, name, rows):
    value = request.GET.get(name, "")
    return next((row.pk for row in rows if str(row.pk) == value), None)


def query_of(first, scope):
    said = [f"month={first:%Y-%m}", *(f"{name}={value}" for name, value in scope.active().items())]
    return "&".join(said)


# ---------- 依据 ----------
@require_GET
def records(request, part):
    """The rows behind one number, what was missed first; only those the reader may open are named."""
    if part not in PARTS:
        raise Http404
    today = timezone.localdate()
    first, last = month_of(request.GET.get("month", ""), today)
    scope, _choices = scope_of(request)
    of = PARTS[part]
    rows = of.of(Span.of(first, last, today), scope)
    if rows is None:
        raise Http404
    seen = seen_rows(of, rows, request.user)
    counts = capped_counts({"all": rows, "seen": seen})
    order = [of.day, "pk"] if of.day else ["pk"]
    if of.is_kept is not None:
        kept = Choose(When(of.is_kept, then=Value(True)), default=Value(False), output_field=BooleanField())
        seen, order = seen.annotate(row_is_kept=kept), ["row_is_kept", *order]
    seen = seen.select_related(*of.related) if of.related else seen
    found = list(seen.order_by(*order)[: SHOWN + 1])
    audit.record(request.user, "reports:records", request=request, field=part)
    context = {
        "part": of,
        "labels": [figure.label for figure in FIGURES.values() if part in (figure.part, figure.over)],
        "rows": [shown(of, row, request.user) for row in found[:SHOWN]],
        "has_more": len(found) > SHOWN,
        "hidden": counts["all"] - counts["seen"] if counts["all"] <= CAP else 0,
        "asks": of.is_kept is not None,
        "first": first,
        "query": query_of(first, scope),
    }
    return render(request, "disputes/records.html", context)


def seen_rows(part, rows, official):
    if part.seen:
        return part.seen(rows, official)
    visible = Case.objects.visible_to(official, sealed=False)
    if part.case is None:
        return rows
    return rows.filter(**{f"{part.case}__in" if part.case else "pk__in": visible.values("pk")})


def shown(part, row, official):
    """Name, address where he may open it, days and whether it was kept, of one record."""
    case = None
    if part.shown:
        name, url = part.shown(row)
        url = url if url and official.may(resolve(url).view_name) else ""
    else:
        case = value_of(row, part.case) if part.case else row
        name, url = (case.number, case.get_absolute_url()) if case else ("—", "")
    return {
        "name": name,
        "url": url,
        "title": case.title if case else "",
        "day": local(value_of(row, part.day)),
        "ended": local(value_of(row, part.ended)),
        "is_kept": getattr(row, "row_is_kept", False),
    }


def value_of(row, path):
    for name in filter(None, path.split("__")):
        row = getattr(row, name, None)
    return row if path else None


def local(value):
    return timezone.localdate(value) if hasattr(value, "hour") else value


# ---------- 阶段 x 分类 x 单位 ----------
@require_GET
def table(request):
    """Matters of the month by stage, category and unit with both comparisons: one statement (G8)."""
    today = timezone.localdate()
    first, last = month_of(request.GET.get("month", ""), today)
    rows = figures.cube(Comparison.of(first, today))
    for row in rows[:MOST_ROWS]:
        row["label"] = Case.Stage(row["stage"]).label
    audit.record(request.user, "reports:table", request=request)
    context = {
        "first": first,
        "earlier": month_before(first),
        "later": month_after(first) if last < today else None,
        "runs": last >= today,
        "rows": rows[:MOST_ROWS],
        "has_more": len(rows) > MOST_ROWS,
    }
    return render(request, "disputes/table.html", context)


# ---------- 冻结的报告 ----------
def pack_for(month):
    return get_object_or_404(Pack.objects.prefetch_related("paragraphs__by"), month=month)


@require_GET
def pack(request, month):
    """The report on screen: what was frozen, and nothing read anew."""
    one = pack_for(month)
    audit.record(request.user, "reports:pack", request=request, field=str(one))
    context = {
        "pack": one,
        "data": one.data,
        "sections": printing.sections(one),
        "chart": printing.trend_chart(one.data["trend"]),
        "clearing_chart": printing.clearing_chart(one.data["clearing"]),
        "figures": [one.data["figures"][id] | {"id": id} for id in one.data["order"]],
        "may_write": request.user.may("reports:paragraph"),
    }
    return render(request, "disputes/pack.html", context)


@require_GET
def pack_pdf(request, month):
    one = pack_for(month)
    try:
        done = printing.set_report(one)
    except TypesettingFailed as failure:
        log.error("report %s was not typeset: %s", one, failure)
        messages.error(request, _("没有排出来，请过一会儿再试；再不行请告诉系统管理员。"))
        return redirect(one)
    audit.record(request.user, "reports:pack_pdf", request=request, field=str(one))
    return pdf_response(done.pdf, f"{one} {printing.TITLE}.pdf")


@require_GET
def pack_word(request, month):
    one = pack_for(month)
    audit.record(request.user, "reports:pack_word", request=request, field=str(one))
    response = HttpResponse(printing.in_word(one), content_type=MIME)
    response["Content-Disposition"] = content_disposition_header(True, f"{one} {printing.TITLE}.docx")
    return response


@step
@FORM
def paragraph(request, month, section):
    """Confirm the drafted paragraph of a section, or write another in its place."""
    one = pack_for(month)
    if section not in SECTIONS:
        raise Http404
    words = next(words for words in printing.sections(one) if words["key"] == section)
    form = ParagraphForm(
        request.POST if request.method == "POST" else None,
        record=one,
        by=request.user,
        section=section,
        text=words["text"],
    )
    if request.method == "POST" and form.save():
        audit.record(request.user, "reports:paragraph", request=request, field=f"{one} {section}")
        messages.success(request, _("这一节已经定稿，报告里不再标“机器起草”。"))
        return redirect(one)
    context = {"form": form, "back_url": one.get_absolute_url(), "pack": one, "words": words}
    return render(request, "disputes/paragraph_form.html", context, status=422 if form.is_bound else 200)
