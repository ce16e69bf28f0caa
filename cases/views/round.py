"""One round: live until it is signed, its snapshot after; its list, its carry-over, its signature."""

from datetime import date
from typing import NamedTuple

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, Value
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases import rounds
from cases.counting import capped_count
from cases.forms.rounds import CarryForm, CorrectionForm, SignatureForm
from cases.models import Round
from cases.paging import Place, page_of_ids
from cases.steps import step
from cases.views.edits import FORM
from cases.views.lists import SOON_WORKDAYS
from cases.views.lists import rows as case_rows
from cases.views.rounds import signers
from officials import audit
from officials.calendar import Calendar

PAGE = 50
CARRIED_AT_ONCE = 20


def round_for(request, cycle, starts_on, *, lock=False):
    """The round of an address, locked for a step. Whoever may open rounds may open each."""
    try:
        day = date.fromisoformat(starts_on)
    except ValueError:
        raise Http404 from None
    found = Round.objects.for_change() if lock else Round.objects.select_related("signed_by")
    return get_object_or_404(found, cycle=cycle.upper(), starts_on=day)


def seen_exceptions(one, official):
    """Those of the round whose row `official` sees in lists now: what was sealed since is not among them."""
    return one.exceptions.filter(sees(one.cycle, official))


def sees(cycle, official):
    condition = Q(pk__in=[])
    for expectation in rounds.expectations(cycle, official):
        row = expectation.seen(official).filter(pk=OuterRef("subject_id"))
        condition |= Q(Exists(row), key=expectation.key)
    return condition


def hidden_exceptions(one, official):
    """How many lie outside of what `official` sees: ordinary matters of others, never sealed ones; up to the cap."""
    return capped_count(one.exceptions.undone().filter(sees(one.cycle, None)).exclude(sees(one.cycle, official)))


def dressed(exceptions, one):
    """The exceptions of a page: title, owner and clocks of their cases read now, and whether it is done since.

    Four statements, whatever the number.
    """
    exceptions = list(exceptions)
    ids = {row.subject_id for row in exceptions if row.subject == "case"}
    today = timezone.localdate()
    soon_until = Calendar.load().add_workdays(today, SOON_WORKDAYS)
    cases = {case.pk: case for case in case_rows(ids, today, soon_until)} if ids else {}
    still = still_in_the_way(exceptions, one)
    by_key = {expectation.key: expectation for expectation in rounds.expectations(one.cycle)}
    for row in exceptions:
        row.case = cases.get(row.subject_id) if row.subject == "case" else None
        expectation = by_key.get(row.key)
        row.label_now = expectation.label if expectation else row.label
        row.url = row.case.get_absolute_url() if row.case else address_of(expectation)
        row.is_done = row.done_at is not None or (not one.is_signed and (row.key, row.subject_id) not in still)
        row.css = row.case.row_css if row.case and not row.is_done else ""
        row.needs_word = not (row.is_done or row.is_carried or one.is_signed)
    return exceptions


def address_of(expectation):
    return reverse(expectation.page) + expectation.query if expectation else ""


def still_in_the_way(exceptions, one):
    """{(key, id)} of those that are not done by now: one statement for all keys."""
    wanted = {}
    for row in exceptions:
        wanted.setdefault(row.key, []).append(row.subject_id)
    parts = [
        expectation.in_the_way(None, one.period)
        .filter(pk__in=wanted[expectation.key])
        .order_by()
        .annotate(of=Value(expectation.key))
        .values_list("of", "pk")
        for expectation in rounds.expectations(one.cycle)
        if expectation.key in wanted
    ]
    if not parts:
        return set()
    first, *others = parts
    return set(first.union(*others, all=True) if others else first)


