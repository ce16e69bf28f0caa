"""What is one's own: where the day begins, one's posts and sign-ins, the keys."""

from datetime import datetime, timedelta

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone

from officials.context import first_page
from officials.models import AuditEntry

SIGN_INS_DAYS, SIGN_INS_SHOWN = 90, 10


def home(request):
    return redirect(first_page(request.user))


def me(request):
    official, today = request.user, timezone.localdate()
    signed_in_at = datetime.fromtimestamp(request.session["signed_in_at"], tz=timezone.get_current_timezone())
    sign_ins = AuditEntry.objects.filter(actor_id=official.pk, action="officials:login").between(
        today - timedelta(days=SIGN_INS_DAYS), None
    )
    return render(
        request,
        "officials/me.html",
        {
            "postings": official.postings.select_related("unit", "substitute").with_state(today),
            "may_see_delegations": official.may("officials:delegations"),
            "may_see_standins": official.may("cases:standins"),
            "may_see_findings": official.may("cases:findings"),
            "may_see_consultations": official.may("cases:consultations"),
            "may_see_team": official.may("cases:training"),
            "may_see_catalogue": official.may("window:catalogue"),
            "may_see_specialists": official.may("cases:specialists"),
            "may_see_shifts": official.may("cases:shifts"),
            "may_see_police": official.may("cases:police_contacts"),
            "signed_in_at": signed_in_at,
            "signed_in_until": signed_in_at + timedelta(seconds=settings.SESSION_ABSOLUTE_AGE),
            "sign_ins": sign_ins[:SIGN_INS_SHOWN],
        },
    )


def keys(request):
    return render(request, "officials/keys.html")
