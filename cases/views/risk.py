"""The open matters of the running month by their risk, fact by fact, and a person's word on one (5.4, R7)."""

from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.counting import capped_counts
from cases.forms.risk import RiskConfirmForm
from cases.models import CaseRisk
from cases.steps import step
from cases.views.case import mask_free_text
from cases.views.edits import FORM, changeable, shown_or_taken
from officials import audit, permissions
from officials.models import Unit

PAGE = 50
GONE = "GONE"


@require_GET
def risk(request):
    """By level, the highest score first, in pages by key; and what was there last month and is no more."""
    today = timezone.localdate()
    chosen = {name: number for name in ("community", "unit") if (number := whole(request.GET.get(name, "")))}
    seen = CaseRisk.objects.visible_to(request.user, "cases:risk").of(**chosen)
    querysets = {level: seen.of_month(today).filter(stands_as=level) for level in CaseRisk.Level.values}
    querysets[GONE] = seen.gone(today)
    counts = capped_counts(querysets)
    gravest = next((level for level in CaseRisk.Level.values if counts[level]), CaseRisk.Level.RED)
    view = request.GET.get("level")
    view = view if view in querysets else gravest
    rows, following = page(querysets[view].with_last_month(), request.GET.get("after", ""))
    if all(grant.condition == "masked" for grant in permissions.grants_for("cases:risk", request.user.roles)):
        mask_free_text(*rows, *(row.case for row in rows))
    audit.record(request.user, "cases:risk", request=request)
    units = list(Unit.objects.order_by("name").values("pk", "name", "kind"))
    context = {
        "view": view,
        "gone": GONE,
        "tabs": [(level.value, level.label, counts[level.value]) for level in CaseRisk.Level],
        "gone_count": counts[GONE],
        "rows": rows,
        "following": following,
        "chosen": chosen,
        "narrowed": "&" + urlencode(chosen) if chosen else "",
        "communities": [unit for unit in units if unit["kind"] == Unit.Kind.COMMUNITY],
        "units": [unit for unit in units if unit["kind"] != Unit.Kind.COMMUNITY],
        "may_confirm": request.user.may("cases:risk_confirm"),
    }
    return render(request, "cases/risk.html", context)


def whole(text):
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else None


def page(rows, after):
    """The rows of one page from behind the key `after` (score, case), and the key of its last where more follow."""
    score, _sep, case = after.partition("_")
    if whole(score) is not None and whole(case) is not None:
        rows = rows.behind(whole(score), whole(case))
    rows = list(rows.order_by("-score", "case_id").select_related("case__community", "case__handler")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return rows[:PAGE], f"{last.score}_{last.case_id}" if last else None


@step
@FORM
def risk_confirm(request, number):
    """Confirm or change the level of the running month, with the reason."""
    case = changeable(request, number)
    row = get_object_or_404(CaseRisk.objects.of_month(timezone.localdate()), case=case)
    row.case = case
    back = reverse("cases:risk") + f"?level={row.stands_as}"
    return shown_or_taken(
        request, case, RiskConfirmForm, row, "cases/risk_confirm_form.html", _("等级已确认。"), back_url=back
    )
