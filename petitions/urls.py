"""Addresses of the steps, below the case's own."""

from django.urls import path

from petitions.views import extension, procedure, rating

app_name = "petitions"

urlpatterns = [
    path("<slug:number>/triage/", procedure.Triage.as_view(), name="triage"),
    path("<slug:number>/notice/", procedure.Notice.as_view(), name="notice"),
    path("<slug:number>/acceptance/", procedure.Acceptance.as_view(), name="acceptance"),
    path("<slug:number>/claims/<int:position>/routing/", procedure.Routing.as_view(), name="routing"),
    path("<slug:number>/investigation/", procedure.Investigating.as_view(), name="investigation"),
    path("<slug:number>/claims/<int:position>/answer/", procedure.Answer.as_view(), name="answer"),
    path("<slug:number>/service/", procedure.Serving.as_view(), name="service"),
    path("<slug:number>/rating/", procedure.Rating.as_view(), name="rating"),
    path("<slug:number>/closure/", procedure.Closure.as_view(), name="closure"),
    path("<slug:number>/extension/", extension.Asking.as_view(), name="extension"),
    path("<slug:number>/extension/proposal/", extension.Proposal.as_view(), name="extension_proposal"),
    path("<slug:number>/extension/approval/", extension.Approval.as_view(), name="extension_approval"),
    path("<slug:number>/extension/service/", extension.Serving.as_view(), name="extension_service"),
    path("<slug:number>/evaluation/", rating.Evaluating.as_view(), name="evaluation"),
    path("<slug:number>/second-effort/", rating.Effort.as_view(), name="effort"),
]
