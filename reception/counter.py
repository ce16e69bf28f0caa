"""The one window (F32, F33): find what is asked for or write it down, answer, hand over, or say what is missing."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases import identity, keeping
from cases.forms import StepForm
from cases.forms.widgets import Segments
from cases.models.case import day_starts
from cases.steps import step
from cases.text import CleanCharField
from disputes.models import Dispute, DisputeKind
from officials import audit
from officials.models import Unit
from reception.materials import labelled
from reception.models import Errand, ServiceItem, Visit, VisitParty, WindowText
from reception.models.brought import Conflict
from reception.models.catalogue import communities_of
from reception.models.errand import Way
from reception.models.window import promised
from reception.views import qr_svg

SHOWN_TODAY = 15
SHOWN_WAITING = 10
ASK = "ask_"  # a field for each thing an item asks for


def sections():
    return Unit.objects.active().filter(kind__in=[Unit.Kind.SECTION, Unit.Kind.STATION])


class ErrandForm(StepForm):
    """What one resident wants at the window. Of an item only what it needs is asked; without one it is described."""

    statement = CleanCharField(
        label=gettext_lazy("群众怎么问"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("照原话写，不写证件号和电话"),
    )
    told = CleanCharField(
        label=gettext_lazy("怎么答复的"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )
    back_office = forms.ModelChoiceField(
        label=gettext_lazy("当场答不了，交哪个科室"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=gettext_lazy("不用交后台"),
        error_messages={"invalid_choice": gettext_lazy("没有这个科室，请重新选。")},
    )
    missing = forms.MultipleChoiceField(
        label=gettext_lazy("缺哪几样材料"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("没带的都勾上，一次说全；都带了不用勾"),
        error_messages={"invalid_choice": gettext_lazy("没有这样材料，请重新勾。")},
    )
    name = CleanCharField(
        label=gettext_lazy("姓名"), max_length=50, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    phone = CleanCharField(
        label=gettext_lazy("联系电话"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "tel", "class": "num"}),
    )
    by_code = forms.BooleanField(label=gettext_lazy("不留电话，凭查询码来问"), required=False)

    def __init__(self, *args, community, item=None, visit=None, follows=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.community, self.item, self.visit, self.follows = community, item, visit, follows
        self.warnings = []
        self.fields["name"].must = self.fields["phone"].must = _("选填")
        if item:
            self.fields["missing"].choices = [(row["name"], row["name"]) for row in item.materials]
            for position, label in enumerate(item.asks):
                self.fields[f"{ASK}{position}"] = CleanCharField(label=label, max_length=200, required=False)
            del self.fields["back_office"]
            self.fields["told"].initial = item.answer
            self.fields["statement"].widget.attrs["rows"] = 2
            self.fields["statement"].must = _("选填")
        else:
            del self.fields["missing"]
            self.fields["back_office"].queryset = sections()
        if not self.is_bound:
            first = next((name for name in self.fields if name.startswith(ASK)), "told" if item else "statement")
            self.fields[first].widget.attrs["autofocus"] = True
        if any(way == Way.HAND for way, _words, _key in self.ways):
            self.fields["phone"].must = _("交后台必填")
        else:
            del self.fields["by_code"]
        if visit:
            for name in ("name", "phone", "by_code"):
                self.fields.pop(name, None)
            self.initial.setdefault("statement", visit.statement)

    # ---------- 问 ----------
    @property
    def ways(self):
        """The buttons in their order: the first is what the item is for. (value, words, access key)"""
        answer = (Way.ANSWER, _("当场答复，打回执"), "s")
        hand = (Way.HAND, _("交后台，打回执"), "b")
        notice = (Way.NOTICE, _("材料不全，打一次性告知单"), "k")
        petition = (Way.PETITION, _("是诉求，转为信访事项"), "")
        if self.item is None:
            return [answer, hand, petition]
        rows = [notice] if self.item.materials else []
        if self.item.is_back_office:
            return [(hand[0], hand[1], "s"), *rows, petition]
        return [answer, *rows, petition]

    @property
    def asked(self):
        return [self[name] for name in self.fields if name.startswith(ASK)]

    @property
    def way(self):
        return self.data.get("do", "")

    # ---------- 填 ----------
    def clean_name(self):
        return self._checked(identity.check_name(self.cleaned_data["name"]))

    def clean_phone(self):
        return self._checked(identity.check_phone(self.cleaned_data["phone"]))

    def _checked(self, checked):
        if checked.errors:
            raise ValidationError(list(checked.errors))
        self.warnings += checked.warnings
        return checked.display

    def clean(self):
        typed = super().clean()
        if self.way not in Way.values:
            raise ValidationError(_("请按其中一个按钮。"))
        if not self.item and typed.get("statement") == "":
            self.add_error("statement", _("请写群众怎么问。"))
        if self.way == Way.PETITION and typed.get("statement") == "" and self.item:
            self.add_error("statement", _("转为信访事项要写群众反映什么。"))
        if self.way == Way.HAND and not typed.get("by_code") and typed.get("phone") == "":
            self.add_error("phone", _("请留电话，好把答复告诉本人；不愿留的，勾“凭查询码来问”。"))
        for text in ("statement", "told"):
            self.warnings += identity.stray_numbers(typed.get(text) or "")
        return typed

    def take(self):
        typed = self.cleaned_data
        self.errand = Errand.objects.serve(
            self.way,
            by=self.by,
            community=self.community,
            statement=typed.get("statement", ""),
            item=self.item,
            missing=typed.get("missing", []),
            told=typed.get("told", ""),
            back_office=typed.get("back_office"),
            filled={field.label: typed[field.name] for field in self.asked if typed.get(field.name)},
            follows=self.follows,
            visit=self.visit,
            name=typed.get("name", ""),
            phone=typed.get("phone", ""),
        )


class TakeUpForm(StepForm):
    """It is a grievance: what was asked becomes a petition or a dispute, from the day it came, nothing typed again.

    `record` is the contact. A dispute needs the other side; everything else is known.
    """

    to = forms.ChoiceField(
        label=gettext_lazy("转为什么"),
        choices=[("PETITION", gettext_lazy("信访事项")), ("DISPUTE", gettext_lazy("矛盾纠纷"))],
        initial="PETITION",
        widget=Segments,
        error_messages={"required": gettext_lazy("请选转为什么。")},
    )
    dispute_kind = forms.ModelChoiceField(
        label=gettext_lazy("哪一类纠纷"),
        queryset=DisputeKind.objects.none(),
        required=False,
        empty_label=gettext_lazy("不是纠纷"),
        error_messages={"invalid_choice": gettext_lazy("没有这一类，请重新选。")},
    )
    other_side = CleanCharField(label=gettext_lazy("对方姓名或者单位"), required=False, max_length=50)
    wanted = CleanCharField(label=gettext_lazy("要求怎么解决"), required=False, max_length=1000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dispute_kind"].queryset = DisputeKind.objects.in_use(self.today)

    def clean(self):
        typed = super().clean()
        if typed.get("to") == "DISPUTE" and not typed.get("dispute_kind"):
            self.add_error("dispute_kind", _("请选是哪一类纠纷。"))
        return typed

    def contact(self):
        return self.record

    def take(self):
        typed, visit = self.cleaned_data, self.contact()
        conflict = None
        if typed["to"] == "DISPUTE":
            conflict = Conflict(
                kind=typed["dispute_kind"],
                other_side=typed["other_side"],
                wanted=typed["wanted"] or visit.statement[:1000],
                source=Dispute.Source.APPLIED,
            )
        visit.take_up(
            by=self.by,
            reopens=True,
            statement=visit.statement,
            people_present=visit.people_present,
            people_affected=visit.people_affected,
            community=visit.community,
            conflict=conflict,
        )


# ---------- 窗口 ----------
class Place:
    """The window a page is about: the community asked for, or the first the official may open under `action`."""

    def __init__(self, request, action):
        self.all = list(communities_of(request.user, action))
        wanted = request.POST.get("community") or request.GET.get("community", "")
        self.community = next((one for one in self.all if str(one.pk) == wanted), None)
        if self.community is None and wanted:
            raise Http404
        if self.community is None and self.all:
            self.community = self.all[0]

    def context(self):
        return {"community": self.community, "communities": self.all if len(self.all) > 1 else []}


@require_GET
def counter(request):
    """The window: what is asked for, found while typing; one form for what becomes of it."""
    place = Place(request, "window:counter")
    item = item_at(request.GET.get("item", ""), place.community)
    visit = waiting_visit(request, request.GET.get("contact", ""))
    follows = errand_before(request, request.GET.get("follows", ""))
    if follows and item is None and follows.item_id:
        item = ServiceItem.objects.latest().filter(line=follows.item.line, community=place.community).first()
    form = None
    if place.community and (item or request.GET.get("own") or visit or follows):
        words = request.GET.get("q", "") if not item else ""
        form = ErrandForm(
            initial={"statement": words}, community=place.community, item=item, visit=visit, follows=follows
        )
    return show_counter(request, place, form)


@require_GET
def find(request):
    """The items for what is typed, as a part of the page; without script the page itself shows them."""
    place = Place(request, "window:find")
    if not request.htmx:
        return counter(request)
    found = items_found(request, place.community)
    return render(request, "window/_found.html", {"items": found, "q": request.GET.get("q", ""), **place.context()})


def items_found(request, community):
    typed = request.GET.get("q", "")[:60]
    if community is None or not typed.strip():
        return []
    items = ServiceItem.objects.of(community).in_force(timezone.localdate()).select_related("counter", "unit")
    return items.find(typed)


@step
@require_POST
def serve(request):
    """One errand is done, handed over or told what is missing; refused, the page keeps what was typed."""
    place = Place(request, "window:serve")
    if place.community is None:
        raise Http404
    item = item_at(request.POST.get("item", ""), place.community)
    visit = waiting_visit(request, request.POST.get("contact", ""), lock=True)
    follows = errand_before(request, request.POST.get("follows", ""))
    form = ErrandForm(
        request.POST, by=request.user, community=place.community, item=item, visit=visit, follows=follows
    )
    if not form.save():
        return show_counter(request, place, form, status=422)
    visit = form.errand.visit
    audit.record(request.user, "window:serve", "visit", visit.pk, request=request)
    for warning in form.warnings:
        messages.warning(request, warning)
    if visit.query_code:
        keeping.put(request.session, keeping.CODE, {"visit": visit.pk, "code": visit.query_code, "is_first": True})
    messages.success(request, _("已登记 %s") % visit.contact_no)
    if form.way == Way.NOTICE:
        return redirect("window:notice", visit.contact_no)
    return redirect(visit if visit.query_code else form.errand)


def show_counter(request, place, form, status=200):
    today = timezone.localdate()
    errands, waiting = [], []
    if place.community:
        parties = VisitParty.objects.only("visit", "is_lead", "name_masked")
        errands = (
            Errand.objects.visible_to(request.user)
            .of(place.community)
            .filter(at__gte=day_starts(today))
            .select_related("item", "visit__case", "visit__request")
            .prefetch_related(Prefetch("visit__parties", parties))
            .order_by("-at")[:SHOWN_TODAY]
        )
    if request.user.may("reception:queue"):
        waits = Visit.objects.on_desk_of(request.user).awaiting_talk().filter(ticket__isnull=False)
        waiting = waits.filter(received_at__gte=day_starts(today)).select_related("ticket")
        waiting = waiting.order_by("received_at")[:SHOWN_WAITING]
    context = {
        "form": form,
        "item": form.item if form else None,
        "materials": labelled(form.item.materials) if form and form.item else [],
        "promised_on": promised(today, form.item.promise_days).legal_end
        if form and form.item and form.item.is_back_office
        else None,
        "items": [] if form else items_found(request, place.community),
        "is_bare": not (
            form or request.GET.get("q") or ServiceItem.objects.of(place.community).in_force(today).exists()
        ),
        "q": request.GET.get("q", ""),
        "errands": errands,
        "waiting": waiting,
        "pledge": WindowText.objects.of(place.community).get("PLEDGE", "") if place.community else "",
        "today": today,
        **place.context(),
    }
    return render(request, "window/counter.html", context, status=status)


def item_at(pk, community):
    """The item in force that the page names; none where it names none."""
    if not pk.isdecimal() or len(pk) > 18 or community is None:
        return None
    items = ServiceItem.objects.of(community).in_force(timezone.localdate()).select_related("counter", "unit")
    return get_object_or_404(items, pk=pk)


def waiting_visit(request, contact_no, *, lock=False):
    if not contact_no:
        return None
    visits = Visit.objects.on_desk_of(request.user).awaiting_talk()
    if lock:
        visits = visits.select_for_update(of=("self",))
    return get_object_or_404(visits, contact_no=contact_no)


def errand_before(request, contact_no):
    if not contact_no:
        return None
    errands = Errand.objects.visible_to(request.user).select_related("item", "visit")
    return get_object_or_404(errands, visit__contact_no=contact_no)


# ---------- 办的事 ----------
def errand_for(request, contact_no, *, lock=False):
    errands = Errand.objects.visible_to(request.user).filter(visit__contact_no=contact_no)
    if lock:
        return get_object_or_404(errands.for_change().select_related("visit"))
    related = ("item__counter", "community", "by", "visit__case", "visit__answer", "visit__request__deadline")
    return get_object_or_404(errands.select_related(*related, "visit__request__unit", "rating", "follows__visit"))


@require_GET
def errand(request, contact_no):
    """What was asked, under which version of the item, what became of it."""
    return show_errand(request, errand_for(request, contact_no))


def show_errand(request, errand, form=None, status=200):
    audit.record(request.user, "window:errand", "visit", errand.visit_id, request=request)
    visit = errand.visit
    may_take_up = visit.may_be_taken_up and request.user.may("window:errand_take_up")
    context = {
        "errand": errand,
        "visit": visit,
        "lead": visit.parties.defer(*VisitParty.MASKED).filter(is_lead=True).first(),
        "form": form or (TakeUpForm(record=visit, by=request.user) if may_take_up else None),
        "is_refused": status != 200,
        "missing": labelled(errand.missing_rows),
        "may_come_back": bool(errand.missing) and request.user.may("window:serve"),
        "may_tablet": errand.may_be_rated and request.user.may("window:errand_tablet"),
        "tablet_form": StepForm(),
        "may_open_request": visit.request_id and request.user.may("reception:request"),
        "may_print": visit.voided_at is None and visit.registrar_id == request.user.pk,
        "today": timezone.localdate(),
    }
    return render(request, "window/errand.html", context, status=status)


@step
@require_POST
def errand_take_up(request, contact_no):
    """A petition or a dispute in one action, from its true arrival."""
    found = errand_for(request, contact_no, lock=True)
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=found.visit_id)
    form = TakeUpForm(request.POST, record=visit, by=request.user)
    if not form.save():
        return show_errand(request, errand_for(request, contact_no), form, status=422)
    audit.record(request.user, "window:errand_take_up", "visit", visit.pk, request=request)
    messages.success(request, _("已转为 %s，收到的时间照旧。") % visit.case.number)
    return redirect("window:errand", contact_no)


@step
@require_POST
def errand_tablet(request, contact_no):
    """Show this errand on the tablet of the window, for the resident to rate."""
    found = errand_for(request, contact_no, lock=True)
    form = StepForm(request.POST, record=found, by=request.user)
    form.take = found.ask_on_tablet
    if not form.save():
        for words in form.non_field_errors():
            messages.error(request, words)
        return show_errand(request, errand_for(request, contact_no), status=422)
    audit.record(request.user, "window:errand_tablet", "visit", found.visit_id, request=request)
    messages.success(request, _("窗口平板上已经请本人评价，10 分钟内有效。请把平板转向本人。"))
    return redirect("window:errand", contact_no)


@require_GET
def notice(request, contact_no):
    """The one-time notice: all that is missing, on one sheet. The query code stands on it once."""
    found = errand_for(request, contact_no)
    if not found.missing:
        raise Http404
    drawn = keeping.take(request.session, keeping.CODE) or {}
    if drawn.get("visit") == found.visit_id:
        found.visit.query_code = drawn["code"]
    audit.record(request.user, "window:notice", "visit", found.visit_id, request=request)
    counter_here = Unit.objects.active().filter(parent=found.community, kind=Unit.Kind.WINDOW).first()
    context = {
        "errand": found,
        "visit": found.visit,
        "missing": labelled(found.missing_rows),
        "place": counter_here,
        "text": WindowText.objects.of(found.community).get("NOTICE", ""),
        "query_address": settings.QUERY_ADDRESS,
        "qr_svg": qr_svg(settings.QUERY_ADDRESS),
        "back_url": reverse("window:counter") + f"?community={found.community_id}",
    }
    return render(request, "window/notice.html", context)
