"""The whole file as one book: asked for with its purpose, set by a worker, fetched like any print."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access import granted
from cases.forms.papers import PrintForm
from cases.models import PaperPrint
from config.celery import enqueue
from officials import audit
from petitions.papers import dossier as books
from petitions.tasks import set_dossier
from petitions.views.papers import PRINTS_SHOWN, case_on_its_way

LOOK_AGAIN = 2  # seconds, for who has no script


@require_http_methods(["GET", "HEAD", "POST"])
def dossier(request, number):
    """Not a step, as for P01: a wrong password must count although the form is refused (AU-05)."""
    case = case_on_its_way(request, number, lock=request.method == "POST")
    rights = granted(case, request.user, ["cases:reveal", "cases:paper_approval"])
    form = PrintForm(
        request.POST if request.method == "POST" else None,
        record=case,
        by=request.user,
        issue=lambda reader: books.ask(case, reader=reader, by=request.user),
        may_in_full="cases:reveal" in rights,
        needs_approval=case.is_sealed,
        readers=books.READERS,
    )
    form.ask_own_password(request)
    if request.method == "POST" and form.save():
        return asked(request, form, case)
    prints = PaperPrint.objects.filter(dossier__case=case).whole()
    own = list(prints.open_to(request.user, timezone.now()))
    under_way = [print for print in own if print.dossier.is_under_way]
    context = {
        "case": case,
        "form": form,
        "own": own,
        "failed": prints.filter(by=request.user, dossier__state="FAILED").first(),
        "under_way": under_way,
        "waiting": prints.awaiting_approval(),
        "may_approve": "cases:paper_approval" in rights,
        "prints": prints[:PRINTS_SHOWN],
        "back_url": case.get_absolute_url(),
    }
    template = "petitions/_dossier.html" if request.htmx else "petitions/dossier.html"
    response = render(request, template, context, status=422 if request.method == "POST" else 200)
    response["Cache-Control"] = "private, no-store"
    if under_way and not request.htmx and request.method != "POST":
        response["Refresh"] = f"{LOOK_AGAIN}"  # with no script needed; htmx swaps the same part meanwhile
    return response


def asked(request, form, case):
    book = form.printed.dossier
    if form.is_again:
        messages.info(request, _("这一步刚才已经做过，没有重复。"))
        return redirect(book)
    audit.record(
        request.user,
        "petitions:dossier",
        "case",
        case.pk,
        request=request,
        field=book.in_audit,
        reason=form.printed.purpose,
    )
    if book.is_under_way:
        enqueue(set_dossier, book.pk)
    if form.printed.needs_approval:
        messages.warning(request, _("封存件要由另一位阅办人在这一页同意后才能取。"))
    return redirect(book)
