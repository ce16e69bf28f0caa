"""Rooms: what there is, who has which of them, and keeping one for a time (F30)."""

import re

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from cases.forms import StepForm
from cases.forms.dates import DayField
from cases.models import Case
from cases.steps import step
from cases.text import CleanCharField
from officials import audit
from reception.models import Occupation, Room
from reception.queue_views import rooms_now

SHOWN_AHEAD = 100
CLOCK = re.compile(r"(\d{1,2})[:：点时.](\d{0,2})分?|(\d{1,2})(\d{2})|(\d{1,2})")
MOST_CHAIRS = 500


class RoomForm(StepForm):
    """A room as the director keeps it; `record` is the room, a new one where nothing is saved yet."""

    name = CleanCharField(label=gettext_lazy("名称"), max_length=20, help_text=Room._meta.get_field("name").help_text)
    kind = forms.ChoiceField(label=gettext_lazy("用途"), choices=Room.Kind)
    capacity = forms.IntegerField(
        label=gettext_lazy("能坐几人"),
        min_value=1,
        max_value=MOST_CHAIRS,
        error_messages={
            "invalid": gettext_lazy("请填整数，例如 6。"),
            "min_value": gettext_lazy("房间至少坐 1 人。"),
            "max_value": gettext_lazy("最多填 500，请核对。"),
        },
        widget=forms.NumberInput(attrs={"class": "in-num"}),
    )
    position = forms.IntegerField(
        label=gettext_lazy("次序"),
        min_value=0,
        max_value=999,
        required=False,
        help_text=gettext_lazy("叫号屏上从小到大排。"),
        error_messages={
            "invalid": gettext_lazy("请填整数，例如 3。"),
            "min_value": gettext_lazy("次序从 0 到 999。"),
            "max_value": gettext_lazy("次序从 0 到 999。"),
        },
        widget=forms.NumberInput(attrs={"class": "in-num"}),
    )
    is_active = forms.BooleanField(label=gettext_lazy("在用"), required=False, initial=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.record.pk:
            for name in ("name", "kind", "capacity", "position", "is_active"):
                self.fields[name].initial = getattr(self.record, name)
        else:
            del self.fields["is_active"]

    def clean_position(self):
        return self.cleaned_data["position"] or 0

    def take(self):
        room = self.record
        for name in {"name", "kind", "capacity", "position", "is_active"} & set(self.fields):
            setattr(room, name, self.cleaned_data[name])
        if not room.is_active:
            room.refuse_to_close(timezone.now())
        room.full_clean()
        room.save()


class ClockField(CleanCharField):
    """A time of day as people write it: 9:30, 14点, 1430."""

    def clean(self, value):
        text = re.sub(r"\s", "", super().clean(value))
        if not text:
            return None
        found = CLOCK.fullmatch(text)
        parts = [int(part or 0) for part in found.groups() if part is not None] if found else [24]
        hour, minute = (*parts, 0)[:2]
        if hour > 23 or minute > 59:
            raise ValidationError(_("看不懂“%s”是几点，请写成 9:30 或 14:00。") % text)
        return hour, minute


class BookingForm(StepForm):
    """A room for a time. The matter is named by its number, and only one that the official may see."""

    room = forms.ModelChoiceField(
        label=gettext_lazy("房间"),
        queryset=Room.objects.active(),
        empty_label=gettext_lazy("请选"),
        error_messages={
            "required": gettext_lazy("请选一间房。"),
            "invalid_choice": gettext_lazy("没有这间房，请重新选。"),
        },
    )
    day = DayField(label=gettext_lazy("哪一天"), error_messages={"required": gettext_lazy("请写哪一天。")})
    since = ClockField(label=gettext_lazy("几点开始"), max_length=10)
    until = ClockField(label=gettext_lazy("几点结束"), max_length=10)
    purpose = forms.ChoiceField(label=gettext_lazy("做什么用"), choices=Occupation.Purpose)
    people = forms.IntegerField(
        label=gettext_lazy("几人进屋"),
        min_value=1,
        max_value=MOST_CHAIRS,
        initial=2,
        error_messages={
            "invalid": gettext_lazy("请填整数，例如 3。"),
            "min_value": gettext_lazy("人数至少是 1。"),
            "max_value": gettext_lazy("最多填 500，请核对。"),
        },
        widget=forms.NumberInput(attrs={"class": "in-num"}),
    )
    number = CleanCharField(
        label=gettext_lazy("案号"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("为哪一件留的，可以不填。封存件不填，只留时间。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].today = self.today
        self.fields["room"].widget.attrs["autofocus"] = True

    def clean_number(self):
        number = self.cleaned_data["number"]
        self.case = Case.objects.visible_to(self.by).filter(number=number).first() if number else None
        if number and self.case is None:
            raise ValidationError(_("没有找到这个案号，或者不归您查看。"))
        if self.case and self.case.is_sealed:
            raise ValidationError(_("封存件不写案号，只留时间和房间。"))
        return number

    def take(self):
        typed = self.cleaned_data
        at = {name: on_the_day(typed["day"], *typed[name]) for name in ("since", "until")}
        self.booking = typed["room"].book(
            **at, purpose=typed["purpose"], people=typed["people"], case=self.case, by=self.by
        )


def on_the_day(day, hour, minute):
    return timezone.make_aware(timezone.datetime(day.year, day.month, day.day, hour, minute))


@require_GET
def rooms(request):
    """Each room with who is inside, and the bookings ahead; of a matter only the number, and only to its readers."""
    return render(request, "reception/rooms.html", rooms_of(request))


def rooms_of(request, form=None):
    now = timezone.now()
    bookings = list(Occupation.objects.ahead(now).select_related("room", "by", "case")[:SHOWN_AHEAD])
    ids = [booking.case_id for booking in bookings if booking.case_id]
    seen = set(Case.objects.visible_to(request.user).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    for booking in bookings:
        booking.shown_case = booking.case if booking.case_id in seen else None
    return {
        "rooms": rooms_now(now),
        "retired": Room.objects.filter(is_active=False),
        "bookings": bookings,
        "may_edit": request.user.may("reception:room_edit"),
        "cancel_form": form or StepForm(),
    }


@step
def room_add(request):
    """A new room."""
    return edit(request, Room(), "reception:room_add")


@step
def room_edit(request, pk):
    """A room's name, use, chairs and place in the order; one no longer used stays in the books."""
    rooms = Room.objects.select_for_update() if request.method == "POST" else Room.objects
    return edit(request, get_object_or_404(rooms, pk=pk), "reception:room_edit")


def edit(request, room, action):
    is_new = room.pk is None
    title = "" if is_new else room.name
    form = RoomForm(request.POST or None, record=room, by=request.user)
    if request.method == "POST" and form.save():
        audit.record(request.user, action, "room", room.pk, request=request)
        messages.success(request, _("已保存 %s。") % room.name)
        return redirect("reception:rooms")
    context = {"form": form, "title": title, "back_url": reverse("reception:rooms")}
    return render(request, "reception/room_form.html", context, status=422 if form.is_bound else 200)


@step
def booking(request):
    """Keep a room for a time."""
    form = BookingForm(request.POST or None, by=request.user, initial={"room": request.GET.get("room")})
    if request.method == "POST" and form.save():
        audit.record(request.user, "reception:booking", "room", form.booking.room_id, request=request)
        messages.success(
            request, _("已留 %(room)s：%(when)s。") % {"room": form.booking.room.name, "when": form.booking.when}
        )
        return redirect("reception:rooms")
    context = {"form": form, "back_url": reverse("reception:rooms")}
    return render(request, "reception/booking_form.html", context, status=422 if form.is_bound else 200)


class CancelForm(StepForm):
    """Give a booked time back."""

    def take(self):
        self.record.cancel(by=self.by)


@step
def booking_cancel(request, pk):
    """Give a booked time back."""
    booking = get_object_or_404(Occupation.objects.filter(kind=Occupation.Kind.BOOKED).select_related("room"), pk=pk)
    if request.method != "POST":
        return redirect("reception:rooms")
    form = CancelForm(request.POST, record=booking, by=request.user)
    if not form.save():
        return render(request, "reception/rooms.html", rooms_of(request, form), status=422)
    audit.record(request.user, "reception:booking_cancel", "room", booking.room_id, request=request)
    messages.success(request, _("已取消 %(room)s：%(when)s。") % {"room": booking.room.name, "when": booking.when})
    return redirect("reception:rooms")
