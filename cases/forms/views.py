"""Saving a list's filters as a view."""

from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.steps import StepForm
from cases.models import SavedView

MOST_VIEWS = 20


class SavedViewForm(StepForm):
    name = forms.CharField(label=gettext_lazy("视图名称"), max_length=20)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)

    def clean_query(self):
        from cases.views.lists import saved_query

        return saved_query(self.cleaned_data["query"])

    def clean(self):
        if self.by.saved_views.count() >= MOST_VIEWS:
            raise forms.ValidationError(_("已经有 %d 个视图，先删掉一个再存。") % MOST_VIEWS)
        return super().clean()

    def take(self):
        try:
            with transaction.atomic():
                SavedView.objects.create(
                    official=self.by, **{key: self.cleaned_data[key] for key in ("name", "query")}
                )
        except IntegrityError:
            raise forms.ValidationError({"name": _("已有同名的视图，请换个名字。")}) from None
