"""What screening, mediation and the meeting answer for in the month (K19, K20, K23)."""

from django.db.models import Case as Choose
from django.db.models import Exists, F, OuterRef, Q, When
from django.utils.translation import gettext_lazy as _

from cases import figures
from cases.figures import Figure, Kind, Part
from disputes.models import Agreement, AgreementItem, Clue, Dispute, MeetingTask, ScreeningTask
from officials.models import Unit

OF_PLACE = {"unit": "unit", "community": "community_of"}
NOWHERE = {"unit": None, "community": None, "category": None, "channel": None}


def register():
    of_clues = {
        "case": None,
        "ways": NOWHERE | {"unit": "unit", "community": "community"},
        "seen": seen,
        "shown": shown,
    }
    figures.count(
        Part("K19", Clue.objects.confirmed_in, is_settled, dated="answered_on", day="answered_on", **of_clues)
    )
    of_reports = {"case": None, "ways": NOWHERE | OF_PLACE, "seen": seen, "shown": shown}
    in_time = Q(reported_on__lte=F("due_on"))
    days = {"falls_due": True, "dated": "due_on", "day": "due_on", "ended": "reported_on"}
    figures.count(Part("K19.reports", reports_due, in_time, **days, **of_reports, named_by=("plan",)))
    count_mediation()
    tasks = MeetingTask.objects.due_between
    day = "decision__due_on"
    days = {"falls_due": True, "dated": day, "day": day, "ended": "done_on"}
    of_tasks = of_reports | {"ways": NOWHERE | {"unit": "decision__unit", "community": "decision__unit"}}
    figures.count(Part("K23", tasks, MeetingTask.objects.all().met, **days, **of_tasks, named_by=("decision",)))
    for id, label, note in [
        ("K20", _("调解成功率"), _("达成协议、协议生效的比受理以后结束的调解")),
        ("K20.performed", _("调解协议履行率"), _("按期全部履行的事项比约定到期的事项")),
        ("K20.confirmed", _("调解协议司法确认率"), _("法院确认的比申请期在本月届满的书面协议")),
        ("K23", _("交办事项落实率"), _("例会的决定按期办成的比到期的")),
        ("K19", _("排查化解率"), _("化解的线索比本月确认的线索")),
        ("K19.reports", _("排查按时上报率"), _("按时报的（没有发现也报）比到期的")),
    ]:
        figures.register(Figure(id, label, Kind.RATE, id, unit="%", note=note))


def count_mediation():
    """Of all mediation whatever led to it (3.3): each ended one counts once, a petition's as any other."""
    agreed = Q(state=Dispute.State.AGREED)
    figures.count(Part("K20", mediated, agreed, dated="case__closed_on", day="case__closed_on"))
    days = {"falls_due": True, "dated": "due_on", "day": "due_on", "case": "agreement__dispute__case"}
    figures.count(Part("K20.performed", to_perform, AgreementItem.objects.kept, **days))
    days = {"falls_due": True, "dated": "deadline__legal_end_on", "day": "deadline__legal_end_on"}
    figures.count(Part("K20.confirmed", to_confirm, Agreement.objects.confirmed, **days, case="dispute__case"))


def mediated(first, until):
    return figures.counted(Dispute.objects.mediated(first, until))


def to_perform(first, until):
    return figures.counted(AgreementItem.objects.due_between(first, until), "agreement__dispute__case__")


def to_confirm(first, until):
    return figures.counted(Agreement.objects.to_confirm_in(first, until), "dispute__case__")


def reports_due(first, until):
    """Each with the community it is of: who reports is one, or a grid of one."""
    its_own = When(unit__kind=Unit.Kind.COMMUNITY, then=F("unit"))
    return ScreeningTask.objects.due_in(first, until).alias(community_of=Choose(its_own, default=F("unit__parent")))


def is_settled():
    """Settled on the spot, or by the case that its visit became."""
    return Q(Exists(Clue.objects.settled().filter(pk=OuterRef("pk"))))


def seen(rows, official):
    return rows.filter(pk__in=rows.model.objects.visible_to(official).values("pk"))


def shown(row):
    return str(row), row.get_absolute_url()
