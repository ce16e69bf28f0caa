"""Forms of a round: why something is carried over, the signature, and what turned out wrong since."""

import re

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.dates import DayField
from cases.forms.steps import StepForm
from cases.models import RoundException
from cases.text import CleanCharField

REASONS = [("", gettext_lazy("请选原因")), *RoundException.Reason.choices]
REST = "rest"  # what stands for all that has no row of its own filled in


class CarryForm(StepForm):
    """A reason, a note and a new day for each of `rows`; one for all of `left` that stays empty.

    A row left empty is not carried over yet: it can be done later, but before the round is signed.
    """

    def __init__(self, *args, rows=(), left=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows, self.left, self.carried = rows, left, 0
        for name in [*(str(row.pk) for row in rows), REST]:
            self.fields[f"reason_{name}"] = forms.ChoiceField(label=_("原因"), choices=REASONS, required=False)
            self.fields[f"note_{name}"] = CleanCharField(label=_("说明"), max_length=200, required=False)
            day = DayField(label=_("新的日子"), required=False, today=self.today)
            self.fields[f"new_on_{name}"] = day
        for row in rows:
            if row.is_carried:
                words = {"reason": row.reason, "note": row.note, "new_on": row.new_on}
                self.initial |= {f"{field}_{row.pk}": value for field, value in words.items()}
            row.fields = self.fields_of(row.pk)

    @staticmethod
    def rows_in(data):
        """Ids of the rows that a sent form was shown with, whatever was carried over meanwhile."""
        found = (re.fullmatch(r"(?:reason|note|new_on)_(\d{1,18})", name) for name in data)
        return [int(one[1]) for one in found if one]

    def fields_of(self, name):
        return {field: self[f"{field}_{name}"] for field in ("reason", "note", "new_on")}

    @property
    def rest(self):
        return self.fields_of(REST)

    def clean(self):
        filled = [name for name in [*(str(row.pk) for row in self.rows), REST] if self._is_filled(name)]
        for name in filled:
            if not self.cleaned_data.get(f"reason_{name}") and f"reason_{name}" not in self.errors:
                self.add_error(f"reason_{name}", _("请选原因。"))
            if not self.cleaned_data.get(f"new_on_{name}") and f"new_on_{name}" not in self.errors:
                self.add_error(f"new_on_{name}", _("请写新的日子。"))
        if not filled and not self.errors:
            raise ValidationError(_("一件也没有写。写了原因和新的日子，再保存。"))
        self.filled = filled
        return self.cleaned_data

    def _is_filled(self, name):
        return any(self.cleaned_data.get(f"{field}_{name}") for field in ("reason", "note", "new_on"))

    def _asked(self, name):
        """The row as it was shown: one that somebody else has explained meanwhile keeps his word."""
        row = next(row for row in self.rows if row.pk == int(name))
        return RoundException.objects.undone().filter(pk=row.pk, carried_at=row.carried_at)

    def take(self):
        for name in self.filled:
            rows = self.left if name == REST else self._asked(name)
            try:
                self.carried += self.record.carry(
                    rows,
                    by=self.by,
                    reason=self.cleaned_data[f"reason_{name}"],
                    note=self.cleaned_data[f"note_{name}"],
                    new_on=self.cleaned_data[f"new_on_{name}"],
                    today=self.today,
                    now=timezone.now(),
                )
            except ValidationError as refusal:
                if not hasattr(refusal, "error_dict"):
                    raise
                at_row = {f"{field}_{name}": errors for field, errors in refusal.error_dict.items()}
                raise ValidationError(at_row) from None


class SignatureForm(StepForm):
    has_seen = forms.BooleanField(
        error_messages={"required": gettext_lazy("请先逐件看过没清的，再勾上。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        seen = self.record.lacking
        if self.record.has_parts:
            seen = self.record.exceptions.filter(part__in=self.record.parts_of(self.by)).count()
        self.fields["has_seen"].label = _("我已逐件看过未清的 %d 件") % seen if seen else _("没有未清的，我已核对")

    def take(self):
        self.record.sign(by=self.by, now=timezone.now())


class CorrectionForm(StepForm):
    text = CleanCharField(
        label=gettext_lazy("哪里错了，应该是什么"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("写案号和数字，不写姓名、电话；签过字的那一期不改，更正列在下一期。"),
        error_messages={"required": gettext_lazy("请写哪里错了，应该是什么。")},
    )

    def take(self):
        if not self.by.roles & self.record.signer_roles:
            raise PermissionDenied(_("这一轮不归您更正。"))
        self.record.correct(by=self.by, text=self.cleaned_data["text"], now=timezone.now())
