"""The screen of the waiting hall, shown without a sign-in, and the director's list of screens.

A screen shows number and room. It asks every few seconds with its own cookie; a withdrawn one is told at once.
"""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.forms import BooleanField
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cases import keeping
from cases.forms import StepForm
from cases.steps import step
from cases.text import CleanCharField
from officials import audit
from reception.models import HallScreen, Room
from reception.models.hall import digest

COOKIE_AGE = 400 * 24 * 60 * 60  # the longest a browser keeps one
LINK = "hall_link"  # kept in the session until the list has shown it once


def cookie_name():
    return "__Host-hall" if settings.SESSION_COOKIE_SECURE else "hall"


# ---------- 屏 ----------


@never_cache
@require_GET
def hall(request):
    """Number and room in large letters; the part that changes is asked for anew, by one statement."""
    now = timezone.now()
    screen = HallScreen.objects.picture(request.COOKIES.get(cookie_name(), ""), now=now)
    with translation.override(settings.LANGUAGE_CODE):  # the hall's language, whatever the browser's
        if screen is None:
            response = render(request, "reception/hall_closed.html", status=403)
            response["HX-Refresh"] = "true"
            return response
        screen.be_seen(now)
        context = picture_of(screen, now)
        call, _dash, rest = request.GET.get("seen", "").partition("-")
        context |= {"is_new_call": call != context["call"], "is_new_rest": rest != context["rest"]}
        return render(request, "reception/_hall.html" if request.htmx else "reception/hall.html", context)


def picture_of(screen, now):
    """What _hall.html expects. `call` and `rest` are the picture in two words: what stays the same is not sent again,
    nor spoken."""
    rooms = [RoomNow(room) for room in screen.rooms]
    called = max((room for room in rooms if room.is_calling), key=lambda room: room.called_at, default=None)
    rest = "|".join([*(f"{room.name}:{room.number or room.idle}" for room in rooms), *screen.waiting])
    return {
        "now": timezone.localtime(now),
        "called": called,
        "rooms": rooms,
        "waiting": screen.waiting,
        "call": digest(f"{called.number} {called.name} {called.called_at}" if called else "")[:12],
        "rest": digest(rest)[:12],
        "has_sound": screen.has_sound,
    }


class RoomNow:
    """One room as the hall sees it."""

    def __init__(self, room):
        self.name, self.number, self.called_at = room["name"], room["number"], room["called_at"]
        self.is_calling = room["state"] == "CALLED"
        self.idle = _("空")
        if room["kind"] == Room.Kind.LEADER and room["opens_at"]:
            self.idle = opening(datetime.fromisoformat(room["opens_at"]))


def opening(at):
    day, today = timezone.localtime(at).date(), timezone.localdate()
    if day <= today:
        return _("今天开放")
    return _("%(month)d月%(day)d日开放") % {"month": day.month, "day": day.day}


@never_cache
@require_GET
def hall_link(request, secret):
    """Open the link of a screen: once, on the screen itself. It sets the cookie and goes on to the clean address."""
    screen = HallScreen.objects.open_link(secret)
    if screen is None:
        with translation.override(settings.LANGUAGE_CODE):
            return render(request, "reception/hall_closed.html", {"is_used": True}, status=404)
    audit.record(None, "reception:hall_link", "screen", screen.pk, request=request)
    response = redirect("reception:hall")
    response.set_cookie(
        cookie_name(),
        screen.cookie,
        max_age=COOKIE_AGE,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    response["Referrer-Policy"] = "no-referrer"
    return response


# ---------- 主任的清单 ----------


class ScreenForm(StepForm):
    """Where a screen stands, and whether it sounds."""

    name = CleanCharField(
        label=gettext_lazy("放在哪里"), max_length=30, help_text=gettext_lazy("例如 一楼登记等候区。")
    )
    has_sound = BooleanField(
        label=gettext_lazy("叫号时响一声"),
        required=False,
        help_text=HallScreen._meta.get_field("has_sound").help_text,
    )

    def take(self):
        self.screen = HallScreen.admit(
            name=self.cleaned_data["name"], has_sound=self.cleaned_data["has_sound"], by=self.by
        )


class WithdrawForm(StepForm):
    """Take a screen out of use."""

    def take(self):
        self.record.withdraw(by=self.by)


@require_GET
def hall_screens(request):
    """The screens there are. The link of a new one stands here once."""
    return render(
        request, "reception/hall_screens.html", screens_of(request, link=keeping.take(request.session, LINK))
    )


def screens_of(request, link=None, form=None):
    now = timezone.now()
    screens = list(HallScreen.objects.select_related("made_by"))
    for screen in screens:
        screen.word = screen.state(now)
    return {"screens": screens, "link": link, "withdraw_form": form or StepForm()}


@step
def hall_screen_add(request):
    """Admit a screen: the list shows its link, once."""
    form = ScreenForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.save():
        audit.record(request.user, "reception:hall_screen_add", "screen", form.screen.pk, request=request)
        address = request.build_absolute_uri(reverse("reception:hall_link", args=[form.screen.secret]))
        keeping.put(request.session, LINK, {"address": address, "name": form.screen.name})
        return redirect("reception:hall_screens")
    context = {"form": form, "back_url": reverse("reception:hall_screens")}
    return render(request, "reception/hall_screen_form.html", context, status=422 if form.is_bound else 200)


@step
def hall_screen_withdraw(request, pk):
    """Take a screen out of use; it goes dark at its next asking."""
    screen = get_object_or_404(HallScreen, pk=pk)
    if request.method != "POST":
        return redirect("reception:hall_screens")
    form = WithdrawForm(request.POST, record=screen, by=request.user)
    if not form.save():
        return render(request, "reception/hall_screens.html", screens_of(request, form=form), status=422)
    audit.record(request.user, "reception:hall_screen_withdraw", "screen", screen.pk, request=request)
    messages.success(request, _("%s 已停用，屏上几秒内就看不到号了。") % screen.name)
    return redirect("reception:hall_screens")
