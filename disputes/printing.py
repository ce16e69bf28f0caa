"""The frozen month as a paper: P21 in the general layout with the unit's heading, its charts, and a copy for Word."""

import io
from collections import Counter

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from docx import Document

from cases.papers import word
from cases.papers.issuing import day_in_words
from cases.papers.typesetting import seen, typeset
from disputes.models import AgendaItem, Participant
from disputes.report import LEVELS, SECTIONS
from officials.context import office_name

TITLE = "信访稳定形势分析研判报告"
NUMERALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]
MINUTES, TASK_LIST = "信访稳定例会纪要", "信访稳定例会交办事项清单"
HEARD = (AgendaItem.Part.RISK, AgendaItem.Part.OWNER)  # in the minutes one by one only where something was decided
DRAFTED = "（机器按数字起草，待人核定）"
WIDE, HIGH = 640, 200  # of a chart, in its own units
OVERALL = ["K01", "K01.VISIT", "K01.LETTER", "K01.CALL", "K01.ONLINE", "K01.FAX", "K01.TRANSFERRED", "K01.ASSIGNED"]
OVERALL += ["K01.HOTLINE", "K01.SCREENED", "K01.WINDOW", "K01.batches", "K01.people", "K01.groups", "K01.group_people"]
OVERALL += ["K01.cases", "K01.APPEAL", "K01.SUGGESTION", "K01.INQUIRY", "K01.THANKS", "K01.mass", "K06", "K06.cases"]
QUALITY = ["K02", "K02.gone", "K03", "K03.gone", "K03.extended", "K04", "K05", "K07", "K08.office", "K08.unit"]
QUALITY += ["K09.office", "K09.unit", "K14", "K15", "K16", "K21.accepted.median", "K21.served.median", "K22", "L37"]
QUALITY += ["K23", "K25.rated"]
FIGURE_HEAD = ["指标", "单位", "本月", "环比", "同比", "本年累计", "同比"]
SCREENING_HEAD = ["种类", "到期任务", "按时报", "本月线索", "确认", "化解", "没有了结"]
DECISION_HEAD = ["哪次例会", "内容", "责任领导", "责任单位", "完成时限", "现在怎样", "凭据或原因"]
MOST_ROWS = 10  # of a table of kinds
MOST_RISKS = 20  # on paper; all of them stand on the page of the report
SESSION_HEAD = ["领导", "接访日", "接访", "没接", "代接", "停接", "接到", "化解", "下访", "家访", "带案", "带案化解"]
SESSION_KEYS = ["leader", "planned", "held", "absent", "replaced", "cancelled", "received", "settled", "outreach"]
SESSION_KEYS += ["homes", "taken", "taken_settled"]
SHARE_HEAD = ["", "件", "环比", "同比", "占比"]


# ---------- 内容 ----------
def sections(pack):
    """The ten sections in the order of 5.3: heading, paragraph with who stands for it, and its tables."""
    data, written = pack.data, {}
    for one in pack.paragraphs.all():
        written[one.section] = one
    found = []
    for place, (key, name) in enumerate(SECTIONS.items()):
        drafted = data["readings"].get(key, [])
        own = written.get(key)
        found.append(
            {
                "key": key,
                "heading": f"{NUMERALS[place]}、{name}",
                "text": own.text if own else "".join(sentence for sentence, _ids in drafted),
                "rests_on": [] if own else sorted({id for _sentence, ids in drafted for id in ids}),
                "is_draft": own is None and bool(drafted),
                "by": own,
                "tables": tables_of(key, data),
            }
        )
    return found


