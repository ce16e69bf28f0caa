"""Drafting a paper: the few things the record does not say."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import StepForm
from cases.forms.dates import DayField
from cases.models import Paper, Service
from cases.models.escalation import missed_by
from cases.text import CleanCharField
from officials.passwords import AsksOwnPassword
from petitions.papers import issuing
from petitions.papers.kinds import initial_of, title_of
from petitions.papers.opinions import assignments


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
        if rows := self._rows().get(asked.name):
            return forms.ChoiceField(choices=rows, **given)
        if asked.day:
            return DayField(**given)
        if asked.rows > 1:
            given["widget"] = forms.Textarea({"rows": asked.rows})
        return CleanCharField(max_length=asked.limit, **given)

    def _rows(self):
        """The questions that are answered by a row of the case."""
        return {
            "service": self._services,
            "paper": self._unserved,
            "inquiry": self._inquiries,
            "recusal": self._recusals,
            "hearing": self._hearings,
            "clock": self._late,
            "visit": self._assignments,
        }

    def _services(self):
        rows = self.record.services.exclude(method=Service.Method.ORAL).select_related("claim", "paper")
        return [("", _("还没有送达")), *((f"{row.pk}", row.in_words) for row in rows)]

    def _unserved(self):
        """Those issued and not served; what a draft names already stays to be chosen."""
        papers = self.record.papers.listed().in_force().filter(value__isnull=False).select_related("claim")
        papers = papers.exclude(kind__in=Paper.FORMS).filter(Q(services=None) | Q(pk=self.initial.get("paper") or 0))
        return [
            ("", _("空白，手写")),
            *((f"{paper.pk}", f"{title_of(paper)} {paper.number}") for paper in papers),
        ]

    def _inquiries(self):
        rows = self.record.petition.inquiries.standing().select_related("unit")
        return [("", _("不从核查任务来")), *((f"{row.pk}", f"{row.number} {row.unit.label}") for row in rows)]

    def _recusals(self):
        rows = self.record.recusals.select_related("official")
        return [("", _("空白，手写")), *((f"{row.pk}", f"{row.official.name} {row.asked_on}") for row in rows)]

    def _hearings(self):
        named = ((f"{row.pk}", f"{row.position}. {row.state}") for row in self.record.petition.hearings.all())
        return [("", _("最近一次")), *named]

    def _late(self):
        """What was missed, and what a draft names already."""
        named = self.record.deadlines.filter(pk=self.initial.get("clock") or 0)
        rows = missed_by(self.record, self.today) | named.order_by("legal_end_on", "pk")
        named = ((f"{row.pk}", f"{_(row.label)} {row.legal_end_on}") for row in rows)
        return [("", _("不是期限的事")), *named]

    def _assignments(self):
        named = ((f"{row.pk}", f"{row.sender_organ} {row.sender_no}") for row in assignments(self.record))
        return [("", _("还没有报结的最近一次")), *named]

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


class WordForm(AsksOwnPassword, StepForm):
    """What a .docx in full is for; it shows what is masked on the pages, so it asks for the own password (PD-04)."""

    purpose = CleanCharField(label=gettext_lazy("用途"), max_length=100)

    def take(self):
        """Nothing is written but who took it."""


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
