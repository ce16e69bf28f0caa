"""Who is complained about stands aside (AZ-09, L13): what he held on the case is taken from him at once."""

from cases.models import Case, Deadline, Ownership, SealedReader
from officials.models import Posting


def accused_in(case, *, on):
    """Ids of the officials barred from `case`: those it names and, once it is sealed, all of a named unit."""
    named = list(case.parties.respondents().values_list("official", "unit"))
    people = {official for official, _unit in named} - {None}
    units = {unit for _official, unit in named} - {None}
    if units and case.confidentiality == Case.Confidentiality.SEALED:
        people |= set(Posting.objects.in_force(on).filter(unit__in=units).values_list("official", flat=True))
    return people


def stand_aside(case, *, by, on, reason):
    """End what the accused hold: handling, ownership, reading. The caller saves the case.

    A sealed case left without readers goes to those whose post it is (the director's substitute, then the head).
    """
    accused = accused_in(case, on=on)
    if case.handler_id in accused:
        Deadline.objects.running().filter(case=case, official=case.handler_id).update(official=None)
        case.handler = None
    Ownership.objects.filter(case=case, leader__in=accused, until__isnull=True).update(until=on)
    SealedReader.objects.filter(case=case, official__in=accused).delete()
    if case.confidentiality == Case.Confidentiality.SEALED and not case.sealed_readers.exists():
        SealedReader.objects.admit(case, SealedReader.objects.default_readers_of(case), by=by, reason=reason)
