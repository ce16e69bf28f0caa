"""What the writers share: names as the copy may show them, the parts of a paper, and what must not be missing."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.conf import settings

from cases.identity import mask_stray
from cases.models import Paper, Party
from cases.papers.issuing import day_in_words
from officials.models import Unit

Kind = Paper.Kind
REGULATION = "《信访工作条例》"
NUMERALS = "一二三四五六七八九十"
BLANK_DAY = "　　　　年　　月　　日"
REVIEW_DAYS = 30  # L22


@dataclass
class Script:
    """The content of one copy, and by its Chinese name each thing that must stand there (6.2)."""

    content: dict
    must: dict = field(default_factory=dict)

    def lacking(self):
        return [name for name, value in self.must.items() if not value]


class Voice:
    """How one copy of a paper on `case` speaks of people: in full, or with names and numbers masked (6.2, R15)."""

    def __init__(self, case, *, in_full):
        self.case, self.in_full = case, in_full

    @cached_property
    def street(self):
        return Unit.objects.street()

    @property
    def office(self):
        return self.street.name if self.street else ""

    @cached_property
    def parties(self):
        return list(self.case.parties.all())

    @property
    def lead(self):
        return next((party for party in self.parties if party.is_lead), None)

    @property
    def representatives(self):
        return [party for party in self.parties if party.role == Party.Role.REPRESENTATIVE]

    @cached_property
    def claims(self):
        """Those that stand; what was taken back is in no paper but P20."""
        return [claim for claim in self.case.claims.all() if claim.withdrawn_on is None]

    def of(self, party, name="name"):
        if party is None:
            return ""
        return getattr(party, name if self.in_full else Party.MASKED[name]) or ""

    def addressee(self):
        """The lead and the representatives; empty where nobody gave a name."""
        people = [party for party in [self.lead, *self.representatives] if party]
        return "、".join(dict.fromkeys(filter(None, map(self.of, people))))

    def service_address(self):
        return self.of(self.lead, "service_address") or self.of(self.lead, "address")

    def free(self, text):
        """A text as it was typed; on a masked copy without the names of the parties and without numbers."""
        if self.in_full:
            return text or ""
        text = mask_stray(text)
        for party in sorted(self.parties, key=lambda party: -len(party.name or "")):
            if len(party.name or "") > 1:
                text = text.replace(party.name, party.name_masked)
        return text


# ---------- 一件文书的各部分 ----------
def heading(text):
    return {"kind": "heading", "text": text}


def text(words):
    return {"kind": "text", "text": words}


def item(label, words):
    return {"kind": "item", "label": label, "text": words}


def numbered(*parts):
    """(heading, words) as headed sections 一、二、…; one without words is left out."""
    there = [(title, words) for title, words in parts if words]
    blocks = []
    for numeral, (title, words) in zip(NUMERALS, there, strict=False):
        blocks.append(heading(f"{numeral}、{title}"))
        blocks += [text(words)] if isinstance(words, str) else words
    return blocks


def document(voice, title, blocks, *, to="", closing="特此告知。", enclosures=(), number_line=True, **more):
    """A notice, an opinion or a report in the general layout."""
    return {
        "office": voice.office,
        "title": title,
        "case_no": voice.case.number,
        "to": to,
        "blocks": blocks,
        "closing": closing,
        "enclosures": list(enclosures),
        **more,
    }


def form(voice, title, rows, *, foot="", lead=""):
    """A form as a table of labelled cells. `rows` are (height in mm, [(label, words)...]); a label alone spans."""
    return {
        "office": voice.office,
        "title": title,
        "case_no": voice.case.number,
        "lead": lead,
        "rows": [
            {
                "height": height,
                "cells": [{"label": label, "text": words, "sign": sign} for label, words, sign in cells],
            }
            for height, cells in rows
        ],
        "foot": foot,
    }


def cell(label, words="", sign=""):
    return label, words, sign


def on(day):
    """A day in the office's words; the ISO text of a typed day too."""
    if isinstance(day, str) and day:
        day = date.fromisoformat(day)
    return day_in_words(day) if day else ""


def claims_listed(voice, claims):
    return "\n".join(f"{claim.position}．{voice.free(claim.text)}" for claim in claims)


def received(voice):
    """How and when the matter came: 2026年9月2日以来访形式."""
    case = voice.case
    return f"{on(case.received_on)}以{case.get_channel_display()}形式"


def query_words():
    where = f"，登录 {settings.QUERY_ADDRESS}" if settings.QUERY_ADDRESS else "，到来访接待窗口或者拨打联系电话"
    return f"凭登记回执上的查询码{where}查询办理进展。"


def contact_words(typed):
    return "，".join(filter(None, [typed.get("contact", ""), typed.get("phone", "")]))
