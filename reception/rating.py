"""The petitioner rates what was done about his matter, unsigned and by the query code of his receipt (P10, PB-06)."""

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
from django.views.decorators.http import require_http_methods

from cases import identity
from cases.fields import keyed_hash
from cases.forms import StepForm
from cases.models import Case, Evaluation
from cases.text import CleanCharField
from config.requests import client_address
from petitions.forms.rating import EvaluationForm
from reception.asking import is_braked
from reception.models import Brake, Visit, WindowRating
from reception.models.brake import EVERYBODY
from reception.quality import WindowRatingForm

TRY = "query_code"  # what is braked


class QueryCodeForm(StepForm):
    """The code of a receipt; whose matter it is, `found` says."""

    code = CleanCharField(
        label=gettext_lazy("查询码"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"class": "p-code", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("请填回执上的查询码，十二位。")},
    )

    def clean_code(self):
        code = identity.normalise(self.cleaned_data["code"])
        with_code = Visit.objects.filter(query_code_hash=keyed_hash("query_code", code), voided_at__isnull=True)
        self.found = with_code.select_related(
            "case__petition", "case__handling_unit", "errand__item", "errand__rating", "request"
        ).first()
        if self.found is None:
            raise ValidationError(_("没有这个查询码，请对照回执再填一次。重打过回执的，以新的为准。"))
        return code


class RatingForm(EvaluationForm):
    """What the petitioner says himself; nobody of the office stands between (R23)."""

    def take(self):
        self.record.evaluate(on=self.today, via=Evaluation.Via.ONLINE, given=self.given())


@transaction.non_atomic_requests
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request):
    """By the code: which matter, how far it is, and what of it may still be rated. The code is only ever posted."""
    sent = request.POST if request.method == "POST" else None
    form = QueryCodeForm(sent)
    if sent is not None and not may_try(request):
        messages.error(request, _("查询码填错太多次，这一个小时里不能再查。请打电话或者到窗口问。"))
        return show(request, QueryCodeForm(), status=422)
    if sent is None or not form.is_valid():
        if sent is not None and sent.get("code", "").strip():
            is_braked(request, TRY, settings.WRONG_CODES_AN_HOUR, settings.WRONG_CODES_AN_HOUR_OF_ALL)
        return show(request, form, status=200 if sent is None else 422)
    if form.found.case_id is None and hasattr(form.found, "errand"):
        return rate_window(request, form)
    today = timezone.localdate()
    case = form.found.case
    petition = getattr(case, "petition", None) if case else None
    petition = petition and petition.goes_on_as()
    if sent.get("act") != "rate" or petition is None:
        return show(request, form, petition=petition, rating=fresh(petition, today))
    with transaction.atomic():
        case = Case.objects.for_change().select_related("petition").get(pk=petition.case_id)
        rating = RatingForm(sent, record=case.petition, today=today, objects=case.petition.open_objects(today))
        if rating.save():
            messages.success(request, _("您的评价收到了，谢谢。作出以后我们谁也改不了。"))
            return redirect("reception:rate")
        transaction.set_rollback(True)
    return show(request, form, petition=petition, rating=rating, status=422)


def rate_window(request, form):
    """What was done at the one window (F28), by its own form. Signed in, nobody rates (R23)."""
    visit, sent = form.found, request.POST
    errand = visit.errand
    if sent.get("act") != "rate":
        rating = WindowRatingForm(record=errand, via=WindowRating.Via.CODE) if errand.may_be_rated else None
        return show(request, form, window=rating)
    if request.user.is_authenticated:
        messages.error(request, _("工作人员登录着，不能评价。请本人用自己的手机，或者在窗口的平板上评。"))
        return show(request, form, status=422)
    rating = WindowRatingForm(sent, record=errand, via=WindowRating.Via.CODE)
    with transaction.atomic():
        if rating.save():
            messages.success(request, _("您的评价收到了，谢谢。作出以后我们谁也改不了。"))
            return redirect("reception:rate")
        transaction.set_rollback(True)
    return show(request, form, window=rating, status=422)


def fresh(petition, today):
    """A form for what may still be rated; none where nothing may."""
    objects = petition.open_objects(today) if petition else []
    return RatingForm(record=petition, today=today, objects=objects) if objects else None


def show(request, form, *, petition=None, rating=None, window=None, status=200):
    found = getattr(form, "found", None)
    today = timezone.localdate()
    context = {
        "form": form,
        "visit": found,
        "case": petition.case if petition else found.case if found else None,
        "rating": rating if rating and rating.objects else None,
        "window": window,
        "errand": getattr(found, "errand", None) if found else None,
        "ratings": petition.ratings(today) if petition else [],
        "today": today,
    }
    return render(request, "reception/rate.html", context, status=status)


def may_try(request):
    """Whether wrong codes have not yet used up the tries of this address, or of all together."""
    here, limits = client_address(request) or "-", (settings.WRONG_CODES_AN_HOUR, settings.WRONG_CODES_AN_HOUR_OF_ALL)
    return Brake.objects.within(TRY, here, limits[0]) and Brake.objects.within(TRY, EVERYBODY, limits[1])
