"""What must not stand in a brief shown outside the file: who is on it, who works on it, where it is, any number (F49).

The check errs on the side of finding: a brief that says too little costs a question, one that says too much a secret.
"""

import re
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.identity import mask_stray
from officials.models import Official, Unit

# Written as 12幢, 3号楼, 502室, 2单元; and a street with its number.
NUMBERED = re.compile(r"[0-9０-９一二三四五六七八九十百]+(?:-[0-9]+)*(?:号楼|号院|幢|栋|单元|室)")
ON_A_STREET = re.compile(r"[一-龥]{1,6}(?:大道|路|街|巷|弄)[0-9０-９一二三四五六七八九十百]+号?")
DIGITS = re.compile(r"[0-9０-９](?:[ -]?[0-9０-９]){6,}")  # seven and more: a phone, an account, a document
DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
STAND_INS = {"person": "某人", "official": "某工作人员", "unit": "某单位", "place": "某处", "number": "（号码略）"}


class Finding(NamedTuple):
    """A piece of the text that tells something, and what: person, official, unit, place or number."""

    kind: str
    text: str

    @property
    def in_words(self):
        return WORDS[self.kind] % {"text": shown(self)}


WORDS = {
    "person": _("当事人的姓名“%(text)s”"),
    "official": _("工作人员的姓名“%(text)s”"),
    "unit": _("单位名称“%(text)s”"),
    "place": _("地址“%(text)s”"),
    "number": _("号码“%(text)s”"),
}


def shown(finding):
    """A number is not repeated on the page that refuses it."""
    return mask_stray(finding.text) if finding.kind != "number" else f"{finding.text[:3]}…"


def names_on(case):
    """{kind: names} that stand for `case`: of its parties, of whoever worked on it, of its units, of where it is."""
    parties = list(case.parties.select_related("official", "unit"))
    staff = Q(pk__in=case.events.order_by().values("actor")) | Q(ownerships__case=case)
    staff |= Q(pk__in=[case.handler_id, case.first_receiver_id, case.registrar_id])
    officials = set(Official.objects.filter(staff).values_list("name", flat=True))
    units = [case.handling_unit, case.community, case.grid, *(party.unit for party in parties)]
    units += Unit.objects.filter(kind__in=[Unit.Kind.STREET, Unit.Kind.COMMUNITY, Unit.Kind.GRID])
    addresses = [address for party in parties for address in (party.address, party.service_address)]
    return {
        "person": {part for party in parties for part in _parts(party.name)},
        "official": officials | {party.official.name for party in parties if party.official},
        "unit": {name for unit in units if unit for name in (unit.name, unit.short_name)} | {case.sender_organ},
        "place": {piece for address in [*addresses, case.place_note] for piece in _pieces(address)},
    }


def _parts(name):
    """The whole name, and the given name alone where it has two characters: 张建国, 建国."""
    name = re.sub(r"\s+", "", name or "")
    return {name, name[1:]} if len(name) == 3 else {name}


def _pieces(address):
    """The whole address and each name in it: 华丰厂宿舍12幢502室, 华丰厂宿舍."""
    address = re.sub(r"\s+", "", address or "")
    named = (piece for piece in re.split(NUMBERED, address) if len(piece) > 2 and re.search("[一-龥]", piece))
    return {address, *named}


def findings(text, case):
    """What of `text` tells whom or where `case` is about, each once, the longest first."""
    found = set()
    for kind, names in names_on(case).items():
        found |= {Finding(kind, name) for name in names if name and len(name) > 1 and name in text}
    for pattern in (NUMBERED, ON_A_STREET):
        found |= {Finding("place", match.group()) for match in pattern.finditer(text)}
    numbers = (match.group() for match in DIGITS.finditer(text))
    found |= {Finding("number", number) for number in numbers if not DATE.fullmatch(number)}
    return sorted(found, key=lambda finding: (-len(finding.text), finding.text))


def redact(text, case):
    """`text` with everything found replaced by what says no more than its kind; a first draft for a person to mend."""
    for finding in findings(text, case):
        text = text.replace(finding.text, STAND_INS[finding.kind])
    return text
