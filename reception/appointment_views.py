"""Appointments from the desk: a slot booked, a request answered, moved, told, kept, missed (F17)."""

from typing import NamedTuple

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import identity, keeping
from cases.forms import StepForm
from cases.forms.widgets import Segments
from cases.models import Case
from cases.steps import step
from cases.templatetags.register import day_label
from cases.text import CleanCharField
from officials import audit
from officials.passwords import AsksOwnPassword
from reception.day_views import day_for
from reception.listing import in_order, standing_view
from reception.models import Appointment, ReceptionDay, Telling
from reception.models.appointment import open_slots

DEFAULT_VIEW = "asked"
DAYS_OFFERED = 60
MOST_PEOPLE = 999
SHOWN = "appointment_shown"
FORM = require_http_methods(["GET", "HEAD", "POST"])
SPOT_TAKEN = gettext_lazy("这个时段刚才已经约出去了，请换一个。")
PEOPLE = {
    "required": gettext_lazy("请填来几人，例如 1。"),
    "invalid": gettext_lazy("请填整数，例如 3。"),
    "min_value": gettext_lazy("人数至少是 1。"),
    "max_value": gettext_lazy("人数最多填 999，请核对。"),
}


class SlotField(forms.ChoiceField):
    """A free slot of a day ahead, as (day, since)."""

    def __init__(self, **kwargs):
        words = {"required": gettext_lazy("请选一个时段。"), "invalid_choice": SPOT_TAKEN}
        super().__init__(error_messages=words, **kwargs)
        self.found = {}

    def offer(self, days, now):
        """Offer what is free on `days`: by the hour of one day, by day and hour of several."""
        self.found, groups = {}, []
        for day, slots in open_slots(days, now):
            label = day_label(day.on, timezone.localdate(now))
            before = f"{label} " if len(days) > 1 else ""
            options = [(slot_value(day, since), f"{before}{hours(since, until)}") for since, until in slots]
            self.found |= {slot_value(day, since): (day, since) for since, _until in slots}
            groups.append((f"{label} {day.leader.name}", options))
        bare = [option for _day, options in groups for option in options]
        self.choices = [("", _("请选")), *(groups if len(days) > 1 else bare)]

    def clean(self, value):
        return self.found.get(super().clean(value))


def slot_value(day, since):
    return f"{day.pk}-{int(since.timestamp())}"


def hours(since, until):
    return f"{timezone.localtime(since):%-H:%M}–{timezone.localtime(until):%-H:%M}"


def days_ahead(now):
    return list(ReceptionDay.objects.ahead(now).select_related("leader", "room")[:DAYS_OFFERED])


def checked_name(text):
    checked = identity.check_name(text)
    if text and not checked.is_valid:
        raise ValidationError(list(checked.errors))
    return checked.display if text else ""


def checked_phone(text):
    checked = identity.check_phone(text)
    if not checked.is_valid:
        raise ValidationError(list(checked.errors))
    return checked.display


