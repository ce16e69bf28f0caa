"""Who owns a case and by which plan: the letter, its milestones, its dispatch, what was instructed (F46, F52)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.access import case_for, granted, sees_masked
from cases.forms.ownership import (
    DispatchForm,
    InstructionAnswerForm,
    InstructionForm,
    MilestoneForm,
    MilestoneReachedForm,
    MilestoneWithdrawalForm,
    OwnershipForm,
    TransferAnswerForm,
    TransferForm,
)
from cases.models import Event, Instruction, Milestone, OwnershipTransfer
from cases.models.plan import last_day
from cases.progress import Reached, chart, progress
from cases.steps import step
from cases.views.case import mask_free_text
from cases.views.edits import FORM, away, changeable, recorded, seen, shown_or_taken
from officials import audit

ACTIONS = {
    "cases:ownership",
    "cases:ownership_signature",
    "cases:transfer_answer",
    "cases:milestone_add",
    "cases:milestone_reached",
    "cases:milestone_withdrawal",
    "cases:dispatch",
    "cases:instruction",
    "cases:instruction_answer",
    "petitions:paper_new",
}
SHOWN = 50


@require_GET
def plan(request, number):
    """The plan on one page: time against work, milestones, dispatch notes, instructions, who owned it when."""
    case = case_for(request, number)
    today, official = timezone.localdate(), request.user
    rights = granted(case, official, ACTIONS) if case.is_open and not case.is_historical else set()
    may = {action.split(":")[1] for action in rights}
    milestones = list(case.milestones.select_related("official", "reached_by"))
    owners = list(case.ownerships.select_related("leader", "decided_by").order_by("-since", "-pk"))
    owner = next((row for row in owners if row.until is None), None)
    transfer = case.transfers.waiting().select_related("current__leader", "successor", "given_by").first()
    dispatches = list(case.dispatches.select_related("chair", "written_by")[:SHOWN])
    instructions = list(case.instructions.select_related("by", "to", "answered_by", "deadline")[:SHOWN])
    if sees_masked(case, official):
        mask_free_text(*milestones, *dispatches, *instructions, *([transfer] if transfer else []))
    standing = [milestone for milestone in milestones if milestone.withdrawn_on is None]
    until = owner and (last_day(case, owner) or max((row.planned_on for row in standing), default=None))
    if owner:
        owner.case = case
    audit.record(official, "cases:plan", "case", case.pk, request=request)
    context = {
        "case": case,
        "today": today,
        "may": may,
        "owner": owner,
        "owners": owners,
        "transfer": transfer,
        "may_sign_transfer": transfer and "transfer_answer" in may and transfer.awaits(official, today),
        "may_sign": owner and "ownership_signature" in may and not owner.why_not_sign(official),
        "milestones": milestones,
        "until": until,
        "progress": until and progress(owner.planned_from, until, today, weights_of(standing)),
        "chart": until and chart_of(owner.planned_from, until, today, standing),
        "may_analyse": official.may("cases:analysis"),
        "weight_of_all": sum(milestone.weight for milestone in standing),
        "dispatches": dispatches,
        "instructions": instructions,
    }
    return render(request, "cases/plan.html", context)


def plan_of(case):
    return reverse("cases:plan", args=[case.number])


def on_plan(request, case, record, form_class, template, done):
    """Show or carry out one of the plan's steps, and go back to the plan: the next milestone is written there."""
    return shown_or_taken(request, case, form_class, record, template, done, back_url=plan_of(case))


def chart_of(since, until, today, milestones):
    return chart(since, until, today, [Reached(row.weight, row.planned_on, row.reached_on) for row in milestones])


def weights_of(milestones):
    return [(milestone.weight, milestone.reached_on is not None) for milestone in milestones]


