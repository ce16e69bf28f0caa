"""The whole file as one book: cover, contents, what the record says part by part, then each paper as it was issued.

A copy to be read. The 工作联 is masked, as a paper's is; the 归档联 has names and numbers in full, and the pictures
that were brought with it. What the petitioner said when rating stands there as whoever asked may see it (`sees`).
"""

import base64
import hashlib
import json
from functools import partial

from django.conf import settings
from django.db.models import Max, Prefetch
from django.utils import timezone, translation
from django.utils.translation import gettext

from cases.access import granted
from cases.models import AssistTask, Case, Dossier, Evaluation, PaperCopy
from cases.papers import issuing
from cases.papers.issuing import day_in_words
from cases.papers.typesetting import TypesettingFailed, book, typeset
from cases.uploads import AttachmentStorage, Tampered
from cases.views.case import reason_of
from officials.calendar import Calendar
from petitions.models import Petition
from petitions.papers.issuing import pick, said
from petitions.papers.kinds import SORTS, sort_of, title_of
from petitions.papers.writing import Voice, on

READERS = (PaperCopy.Reader.WORK, PaperCopy.Reader.ARCHIVE)
SEES = {
    "G": "cases:see_grades",
    "V": "petitions:return_visit",
    "W": "petitions:withdrawal",
    "M": "petitions:mediation_result",
}
PICTURES = {"image/png", "image/jpeg"}
PICTURE_BYTES, ALL_PICTURE_BYTES = 8 * 1024 * 1024, 40 * 1024 * 1024  # beyond that the file itself is looked at
MOST_EVENTS = 3000
PEOPLE_OF_EXTENSION = ("asked_by", "proposed_by", "proposed_for", "approved_by", "approved_for", "refused_by")


# ---------- 要一本 ----------
def ask(case, *, reader, by, now=None):
    """The book of `case` for `reader` as `by` may see it and as the file stands; to be set by a worker."""
    now = now or timezone.now()
    return Dossier.objects.ask(
        case, reader=reader, sees=sight_of(case, by), on_file=on_file(case, now), by=by, now=now
    )


def sight_of(case, official):
    """What of the petitioner's words `official` may read, as letters of SEES."""
    rights = granted(case, official, SEES.values())
    return "".join(letter for letter, action in SEES.items() if action in rights)


def on_file(case, now):
    """What tells two states of the file apart: a step, an event, a paper, a file; and the day, for clocks run on."""
    newest = [
        case.events.aggregate(newest=Max("pk")),
        PaperCopy.objects.filter(paper__case=case).aggregate(newest=Max("pk")),
        case.papers.aggregate(voided=Max("voided_at")),
        case.attachments.aggregate(newest=Max("pk"), removed=Max("removed_at")),
    ]
    told = repr((case.version, timezone.localdate(now), newest))
    return hashlib.sha256(told.encode()).hexdigest()  # numbers and instants alone


# ---------- 排一本 ----------
def set_book(dossier, now=None):
    """Set the book, if nobody else does; what cannot be set fails, a fault of ours is left to be tried again."""
    if not dossier.take(now):
        return
    case = whole_case(dossier.case_id)
    if not Case.objects.within(dossier.asked_by, Dossier.action).filter(pk=case.pk).exists():
        dossier.fail()  # the asker's reach counts when it is made, too
        return
    try:
        with translation.override(settings.LANGUAGE_CODE):
            made = bound(dossier, case)
        dossier.finish(made, issuing.keep)
    except (TypesettingFailed, Tampered):
        dossier.fail()
        raise


