"""Contacts of every channel, letters of earlier years, and the hall: rooms, queue, screens."""

from reception.models.answer import SpotAnswer
from reception.models.appointment import Appointment, Telling
from reception.models.brake import Brake
from reception.models.channel_notice import ChannelNotice
from reception.models.contact_file import ContactFile
from reception.models.entry import SystemEntry
from reception.models.hall import HallScreen
from reception.models.letter_import import LetterImport
from reception.models.outreach import Outreach, OutreachMatter
from reception.models.promise import Promise
from reception.models.queue import Ticket
from reception.models.reading import Reading
from reception.models.reception_day import ReceptionDay, ReceptionDayChange
from reception.models.reporting import AssignmentExtension, AssignmentReport
from reception.models.rooms import Occupation, Room
from reception.models.slip import PaperSlip
from reception.models.talk_note import SuggestionAnswer, TalkNote
from reception.models.visit import Visit, VisitParty
from reception.models.voiding import Voiding
from reception.models.window import WindowReply, WindowRequest

__all__ = [
    "Appointment",
    "AssignmentExtension",
    "AssignmentReport",
    "Brake",
    "ChannelNotice",
    "ContactFile",
    "HallScreen",
    "LetterImport",
    "Occupation",
    "Outreach",
    "OutreachMatter",
    "PaperSlip",
    "Promise",
    "Reading",
    "ReceptionDay",
    "ReceptionDayChange",
    "Room",
    "SpotAnswer",
    "SuggestionAnswer",
    "SystemEntry",
    "TalkNote",
    "Telling",
    "Ticket",
    "Visit",
    "VisitParty",
    "Voiding",
    "WindowReply",
    "WindowRequest",
]
