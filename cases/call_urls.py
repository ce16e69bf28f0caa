"""Addresses of what one is invited to; below no case, for a guest never sees one."""

from django.urls import path

from cases.views import call

app_name = "calls"

urlpatterns = [
    path("", call.invitations, name="list"),
    path("<int:pk>/", call.invitation, name="invitation"),
]
