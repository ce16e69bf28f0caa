"""Every address. Each name stands in docs/permissions.csv; a name that does not is refused to everybody."""

from django.contrib import admin
from django.urls import include, path

from config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("", include("officials.urls")),
    path("", include("reception.urls")),
    path("cases/", include("cases.urls")),
    path("cases/", include("disputes.urls")),
    path("cases/", include("petitions.urls")),
    path("inbox/", include("cases.inbox_urls")),
    path("calls/", include("cases.call_urls")),
    path("reports/", include("disputes.report_urls")),
    path("meetings/", include("disputes.meeting_urls")),
    path("inquiries/", include("petitions.inquiry_urls")),
    path("assists/", include("cases.assist_urls")),
    path("teams/", include("cases.team_urls")),
    path("window/", include("reception.window_urls")),
    path("screening/", include("disputes.screening_urls")),
    path("periods/", include("disputes.period_urls")),
    path("causes/", include("disputes.cause_urls")),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler500 = "config.errors.server_error"