@require_GET
def detail(request, cycle, starts_on):
    """A round: live until it is signed, its snapshot after; below it what is in the way, with the reader's access."""
    one = round_for(request, cycle, starts_on)
    now, official = timezone.now(), request.user
    key = request.GET.get("key", "")
    source = one.before if one.is_open else one  # an open round shows what the one before it carried over
    listed, after = [], None
    if source:
        exceptions = seen_exceptions(source, official).order_by("pk")
        if one.is_open:
            exceptions = exceptions.filter(carried_at__isnull=False, done_at__isnull=True)
        if key:
            exceptions = exceptions.filter(key=key)
        if (place := request.GET.get("after", "")).isdecimal() and len(place) < 19:
            exceptions = exceptions.filter(pk__gt=int(place))
        listed = dressed(exceptions.select_related("carried_by", "part__leader")[: PAGE + 1], source)
        after = listed[PAGE - 1].pk if len(listed) > PAGE else None
    signs = one.awaits_signature and official.may("cases:round_signature") and one.is_signed_by(official)
    parts = list(one.parts.select_related("leader", "signed_by")) if one.has_parts else []
    today = timezone.localdate(now)
    context = {
        "round": one,
        "today": today,
        "soon_until": Calendar.load().add_workdays(today, SOON_WORKDAYS),
        "lines": frozen_lines(one) if one.is_signed else live_lines(one, official),
        "figures": frozen_figures(one) if one.is_signed else live_figures(one, official),
        "exceptions": listed[:PAGE],
        "after": after,
        "key": key,
        "hidden": 0 if one.is_open or one.is_signed else hidden_exceptions(one, official),
        "unexplained": 0
        if one.is_open or one.is_signed
        else capped_count(seen_exceptions(one, official).unexplained()),
        "parts": parts,
        "is_taking_late": one.takes_late_entries(now),
        "signers": signers(one, [part for part in parts if part.signed_at is None]),
        "form": SignatureForm(record=one, by=official) if signs else None,
        "may_carry": one.awaits_signature and official.may("cases:round_carryover"),
        "may_correct": one.is_signed and official.may("cases:round_correction") and may_correct(one, official),
        "shown": one.corrections_shown.select_related("round", "made_by"),
        "later": one.corrections.select_related("shown_in", "made_by"),
    }
    return render(request, "cases/round.html", context)


def may_correct(one, official):
    return bool(official.roles & one.signer_roles)


class ShownLine(NamedTuple):
    label: str
    lacking: int
    done: int
    list_url: str
    done_url: str
    late: int = 0
    carried: int = 0


def live_lines(one, official):
    """Open: what the reader sees now. Cut off: what was in the way then, still with what is done since."""
    at_cutoff = {} if one.is_open else one.exceptions.figures()
    shown = []
    for line in rounds.lines([one.period], official)[one.cycle]:
        key = line.expectation.key
        own = at_cutoff.get(key, {})
        shown.append(
            ShownLine(
                line.expectation.label,
                line.lacking if one.is_open else own.get("count", 0),
                line.done if line.expectation.done else None,
                list_address(one, key) if one.is_open else f"?key={key}#h-list",
                f"{list_address(one, key)}?what=done" if line.expectation.is_of_cases else "",
                own.get("late", 0),
                own.get("carried", 0),
            )
        )
    return shown


def frozen_lines(one):
    return [
        ShownLine(
            label_now(one, line),
            line["lacking"],
            line["done"],
            f"?key={line['key']}#h-list",
            "",
            line["late"],
            line["carried"],
        )
        for line in one.snapshot["lines"]
    ]


def label_now(one, line):
    """In the reader's language where the expectation still stands; else as it was signed."""
    known = rounds.EXPECTATIONS.get((one.cycle, line["key"])) or rounds.REPORTS.get((one.cycle, line["key"]))
    return known.label if known else line["label"]


def list_address(one, key):
    return reverse("cases:round_list", args=[*one.address, key])


def live_figures(one, official):
    return [
        {"label": report.label, "value": value, "url": behind_address(one, report, behind)}
        for report, value, behind in rounds.figures(one.period, official)
    ]


def frozen_figures(one):
    return [
        {"label": label_now(one, figure), "value": figure["value"], "url": list_address(one, figure["key"])}
        for figure in one.snapshot["figures"]
    ]


def behind_address(one, report, behind):
    if behind is None or isinstance(behind, str):
        return behind or ""
    return list_address(one, report.key)


