"""People of the office: units, officials, posts, zones, the working-day calendar and the audit log."""

from officials.models.audit import AuditEntry, Heartbeat
from officials.models.calendar import CalendarDay
from officials.models.delegation import Delegation, signature_of
from officials.models.liaison import PoliceContact
from officials.models.people import Official, Posting, Role, Zone
from officials.models.specialist import Shift, Specialist
from officials.models.training import (
    Attendance,
    Certificate,
    Duty,
    Secondment,
    TrainingRequirement,
    TrainingSession,
    required_hours,
    why_expired,
)
from officials.models.units import Profile, Unit

__all__ = [
    "Attendance",
    "AuditEntry",
    "CalendarDay",
    "Certificate",
    "Delegation",
    "Duty",
    "Heartbeat",
    "Official",
    "PoliceContact",
    "Posting",
    "Profile",
    "Role",
    "Secondment",
    "Shift",
    "Specialist",
    "TrainingRequirement",
    "TrainingSession",
    "Unit",
    "Zone",
    "required_hours",
    "signature_of",
    "why_expired",
]
