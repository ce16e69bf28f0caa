"""What the monthly report says (5.3), as plain data: computed once, when the month is frozen.

Figures are kept as exact fractions with what is printed beside them. A sentence of the drafted paragraphs names the
figures it rests on and claims no cause. Sealed matters are in no list.
"""

from collections import Counter

from django.db.models import Count, F, Q
from django.utils import timezone

from cases import clearing, figures
from cases.figures import FIGURES, OTHER, PARTS, Comparison, Span, printed
from cases.models import Case, CaseRisk, Category, Deadline, Ownership, RiskRule
from cases.owned import by_leader
from disputes import report_rows
from officials.calendar import ONE_DAY, last_of, month_before
from officials.context import office_name
from officials.models import Official, Unit

TREND = 13  # months, with the same one of last year
TOP = 5
LISTED = 30  # matters a list of the report names
RISKS = 60
SPANS = ("now", "before", "year_before", "so_far", "so_far_before")


def content_of(month, *, now, before=None):
    """The whole content of the month that begins on the day `month`; `before` is the pack of the month before."""
    comparison, today = Comparison.of(month), timezone.localdate(now)
    lines = figures.lines(figures.in_order(), comparison)
    tables = {dimension: table(dimension, comparison) for dimension in ("category", "community", "unit")}
    content = {
        "month": f"{month:%Y-%m}",
        "office": office_name(),
        "counted_at": timezone.localtime(now).isoformat(timespec="minutes"),
        "figures": {line.figure.id: kept(line) for line in lines},
        "order": [line.figure.id for line in lines],
        "tables": tables,
        "trend": trend(month),
        "clearing": cleared(month),
        "owners": owners(month),
        "sessions": sessions(month),
        "late": late_by_unit(month),
        "risks": risks(month, today),
        "risk_rule": RiskRule.objects.in_force(today).version,
        "screening": report_rows.screening(month),
        "due_next": due_next(month),
        "key_dates": report_rows.key_dates(month),
        "decisions": report_rows.decisions(month, today),
        "proposals": report_rows.proposals(month, today),
        "corrections": corrections(before) if before else [],
    }
    content["readings"] = drafts(content)
    return content


# ---------- 数 ----------
def kept(line):
    """A figure with its comparisons, printed and exact."""
    values = {span: exact(getattr(line, span)) for span in SPANS}
    return {
        "label": str(line.figure.label),
        "unit": str(line.figure.unit),
        "note": str(line.figure.note),
        "printed": line.printed,
        "month_on_month": line.month_on_month,
        "year_on_year": line.year_on_year,
        "so_far": line.printed_so_far,
        "so_far_on_year": line.so_far_on_year,
        "values": values,
    }


def exact(reading):
    """[value, numerator, denominator], each a fraction in words; the value None where there is none."""
    value = None if reading.value is None else str(reading.value)
    return [value, str(reading.kept), str(reading.whole)]


def table(dimension, comparison):
    """Matters of the month by `dimension`, the most first: [name, now, month on month, year on year, share]."""
    part, figure = PARTS["K01.cases"], FIGURES["K01.cases"]
    spans = (comparison.now, comparison.before, comparison.year_before)
    now, before, year_before = (tallies[part.id] for tallies in figures.told([part], spans, by=dimension))
    names = names_of(dimension)
    keys = sorted({*now, *before}, key=lambda key: (-number(now, key), names.get(key, ""), key))
    whole = sum(number(now, key) for key in keys)
    rows = []
    for key in keys:
        count = number(now, key)
        rows.append(
            [
                names.get(key, "其他" if key == OTHER else "未填"),
                count,
                figures.change(figure, count, number(before, key)),
                figures.change(figure, count, number(year_before, key)),
                clearing.share(count, whole),
            ]
        )
    return rows


def number(cells, key):
    return cells[key].all if key in cells else 0


def names_of(dimension):
    if dimension == "category":
        return {str(one.pk): str(one) for one in Category.objects.select_related("parent")}
    return {str(unit.pk): unit.label for unit in Unit.objects.all()}


def trend(month):
    """Contacts and matters of the last 13 months, the oldest first: [month, 件次, 件]."""
    months = [month]
    while len(months) < TREND:
        months.append(month_before(months[-1]))
    parts = [PARTS["K01"], PARTS["K01.cases"]]
    months.reverse()
    told = figures.told(parts, [Span.of(first, last_of(first)) for first in months])
    return [
        [f"{first:%Y-%m}", *(number(tallies[part.id], "") for part in parts)]
        for first, tallies in zip(months, told, strict=True)
    ]


