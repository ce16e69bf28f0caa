"""Access to every page: denied unless the permission table says otherwise (AU-01, AZ-01)."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import get_user
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from officials import audit, permissions

WHILE_PASSWORD_MUST_CHANGE = {"officials:password", "officials:logout"}
KEEP_ALIVE_SECONDS = 60


class PublicBodyMiddleware:
    """Refuses what no public form can hold, before a byte of it is read (PB-09). Stands before whoever reads it."""

    MOST = 10 * 1024

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        size = request.META.get("CONTENT_LENGTH") or "0"
        if not (size.isdigit() and int(size) <= self.MOST) and permissions.is_public(request.resolver_match.view_name):
            raise RequestDataTooBig


class AccessMiddleware:
    """Asks the permission table for the URL's name before any view runs, and ends sessions that are over (AU-08).

    An address that no view answers never comes here: it is the same 404 for everybody.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        action = "admin:*" if match.app_names[:1] == ["admin"] else match.view_name
        if permissions.is_public(action):
            return None
        official = request.user = get_user(request)  # himself, not a stand-in that looks him up at every question
        if official.is_authenticated and (why := why_over(request, official)):
            logout(request)
            messages.warning(request, why)
        if not request.user.is_authenticated:
            # A form that must lose nothing typed says to which page it comes back after the sign-in.
            keep_typed = getattr(view, "keep_typed", None)
            page = keep_typed(request) if keep_typed and request.method == "POST" else None
            return redirect_to_login(page, settings.LOGIN_URL) if page else sign_in(request)
        if official.must_change_password and action not in WHILE_PASSWORD_MUST_CHANGE:
            return redirect("officials:password")
        if not official.may(action):
            refusal = _("您的岗位没有这一项权限（%s）。") % action
            audit.record_refusal(official, action, request=request, reason=refusal)
            raise PermissionDenied(refusal)
        if not (request.htmx and getattr(view, "is_background", False)):  # a page that asks by itself is nobody's act
            keep_alive(request)
        return None

    def process_exception(self, request, exception):
        """Record what a view refused, now that its transaction is rolled back (PD-08).

        A `subject` on the exception, such as ("case", 17), says what was asked for; Http404 carries one when the
        thing exists and is hidden.
        """
        subject = getattr(exception, "subject", None)
        if not isinstance(exception, PermissionDenied) and subject is None:
            return
        if not getattr(request, "refusal_is_recorded", False):
            name = request.resolver_match.view_name
            audit.record_refusal(request.user, name, *(subject or ()), request=request, reason=str(exception))


def keep_alive(request):
    """Push the idle limit on, at most once a minute: reading a page is no reason to write a session."""
    now = timezone.now().timestamp()
    if now - request.session.get("seen_at", 0) >= KEEP_ALIVE_SECONDS:
        request.session["seen_at"] = now


def why_over(request, official):
    """The sentence for the person whose session is over, or nothing."""
    signed_in_at = request.session.get("signed_in_at", 0)
    if official.sessions_ended_at and signed_in_at < official.sessions_ended_at.timestamp():
        return _("您的账号或岗位刚有变动，请重新登录。")
    if settings.SESSION_ONE_PER_ACCOUNT and official.session_key not in ("", request.session.session_key):
        return _("您的账号已在别处登录，这里已退出。如果不是您本人，请马上改密码并告诉系统管理员。")
    if timezone.now().timestamp() - signed_in_at > settings.SESSION_ABSOLUTE_AGE:
        return _("登录已满 %(hours)d 小时，请重新登录。") % {"hours": settings.SESSION_ABSOLUTE_AGE // 3600}
    if not official.posts:
        return _("您的任职已到期，权限当日停止。请系统管理员核对。")
    return ""


def sign_in(request):
    """To the sign-in page, and afterwards back to where one was. Part of a page is left as it stands."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    referrer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referrer, {request.get_host()}, require_https=request.is_secure()):
        return redirect(settings.LOGIN_URL)
    page = urlsplit(referrer)
    return redirect_to_login(f"{page.path}?{page.query}" if page.query else page.path, settings.LOGIN_URL)
