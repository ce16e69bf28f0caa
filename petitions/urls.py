"""Addresses of the steps, below the case's own."""

from django.urls import path

from petitions import views

app_name = "petitions"

urlpatterns = [
    path("<slug:number>/triage/", views.Triage.as_view(), name="triage"),
    path("<slug:number>/notice/", views.Notice.as_view(), name="notice"),
    path("<slug:number>/acceptance/", views.Acceptance.as_view(), name="acceptance"),
    path("<slug:number>/claims/<int:position>/routing/", views.Routing.as_view(), name="routing"),
    path("<slug:number>/investigation/", views.Investigating.as_view(), name="investigation"),
    path("<slug:number>/claims/<int:position>/answer/", views.Answer.as_view(), name="answer"),
    path("<slug:number>/service/", views.Serving.as_view(), name="service"),
    path("<slug:number>/rating/", views.Rating.as_view(), name="rating"),
    path("<slug:number>/closure/", views.Closure.as_view(), name="closure"),
]
