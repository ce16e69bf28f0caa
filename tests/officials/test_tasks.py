"""What the night clears away of people's sessions."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from officials.tasks import forget_sessions


def test_a_session_that_is_over_is_forgotten_and_a_living_one_stays(db):
    now = timezone.now()
    Session.objects.create(session_key="over", expire_date=now - timedelta(minutes=1))
    Session.objects.create(session_key="living", expire_date=now + timedelta(minutes=1))

    forget_sessions()

    assert [session.session_key for session in Session.objects.all()] == ["living"]
