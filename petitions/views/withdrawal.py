"""Withdrawal: recorded by whoever hears it, confirmed from outside."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from petitions.forms import withdrawal as forms
from petitions.views.base import StepPage


class Wishing(StepPage):
    name, form_class, button = "withdrawal", forms.WithdrawalForm, gettext_lazy("记下")

    def done(self):
        return _("已记下。由承办单位以外的人向本人确认以后才结束；确认以前照常办理。")


class Confirming(StepPage):
    name, form_class, button = "withdrawal_confirmation", forms.ConfirmationForm, gettext_lazy("记下")
    template_name = "petitions/withdrawal_confirmation.html"

    def why_not_him(self):
        return self.petition.why_no_hand(self.request.user)

    def context(self):
        return {"wish": self.petition.waiting_wish()}

    def done(self):
        return _("确认结果已记下。")
