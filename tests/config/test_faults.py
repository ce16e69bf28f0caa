"""Faults with real processes (DL-01 to DL-06, DL-09): workers and beats of their own on a broker of their own.

What is caught half-way is held by a lock of the database, so that nothing hangs on who is quicker.
"""

import os
import shelve
import signal
import sys
import time
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
import redis
from django.utils import timezone

from cases.models import (
    Case,
    ClockJump,
    ClockWarning,
    Deadline,
    DueWarning,
    Notice,
    NoticeRound,
    Round,
    RoundException,
    SweepRun,
)
from config.environment import ROOT
from config.servers import Valkey, launch
from officials.models import Heartbeat, Role
from reception.models import Visit
from tests import factories
from tests.config.test_rounds_at_work import database_url, environment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

DAY, PATIENCE = timedelta(days=1), 90
SWEEP, TURN = "cases.tasks.sweep_deadlines", "cases.tasks.turn_rounds"
# The office's beat with a day of seconds instead of minutes.
QUICK = f"""
from config.celery import app
app.conf.beat_schedule = {{task: {{"task": task, "schedule": 1.0}} for task in ("{SWEEP}", "{TURN}")}}
import sys
app.start(["beat", "--loglevel", "INFO", "--pidfile", "", "--schedule", sys.argv[1]])
"""


def soon(fact):
    """Whether `fact` came true once within the patience of these tests; it may not stay so."""
    deadline = time.monotonic() + PATIENCE
    while not (found := fact()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


class Office:
    """What `run` starts for the clocks, each part to be killed alone."""

    def __init__(self, folder):
        self.folder, self.valkey, self.processes = folder, Valkey(folder, throwaway=True), []
        self.address = self.valkey.start()
        self.broker = redis.Redis.from_url(self.address)

    def start(self, name, *command):
        path = self.folder / "logs" / f"{name}.log"
        process = launch([sys.executable, *command], path, cwd=ROOT, env={**environment(), "REDIS_URL": self.address})
        self.processes.append(process)
        process.log = path
        return process

    def worker(self, name="worker"):
        options = ["--pool", "prefork", "--concurrency", "2", "--loglevel", "INFO", "-n", f"{name}@%h"]
        worker = self.start(
            name, "-m", "celery", "-A", "config", "worker", *options, "--without-mingle", "--without-gossip"
        )
        assert soon(lambda: "ready." in worker.log.read_text()), worker.log.read_text()
        return worker

    def beat(self, name="beat"):
        return self.start(name, "-c", QUICK, str(self.folder / name))

    def send(self, task, times=1):
        """As beat sends it, from a process that knows this broker alone."""
        for _time in range(times):
            code = f"from config.celery import app; app.send_task('{task}')"
            assert self.start("sent", "-c", code).wait(PATIENCE) == 0

    def lose_the_broker(self):
        self.valkey.process.kill()
        self.valkey.process.wait()

    def bring_the_broker_back(self):
        self.valkey.process = launch(self.valkey.command(), self.valkey.log)
        assert soon(self.valkey.answers)

    def worker_log(self):
        return "".join(path.read_text() for path in self.folder.glob("logs/worker*.log"))

    def faults(self):
        """What any worker could not do: a task that comes twice is no fault."""
        return [path.read_text() for path in self.folder.glob("logs/worker*.log") if "raised" in path.read_text()]

    def close(self):
        for process in self.processes:
            kill(process)
        self.broker.close()
        self.valkey.stop()


def kill(process):
    """The process with all it started, as when the machine loses it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def kill_pool(worker):
    """The processes that do its tasks; the worker itself lives on and gets others."""
    for child in Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split():
        os.kill(int(child), signal.SIGKILL)


@pytest.fixture
def office(data_folder):
    office = Office(data_folder)
    yield office
    office.close()


@contextmanager
def held(statement):
    """The database holds whoever comes to that point, until this ends."""
    with psycopg.connect(database_url()) as holding:
        holding.execute(statement)
        yield holding


def waiting():
    """The processes of the database that wait for a lock in this test's own."""
    with psycopg.connect(database_url()) as asking:
        found = asking.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return [pid for (pid,) in found]


def working():
    """Whoever else is connected to this test's database and in the middle of something."""
    with psycopg.connect(database_url()) as asking:
        return asking.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND xact_start IS NOT NULL AND backend_type = 'client backend'"
        ).fetchone()[0]


