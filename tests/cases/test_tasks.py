"""What the night clears away of the register's own small rows."""

import uuid
from datetime import timedelta

from django.utils import timezone

from cases.models import Submission
from cases.tasks import forget_submissions
from tests import factories


def test_a_carried_out_form_is_remembered_for_seven_days(db):
    official = factories.official()
    kept = uuid.uuid4()
    for key, age in [(kept, timedelta(days=7, minutes=-1)), (uuid.uuid4(), timedelta(days=7, minutes=1))]:
        Submission.objects.create(key=key, official=official, path="/", location="/", at=timezone.now() - age)

    forget_submissions()

    assert [submission.key for submission in Submission.objects.all()] == [kept]
