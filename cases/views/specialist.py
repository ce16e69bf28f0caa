"""Invited specialists: the roster, what one is asked on a case, and the specialist's own desk (F24, F56)."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.access import case_for, granted, sees_masked
from cases.forms.specialist import (
    AHEAD,
    ConflictForm,
    ConsentForm,
    ConsultationAnswerForm,
    ConsultationForm,
    ConsultationResultForm,
    ConsultationStopForm,
    CounsellingNoteForm,
    SessionForm,
    ShiftEndForm,
    ShiftForm,
    SpecialistForm,
)
from cases.models import Case, Consultation, CounsellingNote, Session
from cases.steps import step
from cases.views.case import mask_free_text
from cases.views.edits import FORM, changeable, shown_or_taken
from cases.views.inspection import shown_or_acted
from officials import audit
from officials.models import Certificate, Role, Shift, Specialist

SHOWN = 100
ACTIONS = {
    "cases:consultation_offer",
    "cases:consultation_consent",
    "cases:consultation_stop",
    "cases:consultation_answer",
    "cases:consultation_result",
    "cases:conflict",
    "cases:session_book",
}


# ---------- 名册 ----------
@require_GET
def specialists(request):
    """The roster: who serves, since when, with which certificates, and how much he has in hand."""
    today = timezone.localdate()
    in_hand = Q(consultations__state__in=[Consultation.State.OFFERED, Consultation.State.ACCEPTED])
    rows = Specialist.objects.annotate(in_hand=Count("consultations", filter=in_hand))
    rows = rows.select_related("official").prefetch_related(Prefetch("certificates", Certificate.objects.newest()))
    rows = list(rows[:SHOWN])
    for row in rows:
        row.serves = row.is_serving(today)
        row.papers = list(row.certificates.all())
        for paper in row.papers:
            paper.valid = paper.is_valid(today)
    context = {
        "today": today,
        "rows": rows,
        "shown": SHOWN,
        "may_add": request.user.may("cases:specialist_add"),
        "may_certify": request.user.may("cases:certificate_add"),
    }
    return render(request, "cases/specialists.html", context)


# ---------- 值班 ----------
@require_GET
def shifts(request):
    """The timetable: who sits where and when from now on, and how many turns are booked; two queries."""
    now, today = timezone.now(), timezone.localdate()
    rows = with_turns(Shift.objects.standing().between(now, now + AHEAD).select_related("specialist"))
    for row in rows:
        row.day = timezone.localdate(row.starts_at)
    may = {"may_add": request.user.may("cases:shift_add"), "may_list": request.user.may("cases:specialists")}
    return render(request, "cases/shifts.html", {"today": today, "rows": rows, "days": AHEAD.days, **may})


def with_turns(shifts):
    """The shifts, each with how many turns it has and how many of them are booked."""
    rows = list(shifts)
    taken = Session.objects.taken(rows)
    for row in rows:
        row.turns, row.booked = len(row.slots), len(taken.get(row.pk, ()))
    return rows


@step
@FORM
def shift_add(request):
    back = reverse("cases:shifts")
    return shown_or_acted(request, ShiftForm, None, "cases/shift_form.html", _("值班已排。"), back_url=back)


@step
@FORM
def shift_end(request, pk):
    rows = Shift.objects.select_for_update(of=("self",)) if request.method == "POST" else Shift.objects
    record = get_object_or_404(rows.select_related("specialist"), pk=pk)
    booked = record.sessions.ahead(timezone.now()).count()
    return shown_or_acted(
        request,
        ShiftEndForm,
        record,
        "cases/shift_end_form.html",
        _("这一班撤下了，约好的已写进各件的经过。"),
        back_url=reverse("cases:shifts"),
        booked=booked,
    )


@step
@FORM
def specialist_add(request):
    back = reverse("cases:specialists")
    return shown_or_acted(
        request, SpecialistForm, None, "cases/specialist_form.html", _("已列入名册。"), back_url=back
    )


@step
@FORM
def specialist_change(request, pk):
    rows = Specialist.objects.select_for_update() if request.method == "POST" else Specialist.objects
    record = get_object_or_404(rows, pk=pk)
    return on_roster(request, record, _("已保存。"))


def on_roster(request, record, done):
    back = reverse("cases:specialists")
    return shown_or_acted(request, SpecialistForm, record, "cases/specialist_form.html", done, back_url=back)


# ---------- 一件案子的 ----------
@require_GET
def case_specialists(request, number):
    """Who was asked on a case, what the petitioner said to it, and what came of it."""
    case = case_for(request, number)
    official, today = request.user, timezone.localdate()
    rights = granted(case, official, ACTIONS) if case.is_open and not case.is_historical else set()
    may = {action.split(":")[1] for action in rights}
    rows = case.consultations.select_related("specialist", "offered_by", "consent_by", "party")
    rows = list(rows.prefetch_related(booked_turns()))
    conflicts = list(case.conflicts.select_related("specialist"))
    if sees_masked(case, official):
        mask_free_text(*rows)
    own = getattr(official, "specialist", None)
    if Role.SP in official.roles:  # one specialist is not told what another was asked
        rows, conflicts = [row for row in rows if row.specialist == own], []
    for row in rows:
        row.is_mine = own == row.specialist
        row.by_office = row.specialist.official_id is None
        row.is_over = row.state == Consultation.State.ACCEPTED and row.until < today
        row.may_book = "session_book" in may and not row.why_not_book()
    audit.record(official, "cases:case_specialists", "case", case.pk, request=request)
    context = {"case": case, "today": today, "may": may, "rows": rows, "conflicts": conflicts, "own": own}
    return render(request, "cases/case_specialists.html", context)


@step
@FORM
def consultation_offer(request, number):
    case = changeable(request, number)
    template, done = "cases/consultation_form.html", _("已提出，先问本人愿不愿意。")
    return shown_or_taken(request, case, ConsultationForm, case, template, done, back_url=specialists_of(case))


@step
@FORM
def consultation_consent(request, number, pk):
    case, row = consultation_on(request, number, pk)
    template = "cases/consultation_consent_form.html"
    return shown_or_taken(request, case, ConsentForm, row, template, _("已记下。"), back_url=specialists_of(case))


@step
@FORM
def consultation_stop(request, number, pk):
    case, row = consultation_on(request, number, pk)
    template = "cases/consultation_stop_form.html"
    done = _("已收回，从现在起看不到了。")
    return shown_or_taken(request, case, ConsultationStopForm, row, template, done, back_url=specialists_of(case))


@step
@FORM
def session_book(request, number, pk):
    case, row = consultation_on(request, number, pk)
    return shown_or_taken(
        request, case, SessionForm, row, "cases/session_form.html", _("已记下。"), back_url=specialists_of(case)
    )


@step
@FORM
def conflict(request, number):
    case = changeable(request, number)
    template, done = "cases/conflict_form.html", _("已记下，这一件不再请这位专家。")
    return shown_or_taken(request, case, ConflictForm, case, template, done, back_url=specialists_of(case))


def booked_turns():
    """The turns that stand, held or still to come, the latest first."""
    return Prefetch("sessions", Session.objects.standing().select_related("shift"), to_attr="turns")


def specialists_of(case):
    return reverse("cases:case_specialists", args=[case.number])


def consultation_on(request, number, pk):
    case = changeable(request, number)
    row = get_object_or_404(case.consultations.select_related("specialist"), pk=pk)
    row.case = case
    return case, row


# ---------- 专家自己的 ----------
@require_GET
def consultations(request):
    """The specialist's desk: what he was asked and the petitioner agreed to, and nothing of any other case."""
    today, official = timezone.localdate(), request.user
    rows = Consultation.objects.told_to(official).select_related("case", "specialist", "offered_by")
    rows = list(rows.prefetch_related(booked_turns()).order_by("-offered_on", "-pk")[:SHOWN])
    open_now = set(Consultation.objects.open_to(official, today).values_list("pk", flat=True))
    for row in rows:
        row.is_open_to_me = row.pk in open_now
    mask_free_text(*rows)
    papers = list(Certificate.objects.newest().filter(specialist__official=official))
    for paper in papers:
        paper.valid = paper.is_valid(today)
    now = timezone.now()
    own = with_turns(Shift.objects.standing().between(now, now + AHEAD).filter(specialist__official=official))
    context = {"today": today, "rows": rows, "papers": papers, "shifts": own}
    return render(request, "cases/consultations.html", context)


