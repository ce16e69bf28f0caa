"""Every address. Each name stands in docs/permissions.csv; a name that does not is refused to everybody."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    *(
        path(prefix, include(name))
        for prefix, name in [
            ("", "officials.urls"),
            ("", "reception.urls"),
            ("cases/", "cases.urls"),
            ("cases/", "petitions.urls"),
        ]
        if (settings.BASE_DIR / name.replace(".", "/")).with_suffix(".py").exists()
    ),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler500 = "config.errors.server_error"
