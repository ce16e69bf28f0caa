"""A claim handed to mediation, and its result (L20)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from petitions.forms import mediation as forms
from petitions.views.base import StepPage


class Referring(StepPage):
    name, form_class, button = "mediation", forms.ReferralForm, gettext_lazy("转给调解员")

    def done(self):
        number = self.petition.referrals.last().dispute.case.number
        return _("已转调解，另立 %s，由调解员决定受理；这一件的期限照走。") % number


class Result(StepPage):
    """Of the referral of one claim, the newest."""

    name, form_class, button = "mediation_result", forms.ResultForm, gettext_lazy("记下")
    of_claim = True

    def fetch(self, number, position, *, lock=False):
        super().fetch(number, position, lock=lock)
        self.referral = self.petition.referrals.select_related("claim").filter(claim=self.claim).last()

    def form(self, data=None):
        return self.form_class(
            data, record=self.petition, by=self.request.user, today=self.today, referral=self.referral
        )

    def why_not(self):
        return self.petition.why_not(self.name, self.referral)

    def done(self):
        return _("调解的结果已记下。这条诉求仍要书面答复。")
