"""Addresses of what several do together on one case (F27, F36 to F38); `cases.urls` holds them."""

from django.urls import path

from cases.views import together

HERE = "<slug:number>/together/"

addresses = [
    path(HERE, together.together, name="together"),
    path(f"{HERE}assists/new/", together.assist_add, name="assist_add"),
    path(f"{HERE}assists/<int:position>/outcome/", together.assist_outcome, name="assist_outcome"),
    path(f"{HERE}assists/<int:position>/withdrawal/", together.assist_withdrawal, name="assist_withdrawal"),
    path(f"{HERE}assists/<int:position>/unwaited/", together.assist_unwaited, name="assist_unwaited"),
    path(f"{HERE}assists/<int:position>/decision/", together.assist_decision, name="assist_decision"),
    path(f"{HERE}communities/new/", together.also_in, name="also_in"),
    path(f"{HERE}communities/<int:pk>/end/", together.also_in_end, name="also_in_end"),
    path(f"{HERE}actions/new/", together.joint_action, name="joint_action"),
    path(f"{HERE}police/new/", together.police_request, name="police_request"),
    path(f"{HERE}police/<int:pk>/result/", together.police_result, name="police_result"),
]
