"""Addresses of the file. Fixed words come before `<number>/`, which would take them for a case."""

from django.urls import path

from cases.views import calendar, case, commitment, edits, files, identity, lists, papers, unsent, urgency

app_name = "cases"

urlpatterns = [
    path("", lists.case_list, name="list"),
    path("unsent/", unsent.unsent, name="unsent"),
    path("views/", lists.save_view, name="save_view"),
    path("views/<int:pk>/delete/", lists.delete_view, name="delete_view"),
    path("leader/", lists.leader_desk, name="leader"),
    path("calendar/", calendar.year, name="calendar"),
    path("calendar/day/", calendar.edit, name="calendar_edit"),
    path("calendar/import/", calendar.import_year, name="calendar_import"),
    path("calendar/preview/", calendar.preview, name="calendar_preview"),
    path("calendar/confirm/", calendar.confirm, name="calendar_confirm"),
    path("papers/<uuid:key>/", papers.paper, name="paper"),
    path("papers/<uuid:key>/approval/", papers.approve, name="paper_approval"),
    path("papers/<int:pk>/void/", papers.void, name="paper_void"),
    path("<slug:number>/", case.case, name="case"),
    path("<slug:number>/events/", case.events, name="events"),
    path("<slug:number>/registration/", edits.complete, name="complete"),
    path("<slug:number>/edit/", edits.edit, name="edit"),
    path("<slug:number>/parties/new/", edits.party, name="party"),
    path("<slug:number>/parties/<int:pk>/", edits.party, name="party"),
    path("<slug:number>/parties/<int:pk>/<slug:field>/", identity.reveal, name="reveal"),
    path("<slug:number>/note/", edits.note, name="note"),
    path("<slug:number>/links/", edits.link, name="link"),
    path("<slug:number>/ownership/", edits.ownership, name="ownership"),
    path("<slug:number>/urgent/", urgency.urgent, name="urgent"),
    path("<slug:number>/urgent/owner/", urgency.urgent_owner, name="urgent_owner"),
    path("<slug:number>/urgent/measures/new/", urgency.measure, name="measure"),
    path("<slug:number>/urgent/reports/new/", urgency.report, name="report"),
    path("<slug:number>/incidents/new/", urgency.incident, name="incident"),
    path("<slug:number>/incidents/<int:pk>/closing/", urgency.incident_close, name="incident_close"),
    path("<slug:number>/escalations/new/", urgency.escalation, name="escalation"),
    path("<slug:number>/commitments/new/", commitment.add, name="commitment_add"),
    path(
        "<slug:number>/commitments/<int:position>/performance/",
        commitment.performance,
        name="commitment_performance",
    ),
    path("<slug:number>/commitments/<int:position>/check/", commitment.check, name="commitment_check"),
    path("<slug:number>/commitments/<int:position>/acceptance/", commitment.acceptance, name="commitment_acceptance"),
    path(
        "<slug:number>/commitments/<int:position>/postponement/",
        commitment.postponement,
        name="commitment_postponement",
    ),
    path("<slug:number>/commitments/<int:position>/withdrawal/", commitment.withdrawal, name="commitment_withdrawal"),
    path("<slug:number>/seal/", edits.seal, name="seal"),
    path("<slug:number>/readers/", edits.readers, name="readers"),
    path("<slug:number>/files/new/", files.upload, name="upload"),
    path("<slug:number>/files/<int:pk>/", files.attachment, name="attachment"),
    path("<slug:number>/files/<int:pk>/removal/", files.attachment_remove, name="attachment_remove"),
]