def overdue(count=3):
    """Cases of one handler, each with a clock of the law that ended yesterday."""
    handler = factories.official(Role.HD)
    last = timezone.localdate() - DAY
    clocks = []
    for _case in range(count):
        case = factories.triaged()
        Deadline.objects.filter(case=case).update(ended_on=last, end_reason="已办")
        Case.objects.filter(pk=case.pk).update(handler=handler)
        clocks.append(
            Deadline.objects.create(
                case=case,
                kind=Deadline.Kind.STATUTORY,
                rule="L17",
                label="办理",
                started_on=last - 60 * DAY,
                nominal_on=last,
                legal_end_on=last,
                target_on=last,
            )
        )
    return clocks


def stopped_days_ago(days):
    """The rounds as they were left so many days ago before the cut-off, with a letter that nobody has read since."""
    then = timezone.localtime().replace(hour=10) - timedelta(days=days)
    Round.objects.run(then)
    visit = factories.visit(channel=Case.Channel.LETTER, received_at=then)
    Visit.objects.filter(pk=visit.pk).update(registered_at=then)
    Case.objects.filter(pk=visit.case_id).update(registered_at=then)


def all_turned():
    """Whether nothing is due any more, as the rows say."""
    days = Round.objects.of_cycle("DAY")
    return (
        days.current("DAY").cutoff_at > timezone.now()
        and days.filter(closed_at__isnull=True, cutoff_at__lt=timezone.now()).count() == 0
    )


def warned_once(clocks):
    """Each clock warned of at each of its levels, once, and each reader told of each clock in one message a day."""
    levels = list(DueWarning.objects.values_list("deadline_id", "level"))
    assert sorted(levels) == sorted((clock.pk, level) for clock in clocks for level in (1, 2, 3))
    assert SweepRun.objects.count() == 1 and SweepRun.objects.filter(told_at__isnull=True).count() == 0
    for notice in Notice.objects.filter(count__gt=0):
        assert notice.count == notice.lines.count() == len(clocks)
    return True


def turned_once():
    """Every period of each cycle once and without a gap, and whoever signs told once of each."""
    for cycle in ("DAY", "WEEK", "TEN_DAYS", "MONTH", "YEAR"):
        chain = list(Round.objects.of_cycle(cycle).order_by("starts_on"))
        assert [one.starts_on for one in chain[1:]] == [one.ends_on + DAY for one in chain[:-1]]
        assert [one.pk for one in chain] == sorted(one.pk for one in chain)
        assert all(one.closed_at for one in chain[:-1])
    told = list(NoticeRound.objects.values_list("notice__recipient", "round"))
    assert len(told) == len(set(told))
    assert not Round.objects.filter(closed_at__isnull=False, told_at__isnull=True).exists()
    return True


def one_message_a_person():
    people = list(Notice.objects.values_list("recipient", flat=True))
    return len(people) == len(set(people))


# ---------- 两个 ----------
def test_two_beats_and_two_workers_come_to_one_result(office):
    factories.official(Role.RC)
    clocks = overdue()
    stopped_days_ago(3)
    beats = [office.beat("beat1"), office.beat("beat2")]
    office.worker("worker1"), office.worker("worker2")

    assert soon(lambda: all_turned() and all(one.log.read_text().count(TURN) >= 4 for one in beats))
    time.sleep(1)

    assert office.faults() == []
    assert warned_once(clocks) and turned_once() and one_message_a_person()


def test_the_same_sweep_twice_at_once_warns_once(office):
    clocks = overdue()
    office.worker()
    assert soon(lambda: Heartbeat.objects.filter(name="sweep").exists())
    ClockWarning.objects.all().delete(), SweepRun.objects.all().delete(), Notice.objects.all().delete()

    with held("LOCK TABLE cases_clockwarning IN EXCLUSIVE MODE"):
        office.send(SWEEP, times=2)
        assert soon(lambda: len(waiting()) == 2)
    assert soon(lambda: SweepRun.objects.filter(told_at__isnull=False).exists() and not working())

    assert office.faults() == [] and warned_once(clocks)


