"""The servers of a data folder: private, safe, shared by its commands, and gone when nobody needs them."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

from config.environment import ROOT, Refused
from config.keeper import SERVERS, is_kept, servers
from config.servers import SOCKET_PATH_BYTES, Postgres, socket_folder

HOLD = "import sys, time; from pathlib import Path; from config.keeper import *\n"
HOLD += "with servers(Path(sys.argv[1]), list(SERVERS)): print('up', flush=True); time.sleep(60)"


def at_work(folder):
    """The living processes that were started for the folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            started_with = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        if os.fsencode(folder) in started_with:
            found.append(process.name)
    return found


def wait_until(fact, seconds=10):
    deadline = time.monotonic() + seconds
    while not fact() and time.monotonic() < deadline:
        time.sleep(0.05)
    return fact()


@pytest.fixture
def hold(data_folder):
    """Another command that uses the servers of the folder until it is ended."""
    started = []

    def start():
        command = [sys.executable, "-c", HOLD, data_folder]
        started.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True))
        assert started[-1].stdout.readline() == "up\n"
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()
    assert wait_until(lambda: not at_work(data_folder))


def test_the_servers_keep_what_they_are_told_and_answer_nobody_else(data_folder):
    with servers(data_folder, list(SERVERS)) as (addresses, _lock):
        with psycopg.connect(addresses["DATABASE_URL"], autocommit=True) as database:
            settings = ["fsync", "full_page_writes", "synchronous_commit", "data_checksums", "listen_addresses"]
            asked = [database.execute(f"SHOW {name}").fetchone()[0] for name in settings]
            assert asked == ["on", "on", "on", "on", ""]
            database.execute("CREATE EXTENSION pg_trgm")
            alike = database.execute("SELECT similarity('小区噪音扰民', '噪音扰民')").fetchone()[0]
            assert alike == pytest.approx(1 / 3, abs=0.001)
            database.execute("CREATE TABLE said AS SELECT '漏水' AS words")
        with redis.Redis.from_url(addresses["REDIS_URL"]) as cache:
            cache.set("said", "漏水")
        port = urlsplit(addresses["REDIS_URL"]).port
        with redis.Redis(port=port) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.get("said")
        assert {path.stat().st_mode & 0o077 for path in data_folder.iterdir()} == {0}
    assert wait_until(lambda: not at_work(data_folder))

    with servers(data_folder, list(SERVERS)) as (addresses, _lock):
        with psycopg.connect(addresses["DATABASE_URL"]) as database:
            assert database.execute("SELECT words FROM said").fetchone() == ("漏水",)
        with redis.Redis.from_url(addresses["REDIS_URL"], decode_responses=True) as cache:
            assert cache.get("said") == "漏水"


def test_a_command_that_ends_first_leaves_the_servers_to_the_others(data_folder, hold):
    other = hold()
    with servers(data_folder, ["DATABASE_URL"]) as (addresses, _lock):
        psycopg.connect(addresses["DATABASE_URL"]).close()
    assert is_kept(data_folder)
    psycopg.connect(addresses["DATABASE_URL"]).close()

    other.send_signal(signal.SIGINT)
    other.wait()
    assert wait_until(lambda: not at_work(data_folder))


def test_a_killed_command_leaves_no_server_behind(data_folder, hold):
    command = hold()
    assert len(at_work(data_folder)) > 2

    command.kill()
    command.wait()

    assert wait_until(lambda: not at_work(data_folder))
    assert not is_kept(data_folder)


def test_after_a_killed_keeper_the_next_command_starts_on_the_same_data(data_folder, hold):
    hold()
    with servers(data_folder, list(SERVERS)) as (addresses, _lock):
        with psycopg.connect(addresses["DATABASE_URL"], autocommit=True) as database:
            database.execute("CREATE TABLE said AS SELECT '漏水' AS words")
        keeper = json.loads((data_folder / "run" / "servers.json").read_text())["keeper"]
        os.kill(keeper, signal.SIGKILL)
        assert wait_until(lambda: not is_kept(data_folder))

    with (
        servers(data_folder, list(SERVERS)) as (addresses, _lock),
        psycopg.connect(addresses["DATABASE_URL"]) as database,
    ):
        assert database.execute("SELECT words FROM said").fetchone() == ("漏水",)


def test_a_data_folder_of_another_major_version_is_refused_in_one_sentence(data_folder):
    (data_folder / "postgres").mkdir()
    (data_folder / "postgres" / "PG_VERSION").write_text("17\n")

    with (
        pytest.raises(Refused, match=r"是 PostgreSQL 17 的，本程序带的是 18：请用 17 版的 pg_dump 导出"),
        servers(data_folder, ["DATABASE_URL"]),
    ):
        pass

    assert not is_kept(data_folder)


def test_a_half_made_cluster_is_made_anew(data_folder):
    (data_folder / "postgres.new").mkdir()
    (data_folder / "postgres.new" / "PG_VERSION").write_text("18\n")

    with servers(data_folder, ["DATABASE_URL"], throwaway=True) as (addresses, _lock):
        psycopg.connect(addresses["DATABASE_URL"]).close()


def test_a_socket_never_gets_too_long_a_path_nor_a_folder_of_somebody_else(tmp_path):
    short, long = tmp_path, tmp_path / ("长" * 30)
    long.mkdir()
    assert socket_folder(short) == short / "socket"

    folder = socket_folder(long)
    try:
        assert len(os.fsencode(folder / ".s.PGSQL.5432.lock")) <= SOCKET_PATH_BYTES
        assert folder.stat().st_mode & 0o777 == 0o700
        folder.rmdir()
        folder.symlink_to(tmp_path)
        with pytest.raises(Refused, match="不属于当前用户"):
            socket_folder(long)
    finally:
        folder.unlink(missing_ok=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_root_without_namespaces_says_where_the_database_could_run(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")  # no unshare

    with pytest.raises(Refused, match="PostgreSQL 不能以 root 运行"):  # pytest's folder is closed to others
        Postgres(tmp_path).as_ordinary_user()


def test_a_free_port_of_the_cache_is_on_the_loopback_only(data_folder):
    with servers(data_folder, ["REDIS_URL"]) as (addresses, _lock):
        port = urlsplit(addresses["REDIS_URL"]).port
        listening = [line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        assert f"0100007F:{port:04X}" in listening
        assert f"00000000:{port:04X}" not in listening
        socket.create_connection(("127.0.0.1", port)).close()
