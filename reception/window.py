"""What the window handed to the back office (F33): the list, one request, and its steps."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.forms import StepForm
from cases.forms.widgets import Segments
from cases.identity import stray_numbers
from cases.steps import step
from cases.text import CleanCharField
from officials import audit, permissions
from officials.models import Unit
from reception.counter import TakeUpForm, sections
from reception.listing import in_order, standing_view
from reception.models import Visit, VisitParty, WindowHop, WindowQuestion, WindowReply, WindowRequest

DEFAULT_VIEW = "open"


class TakeForm(StepForm):
    """Answer for a request from now on."""

    def take(self):
        self.record.take(by=self.by)


class ReplyForm(StepForm):
    """The back office's answer, in words that can be read out at the window."""

    text = CleanCharField(
        label=gettext_lazy("答复"),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("写到群众一听就明白：能不能办、带什么、去哪里、几天。不写证件号和电话"),
        error_messages={"required": gettext_lazy("请写答复，写到群众一听就明白。")},
    )

    def take(self):
        self.record.reply(self.cleaned_data["text"], by=self.by)


class SendBackForm(StepForm):
    """The answer is wrong or incomplete."""

    reason = CleanCharField(
        label=gettext_lazy("哪里不对、还差什么"),
        max_length=200,
        error_messages={"required": gettext_lazy("请写哪里答得不对、还差什么。")},
    )

    def take(self):
        self.record.send_back(self.cleaned_data["reason"], by=self.by)


class TellForm(StepForm):
    """Who asked has been told."""

    way = forms.ChoiceField(
        label=gettext_lazy("怎么告诉的"),
        choices=WindowRequest.Way,
        initial=WindowRequest.Way.PHONE,
        widget=Segments,
        error_messages={
            "required": gettext_lazy("请选怎么告诉的。"),
            "invalid_choice": gettext_lazy("请选怎么告诉的。"),
        },
    )

    def take(self):
        self.record.tell(self.cleaned_data["way"], by=self.by)


class AskForm(StepForm):
    """The back office wants something first."""

    text = CleanCharField(
        label=gettext_lazy("要问什么、要补什么"),
        max_length=500,
        help_text=gettext_lazy("由窗口问本人；承诺的日子照走"),
        error_messages={"required": gettext_lazy("请写要问什么、要补什么。")},
    )

    def take(self):
        self.record.ask(self.cleaned_data["text"], by=self.by)


class FillInForm(StepForm):
    """The window says what the back office asked for."""

    answer = CleanCharField(
        label=gettext_lazy("回后台"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("请写回什么。")},
    )

    def take(self):
        self.record.fill_in(self.cleaned_data["answer"], by=self.by)


