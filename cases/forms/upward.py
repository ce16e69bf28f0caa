"""A matter reported upward in writing, and the answer that came (0183)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.case import label
from cases.forms.dates import DayField
from cases.forms.evidence import EvidenceForm
from cases.models import UpwardReport
from cases.text import CleanCharField


class PaperForm(EvidenceForm):
    """The words of it, and the paper itself, which goes into the case."""

    day = words = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[self.day].today = self.today
        self.initial.setdefault(self.day, self.today)

    def clean(self):
        typed = super().clean()
        self.warn_of_numbers(self.words)
        return typed


class UpwardForm(PaperForm):
    """`record`: the locked case."""

    organ = CleanCharField(
        label=label("organ", UpwardReport),
        max_length=60,
        help_text=gettext_lazy("例如 区信访工作联席会议、区住建局"),
        error_messages={"required": gettext_lazy("请写报给哪个机关。")},
    )
    number = CleanCharField(
        label=label("number", UpwardReport),
        max_length=40,
        help_text=gettext_lazy("没有文号的，写“无号”"),
        error_messages={"required": gettext_lazy("请写报告文号；没有文号的，写“无号”。")},
    )
    sent_on = DayField(label=label("sent_on", UpwardReport), latest_today=True)
    content = CleanCharField(
        label=label("content", UpwardReport),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("写事项和要定的事，不写当事人的证件和电话"),
        error_messages={"required": gettext_lazy("请写报告了什么、请上级定什么。")},
    )
    day, words = "sent_on", "content"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file1"].label = gettext_lazy("报出去的那份报告")

    @property
    def case(self):
        return self.record

    def clean(self):
        typed = super().clean()
        if not any(typed.get(name) or self.has_error(name) for name in ("file1", "file2", "file3")):
            raise ValidationError({"file1": _("请附上报出去的那份报告。")})
        return typed

    def answer(self, files):
        names = ("organ", "number", "sent_on", "content")
        said = {name: self.cleaned_data[name] for name in names}
        UpwardReport.objects.send(self.record, papers=files, by=self.by, on=self.today, **said)


class UpwardAnswerForm(PaperForm):
    """`record`: the report, whose case is locked. What came by word of mouth has no paper, and says so."""

    answered_on = DayField(label=label("answered_on", UpwardReport), latest_today=True)
    answer_number = CleanCharField(
        label=label("answer_number", UpwardReport),
        max_length=40,
        required=False,
        help_text=gettext_lazy("口头答复的不写，在下面写谁、哪天、怎么说的"),
    )
    text = CleanCharField(
        label=label("answer", UpwardReport),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("请写上级怎么答复的。")},
    )
    day, words = "answered_on", "text"

    @property
    def case(self):
        return self.record.case

    def answer(self, files):
        said = {name: self.cleaned_data[name] for name in ("answered_on",)}
        said |= {"answer": self.cleaned_data["text"], "number": self.cleaned_data["answer_number"]}
        self.record.take_answer(papers=files, by=self.by, on=self.today, **said)
