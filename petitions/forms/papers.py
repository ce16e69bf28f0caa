"""Drafting a paper: the few things the record does not say."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.forms import StepForm
from cases.forms.dates import DayField
from cases.models import Paper
from cases.text import CleanCharField
from petitions.papers import issuing
from petitions.papers.kinds import initial_of


class DraftForm(StepForm):
    """A new paper on the case `record`, or, with `paper`, that one written anew. Nothing is required of a draft."""

    def __init__(self, *args, sort, variant="", claim=None, paper=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.sort, self.variant, self.claim, self.paper = sort, variant, claim, paper
        values = paper.values() if paper else initial_of(sort, self.record, variant)
        for asked in sort.asked_of(variant, self.record):
            self.fields[asked.name] = self._field(asked)
            value = values.get(asked.name, "")
            self.initial[asked.name] = date.fromisoformat(value) if asked.day and value else value
        self.order_fields([*(name for name in self.fields if name != "submission"), "submission"])

    def _field(self, asked):
        given = {"label": asked.label, "required": False, "help_text": asked.help}
        if asked.name == "paper":
            return forms.ChoiceField(choices=self._issued, **given)
        if asked.day:
            return DayField(**given)
        if asked.rows > 1:
            given["widget"] = forms.Textarea({"rows": asked.rows})
        return CleanCharField(max_length=asked.limit, **given)

    def _issued(self):
        papers = self.record.papers.listed().filter(value__isnull=False, voided_at__isnull=True)
        papers = papers.exclude(kind__in=Paper.FORMS)
        return [
            ("", _("空白，手写")),
            *((f"{paper.pk}", f"{paper.get_kind_display()} {paper.number}") for paper in papers),
        ]

    def take(self):
        values = {}
        for asked in self.sort.asked_of(self.variant, self.record):
            value = self.cleaned_data[asked.name] or ""
            values[asked.name] = value.isoformat() if asked.day and value else value
        if self.paper:
            self.paper.write(values, by=self.by)
        else:
            self.paper = issuing.draft(
                self.record, self.sort.kind, by=self.by, values=values, variant=self.variant, claim=self.claim
            )


class PaperStepForm(StepForm):
    """A step on `paper` without a question: submit, approve, send back."""

    def __init__(self, *args, paper, step, **kwargs):
        super().__init__(*args, **kwargs)
        self.paper, self.step = paper, step

    def take(self):
        match self.step:
            case "submission":
                issuing.submit(self.paper, self.record)
            case "approval":
                issuing.approve(self.paper, self.record, by=self.by)
            case "return":
                self.paper.send_back()
            case _:
                raise ValidationError(_("没有这一步。"))
