"""The director's board: what nobody has in hand yet, what is disputed, and who has how much (F36, F40, F46)."""

from django.contrib import messages
from django.db import connection
from django.db.models import BigIntegerField, Count, Q, Value
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from cases.counting import Among, capped_counts
from cases.forms.handover import BulkHandoverForm, handlers
from cases.models import Case
from cases.steps import step
from cases.views.edits import FORM
from cases.views.lists import SOON_WORKDAYS, rows
from officials import audit
from officials.calendar import Calendar
from officials.models import Official, Role, Unit

SHOWN = 6
# name -> (label, where the whole list is, the key that leads there, whether its cases are handed to somebody here)
GROUPS = {
    "urgent": (gettext_lazy("急办，还没行动"), "?view=urgent", "1", True),
    "untriaged": (gettext_lazy("待分流"), "?view=untriaged", "2", False),
    "unassigned": (gettext_lazy("到了单位，没有承办人"), "?view=unassigned", "3", True),
    "handed": (gettext_lazy("移交了没有签收"), "?view=handed", "4", True),
    "objected": (gettext_lazy("转出的有异议"), "?view=objected", "5", True),
    "unowned": (gettext_lazy("疑难，没有包案领导"), "?view=unowned", "6", True),
}
# Off the index `case_workload` alone; who is barred is left out as everywhere.
WORKLOAD = """
    SELECT handling_unit_id, handler_id, count(*), count(*) FILTER (WHERE next_legal_on < %s),
        count(*) FILTER (WHERE next_legal_on BETWEEN %s AND %s)
    FROM ({seen}) AS seen GROUP BY 1, 2
"""


@require_GET
def board(request):
    """One page whatever the number of cases: at most fifteen queries."""
    today = timezone.localdate()
    soon_until = Calendar.load().add_workdays(today, SOON_WORKDAYS)
    seen = Case.objects.visible_to(request.user, "cases:board", sealed=False)
    cases = Case.objects
    groups = {
        "urgent": cases.urgent_unacted(),
        "untriaged": cases.untriaged(),
        "unassigned": cases.unassigned(),
        "handed": cases.not_taken(today),
        "objected": cases.objected(),
        "unowned": cases.without_owner(today),
    }
    first = {f"{name}:first": (found.tightest_first(), SHOWN) for name, found in groups.items()}
    counts = capped_counts({}, among=Among(seen, groups, first))
    shown = {name: counts.pop(f"{name}:first") for name in groups}
    page = {case.pk: case for case in rows([pk for ids in shown.values() for pk in ids], today, soon_until)}
    context = {
        "today": today,
        "soon_until": soon_until,
        "groups": [
            {
                "name": name,
                "label": label,
                "address": address,
                "key": key,
                "count": counts[name],
                "cases": [page[pk] for pk in shown[name] if pk in page],
                "may_hand": may_hand and request.user.may("cases:board_handover"),
                "may_own": name == "unowned" and request.user.may("cases:ownership"),
            }
            for name, (label, address, key, may_hand) in GROUPS.items()
        ],
        "workload": workload(seen, today, soon_until),
        "mediators": mediators(seen, today),
        "posts": handlers(today) if request.user.may("cases:board_handover") else [],
        "may_hand": request.user.may("cases:board_handover"),
    }
    audit.record(request.user, "cases:board", request=request)
    return render(request, "cases/board.html", context)


def workload(seen, today, soon_until):
    """By unit, its handlers with how many open cases each has, how many late in law and how many near."""
    open_now = seen.open().current().order_by().values("handling_unit_id", "handler_id", "next_legal_on")
    sql, params = open_now.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(WORKLOAD.format(seen=sql), [today, today, soon_until, *params])
        counted = cursor.fetchall()
    units = Unit.objects.in_bulk({unit for unit, *_more in counted if unit})
    people = Official.objects.in_bulk({person for _unit, person, *_more in counted if person})
    found = {}
    for unit, person, *numbers in counted:
        if unit:
            who = people[person].name if person else ""
            found.setdefault(unit, []).append({"id": person, "who": who, "numbers": numbers})
    return [
        {
            "unit": units[unit],
            "people": sorted(people_of_unit, key=lambda row: (not row["who"], -row["numbers"][0], row["who"])),
            "numbers": [sum(column) for column in zip(*(row["numbers"] for row in people_of_unit), strict=True)],
        }
        for unit, people_of_unit in sorted(found.items(), key=lambda pair: units[pair[0]].label)
    ]


