"""What the papers of a mediation share: both sides with names and numbers in full, or masked as on a working copy."""

from cases.identity import mask_stray
from cases.models import Party
from officials.models import Unit

NUMERALS = "一二三四五六七八"


class Voice:
    """Says of the parties of `dispute` what a copy may say: everything `in_full`, else only what is masked."""

    def __init__(self, dispute, *, in_full):
        self.dispute, self.in_full = dispute, in_full
        whole = {party.pk: party for party in dispute.case.parties.all()}  # pages do not read the identity
        self.sides = [(str(words), [whole[party.pk] for party in parties]) for words, parties in dispute.sides]
        self.people = [party for _words, parties in self.sides for party in parties]

    def free(self, text):
        """What was typed, on a masked copy without numbers and names of the parties."""
        if self.in_full:
            return text
        text = mask_stray(text)
        for party in sorted(self.people, key=lambda party: -len(party.name or "")):
            if len(party.name or "") > 1:
                text = text.replace(party.name, party.name_masked)
        return text

    def of(self, party, name):
        return getattr(party, name if self.in_full else Party.MASKED[name]) or ""

    def named(self, party, **labels):
        """The names of the fields in `labels` with what stands there, on one line; what is empty is left out."""
        given = [(label, self.of(party, name)) for name, label in labels.items()]
        return "　".join(f"{label}：{value}" for label, value in given if value)


def document(dispute, title, parts, *, closing, signatures, office=True, enclosures=(), **more):
    """The content of a document of a mediation; of `parts`, (heading, text), those that say something are numbered."""
    blocks = []
    for numeral, (name, words) in zip(NUMERALS, [(name, words) for name, words in parts if words], strict=False):
        blocks += [{"kind": "heading", "text": f"{numeral}、{name}"}, {"kind": "text", "text": words}]
    street = Unit.objects.street() if office else None
    return {
        "office": street.name if street else "",
        "title": title,
        "case_no": dispute.case.number,
        "case_label": "矛盾纠纷编号",
        "to": "",
        "blocks": blocks,
        "closing": closing,
        "enclosures": list(enclosures),
        "signatures": list(signatures),
        **more,
    }
