"""Work is sent after commit; a broker that is away neither stops a step nor keeps the page waiting (DL-06)."""

import json
import socket
import time

import pytest
import redis
from django.conf import settings
from django.db import transaction

from config.celery import app, enqueue
from config.timetable import TIMETABLE
from officials.tasks import record_heartbeat

QUEUE = "celery"


@pytest.fixture
def broker_at(monkeypatch):
    def at(address):
        monkeypatch.setattr(app.conf, "broker_url", address)
        monkeypatch.setattr(app.conf, "broker_write_url", address)

    return at


@pytest.fixture
def broker(transactional_db, broker_at, worker_id):
    """A database of the broker that no other test process sends to."""
    number = 1 + int(worker_id.removeprefix("gw").replace("master", "0"))
    address = settings.REDIS_URL.removesuffix("/0") + f"/{number}"
    broker_at(address)
    with redis.Redis.from_url(address) as connection:
        connection.flushdb()
        yield connection


def test_work_is_sent_once_the_step_is_committed(broker):
    with transaction.atomic():
        enqueue(record_heartbeat)
        assert broker.llen(QUEUE) == 0

    message = json.loads(broker.lindex(QUEUE, 0))
    assert broker.llen(QUEUE) == 1
    assert message["headers"]["task"] == "officials.tasks.record_heartbeat"
    assert message["content-type"] == "application/json"


def test_work_of_a_step_that_was_undone_is_not_sent(broker):
    with pytest.raises(ValueError, match="undone"), transaction.atomic():
        enqueue(record_heartbeat)
        raise ValueError("undone")

    assert broker.llen(QUEUE) == 0


def test_a_step_stands_when_nobody_listens_at_the_broker(transactional_db, broker_at, caplog):
    broker_at("redis://127.0.0.1:1/0")
    started = time.monotonic()

    with transaction.atomic():
        enqueue(record_heartbeat)

    assert time.monotonic() - started < 1
    assert "officials.tasks.record_heartbeat" in caplog.text


def test_a_step_stands_when_the_broker_takes_the_call_and_never_answers(transactional_db, broker_at, caplog):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        broker_at(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        started = time.monotonic()

        with transaction.atomic():
            enqueue(record_heartbeat)

    assert time.monotonic() - started < 1
    assert "officials.tasks.record_heartbeat" in caplog.text


def test_every_line_of_the_timetable_names_a_task_that_exists_and_says_why():
    app.loader.import_default_modules()

    assert {entry.task for entry in TIMETABLE} <= set(app.tasks)
    assert all(entry.why for entry in TIMETABLE)


def test_a_message_comes_back_only_after_the_longest_task_must_have_ended():
    assert app.conf.broker_transport_options["visibility_timeout"] > app.conf.task_time_limit
    assert app.conf.task_acks_late
    assert app.conf.accept_content == ["json"]
