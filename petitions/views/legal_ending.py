"""A claim about legal proceedings that the political-legal organs ended (L27)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from petitions.forms.legal_ending import LegalEndingForm
from petitions.views.base import StepPage


class Recording(StepPage):
    name, form_class, button = "legal_ending", LegalEndingForm, gettext_lazy("记下")
    of_claim = True

    def done(self):
        return _("诉求 %d 的依法终结已记下；疏导、帮助照旧。") % self.claim.position
