"""What `run` does between the servers and the first page: catalogues, migrations, the demo office, static files."""

import hashlib
import sys
import time
from contextlib import contextmanager

from config.environment import say
from config.translations import compile_catalogues


def main():
    import django
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command, get_commands

    compile_catalogues()
    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    if unsafe := unsafe_settings():
        sys.exit(f"数据库不够可靠，不能使用：{'、'.join(unsafe)}。The database could lose or misread what it is told.")
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


def unsafe_settings():
    """What of the database could lose an acknowledged act (DB-09), or drop Chinese letters in comparisons."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE setting = 'off'"
            " AND name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums')"
            " UNION ALL SELECT 'lc_ctype ' || datctype FROM pg_database"
            " WHERE datname = current_database() AND (datctype IN ('C', 'POSIX') OR getdatabaseencoding() <> 'UTF8')"
            " ORDER BY 1"
        )
        return [name for (name,) in cursor]


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
