"""Addresses of key periods (F58)."""

from django.urls import path

from disputes.views import key_period as views

app_name = "periods"

urlpatterns = [
    path("", views.periods, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.period, name="period"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/withdrawal/", views.withdrawal, name="withdrawal"),
    path("<int:pk>/roster/", views.roster, name="roster"),
    path("<int:pk>/roster/new/", views.duty, name="duty"),
    path("<int:pk>/roster/<int:shift>/removal/", views.duty_drop, name="duty_drop"),
]
