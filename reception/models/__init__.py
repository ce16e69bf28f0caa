"""Contacts of every channel, and letters of earlier years."""

from reception.models.letter_import import LetterImport
from reception.models.visit import Visit, VisitParty

__all__ = ["LetterImport", "Visit", "VisitParty"]