def bound(dossier, case):
    State, at = Dossier.State, timezone.now()
    papers = papers_in(dossier, case)
    dossier.tell(State.READING, 0, len(papers))
    content = Writer(case, dossier, at).content()
    leaves = []
    for place, paper in enumerate(papers, 1):
        dossier.tell(State.PAPERS, place, len(papers))
        pdf = as_issued(paper, case, in_full=dossier.is_in_full)
        words = title_of(paper) if paper.kind in SORTS else paper.get_kind_display()
        title = f"{words}　{paper.number}" + ("（已作废）" if paper.voided_at else "")
        if pdf is None:
            absent = [text("这份文书没有可以装入的一联，见纸质案卷。")]
            content["sections"].append(section(title, timezone.localdate(paper.issued_at), absent))
        else:
            leaves.append((pdf, {"title": title, "on": on(timezone.localdate(paper.issued_at))}))
    dossier.tell(State.SETTING, len(papers), len(papers))
    content["papers"] = [told for _pdf, told in leaves]
    set_it = partial(book, "dossier", papers=[pdf for pdf, _told in leaves], timestamp=int(at.timestamp()))
    try:
        return set_it(content=content)
    except TypesettingFailed:
        if not content["pictures"]:
            raise
        return set_it(content=content | {"pictures": []})  # one that does not open must not cost the whole book


def papers_in(dossier, case):
    """The issued papers in order, without what whoever asked for the book may not read."""
    papers = case.papers.filter(value__isnull=False).select_related("claim", "approved_by").order_by("issued_at", "pk")
    return [paper for paper in papers if "G" in dossier.sees or not paper.tells_grades]


def whole_case(pk):
    cases = Case.objects.select_related(
        "community", "grid", "category__parent", "handling_unit", "handler", "registrar", "first_receiver"
    ).prefetch_related("claims__answered_by", "claims__past_answers", "deadlines")
    return cases.get(pk=pk)


def as_issued(paper, case, *, in_full):
    """The PDF of `paper` as it was issued, the masked copy or one in full; None where none can be had.

    A masked one that nobody ever printed is set now from the very words that went out, and not kept.
    """
    wanted = (PaperCopy.Reader.ARCHIVE, PaperCopy.Reader.PERSON) if in_full else (PaperCopy.Reader.WORK,)
    copies = list(paper.copies.all())
    kept = [
        copy for reader in wanted for copy in copies if copy.reader == reader and copy.version == copies[0].version
    ]
    if kept:
        return issuing.read(kept[0])
    if not copies or paper.kind not in SORTS:
        return None
    content = json.loads(paper.content) if paper.content else said(paper, case)
    newest = copies[0]
    if issuing.digest_of(pick(content, in_full=True)) != newest.digest:
        return None
    marks = {
        "number": paper.number,
        "version": newest.version,
        "copy": issuing.words_for(wanted[0]),
        "set_on": day_in_words(timezone.localdate(newest.set_at)),
    }
    words = pick(content, in_full=in_full) | {"paper": marks}
    return typeset(sort_of(paper).sheet, words, timestamp=int(newest.set_at.timestamp())).pdf


# ---------- 内容 ----------
def section(title, day, blocks):
    return {"title": title, "on": on(day), "blocks": blocks}


def text(words):
    return {"kind": "text", "text": words}


def heading(words):
    return {"kind": "heading", "text": words}


def pairs(*rows):
    return {"kind": "pairs", "rows": [[label, f"{words}"] for label, words in rows if words not in ("", None)]}


def table(head, widths, rows):
    return {
        "kind": "table",
        "head": head,
        "widths": widths,
        "rows": [[f"{cell or ''}" for cell in row] for row in rows],
    }


def moment(at):
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def who(official):
    return official.name if official else ""


def joined(*parts):
    return "，".join(f"{part}" for part in parts if part)


