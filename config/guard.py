"""Ends the processes of a command that was itself killed.

The guard reads process ids from a pipe that only the command holds. When the pipe closes and "done" was not the last
word, the command is gone: what it started is asked to end, and after ten seconds made to.
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

    def watch(self, pid):
        self.process.stdin.write(f"{pid}\n")
        self.process.stdin.flush()

    def dismiss(self):
        self.process.communicate("done\n")


def main():
    words = [line.strip() for line in sys.stdin]
    if words[-1:] in ([], ["done"]):
        return
    living = [int(word) for word in words]
    deadline = time.monotonic() + PATIENCE
    for pid in living:
        send(pid, signal.SIGTERM)
    while living and time.monotonic() < deadline:
        time.sleep(0.1)
        living = [pid for pid in living if send(pid, 0)]
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