def cleared(month):
    """By level: due, cleared, the rate, of the missed those still lawful, and what left the cohort."""
    rows = []
    for level in Case.Level:
        first = month if level == Case.Level.GENERAL else month.replace(month=1)
        due = clearing.of_cohort(level, first).filter(deadline__legal_end_on__lte=last_of(month))
        counts = due.aggregate(
            due=Count("pk", filter=clearing.COUNTED),
            cleared=Count("pk", filter=clearing.COUNTED & clearing.IN_TIME),
            unlawful=Count(
                "pk",
                filter=clearing.COUNTED
                & ~clearing.IN_TIME
                & Q(case__closed_on__isnull=True, case__next_legal_on__lte=last_of(month)),
            ),
            gone=Count("pk", filter=clearing.GONE),
            moved=Count("pk", filter=clearing.MOVED),
        )
        missed = counts["due"] - counts["cleared"]
        rows.append(
            {
                "level": str(level.label),
                **counts,
                "missed": missed,
                "lawful": missed - counts["unlawful"],
                "rate": clearing.share(counts["cleared"], counts["due"]),
            }
        )
    return rows


def owners(month):
    """Per leader, of what he owned in the month (K17): facts of cases, no mark of a person."""
    rows = by_leader(Case.objects.counted(), month, last_of(month))
    return [
        {
            "leader": row["leader__name"],
            "owned": row["owned"],
            "planned": row["planned"],
            "visited": row["acted"],
            "progressed": row["went_on"],
            "whole": row["whole"],
            "cleared": row["closed"],
        }
        for row in rows
    ]


def sessions(month):
    """Per leader his reception days and visits of the month (K18): facts alone, in the order of who is who."""
    found = figures.by_leader(Span.of(month, last_of(month)), with_idle=False)
    names = Official.objects.filter(pk__in=found).order_by("pk").values_list("pk", "name") if found else []
    return [{"leader": name} | {id.removeprefix("K18."): n for id, n in found[str(pk)].items()} for pk, name in names]


def late_by_unit(month):
    """By unit how many statutory days of the month were missed, the most first."""
    missed = Deadline.objects.legal().filter(legal_end_on__gte=month, legal_end_on__lte=last_of(month))
    missed = missed.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=F("legal_end_on")), case__is_sealed=False)
    counted = missed.filter(case__is_historical=False, case__voided_on__isnull=True)
    rows = counted.values("case__handling_unit__name")
    counts = Counter()
    for row in rows.annotate(count=Count("pk")).order_by("case__handling_unit__name"):
        counts[row["case__handling_unit__name"] or "未分流"] += row["count"]
    return [[name, count] for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]


def due_next(month):
    """Statutory days of the month after, the earliest first: [案号, 环节, 最后一天, 承办单位]; and how many in all."""
    first = last_of(month) + ONE_DAY
    due = Deadline.objects.running().legal().filter(legal_end_on__gte=first, legal_end_on__lte=last_of(first))
    due = due.filter(case__is_sealed=False, case__is_historical=False)
    rows = due.order_by("legal_end_on", "pk").values_list(
        "case__number", "label", "legal_end_on", "case__handling_unit__name"
    )
    return {
        "count": due.count(),
        "rows": [[number, label, day.isoformat(), unit or ""] for number, label, day, unit in rows[:LISTED]],
    }


def risks(month, today):
    """Matters from yellow up as the month left them, the gravest first; what each is about by its category.

    Titles and names stay in the files. The month's own last run counts; only where it had none, it is run now.
    """
    if not CaseRisk.objects.of_month(month).exists():
        CaseRisk.objects.compute(month, today)
    rows = CaseRisk.objects.of_month(month).filter(case__is_sealed=False).order_by("-score", "case")
    rows, listed = rows.select_related("case__category__parent", "case__community"), []
    for level in list(LEVELS)[:-1]:
        listed += rows.filter(stands_as=level)[: RISKS - len(listed)]
    leaders = dict(
        Ownership.objects.in_force(today)
        .filter(case__in=[row.case_id for row in listed])
        .values_list("case", "leader__name")
    )
    return [risk_of(row, leaders, today) for row in listed]


def risk_of(row, leaders, today):
    case = row.case
    return {
        "case": case.pk,
        "number": case.number,
        "title": str(case.category or "未分类"),
        "place": case.community.label if case.community else "",
        "people": case.people_affected,
        "stage": case.get_stage_display(),
        "days_left": (case.next_legal_on - today).days if case.next_legal_on else None,
        "promise_late": any(fact["factor"] == "commitment" for fact in row.facts),
        "owner": leaders.get(case.pk, ""),
        "level": row.stands_as,
        "computed": row.level,
        "score": row.score,
        "facts": [{name: fact[name] for name in ("factor", "points", "words")} for fact in row.facts],
    }


