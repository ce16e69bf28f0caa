"""Keeps the servers of one data folder for as long as any command needs them, and not longer.

Every command that needs the servers holds `run/users.lock` together with the others. The first one starts a keeper,
a process of its own, which starts the servers. Whoever leaves last tells the keeper to stop; if commands were killed,
the keeper finds the lock free by itself, for the system frees a lock however its holder ended. So nothing stays
behind, and a command that ends first does not pull the servers from under another.
"""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from config.environment import ROOT, Refused, say
from config.servers import Postgres, Valkey, open_log, private, tail

SERVERS = {"DATABASE_URL": Postgres, "REDIS_URL": Valkey}


@contextmanager
def servers(folder, wanted, *, throwaway=False):
    """Yield the addresses of the wanted servers, by environment variable, and the lock that keeps them up.

    A child that inherits the lock keeps them up as well.
    """
    with lock_file(folder, "users") as users:
        if not take(users, fcntl.LOCK_SH):
            say("正在等另一个命令停下数据库…… Waiting for another command to stop the servers.")
            fcntl.flock(users, fcntl.LOCK_SH)
        with lock_file(folder, "start") as start:
            fcntl.flock(start, fcntl.LOCK_EX)
            while not (is_ready := state_file(folder).exists()) and is_kept(folder):
                time.sleep(0.05)  # the command that started it was killed meanwhile
            if not is_ready or not is_kept(folder):
                start_keeper(folder, wanted, throwaway=throwaway)
        kept = json.loads(state_file(folder).read_text())
        if missing := set(wanted) - set(kept):
            raise Refused(
                f"{folder} 正在运行的服务器里没有 {'、'.join(sorted(missing))}，请先停下正在用它的命令。"
                "The running servers lack one that this command needs."
            )
        try:
            yield {name: kept[name] for name in wanted}, users
        finally:
            if take(users, fcntl.LOCK_EX) and is_kept(folder):
                os.kill(kept["keeper"], signal.SIGTERM)
                while is_kept(folder):
                    time.sleep(0.02)


def start_keeper(folder, wanted, *, throwaway):
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    options = ["--throwaway"] if throwaway else []
    log = folder / "logs" / "keeper.log"
    with open_log(log) as errors:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "config.keeper", folder, *sorted(wanted), *options],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
            text=True,
        )
    with keeper.stdout:
        answer = keeper.stdout.read()
    if answer != "ready":
        keeper.wait()
        raise Refused(answer or f"数据库没有启动，原因在 {log}。The servers did not start.\n{tail(log)}")


def is_kept(folder):
    try:
        with lock_file(folder, "keeper") as keeper:
            return not take(keeper, fcntl.LOCK_SH)
    except FileNotFoundError:
        return False  # a throwaway folder is gone with its keeper


def keep(folder, wanted, *, throwaway):
    """What the keeper does, from its start to its end."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit())
    with lock_file(folder, "keeper") as alone, lock_file(folder, "users") as users:
        fcntl.flock(alone, fcntl.LOCK_EX)
        state_file(folder).unlink(missing_ok=True)
        started, is_unused = [], False
        try:
            addresses = {}
            for name in wanted:
                server = SERVERS[name](folder, throwaway=throwaway)
                started.append(server)
                addresses[name] = server.start()
            with open(state_file(folder), "w", opener=private) as state:
                json.dump({**addresses, "keeper": os.getpid()}, state)
            answer("ready")
            while not (is_unused := take(users, fcntl.LOCK_EX)):
                if dead := [server for server in started if server.process.poll() is not None]:
                    for server in dead:
                        say(f"{server.title} 意外停止，代码 {server.process.returncode}。\n{tail(server.log)}")
                    break
                time.sleep(0.2)
        except (Refused, OSError) as reason:
            answer(str(reason))
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            for server in reversed(started):
                server.stop()
            state_file(folder).unlink(missing_ok=True)
            if is_unused and throwaway:  # its command was killed and cannot clear it away
                shutil.rmtree(folder, ignore_errors=True)


def answer(text):
    """Tell the command that waits; it reads to the end."""
    sys.stdout.write(text)
    sys.stdout.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def state_file(folder):
    return folder / "run" / "servers.json"


def lock_file(folder, name):
    (folder / "run").mkdir(mode=0o700, exist_ok=True)
    return open(folder / "run" / f"{name}.lock", "w", opener=private)


def take(lock, how):
    """Take the lock unless another process holds it."""
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


if __name__ == "__main__":
    folder, *wanted = sys.argv[1:]
    keep(Path(folder), [name for name in wanted if name in SERVERS], throwaway="--throwaway" in wanted)
