"""Whom of the police each community calls (公安联络, F27)."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.forms.together import PoliceContactEndForm, PoliceContactForm
from cases.steps import step
from cases.views.edits import FORM
from cases.views.inspection import shown_or_acted
from officials.models import PoliceContact, Unit


@require_GET
def contacts(request):
    """Every community with whom it calls by now; one without says so. Two queries."""
    today = timezone.localdate()
    standing = Prefetch("police_contacts", PoliceContact.objects.in_force(today), to_attr="contacts")
    communities = Unit.objects.active().filter(kind=Unit.Kind.COMMUNITY).prefetch_related(standing)
    context = {
        "today": today,
        "communities": list(communities.order_by("position", "pk")),
        "may_write": request.user.may("cases:police_contact_add"),
    }
    return render(request, "cases/police_contacts.html", context)


@step
@FORM
def contact_add(request):
    options = {"community": request.GET.get("community", "")}
    template, done = "cases/police_contact_form.html", _("联络人已记。")
    return on_contacts(request, PoliceContactForm, None, template, done, options=options)


@step
@FORM
def contact_end(request, pk):
    rows = PoliceContact.objects.select_for_update(of=("self",)) if request.method == "POST" else PoliceContact.objects
    record = get_object_or_404(rows.select_related("community"), pk=pk)
    return on_contacts(request, PoliceContactEndForm, record, "cases/police_contact_end_form.html", _("已记下。"))


def on_contacts(request, form_class, record, template, done, **more):
    back = reverse("cases:police_contacts")
    return shown_or_acted(request, form_class, record, template, done, back_url=back, **more)
