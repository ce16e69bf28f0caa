"""What a meeting has before it, read off the month's frozen pack and in the order it is taken (F14, 5.3)."""

LEVELS = ("RED", "ORANGE", "YELLOW", "BLUE")
COLOURS = dict(zip(LEVELS, ("红色", "橙色", "黄色", "蓝色"), strict=True))
MOST = 400  # letters of one item


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
