"""Conflicts of two sides and their mediation; screening, key periods, causes and what is suggested for them."""

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
from disputes.models.pack import Pack, Paragraph
from disputes.models.screening import Clue, Frequency, ScreeningDraw, ScreeningPlan, ScreeningTask

__all__ = [
    "AgendaItem",
    "Clue",
    "Consent",
    "Decision",
    "Dispute",
    "DisputeKind",
    "DutyShift",
    "Frequency",
    "KeyPeriod",
    "Lesson",
    "Mediator",
    "Meeting",
    "MeetingTask",
    "Pack",
    "Paragraph",
    "Participant",
    "Postponement",
    "ScreeningDraw",
    "ScreeningPlan",
    "ScreeningTask",
    "Suggestion",
    "committee_for",
]
