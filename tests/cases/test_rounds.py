"""The rounds open, are cut off, carried over and signed: once, in order, whatever happens (T10-T14, DL-01..06)."""

import json
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases import cycles, rounds
from cases.cycles import Cycle
from cases.models import Case, Deadline, Round, RoundCorrection, RoundException
from officials.calendar import Calendar, Day, DayKind
from officials.models import CalendarDay, Role, Zone
from tests import factories

pytestmark = pytest.mark.django_db


def at(text):
    return timezone.make_aware(datetime.fromisoformat(text))


def names(found):
    return [str(round) for round in found]


def run(text):
    turned = Round.objects.run(at(text))
    return names(turned.opened), names(turned.closed)


def letter(received, **fields):
    """A letter that nobody has read, registered at the instant."""
    visit = factories.visit(channel=Case.Channel.LETTER, received_at=at(received), **fields)
    type(visit).objects.filter(pk=visit.pk).update(registered_at=at(received))
    Case.objects.filter(pk=visit.case_id).update(registered_at=at(received))
    return visit


def the_round(cycle, starts_on):
    return Round.objects.get(cycle=cycle, starts_on=starts_on)


def carry_all(round, by, new_on, reason=RoundException.Reason.WORKING):
    now = timezone.now()
    return round.carry(
        round.exceptions.unexplained(), by=by, reason=reason, note="", new_on=new_on, today=new_on, now=now
    )


# ---------- 到点自己开、自己收 ----------
def test_the_first_run_opens_one_round_of_each_cycle():
    assert run("2026-10-29T09:00") == (
        ["YEAR 2026-01-01", "MONTH 2026-10-01", "TEN_DAYS 2026-10-21", "WEEK 2026-10-26", "DAY 2026-10-29"],
        [],
    )
    assert run("2026-10-29T09:00") == ([], [])


def test_a_round_is_closed_after_its_cut_off_and_not_at_it():
    run("2026-10-29T09:00")

    assert run("2026-10-29T18:00") == ([], [])
    assert run("2026-10-29T18:00:01") == (["DAY 2026-10-30"], ["DAY 2026-10-29"])
    assert not the_round(Cycle.DAY, "2026-10-29").is_late


def test_the_command_does_what_the_task_does_and_prints_exactly_that(capsys):
    call_command("rounds", now="2026-10-30T09:00", json=True)
    capsys.readouterr()

    call_command("rounds", now="2026-10-30T18:05", json=True)

    assert json.loads(capsys.readouterr().out) == {
        "opened": ["DAY 2026-10-31"],
        "closed": ["WEEK 2026-10-26", "DAY 2026-10-30"],
        "warned": 0,
    }


def test_after_three_days_down_the_rounds_are_made_up_in_order_and_marked_late_and_told_at_once(monkeypatch):
    told = []
    monkeypatch.setattr(rounds, "LISTENERS", [lambda closed, now: told.append((names(closed), now))])
    run("2026-10-27T09:00")

    opened, closed = run("2026-10-30T18:30")

    days = [f"DAY 2026-10-{day}" for day in (27, 28, 29, 30, 31)]
    assert [name for name in closed if "DAY" in name] == days[:-1] and closed[-1] == "DAY 2026-10-30"
    assert opened == days[1:]
    late = dict(Round.objects.filter(cycle=Cycle.DAY).values_list("ends_on__day", "is_late"))
    assert late == {27: True, 28: True, 29: True, 30: False, 2: False}
    assert told == [(closed, at("2026-10-30T18:30"))]


def test_a_clock_that_jumps_back_undoes_and_repeats_nothing(monkeypatch):
    told = []
    monkeypatch.setattr(rounds, "LISTENERS", [lambda closed, now: told.append(names(closed))])
    run("2026-10-29T09:00")
    run("2026-10-29T18:05")
    before = list(Round.objects.values())

    assert run("2026-10-28T12:00") == ([], [])
    assert run("2026-10-29T18:05") == ([], [])
    assert list(Round.objects.values()) == before and told == [["DAY 2026-10-29"]]


