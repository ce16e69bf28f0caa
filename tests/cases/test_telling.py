"""Whom a sweep tells (F48, DL-03, DL-05): one message a person a day, by number alone; the mail goes once, by day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta

import pytest
from django.core import mail as outgoing
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from cases.models import Deadline, Mail, Notice, SweepRun
from cases.models.notice import after_the_quiet
from cases.sweep import sweep
from cases.telling import send_mails, tell
from officials.models import Role, Zone
from tests import factories

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def now():
    return timezone.now()


def overdue(case=None, days=1, **fields):
    """A clock of the law that has been late for so many days, on a triaged case unless given."""
    case = case or factories.triaged()
    last = timezone.localdate() - days * DAY
    case.deadlines.filter(kind=Deadline.Kind.STATUTORY).update(ended_on=last, end_reason="已办")
    return Deadline.objects.create(
        case=case,
        kind=Deadline.Kind.STATUTORY,
        rule="L17",
        label="办理",
        started_on=last - 60 * DAY,
        nominal_on=last,
        legal_end_on=last,
        target_on=last,
        **fields,
    )


def told():
    sweep(now())
    tell()


def of(person):
    return [line.case.number for notice in person.notices.all() for line in notice.lines.all()]


# ---------- 告诉谁 ----------
def test_the_handler_the_director_and_the_supervisor_are_each_told_in_one_message():
    people = [factories.official(role) for role in (Role.OD, Role.SV)]
    outside = [factories.official(role) for role in (Role.LO, Role.RC, Role.HD, Role.SA)]
    clocks = [overdue(), overdue()]

    told()

    numbers = {clock.case.number for clock in clocks}
    for person in people:
        assert person.notices.count() == 1
        assert set(of(person)) == numbers
    for clock in clocks:
        assert clock.case.number in of(clock.case.handler)
    assert [of(person) for person in outside] == [[]] * 4


def test_the_leader_of_the_area_is_told_at_his_rung_and_the_owner_before_him():
    area, owner = factories.official(Role.LO), factories.official(Role.LO)
    late, owned = overdue(days=14), overdue(days=14)
    for clock in (late, owned):
        type(clock.case).objects.filter(pk=clock.case_id).update(community=factories.community())
    Zone.objects.create(leader=area, community=factories.community(), since=timezone.localdate() - 9 * DAY)
    owned.case.ownerships.create(leader=owner, since=timezone.localdate(), decided_by=owner)

    told()

    assert (of(area), of(owner)) == ([late.case.number], [owned.case.number])


@pytest.mark.parametrize(("first", "last", "is_told"), [(-3, 0, True), (0, 3, True), (-3, -1, False), (1, 3, False)])
def test_who_acts_for_the_director_is_told_with_him_in_the_days_lent(first, last, is_told):
    director, other = factories.official(Role.OD), factories.official(Role.LO)
    today = timezone.localdate()
    director.postings.get().delegations.create(
        taker=other,
        powers=["petitions:approval"],
        first_on=today + first * DAY,
        last_on=today + last * DAY,
        reason="外出学习",
    )
    clock = overdue()

    told()

    assert of(director) == [clock.case.number]
    assert of(other) == [clock.case.number] * is_told


def test_who_acts_for_somebody_complained_about_is_told_nothing_of_it():
    director, other = factories.official(Role.OD, name="周建国"), factories.official(Role.LO)
    today = timezone.localdate()
    director.postings.get().delegations.create(
        taker=other, powers=["petitions:approval"], first_on=today, last_on=today, reason="外出学习"
    )
    clock = overdue()
    clock.case.parties.create(role="RESPONDENT", name="周建国", official=director)

    told()

    assert (of(director), of(other)) == ([], [])


def test_a_sealed_case_is_told_to_its_readers_alone_and_by_number():
    director, other, supervisor = (factories.official(role) for role in (Role.OD, Role.OD, Role.SV))
    clock = overdue()
    clock.case.seal(by=director, reason="检举", readers={director})

    told()

    assert of(director) == [clock.case.number]
    assert (of(other), of(supervisor)) == ([], [])


def test_who_is_complained_about_is_not_told():
    director = factories.official(Role.OD)
    clock = overdue()
    clock.case.parties.create(role="RESPONDENT", official=director, name=director.name)

    told()

    assert of(director) == []


def test_who_left_his_post_is_told_no_more():
    clock = overdue()
    handler = clock.case.handler
    handler.postings.update(until=timezone.localdate())

    told()

    assert of(handler) == []


# ---------- 一天一条 ----------
def test_a_second_sweep_of_the_day_adds_to_the_message_and_makes_it_unread_again():
    director = factories.official(Role.OD)
    overdue()
    told()
    assert director.notices.read() == 1
    overdue()

    told()

    notice = director.notices.get()
    assert (notice.count, notice.lines.count(), notice.read_at) == (2, 2, None)


def test_told_again_nobody_is_told_twice():
    overdue()
    told()
    before = list(Notice.objects.values_list("pk", "count"))

    assert tell() == 0
    told()

    assert list(Notice.objects.values_list("pk", "count")) == before


def test_what_a_dead_worker_did_not_tell_is_told_by_the_next():
    director = factories.official(Role.OD)
    overdue()
    sweep(now())
    assert of(director) == []

    tell()

    assert len(of(director)) == 1
    assert not SweepRun.objects.filter(told_at__isnull=True).exists()


def test_an_instant_swept_twice_is_told_of_twice_over_and_each_clock_once():
    director, at = factories.official(Role.OD), now()
    overdue()
    sweep(at)
    tell()
    overdue()

    sweep(at)
    tell()

    assert director.notices.get().lines.count() == 2


def test_a_storm_is_one_message_of_thirty_lines_that_says_how_many_more():
    director = factories.official(Role.OD)
    case = factories.triaged()
    first = overdue(case)
    Deadline.objects.bulk_create(
        [
            Deadline(
                case=case,
                kind="PROMISE",
                rule=f"T{number}",
                label="承诺",
                started_on=first.started_on,
                nominal_on=first.legal_end_on,
                legal_end_on=first.legal_end_on,
                target_on=first.legal_end_on,
            )
            for number in range(40)
        ]
    )

    told()

    notice = case.handler.notices.get()
    assert (notice.lines.count(), notice.count >= 41) == (30, True)
    assert director.notices.count() <= 1


# ---------- 收件箱 ----------
def test_the_inbox_shows_numbers_and_levels_and_the_bar_counts_what_is_unread(sign_in):
    director = factories.official(Role.OD)
    clock = overdue()
    told()
    browser = sign_in(director)

    page = browser.get(reverse("inbox:list")).content.decode()

    assert clock.case.number in page and "超期" in page and clock.case.title not in page
    assert "条没看" in page
    browser.post(reverse("inbox:read_all"))
    assert "条没看" not in browser.get(reverse("inbox:list")).content.decode()


def test_one_message_is_marked_as_read_and_anothers_is_unknown(sign_in):
    director = factories.official(Role.OD)
    clock = overdue()
    told()
    other = clock.case.handler.notices.get()

    assert sign_in(director).post(reverse("inbox:read", args=[director.notices.get().pk])).status_code == 302
    assert sign_in(director).post(reverse("inbox:read", args=[other.pk])).status_code == 404

    assert (director.notices.unread().count(), clock.case.handler.notices.unread().count()) == (0, 1)


def test_the_inbox_takes_as_many_statements_for_one_line_as_for_many(sign_in, queries_of):
    director = factories.official(Role.OD)
    overdue()
    told()
    browser, address = sign_in(director), reverse("inbox:list")
    browser.get(address)
    few = len(queries_of(lambda: browser.get(address)))
    for _number in range(3):
        overdue()
    told()

    assert len(queries_of(lambda: browser.get(address))) == few


# ---------- 邮件 ----------
@pytest.fixture
def mails(settings):
    settings.EMAIL_HOST = "mail.test"
    settings.QUIET_FROM, settings.QUIET_UNTIL = time(0), time(0)  # 没有安静时段


def test_nothing_is_mailed_where_no_mail_is_set_up():
    factories.official(Role.OD, email="zhou@example.org")
    overdue()
    told()

    assert (Mail.objects.count(), send_mails(now()), outgoing.outbox) == (0, 0, [])


def test_a_mail_names_the_number_and_nothing_else_of_the_case(mails):
    factories.official(Role.OD, email="zhou@example.org")
    clock = overdue()
    told()

    assert send_mails(now() + DAY) == 1

    sent = outgoing.outbox[0]
    assert sent.to == ["zhou@example.org"]
    assert clock.case.number in sent.body
    for word in (clock.case.title, clock.case.statement, "张建国", "13800004471"):
        assert word not in sent.body + sent.subject


def test_a_mail_goes_once(mails):
    factories.official(Role.OD, email="zhou@example.org")
    overdue()
    told()

    assert [send_mails(now() + DAY), send_mails(now() + DAY)] == [1, 0]
    overdue()
    told()
    assert (send_mails(now() + DAY), len(outgoing.outbox)) == (0, 1)  # 一天一封


def test_a_mail_taken_by_a_worker_who_died_is_free_again_after_its_lease(mails):
    factories.official(Role.OD, email="zhou@example.org")
    overdue()
    told()
    at = now() + DAY
    assert len(Mail.objects.claim(at)) == 1

    assert send_mails(at + Mail.LEASE) == 0
    assert send_mails(at + Mail.LEASE + timedelta(seconds=1)) == 1


def test_a_mail_that_was_refused_is_tried_again_later(mails, monkeypatch):
    factories.official(Role.OD, email="zhou@example.org")
    overdue()
    told()
    backend = "django.core.mail.backends.locmem.EmailBackend.send_messages"

    def refuse(*_args):
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(backend, refuse)
        assert send_mails(now() + DAY) == 0
    waiting = Mail.objects.get()
    assert (waiting.sent_at, waiting.error) == (None, "ConnectionRefusedError")

    assert send_mails(now() + DAY) == 0
    assert send_mails(now() + DAY + timedelta(minutes=11)) == 1


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        (time(7, 59), (0, time(8))),
        (time(8), (0, time(8))),
        (time(19, 59), (0, time(19, 59))),
        (time(20), (1, time(8))),
        (time(23, 59), (1, time(8))),
    ],
)
def test_mails_wait_through_the_quiet_hours(at, goes):
    day = timezone.localdate()
    zone = timezone.get_current_timezone()
    days, hour = goes

    assert after_the_quiet(datetime.combine(day, at, zone)) == datetime.combine(day + days * DAY, hour, zone)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_each_mail_once(mails):
    for number in range(6):
        factories.official(Role.OD, email=f"{number}@example.org")
    overdue()
    told()

    def take(_turn):
        try:
            return [mail.pk for mail in Mail.objects.claim(now() + DAY, limit=4)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as workers:
        taken = [pk for some in workers.map(take, range(2)) for pk in some]

    assert len(taken) == len(set(taken)) >= 4
