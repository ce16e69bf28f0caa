"""What checks and supervision from above say to the lists of what waits and to the rounds (F47, L43)."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.cycles import Cycle
from cases.models import Consultation, Finding, SuperiorOrder
from cases.rounds import expect
from cases.waiting import wait_for


def register():
    of_the_rounds()
    wait_for(
        "cases:rectification",
        lambda who: Finding.objects.unanswered().filter(official=who, case__isnull=False).values("case"),
    )
    wait_for(
        "cases:rectification_check",
        lambda who: Finding.objects.to_check_by(who).filter(case__isnull=False).values("case"),
    )
    wait_for(
        "cases:superior_answer",
        lambda who: SuperiorOrder.objects.undrafted().filter(official=who, case__isnull=False).values("case"),
    )
    wait_for(
        "cases:superior_approval",
        lambda who: SuperiorOrder.objects.for_approval_of(who).filter(case__isnull=False).values("case"),
    )
    wait_for(
        "cases:consultation_result",
        lambda who: Consultation.objects.open_to(who, timezone.localdate()).values("case"),
    )


def of_the_rounds():
    """What is late stands in the week of the director and in the ten days of the leaders until it is done."""
    for cycle in (Cycle.WEEK, Cycle.TEN_DAYS):
        expect(
            cycle,
            "findings",
            _("检查发现的问题，到期没有整改"),
            seen=findings,
            lacking=lambda rows, period: rows.open().filter(due_on__lte=period.ends_on),
            done=lambda rows, period: rows.filter(closed_on__range=(period.starts_on, period.ends_on)),
            page="cases:findings",
            query="?view=open",
            community="case__community_id",
        )
        expect(
            cycle,
            "superior",
            _("上级督办，到期没有反馈"),
            seen=superior,
            lacking=lambda rows, period: rows.open().filter(due_on__lte=period.ends_on),
            done=lambda rows, period: rows.filter(answered_on__range=(period.starts_on, period.ends_on)),
            page="cases:superior_orders",
            query="?view=open",
            community="case__community_id",
        )


def findings(official):
    return Finding.objects.visible_to(official) if official else Finding.objects.unsealed()


def superior(official):
    return SuperiorOrder.objects.visible_to(official) if official else SuperiorOrder.objects.unsealed()