def test_a_listener_that_fails_is_told_again(monkeypatch):
    def fail(closed, now):
        raise ZeroDivisionError

    run("2026-10-29T09:00")
    monkeypatch.setattr(rounds, "LISTENERS", [fail])
    with pytest.raises(ZeroDivisionError):
        run("2026-10-29T18:05")
    told = []
    monkeypatch.setattr(rounds, "LISTENERS", [lambda closed, now: told.append(names(closed))])

    assert run("2026-10-29T18:06") == ([], [])
    assert told == [["DAY 2026-10-29"]]


def test_a_round_that_is_not_closed_follows_the_calendar():
    run("2026-10-31T09:00")
    assert the_round(Cycle.DAY, "2026-10-31").ends_on == date(2026, 11, 2)
    CalendarDay.objects.replace([Day(date(2026, 11, 2), DayKind.REST)], source="试验")

    assert "DAY 2026-10-31" not in run("2026-11-02T18:30")[1]
    assert the_round(Cycle.DAY, "2026-10-31").ends_on == date(2026, 11, 3)


def test_the_week_of_the_spring_festival_is_one_round_with_the_next():
    run("2026-02-13T09:00")

    opened, closed = run("2026-03-02T09:00")

    assert [name for name in closed if "WEEK" in name] == ["WEEK 2026-02-09", "WEEK 2026-02-16"]
    assert [name for name in opened if "WEEK" in name] == ["WEEK 2026-02-16", "WEEK 2026-03-02"]


# ---------- 收口时没清的 ----------
def test_what_is_in_the_way_at_the_cut_off_is_written_down_and_what_came_later_is_not():
    run("2026-10-29T09:00")
    early, exactly, later = letter("2026-10-29T10:00"), letter("2026-10-29T18:00"), letter("2026-10-29T18:00:01")

    run("2026-10-29T19:30")  # late by an hour and a half

    unread = the_round(Cycle.DAY, "2026-10-29").exceptions.filter(key="unread")
    assert [row.name for row in unread] == [early.contact_no, exactly.contact_no]
    assert later.contact_no not in [row.name for row in unread]


def test_the_sealed_is_in_no_round():
    run("2026-10-29T09:00")
    letter("2026-10-29T10:00", purpose="ACCUSATION", respondent="某某")

    run("2026-10-29T18:05")

    assert not RoundException.objects.exists()


def test_a_round_is_signed_once_and_only_when_every_exception_has_a_reason_and_a_day():
    clerk = factories.official(Role.RC)
    run("2026-10-29T09:00")
    letter("2026-10-29T10:00")
    run("2026-10-29T18:05")
    round = the_round(Cycle.DAY, "2026-10-29")

    with pytest.raises(ValidationError, match="还有 2 件没有写原因和新的日子"):  # unread, and not triaged
        round.sign(by=clerk, now=at("2026-10-30T09:00"))
    carry_all(round, clerk, date(2026, 10, 30))
    round.sign(by=clerk, now=at("2026-10-30T09:00"))

    assert (round.signed_by, round.signed_at) == (clerk, at("2026-10-30T09:00"))
    lines = {line["key"]: line for line in round.snapshot["lines"]}
    assert (lines["unread"]["lacking"], lines["unread"]["carried"]) == (1, 1)
    assert round.snapshot["reasons"] == [["WORKING", 2]]
    with pytest.raises(ValidationError, match="已经签过字"):
        round.sign(by=clerk, now=at("2026-10-30T09:01"))


def test_what_is_done_between_cut_off_and_signature_needs_no_word_and_is_marked():
    clerk = factories.official(Role.RC)
    run("2026-10-29T09:00")
    visit = letter("2026-10-29T10:00")
    run("2026-10-29T18:05")
    round = the_round(Cycle.DAY, "2026-10-29")
    Case.objects.filter(pk=visit.case_id).update(registered_at=at("2026-10-30T00:00"))  # no longer of that day

    round.settle(at("2026-10-30T08:00"))
    carry_all(round, clerk, date(2026, 10, 30))
    round.sign(by=clerk, now=at("2026-10-30T09:00"))

    line = next(line for line in round.snapshot["lines"] if line["key"] == "untriaged")
    assert (line["lacking"], line["late"], line["carried"]) == (1, 1, 0)