class HandOnForm(StepForm):
    """Another section answers; the promise is not moved."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("转给哪个科室"),
        queryset=Unit.objects.none(),
        empty_label=gettext_lazy("请选"),
        error_messages={
            "required": gettext_lazy("请选转给哪个科室。"),
            "invalid_choice": gettext_lazy("没有这个科室，请重新选。"),
        },
    )
    reason = CleanCharField(
        label=gettext_lazy("为什么归那个科室"),
        max_length=200,
        error_messages={"required": gettext_lazy("请写为什么归那个科室。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = sections().exclude(pk=self.record.unit_id)

    def take(self):
        self.record.hand_on(self.cleaned_data["unit"], self.cleaned_data["reason"], by=self.by)


class RequestTakeUpForm(TakeUpForm):
    """A request that is a grievance: its contact becomes a petition or a dispute."""

    def contact(self):
        return Visit.objects.select_for_update(of=("self",)).get(request=self.record)


FORMS = {
    "take": TakeForm,
    "reply": ReplyForm,
    "ask": AskForm,
    "fill_in": FillInForm,
    "hand_on": HandOnForm,
    "return": SendBackForm,
    "tell": TellForm,
    "take_up": RequestTakeUpForm,
}
BACK_OFFICE = {"take", "reply", "ask", "hand_on"}  # what only the section that owes the answer does
DONE = {
    "take": gettext_lazy("已接手，由您答复。"),
    "reply": gettext_lazy("已答复，窗口会告诉群众。"),
    "ask": gettext_lazy("已问回窗口，承诺的日子照走。"),
    "fill_in": gettext_lazy("已回后台。"),
    "hand_on": gettext_lazy("已转给别的科室，首接人和承诺的日子不变。"),
    "return": gettext_lazy("已退回后台，写明了原因。"),
    "tell": gettext_lazy("已记告诉群众，这件办完了。"),
    "take_up": gettext_lazy("已转为立件办理，收到的时间照旧。"),
}


def views_of(requests, today):
    """The standing views of the list: name -> (label, requests)."""
    return {
        "open": (gettext_lazy("没办完的"), requests.open()),
        "waiting": (gettext_lazy("等后台答复"), requests.waiting()),
        "asked": (gettext_lazy("后台问回"), requests.asked_back()),
        "to_tell": (gettext_lazy("已答复，待告诉"), requests.to_tell()),
        "late": (gettext_lazy("过了承诺日"), requests.late(today)),
        "over": (gettext_lazy("办完的"), requests.over()),
    }


@require_GET
def requests(request):
    """What was handed over, as far as one may see it: the open by their promised day, the others newest first."""
    today = timezone.localdate()
    standing = standing_view(request, views_of(WindowRequest.objects.visible_to(request.user), today), DEFAULT_VIEW)
    parties = VisitParty.objects.only("visit", "is_lead", "name_masked")
    found = standing.found.select_related("unit", "deadline", "visit", "taken_by")
    found = found.prefetch_related(Prefetch("visit__parties", parties))
    ordered = found.order_by("-pk") if standing.name == "over" else found.earliest_promise_first()
    shown, following = in_order(request, ordered)
    context = {"requests": shown, "following": following, "today": today, **standing.context()}
    return render(request, "reception/requests.html", context)


def request_for(request, contact_no, *, lock=False):
    """The request of that contact, if the signed-in official may see it; locked for a step."""
    found = WindowRequest.objects.visible_to(request.user).filter(visit__contact_no=contact_no)
    if lock:
        return get_object_or_404(found.for_change().select_related("unit"))
    contacts = Visit.objects.visible_to(request.user).filter(request=OuterRef("pk"))
    return get_object_or_404(
        found.annotate(may_open_contact=Exists(contacts))
        .select_related(
            "unit",
            "deadline",
            "visit__community",
            "visit__errand__item",
            "visit__case",
            "handed_by",
            "taken_by",
            "told_by",
        )
        .prefetch_related(
            Prefetch("replies", WindowReply.objects.select_related("by", "returned_by")),
            Prefetch("questions", WindowQuestion.objects.select_related("by", "answered_by")),
            Prefetch("hops", WindowHop.objects.select_related("from_unit", "to_unit", "by")),
        )
    )


@require_GET
def request_page(request, contact_no):
    """What was asked, what was answered, and what can be done about it now."""
    return show(request, request_for(request, contact_no))


@step
@require_POST
def take(request, contact_no, verb):
    """One step on a request; refused, the page comes back with what was typed."""
    asked = request_for(request, contact_no, lock=True)
    if verb in BACK_OFFICE and not is_in_hand(request.user, asked):
        raise PermissionDenied(_("已经转给%s，由那个科室答复。") % asked.unit.label)
    form = FORMS[verb](request.POST, record=asked, by=request.user)
    if not form.save():
        return show(request, request_for(request, contact_no), status=422, **{verb: form})
    audit.record(request.user, f"reception:request_{verb}", "request", form.record.pk, request=request)
    for warning in stray_numbers(" ".join(form.cleaned_data.get(name, "") for name in ("text", "answer", "reason"))):
        messages.warning(request, warning)
    messages.success(request, DONE[verb])
    return redirect("reception:request", contact_no)


def show(request, asked, status=200, **refused):
    """The page with the forms of the steps that this official can take now."""
    visit = asked.visit
    audit.record(request.user, "reception:request", "request", asked.pk, request=request)
    forms_now = {
        verb: refused.get(verb) or form(record=asked, by=request.user)
        for verb, form in FORMS.items()
        if verb in refused or may_take(request.user, asked, verb)
    }
    context = {
        "asked": asked,
        "visit": visit,
        "lead": visit.parties.defer(*VisitParty.MASKED).filter(is_lead=True).first(),
        "forms": forms_now,
        "today": timezone.localdate(),
        "may_open_contact": asked.may_open_contact and request.user.may("reception:contact"),
        "errand": getattr(visit, "errand", None),
        "may_errand": request.user.may("window:errand"),
    }
    return render(request, "reception/request.html", context, status=status)


def may_take(official, asked, verb):
    steps = {
        "take": asked.awaits_answer and asked.taken_by_id != official.pk,
        "reply": asked.awaits_answer,
        "ask": asked.awaits_answer,
        "fill_in": asked.awaits_window,
        "hand_on": asked.awaits_answer,
        "return": asked.awaits_telling,
        "tell": asked.awaits_telling,
        "take_up": asked.is_open,
    }
    if verb in BACK_OFFICE and not is_in_hand(official, asked):
        return False
    return steps[verb] and official.may(f"reception:request_{verb}")


def is_in_hand(official, asked):
    """Whether the section that owes the answer is one's own; the director's hand reaches every one."""
    own = {
        grant.role for grant in permissions.grants_for("reception:request", official.roles) if grant.scope == "unit"
    }
    if any(grant.scope == "office" for grant in permissions.grants_for("reception:request", official.roles)):
        return True
    return any(asked.unit_id in official.unit_ids_of(role) for role in own)
