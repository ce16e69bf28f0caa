"""What `run` does between the servers and the first page: catalogues, migrations, the demo office, static files."""

import hashlib
import sys
import time
from contextlib import contextmanager

from config.environment import say


def main():
    import django
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command, get_commands

    from config.launcher import compile_catalogues

    compile_catalogues()
    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    with step("更新数据库结构 Migrations"):
        call_command("migrate", interactive=False, verbosity=0)
    if settings.TRIAL and "load_demo" in get_commands() and not get_user_model().objects.exists():
        with step("首次启动，装入演示街道 Demo office"):
            call_command("load_demo", stdout=sys.stderr)
    fingerprint = static_fingerprint()
    stamp = settings.STATIC_ROOT / "fingerprint"
    if not stamp.exists() or stamp.read_text() != fingerprint:
        with step("收集页面文件 Static files"):
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(fingerprint)


def static_fingerprint():
    """Changes whenever a source of the static files does."""
    from django.contrib.staticfiles.finders import get_finders

    sources = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            sources.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    return sources.hexdigest()


@contextmanager
def step(text):
    started = time.monotonic()
    say(f"{text}……")
    yield
    say(f"  {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    main()
