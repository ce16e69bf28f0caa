"""What the day must find true of screening: the zero reports of a key period are in (F58, T10)."""

from django.utils.translation import gettext_lazy as _

from cases.cycles import Cycle
from cases.rounds import expect
from disputes.models import ScreeningTask


def register():
    expect(
        Cycle.DAY,
        "zero_reports",
        _("重要节点的零报告没有报"),
        seen=reports,
        lacking=lambda rows, period: rows.unreported().filter(due_on__lte=period.ends_on),
        done=lambda rows, period: rows.exclude(result="").filter(for_on__range=(period.starts_on, period.ends_on)),
        page="screening:tasks",
        query="?view=zero",
        name="unit__name",
        community="unit_id",
    )


def reports(official):
    rows = ScreeningTask.objects.visible_to(official) if official else ScreeningTask.objects.all()
    return rows.standing().zero_reports()