@step
@FORM
def consultation_answer(request, pk):
    """He takes it on or not; for whoever has no account the office writes down what he says."""
    row = own_or_written_down(request, pk)
    if not row.awaits_specialist:
        raise PermissionDenied(_("本人同意以后，专家才能接；接过的不再问。"))
    done = _("已记下。")
    return on_consultation(request, row, ConsultationAnswerForm, "cases/consultation_answer_form.html", done)


@step
@FORM
def consultation_result(request, pk):
    row = own_or_written_down(request, pk)
    today = timezone.localdate()
    if row.state != Consultation.State.ACCEPTED or row.until < today:
        raise PermissionDenied(_("没有接受，或者看案卷的日子过了，不能写结果。"))
    done = _("结果已写进案卷。")
    return on_consultation(request, row, ConsultationResultForm, "cases/consultation_result_form.html", done)


@step
@FORM
def counselling(request, pk):
    """The counsellor's own notes. Nobody else has this page, and his own are all it ever reads."""
    rows = Consultation.objects.told_to(request.user).select_related("case", "specialist")
    row = get_object_or_404(rows, pk=pk, kind=Consultation.Kind.COUNSEL, accepted_on__isnull=False)
    notes = CounsellingNote.objects.of(request.user).filter(consultation=row)
    return shown_or_acted(
        request,
        CounsellingNoteForm,
        row,
        "cases/counselling.html",
        _("已记下，只有您自己看得到。"),
        back_url=reverse("cases:counselling", args=[pk]),
        case=row.case,
        notes=notes,
    )


def own_or_written_down(request, pk):
    """The consultation: the specialist's own, or one of a specialist without account on a case that may be written on.

    Anything else answers like an unknown one. The case row is locked where something is written.
    """
    is_post = request.method == "POST"
    row = Consultation.objects.told_to(request.user).filter(pk=pk).select_related("case").first()
    if row:
        number = row.case.number
        if is_post:
            Case.objects.for_change().get(pk=row.case_id)
    else:
        outside = Consultation.objects.filter(pk=pk, specialist__official__isnull=True)
        number = outside.values_list("case__number", flat=True).first()
        if number is None:
            raise Http404
        changeable(request, number)
    rows = Consultation.objects.select_related("case", "specialist", "specialist__official")
    return get_object_or_404(rows.select_for_update(of=("self",)) if is_post else rows, pk=pk)


def on_consultation(request, row, form_class, template, done):
    is_own = row.specialist.official_id == request.user.pk
    back = reverse("cases:consultations") if is_own else specialists_of(row.case)
    return shown_or_acted(request, form_class, row, template, done, back_url=back, case=row.case, is_own=is_own)
