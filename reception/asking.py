"""A petitioner asks for a slot, looks at what became of it and takes it back, unsigned and by a code (F17, PB-01)."""

import uuid

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from cases import identity, keeping
from cases.forms import StepForm
from cases.text import CleanCharField
from config.requests import client_address
from officials.models import Unit
from reception.appointment_views import AskForm
from reception.models import Appointment, Brake, ReceptionDay
from reception.models.brake import EVERYBODY
from reception.models.queue import KEPT_DAYS
from reception.models.visit import new_query_code

FORM = require_http_methods(["GET", "HEAD", "POST"])
DAYS_OFFERED = 60
ASKED = "appointment_code"
ASK, TRY = "appointment", "appointment_code"  # what is braked


def public_days(now):
    return list(ReceptionDay.objects.published().ahead(now).select_related("leader", "room")[:DAYS_OFFERED])


def is_braked(request, name, each, everybody):
    """Count one more; whether this address, or all together, did it too often. Outside any transaction that fails."""
    is_mine = not Brake.objects.take(name, client_address(request) or "-", each)
    return is_mine or not Brake.objects.take(name, EVERYBODY, everybody)


class RequestForm(AskForm):
    """What the petitioner says: how to call him back, about what, in a line."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        now = timezone.now()
        slot = self.fields["slot"]
        slot.error_messages["invalid_choice"] = _("这个时段刚才没有了，请另选一个。")
        slot.offer(public_days(now), now)
        self.has_slots = bool(slot.found)
        self.fields["name"].label = _("怎么称呼您")
        self.fields["topic"].help_text = _("一句话就行。请不要写身份证号、银行卡号、电话，不要写国家秘密、商业秘密")
        self.order_fields(["slot", "name", "phone", "people", "topic"])

    def clean_topic(self):
        """What a clerk would be asked to take out, the petitioner is (R12)."""
        warnings = identity.stray_numbers(self.cleaned_data["topic"])
        if warnings:
            raise ValidationError(warnings)
        return self.cleaned_data["topic"]

    def take(self):
        day, since = self.cleaned_data["slot"]
        self.code = new_query_code()
        submission = self.cleaned_data["submission"] or uuid.uuid4()
        Appointment.objects.request(day, since, code=self.code, submission=submission, **self.said)


@transaction.non_atomic_requests
@sensitive_post_parameters()
@never_cache
@FORM
def ask(request):
    """Ask for a free slot. It is a wish: it holds no slot until the office has said yes."""
    sent = request.POST if request.method == "POST" else None
    form = RequestForm(sent)
    if sent is not None and form.is_valid():
        if is_braked(request, ASK, settings.APPOINTMENTS_AN_HOUR, settings.APPOINTMENTS_AN_HOUR_OF_ALL):
            form.add_error(None, _("这会儿提出的太多，没有收下。请过一个小时再试，或者打电话、到窗口预约。"))
        elif form.save():
            keeping.put(request.session, ASKED, form.code)
            return redirect("reception:appointment_asked")
    context = {"form": form, "street": Unit.objects.street(), "kept_days": KEPT_DAYS}
    return render(request, "reception/appointment_ask.html", context, status=200 if sent is None else 422)


@never_cache
@require_GET
def asked(request):
    """The code, once: who comes back to this page is asked for it."""
    code = keeping.take(request.session, ASKED)
    if not code:
        return redirect("reception:appointment_mine")
    context = {"code": " ".join(code[start : start + 4] for start in range(0, len(code), 4))}
    return render(request, "reception/appointment_asked.html", context)


class CodeForm(StepForm):
    """The code alone opens the request; with `act` it also takes it back."""

    code = CleanCharField(
        label=gettext_lazy("查询码"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"class": "p-code", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("请填查询码，十二位。")},
    )

    def clean_code(self):
        """The appointment whose code this is."""
        code = identity.normalise(self.cleaned_data["code"])
        self.found = Appointment.objects.of_code(code).select_related("day__leader", "day__room").first()
        if self.found is None:
            raise ValidationError(_("没有这个查询码，请对照提出预约时给您的再填一次。"))
        return code

    def take(self):
        self.found.cancel()


@transaction.non_atomic_requests
@sensitive_post_parameters()
@never_cache
@FORM
def mine(request):
    """What became of a request, by its code; and taking it back, until the time it begins."""
    sent = request.POST if request.method == "POST" else None
    form, one = CodeForm(sent), None
    if sent is not None and not may_try(request):
        form = CodeForm()
        messages.error(request, _("查询码填错太多次，这一个小时里不能再查。请打电话或者到窗口问。"))
    elif sent is not None and not form.is_valid():
        if "code" in sent and sent["code"].strip():
            is_braked(request, TRY, settings.WRONG_CODES_AN_HOUR, settings.WRONG_CODES_AN_HOUR_OF_ALL)
    elif sent is not None:
        if sent.get("act") == "cancel" and form.save():
            messages.success(request, _("已取消，这个时段让给别人。要再约，随时可以提。"))
            return redirect("reception:appointment_mine")
        one = Appointment.objects.select_related("day__leader", "day__room").get(pk=form.found.pk)
    now = timezone.now()
    context = {
        "form": form,
        "one": one,
        "may_cancel": one is not None and one.may_be_cancelled(now),
        "today": timezone.localdate(now),
        "street": Unit.objects.street(),
    }
    is_refused = sent is not None and (one is None or form.errors)
    return render(request, "reception/appointment_mine.html", context, status=422 if is_refused else 200)


def may_try(request):
    """Whether wrong codes have not yet used up the tries of this address, or of all together."""
    here, limits = client_address(request) or "-", (settings.WRONG_CODES_AN_HOUR, settings.WRONG_CODES_AN_HOUR_OF_ALL)
    return Brake.objects.within(TRY, here, limits[0]) and Brake.objects.within(TRY, EVERYBODY, limits[1])
