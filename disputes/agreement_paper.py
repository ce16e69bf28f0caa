"""The mediation agreement (P11) in the words of the record: set before it is signed, signed and sealed by hand."""

from functools import partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.identity import mask_stray
from cases.models import Paper, Party
from cases.papers.issuing import day_in_words, issue
from officials.models import Unit

TITLE = "人民调解协议书"
BY_HAND = "性别：　　　民族：　　　年龄："  # printed blank: the office keeps none of the three (R12)
NUMERALS = "一二三四五六"


def papers_of(agreement):
    """Its papers, the newest first; at most one is in force."""
    return Paper.objects.of(Paper.Kind.AGREEMENT, agreement.about)


def issue_of(agreement, reader, *, by):
    """The copy for `reader`, as it was kept or newly set. The case is locked by the caller."""
    if not agreement.is_written:
        raise ValidationError(_("口头协议没有协议书；记录在案，双方凭登记表。"))
    return issue(
        Paper.Kind.AGREEMENT,
        "agreement",
        about=agreement.about,
        write=partial(content_of, agreement),
        reader=reader,
        by=by,
        case=agreement.dispute.case,
        is_sealed=agreement.dispute.case.is_sealed,
    )


def content_of(agreement, *, in_full):
    """Parties, facts, issues and responsibilities, content, manner and time (29 第一款), and who signs."""
    dispute = agreement.dispute
    sides = [(str(words), list(parties)) for words, parties in _sides_of(dispute)]
    people = [party for _words, parties in sides for party in parties]

    def free(text):
        if in_full:
            return text
        text = mask_stray(text)
        for party in sorted(people, key=lambda party: -len(party.name or "")):
            if len(party.name or "") > 1:
                text = text.replace(party.name, party.name_masked)
        return text

    def of(party, name):
        return getattr(party, name if in_full else Party.MASKED[name]) or ""

    listed = []
    for words, parties in sides:
        for party in parties:
            said = [f"{words}：{of(party, 'name')}"]
            if not party.is_organisation:
                said.append(BY_HAND)
            said.append(
                "　".join(filter(None, [_named("电话", of(party, "phone")), _named("住址", of(party, "address"))]))
            )
            listed.append("\n".join(filter(None, said)))
    names = {party.pk: of(party, "name") for party in people}
    items = [
        f"{item.position}．{names.get(item.party_id, '')}于{day_in_words(item.due_on)}以前：{free(item.what)}"
        + (f"（{free(item.manner)}）" if item.manner else "")
        for item in agreement.items.all()
    ]
    copies = len(people) + 1
    parts = [
        ("当事人", "\n".join(listed)),
        ("纠纷的主要事实", free(agreement.facts)),
        ("争议事项和各方的责任", free(agreement.issues)),
        ("协议的内容", free(agreement.terms)),
        ("履行的方式、期限", "\n".join(items)),
        (
            "本协议的份数",
            f"本协议书一式{copies}份，当事人各执一份，调解委员会留存一份。自双方签名、盖章或者按指印，调解员签名并加盖"
            "调解委员会印章之日起生效。生效之日起三十日内，双方可以共同向人民法院申请司法确认。",
        ),
    ]
    there = [(name, words) for name, words in parts if words]
    blocks = []
    for numeral, (name, words) in zip(NUMERALS, there, strict=False):
        blocks += [{"kind": "heading", "text": f"{numeral}、{name}"}, {"kind": "text", "text": words}]
    street = Unit.objects.street()
    signing = [f"当事人 {of(party, 'name')}（签名、盖章或者按指印）" for party in people]
    return {
        "office": street.name if street else "",
        "title": TITLE,
        "case_no": dispute.case.number,
        "case_label": "矛盾纠纷编号",
        "to": "",
        "blocks": blocks,
        "closing": f"双方于{day_in_words(agreement.reached_on)}自愿达成以上协议。",
        "enclosures": [],
        "signatures": [*signing, "调解员（签名）", "记录人（签名）", "人民调解委员会（印章）"],
    }


def _named(label, value):
    return f"{label}：{value}" if value else ""


def _sides_of(dispute):
    """Both sides with the whole identity of each party, which pages do not read."""
    whole = {party.pk: party for party in dispute.case.parties.all()}
    return [(words, [whole[party.pk] for party in parties]) for words, parties in dispute.sides]
