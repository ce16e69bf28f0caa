"""Addresses of screening (F9-F12)."""

from django.urls import path

from disputes.views import screening as views

app_name = "screening"

urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("tasks/<int:pk>/", views.task, name="task"),
    path("plans/", views.plans, name="plans"),
    path("plans/new/", views.plan_add, name="plan_add"),
    path("plans/<int:pk>/", views.plan, name="plan"),
    path("plans/<int:pk>/end/", views.plan_stop, name="plan_stop"),
    path("clues/", views.clues, name="clues"),
    path("clues/new/", views.clue_add, name="clue_add"),
    path("clues/<int:pk>/", views.clue, name="clue"),
    path("clues/<int:pk>/answer/", views.clue_answer, name="clue_answer"),
    path("clues/<int:pk>/settlement/", views.clue_settle, name="clue_settle"),
    path("figures/", views.figures, name="figures"),
]
