"""The pages of the catalogue: its list, one item with its versions, changing it, importing it, what is suggested."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import connection
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.forms import StepForm
from cases.forms.dates import DayField
from cases.forms.widgets import Segments
from cases.steps import step
from cases.text import CleanCharField
from officials import audit
from officials.models import Official, Unit
from reception import catalogue_table, materials
from reception.counter import Place, sections
from reception.letters import MAX_BYTES, SHOWN_ERRORS
from reception.listing import in_order, standing_view
from reception.models import FormerCounter, ServiceItem, Suggestion
from reception.models.catalogue import communities_of

REVIEW_AFTER = 180  # days, unless the owner says otherwise
IMPORT_LOCK = 20262  # the namespace of this app's advisory locks


class MaterialsField(CleanCharField):
    """A text of one material a line; its value is the list."""

    def clean(self, value):
        return materials.read(super().clean(value))


class LabelsField(CleanCharField):
    def clean(self, value):
        return catalogue_table.labels(super().clean(value))


class ItemForm(StepForm):
    """An item of the catalogue. `record` is its latest version, or none for a new one of `community`."""

    name = CleanCharField(
        label=gettext_lazy("事项名称"),
        max_length=60,
        error_messages={"required": gettext_lazy("请写事项名称。")},
    )
    words = CleanCharField(
        label=gettext_lazy("群众怎么说"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("群众平常的说法，用空格隔开，例如 老年证 老人卡 优待证丢了"),
    )
    counter = forms.ModelChoiceField(
        label=gettext_lazy("原来的窗口"),
        queryset=FormerCounter.objects.all(),
        empty_label=gettext_lazy("请选"),
        error_messages={"required": gettext_lazy("请选原来是哪个窗口办的。")},
    )
    who_may = CleanCharField(label=gettext_lazy("谁能办"), max_length=200, required=False)
    materials = MaterialsField(
        label=gettext_lazy("材料"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("一行一样：名称 | 原件 或 复印件 或 原件和复印件 | 说明，例如 身份证 | 原件 | 本人的"),
    )
    handling = forms.ChoiceField(
        label=gettext_lazy("怎么办"),
        choices=ServiceItem.Handling,
        initial=ServiceItem.Handling.INSTANT,
        widget=Segments,
        error_messages={"required": gettext_lazy("请选怎么办。")},
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("后台科室"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=gettext_lazy("当场办的不选"),
        error_messages={"invalid_choice": gettext_lazy("没有这个科室，请重新选。")},
    )
    promise_days = forms.IntegerField(
        label=gettext_lazy("承诺几个工作日"),
        min_value=1,
        max_value=60,
        required=False,
        widget=forms.NumberInput({"class": "in-num"}),
        error_messages={
            "invalid": gettext_lazy("请填整数，例如 3。"),
            "min_value": gettext_lazy("至少 1 个工作日。"),
            "max_value": gettext_lazy("最多 60 个工作日，请核对。"),
        },
    )
    answer = CleanCharField(
        label=gettext_lazy("怎么答复群众"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("窗口照着说就行：能不能办、带什么、几天、收不收费"),
    )
    asks = LabelsField(
        label=gettext_lazy("要填的内容"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("办的时候要问的，用顿号隔开，例如 家里几口人、月收入"),
    )
    valid_from = DayField(label=gettext_lazy("从哪天起"), required=False, help_text="")
    valid_to = DayField(label=gettext_lazy("到哪天为止"), required=False, help_text="")
    review_on = DayField(label=gettext_lazy("哪天以前复核"), required=False, help_text="")
    note = CleanCharField(label=gettext_lazy("改了什么、为什么"), max_length=200, required=False)

    SAID = (*ServiceItem.FACTS, "review_on")

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        self.community = community
        self.fields["unit"].queryset = sections()
        for name in ("valid_from", "valid_to", "review_on"):
            self.fields[name].today = self.today
        if self.record:
            said = {name: getattr(self.record, name) for name in self.SAID}
            said |= {"counter": self.record.counter_id, "unit": self.record.unit_id}
            said |= {"materials": materials.written(self.record.materials), "asks": _("、").join(self.record.asks)}
            self.initial = {**said, **self.initial}
        else:
            del self.fields["note"]
            self.initial.setdefault("valid_from", self.today)

    def take(self):
        typed = self.cleaned_data
        facts = {name: typed[name] for name in self.SAID}
        facts["valid_from"] = facts["valid_from"] or (self.record.valid_from if self.record else self.today)
        if facts["handling"] == ServiceItem.Handling.INSTANT:
            facts |= {"unit": None, "promise_days": None}
        if facts["review_on"]:
            facts["owner"] = getattr(self.record, "owner", None) or self.by
        if self.record:
            self.item = self.record.change(by=self.by, note=typed["note"], **facts)
        else:
            self.item = ServiceItem.objects.add(self.community, by=self.by, **facts)


class CatalogueImportForm(StepForm):
    """A workbook into the catalogue of one community: all rows or none."""

    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("xlsx 或 csv。第一行是表头，事项名称、原来的窗口、怎么办 三列必须有"),
        error_messages={"required": gettext_lazy("请选文件。")},
    )

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        self.community = community

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("文件有 %(size)d MB，最多 10 MB。请拆成几份再导入。") % {"size": file.size >> 20})
        return file

    def take(self):
        file, now = self.cleaned_data["file"], timezone.now()
        connection.cursor().execute("SELECT pg_advisory_xact_lock(%s, %s)", [IMPORT_LOCK, self.community.pk])
        try:
            table = catalogue_table.read(file.read(), file.name)
            checked = catalogue_table.check(
                table,
                counters={counter.name: counter for counter in FormerCounter.objects.all()},
                sections={unit.name: unit for unit in sections()},
                today=self.today,
            )
        except ValidationError as refusal:
            raise ValidationError({"file": refusal.messages}) from None
        if checked.errors:
            raise ValidationError({"file": checked.errors[:SHOWN_ERRORS]})
        self.added, self.changed = catalogue_table.write(self.community, checked, by=self.by, now=now)


class AcceptForm(ItemForm):
    """A suggestion becomes an entry: who keeps it, and when it is looked at again."""

    owner = forms.ModelChoiceField(
        label=gettext_lazy("谁维护"),
        queryset=Official.objects.none(),
        empty_label=gettext_lazy("请选"),
        error_messages={"required": gettext_lazy("请选谁维护这一条。")},
    )

    def __init__(self, *args, suggestion, **kwargs):
        super().__init__(*args, record=None, community=suggestion.community, **kwargs)
        self.suggestion = suggestion
        self.fields["review_on"].required = True
        self.fields["review_on"].error_messages["required"] = _("请写哪天以前复核。")
        self.fields["owner"].queryset = owners(suggestion)
        answer, item = suggestion.request.answer, suggestion.item
        said = {
            "owner": suggestion.owner_id,
            "review_on": self.today + timezone.timedelta(days=REVIEW_AFTER),
            "answer": answer.text if answer else "",
        }
        if item:
            said |= {name: getattr(item, name) for name in ItemForm.SAID if name not in ("answer", "review_on")}
            said |= {"counter": item.counter_id, "unit": item.unit_id, "asks": _("、").join(item.asks)}
            said |= {"materials": materials.written(item.materials)}
        else:
            said |= {"name": suggestion.request.visit.statement[:60], "words": ""}
        self.initial = {**said, **self.initial}

    def take(self):
        typed = self.cleaned_data
        facts = {name: typed[name] for name in ServiceItem.FACTS}
        facts["valid_from"] = facts["valid_from"] or self.today
        if facts["handling"] == ServiceItem.Handling.INSTANT:
            facts |= {"unit": None, "promise_days": None}
        self.item = self.suggestion.accept(by=self.by, owner=typed["owner"], review_on=typed["review_on"], **facts)


def owners(suggestion):
    """Who may keep an entry: who answered, the section that answered, and the window's clerks."""
    from officials.models import Posting

    today = timezone.localdate()
    here = Posting.objects.filter(unit__in=[suggestion.community_id, suggestion.request.unit_id], since__lte=today)
    here = here.exclude(until__lte=today)
    return Official.objects.filter(is_active=True, pk__in=[*here.values_list("official", flat=True)]) | (
        Official.objects.filter(pk=suggestion.owner_id)
    )