def mediators(seen, today):
    """Who mediates, with how many matters open by now and how many ended this month: a count of work, no score (0187).

    As lead or beside one. Who mediates nothing just now is there too: that is who has room.
    """
    none = Value(0, output_field=BigIntegerField())
    his = seen.disputes().current().filter(dispute__mediators__isnull=False).order_by()
    columns = "dispute__mediators__official", "dispute__mediators__official__name"
    lead = Count("pk", filter=Q(dispute__mediators__is_lead=True))
    ongoing = his.open().values_list(*columns).annotate(open=Count("pk"), lead=lead, ended=none)
    ended = his.filter(closed_on__gte=today.replace(day=1)).values_list(*columns)
    ended = ended.annotate(open=none, lead=none, ended=Count("pk"))
    idle = Official.objects.holding(Role.MD, on=today).order_by().values_list("pk", "name", none, none, none)
    rows = {}
    for person, who, *numbers in ongoing.union(ended, idle, all=True):
        found = rows.setdefault(person, {"id": person, "who": who, "open": 0, "lead": 0, "ended": 0})
        for name, number in zip(("open", "lead", "ended"), numbers, strict=True):
            found[name] += number
    return sorted(rows.values(), key=lambda row: (-row["open"], row["who"]))


@step
@FORM
def board_handover(request):
    """Cases ticked on the board or in the list to one handler: to whom, then what will happen, then all or none."""
    today = timezone.localdate()
    sent = request.POST if request.method == "POST" else request.GET
    asked = list(dict.fromkeys(sent.getlist("case")))
    back = request.GET.get("back", "")
    back = back if back.startswith("?") else ""  # a place in the list, never another page
    back_url = f"{reverse('cases:list')}{back}" if back else reverse("cases:board")
    cases = Case.objects.visible_to(request.user, "cases:board_handover", sealed=False).open().current()
    cases = cases.filter(number__in=asked[: BulkHandoverForm.MOST]).order_by("pk")
    cases = cases.for_change() if request.method == "POST" else cases
    cases = list(cases.select_related("handling_unit", "handler"))
    if not cases:
        messages.warning(
            request, _("先勾选要移交的案件。") if not asked else _("勾选的都不能移交：已经办结，或者您看不到。")
        )
        return redirect(back_url)
    post = chosen_of(handlers(today), sent.get("post", ""))
    form = BulkHandoverForm(
        request.POST if request.method == "POST" else None, record=cases, by=request.user, today=today, post=post
    )
    if request.method == "POST" and form.save():
        for case, _why in form.going:
            audit.record(request.user, "cases:board_handover", "case", case.pk, request=request)
        said = {"count": len(form.going), "name": post.official.name}
        messages.success(request, _("已把 %(count)d 件移交给%(name)s，等他签收。") % said)
        return redirect(back_url)
    context = {
        "form": form,
        "post": post,
        "posts": [] if post else with_load(handlers(today)),
        "cases": cases,
        "missing": sorted(set(asked[: BulkHandoverForm.MOST]) - {case.number for case in cases}),
        "too_many": max(len(asked) - BulkHandoverForm.MOST, 0),
        "back": back,
        "back_url": back_url,
    }
    return render(request, "cases/board_handover.html", context, status=422 if form.is_bound else 200)


def chosen_of(posts, chosen):
    return posts.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 19 else None


def with_load(posts):
    """The posts, each with how many open cases its holder has by now: matters, sealed ones aside."""
    posts = list(posts)
    open_now = Case.objects.unsealed().open().current().filter(handler__in={post.official_id for post in posts})
    counted = dict(open_now.order_by().values_list("handler").annotate(count=Count("pk")))
    for post in posts:
        post.in_hand = counted.get(post.official_id, 0)
    return posts