class AskForm(StepForm):
    """Who comes, how many, about what: the fields that the desk and the page for everybody share."""

    slot = SlotField(label=gettext_lazy("哪个时段"))
    name = CleanCharField(
        label=gettext_lazy("姓名"),
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("请写怎么称呼，例如 张先生。")},
    )
    phone = CleanCharField(
        label=gettext_lazy("联系电话"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "class": "num"}),
        error_messages={"required": gettext_lazy("请写联系电话，约好了、有变动都打这个电话。")},
    )
    people = forms.IntegerField(
        label=gettext_lazy("来几人"),
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        error_messages=PEOPLE,
        widget=forms.NumberInput(attrs={"class": "in-num"}),
    )
    topic = CleanCharField(
        label=gettext_lazy("想谈的事"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("一句话就行。不写证件号、电话，不写国家秘密"),
    )

    def clean_name(self):
        return checked_name(self.cleaned_data["name"])

    def clean_phone(self):
        return checked_phone(self.cleaned_data["phone"])

    @property
    def said(self):
        return {name: self.cleaned_data[name] for name in ("name", "phone", "people", "topic")}


class BookForm(AskForm):
    """A slot for who stands at the desk or calls."""

    number = CleanCharField(
        label=gettext_lazy("案号"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off"}),
        help_text=gettext_lazy("为已有的案件来的才写，到的那天直接并入"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slot"].offer([self.record], timezone.now())
        self.fields["phone"].required = False
        self.fields["phone"].help_text = _("不留电话的，有变动没法告诉")

    def clean_number(self):
        number = self.cleaned_data["number"].upper()
        self.case = None
        if number:
            self.case = Case.objects.visible_to(self.by).filter(number=number).first()
            if self.case is None:
                raise ValidationError(_("没有这个案号，或者您看不到这一件。不写也能约。"))
        return number

    def add_refusal(self, refusal):
        if hasattr(refusal, "error_dict") and "case" in refusal.error_dict:
            refusal.error_dict["number"] = refusal.error_dict.pop("case")
        super().add_refusal(refusal)

    def take(self):
        day, since = self.cleaned_data["slot"]
        self.appointment = Appointment.objects.book(day, since, by=self.by, case=self.case, **self.said)
        self.warnings = identity.stray_numbers(self.appointment.topic)


@step
@FORM
def book(request, pk):
    """Book a slot of the day for somebody."""
    day = day_for(request, pk)
    sent = request.POST if request.method == "POST" else None
    form = BookForm(sent, record=day, by=request.user, initial={"slot": request.GET.get("slot", "")[:40]})
    if sent is not None and form.save():
        audit.record(request.user, "reception:appointment_book", "appointment", form.appointment.pk, request=request)
        for warning in form.warnings:
            messages.warning(request, warning)
        when = {"day": day_label(day.on, form.today), "hours": form.appointment.hours}
        messages.success(request, _("已约好 %(day)s %(hours)s，请告诉本人。") % when)
        return redirect(day)
    context = {"form": form, "day": day, "today": form.today, "back_url": day.get_absolute_url()}
    return render(request, "reception/appointment_book.html", context, status=200 if sent is None else 422)


# ---------- 还有什么要做 ----------
def views_of(mine, now):
    """The standing views of the list: name -> (label, appointments)."""
    today = timezone.localdate(now)
    return {
        "today": (gettext_lazy("今天的"), mine.on_day(today)),
        "asked": (gettext_lazy("等答复"), mine.waiting_for_answer()),
        "calls": (gettext_lazy("要告诉、要提醒"), mine.to_call(today)),
        "unrecorded": (gettext_lazy("没有记录"), mine.unrecorded()),
        "ahead": (gettext_lazy("往后约好的"), mine.ahead(now)),
    }


@require_GET
def appointments(request):
    """What waits: requests for an answer, people for a call, appointments for a word on what became of them."""
    now = timezone.now()
    mine = Appointment.objects.for_desk_of(request.user)
    standing = standing_view(request, views_of(mine, now), DEFAULT_VIEW)
    missed = Count("tellings", filter=Q(tellings__way=Telling.Way.NOT_REACHED))
    found = standing.found.select_related("day__leader", "case").annotate(missed_calls=missed)
    shown, following = in_order(request, found)
    context = {"appointments": shown, "following": following, "today": timezone.localdate(now), **standing.context()}
    return render(request, "reception/appointments.html", context)


# ---------- 一个预约 ----------
class OtherSlotForm(StepForm):
    """A step that may take another slot."""

    slot = SlotField(label=gettext_lazy("时段"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        now = timezone.now()
        self.fields["slot"].offer(days_ahead(now), now)


class ConfirmForm(OtherSlotForm):
    """Yes, at the time asked for or at another."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = slot_value(self.record.day, self.record.since)
        if asked in self.fields["slot"].found:
            self.fields["slot"].initial = asked
        else:
            self.fields["slot"].help_text = _("想要的那个时段已经没有了，请另选一个。")

    def take(self):
        day, since = self.cleaned_data["slot"]
        self.record.confirm(by=self.by, day=day, since=since)


class DeclineForm(StepForm):
    """No, and why, in words that are told to the petitioner."""

    reason = CleanCharField(
        label=gettext_lazy("为什么约不成、可以怎么办"),
        max_length=100,
        help_text=gettext_lazy("照这句话告诉群众，例如 这件事归民政科，可以直接去 2 号窗口。"),
        error_messages={"required": gettext_lazy("请写为什么约不成、可以怎么办，照这句话告诉群众。")},
    )

    def take(self):
        self.record.decline(self.cleaned_data["reason"], by=self.by)


class MoveForm(OtherSlotForm):
    """Another slot for what was agreed."""

    is_told = forms.BooleanField(label=gettext_lazy("本人提出来的，已经知道"), required=False)

    def take(self):
        day, since = self.cleaned_data["slot"]
        self.record.move(by=self.by, day=day, since=since, is_told=self.cleaned_data["is_told"])


class CancelForm(StepForm):
    """Give the slot back."""

    reason = CleanCharField(
        label=gettext_lazy("为什么取消"),
        max_length=100,
        help_text=gettext_lazy("照这句话告诉群众"),
        error_messages={"required": gettext_lazy("请写为什么取消。")},
    )
    is_told = forms.BooleanField(label=gettext_lazy("本人提出来的，已经知道"), required=False)

    def take(self):
        self.record.cancel(self.cleaned_data["reason"], by=self.by, is_told=self.cleaned_data["is_told"])


class ArriveForm(StepForm):
    """Here: registered, with a ticket for the leader's room."""

    def take(self):
        self.record.arrive(by=self.by)


class AbsentForm(StepForm):
    """Did not come; said of this appointment, never of the person."""

    def take(self):
        self.record.miss(by=self.by)


class CameForm(StepForm):
    """Did come, put on record later."""

    def take(self):
        self.record.attend(by=self.by)


class TellForm(StepForm):
    """One try to tell what is owed."""

    way = forms.ChoiceField(
        label=gettext_lazy("怎么告诉的"),
        choices=Telling.Way,
        widget=Segments,
        error_messages={
            "required": gettext_lazy("请选怎么告诉的。"),
            "invalid_choice": gettext_lazy("请选怎么告诉的。"),
        },
    )
    note = CleanCharField(label=gettext_lazy("备注"), max_length=60, required=False)

    def take(self):
        self.record.tell(self.cleaned_data["way"], by=self.by, note=self.cleaned_data["note"])


class Step(NamedTuple):
    """What can be done with an appointment: its form, its heading, its button, and what is said when it is done."""

    form: type
    title: str
    button: str
    done: str


STEPS = {
    "confirm": Step(
        ConfirmForm, gettext_lazy("约好"), gettext_lazy("约好"), gettext_lazy("已约好，请打电话告诉本人。")
    ),
    "arrive": Step(
        ArriveForm,
        gettext_lazy("到了"),
        gettext_lazy("登记来访，取票"),
        gettext_lazy("已登记来访，票已取好。请打印小票，请他等叫号。"),
    ),
    "tell": Step(TellForm, gettext_lazy("告诉本人"), gettext_lazy("记下"), gettext_lazy("已记下。")),
    "came": Step(CameForm, gettext_lazy("补记来过"), gettext_lazy("记来过"), gettext_lazy("已补记来过。")),
    "absent": Step(
        AbsentForm,
        gettext_lazy("没有来"),
        gettext_lazy("记没有来"),
        gettext_lazy("已记没有来。只记在这个预约上，下次照样约。"),
    ),
    "decline": Step(
        DeclineForm,
        gettext_lazy("约不成"),
        gettext_lazy("答复约不成"),
        gettext_lazy("已答复约不成，请把原因告诉本人。"),
    ),
    "move": Step(MoveForm, gettext_lazy("改约"), gettext_lazy("改到这个时段"), gettext_lazy("已改约。")),
    "cancel": Step(
        CancelForm, gettext_lazy("取消"), gettext_lazy("取消预约"), gettext_lazy("已取消，这个时段又空出来了。")
    ),
}


DUE = {"confirm", "arrive", "tell", "came"}  # somebody waits for these; the others are taken when there is cause


def appointment_for(request, pk):
    """The appointment, if the official sees its day and may know who it is for; a hidden one is not found."""
    found = Appointment.objects.for_desk_of(request.user)
    return get_object_or_404(
        found.select_related("day__leader", "day__room", "case", "visit", "made_by", "confirmed_by", "ended_by"), pk=pk
    )


@require_GET
def appointment(request, pk):
    """Who comes when about what, and what can be done about it now."""
    return show(request, appointment_for(request, pk))


@step
@require_POST
def take(request, pk, verb):
    """One step on an appointment; refused, the page comes back with what was typed."""
    form = STEPS[verb].form(request.POST, record=appointment_for(request, pk), by=request.user, auto_id=ids_of(verb))
    if not form.save():
        return show(request, appointment_for(request, pk), status=422, **{verb: form})
    one = form.record
    audit.record(request.user, f"reception:appointment_{verb}", "appointment", one.pk, request=request)
    messages.success(request, STEPS[verb].done)
    if verb == "arrive":
        keeping.put(
            request.session,
            keeping.CODE,
            {"visit": one.visit.pk, "code": one.visit.query_code, "is_first": True},
        )
        return redirect(one.visit)
    return redirect("reception:appointment", one.pk)


def show(request, one, status=200, **refused):
    """The page with the steps that this official can take now, the likeliest first."""
    now = timezone.now()
    steps = [
        {
            "verb": verb,
            "step": step,
            "form": refused.get(verb) or step.form(record=one, by=request.user, auto_id=ids_of(verb)),
            "is_refused": verb in refused,
            "is_main": False,
            "address": reverse(f"reception:appointment_{verb}", args=[one.pk]),
        }
        for verb, step in STEPS.items()
        if verb in refused or may_take(request.user, one, verb, now)
    ]
    for first in steps[:1]:
        first["is_main"] = first["verb"] in DUE
    drawn = keeping.take(request.session, SHOWN) if SHOWN in request.session else None
    context = {
        "one": one,
        "steps": steps,
        "tellings": one.tellings.select_related("by"),
        "is_shown": drawn == one.pk,
        "may_reveal": bool(one.name_masked or one.phone_masked) and request.user.may("reception:appointment_phone"),
        "may_list": request.user.may("reception:appointments"),
        "may_open_case": one.case_id and request.user.may("cases:case"),
        "today": timezone.localdate(now),
    }
    return render(request, "reception/appointment.html", context, status=status)


def ids_of(verb):
    """Several forms stand on one page: each has ids of its own."""
    return f"id_{verb}_%s"


def may_take(official, one, verb, now):
    """Whether the step can be taken now, and by this official."""
    today = timezone.localdate(now)
    can = {
        "confirm": one.is_requested and one.day.is_standing,
        "decline": one.is_requested,
        "move": one.is_confirmed and one.until > now,
        "cancel": one.may_be_cancelled(now),
        "arrive": one.is_confirmed and one.on == today,
        "absent": one.may_be_missed(now),
        "came": one.is_unrecorded,
        "tell": one.is_to_be_told(today),
    }
    return can[verb] and official.may(f"reception:appointment_{verb}")


# ---------- 显示姓名、电话 ----------
class PhoneForm(AsksOwnPassword, StepForm):
    """Why somebody has to see the name and the number in full (PD-04)."""

    PURPOSES = [
        ("TELL", gettext_lazy("打电话告诉预约的结果或变动")),
        ("REMIND", gettext_lazy("打电话提醒")),
        ("CHECK", gettext_lazy("核对是不是本人")),
    ]

    purpose = forms.ChoiceField(
        label=gettext_lazy("为什么要看"),
        choices=PURPOSES,
        widget=Segments,
        error_messages={
            "required": gettext_lazy("请选为什么要看。"),
            "invalid_choice": gettext_lazy("请选为什么要看。"),
        },
    )

    def take(self):
        self.reason = dict(self.PURPOSES)[self.cleaned_data["purpose"]]


@FORM
def phone(request, pk):
    """Show name and number once. Not a step: nothing changes, and a wrong password must count (AU-05)."""
    one = appointment_for(request, pk)
    if not (one.name_masked or one.phone_masked):
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = PhoneForm(sent, record=one, by=request.user)
    form.ask_own_password(request)
    if sent is not None and form.save():
        with translation.override(settings.LANGUAGE_CODE):
            reason = str(form.reason)
        audit.record(
            request.user, "reception:appointment_phone", "appointment", one.pk, request=request, reason=reason
        )
        keeping.put(request.session, SHOWN, one.pk)
        return redirect("reception:appointment", one.pk)
    context = {"form": form, "one": one, "back_url": reverse("reception:appointment", args=[one.pk])}
    return render(request, "reception/appointment_phone.html", context, status=200 if sent is None else 422)
