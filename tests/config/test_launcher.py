"""`run` and `test`: refused in one sentence before anything heavy, stopped whole however they end."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from config.environment import ROOT, Refused
from config.guard import Guard
from config.launcher import DEPLOYMENT, chosen_port, found_chromium, kept_secrets
from config.servers import free_port
from tests.config.test_servers import at_work, wait_until


def manage(*arguments, **environment):
    """manage.py as a person starts it, without what this suite runs under."""
    own = {*DEPLOYMENT, "DATABASE_URL", "REDIS_URL", "EMBEDDED", "TESTING", "DATA_DIR", "DJANGO_SETTINGS_MODULE"}
    outside = {name: value for name, value in os.environ.items() if name not in own}
    return subprocess.Popen(
        [sys.executable, ROOT / "manage.py", *arguments],
        env={**outside, **{name: str(value) for name, value in environment.items()}},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def run(data_folder):
    """The office as `run` starts it, without the demo people (a secret was given), ready to answer."""
    started = []

    def start():
        port = free_port()
        command = manage("run", DATA_DIR=data_folder, PORT=port, PLAIN_HTTP=1, **kept_secrets(data_folder))
        started.append(command)
        assert wait_until(lambda: healthy(port) or command.poll() is not None, 300)
        assert command.poll() is None, command.communicate()[1]
        return command, port

    yield start
    for command in started:
        command.kill()
        command.communicate()
    assert wait_until(lambda: not at_work(data_folder), 20)


def healthy(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return json.load(answer)["status"] == "ok"
    except OSError:
        return False


@pytest.mark.slow
def test_ctrl_c_stops_every_part_and_a_killed_run_leaves_none_behind(run, data_folder):
    command, port = run()
    second = manage("run", DATA_DIR=data_folder, PORT=free_port())
    assert second.communicate()[1].startswith(f"{data_folder} 已在运行：http://127.0.0.1:{port}/")

    command.send_signal(signal.SIGINT)
    out, err = command.communicate(timeout=20)

    assert (command.returncode, out) == (0, f"http://127.0.0.1:{port}/\n")
    assert err.endswith("已全部停止。Stopped.\n")
    assert wait_until(lambda: not at_work(data_folder), 1)

    command, port = run()
    assert len(at_work(data_folder)) >= 5  # keeper, database, cache, web, worker; the database keeps more when asked
    command.kill()
    command.wait()

    assert wait_until(lambda: not at_work(data_folder), 15)


def test_a_port_in_use_is_refused_before_anything_is_made(data_folder):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        command = manage("run", DATA_DIR=data_folder, PORT=port)
        out, err = command.communicate(timeout=20)

    assert (command.returncode, out) == (1, "")
    assert err.startswith(f"端口 {port} 已被占用") and err.count("\n") == 1
    assert not (data_folder / "postgres").exists()


@pytest.mark.parametrize("given", ["0", "65536", "八千", "80.5", "-1"])
def test_a_port_that_is_none_is_refused(monkeypatch, given):
    monkeypatch.setenv("PORT", given)

    with pytest.raises(Refused, match="1 到 65535"):
        chosen_port()


def test_a_data_folder_that_cannot_be_written_is_refused_in_one_sentence(data_folder):
    (data_folder / "file").touch()

    command = manage("check", DATA_DIR=data_folder / "file" / "var")
    _out, err = command.communicate(timeout=20)

    assert command.returncode == 1
    assert err.startswith("数据文件夹") and err.count("\n") == 1


def test_a_command_brings_its_own_servers_and_keeps_standard_output_for_its_answer(data_folder):
    command = manage("due", "L17", "2026-08-03", "--json", DATA_DIR=data_folder)
    out, err = command.communicate(timeout=300)

    assert command.returncode == 0, err
    assert json.loads(out)["nominal"] == "2026-10-02"
    assert wait_until(lambda: not at_work(data_folder), 1)


def test_production_without_a_secret_does_not_start_and_says_so(data_folder):
    command = manage("check", DATA_DIR=data_folder, DATABASE_URL="postgres://nowhere/x", REDIS_URL="redis://nowhere")
    out, err = command.communicate(timeout=20)

    assert (command.returncode, out) == (1, "")
    assert err.startswith("缺少环境变量 SECRET_KEY") and err.count("\n") == 1


def test_trial_secrets_are_made_once_and_are_private(data_folder, monkeypatch):
    for name in ("SECRET_KEY", "FIELD_KEYS", "FIELD_HASH_KEY"):
        monkeypatch.delenv(name)

    first = kept_secrets(data_folder)

    assert kept_secrets(data_folder) == first
    assert (data_folder / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_a_browser_that_is_required_and_missing_stops_the_tests(monkeypatch, capfd):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.delenv("REQUIRE_BROWSER", raising=False)
    assert found_chromium() == ""
    assert "浏览器测试将跳过" in capfd.readouterr().err

    monkeypatch.setenv("REQUIRE_BROWSER", "1")
    with pytest.raises(Refused, match="没有找到浏览器"):
        found_chromium()


def test_the_guard_ends_what_a_killed_command_left_and_nothing_else():
    long_lived = [sys.executable, "-c", "import time; time.sleep(60)"]
    ended_well, killed = Guard(), Guard()
    of_the_first, forgotten, left = (subprocess.Popen(long_lived, start_new_session=True) for _ in range(3))
    try:
        ended_well.watch(of_the_first)
        ended_well.dismiss()
        killed.watch(forgotten)
        killed.watch(left)
        killed.forget(forgotten)
        killed.process.stdin.close()  # as the system does when a command dies

        assert left.wait(10) == -signal.SIGTERM
        assert killed.process.wait(10) == 0
        assert of_the_first.poll() is forgotten.poll() is None
    finally:
        for process in (of_the_first, forgotten, left):
            process.kill()
            process.wait()
