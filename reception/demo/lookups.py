"""Look-ups that the auditor is told of: the unit complained about tried twice, and a window kept opening a case."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from cases.models import LookupAlert
from officials.models import AuditEntry, Official, Role


def look_around(complained_of, other, office, days):
    """Yesterday and the day before; what the night then finds, one of it asked about already (R11)."""
    unit = office.units[complained_of.plan.respondent]
    by = Official.objects.holding(Role.HD, on=days.today).of_unit(unit, on=days.today).first()
    window = Official.objects.holding(Role.WC, on=days.today).order_by("-username").first()
    _log(by, complained_of.case, days.today - timedelta(days=1), times=2, refused=True)
    _log(window, other.case, days.today - timedelta(days=2), times=9)
    LookupAlert.objects.find(days.today)
    auditor = Official.objects.holding(Role.AU, on=days.today).first()
    note = "问过本人：群众在窗口等结果，替他看了几次进度。已说明请群众凭查询码查。"
    for alert in LookupAlert.objects.waiting().filter(official=window):
        alert.acknowledge(by=auditor, note=note)


def _log(official, case, day, *, times, refused=False):
    at = timezone.make_aware(datetime.combine(day, time(9, 20)))
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=at + timedelta(minutes=3 * look),
            actor_id=official.pk,
            actor_name=official.name,
            action="cases:case",
            subject="case",
            subject_id=case.pk,
            outcome=AuditEntry.Outcome.REFUSED if refused else AuditEntry.Outcome.DONE,
        )
        for look in range(times)
    )
