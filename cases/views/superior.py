"""Supervision from above: the register, one letter with its answers, and its steps (L43)."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from cases.counting import capped_counts
from cases.forms.superior import SuperiorAnswerForm, SuperiorApprovalForm, SuperiorOrderForm
from cases.models import Case, SuperiorAnswer, SuperiorOrder
from cases.models.superior import APPROVES
from cases.steps import step
from cases.views.case import mask_free_text
from cases.views.edits import FORM
from cases.views.files import handed_out
from cases.views.inspection import SHOWN, about, reads_masked, seen_among, shown_or_acted
from officials import audit


def views_of(official, today):
    seen = SuperiorOrder.objects.visible_to(official)
    return {
        "open": (gettext_lazy("没有反馈"), seen.open(), ""),
        "late": (gettext_lazy("过了日子没反馈"), seen.late(today), "is-late"),
        "approval": (gettext_lazy("等我同意"), seen.for_approval_of(official), ""),
        "answered": (gettext_lazy("已反馈"), seen.filter(answered_on__isnull=False), ""),
    }


@require_GET
def superior_orders(request):
    """What came from above, the earliest day first."""
    today, official = timezone.localdate(), request.user
    views = views_of(official, today)
    counts = capped_counts({name: rows for name, (_label, rows, _css) in views.items()})
    name = request.GET.get("view", "")
    name = name if name in views else "open"
    rows = list(views[name][1].whole().order_by("due_on", "pk")[: SHOWN + 1])
    seen = seen_among(official, [row.case_id for row in rows])
    if reads_masked(official):
        mask_free_text(*rows)
    for row in rows:
        row.late, row.is_seen = row.is_late(today), row.case_id in seen
    context = {
        "today": today,
        "views": [(one, label, counts[one], css) for one, (label, _rows, css) in views.items()],
        "name": name,
        "rows": rows,
        "shown": SHOWN,
        "may_register": official.may("cases:superior_order_add"),
    }
    return render(request, "cases/superior_orders.html", context)


@require_GET
def superior_order(request, pk):
    official, today = request.user, timezone.localdate()
    record = order_for(request, pk)
    answers = list(record.answers.all())
    files = list(record.attachments.present())
    if reads_masked(official):
        mask_free_text(record, *answers)
    is_seen = record.case_id in seen_among(official, [record.case_id])
    may_answer = official == record.official or official.roles & set(APPROVES)
    is_second = record.draft and record.draft.drafted_by_id != official.pk
    context = {
        "record": record,
        "today": today,
        "answers": answers,
        "files": files,
        "is_seen": is_seen,
        "is_late": record.is_late(today),
        "orders": record.case.supervision_orders.select_related("to", "answer_clock") if is_seen else [],
        "may_answer": record.is_open and not record.draft and may_answer and official.may("cases:superior_answer"),
        "may_approve": record.is_open and is_second and official.may("cases:superior_approval"),
    }
    audit.record(official, "cases:superior_order", *about(record.case), request=request, field=record.number)
    return render(request, "cases/superior_order.html", context)


@step
@FORM
def superior_order_add(request):
    back = reverse("cases:superior_orders")
    return shown_or_acted(
        request,
        SuperiorOrderForm,
        None,
        "cases/superior_order_form.html",
        _("已登记，到期会提醒。"),
        back_url=back,
        to=lambda form: reverse("cases:superior_order", args=[form.record.pk]),
        case_of=lambda form: form.record.case,
    )


@step
@FORM
def superior_answer(request, pk):
    record = order_for(request, pk)
    if record.official_id != request.user.pk and not request.user.roles & set(APPROVES):
        raise PermissionDenied(_("由 %s 拟反馈。") % record.official.name)
    done = _("反馈拟好了，等另一个人同意。")
    return on_order(request, record, SuperiorAnswerForm, "cases/superior_answer_form.html", done)


@step
@FORM
def superior_approval(request, pk):
    record = order_for(request, pk)
    if record.draft and record.draft.drafted_by_id == request.user.pk:
        raise PermissionDenied(_("自己拟的反馈，要由另一个人同意（条例第三十九条第三款）。"))
    return on_order(request, record, SuperiorApprovalForm, "cases/superior_approval_form.html", _("已记下。"))


@require_GET
def superior_file(request, pk, file):
    record = order_for(request, pk)
    found = get_object_or_404(record.attachments.present(), pk=file)
    response = handed_out(found)
    audit.record(request.user, "cases:superior_file", *about(record.case), request=request, field=f"file {found.pk}")
    return response


def on_order(request, record, form_class, template, done):
    back = reverse("cases:superior_order", args=[record.pk])
    return shown_or_acted(request, form_class, record, template, done, back_url=back, case=record.case)


def order_for(request, pk):
    """The letter, if it may be seen; locked, with its case before it, where something is written."""
    rows = SuperiorOrder.objects.visible_to(request.user)
    answers = Prefetch("answers", SuperiorAnswer.objects.select_related("drafted_by", "approved_by", "file"))
    found = get_object_or_404(rows.whole().prefetch_related(answers), pk=pk)
    if request.method != "POST":
        return found
    if found.case_id:
        Case.objects.for_change().get(pk=found.case_id)
    locked = SuperiorOrder.objects.select_for_update(of=("self",)).whole().prefetch_related(answers)
    return get_object_or_404(locked, pk__in=rows.filter(pk=pk).values("pk"))
