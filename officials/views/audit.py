"""Reading the audit log (R17): the auditor alone; reading it is itself an entry."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from officials import audit
from officials.forms import AuditFilter
from officials.models import AuditEntry

PAGE = 50


@require_safe
def audit_log(request):
    form = AuditFilter(request.GET)
    entries, older = [], None
    if form.is_valid():
        found = form.entries()
        if (after := request.GET.get("after", "")).isascii() and after.isdecimal() and len(after) < 19:
            last = AuditEntry.objects.filter(pk=after).first()
            found = found.older_than(last) if last else found
        entries = list(found[: PAGE + 1])
        if len(entries) > PAGE:
            older = address_of(request, entries[PAGE - 1])
        entries = with_names(entries[:PAGE])
        audit.record(request.user, "officials:audit", request=request, reason=said(form))
    return render(
        request,
        "officials/audit.html",
        {"form": form, "entries": entries, "older": older, "is_first": "after" not in request.GET},
        status=200 if form.is_valid() else 422,
    )


def address_of(request, last):
    """This list, from after the entry `last`."""
    query = request.GET.copy()
    query["after"] = last.pk
    return f"?{query.urlencode()}"


def with_names(entries):
    """Say actions and subjects in the office's words: one query for each kind of subject on the page."""
    ids = {}
    for entry in entries:
        if entry.subject in audit.SUBJECTS and entry.subject_id is not None:
            ids.setdefault(entry.subject, set()).add(entry.subject_id)
    names = {kind: audit.SUBJECTS[kind].names(wanted) for kind, wanted in ids.items()}
    for entry in entries:
        entry.action_label = audit.ACTIONS.get(entry.action, entry.action)
        entry.subject_label = ""
        if entry.subject:
            kind = audit.SUBJECTS.get(entry.subject)
            name = names.get(entry.subject, {}).get(entry.subject_id) or f"#{entry.subject_id}"
            entry.subject_label = f"{kind.label if kind else entry.subject} {name}"
    return entries


def said(form):
    """By what the log was narrowed, for the entry about this reading."""
    return "；".join(f"{form[name].label}：{form[name].data}" for name in form.fields if form[name].data)[:200]
