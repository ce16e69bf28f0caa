"""The page of one case, and its whole timeline."""

from functools import reduce
from math import ceil
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import (
    Count,
    Exists,
    FilteredRelation,
    Max,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    prefetch_related_objects,
)
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases import rules
from cases.access import case_for, goes_on, rights_of, rights_on, sees_masked
from cases.counting import capped_subquery
from cases.forms.files import WITHDRAWAL
from cases.identity import mask_stray
from cases.models import (
    Case,
    CaseCause,
    CaseLink,
    Claim,
    ClockWarning,
    Commitment,
    Deadline,
    Event,
    Handover,
    Investigation,
    Party,
    Recusal,
    Reveal,
    ServiceConsent,
)
from cases.models.assist import assists_of
from cases.models.case import day_starts
from cases.models.claim import Disposal, Route
from cases.models.ownership import held
from cases.views.lists import SOON_WORKDAYS
from cases.views.supervision import ladder_of
from officials import audit
from officials.calendar import Calendar, UnknownYear
from officials.models import AuditEntry, Role

EVENTS_SHOWN = 20
EVENTS_A_PAGE = 100
CONTACTS_SHOWN = 20
OUTREACHES_SHOWN = 10
LINKS_SHOWN = 50
PAPERS_SHOWN = 50
LEGAL = {Deadline.Kind.STATUTORY, Deadline.Kind.ASSIGNED}

