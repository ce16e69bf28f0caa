"""When a specialist sits here, and the petitioner's turn booked from the case (F24, 0186)."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.forms.specialist import ShiftForm
from cases.models import Consultation, Event, Session
from officials.models import Role, Shift, Specialist
from tests import factories
from tests.browsing import form_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def today():
    return timezone.localdate()


def at(days, hour, minute=0):
    return timezone.make_aware(datetime.combine(today() + days * DAY, time(hour, minute)))


@pytest.fixture
def people(db):
    names = {"director": Role.OD, "handler": Role.HD, "lawyer": Role.SP}
    return {name: factories.official(role, name=f"某{name}") for name, role in names.items()}


@pytest.fixture
def lawyer(people):
    fields = {"kind": "LAWYER", "speciality": "物权", "licence_no": "1", "since": today() - 100 * DAY}
    return Specialist.objects.create(name="高立群", official=people["lawyer"], **fields)


@pytest.fixture
def shift(lawyer, people):
    """Three days from now, two hours, half an hour each."""
    return sits(lawyer, people, at(3, 14), at(3, 16))


def sits(lawyer, people, starts, ends, minutes=30):
    return Shift.objects.create(
        specialist=lawyer,
        starts_at=starts,
        ends_at=ends,
        minutes=minutes,
        place="法律服务站",
        named_by=people["director"],
    )


def agreed(lawyer, people, *, kind="LEGAL", days=20, consent="AGREED"):
    case = factories.triaged(by=people["director"], handler=people["handler"])
    said = {"kind": kind, "specialist": lawyer, "what_for": "怎么看", "until": today() + days * DAY}
    row = Consultation.objects.offer(case, by=people["handler"], on=today(), **said)
    if consent:
        row.hear(consent=consent, party=None, consent_on=today(), way="FACE", by=people["handler"], on=today())
    return row


def booked(row, shift, when, people):
    return Session.objects.book(row, shift, when, by=people["handler"], now=timezone.now())


def address(row):
    return reverse("cases:session_book", args=[row.case.number, row.pk])


# ---------- 值班表 ----------
def test_a_shift_is_as_many_turns_as_fit(lawyer, people):
    assert [timezone.localtime(turn).hour for turn in sits(lawyer, people, at(1, 9), at(1, 11), 50).slots] == [9, 9]


def test_a_weekly_shift_is_written_once_and_rest_days_are_left_out(people):
    fields = {"kind": "LAWYER", "name": "高立群", "speciality": "物权", "licence_no": "1", "since": date(2020, 1, 1)}
    typed = {"specialist": Specialist.objects.create(**fields).pk, "on": "2026-09-21", "starts": "14:00"}
    typed |= {"ends": "1700", "minutes": "30", "place": "法律服务站", "weekly_until": "2026-10-12"}

    assert ShiftForm(typed, by=people["director"], today=date(2026, 9, 18)).save()

    days = [timezone.localtime(shift.starts_at) for shift in Shift.objects.all()]
    assert [f"{day:%m-%d %H:%M}" for day in days] == ["09-21 14:00", "09-28 14:00", "10-12 14:00"]
    assert timezone.localtime(Shift.objects.first().ends_at).hour == 17


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"on": "昨天"}, "今天以前"),
        ({"weekly_until": "昨天"}, "最多排一年"),
        ({"ends": "13:00"}, "要晚于"),
        ({"minutes": "5"}, "10"),
    ],
)
def test_a_shift_that_cannot_be_is_refused_with_what_to_do(lawyer, people, sign_in, changed, said):
    client, url = sign_in(people["director"]), reverse("cases:shift_add")
    typed = form_of(client, url) | {"specialist": lawyer.pk, "on": "明天", "starts": "14:00", "ends": "17:00"}

    refused = client.post(url, typed | {"place": "法律服务站"} | changed)

    assert refused.status_code == 422 and said in refused.content.decode()
    assert not Shift.objects.exists()


def test_of_one_specialist_no_two_shifts_overlap_and_the_next_may_begin_when_one_ends(lawyer, people, shift):
    with pytest.raises(IntegrityError, match="a_specialist_sits_at_one_place"), transaction.atomic():
        sits(lawyer, people, at(3, 15, 59), at(3, 18))
    sits(lawyer, people, at(3, 16), at(3, 18))


def test_a_shift_that_meets_another_is_refused_with_why(lawyer, people, sign_in):
    sits(lawyer, people, at(1, 15), at(1, 16))
    client, url = sign_in(people["director"]), reverse("cases:shift_add")
    typed = form_of(client, url) | {"specialist": lawyer.pk, "on": "明天", "starts": "14:00", "ends": "17:00"}

    refused = client.post(url, typed | {"place": "法律服务站"})

    assert refused.status_code == 422 and "已经排了班" in refused.content.decode()
    assert Shift.objects.count() == 1


def test_the_timetable_shows_how_many_turns_are_booked_and_nobodys_name(lawyer, people, shift, sign_in, queries_of):
    booked(agreed(lawyer, people), shift, shift.slots[0], people)
    client, url = sign_in(factories.official(Role.RC)), reverse("cases:shifts")

    page = client.get(url)

    assert [(row.booked, row.turns) for row in page.context["rows"]] == [(1, 4)]
    assert "1 / 4" in page.content.decode() and "张建国" not in page.content.decode()
    few = len(queries_of(lambda: client.get(url)))
    for day in range(4, 8):
        sits(lawyer, people, at(day, 9), at(day, 11))
    assert len(queries_of(lambda: client.get(url))) == few


# ---------- 约 ----------
def test_a_turn_is_booked_from_the_case_and_the_specialist_sees_when(lawyer, people, shift, sign_in):
    row = agreed(lawyer, people)
    client = sign_in(people["handler"])
    page = client.get(address(row))
    slot = page.context["form"].fields["slot"].choices[2][0]

    assert client.post(address(row), form_of(client, address(row)) | {"slot": slot}).status_code == 302

    assert Session.objects.get().at == shift.slots[1]
    told = Event.objects.filter(case=row.case, kind=Event.Kind.CONSULTED).latest("pk").detail
    assert told == f"法律意见咨询：约 {timezone.localtime(shift.slots[1]):%F} 14:30 法律服务站"
    desk = sign_in(people["lawyer"]).get(reverse("cases:consultations")).content.decode()
    assert "14:30" in desk and "我的值班" in desk
    assert (
        "14:30"
        in sign_in(people["handler"]).get(reverse("cases:case_specialists", args=[row.case.number])).content.decode()
    )


def test_a_turn_is_given_once(lawyer, people, shift):
    row, other = agreed(lawyer, people), agreed(lawyer, people)
    booked(row, shift, shift.slots[0], people)

    with pytest.raises(ValidationError, match="刚刚被约走"):
        booked(other, shift, shift.slots[0], people)
    with pytest.raises(IntegrityError, match="one_petitioner_a_turn"), transaction.atomic():
        Session.objects.create(
            consultation=other, shift=shift, at=shift.slots[0], booked_by=people["handler"], booked_on=today()
        )
    booked(other, shift, shift.slots[1], people)


def test_another_turn_frees_the_former(lawyer, people, shift):
    row, other = agreed(lawyer, people), agreed(lawyer, people)
    booked(row, shift, shift.slots[0], people)
    booked(row, shift, shift.slots[2], people)

    booked(other, shift, shift.slots[0], people)

    assert [one.at for one in row.sessions.standing()] == [shift.slots[2]]


def test_who_does_not_come_says_why_and_the_turn_is_free(lawyer, people, shift, sign_in):
    row = agreed(lawyer, people)
    booked(row, shift, shift.slots[0], people)
    client = sign_in(people["handler"])

    assert client.post(address(row), {"slot": "NONE", "reason": ""}).status_code == 422
    assert client.post(address(row), {"slot": "NONE", "reason": "本人有事。"}).status_code == 302

    assert not Session.objects.standing().exists()


@pytest.mark.parametrize("consent", ["", "REFUSED"])
def test_nothing_is_booked_without_the_petitioners_consent(lawyer, people, shift, consent):
    row = agreed(lawyer, people, consent=consent)

    with pytest.raises(ValidationError, match=r"同意|结束"):
        booked(row, shift, shift.slots[0], people)


def test_psychological_support_has_no_hour_in_the_file(people, sign_in):
    counsellor = Specialist.objects.create(kind="COUNSELLOR", name="白洁", speciality="家庭", since=today() - DAY)
    row = agreed(counsellor, people, kind="COUNSEL")
    shift = sits(counsellor, people, at(3, 9), at(3, 11))

    page = sign_in(people["handler"]).get(address(row))

    assert "案卷里不记时间" in page.content.decode()
    with pytest.raises(ValidationError, match="不记时间"):
        booked(row, shift, shift.slots[0], people)


@pytest.mark.parametrize(("days", "is_free"), [(3, True), (2, False)])
def test_a_turn_lies_within_the_days_of_the_open_file(lawyer, people, shift, days, is_free, sign_in):
    row = agreed(lawyer, people, days=days)

    form = sign_in(people["handler"]).get(address(row)).context["form"]

    assert bool(form.free) is is_free and bool(form.why_not) is not is_free


def test_when_the_consultation_ends_the_turn_is_free(lawyer, people, shift):
    row = agreed(lawyer, people)
    booked(row, shift, shift.slots[0], people)

    row.stop(by=people["handler"], on=today())

    assert not Session.objects.standing().exists()


def test_a_withdrawn_shift_is_told_on_each_file_and_nothing_of_it_is_booked(lawyer, people, shift, sign_in):
    row = agreed(lawyer, people)
    booked(row, shift, shift.slots[0], people)
    client, url = sign_in(people["director"]), reverse("cases:shift_end", args=[shift.pk])
    assert "已经约了 1 位" in client.get(url).content.decode()

    client.post(url, form_of(client, url) | {"reason": "律师出庭"})

    told = Event.objects.filter(case=row.case, kind=Event.Kind.CONSULTED).latest("pk").detail
    assert "不值班了（律师出庭），请告诉本人，另约时间" in told
    assert not Session.objects.standing().exists()
    with pytest.raises(ValidationError, match="不在他的值班表上"):
        booked(row, shift, shift.slots[0], people)
    assert client.post(url, {"reason": "再撤"}).status_code == 422