def corrections(pack):
    """上期更正: figures of the month before that would be otherwise today: [指标, 上期印的, 现在]."""
    comparison = Comparison.of(pack.month)
    chosen = [figure for figure in figures.in_order() if figure.id in pack.data["figures"]]
    tallies, *_others = figures.told(figures.parts_of(chosen), [comparison.now])
    found = []
    for figure in chosen:
        was, now = pack.data["figures"][figure.id]["printed"], printed(figure, figures.read(figure, tallies).value)
        if was != now:
            found.append([str(figure.label), was, now])
    return found


# ---------- 段 ----------
SECTIONS = {
    "overall": "总体情况",
    "features": "主要特点",
    "risks": "重点矛盾和风险点",
    "owners": "包案化解情况",
    "screening": "排查化解情况",
    "clearing": "清零情况",
    "quality": "办理质量",
    "outlook": "下月形势研判",
    "decisions": "上月议定事项落实情况",
    "proposals": "工作建议",
}


def drafts(content):
    """{section: [[sentence, [figures it rests on]]]} composed from the figures by rule; it says what is, never why."""
    of = content["figures"]

    def said(id):
        one = of[id]
        return f"{one['label']} {one['printed']}{'' if one['unit'] == '%' else ' ' + one['unit']}"

    def against(id):
        one = of[id]
        parts = [
            f"{name} {one[key]}"
            for name, key in (("环比", "month_on_month"), ("同比", "year_on_year"))
            if one[key] != "—"
        ]
        return f"（{'，'.join(parts)}）" if parts else ""

    def line(*ids):
        return [f"{'，'.join(said(id) + against(id) for id in ids if id in of)}。", [id for id in ids if id in of]]

    def rates(*ids):
        known = [id for id in ids if id in of and of[id]["printed"] != "—"]
        return [line(*known)] if known else []

    found = {
        "overall": [
            line("K01", "K01.cases"),
            line("K01.batches", "K01.people"),
            *rates("K06"),
        ],
        "features": top(content["tables"]["category"], "内容") + top(content["tables"]["community"], "属地"),
        "risks": risk_words(content["risks"]),
        "owners": owner_words(content["owners"]) + session_words(content["sessions"]),
        "screening": report_rows.screening_words(content["screening"]),
        "clearing": [
            [
                f"{row['level']}到期 {row['due']} 件，清零 {row['cleared']} 件，清零率 {row['rate']}。",
                ["K11", "K12", "K13"],
            ]
            for row in content["clearing"]
            if row["due"]
        ],
        "quality": [*rates("K02", "K03"), *rates("K07", "K08.office", "K08.unit"), *rates("K05", "K16")],
        "outlook": [[f"下月法定期限到期的有 {content['due_next']['count']} 件。", ["L17"]]],
        "decisions": report_rows.decision_words(content["decisions"]),
        "proposals": report_rows.proposal_words(content["proposals"]),
    }
    return {section: sentences for section, sentences in found.items() if sentences}


def clearing_words(row):
    return f"{row['level']}到期 {row['due']} 件，清零 {row['cleared']} 件，清零率 {row['rate']}。"


def top(rows, name):
    first = [f"{label} {count} 件，占 {share}" for label, count, _month, _year, share in rows[:TOP] if count]
    return [[f"按{name}看，居前的是：{'；'.join(first)}。", ["K01.cases"]]] if first else []


def risk_words(rows):
    counts = Counter(row["level"] for row in rows)
    if not counts:
        return []
    said = "、".join(f"{name} {counts[level]} 件" for level, name in LEVELS.items() if counts[level])
    return [[f"在办事项按 5.4 的规则计分：{said}。", ["5.4"]]]


LEVELS = {"RED": "红色", "ORANGE": "橙色", "YELLOW": "黄色", "BLUE": "蓝色"}


def owner_words(rows):
    if not rows:
        return []
    owned, visited, on = (sum(row[key] for row in rows) for key in ("owned", "visited", "progressed"))
    return [[f"{len(rows)} 位领导包案 {owned} 件，本人当月有行动的 {visited} 件，当月有进展的 {on} 件。", ["K17"]]]


def session_words(rows):
    if not rows:
        return []
    of = {key: sum(row[key] for row in rows) for key in rows[0] if key != "leader"}
    said = [
        [f"领导接访日 {of['planned']} 次，接访了 {of['held']} 次，停接 {of['cancelled']} 次。", ["K18"]],
        [f"接访接到 {of['received']} 件次，到月末化解 {of['settled']} 件次。", ["K18"]],
        [f"领导下访 {of['outreach']} 次，带去 {of['taken']} 件，到月末化解 {of['taken_settled']} 件。", ["K18"]],
    ]
    return [sentence for sentence, key in zip(said, ("planned", "received", "outreach"), strict=True) if of[key]]
