"""Joint work on one case, on one page: assisting units, communities, actions, the police, teams."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.access import case_for, granted, sees_masked
from cases.forms import together as forms
from cases.models import AlsoIn, AssistTask, PoliceRequest, Team, TeamMatter
from cases.models.assist import hops_of, why_no_assist
from cases.steps import step
from cases.views.case import mask_free_text
from cases.views.edits import FORM, changeable, shown_or_taken
from officials import audit

ACTIONS = {
    "cases:assist_add",
    "cases:assist_outcome",
    "cases:assist_withdrawal",
    "cases:assist_unwaited",
    "cases:assist_decision",
    "cases:also_in",
    "cases:also_in_end",
    "cases:joint_action",
    "cases:police_request",
    "cases:police_result",
    "cases:attachment",
    "teams:matter_add",
}
SHOWN = 50


@require_GET
def together(request, number):
    case = case_for(request, number)
    today, official = timezone.localdate(), request.user
    rights = granted(case, official, ACTIONS)
    if not case.is_open or case.is_historical:
        rights &= {"cases:attachment"}
    may = {action.split(":")[1] for action in rights}
    assists = list(AssistTask.objects.whole().filter(case=case))
    communities = list(case.also_in.select_related("community", "added_by", "ended_by"))
    actions = list(case.joint_actions.select_related("recorded_by").prefetch_related("units")[:SHOWN])
    requests = list(case.police_requests.select_related("asked_by", "result_by")[:SHOWN])
    matters = TeamMatter.objects.filter(case=case).select_related("team__leader").order_by("-since", "-pk")[:SHOWN]
    known = set(Team.objects.visible_to(official).filter(matters__case=case).values_list("pk", flat=True))
    if sees_masked(case, official):
        mask_free_text(*assists, *communities, *actions, *requests)
        mask_free_text(*(row for task in assists for row in (*task.replies.all(), *task.objections.all())))
    for task in assists:
        task.case = case
        objection = task.objection
        task.may_decide = objection and "assist_decision" in may and not objection.why_not_by(official, today)
    audit.record(official, "cases:together", "case", case.pk, request=request)
    context = {
        "case": case,
        "today": today,
        "may": may,
        "assists": assists,
        "why_no_assist": why_no_assist(case) if case.is_open else "",
        "waited_for": sum(task.holds_up for task in assists),
        "hops": hops_of(case),
        "communities": communities,
        "actions": actions,
        "requests": requests,
        "teams": [(matter, matter.team, matter.team.state(today), matter.team_id in known) for matter in matters],
    }
    return render(request, "cases/together.html", context)


def on_page(request, case, record, form_class, template, done):
    """Show or carry out a step, and go back to the page on which it stands."""
    back_url = reverse("cases:together", args=[case.number])
    return shown_or_taken(request, case, form_class, record, f"cases/{template}.html", done, back_url=back_url)


@step
@FORM
def assist_add(request, number):
    case = changeable(request, number)
    return on_page(request, case, case, forms.AssistForm, "assist_form", _("已请单位协办，列进它的协办任务。"))


@step
@FORM
def assist_outcome(request, number, position):
    case, task = _task(request, number, position)
    return on_page(request, case, task, forms.AssistOutcomeForm, "assist_outcome_form", _("已记下。"))


@step
@FORM
def assist_withdrawal(request, number, position):
    case, task = _task(request, number, position)
    return on_page(request, case, task, forms.AssistWithdrawalForm, "assist_withdrawal_form", _("已撤回。"))


@step
@FORM
def assist_unwaited(request, number, position):
    case, task = _task(request, number, position)
    done = _("已写明理由，办结不再等它；它仍可以答复，直到办结。")
    return on_page(request, case, task, forms.AssistUnwaitedForm, "assist_unwaited_form", done)


@step
@FORM
def assist_decision(request, number, position):
    case, task = _task(request, number, position)
    return on_page(request, case, task, forms.AssistDecisionForm, "assist_decision_form", _("已决定。"))


def _task(request, number, position):
    case = changeable(request, number)
    task = AssistTask.objects.whole().filter(case=case, position=position).first()
    if task is None:
        raise Http404
    task.case = case
    return case, task


@step
@FORM
def also_in(request, number):
    case = changeable(request, number)
    done = _("已写明，那个社区和挂钩领导也看得到；件数只算一次。")
    return on_page(request, case, case, forms.AlsoInForm, "also_in_form", done)


@step
@FORM
def also_in_end(request, number, pk):
    case = changeable(request, number)
    row = get_object_or_404(AlsoIn.objects.select_related("community"), case=case, pk=pk)
    row.case = case
    return on_page(request, case, row, forms.AlsoInEndForm, "also_in_end_form", _("已去掉。"))


@step
@FORM
def joint_action(request, number):
    case = changeable(request, number)
    return on_page(request, case, case, forms.JointActionForm, "joint_action_form", _("已记下，月评里分开计数。"))


@step
@FORM
def police_request(request, number):
    case = changeable(request, number)
    done = _("已记下请求。人身危险正在发生的，先打 110。")
    return on_page(request, case, case, forms.PoliceRequestForm, "police_request_form", done)


@step
@FORM
def police_result(request, number, pk):
    case = changeable(request, number)
    asked = get_object_or_404(PoliceRequest, case=case, pk=pk)
    asked.case = case
    return on_page(request, case, asked, forms.PoliceResultForm, "police_result_form", _("结果已记。"))
