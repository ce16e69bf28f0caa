"""Closing with its outcomes and cause, and the parts before it (2.6, F3, F57, T24)."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.edit import CarefulForm
from cases.forms.widgets import Segments
from cases.models import CaseCause, CauseCode, Closing, ReturnVisit
from cases.text import CleanCharField
from petitions.forms.base import PetitionForm, area, past_day


class ClosureForm(PetitionForm, CarefulForm):
    """The day, the four outcomes (条例 27), why the matter arose, and what could be done better (F3)."""

    on = past_day(gettext_lazy("办结日期"))
    outcomes = forms.MultipleChoiceField(
        label=gettext_lazy("三到位一处理（条例第二十七条，可以选几项）"),
        choices=Closing.Outcome.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("照各条诉求的意见先勾好了，请核对。依法处理只记有权机关做了什么。"),
    )
    help_given = CleanCharField(label=gettext_lazy("怎样帮扶救助的"), max_length=300, required=False, widget=area(2))
    organ = CleanCharField(label=gettext_lazy("依法处理的机关"), max_length=60, required=False)
    measure = CleanCharField(label=gettext_lazy("机关怎样处理的"), max_length=300, required=False, widget=area(2))
    cause = forms.ModelChoiceField(
        None,
        label=gettext_lazy("成因"),
        empty_label=gettext_lazy("请选"),
        help_text=gettext_lazy(
            "这件事为什么会发生；说的是工作和政策，不说人。和成因页上定的是同一条，改了就改那一条。"
        ),
    )
    cause_reason = CleanCharField(
        label=gettext_lazy("凭什么这样定"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("没有改成因的不用写；不写的照办结说明"),
    )
    suggestion = CleanCharField(
        label=gettext_lazy("完善政策、改进工作的建议"),
        max_length=1000,
        required=False,
        widget=area(3),
        help_text=gettext_lazy("起因在政策、工作上的才写，写给谁、改什么。"),
    )
    addressee = CleanCharField(label=gettext_lazy("建议提给谁"), max_length=60, required=False)
    note = CleanCharField(label=gettext_lazy("办结说明"), max_length=2000, required=False, widget=area(3))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["outcomes"] = self.record.likely_outcomes()
        standing = CaseCause.objects.standing().filter(case=self.record.case).values("cause")
        in_use = CauseCode.objects.in_use(self.today)
        causes = CauseCode.objects.filter(Q(pk__in=in_use.values("pk")) | Q(pk__in=standing))
        self.fields["cause"].queryset = causes
        if not self.is_bound:  # asked for once: what may be chosen, and what stands already
            rows = list(causes.annotate(stands=Q(pk__in=standing)))
            self.fields["cause"].choices = [("", gettext_lazy("请选")), *((row.pk, str(row)) for row in rows)]
            self.initial["cause"] = next((row.pk for row in rows if row.stands), None)

    def clean(self):
        for name in ("note", "help_given", "suggestion", "cause_reason"):
            self.warn_of_numbers(name)
        return self.cleaned_data

    def take(self):
        names = ("on", "note", "outcomes", "help_given", "organ", "measure", "suggestion", "addressee")
        names += ("cause", "cause_reason")
        self.record.close(by=self.by, **{name: self.cleaned_data[name] for name in names})


class SettlementForm(PetitionForm, CarefulForm):
    on = past_day(gettext_lazy("事了日期"))
    note = CleanCharField(
        label=gettext_lazy("怎样了结的"),
        max_length=2000,
        widget=area(4),
        help_text=gettext_lazy("每条诉求答复、送达了，答应的兑现了；依法不予支持的，写明讲清了道理。"),
    )

    def clean(self):
        self.warn_of_numbers("note")
        return self.cleaned_data

    def take(self):
        self.record.settle_matter(by=self.by, on=self.cleaned_data["on"], note=self.cleaned_data["note"])


class ReturnVisitForm(PetitionForm, CarefulForm):
    on = past_day(gettext_lazy("回访日期"))
    outcome = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=ReturnVisit.Outcome.choices,
        widget=Segments,
        help_text=gettext_lazy("照本人说的记。不愿回访的不劝，记下就行。"),
    )
    words = CleanCharField(
        label=gettext_lazy("本人怎么说"),
        max_length=2000,
        required=False,
        widget=area(4),
        help_text=gettext_lazy("用本人的话；只有办这件的人看得到。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.record.why_not("return_visit"):
            words = _("满 30 日的回访才算，从 %s 起；不愿回访的哪天都能记。")
            self.fields["on"].help_text = words % self.record._day(self.record.return_visit_from())

    def clean(self):
        self.warn_of_numbers("words")
        return self.cleaned_data

    def take(self):
        names = ("on", "outcome", "words")
        self.record.visit_again(by=self.by, **{name: self.cleaned_data[name] for name in names})


class SignOffForm(PetitionForm):
    on = past_day(gettext_lazy("签字日期"))
    opinion = CleanCharField(label=gettext_lazy("意见"), max_length=300, required=False, widget=area(2))

    def take(self):
        self.record.sign_off(by=self.by, on=self.cleaned_data["on"], opinion=self.cleaned_data["opinion"])
