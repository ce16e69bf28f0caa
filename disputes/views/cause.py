"""Causes with three or more matters, suggestions and their feedback, lessons, the data of the year (F3, F60, L30)."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from cases.access import case_for
from cases.counting import capped_counts
from cases.models import Case, CaseCause, CauseCode
from cases.steps import step
from cases.views.case import mask_free_text
from cases.views.edits import FORM, shown_or_taken
from cases.views.inspection import reads_masked, shown_or_acted
from disputes import annual as year_data
from disputes.forms import cause as forms
from disputes.forms.deciding import asked_decision
from disputes.models import Lesson, Suggestion
from disputes.models.cause import STRUCTURAL, causes_of, common_causes
from disputes.views.days import span
from officials import audit

SHOWN = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# ---------- 成因 ----------
@require_GET
def causes(request):
    """Causes that three or more matters of one community share, and how many suggestions were made of each."""
    today = timezone.localdate()
    first, last, wrong = span(request, today, first=today.replace(month=1, day=1))
    seen = Case.objects.visible_to(request.user, "causes:list")
    rows = list(common_causes(seen, first, last)[: SHOWN + 1])
    made = {}
    suggestions = Suggestion.objects.filter(cause__in={row["cause"] for row in rows}, asked_on__range=(first, last))
    for suggestion in suggestions.order_by("pk"):
        made.setdefault(suggestion.cause_id, []).append(suggestion)
    for row in rows:
        row["suggestions"] = made.get(row["cause"], [])
    context = {
        "rows": rows[:SHOWN],
        "has_more": len(rows) > SHOWN,
        "shown": SHOWN,
        "structural": STRUCTURAL,
        "first": first,
        "last": last,
        "wrong": wrong,
        "today": today,
        "may": rights(request.user),
    }
    return render(request, "disputes/causes.html", context)


@require_GET
def matters(request):
    """The matters behind one number of the page of causes, as its reader sees them."""
    today, asked = timezone.localdate(), request.GET
    first, last, _wrong = span(request, today, first=today.replace(month=1, day=1))
    cause = get_object_or_404(CauseCode, pk=number_in(asked.get("cause", "")))
    seen = Case.objects.visible_to(request.user, "causes:list")
    rows = causes_of(seen, first, last).filter(cause=cause)
    community = number_in(asked.get("community", ""))
    rows = rows.filter(case__community=community) if community else rows.filter(case__community__isnull=True)
    rows = list(rows.select_related("case__community", "by").order_by("-case__received_at", "-pk")[: SHOWN + 1])
    if reads_masked(request.user):
        mask_free_text(*rows, *(row.case for row in rows))
    openable = Case.objects.visible_to(request.user).filter(pk__in=[row.case_id for row in rows])
    openable = set(openable.values_list("pk", flat=True))
    for row in rows:
        row.is_seen = row.case_id in openable
    context = {
        "cause": cause,
        "rows": rows[:SHOWN],
        "has_more": len(rows) > SHOWN,
        "shown": SHOWN,
        "first": first,
        "last": last,
        "today": today,
    }
    return render(request, "disputes/cause_matters.html", context)


def number_in(text):
    return int(text) if text.isdecimal() and len(text) < 19 else 0


@step
@FORM
def settle(request, number):
    """Say what one case arose from; of a closed one too."""
    case = case_for(request, number, lock=request.method == "POST")
    if case.is_historical:
        raise PermissionDenied(_("历史来件只供查阅，照原样保存。"))
    case.cause_now = CaseCause.objects.standing().filter(case=case).select_related("cause", "by").first()
    done = _("成因定下了。")
    return shown_or_taken(request, case, forms.CaseCauseForm, case, "disputes/case_cause_form.html", done)


@require_GET
def codes(request):
    """The dictionary of causes, every wording with its days."""
    context = {
        "rows": CauseCode.objects.all(),
        "may_change": request.user.may("causes:code_change"),
        "may": rights(request.user),
    }
    return render(request, "disputes/cause_codes.html", context)


@step
@FORM
def code_add(request):
    back = reverse("causes:codes")
    return shown_or_acted(
        request, forms.CauseAddForm, None, "disputes/cause_code_form.html", _("成因加上了。"), back_url=back
    )


@step
@FORM
def code_change(request, pk):
    rows = CauseCode.objects.select_for_update() if request.method == "POST" else CauseCode.objects
    record, back = get_object_or_404(rows, pk=pk), reverse("causes:codes")
    done = _("已改，以前的照旧。")
    return shown_or_acted(request, forms.CauseChangeForm, record, "disputes/cause_code_form.html", done, back_url=back)


# ---------- 建议 ----------
@require_GET
def suggestions(request):
    today = timezone.localdate()
    views = {
        "open": (gettext_lazy("没有反馈"), Suggestion.objects.unanswered().order_by("due_on", "pk")),
        "answered": (
            gettext_lazy("有反馈"),
            Suggestion.objects.exclude(answered_on=None).order_by("-answered_on", "-pk"),
        ),
    }
    name = request.GET.get("view") if request.GET.get("view") in views else "open"
    counts = capped_counts({key: rows for key, (_label, rows) in views.items()})
    rows = list(views[name][1].select_related("cause", "unit", "deadline")[: SHOWN + 1])
    for row in rows:
        row.late = row.is_late(today)
    context = {
        "views": [(key, label, counts[key]) for key, (label, _rows) in views.items()],
        "name": name,
        "rows": rows[:SHOWN],
        "has_more": len(rows) > SHOWN,
        "shown": SHOWN,
        "today": today,
        "may": rights(request.user),
    }
    return render(request, "disputes/suggestions.html", context)


@require_GET
def suggestion(request, pk):
    whole = Suggestion.objects.select_related("cause", "unit", "asked_by", "recorded_by", "deadline")
    record = get_object_or_404(whole, pk=pk)
    context = {
        "record": record,
        "today": timezone.localdate(),
        "may_answer": record.answered_on is None and request.user.may("causes:feedback"),
    }
    return render(request, "disputes/suggestion.html", context)


@step
@FORM
def suggestion_add(request):
    """From its page, from a cause with ?cause=, or from a decision of the meeting with ?decision=."""
    form, back = forms.SuggestionForm, reverse("causes:suggestions")
    options = {"initial": {"cause": number_in(request.GET.get("cause", "")), **asked_decision(request)}}
    return shown_or_acted(
        request,
        form,
        None,
        "disputes/suggestion_form.html",
        _("建议记下了，到日子没有反馈会提醒。"),
        back_url=back,
        to=lambda form: form.record.get_absolute_url(),
        options=options,
    )


@step
@FORM
def feedback(request, pk):
    rows = Suggestion.objects.select_for_update() if request.method == "POST" else Suggestion.objects
    record = get_object_or_404(rows, pk=pk)
    if record.answered_on:
        raise PermissionDenied(_("已经记了反馈。"))
    done = _("反馈记下了。")
    return shown_or_acted(
        request, forms.FeedbackForm, record, "disputes/feedback_form.html", done, back_url=record.get_absolute_url()
    )


# ---------- 一年 ----------
@require_GET
def lessons(request):
    """What each year taught, the newest first (F60)."""
    rows = list(Lesson.objects.select_related("finding", "suggestion", "written_by")[: SHOWN + 1])
    context = {"rows": rows[:SHOWN], "has_more": len(rows) > SHOWN, "shown": SHOWN, "may": rights(request.user)}
    return render(request, "disputes/lessons.html", context)


@step
@FORM
def lesson_add(request):
    back = reverse("causes:lessons")
    return shown_or_acted(
        request, forms.LessonForm, None, "disputes/lesson_form.html", _("经验教训记下了。"), back_url=back
    )


@require_GET
def annual(request):
    year = asked_year(request)
    audit.record(request.user, "causes:annual", request=request, field=str(year))
    context = {
        "year": year,
        "years": range(timezone.localdate().year, timezone.localdate().year - 5, -1),
        "sections": year_data.sections(Case.objects.visible_to(request.user, "causes:annual"), year),
        "lessons": Lesson.objects.filter(year=year).select_related("finding", "suggestion")[:SHOWN],
        "may": rights(request.user),
    }
    return render(request, "disputes/annual.html", context)


@require_GET
def annual_xlsx(request):
    """The same as a workbook; every taking is in the audit log."""
    year = asked_year(request)
    found = year_data.sections(Case.objects.visible_to(request.user, "causes:annual_xlsx"), year)
    taught = Lesson.objects.filter(year=year).select_related("finding", "suggestion")
    audit.record(request.user, "causes:annual_xlsx", request=request, field=str(year))
    response = HttpResponse(year_data.workbook(year, found, taught), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="annual-{year}.xlsx"'
    return response


def asked_year(request):
    """The year asked for; this one where none is, or none that can be."""
    asked, this = number_in(request.GET.get("year", "")), timezone.localdate().year
    return asked if 2000 <= asked <= this else this


def rights(official):
    names = ("list", "codes", "code_add", "suggestions", "suggestion_add", "lessons", "lesson_add", "annual")
    return {name for name in names if official.may(f"causes:{name}")} | (
        {"xlsx"} if official.may("causes:annual_xlsx") else set()
    )
