"""The page of one case, and its whole timeline."""

from math import ceil

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, Subquery, prefetch_related_objects
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases import rules
from cases.access import case_for, granted, sees_masked
from cases.counting import capped_count
from cases.forms.files import WITHDRAWAL
from cases.identity import mask_stray
from cases.models import (
    Case,
    CaseLink,
    Claim,
    Commitment,
    Deadline,
    Investigation,
    Ownership,
    Party,
    Reveal,
    ServiceConsent,
)
from cases.models.case import day_starts
from cases.models.claim import Route
from cases.views.lists import SOON_WORKDAYS
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
    "cases:urgent",
    "cases:urgent_owner",
    "cases:measure",
    "cases:report",
    "cases:incident",
    "cases:incident_close",
    "cases:escalation",
    "cases:commitment_add",
    *PROMISED,
    "cases:seal",
    "cases:readers",
    "reception:form_p01",
    "petitions:paper_new",
    "disputes:answer",
    "reception:home_visit_add",
    "petitions:withdrawal",
}
ON_CLOSED = {
    "cases:attachment",
    "cases:reveal",
    "cases:readers",
    "cases:incident_close",
    "reception:form_p01",
    *PROMISED,
}
# What hangs on some petitions: rows asked for only where there are any, by the field that leads to the petition.
BESIDE = {
    "extensions": ("asked_by", "proposed_by", "approved_by", "refused_by"),
    "reviews": ("opinion", "supply", "hearing"),
}
READ = {"cases:see_grades", "petitions:withdrawal", "petitions:return_visit"}  # what else of the page they decide
# Free text, read with the numbers in it masked by those who read everything masked.
FREE_TEXT = {
    "Case": ("title", "statement", "grounds", "history_note", "place_note", "legal_note", "closing_note"),
    "Claim": ("text", "finding", "basis", "reply", "routing_note", "remedy"),
    "Investigation": ("place", "content"),
    "Event": ("detail",),
    "Attachment": ("name",),
    "UrgentMeasure": ("what",),
    "UrgentReport": ("content",),
    "Escalation": ("note",),
    "Extension": ("reason", "refusal"),
    "Commitment": ("what", "withdrawal"),
    "Performance": ("evidence", "check_note"),
    "Acceptance": ("reason",),
    "PastAnswer": ("finding", "basis", "reply"),
    "Review": ("note",),
    "Dispute": ("reason", "routes_told"),
    "SpotAnswer": ("told",),
    "Outreach": ("purpose", "outcome", "next_step"),
    "OutreachMatter": ("told",),
}


@require_GET
def case(request, number):
    """Whoever opens the page leaves one audit entry; nobody's identity is shown unasked (R15, PD-08)."""
    visible = _whole(Case.objects.visible_to(request.user))
    record = visible.filter(number=number).first() or case_for(request, number)  # which says why there is none
    audit.record(request.user, "cases:case", "case", record.pk, request=request)
    now = timezone.now()
    today = timezone.localdate(now)
    petition, dispute = getattr(record, "petition", None), getattr(record, "dispute", None)
    here, procedure = OFFERED if record.is_open else ON_CLOSED, petition or dispute
    rights = granted(record, request.user, here | READ | set(procedure.asked_of_rights if procedure else ()))
    may = rights & here
    if record.is_historical:
        may -= {"reception:form_p01"}
    know_beside(record, petition)
    promised = promised_on(record, today)
    parties, masked_again_at = parties_of(record, request.user, now, "cases:reveal" in may)
    events = list(record.events.select_related("actor")[: EVENTS_SHOWN + 1])
    files = list(record.attachments.select_related("uploaded_by", "removed_by"))
    contacts = list(contacts_of(record))
    homes, matters = outreaches_of(record)
    urgent = urgent_of(record)
    escalations = list(record.escalations.select_related("missed", "recorded_by"))
    owner = Ownership.objects.in_force(today).filter(case=record).select_related("leader").first()
    context = {
        "case": record,
        "today": today,
        "may": {action.partition(":")[2] for action in may} | opens(request.user),
        "missing": record.missing_before_triage() if record.awaits_triage else [],
        "stages": stages_of(record, today),
        "claims": claims_of(record, petition),
        "opinion": petition and petition.opinion(),
        "investigations": record.investigations.all(),
        **acts_on(procedure, request.user, rights),
        **promised,
        "may_promise": promised["supported"] and "cases:commitment_add" in may,
        "petition": petition,
        "review_term": petition.review_term() if petition else None,
        **conflict_of(dispute),
        **gates_of(petition),
        "ratings": ratings_of(petition, rights, today),
        "closing": closing_of(petition, rights),
        **clocks_of(record, petition, today),
        "events": events[:EVENTS_SHOWN],
        "earlier_events": capped_count(record.events.all()) - EVENTS_SHOWN if len(events) > EVENTS_SHOWN else 0,
        "papers": papers_of(record) if petition else [],
        "files": files_for(request.user, files, may, now),
        "services": record.services.select_related("claim"),
        "parties": parties,
        "lacks_representatives": record.is_group
        and record.is_open
        and not any(party.role == Party.Role.REPRESENTATIVE for party in parties),
        "reveal_minutes": settings.REVEAL_MINUTES,
        "owner": owner,
        "lacks_owner": record.level == Case.Level.HARD and record.is_open and owner is None,
        "readers": record.sealed_readers.select_related("official") if record.is_sealed else [],
        "links": links_of(record, request.user),
        "contacts": contacts,
        "home_visits": homes,
        "outreach_matters": matters,
        "urgent": urgent,
        "escalations": escalations,
        "incidents": [],
        "viewers": viewers_of(record, today) if "cases:ownership" in may or record.handler == request.user else None,
    }
    if sees_masked(record, request.user):
        mask_free_text(*homes, *matters)
        mask_free_text(*(row for name in BESIDE if petition for row in getattr(petition, name).all()))
        answers = [contact.answer for contact in contacts if contact.answer]
        done = [*urgent["measures"], *urgent["reports"], *escalations, *answers]
        done += [dispute] if dispute else []
        mask_free_text(*(part for row in promised["commitments"] for part in parts_of(row)))
        mask_free_text(*(past for claim in context["claims"] for past in claim.earlier))
        mask_free_text(record, *record.claims.all(), *record.investigations.all(), *events, *files, *done)
    else:
        context["incidents"] = record.incidents.on_screen().select_related("recorded_by")
    response = render(request, "cases/case_detail.html", context)
    if masked_again_at:  # with no script needed
        response["Refresh"] = str(int((masked_again_at - now).total_seconds()) + 1)
    return response