def test_what_was_carried_comes_back_and_its_reason_holds_until_the_new_day():
    clerk = factories.official(Role.RC)
    run("2026-10-27T09:00")
    letter("2026-10-27T10:00")
    run("2026-10-27T18:05")
    carry_all(the_round(Cycle.DAY, "2026-10-27"), clerk, date(2026, 10, 29))

    run("2026-10-28T18:05")
    run("2026-10-29T18:05")

    second, third = (the_round(Cycle.DAY, day).exceptions.get(key="unread") for day in ("2026-10-28", "2026-10-29"))
    assert second.comes_again and second.is_carried and second.new_on == date(2026, 10, 29)
    assert third.comes_again and not third.is_carried
    assert {second.since, third.since} == {date(2026, 10, 27)}


@pytest.mark.parametrize(
    ("days", "reason", "note", "refusal"),
    [
        (-1, "WORKING", "", "新的日子不能早于今天"),
        (0, "OTHER", " ", "请写明是什么原因"),
        (0, "OTHER", "停电", None),
    ],
)
def test_a_carry_over_has_a_reason_and_a_day_that_is_not_past(days, reason, note, refusal):
    clerk, today = factories.official(Role.RC), date(2026, 10, 30)
    run("2026-10-29T09:00")
    letter("2026-10-29T10:00")
    run("2026-10-29T18:05")
    round = the_round(Cycle.DAY, "2026-10-29")

    def carry():
        new_on = today + timedelta(days=days)
        words = {"by": clerk, "reason": reason, "note": note, "new_on": new_on, "today": today, "now": timezone.now()}
        return round.carry(round.exceptions.all(), **words)

    if refusal:
        with pytest.raises(ValidationError, match=refusal):
            carry()
    else:
        assert carry() == 2


def test_an_open_round_is_not_signed():
    run("2026-10-29T09:00")

    with pytest.raises(ValidationError, match="还没有到收口的时间"):
        the_round(Cycle.DAY, "2026-10-29").sign(by=factories.official(Role.RC), now=at("2026-10-29T17:00"))


@pytest.mark.parametrize(
    ("cycle", "starts_on", "role"),
    [
        (Cycle.DAY, "2026-09-30", Role.RC),
        (Cycle.WEEK, "2026-09-28", Role.OD),
        (Cycle.MONTH, "2026-09-01", Role.LO),
        (Cycle.TEN_DAYS, "2026-09-21", Role.HO),  # nobody owns an area: the head
    ],
)
def test_each_round_is_signed_by_the_role_of_the_handbook_alone(cycle, starts_on, role):
    run("2026-09-30T09:00")
    run("2026-10-10T12:00:01")
    round = the_round(cycle, starts_on)
    others = [factories.official(one) for one in (Role.RC, Role.OD, Role.LO, Role.HO, Role.SV) if one != role]

    for other in others:
        with pytest.raises((PermissionDenied, ValidationError)):
            round.sign(by=other, now=at("2026-10-12T09:00"))
    round.sign(by=factories.official(role), now=at("2026-10-12T09:00"))

    assert round.is_signed


@pytest.mark.parametrize(("instant", "is_signed"), [("2026-10-10T12:00", False), ("2026-10-10T12:00:01", True)])
def test_a_month_is_signed_only_after_the_late_entries(instant, is_signed):
    run("2026-09-30T09:00")
    run("2026-10-08T09:00")
    month = the_round(Cycle.MONTH, "2026-09-01")
    leader = factories.official(Role.LO)

    if is_signed:
        month.sign(by=leader, now=at(instant))
    else:
        with pytest.raises(ValidationError, match="补录还没有结束"):
            month.sign(by=leader, now=at(instant))

    assert month.is_signed is is_signed


