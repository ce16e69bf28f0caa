"""Addresses of the inbox; below no case."""

from django.urls import path

from cases.views import inbox

app_name = "inbox"

urlpatterns = [
    path("", inbox.inbox, name="list"),
    path("read/", inbox.read_all, name="read_all"),
    path("<int:pk>/read/", inbox.read, name="read"),
]
