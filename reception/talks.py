"""The place to sit (F31): notes of talks, suggestions and their answers, and the way on to the desk."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import identity, keeping
from cases.forms import StepForm
from cases.forms.widgets import Segments
from cases.models.case import day_starts
from cases.models.claim import Purpose
from cases.steps import step
from cases.text import CleanCharField
from officials import audit
from officials.models import Unit
from reception.listing import newest_first, standing_view
from reception.models import TalkNote

DEFAULT_VIEW = "all"
FORM = require_http_methods(["GET", "HEAD", "POST"])


class TalkNoteForm(StepForm):
    """What was said; never by whom."""

    kind = forms.ChoiceField(
        label=gettext_lazy("来做什么"),
        choices=TalkNote.Kind,
        initial=TalkNote.Kind.LISTEN,
        widget=Segments(keys="123"),
    )
    words = CleanCharField(
        label=gettext_lazy("说了什么"),
        max_length=4000,
        widget=forms.Textarea({"rows": 5, "autofocus": True}),
        help_text=gettext_lazy("记几句就行；不写电话、证件号。不立件，不计入信访"),
        error_messages={"required": gettext_lazy("请写几句说了什么。")},
    )
    community = forms.ModelChoiceField(
        label=gettext_lazy("哪个社区"),
        queryset=Unit.objects.communities(),
        required=False,
        empty_label=gettext_lazy("不问"),
        error_messages={"invalid_choice": gettext_lazy("没有这个社区，请重新选。")},
    )

    def take(self):
        fields = ("kind", "words", "community")
        self.note = TalkNote.objects.create(by=self.by, **{name: self.cleaned_data[name] for name in fields})
        self.warnings = identity.stray_numbers(self.note.words)


class AnswerForm(StepForm):
    """The answer to a suggestion."""

    text = CleanCharField(
        label=gettext_lazy("答复"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("请写答复：采纳了怎么做，不采纳为什么。")},
    )
    is_adopted = forms.BooleanField(label=gettext_lazy("采纳"), required=False)
    reward = CleanCharField(
        label=gettext_lazy("奖励"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("对社会有贡献的，给予奖励（条例第二十九条）"),
    )

    def take(self):
        typed = self.cleaned_data
        self.record.reply(typed["text"], by=self.by, is_adopted=typed["is_adopted"], reward=typed["reward"])


def views_of(notes, today):
    """The standing views of the list: name -> (label, notes)."""
    return {
        "all": (gettext_lazy("全部"), notes),
        "today": (gettext_lazy("今天的"), notes.filter(at__gte=day_starts(today))),
        "unanswered": (gettext_lazy("建议，待答复"), notes.unanswered()),
    }


@require_GET
def talks(request):
    """The newest first; the same number of queries however many there are."""
    today = timezone.localdate()
    standing = standing_view(request, views_of(TalkNote.objects.visible_to(request.user), today), DEFAULT_VIEW)
    notes, following = newest_first(request, standing.found.select_related("community", "by"))
    may_add = request.user.may("reception:talk_note_add")
    context = {"notes": notes, "following": following, "may_add": may_add, "today": today, **standing.context()}
    return render(request, "reception/talks.html", context)


@step
@FORM
def talk_note_add(request):
    """Write down a talk."""
    sent = request.POST if request.method == "POST" else None
    form = TalkNoteForm(sent, by=request.user)
    if sent is not None and form.save():
        audit.record(request.user, "reception:talk_note_add", "talk", form.note.pk, request=request)
        for warning in form.warnings:
            messages.warning(request, warning)
        messages.success(request, _("已记下，不计入信访。"))
        return redirect("reception:talk_note", form.note.pk)
    context = {"form": form, "back_url": reverse("reception:talks")}
    return render(request, "reception/talk_note_form.html", context, status=422 if sent is not None else 200)


def note_for(request, pk, *, lock=False):
    notes = TalkNote.objects.visible_to(request.user)
    if lock:
        return get_object_or_404(notes.for_change(), pk=pk)
    return get_object_or_404(notes.select_related("community", "by", "answer__by"), pk=pk)


@require_GET
def talk_note(request, pk):
    """One note, and what can be done with it."""
    return show(request, note_for(request, pk))


@step
@require_POST
def suggestion_answer(request, pk):
    """Answer a suggestion; refused, the page comes back with what was typed."""
    form = AnswerForm(request.POST, record=note_for(request, pk, lock=True), by=request.user)
    if not form.save():
        return show(request, note_for(request, pk), form, status=422)
    audit.record(request.user, "reception:suggestion_answer", "talk", pk, request=request)
    messages.success(request, _("已答复。"))
    return redirect("reception:talk_note", pk)


@step
@require_POST
def talk_note_take_up(request, pk):
    """On to the desk, which shows what was said; nothing is registered before the clerk says so."""
    note = note_for(request, pk, lock=True)
    form = StepForm(request.POST, record=note, by=request.user)
    form.take = note.take_up
    if not form.save():
        return show(request, note_for(request, pk), take_up_form=form, status=422)
    purpose = Purpose.SUGGESTION if note.kind == TalkNote.Kind.SUGGEST else Purpose.APPEAL
    typed = {"statement": note.words, "purpose": purpose, "community": note.community_id or ""}
    keeping.put(request.session, keeping.TYPED, {**typed, "official": request.user.pk})
    audit.record(request.user, "reception:talk_note_take_up", "talk", pk, request=request)
    messages.info(request, _("已带到接访台，请和本人核对后登记。"))
    return redirect("reception:desk")


def show(request, note, form=None, take_up_form=None, status=200):
    audit.record(request.user, "reception:talk_note", "talk", note.pk, request=request)
    may_answer = note.awaits_answer and request.user.may("reception:suggestion_answer")
    may_take_up = not note.is_over and request.user.may("reception:talk_note_take_up")
    context = {
        "note": note,
        "form": form or (AnswerForm(record=note, by=request.user) if may_answer else None),
        "take_up_form": take_up_form or (StepForm() if may_take_up else None),
        "today": timezone.localdate(),
    }
    return render(request, "reception/talk_note.html", context, status=status)
