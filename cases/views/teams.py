"""Task forces and assault teams: who, what for, until when; their members see their matters meanwhile (F50, F54)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.forms import teams as forms
from cases.models import Case, Team
from cases.models.team import in_force
from cases.steps import step
from cases.views.edits import FORM
from cases.views.lists import SOON_WORKDAYS, rows
from officials import audit
from officials.calendar import Calendar

SHOWN = 50


@require_GET
def teams(request):
    """The teams one may see: what waits for one's word, those at work, those that are over."""
    today, official = timezone.localdate(), request.user
    on_day = {f"{name}_now": Count(name, filter=in_force(today, f"{name}__"), distinct=True) for name in PARTS}
    found = Team.objects.visible_to(official).select_related("leader", "proposed_by").annotate(**on_day)
    going = Q(until__gt=today) & ~Q(decision=Team.Decision.REFUSED)
    mine = set(Team.objects.to_decide_by(official).values_list("pk", flat=True))
    running = list(found.filter(going).order_by("until", "pk")[:SHOWN])
    over = list(found.exclude(going).order_by("-until", "-pk")[:SHOWN])
    for team in [*running, *over]:
        team.said, team.awaits_me = team.state(today), team.pk in mine
    audit.record(official, "teams:list", request=request)
    context = {
        "running": running,
        "over": over,
        "today": today,
        "waiting": sum(team.awaits_me for team in running),
        "may_propose": official.may("teams:new"),
    }
    return render(request, "cases/teams.html", context)


PARTS = ("members", "matters")


@require_GET
def team(request, pk):
    """One team, with those of its matters that its reader may see."""
    today, official = timezone.localdate(), request.user
    team = _team(request, pk)
    may_write = team.is_changed_by(official) and not team.is_over(today)
    members = list(team.members.select_related("official", "left_by").prefetch_related("official__postings__unit"))
    matters = list(team.matters.order_by("-until", "pk")[: 2 * SHOWN])
    seen = Case.objects.visible_to(official, sealed=False).filter(pk__in=[matter.case_id for matter in matters])
    soon_until = Calendar.load().add_workdays(today, SOON_WORKDAYS)
    ids = list(seen.tightest_first().values_list("pk", flat=True)[:SHOWN])
    by_case = {matter.case_id: matter for matter in reversed(matters)}  # who came again counts as he is now
    page = rows(ids, today, soon_until)
    for case in page:
        case.matter = by_case[case.pk]
    audit.record(official, "teams:team", "team", team.pk, request=request)
    context = {
        "team": team,
        "today": today,
        "soon_until": soon_until,
        "said": team.state(today),
        "members": [(member, member.until is None or member.until > today) for member in members],
        "cases": [case for case in page if case.matter.until is None or case.matter.until > today],
        "left": [case for case in page if case.matter.until and case.matter.until <= today],
        "terms": team.terms.select_related("by"),
        "may_edit": may_write and official.may("teams:edit"),
        "may_change": may_write and official.may("teams:member_add"),
        "may_give": may_write and official.may("teams:matter_add"),
        "may_term": may_write and official.may("teams:term"),
        "may_decide": official.may("teams:decision") and not team.why_not_decided_by(official),
    }
    return render(request, "cases/team.html", context)


@step
@FORM
def new(request):
    form = forms.TeamForm(
        request.POST if request.method == "POST" else None, by=request.user, today=timezone.localdate()
    )
    if request.method == "POST" and form.save():
        audit.record(request.user, "teams:new", "team", form.team.pk, request=request)
        messages.success(request, _("已提出。把要办的案件列进来，等决定以后队员才看得到。"))
        return redirect(form.team)
    context = {"form": form, "back_url": reverse("teams:list")}
    return render(request, "cases/team_form.html", context, status=422 if form.is_bound else 200)


@step
@FORM
def edit(request, pk):
    return _step(request, _written(request, pk), forms.TeamEditForm, "team_edit_form", _("已保存。"))


@step
@FORM
def decision(request, pk):
    team = _team(request, pk)
    return _step(request, team, forms.TeamDecisionForm, "team_decision_form", _("已决定。"))


@step
@FORM
def term(request, pk):
    return _step(request, _written(request, pk), forms.TeamTermForm, "team_term_form", _("结束的日子改了。"))


@step
@FORM
def member_add(request, pk):
    return _step(request, _written(request, pk), forms.TeamMemberForm, "team_member_form", _("已入队。"))


@step
@FORM
def member_end(request, pk, member):
    team = _written(request, pk)
    row = get_object_or_404(team.members.select_related("official"), pk=member)
    row.team = team
    done = _("已离队，从现在起看不到队里的案件。")
    return _step(request, team, forms.TeamMemberEndForm, "team_member_end_form", done, row)


@step
@FORM
def matter_add(request, pk):
    return _step(request, _written(request, pk), forms.TeamMatterForm, "team_matter_form", _("已列入。"))


@step
@FORM
def matter_end(request, pk, matter):
    """Whoever takes a case out of the team sees it."""
    team = _written(request, pk)
    row = get_object_or_404(team.matters.filter(case__in=Case.objects.visible_to(request.user)), pk=matter)
    row.team = team
    row.case = Case.objects.for_change().get(pk=row.case_id) if request.method == "POST" else row.case
    return _step(request, team, forms.TeamMatterEndForm, "team_matter_end_form", _("已移出。"), row)


def _team(request, pk):
    """A team that one may see, locked for an act."""
    teams = Team.objects.visible_to(request.user)
    if request.method == "POST":
        teams = Team.objects.filter(pk__in=teams.values("pk")).for_change()
    else:
        teams = teams.select_related("leader", "proposed_by", "decided_by")
    return get_object_or_404(teams, pk=pk)


def _written(request, pk):
    """A team on which whoever asks may write, and that is not over."""
    team = _team(request, pk)
    if not team.is_changed_by(request.user):
        raise PermissionDenied(_("由信访办主任、机关负责人或者带队领导办理。"))
    if team.is_over(timezone.localdate()):
        raise PermissionDenied(_("这支队伍已经结束，不能再改。"))
    return team


def _step(request, team, form_class, template, done, record=None):
    record = record or team
    form = form_class(
        request.POST if request.method == "POST" else None, record=record, by=request.user, today=timezone.localdate()
    )
    action = request.resolver_match.view_name
    if request.method == "POST" and form.save():
        audit.record(request.user, action, "team", team.pk, request=request)
        messages.success(request, done)
        return redirect(team)
    context = {"team": team, "record": record, "form": form, "back_url": team.get_absolute_url()}
    return render(request, f"cases/{template}.html", context, status=422 if form.is_bound else 200)
