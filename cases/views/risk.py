"""The open matters of the running month by their risk, fact by fact, and a person's word on one (5.4, R7)."""

from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.counting import capped_counts
from cases.forms.risk import RiskConfirmForm, RiskRuleForm
from cases.models import CaseRisk, RiskRule
from cases.steps import step
from cases.views.case import mask_free_text
from cases.views.edits import FORM, changeable, shown_or_taken
from cases.views.inspection import shown_or_acted
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
        "may_read_rules": request.user.may("cases:risk_rules"),
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


# ---------- 分值 ----------
@require_GET
def rules(request):
    """The points by versions: the one in force, what comes, what was; and what never counts (5.4, R7)."""
    today = timezone.localdate()
    now = RiskRule.objects.in_force(today)
    context = {
        "now": now,
        "versions": list(RiskRule.objects.select_related("written_by")),
        "today": today,
        "may_write": request.user.may("cases:risk_rule_add"),
    }
    return render(request, "cases/risk_rules.html", context)


@step
@FORM
def rule_add(request):
    """Write the next version; first, if wished, how many open matters it would move."""
    back, template = reverse("cases:risk_rules"), "cases/risk_rule_form.html"
    if request.method == "POST" and "preview" in request.POST:
        form = RiskRuleForm(request.POST, by=request.user, today=timezone.localdate())
        context = {"form": form, "back_url": back, "preview": form.preview()}
        return render(request, template, context, status=200 if context["preview"] else 422)
    return shown_or_acted(request, RiskRuleForm, None, template, _("新的一版写下了，到那天起照它算。"), back_url=back)
