"""Addresses of a dispute's steps, below its case's own."""

from django.urls import path

from disputes.views import mediation as views

app_name = "disputes"

urlpatterns = [
    path("<slug:number>/mediation/answers/<int:pk>/", views.answer, name="answer"),
    path("<slug:number>/mediation/acceptance/", views.acceptance, name="acceptance"),
    path("<slug:number>/mediation/refusal/", views.refusal, name="refusal"),
    path("<slug:number>/mediation/withdrawal/", views.withdrawal, name="withdrawal"),
    path("<slug:number>/mediation/recusal/", views.recusal, name="recusal"),
    path(
        "<slug:number>/mediation/recusals/<int:position>/decision/",
        views.recusal_decision,
        name="recusal_decision",
    ),
    path("<slug:number>/mediation/recusals/<int:position>/review/", views.recusal_review, name="recusal_review"),
]
