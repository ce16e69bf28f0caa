"""Printing a paper, with the copy and the purpose; agreeing to a print of a sealed case; voiding a paper."""

import uuid

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.steps import StepForm
from cases.forms.widgets import Segments
from cases.models import Event, PaperCopy, PaperPrint
from cases.text import CleanCharField
from officials.passwords import AsksOwnPassword

TO_HANDLER, OTHER = "4", "5"


class PrintForm(AsksOwnPassword, StepForm):
    """Which copy, and what for. `issue(reader)` gives the copy (or the book) for one of `readers`; `may_in_full`
    whether the full ones are offered.

    A full copy shows what is masked on the pages, so it asks for the own password like any reveal (PD-04).
    """

    PURPOSES = {
        "1": gettext_lazy("来访人核对、签字"),
        "2": gettext_lazy("交给来访人"),
        "3": gettext_lazy("归档"),
        TO_HANDLER: gettext_lazy("送承办人、承办单位"),
        OTHER: gettext_lazy("其他"),
    }

    reader = forms.ChoiceField(
        label=gettext_lazy("打印哪一联"),
        choices=PaperCopy.Reader,
        initial=PaperCopy.Reader.WORK,
        widget=Segments,
        help_text=gettext_lazy("姓名、号码全文只印在本人联和归档联；工作联遮蔽。每次打印都记下用途和人。"),
    )
    purpose = forms.ChoiceField(label=gettext_lazy("用途"))
    note = CleanCharField(label=gettext_lazy("补充"), max_length=60, required=False)

    def __init__(self, *args, issue, may_in_full, needs_approval=False, readers=PaperCopy.Reader, kind="", **kwargs):
        super().__init__(*args, **kwargs)
        self.issue, self.needs_approval = issue, needs_approval
        self.fields["purpose"].choices = [("", _("请选择")), *self.PURPOSES.items()]
        names = PaperCopy.Reader.named(kind)
        self.fields["reader"].choices = [(reader.value, names[reader]) for reader in readers]
        if not may_in_full:
            self.fields["reader"].choices = [(PaperCopy.Reader.WORK, PaperCopy.Reader.WORK.label)]
            self.fields["reader"].help_text = _(
                "您能打印工作联，姓名、号码遮蔽。本人联、归档联由登记人、承办人或信访办主任打印。"
            )

    def ask_own_password(self, request):
        super().ask_own_password(request)
        if "own_password" in self.fields:
            self.fields["own_password"].required = False
            self.fields["own_password"].help_text = _("打印本人联、归档联时要再核对一次是您本人；工作联不用填。")

    def clean_own_password(self):
        return super().clean_own_password() if self.cleaned_data["own_password"] else ""

    def clean(self):
        typed = self.cleaned_data
        if typed.get("purpose") == OTHER and not typed.get("note"):
            self.add_error("note", _("选了“其他”，请写明用途。"))
        if typed.get("reader") in PaperCopy.IN_FULL:
            if typed.get("purpose") == TO_HANDLER:
                self.add_error("reader", _("送承办人、承办单位用工作联；全文只给本人和归档。"))
            if "own_password" in self.fields and not typed.get("own_password") and not self.has_error("own_password"):
                self.add_error("own_password", _("打印本人联、归档联，请输入您登录用的密码。"))
        return typed

    @property
    def reason(self):
        with translation.override(settings.LANGUAGE_CODE):
            purpose = str(self.PURPOSES[self.cleaned_data["purpose"]])
            return "：".join(filter(None, [purpose, self.cleaned_data["note"]]))

    def take(self):
        """Sent twice, it prints once."""
        key = self.cleaned_data["submission"] or uuid.uuid4()
        before = PaperPrint.objects.filter(key=key).whole().first()
        if before and before.by_id == self.by.pk:
            self.printed, self.is_again = before, True
            return
        self.is_again = False
        printed = self.issue(self.cleaned_data["reader"])
        self.printed = PaperPrint.objects.create(
            key=uuid.uuid4() if before else key,
            **{printed.printed_as: printed},
            purpose=self.reason,
            by=self.by,
            needs_approval=self.needs_approval,
        )


class VoidForm(StepForm):
    """Withdraw an issued paper (`record`); its number stays with the reason."""

    reason = CleanCharField(
        label=gettext_lazy("作废的原因"), max_length=200, help_text=gettext_lazy("编号不再使用，再打印会取新的编号")
    )

    def take(self):
        paper = self.record
        if paper.voided_at:
            raise ValidationError(_("这份文书已经作废。"))
        paper.void(by=self.by, reason=self.cleaned_data["reason"])
        if paper.case:
            Event.objects.add(
                paper.case,
                Event.Kind.FILE,
                by=self.by,
                detail=f"作废 {paper.get_kind_display()} {paper.number}：{paper.void_reason}",
            )
