"""Addresses of what units are asked to assist in; below no case, for the unit sees its part and not the file (F36)."""

from django.urls import path

from cases.views import assist

app_name = "assists"

urlpatterns = [
    path("", assist.tasks, name="list"),
    path("<uuid:key>/", assist.task, name="task"),
    path("<uuid:key>/taking/", assist.taking, name="taking"),
    path("<uuid:key>/objection/", assist.objection, name="objection"),
    path("<uuid:key>/files/<int:pk>/", assist.file, name="file"),
]
