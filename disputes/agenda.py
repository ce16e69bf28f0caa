"""What a meeting has before it, in the order it is taken (F14, 5.3): the frozen pack, what the ladder sent."""

from django.db.models import Min

from cases.models import Case
from cases.models.supervision import MEETING, standing, turn
from cases.models.warning import DueWarning
from cases.rules import LADDER

LEVELS = ("RED", "ORANGE", "YELLOW", "BLUE")
COLOURS = dict(zip(LEVELS, ("红色", "橙色", "黄色", "蓝色"), strict=True))
MOST = 400  # letters of one item
MOST_SENT = 200  # matters that one agenda takes up of the ladder, the oldest day first; the rest is said as a number


def pack_of(month):
    """The frozen pack of the month, with `.risks` and `.owners`; None before it is frozen."""
    from disputes.models import Pack

    return Pack.objects.of(month)


def risks_in_order(pack):
    """The matters at risk, red to blue, the higher score first within a level."""
    rows = pack.risks if pack else []
    return sorted(rows, key=lambda row: (LEVELS.index(row["level"]), -row["score"], row["number"]))


def risk_in_words(row):
    """Number, what it is about, the level with its points, and the facts behind them."""
    facts = "；".join(f"{fact['words']}（{fact['points']} 分）" for fact in row.get("facts", []))
    words = f"{row['number']} {row['title']}，{COLOURS[row['level']]} {row['score']} 分"
    words += f"：{facts}" if facts else ""
    return words if len(words) <= MOST else words[: MOST - 1] + "…"


def owners_in_order(pack):
    """The owners one by one, those with most that did not move first."""
    return sorted(pack.owners if pack else [], key=lambda row: (row["progressed"] - row["owned"], row["leader"]))


def owner_in_words(row):
    words = "{leader}：包案 {owned} 件，本人有行动 {visited} 件，有进展 {progressed} 件，办结 {cleared} 件"
    return words.format(**row)


def sent_by_ladder(besides):
    """({case: its standing warnings of the last rung}, how many cases more), the oldest day first (F48, T31).

    As the clocks stand now, whatever the pack names: what came too late for it, or stands too low. Nothing sealed, and
    none of the cases `besides`.
    """
    kinds = [kind for kind in LADDER if turn(kind, DueWarning.Level.MEETING) == MEETING]
    rows = standing().filter(level=DueWarning.Level.MEETING, deadline__kind__in=kinds)
    rows = rows.filter(deadline__case__in=Case.objects.unsealed()).exclude(deadline__case__in=besides)
    cases = rows.order_by().values("deadline__case").annotate(oldest=Min("due_on"))
    first = list(cases.order_by("oldest", "deadline__case").values_list("deadline__case", flat=True)[:MOST_SENT])
    found = {case: [] for case in first}
    shown = rows.filter(deadline__case__in=first).select_related("deadline__case__category__parent")
    for row in shown.order_by("due_on", "deadline_id"):
        found[row.deadline.case_id].append(row)
    return {rows[0].deadline.case: rows for rows in found.values() if rows}, cases.count() - len(first)


def sent_in_words(case, warnings):
    """Number, what it is about by its category, and which days were missed: no name, no title of the file."""
    days = "；".join(f"{row.deadline.label}，最后一天 {row.due_on:%Y-%m-%d}" for row in warnings)
    words = f"{case.number} {case.category or '未分类'}，超期上会：{days}"
    return words if len(words) <= MOST else words[: MOST - 1] + "…"