PROMISED = {
    "cases:commitment_performance",
    "cases:commitment_check",
    "cases:commitment_acceptance",
    "cases:commitment_postponement",
    "cases:commitment_withdrawal",
}
OFFERED = {
    "cases:complete",
    "cases:edit",
    "cases:party",
    "cases:reveal",
    "cases:upload",
    "cases:attachment",
    "cases:attachment_remove",
    "cases:note",
    "cases:link",
    "cases:ownership",
    "cases:analysis",
    "cases:calls",
    "cases:backlog_entry",
    "cases:backlog_end",
    "cases:case_specialists",
    "cases:handover",
    "cases:handover_answer",
    "cases:level_change",
    "cases:level_decision",
    "cases:suspension",
    "cases:suspension_decision",
    "cases:suspension_end",
    "cases:contact_try",
    "cases:plan_extension",
    "cases:together",
    "cases:urgent",
    "cases:urgent_owner",
    "cases:measure",
    "cases:report",
    "cases:report_up",
    "cases:report_up_answer",
    "cases:incident",
    "cases:incident_close",
    "cases:escalation",
    "cases:acknowledgement",
    "cases:supervision_answer",
    "petitions:supervision",
    "cases:commitment_add",
    *PROMISED,
    "cases:seal",
    "cases:readers",
    "reception:form_p01",
    "petitions:paper_new",
    "petitions:dossier",
    "disputes:answer",
    "causes:settle",
    "reception:home_visit_add",
    "petitions:hearing",
    "petitions:inquiry",
    "petitions:disclosure",
    "petitions:legal_ending",
    "petitions:recusal",
    "disputes:recusal",
    "petitions:withdrawal",
    "petitions:merger",
    "petitions:mediation",
    "petitions:mediation_result",
}
ON_CLOSED = {
    "cases:analysis",
    "cases:backlog_end",
    "cases:case_specialists",
    "cases:attachment",
    "cases:together",
    "cases:reveal",
    "cases:readers",
    "cases:incident_close",
    "reception:form_p01",
    "petitions:dossier",
    "petitions:legal_ending",
    "petitions:mediation_result",
    "cases:acknowledgement",
    "petitions:supervision",
    "cases:supervision_answer",
    "cases:report_up_answer",
    "causes:settle",
    *PROMISED,
}
# What hangs on some petitions: rows asked for only where there are any, by the field that leads to the petition.
BESIDE = {
    "extensions": ("asked_by", "proposed_by", "proposed_for", "approved_by", "approved_for", "refused_by"),
    "reviews": ("opinion", "supply", "hearing"),
    "reopenings": ("asked_by", "decided_by"),
    "mergers": ("merged__case", "by"),
    "referrals": ("claim", "dispute__case", "by"),
    "inquiries": ("unit", "sent_by", "taken_by", "deadline"),
    "hearings": ("decided_by", "chair", "recorder", "minutes"),
    "objections": ("sent_by", "heard_by"),
}
# Of the case itself, and seldom there: asked for only where one is.
SELDOM = ("commitments", "escalations", "incidents", "recusals", "upward_reports")
SELDOM += ("level_changes", "suspensions", "contact_tries")
OPENED = {"cases:plan", "petitions:paper"}  # pages beside this one that not everybody who reads this may open
READ = {"cases:see_grades", "petitions:withdrawal", "petitions:return_visit"}  # what else of the page they decide
IN_THE_CLEAR = [f"party__{name}" for name in Party.MASKED]  # what the page of a case does not even read
# Free text, read with the numbers in it masked by those who read everything masked.
FREE_TEXT = {
    "AlsoIn": ("reason", "ending"),
    "AssistObjection": ("reason", "words"),
    "AssistReply": ("text", "returned_for"),
    "AssistTask": ("facts", "asked", "withdrawal", "unwaited"),
    "CaseRisk": ("reason",),
    "JointAction": ("others", "result"),
    "PoliceRequest": ("station", "facts", "asked", "result"),
    "DispatchNote": ("present", "blocked", "arranged"),
    "Instruction": ("words", "answer"),
    "OpenCall": ("title", "brief", "wanted", "reason"),
    "Proposal": ("text",),
    "BacklogEntry": ("ground", "end_ground"),
    "CaseCause": ("reason",),
    "CaseAnalysis": ("core", "legal", "blocked", "who", "entry", "key_point", "plan", "reason"),
    "Measure": ("what", "who", "result"),
    "Milestone": ("what", "result", "withdrawal"),
    "OwnershipTransfer": ("reason", "refusal"),
    "Case": ("title", "statement", "grounds", "history_note", "place_note", "legal_note", "closing_note"),
    "Claim": ("text", "finding", "basis", "reply", "routing_note", "remedy"),
    "Investigation": ("place", "content"),
    "Event": ("detail",),
    "Attachment": ("name",),
    "UrgentMeasure": ("what",),
    "UrgentReport": ("content",),
    "UpwardReport": ("content", "answer"),
    "Escalation": ("note",),
    "SupervisionOrder": ("facts", "demand", "answer"),
    "Finding": ("facts", "remedy"),
    "Rectification": ("evidence", "check_note"),
    "InspectedFile": ("note",),
    "SuperiorOrder": ("asked",),
    "SuperiorAnswer": ("text", "note"),
    "Consultation": ("what_for", "declined_for", "result"),
    "Acknowledgement": ("note",),
    "Extension": ("reason", "refusal"),
    "LevelChange": ("ground", "refusal"),
    "Suspension": ("evidence", "refusal", "end_note"),
    "ContactTry": ("note",),
    "Recusal": ("ground", "reason", "review"),
    "Hearing": ("ground", "members", "attendance", "statements", "evidence", "conclusion", "reason"),
    "Inquiry": ("asked", "recall"),
    "InquiryClaim": ("words",),
    "InquiryAnswer": ("text", "returned_for"),
    "Disclosure": ("need", "ground_note", "review"),
    "Commitment": ("what", "withdrawal"),
    "Performance": ("evidence", "check_note"),
    "Acceptance": ("reason",),
    "PastAnswer": ("finding", "basis", "reply"),
    "Review": ("note",),
    "Reopening": ("reason", "refusal"),
    "Merger": ("reason",),
    "Referral": ("ground",),
    "Objection": ("reasons",),
    "Transfer": ("asked",),
    "LegalEnding": ("guidance",),
    "Dispute": ("reason", "routes_told"),
    "Session": ("invitees", "first_said", "other_said", "course", "result"),
    "Correction": ("text",),
    "Agreement": ("facts", "issues", "terms", "drop_reason"),
    "AgreementCorrection": ("reason",),
    "AgreementItem": ("what", "manner"),
    "FollowUp": ("found", "routes_told", "withdrawal"),
    "SpotAnswer": ("told",),
    "Outreach": ("purpose", "outcome", "next_step"),
    "OutreachMatter": ("told",),
}


