"""How good the windows are (F28, F34, K24), what is to be improved, and the tablet on which residents rate."""

from datetime import date, timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import keeping
from cases.forms import StepForm
from cases.forms.dates import DayField
from cases.forms.widgets import Segments
from cases.steps import step
from cases.text import CleanCharField
from disputes.printing import month_chart
from officials import audit
from officials.calendar import month_after
from officials.models import Official, Posting
from reception import window_figures
from reception.counter import Place
from reception.hall_views import COOKIE_AGE
from reception.listing import newest_first, standing_view
from reception.models import Improvement, RatingTablet, Rollout, WindowRating
from reception.models.catalogue import communities_of

LINK = "tablet_link"
BY_MONTH = ("once_done", "on_time", "right", "rated", "complaints")
EARLIEST = date(2000, 1, 1)


class WindowRatingForm(StepForm):
    """What the resident says himself. There is no official in it (R23)."""

    grade = forms.ChoiceField(
        label=gettext_lazy("这次办得怎么样"),
        choices=WindowRating.Grade,
        widget=Segments,
        error_messages={"required": gettext_lazy("请选一个。"), "invalid_choice": gettext_lazy("请选一个。")},
    )
    words = CleanCharField(
        label=gettext_lazy("想说的话"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("可以不写。请不要写证件号和电话"),
    )
    is_complaint = forms.BooleanField(label=gettext_lazy("这是投诉，请办公室查"), required=False)

    def __init__(self, *args, via, now=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.via, self.now = via, now

    def take(self):
        typed = self.cleaned_data
        WindowRating.objects.give(
            self.record,
            grade=typed["grade"],
            words=typed["words"],
            is_complaint=typed["is_complaint"],
            via=self.via,
            now=self.now,
        )


class AssignForm(StepForm):
    """Who makes it better, how, by when."""

    owner = forms.ModelChoiceField(
        label=gettext_lazy("谁来改"),
        queryset=Official.objects.none(),
        empty_label=gettext_lazy("请选"),
        error_messages={"required": gettext_lazy("请选谁来改。")},
    )
    action = CleanCharField(
        label=gettext_lazy("怎么改"), max_length=200, error_messages={"required": gettext_lazy("请写怎么改。")}
    )
    due_on = DayField(label=gettext_lazy("哪天以前"), error_messages={"required": gettext_lazy("请写哪天以前改好。")})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].today = self.today
        roles = ["WC", "HD", "OD"]
        posts = Posting.objects.filter(role__in=roles, since__lte=self.today).exclude(until__lte=self.today)
        self.fields["owner"].queryset = Official.objects.filter(is_active=True, pk__in=posts.values("official"))

    def take(self):
        typed = self.cleaned_data
        self.record.assign(typed["owner"], action=typed["action"], due_on=typed["due_on"])


class DoneForm(StepForm):
    done = CleanCharField(
        label=gettext_lazy("改成什么样"),
        max_length=200,
        error_messages={"required": gettext_lazy("请写改成什么样了。")},
    )

    def take(self):
        self.record.finish(self.cleaned_data["done"], by=self.by)


class ImprovementForm(StepForm):
    """Something somebody of the office noticed, or a question asked again and again."""

    what = CleanCharField(
        label=gettext_lazy("哪里要改"),
        max_length=200,
        error_messages={"required": gettext_lazy("请写哪里要改。")},
        help_text=gettext_lazy("不写群众的姓名、证件号和电话"),
    )
    is_gap = forms.BooleanField(label=gettext_lazy("是反复问、目录里没有的"), required=False)

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        self.community = community

    def take(self):
        source = Improvement.Source.GAP if self.cleaned_data["is_gap"] else Improvement.Source.OWN
        self.made = Improvement.objects.create(
            community=self.community, source=source, what=self.cleaned_data["what"], raised_by=self.by
        )


# ---------- 指标 ----------
class Figure:
    """One figure of one community, or of one month, for the page."""

    def __init__(self, counted, of):
        self.met, self.of = counted.get(of, (0, 0))

    @property
    def percent(self):
        return round(100 * self.met / self.of) if self.of else None


def month_of(request, today):
    """First and last day of the month asked for; never one to come."""
    try:
        first = date.fromisoformat(request.GET.get("month", "") + "-01")
    except ValueError:
        first = today.replace(day=1)
    first = min(max(first, EARLIEST), today.replace(day=1))
    following = (first + timedelta(days=31)).replace(day=1)
    return first, min(following - timedelta(days=1), today)


@require_GET
def quality(request):
    """Each community in one month side by side, one community over the months, and its repeated questions."""
    place, today = Place(request, "window:quality"), timezone.localdate()
    first, until = month_of(request, today)
    counted = {name: figure(first, until) for name, figure in window_figures.FIGURES.items()}
    since = {row.community_id: row.live_on for row in Rollout.objects.filter(community__in=place.all)}
    rows = [
        {
            "community": community,
            "live_on": since.get(community.pk),
            "is_live": bool(since.get(community.pk)) and since[community.pk] <= until,
            **{name: Figure(figures, community.pk) for name, figures in counted.items()},
        }
        for community in place.all
    ]
    months = months_of(place.community, first, until, since.get(place.community.pk)) if place.community else []
    context = {
        "rows": rows,
        "months": months,
        "chart": complaints_chart(place.community, months) if months else "",
        "by_item": window_figures.complaints_by_item(place.community, first, until) if place.community else [],
        "gaps": window_figures.gaps(place.community, first, until) if request.user.may("window:improvements") else [],
        "may_gaps": request.user.may("window:improvements"),
        "first": first,
        "before": (first - timedelta(days=1)).replace(day=1),
        "after": (first + timedelta(days=31)).replace(day=1) if first < today.replace(day=1) else None,
        "today": today,
        **place.context(),
    }
    return render(request, "window/quality.html", context)


def months_of(community, first, until, live_on):
    """The last twelve months of one window up to the one shown, newest first: one query a figure."""
    earliest = date(first.year - 1, first.month, 1)
    at = [month_after(earliest)]
    while at[-1] < first:
        at.append(month_after(at[-1]))
    counted = {name: window_figures.FIGURES[name].by_month(community, at[0], until) for name in BY_MONTH}
    return [
        {
            "first": month,
            "goes_live": live_on if live_on and live_on.replace(day=1) == month else None,
            **{name: Figure(figures, month) for name, figures in counted.items()},
        }
        for month in reversed(at)
    ]


def complaints_chart(community, months):
    """Complaints month by month, with the day the window went live marked (F34); none known where nobody rated."""
    counts = [
        (f"{month['first']:%Y-%m}", month["complaints"].met if month["complaints"].of else None)
        for month in reversed(months)
    ]
    live_on = next((month["goes_live"] for month in months if month["goes_live"]), None)
    words = _("%s 开通") % f"{live_on:%m-%d}" if live_on else ""
    name = _("%s每月投诉") % community.label
    return month_chart(counts, name, mark=live_on and f"{live_on:%Y-%m}", words=words)


# ---------- 改进 ----------
@require_GET
def improvements(request):
    """What is to be made better, the newest first; the same number of queries however many."""
    today = timezone.localdate()
    found = Improvement.objects.visible_to(request.user)
    views = {
        "open": (gettext_lazy("没改好的"), found.open()),
        "unowned": (gettext_lazy("还没有人改"), found.unowned()),
        "late": (gettext_lazy("过了日子"), found.late(today)),
        "done": (gettext_lazy("改好的"), found.done()),
    }
    standing = standing_view(request, views, "open")
    related = ("community", "owner", "deadline", "rating__errand__item")
    shown, following = newest_first(request, standing.found.select_related(*related))
    place = Place(request, "window:improvement_add") if request.user.may("window:improvement_add") else None
    form = ImprovementForm(by=request.user, community=place.community) if place and place.community else None
    context = {
        "improvements": shown,
        "following": following,
        "form": form,
        "today": today,
        **(place.context() if place else {}),
        **standing.context(),
    }
    return render(request, "window/improvements.html", context)


@step
@require_POST
def improvement_add(request):
    place = Place(request, "window:improvement_add")
    form = ImprovementForm(request.POST, by=request.user, community=place.community)
    if not form.save():
        context = {"form": form, "is_refused": True, "improvements": [], "tabs": [], **place.context()}
        return render(request, "window/improvements.html", context, status=422)
    audit.record(request.user, "window:improvement_add", "improvement", form.made.pk, request=request)
    messages.success(request, _("已记下，主任定谁来改。"))
    return redirect("window:improvement", form.made.pk)


def improvement_for(request, pk, *, lock=False):
    found = Improvement.objects.visible_to(request.user)
    if lock:
        return get_object_or_404(found.for_change(), pk=pk)
    related = (
        "community",
        "owner",
        "done_by",
        "raised_by",
        "deadline",
        "rating__errand__item",
        "rating__errand__visit",
    )
    return get_object_or_404(found.select_related(*related), pk=pk)


@require_GET
def improvement(request, pk):
    """One thing to improve, what the resident said of it, and what is done about it."""
    return show_improvement(request, improvement_for(request, pk))


def show_improvement(request, found, status=200, **refused):
    audit.record(request.user, "window:improvement", "improvement", found.pk, request=request)
    may_assign = found.is_open and request.user.may("window:improvement_assign")
    may_finish = found.is_open and found.owner_id and request.user.may("window:improvement_finish")
    context = {
        "improvement": found,
        "assign_form": refused.get("assign") or (AssignForm(record=found, by=request.user) if may_assign else None),
        "done_form": refused.get("finish") or (DoneForm(record=found, by=request.user) if may_finish else None),
        "today": timezone.localdate(),
    }
    return render(request, "window/improvement.html", context, status=status)


IMPROVED = {"assign": (AssignForm, gettext_lazy("已交办。")), "finish": (DoneForm, gettext_lazy("已改好。"))}


@step
@require_POST
def improve(request, pk, verb):
    form_class, words = IMPROVED[verb]
    form = form_class(request.POST, record=improvement_for(request, pk, lock=True), by=request.user)
    if not form.save():
        return show_improvement(request, improvement_for(request, pk), 422, **{verb: form})
    audit.record(request.user, f"window:improvement_{verb}", "improvement", pk, request=request)
    messages.success(request, words)
    return redirect("window:improvement", pk)


# ---------- 平板 ----------
def cookie_name():
    return "__Host-tablet" if settings.SESSION_COOKIE_SECURE else "tablet"


@require_GET
def tablets(request):
    """The tablets of the windows; the link of a new one is shown once."""
    communities = communities_of(request.user, "window:tablets")
    kept = {tablet.community_id: tablet for tablet in RatingTablet.objects.in_force()}
    link = keeping.take(request.session, LINK) or {}
    rows = [
        {
            "community": community,
            "tablet": kept.get(community.pk),
            "link": request.build_absolute_uri(reverse("window:tablet_link", args=[link["secret"]]))
            if link.get("community") == community.pk
            else "",
        }
        for community in communities
    ]
    context = {"rows": rows, "form": StepForm(by=request.user), "today": timezone.localdate()}
    return render(request, "window/tablets.html", context)


@step
@require_POST
def tablet_admit(request, pk):
    """A new tablet for one window; the one before shows nothing from now on."""
    community = get_object_or_404(communities_of(request.user, "window:tablet_admit"), pk=pk)
    made = RatingTablet.objects.admit(community, by=request.user)
    audit.record(request.user, "window:tablet_admit", "unit", pk, request=request)
    keeping.put(request.session, LINK, {"community": community.pk, "secret": made.secret})
    messages.success(request, _("请在平板上打开下面的链接，24 小时内有效，只能开一次。"))
    return redirect("window:tablets")


@never_cache
@require_GET
def tablet_link(request, secret):
    """Open the link of a tablet: once, on the tablet itself."""
    opened = RatingTablet.objects.open_link(secret)
    if opened is None:
        return render(request, "window/tablet_closed.html", {"is_used": True}, status=404)
    audit.record(None, "window:tablet_link", "unit", opened.community_id, request=request)
    response = redirect("window:tablet")
    secure = settings.SESSION_COOKIE_SECURE
    kept = {"max_age": COOKIE_AGE, "httponly": True, "secure": secure, "samesite": "Lax"}
    response.set_cookie(cookie_name(), opened.cookie, **kept)
    response["Referrer-Policy"] = "no-referrer"
    return response


@transaction.non_atomic_requests
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tablet(request):
    """What stands before the resident: the errand just done, three answers, a word. Signed in, nobody rates (R23)."""
    here = RatingTablet.objects.of_cookie(request.COOKIES.get(cookie_name(), ""))
    if here is None or request.user.is_authenticated:
        context = {"is_signed_in": request.user.is_authenticated}
        return render(request, "window/tablet_closed.html", context, status=403)
    errand = here.errand_now(timezone.now())
    sent = request.POST if request.method == "POST" else None
    if sent is not None and (errand is None or sent.get("errand") != errand.visit.contact_no):
        errand, sent = None, None
    form = WindowRatingForm(sent, record=errand, via=WindowRating.Via.TABLET) if errand else None
    if sent is not None:
        with transaction.atomic():
            if form.save():
                return render(request, "window/tablet.html", {"is_done": True, "community": here.community})
            transaction.set_rollback(True)
    context = {"errand": errand, "form": form, "community": here.community}
    return render(request, "window/tablet.html", context, status=422 if sent is not None else 200)
