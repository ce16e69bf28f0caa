"""The leaders' reception days from the pages: a month planned at once, published, changed, printed (F17)."""

import logging
import re
from calendar import monthcalendar
from datetime import date, timedelta
from typing import NamedTuple

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.forms import StepForm
from cases.forms.dates import DayField
from cases.papers.issuing import day_in_words
from cases.papers.typesetting import TypesettingFailed, typeset
from cases.steps import step
from cases.templatetags.register import WEEKDAYS, day_label
from cases.text import CleanCharField
from cases.views.papers import pdf_response
from officials import audit
from officials.calendar import Calendar, month_after, month_before
from officials.models import Official, Posting
from reception.models import Appointment, Occupation, ReceptionDay, Room
from reception.models.reception_day import LEADERS, LONGEST_SLOT, SHORTEST_SLOT
from reception.papers import reception_days as notice_of
from reception.room_views import ClockField, on_the_day

FORM = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 200
FIRST_YEAR, LAST_YEAR = 2000, 2098
log = logging.getLogger(__name__)


# ---------- 月份 ----------
def month_asked(request, today):
    """The first day of the month in the address, or of this month."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", request.GET.get("month", ""))
    if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR and 1 <= int(found[2]) <= 12:
        return date(int(found[1]), int(found[2]), 1)
    return today.replace(day=1)


def month_url(first):
    return f"{reverse('reception:reception_days')}?month={first:%Y-%m}"


def titles_of(leaders, on):
    """What each of the leaders is called by his post, by id."""
    posts = Posting.objects.in_force(on).filter(official__in=leaders, role__in=LEADERS).order_by("is_main", "pk")
    return {post.official_id: post.title or str(post.get_role_display()) for post in posts}


def weeks_of(first, days, calendar):
    """The grid: a month of cells, each with its calendar day and the reception days that fall on it."""
    on = {}
    for day in days:
        on.setdefault(day.on, []).append(day)
    return [
        [
            (lambda day: {"date": day, "kind": calendar.get(day), "days": on.get(day, [])})(
                date(first.year, first.month, number)
            )
            if number
            else None
            for number in week
        ]
        for week in monthcalendar(first.year, first.month)
    ]


@require_GET
def reception_days(request):
    """A month of reception days."""
    return show_month(request, month_asked(request, timezone.localdate()))


def show_month(request, first, status=200, form=None):
    now = timezone.now()
    today = timezone.localdate(now)
    visible = ReceptionDay.objects.visible_to(request.user)
    days = visible.in_month(first).with_numbers().select_related("leader", "room")
    days = list(days.order_by("since", "pk")[:SHOWN])
    context = {
        "today": today,
        "first": first,
        "before": month_before(first),
        "after": month_after(first),
        "days": days,
        "weeks": weeks_of(first, days, Calendar.load()),
        "unpublished": sum(day.is_standing and not day.published_at for day in days),
        "may_plan": request.user.may("reception:reception_plan"),
        "may_answer": request.user.may("reception:appointments"),
        "form": form or StepForm(),
    }
    return render(request, "reception/reception_days.html", context, status=status)


# ---------- 排 ----------
class DateRow(NamedTuple):
    """One date of a plan, seen before anything is planned."""

    value: str
    label: str
    day_off: str
    conflict: str

    @property
    def is_chosen(self):
        return not (self.day_off or self.conflict)


def row_of(day, since, until, leader, room, calendar, value=""):
    """What stands in the way of a reception on `day`: a day off warns, a conflict refuses."""
    begins, ends = on_the_day(day, *since), on_the_day(day, *until)
    found = calendar.get(day)
    day_off = found.label if found and not calendar.is_workday(day) else ""
    busy = ReceptionDay.objects.standing().filter(leader=leader, since__lt=ends, until__gt=begins).first()
    kept = Occupation.objects.booked().filter(room=room).overlapping(begins, ends).first()
    conflict = ""
    if begins <= timezone.now():
        conflict = _("已经过了")
    elif busy:
        conflict = _("%(name)s %(hours)s 已有接访") % {"name": leader.name, "hours": busy.hours}
    elif kept:
        conflict = _("%(room)s %(when)s 已有预约") % {"room": room.name, "when": kept.when}
    return DateRow(value or day.isoformat(), day_label(day, timezone.localdate()), day_off, conflict)


class DayFormBase(StepForm):
    """Leader, room and time of a reception day."""

    leader = forms.ModelChoiceField(
        label=gettext_lazy("接访领导"),
        queryset=Official.objects.none(),
        empty_label=gettext_lazy("请选"),
        error_messages={
            "required": gettext_lazy("请选接访领导。"),
            "invalid_choice": gettext_lazy("没有这位领导，请重新选。"),
        },
    )
    room = forms.ModelChoiceField(
        label=gettext_lazy("接访地点"),
        queryset=Room.objects.active(),
        empty_label=gettext_lazy("请选"),
        error_messages={
            "required": gettext_lazy("请选一间房。"),
            "invalid_choice": gettext_lazy("没有这间房，请重新选。"),
        },
    )
    since = ClockField(
        label=gettext_lazy("几点开始"), max_length=10, error_messages={"required": gettext_lazy("请写几点开始。")}
    )
    until = ClockField(
        label=gettext_lazy("几点结束"), max_length=10, error_messages={"required": gettext_lazy("请写几点结束。")}
    )
    slot_minutes = forms.IntegerField(
        label=gettext_lazy("每位几分钟"),
        min_value=SHORTEST_SLOT,
        max_value=LONGEST_SLOT,
        initial=30,
        error_messages={
            "required": gettext_lazy("请填每位几分钟，例如 30。"),
            "invalid": gettext_lazy("请填整数，例如 30。"),
            "min_value": gettext_lazy("每位 5 到 240 分钟。"),
            "max_value": gettext_lazy("每位 5 到 240 分钟。"),
        },
        widget=forms.NumberInput(attrs={"class": "in-num"}),
    )
    fields_in_charge = CleanCharField(
        label=gettext_lazy("分管领域"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("公示上写，例如 城市建设、物业。"),
    )
    note = CleanCharField(
        label=gettext_lazy("说明"), max_length=100, required=False, help_text=gettext_lazy("公示上写，可以不填。")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        leaders = Official.objects.holding(*LEADERS, on=self.today).order_by("name")
        self.fields["leader"].queryset = leaders
        leaders_room = Room.objects.active().filter(kind=Room.Kind.LEADER).first()
        self.fields["room"].initial = leaders_room.pk if leaders_room else None

    def add_refusal(self, refusal):
        """The model's `fields` is what a form calls otherwise."""
        if hasattr(refusal, "error_dict") and "fields" in refusal.error_dict:
            refusal.error_dict["fields_in_charge"] = refusal.error_dict.pop("fields")
        super().add_refusal(refusal)

    @property
    def said(self):
        typed = self.cleaned_data
        return {
            "leader": typed["leader"],
            "room": typed["room"],
            "slot_minutes": typed["slot_minutes"],
            "fields": typed["fields_in_charge"],
            "note": typed["note"],
        }


