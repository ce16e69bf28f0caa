"""The jurisdiction profile (F1): communities, grids, population and area, each figure with its date."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from officials import audit
from officials.forms import ProfileForm
from officials.models import Profile, Unit


@require_safe
def profile(request):
    street = Unit.objects.street()
    communities = list(Unit.objects.communities().with_grids())
    figures = {row.unit_id: row for row in Profile.objects.at(timezone.localdate())}
    history = {}
    for row in Profile.objects.select_related("entered_by").order_by("-as_of"):
        history.setdefault(row.unit_id, []).append(row)
    rows = [
        {"unit": unit, "figures": figures.get(unit.pk), "history": history.get(unit.pk, [])} for unit in communities
    ]
    known = [row["figures"] for row in rows if row["figures"]]
    return render(
        request,
        "officials/profile.html",
        {
            "street": street,
            "street_figures": figures.get(street.pk) if street else None,
            "street_history": history.get(street.pk, []) if street else [],
            "rows": rows,
            "total": total(known, len(rows)),
            "grids": sum(unit.grid_count for unit in communities),
            "may_edit": request.user.may("officials:profile_edit"),
        },
    )


def total(figures, wanted):
    """The sum of the communities; None while nothing is known. Says how many of them are missing."""
    if not figures:
        return None
    areas = [row.area_km2 for row in figures if row.area_km2 is not None]
    days = [row.as_of for row in figures]
    return {
        "residents": sum(row.residents for row in figures),
        "area_km2": sum(areas) if len(areas) == len(figures) else None,
        "first_as_of": min(days),
        "last_as_of": max(days),
        "missing": wanted - len(figures),
    }


@require_http_methods(["GET", "POST"])
def profile_edit(request, unit):
    unit = get_object_or_404(Unit.objects.with_figures(), pk=unit)
    form = ProfileForm(request.POST or None, instance=Profile(unit=unit, entered_by=request.user))
    if request.method == "POST" and form.is_valid():
        figures = form.save()
        audit.record(request.user, "officials:profile_edit", "unit", unit.pk, request=request)
        done = _("%(unit)s截至 %(day)s 的数字记好了，以前的都还在。")
        messages.success(request, done % {"unit": unit.label, "day": figures.as_of})
        return redirect("officials:profile")
    context = {"form": form, "unit": unit, "newest": unit.profiles.order_by("-as_of").first()}
    return render(request, "officials/profile_form.html", context, status=422 if form.is_bound else 200)
