"""The papers of a petition: drafted, seen, submitted, approved, issued and printed."""

import logging

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.access import case_for, granted
from cases.forms.papers import PrintForm
from cases.models import Paper, PaperPrint
from cases.papers.typesetting import TypesettingFailed, substituted
from cases.papers.word import MIME
from cases.steps import step
from cases.views.papers import printed
from officials import audit
from petitions.forms.papers import DraftForm, PaperStepForm, WordForm
from petitions.papers import issuing
from petitions.papers.kinds import SORTS, sort_of, title_of, variants_of

PRINTS_SHOWN = 50
OFFERED = {
    f"petitions:paper_{name}" for name in ("new", "edit", "submission", "approval", "return", "print", "word")
} | {
    "cases:paper_void",
    "cases:paper_approval",
    "cases:reveal",
}
IN_FULL = {"petitions:paper_print", "cases:reveal"}
log = logging.getLogger(__name__)


@require_GET
def choices(request, number):
    """What can be drafted on this case: each kind, its variants, and for a route notice each claim."""
    case = case_on_its_way(request, number, action="petitions:paper_new")
    offered = []
    for sort in SORTS.values():
        if sort.of_claim:
            claims = [claim for claim in case.claims.all() if sort.of_claim(claim)]
            links = [(_("诉求 %d") % claim.position, "", claim.position) for claim in claims]
        else:
            links = [(label, variant, "") for variant, label in variants_of(sort).items()] or [(_("起草"), "", "")]
            later = [claim for claim in case.claims.all() if sort.of_later and sort.of_later(claim)]
            links += [
                (
                    _("%(paper)s：诉求 %(position)d") % {"paper": label, "position": claim.position},
                    variant,
                    claim.position,
                )
                for claim in later
                for label, variant, _claim in links
            ]
        offered.append((sort, links, sort.kind in Paper.FORMS))
    return render(
        request, "petitions/papers.html", {"case": case, "offered": offered, "back_url": case.get_absolute_url()}
    )


@step
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, number, kind):
    """Variant and claim stand in the address, so that the form needs no script."""
    case = case_on_its_way(request, number, lock=request.method == "POST")
    sort, variant = SORTS.get(kind), request.GET.get("variant", "")
    if sort is None or (variant not in variants_of(sort) if sort.variants else variant):
        raise Http404
    claim = None
    if position := request.GET.get("claim", ""):
        claim = get_object_or_404(case.claims, position=position if position.isdecimal() and len(position) < 5 else 0)
    fits = sort.of_claim or sort.of_later
    if (sort.of_claim or claim) and not (claim and fits and fits(claim)):
        raise Http404
    refuse_grades(request, case, Paper(kind=kind, variant=variant))
    data = request.POST if request.method == "POST" else None
    form = DraftForm(data, record=case, by=request.user, sort=sort, variant=variant, claim=claim)
    if request.method == "POST" and form.save():
        recorded(request, form.paper)
        return redirect(form.paper)
    heading = title_of(Paper(kind=kind, variant=variant, claim=claim, case=case))
    return draft_page(request, case, form, heading, case.get_absolute_url())


@step
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, number, pk):
    case, paper = fetched(request, number, pk, lock=request.method == "POST")
    if paper.is_issued or not paper.is_in_force:
        raise PermissionDenied(_("已制发、已作废的文书不能再改；要改的先作废，再重新起草。"))
    data = request.POST if request.method == "POST" else None
    form = DraftForm(
        data,
        record=case,
        by=request.user,
        sort=SORTS[paper.kind],
        variant=paper.variant,
        claim=paper.claim,
        paper=paper,
    )
    had_approval = paper.approved_at is not None
    if request.method == "POST" and form.save():
        recorded(request, paper)
        if had_approval:
            messages.warning(request, _("改过以后，原来的审批作废，要重新送审。"))
        return redirect(paper)
    return draft_page(request, case, form, title_of(paper), paper.get_absolute_url())