def test_each_leader_signs_his_area_and_the_ten_days_are_signed_when_all_have():
    here, there = factories.community("东河花园社区"), factories.community("河西里社区")
    first, second = factories.official(Role.LO), factories.official(Role.LO)
    for leader, community in ((first, here), (second, there)):
        Zone.objects.create(leader=leader, community=community, since=date(2026, 1, 1))
    hard = factories.triaged(
        factories.complete(factories.case(received_at=at("2026-10-22T10:00")), at=here), level=Case.Level.HARD
    )
    run("2026-10-22T09:00")
    run("2026-11-03T09:00")
    round = the_round(Cycle.TEN_DAYS, "2026-10-21")

    assert [row.part.leader for row in round.exceptions.all()] == [first]
    round.sign(by=second, now=at("2026-11-03T09:30"))
    assert not round.is_signed
    with pytest.raises(ValidationError, match="还有 1 件"):
        round.sign(by=first, now=at("2026-11-03T10:00"))
    with pytest.raises(ValidationError, match="已经签过"):
        round.sign(by=second, now=at("2026-11-03T10:00"))
    carry_all(round, first, date(2026, 11, 10))
    round.sign(by=first, now=at("2026-11-03T10:30"))

    assert round.is_signed and round.exceptions.get().name == hard.number


# ---------- 签过的不再改 ----------
def test_the_database_refuses_every_change_to_a_signed_round():
    clerk = factories.official(Role.RC)
    run("2026-10-29T09:00")
    letter("2026-10-29T10:00")
    run("2026-10-29T18:05")
    round = the_round(Cycle.DAY, "2026-10-29")
    carry_all(round, clerk, date(2026, 10, 30))
    round.sign(by=clerk, now=at("2026-10-30T09:00"))
    exception = round.exceptions.first()

    for change in (
        lambda: Round.objects.filter(pk=round.pk).update(is_late=True),
        lambda: round.exceptions.update(note="改过"),
        lambda: exception.delete(),
        lambda: RoundException.objects.create(
            round=round, key="x", label="x", subject="case", subject_id=1, name="x", since=date(2026, 10, 29)
        ),
        lambda: Round.objects.filter(pk=round.pk).delete(),
    ):
        with pytest.raises((DatabaseError, Exception), match=r"签过字的一期不能改|protected"), transaction.atomic():
            change()


def test_a_correction_is_a_row_of_its_own_in_the_next_round():
    clerk = factories.official(Role.RC)
    run("2026-10-29T09:00")
    run("2026-10-29T18:05")
    round = the_round(Cycle.DAY, "2026-10-29")
    with pytest.raises(ValidationError, match="还没有签字"):
        round.correct(by=clerk, text="多数了一件", now=at("2026-10-30T09:00"))
    round.sign(by=clerk, now=at("2026-10-30T09:00"))

    correction = round.correct(by=clerk, text="多数了一件", now=at("2026-10-30T10:00"))

    assert str(correction.shown_in) == "DAY 2026-10-30"
    with pytest.raises(DatabaseError, match="更正只能增加"), transaction.atomic():
        RoundCorrection.objects.update(text="没有数错")
    run("2026-10-30T18:05")
    after = the_round(Cycle.DAY, "2026-10-30")
    after.sign(by=clerk, now=at("2026-11-02T09:00"))
    assert after.snapshot["corrections"] == [{"of": "DAY 2026-10-29", "text": "多数了一件", "by": clerk.name}]


def test_a_figure_that_another_app_reports_is_frozen_with_the_round(monkeypatch):
    monkeypatch.setitem(
        rounds.REPORTS,
        (Cycle.DAY, "sum"),
        rounds.Report(Cycle.DAY, "sum", "合计", lambda period, official: ("80.9%", Case.objects.all())),
    )
    run("2026-10-29T09:00")
    run("2026-10-29T18:05")
    round = the_round(Cycle.DAY, "2026-10-29")

    round.sign(by=factories.official(Role.RC), now=at("2026-10-30T09:00"))

    assert round.snapshot["figures"] == [{"key": "sum", "label": "合计", "value": "80.9%"}]


