"""The spread of the window (F35): how far each community is, opening one, taking over what the model changed."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.forms import StepForm
from cases.forms.dates import DayField
from cases.steps import step
from cases.text import CleanCharField
from officials import audit
from officials.models import Unit
from reception.models import Rollout, RolloutStep, ServiceItem, WindowModel, WindowText
from reception.models.catalogue import communities_of
from reception.models.rollout import differences


class DeclareForm(StepForm):
    """Which community is the model."""

    community = forms.ModelChoiceField(
        label=gettext_lazy("示范社区"),
        queryset=Unit.objects.communities(),
        empty_label=gettext_lazy("请选"),
        error_messages={"required": gettext_lazy("请选哪个社区做示范。")},
    )
    live_on = DayField(
        label=gettext_lazy("它的窗口从哪天起"),
        latest_today=True,
        error_messages={"required": gettext_lazy("请写它的窗口从哪天起对外服务。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["live_on"].today = self.today

    def take(self):
        typed = self.cleaned_data
        WindowModel.objects.declare(typed["community"], by=self.by, live_on=typed["live_on"])


class TakeForm(StepForm):
    """The items to take over from the model, ticked; `record` is the rollout, or none for opening one."""

    lines = forms.MultipleChoiceField(
        label=gettext_lazy("照抄哪些"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("示范窗口刚才又改过，请重新看一遍差别。")},
    )

    def __init__(self, *args, model, community, found, **kwargs):
        super().__init__(*args, **kwargs)
        self.model, self.community = model, community
        takable = [one for one in found if one.may_be_taken]
        self.fields["lines"].choices = [(one.key, one.name) for one in takable]
        self.initial.setdefault("lines", [one.key for one in takable if one.is_due])

    def take(self):
        lines = self.cleaned_data["lines"]
        if not lines:
            raise ValidationError({"lines": _("请至少勾一项。")})
        if self.record:
            self.count = self.record.take(lines, by=self.by)
        else:
            self.count = len(lines)
            Rollout.objects.open(self.model, self.community, by=self.by, lines=lines)


class TickForm(StepForm):
    kind = forms.ChoiceField(
        choices=RolloutStep.Kind, error_messages={"required": gettext_lazy("没有这一步。")}, widget=forms.HiddenInput
    )

    def take(self):
        self.record.tick(self.cleaned_data["kind"], by=self.by)


class LiveForm(StepForm):
    live_on = DayField(
        label=gettext_lazy("从哪天起对外服务"),
        error_messages={"required": gettext_lazy("请写从哪天起对外服务。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["live_on"].today = self.today

    def take(self):
        self.record.go_live(self.cleaned_data["live_on"], by=self.by)


class TextsForm(StepForm):
    """What one window prints."""

    pledge = CleanCharField(
        label=gettext_lazy("服务承诺"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )
    notice = CleanCharField(
        label=gettext_lazy("一次性告知单上的话"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        texts = WindowText.objects.of(self.record)
        self.initial = {"pledge": texts.get("PLEDGE", ""), "notice": texts.get("NOTICE", ""), **self.initial}

    def take(self):
        for name in ("pledge", "notice"):
            WindowText.objects.write(self.record, name.upper(), self.cleaned_data[name], by=self.by)


# ---------- 页面 ----------
@require_GET
def progress(request):
    """All communities: which version of the model each runs, which step it is at, since when it serves."""
    return show_progress(request)


def show_progress(request, form=None, status=200):
    today = timezone.localdate()
    model = WindowModel.objects.current()
    communities = list(communities_of(request.user, "window:progress"))
    rollouts = Rollout.objects.filter(community__in=communities).prefetch_related("steps").select_related("model")
    by_community = {rollout.community_id: rollout for rollout in rollouts}
    rows = []
    for community in communities:
        rollout = by_community.get(community.pk)
        done = rollout.done_kinds if rollout else set()
        steps = [{"label": kind.label, "is_done": kind.value in done} for kind in RolloutStep.Kind]
        next_step = next((one["label"] for one in steps if not one["is_done"]), "")
        rows.append(
            {
                "community": community,
                "rollout": rollout,
                "is_model": bool(model and model.community_id == community.pk),
                "done": len(done),
                "of": len(steps),
                "next": next_step,
                "is_behind": bool(rollout and model and rollout.version < model.version)
                and community.pk != model.community_id,
            }
        )
    may_declare = model is None and request.user.may("window:declare")
    context = {
        "model": model,
        "rows": rows,
        "form": form or (DeclareForm(by=request.user) if may_declare else None),
        "may_open": request.user.may("window:rollout_open"),
        "today": today,
    }
    return render(request, "window/progress.html", context, status=status)


@step
@require_POST
def declare(request):
    """Say which community is the model; every later one follows it."""
    form = DeclareForm(request.POST, by=request.user)
    if not form.save():
        return show_progress(request, form, 422)
    audit.record(request.user, "window:declare", "unit", form.cleaned_data["community"].pk, request=request)
    messages.success(request, _("已定为示范窗口。"))
    return redirect("window:progress")


class Page:
    """One community's window against the model."""

    def __init__(self, request, pk, *, lock=False):
        self.community = get_object_or_404(communities_of(request.user, "window:rollout"), pk=pk)
        models = WindowModel.objects.filter(is_current=True).select_related("community")
        self.model = (models.select_for_update(of=("self",)) if lock else models).first()
        if self.model is None:
            raise Http404
        rollouts = Rollout.objects.filter(community=self.community)
        self.rollout = (rollouts.for_change() if lock else rollouts.prefetch_related("steps__done_by")).first()
        self.today = timezone.localdate()
        self.found = differences(self.model, self.community, self.today)

    @property
    def is_model(self):
        return self.model.community_id == self.community.pk