def draft_page(request, case, form, heading, back_url):
    context = {"case": case, "form": form, "heading": heading, "back_url": back_url}
    status = 422 if request.method == "POST" else 200
    return render(request, "petitions/paper_form.html", context, status=status)


@require_GET
def paper(request, number, pk):
    case, record = fetched(request, number, pk)
    audit.record(request.user, "petitions:paper", "case", case.pk, request=request, field=f"{record.kind} {record.pk}")
    if request.htmx:
        pages = range(1, issuing.pages_of(record, case) + 1)
        context = {"case": case, "paper": record, "title": title_of(record), "pages": pages}
        return render(request, "petitions/_paper_preview.html", context)
    return page(request, case, record)


def page(request, case, record, *, form=None, status=200):
    may = granted(case, request.user, OFFERED)
    missing = issuing.lacking(record, case) if record.is_draft else []
    context = {
        "case": case,
        "paper": record,
        "title": title_of(record),
        "form": form,
        "may": {action.partition(":")[2] for action in may if action != "cases:paper_approval"},
        "may_approve": "cases:paper_approval" in may,
        "missing": missing,
        "is_editable": sort_of(record).editable,
        "word_in_full": may >= IN_FULL and not case.is_sealed,
        "pages": range(1, issuing.pages_of(record, case) + 1),
        **next_step(case, record, request.user, may),
        "can_print": record.is_in_force and (record.is_issued or record.awaits_issue or not record.needs_approval),
        "back_url": case.get_absolute_url(),
        **prints_of(record, request.user),
    }
    return render(request, "petitions/paper.html", context, status=status)


def next_step(case, record, official, may):
    """What leads on: submitting a draft, then approving it; or why this official cannot approve it."""
    step, reason = None, ""
    if record.is_submitted and "petitions:paper_approval" in may:
        giver = issuing.giver_of_approval(record, case, official)
        reason = record.why_not_approve(official, giver)
        step = None if reason else ("approval", _("审批同意"))
    elif record.is_draft and record.needs_approval and not record.is_submitted and "petitions:paper_submission" in may:
        step = ("submission", _("送审"))
    if step:
        name, label = step
        step = {"url": reverse(f"petitions:paper_{name}", args=[case.number, record.pk]), "label": label}
    return {"step": step, "why_not_approve": reason}


def prints_of(record, official):
    prints = PaperPrint.objects.filter(copy__paper=record).select_related("copy__paper", "by", "approved_by")
    return {
        "prints": prints[:PRINTS_SHOWN],
        "own": prints.open_to(official, timezone.now()),
        "waiting": prints.awaiting_approval(),
    }