def tables_of(section, data):
    match section:
        case "overall":
            return [figure_table("信访总量", OVERALL, data)]
        case "features":
            names = {"category": "内容分类", "community": "属地", "unit": "承办单位"}
            return [
                {"name": name, "head": [name, *SHARE_HEAD[1:]], "rows": rows_in_words(data["tables"][key])}
                for key, name in names.items()
                if data["tables"][key]
            ]
        case "risks":
            head = ["案号", "等级", "分", "是什么事", "属地", "人数", "阶段", "包案领导", "事实（分）"]
            rows = [
                [
                    row["number"],
                    LEVELS[row["level"]],
                    str(row["score"]),
                    row["title"],
                    row["place"],
                    str(row["people"]),
                    row["stage"],
                    row["owner"],
                    "；".join(f"{fact['words']}（{fact['points']}）" for fact in row["facts"]),
                ]
                for row in data["risks"]
            ]
            return (
                [{"name": f"重点事项（计分规则第 {data['risk_rule']} 版）", "head": head, "rows": rows}]
                if rows
                else []
            )
        case "owners":
            head = ["领导", "包案", "有计划", "本人行动", "有进展", "三样都有", "办结"]
            keys = ["leader", "owned", "planned", "visited", "progressed", "whole", "cleared"]
            rows = [[str(row[key]) for key in keys] for row in data["owners"]]
            sat = [[str(row[key]) for key in SESSION_KEYS] for row in data.get("sessions", [])]
            return with_rows(("包案", head, rows), ("接访下访", SESSION_HEAD, sat))
        case "clearing":
            head = ["层级", "到期", "清零", "清零率", "未清零（法定期限内）", "法定超期", "撤回并案作废", "调层级"]
            keys = ["level", "due", "cleared", "rate", "lawful", "unlawful", "gone", "moved"]
            return [
                {"name": "清零", "head": head, "rows": [[str(row[key]) for key in keys] for row in data["clearing"]]}
            ]
        case "quality":
            tables = [figure_table("办理质量", QUALITY, data)]
            if data["late"]:
                rows = [[name, str(count)] for name, count in data["late"]]
                tables.append({"name": "法定期限没有按期的", "head": ["承办单位", "件"], "rows": rows})
            return tables
        case "screening":
            return screening_tables(data.get("screening"))
        case "outlook":
            return with_rows(
                ("下月重要节点", ["名称", "第一天", "最后一天", "级别"], data.get("key_dates", [])),
                ("下月到期", ["案号", "环节", "最后一天", "承办单位"], data["due_next"]["rows"]),
            )
        case "decisions":
            return with_rows(("议定事项", DECISION_HEAD, [decision_row(row) for row in data["decisions"]]))
        case "proposals":
            return proposal_tables(data.get("proposals"))
    return []


def with_rows(*tables):
    """The tables that have any, each given as its name, head and rows."""
    return [{"name": name, "head": head, "rows": rows} for name, head, rows in tables if rows]


def screening_tables(found):
    if not found:
        return []
    keys = ["kind", "due", "kept", "clues", "confirmed", "settled", "open"]
    zero = found["zero"]
    return with_rows(
        ("排查和线索", SCREENING_HEAD, [[str(row[key]) for key in keys] for row in found["rows"]]),
        ("零报告", ["", "应报", "按时报"], [["重要节点", str(zero["due"]), str(zero["kept"])]] if zero["due"] else []),
    )


def decision_row(row):
    due = row["due"] if row["due"] == row["first_due"] else f"{row['due']}（原定 {row['first_due']}）"
    said = row["said"] + (f" {row['done_on']}" if row["done_on"] else "") + ("，已过时限" if row["is_late"] else "")
    name = f"{row['meeting']} 第 {row['position']} 项"
    return [name, row["text"], row["leader"], row["owner"], due, said, row["evidence"] or "—"]


def proposal_tables(found):
    if not found:
        return []
    causes = [
        [row["place"], row["cause"], str(row["matters"]), "、".join(row["suggestions"]) or "—"]
        for row in found["causes"]
    ]
    suggestions = [
        [row["number"], row["cause"], row["text"], row["to"], row["by"], row["due"] + ("（已过）" * row["is_late"])]
        for row in found["suggestions"]
    ]
    return with_rows(
        ("本年三件以上的成因", ["社区", "成因", "件", "等反馈的建议"], causes),
        ("等反馈的完善政策建议", ["编号", "成因", "建议", "给谁", "谁提的", "反馈日子"], suggestions),
    )


def figure_table(name, ids, data):
    rows = []
    for id in ids:
        if id in data["figures"]:
            one = data["figures"][id]
            keys = ("label", "unit", "printed", "month_on_month", "year_on_year", "so_far", "so_far_on_year")
            rows.append([one[key] for key in keys])
    return {"name": name, "head": FIGURE_HEAD, "rows": rows}


def rows_in_words(rows):
    """Those of this month, the most first; beyond the first ten only how many more there are."""
    said = [[name, str(count), month, year, share] for name, count, month, year, share in rows if count]
    more = [row for row in rows if row[1]][MOST_ROWS:]
    rest = [[f"其余 {len(more)} 类", str(sum(row[1] for row in more)), "", "", ""]] if more else []
    return said[:MOST_ROWS] + rest


