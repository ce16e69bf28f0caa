"""Forms of handing a case on, taking it and giving it back (F40)."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.case import NOT_CHOSEN
from cases.forms.steps import StepForm
from cases.forms.urgency import PostField
from cases.forms.widgets import Segments
from cases.models import Handover, Party, Recusal
from cases.recusal import barred_from
from cases.text import CleanCharField
from officials.models import Posting, Role


def posts_for(case, today):
    """The posts that may be given `case`: of handlers neither barred nor of a unit complained about, not its own."""
    posts = handlers(today).exclude(official__in=barred_from(case, on=today))
    posts = posts.exclude(unit__in=case.parties.respondents().filter(unit__isnull=False).values("unit"))
    if case.is_sealed:
        posts = posts.filter(official__in=case.sealed_readers.values("official"))
    if case.handler_id:
        posts = posts.exclude(official=case.handler_id)
    return posts


def handlers(today):
    posts = Posting.objects.in_force(today).filter(role=Role.HD, official__is_active=True)
    return posts.select_related("official", "unit").order_by("unit", "official__username")


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
        self.fields["post"].queryset = posts_for(self.record, self.today)

    def take(self):
        said = {"reason": self.cleaned_data["reason"], "by": self.by, "on": self.today}
        Handover.objects.hand_on(self.record, self.cleaned_data["post"], **said)


class BulkHandoverForm(StepForm):
    """Hand several cases to one handler, all of them or none. `record`: the cases, their rows locked on a POST.

    `staying` says of each case why it cannot go there: the page shows it before anything is done. What was shown is
    what is done: where a case has gone on since (`was`), nothing is, and the list is shown anew. Two queries for all.
    """

    MOST = 50

    post = PostField(None, widget=forms.HiddenInput, label=gettext_lazy("交给谁"))
    reason = CleanCharField(
        label=gettext_lazy("移交的理由"),
        max_length=200,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("每一件的经过里都写这一句"),
        error_messages={"required": gettext_lazy("请写移交的理由。")},
    )

    def __init__(self, *args, post=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = handlers(self.today)
        self.fields["post"].initial = post and post.pk
        kept_out = self._kept_out(post) if post else set()
        self.going, self.staying = [], []
        for case in self.record:
            case.stamp = f"{case.number}:{case.handling_unit_id or ''}:{case.handler_id or ''}"
            why = self._why_not(case, post, kept_out)
            (self.staying if why else self.going).append((case, why))

    def _kept_out(self, post):
        """Ids of those of the cases that name him or his unit, or in which he has an interest (L13, AZ-10)."""
        named = Party.objects.respondents().filter(Q(official=post.official_id) | Q(unit=post.unit_id))
        interests = Recusal.objects.exclude(decision=Recusal.Decision.STAYS).filter(official=post.official_id)
        found = (rows.filter(case__in=self.record).values_list("case", flat=True) for rows in (named, interests))
        return {case for cases in found for case in cases}

    def _why_not(self, case, post, kept_out):
        if not case.triaged_on:
            return _("还没有分流")
        if post and case.handler_id == post.official_id:
            return _("本来就由他承办")
        return _("他和这件要回避，或者被反映的是他的单位") if case.pk in kept_out else ""

    def clean(self):
        if not self.going:
            raise ValidationError(_("选中的没有一件能交给他。"))
        seen = self.data.getlist("was") if hasattr(self.data, "getlist") else []
        if set(seen) - {case.stamp for case, _why in self.going}:
            raise ValidationError(_("清单出来以后有的件动过了，一件也没有移交。下面是现在的清单，看一遍再按一次。"))
        return self.cleaned_data

    def take(self):
        for case, _why in self.going:
            Handover.objects.hand_on(
                case, self.cleaned_data["post"], by=self.by, on=self.today, reason=self.cleaned_data["reason"]
            )


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
            raise ValidationError(_("没有等签收的移交，可能已经改派。"))
        self.waiting.case = self.record
        if self.cleaned_data["answer"] == "TAKEN":
            self.waiting.take(by=self.by, on=self.today)
        else:
            self.waiting.give_back(by=self.by, on=self.today, reason=self.cleaned_data["reason"])