NUMBERS = re.compile(r"\d+")


class PlanForm(DayFormBase):
    """Several days of one month at once: first shown, then planned, all or none."""

    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("每逢星期几"),
        choices=list(enumerate(WEEKDAYS)),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("这个月里所有的这一天，放假、休息的自动跳过。"),
    )
    numbers = CleanCharField(
        label=gettext_lazy("另加哪几号"), max_length=100, required=False, help_text=gettext_lazy("例如 5、12。")
    )
    dates = forms.MultipleChoiceField(required=False)

    def __init__(self, *args, first, **kwargs):
        super().__init__(*args, **kwargs)
        self.first, self.rows = first, []
        last = month_after(first) - timedelta(days=1)
        self.month = [first + timedelta(days=n) for n in range(last.day)]
        self.fields["dates"].choices = [(day.isoformat(), day.isoformat()) for day in self.month]
        self.fields["leader"].widget.attrs["autofocus"] = True

    def clean_numbers(self):
        text = self.cleaned_data["numbers"]
        numbers = [int(number) for number in NUMBERS.findall(text)]
        if text and (not numbers or any(not 1 <= number <= len(self.month) for number in numbers)):
            words = _("请写这个月的几号，例如 5、12；这个月有 %d 天。")
            raise ValidationError(words % len(self.month))
        self.typed_numbers = set(numbers)
        return text

    def clean(self):
        typed = super().clean()
        if not typed.get("weekdays") and not typed.get("numbers") and "numbers" not in self.errors:
            self.add_error("weekdays", _("请勾星期几，或者写哪几号。"))
        since, until = typed.get("since"), typed.get("until")
        if since and until and until <= since:
            self.add_error("until", _("结束要晚于开始。"))
        if not self.errors:
            self.rows = self.seen()
        return typed

    def seen(self):
        """Every date meant, with what stands in its way."""
        typed, calendar = self.cleaned_data, Calendar.load()
        weekdays = {int(number) for number in typed["weekdays"]}
        meant = [day for day in self.month if day.weekday() in weekdays or day.day in self.typed_numbers]
        return [row_of(day, typed["since"], typed["until"], typed["leader"], typed["room"], calendar) for day in meant]

    def take(self):
        typed = self.cleaned_data
        if not typed["dates"]:
            raise ValidationError(_("请至少勾一天。"))
        for text in sorted(set(typed["dates"])):
            day = date.fromisoformat(text)
            since, until = on_the_day(day, *typed["since"]), on_the_day(day, *typed["until"])
            planned(day, **self.said, since=since, until=until, by=self.by)
        self.count = len(set(typed["dates"]))