class Writer:
    """Writes the parts of the book on `case`; each gives (title, day, blocks), and one without blocks is left out."""

    PARTS = (
        "registration",
        "people",
        "contacts",
        "claims",
        "clocks",
        "facts",
        "hearings",
        "together",
        "opinions",
        "sorting",
        "extensions",
        "reviews",
        "reopenings",
        "mediation",
        "mergers",
        "commitments",
        "services",
        "ratings",
        "withdrawals",
        "closing",
        "urgent",
        "timeline",
        "files",
    )

    def __init__(self, case, dossier, now):
        self.case, self.dossier, self.now = case, dossier, now
        self.voice = Voice(case, in_full=dossier.is_in_full)
        self.free = self.voice.free
        self.petition = Petition.objects.get(case=case)
        self.petition.case = case

    def content(self):
        parts = [getattr(self, name)() for name in self.PARTS]
        sections = [
            section(title, day, [block for block in blocks if block]) for title, day, blocks in parts if blocks
        ]
        case = self.case
        return {
            "office": self.voice.office,
            "case_no": case.number,
            "copy": issuing.words_for(self.dossier.reader),
            "made_on": f"{day_in_words(timezone.localdate(self.now))}，截至 {moment(self.now)}",
            "cover": pairs(
                ("卷　　名", self.free(case.title)),
                ("信访事项编号", case.number),
                ("属　　地", " ".join(part.label for part in (case.community, case.grid) if part)),
                ("内容分类", case.category),
                ("层　　级", case.get_level_display()),
                ("承办单位", case.handling_unit.label if case.handling_unit else "未定"),
                ("承 办 人", who(case.handler)),
                ("登记日期", on(timezone.localdate(case.registered_at))),
                ("办结日期", on(case.closed_on) or "在办"),
                ("保　　密", "封存" if case.is_sealed else ""),
            )["rows"],
            "sections": sections,
            "pictures": self.pictures(),
            "leaves": [],
            "papers": [],
        }

    # ---------- 各部分 ----------
    def registration(self):
        case, free = self.case, self.free
        people = f"来 {case.people_present} 人，涉及 {case.people_affected} 人"
        facts = pairs(
            ("信访形式", case.get_channel_display()),
            ("收到时间", moment(case.received_at)),
            ("登记时间", joined(moment(case.registered_at), who(case.registrar))),
            ("首 接 人", who(case.first_receiver)),
            ("人　　数", joined(people, free(case.affected_note))),
            ("问题属地", joined(*(part.label for part in (case.community, case.grid) if part), free(case.place_note))),
            ("内容分类", case.category),
            ("转送、交办", joined(case.sender_organ, case.sender_no)),
            ("涉法涉诉", joined(case.legal_state and case.get_legal_state_display(), free(case.legal_note))),
            ("全国初次", case.get_first_national_display()),
            ("急　　办", case.urgency and joined(case.get_urgency_display(), free(case.urgency_basis))),
            ("定　　级", case.level and joined(case.get_level_display(), free(case.level_ground))),
        )
        blocks = [facts, heading("反映内容"), text(free(case.statement))]
        for title, words in (("事实和理由", case.grounds), ("以往信访及办理情况", case.history_note)):
            blocks += [heading(title), text(free(words))] if words else []
        return "登记情况", case.received_on, blocks

    def people(self):
        of = self.voice.of
        rows = [
            [
                "主信访人" if party.is_lead else party.get_role_display(),
                of(party),
                joined(party.get_id_type_display() if of(party, "id_number") else "", of(party, "id_number")),
                of(party, "phone"),
                joined(of(party, "address"), of(party, "service_address"), self.free(party.authority_note)),
            ]
            for party in self.voice.parties
        ]
        head = ["身份", "姓名、名称", "证件", "电话", "住址、送达地址、授权"]
        return "当事人", self.case.received_on, rows and [table(head, [3, 3, 5, 4, 7], rows)]

    def contacts(self):
        visits = self.case.visits.select_related("registrar").order_by("received_at", "pk")[:500]
        rows = [[v.contact_no, moment(v.received_at), v.get_channel_display(), who(v.registrar)] for v in visits]
        first = visits[0].received_at if rows else None
        blocks = rows and [table(["登记编号", "时间", "形式", "登记人"], [6, 5, 3, 3], rows)]
        return "来访来信登记", first and timezone.localdate(first), blocks

    def claims(self):
        blocks = []
        for claim in self.case.claims.all():
            free, state = self.free, self.petition.state_of(claim)
            blocks += [
                heading(f"诉求 {claim.position}"),
                text(free(claim.text)),
                pairs(
                    ("目　　的", claim.get_purpose_display()),
                    ("去　　向", claim.route and joined(claim.get_route_display(), claim.article)),
                    ("怎样处理", claim.disposal and claim.get_disposal_display()),
                    ("现在状态", state.label if state else ""),
                    ("有权机关", claim.competent_organ),
                    ("告知理由", free(claim.routing_note)),
                    ("告知日期", on(claim.routed_on)),
                    ("意　　见", claim.decision and claim.get_decision_display()),
                    ("查明事实", free(claim.finding)),
                    ("依　　据", free(claim.basis)),
                    ("答　　复", free(claim.reply)),
                    ("救济途径", free(claim.remedy)),
                    ("答 复 人", joined(who(claim.answered_by), on(claim.answered_on))),
                ),
            ]
            for past in claim.past_answers.all():
                blocks += [
                    text(f"第 {past.round} 次答复（后来重新办理）"),
                    pairs(
                        ("意　　见", past.decision and past.get_decision_display()),
                        ("查明事实", free(past.finding)),
                        ("依　　据", free(past.basis)),
                        ("答　　复", free(past.reply)),
                        (
                            "日　　期",
                            joined(on(past.answered_on), *([f"{on(past.served_on)}送达"] if past.served_on else [])),
                        ),
                    ),
                ]
        return "诉求与答复", self.case.answered_on or self.case.triaged_on or self.case.received_on, blocks

    def clocks(self):
        clocks = sorted(self.case.deadlines.all(), key=lambda clock: (clock.started_on, clock.pk))
        rows, why = [], []
        calendar = Calendar.load()
        for clock in clocks:
            ended = joined(on(clock.ended_on), gettext(clock.end_reason)) if clock.ended_on else "在计"
            label, whose = gettext(clock.label), "" if clock.is_ours else f"（{clock.get_whose_display()}的期限）"
            days = f"（延期 {clock.extended_days} 日）" if clock.extended_days else ""
            rows.append(
                [clock.get_kind_display(), label + whose, on(clock.started_on), on(clock.legal_end_on) + days, ended]
            )
            if clock.kind in ("STATUTORY", "ASSIGNED"):
                reason = reason_of(clock, calendar, self.petition.pauses_of(clock.rule))
                steps = "\n".join(f"{step.title}：{step.explanation}" for step in reason["steps"])
                why += [heading(f"{label}：为什么是{on(clock.legal_end_on)}"), text(steps or reason["note"])]
        head = ["种类", "环节", "起算", "最后一天", "结果"]
        blocks = rows and [table(head, [4, 6, 5, 6, 6], rows), *why]
        return "办理期限", clocks[0].started_on if clocks else None, blocks

    def facts(self):
        records = sorted(self.case.investigations.select_related("recorded_by"), key=lambda row: (row.on, row.pk))
        blocks = []
        for record in records:
            what = joined(record.get_kind_display(), on(record.on), self.free(record.place))
            blocks += [heading(what), text(self.free(record.content)), text(f"记录人：{who(record.recorded_by)}")]
        return "调查核实记录", records[0].on if records else None, blocks

    def opinions(self):
        rows = [
            [
                joined(who(one.submitted_by), moment(one.submitted_at)),
                joined(one.reviewer, moment(one.reviewed_at)),
                joined(one.signer, on(one.final_on)),
                one.state_in_words + (f"：{self.free(one.return_reason)}" if one.return_reason else ""),
            ]
            for one in self.petition.opinions.all()
        ]
        blocks = rows and [table(["送审", "审核", "签发、成文", "情况"], [5, 5, 5, 6], rows)]
        return "处理意见的送审、审核、签发", self.case.answered_on, blocks

    def sorting(self):
        rows = [
            [
                "转送",
                f"诉求 {claim.position}：{claim.transfer.organ}",
                self.free(claim.transfer.asked),
                claim.transfer.sent_on,
            ]
            for claim in self.case.claims.select_related("transfer")
            if getattr(claim, "transfer", None)
        ]
        for row in self.petition.objections.all():
            rows.append(
                [
                    "异议",
                    joined(row.sender, row.outcome and row.get_outcome_display()),
                    self.free(row.reasons),
                    row.sent_on,
                ]
            )
        simple = getattr(self.petition, "simple_handling", None)
        if simple:
            note = joined(
                simple.get_ground_display(), self.free(simple.ground_note), self.free(simple.conversion_reason)
            )
            rows.append(["简易办理", f"{simple.get_told_by_display()}告知", note, simple.accepted_on])
        day = rows[0][3] if rows else None
        rows = [[*row[:3], on(row[3])] for row in rows]
        blocks = rows and [table(["事情", "单位、方式", "内容", "日期"], [3, 6, 9, 4], rows)]
        return "转送、异议、简易办理", day, blocks

    def extensions(self):
        rows = list(self.petition.extensions.select_related(*PEOPLE_OF_EXTENSION))
        blocks = [
            pairs(
                ("天　　数", f"{row.days} 日"),
                ("理　　由", self.free(row.reason)),
                ("期　　限", f"原 {on(row.due_before)}，延到 {on(row.due_after)}"),
                ("提　　出", joined(who(row.asked_by), on(row.asked_on))),
                ("主任意见", joined(row.proposer, on(row.proposed_on))),
                ("批　　准", joined(row.approver, on(row.approved_on))),
                ("不 同 意", joined(who(row.refused_by), on(row.refused_on), self.free(row.refusal))),
                ("告知生效", on(row.effective_on)),
            )
            for row in rows
        ]
        return "延期办理", rows[0].asked_on if rows else None, blocks

    def reviews(self):
        rows = list(self.petition.reviews.select_related("recorded_by"))
        blocks = []
        for row in rows:
            decided, supplied, heard = row.decided, row.supplied, row.heard
            blocks += [
                heading(row.get_kind_display()),
                pairs(
                    ("提　　出", joined(on(row.asked_on), row.get_taker_display(), f"{on(row.received_on)}收到")),
                    ("最后一天", on(row.last_on) + ("，过了期限，照样转交" if row.is_late else "")),
                    ("机　　关", row.organ),
                    ("备　　注", self.free(row.note)),
                    ("转交案卷", supplied and joined(on(supplied.on), self.free(supplied.what))),
                    ("听　　证", heard and f"{on(heard.first_on)}至{on(heard.last_on)}"),
                    (
                        "意　　见",
                        decided and joined(decided.get_result_display(), decided.number, on(decided.dated_on)),
                    ),
                    ("要　　点", decided and self.free(decided.summary)),
                    ("办结要求", decided and decided.redo_by and f"{on(decided.redo_by)}以前办结"),
                ),
            ]
        return "复查复核", rows[0].asked_on if rows else None, blocks

    def commitments(self):
        rows, cells = list(self.case.commitments.whole()), []
        for row in rows:
            done = [
                joined(
                    on(one.performed_on),
                    self.free(one.evidence),
                    one.checked_on and f"{who(one.checked_by)}核对{'属实' if one.holds else '不属实'}",
                    self.free(one.check_note),
                )
                for one in row.performances.all()
            ]
            moved = [
                joined(f"{on(one.accepted_on)}本人接受{on(one.due_on)}", self.free(one.reason))
                for one in row.acceptances.all()
            ]
            gone = row.withdrawn_on and f"{on(row.withdrawn_on)}撤下：{self.free(row.withdrawal)}"
            happened = "\n".join(filter(None, [*moved, *done, gone])) or "还没有记录"
            cells.append([row.position, row.who, self.free(row.what), on(row.due_on), happened])
        blocks = rows and [table(["序", "谁", "办什么", "哪天以前", "履行、核对"], [1, 4, 6, 4, 8], cells)]
        return "履行事项", rows[0].made_on if rows else None, blocks

    def services(self):
        rows = list(self.case.services.select_related("claim", "paper", "server"))
        cells = [
            [
                joined(
                    row.get_what_display() + (f"（诉求 {row.claim.position}）" if row.claim else ""),
                    row.paper and row.paper.number,
                ),
                row.get_method_display(),
                on(row.served_on),
                joined(self.free(row.signer), "拒收" if row.is_refused else "", self.free(row.witness)),
                who(row.server),
            ]
            for row in rows
        ]
        blocks = rows and [table(["送达什么", "方式", "日期", "签收、见证", "送达人"], [5, 4, 5, 6, 3], cells)]
        return "送达", rows[0].served_on if rows else None, blocks

    def ratings(self):
        """As whoever asked may read them: the handler learns of dissatisfaction, others of every grade (PB-06)."""
        given = Prefetch("evaluations", Evaluation.objects.order_by("about"))
        invitations = list(self.case.invitations.prefetch_related(given))
        sees_all, cells = "G" in self.dossier.sees, []
        for invitation in invitations:
            said_of = {one.about: one for one in invitation.evaluations.all()}
            for about in Evaluation.About:
                one = said_of.get(about)
                if one is None:
                    is_open = invitation.is_open(timezone.localdate(self.now))
                    grade, words = ("等本人评价" if is_open else "超期未评价"), ""
                else:
                    shows = sees_all or one.is_dissatisfied
                    grade = one.get_grade_display() if shows else "已评价"
                    words = self.free(one.words) if sees_all or one.words_for_handler else ""
                    if sees_all:
                        words = joined("、".join(map(str, one.reason_words)), words)
                cells.append([f"第 {invitation.round} 轮，{on(invitation.asked_on)}请评价", about.label, grade, words])
        blocks = cells and [table(["请评价", "对象", "评价", "原因和本人的话"], [6, 4, 3, 8], cells)]
        efforts = self.case.second_efforts.select_related("by")
        rows = [[on(row.on), self.free(row.what), who(row.by)] for row in efforts]
        blocks = [
            *(blocks or []),
            *([heading("再次工作"), table(["日期", "做了什么", "谁做的"], [4, 12, 3], rows)] if rows else []),
        ]
        return "群众评价", invitations[0].asked_on if invitations else None, blocks

    def hearings(self):
        rows = list(self.petition.hearings.select_related("decided_by", "chair").prefetch_related("claims"))
        blocks = [
            pairs(
                ("为什么听证", self.free(row.ground)),
                ("决　　定", joined(on(row.decided_on), who(row.decided_by))),
                ("诉　　求", "、".join(f"{claim.position}" for claim in row.claims.all())),
                ("时间地点", row.planned_on and joined(on(row.planned_on), row.hour, row.place)),
                ("主 持 人", row.chair and who(row.chair)),
                ("听 证 员", self.free(row.members)),
                ("通知送达", on(row.told_on)),
                ("举　　行", row.is_held and f"{on(row.first_on)}至{on(row.last_on)}，{row.days}天，不扣除"),
                ("参 加 人", self.free(row.attendance)),
                ("陈述辩论", self.free(row.statements)),
                ("证　　据", self.free(row.evidence)),
                ("听证结论", self.free(row.conclusion)),
                ("取　　消", row.dropped_on and joined(on(row.dropped_on), self.free(row.reason))),
            )
            for row in rows
        ]
        return "听证", rows[0].decided_on if rows else None, blocks

    def together(self):
        """Who assisted and what was done together. What the police were asked stands on its own page alone (R3)."""
        blocks, free = [], self.free
        for task in AssistTask.objects.whole().filter(case=self.case):
            blocks.append(
                pairs(
                    ("协办单位", joined(task.to_whom, task.state)),
                    ("请它办", free(task.asked)),
                    (
                        "提　　出",
                        joined(on(task.asked_on), who(task.asked_by), f"答复到 {on(task.deadline.legal_end_on)}"),
                    ),
                    *(
                        ("提出不归", joined(on(row.on), free(row.reason), free(row.words)))
                        for row in task.objections.all()
                    ),
                    *(("答　　复", joined(on(row.on), who(row.by), free(row.text))) for row in task.replies.all()),
                    ("撤　　回", task.withdrawn_on and joined(on(task.withdrawn_on), free(task.withdrawal))),
                    ("不 等 它", task.unwaited_on and joined(on(task.unwaited_on), free(task.unwaited))),
                )
            )
        for row in self.case.also_in.select_related("community"):
            blocks.append(pairs(("还 涉 及", joined(row.community.name, on(row.added_on), free(row.reason)))))
        for row in self.case.joint_actions.prefetch_related("units"):
            units = joined("、".join(unit.label for unit in row.units.all()), free(row.others))
            blocks.append(
                pairs(
                    (row.get_kind_display(), joined(on(row.held_on), "联合接访" if row.is_reception else "", units)),
                    ("结　　果", joined(row.get_outcome_display(), free(row.result))),
                )
            )
        return "协办、联合行动", None, blocks

    def reopenings(self):
        rows = list(self.petition.reopenings.select_related("asked_by", "decided_by"))
        blocks = [
            pairs(
                ("提　　出", joined(on(row.asked_on), who(row.asked_by))),
                ("哪里没解决", self.free(row.reason)),
                (
                    "决　　定",
                    row.outcome
                    and joined(
                        row.get_outcome_display(),
                        on(row.decided_on),
                        who(row.decided_by),
                        *([row.get_level_display()] if row.level else []),
                    ),
                ),
                ("不办理由", self.free(row.refusal)),
            )
            for row in rows
        ]
        return "重新办理", rows[0].asked_on if rows else None, blocks

    def mediation(self):
        rows = list(self.petition.referrals.select_related("claim", "dispute__case", "by"))
        blocks = [
            pairs(
                ("转 调 解", joined(f"诉求 {row.claim.position}", on(row.on), row.dispute.case.number, who(row.by))),
                ("为什么可以", self.free(row.ground)),
                ("结　　果", row.outcome and joined(row.get_outcome_display(), on(row.ended_on))),
                ("协　　议", self.free(row.agreement) if "M" in self.dossier.sees else ""),
            )
            for row in rows
        ]
        return "转调解", rows[0].on if rows else None, blocks

    def mergers(self):
        rows = list(self.petition.mergers.select_related("merged__case", "by"))
        ended = self.petition.ended_in
        lines = [
            pairs((f"并入 {row.merged.case.number}", joined(on(row.on), who(row.by), self.free(row.reason))))
            for row in rows
        ]
        if ended:
            number = ended.petition.case.number
            lines.append(pairs((f"已并入 {number}", joined(on(ended.on), who(ended.by), self.free(ended.reason)))))
        return "并案", (ended or rows[0]).on if lines else None, lines

    def withdrawals(self):
        rows = list(self.petition.withdrawals.select_related("recorded_by", "asked_by").prefetch_related("claims"))
        blocks = [
            pairs(
                ("提　　出", joined(on(row.wished_on), row.get_form_display(), who(row.recorded_by))),
                ("撤回诉求", row.positions or "整件"),
                ("本人的话", self.free(row.words) if "W" in self.dossier.sees else ""),
                (
                    "确　　认",
                    row.outcome
                    and joined(row.get_outcome_display(), on(row.asked_on), who(row.asked_by), self.free(row.manner)),
                ),
                ("涉及利益", self.free(row.reason)),
            )
            for row in rows
        ]
        return "撤回申请", rows[0].wished_on if rows else None, blocks

    def closing(self):
        case, free, blocks = self.case, self.free, []
        for row in case.settlements.select_related("by"):
            blocks.append(pairs(("事　　了", joined(on(row.on), who(row.by))), ("怎样了结", free(row.note))))
        for row in case.return_visits.select_related("by"):
            words = free(row.words) if "V" in self.dossier.sees else ""
            told = joined(on(row.on), row.get_outcome_display(), who(row.by))
            blocks.append(pairs(("回　　访", told), ("本人的话", words)))
        for row in case.sign_offs.select_related("by"):
            blocks.append(pairs((f"{row.get_post_display()}签字", joined(on(row.on), who(row.by), free(row.opinion)))))
        for row in case.closings.select_related("by", "cause__cause"):
            blocks.append(
                pairs(
                    (f"第 {row.round} 轮办结", joined(on(row.on), who(row.by))),
                    ("结　　果", "；".join(map(str, row.outcome_words))),
                    ("心　　了", row.mind and row.get_mind_display()),
                    ("成　　因", row.cause and row.cause.cause.name),
                    ("帮扶救助", free(row.help_given)),
                    ("依法处理", joined(row.organ, free(row.measure))),
                    ("建　　议", joined(row.addressee, free(row.suggestion))),
                    ("说　　明", free(row.note)),
                )
            )
        return "办结情况", case.closed_on, blocks

    def urgent(self):
        case, free = self.case, self.free
        rows = [
            ["措施", moment(row.at), free(row.what), who(row.by)] for row in case.urgent_measures.select_related("by")
        ]
        for row in case.urgent_reports.select_related("by"):
            rows.append([f"上报{row.to_whom}", moment(row.at), free(row.content), who(row.by)])
        for row in case.upward_reports.select_related("by", "answered_by"):
            rows.append([f"书面报告{row.organ}", on(row.sent_on), joined(row.number, free(row.content)), who(row.by)])
            if row.answered_on:
                said = joined(row.answer_number, free(row.answer))
                rows.append([f"{row.organ}答复", on(row.answered_on), said, who(row.answered_by)])
        for row in case.escalations.select_related("recorded_by"):
            what = joined(row.get_level_display(), row.get_channel_display(), row.get_reason_display(), free(row.note))
            rows.append(["上行", on(row.on), what, who(row.recorded_by)])
        return "急办、上报、上行", None, rows and [table(["事情", "时间", "内容", "经手人"], [4, 5, 10, 3], rows)]

    def timeline(self):
        events = self.case.events.select_related("actor", "in_place_of").order_by("at", "pk")[:MOST_EVENTS]
        rows = [[moment(e.at), e.get_kind_display(), self.free(e.detail), e.signature] for e in events]
        return (
            "办理经过",
            self.case.received_on,
            rows and [table(["时间", "事情", "情况", "经手人"], [5, 4, 11, 3], rows)],
        )

    def files(self):
        files = list(self.case.attachments.select_related("uploaded_by").order_by("uploaded_at", "pk"))
        rows = [
            [
                self.free(file.name) + ("（原件）" if file.is_original else ""),
                moment(file.uploaded_at),
                who(file.uploaded_by),
                f"已移除：{self.free(file.removal_reason)}" if file.removed_at else f"{file.size // 1024 + 1} KB",
                file.sha256[:16],
            ]
            for file in files
        ]
        blocks = rows and [table(["名称", "上传时间", "上传人", "情况", "指纹前 16 位"], [7, 5, 3, 4, 5], rows)]
        if rows and not self.dossier.is_in_full:
            blocks.append(text("材料的图像里有姓名、号码，不装入遮蔽的一联。"))
        return "材料清单", timezone.localdate(files[0].uploaded_at) if files else None, blocks

    def pictures(self):
        """The pictures brought to the case, on the copy in full alone: nobody can mask a photograph."""
        if not self.dossier.is_in_full:
            return []
        files, left, pictures = AttachmentStorage(), ALL_PICTURE_BYTES, []
        for file in self.case.attachments.present().order_by("uploaded_at", "pk"):
            if file.mime in PICTURES and file.size <= min(PICTURE_BYTES, left):
                left -= file.size
                with files.open_unchanged(file) as opened:
                    data = base64.b64encode(opened.read()).decode()
                pictures.append(
                    {
                        "name": file.name,
                        "on": on(timezone.localdate(file.uploaded_at)),
                        "mime": file.mime,
                        "data": data,
                    }
                )
        return pictures
