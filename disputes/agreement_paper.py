"""The mediation agreement (P11) in the words of the record: set before it is signed, signed and sealed by hand."""

from functools import partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.models import Paper
from cases.papers.issuing import day_in_words, issue
from disputes.paper_words import Voice, document

TITLE = "人民调解协议书"
BY_HAND = "性别：　　　民族：　　　年龄："  # printed blank: the office keeps none of the three (R12)


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
    voice = Voice(agreement.dispute, in_full=in_full)
    listed = []
    for words, parties in voice.sides:
        for party in parties:
            said = [f"{words}：{voice.of(party, 'name')}"]
            if not party.is_organisation:
                said.append(BY_HAND)
            said.append(voice.named(party, phone="电话", address="住址"))
            listed.append("\n".join(filter(None, said)))
    parts = [
        ("当事人", "\n".join(listed)),
        ("纠纷的主要事实", voice.free(agreement.facts)),
        ("争议事项和各方的责任", voice.free(agreement.issues)),
        ("协议的内容", voice.free(agreement.terms)),
        ("履行的方式、期限", items_of(agreement, voice)),
        (
            "本协议的份数",
            f"本协议书一式{len(voice.people) + 1}份，当事人各执一份，调解委员会留存一份。自双方签名、盖章或者按指印，"
            "调解员签名并加盖调解委员会印章之日起生效。生效之日起三十日内，双方可以共同向人民法院申请司法确认。",
        ),
    ]
    signing = [f"当事人 {voice.of(party, 'name')}（签名、盖章或者按指印）" for party in voice.people]
    return document(
        agreement.dispute,
        TITLE,
        parts,
        closing=f"双方于{day_in_words(agreement.reached_on)}自愿达成以上协议。",
        signatures=[*signing, "调解员（签名）", "记录人（签名）", "人民调解委员会（印章）"],
    )


def items_of(agreement, voice):
    """What each performs by which day, one line each."""
    names = {party.pk: voice.of(party, "name") for party in voice.people}
    return "\n".join(
        f"{item.position}．{names.get(item.party_id, '')}于{day_in_words(item.due_on)}以前：{voice.free(item.what)}"
        + (f"（{voice.free(item.manner)}）" if item.manner else "")
        for item in agreement.items.all()
    )
