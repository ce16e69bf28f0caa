"""Addresses of a dispute's steps, below its case's own."""

from django.urls import path

from disputes.views import agreement
from disputes.views import mediation as views

app_name = "disputes"

urlpatterns = [
    path("<slug:number>/mediation/answers/<int:pk>/", views.answer, name="answer"),
    path("<slug:number>/mediation/acceptance/", views.acceptance, name="acceptance"),
    path("<slug:number>/mediation/refusal/", views.refusal, name="refusal"),
    path("<slug:number>/mediation/withdrawal/", views.withdrawal, name="withdrawal"),
    path("<slug:number>/mediation/sessions/", agreement.sessions, name="sessions"),
    path("<slug:number>/mediation/sessions/new/", agreement.session, name="session"),
    path(
        "<slug:number>/mediation/sessions/<int:position>/correction/",
        agreement.session_correction,
        name="session_correction",
    ),
    path("<slug:number>/mediation/sessions/<int:position>/paper/", agreement.session_paper, name="session_paper"),
    path("<slug:number>/mediation/failure/", agreement.failure, name="failure"),
    path("<slug:number>/mediation/agreement/", agreement.agreement, name="agreement"),
    path("<slug:number>/mediation/agreement/new/", agreement.agreement_add, name="agreement_add"),
    path("<slug:number>/mediation/agreement/signing/", agreement.signing, name="signing"),
    path(
        "<slug:number>/mediation/agreement/signing/correction/",
        agreement.signing_correction,
        name="signing_correction",
    ),
    path("<slug:number>/mediation/agreement/drop/", agreement.agreement_drop, name="agreement_drop"),
    path("<slug:number>/mediation/agreement/paper/", agreement.agreement_paper, name="agreement_paper"),
    path("<slug:number>/mediation/agreement/items/<int:position>/", agreement.follow_up, name="follow_up"),
    path(
        "<slug:number>/mediation/agreement/items/<int:position>/findings/<int:pk>/withdrawal/",
        agreement.follow_up_withdrawal,
        name="follow_up_withdrawal",
    ),
    path("<slug:number>/mediation/agreement/confirmation/", agreement.confirmation, name="confirmation"),
    path(
        "<slug:number>/mediation/agreement/confirmation/paper/",
        agreement.confirmation_paper,
        name="confirmation_paper",
    ),
    path(
        "<slug:number>/mediation/agreement/confirmation/result/",
        agreement.confirmation_result,
        name="confirmation_result",
    ),
    path(
        "<slug:number>/mediation/agreement/confirmations/<int:pk>/correction/",
        agreement.confirmation_correction,
        name="confirmation_correction",
    ),
    path("<slug:number>/mediation/recusal/", views.recusal, name="recusal"),
    path(
        "<slug:number>/mediation/recusals/<int:position>/decision/",
        views.recusal_decision,
        name="recusal_decision",
    ),
    path("<slug:number>/mediation/recusals/<int:position>/review/", views.recusal_review, name="recusal_review"),
]
