"""Addresses of the steps, below the case's own."""

from django.urls import path

from petitions.views import closing, extension, papers, procedure, rating, review, withdrawal

app_name = "petitions"

urlpatterns = [
    path("<slug:number>/triage/", procedure.Triage.as_view(), name="triage"),
    path("<slug:number>/notice/", procedure.Notice.as_view(), name="notice"),
    path("<slug:number>/acceptance/", procedure.Acceptance.as_view(), name="acceptance"),
    path("<slug:number>/claims/<int:position>/routing/", procedure.Routing.as_view(), name="routing"),
    path("<slug:number>/investigation/", procedure.Investigating.as_view(), name="investigation"),
    path("<slug:number>/claims/<int:position>/answer/", procedure.Answer.as_view(), name="answer"),
    path("<slug:number>/claims/<int:position>/sorting/", procedure.Sorting.as_view(), name="sorting"),
    path("<slug:number>/objection/", procedure.Objecting.as_view(), name="objection"),
    path("<slug:number>/objection/result/", procedure.ObjectionResult.as_view(), name="objection_result"),
    path("<slug:number>/acceptance/simple/", procedure.SimpleAcceptance.as_view(), name="simple_acceptance"),
    path("<slug:number>/conversion/", procedure.Conversion.as_view(), name="conversion"),
    path("<slug:number>/opinion/submission/", procedure.Submitting.as_view(), name="submission"),
    path("<slug:number>/opinion/approval/", procedure.Approval.as_view(), name="approval"),
    path("<slug:number>/opinion/signature/", procedure.Signature.as_view(), name="signature"),
    path("<slug:number>/opinion/return/", procedure.Returning.as_view(), name="return"),
    path("<slug:number>/service/", procedure.Serving.as_view(), name="service"),
    path("<slug:number>/rating/", procedure.Rating.as_view(), name="rating"),
    path("<slug:number>/closure/", procedure.Closure.as_view(), name="closure"),
    path("<slug:number>/extension/", extension.Asking.as_view(), name="extension"),
    path("<slug:number>/extension/proposal/", extension.Proposal.as_view(), name="extension_proposal"),
    path("<slug:number>/extension/approval/", extension.Approval.as_view(), name="extension_approval"),
    path("<slug:number>/extension/service/", extension.Serving.as_view(), name="extension_service"),
    path("<slug:number>/evaluation/", rating.Evaluating.as_view(), name="evaluation"),
    path("<slug:number>/second-effort/", rating.Effort.as_view(), name="effort"),
    path("<slug:number>/papers/new/", papers.choices, name="paper_new"),
    path("<slug:number>/papers/new/<slug:kind>/", papers.new, name="paper_new"),
    path("<slug:number>/papers/<int:pk>/", papers.paper, name="paper"),
    path("<slug:number>/papers/<int:pk>/<int:page>.png", papers.picture, name="paper_picture"),
    path("<slug:number>/papers/<int:pk>/edit/", papers.edit, name="paper_edit"),
    path("<slug:number>/papers/<int:pk>/submission/", papers.submission, name="paper_submission"),
    path("<slug:number>/papers/<int:pk>/approval/", papers.approval, name="paper_approval"),
    path("<slug:number>/papers/<int:pk>/return/", papers.send_back, name="paper_return"),
    path("<slug:number>/papers/<int:pk>/print/", papers.print_paper, name="paper_print"),
    path("<slug:number>/settlement/", closing.Settling.as_view(), name="settlement"),
    path("<slug:number>/return-visit/", closing.Revisiting.as_view(), name="return_visit"),
    path("<slug:number>/sign-off/", closing.SigningOff.as_view(), name="sign_off"),
    path("<slug:number>/review/", review.Asked.as_view(), name="review"),
    path("<slug:number>/second-review/", review.AskedAgain.as_view(), name="second_review"),
    path("<slug:number>/reviews/<int:position>/supply/", review.Supply.as_view(), name="review_supply"),
    path("<slug:number>/reviews/<int:position>/hearing/", review.Hearing.as_view(), name="review_hearing"),
    path("<slug:number>/reviews/<int:position>/opinion/", review.Opinion.as_view(), name="review_opinion"),
    path("<slug:number>/withdrawal/", withdrawal.Wishing.as_view(), name="withdrawal"),
    path("<slug:number>/withdrawal/confirmation/", withdrawal.Confirming.as_view(), name="withdrawal_confirmation"),
]
