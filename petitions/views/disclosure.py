"""A unit is told who somebody is, for one inquiry and with a second person's word (R10)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from petitions.actions import Beside
from petitions.forms import disclosure as forms
from petitions.views.inquiry import OfInquiry


class Asking(OfInquiry):
    name, form_class, button = "disclosure", forms.DisclosureForm, gettext_lazy("请另一位审核")
    template_name = "petitions/disclosure.html"

    def done(self):
        return _("已提出，另一位审核同意以后，%s才看得到。") % self.inquiry.unit.label


class Review(OfInquiry):
    name, form_class, button = "disclosure_review", forms.DisclosureReviewForm, gettext_lazy("记下")
    template_name = "petitions/disclosure.html"

    def why_not_him(self):
        offer = Beside(self.name, (self.inquiry.position,))
        return self.petition.why_not_his_disclosure(offer, self.request.user)

    def context(self):
        return super().context() | {"asked": self.inquiry.disclosures.waiting().select_related("party").first()}

    def done(self):
        return _("身份告知已审核。")
