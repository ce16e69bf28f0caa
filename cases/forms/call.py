"""Posting a hard problem: the anonymised brief, a proposal to it, and the choice (F49)."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.case import label
from cases.forms.dates import DayField
from cases.forms.edit import CarefulForm
from cases.forms.steps import StepForm
from cases.models import OpenCall, Proposal
from cases.recusal import barred_from
from cases.redaction import redact
from cases.text import CleanCharField
from officials.models import Official


class InvitedField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, official):
        units = [post.unit.label for post in official.postings.all() if post.is_held(self.today)]
        return _("%(name)s（%(more)s）") % {"name": official.name, "more": units[0] if units else "—"}


class CallForm(StepForm):
    """Draft a call, or write the draft anew. `record`: the case, its row locked; `call`: the draft, if any."""

    title = CleanCharField(
        label=label("title", OpenCall),
        max_length=60,
        help_text=gettext_lazy("例如 老厂宿舍档案不全，怎样补证办证"),
        error_messages={"required": gettext_lazy("请写题目。")},
    )
    brief = CleanCharField(
        label=label("brief", OpenCall),
        max_length=2000,
        widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy("不写姓名、单位、地址、号码；开头的一稿由机器遮过，请改顺"),
        error_messages={"required": gettext_lazy("请写难在哪里。")},
    )
    wanted = CleanCharField(
        label=label("wanted", OpenCall),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("请写想要什么样的办法。")},
    )
    until = DayField(label=label("until", OpenCall))
    invited = InvitedField(
        None, label=label("invited", OpenCall), error_messages={"required": gettext_lazy("请勾选请哪些人。")}
    )

    def __init__(self, *args, call=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.call = call
        self.fields["until"].today = self.today
        in_post = Q(postings__since__lte=self.today) & (
            Q(postings__until__isnull=True) | Q(postings__until__gt=self.today)
        )
        apart = {self.by.pk, *barred_from(self.record, on=self.today)}
        people = Official.objects.filter(in_post, is_active=True).exclude(pk__in=apart)
        people = people.distinct().order_by("username").prefetch_related("postings__unit")
        self.fields["invited"].today = self.today
        self.fields["invited"].queryset = people
        if call:
            for name in ("title", "brief", "wanted", "until"):
                self.initial.setdefault(name, getattr(call, name))
            self.initial.setdefault("invited", list(call.invited.values_list("pk", flat=True)))
        else:
            self.initial.setdefault("brief", redact(self.record.statement, self.record)[:2000])

    def take(self):
        said = {name: self.cleaned_data[name] for name in ("title", "brief", "wanted", "until")}
        said |= {"invited": list(self.cleaned_data["invited"]), "on": self.today}
        if self.call:
            self.call.write(**said)
        else:
            OpenCall.objects.draft(self.record, by=self.by, **said)


class CallPostForm(StepForm):
    """Post a drafted call. `record`: the call, whose case row is locked."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.by.pk == self.record.drafted_by_id:
            self.why_not = _("起草的人不能自己批准挂榜，请另一位来批。")

    def take(self):
        self.record.post(by=self.by, on=self.today)


class ChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, proposal):
        return f"{proposal.by.name}：{proposal.text[:60]}"


class CallEndForm(CarefulForm):
    """Choose a proposal, or none, with the reason. `record`: the call, whose case row is locked."""

    chosen = ChoiceField(None, label=label("chosen", OpenCall), required=False, empty_label=gettext_lazy("都不选用"))
    reason = CleanCharField(
        label=label("reason", OpenCall),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("选用哪个办法、不选用，都要写理由。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = self.record.proposals.select_related("by")

    def clean(self):
        self.warn_of_numbers("reason")
        return self.cleaned_data

    def take(self):
        self.record.end(
            chosen=self.cleaned_data["chosen"], reason=self.cleaned_data["reason"], by=self.by, on=self.today
        )


class ProposalForm(CarefulForm):
    """`record`: the call, its row locked."""

    text = CleanCharField(
        label=label("text", Proposal),
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": gettext_lazy("请写您的办法。")},
    )

    def clean(self):
        self.warn_of_numbers("text")
        return self.cleaned_data

    def take(self):
        Proposal.objects.make(self.record, text=self.cleaned_data["text"], by=self.by, on=self.today)