@require_GET
def case(request, number):
    """Whoever opens the page leaves one audit entry; nobody's identity is shown unasked (R15, PD-08)."""
    now = timezone.now()
    today = timezone.localdate(now)
    record = _whole(request.user, now).filter(number=number).first()
    if record is None:
        case_for(request, number)  # which says why
        raise Http404
    audit.record(request.user, "cases:case", "case", record.pk, request=request)
    petition, dispute = getattr(record, "petition", None), getattr(record, "dispute", None)
    know_beside(record, petition)
    granted = rights_on(record, request.user, asked_of_rights())
    rights = goes_on(record, request.user, granted)
    may = rights & (OFFERED if record.is_open else ON_CLOSED) | granted & OPENED
    if record.is_historical:
        may -= {"reception:form_p01"}
    promised = promised_on(record, today)
    parties, masked_again_at = parties_of(record, request.user, now, "cases:reveal" in may)
    if dispute:
        dispute.known_parties = parties  # read once
    events = list(record.events.select_related("actor", "in_place_of")[: EVENTS_SHOWN + 1])
    files = list(record.attachments.select_related("uploaded_by", "removed_by"))
    contacts = list(contacts_of(record))
    homes, matters = outreaches_of(record, request.user)
    urgent = urgent_of(record)
    escalations = list(record.escalations.select_related("missed", "recorded_by")) if record.has_escalations else []
    reports = upward_of(record)
    owner = getattr(record, "owned", None)
    target = target_of(record, petition, request.user, may, today)
    ladder = ladder_of(record, request.user)
    context = {
        "case": record,
        "today": today,
        "may": {action.partition(":")[2] for action in may | opens(request.user)},
        "missing": record.missing_before_triage() if record.awaits_triage else [],
        "stages": stages_of(record, today),
        "claims": claims_of(record, petition),
        "opinion": petition and petition.opinion(),
        "investigations": record.investigations.all(),
        **acts_on(petition or dispute, request.user, rights),
        **promised,
        "may_promise": promised["supported"] and "cases:commitment_add" in may,
        "petition": petition,
        "review_term": petition.review_term() if petition else None,
        **conflict_of(dispute, rights, record),
        **gates_of(petition),
        "ratings": ratings_of(petition, rights, today),
        "closing": closing_of(petition, rights),
        **clocks_of(record, petition, today),
        "events": events[:EVENTS_SHOWN],
        "earlier_events": max(record.events_counted - EVENTS_SHOWN, 0),
        "papers": papers_of(record) if petition else [],
        "files": files_for(request.user, files, may, now),
        "services": record.services.select_related("claim", "paper") if petition else [],
        "parties": parties,
        "lacks_representatives": record.is_group
        and record.is_open
        and not any(party.role == Party.Role.REPRESENTATIVE for party in parties),
        "reveal_minutes": settings.REVEAL_MINUTES,
        "owner": owner,
        "target": target,
        **handover_of(record, request.user, rights, today),
        "occasions": occasions_of(record, petition, may | opens(request.user)),
        "lacks_owner": record.level == Case.Level.HARD and record.is_open and owner is None,
        "readers": record.sealed_readers.select_related("official") if record.is_sealed else [],
        "links": links_of(record, request.user),
        "contacts": contacts,
        "home_visits": homes,
        "outreach_matters": matters,
        "urgent": urgent,
        "escalations": escalations,
        "upward": reports,
        "ladder": ladder,
        "incidents": [],
        "viewers": viewers_of(record, today) if is_watched_by(request.user, record) else None,
    }
    if sees_masked(record, request.user):
        mask_free_text(*homes, *matters)
        mask_free_text(*record.recusals.all(), *inquired_parts(petition))
        mask_free_text(*(row for name in BESIDE if petition for row in getattr(petition, name).all()))
        answers = [contact.answer for contact in contacts if contact.answer]
        done = [*urgent["measures"], *urgent["reports"], *escalations, *reports, *answers]
        done += [dispute] if dispute else []
        done += agreed_parts(context.get("agreement"))
        done += [*target["levels"], *target["suspensions"], *target["tries"]]
        done += [*ladder.get("orders", []), *(row.noted for row in ladder.get("warnings", []) if row.noted)]
        mask_free_text(*(part for row in promised["commitments"] for part in parts_of(row)))
        mask_free_text(*(past for claim in context["claims"] for past in claim.earlier))
        mask_free_text(*(claim.ending for claim in context["claims"] if claim.ending))
        mask_free_text(*(claim.handed_on for claim in context["claims"] if claim.handed_on))
        mask_free_text(record, *record.claims.all(), *record.investigations.all(), *events, *files, *done)
    else:
        if record.has_incidents:
            context["incidents"] = record.incidents.on_screen().select_related("recorded_by")
    response = render(request, "cases/case_detail.html", context)
    if masked_again_at:  # with no script needed
        response["Refresh"] = str(int((masked_again_at - now).total_seconds()) + 1)
    return response


def _whole(official, now):
    """The visible cases with what every part of the page asks again: one query a kind of thing.

    What most cases have none of is only said to be there, and asked for where it is.
    """
    today = timezone.localdate(now)
    of_case = {"case": OuterRef("pk")}
    going = (Exists(_related(name).filter(**of_case)) for name in ("home_visits", "outreach_matters"))
    own = {f"has_{name}": Exists(_related(name).filter(**of_case)) for name in SELDOM}
    own["has_warnings"] = Exists(ClockWarning.objects.filter(deadline__case=OuterRef("pk")))
    beside = {f"has_{name}": Exists(_beside(name).filter(petition=OuterRef("petition"))) for name in BESIDE}
    linked = CaseLink.objects.filter(Q(earlier=OuterRef("pk")) | Q(later=OuterRef("pk")))
    revealed = Reveal.objects.in_force(official, now).filter(party__case=OuterRef("pk"))
    return (
        Case.objects.visible_to(official)
        .annotate(
            was_gone_to=reduce(or_, going),
            has_links=Exists(linked),
            has_reveals=Exists(revealed),
            events_counted=capped_subquery(Event.objects.filter(**of_case)),
            owned=FilteredRelation("ownerships", condition=held(today, "ownerships__")),
            handed=FilteredRelation("handovers", condition=Q(handovers__outcome="")),
            hands=capped_subquery(Handover.objects.filter(**of_case)),
            cause_name=Subquery(CaseCause.objects.standing().filter(**of_case).values("cause__name")[:1]),
            **own,
            **beside,
            **rights_of(official, asked_of_rights()),
        )
        .select_related(
            "community",
            "grid",
            "category__parent",
            "handling_unit",
            "handler",
            "first_receiver",
            "owned__leader",
            "handed__giver",
            "handed__unit",
            "handed__receiver",
            "petition__simple_handling",
            "dispute__kind",
        )
        .prefetch_related(
            "claims",
            "petition__opinions",
            Prefetch("deadlines", Deadline.objects.order_by("legal_end_on", "pk")),
        )
    )