def test_the_same_turn_twice_at_once_leaves_the_work_to_the_first(office):
    stopped_days_ago(3)
    office.worker()

    with held("SELECT FROM cases_round WHERE cycle = 'DAY' FOR UPDATE"):
        office.send(TURN)
        assert soon(lambda: len(waiting()) == 1)
        office.send(TURN)
        assert soon(lambda: office.worker_log().count(f"Task {TURN}") >= 3)  # the second is done
        assert not RoundException.objects.exists()
    assert soon(all_turned) and soon(lambda: not working())

    assert office.faults() == [] and turned_once()


# ---------- 做到一半没了 ----------
@pytest.mark.parametrize("lose", [kill, kill_pool], ids=["worker", "pool"])
def test_a_sweep_killed_half_way_has_done_nothing_and_the_next_does_it_all(office, lose):
    clocks = overdue()
    with held("LOCK TABLE cases_sweeprun IN EXCLUSIVE MODE"):
        worker = office.worker()  # which sweeps as it starts
        assert soon(lambda: len(waiting()) == 1)
        lose(worker)
    assert soon(lambda: not working())
    assert not DueWarning.objects.exists()

    if lose is kill:
        office.worker("worker2")
    office.send(SWEEP, times=2)  # the message that was lost comes back beside the new one

    assert soon(lambda: SweepRun.objects.filter(told_at__isnull=False).exists())
    assert soon(lambda: not working()) and warned_once(clocks)


@pytest.mark.parametrize("lose", [kill, kill_pool], ids=["worker", "pool"])
def test_a_round_killed_half_way_is_as_it_was_and_the_next_turns_it_whole(office, lose):
    stopped_days_ago(3)
    before = list(Round.objects.values())
    worker = office.worker()
    with held("SELECT FROM cases_round WHERE cycle = 'DAY' FOR UPDATE"):
        office.send(TURN)
        assert soon(lambda: len(waiting()) == 1)  # what was in the way is written by now
        lose(worker)
    assert soon(lambda: not working())
    assert list(Round.objects.values()) == before
    assert not RoundException.objects.exists()

    if lose is kill:
        office.worker("worker2")
    office.send(TURN, times=2)

    assert soon(all_turned) and soon(lambda: not working()) and turned_once()


# ---------- Redis ----------
def test_a_broker_that_was_emptied_loses_nothing_and_nobody_grows_deaf(office):
    clocks = overdue()
    stopped_days_ago(3)
    with held("LOCK TABLE cases_sweeprun IN EXCLUSIVE MODE"):
        office.worker(), office.beat()
        assert soon(lambda: waiting() and office.broker.llen("celery"))
        office.broker.flushall()
        emptied = timezone.now()

    assert soon(lambda: all_turned() and Heartbeat.objects.filter(name="sweep", beat_at__gt=emptied))
    heard = Heartbeat.objects.get(name="sweep").beat_at
    assert soon(lambda: Heartbeat.objects.get(name="sweep").beat_at > heard)
    assert office.faults() == [] and warned_once(clocks) and turned_once()


def test_while_the_broker_is_away_the_office_waits_and_makes_up_what_fell_due(office):
    worker, beat = office.worker(), office.beat()
    assert soon(lambda: Heartbeat.objects.filter(name="sweep").exists())
    office.lose_the_broker()
    assert soon(lambda: not working())  # what it had taken before is done
    clocks = overdue()
    stopped_days_ago(3)
    time.sleep(3)
    assert not DueWarning.objects.exists()

    office.bring_the_broker_back()

    assert soon(lambda: all_turned() and SweepRun.objects.filter(told_at__isnull=False).exists())
    assert (worker.poll(), beat.poll()) == (None, None)
    assert soon(lambda: not working()) and warned_once(clocks) and turned_once()


def test_a_worker_whose_broker_goes_between_a_task_and_its_receipt_lives_on(office):
    worker = office.worker()
    clocks = overdue()
    stopped_days_ago(3)
    with held("LOCK TABLE cases_sweeprun IN EXCLUSIVE MODE"):
        office.send(SWEEP)
        assert soon(waiting)
        worker.send_signal(signal.SIGSTOP)  # it hears of the task's end first, then of the broker's
    assert soon(lambda: not working()) and warned_once(clocks)
    office.lose_the_broker()
    worker.send_signal(signal.SIGCONT)
    assert soon(lambda: "Connection to broker lost" in office.worker_log())
    office.bring_the_broker_back()

    office.send(TURN)

    assert soon(all_turned) and worker.poll() is None
    assert soon(lambda: not working()) and warned_once(clocks) and turned_once()


