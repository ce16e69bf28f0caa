from django.urls import path

from officials.views import audit, own, profile, signing

app_name = "officials"

urlpatterns = [
    path("", own.home, name="home"),
    path("login/", signing.Login.as_view(), name="login"),
    path("logout/", signing.Logout.as_view(), name="logout"),
    path("password/", signing.password, name="password"),
    path("language/", signing.language, name="language"),
    path("me/", own.me, name="me"),
    path("keys/", own.keys, name="keys"),
    path("jurisdiction/", profile.profile, name="profile"),
    path("jurisdiction/<int:unit>/figures/", profile.profile_edit, name="profile_edit"),
    path("audit/", audit.audit_log, name="audit"),
]
