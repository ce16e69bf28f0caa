"""Supervision from above: registered, answered in writing, and stood for by a second person (L43)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.case import NOT_CHOSEN, label
from cases.forms.dates import DayField
from cases.forms.edit import CarefulForm
from cases.forms.inspection import OwnerField, WithFile, at_owner, today_in
from cases.forms.widgets import Segments
from cases.models import Case, SuperiorAnswer, SuperiorOrder
from cases.recusal import why_barred
from cases.text import CleanCharField


class SuperiorOrderForm(WithFile, CarefulForm):
    """Register what came. `record` is None."""

    form = forms.ChoiceField(label=label("form", SuperiorOrder), choices=SuperiorOrder.Form.choices, widget=Segments)
    organ = CleanCharField(
        label=label("organ", SuperiorOrder),
        max_length=60,
        error_messages={"required": gettext_lazy("请写发文单位。")},
    )
    sender_no = CleanCharField(
        label=label("sender_no", SuperiorOrder),
        max_length=40,
        help_text=gettext_lazy("没有文号的写来文的标题和日期"),
        error_messages={"required": gettext_lazy("请写文号。")},
    )
    issued_on = DayField(label=label("issued_on", SuperiorOrder), required=False, latest_today=True)
    received_on = DayField(label=label("received_on", SuperiorOrder), latest_today=True)
    asked = CleanCharField(
        label=label("asked", SuperiorOrder),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("照来文写。不写当事人的证件和电话"),
        error_messages={"required": gettext_lazy("请写要求什么。")},
    )
    due_on = DayField(
        label=label("due_on", SuperiorOrder),
        help_text=gettext_lazy("以来文写明的日子为准（条例第三十九条第三款）"),
        error_messages={"required": gettext_lazy("请写哪天以前反馈（条例第三十九条第三款）。")},
    )
    number = CleanCharField(
        label=label("case", SuperiorOrder),
        max_length=20,
        required=False,
        help_text=gettext_lazy("写案号；是对全面工作的，不写"),
    )
    owner = OwnerField(
        None,
        label=label("official", SuperiorOrder),
        empty_label=NOT_CHOSEN[1],
        error_messages={"required": gettext_lazy("请选谁拟反馈。")},
    )
    field_order = [
        *("form", "organ", "sender_no", "issued_on", "received_on", "asked", "due_on", "number", "owner"),
        *("file", "no_secret"),
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today_in(self)
        self.initial.setdefault("received_on", self.today)
        self.fields["owner"].offer(self.today)
        self.fields["file"].label = gettext_lazy("来文的扫描件")

    @property
    def holder(self):
        return None

    def clean(self):
        cleaned = super().clean()
        self.warn_of_numbers("asked")
        return cleaned

    def act(self, kept):
        typed = self.cleaned_data
        case, post = None, typed["owner"]
        if typed["number"]:
            visible = Case.objects.visible_to(self.by, sealed=False)
            case = Case.objects.for_change().filter(pk__in=visible.values("pk"), number=typed["number"]).first()
            if case is None:
                raise ValidationError({"number": _("没有这个案号，请核对；封存件不在这里登记。")})
            if reason := why_barred(case, post.official, on=self.today):
                raise ValidationError({"owner": reason})
        names = ("form", "organ", "sender_no", "issued_on", "received_on", "asked", "due_on")
        if SuperiorOrder.objects.filter(organ=typed["organ"], sender_no=typed["sender_no"]).exists():
            raise ValidationError({"sender_no": _("%(organ)s 的这个文号已经登记过。") % {"organ": typed["organ"]}})
        try:
            self.record = SuperiorOrder.objects.register(
                case=case,
                unit=post.unit,
                official=post.official,
                by=self.by,
                on=self.today,
                **{name: typed[name] for name in names},
            )
        except ValidationError as refusal:
            raise at_owner(refusal) from None
        self.stored(kept)


class SuperiorAnswerForm(WithFile, CarefulForm):
    """Draft the feedback on the order `record`."""

    text = CleanCharField(
        label=label("text", SuperiorAnswer),
        max_length=2000,
        widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy("采纳了什么、办到哪一步、还差什么、哪天办完。不写当事人的证件和电话"),
        error_messages={"required": gettext_lazy("请写反馈的内容。")},
    )
    field_order = ["text", "file", "no_secret"]

    def clean(self):
        cleaned = super().clean()
        self.warn_of_numbers("text")
        return cleaned

    def act(self, kept):
        self.record.answer(self.cleaned_data["text"], file=self.stored(kept), by=self.by, on=self.today)


class SuperiorApprovalForm(CarefulForm):
    agrees = forms.ChoiceField(
        label=gettext_lazy("同不同意报出"),
        choices=[("yes", gettext_lazy("同意，报出")), ("no", gettext_lazy("退回"))],
        widget=Segments,
        error_messages={"required": gettext_lazy("请选同不同意。")},
    )
    note = CleanCharField(
        label=label("note", SuperiorAnswer),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("退回的才写"),
    )

    def clean(self):
        if self.cleaned_data.get("agrees") == "no" and not self.cleaned_data.get("note"):
            self.add_error("note", _("退回的请写差在哪里。"))
        self.warn_of_numbers("note")
        return self.cleaned_data

    def take(self):
        agrees = self.cleaned_data["agrees"] == "yes"
        self.record.approve(agrees=agrees, note=self.cleaned_data["note"], by=self.by, on=self.today)
