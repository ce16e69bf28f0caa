"""Addresses of the front door."""

from django.urls import path

from reception import imports, printing, views

app_name = "reception"

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/register/", views.register, name="register"),
    path("desk/matches/", views.matches, name="matches"),
    path("receipts/<str:contact_no>/", views.receipt, name="receipt"),
    path("receipts/<str:contact_no>/reprint/", views.reprint, name="reprint"),
    path("receipts/<str:contact_no>/form/", printing.form_p01, name="form_p01"),
    path("privacy/", printing.privacy, name="privacy"),
    path("privacy/edit/", printing.privacy_edit, name="privacy_edit"),
    path("privacy/poster/", printing.poster_p27, name="poster_p27"),
    path("letters/", imports.import_letters, name="import"),
    path("letters/<int:pk>/", imports.import_progress, name="import_progress"),
]
