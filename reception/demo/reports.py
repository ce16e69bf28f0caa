"""The last month of the demo office, frozen as its timetable would have, and one paragraph confirmed (P21)."""

from disputes import printing
from disputes.models import Pack, Paragraph
from officials.calendar import Calendar


def freeze_the_month(office, moments):
    calendar = Calendar.load()
    for month in Pack.objects.due(moments.now, calendar):
        pack = Pack.objects.freeze(month, now=moments.now, calendar=calendar)
        overall = printing.sections(pack)[0]
        said = {"section": overall["key"], "text": overall["text"]}
        Paragraph.objects.create(pack=pack, by=office.people["周建国"], at=moments.now, **said)
