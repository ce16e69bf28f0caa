"""Addresses of what units were asked; below no case, for a unit never sees one."""

from django.urls import path

from petitions.views import inquiry

app_name = "inquiries"

urlpatterns = [
    path("", inquiry.tasks, name="list"),
    path("<uuid:key>/", inquiry.task, name="task"),
    path("<uuid:key>/files/<int:pk>/", inquiry.file, name="file"),
]
