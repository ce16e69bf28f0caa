"""A turn at a specialist's shift is free again when its case ends or is sealed (F24, 0186)."""

from datetime import datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Consultation, Event, Session
from officials.models import Role, Shift, Specialist
from petitions.models import Withdrawal
from reception.models import Voiding
from tests import factories
from tests.disputes import stories as disputes
from tests.petitions.stories import W6, Story, noon, registered

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def today():
    return timezone.localdate()


@pytest.fixture
def lawyer():
    account = factories.official(Role.SP, name="高立群")
    fields = {"speciality": "物权", "licence_no": "1", "since": today() - 100 * DAY, "official": account}
    return Specialist.objects.create(kind="LAWYER", name="高立群", **fields)


@pytest.fixture
def shift(lawyer):
    starts = timezone.make_aware(datetime.combine(today() + 3 * DAY, time(14)))
    return Shift.objects.create(
        specialist=lawyer,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        minutes=30,
        place="法律服务站",
        named_by=factories.official(Role.OD),
    )


def book(case, shift, turn=0):
    by = factories.official(Role.OD)
    said = {"kind": "LEGAL", "specialist": shift.specialist, "what_for": "怎么看", "until": today() + 20 * DAY}
    row = Consultation.objects.offer(case, by=by, on=today(), **said)
    row.hear(consent="AGREED", party=None, consent_on=today(), way="FACE", by=by, on=today())
    return Session.objects.book(row, shift, shift.slots[turn], by=by, now=timezone.now())


def closed(shift):
    story = Story(registered(W6, on=today())).ready_to_close(today())
    yield book(story.petition.case, shift)
    story.take("closure", today())


def withdrawn(shift):
    story = Story(registered(W6, on=today())).accepted(today())
    yield book(story.petition.case, shift)
    story.petition.wish_to_withdraw(by=story.by, on=today(), form="WRITTEN", words="不用办了。")
    ended = {"outcome": Withdrawal.Outcome.ENDED, "manner": "电话"}
    story.petition.confirm_withdrawal(by=factories.official(Role.RC), on=today(), **ended)


def sealed(shift):
    case = factories.triaged()
    director = factories.official(Role.OD)
    yield book(case, shift)
    Case.objects.get(pk=case.pk).seal(by=director, reason="是检举控告")


def merged(shift):
    first = Story(registered(W6, on=today() - DAY)).accepted(today())
    second = Story(registered(W6, on=today(), name="李秀英", phone="13900002222"), by=first.by)
    second.accepted(today()).take("notice", today())
    yield book(second.petition.case, shift)
    first.petition.merge(second.petition, by=first.by, on=today(), reason="同一处渗水。")


def ended_in_mediation(shift):
    mediator = disputes.mediator()
    file = disputes.accepted(disputes.dispute(received_at=noon(today())), by=mediator)
    yield book(file.case, shift)
    file.withdraw(by=mediator, on=today(), reason="自己谈好了。")


ENDS = [closed, withdrawn, sealed, merged, ended_in_mediation]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_what_was_booked_is_free_when_its_case_ends(shift, end, sign_in):
    story = end(shift)
    turn = next(story)
    desk = sign_in(shift.specialist.official)
    assert "约了 1 / 4" in desk.get(reverse("cases:consultations")).content.decode()

    next(story, None)

    turn.refresh_from_db()
    assert turn.ended_on == today() and turn.ended_by and turn.ending
    told = Event.objects.filter(case=turn.consultation.case, kind=Event.Kind.CONSULTED).latest("pk").detail
    assert f"约的 {timezone.localtime(turn.at):%F %H:%M} 让出来了" in told
    timetable = sign_in(factories.official(Role.RC)).get(reverse("cases:shifts")).context["rows"]
    assert [row.booked for row in timetable] == [0]
    assert "约了 0 / 4" in desk.get(reverse("cases:consultations")).content.decode()
    book(factories.triaged(), shift)


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_what_was_held_before_stays_in_the_file(shift, end):
    story = end(shift)
    turn = next(story)
    Session.objects.filter(pk=turn.pk).update(at=timezone.now())

    next(story, None)

    assert Session.objects.get(pk=turn.pk).ended_on is None


def test_the_turns_of_other_cases_stand(shift):
    other = book(factories.triaged(), shift, turn=1)
    story = sealed(shift)
    next(story)

    next(story, None)

    assert list(Session.objects.standing()) == [other]


@pytest.mark.parametrize("end", [closed, sealed], ids=lambda end: end.__name__)
def test_nothing_is_booked_for_a_case_that_has_ended(shift, end):
    story = end(shift)
    row = next(story).consultation
    next(story, None)

    row = Consultation.objects.get(pk=row.pk)
    with pytest.raises(ValidationError, match=r"已经办结|封存件"):
        Session.objects.book(row, shift, shift.slots[1], by=row.offered_by, now=timezone.now())


def test_a_registration_for_whose_case_a_turn_is_booked_is_no_longer_void(shift):
    visit = factories.visit()
    asked = Voiding.objects.ask(visit, reason="登记错了。", by=factories.official(Role.RC))
    turn = book(visit.case, shift)

    with pytest.raises(ValidationError, match="已经开始办理"):
        asked.decide(by=factories.official(Role.OD), is_approved=True)

    assert Session.objects.standing().get() == turn


def test_a_step_that_is_refused_frees_nothing(shift):
    story = Story(registered(W6, on=today())).accepted(today())
    turn = book(story.petition.case, shift)

    with pytest.raises(ValidationError):
        story.take("closure", today())

    assert Session.objects.standing().get() == turn