def stamp(pack):
    return f"数据截至 {timezone.localtime(pack.frozen_at):%Y-%m-%d %H:%M}"


def definitions(pack):
    return [[one["label"], one["note"]] for one in map(pack.data["figures"].get, pack.data["order"]) if one["note"]]


# ---------- 图 ----------
def trend_chart(trend):
    """Contacts of 13 months as bars; the same picture on screen and on paper."""
    return month_chart([(month, count) for month, count, _cases in trend], "近 13 个月信访件次")


def month_chart(counts, name, mark=None, words=""):
    """[("2026-10", how many)] as bars, the last one dark; before the month `mark` a line with its `words`.

    A month of which nothing is known (None) has no bar.
    """
    most = max([count or 0 for _month, count in counts] or [0]) or 1
    step = (WIDE - 20) / max(len(counts), 1)
    bars = []
    for place, (month, count) in enumerate(counts):
        height = round((count or 0) / most * (HIGH - 60))
        left = 10 + place * step
        year = f"{month[2:4]}年" if place in (0, len(counts) - 1) else ""
        bars.append(
            {
                "left": round(left, 1),
                "x": round(left + step * 0.18, 1),
                "y": HIGH - 30 - height,
                "width": round(step * 0.64, 1),
                "height": height,
                "middle": round(left + step / 2, 1),
                "count": "—" if count is None else count,
                "month": f"{year}{int(month[5:])}月",
                "is_last": place == len(counts) - 1,
                "is_marked": month == mark,
            }
        )
    context = {"bars": bars, "name": name, "words": words, "wide": WIDE, "high": HIGH, "foot": HIGH - 30}
    return render_to_string("disputes/chart_trend.svg", context)


def clearing_chart(rows):
    """Cleared of due by level, as one line each."""
    lines = []
    for place, row in enumerate(rows):
        share = row["cleared"] / row["due"] if row["due"] else 0
        lines.append(row | {"y": 14 + place * 34, "middle": 28 + place * 34, "width": round(share * 400, 1)})
    return render_to_string("disputes/chart_clearing.svg", {"lines": lines, "wide": WIDE, "high": 20 + 34 * len(rows)})


def share_chart(rows):
    """The five largest cells of a table, as one line each."""
    most = max([row[1] for row in rows] or [0]) or 1
    lines = [
        {"name": row[0], "count": row[1], "share": row[4], "y": 12 + place * 28, "middle": 25 + place * 28}
        | {"width": round(row[1] / most * 340, 1)}
        for place, row in enumerate(rows[:5])
    ]
    return render_to_string("disputes/chart_share.svg", {"lines": lines, "wide": WIDE, "high": 16 + 28 * len(lines)})


# ---------- 纸 ----------
def content_of(pack):
    data = pack.data
    month = f"{pack.month.year}年{pack.month.month}月"
    charts = {
        "overall": [["近 13 个月信访件次", trend_chart(data["trend"])]],
        "features": [
            [name, share_chart(data["tables"][key])]
            for key, name in (("category", "内容分类前五"), ("community", "属地前五"))
            if data["tables"][key]
        ],
        "clearing": [["按层级清零", clearing_chart(data["clearing"])]],
    }
    return {
        "title": f"{month}{TITLE}",
        "office": data["office"],
        "issue": f"第 {pack.issue} 期",
        "day": day_in_words(timezone.localdate(pack.frozen_at)),
        "stamp": stamp(pack),
        "drafted": DRAFTED,
        "sections": [
            {name: section[name] for name in ("heading", "text", "is_draft", "tables")}
            | {"charts": charts.get(section["key"], [])}
            | ({"tables": [shortened(table) for table in section["tables"]]} if section["key"] == "risks" else {})
            for section in sections(pack)
        ],
        "corrections": data["corrections"],
        "definitions": definitions(pack),
    }


def shortened(table):
    """The list with its first rows, those of the highest level; how many more there are is its last row."""
    rows, rest = table["rows"][:MOST_RISKS], len(table["rows"]) - MOST_RISKS
    if rest <= 0:
        return table
    return table | {"rows": [*rows, [f"其余 {rest} 件", *[""] * (len(table["head"]) - 1)]]}


