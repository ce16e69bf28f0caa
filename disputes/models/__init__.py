"""Conflicts of two sides and their mediation."""

from disputes.models.dispute import (
    Consent,
    Dispute,
    DisputeKind,
    Mediator,
    committee_for,
)

__all__ = [
    "Consent",
    "Dispute",
    "DisputeKind",
    "Mediator",
    "committee_for",
]
