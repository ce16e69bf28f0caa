"""What the forms of the procedure share."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import StepForm
from cases.forms.dates import DayField
from cases.models import Service
from cases.text import CleanCharField
from petitions.papers.kinds import title_of


def area(rows):
    return forms.Textarea({"rows": rows})


def past_day(label, **kwargs):
    return DayField(label=label, latest_today=True, **kwargs)


def say_what_lacks(form):
    """In the office's words what to do about a field left empty."""
    for field in form.fields.values():
        words = _("请选%s。") if isinstance(field, forms.ChoiceField) else _("请写%s。")
        if not isinstance(field, DayField):  # it has its own
            field.error_messages["required"] = words % field.label


class PetitionForm(StepForm):
    """A step on the petition `record`. Its days are past or today, and today stands there already."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_lacks(self)
        for name, field in self.fields.items():
            if isinstance(field, DayField):
                field.today = self.today
                self.initial.setdefault(name, self.today)


class PapersServed(forms.ModelMultipleChoiceField):
    """The issued papers that wait to be served; all are meant until one is left out."""

    def label_from_instance(self, paper):
        return f"{title_of(paper)} {paper.number}"


class ServedForm(PetitionForm):
    """How papers reached the petitioner (L35, P08): which of those issued, when, how. `what` says for which step."""

    papers = PapersServed(
        None,
        label=gettext_lazy("送达的文书"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("在这里制发、还没有送达的；勾上这次交给本人的。送达回证照这里记的打印。"),
    )

    served_on = past_day(
        gettext_lazy("送达日期"), help_text=gettext_lazy("邮寄写交邮那天；公告写期满那天（发出后 30 日）。")
    )
    method = forms.ChoiceField(
        label=gettext_lazy("送达方式"),
        choices=Service.Method.choices,
        initial=Service.Method.HAND,
        help_text=gettext_lazy("电子送达要本人同意。"),
    )
    signer = CleanCharField(
        label=gettext_lazy("签收人与本人的关系"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("本人、配偶、同住成年家属、单位收发等"),
    )
    is_refused = forms.BooleanField(label=gettext_lazy("拒收"), required=False)
    witness = CleanCharField(label=gettext_lazy("拒收或者留置的原因和见证人"), max_length=100, required=False)

    what = None  # Service.What
    claim = None
    must_be_written = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        papers = Service.objects.papers_to_serve(self.record.case, self.what, self.claim).select_related("claim")
        self.fields["papers"].queryset = papers
        self.initial["papers"] = list(papers)
        if not self.initial["papers"]:
            del self.fields["papers"]
        if self.must_be_written:
            self.fields["method"].choices = [
                choice for choice in Service.Method.choices if choice[0] != Service.Method.ORAL
            ]

    def service(self):
        names = ("served_on", "method", "signer", "is_refused", "witness")
        return {name: self.cleaned_data[name] for name in names} | {"papers": self.cleaned_data.get("papers", ())}
