"""Checks of files and promises, and what they find (F47): their pages lie beside the file, not on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from cases.counting import capped_counts
from cases.forms.inspection import (
    DrawForm,
    FindingForm,
    FindingOwnerForm,
    GroundForm,
    InspectionEndForm,
    InspectionForm,
    LookForm,
    RectificationCheckForm,
    RectificationForm,
)
from cases.models import AccountabilityGround, Case, Finding, Inspection, Rectification
from cases.steps import step
from cases.views.case import mask_free_text
from cases.views.edits import FORM
from cases.views.files import handed_out
from officials import audit
from officials.models import Role

SHOWN = 50


# ---------- 检查 ----------
@require_GET
def inspections(request):
    """The checks that may be seen by now, the newest day first; a surprise check not before its day."""
    today = timezone.localdate()
    rows = Inspection.objects.visible_to(request.user, today).select_related("unit", "inspector")
    rows = rows.annotate(
        counted=Count("files", distinct=True),
        found=Count("findings", distinct=True),
        left=Count("findings", filter=Q(findings__closed_on__isnull=True), distinct=True),
    )
    context = {
        "today": today,
        "rows": list(rows[: SHOWN + 1]),
        "shown": SHOWN,
        "may_plan": request.user.may("cases:inspection_add"),
        "may_superior": request.user.may("cases:superior_orders"),
    }
    return render(request, "cases/inspections.html", context)


@require_GET
def inspection(request, pk):
    """One check: its files, each with what the look came to, and its findings."""
    today, official = timezone.localdate(), request.user
    record = inspection_for(request, pk)
    shows = record.shows_files_to(official, today)
    files = list(record.files.select_related("case").filter(case__is_sealed=False)) if shows else []
    findings = list(Finding.objects.visible_to(official).filter(inspection=record).whole().order_by("position"))
    seen = seen_among(official, [row.case_id for row in files])
    is_his = official == record.inspector
    files = [row for row in files if row.case_id in seen]
    if reads_masked(official):
        mask_free_text(*files, *findings, *{row.case for row in files})
    audit.record(official, "cases:inspection", request=request, field=record.number)
    context = {
        "record": record,
        "today": today,
        "files": files,
        "shows_files": shows,
        "findings": findings,
        "may_draw": record.is_running and record.is_run_by(official) and official.may("cases:inspection_draw"),
        "may_look": record.is_running and is_his and record.held_on <= today,
        "may_end": record.is_running and record.is_run_by(official) and official.may("cases:inspection_end"),
    }
    return render(request, "cases/inspection.html", context)


@step
@FORM
def inspection_add(request):
    template, done = "cases/inspection_form.html", _("检查安排好了。")
    back = reverse("cases:inspections")
    return shown_or_acted(request, InspectionForm, None, template, done, back_url=back, to=page_of)


@step
@FORM
def inspection_draw(request, pk):
    record = inspection_for(request, pk)
    return on_inspection(request, record, DrawForm, "cases/inspection_draw_form.html", _("已加进这次检查。"))


@step
@FORM
def inspection_look(request, pk, file):
    """What the inspector saw in one file."""
    record = inspection_for(request, pk)
    must_inspect(request, record)
    row = get_object_or_404(record.files.select_related("case"), pk=file, case__is_sealed=False)
    if request.method == "POST":
        Case.objects.for_change().get(pk=row.case_id)
    row.inspection = record
    template = "cases/inspection_look_form.html"
    back = reverse("cases:inspection", args=[pk])
    return shown_or_acted(request, LookForm, row, template, _("已记下。"), back_url=back, case=row.case)


@step
@FORM
def inspection_end(request, pk):
    record = inspection_for(request, pk)
    return on_inspection(request, record, InspectionEndForm, "cases/inspection_end_form.html", _("检查已结束。"))


@step
@FORM
def finding_add(request, pk):
    """What the check found; from its page, or from one of its files with ?case=."""
    record = inspection_for(request, pk)
    must_inspect(request, record)
    template, done = "cases/finding_form.html", _("问题已写下，责任人会收到提醒。")
    case = request.GET.get("case", "")
    back = reverse("cases:inspection", args=[pk])
    return shown_or_acted(
        request, FindingForm, record, template, done, back_url=back, options={"case": case}, case_of=case_of_finding
    )


def on_inspection(request, record, form_class, template, done):
    if not record.is_run_by(request.user):
        raise PermissionDenied(_("由安排的人、检查人或者督查员来办。"))
    back = reverse("cases:inspection", args=[record.pk])
    return shown_or_acted(request, form_class, record, template, done, back_url=back)


def inspection_for(request, pk):
    """The check, if it may be seen today; hidden and unknown answer alike. Locked where something is written."""
    rows = Inspection.objects.visible_to(request.user, timezone.localdate())
    if request.method == "POST":
        return get_object_or_404(Inspection.objects.select_for_update(), pk__in=rows.filter(pk=pk).values("pk"))
    return get_object_or_404(rows.select_related("unit", "inspector", "planned_by", "ended_by"), pk=pk)


def must_inspect(request, record):
    if record.inspector_id != request.user.pk:
        raise PermissionDenied(_("由检查人来记。"))


# ---------- 问题 ----------
def views_of(official, today):
    """The standing views of findings: name -> (label, queryset, whether they matter most)."""
    seen = Finding.objects.visible_to(official)
    return {
        "mine": (gettext_lazy("我的整改"), seen.open().filter(official=official), ""),
        "check": (gettext_lazy("等我核对"), seen.to_check_by(official), ""),
        "late": (gettext_lazy("过了日子没销号"), seen.late(today), "is-late"),
        "open": (gettext_lazy("没销号"), seen.open(), ""),
        "closed": (gettext_lazy("已销号"), seen.filter(closed_on__isnull=False), ""),
    }


@require_GET
def findings(request):
    """Whose own they are, and for those who look on by post all of them; the earliest day first."""
    today, official = timezone.localdate(), request.user
    views = views_of(official, today)
    counts = capped_counts({name: rows for name, (_label, rows, _css) in views.items()})
    name = request.GET.get("view", "")
    if name not in views:
        name = next((one for one in ("mine", "check") if counts[one]), "open")
    rows = views[name][1].whole().order_by("due_on" if name != "closed" else "-closed_on", "pk")
    rows = list(rows[: SHOWN + 1])
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
        "may_see_checks": official.may("cases:inspections"),
        "may_see_grounds": official.may("cases:grounds"),
    }
    return render(request, "cases/findings.html", context)


@require_GET
def finding(request, pk):
    official, today = request.user, timezone.localdate()
    record = finding_for(request, pk)
    rows = list(record.rectifications.all())
    if reads_masked(official):
        mask_free_text(record, *rows)
    context = {
        "record": record,
        "today": today,
        "rows": rows,
        "is_seen": record.case_id in seen_among(official, [record.case_id]),
        "is_late": record.is_late(today),
        "may_report": record.is_open and official == record.official and not record.reported,
        "may_check": record.is_open and record.reported and not record.why_not_check(official) and may_check(official),
        "may_pass_on": record.is_open and not record.reported and official.may("cases:finding_owner"),
    }
    audit.record(official, "cases:finding", *about(record.case), request=request, field=record.number)
    return render(request, "cases/finding.html", context)


@step
@FORM
def rectification(request, pk):
    record = finding_for(request, pk)
    if record.official_id != request.user.pk:
        raise PermissionDenied(_("由责任人报整改。"))
    done = _("整改报了，等督查员核对。")
    return on_finding(request, record, RectificationForm, "cases/rectification_form.html", done)


@step
@FORM
def rectification_check(request, pk):
    record = finding_for(request, pk)
    if reason := record.why_not_check(request.user):
        raise PermissionDenied(reason)
    return on_finding(
        request, record, RectificationCheckForm, "cases/rectification_check_form.html", _("核对的结果已记下。")
    )


@step
@FORM
def finding_owner(request, pk):
    record = finding_for(request, pk)
    return on_finding(request, record, FindingOwnerForm, "cases/finding_owner_form.html", _("责任人已换，日子不变。"))


@require_GET
def finding_file(request, pk, file):
    record = finding_for(request, pk)
    found = get_object_or_404(record.attachments.present(), pk=file)
    response = handed_out(found)
    audit.record(request.user, "cases:finding_file", *about(record.case), request=request, field=f"file {found.pk}")
    return response


@require_GET
def grounds(request):
    """The accountability dictionary, every wording with its days (F53a)."""
    context = {"rows": AccountabilityGround.objects.all(), "may_change": request.user.may("cases:ground_change")}
    return render(request, "cases/grounds.html", context)


@step
@FORM
def ground_change(request, pk):
    rows = (
        AccountabilityGround.objects.select_for_update() if request.method == "POST" else AccountabilityGround.objects
    )
    record = get_object_or_404(rows, pk=pk)
    back = reverse("cases:grounds")
    return shown_or_acted(
        request, GroundForm, record, "cases/ground_form.html", _("已改，以前的照旧。"), back_url=back
    )


def on_finding(request, record, form_class, template, done):
    back = reverse("cases:finding", args=[record.pk])
    return shown_or_acted(request, form_class, record, template, done, back_url=back, case=record.case)


def may_check(official):
    return official.may("cases:rectification_check")


def finding_for(request, pk):
    """The finding, if it may be seen; its case is locked before it where something is written."""
    rows = Finding.objects.visible_to(request.user)
    found = get_object_or_404(rows.whole().prefetch_related(rectified()), pk=pk)
    if request.method != "POST":
        return found
    if found.case_id:
        Case.objects.for_change().get(pk=found.case_id)
    locked = Finding.objects.select_for_update(of=("self",)).whole().prefetch_related(rectified())
    return get_object_or_404(locked, pk__in=rows.filter(pk=pk).values("pk"))


def rectified():
    return Prefetch("rectifications", Rectification.objects.select_related("reported_by", "checked_by", "file"))


# ---------- 共同的 ----------
def reads_masked(official):
    """Numbers in free text are masked for those whose post reads cases masked (R15)."""
    return bool(official.roles & {Role.SV, Role.AU}) and not official.roles & {Role.OD, Role.HO, Role.HD}


def seen_among(official, ids):
    """Of the cases `ids` those that he may open."""
    ids = {pk for pk in ids if pk}
    return set(Case.objects.visible_to(official).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()


def about(case):
    """How an audit entry says which case it is about."""
    return ("case", case.pk) if case else ("", None)


def page_of(form):
    return reverse("cases:inspection", args=[form.record.pk])


def case_of_finding(form):
    return form.finding.case


def shown_or_acted(
    request, form_class, record, template, done, *, back_url, to=None, case=None, case_of=None, options=None, **more
):
    """Show or carry out a step that is no step of one case's file; then to `back_url`, or where `to(form)` says."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = form_class(*sent, record=record, by=request.user, today=timezone.localdate(), **(options or {}))
    if request.method == "POST" and form.save():
        case = case_of(form) if case_of else case
        audit.record(request.user, request.resolver_match.view_name, *about(case), request=request)
        messages.success(request, done)
        return redirect(to(form) if to else back_url)
    too_large = form.is_bound and form.has_error("file", "size")
    context = {"form": form, "record": record, "back_url": back_url, "today": timezone.localdate(), **more}
    return render(request, template, context, status=413 if too_large else 422 if form.is_bound else 200)