class RefuseForm(StepForm):
    reason = CleanCharField(
        label=gettext_lazy("为什么不收"),
        max_length=200,
        error_messages={"required": gettext_lazy("请写为什么不收。")},
    )

    def take(self):
        self.record.refuse(self.cleaned_data["reason"], by=self.by)


# ---------- 目录 ----------
def views_of(items, today):
    return {
        "open": (gettext_lazy("在用的"), items.in_force(today)),
        "review": (gettext_lazy("过了复核的日子"), items.to_review(today)),
        "over": (gettext_lazy("没生效、过期的"), items.out_of_force(today)),
    }


@require_GET
def catalogue(request):
    """The catalogue of one window; narrowed by counter or by words."""
    place, today = Place(request, "window:catalogue"), timezone.localdate()
    items = ServiceItem.objects.of(place.community)
    counter = request.GET.get("counter", "")
    if counter.isdecimal() and len(counter) < 10:
        items = items.filter(counter=counter)
    q = request.GET.get("q", "")[:60]
    standing = standing_view(request, views_of(items, today), "open")
    found = standing.found.matching(q) if q.strip() else standing.found.order_by("counter__position", "name", "pk")
    shown, following = in_order(request, found.select_related("counter", "unit", "owner"))
    context = {
        "items": shown,
        "following": following,
        "counters": FormerCounter.objects.all(),
        "counter": counter,
        "q": q,
        "may_add": place.community in place.all and request.user.may("window:item_add"),
        "may_import": request.user.may("window:catalogue_import"),
        "suggested": Suggestion.objects.visible_to(request.user).open().filter(community=place.community).count()
        if request.user.may("window:suggestions")
        else 0,
        "today": today,
        **standing.context(),
        **place.context(),
    }
    return render(request, "window/catalogue.html", context)


