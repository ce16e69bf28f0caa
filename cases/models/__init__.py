"""The file (案卷) and everything that hangs on it."""

from cases.models.attachment import Attachment
from cases.models.case import Case, CaseLink, Category, Ownership
from cases.models.claim import Claim, Investigation
from cases.models.closing import Closing, ReturnVisit, Settlement, SignOff
from cases.models.commitment import Acceptance, Commitment, Performance
from cases.models.deadline import Deadline
from cases.models.escalation import Escalation
from cases.models.evaluation import Evaluation, Invitation, SecondEffort
from cases.models.event import Event, Service
from cases.models.numbering import Counter
from cases.models.paper import Paper, PaperCopy, PaperPrint, PaperText
from cases.models.party import IdentityFields, Party, Reveal, ServiceConsent
from cases.models.sealing import SealedReader
from cases.models.search import SearchText
from cases.models.urgency import Incident, UrgentMeasure, UrgentReport
from cases.models.work import SavedView, Submission

__all__ = [
    "Acceptance",
    "Attachment",
    "Case",
    "CaseLink",
    "Category",
    "Claim",
    "Closing",
    "Commitment",
    "Counter",
    "Deadline",
    "Escalation",
    "Evaluation",
    "Event",
    "IdentityFields",
    "Incident",
    "Investigation",
    "Invitation",
    "Ownership",
    "Paper",
    "PaperCopy",
    "PaperPrint",
    "PaperText",
    "Party",
    "Performance",
    "ReturnVisit",
    "Reveal",
    "SavedView",
    "SealedReader",
    "SearchText",
    "SecondEffort",
    "Service",
    "ServiceConsent",
    "Settlement",
    "SignOff",
    "Submission",
    "UrgentMeasure",
    "UrgentReport",
]
