"""What the month prints of joint work: solving, mediation and action apart (F37), and who pushed back (F36)."""

from django.utils.translation import gettext_lazy as _

from cases.counting import capped_count
from cases.cycles import Cycle
from cases.expected import cases
from cases.models import AssistObjection, JointAction
from cases.rounds import report
from cases.templatetags.register import capped


def register():
    for kind in JointAction.Kind:
        report(Cycle.MONTH, f"joint_{kind.lower()}", kind.label, of_kind(kind))
    report(Cycle.MONTH, "pushed_back", _("协办提出不归本单位"), pushed_back)


def of_kind(kind):
    """How many actions of one kind were held in the period, and the cases behind them."""

    def compute(period, official):
        seen = cases(official)
        actions = JointAction.objects.held_in(period).filter(kind=kind, case__in=seen.values("pk"))
        return capped(capped_count(actions)), seen.filter(pk__in=actions.values("case"))

    return compute


def pushed_back(period, official):
    seen = cases(official)
    said = AssistObjection.objects.filter(
        on__range=(period.starts_on, period.ends_on), task__case__in=seen.values("pk")
    )
    return capped(capped_count(said)), seen.filter(pk__in=said.values("task__case"))
