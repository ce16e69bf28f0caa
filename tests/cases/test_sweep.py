"""The sweep (T29-T32, DL-01 to DL-03): each level of each clock once, on its day and not the day before."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from django.db import connection, connections
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from cases import tasks
from cases.models import Case, ClockJump, ClockReading, ClockWarning, Deadline, DueWarning
from cases.sweep import sweep
from config.environment import ROOT
from officials.models import Heartbeat, Role
from tests import factories
from tests.petitions.stories import noon

pytestmark = pytest.mark.django_db

Kind, Level = Deadline.Kind, DueWarning.Level
# 2026 年 10 月 1 日至 7 日放假，9 月 20 日、10 月 10 日上班。
END, TARGET = date(2026, 10, 8), date(2026, 9, 30)


def clock(kind=Kind.STATUTORY, end=END, target=None, case=None, started=date(2026, 9, 1), **fields):
    """A running clock of its own, beside whatever the steps would start."""
    if case is None:
        case = Case.objects.create(
            number=f"T{Case.objects.count():05d}",
            channel="VISIT",
            title="地下车库漏水",
            statement="漏水",
            received_at=noon(started),
            registrar=(by := factories.official()),
            first_receiver=by,
        )
    return Deadline.objects.create(
        case=case,
        kind=kind,
        rule=fields.pop("rule", "T"),
        label="办理",
        started_on=started,
        nominal_on=end,
        legal_end_on=end,
        target_on=target or end,
        **fields,
    )


def levels_of(clock):
    return sorted(clock.warnings.values_list("level", flat=True))


def at(day, hour=9):
    return datetime.combine(day, datetime.min.time(), timezone.get_current_timezone()) + timedelta(hours=hour)


# ---------- 阶梯（T31） ----------
@pytest.mark.parametrize("kind", [Kind.STATUTORY, Kind.ASSIGNED])
@pytest.mark.parametrize(
    ("last_day_before", "level"),
    [
        (date(2026, 9, 27), Level.SOON),  # 最后一天前三个工作日：9 月 28 日
        (date(2026, 9, 29), Level.DUE),  # 内控日 9 月 30 日
        (date(2026, 10, 8), Level.LATE),  # 最后一天的第二天
        (date(2026, 10, 11), Level.LEADER),  # 晚三个工作日：9、10（调休上班）、12
        (date(2026, 10, 13), Level.MEETING),  # 晚五个工作日：13、14
    ],
)
def test_a_clock_of_the_law_reaches_each_level_on_its_day(kind, last_day_before, level):
    late = clock(kind, END, TARGET)

    sweep(at(last_day_before, 23))
    assert levels_of(late) == list(range(1, level))
    sweep(at(last_day_before + timedelta(days=1), 0))

    assert levels_of(late) == list(range(1, level + 1))


def test_what_is_late_when_a_month_is_cut_off_goes_to_the_meeting_at_once():
    late = clock(end=date(2026, 10, 29))

    sweep(at(date(2026, 10, 31), 23))
    assert max(levels_of(late)) == Level.LATE
    sweep(at(date(2026, 11, 1), 0))

    assert max(levels_of(late)) == Level.MEETING


@pytest.mark.parametrize("kind", [Kind.PROMISE, Kind.TASK])
@pytest.mark.parametrize(
    ("last_day_before", "level"),
    [
        (date(2026, 10, 7), Level.DUE),
        (date(2026, 10, 8), Level.LATE),
        (date(2026, 10, 11), Level.LEADER),
        (date(2026, 12, 1), None),
    ],
)
def test_a_promise_or_a_task_climbs_from_its_own_day_and_ends_at_the_leader(kind, last_day_before, level):
    owed = clock(kind)

    sweep(at(last_day_before, 23))
    before = levels_of(owed)
    sweep(at(last_day_before + timedelta(days=1), 0))

    assert (before, levels_of(owed)) == (
        ([1, 2, 3, 4], [1, 2, 3, 4]) if level is None else (list(range(1, level)), list(range(1, level + 1)))
    )


def test_a_clearing_target_is_late_of_the_office_and_climbs_no_ladder():
    target = clock(Kind.CLEARING)

    sweep(at(date(2026, 12, 1)))

    assert levels_of(target) == [Level.SOON, Level.DUE, Level.LATE]


def test_an_urgent_matter_without_first_action_is_late_the_minute_after_its_instant():
    due_at = at(date(2026, 9, 22), 10)
    urgent = clock(Kind.TARGET, date(2026, 9, 22), rule="F22", started=date(2026, 9, 21), due_at=due_at)

    sweep(due_at)
    assert levels_of(urgent) == []
    sweep(due_at + timedelta(minutes=1))

    assert levels_of(urgent) == [Level.LATE]


def test_what_is_owed_by_a_window_without_any_case_is_swept_like_all():
    request = Deadline.objects.create(
        kind=Kind.PROMISE, label="答复", started_on=END, nominal_on=END, legal_end_on=END, target_on=END
    )

    sweep(at(END))

    assert levels_of(request) == [Level.SOON, Level.DUE]


# ---------- 不提醒的 ----------
def test_what_has_ended_or_is_history_or_not_ours_is_never_warned_of():
    clock(ended_on=END, end_reason="已答复")
    clock(whose="PETITIONER")
    history, closed = clock(), clock()
    Case.objects.filter(pk=history.case_id).update(is_historical=True)
    Case.objects.filter(pk=closed.case_id).update(stage="CLOSED", closed_on=END)
    owed = clock(Kind.PROMISE, case=closed.case)

    sweep(at(date(2026, 12, 1)))

    assert set(DueWarning.objects.values_list("deadline", flat=True)) == {owed.pk}  # 办结后承诺照样要兑现（T21）


# ---------- 只一次，一次不少 ----------
def test_a_sweep_run_again_finds_nothing():
    clock(end=END, target=TARGET)

    assert (sweep(at(END)), sweep(at(END)), sweep(at(END, 18))) == (1, 0, 0)


def test_after_days_without_a_server_each_missed_level_is_made_up_in_one_sweep_and_marked():
    late = clock(end=END, target=TARGET)

    sweep(at(date(2026, 10, 12)))

    found = dict(late.warnings.values_list("level", "is_found_late"))
    assert found == {Level.SOON: True, Level.DUE: True, Level.LATE: True, Level.LEADER: False}


def test_a_clock_that_started_only_today_was_not_found_late():
    short = clock(end=date(2026, 9, 22), started=date(2026, 9, 21))

    sweep(at(date(2026, 9, 21)))

    assert list(short.warnings.values_list("level", "is_found_late")) == [(Level.SOON, False)]


def test_a_clock_set_back_sends_nothing_twice():
    clock(end=END, target=TARGET)
    sweep(at(END))

    assert (sweep(at(TARGET)), sweep(at(END))) == (0, 0)


def test_an_extended_clock_warns_anew_before_its_new_day():
    extended = clock(end=END, target=TARGET)
    sweep(at(END))
    Deadline.objects.filter(pk=extended.pk).update(
        nominal_on=date(2026, 11, 9), legal_end_on=date(2026, 11, 9), target_on=date(2026, 11, 9)
    )

    assert (sweep(at(END)), sweep(at(date(2026, 11, 9)))) == (0, 1)
    assert extended.warnings.filter(level=Level.DUE).count() == 2


def test_the_statements_and_what_python_keeps_do_not_grow_with_the_clocks(queries_of):
    case = clock().case
    few = len(queries_of(lambda: sweep(at(END))))
    for number in range(30):
        clock(case=case, rule=f"T{number}")

    many = len(queries_of(lambda: sweep(at(date(2026, 10, 9)))))

    assert few == many <= 20


def test_no_table_is_read_whole_not_even_by_the_first_sweep_which_finds_no_warnings():
    clock()
    plans = []

    def explained(execute, sql, params, many, context):
        if "MERGE INTO cases_clockwarning" in sql:
            execute("EXPLAIN " + sql, params, many, context)
            plans.extend(line for (line,) in context["cursor"].fetchall())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explained):
        sweep(at(END))

    assert plans and not [line for line in plans if "Seq Scan" in line]


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_warn_once():
    case = clock().case
    for number in range(20):
        clock(case=case, rule=f"T{number}")

    def swept(_turn):
        try:
            return sweep(at(END))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as workers:
        found = sorted(workers.map(swept, range(3)))

    assert found == [0, 0, 21] and DueWarning.objects.count() == 42


SWEEPING = """
import django, sys
django.setup()
from django.conf import settings
from django.db import connection, transaction
settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = sys.argv[1]
from datetime import datetime
from cases.sweep import sweep
with transaction.atomic():
    print(sweep(datetime.fromisoformat(sys.argv[2])), flush=True)
    sys.stdin.read()  # everything is written, nothing is committed
