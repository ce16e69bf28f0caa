"""What of the monthly meeting stands in somebody's diary: its tasks, his own and those he answers for as a leader."""

from datetime import datetime, time

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.diary import Appointed, keep_diary
from disputes.models import MeetingTask

SHOWN = 20


def meeting_tasks(official, now, until):
    """Open tasks due up to `until`, late ones first; at the end of the day by which they are due."""
    mine = Q(decision__official=official) | Q(decision__leader=official)
    rows = MeetingTask.objects.visible_to(official).filter(mine, state=MeetingTask.State.OPEN)
    rows = rows.filter(deadline__legal_end_on__lte=timezone.localdate(until)).oldest_first()
    today = timezone.localdate(now)
    said = ("decision__text", "decision__official__name", "deadline__legal_end_on")
    for task in rows.select_related("decision__official", "deadline").only(*said)[:SHOWN]:
        yield Appointed(
            timezone.make_aware(datetime.combine(task.due_on, time.max)),
            _("会议任务"),
            f"{task.decision.text}（{task.decision.official.name}）",
            task.get_absolute_url(),
            is_late=task.due_on < today,
            is_due=True,
        )


def register():
    keep_diary(meeting_tasks)
