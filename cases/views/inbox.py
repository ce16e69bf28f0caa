"""What one was told: a message a day, the newest first, read and unread."""

from contextlib import suppress
from datetime import date

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.models import AssistTask, Case, Notice, NoticeLine, NoticeRound, OpenCall
from cases.models.warning import level_words
from cases.steps import step

DAYS_A_PAGE = 10


@require_GET
def inbox(request):
    """A line whose case one may see no longer keeps its number and loses its link."""
    notices = request.user.notices.order_by("-on")
    lines = NoticeLine.objects.select_related("case", "deadline")
    rounds = Prefetch("rounds", NoticeRound.objects.select_related("round"))
    notices = notices.prefetch_related(Prefetch("lines", lines, to_attr="shown"), rounds)
    with suppress(ValueError):
        notices = notices.filter(on__lt=date.fromisoformat(request.GET.get("before", "")))
    page = list(notices[: DAYS_A_PAGE + 1])
    ids = {line.case_id for notice in page for line in notice.shown}
    seen = set(Case.objects.visible_to(request.user).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    tasks = tasks_behind(request.user, [line for notice in page for line in notice.shown if line.case_id not in seen])
    for notice in page:
        notice.more = notice.count - len(notice.shown) if len(notice.shown) >= Notice.LINES else 0
        for line in notice.shown:
            line.is_seen = line.case_id in seen
            line.task = tasks.get(line.deadline_id)
            line.words = level_words(line.deadline.kind, line.level)
    context = {
        "today": timezone.localdate(),
        "notices": page[:DAYS_A_PAGE],
        "older": page[DAYS_A_PAGE - 1].on if len(page) > DAYS_A_PAGE else None,
        "calls": OpenCall.objects.for_guest(request.user).running().exists(),
        "places": places(request.user) if any(notice.more for notice in page) else (),
        "has_unread": any(notice.read_at is None for notice in page),
    }
    return render(request, "cases/inbox.html", context)


def places(official):
    """Where all that is due stands, of which a message lists only so much: (label, address)."""
    lists = {"late": _("法定超期"), "soon": _("三个工作日内到期"), "promises": _("承诺到期没办")}
    found = []
    if official.may("cases:list"):
        found += [(label, f"{reverse('cases:list')}?view={view}") for view, label in lists.items()]
    if official.may("cases:ladder"):
        found.append((_("督办台"), reverse("cases:ladder")))
    return found


def tasks_behind(official, lines):
    """What his unit was asked to assist in, by the clock a line tells of: of a case that he does not see."""
    clocks = [line.deadline_id for line in lines]
    found = AssistTask.objects.visible_to(official).filter(deadline__in=clocks) if clocks else ()
    return {task.deadline_id: task for task in found}


@step
@require_POST
def read(request, pk):
    """One message; another's is unknown."""
    get_object_or_404(request.user.notices, pk=pk)
    request.user.notices.filter(pk=pk).read()
    return redirect("inbox:list")


@step
@require_POST
def read_all(request):
    count = request.user.notices.read()
    messages.success(request, _("%d 条消息已标为看过。") % count)
    return redirect("inbox:list")