def _whole(cases):
    """With what every part of the page asks again: one query a kind of thing."""
    going = (Case._meta.get_field(name).related_model for name in ("home_visits", "outreach_matters"))
    home, trip = (Exists(model.objects.filter(case=OuterRef("pk"))) for model in going)
    beside = {f"has_{name}": Exists(_beside(name).filter(petition=OuterRef("petition"))) for name in BESIDE}
    promised = Exists(Commitment.objects.filter(case=OuterRef("pk")))
    return (
        cases.annotate(was_gone_to=home | trip, has_commitments=promised, **beside)
        .select_related(
            "community",
            "grid",
            "category__parent",
            "handling_unit",
            "handler",
            "first_receiver",
            "petition__simple_handling",
            "dispute__kind",
        )
        .prefetch_related(
            "claims",
            "petition__opinions",
            Prefetch("deadlines", Deadline.objects.order_by("legal_end_on", "pk")),
            Prefetch("investigations", Investigation.objects.select_related("recorded_by")),
        )
    )


def _beside(name):
    petition = Case._meta.get_field("petition").related_model
    return petition._meta.get_field(name).related_model.objects.all()


def know_beside(record, petition):
    """Read what hangs on the petition, at most one query a kind; nothing is asked where there is none."""
    if petition:
        rows = {name: _beside(name).select_related(*related) for name, related in BESIDE.items()}
        wanted = ((name, found if getattr(record, f"has_{name}") else found.none()) for name, found in rows.items())
        prefetch_related_objects([petition], *(Prefetch(name, found) for name, found in wanted))


@require_GET
def events(request, number):
    """The timeline in pages, read off its index; `before` is the last entry of the page before."""
    record = case_for(request, number)
    audit.record(request.user, "cases:events", "case", record.pk, request=request)
    older = record.events.select_related("actor")
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
    """The pages beside the file that `official` may open, by the name the page offers them under."""
    return {name for name in ("contact", "outreach") if official.may(f"reception:{name}")}


def stages_of(case, today):
    """The way of this case as [{label, day, note, state}]; a case goes the way its claims need."""
    Stage = Case.Stage
    claims = list(case.claims.all())
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
    is_counting = case.is_open and case.stage != Stage.ACCEPTED and case.accepted_on and case.accepted_on < today
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


def conflict_of(dispute):
    """The two sides of a dispute and who mediates; nothing is asked about a petition."""
    if not dispute:
        return {"dispute": None}
    return {"dispute": dispute, "sides": dispute.sides, "mediators": dispute.mediators.select_related("official")}


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
    papers = case.papers.listed().select_related("claim", "drafted_by", "approved_by")
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
    found = {"closings": list(case.closings.select_related("by"))}
    if has_wishes:
        found["wishes"] = list(petition.withdrawals.select_related("recorded_by", "asked_by"))
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
    ended = petition and petition.ended_by()
    for claim in claims:
        claim.state = petition.state_of(claim) if petition and not case.is_historical else None
        claim.earlier = claim.past_answers.all() if petition and case.round > 1 else []
        claim.is_ended = bool(ended) and claim.on_procedure
    return claims


def clocks_of(case, petition, today):
    """All clocks of the case, and for each running legal one why it ends on its day."""
    calendar = Calendar.load()
    clocks = list(case.deadlines.all())
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
    reveals = list(Reveal.objects.in_force(official, now).filter(party__case=case))
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


def outreaches_of(case):
    """The visits that went to the people for it, to their home or with others to their community (F18, F19).

    Nothing is asked where there are none, which is nearly always.
    """
    if not case.was_gone_to:
        return [], []
    about = Q(case=case) | Q(pk__in=case.outreach_matters.values("outreach"))
    visits = case.home_visits.model.objects.unmarked().filter(about).select_related("lead", "companion", "community")
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


def links_of(case, official):
    """Links with cases that `official` may see; the others are not even counted."""
    other = models.Case(models.When(earlier=case, then="later"), default="earlier")
    links = CaseLink.objects.filter(Q(earlier=case) | Q(later=case)).alias(other_pk=other)
    links = links.filter(other_pk__in=Case.objects.visible_to(official).values("pk"))
    links = list(links.select_related("earlier", "later").order_by("-linked_at")[:LINKS_SHOWN])
    for link in links:
        link.other = link.later if link.earlier_id == case.pk else link.earlier
    return links


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
