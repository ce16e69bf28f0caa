"""The evaluation of the petitioner, whoever holds the pen, and what his dissatisfaction is owed (P10)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import identity
from cases.forms import StepForm
from cases.forms.edit import CarefulForm
from cases.forms.widgets import Segments
from cases.models import Evaluation
from cases.text import CleanCharField
from petitions.forms.base import PetitionForm, area, past_day

MEANT = "grade", "reasons", "words", "words_for_handler"


class EvaluationForm(StepForm):
    """What the petitioner says of each object still open: a grade, reasons, words; each may be left out."""

    def __init__(self, *args, objects, **kwargs):
        super().__init__(*args, **kwargs)
        self.objects = objects
        for about in objects:
            grade, reasons, words, shown = self.names(about)
            self.fields[grade] = forms.ChoiceField(
                label=_("对%s") % self.title(about),
                choices=Evaluation.Grade.choices,
                required=False,
                widget=Segments,
            )
            self.fields[reasons] = forms.MultipleChoiceField(
                label=_("为什么（可以选几样，可以不选）"),
                choices=Evaluation.Reason.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields[words] = CleanCharField(
                label=_("想说的话（可以不写）"),
                max_length=1000,
                required=False,
                widget=area(3),
                help_text=_("请不要写身份证号、银行卡号、电话。"),
            )
            self.fields[shown] = forms.BooleanField(label=_("这些话可以让承办人看到"), required=False)
        self.order_fields([*(name for about in objects for name in self.names(about)), "submission"])

    @staticmethod
    def names(about):
        return [f"{name}_{about}" for name in MEANT]

    def title(self, about):
        unit = self.record.case.handling_unit
        if about == Evaluation.About.UNIT and unit:
            return _("%(label)s（%(unit)s）") % {"label": about.label, "unit": unit.label}
        return about.label

    def parts(self):
        """The fields of each object, for the page."""
        return [(self.title(about), [self[name] for name in self.names(about)]) for about in self.objects]

    def clean(self):
        for about in self.objects:
            grade, reasons, words, _shown = self.names(about)
            given = self.cleaned_data.get(words) or ""
            if warnings := identity.stray_numbers(given):
                self.add_error(words, ValidationError(warnings))
            if not self.cleaned_data.get(grade) and (given or self.cleaned_data.get(reasons)):
                self.add_error(grade, _("写了原因、意见的，请选满意、基本满意或者不满意。"))
        if not self.errors and not self.given():
            self.add_error(None, _("请至少评价一个对象。"))
        return self.cleaned_data

    def given(self):
        """What was said, by object."""
        typed = {about: [self.cleaned_data.get(name) for name in self.names(about)] for about in self.objects}
        return {about: values for about, values in typed.items() if values[0]}


class PaperEvaluationForm(EvaluationForm):
    """The form that the petitioner filled on paper, copied in, or filled with the help of who is signed in."""

    via = forms.ChoiceField(
        label=gettext_lazy("怎样评的"),
        choices=[choice for choice in Evaluation.Via.choices if choice[0] != Evaluation.Via.ONLINE],
        widget=Segments,
        help_text=gettext_lazy("照本人填的、本人说的录，一个字不改。协助填写的，记您的名字。"),
        error_messages={"required": gettext_lazy("请选怎样评的。")},
    )
    on = past_day(gettext_lazy("本人填写的日期"))
    scan = forms.ModelChoiceField(
        None,
        label=gettext_lazy("评价表扫描件"),
        required=False,
        help_text=gettext_lazy("先到案件页上传，再在这里选；可以不选。"),
    )

    def __init__(self, *args, record, today, **kwargs):
        super().__init__(
            *args, record=record, today=today, objects=record.open_objects(today) or record.rated_objects(), **kwargs
        )
        self.fields["on"].today = today
        self.initial["on"] = today
        self.fields["scan"].queryset = record.case.attachments.filter(removed_at__isnull=True)
        self.order_fields(["via", "on"])
        self.move_to_end("scan")

    def move_to_end(self, name):
        self.order_fields([*(other for other in self.fields if other not in (name, "submission")), name, "submission"])

    def take(self):
        typed = self.cleaned_data
        self.record.evaluate(by=self.by, on=typed["on"], via=typed["via"], scan=typed["scan"], given=self.given())


class EffortForm(PetitionForm, CarefulForm):
    on = past_day(gettext_lazy("日期"))
    what = CleanCharField(
        label=gettext_lazy("又做了什么"),
        max_length=2000,
        widget=area(5),
        help_text=gettext_lazy(
            "再听一次意见、再解释一次、补做了什么。依法不予支持的，讲清道理也是一次工作，不用改意见。"
        ),
    )

    def clean(self):
        self.warn_of_numbers("what")
        return self.cleaned_data

    def take(self):
        self.record.try_again(by=self.by, on=self.cleaned_data["on"], what=self.cleaned_data["what"])