@require_GET
def item(request, pk):
    """One version of an item, and all the others."""
    items = ServiceItem.objects.visible_to(request.user).select_related(
        "counter", "unit", "owner", "community", "model_item__community", "changed_by"
    )
    found = get_object_or_404(items, pk=pk)
    may_change = found.is_latest and request.user.may("window:item_change")
    context = {
        "item": found,
        "materials": materials.labelled(found.materials),
        "versions": found.versions(),
        "latest": None if found.is_latest else found.versions().filter(is_latest=True).first(),
        "may_change": may_change
        and communities_of(request.user, "window:item_change").filter(pk=found.community_id).exists(),
        "today": timezone.localdate(),
    }
    return render(request, "window/item.html", context)


@step
def item_add(request):
    """A new item of one window."""
    place = Place(request, "window:item_add")
    sent = request.POST if request.method == "POST" else None
    form = ItemForm(sent, by=request.user, community=place.community)
    if sent is not None and form.save():
        audit.record(request.user, "window:item_add", "item", form.item.pk, request=request)
        messages.success(request, _("已加进目录。"))
        return redirect(form.item)
    context = {"form": form, "back_url": back_to_catalogue(place.community), **place.context()}
    return render(request, "window/item_form.html", context, status=200 if sent is None else 422)


@step
def item_change(request, pk):
    """The next version of an item; requests keep the one they were made under."""
    own = communities_of(request.user, "window:item_change")
    items = ServiceItem.objects.visible_to(request.user).filter(community__in=own)
    sent = request.POST if request.method == "POST" else None
    if sent is not None:
        items = items.for_change()
    found = get_object_or_404(items.select_related("community", "counter", "unit"), pk=pk)
    if sent is None and not found.is_latest:
        return redirect("window:item_change", found.versions().get(is_latest=True).pk)
    form = ItemForm(sent, record=found, by=request.user, community=found.community)
    if sent is not None and form.save():
        audit.record(request.user, "window:item_change", "item", form.item.pk, request=request)
        messages.success(request, _("已是第 %d 版，以前的登记仍照原来的一版。") % form.item.version)
        return redirect(form.item)
    context = {"form": form, "item": found, "community": found.community, "back_url": found.get_absolute_url()}
    return render(request, "window/item_form.html", context, status=200 if sent is None else 422)


