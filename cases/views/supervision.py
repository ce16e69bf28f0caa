"""The ladder: what waits for one's word, taking note of it, and the answer to an order of supervision (T31, F48)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.access import case_for
from cases.forms.supervision import AcknowledgementForm, SupervisionAnswerForm
from cases.models import Acknowledgement, Case, ClockJump, DueWarning, SupervisionOrder
from cases.models.supervision import SPEAKS, standing, turn, waiting_for
from cases.models.warning import level_words
from cases.steps import step
from cases.views.edits import FORM, shown_or_taken
from officials import audit

SHOWN = 50


@require_GET
def ladder(request):
    """What stands on the ladder for whom is signed in, the oldest day first, and the orders not answered yet."""
    today = timezone.localdate()
    cases = Case.objects.visible_to(request.user, "cases:ladder", sealed=False)
    mine = waiting_for(request.user, cases).select_related("deadline__case__handler", "deadline__case__handling_unit")
    orders = SupervisionOrder.objects.unanswered().filter(case__in=cases)
    orders = orders.select_related("case", "to", "issued_by", "answer_clock", "deadline")
    context = {
        "today": today,
        "rows": list(mine[: SHOWN + 1]),
        "orders": list(orders.order_by("answer_clock__legal_end_on", "pk")[: SHOWN + 1]),
        "shown": SHOWN,
        "clock_jumped": request.user.may("cases:clock_jump")
        and ClockJump.objects.filter(confirmed_at__isnull=True).exists(),
    }
    return render(request, "cases/ladder.html", context)


@step
@FORM
def clock_jump(request):
    """The clock of the server jumped: whoever looked at it says so, and the sweeps go on (DL-09)."""
    waiting = ClockJump.objects.filter(confirmed_at__isnull=True)
    if request.method == "POST":
        for jump in waiting.select_for_update():
            jump.confirm(by=request.user)
            audit.record(request.user, "cases:clock_jump", request=request)
            messages.success(request, _("已确认，提醒从现在接着清扫。"))
        return redirect("cases:clock_jump")
    past = ClockJump.objects.filter(confirmed_at__isnull=False).select_related("confirmed_by").order_by("-seen_at")
    return render(request, "cases/clock_jump.html", {"jump": waiting.first(), "past": past[:SHOWN]})


@step
@FORM
def acknowledgement(request, number, clock, level):
    """Also on a closed case: what it promised is owed still."""
    case = case_for(request, number, lock=request.method == "POST")
    warnings = standing().filter(deadline__case=case).select_related("deadline")
    warning = get_object_or_404(warnings, deadline=clock, level=level)
    if not SPEAKS.get(turn(warning.deadline.kind, level), set()) & request.user.roles:
        raise PermissionDenied(_("这一级不由您知悉：按阶梯轮到别的岗位。"))
    template = "cases/acknowledgement_form.html"
    return shown_or_taken(request, case, AcknowledgementForm, warning, template, _("已记下，您已知悉。"))


@step
@FORM
def supervision_answer(request, number, pk):
    case = case_for(request, number, lock=request.method == "POST")
    order = get_object_or_404(case.supervision_orders.unanswered().select_related("answer_clock", "deadline"), pk=pk)
    template = "cases/supervision_answer_form.html"
    return shown_or_taken(request, case, SupervisionAnswerForm, order, template, _("已反馈，督办的时间停在今天。"))


def ladder_of(case, official):
    """The part 督办 of the case's page: the levels its running clocks have reached, and its orders.

    Three queries, and none where nothing was warned of.
    """
    if not case.has_warnings:
        return {}
    warnings = DueWarning.objects.filter(deadline__case=case).order_by("-due_on", "-level", "deadline_id")
    warnings = list(warnings[:SHOWN])
    clocks = {clock.pk: clock for clock in case.deadlines.all()}
    noted = Acknowledgement.objects.filter(deadline__case=case).select_related("by")
    noted = {(row.deadline_id, row.due_on, row.level): row for row in noted}
    for warning in warnings:
        clock = warning.clock = clocks[warning.deadline_id]
        warning.noted = noted.get((warning.deadline_id, warning.due_on, warning.level))
        warning.stands = clock.is_running and clock.legal_end_on == warning.due_on and not warning.noted
        warning.turn = turn(clock.kind, warning.level)
        warning.is_mine = warning.stands and bool(SPEAKS.get(warning.turn, set()) & official.roles)
        warning.may_supervise = warning.stands and warning.level == DueWarning.Level.LATE and bool(warning.turn)
        warning.words = level_words(clock.kind, warning.level)
    orders = case.supervision_orders.select_related(
        "to", "unit", "issued_by", "answered_by", "answer_clock", "deadline"
    )
    return {"warnings": warnings, "orders": list(orders[:SHOWN])}