@require_GET
def listing(request, cycle, starts_on, key):
    """The cases behind a number of the round as they are now, with the reader's own access."""
    one = round_for(request, cycle, starts_on)
    found, label = behind(one, key, request.user, done=request.GET.get("what") == "done")
    if isinstance(found, str):
        return redirect(found)
    today = timezone.localdate()
    soon_until = Calendar.load().add_workdays(today, SOON_WORKDAYS)
    ids, previous, following = page_of_ids(
        found,
        after=Place.parse(request.GET.get("after", "")),
        before=Place.parse(request.GET.get("before", "")),
    )
    what = "&what=done" if request.GET.get("what") == "done" else ""
    return render(
        request,
        "cases/round_list.html",
        {
            "round": one,
            "label": label,
            "cases": case_rows(ids, today, soon_until),
            "count": capped_count(found),
            "today": today,
            "soon_until": soon_until,
            "previous": previous and f"?before={previous}{what}",
            "following": following and f"?after={following}{what}",
        },
    )


def behind(one, key, official, *, done):
    """(queryset of cases or the address of another list, what it is called). Raises Http404 for a key unknown."""
    expectation = rounds.EXPECTATIONS.get((one.cycle, key))
    if expectation and official.may(expectation.page):
        if not expectation.is_of_cases:
            return address_of(expectation), expectation.label
        rows = expectation.seen(official)
        if not done:
            return expectation.lacking(rows, one.period), expectation.label
        if expectation.done:
            return expectation.done(rows, one.period), _("%s：已清的") % expectation.label
    report = rounds.REPORTS.get((one.cycle, key))
    if report:
        _value, found = report.compute(one.period, official)
        if found is not None:
            return found, report.label
    raise Http404


# ---------- 步 ----------
@step
@FORM
def carryover(request, cycle, starts_on):
    """Why each of what is in the way goes into the next round, and by which day it will be done."""
    one = round_for(request, cycle, starts_on, lock=request.method == "POST")
    seen = seen_exceptions(one, request.user).undone().order_by("pk")
    left = seen.unexplained()
    data = request.POST if request.method == "POST" else None
    again = request.GET.get("row", "")
    if again.isdecimal() and len(again) < 19:  # one that was explained is explained anew
        rows = dressed(seen.filter(pk=again), one)
        left = left.none()
    else:
        shown = left[:CARRIED_AT_ONCE] if data is None else left.filter(pk__in=CarryForm.rows_in(data))
        rows = [row for row in dressed(shown, one) if row.needs_word]
    form = CarryForm(data, record=one, by=request.user, rows=rows, left=left)
    if request.method == "POST" and form.save():
        audit.record(request.user, "cases:round_carryover", "round", one.pk, request=request, field=str(one))
        messages.success(request, _("已写下 %d 件的原因和新的日子。") % form.carried)
        return redirect(one)
    context = {"round": one, "form": form, "rows": rows, "back_url": one.get_absolute_url()}
    context |= {"count": capped_count(left), "today": timezone.localdate()}
    return render(request, "cases/round_carryover_form.html", context, status=422 if form.is_bound else 200)


@step
@FORM
def signature(request, cycle, starts_on):
    one = round_for(request, cycle, starts_on, lock=request.method == "POST")
    data = request.POST if request.method == "POST" else None
    form = SignatureForm(data, record=one, by=request.user)
    return taken(request, one, form, "cases/round_signature_form.html", _("已签字。名单和数字不再改。"))


@step
@FORM
def correction(request, cycle, starts_on):
    one = round_for(request, cycle, starts_on, lock=request.method == "POST")
    form = CorrectionForm(request.POST if request.method == "POST" else None, record=one, by=request.user)
    return taken(request, one, form, "cases/round_correction_form.html", _("更正已写下，列在下一期。"))


def taken(request, one, form, template, done):
    if request.method == "POST" and form.save():
        action = request.resolver_match.view_name
        audit.record(request.user, action, "round", one.pk, request=request, field=str(one))
        messages.success(request, done)
        return redirect(one)
    context = {"round": one, "form": form, "back_url": one.get_absolute_url()}
    return render(request, template, context, status=422 if form.is_bound else 200)
