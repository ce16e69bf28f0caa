"""Access to every page: denied unless the permission table says otherwise (AU-01, AZ-01)."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from officials import audit, permissions

WHILE_PASSWORD_MUST_CHANGE = {"officials:password", "officials:logout", "officials:language", "healthz", "readyz"}


class AccessMiddleware:
    """Asks the permission table for the URL's name before any view runs, and ends sessions that are over (AU-08)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        action = "admin:*" if match.app_names == ["admin"] else match.view_name
        if permissions.is_public(action):
            return None
        official = request.user
        if official.is_authenticated and self._session_is_over(request, official):
            logout(request)
            official = request.user
        if not official.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if official.must_change_password and action not in WHILE_PASSWORD_MUST_CHANGE:
            return redirect("officials:password")
        if not official.may(action):
            audit.record_refusal(official, action, request=request)
            raise PermissionDenied(_("您的岗位没有这一项权限（%s）。") % action)
        return None

    @staticmethod
    def _session_is_over(request, official):
        if settings.SESSION_ONE_PER_ACCOUNT and official.session_key not in ("", request.session.session_key):
            return True
        signed_in_at = request.session.get("signed_in_at", 0)
        return timezone.now().timestamp() - signed_in_at > settings.SESSION_ABSOLUTE_AGE
