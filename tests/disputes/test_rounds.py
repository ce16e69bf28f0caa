"""What the rounds ask of a dispute, which has no level: its clocks like those of any matter, and no rate of levels."""

import pytest
from django.utils import timezone

from cases import rounds
from cases.cycles import Cycle, holding
from cases.models import Clearing, Deadline
from officials.calendar import Calendar
from tests.disputes.stories import dispute

pytestmark = pytest.mark.django_db


def test_a_dispute_whose_clock_ends_stands_in_the_way_of_its_week_and_in_no_rate():
    case, today = dispute().case, timezone.localdate()
    week = holding(Cycle.WEEK, timezone.now(), Calendar.load())
    Deadline.objects.create(
        case=case,
        kind=Deadline.Kind.TASK,
        label="调解",
        started_on=today,
        nominal_on=week.ends_on,
        legal_end_on=max(today, week.ends_on),
        target_on=week.ends_on,
    )

    steps = rounds.EXPECTATIONS[Cycle.WEEK, "steps"]

    assert case in steps.in_the_way(None, week)
    assert case.level == "" and not Clearing.objects.filter(case=case).exists()
