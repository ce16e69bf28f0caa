"""Looking at what is masked: one field of one party, for a purpose, for some minutes (R15, PD-04)."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access import case_for
from cases.forms.party import RevealForm
from cases.models import Party
from officials import audit


@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request, number, pk, field):
    """Not a step: the case is not changed, and a wrong password must count although the form is refused (AU-05)."""
    case = case_for(request, number)
    party = get_object_or_404(case.parties, pk=pk)
    if field not in Party.MASKED or not getattr(party, Party.MASKED[field]):
        raise Http404
    form = RevealForm(
        request.POST if request.method == "POST" else None, record=case, by=request.user, party=party, field=field
    )
    form.ask_own_password(request)
    if request.method == "POST" and form.save():
        audit.record(
            request.user,
            "cases:reveal",
            "case",
            case.pk,
            request=request,
            field=f"{field} {party.pk}",
            reason=form.reason,
        )
        messages.success(
            request,
            _("已显示%(field)s，%(minutes)d 分钟后自动遮回。")
            % {
                "field": Party._meta.get_field(field).verbose_name,
                "minutes": settings.REVEAL_MINUTES,
            },
        )
        return redirect(f"{case.get_absolute_url()}#parties")
    return render(
        request,
        "cases/reveal_form.html",
        {
            "case": case,
            "back_url": case.get_absolute_url(),
            "party": party,
            "form": form,
            "minutes": settings.REVEAL_MINUTES,
        },
        status=422 if request.method == "POST" else 200,
    )