@require_GET
def rollout(request, pk):
    """The preview before opening; afterwards the checklist and what differs from the model."""
    return show_rollout(request, Page(request, pk))


def show_rollout(request, page, status=200, **refused):
    rollout, model, community = page.rollout, page.model, page.community
    may = {name: request.user.may(f"window:rollout_{name}") for name in ("open", "take", "step", "live")}
    form = refused.get("take")
    verb = "take" if rollout else "open"
    if form is None and may[verb] and page.found and not page.is_model:
        form = TakeForm(record=rollout, by=request.user, model=model, community=community, found=page.found)
    chosen = form["lines"].value() if form else []
    steps = []
    for kind in RolloutStep.Kind if rollout else ():
        done = next((one for one in rollout.steps.all() if one.kind == kind), None)
        tick = None if done or not may["step"] else TickForm(initial={"kind": kind.value}, by=request.user)
        steps.append({"label": kind.label, "done": done, "form": tick})
    clerks = Rollout(community=community).clerks(page.today) if rollout is None else rollout.clerks(page.today)
    counters = Unit.objects.active().filter(kind=Unit.Kind.WINDOW, parent__in=[community, model.community])
    counters = {unit.parent_id: unit.name for unit in counters}
    live = refused.get("live")
    if live is None and rollout and not rollout.live_on and may["live"]:
        live = LiveForm(record=rollout, by=request.user)
    own_texts, their_texts = WindowText.objects.of(community), WindowText.objects.of(model.community)
    context = {
        "rollout": rollout,
        "model": model,
        "community": community,
        "is_model": page.is_model,
        "differences": [
            {"one": one, "is_chosen": one.key in chosen if one.may_be_taken else False} for one in page.found
        ],
        "behind": sum(one.is_due for one in page.found),
        "form": form,
        "verb": verb,
        "steps": steps,
        "clerks": clerks,
        "counter_name": counters.get(community.pk, ""),
        "their_counter_name": counters.get(model.community_id, "综合窗口"),
        "texts": [
            {"label": kind.label, "own": own_texts.get(kind, ""), "theirs": their_texts.get(kind, "")}
            for kind in WindowText.Kind
        ],
        "live_form": live,
        "tick_errors": refused.get("tick"),
        "item_count": ServiceItem.objects.of(community).in_force(page.today).count(),
        "may_texts": request.user.may("window:texts"),
        "today": page.today,
    }
    return render(request, "window/rollout.html", context, status=status)


@step
@require_POST
def rollout_take(request, pk, verb):
    """Open a window with what is ticked, or take over what the model changed since."""
    page = Page(request, pk, lock=True)
    if (page.rollout is None) != (verb == "open") or page.is_model:
        messages.info(request, _("这个社区的窗口已经开过，差别在这一页逐项跟。"))
        return redirect("window:rollout", pk)
    form = TakeForm(
        request.POST,
        record=page.rollout,
        by=request.user,
        model=page.model,
        community=page.community,
        found=page.found,
    )
    if not form.save():
        return show_rollout(request, Page(request, pk), 422, take=form)
    audit.record(request.user, f"window:rollout_{verb}", "unit", pk, request=request)
    if verb == "open":
        words = _("%(community)s的窗口已开，抄了 %(count)d 项。")
        messages.success(request, words % {"community": page.community.label, "count": form.count})
    else:
        messages.success(request, _("已照示范改了 %d 项。") % form.count)
    return redirect("window:rollout", pk)


@step
@require_POST
def rollout_step(request, pk):
    page = Page(request, pk, lock=True)
    if page.rollout is None:
        raise Http404
    form = TickForm(request.POST, record=page.rollout, by=request.user)
    if not form.save():
        return show_rollout(request, Page(request, pk), 422, tick=form)
    audit.record(request.user, "window:rollout_step", "unit", pk, request=request)
    messages.success(request, _("已记下。"))
    return redirect("window:rollout", pk)


@step
@require_POST
def rollout_live(request, pk):
    page = Page(request, pk, lock=True)
    if page.rollout is None:
        raise Http404
    form = LiveForm(request.POST, record=page.rollout, by=request.user)
    if not form.save():
        return show_rollout(request, Page(request, pk), 422, live=form)
    audit.record(request.user, "window:rollout_live", "unit", pk, request=request)
    messages.success(request, _("已定对外服务的日子，指标页从这天起标出来。"))
    return redirect("window:rollout", pk)


@step
def texts(request, pk):
    """What this window prints; a community may say it its own way."""
    community = get_object_or_404(communities_of(request.user, "window:texts"), pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = TextsForm(sent, record=community, by=request.user)
    if sent is not None and form.save():
        audit.record(request.user, "window:texts", "unit", pk, request=request)
        messages.success(request, _("已改好。"))
        return redirect("window:catalogue")
    context = {"form": form, "community": community}
    return render(request, "window/texts.html", context, status=200 if sent is None else 422)