# ---------- 停了三天 ----------
def test_after_three_days_down_all_is_made_up_in_order_marked_late_and_told_in_one_message(office):
    clerk = factories.official(Role.RC)
    stopped_days_ago(4)
    clocks = overdue()
    office.worker(), office.beat()

    assert soon(lambda: all_turned() and SweepRun.objects.filter(told_at__isnull=False).exists())
    assert soon(lambda: NoticeRound.objects.exists() and not working())

    days = Round.objects.of_cycle("DAY").filter(closed_at__isnull=False).order_by("starts_on")
    assert len(days) >= 2 and turned_once() and warned_once(clocks) and one_message_a_person()
    assert [one.is_late for one in days[: len(days) - 1]] == [True] * (len(days) - 1)
    written = RoundException.objects.filter(key="unread", round__cycle="DAY").order_by("round__starts_on")
    assert [one.carried_from_id for one in written] == [None, *[one.pk for one in written][:-1]]
    assert list(clerk.notices.get().rounds.order_by("round__starts_on").values_list("round", flat=True)) == [
        one.pk for one in days
    ]
    assert set(DueWarning.objects.filter(level__lt=3).values_list("is_found_late", flat=True)) == {True}


# ---------- 时钟 ----------
@pytest.fixture
def clock(db):
    """The clock of this database for whoever connects from now on: `clock(by)` sets it so much ahead or back."""
    shadow = (
        "CREATE SCHEMA faults",
        "CREATE TABLE faults.shift (by interval)",
        "INSERT INTO faults.shift VALUES ('0')",
        "CREATE FUNCTION faults.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS"
        " 'SELECT pg_catalog.clock_timestamp() + by FROM faults.shift'",
    )
    with psycopg.connect(database_url(), autocommit=True) as database:
        name = database.info.dbname
        for statement in shadow:
            database.execute(statement)
        database.execute(f'ALTER DATABASE "{name}" SET search_path = faults, pg_catalog, public')
        yield lambda by: database.execute("UPDATE faults.shift SET by = %s", [by])
        database.execute(f'ALTER DATABASE "{name}" RESET search_path')
        database.execute("DROP SCHEMA faults CASCADE")


@pytest.mark.parametrize("jump", [3 * DAY, -3 * DAY], ids=["forward", "back"])
def test_a_clock_that_jumps_stops_both_until_somebody_says_it_is_right(office, clock, jump):
    Round.objects.run(timezone.now())
    office.worker()
    beat = office.beat()
    assert soon(lambda: Heartbeat.objects.filter(name="sweep").exists())
    before = list(Round.objects.values())
    clock(jump)
    assert soon(lambda: ClockJump.objects.exists())
    assert soon(lambda: not working())
    clocks = overdue(2)

    def some_more_are_sent():
        sent = beat.log.read_text().count(SWEEP)
        return soon(lambda: beat.log.read_text().count(SWEEP) >= sent + 3) and soon(lambda: not working())

    assert some_more_are_sent()
    assert not DueWarning.objects.exists() and list(Round.objects.values()) == before

    clock(timedelta())
    assert some_more_are_sent() and not DueWarning.objects.exists()
    ClockJump.objects.get().confirm(by=factories.official(Role.SA))

    assert soon(lambda: SweepRun.objects.filter(told_at__isnull=False).exists() and not working())
    assert warned_once(clocks) and turned_once()


def test_a_beat_whose_clock_was_set_back_goes_on_at_once(office):
    """What it kept as its last wake then lies ahead; it must not wait for that day."""
    kept = office.folder / "beat"
    command = ["-m", "celery", "-A", "config", "beat", "--schedule", str(kept), "--pidfile", "", "--loglevel", "DEBUG"]
    first = office.start("beat1", *command)
    assert soon(lambda: "beat: Waking up" in first.log.read_text())  # its schedule is whole by now
    first.terminate()
    first.wait()
    with shelve.open(str(kept), writeback=True) as schedule:  # noqa: S301 - written by the beat above
        assert TURN in {entry.task for entry in schedule["entries"].values()}
        for entry in schedule["entries"].values():
            entry.last_run_at += 2 * DAY

    second = office.start("beat2", *command)

    assert soon(lambda: f"({TURN})" in second.log.read_text()), second.log.read_text()
    assert office.broker.llen("celery") >= 1
