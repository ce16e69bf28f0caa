"""The parts before closing, of what is complex or hard."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from petitions.forms import closing as forms
from petitions.views.base import StepPage


class Settling(StepPage):
    name, form_class, button = "settlement", forms.SettlementForm, gettext_lazy("记事了")

    def done(self):
        day = self.petition._day(self.petition.return_visit_from())
        return _("事了已记，清零目标到此为止；%s 起可以回访。") % day


class Revisiting(StepPage):
    name, form_class, button = "return_visit", forms.ReturnVisitForm, gettext_lazy("记下")

    def done(self):
        return _("回访已记下。")


class SigningOff(StepPage):
    name, form_class, button = "sign_off", forms.SignOffForm, gettext_lazy("签字")

    def why_not_him(self):
        return self.petition.why_not_his_sign_off(self.request.user, self.today)

    def done(self):
        return _("已签字。")