def test_closing_takes_as_many_statements_with_many_in_the_way_as_with_few(queries_of):
    run("2026-10-27T09:00")
    run("2026-10-27T18:05")
    letter("2026-10-28T10:00")
    few = queries_of(lambda: run("2026-10-28T18:05"))
    for _n in range(4):
        letter("2026-10-29T10:00")
    many = queries_of(lambda: run("2026-10-29T18:05"))

    assert len(many) == len(few)
    assert connection.in_atomic_block


def test_what_is_entered_after_the_month_is_counted_as_late_until_the_third_workday_at_noon():
    run("2026-09-30T09:00")
    for received, registered in (
        ("2026-09-30T17:00", "2026-09-30T17:30"),
        ("2026-09-30T17:00", "2026-10-10T12:00"),
        ("2026-09-30T17:00", "2026-10-10T12:00:01"),
        ("2026-10-08T17:00", "2026-10-09T09:00"),
    ):
        visit = factories.visit(received_at=at(received))
        Case.objects.filter(pk=visit.case_id).update(registered_at=at(registered))
    run("2026-10-12T09:00")
    month = the_round(Cycle.MONTH, "2026-09-01")

    month.settle(at("2026-10-12T09:00"))
    carry_all(month, factories.official(Role.OD), date(2026, 10, 30))
    month.sign(by=factories.official(Role.LO), now=at("2026-10-12T10:00"))

    figures = {figure["key"]: figure["value"] for figure in month.snapshot["figures"]}
    assert figures["late_entries"] == "1"


# ---------- 告诉谁 ----------
def test_who_signs_is_told_once_of_all_that_was_cut_off_while_the_server_was_down():
    clerk, chief, auditor = (factories.official(role) for role in (Role.RC, Role.OD, Role.AU))
    run("2026-10-27T09:00")

    run("2026-10-31T09:00")
    run("2026-10-31T09:01")

    days = [f"DAY 2026-10-{day}" for day in range(27, 31)]
    assert [str(line.round) for line in clerk.notices.get().rounds.all()] == days
    assert [str(line.round) for line in chief.notices.get().rounds.all()] == ["WEEK 2026-10-26"]
    assert not auditor.notices.exists()


def test_the_message_of_a_round_leads_to_it_and_says_when_it_is_signed(sign_in):
    clerk = factories.official(Role.RC)
    run("2026-10-27T09:00")
    run("2026-10-28T09:00")
    round = the_round(Cycle.DAY, date(2026, 10, 27))

    page = sign_in(clerk).get(reverse("inbox:list")).content.decode()
    assert round.get_absolute_url() in page
    assert "已收口，等签字" in page

    round.sign(by=clerk, now=at("2026-10-28T10:00"))
    assert "已签字" in sign_in(clerk).get(reverse("inbox:list")).content.decode()


# ---------- 收口以后到半夜 ----------
@pytest.mark.parametrize(("kind", "rule", "key"), [("PROMISE", "L37", "promises"), ("STATUTORY", "L24", "late")])
def test_in_the_evening_after_the_cut_off_what_falls_due_today_is_not_late_yet(kind, rule, key):
    today, calendar = timezone.localdate(), Calendar.load()
    ending, ended = factories.case(), factories.case()
    for case, day in [(ending, today), (ended, today - timedelta(days=1))]:
        Deadline.objects.create(
            case=case,
            kind=kind,
            rule=rule,
            label="办理",
            started_on=day,
            nominal_on=day,
            legal_end_on=day,
            target_on=day,
        )
        Case.objects.filter(pk=case.pk).update(next_legal_on=day)
    tomorrow = cycles.following(cycles.containing(Cycle.DAY, today, calendar), calendar)
    expected = next(one for one in rounds.expectations(Cycle.DAY) if one.key == key)

    assert list(expected.in_the_way(None, tomorrow)) == [ended]
