"""Addresses of the figures of the month, of its frozen report, and of what stands behind each number."""

from django.urls import path, register_converter

from disputes.views import report as views

app_name = "reports"


class Month:
    """Such as 2026-10, as the first day of the month."""

    regex = "20[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value):
        return views.first_of(value)

    def to_url(self, value):
        return value if isinstance(value, str) else f"{value:%Y-%m}"


register_converter(Month, "month")

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("table/", views.table, name="table"),
    path("figures/<str:part>/", views.records, name="records"),
    path("<month:month>/", views.pack, name="pack"),
    path("<month:month>/report.pdf", views.pack_pdf, name="pack_pdf"),
    path("<month:month>/report.docx", views.pack_word, name="pack_word"),
    path("<month:month>/<slug:section>/", views.paragraph, name="paragraph"),
]
