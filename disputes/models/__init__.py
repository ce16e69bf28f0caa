"""Conflicts of two sides and their mediation; screening, key periods, causes and what is suggested for them."""

from disputes.models.agreement import Agreement, AgreementItem, Confirmation, FollowUp
from disputes.models.cause import Lesson, Suggestion
from disputes.models.dispute import (
    Consent,
    Dispute,
    DisputeKind,
    Mediator,
    committee_for,
)
from disputes.models.key_period import DutyShift, KeyPeriod
from disputes.models.meeting import AgendaItem, Decision, Meeting, MeetingTask, Participant, Postponement
from disputes.models.outcome import Outcome
from disputes.models.pack import Pack, Paragraph
from disputes.models.putting_right import AgreementCorrection
from disputes.models.screening import Clue, Frequency, ScreeningDraw, ScreeningPlan, ScreeningTask
from disputes.models.session import Correction, Session

__all__ = [
    "AgendaItem",
    "Agreement",
    "AgreementCorrection",
    "AgreementItem",
    "Clue",
    "Confirmation",
    "Consent",
    "Correction",
    "Decision",
    "Dispute",
    "DisputeKind",
    "DutyShift",
    "FollowUp",
    "Frequency",
    "KeyPeriod",
    "Lesson",
    "Mediator",
    "Meeting",
    "MeetingTask",
    "Outcome",
    "Pack",
    "Paragraph",
    "Participant",
    "Postponement",
    "ScreeningDraw",
    "ScreeningPlan",
    "ScreeningTask",
    "Session",
    "Suggestion",
    "committee_for",
]
