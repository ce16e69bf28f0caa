"""Addresses of the front door."""

from django.urls import path

from reception import imports, views

app_name = "reception"

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/register/", views.register, name="register"),
    path("desk/matches/", views.matches, name="matches"),
    path("receipts/<str:contact_no>/", views.receipt, name="receipt"),
    path("receipts/<str:contact_no>/reprint/", views.reprint, name="reprint"),
    path("letters/", imports.import_letters, name="import"),
    path("letters/<int:pk>/", imports.import_progress, name="import_progress"),
]
