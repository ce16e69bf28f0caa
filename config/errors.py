"""The pages for requests that cannot be answered. Each says what happened, why, and what can be done now."""

import logging

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponseServerError
from django.shortcuts import redirect, render
from django.template.loader import get_template

log = logging.getLogger(__name__)

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request, exception=None):
    if isinstance(exception, TOO_MUCH):
        return too_large(request)
    return shown(request, "400.html", 400)


def permission_denied(request, exception=None):
    """The reason is ours to show when the code that refused gave one in the office's words."""
    reason = str(exception) if exception and exception.args else ""
    return shown(request, "403.html", 403, reason=reason)


def csrf_failure(request, reason=""):
    """The form was open too long, or came from elsewhere. `reason` is Django's own and goes into the log only.

    A view may keep what was typed and name the page that shows it again (`keep_typed`).
    """
    log.warning("csrf: %s", reason)
    keep_typed = getattr(getattr(request.resolver_match, "func", None), "keep_typed", None)
    page = keep_typed(request) if keep_typed else None
    if page:
        return redirect(page)
    return shown(request, "403.html", 403, is_stale=True)


def page_not_found(request, exception=None):
    """One and the same page for what does not exist and what is not yours to know of (AZ-02)."""
    return shown(request, "404.html", 404)


def too_large(request):
    return shown(request, "413.html", 413)


def shown(request, template, status, **context):
    """Whoever switches the language there goes home if the page answered a post: its address may take nothing else."""
    return render(request, template, {"goes_home": True, **context}, status=status)


def server_error(request):
    """Rendered without the request's context, so that no database is asked while one may be failing."""
    page = get_template("500.html").render({"request_id": getattr(request, "id", "")})
    return HttpResponseServerError(page)
