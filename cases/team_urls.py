"""Addresses of task forces and assault teams (F50, F54)."""

from django.urls import path

from cases.views import teams

app_name = "teams"

urlpatterns = [
    path("", teams.teams, name="list"),
    path("new/", teams.new, name="new"),
    path("<int:pk>/", teams.team, name="team"),
    path("<int:pk>/edit/", teams.edit, name="edit"),
    path("<int:pk>/decision/", teams.decision, name="decision"),
    path("<int:pk>/term/", teams.term, name="term"),
    path("<int:pk>/members/new/", teams.member_add, name="member_add"),
    path("<int:pk>/members/<int:member>/end/", teams.member_end, name="member_end"),
    path("<int:pk>/matters/new/", teams.matter_add, name="matter_add"),
    path("<int:pk>/matters/<int:matter>/end/", teams.matter_end, name="matter_end"),
]