def asked_of_rights():
    """Every action whose right the page of a case wants to know, whatever its procedure: asked with the case."""
    procedures = (Case._meta.get_field(name).related_model for name in ("petition", "dispute"))
    return OFFERED | ON_CLOSED | OPENED | READ | set().union(*(procedure.ASKED_OF_RIGHTS for procedure in procedures))


def _related(name):
    return Case._meta.get_field(name).related_model.objects.all()


def _beside(name):
    petition = Case._meta.get_field("petition").related_model
    return petition._meta.get_field(name).related_model.objects.all()


def _related_to(name, more):
    return _beside(name).model._meta.get_field(more).related_model.objects.all()


def know_beside(record, petition):
    """Read what hangs on the petition, at most one query a kind; nothing is asked where there is none."""
    recusals = Recusal.objects.select_related("official", "recorded_by", "decided_by", "replacement", "reviewed_by")
    recusals = recusals.knowing_heads(timezone.localdate())
    recusals = recusals if getattr(record, "has_recusals", True) else recusals.none()
    made = Investigation.objects.select_related("recorded_by")  # of a petition alone
    made = made.none() if record.is_dispute else made
    prefetch_related_objects([record], Prefetch("recusals", recusals), Prefetch("investigations", made))
    record.known_assists = assists_of(record)
    if petition:
        there = {name: related for name, related in BESIDE.items() if getattr(record, f"has_{name}")}
        wanted = (Prefetch(name, _beside(name).select_related(*related)) for name, related in there.items())
        prefetch_related_objects([petition], *wanted)
        known = petition.__dict__.setdefault("_prefetched_objects_cache", {})
        known |= {name: _beside(name).none() for name in BESIDE if name not in there}
        inquiries, told = petition.inquiries.all(), _related_to("inquiries", "disclosures").defer(*IN_THE_CLEAR)
        told = told.select_related("party", "asked_by", "reviewed_by")
        prefetch_related_objects(
            inquiries, "claims__claim", "answers__by", "answers__files", Prefetch("disclosures", told)
        )
        prefetch_related_objects(petition.hearings.all(), "claims")


def inquired_parts(petition):
    """What was asked of units and what they answered, besides the inquiries themselves."""
    rows = petition.inquiries.all() if petition else ()
    return [part for row in rows for part in (*row.claims.all(), *row.answers.all(), *row.disclosures.all())]


@require_GET
def events(request, number):
    """The timeline in pages, read off its index; `before` is the last entry of the page before."""
    record = case_for(request, number)
    audit.record(request.user, "cases:events", "case", record.pk, request=request)
    older = record.events.select_related("actor", "in_place_of")
    before = request.GET.get("before", "")
    if before:
        last = get_object_or_404(record.events, pk=before if before.isdecimal() and len(before) < 19 else 0)
        older = older.filter(Q(at__lt=last.at) | Q(pk__lt=last.pk), at__lte=last.at)
    page = list(older[: EVENTS_A_PAGE + 1])
    following = page[EVENTS_A_PAGE - 1].pk if len(page) > EVENTS_A_PAGE else None
    if sees_masked(record, request.user):
        mask_free_text(record, *page)
    context = {"case": record, "events": page[:EVENTS_A_PAGE], "following": following, "is_first": not before}
    return render(request, "cases/events.html", context)


# ---------- 各块 ----------
def opens(official):
    """The pages beside the file that `official` may open."""
    return set(filter(official.may, ("reception:contact", "reception:outreach", "reception:desk")))


