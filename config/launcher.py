"""What manage.py does once the environment is there: `run`, `test`, and every other command with its servers."""

import base64
import errno
import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from config import keeper
from config.environment import ROOT, Refused, say
from config.guard import Guard
from config.servers import launch, tail
from config.translations import catalogue, compile_catalogues

SECRETS = ("SECRET_KEY", "FIELD_KEYS", "FIELD_HASH_KEY")
# The first draws no window and costs a third less.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 30  # seconds a process gets to finish what it is doing


def main(argv):
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    match argv[1:]:
        case ["run"]:
            return run()
        case ["run", *_]:
            raise Refused("run 不带参数；端口和数据文件夹用环境变量 PORT、DATA_DIR。run takes no arguments.")
        case ["test", *arguments]:
            return test(arguments)
        case ["catalogue"] | ["catalogue", "--check"]:
            return catalogue(check="--check" in argv)
    return command(argv)


def command(argv):
    """Any other command, Django's or our own, on the servers of the data folder."""
    compile_catalogues()
    with served(data_folder()) as (environment, _lock):
        os.environ.update(environment)
        import django
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from django.db import connections

        try:
            django.setup()
        except ImproperlyConfigured as error:
            raise Refused(str(error)) from None
        import config.celery  # noqa: F401 - tasks sent by the command go to our broker

        try:
            if "EMBEDDED" in environment:
                make_first_tables(argv)
            execute_from_command_line(argv)
        finally:
            connections.close_all()


def make_first_tables(argv):
    """A command of our own also works in a fresh clone, before anything was run."""
    from django.core.management import call_command, get_commands
    from django.db import connection

    is_ours = not get_commands().get("".join(argv[1:2]), "django.core").startswith("django.")
    if is_ours and not connection.introspection.table_names():
        say("首次使用，建立数据库结构…… First use: making the tables.")
        call_command("migrate", interactive=False, verbosity=0)


# What every command stands on


@contextmanager
def served(folder):
    """The environment a command needs beyond the given one, and the lock that keeps its servers up."""
    own = {"DATA_DIR": str(folder)}
    if nothing_given():
        own |= kept_secrets(folder)
    wanted = [name for name in keeper.SERVERS if not os.environ.get(name)]
    if "DATABASE_URL" in wanted:
        own["EMBEDDED"] = "1"
    if not wanted:
        yield own, None
        return
    with keeper.servers(folder, wanted) as (addresses, lock):
        yield own | addresses, lock


def nothing_given():
    """Neither a database nor a secret: this is a trial on the machine's own servers."""
    return not os.environ.get("DATABASE_URL") and not os.environ.get("SECRET_KEY")


def data_folder():
    folder = (ROOT / (os.environ.get("DATA_DIR") or "var")).absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Refused(f"数据文件夹 {folder} 不能写入：{error.strerror}。Cannot write to the data folder.") from None
    return folder


def kept_secrets(folder):
    """Made once and kept in the data folder; what the environment gives goes first."""
    path = folder / "secrets.json"
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=folder) as file:
            json.dump(new_secrets(), file, indent=1)
            file.flush()
            with suppress(FileExistsError):  # another command was first
                os.link(file.name, path)
    kept = json.loads(path.read_text())
    return {name: os.environ.get(name) or kept[name] for name in SECRETS}


def new_secrets():
    def key():
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return {"SECRET_KEY": secrets.token_urlsafe(50), "FIELD_KEYS": f"k1:{key()}", "FIELD_HASH_KEY": key()}


# run


class Interrupted(BaseException):
    """Ctrl-C, a closed terminal, or the system asks to stop."""


def interrupt(number, frame):
    raise Interrupted


def run():
    """The whole office in one command: servers, database, web, worker, beat. Ctrl-C stops it, the servers last."""
    started = time.monotonic()
    host, port = os.environ.get("BIND") or "127.0.0.1", chosen_port()
    address = f"http://{host}:{port}/"
    folder = data_folder()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    try:
        with the_only_run(folder, address):
            refuse_busy(host, port)
            say("启动数据库与缓存…… Starting the servers.")
            with served(folder) as (environment, lock):
                if nothing_given():
                    environment["TRIAL"] = "1"
                office = Office(folder, {**os.environ, **environment, "BIND": f"{host}:{port}"}, lock)
                try:
                    office.prepare()
                    office.open(host, port)
                    say(f"已就绪 Ready（{time.monotonic() - started:.1f} s）")
                    announce(folder, address)
                    office.watch()
                finally:
                    office.close()
    except Interrupted:
        say("已全部停止。Stopped.")
    return 0