def planned(day, **said):
    """Plan one date of several; a refusal names the date, for it stands above the form."""
    try:
        return ReceptionDay.objects.plan(**said)
    except ValidationError as refusal:
        raise ValidationError(
            [f"{day_label(day, timezone.localdate())}：{words}" for words in refusal.messages]
        ) from None


@step
@FORM
def plan(request):
    """Plan several days of a month: what the plan means is shown first."""
    today = timezone.localdate()
    first = month_asked(request, today)
    initial = {"numbers": request.GET.get("on", "")[:2]}
    form = PlanForm(request.POST or None, by=request.user, first=first, initial=initial)
    is_preview = request.method == "POST" and request.POST.get("act") != "plan"
    status = 200
    if is_preview:
        status = 200 if form.is_valid() else 422
    elif request.method == "POST":
        if form.save():
            audit.record(request.user, "reception:reception_plan", request=request, field=f"{first:%Y-%m}")
            messages.success(request, _("已排 %d 天。还没有公示，看过以后请公示。") % form.count)
            return redirect(month_url(first))
        status = 422
    chosen = {row.value for row in form.rows if row.is_chosen}
    context = {
        "form": form,
        "first": first,
        "rows": form.rows,
        "picked": chosen if is_preview else set(request.POST.getlist("dates")),
        "back_url": month_url(first),
    }
    return render(request, "reception/reception_plan.html", context, status=status)


class CopyForm(StepForm):
    """The days of the month before, on the same weekdays of this one."""

    picked = forms.MultipleChoiceField(required=False)

    def __init__(self, *args, first, **kwargs):
        super().__init__(*args, **kwargs)
        self.first, self.rows, self.plans = first, [], {}
        calendar = Calendar.load()
        earlier = ReceptionDay.objects.standing().in_month(month_before(first)).select_related("leader", "room")
        for source in earlier.order_by("since", "pk")[:SHOWN]:
            day = alike(source.on, first)
            if day is None:
                continue
            clocks = [(at.hour, at.minute) for at in map(timezone.localtime, (source.since, source.until))]
            value = f"{source.pk}:{day.isoformat()}"
            row = row_of(day, *clocks, source.leader, source.room, calendar, value)
            self.rows.append((row, source))
            self.plans[value] = (source, day, clocks)
        self.fields["picked"].choices = [(value, value) for value in self.plans]

    def take(self):
        picked = self.cleaned_data["picked"]
        if not picked:
            raise ValidationError(_("请至少勾一天。"))
        for value in picked:
            source, day, (since, until) = self.plans[value]
            planned(
                day,
                leader=source.leader,
                room=source.room,
                since=on_the_day(day, *since),
                until=on_the_day(day, *until),
                slot_minutes=source.slot_minutes,
                fields=source.fields,
                note=source.note,
                by=self.by,
            )


def alike(day, first):
    """The same weekday of the same week of the month that begins on `first`; None where it has no such week."""
    ahead = (day.weekday() - first.weekday()) % 7 + (day.day - 1) // 7 * 7
    found = first + timedelta(days=ahead)
    return found if found.month == first.month else None


@step
@FORM
def copy(request):
    """Plan a month as the one before was."""
    first = month_asked(request, timezone.localdate())
    form = CopyForm(request.POST or None, by=request.user, first=first)
    if request.method == "POST" and form.save():
        audit.record(request.user, "reception:reception_copy", request=request, field=f"{first:%Y-%m}")
        messages.success(
            request, _("已照上月排 %d 天。还没有公示，看过以后请公示。") % len(form.cleaned_data["picked"])
        )
        return redirect(month_url(first))
    picked = set(request.POST.getlist("picked")) or {row.value for row, _source in form.rows if row.is_chosen}
    context = {"form": form, "first": first, "rows": form.rows, "picked": picked, "back_url": month_url(first)}
    return render(request, "reception/reception_copy.html", context, status=422 if form.is_bound else 200)


