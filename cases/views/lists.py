"""The list of cases with its views."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.counting import Among, capped_counts, told_of_sealed
from cases.filters import CaseFilter
from cases.forms.views import SavedViewForm
from cases.models import AssistTask, Case, Deadline, SavedView
from cases.paging import Place, page_of_ids
from cases.search import highlight
from cases.steps import step
from cases.waiting import asks_anything, givers_of, waiting_for
from officials.calendar import Calendar

DEFAULT_VIEW = "open"
SOON_WORKDAYS = 3
ALWAYS = {"waiting", "open", "late", "soon", "target", "untriaged", "all"}  # views shown though they hold nothing
NOT_HANDED = {"historical", "sealed", "untriaged"}  # views of what nobody is given from a list
SHOWN = (  # what a row or a card says; a case has a hundred columns more
    *("number", "title", "stage", "procedure", "level", "channel", "received_at", "triaged_on", "closed_on"),
    *("people_affected", "urgency", "is_backlog", "is_historical", "voided_on"),
    *("community__name", "community__short_name", "category__name", "handler__name"),
    *("handling_unit__name", "handling_unit__short_name"),
)


def views_of(today, soon_until):
    """The standing views: name -> (label, CSS state of its count, what it shows of the cases given)."""
    return {
        "open": (gettext_lazy("在办"), "", lambda cases: cases.open().current()),
        "urgent": (gettext_lazy("急办，还没行动"), "", lambda cases: cases.urgent_unacted()),
        "late": (gettext_lazy("法定超期"), "is-late", lambda cases: cases.legally_late(today)),
        "soon": (gettext_lazy("三个工作日内到期"), "", lambda cases: cases.legally_due(today, soon_until)),
        "target": (gettext_lazy("未清零（法定期限内）"), "is-goal", lambda cases: cases.target_missed(today)),
        "promises": (gettext_lazy("承诺到期没办"), "is-late", lambda cases: cases.promise_broken(today)),
        "handed": (gettext_lazy("移交了没有签收"), "is-late", lambda cases: cases.not_taken(today)),
        "unowned": (gettext_lazy("疑难，没有包案领导"), "is-late", lambda cases: cases.without_owner(today)),
        "untriaged": (gettext_lazy("待分流"), "", lambda cases: cases.untriaged()),
        "unassigned": (gettext_lazy("没有承办人"), "", lambda cases: cases.unassigned()),
        "objected": (gettext_lazy("转出的有异议"), "", lambda cases: cases.objected()),
        "unanalysed": (gettext_lazy("复杂、疑难，没有研判"), "", lambda cases: cases.unanalysed()),
        "disputes": (gettext_lazy("矛盾纠纷"), "", lambda cases: cases.open().disputes()),
        "agreed": (gettext_lazy("调解协议要回访"), "", lambda cases: cases.to_follow_up(today)),
        "mass": (gettext_lazy("涉众"), "", lambda cases: cases.open().mass_affecting()),
        "backlog": (gettext_lazy("积案"), "", lambda cases: cases.open().backlog()),
        "historical": (gettext_lazy("历史来件"), "", lambda cases: cases.historical()),
        "all": (gettext_lazy("全部"), "", lambda cases: cases),
    }


@require_GET
def case_list(request):
    """All cases one may see, the tightest running legal day first, then the newest; at most twelve queries.

    Sealed cases are outside every view but `sealed`, which only their named readers have.
    """
    today = timezone.localdate()
    calendar = Calendar.load()
    soon_until = calendar.add_workdays(today, SOON_WORKDAYS)
    seen = Case.objects.visible_to(request.user, "cases:list", sealed=False)
    views = views_of(today, soon_until)
    among = Among(seen, {key: shows(Case.objects.all()) for key, (_label, _css, shows) in views.items()})
    beside = {"sealed": Case.objects.visible_to(request.user, "cases:list").filter(is_sealed=True)}
    views["sealed"] = (gettext_lazy("封存件"), "", lambda cases: beside["sealed"])
    if asks_anything(request.user):
        beside["waiting"] = waiting_for(request.user, seen)
        views = {"waiting": (gettext_lazy("等我审核、签字"), "", lambda cases: beside["waiting"])} | views
    name = request.GET.get("view", "all" if request.GET.get("q") else DEFAULT_VIEW)
    if name not in views:
        name = DEFAULT_VIEW
    filters = CaseFilter(request.GET, queryset=views[name][2](seen), today=today, soon_until=soon_until)
    found = filters.found()
    beside |= {"": filters.counted(), "assists": AssistTask.objects.visible_to(request.user).open()}
    counts = capped_counts(beside, among=among)
    count, assists, has_sealed = counts.pop(""), counts.pop("assists"), counts["sealed"] > 0
    counts["sealed"] = told_of_sealed(counts["sealed"])
    ids, previous, following = page_of_ids(
        found,
        after=Place.parse(request.GET.get("after", "")),
        before=Place.parse(request.GET.get("before", "")),
    )
    page = rows(ids, today, soon_until, hits=request.GET.get("q", ""))
    givers = givers_of(request.user, ids) if name == "waiting" else {}
    for case in page:
        case.in_place_of = givers.get(case.pk)
    applied = [
        (label, words, _address(request, **{key: None, "after": None, "before": None}))
        for key, label, words in filters.applied()
    ]
    return render(
        request,
        "cases/case_list.html",
        {
            "today": today,
            "soon_until": soon_until,
            "cases": page,
            "filters": filters,
            "applied": applied,
            "count": told_of_sealed(count) if name == "sealed" else count,
            "tabs": [
                {
                    "label": label,
                    "css": css,
                    "count": counts[key],
                    "address": f"{reverse('cases:list')}?view={key}",
                    "is_current": key == name,
                }
                for key, (label, css, _shows) in views.items()
                # Who reads no sealed case is not told that there are any; what is seldom in use is shown where it is.
                if (has_sealed if key == "sealed" else counts[key] or key in ALWAYS or key == name)
            ],
            "view_name": name,
            "view_label": views[name][0],
            "saved_views": request.user.saved_views.all(),
            "query_string": _address(request, after=None, before=None).lstrip("?"),
            "previous": previous and _address(request, before=previous, after=None),
            "following": following and _address(request, after=following, before=None),
            "may_board": request.user.may("cases:board"),
            "may_hand": request.user.may("cases:board_handover") and name not in NOT_HANDED,
            "is_picked": request.GET.get("pick") == "1",
            "pick_address": _address(request, pick="1"),
            "unpick_address": _address(request, pick=None),
            "back_address": _address(request, pick=None),
            "may_ladder": request.user.may("cases:ladder"),
            "may_assist": request.user.may("assists:list"),
            "assists_waiting": assists,
            "may_see_teams": request.user.may("teams:list"),
            "may_answer_inquiries": request.user.may("inquiries:list"),
            "is_dense": request.GET.get("dense") == "1",
            "standard_address": _address(request, dense=None),
            "dense_address": _address(request, dense="1"),
        },
        status=200 if filters.form.is_valid() else 422,
    )


def rows(ids, today, soon_until, hits=""):
    """The cases of one page in the order of `ids`, each with its running clocks and how its row looks.

    Two queries whatever the number. `hits` is what was searched, to be marked in the title.
    """
    running = Deadline.objects.running().ours().order_by("legal_end_on", "pk")
    found = (
        Case.objects.filter(pk__in=ids)
        .select_related("community", "category", "handling_unit", "handler")
        .only(*SHOWN)
        .prefetch_related(Prefetch("deadlines", queryset=running, to_attr="running_clocks"))
    )
    by_id = {case.pk: case for case in found}
    page = [by_id[pk] for pk in ids if pk in by_id]
    for case in page:
        case.title_segments = highlight(case.title, hits)
        _dress(case, today, soon_until)
    return page


def _dress(case, today, soon_until):
    """Which clocks the row shows and which bar it wears: late in law, soon, or only an internal target missed."""
    kinds = Deadline.Kind
    clocks = case.running_clocks
    legal = [clock for clock in clocks if clock.kind in (kinds.STATUTORY, kinds.ASSIGNED)]
    case.legal_clock = next(iter(legal), None)
    inner = {kinds.CLEARING, kinds.TARGET} | ({kinds.PROMISE} if case.is_dispute else set())  # M03 is all it has
    case.inner_clock = next((clock for clock in clocks if clock.kind in inner), None)
    case.legal_is_over = any(clock.is_late(today) for clock in legal)
    promise_is_broken = any(clock.kind == kinds.PROMISE and clock.is_late(today) for clock in clocks)
    if case.legal_is_over or promise_is_broken:
        case.row_css = "is-late"
    elif any(clock.legal_end_on <= soon_until for clock in legal) or any(clock.rule == "F22" for clock in clocks):
        case.row_css = "is-soon"  # near by law, or urgent and nobody has done anything yet
    elif any(clock.is_late(today) for clock in clocks if clock.kind == kinds.CLEARING):
        case.row_css = "is-goal"
    else:
        case.row_css = ""


def _address(request, **changes):
    """The address of this list with some parameters changed; None takes one away."""
    query = request.GET.copy()
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@step
@require_POST
def save_view(request):
    """Keep the filters of the list under a name of one's own."""
    form = SavedViewForm(request.POST, by=request.user)
    if form.save():
        messages.success(request, _("已存为视图“%s”。") % form.cleaned_data["name"])
        return redirect(f"{reverse('cases:list')}?{form.cleaned_data['query']}")
    return render(request, "cases/saved_view_form.html", {"form": form}, status=422)


@step
@require_POST
def delete_view(request, pk):
    view = get_object_or_404(SavedView, pk=pk, official=request.user)
    view.delete()
    messages.success(request, _("视图“%s”已删除，案件没有变动。") % view.name)
    return redirect("cases:list")


def saved_query(text):
    """The part of an address worth saving: known filters only, never a place on a page."""
    query = QueryDict(text, mutable=True)
    keep = QueryDict(mutable=True)
    for name in ["view", *CaseFilter.base_filters]:
        if query.get(name):
            keep[name] = query[name]
    return keep.urlencode()