def stages_of(case, today):
    """The way of this case as [{label, day, note, state}]; a case goes the way its claims need."""
    Stage = Case.Stage
    claims = [claim for claim in case.claims.all() if claim.withdrawn_on is None]
    own = [claim for claim in claims if not claim.is_routed_elsewhere]
    way = [Stage.REGISTERED, Stage.TRIAGED]
    if case.is_dispute:
        way = [Stage.REGISTERED, Stage.ACCEPTED]
    elif claims and not own:
        way += [Stage.ROUTED]
    else:
        if case.accepted_on or not case.triaged_on or any(claim.route == Route.W6 for claim in own):
            way += [Stage.ACCEPTED]
        way += [Stage.INVESTIGATING, Stage.ANSWERED, Stage.SERVED]
    way += [Stage.CLOSED]
    days = {
        Stage.REGISTERED: case.received_on,
        Stage.TRIAGED: case.triaged_on,
        Stage.ROUTED: max(filter(None, (claim.routed_on for claim in claims)), default=None),
        Stage.ACCEPTED: case.accepted_on,
        Stage.INVESTIGATING: min((record.on for record in case.investigations.all()), default=None),
        Stage.ANSWERED: case.answered_on,
        Stage.SERVED: case.served_on,
        Stage.CLOSED: case.closed_on,
    }
    now = way.index(case.stage) if case.stage in way else len(way) - 1
    is_counting = (
        case.is_open
        and case.round == 1
        and case.stage != Stage.ACCEPTED
        and case.accepted_on
        and case.accepted_on < today
    )
    elapsed = (today - case.accepted_on).days if is_counting else None
    return [
        {
            "label": stage.label,
            "day": days[stage] if place <= now else None,
            "state": "is-now" if place == now else "is-done" if place < now else "",
            "elapsed": elapsed if place == now else None,
        }
        for place, stage in enumerate(way)
    ]


def acts_on(procedure, official, rights):
    """The steps of the procedure that `official` can take now, and those he cannot with the reason."""
    actions = procedure.actions_for(official, rights) if procedure else []
    return {
        "allowed": [action for action in actions if not action.reason],
        "refused": [action for action in actions if action.reason],
    }


def occasions_of(case, petition, may):
    """What may come up at any time, as (address, the words that lead there)."""
    number = [case.number]
    comes_again = f"{reverse('reception:desk')}?follows={case.number}"
    is_clearing = any(clock.kind == Deadline.Kind.CLEARING and clock.is_running for clock in case.deadlines.all())
    is_open_to_all = bool(petition) and not case.is_sealed
    said = [
        ("cases:urgent", case.urgency != Case.Urgency.MAJOR, "", _("等不得？列为急办")),
        ("cases:incident", True, "", _("有生命安全的事？记一条")),
        (
            "reception:desk",
            petition and petition.may_come_again,
            comes_again,
            _("又有新的事实，或者过了 90 天又提出来？登记为新的一件，关联这一件"),
        ),
        (
            "petitions:mediation",
            petition and case.accepted_on,
            "",
            _("是双方之间的事，都愿意调解？转给调解员，办理期限照走"),
        ),
        ("petitions:addition", petition and case.triaged_on, "", _("本人又要求别的？补记一条诉求，期限另算")),
        ("petitions:withdrawal", petition, "", _("本人自己提出不办了？照本人的话记下")),
        (
            "petitions:hearing",
            is_open_to_all and petition.may_be_heard() and not petition.why_not("hearing"),
            "",
            _("各说各的理，要当面说清？决定听证，办理期限照走"),
        ),
        ("petitions:inquiry", is_open_to_all and case.triaged_on, "", _("要别的单位说明情况？发核查任务")),
        ("disputes:recusal", case.is_dispute, "", _("调解员、经办人和这件有利害关系？登记回避")),
        ("petitions:recusal", petition, "", _("办的人和这件有利害关系？登记回避")),
        ("cases:calls", case.level == Case.Level.HARD, "", _("想不出办法？写成看不出是谁的题目，挂榜请人出主意")),
        (
            "cases:backlog_entry",
            case.is_open and not case.is_backlog,
            "",
            _("拖久了，或者上级清单列了名？列入积案"),
        ),
        ("cases:backlog_end", case.is_backlog, "", _("积案化解了，或者程序走完了？出册")),
        ("cases:handover", case.triaged_on, "", _("该由别人承办？移交，对方签收以前仍由您负责")),
        ("cases:level_change", petition and case.level, "", _("层级定得不对？提出调整")),
        ("cases:suspension", is_clearing, "", _("在等法院、鉴定的结果，或者本人书面请求等一等？请求中止清零目标")),
        ("cases:contact_try", petition and case.triaged_on, "", _("联系不上本人？记一次")),
        ("cases:plan_extension", is_clearing and case.level == Case.Level.HARD, "", _("例会决定延长包案计划？记下")),
        ("cases:report_up", not case.is_sealed, "", _("办不了，要上级定？书面报告上级，记下文号")),
        ("cases:seal", is_open_to_all, "", _("是检举控告？封存这一件")),
    ]
    return [
        (there or reverse(name, args=number), words) for name, is_so, there, words in said if is_so and name in may
    ]


