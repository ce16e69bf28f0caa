"""Contacts of every channel, letters of earlier years, and the hall: rooms, queue, screens."""

from reception.models.hall import HallScreen
from reception.models.letter_import import LetterImport
from reception.models.queue import Ticket
from reception.models.rooms import Occupation, Room
from reception.models.visit import Visit, VisitParty

__all__ = ["HallScreen", "LetterImport", "Occupation", "Room", "Ticket", "Visit", "VisitParty"]
