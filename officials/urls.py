from django.urls import path

from officials.views import audit, delegations, own, profile, signing

app_name = "officials"

urlpatterns = [
    path("", own.home, name="home"),
    path("login/", signing.Login.as_view(), name="login"),
    path("logout/", signing.Logout.as_view(), name="logout"),
    path("password/", signing.password, name="password"),
    path("language/", signing.language, name="language"),
    path("me/", own.me, name="me"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/<int:post>/new/", delegations.delegation_new, name="delegation_new"),
    path("delegations/<int:pk>/end/", delegations.delegation_end, name="delegation_end"),
    path("keys/", own.keys, name="keys"),
    path("jurisdiction/", profile.profile, name="profile"),
    path("jurisdiction/<int:unit>/figures/", profile.profile_edit, name="profile_edit"),
    path("audit/", audit.audit_log, name="audit"),
]