def handover_of(case, official, rights, today):
    """The hand that the case is on its way to, if it is not taken yet (F40)."""
    handover = getattr(case, "handed", None) if case.is_open else None
    if handover is None:
        return {"handover": None}
    may_take = "cases:handover_answer" in rights and handover.is_for(official)
    return {"handover": handover, "handover_fell": handover.has_fallen(today), "may_take": may_take}


def target_of(case, petition, official, may, today):
    """What moved or may move the clearing target (T24-T27); nothing is asked where nothing ever did."""
    if not petition:
        return {"levels": [], "suspensions": [], "tries": [], "steps": []}
    levels = list(case.level_changes.select_related("asked_by", "decided_by")) if case.has_level_changes else []
    wished = case.suspensions.select_related("asked_by", "decided_by", "file") if case.has_suspensions else []
    suspensions = list(wished)
    steps = []
    if case.is_open:
        decides = any(not row.outcome and not row.why_not_by(official) for row in levels)
        allows = any(not row.outcome and not row.why_not_by(official) for row in suspensions)
        stands_still = any(row.is_in_force(today) for row in suspensions)
        steps = [
            ("cases:level_decision", decides, _("决定层级")),
            ("cases:suspension_decision", allows, _("决定是否中止")),
            ("cases:suspension_end", stands_still, _("恢复计算")),
        ]
    for clock in case.deadlines.all():
        clock.is_paused = clock.is_running and any(
            row.is_in_force(today) and clock.kind == Deadline.Kind.CLEARING for row in suspensions
        )
    return {
        "levels": levels,
        "suspensions": suspensions,
        "tries": list(case.contact_tries.select_related("by")) if case.has_contact_tries else [],
        "steps": [(reverse(name, args=[case.number]), words) for name, is_so, words in steps if is_so and name in may],
    }


def conflict_of(dispute, rights, record):
    """The two sides of a dispute, who mediates, and what came of it; nothing is asked about a petition.

    What was said in the talks is on no page of the case; what was agreed on is read by whose right that is (3.4).
    """
    if not dispute:
        return {"dispute": None}
    found = {"dispute": dispute, "sides": dispute.sides, "mediators": dispute.mediators.select_related("official")}
    if record.accepted_on:
        of_mediation = {name for name in rights if name.startswith("disputes:")}
        found |= {"talked": dispute.talks, "agreement": dispute.agreement, "reads": of_mediation}
        found["mediation_steps"] = {name.partition(":")[2] for name in of_mediation}
    return found


def agreed_parts(agreement):
    """An agreement with its items, each of which has text of its own."""
    return [agreement, *agreement.items.all()] if agreement else []


def gates_of(petition):
    """The three gates (F7) once the case is on its way, and how many things lack."""
    if not petition or not petition.case.triaged_on or petition.case.is_historical:
        return {"gates": [], "lacking": 0}
    gates = petition.gates()
    for gate in gates:
        done = [is_done for is_done, _words in gate["items"]]
        gate["state"] = "is-done" if all(done) else "is-part" if any(done) else ""
    return {"gates": gates, "lacking": sum(not is_done for gate in gates for is_done, _words in gate["items"])}


def ratings_of(petition, rights, today):
    """What became of the invitation to rate; the grade only for those who may see it, and the words with them.

    The handler learns that somebody was not satisfied, for he owes a second effort, and reads the words only where the
    petitioner agreed (PB-06).
    """
    if not petition or not petition.rating_asked_on:
        return None
    rows = petition.ratings(today)
    sees_grades = "cases:see_grades" in rights
    for row in rows:
        row["shows_grade"] = row["given"] is not None and (sees_grades or row["given"].is_dissatisfied)
        row["shows_words"] = row["given"] is not None and (sees_grades or row["given"].words_for_handler)
    return {"rows": rows, "until": rows[0]["until"] if rows else None, "efforts": list(petition.second_efforts())}


def papers_of(case):
    """The papers of the procedure, the newest first."""
    papers = case.papers.listed().select_related("claim", "drafted_by", "approved_by", "approved_for")
    return papers.defer("typed", "content")[:PAPERS_SHOWN]


def closing_of(petition, rights):
    """How the rounds of a petition ended, and the parts of closing what is complex or hard; None where none is yet.

    What the petitioner said at the return visit is read by those who may make one.
    """
    if not petition:
        return None
    case = petition.case
    has_wishes = any(clock.rule == "L34" for clock in case.deadlines.all())
    if not (has_wishes or petition.rating_asked_on or case.closed_on or case.round > 1):
        return None
    found = {"closings": list(case.closings.select_related("by", "cause__cause"))}
    if has_wishes:
        found["wishes"] = list(
            petition.withdrawals.select_related("recorded_by", "asked_by").prefetch_related("claims")
        )
        found["shows_wishes"] = "petitions:withdrawal" in rights
    if petition.closes_in_two_parts:
        found["settlement"] = petition.settlement()
        found["visits"] = list(petition.return_visits())
        found["sign_offs"] = list(petition.sign_offs())
        found["shows_words"] = bool(found["visits"]) and "petitions:return_visit" in rights
    return found if any(found.values()) else None


