"""Contacts of every channel, letters of earlier years, and the hall: rooms, queue, screens."""

from reception.models.answer import SpotAnswer
from reception.models.appointment import Appointment, Telling
from reception.models.brake import Brake
from reception.models.catalogue import FormerCounter, ServiceItem
from reception.models.channel_notice import ChannelNotice
from reception.models.contact_file import ContactFile
from reception.models.entry import SystemEntry
from reception.models.errand import Errand
from reception.models.hall import HallScreen
from reception.models.letter_import import LetterImport
from reception.models.outreach import Outreach, OutreachMatter
from reception.models.promise import Promise
from reception.models.queue import Ticket
from reception.models.reading import Reading
from reception.models.reception_day import ReceptionDay, ReceptionDayChange
from reception.models.reporting import AssignmentExtension, AssignmentReport
from reception.models.rollout import Rollout, RolloutStep, WindowModel, WindowText
from reception.models.rooms import Occupation, Room
from reception.models.slip import PaperSlip
from reception.models.suggestion import Suggestion
from reception.models.talk_note import SuggestionAnswer, TalkNote
from reception.models.visit import Visit, VisitParty
from reception.models.voiding import Voiding
from reception.models.window import WindowHop, WindowQuestion, WindowReply, WindowRequest
from reception.models.window_rating import Improvement, RatingTablet, WindowRating

__all__ = [
    "Appointment",
    "AssignmentExtension",
    "AssignmentReport",
    "Brake",
    "ChannelNotice",
    "ContactFile",
    "Errand",
    "FormerCounter",
    "HallScreen",
    "Improvement",
    "LetterImport",
    "Occupation",
    "Outreach",
    "OutreachMatter",
    "PaperSlip",
    "Promise",
    "RatingTablet",
    "Reading",
    "ReceptionDay",
    "ReceptionDayChange",
    "Rollout",
    "RolloutStep",
    "Room",
    "ServiceItem",
    "SpotAnswer",
    "Suggestion",
    "SuggestionAnswer",
    "SystemEntry",
    "TalkNote",
    "Telling",
    "Ticket",
    "Visit",
    "VisitParty",
    "Voiding",
    "WindowHop",
    "WindowModel",
    "WindowQuestion",
    "WindowRating",
    "WindowReply",
    "WindowRequest",
    "WindowText",
]
