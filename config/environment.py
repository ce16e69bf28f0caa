"""The Python environment of the project: made from the hashed lock when the packages are not there.

Only the standard library. A finished environment carries the lock's hash, written last, so that a half-made or an
outdated one is recognised and made anew. A lock file keeps two commands from making it at once.
"""

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Refused(Exception):
    """What stops a command, in one sentence for the person at the keyboard."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def enter(root=ROOT, *, testing=False):
    """Return in an interpreter that has the packages; make `.venv` and start the command again in it if need be."""
    environment = Environment(root)
    if environment.is_entered():
        if environment.is_whole() and importlib.util.find_spec("django"):
            return
    elif has_packages(root, testing=testing):
        return  # an environment someone else keeps: used as it is
    elif environment.is_whole():
        environment.restart_inside()
    environment.make()
    environment.restart_inside()


def has_packages(root, *, testing):
    """Whether this interpreter has every package the project names (with `testing`, also those of the tests)."""
    project = tomllib.loads((root / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + (project["dependency-groups"]["dev"] if testing else [])
    try:
        for requirement in wanted:
            importlib.metadata.version(re.match(r"[\w.-]+", requirement)[0])
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


class Environment:
    def __init__(self, root):
        self.root = root
        self.folder = root / ".venv"
        self.python = self.folder / "bin" / "python"
        self.lock = root / "requirements.lock"
        self.stamp = self.folder / "lock.sha256"

    def is_entered(self):
        return Path(sys.prefix).resolve() == self.folder.resolve()

    def is_whole(self):
        """Finished, from the lock as it is now, and with an interpreter that is still on this machine."""
        return self.python.exists() and self.stamp.is_file() and self.stamp.read_text().strip() == self.digest()

    def digest(self):
        return hashlib.sha256(self.lock.read_bytes()).hexdigest()

    def restart_inside(self):
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(self.python, [str(self.python), *sys.orig_argv[1:]])

    def make(self):
        if missing := [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]:
            raise Refused(
                f"这个 Python 缺少 {'、'.join(missing)} 模块，请先安装 python3-venv 再运行"
                "（Debian、Ubuntu：apt install python3-venv）。The Python module venv is missing."
            )
        try:
            with self.alone():
                if not self.is_whole():
                    self.build()
        except PermissionError as error:
            raise Refused(
                f"没有写入权限：{error.filename or self.root}。请用有权限的账号运行，或换一个文件夹。"
                "No permission to write there."
            ) from None

    @contextmanager
    def alone(self):
        """Hold the lock file; whoever comes second waits and says so."""
        with open(self.root / ".venv.lock", "w") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("另一个命令正在准备运行环境，请稍候…… Waiting for another command to finish the environment.")
                fcntl.flock(held, fcntl.LOCK_EX)
            yield

    def build(self):
        started = time.monotonic()
        say("正在准备运行环境（首次约半分钟）…… Preparing the environment.")
        if self.folder.is_symlink():
            self.folder.unlink()
        elif self.folder.exists():
            self.stamp.unlink(missing_ok=True)
            shutil.rmtree(self.folder)
        base = getattr(sys, "_base_executable", None) or sys.executable
        made = subprocess.run([base, "-m", "venv", self.folder], capture_output=True, text=True)
        if made.returncode:
            raise Refused(f"无法建立运行环境 .venv。Cannot create .venv.\n{made.stdout}{made.stderr}".rstrip())
        self.install()
        self.stamp.write_text(self.digest() + "\n")
        say(f"运行环境已就绪（{time.monotonic() - started:.0f} 秒）。Environment ready.")

    def install(self):
        total = len(re.findall(r"^\S+==", self.lock.read_text(), re.MULTILINE))
        command = [self.python, "-m", "pip", "install", "--require-hashes", "--no-input", "--progress-bar", "off"]
        pip = subprocess.Popen(
            [*command, "--disable-pip-version-check", "-r", self.lock],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PIP_USER": "0"},
        )
        count, last_lines = 0, []
        for line in pip.stdout:
            last_lines = [*last_lines[-14:], line]
            if line.startswith("Collecting "):
                count += 1
                if count == 1 or count % 10 == 0:
                    say(f"  下载软件包 Fetching packages {count}/{total}")
            elif line.startswith("Installing collected"):
                say("  安装软件包 Installing packages")
        if pip.wait():
            raise Refused(
                "安装软件包失败，请检查网络后重新运行。Installing the packages failed: check the network.\n"
                + "".join(last_lines).rstrip()
            )
