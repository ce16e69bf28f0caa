"""The rounds with real processes: twice at once, and killed half-way, come to one result (DL-01, DL-09)."""

import json
import os
import signal
import subprocess
import sys
from datetime import datetime

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from cases.models import Case, Round, RoundException
from config.environment import ROOT
from tests import factories
from tests.config.test_servers import wait_until

EVENING = "2026-10-29T18:05"
# Sleeps in the middle of closing a round: what is written by then is not committed.
SLOW = """
import django; django.setup()
import time
from cases.models import RoundException
from cases.models.carrying import RoundExceptionQuerySet
write = RoundExceptionQuerySet.write
def slow(self, round, expectation):
    write(self, round, expectation)
    if expectation.key == "unread":
        print("half", flush=True)
        time.sleep(60)
RoundExceptionQuerySet.write = slow
from django.core.management import call_command
call_command("rounds", now="2026-10-29T18:05", json=True)
"""


def at(text):
    return timezone.make_aware(datetime.fromisoformat(text))


def environment():
    """This test's own database, for a process of its own."""
    return os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "config.settings"}


def database_url():
    before, _slash, after = os.environ["DATABASE_URL"].rpartition("/")
    _name, mark, options = after.partition("?")
    return f"{before}/{connection.settings_dict['NAME']}{mark}{options}"


def python(code):
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def by_hand():
    return python(
        "import django; django.setup(); from django.core.management import call_command;"
        f"call_command('rounds', now='{EVENING}', json=True)"
    )


@pytest.fixture
def due(transactional_db):
    """A day that is about to be cut off, with a letter in the way."""
    Round.objects.run(at("2026-10-29T09:00"))
    visit = factories.visit(channel=Case.Channel.LETTER, received_at=at("2026-10-29T10:00"))
    type(visit).objects.update(registered_at=at("2026-10-29T10:00"))
    Case.objects.update(registered_at=at("2026-10-29T10:00"))


def chain():
    return list(Round.objects.filter(cycle="DAY").order_by("starts_on").values_list("starts_on__day", "closed_at"))


@pytest.mark.slow
def test_two_at_once_close_a_round_once(due):
    started = [by_hand() for _n in range(3)]
    answers = [process.communicate(timeout=120) for process in started]

    assert [process.returncode for process in started] == [0, 0, 0], answers
    closed = [name for out, _err in answers for name in json.loads(out)["closed"]]
    assert closed == ["DAY 2026-10-29"]
    assert chain() == [(29, at(EVENING)), (30, None)]
    assert RoundException.objects.filter(key="unread").count() == 1


@pytest.mark.slow
def test_one_that_is_killed_half_way_leaves_nothing_and_the_next_does_it_whole(due):
    killed = python(SLOW)
    assert killed.stdout.readline() == "half\n", killed.stderr.read()
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert wait_until(lambda: not held_by_others())
    assert chain() == [(29, None)] and not RoundException.objects.exists()

    out, err = by_hand().communicate(timeout=120)

    assert json.loads(out)["closed"] == ["DAY 2026-10-29"], err
    assert chain() == [(29, at(EVENING)), (30, None)]
    assert RoundException.objects.filter(key="unread").count() == 1


def held_by_others():
    """Advisory locks in the database: whoever closes a round holds one."""
    with psycopg.connect(database_url()) as database:
        asked = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database"
        return database.execute(f"{asked} WHERE datname = current_database())").fetchone()[0]


@pytest.mark.slow
def test_while_one_is_at_it_another_leaves_it_the_work_and_waits_for_nothing(due):
    busy = python(SLOW)
    assert busy.stdout.readline() == "half\n", busy.stderr.read()
    try:
        out, err = by_hand().communicate(timeout=60)
        assert json.loads(out)["closed"] == [], err
    finally:
        busy.kill()
        busy.communicate()
