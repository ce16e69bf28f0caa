"""Forms of what was promised: written down, accepted, put off, performed, checked, taken back (L37, T21)."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.case import NOT_CHOSEN, label
from cases.forms.dates import DayField
from cases.forms.edit import CarefulForm
from cases.forms.steps import StepForm
from cases.forms.widgets import Segments
from cases.models import Acceptance, Attachment, Claim, Commitment, Performance
from cases.text import CleanCharField
from officials.models import Unit


class CommitmentStep(StepForm):
    """Days stand in the form's own today; what lacks is said in the office's words."""

    today_in = ()  # day fields in which today stands already

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, DayField):
                field.today = self.today
                if name in self.today_in:
                    self.initial.setdefault(name, self.today)
            else:
                words = _("请选%s。") if isinstance(field, forms.ChoiceField) else _("请写%s。")
                field.error_messages["required"] = words % field.label


class CommitmentForm(CommitmentStep, CarefulForm):
    """One thing that the answer promises; or what had been performed already."""

    claim = forms.ModelChoiceField(None, label=label("claim", Commitment), empty_label=NOT_CHOSEN[1])
    what = CleanCharField(
        label=label("what", Commitment),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("一项写一条，写到能看出办没办到，例如 修好三幢地下车库六处渗点"),
    )
    unit = forms.ModelChoiceField(
        None, label=label("unit", Commitment), required=False, empty_label=gettext_lazy("不是本街道的单位")
    )
    organ = CleanCharField(label=label("organ", Commitment), max_length=60, required=False)
    is_done = forms.ChoiceField(
        label=gettext_lazy("办好了没有"),
        choices=[("no", gettext_lazy("还要办")), ("yes", gettext_lazy("已经办好"))],
        widget=Segments,
        initial="no",
    )
    due_on = DayField(
        label=label("due_on", Commitment),
        help_text=gettext_lazy("还要办的写最后一天；已经办好的写哪天办好的。"),
    )
    evidence = CleanCharField(
        label=label("evidence", Performance),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("已经办好的才写，例如验收单、照片、本人签收。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        supported = self.record.claims.filter(decision=Claim.Decision.SUPPORT)
        self.fields["claim"].queryset = supported
        self.fields["claim"].label_from_instance = lambda claim: f"{claim.position} · {claim.text[:40]}"
        self.fields["unit"].queryset = Unit.objects.handling()
        if len(supported) == 1:
            self.initial.setdefault("claim", supported[0].pk)
        self.initial.setdefault("unit", self.record.handling_unit_id)

    def clean(self):
        typed = self.cleaned_data
        if "unit" in typed and "organ" in typed and bool(typed["unit"]) == bool(typed["organ"]):
            self.add_error("organ", _("写明由谁办：选本街道的单位，或者写其他机关，二者只写一个。"))
        if typed.get("is_done") == "yes":
            if not typed.get("evidence"):
                self.add_error("evidence", _("请写凭什么说办好了，例如验收单、照片、本人签收。"))
        elif typed.get("evidence"):
            self.add_error("is_done", _("下面写了凭什么，请选“已经办好”，或者清空下面的。"))
        for name in ("what", "evidence"):
            self.warn_of_numbers(name)
        return typed

    def take(self):
        typed = self.cleaned_data
        given = {name: typed[name] for name in ("claim", "what", "unit", "organ")} | {"by": self.by, "on": self.today}
        if typed["is_done"] == "yes":
            Commitment.objects.state_performed(
                self.record, performed_on=typed["due_on"], evidence=typed["evidence"], **given
            )
        else:
            Commitment.objects.promise(self.record, due_on=typed["due_on"], **given)
        touch(self.record, self.by)

    def add_refusal(self, refusal):
        at = getattr(refusal, "error_dict", {})
        if "performed_on" in at:
            refusal.error_dict["due_on"] = refusal.error_dict.pop("performed_on")
        super().add_refusal(refusal)


def touch(case, by):
    case.touch(by)
    case.save()


class OneCommitment(CommitmentStep):
    """A step on one commitment, the `record`."""

    def take(self):
        self.act(self.record)
        touch(self.record.case, self.by)

    def act(self, commitment):
        raise NotImplementedError


class AcceptanceForm(OneCommitment):
    today_in = ("accepted_on",)

    accepted_on = DayField(label=label("accepted_on", Acceptance), latest_today=True)
    how = forms.ChoiceField(
        label=label("how", Acceptance),
        choices=Acceptance.How.choices,
        widget=Segments,
        help_text=gettext_lazy("照本人的意思记；本人不接受的，不记。"),
    )

    def act(self, commitment):
        typed = self.cleaned_data
        commitment.accept(by=self.by, on=self.today, accepted_on=typed["accepted_on"], how=typed["how"])


class PostponementForm(OneCommitment):
    today_in = ("accepted_on",)

    due_on = DayField(label=gettext_lazy("改到哪天以前"))
    reason = CleanCharField(label=label("reason", Acceptance), max_length=300, widget=forms.Textarea({"rows": 3}))
    accepted_on = DayField(label=label("accepted_on", Acceptance), latest_today=True)
    how = forms.ChoiceField(
        label=label("how", Acceptance),
        choices=Acceptance.How.choices,
        widget=Segments,
        help_text=gettext_lazy("本人不接受改期的，原来的日期不变。"),
    )

    def act(self, commitment):
        names = ("due_on", "reason", "accepted_on", "how")
        commitment.postpone(by=self.by, on=self.today, **{name: self.cleaned_data[name] for name in names})


class PerformanceForm(OneCommitment, CarefulForm):
    today_in = ("performed_on",)

    performed_on = DayField(label=label("performed_on", Performance), latest_today=True)
    evidence = CleanCharField(
        label=label("evidence", Performance),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("例如 物业验收单、修好后的照片、本人签收"),
    )
    attachment = forms.ModelChoiceField(
        None,
        label=label("attachment", Performance),
        required=False,
        empty_label=gettext_lazy("没有另附"),
        help_text=gettext_lazy("先在案件的材料里上传，再在这里选。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["attachment"].queryset = Attachment.objects.present().filter(case=self.record.case_id)

    def clean(self):
        self.warn_of_numbers("evidence")
        return self.cleaned_data

    def act(self, commitment):
        names = ("performed_on", "evidence", "attachment")
        commitment.perform(by=self.by, on=self.today, **{name: self.cleaned_data[name] for name in names})


class CheckForm(OneCommitment):
    holds = forms.ChoiceField(
        label=gettext_lazy("核对下来"),
        choices=[("yes", gettext_lazy("办到了")), ("no", gettext_lazy("没有办到"))],
        widget=Segments,
    )
    note = CleanCharField(
        label=label("check_note", Performance), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )

    def clean(self):
        if self.cleaned_data.get("holds") == "no" and not self.cleaned_data.get("note"):
            self.add_error("note", _("没有办到的，请写差在哪里。"))
        return self.cleaned_data

    def act(self, commitment):
        typed = self.cleaned_data
        commitment.verify(by=self.by, on=self.today, holds=typed["holds"] == "yes", note=typed["note"])


class CommitmentWithdrawalForm(OneCommitment):
    reason = CleanCharField(label=label("withdrawal", Commitment), max_length=200)

    def act(self, commitment):
        if commitment.case.served_on:
            raise forms.ValidationError(_("答复已经送达，写给群众的事不能撤下；要改日期，请记改期和本人的意见。"))
        commitment.withdraw(by=self.by, on=self.today, reason=self.cleaned_data["reason"])