def set_report(pack):
    """The PDF; the same pack with the same paragraphs gives the same bytes."""
    return typeset("report", content_of(pack), timestamp=int(pack.frozen_at.timestamp()))


def in_word(pack):
    """The same, to be edited: charts stay on the PDF."""
    content, paper = seen(content_of(pack)), Document()
    word.lay_out(paper, ["内部资料", content["stamp"]])
    paper.core_properties.author = content["office"]
    paper.core_properties.title = word.clean(content["title"])
    for words in (content["office"], content["title"]):
        word.line(paper, words, face="小标宋", size=22, align=word.ALIGN.CENTER)
    word.line(paper, f"{content['issue']}　{content['day']}", align=word.ALIGN.CENTER)
    for section in content["sections"]:
        word.line(paper, section["heading"], face="黑体", indent=True)
        text = section["text"] or "无。"
        word.line(paper, text + (content["drafted"] if section["is_draft"] else ""), indent=True)
        for table in section["tables"]:
            word.line(paper, f"{table['name']}（{content['stamp']}）", face="楷体", size=12)
            word_table(paper, table["head"], table["rows"])
    done = io.BytesIO()
    paper.save(done)
    return done.getvalue()


def word_table(paper, head, rows):
    made = paper.add_table(rows=1, cols=len(head))
    made.style = "Table Grid"
    for cell, words in zip(made.rows[0].cells, head, strict=True):
        cell.text = word.clean(words)
    for row in rows:
        for cell, words in zip(made.add_row().cells, row, strict=True):
            cell.text = word.clean(words)


# ---------- 纪要 ----------
def minutes_of(meeting):
    """P12 and P22 out of the rows: who was there, what lay before them, what was decided; nothing sealed."""
    people = {role: [] for role in Participant.Role}
    for one in meeting.participants.select_related("unit"):
        people[one.role].append(str(one))
    decisions = meeting.decisions.select_related("leader", "unit", "official", "case").order_by("position")
    decisions = [row for row in decisions if not (row.case_id and row.case.is_sealed)]
    items = list(meeting.open_items().select_related("case", "task__decision__case"))
    said_on = {item.pk: f"（议题 {place}）" for place, item in enumerate(items, 1)}
    decided_on = {row.item_id for row in decisions}
    heard = [item for item in items if item.part in HEARD and item.pk not in decided_on]
    counts = Counter(item.get_part_display() for item in heard)
    matters = {item.matter.number for item in items if item.matter} | {
        row.case.number for row in decisions if row.case
    }
    return {
        "office": office_name(),
        "title": f"{meeting.month.year}年{meeting.month.month}月{MINUTES}",
        "draft": "" if meeting.is_closed else "（会议没有结束，草稿）",
        "facts": [
            ["时间", day_in_words(meeting.held_on)],
            ["地点", meeting.place],
            ["主持", meeting.chair.name],
            ["记录", meeting.recorder.name],
            *([str(role.label), "、".join(names)] for role, names in people.items() if names),
        ],
        "heard": "、".join(f"{part} {count} 项" for part, count in counts.items()),
        "items": [
            [str(place), item.get_part_display(), unstopped(item.text)]
            for place, item in enumerate(items, 1)
            if item not in heard
        ],
        "decisions": [
            [str(place), row.get_kind_display(), said_on.get(row.item_id, "") + unstopped(row.text)]
            for place, row in enumerate(decisions, 1)
        ],
        "tasks": [
            [
                str(row.position),
                row.text,
                row.leader.name,
                f"{row.unit.label}（{row.official.name}）",
                row.assisting or "—",
                row.due_on.isoformat(),
                row.feedback,
            ]
            for row in decisions
        ],
        "matters": sorted(matters),
    }


def task_list_of(meeting):
    """P22: the list of what was ordered, alone."""
    whole = minutes_of(meeting)
    kept = {name: whole[name] for name in ("office", "draft", "tasks", "matters")}
    facts = [one for one in whole["facts"] if one[0] in ("时间", "主持")]
    return kept | {"title": f"{meeting.month.year}年{meeting.month.month}月{TASK_LIST}", "facts": facts}


def unstopped(words):
    """Without the full stop it was typed with: the sheet sets its own."""
    return words.rstrip("。")


def set_minutes(meeting):
    with translation.override(settings.LANGUAGE_CODE):
        content = minutes_of(meeting)
    return typeset("minutes", content)