class PublishForm(StepForm):
    """Make the days of a month public."""

    def __init__(self, *args, first, **kwargs):
        super().__init__(*args, **kwargs)
        self.first = first

    def take(self):
        self.count = ReceptionDay.objects.in_month(self.first).publish(by=self.by)
        if not self.count:
            raise ValidationError(_("这个月没有还没公示的接访日。"))


@require_POST
@step
def publish(request):
    """Make the days of a month public: from now on the page for everybody shows them."""
    first = month_asked(request, timezone.localdate())
    form = PublishForm(request.POST, by=request.user, first=first)
    if not form.save():
        return show_month(request, first, status=422, form=form)
    audit.record(request.user, "reception:reception_publish", request=request, field=f"{first:%Y-%m}")
    messages.success(request, _("已公示 %d 天。群众现在能在公示页上看到，也可以打印张贴。") % form.count)
    return redirect(month_url(first))


# ---------- 一天 ----------
def day_for(request, pk, lock=False):
    """The day, if the signed-in official may see it; a hidden one is not found."""
    days = ReceptionDay.objects.visible_to(request.user).select_related("leader", "room", "planned_by", "booking")
    return get_object_or_404(days.for_change() if lock else days, pk=pk)


@require_GET
def reception_day(request, pk):
    """One day with its slots: who has which, what has changed, what can be done with it."""
    return show_day(request, day_for(request, pk))


def show_day(request, day, status=200, form=None):
    now = timezone.now()
    told = Appointment.objects.filter(day=day).told_to(request.user).select_related("case")
    appointments = list(told.order_by("since", "pk")[:SHOWN])
    may_book = request.user.may("reception:appointment_book") and day.is_standing
    may = {name for name in ("plan", "change", "cancel", "held") if request.user.may(f"reception:reception_{name}")}
    if not day.is_standing or day.is_over(now):
        may -= {"change", "cancel"}
    if not day.is_standing or day.since > now or day.held_at:
        may -= {"held"}
    context = {
        "day": day,
        "today": timezone.localdate(now),
        "title": titles_of([day.leader_id], day.on).get(day.leader_id, ""),
        "slots": slots_of(day, appointments, now if may_book else None),
        "others": [one for one in appointments if one.state not in Appointment.HOLDING],
        "may_open": request.user.may("reception:appointment"),
        "changes": day.changes.select_related("by", "was_leader", "was_room").order_by("-pk"),
        "may": may,
        "form": form or StepForm(),
        "back_url": month_url(day.on.replace(day=1)),
    }
    return render(request, "reception/reception_day.html", context, status=status)


def slots_of(day, appointments, bookable_from):
    """Each slot of the day with who has it, and whether it can still be booked (`bookable_from` None: by nobody)."""
    holding = [one for one in appointments if one.state in Appointment.HOLDING]
    slots = []
    for since, until in day.slots:
        held = next((one for one in holding if one.since < until and one.until > since), None)
        is_free = held is None and bookable_from is not None and since > bookable_from
        value = f"{day.pk}-{int(since.timestamp())}"
        slots.append({"since": since, "until": until, "held": held, "is_free": is_free, "value": value})
    return slots


