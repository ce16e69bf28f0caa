"""The leader's desk: what he owns, what he promised, what is late, and what waits for his word alone (F46, F52)."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import F, OuterRef, Subquery
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.counting import capped_counts
from cases.diary import days_of
from cases.forms.ownership import LeaderActForm
from cases.models import Case, Deadline, Event, Ownership
from cases.progress import progress
from cases.steps import step
from cases.views.edits import FORM
from cases.views.lists import SOON_WORKDAYS, rows
from cases.views.plan import plans_of, weights_of
from cases.waiting import waiting_acts, waiting_for
from officials import audit
from officials.calendar import Calendar
from officials.models import Zone

OWNED_SHOWN = 100
LATE_SHOWN = 25
WAITING_SHOWN = 8
DAYS_AHEAD = timedelta(days=30)
QUIET_DAYS = 15  # 包案领导多久没有本人行动算久
PROMISED = {Deadline.Kind.PROMISE, Deadline.Kind.TASK}
ORDER = {"is-late": 0, "is-soon": 1, "is-goal": 2, "": 3}


@require_GET
def desk(request):
    """One page, the overdue first; at most fifteen queries however much he owns."""
    today, now, leader = timezone.localdate(), timezone.now(), request.user
    soon_until = Calendar.load().add_workdays(today, SOON_WORKDAYS)
    visible = Case.objects.visible_to(leader).unsealed()
    owned = visible.owned_by(leader, today).open()
    zones = list(Zone.objects.in_force(today).filter(leader=leader).values_list("community", flat=True))
    area = visible.open().current().exclude(pk__in=owned.values("pk"))
    if zones:
        area = area.filter(community__in=zones)
    counts = capped_counts(
        {
            "waiting": waiting_for(leader, visible),
            "owned": owned,
            "owned_late": owned.legally_late(today),
            "owned_soon": owned.legally_due(today, soon_until),
            "area": area,
            "area_late": area.legally_late(today),
            "unowned_hard": visible.without_owner(today),
        }
    )
    letters = letters_of(leader, owned, today)
    late_ids = list(area.legally_late(today).tightest_first().values_list("pk", flat=True)[:LATE_SHOWN])
    asked = waiting_acts(leader, visible, WAITING_SHOWN)
    page = rows([*letters, *late_ids, *(pk for pk, _action in asked)], today, soon_until)
    by_id = {case.pk: case for case in page}
    own_cases = [by_id[pk] for pk in letters if pk in by_id]
    plans = plans_of(letters)
    for case in own_cases:
        _say_where_it_stands(case, letters[case.pk], plans.get(case.pk, []), today, soon_until)
    own_cases.sort(key=lambda case: (ORDER[case.row_css], -case.quiet_days))
    return render(
        request,
        "cases/leader.html",
        {
            "today": today,
            "soon_until": soon_until,
            "own_cases": own_cases,
            "late_cases": [by_id[pk] for pk in late_ids if pk in by_id],
            "asked": [(by_id[pk], audit.ACTIONS[action]) for pk, action in asked if pk in by_id],
            "days": days_of(leader, now, now + DAYS_AHEAD),
            "counts": counts,
            "quiet": sum(case.is_quiet for case in own_cases),
            "behind": sum(bool(case.progress and case.progress.is_behind) for case in own_cases),
            "broken": sum(case.promise_late for case in own_cases),
            "quiet_days": QUIET_DAYS,
            "has_zones": bool(zones),
            "limit": OWNED_SHOWN,
            "may_instruct": leader.may("cases:instruction"),
            "may_pass_on": leader.may("cases:ownership"),
            "may_go": leader.may("reception:home_visit_add"),
        },
    )


def letters_of(leader, owned, today):
    """The running ownerships of the tightest open cases by case, each with `last_act`, the leader's own last event."""
    own_acts = Event.objects.filter(case=OuterRef("case"), actor=leader).order_by("-at", "-id")
    letters = Ownership.objects.in_force(today).filter(leader=leader, case__in=owned)
    letters = letters.annotate(last_act=Subquery(own_acts.values("at")[:1]))
    tightest = letters.order_by(F("case__next_legal_on").asc(nulls_last=True), "-case")
    return {letter.case_id: letter for letter in tightest[:OWNED_SHOWN]}


def _say_where_it_stands(case, letter, milestones, today, soon_until):
    """What is next, how long he has done nothing himself, and how the work goes against its time."""
    last = letter.last_act
    case.has_acted = last is not None
    case.quiet_days = (today - (timezone.localdate(last) if last else letter.since)).days
    case.is_quiet = case.quiet_days > QUIET_DAYS
    running = case.running_clocks
    case.promise_late = any(clock.kind in PROMISED and clock.is_late(today) for clock in running)
    case.next_milestone = next((row for row in milestones if row.is_open), None)
    promised = [clock for clock in running if clock.kind in PROMISED and clock.rule != "F52"]
    case.next_promise = min(promised, key=lambda clock: clock.legal_end_on, default=None)
    if case.next_promise and case.next_milestone and case.next_milestone.planned_on < case.next_promise.legal_end_on:
        case.next_promise = None  # the milestone comes first
    elif case.next_promise:
        case.next_milestone = None
    case.next_clock = next((clock for clock in running if not clock.is_late(today)), None)
    target = next((clock.legal_end_on for clock in running if clock.rule == "T24"), letter.planned_on)
    until = target or max((row.planned_on for row in milestones), default=None)
    case.progress = until and progress(letter.planned_from, until, today, weights_of(milestones))
    if case.promise_late:
        case.row_css = "is-late"
    elif not case.row_css and (case.is_quiet or any(clock.legal_end_on <= soon_until for clock in promised)):
        case.row_css = "is-soon"


@step
@FORM
def act(request):
    """What the leader did himself on one of his cases, in two fields from his desk."""
    form = LeaderActForm(
        request.POST if request.method == "POST" else None,
        by=request.user,
        today=timezone.localdate(),
        initial={"case": request.GET.get("case", "")},
    )
    if request.method == "POST" and form.save():
        case = form.cleaned_data["case"]
        audit.record(request.user, "cases:leader_act", "case", case.pk, request=request)
        messages.success(request, _("已记入 %s 的经过。") % case.number)
        return redirect("cases:leader")
    context = {"form": form, "back_url": reverse("cases:leader")}
    return render(request, "cases/leader_act_form.html", context, status=422 if form.is_bound else 200)
