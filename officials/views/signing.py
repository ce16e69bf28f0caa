"""Signing in and out, one's own password, the language (AU-01 to AU-09)."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash, views
from django.db import connection
from django.db.models import Max, Sum
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from config.requests import client_address
from officials import audit
from officials.calendar import Calendar, UnknownYear
from officials.forms import LoginForm, OwnPasswordForm
from officials.language import TYPED_AGAIN, answer_in, is_spoken, remember
from officials.models import Official, Role
from officials.passwords import mark_confirmed

# After so many wrong tries within the lock's time an address gets one try in so many seconds, whatever the account.
HASTY_AFTER = 20
HASTY_PAUSE = timedelta(seconds=3)
HOLIDAY_AHEAD = 14  # days in which the sign-in page speaks of a coming holiday


class Login(views.LoginView):
    template_name = "officials/login.html"
    form_class = LoginForm
    redirect_authenticated_user = True

    def post(self, request, *args, **kwargs):
        if is_hasty(request):
            return too_often(request)
        one_try_at_a_time(request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        official = form.get_user()
        response = super().form_valid(form)  # signs in, under a new session key
        start_session(self.request, official)
        audit.record(official, "officials:login", "official", official.pk, request=self.request)
        if official.language:
            answer_in(response, official.language)
        return response

    def form_invalid(self, form):
        self.record_refusal(form)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def record_refusal(self, form):
        """By account where there is one: what was typed may be a password. Tries during a lock are not recorded."""
        failures = getattr(self.request, "axes_failures_since_start", None)
        if failures is None and not form.get_user():
            return
        known = Official.objects.filter(username=form.cleaned_data["username"]).first()
        if getattr(self.request, "axes_locked_out", False):
            reason = gettext("连续输错 %(count)s 次，锁定 15 分钟") % {"count": failures}
        elif form.get_user():
            reason = str(form.non_field_errors()[0])
        else:
            reason = gettext("密码不对") if known else gettext("没有这个工号")
        audit.record_refusal(
            known, "officials:login", "official", known and known.pk, request=self.request, reason=reason
        )

    def get_context_data(self, **kwargs):
        admins = Official.objects.holding(Role.SA, on=timezone.localdate()).exclude(phone="")
        return {
            **super().get_context_data(**kwargs),
            **days_ahead(timezone.localdate()),
            "help_phone": admins.values_list("phone", flat=True).first() or "",
        }


def start_session(request, official):
    """Remember when this session began; with one live session an account, it is the one from now on (AU-08)."""
    request.session["signed_in_at"] = timezone.now().timestamp()
    mark_confirmed(request)
    if not request.session.session_key:
        request.session.create()
    official.session_key = request.session.session_key
    Official.objects.filter(pk=official.pk).update(session_key=official.session_key)


def one_try_at_a_time(request):
    """Parallel tries from one address at one account wait for each other, so that five are five (AU-05)."""
    key = f"login {request.POST.get('username', '')[:20]} {client_address(request)}".replace("\0", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def is_hasty(request):
    now = timezone.now()
    tries = AccessAttempt.objects.filter(
        ip_address=client_address(request), attempt_time__gt=now - settings.AXES_COOLOFF_TIME
    ).aggregate(count=Sum("failures_since_start"), last=Max("attempt_time"))
    return (tries["count"] or 0) >= HASTY_AFTER and now - tries["last"] < HASTY_PAUSE


def too_often(request, minutes=None):
    response = render(request, "429.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60 if minutes else HASTY_PAUSE.seconds)
    return response


def locked_out(request, original_response=None, credentials=None):
    """What django-axes answers while an account is locked for an address: the same whether or not it exists."""
    return too_often(request, minutes=int(settings.AXES_COOLOFF_TIME.total_seconds() // 60))


def days_ahead(today):
    """What the day is, and the holiday that comes next, for the sign-in page."""
    # Translators: a date format with the weekday
    line, coming = date_format(today, gettext("Y年n月j日 l")), None
    try:
        calendar = Calendar.load()
        name, kind = calendar.name_of(today), calendar.kind_of(today).label
        line = f"{line} · {kind} {name}" if name else f"{line} · {kind}"
        coming = next_holiday(calendar, today)
    except UnknownYear:
        pass
    return {"today_line": line, "lines": [coming] if coming else []}


def next_holiday(calendar, today):
    """Name and days of the next run of free days with a name, if it is near."""
    for ahead in range(1, HOLIDAY_AHEAD + 1):
        day = today + timedelta(days=ahead)
        name = calendar.name_of(day)
        if name and name != calendar.name_of(today) and not calendar.is_workday(day):
            first, last = calendar.holiday_around(day)
            days = {"first": short(first), "last": short(last), "count": (last - first).days + 1}
            return name, gettext("%(first)s至%(last)s放假，共 %(count)d 天") % days
    return None


def short(day):
    # Translators: a date format, month and day
    return date_format(day, gettext("n月j日"))


class Logout(views.LogoutView):
    http_method_names = ("post",)

    def post(self, request, *args, **kwargs):
        official = request.user
        audit.record(official, "officials:logout", "official", official.pk, request=request)
        Official.objects.filter(pk=official.pk, session_key=request.session.session_key).update(session_key="")
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


@require_http_methods(["GET", "POST"])
def password(request):
    """Change one's own password; other sessions of the account end (AU-09)."""
    must_change = request.user.must_change_password
    form = OwnPasswordForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        official = form.save()
        official.end_sessions()
        update_session_auth_hash(request, official)
        start_session(request, official)
        audit.record(official, "officials:password", "official", official.pk, request=request)
        messages.success(request, _("密码换好了。您在别处的登录都已退出。"))
        return redirect("officials:home")
    status = 422 if form.is_bound else 200
    return render(request, "officials/password.html", {"form": form, "must_change": must_change}, status=status)


@require_POST
def language(request):
    """Switch the language of the pages; who is signed in finds it so next time."""
    response = set_language(request)
    chosen = request.POST.get("language", "")
    remember(request.user, chosen)
    if TYPED_AGAIN in request.POST and is_spoken(chosen):
        with translation.override(chosen):
            messages.info(request, gettext("语言换好了。刚才填的没有留着，请再填一次。"))
    return response