def files_for(official, files, may, now):
    """The files, each with whether `official` may take it out (UP-08)."""
    for file in files:
        is_own = file.uploaded_by_id == official.pk and now <= file.uploaded_at + WITHDRAWAL
        file.may_be_removed = "cases:attachment_remove" in may and (is_own or Role.OD in official.roles)
    return files


def promised_on(case, today):
    """What was promised, each with whether it is late and whom that has reached; asked only where there can be any."""
    supported = any(claim.decision == Claim.Decision.SUPPORT for claim in case.claims.all())
    if not (supported or case.has_commitments):
        return {"commitments": [], "supported": False}
    prefetch_related_objects([case], Prefetch("commitments", Commitment.objects.whole()))
    rows = list(case.commitments.all())
    calendar = Calendar.load() if any(row.is_late(today) for row in rows) else None
    for row in rows:
        row.late = row.is_late(today)
        row.told = [str(Role(who).label) for who in row.told_to(today, calendar)] if row.late else []
    return {"commitments": rows, "supported": supported}


def parts_of(commitment):
    return [commitment, *commitment.performances.all(), *commitment.acceptances.all()]


def claims_of(case, petition):
    """The claims, each with where it stands on its own way, and what was answered before a review undid it."""
    claims = list(case.claims.all())
    if petition and case.round > 1:
        prefetch_related_objects(claims, "past_answers")
    handed_on = [claim for claim in claims if claim.disposal == Disposal.TRANSFERRED and claim.routed_on]
    prefetch_related_objects(handed_on, "transfer")
    in_court = [claim for claim in claims if claim.route == Route.W1 and claim.routed_on]
    prefetch_related_objects(in_court, "legal_ending")
    ended = petition and petition.ended_by()
    for claim in claims:
        claim.ending = getattr(claim, "legal_ending", None) if claim in in_court else None
        claim.may_be_ended = claim in in_court and claim.ending is None
        claim.handed_on = getattr(claim, "transfer", None) if claim in handed_on else None
        claim.state = petition.state_of(claim) if petition and not case.is_historical else None
        claim.earlier = claim.past_answers.all() if petition and case.round > 1 else []
        claim.is_ended = bool(ended) and claim.on_procedure
    return claims


def clocks_of(case, petition, today):
    """All clocks of the case, and for each running legal one why it ends on its day."""
    calendar = Calendar.load()
    clocks = list(case.deadlines.all())
    positions = {claim.pk: claim.position for claim in case.claims.all()}
    for clock in clocks:
        clock.position = positions.get(clock.claim_id)
    running = [clock for clock in clocks if clock.is_running]
    try:
        soon_until = calendar.add_workdays(today, SOON_WORKDAYS)
    except UnknownYear:
        soon_until = None
    return {
        "calendar": calendar,
        "soon_until": soon_until,
        "clocks": running + [clock for clock in clocks if not clock.is_running],
        "running": running,
        "legal_over": any(clock.is_late(today) for clock in running if clock.kind in LEGAL),
        "reasons": [
            reason_of(clock, calendar, petition.pauses_of(clock.rule) if petition else ())
            for clock in running
            if clock.kind in LEGAL
        ],
    }


def reason_of(clock, calendar, pauses):
    """The steps that explain a clock, counted again from its stored start; the stored day stands."""
    try:
        if rules.find(clock.rule).unit == rules.Unit.GIVEN:
            due = rules.given(clock.rule, clock.started_on, clock.legal_end_on, calendar)
        else:
            extended_by = clock.extended_days
            due = rules.due(clock.rule, clock.started_on, calendar, extended_by=extended_by, pauses=pauses)
    except (rules.RuleRefuses, UnknownYear) as refusal:
        return {"clock": clock, "steps": [], "note": str(refusal)}
    note = ""
    if due.legal_end != clock.legal_end_on:
        note = _("规则或日历后来变过，现在推算是 %s；以开始计时存下的日子为准。") % due.legal_end
    return {"clock": clock, "steps": due.steps, "note": note}


