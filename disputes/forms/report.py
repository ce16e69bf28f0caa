"""The paragraphs of the monthly report, confirmed or rewritten by a person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.edit import CarefulForm
from cases.text import CleanCharField
from disputes.models import Paragraph


class ParagraphForm(CarefulForm):
    text = CleanCharField(
        label=_("段落"),
        max_length=4000,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("数字已经冻结，只改说法；不写原因是谁、不写姓名"),
        error_messages={"required": _("这一节不能空；没有可写的，写“无”。")},
    )

    def __init__(self, *args, section, text, **kwargs):
        super().__init__(*args, **kwargs)
        self.section = section
        self.fields["text"].initial = text

    def clean(self):
        self.warn_of_numbers("text")
        return self.cleaned_data

    def take(self):
        Paragraph.objects.create(pack=self.record, section=self.section, text=self.cleaned_data["text"], by=self.by)
