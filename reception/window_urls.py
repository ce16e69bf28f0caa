"""Addresses of the one window (百通岗)."""

from django.urls import path

from reception import catalogue, counter, quality, rollouts

app_name = "window"

urlpatterns = [
    path("", counter.counter, name="counter"),
    path("find/", counter.find, name="find"),
    path("errands/", counter.serve, name="serve"),
    path("errands/<str:contact_no>/", counter.errand, name="errand"),
    path("errands/<str:contact_no>/notice/", counter.notice, name="notice"),
    path("errands/<str:contact_no>/matter/", counter.errand_take_up, name="errand_take_up"),
    path("errands/<str:contact_no>/tablet/", counter.errand_tablet, name="errand_tablet"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/new/", catalogue.item_add, name="item_add"),
    path("catalogue/import/", catalogue.catalogue_import, name="catalogue_import"),
    path("catalogue/<int:pk>/", catalogue.item, name="item"),
    path("catalogue/<int:pk>/change/", catalogue.item_change, name="item_change"),
    path("suggestions/", catalogue.suggestions, name="suggestions"),
    path("suggestions/<int:pk>/", catalogue.suggestion, name="suggestion"),
    path("suggestions/<int:pk>/acceptance/", catalogue.suggestion_accept, name="suggestion_accept"),
    path("suggestions/<int:pk>/refusal/", catalogue.suggestion_refuse, name="suggestion_refuse"),
    path("communities/", rollouts.progress, name="progress"),
    path("communities/model/", rollouts.declare, name="declare"),
    path("communities/<int:pk>/", rollouts.rollout, name="rollout"),
    path("communities/<int:pk>/opening/", rollouts.rollout_take, {"verb": "open"}, name="rollout_open"),
    path("communities/<int:pk>/items/", rollouts.rollout_take, {"verb": "take"}, name="rollout_take"),
    path("communities/<int:pk>/step/", rollouts.rollout_step, name="rollout_step"),
    path("communities/<int:pk>/live/", rollouts.rollout_live, name="rollout_live"),
    path("communities/<int:pk>/texts/", rollouts.texts, name="texts"),
    path("quality/", quality.quality, name="quality"),
    path("improvements/", quality.improvements, name="improvements"),
    path("improvements/new/", quality.improvement_add, name="improvement_add"),
    path("improvements/<int:pk>/", quality.improvement, name="improvement"),
    path("improvements/<int:pk>/owner/", quality.improve, {"verb": "assign"}, name="improvement_assign"),
    path("improvements/<int:pk>/end/", quality.improve, {"verb": "finish"}, name="improvement_finish"),
    path("tablets/", quality.tablets, name="tablets"),
    path("tablets/<int:pk>/admission/", quality.tablet_admit, name="tablet_admit"),
    path("tablet/", quality.tablet, name="tablet"),
    path("tablet/link/<str:secret>/", quality.tablet_link, name="tablet_link"),
]
