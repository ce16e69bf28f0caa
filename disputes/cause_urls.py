"""Addresses of causes, suggestions, lessons and the data of the year (F3, F60, L30)."""

from django.urls import path

from disputes.views import cause as views

app_name = "causes"

urlpatterns = [
    path("", views.causes, name="list"),
    path("matters/", views.matters, name="matters"),
    path("cases/<slug:number>/", views.settle, name="settle"),
    path("codes/", views.codes, name="codes"),
    path("codes/new/", views.code_add, name="code_add"),
    path("codes/<int:pk>/", views.code_change, name="code_change"),
    path("suggestions/", views.suggestions, name="suggestions"),
    path("suggestions/new/", views.suggestion_add, name="suggestion_add"),
    path("suggestions/<int:pk>/", views.suggestion, name="suggestion"),
    path("suggestions/<int:pk>/feedback/", views.feedback, name="feedback"),
    path("lessons/", views.lessons, name="lessons"),
    path("lessons/new/", views.lesson_add, name="lesson_add"),
    path("annual/", views.annual, name="annual"),
    path("annual/xlsx/", views.annual_xlsx, name="annual_xlsx"),
]
