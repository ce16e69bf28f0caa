"""Going to the people (F18, F19): what is planned, asked, done or left, and the way back to the desk."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import identity, keeping
from cases.access import granted, sees_masked
from cases.forms import StepForm
from cases.forms.dates import ClockField, DayField
from cases.forms.widgets import Segments
from cases.identity import mask_stray
from cases.models import Case
from cases.steps import step
from cases.text import CleanCharField
from cases.views.case import parties_of
from cases.views.edits import changeable
from officials import audit
from officials.models import Official, Role, Unit
from reception.listing import in_order, standing_view
from reception.models import Outreach, Visit

MOST_HEARD = 50

FORM = require_http_methods(["GET", "HEAD", "POST"])
DEFAULT_VIEW = "planned"
WHO_GOES = [Role.RC, Role.WC, Role.GW, Role.HD, Role.OD, Role.LO, Role.HO, Role.MD]
OFFERED = 30  # of a community's open cases
NOT_CHOSEN = gettext_lazy("请选")


# ---------- 表单 ----------
def moment_of(typed, day, clock):
    """The moment of two fields, or None where one of them is wrong."""
    if typed.get(day) is None or typed.get(clock) is None:
        return None
    return timezone.make_aware(timezone.datetime.combine(typed[day], typed[clock]))


class WhenForm(StepForm):
    """A day and an hour."""

    on = DayField(label=gettext_lazy("哪天去"))
    at = ClockField(label=gettext_lazy("几点去"))

    @property
    def starts_at(self):
        return moment_of(self.cleaned_data, "on", "at")


class MoveForm(WhenForm):
    def take(self):
        self.record.move(self.starts_at, by=self.by)


class PlanForm(WhenForm):
    """Who goes when; the subclasses say where and for what."""

    lead = forms.ModelChoiceField(
        None,
        label=gettext_lazy("谁去"),
        empty_label=NOT_CHOSEN,
        error_messages={"required": gettext_lazy("请选谁去。")},
    )
    companion = forms.ModelChoiceField(
        None, label=gettext_lazy("和谁一起去"), required=False, empty_label=gettext_lazy("一个人去")
    )
    company = CleanCharField(
        label=gettext_lazy("同去的单位"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("如 派出所、物业；只写单位"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = Official.objects.holding(*WHO_GOES, on=self.today).order_by("name", "pk")
        for name in ("lead", "companion"):
            self.fields[name].queryset = people
        self.fields["lead"].initial = self.by and self.by.pk

    def planned(self, **fields):
        typed = self.cleaned_data
        who = {name: typed[name] for name in ("lead", "companion", "company")}
        return Outreach.objects.plan(by=self.by, starts_at=self.starts_at, **who, **fields)


class CommunityForm(PlanForm):
    """A visit to a community, with matters or with topics (F18)."""

    community = forms.ModelChoiceField(
        None,
        label=gettext_lazy("去哪个社区"),
        empty_label=NOT_CHOSEN,
        error_messages={"required": gettext_lazy("请选去哪个社区。")},
    )
    place = CleanCharField(
        label=gettext_lazy("在哪见面"), required=False, max_length=60, help_text=gettext_lazy("如 社区议事厅")
    )
    purpose = CleanCharField(
        label=gettext_lazy("谈什么"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("话题；没有话题也没有带案件的，不计入下访次数"),
    )
    numbers = CleanCharField(
        label=gettext_lazy("带哪几件"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("案号，用空格或逗号分开，最多 10 件"),
    )

    picked = forms.MultipleChoiceField(
        label=gettext_lazy("带哪几件去"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("有一件已经不在这里，请重新选。")},
    )

    field_order = ["community", "place", "on", "at", "lead", "companion", "company", "purpose", "picked", "numbers"]

    def __init__(self, *args, offered_of=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = Unit.objects.communities()
        if offered_of is None:
            del self.fields["picked"]
            return
        self.fields["community"].initial = offered_of.pk
        open_here = self.takeable().filter(community=offered_of).tightest_first().only("number", "title")[:OFFERED]
        self.fields["picked"].choices = [(case.number, f"{case.number} {case.title}") for case in open_here]
        if not self.fields["picked"].choices:
            del self.fields["picked"]

    def takeable(self):
        return Case.objects.visible_to(self.by, sealed=False).open()

    def clean_numbers(self):
        """The matters meant: open ones that one may see, none of them sealed."""
        asked = dict.fromkeys(self.cleaned_data["numbers"].upper().replace("，", " ").replace(",", " ").split())
        found = {case.number: case for case in self.takeable().filter(number__in=asked)}
        if unknown := [number for number in asked if number not in found]:
            words = _("没有找到 %s：请核对案号；办结的和您看不到的不能带。")
            raise ValidationError(words % "、".join(unknown))
        self.cases = list(found.values())
        return self.cleaned_data["numbers"]

    def take(self):
        typed = self.cleaned_data
        where = {name: typed[name] for name in ("community", "place", "purpose")}
        cases = {case.pk: case for case in [*self.takeable().filter(number__in=typed.get("picked", [])), *self.cases]}
        try:
            self.outreach = self.planned(kind=Outreach.Kind.COMMUNITY, cases=list(cases.values()), **where)
        except ValidationError as refusal:
            if hasattr(refusal, "error_dict") and "cases" in refusal.error_dict:
                raise ValidationError({"numbers": refusal.error_dict["cases"]}) from None
            raise


class HomeForm(PlanForm):
    """A visit to the home of a case, by two people, for a stated purpose (F19)."""

    purpose = CleanCharField(
        label=gettext_lazy("来意"),
        max_length=200,
        help_text=gettext_lazy("照这句话告诉群众；地址按案件上登记的，不另写"),
        error_messages={"required": gettext_lazy("请写来意：为哪件事、想说什么，照这句话告诉群众。")},
    )

    field_order = ["purpose", "on", "at", "lead", "companion", "company"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        companion = self.fields["companion"]
        companion.required, companion.empty_label = True, NOT_CHOSEN
        companion.error_messages = {**companion.error_messages, "required": _("家访至少两人同去，请选另一位。")}

    def take(self):
        self.outreach = self.planned(
            kind=Outreach.Kind.HOME,
            case=self.record,
            purpose=self.cleaned_data["purpose"],
        )


class ConsentForm(StepForm):
    """What the people at home said when they were asked."""

    YES, NO = "yes", "no"

    answer = forms.ChoiceField(
        label=gettext_lazy("群众同意吗"),
        choices=[(YES, gettext_lazy("同意")), (NO, gettext_lazy("不同意"))],
        widget=Segments,
        error_messages={"required": gettext_lazy("请选同意还是不同意。")},
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("怎样问的"),
        choices=Outreach.Consent,
        widget=Segments,
        error_messages={"required": gettext_lazy("请选怎样问的。")},
    )
    asked_on = DayField(label=gettext_lazy("哪天问的"), latest_today=True)
    asked_at = ClockField(label=gettext_lazy("几点问的"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["asked_on"].initial = self.today

    def take(self):
        typed = self.cleaned_data
        if typed["answer"] == self.NO:
            return self.record.decline(typed["channel"], by=self.by, at=moment_of(typed, "asked_on", "asked_at"))
        return self.record.agree(typed["channel"], by=self.by, at=moment_of(typed, "asked_on", "asked_at"))

    def add_refusal(self, refusal):
        if hasattr(refusal, "error_dict") and "consent_at" in refusal.error_dict:
            refusal.error_dict["asked_at"] = refusal.error_dict.pop("consent_at")
        super().add_refusal(refusal)


class HoldForm(StepForm):
    """What came of it, and of each matter taken along."""

    went_on = DayField(label=gettext_lazy("哪天去的"), latest_today=True)
    went_at = ClockField(label=gettext_lazy("几点到的"))
    outcome = CleanCharField(
        label=gettext_lazy("说了什么、定了什么"),
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("请写说了什么、定了什么。")},
    )
    next_step = CleanCharField(label=gettext_lazy("下一步"), required=False, max_length=100)
    next_on = DayField(label=gettext_lazy("哪天前"), required=False)

    def __init__(self, *args, matters=(), **kwargs):
        super().__init__(*args, **kwargs)
        planned = timezone.localtime(self.record.starts_at)
        self.fields["went_on"].initial, self.fields["went_at"].initial = planned.date(), planned.time()
        self.matters = {f"told_{matter.pk}": matter for matter in matters}
        for name, matter in self.matters.items():
            label = _("%s 这件说了什么") % matter.case.number
            self.fields[name] = CleanCharField(label=label, required=False, max_length=200)
        self.order_fields(["went_on", "went_at", *self.matters, "outcome", "next_step", "next_on"])

    def take(self):
        typed = self.cleaned_data
        told = {matter.pk: typed[name] for name, matter in self.matters.items()}
        self.record.hold(
            typed["outcome"],
            by=self.by,
            started_at=moment_of(typed, "went_on", "went_at"),
            told=told,
            next_step=typed["next_step"],
            next_on=typed["next_on"],
        )
        words = " ".join([typed["outcome"], typed["next_step"], *told.values()])
        self.warnings = identity.stray_numbers(words)

    def add_refusal(self, refusal):
        if hasattr(refusal, "error_dict") and "started_at" in refusal.error_dict:
            refusal.error_dict["went_at"] = refusal.error_dict.pop("started_at")
        super().add_refusal(refusal)


class DropForm(StepForm):
    reason = CleanCharField(
        label=gettext_lazy("为什么没有去"),
        max_length=100,
        error_messages={"required": gettext_lazy("请写为什么没有去。")},
    )

    def take(self):
        self.record.drop(self.cleaned_data["reason"], by=self.by)


# ---------- 列表 ----------
def views_of(official, now):
    """The standing views of the list: name -> (label, visits)."""
    seen = Outreach.objects.visible_to(official).unsealed()
    return {
        "planned": (gettext_lazy("待去"), seen.planned()),
        "unrecorded": (gettext_lazy("到时间了，还没记"), seen.unrecorded(now)),
        "mine": (gettext_lazy("我要去的"), seen.planned().of(official)),
        "all": (gettext_lazy("全部"), seen.unmarked()),
    }


@require_GET
def outreaches(request):
    """What lies ahead first; the same number of queries however many there are."""
    now = timezone.now()
    standing = standing_view(request, views_of(request.user, now), DEFAULT_VIEW)
    order = ["-starts_at", "-pk"] if standing.name == "all" else ["starts_at", "pk"]
    found = standing.found.select_related("community", "case", "lead", "companion").order_by(*order)
    shown, following = in_order(request, found)
    context = {
        "outreaches": shown,
        "following": following,
        "may_add": request.user.may("reception:outreach_add"),
        "today": timezone.localdate(now),
        "now": now,
        **standing.context(),
    }
    return render(request, "reception/outreaches.html", context)


# ---------- 一次 ----------
@step
@FORM
def outreach_add(request):
    """Plan a visit to a community; `?community=` offers its open cases to take along."""
    sent = request.POST if request.method == "POST" else None
    asked = request.GET.get("community", "")
    communities = list(Unit.objects.communities())
    community = next((one for one in communities if str(one.pk) == asked), None)
    form = CommunityForm(sent, by=request.user, offered_of=community)
    if sent is not None and form.save():
        return planned(request, form.outreach)
    context = {
        "form": form,
        "communities": communities,
        "community": community,
        "back_url": reverse("reception:outreaches"),
    }
    return render(request, "reception/outreach_form.html", context, status=200 if sent is None else 422)


@step
@FORM
def home_visit_add(request, number):
    """Plan a visit to the home of a case."""
    case = changeable(request, number)
    sent = request.POST if request.method == "POST" else None
    form = HomeForm(sent, by=request.user, record=case)
    if sent is not None and form.save():
        return planned(request, form.outreach)
    context = {"form": form, "case": case, "back_url": case.get_absolute_url()}
    return render(request, "reception/outreach_form.html", context, status=200 if sent is None else 422)


def planned(request, outreach):
    audit.record(request.user, request.resolver_match.view_name, "outreach", outreach.pk, request=request)
    messages.success(request, _("已安排。"))
    return redirect("reception:outreach", outreach.pk)


def outreach_for(request, pk, *, lock=False):
    """The visit, if one may see it; with `lock` for a step, which on a home is for who may write on its case."""
    found = Outreach.objects.visible_to(request.user)
    if not lock:
        return get_object_or_404(found.select_related("case", "community", "lead", "companion", "consent_by"), pk=pk)
    Outreach.objects.lock_cases(get_object_or_404(found.values_list("pk", flat=True), pk=pk))
    record = get_object_or_404(found.for_change(), pk=pk)
    if record.case_id and not Case.objects.within(request.user, "reception:home_visit_add").filter(pk=record.case_id):
        raise PermissionDenied(_("这件案子的家访不归您办。请找承办人或信访办主任。"))
    return record


@require_GET
def outreach(request, pk):
    """One visit, and what can be done with it now."""
    return show(request, outreach_for(request, pk))


def matters_of(record, official):
    """The matters taken along that `official` may see, and how many there are; of a sealed one nobody hears."""
    seen = Case.objects.visible_to(official, sealed=False)
    matters = record.matters.filter(case__in=seen).select_related("case")
    return list(matters), record.matters.filter(case__is_sealed=False).count()


def open_ones(matters):
    """What is still to be written on; a matter that was closed meanwhile stays as it is."""
    return [matter for matter in matters if matter.case.is_open]


def lead_of(case, official, now):
    """Who is visited, with what of him may be shown: masked, or revealed for some minutes as everywhere (R15)."""
    may_reveal = case.is_open and "cases:reveal" in granted(case, official, {"cases:reveal"})
    parties, _masked_again_at = parties_of(case, official, now, may_reveal)
    lead = next((party for party in parties if party.is_lead), None)
    if lead is None:
        return []
    return [line for line in [lead.name_line, *lead.lines] if line and line["field"] in ("name", "phone", "address")]


def show(request, record, status=200, **refused):
    """The page; `refused` is the form that came back wrong, by its step."""
    audit.record(request.user, "reception:outreach", "outreach", record.pk, request=request)
    now = timezone.now()
    matters, count = matters_of(record, request.user)
    may = record.is_planned and request.user.may("reception:outreach_hold")
    if may and record.case_id:
        may = Case.objects.within(request.user, "reception:home_visit_add").filter(pk=record.case_id).exists()
    forms_ = {}
    if may:
        given = {"record": record, "by": request.user}
        if record.awaits_consent:
            forms_["consent"] = ConsentForm(**given)
        elif record.has_begun(now):
            forms_["hold"] = HoldForm(**given, matters=open_ones(matters))
        forms_["move"], forms_["drop"] = MoveForm(**given), DropForm(**given)
    if record.case and sees_masked(record.case, request.user):
        record.outcome, record.next_step, record.purpose = map(
            mask_stray, (record.outcome, record.next_step, record.purpose)
        )
    context = {
        "outreach": record,
        "matters": matters,
        "more": count - len(matters),
        "lead": lead_of(record.case, request.user, now) if record.is_home and record.is_planned else [],
        "forms": {**forms_, **refused},
        "may_bring": may_bring(record) and request.user.may("reception:outreach_bring"),
        "heard": Visit.objects.on_desk_of(request.user).filter(outreach=record).order_by("pk")[:MOST_HEARD],
        "bring_form": StepForm(by=request.user),
        "today": timezone.localdate(now),
        "now": now,
    }
    return render(request, "reception/outreach.html", context, status=status)


def taken(request, pk, name, form_class, done, **given):
    """Carry out one step of the visit; refused, its page comes back with what was typed."""
    record = outreach_for(request, pk, lock=True)
    if form_class is HoldForm:
        given["matters"] = open_ones(matters_of(record, request.user)[0])
    form = form_class(request.POST, record=record, by=request.user, **given)
    if not form.save():
        return show(request, outreach_for(request, pk), status=422, **{name: form})
    audit.record(request.user, request.resolver_match.view_name, "outreach", pk, request=request)
    for warning in getattr(form, "warnings", ()):
        messages.warning(request, warning)
    messages.success(request, done)
    return redirect("reception:outreach", pk)


@step
@require_POST
def outreach_consent(request, pk):
    return taken(request, pk, "consent", ConsentForm, _("已记下。"))


@step
@require_POST
def outreach_move(request, pk):
    return taken(request, pk, "move", MoveForm, _("已改时间。家访的要重新问群众。"))


@step
@require_POST
def outreach_hold(request, pk):
    return taken(request, pk, "hold", HoldForm, _("已记下，写进了每件事项的经过。"))


@step
@require_POST
def outreach_drop(request, pk):
    return taken(request, pk, "drop", DropForm, _("已记没有去。"))


def may_bring(record):
    """What was newly heard is registered from a visit that took place; from a sealed matter no thread leads on."""
    return record.state == Outreach.State.DONE and not (record.case and record.case.is_sealed)


@step
@require_POST
def outreach_bring(request, pk):
    """On to the desk with what was newly heard in the community; nothing is registered before the clerk says so."""
    record = outreach_for(request, pk, lock=True)
    if not may_bring(record):
        raise PermissionDenied(_("去过了的，才从这里登记新反映的事。"))
    community = record.case.community_id if record.case else record.community_id
    typed = {"other_channel": Case.Channel.SCREENED, "community": community, "outreach": str(record.pk)}
    heard_on = timezone.localdate(record.started_at)
    if heard_on < timezone.localdate():
        typed["received_on"] = heard_on.isoformat()
    keeping.put(request.session, keeping.TYPED, {**typed, "official": request.user.pk})
    audit.record(request.user, "reception:outreach_bring", "outreach", pk, request=request)
    messages.info(request, _("在那里新反映的事，请在这里逐件登记。"))
    return redirect("reception:desk")
