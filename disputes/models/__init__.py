"""Conflicts of two sides and their mediation."""

from disputes.models.dispute import (
    Consent,
    Dispute,
    DisputeKind,
    Mediator,
    committee_for,
)
from disputes.models.pack import Pack, Paragraph

__all__ = [
    "Consent",
    "Dispute",
    "DisputeKind",
    "Mediator",
    "Pack",
    "Paragraph",
    "committee_for",
]
