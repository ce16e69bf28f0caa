"""The record of a talk as a paper (调解笔录, P13): as it was written, with its corrections, signed page by page."""

from functools import partial

from django.utils import timezone

from cases.models import Paper
from cases.papers.issuing import day_in_words, issue
from disputes.paper_words import Voice, document

TITLE = "调解笔录"
MOST_LINES = 6  # of parties, each with a line at the foot of every page; more sign on one
TOLD = (
    "调解开始时已经告知当事人：人民调解法第二十三条规定的权利、第二十四条规定的义务；"
    "调解不收费，不影响仲裁、行政、诉讼。"
)
NOT_TOLD = "这次没有记载告知。"
READ = "以上笔录经当事人阅看或者听读，认为没有差错；有差错的地方已经更正，由更正人签名或者按指印。笔录逐页签名。"


def about(session):
    return f"{session.dispute.case.number}/{session.position}"


def papers_of(session):
    """Its papers, the newest first; at most one is in force."""
    return Paper.objects.of(Paper.Kind.TALK, about(session))


def issue_of(session, reader, *, by):
    """The copy for `reader`, as it was kept or newly set. The case is locked by the caller."""
    return issue(
        Paper.Kind.TALK,
        "talk",
        about=about(session),
        write=partial(content_of, session),
        reader=reader,
        by=by,
        case=session.dispute.case,
        is_sealed=session.dispute.case.is_sealed,
    )


def content_of(session, *, in_full):
    """Time, place, who was there, what each said, what came of it, what was put right since (6.2), and who signs."""
    voice, came = Voice(session.dispute, in_full=in_full), {party.pk for party in session.parties.all()}
    began = timezone.localtime(session.started_at)
    mediators = [one.name for one in session.mediators.all()]
    there = [party for party in voice.people if party.pk in came]
    who = [
        f"{words}：" + "、".join(voice.of(party, "name") for party in parties if party.pk in came)
        for words, parties in voice.sides
        if any(party.pk in came for party in parties)
    ]
    if session.invitees:
        who.append(f"请来参加的人（双方同意）：{voice.free(session.invitees)}")
    (first, _parties), (other, _others) = voice.sides
    told = ((first, session.first_said), (other, session.other_said))
    said = [f"{words}：{voice.free(text)}" for words, text in told if text]
    corrections = [
        f"{place}．{day_in_words(timezone.localdate(row.at))}，{row.by.name}：{voice.free(row.text)}"
        for place, row in enumerate(session.corrections.select_related("by"), 1)
    ]
    held = [
        f"时间：{day_in_words(began.date())}{began:%H:%M}",
        f"地点：{session.place}（{'公开' if session.is_open else '不公开'}进行）",
        f"调解员：{'、'.join(mediators)}",
        f"记录人：{session.recorded_by.name}",
        *who,
    ]
    parts = [
        ("时间、地点、到场的人", "\n".join(held)),
        ("权利义务的告知", TOLD if session.rights_told else NOT_TOLD),
        ("当事人的陈述", "\n".join(said)),
        ("调解的经过", voice.free(session.course)),
        ("调解的结果", voice.free(session.result)),
        ("更正", "\n".join(corrections)),
    ]
    guests = ["参加人"] if session.invitees else []
    lines = ["当事人"] * (len(there) if len(there) <= MOST_LINES else 1)
    signing = [f"当事人 {voice.of(party, 'name')}（签名或者按指印）" for party in there]
    signing += [f"{words}（签名）" for words in (*guests, *(f"调解员 {name}" for name in mediators))]
    return document(
        session.dispute,
        f"{TITLE}（第{session.position}次）",
        parts,
        closing=READ,
        signatures=[*signing, f"记录人 {session.recorded_by.name}（签名）"],
        page_signatures=[*lines, *guests, "调解员", "记录人"],
    )
