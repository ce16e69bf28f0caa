"""Who of the leaders answers for which field of work (分管): now, and what was (F46)."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.forms.portfolio import PortfolioEndForm, PortfolioForm, fields_of_work
from cases.models import Portfolio
from cases.steps import step
from cases.views.edits import FORM
from cases.views.inspection import shown_or_acted

SHOWN = 100


@require_GET
def portfolios(request):
    """Each field with who answers for it; what nobody answers for says so. Then what is over, or comes."""
    today = timezone.localdate()
    rows = Portfolio.objects.select_related("leader", "category__parent")
    now = list(rows.in_force(today))
    held = {row.category_id for row in now}
    context = {
        "today": today,
        "rows": now,
        "free": [one for one in fields_of_work(today).filter(parent__isnull=True) if one.pk not in held],
        "others": list(rows.filter(Q(since__gt=today) | Q(until__lte=today)).order_by("-since", "-pk")[:SHOWN]),
        "may_write": request.user.may("cases:portfolio_add"),
    }
    return render(request, "cases/portfolios.html", context)


@step
@FORM
def portfolio_add(request):
    options = {"category": request.GET.get("category", "")}
    return on_portfolios(request, PortfolioForm, None, "cases/portfolio_form.html", _("分管已记。"), options=options)


@step
@FORM
def portfolio_end(request, pk):
    rows = Portfolio.objects.select_for_update(of=("self",)) if request.method == "POST" else Portfolio.objects
    record = get_object_or_404(rows.select_related("leader", "category__parent"), pk=pk)
    return on_portfolios(request, PortfolioEndForm, record, "cases/portfolio_end_form.html", _("已记下。"))


def on_portfolios(request, form_class, record, template, done, **more):
    back = reverse("cases:portfolios")
    return shown_or_acted(request, form_class, record, template, done, back_url=back, **more)
