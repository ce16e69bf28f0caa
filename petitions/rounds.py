"""What the rounds must find true of the statutory procedure (T11, T12)."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from cases.cycles import Cycle
from cases.expected import expect_of_cases
from cases.models import Deadline, Paper
from petitions.models import Objection

NOTICE_RULES = ["L03", "L04"]  # the written notice within 15 days
NOTICES = [Paper.Kind.ACCEPTANCE, Paper.Kind.DECLINE, Paper.Kind.ROUTING]
AHEAD = timedelta(days=7)


def register():
    expect_of_cases(
        Cycle.WEEK,
        "notices",
        _("下七天到期的告知，文书还没起草"),
        lambda rows, period: due_notices(rows, period).filter(~Exists(drafted())),
        done=lambda rows, period: due_notices(rows, period).filter(Exists(drafted())),
    )
    expect_of_cases(
        Cycle.TEN_DAYS,
        "objections",
        _("提了异议，还没有答复"),
        lambda rows, period: rows.filter(pk__in=objections(period).filter(outcome="").values("petition__case")),
        done=lambda rows, period: rows.filter(
            pk__in=objections(period)
            .filter(heard_on__range=(period.starts_on, period.ends_on))
            .values("petition__case")
        ),
    )


def due_notices(rows, period):
    within = (period.ends_on + timedelta(days=1), period.ends_on + AHEAD)
    clocks = Deadline.objects.running().ours().filter(rule__in=NOTICE_RULES, legal_end_on__range=within)
    return rows.open().filter(pk__in=clocks.values("case"))


def drafted():
    return Paper.objects.in_force().filter(case=OuterRef("pk"), kind__in=NOTICES)


def objections(period):
    return Objection.objects.filter(sent_on__lte=period.ends_on)
