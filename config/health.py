"""Whether the house stands: `/healthz` (this process lives) and `/readyz` (it can serve), DL-07 and DL-08.

Only what no request can do without makes it unavailable (503): database, migrations, keys, disk. A missing broker,
worker or beat degrades: the pages work, the sweeps wait. Strangers learn the one word; the parts are shown on the
machine itself and to whoever is signed in.
"""

import shutil
from datetime import timedelta

import psycopg
import redis
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import DurationField, ExpressionWrapper, F
from django.db.models.functions import Now
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from officials.models import Heartbeat

# Parts that write a heartbeat, and how long their silence is no alarm.
HEARTS = {"worker": timedelta(minutes=5), "beat": timedelta(minutes=5), "sweep": timedelta(minutes=15)}
FREE_BYTES = 100 * 1024 * 1024
WARN_USED = 0.85
OK, DEGRADED, FAILED = "ok", "degraded", "unavailable"


@require_safe
@never_cache
@transaction.non_atomic_requests
def healthz(request):
    return JsonResponse({"status": OK})


@require_safe
@never_cache
@transaction.non_atomic_requests
def readyz(request):
    parts = {"database": database(), "keys": keys(), "disk": disk(), "redis": broker()}
    if parts["database"] == OK:
        parts |= {"migrations": migrations(), **heartbeats()}
    status = next((word for word in (FAILED, DEGRADED) if word in parts.values()), OK)
    answer = {"status": status}
    if is_known(request, parts):
        answer["parts"] = parts
    return JsonResponse(answer, status=503 if status == FAILED else 200)


def is_known(request, parts):
    """On the machine itself, or signed in. A proxy adds its header: what comes through it comes from elsewhere."""
    if request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and "HTTP_X_FORWARDED_FOR" not in request.META:
        return True
    return parts["database"] == OK and request.user.is_authenticated


def database():
    """Asked on a connection of its own: the pool would wait ten seconds for one."""
    parameters = connection.get_connection_params()
    parameters = {
        name: value for name, value in parameters.items() if name in ("host", "port", "user", "password", "dbname")
    }
    try:
        with psycopg.connect(**parameters, connect_timeout=2) as asked:
            asked.execute("SELECT 1")
    except psycopg.Error:
        return FAILED
    return OK


def migrations():
    try:
        executor = MigrationExecutor(connection)
        return FAILED if executor.migration_plan(executor.loader.graph.leaf_nodes()) else OK
    except DatabaseError:
        return FAILED


def keys():
    """Each key can read what it wrote."""
    try:
        for key in settings.FIELD_KEYS.values():
            AESGCM(key).decrypt(bytes(12), AESGCM(key).encrypt(bytes(12), b"", None), None)
    except (ValueError, InvalidTag):
        return FAILED
    return OK if settings.FIELD_KEYS and settings.FIELD_HASH_KEY else FAILED


def disk():
    try:
        space = shutil.disk_usage(settings.DATA_DIR)
    except OSError:
        return FAILED
    if space.free < FREE_BYTES:
        return FAILED
    return DEGRADED if space.used / space.total > WARN_USED else OK


def broker():
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5, retry=None
        ) as asked:
            asked.ping()
    except redis.RedisError:
        return DEGRADED
    return OK


def heartbeats():
    """By the database's clock."""
    silent_for = Now() - F("beat_at")
    silences = dict(Heartbeat.objects.values_list("name", ExpressionWrapper(silent_for, DurationField())))
    return {name: OK if name in silences and silences[name] <= most else DEGRADED for name, most in HEARTS.items()}