"""


@pytest.mark.django_db(transaction=True)
def test_a_sweep_killed_half_way_has_done_nothing_and_the_next_does_it_all():
    late = clock(end=END, target=TARGET)
    command = [sys.executable, "-c", SWEEPING, connection.settings_dict["NAME"], at(END).isoformat()]
    half_way = subprocess.Popen(
        command, cwd=ROOT, env=os.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert half_way.stdout.readline() == "1\n"

    half_way.send_signal(signal.SIGKILL)
    half_way.communicate()
    assert levels_of(late) == []

    assert (sweep(at(END)), levels_of(late)) == (1, [Level.SOON, Level.DUE])


# ---------- 时钟（DL-09） ----------
def test_the_task_sweeps_by_the_clock_of_the_database_and_is_seen_alive():
    late = clock(end=timezone.localdate() - timedelta(days=1))

    tasks.sweep_deadlines()

    assert Level.LATE in levels_of(late)
    assert Heartbeat.objects.filter(name="sweep", beat_at__gte=Now() - timedelta(minutes=1)).exists()


@pytest.mark.parametrize(
    ("jump", "believed"),
    [
        (timedelta(hours=24), True),
        (timedelta(hours=24, minutes=1), False),
        (timedelta(hours=-24, minutes=-1), False),
    ],
)
def test_a_jump_of_more_than_a_day_on_a_running_machine_is_not_believed(jump, believed):
    now, age = at(END), timedelta(days=40)
    ClockReading.is_believed(now, boot="甲", elapsed=age)

    passed = timedelta(minutes=5)
    assert ClockReading.is_believed(now + passed + jump, boot="甲", elapsed=age + passed) is believed


def test_days_without_any_process_are_an_outage_and_are_caught_up():
    now = at(END)
    ClockReading.is_believed(now, boot="甲", elapsed=timedelta(days=40))

    assert ClockReading.is_believed(now + timedelta(days=3), boot="甲", elapsed=timedelta(days=43))
    assert ClockReading.is_believed(now + timedelta(days=9), boot="乙", elapsed=timedelta(minutes=2))


def test_nothing_escalates_after_a_jump_until_somebody_confirms_the_clock(monkeypatch):
    late = clock(end=timezone.localdate() - timedelta(days=1))
    tasks.sweep_deadlines()
    ClockWarning.objects.all().delete()
    ClockReading.objects.update(at=Now() - timedelta(days=400))

    tasks.sweep_deadlines()
    tasks.sweep_deadlines()
    assert (levels_of(late), ClockJump.objects.count()) == ([], 1)

    ClockJump.objects.get().confirm(by=factories.official(Role.SA))
    tasks.sweep_deadlines()

    assert Level.LATE in levels_of(late)


def test_the_director_or_the_administrator_confirms_the_clock_on_its_page(client, sign_in):
    jump = ClockJump.objects.create(seen_at=timezone.now(), by=timedelta(days=400))
    administrator = factories.official(Role.SA)
    browser, address = sign_in(administrator), reverse("cases:clock_jump")
    assert "时钟对了，接着提醒" in browser.get(address).content.decode()
    assert sign_in(factories.official(Role.HD)).post(address).status_code == 403

    assert browser.post(address).status_code == 302

    jump.refresh_from_db()
    assert jump.confirmed_by == administrator
    assert "时钟正常" in browser.get(address).content.decode()
