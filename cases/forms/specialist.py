"""Invited specialists: the roster, and what one of them is asked on a case (F24, F56)."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.case import NOT_CHOSEN, label
from cases.forms.dates import DayField
from cases.forms.edit import CarefulForm
from cases.forms.inspection import today_in
from cases.forms.steps import StepForm
from cases.forms.widgets import Segments
from cases.models import Conflict, Consultation, CounsellingNote, Party
from cases.text import CleanCharField
from officials.models import Official, Role, Specialist

USUAL = timedelta(days=30)


class SpecialistForm(StepForm):
    """A row of the roster: new, or changed where `record` is one."""

    kind = forms.ChoiceField(label=label("kind", Specialist), choices=Specialist.Kind.choices, widget=Segments)
    name = CleanCharField(
        label=label("name", Specialist), max_length=50, error_messages={"required": gettext_lazy("请写姓名。")}
    )
    speciality = CleanCharField(
        label=label("speciality", Specialist),
        max_length=100,
        help_text=gettext_lazy("例如 物权、劳动争议、婚姻家庭"),
        error_messages={"required": gettext_lazy("请写专长。")},
    )
    organ = CleanCharField(label=label("organ", Specialist), max_length=60, required=False)
    licence_no = CleanCharField(
        label=label("licence_no", Specialist),
        max_length=40,
        required=False,
        help_text=gettext_lazy("律师必写；有效期在证书里登记"),
    )
    phone = CleanCharField(label=label("phone", Specialist), max_length=30, required=False)
    since = DayField(label=label("since", Specialist))
    until = DayField(
        label=label("until", Specialist), required=False, help_text=gettext_lazy("这一天起不再请他；长期的不写")
    )
    official = forms.ModelChoiceField(
        None,
        label=label("official", Specialist),
        required=False,
        empty_label=gettext_lazy("没有账号，意见照书面记"),
        help_text=gettext_lazy("只列特邀专家岗位的账号；看得到的只有请他的、本人同意的那一件"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        taken = Specialist.objects.exclude(pk=self.record and self.record.pk).filter(official__isnull=False)
        accounts = Official.objects.holding(Role.SP, on=self.today).exclude(pk__in=taken.values("official"))
        self.fields["official"].queryset = accounts
        if self.record:
            for name in self.names:
                self.initial.setdefault(name, getattr(self.record, f"{name}_id" if name == "official" else name))
        else:
            self.initial.setdefault("since", self.today)

    @property
    def names(self):
        return [name for name in self.fields if name != "submission"]

    def take(self):
        specialist = self.record or Specialist()
        for name in self.names:
            setattr(specialist, name, self.cleaned_data[name])
        specialist._history_user = self.by
        specialist.full_clean()
        specialist.save()
        self.record = specialist


class SpecialistField(forms.ModelChoiceField):
    """Those who serve today; why one of them cannot be asked on the case is said when he is chosen."""

    def label_from_instance(self, person):
        words = {"name": person.name, "why": f"{person.get_kind_display()} · {person.speciality}"}
        return _("%(name)s（%(why)s）") % words


class ConsultationForm(CarefulForm):
    """Offer a specialist's service on the case `record`; nothing is shown before the petitioner agrees (F56)."""

    kind = forms.ChoiceField(label=label("kind", Consultation), choices=Consultation.Kind.choices, widget=Segments)
    specialist = SpecialistField(
        None,
        label=label("specialist", Consultation),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选请谁。")},
    )
    what_for = CleanCharField(
        label=label("what_for", Consultation),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("心理疏导不写。不写当事人的姓名、证件和电话"),
    )
    until = DayField(
        label=label("until", Consultation), help_text=gettext_lazy("接受以后看遮住身份的案卷，到这一天为止")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.fields["specialist"].queryset = Specialist.objects.serving(self.today)
        self.initial.setdefault("until", self.today + USUAL)

    def clean(self):
        self.warn_of_numbers("what_for")
        return self.cleaned_data

    def take(self):
        said = {name: self.cleaned_data[name] for name in ("kind", "specialist", "what_for", "until")}
        Consultation.objects.offer(self.record, by=self.by, on=self.today, **said)


class ConsentForm(StepForm):
    """What the petitioner says to the offered service `record`."""

    consent = forms.ChoiceField(
        label=label("consent", Consultation),
        choices=Consultation.Consent.choices,
        widget=Segments,
        help_text=gettext_lazy("照本人的意思记；谢绝不影响办理"),
        error_messages={"required": gettext_lazy("请选同意还是谢绝。")},
    )
    party = forms.ModelChoiceField(
        None, label=label("party", Consultation), required=False, empty_label=gettext_lazy("信访人本人")
    )
    consent_on = DayField(label=label("consent_on", Consultation), latest_today=True)
    way = forms.ChoiceField(
        label=label("consent_way", Consultation), choices=Consultation.Way.choices, widget=Segments, initial="FACE"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.initial.setdefault("consent_on", self.today)
        parties = self.record.case.parties.exclude(role=Party.Role.RESPONDENT).defer(*Party.MASKED)
        self.fields["party"].queryset = parties
        self.fields["party"].label_from_instance = lambda party: party.name_masked
        if self.record.consent == Consultation.Consent.AGREED:  # who agreed can only say no from now on
            self.fields["consent"].choices = [Consultation.Consent.choices[1]]
            self.initial["consent"] = Consultation.Consent.REFUSED

    def take(self):
        said = {name: self.cleaned_data[name] for name in ("consent", "party", "consent_on", "way")}
        self.record.hear(by=self.by, on=self.today, **said)


class ConsultationAnswerForm(CarefulForm):
    """The specialist takes it on, or says why not. `record`: the consultation."""

    answer = forms.ChoiceField(
        label=gettext_lazy("接不接"),
        choices=[
            ("ACCEPT", gettext_lazy("接受")),
            ("DECLINE", gettext_lazy("不接")),
            ("CONFLICT", gettext_lazy("有利益冲突")),
        ],
        widget=Segments,
        error_messages={"required": gettext_lazy("请选接不接。")},
    )
    reason = CleanCharField(
        label=gettext_lazy("不接的理由，或者有什么利益冲突"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("不接的才写；声明利益冲突以后，这一件不再请您"),
    )

    def clean(self):
        if self.cleaned_data.get("answer") in ("DECLINE", "CONFLICT") and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("请写为什么不接。"))
        self.warn_of_numbers("reason")
        return self.cleaned_data

    def take(self):
        answer = self.cleaned_data["answer"]
        if answer == "ACCEPT":
            self.record.accept(by=self.by, on=self.today)
        else:
            reason, is_conflict = self.cleaned_data["reason"], answer == "CONFLICT"
            self.record.decline(reason=reason, is_conflict=is_conflict, by=self.by, on=self.today)


class ConsultationResultForm(CarefulForm):
    """The opinion or result of `record`; psychological support says only that it took place."""

    result = CleanCharField(
        label=label("result", Consultation),
        max_length=3000,
        widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy("写依据和建议。不写当事人的姓名、证件和电话"),
        error_messages={"required": gettext_lazy("请写意见或者结果。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.record.is_counsel:
            del self.fields["result"]

    def clean(self):
        if "result" in self.fields:
            self.warn_of_numbers("result")
        return self.cleaned_data

    def take(self):
        self.record.finish(result=self.cleaned_data.get("result", ""), by=self.by, on=self.today)


class ConsultationStopForm(StepForm):
    """The office needs `record` no more."""

    def take(self):
        self.record.stop(by=self.by, on=self.today)


class ConflictForm(CarefulForm):
    """A specialist's conflict on the case `record`, written down for him."""

    specialist = forms.ModelChoiceField(
        None,
        label=label("specialist", Conflict),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选是哪一位。")},
    )
    ground = CleanCharField(
        label=label("ground", Conflict),
        max_length=300,
        help_text=gettext_lazy("例如 代理过对方的案件。不写亲属是谁"),
        error_messages={"required": gettext_lazy("请写有什么利益冲突。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["specialist"].queryset = Specialist.objects.serving(self.today)

    def clean(self):
        self.warn_of_numbers("ground")
        return self.cleaned_data

    def take(self):
        typed = self.cleaned_data
        if Conflict.objects.filter(case=self.record, specialist=typed["specialist"]).exists():
            raise ValidationError({"specialist": _("这位专家已经声明过（F24）。")})
        Conflict.objects.create(
            case=self.record,
            specialist=typed["specialist"],
            ground=typed["ground"],
            declared_on=self.today,
            recorded_by=self.by,
        )
        open_ones = Consultation.objects.select_for_update().waiting()
        for row in open_ones.filter(case=self.record, specialist=typed["specialist"]):
            row.stop(by=self.by, on=self.today)


class CounsellingNoteForm(StepForm):
    """The counsellor's own note. `record`: the consultation."""

    held_on = DayField(label=label("held_on", CounsellingNote), latest_today=True)
    text = CleanCharField(
        label=label("text", CounsellingNote),
        max_length=5000,
        widget=forms.Textarea({"rows": 10}),
        help_text=gettext_lazy("加密存放，只有您自己看得到，不进案卷、不打印、不导出"),
        error_messages={"required": gettext_lazy("请写咨询记录。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.initial.setdefault("held_on", self.today)

    def take(self):
        if self.record.state != Consultation.State.ACCEPTED:
            raise ValidationError(_("已经结束，不能再写；以前写的还看得到。"))
        held_on = self.cleaned_data["held_on"]
        if held_on < self.record.accepted_on:
            raise ValidationError({"held_on": _("不能早于接受的日子。")})
        CounsellingNote.objects.create(
            consultation=self.record, author=self.by, held_on=held_on, text=self.cleaned_data["text"]
        )
