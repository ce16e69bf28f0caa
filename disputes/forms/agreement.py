"""Forms of the talks and of what came of them; `record` is the dispute, or what of it the step is about."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import StepForm
from cases.forms.dates import ClockField, DayField
from cases.forms.edit import EditForm
from cases.forms.widgets import Segments
from cases.models import Party
from cases.text import CleanCharField
from disputes.forms.mediation import DisputeForm, past_day, told
from disputes.models import Agreement, AgreementCorrection, Confirmation, FollowUp, Session
from disputes.models.putting_right import OF_THE_COURT, correctable
from officials.models import Official

ITEMS = 6  # rows for what is to be performed
ITEM = ("party", "what", "manner", "due_on")


def words(label, *, limit=3000, rows=3, required=True, help_text=""):
    return CleanCharField(
        label=label,
        max_length=limit,
        required=required,
        widget=forms.Textarea({"rows": rows}),
        help_text=help_text,
        error_messages={"required": gettext_lazy("这一项要写。")},
    )


class PartyField(forms.ModelChoiceField):
    """One party, by the masked name."""

    def label_from_instance(self, party):
        return party.name_masked or _("不愿透露")


class PartiesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, party):
        return party.name_masked or _("不愿透露")


def parties_of(dispute):
    return dispute.case.parties.defer(*Party.MASKED).exclude(role=Party.Role.JOINT)


class SessionForm(StepForm):
    """One talk as it was held (M11, P13)."""

    on = past_day(gettext_lazy("哪天谈的"))
    at = ClockField(label=gettext_lazy("几点开始"), help_text=gettext_lazy("例如 14:20"))
    place = CleanCharField(
        label=gettext_lazy("在哪里"), max_length=100, error_messages={"required": gettext_lazy("请写在哪里谈的。")}
    )
    is_open = forms.ChoiceField(
        label=gettext_lazy("公开还是不公开"),
        choices=[("CLOSED", gettext_lazy("不公开")), ("OPEN", gettext_lazy("公开"))],
        initial="CLOSED",
        widget=Segments,
        help_text=gettext_lazy("照当事人要求的（调解法第二十三条）。"),
    )
    mediators = forms.ModelMultipleChoiceField(
        Official.objects.none(),
        label=gettext_lazy("到场的调解员"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请选到场的调解员。")},
    )
    parties = PartiesField(
        Party.objects.none(),
        label=gettext_lazy("到场的当事人"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请选到场的当事人。")},
        help_text=gettext_lazy("分开谈的，只选到场的一方。"),
    )
    rights_told = forms.BooleanField(label=gettext_lazy("开始时告知了权利义务"), required=False)
    invitees = words(
        gettext_lazy("请来参加的人"),
        limit=300,
        rows=2,
        required=False,
        help_text=gettext_lazy("亲属、邻里、同事、有专门知识的人，写是谁、什么身份；没有不写。"),
    )
    invitees_agreed = forms.BooleanField(label=gettext_lazy("双方同意请他们（调解法第二十条）"), required=False)
    first_said = words(gettext_lazy("申请一方怎么说"), required=False)
    other_said = words(gettext_lazy("对方怎么说"), required=False)
    course = words(gettext_lazy("怎么调解的（可以不写）"), required=False)
    result = words(gettext_lazy("这次的结果"), limit=500, rows=2, help_text=gettext_lazy("一两句话，下次什么时候谈。"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].today = self.today
        self.initial.setdefault("on", self.today)
        mine = self.record.mediators.values("official")
        self.fields["mediators"].queryset = Official.objects.filter(pk__in=mine)
        self.fields["parties"].queryset = parties_of(self.record)
        if self.by and self.by.pk in set(mine.values_list("official", flat=True)):
            self.initial.setdefault("mediators", [self.by.pk])
        self.initial.setdefault("parties", [party.pk for party in self.record.speakers])

    def take(self):
        typed = {name: value for name, value in self.cleaned_data.items() if name not in ("submission", "on", "at")}
        started_at = timezone.make_aware(datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"]))
        typed["is_open"] = typed["is_open"] == "OPEN"
        now = timezone.now()
        Session.objects.hold(self.record, by=self.by, now=now, started_at=started_at, **typed)

    def add_refusal(self, refusal):
        if hasattr(refusal, "error_dict") and "started_at" in refusal.error_dict:
            self.add_error("at", refusal.error_dict.pop("started_at"))
            if not refusal.error_dict:
                return
        super().add_refusal(refusal)


class CorrectionForm(StepForm):
    """A further entry to the record of one talk."""

    text = words(
        gettext_lazy("哪里要更正，应当是什么"), rows=4, help_text=gettext_lazy("原来的记录照样留着，更正排在它后面。")
    )

    def take(self):
        self.record.correct(self.cleaned_data["text"], by=self.by, now=timezone.now())


class FailureForm(DisputeForm):
    reason = told(gettext_lazy("为什么没有谈成"), help_text=gettext_lazy("一两句话；谈的经过在调解记录里。"))
    routes_told = told(gettext_lazy("告知了哪些法律途径"))
    on = past_day(gettext_lazy("终止日期"))

    def take(self):
        typed = self.cleaned_data
        self.record.fail(by=self.by, on=typed["on"], reason=typed["reason"], routes_told=typed["routes_told"])


class AgreementForm(StepForm):
    """What both sides agreed on (M12, M13), and by whom and when each thing is performed."""

    kind = forms.ChoiceField(
        label=gettext_lazy("书面还是口头"),
        choices=Agreement.Kind.choices,
        initial=Agreement.Kind.WRITTEN,
        widget=Segments,
        help_text=gettext_lazy("口头的自谈成那天生效；书面的，都签了字、盖了印章那天生效（第二十九条、第三十条）。"),
    )
    reached_on = past_day(gettext_lazy("哪天谈成的"))
    facts = words(gettext_lazy("纠纷的主要事实"))
    issues = words(gettext_lazy("争议事项和各方的责任"))
    terms = words(gettext_lazy("协议的内容"), rows=5)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reached_on"].today = self.today
        self.initial.setdefault("reached_on", self.today)
        before = self.record.agreements.prefetch_related("items").last()  # one that was dropped is written anew
        if before:
            self.initial |= {name: getattr(before, name) for name in ("kind", "facts", "issues", "terms")}
        items = list(before.items.all()) if before else []
        self.rows = [self._ask_for_item(row, items[row] if row < len(items) else None) for row in range(ITEMS)]

    def _ask_for_item(self, row, before):
        title = _("第 %d 项") % (row + 1)
        asked = {
            "party": PartyField(
                parties_of(self.record), label=_("%s：谁") % title, required=False, empty_label=_("请选择")
            ),
            "what": CleanCharField(label=_("%s：履行什么") % title, max_length=500, required=False),
            "manner": CleanCharField(label=_("%s：怎么履行、在哪里") % title, max_length=300, required=False),
            "due_on": DayField(label=_("%s：最后一天") % title, required=False, today=self.today),
        }
        names = {name: f"item{row}_{name}" for name in asked}
        self.fields |= {names[name]: field for name, field in asked.items()}
        if before:
            values = {"party": before.party_id, "what": before.what, "manner": before.manner, "due_on": before.due_on}
            self.initial |= {names[name]: value for name, value in values.items()}
        return list(names.values())

    @property
    def main(self):
        return [self[name] for name in ("kind", "reached_on", "facts", "issues", "terms")]

    @property
    def item_rows(self):
        return [[self[name] for name in row] for row in self.rows]

    def clean(self):
        """A row is whole or empty; a manner alone is none."""
        typed = self.cleaned_data
        for party, what, manner, due_on in self.rows:
            if not any(typed.get(name) for name in (party, what, manner, due_on)):
                continue
            for name, sentence in (
                (party, _("请选谁履行。")),
                (what, _("请写履行什么。")),
                (due_on, _("请写最后一天。")),
            ):
                if not typed.get(name) and not self.has_error(name):
                    self.add_error(name, sentence)
        return typed

    def take(self):
        typed = self.cleaned_data
        items = [tuple(typed[name] for name in row) for row in self.rows if typed[row[0]]]
        given = {name: typed[name] for name in ("kind", "reached_on", "facts", "issues", "terms")}
        Agreement.objects.write(self.record, by=self.by, on=self.today, items=items, **given)


class SigningForm(StepForm):
    """The days of signatures and seal; one that is known already is not asked for again."""

    parties_signed_on = past_day(gettext_lazy("当事人都签了字的日子"), required=False)
    mediator_signed_on = past_day(gettext_lazy("调解员签字的日子"), required=False)
    sealed_on = past_day(gettext_lazy("盖调解委员会印章的日子"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        agreement = self.record.agreement
        for name in ("parties_signed_on", "mediator_signed_on", "sealed_on"):
            self.fields[name].today = self.today
            if agreement and getattr(agreement, name):
                del self.fields[name]

    def take(self):
        days = {name: value for name, value in self.cleaned_data.items() if name != "submission"}
        self.record.agreement.sign(by=self.by, on=self.today, **days)


class DropForm(StepForm):
    reason = told(gettext_lazy("为什么撤下"), help_text=gettext_lazy("内容留着，可以照着重新写一份。"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].limit = 200

    def take(self):
        self.record.agreement.drop(by=self.by, on=self.today, reason=self.cleaned_data["reason"])


class FollowUpForm(StepForm):
    """What was found of one item (M16)."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("履行了没有"),
        choices=FollowUp.Outcome.choices,
        widget=Segments,
        error_messages={"required": gettext_lazy("请选履行了没有。")},
    )
    on = past_day(gettext_lazy("哪天回访的"))
    performed_on = past_day(gettext_lazy("履行了的：哪天履行的"), required=False)
    found = words(gettext_lazy("看到、问到的情况"), limit=500, rows=2, help_text=gettext_lazy("例如收条、转账凭证。"))
    routes_told = told(
        gettext_lazy("没有履行完的：告知了怎么办"),
        required=False,
        help_text=gettext_lazy("过了最后一天才要写。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("on", "performed_on"):
            self.fields[name].today = self.today
        self.initial.setdefault("on", self.today)
        self.initial.setdefault("routes_told", self.record.agreement.next_route)

    def take(self):
        typed = {name: value for name, value in self.cleaned_data.items() if name != "submission"}
        if self.record.due_on >= typed["on"]:
            typed["routes_told"] = ""
        self.record.follow_up(typed.pop("outcome"), by=self.by, today=self.today, **typed)


class FindingWithdrawalForm(StepForm):
    reason = told(gettext_lazy("为什么撤下"), help_text=gettext_lazy("记错了的才撤下；撤下以后重新回访、重新记。"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].limit = 200

    def take(self):
        self.record.withdraw(by=self.by, on=self.today, reason=self.cleaned_data["reason"])


class ConfirmationForm(StepForm):
    """That both sides asked the court together (M18)."""

    court = CleanCharField(
        label=gettext_lazy("哪个法院"),
        max_length=60,
        error_messages={"required": gettext_lazy("请写向哪个法院申请。")},
    )
    applied_on = past_day(gettext_lazy("哪天申请的"))
    is_joint = forms.BooleanField(
        label=gettext_lazy("双方共同申请的"),
        required=False,
        help_text=gettext_lazy("一方不能单独申请。邮寄的，写交邮的那天（民诉法第八十五条）。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["applied_on"].today = self.today
        self.initial.setdefault("applied_on", self.today)

    def take(self):
        typed = {name: value for name, value in self.cleaned_data.items() if name != "submission"}
        self.record.agreement.apply(by=self.by, on=self.today, **typed)


class ConfirmationResultForm(StepForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=Confirmation.Outcome.choices,
        widget=Segments,
        error_messages={"required": gettext_lazy("请选结果。")},
    )
    decided_on = past_day(gettext_lazy("裁定、撤回的日子"))
    number = CleanCharField(
        label=gettext_lazy("裁定书文号"), max_length=60, required=False, help_text=gettext_lazy("撤回没有文号的不写")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].today = self.today
        self.initial.setdefault("decided_on", self.today)

    def take(self):
        typed = self.cleaned_data
        self.record.agreement.pending_confirmation.decide(
            typed["outcome"], by=self.by, on=self.today, decided_on=typed["decided_on"], number=typed["number"]
        )


# ---------- 更正 ----------
PENDING = "PENDING"


class PuttingRight(EditForm):
    """What stands of an agreement, to be put right, on the case `record`; who comes second is shown the difference."""

    reason = told(gettext_lazy("为什么更正"), help_text=gettext_lazy("例如 印章是十四日盖的，登记时看错了。"))

    def prepare(self):
        self.fields["reason"].limit = 200
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.today = self.today
        last = ("reason", "sure", "submission")
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    def clean(self):
        self.warn_of_numbers("reason")
        return self.cleaned_data

    def given(self):
        return {name: self.cleaned_data[name] for name in self.editable if name in self.cleaned_data}


class SigningCorrectionForm(PuttingRight):
    """The days that stand of the signatures and the seal, or on which an oral one was reached."""

    def prepare(self):
        agreement = self.record.dispute.agreement
        for name in correctable(agreement):
            self.fields[name] = past_day(Agreement._meta.get_field(name).verbose_name)
            self.initial[name] = getattr(agreement, name)
        super().prepare()

    def take(self):
        AgreementCorrection.objects.put_days_right(self.record.dispute, by=self.by, on=self.today, **self.given())


class ConfirmationCorrectionForm(PuttingRight):
    """An application to the court and what came of it; `confirmation` is the row."""

    court = CleanCharField(label=gettext_lazy("哪个法院"), max_length=60)
    applied_on = past_day(gettext_lazy("共同申请的日子"))
    outcome = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=[*Confirmation.Outcome.choices, (PENDING, gettext_lazy("法院还没有决定"))],
        widget=Segments,
    )
    decided_on = past_day(gettext_lazy("裁定、撤回的日子"), required=False)
    number = CleanCharField(
        label=gettext_lazy("裁定书文号"), max_length=60, required=False, help_text=gettext_lazy("撤回没有文号的不写")
    )

    def __init__(self, *args, confirmation, **kwargs):
        self.confirmation = confirmation
        super().__init__(*args, **kwargs)

    def prepare(self):
        row = self.confirmation
        self.initial |= {name: getattr(row, name) for name in OF_THE_COURT}
        if row.is_pending:
            for name in ("outcome", "decided_on", "number"):
                del self.fields[name]
        super().prepare()

    def take(self):
        given = self.given()
        outcome = given.pop("outcome", "")
        outcome = "" if outcome == PENDING else outcome
        AgreementCorrection.objects.put_court_right(
            self.confirmation, by=self.by, on=self.today, outcome=outcome, **given
        )
