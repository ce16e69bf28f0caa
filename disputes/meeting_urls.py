"""Addresses of the monthly meeting, its agenda and decisions, and of the tasks that come of them."""

from django.urls import path

from disputes.views import meeting as views

app_name = "meetings"

urlpatterns = [
    path("", views.meetings, name="list"),
    path("plan/", views.plan, name="plan"),
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/<int:pk>/", views.task, name="task"),
    path("tasks/<int:pk>/report/", views.task_report, name="task_report"),
    path("tasks/<int:pk>/check/", views.task_check, name="task_check"),
    path("tasks/<int:pk>/drop/", views.task_drop, name="task_drop"),
    path("tasks/<int:pk>/postpone/", views.task_postpone, name="task_postpone"),
    path("tasks/<int:pk>/team/", views.task_team, name="task_team"),
    path("papers/<str:kind>/<str:about>/", views.paper, name="paper"),
    path("<int:pk>/", views.meeting, name="meeting"),
    path("<int:pk>/agenda/", views.agenda, name="agenda"),
    path("<int:pk>/items/", views.item, name="item"),
    path("<int:pk>/begin/", views.begin, name="begin"),
    path("<int:pk>/decide/", views.decide, name="decide"),
    path("<int:pk>/participants/", views.participant, name="participant"),
    path("<int:pk>/minutes.pdf", views.minutes, name="minutes"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/screen/", views.screen, name="screen"),
]
