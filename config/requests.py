"""What every request carries: an id, log lines in JSON without personal data, and a guard against hostile bytes."""

import json
import logging
import re
import uuid
from contextvars import ContextVar
from datetime import datetime
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.utils import timezone

request_id = ContextVar("request_id", default="")


class RequestIdMiddleware:
    """Gives the request an id that stands in log lines, audit entries and on error pages."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4().hex[:12]
        token = request_id.set(request.id)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-Id"] = request.id
        if request.path.startswith("/static/") is False:
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class HostileInputMiddleware:
    """Refuses NUL bytes in query and path with 400 before any code meets them (OUT-11)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL")
        return self.get_response(request)


class BodyLimit(FileUploadHandler):
    """Refuses a form larger than any file that may be brought, before a byte of it is stored (UP-02)."""

    AROUND = 1024 * 1024  # the other fields of the form
    WORKBOOK = 10 * 1024 * 1024  # what an import may weigh (IN-06)

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > max(settings.ATTACHMENT_MAX_BYTES, self.WORKBOOK) + self.AROUND:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None


def client_address(request):
    """Where the request comes from, or None. Only what the office's own proxies added to the header counts (PB-03)."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.PROXY_COUNT:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        address = hops[-settings.PROXY_COUNT].strip() if len(hops) >= settings.PROXY_COUNT else address
    try:
        return str(ip_address(address))
    except ValueError:
        return None


class RequestIdFilter(logging.Filter):
    def filter(self, record):
        record.request_id = request_id.get()
        return True


class JsonFormatter(logging.Formatter):
    """One line of JSON a record; line breaks in data cannot forge a line (PD-07).

    A query string is cut from any address: it may hold what a clerk searched for.
    """

    def format(self, record):
        line = {
            "at": datetime.fromtimestamp(record.created, tz=timezone.get_default_timezone()).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", ""),
            "text": re.sub(r"\?\S*", "?…", record.getMessage()),
        }
        if record.exc_info:
            kind, _error, trace = record.exc_info
            line["error"] = getattr(kind, "__name__", "")
            line["where"] = [f"{f.filename}:{f.lineno} {f.name}" for f in self._frames(trace)][-12:]
        return json.dumps(line, ensure_ascii=False)

    @staticmethod
    def _frames(trace):
        import traceback

        return traceback.extract_tb(trace)
