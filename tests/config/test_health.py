"""/healthz says that the process lives; /readyz fails only for what no request can do without (DL-07, DL-08)."""

from datetime import timedelta

import pytest
from django.db import connection, connections
from django.db.models.functions import Now

from officials.models import Heartbeat
from officials.tasks import record_heartbeat


@pytest.fixture
def beating(db):
    for name in ("worker", "beat", "sweep"):
        Heartbeat.beat(name)


def last_seen(name, ago):
    Heartbeat.objects.filter(name=name).update(beat_at=Now() - ago)


def test_a_living_process_answers_without_asking_anything(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_a_whole_house_is_ready(client, beating):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "parts": dict.fromkeys(["database", "keys", "disk", "redis", "migrations", "worker", "beat", "sweep"], "ok"),
    }


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_a_part_not_seen_for_more_than_five_minutes_degrades_and_does_not_fail(client, beating, name):
    last_seen(name, timedelta(minutes=4, seconds=55))
    assert client.get("/readyz").json()["status"] == "ok"

    last_seen(name, timedelta(minutes=5, seconds=1))
    response = client.get("/readyz")

    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["parts"][name] == "degraded"


def test_a_sweep_that_missed_three_of_its_times_degrades(client, beating):
    last_seen("sweep", timedelta(minutes=14, seconds=55))
    assert client.get("/readyz").json()["status"] == "ok"

    last_seen("sweep", timedelta(minutes=15, seconds=1))

    assert client.get("/readyz").json()["parts"]["sweep"] == "degraded"


def test_a_part_never_seen_degrades(client, db):
    assert client.get("/readyz").json()["parts"] | {"disk": "ok"} == {
        **dict.fromkeys(["database", "keys", "disk", "redis", "migrations"], "ok"),
        **dict.fromkeys(["worker", "beat", "sweep"], "degraded"),
    }


def test_the_minutes_task_shows_a_deaf_worker_as_hearing_again(client, beating):
    last_seen("worker", timedelta(hours=1))

    record_heartbeat()

    assert client.get("/readyz").json()["parts"]["worker"] == "ok"


def test_a_missing_broker_degrades(client, beating, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    response = client.get("/readyz")

    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["parts"]["redis"] == "degraded"


def test_a_migration_that_was_not_run_makes_the_house_unavailable(client, beating):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'officials'")

    response = client.get("/readyz")

    assert (response.status_code, response.json()["status"]) == (503, "unavailable")
    assert response.json()["parts"]["migrations"] == "unavailable"


def test_a_key_that_is_none_makes_the_house_unavailable(client, beating, settings):
    settings.FIELD_KEYS = {"k1": b"too short"}

    assert client.get("/readyz").status_code == 503


def test_a_missing_data_folder_makes_the_house_unavailable(client, beating, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "gone"

    assert client.get("/readyz").status_code == 503


def test_a_missing_database_is_told_within_seconds_and_healthz_stays(client, db, monkeypatch):
    monkeypatch.setitem(connections["default"].settings_dict, "HOST", "/nowhere")

    response = client.get("/readyz")

    assert (response.status_code, response.json()["parts"]["database"]) == (503, "unavailable")
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "from_elsewhere", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}], ids=["direct", "proxy"]
)
def test_a_stranger_learns_the_one_word_only(client, db, from_elsewhere):
    response = client.get("/readyz", **from_elsewhere)

    assert response.json() == {"status": "degraded"}


def test_health_pages_change_nothing(client, db):
    assert client.post("/readyz").status_code == 405
    assert client.post("/healthz").status_code == 405