class Office:
    """The processes of one `run`, by name."""

    def __init__(self, folder, environment, lock):
        self.folder = folder
        self.environment = environment
        self.lock = lock
        self.guard = Guard()
        self.processes = {}

    def prepare(self):
        preparation = subprocess.Popen(
            [sys.executable, "-m", "config.preparation"], cwd=ROOT, env=self.environment, start_new_session=True
        )
        self.guard.watch(preparation)
        try:
            code = preparation.wait()
        except Interrupted:
            preparation.terminate()
            preparation.wait()
            raise
        self.guard.forget(preparation)
        if code:
            raise Refused("准备没有完成，原因见上。The preparation failed, see above.")

    def open(self, host, port):
        celery = ["celery", "-A", "config"]
        self.start("web", ["gunicorn", "-c", "python:config.gunicorn", "config.wsgi:application"])
        worker = ["worker", "--pool", "prefork", "--concurrency", "2", "--loglevel", "INFO"]
        self.start("worker", [*celery, *worker, "--without-mingle", "--without-gossip"])
        schedule = self.folder / "run" / "beat"
        scheduler = ["--scheduler", "celery.beat:PersistentScheduler", "--schedule", schedule, "--pidfile", ""]
        self.start("beat", [*celery, "beat", *scheduler])
        deadline = time.monotonic() + 120
        while not answers(host, port):
            self.check()
            if time.monotonic() > deadline:
                log = self.log("web")
                raise Refused(f"网页没有正常应答。日志：{log}。The web server answers with errors.\n{tail(log)}")
            time.sleep(0.1)

    def start(self, name, command):
        self.processes[name] = launch(
            [sys.executable, "-m", *command],
            self.log(name),
            cwd=ROOT,
            env=self.environment,
            pass_fds=[self.lock.fileno()] if self.lock else [],
        )
        self.guard.watch(self.processes[name])

    def log(self, name):
        return self.folder / "logs" / f"{name}.log"

    def watch(self):
        while True:
            self.check()
            time.sleep(1)

    def check(self):
        """Refuse to go on with a part missing."""
        for name, process in self.processes.items():
            if process.poll() is not None:
                raise Refused(
                    f"{name} 进程意外退出（代码 {process.returncode}），其余已停止。日志：{self.log(name)}。"
                    f"A process ended unexpectedly.\n{tail(self.log(name))}"
                )
        if self.lock and not keeper.is_kept(self.folder):
            raise Refused(
                f"数据库意外停止，其余已停止。日志在 {self.folder / 'logs'}。The servers ended unexpectedly."
            )

    def close(self):
        """Ask all to end; each may finish what it is doing, on servers that stay up meanwhile.

        A second Ctrl-C does not wait.
        """
        in_a_hurry = []
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda number, frame: in_a_hurry.append(number))
        for process in self.processes.values():
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in self.processes.values():
            while process.poll() is None and not in_a_hurry and time.monotonic() < deadline:
                time.sleep(0.05)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            self.guard.forget(process)
        self.guard.dismiss()


def announce(folder, address):
    print(address, flush=True)
    accounts = folder / "demo-accounts.csv"
    if accounts.exists():
        print(f"演示账号 Demo accounts: {accounts}", flush=True)
    say(f"日志 Logs: {folder / 'logs'}\n按 Ctrl-C 停止。Press Ctrl-C to stop.")


def chosen_port():
    given = os.environ.get("PORT") or "8000"
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise Refused(f"端口 PORT 要写 1 到 65535 的整数，现在是 {given!r}。PORT must be a number from 1 to 65535.")
    return int(given)


@contextmanager
def the_only_run(folder, address):
    (folder / "run").mkdir(mode=0o700, exist_ok=True)
    with open(folder / "run" / "office.lock", "a+") as lock:
        if not keeper.take(lock, fcntl.LOCK_EX):
            lock.seek(0)
            raise Refused(f"{folder} 已在运行：{lock.read()}。It is already running there.")
        lock.truncate(0)
        lock.write(address)
        lock.flush()
        yield


def refuse_busy(host, port):
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = "已被占用" if error.errno == errno.EADDRINUSE else f"不能用（{os.strerror(error.errno)}）"
            raise Refused(
                f"端口 {port} {reason}。请关掉占用它的程序，或换一个端口，如 PORT={port + 1} python3 manage.py run。"
                "The port is taken: choose another with PORT."
            ) from None


def answers(host, port):
    """Whether the web server answers otherwise than by a fault."""
    try:
        with socket.create_connection((host, port), timeout=10) as connection:
            connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            with connection.makefile("rb") as answer:
                version, status, *_reason = answer.readline().split()
                return version.startswith(b"HTTP/") and int(status) < 500
    except (OSError, ValueError):
        return False


# test

# What a deployment sets and the tests must not see.
DEPLOYMENT = {*SECRETS, "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DEBUG", "PORT", "TRIAL"}


def test(arguments):
    """The suite on throwaway servers of its own, whatever the environment names."""
    folder = Path(tempfile.mkdtemp(prefix="registry-test-"))
    (folder / "static").mkdir()
    try:
        compile_catalogues()
        chromium = found_chromium()
        with keeper.servers(folder, list(keeper.SERVERS), throwaway=True) as (addresses, _lock):
            given = {name: value for name, value in os.environ.items() if name not in DEPLOYMENT}
            own = {"DATA_DIR": str(folder), "EMBEDDED": "1", "TESTING": "1", "CHROMIUM": chromium}
            pytest = subprocess.Popen(
                [sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=given | own | new_secrets() | addresses
            )
            guard = Guard()
            guard.watch(pytest)
            # Ctrl-C reaches pytest by itself; the command waits for it to clean up.
            signal.signal(signal.SIGINT, lambda number, frame: None)
            for number in (signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, lambda number, frame: pytest.send_signal(signal.SIGINT))
            code = pytest.wait()
            guard.dismiss()
            if not keeper.is_kept(folder):
                say(f"数据库中途停止。The servers ended on the way.\n{tail(folder / 'logs' / 'keeper.log')}")
            return code if code >= 0 else 128 - code
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def found_chromium():
    """The browser of the browser tests, or nothing where there is none."""
    given = os.environ.get("CHROMIUM")
    found = shutil.which(given) if given else next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not found and (given or os.environ.get("REQUIRE_BROWSER") == "1"):
        raise Refused(f"没有找到浏览器 {given or 'Chromium'}。No browser found for the browser tests.")
    if not found:
        say("没有找到 Chromium，浏览器测试将跳过。No Chromium found: the browser tests are skipped.")
    return found or ""