@require_GET
def picture(request, number, pk, page):
    """One page as it will look, names and numbers masked; beyond the last page there is none."""
    case, record = fetched(request, number, pk, action="petitions:paper")
    try:
        png, pages = issuing.preview(record, case, page)
    except TypesettingFailed as failure:
        log.error("%s %s was not typeset: %s", record.kind, record.pk, failure)
        return HttpResponse(status=503)
    if not png:
        raise Http404
    response = HttpResponse(png, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["X-Pages"] = f"{pages}"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def word(request, number, pk):
    """A form that the office edits, as .docx: masked like the preview; in full for who may issue and unmask it.

    Not a step: nothing is written, and a wrong password must count (AU-05). Of a sealed case nothing leaves in full
    without a second reader, so there is none.
    """
    case, record = fetched(request, number, pk)
    if not sort_of(record).editable:
        raise Http404
    if "full" not in request.GET:
        return as_word(request, case, record, in_full=False)
    if case.is_sealed or not granted(case, request.user, IN_FULL) >= IN_FULL:
        raise PermissionDenied(_("全文的 Word 稿由能制发、能显示身份的人下载；封存件没有。"))
    form = WordForm(request.POST if request.method == "POST" else None, record=record, by=request.user)
    form.ask_own_password(request)
    if request.method == "POST" and form.save():
        return as_word(request, case, record, in_full=True, reason=form.cleaned_data["purpose"])
    context = {
        "case": case,
        "paper": record,
        "title": title_of(record),
        "form": form,
        "back_url": record.get_absolute_url(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "petitions/paper_word.html", context, status=status)


def as_word(request, case, record, *, in_full, reason=""):
    content = issuing.as_word(record, case, in_full=in_full)
    which = "WORD FULL" if in_full else "WORD"
    field = f"{record.kind} {record.pk} {which}"
    audit.record(request.user, "petitions:paper_word", "case", case.pk, request=request, field=field, reason=reason)
    response = HttpResponse(content, content_type=MIME)
    name = f"草稿 {title_of(record)} {case.number}.docx"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@step
@require_POST
def submission(request, number, pk):
    return taken(request, number, pk, "submission", _("已送审。"))


@step
@require_POST
def approval(request, number, pk):
    return taken(request, number, pk, "approval", _("已审批，可以制发。"))


@step
@require_POST
def send_back(request, number, pk):
    return taken(request, number, pk, "return", _("已退回起草人。"))


def taken(request, number, pk, name, done):
    case, record = fetched(request, number, pk, lock=True)
    form = PaperStepForm(request.POST, record=case, by=request.user, paper=record, step=name)
    if form.save():
        recorded(request, record)
        messages.success(request, done)
        return redirect(record)
    return page(request, case, record, form=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def print_paper(request, number, pk):
    """Not a step, as for P01: a wrong password must count although the form is refused (AU-05)."""
    case, record = fetched(request, number, pk, lock=request.method == "POST")
    form = PrintForm(
        request.POST if request.method == "POST" else None,
        record=record,
        by=request.user,
        issue=lambda reader: issuing.issue(record, case, reader=reader, by=request.user),
        may_in_full="cases:reveal" in granted(case, request.user, ["cases:reveal"]),
        needs_approval=case.is_sealed,
        kind=record.kind,
    )
    form.ask_own_password(request)
    status = 200
    if request.method == "POST":
        try:
            if form.save():
                return printed(request, form, "petitions:paper_print", "case", case.pk)
            status = 422
        except TypesettingFailed as failure:
            log.error("%s %s was not typeset: %s", record.kind, record.pk, failure)
            messages.error(request, _("没有排出来，编号也没有用掉。请过一会儿再按一次；再不行请告诉系统管理员。"))
            status = 503
    context = {
        "case": case,
        "paper": record,
        "title": title_of(record),
        "form": form,
        "substituted": substituted(),
        "back_url": record.get_absolute_url(),
    }
    return render(request, "petitions/paper_print.html", context, status=status)


# ---------- 取 ----------
def case_on_its_way(request, number, *, action=None, lock=False):
    """A petition; of a dispute or of imported history there are none of these papers."""
    case = case_for(request, number, action=action, lock=lock)
    if case.is_dispute or case.is_historical:
        raise Http404
    return case


def fetched(request, number, pk, *, action=None, lock=False):
    case = case_on_its_way(request, number, action=action, lock=lock)
    papers = case.papers.listed().select_related(
        "claim", "drafted_by", "approved_by", "approved_for", "issued_by", "voided_by"
    )
    record = get_object_or_404(papers.select_for_update(of=("self",)) if lock else papers, pk=pk)
    refuse_grades(request, case, record)
    return case, record


def refuse_grades(request, case, record):
    """How the petitioner rated is not for who handles the case, on paper as little as on its page (PB-06)."""
    if record.tells_grades and not granted(case, request.user, ["cases:see_grades"]):
        raise PermissionDenied(_("本人怎样评的，由能看评价的人起草、打印。"))


def recorded(request, record):
    audit.record(
        request.user,
        request.resolver_match.view_name,
        "case",
        record.case_id,
        request=request,
        field=f"{record.kind} {record.pk}",
    )