@step
@FORM
def ownership(request, number):
    """The first owner is decided at once; the next takes over with both signatures."""
    case = changeable(request, number)
    if case.ownerships.in_force(timezone.localdate()).exists():
        return on_plan(request, case, case, TransferForm, "cases/transfer_form.html", _("已提出，双方签字后生效。"))
    return on_plan(
        request, case, case, OwnershipForm, "cases/ownership_form.html", _("包案定了。下一步写节点，由领导签责任书。")
    )


@step
@FORM
def ownership_signature(request, number):
    """The owner signs the letter of responsibility as it stands: its day, its milestones."""
    case = changeable(request, number)
    today = timezone.localdate()
    owner = get_object_or_404(case.ownerships.in_force(today).select_related("leader"))
    owner.case = case
    if reason := owner.why_not_sign(request.user):
        raise PermissionDenied(reason)
    if request.method == "POST":
        owner.signed_on = today
        owner.save()
        case.touch(request.user)
        case.save()
        Event.objects.add(case, Event.Kind.OWNED, by=request.user, detail=f"{owner.leader.name} 签包案责任书")
        recorded(request, case)
        messages.success(request, _("责任书已签。"))
        return away(request, case, plan_of(case))
    seen(request, case)
    context = {"case": case, "owner": owner, "milestones": case.milestones.standing().select_related("official")}
    return render(request, "cases/ownership_signature.html", context | {"back_url": plan_of(case)})


@step
@FORM
def transfer_answer(request, number):
    case = changeable(request, number)
    waiting = OwnershipTransfer.objects.waiting().filter(case=case).select_related("current__leader", "successor")
    transfer = get_object_or_404(waiting)
    if not transfer.awaits(request.user, timezone.localdate()):
        raise PermissionDenied(_("这次交接不等您签字。"))
    transfer.case = case
    return on_plan(request, case, transfer, TransferAnswerForm, "cases/transfer_answer_form.html", _("已记下。"))


@step
@FORM
def milestone_add(request, number):
    case = changeable(request, number)
    return on_plan(request, case, case, MilestoneForm, "cases/milestone_form.html", _("节点已写，到期会提醒。"))


@step
@FORM
def milestone_reached(request, number, pk):
    case, milestone = _milestone(request, number, pk)
    template = "cases/milestone_reached_form.html"
    return on_plan(request, case, milestone, MilestoneReachedForm, template, _("节点做到了，进度已更新。"))


@step
@FORM
def milestone_withdrawal(request, number, pk):
    case, milestone = _milestone(request, number, pk)
    template = "cases/milestone_withdrawal_form.html"
    return on_plan(request, case, milestone, MilestoneWithdrawalForm, template, _("节点已撤下。"))


def _milestone(request, number, pk):
    case = changeable(request, number)
    milestone = get_object_or_404(case.milestones.select_related("official"), pk=pk)
    milestone.case = case
    return case, milestone


@step
@FORM
def dispatch(request, number):
    case = changeable(request, number)
    return on_plan(request, case, case, DispatchForm, "cases/dispatch_form.html", _("调度已记。"))


@step
@FORM
def instruction(request, number):
    case = changeable(request, number)
    return on_plan(request, case, case, InstructionForm, "cases/instruction_form.html", _("已批示，列进对方的待办。"))


@step
@FORM
def instruction_answer(request, number, pk):
    case = changeable(request, number)
    given = get_object_or_404(Instruction.objects.select_related("by", "to"), pk=pk, case=case)
    given.case = case
    if given.answered_on or request.user.pk not in (given.to_id, case.handler_id):
        raise PermissionDenied(_("由被批示的人，或者现在的承办人回复；回复过的不再改。"))
    template = "cases/instruction_answer_form.html"
    return on_plan(request, case, given, InstructionAnswerForm, template, _("已回复批示。"))


def plans_of(case_ids):
    """The standing milestones of many cases by case: one query (`Milestone` rows with their people)."""
    found = {}
    for milestone in Milestone.objects.standing().filter(case__in=case_ids).select_related("official"):
        found.setdefault(milestone.case_id, []).append(milestone)
    return found
