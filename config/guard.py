"""Ends the processes of a command that was itself killed.

The guard reads "watch 123" and "forget 123" from a pipe that only the command holds. When the pipe closes, the command
is gone: what is still watched is asked to end, and after ten seconds made to. A process that has ended is forgotten at
once, for the system gives its number to somebody else.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

from config.environment import ROOT

PATIENCE = 10


class Guard:
    """The command's end of the pipe."""

    def __init__(self):
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.guard"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )

    def watch(self, process):
        self._say(f"watch {process.pid}")

    def forget(self, process):
        self._say(f"forget {process.pid}")

    def dismiss(self):
        self._say("done")
        self.process.stdin.close()
        self.process.wait()

    def _say(self, words):
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()


def main():
    living = set()
    for line in sys.stdin:
        match line.split():
            case ["watch", pid]:
                living.add(int(pid))
            case ["forget", pid]:
                living.discard(int(pid))
            case ["done"]:
                return
    deadline = time.monotonic() + PATIENCE
    for pid in living:
        send(pid, signal.SIGTERM)
    while living and time.monotonic() < deadline:
        time.sleep(0.1)
        living = {pid for pid in living if send(pid, 0)}
    for pid in living:
        leads_group = False
        with suppress(ProcessLookupError):
            leads_group = os.getpgid(pid) == pid
        send(-pid if leads_group else pid, signal.SIGKILL)


def send(pid, number):
    """Whether the process was there to receive it."""
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main()
