"""What a matter turns on, and the measures taken on it (F20, F51)."""

from django import forms
from django.utils.translation import gettext_lazy

from cases.forms.case import label
from cases.forms.dates import DayField
from cases.forms.edit import CarefulForm
from cases.forms.widgets import Segments
from cases.models import CaseAnalysis, Measure
from cases.text import CleanCharField


def part(name, rows, help_text, required):
    return CleanCharField(
        label=label(name, CaseAnalysis),
        max_length=CaseAnalysis._meta.get_field(name).max_length,
        widget=forms.Textarea({"rows": rows}),
        help_text=help_text,
        error_messages={"required": required},
    )


class AnalysisForm(CarefulForm):
    """The seven parts of an analysis, opened on what was written last."""

    core = part("core", 2, gettext_lazy("一句话：争的到底是什么"), gettext_lazy("请写争的是什么。"))
    legal = part(
        "legal",
        3,
        gettext_lazy("哪部法、哪条政策，支持还是不支持"),
        gettext_lazy("请写法律政策怎么说，没有写没有。"),
    )
    blocked = part("blocked", 2, gettext_lazy("为什么到现在没有解决"), gettext_lazy("请写卡在哪里。"))
    who = part("who", 2, gettext_lazy("哪个单位、哪个岗位说了算"), gettext_lazy("请写谁能解开。"))
    entry = part("entry", 2, gettext_lazy("从哪件事、哪个人入手最容易谈"), gettext_lazy("请写切入点。"))
    key_point = part("key_point", 2, gettext_lazy("做成哪一件，其余就顺了"), gettext_lazy("请写关键点。"))
    plan = part("plan", 3, gettext_lazy("一步一步怎么办；有日子的再写成节点"), gettext_lazy("请写怎么办。"))
    reason = CleanCharField(
        label=label("reason", CaseAnalysis),
        max_length=200,
        required=False,
        help_text=gettext_lazy("例如 会勘以后查明是总管的问题"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.last = CaseAnalysis.objects.latest_of(self.record)
        if self.last is None:
            del self.fields["reason"]
            return
        for name in CaseAnalysis.PARTS:
            self.initial.setdefault(name, getattr(self.last, name))

    def clean(self):
        for name in CaseAnalysis.PARTS:
            self.warn_of_numbers(name)
        return self.cleaned_data

    def take(self):
        said = {name: self.cleaned_data[name] for name in CaseAnalysis.PARTS}
        reason = self.cleaned_data.get("reason", "")
        CaseAnalysis.objects.write(self.record, by=self.by, on=self.today, reason=reason, **said)


class MeasureForm(CarefulForm):
    what = CleanCharField(
        label=label("what", Measure),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("请写做了什么。")},
    )
    resource = forms.ChoiceField(
        label=label("resource", Measure),
        choices=Measure.Resource,
        widget=Segments,
        error_messages={"required": gettext_lazy("请选用的是哪种力量。")},
    )
    who = CleanCharField(
        label=label("who", Measure),
        max_length=120,
        help_text=gettext_lazy("例如 陈志远、住建局物业科；人民调解员 孙梅"),
        error_messages={"required": gettext_lazy("请写哪些单位、什么人参与。")},
    )
    taken_on = DayField(label=label("taken_on", Measure), latest_today=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["taken_on"].today = self.today
        self.initial.setdefault("taken_on", self.today)

    def clean(self):
        self.warn_of_numbers("what")
        self.warn_of_numbers("who")
        return self.cleaned_data

    def take(self):
        said = {name: self.cleaned_data[name] for name in ("what", "resource", "who", "taken_on")}
        Measure.objects.take(self.record, by=self.by, on=self.today, **said)


class MeasureOutcomeForm(CarefulForm):
    """`record`: the measure, whose case row is locked."""

    outcome = forms.ChoiceField(
        label=label("outcome", Measure),
        choices=Measure.Outcome,
        widget=Segments,
        error_messages={"required": gettext_lazy("请选效果怎样。")},
    )
    result = CleanCharField(
        label=label("result", Measure),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("看得见的事实，例如 水停了、差价退了；没有见效的写为什么"),
        error_messages={"required": gettext_lazy("请写看到了什么。")},
    )

    def clean(self):
        self.warn_of_numbers("result")
        return self.cleaned_data

    def take(self):
        self.record.judge(self.cleaned_data["outcome"], result=self.cleaned_data["result"], by=self.by, on=self.today)