class ChangeForm(DayFormBase):
    """Another time, room or leader; once published, with the reason that the public is told."""

    day = DayField(label=gettext_lazy("哪一天"), error_messages={"required": gettext_lazy("请写哪一天。")})
    reason = CleanCharField(
        label=gettext_lazy("为什么改"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("已经公示的一定要写，公示上照这句话说明。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        day = self.record
        self.fields["day"].today = self.today
        self.fields["leader"].queryset |= Official.objects.filter(pk=day.leader_id)
        self.initial = {
            "leader": day.leader_id,
            "room": day.room_id,
            "day": day.on,
            "since": f"{timezone.localtime(day.since):%-H:%M}",
            "until": f"{timezone.localtime(day.until):%-H:%M}",
            "slot_minutes": day.slot_minutes,
            "fields_in_charge": day.fields,
            "note": day.note,
        } | self.initial
        self.order_fields(["leader", "room", "day", "since", "until"])

    def take(self):
        typed = self.cleaned_data
        self.record.change(
            **self.said,
            since=on_the_day(typed["day"], *typed["since"]),
            until=on_the_day(typed["day"], *typed["until"]),
            reason=typed["reason"],
            by=self.by,
        )


@step
@FORM
def change(request, pk):
    """Another time, room or leader for a day."""
    day = day_for(request, pk, lock=request.method == "POST")
    form = ChangeForm(request.POST or None, record=day, by=request.user)
    if request.method == "POST" and form.save():
        audit.record(request.user, "reception:reception_change", "reception_day", day.pk, request=request)
        messages.success(request, _("已改。") if not day.published_at else _("已改，公示页上已经说明。"))
        warn_of_calls(request, day)
        return redirect(day)
    context = {"form": form, "day": day_for(request, pk), "back_url": day.get_absolute_url()}
    return render(request, "reception/reception_change.html", context, status=422 if form.is_bound else 200)


def warn_of_calls(request, day):
    owed = day.appointments.exclude(owed="").count()
    if owed:
        messages.warning(request, _("有 %d 个预约要打电话告诉，列在“接访预约”里。") % owed)


class DayOffForm(StepForm):
    """Call the day off, with the reason that the public is told."""

    reason = CleanCharField(
        label=gettext_lazy("为什么停接"),
        max_length=60,
        help_text=gettext_lazy("公示上照这句话说明，例如 参加区里的防汛会议。"),
        error_messages={"required": gettext_lazy("请写为什么停接，公示上照这句话说明。")},
    )

    def take(self):
        self.record.cancel(self.cleaned_data["reason"], by=self.by)


@step
@FORM
def cancel(request, pk):
    """Call a day off (停接)."""
    day = day_for(request, pk, lock=request.method == "POST")
    form = DayOffForm(request.POST or None, record=day, by=request.user)
    if request.method == "POST" and form.save():
        audit.record(request.user, "reception:reception_cancel", "reception_day", day.pk, request=request)
        messages.success(request, _("已停接，房间已经退出来。"))
        warn_of_calls(request, day)
        return redirect(day)
    standing = day.appointments.filter(state__in=["REQUESTED", "CONFIRMED"]).count()
    context = {"form": form, "day": day, "standing": standing, "back_url": day.get_absolute_url()}
    return render(request, "reception/reception_cancel.html", context, status=422 if form.is_bound else 200)


class HeldForm(StepForm):
    """On record that the leader sat there."""

    def take(self):
        self.record.hold(by=self.by)


@require_POST
@step
def held(request, pk):
    """Put on record that the reception was held, whether or not anybody came."""
    day = day_for(request, pk, lock=True)
    form = HeldForm(request.POST, record=day, by=request.user)
    if not form.save():
        return show_day(request, day_for(request, pk), status=422, form=form)
    audit.record(request.user, "reception:reception_held", "reception_day", day.pk, request=request)
    messages.success(request, _("已记：这一天接访了。"))
    return redirect(day)


# ---------- P23 ----------
@require_GET
def poster_p23(request):
    """The notice of a month (P23), set anew each time: what is published, and what has changed since."""
    first = month_asked(request, timezone.localdate())
    days = ReceptionDay.objects.published().in_month(first).select_related("leader", "room")
    days = list(days.prefetch_related("changes").order_by("since", "pk")[:SHOWN])
    if not days:
        messages.info(request, _("这个月还没有公示的接访日，先公示再打印。"))
        return redirect(month_url(first))
    with translation.override(settings.LANGUAGE_CODE):
        content = notice_of(first, [row_of_notice(day) for day in with_titles(days)], booking=str(HOW_TO_BOOK))
    try:
        done = typeset("reception_days", content)
    except TypesettingFailed as failure:
        log.error("P23 was not typeset: %s", failure)
        messages.error(request, _("公示没有排出来，请过一会儿再试；再不行请告诉系统管理员。"))
        return redirect(month_url(first))
    audit.record(request.user, "reception:poster_p23", request=request, field=f"{first:%Y-%m}")
    return pdf_response(done.pdf, f"{content['title']}.pdf")


HOW_TO_BOOK = gettext_lazy(
    "在网上提出、打电话、到登记窗口都可以预约；没有预约的当天也可以来，按先后次序接访。"
    "五人以上的，请推选代表，最多五名。"
)


def with_titles(days):
    """Each day with `title`, what its leader is called by his post."""
    titles = titles_of({day.leader_id for day in days}, days[0].on) if days else {}
    for day in days:
        day.title = titles.get(day.leader_id, "")
    return days


def row_of_notice(day):
    """A day as the rows of P23 are written; one that has changed since says so."""
    hours = day.hours
    latest = day.public_changes[0] if day.public_changes else None
    if latest:
        hours += f"\n（{latest.get_kind_display()}：{latest.reason}）"
    return {
        "day": f"{day_in_words(day.on).partition('年')[2]}\n{'星期' + '一二三四五六日'[day.on.weekday()]}",
        "hours": hours,
        "place": day.room.name,
        "leader": "\n".join(filter(None, [day.leader.name, day.title])),
        "fields": "\n".join(filter(None, [day.fields, day.note])),
    }