def parties_of(case, official, now, may_reveal):
    """The parties with what of each may be shown, and when the first of what is in the clear masks itself again."""
    asked = getattr(case, "has_reveals", True)
    reveals = list(Reveal.objects.in_force(official, now).filter(party__case=case)) if asked else []
    shown = {(reveal.party_id, reveal.field): reveal for reveal in reveals}
    plain = Party.objects.in_bulk({reveal.party_id for reveal in reveals}) if reveals else {}
    in_force = ServiceConsent.objects.filter(party=OuterRef("pk"), revoked_at__isnull=True)
    consent = {name: Subquery(in_force.values(name)[:1]) for name in ("channel", "agreed_at")}
    parties = case.parties.defer(*Party.MASKED).select_related("unit")
    parties = list(parties.annotate(consent_channel=consent["channel"], consent_at=consent["agreed_at"]))
    for party in parties:
        party.consent_words = dict(ServiceConsent.Channel.choices).get(party.consent_channel, "")
        lines = [
            {
                "field": field,
                "label": Party._meta.get_field(field).verbose_name,
                "value": getattr(plain[party.pk], field) if reveal else masked,
                "minutes": ceil((reveal.until - now).total_seconds() / 60) if reveal else None,
                "is_masked": "*" in masked,  # an organisation's name is public
                "reveal_url": reverse("cases:reveal", args=[case.number, party.pk, field])
                if may_reveal and "*" in masked
                else "",
            }
            for field, mask in Party.MASKED.items()
            if (masked := getattr(party, mask))
            for reveal in [shown.get((party.pk, field))]
        ]
        party.name_line = next((line for line in lines if line["field"] == "name"), None)
        party.lines = [line for line in lines if line["field"] != "name"]
    return parties, min((reveal.until for reveal in reveals), default=None)


def contacts_of(case):
    """The contacts of all channels, the newest first, each with who received it and what was told."""
    contacts = case.visits.select_related("registrar", "answer")
    return contacts.order_by("-received_at")[:CONTACTS_SHOWN]


def outreaches_of(case, official):
    """The visits that went to the people for it, to their home or with others to their community (F18, F19).

    Each says whether `official` may open it. Nothing is asked where there are none, which is nearly always.
    """
    if not case.was_gone_to:
        return [], []
    about = Q(case=case) | Q(pk__in=case.outreach_matters.values("outreach"))
    outreaches = case.home_visits.model.objects
    opened = outreaches.visible_to(official).filter(pk=OuterRef("pk"))
    visits = outreaches.unmarked().filter(about).select_related("lead", "companion", "community")
    visits = visits.annotate(is_opened=Exists(opened))
    visits = {visit.pk: visit for visit in visits.order_by("-starts_at", "-pk")[:OUTREACHES_SHOWN]}
    trips = [visit for visit in visits.values() if not visit.is_home]
    matters = list(case.outreach_matters.filter(outreach__in=trips).order_by("-outreach__starts_at")) if trips else []
    for matter in matters:
        matter.outreach = visits[matter.outreach_id]
    return [visit for visit in visits.values() if visit.is_home], matters


def urgent_of(case):
    """What was done about an urgent case and whom it was reported to; nothing is asked about any other."""
    if not case.urgency:
        return {"measures": [], "reports": [], "clocks": []}
    return {
        "measures": list(case.urgent_measures.select_related("by")),
        "reports": list(case.urgent_reports.select_related("by")),
        "clocks": [clock for clock in case.deadlines.all() if clock.due_at],
    }


def upward_of(case):
    """What was reported upward in writing; nothing is asked about a case of which nothing was."""
    return list(case.upward_reports.select_related("by", "answered_by")) if case.has_upward_reports else []


def links_of(case, official):
    """Links with cases that `official` may see; the others are not even counted."""
    if not case.has_links:
        return []
    other = models.Case(models.When(earlier=case, then="later"), default="earlier")
    links = CaseLink.objects.filter(Q(earlier=case) | Q(later=case)).alias(other_pk=other)
    links = links.filter(other_pk__in=Case.objects.visible_to(official).values("pk"))
    links = list(links.select_related("earlier", "later").order_by("-linked_at")[:LINKS_SHOWN])
    for link in links:
        link.other = link.later if link.earlier_id == case.pk else link.earlier
    return links


def is_watched_by(official, case):
    """Whether `official` is told who looked: the director, and whoever handles the case (R17)."""
    return Role.OD in official.roles or case.handler == official


def viewers_of(case, today):
    """Who opened the case today and when last, and how often somebody had a masked field shown (R17)."""
    entries = AuditEntry.objects.filter(
        subject="case", subject_id=case.pk, at__gte=day_starts(today), outcome=AuditEntry.Outcome.DONE
    )
    rows = entries.filter(action__in=["cases:case", "cases:reveal"]).values("action", "actor_id", "actor_name")
    rows = list(rows.annotate(last=Max("at"), times=Count("pk")).order_by("last"))
    return {
        "people": [row for row in rows if row["action"] == "cases:case"],
        "reveals": sum(row["times"] for row in rows if row["action"] == "cases:reveal"),
    }


def mask_free_text(*rows):
    """In memory, for this page alone."""
    for row in rows:
        for name in FREE_TEXT[type(row).__name__]:
            setattr(row, name, mask_stray(getattr(row, name)))
