"""Inquiry: the office sends and weighs it on the case; the unit asked sees its task and nothing of the case (R10)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cases.models import Case
from cases.steps import step
from cases.templatetags.register import day_label
from cases.views.files import handed_out
from officials import audit
from petitions.forms import inquiry as forms
from petitions.models import Inquiry
from petitions.views.base import StepPage

SHOWN = 50


class Asking(StepPage):
    name, form_class, button = "inquiry", forms.InquiryForm, gettext_lazy("发给单位")

    def done(self):
        inquiry = self.petition.inquiries.last()
        words = _("已发给%(unit)s，%(day)s 以前答复。要书面函的，在文书里起草情况核实函，内容从这里来。")
        day = day_label(inquiry.deadline.legal_end_on, self.today)
        return words % {"unit": inquiry.unit.label, "day": day}


class OfInquiry(StepPage):
    """A step on one inquiry, which the address names by its position."""

    def fetch(self, number, position, *, lock=False):
        super().fetch(number, None, lock=lock)
        self.inquiry = self.petition.inquiry_at(position)
        if self.inquiry is None:
            raise Http404

    def form(self, data=None):
        given = {"record": self.petition, "by": self.request.user, "today": self.today, "inquiry": self.inquiry}
        return self.form_class(data, **given)

    def why_not(self):
        reason = self.petition.why_stopped(self.request.user) or self.petition.why_not(self.name, self.inquiry)
        return reason or self.why_not_him()

    def context(self):
        return {"inquiry": self.inquiry}


class Outcome(OfInquiry):
    """Takes, gives back or recalls it."""

    name, form_class, button = "inquiry_outcome", forms.InquiryOutcomeForm, gettext_lazy("记下")
    template_name = "petitions/inquiry_outcome.html"

    def done(self):
        if self.inquiry.taken_on:
            return _("已采用，记入调查核实。单位自己的说法不算查清事实，还要另作核实。")
        return _("已撤回。") if self.inquiry.recalled_on else _("已退回，请单位补充。")


@require_GET
def tasks(request):
    """The inquiries of the units where the signed-in official is a handler, those to be answered first."""
    mine = Inquiry.objects.visible_to(request.user).whole()
    waiting = list(mine.awaiting().filter(petition__case__closed_on__isnull=True).order_by("sent_on", "pk")[:SHOWN])
    others = mine.exclude(pk__in=[row.pk for row in waiting]).order_by("-pk")[:SHOWN]
    audit.record(request.user, "inquiries:list", request=request)
    context = {"waiting": waiting, "others": others, "today": timezone.localdate()}
    return render(request, "petitions/inquiries.html", context)


@step
@require_http_methods(["GET", "HEAD", "POST"])
def task(request, key):
    """One inquiry as the unit sees it; what it writes and adds is its answer."""
    mine = Inquiry.objects.visible_to(request.user)
    inquiry = get_object_or_404(mine.whole(), key=key)
    if request.method == "POST":
        Case.objects.for_change().get(pk=inquiry.petition.case_id)
        inquiry = get_object_or_404(mine.whole(), key=key)  # as it stands now that nobody else changes it
    today = timezone.localdate()
    may_answer = inquiry.awaits_answer and inquiry.petition.case.is_open
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.InquiryReplyForm(*sent, record=inquiry, by=request.user, today=today)
    audit.record(
        request.user, "inquiries:task", "case", inquiry.petition.case_id, request=request, field=inquiry.number
    )
    if request.method == "POST" and form.save():
        messages.success(request, _("已答复，等信访办看。"))
        return redirect(inquiry)
    told = inquiry.told()
    for row in told:
        case_id, fields = inquiry.petition.case_id, " ".join(row.fields)
        action, why = "inquiries:identity", f"{inquiry.number} {row.get_ground_display()}"
        audit.record(request.user, action, "case", case_id, request=request, field=fields, reason=why)
    context = {"inquiry": inquiry, "form": form, "today": today, "may_answer": may_answer or form.is_bound}
    context["told"] = told
    return render(request, "petitions/inquiry_task.html", context, status=422 if request.method == "POST" else 200)


@require_GET
def file(request, key, pk):
    """What the unit itself added to its answers; no other file of the case."""
    inquiry = get_object_or_404(Inquiry.objects.visible_to(request.user), key=key)
    answers = inquiry.answers.values("files")
    found = get_object_or_404(inquiry.petition.case.attachments.present().filter(pk__in=answers), pk=pk)
    response = handed_out(found)
    audit.record(
        request.user, "inquiries:file", "case", inquiry.petition.case_id, request=request, field=f"file {found.pk}"
    )
    return response
