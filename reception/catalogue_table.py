"""A catalogue from a workbook: reading, checking row by row, writing all or nothing (IN-05).

Reading knows nothing of the database but the two dictionaries it is given, the counters and the sections.
"""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.text import clean_typed
from reception import letters, materials
from reception.models.catalogue import LONGEST_PROMISE, ServiceItem

MAX_ROWS = 5000
COLUMNS = {
    "name": ("事项名称", "事项", "名称"),
    "words": ("群众怎么说", "常用说法", "关键词"),
    "counter": ("原来的窗口", "原窗口", "窗口"),
    "who_may": ("谁能办", "办理对象", "对象"),
    "materials": ("材料", "所需材料"),
    "handling": ("怎么办", "办理方式", "办理"),
    "unit": ("后台科室", "科室"),
    "promise_days": ("承诺几个工作日", "承诺时限", "工作日"),
    "answer": ("怎么答复群众", "答复口径", "答复"),
    "asks": ("要填的内容", "填写内容"),
    "valid_from": ("从哪天起", "生效日期"),
    "valid_to": ("到哪天为止", "失效日期"),
}
REQUIRED = ("name", "counter", "handling")
HANDLINGS = {"当场办": "INSTANT", "当场": "INSTANT", "后台办": "BACK_OFFICE", "后台": "BACK_OFFICE"}
LIMITS = {"name": 60, "words": 200, "who_may": 200, "answer": 2000}


@dataclass
class Checked:
    """The facts of each good row with its line, and the errors in words."""

    rows: list = field(default_factory=list)
    errors: list = field(default_factory=list)


def read(content, name):
    """The table as rows of cells. Raises ValidationError in plain words."""
    return letters.read(content, name, head=head_of, missing=missing_columns)


def head_of(cells):
    names = [str(cell).strip() for cell in cells]
    found = {}
    for key, aliases in COLUMNS.items():
        for alias in aliases:
            if alias in names:
                found[key] = names.index(alias)
                break
    return found if all(key in found for key in REQUIRED) else None


def missing_columns(cells):
    names = {str(cell).strip() for cell in cells}
    lacking = [COLUMNS[key][0] for key in REQUIRED if not names & set(COLUMNS[key])]
    return _("第一行里没有这些列：%(columns)s。请核对表头，或换到放数据的那张表。") % {"columns": "、".join(lacking)}


def check(rows, *, counters, sections, today):
    """Every row as the facts of an item, or what is wrong with it, by row and column."""
    head, result, seen = head_of(rows[0]), Checked(), {}
    if len(rows) > MAX_ROWS + 1:
        raise ValidationError(_("表里有 %(rows)d 行，最多 5000 行。请拆成几份。") % {"rows": len(rows) - 1})
    for line, cells in enumerate(rows[1:], 2):
        if not any(str(cell).strip() for cell in cells):
            continue
        row = _Row(line, cells, head, result)
        facts = row.facts(counters, sections, today)
        if facts and facts["name"] in seen:
            row.wrong("name", _("和第 %d 行重复。") % seen[facts["name"]])
        elif facts:
            seen[facts["name"]] = line
            result.rows.append((line, facts))
    if not result.rows and not result.errors:
        result.errors.append(_("表里没有事项。"))
    return result


class _Row:
    def __init__(self, line, cells, head, result):
        self.line, self.cells, self.head, self.result = line, cells, head, result
        self.is_wrong = False

    def wrong(self, key, words):
        self.is_wrong = True
        values = {"row": self.line, "column": COLUMNS[key][0], "words": words}
        self.result.errors.append(_("第 %(row)d 行“%(column)s”：%(words)s") % values)

    def cell(self, key):
        at = self.head.get(key)
        return self.cells[at] if at is not None and at < len(self.cells) else ""

    def text(self, key):
        cell = self.cell(key)
        text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
        try:
            return clean_typed(text, LIMITS.get(key))
        except ValidationError as refusal:
            self.wrong(key, "".join(refusal.messages))
            return ""

    def day(self, key):
        cell = self.cell(key)
        if isinstance(cell, date):
            return cell if type(cell) is date else cell.date()
        if not str(cell).strip():
            return None
        stamp = letters.stamp(cell)
        if stamp is None:
            self.wrong(key, _("看不懂“%s”是哪一天，请写成 2026-9-24。") % str(cell)[:20])
            return None
        return stamp.date()

    def facts(self, counters, sections, today):
        facts = {key: self.text(key) for key in LIMITS}
        if not facts["name"] and not self.is_wrong:
            self.wrong("name", _("没有名称。"))
        facts["counter"] = self.known("counter", counters)
        handling = self.text("handling")
        facts["handling"] = HANDLINGS.get(handling, "")
        if not facts["handling"]:
            self.wrong("handling", _("请写 当场办 或 后台办。"))
        facts["unit"] = facts["promise_days"] = None
        if facts["handling"] == ServiceItem.Handling.BACK_OFFICE:
            facts["unit"] = self.known("unit", sections)
            facts["promise_days"] = self.days()
        elif not facts["answer"] and facts["handling"]:
            self.wrong("answer", _("当场办的要写怎么答复群众。"))
        try:
            facts["materials"] = materials.read(self.text("materials").replace("；", "\n").replace(";", "\n"))
        except ValidationError as refusal:
            self.wrong("materials", "".join(refusal.messages))
        facts["asks"] = labels(self.text("asks"))
        facts["valid_from"], facts["valid_to"] = self.day("valid_from") or today, self.day("valid_to")
        if facts["valid_to"] and facts["valid_to"] < facts["valid_from"]:
            self.wrong("valid_to", _("到哪天为止不能早于从哪天起。"))
        return None if self.is_wrong else facts

    def known(self, key, names):
        name = self.text(key)
        if name in names:
            return names[name]
        self.wrong(key, _("没有“%(name)s”，请写 %(known)s。") % {"name": name[:20], "known": "、".join(names)})
        return None

    def days(self):
        text = self.text("promise_days")
        if text.isdecimal() and len(text) < 4 and 1 <= int(text) <= LONGEST_PROMISE:
            return int(text)
        self.wrong("promise_days", _("请写 1 到 60 的整数。"))
        return None


def labels(text):
    """The labels of what an item asks for, one a line or between commas; each once."""
    parts = [part.strip() for part in text.replace("、", "\n").replace("，", "\n").splitlines()]
    return list(dict.fromkeys(part[:30] for part in parts if part))[:12]


def write(community, checked, *, by, now):
    """Write the rows into the catalogue: new items, and new versions of those of the same name. Gives both counts.

    In the caller's transaction, so that it is all of them or none.
    """
    current = {
        item.name: item
        for item in ServiceItem.objects.latest().of(community).select_related("counter", "unit").for_change()
    }
    rows = [facts for _line, facts in checked.rows]
    new = [facts for facts in rows if facts["name"] not in current]
    known = [(current[facts["name"]], facts) for facts in rows if facts["name"] in current]
    changes = [(item, facts) for item, facts in known if any(getattr(item, key) != facts[key] for key in facts)]
    ServiceItem.objects.add_all(community, new, by=by, now=now, note="导入")
    ServiceItem.objects.replace(changes, by=by, now=now, note="导入")
    return len(new), len(changes)