@step
def catalogue_import(request):
    """Import a workbook; every error is told by row and column, and then nothing is written."""
    place = Place(request, "window:catalogue_import")
    sent = request.POST if request.method == "POST" else None
    form = CatalogueImportForm(sent, request.FILES or None, by=request.user, community=place.community)
    if sent is not None and form.save():
        audit.record(request.user, "window:catalogue_import", "unit", place.community.pk, request=request)
        values = {"added": form.added, "changed": form.changed}
        messages.success(request, _("已导入：新增 %(added)d 项，改了 %(changed)d 项。") % values)
        return redirect(back_to_catalogue(place.community))
    columns = [(names[0], key in catalogue_table.REQUIRED) for key, names in catalogue_table.COLUMNS.items()]
    context = {
        "form": form,
        "columns": columns,
        "counters": FormerCounter.objects.all(),
        "back_url": back_to_catalogue(place.community),
        **place.context(),
    }
    return render(request, "window/catalogue_import.html", context, status=200 if sent is None else 422)


def back_to_catalogue(community):
    return reverse("window:catalogue") + (f"?community={community.pk}" if community else "")


# ---------- 建议 ----------
@require_GET
def suggestions(request):
    """What the back office answered and the catalogue does not say yet; the oldest first."""
    found = Suggestion.objects.visible_to(request.user)
    views = {
        "open": (gettext_lazy("待定"), found.open()),
        "over": (gettext_lazy("定过的"), found.exclude(state=Suggestion.State.OPEN)),
    }
    standing = standing_view(request, views, "open")
    shown, following = in_order(
        request,
        standing.found.select_related("community", "owner", "item", "request__visit", "request__unit").order_by("pk"),
    )
    context = {"suggestions": shown, "following": following, "today": timezone.localdate(), **standing.context()}
    return render(request, "window/suggestions.html", context)


def suggestion_for(request, pk, *, lock=False):
    found = Suggestion.objects.visible_to(request.user)
    if lock:
        found = found.for_change()
    related = ("community", "owner", "item__counter", "request__visit", "request__unit")
    return get_object_or_404(found.select_related(*related).prefetch_related("request__replies"), pk=pk)


@require_GET
def suggestion(request, pk):
    """One suggestion: the question, the answer, and the entry it would make."""
    return show_suggestion(request, suggestion_for(request, pk))


def show_suggestion(request, found, status=200, **refused):
    may = {name: found.is_open and request.user.may(f"window:suggestion_{name}") for name in ("accept", "refuse")}
    accept = refused.get("accept") or (AcceptForm(by=request.user, suggestion=found) if may["accept"] else None)
    refuse = refused.get("refuse") or (RefuseForm(record=found, by=request.user) if may["refuse"] else None)
    context = {"suggestion": found, "form": accept, "refuse_form": refuse, "today": timezone.localdate()}
    return render(request, "window/suggestion.html", context, status=status)


@step
@require_POST
def suggestion_accept(request, pk):
    found = suggestion_for(request, pk, lock=True)
    form = AcceptForm(request.POST, by=request.user, suggestion=found)
    if not form.save():
        return show_suggestion(request, suggestion_for(request, pk), 422, accept=form)
    audit.record(request.user, "window:suggestion_accept", "item", form.item.pk, request=request)
    messages.success(request, _("已收进目录。"))
    return redirect(form.item)


@step
@require_POST
def suggestion_refuse(request, pk):
    form = RefuseForm(request.POST, record=suggestion_for(request, pk, lock=True), by=request.user)
    if not form.save():
        return show_suggestion(request, suggestion_for(request, pk), 422, refuse=form)
    audit.record(request.user, "window:suggestion_refuse", "suggestion", pk, request=request)
    messages.success(request, _("已记不收。"))
    return redirect("window:suggestions")
