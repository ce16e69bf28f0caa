"""Writing the audit log. An entry is written on a connection state of its own choosing: see `record`."""

from django.db import transaction

from config.requests import request_id
from officials.models import AuditEntry


def record(actor, action, subject="", subject_id=None, *, request=None, field="", reason="", refused=False):
    """Add one entry. Inside a transaction it stands or falls with the act; refusals are recorded after rollback."""
    return AuditEntry.objects.create(
        actor_id=getattr(actor, "pk", None),
        actor_name=getattr(actor, "name", ""),
        action=action,
        subject=subject,
        subject_id=subject_id,
        field=field,
        reason=reason[:200],
        outcome=AuditEntry.Outcome.REFUSED if refused else AuditEntry.Outcome.DONE,
        address=request.META.get("REMOTE_ADDR") if request else None,
        request_id=request_id.get(),
    )


def record_refusal(actor, action, subject="", subject_id=None, *, request=None, reason=""):
    """Record a refused access in a transaction of its own; call it outside the refused one."""
    with transaction.atomic(durable=False):
        return record(actor, action, subject, subject_id, request=request, reason=reason, refused=True)
