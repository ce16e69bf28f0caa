"""Paper for a power cut: print slips, enter them in batches afterwards, spoil what is not entered."""

import logging
from datetime import datetime, time

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cases import identity
from cases.forms import StepForm
from cases.forms.dates import ClockField, DayField
from cases.forms.widgets import Segments
from cases.models import Case
from cases.papers.typesetting import TypesettingFailed, typeset
from cases.steps import step
from cases.text import CleanCharField
from cases.views.papers import pdf_response
from officials import audit
from officials.calendar import Calendar
from officials.models import Unit
from reception.forms import MOST_PEOPLE, PEOPLE
from reception.listing import in_order, standing_view
from reception.models import PaperSlip, Visit
from reception.models.slip import MOST_AT_ONCE, read_number
from reception.papers import paper_slips

BATCHES_SHOWN = 10
ROWS, MOST_ROWS = 5, 20
DEFAULT_VIEW = "open"
CAME_BY = [Case.Channel.VISIT, Case.Channel.CALL]
COUNT_WRONG = gettext_lazy("一次印 1 到 100 张，请填整数。")
FIELD_OF = {"received_on": "arrived_on"}  # how the step calls it -> the field of a row
log = logging.getLogger(__name__)


class PrintSlipsForm(StepForm):
    """So many new slips."""

    count = forms.IntegerField(
        label=gettext_lazy("印几张"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        initial=20,
        widget=forms.NumberInput(attrs={"class": "in-num"}),
        error_messages={
            "required": COUNT_WRONG,
            "invalid": COUNT_WRONG,
            "min_value": COUNT_WRONG,
            "max_value": COUNT_WRONG,
        },
    )

    def take(self):
        self.slips = PaperSlip.objects.print_batch(self.cleaned_data["count"], by=self.by)


class SpoilForm(StepForm):
    """The slip will not be entered."""

    reason = forms.ChoiceField(
        label=gettext_lazy("为什么作废"),
        choices=PaperSlip.Reason,
        widget=Segments,
        error_messages={
            "required": gettext_lazy("请选为什么作废。"),
            "invalid_choice": gettext_lazy("请选为什么作废。"),
        },
    )

    def take(self):
        self.record.spoil(self.cleaned_data["reason"], by=self.by)


class RowForm(forms.Form):
    """One slip as it was written by hand. A row in which nothing stands is no slip."""

    number = CleanCharField(
        label=gettext_lazy("单号"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "num"}),
        error_messages={"required": gettext_lazy("请写单子上的号，例如 应急2026-0001。")},
    )
    arrived_on = DayField(label=gettext_lazy("到访日期"), latest_today=True, help_text="")
    arrived_at = ClockField(label=gettext_lazy("到访时间"))
    channel = forms.ChoiceField(
        label=gettext_lazy("信访形式"),
        choices=[(channel.value, channel.label) for channel in CAME_BY],
        initial=Case.Channel.VISIT,
        widget=Segments,
        error_messages={
            "required": gettext_lazy("请选来访还是来电。"),
            "invalid_choice": gettext_lazy("请选来访还是来电。"),
        },
    )
    name = CleanCharField(
        label=gettext_lazy("姓名"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    anonymous = forms.BooleanField(label=gettext_lazy("不愿透露姓名"), required=False)
    phone = CleanCharField(
        label=gettext_lazy("联系电话"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "class": "num"}),
    )
    address = CleanCharField(
        label=gettext_lazy("住址"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    community = forms.ModelChoiceField(
        label=gettext_lazy("问题在哪"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=gettext_lazy("还不清楚"),
        error_messages={"invalid_choice": gettext_lazy("没有这个社区，请重新选。")},
    )
    people_present = forms.IntegerField(
        label=gettext_lazy("来了几人"),
        min_value=1,
        max_value=MOST_PEOPLE,
        required=False,
        error_messages=PEOPLE,
        widget=forms.NumberInput(attrs={"class": "in-num"}),
    )
    statement = CleanCharField(
        label=gettext_lazy("反映什么"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("请写下来访人反映的事，照原话写。")},
    )

    def __init__(self, *args, today, communities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["arrived_on"].today = today
        field = self.fields["community"]
        field.queryset = Unit.objects.communities()
        field.widget.choices = [("", field.empty_label), *communities]  # read once for all rows
        self.warnings = []

    def has_changed(self):
        """Whether anything was written; the channel alone, which is chosen from the start, says nothing."""
        return any(self[name].data for name in self.fields if name not in ("channel", "DELETE"))

    def clean_number(self):
        return read_number(self.cleaned_data["number"])

    def clean_name(self):
        return self._checked(identity.check_name(self.cleaned_data["name"]))

    def clean_phone(self):
        return self._checked(identity.check_phone(self.cleaned_data["phone"]))

    def clean_people_present(self):
        return self.cleaned_data["people_present"] or 1

    def _checked(self, checked):
        if checked.errors:
            raise ValidationError(list(checked.errors))
        self.warnings += checked.warnings
        return checked.display

    def clean(self):
        typed = super().clean()
        name, anonymous = typed.get("name"), typed.get("anonymous")
        if name and anonymous:
            self.add_error("anonymous", _("写了姓名又勾了不愿透露，请去掉一样。"))
        elif not anonymous and name == "":
            self.add_error("name", _("请写姓名；来访人不愿透露的，请勾“不愿透露姓名”。"))
        if name and not (typed.get("phone") or typed.get("address")):  # nobody is there to be asked
            self.warnings.append(
                _("没有电话和住址，先不计书面告知的期限；问到后补上，从收到日算起（条例第二十三条）。")
            )
        self.warnings += identity.stray_numbers(typed.get("statement") or "")
        return typed

    @property
    def arrived(self):
        day, clock = (self.cleaned_data.get(name) for name in ("arrived_on", "arrived_at"))
        return timezone.make_aware(datetime.combine(day, clock)) if day and isinstance(clock, time) else None

    def refuse(self, refusal):
        """Put what the step refuses at the fields it names."""
        for name, errors in refusal.error_dict.items() if hasattr(refusal, "error_dict") else [(None, refusal)]:
            name = FIELD_OF.get(name, name)
            self.add_error(name if name in self.fields else None, errors)


class Rows(forms.BaseFormSet):
    def written(self):
        return [row for row in self.forms if row.has_changed()]


class EntryForm(StepForm):
    """Some slips at once: all are registered, or none."""

    def __init__(self, data=None, *, rows=ROWS, **kwargs):
        super().__init__(data, **kwargs)
        factory = forms.formset_factory(
            RowForm, formset=Rows, extra=rows, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=False
        )
        communities = [(unit.pk, str(unit)) for unit in Unit.objects.communities()]
        self.rows = factory(data, prefix="row", form_kwargs={"today": self.today, "communities": communities})

    def is_valid(self):
        """The rows one by one and against each other; their slips stay locked, in the order of their numbers."""
        is_valid = super().is_valid()
        if not self.rows.is_bound:
            return is_valid
        if not self.rows.management_form.is_valid():
            self.add_error(None, _("这一页没有送全，请重新打开再填。"))
            return False
        self.rows.is_valid()
        written, self.now = self.rows.written(), timezone.now()
        if not written:
            self.add_error(None, _("一张单子也没有写。"))
        numbers = [row.cleaned_data.get("number") for row in written]
        self.slips = PaperSlip.objects.for_entry([number for number in numbers if number])
        for place, (row, number) in enumerate(zip(written, numbers, strict=True)):
            if not number:
                continue
            if number in numbers[:place]:
                row.add_error("number", _("%s 在这一页写了两次。") % number)
            elif slip := self.slips.get(number):
                self._check(row, slip)
            else:
                row.add_error("number", _("没有印过 %s 这张单子，请核对。") % number)
        return is_valid and not self.errors and not any(row.errors for row in written)

    def _check(self, row, slip):
        checks = [slip.check_open]
        if row.arrived:
            checks.append(lambda: slip.check_arrival(row.arrived, self.now))
        for check in checks:
            try:
                check()
            except ValidationError as refusal:
                row.refuse(refusal)

    @transaction.atomic
    def take(self):
        """In the order of arrival, so that who came first has the lower number."""
        self.entered, calendar = [], Calendar.load()
        for row in sorted(self.rows.written(), key=lambda row: row.arrived):
            typed = row.cleaned_data
            slip = self.slips[typed["number"]]
            told = ("channel", "name", "phone", "address", "community", "people_present", "statement")
            try:
                slip.enter(
                    by=self.by,
                    received_at=row.arrived,
                    now=self.now,
                    calendar=calendar,
                    **{name: typed[name] for name in told},
                )
            except ValidationError as refusal:
                row.refuse(refusal)
                raise ValidationError(_("有一张没有登记成，这一批都没有保存。")) from None
            self.entered.append(slip)

    @property
    def warnings(self):
        return [
            _("%(number)s：%(warning)s") % {"number": row.cleaned_data["number"], "warning": warning}
            for row in self.rows.written()
            for warning in row.warnings
        ]


def views_of(official):
    """The standing views of the list: name -> (label, slips). Entered ones only where the contact may be seen."""
    seen = Visit.objects.on_desk_of(official)
    return {
        "open": (gettext_lazy("没有交代的"), PaperSlip.objects.open()),
        "entered": (gettext_lazy("已补录"), PaperSlip.objects.entered().filter(visit__in=seen)),
        "spoiled": (gettext_lazy("已作废"), PaperSlip.objects.spoiled()),
    }


@require_GET
def slips(request):
    return show(request, PrintSlipsForm(by=request.user))


def show(request, form, status=200):
    """What was printed and what became of it: the open by number, the others newest first."""
    standing = standing_view(request, views_of(request.user), DEFAULT_VIEW)
    order = {"open": "pk", "entered": "-visit_id", "spoiled": "-spoiled_at"}[standing.name]
    found = standing.found.select_related("printed_by", "spoiled_by", "visit").order_by(order)
    slips, following = in_order(request, found)
    batches = PaperSlip.objects.batches()[:BATCHES_SHOWN]
    context = {"form": form, "slips": slips, "following": following, "batches": batches, **standing.context()}
    return render(request, "reception/slips.html", context, status=status)


@step
def slips_print(request):
    """New numbers; the paper itself is fetched from the batch."""
    if request.method != "POST":
        return redirect("reception:slips")
    form = PrintSlipsForm(request.POST, by=request.user)
    if not form.save():
        return show(request, form, status=422)
    first, last = form.slips[0], form.slips[-1]
    audit.record(request.user, "reception:slips_print", request=request, field=f"{first} – {last}")
    link = format_html('<a href="{}">{}</a>', reverse("reception:slips_pdf", args=[first.batch]), _("打开 PDF 去打印"))
    messages.success(
        request,
        format_html("{} {}", _("已编号：%(first)s 至 %(last)s。") % {"first": first, "last": last}, link),
    )
    return redirect("reception:slips")


@require_GET
def slips_pdf(request, batch):
    """The slips of one batch, two on a sheet; printing again gives the same numbers."""
    if batch > 2_147_483_647:
        raise Http404
    printed = list(PaperSlip.objects.filter(batch=batch).order_by("pk").values_list("number", flat=True))
    if not printed:
        raise Http404
    try:
        with translation.override(settings.LANGUAGE_CODE):
            done = typeset("slip", paper_slips(printed))
    except TypesettingFailed as failure:
        log.error("slips of batch %s were not typeset: %s", batch, failure)
        messages.error(request, _("登记单没有排出来，请过一会儿再试；再不行请告诉系统管理员。"))
        return redirect("reception:slips")
    audit.record(request.user, "reception:slips_pdf", request=request, field=f"{printed[0]} – {printed[-1]}")
    return pdf_response(done.pdf, f"应急登记单 {printed[0]}.pdf")


@step
@require_http_methods(["GET", "HEAD", "POST"])
def slips_enter(request):
    """What was written by hand, several at once: any wrong row, and nothing is saved."""
    form = EntryForm(request.POST if request.method == "POST" else None, rows=rows_of(request), by=request.user)
    if request.method == "POST" and form.save():
        for slip in form.entered:
            audit.record(
                request.user, "reception:slips_enter", "visit", slip.visit_id, request=request, field=slip.number
            )
        for warning in form.warnings:
            messages.warning(request, warning)
        messages.success(request, _("已补录 %d 张，登记编号在下面；查询码到回执页补打。") % len(form.entered))
        return redirect(f"{reverse('reception:slips')}?view=entered")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "rows": form.rows, "most": MOST_ROWS, "back_url": reverse("reception:slips")}
    return render(request, "reception/slips_enter.html", context, status=status)


def rows_of(request):
    asked = request.GET.get("rows", "")
    return min(max(int(asked), 1), MOST_ROWS) if asked.isdecimal() and len(asked) < 4 else ROWS


@step
@require_http_methods(["GET", "HEAD", "POST"])
def slip_spoil(request, pk):
    slip = get_object_or_404(PaperSlip.objects.select_related("printed_by"), pk=pk)
    form = SpoilForm(request.POST if request.method == "POST" else None, record=slip, by=request.user)
    if request.method == "POST" and form.save():
        audit.record(
            request.user,
            "reception:slip_spoil",
            "slip",
            slip.pk,
            request=request,
            reason=str(slip.get_spoiled_reason_display()),
        )
        messages.success(request, _("%s 已作废，号不再用。") % slip)
        return redirect("reception:slips")
    context = {"form": form, "slip": slip, "back_url": reverse("reception:slips")}
    return render(request, "reception/slip_spoil.html", context, status=422 if request.method == "POST" else 200)
