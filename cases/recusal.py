"""Who stands aside (AZ-09, AZ-10, L13): the accused, and whoever has an interest in the case."""

from django.utils.translation import gettext as _

from cases.models import Case, Deadline, Ownership, Recusal, SealedReader
from officials.models import Posting

# What is done all the same between asking and deciding: what cannot wait, and asking.
URGENT = {
    "cases:urgent",
    "cases:measure",
    "cases:report",
    "cases:incident",
    "cases:incident_close",
    "petitions:recusal",
    "disputes:recusal",
}


def accused_in(case, *, on):
    """Ids of the officials barred from `case`: those it names and, once it is sealed, all of a named unit."""
    named = list(case.parties.respondents().values_list("official", "unit"))
    people = {official for official, _unit in named} - {None}
    units = {unit for _official, unit in named} - {None}
    if units and case.confidentiality == Case.Confidentiality.SEALED:
        people |= set(Posting.objects.in_force(on).filter(unit__in=units).values_list("official", flat=True))
    return people


def out_of(case, *, on):
    """Ids of those who have nothing more to do with `case`: the accused, and those whose recusal was agreed."""
    return accused_in(case, on=on) | set(Recusal.objects.agreed().filter(case=case).values_list("official", flat=True))


def barred_from(case, *, on):
    """Ids of those to whom nothing of `case` may be given: also those with an interest not yet decided on (AZ-10)."""
    with_interest = Recusal.objects.exclude(decision=Recusal.Decision.STAYS).filter(case=case)
    return accused_in(case, on=on) | set(with_interest.values_list("official", flat=True))


def why_barred(case, official, *, on):
    """Why `official` may be given nothing of `case`, in a sentence; empty if he may."""
    rows = Recusal.objects.filter(case=case, official=official).values_list("decision", flat=True)
    decisions = set(rows)
    if Recusal.Decision.WITHDRAWS in decisions:
        return _("%s 已经决定回避（条例第二十八条第三款）。") % official.name
    if "" in decisions:
        return _("%s 的回避还没有决定，决定以前不能交给他（条例第二十八条第三款）。") % official.name
    if official.pk in accused_in(case, on=on):
        return _("%s 是被反映人，要回避（条例第二十八条第三款）。") % official.name
    return ""


def why_stopped():
    return _("您和这件有没有利害关系还没有决定：决定以前先停手，只有急办的措施可以做（条例第二十八条第三款）。")


def stand_aside(case, *, by, on, reason):
    """End what those who are out hold: handling, ownership, terms, reading. The caller saves the case.

    A sealed case left without readers goes to those whose post it is (the director's substitute, then the head).
    """
    out = out_of(case, on=on)
    if not out:
        return
    if case.handler_id in out:
        case.handler = None
    Deadline.objects.running().filter(case=case, official__in=out).update(official=None)
    Ownership.objects.filter(case=case, leader__in=out, until__isnull=True).update(until=on)
    SealedReader.objects.filter(case=case, official__in=out).delete()
    if case.confidentiality == Case.Confidentiality.SEALED and not case.sealed_readers.exists():
        SealedReader.objects.admit(case, SealedReader.objects.default_readers_of(case), by=by, reason=reason)
