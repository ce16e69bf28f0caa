"""The leader's desk: what he owns, what he promised, what is late, and what waits for his word alone (F46, F52)."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases import figures
from cases.clearing import share
from cases.counting import Among, capped_counts
from cases.diary import days_of
from cases.figures import Span
from cases.forms.ownership import LeaderActForm
from cases.models import Case
from cases.owned import QUIET_DAYS, by_leader, owned_by
from cases.steps import step
from cases.views.analysis import month_of
from cases.views.edits import FORM
from cases.views.lists import SOON_WORKDAYS, rows
from cases.waiting import waiting_acts
from officials import audit
from officials.calendar import Calendar
from officials.models import Official, Role, Zone

OWNED_SHOWN = 100
CARDS_SHOWN = 6  # of these; the others stand in one row each
LATE_SHOWN = 10
WAITING_SHOWN = 8
DAYS_AHEAD = timedelta(days=30)


@require_GET
def desk(request):
    """One page, the overdue first; at most fifteen queries however much he owns."""
    now, leader = timezone.now(), request.user
    today = timezone.localdate(now)
    soon_until = Calendar.load().add_workdays(today, SOON_WORKDAYS)
    own, area = Case.objects.open().standing_with(leader, ("owned", "office"), ("area", "office"))
    owned = owned_by(leader, own, OWNED_SHOWN + 1, now=now, soon_until=soon_until)
    is_whole = len(owned) <= OWNED_SHOWN
    owned = owned[:OWNED_SHOWN]
    zones = list(Zone.objects.in_force(today).filter(leader=leader).values_list("community", flat=True))
    others = area.current().filter(community__any_of=zones) if zones else area.current()
    if is_whole:
        more, others = {}, others.exclude(pk__any_of=[row.pk for row in owned])
    else:
        more = {"owned": own.owned_by(leader, today)}
        others = others.exclude(pk__in=more["owned"].values("pk"))
    cases = Case.objects
    late = cases.legally_late(today)
    counted = {"area": cases.all(), "area_late": late, "unowned_hard": cases.without_owner(today)}
    counts = capped_counts(more, among=Among(others, counted, {"late": (late.tightest_first(), LATE_SHOWN)}))
    late_ids = counts.pop("late")
    asked, waiting = waiting_acts(leader, Case.objects.visible_to(leader, sealed=False), WAITING_SHOWN)
    counts = {"owned": len(owned)} | counts | {"waiting": waiting}
    on_cards = {row.pk: row for row in owned[:CARDS_SHOWN]}
    page = rows([*on_cards, *late_ids, *(pk for pk, _action in asked)], today, soon_until)
    by_id = {case.pk: case for case in page}
    return render(
        request,
        "cases/leader.html",
        {
            "today": today,
            "soon_until": soon_until,
            "cards": [(by_id[pk], row) for pk, row in on_cards.items() if pk in by_id],
            "rest": owned[CARDS_SHOWN:],
            "late_cases": [by_id[pk] for pk in late_ids if pk in by_id],
            "asked": [(by_id[pk], audit.ACTIONS[action]) for pk, action in asked if pk in by_id],
            "days": days_of(leader, now, now + DAYS_AHEAD),
            "counts": counts,
            "law_late": sum(row.law_is_late for row in owned),
            "law_near": sum(row.law_is_near for row in owned),
            "quiet": sum(row.is_quiet for row in owned),
            "behind": sum(bool(row.progress and row.progress.is_behind) for row in owned),
            "broken": sum(row.promise_is_late for row in owned),
            "quiet_days": QUIET_DAYS,
            "has_zones": bool(zones),
            "limit": OWNED_SHOWN,
            "may_instruct": leader.may("cases:instruction"),
            "may_pass_on": leader.may("cases:ownership"),
            "may_go": leader.may("reception:home_visit_add"),
        },
    )


@require_GET
def owners(request):
    """Who owned how many in a month and how they went on (K17), who received and went down (K18); a leader his own."""
    today = timezone.localdate()
    first, last = month_of(request.GET.get("month", ""), today)
    seen = Case.objects.visible_to(request.user, "cases:owners", sealed=False)
    mine = None if request.user.roles & {Role.OD, Role.HO, Role.SV} else request.user
    rows = list(by_leader(seen, first, last, leader=mine))
    held = figures.by_leader(Span.of(first, last, today)) if last >= first else {}
    people = Official.objects.filter(pk__in=held).order_by("pk")
    people = people.filter(pk=mine.pk) if mine else people
    sessions = [
        {"leader": person} | {id.partition(".")[2]: count for id, count in held[str(person.pk)].items()}
        for person in people
    ]
    audit.record(request.user, "cases:owners", request=request)
    context = {
        "sessions": sessions,
        "rows": [row | {"share": share(row["whole"], row["owned"])} for row in rows],
        "first": first,
        "earlier": first - timedelta(days=1),
        "later": last + timedelta(days=1) if last < today else None,
        "may_list": request.user.may("cases:list"),
    }
    return render(request, "cases/owners.html", context)


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
