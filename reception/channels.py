"""The list of channels that Art. 18(1) wants published: the public page, the poster, and the pages that keep it."""

import logging

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cases.forms import StepForm
from cases.forms.dates import DayField
from cases.papers.typesetting import TypesettingFailed, typeset
from cases.steps import step
from cases.text import CleanCharField
from cases.views.papers import pdf_response
from officials import audit
from officials.models import Unit
from reception.models import ChannelNotice
from reception.papers import channels_poster

SHOWN = 100
SIZES = {"a4": "A4", "a3": "A3"}
log = logging.getLogger(__name__)


@require_GET
def channels(request):
    """For everybody, on a phone as well: each item with its text, or the plain word that it is not published yet."""
    street = Unit.objects.street()
    context = {
        "told": ChannelNotice.objects.list_on(timezone.localdate()),
        "phone": street.phone if street else "",
    }
    return render(request, "reception/channels.html", context)


@require_GET
def channel_notices(request):
    """The same list for the office: what lacks, what lapses soon, what stood before."""
    told = ChannelNotice.objects.list_on(timezone.localdate())
    context = {
        "told": told,
        "missing": [one for one in told if one.is_missing],
        "lapsing": [one for one in told if one.lapses_on],
        "earlier": ChannelNotice.objects.select_related("published_by").order_by("-pk")[:SHOWN],
        "may_edit": request.user.may("reception:channel_notice"),
        "may_print": request.user.may("reception:channels_poster"),
    }
    return render(request, "reception/channel_notices.html", context)


class ChannelNoticeForm(StepForm):
    """A new text of one item, for as long as it holds. `record` is the item as it stands today."""

    text = CleanCharField(
        label=gettext_lazy("内容"),
        max_length=600,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": gettext_lazy("请写这一项的内容。")},
        help_text=gettext_lazy("写到群众照着就能办：到哪里、打哪个电话、几点到几点。"),
    )
    valid_from = DayField(label=gettext_lazy("哪天起用"), help_text=gettext_lazy("从今天起，或者以后的哪一天。"))
    valid_to = DayField(
        label=gettext_lazy("最后一天"),
        required=False,
        help_text=gettext_lazy("长期有效的不填；填了的，到期前 14 天提醒，到期后这一项就空着。"),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("valid_from", "valid_to"):
            self.fields[name].today = self.today
        newest = ChannelNotice.objects.filter(item=self.record.item).order_by("-pk").first()
        self.initial = {
            "text": self.record.text,
            "valid_from": self.today,
            "seen": newest.pk if newest else None,
            **self.initial,
        }
        self.fields["text"].widget.attrs["autofocus"] = True

    def take(self):
        self.published = ChannelNotice.objects.publish(
            self.record.item,
            by=self.by,
            today=self.today,
            **{name: self.cleaned_data[name] for name in ("text", "valid_from", "valid_to", "seen")},
        )


@step
@require_http_methods(["GET", "HEAD", "POST"])
def channel_notice(request, item):
    """Publish one item anew; the text before keeps its days."""
    told = next((one for one in ChannelNotice.objects.list_on(timezone.localdate()) if one.slug == item), None)
    if told is None:
        raise Http404
    form = ChannelNoticeForm(request.POST if request.method == "POST" else None, record=told, by=request.user)
    if request.method == "POST" and form.save():
        audit.record(request.user, "reception:channel_notice", request=request, field=told.item.value)
        messages.success(request, _("已公布：%s。公示页和海报用新的内容。") % told.label)
        return redirect("reception:channel_notices")
    context = {
        "form": form,
        "told": told,
        "earlier": ChannelNotice.objects.filter(item=told.item).select_related("published_by")[:SHOWN],
        "back_url": reverse("reception:channel_notices"),
    }
    return render(request, "reception/channel_notice_form.html", context, status=422 if form.is_bound else 200)


@require_GET
def poster(request):
    """The poster for the wall, A4 or A3, set anew each time."""
    size = request.GET.get("size", "a4")
    if size not in SIZES:
        size = "a4"
    try:
        with translation.override(settings.LANGUAGE_CODE):
            content = channels_poster(ChannelNotice.objects.list_on(timezone.localdate()), size, qr_of())
        done = typeset("channels", content)
    except TypesettingFailed as failure:
        log.error("the poster of the channels was not typeset: %s", failure)
        messages.error(request, _("海报没有排出来，请过一会儿再试；再不行请告诉系统管理员。"))
        return redirect("reception:channel_notices")
    audit.record(request.user, "reception:channels_poster", request=request, field=SIZES[size])
    return pdf_response(done.pdf, f"{content['heading']}（{SIZES[size]}）.pdf")


def qr_of():
    """The query page's address as a drawing, where the office has one."""
    if not settings.QUERY_ADDRESS:
        return ""
    return segno.make(settings.QUERY_ADDRESS, micro=False).svg_inline(border=1, omitsize=True)
