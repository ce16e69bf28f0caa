"""The file (案卷) and everything that hangs on it."""

from cases import keys  # noqa: F401 - so that rows can be asked for by any of many keys
from cases.models.analysis import CaseAnalysis, Measure
from cases.models.appraisal import AppraisalScheme, AppraisalTarget
from cases.models.assist import AssistObjection, AssistReply, AssistTask
from cases.models.attachment import Attachment
from cases.models.backlog import BacklogEntry, BacklogRule
from cases.models.call import OpenCall, Proposal
from cases.models.carrying import RoundCorrection, RoundException, RoundPart
from cases.models.case import Case, CaseLink, Category
from cases.models.cause import CaseCause, CauseCode
from cases.models.certificate import CertificateClock
from cases.models.claim import Claim, Investigation
from cases.models.clearing import Clearing, ContactTry, LevelChange, Suspension
from cases.models.closing import Closing, ReturnVisit, Settlement, SignOff
from cases.models.commitment import Acceptance, Commitment, Performance
from cases.models.consultation import Conflict, Consultation, CounsellingNote, Session
from cases.models.deadline import Deadline
from cases.models.dossier import Dossier
from cases.models.escalation import Escalation
from cases.models.evaluation import Evaluation, Invitation, SecondEffort
from cases.models.event import Event, Service
from cases.models.handover import Handover
from cases.models.hours import HoursClock
from cases.models.inspection import (
    AccountabilityGround,
    Finding,
    FindingFile,
    InspectedFile,
    Inspection,
    Rectification,
)
from cases.models.instruction import Instruction
from cases.models.joint import AlsoIn, JointAction, PoliceRequest
from cases.models.lookup import LookupAlert
from cases.models.notice import Mail, Notice, NoticeLine, NoticeRound, SweepRun
from cases.models.numbering import Counter
from cases.models.ownership import Ownership, OwnershipTransfer
from cases.models.paper import Paper, PaperCopy, PaperPrint, PaperText
from cases.models.party import IdentityFields, Party, Reveal, ServiceConsent
from cases.models.plan import DispatchNote, Milestone
from cases.models.portfolio import Portfolio
from cases.models.recusal import Recusal
from cases.models.risk import CaseRisk, RiskRule
from cases.models.round import Round
from cases.models.sealing import SealedReader
from cases.models.search import SearchText
from cases.models.superior import SuperiorAnswer, SuperiorFile, SuperiorOrder
from cases.models.supervision import Acknowledgement, SupervisionOrder
from cases.models.team import Team, TeamMatter, TeamMember, TeamTerm
from cases.models.upward import UpwardReport
from cases.models.urgency import Incident, UrgentMeasure, UrgentReport
from cases.models.warning import ClockJump, ClockReading, ClockWarning, DueWarning
from cases.models.work import SavedView, Submission

__all__ = [
    "Acceptance",
    "AccountabilityGround",
    "Acknowledgement",
    "AlsoIn",
    "AppraisalScheme",
    "AppraisalTarget",
    "AssistObjection",
    "AssistReply",
    "AssistTask",
    "Attachment",
    "BacklogEntry",
    "BacklogRule",
    "Case",
    "CaseAnalysis",
    "CaseCause",
    "CaseLink",
    "CaseRisk",
    "Category",
    "CauseCode",
    "CertificateClock",
    "Claim",
    "Clearing",
    "ClockJump",
    "ClockReading",
    "ClockWarning",
    "Closing",
    "Commitment",
    "Conflict",
    "Consultation",
    "ContactTry",
    "CounsellingNote",
    "Counter",
    "Deadline",
    "DispatchNote",
    "Dossier",
    "DueWarning",
    "Escalation",
    "Evaluation",
    "Event",
    "Finding",
    "FindingFile",
    "Handover",
    "HoursClock",
    "IdentityFields",
    "Incident",
    "InspectedFile",
    "Inspection",
    "Instruction",
    "Investigation",
    "Invitation",
    "JointAction",
    "LevelChange",
    "LookupAlert",
    "Mail",
    "Measure",
    "Milestone",
    "Notice",
    "NoticeLine",
    "NoticeRound",
    "OpenCall",
    "Ownership",
    "OwnershipTransfer",
    "Paper",
    "PaperCopy",
    "PaperPrint",
    "PaperText",
    "Party",
    "Performance",
    "PoliceRequest",
    "Portfolio",
    "Proposal",
    "Rectification",
    "Recusal",
    "ReturnVisit",
    "Reveal",
    "RiskRule",
    "Round",
    "RoundCorrection",
    "RoundException",
    "RoundPart",
    "SavedView",
    "SealedReader",
    "SearchText",
    "SecondEffort",
    "Service",
    "ServiceConsent",
    "Session",
    "Settlement",
    "SignOff",
    "Submission",
    "SuperiorAnswer",
    "SuperiorFile",
    "SuperiorOrder",
    "SupervisionOrder",
    "Suspension",
    "SweepRun",
    "Team",
    "TeamMatter",
    "TeamMember",
    "TeamTerm",
    "UpwardReport",
    "UrgentMeasure",
    "UrgentReport",
]
