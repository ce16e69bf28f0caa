"""Forms of handing a case on, taking it and giving it back (F40)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.case import NOT_CHOSEN
from cases.forms.steps import StepForm
from cases.forms.urgency import PostField
from cases.forms.widgets import Segments
from cases.models import Event, Handover
from cases.recusal import barred_from
from cases.text import CleanCharField
from officials.models import Posting, Role


class HandoverForm(StepForm):
    """Hand the case to another handler; who gives it answers for it until it is taken."""

    post = PostField(
        None,
        label=gettext_lazy("交给谁"),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选交给谁。")},
    )
    reason = CleanCharField(
        label=gettext_lazy("移交的理由"),
        max_length=200,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("请写移交的理由。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        case = self.record
        posts = Posting.objects.in_force(self.today).filter(role=Role.HD, official__is_active=True)
        posts = posts.exclude(official__in=barred_from(case, on=self.today)).select_related("official", "unit")
        posts = posts.exclude(unit__in=case.parties.respondents().filter(unit__isnull=False).values("unit"))
        if case.is_sealed:
            posts = posts.filter(official__in=case.sealed_readers.values("official"))
        if case.handler_id:
            posts = posts.exclude(official=case.handler_id)
        self.fields["post"].queryset = posts.order_by("unit", "official__username")

    def take(self):
        case, post = self.record, self.cleaned_data["post"]
        if not case.triaged_on:
            raise ValidationError(_("还没有分流，先分流（F39）。"))
        giver = case.handler or case.first_receiver
        Handover.objects.offer(
            case,
            unit=post.unit,
            receiver=post.official,
            giver=giver,
            by=self.by,
            on=self.today,
            reason=self.cleaned_data["reason"],
        )
        case.handler, case.handling_unit = post.official, post.unit
        case.touch(self.by)
        case.save()
        words = f"移交给{post.unit.label} {post.official.name}：{self.cleaned_data['reason']}"
        Event.objects.add(case, Event.Kind.HANDED, by=self.by, detail=words)


class HandoverAnswerForm(StepForm):
    """Take the case, or give it back with the reason."""

    answer = forms.ChoiceField(
        label=gettext_lazy("收不收"),
        choices=[("TAKEN", gettext_lazy("签收")), ("RETURNED", gettext_lazy("退回"))],
        widget=Segments,
        initial="TAKEN",
        error_messages={"required": gettext_lazy("请选签收还是退回。")},
    )
    reason = CleanCharField(
        label=gettext_lazy("退回的理由"), max_length=200, required=False, help_text=gettext_lazy("退回的才写")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        waiting = Handover.objects.waiting().filter(case=self.record)
        self.waiting = waiting.select_related("giver", "unit", "receiver").first()

    def take(self):
        if self.waiting is None:
            raise ValidationError(_("没有等签收的移交，可能已经改派（F40）。"))
        self.waiting.case = self.record
        if self.cleaned_data["answer"] == "TAKEN":
            self.waiting.take(by=self.by, on=self.today)
        else:
            self.waiting.give_back(by=self.by, on=self.today, reason=self.cleaned_data["reason"])
